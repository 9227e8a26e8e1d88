"""Pages that have no file in docs/: one per notice, per unit, per unit of a ledger that is too long for one
page, and per category of the column.

Each is a source like any other: front matter, a heading, macro calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from report.facts.editions import shown_rows
from report.facts.ledgers import LEDGERS
from report.facts.ledgers.row import Ledger
from report.facts.progress import responsible
from report.faults import Place
from report.macros.addresses import COLUMN
from report.macros.column import list_pages, listed
from report.macros.notices import notice_page, span
from report.macros.standing import unit_page
from report.macros.view import View
from report.pages.source import Call, Source

UNIT_PARTS = (  # ledger, heading, anchor, columns
    ("problems", "问题", "problems", "编号；问题＋清单＋方面；完成时限；措施落实；状态"),
    ("measures", "措施", "measures", "编号；措施＋清单；所属；完成时限；状态"),
    ("cases", "“解剖麻雀”", "cases", "编号；案例＋月份；完成时限；措施落实；状态"),
)


@dataclass(frozen=True)
class Generated:
    """A page that no file holds: the listed page that it stands under, its name below docs/, its text.

    `origin`: where what it shows is written, the one place to edit it.
    `continues`: the first page of the list that goes on here; in the navigation that alone stands for both.
    """

    under: str
    name: str
    text: str
    origin: Place
    continues: str = ""


def generated(view: View, sources: Mapping[str, Source]) -> Iterator[Generated]:
    """Every generated page; those under one listed page in their order there."""
    for kind in KINDS:
        yield from kind(view, sources)


def _notices(view: View, sources: Mapping[str, Source]) -> Iterator[Generated]:
    """One page per notice, the latest first."""
    if "notices/index.md" not in sources:
        return
    for notice in reversed(view.campaign.notices):
        title, description = f"第{notice.issue}期公示", f"{span(notice)}检视整改进展公示"
        text = _page(title, description, f'{{{{ notice("{notice.date}") }}}}')
        origin = Place(notice.place.path)
        yield Generated("notices/index.md", notice_page(notice), text, origin)


def _ledgers_by_unit(view: View, sources: Mapping[str, Source]) -> Iterator[Generated]:
    """A ledger that is too long, unit by unit, with the columns and filters of its own page."""
    for ledger in LEDGERS.values():
        calls = sources[ledger.page].calls if ledger.page in sources else []
        for call in calls:
            if call.name == "ledger" and "filters" in call.kwargs and view.is_split(ledger.name):
                yield from _by_unit(view, ledger, call)


def _by_unit(view: View, ledger: Ledger, call: Call) -> Iterator[Generated]:
    rows = view.campaign.ledgers[ledger.name]
    held = {row.answering for row in shown_rows(view.campaign, rows)}
    arguments = "".join(f', {key}="{value}"' for key, value in call.kwargs.items())
    for unit in view.campaign.organisation.units:
        if unit.name in held:
            body = f'{{{{ ledger("{ledger.name}"{arguments}, {_unit_title(ledger)}="{unit.name}") }}}}'
            page = _page(f"{ledger.title}：{unit.name}", f"{unit.name}的{ledger.title}", body)
            origin = Place(rows[0].place.path)
            yield Generated(ledger.page, f"ledgers/{ledger.name}/{unit.id}.md", page, origin)


def _units(view: View, sources: Mapping[str, Source]) -> Iterator[Generated]:
    """One page per unit that is responsible for something."""
    if "ledgers/units.md" not in sources:
        return
    for unit in responsible(view.campaign):
        parts = [f'{{{{ standing(unit="{unit.id}") }}}}']
        for name, heading, anchor, columns in UNIT_PARTS:
            title = _unit_title(LEDGERS[name])
            call = f'{{{{ ledger("{name}", columns="{columns}", {title}="{unit.name}") }}}}'
            parts.append(f"## {heading} {{: #{anchor} }}\n\n{call}")
        text = _page(unit.name, f"{unit.name}的问题、措施和“解剖麻雀”案例", "\n\n".join(parts))
        yield Generated("ledgers/units.md", unit_page(unit), text, unit.place)


def _column(view: View, sources: Mapping[str, Source]) -> Iterator[Generated]:
    """A page a category of the column, and those on which one of its lists goes on."""
    entrance = sources.get(COLUMN)
    if entrance is None or entrance.faults:
        return
    typed = entrance.typed.removesuffix(entrance.body.lstrip("\n"))  # its front matter
    origin = Place(entrance.path)
    for category, found in listed(view.pages.posts).items():
        head = f"---\ntitle: {category}\n---\n\n" if category else typed
        text = f'{head}# {category or entrance.heading}\n\n{{{{ posts("{category}") }}}}\n'
        first, *further = list_pages(category, found)
        if category:
            yield Generated(COLUMN, first, text, origin)
        yield from (Generated(COLUMN, name, text, origin, continues=first) for name in further)


def _page(title: str, description: str, body: str) -> str:
    return f"---\ntitle: {title}\ndescription: {description}\nhide:\n  - toc\n---\n\n# {title}\n\n{body}\n"


def _unit_title(ledger: Ledger) -> str:
    """The title of the column of the responsible unit."""
    column = ledger.row.responsible()
    assert column is not None, "a ledger by unit has a column of units"
    return column.title


KINDS: tuple[Callable[[View, Mapping[str, Source]], Iterator[Generated]], ...] = (
    _notices,
    _ledgers_by_unit,
    _units,
    _column,
)
