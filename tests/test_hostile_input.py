"""
Whatever is passed to whatever a caller may call: it is taken, or refused in a few words.

A value may have a `repr` that raises, be too large to print, or be no text that can be written:
none of that may hide the refusal, or fill a log with it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import sec_uep as uep
from sec_uep.answers import Answer
from sec_uep.errors import SecUepError
from sec_uep.obligations.entry_process_testing import earliest_start
from sec_uep.obligations.graph import Task
from tests.test_public_api import MODULES

DAY = date(2026, 6, 5)
LATER = date(2026, 11, 20)
ENTRY = uep.Entry(party=uep.Party(), roles={uep.UserRole.OTHER_USER})
TOLD = ENTRY.with_event(uep.Event(uep.Step.SREPT, DAY))
ANSWER = uep.obligations.determine(uep.GasSupply(), uep.Party())


class BrokenRepr:
    """A value that cannot be shown."""

    def __repr__(self) -> str:
        """Fail."""
        raise RuntimeError

    __str__ = __repr__


DEEP: list[Any] = []
for _ in range(10**5):
    DEEP = [DEEP]

HOSTILE = {
    "no repr": BrokenRepr(),
    "a huge number": 1 << 10**7,
    "a huge text": "x" * 10**7,
    "half of a character": "\ud800",
    "a long list": [None] * 10**6,
    "a deep list": DEEP,
    "none": None,
}

#: The most characters of a refusal of one value.
LONGEST = 700

#: What may be passed for a parameter, where its name says what it takes.
VALID: dict[str, Any] = {
    "answer": ANSWER,
    "as_of": LATER,
    "assessment": LATER,
    "bearer": uep.Bearer.PARTY,
    "booked_for": None,
    "calendar": uep.calendar.scotland(),
    "changes": {"domestic": True},
    "choices": {"RD-02": "clear-days"},
    "data": Path(str(uep.calendar.__file__)).with_name("bank-holidays.json"),
    "division": "scotland",
    "entry": ENTRY,
    "event": uep.Event(uep.Step.SREPT, DAY),
    "first": DAY,
    "format": "json",
    "day": DAY,
    "holder": uep.GasSupply(),
    "estimates": {},
    "id_": "TE-01",
    "known_on": None,
    "ids": {uep.UserRole.OTHER_USER: "90B3D51F30010001"},
    "last": LATER,
    "licence": uep.GasSupply(),
    "metering_points": pa.table({"party": ["A"], "fuel": ["gas"]}),
    "name": "Approved",
    "party": uep.Party(),
    "plan": uep.planning.forwards(ENTRY, today=DAY),
    "published_through": LATER,
    "role": uep.UserRole.OTHER_USER,
    "roles": {uep.UserRole.OTHER_USER},
    "size": "small",
    "start": LATER,
    "status": uep.AssuranceStatus.APPROVED,
    "step": uep.Step.UEPT,
    "target": date(2028, 3, 1),
    "task": Task(uep.Step.UEPT, uep.UserRole.OTHER_USER),
    "today": DAY,
    "type": uep.Party,
    "up_to": LATER,
    "user_since": LATER,
    "verdict": uep.Verdict.MUST,
    "written": uep.receipt(earliest_start(notice_given=DAY)),
}

#: Where a name means something else.
VALID_OF: dict[str, Any] = {
    "UserId.text": "90B3D51F30010001",
    "UserIdRange.first": "90B3D51F30010000",
    "UserIdRange.last": "90B3D51F3001FFFF",
    "check_terms.calendar": None,
    "check_terms.readings": uep.DEFAULT_READINGS,
    "decoded.text": "text",
    "review_due.confirmation_received": LATER,
    "ask.question": {
        "name": "entry_process_testing.earliest_start",
        "inputs": {"notice_given": "2026-06-05"},
    },
    "any_of.calendars": uep.calendar.scotland(),
    "check_fact.value": True,
    "check_date.value": DAY,
    "dumps.value": ENTRY,
    "json_data.text": "{}",
    "json_object.text": "{}",
    "loads.text": "{}",
    "load.path": Path(__file__).parent.parent / "examples" / "distributor.toml",
    "next_steps.obligations": (),
    "portfolio.columns": dict.fromkeys(
        ("premises", "profile_class", "annual_kwh", "meter", "smart_metering_system")
    ),
    "parse_period.text": "2 weeks",
    "read.data": {},
    "turns_on.id_": "RD-02",
    "without_bank_holiday.day": date(2026, 8, 3),
}

#: The parameters of a question of a column.
OF_A_COLUMN: dict[str, Any] = {
    "after": "day",
    "ask": lambda day: earliest_start(notice_given=day),
    "day": "day",
    "into": "x",
    "up_to": "until",
}

#: What a caller makes, besides the nouns of `sec_uep` itself and the questions.
MADE = {"UserId", "UserIdRange", "WorkingDayCalendar"}

#: What only this package calls, with what it has checked already.
OURS = {
    "all_true",
    "any_true",
    "bearer_of",
    "bracketed",
    "completions",
    "content_of",
    "contradictions",
    "displayed",
    "evidence_of",
    "excess",
    "fragment",
    "graph",
    "in_a_word",
    "joined",
    "listed",
    "named_calendar",
    "nearest",
    "needed_by",
    "notices_too_short",
    "obligations",
    "otherwise",
    "parsed",
    "question",
    "rule_of",
    "shape",
    "tasks_of",
    "touching",
}

#: What has methods that a caller asks, and those of its methods that only this package asks.
ASKED: list[tuple[object, set[str]]] = [
    (uep.calendar.scotland(), {"amended", "covered", "unamended"}),
    (uep.WorkingDays(2), set()),
    (uep.Weeks(2), set()),
    (uep.Readings(), set()),
    (ANSWER, set()),
    (earliest_start(notice_given=DAY), set()),
    (ENTRY, {"graph", "without_event"}),
    (TOLD, {*dir(ENTRY)} - {"without_event"}),
    (ENTRY.as_of(DAY), {"irregular_among", "is_confirmed", "may_begin", "may_precede_accession"}),
    (uep.planning.forwards(ENTRY, today=DAY), set()),
    (uep.report(ENTRY, today=DAY), set()),
]


def callables() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield whatever a caller may call, by name."""
    seen = set()
    for name in MODULES:
        module, room = import_module(name), name.partition(".")[2]
        for part in module.__all__:
            found = getattr(module, part)
            if isinstance(found, type):
                is_question = issubclass(found, Answer) and "asked_of" in vars(found)
                is_noun = part in uep.__all__ and not issubclass(found, (Exception, Enum, Answer))
                is_called = is_question or is_noun or part in MADE
            else:
                is_called = inspect.isfunction(found) and part not in OURS
            if is_called and id(found) not in seen:
                seen.add(id(found))
                yield f"{room}.{part}".lstrip("."), found
    for asked, own in ASKED:
        for member in dir(type(asked)):
            found = getattr(type(asked), member)
            if not member.startswith("_") and inspect.isfunction(found) and member not in own:
                yield f"{type(asked).__name__}.{member}", getattr(asked, member)


