"""Working days in China: weekends, public holidays and make-up working days, by chinesecalendar."""

from __future__ import annotations

from datetime import date, timedelta


class UnknownYear(Exception):
    """The holidays of a year are not known. The message is the year."""


def is_workday(day: date) -> bool:
    """Whether a day is a working day. UnknownYear if the holidays of its year are not known yet."""
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        raise UnknownYear(str(day.year)) from None


def expires(day: date) -> date | None:
    """The last day of the year if the next year's holidays are not known yet; None if they are."""
    try:
        is_workday(date(day.year + 1, 1, 4))  # past New Year, which falls on the same day every year
    except UnknownYear:
        return date(day.year, 12, 31)
    return None


def after(day: date, count: int) -> date:
    """The `count`-th working day after `day`. UnknownYear if the count runs into a year that is not known."""
    while count:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day
