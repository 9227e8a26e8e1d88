"""What spreadsheet programs make of days and months: put right where it can only mean one thing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from report.facts.dates import MONTHS, mended_day, mended_month
from report.facts.fields import CENTURIES, day

SURE: dict[str, Callable[[date], str]] = {  # forms that no country reads otherwise
    "2023-11-04": lambda d: f"{d:%Y-%m-%d}",
    "2023/11/4": lambda d: f"{d.year}/{d.month}/{d.day}",
    "2023/11/4 0:00": lambda d: f"{d.year}/{d.month}/{d.day} 0:00",
    "2023-11-04 00:00:00": lambda d: f"{d:%Y-%m-%d} 00:00:00",
    "2023.11.4": lambda d: f"{d.year}.{d.month}.{d.day}",
    "2023年11月4日": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "2023年11月4日 星期六": lambda d: f"{d.year}年{d.month}月{d.day}日 星期{'一二三四五六日'[d.weekday()]}",
    "4-Nov-2023": lambda d: f"{d.day}-{named(d)}-{d.year}",
    "04 Nov 2023": lambda d: f"{d.day:02} {named(d)} {d.year}",
    "November 4, 2023": lambda d: f"{named(d)}ember {d.day}, {d.year}",
}
SHORT: dict[str, Callable[[date], str]] = {  # years of two digits
    "4-Nov-23": lambda d: f"{d.day}-{named(d)}-{d.year % 100:02}",
    "4/Nov/23": lambda d: f"{d.day}/{named(d)}/{d.year % 100:02}",
}
DOUBTFUL: dict[str, Callable[[date], str]] = {  # what comes first depends on the country
    "11/4/2023": lambda d: f"{d.month}/{d.day}/{d.year}",
    "4/11/2023": lambda d: f"{d.day}/{d.month}/{d.year}",
    "04.11.2023": lambda d: f"{d:%d.%m.%Y}",
    "11/4/23": lambda d: f"{d.month}/{d.day}/{d.year % 100:02}",
    "4/11/23": lambda d: f"{d.day}/{d.month}/{d.year % 100:02}",
    "23/11/4": lambda d: f"{d.year % 100:02}/{d.month}/{d.day}",
}
FORMS_OF_MONTHS: dict[str, Callable[[date], str]] = {
    "2023-11": lambda d: f"{d:%Y-%m}",
    "2023-9": lambda d: f"{d.year}-{d.month}",
    "2023/9": lambda d: f"{d.year}/{d.month}",
    "9/2023": lambda d: f"{d.month}/{d.year}",
    "2023年9月": lambda d: f"{d.year}年{d.month}月",
    "Nov-2023": lambda d: f"{named(d)}-{d.year}",
}
SHORT_MONTHS: dict[str, Callable[[date], str]] = {
    "Nov-23": lambda d: f"{named(d)}-{d.year % 100:02}",
    "NOV 23": lambda d: f"{named(d).upper()} {d.year % 100:02}",
}
days = st.dates(date(CENTURIES[0], 1, 1), date(CENTURIES[1], 12, 31))
recent = st.dates(date(1930, 1, 1), date(2029, 12, 31))  # what Excel takes two digits for


def named(d: date) -> str:
    return MONTHS[d.month - 1].capitalize()


@pytest.mark.parametrize("form", SURE)
@given(d=days)
def test_a_day_in_a_form_that_means_one_thing_is_that_day(form: str, d: date) -> None:
    assert mended_day(SURE[form](d)) == d.isoformat()


@pytest.mark.parametrize("form", SHORT)
@given(d=recent)
def test_a_year_of_two_digits_is_what_excel_takes_it_for(form: str, d: date) -> None:
    assert mended_day(SHORT[form](d)) == d.isoformat()


@pytest.mark.parametrize("form", DOUBTFUL)
@given(d=recent)
@example(d=date(2023, 11, 24))
@example(d=date(2023, 11, 11))
def test_a_day_that_could_be_another_is_left(form: str, d: date) -> None:
    text = DOUBTFUL[form](d)
    assert mended_day(text) in (text, d.isoformat())


def test_days_that_a_person_can_tell_and_those_that_nobody_can() -> None:
    assert mended_day("11/24/2023") == mended_day("24/11/2023") == "2023-11-24"
    assert mended_day("11/11/2023") == "2023-11-11"
    for doubtful in (
        "5/9/2023",
        "23/11/24",
        "Nov-23",
        "24-Nov",
        "11月24日",
        "45254",
        "2023-02-30",
        "30-Feb-23",
    ):
        assert mended_day(doubtful) == doubtful


@pytest.mark.parametrize("form", FORMS_OF_MONTHS)
@given(d=days)
def test_a_month_in_any_form_is_that_month(form: str, d: date) -> None:
    assert mended_month(FORMS_OF_MONTHS[form](d)) == f"{d:%Y-%m}"


@pytest.mark.parametrize("form", SHORT_MONTHS)
@given(d=recent)
def test_a_short_month_is_what_excel_takes_it_for(form: str, d: date) -> None:
    assert mended_month(SHORT_MONTHS[form](d)) == f"{d:%Y-%m}"


@pytest.mark.parametrize("form", [*SURE, *SHORT, *DOUBTFUL])
@given(d=recent)
@example(d=date(2023, 11, 1))
@example(d=date(2001, 1, 11))
def test_the_first_day_of_a_month_stands_for_it_and_no_other_day_does(form: str, d: date) -> None:
    """2023-11 that became a day is the first of November, in whatever form."""
    first = d.replace(day=1)
    written = {**SURE, **SHORT, **DOUBTFUL}[form]
    assert mended_month(written(first)) in (written(first), f"{d:%Y-%m}")
    if form in SURE or form in SHORT:
        assert mended_month(written(first)) == f"{d:%Y-%m}"
        other = first + timedelta(days=d.day)
        assert other.day == 1 or mended_month(written(other)) == written(other)


def test_months_that_nobody_can_tell_are_left() -> None:
    for doubtful in ("23-Nov", "11月", "2023", "2023-13", "Smarch-23", "1.5", "2023-11-24"):
        assert mended_month(doubtful) == doubtful


@given(st.one_of(st.text(), st.from_regex(r"\A[0-9]{1,4}[-/. ][0-9A-Za-z]{1,4}([-/. ][0-9]{1,4})?\Z")))
def test_whatever_else_is_written_is_left_and_putting_right_twice_changes_nothing(text: str) -> None:
    right = mended_day(text)
    assert right == text or day(right).isoformat() == right
    assert mended_day(right) == right
    month = mended_month(text)
    assert mended_month(month) == month
