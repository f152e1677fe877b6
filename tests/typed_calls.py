"""
Calls as a user writes them, for the type checker alone: `make types` reads this, and nothing runs it.

An alternative has the kind of the answer that it is an alternative to.
"""

from __future__ import annotations

from datetime import date
from typing import assert_type

import sec_uep as uep
from sec_uep.alternatives import Alternative
from sec_uep.obligations import entry_process_testing as uept


def the_loop_of_the_readme(start: uept.earliest_start) -> list[date]:
    """Every alternative of a deadline has a day."""
    return [other.answer.day for other in uep.sensitivity(start)]


def alternatives_have_the_kind_of_the_answer(
    finding: uep.Finding[uep.Verdict], plan: uep.planning.Plan
) -> None:
    """A finding's have verdicts, and a plan's finishes; where there is no answer there is a refusal."""
    assert_type(uep.sensitivity(finding), tuple[Alternative[uep.Finding[uep.Verdict]], ...])
    for other in uep.sensitivity(finding):
        assert_type(other.answer.verdict, uep.Verdict)
        assert_type(other.refusal, uep.SecUepError | None)
    for moved in uep.sensitivity(plan):
        assert_type(moved.answer.finish, date)


def what_an_entry_is_not_made_of(party: uep.Party, day: date) -> None:
    """A number for roles, a step or a User Role that there is not, and a period as a number are refused."""
    uep.Entry(party=party, roles=5)  # type: ignore[arg-type]
    uep.Entry(party=party, roles={"shipper"})  # type: ignore[arg-type]
    uep.Entry(party=party, estimates={uep.Step.SREPT: 4})  # type: ignore[dict-item]
    uep.Entry(party=party, events=(day,))  # type: ignore[arg-type]
    uep.Entry(party=party, target="2027-10-01")  # type: ignore[arg-type]
    uep.Event("srep", day)  # type: ignore[arg-type]
    uep.Event(uep.Step.SREP, day)  # type: ignore[attr-defined]
    uep.Event(uep.Step.UEPT, day, role="shipper")  # type: ignore[arg-type]
    uep.Event(uep.Step.UEPT, day, outcome="done")  # type: ignore[arg-type]


def what_is_asked_of_an_entry(entry: uep.Entry, day: date) -> None:
    """A position, its parts and a plan have the types that they say."""
    at = entry.as_of(day)
    for state in at.open_steps:
        assert_type(state.step, uep.Step)
        assert_type(state.done_on, date | None)
    for late in at.late:
        assert_type(late.working_days_late, int)
        assert_type(late.bearer, uep.Bearer)
    plan = uep.planning.forwards(entry, today=day)
    assert_type(plan.finish, date)
    assert_type(plan.step(uep.Step.UEPT, uep.UserRole.GAS_SUPPLIER).slack, int)
    for change in plan.infeasible.changes if plan.infeasible else ():
        assert_type(change.finish, date)
    entry.as_of("2026-11-23")  # type: ignore[arg-type]
    uep.planning.forwards(entry)  # type: ignore[call-arg]
