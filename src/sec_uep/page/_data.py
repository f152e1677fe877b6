"""
How a page is set as plain data.

Each thing has one shape wherever it stands. A rule is its id, and `rules` has its words; a day is a date,
whoever is to act a name, and a task a step with its User Role, which is null where the step is taken once for
the Party. What is not there is null.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from operator import attrgetter
from typing import TYPE_CHECKING, Any, get_args

from sec_uep.answers import Verdict
from sec_uep.calendar import Period, WorkingDays
from sec_uep.deadlines import Deadline
from sec_uep.entry.standing import Obligation
from sec_uep.errors import SecUepError
from sec_uep.events import Event, Step
from sec_uep.facts import UNKNOWN, Fact
from sec_uep.obligations import RULES
from sec_uep.obligations.graph import Task
from sec_uep.page._sections import NOT_ADVICE, Sheet
from sec_uep.page._text import answer
from sec_uep.parties import UserRole
from sec_uep.planning.changes import Change
from sec_uep.planning.next import NextStep
from sec_uep.planning.otherwise import Otherwise
from sec_uep.planning.plan import Plan
from sec_uep.planning.schedule import PlannedStep
from sec_uep.rules import Rule

if TYPE_CHECKING:
    from sec_uep.page.content import LicenceAnswer, Page

__all__ = ["SCHEMA", "data"]

#: The form of the data. Its number changes when a name or a shape does.
SCHEMA = 1


def data(page: Page) -> dict[str, Any]:
    """Return a page as plain data."""
    from sec_uep.wire import plain  # noqa: PLC0415 - what reads files is loaded only where it is needed

    position, sheet = page.position, Sheet(page)
    found = {
        "schema": SCHEMA,
        "entry": plain(page.entry),
        **_of(page, "today", "target", "at_best", "refusal"),
        "readings": page.chosen.chosen(),
        "calendar": _of(page.calendar, "name", "first", "last", "published_through"),
        "summary": answer(sheet),
        "licences": [_licence(each) for each in page.licences],
        "roles": [
            _of(each, "role", "applied_for") | _of(each.finding, "verdict", "rules") for each in page.roles
        ],
        "is_sec_party": position and _fact(position.is_sec_party),
        "plan": page.plan and _plan(page.plan, page.changes()),
        "next": [_next(each) for each in page.next],
        "obligations": [_obligation(each) for each in page.obligations],
        "late": [_obligation(each) for each in page.obligations if each.is_late],
        "irregularities": [
            _of(each, "kind", "event", "other", "rule", "reading", "counts") for each in page.irregularities
        ],
        "evidence": [
            _of(each, "role", "past", "missing")
            | {"done": [{"task": _plain(task), "day": day} for task, day in each.done.items()]}
            for each in page.evidence
        ],
        "remarks": [_of(each, "kind", "event", "because", "last_day") for each in page.remarks],
        "turns_on": [_otherwise(each) for each in sheet.turns_on],
        "note": NOT_ADVICE,
    }
    named = frozenset(_rules_in(found))
    return {**found, "rules": {each.id: _words_of(each.id) for each in RULES if each.id in named}}


# --- One shape for each thing -------------------------------------------------------------


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever stands in an answer
    """Return a value in the one shape that its kind has."""
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Task):
        return {"step": value.step.value, "role": _plain(value.role)}
    if isinstance(value, Event):
        task = {"task": _plain(Task(value.step, value.role))}
        return task | _of(value, "day", "outcome", "known_on", "booked_for")
    read = next((how for kinds, how in _READ if isinstance(value, kinds)), None)
    return value if read is None else read(value)


#: How other kinds are read.
_READ: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    (Enum, attrgetter("value")),
    (Rule, attrgetter("id")),
    (Deadline, attrgetter("day")),
    ((SecUepError, *get_args(Period)), str),
)


def _of(value: object, *names: str) -> dict[str, Any]:
    """Return some attributes of a value, each in its shape."""
    return {name: _plain(getattr(value, name)) for name in names}


def _fact(fact: Fact | None) -> str | None:
    return None if fact is None else "unknown" if fact is UNKNOWN else "yes" if fact else "no"


def _tasks(step: Step, roles: tuple[UserRole, ...]) -> list[Any]:
    return [_plain(Task(step, role)) for role in roles or (None,)]


def _words_of(id_: str) -> list[dict[str, str]]:
    return [{"says": each.statement, "source": str(each.citation)} for each in RULES if each.id == id_]


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


# --- The parts ----------------------------------------------------------------------------


def _licence(each: LicenceAnswer) -> dict[str, Any]:
    finding = each.finding
    lost = finding.smallest_changes(Verdict.MUST) if finding.verdict is Verdict.EXEMPT else ()
    return {
        "licence": each.licence or None,
        "verdict": finding.verdict.value,
        "rules": _plain(finding.grounds),
        "readings": dict(finding.readings),
        "questions": [_of(q, "fact", "asks", "rule", "settles_in") for q in finding.next_questions()],
        "lost_by": [{name: _fact(fact) for name, fact in change.items()} for change in lost],
    }


def _plan(plan: Plan, changes: Iterable[Change]) -> dict[str, Any]:
    infeasible = plan.infeasible
    return {
        **_of(plan, "finish", "is_lower_bound", "is_confirmed", "certainty", "working_days_to_spare"),
        **_of(plan, "without_estimate", "same_day"),
        "finishes": [{"role": role.value, "finish": day} for role, day in plan.finishes.items()],
        "can_be_met": _fact(plan.can_be_met),
        "critical_path": [_plain(each.task) for each in plan.critical_path],
        "steps": [_planned(each) for each in plan.steps],
        "infeasible": infeasible
        and {
            **_of(infeasible, "nearest", "late_by"),
            "chain": [_plain(each.task) for each in infeasible.chain],
            "changes": [_change(each) for each in changes],
        },
    }


def _planned(each: PlannedStep) -> dict[str, Any]:
    state = each.state
    return {
        **_of(each, "task", "bearer", "rule", "done_on", "begun_on", "booked", "refused"),
        **_of(each, "earliest_start", "earliest_finish", "latest_start", "latest_finish", "slack"),
        **_of(each, "critical", "basis", "takes", "anchor", "driver", "is_lower_bound"),
        **_of(state, "state", "waits_for", "not_before", "is_in_doubt"),
        "reading": each.dependency and each.dependency.reading,
    }


def _change(each: Change) -> dict[str, Any]:
    is_estimate = isinstance(each.to, WorkingDays)
    return {
        "tasks": _tasks(each.step, each.roles),
        **_of(each, "kind", "bearer", "too_late", "charged_by", "finish"),
        "day": None if is_estimate else each.to,
        "estimate": str(each.to) if is_estimate else None,
    }


def _next(each: NextStep) -> dict[str, Any]:
    return {
        "tasks": _tasks(each.step, each.roles),
        **_of(each, "turn", "bearer", "rule", "is_now", "due", "due_for", "has_passed", "is_overdue"),
        **_of(each, "working_days_late", "not_before", "waits_for", "mends"),
        "slack": each.slack,
        "refused": each.refused and _plain(each.refused.refused),
    }


def _obligation(each: Obligation) -> dict[str, Any]:
    return {
        **_of(each, "task", "kind", "state", "rule", "bearer", "first_day", "last_day"),
        "last_working_day": _plain(each.due),
        **_of(each, "trigger", "answer", "doubt", "working_days_late", "is_late", "superseded"),
        "because_event": _plain(each.because) if isinstance(each.because, Event) else None,
        "because_task": _plain(each.because) if isinstance(each.because, Task) else None,
    }


def _otherwise(each: Otherwise) -> dict[str, Any]:
    return {
        **_of(each, "reading", "choice", "finish", "moves_by", "refusal"),
        "late": [_obligation(o) for o in each.late],
    }
