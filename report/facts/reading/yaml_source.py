"""A YAML file as located mappings, lists and text.

Built from ruamel.yaml's events, so that a scalar stays the text that was typed (0123, 1_000, NO, 1:30 mean
what they show), every duplicate key is found, and tags, anchors, merges and directives are seen and refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from report.facts.reading.text import NOT_UTF8, NotText, blemish, decode
from report.facts.record import Listed, Located
from report.faults import Fault, Place, visible

NULLS = ("~", "null", "Null", "NULL")
RUN_ON = "一个值写成了几行，请写在一行里；下一行另是一项的，与上一项对齐"
QUOTED_RUN_ON = "引号没有配对，或引号里换了行，请把值写在一行里，补上后一半引号"
DEEPEST = 12  # levels of lists and mappings; the data files have five


class _Refused(Exception):
    """Reading cannot go on; the faults say why."""


def read_yaml(data: bytes, path: str) -> tuple[Any, list[Fault]]:
    """The content of a YAML file and every fault in how it is written. An empty file reads as None.

    Whoever reads the same bytes again gets the same content, so nobody may change it.
    """
    content, faults = _read(data, path)
    return content, [*faults]


@lru_cache(maxsize=256)  # of a tree that is read again after an edit, most files are as they were
def _read(data: bytes, path: str) -> tuple[Any, list[Fault]]:
    try:
        text = decode(data)
    except NotText as error:
        return None, [Fault(path, error.line, NOT_UTF8)]
    reader = _Reader(path)
    text = reader.cleaned(text)
    if not reader.indented:
        return None, reader.faults
    yaml = YAML(typ="safe", pure=True)
    try:
        return reader.document(yaml.parse(text)), reader.faults
    except _Refused:
        pass
    except MarkedYAMLError as error:
        reader.broken(*syntax_fault(error, text))
    except (YAMLError, ValueError, OverflowError):  # without position: a number in an escape is out of range
        found = re.search(r"\\U(?!000|0010)", text)
        reader.broken(text.count("\n", 0, found.start() if found else 0) + 1, ESCAPE)
    return None, reader.faults


class _Reader:
    """Turns a stream of events into located values, collecting faults."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.faults: list[Fault] = []
        self.indented = True  # whether every line is indented with blanks that YAML counts
        self.run_on: Fault | None = None  # the fault of the last value, if that ran over lines
        self.quoted = False  # whether that value began with a quotation mark

    def cleaned(self, text: str) -> str:
        """The text without invisible characters and directives, each of which is a fault."""
        lines = text.split("\n")
        for number, line in enumerate(lines, 1):
            if line.isprintable() and not line.startswith("%"):
                continue
            if odd := next((char for char in line if char != "\t" and not visible(char)), ""):
                self._fault(number, f"有看不见的字符 U+{ord(odd):04X}，请删去重打")
                lines[number - 1] = "".join(char for char in line if char == "\t" or visible(char))
            if re.match(r" *[\u00a0\u2000-\u200a\u202f\u3000]", line):
                self._fault(number, "行首用了全角空格，请改成半角空格")
                self.indented = False
            if line.startswith("%"):
                self._fault(number, "不要写以 % 开头的行，请删去")
                lines[number - 1] = ""
        return "\n".join(lines)

    def broken(self, line: int, message: str) -> None:
        """Report that the text is not YAML, or only the value that ran over lines just before, if that
        is the cause."""
        if self.run_on and self.quoted:
            return
        if self.run_on in self.faults:
            self.faults.remove(self.run_on)
        self._fault(line, message)

    def document(self, events: Iterator[Event]) -> Any:
        """The one document of the stream; any further document is a fault."""
        found: Any = None
        documents = 0
        for event in events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._fault(event, "一个文件只能有一份内容，请删去“---”“...”分隔行")
            elif isinstance(event, MappingStartEvent | SequenceStartEvent | ScalarEvent | AliasEvent):
                value = self._value(event, events, 1)
                found = value if documents == 1 else found
        return found

    def _value(self, event: Event, events: Iterator[Event], depth: int) -> Any:
        if isinstance(event, AliasEvent):
            self._fault(event, "不能用 * 引用别处的值，请把值写全；文字以 * 开头的，整个值加半角双引号")
            return None
        self._refuse_marks(event)
        if isinstance(event, ScalarEvent):
            value: Any = self._scalar(event)
        elif depth > DEEPEST:
            self._fault(event, "层次太多，请对照别的文件改写")
            raise _Refused
        elif isinstance(event, MappingStartEvent):
            value = self._mapping(event, events, depth)
        else:
            value = self._sequence(events, depth)
        return None if getattr(event, "tag", None) else value

    def _refuse_marks(self, event: Event) -> None:
        if getattr(event, "anchor", None):
            self._fault(event, "不能用 & 给值起别名，请删去")
        if tag := getattr(event, "tag", None):
            short = str(tag).replace("tag:yaml.org,2002:", "!!")
            self._fault(event, f"不能用 {short} 这类类型标签，请删去；文字以 ! 开头的，整个值加半角双引号")

    def _mapping(self, start: Event, events: Iterator[Event], depth: int) -> Located | None:
        data: dict[str, Any] = {}
        lines: dict[str, int] = {}
        refused: set[str] = set()
        complete = proper = True
        for event in events:
            if isinstance(event, MappingEndEvent):
                break
            proper = proper and isinstance(event, ScalarEvent)
            key = self._key(event, events, depth)
            before = len(self.faults)
            value = self._value(next(events), events, depth + 1)
            if key is None:
                del self.faults[before:]  # the key is at fault, whatever its value
                complete = False
            elif key in data:
                complete = complete and not isinstance(value, Located)
                self._fault(event, f"“{key}”在第{lines[key]}行已经写过，请只留一处")
            else:
                data[key], lines[key] = value, event.start_mark.line + 1
                if isinstance(value, Listed):
                    lines |= {f"{key}.{index}": line for index, line in enumerate(value.lines)}
                elif isinstance(value, Located):
                    lines |= {f"{key}.{name}": line for name, line in value.lines.items()}
                if value is None and len(self.faults) > before:
                    refused.add(key)
        found = Located(Place(self.path, start.start_mark.line + 1), lines, data, refused, complete)
        return found if proper else None

    def _key(self, event: Event, events: Iterator[Event], depth: int) -> str | None:
        before = len(self.faults)
        if isinstance(event, ScalarEvent):
            self._refuse_marks(event)
            if event.value == "<<":
                self._fault(event, "不能用 << 合并别处的内容，请把各项写全")
            elif event.style is None and event.value in ("", *NULLS):
                self._fault(event, "冒号前缺少名称，请补上")
            elif complaint := blemish(event.value):
                self._fault(event, f"名称{complaint}")
            else:
                return str(event.value)
            return None
        self._value(event, events, depth + 1)
        del self.faults[before:]
        self._fault(event, "冒号前只能是一个词；值以 { 或 [ 开头的，整个值加半角双引号")
        return None

    def _sequence(self, events: Iterator[Event], depth: int) -> Listed:
        items: list[Any] = []
        lines: list[int] = []
        for event in events:
            if isinstance(event, SequenceEndEvent):
                break
            before = len(self.faults)
            value = self._value(event, events, depth + 1)
            if value is not None or len(self.faults) == before:
                items.append(value)
                lines.append(event.start_mark.line + 1)
        return Listed(self.path, lines, items)

    def _scalar(self, event: Any) -> str | None:
        """The text, without blanks around it, which are a fault; None if it is empty or refused."""
        self.run_on = None
        if event.style is None and event.value in NULLS:
            self._fault(event, f"“{event.value}”不是值；不知道就空着，冒号后什么也不写")
            return None
        if event.style in ("|", ">"):
            self._fault(event, f"不能用 {event.style} 写成多行，请把值写在一行里")
        elif event.start_mark.line != event.end_mark.line:
            self._fault(event, QUOTED_RUN_ON if event.style else RUN_ON)
            self.run_on, self.quoted = self.faults[-1], bool(event.style)
        elif complaint := blemish(event.value):
            self._fault(event, complaint)
            return None if blemish(event.value.strip()) else event.value.strip() or None
        else:
            return event.value or None
        return None

    def _fault(self, at: Event | int, message: str) -> None:
        line = at if isinstance(at, int) else at.start_mark.line + 1
        self.faults.append(Fault(self.path, line, message))


