"""From definitions and records to one result per figure, and from results to words.

`forms` how figures are computed · `resolving` a result for every figure · `wording` the only rounding ·
`periods` the rhythm of periodic tasks.
"""
