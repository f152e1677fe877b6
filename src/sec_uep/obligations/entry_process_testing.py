"""
User Entry Process Testing: its notice, its entry criteria, and the DCC's time limits at its end.

Encodes TE-01 to TE-08, from sections 6.1 to 6.3 of the guidance.
Not encoded: CTSD 5.6.1.5, 5.17 and 5.19 and SEC Appendix J, which nobody here could read.

The clocks of section 6.3 run from what happened, never from another clock's last day,
and they are the DCC's: a Party is not late because the DCC is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from sec_uep.answers import NoticeVerdict, Reason, question
from sec_uep.calendar import WorkingDayCalendar, WorkingDays
from sec_uep.checks import check_date
from sec_uep.citations import CTSD, Citation, guidance
from sec_uep.deadlines import Counted, Counting, Deadline, FindingOfDays
from sec_uep.errors import DateOutsideCalendar, MissingFact
from sec_uep.facts import UNKNOWN, Unknown
from sec_uep.obligations._receipt import in_order, received
from sec_uep.readings import DEFAULT_READINGS, Readings
from sec_uep.rules import Bearer, Kind, Rule

__all__ = [
    "ENTRY_CRITERIA",
    "NOTICE",
    "certificate_due",
    "earliest_start",
    "is_notice_sufficient",
    "last_day_of_notice",
    "latest_notice",
    "notice",
    "receipt_confirmation_due",
    "review_due",
]

# --- Notice (6.1) ------------------------------------------------------------------------

TE_01 = Rule(
    "TE-01",
    Kind.NOTICE,
    Bearer.PARTY,
    "Once it has completed SREPT, the Party must give the DCC 60 Working Days' notice of the date on which "
    "UEPT is to begin",
    guidance("6.1"),
)

#: The notice of UEPT (TE-01).
NOTICE = WorkingDays(60)


def _notice_days(readings: Readings) -> int:
    return NOTICE.n if readings.rd_02 == "nth-working-day" else NOTICE.n + 1


@question(TE_01, "first day on which UEPT may begin", turns_on=("RD-02", "RD-04"))
class earliest_start(Deadline):
    """
    The first day on which UEPT may begin, if notice is given on *notice_given*.

    It is the 60th Working Day after that day (TE-01, RD-02), which itself never counts.

    >>> print(earliest_start(notice_given=date(2026, 6, 3)).day)
    2026-08-26
    """

    opens = True

    notice_given: date

    def _count(self, on: Counting) -> Counted:
        given = received(on, self.chosen, self.notice_given)
        return given, on.nth_working_day_after(given, _notice_days(self.chosen))


@question(TE_01, "last day to give notice of UEPT", turns_on=("RD-02",))
class latest_notice(Deadline):
    """
    The last Working Day to give notice of UEPT that begins on *start*, to plan by.

    A *start* that is not a Working Day counts from the Working Day before it,
    so that the day always satisfies the notice it is for (TE-01, RD-02).

    >>> print(latest_notice(start=date(2026, 8, 26)).day)
    2026-06-03
    """

    start: date

    def _count(self, on: Counting) -> Counted:
        return self.start, on.nth_working_day_before(on.on_or_before(self.start), _notice_days(self.chosen))


@question(TE_01, "last day on which notice of UEPT suffices", turns_on=("RD-02", "RD-04"))
class last_day_of_notice(Deadline):
    """
    The last day on which notice suffices for UEPT to begin on *start*.

    It is the last calendar day, Working Day or not, of which `notice` says that it is sufficient (TE-01):
    one given at a weekend runs as one given on the Working Day before, unless it is received only
    on the next Working Day (RD-04).

    >>> print(last_day_of_notice(start=date(2026, 8, 28)).day)  # a Sunday
    2026-06-07
    """

    start: date

    def _count(self, on: Counting) -> Counted:
        latest = on.nth_working_day_before(on.on_or_before(self.start), _notice_days(self.chosen))
        if self.chosen.rd_04 == "next-working-day":
            return self.start, latest
        return self.start, on.nth_working_day_after(latest, 1) - timedelta(days=1)


@question(TE_01, "whether the notice is long enough", turns_on=("RD-02", "RD-04"))
class notice(FindingOfDays[NoticeVerdict]):
    """
    Whether notice given on *given* suffices for UEPT to begin on *start*.

    It speaks of the period only; whether notice could be given yet is a matter of SREPT (RD-13).

    >>> print(notice(given=date(2026, 6, 3), start=date(2026, 8, 25)).why())
    no: notice on 2026-06-03 allows a start from 2026-08-26; for a start on 2026-08-25 the last day of \
notice is 2026-06-02 [TE-01, SECAS guidance, 6.1; RD-01, RD-02]
    """

    given: date
    start: date

    def _find(self) -> tuple[NoticeVerdict, tuple[Rule, ...]]:
        check_date("given", self.given)
        check_date("start", self.start)
        (earliest,) = self.deadlines
        is_enough = earliest.day <= self.start
        return NoticeVerdict.SUFFICIENT if is_enough else NoticeVerdict.INSUFFICIENT, (TE_01,)

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """The first day on which UEPT may begin."""
        return (earliest_start(notice_given=self.given, calendar=self.given_calendar, readings=self.chosen),)

    def _reasons(self) -> Iterator[Reason]:
        (earliest,) = self.deadlines
        text = f"notice on {self.given} allows a start from {earliest.day}"
        try:
            latest = last_day_of_notice(start=self.start, **self.terms)
        except DateOutsideCalendar:  # the start may lie beyond a calendar that reaches the earliest one
            text += f"; the start is on {self.start}"
        else:
            text += f"; for a start on {self.start} the last day of notice is {latest.day}"
        holds = self.verdict is NoticeVerdict.SUFFICIENT
        yield Reason(TE_01, holds, text, self.inputs, tuple(earliest.readings))


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
    """
    notice_given = check_date("notice_given", notice_given)
    finding = notice(given=notice_given, start=start, calendar=calendar, readings=readings)
    return finding.verdict is NoticeVerdict.SUFFICIENT


