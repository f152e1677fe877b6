"""How obligations stand, by hand: both sides of each last day, whose it is, and what cannot be said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sec_uep import (
    DEFAULT_READINGS,
    AssuranceStatus,
    Bearer,
    Entry,
    Event,
    Outcome,
    Party,
    Readings,
    Step,
    UserRole,
    planning,
)
from sec_uep.errors import DateOutsideCalendar, InvalidType
from sec_uep.planning import Obligation, ObligationState

FUSA = Step.FULL_USER_SECURITY_ASSESSMENT
GAS, IMPORT, OTHER = UserRole.GAS_SUPPLIER, UserRole.IMPORT_SUPPLIER, UserRole.OTHER_USER
UPCOMING, DUE, OVERDUE = ObligationState.UPCOMING, ObligationState.DUE, ObligationState.OVERDUE
MET, MET_LATE, UNDETERMINED = ObligationState.MET, ObligationState.MET_LATE, ObligationState.UNDETERMINED


def entry(*events: Event, roles: tuple[UserRole, ...] = (GAS,)) -> Entry:
    """Return the entry in which so much was told."""
    return Entry(party=Party(), roles=roles, events=events)


def of(
    told: Entry,
    step: Step,
    as_of: date,
    role: UserRole | None = None,
    **others: Any,  # noqa: ANN401 - as `standing` takes
) -> list[Obligation]:
    """Return the obligations of one step."""
    every = planning.standing(told, as_of=as_of, **others)
    return [each for each in every if each.step is step and role in (None, each.role)]


def states(told: Entry, step: Step, as_of: date, **others: Any) -> list[ObligationState]:  # noqa: ANN401 - as above
    """Return how the obligations of one step stand."""
    return [each.state for each in of(told, step, as_of, **others)]


#: Friday 4 September 2026: two Working Days later is Tuesday the 8th.
REPORT = Event(Step.UEPT_REPORT, date(2026, 9, 4))


class TestClocks:
    """The DCC's three limits: from the event, answered in time or not, and never the Party's."""

    @pytest.mark.parametrize(
        ("confirmed", "as_of", "state"),
        [
            (None, date(2026, 9, 3), UPCOMING),  # the report is still to come: a booking starts no clock
            (None, date(2026, 9, 4), DUE),
            (None, date(2026, 9, 8), DUE),
            (None, date(2026, 9, 9), OVERDUE),
            (date(2026, 9, 8), date(2026, 9, 7), DUE),
            (date(2026, 9, 8), date(2026, 9, 8), MET),
            (date(2026, 9, 9), date(2026, 9, 8), DUE),
            (date(2026, 9, 9), date(2026, 9, 9), MET_LATE),
        ],
    )
    def test_receipt(self, confirmed: date | None, as_of: date, state: ObligationState) -> None:
        """TE-04: within two Working Days of receipt of the report."""
        events = [REPORT] + ([Event(Step.UEPT_RECEIPT_CONFIRMATION, confirmed)] if confirmed else [])
        (found,) = of(entry(*events), Step.UEPT_RECEIPT_CONFIRMATION, as_of)
        assert (found.state, found.bearer) == (state, Bearer.DCC)
        if state is not UPCOMING:
            assert found.due is not None
            assert (found.due.day, found.rule.id, found.trigger) == (date(2026, 9, 8), "TE-04", REPORT)
        assert found.done_on == (confirmed if state in {MET, MET_LATE} else None)

    @pytest.mark.parametrize(
        ("reading", "due", "trigger"),
        [
            ("confirmation", date(2026, 9, 15), Step.UEPT_RECEIPT_CONFIRMATION),
            ("report", date(2026, 9, 11), Step.UEPT_REPORT),
        ],
    )
    @pytest.mark.parametrize("outcome", [Outcome.CONCLUDED, Outcome.FURTHER_TESTING, None])
    def test_review(self, reading: str, due: date, trigger: Step, outcome: Outcome | None) -> None:
        """TE-05: within five Working Days, from the confirmation or, by RD-05, the report; of any outcome."""
        readings = DEFAULT_READINGS.choosing({"RD-05": reading})
        events = (REPORT, Event(Step.UEPT_RECEIPT_CONFIRMATION, date(2026, 9, 8)))
        waiting = entry(*events)
        assert states(waiting, Step.UEPT_REVIEW, due, readings=readings) == [DUE]
        (found,) = of(waiting, Step.UEPT_REVIEW, date.fromordinal(due.toordinal() + 3), readings=readings)
        assert found.due is not None
        assert found.trigger is not None
        assert (found.state, found.due.day, found.trigger.step) == (OVERDUE, due, trigger)
        reviewed = entry(*events, Event(Step.UEPT_REVIEW, due, outcome=outcome))
        assert states(reviewed, Step.UEPT_REVIEW, due, readings=readings)[0] is MET

    def test_certificate(self) -> None:
        """TE-06: within two Working Days of a Quality Gate that was passed, not of one that failed."""
        failed = Event(Step.QUALITY_GATE, date(2026, 9, 17), outcome=Outcome.FAILED)
        passed = Event(Step.QUALITY_GATE, date(2026, 9, 21), outcome=Outcome.PASSED)
        assert states(entry(failed), Step.TEST_CERTIFICATE, date(2026, 9, 30)) == [UPCOMING]
        told = entry(failed, passed)
        assert states(told, Step.TEST_CERTIFICATE, date(2026, 9, 23)) == [DUE]
        assert states(told, Step.TEST_CERTIFICATE, date(2026, 9, 24)) == [OVERDUE]
        (gate,) = of(entry(failed), Step.QUALITY_GATE, date(2026, 9, 17))
        assert gate.note == "failed on 2026-09-17; if it is a SEC Party (OB-18)"

    def test_each_round_has_its_own(self) -> None:
        """After further testing the clocks run anew, and the first ones stay as they were."""
        second = Event(Step.UEPT_REPORT, date(2026, 10, 1))
        told = entry(
            REPORT,
            Event(Step.UEPT_RECEIPT_CONFIRMATION, date(2026, 9, 10)),
            Event(Step.UEPT_REVIEW, date(2026, 9, 17), outcome=Outcome.FURTHER_TESTING),
            second,
        )
        first, then = of(told, Step.UEPT_RECEIPT_CONFIRMATION, date(2026, 10, 5))
        assert (first.state, first.trigger, then.state, then.trigger) == (MET_LATE, REPORT, DUE, second)
        reviewed, upcoming = of(told, Step.UEPT_REVIEW, date(2026, 10, 5))
        assert (reviewed.state, upcoming.state, upcoming.due) == (MET, UPCOMING, None)

    def test_never_answered(self) -> None:
        """A report that another followed, and that was never confirmed, cannot be told to be either."""
        told = entry(REPORT, Event(Step.UEPT_REPORT, date(2026, 9, 21)))
        first, second = of(told, Step.UEPT_RECEIPT_CONFIRMATION, date(2026, 9, 22))
        assert (first.state, first.note) == (UNDETERMINED, "not told, though uept-report on 2026-09-21 was")
        assert second.state is DUE
        answered = told.with_event(Event(Step.UEPT_RECEIPT_CONFIRMATION, date(2026, 9, 22)))
        assert states(answered, Step.UEPT_RECEIPT_CONFIRMATION, date(2026, 9, 22)) == [UNDETERMINED, MET]

    def test_not_told_though_what_follows_was(self) -> None:
        """Where a later step was told the clock must have been answered: when, cannot be said."""
        confirmed = Event(Step.UEPT_RECEIPT_CONFIRMATION, date(2026, 9, 8))
        gate = Event(Step.QUALITY_GATE, date(2026, 9, 21), outcome=Outcome.PASSED)
        told = entry(REPORT, confirmed, gate)
        (review,) = of(told, Step.UEPT_REVIEW, date(2026, 9, 30))
        assert (review.state, review.note) == (
            UNDETERMINED,
            "not told, though quality-gate (gas-supplier) was",
        )

    def test_an_answer_of_before_is_none(self) -> None:
        """What is told before the event that starts a clock does not stop it."""
        told = entry(Event(Step.QUALITY_GATE, date(2026, 9, 21), outcome=Outcome.PASSED), roles=(GAS, IMPORT))
        early = Event(Step.TEST_CERTIFICATE, date(2026, 9, 22), role=IMPORT)
        again = Event(Step.QUALITY_GATE, date(2026, 9, 28), role=IMPORT, outcome=Outcome.PASSED)
        found = of(told.with_event(early).with_event(again), Step.TEST_CERTIFICATE, date(2026, 9, 30), IMPORT)
        assert [each.state for each in found] == [MET, DUE]

    def test_known_later(self) -> None:
        """What had happened and was not known counts from the day it became known, on the day it happened."""
        late = Event(Step.UEPT_RECEIPT_CONFIRMATION, date(2026, 9, 8), known_on=date(2026, 9, 14))
        told = entry(REPORT, late)
        assert states(told, Step.UEPT_RECEIPT_CONFIRMATION, date(2026, 9, 11)) == [OVERDUE]
        assert states(told, Step.UEPT_RECEIPT_CONFIRMATION, date(2026, 9, 14)) == [MET]

    def test_the_party_is_not_blamed(self) -> None:
        """While the DCC is late, nothing of the Party's is overdue."""
        every = planning.standing(entry(REPORT), as_of=date(2026, 12, 1))
        assert [(each.step, each.bearer) for each in every if each.state is OVERDUE] == [
            (Step.UEPT_RECEIPT_CONFIRMATION, Bearer.DCC)
        ]


