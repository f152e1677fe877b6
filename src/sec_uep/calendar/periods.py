"""
Lengths of time as the rules state them: so many Working Days, so many weeks.

Both kinds are used alike, as in `period.after(day, calendar)`;
weeks need no calendar, and ignore the one they are given.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from attrs import field, frozen

from sec_uep.calendar.working_days import WorkingDayCalendar
from sec_uep.checks import check_count, check_date, check_is, check_text
from sec_uep.errors import InvalidValue, shown

if TYPE_CHECKING:
    from datetime import date


#: The longest period; a longer one leaves every calendar there is.
_LONGEST = 999_999


def _is_count(period: WorkingDays | Weeks, _: object, n: int) -> None:
    unit = "Working Days" if isinstance(period, WorkingDays) else "weeks"
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


@frozen
class Weeks:
    """
    A period of *n* weeks of seven days, bank holidays or not.

    >>> print(Weeks(12))
    12 weeks

    Raises:
        InvalidType: If *n* is not an `int`.
        InvalidValue: If *n* is less than one.

    """

    n: int = field(validator=_is_count)

    def __str__(self) -> str:
        return "1 week" if self.n == 1 else f"{self.n} weeks"

    def after(self, day: date, calendar: WorkingDayCalendar | None = None) -> date:  # noqa: ARG002
        """
        Return the same day of the week, *n* weeks later, a Working Day or not.

        >>> from datetime import date
        >>> Weeks(12).after(date(2026, 1, 9))
        datetime.date(2026, 4, 3)

        Raises:
            InvalidType: If *day* is not a date.
            InvalidValue: If that is later than any date there is.

        """
        return self._from(day, 7)

    def before(self, day: date, calendar: WorkingDayCalendar | None = None) -> date:  # noqa: ARG002
        """
        Return the same day of the week, *n* weeks earlier, a Working Day or not.

        >>> from datetime import date
        >>> Weeks(12).before(date(2026, 4, 3))
        datetime.date(2026, 1, 9)

        Raises:
            InvalidType: If *day* is not a date.
            InvalidValue: If that is earlier than any date there is.

        """
        return self._from(day, -7)

    def _from(self, day: date, week: int) -> date:
        counted_from = check_date("day", day)
        try:
            return counted_from + timedelta(days=week * self.n)
        except OverflowError:
            side = "after" if week > 0 else "before"
            reason = f"weeks {side} {counted_from} is outside the years 1 to 9999"
            raise InvalidValue("n", shown(self.n), reason, "use fewer weeks") from None


def parse_period(text: str) -> WorkingDays | Weeks:
    """
    Read a period from text such as "10 working days" or "16 weeks".

    Capitals do not matter.
    A number in words, "business days" or "months" is refused, not guessed at.

    >>> parse_period("10 Working Days")
    WorkingDays(n=10)

    Raises:
        InvalidType: If *text* is not text.
        InvalidValue: If it is in neither of the two forms.

    """
    next_step = 'write it as "10 working days" or as "16 weeks"'
    written = check_text("period", text, next_step)
    found = re.fullmatch(r"([1-9][0-9]{0,5}) (working days?|weeks?)", written, re.IGNORECASE | re.ASCII)
    if found is None:
        raise InvalidValue("period", shown(text), "is not a period", next_step)
    kind = Weeks if found[2].lower().startswith("week") else WorkingDays
    return kind(int(found[1]))
