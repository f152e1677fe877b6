"""How an entry is told and judged: the principles EN-02 to EN-06, EN-10 and EN-11."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from sec_uep import DEFAULT_READINGS, UNKNOWN, Bearer, Step, UserRole
from sec_uep.entry import IrregularityKind, State
from sec_uep.entry.standing import Doubt, ObligationKind, ObligationState
from tests.told import ALL_BUT_EVIDENCE, ASSESSED, READY, TESTED, entry, event

if TYPE_CHECKING:
    from sec_uep.entry import Position, StepState
    from sec_uep.entry.standing import Obligation

GAS, OTHER = UserRole.GAS_SUPPLIER, UserRole.OTHER_USER
SHARED = {
    Step.GATEWAY_CONNECTION,
    Step.USER_INTERFACE,
    Step.SMKI_RAPPS,
    Step.SREPT,
    Step.DCCKI_RAPPS,
    Step.CREDIT_COVER,
    Step.FUSA_APPLICATION,
    Step.FULL_USER_SECURITY_ASSESSMENT,
    Step.SECURITY_STATUS,
    Step.PRIVACY_APPLICATION,
    Step.PRIVACY_ASSESSMENT,
    Step.PRIVACY_STATUS,
}


def on(day: str, *lines: str, readings: dict[str, str] | None = None, **more: object) -> Position:
    """Return the position on a day of an entry of which these events are told."""
    chosen = DEFAULT_READINGS.choosing(readings or {})
    return entry(*lines, **more).as_of(date.fromisoformat(day), readings=chosen)  # type: ignore[arg-type]


def state(at: Position, step: Step, role: UserRole = GAS) -> StepState:
    """Return how a step stands, for a User Role where it is taken for each."""
    return at.step(step, None if step in SHARED else role)


def the(at: Position, step: Step, kind: ObligationKind | None = None) -> Obligation:
    """Return the last obligation of a step."""
    return [one for one in at.obligations if one.step is step and kind in (None, one.kind)][-1]


class TestInDoubtIsNotDone:
    """EN-02: a step told as done while one that it needs stands at a no is irregular, and not done."""

    @pytest.mark.parametrize(
        ("no", "mended", "told", "step"),
        [
            ("security-status 2026-10-12 deferred", "security-status 2026-10-14 approved", "",
             Step.EVIDENCE_FORM),
            ("security-status 2026-10-12 rejected", "security-status 2026-10-14 approved", "",
             Step.EVIDENCE_FORM),
            ("user-ids 2026-10-12 not-accepted", "user-ids 2026-10-14 accepted", "", Step.EVIDENCE_FORM),
            ("credit-cover 2026-10-12 required", "credit-cover 2026-10-14 in-place", "", Step.EVIDENCE_FORM),
            ("quality-gate 2026-10-01 failed", "quality-gate 2026-10-14 passed", "test-certificate",
             Step.TEST_CERTIFICATE),
            ("uept-review 2026-09-28 further-testing", "uept-review 2026-10-14 concluded",
             "quality-gate passed", Step.QUALITY_GATE),
        ],
    )  # fmt: skip
    def test_over_a_no(self, no: str, mended: str, told: str, step: Step) -> None:
        """It is named with the no, and is not done until it is told again, once the no is mended."""
        name, *outcome = (told or "evidence-form").split()
        of, since, _ = no.split()
        first, again = (" ".join([name, day, *outcome]) for day in ("2026-10-13", "2026-10-15"))
        kept = tuple(
            line
            for line in ALL_BUT_EVIDENCE
            if not line.startswith((of, name)) and (not told or line.split()[1] <= since)
        )
        at = on("2026-10-13", *kept, no, first)
        named = [each for each in at.irregularities if each.kind is IrregularityKind.OVER_A_NO]
        assert [(each.event, each.other, each.counts) for each in named] == [(event(first), event(no), False)]
        assert (state(at, step).state, state(at, step).done_on) == (State.WAITING, None)
        mended_only = on("2026-10-14", *kept, no, mended, first)
        assert state(mended_only, step).done_on is None
        told_again = on("2026-10-15", *kept, no, mended, first, again)
        assert state(told_again, step).done_on == date(2026, 10, 15)

    def test_privacy_deferred(self) -> None:
        """A privacy status of Deferred is a no as well."""
        lines = ("privacy-status 2026-10-12 deferred", "evidence-form 2026-10-13 other-user")
        at = on("2026-10-13", *lines, roles=("other-user",))
        assert state(at, Step.EVIDENCE_FORM, OTHER).done_on is None

    def test_a_no_before_and_after(self) -> None:
        """What came before the no is not done while that stands."""
        lines = (*ALL_BUT_EVIDENCE, "evidence-form 2026-10-13", "security-status 2026-10-14 deferred")
        assert state(on("2026-10-13", *lines), Step.EVIDENCE_FORM).done_on == date(2026, 10, 13)
        at = on("2026-10-14", *lines)
        assert state(at, Step.EVIDENCE_FORM).done_on is None
        assert not at.irregularities

    def test_credit_cover_that_is_only_confirmed(self) -> None:
        """By the other reading of RD-25 cover that is required is no no."""
        lines = ("credit-cover 2026-10-12 required", "evidence-form 2026-10-13")
        assert state(on("2026-10-13", *lines), Step.EVIDENCE_FORM).done_on is None
        at = on("2026-10-13", *lines, readings={"RD-25": "confirmed"})
        assert state(at, Step.CREDIT_COVER).done_on == date(2026, 10, 12)
        assert state(at, Step.EVIDENCE_FORM).done_on == date(2026, 10, 13)

    def test_a_missing_outcome_is_no_no(self) -> None:
        """A later step that is told counts, and the earlier one is listed as without its outcome."""
        lines = (*READY, *TESTED[:4], "uept-review 2026-09-28")
        at = on("2026-09-28", *lines)
        assert (state(at, Step.UEPT_REVIEW).state, state(at, Step.UEPT_REVIEW).is_in_doubt) == (
            State.OPEN,
            True,
        )
        at = on("2026-10-01", *lines, "quality-gate 2026-10-01 passed")
        assert state(at, Step.QUALITY_GATE).done_on == date(2026, 10, 1)
        assert state(at, Step.UEPT_REVIEW).state is State.PAST
        assert the(at, Step.UEPT_REVIEW).doubt is Doubt.OUTCOME_MISSING

    def test_past_is_said_of_what_was_not_told(self) -> None:
        """What a later step shows to be past, though nothing was told of it."""
        at = on("2026-10-01", "quality-gate 2026-10-01 passed")
        assert state(at, Step.UEPT_REVIEW).state is State.PAST
        assert the(at, Step.UEPT_REVIEW).doubt is Doubt.MISSING
        shown_by = state(at, Step.UEPT_REVIEW).shown_by
        assert shown_by is not None
        assert shown_by.step is Step.QUALITY_GATE
        at = on("2026-10-01", "user-interface 2026-02-27 begun", "quality-gate 2026-10-01 passed")
        assert state(at, Step.USER_INTERFACE).state is State.OPEN

    @pytest.mark.parametrize(
        ("no", "past", "opened"),
        [
            ("uept-review 2026-10-01 further-testing", Step.UEPT_NOTICE, Step.UEPT),
            ("quality-gate 2026-10-01 failed", Step.UEPT_REVIEW, Step.QUALITY_GATE),
            ("user-ids 2026-10-01 not-accepted", Step.TEST_CERTIFICATE, Step.USER_IDS),
            ("credit-cover 2026-10-01 required", Step.TEST_CERTIFICATE, Step.CREDIT_COVER),
            ("security-status 2026-10-01 deferred", None, Step.FUSA_APPLICATION),
            ("privacy-status 2026-10-01 deferred", Step.PRIVACY_ASSESSMENT, Step.PRIVACY_STATUS),
        ],
    )
    def test_a_no_alone(self, no: str, past: Step | None, opened: Step) -> None:
        """It shows that all before it was taken; what it sends back is to be taken again, and no more."""
        at = on("2026-10-01", no, roles=("other-user",))
        assert state(at, opened, OTHER).state is State.OPEN
        if past is not None:
            assert state(at, past, OTHER).state is State.PAST
        anew = on("2026-10-01", no, roles=("other-user",), readings={"RD-28": "notice-anew"})
        if past is Step.UEPT_NOTICE:
            assert state(anew, past, OTHER).state is State.OPEN

    def test_a_no_over_a_no(self) -> None:
        """It shows nothing."""
        lines = ("uept-review 2026-10-01 further-testing", "quality-gate 2026-10-02 failed")
        assert state(on("2026-10-02", *lines), Step.UEPT_REPORT).state is State.WAITING

    def test_a_booking_is_not_past(self) -> None:
        """What is booked for a day to come was told."""
        at = on("2026-10-01", "uept-review 2026-10-02 concluded", "quality-gate 2026-10-01 passed")
        assert state(at, Step.UEPT_REVIEW).state is State.WAITING

    def test_confirmation_ends_its_role(self) -> None:
        """Even over a no: done, and irregular."""
        lines = (*ALL_BUT_EVIDENCE[:-1], "security-status 2026-10-12 deferred")
        told = ("evidence-form 2026-10-13", "secas-confirmation 2026-10-20")
        at = on("2026-10-20", *lines, *told)
        assert at.is_confirmed(GAS)
        assert {each.state for each in at.steps} == {State.DONE, State.PAST}
        named = [each for each in at.irregularities if each.kind is IrregularityKind.OVER_A_NO]
        assert {each.event for each in named} == {event(line) for line in told}
        assert all(each.counts for each in named)

    def test_a_later_no_counts_for_others(self) -> None:
        """For User Roles that are not yet confirmed: the status, and what it sends back, are open again."""
        roles = ("gas-supplier", "import-supplier")
        lines = (*ALL_BUT_EVIDENCE, "secas-confirmation 2026-10-20 gas-supplier")
        no = "security-status 2026-10-21 deferred"
        at = on("2026-10-21", *lines, no, roles=roles)
        assert state(at, Step.SECURITY_STATUS).state is State.WAITING
        assert state(at, Step.FUSA_APPLICATION).state is State.OPEN
        assert state(at, Step.EVIDENCE_FORM).state is State.PAST
        assert state(at, Step.EVIDENCE_FORM, UserRole.IMPORT_SUPPLIER).state is State.WAITING
        alone = on("2026-10-21", *lines, no)
        assert not alone.open_steps


class TestOneJudge:
    """EN-03: whether a notice or a limit was kept is what the provision's own question says."""

    @pytest.mark.parametrize(
        ("given", "start", "state_", "late"),
        [
            ("2026-06-03", "2026-08-26", ObligationState.MET, 0),
            ("2026-06-04", "2026-08-26", ObligationState.MET_LATE, 1),
            ("2026-06-07", "2026-08-31", ObligationState.MET, 0),  # a Sunday, and a bank holiday
            ("2026-06-08", "2026-08-31", ObligationState.MET_LATE, 1),
        ],
    )
    def test_notice(self, given: str, start: str, state_: ObligationState, late: int) -> None:
        """Of 60 Working Days, whatever day it was given, and whatever day it is for."""
        at = on("2026-12-01", *READY[:-1], f"uept-notice {given}", f"uept {start} begun")
        notice = the(at, Step.UEPT_NOTICE)
        assert (notice.state, notice.working_days_late, notice.bearer) == (state_, late, Bearer.PARTY)

    @pytest.mark.parametrize(
        ("given", "start", "state_"),
        [
            ("2026-10-05", "2026-12-28", ObligationState.MET),  # exactly 12 weeks, a bank holiday
            ("2026-10-06", "2026-12-28", ObligationState.MET_LATE),
            ("2026-08-31", "2026-11-23", ObligationState.MET),  # given on a bank holiday
            ("2026-09-01", "2026-11-23", ObligationState.MET_LATE),
        ],
    )
    def test_application(self, given: str, start: str, state_: ObligationState) -> None:
        """Of 84 days, rolled nowhere."""
        at = on("2027-01-04", f"fusa-application {given}", f"full-user-security-assessment {start} begun")
        assert the(at, Step.FUSA_APPLICATION).state is state_

    def test_a_should(self) -> None:
        """A should that is not kept is shorter than it should be, and nobody is late (PA-01)."""
        lines = ("privacy-application 2026-06-09", "privacy-assessment 2026-08-31 begun")
        at = on("2026-08-31", *lines, roles=("other-user",))
        assert the(at, Step.PRIVACY_APPLICATION).state is ObligationState.SHORT
        assert at.late == ()
        at = on("2026-06-09", lines[1], roles=("other-user",))
        assert the(at, Step.PRIVACY_APPLICATION, ObligationKind.NOTICE).state is ObligationState.SHORT
        at = on("2026-06-08", lines[1], roles=("other-user",))
        assert the(at, Step.PRIVACY_APPLICATION, ObligationKind.NOTICE).state is ObligationState.DUE

    def test_overdue_only_after_its_last_day(self) -> None:
        """The last day that suffices is a Sunday; the latest Working Day stands beside it (RD-06)."""
        booked = "uept 2026-08-31 begun"
        for day, expected in (("2026-06-07", ObligationState.DUE), ("2026-06-08", ObligationState.OVERDUE)):
            notice = the(on(day, *READY[:-1], booked), Step.UEPT_NOTICE, ObligationKind.NOTICE)
            assert (notice.state, notice.last_day) == (expected, date(2026, 6, 7))
            assert notice.due is not None
            assert notice.due.day == date(2026, 6, 5)

    @pytest.mark.parametrize(
        ("answered", "state_", "late"),
        [
            ("2026-09-21", ObligationState.MET, 0),
            ("2026-09-22", ObligationState.MET_LATE, 1),
            ("2026-09-26", ObligationState.MET_LATE, 4),
        ],
    )
    def test_limits(self, answered: str, state_: ObligationState, late: int) -> None:
        """Two Working Days after a report of a Thursday."""
        lines = ("uept-report 2026-09-17", f"uept-receipt-confirmation {answered}")
        clock = the(on("2026-12-01", *lines), Step.UEPT_RECEIPT_CONFIRMATION)
        assert (clock.state, clock.working_days_late, clock.bearer) == (state_, late, Bearer.DCC)

    def test_a_limit_that_runs(self) -> None:
        """It is due on its last day, and overdue on the next, the DCC's."""
        for day, expected in (("2026-09-21", ObligationState.DUE), ("2026-09-22", ObligationState.OVERDUE)):
            clock = the(on(day, "uept-report 2026-09-17"), Step.UEPT_RECEIPT_CONFIRMATION)
            assert (clock.state, clock.bearer, clock.last_day) == (expected, Bearer.DCC, date(2026, 9, 21))

    def test_a_failed_gate_starts_no_clock(self) -> None:
        """The certificate follows a successful meeting only (TE-06)."""
        at = on("2026-12-01", "quality-gate 2026-10-01 failed")
        assert the(at, Step.TEST_CERTIFICATE).kind is ObligationKind.STEP
        at = on("2026-12-01", "quality-gate 2026-10-01 failed", "quality-gate 2026-10-05 passed")
        assert the(at, Step.TEST_CERTIFICATE, ObligationKind.LIMIT).last_day == date(2026, 10, 7)

    def test_each_round_has_its_clock(self) -> None:
        """A report that is sent again starts another; the first answers the first."""
        lines = ("uept-report 2026-09-17", "uept-receipt-confirmation 2026-09-22", "uept-report 2026-10-01")
        clocks = [
            (one.state, one.last_day, one.superseded)
            for one in on("2026-10-02", *lines).obligations
            if one.step is Step.UEPT_RECEIPT_CONFIRMATION
        ]
        assert clocks == [
            (ObligationState.MET_LATE, date(2026, 9, 21), True),
            (ObligationState.DUE, date(2026, 10, 5), False),
        ]

    def test_an_answer_of_the_same_day(self) -> None:
        """It answers the clock that began to run on that day, though the report was sent again since."""
        lines = ("uept-report 2026-09-17", "uept-receipt-confirmation 2026-09-17", "uept-report 2026-10-01")
        clocks = [
            one.state
            for one in on("2026-10-02", *lines).obligations
            if one.step is Step.UEPT_RECEIPT_CONFIRMATION
        ]
        assert clocks == [ObligationState.MET, ObligationState.DUE]

    def test_what_a_later_report_leaves_open(self) -> None:
        """Of a report that was sent again before its receipt was told it cannot be said."""
        clocks = [
            (one.state, one.doubt, one.because)
            for one in on("2026-10-02", "uept-report 2026-09-17", "uept-report 2026-10-01").obligations
            if one.step is Step.UEPT_RECEIPT_CONFIRMATION
        ]
        assert clocks[0] == (ObligationState.UNDETERMINED, Doubt.MISSING, event("uept-report 2026-10-01"))

    def test_what_further_testing_leaves_open(self) -> None:
        """The receipt of a report that was reviewed, and was not told: it cannot be said."""
        lines = ("uept-report 2026-09-17", "uept-review 2026-09-28 further-testing")
        clock = the(on("2026-12-01", *lines), Step.UEPT_RECEIPT_CONFIRMATION, ObligationKind.LIMIT)
        assert (clock.state, clock.because) == (ObligationState.UNDETERMINED, event(lines[1]))

    def test_a_step_that_came_before_its_clock(self) -> None:
        """What is done has no clock that runs."""
        at = on("2026-12-01", "uept-receipt-confirmation 2026-09-16", "uept-report 2026-09-17")
        clock = the(at, Step.UEPT_RECEIPT_CONFIRMATION)
        assert (clock.state, clock.done_on) == (ObligationState.MET, date(2026, 9, 16))

    @pytest.mark.parametrize(
        ("moved", "state_", "late"),
        [("2026-08-03", ObligationState.MET, 0), ("2026-08-04", ObligationState.MET_LATE, 1)],
    )
    def test_moves(self, moved: str, state_: ObligationState, late: int) -> None:
        """Four weeks ahead of the booked day (SA-04), counted back from a bank holiday too."""
        line = f"full-user-security-assessment {moved} rescheduled from 2026-08-31"
        move = the(on("2026-08-04", line), Step.FULL_USER_SECURITY_ASSESSMENT, ObligationKind.MOVE)
        assert (move.state, move.working_days_late, move.last_day) == (state_, late, date(2026, 8, 3))
        assert (move.rule.id, move.bearer) == ("SA-04", Bearer.PARTY)

    def test_privacy_moves(self) -> None:
        """By a rule of their own (EX-08)."""
        line = "privacy-assessment 2026-08-04 rescheduled from 2026-08-31"
        at = on("2026-08-04", line, roles=("other-user",))
        move = the(at, Step.PRIVACY_ASSESSMENT, ObligationKind.MOVE)
        assert (move.rule.id, move.bearer) == ("EX-08", Bearer.PARTY)

    def test_other_moves_are_nobodys_business(self) -> None:
        """The UEPT of a User Role is moved as the Party likes."""
        at = on("2026-08-04", "uept 2026-08-04 rescheduled from 2026-08-31")
        assert all(one.kind is not ObligationKind.MOVE for one in at.obligations)

    def test_of_which_notice(self) -> None:
        """A later notice replaces an earlier one before UEPT begins (RD-30); one after it judges nothing."""
        lines = (*READY, "uept 2026-08-26 begun")
        again = "uept-notice 2026-06-05"
        assert the(on("2026-12-01", *lines), Step.UEPT_NOTICE).state is ObligationState.MET
        replaced = the(on("2026-12-01", *lines, again), Step.UEPT_NOTICE)
        assert (replaced.state, replaced.done_on) == (ObligationState.MET_LATE, date(2026, 6, 5))
        kept = on("2026-12-01", *lines, again, readings={"RD-30": "earlier-serves"})
        assert the(kept, Step.UEPT_NOTICE).state is ObligationState.MET
        after = the(on("2026-12-01", *lines, "uept-notice 2026-08-27"), Step.UEPT_NOTICE)
        assert (after.state, after.done_on) == (ObligationState.MET, date(2026, 6, 3))

    def test_a_retest(self) -> None:
        """It needs no notice anew, and is judged by one that was given (RD-28)."""
        lines = (*READY, *TESTED[:4], "uept-review 2026-09-28 further-testing")
        again = "uept 2026-10-01 begun"
        judged = [one for one in on("2026-10-01", *lines, again).obligations if one.step is Step.UEPT_NOTICE]
        assert [one.state for one in judged] == [ObligationState.MET]
        given = on("2026-10-01", *lines, "uept-notice 2026-09-28", again)
        assert the(given, Step.UEPT_NOTICE).state is ObligationState.MET_LATE
        anew = on("2026-10-01", *lines, again, readings={"RD-28": "notice-anew"})
        notice = the(anew, Step.UEPT_NOTICE, ObligationKind.NOTICE)
        assert (notice.state, notice.doubt) == (ObligationState.UNDETERMINED, Doubt.NO_NOTICE)

    def test_testing_that_is_begun_anew(self) -> None:
        """Though no review asked for it: it needs no notice, and what was shown before does not count."""
        lines = (*READY, *TESTED[:3], "uept 2026-09-18 begun")
        at = on("2026-09-18", *lines)
        assert [one.trigger for one in at.obligations if one.step is Step.UEPT_NOTICE] == [
            event("uept 2026-08-26 begun")
        ]
        assert state(at, Step.UEPT_REPORT).done_on is None

    def test_one_notice_for_all(self) -> None:
        """By a reading of RD-24 another User Role's notice serves too, if it is the earlier."""
        roles = ("import-supplier", "gas-supplier")
        lines = (*READY[:-1], "uept-notice 2026-06-03 import-supplier", "uept-notice 2026-06-10 gas-supplier",
                 "uept 2026-08-26 begun")  # fmt: skip
        for choice, expected in (("one-per-role", 1), ("one-for-all", 0)):
            at = on("2026-12-01", *lines, roles=roles, readings={"RD-24": choice})
            assert len(at.late) == expected

    def test_one_notice_for_all_and_another_after_testing_began(self) -> None:
        """The later one is for a retest: it replaces nothing, for the other User Role neither."""
        roles = ("import-supplier", "gas-supplier")
        own = ("uept-notice 2026-06-03", "uept 2026-08-26 begun", "uept-notice 2026-08-27")
        lines = (
            *READY[:-1],
            *(f"{line} import-supplier" for line in own),
            "uept 2026-09-01 begun gas-supplier",
        )
        at = on("2026-12-01", *lines, roles=roles, readings={"RD-24": "one-for-all"})
        assert at.late == ()

    def test_one_notice_for_all_and_a_retest(self) -> None:
        """A retest needs none, and does not wait for that of another User Role (RD-28)."""
        roles = ("import-supplier", "gas-supplier")
        lines = (*READY, "uept-review 2026-09-28 further-testing gas-supplier",
                 "uept-notice 2026-09-29 import-supplier")  # fmt: skip
        at = on("2026-09-30", *lines, roles=roles, readings={"RD-24": "one-for-all"})
        assert state(at, Step.UEPT).state is State.OPEN
        assert state(at, Step.UEPT).not_before is None

    def test_an_application_that_is_sent_again(self) -> None:
        """It replaces the one before, whatever is held of notices of UEPT (RD-30)."""
        lines = ("fusa-application 2026-06-01", "fusa-application 2026-06-09",
                 "full-user-security-assessment 2026-08-31 begun")  # fmt: skip
        for choice in ("replaces", "earlier-serves"):
            at = on("2026-12-01", *lines, readings={"RD-30": choice})
            assert the(at, Step.FUSA_APPLICATION).state is ObligationState.MET_LATE

    def test_a_notice_that_does_not_count(self) -> None:
        """Testing that began on a notice given before SREPT: named, with the reason (RD-13)."""
        lines = ("srept 2026-06-04", "uept-notice 2026-06-03", "uept 2026-08-28 begun")
        notice = the(on("2026-12-01", *lines), Step.UEPT_NOTICE, ObligationKind.NOTICE)
        assert (notice.state, notice.doubt, notice.because) == (
            ObligationState.UNDETERMINED,
            Doubt.DOES_NOT_COUNT,
            event("uept-notice 2026-06-03"),
        )
        booked = the(on("2026-06-04", *lines), Step.UEPT_NOTICE, ObligationKind.NOTICE)
        assert (booked.state, booked.doubt) == (ObligationState.DUE, Doubt.DOES_NOT_COUNT)
        none = the(on("2026-12-01", *lines[::2]), Step.UEPT_NOTICE, ObligationKind.NOTICE)
        assert (none.state, none.doubt, none.because) == (
            ObligationState.UNDETERMINED,
            Doubt.NO_NOTICE,
            None,
        )

    def test_a_beginning_that_was_not_told(self) -> None:
        """Where the notice is too short even for the end it was not kept; else it cannot be said."""
        for given, expected in (
            ("2026-06-08", ObligationState.UNDETERMINED),
            ("2026-06-09", ObligationState.MET_LATE),
        ):
            lines = (f"fusa-application {given}", "full-user-security-assessment 2026-08-31")
            application = the(on("2026-12-01", *lines), Step.FUSA_APPLICATION, ObligationKind.NOTICE)
            assert application.state is expected
            assert (application.doubt is Doubt.BEGINNING_MISSING) is (
                expected is ObligationState.UNDETERMINED
            )
        lines = ("privacy-application 2026-06-09", "privacy-assessment 2026-08-31")
        at = on("2026-12-01", *lines, roles=("other-user",))
        assert the(at, Step.PRIVACY_APPLICATION, ObligationKind.NOTICE).state is ObligationState.SHORT

    def test_an_application_ahead_of_the_status(self) -> None:
        """Another assessment may be applied for once the one before has ended."""
        lines = (*ASSESSED, "fusa-application 2026-09-10", "security-status 2026-10-12 deferred")
        at = on("2026-10-12", *lines)
        assert state(at, Step.FUSA_APPLICATION).done_on == date(2026, 9, 10)
        opened = state(at, Step.FULL_USER_SECURITY_ASSESSMENT).not_before
        assert opened is not None
        assert opened.day == date(2026, 12, 3)
        at = on("2026-12-02", *lines, "full-user-security-assessment 2026-12-02 begun")
        assert [one.working_days_late for one in at.late] == [1]

    def test_a_follow_up_that_need_not_be_booked(self) -> None:
        """By a reading of RD-34."""
        lines = (*ASSESSED, "security-status 2026-10-12 deferred")
        assert state(on("2026-10-12", *lines), Step.FULL_USER_SECURITY_ASSESSMENT).state is State.WAITING
        at = on("2026-10-12", *lines, readings={"RD-34": "not-booked"})
        assert state(at, Step.FULL_USER_SECURITY_ASSESSMENT).state is State.OPEN
        assert state(at, Step.FUSA_APPLICATION).state is State.DONE
        told = ("fusa-application 2026-10-13", "full-user-security-assessment 2026-10-20 begun")
        at = on("2026-10-20", *lines, *told, readings={"RD-34": "not-booked"})
        assert at.late == ()
        at = on("2026-10-14", *lines, *told[:1], readings={"RD-34": "not-booked"})
        assert state(at, Step.FULL_USER_SECURITY_ASSESSMENT).not_before is None


