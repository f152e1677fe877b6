"""A reader of iCalendar that shares nothing with the library that wrote it (RFC 5545, section 3.1)."""

from __future__ import annotations

import re
from datetime import date
from typing import TypeAlias

#: The properties of an event by name, with their parameters: `DTSTART;VALUE=DATE`; its alarms apart.
Read: TypeAlias = dict[str, str]

_ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY", "DESCRIPTION", "CATEGORIES"}


def lines(data: bytes) -> list[str]:
    """Return the content lines of a file, unfolded; each line of the file ends well and is short enough."""
    assert data.endswith(b"\r\n")
    raw = data[:-2].split(b"\r\n")
    for each in raw:
        assert len(each) <= 75
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", each)
        each.decode()  # no character is broken in two
    return b"\r\n".join(raw).replace(b"\r\n ", b"").decode().split("\r\n")


def said(value: str) -> str:
    """Return a TEXT as it was before it was escaped."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[;]", value)
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def read(data: bytes) -> tuple[Read, list[Read], list[list[Read]]]:
    """Return the properties of one calendar, its events, and the alarms of each."""
    top: Read = {}
    events: list[Read] = []
    alarms: list[list[Read]] = []
    inside: list[str] = []
    for line in lines(data):
        name, _, value = line.partition(":")
        if name == "BEGIN":
            inside.append(value)
            if inside == ["VCALENDAR", "VEVENT"]:
                events.append({})
                alarms.append([])
            elif inside == ["VCALENDAR", "VEVENT", "VALARM"]:
                alarms[-1].append({})
            else:
                assert inside == ["VCALENDAR"]
        elif name == "END":
            assert inside.pop() == value
        else:
            into = (top, events[-1] if events else top, alarms[-1][-1] if alarms and alarms[-1] else top)
            found = into[len(inside) - 1]
            assert name not in found
            found[name] = value
    assert inside == []
    for each in events:
        assert {name.partition(";")[0] for name in each} == _ONCE | {"TRANSP"}
    return top, events, alarms


def read_events(data: bytes) -> list[Read]:
    """Return the events of one calendar."""
    return read(data)[1]


def days(event: Read) -> tuple[date, date]:
    """Return the first day of an event, and the day after its last."""
    first, after = (date.fromisoformat(event[f"{name};VALUE=DATE"]) for name in ("DTSTART", "DTEND"))
    assert first < after
    return first, after


def by_summary(data: bytes) -> dict[str, Read]:
    """Return the events of one calendar by what they are called; no two are called the same."""
    found = read_events(data)
    named = {said(each["SUMMARY"]): each for each in found}
    assert len(named) == len(found)
    return named


def by_uid(data: bytes) -> dict[str, Read]:
    """Return the events of one calendar by UID; none is there twice."""
    found = read_events(data)
    by = {each["UID"]: each for each in found}
    assert len(by) == len(found)
    return by
