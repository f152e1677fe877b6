"""
The table of steps: all that the package knows of each step of the User Entry Process, in one row.

Encodes OB-18, OB-19, ST-01 to ST-07 and ST-10 to ST-14; ST-08 and ST-09 stand with their provisions.
It has no figure of its own: a notice or a time limit is asked of the provision that states it.
Not encoded: the SharePoint, the forms and the handbooks that the steps are taken with.

What waits for what, who acts, which outcome ends a step and what sends it back is read from here and
stands nowhere else. To add a step, add it to `Step` and give it a row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from graphlib import TopologicalSorter
from typing import Any, Literal, TypeAlias

from attrs import field, frozen

from sec_uep.answers import Finding, NoticeVerdict
from sec_uep.calendar import Weeks, WorkingDays
from sec_uep.citations import SEC, Citation, guidance
from sec_uep.deadlines import Deadline
from sec_uep.events import AssuranceStatus, Event, Outcome, Step
from sec_uep.obligations import (
    credit_cover,
    entry_process_testing as uept,
    privacy_assessment as privacy,
    security_assessment as fusa,
    user_ids,
)
from sec_uep.parties import UserRole
from sec_uep.readings import DEFAULT_READINGS, Readings
from sec_uep.rules import Bearer, Kind, Modality, Rule

__all__ = [
    "TABLE",
    "UEPT_COMPLETE",
    "Again",
    "Dependency",
    "Graph",
    "Limit",
    "Notice",
    "Row",
    "Task",
    "bearer_of",
    "edges",
    "graph",
    "rule_of",
]

OB_18 = Rule(
    "OB-18",
    Kind.PRECONDITION,
    Bearer.PARTY,
    "The User Entry Process can begin once the organisation is a SEC Party",
    guidance("When can you begin the UEP?"),
)
OB_19 = Rule(
    "OB-19",
    Kind.INFORMATION,
    Bearer.PARTY,
    "DCC Services come as Service Request Variants (SEC Appendices E and AD); all Users are required to use "
    "the DCC User Interface",
    guidance("Who can complete the User Entry Process?; 2"),
)
ST_01 = Rule(
    "ST-01",
    Kind.INFORMATION,
    Bearer.PARTY,
    "The steps with the DCC and with SECAS can be completed at the same time",
    guidance("How to complete the UEP"),
)
ST_02 = Rule(
    "ST-02",
    Kind.PRECONDITION,
    Bearer.PARTY,
    "Obtain a DCC Gateway Connection: first access to the DCC SharePoint, then the order form",
    Citation(SEC, "Section H15.4", via=guidance("1")),
)
ST_03 = Rule(
    "ST-03",
    Kind.PRECONDITION,
    Bearer.PARTY,
    "Build a DCC User Interface, aligned with SEC Appendix AD for the User Roles applied for, or buy one; it "
    "must be in place before UEPT starts",
    guidance("2"),
)
ST_04 = Rule(
    "ST-04",
    Kind.PRECONDITION,
    Bearer.PARTY,
    "Go through the SMKI RAPPs: once the User Interface is built or bought the DCC provides the forms, which "
    "are filled in, signed and sent back",
    guidance("3"),
)
ST_05 = Rule(
    "ST-05",
    Kind.PRECONDITION,
    Bearer.PARTY,
    "Complete SREPT, after sending the DCC the Party Notification of Intention to Undertake Testing form, "
    "which is on the DCC SharePoint; it makes the Party an Authorised Subscriber with access to the SMKI "
    "Repository",
    guidance("4"),
)
ST_06 = Rule(
    "ST-06",
    Kind.PRECONDITION,
    Bearer.PARTY,
    "Go through the DCCKI RAPPs, once SREPT is complete",
    guidance("5"),
)
ST_07 = Rule(
    "ST-07",
    Kind.PRECONDITION,
    Bearer.PARTY,
    "Complete UEPT for each User Role: Install and Commission, DUIS Service Requests, Self-Service Interface",
    Citation(SEC, "Appendix R, CTSD 5", via=guidance("6")),
)
ST_10 = Rule(
    "ST-10",
    Kind.PRECONDITION,
    Bearer.PARTY,
    "Complete a Full User Security Assessment, which all Parties entering need and can book once they are a "
    "SEC Party; how long it takes depends on the system and on how well prepared the Party is",
    Citation(SEC, "Section G", via=guidance("Complete the Full User Security Assessment")),
)
ST_11 = Rule(
    "ST-11",
    Kind.PRECONDITION,
    Bearer.OTHER_USER,
    "An Other User completes a Privacy Assessment too, which may run in parallel with the Full User Security "
    "Assessment; how long it takes depends on the system and on how well prepared the Party is",
    guidance("How do Other Users complete the Privacy Assessment?"),
)
ST_12 = Rule(
    "ST-12",
    Kind.PRECONDITION,
    Bearer.PARTY,
    "Once all the other steps are complete, send the UEP Evidence Form with the evidence that it asks for to "
    "the SECAS Helpdesk",
    guidance("How do you inform SECAS of your UEP Completion?"),
)
ST_13 = Rule(
    "ST-13",
    Kind.INFORMATION,
    Bearer.SECAS,
    "Once it has verified the evidence, SECAS will notify the Party, the DCC, Ofgem and the SEC Panel that "
    "the Party has completed the User Entry Process for the User Role(s)",
    guidance("How do you inform SECAS of your UEP Completion?"),
)
ST_14 = Rule(
    "ST-14",
    Kind.MAY,
    Bearer.PARTY,
    "An Optional Pre-Assessment may be had before the Full User Security Assessment; a Privacy Impact "
    "Assessment is optional and recommended",
    guidance("Steps to take with SECAS"),
)

# --- What a row is made of ----------------------------------------------------------------

_ONE_DAY = timedelta(days=1)

#: How a step can end, or stand before it does; None is an event without an outcome.
Ending: TypeAlias = Outcome | AssuranceStatus | None


@frozen
class Dependency:
    """
    One step that another waits for.

    Attributes:
        on: The step that comes first.
        rule: The rule that says so.
        words: The words of the source that say so.
        reading: The reading that it rests on, where the sources do not state it outright.
        choice: The choice of that reading with which it holds; None where it holds with every choice.
        must_precede: Whether what was done before the other step was complete does not count at all.

    """

    on: Step
    rule: Rule
    words: str
    reading: str | None = None
    choice: str | None = None
    must_precede: bool = False

    def holds(self, readings: Readings) -> bool:
        """Return whether it holds under *readings*."""
        return self.choice is None or self.reading is None or readings[self.reading] == self.choice


@frozen
class Notice:
    """
    The notice that comes before the start of a step: the questions that its provision answers.

    Attributes:
        by: The step that gives it.
        period: How long it is.
        earliest: Asks for the first day that a notice allows.
        given: What the day of the notice is called there.
        latest: Asks for the last Working Day on which to give it.
        start: What the day of the start is called there.
        judged_by: Asks whether a notice is long enough; the only judge of that.
        given_to_judge: What the day of the notice is called there.
        is_booked_ahead: Whether another may be given before it is known how the step it is for has ended.
        free_move: Asks for the last day on which a booking of the step moves without charge.
        free: How long before the booked day that is, as the calendar counts weeks.
        charged_by: The rule by which moving it later can be charged for.

    """

    by: Step
    period: WorkingDays | Weeks
    earliest: Callable[..., Deadline]
    given: str
    latest: Callable[..., Deadline]
    start: str
    judged_by: Callable[..., Finding[NoticeVerdict]]
    given_to_judge: str
    is_booked_ahead: bool = False
    free_move: Callable[..., Deadline] | None = None
    free: Weeks | None = None
    charged_by: Rule | None = None

    @property
    def must_be_given(self) -> bool:
        """Whether the rule says that it must be given, and not only that it should be."""
        return TABLE[self.by].rule.modality is Modality.MUST

    def first_start(self, given: date, terms: Mapping[str, Any]) -> Deadline:
        """Return the first day that a notice of the day *given* allows."""
        return self.earliest(**{self.given: given}, **terms)

    def latest_working_day(self, start: date, terms: Mapping[str, Any]) -> Deadline:
        """Return the last Working Day on which notice suffices for *start*."""
        return self.latest(**{self.start: start}, **terms)

    def last_day(self, start: date, terms: Mapping[str, Any]) -> date:
        """Return the last day, a Working Day or not, on which notice suffices for *start* (RD-06)."""
        last = self.latest_working_day(start, terms).day
        while self.suffices(last + _ONE_DAY, start, terms):
            last += _ONE_DAY
        return last

    def suffices(self, given: date, start: date, terms: Mapping[str, Any]) -> bool:
        """Return whether a notice of the day *given* suffices for *start*."""
        judged = self.judged_by(**{self.given_to_judge: given, self.start: start}, **terms)
        return judged.verdict is NoticeVerdict.SUFFICIENT


@frozen
class Limit:
    """
    A time limit on whoever takes the step.

    Attributes:
        period: How long it is.
        due: Asks for its last day.
        trigger: What the day that it runs from is called there.
        runs_from: The step whose event starts it.
        after: The outcome with which that event starts it; None where any event does.
        reading: The reading that says from which event it runs.
        choice: The choice of that reading with which it runs from this one.

    """

    period: WorkingDays
    due: Callable[..., Deadline]
    trigger: str
    runs_from: Step
    after: Outcome | None = None
    reading: str | None = None
    choice: str | None = None

    def last_day(self, trigger: date, terms: Mapping[str, Any]) -> Deadline:
        """Return its last day, counted from *trigger*."""
        return self.due(**{self.trigger: trigger}, **terms)


@frozen
class Again:
    """
    What must be taken again after an outcome.

    Attributes:
        after: The outcome.
        steps: The steps that must be taken again.
        rule: The rule that says so.
        reading: The reading that it rests on.
        choice: The choice of that reading with which it is these steps.

    """

    after: Outcome | AssuranceStatus
    steps: tuple[Step, ...]
    rule: Rule
    reading: str | None = None
    choice: str | None = None


@frozen(kw_only=True)
class Row:
    """
    All that is known of one step.

    Attributes:
        rule: The rule that asks for it.
        by: Who takes it; the bearer of that rule where nothing is said.
        then_by: Who acts next after an outcome of it, where that is somebody else.
        each_role: Whether it is taken for each User Role (RO-04).
        other_users_only: Whether it is for Other Users only (ST-11).
        outcomes: The outcomes that it can have.
        word: Of an assurance status, the question which one a word named on its day (EX-01).
        done_with: The outcomes that end it as done; None is an event without one.
        takes_time: Whether it can be said to have begun, and to have been moved.
        needs_estimate: Whether it takes a time that no source states, so that a plan needs an estimate.
        before_accession: The reading, and its choice, with which it may be taken before accession.
        dependencies: The steps that it waits for.
        first_role_serves: The reading, and its choice, with which it waits for one User Role only.
        notice: The notice before its start.
        limits: Its time limit; several where a reading says from which event it runs.
        again: What its outcomes send back.
        anew: The steps whose earlier events no longer count once it is taken anew.
        bears_on: Further readings that say when it can be taken, or when it is done.

    """

    rule: Rule
    by: Bearer = field()
    then_by: Mapping[Ending, Bearer] = field(factory=dict)
    each_role: bool = False
    other_users_only: bool = False
    outcomes: tuple[Outcome | AssuranceStatus, ...] = ()
    word: Callable[..., AssuranceStatus] | None = None
    done_with: frozenset[Ending] = frozenset({None})
    takes_time: bool = False
    needs_estimate: bool = False
    before_accession: tuple[str, str] | None = None
    dependencies: tuple[Dependency, ...] = ()
    first_role_serves: tuple[str, str] | None = None
    notice: Notice | None = None
    limits: tuple[Limit, ...] = ()
    again: tuple[Again, ...] = ()
    anew: tuple[Step, ...] = ()
    bears_on: tuple[str, ...] = ()

    @by.default
    def _bearer_of_its_rule(self) -> Bearer:
        return self.rule.bearer

    @property
    def readings(self) -> tuple[str, ...]:
        """The ids of the readings that bear on when it can be taken, or on when it is done."""
        parts: tuple[Dependency | Limit | Again, ...] = (*self.dependencies, *self.limits, *self.again)
        named = [each.reading for each in parts if each.reading is not None]
        named += [pair[0] for pair in (self.before_accession, self.first_role_serves) if pair]
        return tuple(sorted({*named, *self.bears_on}))

    def limit(self, readings: Readings) -> Limit | None:
        """Return its time limit as *readings* have it; None if it has none."""
        return next(
            (each for each in self.limits if each.reading is None or readings[each.reading] == each.choice),
            None,
        )

    def sent_back(self, outcome: Ending, readings: Readings) -> tuple[Step, ...]:
        """Return the steps that must be taken again after *outcome*."""
        return next(
            (
                each.steps
                for each in self.again
                if each.after is outcome and (each.reading is None or readings[each.reading] == each.choice)
            ),
            (),
        )

    def ends_with(self, outcome: Ending | Literal[False], readings: Readings) -> bool:
        """Return whether *outcome* ends it as done; RD-25 says so of Credit Cover that is required."""
        if outcome is Outcome.REQUIRED and readings.rd_25 == "confirmed":
            return True
        return outcome in self.done_with

    @property
    def is_act(self) -> bool:
        """Whether it is an act of the Party's, which takes no time: a notice, an application, a report."""
        return self.by is Bearer.PARTY and not self.takes_time and not self.outcomes

    @property
    def has_precondition(self) -> bool:
        """Whether it does not count at all where it was done before a step that it waits for."""
        return any(dependency.must_precede for dependency in self.dependencies)

    @property
    def can_be_a_no(self) -> bool:
        """Whether it has an outcome that says that it is not done."""
        return not _NO.isdisjoint(self.outcomes)

    def is_a_no(self, outcome: Ending | Literal[False], readings: Readings) -> bool:
        """Return whether *outcome* says that it is not done, and must be mended (EN-02)."""
        return outcome in _NO and not self.ends_with(outcome, readings)


