"""What an answer turns on: every other choice of every reading, tried alone and two together."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, reject, settings, strategies as st

import sec_uep as uep
from sec_uep import (
    DEFAULT_READINGS,
    UNKNOWN,
    AssuranceStatus,
    ElectricityDistribution,
    ElectricitySupply,
    GasSupply,
    GasTransport,
    Party,
    Readings,
    Verdict,
)
from sec_uep.alternatives import Alternative, sensitivity
from sec_uep.answers import Answer
from sec_uep.calendar import england_and_wales
from sec_uep.errors import InvalidType, MissingFact, UnknownName
from sec_uep.obligations import (
    QUESTIONS,
    determine,
    determine_all,
    entry_process_testing as uept,
    security_assessment as fusa,
)
from sec_uep.readings import REGISTER
from tests.obligations.naive import BY_RD_01, forward, roll_on
from tests.obligations.oracle_table_1 import CHOICES, CME, DEFAULTS, ROWS, Case, party_of
from tests.questions import ALL_QUESTIONS, Asked, asked_of, licences, parties, readings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hypothesis.strategies import DrawFn

    from sec_uep.facts import Fact

DAY = date(2026, 6, 3)

#: What an answer turns on: the choices of each set of readings, and the other answer.
Found = dict[frozenset[tuple[str, str]], Answer | None]


def every_other_choice(chosen: Readings, size: int) -> Iterator[dict[str, str]]:
    """Yield every way to choose otherwise for *size* of all the readings that there are."""
    single = [
        (id_, choice)
        for id_, reading in REGISTER.items()
        for choice in reading.choices
        if choice != chosen[id_]
    ]
    for some in combinations(single, size):
        if len({id_ for id_, _ in some}) == size:
            yield dict(some)


def answer_or_none(alternative: Alternative[Answer]) -> Answer | None:
    """Return the answer under an alternative; None if there is none."""
    return None if alternative.refusal else alternative.answer


def by_brute_force(asked: Asked) -> Found:
    """Try every other choice of all readings, alone and two together, and keep the smallest that matter."""
    outcome = asked.answer().outcome
    found: Found = {}
    for size in (1, 2):
        for choices in every_other_choice(asked.readings, size):
            other = asked.answer_or_none(asked.readings.choosing(choices))
            together = frozenset(choices.items())
            if (other is None or other.outcome != outcome) and not any(less < together for less in found):
                found[together] = other
    return found


each_question = pytest.mark.parametrize("name", ALL_QUESTIONS)


class TestBruteForce:
    """It reports exactly the smallest sets of other choices under which the answer changes."""

    def test_every_question_is_tried(self) -> None:
        """No question of the package is left out of what is tried here."""
        assert {kind.name for kind in QUESTIONS} == set(ALL_QUESTIONS)

    @each_question
    @settings(max_examples=40)
    @given(data=st.data())
    def test_all_readings(self, name: str, data: st.DataObject) -> None:
        """Over all readings, alone and in pairs, the reported are those that matter, once each."""
        asked = data.draw(asked_of(name))
        answer = asked.answer()
        alternatives = sensitivity(answer)
        expected = by_brute_force(asked)
        assert {frozenset(each.choices.items()): answer_or_none(each) for each in alternatives} == expected
        assert len(alternatives) == len(expected)
        sizes = [len(each.choices) for each in alternatives]
        assert sizes == sorted(sizes)
        for each in alternatives:
            assert str(each) == each.reason
            if each.refusal is None:
                assert each.answer.chosen == asked.readings.choosing(each.choices)
                assert each.answer.inputs == answer.inputs
                assert each.answer.outcome != answer.outcome

    @each_question
    @settings(max_examples=40)
    @given(data=st.data())
    def test_what_it_rests_on(self, name: str, data: st.DataObject) -> None:
        """A reading is named if another choice, alone, changes outcome or grounds, or leaves no answer."""
        asked = data.draw(asked_of(name))
        answer = asked.answer()
        said = (answer.outcome, answer.rules)
        others: dict[str, list[Answer | None]] = {id_: [] for id_ in REGISTER}
        for choices in every_other_choice(asked.readings, 1):
            for id_ in choices:
                others[id_].append(asked.answer_or_none(asked.readings.choosing(choices)))
        assert answer.readings == {
            id_: asked.readings[id_]
            for id_, under in others.items()
            if any(other is None or (other.outcome, other.rules) != said for other in under)
        }
        for reason in answer.why():
            for named in reason.readings:
                assert any(other is None or reason not in other.why() for other in others[named])

    @settings(max_examples=40)
    @given(data=st.data())
    def test_table_1_by_a_second_copy(self, data: st.DataObject) -> None:
        """For Table 1 they are those under which a second copy of it says something else."""
        row = data.draw(st.sampled_from(ROWS))
        names = (*row.names, CME)
        unknown = data.draw(st.sets(st.sampled_from(names), max_size=3))
        true = data.draw(st.sets(st.sampled_from(names), max_size=3))
        known: dict[str, Fact] = {name: UNKNOWN if name in unknown else name in true for name in names}
        case = Case(row, known, {**DEFAULTS, **data.draw(some_choices())})
        verdict, _ = case.outcome()
        expected: dict[frozenset[tuple[str, str]], str] = {}
        for size in (1, 2):
            for ids in combinations(CHOICES, size):
                for picked in product(*([c for c in CHOICES[id_] if c != case.chosen[id_]] for id_ in ids)):
                    other = Case(row, known, {**case.chosen, **dict(zip(ids, picked, strict=True))})
                    together = frozenset(zip(ids, picked, strict=True))
                    if other.outcome()[0] != verdict and not any(less < together for less in expected):
                        expected[together] = other.outcome()[0]
        finding = determine(row.make(known), party_of(known[CME]), DEFAULT_READINGS.choosing(case.chosen))
        said = {
            frozenset(each.choices.items()): each.answer.outcome.value
            for each in sensitivity(finding)
            if each.refusal is None
        }
        assert said == expected

    @given(given_on=st.dates(date(2026, 1, 1), date(2028, 6, 30)))
    def test_notice_by_hand(self, given_on: date) -> None:
        """For a notice the other days are those that a person counts who looks at each day."""
        by_default = forward(given_on, 60)
        others = {
            ("RD-01", "england-and-wales-or-scotland"): forward(
                given_on, 60, BY_RD_01["england-and-wales-or-scotland"]
            ),
            ("RD-01", "any-uk-nation"): forward(given_on, 60, BY_RD_01["any-uk-nation"]),
            ("RD-02", "clear-days"): forward(given_on, 61),
            ("RD-04", "next-working-day"): forward(roll_on(given_on), 60),
        }
        expected = {choice: day for choice, day in others.items() if day != by_default}
        said = {
            choice: each.answer.outcome
            for each in sensitivity(uept.earliest_start(notice_given=given_on))
            for choice in each.choices.items()
            if len(each.choices) == 1 and each.refusal is None
        }
        assert said == expected


@st.composite
def some_choices(draw: DrawFn) -> dict[str, str]:
    """Another choice of up to three readings of Table 1."""
    ids = draw(st.sets(st.sampled_from(list(CHOICES)), max_size=3))
    return {id_: CHOICES[id_][1] for id_ in sorted(ids)}


class TestCases:
    """Cases that a person can follow."""

    def test_a_notice(self) -> None:
        """A notice turns on whose bank holidays count and on clear days; each with the other day."""
        turned = sensitivity(uept.earliest_start(notice_given=DAY))
        assert [(dict(each.choices), str(each.answer.day)) for each in turned] == [
            ({"RD-01": "england-and-wales-or-scotland"}, "2026-08-28"),
            ({"RD-01": "any-uk-nation"}, "2026-09-01"),
            ({"RD-02": "clear-days"}, "2026-08-27"),
        ]

    def test_two_together(self) -> None:
        """Two readings that change nothing apart are reported together if they do together."""
        licence = ElectricitySupply(
            domestic=True, paragraphs=set(), meters=set(), exempt_48_9=False, meters_elsewhere=set()
        )
        (alternative,) = sensitivity(determine(licence))
        assert dict(alternative.choices) == {"RD-09": "domestic-too", "RD-10": "met"}
        assert alternative.answer.verdict is Verdict.EXEMPT
        for id_ in ("RD-09", "RD-10"):
            assert f"{id_}: {REGISTER[id_].question}" in alternative.reason
            assert REGISTER[id_].reason in alternative.reason

    def test_none(self) -> None:
        """Nothing is reported of an answer that no reading moves."""
        assert sensitivity(determine(GasTransport())) == ()
        assert sensitivity(determine(ElectricityDistribution(distribution_service_provider=True))) == ()
        assert sensitivity(fusa.entry_with(AssuranceStatus.REJECTED)) == ()
        assert sensitivity(determine_all(Party(licences=()))[0]) == ()

    @each_question
    @settings(max_examples=20)
    @given(data=st.data())
    def test_an_explicit_calendar_settles_rd_01(self, name: str, data: st.DataObject) -> None:
        """Whoever gives a calendar is never told of RD-01, alone or in a pair."""
        asked = data.draw(asked_of(name))
        if "calendar" not in asked.arguments:
            return
        calendar = asked.arguments["calendar"] or england_and_wales()
        explicit = Asked(asked.ask, {**asked.arguments, "calendar": calendar}, asked.readings)
        if explicit.answer_or_none(asked.readings) is None:
            reject()
        answer = explicit.answer()
        assert "RD-01" not in answer.may_turn_on
        assert all("RD-01" not in each.choices for each in sensitivity(answer))

    @pytest.mark.parametrize(
        ("known", "missing", "chosen", "other"),
        [
            ("confirmation_received", "report_received", "confirmation", "report"),
            ("report_received", "confirmation_received", "report", "confirmation"),
        ],
    )
    def test_a_review_of_which_one_day_is_known(
        self, known: str, missing: str, chosen: str, other: str
    ) -> None:
        """Where the other reading counts from a day nobody gave there is no answer, and it says so."""
        day: dict[str, Any] = {known: DAY}
        under = DEFAULT_READINGS.choosing({"RD-05": chosen})
        turned = sensitivity(uept.review_due(**day, readings=under, calendar=england_and_wales()))
        (alternative,) = [each for each in turned if "RD-05" in each.choices]
        assert dict(alternative.choices) == {"RD-05": other}
        assert isinstance(alternative.refusal, MissingFact)
        assert f"no answer ({missing}: is UNKNOWN" in alternative.reason
        with pytest.raises(MissingFact, match=f"^{missing}: is UNKNOWN"):
            uept.review_due(**day, readings=under.choosing({"RD-05": other}))
        for _ in range(2):
            with pytest.raises(MissingFact, match=f"^{missing}: is UNKNOWN"):
                _ = alternative.answer
        assert alternative.refusal.__traceback__ is None

    def test_beyond_the_calendar(self) -> None:
        """Where a reading counts beyond its calendar there is no answer, and it says so."""
        last = england_and_wales().last
        asked = [
            Asked(uept.earliest_start, {"notice_given": last - timedelta(days=back)}, DEFAULT_READINGS)
            for back in range(80, 100)
        ]
        deadline = next(each.answer() for each in asked if each.answer_or_none(DEFAULT_READINGS))
        gone = [each for each in sensitivity(deadline) if each.refusal]
        assert {id_ for each in gone for id_ in each.choices} >= {"RD-02"}
        assert all("no answer (" in each.reason for each in gone)
        assert all("is outside the calendar" in each.reason for each in gone)

    def test_the_package_offers_it(self) -> None:
        """It is reached from the package itself, and an alternative is a value."""
        assert uep.sensitivity is sensitivity
        one, two = (sensitivity(uept.earliest_start(notice_given=DAY)) for _ in range(2))
        assert one == two
        assert len({*one, *two}) == 3
        assert all(isinstance(each, Alternative) for each in one)

    def test_shown_in_a_line(self) -> None:
        """A list of them is read at a glance: the choices, and the other outcome or why there is none."""
        turned = sensitivity(uept.review_due(confirmation_received=date(2026, 9, 5)))
        assert repr(turned[0]) == "<Alternative RD-04 'next-working-day': 2026-09-14>"
        assert repr(turned[1]) == (
            "<Alternative RD-05 'report': no answer, 'report_received: is UNKNOWN, and the review runs from "
            "it (RD-05: report); pa...>"
        )


class TestReason:
    """The reason says which reading, what is open, the other choice, and both outcomes."""

    @each_question
    @settings(max_examples=20)
    @given(data=st.data())
    def test_parts(self, name: str, data: st.DataObject) -> None:
        """Id, question, other choice in words, both outcomes, and why the choice made is the default."""
        asked = data.draw(asked_of(name))
        answer = asked.answer()
        for each in sensitivity(answer):
            for id_, choice in each.choices.items():
                reading = REGISTER[id_]
                assert f"{id_}: {reading.question} If {reading.choices[choice]}" in each.reason
                assert f"{reading.reason} [{reading.citation}]" in each.reason
            if each.refusal is None:
                assert f": {in_words(each.answer)}, not {in_words(answer)}." in each.reason

    def test_a_whole_one(self) -> None:
        """One is read in full."""
        (alternative,) = sensitivity(uept.earliest_start(notice_given=DAY, calendar=england_and_wales()))
        assert str(alternative) == (
            "RD-02: Is an 'N Working Days' notice' N days after the day it is given, or N clear days? "
            "If one more: N whole Working Days lie between the notice and the start: 2026-08-27, not "
            "2026-08-26. For the choice made: The text says '60 Working Days notice' and asks for no clear "
            "days [SECAS guidance, 6.1]"
        )


def in_words(answer: Answer) -> str:
    """Return an outcome as a reason says it: a day, a verdict, or a verdict with its amounts."""
    if isinstance(answer, fusa.Charge):
        return f"{answer.verdict}, {answer.least}, {answer.most}"
    return str(answer.outcome)


class TestSpecialists:
    """Whoever installs nothing may be a specialist in larger sites; what rests on RD-10 points to EX-06."""

    @pytest.mark.parametrize("make", [ElectricitySupply, GasSupply])
    def test_nothing_installed(self, make: Any) -> None:  # noqa: ANN401 - a kind of licence
        """A supplier that installs nothing anywhere must by default, with EX-06; by RD-10 it is exempt."""
        licence = make(domestic=False, paragraphs=set(), meters=set(), meters_elsewhere=set())
        finding = determine(licence)
        assert finding.verdict is Verdict.MUST
        assert "EX-06" in [rule.id for rule in finding.grounds]
        (alternative,) = [each for each in sensitivity(finding) if "RD-10" in each.choices]
        assert alternative.answer.outcome is Verdict.EXEMPT
        assert "(EX-06, RD-07)" in alternative.reason

    @settings(max_examples=200)
    @given(licence=licences(), party=st.none() | parties(), chosen=readings)
    def test_whatever_rests_on_rd_10(
        self,
        licence: Any,  # noqa: ANN401 - any licence
        party: Party | None,
        chosen: Readings,
    ) -> None:
        """Where another choice of RD-10 changes the verdict, grounds or the reason name EX-06."""
        finding = determine(licence, party, chosen)
        turned = [each for each in sensitivity(finding) if "RD-10" in each.choices]
        assert finding.turns_on("RD-10") is any(len(each.choices) == 1 for each in turned)
        for each in turned:
            grounds = [rule.id for rule in (*finding.rules, *each.answer.rules)]
            assert "EX-06" in grounds or "EX-06" in each.reason
            assert "EX-06" in each.reason


class TestBadInput:
    """Only an answer has anything to turn on."""

    @pytest.mark.parametrize("given_", [None, DAY, "TE-01", Verdict.MUST, determine, Answer])
    def test_no_answer(self, given_: Any) -> None:  # noqa: ANN401 - anything may be passed
        """What is no answer is refused, shown, with what to pass."""
        with pytest.raises(InvalidType) as caught:
            sensitivity(given_)
        text = repr(given_) if len(repr(given_)) <= 80 else f"{repr(given_)[:77]}..."
        assert str(caught.value) == f"answer: {text} is not an answer; pass a Finding or a Deadline"

    def test_short(self) -> None:
        """A long value is cut in the message."""
        long: Any = "x" * 10_000
        with pytest.raises(InvalidType, match=r"^answer: 'x{76}\.\.\. is not an answer"):
            sensitivity(long)


def test_a_reading_that_does_not_exist() -> None:
    """Whether a finding turns on it is no question."""
    with pytest.raises(UnknownName, match=r"^readings: 'RD-99' is not known here"):
        determine(GasTransport()).turns_on("RD-99")
