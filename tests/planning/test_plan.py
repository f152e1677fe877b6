"""A plan, by hand: what fixes each date, what is critical, why a target fails and what would make it."""

from __future__ import annotations

import copy
import pickle
from datetime import date, timedelta
from typing import Any

import pytest

import sec_uep as uep
from sec_uep import (
    UNKNOWN,
    AssuranceStatus,
    Entry,
    Event,
    Outcome,
    Party,
    Readings,
    Step,
    UserRole,
    Weeks,
    WorkingDays,
    calendar,
    planning,
    wire,
)
from sec_uep.errors import DateOutsideCalendar, InvalidType, InvalidValue, MissingFact, UnknownName
from sec_uep.planning import Basis, ChangeKind

FUSA = Step.FULL_USER_SECURITY_ASSESSMENT
GAS, IMPORT, OTHER = UserRole.GAS_SUPPLIER, UserRole.IMPORT_SUPPLIER, UserRole.OTHER_USER

#: A Monday, after which come the bank holidays of 25 and 28 December 2026 and 1 January 2027.
TODAY = date(2026, 11, 23)


def entry(*events: Event, roles: tuple[UserRole, ...] = (GAS,), **others: Any) -> Entry:  # noqa: ANN401 - what an entry takes
    """Return the entry of a SEC Party in which so much was told."""
    others.setdefault("party", Party(sec_party_since=date(2026, 2, 2)))
    return Entry(roles=roles, events=events, **others)


#: All that comes before the notice of UEPT is done.
READY = (
    Event(Step.GATEWAY_CONNECTION, date(2026, 3, 2)),
    Event(Step.USER_INTERFACE, date(2026, 9, 1)),
    Event(Step.SMKI_RAPPS, date(2026, 9, 8)),
    Event(Step.SREPT, date(2026, 10, 1)),
    Event(Step.DCCKI_RAPPS, date(2026, 10, 8)),
)

#: The assessment is done too.
ASSESSED = (
    Event(Step.FUSA_APPLICATION, date(2026, 3, 2)),
    Event(FUSA, date(2026, 6, 1)),
    Event(Step.SECURITY_STATUS, date(2026, 7, 1), outcome=AssuranceStatus.APPROVED),
)


class TestFromNothing:
    """A gas supplier that begins today, with nothing estimated."""

    PLAN = planning.forwards(entry(), today=TODAY)

    @pytest.mark.parametrize(
        ("step", "start", "finish"),
        [
            (Step.UEPT_NOTICE, TODAY, TODAY),
            # 60 weekdays after Monday 23 November are Monday 15 February; three of them are bank holidays.
            (Step.UEPT, date(2027, 2, 18), date(2027, 2, 18)),
            (Step.UEPT_RECEIPT_CONFIRMATION, date(2027, 2, 18), date(2027, 2, 22)),
            (Step.UEPT_REVIEW, date(2027, 2, 22), date(2027, 3, 1)),
            (Step.TEST_CERTIFICATE, date(2027, 3, 1), date(2027, 3, 3)),
            (FUSA, date(2027, 2, 15), date(2027, 2, 15)),
            (Step.SECAS_CONFIRMATION, date(2027, 3, 3), date(2027, 3, 3)),
        ],
    )
    def test_dates(self, step: Step, start: date, finish: date) -> None:
        """The notices and limits alone: 60 Working Days, 12 weeks, 2, 5 and 2 Working Days."""
        planned = self.PLAN.step(step)
        assert (planned.earliest_start, planned.earliest_finish) == (start, finish)

    def test_it_is_a_lower_bound(self) -> None:
        """What nobody estimated takes no time, and the plan says so."""
        assert self.PLAN.is_lower_bound
        assert Step.SREPT in self.PLAN.without_estimate
        assert Step.UEPT_REVIEW not in self.PLAN.without_estimate
        assert repr(self.PLAN) == "<Plan no sooner than 2027-03-03>"
        assert str(self.PLAN) == "no sooner than 2027-03-03"

    def test_slack(self) -> None:
        """The assessment may be applied for 12 Working Days later: by 9 December, 12 weeks before 3 March."""
        planned = self.PLAN.step(Step.FUSA_APPLICATION)
        assert (planned.latest_finish, planned.slack, planned.critical) == (date(2026, 12, 9), 12, False)

    def test_critical_path(self) -> None:
        """From the User Interface by SREPT and the notice of UEPT to SECAS, with no slack."""
        path = self.PLAN.critical_path
        assert [planned.step for planned in path] == [
            Step.USER_INTERFACE,
            Step.SMKI_RAPPS,
            Step.SREPT,
            Step.UEPT_NOTICE,
            Step.UEPT,
            Step.UEPT_REPORT,
            Step.UEPT_RECEIPT_CONFIRMATION,
            Step.UEPT_REVIEW,
            Step.QUALITY_GATE,
            Step.TEST_CERTIFICATE,
            Step.EVIDENCE_FORM,
            Step.SECAS_CONFIRMATION,
        ]
        assert {(planned.slack, planned.critical) for planned in path} == {(0, True)}

    def test_why(self) -> None:
        """Each step that fixes the finish, with the rule by which it waits and the reading it rests on."""
        why = self.PLAN.why()
        assert [reason.rule.id for reason in why[2:6]] == ["ST-05", "TE-01", "TE-01", "TE-07"]
        assert str(why[3].text) == "uept-notice (gas-supplier): from 2026-11-23 (srept)"
        assert why[3].readings == ("RD-13",)
        assert why[4].text == (
            "uept (gas-supplier): from 2026-11-23 (uept-notice (gas-supplier)), "
            "60 Working Days of notice to 2027-02-18"
        )
        assert why[7].text.endswith("5 Working Days (time limit) to 2027-03-01")
        assert [deadline.rule.id for deadline in self.PLAN.deadlines] == ["TE-01", "TE-04", "TE-05", "TE-06"]
        assert {"TE-01", "TE-05"} <= {rule.id for rule in self.PLAN.rules}

    def test_to_do(self) -> None:
        """What waits for nothing, the most urgent first."""
        assert [planned.step for planned in self.PLAN.to_do] == [
            Step.USER_INTERFACE,
            Step.FUSA_APPLICATION,
            Step.GATEWAY_CONNECTION,
        ]

    def test_whose(self) -> None:
        """The DCC's steps are the DCC's, and the status is the Security Sub-Committee's."""
        whose = {planned.step: planned.bearer.value for planned in self.PLAN.steps}
        assert whose[Step.UEPT_REVIEW] == "DCC"
        assert whose[Step.SECURITY_STATUS] == "Security Sub-Committee"
        assert whose[Step.UEPT_REPORT] == whose[Step.UEPT_NOTICE] == "Party"

    def test_at_best(self) -> None:
        """A DCC that acts at once uses none of its nine Working Days."""
        plan = planning.forwards(entry(), today=TODAY, at_best=True)
        assert plan.at_best
        assert plan.finish == date(2027, 2, 18)
        assert plan.step(Step.UEPT_REVIEW).basis is Basis.LIMIT

    def test_no_target(self) -> None:
        """Without a target there is none to miss."""
        assert self.PLAN.target is None
        assert self.PLAN.infeasible is None

    def test_certainty(self) -> None:
        """Up to the finish the bank holidays are published; with one added, amended; past 2028, projected."""
        assert self.PLAN.certainty is uep.Certainty.PUBLISHED
        added = calendar.england_and_wales().with_bank_holiday(date(2027, 2, 1), "Mourning")
        plan = planning.forwards(entry(), today=TODAY, calendar=added)
        assert (plan.certainty, plan.finish) == (uep.Certainty.AMENDED, date(2027, 3, 4))
        assert planning.forwards(entry(), today=date(2028, 11, 1)).certainty is uep.Certainty.PROJECTED

    def test_asked_again(self) -> None:
        """A plan is an answer: it carries its question, and says which readings move it."""
        assert self.PLAN.again(today=date(2026, 11, 24)).finish == date(2027, 3, 4)
        assert self.PLAN.again(readings=Readings(rd_02="clear-days")).finish == date(2027, 3, 4)
        moved = {
            id_: other.answer.outcome
            for other in uep.sensitivity(self.PLAN)
            if not other.refusal
            for id_ in other.choices
        }
        assert moved["RD-02"] == date(2027, 3, 4)
        assert moved["RD-05"] == date(2027, 3, 1)
        assert self.PLAN.outcome == self.PLAN.finish
        assert {d.matter for d in self.PLAN.disagreements}

    def test_a_value(self) -> None:
        """It can be copied, kept and compared."""
        again = planning.forwards(entry(), today=TODAY)
        for other in (copy.deepcopy(self.PLAN), pickle.loads(pickle.dumps(self.PLAN)), again):  # noqa: S301
            assert other == self.PLAN
            assert hash(other) == hash(self.PLAN)
        assert planning.forwards(entry(), today=date(2026, 11, 24)) != self.PLAN

    def test_as_data(self) -> None:
        """It can be written: its steps with their dates, and nothing of how they were found."""
        data = wire.plain(self.PLAN)
        assert data["question"]["name"] == "planning.forwards"
        (notice,) = (step for step in data["steps"] if step["task"]["step"] == "uept-notice")
        assert notice["latest_finish"] == TODAY
        assert not [key for key in (*data, *notice) if key.startswith("_")]

    def test_what_else_is_asked_can_be_written(self) -> None:
        """Obligations, what is missing before the evidence, and why a target fails, as JSON."""
        late = planning.backwards(entry(*READY), target=date(2027, 2, 1), today=TODAY)
        standing = planning.standing(entry(*READY), as_of=TODAY)
        (before,) = planning.evidence(entry(*READY), as_of=TODAY)
        for value in (late, late.infeasible, standing, before, late.to_do):
            assert wire.dumps({"value": value}).startswith("{")
        assert wire.plain(before)["done"][0] == {
            "task": {"step": "gateway-connection", "role": None},
            "day": date(2026, 3, 2),
        }

    def test_short_in_a_notebook(self) -> None:
        """What is shown of each is a line, and not all that it holds."""
        late = planning.backwards(entry(*READY), target=date(2027, 2, 1), today=TODAY).infeasible
        assert repr(late) == "<Infeasible 2027-02-01: 2027-03-03 is the nearest>"
        assert late is not None
        assert repr(late.chain[0]) == "<Link uept-notice (gas-supplier): from 2026-11-23 (today)>"
        first = planning.standing(entry(), as_of=TODAY)[0]
        assert repr(first) == "<Obligation gateway-connection: due ST-02>"

    def test_no_receipt(self) -> None:
        """A receipt is of a day or a verdict; those that a plan rests on have theirs."""
        with pytest.raises(InvalidType, match="is neither a day nor a verdict, and has no receipt; pass"):
            uep.receipt(self.PLAN)
        assert all(uep.verify(uep.receipt(each)) for each in self.PLAN.deadlines)


