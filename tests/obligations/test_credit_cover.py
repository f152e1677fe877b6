"""
Credit Cover: above the threshold, three forms, before the evidence, and three Working Days after a notice.

The second answers are made of pence, of sets, and of days that are counted one by one.
"""

from __future__ import annotations

import copy
import pickle
from datetime import date, timedelta
from decimal import Decimal, FloatOperation, Inexact, Rounded, localcontext
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st

from sec_uep import DEFAULT_READINGS, UNKNOWN, Certainty, Readings, Step, receipt, sensitivity
from sec_uep.answers import Reasons
from sec_uep.calendar import england_and_wales, scotland
from sec_uep.errors import (
    ContradictoryFacts,
    DateOutsideCalendar,
    InvalidType,
    InvalidValue,
    MissingFact,
    UnknownName,
)
from sec_uep.obligations import rule
from sec_uep.obligations.credit_cover import (
    CREDIT_SUPPORT,
    CoverForm,
    CoverVerdict,
    DefaultVerdict,
    EvidenceVerdict,
    cover_required,
    credit_support_due,
    event_of_default,
    evidence_with,
    permits_evidence,
)
from sec_uep.obligations.steps import rule_of
from sec_uep.rules import Bearer, Kind, Modality
from tests.obligations import naive

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sec_uep.facts import Fact

ONE_DAY = timedelta(days=1)
CONFIRMED = Readings(rd_25="confirmed")
NEXT_WORKING_DAY = Readings(rd_04="next-working-day")
GIVING = Readings(rd_33="giving")

#: "A Bank Guarantee, a letter of credit and / or a Cash Deposit."
FORMS = ("bank-guarantee", "letter-of-credit", "cash-deposit")

each_reading = pytest.mark.parametrize("readings", [DEFAULT_READINGS, CONFIRMED], ids=["in-place", "said"])


