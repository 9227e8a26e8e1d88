"""Values become text once: rounded half up, never 100 or 0 while that is untrue, in the right numerals."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.facts.figure import Derivation, Figure, Owner, Status
from report.faults import Place
from report.figures.resolving import Result, step
from report.figures.wording import (
    approximate,
    chinese,
    day_text,
    month_text,
    plain,
    rate,
    shown,
    shown_number,
    span_text,
    weekday_text,
    word,
)

NOWHERE = Place("figures.yml", 1)
DIGITS = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
NUMERALS = [  # an oracle written out by hand
    *DIGITS, "十", "十一", "十二", "十三", "十四", "十五", "十六", "十七", "十八", "十九",
    "二十", "二十一", "二十二", "二十三", "二十四", "二十五", "二十六", "二十七", "二十八", "二十九", "三十",
]  # fmt: skip
amounts = st.decimals(min_value=0, max_value=100, places=9, allow_nan=False)
digits = st.integers(min_value=0, max_value=4)


def figure(**fields: object) -> Figure:
    known = {"key": "study.x", "label": "某数", "owner": Owner.OFFICE, "unit": "次"}
    return Figure(place=NOWHERE, lines={}, **(known | fields))


def known(value: Decimal | str, /, **fields: object) -> Result:
    return Result(figure(**fields), Status.KNOWN, value)


def rounded(value: Decimal, places: int) -> str:
    """Half up by whole-number arithmetic: the oracle for rounding."""
    exact = Fraction(value) * 10**places
    whole = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    text = str(whole).rjust(places + 1, "0")
    return text if places == 0 else f"{text[:-places]}.{text[-places:]}"


@given(amounts, digits)
def test_rounding_is_half_up(value: Decimal, places: int) -> None:
    shown_rate = rate(value, places, bounded=False)
    if value == 0 or Decimal(rounded(value, places)) != 0:
        assert shown_rate == rounded(value, places)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [("2.675", 2, "2.68"), ("0.05", 1, "0.1"), ("66.65", 1, "66.7"), ("12.5", 0, "13"), ("50", 1, "50.0")],
)
def test_a_half_is_rounded_up_where_floats_would_not(value: str, places: int, text: str) -> None:
    assert rate(Decimal(value), places) == text


@given(st.integers(min_value=1, max_value=10**9), st.data(), digits)
def test_a_rate_is_100_or_0_only_when_all_or_nothing_is_done(
    whole: int, data: st.DataObject, places: int
) -> None:
    part = data.draw(st.integers(min_value=0, max_value=whole))
    text = rate(Decimal(part) * 100 / Decimal(whole), places)
    assert (Decimal(text) == 100) == (part == whole)
    assert (Decimal(text) == 0) == (part == 0)
    assert 0 <= Decimal(text) <= 100


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [("99.96", 1, "99.9"), ("99.5", 0, "99"), ("0.01", 1, "0.1"), ("100", 1, "100")],
)
def test_almost_all_and_hardly_any_are_said_so(value: str, places: int, text: str) -> None:
    assert rate(Decimal(value), places) == text


@given(st.decimals(min_value="0.000001", max_value=1000, places=6), digits)
def test_a_change_is_never_shown_as_0_when_something_moved(value: Decimal, places: int) -> None:
    assert Decimal(rate(value, places, bounded=False)) != 0


@given(st.integers(min_value=0, max_value=99))
def test_chinese_numerals_are_those_a_clerk_writes(value: int) -> None:
    if value <= 30:
        expected = NUMERALS[value]
    else:
        tens, ones = divmod(value, 10)
        expected = f"{DIGITS[tens]}十{DIGITS[ones] if ones else ''}"
    assert chinese(Decimal(value)) == expected
    assert chinese(Decimal(value), "项") == ("两" if value == 2 else expected)


@pytest.mark.parametrize("value", ["100", "-1", "2.5"])
def test_what_has_no_short_chinese_numeral_stays_in_digits(value: str) -> None:
    assert chinese(Decimal(value), "项") == value


@given(st.integers(min_value=0, max_value=100_000))
def test_a_counted_amount_with_a_rest_is_one_that_would_agree_if_typed(counted: int) -> None:
    """130余 means 131 to 139: what is printed of a count obeys the rule for what is typed beside one."""
    text = approximate(Decimal(counted), typed=False)
    if text.endswith("余"):
        said = Decimal(text[:-1])
        assert said > 0
        assert said < counted < said + step(said)
    else:
        assert text == str(counted)
        assert counted <= 10 or counted % 10 == 0


@pytest.mark.parametrize(
    ("value", "typed", "text"),
    [
        ("130", True, "130余"),
        ("135", False, "130余"),
        ("130", False, "130"),
        ("1234", False, "1200余"),
        ("7", False, "7"),
    ],
)
def test_a_typed_amount_stands_and_a_counted_one_steps_down(value: str, typed: bool, text: str) -> None:
    assert approximate(Decimal(value), typed) == text


@pytest.mark.parametrize("value", ["0", "6", "87.60", "1234567", "100000000000000"])
def test_a_number_is_printed_as_it_was_typed(value: str) -> None:
    assert plain(Decimal(value)) == value


def test_a_figure_is_shown_with_its_unit_its_verb_and_its_numerals() -> None:
    change = Derivation(place=NOWHERE, lines={}, before="study.a", after="study.b")
    assert shown(known(Decimal(6))) == "6次"
    assert shown(known(Decimal(2), numerals=True)) == "两次"
    assert shown(known(Decimal(130), approx=True, value="130")) == "130余次"
    assert shown(known("示例市", unit=None)) == "示例市"
    fallen = Result(
        figure(unit="%", word="下降", derivations={"change": change}),
        Status.KNOWN,
        Decimal("12.5"),
        Decimal("12.5"),
    )
    assert shown(fallen) == "下降12.5%"
    still = Result(
        figure(unit="%", word="下降", derivations={"change": change}), Status.KNOWN, Decimal(0), Decimal(0)
    )
    assert shown(still) == word(still) == "持平"


@pytest.mark.parametrize("status", [Status.PENDING, Status.WITHHELD, Status.VOID])
def test_a_figure_without_a_value_shows_the_reason(status: Status) -> None:
    assert shown(Result(figure(), status)) == shown_number(Result(figure(), status)) == status.value


def test_an_open_rate_keeps_its_verb_for_the_sentence_and_a_closed_one_does_not() -> None:
    change = Derivation(place=NOWHERE, lines={}, before="study.a", after="study.b")
    waiting = figure(unit="%", word="下降", derivations={"change": change})
    assert word(Result(waiting, Status.PENDING)) == "下降"
    assert word(Result(waiting, Status.WITHHELD)) == word(Result(waiting, Status.VOID)) == ""


def test_days_carry_no_leading_zeros() -> None:
    assert day_text(date(2023, 9, 5)) == "2023年9月5日"
    assert month_text("2023-09") == "2023年9月"
    assert day_text(None) == "待填报"
    assert day_text(None, missing="") == ""


@given(st.dates(), st.integers(min_value=0, max_value=60))
def test_a_span_names_the_second_month_only_when_it_is_another(start: date, days: int) -> None:
    if start.toordinal() + days > date.max.toordinal():
        return
    end = start + timedelta(days=days)
    text = span_text(start, end)
    if days == 0:
        assert text == f"{start.day}日" == span_text(start, None)
    else:
        assert text.startswith(f"{start.day}日至") and text.endswith(f"{end.day}日")
        assert ("月" in text) == (start.month != end.month)


def test_weekdays_start_on_monday() -> None:
    assert [weekday_text(date(2023, 11, 20) + timedelta(days=n)) for n in range(7)] == [
        "周一", "周二", "周三", "周四", "周五", "周六", "周日",
    ]  # fmt: skip
