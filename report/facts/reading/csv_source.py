"""A table as Excel or WPS saves it: CSV in UTF-8 or GB18030, Chinese column titles, one line per row.

Nothing is guessed beyond the encoding: what a spreadsheet program has mangled is refused, with the remedy.
What it did to days and months can be put right on request, where that can only mean one thing.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence

from report.facts.fields import Column
from report.facts.reading.text import NotText, blemish, decode
from report.facts.record import Located
from report.faults import Fault, Place, nearest

NOT_TEXT = "这不是文本文件，可能是表格软件的工作簿；请在表格软件里另存为“CSV UTF-8（逗号分隔）”"
UNREADABLE = "文件编码认不出，请在表格软件里另存为“CSV UTF-8（逗号分隔）”"
NOT_COMMAS = "各列之间不是半角逗号，请另存为“CSV UTF-8（逗号分隔）”"
GARBLED = "字乱了的，请恢复原来的文件，按 UTF-8 打开，另存为“CSV UTF-8（逗号分隔）”"
SEPARATORS = "\t;；，|"
DOWNLOADED = "下载件，不放回台账"  # the title of a column that the site adds to what it offers
OF_THE_SITE = "这是网站上下载的台账，不公开的行不在里面，放进来就丢了；请恢复原来的文件，把改过的行抄进去"
FORMULA_SIGNS = ("=", "@", "+")
MANGLED = (  # what a spreadsheet program puts into a cell → what it means
    (r"-?[0-9]+(?:\.[0-9]+)?[Ee][+-]?[0-9]+", "被表格软件改成了科学计数，请把单元格设为文本后重填"),
    (r"#+", "列太窄，表格软件存成了井号，请拉宽这一列再存"),
    (r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)", "是表格软件的出错值，请重填"),
)
SUSPECT = re.compile(r"(?:^|,)(?:\s|[=@+#-]|[0-9.]+[Ee])|\s(?:,|$)|\ufffd")  # in cells joined by commas


def read_csv(data: bytes, path: str, columns: Mapping[str, Column]) -> tuple[list[Located], list[Fault]]:
    """The rows of a table as located mappings (field → text), and every fault in how they are written.

    `columns`: those of the table by title, including derived ones, which no file may hold. Empty cells
    and empty rows are left out. A row that cannot be read becomes an incomplete mapping, with its id if
    that is known.
    """
    unread = [Located(Place(path, 1), {}, {}, complete=False)]
    written = {title: column.field for title, column in columns.items() if column.written}
    try:
        text = decode(data, "gb18030")
    except NotText as error:
        return unread, [Fault(path, error.line, NOT_TEXT if error.binary else UNREADABLE)]
    faults: list[Fault] = []
    lines = list(_lines(text, path, faults))
    if not lines:
        return unread, faults or [Fault(path, 1, f"没有表头，第一行应是：{'、'.join(written)}")]
    rest = unread if faults else []  # all that follows an unclosed quotation mark
    (line, header), *body = lines
    header, body = _without_empty_tail(header, body)
    place = Place(path, line)
    if DOWNLOADED in [title.strip() for title in header]:
        return unread, [place.fault(OF_THE_SITE)]
    if strange := _strange_header(header, written):
        return unread, [*faults, place.fault(strange)]
    fields = list(_fields(place, header, written, columns, faults))
    rows = [_row(Place(path, at), cells, header, fields, faults) for at, cells in body if cells != header]
    faults += [Fault(path, at, "这一行又是表头，请删去") for at, cells in body if cells == header]
    if not set(written.values()).issubset(fields):
        rows = [_unread(row.place, row.get("id")) for row in rows]
    return [row for row in (*rows, *rest) if row or not row.complete], faults


def mended(text: str, columns: Mapping[str, Column]) -> tuple[str, int]:
    """The text of a ledger with what a spreadsheet program did to its days and months put right, and the
    number of these cells. Lines without any stay to the letter, as does a text that cannot be read."""
    lines = text.split("\n")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    kept: list[str] = []
    titles: list[str] = []
    begins = number = 0
    try:
        for cells in reader:
            line = "\n".join(lines[begins : reader.line_num])
            begins = reader.line_num
            right = [_mended(columns.get(title), cell) for title, cell in zip(titles, cells, strict=False)]
            if differing := sum(new != old for new, old in zip(right, cells, strict=False)):
                line, number = _line([*right, *cells[len(right) :]]), number + differing
            kept.append(line)
            titles = titles or (cells if any(cells) else [])
    except csv.Error:
        return text, 0
    return "\n".join([*kept, *lines[begins:]]), number


def _mended(column: Column | None, cell: str) -> str:
    """The cell, put right if it can be; else as it is, blanks included."""
    right = column.kind.mended(cell.strip()) if column else cell
    return cell if right == cell.strip() else right


def _line(cells: list[str]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


def _lines(text: str, path: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """Each line that is not empty: its number and its cells. A line that runs on has the number of its
    beginning (the csv module only knows that of its end)."""
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
        if any(cells) and any(cell.strip() for cell in cells):
            yield begins, cells


def _without_empty_tail(
    header: list[str], body: list[tuple[int, list[str]]]
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Drop the columns on the right that a spreadsheet program added to every row and nobody filled.

    One cell too many in a single row is different: a comma inside a value, even if the last cell is empty.
    """
    width = len(header)
    while width and not header[width - 1] and not any(any(cells[width - 1 :]) for _, cells in body):
        width -= 1
    spare = slice(width, max(width, min((len(cells) for _, cells in body), default=width)))
    return header[:width], [
        (line, cells if any(cells[spare]) else cells[:width] + cells[spare.stop :]) for line, cells in body
    ]


