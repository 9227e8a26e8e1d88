"""A page as its editor typed it: front matter, macro calls, and what may not stand in a source at all."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from report.faults import Fault, Place, nearest
from report.loading.yaml_source import read_yaml
from report.macros import BLOCK, MACROS
from report.models import Located

META = {"title": "标题", "description": "说明", "hide": "隐藏", "search": "搜索"}
HIDEABLE = ("navigation", "toc", "path", "footer")
FENCE = re.compile(r"^(`{3,}|~{3,})")
CODE_SPAN = re.compile(r"(`+)(?!`)[^\n]*?(?<!`)\1(?!`)")
CALL = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
ATTRIBUTES = re.compile(r"\{:[^{}\n]*\}")
HTML = re.compile(r"<(?=[A-Za-z/!?])(?!https?://|mailto:)")
INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad\ue000-\uf8ff]")


@dataclass(frozen=True)
class Call:
    """A macro call in a page: its name, its literal arguments, and where its text stands in the body."""

    name: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    line: int
    span: tuple[int, int]


@dataclass
class Source:
    """A page. `body` is its text with the front matter blanked, so that line numbers are those of the file;
    `prose` is the body with code blanked too."""

    path: str
    body: str
    meta: dict[str, Any] = field(default_factory=dict)
    prose: str = ""
    calls: list[Call] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The page relative to docs/, as mkdocs names it."""
        return self.path.partition("/")[2]

    @property
    def heading(self) -> str:
        """The text of its h1; empty when it has none."""
        found = re.search(r"(?m)^# +(.*?) *(?:\{:.*\})?$", self.prose)
        return found[1] if found else ""

    def fault(self, line: int, message: str) -> None:
        self.faults.append(Fault(self.path, line, message))

    def line_of(self, offset: int) -> int:
        return self.body.count("\n", 0, offset) + 1


def read_source(text: str, path: str) -> Source:
    """The page with its calls, and every fault that its bare text shows."""
    body, meta, faults = _front_matter(text, path)
    source = Source(path, body, meta, _without_code(body), faults=faults)
    _find_calls(source)
    for rule in SOURCE_RULES:
        for line, message in rule(source):
            source.fault(line, message)
    return source


def _front_matter(text: str, path: str) -> tuple[str, dict[str, Any], list[Fault]]:
    lines = text.split("\n")
    first = Place(path, 1)
    if lines[0].rstrip() != "---":
        return text, {}, [first.fault("缺少页首，第一行写“---”，下面写 title: 标题，再以“---”结束")]
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    if end is None:
        return text, {}, [first.fault("页首没有结束，请在 title 等几行之后补上一行“---”")]
    head = "\n".join(["", *lines[1:end]])
    body = "\n" * (end + 1) + "\n".join(lines[end + 1 :])
    meta, faults = read_yaml(head.encode(), path)
    if not isinstance(meta, Located):
        return body, {}, faults or [first.fault("页首缺少 title，请补上一行 title: 标题")]
    return body, meta, faults + list(_meta_faults(meta, path))


def _meta_faults(meta: Located, path: str) -> Iterator[Fault]:
    """Front matter is a closed list of keys without markup."""
    if not meta.get("title"):
        yield Fault(path, 1, "页首缺少 title，请补上一行 title: 标题")
    for key, value in meta.items():
        place = Place(path, meta.lines[key])
        if key not in META:
            yield place.fault(f"页首不能写“{key}”，只能写{'、'.join(META)}{nearest(key, META)}")
        elif key in ("title", "description") and not isinstance(value, str):
            yield place.fault(f"页首的 {key} 应是一行文字")
        elif isinstance(value, str) and re.search(r"[<>{}]", value):
            yield place.fault(f"页首的 {key} 里不能有 < > {{ }}，请改成文字")
        elif key == "hide" and not (isinstance(value, list) and set(value) <= set(HIDEABLE)):
            yield place.fault(f"页首的 hide 应是列表，每项只能写{'、'.join(HIDEABLE)}")
        elif key == "search" and value != {"exclude": "true"}:
            yield place.fault("页首的 search 只能写 exclude: true")


def _without_code(body: str) -> str:
    """The body with fenced blocks and code spans replaced by blanks of the same length."""
    kept: list[str] = []
    fence = ""
    for line in body.split("\n"):
        mark = FENCE.match(line.strip())
        if fence:
            kept.append(" " * len(line))
            if mark and mark[1].startswith(fence) and line.strip() == mark[1]:
                fence = ""
        elif mark:
            fence = mark[1]
            kept.append(" " * len(line))
        else:
            kept.append(CODE_SPAN.sub(lambda span: " " * len(span[0]), line))
    return "\n".join(kept)


