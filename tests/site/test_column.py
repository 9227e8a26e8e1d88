"""The column as built: plain addresses, every post where it belongs, the same on every machine and day."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from report.macros.addresses import CATEGORIES
from report.macros.view import Post
from report.publishing import prepare
from tests.clerk import BEGIN
from tests.site.building import FIRST, ROOT, Served, build, content, copied_tree
from tests.trees import DATA_SETS, EVERY

POST = """---
title: {title}
description: 为测试而写的一篇
date: {date}
categories: [{categories}]
slug: {slug}
---

# {title}

学习会{{{{ fig("responsibility.group_meetings") }}}}，见[引言](../../report/index.md)。

![会场](hall.png)

怎样登文章，见[编辑手册](../../handbook/add-post.md)。
{{: .work }}
"""
SAMPLE = Post(  # the post of the sample, as tests.clerk writes it
    name=f"column/posts/party-day-{BEGIN:%m%d}.md",
    title="主题党日",
    description="党员联系岗位谈体会，用APP报名",
    date=BEGIN,
    categories=("学习动态", "先进典型"),
)
MORE = 24  # posts, so that the list of all has a second page
AT_ONCE = 20  # posts that one page of a list holds


@pytest.fixture(scope="module")
def posted() -> list[Post]:
    """The posts of the tree, newest first; there may be none."""
    return prepare(ROOT, FIRST).view.pages.posts


@pytest.fixture
def listed(name: str, posted: list[Post]) -> list[Post]:
    """Those of the site in question: the sample has one more, with which it was built."""
    more = [SAMPLE] if name == "sample" else []
    return sorted([*posted, *more], key=lambda post: post.date, reverse=True)


def page(site: Path, address: str) -> str:
    return (site / address / "index.html").read_text(encoding="utf-8")


def main(site: Path, address: str) -> str:
    """The article of a page, as HTML."""
    found = re.search(r"<article.*?</article>", page(site, address), re.DOTALL)
    assert found, address
    return found[0]


def text(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def links(html: str) -> list[str]:
    """Where the entries of a list lead, in its order."""
    return re.findall(r'<h2><a href="([^"]*)">', html)


def slug(post: Post) -> str:
    """Its address below column/."""
    return post.url.removeprefix("column/")


def day(post: Post) -> str:
    return f"{post.date.year}年{post.date.month}月{post.date.day}日"


@pytest.mark.parametrize("name", EVERY)
def test_the_addresses_are_plain_and_no_others(name: str, sites: dict[str, Path], listed: list[Post]) -> None:
    built = {path.parent.relative_to(sites[name]).as_posix() for path in sites[name].glob("column/**/*.html")}
    built -= {address for address in built if re.search(r"/page/[0-9]+$", address)}
    categories = {f"column/category/{slug}" for slug in CATEGORIES.values()}
    assert built == {"column", *categories, *(post.url.rstrip("/") for post in listed)}
    assert all(address.isascii() and "%" not in address for address in built)


@pytest.mark.parametrize("name", EVERY)
def test_every_post_is_listed_with_its_day_title_and_categories(
    name: str, sites: dict[str, Path], listed: list[Post]
) -> None:
    html = main(sites[name], "column")
    assert links(html) == [f"{slug(post)}" for post in listed[:AT_ONCE]]
    for post in listed[:AT_ONCE]:
        at = html.index(f'<h2><a href="{slug(post)}"')
        entry = html[html.rindex("<li ", 0, at) : html.index("</li>", at)]
        assert f'datetime="{post.date}"' in entry
        words = [line.strip() for line in text(entry).splitlines() if line.strip()]
        assert words == [day(post), post.title, post.description, "、".join(post.categories)]


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("category", CATEGORIES)
def test_a_category_lists_its_posts_or_says_what_is_missing(
    category: str, name: str, sites: dict[str, Path], listed: list[Post]
) -> None:
    html = main(sites[name], f"column/category/{CATEGORIES[category]}")
    own = [f"../../{slug(post)}" for post in listed if category in post.categories]
    assert links(html) == own[:AT_ONCE]
    assert re.search(r"<h1[^>]*>([^<]*)", html)[1] == category  # type: ignore[index]
    assert (f"“{category}”还没有文章" in html) == (not own)
    assert ('href="../../#contribute"' in html) == (not own)
    counted = re.search(rf'aria-current="page">{category}<small>(\d+)', html)
    assert (int(counted[1]) if counted else None) == (len(own) if listed else None)


@pytest.mark.parametrize("name", EVERY)
def test_the_entrance_says_how_to_contribute_whether_there_are_posts_or_not(
    name: str, sites: dict[str, Path], listed: list[Post]
) -> None:
    html = main(sites[name], "column")
    assert 'id="contribute"' in html and html.count(">怎么投稿</a>") == 1
    assert ("教育专栏还没有文章" in html) == (not listed)
    assert ('class="chips"' in html) == bool(listed)


@pytest.mark.parametrize("name", EVERY)
def test_a_post_says_under_its_title_when_and_where_it_was_put(
    name: str, sites: dict[str, Path], listed: list[Post]
) -> None:
    for post in listed:
        html = main(sites[name], post.url)
        meta = html[html.index("</h1>") :]
        meta = meta[: meta.index("</div>")]
        assert text(meta).split() == [day(post), "、".join(post.categories)]
        for category in post.categories:
            assert f'href="../category/{CATEGORIES[category]}/"' in meta
        assert '<div class="prose prose--post">' in html


@pytest.mark.parametrize("name", DATA_SETS)
def test_the_column_speaks_chinese_only(name: str, sites: dict[str, Path], listed: list[Post]) -> None:
    """But for what a title or a description says itself."""
    for address in ("column", *(f"column/category/{slug}" for slug in CATEGORIES.values())):
        said = text(main(sites[name], address))
        for post in listed:
            said = said.replace(post.title, "").replace(post.description, "")
        assert not re.findall(r"[A-Za-z]{2,}", said), address


@pytest.mark.parametrize("name", EVERY)
def test_the_side_list_leads_to_every_category_and_stands_beside_posts_too(
    name: str, sites: dict[str, Path], listed: list[Post]
) -> None:
    for address in ("column", *(post.url for post in listed)):
        html = page(sites[name], address)
        side = html[html.index("md-sidebar--primary") : html.index("md-sidebar--secondary")]
        assert "hidden" not in side[: side.index(">")], address
        names = [word.strip() for word in re.findall(r'<span class="md-ellipsis">([^<]*)', side)]
        at = names.index("教育专栏")
        assert [n for n in names[at:] if n in ("全部文章", *CATEGORIES)][-4:] == list(CATEGORIES)


@pytest.fixture(scope="module")
def crowded_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree with many posts: of days to come, in two categories, with a sign in the title."""
    tree = copied_tree(tmp_path_factory.mktemp("crowded") / "tree")
    (tree / "docs/column/posts").mkdir(exist_ok=True)
    for number in range(MORE):
        slug = f"more-{chr(ord('a') + number)}"
        front = POST.format(
            title=f"学习A&B之{chr(ord('A') + number)}", date=f"2099-01-{number + 1:02d}",
            categories="经验交流, 心得体会" if number % 2 else "经验交流", slug=slug,
        )  # fmt: skip
        (tree / "docs/column/posts" / f"{slug}.md").write_text(front, encoding="utf-8")
    (tree / "docs/column/posts/hall.png").write_bytes(b"")
    return tree