class TestPeriods:
    """Estimates, and what has begun or is booked."""

    def test_weeks_that_end_on_a_bank_holiday(self) -> None:
        """Five weeks after Monday 23 November is 28 December, a bank holiday: the 29th."""
        plan = planning.forwards(entry(estimates={Step.USER_INTERFACE: Weeks(5)}), today=TODAY)
        planned = plan.step(Step.USER_INTERFACE)
        assert (planned.earliest_finish, planned.takes, planned.basis) == (
            date(2026, 12, 29),
            Weeks(5),
            Basis.ESTIMATE,
        )

    def test_the_longer_of_an_estimate_and_a_limit(self) -> None:
        """An estimate never makes the DCC's limit shorter."""
        for n, finish in ((4, date(2027, 3, 1)), (5, date(2027, 3, 1)), (6, date(2027, 3, 2))):
            plan = planning.forwards(entry(estimates={Step.UEPT_REVIEW: WorkingDays(n)}), today=TODAY)
            assert plan.step(Step.UEPT_REVIEW).earliest_finish == finish
            is_longer = n == 6
            assert plan.step(Step.UEPT_REVIEW).basis is (Basis.ESTIMATE if is_longer else Basis.LIMIT)
        at_best = planning.forwards(
            entry(estimates={Step.UEPT_REVIEW: WorkingDays(6)}), today=TODAY, at_best=True
        )
        assert at_best.step(Step.UEPT_REVIEW).earliest_finish == date(2027, 2, 26)
        assert at_best.step(Step.UEPT_REVIEW).basis is Basis.ESTIMATE

    def test_begun_and_overrun(self) -> None:
        """What was begun ends today at the soonest, and then it is no longer known how long it takes."""
        begun = Event(Step.USER_INTERFACE, date(2026, 11, 2), outcome=Outcome.BEGUN)
        within = planning.forwards(
            entry(begun, estimates={Step.USER_INTERFACE: WorkingDays(20)}), today=TODAY
        ).step(Step.USER_INTERFACE)
        assert (within.earliest_start, within.earliest_finish, within.latest_start) == (
            begun.day,
            date(2026, 11, 30),
            begun.day,
        )
        assert not within.is_lower_bound
        over = planning.forwards(
            entry(begun, estimates={Step.USER_INTERFACE: WorkingDays(5)}), today=TODAY
        ).step(Step.USER_INTERFACE)
        assert (over.earliest_finish, over.is_lower_bound) == (TODAY, True)
        assert over.overrun == date(2026, 11, 9)
        assert str(over.because).endswith(
            "5 Working Days (estimate) to 2026-11-09, overdue: 2026-11-23 at the soonest"
        )

    def test_a_late_dcc(self) -> None:
        """A limit that has passed ends today at the soonest."""
        report = Event(Step.UEPT_REPORT, date(2026, 11, 2), role=GAS)
        tested = Event(Step.UEPT, date(2026, 11, 2), role=GAS)
        planned = planning.forwards(entry(*READY, tested, report), today=TODAY).step(
            Step.UEPT_RECEIPT_CONFIRMATION
        )
        assert (planned.earliest_start, planned.earliest_finish) == (report.day, TODAY)
        assert planned.is_lower_bound

    def test_what_others_do_has_begun(self) -> None:
        """The SSC's estimate runs from the assessment and not from today; the Party's own step from today."""
        assessed = entry(*READY, *ASSESSED[:2], estimates={Step.SECURITY_STATUS: Weeks(26)})
        for today in (TODAY, date(2026, 11, 24)):
            planned = planning.forwards(assessed, today=today).step(Step.SECURITY_STATUS)
            assert (planned.earliest_start, planned.earliest_finish) == (date(2026, 6, 1), date(2026, 11, 30))
        own = entry(*READY[:2], estimates={Step.SMKI_RAPPS: WorkingDays(5)})
        planned = planning.forwards(own, today=TODAY).step(Step.SMKI_RAPPS)
        assert (planned.earliest_start, planned.earliest_finish) == (TODAY, date(2026, 11, 30))

    def test_from_a_saturday(self) -> None:
        """A limit runs from whatever day its event is booked for; what takes no time is on a Working Day."""
        events = (
            *READY,
            Event(Step.UEPT, date(2026, 11, 2), role=GAS),
            Event(Step.UEPT_REPORT, date(2026, 11, 28), role=GAS),
        )
        plan = planning.forwards(entry(*events), today=TODAY)
        confirmed = plan.step(Step.UEPT_RECEIPT_CONFIRMATION)
        assert (confirmed.earliest_start, confirmed.earliest_finish) == (
            date(2026, 11, 28),
            date(2026, 12, 1),
        )
        at_best = planning.forwards(entry(*events), today=TODAY, at_best=True)
        confirmed = at_best.step(Step.UEPT_RECEIPT_CONFIRMATION)
        assert (confirmed.earliest_start, confirmed.earliest_finish) == (
            date(2026, 11, 28),
            date(2026, 11, 30),
        )

    def test_a_booking_to_begin(self) -> None:
        """What is booked begins then; the notice before it may be the reason to move the booking."""
        applied = Event(Step.FUSA_APPLICATION, date(2026, 11, 2))
        booked = Event(FUSA, date(2027, 3, 15), outcome=Outcome.BEGUN)
        planned = planning.forwards(entry(applied, booked), today=TODAY).step(FUSA)
        assert (planned.earliest_start, planned.critical) == (booked.day, True)
        assert planned.because.anchor == "the day it is booked for"
        early = Event(FUSA, date(2027, 1, 11), outcome=Outcome.BEGUN)
        plan = planning.forwards(entry(applied, early), today=TODAY)
        assert plan.step(FUSA).earliest_start == date(2027, 1, 25)
        assert (
            f"that {FUSA.value} is not held to its booking for 2027-01-11: "
            "it can begin on 2027-01-25 at the soonest"
        ) in plan.assumptions

    def test_a_booking_to_end(self) -> None:
        """What is booked to end does so then, or later if it cannot."""
        gate = Event(Step.QUALITY_GATE, date(2027, 3, 10), role=GAS)
        planned = planning.forwards(entry(*READY, gate), today=TODAY).step(Step.QUALITY_GATE)
        assert (planned.earliest_finish, planned.basis) == (gate.day, Basis.BOOKED)
        assert planned.latest_start == planned.latest_finish == gate.day
        assert str(planned.because) == (
            "quality-gate (gas-supplier): from 2027-03-10 (the day it is booked for)"
        )
        too_soon = Event(Step.QUALITY_GATE, date(2027, 2, 10), role=GAS)
        planned = planning.forwards(entry(*READY, too_soon), today=TODAY).step(Step.QUALITY_GATE)
        assert (planned.earliest_finish, planned.basis) == (date(2027, 3, 1), Basis.NOT_SAID)
        failing = Event(Step.QUALITY_GATE, date(2027, 3, 10), role=GAS, outcome=Outcome.FAILED)
        planned = planning.forwards(entry(*READY, failing), today=TODAY).step(Step.QUALITY_GATE)
        assert planned.earliest_finish == date(2027, 3, 1)

    def test_booked_from_beginning_to_end(self) -> None:
        """Both bookings count, in whatever order they come to mind."""
        applied = Event(Step.FUSA_APPLICATION, date(2026, 11, 2))
        begins = Event(FUSA, date(2027, 2, 15), outcome=Outcome.BEGUN)
        ends = Event(FUSA, date(2027, 2, 26), outcome=Outcome.COMPLETED)
        plan = planning.forwards(entry(applied, begins, ends), today=TODAY)
        planned = plan.step(FUSA)
        assert (planned.earliest_start, planned.earliest_finish) == (begins.day, ends.day)
        assert not any("booking" in text for text in plan.assumptions)
        only = planning.forwards(entry(applied, ends), today=TODAY).step(FUSA)
        assert str(only.because).endswith("12 weeks of notice to 2027-01-25, ends 2027-02-26")
        assert (only.earliest_start, only.earliest_finish) == (date(2027, 1, 25), ends.day)

    def test_booked_for_a_weekend(self) -> None:
        """A booking stands as it was told, and the target it ends on is met."""
        sunday = date(2027, 3, 14)
        plan = planning.backwards(
            entry(Event(Step.SECAS_CONFIRMATION, sunday, role=GAS)), target=sunday, today=TODAY
        )
        assert (plan.finish, plan.infeasible) == (sunday, None)
        assert plan.step(Step.SECAS_CONFIRMATION).slack == 0

    def test_today_is_a_sunday(self) -> None:
        """A plan has Working Days in it only."""
        plan = planning.forwards(entry(), today=date(2026, 11, 22))
        assert plan.step(Step.USER_INTERFACE).earliest_start == TODAY
        assert plan.step(Step.USER_INTERFACE).because.from_day == date(2026, 11, 22)
        assert str(plan.step(Step.USER_INTERFACE).because) == (
            "user-interface: from 2026-11-22 (today), begins 2026-11-23"
        )


