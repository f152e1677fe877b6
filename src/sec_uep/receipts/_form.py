"""
The form of a receipt: what stands in each part, and how each type of value is read.

The classes say what a part is made of; cattrs reads them, and every fault is reported with its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cache, lru_cache
from types import NoneType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs
from attrs import frozen
from cattrs import (
    AttributeValidationNote,
    BaseValidationError,
    ClassValidationError,
    Converter,
    ForbiddenExtraKeysError,
    IterableValidationError,
)
from cattrs.gen import make_dict_structure_fn, override

from sec_uep import wire
from sec_uep.answers import Answer, Finding
from sec_uep.calendar import Certainty, WorkingDayCalendar
from sec_uep.calendar._projection import GIVEN
from sec_uep.deadlines import Deadline
from sec_uep.entry import Entry
from sec_uep.errors import Fault, FaultCode, MalformedData, UnknownName, listed, nearest, shown
from sec_uep.facts import UNKNOWN, Fact, FactSet, FrozenMapping, Unknown
from sec_uep.obligations.user_ids import UserId
from sec_uep.page import Page
from sec_uep.parties import Licence, Party
from sec_uep.planning import Plan
from sec_uep.readings import DEFAULT_READINGS, REGISTER, Readings

#: Each has a seal, and they are compared in this order.
PARTS = ("answer", "trace", "kind", "question", "inputs", "readings", "calendar", "edition", "versions")


@frozen
class Question:
    """What was asked: the question by its module and name, the rule by its id, and both in words."""

    name: str
    rule: str
    asks: str


@frozen
class Span:
    """The days from *first* to *last*, both included."""

    first: date
    last: date


@frozen
class BankHoliday:
    """A bank holiday, and what it is called."""

    day: date
    title: str


@frozen(kw_only=True)
class Calendar:
    """
    The calendar that an answer was counted on, as far as the answer needs it.

    All bank holidays are listed of the days *known*: of those *read*, on which the answer rests,
    and of those *nearby*. *amended* are the days known that the caller added or took away.
    """

    is_given: bool
    digest: str
    first: date
    last: date
    published_through: date
    read: Span | None
    known: Span | None
    bank_holidays: tuple[BankHoliday, ...]
    nearby: tuple[BankHoliday, ...]
    amended: tuple[date, ...]

    @property
    def titles(self) -> dict[date, str]:
        """The title of each bank holiday that it lists."""
        return {each.day: each.title for each in (*self.bank_holidays, *self.nearby)}

    def rebuilt(self) -> WorkingDayCalendar:
        """Return a calendar of the days known and no others."""
        known, titles = self.known or Span(self.first, self.first), self.titles
        published_through = min(self.published_through, known.last)
        return WorkingDayCalendar(
            name="the days in the receipt",
            first=known.first,
            last=known.last,
            published_through=published_through,
            published=[(day, title) for day, title in titles.items() if day not in self.amended],
            projections=[(GIVEN, published_through)] if published_through < known.last else (),
            amendments=[(day, titles.get(day)) for day in self.amended],
        )


@frozen
class Reason:
    """A reason, with its rule and citation as fields."""

    rule: Mapping[str, Any]
    holds: Fact
    text: str
    facts: Mapping[str, Any]
    readings: tuple[str, ...]


def _class_of(**types: Any) -> type[Any]:  # noqa: ANN401 - types
    return attrs.make_class("Part", {name: attrs.field(type=type_) for name, type_ in types.items()})


def _inputs_of(asked: Any, hints: Mapping[str, Any]) -> type[Any]:  # noqa: ANN401 - a class of answers
    """Return the class of the inputs of a question; one that it was not asked of then has its default."""
    fields = [each for each in attrs.fields(asked) if each.name in asked.asked_of]
    inputs = {each.name: attrs.field(type=hints[each.name], default=each.default) for each in fields}
    return attrs.make_class("Inputs", inputs, kw_only=True)


ENVELOPE = _class_of(schema=Any, seals=Mapping[str, str], **dict.fromkeys(PARTS, Any))


@cache
def question_of(asked: type[Answer]) -> type[Any]:
    """Return the class of what is said of a question to ask it: that it is asked, and of what."""
    return attrs.make_class(
        "Question",
        {
            "name": attrs.field(type=str),
            "rule": attrs.field(type=str, default=None),
            "inputs": attrs.field(type=_inputs_of(asked, get_type_hints(asked))),
            "readings": attrs.field(type=Readings, default=DEFAULT_READINGS),
            "calendar": attrs.field(type=str | None, default=None),  # type: ignore[arg-type]
        },
        kw_only=True,
    )


@cache
def form_of(asked: type[Answer]) -> type[Any]:
    """Return the class of what stands in each part of a receipt of a question."""
    hints = get_type_hints(asked)
    found: dict[str, Any] = {name: hints[name] for name in found_by(asked)}
    if issubclass(asked, Finding):
        found |= {"verdict": str, "grounds": tuple[str, ...]}
    certain = Certainty if issubclass(asked, (Deadline, Plan)) else Certainty | None
    if issubclass(asked, (Plan, Page)):
        found = dict.fromkeys(_SAID[Plan if issubclass(asked, Plan) else Page], Any)
    return _class_of(
        kind=str,
        question=Question,
        inputs=_inputs_of(asked, hints),
        readings=Readings,
        calendar=Calendar if asked.counts else Any,
        edition=str,
        versions=Mapping[str, str],
        answer=_class_of(**found, certainty=certain),
        trace=tuple[Reason, ...],
    )


#: What a receipt says of a plan and of a page: the answer, and each day it gives.
_SAID: Mapping[type[Answer], tuple[str, ...]] = {
    Plan: ("finish", "steps"),
    Page: ("outcome", "roles", "steps", "obligations"),
}


def said_by(answer: Answer) -> dict[str, Any]:
    """Return what a receipt says that an answer is."""
    if isinstance(answer, Plan):
        return {"finish": answer.finish, "steps": answer.rows(), "certainty": answer.certainty}
    if isinstance(answer, Page):
        return {
            "outcome": outcome_of(answer),
            "roles": {each.role: each.finding.verdict for each in answer.roles},
            "steps": answer.plan.rows() if answer.plan else [],
            "obligations": [
                {"task": str(each.task), "kind": each.kind, "state": each.state, "last_day": each.last_day}
                for each in answer.obligations
            ],
            "certainty": answer.certainty,
        }
    found = {name: getattr(answer, name) for name in found_by(type(answer))}
    if isinstance(answer, Finding):
        found["grounds"] = [rule.id for rule in answer.rules]
    certain: Any = answer
    return found | {"certainty": certain.certainty}


def outcome_of(answer: Answer) -> str:
    """Return the outcome of an answer in a word or a day; of a page, those of its parts."""
    return ", ".join(map(str, answer.outcome)) if isinstance(answer, Page) else str(answer.outcome)


def found_by(asked: Any) -> list[str]:  # noqa: ANN401 - a class of answers
    """Return what comes of a question, by name, such as "day" and "counted_from"."""
    return [each.name for each in attrs.fields(asked) if not each.init and each.name != "given_calendar"]


# --- Reading: how each type of value is written --------------------------------------------


class _Unfit(ValueError):
    """Why something is refused, with the code of the fault."""

    def __init__(self, why: str, code: FaultCode = "value") -> None:
        super().__init__(why)
        self.code = code


def _of(kind: type, what: str, code: FaultCode = "type") -> Callable[..., Any]:
    """Return the hook of what is of one *kind* in JSON, and of no subclass."""

    def hook(value: object, _: object = None) -> object:
        if value.__class__ is kind:
            return value
        said = json.dumps(value) if value in (None, True, False) else shown(value)
        raise _Unfit(f"{said} is not {what}", code)

    return hook


_TEXT = _of(str, "text; write it in quotes")
_LIST = _of(list, "a list; write it as [...]")
_OBJECT = _of(dict, "an object; write it as {...}")


def _date(value: object, _: object) -> date:
    if isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    raise _Unfit(f"{shown(value)} is not a date; write one as 2026-03-27", "date")


def _money(value: object, _: object) -> Decimal:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,15}\.[0-9]{2,15}", value):
        return Decimal(value)
    raise _Unfit(f"{shown(value)} is not an amount of money; write pounds and pence, as '20000.00'")


def _one_of(words: Mapping[Any, Any]) -> Callable[[object, object], Any]:
    """Return the hook of a word, and of no other than these."""

    def hook(value: object, _: object) -> object:
        if _TEXT(value) not in words:
            raise UnknownName("", str(value), tuple(words))
        return words[value]

    return hook


def _member(value: object, kind: Any) -> Any:  # noqa: ANN401 - an enumeration
    return _one_of({member.value: member for member in kind})(value, kind)


def _licence(value: object, _: object) -> Licence:
    try:
        party = wire.read({"licences": [_OBJECT(value)]}, Party)
    except MalformedData as refusal:
        faults = [attrs.evolve(fault, path=fault.path[2:]) for fault in refusal.faults]
        raise MalformedData("licence", tuple(faults)) from None
    (licence,) = () if party.licences is UNKNOWN else party.licences
    return licence


#: How each type of value is read.
_HOOKS: Mapping[Any, Callable[[Any, Any], Any]] = {
    str: _TEXT,
    bool: _of(bool, "true or false; write one of them", "fact"),
    int: _of(int, "a whole number; write one"),
    Decimal: _money,
    Enum: _member,
    StrEnum: _member,
    UserId: lambda value, _: UserId(_TEXT(value)),
    Party: lambda value, _: wire.read(_OBJECT(value), Party),
    Entry: lambda value, _: wire.read(_OBJECT(value), Entry),
    Licence: _licence,
}

#: How data says that there is nothing, or that it is not known, and what that means.
_ABSENT: Mapping[Any, tuple[object, object]] = {
    NoneType: (None, None),
    Unknown: (UNKNOWN.value, UNKNOWN),
    Literal[Unknown.UNKNOWN]: (UNKNOWN.value, UNKNOWN),
}


def _hook_of(kind: Any) -> Any:  # noqa: ANN401 - any type; a hook or None
    """Return how what is made of other types is read; None for any other."""
    inside, structure = get_args(kind), _READER.structure
    held: Any
    if isinstance(kind, type) and issubclass(kind, date):  # a subclass while time is frozen
        return _date
    if get_origin(kind) is Literal:
        return _one_of({each: each for each in inside})
    if get_origin(kind) is tuple:
        held = list[inside[0]]  # type: ignore[valid-type]
        return lambda value, _: tuple(structure(_LIST(value), held))
    if kind is FactSet or get_origin(kind) in (FrozenMapping, Mapping):
        held = dict[inside or (str, Fact)]  # type: ignore[misc]
        return lambda value, _: structure(_OBJECT(value), held)
    absent = [_ABSENT[each] for each in inside if each in _ABSENT]
    if not absent:
        return None
    held = Union[tuple(each for each in inside if each not in _ABSENT)]  # noqa: UP007 - computed

    def hook(value: object, _: object) -> Any:  # noqa: ANN401 - what the type says
        meant = [meaning for word, meaning in absent if value == word]
        return meant[0] if meant else structure(value, held)

    return hook


#: The id of each reading, by the attribute of `Readings` that holds its choice.
IDS: Mapping[Any, Any] = {id_.lower().replace("-", "_"): id_ for id_ in REGISTER}


def _of_class(kind: Any) -> Callable[[object, object], Any]:  # noqa: ANN401 - a class of attrs
    names: Any = {each: override(rename=id_) for each, id_ in IDS.items()} if kind is Readings else {}
    made = make_dict_structure_fn(kind, _READER, _cattrs_forbid_extra_keys=True, **names)
    if kind is Readings:  # most receipts were written under the same ones
        remembered = lru_cache(maxsize=64)(lambda chosen: made(dict(chosen), kind))
        words: Any = Mapping[str, str]
        return lambda value, _: remembered(tuple(_READER.structure(value, words).items()))
    return lambda value, _: made(_OBJECT(value), kind)


_READER = Converter(forbid_extra_keys=True)
_READER.register_structure_hook_factory(attrs.has, _of_class)
_READER.register_structure_hook_factory(lambda kind: _hook_of(kind) is not None, _hook_of)
for _kind, _hook in _HOOKS.items():
    _READER.register_structure_hook(_kind, _hook)


#: What is said of a part that is not there, by what it is a part of.
_CUT_SHORT = {
    "receipt": "is missing: the receipt was cut short; pass the whole of it",
    "question": "is missing; write it",
}


def _faults(error: Any, of: str, path: tuple[str | int, ...] = ()) -> Iterator[Fault]:  # noqa: ANN401 - an exception
    """Yield every fault in the tree of errors that cattrs makes."""
    if isinstance(error, (ClassValidationError, IterableValidationError)):
        noted, others = error.group_exceptions()
        for part, note in noted:
            name = note.name if isinstance(note, AttributeValidationNote) else note.index
            yield from _faults(part, of, (*path, IDS.get(name, name)))
        for part in others:
            yield from _faults(part, of, (*path, *filter(None, [getattr(part, "field", "")])))
    elif isinstance(error, ForbiddenExtraKeysError):
        known = [IDS.get(each.name, each.name) for each in attrs.fields(error.cl)]
        for key in sorted(error.extra_fields):
            close = nearest(key, known)
            hint = f"did you mean {close!r}?" if close else f"choose from {listed(known)}"
            yield Fault((*path, key), f"is not a part here; {hint}", "unknown-key")
    elif isinstance(error, KeyError):
        yield Fault(path, _CUT_SHORT[of], "missing")
    elif isinstance(error, MalformedData):
        yield from (attrs.evolve(fault, path=(*path, *fault.path)) for fault in error.faults)
    else:
        code: FaultCode = getattr(error, "code", "value")
        code = "unknown-name" if isinstance(error, UnknownName) else code
        yield Fault(path, str(error).removeprefix(f"{getattr(error, 'field', '')}: "), code)


def structured(data: dict[str, Any], form: type[Any], of: str = "receipt") -> Any:  # noqa: ANN401 - of that form
    """
    Return plain *data* as a *form*, which is a class of parts of a receipt or a question.

    Raises:
        MalformedData: If it is none; it lists every fault.

    """
    try:
        return _READER.structure(data, form)
    except BaseValidationError as error:
        raise MalformedData(of, tuple(_faults(error, of))) from None
