"""What the format speaks of, and where it stands in a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import takewhile
from typing import Any

from report.facts.figure import Status
from tests.outputs.word.wordml import DOCUMENT, EVEN_HEAD, ODD_HEAD, W, Word, read, runs, text, width

SETTINGS, COMMENTS = "word/settings.xml", "word/comments.xml"
ODD, EVEN = "word/footer-odd.xml", "word/footer-even.xml"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
WITH_TEXT = (DOCUMENT, ODD, EVEN, ODD_HEAD, EVEN_HEAD, COMMENTS)
AMBIGUOUS = re.compile("[“”‘’—…]")
MISSING = [status for status in Status if status is not Status.KNOWN]
RED = (("IssuerMark", "FF0000"), ("RedRule", "FF0000"))
TRACES = ("commentReference", "commentRangeStart", "ins", "del", "moveFrom", "moveTo", "sdt", "highlight")


def level(number: int) -> Callable[[Word], list[Any]]:
    """A level of headings: its style, whether it is needed or not, and the paragraphs numbered so."""
    return lambda d: [d.styles[f"Heading{number}"], *(p for level, p in d.headings if level == number)]


def notes(document: Word) -> list[Any]:
    """The paragraphs of 附件说明."""
    first = document.paragraphs.index(document.at("附件："))
    return [*takewhile(text, document.paragraphs[first:])]


def up_to_the_date(document: Word) -> list[Any]:
    """From the last paragraph of the report to 署名."""
    start = document.paragraphs.index(document.report[-1])
    return document.paragraphs[start : document.paragraphs.index(document.signature[1])]


def above_the_title(document: Word, lines: int) -> Any:
    return document.paragraphs[document.paragraphs.index(document.title) - lines]


def blanks(document: Word) -> list[Any]:
    """The runs that stand for something missing."""
    return [run for run in document.body.iter(f"{W}r") if "【" in text(run)]


ELEMENTS: dict[str, Callable[[Word], list[Any]]] = {
    "页面": lambda d: [d.body],
    "设置": lambda d: [d.tree(SETTINGS)],
    "各段": lambda d: [*d.body.iter(f"{W}p")],
    "标题": lambda d: [d.title],
    "主送机关": lambda d: [d.recipient],
    "报告": lambda d: d.report,
    "正文": lambda d: d.body_texts,
    **{f"{name}级标题": level(number) for number, name in enumerate("一二三四", 1)},
    "附件说明": notes,
    "附件说明首行": lambda d: notes(d)[:1],
    "附件说明续行": lambda d: notes(d)[1:],
    "文末到署名": up_to_the_date,
    "成文日期": lambda d: [d.signature[1]],
    "单页页码": lambda d: [d.tree(ODD).find(f"{W}p")],
    "双页页码": lambda d: [d.tree(EVEN).find(f"{W}p")],
    "页眉": lambda d: [d.tree(ODD_HEAD), d.tree(EVEN_HEAD)],
    "表格": lambda d: d.body.findall(f"{W}tbl"),
    "表头": lambda d: [table.find(f"{W}tr") for table in d.body.iter(f"{W}tbl")],
    "表行": lambda d: [*d.body.iter(f"{W}tr")],
    "表中各段": lambda d: [p for table in d.body.iter(f"{W}tbl") for p in table.iter(f"{W}p") if text(p)],
    "空处": blanks,
    "表外空处": lambda d: [run for run in blanks(d) if next(run.iterancestors(f"{W}tbl"), None) is None],
    "批注": lambda d: [*d.tree(COMMENTS)],
    "发文机关标志": lambda d: d.paragraphs[:1],
    "发文字号": lambda d: [above_the_title(d, 4)],
    "签发人姓名": lambda d: runs(above_the_title(d, 4))[-1:],
    "红线": lambda d: [above_the_title(d, 3)],
}


def left_over(size: str, *margins: str) -> Callable[[Word], list[int]]:
    """What of the page is left between two margins."""

    def found(document: Word) -> list[int]:
        taken = (int(read(document.body, f"sectPr/pgMar/@{side}")) for side in margins)
        return [int(read(document.body, f"sectPr/pgSz/@{size}")) - sum(taken)]

    return found


def numbered(level: int) -> Callable[[Word], list[str]]:
    """What the paragraphs say that have the outline level of a heading."""
    return lambda d: [text(p) for p in d.report if d.value(p, "pPr/outlineLvl/@val") == str(level)]


def parts(pattern: str) -> Callable[[Word], list[str]]:
    """The parts of the file with such a name."""
    return lambda d: [part for part in d.parts if re.search(pattern, part)]


def off_centre(document: Word) -> list[float]:
    """How far the middle of 署名 is from that of 成文日期, in characters."""
    name, date = (document.characters(p, "right") + width(text(p)) / 2 for p in document.signature)
    return [name - date]


def footers(document: Word) -> list[str]:
    """The footers of odd (default) and even pages, as the section names them."""
    names = {r.get("Id"): r.get("Target") for r in document.tree("word/_rels/document.xml.rels")}
    found = document.body.iterfind(f"{W}sectPr/{W}footerReference")
    return [" ".join(f"{ref.get(f'{W}type')}={names[ref.get(RELATED)]}" for ref in found)]


def page_numbers(document: Word) -> list[str]:
    """What the footers say, the number on the page left out."""
    nodes = ([*document.tree(footer).iter(f"{W}t", f"{W}instrText")] for footer in (ODD, EVEN))
    return ["".join((n.text or "").strip() for n in found if n.text != "1") for found in nodes]


def hints(document: Word) -> list[str | None]:
    """What runs that hold signs both Chinese and Western say that these are."""
    trees = [document.tree(part) for part in WITH_TEXT if part in document.parts]
    found = [run for tree in trees for run in tree.iter(f"{W}r") if AMBIGUOUS.search(text(run))]
    return [read(run, "rPr/rFonts/@hint") for run in found]


def of_a_theme(document: Word) -> list[str]:
    return [part for part, content in document.parts.items() if b"Theme=" in content or "theme" in part]


def columns(table: Any) -> list[int]:
    """How wide the columns of a table are."""
    return [int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")]


def uneven_rows(document: Word) -> list[str]:
    """The rows whose cells are not as wide as the columns that they reach over."""
    found = []
    for row in document.body.iter(f"{W}tr"):
        left = columns(row.getparent())
        for cell in row.iter(f"{W}tc"):
            span = int(read(cell, "tcPr/gridSpan/@val") or 1)
            if int(read(cell, "tcPr/tcW/@w")) != sum(left[:span]):
                found.append(text(row))
            left = left[span:]
        found += [text(row)] if left else []
    return found


def bookmarks(document: Word, attribute: str = "name") -> list[str]:
    return [mark.get(W + attribute) for mark in document.body.iter(f"{W}bookmarkStart")]


def torn_bookmarks(document: Word) -> list[str]:
    """The bookmarks that do not end in their paragraph, or hold no text."""
    found = []
    for mark in document.body.iter(f"{W}bookmarkStart"):
        ends = {end.get(f"{W}id") for end in mark.itersiblings(f"{W}bookmarkEnd")}
        run = next(mark.itersiblings(f"{W}r"), None)
        if mark.get(f"{W}id") not in ends or run is None or not text(run):
            found.append(mark.get(f"{W}name"))
    return found


def repeated(names: list[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def traces(document: Word) -> list[str]:
    """What a document that goes out has nothing of."""
    found = [node.tag.removeprefix(W) for node in document.body.iter(*(W + kind for kind in TRACES))]
    return found + [part for part in document.parts if part == COMMENTS]


def colours(document: Word) -> list[str]:
    """Every colour of text or of a line, with the style that it belongs to, but black and those of 红头."""
    found = [("", node.get(f"{W}val")) for node in document.body.iter(f"{W}color")]
    for id, style in document.styles.items():
        found += [(id, node.get(f"{W}val")) for node in style.iter(f"{W}color")]
        found += [(id, node.get(f"{W}color")) for node in style.iter(f"{W}bottom", f"{W}top")]
    return [f"{id} {c}" for id, c in found if c not in (None, "000000", "auto") and (id, c) not in RED]


def unfilled(document: Word) -> list[str]:
    """The runs that say that something is missing."""
    said = map(text, document.body.iter(f"{W}r"))
    return [words for words in said if "【" in words or words in MISSING]


def uncommented(document: Word) -> list[str]:
    """The figures without a comment, and the comments that are not on the first place of a figure."""
    marks = [mark.getprevious().get(f"{W}name") for mark in document.body.iter(f"{W}commentRangeStart")]
    firsts = {re.sub(r"\d+$", "1", name) for name in bookmarks(document)}
    return [*firsts.symmetric_difference(marks), *repeated(marks)]
