"""
Privacy Assessments, which are for Other Users only: notice, the charge for changing late, the status.

Encodes PA-01, PA-02, EX-08, EX-20 and the privacy part of EX-01.
Not encoded: SEC Section I2 and the cycle of Privacy Assessments after entry, which could not be read.
The cycle begins with a Full Privacy Assessment, and there are Random Sample and Self-Assessments too;
neither its length nor the kind that falls in a year was seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from attrs import field

from sec_uep.answers import Finding, Lack, Note, NoticeVerdict, Reason, question
from sec_uep.calendar import Weeks
from sec_uep.checks import named
from sec_uep.citations import MP112, PRIVACY_FAQ, Citation, guidance
from sec_uep.deadlines import Counted, Counting, Deadline
from sec_uep.events import AssuranceStatus
from sec_uep.facts import UNKNOWN, Unknown
from sec_uep.obligations._assessments import (
    Ahead,
    Charge,
    ChargeVerdict,
    EntryVerdict,
    days_in,
    last_day_before,
    status_called,
    weeks_after,
    weeks_before,
)
from sec_uep.obligations._money import given, pounds, share_of, to_the_penny, total
from sec_uep.obligations._receipt import in_order
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
    "last_day_of_notice",
    "latest_application",
    "latest_free_change",
    "notice",
    "permits_entry",
    "status_named",
]

_PRIVACY = guidance("How do Other Users complete the Privacy Assessment?")

# --- Booking one --------------------------------------------------------------------------

PA_01 = Rule(
    "PA-01",
    Kind.NOTICE,
    Bearer.OTHER_USER,
    "An Other User should give 12 weeks' notice of a Privacy Assessment",
    _PRIVACY,
    modality=Modality.SHOULD,
)
EX_20 = Rule(
    "EX-20",
    Kind.NOTICE,
    Bearer.OTHER_USER,
    "The dates asked for are required to be at least 12 weeks after the request is submitted",
    Citation(PRIVACY_FAQ, "booking an assessment"),
)

#: The notice to book a Privacy Assessment (PA-01).
NOTICE = Weeks(12)


@question(PA_01, "first day for the Privacy Assessment", turns_on=("RD-04", "RD-06"))
class earliest_assessment(Deadline):
    """
    The first day for a Privacy Assessment that is booked on *application*, to plan by.

    It is 12 weeks later (PA-01, a *should*), moved on to a Working Day if it is none (RD-06).

    >>> deadline = earliest_assessment(application=date(2026, 6, 3))
    >>> print(deadline.day, deadline.modality)
    2026-08-26 should
    """

    opens = True

    application: date

    def _count(self, on: Counting) -> Counted:
        return weeks_after(NOTICE, self.application, on, self.chosen)


@question(PA_01, "last day to book the Privacy Assessment", turns_on=("RD-04", "RD-06"))
class latest_application(Deadline):
    """
    The last day to book a Privacy Assessment on *assessment*, to plan by.

    It is 12 weeks earlier (PA-01, a *should*), moved back to a Working Day if it is none (RD-06).

    >>> print(latest_application(assessment=date(2026, 8, 26)).day)
    2026-06-03
    """

    assessment: date

    def _count(self, on: Counting) -> Counted:
        return weeks_before(NOTICE, self.assessment, on, self.chosen)


@question(
    PA_01, "whether the notice of the Privacy Assessment is as long as it should be", turns_on=("RD-04",)
)
class notice(Ahead[NoticeVerdict]):
    """
    Whether booking on *application* gives the notice of a Privacy Assessment on *assessment* (PA-01).

    At least 12 weeks *should* lie between them; exactly 12 are enough.
    A shorter notice is shorter than it should be, and no breach;
    SECAS's own FAQ says that it is required (EX-20), which is said beside it.

    >>> notice(application=date(2026, 6, 3), assessment=date(2026, 8, 26)).verdict.value
    'sufficient'
    >>> short = notice(application=date(2026, 6, 4), assessment=date(2026, 8, 26))
    >>> print(short.why()[0].text)
    83 days lie between booking on 2026-06-04 and assessment on 2026-08-26, \
