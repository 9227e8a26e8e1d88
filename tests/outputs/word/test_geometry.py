"""The pages as they come out of an office program: 22 lines, 28 characters, page numbers, the signature.

Measured in the PDF that LibreOffice makes. Official fonts are not here; one as wide stands in for them, with
digits half as wide as Chinese characters.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import html

from tests.office import Office
from tests.outputs.word.conftest import PLAIN_HEAD, Given
from tests.outputs.word.wordml import width

POINT = 25.4 / 72  # millimetres
TOP, BOTTOM, LEFT, RIGHT = 37, 37 + 225, 28, 28 + 156  # of the type area, in millimetres
LINE = 28.95  # points from line to line
CHARACTER = 16 * POINT  # millimetres
HANGING = "，。、；：！？”’）》"  # may stand in the margin
CHINESE = re.compile(r"[\u4e00-\u9fff，。、；：！？（）《》]+")


@dataclass(frozen=True)
class Line:
    """A line of a page: its text, and where it is, in millimetres from the page's corner."""

    text: str
    left: float
    right: float
    middle: float
    top: float


Page = list[Line]


def left_of(date: Line) -> float:
    """Where a date begins where no blanks are put between Chinese and digits, as Word and WPS are told.

    LibreOffice 7 does not listen.
    """
    return date.right - width(date.text) * CHARACTER


def pages(pdf: Path) -> list[Page]:
    """The lines of every page, from top to bottom."""
    said = subprocess.run(["pdftotext", "-bbox-layout", str(pdf), "-"], capture_output=True, check=True)
    return [_lines(page) for page in html.fromstring(said.stdout.decode()).iter("page")]


def _lines(page: html.HtmlElement) -> Page:
    """Words of one height make a line; fonts that stand in for others may be a hair higher."""
    words = sorted(
        (
            (float(word.get("ymin")) + float(word.get("ymax"))) / 2,
            float(word.get("xmin")),
            float(word.get("xmax")),
            word.text,
            float(word.get("ymin")),
        )
        for word in page.iter("word")
    )
    lines: list[list[tuple[float, float, float, str, float]]] = []
    for word in words:
        if lines and word[0] - lines[-1][0][0] < LINE / 2:
            lines[-1].append(word)
        else:
            lines.append([word])
    found = []
    for line in lines:
        ordered = sorted(line, key=lambda word: word[1])
        text = "".join(word[3] for word in ordered)
        middle = Counter(word[0] for word in line).most_common(1)[0][0]
        edges = (ordered[0][1], ordered[-1][2], middle, min(word[4] for word in line))
        found.append(Line(text, *(edge * POINT for edge in edges)))
    return found


def body(page: Page) -> Page:
    """The lines within the type area."""
    return [line for line in page if TOP < line.middle < BOTTOM]


def number_of(page: Page) -> Line:
    """The page number: what stands below the type area."""
    (below,) = (line for line in page if line.middle > BOTTOM)
    return below


def _letter(document: list[Page]) -> int:
    """How many pages come before the attachments."""
    first = (n for n, page in enumerate(document) if re.fullmatch(r"附件\d?", body(page)[0].text))
    return next(first, len(document))


@pytest.fixture(scope="module")
def printed(
    completed: dict[str, Given],
    given_sample: Given,
    office: Office,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, list[Page]]:
    """Every kind of copy as pages."""
    if not shutil.which("pdftotext"):
        assert not os.environ.get("CI"), "pdftotext is missing: run tests/install-system.sh"
        pytest.skip("pdftotext is missing: run tests/install-system.sh")
    folder = tmp_path_factory.mktemp("copies")
    red = completed["sample"]
    plain = red.with_letter(**PLAIN_HEAD)
    documents = {
        "draft": given_sample,
        "plain": plain,
        "red": red,
        "unsealed": plain.with_letter(sealed=False),
        "bare": plain.with_letter(attachments=[]),
    }
    for name, one in documents.items():
        (folder / f"{name}.docx").write_bytes(one.copy())
    fonts = str(Path(__file__).with_name("fonts.conf"))
    printed = office([folder / f"{name}.docx" for name in documents], "pdf", FONTCONFIG_FILE=fonts)
    return dict(zip(documents, map(pages, printed), strict=True))


KINDS = pytest.mark.parametrize("kind", ["draft", "plain", "red", "unsealed", "bare"])


