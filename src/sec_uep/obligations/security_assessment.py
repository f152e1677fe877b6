"""
User Security Assessments: the status, the notice to book one, the charge to move one, the size of a Party.

Encodes SA-02 to SA-09, EX-01, EX-03, EX-11, EX-12, EX-23 and EX-25, in the order of the assessment page,
from that page and from the other pages that the rules cite; the yearly cycle is in `assessment_cycle`.
Not encoded: SEC Section G8 and the equation for mixed portfolios, neither of which could be read;
where one of them would be needed the answer is NOT_SETTLED.
What happens if the User CIO has a conflict of interest, no source that was seen says.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Generic, TypeVar

from attrs import field, frozen

from sec_uep.answers import Finding, Lack, NoticeVerdict, Reason, question
from sec_uep.calendar import Weeks, WorkingDays
from sec_uep.checks import check_whole, named
from sec_uep.citations import (
    BOOKING_PAGE,
    FUSA_FAQ,
    MP091,
    NEWSLETTER_MAY_2017,
    SEC_GLOSSARY,
    SECMP0059,
    Citation,
    assessment_page,
)
from sec_uep.deadlines import Counted, Counting, Deadline
from sec_uep.errors import displayed
from sec_uep.events import AssuranceStatus
from sec_uep.facts import UNKNOWN, Fact, Unknown, check_fact
from sec_uep.obligations._assessments import (
    Ahead,
    Charge,
    ChargeVerdict,
    EntryVerdict,
    SizeCategory,
    days_in,
    last_day_before,
    status_called,
    weeks_after,
    weeks_before,
)
from sec_uep.obligations._money import given, pounds, share_of, to_the_penny
from sec_uep.obligations._receipt import in_order
from sec_uep.parties import UserRole
from sec_uep.readings import DEFAULT_READINGS, Readings
from sec_uep.rules import Bearer, Kind, Rule

__all__ = [
    "APPLICATION_TO_STATUS",
    "FIELDWORK",
    "FREE_RESCHEDULE",
    "LARGE_ABOVE_DOMESTIC",
    "LARGE_ABOVE_NON_DOMESTIC",
    "LATE_CHARGE",
    "NOTICE",
    "STATUSES_RENAMED_ON",
    "AssuranceStatus",
    "Charge",
    "ChargeVerdict",
    "EntryVerdict",
    "NoticeVerdict",
    "SizeCategory",
    "TypicalDuration",
    "earliest_assessment",
    "entry_with",
    "last_day_of_notice",
    "latest_application",
    "latest_free_reschedule",
    "notice",
    "permits_entry",
    "reschedule_charge",
    "size",
    "size_category",
    "status_named",
]

# --- Assurance Statuses -------------------------------------------------------------------

_STATUSES = assessment_page("Assurance Statuses")

SA_06 = Rule(
    "SA-06",
    Kind.DEFINITION,
    Bearer.SSC,
    "There are four Assurance Statuses: Approved, Approved subject to steps, Deferred and Rejected",
    _STATUSES,
)
EX_01 = Rule(
    "EX-01",
    Kind.DEFINITION,
    Bearer.NOBODY,
    "On 27 February 2020 Provisionally Approved became Deferred, and Deferred became Rejected; a status is "
    "read with its date",
    Citation(MP091, "Assurance Statuses"),
)

#: The day from which the present names of the statuses hold (EX-01).
STATUSES_RENAMED_ON = date(2020, 2, 27)


def status_named(name: str, *, on: date) -> AssuranceStatus:
    """
    Return the status of a security assessment that was called *name* on the day *on* (EX-01).

    >>> status_named("Deferred", on=date(2020, 2, 26)), status_named("Deferred", on=date(2020, 2, 27))
    (<AssuranceStatus.REJECTED: 'rejected'>, <AssuranceStatus.DEFERRED: 'deferred'>)
    >>> status_named("Rejected", on=date(2020, 2, 26))
    Traceback (most recent call last):
    ...
    sec_uep.errors.InvalidValue: name: 'Rejected' was no status on 2020-02-26: it was called Deferred until \
