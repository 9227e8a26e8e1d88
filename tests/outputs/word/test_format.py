"""Every row of the format holds of both data sets; each fails once what it says is broken."""

from __future__ import annotations

import pytest

from tests.outputs.word.asserting import Row
from tests.outputs.word.assertions import DRAFT, EVERY_COPY, RED_HEAD, REVIEW, SEAL, STANDS_STILL, SUBMISSION
from tests.outputs.word.conftest import Given
from tests.outputs.word.wordml import Word

ALL = (*EVERY_COPY, *SEAL, *SUBMISSION, *STANDS_STILL, *DRAFT, *REVIEW, *RED_HEAD)


def complaints(content: bytes, rows: tuple[Row, ...]) -> list[str]:
    document = Word(content)
    return [said for row in rows if (said := row.complaint(document))]


def test_a_draft_has_the_format(as_is: Given) -> None:
    assert complaints(as_is.copy(), (*EVERY_COPY, *DRAFT)) == []


def test_a_copy_for_review_has_the_format_and_a_comment_on_every_figure(as_is: Given) -> None:
    assert complaints(as_is.copy(for_review=True), (*EVERY_COPY, *REVIEW)) == []


def test_a_copy_to_submit_has_the_format_and_no_trace_of_work(complete: Given) -> None:
    assert complaints(complete.copy(), (*EVERY_COPY, *SEAL, *SUBMISSION)) == []


def test_a_red_head_has_the_format(completed: dict[str, Given]) -> None:
    assert complaints(completed["sample"].copy(), (*RED_HEAD, *STANDS_STILL)) == []


@pytest.fixture(scope="module")
def documents(completed: dict[str, Given], given_sample: Given) -> list[tuple[tuple[Row, ...], bytes]]:
    """Groups of rows, each with a document of which they hold."""
    draft, review = given_sample.copy(), given_sample.copy(for_review=True)
    return [(DRAFT, draft), (REVIEW, review), (ALL, completed["sample"].copy())]


@pytest.mark.parametrize("row", ALL, ids=str)
def test_a_row_fails_when_what_it_says_is_broken(
    row: Row, documents: list[tuple[tuple[Row, ...], bytes]]
) -> None:
    content = next(document for rows, document in documents if row in rows)
    assert row.complaint(Word(content)) == ""
    broken = [*row.broken(content)]
    assert broken
    assert [change for change, document in broken if not row.complaint(document)] == []


def test_no_row_is_said_twice() -> None:
    assert len({str(row) for row in ALL}) == len(ALL)
