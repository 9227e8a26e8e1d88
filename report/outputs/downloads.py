"""Ledgers to download, as CSV and as a workbook: the rows that the edition shows, in the ledger's order.

First come the columns of the file, then the derived ones, last an empty one: by its title whatever reads
data/ledgers knows that these are not all of the rows. In a workbook it is hidden, and comes to light when
that is saved as CSV. A workbook is for reading and printing: its cells keep their types. The same facts give
the same bytes.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from report.facts.campaign import Campaign
from report.facts.editions import DISPLAY, shown_cells, shown_columns, shown_rows
from report.facts.fields import Column
from report.facts.ledgers import LEDGERS
from report.facts.ledgers.row import Ledger, Row
from report.facts.reading.csv_source import DOWNLOADED
from report.figures.wording import day_text

Cell = str | int | date

FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")  # East Asian versions of Excel take full-width signs too
NARROWEST, WIDEST = 8, 44  # characters; longer text is wrapped
FILTER_BUTTON = 3  # characters that the button takes up in the head of a column
FIRST_DAY = date(1900, 3, 1)  # workbooks cannot represent earlier days
A4 = 9

SAMPLE = "示例数据：均为演示而编，不得引用"
EDITION = {"work": "工作版，不含不公开的行", DISPLAY: "展示版，只含公开的行"}
DERIVED = "自动算出，台账文件里没有"
RETURN = "改过的行抄回台账文件，推算列不抄；不要整份替换，这里不是全部的行"


def files(campaign: Campaign) -> dict[str, bytes]:
    """Every ledger in both formats, by its path on the site."""
    return {
        f"downloads/{ledger.name}.{form}": content(campaign, ledger)
        for ledger in LEDGERS.values()
        for form, content in (("csv", csv_bytes), ("xlsx", xlsx_bytes))
    }


def csv_bytes(campaign: Campaign, ledger: Ledger) -> bytes:
    """A ledger as CSV: UTF-8 with a byte order mark, without which Excel takes it for GBK.

    Lines end in CR LF, as RFC 4180 requires, Excel writes, and old Windows editors need. Text that a
    spreadsheet program would compute gets an apostrophe in front.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*shown_columns(campaign, ledger.row), DOWNLOADED])
    writer.writerows([*(_inert(str(cell)) for cell in cells), ""] for cells in _rows(campaign, ledger))
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(campaign: Campaign, ledger: Ledger) -> bytes:
    """A ledger as a workbook: one sheet of its rows, and one that explains them."""
    stream = io.BytesIO()
    day = campaign.site.as_of or campaign.today or FIRST_DAY  # stands in for the clock
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": datetime.combine(day, time())})
        _write_rows(workbook, campaign, ledger)
        _write_notes(workbook, campaign, ledger)
    return stream.getvalue()


def _rows(campaign: Campaign, ledger: Ledger) -> Iterator[list[Cell]]:
    """The cells of each row that the edition shows; an empty text where there is nothing."""
    columns = shown_columns(campaign, ledger.row).values()
    for row in shown_rows(campaign, campaign.ledgers[ledger.name]):
        yield [_cell(campaign, row, column) for column in columns]


def _cell(campaign: Campaign, row: Row, column: Column) -> Cell:
    value = getattr(row, column.field)
    if isinstance(value, date | int):
        return value
    return "；".join(shown_cells(campaign, row, column))


def _inert(text: str) -> str:
    return f"'{text}" if FORMULA.match(text) else text


def _write_rows(workbook: Any, campaign: Campaign, ledger: Ledger) -> None:
    titles, rows = list(shown_columns(campaign, ledger.row)), list(_rows(campaign, ledger))
    top = {"valign": "top"}
    head = workbook.add_format({**top, "bold": True})
    text = workbook.add_format({**top, "text_wrap": True})
    day = workbook.add_format({**top, "num_format": "yyyy-mm-dd", "align": "left"})
    sheet = workbook.add_worksheet(ledger.title)
    for column, heading in enumerate(titles):
        longest = max((_width(row[column]) for row in rows), default=0)
        wanted = max(_width(heading) + FILTER_BUTTON, longest + 1, NARROWEST)
        sheet.set_column(column, column, min(wanted, WIDEST))
        sheet.write_string(0, column, heading, head)
        for line, row in enumerate(rows, 1):
            _write(sheet, line, column, row[column], text, day)
    sheet.write_string(0, len(titles), DOWNLOADED)
    sheet.set_column(len(titles), len(titles), None, None, {"hidden": True})
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(titles) - 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header(f"&L{ledger.title}&R{SAMPLE if campaign.site.sample else ''}")


def _write(sheet: Any, line: int, column: int, cell: Cell, text: Any, day: Any) -> None:
    """Write a cell by its type; text is never written as a formula, number or link."""
    if isinstance(cell, int):
        sheet.write_number(line, column, cell, text)
    elif isinstance(cell, date) and cell >= FIRST_DAY:
        sheet.write_datetime(line, column, cell, day)
    elif cell != "":
        sheet.write_string(line, column, str(cell), text)


def _write_notes(workbook: Any, campaign: Campaign, ledger: Ledger) -> None:
    notes = dict(_notes(campaign, ledger))
    head = workbook.add_format({"bold": True, "valign": "top"})
    text = workbook.add_format({"text_wrap": True, "align": "left", "valign": "top"})
    sheet = workbook.add_worksheet("说明")
    sheet.set_column(0, 0, max(map(_width, notes)) + 2)
    sheet.set_column(1, 1, WIDEST)
    for line, (label, said) in enumerate(notes.items()):
        sheet.write_string(line, 0, label, head)
        _write(sheet, line, 1, said, text, text)


def _notes(campaign: Campaign, ledger: Ledger) -> Iterator[tuple[str, str | int]]:
    """The lines of the second sheet, by label."""
    derived = [title for title, column in ledger.row.columns().items() if not column.written]
    yield "台账", ledger.title
    yield "数据截至", day_text(campaign.site.as_of)
    yield "判定日", day_text(campaign.today, missing="未定，不判定是否到期")
    yield "版本", EDITION[campaign.edition]
    yield "行数", len(shown_rows(campaign, campaign.ledgers[ledger.name]))
    if derived:
        yield "推算列", f"{'、'.join(derived)}：{DERIVED}"
    yield "交回", RETURN
    if campaign.site.sample:
        yield "注意", SAMPLE


def _width(cell: Cell) -> int:
    """How many characters wide a cell is; a Chinese character counts as two."""
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in str(cell))
