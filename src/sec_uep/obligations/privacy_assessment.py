"""
Privacy Assessments, which are for Other Users only: notice, the charge for changing late, the status.

Encodes PA-01, PA-02, EX-08 and the privacy part of EX-01.
Not encoded: SEC Section I2 and the cycle of Privacy Assessments after entry, which could not be read.
The cycle begins with a Full Privacy Assessment, and there are Random Sample and Self-Assessments too;
neither its length nor the kind that falls in a year was seen.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sec_uep.answers import (
    Deadline,
    DeadlineKind,
    Explained,
    Finding,
    FindingKind,
    NoticeVerdict,
    Probe,
    Reason,
    check_terms,
    named_calendar,
)
from sec_uep.calendar import Weeks, WorkingDayCalendar, check_date
from sec_uep.citations import MP112, PRIVACY_FAQ, Citation, guidance
from sec_uep.events import AssuranceStatus
from sec_uep.facts import UNKNOWN, Unknown
from sec_uep.obligations._assessments import (
    Charge,
    ChargeVerdict,
    EntryVerdict,
    status_called,
    sufficiency,
    weeks_after,
    weeks_before,
)
from sec_uep.obligations._money import amount, share_of, total
from sec_uep.obligations._receipt import in_order, received
from sec_uep.parties import named
from sec_uep.readings import DEFAULT_READINGS, Readings
from sec_uep.rules import Bearer, Kind, Modality, Rule

__all__ = [
    "FREE_CHANGE",
    "LATE_CHARGE",
    "NOTICE",
    "QUESTIONS",
    "RULES",
    "STATUSES_RENAMED_ON",
    "Charge",
    "ChargeVerdict",
    "EntryVerdict",
    "NoticeVerdict",
    "change_charge",
    "earliest_assessment",
    "entry_with",
    "latest_application",
    "latest_free_change",
    "notice",
    "permits_entry",
    "status_named",
]

_PRIVACY = guidance("How do Other Users complete the Privacy Assessment?")
_CHANGES = Citation(PRIVACY_FAQ, "changing or cancelling an assessment")

PA_01 = Rule(
    "PA-01",
    Kind.NOTICE,
    Bearer.OTHER_USER,
    "An Other User should give 12 weeks' notice of a Privacy Assessment",
    _PRIVACY,
    modality=Modality.SHOULD,
)
PA_02 = Rule(
    "PA-02",
    Kind.PRECONDITION,
    Bearer.OTHER_USER,
    "The Privacy Assessment must be given the status Approved, or Approved subject to steps, before the User "
    "Entry Process is completed",
    _PRIVACY,
)
EX_01_PRIVACY = Rule(
    "EX-01",
    Kind.DEFINITION,
    Bearer.NOBODY,
    "For privacy the statuses were renamed on 29 November 2020: Provisionally Approved became Deferred, and "
    "Deferred became Rejected",
    Citation(MP112, "I2.32"),
)
EX_08_NOTICE = Rule(
    "EX-08",
    Kind.NOTICE,
    Bearer.OTHER_USER,
    "To be moved or cancelled, a Privacy Assessment must be changed at least four weeks before its date",
    _CHANGES,
)
EX_08 = Rule(
    "EX-08",
    Kind.MAY,
    Bearer.USER_CIO,
    "With less than four weeks' notice of a change or cancellation 25 % of the total cost of the Privacy "
    "Assessment is chargeable; costs already incurred are recoverable whatever the notice",
    _CHANGES,
)

RULES = (PA_01, PA_02, EX_01_PRIVACY, EX_08_NOTICE, EX_08)

#: The notice to book a Privacy Assessment (PA-01).
NOTICE = Weeks(12)

#: The notice with which a Privacy Assessment is changed without the charge of 25 % (EX-08).
FREE_CHANGE = Weeks(4)

#: The share of the total cost that is chargeable for less notice (EX-08).
LATE_CHARGE = Decimal("0.25")

#: The day from which the present names of the statuses hold (EX-01).
STATUSES_RENAMED_ON = date(2020, 11, 29)


def earliest_assessment(
    *,
    application: date,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings = DEFAULT_READINGS,
) -> Deadline:
    """
    Return the first day for which a Privacy Assessment can be asked, if booked on *application*.

    It is 12 weeks later (PA-01, a *should*), moved on to a Working Day if it is none (RD-06).

    >>> deadline = earliest_assessment(application=date(2026, 6, 3))
    >>> print(deadline.day, deadline.modality)
    2026-08-26 should

    Raises:
        InvalidType: If *application* is not a date.
        DateOutsideCalendar: If the end lies outside the calendar.

    """
    return _EARLIEST_ASSESSMENT.answer((application,), calendar, readings)


def latest_application(
    *,
    assessment: date,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings = DEFAULT_READINGS,
) -> Deadline:
    """
    Return the last day on which to book a Privacy Assessment on *assessment*.

    It is 12 weeks earlier (PA-01, a *should*), moved back to a Working Day if it is none (RD-06).

    >>> print(latest_application(assessment=date(2026, 8, 26)).day)
    2026-06-03

    Raises:
        InvalidType: If *assessment* is not a date.
        DateOutsideCalendar: If the end lies outside the calendar.

    """
    return _LATEST_APPLICATION.answer((assessment,), calendar, readings)


def notice(
    *,
    application: date,
    assessment: date,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings = DEFAULT_READINGS,
) -> Finding[NoticeVerdict]:
    """
    Return whether booking on *application* gives the notice of an assessment on *assessment* (PA-01).

    At least 12 weeks *should* lie between them; exactly 12 are enough.

    >>> notice(application=date(2026, 6, 3), assessment=date(2026, 8, 26)).verdict.value
    'sufficient'

    The weeks are those of the calendar: whether a day rolls (RD-06) does not matter here.

    Raises:
        InvalidType: If either is not a date.
        DateOutsideCalendar: If RD-04 asks for a day outside the calendar.

    """
    check_terms(calendar, readings)
    check_date("application", application)
    on = named_calendar(readings.rd_01) if calendar is None else calendar
    applied = received(on, readings, application)
    verdict = sufficiency(NOTICE, ("application", applied), ("assessment", assessment))
    return Finding(_NOTICE, (application, assessment), calendar, readings, verdict, (PA_01,))


def latest_free_change(
    *,
    assessment: date,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings = DEFAULT_READINGS,
) -> Deadline:
    """
    Return the last day to change or cancel a Privacy Assessment without the charge of 25 % (EX-08).

    It is four weeks earlier, moved back to a Working Day if it is none (RD-06).

    >>> print(latest_free_change(assessment=date(2026, 8, 26)).day)
    2026-07-29

    Raises:
        InvalidType: If *assessment* is not a date.
        DateOutsideCalendar: If the end lies outside the calendar.

    """
    return _LATEST_FREE_CHANGE.answer((assessment,), calendar, readings)


def change_charge(
    *,
    requested: date,
    assessment: date,
    total_cost: Decimal,
    costs_incurred: Decimal | Unknown = UNKNOWN,
    readings: Readings = DEFAULT_READINGS,
) -> Charge:
    """
    Return what can be charged for asking on *requested* to change or cancel a Privacy Assessment (EX-08).

    With less than four weeks' notice 25 % of *total_cost* is chargeable; exactly four weeks are free of it.
    *costs_incurred* are recoverable whatever the notice; while they are unknown, `most` is None.

    >>> day = date(2026, 8, 26)
    >>> change_charge(
    ...     requested=date(2026, 7, 29), assessment=day, total_cost=Decimal(8000), costs_incurred=Decimal(500)
    ... ).most
    Decimal('500')

    Raises:
        InvalidType: If a day is not a date, or an amount not a Decimal or an int.
        InvalidValue: If an amount is negative or not a number.
        ContradictoryFacts: If the request comes after the assessment.

    """
    check_terms(None, readings)
    in_order(
        ("requested", requested),
        ("assessment", assessment),
        "an assessment is changed before it takes place",
    )
    cost = amount("total_cost", total_cost)
    in_time = sufficiency(FREE_CHANGE, ("requested", requested), ("assessment", assessment))
    quarter = Decimal(0) if in_time is NoticeVerdict.SUFFICIENT else share_of(cost, LATE_CHARGE)
    most: Decimal | None = None
    if costs_incurred is not UNKNOWN:
        most = total(quarter, amount("costs_incurred", costs_incurred))
    verdict = ChargeVerdict.CAN_BE_CHARGED
    if not quarter and not most:
        verdict = ChargeVerdict.UNDETERMINED if most is None else ChargeVerdict.NO_CHARGE
    inputs = (requested, assessment, total_cost, costs_incurred)
    return Charge(_CHANGE_CHARGE, inputs, None, readings, verdict, (EX_08,), least=Decimal(0), most=most)


_PERMITTING = frozenset({AssuranceStatus.APPROVED, AssuranceStatus.APPROVED_SUBJECT_TO_STEPS})


def entry_with(status: AssuranceStatus, *, readings: Readings = DEFAULT_READINGS) -> Finding[EntryVerdict]:
    """
    Return whether a Privacy Assessment of this *status* lets the User Entry Process be completed (PA-02).

    >>> entry_with(AssuranceStatus.DEFERRED).verdict
    <EntryVerdict.NOT_PERMITTED: 'not-permitted'>

    Raises:
        UnknownName: If there is no such status.
        InvalidType: If *status* is neither a status nor text.

    """
    check_terms(None, readings)
    status = named("status", status, AssuranceStatus)
    verdict = EntryVerdict.PERMITTED if status in _PERMITTING else EntryVerdict.NOT_PERMITTED
    return Finding(_ENTRY_WITH, (status,), None, readings, verdict, (PA_02,))


def permits_entry(status: AssuranceStatus) -> bool:
    """
    Return whether a Privacy Assessment of this *status* lets the User Entry Process be completed (PA-02).

    >>> permits_entry(AssuranceStatus.APPROVED), permits_entry(AssuranceStatus.REJECTED)
    (True, False)

    Raises:
        UnknownName: If there is no such status.
        InvalidType: If *status* is neither a status nor text.

    """
    return entry_with(status).verdict is EntryVerdict.PERMITTED


def status_named(name: str, *, on: date) -> AssuranceStatus:
    """
    Return the status of a Privacy Assessment that was called *name* on the day *on* (EX-01).

    >>> status_named("Provisionally approved", on=date(2020, 11, 28))
    <AssuranceStatus.DEFERRED: 'deferred'>

    Raises:
        UnknownName: If no status was called so on that day.
        InvalidType: If *name* is not text or *on* not a date.

    """
    return status_called(name, on, renamed_on=STATUSES_RENAMED_ON)


def _why_notice(finding: Finding[NoticeVerdict]) -> tuple[Reason, ...]:
    application, assessment = finding.inputs
    text = (
        f"{(assessment - application).days} days lie between booking on {application} and assessment on "
        f"{assessment}; {NOTICE} ({NOTICE.n * 7} days) should"
    )
    return (Reason(PA_01, finding.verdict is NoticeVerdict.SUFFICIENT, text, finding.question.inputs),)


def _why_charge(finding: Finding[ChargeVerdict]) -> tuple[Reason, ...]:
    requested, assessment, _, costs_incurred = finding.inputs
    incurred = "are not known" if costs_incurred is UNKNOWN else f"are {costs_incurred}"
    text = (
        f"{(assessment - requested).days} days of notice, where {FREE_CHANGE} ({FREE_CHANGE.n * 7} days) are "
        f"free of the charge of 25 %; the costs already incurred {incurred}"
    )
    undetermined = finding.verdict is ChargeVerdict.UNDETERMINED
    holds = UNKNOWN if undetermined else finding.verdict is ChargeVerdict.CAN_BE_CHARGED
    return (Reason(EX_08, holds, text, finding.question.inputs),)


def _why_entry(finding: Finding[EntryVerdict]) -> tuple[Reason, ...]:
    (status,) = finding.inputs
    holds = finding.verdict is EntryVerdict.PERMITTED
    then = "lets" if holds else "does not let"
    text = f"{status.value} {then} the User Entry Process be completed as Other User"
    return (Reason(PA_02, holds, text, finding.question.inputs),)


_EARLIEST_ASSESSMENT = DeadlineKind(
    "privacy_assessment.earliest_assessment",
    PA_01,
    "first day for which a Privacy Assessment can be asked",
    earliest_assessment,
    ("application",),
    ("RD-04", "RD-06"),
    count=weeks_after(NOTICE),
    opens=True,
)
_LATEST_APPLICATION = DeadlineKind(
    "privacy_assessment.latest_application",
    PA_01,
    "last day to book a Privacy Assessment",
    latest_application,
    ("assessment",),
    ("RD-04", "RD-06"),
    count=weeks_before(NOTICE),
)
_LATEST_FREE_CHANGE = DeadlineKind(
    "privacy_assessment.latest_free_change",
    EX_08_NOTICE,
    "last day to change the Privacy Assessment without the charge of 25 %",
    latest_free_change,
    ("assessment",),
    ("RD-04", "RD-06"),
    count=weeks_before(FREE_CHANGE),
)
_NOTICE = FindingKind(
    "privacy_assessment.notice",
    PA_01,
    "whether the notice is given in time",
    notice,
    ("application", "assessment"),
    ("RD-04",),
    explain=Explained(_why_notice),
)
_ENTRY_WITH = FindingKind(
    "privacy_assessment.entry_with",
    PA_02,
    "whether the status lets the User Entry Process be completed",
    entry_with,
    ("status",),
    counts=False,
    explain=Explained(_why_entry),
)
_CHANGE_CHARGE = FindingKind(
    "privacy_assessment.change_charge",
    EX_08,
    "whether changing the Privacy Assessment can be charged",
    change_charge,
    ("requested", "assessment", "total_cost", "costs_incurred"),
    counts=False,
    explain=Explained(
        _why_charge,
        {"costs_incurred": Probe("what costs have already been incurred", (Decimal(0), Decimal(1)))},
    ),
)

#: Every question that this module answers.
QUESTIONS = (
    _EARLIEST_ASSESSMENT,
    _LATEST_APPLICATION,
    _LATEST_FREE_CHANGE,
    _NOTICE,
    _ENTRY_WITH,
    _CHANGE_CHARGE,
)
