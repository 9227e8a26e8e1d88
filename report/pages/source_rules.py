"""Rules about a page as typed: what may not be in its source at all.

One rule = one generator of (line, message); its docstring states the rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from report.pages.source import CALL, Source
from report.pages.working import marks_hide_something

Complaint = tuple[int, str]
ATTRIBUTES = re.compile(r"\{:[^{}\n]*\}")
PROPER_ATTRIBUTES = re.compile(r"\{:(?: #[a-z][a-z0-9-]*| \.(?:aside|nb|work))+ \}")
HTML = re.compile(r"<(?=[A-Za-z/!?])(?!https?://|mailto:)")
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\ufffe\uffff"
    "\ud800-\udfff\ue000-\uf8ff\U000e0000-\U0010ffff]"
)
WIDE_BLANK = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")


def braces(source: Source) -> Iterator[Complaint]:
    """Braces are only for macro calls {{ … }} and for attributes {: … }."""
    said = {
        "{%": "不能写 {% %} 语句，页面里只用宏",
        "{#": "“{#”会被当成注释；标题编号写成 {: #english-id }",
        "｛": "用了全角花括号，请改成半角 {{ }}",
        "｝": "用了全角花括号，请改成半角 {{ }}",
        "{": '花括号不成对，宏写成 {{ 宏名("键") }}',
        "}": '花括号不成对，宏写成 {{ 宏名("键") }}',
    }
    for number, line in _lines(_blanked(source.prose, CALL, ATTRIBUTES)):
        if sign := next((sign for sign in said if sign in line), ""):
            yield number, said[sign]


def attributes(source: Source) -> Iterator[Complaint]:
    """{: … } gives an id or a class: at the end of a heading, on the line after its paragraph, or right after
    bold text or a link."""
    above = ""
    for number, line in source.prose_lines():
        for found in ATTRIBUTES.finditer(line):
            alone = line.strip() == found[0] and above.strip() != ""
            ends_heading = re.match(r"[ >]*#", line) and line.rstrip().endswith(f" {found[0]}")
            if not PROPER_ATTRIBUTES.fullmatch(found[0]):
                yield (
                    number,
                    "{: } 里只能写小写英文的编号，或样式 .aside、.nb、.work，前后空一格，如 {: #english-id }",
                )
            elif not (alone or ends_heading or line[: found.start()].endswith(("*", ")"))):
                yield number, f"{found[0]} 要写在标题末尾、前面空一格，或紧接在段落的下一行、加粗或链接后面"
        above = line


def raw_html(source: Source) -> Iterator[Complaint]:
    """Pages hold words and macro calls, no HTML: markup is for templates."""
    for number, line in _lines(_blanked(source.prose, CALL)):
        if HTML.search(line):
            yield number, "不能写 HTML 标签或注释，请用 Markdown 写法或宏"


def code_macros(source: Source) -> Iterator[Complaint]:
    """There are no macros in code, where their markup would be printed."""
    for (number, typed), (_, prose) in zip(_lines(source.body), source.prose_lines(), strict=True):
        if re.search(r"\{[{%#]", typed) and not re.search(r"\{[{%#]", prose):
            yield number, "代码里不能写宏；要在手册里照样印出来，用 example 宏"


def backticks(source: Source) -> Iterator[Complaint]:
    """Backticks are paired on a line; otherwise Markdown and these rules could disagree on what is code."""
    for number, line in source.prose_lines():
        if "`" in line:
            yield number, "反引号 ` 没有配对，请在同一行补上或删去一个，前面不加反斜杠"


def footnotes(source: Source) -> Iterator[Complaint]:
    """There are no footnotes: in the whole report, joined from several pages, equal names would merge."""
    for number, line in source.prose_lines():
        if "[^" in line:
            yield number, "不能用脚注，请写进正文"


def invisible(source: Source) -> Iterator[Complaint]:
    """There is nothing on a page that an editor cannot see."""
    for number, line in _lines(source.body):
        if found := INVISIBLE.search(line):
            yield number, f"有看不见的字符 U+{ord(found[0]):04X}，请删去重打"
        elif "\ufffd" in line:
            yield number, "有乱码，请核对原件重打"


def blanks(source: Source) -> Iterator[Complaint]:
    """No line begins with a tab, which makes it code; all blanks are half-width."""
    for number, line in source.prose_lines():
        if re.match(r" *\t", line):
            yield number, "行首用了制表符，会被当成代码，请改成空格或删去"
        elif WIDE_BLANK.search(line):
            yield number, "有全角空格或不换行空格，请删去；段首不用空格"


def tables(source: Source) -> Iterator[Complaint]:
    """A table row has as many cells as the head; any more would be dropped silently."""
    lines = list(source.prose_lines())
    width = 0
    for (number, line), (_, below) in zip(lines, [*lines[1:], (0, "")], strict=True):
        if not width and re.fullmatch(r" *\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *", below) and "|" in line:
            width = len(_cells(line))
        if "|" not in line:
            width = 0
        elif width and len(_cells(line)) != width:
            yield number, f"这一行有{len(_cells(line))}格，表头有{width}格，请改成一样多"


def _cells(row: str) -> list[str]:
    bare = CALL.sub("", row.strip())
    return re.split(r"(?<!\\)\|", re.sub(r"^\||(?<!\\)\|$", "", bare))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return enumerate(text.split("\n"), 1)


def _blanked(text: str, *patterns: re.Pattern[str]) -> str:
    for pattern in patterns:
        text = pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    return text


SOURCE_RULES: tuple[Callable[[Source], Iterator[Complaint]], ...] = (
    braces,
    attributes,
    raw_html,
    code_macros,
    backticks,
    footnotes,
    invisible,
    blanks,
    tables,
    marks_hide_something,
)
