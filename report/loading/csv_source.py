"""A ledger as Excel or WPS saves it: CSV in UTF-8 or GB18030, Chinese column titles, one row a record.

Nothing is guessed beyond the encoding: what a spreadsheet program has mangled is refused, with the remedy.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from report.faults import Fault, Place, nearest
from report.loading.text import NOT_TEXT, blemish, decode
from report.models import Located

UNREADABLE = "文件编码认不出，请在表格软件里另存为“CSV UTF-8（逗号分隔）”"
FORMULA_SIGNS = ("=", "@", "+", "\t")


def read_csv(data: bytes, path: str, columns: dict[str, str]) -> tuple[list[Located], list[Fault]]:
    """The rows of a ledger, as located mappings field → text, and every fault in its writing.

    `columns` maps column title → field name. Empty cells are left out; rows empty all through are skipped.
    """
    try:
        text = decode(data, ("utf-8-sig", "gb18030"), UNREADABLE)
    except ValueError as error:
        return [], [Fault(path, 1, NOT_TEXT if str(error) == NOT_TEXT else UNREADABLE)]
    faults: list[Fault] = []
    records = list(_records(text, path, faults))
    if not records:
        faults.append(Fault(path, 1, f"没有表头，第一行应是：{'、'.join(columns)}"))
        return [], faults
    (line, header), *body = records
    header, body = _without_empty_tail(header, body)
    fields = list(_fields(Place(path, line), header, columns, faults))
    if len(faults) and not any(fields):
        return [], faults
    return [
        row for at, cells in body if (row := _row(Place(path, at), cells, header, fields, faults))
    ], faults


def _records(text: str, path: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it *begins* on (the csv module knows only where one ends)."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            faults.append(Fault(path, begins, "双引号没有配对，请检查这一行起的引号"))
            return
        if any(cells):
            yield begins, cells


def _without_empty_tail(
    header: list[str], body: list[tuple[int, list[str]]]
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Drop the columns at the right that a spreadsheet adds and nobody filled."""
    width = len(header)
    while width and not header[width - 1] and not any(any(cells[width - 1 :]) for _, cells in body):
        width -= 1
    return header[:width], [
        (line, cells[:width] if not any(cells[width:]) else cells) for line, cells in body
    ]


def _fields(
    place: Place, header: Sequence[str], columns: dict[str, str], faults: list[Fault]
) -> Iterator[str | None]:
    """The field of each column; None where the title is unknown, repeated or empty."""
    if len(header) == 1 and any(sign in header[0] for sign in "\t;；"):
        faults.append(place.fault("各列之间不是半角逗号，请另存为“CSV（逗号分隔）”"))
        return
    for number, title in enumerate(header, 1):
        if not title.strip():
            faults.append(place.fault(f"表头第{number}列是空的，请补上列名或删去这一列"))
        elif title in header[: number - 1]:
            faults.append(place.fault(f"表头“{title}”出现两次，请只留一列"))
        elif title not in columns:
            faults.append(place.fault(f"表头“{title}”不是本台账的列{nearest(title, columns)}"))
        else:
            yield columns[title]
            continue
        yield None
    for title in columns:
        if title not in header:
            faults.append(place.fault(f"表头缺少“{title}”一列，请补上（可以空着）"))


def _row(
    place: Place, cells: list[str], header: Sequence[str], fields: list[str | None], faults: list[Fault]
) -> Located | None:
    if len(cells) != len(header):
        faults.append(
            place.fault(f"这一行有{len(cells)}格，表头有{len(header)}格；值里有逗号的，整个值要加双引号")
        )
        return None
    data: dict[str, str] = {}
    for title, field, text in zip(header, fields, cells, strict=True):
        if not text or field is None:
            continue
        if complaint := blemish(text):
            faults.append(place.fault(f"“{title}”一格：{complaint}"))
        elif text.startswith(FORMULA_SIGNS) or (text[0] == "-" and not text[1:2].isdigit()):
            faults.append(place.fault(f"“{title}”一格以“{text[0]}”开头，像公式；请改成文字"))
        else:
            data[field] = text
            continue
        data[field] = text.strip()
    return Located(place, dict.fromkeys((f for f in fields if f), place.line), data)
