"""What a macro sees of the site from one page: the facts, the other pages, and addresses from here."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import quote, urlencode

from report.facts.campaign import Campaign
from report.facts.editions import is_shown, shown_rows
from report.facts.figure import Status
from report.facts.ledgers import LEDGERS, ledger_of
from report.faults import Place, nearest
from report.figures.resolving import Facts, Result
from report.figures.wording import backfilled, day_text, shown, shown_number, word
from report.macros.addresses import DICTIONARY, WHOLE, url

MOST_ROWS = 500  # a page of a ledger holds no more
MODIFIERS = {Status.KNOWN: "", Status.PENDING: "pending", Status.WITHHELD: "closed", Status.VOID: "void"}
TALLIED = {Status.KNOWN: "known", **{status: name for status, name in MODIFIERS.items() if name}}


class MacroError(Exception):
    """A macro cannot show what it was called with. The message tells the editor why, in Chinese."""


@dataclass(frozen=True)
class ShownFigure:
    """A figure as a template shows it: everything as formatted text."""

    key: str
    label: str
    unit: str
    owner: str
    status: str
    modifier: str
    word: str
    number: str
    unit_text: str
    text: str
    basis: str
    source: str
    as_of: str
    backfilled: str
    href: str


@dataclass(frozen=True)
class PageLink:
    title: str
    href: str


@dataclass(frozen=True)
class Post:
    """A post of the column as lists and feeds show it. `name` is its page relative to docs/."""

    name: str
    title: str
    description: str
    date: date
    categories: tuple[str, ...]

    @property
    def url(self) -> str:
        """Its address from the root of the site; it ends in a slash."""
        return f"{url(self.name)}/"


@dataclass
class Pages:
    """The pages of an edition in the order of the navigation, with their `titles` there and their `headings`.

    `posts`: those of the column, newest first. `uses`: for each key, the pages that show it; complete once
    every page was rendered.
    """

    posts: list[Post] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    uses: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


@dataclass(frozen=True)
class View:
    """The facts and pages as seen from `page`; if that is empty, from the root of the site."""

    facts: Facts
    pages: Pages = field(default_factory=Pages)
    page: str = ""

    def at(self, page: str) -> View:
        """The same from another page."""
        return replace(self, page=page)

    @property
    def campaign(self) -> Campaign:
        return self.facts.campaign

    @property
    def counted(self) -> Campaign:
        """The campaign with the rows that count on the data date: for whatever states a number."""
        return self.facts.counted

    @property
    def results(self) -> dict[str, Result]:
        return self.facts.results

    def figure(self, key: str, counts_as_use: bool = True) -> ShownFigure:
        """A figure as templates show it. MacroError, with the nearest keys, if there is no such figure.

        `counts_as_use`: this page is noted in `Pages.uses` as one that shows it.
        """
        result = self.result(key)
        if counts_as_use and self.page != WHOLE:
            self.pages.uses[key].add(self.page)
        figure = result.figure
        text = shown(result)
        level = result.status is Status.KNOWN and text == word(result)
        return ShownFigure(
            key=key,
            label=figure.label,
            unit=figure.unit or "",
            owner=figure.owner.value,
            status=result.status.value,
            modifier=MODIFIERS[result.status],
            word="" if level else word(result),
            number=text if level else shown_number(result),
            unit_text="" if level or result.status in (Status.WITHHELD, Status.VOID) else figure.unit or "",
            text=text,
            basis=figure.basis or "",
            source=source_text(result),
            as_of=day_text(figure.as_of or self._day_of(result)),
            backfilled=backfilled(result),
            href=self.href(DICTIONARY, key),
        )

    def result(self, key: str) -> Result:
        """The result of a figure. MacroError, with the nearest keys, if there is no such figure."""
        if key not in self.results:
            raise MacroError(f"没有“{key}”这个数{nearest(key, self.results)}")
        return self.results[key]

    def _day_of(self, result: Result) -> date | None:
        """The day up to which a figure counts: the judgement date if it depends on that, else
        the data date."""
        site = self.campaign.site
        return self.campaign.today if result.judged and site.as_of else site.as_of

    def section(self, section: str) -> list[str]:
        """The keys of a section. MacroError, with the nearest section, if there is none of that name."""
        figures = self.campaign.figures.values()
        keys = [f.key for f in figures if f.section == section]
        if not keys:
            raise MacroError(f"没有“{section}”这一节{nearest(section, {f.section for f in figures})}")
        return keys

    def href(self, target: str, anchor: str = "") -> str:
        """The address of a page, relative to this one."""
        relative = posixpath.relpath(url(target) or ".", url(self.page) or ".")
        address = "./" if relative == "." else f"{relative}/"
        return f"{'' if target == self.page and anchor else address}{'#' + anchor if anchor else ''}"

    def guide(self, target: str) -> str:
        """The address of a page of the handbook; empty if the edition does not have it."""
        return self.href(target) if target in self.pages.titles else ""

    def file_href(self, path: str) -> str:
        """The address of a file of the site, such as downloads/problems.csv, relative to this page."""
        return posixpath.relpath(path, url(self.page) or ".")

    def edit_href(self, place: Place) -> str:
        """The address at which a file of the tree is edited, and its line if that is known; empty without
        REPORT_EDIT, in the display edition, and for files that are outside the tree."""
        address, _, at_line = self.campaign.edit.partition("#")
        if not address or place.path.startswith(("/", "../")):
            return ""
        line = at_line.replace("{line}", str(place.line)) if place.line else ""
        return address.replace("{path}", quote(place.path)) + (f"#{line}" if line else "")

    def is_split(self, ledger: str) -> bool:
        """Whether a ledger has more rows than fit on one page, so that each unit has a page of its own."""
        return len(shown_rows(self.campaign, self.campaign.ledgers[ledger])) > MOST_ROWS

    def row_href(self, id: str) -> str:
        """The address of a row in its ledger; empty if the edition or the site does not show it."""
        row = self.campaign.by_id.get(id)
        if row is None or not is_shown(self.campaign, row):
            return ""
        ledger = ledger_of(row)
        target = ledger.page
        if self.is_split(ledger.name):
            units = {unit.name: unit.id for unit in self.campaign.organisation.units}
            target = f"ledgers/{ledger.name}/{units.get(row.answering, '')}.md"
        return self.href(target, id.lower()) if target in self.pages.titles else ""

    def ledger_href(self, name: str, **conditions: list[str]) -> str:
        """The address of a ledger's page with its filter set (field → values); empty if the site has
        no such page."""
        if LEDGERS[name].page not in self.pages.titles:
            return ""
        query = urlencode({field: "；".join(values) for field, values in conditions.items()})
        asked = query and not self.is_split(name)  # a split ledger's own page has no rows to filter
        return f"{self.href(LEDGERS[name].page)}{'?' + query if asked else ''}"

    def used_in(self, key: str) -> list[PageLink]:
        """The pages that show a figure, in the order of the navigation."""
        return [
            PageLink(title, self.href(page))
            for page, title in self.pages.titles.items()
            if page in self.pages.uses[key]
        ]

    def as_of(self) -> str:
        """The data date as text; empty while unknown."""
        return day_text(self.campaign.site.as_of, missing="")

    def shown_on(self, page: str) -> list[str]:
        """The keys of the figures that a page shows."""
        return [key for key in self.results if page in self.pages.uses[key]]

    def tally(self, keys: Iterable[str]) -> dict[str, int]:
        """How many of the figures are 已填, 待填报, 不公开 and 不适用, by the names that templates
        use for them."""
        counts = dict.fromkeys(TALLIED.values(), 0)
        for key in keys:
            counts[TALLIED[self.results[key].status]] += 1
        return counts


def source_text(result: Result) -> str:
    """Where the value of a figure comes from; for one computed from two others, these two."""
    if result.status is Status.KNOWN and result.parts and result.value == result.counted:
        return f"由{shown(result.parts[0])}与{shown(result.parts[1])}算出"
    return result.figure.source or ""
