"""The gate between a push and the site.

A push is inspected (`updates`, `changes`, `secrets`), built in a sandbox (`trees`, `sandbox`, `builds`), laid
down as a release (`releases`) and only then stored; `publishing` points the web server at it. The gate runs
from its own installed copy and needs nothing but Python: it imports nothing that a push brings.
"""
