"""
User Entry Process Testing: its notice, its entry criteria, and the DCC's time limits at its end.

Encodes TE-01 to TE-08, from sections 6.1 to 6.3 of the guidance.
Not encoded: CTSD 5.6.1.5, 5.17 and 5.19 and SEC Appendix J, which nobody here could read.

The clocks of section 6.3 run from what happened, never from another clock's last day,
and they are the DCC's: a Party is not late because the DCC is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sec_uep.answers import (
    Counting,
    Deadline,
    DeadlineKind,
    Explained,
    Finding,
    FindingKind,
    NoticeVerdict,
    Reason,
)
from sec_uep.calendar import WorkingDayCalendar, WorkingDays, check_date
from sec_uep.citations import CTSD, Citation, guidance
from sec_uep.errors import DateOutsideCalendar, MissingFact
from sec_uep.facts import UNKNOWN, Unknown
from sec_uep.obligations._receipt import in_order, received
from sec_uep.readings import DEFAULT_READINGS, Readings
from sec_uep.rules import Bearer, Kind, Rule

__all__ = [
    "ENTRY_CRITERIA",
    "NOTICE",
    "QUESTIONS",
    "RULES",
    "certificate_due",
    "earliest_start",
    "is_notice_sufficient",
    "latest_notice",
    "notice",
    "receipt_confirmation_due",
    "review_due",
]

TE_01 = Rule(
    "TE-01",
    Kind.NOTICE,
    Bearer.PARTY,
    "Once it has completed SREPT, the Party must give the DCC 60 Working Days' notice of the date on which "
    "UEPT is to begin",
    guidance("6.1"),
)
TE_02 = Rule(
    "TE-02",
    Kind.INFORMATION,
    Bearer.NOBODY,
    "There are no costs associated with UEPT",
    guidance("6.1"),
)
TE_03 = Rule(
    "TE-03",
    Kind.PRECONDITION,
    Bearer.PARTY,
    "To undertake UEPT the Party must meet six entry criteria",
    guidance("6.2"),
)
TE_04 = Rule(
    "TE-04",
    Kind.LIMIT,
    Bearer.DCC,
    "Within 2 Working Days of receipt of the UEPT completion report, the DCC must confirm receipt",
    Citation(CTSD, "5.17", via=guidance("6.3")),
)
TE_05 = Rule(
    "TE-05",
    Kind.LIMIT,
    Bearer.DCC,
    "Within 5 Working Days of receipt of the above notification, the DCC must review the report and "
    "confirm whether UEPT is concluded or further testing is required",
    Citation(CTSD, "5.17", via=guidance("6.3")),
)
TE_06 = Rule(
    "TE-06",
    Kind.LIMIT,
    Bearer.DCC,
    "Within 2 Working Days of a successful Quality Gate Review meeting, the DCC must issue a Test "
    "Completion Certificate for the User Role(s)",
    Citation(CTSD, "5.17", via=guidance("6.3")),
)
TE_07 = Rule(
    "TE-07",
    Kind.INFORMATION,
    Bearer.DCC,
    "Testing is completed by the DCC or by an approved Relevant Party, a SEC Party that is an authorised "
    "DCC Testing Provider; the exit criteria are those of CTSD 5.19",
    guidance("6.3"),
)
TE_08 = Rule(
    "TE-08",
    Kind.DEFINITION,
    Bearer.NOBODY,
    "UEPT is complete once receipt is confirmed, the review has concluded it and the certificate is issued",
    guidance("6.3"),
)

RULES = (TE_01, TE_02, TE_03, TE_04, TE_05, TE_06, TE_07, TE_08)

#: The notice of UEPT (TE-01).
NOTICE = WorkingDays(60)

#: The DCC's time to confirm receipt of the completion report (TE-04).
RECEIPT_CONFIRMATION = WorkingDays(2)

#: The DCC's time to review the report (TE-05).
REVIEW = WorkingDays(5)

#: The DCC's time to issue the Test Completion Certificate (TE-06).
CERTIFICATE = WorkingDays(2)

#: The six criteria to begin UEPT (TE-03), by a short name.
ENTRY_CRITERIA: Mapping[str, str] = {
    "verified": "Obtain verification from the DCC that the Party is a SEC Party and has completed SREPT",
    "roles": "Identify the User Role(s) for which UEPT is undertaken",
    "artefacts": "Produce all relevant test artefacts (CTSD 5.6.1.5) and have the DCC approve them",
    "environment": "Give evidence of a test environment that is available and can support the testing",
    "resources": "Give evidence that the appropriate level of resources is available",
    "security": "Meet the security requirements of SEC Appendix J",
}


def earliest_start(
    *,
    notice_given: date,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings = DEFAULT_READINGS,
) -> Deadline:
    """
    Return the first day on which UEPT may begin, if notice is given on *notice_given*.

    It is the 60th Working Day after that day (TE-01, RD-02), which itself never counts.

    >>> print(earliest_start(notice_given=date(2026, 6, 3)).day)
    2026-08-26

    Raises:
        InvalidType: If *notice_given* is not a date.
        DateOutsideCalendar: If the count leaves the calendar.

    """
    return _EARLIEST_START.answer((notice_given,), calendar, readings)


def latest_notice(
    *,
    start: date,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings = DEFAULT_READINGS,
) -> Deadline:
    """
    Return the last Working Day on which notice suffices for UEPT to begin on *start*.

    A *start* that is not a Working Day counts from the Working Day before it,
    so that the day returned always satisfies the notice it is for (TE-01, RD-02).

    >>> print(latest_notice(start=date(2026, 8, 26)).day)
    2026-06-03

    Raises:
        InvalidType: If *start* is not a date.
        DateOutsideCalendar: If the count leaves the calendar.

    """
    return _LATEST_NOTICE.answer((start,), calendar, readings)


def notice(
    *,
    given: date,
    start: date,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings = DEFAULT_READINGS,
) -> Finding[NoticeVerdict]:
    """
    Return whether notice given on *given* suffices for UEPT to begin on *start*.

    It speaks of the period only; whether notice could be given yet is a matter of SREPT (RD-13).

    >>> print(notice(given=date(2026, 6, 3), start=date(2026, 8, 25)).why())
    no: notice on 2026-06-03 allows a start from 2026-08-26; for a start on 2026-08-25 it was due by \
