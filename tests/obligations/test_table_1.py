"""
Who must become a DCC User: every row of Table 1, with every fact known, unknown, or half of each.

The oracle is a second copy of Table 1 that knows no third value and tries everything.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, Any

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
)
from sec_uep.answers import Reason, Reasons
from sec_uep.errors import InvalidType, InvalidValue, UnknownName
from sec_uep.facts import FactSet
from sec_uep.obligations import (
    determine,
    determine_all,
    electricity_supply,
    gas_supply,
    rule,
)
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


@st.composite
def cases(draw: DrawFn, most_unknown: int = 7) -> Case:
    """Any row, any readings, any facts, of which no more are unknown than can be tried out."""
    row = draw(st.sampled_from(ROWS))
    chosen = draw(readings_of_table_1 | st.just(DEFAULTS))
    names = (*row.names, *row.elsewhere, CME)
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


class TestEveryPattern:
    """The verdict is the one on which all completions of the unknown facts agree."""

    @each_supplier
    def test_every_partial_pattern(self, row: Supplier) -> None:
        """All 1,594,323 partial patterns of a supplier's thirteen facts have the agreed verdict."""
        others = dict.fromkeys((*row.elsewhere, CME), False)
        expected = verdicts_of_partial_patterns(row, row.names, others).reshape(-1, 3**8)
        assert expected.size == 3**13
        kinds = (*row.kinds, "smart")
        paragraphs = [
            FactSet.of("paragraphs", dict(zip(row.paragraphs, facts, strict=True)), row.paragraphs)
            for facts in product(TRUTHS, repeat=8)
        ]
        meters = [
            FactSet.of("meters", dict(zip(kinds, facts, strict=True)), kinds)
            for facts in product(TRUTHS, repeat=3)
        ]
        elsewhere = FactSet.of("meters_elsewhere", {}, kinds)
        make: Any = row.licence
        with untraced():
            for wanted, (domestic, exempt, installed) in zip(
                expected, product(TRUTHS, TRUTHS, meters), strict=True
            ):
                found = [
                    determine(make(domestic, applying, installed, exempt, elsewhere)).verdict
                    for applying in paragraphs
                ]
                assert found == wanted.tolist(), (domestic, exempt, installed)

    @each_supplier
    @pytest.mark.parametrize("cme", TRUTHS, ids=repr)
    def test_with_a_party(self, row: Supplier, cme: Fact) -> None:
        """With a Party, whether it is in Controlled Market Entry is one more fact of the pattern."""
        varied = row.names[:9]
        others = dict.fromkeys((*row.names[9:], *row.elsewhere), False)
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
        varied = (*row.names[:7], *row.elsewhere, CME)
        rest = dict.fromkeys(row.names[7:], False)
        patterns = []
        for values in product((False, True), repeat=len(varied)):
            facts = {**rest, **dict(zip(varied, values, strict=True))}
            patterns.append((facts, row.make(facts), party_of(facts[CME])))
        assert len(patterns) == 2**11
        with untraced():
            for choices in product(*CHOICES.values()):
                chosen = dict(zip(CHOICES, choices, strict=True))
                readings = DEFAULT_READINGS.choosing(chosen)
                wrong = [
                    (facts, found, expected)
                    for facts, licence, party in patterns
                    if (found := said(determine(licence, party, readings)))
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
        licence = ElectricitySupply(domestic=False, exempt_48_9=False, meters={"smart"})
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
            (ElectricitySupply(), "exempt_48_9", "has the exemption of Condition 48.9"),
            (GasSupply(), "exempt_42_9", "has the exemption of Condition 42.9"),
            (GasSupply(), "meters_elsewhere.smart", "installs smart meters at other premises"),
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
        readings = Readings(rd_23="all-installations")
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
        every = [grounds for _, grounds in case.completions()]
        for named, holds in grounds.items():
            assert (holds is True) is all(named in each for each in every)

    @given(case=cases())
    def test_undetermined_names_every_open_way(self, case: Case) -> None:
        """Where a verdict is open, the explanation has each verdict still possible and every way to it."""
        finding = ask(case)
        if finding.verdict is not Verdict.UNDETERMINED:
            return
        reasons = finding.why()
        assert all(reason.holds is UNKNOWN for reason in reasons)
        assert {reason.text.partition(" if ")[0] for reason in reasons} == case.open_verdicts()
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
            ElectricitySupply(paragraphs=set(), meters=set(), exempt_48_9=False),
            GasSupply(paragraphs=set(), meters=set(), exempt_42_9=False),
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
        """A Domestic Supplier with the exemption of 48.9 turns on which column prevails."""
        licence = ElectricitySupply(domestic=True, paragraphs=set(), meters=set(), exempt_48_9=True)
        finding = determine(licence)
        assert finding.verdict is Verdict.EXEMPT
        assert {"RD-08": "exemption-prevails", "RD-21": "own-ground"}.items() <= finding.readings.items()
        for other in (Readings(rd_08="duty-prevails"), Readings(rd_21="citation-only")):
            assert determine(licence, readings=other).verdict is Verdict.MUST

    def test_rd_09(self) -> None:
        """The ground of the meters is closed to a Domestic Supplier unless RD-09 opens it."""
        licence = GasSupply(domestic=True, paragraphs=set(), meters={"advanced"}, exempt_42_9=False)
        finding = determine(licence)
        assert finding.verdict is Verdict.MUST
        assert finding.readings == {"RD-09": "non-domestic-only"}
        assert determine(licence, readings=Readings(rd_09="domestic-too")).verdict is Verdict.EXEMPT

    def test_rd_10(self) -> None:
        """One that installs nothing at Designated Premises is not exempt unless RD-10 has it so."""
        licence = ElectricitySupply(domestic=False, paragraphs=set(), meters=set(), exempt_48_9=False)
        finding = determine(licence)
        assert finding.verdict is Verdict.MUST
        assert finding.readings["RD-10"] == "not-met"
        assert "EX-06" in [rule.id for rule in finding.grounds]
        assert determine(licence, readings=Readings(rd_10="met")).verdict is Verdict.EXEMPT

    def test_rd_22(self) -> None:
        """One ground of exemption suffices unless RD-22 asks for all of them."""
        licence = ElectricitySupply(domestic=False, paragraphs={"39.3"}, meters=set(), exempt_48_9=False)
        assert determine(licence).readings["RD-22"] == "any"
        assert determine(licence, readings=Readings(rd_22="all")).verdict is Verdict.MUST
        every = ElectricitySupply(False, {"39.3"}, {"advanced"}, True)  # noqa: FBT003 - in Table 1's order
        assert determine(every, readings=Readings(rd_22="all")).verdict is Verdict.EXEMPT

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
            domestic=False,
            paragraphs=set(),
            meters=set(),
            exempt_42_9=False,
            meters_elsewhere={"advanced"},
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
                GasSupply(domestic=True, exempt_42_9=False),
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
            licences=(ElectricitySupply(**silent, exempt_48_9=False), GasSupply(**silent, exempt_42_9=False)),
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
    ("licence", "ground"),
    [
        (ElectricitySupply(domestic=True, exempt_48_9=False), "OB-03"),
        (GasSupply(domestic=True, exempt_42_9=False), "OB-08"),
    ],
)
class TestOB03AndOB08:
    """OB-03, OB-08: "If a Party is a Domestic Supplier" it must become a DCC User."""

    def test_must(self, licence: Licence, ground: str) -> None:
        """A Domestic Supplier must, whatever paragraphs apply and whatever meters it installs."""
        finding = determine(licence)
        assert finding.verdict is Verdict.MUST
        assert [rule.id for rule in finding.grounds] == [ground, "EX-07"]
        assert finding.next_questions() == ()
        (stated,) = rule(ground)
        assert (stated.kind, stated.modality) == (Kind.MUST, Modality.MUST)

    def test_paragraphs_and_meters_do_not_exempt_it(self, licence: Licence, ground: str) -> None:
        """The paragraphs are for Non-Domestic Suppliers, and so are the meters."""
        facts: dict[str, Any] = {"paragraphs.39.3": True, "meters.advanced": True, "meters.smart": False}
        if isinstance(licence, GasSupply):
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
        facts: dict[str, Fact] = dict.fromkeys((*row.names, *row.elsewhere), False)
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
        """39.7 to 39.9 are not in the list, and are refused by name in both forms."""
        for given_ in ({paragraph: True}, {paragraph: False}, {paragraph}):
            with pytest.raises(UnknownName) as caught:
                ElectricitySupply(domestic=False, paragraphs=given_)
            assert (caught.value.field, caught.value.name) == ("paragraphs", paragraph)
            assert caught.value.known == ELECTRICITY.paragraphs
            assert f"{paragraph!r} is not known here" in str(caught.value)
            assert "Table 1 lists eight paragraphs of Condition 39" in str(caught.value)

    @pytest.mark.parametrize("paragraph", ["33.7", "33.8", "33.9", "33.1", "33.2", "33.14", "39.3"])
    def test_paragraphs_of_condition_33_not_listed(self, paragraph: str) -> None:
        """33.7 to 33.9 are not in the list, and are refused by name in both forms."""
        for given_ in ({paragraph: True}, {paragraph: False}, {paragraph}):
            with pytest.raises(UnknownName) as caught:
                GasSupply(domestic=False, paragraphs=given_)
            assert (caught.value.field, caught.value.name) == ("paragraphs", paragraph)
            assert caught.value.known == GAS.paragraphs
            assert "Table 1 lists eight paragraphs of Condition 33" in str(caught.value)

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
    @pytest.mark.parametrize("installed", list(product((False, True), repeat=3)))
    def test_which_meters(self, row: Supplier, installed: tuple[bool, bool, bool]) -> None:
        """Either kind or both exempt a Non-Domestic Supplier; with a smart meter, or none, nothing does."""
        first, second, smart = installed
        kinds = (*row.kinds, "smart")
        facts: dict[str, Fact] = dict.fromkeys(row.names, False)
        facts |= {f"meters.{kind}": is_ for kind, is_ in zip(kinds, installed, strict=True)}
        finding = determine(row.make(facts))
        exempt = (first or second) and not smart
        assert finding.verdict is (Verdict.EXEMPT if exempt else Verdict.MUST)
        if exempt:
            assert {ground(each) for each in finding.grounds} == {
                row.meters_bullet,
                "EX-06 non-domestic Government response",
            }

    @each_supplier
    def test_smart_meters_unknown(self, row: Supplier) -> None:
        """While nobody has said that no smart meters are installed, the exemption is not had."""
        facts: dict[str, Fact] = dict.fromkeys(row.names, False)
        facts |= {"meters.advanced": True, "meters.smart": UNKNOWN}
        finding = determine(row.make(facts))
        assert finding.verdict is Verdict.UNDETERMINED
        assert [question.fact for question in finding.next_questions()] == ["meters.smart"]

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
    """OB-07, OB-12: "Exemption set out in" Condition 48.9, or 42.9, is a ground of its own (RD-21)."""

    @each_supplier
    @pytest.mark.parametrize("domestic", TRUTHS, ids=repr)
    def test_exempt(self, row: Supplier, domestic: Fact) -> None:
        """Who has it is exempt, domestic or not, whatever else is so."""
        finding = determine(row.make({"domestic": domestic, row.exemption: True}))
        assert finding.verdict is Verdict.EXEMPT
        assert finding.next_questions() == ()
        assert {ground(each) for each in finding.grounds} == {row.exemption_bullet}
        assert row.exemption_bullet.startswith(("OB-07", "OB-12"))


