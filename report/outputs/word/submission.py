"""What keeps the report from being submitted: everything that is missing, by who has to provide it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from report.facts.figure import Owner, Status
from report.figures.filling import filled_in
from report.figures.resolving import Result
from report.figures.wording import backfilled, day_text
from report.macros.addresses import REPORT_PAGES
from report.macros.view import View
from report.outputs.word.attachments import attached
from report.outputs.word.reading import Report

PARTIAL = "补登中"
WHY = {
    Status.PENDING: "待填报",
    Status.WITHHELD: "不公开，句子里不能写，请改写句子",
    Status.VOID: "不适用，没有数可写，请改写句子",
}


def blanks(view: View, report: Report) -> list[Result]:
    """The figures that wait, and those in text and attachments that have no value for another reason; each
    once, in the order of their definition."""
    stated = report.stated()
    tables = [attached(view, attachment, stated) for attachment in view.campaign.site.letter.attachments]
    cells = [piece for table in tables for row in table.rows for cell in row for piece in cell.pieces]
    missing = {piece.key for piece in (*report.pieces(), *cells) if piece.blank}
    return [
        result for key, result in view.results.items() if key in missing or result.status is Status.PENDING
    ]


def refusal(view: View, report: Report) -> str:
    """Why the report cannot be submitted, as lines to print; empty if it can."""
    missing, elements = blanks(view, report), view.campaign.site.missing()
    partial = [result for result in view.results.values() if result.partial]
    lines = [*_missing(view, [*missing, *partial], elements)] if missing or partial or elements else []
    if lines and (known := behind(view)):
        lines.append(known)
    if otherwise := _judged_elsewhen(view, report):
        lines.append(f"{'' if lines else '还不能报送：'}{otherwise}")
    return "\n".join(lines)


def behind(view: View) -> str:
    """The figures whose typed value stands though their ledger, 补登中, does not bear it out yet, as lines to
    print; empty if there is none. They do not keep the report from being submitted."""
    known = [result for result in view.results.values() if result.catching_up]
    lines = [f"  {result.figure.label}（{result.figure.key}）：{backfilled(result)}" for result in known]
    return "\n".join([f"补登中，填报数照用，台账还要补登的{len(known)}项："] * bool(known) + lines)


def file_name(title: tuple[str, ...]) -> str:
    """A title as a file name, without the characters that some systems do not allow."""
    return re.sub(r'[\\/:*?"<>|]', "", "".join(title)) or "report"


def _judged_elsewhen(view: View, report: Report) -> str:
    """That figures of the text are judged on another day than the data date; empty if none is."""
    site, today = view.campaign.site, view.campaign.today
    if today == site.as_of or not any(view.results[key].judged for key in report.stated()):
        return ""
    days = f"数据截至{day_text(site.as_of)}，到期的数却按{day_text(today)}判定"
    return f"{days}，两个日期要一致：不带 REPORT_DATE 再运行，或者改数据截至日期"


def _missing(view: View, missing: list[Result], elements: dict[str, str]) -> Iterator[str]:
    counts = [*_counts(missing), *([f"公文要素{len(elements)}项"] if elements else [])]
    yield f"还不能报送，{'，'.join(counts)}："
    for owner in Owner:
        mine = [blank for blank in missing if blank.figure.owner is owner]
        if mine:
            yield f"{owner.value}（{'，'.join(_counts(mine))}）"
            yield from (f"  {b.figure.label}（{b.figure.key}）：{_why(view, b)}" for b in mine)
    if elements:
        said = "、".join(f"{title}（{key}）" for title, key in elements.items())
        yield f"公文要素（{view.campaign.site.place.path}）：{said}"


def _counts(blanks: list[Result]) -> list[str]:
    """How many blanks there are of each status, in the words of the site."""
    counts = Counter(PARTIAL if blank.partial else blank.status.value for blank in blanks)
    return [f"{status}{counts[status]}项" for status in (*WHY, PARTIAL) if counts[status]]


def _why(view: View, blank: Result) -> str:
    pages = [view.pages.titles[page] for page in REPORT_PAGES if page in view.pages.uses[blank.figure.key]]
    used = f"用在{'、'.join(pages) or '附件'}"
    if blank.partial:
        return f"{backfilled(blank)}；填上 value，或者登齐以后从 backfilling 里删去台账；{used}"
    where = f"，{filled_in(view.facts, blank)}" if blank.status is Status.PENDING else ""
    return f"{WHY[blank.status]}{where}，{used}"
