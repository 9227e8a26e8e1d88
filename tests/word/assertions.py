"""The format of official documents (GB/T 9704-2012) as assertions on a document, row by row of its table.

Beside each stand changes (part, what is there, what comes in its place) that make it fail, every one of them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from report.facts.figure import Status
from report.outputs.word.writing import NAME
from tests.word.wordml import LEVELS, W, Word, repacked, runs, text, width

Change = tuple[str, str, str] | Callable[[bytes], bytes]
DOCUMENT, STYLES, SETTINGS = "word/document.xml", "word/styles.xml", "word/settings.xml"
ODD, EVEN = "word/footer-odd.xml", "word/footer-even.xml"
CORE, COMMENTS = "docProps/core.xml", "word/comments.xml"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
TYPE_AREA = 8844  # twentieths of a point: 156 mm
MILLIMETRE = 1440 / 25.4
FANGSONG, KAITI, HEITI, SONG, TITLE = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"
HEADING_FONTS = (HEITI, KAITI, FANGSONG, FANGSONG)
AMBIGUOUS = re.compile("[“”‘’—…]")


@dataclass(frozen=True)
class Assertion:
    row: str  # of the format's table
    says: str
    holds: Callable[[Word], bool]
    changes: tuple[Change, ...]

    def __str__(self) -> str:
        return f"{self.row}: {self.says}"


def setting(document: Word, name: str, attribute: str) -> int:
    return int(document.body.find(f"{W}sectPr/{W}{name}").get(f"{W}{attribute}"))


def near(value: int, wanted: int) -> bool:
    return abs(value - wanted) <= 57  # a millimetre


def attribute(tag: str, name: str, value: str, other: str) -> Change:
    """An attribute of the page gets another value."""
    return (DOCUMENT, rf'(<w:{tag}[^>]* w:{name}=)"{value}"', rf'\1"{other}"')


def style(id: str, old: str, new: str) -> Change:
    """A piece of a style is another."""
    return (STYLES, rf'(?s)(w:styleId="{id}">(?:(?!</w:style>).)*?){old}', rf"\g<1>{new}")


def inherited(document: Word, id: str, part: str, name: str, attribute: str) -> str | None:
    """A look of a style, from itself or what it is based on."""
    for style in document._chain(id):
        found = style.find(f"{W}{part}/{W}{name}")
        if found is not None and found.get(f"{W}{attribute}") is not None:
            return found.get(f"{W}{attribute}")
    defaults = document.defaults.find(f"{W}{part}Default/{W}{part}/{W}{name}")
    return None if defaults is None else defaults.get(f"{W}{attribute}")


HEADING_LOOKS = (
    (("pPr", "spacing", "line"), "579"),
    (("pPr", "spacing", "lineRule"), "exact"),
    (("pPr", "spacing", "before"), "0"),
    (("pPr", "spacing", "after"), "0"),
    (("pPr", "ind", "firstLineChars"), "200"),
    (("pPr", "jc", "val"), "both"),
    (("rPr", "sz", "val"), "32"),
    (("rPr", "spacing", "val"), "-5"),
)


def heading_styles_are(document: Word, *looks: tuple[tuple[str, str, str], str]) -> bool:
    """Whether the styles of all four levels have these looks, also those that no copy needs."""
    return all(
        inherited(document, f"Heading{level}", *look) == value
        for level in range(1, 5)
        for look, value in looks
    )


def footer(document: Word, kind: str) -> str:
    """The part of the footer of odd (default) or even pages."""
    references = document.body.findall(f"{W}sectPr/{W}footerReference")
    (wanted,) = (ref.get(RELATED) for ref in references if ref.get(f"{W}type") == kind)
    parts = {r.get("Id"): r.get("Target") for r in document.tree("word/_rels/document.xml.rels")}
    return f"word/{parts[wanted]}"


def page_number(document: Word, footer: str) -> list[str]:
    return [
        (node.text or "").strip()
        for node in document.tree(footer).iter(f"{W}t", f"{W}instrText")
        if node.text != "1"
    ]


def heads_are(document: Word, holds: Callable[[int, object], bool]) -> bool:
    headings = document.headings()
    return {level for level, _ in headings} >= {0, 1, 2} and all(holds(level, p) for level, p in headings)


def tables(document: Word) -> list[object]:
    return document.body.findall(f"{W}tbl")


def rows(document: Word) -> Iterator[object]:
    for table in tables(document):
        yield from table.findall(f"{W}tr")


def cells(document: Word) -> list[object]:
    return [p for table in tables(document) for p in table.iter(f"{W}p") if text(p)]


def fits_columns(table: object) -> bool:
    """Whether the cells of every row are as wide as the columns that they reach over."""
    columns = [int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")]
    for row in table.findall(f"{W}tr"):
        start = 0
        for cell in row.findall(f"{W}tc"):
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            end = start + (int(span.get(f"{W}val")) if span is not None else 1)
            if int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) != sum(columns[start:end]):
                return False
            start = end
        if start != len(columns):
            return False
    return True


def notes(document: Word) -> list[object]:
    """The paragraphs of 附件说明."""
    first = document.paragraphs.index(document.at("附件："))
    return list(itertools.takewhile(text, document.paragraphs[first:]))


def first_of_name(document: Word, note: object) -> tuple[float, float]:
    """Where the name of an attachment begins in its first line, and where further lines would."""
    lead = re.match(r"(?:附件：)?(?:\d\.)?", text(note))[0]
    left, hanging = (document.characters(note, side) for side in ("left", "hanging"))
    return left - hanging + width(lead), left


def date_and_name(document: Word) -> tuple[float, float, float, float]:
    """The blank to the right of date and name, and how wide they are."""
    name, date = document.signature
    return (
        document.characters(date, "right"),
        document.characters(name, "right"),
        width(text(date)),
        width(text(name)),
    )


def stays_with_text(document: Word) -> bool:
    """From the last paragraph of the report to 署名, every one keeps with the next."""
    start = document.paragraphs.index(document.report[-1])
    end = document.paragraphs.index(document.signature[1])
    return all(document.on(p, "keepNext") for p in document.paragraphs[start:end])


def all_runs(document: Word) -> Iterator[object]:
    parts = (DOCUMENT, ODD, EVEN, "word/header-odd.xml", "word/header-even.xml", COMMENTS)
    for part in (part for part in parts if part in document.parts):
        tree = document.body if part == DOCUMENT else document.tree(part)
        yield from (run for run in tree.iter(f"{W}r") if run.find(f"{W}t") is not None)


def hinted(document: Word) -> bool:
    found = [run for run in all_runs(document) if AMBIGUOUS.search(text(run))]
    marks = [run.find(f"{W}rPr/{W}rFonts") for run in found]
    return len(found) > 20 and all(m is not None and m.get(f"{W}hint") == "eastAsia" for m in marks)


def figures(document: Word) -> list[str]:
    """The bookmarks of figures that hold text: begun and ended in one paragraph."""
    found = []
    for paragraph in document.body.iter(f"{W}p"):
        ends = {end.get(f"{W}id") for end in paragraph.findall(f"{W}bookmarkEnd")}
        for mark in paragraph.findall(f"{W}bookmarkStart"):
            following = mark.getnext()
            while following is not None and following.tag != f"{W}r":
                following = following.getnext()
            if mark.get(f"{W}id") in ends and following is not None and text(following):
                found.append(mark.get(f"{W}name"))
    return found


BODY, NORMAL = "BodyText", "Normal"
EVERY_COPY = (
    Assertion(
        "page",
        "A4",
        lambda d: (setting(d, "pgSz", "w"), setting(d, "pgSz", "h")) == (11906, 16838),
        (attribute("pgSz", "w", "11906", "12240"), attribute("pgSz", "h", "16838", "15840")),
    ),
    Assertion(
        "page",
        "天头 37 毫米",
        lambda d: near(setting(d, "pgMar", "top"), 2098),
        (attribute("pgMar", "top", "2098", "1440"),),
    ),
    Assertion(
        "page",
        "订口 28 毫米",
        lambda d: near(setting(d, "pgMar", "left"), 1588),
        (attribute("pgMar", "left", "1588", "1800"),),
    ),
    Assertion(
        "page",
        "右边",
        lambda d: near(setting(d, "pgMar", "right"), 1474),
        (attribute("pgMar", "right", "1474", "1800"),),
    ),
    Assertion(
        "page",
        "下边",
        lambda d: near(setting(d, "pgMar", "bottom"), 1984),
        (attribute("pgMar", "bottom", "1984", "1440"),),
    ),
    Assertion(
        "page",
        "没有装订线",
        lambda d: setting(d, "pgMar", "gutter") == 0,
        (attribute("pgMar", "gutter", "0", "284"),),
    ),
    Assertion(
        "page",
        "版心 156×225 毫米",
        lambda d: (
            abs(
                setting(d, "pgSz", "w")
                - setting(d, "pgMar", "left")
                - setting(d, "pgMar", "right")
                - TYPE_AREA
            )
            < 1
            and abs(
                setting(d, "pgSz", "h")
                - setting(d, "pgMar", "top")
                - setting(d, "pgMar", "bottom")
                - 225 * MILLIMETRE
            )
            < 2
        ),
        (attribute("pgMar", "left", "1588", "1560"), attribute("pgMar", "bottom", "1984", "2000")),
    ),
    Assertion(
        "grid",
        "22 行一面，只定行",
        lambda d: (
            d.body.find(f"{W}sectPr/{W}docGrid").get(f"{W}type") == "lines"
            and setting(d, "docGrid", "linePitch") == 579
        ),
        (
            attribute("docGrid", "linePitch", "579", "580"),
            attribute("docGrid", "type", "lines", "linesAndChars"),
        ),
    ),
    Assertion(
        "body",
        "仿宋_GB2312",
        lambda d: d.fonts(d.body_texts(), "rFonts", "eastAsia") == {FANGSONG},
        ((STYLES, f'w:eastAsia="{FANGSONG}" w:hAnsi', 'w:eastAsia="等线" w:hAnsi'),),
    ),
    Assertion(
        "body",
        "数字也用仿宋",
        lambda d: (
            d.fonts(d.body_texts(), "rFonts", "ascii") == {FANGSONG}
            and d.fonts(d.body_texts(), "rFonts", "hAnsi") == {FANGSONG}
        ),
        (
            (STYLES, f'w:ascii="{FANGSONG}"', 'w:ascii="Times New Roman"'),
            (STYLES, f'w:hAnsi="{FANGSONG}"', 'w:hAnsi="Times New Roman"'),
        ),
    ),
    Assertion(
        "body",
        "三号",
        lambda d: d.fonts(d.body_texts(), "sz") == {"32"},
        ((STYLES, '<w:sz w:val="32"/>', '<w:sz w:val="30"/>'),),
    ),
    Assertion(
        "body",
        "两端对齐",
        lambda d: d.looks(d.body_texts(), "jc") == {"both"},
        (style(NORMAL, 'w:val="both"', 'w:val="left"'),),
    ),
    Assertion(
        "body",
        "首行缩进二字",
        lambda d: d.looks(d.body_texts(), "ind", "firstLineChars") == {"200"},
        (style(BODY, 'w:firstLineChars="200"', 'w:firstLineChars="0"'),),
    ),
    Assertion(
        "body",
        "固定行距 28.95 磅",
        lambda d: (
            d.looks(d.body_texts(), "spacing", "line") == {"579"}
            and d.looks(d.body_texts(), "spacing", "lineRule") == {"exact"}
        ),
        (
            style(NORMAL, 'w:line="579"', 'w:line="600"'),
            style(NORMAL, 'w:lineRule="exact"', 'w:lineRule="auto"'),
        ),
    ),
    Assertion(
        "body",
        "段前段后为零",
        lambda d: (
            d.looks(d.body_texts(), "spacing", "before") == {"0"}
            and d.looks(d.body_texts(), "spacing", "after") == {"0"}
        ),
        (style(NORMAL, 'w:before="0"', 'w:before="120"'), style(NORMAL, 'w:after="0"', 'w:after="120"')),
    ),
    Assertion(
        "body",
        "不管孤行",
        lambda d: not any(d.on(p, "widowControl", True) for p in d.report),
        (style(NORMAL, '<w:widowControl w:val="0"/>', ""),),
    ),
    Assertion(
        "body",
        "字距紧 0.25 磅",
        lambda d: d.fonts(d.report, "spacing") == {"-5"},
        (style(NORMAL, 'w:spacing w:val="-5"', 'w:spacing w:val="0"'),),
    ),
    Assertion(
        "title",
        "方正小标宋简体",
        lambda d: (
            d.fonts([d.at("关于")], "rFonts", "eastAsia") == {TITLE}
            and d.fonts([d.at("关于")], "rFonts", "ascii") == {TITLE}
        ),
        (
            style("Title", f'w:ascii="{TITLE}"', 'w:ascii="Arial"'),
            style("Title", f'w:eastAsia="{TITLE}"', f'w:eastAsia="{HEITI}"'),
        ),
    ),
    Assertion(
        "title",
        "二号",
        lambda d: d.fonts([d.at("关于")], "sz") == {"44"},
        (style("Title", 'w:sz w:val="44"', 'w:sz w:val="36"'),),
    ),
    Assertion(
        "title",
        "居中",
        lambda d: d.look(d.at("关于"), "jc", "val") == "center",
        (style("Title", 'w:jc w:val="center"', 'w:jc w:val="left"'),),
    ),
    Assertion(
        "title",
        "不加粗",
        lambda d: (
            not any(True for s in d._chain("Title") for _ in s.iter(f"{W}b"))
            and d.at("关于").find(f".//{W}b") is None
        ),
        (
            style("Title", "<w:sz ", "<w:b/><w:sz "),
            (DOCUMENT, "<w:r><w:t[^>]*>关于", "<w:r><w:rPr><w:b/></w:rPr><w:t>关于"),
        ),
    ),
    Assertion(
        "title",
        "不对齐网格",
        lambda d: not d.on(d.at("关于"), "snapToGrid", True),
        (style("Title", '<w:snapToGrid w:val="0"/>', ""),),
    ),
    Assertion(
        "headings",
        "黑体、楷体、仿宋",
        lambda d: heads_are(d, lambda n, p: d.fonts([p], "rFonts", "eastAsia") == {HEADING_FONTS[n]}),
        (
            style("Heading1", f'w:eastAsia="{HEITI}"', f'w:eastAsia="{FANGSONG}"'),
            style("Heading2", f'w:eastAsia="{KAITI}"', f'w:eastAsia="{FANGSONG}"'),
            style("Heading3", "<w:pPr>", f'<w:rPr><w:rFonts w:eastAsia="{HEITI}"/></w:rPr><w:pPr>'),
        ),
    ),
    Assertion(
        "headings",
        "三号",
        lambda d: heads_are(d, lambda n, p: d.fonts([p], "sz") == {"32"}),
        (style("Heading1", "<w:rPr>", '<w:rPr><w:sz w:val="36"/>'),),
    ),
    Assertion(
        "headings",
        "四级的字体",
        lambda d: (
            [inherited(d, f"Heading{n}", "rPr", "rFonts", "eastAsia") for n in range(1, 5)]
            == [*HEADING_FONTS]
        ),
        (
            style("Heading4", "<w:pPr>", f'<w:rPr><w:rFonts w:eastAsia="{HEITI}"/></w:rPr><w:pPr>'),
            style("Heading3", "<w:pPr>", f'<w:rPr><w:rFonts w:eastAsia="{HEITI}"/></w:rPr><w:pPr>'),
        ),
    ),
    Assertion(
        "headings",
        "四级的字号、字距、行距、缩进与正文一样",
        lambda d: heading_styles_are(d, *HEADING_LOOKS),
        (
            style("Heading4", "<w:pPr>", '<w:rPr><w:sz w:val="36"/></w:rPr><w:pPr>'),
            style("Heading1", "<w:rPr>", '<w:rPr><w:spacing w:val="0"/>'),
            style("Heading1", "<w:pPr>", '<w:pPr><w:spacing w:line="480" w:lineRule="auto"/>'),
            style("Heading1", "<w:pPr>", '<w:pPr><w:spacing w:before="240"/>'),
            style("Heading2", "<w:pPr>", '<w:pPr><w:ind w:firstLineChars="0"/>'),
            style("Heading2", "<w:pPr>", '<w:pPr><w:jc w:val="center"/>'),
        ),
    ),
    Assertion(
        "headings",
        "不加粗",
        lambda d: not any(list(s.iter(f"{W}b")) for n in "1234" for s in d._chain(f"Heading{n}")),
        (style("Heading2", "<w:rPr>", "<w:rPr><w:b/>"),),
    ),
    Assertion(
        "headings",
        "大纲级别",
        lambda d: heads_are(d, lambda n, p: d.level(p) == n),
        tuple(
            style(f"Heading{n + 1}", f'w:outlineLvl w:val="{n}"', 'w:outlineLvl w:val="7"') for n in range(3)
        ),
    ),
    Assertion(
        "headings",
        "四级的样式都有",
        lambda d: (
            [d.styles[f"Heading{n}"].find(f"{W}pPr/{W}outlineLvl").get(f"{W}val") for n in range(1, 5)]
            == list("0123")
        ),
        (style("Heading4", 'w:outlineLvl w:val="3"', 'w:outlineLvl w:val="4"'),),
    ),
    Assertion(
        "headings",
        "编号是文字，不是自动编号",
        lambda d: (
            not list(d.body.iter(f"{W}numPr"))
            and "word/numbering.xml" not in d.parts
            and heads_are(d, lambda n, p: bool(re.match(LEVELS[n], text(p))))
        ),
        (
            (
                DOCUMENT,
                '<w:pStyle w:val="Heading1"/>',
                '<w:pStyle w:val="Heading1"/><w:numPr><w:numId w:val="1"/></w:numPr>',
            ),
        ),
    ),
    Assertion(
        "headings",
        "不足没有标题",
        lambda d: (
            not any(text(p).startswith("存在的不足") for p in d.paragraphs)
            and d.level(d.at("在取得成效的同时")) is None
        ),
        (
            (
                DOCUMENT,
                '<w:pStyle w:val="BodyText"/></w:pPr><w:r><w:t xml:space="preserve">在取得',
                '<w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t xml:space="preserve">在取得',
            ),
            (DOCUMENT, "在取得成效的同时", "存在的不足：在取得成效的同时"),
        ),
    ),
    Assertion(
        "headings",
        "一是……不加粗",
        lambda d: not list(d.body.iter(f"{W}b")) and any(text(p).startswith("一是") for p in d.report),
        ((DOCUMENT, '<w:r><w:t xml:space="preserve">一是', "<w:r><w:rPr><w:b/></w:rPr><w:t>一是"),),
    ),
    Assertion(
        "主送机关",
        "顶格",
        lambda d: (
            d.look(d.recipient, "ind", "firstLineChars") in (None, "0")
            and d.look(d.recipient, "ind", "firstLine") in (None, "0")
        ),
        (
            style("Recipient", 'w:firstLineChars="0"', 'w:firstLineChars="200"'),
            style("Recipient", 'w:firstLine="0"', 'w:firstLine="640"'),
        ),
    ),
    Assertion(
        "主送机关",
        "以全角冒号结尾",
        lambda d: text(d.recipient).endswith("："),
        (
            (
                DOCUMENT,
                '：</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="BodyText"',
                ':</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="BodyText"',
            ),
        ),
    ),
    Assertion(
        "附件说明",
        "左空二字",
        lambda d: d.characters(notes(d)[0], "left") - d.characters(notes(d)[0], "hanging") == 2,
        (style("AttachmentNoteFirst", 'w:left="1920"', 'w:left="2240"'),),
    ),
    Assertion(
        "附件说明",
        "编号用阿拉伯数字",
        lambda d: (
            [text(p)[: -len(name)] for p, name in zip(notes(d), ("主要数据表", "规定书目"), strict=True)]
            == ["附件：1.", "2."]
        ),
        ((DOCUMENT, "附件：1\\.", "附件：一、"), (DOCUMENT, ">2\\.规定书目", ">２．规定书目")),
    ),
    Assertion(
        "附件说明",
        "回行对齐名称的首字",
        lambda d: (
            all(start == further for start, further in (first_of_name(d, p) for p in notes(d)))
            and len({first_of_name(d, p) for p in notes(d)}) == 1
        ),
        (
            style(
                "AttachmentNote",
                'w:hanging="320"',
                'w:hanging="640"',
            ),
            style(
                "AttachmentNoteFirst",
                'w:hanging="1280"',
                'w:hanging="960"',
            ),
        ),
    ),
    Assertion(
        "附件说明",
        "名称后面没有标点",
        lambda d: not any(re.search(r"[。；，、.]$", text(p)) for p in notes(d)),
        ((DOCUMENT, "1\\.主要数据表", "1.主要数据表。"),),
    ),
    Assertion(
        "成文日期",
        "右空四字",
        lambda d: date_and_name(d)[0] == 4,
        ((DOCUMENT, 'w:right="1280" w:rightChars="400"', 'w:right="640" w:rightChars="200"'),),
    ),
    Assertion(
        "署名",
        "在日期上居中",
        lambda d: (lambda dr, nr, dw, nw: abs((dr + dw / 2) - (nr + nw / 2)) < 0.02)(*date_and_name(d)),
        (
            (
                DOCUMENT,
                r'(<w:pStyle w:val="Sender"/><w:ind w:right=)"\d+" w:rightChars="\d+"',
                r'\1"0" w:rightChars="0"',
            ),
        ),
    ),
    Assertion(
        "署名",
        "不单独在一页",
        stays_with_text,
        (
            (DOCUMENT, '<w:pStyle w:val="BodyText"/><w:keepNext/>', '<w:pStyle w:val="BodyText"/>'),
            style("Sender", "<w:keepNext/>", ""),
            style("AttachmentNote", "<w:keepNext/>", ""),
            (
                DOCUMENT,
                '(<w:pStyle w:val="Normal"/>)<w:keepNext/>(</w:pPr></w:p><w:p><w:pPr><w:pStyle w:val="Se)',
                r"\1\2",
            ),
        ),
    ),
    Assertion(
        "page number",
        "单双页不同",
        lambda d: (
            d.tree(SETTINGS).find(f"{W}evenAndOddHeaders") is not None
            and [ref.get(f"{W}type") for ref in d.body.findall(f"{W}sectPr/{W}footerReference")]
            == ["default", "even"]
        ),
        ((SETTINGS, "<w:evenAndOddHeaders/>", ""), (DOCUMENT, '<w:footerReference w:type="even"[^>]*>', "")),
    ),
    Assertion(
        "page number",
        "单页、双页的页脚没有颠倒",
        lambda d: (footer(d, "default"), footer(d, "even")) == (ODD, EVEN),
        (
            (DOCUMENT, '(<w:footerReference w:type="default" r:id=)"rId6"', r'\1"rId7"'),
            (DOCUMENT, '(<w:footerReference w:type="even" r:id=)"rId7"', r'\1"rId6"'),
        ),
    ),
    Assertion(
        "page number",
        "单页居右空一字",
        lambda d: (
            (
                d.look(d.tree(ODD).find(f"{W}p"), "jc", "val"),
                d.look(d.tree(ODD).find(f"{W}p"), "ind", "rightChars"),
            )
            == ("right", "100")
        ),
        (
            style("PageNumberOdd", 'w:val="right"', 'w:val="center"'),
            style("PageNumberOdd", 'w:rightChars="100"', 'w:rightChars="0"'),
        ),
    ),
    Assertion(
        "page number",
        "双页居左空一字",
        lambda d: (
            (
                d.look(d.tree(EVEN).find(f"{W}p"), "jc", "val"),
                d.look(d.tree(EVEN).find(f"{W}p"), "ind", "leftChars"),
            )
            == ("left", "100")
        ),
        (
            style("PageNumberEven", 'w:jc w:val="left"', 'w:jc w:val="center"'),
            style("PageNumberEven", 'w:leftChars="100"', 'w:leftChars="0"'),
        ),
    ),
    Assertion(
        "page number",
        "— 页码 —",
        lambda d: page_number(d, ODD) == page_number(d, EVEN) == ["—", "PAGE", "—"],
        ((ODD, "—", "-"), (EVEN, "PAGE", "NUMPAGES")),
    ),
    Assertion(
        "page number",
        "四号宋体",
        lambda d: all(
            d.fonts([d.tree(f).find(f"{W}p")], *look) == {value}
            for f in (ODD, EVEN)
            for look, value in (
                (("sz", "val"), "28"),
                (("rFonts", "eastAsia"), SONG),
                (("rFonts", "ascii"), SONG),
            )
        ),
        (
            style("Footer", 'w:sz w:val="28"', 'w:sz w:val="21"'),
            style("Footer", f'w:eastAsia="{SONG}"', f'w:eastAsia="{FANGSONG}"'),
            style("Footer", f'w:ascii="{SONG}"', 'w:ascii="Times"'),
        ),
    ),
    Assertion(
        "page number",
        "距页底 25.4 毫米",
        lambda d: setting(d, "pgMar", "footer") == 1440,
        (attribute("pgMar", "footer", "1440", "992"),),
    ),
    Assertion(
        "quotes, dashes",
        "引号、破折号是汉字的",
        hinted,
        ((DOCUMENT, '<w:rFonts w:hint="eastAsia"/>', ""), (ODD, '<w:rFonts w:hint="eastAsia"/>', "")),
    ),
    Assertion(
        "quotes, dashes",
        "不用主题字体",
        lambda d: not any(b"Theme=" in content or "theme" in part for part, content in d.parts.items()),
        ((STYLES, "<w:rFonts ", '<w:rFonts w:asciiTheme="minorHAnsi" '),),
    ),
    Assertion(
        "table",
        "表头每页重复",
        lambda d: (
            len(tables(d)) == 2
            and all(table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for table in tables(d))
        ),
        ((DOCUMENT, "<w:tblHeader/>", ""),),
    ),
    Assertion(
        "table",
        "行不跨页",
        lambda d: all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows(d)),
        ((DOCUMENT, "<w:cantSplit/>", ""),),
    ),
    Assertion(
        "table",
        "不宽过版心",
        lambda d: all(
            int(t.find(f"{W}tblPr/{W}tblW").get(f"{W}w")) <= TYPE_AREA
            and sum(int(c.get(f"{W}w")) for c in t.iter(f"{W}gridCol")) <= TYPE_AREA
            for t in tables(d)
        ),
        (
            (DOCUMENT, '<w:tblW w:w="8844"', '<w:tblW w:w="9000"'),
            (DOCUMENT, '<w:gridCol w:w="3072"', '<w:gridCol w:w="4072"'),
        ),
    ),
    Assertion(
        "table",
        "每格与它的列一样宽",
        lambda d: all(fits_columns(table) for table in tables(d)),
        ((DOCUMENT, '<w:tcW w:w="3072"', '<w:tcW w:w="6144"'), (DOCUMENT, '<w:gridSpan w:val="4"/>', "")),
    ),
    Assertion(
        "table",
        "格里不对齐网格",
        lambda d: not any(d.on(p, "snapToGrid", True) for p in cells(d)),
        (style("TableText", '<w:snapToGrid w:val="0"/>', ""),),
    ),
    Assertion(
        "every figure",
        "书签各有各的名字",
        lambda d: (
            len(figures(d)) > 100
            and len({*figures(d)}) == len(figures(d))
            and all(NAME.fullmatch(n) and len(n) <= 40 for n in figures(d))
        ),
        ((DOCUMENT, "fig_org_sector_2", "fig_org_sector_1"), (DOCUMENT, 'w:name="fig_', 'w:name="')),
    ),
    Assertion(
        "every figure",
        "书签编号不重复",
        lambda d: len(ids := [m.get(f"{W}id") for m in d.body.iter(f"{W}bookmarkStart")]) == len({*ids}),
        ((DOCUMENT, '<w:bookmarkStart w:id="5"', '<w:bookmarkStart w:id="4"'),),
    ),
    Assertion(
        "package",
        "压缩包里的时间是 1980 年",
        lambda d: {entry.date_time for entry in d.entries} == {(1980, 1, 1, 0, 0, 0)},
        (lambda content: repacked(content, time=(2023, 11, 24, 0, 0, 0)),),
    ),
    Assertion(
        "package",
        "写稿的时间固定",
        lambda d: d.parts[CORE].count(b">1980-01-01T00:00:00Z<") == 2,
        ((CORE, "1980-01-01", "2023-11-24"),),
    ),
    Assertion(
        "package",
        "没有缩略图和旧样式",
        lambda d: not any("thumbnail" in part or "stylesWithEffects" in part for part in d.parts),
        (
            lambda content: repacked(content, added="docProps/thumbnail.jpeg"),
            lambda content: repacked(content, added="word/stylesWithEffects.xml"),
        ),
    ),
)


def colours(document: Word) -> list[tuple[str, str]]:
    """Every colour of text or of a line, with the style that it belongs to; empty for the text itself."""
    found = []
    for id, style in document.styles.items():
        found += [(id, node.get(f"{W}val")) for node in style.iter(f"{W}color")]
        found += [(id, node.get(f"{W}color")) for node in style.iter(f"{W}bottom", f"{W}top")]
    found += [("", node.get(f"{W}val")) for node in document.body.iter(f"{W}color")]
    return [(id, colour) for id, colour in found if colour not in (None, "000000", "auto")]


def traces(document: Word) -> list[str]:
    """What a document that goes out has nothing of."""
    kinds = ("commentReference", "commentRangeStart", "ins", "del", "moveFrom", "moveTo", "sdt", "highlight")
    return [kind for kind in kinds if next(document.body.iter(f"{W}{kind}"), None) is not None]


def inserted(xml: str) -> Change:
    """A piece of XML in front of the first run of the report."""
    return (DOCUMENT, r'(<w:pStyle w:val="Recipient"/></w:pPr>)', rf"\g<1>{xml}")


def blanks(document: Word) -> list[object]:
    """The runs that stand for something missing."""
    return [run for run in document.body.iter(f"{W}r") if "【" in text(run)]


def comments(document: Word) -> dict[str, str]:
    """What the comments say, by the bookmark of the figure that they are on."""
    said = {c.get(f"{W}id"): "\n".join(map(text, c.iter(f"{W}p"))) for c in document.tree(COMMENTS)}
    found = {}
    for mark in document.body.iter(f"{W}commentRangeStart"):
        begun = mark.getprevious()
        assert begun.tag == f"{W}bookmarkStart"
        found[begun.get(f"{W}name")] = said[mark.get(f"{W}id")]
    return found


def rule(document: Word) -> object:
    """The red rule: the paragraph in front of the two empty lines above the title."""
    return document.paragraphs[document.paragraphs.index(document.at("关于")) - 3]


def number_line(document: Word) -> object:
    return document.paragraphs[document.paragraphs.index(rule(document)) - 1]


def border(document: Word, name: str) -> str:
    """A property of the line below the paragraph of the red rule."""
    return (
        document.styles[document._style(rule(document))].find(f"{W}pPr/{W}pBdr/{W}bottom").get(f"{W}{name}")
    )


SEAL = (
    Assertion(
        "成文日期",
        "阿拉伯数字，不补零",
        lambda d: re.fullmatch(r"\d{4}年[1-9]\d?月[1-9]\d?日", text(d.signature[1])) is not None,
        (
            (DOCUMENT, "2023年11月27日", "2023年11月07日"),
            (DOCUMENT, "2023年11月27日", "二〇二三年十一月二十七日"),
        ),
    ),
)
SUBMISSION = (
    Assertion(
        "submission copy",
        "没有批注、修订、控件、底色",
        lambda d: not traces(d) and COMMENTS not in d.parts,
        (
            inserted('<w:commentRangeStart w:id="0"/>'),
            inserted('<w:ins w:id="0" w:author="x"/>'),
            inserted('<w:del w:id="0" w:author="x"/>'),
            inserted("<w:sdt/>"),
            inserted('<w:r><w:rPr><w:highlight w:val="yellow"/></w:rPr></w:r>'),
            lambda content: repacked(content, added=COMMENTS),
        ),
    ),
    Assertion(
        "submission copy",
        "除了红头都是黑字",
        lambda d: (
            {id for id, _ in colours(d)} <= {"IssuerMark", "RedRule"}
            and {colour for _, colour in colours(d)} <= {"FF0000"}
        ),
        (
            inserted('<w:r><w:rPr><w:color w:val="FF0000"/></w:rPr></w:r>'),
            style("Title", "<w:sz ", '<w:color w:val="C00000"/><w:sz '),
        ),
    ),
    Assertion(
        "submission copy",
        "没有空处",
        lambda d: (
            not blanks(d)
            and not any(status in text(d.body) for status in Status if status is not Status.KNOWN)
        ),
        ((DOCUMENT, "特此报告。", "特此报告【待填报】。"), (DOCUMENT, "特此报告。", "特此报告不公开。")),
    ),
)
DRAFT = (
    Assertion(
        "draft copy",
        "空处标黄，写明空着什么",
        lambda d: (
            len(blanks(d)) > 4
            and all(run.find(f"{W}rPr/{W}highlight") is not None for run in blanks(d))
            and all(
                re.fullmatch(r"【(待填报|不公开|不适用)：[^【】]+】", text(run))
                for run in blanks(d)
                if next(run.iterancestors(f"{W}tbl"), None) is None
            )
        ),
        ((DOCUMENT, '<w:highlight w:val="yellow"/>', ""), (DOCUMENT, "【待填报：[^】]*】", "【待填报】")),
    ),
    Assertion(
        "draft copy",
        "每面都写明是草稿",
        lambda d: all("草稿" in text(d.tree(f"word/header-{side}.xml")) for side in ("odd", "even")),
        (("word/header-odd.xml", "草稿", ""), ("word/header-even.xml", "草稿", "")),
    ),
)
REVIEW = (
    Assertion(
        "review copy",
        "批注里的引号也是汉字的",
        hinted,
        ((COMMENTS, '<w:rFonts w:hint="eastAsia"/>', ""),),
    ),
    Assertion(
        "review copy",
        "每面都写明是送审稿",
        lambda d: all("送审稿" in text(d.tree(f"word/header-{side}.xml")) for side in ("odd", "even")),
        (("word/header-odd.xml", "送审稿", ""), ("word/header-even.xml", "送审稿", "")),
    ),
    Assertion(
        "review copy",
        "每个数一条批注",
        lambda d: (
            {name.rpartition("_")[0] for name in comments(d)} == {n.rpartition("_")[0] for n in figures(d)}
            and all(name.endswith("_1") for name in comments(d))
        ),
        (
            (DOCUMENT, '<w:commentRangeStart w:id="3"/>', ""),
            (DOCUMENT, "fig_org_sector_1", "fig_org_other_1"),
        ),
    ),
    Assertion(
        "review copy",
        "批注写明键、口径、出处、数据截至",
        lambda d: all(
            [line.partition("：")[0] for line in said.split("\n")][:4] == ["键", "口径", "出处", "数据截至"]
            and all(line.partition("：")[2] for line in said.split("\n"))
            for said in comments(d).values()
        ),
        ((COMMENTS, "口径：", "算法："), (COMMENTS, "(键：)[^<]+", r"\1")),
    ),
    Assertion(
        "review copy",
        "批注没有时间",
        lambda d: b"w:date" not in d.parts[COMMENTS],
        ((COMMENTS, "<w:comment ", '<w:comment w:date="2023-11-24T00:00:00Z" '),),
    ),
)
RED_HEAD = (
    Assertion(
        "红头",
        "发文机关标志红色居中",
        lambda d: (
            d.fonts([d.paragraphs[0]], "color") == {"FF0000"}
            and d.look(d.paragraphs[0], "jc", "val") == "center"
            and d.fonts([d.paragraphs[0]], "rFonts", "eastAsia") == {TITLE}
            and text(d.paragraphs[0]).endswith("文件")
        ),
        (
            style("IssuerMark", "FF0000", "000000"),
            style("IssuerMark", 'w:jc w:val="center"', 'w:jc w:val="left"'),
            style("IssuerMark", f'w:eastAsia="{TITLE}"', f'w:eastAsia="{HEITI}"'),
            (DOCUMENT, "委员会文件", "委员会"),
        ),
    ),
    Assertion(
        "红头",
        "发文机关标志距版心上边 35 毫米",
        lambda d: abs(int(d.look(d.paragraphs[0], "spacing", "before")) - 35 * MILLIMETRE) < 2,
        ((DOCUMENT, 'w:before="1984"', 'w:before="1000"'),),
    ),
    Assertion(
        "红头",
        "固定行距容得下字",
        lambda d: (
            d.look(d.paragraphs[0], "spacing", "lineRule") == "exact"
            and 10
            <= int(d.look(d.paragraphs[0], "spacing", "line")) / int(*d.fonts(d.paragraphs[:1], "sz"))
            <= 12
        ),
        (
            (DOCUMENT, r'(w:before="1984" w:line=)"\d+"', r'\1"579"'),
            (DOCUMENT, r'(w:before="1984" w:line=)"\d+"', r'\1"2000"'),
            (DOCUMENT, 'w:lineRule="exact"', 'w:lineRule="auto"'),
        ),
    ),
    Assertion(
        "红头",
        "发文字号居左空一字，年份用六角括号",
        lambda d: (
            d.characters(number_line(d), "left") == 1
            and re.match(r"[^\d〔〕]+〔\d{4}〕[1-9]\d*号签发人：", text(number_line(d))) is not None
        ),
        (
            style("DocumentNumber", 'w:left="320" w:leftChars="100"', 'w:left="0" w:leftChars="0"'),
            (DOCUMENT, "〔2023〕", "（2023）"),
        ),
    ),
    Assertion(
        "红头",
        "签发人居右空一字，姓名用楷体",
        lambda d: (
            d.characters(number_line(d), "right") == 1
            and number_line(d).find(f"{W}r/{W}tab") is not None
            and [t.get(f"{W}pos") for t in d.styles["DocumentNumber"].iter(f"{W}tab")]
            == [str(TYPE_AREA - 320)]
            and d.font(runs(number_line(d))[-1], "rFonts", "eastAsia") == KAITI
        ),
        (
            style("DocumentNumber", 'w:right="320" w:rightChars="100"', 'w:right="0" w:rightChars="0"'),
            (DOCUMENT, "<w:tab/>", ""),
            style("DocumentNumber", 'w:pos="8524"', 'w:pos="8844"'),
            style("SignerName", f'w:eastAsia="{KAITI}"', f'w:eastAsia="{FANGSONG}"'),
        ),
    ),
    Assertion(
        "红头",
        "红线与版心等宽，在发文字号下 4 毫米",
        lambda d: (
            border(d, "color") == "FF0000"
            and border(d, "val") == "single"
            and d.look(rule(d), "ind", "left") in (None, "0")
            and d.look(rule(d), "ind", "right") in (None, "0")
            and abs(int(d.look(rule(d), "spacing", "line")) - 4 * MILLIMETRE) < 2
        ),
        (
            style("RedRule", "FF0000", "000000"),
            style("RedRule", '<w:bottom w:val="single"', '<w:bottom w:val="nil"'),
            style("RedRule", '<w:spacing w:line="227"/>', '<w:spacing w:line="227"/><w:ind w:left="320"/>'),
            style("RedRule", '<w:spacing w:line="227"/>', '<w:spacing w:line="227"/><w:ind w:right="320"/>'),
            style("RedRule", 'w:line="227"', 'w:line="579"'),
        ),
    ),
)
