"""From definitions and rows to one result a figure, and from results to words.

`forms` in which a figure is computed · `resolving` a result for every figure · `wording` the only rounding ·
`periods` the rhythm of periodic tasks.
"""
