"""
Every check of what is passed in, once.

A check returns the value, or refuses it with the name of the field, the value in short,
the reason and the next step.
What only one room knows stays there, and is built of these: `check_fact`, `check_terms`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, TypeVar

from sec_uep.errors import InvalidType, InvalidValue, UnknownName, listed, shown

T = TypeVar("T")
Named = TypeVar("Named", bound=StrEnum)


def check_is(
    field: str, value: object, kind: type[T] | tuple[type[T], ...], reason: str = "", next_step: str = ""
) -> T:
    """
    Return *value* if it is an instance of *kind*.

    >>> check_is("day", date(2026, 3, 27), date)
    datetime.date(2026, 3, 27)
    >>> check_is("on", None, date, "is no day", "pass a datetime.date")
    Traceback (most recent call last):
    ...
    sec_uep.errors.InvalidType: on: None is no day; pass a datetime.date

    Raises:
        InvalidType: If it is not.

    """
    if isinstance(value, kind):
        return value
    name = kind.__name__ if isinstance(kind, type) else " or ".join(each.__name__ for each in kind)
    reason = reason or f"is not {'an' if name[0] in 'AEIOU' else 'a'} {name}"
    raise InvalidType(field, shown(value), reason, next_step or f"pass a sec_uep.{name}")


def check_many(field: str, given: object, reason: str, next_step: str) -> tuple[object, ...]:
    """
    Return what is in *given*, a collection and not text.

    >>> check_many("roles", ["other-user"], "is not a set of User Roles", "pass {UserRole.OTHER_USER}")
    ('other-user',)

    Raises:
        InvalidType: If it is text, or nothing that has things in it.

    """
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise InvalidType(field, shown(given), reason, next_step)
    return tuple(given)


# --- Numbers and days -----------------------------------------------------------------------


def check_whole(field: str, value: object, allowed: range, what: str, say: str) -> int:
    """
    Return *value* if it is a whole number in the range that is *allowed*.

    *what* is what a number outside it is not, and *say* what to pass.

    >>> check_whole("year", 3, range(1, 10), "a year of a Party", "1 for the first year")
    3

    Raises:
        InvalidType: If it is not an `int`; `True` and 2.0 are not.
        InvalidValue: If it is outside.

    """
    number = _int(field, value, say)
    if not allowed[0] <= number <= allowed[-1]:
        raise InvalidValue(field, shown(value), f"is not {what}", f"pass {allowed[0]:,} to {allowed[-1]:,}")
    return number


def check_count(field: str, value: object, counted: str = "Working Days") -> int:
    """
    Return *value* if it is a whole number of at least one.

    Zero is refused because "zero Working Days after" has no agreed meaning.

    Raises:
        InvalidType: If it is not an `int`; `True` and 2.0 are not.
        InvalidValue: If it is less than one.

    """
    number = _int(field, value, f"how many {counted}")
    if number < 1:
        reason = f"is no number of {counted} to count"
        raise InvalidValue(field, shown(value), reason, "pass 1 or more, and name the direction in the call")
    return number


def _int(field: str, value: object, say: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidType(field, shown(value), "is not a whole number", f"pass an int: {say}")
    return value


def check_date(field: str, value: object) -> date:
    """
    Return *value* if it is a date.

    A `datetime` is refused, at midnight too, although Python counts it as a date:
    which day it falls on depends on a time zone, and only the caller knows that.
    What a column of days has in its place stands for its day: see `as_day`.

    >>> check_date("notice_given", date(2026, 3, 27))
    datetime.date(2026, 3, 27)
    >>> check_date("notice_given", None)
    Traceback (most recent call last):
    ...
    sec_uep.errors.InvalidType: notice_given: None is no date; pass a datetime.date

    Raises:
        InvalidType: If it is a `datetime`, text, None, a missing value, or anything else that is not a date.

    """
    if value.__class__ is date:
        return value
    day, next_step = as_day(value), "pass a datetime.date"
    if isinstance(day, date) and not isinstance(day, datetime):
        return day
    if is_missing(value):
        reason, next_step = "is a missing value", "pass a datetime.date, or leave that row out"
    elif isinstance(value, datetime) or (type(value).__name__ == _NUMPY_TIME and "T" in str(value)):
        reason = "has a time of day, and the day it falls on depends on a time zone"
        next_step = "pass its .date() in the time zone that matters"
    elif isinstance(value, str):
        reason, next_step = "is text", "pass a datetime.date, as date.fromisoformat makes one"
    else:
        reason = "is no date" if value is None else f"is of type {type(value).__name__}"
    raise InvalidType(field, shown(value), reason, next_step)


#: The type that numpy has for a time, whatever its unit.
_NUMPY_TIME = "datetime64"


def as_day(value: T) -> T:
    """
    Return the day that *value* stands for in a column of days, or *value* itself if it is no such thing.

    pandas and numpy have no type for a day, and hold it as a `Timestamp` or a `datetime64`
    at midnight, without a time zone.
    Neither library is loaded to find that out.
    """
    return value if value.__class__ is date else _same_day(value)


def _same_day(value: Any) -> Any:  # noqa: ANN401 - anything may be passed
    if isinstance(value, datetime):
        is_day = getattr(value, "nanosecond", None) == 0 and value.tzinfo is None and value.time() == time.min
        return value.date() if is_day else value
    if type(value).__name__ == _NUMPY_TIME:
        day, _, hours = str(value).partition("T")
        try:
            return value if hours.strip("0:.") else date.fromisoformat(day)
        except ValueError:  # a month, a year, or none at all
            return value
    return value


def is_missing(value: object) -> bool:
    """Return whether *value* is what stands for a missing one: it does not equal itself, or will not say."""
    try:
        return type(value).__name__ == "NAType" or bool(value != value)  # noqa: PLR0124 - see above
    except Exception:  # noqa: BLE001 - a broken comparison must not hide the refusal
        return False


def check_order(earlier: str, start: date, later: str, end: date) -> None:
    """
    Refuse an interval that ends before it starts.

    Raises:
        InvalidValue: If *end* is before *start*.

    """
    if end < start:
        reason = f"is before {earlier}, {start}"
        raise InvalidValue(later, str(end), reason, "pass the earlier day first; to count back, swap the two")


# --- Text and names -------------------------------------------------------------------------


def check_text(field: str, value: object, next_step: str) -> str:
    """
    Return *value* if it is text.

    Raises:
        InvalidType: If it is not.

    """
    return check_is(field, value, str, "is not text", next_step)


#: The most characters of a line: more than any name has, even one that is put together of many.
_LONGEST_LINE = 10_000


def is_line(text: str) -> bool:
    """Return whether *text* is one line that says something; a no-break space is a space."""
    plain = text[: _LONGEST_LINE + 1].replace("\xa0", " ").replace("\u202f", " ")
    return len(plain) <= _LONGEST_LINE and plain.isprintable() and bool(plain.strip())


def check_line(field: str, value: object, named: str) -> str:
    """
    Return *value* if it is one line of text that says something: a name for what is *named*.

    >>> check_line("title", "Christmas Day", "bank holiday")
    'Christmas Day'

    Raises:
        InvalidType: If it is not text.
        InvalidValue: If it is blank, or has line breaks or the like.

    """
    text = check_text(field, value, f"pass the name of the {named} as text")
    if not is_line(text):
        raise InvalidValue(field, shown(text), f"names no {named}", "pass one line of printable text")
    return text


def check_name(field: str, value: object, names: Iterable[str], reason: str = "", next_step: str = "") -> str:
    """
    Return *value* if it is one of *names*; *reason* and *next_step* are what a refusal says of another.

    >>> check_name("format", "json", ("json", "toml"))
    'json'

    Raises:
        InvalidType: If it is not text.
        UnknownName: If it is none of them.

    """
    known = tuple(names)
    if not isinstance(value, str):
        raise InvalidType(field, shown(value), "is not a name", f"choose from {listed(known)}")
    if value not in known:
        raise UnknownName(field, value, known, reason, next_step)
    return value


def named(field: str, value: object, enum: type[Named]) -> Named:
    """
    Return the member of *enum* that *value* is, or is the name of on the wire.

    >>> class Colour(StrEnum):
    ...     GREEN = "green"
    >>> named("colour", "green", Colour)
    <Colour.GREEN: 'green'>

    Raises:
        UnknownName: If *value* is text that names no member.
        InvalidType: If it is neither a member nor text.

    """
    if isinstance(value, enum):
        return value
    if not isinstance(value, str) or isinstance(value, StrEnum):
        say = f"pass sec_uep.{enum.__name__}.{next(iter(enum)).name}, say"
        raise InvalidType(field, shown(value), f"is not a {enum.__name__}", say)
    try:
        return enum(value)
    except ValueError as refusal:
        reason = refusal.reason if isinstance(refusal, UnknownName) else ""
        raise UnknownName(field, value, tuple(enum), reason) from None
