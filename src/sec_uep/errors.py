"""
What this package raises on purpose.

Every error is a `SecUepError` and also the built-in that a caller would expect.
Its fields are data; the sentence is made from them:
which field, what was given, why it is refused, and what to do next.

Where a program must lean to one side it leans this way:
an exemption, a completed step or a met deadline that is in doubt is never reported as had.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs
from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

__all__ = [
    "ContradictoryFacts",
    "DateOutsideCalendar",
    "Fault",
    "FaultCode",
    "InvalidType",
    "InvalidValue",
    "MalformedData",
    "MissingExtra",
    "MissingFact",
    "SecUepError",
    "UnknownName",
    "UnknownTruth",
    "VerdictIsNotABoolean",
    "bracketed",
    "displayed",
    "listed",
    "nearest",
    "shown",
]


def bracketed(value: object) -> str:
    """
    Return what an object is, with its name, as its `repr`.

    >>> class Example:
    ...     __repr__ = bracketed
    ...     __str__ = lambda self: "of its kind"
    >>> Example()
    <Example of its kind>
    """
    return f"<{type(value).__name__} {value}>"


def displayed(value: object) -> str:
    """Return what a notebook shows of an object, as its `_repr_html_`; only there is it loaded."""
    from sec_uep.page.notebook import fragment  # noqa: PLC0415 - it leads onward

    return fragment(value)


class SecUepError(Exception):
    """The base of every error that `sec_uep` raises on purpose."""

    _repr_html_ = displayed


def _texts(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(str, names))


@frozen(repr=False)
class InvalidType(SecUepError, TypeError):
    """
    A value of the wrong type, such as a `datetime` where a date belongs.

    >>> print(InvalidType("notice_given", "'2026-03-27'", "is text", "pass a datetime.date"))
    notice_given: '2026-03-27' is text; pass a datetime.date
    """

    field: str
    given: str
    reason: str
    next_step: str

    def __str__(self) -> str:
        return f"{self.field}: {self.given} {self.reason}; {self.next_step}"


@frozen(repr=False)
class InvalidValue(SecUepError, ValueError):
    """
    A value of the right type that has no meaning where it was given.

    >>> print(InvalidValue("n", "0", "counts no Working Day", "pass 1 or more"))
    n: 0 counts no Working Day; pass 1 or more
    """

    field: str
    given: str
    reason: str
    next_step: str

    def __str__(self) -> str:
        return f"{self.field}: {self.given} {self.reason}; {self.next_step}"


@frozen(repr=False)
class UnknownName(SecUepError, ValueError):
    """
    A name that is not one of the few a field allows.

    >>> print(UnknownName("meters", "advnced", ("advanced", "smart")))
    meters: 'advnced' is not known here; the nearest is 'advanced'

    Where the nearest name would mislead, the next step says something else.

    >>> print(UnknownName("paragraphs", "39.7", ("39.6",), "Table 1 does not list it", "leave it out"))
    paragraphs: '39.7' is not known here (Table 1 does not list it); leave it out
    """

    field: str
    name: str
    known: tuple[str, ...] = attrs.field(converter=_texts)
    reason: str = ""
    next_step: str = ""

    def __str__(self) -> str:
        because = f" ({self.reason})" if self.reason else ""
        close = nearest(self.name, self.known)
        hint = f"the nearest is {close!r}" if close else f"choose from {listed(self.known)}"
        return f"{self.field}: {shown(self.name)} is not known here{because}; {self.next_step or hint}"


@frozen(repr=False)
class DateOutsideCalendar(SecUepError, LookupError):
    """
    A count needed a day for which the bank holidays are not known.

    It is refused, not guessed:
    bank holidays are proclaimed from year to year,
    so a count of weekends alone would look right and be wrong.
    """

    question: str
    calendar: str
    first: date
    last: date

    def __str__(self) -> str:
        return (
            f"{self.question} is outside the calendar {shown(self.calendar)}, which covers "
            f"{self.first} to {self.last}; use a calendar that covers it, or bring the date inside"
        )


class UnknownTruth(SecUepError, TypeError):
    """`UNKNOWN` was used as if it were true or false."""

    def __str__(self) -> str:
        return (
            "UNKNOWN is neither true nor false, because nobody has given that fact; "
            "compare with `is UNKNOWN`, or find the fact out"
        )


@frozen(repr=False)
class VerdictIsNotABoolean(SecUepError, TypeError):
    """A finding was used as if it were true or false."""

    verdict: str

    def __str__(self) -> str:
        return (
            f"a finding is neither true nor false, whatever its verdict ({self.verdict}); "
            "compare its .verdict, or ask the boolean of the same question, such as is_notice_sufficient"
        )


@frozen(repr=False)
class MissingExtra(SecUepError, ImportError):
    """
    Something was asked for that needs a further package, and that is not installed.

    >>> print(MissingExtra("ics", "icalendar"))
    the extra 'ics' is not installed: this needs icalendar; install it with: pip install 'sec-uep[ics]'

    Attributes:
        extra: The extra of this package that installs it.
        needs: The package that is missing.

    """

    extra: str
    needs: str

    def __str__(self) -> str:
        return (
            f"the extra {self.extra!r} is not installed: this needs {self.needs}; "
            f"install it with: pip install 'sec-uep[{self.extra}]'"
        )


@frozen(repr=False)
class MissingFact(SecUepError, ValueError):
    """An answer, under the readings chosen, needs a fact that was not given."""

    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.field}: is UNKNOWN, and {self.reason}; pass {self.field}"


@frozen(repr=False)
class ContradictoryFacts(SecUepError, ValueError):
    """
    Two things were said that cannot both be so.

    Attributes:
        first: One of them, in words.
        second: The other.
        reason: Why they cannot both be so.
        between: The things themselves, where they are values: the events of an entry.
        next_step: What to do.

    """

    first: str
    second: str
    reason: str
    between: tuple[object, ...] = ()
    next_step: str = "correct one of the two"

    def __str__(self) -> str:
        return f"{self.first} contradicts {self.second}: {self.reason}; {self.next_step}"


#: The parts of a path that are shown as they are; any other is quoted, so that it can be printed.
_PLAIN_PART = r"[A-Za-z0-9_.\-\[\]]{1,80}"


#: The kinds of fault: no other is ever given, and none is given for anything else.
FaultCode: TypeAlias = Literal[
    "contradiction",
    "date",
    "depth",
    "encoding",
    "fact",
    "missing",
    "period",
    "seal",
    "size",
    "syntax",
    "twice",
    "type",
    "unknown-key",
    "unknown-name",
    "value",
    "year",
]


def _path(parts: str | Iterable[str | int]) -> tuple[str | int, ...]:
    """Return a path of text and places only: another key, which no JSON has, is given as it is shown."""
    parts = (parts,) if isinstance(parts, str) else tuple(parts)
    return tuple([part if part.__class__ in (str, int) else _part(part) for part in parts])


def _part(part: object) -> str | int:
    return str(part) if isinstance(part, str) else shown(part)


@frozen
class Fault:
    """
    One thing that is wrong in a piece of data, and where.

    >>> print(Fault(("events", 2, "day"), "is missing; write it", code="missing", line=14))
    line 14: events #3.day: is missing; write it

    Attributes:
        path: The keys that lead to it, and the places in lists, from 0 as Python counts; () is the whole.
            The sentence counts from 1, as `events #3`. A text stands for a path of one part.
        message: What is wrong, and what to do.
        code: The kind of fault, one short word of a closed list, which stays the same when the words change.
        line: The line of the text on which it stands, counted from 1; None if the data was no text.

    """

    path: tuple[str | int, ...] = attrs.field(converter=_path)
    message: str
    code: FaultCode = "value"
    line: int | None = None

    _repr_html_ = displayed

    def __str__(self) -> str:
        place = ""
        for part in self.path:
            if isinstance(part, int):
                place += f" #{part + 1}"
            else:
                name = part if re.fullmatch(_PLAIN_PART, part) else shown(part)
                place += f".{name}" if place else name
        line = "" if self.line is None else f"line {self.line}"
        return ": ".join(filter(None, (line, place.strip(), self.message)))


@frozen(repr=False)
class MalformedData(SecUepError, ValueError):
    """
    A file or a piece of data is not what it should be; every fault found is listed.

    `sec_uep.wire.plain` gives it as plain data, for a service to answer with.

    Attributes:
        source: What the data is called, such as the name of its file.
        faults: What is wrong, in the order of the lines.

    """

    source: str
    faults: tuple[Fault, ...]

    def __str__(self) -> str:
        if len(self.faults) == 1:
            return f"{self.source}: {self.faults[0]}"
        lines = [str(fault) for fault in self.faults[:MOST_FAULTS]]
        if len(self.faults) > MOST_FAULTS:
            lines.append(f"and {len(self.faults) - MOST_FAULTS:,} more; correct these first")
        return "\n  ".join((f"{self.source}: {len(self.faults)} faults", *lines))


#: The most characters of a value, names of a list and faults of a file that a message shows.
_LONGEST_SHOWN = 80
_MOST_LISTED = 40
MOST_FAULTS = 100


def nearest(name: object, known: Iterable[str]) -> str | None:
    """
    Return the one of the *known* names that is most like *name*, or None if none is, or *name* is no text.

    >>> nearest("advnced", ["advanced", "smart"])
    'advanced'
    """
    from difflib import get_close_matches  # noqa: PLC0415 - a refusal may be slow, an import may not

    if not isinstance(name, str) or len(name) > _LONGEST_SHOWN:
        return None
    by_letters = {_letters(each): each for each in reversed(tuple(known))}
    return next((by_letters[each] for each in get_close_matches(_letters(name), by_letters, n=1)), None)


def _letters(name: str) -> str:
    """Return what is left of *name* when capitals, spaces, hyphens and the like make no difference."""
    return re.sub(r"[\s_-]+", "", name).casefold()


def listed(names: Iterable[str]) -> str:
    """
    Return *names* as a message offers them: quoted, and not too many.

    >>> listed(("advanced", "smart"))
    "'advanced', 'smart'"
    """
    quoted = list(map(repr, names))
    more = f" and {len(quoted) - _MOST_LISTED} more" if len(quoted) > _MOST_LISTED else ""
    return (", ".join(quoted[:_MOST_LISTED]) or "none") + more


def shown(value: object) -> str:
    """
    Return *value* as a message shows it: in short, on one line, whatever its size and its `repr`.

    No more of it is looked at than is shown, unless only its own `repr` can say what it is.

    >>> shown(["39.4"]), shown("x" * 10_000)[-8:], shown(10**5000)
    ("['39.4']", 'xxxxx...', 'a value of type int')
    """
    try:
        text = _beginning(value, _LONGEST_SHOWN)
    except Exception:  # noqa: BLE001 - a broken repr, or a huge int, must not hide the refusal
        text = f"a value of type {type(value).__name__}"
    if not text.isprintable():
        text = repr(text[: _LONGEST_SHOWN + 1])
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 3]}..."


def _beginning(value: object, room: int) -> str:
    """Return the text of *value*, or the beginning of it if it does not fit in so much *room*."""
    if isinstance(value, (str, bytes, bytearray)) and len(value) > room:
        return repr(value[: room + 1])
    if isinstance(value, int) and value.bit_length() > 4 * _LONGEST_SHOWN:
        raise OverflowError
    if not isinstance(value, (dict, frozenset, list, set, tuple)) or not value:
        return repr(value)
    opening, closing = "[]" if isinstance(value, list) else "()" if isinstance(value, tuple) else "{}"
    parts: list[str] = []
    for item in value:
        if room <= 0:
            return opening + ", ".join(parts) + ", "
        text = _beginning(item, room)
        if isinstance(value, dict):
            text = f"{text}: {_beginning(value[item], room)}"
        parts.append(text)
        room -= len(text) + 2
    return (
        opening + ", ".join(parts) + ("," if isinstance(value, tuple) and len(value) == 1 else "") + closing
    )
