r"""The documents of tests/broken: one a file that is broken, in it a case for each way in which it is.

    # data/site.yml                   the file of tests/minimal

    ## 看不见的字符                    edits below a heading are made first in each of its cases

    bell                              the case site/bell; what belongs to it stands two blanks further in
      publisher: 教育办 → publisher: 教\x07育办
      > 5: 有看不见的字符 U+0007，请删去重打

First come edits, as in edits.py, then all that is said: each message with its line, and with its path when it
is of another file. In messages of a ledger {表头} stands for all titles, {列数} for their number,
{状态} for the place of that column, {列数+1} for one more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from report.faults import visible
from tests.checks.edits import BOM, BYTES, Malformed, edited
from tests.trees import MINIMAL


@dataclass(frozen=True)
class Case:
    """One way in which a file is broken, and what is to be said of it."""

    document: Path
    name: str
    target: str
    data: bytes
    titles: str  # of a ledger
    messages: Mapping[str, str]  # as the document has them → as the check says them
    at: int  # how many lines of the document stand before them

    @property
    def id(self) -> str:
        return f"{self.document.stem}/{self.name}"

    @property
    def expected(self) -> list[str]:
        return list(self.messages.values())

    def written(self, said: str) -> str:
        """What the check says as the document should have it."""
        for message, whole in self.messages.items():
            if whole == said:
                return message
        short = said.removeprefix(f"{self.target}:")
        return short.replace(self.titles, "{表头}") if self.titles else short


class _Reader:
    """Reads a document by paragraphs; keeps the file as each heading that is open leaves it."""

    def __init__(self, document: Path, tree: Path):
        self.document, self.tree = document, tree
        self.texts: list[str] = []
        self.cases: list[Case] = []

    def take(self, before: int, lines: list[str]) -> None:
        """A paragraph, and how many lines stand before it."""
        if any(not visible(char) or (char.isspace() and char != " ") for char in "".join(lines)):
            raise Malformed("有看不见的字符，请写成 \\t、\\u200b 一类")
        if any(line.endswith(" ") for line in lines):
            raise Malformed("行末有空格，请写成 \\x20")
        if unclear := [line for line in lines[1:] if not line.startswith("  ")]:
            raise Malformed(f"{unclear[0]}：看不懂这一行，小标题、名字前面要空一行")
        body = [line[2:] for line in lines[1:]]
        edits = [line for line in body if not line.startswith("> ")]
        messages = [line[2:] for line in body[len(edits) :] if line.startswith("> ")]
        if len(edits) + len(messages) != len(body):
            raise Malformed("改动要写在意见前面")
        if heading := re.fullmatch(r"(#+) (.+)", lines[0]):
            self.heading(len(heading[1]), heading[2], edits, messages)
        elif self.texts and re.fullmatch(r"[a-z0-9-]+", lines[0]):
            self.case(lines[0], edits, messages, before + 1 + len(edits))
        else:
            raise Malformed(f"{lines[0]}：看不懂这一行")

    def heading(self, level: int, title: str, edits: list[str], messages: list[str]) -> None:
        if level == 1 and not self.texts:
            if not (self.tree / title).is_file():
                raise Malformed(f"没有“{title}”这个文件")
            self.target, self.whole = title, (self.tree / title).read_bytes().decode(*BYTES)
            titles = self.whole.removeprefix(BOM).partition("\n")[0]
            self.titles = titles.split(",") if title.endswith(".csv") else []
        elif not 1 < level <= len(self.texts) + 1:
            raise Malformed("小标题的层次不对；一份文件第一行写明改的是哪个文件，如 # data/site.yml")
        if messages:
            raise Malformed("小标题下面不写意见")
        self.texts = self.texts[: level - 1]
        self.texts.append(edited(self.texts[-1] if self.texts else self.whole, edits))

    def case(self, name: str, edits: list[str], messages: list[str], at: int) -> None:
        if any(case.name == name for case in self.cases):
            raise Malformed(f"“{name}”已经写过")
        if not messages:
            raise Malformed(f"“{name}”没有写应当说什么；可以先写一行 > ?，再用 --update 填上")
        text = edited(self.texts[-1], edits)
        if text == self.whole:
            raise Malformed(f"“{name}”什么也没有改")
        whole = {message: self.expanded(message) for message in messages}
        titles = "、".join(self.titles)
        self.cases.append(Case(self.document, name, self.target, text.encode(*BYTES), titles, whole, at))

    def expanded(self, message: str) -> str:
        """A message of the document as the check says it."""
        if self.titles:
            terms = {title: place for place, title in enumerate(self.titles, 1)} | {"列数": len(self.titles)}
            message = re.sub(
                r"\{(\w+)([+-]\d+)?\}",
                lambda found: str(terms[found[1]] + int(found[2] or 0)) if found[1] in terms else found[0],
                message.replace("{表头}", "、".join(self.titles)),
            )
        return f"{self.target}:{message}" if message[:1].isdigit() else message


def read(document: Path, tree: Path = MINIMAL) -> list[Case]:
    """All cases of a document."""
    reader = _Reader(document, tree)
    before = 0
    for paragraph in document.read_bytes().decode().removesuffix("\n").split("\n\n"):
        lines = paragraph.split("\n")
        try:
            reader.take(before, lines)
        except Malformed as error:
            raise Malformed(f"{document.name}:{before + 1}: {error}") from None
        before += len(lines) + 1
    return reader.cases


def rewritten(cases: list[Case], said: Mapping[str, list[str]]) -> str:
    """The document of all these cases with what is said of some, by id, and else as it is."""
    lines = cases[0].document.read_bytes().decode().split("\n")
    for case in reversed(cases):
        answer = said.get(case.id, case.expected)
        lines[case.at : case.at + len(case.messages)] = [f"  > {case.written(whole)}" for whole in answer]
    return "\n".join(lines)