_NO = frozenset(
    {
        Outcome.FURTHER_TESTING,
        Outcome.FAILED,
        Outcome.NOT_ACCEPTED,
        Outcome.REQUIRED,
        AssuranceStatus.DEFERRED,
        AssuranceStatus.REJECTED,
    }
)

# --- The table ----------------------------------------------------------------------------

_S, _O, _A = Step, Outcome, AssuranceStatus

#: What must be met for UEPT to be complete (TE-08).
UEPT_COMPLETE = (_S.UEPT_RECEIPT_CONFIRMATION, _S.UEPT_REVIEW, _S.TEST_CERTIFICATE)

_TIME: Mapping[str, Any] = {
    "takes_time": True,
    "needs_estimate": True,
    "outcomes": (_O.COMPLETED, _O.BEGUN, _O.RESCHEDULED),
    "done_with": frozenset({None, _O.COMPLETED}),
}
_STATUS: Mapping[str, Any] = {
    "by": Bearer.SSC,
    "needs_estimate": True,
    "then_by": {_A.DEFERRED: Bearer.PARTY, _A.REJECTED: Bearer.PARTY},
    "outcomes": tuple(_A),
    "done_with": frozenset({_A.APPROVED, _A.APPROVED_SUBJECT_TO_STEPS}),
}

