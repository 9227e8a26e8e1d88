"""From files to a campaign.

`settings` which data set · `text` bytes → text · `yaml_source`, `csv_source` text → located values ·
`binding` located values → records · `definitions` figures · `files` the files of a data set · `loading` the
whole of it.
"""
