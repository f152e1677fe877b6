"""
The questions of a column: any of one day, and the calendar's own.

One idea. A question of one day has one answer for each day of the calendar: 18,263 of them.
They are asked of the scalar function itself, once for each call; so a column cannot answer otherwise.
After that each row is one look-up of its day in those answers, in the words of the engine of the table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

import narwhals as nw

from sec_uep.answers import check_terms, named_calendar
from sec_uep.calendar import WorkingDayCalendar, england_and_wales
from sec_uep.calendar.watched import WatchedCalendar
from sec_uep.checks import check_count, check_is, check_line
from sec_uep.errors import InvalidType, InvalidValue, UnknownName, shown
from sec_uep.frames._engines import Told, check_days, filled, is_known
from sec_uep.frames._table import Question, Table, Wanted, certainty_of, tabled
from sec_uep.readings import DEFAULT_READINGS, Readings

#: A table of an engine. The same kind comes out.
Frame = TypeVar("Frame")


def answered(  # noqa: PLR0913 - a table, a column, and what else may be said of it
    frame: Frame,
    day: str,
    ask: Question,
    *,
    into: str,
    sure: str | None = None,
    calendar: WorkingDayCalendar | None = None,
) -> Frame:
    """
    Return *frame* with the answer that *ask* gives for each day of the column *day*.

    >>> import pandas as pd
    >>> from sec_uep import frames
    >>> from sec_uep.obligations import entry_process_testing as uept
    >>> notices = pd.DataFrame({"given": pd.to_datetime(["2026-06-03", "2026-06-05"])})
    >>> ask = lambda day: uept.earliest_start(notice_given=day)
    >>> print(frames.answered(notices, "given", ask, into="start", sure="certainty"))
           given      start  certainty
    0 2026-06-03 2026-08-26  published
    1 2026-06-05 2026-08-28  published

    The question is asked once for each day of the calendar, not for each row.
    A null has a null answer. Where the day is refused, a table in memory is refused and the rows are named,
    counted from 0; a lazy one has null there, and *sure* says "outside".
    A table is made anew; the one that is passed does not change.

    Args:
        frame: A DataFrame of pandas, Polars or PySpark, a LazyFrame of Polars, a Table of PyArrow,
            or a relation of DuckDB.
        day: The name of a column of dates. In pandas a datetime at midnight, without a time zone, is one too.
        ask: A question of one day: it returns a `Deadline`, whose day is taken, or another answer,
            whose outcome is; or a day, a boolean, a count, a word or None. It is asked of every day of the
            calendar, so it must have an answer, or a `SecUepError`, for each.
        into: The name of the new column of answers. It must be new.
        sure: The name of a new column that says how sure each answer is: "published", "projected", "amended",
            or "outside" for a day that the question refuses. The answers must have a `certainty`.
        calendar: The calendar whose days are asked for: by default that of England and Wales.
            It is not handed to *ask*.

    Raises:
        InvalidType: If *frame* is no such table, the column has no dates,
            or the answers are none that a column can have.
        UnknownName: If there is no column *day*.
        InvalidValue: If a new name is a name already, or *ask* refuses a day in memory for another reason.
        DateOutsideCalendar: If a day in memory is outside the calendar, or a count from it leaves it.

    """
    say = "pass a function of one day, as lambda day: earliest_start(notice_given=day)"
    if not callable(ask):
        raise InvalidType("ask", shown(ask), "is no function", say)
    check_terms(calendar, DEFAULT_READINGS)
    told = _checked(frame, {"day": day}, {"into": into, "sure": sure})
    tables = tabled(ask, calendar or england_and_wales(), certainty_of if sure else None)
    made: Frame = _with(told, (day,), (into, sure), tables)
    return made


def is_working_day(  # noqa: PLR0913 - a table, a column, and what else may be said of it
    frame: Frame,
    day: str,
    *,
    into: str,
    sure: str | None = None,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings = DEFAULT_READINGS,
) -> Frame:
    """
    Return *frame* with whether each *day* is a Working Day.

    >>> import pandas as pd
    >>> days = pd.DataFrame({"day": pd.to_datetime(["2026-12-28", "2026-12-29"])})
    >>> is_working_day(days, "day", into="works")["works"].tolist()
    [False, True]

    What is passed, and what is raised, is as for `answered`; the calendar is the one given, or that of RD-01.
    """
    return _counted(frame, day, (into, sure), _calendar(calendar, readings), "is_working_day")


def on_or_after(  # noqa: PLR0913 - a table, a column, and what else may be said of it
    frame: Frame,
    day: str,
    *,
    into: str,
    sure: str | None = None,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings = DEFAULT_READINGS,
) -> Frame:
    """
    Return *frame* with each *day* if it is a Working Day, or else the first one after it.

    >>> import pandas as pd
    >>> days = pd.DataFrame({"day": pd.to_datetime(["2026-04-03"])})
    >>> print(on_or_after(days, "day", into="opens")["opens"][0].date())
    2026-04-07

    What is passed, and what is raised, is as for `answered`; the calendar is the one given, or that of RD-01.
    """
    return _counted(frame, day, (into, sure), _calendar(calendar, readings), "on_or_after")


def on_or_before(  # noqa: PLR0913 - a table, a column, and what else may be said of it
    frame: Frame,
    day: str,
    *,
    into: str,
    sure: str | None = None,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings = DEFAULT_READINGS,
) -> Frame:
    """
    Return *frame* with each *day* if it is a Working Day, or else the last one before it.

    >>> import pandas as pd
    >>> days = pd.DataFrame({"day": pd.to_datetime(["2026-04-06"])})
    >>> print(on_or_before(days, "day", into="closes")["closes"][0].date())
    2026-04-02

    What is passed, and what is raised, is as for `answered`; the calendar is the one given, or that of RD-01.
    """
    return _counted(frame, day, (into, sure), _calendar(calendar, readings), "on_or_before")


def nth_working_day_after(  # noqa: PLR0913 - a table, a column, and what else may be said of it
    frame: Frame,
    day: str,
    n: int,
    *,
    into: str,
    sure: str | None = None,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings = DEFAULT_READINGS,
) -> Frame:
    """
    Return *frame* with the *n*-th Working Day after each *day*; the day itself never counts.

    >>> import pandas as pd
    >>> days = pd.DataFrame({"day": pd.to_datetime(["2026-06-03"])})
    >>> print(nth_working_day_after(days, "day", 60, into="due")["due"][0].date())
    2026-08-26

    What is passed, and what is raised, is as for `answered`; the calendar is the one given, or that of RD-01.
    """
    return _counted(frame, day, (into, sure), _calendar(calendar, readings), "nth_working_day_after", n)


def nth_working_day_before(  # noqa: PLR0913 - a table, a column, and what else may be said of it
    frame: Frame,
    day: str,
    n: int,
    *,
    into: str,
    sure: str | None = None,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings = DEFAULT_READINGS,
) -> Frame:
    """
    Return *frame* with the *n*-th Working Day before each *day*; the day itself never counts.

    >>> import pandas as pd
    >>> days = pd.DataFrame({"day": pd.to_datetime(["2026-08-26"])})
    >>> print(nth_working_day_before(days, "day", 60, into="by")["by"][0].date())
    2026-06-03

    What is passed, and what is raised, is as for `answered`; the calendar is the one given, or that of RD-01.
    """
    return _counted(frame, day, (into, sure), _calendar(calendar, readings), "nth_working_day_before", n)


def working_days_between(  # noqa: PLR0913 - a table, a column, and what else may be said of it
    frame: Frame,
    after: str,
    up_to: str,
    *,
    into: str,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings = DEFAULT_READINGS,
) -> Frame:
    """
    Return *frame* with how many Working Days come after *after*, up to and including *up_to*.

    >>> import pandas as pd
    >>> spans = pd.DataFrame({"a": pd.to_datetime(["2026-04-02"]), "b": pd.to_datetime(["2026-04-08"])})
    >>> working_days_between(spans, "a", "b", into="n")["n"].tolist()
    [2]

    A row in which either is null has null. Where *up_to* is before *after*, or a day is outside the calendar,
    a table in memory is refused and the rows are named; a lazy one has null there.
    What is passed, and what else is raised, is as for `answered`;
    the calendar is the one given, or that of RD-01.

    Raises:
        InvalidValue: If, in memory, *up_to* is before *after*.

    """
    on = _calendar(calendar, readings)
    told = _checked(frame, {"after": after, "up_to": up_to}, {"into": into})
    made: Frame = _with(told, (after, up_to), (into,), (_running(on),))
    return made


# --- What the calendar answers ----------------------------------------------------------------


def _calendar(given: WorkingDayCalendar | None, readings: Readings) -> WorkingDayCalendar:
    check_terms(given, readings)
    return given or named_calendar(readings.rd_01)


def _counted(
    frame: Frame, day: str, new: tuple[str, str | None], on: WorkingDayCalendar, name: str, *n: int
) -> Frame:
    into, sure = new
    told = _checked(frame, {"day": day}, {"into": into, "sure": sure})
    for each in n:
        if check_count("n", each) > (on.last - on.first).days:
            getattr(on, name)(on.first, each)  # refused, as of every other day
    made: Frame = _with(told, (day,), new, _tables(on, on.name, name, *n, is_sure=sure is not None))
    return made


@lru_cache(maxsize=64)
def _tables(on: WorkingDayCalendar, _called: str, name: str, *n: int, is_sure: bool) -> tuple[Table, ...]:
    """Return what the calendar *on* answers; calendars that count alike may be called differently."""

    def ask(day: date) -> object:
        return getattr(on, name)(day, *n)

    def sure(day: date, _: object) -> str:
        watched = WatchedCalendar(on)
        getattr(watched, name)(day, *n)
        first, last = watched.read or (day, day)
        return on.certainty(first=first, last=last).value

    return tabled(ask, on, sure if is_sure else None)


@lru_cache(maxsize=8)
def _running(on: WorkingDayCalendar) -> Table:
    """Return how many Working Days the calendar *on* has up to each day, from its first day on."""
    (table,) = tabled(lambda day: on.working_days_between(after=on.first, up_to=day), on)
    return table


# --- What is passed, and what comes back ------------------------------------------------------

#: Engines to which "Day" and "day" are one name.
_FOLDING = {nw.Implementation.DUCKDB, nw.Implementation.PYSPARK}

_ENGINES = "pandas, Polars, PyArrow, DuckDB or PySpark"


def _checked(frame: object, days: Mapping[str, object], new: Mapping[str, object]) -> Told:
    """
    Return *frame* as narwhals tells of it, if it has the columns *days*, of dates, and no *new* one.

    Each name comes with that of its parameter. Nothing of *frame* is computed.
    """
    kind, told = f"a {type(frame).__qualname__}", _told(frame)
    schema, is_folding = told.collect_schema(), told.implementation in _FOLDING

    def plain(name: object) -> str:
        return str(name).casefold() if is_folding else str(name)

    names = [plain(each) for each in schema]
    for field, given in days.items():
        name = check_is(
            field, given, str, "is not the name of a column", "pass the name of a column of dates"
        )
        if name not in schema:
            raise UnknownName(field, name, tuple(schema), f"{kind} has no such column")
        if names.count(plain(name)) > 1:
            reason = "is the name of two columns, in capitals and not"
            raise InvalidValue(field, shown(name), reason, "rename one of them")
        check_days(told, name, schema[name])
    for field, given in new.items():
        if given is not None or field != "sure":
            name = check_line(field, given, "column")
            if plain(name) in names:
                raise InvalidValue(field, shown(name), "is a column already", "choose a name that is new")
            names.append(plain(name))
    return told


def _told(frame: object) -> Told:
    kind, say = f"a {type(frame).__qualname__}", f"pass a table of {_ENGINES}"
    try:
        told: Told = nw.from_native(frame)
        told.collect_schema()
    except TypeError:
        raise InvalidType("frame", kind, "is no table", say) from None
    except nw.exceptions.DuplicateError:
        reason = "has two columns of one name"
        raise InvalidValue("frame", kind, reason, "give each column a name of its own") from None
    if told is frame or not is_known(told):
        raise InvalidType("frame", kind, "is of no engine that is known here", say)
    return told


def _with(told: Told, days: tuple[str, ...], new: Sequence[str | None], tables: tuple[Table, ...]) -> Any:  # noqa: ANN401 - the same kind as was passed
    return filled(told, {name: Wanted(table, days) for name, table in zip(new, tables, strict=False) if name})
