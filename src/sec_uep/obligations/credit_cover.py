"""
Credit Cover: whether it is required, in which forms, and what follows a notice to provide Credit Support.

Encodes ST-09 and EX-09, from section 8 of the guidance and the SEC glossary's entry on Event of Default.
Not encoded: SEC Section J3, which could not be read, and with it how the DCC works out a Party's requirement,
the figure of the threshold, how much cover a form must give and what a bank must be;
nor the other Events of Default of M8.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum

from attrs import field

from sec_uep.answers import Finding, Lack, Reason, check_terms, question
from sec_uep.calendar import WorkingDays
from sec_uep.citations import SEC, SEC_GLOSSARY, Citation, guidance
from sec_uep.deadlines import Counted, Counting, Deadline, FindingOfDays
from sec_uep.errors import MissingFact
from sec_uep.facts import UNKNOWN, AnyOf, Fact, FactSet, Is, Unknown, check_fact
from sec_uep.obligations._money import given, pounds
from sec_uep.obligations._receipt import in_order, received
from sec_uep.parties import GivenFacts
from sec_uep.readings import DEFAULT_READINGS, Readings
from sec_uep.rules import Bearer, Kind, Rule

__all__ = [
    "CREDIT_SUPPORT",
    "CoverForm",
    "CoverVerdict",
    "DefaultVerdict",
    "EvidenceVerdict",
    "cover_required",
    "credit_support_due",
    "event_of_default",
    "evidence_with",
    "permits_evidence",
]

# --- Whether it is required (section 8) ---------------------------------------------------

ST_09 = Rule(
    "ST-09",
    Kind.PRECONDITION,
    Bearer.DCC,
    "Once UEPT is complete, the DCC says whether Credit Cover is required: where the requirement is above "
    "the threshold, by a Bank Guarantee, a letter of credit and/or a Cash Deposit",
    Citation(SEC, "Section J3", via=guidance("8")),
)


class CoverForm(StrEnum):
    """The forms of Credit Cover: one of them, or several together (ST-09)."""

    BANK_GUARANTEE = "bank-guarantee"
    LETTER_OF_CREDIT = "letter-of-credit"
    CASH_DEPOSIT = "cash-deposit"


class CoverVerdict(StrEnum):
    """Whether Credit Cover is required."""

    REQUIRED = "required"
    NOT_REQUIRED = "not-required"
    UNDETERMINED = "undetermined"


#: An amount of nothing, and more than that: where both amounts are asked for, they decide it.
_NOTHING_OR_MORE = (Decimal(0), Decimal(1))


@question(
    ST_09,
    "whether Credit Cover is required",
    may_lack={
        "requirement": Lack("what the Credit Cover Requirement is", _NOTHING_OR_MORE),
        "threshold": Lack("what the current Credit Cover Threshold is", _NOTHING_OR_MORE),
    },
)
class cover_required(Finding[CoverVerdict]):
    """
    Whether a Party with this Credit Cover *requirement* must put Credit Cover in place (ST-09).

    It must if the requirement is *above* the *threshold*; exactly at it, it need not.
    Both are in pounds. The figure of the threshold was not seen in any source: ask the DCC for it.
    A requirement of nothing is above no threshold, known or not.

    >>> cover_required(requirement=Decimal("2000.01"), threshold=Decimal(2000)).verdict.value
    'required'
    >>> cover_required(requirement=Decimal(2000), threshold=Decimal(2000)).verdict.value
    'not-required'
    >>> [question.fact for question in cover_required(requirement=Decimal(2000)).next_questions()]
    ['threshold']
    """

    requirement: Decimal | Unknown = field(default=UNKNOWN, converter=given("requirement"))
    threshold: Decimal | Unknown = field(default=UNKNOWN, converter=given("threshold"))

    def _find(self) -> tuple[CoverVerdict, tuple[Rule, ...]]:
        needed, limit = self.requirement, self.threshold
        if needed is UNKNOWN or (needed and limit is UNKNOWN):
            return CoverVerdict.UNDETERMINED, (ST_09,)
        is_above = limit is not UNKNOWN and needed > limit
        return CoverVerdict.REQUIRED if is_above else CoverVerdict.NOT_REQUIRED, (ST_09,)

    def _reasons(self) -> Iterator[Reason]:
        verdict = self.verdict
        holds: Fact = UNKNOWN if verdict is CoverVerdict.UNDETERMINED else verdict is CoverVerdict.REQUIRED
        relation = "and" if holds is UNKNOWN else "is above" if holds else "is not above"
        text = f"a requirement {_of(self.requirement)} {relation} a threshold {_of(self.threshold)}"
        yield Reason(ST_09, holds, text, self.inputs)


def _of(money: Decimal | Unknown) -> str:
    return "that is not known" if money is UNKNOWN else f"of {pounds(money)}"


# --- What the evidence waits for ----------------------------------------------------------


class EvidenceVerdict(StrEnum):
    """Whether Credit Cover lets the evidence of the User Entry Process be sent."""

    PERMITTED = "permitted"
    NOT_YET = "not-yet"
    UNDETERMINED = "undetermined"


#: What the guidance calls the form that is in place by each fact.
_CALLED = {
    f"in_place.{CoverForm.BANK_GUARANTEE}": "Bank Guarantee",
    f"in_place.{CoverForm.LETTER_OF_CREDIT}": "letter of credit",
    f"in_place.{CoverForm.CASH_DEPOSIT}": "Cash Deposit",
}

#: A form of Credit Cover is in place if one or more of the three are.
_IN_PLACE = AnyOf(*map(Is, _CALLED))


def evidence_with(
    *,
    required: Fact | None = UNKNOWN,
    in_place: GivenFacts = UNKNOWN,
    readings: Readings = DEFAULT_READINGS,
) -> Finding[EvidenceVerdict]:
    """
    Return whether the evidence may be sent to SECAS, as far as Credit Cover goes.

    The DCC must have said whether Credit Cover is required (ST-09).
    Where it is, one form of it or more must be in place;
    by the other reading of RD-25 it is enough that the DCC has said so.
    Whether the amount of what is in place is enough is not asked: no source that was seen says how much is.
    The other steps that the evidence waits for are those of the entry (ST-12).

    >>> evidence_with(required=True, in_place={CoverForm.CASH_DEPOSIT}).verdict.value
    'permitted'
    >>> unmet = evidence_with(required=True, in_place=set())
    >>> unmet.verdict.value, unmet.readings
    ('not-yet', {'RD-25': 'in-place'})

    Args:
        required: What the DCC has said of the Party: whether Credit Cover is required;
            None if it has not said yet, `UNKNOWN` if it is not known what it said, or whether.
        in_place: Which forms of Credit Cover are in place.
            A mapping leaves the forms that it does not name unknown; a set is the complete answer.
        readings: The readings to answer under.

    Raises:
        ContradictoryFacts: If a list names a form twice.

    """
    check_terms(None, readings)
    return _Evidence(required=required, in_place=_forms(in_place), readings=readings)


def _forms(given: object) -> FactSet:
    return FactSet.of("in_place", given, tuple(form.value for form in CoverForm))


def _said(required: object) -> Fact | None:
    return None if required is None else check_fact("required", required)


@question(
    ST_09,
    "whether Credit Cover lets the evidence be sent",
    turns_on=("RD-25",),
    may_lack={
        "required": Lack("whether the DCC has said that Credit Cover is required"),
        **{name: Lack(f"whether a {called} is in place") for name, called in _CALLED.items()},
    },
    name="credit_cover.evidence_with",
)
class _Evidence(Finding[EvidenceVerdict]):
    """What the DCC has said and which forms of Credit Cover are in place."""

    required: Fact | None = field(converter=_said)
    in_place: FactSet = field(converter=_forms)

    def _find(self) -> tuple[EvidenceVerdict, tuple[Rule, ...]]:
        if self.required is None:
            return EvidenceVerdict.NOT_YET, (ST_09,)
        is_enough: Fact = True
        if self.required is UNKNOWN:
            is_enough = UNKNOWN
        elif self._must_be_in_place:
            is_enough = self._is_in_place
        if is_enough is UNKNOWN:
            return EvidenceVerdict.UNDETERMINED, (ST_09,)
        return EvidenceVerdict.PERMITTED if is_enough else EvidenceVerdict.NOT_YET, (ST_09,)

    @property
    def _is_in_place(self) -> Fact:
        return _IN_PLACE.value(self.in_place.paths)

    @property
    def _must_be_in_place(self) -> bool:
        """Whether a form of Credit Cover must be in place, unless the DCC has said that none must."""
        return self.required is not False and self.chosen.rd_25 == "in-place"

    def _reasons(self) -> Iterator[Reason]:
        text = {
            None: "the DCC has not said yet whether Credit Cover is required",
            UNKNOWN: "it is not known whether the DCC has said that Credit Cover is required",
            False: "the DCC has said that Credit Cover is not required",
            True: "the DCC has said that Credit Cover is required",
        }[self.required]
        holds: Fact = UNKNOWN if self.required is UNKNOWN else self.required is not None
        yield Reason(ST_09, holds, text, {"required": self.required})
        if self.required is True:
            yield self._of_forms()

    def _of_forms(self) -> Reason:
        """Return the reason that is to be had from what is in place, where Credit Cover is required."""
        facts, holds = self.in_place.paths, self._is_in_place
        under: tuple[str, ...] = ("RD-25",)
        if holds is True:
            text = f"in place: {', '.join(called for name, called in _CALLED.items() if facts[name] is True)}"
            under = ()
        elif not self._must_be_in_place:
            holds, text = True, "that is enough, whether or not a form of it is in place"
        elif holds is UNKNOWN:
            text = "whether a form of it is in place is not known"
        else:
            text = "no form of it is in place"
        return Reason(ST_09, holds, text, {name: facts[name] for name in _IN_PLACE.names}, under)


def permits_evidence(
    *,
    required: Fact | None = UNKNOWN,
    in_place: GivenFacts = UNKNOWN,
    readings: Readings = DEFAULT_READINGS,
) -> bool:
    """
    Return whether `evidence_with` permits it; False while that is undetermined.

    >>> permits_evidence(required=False), permits_evidence(required=True)
    (True, False)
    """
    finding = evidence_with(required=required, in_place=in_place, readings=readings)
    return finding.verdict is EvidenceVerdict.PERMITTED


# --- After a notice (M8.1) ----------------------------------------------------------------

EX_09 = Rule(
    "EX-09",
    Kind.LIMIT,
    Bearer.PARTY,
    "Credit Support not provided within 3 Working Days of a notice under J3.14 is an Event of Default",
    Citation(SEC_GLOSSARY, "Event of Default (M8.1(d))"),
)

#: The Party's time to provide Credit Support after a notice (EX-09).
CREDIT_SUPPORT = WorkingDays(3)


def _runs_from(notice_received: date | Unknown, notice_given: date | Unknown, readings: Readings) -> date:
    """Return the day from which the 3 Working Days run (RD-33)."""
    if UNKNOWN not in (notice_received, notice_given):
        days = ("notice_given", notice_given), ("notice_received", notice_received)
        in_order(*days, "a notice is not received before it is given")
    runs_from = readings.rd_33
    name, day = (
        ("notice_received", notice_received) if runs_from == "receipt" else ("notice_given", notice_given)
    )
    if day is UNKNOWN:
        raise MissingFact(name, f"{CREDIT_SUPPORT} run from it (RD-33: {runs_from})")
    return day


@question(EX_09, "last day on which Credit Support is in time", turns_on=("RD-04", "RD-33"))
class credit_support_due(Deadline):
    """
    The last day on which Credit Support is in time, after a notice under J3.14 (EX-09).

    It is the 3rd Working Day after the day on which the notice is received
    or, by the other reading of RD-33, given. That day itself never counts.

    >>> print(credit_support_due(notice_received=date(2026, 8, 27)).day)
    2026-09-02

    Given both days, it says which one is safe:

    >>> due = credit_support_due(notice_given=date(2026, 8, 26), notice_received=date(2026, 8, 27))
    >>> print(due.day, due.safe_for(due.bearer))
    2026-09-02 2026-09-01

    Raises:
        MissingFact: If the day that the reading counts from is not given.
        ContradictoryFacts: If the notice was received before it was given.

    """

    notice_received: date | Unknown = UNKNOWN
    notice_given: date | Unknown = UNKNOWN

    def _count(self, on: Counting) -> Counted:
        notice = received(on, self.chosen, _runs_from(self.notice_received, self.notice_given, self.chosen))
        return notice, on.nth_working_day_after(notice, CREDIT_SUPPORT.n)


class DefaultVerdict(StrEnum):
    """Whether an Event of Default has occurred."""

    OCCURRED = "occurred"
    NOT_OCCURRED = "not-occurred"
    UNDETERMINED = "undetermined"


@question(
    EX_09,
    "whether not providing Credit Support is an Event of Default",
    turns_on=("RD-04", "RD-33"),
    may_lack={"provided": Lack("when Credit Support was provided", (None,))},
)
class event_of_default(FindingOfDays[DefaultVerdict]):
    """
    Whether, at the end of *as_of*, not providing Credit Support is an Event of Default (EX-09).

    It is if Credit Support was not *provided* by the last day that `credit_support_due` gives:
    provided on that day it is in time, and until the end of that day nothing is late.
    Credit Support that came later does not undo it.
    Only the Event of Default of M8.1(d) is asked for; there are others.

    >>> notice = date(2026, 8, 27)
    >>> event_of_default(notice_received=notice, provided=None, as_of=date(2026, 9, 2)).verdict.value
    'not-occurred'
    >>> event_of_default(notice_received=notice, provided=None, as_of=date(2026, 9, 3)).verdict.value
    'occurred'

    Attributes:
        notice_received: The day on which the Party received the notice under J3.14.
        notice_given: The day on which it was given, from which the other reading of RD-33 counts.
        as_of: The day at whose end it is asked.
        provided: The day on which Credit Support was provided; None if it was not, by *as_of*.

    Raises:
        MissingFact: If the day that the reading counts from is not given.
        ContradictoryFacts: If Credit Support was provided before the notice or after *as_of*,
            *as_of* is before the notice, or the notice was received before it was given.

    """

    notice_received: date | Unknown = UNKNOWN
    notice_given: date | Unknown = UNKNOWN
    as_of: date
    provided: date | Unknown | None = UNKNOWN

    def _find(self) -> tuple[DefaultVerdict, tuple[Rule, ...]]:
        (due,), end = self.deadlines, ("as_of", self.as_of)
        word = "received" if self.notice_given is UNKNOWN else "given"
        notice = f"notice_{word}", self.inputs[f"notice_{word}"]
        in_order(notice, end, f"nothing follows a notice before it is {word}")
        if self.provided is not None and self.provided is not UNKNOWN:
            support = ("provided", self.provided)
            in_order(notice, support, f"what a notice asks for is not provided before it is {word}")
            in_order(support, end, "by then it was not provided yet, which None says")
        if self.as_of <= due.day or (isinstance(self.provided, date) and self.provided <= due.day):
            return DefaultVerdict.NOT_OCCURRED, (EX_09,)
        is_known = self.provided is not UNKNOWN
        return DefaultVerdict.OCCURRED if is_known else DefaultVerdict.UNDETERMINED, (EX_09,)

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """The last day on which Credit Support is in time."""
        received_on, given_on = self.notice_received, self.notice_given
        return (credit_support_due(notice_received=received_on, notice_given=given_on, **self.terms),)

    def _reasons(self) -> Iterator[Reason]:
        (due,), verdict = self.deadlines, self.verdict
        happened = f"it was provided on {self.provided}"
        if self.provided is None:
            happened = f"by {self.as_of} it was not provided"
        elif self.provided is UNKNOWN:
            happened = f"whether by {self.as_of} it was provided is not known"
        word = "received" if self.chosen.rd_33 == "receipt" else "given"
        day = _runs_from(self.notice_received, self.notice_given, self.chosen)
        text = f"after a notice {word} on {day} Credit Support was due by {due.day}; {happened}"
        holds: Fact = (
            UNKNOWN if verdict is DefaultVerdict.UNDETERMINED else verdict is DefaultVerdict.OCCURRED
        )
        yield Reason(EX_09, holds, text, self.inputs, tuple(due.readings))
