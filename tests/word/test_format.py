"""Every row of the format holds of both data sets; each assertion fails once what it asserts is broken."""

from __future__ import annotations

import pytest

from tests.word.assertions import (
    DRAFT,
    EVERY_COPY,
    RED_HEAD,
    REVIEW,
    SEAL,
    SUBMISSION,
    Assertion,
    Change,
)
from tests.word.conftest import Given
from tests.word.wordml import Word, replaced

ALL = (*EVERY_COPY, *SEAL, *SUBMISSION, *DRAFT, *REVIEW, *RED_HEAD)
KILLS = [(assertion, change) for assertion in ALL for change in assertion.changes]


def failed(document: Word, assertions: tuple[Assertion, ...]) -> list[str]:
    return [str(assertion) for assertion in assertions if not assertion.holds(document)]


def test_a_draft_has_the_format(as_is: Given) -> None:
    assert failed(Word(as_is.copy()), (*EVERY_COPY, *DRAFT)) == []


def test_a_copy_for_review_has_the_format_and_a_comment_on_every_figure(as_is: Given) -> None:
    assert failed(Word(as_is.copy(for_review=True)), (*EVERY_COPY, *REVIEW)) == []


def test_a_copy_to_submit_has_the_format_and_no_trace_of_work(complete: Given) -> None:
    assert failed(Word(complete.copy()), (*EVERY_COPY, *SEAL, *SUBMISSION)) == []


def test_a_red_head_has_the_format(completed: dict[str, Given]) -> None:
    assert failed(Word(completed["sample"].copy()), RED_HEAD) == []


def document_for(assertion: Assertion, completed: dict[str, Given], drafts: dict[str, bytes]) -> bytes:
    """A document of which the assertion holds."""
    if assertion in REVIEW or assertion in DRAFT:
        return drafts["review" if assertion in REVIEW else "draft"]
    return completed["sample"].copy()


@pytest.fixture(scope="module")
def drafts(given_sample: Given) -> dict[str, bytes]:
    return {"draft": given_sample.copy(), "review": given_sample.copy(for_review=True)}


@pytest.mark.parametrize(("assertion", "change"), KILLS, ids=lambda value: str(value)[:40])
def test_an_assertion_fails_when_what_it_asserts_is_broken(
    assertion: Assertion, change: Change, completed: dict[str, Given], drafts: dict[str, bytes]
) -> None:
    document = document_for(assertion, completed, drafts)
    assert assertion.holds(Word(document))
    broken = change(document) if callable(change) else replaced(document, *change)
    assert not holds(assertion, Word(broken))


def holds(assertion: Assertion, document: Word) -> bool:
    """A document in which what is asserted about cannot even be found does not have it."""
    try:
        return assertion.holds(document)
    except (StopIteration, KeyError, AttributeError, IndexError, AssertionError, ValueError):
        return False


def test_every_assertion_has_something_that_breaks_it() -> None:
    assert all(assertion.changes for assertion in ALL)
    assert len({str(assertion) for assertion in ALL}) == len(ALL)
