"""What is only for the office: paragraphs marked `{: .work }`, and links to working pages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from report.facts.editions import is_working_page
from report.faults import Fault
from report.pages.source import Source

MARK = re.compile(r"\s*\{: *\.work *\}\s*")
ITEM = re.compile(r"\s*(?:[-*+]|\d+\.) ")
LINK = re.compile(r"\]\(([^()#\s]+\.md)(?:#[^()\s]*)?\)")


def displayed(text: str) -> str:
    """A page's text as the display edition has it: marked paragraphs and list items become empty lines."""
    lines = text.split("\n")
    fenced = False
    for number, line in enumerate(lines):
        fenced ^= line.startswith(("```", "~~~"))
        if MARK.fullmatch(line) and not fenced:
            first = _begins(lines, number)
            lines[first : number + 1] = [""] * (number + 1 - first)
    return "\n".join(lines)


def _begins(lines: list[str], mark: int) -> int:
    """The first line of the paragraph or list item that ends in a mark; a heading above it is not
    part of it."""
    first = mark
    while first and lines[first - 1].strip() and not ITEM.match(lines[first]):
        if lines[first - 1].startswith("#"):
            break
        first -= 1
    return first


def marks_hide_something(source: Source) -> Iterator[tuple[int, str]]:
    """A mark is on a line of its own, right below the paragraph or item that it hides, and hides
    all of it."""
    lines = source.prose.split("\n")
    for number, line in enumerate(lines):
        if ".work" not in "".join(re.findall(r"\{:[^}]*\}", line)):
            continue
        if not MARK.fullmatch(line):
            yield number + 1, ".work 只能自成一行写 {: .work }，紧接在要隐去的段落或列表项下面"
            continue
        first = _begins(lines, number)
        following = next((after for after in lines[number + 1 :] if after.strip()), "")
        if ITEM.match(lines[first]) and _indent(following) > _indent(lines[first]):
            yield number + 1, "这一项下面还有内容，不会一起隐去，请并成一项，或者每项各写一行 {: .work }"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def working_links(sources: dict[str, Source]) -> Iterator[Fault]:
    """A page for everybody links to working pages only in paragraphs that are marked."""
    for source in sources.values():
        if is_working_page(source.name):
            continue
        for number, line in enumerate(displayed(source.prose).split("\n"), 1):
            for found in LINK.finditer(line):
                target = posixpath.normpath(posixpath.join(posixpath.dirname(source.name), found[1]))
                if is_working_page(target):
                    said = f"展示版没有“{found[1]}”这一页；只给工作版看的，请在段后另起一行写 {{: .work }}"
                    yield Fault(source.path, number, said)
