"""The Word copies of the report: the one to send, a draft until it is complete; and one for
review, with comments."""

from __future__ import annotations

import hashlib
import json

from report.facts.editions import DISPLAY
from report.facts.figure import Status
from report.facts.records import Attachment
from report.figures.wording import shown
from report.macros.addresses import REPORT_COPY, REVIEW_COPY
from report.macros.view import View
from report.outputs.downloads import SAMPLE
from report.outputs.word.attachments import Cell, Table, attached
from report.outputs.word.letter import TYPE_AREA, element, mark_size, printed, signature, title_lines, width
from report.outputs.word.reading import Grid, Piece, Report, read_report, words
from report.outputs.word.submission import refusal
from report.outputs.word.writing import (
    JUDGED,
    KEY,
    WRITTEN,
    Writer,
    empty_document,
    hanging,
    indent,
    packed,
    run,
)

INITIALS = "教育办"
DRAFT = "草稿，还没有填齐，不得报送"
FOR_REVIEW = "送审稿"
MARK_BEFORE, MARK_LINE = "1984", 1.15  # 35 mm in twentieths of a point; line height in letter sizes
NOTE = 210  # twentieths of a point: the width of a character of a note
ALIGNED = {"center": "TableCentred", "right": "TableRight"}
WEIGHTS = (4, 20)  # characters: the least and the most that a column is taken to need


def files(view: View, html: str) -> dict[str, bytes]:
    """The copies on the site, by path; `html` is that of the whole report.

    The copy for review is for the office, so the display edition has none.
    """
    report = read_report(html)
    found = {REPORT_COPY: copy(view, report)}
    if view.campaign.edition != DISPLAY:
        found[REVIEW_COPY] = copy(view, report, for_review=True)
    return found


def copy(view: View, report: Report, for_review: bool = False) -> bytes:
    """The report as a Word document, marked as a draft while something is missing."""
    document = empty_document()
    site = view.campaign.site
    notes = {key: _note(view, key) for key in view.results} if for_review else {}
    writer = Writer(document, labels(view), notes, (site.publisher, INITIALS))
    _head(writer, view)
    writer.lines("Title", title_lines(report.title))
    writer.empty(1)
    writer.paragraph("Recipient", (element(site.letter, "recipient"), Piece("：")))
    _text(writer, report)
    _foot(writer, view)
    stated = report.stated()
    for number, attachment in enumerate(site.letter.attachments, 1):
        _attachment(writer, view, attachment, number, stated)
    notices = [SAMPLE] if site.sample else []
    notices += [FOR_REVIEW] if for_review else []
    notices += [DRAFT] if refusal(view, report) else []
    for header in (document.sections[0].header, document.sections[0].even_page_header):
        if notices:
            header.paragraphs[0]._p.append(run("　".join(notices)))
    properties = document.core_properties
    properties.title, properties.author = "".join(report.title), site.publisher
    properties.keywords = " ".join((_fingerprint(view), JUDGED + str(view.campaign.today or "")))
    properties.created = properties.modified = WRITTEN
    return packed(document)


def labels(view: View) -> dict[str, str]:
    """The labels of the figures by their keys."""
    return {key: result.figure.label for key, result in view.results.items()}


def _fingerprint(view: View) -> str:
    """The same for two copies if and only if they are made from the same figures."""
    texts = json.dumps({key: shown(result) for key, result in view.results.items()}, ensure_ascii=False)
    return f"数据指纹{hashlib.sha256(texts.encode()).hexdigest()[:8]}"


def _head(writer: Writer, view: View) -> None:
    """The red head, if the letter has one: issuer, number and signer, the rule, and two empty lines."""
    letter = view.campaign.site.letter
    if not letter.red_head:
        return
    sender = element(letter, "sender")
    issuer = sender if sender.blank else Piece(f"{sender.text}文件")
    size, percent = mark_size(printed(issuer))
    spacing = {"before": MARK_BEFORE, "line": str(round(size * 20 * MARK_LINE)), "lineRule": "exact"}
    mark = writer.paragraph("IssuerMark", spacing=spacing)
    narrowed = {"w": str(percent)} if percent < 100 else {}
    writer.add(mark, issuer, **narrowed, sz=str(2 * size), szCs=str(2 * size))
    writer.empty(2)
    line = writer.paragraph("DocumentNumber", (element(letter, "number"), Piece("\t签发人：")))
    writer.add(line, element(letter, "signer"), rStyle="SignerName")
    writer.paragraph("RedRule")
    writer.empty(2)


