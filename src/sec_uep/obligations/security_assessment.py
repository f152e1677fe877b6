"""
User Security Assessments: the notice to book one, the charge to move one, the status, the yearly cycle.

Encodes SA-01 to SA-09 and EX-01 to EX-04, EX-11 and EX-12,
from the assessment page, the guidance and the other pages that the rules cite.
Not encoded: SEC Section G8, the whole table of the assessment cycle
and the equation for mixed portfolios, none of which could be read;
where one of them would be needed the answer is NOT_SETTLED.
Nor is the day on which the assessment of a year is due: no source that was seen states it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate

from attrs import field, frozen

from sec_uep.answers import Finding, Lack, NoticeVerdict, Reason, check_terms, question
from sec_uep.calendar import Weeks, WorkingDays
from sec_uep.checks import check_date, check_whole, named
from sec_uep.citations import (
    ASSESSMENT_CYCLE_PAGE,
    FUSA_FAQ,
    MP091,
    SEC,
    SEC_GLOSSARY,
    SECMP0059,
    Citation,
    Document,
    assessment_page,
)
from sec_uep.deadlines import Counted, Counting, Deadline, FindingOfDays
from sec_uep.errors import InvalidValue, shown
from sec_uep.events import AssuranceStatus
from sec_uep.facts import UNKNOWN, Fact, FrozenMapping, check_fact
from sec_uep.obligations._assessments import (
    Charge,
    ChargeVerdict,
    EntryVerdict,
    status_called,
    sufficiency,
    weeks_after,
    weeks_before,
)
from sec_uep.obligations._money import amount, share_of
from sec_uep.obligations._receipt import in_order, received
from sec_uep.parties import UserRole
from sec_uep.readings import DEFAULT_READINGS, Readings
from sec_uep.rules import Bearer, Kind, Rule

__all__ = [
    "FIELDWORK",
    "FREE_RESCHEDULE",
    "LARGE_ABOVE_DOMESTIC",
    "LARGE_ABOVE_NON_DOMESTIC",
    "LATE_CHARGE",
    "NOTICE",
    "STATUSES_RENAMED_ON",
    "AssessmentKind",
    "AssessmentYear",
    "AssuranceStatus",
    "Charge",
    "ChargeVerdict",
    "EntryVerdict",
    "NoticeVerdict",
    "SizeCategory",
    "TypicalDuration",
    "assessment_cycle",
    "earliest_assessment",
    "entry_with",
    "kind_of_assessment",
    "latest_application",
    "latest_free_reschedule",
    "notice",
    "permits_entry",
    "reschedule_charge",
    "size",
    "size_category",
    "status_named",
]

_BOOKING = assessment_page("Booking process and indicative costs")
_STATUSES = assessment_page("Assurance Statuses")
_SECOND_YEAR = assessment_page("Second Year User Security Assessments")
_SELF_ASSESSMENTS = Citation(
    Document(
        "SECAS Spotlight on Security",
        "Spotlight on Security",
        edition="17 September 2019",
        url="https://smartenergycodecompany.co.uk/latest-news/spotlight-on-security/",
    ),
    "Self-Assessments",
)

# --- Booking one, and moving it -----------------------------------------------------------

SA_02 = Rule(
    "SA-02",
    Kind.NOTICE,
    Bearer.PARTY,
    "An assessment must be applied for, to SECAS, at least 12 weeks before the date wished for",
    _BOOKING,
)

#: The notice to book an assessment (SA-02).
NOTICE = Weeks(12)


@question(SA_02, "first day for which an assessment can be asked", turns_on=("RD-04", "RD-06"))
class earliest_assessment(Deadline):
    """
    The first day for which an assessment can be asked, if applied for on *application*.

    It is 12 weeks later (SA-02), moved on to a Working Day if it is none (RD-06).

    >>> print(earliest_assessment(application=date(2026, 1, 9)).day)
    2026-04-07
    """

    opens = True

    application: date

    def _count(self, on: Counting) -> Counted:
        return weeks_after(NOTICE, self.application, on, self.chosen)


@question(SA_02, "last day to apply", turns_on=("RD-04", "RD-06"))
class latest_application(Deadline):
    """
    The last day on which to apply for an assessment on *assessment*.

    It is 12 weeks earlier (SA-02), moved back to a Working Day if it is none (RD-06).

    >>> print(latest_application(assessment=date(2026, 8, 26)).day)
    2026-06-03
    """

    assessment: date

    def _count(self, on: Counting) -> Counted:
        return weeks_before(NOTICE, self.assessment, on, self.chosen)


@question(SA_02, "whether the application is in time", turns_on=("RD-04",))
class notice(FindingOfDays[NoticeVerdict]):
    """
    Whether an application on *application* is in time for an assessment on *assessment*.

    At least 12 weeks must lie between them (SA-02); exactly 12 are enough.

    >>> notice(application=date(2026, 6, 3), assessment=date(2026, 8, 26)).verdict.value
    'sufficient'
    >>> notice(application=date(2026, 6, 4), assessment=date(2026, 8, 26)).verdict.value
    'insufficient'

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
        return sufficiency(NOTICE, ("application", applied), ("assessment", self.assessment)), (SA_02,)

    def _reasons(self) -> Iterator[Reason]:
        text = (
            f"{(self.assessment - self.application).days} days lie between application on {self.application} "
            f"and assessment on {self.assessment}; {NOTICE} ({NOTICE.n * 7} days) are needed"
        )
        yield Reason(SA_02, self.verdict is NoticeVerdict.SUFFICIENT, text, self.inputs)


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


