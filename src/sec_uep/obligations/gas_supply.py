"""
Whether a gas supplier must become a DCC User: Table 1, second row.

Encodes OB-08 to OB-12 and EX-13, from the guidance's summary of supply licence Conditions 33 and 42.
Not encoded: the text of those conditions, which nobody here could read;
what each listed paragraph of Condition 33 says is for the licence holder to judge.
"""

from __future__ import annotations

from decimal import Decimal

from sec_uep.answers import check_terms
from sec_uep.citations import DESNZ_NOTICE, GAS_LICENCE, Citation, guidance
from sec_uep.errors import InvalidType, InvalidValue, shown
from sec_uep.facts import UNKNOWN, AnyOf, Fact, Is, check_fact
from sec_uep.obligations._rows import Clause, Row, controlled_market_entry
from sec_uep.obligations._supply import SupplierRules, only_installs, supplier_outcome
from sec_uep.parties import CONDITION_33_PARAGRAPHS
from sec_uep.readings import DEFAULT_READINGS, Readings
from sec_uep.rules import Bearer, Kind, Rule

__all__ = ["DESIGNATED_KWH", "ROW", "is_designated_premises"]

_TABLE_1 = guidance("Table 1, Gas Supplier")

OB_08 = Rule(
    "OB-08",
    Kind.MUST,
    Bearer.GAS_SUPPLIER,
    "A Domestic Supplier must become a DCC User",
    Citation(GAS_LICENCE, "Section C Condition 42", via=_TABLE_1),
)
OB_09 = Rule(
    "OB-09",
    Kind.EXEMPT,
    Bearer.GAS_SUPPLIER,
    "A Non-Domestic Supplier is exempt if one or more of 33.3, 33.4, 33.5, 33.6, 33.10, 33.11, 33.12 "
    "and 33.13 apply",
    Citation(GAS_LICENCE, "Section C Condition 33", via=_TABLE_1),
)
OB_10 = Rule(
    "OB-10",
    Kind.EXEMPT,
    Bearer.GAS_SUPPLIER,
    "A Party is exempt if it only installs Large Gas Meters or Advanced Meters at Designated Premises",
    _TABLE_1,
)
OB_11 = Rule(
    "OB-11",
    Kind.DEFINITION,
    Bearer.NOBODY,
    "Designated Premises are non-domestic premises at which the measured annual consumption of gas is "
    "732,000 kWh or less",
    _TABLE_1,
)
OB_12 = Rule(
    "OB-12",
    Kind.EXEMPT,
    Bearer.GAS_SUPPLIER,
    "A Party is exempt if it has the exemption set out in Section C Condition 42.9",
    Citation(GAS_LICENCE, "Section C Condition 42.9", via=_TABLE_1),
)
EX_13 = Rule(
    "EX-13",
    Kind.INFORMATION,
    Bearer.NOBODY,
    "A Government notice puts gas below 732 MWh a year in scope and over 732 MWh out of it, and leaves "
    "the exact figure unplaced",
    Citation(DESNZ_NOTICE, "scope"),
)

_DOMESTIC = Is("domestic")
_WITHIN_PARAGRAPHS = AnyOf(*(Is(f"paragraphs.{paragraph}") for paragraph in CONDITION_33_PARAGRAPHS))
_EXEMPT_42_9 = Is("exempt_42_9")

ROW = Row(
    (
        Clause("is a Domestic Supplier", OB_08, lambda _: _DOMESTIC),
        Clause(
            "is within one or more of the listed paragraphs of Condition 33",
            OB_09,
            lambda _: _WITHIN_PARAGRAPHS,
        ),
        Clause(
            "only installs large gas or advanced meters",
            OB_10,
            only_installs("large-gas", "advanced"),
        ),
        Clause("has the exemption of Condition 42.9", OB_12, lambda _: _EXEMPT_42_9),
        controlled_market_entry,
    ),
    supplier_outcome(SupplierRules(OB_08, OB_09, OB_10, OB_12)),
)

#: The measured annual consumption, in kWh, up to which premises are designated.
DESIGNATED_KWH = 732_000


def is_designated_premises(
    *, domestic: Fact, annual_kwh: int | Decimal, readings: Readings = DEFAULT_READINGS
) -> Fact:
    """
    Return whether premises are Designated Premises (gas), OB-11.

    >>> is_designated_premises(domestic=False, annual_kwh=732_000)
    True
    >>> is_designated_premises(domestic=False, annual_kwh=732_001)
    False

    *annual_kwh* is the measured annual consumption in kWh.
    Exactly 732,000 is inside by the guidance; RD-12 holds the other reading.

    Raises:
        InvalidType: If *annual_kwh* is not an int or a Decimal, or *domestic* is not a fact.
        InvalidValue: If *annual_kwh* is negative or not a number.

    """
    check_terms(None, readings)
    if isinstance(annual_kwh, bool) or not isinstance(annual_kwh, (int, Decimal)):
        reason, next_step = "is not a consumption", "pass an int or a Decimal of kWh"
        raise InvalidType("annual_kwh", shown(annual_kwh), reason, next_step)
    if (isinstance(annual_kwh, Decimal) and not annual_kwh.is_finite()) or annual_kwh < 0:
        raise InvalidValue("annual_kwh", shown(annual_kwh), "is not a consumption", "pass 0 or more kWh")
    inside = annual_kwh < DESIGNATED_KWH or (annual_kwh == DESIGNATED_KWH and readings.rd_12 == "inside")
    if check_fact("domestic", domestic) is True or not inside:
        return False
    return UNKNOWN if domestic is UNKNOWN else True