2020-02-27 (EX-01); write 'deferred', as it was called on 2020-02-26

    Raises:
        InvalidValue: If it is the name of another time: Rejected before, Provisionally Approved since.
        UnknownName: If no status was ever called so.
        InvalidType: If *name* is not text or *on* not a date.

    """
    return status_called(name, on, renamed_on=STATUSES_RENAMED_ON)


SA_07 = Rule(
    "SA-07",
    Kind.PRECONDITION,
    Bearer.PARTY,
    "Approved and Approved subject to steps let the User Entry Process be passed; Deferred and Rejected do "
    "not until the concerns are addressed and a Follow-up Security Assessment is done",
    _STATUSES,
)

_PERMITTING = frozenset({AssuranceStatus.APPROVED, AssuranceStatus.APPROVED_SUBJECT_TO_STEPS})


def _status(value: object) -> AssuranceStatus:
    return named("status", value, AssuranceStatus)


@question(
    SA_07,
    "whether the security status lets the User Entry Process be passed",
    turns_on=("RD-17", "RD-20"),
)
class entry_with(Finding[EntryVerdict]):
    """
    Whether *status* lets the User Entry Process be passed, and what is needed if not (SA-07).

    >>> print(entry_with(AssuranceStatus.REJECTED).why())
    no: rejected (given by the Security Sub-Committee): the concerns must be addressed; then a Follow-up \
