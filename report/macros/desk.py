"""What every macro works with: the campaign, its results, the pages, and a record of what is shown where."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from report.editions import is_shown, shown_rows
from report.faults import nearest
from report.figures import Result
from report.formatting import day_text, shown, shown_number, word
from report.models import LEDGERS, Campaign, Figure, Status

MOST_ROWS = 500  # that one page of a ledger holds
DICTIONARY = "data/index.md"
WHOLE = "report/whole.md"
REPORT_COPY, REVIEW_COPY = "downloads/report.docx", "downloads/report-review.docx"
POSTS = "column/posts/"  # the folder of the posts; their addresses leave it out
PART_ONE = "一、主要工作做法及成效"
REPORT_PAGES = (  # in the order of the report; the five sections of part one stand under PART_ONE
    "report/index.md",
    "report/responsibility.md",
    "report/study.md",
    "report/research.md",
    "report/rectification.md",
    "report/development.md",
    "report/shortfalls.md",
    "report/outlook.md",
)
MODIFIERS = {Status.KNOWN: "", Status.PENDING: "pending", Status.CLOSED: "closed", Status.VOID: "void"}


class MacroError(Exception):
    """A macro was called with something it cannot show. The message is for the editor, in Chinese."""


@dataclass(frozen=True)
class FigureView:
    """A figure as a template shows it: all text, already formatted."""

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
    href: str


@dataclass(frozen=True)
class PageLink:
    title: str
    href: str


@dataclass
class Desk:
    """`titles` maps each page's source to its title in the navigation, in that order; `headings` to its h1.

    `uses` collects, for each key, the sources that show it. It is complete once every page was rendered.
    """

    campaign: Campaign
    results: dict[str, Result]
    titles: dict[str, str] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    uses: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def figure(self, key: str, page: str, record: bool = True) -> FigureView:
        """The view of a figure on a page. MacroError, with the nearest keys, when there is no such figure."""
        result = self.result(key)
        if record and page != WHOLE:
            self.uses[key].add(page)
        figure = result.figure
        text = shown(result)
        level = result.status is Status.KNOWN and text == word(result)
        return FigureView(
            key=key,
            label=figure.label,
            unit=figure.unit or "",
            owner=figure.owner.value,
            status=result.status.value,
            modifier=MODIFIERS[result.status],
            word="" if level else word(result),
            number=text if level else shown_number(result),
            unit_text="" if level or result.status in (Status.CLOSED, Status.VOID) else figure.unit or "",
            text=text,
            basis=figure.basis or "",
            source=source_text(result),
            as_of=day_text(figure.as_of or self._day_of(result)),
            href=self.href(DICTIONARY, page, key),
        )

    def result(self, key: str) -> Result:
        """What a figure amounts to. MacroError, with the nearest keys, when there is no such figure."""
        if key not in self.results:
            raise MacroError(f"没有“{key}”这个数{nearest(key, self.results)}")
        return self.results[key]

    def _day_of(self, result: Result) -> date | None:
        """The day up to which a figure counts: that of the data, or of the judgement it rests on."""
        site = self.campaign.site
        return self.campaign.today if result.judged and site.as_of else site.as_of

    def section(self, section: str, base: bool = False) -> list[str]:
        """The keys of a section that the report states; with `base`, also those only computed with."""
        keys = [f.key for f in self.figures() if f.section == section and (base or not f.base)]
        if not keys:
            sections = {f.section for f in self.figures()}
            raise MacroError(f"没有“{section}”这一节{nearest(section, sections)}")
        return keys

    def figures(self) -> list[Figure]:
        return list(self.campaign.figures.values())

    def href(self, target: str, page: str, anchor: str = "") -> str:
        """A relative address from one page's source to another's."""
        relative = posixpath.relpath(url(target) or ".", url(page) or ".")
        address = "./" if relative == "." else f"{relative}/"
        return f"{'' if target == page and anchor else address}{'#' + anchor if anchor else ''}"

    def file_href(self, path: str, page: str) -> str:
        """A relative address from a page's source to a file of the site, such as downloads/problems.csv."""
        return posixpath.relpath(path, url(page) or ".")

    def is_split(self, ledger: str) -> bool:
        """Whether a ledger has more rows than one page should hold, so that each unit has its own."""
        return len(shown_rows(self.campaign, self.campaign.rows(ledger))) > MOST_ROWS

    def row_href(self, id: str, page: str) -> str:
        """The address of a row in its ledger; empty where the edition or the site does not show it."""
        row = self.campaign.by_id.get(id)
        if row is None or not is_shown(self.campaign, row):
            return ""
        name = next(name for name, (model, _, _) in LEDGERS.items() if isinstance(row, model))
        target = f"ledgers/{name}.md"
        if self.is_split(name):
            unit = getattr(row, row.UNITS[0])
            target = next(
                (f"ledgers/{name}/{u.id}.md" for u in self.campaign.organisation.units if u.name == unit), ""
            )
        return self.href(target, page, id.lower()) if target in self.titles else ""

    def ledger_href(self, name: str, page: str, **conditions: list[str]) -> str:
        """A ledger's page with its filter set, by field name; empty where the site has none."""
        if f"ledgers/{name}.md" not in self.titles:
            return ""
        query = urlencode({field: "；".join(values) for field, values in conditions.items()})
        asked = query and not self.is_split(name)  # a page that gives way to its parts has nothing to filter
        return f"{self.href(f'ledgers/{name}.md', page)}{'?' + query if asked else ''}"

    def rank(self, name: str) -> int:
        """Where a unit or post stands in protocol order, by its name; last when it is unknown."""
        names = list(self._names().values())
        return names.index(name) if name in names else len(names)

    def used_in(self, key: str, page: str) -> list[PageLink]:
        """The pages that show a figure, in the order of the navigation."""
        return [
            PageLink(title, self.href(source, page))
            for source, title in self.titles.items()
            if source in self.uses[key]
        ]

    def as_of(self) -> str:
        """The data date as text; empty when unknown."""
        return day_text(self.campaign.site.as_of, missing="")

    def unit_name(self, key: str) -> str:
        """The name of a unit or post. MacroError, with the nearest ids, when there is none."""
        if key not in self._names():
            raise MacroError(f"organisation.yml 里没有“{key}”{nearest(key, self._names())}")
        return self._names()[key]

    def name_of(self, key: str) -> str:
        """The same for an id that stands in the data, where a check has seen to it."""
        return self._names().get(key, key)

    def _names(self) -> dict[str, str]:
        organisation = self.campaign.organisation
        units = {unit.id: unit.name for unit in organisation.units}
        return units | {post.id: post.name for post in organisation.posts}

    def tally(self, keys: list[str]) -> dict[str, int]:
        """How many of the figures are 已填, 待填报, 不公开, 不适用, by the template's names for them."""
        names = {
            Status.KNOWN: "known",
            Status.PENDING: "pending",
            Status.CLOSED: "closed",
            Status.VOID: "void",
        }
        counts = dict.fromkeys(names.values(), 0)
        for key in keys:
            counts[names[self.results[key].status]] += 1
        return counts

    def blanks(self, keys: list[str]) -> int:
        """How many places of the report the 待填报 ones among the keys leave empty."""
        pending = (key for key in keys if self.results[key].status is Status.PENDING)
        return sum(places(self.results[key].figure) for key in pending)


def places(figure: Figure) -> int:
    """How many places a 待填报 figure leaves empty: those of the original report, at least one."""
    return max(1, figure.blanks)


def url(source: str) -> str:
    """Where the site puts a page: report/study.md → report/study, data/index.md → data, index.md → '',
    column/posts/opening.md → column/opening."""
    if source.startswith(POSTS):
        source = source.replace("posts/", "", 1)
    stem = source.removesuffix(".md")
    return stem.removesuffix("index").rstrip("/")


def source_text(result: Result) -> str:
    """Where a figure comes from; for one computed from two others, the two."""
    if result.status is Status.KNOWN and result.parts and result.value == result.counted:
        return f"由{shown(result.parts[0])}与{shown(result.parts[1])}算出"
    return result.figure.source or ""
