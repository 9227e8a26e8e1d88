"""The commands of `python -m report`, a file each; `files` and `freezing` are what some have in common."""