class TestWhatIsKnown:
    """Done, not yet a SEC Party, untold, sent back."""

    def test_done(self) -> None:
        """What is done stands on its day, is not critical and has no slack."""
        planned = planning.forwards(entry(*READY), today=TODAY).step(Step.SREPT)
        days = {
            planned.earliest_start,
            planned.earliest_finish,
            planned.latest_start,
            planned.latest_finish,
            planned.done_on,
        }
        assert days == {date(2026, 10, 1)}
        assert (planned.slack, planned.critical, planned.basis) == (0, False, Basis.DONE)
        assert planned.bearer is uep.Bearer.PARTY

    def test_the_notice_that_was_given(self) -> None:
        """UEPT starts when the notice given has run, counted from its day and not from today."""
        given = Event(Step.UEPT_NOTICE, date(2026, 10, 5), role=GAS)
        planned = planning.forwards(entry(*READY, given), today=TODAY).step(Step.UEPT)
        assert planned.earliest_start == date(2026, 12, 30)
        assert (planned.because.after, planned.because.from_day) == (planned.because.after, given.day)
        assert planned.because.notice is not None

    def test_one_notice_for_all(self) -> None:
        """RD-24: by the other choice the first notice serves every User Role."""
        given = Event(Step.UEPT_NOTICE, date(2026, 10, 5), role=GAS)
        of = entry(*READY, given, roles=(IMPORT, GAS))
        each = planning.forwards(of, today=TODAY)
        assert each.step(Step.UEPT, IMPORT).earliest_start == date(2027, 2, 18)
        one = planning.forwards(of, today=TODAY, readings=Readings(rd_24="one-for-all"))
        assert one.step(Step.UEPT, IMPORT).earliest_start == date(2026, 12, 30)

    def test_a_notice_before_srept(self) -> None:
        """RD-13: while SREPT is to come, a notice given does not count, unless it may come before."""
        given = Event(Step.UEPT_NOTICE, date(2026, 10, 5), role=GAS)
        plan = planning.forwards(entry(given), today=TODAY)
        assert plan.step(Step.UEPT_NOTICE).done_on is None
        assert plan.step(Step.UEPT).earliest_start == date(2027, 2, 18)
        assert any("RD-13" in text for text in plan.assumptions)
        before = planning.forwards(entry(given), today=TODAY, readings=Readings(rd_13="before-srept-too"))
        assert before.step(Step.UEPT).earliest_start == date(2026, 12, 30)

    def test_not_yet_a_sec_party(self) -> None:
        """Before accession only the User Interface may be built or bought."""
        later = entry(party=Party(sec_party_since=date(2027, 1, 16)))  # a Saturday
        plan = planning.forwards(later, today=TODAY)
        assert plan.step(Step.USER_INTERFACE).earliest_start == TODAY
        gateway = plan.step(Step.GATEWAY_CONNECTION)
        assert gateway.earliest_start == date(2027, 1, 18)
        assert (gateway.because.anchor, gateway.because.from_day, gateway.because.rule.id) == (
            "accession to the SEC",
            date(2027, 1, 16),
            "OB-18",
        )

    @pytest.mark.parametrize(
        ("since", "said"),
        [
            (UNKNOWN, "that it is a SEC Party, which was not told (OB-18)"),
            (None, "that it becomes a SEC Party on 2026-11-23; it is not one yet (OB-18)"),
        ],
    )
    def test_accession_is_taken_for_granted(self, since: Any, said: str) -> None:  # noqa: ANN401 - as a Party takes it
        """It is said where the plan rests on it."""
        plan = planning.forwards(entry(party=Party(sec_party_since=since)), today=TODAY)
        assert plan.assumptions[0] == said
        assert plan.finish == date(2027, 3, 3)

    def test_untold_and_past(self) -> None:
        """A notice that was never told is past once UEPT has begun: it is left out, and said to be."""
        begun = Event(Step.UEPT, date(2026, 11, 16), role=GAS, outcome=Outcome.BEGUN)
        plan = planning.forwards(entry(*READY, begun), today=TODAY)
        with pytest.raises(UnknownName, match="not in this plan"):
            plan.step(Step.UEPT_NOTICE)
        assert plan.assumptions == (
            (
                "that these are past, though not told, because what waits for them was told: "
                "uept-notice (gas-supplier)"
            ),
        )

    def test_all_done(self) -> None:
        """An entry that has ended has a plan with nothing in it to do."""
        confirmed = Event(Step.SECAS_CONFIRMATION, date(2026, 11, 20), role=GAS)
        plan = planning.backwards(entry(confirmed), target=date(2026, 11, 20), today=TODAY)
        assert (plan.finish, plan.is_lower_bound) == (confirmed.day, False)
        assert (plan.critical_path, plan.to_do, len(plan.why())) == ((), (), 0)
        assert [rule.id for rule in plan.rules] == ["OB-01"]
        assert plan.infeasible is None
        assert str(plan) == "2026-11-20; the target 2026-11-20 can be met"
        late = planning.backwards(entry(confirmed), target=date(2026, 11, 19), today=TODAY)
        assert late.infeasible is not None
        assert (late.infeasible.late_by, late.infeasible.chain, late.infeasible.changes) == (1, (), ())

    def test_credit_cover_follows_the_first_role(self) -> None:
        """The DCC speaks of Credit Cover once UEPT is complete for one User Role."""
        given = Event(Step.UEPT_NOTICE, date(2026, 10, 5), role=GAS)
        plan = planning.forwards(entry(*READY, given, roles=(IMPORT, GAS)), today=TODAY)
        assert plan.step(Step.CREDIT_COVER).earliest_start == date(2027, 1, 13)
        assert plan.step(Step.TEST_CERTIFICATE, GAS).earliest_finish == date(2027, 1, 13)
        assert plan.finishes == {IMPORT: date(2027, 3, 3), GAS: date(2027, 2, 15)}

    def test_deferred(self) -> None:
        """Another assessment is applied for today, and takes place 12 weeks later."""
        deferred = Event(Step.SECURITY_STATUS, date(2026, 11, 16), outcome=AssuranceStatus.DEFERRED)
        plan = planning.forwards(entry(*READY, *ASSESSED[:2], deferred), today=TODAY)
        assert plan.step(Step.FUSA_APPLICATION).done_on is None
        assert plan.step(FUSA).earliest_start == date(2027, 2, 15)

    def test_what_a_deferred_status_leaves_open(self) -> None:
        """That concerns take no time, and a follow-up is as the first, is said; of Rejected, RD-17 too."""
        for status, reading in ((AssuranceStatus.DEFERRED, ""), (AssuranceStatus.REJECTED, ", RD-17")):
            told = Event(Step.SECURITY_STATUS, date(2026, 11, 16), outcome=status)
            plan = planning.forwards(entry(*READY, *ASSESSED[:2], told), today=TODAY)
            assert any(
                "the concerns of the security-status of 2026-11-16" in text
                and text.endswith(f"(SA-07{reading})")
                for text in plan.assumptions
            )
            assert plan.step(Step.SECURITY_STATUS).note == f"{status} on 2026-11-16"
            assert plan.step(FUSA).note == f"again, because of security-status on 2026-11-16: {status}"

    def test_applied_for_again_on_the_very_day(self) -> None:
        """An application counts once the assessment has ended, before the status is known or on its day."""
        deferred = Event(Step.SECURITY_STATUS, date(2026, 7, 1), outcome=AssuranceStatus.DEFERRED)
        for day in (date(2026, 6, 2), date(2026, 6, 30), date(2026, 7, 1)):
            again = Event(Step.FUSA_APPLICATION, day)
            planned = planning.forwards(entry(*READY, *ASSESSED[:2], deferred, again), today=day)
            assert planned.step(Step.FUSA_APPLICATION).done_on == day
        on_its_day = Event(Step.FUSA_APPLICATION, date(2026, 6, 1))
        planned = planning.forwards(entry(*READY, *ASSESSED[:2], deferred, on_its_day), today=TODAY)
        assert planned.step(Step.FUSA_APPLICATION).done_on is None
        on_the_day = Event(Step.FUSA_APPLICATION, deferred.day)
        unassessed = planning.forwards(entry(*READY, ASSESSED[0], deferred, on_the_day), today=TODAY)
        assert unassessed.step(Step.FUSA_APPLICATION).done_on == date(2026, 7, 1)

    def test_a_report_told_again(self) -> None:
        """What the DCC said of an earlier report does not speak of the new one."""
        round_ = (
            Event(Step.UEPT, date(2026, 11, 2)),
            Event(Step.UEPT_REPORT, date(2026, 11, 3)),
            Event(Step.UEPT_RECEIPT_CONFIRMATION, date(2026, 11, 4)),
            Event(Step.UEPT_REVIEW, date(2026, 11, 9), outcome=Outcome.CONCLUDED),
            Event(Step.QUALITY_GATE, date(2026, 11, 10), outcome=Outcome.FAILED),
        )
        before = planning.forwards(entry(*READY, *round_), today=TODAY)
        assert before.step(Step.UEPT_REVIEW).done_on == date(2026, 11, 9)
        assert before.step(Step.QUALITY_GATE).note == "failed on 2026-11-10"
        revised = Event(Step.UEPT_REPORT, date(2026, 11, 20))
        after = planning.forwards(entry(*READY, *round_, revised), today=TODAY)
        assert after.step(Step.UEPT_RECEIPT_CONFIRMATION).earliest_finish == date(2026, 11, 24)
        assert after.step(Step.TEST_CERTIFICATE).earliest_finish == date(2026, 12, 3)

    def test_the_end_of_testing_in_another_order(self) -> None:
        """RD-18: no source orders the gate and the review, nor the certificate and a late receipt."""
        told = (
            Event(Step.UEPT_REPORT, date(2026, 11, 3)),
            Event(Step.QUALITY_GATE, date(2026, 11, 9), outcome=Outcome.PASSED),
            Event(Step.UEPT_REVIEW, date(2026, 11, 10), outcome=Outcome.CONCLUDED),
            Event(Step.TEST_CERTIFICATE, date(2026, 11, 11)),
            Event(Step.UEPT_RECEIPT_CONFIRMATION, date(2026, 11, 12)),
        )
        assert planning.forwards(entry(*told), today=TODAY).step(Step.USER_IDS).earliest_start == date(
            2026, 11, 12
        )

    def test_what_is_taken_for_granted(self) -> None:
        """What no source says, and the plan rests on, is said."""
        given = Event(Step.UEPT_NOTICE, date(2026, 10, 5), role=GAS)
        again = Event(Step.UEPT_NOTICE, date(2026, 10, 12), role=GAS)
        said = planning.forwards(entry(*READY, given, again, roles=(IMPORT, GAS)), today=TODAY).assumptions
        assert said == (
            "that the six entry criteria of UEPT are met when it begins (TE-03)",
            "that the notice of 2026-10-12 for uept (gas-supplier) stands in the place of those before it",
            (
                "that the DCC speaks of Credit Cover once UEPT is complete for gas-supplier, "
                "and not for every User Role: no source says which (ST-09)"
            ),
        )
        early = planning.forwards(entry(*READY[1:4]), today=TODAY)
        assert early.assumptions[-1] == (
            "that nothing but the evidence waits for gateway-connection or dccki-rapps, "
            "as no source says (RD-18)"
        )
        strict = planning.forwards(entry(*READY[1:4]), today=TODAY, readings=Readings(rd_18="table-2-order"))
        assert not any("RD-18" in text for text in strict.assumptions)
        later = planning.forwards(entry(party=Party(sec_party_since=date(2027, 1, 16))), today=TODAY)
        assert later.assumptions[0] == (
            "that the DCC User Interface may be built or bought before accession, "
            "which no source says (OB-18)"
        )
        taken = (
            Event(Step.UEPT, date(2026, 11, 2)),
            Event(Step.UEPT_REPORT, date(2026, 11, 3)),
            Event(Step.UEPT_RECEIPT_CONFIRMATION, date(2026, 11, 4)),
            Event(Step.UEPT_REVIEW, date(2026, 11, 9), outcome=Outcome.FURTHER_TESTING),
        )
        retest = planning.forwards(entry(*READY, given, *taken), today=TODAY)
        assert any("testing taken again needs no notice" in text for text in retest.assumptions)
        assert retest.step(Step.UEPT).note == "again, because of uept-review on 2026-11-09: further-testing"
        assert retest.step(Step.UEPT_REVIEW).note == "further-testing on 2026-11-09"

    def test_begun_anew(self) -> None:
        """Why a step that was done lies ahead again."""
        told = (
            Event(Step.UEPT, date(2026, 11, 2)),
            Event(Step.UEPT_REPORT, date(2026, 11, 3)),
            Event(Step.UEPT, date(2026, 11, 16), outcome=Outcome.BEGUN),
        )
        plan = planning.forwards(entry(*READY, *told), today=TODAY)
        assert plan.step(Step.UEPT_REPORT).note == "again, because testing was begun anew on 2026-11-16"

    def test_moved_and_booked_twice(self) -> None:
        """A booking that was given up for no new day, and two that stand side by side, are pointed out."""
        applied = Event(Step.FUSA_APPLICATION, date(2026, 8, 3))
        first, second = (Event(FUSA, date(2026, 12, day), outcome=Outcome.BEGUN) for day in (7, 14))
        moved = Event(FUSA, date(2026, 11, 20), outcome=Outcome.RESCHEDULED, booked_for=first.day)
        given_up = planning.forwards(entry(*READY, applied, first, moved), today=TODAY)
        assert given_up.step(FUSA).note == "moved from 2026-12-07, and no new day was told"
        assert any("as soon as what it waits for is done" in text for text in given_up.assumptions)
        anew = planning.forwards(entry(*READY, applied, first, moved, second), today=TODAY)
        assert anew.step(FUSA).note == "moved from 2026-12-07"
        twice = planning.forwards(entry(*READY, applied, first, second), today=TODAY)
        assert any("booked for 2026-12-07 and not for 2026-12-14" in text for text in twice.assumptions)

    def test_overrun(self) -> None:
        """What should have ended by now is taken to end today, and that is said."""
        begun = Event(Step.USER_INTERFACE, date(2026, 11, 2), outcome=Outcome.BEGUN)
        plan = planning.forwards(entry(begun, estimates={Step.USER_INTERFACE: WorkingDays(5)}), today=TODAY)
        assert (
            "that user-interface, which should have ended on 2026-11-09, ends on 2026-11-23"
        ) in plan.assumptions

    def test_a_should_does_not_undo_a_booking(self) -> None:
        """PA-01: less notice than there should be leaves the day that was agreed; SA-02 does not."""
        events = (
            Event(Step.PRIVACY_APPLICATION, date(2026, 11, 2)),
            Event(Step.FUSA_APPLICATION, date(2026, 11, 2)),
            Event(Step.PRIVACY_ASSESSMENT, date(2026, 12, 14), outcome=Outcome.BEGUN),
            Event(FUSA, date(2026, 12, 14), outcome=Outcome.BEGUN),
        )
        plan = planning.backwards(entry(*events, roles=(OTHER,)), target=date(2027, 6, 1), today=TODAY)
        assert plan.step(Step.PRIVACY_ASSESSMENT).earliest_start == date(2026, 12, 14)
        assert plan.step(FUSA).earliest_start == date(2027, 1, 25)
        booked_only = entry(*events[2:], roles=(OTHER,))
        plan = planning.backwards(booked_only, target=date(2027, 6, 1), today=TODAY)
        assert plan.step(Step.PRIVACY_APPLICATION).latest_finish == date(2027, 6, 1)
        assert plan.step(Step.FUSA_APPLICATION).latest_finish == date(2027, 3, 9)

    def test_in_parallel(self) -> None:
        """An Other User's two assessments wait for nothing of each other's; the notice of one is a should."""
        plan = planning.forwards(entry(roles=(OTHER,)), today=TODAY)
        assert plan.step(FUSA).earliest_start == plan.step(Step.PRIVACY_ASSESSMENT).earliest_start
        assert (
            "that the Privacy Assessment is applied for 12 weeks ahead, as it should be (PA-01)"
        ) in plan.assumptions
        assert plan.step(Step.PRIVACY_STATUS, None).role is None