2026-06-02 [TE-01, SECAS guidance, 6.1; RD-01, RD-02, RD-04]

    Raises:
        InvalidType: If *given* or *start* is not a date.
        DateOutsideCalendar: If the count leaves the calendar.

    """
    check_date("given", given)
    check_date("start", start)
    earliest = earliest_start(notice_given=given, calendar=calendar, readings=readings).day
    verdict = NoticeVerdict.SUFFICIENT if earliest <= start else NoticeVerdict.INSUFFICIENT
    return Finding(_NOTICE, (given, start), calendar, readings, verdict, (TE_01,))


def is_notice_sufficient(
    *,
    notice_given: date,
    start: date,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings = DEFAULT_READINGS,
) -> bool:
    """
    Return whether `notice` is sufficient.

    >>> is_notice_sufficient(notice_given=date(2026, 6, 3), start=date(2026, 8, 26))
    True

    Raises:
        InvalidType: If *notice_given* or *start* is not a date.
        DateOutsideCalendar: If the count leaves the calendar.

    """
    check_date("notice_given", notice_given)
    finding = notice(given=notice_given, start=start, calendar=calendar, readings=readings)
    return finding.verdict is NoticeVerdict.SUFFICIENT


def receipt_confirmation_due(
    *,
    report_received: date,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings = DEFAULT_READINGS,
) -> Deadline:
    """
    Return the day by which the DCC must confirm receipt of the UEPT completion report (TE-04).

    >>> print(receipt_confirmation_due(report_received=date(2026, 9, 4)))
    2026-09-08 (last day for the DCC to confirm receipt; DCC must; TE-04, CTSD, 5.17 (as given in \
SECAS guidance, 6.3); published)

    Raises:
        InvalidType: If *report_received* is not a date.
        DateOutsideCalendar: If the count leaves the calendar.

    """
    return _RECEIPT_CONFIRMATION_DUE.answer((report_received,), calendar, readings)


def review_due(
    *,
    confirmation_received: date | Unknown = UNKNOWN,
    report_received: date | Unknown = UNKNOWN,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings = DEFAULT_READINGS,
) -> Deadline:
    """
    Return the day by which the DCC must review the report and say whether UEPT is concluded (TE-05).

    It runs from receipt of the DCC's confirmation or, by the other reading of RD-05, of the report.

    >>> print(review_due(confirmation_received=date(2026, 9, 8)).day)
    2026-09-15

    Raises:
        MissingFact: If the day that the reading counts from is not given.
        ContradictoryFacts: If the confirmation came before the report.
        InvalidType: If a day is not a date.
        DateOutsideCalendar: If the count leaves the calendar.

    """
    return _REVIEW_DUE.answer((confirmation_received, report_received), calendar, readings)


def certificate_due(
    *,
    quality_gate_passed: date,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings = DEFAULT_READINGS,
) -> Deadline:
    """
    Return the day by which the DCC must issue the Test Completion Certificate (TE-06).

    *quality_gate_passed* is the day of a successful Quality Gate Review meeting.

    >>> print(certificate_due(quality_gate_passed=date(2026, 9, 18)).day)
    2026-09-22

    Raises:
        InvalidType: If *quality_gate_passed* is not a date.
        DateOutsideCalendar: If the count leaves the calendar.

    """
    return _CERTIFICATE_DUE.answer((quality_gate_passed,), calendar, readings)


def _notice_days(readings: Readings) -> int:
    return NOTICE.n if readings.rd_02 == "nth-working-day" else NOTICE.n + 1


def _count_earliest_start(calendar: Counting, readings: Readings, notice_given: date) -> tuple[date, date]:
    counted_from = received(calendar, readings, notice_given)
    return counted_from, calendar.nth_working_day_after(counted_from, _notice_days(readings))


def _count_latest_notice(calendar: Counting, readings: Readings, start: date) -> tuple[date, date]:
    return start, calendar.nth_working_day_before(calendar.on_or_before(start), _notice_days(readings))


def _count_receipt_confirmation(
    calendar: Counting, readings: Readings, report_received: date
) -> tuple[date, date]:
    counted_from = received(calendar, readings, report_received)
    return counted_from, calendar.nth_working_day_after(counted_from, RECEIPT_CONFIRMATION.n)


def _count_review(
    calendar: Counting,
    readings: Readings,
    confirmation_received: date | Unknown,
    report_received: date | Unknown,
) -> tuple[date, date]:
    from_confirmation = readings.rd_05 == "confirmation"
    trigger = confirmation_received if from_confirmation else report_received
    if trigger is UNKNOWN:
        raise MissingFact(
            "confirmation_received" if from_confirmation else "report_received",
            f"the review runs from it (RD-05: {readings.rd_05})",
        )
    if report_received is not UNKNOWN and confirmation_received is not UNKNOWN:
        in_order(
            ("report_received", report_received),
            ("confirmation_received", confirmation_received),
            "receipt of a report is not confirmed before it is received",
        )
    counted_from = received(calendar, readings, trigger)
    return counted_from, calendar.nth_working_day_after(counted_from, REVIEW.n)


def _count_certificate(calendar: Counting, _: Readings, quality_gate_passed: date) -> tuple[date, date]:
    return quality_gate_passed, calendar.nth_working_day_after(quality_gate_passed, CERTIFICATE.n)


def _earliest_of_notice(finding: Finding[NoticeVerdict]) -> tuple[Deadline, ...]:
    given, _ = finding.inputs
    return (earliest_start(notice_given=given, calendar=finding.given_calendar, readings=finding.chosen),)


def _why_notice(finding: Finding[NoticeVerdict]) -> tuple[Reason, ...]:
    given, start = finding.inputs
    calendar, readings = finding.given_calendar, finding.chosen
    earliest = earliest_start(notice_given=given, calendar=calendar, readings=readings)
    text = f"notice on {given} allows a start from {earliest.day}"
    try:
        latest = latest_notice(start=start, calendar=calendar, readings=readings)
    except DateOutsideCalendar:  # the start may lie beyond a calendar that reaches the earliest one
        text += f"; the start is on {start}"
    else:
        text += f"; for a start on {start} it was due by {latest.day}"
    holds = finding.verdict is NoticeVerdict.SUFFICIENT
    return (Reason(TE_01, holds, text, finding.question.inputs, tuple(earliest.readings)),)


_EARLIEST_START = DeadlineKind(
    "entry_process_testing.earliest_start",
    TE_01,
    "first day on which UEPT may begin",
    earliest_start,
    ("notice_given",),
    ("RD-02", "RD-04"),
    count=_count_earliest_start,
    opens=True,
)
_LATEST_NOTICE = DeadlineKind(
    "entry_process_testing.latest_notice",
    TE_01,
    "last day on which notice suffices",
    latest_notice,
    ("start",),
    ("RD-02",),
    count=_count_latest_notice,
)
_NOTICE = FindingKind(
    "entry_process_testing.notice",
    TE_01,
    "whether the notice is long enough",
    notice,
    ("given", "start"),
    ("RD-02", "RD-04"),
    explain=Explained(_why_notice),
    rests_on=_earliest_of_notice,
)
_RECEIPT_CONFIRMATION_DUE = DeadlineKind(
    "entry_process_testing.receipt_confirmation_due",
    TE_04,
    "last day for the DCC to confirm receipt",
    receipt_confirmation_due,
    ("report_received",),
    ("RD-04",),
    count=_count_receipt_confirmation,
)
_REVIEW_DUE = DeadlineKind(
    "entry_process_testing.review_due",
    TE_05,
    "last day for the DCC to review the report",
    review_due,
    ("confirmation_received", "report_received"),
    ("RD-04", "RD-05"),
    count=_count_review,
    may_be_unknown=("confirmation_received", "report_received"),
)
_CERTIFICATE_DUE = DeadlineKind(
    "entry_process_testing.certificate_due",
    TE_06,
    "last day for the DCC to issue the certificate",
    certificate_due,
    ("quality_gate_passed",),
    count=_count_certificate,
)

#: Every question that this module answers.
QUESTIONS = (
    _EARLIEST_START,
    _LATEST_NOTICE,
    _NOTICE,
    _RECEIPT_CONFIRMATION_DUE,
    _REVIEW_DUE,
    _CERTIFICATE_DUE,
)
