"""
How a page is set as plain data.

Each thing has one shape wherever it stands. A rule is its id, and `rules` has its words; a day is a date,
whoever is to act a name, and a task a step with its User Role, which is null where the step is taken once for
the Party. What is not there is null.

`SHAPES` says each shape once. The data is made from it, and so is the schema of the data, from its types.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from enum import Enum, StrEnum
from operator import attrgetter, methodcaller
from typing import Any, Literal, TypeAlias, get_args

from attrs import frozen

from sec_uep.answers import FactQuestion
from sec_uep.calendar import Period, WorkingDayCalendar, WorkingDays
from sec_uep.deadlines import Deadline
from sec_uep.entry.entry import Entry
from sec_uep.entry.position import Irregularity
from sec_uep.entry.standing import Evidence, Obligation
from sec_uep.errors import SecUepError
from sec_uep.events import Event
from sec_uep.facts import Fact, FrozenMapping, in_a_word
from sec_uep.obligations import RULES
from sec_uep.obligations._rows import lost_by
from sec_uep.obligations.graph import Task
from sec_uep.page._sections import NOT_ADVICE, Sheet
from sec_uep.page._text import answer
from sec_uep.page.content import LicenceAnswer, Page, Remark, RoleAnswer
from sec_uep.parties import UserRole
from sec_uep.planning.changes import Change, Infeasible
from sec_uep.planning.next import NextStep
from sec_uep.planning.otherwise import Otherwise
from sec_uep.planning.plan import Plan
from sec_uep.planning.schedule import PlannedStep
from sec_uep.readings import Readings
from sec_uep.rules import Rule

__all__ = ["SCHEMA", "SHAPES", "data"]

#: The form of the data. Its number changes when a name or a shape does.
SCHEMA: Literal[1] = 1

#: A part of a shape: the way to an attribute, or what works it out, whose annotation says its type.
Part: TypeAlias = str | Callable[[Any], Any]


def data(page: Page) -> dict[str, Any]:
    """Return a page as plain data."""
    found: dict[str, Any] = _plain(Sheet(page))
    return {**found, "rules": _plain(words_of(frozenset(_rules_in(found))))}


def words_of(named: frozenset[str]) -> Mapping[str, tuple[Words, ...]]:
    """Return the words of the rules that are *named*, by id."""
    found: dict[str, tuple[Words, ...]] = {}
    for rule in RULES:
        if rule.id in named:
            found[rule.id] = (*found.get(rule.id, ()), Words(rule.statement, str(rule.citation)))
    return found


def _rules_in(found: object) -> Iterator[str]:
    """Yield the ids that stand where a rule does."""
    if isinstance(found, list):
        for each in found:
            yield from _rules_in(each)
    elif isinstance(found, dict):
        for key, value in found.items():
            if key in {"rule", "rules", "charged_by"}:
                yield from (value if isinstance(value, list) else filter(None, [value]))
            else:
                yield from _rules_in(value)


# --- What has no class of its own ---------------------------------------------------------


class Told(StrEnum):
    """Whether something is so, as far as it is known."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@frozen
class Words:
    """
    What a rule says.

    Attributes:
        says: Its words.
        source: Where they stand.

    """

    says: str
    source: str


@frozen
class Finish:
    """
    When a User Role can be had.

    Attributes:
        role: The User Role.
        finish: The first day on which SECAS can have confirmed it.

    """

    role: UserRole
    finish: date


@frozen
class Done:
    """
    A step that is done.

    Attributes:
        task: The step, and its User Role.
        day: The day on which it was done.

    """

    task: Task
    day: date


def _told(fact: Fact) -> Told:
    return Told(in_a_word(fact))


# --- What is worked out of a thing --------------------------------------------------------


def _form(_: Sheet) -> Literal[1]:
    return SCHEMA


def _summary(sheet: Sheet) -> tuple[str, ...]:
    return tuple(answer(sheet))


def _is_sec_party(sheet: Sheet) -> Told | None:
    position = sheet.page.position
    return None if position is None else _told(position.is_sec_party)


def _late(sheet: Sheet) -> tuple[Obligation, ...]:
    return tuple(each for each in sheet.page.obligations if each.is_late)


def _note(_: Sheet) -> str:
    return NOT_ADVICE


def _name(each: LicenceAnswer) -> str | None:
    return each.licence or None


def _questions(each: LicenceAnswer) -> tuple[FactQuestion, ...]:
    return each.finding.next_questions()


def _lost_by(each: LicenceAnswer) -> tuple[Mapping[str, Told], ...]:
    changes = lost_by(each.finding)
    return tuple(FrozenMapping({name: _told(fact) for name, fact in change.items()}) for change in changes)


def _can_be_met(plan: Plan) -> Told | None:
    return None if plan.can_be_met is None else _told(plan.can_be_met)


def _finishes(plan: Plan) -> tuple[Finish, ...]:
    return tuple(Finish(role, day) for role, day in plan.finishes.items())


def _critical(plan: Plan) -> tuple[Task, ...]:
    return tuple(each.task for each in plan.critical_path)


def _chain(infeasible: Infeasible) -> tuple[Task, ...]:
    return tuple(each.task for each in infeasible.chain)


def _tasks(each: Change | NextStep) -> tuple[Task, ...]:
    roles: Iterable[UserRole | None] = each.roles or (None,)
    return tuple(Task(each.step, role) for role in roles)


