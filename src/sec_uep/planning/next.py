"""
What to do next: the Party's to do apart from whom to chase, and what is for now apart from what is coming.

It is made from the position of an entry, its obligations and its plan, and from nothing else.
The most urgent is first, by the day on which it is due: the last day of an obligation,
or the last day that the plan leaves it, for the target or for the finish.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any

import attrs
from attrs import field, frozen

from sec_uep.checks import check_is, check_many
from sec_uep.entry.position import State
from sec_uep.entry.standing import Obligation, ObligationState
from sec_uep.errors import bracketed, displayed
from sec_uep.events import Event, Step
from sec_uep.facts import Lines, joined
from sec_uep.obligations.graph import Task
from sec_uep.parties import UserRole
from sec_uep.planning.plan import Plan
from sec_uep.planning.schedule import Basis, PlannedStep
from sec_uep.rules import PARTY_SIDE, Bearer, Rule

__all__ = ["DueFor", "NextStep", "Turn", "next_steps"]


class Turn(StrEnum):
    """Whether a step is the Party's to do, or somebody else's to be asked for."""

    DO = "do"
    CHASE = "chase"


class DueFor(StrEnum):
    """What the day on which a step is due follows from."""

    LIMIT = "a time limit"
    BOOKING = "a booking"
    TARGET = "the target"
    FINISH = "the finish"


@frozen(repr=False)
class NextStep:
    """
    One thing to do next, for every User Role for which it is the same.

    Attributes:
        step: The step.
        roles: The User Roles that it is for; () if it is taken once for the Party.
        turn: Whether it is the Party's to do, or whether somebody is to be chased.
        bearer: Who is to act.
        rule: The rule that asks for it.
        is_now: Whether it can be done now, or is under way; if not, it is booked or yet to come.
        due: The day by which it is due.
        slack: The Working Days that the plan leaves for it; negative where the target is missed.
        due_for: What that day follows from.
        has_passed: Whether that day has passed.
        is_overdue: Whether the last day of an obligation has passed.
        working_days_late: By how many Working Days it is overdue; 0 if it is not.
        not_before: The first day on which it can begin, or is booked to; None if that is now.
        waits_for: The steps that must come first.
        lacking: Those of them that have no day, as they, or what they wait for, have no estimate.
        mends: The event with which it ended at a *no*, which is to be mended first.
        refused: The step whose booking cannot stand: this one, or the one that this is the notice for.
        obligation: The obligation that it is due by, where there is one.
        planned: The step in the plan.

    """

    step: Step
    roles: tuple[UserRole, ...]
    turn: Turn
    bearer: Bearer
    rule: Rule
    is_now: bool
    due: date
    slack: int
    due_for: DueFor
    has_passed: bool
    is_overdue: bool
    working_days_late: int
    not_before: date | None
    waits_for: tuple[Task, ...]
    lacking: tuple[Task, ...]
    mends: Event | None
    refused: PlannedStep | None = field(eq=False)
    obligation: Obligation | None = field(eq=False)
    planned: PlannedStep = field(eq=False)

    def as_row(self) -> dict[str, Any]:
        """Return it as a flat row of plain values; several in a cell are parted by "; "."""
        return {
            "step": self.step.value,
            "roles": joined(self.roles),
            "turn": self.turn.value,
            "bearer": self.bearer.value,
            "rule": self.rule.id,
            "is_now": self.is_now,
            "due": self.due,
            "due_for": self.due_for.value,
            "has_passed": self.has_passed,
            "is_overdue": self.is_overdue,
            "working_days_late": self.working_days_late,
            "slack": self.slack,
            "not_before": self.not_before,
            "waits_for": joined(self.waits_for),
        }

    _repr_html_ = displayed
    __repr__ = bracketed

    def __str__(self) -> str:
        roles = f" ({', '.join(self.roles)})" if self.roles else ""
        when = "now" if self.is_now else f"from {self.not_before}"
        overdue = "overdue since" if self.is_overdue else "due"
        return f"{self.turn.value}, {self.bearer}: {self.step.value}{roles}, {when}, {overdue} {self.due}"


def next_steps(plan: Plan, obligations: Iterable[Obligation] | None = None) -> Lines[NextStep]:
    """
    Return what to do next by *plan*: what can be done now, then what is coming, each by the day it is due.

    What is overdue comes first. *obligations* are those of the plan's position, where they are at hand.

    >>> from sec_uep.entry import Entry
    >>> from sec_uep.parties import Party
    >>> from sec_uep.planning import forwards
    >>> plan = forwards(Entry(party=Party(), roles={UserRole.GAS_SUPPLIER}), today=date(2026, 11, 23))
    >>> for each in next_steps(plan)[:2]:
    ...     print(each)
    do, Party: user-interface, now, due 2026-11-23
    do, Party: fusa-application, now, due 2026-12-11
    """
    check_is("plan", plan, Plan, next_step="pass what forwards or backwards returns")
    found = (
        plan.position.obligations
        if obligations is None
        else [
            check_is("obligations", each, Obligation, next_step="pass those of the plan's position")
            for each in check_many(
                "obligations", obligations, "is no collection", "pass those of the plan's position"
            )
        ]
    )
    pending: dict[Task, Obligation] = {}
    for each in sorted((o for o in found if o.is_pending), key=lambda o: o.last_day or date.max):
        pending.setdefault(each.task, each)
    now = [_is_now(planned, pending.get(planned.task)) for planned in plan.steps]
    waits = plan.position.graph.dependencies
    merged: dict[Any, NextStep] = {}
    for n, planned in enumerate(plan.steps):
        is_next = planned.is_undone and all(now[m] or not plan.steps[m].is_undone for m, _ in waits[n])
        if is_next or now[n] or planned.task in pending:
            step = _next(plan, n, pending.get(planned.task), is_now=now[n])
            alike = merged.get(key := _without_role(step))
            if alike is not None:
                step = attrs.evolve(
                    alike,
                    roles=(*alike.roles, *step.roles),
                    waits_for=tuple(dict.fromkeys((*alike.waits_for, *step.waits_for))),
                    lacking=tuple(dict.fromkeys((*alike.lacking, *step.lacking))),
                )
            merged[key] = step
    return Lines(sorted(merged.values(), key=_urgency))


def _without_role(step: NextStep) -> tuple[Any, ...]:
    """Return what steps have in common that are one thing to do for several User Roles."""
    planned, trigger = step.planned, step.obligation and step.obligation.trigger
    return (
        *(step.step, step.bearer, step.is_now, step.due, step.due_for, step.is_overdue, step.not_before),
        *(step.mends, planned.slack, planned.begun_on, planned.earliest_finish, planned.latest_finish),
        *(planned.booked and planned.booked.day, planned.state.last, trigger and trigger.day),
        tuple([each.step for each in step.waits_for]),
        step.refused and step.refused.refused,
    )


def _urgency(step: NextStep) -> tuple[bool, bool, date, bool]:
    return not step.is_now, not step.is_overdue, step.due, step.mends is None


def _is_now(planned: PlannedStep, pending: Obligation | None) -> bool:
    """Return whether a step can be taken now, is under way, or stands at a *no* that the Party must mend."""
    state = planned.state
    if not planned.is_undone:
        return pending is not None and pending.state is ObligationState.OVERDUE
    if state.begun_on is not None or (state.is_a_no and planned.bearer in PARTY_SIDE):
        return True
    is_booked = planned.booked is not None
    if pending is not None and pending.state is ObligationState.OVERDUE:
        is_booked = False
    return state.state is State.OPEN and not is_booked


def _next(plan: Plan, n: int, pending: Obligation | None, *, is_now: bool) -> NextStep:
    planned = plan.steps[n]
    graph = plan.position.graph
    left = _left(plan, n)
    is_to_begin = planned.begun_on is None and planned.bearer in PARTY_SIDE
    due = left.latest_start if is_to_begin or left is not planned else left.latest_finish
    due_for = DueFor.FINISH if plan.target is None else DueFor.TARGET
    is_overdue = pending is not None and pending.state is ObligationState.OVERDUE
    last = planned.earliest_finish if planned.is_undone and planned.basis is Basis.LIMIT else None
    limit = DueFor.LIMIT
    if pending is not None and pending.last_day is not None:
        last = pending.last_day
        if pending.trigger is None or pending.trigger.day > plan.today:
            limit = DueFor.BOOKING
    if last is not None and (is_overdue or plan.target is None or last <= due):
        due, due_for = last, limit
    noticed = graph.notice_for[n]
    refused = next((plan.steps[m] for m in (n, noticed) if m is not None and plan.steps[m].refused), None)
    return NextStep(
        planned.step,
        (planned.role,) if planned.role else (),
        Turn.DO if planned.bearer in PARTY_SIDE else Turn.CHASE,
        planned.bearer,
        planned.rule,
        is_now,
        due,
        left.slack,
        due_for,
        due < plan.today,
        is_overdue,
        pending.working_days_late if pending is not None and is_overdue else 0,
        None if is_now else planned.earliest_start,
        planned.state.waits_for,
        tuple(task for task in planned.state.waits_for if plan.step(task.step, task.role).is_lower_bound),
        planned.state.events[-1] if planned.state.is_a_no else None,
        refused,
        pending,
        planned,
    )


def _left(plan: Plan, n: int) -> PlannedStep:
    """Return the step whose latest day a step is due by: its own, or that of what a *no* sends back first."""
    planned = plan.steps[n]
    if not planned.state.is_a_no or planned.bearer not in PARTY_SIDE:
        return planned
    no = planned.state.events[-1]
    again = (each for each in plan.steps if each.is_undone and each.state.sent_back_by == no)
    return min(again, key=lambda each: each.latest_start, default=planned)
