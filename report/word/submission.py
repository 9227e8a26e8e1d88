"""What stands between the report and its submission: everything that is missing, by who has to bring it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from report.macros.desk import REPORT_PAGES, Desk
from report.models import Figure, Owner, Status
from report.word.attachments import attached
from report.word.reading import Report

WHY = {
    Status.PENDING: "待填报",
    Status.CLOSED: "不公开，句子里不能写，请改写句子",
    Status.VOID: "不适用，没有数可写，请改写句子",
}


@dataclass(frozen=True)
class Blank:
    """A figure that the report would state without a value."""

    figure: Figure
    status: Status


def blanks(desk: Desk, report: Report) -> list[Blank]:
    """The figures of text and attachments that have no value, each once, in the order of their definition."""
    stated = report.keys()
    tables = [attached(desk, attachment, stated) for attachment in desk.campaign.site.letter.attachments]
    cells = [piece for table in tables for row in table.rows for cell in row for piece in cell.pieces]
    missing = {piece.key: piece.blank for piece in (*report.pieces(), *cells) if piece.key and piece.blank}
    return [
        Blank(result.figure, status)
        for key, result in desk.results.items()
        if (status := missing.get(key)) is not None
    ]


def refusal(desk: Desk, report: Report) -> str:
    """Why the report cannot be submitted, in lines to read; empty when it can."""
    return "\n".join(_lines(desk, blanks(desk, report), desk.campaign.site.missing()))


def _lines(desk: Desk, missing: list[Blank], elements: list[str]) -> Iterator[str]:
    if not missing and not elements:
        return
    counts = [f"{len(missing)}个数和文字"] if missing else []
    counts += [f"{len(elements)}项公文要素"] if elements else []
    yield f"还不能报送，缺{'、'.join(counts)}："
    for owner in Owner:
        mine = [blank for blank in missing if blank.figure.owner is owner]
        if mine:
            yield f"{owner.value}（{len(mine)}个）"
            yield from (f"  {b.figure.label}（{b.figure.key}）：{_why(desk, b)}" for b in mine)
    if elements:
        yield f"公文要素（data/site.yml）：{'、'.join(elements)}"


def _why(desk: Desk, blank: Blank) -> str:
    pages = [desk.titles[name] for name in REPORT_PAGES if name in desk.uses[blank.figure.key]]
    return f"{WHY[blank.status]}，用在{'、'.join(page for page in pages) or '附件'}"
