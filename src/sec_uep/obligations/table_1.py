"""
Who must become a DCC User: Table 1, asked of a licence or of all that a Party holds.

Encodes OB-01, OB-02 and OB-16, and sends each licence to the module of its own row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Self

from attrs import evolve

from sec_uep.answers import Finding, Lack, Reason, Verdict, check_terms, question, shape
from sec_uep.checks import check_is
from sec_uep.citations import SEC, Citation, guidance
from sec_uep.errors import InvalidType, shown
from sec_uep.facts import UNKNOWN, Lines, Way, in_a_word, joined
from sec_uep.obligations import (
    electricity_distribution,
    electricity_supply,
    gas_supply,
    gas_transport,
)
from sec_uep.obligations._rows import OB_02, Row, asked_for, facts_of_case, lost_by, ways
from sec_uep.parties import (
    ElectricityDistribution,
    ElectricitySupply,
    GasSupply,
    GasTransport,
    Licence,
    Party,
)
from sec_uep.readings import DEFAULT_READINGS, Readings
from sec_uep.rules import Bearer, Kind, Rule

__all__ = ["determine", "determine_all"]

_WHO = guidance("Who can complete the User Entry Process?")

OB_01 = Rule(
    "OB-01",
    Kind.PRECONDITION,
    Bearer.PARTY,
    "Whoever wishes to become a DCC User completes the User Entry Process; every SEC Party is eligible",
    Citation(SEC, "Section H1", via=guidance("Introduction")),
)
OB_16 = Rule(
    "OB-16",
    Kind.MAY,
    Bearer.PARTY,
    "Those who hold no Ofgem licence can choose to become DCC Users; the history of consumption or "
    "tariff details is subject to the customer's consent",
    _WHO,
)


def determine(
    licence: Licence, party: Party | None = None, readings: Readings = DEFAULT_READINGS
) -> Finding[Verdict]:
    """
    Return whether the holder of *licence* must become a DCC User for it.

    Without a *party*, Table 1 alone answers.
    With one, what would be MUST is NOT_YET while the Party is in Controlled Market Entry.
    A fact that nobody gave is unknown:
    the verdict is the one that holds however the unknown facts turn out, or else UNDETERMINED.

    >>> determine(ElectricitySupply(domestic=False, paragraphs={"39.4": True})).verdict
    <Verdict.EXEMPT: 'exempt'>
    >>> determine(ElectricitySupply(domestic=False)).verdict
    <Verdict.UNDETERMINED: 'undetermined'>
    >>> gas = GasSupply(domestic=True)
    >>> determine(gas).verdict, determine(gas, Party(in_controlled_market_entry=True)).verdict
    (<Verdict.MUST: 'must'>, <Verdict.NOT_YET: 'not-yet'>)

    Raises:
        InvalidType: If *licence* is not a licence of Table 1, or *party* not a `Party`.

    """
    return _OfLicence(licence=licence, party=party, readings=readings)


_ROWS: Mapping[type[Licence], tuple[Row, Rule]] = {
    ElectricitySupply: (electricity_supply.ROW, electricity_supply.OB_03),
    GasSupply: (gas_supply.ROW, gas_supply.OB_08),
    ElectricityDistribution: (electricity_distribution.ROW, electricity_distribution.OB_13),
    GasTransport: (gas_transport.ROW, gas_transport.OB_15),
}
_PARTY_OR_NONE = (Party, type(None))


@shape
class _OfTable1(Finding[Verdict]):
    """What Table 1 says, of one licence or of a Party without one."""

    def as_row(self) -> dict[str, Any]:
        """
        Return the finding as a flat row of plain values, with whose it is and for which licence.

        *lost_by* are the smallest changes that lose an exemption, each "fact=yes" or several joined by "and".
        """
        named = {name: getattr(self.inputs.get(name), "name", "") or None for name in ("party", "licence")}
        ways_to_lose = (
            " and ".join(f"{name}={in_a_word(fact)}" for name, fact in change.items())
            for change in lost_by(self)
        )
        return named | super().as_row() | {"lost_by": joined(ways_to_lose)}


@question(
    OB_02,
    "whether the licence holder must become a DCC User",
    turns_on=("RD-07", "RD-08", "RD-09", "RD-10", "RD-21", "RD-22", "RD-23"),
    name="table_1.determine",
)
class _OfLicence(_OfTable1):
    """What Table 1 says of one licence; each kind of licence has a row, and a rule that is asked."""

    licence: Licence
    party: Party | None

    def _find(self) -> tuple[Verdict, tuple[Rule, ...]]:
        found = _ROWS.get(self.licence.__class__)
        if found is None or self.party.__class__ not in _PARTY_OR_NONE:
            raise _refusal(self.licence, self.party)
        outcome = found[0].decide(self.licence, self.party, self.chosen)
        return outcome.verdict, outcome.grounds

    @property
    def _row(self) -> Row:
        return _ROWS[type(self.licence)][0]

    @property
    def rule(self) -> Rule:
        """The rule that is asked of such a licence."""
        return _ROWS[type(self.licence)][1]

    @property
    def in_every_case(self) -> bool:
        """Whether its grounds carry the verdict however the unknown facts turn out."""
        return bool(self._row.decide(self.licence, self.party, self.chosen).certain)

    @property
    def possible(self) -> tuple[Verdict, ...]:
        """The verdicts that the unknown facts leave possible."""
        return tuple(dict.fromkeys(verdict for verdict, _ in self._needs()))

    def _reasons(self) -> Iterable[Reason]:
        if self.licence.name:
            yield Reason(OB_02, holds=True, text=f"licence {self.licence.name}", facts={})
        yield from self._row.why(self)

    def _lacks(self, verdict: Verdict) -> Iterable[Reason]:
        return self._row.why_not(self, verdict)

    def _may_lack(self) -> Mapping[str, Lack]:
        return asked_for(self._row, self.chosen)

    def _known(self) -> Mapping[str, Any]:
        return facts_of_case(self.licence, self.party)

    def _ways(self) -> Mapping[Verdict, Sequence[Way]]:
        return ways(self._row, self.chosen)

    def __repr__(self) -> str:
        ids = dict.fromkeys(rule.id for rule in self.grounds)
        name = shown(self.licence.name) if self.licence.name else ""
        return f"<Finding {' '.join(filter(None, (name, self.verdict.value, *ids)))}>"

    def __str__(self) -> str:
        name = f"{self.licence.name}: " if self.licence.name else ""
        return f"{name}{super().__str__()}"


_OfLicence.rules_asked = tuple(rule for _, rule in _ROWS.values())


def _refusal(licence: object, party: object) -> InvalidType:
    """Return why the question cannot be asked of these."""
    if licence.__class__ not in _ROWS:
        return InvalidType(
            "licence",
            shown(licence),
            "is not a licence of Table 1",
            "pass an ElectricitySupply, GasSupply, ElectricityDistribution or GasTransport",
        )
    return InvalidType("party", shown(party), "is not a Party", "pass a sec_uep.Party, or leave it out")


def determine_all(party: Party, readings: Readings = DEFAULT_READINGS) -> Lines[Finding[Verdict]]:
    """
    Return a finding for each licence that *party* holds, in its order.

    A Party that holds none gets one finding, OPTIONAL (OB-16).
    Where it is not known which licences it holds, the one finding is UNDETERMINED.
    `rows()` of them, for a DataFrame, has the same columns for every Party.

    >>> [finding.verdict.value for finding in determine_all(Party(licences=()))]
    ['optional']
    >>> party = Party(licences=(GasTransport(), ElectricityDistribution()), in_controlled_market_entry=False)
    >>> [finding.verdict.value for finding in determine_all(party)]
    ['not-required', 'undetermined']

    Raises:
        InvalidType: If *party* is not a `Party`.

    """
    check_terms(None, readings)
    check_is("party", party, Party)
    if party.licences is UNKNOWN or not party.licences:
        return Lines([_WithoutLicence(party=party, readings=readings)])
    return Lines([determine(licence, party, readings) for licence in party.licences])


@question(
    OB_16,
    "whether a Party without a licence of Table 1 must become a DCC User",
    may_lack={"licences": Lack("which licences of Table 1 it holds", ((),), OB_02)},
    name="table_1.determine_all",
)
class _WithoutLicence(_OfTable1):
    """What Table 1 says of a Party that holds no licence in it, or of which that is not known."""

    party: Party

    def _find(self) -> tuple[Verdict, tuple[Rule, ...]]:
        if check_is("party", self.party, Party).licences is UNKNOWN:
            return Verdict.UNDETERMINED, ()
        return Verdict.OPTIONAL, (OB_16,)

    def _reasons(self) -> Iterator[Reason]:
        none_held = UNKNOWN if self.verdict is Verdict.UNDETERMINED else True
        yield Reason(OB_16, none_held, "holds no Ofgem licence", {"licences": self.party.licences})

    def _known(self) -> Mapping[str, Any]:
        return {"licences": self.party.licences}

    def _with(self, facts: Mapping[str, Any]) -> Self:
        return self.again(party=evolve(self.party, **facts))
