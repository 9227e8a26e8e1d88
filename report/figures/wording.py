"""Values as text. Rounding happens here, once: half up, and never to 100 or 0 where that would be untrue."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from report.facts.figure import Status
from report.figures.forms import is_bounded
from report.figures.resolving import Result, step, typed_number

DIGITS = "零一二三四五六七八九"
WEEKDAYS = "一二三四五六日"
PENDING = Status.PENDING.value


def shown_number(result: Result) -> str:
    """A number as it stands in a sentence, without its unit: 6, 67.7, 六, 30余; text as it is.

    For a figure without a value, the word for its status.
    """
    value, figure = result.value, result.figure
    if value is None:
        return result.status.value
    if isinstance(value, str):
        return value
    if result.parts and value == result.counted:
        assert figure.derivation is not None
        return rate(value, figure.derivation.digits, bounded=is_bounded(figure))
    if figure.approx:
        return approximate(value, typed=figure.value is not None)
    return chinese(value, figure.unit or "") if figure.numerals else plain(value)


def shown_counted(result: Result) -> str:
    """What the form yields, as text without a unit, whatever was typed; empty if it yields nothing."""
    if result.counted is None:
        return ""
    how = result.figure.derivation
    if result.parts and how:
        return rate(result.counted, how.digits, bounded=is_bounded(result.figure))
    return plain(result.counted)


def backfilled(result: Result) -> str:
    """How far a ledger that is 补登中 has come with a figure: 活动台账补登中：填报30，已登记12，还差18.

    Empty for a figure that it bears out, or that is not counted from such a ledger.
    """
    head = f"{'、'.join(result.backfilling)}补登中"
    if result.partial:
        return f"{head}：没有填报数，{registered(result)}"
    if not result.catching_up:
        return ""
    more = "余" if result.figure.approx else ""
    return f"{head}：填报{result.figure.value}{more}，{registered(result)}"


def registered(result: Result) -> str:
    """What the rows of a ledger that is 补登中 give so far, and what they lack of the typed number:
    已登记12，还差18."""
    typed, counted = typed_number(result.figure), result.counted
    if counted is None and result.figure.form == "count":
        counted = Decimal(0)
    if counted is None:
        return "已登记的还算不出"
    if result.parts:
        return f"按已登记的算是{shown_counted(result)}"
    if typed is None:
        return f"已登记{plain(counted)}"
    approx = result.figure.approx  # 130余 is 131 to 139
    least, most = (typed + 1, typed + step(typed) - 1) if approx else (typed, typed)
    if counted > most:
        return f"已登记{plain(counted)}，多出{plain(counted - most)}"
    return f"已登记{plain(counted)}，{'至少' if approx else ''}还差{plain(least - counted)}"


def exact(value: Decimal, digits: int) -> str:
    """A value before rounding, cut off one decimal place after those shown: 67.74…, or 67.7 if
    that is all."""
    cut = value.quantize(Decimal(1).scaleb(-digits - 1), ROUND_DOWN)
    return f"{plain(cut)}…" if cut != value else plain(value.normalize())


def word(result: Result) -> str:
    """The verb in front of a change: 下降, or 持平 if nothing changed; empty for other figures."""
    if result.figure.word is None or result.status in (Status.WITHHELD, Status.VOID):
        return ""
    return LEVEL if result.value == 0 else result.figure.word


LEVEL = "持平"


def shown(result: Result) -> str:
    """All that a page shows for a figure: 6次, 下降12.5%, 持平, 待填报."""
    if result.status is not Status.KNOWN:
        return result.status.value
    if word(result) == LEVEL:
        return LEVEL
    return f"{word(result)}{shown_number(result)}{result.figure.unit or ''}"


def plain(value: Decimal) -> str:
    """A number as typed or counted: no exponent, no separators."""
    return f"{value:f}"


def rate(value: Decimal, digits: int, bounded: bool = True) -> str:
    """A percentage to `digits` decimal places, half up. `bounded`: it shows 100 or 0 only if it
    is exactly that.

    Unbounded, it gets more decimal places where these would show 0.
    """
    if bounded and value in (0, 100):
        return plain(value.quantize(Decimal(1)))
    unit = Decimal(1).scaleb(-digits)
    rounded = value.quantize(unit, ROUND_HALF_UP)
    if bounded and rounded >= 100:
        rounded = 100 - unit
    if bounded and rounded == 0:
        rounded = unit
    while rounded == 0 and value != 0:  # a change, however small, is not 0
        unit = unit.scaleb(-1)
        rounded = value.quantize(unit, ROUND_HALF_UP)
    return plain(rounded)


def approximate(value: Decimal, typed: bool) -> str:
    """130余. A typed value stays as it is; a counted one goes down to the tens (above 1000: to the hundreds).

    A counted value that is on such a step, or below the first, is exact and carries no 余.
    """
    if typed:
        return f"{plain(value)}余"
    size = Decimal(100 if value > 1000 else 10)
    floor = (value / size).to_integral_value(ROUND_FLOOR) * size
    return f"{plain(floor)}余" if 0 < floor < value else plain(value)


def chinese(value: Decimal, unit: str = "") -> str:
    """A whole number below 100 in Chinese numerals, as before a measure word (`unit`): 两,
    五, 十二, 二十三."""
    if value != value.to_integral_value() or not 0 <= value < 100:
        return plain(value)
    tens, ones = divmod(int(value), 10)
    if tens == 0:
        return "两" if ones == 2 and unit else DIGITS[ones]
    head = "" if tens == 1 else DIGITS[tens]
    return f"{head}十{DIGITS[ones] if ones else ''}"


def day_text(day: date | None, missing: str = PENDING) -> str:
    """2023年9月5日, without leading zeros (GB/T 15835); `missing` if there is no day."""
    return f"{day.year}年{day.month}月{day.day}日" if day else missing


def month_text(month: str) -> str:
    """2023-09 → 2023年9月."""
    year, _, number = month.partition("-")
    return f"{year}年{int(number)}月"


def weekday_text(day: date) -> str:
    """周五."""
    return f"周{WEEKDAYS[day.weekday()]}"


def span_text(start: date, end: date | None) -> str:
    """3日, 13日至15日, 30日至12月2日; the first month is named by the heading above."""
    if end is None or end == start:
        return f"{start.day}日"
    return f"{start.day}日至{'' if end.month == start.month else f'{end.month}月'}{end.day}日"