class TestThreshold:
    """ST-09: 'If your Credit Cover Requirement is above the current Credit Cover Threshold'."""

    @pytest.mark.parametrize(
        ("requirement", "verdict"),
        [
            ("1999.99", CoverVerdict.NOT_REQUIRED),
            ("2000", CoverVerdict.NOT_REQUIRED),
            ("2000.00", CoverVerdict.NOT_REQUIRED),
            ("2E+3", CoverVerdict.NOT_REQUIRED),
            ("2000.000001", CoverVerdict.REQUIRED),
            ("2000.01", CoverVerdict.REQUIRED),
        ],
    )
    def test_both_sides(self, requirement: str, verdict: CoverVerdict) -> None:
        """Exactly at the threshold nothing is required; above it, by however little, it is."""
        finding = cover_required(requirement=Decimal(requirement), threshold=Decimal(2000))
        assert finding.verdict is verdict
        assert [ground.id for ground in finding.grounds] == ["ST-09"]
        assert finding.next_questions() == ()
        assert finding.readings == {}

    @given(pence=st.integers(0, 10**16), other=st.integers(0, 10**16), is_near=st.booleans())
    def test_any_amounts(self, pence: int, other: int, is_near: bool) -> None:
        """It is required exactly if there are more pence in the requirement than in the threshold."""
        other = max(0, pence + other % 3 - 1) if is_near else other
        finding = cover_required(requirement=Decimal(pence).scaleb(-2), threshold=Decimal(other).scaleb(-2))
        assert (finding.verdict is CoverVerdict.REQUIRED) is (pence > other)
        assert (finding.verdict is CoverVerdict.NOT_REQUIRED) is (pence <= other)

    def test_any_decimal_context(self) -> None:
        """No precision, trap or rounding of the caller's hides a penny, in the verdict or in its reason."""
        with localcontext(prec=1) as context:
            for trap in (Inexact, Rounded, FloatOperation):
                context.traps[trap] = True
            finding = cover_required(requirement=Decimal("2000.01"), threshold=Decimal("2000.00"))
            assert finding.verdict is CoverVerdict.REQUIRED
            assert "of £2,000.01 is above a threshold of £2,000.00" in str(finding.why())

    def test_whole_pounds(self) -> None:
        """An int is exact, and is taken."""
        whole: Any = 2001
        finding = cover_required(requirement=whole, threshold=Decimal(2000))
        assert finding.verdict is CoverVerdict.REQUIRED
        assert "a requirement of £2,001.00 is above a threshold of £2,000.00" in str(finding.why())

    @pytest.mark.parametrize(
        ("amounts", "verdict", "asked", "why"),
        [
            (
                {},
                CoverVerdict.UNDETERMINED,
                [("requirement", 1), ("threshold", 2)],
                "unknown: a requirement that is not known and a threshold that is not known",
            ),
            (
                {"threshold": 2000},
                CoverVerdict.UNDETERMINED,
                [("requirement", 1)],
                "unknown: a requirement that is not known and a threshold of £2,000.00",
            ),
            (
                {"requirement": 2000},
                CoverVerdict.UNDETERMINED,
                [("threshold", 1)],
                "unknown: a requirement of £2,000.00 and a threshold that is not known",
            ),
            (
                {"requirement": 0},
                CoverVerdict.NOT_REQUIRED,
                [],
                "no: a requirement of £0.00 is not above a threshold that is not known",
            ),
            (
                {"requirement": 0, "threshold": 0},
                CoverVerdict.NOT_REQUIRED,
                [],
                "no: a requirement of £0.00 is not above a threshold of £0.00",
            ),
        ],
    )
    def test_unknown(
        self, amounts: dict[str, Any], verdict: CoverVerdict, asked: list[tuple[str, int]], why: str
    ) -> None:
        """An unknown amount is asked for where it can settle it; nothing is above no threshold."""
        finding = cover_required(**amounts)
        assert finding.verdict is verdict
        questions = finding.next_questions()
        assert [(question.fact, question.settles_in) for question in questions] == asked
        words = {
            "requirement": "what the Credit Cover Requirement is",
            "threshold": "what the current Credit Cover Threshold is",
        }
        assert [question.asks for question in questions] == [words[name] for name, _ in asked]
        assert str(finding.why()) == f"{why} [ST-09, SEC, Section J3 (as given in SECAS guidance, 8)]"

    @given(known=st.none() | st.integers(0, 3), other=st.none() | st.integers(0, 3))
    def test_as_it_may_turn_out(self, known: int | None, other: int | None) -> None:
        """It is answered exactly if all amounts that the unknown ones may be would answer it alike."""
        given_: dict[str, Any] = {"requirement": known, "threshold": other}
        outcomes = {
            requirement > threshold
            for requirement in ([known] if known is not None else range(6))
            for threshold in ([other] if other is not None else range(6))
        }
        finding = cover_required(**{name: n for name, n in given_.items() if n is not None})
        expected = {
            frozenset({True}): CoverVerdict.REQUIRED,
            frozenset({False}): CoverVerdict.NOT_REQUIRED,
        }.get(frozenset(outcomes), CoverVerdict.UNDETERMINED)
        assert finding.verdict is expected

    def test_why_not(self) -> None:
        """Why not the other verdict is the reason for the one that stands; amounts are not varied."""
        finding = cover_required(requirement=Decimal(1), threshold=Decimal(2))
        assert finding.why_not(CoverVerdict.REQUIRED) == finding.why()
        assert finding.why_not(CoverVerdict.NOT_REQUIRED) == Reasons(())
        assert finding.smallest_changes(CoverVerdict.REQUIRED) == ()
        assert cover_required().smallest_changes(CoverVerdict.REQUIRED) == ()

    def test_stated(self) -> None:
        """It is the DCC that says so, and the step of an entry is asked for by the same rule."""
        (stated,) = rule("ST-09")
        assert rule_of(Step.CREDIT_COVER) is stated
        assert (stated.bearer, stated.kind) == (Bearer.DCC, Kind.PRECONDITION)
        assert str(stated.citation) == "SEC, Section J3 (as given in SECAS guidance, 8)"


def outcome(required: bool | None, in_place: set[str], readings: Readings) -> str:
    """Read section 8 again, and what RD-25 makes of it, where everything is known."""
    if required is None:
        return "not-yet"
    return "permitted" if not required or in_place or readings.rd_25 == "confirmed" else "not-yet"


EVERY_FACT: tuple[Fact, ...] = (True, False, UNKNOWN)

#: Each form in place, not in place, or not known.
ALL_FORMS: tuple[dict[str, Fact], ...] = tuple(
    dict(zip(FORMS, facts, strict=True)) for facts in product(EVERY_FACT, repeat=3)
)
ALL_SAID: tuple[Fact | None, ...] = (None, True, False, UNKNOWN)


def completed(required: Fact | None, forms: Mapping[str, Fact]) -> Iterator[tuple[bool | None, set[str]]]:
    """Yield everything that may turn out to be so."""
    for said in (None, True, False) if required is UNKNOWN else (required,):
        for facts in product(*((True, False) if fact is UNKNOWN else (fact,) for fact in forms.values())):
            yield said, {form for form, fact in zip(forms, facts, strict=True) if fact}


def expected(required: Fact | None, forms: Mapping[str, Fact], readings: Readings) -> str:
    """Return what holds however it turns out, or that it is undetermined."""
    found = {outcome(said, in_place, readings) for said, in_place in completed(required, forms)}
    return found.pop() if len(found) == 1 else "undetermined"


