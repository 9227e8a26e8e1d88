r"""How a document of tests/broken breaks a file. Each edit is made on what the one before has left:

    旧 → 新                           for a piece of text that stands there once
    处处 旧 → 新                      wherever it stands
    - 旧行   + 新行                   whole lines, as in a patch; lines that only come, at the end
    开头加 文字      整份 文字          before everything; instead of everything
    存为 编码        错读 编码          saved in an encoding; read as if it were in it, and saved

In a ledger, whatever other columns it has:

    WT-0001 状态：已销号              a cell; 表头 is the row of titles
    WT-0001 多一格：值                WT-0001 少 2 格
    新行 WT-0006 照 WT-0001           one more row, like another but for the id
    删行 WT-0001 WT-0002             删列 状态
    新列 备注：值                     新列 备注：值 在 状态 后

What cannot be seen is written \n \r \t \x20 \u200b \U000f0063, a backslash \\, a byte that is not UTF-8 \xff,
two thousand times a character \{[×2000}, bytes in a row \{00-ff}.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

BOM = "\ufeff"
BYTES = ("utf-8", "surrogateescape")  # text that can hold any byte
PATCH = re.compile(r"[+-](?: |$)|  ")  # how a line of a patch begins
ESCAPE = re.compile(
    r"\\(?:[nrt\\]|x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|\{(.)×(\d+)\}|\{([0-9a-f]{2})-([0-9a-f]{2})\}|(.?))"
)


class Malformed(ValueError):
    """What a document says that cannot be read or done."""


def edited(text: str, lines: list[str]) -> str:
    """A text after these edits."""
    for step in _steps(lines):
        try:
            text = _patched(text, step) if PATCH.match(step[0]) else _edited(text, step[0])
        except Malformed as error:
            raise Malformed(f"{step[0]}：{error}") from None
    return text


def _steps(lines: list[str]) -> list[list[str]]:
    """Edits one by one. A patch goes on as long as no line goes after one that came."""
    steps: list[list[str]] = []
    for line in lines:
        last = steps[-1][-1] if steps else ""
        if PATCH.match(line) and PATCH.match(last) and (last[0], line[0]) != ("+", "-"):
            steps[-1].append(line)
        else:
            steps.append([line])
    return steps


def _edited(text: str, line: str) -> str:
    for pattern, edit in EDITS:
        if found := re.fullmatch(pattern, line):
            return edit(text, *(_unescaped(word or "") for word in found.groups()))
    raise Malformed("看不懂这一行")


def _unescaped(text: str) -> str:
    return ESCAPE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    char, times, first, last, unknown = found.groups()
    if unknown is not None:
        raise Malformed(f"没有“{found[0]}”这种转义，反斜杠本身写成“\\\\”")
    if char:
        return str(char) * int(times)
    if first:
        return bytes(range(int(first, 16), int(last, 16) + 1)).decode(*BYTES)
    char = found[0].encode().decode("unicode_escape")
    return char.encode("latin-1").decode(*BYTES) if found[0][1] == "x" else char


def _only(places: list[int], what: str) -> int:
    if len(places) != 1:
        raise Malformed(f"{what}应恰有一处，这里有{len(places)}处")
    return places[0]


def _replaced(text: str, old: str, new: str) -> str:
    at = _only([found.start() for found in re.finditer(f"(?={re.escape(old)})", text)], "要改的文字")
    return text[:at] + new + text[at + len(old) :]


def _patched(text: str, lines: list[str]) -> str:
    old, new = (
        "".join(_unescaped(line[2:]) + "\n" for line in lines if line[0] in of) for of in (" -", " +")
    )
    return _replaced("\n" + text, "\n" + old, "\n" + new)[1:] if old else text + new


class _Ledger:
    """The rows of a ledger, the titles first."""

    def __init__(self, text: str):
        self.mark = BOM if text.startswith(BOM) else ""
        self.rows = list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))
        if self.text() != text:
            raise Malformed("到这里已经不是规整的台账，按行列的改动要写在前面")

    def text(self) -> str:
        written = io.StringIO(newline="")
        csv.writer(written, lineterminator="\n").writerows(self.rows)
        return self.mark + written.getvalue()

    def row(self, name: str) -> int:
        places = [at for at, row in enumerate(self.rows) if row[:1] == [name]]
        return 0 if name == "表头" else _only(places, f"“{name}”")

    def column(self, title: str) -> int:
        return _only([at for at, other in enumerate(self.rows[0]) if other == title], f"“{title}”")

    def cell(self, name: str, title: str, value: str) -> None:
        self.rows[self.row(name)][self.column(title)] = value

    def longer(self, name: str, value: str) -> None:
        self.rows[self.row(name)].append(value)

    def shorter(self, name: str, cells: str) -> None:
        del self.rows[self.row(name)][-int(cells) :]

    def with_row(self, name: str, like: str) -> None:
        self.rows.append([name, *self.rows[self.row(like)][1:]])

    def without_rows(self, names: str) -> None:
        for name in names.split():
            del self.rows[self.row(name)]

    def with_column(self, title: str, value: str, after: str) -> None:
        at = self.column(after) + 1 if after else len(self.rows[0])
        for row in self.rows:
            row.insert(at, title if row is self.rows[0] else value)

    def without_column(self, title: str) -> None:
        at = self.column(title)
        for row in self.rows:
            del row[at]


def _in_ledger(change: Callable[..., None]) -> Callable[..., str]:
    """A change of a ledger as one of text."""

    def edit(text: str, *words: str) -> str:
        ledger = _Ledger(text)
        change(ledger, *words)
        return ledger.text()

    return edit


EDITS: tuple[tuple[str, Callable[..., str]], ...] = (  # the first that fits is meant
    (r"开头加 (.+)", lambda text, more: more + text),
    (r"整份(?: (.+))?", lambda text, whole: whole),
    (r"存为 (gb18030|utf-16-le)", lambda text, encoding: text.encode(encoding).decode(*BYTES)),
    (
        r"错读 (gb18030)",
        lambda text, encoding: text.encode().decode(encoding, "replace").replace("\ufffd", "?"),
    ),
    (r"处处 (.+?) →(?: (.+))?", lambda text, old, new: text.replace(old, new)),
    (r"新行 (\S+) 照 (\S+)", _in_ledger(_Ledger.with_row)),
    (r"删行 (.+)", _in_ledger(_Ledger.without_rows)),
    (r"新列 (\S*?)：(.*?)(?: 在 (\S+) 后)?", _in_ledger(_Ledger.with_column)),
    (r"删列 (\S+)", _in_ledger(_Ledger.without_column)),
    (r"(.+?) →(?: (.+))?", _replaced),
    (r"(\S+) 多一格：(.*)", _in_ledger(_Ledger.longer)),
    (r"(\S+) 少 ([1-9]) 格", _in_ledger(_Ledger.shorter)),
    (r"(\S+) (\S+?)：(.*)", _in_ledger(_Ledger.cell)),
)
