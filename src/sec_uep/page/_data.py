"""
How a page is set as plain data.

Each thing has one shape wherever it stands. A rule is its id, and `rules` has its words;
a day is a date, whoever is to act a name, and a task a step with its User Role, which is null where the step
is taken once for the Party. What is not there is null.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sec_uep.answers import Verdict
from sec_uep.calendar import WorkingDays
from sec_uep.entry.position import Irregularity
from sec_uep.entry.standing import Evidence, Obligation
from sec_uep.events import Event
from sec_uep.facts import UNKNOWN, Fact
from sec_uep.obligations import RULES
from sec_uep.obligations.graph import Task
from sec_uep.page._sections import NOT_ADVICE, Sheet
from sec_uep.page._text import answer
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

    calendar, position, sheet = page.calendar, page.position, Sheet(page)
    found = {
        "schema": SCHEMA,
        "entry": plain(page.entry),
        "today": page.today,
        "target": page.target,
        "at_best": page.at_best,
        "readings": page.chosen.chosen(),
        "calendar": {
            "name": calendar.name,
            "first": calendar.first,
            "last": calendar.last,
            "published_through": calendar.published_through,
        },
        "summary": answer(sheet),
        "refusal": None if page.refusal is None else str(page.refusal),
        "licences": [_licence(each) for each in page.licences],
        "roles": [
            {
                "role": each.role.value,
                "verdict": each.finding.verdict.value,
                "applied_for": each.applied_for,
                "rules": [rule.id for rule in each.finding.rules],
            }
            for each in page.roles
        ],
        "is_sec_party": None if position is None else _fact(position.is_sec_party),
        "plan": None if page.plan is None else _plan(page.plan, page.changes()),
        "next": [_next(each) for each in page.next],
        "obligations": [_obligation(each) for each in page.obligations],
        "late": [_obligation(each) for each in page.obligations if each.is_late],
        "irregularities": [_irregularity(each) for each in page.irregularities],
        "evidence": [_evidence(each) for each in page.evidence],
        "remarks": [
            {
                "kind": each.kind.value,
                "event": _event(each.event),
                "because": each.because or None,
                "last_day": each.last_day and each.last_day.day,
            }
            for each in page.remarks
        ],
        "turns_on": [_otherwise(each) for each in sheet.turns_on],
        "note": NOT_ADVICE,
    }
    named = frozenset(_rules_in(found))
    return {**found, "rules": {each.id: _words_of(each.id) for each in RULES if each.id in named}}


# --- One shape for each thing -------------------------------------------------------------


def _fact(fact: Fact | None) -> str | None:
    return None if fact is None else "unknown" if fact is UNKNOWN else "yes" if fact else "no"


def _task(task: Task | None) -> dict[str, Any] | None:
    return None if task is None else {"step": task.step.value, "role": task.role and task.role.value}


def _tasks(tasks: Iterable[Task]) -> list[Any]:
    return [_task(task) for task in tasks]


def _event(event: Event | None) -> dict[str, Any] | None:
    if event is None:
        return None
    return {
        "task": _task(Task(event.step, event.role)),
        "day": event.day,
        "outcome": event.outcome and event.outcome.value,
        "known_on": event.known_on,
        "booked_for": event.booked_for,
    }


def _rule(rule: Rule | None) -> str | None:
    return None if rule is None else rule.id


def _words_of(id_: str) -> list[dict[str, str]]:
    return [{"says": each.statement, "source": str(each.citation)} for each in RULES if each.id == id_]


def _rules_in(found: object) -> Iterable[str]:
    """Yield the ids that stand where a rule does."""
    if isinstance(found, list):
        for each in found:
            yield from _rules_in(each)
    elif isinstance(found, dict):
        for key, value in found.items():
            if key in {"rule", "charged_by"} and value:
                yield value
            elif key == "rules":
                yield from value
            else:
                yield from _rules_in(value)


# --- The parts ----------------------------------------------------------------------------


def _licence(each: LicenceAnswer) -> dict[str, Any]:
    finding = each.finding
    lost = finding.smallest_changes(Verdict.MUST) if finding.verdict is Verdict.EXEMPT else ()
    return {
        "licence": each.licence or None,
        "verdict": finding.verdict.value,
        "rules": [rule.id for rule in finding.grounds],
        "readings": dict(finding.readings),
        "questions": [
            {"fact": q.fact, "asks": q.asks, "rule": q.rule.id, "settles_in": q.settles_in}
            for q in finding.next_questions()
        ],
        "lost_by": [{name: _fact(fact) for name, fact in change.items()} for change in lost],
    }


def _plan(plan: Plan, changes: tuple[Change, ...]) -> dict[str, Any]:
    infeasible = plan.infeasible
    return {
        "finish": plan.finish,
        "is_lower_bound": plan.is_lower_bound,
        "is_confirmed": plan.is_confirmed,
        "certainty": plan.certainty.value,
        "finishes": [{"role": role.value, "finish": day} for role, day in plan.finishes.items()],
        "can_be_met": _fact(plan.can_be_met),
        "working_days_to_spare": plan.working_days_to_spare,
        "without_estimate": [step.value for step in plan.without_estimate],
        "same_day": [step.value for step in plan.same_day],
        "critical_path": [_task(each.task) for each in plan.critical_path],
        "steps": [_planned(each) for each in plan.steps],
        "infeasible": infeasible
        and {
            "nearest": infeasible.nearest,
            "late_by": infeasible.late_by,
            "chain": [_task(each.task) for each in infeasible.chain],
            "changes": [_change(each) for each in changes],
        },
    }


def _planned(each: PlannedStep) -> dict[str, Any]:
    state = each.state
    return {
        "task": _task(each.task),
        "state": state.state.value,
        "bearer": each.bearer.value,
        "rule": each.rule.id,
        "done_on": each.done_on,
        "begun_on": each.begun_on,
        "in_doubt": state.is_in_doubt,
        "waits_for": _tasks(state.waits_for),
        "not_before": state.not_before and state.not_before.day,
        "booked": _event(each.booked),
        "refused": _event(each.refused),
        "earliest_start": each.earliest_start,
        "earliest_finish": each.earliest_finish,
        "latest_start": each.latest_start,
        "latest_finish": each.latest_finish,
        "slack": each.slack,
        "critical": each.critical,
        "basis": each.basis.value,
        "takes": str(each.takes) if each.takes else None,
        "anchor": each.anchor.value,
        "driver": _task(each.driver),
        "reading": each.dependency and each.dependency.reading,
        "is_lower_bound": each.is_lower_bound,
    }


def _change(each: Change) -> dict[str, Any]:
    is_estimate = isinstance(each.to, WorkingDays)
    return {
        "kind": each.kind.value,
        "tasks": _tasks(Task(each.step, role) for role in each.roles or (None,)),
        "day": None if is_estimate else each.to,
        "estimate": str(each.to) if is_estimate else None,
        "bearer": each.bearer.value,
        "too_late": each.too_late,
        "charged_by": _rule(each.charged_by),
        "finish": each.finish,
    }


def _next(each: NextStep) -> dict[str, Any]:
    return {
        "tasks": _tasks(Task(each.step, role) for role in each.roles or (None,)),
        "turn": each.turn.value,
        "bearer": each.bearer.value,
        "rule": each.rule.id,
        "is_now": each.is_now,
        "due": each.due,
        "due_for": each.due_for.value,
        "has_passed": each.has_passed,
        "is_overdue": each.is_overdue,
        "working_days_late": each.working_days_late,
        "slack": each.planned.slack,
        "not_before": each.not_before,
        "waits_for": _tasks(each.waits_for),
        "mends": _event(each.mends),
        "refused": each.refused and _event(each.refused.refused),
    }


def _obligation(each: Obligation) -> dict[str, Any]:
    because = each.because
    return {
        "task": _task(each.task),
        "kind": each.kind.value,
        "state": each.state.value,
        "rule": each.rule.id,
        "bearer": each.bearer.value,
        "last_day": each.last_day,
        "last_working_day": each.due and each.due.day,
        "first_day": each.first_day,
        "trigger": _event(each.trigger),
        "answer": _event(each.answer),
        "doubt": each.doubt and each.doubt.value,
        "because_event": _event(because) if isinstance(because, Event) else None,
        "because_task": _task(because) if isinstance(because, Task) else None,
        "working_days_late": each.working_days_late,
        "is_late": each.is_late,
        "superseded": each.superseded,
    }


def _irregularity(each: Irregularity) -> dict[str, Any]:
    return {
        "kind": each.kind.value,
        "event": _event(each.event),
        "other": _event(each.other),
        "rule": each.rule.id,
        "reading": each.reading,
        "counts": each.counts,
    }


def _evidence(each: Evidence) -> dict[str, Any]:
    return {
        "role": each.role.value,
        "done": [{"task": _task(task), "day": day} for task, day in each.done.items()],
        "past": _tasks(each.past),
        "missing": _tasks(each.missing),
    }


def _otherwise(each: Otherwise) -> dict[str, Any]:
    return {
        "reading": each.reading,
        "choice": each.choice,
        "finish": each.finish,
        "moves_by": each.moves_by,
        "late": [_obligation(o) for o in each.late],
        "refusal": None if each.refusal is None else str(each.refusal),
    }
