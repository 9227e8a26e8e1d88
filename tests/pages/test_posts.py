"""Posts of the column: what their front matter has to say, where they lie, and what lists take from them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from report.commands.impact import changed_pages
from report.facts.campaign import Campaign
from report.faults import Fault, visible
from report.figures.resolving import Facts, Result
from report.macros import render
from report.macros.addresses import CATEGORIES, url
from report.macros.column import PER_PAGE, list_pages
from report.macros.column import posts as column_posts
from report.macros.view import MacroError, PageLink, Post, View
from report.pages.posts import POST_RULES, post_faults, posts
from report.pages.source import Source, read_source
from report.publishing import prepare
from tests.trees import changed, complaints

OPENING = "docs/column/posts/opening.md"
HEAD = """---
title: 教育专栏开栏
description: 专栏登什么，怎么投稿
date: 2023-11-24
categories: [学习动态]
slug: opening
---
"""
BODY = "\n# 教育专栏开栏\n\n见[规定书籍](../../study/books.md)。\n"


def head(**changes: str | None) -> str:
    """The front matter of a sound post with some of its lines put differently, or left out."""
    lines = []
    for line in HEAD.splitlines():
        key = line.partition(":")[0]
        if key not in changes:
            lines.append(line)
        elif changes[key] is not None:
            lines.append(f"{key}: {changes[key]}".rstrip())
    return "\n".join(lines) + "\n"


def written(tree: Path, name: str, front: str, body: str = BODY) -> None:
    """A post put into the column of a tree."""
    path = tree / "docs/column/posts" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(front + body, encoding="utf-8")


@pytest.fixture
def column(small: Path) -> Path:
    """The minimal tree with a column of one post."""
    written(small, "opening", HEAD)
    entrance = "---\ntitle: 全部文章\n---\n\n# 教育专栏\n\n见[开栏](posts/opening.md)。\n\n{{ posts() }}\n"
    (small / "docs/column/index.md").write_text(entrance, encoding="utf-8")
    nav = "  - 学习:\n      - study/books.md\n"
    changed(small, "mkdocs.yml", nav, f"{nav}  - 教育专栏:\n      - column/index.md\n")
    return small


@pytest.fixture
def view(campaign: Campaign, results: dict[str, Result]) -> View:
    """The facts of the minimal tree, and no pages yet."""
    return View(Facts(campaign, results))


def test_a_post_needs_no_line_in_the_navigation(column: Path) -> None:
    assert complaints(column) == []


@pytest.mark.parametrize(
    "front",
    [
        head(categories="[学习动态, 先进典型]"),
        head(categories="\n  - 心得体会\n  - 经验交流"),
        head(title='"教育专栏：“开栏”"', slug='"opening"'),
        head(date="2099-12-31"),  # the data date says nothing about posts
        head(date="2024-02-29 # 登出的日期"),
        HEAD.replace("\n", "\r\n"),
        f"\ufeff{HEAD}",
    ],
)
def test_what_a_post_may_say(front: str, column: Path) -> None:
    (column / OPENING).write_bytes((front + BODY).encode("utf-8"))
    assert complaints(column) == []


FAULTY = {  # what stands in place of a line of the front matter → the line, and all that is said
    "no description": (head(description=None), 1, "页首缺少 description，请补上一行 description: 一句话说明"),
    "an empty description": (
        head(description=""),
        3,
        "页首缺少 description，请补上一行 description: 一句话说明",
    ),
    "no date": (head(date=None), 1, "页首缺少 date，请补上一行 date: 2023-11-24"),
    "an empty date": (head(date=""), 4, "页首缺少 date，请补上一行 date: 2023-11-24"),
    "no category": (head(categories=None), 1, "页首缺少 categories，请补上一行 categories: [学习动态]"),
    "no slug": (head(slug=None), 1, "页首缺少 slug，请补上一行 slug: opening"),
    "no title": (head(title=None), 1, "页首缺少 title，请补上一行 title: 标题"),
    "a title with a tag": (head(title="<b>开栏</b>"), 2, "页首的 title 里不能有 < > { }，请改成文字"),
    "a title with a sign": (head(title="甲 > 乙"), 2, "页首的 title 里不能有 < > { }，请改成文字"),
    "a description over a list": (head(description="[甲, 乙]"), 3, "页首的 description 应是一行文字"),
    "a day that does not exist": (
        head(date="2023-02-30"),
        4,
        "页首的 date 写的“2023-02-30”这一天不存在，请核对年月日",
    ),
    "a date in words": (
        head(date="2023年11月24日"),
        4,
        "页首的 date 写的“2023年11月24日”不是规范的日期，应写成 2023-11-24",
    ),
    "a date without zeros": (head(date="2023-9-5"), 4, "页首的 date 写的“2023-9-5”应写成 2023-09-05"),
    "a date with strokes": (head(date="2023/11/24"), 4, "页首的 date 写的“2023/11/24”应写成 2023-11-24"),
    "a date in quotation marks": (
        head(date='"2023-11-24"'),
        4,
        "页首的 date 不加引号，应写成 date: 2023-11-24",
    ),
    "two dates": (head(date="[2023-11-24]"), 4, "页首的 date 应是一个日期，如 2023-11-24"),
    "a category without brackets": (
        head(categories="学习动态"),
        5,
        "页首的 categories 应是列表，每项一个类别，如 [学习动态]",
    ),
    "an empty list": (head(categories="[]"), 5, "页首的 categories 应是列表，每项一个类别，如 [学习动态]"),
    "an unknown category": (
        head(categories="[学习动太]"),
        5,
        "没有“学习动太”这个类别，只能写学习动态、经验交流、心得体会、先进典型，最接近的是学习动态",
    ),
    "a category of one's own": (
        head(categories="\n  - 学习动态\n  - 通知"),
        7,
        "没有“通知”这个类别，只能写学习动态、经验交流、心得体会、先进典型",
    ),
    "a category twice": (head(categories="[学习动态, 学习动态]"), 5, "类别“学习动态”写了两次，请只留一处"),
    "a slug of its own": (
        head(slug="start"),
        6,
        "slug 写的“start”与文件名“opening”不一致，应写成 slug: opening",
    ),
    "a Chinese slug": (head(slug="开栏"), 6, "slug 写的“开栏”与文件名“opening”不一致，应写成 slug: opening"),
    "a key of other pages": (
        head(slug="opening\nhide: [toc]"),
        7,
        "页首不能写“hide”，只能写title、description、date、categories、slug",
    ),
    "a time to read": (
        head(slug="opening\nreadtime: 3"),
        7,
        "页首不能写“readtime”，只能写title、description、date、categories、slug",
    ),
    "a draft": (
        head(slug="opening\ndraft: true"),
        7,
        "页首不能写“draft”，只能写title、description、date、categories、slug，最接近的是date",
    ),
    "a misspelt key": (
        HEAD.replace("categories", "catagories"),
        5,
        "页首不能写“catagories”，只能写title、description、date、categories、slug，最接近的是categories",
    ),
    "a null for a date": (head(date="null"), 4, "“null”不是值；不知道就空着，冒号后什么也不写"),
}


@pytest.mark.parametrize("kind", FAULTY)
def test_a_faulty_post_is_told_where_and_how_to_mend_it(kind: str, column: Path) -> None:
    front, line, said = FAULTY[kind]
    written(column, "opening", front)
    assert complaints(column) == [f"{OPENING}:{line}: {said}"]
    assert all(visible(char) for char in said)


def test_other_pages_have_no_date(column: Path) -> None:
    changed(column, "docs/study/books.md", "title: ", "date: 2023-11-24\ntitle: ")
    (said,) = complaints(column)
    assert said.startswith("docs/study/books.md:2: 页首不能写“date”")


@pytest.mark.parametrize("name", ["2023", "2023-11-24", "page", "category", "yes", "null", "-a"])
def test_a_name_that_is_no_address_of_a_post(name: str, column: Path) -> None:
    written(column, name, head(slug=f'"{name}"'))
    said = f"“{name}”不能作网址，请换一个以英文字母开头的词，文件名和 slug 一并改"
    assert complaints(column) == [f"docs/column/posts/{name}.md:6: {said}"]


def test_two_posts_do_not_share_a_slug(column: Path) -> None:
    written(column, "second", HEAD)
    said = "slug 写的“opening”与文件名“second”不一致，应写成 slug: second"
    assert complaints(column) == [f"docs/column/posts/second.md:6: {said}"]


def test_a_post_without_front_matter_is_told_so_once(column: Path) -> None:
    written(column, "second", "", BODY.lstrip())
    (said,) = complaints(column)
    assert said.startswith("docs/column/posts/second.md:1: 缺少页首")


def test_a_post_keeps_to_the_rules_of_all_pages(column: Path) -> None:
    written(column, "opening", HEAD, f"{BODY}\n<b>目前</b>。\n")
    assert [fault.partition(":")[0] for fault in complaints(column)] == [OPENING, OPENING]


def test_a_post_lies_in_no_folder_of_its_own(column: Path) -> None:
    (column / "docs/column/posts/spring").mkdir()
    written(column, "spring/second", head(slug="second"), "\n# 第二篇\n")
    said = "文章直接放在 docs/column/posts 里，请从下一层文件夹移出来"
    assert complaints(column) == [f"docs/column/posts/spring/second.md:0: {said}"]


def test_beside_the_posts_lies_only_the_entrance(column: Path) -> None:
    (column / "docs/column/more.md").write_text("---\ntitle: 另一页\n---\n\n# 另一页\n", encoding="utf-8")
    said = "docs/column 里只放 index.md，文章请移到 docs/column/posts 里"
    assert complaints(column) == [f"docs/column/more.md:0: {said}"]


def test_a_post_does_not_stand_in_the_navigation(column: Path) -> None:
    entry = "      - column/index.md\n"
    changed(column, "mkdocs.yml", entry, f"{entry}      - column/posts/opening.md\n")
    lines = (column / "mkdocs.yml").read_text(encoding="utf-8").splitlines()
    number = lines.index("      - column/posts/opening.md") + 1
    said = "专栏的文章不列入导航，自会列在专栏里，请删去这一行"
    assert complaints(column) == [f"mkdocs.yml:{number}: {said}"]


def test_posts_need_a_page_that_lists_them(column: Path) -> None:
    (column / "docs/column/index.md").unlink()
    assert "docs/column/index.md:0: 缺少这一页，文章没有地方列，请补上" in complaints(column)


@pytest.mark.parametrize("rule", POST_RULES)
def test_without_a_rule_some_faulty_post_would_pass(rule: object) -> None:
    """Each rule alone speaks of some post above."""
    heard = set()
    for front, _, _ in FAULTY.values():
        source = read_source(front + BODY, OPENING)
        heard |= {each for each in POST_RULES if list(each(source))}
    assert rule in heard
    assert (getattr(rule, "__doc__", "") or "").strip()


def test_front_matter_of_any_kind_is_judged_without_breaking() -> None:
    for front in ("---\n- a\n---\n", "---\n---\n", "---\nslug: {a: b}\ndate:\n  - x\n---\n", "---\n"):
        source = read_source(front + BODY, OPENING)
        said = list(post_faults({source.name: source}))
        assert all(isinstance(fault, Fault) and fault.line <= 20 for fault in said)


# ------------------------------------------------------------------ what lists and feeds take from posts


def sound(name: str, date: str, categories: str = "[学习动态]") -> Source:
    front = head(date=date, slug=name, categories=categories)
    return read_source(front + BODY, f"docs/column/posts/{name}.md")


def test_posts_are_listed_newest_first() -> None:
    sources = [sound("b", "2023-11-24"), sound("c", "2024-01-05"), sound("a", "2023-11-24")]
    others = {"index.md": read_source("", "docs/index.md")}
    listed = posts({source.name: source for source in sources} | others)
    assert [post.name for post in listed] == [f"column/posts/{name}.md" for name in "cab"]


def test_a_post_is_what_its_front_matter_says() -> None:
    source = sound("opening", "2023-11-24", "[经验交流, 先进典型]")
    assert posts({source.name: source}) == [
        Post(
            name="column/posts/opening.md",
            title="教育专栏开栏",
            description="专栏登什么，怎么投稿",
            date=dt.date(2023, 11, 24),
            categories=("经验交流", "先进典型"),
        )
    ]


@pytest.mark.parametrize("kind", FAULTY)
def test_a_faulty_post_is_in_no_list(kind: str) -> None:
    source = read_source(FAULTY[kind][0] + BODY, OPENING)
    assert posts({source.name: source}) == []


@pytest.mark.parametrize("count", [0, 1, PER_PAGE, PER_PAGE + 1, 2 * PER_PAGE + 1])
def test_the_pages_of_a_list_hold_every_post_once_and_in_order(count: int, view: View) -> None:
    sources = [sound(f"post-{number}", "2023-11-24", "[心得体会]") for number in range(count)]
    view.pages.posts += posts({source.name: source for source in sources})
    for category in ("", "心得体会"):
        pages = list_pages(category, view.pages.posts)
        shown = [column_posts(view.at(page), category) for page in pages]
        assert [item["post"] for page in shown for item in page["posts"]] == view.pages.posts
        assert all(len(page["posts"]) == PER_PAGE for page in shown[:-1])
        here = [[each["here"] for each in page["pages"]] for page in shown]
        assert [marks.index(True) for marks in here] == [*range(len(pages))]
    assert column_posts(view, "学习动态")["posts"] == []


def test_a_list_of_no_category_is_told(view: View) -> None:
    said = "没有“学习动太”这个类别，最接近的是学习动态"
    with pytest.raises(MacroError, match=said):
        render("posts", view, "学习动太")


def test_a_new_post_changes_every_list_of_the_column(column: Path) -> None:
    before = prepare(column, {})
    written(column, "second", head(slug="second"))
    lists = [f"column/category/{slug}/" for slug in CATEGORIES.values()]
    assert changed_pages(before, prepare(column, {})) == ["column/", *lists, "column/second/"]


def test_a_list_goes_on_under_the_front_matter_of_its_first_page(column: Path) -> None:
    changed(column, "docs/column/index.md", "title: 全部文章", 'title: "文章：全部"  # 侧栏里的名字')
    for number in range(PER_PAGE):
        written(column, f"more-{number}", head(slug=f"more-{number}"), "\n# 又一篇\n")
    survey = prepare(column, {})
    assert survey.view.pages.titles["column/page/2.md"] == "文章：全部"
    assert survey.view.pages.headings["column/page/2.md"] == "教育专栏"


def test_the_address_of_a_post_leaves_its_folder_out(column: Path) -> None:
    assert url("column/posts/opening.md") == "column/opening"
    assert url("column/index.md") == "column"
    view = prepare(column, {}).view
    assert view.at("column/posts/opening.md").href("data/index.md", "a.b") == "../../data/#a.b"
    assert view.at("report/study.md").href("column/posts/opening.md") == "../../column/opening/"


def test_a_figure_in_a_post_counts_as_used_there(column: Path) -> None:
    written(column, "opening", HEAD, f'{BODY}\n学习会{{{{ fig("study.sessions") }}}}。\n')
    view = prepare(column, {}).view
    assert "column/posts/opening.md" in view.pages.uses["study.sessions"]
    link = PageLink("教育专栏开栏", "../column/opening/")
    assert view.at("data/index.md").used_in("study.sessions")[-1] == link


def test_the_four_categories_have_plain_addresses() -> None:
    assert list(CATEGORIES) == ["学习动态", "经验交流", "心得体会", "先进典型"]
    assert all(slug.isascii() and slug.replace("-", "").isalpha() for slug in CATEGORIES.values())
    assert len(set(CATEGORIES.values())) == len(CATEGORIES)
