"""
The yearly cycle of User Security Assessments: which kind of assessment falls in which year.

Encodes SA-01, EX-02 and EX-04, and what SA-08 says of the lifecycle of small Parties,
from the assessment page, SECAS's newer page on the cycle, and SECMP0059.
Not encoded: SEC Sections G8.42, G8.45 and G8.47, and the whole table of the cycle,
none of which could be read; where one of them is needed, the answer is NOT_SETTLED.
Nor is the day on which the assessment of a year is due: no source that was seen states it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate

from attrs import field, frozen

from sec_uep.answers import Finding, Reason, check_terms, question
from sec_uep.checks import check_date, check_whole, named
from sec_uep.citations import ASSESSMENT_CYCLE_PAGE, SEC, SECMP0059, SPOTLIGHT, Citation, assessment_page
from sec_uep.errors import ContradictoryFacts, InvalidValue, MissingFact, bracketed, displayed, shown
from sec_uep.facts import UNKNOWN, Fact, FrozenMapping, Lines, Unknown
from sec_uep.obligations._assessments import SizeCategory
from sec_uep.parties import UserRole
from sec_uep.readings import DEFAULT_READINGS, Readings
from sec_uep.rules import Bearer, Kind, Rule

__all__ = ["AssessmentKind", "AssessmentYear", "SizeCategory", "assessment_cycle", "kind_of_assessment"]

# --- Which kind falls in a year -----------------------------------------------------------

SA_01 = Rule(
    "SA-01",
    Kind.PRECONDITION,
    Bearer.PARTY,
    "Before becoming a User a Party must have an initial Full User Security Assessment; after it there is "
    "an annual cycle, whose kind depends on the number of Smart Metering Systems",
    Citation(SEC, "Section G", via=assessment_page("User Security Assessments")),
)
SA_08_LIFECYCLE = Rule(
    "SA-08",
    Kind.DEFINITION,
    Bearer.NOBODY,
    "A small Supplier or Network Party is assessed by the lifecycle set out in the Code for it",
    Citation(
        SEC,
        "Section G8.42 (Supplier Parties), G8.45 (Network Parties)",
        via=assessment_page("Second Year User Security Assessments"),
    ),
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
    "In the second year of their cycle Other Users have a Verification User Security Assessment",
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

#: Supplier Parties and Network Parties.
_SUPPLIERS_AND_NETWORKS = frozenset(UserRole) - {UserRole.OTHER_USER, UserRole.REGISTERED_SUPPLIER_AGENT}


def _role(value: object) -> UserRole:
    return named("role", value, UserRole)


def _category(value: object) -> SizeCategory:
    return named("size", value, SizeCategory)


@question(EX_02, "which kind of security assessment falls in the year", turns_on=("RD-31",))
class kind_of_assessment(Finding[AssessmentKind]):
    """
    The kind of security assessment in the *year*-th year of a Party in *role*.

    Year 1 is that of the assessment before entry.
    By default it is also the first year of the first cycle of three (EX-02);
    by the other reading of RD-31 the cycle begins with entry, in year 2.
    The table of kinds was not seen whole, and the rest of it is not settled.
    That small Supplier and Network Parties have a Verification assessment in their second year
    is only inferred from a source about Other Users (EX-04): for them it is not settled either.

    >>> years = range(1, 5)
    >>> kinds = [kind_of_assessment(year=y, role=UserRole.OTHER_USER, size=SizeCategory.SMALL) for y in years]
    >>> [kind.verdict.name for kind in kinds]
    ['FULL', 'VERIFICATION', 'NOT_SETTLED', 'FULL']
    >>> [kind.again(readings=Readings(rd_31="from-entry")).verdict.name for kind in kinds]
    ['FULL', 'FULL', 'VERIFICATION', 'NOT_SETTLED']

    Raises:
        InvalidValue: If *year* is less than 1 or more than 1000.

    """

    year: int
    role: UserRole = field(converter=_role)
    size: SizeCategory = field(converter=_category)

    def _find(self) -> tuple[AssessmentKind, tuple[Rule, ...]]:
        what, say = "a year of a Party", "1 for the first year"
        check_whole("year", self.year, range(1, _MOST_YEARS + 1), what, say)
        of_cycle = _year_of_cycle(self.year, self.chosen)
        if of_cycle in (None, 1):
            return AssessmentKind.FULL, (EX_02,)
        if of_cycle == _SECOND and self.role is UserRole.OTHER_USER:
            return AssessmentKind.VERIFICATION, (EX_04,)
        is_inferred = of_cycle == _SECOND and self._has_a_lifecycle
        return AssessmentKind.NOT_SETTLED, (EX_04 if is_inferred else EX_02,)

    @property
    def _has_a_lifecycle(self) -> bool:
        """Whether it is a small Supplier or Network Party."""
        return self.role in _SUPPLIERS_AND_NETWORKS and self.size is SizeCategory.SMALL

    def _reasons(self) -> Iterator[Reason]:
        (rule,) = self.grounds
        is_settled = self.verdict is not AssessmentKind.NOT_SETTLED
        of_cycle = _year_of_cycle(self.year, self.chosen)
        place = f"year {of_cycle} of its cycle" if of_cycle else "before its first cycle"
        text = f"year {self.year}, {place}, as {self.role.value}, {self.size.value}"
        if rule is EX_04 and not is_settled:
            text += (
                "; that small Supplier and Network Parties have a Verification assessment too is only "
                "inferred, because Other Users were aligned with them"
            )
        holds: Fact = True if is_settled else UNKNOWN
        yield Reason(rule, holds, text, self.inputs, tuple(self.readings))
        if not is_settled and self._has_a_lifecycle:
            text = f"{SA_08_LIFECYCLE.statement}; it was not seen"
            yield Reason(SA_08_LIFECYCLE, UNKNOWN, text, {"size": self.size})


def _year_of_cycle(year: int, readings: Readings) -> int | None:
    """Return which year of its cycle *year* is; None before the first cycle (RD-31)."""
    counted = year if readings.rd_31 == "year-one" else year - 1
    return (counted - 1) % _CYCLE + 1 if counted else None


# --- The years that follow each other -----------------------------------------------------

_SELF_ASSESSMENTS = Citation(SPOTLIGHT, "Self-Assessments")


@frozen
class AssessmentYear:
    """
    One year of the assessment cycle, and the kind of assessment that falls in it.

    Neither of its ends is a time limit: the sources say that there is one assessment a year,
    and no source that was seen states the day.

    Attributes:
        year: Which year it is; 1 is that of the assessment before entry.
        of_cycle: Which year of its cycle of three it is: 1, 2 or 3; None before the first cycle.
        begins: Its first day: that of the first assessment or of entry, or an anniversary of it.
        ends: Its last day, that before the next year begins.
        size: How the Party counts in it.
        kind: The kind of assessment in it, with its reasons; NOT_SETTLED where no source was seen.
        readings: The readings on which its days and its size rest, by id, with the choice made for each.

    """

    year: int
    of_cycle: int | None
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

    _repr_html_ = displayed
    __repr__ = bracketed

    def __str__(self) -> str:
        place = f"{self.of_cycle} of {_CYCLE}" if self.of_cycle else "before the first cycle"
        return f"year {self.year} ({place}), {self.begins} to {self.ends}: {self.kind}"


def assessment_cycle(  # noqa: PLR0913 - all by name
    *,
    first_assessment: date,
    role: UserRole,
    size: SizeCategory | Mapping[int, SizeCategory],
    years: int = 2 * _CYCLE,
    user_since: date | Unknown = UNKNOWN,
    readings: Readings = DEFAULT_READINGS,
) -> tuple[AssessmentYear, ...]:
    """
    Return the first *years* years of the cycle of security assessments, each with its kind.

    Before becoming a User there is a Full User Security Assessment,
    and after it one assessment a year, in cycles of three years (SA-01, EX-02).
    Year 1 is that of the assessment before entry, and by default the first of a cycle.
    By the other reading of RD-31 the cycle begins with entry:
    year 1 lasts until the day before *user_since*, and year 2 is the first of a cycle.

    Years begin on an anniversary of the day from which they run, counted from that day itself,
    never from the year before: after 29 February 2024 on 28 February, and on the 29th again in 2028.
    The sources do not say from which day the years run (the first day of the assessment, the last of its
    fieldwork, or the day of becoming a User): the day that you pass is taken.
    They state no day in the year either, so an anniversary is where a year begins, and no time limit.
    Privacy Assessments have no such cycle here, because theirs was not seen.

    *size* is one for all years, or a mapping of years to sizes; a year that it leaves out is NOT_SETTLED.
    By the other reading of RD-26 a year after a Large one is Large too,
    and one after a year that is not settled is not settled unless it is Large itself.

    >>> cycle = assessment_cycle(
    ...     first_assessment=date(2026, 8, 26), role=UserRole.OTHER_USER, size=SizeCategory.SMALL, years=4
    ... )
    >>> for year in cycle:
    ...     print(year.year, year.of_cycle, year.begins, year.ends, year.kind.verdict.name)
    1 1 2026-08-26 2027-08-25 FULL
    2 2 2027-08-26 2028-08-25 VERIFICATION
    3 3 2028-08-26 2029-08-25 NOT_SETTLED
    4 1 2029-08-26 2030-08-25 FULL

    Raises:
        InvalidType: If *first_assessment* or *user_since* is not a date,
            *years* or a year of *size* not an int.
        InvalidValue: If *years* is less than 1 or more than 1000, or reaches the last date there is,
            or if *size* has a year that is not among them.
        UnknownName: If the User Role or a size is not known.
        MissingFact: If the cycle begins with entry (RD-31), and *user_since* is not given.
        ContradictoryFacts: If the Party was a User before its first assessment.

    """
    check_terms(None, readings)
    begins = check_date("first_assessment", first_assessment)
    what, say = "a number of years to show", "how many years to show"
    check_whole("years", years, range(1, _MOST_YEARS + 1), what, say)
    role = named("role", role, UserRole)
    on_the_day = _sizes(size, years)
    once_large = tuple(accumulate(on_the_day, _once_large))
    sizes = once_large if readings.rd_26 == "once-large-always-large" else on_the_day
    if user_since is not UNKNOWN:
        user_since = check_date("user_since", user_since)
        if user_since <= begins:
            first, second = f"user_since {user_since}", f"first_assessment {begins}"
            raise ContradictoryFacts(first, second, "the first assessment comes before becoming a User")
    starts = _starts(begins, user_since, years, readings)
    return Lines(
        [
            AssessmentYear(
                year=year,
                of_cycle=_year_of_cycle(year, readings),
                begins=starts[year - 1],
                ends=starts[year] - timedelta(days=1),
                size=sizes[year - 1],
                kind=kind_of_assessment(year=year, role=role, size=sizes[year - 1], readings=readings),
                readings=FrozenMapping(
                    {"RD-31": readings.rd_31}
                    if on_the_day[year - 1] is once_large[year - 1]
                    else {"RD-26": readings.rd_26, "RD-31": readings.rd_31}
                ),
            )
            for year in range(1, years + 1)
        ]
    )


def _starts(first: date, user_since: date | Unknown, years: int, readings: Readings) -> list[date]:
    """Return the first days of so many years, and of the one after them."""
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415 - only a cycle pays for its import

    before, begins = [], first
    if readings.rd_31 == "from-entry":
        if user_since is UNKNOWN:
            raise MissingFact("user_since", "the cycle begins with entry (RD-31: from-entry)")
        before, begins = [first], user_since
    try:
        return before + [begins + relativedelta(years=n) for n in range(years + 1 - len(before))]
    except ValueError:
        reason = f"years from {begins} on reach the last date there is, {date.max}"
        raise InvalidValue("years", shown(years), reason, "pass fewer years, or an earlier day") from None


def _sizes(size: object, years: int) -> tuple[SizeCategory, ...]:
    """Return the size that was given for each of so many years."""
    if not isinstance(size, Mapping):
        return (named("size", size, SizeCategory),) * years
    given = {}
    for year, category in size.items():
        what, say = "one of the years asked for", "count them from 1, the first year"
        check_whole("size", year, range(1, years + 1), what, say)
        given[year] = named(f"size.{year}", category, SizeCategory)
    return tuple(given.get(year, SizeCategory.NOT_SETTLED) for year in range(1, years + 1))


def _once_large(before: SizeCategory, given: SizeCategory) -> SizeCategory:
    """Return the size after a year of size *before*, where once Large is always Large (RD-26)."""
    if SizeCategory.LARGE in (before, given):
        return SizeCategory.LARGE
    return before if given is SizeCategory.SMALL else given