class TestTargets:
    """Backwards from a target: the latest dates, or why it cannot be met."""

    def test_latest_dates(self) -> None:
        """For 1 June 2027 notice is due by 18 February: 60 Working Days before UEPT on 18 May."""
        plan = planning.backwards(entry(), target=date(2027, 6, 1), today=TODAY)
        assert plan.infeasible is None
        assert plan.finish == date(2027, 3, 3)
        notice = plan.step(Step.UEPT_NOTICE)
        assert (notice.latest_finish, notice.slack) == (date(2027, 2, 18), 60)
        assert plan.step(Step.UEPT).latest_start == date(2027, 5, 18)
        assert plan.step(FUSA).latest_finish == date(2027, 6, 1)
        assert plan.step(Step.FUSA_APPLICATION).latest_finish == date(2027, 3, 9)
        assert str(plan) == "no sooner than 2027-03-03; the target 2027-06-01 can be met"
        # What is critical moves the finish, whether or not the target is far.
        assert notice.critical
        assert [each.step for each in plan.critical_path] == [
            each.step for each in planning.forwards(entry(), today=TODAY).critical_path
        ]

    def test_a_target_on_a_sunday(self) -> None:
        """What must be done by a Sunday must be done by the Friday before."""
        plan = planning.backwards(entry(), target=date(2027, 6, 6), today=TODAY)
        assert plan.step(Step.SECAS_CONFIRMATION).latest_finish == date(2027, 6, 4)

    @pytest.mark.parametrize(("target", "late_by"), [(date(2027, 3, 3), None), (date(2027, 3, 2), 1)])
    def test_the_nearest_day(self, target: date, late_by: int | None) -> None:
        """The finish itself can be met, the Working Day before it cannot."""
        found = planning.backwards(entry(), target=target, today=TODAY).infeasible
        if late_by is None:
            assert found is None
        else:
            assert found is not None
            assert (found.target, found.nearest, found.late_by) == (target, date(2027, 3, 3), late_by)
            assert str(found).splitlines()[:2] == [
                "2027-03-02 cannot be met: 2027-03-03 is the nearest, 1 Working Day later",
                "  user-interface: from 2026-11-23 (today)",
            ]

    def test_the_chain_can_be_checked_by_hand(self) -> None:
        """Each link begins where the one before it ended."""
        found = planning.backwards(entry(*READY), target=date(2027, 2, 1), today=TODAY).infeasible
        assert found is not None
        assert found.chain[0].after is None
        assert found.chain[-1].finish == found.nearest
        for before, link in zip(found.chain, found.chain[1:], strict=False):
            assert link.after == before.task
            assert link.from_day == before.finish
        assert "22 Working Days later" in str(found)

    def test_a_notice_given_earlier(self) -> None:
        """For 1 February notice was due by 21 October."""
        plan = planning.backwards(entry(*READY, *ASSESSED), target=date(2027, 2, 1), today=TODAY)
        assert plan.infeasible is not None
        (change,) = plan.infeasible.changes
        assert (change.kind, change.step, change.roles, change.to) == (
            ChangeKind.EARLIER,
            Step.UEPT_NOTICE,
            (GAS,),
            date(2026, 10, 22),
        )
        assert str(change) == "uept-notice (gas-supplier): had it been taken by 2026-10-22"
        assert plan.again(entry=change.entry).infeasible is None
        a_day_later = [
            Event(Step.UEPT_NOTICE, date(2026, 10, 23), role=GAS) if e.step is Step.UEPT_NOTICE else e
            for e in change.entry.events
        ]
        later = entry(*a_day_later)
        assert plan.again(entry=later).infeasible is not None

    def test_an_estimate_cut(self) -> None:
        """The largest estimate that makes it: a Working Day more does not."""
        of = entry(*READY, *ASSESSED, estimates={Step.UEPT: Weeks(4)})
        plan = planning.backwards(of, target=date(2027, 3, 17), today=TODAY)
        assert plan.infeasible is not None
        earlier, cut = plan.infeasible.changes
        assert (earlier.kind, earlier.to) == (ChangeKind.EARLIER, date(2026, 11, 9))
        assert (cut.kind, cut.step, cut.to) == (ChangeKind.ESTIMATE, Step.UEPT, WorkingDays(10))
        assert str(cut) == "uept (gas-supplier): were it estimated at no more than 10 Working Days"
        assert plan.again(entry=cut.entry).infeasible is None
        more = entry(*READY, *ASSESSED, estimates={Step.UEPT: WorkingDays(11)})
        assert plan.again(entry=more).infeasible is not None

    def test_an_estimate_that_cannot_be_cut_enough(self) -> None:
        """Where one Working Day is too long, the estimate is not what must change."""
        of = entry(*READY, *ASSESSED, estimates={Step.UEPT: Weeks(4)})
        found = planning.backwards(of, target=date(2027, 3, 3), today=TODAY).infeasible
        assert found is not None
        assert [change.kind for change in found.changes] == [ChangeKind.EARLIER]

    def test_begun_earlier(self) -> None:
        """A step that takes time should have been begun by a day, not ended by it."""
        of = entry(READY[0], estimates={Step.USER_INTERFACE: Weeks(10)})
        plan = planning.backwards(of, target=date(2027, 5, 3), today=TODAY)
        assert plan.infeasible is not None
        change = plan.infeasible.changes[0]
        told = change.entry.events[-1]
        assert (change.kind, told.outcome, told.day) == (ChangeKind.EARLIER, Outcome.BEGUN, change.to)
        assert plan.again(entry=change.entry).infeasible is None

    def test_a_notice_that_was_given_too_late(self) -> None:
        """Had it been given earlier than it was: in its place, and for the role that it was for."""
        of = entry(*READY, *ASSESSED, Event(Step.UEPT_NOTICE, date(2026, 11, 2), role=GAS))
        plan = planning.backwards(of, target=date(2027, 2, 1), today=TODAY)
        assert plan.infeasible is not None
        (change,) = plan.infeasible.changes
        assert (change.kind, change.step, change.roles, change.to, change.too_late) == (
            ChangeKind.EARLIER,
            Step.UEPT_NOTICE,
            (GAS,),
            date(2026, 10, 22),
            True,
        )
        assert [e.day for e in change.entry.events if e.step is Step.UEPT_NOTICE] == [date(2026, 10, 22)]

    def test_one_notice_for_all_that_was_given_too_late(self) -> None:
        """RD-24: where one notice is for all, it is the first that should have been earlier."""
        notices = [
            Event(Step.UEPT_NOTICE, date(2026, 11, day), role=role) for day, role in ((2, GAS), (9, IMPORT))
        ]
        plan = planning.backwards(
            entry(*READY, *ASSESSED, *notices, roles=(IMPORT, GAS)),
            target=date(2027, 2, 1),
            today=TODAY,
            readings=Readings(rd_24="one-for-all"),
        )
        assert plan.infeasible is not None
        (change,) = plan.infeasible.changes
        assert (change.to, change.roles) == (date(2026, 10, 22), (IMPORT, GAS))

    def test_an_application_that_was_given_too_late(self) -> None:
        """The same of an assessment, which is applied for once."""
        told = (*READY, Event(Step.UEPT, date(2026, 11, 2)), Event(Step.FUSA_APPLICATION, date(2026, 11, 2)))
        plan = planning.backwards(entry(*told), target=date(2027, 1, 11), today=TODAY)
        assert plan.infeasible is not None
        (change,) = plan.infeasible.changes
        assert (change.step, change.roles, change.to) == (Step.FUSA_APPLICATION, (), date(2026, 10, 19))

    def test_the_other_roles_keep_their_booking(self) -> None:
        """A booking for every User Role that is too late for one of them is moved for that one alone."""
        gate = Event(Step.QUALITY_GATE, date(2027, 3, 15))
        of = entry(
            *READY,
            *ASSESSED,
            Event(Step.UEPT_NOTICE, date(2026, 10, 5)),
            gate,
            roles=(IMPORT, GAS),
            estimates={Step.CREDIT_COVER: WorkingDays(20)},
        )
        plan = planning.backwards(of, target=date(2027, 4, 9), today=TODAY)
        assert plan.infeasible is not None
        change = next(each for each in plan.infeasible.changes if each.kind is ChangeKind.BOOKING)
        assert change.roles == (IMPORT,)
        gates = {e.role: e.day for e in change.entry.events if e.step is Step.QUALITY_GATE}
        assert gates == {IMPORT: change.to, GAS: gate.day}
        assert plan.again(entry=change.entry).infeasible is None

    def test_testing_that_is_booked_too_late_for_one_role(self) -> None:
        """Testing that was booked for all, and is moved for one: the move is told of that one."""
        of = entry(
            *READY,
            *ASSESSED,
            Event(Step.UEPT_NOTICE, date(2026, 10, 5)),
            Event(Step.UEPT, date(2027, 3, 15), outcome=Outcome.BEGUN),
            roles=(IMPORT, GAS),
            estimates={Step.CREDIT_COVER: WorkingDays(20)},
        )
        plan = planning.backwards(of, target=date(2027, 4, 16), today=TODAY)
        assert plan.infeasible is not None
        change = next(each for each in plan.infeasible.changes if each.kind is ChangeKind.BOOKING)
        moves = [e for e in change.entry.events if e.outcome is Outcome.RESCHEDULED]
        assert [(e.role, e.booked_for) for e in moves] == [(IMPORT, date(2027, 3, 15))]
        assert plan.again(entry=change.entry).infeasible is None

    def test_the_last_day_of_a_step_that_is_simply_done(self) -> None:
        """What has no beginning to be told should have been done by its latest finish."""
        of = entry(estimates={Step.GATEWAY_CONNECTION: Weeks(30)})
        plan = planning.backwards(of, target=date(2027, 3, 15), today=TODAY)
        assert plan.infeasible is not None
        assert [(change.kind, change.step) for change in plan.infeasible.changes] == [
            (ChangeKind.ESTIMATE, Step.GATEWAY_CONNECTION)
        ]

    def test_what_does_not_bind_is_not_changed(self) -> None:
        """The chain begins with the booking that is too late, not with what comes before it and has time."""
        plan = planning.backwards(
            entry(Event(Step.SREPT, date(2027, 1, 15))), target=date(2027, 4, 1), today=TODAY
        )
        assert plan.infeasible is not None
        assert plan.infeasible.chain[0].task.step is Step.SREPT
        assert all(
            plan.step(link.task.step, link.task.role).latest_finish < link.finish
            for link in plan.infeasible.chain
        )
        assert [change.step for change in plan.infeasible.changes] == [Step.SREPT]

    def test_a_saturday_too_late(self) -> None:
        """A miss of days on which nobody works is still a miss."""
        booked = Event(Step.SECAS_CONFIRMATION, date(2027, 3, 6), role=GAS)
        plan = planning.backwards(entry(booked), target=date(2027, 3, 5), today=TODAY)
        assert plan.infeasible is not None
        assert (plan.infeasible.late_by, plan.step(Step.SECAS_CONFIRMATION).slack) == (1, -1)

    def test_a_notice_that_is_booked_for_a_saturday(self) -> None:
        """It suffices from that day on, and is not asked for on the Friday before."""
        booked = Event(Step.UEPT_NOTICE, date(2026, 12, 12), role=GAS)
        finish = planning.forwards(entry(*READY, booked), today=TODAY).finish
        plan = planning.backwards(entry(*READY, booked), target=finish, today=TODAY)
        notice = plan.step(Step.UEPT_NOTICE)
        assert (notice.earliest_finish, notice.latest_finish, notice.slack) == (booked.day, booked.day, 0)

    def test_as_sure_as_its_latest_dates(self) -> None:
        """A target beyond the published bank holidays makes a plan that is projected."""
        far = planning.backwards(entry(), target=date(2030, 6, 3), today=TODAY)
        assert far.certainty is uep.Certainty.PROJECTED

    def test_a_role_that_is_through(self) -> None:
        """Of a User Role that SECAS has confirmed nothing is to do, nor in doubt but untold."""
        told = entry(
            Event(Step.SREPT, date(2026, 10, 1)),
            Event(Step.SECAS_CONFIRMATION, date(2026, 11, 13), role=GAS),
            roles=(GAS, IMPORT),
        )
        plan = planning.forwards(told, today=TODAY)
        assert not [each for each in plan.to_do if each.role is GAS]
        assert plan.step(Step.CREDIT_COVER).earliest_start == TODAY
        states = {o.task: o.state for o in planning.standing(told, as_of=TODAY) if o.role is GAS}
        assert {state.value for state in states.values()} == {"met", "undetermined"}

    def test_an_estimate_that_leaves_the_calendar(self) -> None:
        """The step, or the estimate, is named."""
        with pytest.raises(DateOutsideCalendar, match=r"^srept: "):
            planning.forwards(entry(estimates={Step.SREPT: Weeks(9999)}), today=TODAY)
        with pytest.raises(InvalidValue, match=r"^estimates\.srept: 999999 weeks ends after the last date"):
            planning.forwards(entry(estimates={Step.SREPT: Weeks(999_999)}), today=TODAY)

    def test_a_booking_moved(self) -> None:
        """An assessment that is booked too late makes the target where it is moved to an earlier day."""
        events = (
            *READY,
            Event(Step.UEPT_NOTICE, date(2026, 10, 5), role=GAS),
            Event(Step.FUSA_APPLICATION, date(2026, 10, 5)),
            Event(FUSA, date(2027, 3, 15), outcome=Outcome.BEGUN),
        )
        of = entry(*events, estimates={FUSA: WorkingDays(5)})
        plan = planning.backwards(of, target=date(2027, 2, 26), today=TODAY)
        assert plan.infeasible is not None
        (change,) = plan.infeasible.changes
        assert (change.kind, change.step, change.roles, change.to) == (
            ChangeKind.BOOKING,
            FUSA,
            (),
            date(2027, 2, 19),
        )
        assert str(change) == f"{FUSA.value}: were it booked for no later than 2027-02-19"
        assert (change.bearer.value, change.too_late, change.note) == ("Party", False, "")
        assert plan.again(entry=change.entry).infeasible is None
        moved = Event(FUSA, TODAY, outcome=Outcome.RESCHEDULED, booked_for=date(2027, 3, 15))
        assert moved in change.entry.events

    def test_a_booking_moved_late(self) -> None:
        """With less than four weeks the move can be charged for, and the change says so."""
        events = (
            *READY,
            Event(Step.UEPT, date(2026, 11, 2)),
            Event(Step.FUSA_APPLICATION, date(2026, 8, 3)),
            Event(FUSA, date(2026, 12, 14), outcome=Outcome.BEGUN),
        )
        plan = planning.backwards(entry(*events), target=date(2026, 12, 11), today=TODAY)
        assert plan.infeasible is not None
        (change,) = plan.infeasible.changes
        assert change.to == date(2026, 12, 11)
        assert change.note == "moving it from 2026-12-14 can be charged for (SA-05)"
        assert str(change).endswith(
            "no later than 2026-12-11; moving it from 2026-12-14 can be charged for (SA-05)"
        )
        # Exactly four weeks are free.
        free = planning.backwards(
            entry(*events), target=date(2026, 12, 11), today=date(2026, 11, 16)
        ).infeasible
        assert free is not None
        assert free.changes[0].note == ""

    def test_a_booking_that_should_have_been_before_today(self) -> None:
        """What can no longer be is marked as too late."""
        events = (
            *READY,
            Event(Step.UEPT, date(2026, 11, 2)),
            Event(Step.UEPT_REPORT, date(2026, 11, 2)),
            Event(Step.UEPT_RECEIPT_CONFIRMATION, date(2026, 11, 2)),
            Event(Step.UEPT_REVIEW, date(2026, 11, 2), outcome=Outcome.CONCLUDED),
            *ASSESSED,
            Event(Step.QUALITY_GATE, date(2026, 12, 1)),
        )
        plan = planning.backwards(entry(*events), target=TODAY, today=TODAY)
        assert plan.infeasible is not None
        (change,) = plan.infeasible.changes
        assert (change.step, change.to, change.too_late) == (Step.QUALITY_GATE, date(2026, 11, 19), True)

    def test_a_booked_end_moved(self) -> None:
        """A Quality Gate that is booked too late, likewise."""
        events = (
            *READY,
            *ASSESSED,
            Event(Step.UEPT_NOTICE, date(2026, 10, 5), role=GAS),
            Event(Step.QUALITY_GATE, date(2027, 3, 15), role=GAS),
        )
        plan = planning.backwards(entry(*events), target=date(2027, 2, 26), today=TODAY)
        assert plan.infeasible is not None
        (change,) = plan.infeasible.changes
        assert (change.kind, change.to, change.roles) == (ChangeKind.BOOKING, date(2027, 2, 24), (GAS,))

    def test_no_single_change_is_enough(self) -> None:
        """Two chains are too late at once."""
        plan = planning.backwards(entry(*READY), target=date(2026, 12, 18), today=TODAY)
        assert plan.infeasible is not None
        assert plan.infeasible.changes == ()

    def test_what_could_not_have_been(self) -> None:
        """A change that contradicts what is known is not offered: notice before the Party was one."""
        of = entry(*READY, *ASSESSED, party=Party(sec_party_since=date(2026, 2, 2)))
        plan = planning.backwards(of, target=date(2026, 3, 2), today=TODAY)
        assert plan.infeasible is not None
        assert plan.infeasible.changes == ()

    def test_for_several_roles(self) -> None:
        """One notice day for each User Role that is late."""
        of = entry(*READY, *ASSESSED, roles=(IMPORT, GAS))
        plan = planning.backwards(of, target=date(2027, 2, 1), today=TODAY)
        assert plan.infeasible is not None
        (change,) = plan.infeasible.changes
        assert (change.roles, change.to) == ((IMPORT, GAS), date(2026, 10, 22))
        assert plan.again(entry=change.entry).infeasible is None

    def test_in_the_past(self) -> None:
        """A target before today is missed, and its latest dates lie before it."""
        plan = planning.backwards(entry(), target=TODAY - timedelta(days=30), today=TODAY)
        assert plan.infeasible is not None
        assert plan.step(Step.SECAS_CONFIRMATION).slack < 0


