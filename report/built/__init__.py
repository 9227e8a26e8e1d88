"""What is done to the site once its pages are HTML.

`assets` style sheets and scripts as shipped · `page` a page, parsed once · `search` the search index ·
`rendered` the last check · `history` when a page last changed.
"""