_RETEST = (_S.UEPT, _S.UEPT_REPORT, _S.UEPT_RECEIPT_CONFIRMATION)
_FUSA_AGAIN = (_S.FUSA_APPLICATION, _S.FULL_USER_SECURITY_ASSESSMENT)
_PRIVACY_AGAIN = (_S.PRIVACY_APPLICATION, _S.PRIVACY_ASSESSMENT)
_UEPT_DONE = "Once you have completed the UEPT"

#: Every step, in the order of Table 2 and of section 6.3, with all that is known of it.
TABLE: Mapping[Step, Row] = {
    _S.GATEWAY_CONNECTION: Row(rule=ST_02, **_TIME),
    _S.USER_INTERFACE: Row(
        rule=ST_03,
        **_TIME,
        before_accession=("RD-29", "beforehand"),
        dependencies=(
            Dependency(_S.GATEWAY_CONNECTION, ST_03, "step 2 of Table 2", "RD-18", "table-2-order"),
        ),
    ),
    _S.SMKI_RAPPS: Row(
        rule=ST_04,
        **_TIME,
        dependencies=(
            Dependency(_S.USER_INTERFACE, ST_04, "Once you have built / bought a DCC User Interface"),
        ),
    ),
    _S.SREPT: Row(
        rule=ST_05,
        **_TIME,
        dependencies=(
            Dependency(_S.SMKI_RAPPS, ST_05, "step 4 of Table 2, after the SMKI's own step 3", "RD-18"),
        ),
    ),
    _S.DCCKI_RAPPS: Row(
        rule=ST_06, **_TIME, dependencies=(Dependency(_S.SREPT, ST_06, "Once you complete the SREPT"),)
    ),
    _S.UEPT_NOTICE: Row(
        rule=uept.TE_01,
        each_role=True,
        dependencies=(
            Dependency(
                _S.SREPT,
                uept.TE_01,
                "Once you have completed the SREPT, you must provide 60 Working Days (WDs) notice",
                "RD-13",
                "after-srept",
                must_precede=True,
            ),
        ),
        bears_on=("RD-24", "RD-30"),
    ),
    _S.UEPT: Row(
        rule=ST_07,
        each_role=True,
        **_TIME,
        dependencies=(
            Dependency(_S.UEPT_NOTICE, uept.TE_01, "60 Working Days (WDs) notice"),
            Dependency(_S.SREPT, uept.TE_03, "have completed the SREPT"),
            Dependency(_S.USER_INTERFACE, ST_03, "Your User Interface must be in place before you can start"),
            Dependency(_S.DCCKI_RAPPS, ST_07, "step 6 of Table 2", "RD-18", "table-2-order"),
        ),
        notice=Notice(
            _S.UEPT_NOTICE,
            uept.NOTICE,
            uept.earliest_start,
            "notice_given",
            uept.latest_notice,
            "start",
            uept.notice,
            "given",
        ),
        anew=(
            _S.UEPT_REPORT,
            _S.UEPT_RECEIPT_CONFIRMATION,
            _S.UEPT_REVIEW,
            _S.QUALITY_GATE,
            _S.TEST_CERTIFICATE,
        ),
        bears_on=("RD-24", "RD-30"),
    ),
    _S.UEPT_REPORT: Row(
        rule=uept.TE_08,
        by=Bearer.PARTY,  # "your UEPT Completion report" (guidance, 6.3)
        each_role=True,
        dependencies=(
            Dependency(_S.UEPT, uept.TE_07, "once the DCC or approved Relevant Party has completed testing"),
        ),
        anew=(_S.UEPT_RECEIPT_CONFIRMATION, _S.UEPT_REVIEW, _S.QUALITY_GATE, _S.TEST_CERTIFICATE),
    ),
    _S.UEPT_RECEIPT_CONFIRMATION: Row(
        rule=uept.TE_04,
        each_role=True,
        dependencies=(Dependency(_S.UEPT_REPORT, uept.TE_04, "of receipt of your UEPT Completion report"),),
        limits=(
            Limit(
                uept.RECEIPT_CONFIRMATION, uept.receipt_confirmation_due, "report_received", _S.UEPT_REPORT
            ),
        ),
    ),
    _S.UEPT_REVIEW: Row(
        rule=uept.TE_05,
        each_role=True,
        outcomes=(_O.CONCLUDED, _O.FURTHER_TESTING),
        done_with=frozenset({_O.CONCLUDED}),
        dependencies=(
            Dependency(_S.UEPT_REPORT, uept.TE_05, "the DCC must review the report"),
            Dependency(
                _S.UEPT_RECEIPT_CONFIRMATION,
                uept.TE_05,
                "of receipt of the above notification",
                "RD-05",
                "confirmation",
            ),
        ),
        limits=(
            Limit(
                uept.REVIEW,
                uept.review_due,
                "confirmation_received",
                _S.UEPT_RECEIPT_CONFIRMATION,
                reading="RD-05",
                choice="confirmation",
            ),
            Limit(
                uept.REVIEW,
                uept.review_due,
                "report_received",
                _S.UEPT_REPORT,
                reading="RD-05",
                choice="report",
            ),
        ),
        again=(
            Again(_O.FURTHER_TESTING, _RETEST, uept.TE_05, "RD-28", "no-notice"),
            Again(_O.FURTHER_TESTING, (_S.UEPT_NOTICE, *_RETEST), uept.TE_05, "RD-28", "notice-anew"),
        ),
    ),
    _S.QUALITY_GATE: Row(
        rule=uept.TE_06,
        by=Bearer.NOBODY,  # who holds it is not said; the certificate after it is the DCC's
        each_role=True,
        outcomes=(_O.PASSED, _O.FAILED),
        done_with=frozenset({_O.PASSED}),
        dependencies=(Dependency(_S.UEPT_REVIEW, uept.TE_08, "third of the three steps of 6.3", "RD-18"),),
    ),
    _S.TEST_CERTIFICATE: Row(
        rule=uept.TE_06,
        each_role=True,
        dependencies=(
            Dependency(_S.QUALITY_GATE, uept.TE_06, "of a successful Quality Gate Review meeting"),
            Dependency(_S.UEPT_RECEIPT_CONFIRMATION, uept.TE_08, "third of the three steps of 6.3", "RD-18"),
        ),
        limits=(
            Limit(uept.CERTIFICATE, uept.certificate_due, "quality_gate_passed", _S.QUALITY_GATE, _O.PASSED),
        ),
    ),
    _S.USER_IDS: Row(
        rule=user_ids.ST_08,
        by=Bearer.PARTY,  # which tells the DCC the IDs that it wishes (RO-07)
        then_by={_O.PROPOSED: Bearer.DCC, None: Bearer.DCC},
        each_role=True,
        outcomes=(_O.PROPOSED, _O.ACCEPTED, _O.NOT_ACCEPTED),
        done_with=frozenset({_O.ACCEPTED}),
        dependencies=tuple(Dependency(step, user_ids.ST_08, _UEPT_DONE) for step in UEPT_COMPLETE),
    ),
    _S.CREDIT_COVER: Row(
        rule=credit_cover.ST_09,
        then_by={_O.REQUIRED: Bearer.PARTY},
        outcomes=(_O.NOT_REQUIRED, _O.REQUIRED, _O.IN_PLACE),
        done_with=frozenset({_O.NOT_REQUIRED, _O.IN_PLACE}),
        dependencies=(
            *(Dependency(step, credit_cover.ST_09, _UEPT_DONE) for step in UEPT_COMPLETE),
            Dependency(_S.USER_IDS, credit_cover.ST_09, "step 8 of Table 2", "RD-18", "table-2-order"),
        ),
        first_role_serves=("RD-27", "first-role"),
        bears_on=("RD-25",),
    ),
    _S.FUSA_APPLICATION: Row(rule=fusa.SA_02),
    _S.FULL_USER_SECURITY_ASSESSMENT: Row(
        rule=ST_10,
        **_TIME,
        dependencies=(
            Dependency(_S.FUSA_APPLICATION, fusa.SA_02, "at least 12 weeks in advance of the date"),
        ),
        notice=Notice(
            _S.FUSA_APPLICATION,
            fusa.NOTICE,
            fusa.earliest_assessment,
            "application",
            fusa.latest_application,
            "assessment",
            fusa.notice,
            "application",
            is_booked_ahead=True,
            free_move=fusa.latest_free_reschedule,
            free=fusa.FREE_RESCHEDULE,
            charged_by=fusa.SA_05,
        ),
    ),
    _S.SECURITY_STATUS: Row(
        rule=fusa.SA_07,
        **_STATUS,
        word=fusa.status_named,
        dependencies=(
            Dependency(_S.FULL_USER_SECURITY_ASSESSMENT, ST_10, "Once you have completed your FUSA"),
        ),
        again=tuple(
            Again(status, steps, fusa.SA_07, "RD-34", choice)
            for status in (_A.DEFERRED, _A.REJECTED)
            for choice, steps in (("booked", _FUSA_AGAIN), ("not-booked", _FUSA_AGAIN[1:]))
        ),
        bears_on=("RD-17", "RD-20"),
    ),
    _S.PRIVACY_APPLICATION: Row(rule=privacy.PA_01, by=Bearer.PARTY, other_users_only=True),
    _S.PRIVACY_ASSESSMENT: Row(
        rule=ST_11,
        by=Bearer.PARTY,
        other_users_only=True,
        **_TIME,
        dependencies=(
            Dependency(_S.PRIVACY_APPLICATION, privacy.PA_01, "You should provide 12 weeks' notice"),
        ),
        notice=Notice(
            _S.PRIVACY_APPLICATION,
            privacy.NOTICE,
            privacy.earliest_assessment,
            "application",
            privacy.latest_application,
            "assessment",
            privacy.notice,
            "application",
            is_booked_ahead=True,
            free_move=privacy.latest_free_change,
            free=privacy.FREE_CHANGE,
            charged_by=privacy.EX_08,
        ),
    ),
    _S.PRIVACY_STATUS: Row(
        rule=privacy.PA_02,
        **_STATUS,
        word=privacy.status_named,
        other_users_only=True,
        dependencies=(
            Dependency(
                _S.PRIVACY_ASSESSMENT, privacy.PA_02, "Once you have completed your Privacy Assessment"
            ),
        ),
        again=(
            Again(_A.DEFERRED, (), privacy.PA_02, "RD-32", "status-again"),
            Again(_A.DEFERRED, _PRIVACY_AGAIN, privacy.PA_02, "RD-32", "new-assessment"),
            Again(_A.REJECTED, _PRIVACY_AGAIN, privacy.PA_02),
        ),
    ),
    _S.EVIDENCE_FORM: Row(
        rule=ST_12,
        each_role=True,
        dependencies=tuple(
            Dependency(
                step, ST_12, "Once you have completed all the required steps with the DCC and SECAS above"
            )
            for step in (
                _S.GATEWAY_CONNECTION,
                _S.USER_INTERFACE,
                _S.SMKI_RAPPS,
                _S.SREPT,
                _S.DCCKI_RAPPS,
                *UEPT_COMPLETE,
                _S.USER_IDS,
                _S.CREDIT_COVER,
                _S.SECURITY_STATUS,
                _S.PRIVACY_STATUS,
            )
        ),
        bears_on=("RD-25",),
    ),
    _S.SECAS_CONFIRMATION: Row(
        rule=ST_13,
        each_role=True,
        needs_estimate=True,
        dependencies=(
            Dependency(_S.EVIDENCE_FORM, ST_13, "Once SECAS has reviewed and verified the evidence"),
        ),
    ),
}

