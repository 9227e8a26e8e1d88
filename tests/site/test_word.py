"""The Word copies say what the report pages of the site say, paragraph by paragraph, figure by figure."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import html

from report.facts.records import DATA_DATE
from report.macros.addresses import PART_ONE, REPORT_COPY, REPORT_PAGES, REVIEW_COPY, url
from report.outputs.word.copies import files
from report.outputs.word.writing import keys_by_stem, parsed
from report.pages.rendering import whole_page
from report.pages.survey import Survey
from tests.site.building import build
from tests.trees import EVERY, ROOT

SETS = pytest.mark.parametrize("name", EVERY)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Said = tuple[str, list[tuple[str, str]]]  # a paragraph, and its figures: key and what stands there


def on_site(folder: Path) -> list[Said]:
    """The headings and paragraphs of the report pages, in the order of the report."""
    found: list[Said] = []
    for name in REPORT_PAGES:
        page = html.document_fromstring((folder / url(name) / "index.html").read_text(encoding="utf-8"))
        (article,) = page.iter("article")
        for link in article.find_class("headerlink"):
            link.drop_tree()
        (title,) = article.iter("h1")
        told = [t for t in (title, *title.itersiblings()) if t.tag in ("h1", "h2", "h3", "p")]
        told = [t for t in told if not {"aside", "work"} & set((t.get("class") or "").split())]
        if name in ("report/index.md", "report/shortfalls.md"):
            told = [t for t in told if t.tag != "h1"]
        if name == "report/responsibility.md":
            found.append((PART_ONE, []))
        found += [
            said for t in told if (said := _said(t))[0] and t.get("class") not in ("meta", "sample-print")
        ]
    return found


def _said(element: Any) -> Said:
    figures = [(f.get("data-key"), f.text_content()) for f in element.iter() if f.get("data-key")]
    return re.sub(r"\s+", "", element.text_content()), figures


def in_word(content: bytes, keys: dict[str, str], wanted: list[Said]) -> list[Said]:
    """As many headings and paragraphs as wanted, from the first of them on; blanks as the site has them."""
    found: list[Said] = []
    for paragraph in docx.Document(io.BytesIO(content)).paragraphs:
        figures = []
        for mark in paragraph._p.iter(f"{W}bookmarkStart"):
            named = parsed(mark.get(f"{W}name"), keys)
            run = mark.getnext()
            while run.tag != f"{W}r":
                run = run.getnext()
            assert named
            figures.append((named[0], _as_site("".join(t.text for t in run.iter(f"{W}t"))).strip("（）")))
        found.append((_as_site(re.sub(r"\s+", "", paragraph.text)), figures))
    start = [text for text, _ in found].index(wanted[0][0])
    return found[start : start + len(wanted)]


def _as_site(text: str) -> str:
    """Blanks as the site has them: in brackets, but for the data date."""
    text = text.replace(f"【待填报：{DATA_DATE}】", "待填报")
    return re.sub(r"【(待填报|不公开|不适用)：[^】]*】", r"（\1）", text)


@SETS
def test_the_copies_say_what_the_report_pages_say(
    name: str, sites: dict[str, Path], surveys: dict[str, Survey]
) -> None:
    keys = keys_by_stem(surveys[name].view.results)
    wanted = on_site(sites[name])
    assert any(figures for _, figures in wanted)
    for copy in (REPORT_COPY, REVIEW_COPY):
        assert in_word((sites[name] / copy).read_bytes(), keys, wanted) == wanted


@SETS
def test_commands_render_the_report_as_the_site_does(
    name: str, sites: dict[str, Path], surveys: dict[str, Survey]
) -> None:
    """What compare and submit work with is what the site carries, to the byte."""
    survey = surveys[name]
    for copy, content in files(survey.view, whole_page(ROOT, survey.sources, survey.view)).items():
        assert (sites[name] / copy).read_bytes() == content


@SETS
def test_the_page_of_the_whole_leads_to_both_copies(name: str, sites: dict[str, Path]) -> None:
    folder = sites[name] / "report/whole"
    page = html.document_fromstring((folder / "index.html").read_text(encoding="utf-8"))
    (block,) = page.find_class("copies")
    links = [(folder / link.get("href")).resolve() for link in block.iter("a")]
    assert links == [(sites[name] / copy).resolve() for copy in (REPORT_COPY, REVIEW_COPY)]
    assert all(zipfile.is_zipfile(path) for path in links)


def test_the_edition_for_everybody_leads_to_one(tmp_path: Path) -> None:
    assert build(tmp_path, REPORT_EDITION="display", REPORT_DATA="demo/data").returncode == 0
    assert (tmp_path / REPORT_COPY).is_file() and not (tmp_path / REVIEW_COPY).exists()
    page = (tmp_path / "report/whole/index.html").read_text(encoding="utf-8")
    assert REPORT_COPY in page and REVIEW_COPY not in page
