"""
Who must become a DCC User: every row of Table 1, with every fact known, unknown, or half of each.

The oracle is a second copy of Table 1 that knows no third value and tries everything.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given, strategies as st

import sec_uep as uep
from sec_uep import (
    DEFAULT_READINGS,
    UNKNOWN,
    ElectricityDistribution,
    ElectricitySupply,
    GasSupply,
    GasTransport,
    Party,
    Readings,
    Verdict,
    wire,
)
from sec_uep.answers import Reason, Reasons
from sec_uep.errors import InvalidType, InvalidValue, UnknownName
from sec_uep.facts import FactSet
from sec_uep.obligations import (
    MANDATE_DATES,
    determine,
    determine_all,
    electricity_supply,
    gas_supply,
    rule,
)
from sec_uep.readings import REGISTER
from sec_uep.rules import Bearer, Kind, Modality
from tests.obligations.oracle_table_1 import (
    CHOICES,
    CME,
    DEFAULTS,
    DISTRIBUTION,
    ELECTRICITY,
    GAS,
    ROWS,
    SUPPLIERS,
    TRUTHS,
    Case,
    Row,
    Supplier,
    ground,
    party_of,
    said,
    untraced,
    verdicts_of_partial_patterns,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hypothesis.strategies import DrawFn

    from sec_uep import Finding
    from sec_uep.facts import Fact
    from sec_uep.parties import Licence

each_supplier = pytest.mark.parametrize("row", SUPPLIERS, ids=repr)
each_row = pytest.mark.parametrize("row", ROWS, ids=repr)

readings_of_table_1 = st.fixed_dictionaries(
    {id_: st.sampled_from(choices) for id_, choices in CHOICES.items()}
)


#: Licences as people write them, and what must come out: must, exempt or not settled, and by what.
CASES: dict[str, tuple[str, list[str]]] = {
    "domestic only": (
        """
        [[licences]]
        kind = "electricity-supply"
        domestic = true
        [[licences]]
        kind = "gas-supply"
        domestic = true
        """,
        ["<Finding must OB-03 EX-07>", "<Finding must OB-08 EX-07>"],
    ),
    "domestic dual fuel, without the exemptions": (
        """
        [[licences]]
        kind = "electricity-supply"
        domestic = true
        exempt_48_9 = false
        [[licences]]
        kind = "gas-supply"
        domestic = true
        exempt_42_9 = false
        """,
        ["<Finding must OB-03 EX-07>", "<Finding must OB-08 EX-07>"],
    ),
    "a specialist in larger sites": (
        """
        [[licences]]
        kind = "electricity-supply"
        domestic = false
        paragraphs = []
        meters = []
        meters_elsewhere = ["advanced"]
        exempt_48_9 = false
        """,
        ["<Finding not-settled EX-06 EX-07>"],
    ),
    "two licences of one fuel": (
        """
        [[licences]]
        name = "EL-1"
        kind = "electricity-supply"
        domestic = true
        exempt_48_9 = false
        [[licences]]
        name = "EL-2"
        kind = "electricity-supply"
        domestic = false
        paragraphs = ["39.4"]
        meters = []
        exempt_48_9 = false
        """,
        ["<Finding 'EL-1' must OB-03 EX-07>", "<Finding 'EL-2' exempt OB-04>"],
    ),
}


@st.composite
def cases(draw: DrawFn, most_unknown: int = 7) -> Case:
    """Any row, any readings, any facts, of which no more are unknown than can be tried out."""
    row = draw(st.sampled_from(ROWS))
    chosen = draw(readings_of_table_1 | st.just(DEFAULTS))
    names = (*row.names, CME)
    unknown = draw(st.sets(st.sampled_from(names), max_size=most_unknown))
    true = draw(st.sets(st.sampled_from(names), max_size=4))
    facts: dict[str, Fact] = {name: UNKNOWN if name in unknown else name in true for name in names}
    return Case(row, facts, chosen)


def ask(case: Case) -> Finding[Verdict]:
    """Put a case to the package."""
    return determine(
        case.row.make(case.facts), party_of(case.facts[CME]), DEFAULT_READINGS.choosing(case.chosen)
    )


def known_facts(reasons: Iterable[Reason]) -> dict[str, Fact]:
    """Return every fact that an explanation reads."""
    return {name: fact for reason in reasons for name, fact in reason.facts.items()}


def fact_sets(field: str, names: tuple[str, ...], varied: tuple[str, ...]) -> list[FactSet]:
    """Return the facts of *field* in every pattern of the *varied* ones, the last fastest; the rest false."""
    known = dict.fromkeys(names, False)
    return [
        FactSet.of(field, {**known, **dict(zip(varied, facts, strict=True))}, names)
        for facts in product(TRUTHS, repeat=len(varied))
    ]


class TestEveryPattern:
    """The verdict is the one on which all completions of the unknown facts agree."""

    @each_supplier
    def test_every_partial_pattern(self, row: Supplier) -> None:
        """All 177,147 partial patterns of ten facts and one paragraph have the agreed verdict."""
        others = dict.fromkeys((*row.names[11:], CME), False)
        expected = verdicts_of_partial_patterns(row, row.names[:11], others).reshape(-1, 3)
        assert expected.size == 3**11
        kinds = (*row.kinds, "smart", "other")
        make: Any = row.licence
        one_paragraph = fact_sets("paragraphs", row.paragraphs, row.paragraphs[:1])
        patterns = product(
            TRUTHS, TRUTHS, fact_sets("meters", kinds, kinds), fact_sets("meters_elsewhere", kinds, kinds)
        )
        with untraced():
            for wanted, (domestic, exempt, here, elsewhere) in zip(expected, patterns, strict=True):
                found = [
                    determine(make(domestic, applying, here, exempt, elsewhere)).verdict
                    for applying in one_paragraph
                ]
                assert found == wanted.tolist(), (domestic, exempt, here, elsewhere)

    @each_supplier
    def test_every_pattern_of_paragraphs(self, row: Supplier) -> None:
        """All 6,561 partial patterns of the eight paragraphs do, with any of what decides beside them."""
        varied = ("domestic", "meters.advanced", "meters.other", *row.names[10:])
        others = dict.fromkeys((*(name for name in row.names if name not in varied), CME), False)
        expected = verdicts_of_partial_patterns(row, varied, others).reshape(-1, 3**8)
        assert expected.size == 3**11
        kinds = (*row.kinds, "smart", "other")
        make: Any = row.licence
        paragraphs = fact_sets("paragraphs", row.paragraphs, row.paragraphs)
        patterns = product(TRUTHS, fact_sets("meters", kinds, ("advanced", "other")))
        with untraced():
            for wanted, (domestic, here) in zip(expected, patterns, strict=True):
                found = [
                    determine(make(domestic, applying, here, False, set())).verdict  # noqa: FBT003 - its order
                    for applying in paragraphs
                ]
                assert found == wanted.tolist(), (domestic, here)

    @each_supplier
    @pytest.mark.parametrize("cme", TRUTHS, ids=repr)
    def test_with_a_party(self, row: Supplier, cme: Fact) -> None:
        """With a Party, whether it is in Controlled Market Entry is one more fact of the pattern."""
        varied = (*row.names[:8], row.names[10])
        others = dict.fromkeys((name for name in row.names if name not in varied), False)
        every = verdicts_of_partial_patterns(row, (*varied, CME), others)
        expected = every[..., TRUTHS.index(cme)].ravel().tolist()
        party = party_of(cme)
        with untraced():
            found = [
                determine(row.make({**others, **dict(zip(varied, facts, strict=True))}), party).verdict
                for facts in product(TRUTHS, repeat=len(varied))
            ]
        assert found == expected

    @pytest.mark.parametrize("cme", [None, *TRUTHS], ids=repr)
    @pytest.mark.parametrize("provider", TRUTHS, ids=repr)
    def test_distributor(self, provider: Fact, cme: Fact | None) -> None:
        """All patterns of a distributor's one fact and its Party's have the agreed verdict."""
        facts = {"distribution_service_provider": provider, CME: False if cme is None else cme}
        found = determine(ElectricityDistribution(provider), party_of(cme))
        assert said(found) == Case(DISTRIBUTION, facts, DEFAULTS).outcome()

    @each_supplier
    def test_every_combination_of_readings(self, row: Supplier) -> None:
        """Under all 128 combinations of readings, each complete pattern has its verdict and grounds."""
        varied = row.names[:11]
        rest = dict.fromkeys((*row.names[11:], CME), False)
        patterns = []
        for values in product((False, True), repeat=len(varied)):
            facts = {**rest, **dict(zip(varied, values, strict=True))}
            patterns.append((facts, row.make(facts)))
        assert len(patterns) == 2**11
        with untraced():
            for choices in product(*CHOICES.values()):
                chosen = dict(zip(CHOICES, choices, strict=True))
                readings = DEFAULT_READINGS.choosing(chosen)
                wrong = [
                    (facts, found, expected)
                    for facts, licence in patterns
                    if (found := said(determine(licence, readings=readings)))
                    != (expected := row.outcome(facts, chosen))
                ]
                assert not wrong, (chosen, len(wrong), wrong[0])

    @given(case=cases())
    def test_any_pattern_under_any_readings(self, case: Case) -> None:
        """Whatever is known, under any readings, verdict and grounds are those of all completions."""
        assert said(ask(case)) == case.outcome()


class TestNextQuestions:
    """The questions left are the unknown facts that can still change the verdict."""

    @given(case=cases())
    def test_exactly_those_that_can_change_the_verdict(self, case: Case) -> None:
        """A fact is asked for exactly if some completion turns on it, and once."""
        asked = [question.fact for question in ask(case).next_questions()]
        assert len(asked) == len(set(asked))
        assert set(asked) == case.can_change()

    @given(case=cases())
    def test_settles_in(self, case: Case) -> None:
        """Each says how many facts, itself among them, settle it at the soonest; soonest come first."""
        questions = ask(case).next_questions()
        settlements = case.smallest_settlements()
        assert [question.settles_in for question in questions] == [
            min(len(each.answers) for each in settlements if question.fact in each.answers)
            for question in questions
        ]
        assert list(questions) == sorted(questions, key=lambda question: question.settles_in)

    def test_words(self) -> None:
        """A question says in words what it asks, which rule reads the answer, and where that is written."""
        licence = ElectricitySupply(domestic=False, meters={"smart"})
        first = determine(licence).next_questions()[0]
        assert first.fact == "paragraphs.39.3"
        assert first.settles_in == 1
        assert first.rule.id == "OB-04"
        assert str(first) == (
            "whether the holder is within paragraph 39.3 (paragraphs.39.3; OB-04, electricity supply SLC, "
            "Section C Condition 39 (as given in SECAS guidance, Table 1, Electricity Supplier))"
        )

    @pytest.mark.parametrize(
        ("licence", "fact", "words"),
        [
            (ElectricitySupply(), "domestic", "is a Domestic Supplier"),
            (
                ElectricitySupply(),
                "meters.current-transformer",
                "installs current-transformer meters at Designated Premises",
            ),
            (ElectricitySupply(), "meters.other", "installs meters of any other kind at Designated Premises"),
            (ElectricitySupply(), "exempt_48_9", "has the exemption of Condition 48.9"),
            (GasSupply(), "exempt_42_9", "has the exemption of Condition 42.9"),
            (GasSupply(), "meters_elsewhere.smart", "installs smart meters at other premises"),
            (GasSupply(), "meters_elsewhere.other", "installs meters of any other kind at other premises"),
            (
                ElectricityDistribution(),
                "distribution_service_provider",
                "is a Distribution Service Provider",
            ),
            (ElectricitySupply(domestic=True), CME, "is in Controlled Market Entry"),
        ],
    )
    def test_every_fact_has_words(self, licence: Licence, fact: str, words: str) -> None:
        """Every fact that can be asked for is asked for in words."""
        readings = Readings(rd_21="own-ground")
        asked = determine(licence, Party(), readings).next_questions()
        assert {question.fact: question.asks for question in asked}[fact] == f"whether the holder {words}"

    def test_market_entry_matters_to_a_distributor(self) -> None:
        """Controlled Market Entry is asked for although another answer alone could settle the matter."""
        asked = determine(ElectricityDistribution(), Party()).next_questions()
        assert {question.fact: question.settles_in for question in asked} == {
            "distribution_service_provider": 1,
            CME: 2,
        }


class TestWhy:
    """A verdict is explained by its grounds and by facts that lead to it whatever the others are."""

    @given(case=cases())
    def test_the_facts_named_settle_it(self, case: Case) -> None:
        """What is known of the facts that an explanation reads is enough for the verdict."""
        finding = ask(case)
        if finding.verdict is Verdict.UNDETERMINED:
            return
        read = known_facts(finding.why())
        assert read.items() <= case.facts.items()
        known = {name for name, fact in read.items() if fact is not UNKNOWN}
        restated = case.forgetting(known)
        if len(restated.unknown) <= 13:
            assert restated.open_verdicts() == {finding.verdict.value}

    @given(case=cases())
    def test_the_grounds_named_are_the_grounds(self, case: Case) -> None:
        """The rules that an explanation starts from are the grounds of the finding, no more and no fewer."""
        finding = ask(case)
        if finding.verdict is Verdict.UNDETERMINED:
            return
        grounds = {ground(reason.rule): reason.holds for reason in finding.why() if not reason.facts}
        assert set(grounds) == case.outcome()[1]
        assert finding.in_every_case is (True in grounds.values())
        assert finding.possible == (finding.verdict,)
        every = [grounds for _, grounds in case.completions()]
        for named, holds in grounds.items():
            assert (holds is True) is all(named in each for each in every)

    @given(case=cases())
    def test_undetermined_names_every_open_way(self, case: Case) -> None:
        """Where a verdict is open, the explanation has each verdict still possible and every way to it."""
        finding = ask(case)
        if finding.verdict is not Verdict.UNDETERMINED:
            return
        reasons = [reason for reason in finding.why() if not reason.readings]
        assert all(reason.holds is UNKNOWN for reason in reasons)
        assert {reason.text.partition(" if ")[0] for reason in reasons} == case.open_verdicts()
        assert set(finding.possible) == case.open_verdicts()
        for settlement in case.smallest_settlements():
            assert any(
                reason.text.startswith(f"{settlement.verdict} if ")
                and settlement.answers.keys() <= reason.facts.keys()
                for reason in reasons
            )

    @given(case=cases(), verdict=st.sampled_from(Verdict))
    def test_why_not(self, case: Case, verdict: Verdict) -> None:
        """Each way to another verdict is ruled out, or open if some completion has it; simplest first."""
        finding = ask(case)
        reasons = finding.why_not(verdict)
        if finding.verdict is verdict:
            assert reasons == Reasons(())
            return
        assert all(reason.holds is not True for reason in reasons)
        assert all(reason.text.startswith(f"{verdict.value} if it ") for reason in reasons)
        assert known_facts(reasons).items() <= case.facts.items()
        needs = [reason.text.count("(needed: ") for reason in reasons]
        assert needs == sorted(needs)
        is_open = any(reason.holds is UNKNOWN for reason in reasons)
        assert is_open is (verdict.value in case.open_verdicts())

    def test_domestic_unknown_and_no_exemption(self) -> None:
        """Where nothing exempts, whether the supplier is a Domestic Supplier does not matter: it must."""
        for licence in (
            ElectricitySupply(paragraphs=set(), meters={"smart"}),
            GasSupply(paragraphs=set(), meters={"other"}),
        ):
            finding = determine(licence)
            assert finding.verdict is Verdict.MUST
            assert finding.next_questions() == ()
            why = finding.why()
            assert "domestic" not in known_facts(why)
            assert {reason.holds for reason in why if not reason.facts} == {UNKNOWN}

    def test_why_is_cited(self) -> None:
        """An explanation reads as lines, each with its rule and its source."""
        why = determine(ElectricitySupply(domestic=False, paragraphs={"39.4": True})).why()
        through = "(as given in SECAS guidance, Table 1, Electricity Supplier)"
        assert [str(reason.citation) for reason in why] == [
            f"electricity supply SLC, Section C Condition {condition} {through}" for condition in (39, 48, 39)
        ]
        assert [reason.rule.id for reason in why] == ["OB-04", "OB-03", "OB-04"]
        assert [reason.holds for reason in why] == [True, False, True]
        assert why[2].facts["paragraphs.39.4"] is True
        assert why[2].facts["paragraphs.39.5"] is UNKNOWN
        lines = str(why).splitlines()
        assert lines[1].startswith("no: is a Domestic Supplier [OB-03, electricity supply SLC")

    def test_why_not_says_what_is_needed_and_known(self) -> None:
        """A way that fails says what it needs beside what is known."""
        licence = ElectricityDistribution(distribution_service_provider=True)
        (reason,) = determine(licence).why_not(Verdict.EXEMPT)
        assert reason.rule.id == "OB-14"
        assert reason.holds is False
        assert reason.facts == {"distribution_service_provider": True}
        assert reason.text == ("exempt if it is a Distribution Service Provider (needed: no, known: yes)")

    @pytest.mark.parametrize(
        "licence",
        [ElectricitySupply(), GasSupply(exempt_42_9=True), ElectricityDistribution(), GasTransport()],
        ids=lambda licence: type(licence).__name__,
    )
    def test_why_not_the_verdict_itself(self, licence: Licence) -> None:
        """There is no reason why not for the verdict that stands."""
        finding = determine(licence)
        assert finding.why_not(finding.verdict) == Reasons(())
        assert len(finding.why_not(Verdict.UNDETERMINED)) == 0

    def test_a_verdict_that_the_row_never_gives(self) -> None:
        """There is no way to a verdict that the row does not have."""
        assert len(determine(ElectricitySupply()).why_not(Verdict.OPTIONAL)) == 0
        assert len(determine(GasTransport()).why_not(Verdict.MUST)) == 0


class TestReadingsNamed:
    """A finding names a reading exactly if choosing another would change its verdict or its grounds."""

    @given(case=cases(most_unknown=5))
    def test_exactly_those_that_matter(self, case: Case) -> None:
        """The readings named are those that make a difference, each with the choice made."""
        here = case.outcome()
        turns_on = {
            id_: case.chosen[id_]
            for id_, choices in CHOICES.items()
            if any(case.choosing(id_, choice).outcome() != here for choice in choices)
        }
        assert ask(case).readings == turns_on

    def test_none_for_a_gas_transporter(self) -> None:
        """No reading bears on a row that asks nothing."""
        assert determine(GasTransport()).readings == {}

    def test_rd_07(self) -> None:
        """A Non-Domestic Supplier that nothing exempts turns on RD-07, and on nothing else in doubt."""
        licence = GasSupply(domestic=False, paragraphs=set(), meters={"smart"}, exempt_42_9=False)
        assert determine(licence).readings == {"RD-07": "must"}
        other = determine(licence, readings=Readings(rd_07="not-settled"))
        assert other.verdict is Verdict.NOT_SETTLED
        assert [rule.id for rule in other.grounds] == ["OB-02"]

    def test_rd_08_and_rd_21(self) -> None:
        """The exemption of 48.9 exempts a Domestic Supplier only if it is a ground and prevails, too."""
        licence = ElectricitySupply(domestic=True, paragraphs=set(), meters=set(), exempt_48_9=True)
        finding = determine(licence)
        assert finding.verdict is Verdict.MUST
        assert finding.readings == {}
        for alone in (Readings(rd_08="exemption-prevails"), Readings(rd_21="own-ground")):
            assert determine(licence, readings=alone).verdict is Verdict.MUST
        both = determine(licence, readings=Readings(rd_08="exemption-prevails", rd_21="own-ground"))
        assert both.verdict is Verdict.EXEMPT
        assert both.readings.keys() == {"RD-08", "RD-21", "RD-22"}

    def test_rd_09(self) -> None:
        """The ground of the meters is closed to a Domestic Supplier unless RD-09 opens it."""
        licence = GasSupply(domestic=True, paragraphs=set(), meters={"advanced"})
        finding = determine(licence)
        assert finding.verdict is Verdict.MUST
        assert finding.readings == {"RD-09": "non-domestic-only"}
        assert determine(licence, readings=Readings(rd_09="domestic-too")).verdict is Verdict.EXEMPT

    def test_rd_10(self) -> None:
        """One that installs nothing at Designated Premises is not exempt unless RD-10 has it so."""
        licence = ElectricitySupply(
            domestic=False, paragraphs=set(), meters=set(), meters_elsewhere={"smart"}
        )
        finding = determine(licence)
        assert finding.verdict is Verdict.MUST
        assert finding.readings["RD-10"] == "not-met"
        assert "EX-06" in [rule.id for rule in finding.grounds]
        assert determine(licence, readings=Readings(rd_10="met")).verdict is Verdict.EXEMPT

    def test_rd_22(self) -> None:
        """One ground of exemption suffices unless RD-22 asks for all of them."""
        licence = ElectricitySupply(domestic=False, paragraphs={"39.3"}, meters={"smart"})
        assert determine(licence).readings["RD-22"] == "any"
        assert determine(licence, readings=Readings(rd_22="all")).verdict is Verdict.MUST
        both = ElectricitySupply(domestic=False, paragraphs={"39.3"}, meters={"advanced"})
        assert determine(both, readings=Readings(rd_22="all")).verdict is Verdict.EXEMPT
        a_ground = Readings(rd_22="all", rd_21="own-ground")
        assert determine(both, readings=a_ground).verdict is Verdict.UNDETERMINED
        every = ElectricitySupply(False, {"39.3"}, {"advanced"}, True)  # noqa: FBT003 - in Table 1's order
        assert determine(every, readings=a_ground).verdict is Verdict.EXEMPT

    def test_rd_23(self) -> None:
        """What is installed at other premises counts under the other reading of RD-23 alone."""
        licence = ElectricitySupply(
            domestic=False,
            paragraphs=set(),
            meters={"advanced"},
            exempt_48_9=False,
            meters_elsewhere={"smart"},
        )
        finding = determine(licence)
        assert finding.verdict is Verdict.EXEMPT
        assert finding.readings["RD-23"] == "designated-premises"
        everywhere = Readings(rd_23="all-installations")
        assert determine(licence, readings=everywhere).verdict is Verdict.MUST
        unsaid = ElectricitySupply(False, set(), {"advanced"}, False)  # noqa: FBT003 - in Table 1's order
        assert determine(unsaid).verdict is Verdict.EXEMPT
        assert determine(unsaid, readings=everywhere).verdict is Verdict.UNDETERMINED

    def test_rd_10_under_rd_23(self) -> None:
        """Meters at other premises do not stand in for those at Designated Premises."""
        licence = GasSupply(
            domestic=False, paragraphs=set(), meters=set(), meters_elsewhere={"large-gas", "advanced"}
        )
        for scope in ("designated-premises", "all-installations"):
            readings = DEFAULT_READINGS.choosing({"RD-23": scope})
            assert determine(licence, readings=readings).verdict is Verdict.MUST


class TestOB01:
    """OB-01: whoever wishes to become a DCC User completes the UEP; every SEC Party is eligible."""

    def test_rule(self) -> None:
        """It is a precondition on any Party, from Section H1 as the guidance gives it."""
        (stated,) = rule("OB-01")
        assert (stated.kind, stated.bearer) == (Kind.PRECONDITION, Bearer.PARTY)
        assert str(stated.citation) == "SEC, Section H1 (as given in SECAS guidance, Introduction)"
        assert "every SEC Party is eligible" in stated.statement


class TestOB02:
    """OB-02: certain Ofgem licence holders must become DCC Users for each licence they hold."""

    def test_one_finding_for_each_licence(self) -> None:
        """The answer is per licence, in the Party's order, and one licence does not speak for another."""
        party = Party(
            licences=(
                GasSupply(domestic=True),
                ElectricitySupply(domestic=False, paragraphs={"39.4"}),
                GasTransport(),
                ElectricityDistribution(distribution_service_provider=True),
                GasSupply(),
            ),
            in_controlled_market_entry=False,
        )
        findings = determine_all(party)
        assert [finding.verdict for finding in findings] == [
            Verdict.MUST,
            Verdict.EXEMPT,
            Verdict.NOT_REQUIRED,
            Verdict.MUST,
            Verdict.UNDETERMINED,
        ]
        assert list(findings) == [determine(licence, party) for licence in party.licences]  # type: ignore[union-attr]

    def test_readings_are_passed_on(self) -> None:
        """The readings chosen hold for every licence."""
        silent: dict[str, Any] = {"domestic": False, "paragraphs": set(), "meters": {"smart"}}
        party = Party(
            licences=(ElectricitySupply(**silent), GasSupply(**silent)),
            in_controlled_market_entry=False,
        )
        readings = Readings(rd_07="not-settled")
        assert {finding.verdict for finding in determine_all(party, readings)} == {Verdict.NOT_SETTLED}

    def test_licences_unknown(self) -> None:
        """Where the licences are not known the answer is open, and asks which they are."""
        (finding,) = determine_all(Party())
        assert finding.verdict is Verdict.UNDETERMINED
        (question,) = finding.next_questions()
        assert (question.fact, question.settles_in, question.rule.id) == ("licences", 1, "OB-02")
        (why,) = finding.why()
        assert (why.rule.id, why.holds, why.facts) == ("OB-16", UNKNOWN, {"licences": UNKNOWN})
        assert finding.why_not(Verdict.MUST) == finding.why()

    @pytest.mark.parametrize("party", [None, "Example Ltd", GasTransport(), Party])
    def test_not_a_party(self, party: Any) -> None:  # noqa: ANN401 - anything may be passed
        """What is not a Party is refused by name."""
        with pytest.raises(InvalidType, match=r"^party: .* is not a Party; pass a sec_uep\.Party"):
            determine_all(party)


