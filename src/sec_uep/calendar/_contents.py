"""What a calendar is made of: do its parts fit together, and which bank holidays do they make."""

from __future__ import annotations

from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from sec_uep.calendar._projection import LAST_YEAR, SUBDIVISIONS, projected
from sec_uep.checks import check_date, check_line, check_name, check_order
from sec_uep.errors import DateOutsideCalendar, InvalidType, InvalidValue, shown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from typing import Any

    from sec_uep.calendar.working_days import WorkingDayCalendar


def in_order(pairs: Iterable[Any]) -> tuple[Any, ...]:
    """
    Return the *pairs* as a tuple, in the order of their first halves.

    Raises:
        InvalidType: When they are not pairs, or have no order.

    """
    try:
        return tuple(sorted(((key, value) for key, value in pairs), key=itemgetter(0)))
    except (TypeError, ValueError):
        reason = "is not a collection of pairs that can be put in order"
        next_step = "pass (date, title) pairs, or (subdivision, date) pairs for projections"
        raise InvalidType("calendar", shown(pairs), reason, next_step) from None


def joined(*titles: str | None) -> str:
    """
    Return the *titles* of one day as one, each part said once.

    >>> joined("Spring bank holiday", "Fair Day / Spring bank holiday")
    'Spring bank holiday / Fair Day'
    """
    return " / ".join(dict.fromkeys(part for title in titles if title for part in title.split(" / ")))


def check_covered(calendar: WorkingDayCalendar, field: str, day: date) -> None:
    """
    Refuse a *day* that is no date, or not one of the calendar's.

    Raises:
        InvalidType: When *day* is not a date.
        DateOutsideCalendar: When *day* is not covered.

    """
    check_date(field, day)
    if not calendar.first <= day <= calendar.last:
        raise DateOutsideCalendar(f"{field}: {day}", calendar.name, calendar.first, calendar.last)


def check_contents(calendar: WorkingDayCalendar) -> None:
    """
    Refuse a calendar whose parts do not fit together.

    Raises:
        InvalidType: When a part is of the wrong type.
        InvalidValue: When the parts do not fit together.
        UnknownName: When a subdivision is not one that can be projected.
        DateOutsideCalendar: When a bank holiday is not covered.

    """
    check_line("name", calendar.name, "calendar")
    for name in ("first", "last", "published_through"):
        check_date(name, getattr(calendar, name))
    check_order("first", calendar.first, "last", calendar.last)
    check_order("published_through", calendar.published_through, "last", calendar.last)
    for day, title in calendar.published:
        check_covered(calendar, "published", day)
        check_line("published", title, "bank holiday")
    for day, change in calendar.amendments:
        check_covered(calendar, "amendments", day)
        if change is not None:
            check_line("amendments", change, "bank holiday")
    for subdivision, after in calendar.projections:
        check_name("projections", subdivision, SUBDIVISIONS)
        check_date("projections", after)
    for name in ("published", "projections", "amendments"):
        _check_once(name, getattr(calendar, name))
    _check_projections(calendar)


def _check_once(name: str, pairs: tuple[tuple[object, object], ...]) -> None:
    for (one, _), (other, _) in pairwise(pairs):
        if one == other:
            raise InvalidValue(name, str(one), "occurs twice", "name it once")


def _check_projections(calendar: WorkingDayCalendar) -> None:
    starts = min((after for _, after in calendar.projections), default=calendar.last)
    if starts != calendar.published_through:
        reason = f"is not the day after which projection begins, {starts}"
        next_step = "pass projections that begin there, and none when the last day is published"
        raise InvalidValue("published_through", str(calendar.published_through), reason, next_step)
    if calendar.projections and calendar.last.year > LAST_YEAR:
        reason = f"is after {LAST_YEAR}, the last year whose bank holidays can be computed"
        raise InvalidValue("last", str(calendar.last), reason, "end the calendar sooner")


def amended(calendar: WorkingDayCalendar, titles: dict[date, str]) -> dict[date, str]:
    """Return the bank holidays *titles* as the caller changed them."""
    for day, title in calendar.amendments:
        if title is None:
            titles.pop(day, None)
        else:
            titles[day] = title
    return titles


def unamended(calendar: WorkingDayCalendar, through: date) -> dict[date, str]:
    """Return the bank holidays before any change, with what is projected as far as *through*."""
    titles = dict(calendar.published)
    for subdivision, after in calendar.projections:
        if after < through:
            for day, title in projected(subdivision, after.year, calendar.last.year):
                if after < day <= through:
                    titles[day] = joined(titles.get(day), title)
    return titles


def digest(calendar: WorkingDayCalendar) -> str:
    """Return a SHA-256, in hexadecimal, of the parts of the calendar as canonical JSON."""
    import json  # noqa: PLC0415 - both are costly to import, and few ask for a digest
    from hashlib import sha256  # noqa: PLC0415

    content = {
        "coverage": [str(calendar.first), str(calendar.last)],
        "published_through": str(calendar.published_through),
        "published": [[str(day), title] for day, title in calendar.published],
        "projections": [[subdivision, str(after)] for subdivision, after in calendar.projections],
        "amendments": [[str(day), title] for day, title in calendar.amendments],
    }
    return sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