#: The step that ends the User Entry Process for a User Role (ST-13).
LAST_STEP: Step = next(reversed(Step))


# --- What follows from the table ----------------------------------------------------------


def rule_of(step: Step) -> Rule:
    """
    Return the rule that asks for *step*.

    >>> rule_of(Step.SREPT).id
    'ST-05'
    """
    return TABLE[step].rule


def bearer_of(step: Step, outcome: Ending | Literal[False] = False) -> Bearer:  # noqa: FBT002
    """
    Return who is to act on *step* next; *outcome* is that of its last event, False where there is none.

    Where the DCC requires Credit Cover, or does not accept User IDs, it is the Party that acts next;
    User IDs begin with the Party, which tells the DCC those that it wishes (RO-07).

    >>> bearer_of(Step.UEPT_REVIEW), bearer_of(Step.SECURITY_STATUS)
    (<Bearer.DCC: 'DCC'>, <Bearer.SSC: 'Security Sub-Committee'>)
    >>> bearer_of(Step.CREDIT_COVER, Outcome.REQUIRED)
    <Bearer.PARTY: 'Party'>
    """
    row = TABLE[step]
    return row.by if outcome is False else row.then_by.get(outcome, row.by)


def edges(readings: Readings = DEFAULT_READINGS) -> tuple[tuple[Step, Dependency], ...]:
    """
    Return each step that waits with what it waits for, as *readings* have it, in the order of the table.

    >>> [dependency.on.value for step, dependency in edges() if step is Step.SREPT]
    ['smki-rapps']
    """
    return tuple(
        (step, dependency)
        for step, row in TABLE.items()
        for dependency in row.dependencies
        if dependency.holds(readings)
    )