class TestNotices:
    """The notices of UEPT and of the two assessments, against the day that is booked or was begun."""

    @pytest.mark.parametrize(
        ("given", "as_of", "state"),
        [
            (None, date(2026, 6, 3), DUE),  # UEPT is booked for 26 August: 60 Working Days before is 3 June
            (None, date(2026, 6, 4), OVERDUE),
            (None, date(2026, 8, 26), UNDETERMINED),  # it began, and no notice was told
            (date(2026, 6, 3), date(2026, 8, 26), MET),
            (date(2026, 6, 4), date(2026, 8, 26), MET_LATE),
            (date(2026, 6, 4), date(2026, 6, 10), MET_LATE),
        ],
    )
    def test_of_testing(self, given: date | None, as_of: date, state: ObligationState) -> None:
        """TE-01: 60 Working Days."""
        start = Event(Step.UEPT, date(2026, 8, 26), role=GAS, outcome=Outcome.BEGUN)
        notices = (Event(Step.UEPT_NOTICE, given, role=GAS),) if given else ()
        (found,) = of(entry(start, *notices), Step.UEPT_NOTICE, as_of)
        assert found.due is not None
        assert (found.state, found.due.day, found.trigger, found.bearer) == (
            state,
            date(2026, 6, 3),
            start,
            Bearer.PARTY,
        )
        notes = {UNDETERMINED: "no notice was told", MET_LATE: "not enough for 2026-08-26"}
        assert found.note == notes.get(state, "")

    TESTED = (
        Event(Step.UEPT_NOTICE, date(2026, 6, 3)),
        Event(Step.UEPT, date(2026, 8, 26), outcome=Outcome.BEGUN),
        Event(Step.UEPT, date(2026, 9, 3)),
        REPORT,
        Event(Step.UEPT_RECEIPT_CONFIRMATION, date(2026, 9, 8)),
        Event(Step.UEPT_REVIEW, date(2026, 9, 15), outcome=Outcome.FURTHER_TESTING),
    )

    @pytest.mark.parametrize("as_of", [date(2026, 9, 16), date(2026, 9, 28)])
    def test_testing_taken_again(self, as_of: date) -> None:
        """No source asks for another notice of testing taken again: none is overdue, none is met twice."""
        again = Event(Step.UEPT, date(2026, 9, 28), outcome=Outcome.BEGUN)
        (found,) = of(entry(*self.TESTED, again), Step.UEPT_NOTICE, as_of)
        assert (found.state, found.trigger) == (MET, self.TESTED[1])

    def test_testing_taken_again_with_a_notice(self) -> None:
        """One that was given for it all the same is held against its day."""
        given = Event(Step.UEPT_NOTICE, date(2026, 9, 16))
        again = Event(Step.UEPT, date(2026, 9, 28), outcome=Outcome.BEGUN)
        told = entry(*self.TESTED, given, again)
        assert states(told, Step.UEPT_NOTICE, date(2026, 9, 28)) == [MET, MET_LATE]

    @pytest.mark.parametrize(
        ("ended", "state", "note"),
        [
            (date(2026, 8, 25), MET_LATE, "uept ended before the notice had run"),
            (date(2026, 8, 26), UNDETERMINED, "the day on which uept began was not told"),
        ],
    )
    def test_only_its_end_was_told(self, ended: date, state: ObligationState, note: str) -> None:
        """Whether notice sufficed for a day not told cannot be said, unless even the end is too soon."""
        told = entry(Event(Step.UEPT_NOTICE, date(2026, 6, 3)), Event(Step.UEPT, ended))
        (found,) = of(told, Step.UEPT_NOTICE, ended)
        assert (found.state, found.note, found.due, found.done_on) == (state, note, None, date(2026, 6, 3))

    def test_only_its_end_is_booked(self) -> None:
        """What is still to come has no clock while the day it begins is not told."""
        told = entry(Event(Step.UEPT_NOTICE, date(2026, 6, 3)), Event(Step.UEPT, date(2026, 8, 28)))
        assert states(told, Step.UEPT_NOTICE, date(2026, 6, 3)) == [MET]

    def test_with_no_start(self) -> None:
        """A notice whose start is not known is met by being given, and has no last day."""
        given = Event(Step.UEPT_NOTICE, date(2026, 6, 3))
        (found,) = of(entry(given), Step.UEPT_NOTICE, date(2026, 7, 1))
        assert (found.state, found.due, found.done_on) == (MET, None, given.day)
        assert states(entry(Event(Step.SREPT, date(2026, 5, 1))), Step.UEPT_NOTICE, date(2026, 7, 1)) == [DUE]
        assert states(entry(), Step.UEPT_NOTICE, date(2026, 7, 1)) == [UPCOMING]

    def test_one_for_all(self) -> None:
        """RD-24: by the other choice the first notice that anybody gave serves."""
        start = Event(Step.UEPT, date(2026, 8, 26), role=GAS, outcome=Outcome.BEGUN)
        events = (
            start,
            Event(Step.UEPT_NOTICE, date(2026, 6, 1), role=IMPORT),
            Event(Step.UEPT_NOTICE, date(2026, 6, 8), role=GAS),
        )
        told = entry(*events, roles=(IMPORT, GAS))
        (own,) = of(told, Step.UEPT_NOTICE, date(2026, 8, 26), GAS)
        assert (own.state, own.done_on) == (MET_LATE, date(2026, 6, 8))
        (first,) = of(told, Step.UEPT_NOTICE, date(2026, 8, 26), GAS, readings=Readings(rd_24="one-for-all"))
        assert (first.state, first.done_on) == (MET, date(2026, 6, 1))

    def test_before_srept(self) -> None:
        """RD-13: a notice given before SREPT was complete does not serve, unless it may."""
        events = (
            Event(Step.UEPT_NOTICE, date(2026, 6, 1), role=GAS),
            Event(Step.SREPT, date(2026, 6, 2)),
            Event(Step.UEPT, date(2026, 8, 26), role=GAS, outcome=Outcome.BEGUN),
        )
        as_of = date(2026, 8, 26)
        (found,) = of(entry(*events), Step.UEPT_NOTICE, as_of)
        assert (found.state, found.note) == (UNDETERMINED, "that of 2026-06-01 was before SREPT (RD-13)")
        assert states(
            entry(*events), Step.UEPT_NOTICE, as_of, readings=Readings(rd_13="before-srept-too")
        ) == [MET]

    @pytest.mark.parametrize(
        ("step", "assessment", "bearer"),
        [
            (Step.FUSA_APPLICATION, FUSA, Bearer.PARTY),
            (Step.PRIVACY_APPLICATION, Step.PRIVACY_ASSESSMENT, Bearer.OTHER_USER),
        ],
    )
    @pytest.mark.parametrize(
        ("applied", "state"), [(date(2026, 6, 3), MET), (date(2026, 6, 4), MET_LATE), (None, OVERDUE)]
    )
    def test_of_assessments(
        self, step: Step, assessment: Step, bearer: Bearer, applied: date | None, state: ObligationState
    ) -> None:
        """SA-02, PA-01: exactly 12 weeks are enough."""
        start = Event(assessment, date(2026, 8, 26), outcome=Outcome.BEGUN)
        events = (start, *((Event(step, applied),) if applied else ()))
        (found,) = of(entry(*events, roles=(OTHER,)), step, date(2026, 7, 1))
        assert (found.state, found.bearer) == (state, bearer)

    def test_in_weeks_the_calendar_counts(self) -> None:
        """An application on the Sunday exactly 12 weeks ahead is in time, though a plan rolls it back."""
        start = Event(FUSA, date(2026, 8, 23), outcome=Outcome.BEGUN)  # a Sunday
        told = entry(start, Event(Step.FUSA_APPLICATION, date(2026, 5, 31)))
        (found,) = of(told, Step.FUSA_APPLICATION, date(2026, 8, 23))
        assert found.due is not None
        assert (found.state, found.due.day) == (MET, date(2026, 5, 29))

    def test_assessed_again(self) -> None:
        """Each assessment is served by an application of its own, after the status that sent it back."""
        events = (
            Event(Step.FUSA_APPLICATION, date(2026, 1, 5)),
            Event(FUSA, date(2026, 4, 7), outcome=Outcome.BEGUN),
            Event(FUSA, date(2026, 4, 10)),
            Event(Step.SECURITY_STATUS, date(2026, 5, 6), outcome=AssuranceStatus.DEFERRED),
            Event(FUSA, date(2026, 10, 5), outcome=Outcome.BEGUN),
        )
        first, second = of(entry(*events), Step.FUSA_APPLICATION, date(2026, 6, 1))
        assert (first.state, second.state, second.done_on) == (MET, DUE, None)
        again = Event(Step.FUSA_APPLICATION, date(2026, 6, 1))
        assert states(entry(*events, again), Step.FUSA_APPLICATION, date(2026, 6, 1)) == [MET, MET]