@pytest.mark.parametrize(
    ("licence", "ground", "duty"),
    [
        (ElectricitySupply(domestic=True), "OB-03", "48.8"),
        (GasSupply(domestic=True), "OB-08", "42.8"),
    ],
)
class TestOB03AndOB08:
    """OB-03, OB-08: "If a Party is a Domestic Supplier" it must become a DCC User."""

    def test_must(self, licence: Licence, ground: str, duty: str) -> None:
        """A Domestic Supplier must, with nothing asked: neither of paragraphs, nor meters, nor exemption."""
        finding = determine(licence)
        assert finding.verdict is Verdict.MUST
        assert [rule.id for rule in finding.grounds] == [ground, "EX-07", "EX-07"]
        assert finding.next_questions() == ()
        (stated,) = rule(ground)
        assert (stated.kind, stated.modality) == (Kind.MUST, Modality.MUST)
        assert duty in stated.statement

    def test_ex_14(self, licence: Licence, ground: str, duty: str) -> None:
        """EX-14: the duty stands in 48.8 and 42.8, as an Ofgem notice gives them; 48.11, 42.11 define."""
        (stated,) = [each for each in rule("EX-14") if duty in each.statement]
        assert duty.replace(".8", ".11") in stated.statement
        assert stated.citation.document is determine(licence).citation.document
        assert str(stated.citation.via).startswith("Ofgem final order")
        assert determine(licence).rule.id == ground

    def test_ex_17(self, licence: Licence, ground: str, duty: str) -> None:
        """EX-17: that SECAS spoke of who actively supplies is a disagreement to show, and asks nothing."""
        (shown,) = determine(licence).disagreements
        assert {ground, "EX-17"} <= set(shown.rules)
        assert "actively supply Domestic Premises" in shown.other.says
        assert duty not in shown.other.says

    def test_paragraphs_and_meters_do_not_exempt_it(self, licence: Licence, ground: str, duty: str) -> None:
        """The paragraphs are for Non-Domestic Suppliers, and so are the meters."""
        facts: dict[str, Any] = {"paragraphs.39.3": True, "meters.advanced": True, "meters.smart": False}
        if duty == "42.8":
            facts["paragraphs.33.3"] = facts.pop("paragraphs.39.3")
        finding = determine(uep.parties.with_facts(licence, facts))
        assert finding.verdict is Verdict.MUST
        assert finding.grounds[0].id == ground