class TestEvidence:
    """RD-25 and ST-09: Credit Cover, where it is required, must be in place before the evidence is sent."""

    @each_reading
    @pytest.mark.parametrize("required", ALL_SAID, ids=repr)
    def test_everything(self, required: Fact | None, readings: Readings) -> None:
        """For all that the DCC may have said and all that may be in place, known or not."""
        for forms in ALL_FORMS:
            finding = evidence_with(required=required, in_place=forms, readings=readings)
            verdict = expected(required, forms, readings)
            assert finding.verdict.value == verdict
            assert [ground.id for ground in finding.grounds] == ["ST-09"]
            permits = permits_evidence(required=required, in_place=forms, readings=readings)
            assert permits is (verdict == "permitted")
            matters = expected(required, forms, DEFAULT_READINGS) != expected(required, forms, CONFIRMED)
            assert finding.turns_on("RD-25") is matters
            assert finding.readings == ({"RD-25": readings.rd_25} if matters else {})
            assert [dict(other.choices) for other in sensitivity(finding)] == (
                [{"RD-25": "confirmed" if readings.rd_25 == "in-place" else "in-place"}] if matters else []
            )
            named = {id_ for reason in finding.why() for id_ in reason.readings}
            assert named == ({"RD-25"} if matters else set())
            holds = {"permitted": True, "not-yet": False, "undetermined": UNKNOWN}[verdict]
            assert finding.why()[-1].holds is holds

    @each_reading
    @pytest.mark.parametrize("required", ALL_SAID, ids=repr)
    def test_next_questions(self, required: Fact | None, readings: Readings) -> None:
        """Each unknown fact is asked for that can settle it, alone or with how few others."""
        for forms in ALL_FORMS:
            unknown = [f"in_place.{form}" for form, fact in forms.items() if fact is UNKNOWN]
            unknown = (["required"] if required is UNKNOWN else []) + unknown
            settles: dict[str, int] = {}
            if expected(required, forms, readings) == "undetermined":
                for names in (some for size in range(1, 5) for some in combinations(unknown, size)):
                    for name in names:
                        if name not in settles and settled_with(name, names, required, forms, readings):
                            settles[name] = len(names)
            finding = evidence_with(required=required, in_place=forms, readings=readings)
            asked = finding.next_questions()
            assert {question.fact: question.settles_in for question in asked} == settles
            assert [question.settles_in for question in asked] == sorted(settles.values())
            assert {question.rule.id for question in asked} <= {"ST-09"}

    @each_reading
    @pytest.mark.parametrize("required", ALL_SAID, ids=repr)
    def test_smallest_changes(self, required: Fact | None, readings: Readings) -> None:
        """They are the smallest of all changes of facts that lead to a verdict, and all of these."""
        for forms in ALL_FORMS:
            finding = evidence_with(required=required, in_place=forms, readings=readings)
            by_size: dict[str, dict[int, set[frozenset[tuple[str, bool]]]]] = {}
            facts: dict[str, Fact | None] = {"required": required, **forms}
            for values in product((None, True, False), repeat=4):
                changes = {
                    name: value
                    for name, value in zip(facts, values, strict=True)
                    if value is not None and value is not facts[name]
                }
                made = {**facts, **changes}
                in_place = {form: fact for form in FORMS if (fact := made[form]) is not None}
                verdict = expected(made["required"], in_place, readings)
                places = {
                    (name if name == "required" else f"in_place.{name}"): changes[name] for name in changes
                }
                by_size.setdefault(verdict, {}).setdefault(len(changes), set()).add(frozenset(places.items()))
            for verdict in EvidenceVerdict:
                sizes = by_size.get(verdict.value, {0: set()})
                smallest = set() if 0 in sizes else sizes[min(sizes)]
                if verdict is EvidenceVerdict.UNDETERMINED:  # what is known does not leave it open
                    smallest = set()
                found = finding.smallest_changes(verdict)
                assert {frozenset(changes.items()) for changes in found} == smallest
                assert len(found) == len(smallest)

    def test_default(self) -> None:
        """Where nothing is known it is undetermined, and not permitted."""
        finding = evidence_with()
        assert finding.verdict is EvidenceVerdict.UNDETERMINED
        assert permits_evidence() is False
        assert [question.asks for question in finding.next_questions()] == [
            "whether the DCC has said that Credit Cover is required",
            "whether a Bank Guarantee is in place",
            "whether a letter of credit is in place",
            "whether a Cash Deposit is in place",
        ]

    @pytest.mark.parametrize(
        ("facts", "readings", "why"),
        [
            (
                {"required": None},
                DEFAULT_READINGS,
                ["no: the DCC has not said yet whether Credit Cover is required"],
            ),
            (
                {},
                DEFAULT_READINGS,
                ["unknown: it is not known whether the DCC has said that Credit Cover is required"],
            ),
            (
                {"required": False},
                DEFAULT_READINGS,
                ["yes: the DCC has said that Credit Cover is not required"],
            ),
            (
                {"required": True, "in_place": {CoverForm.CASH_DEPOSIT, CoverForm.BANK_GUARANTEE}},
                DEFAULT_READINGS,
                [
                    "yes: the DCC has said that Credit Cover is required",
                    "yes: in place: Bank Guarantee, Cash Deposit",
                ],
            ),
            (
                {"required": True, "in_place": ["letter-of-credit"]},
                CONFIRMED,
                ["yes: the DCC has said that Credit Cover is required", "yes: in place: letter of credit"],
            ),
            (
                {"required": True, "in_place": ()},
                DEFAULT_READINGS,
                [
                    "yes: the DCC has said that Credit Cover is required",
                    "no: no form of it is in place",
                ],
            ),
            (
                {"required": True, "in_place": {"cash-deposit": False}},
                DEFAULT_READINGS,
                [
                    "yes: the DCC has said that Credit Cover is required",
                    "unknown: whether a form of it is in place is not known",
                ],
            ),
            (
                {"required": True, "in_place": ()},
                CONFIRMED,
                [
                    "yes: the DCC has said that Credit Cover is required",
                    "yes: that is enough, whether or not a form of it is in place",
                ],
            ),
        ],
    )
    def test_why(self, facts: dict[str, Any], readings: Readings, why: list[str]) -> None:
        """The reasons say what the DCC has said, and what is in place where that matters."""
        finding = evidence_with(**facts, readings=readings)
        lines = [line.partition(" [ST-09, ")[0] for line in str(finding.why()).splitlines()]
        assert lines == why
        others = set(EvidenceVerdict) - {finding.verdict}
        lacking = tuple(reason for reason in finding.why() if reason.holds is not True)
        assert {finding.why_not(verdict) for verdict in others} == {Reasons(lacking or finding.why())}
        assert finding.why_not(finding.verdict) == Reasons(())

    def test_forms(self) -> None:
        """The three forms of section 8; a set is the complete answer, a mapping leaves the rest unknown."""
        assert [form.value for form in CoverForm] == list(FORMS)
        complete = evidence_with(required=True, in_place={CoverForm.CASH_DEPOSIT})
        assert complete == evidence_with(
            required=True,
            in_place={"cash-deposit": True, "bank-guarantee": False, "letter-of-credit": False},
        )
        assert complete != evidence_with(required=True, in_place={"cash-deposit": True})

    def test_receipt(self) -> None:
        """A receipt has what the DCC said and what is known of the forms."""
        data = receipt(evidence_with(required=True, in_place={"cash-deposit": True})).data
        assert data["inputs"] == {"required": True, "in_place": {"cash-deposit": True}}
        assert receipt(evidence_with(required=None)).data["inputs"] == {"required": None, "in_place": {}}


