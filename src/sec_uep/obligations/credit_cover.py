"""
Credit Cover: whether it is required, in which forms, and what follows a notice to provide Credit Support.

Encodes ST-09 and EX-09, from section 8 of the guidance and the SEC glossary's entry on Event of Default.
Not encoded: SEC Section J3, which could not be read, and with it how the DCC works out a Party's requirement,
the figure of the threshold, how much cover a form must give and what a bank must be;
nor the other Events of Default of M8.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import combinations, product
from typing import Any, TypeAlias

from sec_uep.answers import (
    Counting,
    Deadline,
    DeadlineKind,
    Explained,
    FactQuestion,
    Finding,
    FindingKind,
    Probe,
    Reason,
    Reasons,
    check_terms,
)
from sec_uep.calendar import WorkingDayCalendar, WorkingDays, check_date
from sec_uep.citations import SEC, SEC_GLOSSARY, Citation, guidance
from sec_uep.facts import UNKNOWN, AnyOf, Fact, FactSet, FrozenMapping, Is, Unknown, check_fact
from sec_uep.obligations._money import amount
from sec_uep.obligations._receipt import in_order, received
from sec_uep.parties import GivenFacts
from sec_uep.readings import DEFAULT_READINGS, Readings
from sec_uep.rules import Bearer, Kind, Rule

__all__ = [
    "CREDIT_SUPPORT",
    "QUESTIONS",
    "RULES",
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

ST_09 = Rule(
    "ST-09",
    Kind.PRECONDITION,
    Bearer.DCC,
    "Once UEPT is complete, the DCC says whether Credit Cover is required: where the requirement is above "
    "the threshold, by a Bank Guarantee, a letter of credit and/or a Cash Deposit",
    Citation(SEC, "Section J3", via=guidance("8")),
)
EX_09 = Rule(
    "EX-09",
    Kind.LIMIT,
    Bearer.PARTY,
    "Credit Support not provided within 3 Working Days of a notice under J3.14 is an Event of Default",
    Citation(SEC_GLOSSARY, "Event of Default (M8.1(d))"),
)

RULES = (ST_09, EX_09)

#: The Party's time to provide Credit Support after a notice (EX-09).
CREDIT_SUPPORT = WorkingDays(3)


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


class EvidenceVerdict(StrEnum):
    """Whether Credit Cover lets the evidence of the User Entry Process be sent."""

    PERMITTED = "permitted"
    NOT_YET = "not-yet"
    UNDETERMINED = "undetermined"


class DefaultVerdict(StrEnum):
    """Whether an Event of Default has occurred."""

    OCCURRED = "occurred"
    NOT_OCCURRED = "not-occurred"
    UNDETERMINED = "undetermined"


def cover_required(
    *,
    requirement: Decimal | Unknown = UNKNOWN,
    threshold: Decimal | Unknown = UNKNOWN,
    readings: Readings = DEFAULT_READINGS,
) -> Finding[CoverVerdict]:
    """
    Return whether a Party with this Credit Cover *requirement* must put Credit Cover in place (ST-09).

    It must if the requirement is *above* the *threshold*; exactly at it, it need not.
    Both are in pounds. The figure of the threshold was not seen in any source: ask the DCC for it.
    A requirement of nothing is above no threshold, known or not.

    >>> cover_required(requirement=Decimal("2000.01"), threshold=Decimal(2000)).verdict.value
    'required'
    >>> cover_required(requirement=Decimal(2000), threshold=Decimal(2000)).verdict.value
    'not-required'
    >>> [question.fact for question in cover_required(requirement=Decimal(2000)).next_questions()]
    ['threshold']

    Raises:
        InvalidType: If an amount is neither a Decimal nor an int.
        InvalidValue: If an amount is negative or not a number.

    """
    check_terms(None, readings)
    needed = _amount("requirement", requirement)
    limit = _amount("threshold", threshold)
    verdict = CoverVerdict.UNDETERMINED
    if needed is not UNKNOWN and (not needed or limit is not UNKNOWN):
        is_above = limit is not UNKNOWN and needed > limit
        verdict = CoverVerdict.REQUIRED if is_above else CoverVerdict.NOT_REQUIRED
    return Finding(_COVER_REQUIRED, (requirement, threshold), None, readings, verdict, (ST_09,))


def _amount(name: str, value: object) -> Decimal | Unknown:
    return UNKNOWN if value is UNKNOWN else amount(name, value)


#: A form of Credit Cover is in place if one or more of the three are.
_IN_PLACE = AnyOf(*(Is(f"in_place.{form.value}") for form in CoverForm))


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
        InvalidType: If *required* is neither a fact nor None, or *in_place* no mapping and no set.
        UnknownName: If there is no such form.
        ContradictoryFacts: If a list names a form twice.

    """
    check_terms(None, readings)
    forms = FactSet.of("in_place", in_place, tuple(form.value for form in CoverForm))
    if required is not None:
        check_fact("required", required)
    verdict = _evidence(_facts(required, forms), readings)
    return Finding(_EVIDENCE_WITH, (required, forms), None, readings, verdict, (ST_09,))


