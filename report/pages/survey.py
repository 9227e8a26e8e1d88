"""Reads every page once, outside the site generator: calls its macros, checks it, notes what it shows.

Site and checks both build on this survey.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown import Markdown

from report.facts.campaign import Campaign
from report.facts.editions import DISPLAY, leaves_out
from report.facts.reading.text import NOT_UTF8, NotText, decode
from report.faults import Fault, Place, nearest
from report.figures.resolving import Facts
from report.macros import render
from report.macros.addresses import REPORT_PAGES, WHOLE
from report.macros.view import MacroError, View
from report.pages.bare import apart, left_out
from report.pages.generated import Generated, generated
from report.pages.navigation import configuration, stray
from report.pages.page_rules import PAGE_RULES, Reading, dead_links
from report.pages.posts import is_beside_navigation, post_faults, posts
from report.pages.prose import data_wording
from report.pages.rendered_text import render_text
from report.pages.rendering import OWN_ANCHORS
from report.pages.source import Call, Source, read_source
from report.pages.source_rules import SOURCE_RULES
from report.pages.working import displayed, working_links

DOCS = "docs"


@dataclass(frozen=True)
class Survey:
    """All pages of an edition, checked.

    `view`: what macros see of them. `sources`: the pages as typed, by page. `made`: those that no file holds.
    """

    view: View
    sources: dict[str, Source]
    made: tuple[Generated, ...]

    @property
    def facts(self) -> Facts:
        return self.view.facts


def survey(root: Path, facts: Facts, sound: bool) -> tuple[Survey, list[Fault]]:
    """Every page under docs/ read and rendered, and every fault found in it.

    `sound`: the data has no fault, so that whatever a macro cannot show is a fault of the page.
    """
    campaign, view = facts.campaign, View(facts)
    navigation, extensions, faults = configuration(root)
    sources = _sources(root, campaign, faults)
    faults += _listed(navigation, sources)
    faults += working_links(sources)
    shown = {name: source for name, source in sources.items() if not leaves_out(campaign, name)}
    view.pages.posts += posts(shown)
    made = tuple(generated(view, shown))
    ordered = _ordered(navigation, shown, made)
    titles, headings = view.pages.titles, view.pages.headings
    titles |= {name: str(source.meta.get("title") or name) for name, source in ordered.items()}
    headings |= {name: source.heading or titles[name] for name, source in ordered.items()}
    markdown = Markdown(extensions=extensions)
    readings = {
        name: Reading(source, render_text(source, markdown), view.at(name))
        for name, source in ordered.items()
    }
    for name, reading in readings.items():
        gone = left_out(reading.source, view) if sound and name in shown else []
        _call(reading.source, reading.view, sound, gone)
        faults += reading.source.faults
        faults += _complaints(reading)
    faults += _task_pages(campaign, sources)
    faults += _joined(readings)
    faults += post_faults(sources)
    faults += dead_links(root, readings)
    faults += data_wording(campaign)
    return Survey(view, ordered, made), faults


def _ordered(
    navigation: dict[str, Place], sources: dict[str, Source], made: tuple[Generated, ...]
) -> dict[str, Source]:
    """Pages in the order of the navigation, each followed by those that were generated under it."""
    ordered: dict[str, Source] = {}
    for name in (*navigation, *sources):
        if name in sources and name not in ordered:
            ordered[name] = sources[name]
            ordered |= {page.name: _read(page.text, page.name) for page in made if page.under == name}
    return ordered


def _read(text: str, name: str) -> Source:
    return read_source(text, f"{DOCS}/{name}")


def _sources(root: Path, campaign: Campaign, faults: list[Fault]) -> dict[str, Source]:
    """The sources of the pages, as the edition shows them; any other file under docs/ is a fault."""
    sources: dict[str, Source] = {}
    for path in sorted((root / DOCS).rglob("*")):
        name = path.relative_to(root).as_posix()
        if complaint := stray(path):
            faults.append(Place(name).fault(complaint))
        elif path.suffix == ".md":
            try:
                text = decode(path.read_bytes())
                source = read_source(text, name)
                if campaign.edition == DISPLAY:
                    faults += _said_of(source)  # as typed, before what the edition hides is gone
                    source = read_source(displayed(text), name)
            except NotText as error:
                source = Source(name, "", faults=[Fault(name, error.line, NOT_UTF8)])
            sources[source.name] = source
    return sources


def _listed(navigation: dict[str, Place], sources: dict[str, Source]) -> Iterator[Fault]:
    """The navigation lists exactly the pages that exist, except posts of the column."""
    if not navigation:
        return
    meant = ""
    for name, place in navigation.items():
        if name not in sources and "://" not in name:
            meant += nearest(name, sources)
            yield place.fault(f"docs 里没有“{name}”这一页{nearest(name, sources)}")
        elif is_beside_navigation(name):
            yield place.fault("专栏的文章不列入导航，自会列在专栏里，请删去这一行")
    for name, source in sources.items():
        if name not in navigation and name not in meant and not is_beside_navigation(name):
            yield Fault(source.path, 0, "没有列入导航，请在 mkdocs.yml 的 nav 里加上一行")


def _call(source: Source, view: View, sound: bool, gone: list[range]) -> None:
    """Call every macro of a page; whatever it cannot show is a fault of the page. Nothing counts as shown in
    the sections that are `gone`.

    While the data has faults, it is one only if the message names something in the call; otherwise the data
    may be to blame.
    """
    unsure = bool(view.campaign.incomplete & {"figures", "organisation"})
    for call in source.calls:
        try:
            away = any(call.line in section for section in gone)
            render(call.name, apart(view) if away else view, *call.args, **call.kwargs)
        except MacroError as error:
            if sound or (not unsure and _blames(error, call)):
                source.fault(call.line, str(error))
        except Exception:  # a macro may trip over faulty data, which has its own fault
            if sound:
                raise


def _blames(error: MacroError, call: Call) -> bool:
    """Whether a macro complains of how it was called."""
    named = (*call.args, *call.kwargs, *call.kwargs.values())
    return isinstance(error.__cause__, TypeError) or any(word in str(error) for word in named)


def _complaints(reading: Reading) -> Iterator[Fault]:
    """The complaints of the rules about a page; none about one that could not be read and has
    its faults already."""
    source = reading.source
    if source.faults and not source.body.strip():
        return
    yield from _said_of(source)
    for page_rule in PAGE_RULES:
        yield from (Fault(source.path, line, message) for line, message in page_rule(reading))


def _said_of(source: Source) -> Iterator[Fault]:
    """The complaints of the rules about a page as typed."""
    for rule in SOURCE_RULES:
        yield from (Fault(source.path, line, message) for line, message in rule(source))


def _task_pages(campaign: Campaign, sources: dict[str, Source]) -> Iterator[Fault]:
    """The page of a key task in organisation.yml exists."""
    for task in campaign.organisation.key_tasks:
        if task.page not in sources:
            yield task.at("page").fault(f"docs 里没有“{task.page}”这一页{nearest(task.page, sources)}")


def _joined(readings: dict[str, Reading]) -> Iterator[Fault]:
    """报告全文 joins all pages of the report: each exists, and no heading id is used twice among them."""
    first = dict.fromkeys(OWN_ANCHORS, "报告全文") if WHOLE in readings else {}
    for page in REPORT_PAGES:
        if page not in readings:
            if WHOLE in readings:
                yield Fault(f"{DOCS}/{page}", 0, "报告全文里缺少这一页，请补上")
            continue
        path = readings[page].source.path
        for heading in readings[page].rendered.headings:
            place = Place(path, heading.number)
            if heading.level > 1 and not first.get(heading.anchor, path).startswith(path):
                yield place.fault(f"标题编号“{heading.anchor}”在 {first[heading.anchor]} 已经用过，请换一个")
            first.setdefault(heading.anchor, str(place))
