"""The commands of `python -m report`, one file each; `files` and `freezing` are shared by several."""