def settled_with(
    name: str,
    names: tuple[str, ...],
    required: Fact | None,
    forms: Mapping[str, Fact],
    readings: Readings,
) -> bool:
    """Return whether some answers to *names* settle it and those to the others alone would not."""
    choices = [(None, True, False) if each == "required" else (True, False) for each in names]
    for values in product(*choices):
        answers: dict[str, Any] = dict(zip(names, values, strict=True))
        less = {each: answer for each, answer in answers.items() if each != name}
        verdicts = [
            expected(
                some.get("required", required),
                {form: some.get(f"in_place.{form}", fact) for form, fact in forms.items()},
                readings,
            )
            for some in (answers, less)
        ]
        if verdicts[0] != "undetermined" and verdicts[1] == "undetermined":
            return True
    return False


days = st.dates(date(2025, 6, 1), date(2028, 9, 1)) | st.sampled_from(
    sorted(day + offset * ONE_DAY for day in naive.ENGLAND_AND_WALES for offset in range(-5, 2))
).filter(lambda day: date(2025, 6, 1) <= day <= date(2028, 9, 1))

#: Thursday 27 August 2026; the Monday after it, 31 August, is a bank holiday in England and Wales.
NOTICE = date(2026, 8, 27)


class TestCreditSupport:
    """EX-09: Credit Support not provided within 3 Working Days of a J3.14 notice is an Event of Default."""

    @pytest.mark.parametrize(
        ("notice", "due"),
        [
            (date(2026, 6, 1), date(2026, 6, 4)),  # Monday: Tuesday, Wednesday, Thursday
            (date(2026, 6, 3), date(2026, 6, 8)),  # Wednesday: over a weekend
            (date(2026, 8, 27), date(2026, 9, 2)),  # Thursday: over a weekend and a bank holiday
            (date(2026, 8, 29), date(2026, 9, 3)),  # Saturday: Tuesday is the first to count
            (date(2026, 12, 24), date(2026, 12, 31)),  # Thursday: over Christmas, a weekend and Monday 28
        ],
    )
    def test_by_hand(self, notice: date, due: date) -> None:
        """The day of the notice never counts, nor does a day on which nobody works."""
        deadline = credit_support_due(notice_received=notice)
        assert deadline.day == due
        assert deadline.counted_from == notice
        assert deadline.ledger().total == 3

    @given(day=days)
    def test_day_by_day(self, day: date) -> None:
        """It is the third Working Day after; of a day that is none, after the next that is one by RD-04."""
        assert credit_support_due(notice_received=day).day == naive.forward(day, 3)
        rolled = credit_support_due(notice_received=day, readings=NEXT_WORKING_DAY)
        assert rolled.day == naive.forward(naive.roll_on(day), 3)
        assert rolled.counted_from == naive.roll_on(day)

    def test_what_it_is(self) -> None:
        """The Party owes it; the figure stands with its rule, and the source is the glossary."""
        deadline = credit_support_due(notice_received=NOTICE)
        assert (deadline.bearer, deadline.modality) == (Bearer.PARTY, Modality.MUST)
        assert deadline.certainty is Certainty.PUBLISHED
        assert str(deadline.citation) == "SEC glossary, Event of Default (M8.1(d))"
        assert CREDIT_SUPPORT.n == 3
        assert deadline.may_turn_on == ("RD-01", "RD-04", "RD-33")
        (stated,) = rule("EX-09")
        assert stated is deadline.rule
        assert stated.kind is Kind.LIMIT

    def test_another_calendar(self) -> None:
        """Whose bank holidays count is RD-01's to say, or the caller's: Scotland works on 31 August 2026."""
        assert credit_support_due(notice_received=NOTICE, calendar=scotland()).day == date(2026, 9, 1)
        both = credit_support_due(notice_received=NOTICE, notice_given=NOTICE)
        assert both.range == (date(2026, 9, 2), date(2026, 9, 2))

    def test_bad_input(self) -> None:
        """What is no date is refused by name, and so is a day beyond the calendar."""
        text: Any = "2026-08-27"
        with pytest.raises(InvalidType, match=r"^notice_received: '2026-08-27' is text"):
            credit_support_due(notice_received=text)
        with pytest.raises(DateOutsideCalendar, match=r"^notice_received: "):
            credit_support_due(notice_received=england_and_wales().last)


