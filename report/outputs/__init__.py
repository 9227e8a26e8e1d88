"""The files of the site that are not pages.

`downloads` ledgers as CSV and workbook · `calendars` · `feed` · `figures_json` for other programs · `word`
the report as an official document, and the comparison of a returned copy.
"""