# --- Entry (6.1 and 6.2) -----------------------------------------------------------------

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

#: The six criteria to begin UEPT (TE-03), by a short name.
ENTRY_CRITERIA: Mapping[str, str] = {
    "verified": "Obtain verification from the DCC that the Party is a SEC Party and has completed SREPT",
    "roles": "Identify the User Role(s) for which UEPT is undertaken",
    "artefacts": "Produce all relevant test artefacts (CTSD 5.6.1.5) and have the DCC approve them",
    "environment": "Give evidence of a test environment that is available and can support the testing",
    "resources": "Give evidence that the appropriate level of resources is available",
    "security": "Meet the security requirements of SEC Appendix J",
}

# --- The DCC's time limits (6.3) ---------------------------------------------------------

TE_04 = Rule(
    "TE-04",
    Kind.LIMIT,
    Bearer.DCC,
    "Within 2 Working Days of receipt of the UEPT completion report, the DCC must confirm receipt",
    Citation(CTSD, "5.17", via=guidance("6.3")),
)

#: The DCC's time to confirm receipt of the completion report (TE-04).
RECEIPT_CONFIRMATION = WorkingDays(2)


@question(TE_04, "last day for the DCC to confirm receipt", turns_on=("RD-04",))
class receipt_confirmation_due(Deadline):
    """
    The day by which the DCC must confirm receipt of the UEPT completion report (TE-04).

    >>> print(receipt_confirmation_due(report_received=date(2026, 9, 4)))
    2026-09-08 (last day for the DCC to confirm receipt; DCC must; TE-04, CTSD, 5.17 (as given in \
SECAS guidance, 6.3); published)
    """

    report_received: date

    def _count(self, on: Counting) -> Counted:
        report = received(on, self.chosen, self.report_received)
        return report, on.nth_working_day_after(report, RECEIPT_CONFIRMATION.n)


TE_05 = Rule(
    "TE-05",
    Kind.LIMIT,
    Bearer.DCC,
    "Within 5 Working Days of receipt of the DCC's confirmation that it received the report (RD-05), the "
    "DCC must review the report and confirm whether UEPT is concluded or further testing is required",
    Citation(CTSD, "5.17", via=guidance("6.3")),
)

#: The DCC's time to review the report (TE-05).
REVIEW = WorkingDays(5)


@question(TE_05, "last day for the DCC to review the report", turns_on=("RD-04", "RD-05"))
class review_due(Deadline):
    """
    The day by which the DCC must review the report and say whether UEPT is concluded (TE-05).

    It runs from the day on which the Party receives the DCC's confirmation that it received the report or,
    by the other reading of RD-05, from the day on which the DCC receives the report.

    >>> print(review_due(confirmation_received=date(2026, 9, 8)).day)
    2026-09-15

    Raises:
        MissingFact: If the day that the reading counts from is not given.
        ContradictoryFacts: If the confirmation came before the report.

    """

    confirmation_received: date | Unknown = UNKNOWN
    report_received: date | Unknown = UNKNOWN

    def _count(self, on: Counting) -> Counted:
        confirmation, report, runs_from = self.confirmation_received, self.report_received, self.chosen.rd_05
        trigger = confirmation if runs_from == "confirmation" else report
        if trigger is UNKNOWN:
            raise MissingFact(f"{runs_from}_received", f"the review runs from it (RD-05: {runs_from})")
        if report is not UNKNOWN and confirmation is not UNKNOWN:
            in_order(
                ("report_received", report),
                ("confirmation_received", confirmation),
                "receipt of a report is not confirmed before it is received",
            )
        came = received(on, self.chosen, trigger)
        return came, on.nth_working_day_after(came, REVIEW.n)


TE_06 = Rule(
    "TE-06",
    Kind.LIMIT,
    Bearer.DCC,
    "Within 2 Working Days of a successful Quality Gate Review meeting, the DCC must issue a Test "
    "Completion Certificate for the User Role(s)",
    Citation(CTSD, "5.17", via=guidance("6.3")),
)

#: The DCC's time to issue the Test Completion Certificate (TE-06).
CERTIFICATE = WorkingDays(2)


@question(TE_06, "last day for the DCC to issue the certificate")
class certificate_due(Deadline):
    """
    The day by which the DCC must issue the Test Completion Certificate (TE-06).

    *quality_gate_passed* is the day of a successful Quality Gate Review meeting.

    >>> print(certificate_due(quality_gate_passed=date(2026, 9, 18)).day)
    2026-09-22
    """

    quality_gate_passed: date

    def _count(self, on: Counting) -> Counted:
        return self.quality_gate_passed, on.nth_working_day_after(self.quality_gate_passed, CERTIFICATE.n)


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
