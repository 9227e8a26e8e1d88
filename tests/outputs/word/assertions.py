"""The format of official documents (GB/T 9704-2012) as a table, a row a line.

A row belongs to a row of the format and says of an element that a property, given by its path of XML, has a
value. Lengths are in twentieths of a point. What has no path is read off by a function; behind such rows, and
behind those about text, stand the changes (part, what is there, what comes in its place) that make them fail.
Those of all others follow from the row.
"""

from __future__ import annotations

import re

from report.outputs.word.writing import NAME
from tests.outputs.word import elements
from tests.outputs.word.asserting import NOTHING, Change, Range, Row, near
from tests.outputs.word.elements import COMMENTS, EVEN, ODD
from tests.outputs.word.wordml import (
    CORE,
    DOCUMENT,
    EPOCH,
    EVEN_HEAD,
    LEVELS,
    ODD_HEAD,
    STYLES,
    W,
    repacked,
    text,
)

FANGSONG, KAITI, HEITI, SONG, TITLE = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"
LEVEL_FONTS = {"一": HEITI, "二": KAITI, "三": FANGSONG, "四": FANGSONG}
WIDTH = 8844  # 版心宽 156 毫米
UP_TO_WIDTH = Range(1, WIDTH)
HINT = '<w:rFonts w:hint="eastAsia"/>'


def added(part: str) -> Change:
    return lambda content: repacked(content, added=part)


def later(content: bytes) -> bytes:
    return repacked(content, time=(2023, 11, 24, 0, 0, 0))


def inserted(xml: str) -> Change:
    """A piece of XML in front of the text of the recipient."""
    return (DOCUMENT, r'(<w:pStyle w:val="Recipient"/></w:pPr>)', rf"\g<1>{xml}")


def as_body(of: str, where: str) -> tuple[Row, ...]:
    """What headings have in common with the text."""
    return (
        Row(of, where, "rPr/sz/@val", "32"),  # 三号
        Row(of, where, "rPr/spacing/@val", "-5"),  # 字距紧 0.25 磅，一行 28 字
        Row(of, where, "pPr/jc/@val", "both"),  # 两端对齐
        Row(of, where, "pPr/ind/@firstLineChars", "200"),  # 首行缩进二字
        Row(of, where, "pPr/spacing/@line", "579"),  # 固定行距 28.95 磅，一面 22 行
        Row(of, where, "pPr/spacing/@lineRule", "exact"),
        Row(of, where, "pPr/spacing/@before", "0"),
        Row(of, where, "pPr/spacing/@after", "0"),
    )


def heading(level: int, name: str) -> tuple[Row, ...]:
    where = f"{name}级标题"
    return (
        Row("headings", where, "rPr/rFonts/@eastAsia", LEVEL_FONTS[name]),
        Row("headings", where, "rPr/b", None),  # 不加粗
        Row("headings", where, "pPr/outlineLvl/@val", str(level)),
        *as_body("headings", where),
    )


def numbering(level: int, name: str) -> Row:
    """The number is literal text: what has the outline level of a heading begins with the number of one."""
    found, change = elements.numbered(level), (DOCUMENT, f">{LEVELS[level]}", ">")
    return Row("headings", f"{name}级标题", "编号", re.compile(f"{LEVELS[level]}.+"), found, [change])


def page_number(where: str, side: str) -> tuple[Row, ...]:
    return (
        Row("page number", where, "pPr/jc/@val", side),
        Row("page number", where, f"pPr/ind/@{side}", "280"),  # 空一字
        Row("page number", where, f"pPr/ind/@{side}Chars", "100"),
        Row("page number", where, "rPr/sz/@val", "28"),  # 四号
        Row("page number", where, "rPr/rFonts/@eastAsia", SONG),
        Row("page number", where, "rPr/rFonts/@ascii", SONG),
    )


