"""The logic behind the report.

    faults → models → workdays → derived → loading → figures → periods → checks → formatting → editions
    → charts → notices → macros → pages → rendered → downloads → calendars → feeds → word → publishing
    → history → assets → search → impact

A module imports only from its left (tests hold that). `prepare` in `publishing` is the one way in: site
generator, commands and tests all take the checked campaign from it, so that none of them can differ.
`define_env` below is the only meeting with the macros plugin.
"""

from __future__ import annotations

from typing import Any


def define_env(env: Any) -> None:
    """Called by mkdocs-macros-plugin once a build: hand it the macros, or stop with every fault at once."""
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