@question(SA_04, "last day to move the assessment without charge", turns_on=("RD-04", "RD-06"))
class latest_free_reschedule(Deadline):
    """
    The last day on which an assessment on *assessment* moves without charge.

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
    "whether moving the assessment can be charged",
    may_lack={"redeployed": Lack("whether the User CIO redeploys its resource to another assessment")},
)
class reschedule_charge(Charge):
    """
    What can be charged for asking on *requested* to move an assessment on *assessment*.

    With less than four weeks between them, 25 % of *total_cost* can be charged,
    unless the User CIO redeploys its resource (SA-05); exactly four weeks are free.
    *total_cost* is the indicative cost until the final one is known.

    >>> charge = reschedule_charge(
    ...     requested=date(2026, 7, 30), assessment=date(2026, 8, 26), total_cost=Decimal("20000")
    ... )
    >>> charge.least, charge.most
    (Decimal('0'), Decimal('5000.00'))

    Raises:
        InvalidType: If a day is not a date, the cost not a Decimal or an int, or *redeployed* not a fact.
        InvalidValue: If the cost is negative or not a number.
        ContradictoryFacts: If the request comes after the assessment.

    """

    requested: date
    assessment: date
    total_cost: Decimal
    redeployed: Fact = UNKNOWN

    def _find(self) -> tuple[ChargeVerdict, tuple[Rule, ...]]:
        days = ("requested", self.requested), ("assessment", self.assessment)
        in_order(*days, "an assessment is moved before it takes place")
        amount("total_cost", self.total_cost)
        check_fact("redeployed", self.redeployed)
        if sufficiency(FREE_RESCHEDULE, *days) is NoticeVerdict.SUFFICIENT:
            return ChargeVerdict.NO_CHARGE, (SA_04,)
        if self.redeployed is UNKNOWN:
            return ChargeVerdict.UNDETERMINED, (SA_05,)
        return ChargeVerdict.NO_CHARGE if self.redeployed else ChargeVerdict.CAN_BE_CHARGED, (SA_05,)

    def _can_be(self) -> Decimal:
        if self.verdict is ChargeVerdict.NO_CHARGE:
            return Decimal(0)
        return share_of(amount("total_cost", self.total_cost), LATE_CHARGE)

    def _reasons(self) -> Iterator[Reason]:
        known = self.redeployed is not UNKNOWN
        said = (
            "" if self.redeployed is True else "it is not so that " if known else "it is not known whether "
        )
        holds = UNKNOWN if self.verdict is ChargeVerdict.UNDETERMINED else _can_be_charged(self.verdict)
        text = (
            f"{(self.assessment - self.requested).days} days of notice, where {FREE_RESCHEDULE} "
            f"({FREE_RESCHEDULE.n * 7} days) are free; {said}the User CIO redeploys its resource"
        )
        yield Reason(SA_05, holds, text, self.inputs)


def _can_be_charged(verdict: ChargeVerdict) -> bool:
    return verdict is ChargeVerdict.CAN_BE_CHARGED


# --- The status it ends with --------------------------------------------------------------

SA_06 = Rule(
    "SA-06",
    Kind.DEFINITION,
    Bearer.SSC,
    "There are four Assurance Statuses: Approved, Approved subject to steps, Deferred and Rejected",
    _STATUSES,
)
SA_07 = Rule(
    "SA-07",
    Kind.PRECONDITION,
    Bearer.PARTY,
    "Approved and Approved subject to steps let the User Entry Process be passed; Deferred and Rejected do "
    "not until the concerns are addressed and a Follow-up Security Assessment is done",
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

_PERMITTING = frozenset({AssuranceStatus.APPROVED, AssuranceStatus.APPROVED_SUBJECT_TO_STEPS})


def _status(value: object) -> AssuranceStatus:
    return named("status", value, AssuranceStatus)


@question(
    SA_07,
    "whether the status lets the User Entry Process be passed",
    turns_on=("RD-17", "RD-20"),
)
class entry_with(Finding[EntryVerdict]):
    """
    Whether *status* lets the User Entry Process be passed, and what is needed if not (SA-07).

    >>> print(entry_with(AssuranceStatus.REJECTED).why())
    no: rejected (given by the Security Sub-Committee): the concerns must be addressed; then a Follow-up \
