"""The only file that knows mkdocs events. Thin: each event hands over to `report`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.pages import Page

from report.macros.desk import WHOLE
from report.pages.environment import PageEnvironment, callables
from report.pages.whole import whole
from report.publishing import figures_json, site_facts, with_meta
from report.rendered import faults_in


@event_priority(-50)  # after the macros plugin, which has loaded the data by then
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put our sandbox in place of the plugin's environment, and tell the theme what it needs to know."""
    survey = config.extra["survey"]
    config.site_name = survey.desk.campaign.site.title
    macros: Any = config.plugins["macros"]
    macros._env = PageEnvironment(callables(survey.desk))  # private in the plugin; a test pins it
    config.extra["report"] = site_facts(survey.desk)
    return config


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """整本 is joined from the sources of the report's pages."""
    if page.file.src_uri != WHOLE:
        return None
    return whole(
        Path(str(page.file.abs_src_path)).read_text(encoding="utf-8-sig"), config.extra["survey"].sources
    )


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Any) -> str:
    """Under the title of a report page stands how far its figures go."""
    return with_meta(html, page.file.src_uri, config.extra["survey"].desk)


def on_post_build(config: MkDocsConfig) -> None:
    """Write the data files, then read every page that was built: one fault in them fails the build."""
    site = Path(config.site_dir)
    (site / "data").mkdir(exist_ok=True)
    (site / "data" / "figures.json").write_text(figures_json(config.extra["survey"].desk), encoding="utf-8")
    if faults := faults_in(site):
        raise PluginError("\n" + "\n".join(map(str, faults)))
