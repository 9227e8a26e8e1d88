"""Every page read once, outside the site generator.

`source` a page as typed · `rendered_text` its text as readers see it · `source_rules`, `page_rules`, `prose`,
`working`, `posts` the rules · `generated` pages that no file holds · `navigation` the site's configuration ·
`rendering` the sandbox, and the report as a whole · `survey` all of it.
"""