def _text(writer: Writer, report: Report) -> None:
    """Headings, paragraphs and tables; the last paragraph stays on the page of what follows it."""
    for block in report.blocks:
        last: dict[str, dict[str, str]] = {"keepNext": {}} if block is report.blocks[-1] else {}
        if isinstance(block, Grid):
            writer.table(_table(block))  # Word would join two tables with nothing between them
            writer.paragraph("TableNote", (), **last)
        else:
            style = f"Heading{block.level}" if block.level else "BodyText"
            writer.paragraph(style, block.pieces, **last)


def _table(grid: Grid) -> Table:
    """A table from a page, with columns as wide as their text requires."""
    least, most = WEIGHTS
    texts = [[words(cell.pieces) for cell in row] for row in grid.rows]
    weights = [max(least, min(most, max(map(width, column)))) for column in zip(*texts, strict=True)]
    widths = [int(20 * TYPE_AREA * weight / sum(weights)) for weight in weights]
    rows = [
        tuple(
            Cell(cell.pieces, ALIGNED.get(cell.align, "TableText") if number else "TableHead") for cell in row
        )
        for number, row in enumerate(grid.rows)
    ]
    return Table(tuple(widths), tuple(rows))


def _foot(writer: Writer, view: View) -> None:
    """附件说明, 署名 and 成文日期, each kept with the next, so that the signature shares its
    page with text."""
    letter = view.campaign.site.letter
    names = [str(attachment) for attachment in letter.attachments]
    if names:
        writer.empty(1, keepNext={})
    if len(names) == 1:  # a single one has no number
        writer.paragraph("AttachmentNoteFirst", (Piece(f"附件：{names[0]}"),), ind=hanging(2, 3))
    elif names:
        writer.paragraph("AttachmentNoteFirst", (Piece(f"附件：1.{names[0]}"),))
        for number, name in enumerate(names[1:], 2):
            writer.paragraph("AttachmentNote", (Piece(f"{number}.{name}"),))
    signed = signature(letter)
    writer.empty(signed.above, keepNext={})
    writer.paragraph("Sender", (signed.sender,), ind=indent("right", signed.sender_indent))
    writer.paragraph("LetterDate", (signed.date,), ind=indent("right", signed.date_indent))


def _attachment(writer: Writer, view: View, attachment: Attachment, number: int, stated: set[str]) -> None:
    """An attachment, on a new page; it has a number unless it is the only one."""
    alone = len(view.campaign.site.letter.attachments) == 1
    writer.paragraph("AttachmentLabel", (Piece("附件" if alone else f"附件{number}"),))
    writer.empty(1, keepNext={})
    writer.paragraph("AttachmentTitle", (Piece(str(attachment)),))
    if attachment is Attachment.FIGURES:
        as_of = Piece(view.as_of()) if view.as_of() else Piece(Status.PENDING, blank=Status.PENDING)
        writer.paragraph("AttachmentDay", (Piece("（数据截至"), as_of, Piece("）")))
    writer.empty(1, keepNext={})
    table = attached(view, attachment, stated)
    writer.table(table)
    for number, note in enumerate(table.notes, 1):
        lead = "注：" if number == 1 else ""
        left = {"left": str(3 * NOTE), "hanging": str(3 * NOTE if lead else NOTE)}
        writer.paragraph("TableNote", (Piece(f"{lead}{number}.{note}"),), ind=left)


def _note(view: View, key: str) -> list[str]:
    """The lines of the comment on a figure."""
    figure = view.figure(key, counts_as_use=False)
    said = ((KEY, key), ("口径", figure.basis), ("出处", figure.source), ("数据截至", figure.as_of))
    more = [("核对", figure.backfilled)] if figure.backfilled else []
    return [f"{label}：{text or '没有写'}" for label, text in (*said, ("填报单位", figure.owner), *more)]