@pytest.fixture(scope="module")
def crowded(crowded_tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its site."""
    site = tmp_path_factory.mktemp("crowded-site")
    done = build(site, tree=crowded_tree)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr, done.stderr
    return site


def test_a_long_list_goes_on_at_an_address_of_its_own(crowded: Path, posted: list[Post]) -> None:
    first, second = (links(main(crowded, address)) for address in ("column", "column/page/2"))
    assert first == [f"more-{chr(ord('a') + n)}/" for n in reversed(range(MORE - AT_ONCE, MORE))]
    newest = [f"../../more-{chr(ord('a') + n)}/" for n in reversed(range(MORE - AT_ONCE))]
    assert second == [*newest, *(f"../../{slug(post)}" for post in posted)][:AT_ONCE]
    assert links(main(crowded, "column/category/exchange/page/2"))
    assert main(crowded, "column/page/2").count("<h1") == 1
    (title,) = re.findall("<title>(.+) - ", page(crowded, "column"))
    assert f"<title>{title}，第2页 - " in page(crowded, "column/page/2")
    assert 'aria-current="page" class="pages__current">2<' in main(crowded, "column/page/2")
    role_models = sum("先进典型" in post.categories for post in posted)
    assert ('class="pages"' in main(crowded, "column/category/role-models")) == (role_models > AT_ONCE)
    addresses = [path.relative_to(crowded).as_posix() for path in crowded.glob("column/**/*.html")]
    assert all(address.isascii() and "%" not in address for address in addresses)


def test_a_page_where_a_list_goes_on_stands_where_the_list_does(crowded: Path) -> None:
    for address, name in (("column", "全部文章"), ("column/category/exchange", "经验交流")):
        html = page(crowded, f"{address}/page/2")
        side = html[html.index("md-sidebar--primary") : html.index("md-sidebar--secondary")]
        assert re.findall(r'aria-current="page"><span class="md-ellipsis">([^<]*)', side) == [name]
        assert neighbours(html) == neighbours(page(crowded, address))


def neighbours(html: str) -> list[str]:
    """What the foot of a page names as the one before and the one after."""
    return list(map(unescape, re.findall(r"<small>[上下]一页</small>([^<]*)", html)))


def test_posts_follow_one_another_in_time(crowded: Path, posted: list[Post]) -> None:
    assert neighbours(page(crowded, "column/more-b")) == ["学习A&B之A", "学习A&B之C"]
    assert neighbours(page(crowded, "column/more-a")) == [
        *(post.title for post in posted[:1]),
        "学习A&B之B",
    ]
    assert neighbours(page(crowded, "column/more-x")) == ["学习A&B之W"]


def test_an_image_lies_beside_the_posts_that_show_it(crowded: Path) -> None:
    assert 'src="../hall.png"' in main(crowded, "column/more-a")
    assert (crowded / "column/hall.png").is_file()


def test_a_day_to_come_hides_no_post(crowded: Path) -> None:
    assert "2099年1月24日" in main(crowded, "column")


def test_a_figure_in_a_post_leads_to_the_dictionary_and_stands_in_no_list(crowded: Path) -> None:
    assert 'href="../../data/#responsibility.group_meetings"' in unescape(main(crowded, "column/more-a"))
    assert "data-key" not in main(crowded, "column")
    assert 'href="../column/more-a/"' in page(crowded, "data")


def test_the_display_edition_leaves_out_what_a_post_says_to_the_office_alone(
    crowded: Path, crowded_tree: Path, tmp_path: Path
) -> None:
    assert build(tmp_path, tree=crowded_tree, REPORT_EDITION="display").returncode == 0
    address = "column/more-a"
    assert "怎样登文章" in main(crowded, address)
    assert "学习会" in main(tmp_path, address)
    for name, data in content(tmp_path).items():
        assert "怎样登文章" not in data.decode("utf-8", "ignore"), name


def test_a_sign_in_a_title_stays_text(crowded: Path) -> None:
    html = page(crowded, "column/more-x")
    assert "<title>学习A&amp;B之X - " in html
    assert '<a href="more-x/">学习A&amp;B之X</a>' in main(crowded, "column")


def test_one_click_leads_to_a_post_and_one_to_its_category(
    served: dict[str, Served], browser: Browser
) -> None:
    post = SAMPLE
    tab = browser.new_page(viewport={"width": 390, "height": 844})
    tab.goto(served["sample"].address + "column/")
    tab.get_by_role("link", name=post.title).last.click()
    expect(tab).to_have_url(re.compile(rf"/{post.url}$"))
    tab.locator(".meta a").first.click()
    expect(tab).to_have_url(re.compile(r"/column/category/[a-z-]+/$"))
    expect(tab.locator(".chips [aria-current]")).to_have_text(re.compile(f"^{post.categories[0]}"))
    tab.close()
