"""What the report has to say stands in fidelity.csv, one row a statement; nothing of it may be abridged.

A row names the section, whether the words must stand there (有) or must not (没有), and the words: a set
phrase, or the few that carry the statement. 〔key〕 is a figure, whatever its value. The words around them
are the office's to edit.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from report.macros.addresses import REPORT_PAGES
from report.macros.view import View
from report.outputs.word.compare.returned import read_copy
from report.outputs.word.copies import copy
from report.outputs.word.reading import read_report
from report.outputs.word.writing import keys_by_stem
from report.pages.rendering import whole_page
from report.pages.survey import Survey
from report.publishing import prepare
from tests.pages.telling import KEY, marked, told, without_units
from tests.site.building import DATA_SETS
from tests.trees import ROOT

LIST = Path(__file__).with_name("fidelity.csv")
EVERYWHERE = "全文"
SECTIONS = {Path(name).stem: name for name in REPORT_PAGES}
WITHOUT_HEADING = {"shortfalls": "development"}  # in the copy: the section in which it stands


@dataclass(frozen=True)
class Row:
    section: str
    must_stand: bool
    words: str

    @property
    def source(self) -> str:
        """The words as an editor typed them."""
        return KEY.sub(r'{{ fig("\1") }}', self.words)

    def __str__(self) -> str:
        return f"{self.section}：{'缺' if self.must_stand else '不该有'}“{self.words}”"


def rows() -> list[Row]:
    with LIST.open(encoding="utf-8") as file:
        return [Row(r["节"], r["写法"] == "有", r["文字"]) for r in csv.DictReader(file)]


ROWS = rows()
STATED = [row for row in ROWS if row.must_stand]
REFUSED = [row for row in ROWS if not row.must_stand]


def unfaithful(text: Mapping[str, str]) -> list[str]:
    """The rows that a report, told section by section, does not keep to."""
    whole = "\n".join(text.values())
    return [str(r) for r in ROWS if (r.words in text.get(r.section, whole)) is not r.must_stand]


@cache
def survey(data: str) -> Survey:
    return prepare(ROOT, {"REPORT_DATA": DATA_SETS[data]})


def on_page(body: str, view: View, name: str) -> str:
    return "\n".join(marked(element, view) for element in told(body, view, name))


@cache
def on_pages(data: str) -> dict[str, str]:
    one = survey(data)
    return {
        section: on_page(one.sources[name].body, one.view.at(name), name)
        for section, name in SECTIONS.items()
    }


@cache
def in_word(data: str) -> dict[str, str]:
    """The text of the copy between the recipient and the attachments, section by section."""
    one = survey(data)
    view = one.view
    content = copy(view, read_report(whole_page(ROOT, one.sources, view)))
    found, section = dict.fromkeys(SECTIONS, ""), "index"
    headings = {re.sub(r"\s", "", title): Path(n).stem for n, title in view.pages.headings.items()}
    for paragraph in read_copy(content, keys_by_stem(view.results)).paragraphs:
        section = headings.get(paragraph.text, section)
        text, last = "", 0
        for mark in paragraph.marks:
            text += f"{paragraph.text[last : mark.start]}〔{mark.key}〕"
            last = mark.end
        found[section] += without_units(text + paragraph.text[last:], view) + "\n"
        if paragraph.text == "特此报告。":
            break
    for section, holder in WITHOUT_HEADING.items():
        found[section] = found[holder]
    return found


@pytest.mark.parametrize("data", DATA_SETS)
def test_the_pages_say_all_that_has_to_be_said(data: str) -> None:
    assert unfaithful(on_pages(data)) == []


@pytest.mark.parametrize("data", DATA_SETS)
def test_the_word_copy_says_all_that_has_to_be_said(data: str) -> None:
    assert unfaithful(in_word(data)) == []


@pytest.mark.parametrize("row", STATED, ids=str)
def test_a_statement_taken_out_of_its_page_is_missed(row: Row) -> None:
    name, one = SECTIONS[row.section], survey("sample")
    body = re.sub(r"\]\([^)]*\)(\{[^}]*\})?|\[|\*\*", "", one.sources[name].body)  # marks in the words
    assert row.source in body
    without = on_page(body.replace(row.source, ""), one.view.at(name), name)
    assert str(row) in unfaithful({**on_pages("sample"), row.section: without})


@pytest.mark.parametrize("row", STATED, ids=str)
def test_a_statement_taken_out_of_the_word_copy_is_missed(row: Row) -> None:
    text = in_word("sample")
    assert str(row) in unfaithful({**text, row.section: text[row.section].replace(row.words, "")})


@pytest.mark.parametrize("row", REFUSED, ids=str)
def test_words_that_the_report_leaves_out_are_noticed(row: Row) -> None:
    section = "study" if row.section == EVERYWHERE else row.section
    text = on_pages("sample")
    assert str(row) in unfaithful({**text, section: text[section] + row.words})


def test_the_list_has_a_row_for_every_section_and_each_row_once() -> None:
    assert {row.section for row in ROWS} == {*SECTIONS, EVERYWHERE}
    assert len(set(ROWS)) == len(ROWS)
    assert all(row.words.strip() == row.words != "" for row in ROWS)
