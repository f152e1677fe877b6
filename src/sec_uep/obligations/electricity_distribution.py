"""
Whether an electricity distributor must become a DCC User: Table 1, third row.

Encodes OB-13 and OB-14; EX-16 and the days of EX-07 are those of all mandates.
Not encoded: the text of distribution licence Condition 21A, which nobody here could read.
"""

from __future__ import annotations

from collections.abc import Mapping

from sec_uep.answers import Verdict
from sec_uep.citations import DISTRIBUTION_LICENCE, Citation, guidance
from sec_uep.facts import Is
from sec_uep.obligations._mandate import EX_07_DISTRIBUTOR, EX_07_DNO
from sec_uep.obligations._rows import OB_17, Clause, Outcome, Row, controlled_market_entry
from sec_uep.readings import Readings
from sec_uep.rules import Bearer, Kind, Rule

__all__ = ["ROW"]

_TABLE_1 = guidance("Table 1, Electricity Distributor")

OB_13 = Rule(
    "OB-13",
    Kind.MUST,
    Bearer.ELECTRICITY_DISTRIBUTOR,
    "A Distribution Service Provider must become a DCC User, by direction under 21A.6 (EX-16)",
    Citation(DISTRIBUTION_LICENCE, "Section A Condition 21A", via=_TABLE_1),
)
OB_14 = Rule(
    "OB-14",
    Kind.EXEMPT,
    Bearer.ELECTRICITY_DISTRIBUTOR,
    "A Party that is not a Distribution Service Provider is exempt, as set out in Condition 21A.5",
    Citation(DISTRIBUTION_LICENCE, "Section A Condition 21A.5", via=_TABLE_1),
)

_CLAUSES = (
    Clause("provider", "is a Distribution Service Provider", OB_13, Is("distribution_service_provider")),
    controlled_market_entry,
)


def _outcome(known: Mapping[str, bool], _: Readings) -> Outcome:
    if not known["provider"]:
        return Outcome.of(Verdict.EXEMPT, OB_14)
    duty = (OB_13, EX_07_DISTRIBUTOR, EX_07_DNO)
    if known["market-entry"]:
        return Outcome.of(Verdict.NOT_YET, OB_17, *duty)
    return Outcome.of(Verdict.MUST, *duty)


ROW = Row(lambda _: _CLAUSES, _outcome)