def _find_calls(source: Source) -> None:
    for found in CALL.finditer(source.prose):
        line = source.line_of(found.start())
        try:
            name, args, kwargs = _parse(found[1].strip())
        except ValueError as error:
            source.fault(line, str(error))
            continue
        call = Call(name, args, kwargs, line, found.span())
        source.calls.append(call)
        if name in BLOCK and not _stands_alone(source.body, found.span()):
            source.fault(line, f"{name} 要独占一行、顶格写，上下各空一行")


def _parse(expression: str) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
    """A call of a known macro with literal arguments. ValueError, in Chinese, for anything else."""
    if "|" in re.sub(r'"[^"]*"|\'[^\']*\'', "", expression):
        raise ValueError("宏里不能用过滤器（|），只写宏名和括号")
    try:
        call = ast.parse(expression, mode="eval").body
    except (SyntaxError, ValueError):
        raise ValueError(f'“{expression}”写法不对，应写成 宏名("键")，引号用半角') from None
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)):
        raise ValueError(f'“{expression}”不是宏，应写成 宏名("键")')
    name = call.func.id
    if name not in MACROS:
        raise ValueError(f"没有“{name}”这个宏{nearest(name, MACROS)}")
    values = [*call.args, *(keyword.value for keyword in call.keywords)]
    if not all(isinstance(v, ast.Constant) and isinstance(v.value, str) for v in values):
        raise ValueError(f'{name} 的参数要用半角双引号直接写出来，如 {name}("…")')
    if any(keyword.arg is None for keyword in call.keywords):
        raise ValueError(f"{name} 的参数不能用 **")
    args = tuple(ast.literal_eval(arg) for arg in call.args)
    return name, args, {str(k.arg): ast.literal_eval(k.value) for k in call.keywords}


def _stands_alone(body: str, span: tuple[int, int]) -> bool:
    before, after = body[: span[0]], body[span[1] :]
    above = before.endswith("\n\n") or not before.strip("\n")
    return above and (after.startswith("\n\n") or not after.strip("\n"))


def _braces(source: Source) -> Iterator[tuple[int, str]]:
    """Braces belong to macro calls {{ … }} and to attributes {: … } alone."""
    said = {
        "{%": "不能写 {% %} 语句，页面里只用宏",
        "{#": "“{#”会被当成注释；标题编号写成 {: #english-id }",
        "｛": "用了全角花括号，请改成半角 {{ }}",
        "｝": "用了全角花括号，请改成半角 {{ }}",
        "{": '花括号不成对，宏写成 {{ 宏名("键") }}',
        "}": '花括号不成对，宏写成 {{ 宏名("键") }}',
    }
    rest = _blanked(source.prose, CALL, ATTRIBUTES)
    for number, line in enumerate(rest.split("\n"), 1):
        for sign, message in said.items():
            if sign in line:
                yield number, message
                break


def _raw_html(source: Source) -> Iterator[tuple[int, str]]:
    """Pages hold words and macro calls; markup lives in templates."""
    rest = _blanked(source.prose, CALL)
    for number, line in enumerate(rest.split("\n"), 1):
        if HTML.search(line):
            yield number, "不能写 HTML 标签或注释，请用 Markdown 写法或宏"


def _code_macros(source: Source) -> Iterator[tuple[int, str]]:
    """A macro in code would print its markup."""
    for number, (typed, prose) in enumerate(
        zip(source.body.split("\n"), source.prose.split("\n"), strict=True), 1
    ):
        if re.search(r"\{[{%#]", typed) and not re.search(r"\{[{%#]", prose):
            yield number, "代码里不能写宏；要在手册里照样印出来，用 example 宏"


def _footnotes(source: Source) -> Iterator[tuple[int, str]]:
    """The report has no footnotes: joined into one page, equal names would merge."""
    if not source.name.startswith("report/"):
        return
    for number, line in enumerate(source.prose.split("\n"), 1):
        if "[^" in line:
            yield number, "报告里不能用脚注，请写进正文"


def _invisible(source: Source) -> Iterator[tuple[int, str]]:
    """Nothing stands in a page that an editor cannot see."""
    for number, line in enumerate(source.body.split("\n"), 1):
        if found := INVISIBLE.search(line):
            yield number, f"有看不见的字符 U+{ord(found[0]):04X}，请删去重打"


def _tabs(source: Source) -> Iterator[tuple[int, str]]:
    """A tab at the start of a line makes it code."""
    for number, line in enumerate(source.prose.split("\n"), 1):
        if line.startswith("\t"):
            yield number, "行首用了制表符，会被当成代码，请改成空格或删去"


def _blanked(text: str, *patterns: re.Pattern[str]) -> str:
    for pattern in patterns:
        text = pattern.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    return text


SOURCE_RULES = (_braces, _raw_html, _code_macros, _footnotes, _invisible, _tabs)
