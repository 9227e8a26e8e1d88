"""Working days in China: weekends, public holidays and the days worked in exchange, by chinesecalendar."""

from __future__ import annotations

from datetime import date, timedelta


class UnknownYear(Exception):
    """The calendar does not know the holidays of a year. The message is the year."""


def is_workday(day: date) -> bool:
    """Whether a day is worked. UnknownYear for a year whose holidays are not known yet."""
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        raise UnknownYear(str(day.year)) from None


def expires(day: date) -> date | None:
    """The last day of a year after which no holiday is known yet. None while the next year is known."""
    try:
        is_workday(date(day.year + 1, 1, 4))  # past New Year, which falls on the same day every year
    except UnknownYear:
        return date(day.year, 12, 31)
    return None


def after(day: date, count: int) -> date:
    """The so many-th working day after a day. UnknownYear where the way there leads into one."""
    while count:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day
