"""Pages: what may stand in them, what may lie beside them, and that no text is too odd to be read.

What is said of faulty pages is asserted in test_broken.
"""

from __future__ import annotations

import os
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown

from report.macros import BLOCK, INLINE, MACROS
from report.macros.addresses import REPORT_PAGES
from report.macros.view import View
from report.pages.page_rules import PAGE_RULES, Reading
from report.pages.rendered_text import CODE, macro_mark, render_text
from report.pages.source import Call, Source, read_source
from report.pages.source_rules import SOURCE_RULES
from tests.trees import appended, changed, complaints, minimal_facts

HEAD = "---\ntitle: 规定书籍\n---\n\n# 规定书籍\n\n"
LINES_OF_HEAD = HEAD.count("\n")
EXTENSIONS = ["toc", "tables", "fenced_code", "admonition", "attr_list"]  # those of the minimal tree
MARKDOWN = Markdown(extensions=EXTENSIONS)


def read(text: str) -> Source:
    return read_source(HEAD + text, "docs/study/books.md")


# ------------------------------------------------------------------ what may stand in a page

ALLOWED = {  # in a page of the report, the strictest there is
    "a sentence with a figure": '开展学习会{{ fig("study.sessions") }}。',
    "a figure in bold": '开展学习会**{{ fig("study.sessions") }}**。',
    "a figure in a heading": '## 学习会{{ fig("study.sessions") }} {: #count }',
    "figures in a table": '| 名称 | 次数 |\n| --- | --- |\n| 学习会 | {{ fig("study.sessions") }} |',
    "the same figure twice": '{{ fig("study.sessions") }}与{{ fig("study.sessions") }}。',
    "a unit": '由{{ org("office") }}组织。',
    "a blank inside the braces or none": '{{fig("study.sessions")}}、{{  fig( "study.sessions" )  }}。',
    "a named argument": '开展学习会{{ fig(key="study.sessions") }}。',
    "a block": '上文。\n\n{{ summary("study") }}\n\n下文。',
    "a block at the end": '上文。\n\n{{ summary("study") }}',
    "a block over lines": '{{ ledger(\n  "documents",\n  columns="名称；状态"\n) }}',
    "an example for the handbook": '{{ example("fig(\\"study.sessions\\")") }}',
    "a rate beside the one that puts it in proportion": (
        '完成率{{ fig("rectification.completion_rate") }}、{{ fig("rectification.due_completion_rate") }}。'
    ),
    "numbers of a list": "1. 学习\n2. 交流",
    "numbers of a heading": "## 1.学习 {: #learning }",
    "numbers in brackets": "（1）学习。",
    "a number without a measure word": "第8页，编号5。",
    "a number that the house allows": "召开第1次会议。",
    "a set phrase in Chinese numerals": "坚持“四个意识”，开展六次。",
    "a day": "2023年11月15日学习。",
    "a day of the month": "11月15日学习。",
    "the data date": "截至{{ as_of() }}，学习不断。",
    "the data date behind this year": "今年以来，截至{{ as_of() }}，学习不断。",
    "a document number": "某发〔2023〕5号。",
    "a range": "占10～15之间。",
    "quotation marks beside one another": "“学思想”“强党性”，《章程》《摘编》。",
    "quotation marks within others": "“坚持‘学思想’”。",
    "dash and ellipsis": "学习——交流……",
    "a Chinese year": "二〇〇八年。",
    "Latin letters": "学习App和WPS。",
    "bold, emphasis and a quotation": "> **学**思想，*强*党性。",
    "a nested list": "- 学习\n    - 集中\n    - 自学\n- 交流",
    "a link to a page": "见[引言](index.md)、[由来](index.md#origin)。",
    "a link to a mailbox": "见[邮箱](mailto:a@example.com)。",
    "an aside": "另见下文。\n{: .aside }",
    "a class behind bold text": "**六位一体**{: .nb }。",
    "a notice": '!!! note "提示"\n\n    先学习，再交流。',
    "code": "运行 `make check` 检查，`a, b` 除外。",
    "code with signs of all kinds": '写成 `<b>{x}</b> 6次 目前 ""`。',
    "a code block": '```yaml\n# 一级标题\nvalue: 6次 # 目前 "x"\n<b>\n\n\ta\n```',
    "a code block with tildes": "~~~\n```\n~~~",
    "a rule between paragraphs": "上文。\n\n---\n\n下文。",
    "a table with alignment": "| 名称 | 次序 |\n|:---|---:|\n| 学习 | 先 |",
    "the sign of less": "a < b。",
    "the leader's title": "习近平总书记强调。",
    "the leader's name in fixed titles": "习近平新时代中国特色社会主义思想、《习近平著作选读》。",
    "a thought that bears his name": "学习习近平经济思想、习近平法治思想。",
    "his name as the author of a title": "局主官学习习近平《论党的自我革命》。",
    "and between two quoted names": "完善“职责清单”和“年度任务清单”。",
    "and between two titles": "学习《中国共产党章程》和《习近平著作选读》。",
    "the right order": "落实省委、市委、市政府部署。",
}


