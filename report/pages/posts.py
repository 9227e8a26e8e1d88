"""The column 教育专栏: what its posts have to say of themselves, where they lie, and what they come to.

The column lists its posts by itself, so none of them stands in the navigation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from report.facts.fields import day
from report.facts.record import Listed, Located
from report.faults import Fault, nearest
from report.macros.addresses import CATEGORIES, COLUMN, POSTS
from report.macros.view import Post
from report.pages.source import NOT_TITLES, POST_META, Source

Complaint = tuple[int, str]
TAKEN = ("category", "index", "page")  # addresses under column/ that are no posts
WRITTEN = {  # how a line that is missing is written
    "description": "一句话说明",
    "date": "2023-11-24",
    "categories": "[学习动态]",
    "slug": "{name}",
}


def posts(sources: Mapping[str, Source]) -> list[Post]:
    """The posts among pages, newest first; those of one day by file name. One with a fault is left out."""
    sound = [source for _, source in sorted(sources.items()) if is_post(source.name) and _is_sound(source)]
    return sorted(map(_post, sound), key=lambda post: post.date, reverse=True)


def _is_sound(source: Source) -> bool:
    return not source.faults and not any(said for rule in POST_RULES for said in rule(source))


def _post(source: Source) -> Post:
    meta = source.meta
    return Post(
        name=source.name,
        title=meta["title"],
        description=meta["description"],
        date=day(meta["date"]),
        categories=tuple(meta["categories"]),
    )


def is_post(name: str) -> bool:
    """Whether a page is a post of the column, by its name relative to docs/."""
    return name.startswith(POSTS)


def is_beside_navigation(name: str) -> bool:
    """Whether a page is of the column without being its entrance: the navigation lists only that."""
    return name.startswith(COLUMN.removesuffix("index.md")) and name != COLUMN


def complete(source: Source) -> Iterator[Complaint]:
    """A post states description, date, categories and slug besides its title."""
    meta = _meta(source)
    strange = [key for key in meta if key not in POST_META]
    for key, written in WRITTEN.items():
        meant = any(nearest(other, [key]) for other in strange)
        if meta.get(key) is None and key not in meta.refused and not meant:
            line = f"{key}: {written.format(name=_name(source))}"
            yield meta.lines.get(key, 1), f"页首缺少 {key}，请补上一行 {line}"


def proper_date(source: Source) -> Iterator[Complaint]:
    """The date is a day that exists, written 2023-11-24 without quotation marks, which would make it text."""
    written, line = _stated(source, "date")
    if written is None:
        return
    if not isinstance(written, str):
        yield line, "页首的 date 应是一个日期，如 2023-11-24"
        return
    try:
        proper = day(written).isoformat()
    except ValueError as error:
        yield line, f"页首的 date 写的{error}"
        return
    if written != proper:
        yield line, f"页首的 date 写的“{written}”应写成 {proper}"
    elif re.search(r"\bdate\s*:\s*[\"']", source.typed.split("\n")[line - 1]):
        yield line, f"页首的 date 不加引号，应写成 date: {proper}"


def known_categories(source: Source) -> Iterator[Complaint]:
    """The categories are a list of one or more of the four, each once."""
    listed, line = _stated(source, "categories")
    if listed is None:
        return
    if not isinstance(listed, Listed) or not listed:
        yield line, "页首的 categories 应是列表，每项一个类别，如 [学习动态]"
        return
    for index, name in enumerate(listed):
        at = listed.at(index).line
        if not isinstance(name, str) or name not in CATEGORIES:
            near = nearest(str(name), CATEGORIES)
            yield at, f"没有“{name}”这个类别，只能写{'、'.join(CATEGORIES)}{near}"
        elif name in listed[:index]:
            yield at, f"类别“{name}”写了两次，请只留一处"


def slug_is_name(source: Source) -> Iterator[Complaint]:
    """The slug, which is the address, is the name of the file, so that no two posts share one; it is a word
    that YAML takes for text, and free."""
    slug, line = _stated(source, "slug")
    name = _name(source)
    if slug is None:
        return
    if not re.match("[a-z]", name) or name in (*NOT_TITLES, *TAKEN, "null"):
        yield line, f"“{name}”不能作网址，请换一个以英文字母开头的词，文件名和 slug 一并改"
    elif slug != name:
        yield line, f"slug 写的“{slug}”与文件名“{name}”不一致，应写成 slug: {name}"


POST_RULES: tuple[Callable[[Source], Iterator[Complaint]], ...] = (
    complete,
    proper_date,
    known_categories,
    slug_is_name,
)


def post_faults(sources: Mapping[str, Source]) -> Iterator[Fault]:
    """What the rules say of each post, then what can only be said of the column as a whole."""
    for name, source in sources.items():
        if is_post(name) and isinstance(source.meta, Located):
            for rule in POST_RULES:
                yield from (Fault(source.path, line, message) for line, message in rule(source))
    yield from _misplaced(sources)


def _misplaced(sources: Mapping[str, Source]) -> Iterator[Fault]:
    """Posts lie in docs/column/posts/ and in no folder below it; beside it lies only the entrance."""
    below = [source for name, source in sources.items() if is_beside_navigation(name)]
    for source in below:
        if not is_post(source.name):
            yield Fault(source.path, 0, "docs/column 里只放 index.md，文章请移到 docs/column/posts 里")
        elif "/" in source.name.removeprefix(POSTS):
            yield Fault(source.path, 0, "文章直接放在 docs/column/posts 里，请从下一层文件夹移出来")
    if below and COLUMN not in sources:
        yield Fault(f"docs/{COLUMN}", 0, "缺少这一页，文章没有地方列，请补上")


def _stated(source: Source, key: str) -> tuple[Any, int]:
    """What the front matter says under a key, and in which line; None when it says nothing."""
    meta = _meta(source)
    return meta.get(key), meta.lines.get(key, 1)


def _meta(source: Source) -> Located:
    assert isinstance(source.meta, Located), "rules are asked of posts that have front matter"
    return source.meta


def _name(source: Source) -> str:
    return PurePosixPath(source.name).stem