#: What the DCC has said and which forms are in place, by name; None if the DCC has not said yet.
_Facts: TypeAlias = dict[str, Any]


def _facts(required: Fact | None, forms: FactSet) -> _Facts:
    return {"required": required, **forms.paths}


def _evidence(facts: _Facts, readings: Readings) -> EvidenceVerdict:
    if facts["required"] is None:
        return EvidenceVerdict.NOT_YET
    if facts["required"] is UNKNOWN:
        return EvidenceVerdict.UNDETERMINED
    is_enough = _IN_PLACE.value(facts) if _must_be_in_place(facts, readings) else True
    if is_enough is UNKNOWN:
        return EvidenceVerdict.UNDETERMINED
    return EvidenceVerdict.PERMITTED if is_enough else EvidenceVerdict.NOT_YET


def _must_be_in_place(facts: _Facts, readings: Readings) -> bool:
    """Return whether a form of Credit Cover must be in place, unless the DCC has said that none must."""
    return facts["required"] is not False and readings.rd_25 == "in-place"


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

    Raises:
        InvalidType: If *required* is neither a fact nor None, or *in_place* no mapping and no set.
        UnknownName: If there is no such form.
        ContradictoryFacts: If a list names a form twice.

    """
    finding = evidence_with(required=required, in_place=in_place, readings=readings)
    return finding.verdict is EvidenceVerdict.PERMITTED


def credit_support_due(
    *,
    notice_received: date,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings = DEFAULT_READINGS,
) -> Deadline:
    """
    Return the last day on which Credit Support is in time, after a notice under J3.14 (EX-09).

    It is the 3rd Working Day after the day on which the notice is received, which itself never counts.
    The source says "within 3 Working Days of a notice", and not whether that is its giving or its receipt:
    where the two days differ, the day on which it was given is the safe one to pass.

    >>> print(credit_support_due(notice_received=date(2026, 8, 27)).day)
    2026-09-02

    Raises:
        InvalidType: If *notice_received* is not a date.
        DateOutsideCalendar: If the count leaves the calendar.

    """
    return _CREDIT_SUPPORT_DUE.answer((notice_received,), calendar, readings)


def _count_credit_support(calendar: Counting, readings: Readings, notice_received: date) -> tuple[date, date]:
    counted_from = received(calendar, readings, notice_received)
    return counted_from, calendar.nth_working_day_after(counted_from, CREDIT_SUPPORT.n)


def event_of_default(
    *,
    notice_received: date,
    as_of: date,
    provided: date | Unknown | None = UNKNOWN,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings = DEFAULT_READINGS,
) -> Finding[DefaultVerdict]:
    """
    Return whether, at the end of *as_of*, not providing Credit Support is an Event of Default (EX-09).

    It is if Credit Support was not *provided* by the last day that `credit_support_due` gives:
    provided on that day it is in time, and until the end of that day nothing is late.
    Credit Support that came later does not undo it.
    Only the Event of Default of M8.1(d) is asked for; there are others.

    >>> notice = date(2026, 8, 27)
    >>> event_of_default(notice_received=notice, provided=None, as_of=date(2026, 9, 2)).verdict.value
    'not-occurred'
    >>> event_of_default(notice_received=notice, provided=None, as_of=date(2026, 9, 3)).verdict.value
    'occurred'

    Args:
        notice_received: The day on which the Party received the notice under J3.14.
        as_of: The day at whose end it is asked.
        provided: The day on which Credit Support was provided; None if it was not, by *as_of*.
        calendar: The calendar to count on; None leaves it to RD-01.
        readings: The readings to answer under.

    Raises:
        InvalidType: If a day is not a date.
        ContradictoryFacts: If Credit Support was provided before the notice or after *as_of*,
            or *as_of* is before the notice.
        DateOutsideCalendar: If the count leaves the calendar.

    """
    check_terms(calendar, readings)
    check_date("notice_received", notice_received)
    notice = ("notice_received", notice_received)
    in_order(notice, ("as_of", as_of), "nothing follows a notice before it is received")
    if provided is not None and provided is not UNKNOWN:
        given = ("provided", provided)
        in_order(notice, given, "what a notice asks for is not provided before it is received")
        in_order(given, ("as_of", as_of), "by then it was not provided yet, which None says")
    due = credit_support_due(notice_received=notice_received, calendar=calendar, readings=readings).day
    verdict = DefaultVerdict.NOT_OCCURRED
    if as_of > due:
        if provided is UNKNOWN:
            verdict = DefaultVerdict.UNDETERMINED
        elif provided is None or provided > due:
            verdict = DefaultVerdict.OCCURRED
    inputs = (notice_received, as_of, provided)
    return Finding(_EVENT_OF_DEFAULT, inputs, calendar, readings, verdict, (EX_09,))


class _OfValues(Explained):
    """Explains a finding about amounts or days, which are not varied to find what would change it."""

    def smallest_changes(self, _: Finding[Any], __: Any) -> tuple[Mapping[str, Fact], ...]:  # noqa: ANN401 - of the finding's kind
        return ()


class _ExplainsCover(_OfValues):
    """Explains whether Credit Cover is required."""

    def next_questions(self, finding: Finding[CoverVerdict]) -> tuple[FactQuestion, ...]:
        if finding.verdict is not CoverVerdict.UNDETERMINED:
            return ()
        requirement, threshold = finding.inputs
        of_requirement = FactQuestion("requirement", "what the Credit Cover Requirement is", 1, ST_09)
        if threshold is not UNKNOWN:
            return (of_requirement,)
        asks = "what the current Credit Cover Threshold is"
        if requirement is not UNKNOWN:
            return (FactQuestion("threshold", asks, 1, ST_09),)
        # A requirement of nothing settles it alone; a threshold never does.
        return (of_requirement, FactQuestion("threshold", asks, 2, ST_09))


class _ExplainsEvidence:
    """Explains whether Credit Cover lets the evidence be sent."""

    def why(self, finding: Finding[EvidenceVerdict]) -> Reasons:
        return Reasons(_why_evidence(finding))

    def why_not(self, finding: Finding[EvidenceVerdict], verdict: EvidenceVerdict) -> Reasons:
        return Reasons(()) if verdict is finding.verdict else self.why(finding)

    def next_questions(self, finding: Finding[EvidenceVerdict]) -> tuple[FactQuestion, ...]:
        if finding.verdict is not EvidenceVerdict.UNDETERMINED:
            return ()
        facts = _facts(*finding.inputs)
        asks = []
        if facts["required"] is UNKNOWN:
            text = "whether the DCC has said that Credit Cover is required"
            asks.append(FactQuestion("required", text, 1, ST_09))
        if _must_be_in_place(facts, finding.chosen) and _IN_PLACE.value(facts) is UNKNOWN:
            settles_in = len(asks) + 1  # any one form that is in place settles it, once one must be
            asks += [
                FactQuestion(name, f"whether a {_called(name)} is in place", settles_in, ST_09)
                for name in _IN_PLACE.names
                if facts[name] is UNKNOWN
            ]
        return tuple(asks)

    def smallest_changes(
        self, finding: Finding[EvidenceVerdict], verdict: EvidenceVerdict
    ) -> tuple[Mapping[str, Fact], ...]:
        if verdict is finding.verdict:
            return ()
        facts = _facts(*finding.inputs)
        for size in range(1, len(facts) + 1):
            found = tuple(
                FrozenMapping(changes)
                for changes in _changes(facts, size)
                if _evidence({**facts, **changes}, finding.chosen) is verdict
            )
            if found:
                return found
        return ()


def _changes(facts: _Facts, size: int) -> Iterator[dict[str, bool]]:
    """Yield every way to make *size* of the facts other than they are."""
    for names in combinations(facts, size):
        for values in product((True, False), repeat=size):
            changes = dict(zip(names, values, strict=True))
            if all(facts[name] is not value for name, value in changes.items()):
                yield changes


def _called(name: str) -> str:
    """Return what the guidance calls the form that is in place by the fact *name*."""
    return {
        CoverForm.BANK_GUARANTEE: "Bank Guarantee",
        CoverForm.LETTER_OF_CREDIT: "letter of credit",
        CoverForm.CASH_DEPOSIT: "Cash Deposit",
    }[CoverForm(name.removeprefix("in_place."))]


def _why_evidence(finding: Finding[EvidenceVerdict]) -> Iterator[Reason]:
    facts = _facts(*finding.inputs)
    said = {"required": facts["required"]}
    if facts["required"] is None:
        text = "the DCC has not said yet whether Credit Cover is required"
        yield Reason(ST_09, holds=False, text=text, facts=said)
    elif facts["required"] is UNKNOWN:
        text = "it is not known whether the DCC has said that Credit Cover is required"
        yield Reason(ST_09, holds=UNKNOWN, text=text, facts=said)
    elif facts["required"] is False:
        text = "the DCC has said that Credit Cover is not required"
        yield Reason(ST_09, holds=True, text=text, facts=said)
    else:
        text = "the DCC has said that Credit Cover is required"
        yield Reason(ST_09, holds=True, text=text, facts=said)
        yield _why_in_place(facts, finding.chosen)


def _why_in_place(facts: _Facts, readings: Readings) -> Reason:
    """Return the reason that is to be had from what is in place, where Credit Cover is required."""
    holds = _IN_PLACE.value(facts)
    under: tuple[str, ...] = ("RD-25",)
    if holds is True:
        text = f"in place: {', '.join(_called(name) for name in _IN_PLACE.names if facts[name] is True)}"
        under = ()
    elif not _must_be_in_place(facts, readings):
        holds, text = True, "that is enough, whether or not a form of it is in place"
    elif holds is UNKNOWN:
        text = "whether a form of it is in place is not known"
    else:
        text = "no form of it is in place"
    return Reason(ST_09, holds, text, {name: facts[name] for name in _IN_PLACE.names}, under)


def _why_cover(finding: Finding[CoverVerdict]) -> tuple[Reason, ...]:
    requirement, threshold = finding.inputs
    verdict = finding.verdict
    holds: Fact = UNKNOWN if verdict is CoverVerdict.UNDETERMINED else verdict is CoverVerdict.REQUIRED
    relation = "and" if holds is UNKNOWN else "is above" if holds else "is not above"
    text = f"a requirement {_pounds(requirement)} {relation} a threshold {_pounds(threshold)}"
    return (Reason(ST_09, holds, text, finding.question.inputs),)


def _pounds(given: Decimal | Unknown) -> str:
    return "that is not known" if given is UNKNOWN else f"of {Decimal(given):,f} pounds"


def _due_of(finding: Finding[DefaultVerdict]) -> tuple[Deadline, ...]:
    calendar, readings = finding.given_calendar, finding.chosen
    return (credit_support_due(notice_received=finding.inputs[0], calendar=calendar, readings=readings),)


def _why_default(finding: Finding[DefaultVerdict]) -> tuple[Reason, ...]:
    notice_received, as_of, provided = finding.inputs
    (due,) = finding.deadlines
    happened = f"it was provided on {provided}"
    if provided is None:
        happened = f"by {as_of} it was not provided"
    elif provided is UNKNOWN:
        happened = f"whether by {as_of} it was provided is not known"
    text = f"after a notice received on {notice_received} Credit Support was due by {due.day}; {happened}"
    verdict = finding.verdict
    holds: Fact = UNKNOWN if verdict is DefaultVerdict.UNDETERMINED else verdict is DefaultVerdict.OCCURRED
    return (Reason(EX_09, holds, text, finding.question.inputs, tuple(due.readings)),)


_COVER_REQUIRED = FindingKind(
    "credit_cover.cover_required",
    ST_09,
    "whether Credit Cover is required",
    cover_required,
    ("requirement", "threshold"),
    counts=False,
    explain=_ExplainsCover(_why_cover),
)
_EVIDENCE_WITH = FindingKind(
    "credit_cover.evidence_with",
    ST_09,
    "whether Credit Cover lets the evidence be sent",
    evidence_with,
    ("required", "in_place"),
    ("RD-25",),
    counts=False,
    explain=_ExplainsEvidence(),
)
_CREDIT_SUPPORT_DUE = DeadlineKind(
    "credit_cover.credit_support_due",
    EX_09,
    "last day on which Credit Support is in time",
    credit_support_due,
    ("notice_received",),
    ("RD-04",),
    count=_count_credit_support,
)
_EVENT_OF_DEFAULT = FindingKind(
    "credit_cover.event_of_default",
    EX_09,
    "whether not providing Credit Support is an Event of Default",
    event_of_default,
    ("notice_received", "as_of", "provided"),
    ("RD-04",),
    explain=_OfValues(_why_default, {"provided": Probe("when Credit Support was provided", (None,))}),
    rests_on=_due_of,
)

#: Every question that this module answers.
QUESTIONS = (_COVER_REQUIRED, _EVIDENCE_WITH, _CREDIT_SUPPORT_DUE, _EVENT_OF_DEFAULT)