class TestOneBearer:
    """EN-04: whose turn it is follows from what was told last."""

    @pytest.mark.parametrize(
        ("told", "step", "bearer"),
        [
            ("", Step.USER_IDS, Bearer.PARTY),
            ("user-ids 2026-10-09 proposed", Step.USER_IDS, Bearer.DCC),
            ("user-ids 2026-10-09", Step.USER_IDS, Bearer.DCC),
            ("user-ids 2026-10-09 not-accepted", Step.USER_IDS, Bearer.PARTY),
            ("", Step.CREDIT_COVER, Bearer.DCC),
            ("credit-cover 2026-10-09", Step.CREDIT_COVER, Bearer.DCC),
            ("credit-cover 2026-10-09 required", Step.CREDIT_COVER, Bearer.PARTY),
            ("", Step.SECURITY_STATUS, Bearer.SSC),
            ("security-status 2026-10-09", Step.SECURITY_STATUS, Bearer.SSC),
            ("security-status 2026-10-09 deferred", Step.SECURITY_STATUS, Bearer.PARTY),
            ("security-status 2026-10-09 rejected", Step.SECURITY_STATUS, Bearer.PARTY),
            ("quality-gate 2026-10-09 failed", Step.QUALITY_GATE, Bearer.NOBODY),
            ("uept-review 2026-10-09 further-testing", Step.UEPT_REVIEW, Bearer.DCC),
        ],
    )
    def test_each(self, told: str, step: Step, bearer: Bearer) -> None:
        """The same in the position and in its standing."""
        at = on("2026-10-10", *([told] if told else []))
        assert state(at, step).bearer is bearer
        assert {one.bearer for one in at.obligations if one.step is step} == {bearer}

    def test_after_the_follow_up(self) -> None:
        """Once what was sent back is taken again, the status is the SSC's to give."""
        lines = (*ASSESSED, "security-status 2026-10-12 deferred", "fusa-application 2026-10-13")
        assert state(on("2026-10-13", *lines), Step.SECURITY_STATUS).bearer is Bearer.PARTY
        at = on("2027-01-11", *lines, "full-user-security-assessment 2027-01-11 completed")
        assert state(at, Step.SECURITY_STATUS).bearer is Bearer.SSC

    def test_privacy_deferred(self) -> None:
        """Nothing is sent back, and the concerns are the Party's to meet (RD-32)."""
        at = on("2026-10-12", "privacy-status 2026-10-12 deferred", roles=("other-user",))
        assert state(at, Step.PRIVACY_STATUS).bearer is Bearer.PARTY
        assert state(at, Step.PRIVACY_ASSESSMENT).state is State.PAST


