"""A plan says of each step what the position and the standing say of it."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from attrs import evolve
from hypothesis import given, strategies as st

from sec_uep import Step, planning
from sec_uep.entry import State
from sec_uep.entry.standing import ObligationKind, ObligationState
from sec_uep.obligations.steps import TABLE
from sec_uep.planning import Anchor, Basis
from tests.model import Days
from tests.walks import cases, entry_of, terms_of

if TYPE_CHECKING:
    from tests.model import Case


def forwards(case: Case) -> planning.Plan:
    """Return the plan of a case."""
    return planning.forwards(entry_of(case), today=case.today, at_best=case.at_best, **terms_of(case))


@given(cases())
def test_steps_are_those_of_the_position(case: Case) -> None:
    """In the same order; each as it stands there, and still to be done if it is open or waiting."""
    plan = forwards(case)
    at = plan.entry.as_of(case.today, **terms_of(case))
    assert plan.position == at
    for planned, state in zip(plan.steps, at.steps, strict=True):
        assert (planned.state, planned.task, planned.bearer) == (state, state.task, state.bearer)
        assert (planned.done_on, planned.begun_on) == (state.done_on, state.begun_on)
        assert planned.is_undone is (state.state in {State.OPEN, State.WAITING})
        assert (planned.basis is Basis.DONE) is (state.state is State.DONE)
        assert (planned.basis is Basis.PAST) is (state.state is State.PAST)
        if state.begun_on is not None:
            assert (planned.anchor, planned.earliest_start) == (Anchor.BEGUN, state.begun_on)


@given(cases())
def test_what_can_be_done_now(case: Case) -> None:
    """An open step is to do; what is to do and not open waits for its notice to run, or for accession."""
    plan = forwards(case)
    opened = {state.task for state in plan.position.open_steps}
    to_do = {each.task: each for each in plan.to_do}
    assert opened <= set(to_do)
    for task, each in to_do.items():
        if task not in opened and plan.position.may_begin(task.step) is not False:
            assert each.state.not_before is not None
            assert each.state.not_before.day > case.today


@given(cases())
def test_bookings_stand_if_their_notice_was_kept(case: Case) -> None:
    """One whose notice is overdue cannot stand; one whose notice was kept is refused for other reasons."""
    plan = forwards(case)
    refused = {(each.refused, each.role): each for each in plan.refused}
    booked = {(each.booked, each.role) for each in plan.steps if each.booked}
    for one in plan.position.obligations:
        event = one.trigger
        if one.kind is not ObligationKind.NOTICE or event is None or event.day <= case.today:
            continue
        if one.state is ObligationState.OVERDUE:
            assert (event, one.role) not in booked
        elif one.state is ObligationState.MET and (each := refused.get((event, one.role))):
            others = [
                plan.step(needed.step, needed.role)
                for needed in each.state.waits_for
                if needed.step is not one.step
            ]
            is_early = isinstance(case.since, date) and event.day < case.since
            assert is_early or any(other.earliest_finish >= event.day for other in others)


@given(cases())
def test_limits_are_those_of_the_standing(case: Case) -> None:
    """A clock that runs has one last day: the plan's is that of the obligation."""
    plan = forwards(case)
    pending = {
        one.task: one
        for one in plan.position.obligations
        if one.kind is ObligationKind.LIMIT and not one.answer
    }
    for each in plan.steps:
        needed = [plan.step(wait.step, wait.role) for wait in each.state.waits_for]
        if each.limit is not None and not needed and each.task in pending and not each.state.sent_back_by:
            assert pending[each.task].due == each.limit


@given(cases())
def test_a_target_at_the_finish_is_no_target(case: Case) -> None:
    """With the finish as the target each date is that of the plan forwards, if there is one User Role."""
    plan = forwards(case)
    there = planning.backwards(
        plan.entry, target=plan.finish, today=case.today, at_best=case.at_best, **terms_of(case)
    )
    assert there.infeasible is None
    assert there.working_days_to_spare == 0
    for one, other in zip(plan.steps, there.steps, strict=True):
        assert (one.earliest_start, one.earliest_finish) == (other.earliest_start, other.earliest_finish)
        assert one.critical is other.critical
        if len(plan.entry.roles) == 1:
            assert (one.latest_start, one.latest_finish) == (other.latest_start, other.latest_finish)


@given(cases(), st.integers(-30, 30))
def test_the_entry_carries_its_readings_and_its_target(case: Case, to_spare: int) -> None:
    """A plan of an entry that has both is that of one without, asked with both."""
    terms, plain = terms_of(case), entry_of(case)
    finish = forwards(case).finish
    target = Days(case.holidays).after(finish, to_spare) if to_spare > 0 else finish
    carrying = evolve(plain, readings=terms["readings"], target=target)
    asked = planning.backwards(plain, target=target, today=case.today, **terms)
    found = planning.backwards(carrying, today=case.today, calendar=terms["calendar"])
    assert (found.target, found.chosen, found.finish) == (target, terms["readings"], asked.finish)
    assert list(map(str, found.steps)) == list(map(str, asked.steps))
    assert planning.forwards(carrying, today=case.today, calendar=terms["calendar"]).target is None


@given(cases())
def test_asked_again(case: Case) -> None:
    """The same question has the same answer, and rows are its steps in plain values."""
    plan, other = forwards(case), forwards(case)
    assert plan == other
    assert hash(plan) == hash(other)
    assert plan.finish == max(plan.finishes.values())
    for each, row in zip(plan.steps, plan.rows(), strict=True):
        assert (row["step"], row["role"]) == (each.step.value, each.role)
        assert (row["earliest_finish"], row["slack"]) == (each.earliest_finish, each.slack)
    for state, row in zip(plan.position.steps, plan.position.rows(), strict=True):
        assert (row["step"], row["state"], row["done_on"]) == (state.step, state.state, state.done_on)


@given(cases())
def test_critical_paths(case: Case) -> None:
    """Of each User Role the path ends with its finish, and each step on it is the driver of the next."""
    plan = forwards(case)
    for role in plan.entry.roles:
        path = plan.critical_path_of(role)
        if path:
            assert path[-1].earliest_finish == plan.finish_of(role)
            assert (path[-1].step, path[-1].role) == (Step.SECAS_CONFIRMATION, role)
        assert all(each.critical for each in path)
        for before, each in pairwise(path):
            assert each.driver == before.task
            assert before.step in {dependency.on for dependency in TABLE[each.step].dependencies}
    assert plan.critical_path in {plan.critical_path_of(role) for role in plan.entry.roles}