@pytest.mark.parametrize("form", ALLOWED)
def test_what_is_legitimate_is_not_complained_of(form: str, small: Path) -> None:
    appended(small, "docs/report/study.md", f"\n{ALLOWED[form]}\n")
    assert complaints(small) == []


def test_a_verb_that_a_figure_prints_itself_is_not_typed_before_it(small: Path) -> None:
    change = "  change:\n    label: 同比\n    unit: '%'\n    owner: 教育办\n    word: 下降\n"
    more = f"{change}    change: {{from: study.sessions, to: study.sessions}}\n"
    changed(small, "data/figures.yml", "rectification:\n", f"{more}rectification:\n")
    appended(
        small,
        "docs/report/study.md",
        '\n学习会{{ fig("study.change") }}，同比下降{{ fig("study.change") }}。\n',
    )
    assert complaints(small) == ["docs/report/study.md:13: “下降”由宏印出，请删去手写的"]


def test_outside_the_report_a_number_may_be_typed(small: Path) -> None:
    appended(small, "docs/study/books.md", "\n每月学习2次，每次3个专题，截至月底。\n")
    assert complaints(small) == []


def test_a_masthead_stands_for_the_title(small: Path) -> None:
    changed(small, "docs/index.md", "# 小样\n", "{{ masthead() }}\n")
    assert complaints(small) == []


@pytest.mark.parametrize(
    "head",
    [
        "---\ntitle: 规定书籍\ndescription: 说明\nhide:\n  - toc\nsearch:\n  exclude: true\n---\n",
        '---\ntitle: "规定书籍：“两种”"\ndescription:\n---\n',
        "---\ntitle: FAQ\n...\n",
        "---\ntitle: 改 data/site.yml\ndescription: 在 data/site.yml 里改，另见 docs/\n---\n",
        "--- \ntitle: 规定书籍\n--- \n",
    ],
)
def test_front_matter_may_say_what_a_page_needs(head: str, small: Path) -> None:
    (small / "docs/study/books.md").write_text(f"{head}\n# 规定书籍\n", encoding="utf-8")
    assert complaints(small) == []


@pytest.mark.parametrize(("encoding", "line_end"), [("utf-8-sig", "\n"), ("utf-8", "\r\n"), ("utf-8", "\r")])
def test_a_page_means_the_same_with_a_mark_and_any_line_ends(
    encoding: str, line_end: str, small: Path
) -> None:
    path = small / "docs/report/study.md"
    text = path.read_text(encoding="utf-8") + "\n学习会6次。\n"
    path.write_bytes(text.replace("\n", line_end).encode(encoding))
    assert [fault[: fault.index("“")] for fault in complaints(small)] == ["docs/report/study.md:13: "]


# ------------------------------------------------------------------ what a page says, call by call


def test_calls_are_read_with_their_arguments_and_lines() -> None:
    source = read('见{{ fig("a.b") }}。\n\n{{ ledger("documents", columns="名称；状态", 类型="子方案") }}\n')
    assert source.faults == []
    named = {"columns": "名称；状态", "类型": "子方案"}
    assert [(c.name, c.args, c.kwargs, c.line - LINES_OF_HEAD) for c in source.calls] == [
        ("fig", ("a.b",), {}, 1),
        ("ledger", ("documents",), named, 3),
    ]


def test_a_call_over_lines_is_reported_where_it_begins() -> None:
    source = read('{{ summary(\n  "study"\n) }}\n')
    assert [call.line - LINES_OF_HEAD for call in source.calls] == [1]