class TestOB04AndOB09:
    """OB-04, OB-09: a Non-Domestic Supplier is exempt if one or more of eight paragraphs apply."""

    @pytest.mark.parametrize(
        ("row", "paragraph"),
        [(row, paragraph) for row in SUPPLIERS for paragraph in row.paragraphs],
        ids=str,
    )
    def test_each_paragraph_alone(self, row: Supplier, paragraph: str) -> None:
        """Each of the eight suffices for a Non-Domestic Supplier; none does for a Domestic one."""
        facts: dict[str, Fact] = dict.fromkeys(row.names, False)
        facts[f"paragraphs.{paragraph}"] = True
        facts["meters.smart"] = True
        finding = determine(row.make(facts))
        assert finding.verdict is Verdict.EXEMPT
        assert {ground(each) for each in finding.grounds} == {row.paragraphs_bullet}
        assert determine(row.make({**facts, "domestic": True})).verdict is Verdict.MUST
        assert determine(row.make({**facts, f"paragraphs.{paragraph}": False})).verdict is Verdict.MUST
        assert (
            determine(row.make({**facts, f"paragraphs.{paragraph}": UNKNOWN})).verdict is Verdict.UNDETERMINED
        )

    @pytest.mark.parametrize("paragraph", ["39.7", "39.8", "39.9", "39.1", "39.2", "39.14", "33.3"])
    def test_paragraphs_of_condition_39_not_listed(self, paragraph: str) -> None:
        """39.7 to 39.9 are not in the list: refused in both forms, and no other paragraph is proposed."""
        for given_ in ({paragraph: True}, {paragraph: False}, {paragraph}):
            with pytest.raises(UnknownName) as caught:
                ElectricitySupply(domestic=False, paragraphs=given_)
            assert (caught.value.field, caught.value.name) == ("paragraphs", paragraph)
            assert caught.value.known == ELECTRICITY.paragraphs
            assert str(caught.value) == (
                f"paragraphs: {paragraph!r} is not known here (Table 1 does not list it, so that it exempts "
                f"nobody); leave it out; of Condition 39, Table 1 lists {', '.join(ELECTRICITY.paragraphs)}"
            )

    @pytest.mark.parametrize("paragraph", ["33.7", "33.8", "33.9", "33.1", "33.2", "33.14", "39.3"])
    def test_paragraphs_of_condition_33_not_listed(self, paragraph: str) -> None:
        """33.7 to 33.9 are not in the list: refused in both forms, and no other paragraph is proposed."""
        for given_ in ({paragraph: True}, {paragraph: False}, {paragraph}):
            with pytest.raises(UnknownName) as caught:
                GasSupply(domestic=False, paragraphs=given_)
            assert (caught.value.field, caught.value.name) == ("paragraphs", paragraph)
            assert caught.value.known == GAS.paragraphs
            assert str(caught.value) == (
                f"paragraphs: {paragraph!r} is not known here (Table 1 does not list it, so that it exempts "
                f"nobody); leave it out; of Condition 33, Table 1 lists {', '.join(GAS.paragraphs)}"
            )

    def test_rules(self) -> None:
        """They state the eight paragraphs and are borne by each kind of supplier."""
        (electricity,), (gas,) = rule("OB-04"), rule("OB-09")
        assert re.findall(r"39\.\d+", electricity.statement) == list(ELECTRICITY.paragraphs)
        assert re.findall(r"33\.\d+", gas.statement) == list(GAS.paragraphs)
        assert (electricity.kind, electricity.bearer) == (Kind.EXEMPT, Bearer.ELECTRICITY_SUPPLIER)
        assert (gas.kind, gas.bearer) == (Kind.EXEMPT, Bearer.GAS_SUPPLIER)
        assert electricity.modality is Modality.NEED_NOT


