"""The report as a Word document in the format of official documents (GB/T 9704-2012), and back again.

    reading → bookmarks → letter → attachments → writing → packing → submission → copies
    → returned → sentences → pairing → tracing → differences → comparison

`reading` takes the report from the page that the site rendered; `letter` and `attachments` say what stands
around it; `writing` makes paragraphs and tables of it all, in the styles of `package/word/styles.xml`;
`submission` says what is still missing; `copies` are those that the site carries, and the one that goes out.
`returned` reads a copy that leaders edited, as `sentences`; `pairing` finds what became of each sentence,
`tracing` of each figure, `comparison` what differs, and `differences` says it.
"""