def _day(change: Change) -> date | None:
    return None if isinstance(change.to, WorkingDays) else change.to


def _estimate(change: Change) -> WorkingDays | None:
    return change.to if isinstance(change.to, WorkingDays) else None


def _because_event(each: Obligation) -> Event | None:
    return each.because if isinstance(each.because, Event) else None


def _because_task(each: Obligation) -> Task | None:
    return each.because if isinstance(each.because, Task) else None


def _done(evidence: Evidence) -> tuple[Done, ...]:
    return tuple(Done(task, day) for task, day in evidence.done.items())


def _task(event: Event) -> Task:
    return Task(event.step, event.role)


# --- One shape for each thing -------------------------------------------------------------


def _of(*ways: str) -> dict[str, Part]:
    """Return attributes as parts, each called by its own name."""
    return {way.rpartition(".")[2]: way for way in ways}


#: What stands in the data of each thing.
SHAPES: Mapping[type, Mapping[str, Part]] = {
    Sheet: {
        "schema": _form,
        **_of("page.entry", "page.today", "page.target", "page.at_best", "page.refusal"),
        "readings": "page.chosen",
        "calendar": "page.calendar",
        "summary": _summary,
        **_of("page.licences", "page.roles"),
        "is_sec_party": _is_sec_party,
        **_of("page.plan", "page.next", "page.obligations"),
        "late": _late,
        **_of("page.irregularities", "page.evidence", "page.remarks", "turns_on"),
        "note": _note,
    },
    WorkingDayCalendar: _of("name", "first", "last", "published_through"),
    LicenceAnswer: {
        "licence": _name,
        "verdict": "finding.verdict",
        "rules": "finding.grounds",
        "readings": "finding.readings",
        "questions": _questions,
        "lost_by": _lost_by,
    },
    FactQuestion: _of("fact", "asks", "rule", "settles_in"),
    RoleAnswer: _of("role", "applied_for", "finding.verdict", "finding.rules"),
    Plan: {
        **_of("finish", "is_lower_bound", "is_confirmed", "certainty", "working_days_to_spare"),
        **_of("without_estimate", "same_day"),
        "finishes": _finishes,
        "can_be_met": _can_be_met,
        "critical_path": _critical,
        **_of("steps", "infeasible"),
    },
    Infeasible: {**_of("nearest", "late_by"), "chain": _chain, **_of("changes")},
    Change: {
        "tasks": _tasks,
        **_of("kind", "bearer", "too_late", "charged_by", "finish"),
        "day": _day,
        "estimate": _estimate,
    },
    PlannedStep: {
        **_of("task", "bearer", "rule", "done_on", "begun_on", "booked", "refused"),
        **_of("earliest_start", "earliest_finish", "latest_start", "latest_finish", "slack"),
        **_of("critical", "basis", "takes", "anchor", "driver", "is_lower_bound"),
        **_of("state.state", "state.waits_for", "state.not_before", "state.is_in_doubt"),
        **_of("dependency.reading"),
    },
    NextStep: {
        "tasks": _tasks,
        **_of("turn", "bearer", "rule", "is_now", "due", "due_for", "has_passed", "is_overdue"),
        **_of("working_days_late", "not_before", "waits_for", "mends", "slack", "refused.refused"),
    },
    Obligation: {
        **_of("task", "kind", "state", "rule", "bearer", "first_day", "last_day"),
        "last_working_day": "due",
        **_of("trigger", "answer", "doubt", "working_days_late", "is_late", "superseded"),
        "because_event": _because_event,
        "because_task": _because_task,
    },
    Irregularity: _of("kind", "event", "other", "rule", "reading", "counts"),
    Evidence: {**_of("role", "past", "missing"), "done": _done},
    Remark: _of("kind", "event", "because", "last_day"),
    Otherwise: _of("reading", "choice", "finish", "moves_by", "refusal", "late"),
    Event: {"task": _task, **_of("day", "outcome", "known_on", "booked_for")},
    Task: _of("step", "role"),
    Words: _of("says", "source"),
    Finish: _of("role", "finish"),
    Done: _of("task", "day"),
}


def _words(entry: Entry) -> Any:  # noqa: ANN401 - plain data
    """Return an entry in the words in which it is read."""
    from sec_uep.wire import plain  # noqa: PLC0415 - what reads files is loaded only where it is needed

    return plain(entry)


#: How other kinds are read.
_READ: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    (Enum, attrgetter("value")),
    (Rule, attrgetter("id")),
    (Deadline, attrgetter("day")),
    ((SecUepError, *get_args(Period)), str),
    (Readings, methodcaller("chosen")),
    (Entry, _words),
)


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever stands in an answer
    """Return a value in the one shape that its kind has."""
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    shape = next((SHAPES[kind] for kind in type(value).__mro__ if kind in SHAPES), None)
    if shape is not None:
        return {name: _plain(_part(value, part)) for name, part in shape.items()}
    read = next((how for kinds, how in _READ if isinstance(value, kinds)), None)
    return value if read is None else read(value)


def _part(value: Any, part: Part) -> Any:  # noqa: ANN401 - as above
    """Return a part of a value; a way that ends early, at None, is None."""
    if not isinstance(part, str):
        return part(value)
    for name in part.split("."):
        value = None if value is None else getattr(value, name)
    return value