class TestOB05AndOB10:
    """OB-05, OB-10: exempt is who only installs the two kinds of meter at Designated Premises."""

    @each_supplier
    @pytest.mark.parametrize("installed", list(product((False, True), repeat=4)))
    def test_which_meters(self, row: Supplier, installed: tuple[bool, ...]) -> None:
        """Either kind or both exempt a Non-Domestic Supplier, unless a smart or other meter is there."""
        first, advanced, smart, other = installed
        kinds = (*row.kinds, "smart", "other")
        facts: dict[str, Fact] = dict.fromkeys(row.names, False)
        facts |= {f"meters.{kind}": is_ for kind, is_ in zip(kinds, installed, strict=True)}
        finding = determine(row.make(facts))
        exempt = (first or advanced) and not smart and not other
        assert finding.verdict is (Verdict.EXEMPT if exempt else Verdict.MUST)
        if exempt:
            assert {ground(each) for each in finding.grounds} == {row.meters_bullet}

    @each_supplier
    @pytest.mark.parametrize("kind", ["smart", "other"])
    def test_one_kind_unknown(self, row: Supplier, kind: str) -> None:
        """While nobody has said that no smart meters, and none of another kind, are installed, it is open."""
        facts: dict[str, Fact] = dict.fromkeys(row.names, False)
        facts |= {"meters.advanced": True, f"meters.{kind}": UNKNOWN}
        finding = determine(row.make(facts))
        assert finding.verdict is Verdict.UNDETERMINED
        assert [question.fact for question in finding.next_questions()] == [f"meters.{kind}"]

    @each_supplier
    def test_two_forms(self, row: Supplier) -> None:
        """A set is the complete answer, of other kinds too; a mapping leaves what it does not name open."""
        complete: Any = {"domestic": False, "paragraphs": set(), "meters": {"advanced"}}
        assert determine(row.licence(**complete)).verdict is Verdict.EXEMPT
        half: Any = {**complete, "meters": {"advanced": True, "smart": False}}
        finding = determine(row.licence(**half))
        assert finding.verdict is Verdict.UNDETERMINED
        assert [question.fact for question in finding.next_questions()] == ["meters.other"]

    @each_supplier
    @pytest.mark.parametrize("field", ["meters", "meters_elsewhere"])
    def test_another_kind(self, row: Supplier, field: str) -> None:
        """A kind that is not listed is refused, with the word for it."""
        given_: Any = {field: {"advanced", "traditional"}}
        with pytest.raises(
            UnknownName,
            match=rf"^{field}: 'traditional' is not known here \(a kind that is none of these is 'other'\); ",
        ):
            row.licence(**given_)

    @pytest.mark.parametrize(
        ("licence", "meter"),
        [(ElectricitySupply, "large-gas"), (GasSupply, "current-transformer"), (GasSupply, "advnced")],
    )
    def test_kinds_of_the_other_fuel(self, licence: Any, meter: str) -> None:  # noqa: ANN401 - a class of licence
        """A kind of meter of the other fuel is not known here."""
        with pytest.raises(UnknownName, match=rf"^meters: '{meter}' is not known here"):
            licence(meters={meter})


