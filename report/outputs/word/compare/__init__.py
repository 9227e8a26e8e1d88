"""A returned copy of the report, compared with the one that the data gives.

`returned` reads the copy · `matching` its sentences and figures, paired with those of the data · `comparison`
what differs · `differences` says it.
"""
