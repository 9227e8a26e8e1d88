"""Working days: weekends, public holidays, days worked in exchange; a year that nobody knows yet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.facts.workdays import UnknownYear, after, expires, is_workday
from tests.trees import MINIMAL, complaints

KNOWN = st.dates(date(2005, 1, 1), date(2025, 11, 1))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2023, 11, 24), True),  # a Friday
        (date(2023, 11, 25), False),
        (date(2023, 11, 26), False),
        (date(2023, 9, 29), False),  # 中秋
        (date(2023, 10, 1), False),
        (date(2023, 10, 6), False),  # a Friday of 国庆
        (date(2023, 10, 7), True),  # a Saturday worked in exchange
        (date(2023, 10, 8), True),  # a Sunday worked in exchange
        (date(2023, 10, 9), True),
    ],
)
def test_weekends_and_holidays_are_free_unless_worked_in_exchange(day: date, worked: bool) -> None:
    assert is_workday(day) is worked


@pytest.mark.parametrize(
    ("day", "third"),
    [
        (date(2023, 11, 20), date(2023, 11, 23)),  # Monday to Thursday
        (date(2023, 11, 24), date(2023, 11, 29)),  # over a weekend
        (date(2023, 11, 25), date(2023, 11, 29)),  # from a day that is free itself
        (date(2023, 9, 28), date(2023, 10, 9)),  # over 中秋 and 国庆, with both days in exchange
        (date(2023, 10, 5), date(2023, 10, 9)),
        (date(2023, 12, 28), date(2024, 1, 3)),  # over 元旦
    ],
)
def test_the_third_working_day_after_a_day(day: date, third: date) -> None:
    assert after(day, 3) == third


def test_no_working_day_after_a_day_is_the_day_itself() -> None:
    assert after(date(2023, 11, 25), 0) == date(2023, 11, 25)


@given(KNOWN, st.integers(1, 12))
def test_the_nth_working_day_is_worked_and_n_lie_on_the_way(day: date, count: int) -> None:
    last = after(day, count)
    between = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    assert is_workday(last) and sum(map(is_workday, between)) == count


@pytest.mark.parametrize("day", [date(2031, 1, 6), date(1990, 5, 1), date(2098, 12, 31)])
def test_a_year_whose_holidays_are_not_known_is_said_by_name(day: date) -> None:
    with pytest.raises(UnknownYear) as error:
        after(day, 3)
    assert str(error.value) in (str(day.year), str(day.year + 1))


def test_a_day_of_judgement_in_an_unknown_year_is_refused_where_it_was_given() -> None:
    """In the environment here; when the data date does it, tests/broken/site.txt says so."""
    (said,) = complaints(MINIMAL, {"REPORT_DATE": "2031-01-06"})
    assert said.startswith("REPORT_DATE:0: 2031年的节假日安排还不知道")


@pytest.mark.parametrize("written", ["1899-12-31", "2100-01-01", "9999-12-31", "0001-01-01"])
def test_a_day_of_judgement_in_another_century_is_a_slip_of_the_hand(written: str) -> None:
    assert complaints(MINIMAL, {"REPORT_DATE": written}) == [f"REPORT_DATE:0: “{written}”的年份不对，请核对"]


def test_the_calendar_says_how_far_it_goes() -> None:
    assert expires(date(2023, 11, 24)) is None
    last = next(year for year in range(2023, 2100) if expires(date(year, 11, 24)))
    assert expires(date(last, 1, 1)) == date(last, 12, 31)