@frozen(cache_hash=True)
class Task:
    """A step of an entry, for a User Role where it is taken for each."""

    step: Step
    role: UserRole | None = None

    def __str__(self) -> str:
        return f"{self.step.value} ({self.role.value})" if self.role else self.step.value


@frozen(eq=False, repr=False)
class Graph:
    """
    The tasks of an entry, and what each waits for.

    A task is named by its number in `tasks`, which are in the order of the table.

    Attributes:
        tasks: The tasks.
        rows: The row of each.
        order: The tasks in such an order that each comes after all that it waits for.
        dependencies: What each task waits for.
        needs: All that each task waits for, and what that waits for in its turn; where one User Role
            is enough of it, that is left out.
        voided_by: The tasks by whose being taken anew the earlier events of each no longer count.
        notice_for: The task whose start each gives notice of; None where it is no notice.
        any_role: Whether one User Role is enough of what each task waits for, and there are several.
        number: The number of each task.
        of_step: The tasks of each step.

    """

    tasks: tuple[Task, ...]
    rows: tuple[Row, ...]
    order: tuple[int, ...]
    dependencies: tuple[tuple[tuple[int, Dependency], ...], ...]
    needs: tuple[frozenset[int], ...]
    voided_by: tuple[tuple[int, ...], ...]
    notice_for: tuple[int | None, ...]
    any_role: tuple[bool, ...]
    number: Mapping[Task, int]
    of_step: Mapping[Step, tuple[int, ...]]

    def concerned(self, event: Event) -> tuple[int, ...]:
        """Return the tasks that *event* is about: that of its User Role, or all of its step."""
        numbers = self.of_step[event.step]
        if event.role is None or len(numbers) == 1:
            return numbers
        return tuple(n for n in numbers if self.tasks[n].role is event.role)


