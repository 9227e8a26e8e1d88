"""What of the page of the whole is the report, and what only the screen needs."""

from __future__ import annotations

from report.facts.figure import Status
from report.outputs.word.reading import Block, Grid, GridCell, Piece, read_report


def shown(key: str, number: str, unit: str = "", blank: bool = False) -> str:
    """A figure as the site shows it."""
    why = f' data-blank="{number}"' if blank else ""
    return f'<a class="fig" data-key="{key}"{why} href="d"><span class="fig__n">{number}</span>{unit}</a>'


LINK = '<a class="headerlink" href="#_1">&para;</a>'
HTML = f"""<html><body><main><article>
<p class="sample-print">示例数据</p>
<div class="prose">
<h1 id="_1"><span class="nb">关于主题教育</span><span class="nb">的报告</span>{LINK}</h1>
<div class="copies"><ul><li><a href="x">Word稿</a></li></ul></div>
<p>研究{shown("r&#46;meetings", "6", "次")}，<strong>一是</strong>抓落实
，<em>下发<a>提示</a></em><span class="nb">{shown("r.tips", "待填报", blank=True)}期</span>。</p>
<p class="aside">对应的不足见<a href="x">这里</a>。</p>
<p class="nb work">只给教育办看。</p>
<h2 id="part-one">一、做法{LINK}</h2>
<h3>（一）责任</h3><h4>1.部署</h4><h5>（1）细目</h5>
<p>截至<span class="fig" data-blank="待填报">待填报</span>，批示{shown("d.e", "不公开", blank=True)}。</p>
<ol start="3"><li>第一项</li>
<li>第二项</li></ol>
<table><thead><tr><th>名</th><th align="right">数</th></tr></thead>
<tbody><tr><td>会</td><td align="right">{shown("r.meetings", "6", "次")}</td></tr></tbody></table>
<div class="chart"><svg><text>图</text></svg></div>
<p>特此报告。</p>
<h2 id="figures">主要数据</h2>
<p>不是正文。</p>
</div></article></main></body></html>"""


def test_the_report_is_read_without_what_the_screen_needs() -> None:
    report = read_report(HTML)
    assert report.title == ("关于主题教育", "的报告")
    words = [b.text if isinstance(b, Block) else b for b in report.blocks]
    assert words == [
        "研究6次，一是抓落实，下发提示待填报期。",
        "一、做法",
        "（一）责任",
        "1.部署",
        "（1）细目",
        "截至待填报，批示不公开。",
        "3.第一项",
        "4.第二项",
        Grid(
            (
                (GridCell((Piece("名"),)), GridCell((Piece("数"),), "right")),
                (GridCell((Piece("会"),)), GridCell((Piece("6次", "r.meetings"),), "right")),
            )
        ),
        "特此报告。",
    ]
    assert [b.level for b in report.blocks if isinstance(b, Block)] == [0, 1, 2, 3, 4, 0, 0, 0, 0]


def test_figures_are_told_from_the_words_around_them() -> None:
    first = read_report(HTML).blocks[0]
    assert isinstance(first, Block)
    assert first.pieces == (
        Piece("研究"),
        Piece("6次", "r.meetings"),
        Piece("，一是抓落实，下发提示"),
        Piece("待填报", "r.tips", Status.PENDING),
        Piece("期。"),
    )


def test_a_blank_without_a_key_is_that_of_the_data_date() -> None:
    blanks = [piece for piece in read_report(HTML).pieces() if piece.blank]
    assert [(piece.key, piece.blank) for piece in blanks] == [
        ("r.tips", Status.PENDING),
        ("", Status.PENDING),
        ("d.e", Status.WITHHELD),
    ]
    assert read_report(HTML).stated() == {"r.meetings", "r.tips", "d.e"}


def test_a_title_without_phrases_is_one_line() -> None:
    assert read_report("<h1>报告</h1><p>完。</p>").title == ("报告",)


def words(html: str) -> list[str]:
    return [b.text for b in read_report(f"<h1>报告</h1>{html}").blocks if isinstance(b, Block)]


def test_lists_keep_their_numbers_and_what_lies_below_their_items() -> None:
    loose = "<ol><li><p>第一条。</p><p>又说。</p></li><li><p>第二条。</p></li></ol>"
    assert words(loose) == ["1.第一条。", "又说。", "2.第二条。"]
    nested = "<ul><li>甲。<ol><li>子一。</li><li>子二。</li></ol></li><li>乙。</li></ul>"
    assert words(nested) == ["甲。", "1.子一。", "2.子二。", "乙。"]
    figure = f"<ol><li>研究{shown('r.meetings', '6', '次')}。</li></ol>"
    (block,) = read_report(f"<h1>报告</h1>{figure}").blocks
    assert isinstance(block, Block)
    assert block.pieces == (Piece("1.研究"), Piece("6次", "r.meetings"), Piece("。"))


def test_words_are_never_lost_whatever_they_stand_in() -> None:
    html = "<h6>①细目</h6><blockquote><p>引文。</p></blockquote><pre>代码</pre><dl><dt>词</dt></dl><hr>"
    assert words(html) == ["①细目", "引文。", "代码", "词"]
