"""The report as a Word document in the format of official documents (GB/T 9704-2012), and back again.

`reading` takes the report from the page of the whole · `letter` and `attachments` what goes around it ·
`writing` writes it all as paragraphs and tables, in the styles of `package/word/styles.xml` · `submission`
what is still missing · `copies` those on the site, and the one that is sent · `compare` a returned copy
with the data.
"""
