"""
Privacy Assessments, which are for Other Users only: notice, the charge for changing late, the status.

Encodes PA-01, PA-02, EX-08 and the privacy part of EX-01.
Not encoded: SEC Section I2 and the cycle of Privacy Assessments after entry, which could not be read.
The cycle begins with a Full Privacy Assessment, and there are Random Sample and Self-Assessments too;
neither its length nor the kind that falls in a year was seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from attrs import field

from sec_uep.answers import Finding, Lack, NoticeVerdict, Reason, question
from sec_uep.calendar import Weeks
from sec_uep.checks import check_date, named
from sec_uep.citations import MP112, PRIVACY_FAQ, Citation, guidance
from sec_uep.deadlines import Counted, Counting, Deadline, FindingOfDays
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
from sec_uep.rules import Bearer, Kind, Modality, Rule

__all__ = [
    "FREE_CHANGE",
    "LATE_CHARGE",
    "NOTICE",
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

# --- Booking one, and changing it ---------------------------------------------------------

PA_01 = Rule(
    "PA-01",
    Kind.NOTICE,
    Bearer.OTHER_USER,
    "An Other User should give 12 weeks' notice of a Privacy Assessment",
    _PRIVACY,
    modality=Modality.SHOULD,
)

#: The notice to book a Privacy Assessment (PA-01).
NOTICE = Weeks(12)


@question(PA_01, "first day for which a Privacy Assessment can be asked", turns_on=("RD-04", "RD-06"))
class earliest_assessment(Deadline):
    """
    The first day for which a Privacy Assessment can be asked, if booked on *application*.

    It is 12 weeks later (PA-01, a *should*), moved on to a Working Day if it is none (RD-06).

    >>> deadline = earliest_assessment(application=date(2026, 6, 3))
    >>> print(deadline.day, deadline.modality)
    2026-08-26 should
    """

    opens = True

    application: date

    def _count(self, on: Counting) -> Counted:
        return weeks_after(NOTICE, self.application, on, self.chosen)


@question(PA_01, "last day to book a Privacy Assessment", turns_on=("RD-04", "RD-06"))
class latest_application(Deadline):
    """
    The last day on which to book a Privacy Assessment on *assessment*.

    It is 12 weeks earlier (PA-01, a *should*), moved back to a Working Day if it is none (RD-06).

    >>> print(latest_application(assessment=date(2026, 8, 26)).day)
    2026-06-03
    """

    assessment: date

    def _count(self, on: Counting) -> Counted:
        return weeks_before(NOTICE, self.assessment, on, self.chosen)


@question(PA_01, "whether the notice is given in time", turns_on=("RD-04",))
class notice(FindingOfDays[NoticeVerdict]):
    """
    Whether booking on *application* gives the notice of an assessment on *assessment* (PA-01).

    At least 12 weeks *should* lie between them; exactly 12 are enough.

    >>> notice(application=date(2026, 6, 3), assessment=date(2026, 8, 26)).verdict.value
    'sufficient'

    The weeks are those of the calendar: whether a day rolls (RD-06) does not matter here.

    Raises:
        InvalidType: If either is not a date.
        DateOutsideCalendar: If RD-04 asks for a day outside the calendar.

    """

    application: date
    assessment: date

    def _find(self) -> tuple[NoticeVerdict, tuple[Rule, ...]]:
        check_date("application", self.application)
        applied = received(self.calendar, self.chosen, self.application)
        return sufficiency(NOTICE, ("application", applied), ("assessment", self.assessment)), (PA_01,)

    def _reasons(self) -> Iterator[Reason]:
        text = (
            f"{(self.assessment - self.application).days} days lie between booking on {self.application} and "
            f"assessment on {self.assessment}; {NOTICE} ({NOTICE.n * 7} days) should"
        )
        yield Reason(PA_01, self.verdict is NoticeVerdict.SUFFICIENT, text, self.inputs)


EX_08_NOTICE = Rule(
    "EX-08",
    Kind.NOTICE,
    Bearer.OTHER_USER,
    "To be moved or cancelled, a Privacy Assessment must be changed at least four weeks before its date",
    _CHANGES,
)

#: The notice with which a Privacy Assessment is changed without the charge of 25 % (EX-08).
FREE_CHANGE = Weeks(4)


@question(
    EX_08_NOTICE,
    "last day to change the Privacy Assessment without the charge of 25 %",
    turns_on=("RD-04", "RD-06"),
)
class latest_free_change(Deadline):
    """
    The last day to change or cancel a Privacy Assessment without the charge of 25 % (EX-08).

    It is four weeks earlier, moved back to a Working Day if it is none (RD-06).

    >>> print(latest_free_change(assessment=date(2026, 8, 26)).day)
    2026-07-29
    """

    assessment: date

    def _count(self, on: Counting) -> Counted:
        return weeks_before(FREE_CHANGE, self.assessment, on, self.chosen)


EX_08 = Rule(
    "EX-08",
    Kind.MAY,
    Bearer.USER_CIO,
    "With less than four weeks' notice of a change or cancellation 25 % of the total cost of the Privacy "
    "Assessment is chargeable; costs already incurred are recoverable whatever the notice",
    _CHANGES,
)

#: The share of the total cost that is chargeable for less notice (EX-08).
LATE_CHARGE = Decimal("0.25")


@question(
    EX_08,
    "whether changing the Privacy Assessment can be charged",
    may_lack={"costs_incurred": Lack("what costs have already been incurred", (Decimal(0), Decimal(1)))},
)
class change_charge(Charge):
    """
    What can be charged for asking on *requested* to change or cancel a Privacy Assessment (EX-08).

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

    requested: date
    assessment: date
    total_cost: Decimal
    costs_incurred: Decimal | Unknown = UNKNOWN

    def _find(self) -> tuple[ChargeVerdict, tuple[Rule, ...]]:
        days = ("requested", self.requested), ("assessment", self.assessment)
        in_order(*days, "an assessment is changed before it takes place")
        quarter, most = self._quarter(), self._can_be()
        if quarter or most:
            return ChargeVerdict.CAN_BE_CHARGED, (EX_08,)
        return ChargeVerdict.UNDETERMINED if most is None else ChargeVerdict.NO_CHARGE, (EX_08,)

    def _quarter(self) -> Decimal:
        cost = amount("total_cost", self.total_cost)
        in_time = sufficiency(FREE_CHANGE, ("requested", self.requested), ("assessment", self.assessment))
        return Decimal(0) if in_time is NoticeVerdict.SUFFICIENT else share_of(cost, LATE_CHARGE)

    def _can_be(self) -> Decimal | None:
        if self.costs_incurred is UNKNOWN:
            return None
        return total(self._quarter(), amount("costs_incurred", self.costs_incurred))

    def _reasons(self) -> Iterator[Reason]:
        incurred = "are not known" if self.costs_incurred is UNKNOWN else f"are {self.costs_incurred}"
        text = (
            f"{(self.assessment - self.requested).days} days of notice, where {FREE_CHANGE} "
            f"({FREE_CHANGE.n * 7} days) are free of the charge of 25 %; the costs already incurred "
            f"{incurred}"
        )
        undetermined = self.verdict is ChargeVerdict.UNDETERMINED
        holds = UNKNOWN if undetermined else self.verdict is ChargeVerdict.CAN_BE_CHARGED
        yield Reason(EX_08, holds, text, self.inputs)


