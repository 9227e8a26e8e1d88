"""The only file that knows mkdocs events. Thin: each event hands over to `report`.

The package is imported inside the functions, so that `mkdocs serve` starts before the data is read.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.pages import Page


@event_priority(-50)  # after the macros plugin, which has loaded the data by then
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put our sandbox in place of the plugin's environment, and tell the theme what it needs to know."""
    from report.pages.environment import PageEnvironment, callables
    from report.publishing import site_facts

    survey = config.extra["survey"]
    macros: Any = config.plugins["macros"]
    macros._env = PageEnvironment(callables(survey.desk))  # private in the plugin; a test pins it
    config.extra["report"] = site_facts(survey.desk)
    return config


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """整本 is joined from the sources of the report's pages."""
    from report.macros.desk import WHOLE
    from report.pages.whole import whole

    if page.file.src_uri != WHOLE:
        return None
    return whole(
        Path(str(page.file.abs_src_path)).read_text(encoding="utf-8-sig"), config.extra["survey"].sources
    )


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Any) -> str:
    """Under the title of a report page stands how far its figures go."""
    from report.publishing import with_meta

    return with_meta(html, page.file.src_uri, config.extra["survey"].desk)


def on_post_build(config: MkDocsConfig) -> None:
    """Write the data files, then read every page that was built: one fault in them fails the build."""
    from report.publishing import figures_json
    from report.rendered import faults_in

    site = Path(config.site_dir)
    (site / "data").mkdir(exist_ok=True)
    (site / "data" / "figures.json").write_text(figures_json(config.extra["survey"].desk), encoding="utf-8")
    if faults := faults_in(site):
        raise PluginError("\n" + "\n".join(map(str, faults)))
