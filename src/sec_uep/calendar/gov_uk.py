"""
Reading GOV.UK's file of bank holidays, hard.

A file that lost a year, a day or a bracket on its way would give dates that look right
and are wrong, so everything that can be checked is checked, and all that is wrong is said at once.
Keys that are not needed are not looked at: GOV.UK adds some now and then.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from os import PathLike, fspath
from typing import TYPE_CHECKING

from sec_uep.calendar.working_days import WorkingDayCalendar
from sec_uep.checks import check_name
from sec_uep.errors import Fault, InvalidType, MalformedData, shown

if TYPE_CHECKING:
    from typing import Any

#: GOV.UK's divisions, and what a calendar of each is called.
DIVISIONS = {
    "england-and-wales": "England and Wales",
    "scotland": "Scotland",
    "northern-ireland": "Northern Ireland",
}

#: A whole year has eight bank holidays or more; one with fewer than this has been cut off.
FEWEST_A_YEAR = 6

#: GOV.UK's own file has some 30,000 characters.
LARGEST = 1 << 20

#: More than two centuries of them.
MOST_EVENTS = 2000

_WEEKEND = {5: "Saturday", 6: "Sunday"}


def from_gov_uk(
    data: dict[str, Any] | str | bytes | PathLike[str], division: str = "england-and-wales"
) -> WorkingDayCalendar:
    """
    Return the calendar that GOV.UK's bank-holidays JSON describes, with nothing projected.

    *data* is what the JSON holds, or its text, or a path that leads to it; a `str` is always text.
    It may be the whole file or one division of it.
    The calendar covers whole years, the first to the last that the data carries.

    >>> christmas = {"title": "Christmas Day", "date": "2026-12-25"}
    >>> from_gov_uk({"division": "england-and-wales", "events": [christmas]})  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    sec_uep.errors.MalformedData: bank holidays: events: 2026 has only 1, so it is not whole; ...

    Raises:
        InvalidType: When *data* or *division* is of the wrong type.
        UnknownName: When *division* is not one of GOV.UK's.
        MalformedData: When the data is not what GOV.UK publishes; every fault found is listed.
        OSError: When the file cannot be read.

    """
    days = published_days(data, division)
    last = date(days[-1][0].year, 12, 31)
    return WorkingDayCalendar(
        name=DIVISIONS[division],
        first=date(days[0][0].year, 1, 1),
        last=last,
        published_through=last,
        published=days,
    )


def published_days(data: object, division: object) -> list[tuple[date, str]]:
    """
    Return the bank holidays of one division, in order, each with its title.

    Raises:
        InvalidType: When *data* or *division* is of the wrong type.
        UnknownName: When *division* is not one of GOV.UK's.
        MalformedData: When the data is not what GOV.UK publishes.
        OSError: When the file cannot be read.

    """
    division = check_name("division", division, DIVISIONS)
    source = f"bank holidays, {fspath(data)}" if isinstance(data, PathLike) else "bank holidays"
    faults: list[Fault] = []
    days = _read(_parsed(data, faults), division, faults)
    if faults:
        raise MalformedData(source, tuple(faults))
    return sorted(days.items())


def _parsed(data: object, faults: list[Fault]) -> object:
    """Return what the JSON holds, or None with a fault."""
    if isinstance(data, dict):
        return data
    if isinstance(data, PathLike):
        with open(data, "rb") as file:  # noqa: PTH123 - pathlib is slow to import
            data = file.read(LARGEST + 1)
    if not isinstance(data, str | bytes):
        next_step = "pass GOV.UK's JSON as a dict or as text, or a pathlib.Path to the file"
        raise InvalidType("data", shown(data), f"is of type {type(data).__name__}", next_step)
    if len(data) > LARGEST:
        faults.append(
            Fault("JSON", f"is larger than {LARGEST} characters, and GOV.UK's file has some 30,000")
        )
        return None
    import json  # noqa: PLC0415 - needed once in a process, if at all

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice = [key for key, times in Counter(key for key, _ in pairs).items() if times > 1]
            faults.extend(Fault("JSON", f"has the key {shown(key)} twice in one object") for key in twice)
        return found

    try:
        return json.loads(data, object_pairs_hook=once)
    except RecursionError:
        faults.append(Fault("JSON", "is nested too deeply to be a list of bank holidays"))
    except ValueError as error:
        faults.append(Fault("JSON", f"cannot be read: {error}"))
    return None


def _read(content: object, division: str, faults: list[Fault]) -> dict[date, str]:
    """Return the bank holidays of the *division*, with a fault for whatever is wrong."""
    days: dict[date, str] = {}
    if content is None and faults:
        return days
    place = ""
    if isinstance(content, dict) and "events" not in content and "division" not in content:
        if division not in content:
            carried = ", ".join(shown(key) for key in list(content)[:10]) or "nothing"
            faults.append(Fault(division, f"is missing; the data carries {carried}"))
            return days
        place, content = f"{division}.", content[division]
    if not isinstance(content, dict):
        faults.append(Fault(place[:-1] or "JSON", f"is {shown(content)}, not an object"))
        return days
    if content.get("division") != division:
        named = shown(content.get("division"))
        faults.append(
            Fault(
                f"{place}division",
                f"is {named}, not {division!r}; ask for the division that is there",
            )
        )
    events = content.get("events")
    if not isinstance(events, list) or not 0 < len(events) <= MOST_EVENTS:
        count = f"a list of {len(events)}" if isinstance(events, list) else shown(events)
        faults.append(Fault(f"{place}events", f"is {count}, not a list of 1 to {MOST_EVENTS} events"))
        return days
    for i, event in enumerate(events):
        _read_event(event, f"{place}events[{i}]", days, faults)
    if len(days) == len(events):
        _check_years(days, f"{place}events", faults)
    return days


def _read_event(event: object, place: str, days: dict[date, str], faults: list[Fault]) -> None:
    """Add one event to *days*, with a fault for whatever is wrong with it."""
    if not isinstance(event, dict):
        faults.append(Fault(place, f"is {shown(event)}, not an object"))
        return
    title, notes = event.get("title"), event.get("notes", "")
    if not isinstance(title, str) or not title.strip() or not title.isprintable():
        faults.append(Fault(f"{place}.title", f"is {shown(title)}, not one line of text"))
    if not isinstance(notes, str) or not notes.isprintable():
        faults.append(Fault(f"{place}.notes", f"is {shown(notes)}, not one line of text"))
        notes = ""
    day = _read_date(event.get("date"))
    if day is None:
        faults.append(Fault(f"{place}.date", f"is {shown(event.get('date'))}, not a day written YYYY-MM-DD"))
    elif day in days:
        faults.append(Fault(f"{place}.date", f"is {day}, which another event has already"))
    else:
        if day.weekday() in _WEEKEND:
            message = f"is {day}, a {_WEEKEND[day.weekday()]}; GOV.UK lists the substitute day instead"
            faults.append(Fault(f"{place}.date", message))
        notes = notes.strip()
        days[day] = f"{title} ({notes[0].lower()}{notes[1:]})" if notes else str(title)


def _read_date(text: object) -> date | None:
    """Return the day written as YYYY-MM-DD, or None if it is written in any other way."""
    try:
        day = date.fromisoformat(text)  # type: ignore[arg-type]  # not text: a TypeError
    except (TypeError, ValueError):
        return None
    return day if day.isoformat() == text else None


def _check_years(days: dict[date, str], place: str, faults: list[Fault]) -> None:
    """Add a fault for each year that is missing or not whole."""
    before = 0
    for year, count in sorted(Counter(day.year for day in days).items()):
        if before and year - before > 1:
            message = f"has none between {before} and {year}, so it is not whole; find all years"
            faults.append(Fault(place, message))
        if count < FEWEST_A_YEAR:
            message = f"{year} has only {count}, so it is not whole; leave that year out"
            faults.append(Fault(place, message))
        before = year