class TestGivingOrReceipt:
    """RD-33 and EX-09: 'within 3 Working Days of a notice', of its receipt or of its giving."""

    @given(given_on=days, later=st.integers(0, 9), next_day=st.booleans())
    def test_both_readings(self, given_on: date, later: int, next_day: bool) -> None:
        """Three Working Days from the one or from the other day, each counted one by one."""
        received_on = given_on + later * ONE_DAY
        for choice, notice in (("receipt", received_on), ("giving", given_on)):
            readings = Readings(rd_33=choice, rd_04="next-working-day" if next_day else "that-day")  # type: ignore[arg-type]
            start = naive.roll_on(notice) if next_day else notice
            due = credit_support_due(notice_received=received_on, notice_given=given_on, readings=readings)
            assert due.day == naive.forward(start, 3)
            assert due.counted_from == start
            for as_of, verdict in (
                (due.day, DefaultVerdict.NOT_OCCURRED),
                (due.day + ONE_DAY, DefaultVerdict.OCCURRED),
            ):
                found = event_of_default(
                    notice_received=received_on,
                    notice_given=given_on,
                    as_of=max(as_of, received_on),
                    provided=None,
                    readings=readings,
                )
                assert found.verdict is verdict or as_of < received_on

    def test_by_hand(self) -> None:
        """Given on Friday 5 June 2026 and received on Monday the 8th: due on the 10th, or on the 11th."""
        asked: dict[str, Any] = {"notice_given": date(2026, 6, 5), "notice_received": date(2026, 6, 8)}
        due = credit_support_due(**asked)
        assert due.day == date(2026, 6, 11)
        assert due.readings["RD-33"] == "receipt"
        assert due.why()[1].text.startswith("notice received 2026-06-08, notice given 2026-06-05: last day")
        alone = credit_support_due(notice_received=date(2026, 6, 8)).why()
        assert alone[1].text.startswith("notice received 2026-06-08: last day")
        assert credit_support_due(**asked, readings=GIVING).day == date(2026, 6, 10)
        assert due.safe_for(Bearer.PARTY) == date(2026, 6, 10)
        late = event_of_default(**asked, as_of=date(2026, 6, 11), provided=None, readings=GIVING)
        assert late.verdict is DefaultVerdict.OCCURRED
        assert "after a notice given on 2026-06-05 Credit Support was due by 2026-06-10" in str(late.why())
        (other,) = [each for each in sensitivity(late) if "RD-33" in each.choices]
        assert other.answer is not None
        assert other.answer.outcome is DefaultVerdict.NOT_OCCURRED

    @pytest.mark.parametrize(
        ("known", "missing", "reading"),
        [
            ("notice_received", "notice_given", GIVING),
            ("notice_given", "notice_received", DEFAULT_READINGS),
        ],
    )
    def test_a_day_that_was_not_given(self, known: str, missing: str, reading: Readings) -> None:
        """The day that the reading counts from is needed, and the other is not."""
        day: dict[str, Any] = {known: NOTICE}
        for ask in (
            lambda terms: credit_support_due(**day, **terms),
            lambda terms: event_of_default(**day, as_of=NOTICE, provided=None, **terms),
        ):
            other = GIVING if reading is DEFAULT_READINGS else DEFAULT_READINGS
            assert ask({"readings": other}).readings["RD-33"] == other.rd_33
            with pytest.raises(MissingFact) as refused:
                ask({"readings": reading})
            assert str(refused.value) == (
                f"{missing}: is UNKNOWN, and 3 Working Days run from it (RD-33: {reading.rd_33}); "
                f"pass {missing}"
            )

    @pytest.mark.parametrize("readings", [DEFAULT_READINGS, GIVING])
    def test_received_before_it_was_given(self, readings: Readings) -> None:
        """That cannot be, by either reading; on the same day it can."""
        asked: dict[str, Any] = {"notice_received": NOTICE, "notice_given": NOTICE + ONE_DAY}
        with pytest.raises(ContradictoryFacts) as refused:
            credit_support_due(**asked, readings=readings)
        assert str(refused.value).startswith(
            "notice_received 2026-08-27 contradicts notice_given 2026-08-28: a notice is not received before"
        )
        same = credit_support_due(notice_received=NOTICE, notice_given=NOTICE, readings=readings)
        assert same.day == date(2026, 9, 2)
        for name in asked:
            with pytest.raises(InvalidType, match=rf"^{name}: '2026-08-27' is text"):
                credit_support_due(**{**asked, name: "2026-08-27"}, readings=readings)

    def test_provided_between_the_two(self) -> None:
        """What was given can be answered before it is received; what was not given yet cannot."""
        asked: dict[str, Any] = {"notice_received": NOTICE, "notice_given": NOTICE - 2 * ONE_DAY}
        early = event_of_default(**asked, provided=NOTICE - ONE_DAY, as_of=date(2026, 9, 3))
        assert early.verdict is DefaultVerdict.NOT_OCCURRED
        with pytest.raises(ContradictoryFacts, match=r"^provided 2026-08-24 .*before it is given"):
            event_of_default(**asked, provided=NOTICE - 3 * ONE_DAY, as_of=date(2026, 9, 3))


