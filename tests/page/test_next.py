"""What to do next, in order of urgency, and what another reading would change."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import sec_uep as uep
from sec_uep import Entry, Event, Outcome, Party, Step, UserRole, WorkingDays
from sec_uep.planning import NextStep, backwards, forwards, next_steps
from sec_uep.planning.otherwise import otherwise

TODAY = date(2026, 11, 25)
SINCE = date(2025, 1, 6)
SUPPLY = (uep.ElectricitySupply(domestic=True), uep.GasSupply(domestic=True))
INTERFACE = Event(Step.USER_INTERFACE, date(2026, 3, 6))
SREPT = Event(Step.SREPT, date(2026, 3, 27))


def entry(*events: Event, **more: Any) -> Entry:  # noqa: ANN401 - as an entry takes
    """Return the entry of a gas supplier."""
    party = Party(sec_party_since=SINCE, licences=SUPPLY)
    return Entry(party=party, roles={UserRole.GAS_SUPPLIER}, events=events, **more)


def coming(*events: Event, target: date | None = None, **more: Any) -> list[NextStep]:  # noqa: ANN401
    """Return what is next by the plan of such an entry."""
    told = entry(*events, **more)
    plan = backwards(told, target=target, today=TODAY) if target else forwards(told, today=TODAY)
    return list(next_steps(plan))


def about(steps: list[NextStep], step: Step) -> NextStep:
    """Return the only one that is for a step."""
    (found,) = (each for each in steps if each.step is step)
    return found


#: UEPT is booked and its report is in; SREPT is still to do, without notice, and receipt not confirmed.
WAITING = (
    INTERFACE,
    Event(Step.UEPT, date(2026, 12, 14), outcome=Outcome.BEGUN),
    Event(Step.UEPT_REPORT, date(2026, 11, 2)),
)


class TestUrgency:
    """What can be done now is first, then what is overdue, then the day."""

    @pytest.mark.parametrize("target", [None, date(2026, 6, 1)])
    def test_order(self, target: date | None) -> None:
        """What is overdue and can be done now; what is due; what is overdue and waits."""
        steps = coming(*WAITING, target=target)
        assert [each.step for each in steps[:5]] == [
            Step.UEPT_RECEIPT_CONFIRMATION,
            Step.FUSA_APPLICATION,
            Step.SMKI_RAPPS,
            Step.GATEWAY_CONNECTION,
            Step.UEPT_NOTICE,
        ]
        assert [each.is_now for each in steps[:6]] == [True] * 4 + [False] * 2
        assert [each.step for each in steps if each.is_overdue] == [
            Step.UEPT_RECEIPT_CONFIRMATION,
            Step.UEPT_NOTICE,
        ]
        assert (steps[1].due < steps[0].due) is (target is not None)

    def test_what_waits_and_is_due(self) -> None:
        """An obligation that runs is named though SREPT, which its step waits for, cannot be done yet."""
        notice = about(coming(*WAITING), Step.UEPT_NOTICE)
        assert (notice.due, notice.due_for, notice.working_days_late) == (date(2026, 9, 21), "a booking", 47)
        assert [task.step for task in notice.waits_for] == [Step.SREPT]

    def test_due_for(self) -> None:
        """A clock that runs is a time limit; with a target, the day that is sooner counts."""
        found = about(coming(*WAITING), Step.UEPT_REVIEW)
        assert (found.due, found.due_for) == (date(2026, 12, 2), "a time limit")
        found = about(coming(*WAITING, target=date(2026, 6, 1)), Step.UEPT_REVIEW)
        assert (found.due, found.due_for, found.has_passed) == (date(2026, 5, 28), "the target", True)

    def test_overdue_though_booked_for_later(self) -> None:
        """What is overdue can be done now, whatever day it is booked for."""
        steps = coming(
            INTERFACE,
            SREPT,
            Event(Step.FUSA_APPLICATION, date(2026, 12, 7)),
            Event(Step.FULL_USER_SECURITY_ASSESSMENT, date(2026, 12, 14), outcome=Outcome.BEGUN),
        )
        first = about(steps, Step.FUSA_APPLICATION)
        assert (first.is_now, first.is_overdue, first.due) == (True, True, date(2026, 9, 21))

    def test_due_today(self) -> None:
        """It has not passed."""
        notice = about(coming(INTERFACE, SREPT), Step.UEPT_NOTICE)
        assert (notice.due, notice.is_now, notice.has_passed) == (TODAY, True, False)

    def test_others_finish_by_then(self) -> None:
        """The Party's own is due by the last day to begin it, that of others by the last to finish."""
        tested = (INTERFACE, SREPT, Event(Step.UEPT_REVIEW, date(2026, 11, 2), outcome=Outcome.CONCLUDED))
        estimates = {Step.QUALITY_GATE: WorkingDays(5), Step.GATEWAY_CONNECTION: WorkingDays(5)}
        steps = coming(*tested, estimates=estimates)
        gate, connection = about(steps, Step.QUALITY_GATE), about(steps, Step.GATEWAY_CONNECTION)
        assert gate.due == gate.planned.latest_finish > gate.planned.latest_start
        assert connection.due == connection.planned.latest_start < connection.planned.latest_finish

    def test_a_no_of_others_that_waits(self) -> None:
        """After further testing was asked for, the Party is to test again; the DCC waits."""
        steps = coming(
            INTERFACE,
            SREPT,
            Event(Step.UEPT_NOTICE, date(2026, 4, 1)),
            Event(Step.UEPT, date(2026, 7, 6)),
            Event(Step.UEPT_REPORT, date(2026, 7, 7)),
            Event(Step.UEPT_RECEIPT_CONFIRMATION, date(2026, 7, 8)),
            Event(Step.UEPT_REVIEW, date(2026, 7, 15), outcome=Outcome.FURTHER_TESTING),
        )
        assert about(steps, Step.UEPT).is_now
        assert Step.UEPT_REVIEW not in {each.step for each in steps}


class TestOtherwise:
    """What another reading would change where the finish cannot move."""

    CONFIRMED = Event(Step.SECAS_CONFIRMATION, date(2026, 11, 2))

    def found(self, confirmed: date, reviewed: date) -> list[tuple[str, int]]:
        """Return each other choice, and by how much the review is late under it."""
        events = (
            Event(Step.UEPT_REPORT, date(2026, 9, 2)),
            Event(Step.UEPT_RECEIPT_CONFIRMATION, confirmed),
            Event(Step.UEPT_REVIEW, reviewed, outcome=Outcome.CONCLUDED),
        )
        plan = forwards(entry(*events, self.CONFIRMED), today=TODAY)
        assert "RD-05" not in plan.may_move_by
        return [(str(each), late.working_days_late) for each in otherwise(plan) for late in each.late]

    def test_what_was_late_turns_on_it(self) -> None:
        """The five Working Days of the review run from the report, or from the confirmation (RD-05)."""
        said = "RD-05 'report': 2026-11-02, +0 Working Days"
        assert self.found(date(2026, 9, 7), date(2026, 9, 15)) == [(said, 4)]

    def test_late_all_the_same(self) -> None:
        """Where report and confirmation are of one day, nothing changes."""
        assert self.found(date(2026, 9, 2), date(2026, 9, 10)) == []
