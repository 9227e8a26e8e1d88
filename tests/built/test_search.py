"""What of a page can be found, and what can not."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from report.built.page import parsed
from report.built.search import INDEX, STUB, read_page, search_files

PAGE = """<html><head><title>x</title></head><body><nav>导航</nav><main><article class="md-content__inner">
<h1 id="_1">问题台账<a class="headerlink" href="#_1">¶</a></h1>
<p>一段<b>话</b>。</p><p>又一段。</p>
<svg><text>图里的字</text></svg><nav>目录</nav><button>打印</button>
<form hidden><label>筛选</label></form>
<div data-search-exclude><p>数据来源</p><table><tr id="d-x"><td>数</td></tr></table></div>
<table><thead><tr><th>编号</th><th>问题</th></tr></thead><tbody>
<tr id="wt-0001"><td>WT-0001</td>
<th class="lead">开会多<small><span>作风</span> <span>自己查</span></small></th><td>办公室</td>
<td data-sort="2023-09-28"><span>9月28日</span></td></tr>
<tr id="wt-0002"><td>WT-0002</td><th class="lead">办事慢</th><td>人事科</td></tr>
</tbody></table>
<h2 id="basis">计算口径 &amp; 核对<a class="headerlink" href="#basis">¶</a></h2>
<p>按条算。</p><h3>没有编号</h3><p>也在这里。</p>
</article></main><footer>页脚</footer></body></html>"""


def entries(html: str) -> list[tuple[str, str, str]]:
    page = read_page(parsed("ledgers/problems/index.html", html))
    assert page is not None
    return [(entry.anchor, entry.title, entry.text) for entry in page.entries]


def test_a_page_its_rows_and_its_sections_are_entries_of_their_own() -> None:
    assert entries(PAGE) == [
        ("", "问题台账", "一段话。 又一段。　编号　问题"),
        ("wt-0001", "WT-0001 开会多", "WT-0001　开会多 作风 自己查　办公室　2023年9月28日"),
        ("wt-0002", "WT-0002 办事慢", "WT-0002　办事慢　人事科"),
        ("basis", "计算口径 & 核对", "按条算。 没有编号 也在这里。"),
    ]


def test_what_only_the_style_sheet_sets_apart_is_apart_in_the_index_too() -> None:
    html = "<article><h1>题</h1><p><b>1日</b><span>周六</span><span>6</span>次<small>条</small></p></article>"
    assert entries(html) == [("", "题", "1日 周六 6次条")]


def test_the_address_of_a_page_is_that_of_its_folder() -> None:
    page = read_page(parsed("ledgers/problems/index.html", PAGE))
    assert page is not None and page.url == "ledgers/problems/"


def test_a_page_kept_out_of_the_search_has_no_entry() -> None:
    html = PAGE.replace("<h1", "<div data-search-exclude><h1")
    assert read_page(parsed("report/whole/index.html", html)) is None


def test_the_stub_names_an_index_that_bears_its_content_in_its_name() -> None:
    pages = [parsed("404.html", PAGE.replace("问题台账", "没有找到")), parsed("index.html", PAGE)]
    files = search_files(pages)
    stub = json.loads(files[STUB])
    assert set(files) == {STUB, stub["config"]["index"]} and stub["docs"] == []
    assert stub["config"]["index"].startswith(INDEX.removesuffix("json"))
    text = files[stub["config"]["index"]].decode()
    assert "问题台账" in text and "\\u" not in text and "没有找到" not in text
    assert files == search_files(pages)


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1))
def test_every_word_of_a_paragraph_is_kept(words: str) -> None:
    escaped = words.replace("&", "&amp;").replace("<", "&lt;")
    assert entries(f"<article><h1>题</h1><p>{escaped}</p></article>") == [("", "题", words)]


@given(st.text())
def test_no_page_however_broken_stops_the_build(html: str) -> None:
    read_page(parsed("x/index.html", f"<article><h1>题</h1>{html}"))
