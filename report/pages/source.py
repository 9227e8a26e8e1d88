"""A page as its editor typed it: front matter, code, macro calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from report.facts.reading.yaml_source import read_yaml
from report.facts.record import Located
from report.faults import Fault, Place, nearest
from report.macros import BLOCK, MACROS
from report.macros.addresses import POSTS

META = ("title", "description", "hide", "search")
POST_META = ("title", "description", "date", "categories", "slug")  # for posts of the column
HIDEABLE = ("navigation", "toc", "path", "footer")
NOT_TITLES = ("yes", "no", "on", "off", "true", "false", "y", "n")  # the site generator makes them yes or no
FENCE = re.compile(r"(`{3,}|~{3,}) *[\w#.+-]* *")  # a fence as Markdown has it; anything else stays text
FENCE_FORM = "代码块的 ``` 要顶格、独占一行，后面只能写一个英文的语言名"
CODE_SPAN = re.compile(r"(?<![\\`])(`+)(?!`)[^\n]*?(?<!`)\1(?!`)")
CALL = re.compile(r"\{\{((?:(?!\{\{|\}\}|\n[ \t]*\n).)*)\}\}", re.DOTALL)
FORM = re.compile(r"([^\W\d]\w*)\s*\((.*)\)", re.DOTALL)
ARGUMENT = re.compile(r"\s*(?:([^\W\d]\w*)\s*=\s*)?\"((?:[^\"\\\n]|\\[\"\\])*)\"\s*(?:,|\Z)")
SHOWN = 40  # characters of a faulty call that its fault quotes


@dataclass(frozen=True)
class Call:
    """A macro call on a page: its name, its literal arguments, and where it is in the body."""

    name: str
    args: tuple[str, ...]
    kwargs: dict[str, str]
    line: int
    span: tuple[int, int]


@dataclass
class Source:
    """A page as its editor typed it.

    `path`: from the root of the tree. `typed`: its whole text. `body`: the text with the front matter
    blanked, so that line numbers are those of the file. `prose`: the body with code blanked as well.
    `fenced`: the lines of code blocks.
    """

    path: str
    body: str
    meta: dict[str, Any] = field(default_factory=dict)
    typed: str = ""
    prose: str = ""
    fenced: frozenset[int] = frozenset()
    calls: list[Call] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The page: its path below docs/, as mkdocs has it."""
        return self.path.partition("/")[2]

    @property
    def heading(self) -> str:
        """The text of its h1; empty if it has none."""
        found = re.search(r"(?m)^# +(.*?) *(?:\{:.*\})?$", self.prose)
        return found[1] if found else ""

    def prose_lines(self) -> Iterator[tuple[int, str]]:
        """Each line without its code, with its number in the file."""
        return enumerate(self.prose.split("\n"), 1)

    def fault(self, line: int, message: str) -> None:
        self.faults.append(Fault(self.path, line, message))

    def line_of(self, offset: int) -> int:
        return self.body.count("\n", 0, offset) + 1


def read_source(text: str, path: str) -> Source:
    """The page with its calls, and with the faults of its front matter, code blocks and calls."""
    body, meta, faults = _front_matter(text, path)
    source = Source(path, body, meta, text, faults=faults)
    _take_code_out(source)
    _find_calls(source)
    return source


def _front_matter(text: str, path: str) -> tuple[str, dict[str, Any], list[Fault]]:
    lines = text.split("\n")
    first = Place(path, 1)
    begin = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if lines[begin].rstrip() != "---":
        return text, {}, [first.fault("缺少页首，第一行写“---”，下面写 title: 标题，再以“---”结束")]
    end = next((n for n, line in enumerate(lines) if n > begin and line.rstrip() in ("---", "...")), None)
    if end is None:
        return "", {}, [first.fault("页首没有结束，请在 title 等几行之后补上一行“---”")]
    if begin:
        return "", {}, [first.fault("页首前面有空行，请删去")]
    head = "\n".join(["", *lines[1:end]])
    body = "\n" * (end + 1) + "\n".join(lines[end + 1 :])
    meta, faults = read_yaml(head.encode("utf-8", "replace"), path)
    if not isinstance(meta, Located):
        return body, {}, faults or [first.fault("页首缺少 title，请补上一行 title: 标题")]
    return body, meta, faults + list(_meta_faults(meta, path))


