"""What is known of a campaign.

`fields` kinds of field · `record` what all records share · `table` what tables share · `ledgers` one module
per ledger · `lists` the tables that are no ledgers · `records` those of the YAML files · `figure` a
number's definition · `snapshots` notices and reminders · `campaign` all of it · `derived`, `progress`,
`workdays`, `editions` what follows from it · `reading` from files to a campaign.
"""
