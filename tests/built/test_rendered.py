"""The built site is read once more: what no source check can see must not reach a reader either."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.built.page import built_pages, parsed
from report.built.rendered import faults_in, page_faults
from report.faults import Fault

PAGE = """<!doctype html>
<html><head><title>{title}</title>{head}</head>
<body><script src="head.js"></script>
<main><article>
{body}
</article><script id="__config" type="application/json">{{"theme": "{{{{ }}}}"}}</script></main>
<footer>None</footer></body></html>
"""


def faults_of(folder: Path, body: str = "", title: str = "页", head: str = "") -> list[Fault]:
    """Faults of one page whose article begins on line 5."""
    page = folder / "study" / "index.html"
    page.parent.mkdir(exist_ok=True)
    page.write_text(PAGE.format(title=title, head=head, body=body), encoding="utf-8")
    return faults_in(folder, built_pages(folder))


def test_a_page_as_the_theme_builds_it_is_clean(tmp_path: Path) -> None:
    """Its script is in a file; its data holds braces and may stand in main, behind the article."""
    assert faults_of(tmp_path, "<p>开展学习会<span>6次</span>。</p>") == []


LEFTOVERS = {
    "an unrendered call": ("{{ fig() }}", "有没有执行的宏：“{{”"),
    "a statement": ("{% if %}", "有没有执行的宏：“{%”"),
    "full-width braces": ("｛｛ fig ｝｝", "有没有执行的宏：“｛｛”"),
    "a missing value": ("开展None次", "有一个值没有取到：“None”"),
    "a number that is none": ("完成率nan%", "有一个值没有取到：“nan”"),
    "an undefined name": ("开展undefined次", "有一个值没有取到：“undefined”"),
    "a traceback": ("Traceback (most recent call last):", "把程序的报错印成了正文"),
    "an exception": ("KeyError: x", "把程序的报错印成了正文：“KeyError: ”"),
    "an unrounded number": ("33.3333333333333%", "数没有修约：“3.3333333333333”"),
    "a blank of XX": ("在XX市", "有没填完的 XX：“XX”"),
    "a blank of X": ("开展X次", "有没填完的 X：“X”"),
    "an ordinal blank": ("第X指导组", "有没填完的 X：“第X”"),
    "a library's mark": ("##VIP##", "有文库的付费标记：“##VIP##”"),
    "markup as text": ("&lt;script&gt;", "把标签印成了正文：“<script”"),
    "a link as text": ("&lt;a href=x&gt;", "把标签印成了正文：“<a”"),
}


@pytest.mark.parametrize("kind", LEFTOVERS)
def test_what_should_not_be_read_is_found_with_its_line(kind: str, tmp_path: Path) -> None:
    text, said = LEFTOVERS[kind]
    faults = faults_of(tmp_path, f"<p>先学。</p>\n<p>{text}</p>")
    assert faults, kind
    assert {(fault.path, fault.line) for fault in faults} == {("study/index.html", 6)}
    assert any(fault.message.startswith(said) for fault in faults), faults


@pytest.mark.parametrize(
    "body",
    [
        "<p><code>{{ fig() }} None XX</code></p>",
        "<pre><code>Traceback (most recent call last):</code></pre>",
        "<p>Nonesuch，nano，3.14，3＋4＋5＋3，XML，X光，2023-11-24。</p>",
        '<p><a class="fig" data-key="a.b" href="../data/#a.b"><span>6</span>次</a></p>',
        '<svg viewBox="0 0 1 1"><title>流程</title><path d="M0 0"/></svg>',
        '<p><a href="https://example.com/">外部网站可以链接</a></p>',
        '<p><img src="../flow.png" alt="流程"></p>',
    ],
)
def test_what_only_looks_like_a_leftover_is_left_alone(body: str, tmp_path: Path) -> None:
    assert faults_of(tmp_path, body) == []


def test_what_stands_outside_main_is_the_theme_s_affair(tmp_path: Path) -> None:
    assert faults_of(tmp_path) == []


LIVE = {
    "a script in the article": ("<script>alert(1)</script>", "正文里有脚本"),
    "a script with an address": ('<script src="x.js"></script>', "正文里有脚本"),
    "an event handler": ('<p onclick="alert(1)">学</p>', "标签 p 带有脚本属性 onclick"),
    "an inline style": ('<p style="color:red">学</p>', "标签 p 带有行内样式"),
    "a javascript link": ('<a href=" JavaScript:alert(1)">学</a>', "链接里有脚本"),
    "a javascript link in entities": ('<a href="&#106;avascript:alert(1)">学</a>', "链接里有脚本"),
    "an image from outside": (
        '<img src="https://example.com/x.png" alt="">',
        "要向外部取文件：https://example.com/x.png",
    ),
    "an image without a scheme": (
        '<img src="//example.com/x.png" alt="">',
        "要向外部取文件：//example.com/x.png",
    ),
    "a frame": ('<iframe src="https://example.com/"></iframe>', "要向外部取文件：https://example.com/"),
}


@pytest.mark.parametrize("kind", LIVE)
def test_nothing_in_a_page_is_live_or_comes_from_outside(kind: str, tmp_path: Path) -> None:
    body, said = LIVE[kind]
    (fault,) = faults_of(tmp_path, body)
    assert (fault.line, fault.message[: len(said)]) == (5, said)


BROKEN = {  # markup → how many lines below it the fault is noticed
    "a declaration that is none": ("<p>甲<![endif 乙></p>", 0),
    "an attribute that stands twice": ('<a href="../x/" href="javascript:alert(1)">甲</a>', 0),
    "a second body": ('<body onload="alert(1)">', 0),
    "an end that crosses another element": ("<p><code>甲<table></code>None</p>", 0),
    "an element that is not ended": ("<div><p>甲</p>", 1),
    "an end without a beginning": ("<p>甲</p></div>", 0),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_markup_that_each_reader_would_mend_in_its_own_way_is_told(kind: str, tmp_path: Path) -> None:
    body, below = BROKEN[kind]
    first, *_ = faults_of(tmp_path, f"<p>先学。</p>\n{body}")
    assert str(first) == f"study/index.html:{6 + below}: 标签写坏了，浏览器也认不准，请改这一页的来源"


def test_an_id_stands_once_on_a_page(tmp_path: Path) -> None:
    body = '<h2 id="cases">案例</h2>\n<p id="others">学</p>\n<div id="cases">甲</div>'
    (fault,) = faults_of(tmp_path, body)
    assert (fault.line, fault.message[:7]) == (7, "“cases”")


def test_elements_that_need_no_end_are_not_broken(tmp_path: Path) -> None:
    body = "<ul><li>甲<li>乙</ul><p>丙<table><tr><td>丁<tr><td>戊</table><dl><dt>己<dd>庚</dl><br><hr>"
    assert faults_of(tmp_path, body) == []


def test_what_follows_the_end_of_a_page_is_read_too() -> None:
    page = parsed("index.html", "<main></main></body></html>\n<p onclick='alert(1)'>学</p>")
    assert "标签 p 带有脚本属性 onclick" in [fault.message for fault in page_faults(page)]


@pytest.mark.parametrize(
    "body",
    [
        "<p>先学。\n再做None次。</p>",
        "<p>先学\n<b>再\n做</b>。</p>\n<p>学<i\nid='a'>一\n<b>二\n三</b>\n</i> None</p>",
        "<!-- 甲\n -->\n<pre>甲\n乙</pre>\nNone",
        "<p>甲&#10;&#10;</p>\n<p>None</p>",
    ],
)
def test_a_leftover_has_the_line_on_which_it_stands(body: str, tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, body)
    assert fault.line == 5 + body[: body.index("None")].count("\n")


def test_a_style_sheet_or_a_font_from_outside_is_a_request_to_another_host(tmp_path: Path) -> None:
    head = '<link rel="stylesheet" href="https://fonts.example.com/x.css">'
    assert [fault.line for fault in faults_of(tmp_path, head=head)] == [2]
    assert faults_of(tmp_path, head='<link rel="canonical" href="https://example.com/">') == []


@pytest.mark.parametrize(
    ("head", "tag"),
    [
        ("<script>var theme = 1</script>", "script"),
        ('<script type="module">var theme = 1</script>', "script"),
        ('<script type="importmap">{}</script>', "script"),
        ("<svg><script href='x.js'></script></svg>", "script"),
        ("<style>a { color: red }</style>", "style"),
    ],
)
def test_what_a_theme_writes_into_a_page_the_policy_would_refuse(head: str, tag: str, tmp_path: Path) -> None:
    said = f"网页里写着 {tag}，内网的安全策略不许，请放进 overrides/assets/ 的文件里"
    assert faults_of(tmp_path, head=head) == [Fault("study/index.html", 2, said)]


def test_a_tag_in_the_title_of_the_window_is_found(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, title="页&lt;/title&gt;&lt;script&gt;")
    assert fault.message.startswith("网页标题里有标签")


def test_every_page_of_a_site_is_read_and_named(tmp_path: Path) -> None:
    for name in ("index.html", "a/index.html", "404.html"):
        page = tmp_path / name
        page.parent.mkdir(exist_ok=True)
        page.write_text(PAGE.format(title="页", head="", body="{{ x }}"), encoding="utf-8")
    assert [fault.path for fault in faults_in(tmp_path, built_pages(tmp_path))] == [
        "404.html",
        "a/index.html",
        "index.html",
    ]


TAGS = [
    "<main>",
    "</main>",
    "<article>",
    "<p",
    ">",
    "</p>",
    "<!--",
    "-->",
    "<![",
    "<?",
    "<!",
    "&#",
    "{{",
    "}}",
]
TAGS += [
    "<script>",
    "</script>",
    "<title>",
    "</title>",
    "<svg>",
    "<code>",
    "None",
    "X次",
    'href="',
    "javascript:",
]
html = st.lists(st.one_of(st.text(max_size=5), st.sampled_from(TAGS)), max_size=20).map("".join)


@given(text=html)
def test_any_page_is_read_to_its_end_with_lines_it_has(text: str) -> None:
    assert all(1 <= fault.line <= text.count("\n") + 1 for fault in page_faults(parsed("page.html", text)))


def test_a_style_sheet_asks_nothing_of_another_host(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a { background: url(data:x) }\n@import url(https://e.com/x.css);\n")
    assert [str(fault) for fault in faults_in(tmp_path, [])] == ["a.css:2: 要向外部取文件：url(https://…"]
