"""The logic behind the report, in rooms along the way of the data; a room imports only from those before it.

`faults` complaints about input · `facts` what is known · `figures` what it comes to · `checks` whether
it fits together · `macros` what a page may call · `pages` every page read once · `outputs` files beside
the pages · `built` what is done to the built site · `publishing` all of it in order · `commands` of
`python -m report`.

`publishing.prepare` is the one way in: site generator, commands and tests all get the checked campaign from
it, so that they cannot differ. `define_env` below is the only contact with the macros plugin.
"""

from typing import Any


def define_env(env: Any) -> None:
    """Called by mkdocs-macros-plugin once per build: give it the macros, or stop with every fault at once."""
    import os
    from pathlib import Path

    from mkdocs.exceptions import PluginError

    from report.faults import FaultsError
    from report.pages.rendering import callables
    from report.publishing import prepare

    try:
        survey = prepare(Path(env.project_dir), os.environ)
    except FaultsError as error:
        raise PluginError(f"\n{error}\n共{len(error.faults)}处，改好后再试") from None
    env.conf["extra"]["survey"] = survey
    for name, macro in callables(survey.view).items():
        env.macro(macro, name)
