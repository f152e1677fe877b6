"""A question, asked once for each day of a calendar: all the answers that a column can have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any, NoReturn

import numpy as np
from attrs import frozen

from sec_uep.answers import Answer
from sec_uep.calendar import Certainty, WorkingDayCalendar
from sec_uep.checks import as_day
from sec_uep.errors import DateOutsideCalendar, InvalidType, InvalidValue, SecUepError, shown

#: A question of one day: a `Deadline` or another answer, or what is left of one.
Question = Callable[[date], object]

#: Says of an answer for a day how sure it is.
Sureness = Callable[[date, Any], str | None]

#: Stands for no answer; no day and no count is so small.
NONE = int(np.iinfo(np.int32).min)

#: How sure an answer is, in a column; the first is for a day that the question refuses.
SURE = ("outside", *(each.value for each in Certainty))

#: The number that a day has in a table: days since this one.
EPOCH = date(1970, 1, 1).toordinal()

#: The most rows that an error names.
_MOST_ROWS = 3


@frozen(eq=False)
class Table:
    """
    What a question answers for each day from *first* on, and before them what it answers for every other day.

    Attributes:
        first: The day of the second of the *numbers*, in days since 1970.
        numbers: Days since 1970, 0 or 1, counts, or places in *words*; `NONE` for none.
        kind: What they stand for: `date`, `bool`, `int` or `str`.
        words: The words that are answered.
        holes: The days, between the first and the last, that the question refuses.
        ask: The question.
        asked_on: The calendar whose days it was asked for.

    """

    first: int
    numbers: np.ndarray
    kind: type
    words: tuple[str, ...]
    holes: np.ndarray
    ask: Question
    asked_on: WorkingDayCalendar

    @property
    def last(self) -> int:
        """The last day that has an answer of its own, in days since 1970."""
        return self.first + len(self.numbers) - 2

    def check(self, column: str, days: np.ndarray, is_null: np.ndarray) -> None:
        """
        Refuse the rows of a column, of *days* since 1970, for which there is no answer.

        The reason is the one that the question has for the first of them.

        Raises:
            DateOutsideCalendar: If the question counts beyond its calendar, or the day is outside it.
            InvalidValue: If the question refuses the day for another reason.

        """
        is_inside = (days >= self.first) & (days <= self.last) & ~np.isin(days, self.holes)
        (rows,) = np.nonzero(~(is_inside | is_null))
        if rows.size:
            self._refuse(column, rows, days[rows])

    def _refuse(self, column: str, rows: np.ndarray, days: np.ndarray) -> NoReturn:
        where = f"{column} in {some_rows(rows, days)}"
        reason = None
        try:
            self.ask(date.fromordinal(int(days[0]) + EPOCH))
        except DateOutsideCalendar as refusal:
            where, on = f"{where}: {refusal.question}", refusal
            raise DateOutsideCalendar(where, on.calendar, on.first, on.last) from refusal
        except SecUepError as refusal:
            reason = refusal
        except (OverflowError, ValueError):
            pass  # a day that Python has no date for
        if reason is not None:
            say = "leave those rows out, or ask a question that answers for them"
            raise InvalidValue(
                column, some_rows(rows, days), f"where it is refused ({reason})", say
            ) from reason
        raise DateOutsideCalendar(where, self.asked_on.name, self.asked_on.first, self.asked_on.last)


@frozen(eq=False)
class Wanted:
    """
    A column to make.

    Attributes:
        table: The answers.
        days: The column of days to look up; or two, and the second's answer less the first's is wanted.

    """

    table: Table
    days: tuple[str, ...]


def some_rows(rows: np.ndarray, days: np.ndarray) -> str:
    """
    Return how many rows there are, with the first few and their days; rows count from 0.

    >>> some_rows(np.array([7, 9]), np.array([0, 365]))
    '2 rows (row 7: 1970-01-01, row 9: 1971-01-01)'
    """
    pairs = zip(rows[:_MOST_ROWS].tolist(), days[:_MOST_ROWS].astype("datetime64[D]"), strict=True)
    some = ", ".join(f"row {row}: {day}" for row, day in pairs)
    more = ", ..." if len(rows) > _MOST_ROWS else ""
    return f"{len(rows):,} row{'s' if len(rows) > 1 else ''} ({some}{more})"


def tabled(ask: Question, on: WorkingDayCalendar, sure: Sureness | None = None) -> tuple[Table, ...]:
    """
    Return what *ask* answers for every day of the calendar *on*, and what *sure* says of it, if there is one.

    Raises:
        InvalidType: If an answer is none that a column can have, or answers are of several kinds.
        InvalidValue: If a count is too large for a column.
        SecUepError: What the question says, if it refuses every day.

    """
    first, last = on.first.toordinal(), on.last.toordinal()
    answers, certainties, refused = [], [], set()
    refusal: SecUepError | None = None
    for ordinal in range(first, last + 1):
        try:
            answer, certainty = ask(date.fromordinal(ordinal)), None
        except SecUepError as error:
            refused.add(ordinal - first)
            refusal = refusal or error  # not all of them: each would keep alive whatever it was refused for
            answer, certainty = None, SURE[0]
        except Exception as error:
            error.add_note(
                f"when asked of {date.fromordinal(ordinal)}: it is asked of every day of {on.name!r}"
            )
            raise
        else:
            if sure and answer is not None:
                certainty = sure(date.fromordinal(ordinal), answer)
        answers.append(_plain(answer))
        certainties.append(certainty)
    # The days that are refused at either end are days like any other outside.
    answered = [place for place in range(len(answers)) if place not in refused]
    if refusal and not answered:
        raise refusal
    start, end = answered[0], answered[-1] + 1
    holes = np.array([place + first - EPOCH for place in refused if start < place < end], np.int64)
    columns = ((answers, None), (certainties, SURE[0]))[: 2 if sure else 1]
    return tuple(
        Table(first + start - EPOCH, *_numbered([other, *column[start:end]]), holes, ask, on)
        for column, other in columns
    )


def certainty_of(_: date, answer: Any) -> str | None:  # noqa: ANN401 - whatever was answered
    """
    Return how sure an answer says it is, in a word; None if it rests on no day.

    Raises:
        InvalidType: If it does not say.

    """
    if not hasattr(answer, "certainty"):
        say = "leave out sure, or return the Deadline itself"
        raise InvalidType("ask", shown(answer), "does not say how sure it is", say)
    return answer.certainty and str(answer.certainty.value)


def _plain(answer: object) -> Any:  # noqa: ANN401 - a day, a boolean, a count, a word, or None
    """Return what a column has for an answer."""
    outcome = as_day(answer.outcome if isinstance(answer, Answer) else answer)
    outcome = outcome.value if isinstance(outcome, Enum) else outcome
    outcome = outcome.item() if isinstance(outcome, np.generic) else outcome
    if outcome is not None and _kind(outcome) is None:
        say = "let it return a Deadline, a day, a boolean, a count, a word or None"
        raise InvalidType("ask", shown(outcome), "is no answer that a column can have", say)
    return outcome


def _kind(outcome: object) -> type | None:
    if isinstance(outcome, datetime):
        return None
    return next((kind for kind in (date, bool, int, str) if isinstance(outcome, kind)), None)


def _numbered(outcomes: Sequence[Any]) -> tuple[np.ndarray, type, tuple[str, ...]]:
    """Return answers as numbers, their kind, and their words."""
    different = dict.fromkeys(outcomes)
    kinds = {_kind(each): each for each in different if each is not None}
    if len(kinds) > 1:
        two = " and ".join(shown(each) for each in list(kinds.values())[:2])
        raise InvalidType("ask", two, "are answers of two kinds", "let it return one kind for every day")
    (kind,) = kinds or {int: None}
    words = tuple(each for each in different if kind is str and each is not None)
    places = {word: place for place, word in enumerate(words)}
    numbers = np.array([NONE if each is None else _number(each, places) for each in outcomes], np.int64)
    if (largest := np.abs(numbers[numbers != NONE]).max(initial=0)) >= -NONE:
        raise InvalidValue("ask", str(largest), "is too large for a column of counts", "return it as text")
    return numbers.astype(np.int32), kind or int, words


def _number(outcome: Any, places: dict[str, int]) -> int:  # noqa: ANN401 - of one of four kinds
    if isinstance(outcome, date):
        return outcome.toordinal() - EPOCH
    return places[outcome] if isinstance(outcome, str) else int(outcome)