# fmt: off
EVERY_COPY = (
    Row("page", "页面", "sectPr/pgSz/@w", "11906"),  # A4
    Row("page", "页面", "sectPr/pgSz/@h", "16838"),
    Row("page", "页面", "sectPr/pgMar/@top", near(2098, 57)),  # 天头 37 毫米，差不过 1 毫米
    Row("page", "页面", "sectPr/pgMar/@left", near(1588, 57)),  # 订口 28 毫米
    Row("page", "页面", "sectPr/pgMar/@right", near(1474, 57)),
    Row("page", "页面", "sectPr/pgMar/@bottom", near(1984, 57)),
    Row("page", "页面", "sectPr/pgMar/@gutter", "0"),  # 没有装订线
    Row("page", "版心", "宽 156 毫米", WIDTH, elements.left_over("w", "left", "right"),
        [(DOCUMENT, 'w:left="1588"', 'w:left="1589"')]),
    Row("page", "版心", "高 225 毫米", near(12756, 1), elements.left_over("h", "top", "bottom"),
        [(DOCUMENT, 'w:bottom="1984"', 'w:bottom="1986"')]),
    Row("grid", "页面", "sectPr/docGrid/@type", "lines"),  # 只定行，不定字
    Row("grid", "页面", "sectPr/docGrid/@linePitch", "579"),  # 22 行一面，580 就只有 21 行

    Row("body", "正文", "rPr/rFonts/@eastAsia", FANGSONG),
    Row("body", "正文", "rPr/rFonts/@ascii", FANGSONG),  # 数字也用仿宋
    Row("body", "正文", "rPr/rFonts/@hAnsi", FANGSONG),
    *as_body("body", "正文"),
    Row("body", "报告", "pPr/widowControl", False),  # 不管孤行

    Row("title", "标题", "rPr/rFonts/@ascii", TITLE),
    Row("title", "标题", "rPr/rFonts/@eastAsia", TITLE),
    Row("title", "标题", "rPr/sz/@val", "44"),  # 二号
    Row("title", "标题", "pPr/jc/@val", "center"),
    Row("title", "标题", "rPr/b", None),
    Row("title", "标题", "pPr/snapToGrid", False),

    *(row for level, name in enumerate("一二三四") for row in heading(level, name)),
    *(numbering(level, name) for level, name in enumerate("一二三")),
    Row("headings", "各段", "pPr/numPr", None),  # 没有自动编号
    Row("headings", "文件", "编号表", NOTHING, elements.parts("numbering"), [added("word/numbering.xml")]),
    Row("headings", "各段", "rPr/b", None),  # 一是……也不加粗
    Row("headings", "正文", "pPr/outlineLvl/@val", None),  # 没有编号的不是标题
    Row("headings", "报告", "text()", re.compile("(?!存在的不足(：|$)).+"),  # 不足没有标题
        changes=[(DOCUMENT, "在取得成效的同时", "存在的不足：在取得成效的同时")]),

    Row("主送机关", "主送机关", "pPr/ind/@firstLineChars", {None, "0"}),  # 顶格
    Row("主送机关", "主送机关", "pPr/ind/@firstLine", {None, "0"}),
    Row("主送机关", "主送机关", "text()", re.compile(".+："),
        changes=[(DOCUMENT, '：(</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="BodyText")', r":\1")]),

    # 左空二字；“附件：1.”宽四字，“2.”宽一字，名称、回行都从第七字起。悬挂不写字数，Word 会从另一边算
    Row("附件说明", "附件说明首行", "pPr/ind/@left", "1920"),
    Row("附件说明", "附件说明首行", "pPr/ind/@hanging", "1280"),
    Row("附件说明", "附件说明续行", "pPr/ind/@left", "1920"),
    Row("附件说明", "附件说明续行", "pPr/ind/@hanging", "320"),
    Row("附件说明", "附件说明", "pPr/ind/@leftChars", None),
    Row("附件说明", "附件说明", "pPr/ind/@hangingChars", None),
    Row("附件说明", "附件说明", "编号、名称", ["附件：1.主要数据表", "2.规定书目"],
        lambda d: [[text(p) for p in elements.notes(d)]],
        [(DOCUMENT, "附件：1\\.", "附件：一、"), (DOCUMENT, ">2\\.规定书目", ">２．规定书目"),
         (DOCUMENT, "1\\.主要数据表", "1.主要数据表。")]),

    Row("署名", "文末到署名", "pPr/keepNext", True),  # 署名、日期不单独在一页
    Row("署名", "署名", "离日期正中几字", near(0, 0.02), elements.off_centre,
        [(DOCUMENT, r'("Sender"/><w:ind w:right=)"\d+" w:rightChars="\d+"', r'\1"0" w:rightChars="0"')]),
    Row("成文日期", "成文日期", "pPr/ind/@right", "1280"),  # 右空四字
    Row("成文日期", "成文日期", "pPr/ind/@rightChars", "400"),

    Row("page number", "设置", "evenAndOddHeaders", True),
    Row("page number", "单页、双页", "页脚", "default=footer-odd.xml even=footer-even.xml", elements.footers,
        [(DOCUMENT, '<w:footerReference w:type="even"[^>]*>', ""),
         (DOCUMENT, '(<w:footerReference w:type="default" r:id=)"rId6"', r'\1"rId7"'),
         (DOCUMENT, '(<w:footerReference w:type="even" r:id=)"rId7"', r'\1"rId6"')]),
    Row("page number", "单页、双页", "页脚的文字", "—PAGE—", elements.page_numbers,
        [(ODD, "—", "-"), (EVEN, "PAGE", "NUMPAGES")]),
    *page_number("单页页码", "right"),
    *page_number("双页页码", "left"),
    Row("page number", "页面", "sectPr/pgMar/@footer", "1440"),  # 距页底 25.4 毫米，即版心下边缘之下 7 毫米

    Row("quotes, dashes", "引号、破折号", "hint", "eastAsia", elements.hints,
        [(DOCUMENT, HINT, ""), (ODD, HINT, "")]),
    Row("quotes, dashes", "文件", "主题字体", NOTHING, elements.of_a_theme,
        [(STYLES, "<w:rFonts ", '<w:rFonts w:asciiTheme="minorHAnsi" '), added("word/theme/theme1.xml")]),

    Row("table", "表头", "trPr/tblHeader", True),
    Row("table", "表行", "trPr/cantSplit", True),
    Row("table", "表格", "tblPr/tblW/@w", UP_TO_WIDTH),
    Row("table", "表格", "各列共宽", UP_TO_WIDTH,
        lambda d: [sum(elements.columns(table)) for table in d.body.iter(f"{W}tbl")],
        [(DOCUMENT, '<w:gridCol w:w="3072"', '<w:gridCol w:w="3074"')]),
    Row("table", "表行", "与列不一样宽", NOTHING, elements.uneven_rows,
        [(DOCUMENT, '<w:tcW w:w="3072"', '<w:tcW w:w="6144"'), (DOCUMENT, '<w:gridSpan w:val="4"/>', "")]),
    Row("table", "表中各段", "pPr/snapToGrid", False),

    Row("every figure", "书签", "名字", re.compile(f"(?=.{{1,40}}$){NAME.pattern}"), elements.bookmarks,
        [(DOCUMENT, 'w:name="fig_', 'w:name="')]),
    Row("every figure", "书签", "重名", NOTHING, lambda d: elements.repeated(elements.bookmarks(d)),
        [(DOCUMENT, "fig_org_sector_2", "fig_org_sector_1")]),
    Row("every figure", "书签", "重号", NOTHING, lambda d: elements.repeated(elements.bookmarks(d, "id")),
        [(DOCUMENT, '<w:bookmarkStart w:id="5"', '<w:bookmarkStart w:id="4"')]),
    Row("every figure", "书签", "没有文字或者结尾", NOTHING, elements.torn_bookmarks,
        [(DOCUMENT, '<w:bookmarkEnd w:id="5"/>', ""), (DOCUMENT, ">6次<", "><")]),

    Row("package", "压缩包", "时间", EPOCH, lambda d: [entry.date_time for entry in d.entries], [later]),
    Row("package", "写稿、改稿", "时间", ["1980-01-01T00:00:00Z"] * 2,
        lambda d: [[day.text for day in d.tree(CORE).iter("{*}created", "{*}modified")]],
        [(CORE, "1980-01-01", "2023-11-24")]),
    Row("package", "文件", "缩略图、旧样式", NOTHING, elements.parts("thumbnail|stylesWithEffects"),
        [added("docProps/thumbnail.jpeg"), added("word/stylesWithEffects.xml")]),
)
SEAL = (
    Row("成文日期", "成文日期", "text()", re.compile(r"\d{4}年[1-9]\d?月[1-9]\d?日"),  # 不补零
        changes=[(DOCUMENT, "2023年11月27日", "2023年11月07日"),
                 (DOCUMENT, "2023年11月27日", "二〇二三年十一月二十七日")]),
)
SUBMISSION = (
    Row("submission copy", "报送稿", "批注、修订、控件、底色", NOTHING, elements.traces,
        [inserted('<w:commentRangeStart w:id="0"/>'), inserted('<w:ins w:id="0" w:author="x"/>'),
         inserted('<w:del w:id="0" w:author="x"/>'), inserted("<w:sdt/>"), added(COMMENTS),
         inserted('<w:r><w:rPr><w:highlight w:val="yellow"/></w:rPr></w:r>')]),
    Row("submission copy", "报送稿", "红头以外的颜色", NOTHING, elements.colours,
        [inserted('<w:r><w:rPr><w:color w:val="FF0000"/></w:rPr></w:r>'),
         (STYLES, '(w:styleId="Title">.*?)(<w:sz )', r'\1<w:color w:val="C00000"/>\2')]),
    Row("submission copy", "报送稿", "空处", NOTHING, elements.unfilled,
        [(DOCUMENT, "特此报告。", "特此报告【待填报】。"), (DOCUMENT, ">6次<", ">不公开<")]),
)
STANDS_STILL = (  # of a text that nobody edits: one of an office may hold these words
    Row("submission copy", "报送稿", "全文的空处", NOTHING,
        lambda d: [word for word in elements.MISSING if word in text(d.body)],
        [(DOCUMENT, "特此报告。", "特此报告不公开。")]),
)
DRAFT = (
    Row("draft copy", "空处", "rPr/highlight/@val", "yellow"),
    Row("draft copy", "表外空处", "text()", re.compile("【(待填报|不公开|不适用)：[^【】]+】"),
        changes=[(DOCUMENT, "【待填报：[^】]*】", "【待填报】")]),
    Row("draft copy", "页眉", "text()", re.compile(".*草稿.*"),
        changes=[(ODD_HEAD, "草稿", ""), (EVEN_HEAD, "草稿", "")]),
)
REVIEW = (
    Row("review copy", "引号、破折号", "hint", "eastAsia", elements.hints, [(COMMENTS, HINT, "")]),
    Row("review copy", "页眉", "text()", re.compile(".*送审稿.*"),
        changes=[(ODD_HEAD, "送审稿", ""), (EVEN_HEAD, "送审稿", "")]),
    Row("review copy", "数", "不是在第一处恰有一条批注", NOTHING, elements.uncommented,
        [(DOCUMENT, '<w:commentRangeStart w:id="3"/>', ""),
         (DOCUMENT, "fig_org_sector_1", "fig_org_other_1")]),
    Row("review copy", "批注", "text()", re.compile("键：.+口径：.+出处：.+数据截至：.+填报单位：.+"),
        changes=[(COMMENTS, "口径：", "算法："), (COMMENTS, "(键：)[^<]+", r"\1")]),
    Row("review copy", "批注", "@date", None),
)
RED_HEAD = (
    Row("红头", "发文机关标志", "rPr/color/@val", "FF0000"),
    Row("红头", "发文机关标志", "pPr/jc/@val", "center"),
    Row("红头", "发文机关标志", "rPr/rFonts/@eastAsia", TITLE),
    Row("红头", "发文机关标志", "text()", re.compile(".+文件"), changes=[(DOCUMENT, "委员会文件", "委员会")]),
    Row("红头", "发文机关标志", "pPr/spacing/@before", near(1984, 1)),  # 距版心上边缘 35 毫米
    Row("红头", "发文机关标志", "pPr/spacing/@lineRule", "exact"),
    Row("红头", "发文机关标志", "pPr/spacing/@line", Range(880, 1056)),  # 容得下 44 磅的字，不过 1.2 倍
    Row("红头", "发文机关标志", "rPr/sz/@val", "88"),
    Row("红头", "发文字号", "pPr/ind/@left", "320"),  # 居左空一字
    Row("红头", "发文字号", "pPr/ind/@leftChars", "100"),
    Row("红头", "发文字号", "text()", re.compile(r"[^\d〔〕]+〔\d{4}〕[1-9]\d*号签发人：.+"),
        changes=[(DOCUMENT, "〔2023〕", "（2023）")]),
    Row("红头", "发文字号", "pPr/ind/@right", "320"),  # 签发人居右空一字
    Row("红头", "发文字号", "pPr/ind/@rightChars", "100"),
    Row("红头", "发文字号", "r/tab", True),
    Row("红头", "发文字号", "制表位", "8524",
        lambda d: [stop.get(f"{W}pos") for stop in d.styles["DocumentNumber"].iter(f"{W}tab")],
        [(STYLES, 'w:pos="8524"', 'w:pos="8844"')]),
    Row("红头", "签发人姓名", "rPr/rFonts/@eastAsia", KAITI),
    Row("红头", "红线", "pPr/pBdr/bottom/@color", "FF0000"),
    Row("红头", "红线", "pPr/pBdr/bottom/@val", "single"),
    Row("红头", "红线", "pPr/ind/@left", {None, "0"}),  # 与版心等宽
    Row("红头", "红线", "pPr/ind/@right", {None, "0"}),
    Row("红头", "红线", "pPr/spacing/@line", near(227, 1)),  # 在发文字号之下 4 毫米
)
# fmt: on