class TestBegun:
    """EN-05: a step that takes time can be told to have begun, and a booking is one to begin."""

    @pytest.mark.parametrize(
        "step",
        [
            Step.GATEWAY_CONNECTION,
            Step.USER_INTERFACE,
            Step.SMKI_RAPPS,
            Step.SREPT,
            Step.DCCKI_RAPPS,
            Step.UEPT,
            Step.FULL_USER_SECURITY_ASSESSMENT,
        ],
    )
    def test_each(self, step: Step) -> None:
        """It is under way, open, and waits for nothing."""
        found = state(on("2026-10-12", f"{step.value} 2026-10-09 begun"), step)
        assert (found.state, found.begun_on, found.done_on) == (State.OPEN, date(2026, 10, 9), None)
        assert found.waits_for == ()

    def test_on_the_day_on_which_it_is_sent_back(self) -> None:
        """What begins on the day of the review is the retest; what ends on it was the test before."""
        lines = (*READY, *TESTED[:4], "uept-review 2026-09-28 further-testing")
        begun = state(on("2026-09-28", *lines, "uept 2026-09-28 begun"), Step.UEPT)
        assert (begun.begun_on, begun.sent_back_by) == (date(2026, 9, 28), event(lines[-1]))
        ended = state(on("2026-09-28", *lines, "uept 2026-09-28 completed"), Step.UEPT)
        assert (ended.state, ended.done_on) == (State.OPEN, None)

    def test_an_event_without_outcome(self) -> None:
        """It is a booking to begin before its day, and the completion from its day on."""
        line = "full-user-security-assessment 2026-12-01"
        before, there = on("2026-11-30", line), on("2026-12-01", line)
        assert state(before, Step.FULL_USER_SECURITY_ASSESSMENT).booked_for == date(2026, 12, 1)
        assert the(before, Step.FUSA_APPLICATION, ObligationKind.NOTICE).last_day == date(2026, 9, 8)
        assert state(there, Step.FULL_USER_SECURITY_ASSESSMENT).done_on == date(2026, 12, 1)

    def test_a_booking_to_end(self) -> None:
        """With an outcome that ends it, it says nothing of the beginning."""
        at = on("2026-11-30", "full-user-security-assessment 2026-12-01 completed")
        assert all(one.kind is not ObligationKind.NOTICE for one in at.obligations)

    def test_a_booking_that_was_moved(self) -> None:
        """It is none any more, from the day on which that is known."""
        lines = ("uept 2026-12-01 begun", "uept 2026-11-20 rescheduled from 2026-12-01 known 2026-11-23")
        assert state(on("2026-11-22", *lines), Step.UEPT).booked_for == date(2026, 12, 1)
        moved = state(on("2026-11-23", *lines), Step.UEPT)
        assert (moved.booked_for, moved.moved) == (None, event(lines[1]))
        again = state(on("2026-11-23", *lines, "uept 2026-12-08 begun"), Step.UEPT)
        assert (again.booked_for, again.moved) == (date(2026, 12, 8), None)
        assert state(on("2026-12-01", *lines), Step.UEPT).begun_on is None

    def test_what_becomes_known_later(self) -> None:
        """It has not happened before it is known, and is no booking either."""
        line = "srept 2026-11-20 completed known 2026-11-25"
        assert state(on("2026-11-19", line), Step.SREPT).booked_for == date(2026, 11, 20)
        between = state(on("2026-11-24", line), Step.SREPT)
        assert (between.booked_for, between.done_on) == (None, None)
        assert state(on("2026-11-25", line), Step.SREPT).done_on == date(2026, 11, 20)