class TestMoves:
    """SA-04, EX-08: a booking that was moved, with four weeks' notice or with less."""

    @pytest.mark.parametrize(
        ("step", "rule", "charged_by"),
        [(FUSA, "SA-04", "SA-05"), (Step.PRIVACY_ASSESSMENT, "EX-08", "EX-08")],
    )
    @pytest.mark.parametrize(("day", "state"), [(date(2026, 11, 16), MET), (date(2026, 11, 17), MET_LATE)])
    def test_moved(self, step: Step, rule: str, charged_by: str, day: date, state: ObligationState) -> None:
        """Four weeks before Monday 14 December is Monday 16 November."""
        booked = Event(step, date(2026, 12, 14), outcome=Outcome.BEGUN)
        moved = Event(step, day, outcome=Outcome.RESCHEDULED, booked_for=booked.day)
        told = entry(booked, moved, roles=(OTHER,))
        assert states(told, step, date(2026, 11, 13)) == states(
            entry(booked, roles=(OTHER,)), step, date(2026, 11, 13)
        )
        *_, found = of(told, step, day)
        assert found.due is not None
        assert (found.state, found.rule.id, found.due.day) == (state, rule, date(2026, 11, 16))
        charged = f"; it can be charged for ({charged_by})" if state is MET_LATE else ""
        assert found.note == f"moved from 2026-12-14{charged}"