Security Assessment; a new one is possible [SA-07, SECAS assessment page, Assurance Statuses; RD-17, RD-20]
    """

    status: AssuranceStatus = field(converter=_status, kw_only=False)

    def _find(self) -> tuple[EntryVerdict, tuple[Rule, ...]]:
        verdict = EntryVerdict.PERMITTED if self.status in _PERMITTING else EntryVerdict.NOT_PERMITTED
        return verdict, (SA_07, EX_01) if self._needs_new_fusa else (SA_07,)

    @property
    def _needs_new_fusa(self) -> bool:
        return self.status is AssuranceStatus.REJECTED and self.chosen.rd_17 == "new-fusa"

    def _reasons(self) -> Iterator[Reason]:
        panel = " and the SEC Panel" if self.chosen.rd_20 == "ssc-and-panel" else ""
        under: tuple[str, ...] = ("RD-20",)
        then = "it lets the User Entry Process be passed"
        if self.verdict is EntryVerdict.NOT_PERMITTED:
            again = "a Follow-up Security Assessment"
            if self.status is AssuranceStatus.REJECTED:
                under = ("RD-17", "RD-20")
                again += "; a new one is possible"
            if self._needs_new_fusa:
                again = "a new Full User Security Assessment, which the Security Sub-Committee may require"
            then = f"the concerns must be addressed; then {again}"
        text = f"{self.status.value} (given by the Security Sub-Committee{panel}): {then}"
        yield Reason(SA_07, self.verdict is EntryVerdict.PERMITTED, text, self.inputs, under)


def permits_entry(status: AssuranceStatus) -> bool:
    """
    Return whether *status* lets the User Entry Process be passed (SA-07).

    >>> permits_entry(AssuranceStatus.APPROVED_SUBJECT_TO_STEPS), permits_entry(AssuranceStatus.DEFERRED)
    (True, False)
    """
    return entry_with(status).verdict is EntryVerdict.PERMITTED


# --- Who assesses -------------------------------------------------------------------------

SA_09 = Rule(
    "SA-09",
    Kind.MUST,
    Bearer.PARTY,
    "A Party must read the Security Controls Framework and the Agreed Interpretations; the User CIO, "
    "Deloitte by appointment of the SEC Panel, assesses it against the Framework and writes a report",
    assessment_page("Who is the User CIO?"),
)

# --- Booking one, and moving it -----------------------------------------------------------

_BOOKING = assessment_page("Booking process and indicative costs")

SA_02 = Rule(
    "SA-02",
    Kind.NOTICE,
    Bearer.PARTY,
    "An assessment must be applied for, to SECAS, at least 12 weeks before the date wished for",
    _BOOKING,
)

#: The notice to book an assessment (SA-02).
NOTICE = Weeks(12)


@question(SA_02, "first day for the security assessment", turns_on=("RD-04", "RD-06"))
class earliest_assessment(Deadline):
    """
    The first day for a security assessment that is applied for on *application*, to plan by.

    It is 12 weeks later (SA-02), moved on to a Working Day if it is none (RD-06).

    >>> print(earliest_assessment(application=date(2026, 1, 9)).day)
    2026-04-07
    """

    opens = True

    application: date

    def _count(self, on: Counting) -> Counted:
        return weeks_after(NOTICE, self.application, on, self.chosen)


@question(SA_02, "last day to apply for the security assessment", turns_on=("RD-04", "RD-06"))
class latest_application(Deadline):
    """
    The last day to apply for a security assessment on *assessment*, to plan by.

    It is 12 weeks earlier (SA-02), moved back to a Working Day if it is none (RD-06).

    >>> print(latest_application(assessment=date(2026, 8, 26)).day)
    2026-06-03
    """

    assessment: date

    def _count(self, on: Counting) -> Counted:
        return weeks_before(NOTICE, self.assessment, on, self.chosen)


@question(SA_02, "whether the security assessment is applied for in time", turns_on=("RD-04",))
class notice(Ahead[NoticeVerdict]):
    """
    Whether an application on *application* is in time for a security assessment on *assessment*.

    At least 12 weeks must lie between them (SA-02); exactly 12 are enough.

    >>> notice(application=date(2026, 6, 3), assessment=date(2026, 8, 26)).verdict.value
    'sufficient'
    >>> notice(application=date(2026, 6, 4), assessment=date(2026, 8, 26)).verdict.value
    'insufficient'
    """

    application: date
    assessment: date

    def _find(self) -> tuple[NoticeVerdict, tuple[Rule, ...]]:
        is_enough = self._days_ahead("application") >= days_in(NOTICE)
        return NoticeVerdict.SUFFICIENT if is_enough else NoticeVerdict.INSUFFICIENT, (SA_02,)

    def _reasons(self) -> Iterator[Reason]:
        text = (
            f"{self._days_ahead('application')} days lie between application {self._on('application')} "
            f"and assessment on {self.assessment}; {NOTICE} ({days_in(NOTICE)} days) are needed"
        )
        yield Reason(SA_02, self.verdict is NoticeVerdict.SUFFICIENT, text, self.inputs, tuple(self.readings))


@question(SA_02, "last day on which an application for the security assessment suffices", turns_on=("RD-04",))
class last_day_of_notice(Deadline):
    """
    The last day on which an application for a security assessment on *assessment* is in time.

    It is the last calendar day, Working Day or not, of which `notice` says that it is sufficient (SA-02).
    Good Friday 2026 is one, for an assessment exactly 12 weeks later:

    >>> print(last_day_of_notice(assessment=date(2026, 6, 26)).day)
    2026-04-03
    """

    assessment: date

    def _count(self, on: Counting) -> Counted:
        return last_day_before(NOTICE, self.assessment, on, self.chosen)


EX_23 = Rule(
    "EX-23",
    Kind.INFORMATION,
    Bearer.PARTY,
    "Since about May 2023 assessments are booked in the Assessment Management System; that changes the way "
    "to apply, and no period",
    Citation(BOOKING_PAGE, "Assessment Management System"),
)
SA_03 = Rule(
    "SA-03",
    Kind.INFORMATION,
    Bearer.USER_CIO,
    "The User CIO checks for a conflict of interest, then gives a timetable and an indicative cost; it "
    "charges for the days actually taken, through the DCC's monthly charges",
    _BOOKING,
)
SA_04 = Rule(
    "SA-04",
    Kind.NOTICE,
    Bearer.PARTY,
    "To be moved, an assessment must be rescheduled at least four weeks before its date",
    _BOOKING,
)

#: The notice with which an assessment moves without charge (SA-04).
FREE_RESCHEDULE = Weeks(4)


@question(SA_04, "last day to move the security assessment without charge", turns_on=("RD-04", "RD-06"))
class latest_free_reschedule(Deadline):
    """
    The last day to move a security assessment on *assessment* without charge, to plan by.

    It is four weeks earlier (SA-04), moved back to a Working Day if it is none (RD-06).

    >>> print(latest_free_reschedule(assessment=date(2026, 8, 26)).day)
    2026-07-29
    """

    assessment: date

    def _count(self, on: Counting) -> Counted:
        return weeks_before(FREE_RESCHEDULE, self.assessment, on, self.chosen)


SA_05 = Rule(
    "SA-05",
    Kind.MAY,
    Bearer.USER_CIO,
    "With less than four weeks' notice the Party can be charged 25 % of the total cost, unless the User "
    "CIO can redeploy the resource to another assessment",
    _BOOKING,
)

#: The share of the total cost that can be charged for less notice (SA-05).
LATE_CHARGE = Decimal("0.25")


@question(
    SA_05,
    "whether moving the security assessment can be charged",
    turns_on=("RD-04",),
    may_lack={"redeployed": Lack("whether the User CIO redeploys its resource to another assessment")},
)
class reschedule_charge(Charge):
    """
    What can be charged for asking on *requested* to move a security assessment on *assessment*.

    With less than four weeks between them, 25 % of *total_cost* can be charged,
    unless the User CIO redeploys its resource (SA-05); exactly four weeks are free.
    *total_cost* is the indicative cost until the final one is known.
    Whether anything can be charged does not wait for it; while it is unknown, `most` is None.

    >>> late = reschedule_charge(requested=date(2026, 7, 30), assessment=date(2026, 8, 26), redeployed=False)
    >>> late.verdict.value, late.most
    ('can-be-charged', None)
    >>> print(late.again(total_cost=Decimal(20_000)))
    can-be-charged [SA-05, SECAS assessment page, Booking process and indicative costs]; at most £5,000.00

    Raises:
        ContradictoryFacts: If the request comes after the assessment.

    """

    requested: date
    assessment: date
    total_cost: Decimal | Unknown = field(default=UNKNOWN, converter=given("total_cost"))
    redeployed: Fact = UNKNOWN

    def _find(self) -> tuple[ChargeVerdict, tuple[Rule, ...]]:
        days = ("requested", self.requested), ("assessment", self.assessment)
        in_order(*days, "an assessment is moved before it takes place")
        check_fact("redeployed", self.redeployed)
        if not self._is_late:
            return ChargeVerdict.NO_CHARGE, (SA_04,)
        if self.redeployed is True or self._quarter == 0:
            return ChargeVerdict.NO_CHARGE, (SA_05,)
        is_known = self.redeployed is False
        return ChargeVerdict.CAN_BE_CHARGED if is_known else ChargeVerdict.UNDETERMINED, (SA_05,)

    @property
    def _is_late(self) -> bool:
        return self._days_ahead("requested") < days_in(FREE_RESCHEDULE)

    @property
    def _quarter(self) -> Decimal | None:
        if self.total_cost is UNKNOWN:
            return None
        return to_the_penny(share_of(self.total_cost, LATE_CHARGE))

    def _can_be(self) -> Decimal | None:
        return Decimal("0.00") if self.verdict is ChargeVerdict.NO_CHARGE else self._quarter

    def _reasons(self) -> Iterator[Reason]:
        redeploys = {
            True: "the User CIO redeploys its resource",
            False: "the User CIO does not redeploy its resource",
            UNKNOWN: "it is not known whether the User CIO redeploys its resource",
        }
        text = (
            f"{self._days_ahead('requested')} days of notice {self._on('requested')}, where "
            f"{FREE_RESCHEDULE} ({days_in(FREE_RESCHEDULE)} days) are free; {redeploys[self.redeployed]}"
        )
        if self._is_late and self.redeployed is not True:
            quarter = self._quarter
            cost = f"25 % of the total cost is {pounds(quarter)}" if quarter is not None else ""
            text += f"; {cost or 'the total cost is not known'}"
        undetermined = self.verdict is ChargeVerdict.UNDETERMINED
        holds = UNKNOWN if undetermined else self.verdict is ChargeVerdict.CAN_BE_CHARGED
        yield Reason(SA_05, holds, text, self.inputs, tuple(self.readings))


# --- The size of a Party (second year) ----------------------------------------------------

SA_08 = Rule(
    "SA-08",
    Kind.DEFINITION,
    Bearer.NOBODY,
    "A Party is Large once it supplies more than 250,000 Domestic Premises through a Smart Metering System; "
    "until then it is assessed as small",
    assessment_page("Second Year User Security Assessments"),
)

#: The number of Domestic Premises above which a Party is Large (SA-08).
LARGE_ABOVE_DOMESTIC = 250_000

EX_03 = Rule(
    "EX-03",
    Kind.DEFINITION,
    Bearer.NOBODY,
    "Since 28 February 2019 the size of a Supplier Party also has a threshold of 50,000 Non-Domestic "
    "Premises, and an equation for mixed portfolios that was not seen",
    Citation(SECMP0059, "thresholds"),
)

#: The number of Non-Domestic Premises above which a Supplier Party is Large (EX-03).
LARGE_ABOVE_NON_DOMESTIC = 50_000

_SUPPLIERS = (UserRole.IMPORT_SUPPLIER, UserRole.EXPORT_SUPPLIER, UserRole.GAS_SUPPLIER)


def _role(value: object) -> UserRole | None:
    return None if value is None else named("role", value, UserRole)


@question(
    SA_08,
    "whether the Party is Large or small",
    turns_on=("RD-26",),
    may_lack={"has_been_large": Lack("whether the Party has ever been Large")},
)
class size(Finding[SizeCategory]):
    """
    Whether a Party is Large or small, by the premises that it supplies through a Smart Metering System.

    *More than* 250,000 Domestic Premises make it Large (SA-08).
    Without a count of Non-Domestic Premises (None) that alone answers.
    With one, more than 50,000 of them make a Supplier Party Large too (EX-03);
    one that supplies both kinds and is above neither is not settled, because the equation was not seen.
    For networks and Other Users, of whom EX-03 does not speak, any Non-Domestic Premises leave it
    not settled, unless the Domestic Premises alone make the Party Large.
    Where no User Role is given (None), it is answered for a Supplier Party.
    *has_been_large* is read only by the other reading of RD-26.

    >>> size(domestic_premises=250_001).verdict.value
    'large'
    >>> print(size(domestic_premises=0, non_domestic_premises=50_000).why())
    no: 0 Domestic Premises (Large above 250,000); 50,000 Non-Domestic Premises (Large above 50,000); \
