"""The gate: what stands between a push and the site.

A push is looked through (`updates`, `changes`, `secrets`), built in a cage (`trees`, `sandbox`, `builds`),
laid down as a release (`releases`) and only then stored; `publishing` points the web server at it.
The gate runs from its own installed copy and needs Python alone: nothing that a push brings is imported here.
"""
