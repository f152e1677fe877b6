"""
Lengths of time: Working Days and weeks, as the rules state them; days and months too, as people estimate.

All kinds are used alike, as in `period.after(day, calendar)`; only Working Days need the calendar for that.
The periods of the rules never count the day of their trigger, and work counts the day on which it begins:
`after` and `before` are for the first, `work_from` and `work_to` for the second.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from attrs import field, frozen

from sec_uep.calendar.working_days import WorkingDayCalendar
from sec_uep.checks import check_count, check_date, check_is, check_text
from sec_uep.errors import InvalidValue, displayed, shown

if TYPE_CHECKING:
    from datetime import date


#: The longest period; a longer one leaves every calendar there is.
_LONGEST = 999_999


def _is_count(period: Period, _: object, n: int) -> None:
    unit = "Working Days" if isinstance(period, WorkingDays) else period.unit
    check_count("n", n, unit)
    if n > _LONGEST:
        raise InvalidValue("n", shown(n), f"{unit} outlast every calendar", f"pass {_LONGEST} at most")


def _checked(value: object) -> WorkingDayCalendar:
    say = "pass sec_uep.calendar.england_and_wales(), say"
    return check_is("calendar", value, WorkingDayCalendar, "is not a calendar", say)


@frozen
class WorkingDays:
    """
    A period of *n* Working Days; the day it is counted from is never one of them.

    >>> print(WorkingDays(60))
    60 Working Days

    Raises:
        InvalidType: If *n* is not an `int`.
        InvalidValue: If *n* is less than one.

    """

    n: int = field(validator=_is_count)

    _repr_html_ = displayed

    def __str__(self) -> str:
        return "1 Working Day" if self.n == 1 else f"{self.n} Working Days"

    def after(self, day: date, calendar: WorkingDayCalendar) -> date:
        """
        Return the last day of the period that follows *day*.

        >>> from datetime import date
        >>> from sec_uep.calendar import england_and_wales
        >>> WorkingDays(2).after(date(2026, 4, 2), england_and_wales())
        datetime.date(2026, 4, 8)

        Raises:
            InvalidType: If *day* is not a date, or *calendar* no calendar.
            DateOutsideCalendar: If the count leaves the calendar.

        """
        return _checked(calendar).nth_working_day_after(day, self.n)

    def before(self, day: date, calendar: WorkingDayCalendar) -> date:
        """
        Return the first day of the period that *day* follows.

        >>> from datetime import date
        >>> from sec_uep.calendar import england_and_wales
        >>> WorkingDays(2).before(date(2026, 4, 8), england_and_wales())
        datetime.date(2026, 4, 2)

        Raises:
            InvalidType: If *day* is not a date, or *calendar* no calendar.
            DateOutsideCalendar: If the count leaves the calendar.

        """
        return _checked(calendar).nth_working_day_before(day, self.n)

    def work_from(self, first: date, calendar: WorkingDayCalendar) -> date:
        """
        Return the last day of work that takes the period and begins on *first*, which counts.

        Five Working Days of work from a Monday end on the Friday.

        >>> from datetime import date
        >>> from sec_uep.calendar import england_and_wales
        >>> WorkingDays(5).work_from(date(2026, 11, 23), england_and_wales())
        datetime.date(2026, 11, 27)

        Raises:
            InvalidType: If *first* is not a date, or *calendar* no calendar.
            DateOutsideCalendar: If the count leaves the calendar.

        """
        begins = _checked(calendar).on_or_after(first)
        return begins if self.n == 1 else calendar.nth_working_day_after(begins, self.n - 1)

    def work_to(self, last: date, calendar: WorkingDayCalendar) -> date:
        """
        Return the last Working Day on which work that takes the period begins, to end by *last*.

        >>> from datetime import date
        >>> from sec_uep.calendar import england_and_wales
        >>> WorkingDays(5).work_to(date(2026, 11, 29), england_and_wales())
        datetime.date(2026, 11, 23)

        Raises:
            InvalidType: If *last* is not a date, or *calendar* no calendar.
            DateOutsideCalendar: If the count leaves the calendar.

        """
        ends = _checked(calendar).on_or_before(last)
        return ends if self.n == 1 else calendar.nth_working_day_before(ends, self.n - 1)


class _Span:
    """A period that the calendar of the year measures, Working Days or not."""

    __slots__ = ()

    n: int
    unit: ClassVar[str]

    @abstractmethod
    def _moved(self, day: date, sign: int) -> date:
        """Return the day so long after *day*, or before it."""

    _repr_html_ = displayed

    def __str__(self) -> str:
        return f"1 {self.unit[:-1]}" if self.n == 1 else f"{self.n} {self.unit}"

    def after(self, day: date, calendar: WorkingDayCalendar | None = None) -> date:  # noqa: ARG002
        """
        Return the day so long after *day*, a Working Day or not: for weeks, the same day of the week.

        >>> from datetime import date
        >>> Weeks(12).after(date(2026, 1, 9))
        datetime.date(2026, 4, 3)

        Raises:
            InvalidType: If *day* is not a date.
            InvalidValue: If that is later than any date there is.

        """
        return self._from(day, 1)

    def before(self, day: date, calendar: WorkingDayCalendar | None = None) -> date:  # noqa: ARG002
        """
        Return the day so long before *day*, a Working Day or not: for weeks, the same day of the week.

        >>> from datetime import date
        >>> Weeks(12).before(date(2026, 4, 3))
        datetime.date(2026, 1, 9)

        Raises:
            InvalidType: If *day* is not a date.
            InvalidValue: If that is earlier than any date there is.

        """
        return self._from(day, -1)

    def work_from(self, first: date, calendar: WorkingDayCalendar) -> date:
        """
        Return the last Working Day of work that takes the period and begins on *first*, which counts.

        Two weeks of work end on the last Working Day before the fourteenth day after *first*.

        >>> from datetime import date
        >>> from sec_uep.calendar import england_and_wales
        >>> Weeks(2).work_from(date(2026, 11, 23), england_and_wales())
        datetime.date(2026, 12, 4)

        Raises:
            InvalidType: If *first* is not a date, or *calendar* no calendar.
            InvalidValue: If that is later than any date there is.
            DateOutsideCalendar: If the count leaves the calendar.

        """
        return max(
            _checked(calendar).on_or_after(first), calendar.on_or_before(_day_before(self.after(first)))
        )

    def work_to(self, last: date, calendar: WorkingDayCalendar) -> date:
        """
        Return the last Working Day on which work that takes the period begins, to end by *last*.

        >>> from datetime import date
        >>> from sec_uep.calendar import england_and_wales
        >>> Weeks(2).work_to(date(2026, 12, 4), england_and_wales())
        datetime.date(2026, 11, 23)

        Raises:
            InvalidType: If *last* is not a date, or *calendar* no calendar.
            InvalidValue: If that is earlier than any date there is.
            DateOutsideCalendar: If the count leaves the calendar.

        """
        ends = _checked(calendar).on_or_before(last)
        begins = min(ends, calendar.on_or_before(self.before(calendar.nth_working_day_after(ends, 1))))
        while begins < ends:  # a month before the end of a month may be one of several days
            later = calendar.nth_working_day_after(begins, 1)
            if self.work_from(later, calendar) > ends:
                break
            begins = later
        return begins

    def _from(self, day: date, sign: int) -> date:
        counted_from = check_date("day", day)
        try:
            return self._moved(counted_from, sign)
        except (OverflowError, ValueError):
            side = "after" if sign > 0 else "before"
            reason = f"{self.unit} {side} {counted_from} is outside the years 1 to 9999"
            raise InvalidValue("n", shown(self.n), reason, f"use fewer {self.unit}") from None


@frozen
class Weeks(_Span):
    """
    A period of *n* weeks of seven days, bank holidays or not.

    >>> print(Weeks(12))
    12 weeks

    Raises:
        InvalidType: If *n* is not an `int`.
        InvalidValue: If *n* is less than one.

    """

    unit = "weeks"

    n: int = field(validator=_is_count)

    def _moved(self, day: date, sign: int) -> date:
        return day + timedelta(days=7 * sign * self.n)


@frozen
class Days(_Span):
    """
    A period of *n* days, weekends and bank holidays among them.

    >>> print(Days(10))
    10 days

    Raises:
        InvalidType: If *n* is not an `int`.
        InvalidValue: If *n* is less than one.

    """

    unit = "days"

    n: int = field(validator=_is_count)

    def _moved(self, day: date, sign: int) -> date:
        return day + timedelta(days=sign * self.n)


@frozen
class Months(_Span):
    """
    A period of *n* months; the day that a month is too short for is its last.

    >>> from datetime import date
    >>> Months(1).after(date(2027, 1, 31))
    datetime.date(2027, 2, 28)

    Raises:
        InvalidType: If *n* is not an `int`.
        InvalidValue: If *n* is less than one.

    """

    unit = "months"

    n: int = field(validator=_is_count)

    def _moved(self, day: date, sign: int) -> date:
        from dateutil.relativedelta import relativedelta  # noqa: PLC0415 - few estimate in months

        return day + relativedelta(months=sign * self.n)


#: A length of time of any kind.
Period: TypeAlias = WorkingDays | Weeks | Days | Months

_KINDS: tuple[tuple[str, type[Period]], ...] = (
    ("working day", WorkingDays),
    ("week", Weeks),
    ("day", Days),
    ("month", Months),
)


def _day_before(day: date) -> date:
    return day - timedelta(days=1)


def parse_period(text: str) -> Period:
    """
    Read a period from text such as "10 working days", "16 weeks", "10 days" or "2 months".

    Capitals do not matter. A number in words or "business days" is refused, not guessed at.

    >>> parse_period("10 Working Days")
    WorkingDays(n=10)

    Raises:
        InvalidType: If *text* is not text.
        InvalidValue: If it is in none of these forms.

    """
    next_step = 'write it as "10 working days", "16 weeks", "10 days" or "2 months"'
    written = check_text("period", text, next_step)
    units = "|".join(unit for unit, _ in _KINDS)
    found = re.fullmatch(rf"([1-9][0-9]{{0,5}}) ({units})s?", written, re.IGNORECASE | re.ASCII)
    if found is None:
        raise InvalidValue("period", shown(text), "is not a period", next_step)
    return dict(_KINDS)[found[2].lower()](int(found[1]))