def _strange_header(header: Sequence[str], columns: dict[str, str]) -> str:
    """What is wrong with a first line that is not a header of this table at all; empty if it is one."""
    if any(title.strip() in columns for title in header):
        return ""
    if len(header) == 1 and any(sign in header[0] for sign in SEPARATORS):
        return NOT_COMMAS
    return f"第一行不是这张表的表头，应是：{'、'.join(columns)}；{GARBLED}"


def _fields(
    place: Place,
    header: Sequence[str],
    columns: dict[str, str],
    known: Mapping[str, Column],
    faults: list[Fault],
) -> Iterator[str | None]:
    """The field of each column; None where the title is unknown, derived, repeated or empty.

    A column only counts as missing if no wrong title stands in its place.
    """
    missing = [title for title in columns if title not in header]
    for number, title in enumerate(header, 1):
        if title in columns and title not in header[: number - 1]:
            yield columns[title]
            continue
        yield None
        if not title.strip():
            meant = f"，应是“{missing.pop(0)}”，请补上" if missing else "，请补上列名或删去这一列"
            faults.append(place.fault(f"表头第{number}列是空的{meant}"))
        elif title in columns:
            meant = f"，其中一列应是“{missing.pop(0)}”，请改正" if missing else "，请只留一列"
            faults.append(place.fault(f"表头“{title}”出现两次{meant}"))
        elif title in known:
            faults.append(
                place.fault(
                    f"表头“{title}”一列是自动算出的，台账里没有；是网站上下载的，请恢复原来的文件，自己加的请删去"
                )
            )
        else:
            missing = [other for other in missing if not nearest(title, [other])]
            complaint = blemish(title) or f"“{title}”不是这张表的列，请删去或改名{nearest(title, columns)}"
            faults.append(place.fault(f"表头{complaint}"))
    for title in missing:
        if not known[title].later:
            faults.append(place.fault(f"表头缺少“{title}”一列，请补上"))


def _row(
    place: Place, cells: list[str], header: Sequence[str], fields: list[str | None], faults: list[Fault]
) -> Located:
    """The row; only its id if its cells do not match the header."""
    if len(cells) != len(header):
        remedy = "值里有逗号的，整个值要加双引号" if len(cells) > len(header) else "空着的格也要留逗号"
        faults.append(place.fault(f"这一行有{len(cells)}格，表头有{len(header)}格；{remedy}"))
        at = fields.index("id") if "id" in fields else len(cells)
        return _unread(place, cells[at] if at < len(cells) else None)
    joined = ",".join(cells)
    if joined.isprintable() and not SUSPECT.search(joined):
        sound = {field: text for field, text in zip(fields, cells, strict=True) if text and field}
        return Located(place, {}, sound)
    data: dict[str, str] = {}
    refused: set[str] = set()
    for title, field, text in zip(header, fields, cells, strict=True):
        if complaint := _complaint(text):
            faults.append(place.fault(f"“{title}”一格：{complaint}"))
        if field is None or not text:
            continue
        if complaint and (not text.strip() or _complaint(text.strip())):
            refused.add(field)
        elif text.strip():
            data[field] = text.strip()
    return Located(place, {}, data, refused)


def _unread(place: Place, id: str | None) -> Located:
    return Located(place, {}, {"id": id} if id else {}, complete=False)


def _complaint(text: str) -> str | None:
    """What a spreadsheet program or a slip of the hand has done to a cell; None if it is sound."""
    if complaint := blemish(text):
        return complaint
    for pattern, meaning in MANGLED:
        if re.fullmatch(pattern, text):
            return f"“{text}”{meaning}"
    if text.startswith(FORMULA_SIGNS) or (text[:1] == "-" and not text[1:2].isdigit()):
        return f"以“{text[0]}”开头，像公式，请改成文字"
    return None
