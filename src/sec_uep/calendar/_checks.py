"""What a caller may pass: a date, a count, a title. Each check returns the value or refuses it."""

from __future__ import annotations

from datetime import date, datetime

from sec_uep.errors import InvalidType, InvalidValue, shown


def check_date(field: str, value: object) -> date:
    """
    Return *value* if it is a date.

    A `datetime` is refused although Python counts it as a date:
    which day it falls on depends on a time zone, and only the caller knows that.

    >>> check_date("notice_given", date(2026, 3, 27))
    datetime.date(2026, 3, 27)
    >>> check_date("notice_given", None)
    Traceback (most recent call last):
    ...
    sec_uep.errors.InvalidType: notice_given: None is no date; pass a datetime.date

    Raises:
        InvalidType: When *value* is a `datetime`, text, None, or anything else that is not a date.

    """
    if value.__class__ is date:
        return value
    if isinstance(value, datetime):
        reason = "has a time of day, and the day it falls on depends on a time zone"
        next_step = "pass its .date() in the time zone that matters"
    elif isinstance(value, date):
        return value
    elif isinstance(value, str):
        reason, next_step = "is text", "pass a datetime.date, as date.fromisoformat makes one"
    elif value is None:
        reason, next_step = "is no date", "pass a datetime.date"
    else:
        reason, next_step = f"is of type {type(value).__name__}", "pass a datetime.date"
    raise InvalidType(field, shown(value), reason, next_step)


def check_count(field: str, value: object, counted: str = "Working Days") -> int:
    """
    Return *value* if it is a whole number of at least one.

    Zero is refused because "zero Working Days after" has no agreed meaning.

    Raises:
        InvalidType: When *value* is not an `int`; `True` and 2.0 are not.
        InvalidValue: When *value* is less than one.

    """
    if isinstance(value, bool) or not isinstance(value, int):
        reason = f"is of type {type(value).__name__}, not a whole number"
        raise InvalidType(field, shown(value), reason, f"pass an int: how many {counted}")
    if value < 1:
        reason = f"is no number of {counted} to count"
        raise InvalidValue(field, shown(value), reason, "pass 1 or more, and name the direction in the call")
    return value


def check_title(field: str, value: object) -> str:
    """
    Return *value* if it is one line of text that says something.

    Raises:
        InvalidType: When *value* is not text.
        InvalidValue: When *value* is blank, or has line breaks or the like.

    """
    if not isinstance(value, str):
        reason = f"is of type {type(value).__name__}"
        raise InvalidType(field, shown(value), reason, "pass the name of the bank holiday as text")
    if not value.strip() or not value.isprintable():
        raise InvalidValue(field, shown(value), "names no bank holiday", "pass one line of printable text")
    return value


def check_order(earlier: str, start: date, later: str, end: date) -> None:
    """
    Refuse an interval that ends before it starts.

    Raises:
        InvalidValue: When *end* is before *start*.

    """
    if end < start:
        reason = f"is before {earlier}, {start}"
        raise InvalidValue(later, str(end), reason, "pass the earlier day first; to count back, swap the two")