class TestSteps:
    """What has no last day: met, due, upcoming, or in doubt."""

    def test_in_the_beginning(self) -> None:
        """What waits for nothing is due, the rest is upcoming."""
        every = planning.standing(entry(), as_of=date(2026, 1, 5))
        assert [each.step for each in every if each.state is DUE] == [
            Step.GATEWAY_CONNECTION,
            Step.USER_INTERFACE,
            Step.FUSA_APPLICATION,
        ]
        assert {each.state for each in every} == {DUE, UPCOMING}

    def test_done(self) -> None:
        """A step is met on the day it was done."""
        (found,) = of(entry(Event(Step.SREPT, date(2026, 6, 1))), Step.SREPT, date(2026, 6, 1))
        assert (found.state, found.done_on, found.due, found.trigger) == (MET, date(2026, 6, 1), None, None)
        assert str(found) == "srept: met, done 2026-06-01; Party, ST-05"

    def test_whose_it_is_after_an_outcome(self) -> None:
        """Cover that is required, and IDs that were not accepted, are for the Party to mend."""
        for step, outcome, after in (
            (Step.CREDIT_COVER, Outcome.REQUIRED, Bearer.PARTY),
            (Step.USER_IDS, Outcome.NOT_ACCEPTED, Bearer.PARTY),
        ):
            told = entry(Event(step, date(2026, 6, 1), outcome=outcome))
            assert [each.bearer for each in of(told, step, date(2026, 5, 31))] == [Bearer.DCC]
            assert [each.bearer for each in of(told, step, date(2026, 6, 1))] == [after]
        assert [each.bearer for each in of(entry(), Step.QUALITY_GATE, date(2026, 6, 1))] == [Bearer.NOBODY]

    def test_a_round_that_is_over_was_told(self) -> None:
        """What lies ahead in a new round is upcoming, and not in doubt, though the first was told."""
        told = entry(
            *TestNotices.TESTED[:5],
            Event(Step.UEPT_REVIEW, date(2026, 9, 15), outcome=Outcome.CONCLUDED),
            Event(Step.USER_IDS, date(2026, 9, 30), outcome=Outcome.ACCEPTED),
            Event(Step.UEPT, date(2026, 10, 5), outcome=Outcome.BEGUN),
        )
        first, again = of(told, Step.UEPT_REVIEW, date(2026, 10, 6))
        assert (first.state, first.superseded, again.state, again.superseded) == (MET, True, UPCOMING, False)

    def test_the_outcome_was_not_told(self) -> None:
        """A step whose outcome decides is neither done nor not."""
        (found,) = of(entry(Event(Step.USER_IDS, date(2026, 6, 1))), Step.USER_IDS, date(2026, 6, 2))
        assert (found.state, found.note) == (UNDETERMINED, "the outcome of 2026-06-01 was not told")
        assert str(found).endswith("undetermined; DCC, ST-08 (the outcome of 2026-06-01 was not told)")

    @pytest.mark.parametrize("outcome", [None, Outcome.BEGUN])
    def test_not_told_though_what_follows_was(self, outcome: Outcome | None) -> None:
        """A step that must lie in the past, and was never told, is in doubt."""
        told = entry(Event(Step.UEPT, date(2026, 6, 1), role=GAS, outcome=outcome))
        (found,) = of(told, Step.USER_INTERFACE, date(2026, 6, 1))
        assert (found.state, found.note) == (UNDETERMINED, "not told, though uept (gas-supplier) was")

    def test_credit_cover_needs_one_role_only(self) -> None:
        """That the DCC spoke of Credit Cover does not put the UEPT of another User Role in doubt."""
        told = entry(
            Event(Step.CREDIT_COVER, date(2026, 6, 1), outcome=Outcome.NOT_REQUIRED), roles=(GAS, IMPORT)
        )
        assert {
            s for role in (GAS, IMPORT) for s in states(told, Step.TEST_CERTIFICATE, date(2026, 6, 1))
        } == {UPCOMING}

    def test_in_the_order_of_the_steps(self) -> None:
        """They come in the order of Table 2, once for each User Role."""
        every = planning.standing(entry(roles=(GAS, IMPORT)), as_of=date(2026, 1, 5))
        order = [list(Step).index(each.step) for each in every]
        assert order == sorted(order)
        assert [each.role for each in every if each.step is Step.UEPT] == [IMPORT, GAS]


