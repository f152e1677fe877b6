"""
What would change a verdict: the smallest sets of facts, against every pattern of facts that there is.

The oracle has the verdict of all 3**13 patterns of a supplier's facts, known and unknown, with two paragraphs
for the eight, and how many facts lie between each of them and the case.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from attrs import frozen
from hypothesis import given, settings, strategies as st

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
    UserRole,
    Verdict,
)
from sec_uep.answers import NoticeVerdict
from sec_uep.errors import InvalidType, UnknownName
from sec_uep.facts import Unknown
from sec_uep.obligations import (
    determine,
    determine_all,
    entry_process_testing as uept,
    privacy_assessment as privacy,
    security_assessment as fusa,
    user_roles,
)
from sec_uep.parties import with_facts
from tests.obligations.oracle_table_1 import (
    CME,
    DEFAULTS,
    SUPPLIERS,
    TRUTHS,
    VERDICTS,
    Case,
    Supplier,
    untraced,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import DrawFn
    from numpy.typing import NDArray

    from sec_uep import Finding
    from sec_uep.facts import Fact
    from sec_uep.parties import Licence

#: Sets of facts, each with the value it is to have.
Changes = set[frozenset[tuple[str, "Fact"]]]

#: Choices of readings that change what leads to a verdict, and how many facts it takes.
CHOSEN: tuple[dict[str, str], ...] = (
    {},
    {"RD-07": "not-settled"},
    {"RD-21": "own-ground", "RD-09": "domestic-too"},
    {"RD-21": "own-ground", "RD-08": "exemption-prevails"},
    {"RD-10": "met", "RD-23": "all-installations"},
    {"RD-22": "all"},
    {"RD-22": "all", "RD-09": "domestic-too", "RD-07": "not-settled"},
)

each_supplier = pytest.mark.parametrize("row", SUPPLIERS, ids=repr)


@frozen
class Near:
    """A case of a supplier, with every fact that its readings read, and the readings."""

    row: Supplier
    facts: Mapping[str, Fact]
    chosen: Mapping[str, str]

    def ask(self) -> Finding[Verdict]:
        """Put the case to the package."""
        return asked(self.row.make(self.facts), self.facts[CME], DEFAULT_READINGS.choosing(self.chosen))


def asked(licence: Licence, cme: Fact, readings: Readings) -> Finding[Verdict]:
    """Ask of a licence whose Party is in Controlled Market Entry, or is not, or may be."""
    return determine(licence, Party(in_controlled_market_entry=cme), readings)


def after(finding: Finding[Verdict], changes: Mapping[str, Fact]) -> Finding[Verdict]:
    """Ask again with facts changed: Controlled Market Entry is the Party's, the rest the licence's."""
    licence, party = finding.inputs.values()
    of_licence = {name: fact for name, fact in changes.items() if name != CME}
    if CME in changes:
        party = with_facts(party or Party(), {CME: changes[CME]})
    return determine(with_facts(licence, of_licence), party, finding.chosen)


def facts_of(row: Supplier) -> tuple[str, ...]:
    """Return the thirteen facts of a supplier and its Party that are varied."""
    return (*row.names[:12], CME)


def alike(row: Supplier) -> dict[str, Fact]:
    """Return the six paragraphs that are not varied: they are false, and as good as a false one that is."""
    return dict.fromkeys(row.names[12:], False)


@lru_cache(maxsize=4)
def masks(row: Supplier, chosen: frozenset[tuple[str, str]]) -> NDArray[np.uint8]:
    """Return the verdicts that stay possible, as bits, of every pattern of false, true and unknown."""
    everything: dict[str, Fact] = dict.fromkeys(facts_of(row), UNKNOWN)
    return Case(row, {**everything, **alike(row)}, {**DEFAULTS, **dict(chosen)}).masks()


def distances(facts: Mapping[str, Fact], names: tuple[str, ...]) -> NDArray[np.uint8]:
    """Return, for every pattern, how many facts are otherwise than in *facts*."""
    found = np.zeros((1,) * len(names), dtype=np.uint8)
    for axis, name in enumerate(names):
        shape = [1] * len(names)
        shape[axis] = 3
        differs = [truth is not facts[name] for truth in TRUTHS]
        found = found + np.array(differs, dtype=np.uint8).reshape(shape)
    return found


def by_hand(case: Near) -> dict[str, Changes]:
    """Return, for each verdict that any pattern has, the nearest patterns, as what they change."""
    names = facts_of(case.row)
    verdicts = masks(case.row, frozenset(case.chosen.items()))
    away = distances(case.facts, names)
    found: dict[str, Changes] = {}
    for bit, verdict in enumerate(VERDICTS):
        reached = verdicts == (1 << bit)
        if not reached.any():
            continue
        nearest = away[reached].min()
        found[verdict] = {
            frozenset(
                (name, TRUTHS[index])
                for name, index in zip(names, cell, strict=True)
                if TRUTHS[index] is not case.facts[name]
            )
            for cell in np.argwhere(reached & (away == nearest))
        }
    return found


@st.composite
def cases(draw: DrawFn, row: Supplier) -> Near:
    """Any facts of a supplier, mostly known, or half of them, or hardly any."""
    names = facts_of(row)
    facts: dict[str, Fact] = dict.fromkeys(names, draw(st.sampled_from(TRUTHS)))
    for name in draw(st.sets(st.sampled_from(names), max_size=6)):
        facts[name] = draw(st.sampled_from(TRUTHS))
    facts |= alike(row)
    return Near(row, facts, draw(st.sampled_from(CHOSEN)))


class TestSuppliers:
    """Each suggested set leads to the verdict, no smaller one does, and none of that size is left out."""

    @each_supplier
    @settings(max_examples=25)
    @given(data=st.data())
    def test_against_every_pattern(self, row: Supplier, data: st.DataObject) -> None:
        """Of all 1,594,323 patterns, the nearest with the verdict are those suggested, once each."""
        case = data.draw(cases(row))
        finding = case.ask()
        with untraced():
            nearest = by_hand(case)
        false = [name for name in row.names[10:12] if case.facts[name] is False]
        for verdict in Verdict:
            suggested = finding.smallest_changes(verdict)
            expected = nearest.get(verdict.value, set()) - {frozenset()}
            expected |= {
                changes - {(name, True)} | {(other, True)}
                for name in false
                for changes in expected
                if (name, True) in changes
                for other in alike(row)
            }
            if not false:  # to which a paragraph that is not varied could be compared
                suggested = tuple(changes for changes in suggested if not changes.keys() & alike(row).keys())
            assert {frozenset(changes.items()) for changes in suggested} == expected
            assert len(suggested) == len(expected)
            for changes in suggested[:20]:
                assert after(finding, changes).verdict is verdict

    @each_supplier
    @given(data=st.data())
    def test_nothing_to_change(self, row: Supplier, data: st.DataObject) -> None:
        """Nothing is suggested for the verdict itself, for one of no licence, or for being in doubt."""
        finding = data.draw(cases(row)).ask()
        assert finding.smallest_changes(finding.verdict) == ()
        assert finding.smallest_changes(Verdict.UNDETERMINED) == ()
        assert finding.smallest_changes(Verdict.OPTIONAL) == ()
        assert finding.smallest_changes(Verdict.NOT_REQUIRED) == ()

    @each_supplier
    def test_not_settled(self, row: Supplier) -> None:
        """What is not settled is reached as the specialist of EX-06; where RD-07 says so, more simply."""
        case = Near(row, dict.fromkeys((*row.names, CME), False), {})
        assert case.ask().smallest_changes(Verdict.NOT_SETTLED) == ({"meters_elsewhere.advanced": True},)
        domestic = Near(row, {**case.facts, "domestic": True}, {"RD-07": "not-settled"})
        assert domestic.ask().smallest_changes(Verdict.NOT_SETTLED) == ({"domestic": False},)

    @each_supplier
    @pytest.mark.parametrize("kind", ["smart", "other"])
    def test_meters_elsewhere(self, row: Supplier, kind: str) -> None:
        """Where RD-23 ranges over all installations, a smart or other meter elsewhere ends the exemption."""
        facts = {**dict.fromkeys((*row.names, CME), False), "meters.advanced": True}
        all_over = Near(row, facts, {"RD-23": "all-installations"}).ask()
        assert all_over.verdict is Verdict.EXEMPT
        assert {f"meters_elsewhere.{kind}": True} in all_over.smallest_changes(Verdict.MUST)
        there = Near(row, facts, {}).ask()
        assert {f"meters.{kind}": True} in there.smallest_changes(Verdict.MUST)
        assert {f"meters_elsewhere.{kind}": True} not in there.smallest_changes(Verdict.MUST)

    @each_supplier
    @settings(max_examples=40)
    @given(data=st.data())
    def test_questions_agree(self, row: Supplier, data: st.DataObject) -> None:
        """What would become known is asked for; where nothing is asked, something known has to change."""
        finding = data.draw(cases(row)).ask()
        licence, party = finding.inputs.values()
        known = {**licence.facts(), **party.facts()}
        asks = {question.fact: question.settles_in for question in finding.next_questions()}
        assert all(known[name] is UNKNOWN for name in asks)
        for verdict in Verdict:
            for changes in finding.smallest_changes(verdict):
                if all(known[name] is UNKNOWN for name in changes):
                    assert changes.keys() <= asks.keys()
                    assert max(asks[name] for name in changes) <= len(changes)
        assert (finding.verdict is Verdict.UNDETERMINED) is bool(asks)

    def test_without_a_party(self) -> None:
        """Without a Party, Controlled Market Entry is still suggested: it would be a fact of the Party."""
        supply = ElectricitySupply(domestic=True, paragraphs=set(), meters={"smart"}, exempt_48_9=False)
        finding = determine(supply)
        assert finding.verdict is Verdict.MUST
        (changes,) = finding.smallest_changes(Verdict.NOT_YET)
        assert changes == {CME: True}
        assert after(finding, changes).verdict is Verdict.NOT_YET

    def test_a_case(self) -> None:
        """One that installs a smart meter too is exempt without it, or by one of eight paragraphs."""
        gas = GasSupply(domestic=False, paragraphs=set(), meters={"large-gas", "smart"}, exempt_42_9=False)
        suggested = determine(gas).smallest_changes(Verdict.EXEMPT)
        assert {"meters.smart": False} in suggested
        assert Counter(len(changes) for changes in suggested) == {1: 9}

    def test_a_value(self) -> None:
        """What is suggested does not change, and can be counted in a set."""
        (changes,) = determine(ElectricityDistribution()).smallest_changes(Verdict.EXEMPT)
        assert len({changes, changes}) == 1
        assert not hasattr(changes, "__setitem__")


class TestOtherLicences:
    """A distributor's two facts, and a transporter's none."""

    @pytest.mark.parametrize("provider", TRUTHS, ids=repr)
    @pytest.mark.parametrize("cme", TRUTHS, ids=repr)
    def test_distributor(self, provider: Fact, cme: Fact) -> None:
        """Of the nine patterns of a distributor the nearest are suggested."""
        names = ("distribution_service_provider", CME)
        finding = asked(ElectricityDistribution(provider), cme, DEFAULT_READINGS)
        for verdict in Verdict:
            reaching = [
                frozenset(
                    (name, new)
                    for name, old, new in zip(names, (provider, cme), pattern, strict=True)
                    if old is not new
                )
                for pattern in ((p, c) for p in TRUTHS for c in TRUTHS)
                if verdict is not Verdict.UNDETERMINED
                and asked(ElectricityDistribution(pattern[0]), pattern[1], DEFAULT_READINGS).verdict
                is verdict
            ]
            fewest = min(map(len, reaching), default=0)
            expected = {changes for changes in reaching if len(changes) == fewest and changes}
            suggested = finding.smallest_changes(verdict)
            assert {frozenset(changes.items()) for changes in suggested} == expected
            assert len(suggested) == len(expected)

    @pytest.mark.parametrize("party", [None, Party(), Party(in_controlled_market_entry=True)])
    def test_transporter(self, party: Party | None) -> None:
        """No fact changes what is said of a gas transporter."""
        finding = determine(GasTransport(), party)
        assert [finding.smallest_changes(verdict) for verdict in Verdict] == [()] * len(Verdict)

    def test_no_licence(self) -> None:
        """No fact of a Party that holds no licence leads anywhere else: it would need a licence."""
        (finding,) = determine_all(Party(licences=()))
        assert [finding.smallest_changes(verdict) for verdict in Verdict] == [()] * len(Verdict)
        role = user_roles.may_apply_for(UserRole.GAS_SUPPLIER, Party(licences=()))
        assert [role.smallest_changes(verdict) for verdict in user_roles.RoleVerdict] == [()] * 3


def reached_by(finding: Finding[Any], name: str, values: tuple[Any, ...], verdict: Any) -> list[Any]:  # noqa: ANN401
    """Return the values, other than the one it has, with which the finding comes out as *verdict*."""
    if finding.verdict is verdict:
        return []
    now = finding.inputs[name]
    return [
        value for value in values if value is not now and finding.again(**{name: value}).verdict is verdict
    ]


class TestChargesAndSize:
    """Where one input may be unknown, it is the only one that is suggested."""

    @given(
        requested=st.dates(date(2026, 1, 1), date(2027, 1, 1)),
        notice=st.integers(0, 56),
        cost=st.just(UNKNOWN) | st.decimals(1, 90_000, places=2),
        redeployed=st.sampled_from(TRUTHS),
    )
    def test_redeployed(
        self, requested: date, notice: int, cost: Decimal | Unknown, redeployed: Fact
    ) -> None:
        """Whether the User CIO redeploys decides a late charge, and nothing of one in time."""
        charge = fusa.reschedule_charge(
            requested=requested,
            assessment=requested + timedelta(days=notice),
            total_cost=cost,
            redeployed=redeployed,
        )
        late = notice < 28
        expected = {
            fusa.ChargeVerdict.NO_CHARGE: [{"redeployed": True}] if late and redeployed is not True else [],
            fusa.ChargeVerdict.CAN_BE_CHARGED: (
                [{"redeployed": False}] if late and redeployed is not False else []
            ),
            fusa.ChargeVerdict.UNDETERMINED: [],
        }
        for verdict, changes in expected.items():
            assert [dict(each) for each in charge.smallest_changes(verdict)] == changes
            for each in changes:
                assert charge.again(**each).verdict is verdict
        assert bool(charge.next_questions()) is (late and redeployed is UNKNOWN)

    @given(
        requested=st.dates(date(2026, 1, 1), date(2027, 1, 1)),
        notice=st.integers(0, 56),
        cost=st.sampled_from([Decimal(0), Decimal(8000)]),
        incurred=st.sampled_from([Decimal(0), Decimal(1), Decimal(500), UNKNOWN]),
    )
    def test_costs_incurred(
        self, requested: date, notice: int, cost: Decimal, incurred: Decimal | Unknown
    ) -> None:
        """Whether costs were incurred decides a charge for a change in time; an amount is not suggested."""
        charge = privacy.change_charge(
            requested=requested,
            assessment=requested + timedelta(days=notice),
            total_cost=cost,
            costs_incurred=incurred,
        )
        is_free = notice >= 28 or not cost
        asked = [question.fact for question in charge.next_questions()]
        assert asked == (["costs_incurred"] if is_free and incurred is UNKNOWN else [])
        assert [charge.smallest_changes(verdict) for verdict in privacy.ChargeVerdict] == [()] * 3

    @pytest.mark.parametrize("reading", ["count-on-the-day", "once-large-always-large"])
    @pytest.mark.parametrize("has_been_large", TRUTHS, ids=repr)
    @pytest.mark.parametrize("domestic", [0, 250_000, 250_001])
    @pytest.mark.parametrize("non_domestic", [None, 0, 40_000, 50_001])
    def test_has_been_large(
        self, reading: str, has_been_large: Fact, domestic: int, non_domestic: int | None
    ) -> None:
        """Having been Large decides only by the other reading of RD-26, and only what is not Large now."""
        finding = fusa.size(
            domestic_premises=domestic,
            non_domestic_premises=non_domestic,
            has_been_large=has_been_large,
            readings=DEFAULT_READINGS.choosing({"RD-26": reading}),
        )
        for verdict in fusa.SizeCategory:
            values = reached_by(finding, "has_been_large", (True, False), verdict)
            suggested = [dict(each) for each in finding.smallest_changes(verdict)]
            assert suggested == [{"has_been_large": value} for value in values]
            if reading == "count-on-the-day" or domestic > 250_000:
                assert suggested == []
            for each in suggested:
                assert finding.again(**each).verdict is verdict
                if has_been_large is UNKNOWN:
                    assert [question.fact for question in finding.next_questions()] == [*each]
        if reading == "once-large-always-large" and domestic == 250_000 and not non_domestic:
            large = finding.smallest_changes(fusa.SizeCategory.LARGE)
            assert bool(large) is (has_been_large is not True)

    def test_nothing_that_may_be_unknown(self) -> None:
        """Where every input is given, a date or a status, nothing is suggested."""
        late = uept.notice(given=date(2026, 6, 3), start=date(2026, 8, 25))
        assert late.smallest_changes(NoticeVerdict.SUFFICIENT) == ()
        refused = fusa.entry_with(AssuranceStatus.REJECTED)
        assert refused.smallest_changes(fusa.EntryVerdict.PERMITTED) == ()


class TestNamesOfVerdicts:
    """A verdict is a `Verdict`, or its name; no other text passes for one."""

    @pytest.mark.parametrize("verdict", ["exempt", "not-yet"])
    def test_a_name_is_the_verdict(self, verdict: Any) -> None:  # noqa: ANN401 - text where a verdict belongs
        """Asked by its name a verdict is the same, whichever of the two was asked first."""
        unused = Readings(rd_26="once-large-always-large", rd_25="confirmed", rd_24="one-for-all")
        for supply in (
            ElectricitySupply(domestic=True, meters={"smart"}, exempt_48_9=False),
            GasSupply(domestic=True, meters={"smart"}, exempt_42_9=False),
        ):
            finding = determine(supply, None, unused)
            by_name = finding.smallest_changes(verdict), finding.why_not(verdict)
            assert by_name[0]
            by_verdict = finding.smallest_changes(Verdict(verdict)), finding.why_not(Verdict(verdict))
            assert by_name == by_verdict
            for changes in by_name[0]:
                assert after(finding, changes).why()

    @pytest.mark.parametrize("question", ["smallest_changes", "why_not"])
    def test_no_such_verdict(self, question: str) -> None:
        """A name that is none of its verdicts is refused, and so is another kind of verdict."""
        ask = getattr(determine(GasSupply()), question)
        with pytest.raises(
            UnknownName, match=r"^verdict: 'exampt' is not known here; the nearest is 'exempt'"
        ):
            ask("exampt")
        for other in (fusa.SizeCategory.NOT_SETTLED, None, Verdict, 1, True):
            with pytest.raises(InvalidType) as caught:
                ask(other)
            assert str(caught.value).startswith(
                f"verdict: {other!r} is not a Verdict; pass Verdict.MUST, say"
            )
