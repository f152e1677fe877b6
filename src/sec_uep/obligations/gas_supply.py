"""
Whether a gas supplier must become a DCC User: Table 1, second row.

Encodes OB-08 to OB-12, from the guidance's summary of supply licence Conditions 33 and 42,
and what other pages say of Condition 42 (EX-14) and of larger sites (EX-13).
Not encoded: the text of those conditions, which nobody here could read;
what each listed paragraph of Condition 33 says is for the licence holder to judge.
"""

from __future__ import annotations

from decimal import Decimal

from sec_uep.answers import check_terms
from sec_uep.citations import DESNZ_NOTICE, GAS_LICENCE, OFGEM_FINAL_ORDER, Citation, guidance
from sec_uep.errors import InvalidType, InvalidValue, shown
from sec_uep.facts import UNKNOWN, Fact, check_fact
from sec_uep.obligations._supply import Supplier
from sec_uep.parties import CONDITION_33_PARAGRAPHS
from sec_uep.readings import DEFAULT_READINGS, Readings
from sec_uep.rules import Bearer, Kind, Rule

__all__ = ["DESIGNATED_KWH", "ROW", "is_designated_premises"]

_TABLE_1 = guidance("Table 1, Gas Supplier")

OB_08 = Rule(
    "OB-08",
    Kind.MUST,
    Bearer.GAS_SUPPLIER,
    "A Domestic Supplier must become a DCC User; the duty itself stands in 42.8 (EX-14)",
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
    "A Party is exempt if it only installs Large Gas Meters or Advanced Meters at Designated Premises; "
    "a meter of any other kind there, smart or not, ends that",
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

EX_14 = Rule(
    "EX-14",
    Kind.INFORMATION,
    Bearer.GAS_SUPPLIER,
    "The gas supplier's duty stands in 42.8, and 'DCC User' is defined in 42.11",
    Citation(
        GAS_LICENCE,
        "Section C Conditions 42.8 and 42.11",
        via=Citation(OFGEM_FINAL_ORDER, "licence conditions"),
    ),
)

ROW = Supplier(
    domestic=OB_08,
    within_paragraphs=OB_09,
    only_installs=OB_10,
    exemption=OB_12,
    paragraphs=CONDITION_33_PARAGRAPHS,
    meter="large-gas",
    exempt="exempt_42_9",
).row()

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
    Exactly 732,000 is inside by the guidance; the notice of EX-13 leaves it open (RD-12).

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