which is shorter than it should be: 12 weeks (84 days)
    >>> short.modality
    <Modality.SHOULD: 'should'>
    """

    application: date
    assessment: date

    def _find(self) -> tuple[NoticeVerdict, tuple[Rule, ...]]:
        is_enough = self._days_ahead("application") >= days_in(NOTICE)
        return NoticeVerdict.SUFFICIENT if is_enough else NoticeVerdict.INSUFFICIENT, (PA_01,)

    def _reasons(self) -> Iterator[Reason]:
        is_enough = self.verdict is NoticeVerdict.SUFFICIENT
        text = (
            f"{self._days_ahead('application')} days lie between booking {self._on('application')} and "
            f"assessment on {self.assessment}, which is {'as long' if is_enough else 'shorter than'} "
            f"{'as ' if is_enough else ''}it should be: {NOTICE} ({days_in(NOTICE)} days)"
        )
        yield Reason(PA_01, is_enough, text, self.inputs, tuple(self.readings))
        if not is_enough:
            text = "SECAS's FAQ on privacy assessments says that so much is required"
            yield Note(EX_20, holds=False, text=text, facts={})


@question(PA_01, "last day on which booking the Privacy Assessment gives its notice", turns_on=("RD-04",))
class last_day_of_notice(Deadline):
    """
    The last day on which booking gives the notice of a Privacy Assessment on *assessment*.

    It is the last calendar day, Working Day or not, of which `notice` says that it is sufficient (PA-01).

    >>> print(last_day_of_notice(assessment=date(2026, 6, 26)).day)
    2026-04-03
    """

    assessment: date

    def _count(self, on: Counting) -> Counted:
        return last_day_before(NOTICE, self.assessment, on, self.chosen)


# --- Changing or cancelling it ------------------------------------------------------------

_CHANGES = Citation(PRIVACY_FAQ, "changing or cancelling an assessment")

EX_08_NOTICE = Rule(
    "EX-08",
    Kind.NOTICE,
    Bearer.OTHER_USER,
    "A Privacy Assessment that is moved or cancelled at least four weeks ahead is free of the charge of 25 %",
    _CHANGES,
    modality=Modality.MAY,
)
EX_20_COMMENCEMENT = Rule(
    "EX-20",
    Kind.DEFINITION,
    Bearer.NOBODY,
    "The four weeks to move or cancel a Privacy Assessment count back from the date of its commencement",
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
    The last day to change or cancel a Privacy Assessment without the charge of 25 % (EX-08), to plan by.

    It is four weeks before the day on which it commences (EX-20),
    moved back to a Working Day if it is none (RD-06).

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
    turns_on=("RD-04",),
    may_lack={"costs_incurred": Lack("what costs have already been incurred", (Decimal(0), Decimal(1)))},
)
class change_charge(Charge):
    """
    What can be charged for asking on *requested* to change or cancel a Privacy Assessment (EX-08).

    With less than four weeks' notice 25 % of *total_cost* is chargeable; exactly four weeks are free of it.
    *costs_incurred* are recoverable whatever the notice.
    Whether anything can be charged does not wait for *total_cost*;
    while a cost that the amount depends on is unknown, `most` is None.

    >>> late = change_charge(requested=date(2026, 7, 30), assessment=date(2026, 8, 26))
    >>> late.verdict.value, late.most
    ('can-be-charged', None)
    >>> print(late.again(total_cost=Decimal(8000), costs_incurred=Decimal(500)))
    can-be-charged [EX-08, SECAS privacy FAQ, changing or cancelling an assessment]; at most £2,500.00

    Raises:
        ContradictoryFacts: If the request comes after the assessment.

    """

    requested: date
    assessment: date
    total_cost: Decimal | Unknown = field(default=UNKNOWN, converter=given("total_cost"))
    costs_incurred: Decimal | Unknown = field(default=UNKNOWN, converter=given("costs_incurred"))

    def _find(self) -> tuple[ChargeVerdict, tuple[Rule, ...]]:
        days = ("requested", self.requested), ("assessment", self.assessment)
        in_order(*days, "an assessment is changed before it takes place")
        quarter, most = self._quarter, self._can_be()
        if quarter is None or to_the_penny(quarter) or most:
            return ChargeVerdict.CAN_BE_CHARGED, (EX_08,)
        return ChargeVerdict.UNDETERMINED if most is None else ChargeVerdict.NO_CHARGE, (EX_08,)

    @property
    def _is_late(self) -> bool:
        return self._days_ahead("requested") < days_in(FREE_CHANGE)

    @property
    def _quarter(self) -> Decimal | None:
        """What is chargeable for less notice; None if it is a share of a cost that is not known."""
        if not self._is_late:
            return Decimal("0.00")
        return None if self.total_cost is UNKNOWN else share_of(self.total_cost, LATE_CHARGE)

    def _can_be(self) -> Decimal | None:
        quarter, incurred = self._quarter, self.costs_incurred
        return None if quarter is None or incurred is UNKNOWN else to_the_penny(total(quarter, incurred))

    def _reasons(self) -> Iterator[Reason]:
        cost, incurred = self.total_cost, self.costs_incurred
        text = (
            f"{self._days_ahead('requested')} days of notice {self._on('requested')}, where {FREE_CHANGE} "
            f"({days_in(FREE_CHANGE)} days) are free of the charge of 25 %; "
        )
        if self._is_late:
            text += f"the total cost is {'not known' if cost is UNKNOWN else pounds(cost)}; "
        text += f"the costs already incurred are {'not known' if incurred is UNKNOWN else pounds(incurred)}"
        undetermined = self.verdict is ChargeVerdict.UNDETERMINED
        holds = UNKNOWN if undetermined else self.verdict is ChargeVerdict.CAN_BE_CHARGED
        yield Reason(EX_08, holds, text, self.inputs, tuple(self.readings))


# --- The status it ends with --------------------------------------------------------------

PA_02 = Rule(
    "PA-02",
    Kind.PRECONDITION,
    Bearer.OTHER_USER,
    "The Privacy Assessment must be given the status Approved, or Approved subject to steps, before the User "
    "Entry Process is completed",
    _PRIVACY,
)

_PERMITTING = frozenset({AssuranceStatus.APPROVED, AssuranceStatus.APPROVED_SUBJECT_TO_STEPS})


def _status(value: object) -> AssuranceStatus:
    return named("status", value, AssuranceStatus)


@question(PA_02, "whether the privacy status lets the User Entry Process be completed")
class entry_with(Finding[EntryVerdict]):
    """
    Whether a Privacy Assessment of this *status* lets the User Entry Process be completed (PA-02).

    >>> entry_with(AssuranceStatus.DEFERRED).verdict
    <EntryVerdict.NOT_PERMITTED: 'not-permitted'>
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
    """
    return entry_with(status).verdict is EntryVerdict.PERMITTED


EX_01_PRIVACY = Rule(
    "EX-01",
    Kind.DEFINITION,
    Bearer.NOBODY,
    "For privacy the statuses were renamed on 29 November 2020: Provisionally Approved became Deferred, and "
    "Deferred became Rejected",
    Citation(MP112, "I2.32"),
)

#: The day from which the present names of the statuses hold (EX-01).
STATUSES_RENAMED_ON = date(2020, 11, 29)


def status_named(name: str, *, on: date) -> AssuranceStatus:
    """
    Return the status of a Privacy Assessment that was called *name* on the day *on* (EX-01).

    >>> status_named("Provisionally approved", on=date(2020, 11, 28))
    <AssuranceStatus.DEFERRED: 'deferred'>

    Raises:
        InvalidValue: If it is the name of another time: Rejected before, Provisionally Approved since.
        UnknownName: If no status was ever called so.
        InvalidType: If *name* is not text or *on* not a date.

    """
    return status_called(name, on, renamed_on=STATUSES_RENAMED_ON)
