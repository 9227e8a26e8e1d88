"""The only file that knows mkdocs events. Thin: each event hands over to `report`."""

from __future__ import annotations

import fnmatch
import functools
import os
from itertools import pairwise
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from report.built import assets
from report.built.editing import page_edits
from report.built.history import last_changed, page_changed
from report.built.page import built_pages
from report.built.rendered import faults_in
from report.built.search import search_files
from report.facts.editions import leaves_out
from report.facts.reading.settings import settings
from report.figures.wording import day_text
from report.macros.addresses import COLUMN, POSTS, WHOLE, url
from report.pages.bare import readers_text
from report.pages.rendering import PageEnvironment, callables, whole
from report.publishing import navigation, outputs, site_facts, unlisted, with_meta

SHEETS = ("assets/stylesheets/main.*.css", "assets/stylesheets/palette.*.css")  # the theme's, in this order
BUNDLE = "assets/javascripts/bundle.*.js"
THEIR_WORKER, WORKER = "assets/javascripts/workers/search.*.js", "assets/javascripts/search-worker.js"
HEAD = "assets/javascripts/head.js"
JOINED = {
    "head": HEAD,
    "style": "assets/stylesheets/site.css",
    "script": "assets/javascripts/site.js",
    "worker": "assets/javascripts/search.js",
}


@event_priority(-50)  # after the macros plugin, which has loaded the data by then
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put our sandbox in place of the plugin's environment, and tell the theme what it needs to know."""
    survey = config.extra["survey"]
    config.site_name = survey.facts.campaign.site.title
    if address := os.environ.get("REPORT_URL"):  # where this publication is read
        config.site_url = address.rstrip("/") + "/"
    macros: Any = config.plugins["macros"]
    macros._env = PageEnvironment(callables(survey.view))  # private in the plugin; a test pins it
    config.extra["shell"] = site_facts(survey.facts.campaign)
    root = Path(config.config_file_path).parent
    data = settings(root, os.environ).data
    data = data.relative_to(root) if data.is_relative_to(root) else data
    config.extra["changed"] = functools.partial(page_changed, data=data.as_posix(), days=last_changed(root))
    config.nav = navigation(config.nav or [], survey)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that no file holds, take out those that the edition does not have, and put the posts and
    their images where their addresses say."""
    survey = config.extra["survey"]
    for page in survey.made:
        files.append(File.generated(config, page.name, content=page.text))
    for file in [file for file in files if leaves_out(survey.facts.campaign, file.src_uri)]:
        files.remove(file)
    absent = unlisted(survey)
    for file in [file for file in files if file.src_uri in absent]:
        file.inclusion = InclusionLevel.NOT_IN_NAV
    for file in [file for file in files if file.src_uri.startswith(POSTS)]:
        file.dest_uri = file.dest_uri.replace("posts/", "", 1)
    _join_assets(files, config)
    return files


def _join_assets(files: Files, config: MkDocsConfig) -> None:
    """One style sheet, a script for the head and one for the rest, each named after its content; files of the
    theme that no page asks for are not shipped."""
    theirs = {file.src_uri: file for file in files if file.src_uri.startswith("assets/")}
    bundle = fnmatch.filter(theirs, BUNDLE)
    scripts = [*config.extra.get("polyfills", []), *bundle, *map(str, config.extra_javascript)]
    sheets = [name for pattern in SHEETS for name in fnmatch.filter(theirs, pattern)]
    own = list(config.extra_css)
    config.extra_css, config.extra["polyfills"] = [], []  # the theme would ask for each of them

    def texts(names: list[str]) -> list[str]:
        return [theirs[name].content_string for name in names]

    parts = {
        "head": assets.script(texts([HEAD])),
        "style": assets.style_sheet(texts([*sheets, *own])),
        "script": assets.script(texts(scripts)),
        "worker": assets.script(texts([WORKER])),
    }
    (config.extra["shell"]["their_worker"],) = fnmatch.filter(theirs, THEIR_WORKER)
    for name, file in theirs.items():
        if name in (*sheets, *scripts, *own, HEAD, WORKER) or not assets.is_shipped(name):
            files.remove(file)
    for kind, text in parts.items():
        name = assets.named(JOINED[kind], text)
        files.append(File.generated(config, name, content=text))
        config.extra["shell"][kind] = name


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Posts belong to the column's section and follow one another in time; what continues a list stands where
    the list does."""
    survey = config.extra["survey"]
    pages: dict[str, Any] = {file.src_uri: file.page for file in files.documentation_pages()}
    posts = [pages[post.name] for post in survey.view.pages.posts]
    for post in posts:
        post.parent = pages[COLUMN].parent
    for newer, older in pairwise(posts):
        newer.previous_page, older.next_page = older, newer
    for page, first in [(pages[made.name], pages[made.continues]) for made in survey.made if made.continues]:
        page.parent, page.previous_page, page.next_page = first.parent, first.previous_page, first.next_page
    return nav


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """报告全文 is joined from the report's sources; other pages read as their edition has them, without
    what has nothing to show."""
    survey = config.extra["survey"]
    source = survey.sources.get(page.file.src_uri)
    if page.file.abs_src_path is None or source is None:
        return None
    if page.file.src_uri == WHOLE:
        return whole(source.typed, survey.sources)
    return readers_text(source, survey.view)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Any) -> str:
    """Put the line about data date and figures, or about a post's day, under the title."""
    return with_meta(html, config.extra["survey"].view.at(page.file.src_uri))


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Tell the foot of the page when it was last changed, and its head where it is edited."""
    edits = page_edits(config.extra["survey"], page.file.src_uri)
    return {
        **context,
        "changed": config.extra["changed"](page.file.src_uri),
        "edits": edits,
        "day_text": day_text,
    }


def on_post_build(config: MkDocsConfig) -> None:
    """Write the data files, then read every page that was built: one fault in them fails the build."""
    site = Path(config.site_dir)
    pages = built_pages(site)
    whole_page = next((page.html for page in pages if page.name == f"{url(WHOLE)}/index.html"), "")
    files = outputs(config.extra["survey"], config.site_url or "", whole_page) | search_files(pages)
    for name, content in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(content)
    if faults := faults_in(site, pages):
        raise PluginError("\n" + "\n".join(map(str, faults)))
