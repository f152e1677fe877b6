"""Plans are those of the plain model: earliest days by trying, latest days by letting each step slip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import assume, given, strategies as st

from sec_uep import planning
from tests.model import Plan, Planned
from tests.walks import cases, entry_of, terms_of

if TYPE_CHECKING:
    from datetime import date

    from sec_uep.planning import PlannedStep
    from tests.model import Case, Task


def forwards(case: Case) -> planning.Plan:
    """Return the plan of a case."""
    return planning.forwards(entry_of(case), today=case.today, at_best=case.at_best, **terms_of(case))


def task_of(step: PlannedStep) -> Task:
    """Return a step and its User Role in plain words."""
    return step.step.value, step.role


@given(cases())
def test_earliest_days(case: Case) -> None:
    """When each step begins and ends, whether that is a lower bound, and when each User Role ends."""
    plan, model = forwards(case), Plan(case)
    found = {
        task_of(each): Planned(each.earliest_start, each.earliest_finish, each.is_lower_bound)
        for each in plan.steps
        if each.basis is not planning.Basis.PAST
    }
    assert found == model.earliest()
    assert {role: plan.finish_of(role) for role in plan.entry.roles} == model.finishes()


@given(cases(), st.integers(-1, 40))
def test_latest_days(case: Case, to_spare: int) -> None:
    """
    A step can slip to its latest day, and no further, without a finish moving: past the target, with one.

    Credit Cover follows the User Role that it follows as planned, however late that becomes (RD-27).
    """
    model = Plan(case)
    assume(all(len(booked) < 2 for booked in model.booked.values()))
    own = ends = model.finishes()
    plan = forwards(case)
    if to_spare >= 0:
        target = model.days.after(max(own.values()), to_spare)
        ends = dict.fromkeys(own, target)
        plan = planning.backwards(
            plan.entry, target=target, today=case.today, at_best=case.at_best, **terms_of(case)
        )
    reached = {task for role in case.roles for task in model.reach(role)}

    def can_end(task: Task, day: date, ends: dict[str, date]) -> bool:
        return all(end <= ends[role] for role, end in model.finishes({task: day}).items())

    for each in plan.steps:
        task, latest = task_of(each), each.latest_finish
        if not each.is_undone:
            continue
        assert latest >= each.earliest_finish
        assert each.slack == model.days.between(each.earliest_finish, latest)
        if task in reached:
            assert can_end(task, latest, ends), (task, latest)
            assert not can_end(task, model.days.after(latest), ends), (task, latest)
            assert each.critical is not can_end(task, model.days.after(each.earliest_finish), own)
        else:  # nothing to come waits for it
            assert not each.critical