class TestOB06:
    """OB-06: Designated Premises (electricity) are non-domestic, in profile class 1, 2, 3 or 4."""

    @pytest.mark.parametrize("profile_class", range(9))
    @pytest.mark.parametrize("domestic", TRUTHS, ids=repr)
    def test_every_class(self, domestic: Fact, profile_class: int) -> None:
        """Classes 1 to 4 are inside and 0 and 5 to 8 are not; domestic premises never are."""
        found = electricity_supply.is_designated_premises(domestic=domestic, profile_class=profile_class)
        if domestic is True or profile_class in (0, 5, 6, 7, 8):
            assert found is False
        else:
            assert found is (UNKNOWN if domestic is UNKNOWN else True)

    @pytest.mark.parametrize("profile_class", [-1, 9, 10**9])
    def test_no_such_class(self, profile_class: int) -> None:
        """There are classes 0 to 8 and no others."""
        with pytest.raises(
            InvalidValue, match=rf"^profile_class: {profile_class} is not a profile class; pass 0 to 8"
        ):
            electricity_supply.is_designated_premises(domestic=False, profile_class=profile_class)

    @pytest.mark.parametrize("profile_class", [True, False, 3.0, "3", None, Decimal(3)])
    def test_not_a_whole_number(self, profile_class: Any) -> None:  # noqa: ANN401 - anything may be passed
        """A profile class is an int: no boolean, no text, no fraction."""
        with pytest.raises(InvalidType, match=r"^profile_class: .* is not a whole number; pass an int"):
            electricity_supply.is_designated_premises(domestic=False, profile_class=profile_class)

    @pytest.mark.parametrize("domestic", [None, 0, 1, "no"])
    @pytest.mark.parametrize("profile_class", [1, 5])
    def test_not_a_fact(self, domestic: Any, profile_class: int) -> None:  # noqa: ANN401 - anything may be passed
        """Whether premises are domestic is a fact, and None is none, even where it would not matter."""
        with pytest.raises(InvalidType, match=r"^domestic: .* is not a fact"):
            electricity_supply.is_designated_premises(domestic=domestic, profile_class=profile_class)


class TestOB11:
    """OB-11: Designated Premises (gas) are non-domestic, with a consumption of 732,000 kWh a year or less."""

    @pytest.mark.parametrize(
        ("annual_kwh", "inside"),
        [
            (0, True),
            (731_999, True),
            (732_000, True),
            (732_001, False),
            (Decimal("731999.999"), True),
            (Decimal("732000.0"), True),
            (Decimal("7.32E5"), True),
            (Decimal("732000.000001"), False),
            (Decimal("732000.5"), False),
            (Decimal("-0"), True),
            (10**30, False),
        ],
    )
    @pytest.mark.parametrize("domestic", TRUTHS, ids=repr)
    def test_boundary(self, domestic: Fact, annual_kwh: int | Decimal, inside: bool) -> None:
        """The exact figure is inside and the least more is not; domestic premises never are."""
        found = gas_supply.is_designated_premises(domestic=domestic, annual_kwh=annual_kwh)
        if domestic is True or not inside:
            assert found is False
        else:
            assert found is (UNKNOWN if domestic is UNKNOWN else True)

    @pytest.mark.parametrize(
        ("annual_kwh", "inside"),
        [(731_999, True), (Decimal("731999.9"), True), (732_000, False), (Decimal("732000.00"), False)],
    )
    def test_rd_12(self, annual_kwh: int | Decimal, inside: bool) -> None:
        """By the other reading of RD-12 the exact figure is outside, and nothing else changes."""
        found = gas_supply.is_designated_premises(
            domestic=False, annual_kwh=annual_kwh, readings=Readings(rd_12="outside")
        )
        assert found is inside

    @pytest.mark.parametrize("annual_kwh", [True, False, 732_000.0, float("nan"), "732000", None])
    def test_not_a_consumption(self, annual_kwh: Any) -> None:  # noqa: ANN401 - anything may be passed
        """A consumption is an int or a Decimal: no float, no boolean, no text."""
        with pytest.raises(
            InvalidType, match=r"^annual_kwh: .* is not a consumption; pass an int or a Decimal"
        ):
            gas_supply.is_designated_premises(domestic=False, annual_kwh=annual_kwh)

    @pytest.mark.parametrize(
        "annual_kwh",
        [-1, Decimal("-0.001"), Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("-Infinity")],
    )
    def test_no_such_consumption(self, annual_kwh: int | Decimal) -> None:
        """Less than nothing, and what is no number, is refused."""
        with pytest.raises(InvalidValue, match=r"^annual_kwh: .* is not a consumption; pass 0 or more kWh"):
            gas_supply.is_designated_premises(domestic=False, annual_kwh=annual_kwh)

    @pytest.mark.parametrize("annual_kwh", [1, 999_999])
    def test_not_a_fact(self, annual_kwh: int) -> None:
        """Whether premises are domestic is a fact, even where it would not matter."""
        with pytest.raises(InvalidType, match=r"^domestic: None is not a fact"):
            gas_supply.is_designated_premises(domestic=None, annual_kwh=annual_kwh)  # type: ignore[arg-type]

    @pytest.mark.parametrize("annual_kwh", [1, 732_000, 999_999])
    def test_not_readings(self, annual_kwh: int) -> None:
        """What is not `Readings` is refused, at the exact figure and elsewhere."""
        with pytest.raises(InvalidType, match=r"^readings: 'RD-12' are not Readings"):
            gas_supply.is_designated_premises(domestic=False, annual_kwh=annual_kwh, readings="RD-12")  # type: ignore[arg-type]

    def test_figure(self) -> None:
        """The figure stands once, with its clause; EX-13 speaks of the same one."""
        assert gas_supply.DESIGNATED_KWH == 732_000
        (stated,) = rule("OB-11")
        assert "732,000 kWh or less" in stated.statement
        (notice,) = rule("EX-13")
        assert str(notice.citation.document) == "DESNZ notice"
        assert notice.citation.document.edition == "2 July 2025"


