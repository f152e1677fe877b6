"""What is true of every question: what it refuses, and that its answer is a value."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from sec_uep import Readings, calendar
from sec_uep.answers import Answer
from sec_uep.errors import InvalidType, SecUepError
from tests.test_receipts import PLANS_AND_PAGES, SAMPLES

#: An answer of each question: of one that is asked of several things, an answer of each.
ANSWERS: tuple[Answer, ...] = (*SAMPLES, *PLANS_AND_PAGES[:2], *PLANS_AND_PAGES[-2:])
each_answer = pytest.mark.parametrize("answer", ANSWERS, ids=lambda each: f"{each.name} {each.rule.id}")

#: What is of no type that any question is asked of.
OF_NO_TYPE: tuple[object, ...] = (object(), 1j, b"2026-03-27", ["x"], {"x": "y"}, Readings, len)
#: What is near a date, and none.
NO_DATES: tuple[object, ...] = (datetime(2026, 3, 27, tzinfo=UTC), "2026-03-27", 20260327, 1.5, True)
NO_READINGS: tuple[object, ...] = ("clear-days", {"RD-02": "clear-days"}, 1, Readings)
NO_CALENDARS: tuple[object, ...] = ("england-and-wales", 1, {}, calendar.england_and_wales, set())


def wrong(answer: Answer) -> Iterator[tuple[str, object]]:
    """Yield each input of a question, with values that are of none of its types."""
    for name, given in answer.inputs.items():
        yield from ((name, value) for value in OF_NO_TYPE)
        if isinstance(given, date):
            yield from ((name, value) for value in NO_DATES)


@each_answer
def test_an_input_of_a_wrong_type_is_refused(answer: Answer) -> None:
    """By the name that the caller gave it, with what to pass instead."""
    for name, value in wrong(answer):
        with pytest.raises(SecUepError) as refused:
            answer.again(**{name: value})
        first = str(refused.value).split(":", maxsplit=1)[0]
        assert first.split(".")[0].split(" ")[0].split("[")[0] in {name, *answer.inputs}, str(refused.value)
        assert isinstance(refused.value, (TypeError, ValueError, LookupError))


@each_answer
@pytest.mark.parametrize("readings", NO_READINGS, ids=repr)
def test_readings_are_readings(answer: Answer, readings: object) -> None:
    """With a calendar and without."""
    for terms in ({}, {"calendar": calendar.scotland()} if answer.counts else {}):
        with pytest.raises(InvalidType, match=r"^readings: .*; pass sec_uep\.Readings"):
            answer.again(readings=readings, **terms)


@pytest.mark.parametrize(
    "answer", [each for each in ANSWERS if each.counts], ids=lambda each: f"{each.name} {each.rule.id}"
)
@pytest.mark.parametrize("wrong_calendar", NO_CALENDARS, ids=repr)
def test_a_calendar_is_a_calendar(answer: Answer, wrong_calendar: object) -> None:
    """Whatever the readings."""
    with pytest.raises(InvalidType, match=r"^calendar: .* is not a WorkingDayCalendar"):
        answer.again(calendar=wrong_calendar)
    with pytest.raises(InvalidType, match=r"^calendar: "):
        answer.again(calendar=wrong_calendar, readings=Readings(rd_01="any-uk-nation"))


@each_answer
@pytest.mark.parametrize(
    "same",
    [copy.copy, copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each)), Answer.again],  # noqa: S301
    ids=["copy", "deepcopy", "pickle", "again"],
)
def test_an_answer_is_a_value(answer: Answer, same: Callable[[Answer], Answer]) -> None:
    """A copy is equal, has the same hash, and says the same."""
    other: Any = same(answer)
    assert (other, hash(other), repr(other), str(other)) == (answer, hash(answer), repr(answer), str(answer))
    assert (other.outcome, other.rules, other.inputs) == (answer.outcome, answer.rules, answer.inputs)


@each_answer
def test_an_answer_does_not_change(answer: Answer) -> None:
    """What was asked, and what was found, stay as they are."""
    for name in (*answer.inputs, "chosen", "outcome"):
        with pytest.raises(AttributeError):
            setattr(answer, name, None)


@each_answer
def test_there_is_no_other_part(answer: Answer) -> None:
    """A part that the question has not is refused, with those that it has."""
    with pytest.raises(SecUepError, match="the question has no such part"):
        answer.again(nothing=1)
