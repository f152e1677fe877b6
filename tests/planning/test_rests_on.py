"""What a plan rests on: rules, deadlines, reasons, readings, and how sure its days are."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from hypothesis import given

from sec_uep import Certainty, Step, planning
from sec_uep.calendar import england_and_wales
from sec_uep.errors import DateOutsideCalendar
from sec_uep.readings import DEFAULT_READINGS, REGISTER
from tests.model import Plan
from tests.told import READY, TESTED, entry
from tests.walks import TURNS_ON, cases, entry_of, terms_of

if TYPE_CHECKING:
    from tests.model import Case

TODAY = date(2026, 11, 23)


def forwards(*lines: str, today: date = TODAY, **more: object) -> planning.Plan:
    """Return the plan of an entry of which these events are told."""
    return planning.forwards(entry(*lines, **more), today=today)  # type: ignore[arg-type]


def test_rules_and_deadlines() -> None:
    """Those that fix the finish, each once, in order of the chain from its end."""
    plan = forwards()
    found = " ".join(rule.id for rule in plan.rules)
    assert found == "ST-13 ST-12 TE-06 TE-08 TE-05 TE-04 TE-07 TE-01 ST-05 ST-04 ST-03"
    assert [each.rule.id for each in plan.deadlines] == ["TE-06", "TE-05", "TE-04", "TE-01"]
    assert plan.outcome == plan.finish


def test_why() -> None:
    """The chain from its beginning, a reason for each step, with its days."""
    reasons = list(forwards().why())
    assert [reason.rule.id for reason in reasons][:3] == ["ST-03", "ST-04", "ST-05"]
    assert reasons[0].facts == {"from_day": TODAY, "start": TODAY, "finish": TODAY}
    assert reasons[2].readings == ("RD-18",)
    assert len(reasons) == len(list(forwards().chain_of(forwards().entry.roles[0])))


def test_of_one_that_is_through() -> None:
    """Nothing fixes a finish that is past but the rule itself."""
    plan = forwards("secas-confirmation 2026-11-20")
    assert [rule.id for rule in plan.rules] == ["OB-01"]
    assert plan.deadlines == ()
    assert list(plan.why()) == []


def test_a_target_that_has_passed() -> None:
    """It is before today."""
    there = [planning.backwards(entry(), today=TODAY, target=date(2026, 11, day)) for day in (22, 23)]
    assert [plan.target_has_passed for plan in there] == [True, False]
    assert not forwards().target_has_passed


def test_certainty() -> None:
    """Whether the bank holidays of all its days are published, projected, or amended."""
    calendar = england_and_wales()
    assert forwards().certainty is Certainty.PUBLISHED
    far = forwards(estimates={"user-interface": "30 months"})
    assert far.finish > calendar.published_through
    assert far.certainty is Certainty.PROJECTED
    changed = calendar.with_bank_holiday(date(2027, 1, 6), "a day off")
    assert planning.forwards(entry(), today=TODAY, calendar=changed).certainty is Certainty.AMENDED
    by_target = planning.backwards(entry(), today=TODAY, target=date(2029, 2, 1))
    assert by_target.certainty is Certainty.PROJECTED


@given(cases())
def test_readings_that_bear_on_it(case: Case) -> None:
    """Another choice of any other reading moves no day of a step that is still to be done."""
    plan = planning.forwards(entry_of(case), today=case.today, at_best=case.at_best, **terms_of(case))
    model = Plan(case)
    before = {task: found for task, found in model.earliest().items() if task in model.undone()}
    for id_ in TURNS_ON:
        if id_ not in plan.may_move_by:
            reading = REGISTER[id_]
            (other,) = {reading.default, *reading.alternatives} - {case.readings[id_]}
            after = Plan(evolve(case, readings={**case.readings, id_: other}))
            laid = after.earliest()
            assert {task for task in before if before[task] != laid.get(task)} == set(), id_
            assert after.finishes() == model.finishes(), id_


#: Whether twelve weeks roll on to a Working Day moves no plan: work that it lays never falls on another.
MOVING = [id_ for id_ in TURNS_ON if id_ != "RD-06"]


@pytest.mark.parametrize("id_", MOVING)
def test_readings_that_can_move_it(id_: str) -> None:
    """Each of them moves some plan: otherwise it would not be asked about."""
    roles = ("gas-supplier", "other-user")
    again = (*READY[:-1], "uept-notice 2026-06-07", *TESTED[:4], "uept-review 2026-09-28 further-testing")
    noes = ("security-status 2026-10-12 deferred", "privacy-status 2026-10-12 deferred",
            "credit-cover 2026-10-12 required")  # fmt: skip
    two = (
        "srept 2026-06-04",
        "uept-notice 2026-06-03",
        "uept-notice 2026-10-01",
        "uept-notice 2026-11-02 gas-supplier",
    )
    told = {
        "RD-28": again, "RD-32": noes, "RD-34": noes, "RD-25": noes, "RD-13": two[:2], "RD-30": two,
        "RD-24": two, "RD-27": ("test-certificate 2026-10-05 gas-supplier",), "RD-04": READY[:-1],
    }  # fmt: skip
    since: object = None if id_ == "RD-29" else date(2026, 1, 5)
    lines = told.get(id_, ())
    estimates = {"gateway-connection": "8 months", "credit-cover": "8 months"}
    today = date(2026, 11, 28) if id_ == "RD-04" else TODAY
    found = entry(
        *lines, roles=roles, since=date(2027, 6, 1) if since is None else since, estimates=estimates
    )
    plan = planning.forwards(found, today=today)
    other = DEFAULT_READINGS.choosing({id_: REGISTER[id_].alternatives[0]})
    moved = planning.forwards(found, today=today, readings=other)
    assert id_ in plan.may_move_by
    days = [[(each.earliest_start, each.earliest_finish) for each in one.steps] for one in (plan, moved)]
    assert days[0] != days[1]


def test_why_of_a_chain_with_its_day() -> None:
    """A step that was begun fixes its own day."""
    reasons = list(
        forwards("user-interface 2026-11-02 begun", estimates={"user-interface": "20 weeks"}).why()
    )
    assert reasons[0].facts["from_day"] == date(2026, 11, 2)
    assert forwards("user-interface 2026-11-02 begun").step(Step.USER_INTERFACE).begun_on == date(2026, 11, 2)


def test_a_day_past_the_calendar() -> None:
    """There is no plan: how sure its bank holidays are cannot be said."""
    last = england_and_wales().last
    assert forwards(f"secas-confirmation {last}").finish == last
    with pytest.raises(DateOutsideCalendar, match="2061-01-01"):
        forwards("secas-confirmation 2061-01-01")
    with pytest.raises(DateOutsideCalendar, match="2061-01-01"):
        forwards("secas-confirmation 2026-11-20", today=date(2061, 1, 1))
