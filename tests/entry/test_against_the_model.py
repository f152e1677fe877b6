"""Position and standing are those of the plain model, for any entry, on any day, under any readings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given

from sec_uep.entry.position import IrregularityKind
from tests.model import STEPS, Standing, Stands, Told
from tests.walks import cases, entry_of, terms_of

if TYPE_CHECKING:
    from sec_uep import Event
    from sec_uep.entry import Position
    from sec_uep.entry.standing import Obligation
    from tests.model import Case, Task


def at(case: Case) -> Position:
    """Return the position of a case."""
    return entry_of(case).as_of(case.today, **terms_of(case))


def told(event: Event | None) -> Told | None:
    """Return an event in plain words."""
    if event is None:
        return None
    return Told(event.step, event.day, event.role, event.outcome, event.known_on, event.booked_for)


def stands(one: Obligation) -> Stands:
    """Return an obligation in plain words."""
    return Stands(
        one.step.value,
        one.role,
        one.kind.value,
        one.state.value,
        one.rule.id,
        one.bearer.value,
        one.last_day,
        one.first_day,
        one.trigger.day if one.trigger else None,
        one.done_on,
        one.doubt.value if one.doubt else None,
        one.working_days_late,
    )


@given(cases())
def test_steps(case: Case) -> None:
    """Which steps are done, past, open or waiting, for what, whose they are, and which are in doubt."""
    model = Standing(case)
    found: dict[Task, dict[str, Any]] = {
        (state.step.value, state.role): {
            "state": state.state.value,
            "rule": state.rule.id,
            "bearer": state.bearer.value,
            "done": state.done_on,
            "begun": state.begun_on,
            "opens": state.not_before.day if state.not_before else None,
            "waits": [(task.step.value, task.role) for task in state.waits_for],
            "booked": state.booked_for,
            "in doubt": state.is_in_doubt,
        }
        for state in at(case).steps
    }
    assert found == {
        task: {
            "state": (state := model.state(task)),
            "rule": STEPS[task[0]][0],
            "bearer": model.bearer(task),
            "done": model.done[task],
            "begun": model.begun(task),
            "opens": model.opens_today(task),
            "waits": model.missing(task) if state in {"open", "waiting"} and not model.begun(task) else [],
            "booked": model.booked[task][0].day if model.booked[task] else None,
            "in doubt": model.in_doubt(task),
        }
        for task in model.tasks
    }


@given(cases())
def test_irregularities(case: Case) -> None:
    """What is at odds with a rule, with the rule, the reading and both events."""
    found = {
        (each.kind.value, told(each.event), told(each.other), each.rule.id, each.reading)
        for each in at(case).irregularities
        if each.kind is not IrregularityKind.NOTICE
    }
    assert found == Standing(case).irregular()


@given(cases())
def test_obligations(case: Case) -> None:
    """Each obligation: whose it is, its last day, how it stands, by what, and by how much it is late."""
    found = sorted(map(stands, at(case).obligations), key=str)
    assert found == sorted(Standing(case).obligations(), key=str)