# --- The status it ends with --------------------------------------------------------------

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

_PERMITTING = frozenset({AssuranceStatus.APPROVED, AssuranceStatus.APPROVED_SUBJECT_TO_STEPS})


def _status(value: object) -> AssuranceStatus:
    return named("status", value, AssuranceStatus)


@question(PA_02, "whether the status lets the User Entry Process be completed")
class entry_with(Finding[EntryVerdict]):
    """
    Whether a Privacy Assessment of this *status* lets the User Entry Process be completed (PA-02).

    >>> entry_with(AssuranceStatus.DEFERRED).verdict
    <EntryVerdict.NOT_PERMITTED: 'not-permitted'>

    Raises:
        UnknownName: If there is no such status.
        InvalidType: If *status* is neither a status nor text.

    """

    status: AssuranceStatus = field(converter=_status, kw_only=False)

    def _find(self) -> tuple[EntryVerdict, tuple[Rule, ...]]:
        verdict = EntryVerdict.PERMITTED if self.status in _PERMITTING else EntryVerdict.NOT_PERMITTED
        return verdict, (PA_02,)

    def _reasons(self) -> Iterator[Reason]:
        holds = self.verdict is EntryVerdict.PERMITTED
        then = "lets" if holds else "does not let"
        text = f"{self.status.value} {then} the User Entry Process be completed as Other User"
        yield Reason(PA_02, holds, text, self.inputs)


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


#: The day from which the present names of the statuses hold (EX-01).
STATUSES_RENAMED_ON = date(2020, 11, 29)


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
