"""What is known of a campaign.

`fields` kinds of field · `record` what all records share · `ledgers` one module per ledger · `records` those
of the YAML files · `figure` a number's definition · `snapshots` notices and reminders · `campaign` all of it
· `derived`, `progress`, `workdays`, `editions` what follows from it · `reading` from files to a campaign.
"""