class TestOutcomesNotTold:
    """EN-06: an outcome that was not told answers a clock, and leaves the step in doubt."""

    @pytest.mark.parametrize(
        ("step", "lines"),
        [
            (Step.UEPT_REVIEW, (*TESTED[:4], "uept-review 2026-09-28")),
            (Step.SECURITY_STATUS, (*ASSESSED, "security-status 2026-09-28")),
            (Step.QUALITY_GATE, (*TESTED[:5], "quality-gate 2026-09-28")),
            (Step.USER_IDS, ("user-ids 2026-09-28",)),
            (Step.CREDIT_COVER, ("credit-cover 2026-09-28",)),
        ],
    )
    def test_in_doubt(self, step: Step, lines: tuple[str, ...]) -> None:
        """Such a step is not done."""
        found = state(on("2026-09-28", *READY, *lines), step)
        assert (found.is_in_doubt, found.done_on) == (True, None)

    def test_the_clock(self) -> None:
        """It is answered, in time or late; a clock that no event answers runs on."""
        for day, expected in (("2026-09-28", ObligationState.MET), ("2026-09-29", ObligationState.MET_LATE)):
            at = on("2026-12-01", *READY, *TESTED[:4], f"uept-review {day}")
            clock = the(at, Step.UEPT_REVIEW, ObligationKind.LIMIT)
            assert (clock.state, clock.doubt) == (expected, Doubt.OUTCOME_MISSING)
        at = on("2026-12-01", *READY, *TESTED[:4])
        assert the(at, Step.UEPT_REVIEW, ObligationKind.LIMIT).state is ObligationState.OVERDUE

    def test_the_step(self) -> None:
        """Beside its clock it stands as undetermined."""
        at = on("2026-12-01", *READY, *TESTED[:4], "uept-review 2026-09-28")
        step = the(at, Step.UEPT_REVIEW, ObligationKind.STEP)
        assert (step.state, step.because) == (ObligationState.UNDETERMINED, event("uept-review 2026-09-28"))