def test_a_line_break_is_escaped_in_no_argument() -> None:
    (call,) = read('{{ example("a \\"b\\" \\\\ c") }}\n').calls
    assert call.args == ('a "b" \\ c',)
    assert read('{{ example("a\\nb") }}\n').faults


@pytest.mark.parametrize("name", MACROS)
def test_every_macro_can_be_written_and_only_blocks_need_a_line_of_their_own(name: str) -> None:
    source = read(f"句中{{{{ {name}() }}}}。\n")
    assert [call.name for call in source.calls] == [name]
    assert bool(source.faults) == (name in BLOCK) == (name not in INLINE)


def test_the_text_of_a_page_is_read_line_by_line_with_each_macro_as_one_sign() -> None:
    source = read('一是{{ fig("a.b") }}。\n\n- 二**是**`x`\n\n| 甲 | 乙 |\n| --- | --- |\n| 丙 | 丁 |\n')
    lines = render_text(source, MARKDOWN).lines
    assert [(line.number - LINES_OF_HEAD, line.block, line.text.strip()) for line in lines[1:]] == [
        (1, "p", f"一是{macro_mark(0)}。"),
        (3, "li", f"二是{CODE}"),
        (5, "th", "甲"),
        (5, "th", "乙"),
        (7, "td", "丙"),
        (7, "td", "丁"),
    ]


def test_headings_are_read_with_their_level_and_id() -> None:
    headings = render_text(read("## 甲 {: #a }\n\n正文。\n\n### 乙\n"), MARKDOWN).headings
    assert [(h.number - LINES_OF_HEAD, h.level, h.anchor) for h in headings[1:]] == [
        (1, 2, "a"),
        (5, 3, "_2"),
    ]


def test_lines_of_a_notice_carry_their_own_numbers() -> None:
    lines = render_text(read('上文。\n\n!!! note "提示"\n\n    正文。\n'), MARKDOWN).lines
    assert [(line.number - LINES_OF_HEAD, line.text) for line in lines[1:]] == [
        (1, "上文。"),
        (3, "提示"),
        (5, "正文。"),
    ]


def test_the_pages_record_which_figures_they_show(small: Path) -> None:
    from report.publishing import prepare

    survey = prepare(small, {})
    assert survey.view.pages.uses["study.sessions"] == {"index.md", "report/study.md"}
    assert survey.view.pages.uses["study.subplans"] == {"report/study.md"}
    assert survey.view.pages.uses["org.city"] == set()
    assert list(survey.sources) == ["index.md", "report/index.md", "report/study.md", "study/books.md"]


# ------------------------------------------------------------------ any text

SIGNS = [
    *("{{ ", " }}", "{", "}", "{#", "{%", "{: #a }", '{{ fig("study.sessions") }}', '{{ books("all") }}'),
    *("`", "```\n", "~~~\n", "\n", "\n\n", "    ", "\t", "# ", "## ", "> ", "- ", "1. ", "---\n", "===\n"),
    *(
        "| ",
        "| --- |\n",
        '!!! note "x"\n',
        "*",
        "**",
        "_",
        "\\",
        "[",
        "]",
        "(",
        ")",
        "](",
        "![",
        "[x]: ",
        "[^1]",
    ),
    *("<", ">", "<!--", "-->", "<![", "<?", "&#", "&#54;", "https://x.cn", "<https://x.cn>"),
    *(
        '"',
        "'",
        "“",
        "”",
        "《",
        "。",
        "，",
        "6次",
        "截至",
        "约",
        "余",
        "\u3000",
        "\u200b",
        "\u2028",
        "\x85",
        "\x0c",
    ),
    *("\x02", "\x03", "\r", "\ue000", "\ue123", "\ufffc", "\U000f0001", "\U00100000"),
]
bits = st.lists(st.one_of(st.sampled_from(SIGNS), st.text(max_size=4)), max_size=15).map("".join)
pages = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(SIGNS), max_size=25).map("".join),
    bits.map(lambda text: HEAD + text),
)