def _meta_faults(meta: Located, path: str) -> Iterator[Fault]:
    """Front matter is a closed list of keys, and holds no markup."""
    known = POST_META if path.partition("/")[2].startswith(POSTS) else META
    misspelt = [key for key in meta if key not in known and nearest(key, ["title"])]
    if not meta.get("title") and "title" not in meta.refused and not misspelt:
        yield Fault(path, meta.lines.get("title", 1), "页首缺少 title，请补上一行 title: 标题")
    for key, value in meta.items():
        place = Place(path, meta.lines[key])
        if key not in known:
            yield place.fault(f"页首不能写“{key}”，只能写{'、'.join(known)}{nearest(key, known)}")
        elif value is None:
            continue
        elif key in ("title", "description"):
            yield from (place.fault(f"页首的 {key} {said}") for said in _not_words(value))
        elif key == "hide" and not (isinstance(value, list) and all(item in HIDEABLE for item in value)):
            yield place.fault(f"页首的 hide 应是列表，每项只能写{'、'.join(HIDEABLE)}")
        elif key == "search" and value != {"exclude": "true"}:
            yield place.fault("页首的 search 只能写 exclude: true")


def _not_words(value: Any) -> Iterator[str]:
    if not isinstance(value, str):
        yield "应是一行文字"
    elif re.search(r"[<>{}]", value):
        yield "里不能有 < > { }，请改成文字"
    elif value.lower() in NOT_TITLES or not re.search(r"[^\W\d_]", value):
        yield f"不能只写“{value}”，请写成文字"


def _take_code_out(source: Source) -> None:
    """Fill in `prose` and `fenced`: code blocks and code spans become blanks of the same length."""
    kept: list[str] = []
    fenced: set[int] = set()
    fence, opened, proper = "", 0, True
    for number, line in enumerate(source.body.split("\n"), 1):
        begins = re.match(r"\s*(```+|~~~+)", line)
        if fence:
            fenced.add(number)
            if line.strip() == fence:
                if proper and line.rstrip(" ") != fence:
                    source.fault(number, FENCE_FORM)
                fence = ""
        elif begins:
            fenced.add(number)
            fence, opened, proper = begins[1], number, FENCE.fullmatch(line) is not None
            if not proper:
                source.fault(number, FENCE_FORM)
        if number in fenced:
            kept.append(" " * len(line))
        else:
            kept.append(CODE_SPAN.sub(lambda span: " " * len(span[0]), line))
    if fence:
        source.fault(opened, f"代码块没有结束，请在末尾补上一行 {fence}")
    source.prose, source.fenced = "\n".join(kept), frozenset(fenced)


def _find_calls(source: Source) -> None:
    for found in CALL.finditer(source.prose):
        line = source.line_of(found.start())
        try:
            name, args, kwargs = _parse(found[1].strip())
        except ValueError as error:
            source.fault(line, str(error))
            continue
        source.calls.append(Call(name, args, kwargs, line, found.span()))
        if name in BLOCK and not _stands_alone(source.body, found.span()):
            source.fault(line, f"{name} 要独占一行、顶格写，上下各空一行")


def _parse(expression: str) -> tuple[str, tuple[str, ...], dict[str, str]]:
    """The name and literal arguments of a call of a known macro. ValueError, in Chinese,
    for anything else."""
    said = expression if len(expression) <= SHOWN else f"{expression[:SHOWN]}……"
    if "|" in re.sub(r'"[^"]*"|\'[^\']*\'', "", expression):
        raise ValueError("宏里不能用过滤器（|），只写宏名和括号")
    form = FORM.fullmatch(expression)
    if form is None:
        if re.search("[（）“”‘’]", expression):
            raise ValueError(f'“{said}”写法不对，应写成 宏名("键")，括号和引号用半角')
        raise ValueError(f'“{said}”不是宏，应写成 宏名("键")')
    name = form[1]
    if name not in MACROS:
        raise ValueError(f"没有“{name}”这个宏{nearest(name, MACROS)}")
    return name, *_arguments(name, form[2])


def _arguments(name: str, text: str) -> tuple[tuple[str, ...], dict[str, str]]:
    args: list[str] = []
    kwargs: dict[str, str] = {}
    at = 0
    while at < len(text) and text[at:].strip():
        found = ARGUMENT.match(text, at)
        if found is None:
            raise ValueError(f'{name} 的参数要用半角双引号直接写出来，如 {name}("…")')
        at = found.end()
        value = re.sub(r"\\(.)", r"\1", found[2])
        if found[1] is None and kwargs:
            raise ValueError(f"{name} 的“{value}”没有写明是哪一项，请写在最前面")
        if found[1] in kwargs:
            raise ValueError(f"{name} 的“{found[1]}”写了两次，请删去其一")
        if found[1] is None:
            args.append(value)
        else:
            kwargs[found[1]] = value
    return tuple(args), kwargs


def _stands_alone(body: str, span: tuple[int, int]) -> bool:
    before, after = body[: span[0]], body[span[1] :]
    above = before.endswith("\n\n") or not before.strip("\n")
    return above and (after.startswith("\n\n") or not after.strip("\n"))