def default(
    provided: date | Any = None,  # noqa: ANN401 - a day, None or UNKNOWN
    as_of: date = date(2026, 9, 3),
    **terms: Any,  # noqa: ANN401 - a calendar, or readings
) -> DefaultVerdict:
    """Return the verdict on a notice received on 27 August 2026, due on 2 September."""
    return event_of_default(notice_received=NOTICE, as_of=as_of, provided=provided, **terms).verdict


class TestEventOfDefault:
    """EX-09: whether the Event of Default has occurred, at the end of a day."""

    @pytest.mark.parametrize(
        ("provided", "as_of", "verdict"),
        [
            # Not provided.
            (None, date(2026, 8, 27), "not-occurred"),
            (None, date(2026, 9, 1), "not-occurred"),
            (None, date(2026, 9, 2), "not-occurred"),  # until the end of the last day
            (None, date(2026, 9, 3), "occurred"),
            (None, date(2030, 1, 1), "occurred"),
            # Provided.
            (date(2026, 8, 27), date(2026, 9, 3), "not-occurred"),  # on the day of the notice
            (date(2026, 9, 2), date(2026, 9, 2), "not-occurred"),
            (date(2026, 9, 2), date(2026, 9, 3), "not-occurred"),  # on the last day
            (date(2026, 9, 3), date(2026, 9, 3), "occurred"),  # the day after it
            (date(2026, 9, 3), date(2030, 1, 1), "occurred"),  # which is not undone
            # Not known whether it was.
            (UNKNOWN, date(2026, 9, 2), "not-occurred"),
            (UNKNOWN, date(2026, 9, 3), "undetermined"),
        ],
    )
    def test_both_sides(self, provided: date | None, as_of: date, verdict: str) -> None:
        """On the last day it is in time; on the day after it is late."""
        assert default(provided, as_of).value == verdict

    @given(
        notice=days,
        later=st.integers(0, 12),
        provided=st.none() | st.just(UNKNOWN) | st.integers(0, 12),
        chosen=st.sampled_from([DEFAULT_READINGS, NEXT_WORKING_DAY]),
    )
    def test_any_days(self, notice: date, later: int, provided: Any, chosen: Readings) -> None:  # noqa: ANN401 - a number of days, None or UNKNOWN
        """Whatever may turn out of what is not known answers alike, or it is undetermined."""
        as_of = notice + later * ONE_DAY
        start = naive.roll_on(notice) if chosen is NEXT_WORKING_DAY else notice
        due = naive.forward(start, 3)
        if isinstance(provided, int):
            provided = notice + min(provided, later) * ONE_DAY
        may_be = (
            [None, *(notice + n * ONE_DAY for n in range(later + 1))] if provided is UNKNOWN else [provided]
        )
        outcomes = {(as_of if day is None else day) > due for day in may_be}
        finding = event_of_default(notice_received=notice, as_of=as_of, provided=provided, readings=chosen)
        verdicts = {frozenset({True}): "occurred", frozenset({False}): "not-occurred"}
        assert finding.verdict.value == verdicts.get(frozenset(outcomes), "undetermined")
        asked = [question.fact for question in finding.next_questions()]
        assert asked == (["provided"] if len(outcomes) == 2 else [])
        assert [deadline.day for deadline in finding.deadlines] == [due]
        assert [ground.id for ground in finding.grounds] == ["EX-09"]

    @pytest.mark.parametrize(
        ("provided", "why"),
        [
            (None, "yes: {}; by 2026-09-03 it was not provided"),
            (UNKNOWN, "unknown: {}; whether by 2026-09-03 it was provided is not known"),
            (date(2026, 9, 2), "no: {}; it was provided on 2026-09-02"),
        ],
    )
    def test_why(self, provided: date | None, why: str) -> None:
        """The reason has the last day, and what happened."""
        finding = event_of_default(notice_received=NOTICE, as_of=date(2026, 9, 3), provided=provided)
        (reason,) = finding.why()
        said = "after a notice received on 2026-08-27 Credit Support was due by 2026-09-02"
        assert str(reason).partition(" [")[0] == why.format(said)
        assert reason.readings == ("RD-33",)
        assert finding.certainty is Certainty.PUBLISHED
        others = set(DefaultVerdict) - {finding.verdict}
        assert {finding.why_not(verdict) for verdict in others} == {finding.why()}
        assert all(finding.smallest_changes(verdict) == () for verdict in DefaultVerdict)

    def test_what_it_turns_on(self) -> None:
        """A notice received on a Saturday may count as received on Monday: one day more (RD-04)."""
        saturday = date(2026, 6, 6)
        asked: dict[str, Any] = {"notice_received": saturday, "notice_given": saturday, "provided": None}
        late = event_of_default(**asked, as_of=date(2026, 6, 11), calendar=england_and_wales())
        assert late.verdict is DefaultVerdict.OCCURRED
        assert late.readings == {"RD-04": "that-day"}
        assert [reason.readings for reason in late.why()] == [("RD-04",)]
        (other,) = sensitivity(late)
        assert dict(other.choices) == {"RD-04": "next-working-day"}
        assert other.answer.outcome is DefaultVerdict.NOT_OCCURRED
        assert sensitivity(late.again(as_of=date(2026, 6, 12))) == ()
        assert sensitivity(late.again(as_of=date(2026, 6, 10))) == ()

    def test_on_a_given_calendar(self) -> None:
        """Where 31 August is worked, 1 September is the last day."""
        assert default(date(2026, 9, 2)) is DefaultVerdict.NOT_OCCURRED
        assert default(date(2026, 9, 2), calendar=scotland()) is DefaultVerdict.OCCURRED
        assert default(date(2026, 9, 1), calendar=scotland()) is DefaultVerdict.NOT_OCCURRED

    @pytest.mark.parametrize(
        ("provided", "as_of", "said"),
        [
            (
                None,
                date(2026, 8, 26),
                ("as_of 2026-08-26", "notice_received 2026-08-27", "nothing follows a notice before"),
            ),
            (
                date(2026, 8, 26),
                date(2026, 9, 3),
                (
                    "provided 2026-08-26",
                    "notice_received 2026-08-27",
                    "what a notice asks for is not provided",
                ),
            ),
            (
                date(2026, 9, 4),
                date(2026, 9, 3),
                (
                    "as_of 2026-09-03",
                    "provided 2026-09-04",
                    "by then it was not provided yet, which None says",
                ),
            ),
        ],
    )
    def test_out_of_order(self, provided: date | None, as_of: date, said: tuple[str, str, str]) -> None:
        """Days in an order they cannot have had are refused, with both."""
        with pytest.raises(ContradictoryFacts) as refused:
            default(provided, as_of)
        first, second, reason = said
        assert str(refused.value).startswith(f"{first} contradicts {second}: {reason}")

    @pytest.mark.parametrize("name", ["notice_received", "as_of", "provided"])
    def test_no_dates(self, name: str) -> None:
        """What is no date is refused by name."""
        asked: dict[str, Any] = {"notice_received": NOTICE, "as_of": NOTICE, "provided": NOTICE}
        with pytest.raises(InvalidType, match=f"^{name}: '2026-08-27' is text"):
            event_of_default(**{**asked, name: "2026-08-27"})

    def test_other_terms(self) -> None:
        """Nor are other readings or calendars taken than there are; a count leaves no calendar."""
        nothing: Any = None
        for readings in (nothing, "RD-04"):
            with pytest.raises(InvalidType, match=r"^readings: .* are not Readings"):
                default(readings=readings)
        with pytest.raises(InvalidType, match=r"^calendar: .* is not a WorkingDayCalendar"):
            default(calendar="England")
        last = england_and_wales().last
        with pytest.raises(DateOutsideCalendar):
            event_of_default(notice_received=last, as_of=last)