INDENT = "缩进不齐，请与同级的上一项对齐"
NO_COLON = "这里缺少冒号，应写成“名称: 值”，冒号后空一格"
WIDE_COLON = "冒号用了全角，应写成“名称: 值”，冒号用半角，后面空一格"
SECOND_COLON = "一行里出现了第二个“: ”，请给整个值加半角双引号"
OUTSIDE_QUOTES = "引号外还有字，请给整个值只加一对半角双引号"
ESCAPE = "双引号里的“\\”写法不对，请改用不带“\\”的文字"
UNKNOWN = "写法不合规则，请对照上下各行"

AT_PROBLEM = (  # what the parser says → the remedy at the line where it stopped
    ("\\t", "这一行用了制表符，请改成空格"),
    ("that cannot start any token", "值不能以这个符号开头，请给整个值加半角双引号"),
    ("unknown escape character", ESCAPE),
    ("escape sequence", ESCAPE),
    ("sequence entries are not allowed", "“- ”要另起一行"),
    ("scalar>'", OUTSIDE_QUOTES),
    ("block end", INDENT),
    ("block mapping", INDENT),
    ("scanning an alias", "值不能以 * 开头，请给整个值加半角双引号"),
    ("scanning an anchor", "值不能以 & 开头，请给整个值加半角双引号"),
    ("tag", "不能用 ! 类型标签；文字以 ! 开头的，整个值加半角双引号"),
    ("block scalar", "值不能以 | 或 > 开头，请把值写在一行里"),
)
AT_CONTEXT = (  # … at the line where the unfinished thing began
    ("quoted scalar", "引号没有配对，请补上后一半"),
    ("flow sequence", "方括号没有配对，或里面少了逗号，请补上"),
    ("flow mapping", "花括号没有配对，或里面少了逗号，请补上"),
    ("flow node", "括号里的写法不对，请对照上下各行"),
)


