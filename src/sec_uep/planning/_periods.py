"""The notices, time limits and moves of an entry, and the provisions that are asked for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import frozen

from sec_uep.answers import Finding, NoticeVerdict
from sec_uep.calendar import Weeks, WorkingDays
from sec_uep.deadlines import Deadline
from sec_uep.events import Outcome, Step
from sec_uep.obligations import entry_process_testing as uept, privacy_assessment, security_assessment
from sec_uep.readings import Readings
from sec_uep.rules import Rule

__all__ = ["MOVES", "NOTICES", "Limit", "Move", "Notice", "limit_of"]


@frozen(eq=False, repr=False)
class Notice:
    """
    The notice before the start of a step.

    Attributes:
        period: How long it is.
        earliest: Asks for the first day that it allows, from *given*.
        given: What the day of the notice is called there.
        latest: Asks for the last day to give it, from *start*.
        start: What the day of the start is called there, and in *suffices*.
        suffices: Asks whether a notice is long enough.
        given_in_notice: What the day of the notice is called there.

    """

    period: WorkingDays | Weeks
    earliest: Callable[..., Deadline]
    given: str
    latest: Callable[..., Deadline]
    start: str
    suffices: Callable[..., Finding[NoticeVerdict]]
    given_in_notice: str


#: The notice before each step that has one.
NOTICES: Mapping[Step, Notice] = {
    Step.UEPT: Notice(
        uept.NOTICE, uept.earliest_start, "notice_given", uept.latest_notice, "start", uept.notice, "given"
    ),
    Step.FULL_USER_SECURITY_ASSESSMENT: Notice(
        security_assessment.NOTICE,
        security_assessment.earliest_assessment,
        "application",
        security_assessment.latest_application,
        "assessment",
        security_assessment.notice,
        "application",
    ),
    Step.PRIVACY_ASSESSMENT: Notice(
        privacy_assessment.NOTICE,
        privacy_assessment.earliest_assessment,
        "application",
        privacy_assessment.latest_application,
        "assessment",
        privacy_assessment.notice,
        "application",
    ),
}


@frozen(eq=False, repr=False)
class Limit:
    """
    A time limit of the DCC's.

    Attributes:
        due: Asks for its last day, from *trigger*.
        trigger: What the day on which it begins to run is called there.
        runs_from: The step with which it begins to run.
        period: How long it is.
        outcome: The outcome with which that step starts it; None: any.

    """

    due: Callable[..., Deadline]
    trigger: str
    runs_from: Step
    period: WorkingDays
    outcome: Outcome | None = None


_LIMITS: Mapping[Step, Limit] = {
    Step.UEPT_RECEIPT_CONFIRMATION: Limit(
        uept.receipt_confirmation_due, "report_received", Step.UEPT_REPORT, uept.RECEIPT_CONFIRMATION
    ),
    Step.TEST_CERTIFICATE: Limit(
        uept.certificate_due, "quality_gate_passed", Step.QUALITY_GATE, uept.CERTIFICATE, Outcome.PASSED
    ),
}
_REVIEW_OF_CONFIRMATION = Limit(
    uept.review_due, "confirmation_received", Step.UEPT_RECEIPT_CONFIRMATION, uept.REVIEW
)
_REVIEW_OF_REPORT = Limit(uept.review_due, "report_received", Step.UEPT_REPORT, uept.REVIEW)


def limit_of(step: Step, readings: Readings) -> Limit | None:
    """Return the time limit that *step* has; RD-05 says from what that of the review runs."""
    if step is Step.UEPT_REVIEW:
        return _REVIEW_OF_CONFIRMATION if readings.rd_05 == "confirmation" else _REVIEW_OF_REPORT
    return _LIMITS.get(step)


@frozen(eq=False, repr=False)
class Move:
    """
    The moving of an assessment.

    Attributes:
        latest: Asks for the last day on which it moves without charge.
        free: How long before its day that is, as the calendar counts weeks.
        charged_by: The rule by which it can be charged for after that.

    """

    latest: Callable[..., Deadline]
    free: Weeks
    charged_by: Rule


#: The assessments that can be moved.
MOVES: Mapping[Step, Move] = {
    Step.FULL_USER_SECURITY_ASSESSMENT: Move(
        security_assessment.latest_free_reschedule,
        security_assessment.FREE_RESCHEDULE,
        security_assessment.SA_05,
    ),
    Step.PRIVACY_ASSESSMENT: Move(
        privacy_assessment.latest_free_change, privacy_assessment.FREE_CHANGE, privacy_assessment.EX_08
    ),
}