class TestOB07AndOB12:
    """OB-07, OB-12: "Exemption set out in" Condition 48.9, or 42.9, is a citation and no ground (RD-21)."""

    @each_supplier
    @pytest.mark.parametrize("given_", TRUTHS, ids=repr)
    def test_not_asked(self, row: Supplier, given_: Fact) -> None:
        """Whether it is had is never asked, and changes nothing: a Domestic Supplier must with it too."""
        finding = determine(row.make({"domestic": True, row.exemption: given_}))
        assert finding.verdict is Verdict.MUST
        assert finding.next_questions() == ()
        unsaid = determine(row.make({row.exemption: given_}))
        assert unsaid.verdict is Verdict.UNDETERMINED
        assert row.exemption not in [question.fact for question in unsaid.next_questions()]

    @each_supplier
    @pytest.mark.parametrize("domestic", TRUTHS, ids=repr)
    def test_a_ground_of_its_own(self, row: Supplier, domestic: Fact) -> None:
        """By the other choices of RD-21 and RD-08 who has it is exempt, domestic or not, whatever else is."""
        readings = Readings(rd_21="own-ground", rd_08="exemption-prevails")
        finding = determine(row.make({"domestic": domestic, row.exemption: True}), readings=readings)
        assert finding.verdict is Verdict.EXEMPT
        assert finding.next_questions() == ()
        assert {ground(each) for each in finding.grounds} == {row.exemption_bullet}
        assert row.exemption_bullet.startswith(("OB-07", "OB-12"))

    @given(case=cases())
    def test_never_dropped_silently(self, case: Case) -> None:
        """One that was given and is no ground is named: that it was given, and the verdict otherwise."""
        if not isinstance(case.row, Supplier):
            return
        finding, exemption = ask(case), case.row.exemption
        said_of_it = [each for each in finding.why() if exemption in each.facts and each.readings]
        bullet = case.row.exemption_bullet
        assert bool(said_of_it) is (case.facts[exemption] is True and bullet not in case.outcome()[1])
        for reason in said_of_it:
            assert (ground(reason.rule), reason.holds) == (bullet, False)
            assert reason.facts == {exemption: True}
            as_a_ground = {"RD-21": "own-ground", "RD-08": "exemption-prevails", "RD-22": "any"}
            other, made = case, list[str]()
            for id_ in reason.readings:
                assert case.chosen[id_] != as_a_ground[id_]
                assert id_ != "RD-08" or case.facts["domestic"] is not False
                other = other.choosing(id_, as_a_ground[id_])
                made.append(f"{id_} as {as_a_ground[id_]}")
                assert f"with {' and '.join(made)} the verdict is {other.outcome()[0]}" in reason.text
            assert bullet in other.outcome()[1]

    @pytest.mark.parametrize(
        ("domestic", "chosen", "why"),
        [
            (False, {}, "it says where the exemptions are set out, and is never met by itself"),
            (True, {}, "it says where the exemptions are set out, and is never met by itself"),
            (True, {"RD-21": "own-ground"}, "the duty prevails"),
            (False, {"RD-21": "own-ground", "RD-22": "all"}, "all are needed"),
        ],
    )
    def test_words(self, domestic: bool, chosen: dict[str, str], why: str) -> None:
        """It is read in full, with the choices that are in its way and what each would come to."""
        licence = ElectricitySupply(domestic=domestic, paragraphs=set(), meters={"smart"}, exempt_48_9=True)
        otherwise = []
        if "RD-21" not in chosen:
            otherwise.append(f"with RD-21 as own-ground the verdict is {'must' if domestic else 'exempt'}")
        if domestic:
            both = "" if "RD-21" in chosen else "RD-21 as own-ground and "
            otherwise.append(f"with {both}RD-08 as exemption-prevails the verdict is exempt")
        if "RD-22" in chosen:
            otherwise.append("with RD-22 as any the verdict is exempt")
        assert determine(licence, readings=DEFAULT_READINGS.choosing(chosen)).why()[-1].text == (
            "the exemption of Condition 48.9 was given, and does not count: "
            f"{why}; {', and '.join(otherwise)}"
        )


@each_supplier
class TestSpecialist:
    """RD-07 and RD-10: of who installs nothing at Designated Premises, neither is presumed (EX-06, EX-07)."""

    def ask(self, row: Supplier, elsewhere: object, **facts: Any) -> Finding[Verdict]:  # noqa: ANN401 - facts
        """Ask of a Non-Domestic Supplier with no paragraph that installs nothing at Designated Premises."""
        nothing: dict[str, Any] = {"domestic": False, "paragraphs": set(), "meters": set()}
        return determine(row.licence(**{**nothing, "meters_elsewhere": elsewhere, **facts}))

    def test_only_advanced_elsewhere(self, row: Supplier) -> None:
        """One with advanced meters alone elsewhere is whom EX-07 excepts: not settled, and both are cited."""
        finding = self.ask(row, {"advanced"})
        assert finding.verdict is Verdict.NOT_SETTLED
        assert [rule.id for rule in finding.grounds] == ["EX-06", "EX-07"]
        assert finding.next_questions() == ()

    @pytest.mark.parametrize("place", [0, 2, 3])
    @pytest.mark.parametrize("advanced", [True, False])
    def test_any_other_kind_elsewhere(self, row: Supplier, place: int, advanced: bool) -> None:
        """One with any other kind elsewhere must, and is pointed to EX-06, whatever else is elsewhere."""
        kind = (*row.kinds, "smart", "other")[place]
        for elsewhere in ({kind, "advanced"} if advanced else {kind}, {kind: True}):
            finding = self.ask(row, elsewhere)
            assert finding.verdict is Verdict.MUST
            assert [rule.id for rule in finding.grounds] == ["EX-07", "EX-06"]
            assert finding.next_questions() == ()

    def test_nothing_anywhere(self, row: Supplier) -> None:
        """One that installs nothing anywhere has no advanced meters, and must."""
        assert self.ask(row, set()).verdict is Verdict.MUST

    def test_elsewhere_unknown(self, row: Supplier) -> None:
        """Where what is installed elsewhere is not known, it is asked for, and nothing else is."""
        finding = self.ask(row, UNKNOWN)
        assert finding.verdict is Verdict.UNDETERMINED
        assert {question.fact for question in finding.next_questions()} == {
            f"meters_elsewhere.{kind}" for kind in (*row.kinds, "smart", "other")
        }
        assert set(finding.possible) == {Verdict.MUST, Verdict.NOT_SETTLED}
        assert self.ask(row, {"advanced": True}).verdict is Verdict.UNDETERMINED

    @pytest.mark.parametrize("kind", ["smart", "other"])
    def test_smart_or_other_at_designated_premises(self, row: Supplier, kind: str) -> None:
        """One with smart or other meters at Designated Premises must, with nothing asked of others."""
        for meters in ({kind}, {kind: True}):
            finding = self.ask(row, UNKNOWN, meters=meters)
            assert finding.verdict is Verdict.MUST
            assert finding.next_questions() == ()

    def test_an_exemption_comes_first(self, row: Supplier) -> None:
        """Who is within a paragraph is exempt, whatever is installed where."""
        for elsewhere in (UNKNOWN, {"advanced"}, {"smart"}):
            finding = self.ask(row, elsewhere, paragraphs={row.paragraphs[0]})
            assert finding.verdict is Verdict.EXEMPT
            assert {ground(each) for each in finding.grounds} == {row.paragraphs_bullet}

    def test_in_market_entry(self, row: Supplier) -> None:
        """Controlled Market Entry settles nothing that is not settled."""
        licence = self.ask(row, {"advanced"}).inputs["licence"]
        assert determine(licence, Party()).verdict is Verdict.NOT_SETTLED