def syntax_fault(error: MarkedYAMLError, text: str) -> tuple[int, str]:
    """Line and message for a text that the parser gave up on."""
    problem, context = str(error.problem or ""), str(error.context or "")
    mark = error.problem_mark or error.context_mark
    stopped = mark.line + 1 if mark else 1
    began = error.context_mark.line + 1 if error.context_mark else stopped
    lines = text.split("\n")
    if "could not find expected ':'" in problem:
        return _without_colon(lines, began)
    if "mapping values are not allowed" in problem:
        return _unexpected_colon(lines, stopped)
    if "stream end>'" in problem and (opened := _unclosed(lines)):
        return opened, "方括号或花括号没有配对，请补上后一半"
    said = f"{problem} {context}"
    for hint, remedy in AT_PROBLEM:
        if hint in said and not (hint == "tag" and "<" in problem):
            return min(stopped, len(lines)), remedy
    for hint, remedy in AT_CONTEXT:
        if hint in said:
            return began, remedy
    return min(stopped, len(lines)), UNKNOWN


def _unclosed(lines: list[str]) -> int:
    """The line of the first bracket that is never closed; 0 if there is none."""
    opened: list[int] = []
    for number, line in enumerate(lines, 1):
        for sign in re.sub(r"\"[^\"]*\"|'[^']*'|(?:^| )#.*", "", line):
            if sign in "[{":
                opened.append(number)
            elif sign in "]}" and opened:
                opened.pop()
    return opened[0] if opened else 0


def _without_colon(lines: list[str], line: int) -> tuple[int, str]:
    return line, WIDE_COLON if "：" in lines[line - 1] else NO_COLON


def _unexpected_colon(lines: list[str], stopped: int) -> tuple[int, str]:
    """A second colon in the line; or a line above without its colon; or a line indented too far."""
    if len(re.findall(r":(?= |$)", lines[stopped - 1].split(" #")[0])) > 1:
        return stopped, SECOND_COLON
    above = stopped - 1
    while above > 0 and not lines[above - 1].split("#")[0].strip():
        above -= 1
    if above > 0 and not re.search(r":(?= |$)", lines[above - 1]):
        return _without_colon(lines, above)
    return stopped, INDENT
