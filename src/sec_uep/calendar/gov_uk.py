"""
Reading GOV.UK's file of bank holidays, strictly.

A file that lost a year, a day or a bracket on its way would give dates that look right and are wrong.
So everything that can be checked is checked, a year is whole or refused, and every fault is listed at once.
Keys that are not needed are not looked at: GOV.UK adds some now and then.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from os import PathLike, fspath
from typing import TYPE_CHECKING

from sec_uep.calendar.working_days import WorkingDayCalendar
from sec_uep.checks import check_name, is_line
from sec_uep.errors import Fault, InvalidType, MalformedData, listed, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

#: GOV.UK's divisions, and what a calendar of each is called.
DIVISIONS = {
    "england-and-wales": "England and Wales",
    "scotland": "Scotland",
    "northern-ireland": "Northern Ireland",
}

#: The fewest bank holidays in a year of each; every year that GOV.UK has published has as many or more.
FEWEST_A_YEAR = {"england-and-wales": 8, "scotland": 9, "northern-ireland": 10}

#: The most events of a division: more than two centuries of them.
MOST_EVENTS = 2000

#: The largest file; GOV.UK's own has some 30,000 characters.
_LARGEST = 1 << 20

_WEEKEND = {5: "Saturday", 6: "Sunday"}
_ANEW = "download GOV.UK's file again"


def from_gov_uk(
    data: dict[str, Any] | str | bytes | PathLike[str], division: str = "england-and-wales"
) -> WorkingDayCalendar:
    """
    Return the calendar that GOV.UK's bank-holidays JSON describes, with nothing projected.

    *data* is what the JSON holds, or its text, or a path that leads to it; a `str` is always text.
    It may be the whole file or one division of it.
    The calendar covers whole years, the first to the last that the data carries.

    A year is whole if it has as many bank holidays as the division has in any year,
    with those of New Year, Easter and Christmas, or their substitute days, among them.
    No proclamation has moved these, and every year that GOV.UK has published has them;
    bank holidays in May and August have been moved.

    >>> christmas = {"title": "Christmas Day", "date": "2026-12-25"}
    >>> from_gov_uk({"division": "england-and-wales", "events": [christmas]})  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    sec_uep.errors.MalformedData: bank holidays: events: 2026 has 1 bank holiday, and a whole year 8 ...

    Raises:
        InvalidType: If *data* or *division* is of the wrong type.
        InvalidValue: If *data* is a path that no file can have.
        UnknownName: If *division* is not one of GOV.UK's.
        MalformedData: If the data is not what GOV.UK publishes; every fault found is listed.
        OSError: If the file cannot be read.

    """
    division = check_name("division", division, DIVISIONS)
    source, content = _content(data)
    days: dict[date, str] = {}
    faults = tuple(_read(content, division, days))
    if faults:
        raise MalformedData(source, faults)
    last = date(max(days).year, 12, 31)
    return WorkingDayCalendar(
        name=DIVISIONS[division],
        first=date(min(days).year, 1, 1),
        last=last,
        published_through=last,
        published=days.items(),
    )


def _content(data: object) -> tuple[str, object]:
    """Return what a refusal calls the *data*, and what its JSON holds."""
    from sec_uep.strict_json import Limits, content_of, json_data  # noqa: PLC0415 - few pass a file

    if isinstance(data, dict):
        return "bank holidays", data
    source, limits = "bank holidays", Limits(size=_LARGEST, items=MOST_EVENTS, values=25 * MOST_EVENTS)
    if isinstance(data, PathLike):
        source, data = f"bank holidays, {fspath(data)}", content_of(data, limits)
    if not isinstance(data, (str, bytes)):
        next_step = "pass GOV.UK's JSON as a dict or as text, or a pathlib.Path to the file"
        raise InvalidType("data", shown(data), f"is of type {type(data).__name__}", next_step)
    return source, json_data(data, source=source, limits=limits)


def _read(content: object, division: str, days: dict[date, str]) -> Iterator[Fault]:
    """Add the bank holidays of the *division* to *days*; yield a fault for all that is wrong."""
    path: tuple[str, ...] = ()
    if isinstance(content, dict) and "events" not in content and "division" not in content:
        if division not in content:
            carried = ", ".join(shown(key) for key in list(content)[:10]) or "nothing"
            message = f"is missing, and the data has {carried}; ask for a division that is there, or {_ANEW}"
            yield Fault((division,), message, "missing")
            return
        path, content = (division,), content[division]
    if not isinstance(content, dict):
        yield Fault(path, f"is {shown(content)}, not an object; {_ANEW}", "type")
        return
    if content.get("division") != division:
        named = shown(content.get("division"))
        yield Fault((*path, "division"), f"is {named}, not {division!r}; ask for the division that is there")
    events, path = content.get("events"), (*path, "events")
    if not isinstance(events, list) or not 0 < len(events) <= MOST_EVENTS:
        count = f"a list of {len(events):,}" if isinstance(events, list) else shown(events)
        yield Fault(path, f"is {count}, not a list of 1 to {MOST_EVENTS:,} events; {_ANEW}", "type")
        return
    for i, event in enumerate(events):
        yield from _read_event(event, (*path, i), days)
    if len(days) == len(events):
        yield from (Fault(path, message, "year") for message in _not_whole(days, division))


def _read_event(event: object, path: tuple[str | int, ...], days: dict[date, str]) -> Iterator[Fault]:
    """Add one event to *days*; yield a fault for all that is wrong with it."""
    if not isinstance(event, dict):
        yield Fault(path, f"is {shown(event)}, not an object; {_ANEW}", "type")
        return
    title, notes = event.get("title"), event.get("notes", "")
    if not isinstance(title, str) or not is_line(title):
        yield Fault(
            (*path, "title"), f"is {shown(title)}, not one line of text; write the bank holiday's name"
        )
    if not isinstance(notes, str) or (notes.strip() and not is_line(notes)):
        yield Fault(
            (*path, "notes"), f"is {shown(notes)}, not one line of text; write it so, or leave it out"
        )
    day = _read_date(event.get("date"))
    if day is None:
        message = f"is {shown(event.get('date'))}, not a day; write it as 2026-12-25"
        yield Fault((*path, "date"), message, "date")
    elif day in days:
        yield Fault((*path, "date"), f"is {day}, which another event has already; leave one out", "date")
    else:
        if day.weekday() in _WEEKEND:
            message = f"is {day}, a {_WEEKEND[day.weekday()]}; write the substitute day, as GOV.UK does"
            yield Fault((*path, "date"), message, "date")
        days[day] = titled(title, notes) if isinstance(title, str) and isinstance(notes, str) else ""


def titled(title: str, notes: str) -> str:
    """
    Return what a bank holiday is called: its *title*, with the *notes* in brackets.

    >>> titled("Boxing Day", "Substitute day")
    'Boxing Day (substitute day)'
    """
    title, notes = " ".join(title.split()), " ".join(notes.split())
    return f"{title} ({notes[0].lower()}{notes[1:]})" if notes else title


def _read_date(text: object) -> date | None:
    """Return the day written as YYYY-MM-DD, or None if it is written in any other way."""
    try:
        day = date.fromisoformat(text)  # type: ignore[arg-type]  # not text: a TypeError
    except (TypeError, ValueError):
        return None
    return day if day.isoformat() == text else None


def _not_whole(days: dict[date, str], division: str) -> Iterator[str]:
    """Yield what is wrong with each year that is missing, or is not whole."""
    years, fewest = Counter(day.year for day in days), FEWEST_A_YEAR[division]
    for before, year in pairwise(sorted(years)):
        if year - before > 1:
            yield f"has no bank holidays between {before} and {year}; add the years that are missing"
    for year, count in sorted(years.items()):
        if count < fewest:
            had = f"{count} bank holiday{'s' if count > 1 else ''}"
            yield f"{year} has {had}, and a whole year {fewest} or more; leave that year out, or {_ANEW}"
            continue
        missing = [str(day) for day in _every_year(year, division) if day not in days]
        if missing:
            yield f"{year} lacks {listed(missing)}, which GOV.UK has had every year; {_ANEW}"


def _every_year(year: int, division: str) -> tuple[date, ...]:
    """Return the bank holidays of New Year, Easter and Christmas, on the days on which they are taken."""
    from dateutil.easter import easter  # noqa: PLC0415 - only a file that is read pays for its import

    is_scotland, sunday = division == "scotland", easter(year)
    at_easter = (sunday - timedelta(days=2), *(() if is_scotland else (sunday + timedelta(days=1),)))
    new_year = _weekdays(date(year, 1, 1), 2 if is_scotland else 1)
    return (*new_year, *at_easter, *_weekdays(date(year, 12, 25), 2))


def _weekdays(first: date, count: int) -> tuple[date, ...]:
    """Return the *first* weekdays from a day on: it is to them that a weekend's bank holidays move."""
    days = (first + timedelta(days=n) for n in range(4))
    return tuple([day for day in days if day.weekday() not in _WEEKEND][:count])
