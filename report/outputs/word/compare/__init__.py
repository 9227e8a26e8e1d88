"""A copy of the report that came back, compared with the one that the data give."""
