"""
Trust in an answer: what it turns on, a receipt of it, and the same question asked again later.

Everything here asks a question again with one part varied:
`sensitivity` varies the readings, `recompute` the calendar, `verify` nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from attrs import frozen

from sec_uep import wire
from sec_uep.alternatives import Alternative, sensitivity
from sec_uep.answers import Answer, Finding, named_calendar
from sec_uep.calendar import WorkingDayCalendar
from sec_uep.checks import named
from sec_uep.deadlines import Deadline
from sec_uep.errors import (
    Fault,
    InvalidType,
    InvalidValue,
    MalformedData,
    MissingFact,
    SecUepError,
    nearest,
    shown,
)
from sec_uep.facts import UNKNOWN, Fact, FactSet, FrozenMapping, Unknown
from sec_uep.obligations import QUESTIONS, RULES
from sec_uep.obligations.user_ids import UserId, UserIdRange
from sec_uep.parties import Licence, Party
from sec_uep.readings import REGISTER, Readings

__all__ = [
    "Alternative",
    "Drift",
    "Movement",
    "Receipt",
    "Verification",
    "receipt",
    "recompute",
    "sensitivity",
    "verify",
]


def _brief(answer: Answer) -> str:
    outcome = answer.outcome
    parts = outcome if isinstance(outcome, tuple) else (outcome,)
    return ", ".join(str(part) for part in parts)


def _check_answer(answer: object) -> None:
    if not isinstance(answer, Answer):
        raise InvalidType("answer", shown(answer), "is not an answer", "pass a Finding or a Deadline")


# --- Receipts ------------------------------------------------------------------------------

#: The form of a receipt. One of a later form is refused, not guessed at.
SCHEMA = 1

#: The parts of a receipt, in the order in which they are checked.
_PARTS = (
    "question",
    "inputs",
    "readings",
    "calendar",
    "edition",
    "versions",
    "answer",
    "trace",
)


@frozen
class Receipt:
    """
    An answer written down, so that it can be asked again: question, terms, answer and reasons.

    `str()` is canonical JSON; the same answer gives the same bytes.
    """

    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def data(self) -> dict[str, Any]:
        """The receipt as plain data."""
        data: dict[str, Any] = json.loads(self.text)
        return data


def receipt(answer: Answer) -> Receipt:
    """
    Return the receipt of *answer*.

    It carries the question with its inputs and readings, the digest and reach of the calendar
    and the bank holidays that the answer read, the edition of the rules, the versions,
    the answer, and its reasons with rule ids and citations as fields.

    >>> from sec_uep.obligations import entry_process_testing as uept
    >>> written = receipt(uept.certificate_due(quality_gate_passed=date(2026, 9, 18)))
    >>> written.data["answer"]["day"], written.data["inputs"]
    ('2026-09-22', {'quality_gate_passed': '2026-09-18'})

    Raises:
        InvalidType: If *answer* is not an answer of this package.

    """
    _check_answer(answer)
    if not isinstance(answer, (Deadline, Finding)):
        raise InvalidType(
            "answer",
            shown(answer),
            "is neither a day nor a verdict, and has no receipt",
            "write one of each of its deadlines",
        )
    return Receipt(_canonical(_sealed(_parts(answer))))


def _parts(answer: Answer) -> dict[str, Any]:
    data: dict[str, Any] = {
        "question": {"name": answer.name, "rule": answer.rule.id, "asks": answer.asks},
        "inputs": dict(answer.inputs),
        "readings": answer.chosen.chosen(),
        "calendar": _calendar(answer) if answer.counts else None,
        "edition": _edition(),
        "versions": _versions(answer),
        "answer": _outcome(answer),
        "trace": answer.why(),
    }
    plain: dict[str, Any] = json.loads(wire.dumps(data))
    return plain


def _outcome(answer: Answer) -> dict[str, Any]:
    if isinstance(answer, Deadline):
        return {"day": answer.day, "counted_from": answer.counted_from, "certainty": answer.certainty}
    verdict, *amounts = answer.outcome if isinstance(answer.outcome, tuple) else (answer.outcome,)
    said = {"verdict": verdict, "grounds": [rule.id for rule in answer.rules]}
    return said | dict(zip(("least", "most"), amounts, strict=False))


def _span(answer: Answer) -> tuple[date, date] | None:
    """Return the first and the last day whose kind *answer* rests on."""
    spans = [each.read for each in (answer, *answer.deadlines) if isinstance(each, Deadline)]
    days = [day for span in spans if span for day in span]
    return (min(days), max(days)) if days else None


def _calendar(answer: Answer) -> dict[str, Any]:
    calendar, span = answer.calendar, _span(answer)
    read, nearby = _met(calendar, span)
    return {
        "is_given": answer.given_calendar is not None,
        "name": calendar.name,
        "digest": calendar.digest,
        "first": calendar.first,
        "last": calendar.last,
        "published_through": calendar.published_through,
        "read": {"first": span[0], "last": span[1]} if span else None,
        "bank_holidays": [{"day": day, "title": title} for day, title in read.items()],
        "nearby": [{"day": day, "title": title} for day, title in nearby.items()],
    }


#: How many days around those that an answer read its receipt looks, to say later what was added there.
_NEARBY = 35


def _around(span: tuple[date, date]) -> tuple[date, date]:
    """Return a span of days with those nearby, as far as there are days."""
    first = max(span[0].toordinal() - _NEARBY, date.min.toordinal())
    last = min(span[1].toordinal() + _NEARBY, date.max.toordinal())
    return date.fromordinal(first), date.fromordinal(last)


def _met(
    calendar: WorkingDayCalendar, span: tuple[date, date] | None
) -> tuple[dict[date, str], dict[date, str]]:
    """Return the bank holidays of *calendar* in a span of days, and those nearby."""
    if span is None:
        return {}, {}
    first, last = _around(span)
    first, last = max(first, calendar.first), min(last, calendar.last)
    around = dict(calendar.bank_holidays(first=first, last=last))
    read = {day: title for day, title in around.items() if span[0] <= day <= span[1]}
    return read, {day: title for day, title in around.items() if day not in read}


@cache
def _edition() -> str:
    """Return the edition of the rules and readings: a digest of all that they say and cite."""
    said = [str(rule) for rule in RULES] + [
        f"{reading.id} {reading.question} {dict(reading.choices)} {reading.citation}"
        for reading in REGISTER.values()
    ]
    return _digest(said)


def _versions(answer: Answer) -> dict[str, str]:
    """Return the versions that the answer rests on; that of `holidays` only where it computed a day."""
    span = _span(answer) if answer.counts else None
    is_projected = span is not None and span[1] > answer.calendar.published_through
    return {
        name: _version(distribution)
        for name, distribution in {
            "sec_uep": "sec-uep",
            **({"holidays": "holidays"} if is_projected else {}),
        }.items()
    }


@cache
def _version(distribution: str) -> str:
    return version(distribution)


def _canonical(data: object) -> str:
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _digest(data: object) -> str:
    return sha256(_canonical(data).encode()).hexdigest()


def _sealed(parts: Mapping[str, Any]) -> dict[str, Any]:
    seals = {name: _digest(parts[name])[:16] for name in _PARTS}
    return {"schema": SCHEMA, **parts, "seals": seals}


# --- Asking again --------------------------------------------------------------------------


@frozen
class Drift:
    """
    One part of a receipt that a replay gives otherwise.

    Attributes:
        part: Which part, such as "answer.day".
        was: What the receipt says.
        now: What the replay says.
        matters: Whether it is of the answer itself, not only of its surroundings.

    """

    part: str
    was: Any
    now: Any
    matters: bool

    def __str__(self) -> str:
        return f"{self.part}: was {self.was!r}, is {self.now!r}"


@frozen
class Verification:
    """
    What came of asking the question of a receipt again; it is true if the answer is the same.

    Attributes:
        answer: The answer as it is now.
        drifts: Every part that is not the same.

    """

    answer: Answer
    drifts: tuple[Drift, ...]

    def __bool__(self) -> bool:
        return not any(drift.matters for drift in self.drifts)

    def __str__(self) -> str:
        said = "the same answer" if self else "not the same answer"
        return "\n".join((said, *map(str, self.drifts)))


@frozen
class Movement:
    """
    What another calendar does to the answer of a receipt; it is true if something moved.

    Attributes:
        was: What the answer was: a day, or a verdict.
        now: The answer on the other calendar.
        days: By how many days it moved, later counted as more; None if the answer is no day.
        added: The bank holidays that the answer meets now and did not then, with their titles.
        removed: The bank holidays that it met then and does not now.

    """

    was: str
    now: Answer
    days: int | None
    added: tuple[tuple[date, str], ...]
    removed: tuple[tuple[date, str], ...]

    def __bool__(self) -> bool:
        return self.was != _brief(self.now)

    def __str__(self) -> str:
        if not self:
            return f"nothing moved: {self.was}"
        by = "" if self.days is None else f" ({self.days:+d} days)"
        because = [f"{day} was added ({title})" for day, title in self.added]
        because += [f"{day} was taken away ({title})" for day, title in self.removed]
        return f"{self.was} is now {_brief(self.now)}{by}: {'; '.join(because)}"


def verify(written: Receipt | str | bytes, *, calendar: WorkingDayCalendar | None = None) -> Verification:
    """
    Ask the question of a receipt again, and compare.

    A receipt made on a calendar of the caller's own needs that *calendar*, or one to compare with.

    >>> from sec_uep.obligations import entry_process_testing as uept
    >>> bool(verify(receipt(uept.certificate_due(quality_gate_passed=date(2026, 9, 18)))))
    True

    Raises:
        MalformedData: If it is no receipt, was cut short or edited, or is of a later form;
            it says what is wrong and where. Nothing is asked then.
        MissingFact: If it was made on a calendar of the caller's own and none is given.

    """
    if calendar is not None and not isinstance(calendar, WorkingDayCalendar):
        raise InvalidType("calendar", shown(calendar), "is not a WorkingDayCalendar", "pass another one")
    data = _read(written)
    answer = _ask(data, calendar)
    now = _parts(answer)
    return Verification(
        answer, tuple(drift for name in _PARTS for drift in _drifts(name, data[name], now[name]))
    )


def recompute(written: Receipt | str | bytes | Answer, *, calendar: WorkingDayCalendar) -> Movement:
    """
    Ask the question of a receipt on another calendar, and say what moved, by how much and by which day.

    >>> from sec_uep.calendar import england_and_wales
    >>> from sec_uep.obligations import entry_process_testing as uept
    >>> now = england_and_wales()
    >>> before = now.without_bank_holiday(date(2022, 9, 19))
    >>> written = receipt(uept.certificate_due(quality_gate_passed=date(2022, 9, 16), calendar=before))
    >>> print(recompute(written, calendar=now))
    2022-09-20 is now 2022-09-21 (+1 days): 2022-09-19 was added (Bank Holiday for the State Funeral of \
Queen Elizabeth II)

    Raises:
        MalformedData: If it is no receipt, was cut short or edited, or is of a later form.
        InvalidType: If *calendar* is not a calendar.
        InvalidValue: If the answer counts on no calendar.

    """
    if not isinstance(calendar, WorkingDayCalendar):
        raise InvalidType(
            "calendar", shown(calendar), "is not a WorkingDayCalendar", "pass one to compare with"
        )
    data = _read(receipt(written) if isinstance(written, Answer) else written)
    if data["calendar"] is None:
        raise InvalidValue("written", data["question"]["name"], "counts on no calendar", "verify it instead")
    now = _ask(data, calendar)
    added, removed = _changes(data["calendar"], now, calendar)
    was = data["answer"]["day"] if isinstance(now, Deadline) else data["answer"]["verdict"]
    days = (now.day - date.fromisoformat(was)).days if isinstance(now, Deadline) else None
    return Movement(was, now, days, added, removed)


def _changes(
    then: Mapping[str, Any], now: Answer, calendar: WorkingDayCalendar
) -> tuple[tuple[tuple[date, str], ...], ...]:
    """Return the bank holidays that an answer meets and did not, and those that it met and does not."""
    spans = [span for span in (_days_read(then), _span(now)) if span]
    if not spans:
        return (), ()
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    was = {
        date.fromisoformat(each["day"]): each["title"] for each in (*then["bank_holidays"], *then["nearby"])
    }
    known = _days_read(then)
    if known:  # what lay further away then is not in the receipt
        first, last = max(first, _around(known)[0]), min(last, _around(known)[1])
    met = {day: title for day, title in was.items() if first <= day <= last}
    meets = dict(calendar.bank_holidays(first=max(first, calendar.first), last=min(last, calendar.last)))
    return (
        tuple((day, title) for day, title in meets.items() if day not in met and _counts(day)),
        tuple((day, title) for day, title in met.items() if day not in meets and _counts(day)),
    )


def _counts(day: date) -> bool:
    """Return whether a bank holiday on *day* costs a Working Day."""
    return day.isoweekday() not in _WEEKEND


_WEEKEND = (6, 7)


def _days_read(then: Mapping[str, Any]) -> tuple[date, date] | None:
    read = then["read"]
    return (date.fromisoformat(read["first"]), date.fromisoformat(read["last"])) if read else None


def _drifts(part: str, was: Any, now: Any) -> Iterator[Drift]:  # noqa: ANN401 - plain data
    """Yield where two pieces of plain data differ, as deep inside as they do."""
    if isinstance(was, dict) and isinstance(now, dict):
        for key in sorted({*was, *now}):
            yield from _drifts(f"{part}.{key}", was.get(key), now.get(key))
    elif _canonical(_compared(part, was)) != _canonical(_compared(part, now)):
        yield Drift(part, was, now, matters=not part.startswith(_SURROUNDINGS))


def _compared(part: str, value: Any) -> Any:  # noqa: ANN401 - plain data
    """Return what is compared: of a reason all but its readings; RD-01 is not one on a given calendar."""
    if part != "trace":
        return value
    return [{name: said for name, said in reason.items() if name != "readings"} for reason in value]


#: The parts that may differ without the answer being another.
_SURROUNDINGS = (
    "answer.certainty",
    "edition",
    "versions",
    "calendar.digest",
    "calendar.first",
    "calendar.is_given",
    "calendar.last",
    "calendar.name",
    "calendar.nearby",
    "calendar.published_through",
    "question.asks",
)


def _ask(data: Mapping[str, Any], calendar: WorkingDayCalendar | None) -> Answer:
    """Ask the question of a receipt."""
    kind = _kind(data["question"])
    terms: dict[str, Any] = {"readings": Readings().choosing(data["readings"])}
    if kind.counts:
        terms["calendar"] = calendar or _calendar_of(data["calendar"])
    hints = get_type_hints(kind)
    inputs = {name: _input(data["inputs"][name], hints[name], f"inputs.{name}") for name in kind.asked_of}
    return kind(**inputs, **terms)


def _calendar_of(made_on: Mapping[str, Any]) -> WorkingDayCalendar | None:
    """Return the calendar to replay a receipt on: none where RD-01 named it, or one with the same digest."""
    if not made_on["is_given"]:
        return None
    for name in REGISTER["RD-01"].choices:
        if named_calendar(name).digest == made_on["digest"]:
            return named_calendar(name)
    raise MissingFact("calendar", f"the receipt was made on one of the caller's own, {made_on['name']}")


# --- Reading a receipt ---------------------------------------------------------------------


def _read(written: object) -> dict[str, Any]:
    """
    Return the parts of a receipt, checked, without asking anything.

    Raises:
        MalformedData: If it is no receipt, was cut short or edited, or is of a later form.

    """
    text = written.text if isinstance(written, Receipt) else written
    data = wire.json_object(text, source="receipt")
    schema = data.get("schema")
    if schema.__class__ is not int or schema != SCHEMA:
        known = "a later form" if schema.__class__ is int and schema > SCHEMA else "no form of a receipt"
        raise _refused("schema", f"{shown(schema)} is {known}; this version reads {SCHEMA}")
    expected = {"schema", "seals", *_PARTS}
    faults = [Fault(name, "is missing; the receipt was cut short") for name in sorted(expected - {*data})]
    faults += [Fault(name[:80], _not_a_part(name, expected)) for name in sorted({*data} - expected)]
    if not faults:
        seals = data["seals"] if isinstance(data["seals"], dict) else {}
        if set(seals) - set(_PARTS):
            raise _refused("seals", "has a seal too many; the receipt was edited")
        faults = [
            Fault(name, "was edited: it does not match its seal")
            for name in _PARTS
            if seals.get(name) != _digest(data[name])[:16]
        ]
    if faults:
        raise MalformedData("receipt", tuple(faults))
    kind = _kind(data["question"])
    shape = {
        "question": {"name": str, "rule": str, "asks": str},
        "inputs": dict.fromkeys(kind.asked_of, object),
        "readings": dict.fromkeys(REGISTER, str),
        "calendar": _CALENDAR if kind.counts else None,
        "edition": str,
        "versions": dict,
        "answer": _DAY_ANSWER if issubclass(kind, Deadline) else _VERDICT_ANSWER,
        "trace": [dict],
    }
    faults = [fault for name in _PARTS for fault in _misshapen(name, data[name], shape[name])]
    if faults:
        raise MalformedData("receipt", tuple(faults))
    return data


def _day(value: object) -> bool:
    """Return whether *value* is a day, as 2026-03-27."""
    try:
        return isinstance(value, str) and str(date.fromisoformat(value)) == value
    except ValueError:
        return False


_DAYS = {"first": _day, "last": _day}
_BANK_HOLIDAYS = [{"day": _day, "title": str}]
_CALENDAR = {
    "is_given": bool,
    "name": str,
    "digest": str,
    **_DAYS,
    "published_through": _day,
    "read": (None, _DAYS),
    "bank_holidays": _BANK_HOLIDAYS,
    "nearby": _BANK_HOLIDAYS,
}
_DAY_ANSWER = {"day": _day, "counted_from": _day, "certainty": str}
_VERDICT_ANSWER = (
    {"verdict": str, "grounds": [str]},
    {"verdict": str, "grounds": [str], "least": str, "most": (None, str)},
)


def _misshapen(place: str, value: Any, shape: Any) -> Iterator[Fault]:  # noqa: ANN401 - plain data
    """Yield what is wrong with *value*: its shape is a type, a check, a table, a list, or one of several."""
    if isinstance(shape, tuple):
        if value is None and None in shape:
            return
        tried = [list(_misshapen(place, value, each)) for each in shape if each is not None]
        yield from min(tried, key=len)
    elif isinstance(shape, dict) and isinstance(value, dict):
        for key in sorted({*shape, *value}):
            if key not in shape:
                yield Fault(f"{place}.{key}", "has no place here; take it out")
            elif key not in value:
                yield Fault(f"{place}.{key}", "is missing; the receipt was cut short")
            else:
                yield from _misshapen(f"{place}.{key}", value[key], shape[key])
    elif isinstance(shape, list) and isinstance(value, list):
        for index, each in enumerate(value):
            yield from _misshapen(f"{place}[{index}]", each, shape[0])
    elif not _fits(value, shape):
        yield Fault(place, f"{shown(value)} is not what stands there")


def _fits(value: object, shape: Any) -> bool:  # noqa: ANN401 - a type, a check, or None
    if isinstance(shape, type):
        return shape is object or value.__class__ is shape
    if shape is None or not callable(shape):
        return value is None and shape is None
    return bool(shape(value))


def _not_a_part(name: str, expected: set[str]) -> str:
    close = nearest(name[:80], expected)
    return f"is no part of a receipt; did you mean {close!r}?" if close else "is no part of a receipt"


def _kind(question: Any) -> type[Answer]:  # noqa: ANN401 - plain data
    """Return the kind of question that a receipt names."""
    name = question.get("name") if isinstance(question, dict) else question
    named_so = [kind for kind in QUESTIONS if kind.name == name]
    for kind in named_so:
        if question.get("rule") in {rule.id for rule in kind.rules_asked}:
            return kind
    if named_so:
        raise _refused("question.rule", f"{shown(question.get('rule'))} is no rule that {name} asks")
    close = nearest(str(name)[:80], [kind.name for kind in QUESTIONS])
    hint = f"; the nearest is {close!r}" if close else ""
    raise _refused("question.name", f"{shown(name)} is no question{hint}")


def _refused(path: str, message: str) -> MalformedData:
    return MalformedData("receipt", (Fault(path, message),))


def _input(value: Any, hint: Any, place: str) -> Any:  # noqa: ANN401 - plain data in, a fact or a date out
    """Return an input of a question from plain data, by the type that the question takes."""
    kinds = set(get_args(hint)) if get_origin(hint) in (UnionType, Union) else {hint}
    if value is None and NoneType in kinds:
        return None
    if value == UNKNOWN.value and kinds & {Unknown, Literal[Unknown.UNKNOWN]}:
        return UNKNOWN
    if FactSet in kinds and isinstance(value, dict):
        return {name: _input(fact, Fact, f"{place}.{name}") for name, fact in value.items()}
    for kind in kinds:
        if value.__class__ is _HELD_IN.get(get_origin(kind)):
            return _contents(value, get_args(kind), place)
    return _single(value, kinds, place)


def _contents(value: Any, inside: tuple[Any, ...], place: str) -> Any:  # noqa: ANN401 - plain data in
    """Return what a list or a table holds, each by the type that stands *inside* the question's own."""
    if isinstance(value, list):
        return tuple(_input(each, inside[0], f"{place}[{index}]") for index, each in enumerate(value))
    named_by, held = inside
    return {
        name if named_by is str else _input(name, named_by, place): _input(each, held, f"{place}.{name}")
        for name, each in value.items()
    }