class TestPastEverywhere:
    """EN-10: a User Role that SECAS has confirmed, and what it shows to be past, is past everywhere."""

    def test_a_confirmed_role(self) -> None:
        """Nothing of it is open, and nothing is due."""
        at = on("2026-11-23", "secas-confirmation 2025-11-03")
        assert not at.open_steps
        assert not any(one.is_pending for one in at.obligations)
        assert {one.state for one in at.obligations} == {ObligationState.MET, ObligationState.UNDETERMINED}
        assert at.evidence[0].missing == ()

    def test_one_of_two(self) -> None:
        """What the other User Role shares with it is past too; what is its own is not."""
        at = on(
            "2026-11-23", "secas-confirmation 2025-11-03 gas-supplier", roles=("gas-supplier", "other-user")
        )
        opened = {(found.step, found.role) for found in at.open_steps}
        assert opened == {(Step.UEPT_NOTICE, OTHER), (Step.PRIVACY_APPLICATION, None)}

    def test_a_no_that_is_told_later(self) -> None:
        """A confirmed User Role's own steps stay past, whatever is told of them later."""
        at = on("2026-11-23", "secas-confirmation 2025-11-03", "user-ids 2026-11-20 not-accepted")
        assert state(at, Step.USER_IDS).state is State.PAST
        assert not at.open_steps