class TestEvidence:
    """What is missing before the UEP Evidence Form, for each User Role."""

    def test_each_role_has_its_own(self) -> None:
        """A certificate for gas is missing for electricity; the shared steps are of both."""
        told = entry(
            Event(Step.SREPT, date(2026, 6, 1)),
            Event(Step.TEST_CERTIFICATE, date(2026, 9, 1), role=GAS),
            roles=(IMPORT, GAS),
        )
        of_import, of_gas = planning.evidence(told, as_of=date(2026, 9, 1))
        assert {str(task): day for task, day in of_gas.done.items()} == {
            "srept": date(2026, 6, 1),
            "test-certificate (gas-supplier)": date(2026, 9, 1),
        }
        assert [task.step for task in of_import.missing] == [
            Step.GATEWAY_CONNECTION,
            Step.USER_INTERFACE,
            Step.SMKI_RAPPS,
            Step.DCCKI_RAPPS,
            Step.UEPT_RECEIPT_CONFIRMATION,
            Step.UEPT_REVIEW,
            Step.TEST_CERTIFICATE,
            Step.USER_IDS,
            Step.CREDIT_COVER,
            Step.SECURITY_STATUS,
        ]
        assert "were not seen" in of_gas.note
        assert hash(of_gas) != hash(of_import)

    def test_of_an_other_user(self) -> None:
        """The Privacy Assessment's status is for Other Users."""
        (found,) = planning.evidence(entry(roles=(OTHER,)), as_of=date(2026, 9, 1))
        assert Step.PRIVACY_STATUS in [task.step for task in found.missing]
        assert planning.evidence(entry(roles=()), as_of=date(2026, 9, 1)) == ()


class TestBadInput:
    """Each mistake is named."""

    @pytest.mark.parametrize("ask", [planning.standing, planning.evidence])
    @pytest.mark.parametrize(
        ("name", "value"), [("entry", {}), ("as_of", "2026-11-23"), ("calendar", 3), ("readings", None)]
    )
    def test_types(self, ask: Any, name: str, value: Any) -> None:  # noqa: ANN401 - either question, anything
        """A part of the wrong type is named as it is called."""
        with pytest.raises(InvalidType, match=f"^{name}: "):
            ask(**{"entry": entry(), "as_of": date(2026, 11, 23), name: value})

    def test_outside_the_calendar(self) -> None:
        """No last day is guessed."""
        with pytest.raises(DateOutsideCalendar):
            planning.standing(entry(Event(Step.UEPT_REPORT, date(2060, 12, 31))), as_of=date(2060, 12, 31))