class TestOB13AndOB14:
    """OB-13, OB-14: a Distribution Service Provider must; a distributor that is none is exempt (21A.5)."""

    def test_both(self) -> None:
        """One fact decides, and unknown it leaves the verdict open."""
        must = determine(ElectricityDistribution(distribution_service_provider=True))
        assert must.verdict is Verdict.MUST
        assert [rule.id for rule in must.grounds] == ["OB-13", "EX-07", "EX-07"]
        assert "by direction under 21A.6 (EX-16)" in must.grounds[0].statement
        assert str(must.citation).startswith(
            "electricity distribution SLC, Section A Condition 21A (as given in"
        )
        exempt = determine(ElectricityDistribution(distribution_service_provider=False))
        assert exempt.verdict is Verdict.EXEMPT
        assert [rule.id for rule in exempt.grounds] == ["OB-14"]
        assert "21A.5" in exempt.grounds[0].citation.clause
        assert determine(ElectricityDistribution()).verdict is Verdict.UNDETERMINED


class TestOB15:
    """OB-15: Gas Transporters are not required to become DCC Users."""

    @pytest.mark.parametrize("cme", [None, *TRUTHS], ids=repr)
    def test_not_required(self, cme: Fact | None) -> None:
        """It stands in Controlled Market Entry and out of it, with nothing left to ask."""
        finding = determine(GasTransport(), party_of(cme))
        assert finding.verdict is Verdict.NOT_REQUIRED
        assert [rule.id for rule in finding.grounds] == ["OB-15"]
        assert finding.next_questions() == ()
        assert [reason.rule.id for reason in finding.why()] == ["OB-15"]
        assert finding.bearer is Bearer.GAS_TRANSPORTER


class TestOB16:
    """OB-16: those who hold no Ofgem licence can choose to become DCC Users."""

    @pytest.mark.parametrize("cme", TRUTHS, ids=repr)
    def test_optional(self, cme: Fact) -> None:
        """A Party with no licence of Table 1 gets one finding, OPTIONAL."""
        (finding,) = determine_all(Party(licences=(), in_controlled_market_entry=cme))
        assert finding.verdict is Verdict.OPTIONAL
        assert [rule.id for rule in finding.grounds] == ["OB-16"]
        assert (finding.possible, finding.in_every_case) == ((Verdict.OPTIONAL,), True)
        assert finding.modality is Modality.MAY
        assert "customer's consent" in finding.grounds[0].statement
        assert finding.next_questions() == ()
        assert finding.readings == {}

    def test_explained(self) -> None:
        """It is optional because no licence is held, and nothing else because none leads there."""
        (finding,) = determine_all(Party(licences=()))
        (why,) = finding.why()
        assert (why.rule.id, why.holds, why.facts) == ("OB-16", True, {"licences": ()})
        assert finding.why_not(Verdict.MUST) == finding.why()
        assert finding.why_not(Verdict.OPTIONAL) == Reasons(())

    def test_asked_again(self) -> None:
        """The same question of a Party with other licences has that Party's answer."""
        (finding,) = determine_all(Party(licences=()))
        assert finding.again(readings=DEFAULT_READINGS) == finding
        assert finding.again(party=Party()).verdict is Verdict.UNDETERMINED


class TestOB17:
    """OB-17: in Controlled Market Entry a Party may begin the UEP, although it is not obligated to."""

    @each_row
    def test_must_becomes_not_yet(self, row: Row) -> None:
        """What would be MUST is NOT_YET in it, MUST out of it, and open while that is unknown."""
        facts: dict[str, Fact] = dict.fromkeys(row.names, False)
        facts[row.names[0]] = True
        licence = row.make(facts)
        assert determine(licence).verdict is Verdict.MUST
        assert determine(licence, Party(in_controlled_market_entry=False)).verdict is Verdict.MUST
        in_it = determine(licence, Party(in_controlled_market_entry=True))
        assert in_it.verdict is Verdict.NOT_YET
        assert in_it.grounds[0].id == "OB-17"
        assert in_it.grounds[1:] == determine(licence).grounds
        unsaid = determine(licence, Party())
        assert unsaid.verdict is Verdict.UNDETERMINED
        assert [question.fact for question in unsaid.next_questions()] == [CME]

    @pytest.mark.parametrize(
        "licence",
        [
            ElectricitySupply(domestic=False, paragraphs={"39.13"}),
            GasSupply(domestic=False, meters={"large-gas"}),
            ElectricityDistribution(distribution_service_provider=False),
        ],
    )
    @pytest.mark.parametrize("cme", TRUTHS, ids=repr)
    def test_exempt_stands(self, licence: Licence, cme: Fact) -> None:
        """Who is exempt is exempt in Controlled Market Entry too, and while that is unknown."""
        assert determine(licence, party_of(cme)).verdict is Verdict.EXEMPT

    def test_not_settled_stands(self) -> None:
        """What Table 1 does not settle is not settled by Controlled Market Entry either."""
        licence = GasSupply(domestic=False, paragraphs=set(), meters=set())
        for cme in TRUTHS:
            found = determine(licence, party_of(cme), Readings(rd_07="not-settled"))
            assert found.verdict is Verdict.NOT_SETTLED


class TestEX06:
    """EX-06: specialists in larger sites need not; they are not those whom their meters exempt (OB-05)."""

    def test_never_the_explanation_of_the_other(self) -> None:
        """It is no ground of the exemption for meters, nor a reason for it."""
        exempt = determine(ElectricitySupply(domestic=False, meters={"advanced"}))
        assert [rule.id for rule in exempt.grounds] == ["OB-05"]
        assert "EX-06" not in {reason.rule.id for reason in exempt.why()}
        (stated,) = rule("EX-06")
        assert stated.kind is Kind.INFORMATION
        assert "if they later intend to operate a SMETS2 meter" in stated.statement
        assert stated.statement.endswith("Larger sites are not Designated Premises")
        assert stated.citation.document.url.startswith("https://gov.uk/")

    def test_where_rd_10_decides(self) -> None:
        """A verdict that RD-10 would change points to them."""
        licence = GasSupply(domestic=True, paragraphs=set(), meters=set())
        pointed = determine(licence, readings=Readings(rd_09="domestic-too")).why()[-1]
        assert (pointed.rule.id, pointed.holds, pointed.readings) == ("EX-06", UNKNOWN, ("RD-10",))
        assert set(pointed.facts) == {name for name in licence.facts() if name.startswith("meters")}