class TestAccession:
    """EN-11: a Party that is not yet a SEC Party has nothing to do but what OB-18 and RD-29 leave."""

    @pytest.mark.parametrize(
        ("since", "day", "opened"),
        [
            (None, "2026-11-23", {Step.USER_INTERFACE}),
            (date(2026, 11, 24), "2026-11-23", {Step.USER_INTERFACE}),
            (
                date(2026, 11, 23),
                "2026-11-23",
                {Step.USER_INTERFACE, Step.GATEWAY_CONNECTION, Step.FUSA_APPLICATION},
            ),
            (
                UNKNOWN,
                "2026-11-23",
                {Step.USER_INTERFACE, Step.GATEWAY_CONNECTION, Step.FUSA_APPLICATION},
            ),
        ],
    )
    def test_open_steps(self, since: object, day: str, opened: set[Step]) -> None:
        """From the day of accession on, or where nothing is known of it, the rest is open too."""
        at = on(day, since=since)
        assert {found.step for found in at.open_steps} == opened
        assert at.is_sec_party is (UNKNOWN if since is UNKNOWN else len(opened) > 1)

    def test_nothing_beforehand(self) -> None:
        """By the other reading of RD-29 not even the User Interface."""
        at = on("2026-11-23", since=None, readings={"RD-29": "after-accession"})
        assert at.open_steps == ()
        assert at.may_begin(Step.USER_INTERFACE) is False