@given(text=pages)
@example(text=":")  # reads like the rule of a table, whose lines bear no mark
def test_any_text_is_read_rendered_and_judged_with_lines_it_has(text: str) -> None:
    source = read_source(text, "docs/report/study.md")
    rendered = render_text(source, MARKDOWN)
    reading = Reading(source, rendered, View(minimal_facts(), page=source.name))
    said = [line for rule in SOURCE_RULES for line, _ in rule(source)]
    said += [line for page_rule in PAGE_RULES for line, _ in page_rule(reading)]
    said += [fault.line for fault in source.faults]
    last = text.count("\n") + 1
    assert all(1 <= line <= last for line in said)
    assert all(1 <= line.number <= last for line in rendered.lines)
    assert all(0 <= index < len(source.calls) for index in rendered.in_code | rendered.in_link)


@given(text=pages)
def test_code_and_front_matter_are_blanked_without_moving_anything(text: str) -> None:
    source = read_source(text, "docs/study/books.md")
    assert len(source.prose) == len(source.body)
    assert source.prose.count("\n") == source.body.count("\n")
    for call in source.calls:
        assert isinstance(call, Call)
        assert source.body[slice(*call.span)].startswith("{{")


class Live(HTMLParser):
    """Collects whatever in a page is not a plain element that Markdown writes."""

    ELEMENTS = frozenset(
        [
            "p",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "ul",
            "ol",
            "li",
            "blockquote",
            "pre",
            "code",
            "em",
            "strong",
            "a",
            "img",
            "br",
            "hr",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "div",
        ]
    )
    ATTRIBUTES = frozenset(["href", "id", "class", "title", "src", "alt", "style", "start"])

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [tag] if tag not in self.ELEMENTS else []
        self.found += [name for name, _ in attrs if name not in self.ATTRIBUTES]

    def handle_comment(self, data: str) -> None:
        self.found.append(data)

    handle_pi = handle_decl = unknown_decl = handle_comment


MARKUP = [
    *(
        "<script>alert(1)</script>",
        "<b>",
        '<div onclick="x">',
        "<!-- x -->",
        "<?x?>",
        "<![CDATA[x]]>",
        "&#60;b&#62;",
    ),
    *(
        "`",
        "``",
        "```",
        "\\`",
        "\n```\n",
        " ```\n",
        "```yaml\n",
        "\n~~~\n",
        '{: onclick="x" }',
        "{onclick=x}",
    ),
    *(
        "[x](javascript:a)",
        "[x]: javascript:a\n",
        "[x]",
        "<javascript://x>",
        "<https://x.cn>",
        "\n",
        "\n\n",
        "字",
    ),
]


@given(st.lists(st.sampled_from(MARKUP), max_size=14).map("".join))
@settings(max_examples=300)
def test_where_no_rule_speaks_nothing_is_live(text: str) -> None:
    """What Markdown makes of an unfaulted page has only the plain elements that Markdown itself writes."""
    source = read(text)
    if source.faults or any(True for rule in SOURCE_RULES for _ in rule(source)):
        return
    live = Live()
    live.feed(Markdown(extensions=EXTENSIONS).convert(source.body))
    live.close()
    assert live.found == []


# ------------------------------------------------------------------ what may lie under docs/

STRAYS = {
    "docs/名册.xlsx": "docs 里的文件都会发布",
    "docs/report/study.md.bak": "docs 里的文件都会发布",
    "docs/~$a.docx": "docs 里的文件都会发布",
    "docs/.DS_Store": "docs 里的文件都会发布",
    "docs/notes.txt": "docs 里的文件都会发布",
    "docs/x.html": "docs 里的文件都会发布",
    "docs/.hidden.md": "名称只用小写英文字母",
    "docs/Study.md": "名称只用小写英文字母",
    "docs/学习.md": "名称只用小写英文字母",
    "docs/a b.md": "名称只用小写英文字母",
    "docs/a_b.png": "名称只用小写英文字母",
}


@pytest.mark.parametrize("name", STRAYS)
def test_whatever_lies_in_docs_would_be_published(name: str, small: Path) -> None:
    (small / name).write_text(HEAD, encoding="utf-8")
    (said,) = complaints(small)
    assert said.startswith(f"{name}:0: {STRAYS[name]}")


def test_a_folder_is_named_like_a_page(small: Path) -> None:
    (small / "docs/附件").mkdir()
    assert [fault[:12] for fault in complaints(small)] == ["docs/附件:0: 名"]


