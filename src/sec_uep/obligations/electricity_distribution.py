"""
Whether an electricity distributor must become a DCC User: Table 1, third row.

Encodes OB-13, OB-14 and the distributor's part of EX-07.
Not encoded: the text of distribution licence Condition 21A, which nobody here could read.
"""

from __future__ import annotations

from sec_uep.answers import Verdict
from sec_uep.citations import DISTRIBUTION_LICENCE, GEMSERV_ARTICLE, Citation, guidance
from sec_uep.facts import Is
from sec_uep.obligations._rows import OB_17, Clause, Outcome, Row, controlled_market_entry
from sec_uep.readings import Readings
from sec_uep.rules import Bearer, Kind, Rule

__all__ = ["ROW"]

_TABLE_1 = guidance("Table 1, Electricity Distributor")

OB_13 = Rule(
    "OB-13",
    Kind.MUST,
    Bearer.ELECTRICITY_DISTRIBUTOR,
    "A Distribution Service Provider must become a DCC User",
    Citation(DISTRIBUTION_LICENCE, "Section A Condition 21A", via=_TABLE_1),
)
OB_14 = Rule(
    "OB-14",
    Kind.EXEMPT,
    Bearer.ELECTRICITY_DISTRIBUTOR,
    "A Party that is not a Distribution Service Provider is exempt, as set out in Condition 21A.5",
    Citation(DISTRIBUTION_LICENCE, "Section A Condition 21A.5", via=_TABLE_1),
)
EX_07_DISTRIBUTOR = Rule(
    "EX-07",
    Kind.MUST,
    Bearer.ELECTRICITY_DISTRIBUTOR,
    "Electricity distributors must be DCC Users from 21 January 2018",
    Citation(GEMSERV_ARTICLE, "electricity distributors"),
)

_DISTRIBUTION_SERVICE_PROVIDER = Is("distribution_service_provider")


def _outcome(known: tuple[bool, ...], _: Readings) -> Outcome:
    distribution_service_provider, in_market_entry = known
    if not distribution_service_provider:
        return Outcome(Verdict.EXEMPT, (OB_14,))
    if in_market_entry:
        return Outcome(Verdict.NOT_YET, (OB_17, OB_13, EX_07_DISTRIBUTOR))
    return Outcome(Verdict.MUST, (OB_13, EX_07_DISTRIBUTOR))


ROW = Row(
    (
        Clause("is a Distribution Service Provider", OB_13, lambda _: _DISTRIBUTION_SERVICE_PROVIDER),
        controlled_market_entry,
    ),
    _outcome,
)
