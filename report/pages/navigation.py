"""The parts of the site's configuration that the checks need, and which files may be under docs/."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from markdown import Markdown

from report.facts.reading.yaml_source import read_yaml
from report.facts.record import Listed, Located
from report.faults import Fault, Place

CONFIG = "mkdocs.yml"
IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp")  # an .svg may hold scripts
BUILT_IN = ("toc", "tables", "fenced_code")  # what mkdocs adds to the extensions of mkdocs.yml


def configuration(root: Path) -> tuple[dict[str, Place], list[str], list[Fault]]:
    """The pages in the order of the navigation, each with its line; the Markdown extensions; the faults."""
    path = root / CONFIG
    if not path.is_file():
        return {}, [*BUILT_IN], [Fault(CONFIG, 0, "缺少这个文件，请补上")]
    content, faults = read_yaml(path.read_bytes(), CONFIG)
    config = content if isinstance(content, Located) else Located(Place(CONFIG, 1), {}, {})
    if not faults and not isinstance(config.get("nav"), list):
        faults.append(Fault(CONFIG, config.lines.get("nav", 1), "缺少 nav，请列出各页"))
    faults += _markup_in_titles(config.get("nav"))
    extensions = [*BUILT_IN]
    listed = config.get("markdown_extensions")
    listed = listed if isinstance(listed, Listed) else Listed(CONFIG, [], [])
    for index, entry in enumerate(listed):
        name = str((next(iter(entry), "") if isinstance(entry, dict) else entry) or "")
        if not _exists(name):
            faults.append(listed.at(index).fault(f"没有“{name}”这个 Markdown 扩展，请核对名称"))
        elif name not in extensions:
            extensions.append(name)
    return dict(_leaves(config.get("nav"))), extensions, faults


@lru_cache
def _exists(extension: str) -> bool:
    try:
        Markdown(extensions=[extension])
    except Exception:  # a name that is no extension can raise anything
        return False
    return True


def _markup_in_titles(nav: Any) -> Iterator[Fault]:
    """Titles in the navigation are plain text, since the theme prints them unescaped."""
    for entry in nav if isinstance(nav, Listed) else ():
        for title, below in entry.items() if isinstance(entry, Located) else ():
            if re.search(r"[<>&{}]", title):
                place = Place(CONFIG, entry.lines[title])
                yield place.fault(f"栏目名“{title}”里不能有标签和花括号，请改成文字")
            yield from _markup_in_titles(below)


def _leaves(nav: Any) -> Iterator[tuple[str, Place]]:
    """The pages listed in the navigation, at any depth."""
    if isinstance(nav, Listed):
        for index, entry in enumerate(nav):
            if isinstance(entry, str):
                yield entry, nav.at(index)
            else:
                yield from _leaves(entry)
    elif isinstance(nav, Located):
        for title, entry in nav.items():
            if isinstance(entry, str):
                yield entry, Place(CONFIG, nav.lines[title])
            else:
                yield from _leaves(entry)


def stray(path: Path) -> str:
    """Why a file may not be under docs/, where everything is published; empty if it may."""
    if path.is_symlink():
        return "docs 里不能放链接，它会把别处的文件发布出去，请删去"
    if path.is_file() and path.suffix not in (".md", *IMAGES):
        return "docs 里的文件都会发布，只能放 .md 页面和图片，请移走"
    stem = path.stem if path.is_file() else path.name
    if not stem.replace("-", "").isalnum() or not path.name.isascii() or path.name != path.name.lower():
        return "名称只用小写英文字母、数字和连字符，请改名"
    return ""