class TestOB13AndOB14:
    """OB-13, OB-14: a Distribution Service Provider must; a distributor that is none is exempt (21A.5)."""

    def test_both(self) -> None:
        """One fact decides, and unknown it leaves the verdict open."""
        must = determine(ElectricityDistribution(distribution_service_provider=True))
        assert must.verdict is Verdict.MUST
        assert [rule.id for rule in must.grounds] == ["OB-13", "EX-07"]
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
            ElectricitySupply(exempt_48_9=True),
            GasSupply(domestic=False, meters={"large-gas"}),
            GasSupply(exempt_42_9=True),
            ElectricityDistribution(distribution_service_provider=False),
        ],
    )
    @pytest.mark.parametrize("cme", TRUTHS, ids=repr)
    def test_exempt_stands(self, licence: Licence, cme: Fact) -> None:
        """Who is exempt is exempt in Controlled Market Entry too, and while that is unknown."""
        assert determine(licence, party_of(cme)).verdict is Verdict.EXEMPT

    def test_not_settled_stands(self) -> None:
        """What Table 1 does not settle is not settled by Controlled Market Entry either."""
        licence = GasSupply(domestic=False, paragraphs=set(), meters=set(), exempt_42_9=False)
        for cme in TRUTHS:
            found = determine(licence, party_of(cme), Readings(rd_07="not-settled"))
            assert found.verdict is Verdict.NOT_SETTLED


