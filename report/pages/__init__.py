"""Reads every page once, outside the site generator: calls its macros, checks it, records what it shows.

`source` the page as typed · `rendered_text` as it reads · `prose` rules of official Chinese ·
`whole` the report in one page · here: the survey of all pages, on which site and checks rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from markdown import Markdown

from report.faults import Fault, FaultsError, Place
from report.figures import Result
from report.loading.text import decode
from report.loading.yaml_source import NOT_UTF8, read_yaml
from report.macros import Desk, MacroError, render
from report.macros.desk import REPORT_PAGES
from report.models import Campaign
from report.pages.prose import Setting, complaints
from report.pages.rendered_text import Rendered, render_text
from report.pages.source import Source, read_source

DOCS = "docs"
IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp")
BUILT_IN = ("toc", "tables", "fenced_code")  # what mkdocs adds to the extensions of mkdocs.yml
TOGETHER = {  # a rate that is never shown without the one that puts it in proportion
    "rectification.completion_rate": "rectification.due_completion_rate",
}


@dataclass(frozen=True)
class Survey:
    """All pages, checked. `desk` knows where each figure is shown; `sources` are the pages by name."""

    desk: Desk
    sources: dict[str, Source]


def survey(root: Path, campaign: Campaign, results: dict[str, Result]) -> tuple[Survey, list[Fault]]:
    """Every page of docs/ read and rendered, and every fault found in them."""
    navigation, extensions, faults = _site(root)
    sources: dict[str, Source] = {}
    for path in sorted((root / DOCS).rglob("*")):
        name = path.relative_to(root).as_posix()
        if stray := _stray(path):
            faults.append(Place(name).fault(stray))
        elif path.suffix == ".md":
            try:
                source = read_source(decode(path.read_bytes(), ("utf-8-sig",), NOT_UTF8), name)
            except ValueError as error:
                faults.append(Fault(name, 1, str(error)))
                continue
            sources[source.name] = source
    ordered = {name: sources[name] for name in navigation if name in sources} | sources
    titles = {name: str(source.meta.get("title") or name) for name, source in ordered.items()}
    headings = {name: source.heading or titles[name] for name, source in ordered.items()}
    desk = Desk(campaign, results, titles, headings)
    markdown = Markdown(extensions=extensions)
    for source in ordered.values():
        _call(source, desk)
        faults += source.faults + list(_read(source, render_text(source, markdown), campaign))
    faults += _repeated_anchors(ordered, markdown)
    return Survey(desk, ordered), faults


def _site(root: Path) -> tuple[list[str], list[str], list[Fault]]:
    """The pages in the order of the navigation, and the Markdown extensions, from mkdocs.yml."""
    config, faults = read_yaml((root / "mkdocs.yml").read_bytes(), "mkdocs.yml")
    if faults:
        raise FaultsError(faults)
    named = (
        entry if isinstance(entry, str) else next(iter(entry)) for entry in config["markdown_extensions"]
    )
    extensions = [*dict.fromkeys((*BUILT_IN, *named))]
    return list(_leaves(config["nav"])), extensions, []


def _leaves(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict):
        for entry in nav.values():
            yield from _leaves(entry)
    else:
        for entry in nav or ():
            yield from _leaves(entry)


def _stray(path: Path) -> str:
    """Why a file may not lie under docs/, where everything is published; empty when it may."""
    if path.is_symlink():
        return "docs 里不能放链接，它会把别处的文件发布出去，请删去"
    if path.is_dir():
        return ""
    if path.suffix not in (".md", *IMAGES):
        return "docs 里的文件都会发布，只能放 .md 页面和图片，请移走"
    if not path.stem.replace("-", "").isalnum() or not path.name.isascii() or path.name != path.name.lower():
        return "文件名只用小写英文字母、数字和连字符，请改名"
    return ""


def _call(source: Source, desk: Desk) -> None:
    """Call every macro of a page; what it cannot show is a fault of the page.

    Not while a file that names things could not be read: then it may only seem to be missing.
    """
    unsure = bool(desk.campaign.incomplete & {"figures", "organisation"})
    for call in source.calls:
        try:
            render(call.name, desk, source.name, *call.args, **call.kwargs)
        except MacroError as error:
            if not unsure:
                source.fault(call.line, str(error))


def _read(source: Source, rendered: Rendered, campaign: Campaign) -> Iterator[Fault]:
    """Faults of a page as it reads: wording, headings, broken paragraphs, macros in code and links."""
    report = source.name in REPORT_PAGES
    setting = Setting(campaign.prose, report or source.name == "index.md")
    for line in rendered.lines:
        for message in complaints(line, setting):
            yield Fault(source.path, line.number, message)
    yield from _broken_paragraphs(source, rendered)
    yield from _headings(source, rendered)
    for index in sorted(rendered.in_code | rendered.in_link):
        where = "代码" if index in rendered.in_code else "链接"
        yield Fault(source.path, source.calls[index].line, f"{where}里不能写宏，请把宏移到外面")
    shown = {call.args[0]: call.line for call in source.calls if call.name == "fig" and call.args}
    for key, companion in TOGETHER.items():
        if key in shown and companion not in shown:
            yield Fault(source.path, shown[key], f"写“{key}”时，旁边要有“{companion}”，请补上")


def _broken_paragraphs(source: Source, rendered: Rendered) -> Iterator[Fault]:
    """A paragraph is one line: a line break inside it would show as a blank between characters."""
    lines = rendered.lines
    for above, below in pairwise(lines):
        if above.block_number == below.block_number and below.number > above.number:
            yield Fault(source.path, below.number, "段内换行会显示成空格，请把一段写成一行")


def _headings(source: Source, rendered: Rendered) -> Iterator[Fault]:
    """One h1, which opens the page; every further heading has an English id and skips no level."""
    first = [heading for heading in rendered.headings if heading.level == 1]
    titled = any(call.name == "masthead" for call in source.calls)
    if not first and not titled:
        yield Fault(source.path, 1, "缺少一级标题，请在页首之后写“# 标题”")
    for extra in first[0 if titled else 1 :]:
        yield Fault(source.path, extra.number, "一页只有一个一级标题，请改用 ##")
    above = 1
    for heading in rendered.headings:
        if heading.level > above + 1:
            yield Fault(source.path, heading.number, f"标题跳级，请改用 {'#' * (above + 1)}")
        above = heading.level
        if heading.level > 1 and (not heading.anchor or not heading.anchor[0].isalpha()):
            yield Fault(source.path, heading.number, "标题缺少英文编号，请在末尾加 {: #english-id }")


def _repeated_anchors(sources: dict[str, Source], markdown: Markdown) -> Iterator[Fault]:
    """Heading ids of the report stand once, since its pages are joined into one."""
    first: dict[str, str] = {}
    for name in REPORT_PAGES:
        if name not in sources:
            continue
        for heading in render_text(sources[name], markdown).headings:
            if heading.level > 1 and heading.anchor in first and heading.anchor[:1] != "_":
                place = Place(sources[name].path, heading.number)
                yield place.fault(f"标题编号“{heading.anchor}”在 {first[heading.anchor]} 已经用过，请换一个")
            first.setdefault(heading.anchor, f"{sources[name].path}:{heading.number}")