@KINDS
def test_a_full_page_has_22_lines(kind: str, printed: dict[str, list[Page]]) -> None:
    """A heading at its foot goes over to the next page, and the end keeps together: then there are fewer."""
    counts = Counter(len(body(page)) for page in printed[kind][1 : _letter(printed[kind]) - 2])
    assert max(counts) == 22
    assert counts.most_common(1)[0][0] == 22
    for page in printed[kind][1 : _letter(printed[kind]) - 2]:
        steps = {
            round((b.middle - a.middle) / POINT, 1) for a, b in zip(body(page), body(page)[1:], strict=False)
        }
        assert all(abs(step - LINE) < 1.5 for step in steps)


@KINDS
def test_a_full_line_has_28_characters(kind: str, printed: dict[str, list[Page]]) -> None:
    lines = [line for page in printed[kind][1 : _letter(printed[kind])] for line in body(page)]
    full = [line for line in lines if CHINESE.fullmatch(line.text) and abs(line.left - LEFT) < 0.5]
    within = [line.text for line in full if line.text[-1] not in HANGING and line.right > RIGHT - 3]
    assert len(within) > 10
    counts = Counter(map(len, within))
    assert max(counts) == 28 and counts[28] > len(within) / 2
    assert {*counts} <= {27, 28}  # a sign that must not begin a line takes the last character along
    assert max(line.right for line in lines if line.text[-1] not in HANGING) <= RIGHT + 0.5


@KINDS
def test_the_page_number_stands_7_millimetres_below_on_the_outer_side(
    kind: str, printed: dict[str, list[Page]]
) -> None:
    for count, page in enumerate(printed[kind], 1):
        number = number_of(page)
        assert number.text == f"—{count}—"
        assert abs(number.middle - BOTTOM - 7) <= 1
        blank = 14 * POINT  # a character of its size
        if count % 2:
            assert abs(number.right - (RIGHT - blank)) < 1.5
        else:
            assert abs(number.left - (LEFT + blank)) < 1.5


@KINDS
def test_the_signature_is_never_alone_on_its_page(kind: str, printed: dict[str, list[Page]]) -> None:
    last = body(printed[kind][_letter(printed[kind]) - 1])
    texts = [line.text for line in last]
    assert texts[-1] == "2023年11月27日" and texts[-2] == "中共示例局委员会"
    assert "特此报告。" in texts


def test_a_sealed_date_is_four_characters_from_the_edge_under_the_middle_of_the_name(
    printed: dict[str, list[Page]],
) -> None:
    name, date = body(printed["plain"][_letter(printed["plain"]) - 1])[-2:]
    assert abs((RIGHT - date.right) / CHARACTER - 4) < 0.1
    assert abs((name.left + name.right + left_of(date) + date.right) / 2 - name.left - name.right) < 1


def test_an_unsealed_date_begins_two_characters_behind_the_name(printed: dict[str, list[Page]]) -> None:
    name, date = body(printed["unsealed"][_letter(printed["unsealed"]) - 1])[-2:]
    assert abs((left_of(date) - name.left) / CHARACTER - 2) < 0.2


def test_the_red_head_begins_35_millimetres_below_the_edge(printed: dict[str, list[Page]]) -> None:
    mark = body(printed["red"][0])[0]
    assert mark.text == "中共示例局委员会文件"
    assert abs((mark.left + mark.right) / 2 - (LEFT + RIGHT) / 2) < 1
    assert abs(mark.top - TOP - 35) < 1.5


def test_notes_stand_on_the_page_of_the_end_of_their_table(printed: dict[str, list[Page]]) -> None:
    for kind in ("draft", "plain", "red"):
        (page,) = (
            page for page in printed[kind] if any(line.text.startswith("注：1.") for line in body(page))
        )
        assert "名称数值名称数值" in [line.text for line in body(page)]


def test_an_attachment_begins_in_the_first_line_with_its_title_in_the_third(
    printed: dict[str, list[Page]],
) -> None:
    for kind in ("draft", "plain", "red"):
        first = body(printed[kind][_letter(printed[kind])])
        assert first[0].text == "附件1" and abs(first[0].left - LEFT) < 0.5
        assert first[1].text == "主要数据表"
        assert abs((first[1].middle - first[0].middle) / POINT - 2 * LINE) < 4


def test_the_head_of_a_table_stands_on_every_page_of_it(printed: dict[str, list[Page]]) -> None:
    heads = ("名称数值名称数值", "序号书名作者")
    for document in printed.values():
        for page in document[_letter(document) :]:
            assert any(line.text.startswith(heads) for line in body(page))