Security Assessment; a new one is possible [SA-07, SECAS assessment page, Assurance Statuses; RD-17, RD-20]

    Raises:
        UnknownName: If there is no such status.
        InvalidType: If *status* is neither a status nor text.

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

    Raises:
        UnknownName: If there is no such status.
        InvalidType: If *status* is neither a status nor text.

    """
    return entry_with(status).verdict is EntryVerdict.PERMITTED


#: The day from which the present names of the statuses hold (EX-01).
STATUSES_RENAMED_ON = date(2020, 2, 27)


def status_named(name: str, *, on: date) -> AssuranceStatus:
    """
    Return the status of a security assessment that was called *name* on the day *on* (EX-01).

    >>> status_named("Deferred", on=date(2020, 2, 26)), status_named("Deferred", on=date(2020, 2, 27))
    (<AssuranceStatus.REJECTED: 'rejected'>, <AssuranceStatus.DEFERRED: 'deferred'>)

    Raises:
        UnknownName: If no status was called so on that day.
        InvalidType: If *name* is not text or *on* not a date.

    """
    return status_called(name, on, renamed_on=STATUSES_RENAMED_ON)


# --- The size of a Party ------------------------------------------------------------------

SA_08 = Rule(
    "SA-08",
    Kind.DEFINITION,
    Bearer.NOBODY,
    "A Party is Large once it supplies more than 250,000 Domestic Premises through a Smart Metering System; "
    "until then it is assessed as small",
    Citation(SEC, "Section G8.42 (suppliers), G8.45 (networks)", via=_SECOND_YEAR),
)
EX_03 = Rule(
    "EX-03",
    Kind.DEFINITION,
    Bearer.NOBODY,
    "Since 28 February 2019 size also has a threshold of 50,000 Non-Domestic Premises, and an equation for "
    "mixed portfolios that was not seen",
    Citation(SECMP0059, "thresholds"),
)

#: The number of Domestic Premises above which a Party is Large (SA-08).
LARGE_ABOVE_DOMESTIC = 250_000

#: The number of Non-Domestic Premises above which a Party is Large (EX-03).
LARGE_ABOVE_NON_DOMESTIC = 50_000


class SizeCategory(StrEnum):
    """How a Party counts for the kind of its assessments."""

    SMALL = "small"
    LARGE = "large"
    NOT_SETTLED = "not-settled"


@question(
    SA_08,
    "whether the Party is Large or small",
    turns_on=("RD-26",),
    may_lack={"has_been_large": Lack("whether the Party has ever been Large")},
)
class size(Finding[SizeCategory]):
    """
    Whether a Party is Large or small, by the premises it supplies through a Smart Metering System.

    *More than* 250,000 Domestic Premises make it Large (SA-08).
    Where Non-Domestic Premises are counted too, their threshold is 50,000 (EX-03);
    a mixed portfolio under both thresholds is not settled, because its equation was not seen.
    Without a count of them (None) the first test alone answers.
    *has_been_large* is read only by the other reading of RD-26.

    >>> size(domestic_premises=250_001).verdict.value
    'large'

    Raises:
        InvalidType: If a count is not an int, or *has_been_large* is not a fact.
        InvalidValue: If a count is negative.

    """

    domestic_premises: int
    non_domestic_premises: int | None = None
    has_been_large: Fact = UNKNOWN

    def _find(self) -> tuple[SizeCategory, tuple[Rule, ...]]:
        _check_count("domestic_premises", self.domestic_premises)
        if self.non_domestic_premises is not None:
            _check_count("non_domestic_premises", self.non_domestic_premises)
        check_fact("has_been_large", self.has_been_large)
        verdict, rule = _size(self.domestic_premises, self.non_domestic_premises)
        if self.chosen.rd_26 == "once-large-always-large" and verdict is not SizeCategory.LARGE:
            if self.has_been_large is True:
                verdict = SizeCategory.LARGE
            elif self.has_been_large is UNKNOWN:
                verdict = SizeCategory.NOT_SETTLED
        return verdict, (rule,)

    def _reasons(self) -> Iterator[Reason]:
        non_domestic, verdict = self.non_domestic_premises, self.verdict
        if non_domestic is None:
            about = "no count of Non-Domestic Premises was given, so the first test alone answers"
        elif verdict is SizeCategory.NOT_SETTLED:
            about = (
                f"{non_domestic:,} Non-Domestic Premises make a mixed portfolio, whose equation was not seen"
            )
        else:
            about = f"{non_domestic:,} Non-Domestic Premises (Large above {LARGE_ABOVE_NON_DOMESTIC:,})"
        text = f"{self.domestic_premises:,} Domestic Premises (Large above {LARGE_ABOVE_DOMESTIC:,}); {about}"
        holds = UNKNOWN if verdict is SizeCategory.NOT_SETTLED else _is_large(verdict)
        (rule,) = self.grounds
        yield Reason(rule, holds, text, self.inputs, tuple(self.readings))


def _is_large(verdict: SizeCategory) -> bool:
    return verdict is SizeCategory.LARGE


def size_category(
    *,
    domestic_premises: int,
    non_domestic_premises: int | None = None,
    has_been_large: Fact = UNKNOWN,
    readings: Readings = DEFAULT_READINGS,
) -> SizeCategory:
    """
    Return the verdict of `size`.

    >>> size_category(domestic_premises=250_000)
    <SizeCategory.SMALL: 'small'>
    >>> size_category(domestic_premises=200_000, non_domestic_premises=40_000)
    <SizeCategory.NOT_SETTLED: 'not-settled'>

    Raises:
        InvalidType: If a count is not an int, or *has_been_large* is not a fact.
        InvalidValue: If a count is negative.

    """
    return size(
        domestic_premises=domestic_premises,
        non_domestic_premises=non_domestic_premises,
        has_been_large=has_been_large,
        readings=readings,
    ).verdict


def _size(domestic: int, non_domestic: int | None) -> tuple[SizeCategory, Rule]:
    if domestic > LARGE_ABOVE_DOMESTIC:
        return SizeCategory.LARGE, SA_08
    if not non_domestic:
        return SizeCategory.SMALL, SA_08
    if non_domestic > LARGE_ABOVE_NON_DOMESTIC:
        return SizeCategory.LARGE, EX_03
    return (SizeCategory.NOT_SETTLED if domestic else SizeCategory.SMALL), EX_03


#: More premises than there are.
_MOST_PREMISES = 1_000_000_000


def _check_count(name: str, count: object) -> None:
    what, say = "a number of premises", "how many premises"
    check_whole(name, count, range(_MOST_PREMISES + 1), what, say)


# --- The yearly cycle ---------------------------------------------------------------------

SA_01 = Rule(
    "SA-01",
    Kind.PRECONDITION,
    Bearer.PARTY,
    "Before becoming a User a Party must have an initial Full User Security Assessment; after it there is "
    "an annual cycle, whose kind depends on the number of Smart Metering Systems",
    Citation(SEC, "Section G", via=assessment_page("User Security Assessments")),
)
EX_02 = Rule(
    "EX-02",
    Kind.INFORMATION,
    Bearer.PARTY,
    "Security assessments run in cycles of three years: a Full User Security Assessment before becoming a "
    "User and in the first year of each cycle, then one a year, of a kind that depends on Party and size",
    Citation(ASSESSMENT_CYCLE_PAGE, "three-year cycles"),
)
EX_04 = Rule(
    "EX-04",
    Kind.INFORMATION,
    Bearer.PARTY,
    "In the second year Other Users have a Verification User Security Assessment, as small Supplier and "
    "Network Parties have",
    Citation(SECMP0059, "Other Users"),
)


class AssessmentKind(StrEnum):
    """What kind of User Security Assessment falls in a year."""

    FULL = "full-user-security-assessment"
    VERIFICATION = "verification-user-security-assessment"
    NOT_SETTLED = "not-settled"


_CYCLE = 3
_SECOND = 2
_MOST_YEARS = 1000

_SIZED = frozenset(UserRole) - {UserRole.OTHER_USER, UserRole.REGISTERED_SUPPLIER_AGENT}


def _role(value: object) -> UserRole:
    return named("role", value, UserRole)


def _category(value: object) -> SizeCategory:
    return named("size", value, SizeCategory)


@question(EX_02, "which kind of assessment falls in the year")
class kind_of_assessment(Finding[AssessmentKind]):
    """
    The kind of security assessment in the *year*-th year of a Party in *role*.

    Year 1 is that of the assessment before entry; a cycle is three years (EX-02).
    The table of kinds was not seen whole, and the rest of it is not settled.

    >>> [kind_of_assessment(year=y, role=UserRole.OTHER_USER, size=SizeCategory.SMALL).verdict.name
    ...  for y in (1, 2, 3, 4)]
    ['FULL', 'VERIFICATION', 'NOT_SETTLED', 'FULL']

    Raises:
        InvalidType: If *year* is not an int.
        InvalidValue: If *year* is less than 1 or more than 1000.
        UnknownName: If the User Role or the size is not known.

    """

    year: int
    role: UserRole = field(converter=_role)
    size: SizeCategory = field(converter=_category)

    def _find(self) -> tuple[AssessmentKind, tuple[Rule, ...]]:
        what, say = "a year of a Party", "1 for the first year"
        check_whole("year", self.year, range(1, _MOST_YEARS + 1), what, say)
        of_cycle = _year_of_cycle(self.year)
        if of_cycle == 1:
            return AssessmentKind.FULL, (EX_02,)
        is_small = self.role in _SIZED and self.size is SizeCategory.SMALL
        if of_cycle == _SECOND and (self.role is UserRole.OTHER_USER or is_small):
            return AssessmentKind.VERIFICATION, (EX_04,)
        return AssessmentKind.NOT_SETTLED, (EX_02,)

    def _reasons(self) -> Iterator[Reason]:
        (rule,) = self.grounds
        holds: Fact = UNKNOWN if self.verdict is AssessmentKind.NOT_SETTLED else True
        place = f"year {self.year}, year {_year_of_cycle(self.year)} of its cycle"
        yield Reason(rule, holds, f"{place}, as {self.role.value}, {self.size.value}", self.inputs)


def _year_of_cycle(year: int) -> int:
    return (year - 1) % _CYCLE + 1


@frozen
class AssessmentYear:
    """
    One year of the assessment cycle, and the kind of assessment that falls in it.

    Neither of its ends is a time limit: the sources say that there is one assessment a year,
    and no source that was seen states the day.

    Attributes:
        year: Which year it is; 1 is that of the assessment before entry.
        of_cycle: Which year of its cycle of three it is: 1, 2 or 3.
        begins: Its first day: the anniversary of the first assessment, a Working Day or not.
        ends: Its last day, that before the next anniversary.
        size: How the Party counts in it.
        kind: The kind of assessment in it, with its reasons; NOT_SETTLED where no source was seen.
        readings: The readings on which its size rests, by id, with the choice made for each.

    """

    year: int
    of_cycle: int
    begins: date
    ends: date
    size: SizeCategory
    kind: Finding[AssessmentKind]
    readings: FrozenMapping[str, str] = field(repr=False)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that it rests on: those of the cycle, and those of the kind."""
        return tuple(dict.fromkeys((SA_01, EX_02, *self.kind.grounds)))

    @property
    def note(self) -> str:
        """What the sources that were seen say of the day, and what they do not."""
        text = (
            f"one assessment a year (EX-02); neither {self.begins} nor {self.ends} is a time limit, because "
            "no source that was seen states from which day the years run, or a day within them"
        )
        if self.kind.verdict is AssessmentKind.NOT_SETTLED:
            text += (
                "; if it is a Self-Assessment, it must be scheduled within one year of the last fieldwork of "
                f"the User CIO ({_SELF_ASSESSMENTS}, {_SELF_ASSESSMENTS.document.edition})"
            )
        return text

    def __str__(self) -> str:
        return f"year {self.year} ({self.of_cycle} of {_CYCLE}), {self.begins} to {self.ends}: {self.kind}"