class TestEX07:
    """EX-07: the days from which the duty binds, for each kind of licence holder, each with its page."""

    @pytest.mark.parametrize(
        ("licence", "says"),
        [
            (ElectricitySupply(domestic=True), {"25 May 2017", "25 November 2017", "on leaving Controlled"}),
            (GasSupply(domestic=True), {"25 May 2017", "25 November 2017", "on leaving Controlled"}),
            (GasSupply(domestic=False, paragraphs=set(), meters={"smart"}), {"31 August 2018"}),
            (ElectricityDistribution(distribution_service_provider=True), {"12 November 2017", "21 January"}),
        ],
    )
    def test_days(self, licence: Licence, says: set[str]) -> None:
        """Each duty names its days, and the page that each was seen on."""
        stated = [rule for rule in determine(licence).grounds if rule.id == "EX-07"]
        for day in says:
            (saying,) = [each for each in stated if day in each.statement]
            assert saying.citation.document.url
            assert saying in rule("EX-07")

    def test_the_categories_are_the_licences(self) -> None:
        """Large and Small are not those of SA-08, and it says so."""
        assert "not SA-08" in determine(GasSupply(domestic=True)).grounds[1].statement

    def test_as_data(self) -> None:
        """Each day can be asked for with its rule; it is not moved, though three are on a weekend."""
        days = [(each.day.isoformat(), each.day.weekday() >= 5, each.whom) for each in MANDATE_DATES]
        assert days == [
            ("2017-05-25", False, "domestic suppliers that are Large Suppliers"),
            ("2017-11-12", True, "electricity distributors"),
            ("2017-11-25", True, "domestic suppliers that are Small Suppliers"),
            ("2018-01-21", True, "electricity distributors"),
            ("2018-08-31", False, "non-domestic suppliers"),
        ]
        for each in MANDATE_DATES:
            assert f"{each.day.day} {each.day:%B %Y}" in each.rule.statement
            assert str(each) == f"{each.whom}: {each.day} (EX-07, {each.rule.citation})"

    def test_distributors_have_two(self) -> None:
        """The direction's day is followed and the article's shown beside it, each with its page (EX-16)."""
        finding = determine(ElectricityDistribution(distribution_service_provider=True))
        (shown,) = [each for each in finding.disagreements if "EX-16" in each.rules]
        newsletter = "SECAS newsletter of May 2017, Electricity Distribution Networks"
        assert (shown.followed.says[:16], str(shown.followed.citation)) == ("12 November 2017", newsletter)
        article = "Gemserv article, electricity distributors"
        assert (shown.other.says[:15], str(shown.other.citation)) == ("21 January 2018", article)
        (direction,) = rule("EX-16")
        assert "21A.6" in str(direction.citation)


class TestEX18AndEX21:
    """EX-18, EX-21: whom the exemption was proposed for, and what the notices of 2025 leave outside."""

    def test_ex_18(self) -> None:
        """RD-08 and RD-09 rest on it."""
        (stated,) = rule("EX-18")
        assert "non-domestic-only" in stated.statement
        for id_ in ("RD-08", "RD-09"):
            assert "EX-18" in REGISTER[id_].reason
            assert REGISTER[id_].citation == stated.citation

    def test_ex_21(self) -> None:
        """Class 00 and the larger classes are outside; the paragraphs are as the guidance gives them."""
        classes, framework = rule("EX-21")
        assert "5 to 8 and 00" in classes.statement
        assert "as the guidance gives them" in framework.statement


class TestName:
    """A licence has a name, so that two of one fuel can be told apart."""

    @each_row
    def test_the_finding_says_it(self, row: Row) -> None:
        """It stands in str and repr, in the reasons and on the wire, and decides nothing."""
        plain = row.make(dict.fromkeys(row.names, True))
        finding, unnamed = determine(attrs.evolve(plain, name="L-1")), determine(plain)
        assert str(finding) == f"L-1: {unnamed}"
        assert repr(finding) == repr(unnamed).replace("<Finding ", "<Finding 'L-1' ")
        per_licence = "yes: licence L-1 [OB-02, SECAS guidance, Who can complete the User Entry Process?]"
        assert str(finding.why()) == f"{per_licence}\n{unnamed.why()}"
        assert wire.plain(finding)["question"]["inputs"]["licence"]["name"] == "L-1"
        assert (finding.verdict, finding.grounds) == (unnamed.verdict, unnamed.grounds)
        assert finding != unnamed

    def test_short(self) -> None:
        """A long name does not make a long repr."""
        assert len(repr(determine(GasTransport(name="x" * 10_000)))) < 130


class TestCases:
    """What must come out of Parties as people write them."""

    @pytest.mark.parametrize("name", CASES)
    def test_settled(self, name: str) -> None:
        """Each licence has its verdict and its name, with nothing left to ask."""
        licences, expected = CASES[name]
        text = f"in_controlled_market_entry = false\n{licences}"
        findings = determine_all(wire.loads(text, Party, "toml"))
        assert [repr(finding) for finding in findings] == expected
        assert [finding.next_questions() for finding in findings] == [()] * len(findings)


class TestRules:
    """Every rule can be found by its id."""

    @pytest.mark.parametrize(
        "id_",
        [
            *(f"OB-{n:02}" for n in range(1, 18)),
            *("EX-05", "EX-06", "EX-07", "EX-13", "EX-14", "EX-16", "EX-17", "EX-18", "EX-21"),
        ],
    )
    def test_found(self, id_: str) -> None:
        """Each id of these provisions has a rule with a statement and a source."""
        for stated in rule(id_):
            assert stated.id == id_
            assert stated.statement
            assert str(stated).startswith(f"{id_}: {stated.statement} [{stated.citation}")

    def test_unknown(self) -> None:
        """There is no OB-99."""
        with pytest.raises(UnknownName, match=r"^id: 'OB-99' is not known here"):
            rule("OB-99")


class TestBadInput:
    """What is not a licence or a Party is refused by name."""

    @pytest.mark.parametrize("licence", [None, "gas", ElectricitySupply, Party(), 3, []])
    def test_licence(self, licence: Any) -> None:  # noqa: ANN401 - anything may be passed
        """A licence is one of the four of Table 1."""
        with pytest.raises(
            InvalidType, match=r"^licence: .* is not a licence of Table 1; pass an ElectricitySupply"
        ):
            determine(licence)

    @pytest.mark.parametrize(
        "licence",
        [
            ElectricitySupply(),
            GasSupply(),
            ElectricityDistribution(),
            GasTransport(),
        ],
        ids=repr,
    )
    @pytest.mark.parametrize("party", ["Example Ltd", 3, GasTransport(), {}])
    def test_party(self, licence: Licence, party: Any) -> None:  # noqa: ANN401 - anything may be passed
        """A Party is a `Party`, or none is given."""
        with pytest.raises(InvalidType, match=r"^party: .* is not a Party; pass .* or leave it out"):
            determine(licence, party)

    @pytest.mark.parametrize(
        ("facts", "field"),
        [
            ({"domestic": None}, "domestic"),
            ({"domestic": 1}, "domestic"),
            ({"domestic": "yes"}, "domestic"),
            ({"exempt_42_9": None}, "exempt_42_9"),
            ({"paragraphs": {"33.3": None}}, "paragraphs.33.3"),
            ({"meters": {"smart": 0}}, "meters.smart"),
        ],
    )
    def test_not_a_fact(self, facts: Mapping[str, Any], field: str) -> None:
        """None is not a fact, nor is anything else but True, False and UNKNOWN."""
        with pytest.raises(InvalidType) as caught:
            GasSupply(**facts)
        assert caught.value.field == field
        assert str(caught.value).endswith("pass True or False, or leave it out (UNKNOWN) if nobody has said")