def graph(roles: tuple[UserRole, ...], readings: Readings = DEFAULT_READINGS) -> Graph:
    """
    Return the tasks of an entry for *roles*, with what each waits for under *readings*.

    >>> [str(task) for task in graph((UserRole.GAS_SUPPLIER,)).tasks[4:7]]
    ['dccki-rapps', 'uept-notice (gas-supplier)', 'uept (gas-supplier)']
    """
    return _graph(roles, *(readings[id_] for id_ in _SHAPED_BY))


#: The readings that say what waits for what.
_SHAPED_BY = tuple(
    sorted(
        {
            dependency.reading
            for row in TABLE.values()
            for dependency in row.dependencies
            if dependency.choice and dependency.reading
        }
        | {row.first_role_serves[0] for row in TABLE.values() if row.first_role_serves}
    )
)


@lru_cache(maxsize=256)
def _graph(roles: tuple[UserRole, ...], *choices: str) -> Graph:
    readings = DEFAULT_READINGS.choosing(dict(zip(_SHAPED_BY, choices, strict=True)))
    tasks = tuple(task for step in TABLE for task in _tasks_of(step, roles))
    number = {task: n for n, task in enumerate(tasks)}
    of_step = {step: tuple(n for n, task in enumerate(tasks) if task.step is step) for step in TABLE}
    waits = tuple(
        tuple(
            (n, dependency)
            for dependency in TABLE[task.step].dependencies
            if dependency.holds(readings)
            for n in of_step[dependency.on]
            if _is_needed(task, tasks[n])
        )
        for task in tasks
    )
    rows = tuple(TABLE[task.step] for task in tasks)
    order = tuple(TopologicalSorter({n: [m for m, _ in waits[n]] for n in range(len(tasks))}).static_order())
    any_role = tuple(
        bool(row.first_role_serves) and len(roles) > 1 and _is_chosen(row.first_role_serves, readings)
        for row in rows
    )
    needs: list[frozenset[int]] = [frozenset()] * len(tasks)
    for n in order:
        if not any_role[n]:
            needs[n] = frozenset(m for direct, _ in waits[n] for m in (direct, *needs[direct]))
    voided_by = tuple(
        tuple(m for m, by in enumerate(tasks) if task.step in rows[m].anew and by.role is task.role)
        for task in tasks
    )
    notice_for = tuple(
        next(
            (m for m, of in enumerate(tasks) if of.role is task.role and _is_notice_of(task.step, rows[m])),
            None,
        )
        for task in tasks
    )
    return Graph(tasks, rows, order, waits, tuple(needs), voided_by, notice_for, any_role, number, of_step)


def _is_notice_of(step: Step, row: Row) -> bool:
    return row.notice is not None and row.notice.by is step


def _is_chosen(pair: tuple[str, str] | None, readings: Readings) -> bool:
    return pair is not None and readings[pair[0]] == pair[1]


def _tasks_of(step: Step, roles: tuple[UserRole, ...]) -> tuple[Task, ...]:
    """Return what *step* comes to for the User Roles of an entry: a task for each, one for all, or none."""
    row = TABLE[step]
    if row.each_role:
        return tuple(Task(step, role) for role in roles)
    if row.other_users_only and UserRole.OTHER_USER not in roles:
        return ()
    if row.first_role_serves and not roles:  # it follows a step of a User Role
        return ()
    return (Task(step),)


def _is_needed(task: Task, needed: Task) -> bool:
    """Return whether a task waits for another: for one of its own User Role, and for what concerns it."""
    if TABLE[needed.step].other_users_only and task.role not in (None, UserRole.OTHER_USER):
        return False
    return task.role is None or needed.role in (None, task.role)
