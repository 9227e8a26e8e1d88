"""Links to where files are edited: on every page of the working edition, if there is such a place, and
nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.site.building import build, content
from tests.trees import DATA_SETS

ADDRESS = "http://git.example/office/report/_edit/main/{path}#L{line}"
START = ADDRESS.partition("{")[0]
SAMPLE = {"REPORT_DATA": DATA_SETS["sample"], "REPORT_EDIT": ADDRESS}
IN_HEAD = rf'<a class="page-head__edit" href="{START}([^"]+)" rel="noopener" data-search-exclude>([^<]+)</a>'
OF_FIGURE = rf'　<a href="{START}([^"]+)" rel="noopener">编辑这一条</a>'
AT_HOME = rf'\n      <div class="tools">({IN_HEAD})+</div>\n      '
Built = Callable[..., Path]


@pytest.fixture(scope="module")
def edited(trees: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, with a post, as it is built where there is a platform."""
    folder = tmp_path_factory.mktemp("edited")
    done = build(folder, trees["sample"], **SAMPLE)
    assert done.returncode == 0, done.stderr
    return folder


def pages(site: Path) -> dict[str, str]:
    found = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("index.html"))}
    return {name: path.read_text(encoding="utf-8") for name, path in found.items()}


def test_every_page_leads_to_where_it_is_edited(edited: Path, trees: dict[str, Path]) -> None:
    for name, html in pages(edited).items():
        found = {title: path for path, title in re.findall(IN_HEAD, html)}
        assert "编辑这一页" in found, name
        assert all((trees["sample"] / path.partition("#")[0]).is_file() for path in found.values()), name


def test_a_post_leads_to_its_file(edited: Path) -> None:
    posts = [html for name, html in pages(edited).items() if re.fullmatch(r"column/[\w-]+/index.html", name)]
    assert posts
    for html in posts:
        ((path, _),) = re.findall(IN_HEAD, html)
        assert re.fullmatch(r"docs/column/posts/[\w-]+\.md", path)


def test_every_figure_leads_to_its_line(edited: Path) -> None:
    html = (edited / "data" / "index.html").read_text(encoding="utf-8")
    found = re.findall(OF_FIGURE, html)
    assert len(found) == html.count('class="dictionary__entry"')
    assert all(re.fullmatch(r"(data/figures|demo/data/values)\.yml#L[1-9]\d*", path) for path in found)


def test_nothing_else_of_the_site_differs(edited: Path, sites: dict[str, Path]) -> None:
    """Pages, search, downloads, feeds: the same to the byte once the links are taken out."""

    def without_links(text: str) -> str:
        return re.sub(f"{IN_HEAD}\n", "", re.sub(OF_FIGURE, "", re.sub(AT_HOME, "", text)))

    plain, linked = content(sites["sample"]), content(edited)
    assert plain.keys() == linked.keys()
    for name, data in linked.items():
        if name.endswith(".html"):
            data = without_links(data.decode()).encode()
        assert data == plain[name], name


def test_the_display_edition_and_a_site_without_a_platform_have_no_such_link(
    sites: dict[str, Path], tmp_path: Path
) -> None:
    assert build(tmp_path, **SAMPLE, REPORT_EDITION="display").returncode == 0
    for site in (tmp_path, sites["sample"]):
        for name, html in pages(site).items():
            assert "git.example" not in html and "page-head__edit" not in html, name


def test_a_bad_address_stops_the_build_with_a_sentence(tmp_path: Path) -> None:
    done = build(tmp_path, **{**SAMPLE, "REPORT_EDIT": "http://git.example/"})
    assert done.returncode != 0
    assert "REPORT_EDIT:0: “http://git.example/”不行，应写平台上改一个文件的网址" in done.stderr
