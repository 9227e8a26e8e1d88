"""What the YAML parser complains of, as the line to go to and what to do there."""

from __future__ import annotations

import re

from ruamel.yaml.error import MarkedYAMLError

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
    """The line of the first bracket that nothing closes; 0 when there is none."""
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
    """A second colon in one line; or a line above that lacks its own; or one that is indented too far."""
    if len(re.findall(r":(?= |$)", lines[stopped - 1].split(" #")[0])) > 1:
        return stopped, SECOND_COLON
    above = stopped - 1
    while above > 0 and not lines[above - 1].split("#")[0].strip():
        above -= 1
    if above > 0 and not re.search(r":(?= |$)", lines[above - 1]):
        return _without_colon(lines, above)
    return stopped, INDENT