def assessment_cycle(
    *,
    first_assessment: date,
    role: UserRole,
    size: SizeCategory | Mapping[int, SizeCategory],
    years: int = 2 * _CYCLE,
    readings: Readings = DEFAULT_READINGS,
) -> tuple[AssessmentYear, ...]:
    """
    Return the first so many *years* of the yearly cycle of security assessments, each with its kind.

    Before becoming a User there is a Full User Security Assessment,
    and after it one assessment a year, in cycles of three years (SA-01, EX-02).
    Year 1 is that of the assessment before entry, as in `kind_of_assessment`.

    Each year begins on an anniversary of *first_assessment*, counted from that day itself, never from the
    year before: after 29 February 2024 years begin on 28 February, and on the 29th again in 2028.
    The sources do not say from which day the years run (the first day of the assessment, the last of its
    fieldwork, or the day of becoming a User): the day that you pass is taken.
    They state no day in the year either, so an anniversary is where a year begins, and no time limit.
    Privacy Assessments have no such cycle here, because theirs was not seen.

    *size* is one for all years, or a mapping of years to sizes; a year that it leaves out is NOT_SETTLED.
    By the other reading of RD-26 a year after a Large one is Large too,
    and one after a year that is not settled is not settled unless it is Large itself.

    >>> cycle = assessment_cycle(
    ...     first_assessment=date(2026, 8, 26), role=UserRole.GAS_SUPPLIER, size=SizeCategory.SMALL, years=4
    ... )
    >>> for year in cycle:
    ...     print(year.year, year.of_cycle, year.begins, year.ends, year.kind.verdict.name)
    1 1 2026-08-26 2027-08-25 FULL
    2 2 2027-08-26 2028-08-25 VERIFICATION
    3 3 2028-08-26 2029-08-25 NOT_SETTLED
    4 1 2029-08-26 2030-08-25 FULL

    Raises:
        InvalidType: If *first_assessment* is not a date, *years* or a year of *size* not an int.
        InvalidValue: If *years* is less than 1 or more than 1000, or reaches the last date there is,
            or if *size* has a year that is not among them.
        UnknownName: If the User Role or a size is not known.

    """
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415 - only a cycle pays for its import

    check_terms(None, readings)
    first_assessment = check_date("first_assessment", first_assessment)
    what, say = "a number of years to show", "how many years to show"
    check_whole("years", years, range(1, _MOST_YEARS + 1), what, say)
    role = named("role", role, UserRole)
    on_the_day = _sizes(size, years)
    once_large = tuple(accumulate(on_the_day, _once_large))
    sizes = once_large if readings.rd_26 == "once-large-always-large" else on_the_day
    try:
        anniversaries = [first_assessment + relativedelta(years=n) for n in range(years + 1)]
    except ValueError:
        reason = f"years from {first_assessment} on reach the last date there is, {date.max}"
        raise InvalidValue("years", shown(years), reason, "pass fewer years, or an earlier day") from None
    return tuple(
        [
            AssessmentYear(
                year=year,
                of_cycle=_year_of_cycle(year),
                begins=anniversaries[year - 1],
                ends=anniversaries[year] + relativedelta(days=-1),
                size=sizes[year - 1],
                kind=kind_of_assessment(year=year, role=role, size=sizes[year - 1], readings=readings),
                readings=FrozenMapping(
                    {} if on_the_day[year - 1] is once_large[year - 1] else {"RD-26": readings.rd_26}
                ),
            )
            for year in range(1, years + 1)
        ]
    )