def parameters(called: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    """Return the parameters of what is called, by name; no caller sets limits, or names of any other kind."""
    found = inspect.signature(called).parameters
    own = {name for name, each in found.items() if each.kind is inspect.Parameter.VAR_KEYWORD} | {"limits"}
    return {name: each for name, each in found.items() if name not in own}


#: What may be passed for a parameter that no table here has, by its type.
BY_TYPE = {
    "date": DAY,
    "Fact": True,
    "bool": True,
    "int": 2,
    "Decimal": Decimal(2),
    "str": "text",
    "object": 1,
}


def valid(name: str, parameter: inspect.Parameter) -> Any:  # noqa: ANN401 - whatever the parameter takes
    """Return what may be passed for a parameter."""
    if name.startswith("frames."):
        if parameter.name == "frame":
            pandas = pytest.importorskip("pandas", reason="the engine of a table is not installed here")
            return pandas.DataFrame({"day": [DAY], "until": [LATER]})
        if parameter.name in OF_A_COLUMN:
            return OF_A_COLUMN[parameter.name]
    if f"{name.rpartition('.')[2]}.{parameter.name}" in VALID_OF:
        return VALID_OF[f"{name.rpartition('.')[2]}.{parameter.name}"]
    if parameter.name in VALID:
        return VALID[parameter.name]
    types = str(parameter.annotation).split(" | ")
    if parameter.default is not inspect.Parameter.empty and "date" not in types:
        return parameter.default
    return next(value for kind, value in BY_TYPE.items() if kind in types)


def passed(called: Callable[..., Any], given: dict[str, Any]) -> None:
    """Call with the arguments *given*, each in the way its parameter is passed."""
    by_name = {n: v for n, v in given.items() if parameters(called)[n].kind is inspect.Parameter.KEYWORD_ONLY}
    called(*[value for name, value in given.items() if name not in by_name], **by_name)


ALL = dict(callables())


class TestEveryParameter:
    """Of every function, class and method that a caller may call."""

    @pytest.mark.parametrize("name", ALL)
    def test_hostile(self, name: str) -> None:
        """It takes what it is passed, or refuses it in a few words; what is valid it takes."""
        called = ALL[name]
        given = {each: valid(name, parameter) for each, parameter in parameters(called).items()}
        passed(called, given)
        for each in given:
            for value in HOSTILE.values():
                try:
                    passed(called, {**given, each: value})
                except SecUepError as refusal:
                    assert len(str(refusal)) < LONGEST  # noqa: PT017 - to be taken is right too

    def test_there_are_many(self) -> None:
        """They are found, not listed."""
        assert len(ALL) > 100
        assert {"Party", "calendar.from_gov_uk", "obligations.rule", "WorkingDays.after"} <= set(ALL)