class TestBadInput:
    """What is no amount of money, no fact and no form is refused by name."""

    @pytest.mark.parametrize("name", ["requirement", "threshold"])
    def test_amounts(self, name: str) -> None:
        """A float, text or a bool is no exact amount; NaN, infinity or less than nothing is none at all."""
        for value in (0.25, True, "2000", None, 1j):
            asked: dict[str, Any] = {"requirement": Decimal(1), "threshold": Decimal(1), name: value}
            with pytest.raises(InvalidType, match=rf"^{name}: .*pass a decimal\.Decimal"):
                cover_required(**asked)
        for text in ("NaN", "sNaN", "Infinity", "-Infinity", "-0.01", "1E+15", "1E-7"):
            asked = {"requirement": Decimal(1), "threshold": Decimal(1), name: Decimal(text)}
            with pytest.raises(InvalidValue, match=rf"^{name}: .*is not an amount of money; pass"):
                cover_required(**asked)

    @pytest.mark.parametrize("required", ["yes", 1, 0])
    def test_no_fact(self, required: Any) -> None:  # noqa: ANN401 - anything may be passed
        """What the DCC has said is True, False, None or UNKNOWN."""
        with pytest.raises(InvalidType, match=r"^required: .*is not a fact"):
            evidence_with(required=required)

    def test_no_form(self) -> None:
        """A form that is none of the three is refused, with the nearest; so is one named twice."""
        with pytest.raises(UnknownName, match=r"^in_place: 'cash' is not known here; .*'cash-deposit'"):
            evidence_with(required=True, in_place={"cash"})
        with pytest.raises(InvalidType, match=r"^in_place: 'cash-deposit' is neither a mapping of names"):
            evidence_with(required=True, in_place="cash-deposit")  # type: ignore[arg-type]
        with pytest.raises(InvalidType, match=r"^in_place\.cash-deposit: None is not a fact"):
            evidence_with(required=True, in_place={"cash-deposit": None})  # type: ignore[dict-item]
        with pytest.raises(ContradictoryFacts, match=r"^in_place: 'cash-deposit' contradicts the same name"):
            evidence_with(required=True, in_place=["cash-deposit", CoverForm.CASH_DEPOSIT])


class TestValues:
    """Each finding is a value."""

    @pytest.mark.parametrize(
        "finding",
        [
            cover_required(requirement=Decimal(3), threshold=Decimal(2)),
            evidence_with(required=True, in_place={"cash-deposit": True}),
            event_of_default(notice_received=NOTICE, as_of=NOTICE, provided=None),
            credit_support_due(notice_received=NOTICE),
        ],
        ids=lambda finding: finding.name,
    )
    def test_copies(self, finding: Any) -> None:  # noqa: ANN401 - any answer
        """It is equal to its copies and to the same question asked again."""
        for other in (finding.again(), copy.deepcopy(finding), pickle.loads(pickle.dumps(finding))):  # noqa: S301
            assert other == finding
            assert hash(other) == hash(finding)
            assert str(other.why()) == str(finding.why())
            assert str(receipt(other)) == str(receipt(finding))