@pytest.mark.parametrize("target", ["/etc/hostname", "../mkdocs.yml", "nowhere"])
def test_a_link_in_docs_would_publish_a_file_from_elsewhere(target: str, small: Path) -> None:
    (small / "docs/link.md").symlink_to(target)
    (said,) = complaints(small)
    assert said.startswith("docs/link.md:0: docs 里不能放链接")


def test_a_linked_folder_is_not_entered(small: Path) -> None:
    (small / "docs/link").symlink_to("/etc")
    (said,) = complaints(small)
    assert said.startswith("docs/link:0: docs 里不能放链接")


def test_a_file_name_that_is_no_text_is_reported_and_can_be_printed(small: Path) -> None:
    """Archives made on an old Windows unpack to such names."""
    with open(os.fsencode(small / "docs") + b"/\xd1\xa7\xcf\xb0.md", "wb") as file:  # noqa: PTH123
        file.write(b"x")
    (said,) = complaints(small)
    assert "名称只用小写英文字母" in said
    said.encode("utf-8")


def test_images_may_lie_beside_the_pages(small: Path) -> None:
    for name in ("flow.png", "flow-2.webp", "study/flow.jpg"):
        (small / "docs" / name).write_bytes(b"\x89PNG")
    appended(small, "docs/report/study.md", "\n![流程](../flow.png)\n")
    assert complaints(small) == []


def test_the_whole_report_misses_the_pages_that_are_not_there(small: Path) -> None:
    (small / "docs/report/whole.md").write_text("---\ntitle: 报告全文\n---\n\n# 报告\n", encoding="utf-8")
    changed(
        small, "mkdocs.yml", "      - report/study.md\n", "      - report/study.md\n      - report/whole.md\n"
    )
    missing = [name for name in REPORT_PAGES if not (small / "docs" / name).exists()]
    assert complaints(small) == [f"docs/{name}:0: 报告全文里缺少这一页，请补上" for name in sorted(missing)]


def test_the_ids_that_the_whole_report_sets_itself_are_taken(small: Path) -> None:
    (small / "docs/report/whole.md").write_text("---\ntitle: 报告全文\n---\n\n# 报告\n", encoding="utf-8")
    appended(small, "docs/report/study.md", "\n## 数据 {: #figures }\n")
    assert any("标题编号“figures”在 报告全文 已经用过" in fault for fault in complaints(small))


def test_a_tree_without_configuration_or_pages_is_told_so(small: Path) -> None:
    (small / "mkdocs.yml").unlink()
    assert complaints(small) == ["mkdocs.yml:0: 缺少这个文件，请补上"]


def test_an_unknown_markdown_extension_is_named(small: Path) -> None:
    changed(small, "mkdocs.yml", "  - attr_list\n", "  - attr_list\n  - no_such_thing\n")
    assert complaints(small) == ["mkdocs.yml:11: 没有“no_such_thing”这个 Markdown 扩展，请核对名称"]


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ('在第{{ fig("org.city") }}学习。', "所在市名填的“第一市”与前面的“第”重复，请在数据里删去"),
        ('在{{ fig("org.city") }}市学习。', "所在市名填的“第一市”与后面的“市”重复，请在数据里删去"),
    ],
)
def test_a_text_blank_does_not_repeat_the_words_around_it(sentence: str, said: str, small: Path) -> None:
    city = "    label: 所在市名\n    owner: 教育办\n    value:"
    changed(small, "data/figures.yml", city, f"{city} 第一市\n    source: 教育办填报")
    appended(small, "docs/report/study.md", f"\n{sentence}\n")
    assert complaints(small) == [f"docs/report/study.md:13: {said}"]


def test_a_title_of_the_navigation_is_plain_text(small: Path) -> None:
    changed(small, "mkdocs.yml", "nav:\n", "nav:\n  - <b>新</b>:\n      - new.md\n")
    (small / "docs/new.md").write_text("---\ntitle: 新页\n---\n\n# 新页\n", encoding="utf-8")
    assert complaints(small) == [
        f"mkdocs.yml:{line}: 栏目名“<b>新</b>”里不能有标签和花括号，请改成文字"
        for line, text in enumerate((small / "mkdocs.yml").read_text(encoding="utf-8").split("\n"), 1)
        if "<b>" in text
    ]