def _sizes(size: object, years: int) -> tuple[SizeCategory, ...]:
    """Return the size that was given for each of so many years."""
    if not isinstance(size, Mapping):
        return (named("size", size, SizeCategory),) * years
    told = {}
    for year, category in size.items():
        what, say = "one of the years asked for", "count them from 1, the first year"
        check_whole("size", year, range(1, years + 1), what, say)
        told[year] = named(f"size.{year}", category, SizeCategory)
    return tuple(told.get(year, SizeCategory.NOT_SETTLED) for year in range(1, years + 1))


def _once_large(before: SizeCategory, told: SizeCategory) -> SizeCategory:
    """Return the size after a year of size *before*, where once Large is always Large (RD-26)."""
    if SizeCategory.LARGE in (before, told):
        return SizeCategory.LARGE
    return before if told is SizeCategory.SMALL else told


# --- What else is stated ------------------------------------------------------------------

SA_09 = Rule(
    "SA-09",
    Kind.MUST,
    Bearer.PARTY,
    "A Party must read the Security Controls Framework, against which the User CIO assesses it, and the "
    "Agreed Interpretations",
    assessment_page("Who is the User CIO?"),
)
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


@frozen
class TypicalDuration:
    """
    How long something typically takes, by a source that says so: an estimate to offer, never a limit.

    Attributes:
        least: The least it typically takes.
        most: The most it typically takes; it may take longer.
        rule: The rule that has the source's words.

    """

    least: WorkingDays
    most: WorkingDays
    rule: Rule

    @property
    def citation(self) -> Citation:
        """Where the estimate comes from."""
        return self.rule.citation

    def __str__(self) -> str:
        return f"{self.least.n} to {self.most}, typically ({self.rule.id}, {self.citation})"


#: How long the fieldwork of a Full User Security Assessment typically takes (EX-12).
#: The source speaks of the fieldwork alone, not of the report or of the status that follow.
FIELDWORK = TypicalDuration(WorkingDays(3), WorkingDays(10), EX_12)