def _single(value: Any, kinds: set[Any], place: str) -> Any:  # noqa: ANN401 - plain data in
    """Return a fact, a date or another single thing, by the types that the question takes."""
    try:
        if kinds & {*wire.KINDS, Party}:
            return _holder(value, kinds)
        for kind in kinds:
            if kind in _FROM_PLAIN and value.__class__ in _FROM_PLAIN[kind][0]:
                return _FROM_PLAIN[kind][1](value)
            if isinstance(kind, type) and issubclass(kind, StrEnum):
                return named(place, value, kind)
    except SecUepError as refusal:
        raise _refused(place, str(refusal).removeprefix(f"{place}: ").removeprefix("receipt: ")) from None
    except (ValueError, ArithmeticError):
        raise _refused(place, f"{shown(value)} cannot be read as what the question takes") from None
    raise _refused(place, f"{shown(value)} is not what the question takes")


def _holder(value: Any, kinds: set[Any]) -> Party | Licence:  # noqa: ANN401 - plain data
    if Party in kinds:
        return wire.loads(_canonical(value), Party, source="receipt")
    party = wire.loads(_canonical({"licences": [value]}), Party, source="receipt")
    (licence,) = () if party.licences is UNKNOWN else party.licences
    return licence


def _user_id_range(ends: Mapping[str, Any]) -> UserIdRange:
    if set(ends) != {"first", "last"}:
        raise ValueError
    return UserIdRange(**ends)


#: What stands in plain data for a type that holds others.
_HELD_IN: Mapping[Any, type] = {FrozenMapping: dict, Mapping: dict, tuple: list, Collection: list}

#: What stands in plain data for a type, and how it is read.
_FROM_PLAIN: Mapping[Any, tuple[tuple[type, ...], Callable[[Any], Any]]] = {
    date: ((str,), date.fromisoformat),
    Decimal: ((str, int), lambda amount: amount if amount.__class__ is int else Decimal(amount)),
    bool: ((bool,), bool),
    int: ((int,), int),
    UserId: ((str,), UserId),
    UserIdRange: ((dict,), _user_id_range),
}