class TestBadInput:
    """Each mistake is named, with what to do about it."""

    def test_no_roles(self) -> None:
        """What is to be done follows from the User Roles."""
        with pytest.raises(
            InvalidValue, match=r"^roles: \(\) names no User Role, .*; name one or more, such as"
        ):
            planning.forwards(entry(roles=()), today=TODAY)

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("entry", "an entry"),
            ("today", "2026-11-23"),
            ("target", None),
            ("at_best", 1),
            ("calendar", "england-and-wales"),
            ("readings", {}),
        ],
    )
    def test_types(self, name: str, value: Any) -> None:  # noqa: ANN401 - anything may be passed
        """A part of the wrong type is named."""
        arguments: dict[str, Any] = {
            "entry": entry(),
            "today": TODAY,
            "target": date(2027, 6, 1),
            name: value,
        }
        with pytest.raises(InvalidType, match=f"^{name}: "):
            planning.backwards(**arguments)

    def test_outside_the_calendar(self) -> None:
        """No plan is guessed beyond the calendar."""
        with pytest.raises(DateOutsideCalendar):
            planning.forwards(entry(), today=date(2060, 12, 1))
        for target in (date(2099, 1, 1), date(2011, 1, 5)):
            with pytest.raises(DateOutsideCalendar, match=f"^target {target}: "):
                planning.backwards(entry(), target=target, today=TODAY)

    def test_which_role(self) -> None:
        """A step of several User Roles is asked for with one of them."""
        plan = planning.forwards(entry(roles=(IMPORT, GAS)), today=TODAY)
        with pytest.raises(
            MissingFact, match="role: is UNKNOWN, and uept is taken for each of import-supplier, gas"
        ):
            plan.step(Step.UEPT)
        with pytest.raises(UnknownName, match=r"uept \(other-user\)"):
            plan.step(Step.UEPT, OTHER)
        with pytest.raises(UnknownName, match="the nearest is 'uept'"):
            plan.step("uepd")  # type: ignore[arg-type]
