"""A YAML file as located mappings, lists and text.

Built from ruamel.yaml's events, so that a scalar stays the text that was typed (0123, 1_000, NO, 1:30 mean
what they show), every duplicate key is found, and tags, anchors, merges and directives are seen and refused.
"""

from __future__ import annotations

from collections.abc import Iterator
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

from report.faults import Fault, Place
from report.loading.text import blemish, decode
from report.models import Located

NOT_UTF8 = "文件不是 UTF-8 编码，请用文本编辑器另存为 UTF-8"
NULLS = ("~", "null", "Null", "NULL")
SYNTAX = (  # what the parser says → what an editor can do about it
    ("\\t", "行首用了制表符，请改成空格"),
    ("mapping values are not allowed", "一行里出现了第二个“: ”，请给整个值加半角双引号"),
    ("could not find expected ':'", "这里缺少冒号，应写成“名称: 值”，冒号后空一格"),
    ("block end", "缩进不齐，请与同级的上一项对齐"),
    ("block mapping", "缩进不齐或缺少“名称: ”，请与同级的上一项对齐"),
    ("end of stream", "引号或方括号没有配对，请补上后一半"),
    ("quoted scalar", "引号没有配对，请补上后一半"),
    ("unacceptable character", "有不能出现的控制字符，请删去"),
    ("special characters", "有不能出现的控制字符，请删去"),
)


def read_yaml(data: bytes, path: str) -> tuple[Any, list[Fault]]:
    """The content of a YAML file and every fault in its writing. An empty file reads as None."""
    try:
        text = decode(data, ("utf-8-sig",), NOT_UTF8)
    except ValueError as error:
        return None, [Fault(path, 1, str(error))]
    reader = _Reader(path)
    try:
        return reader.document(YAML(typ="safe", pure=True).parse(text)), reader.faults
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = f"{error.problem or ''} {error.context or ''}"
    except YAMLError as error:  # an unacceptable character carries no mark, only a position
        position = getattr(error, "position", 0)
        mark, said = None, f"special characters {text.count(chr(10), 0, position)}"
        reader.faults.append(Fault(path, text.count("\n", 0, position) + 1, SYNTAX[-1][1]))
        return None, reader.faults
    remedy = next((remedy for hint, remedy in SYNTAX if hint in said), "写法不合规则，请对照上下各行")
    reader.faults.append(Fault(path, mark.line + 1 if mark else 1, remedy))
    return None, reader.faults


class _Reader:
    """Turns a stream of events into values, keeping each place and collecting faults."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.faults: list[Fault] = []

    def document(self, events: Iterator[Event]) -> Any:
        """The one document of the stream; directives and further documents are faults."""
        found: Any = None
        documents = 0
        for event in events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if event.version or event.tags:
                    self._fault(event, "不要写以 % 开头的 YAML 指令，请删去这一行")
                if documents > 1:
                    self._fault(event, "一个文件只能有一份内容，请删去“---”分隔行")
            elif isinstance(event, MappingStartEvent | SequenceStartEvent | ScalarEvent | AliasEvent):
                value = self._value(event, events)
                found = value if documents == 1 else found
        return found

    def _value(self, event: Event, events: Iterator[Event]) -> Any:
        if isinstance(event, AliasEvent):
            self._fault(event, "不能用 * 引用别处的值，请把值写全")
            return None
        if getattr(event, "anchor", None):
            self._fault(event, "不能用 & 给值起别名，请删去")
        if tag := getattr(event, "tag", None):
            self._fault(event, f"不能用 {tag} 这类类型标签，请删去")
        if isinstance(event, MappingStartEvent):
            return self._mapping(event, events)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(events)
        return self._scalar(event)

    def _mapping(self, start: Event, events: Iterator[Event]) -> Located:
        data: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for event in events:
            if isinstance(event, MappingEndEvent):
                break
            line = event.start_mark.line + 1
            key = self._key(event, events)
            value = self._value(next(events), events)
            if key is None:
                continue
            if key in data:
                self._fault(event, f"“{key}”在第{lines[key]}行已经写过，请只留一处")
                continue
            data[key], lines[key] = value, line
        return Located(Place(self.path, start.start_mark.line + 1), lines, data)

    def _key(self, event: Event, events: Iterator[Event]) -> str | None:
        if not isinstance(event, ScalarEvent):
            self._fault(event, "名称只能是一个词，不能是列表或映射")
            self._value(event, events)
            return None
        if event.value == "<<":
            self._fault(event, "不能用 << 合并别处的内容，请把各项写全")
            return None
        return str(event.value)

    def _sequence(self, events: Iterator[Event]) -> list[Any]:
        items: list[Any] = []
        for event in events:
            if isinstance(event, SequenceEndEvent):
                break
            items.append(self._value(event, events))
        return items

    def _scalar(self, event: Any) -> str | None:
        if event.style is None and event.value in NULLS:
            self._fault(event, f"“{event.value}”不是值；不知道就空着，冒号后什么也不写")
            return None
        if complaint := blemish(event.value):
            self._fault(event, complaint)
        return event.value or None

    def _fault(self, event: Event, message: str) -> None:
        self.faults.append(Fault(self.path, event.start_mark.line + 1, message))