class TestEX06:
    """EX-06: the exempt are specialists in larger sites with only advanced meters and no SMETS2 meters."""

    def test_named_where_the_meters_decide(self) -> None:
        """It stands beside the ground of the meters, and beside the duty of who installs nothing there."""
        exempt = determine(ElectricitySupply(domestic=False, meters={"advanced"}))
        assert [rule.id for rule in exempt.grounds] == ["OB-05", "EX-06"]
        must = determine(ElectricitySupply(False, set(), set(), False))  # noqa: FBT003 - in Table 1's order
        assert "EX-06" in [rule.id for rule in must.grounds]
        (stated,) = rule("EX-06")
        assert stated.kind is Kind.INFORMATION
        assert "if they later intend to operate a SMETS2 meter" in stated.statement
        assert stated.citation.document.url.startswith("https://gov.uk/")


class TestEX07:
    """EX-07: the days from which the duty bites, for each kind of licence holder."""

    @pytest.mark.parametrize(
        ("licence", "since"),
        [
            (ElectricitySupply(domestic=True, exempt_48_9=False), "25 November 2017"),
            (GasSupply(domestic=True, exempt_42_9=False), "25 November 2017"),
            (GasSupply(False, set(), {"smart"}, False), "31 August 2018"),  # noqa: FBT003 - in Table 1's order
            (ElectricityDistribution(distribution_service_provider=True), "21 January 2018"),
        ],
    )
    def test_day(self, licence: Licence, since: str) -> None:
        """Each duty names its own day, and the page it was seen on."""
        (stated,) = [rule for rule in determine(licence).grounds if rule.id == "EX-07"]
        assert since in stated.statement
        assert stated.citation.document.url
        assert stated in rule("EX-07")

    def test_three_sources(self) -> None:
        """One statement for each of the three."""
        assert len(rule("EX-07")) == 3


