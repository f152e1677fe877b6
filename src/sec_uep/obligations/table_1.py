"""
Who must become a DCC User: Table 1, asked of a licence or of all that a Party holds.

Encodes OB-01, OB-02 and OB-16, and sends each licence to the module of its own row.
"""

from __future__ import annotations

from collections.abc import Mapping

from sec_uep.answers import (
    FactQuestion,
    Finding,
    FindingKind,
    Reason,
    Reasons,
    Verdict,
    check_terms,
)
from sec_uep.citations import SEC, Citation, guidance
from sec_uep.errors import InvalidType, shown
from sec_uep.facts import UNKNOWN, Fact
from sec_uep.obligations import (
    electricity_distribution,
    electricity_supply,
    gas_supply,
    gas_transport,
)
from sec_uep.obligations._rows import OB_02, OB_17, Row
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

__all__ = ["QUESTIONS", "RULES", "determine", "determine_all"]

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

RULES = (OB_01, OB_02, OB_16, OB_17)

_READINGS = ("RD-07", "RD-08", "RD-09", "RD-10", "RD-21", "RD-22", "RD-23")


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
    >>> gas = GasSupply(domestic=True, exempt_42_9=False)
    >>> determine(gas).verdict, determine(gas, Party(in_controlled_market_entry=True)).verdict
    (<Verdict.MUST: 'must'>, <Verdict.NOT_YET: 'not-yet'>)

    Raises:
        InvalidType: If *licence* is not a licence of Table 1, or *party* not a `Party`.

    """
    kind = _KINDS.get(licence.__class__)
    if kind is None or readings.__class__ is not Readings or party.__class__ not in _PARTY_OR_NONE:
        check_terms(None, readings)
        raise _refusal(licence, party)
    outcome = kind.explain.decide(licence, party, readings)
    return Finding(kind, (licence, party), None, readings, outcome.verdict, outcome.grounds)


def determine_all(party: Party, readings: Readings = DEFAULT_READINGS) -> tuple[Finding[Verdict], ...]:
    """
    Return a finding for each licence that *party* holds, in its order.

    A Party that holds none gets one finding, OPTIONAL (OB-16).
    Where it is not known which licences it holds, the one finding is UNDETERMINED.

    >>> [finding.verdict.value for finding in determine_all(Party(licences=()))]
    ['optional']
    >>> party = Party(licences=(GasTransport(), ElectricityDistribution()), in_controlled_market_entry=False)
    >>> [finding.verdict.value for finding in determine_all(party)]
    ['not-required', 'undetermined']

    Raises:
        InvalidType: If *party* is not a `Party`.

    """
    check_terms(None, readings)
    if not isinstance(party, Party):
        raise InvalidType("party", shown(party), "is not a Party", "pass a sec_uep.Party")
    if party.licences is UNKNOWN:
        return (Finding(_NO_LICENCE, (party,), None, readings, Verdict.UNDETERMINED, ()),)
    if not party.licences:
        return (Finding(_NO_LICENCE, (party,), None, readings, Verdict.OPTIONAL, (OB_16,)),)
    return tuple([determine(licence, party, readings) for licence in party.licences])


_PARTY_OR_NONE = (Party, type(None))


def _refusal(licence: object, party: object) -> InvalidType:
    """Return why the question cannot be asked of these."""
    if licence.__class__ not in _KINDS:
        return InvalidType(
            "licence",
            shown(licence),
            "is not a licence of Table 1",
            "pass an ElectricitySupply, GasSupply, ElectricityDistribution or GasTransport",
        )
    return InvalidType("party", shown(party), "is not a Party", "pass a sec_uep.Party, or leave it out")


class _NoLicence:
    """Explains the finding of a Party that holds no licence of Table 1, or of which that is not known."""

    def why(self, finding: Finding[Verdict]) -> Reasons:
        (party,) = finding.inputs
        none_held = UNKNOWN if finding.verdict is Verdict.UNDETERMINED else True
        return Reasons((Reason(OB_16, none_held, "holds no Ofgem licence", {"licences": party.licences}),))

    def why_not(self, finding: Finding[Verdict], verdict: Verdict) -> Reasons:
        if verdict is finding.verdict:
            return Reasons(())
        (party,) = finding.inputs
        holds = UNKNOWN if finding.verdict is Verdict.UNDETERMINED else False
        return Reasons(
            (
                Reason(
                    OB_02,
                    holds,
                    "holds a licence of Table 1 that leads there",
                    {"licences": party.licences},
                ),
            )
        )

    def smallest_changes(self, _: Finding[Verdict], __: Verdict) -> tuple[Mapping[str, Fact], ...]:
        return ()

    def next_questions(self, finding: Finding[Verdict]) -> tuple[FactQuestion, ...]:
        if finding.verdict is Verdict.OPTIONAL:
            return ()
        return (FactQuestion("licences", "which licences of Table 1 it holds", 1, OB_02),)


def _the_finding(*, party: Party, readings: Readings) -> Finding[Verdict]:
    return determine_all(party, readings)[0]


_NO_LICENCE = FindingKind(
    "table_1.determine_all",
    OB_16,
    "whether a Party without a licence of Table 1 must become a DCC User",
    _the_finding,
    ("party",),
    counts=False,
    explain=_NoLicence(),
)


def _kind(row: Row, rule: Rule) -> FindingKind[Row]:
    return FindingKind(
        "table_1.determine",
        rule,
        "whether the licence holder must become a DCC User",
        determine,
        ("licence", "party"),
        _READINGS,
        counts=False,
        explain=row,
    )


_KINDS = {
    ElectricitySupply: _kind(electricity_supply.ROW, electricity_supply.OB_03),
    GasSupply: _kind(gas_supply.ROW, gas_supply.OB_08),
    ElectricityDistribution: _kind(electricity_distribution.ROW, electricity_distribution.OB_13),
    GasTransport: _kind(gas_transport.ROW, gas_transport.OB_15),
}

#: Every question that this module answers; `determine` asks a rule of its own for each kind of licence.
QUESTIONS = (*_KINDS.values(), _NO_LICENCE)
