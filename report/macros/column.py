"""The column 教育专栏: its posts in lists, of all and of each category; the line under the title of one."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from report.faults import nearest
from report.figures.wording import day_text
from report.macros.addresses import CATEGORIES, COLUMN
from report.macros.view import MacroError, Post, View

PER_PAGE = 20
CONTRIBUTE = "contribute"  # where the entrance says how to contribute


def posts(view: View, category: str = "") -> dict[str, Any]:
    """The posts of a category, or all; on a page where their list goes on, those that belong there."""
    lists = listed(view.pages.posts)
    if category not in lists:
        raise MacroError(f"没有“{category}”这个类别{nearest(category, CATEGORIES)}")
    pages = list_pages(category, lists[category])
    at = pages.index(view.page) if view.page in pages else 0
    shown = lists[category][at * PER_PAGE : (at + 1) * PER_PAGE]
    return {
        "category": category,
        "lists": [_link(view, name) | {"count": len(found)} for name, found in lists.items()],
        "posts": [{"post": post, "href": view.href(post.name), "day": day_text(post.date)} for post in shown],
        "pages": [{"href": view.href(page), "here": page == pages[at]} for page in pages],
        "total": len(view.pages.posts),
        "contribute": view.href(COLUMN, CONTRIBUTE) if category else "",
    }


def post_meta(view: View, post: Post) -> dict[str, Any]:
    """The line under the title of a post: its day, and its categories with their lists."""
    categories = [_link(view, name) for name in post.categories]
    return {"date": post.date, "day": day_text(post.date), "categories": categories}


def listed(posts: Sequence[Post]) -> dict[str, list[Post]]:
    """The lists of the column by category, the first, without a name, of all posts. One may be empty."""
    return {"": [*posts]} | {name: [post for post in posts if name in post.categories] for name in CATEGORIES}


def list_pages(category: str, found: Sequence[Post] = ()) -> list[str]:
    """The pages of a list, by their sources: its own, and those on which it goes on."""
    folder = f"column/category/{CATEGORIES[category]}" if category else "column"
    further = range(2, ceil(len(found) / PER_PAGE) + 1)
    return [f"{folder}.md" if category else COLUMN, *(f"{folder}/page/{number}.md" for number in further)]


def _link(view: View, category: str) -> dict[str, Any]:
    return {"name": category, "href": view.href(list_pages(category)[0])}