class TestRules:
    """Every rule can be found by its id."""

    @pytest.mark.parametrize(
        "id_", [*(f"OB-{n:02}" for n in range(1, 18)), "EX-05", "EX-06", "EX-07", "EX-13"]
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


BAD_READINGS = [None, "RD-07", {"RD-07": "not-settled"}, ["RD-07"], Readings]


class TestBadInput:
    """What is not a licence, a Party or readings is refused by name."""

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
        "licence",
        [
            ElectricitySupply(),
            GasSupply(),
            ElectricityDistribution(),
            GasTransport(),
        ],
        ids=lambda licence: type(licence).__name__,
    )
    @pytest.mark.parametrize("readings", BAD_READINGS, ids=repr)
    def test_readings(self, licence: Licence, readings: Any) -> None:  # noqa: ANN401 - anything may be passed
        """Readings are `Readings`, for every licence, whether or not its row reads one."""
        with pytest.raises(InvalidType, match=r"^readings: .* are not Readings; pass "):
            determine(licence, readings=readings)

    @pytest.mark.parametrize("licences", [UNKNOWN, (), (GasTransport(),)], ids=repr)
    @pytest.mark.parametrize("readings", BAD_READINGS, ids=repr)
    def test_readings_of_all(self, licences: Any, readings: Any) -> None:  # noqa: ANN401 - anything may be passed
        """Readings are `Readings`, however many licences are held."""
        with pytest.raises(InvalidType, match=r"^readings: .* are not Readings; pass "):
            determine_all(Party(licences=licences), readings)

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