answered for a Supplier Party, because no User Role was given [EX-03, SECMP0059, thresholds; RD-26]
    """

    domestic_premises: int
    non_domestic_premises: int | None = None
    role: UserRole | None = field(default=None, converter=_role)
    has_been_large: Fact = UNKNOWN

    def _find(self) -> tuple[SizeCategory, tuple[Rule, ...]]:
        _check_count("domestic_premises", self.domestic_premises)
        if self.non_domestic_premises is not None:
            _check_count("non_domestic_premises", self.non_domestic_premises)
        check_fact("has_been_large", self.has_been_large)
        verdict, rule = self._by_count()
        if self._asks_for_the_past:
            if self.has_been_large is True:
                verdict = SizeCategory.LARGE
            elif self.has_been_large is UNKNOWN:
                verdict = SizeCategory.NOT_SETTLED
        return verdict, (rule,)

    def _by_count(self) -> tuple[SizeCategory, Rule]:
        domestic, non_domestic = self.domestic_premises, self.non_domestic_premises
        if domestic > LARGE_ABOVE_DOMESTIC:
            return SizeCategory.LARGE, SA_08
        if not non_domestic:
            return SizeCategory.SMALL, SA_08
        if not self._is_supplier:
            return SizeCategory.NOT_SETTLED, EX_03
        if non_domestic > LARGE_ABOVE_NON_DOMESTIC:
            return SizeCategory.LARGE, EX_03
        return SizeCategory.NOT_SETTLED if domestic else SizeCategory.SMALL, EX_03

    @property
    def _is_supplier(self) -> bool:
        return self.role is None or self.role in _SUPPLIERS

    @property
    def _asks_for_the_past(self) -> bool:
        """Whether the count does not make it Large, and by the reading chosen having been so does."""
        is_now = self._by_count()[0] is SizeCategory.LARGE
        return not is_now and self.chosen.rd_26 == "once-large-always-large"

    def _reasons(self) -> Iterator[Reason]:
        text = f"{self.domestic_premises:,} Domestic Premises (Large above {LARGE_ABOVE_DOMESTIC:,}); "
        text += self._of_the_others()
        if self._asks_for_the_past:
            text += {
                True: "; it has been Large",
                False: "; it has never been Large",
                UNKNOWN: "; it is not known whether it has been Large",
            }[self.has_been_large]
        if self.role is None:
            text += "; answered for a Supplier Party, because no User Role was given"
        is_open = self.verdict is SizeCategory.NOT_SETTLED
        holds = UNKNOWN if is_open else self.verdict is SizeCategory.LARGE
        (rule,) = self.grounds
        yield Reason(rule, holds, text, self.inputs, tuple(self.readings))

    def _of_the_others(self) -> str:
        """Return what is to be said of the Non-Domestic Premises."""
        count, (verdict, _) = self.non_domestic_premises, self._by_count()
        if count is None:
            return "no count of Non-Domestic Premises was given, so the Domestic Premises alone answer"
        said = f"{count:,} Non-Domestic Premises"
        if count and not self._is_supplier:
            return f"{said}, of which no threshold was seen for this User Role"
        if verdict is SizeCategory.NOT_SETTLED:
            return f"{said} make a mixed portfolio, whose equation was not seen"
        return f"{said} (Large above {LARGE_ABOVE_NON_DOMESTIC:,})"


def size_category(
    *,
    domestic_premises: int,
    non_domestic_premises: int | None = None,
    role: UserRole | None = None,
    has_been_large: Fact = UNKNOWN,
    readings: Readings = DEFAULT_READINGS,
) -> SizeCategory:
    """
    Return the verdict of `size`.

    >>> size_category(domestic_premises=250_000)
    <SizeCategory.SMALL: 'small'>
    >>> size_category(domestic_premises=200_000, non_domestic_premises=40_000)
    <SizeCategory.NOT_SETTLED: 'not-settled'>
    """
    return size(
        domestic_premises=domestic_premises,
        non_domestic_premises=non_domestic_premises,
        role=role,
        has_been_large=has_been_large,
        readings=readings,
    ).verdict


#: More premises than there are.
_MOST_PREMISES = 1_000_000_000


def _check_count(name: str, count: object) -> None:
    what, say = "a number of premises", "how many premises"
    check_whole(name, count, range(_MOST_PREMISES + 1), what, say)


# --- How long it takes, and what is said of the answer to its report ----------------------

EX_11 = Rule(
    "EX-11",
    Kind.MUST,
    Bearer.PARTY,
    "A User Security Assessment Response has no fixed number of days: it is given as soon as reasonably "
    "practicable and by the date that the Security Sub-Committee sets",
    Citation(SEC_GLOSSARY, "User Security Assessment Response (G8.24)"),
)
EX_12 = Rule(
    "EX-12",
    Kind.INFORMATION,
    Bearer.USER_CIO,
    "The fieldwork of a Full User Security Assessment typically takes 3 to 10 working days; an estimate, "
    "never a limit",
    Citation(FUSA_FAQ, "duration"),
)
EX_25 = Rule(
    "EX-25",
    Kind.INFORMATION,
    Bearer.NOBODY,
    "Whoever had not applied for the assessment by Friday 14 July 2017 was unlikely to finish it by Saturday "
    "25 November 2017: about 134 days from application to status, by inference; an estimate, never a limit",
    Citation(NEWSLETTER_MAY_2017, "User Security Assessments"),
)


Period = TypeVar("Period", WorkingDays, timedelta)


@frozen
class TypicalDuration(Generic[Period]):
    """
    How long something typically takes, by a source that says so: an estimate to offer, never a limit.

    Attributes:
        least: The least it typically takes.
        most: The most it typically takes; it may take longer.
        rule: The rule that has the source's words.

    """

    least: Period
    most: Period
    rule: Rule

    @property
    def citation(self) -> Citation:
        """Where the estimate comes from."""
        return self.rule.citation

    _repr_html_ = displayed

    def __str__(self) -> str:
        if isinstance(self.least, WorkingDays):
            span = f"{self.least.n} to {self.most}"
        else:
            span = f"about {self.least.days} days"
        return f"{span}, typically ({self.rule.id}, {self.citation})"


#: How long the fieldwork of a Full User Security Assessment typically takes (EX-12).
#: The source speaks of the fieldwork alone, not of the report or of the status that follow.
FIELDWORK = TypicalDuration(WorkingDays(3), WorkingDays(10), EX_12)

#: How long it took from the application to the status in 2017, by inference (EX-25).
APPLICATION_TO_STATUS = TypicalDuration(timedelta(days=134), timedelta(days=134), EX_25)
