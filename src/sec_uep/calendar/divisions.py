"""
The calendars that are shipped, one for each division GOV.UK publishes, and the union of several.

Each rests on what was published for as long as that goes,
and is projected from there to the end of 2060; every answer says which.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from sec_uep.calendar._contents import joined
from sec_uep.calendar.gov_uk import DIVISIONS, titled
from sec_uep.calendar.working_days import WorkingDayCalendar
from sec_uep.checks import check_is
from sec_uep.errors import InvalidValue

if TYPE_CHECKING:
    from typing import Any

_LAST = date(2060, 12, 31)


@cache
def england_and_wales() -> WorkingDayCalendar:
    """
    Return the calendar of England and Wales.

    >>> england_and_wales().why_not_working(date(2022, 9, 19))
    'Bank Holiday for the State Funeral of Queen Elizabeth II'
    """
    return _shipped("england-and-wales", "ENG")


@cache
def scotland() -> WorkingDayCalendar:
    """
    Return the calendar of Scotland: the bank holidays, whatever a bank or a council there keeps.

    >>> scotland().why_not_working(date(2026, 6, 15))
    'World Cup bank holiday'
    """
    return _shipped("scotland", "SCT")


@cache
def northern_ireland() -> WorkingDayCalendar:
    """
    Return the calendar of Northern Ireland.

    >>> northern_ireland().is_working_day(date(2026, 3, 17))
    False
    """
    return _shipped("northern-ireland", "NIR")


def any_of(*calendars: WorkingDayCalendar) -> WorkingDayCalendar:
    """
    Return a calendar on which a bank holiday of any of the *calendars* is one.

    It covers what they all cover, and is published as far as the one published least far;
    an amendment of any of them is an amendment of it. In which order they are given does not matter.

    >>> both = any_of(england_and_wales(), scotland())
    >>> both.name
    'England and Wales or Scotland'
    >>> both.why_not_working(date(2026, 1, 2)), both.why_not_working(date(2026, 4, 6))
    ('2nd January', 'Easter Monday')

    Raises:
        InvalidType: If one of them is not a calendar.
        InvalidValue: If there is none, or no day that they all cover.

    """
    for calendar in calendars:
        next_step = "pass WorkingDayCalendars, one by one"
        check_is("calendars", calendar, WorkingDayCalendar, "is not a calendar", next_step)
    if not calendars:
        raise InvalidValue("calendars", "no calendar", "has no Working Days", "pass one or more")
    if len(calendars) == 1:
        return calendars[0]
    first = max(calendar.first for calendar in calendars)
    last = min(calendar.last for calendar in calendars)
    if last < first:
        covered = ", ".join(f"{calendar.first} to {calendar.last}" for calendar in calendars)
        raise InvalidValue("calendars", covered, "have no day in common", "pass calendars that overlap")

    published: dict[date, str] = {}
    projections: dict[str, date] = {}
    for calendar in calendars:
        for day, title in calendar.published:
            if first <= day <= last:
                published[day] = joined(published.get(day), title)
        for subdivision, after in calendar.projections:
            if after < last:
                projections[subdivision] = min(after, projections.get(subdivision, after))
    touched = {day for calendar in calendars for day, _ in calendar.amendments if first <= day <= last}
    return WorkingDayCalendar(
        name=" or ".join(sorted({name for calendar in calendars for name in calendar.name.split(" or ")})),
        first=first,
        last=last,
        published_through=min(calendar.published_through for calendar in calendars),
        published=published.items(),
        projections=projections.items(),
        amendments=[(day, _title(calendars, day)) for day in touched],
    )


def _title(calendars: tuple[WorkingDayCalendar, ...], day: date) -> str | None:
    """Return what the *calendars*, as amended, call the bank holiday, or None if there is none."""
    titles = (title for calendar in calendars for _, title in calendar.bank_holidays(first=day, last=day))
    return joined(*titles) or None


@cache
def _file() -> dict[str, Any]:
    import json  # noqa: PLC0415 - needed once in a process, if at all
    from pkgutil import get_data  # noqa: PLC0415

    content: dict[str, Any] = json.loads(get_data("sec_uep.calendar", "bank-holidays.json") or b"")
    return content


def _shipped(division: str, subdivision: str) -> WorkingDayCalendar:
    # What is shipped is held against GOV.UK's rules when it is tested, not whenever it is read.
    events = _file()[division]["events"]
    days = [(date.fromisoformat(each["date"]), titled(each["title"], each["notes"])) for each in events]
    published_through = date(days[-1][0].year, 12, 31)
    return WorkingDayCalendar(
        name=DIVISIONS[division],
        first=date(days[0][0].year, 1, 1),
        last=_LAST,
        published_through=published_through,
        published=days,
        projections=[(subdivision, published_through)],
    )
