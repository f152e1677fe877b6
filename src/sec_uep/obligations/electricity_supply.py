"""
Whether an electricity supplier must become a DCC User: Table 1, first row.

Encodes OB-03 to OB-07, from the guidance's summary of supply licence Conditions 39 and 48.
Not encoded: the text of those conditions, which nobody here could read;
what each listed paragraph of Condition 39 says is for the licence holder to judge.
"""

from __future__ import annotations

from sec_uep.checks import check_whole
from sec_uep.citations import ELECTRICITY_LICENCE, Citation, guidance
from sec_uep.facts import UNKNOWN, AnyOf, Fact, Is, check_fact
from sec_uep.obligations._rows import Clause, Row, controlled_market_entry
from sec_uep.obligations._supply import SupplierRules, only_installs, supplier_outcome
from sec_uep.parties import CONDITION_39_PARAGRAPHS
from sec_uep.rules import Bearer, Kind, Rule

__all__ = ["ROW", "is_designated_premises"]

_TABLE_1 = guidance("Table 1, Electricity Supplier")

OB_03 = Rule(
    "OB-03",
    Kind.MUST,
    Bearer.ELECTRICITY_SUPPLIER,
    "A Domestic Supplier must become a DCC User",
    Citation(ELECTRICITY_LICENCE, "Section C Condition 48", via=_TABLE_1),
)
OB_04 = Rule(
    "OB-04",
    Kind.EXEMPT,
    Bearer.ELECTRICITY_SUPPLIER,
    "A Non-Domestic Supplier is exempt if one or more of 39.3, 39.4, 39.5, 39.6, 39.10, 39.11, 39.12 "
    "and 39.13 apply",
    Citation(ELECTRICITY_LICENCE, "Section C Condition 39", via=_TABLE_1),
)
OB_05 = Rule(
    "OB-05",
    Kind.EXEMPT,
    Bearer.ELECTRICITY_SUPPLIER,
    "A Party is exempt if it only installs Current Transformer Electricity Meters or Advanced Meters at "
    "Designated Premises",
    _TABLE_1,
)
OB_06 = Rule(
    "OB-06",
    Kind.DEFINITION,
    Bearer.NOBODY,
    "Designated Premises are non-domestic premises at which a metering point falls within profile class "
    "1, 2, 3 or 4 as defined in the Balancing and Settlement Code",
    _TABLE_1,
)
OB_07 = Rule(
    "OB-07",
    Kind.EXEMPT,
    Bearer.ELECTRICITY_SUPPLIER,
    "A Party is exempt if it has the exemption set out in Section C Condition 48.9",
    Citation(ELECTRICITY_LICENCE, "Section C Condition 48.9", via=_TABLE_1),
)

_DOMESTIC = Is("domestic")
_WITHIN_PARAGRAPHS = AnyOf(*(Is(f"paragraphs.{paragraph}") for paragraph in CONDITION_39_PARAGRAPHS))
_EXEMPT_48_9 = Is("exempt_48_9")

ROW = Row(
    (
        Clause("is a Domestic Supplier", OB_03, lambda _: _DOMESTIC),
        Clause(
            "is within one or more of the listed paragraphs of Condition 39",
            OB_04,
            lambda _: _WITHIN_PARAGRAPHS,
        ),
        Clause(
            "only installs current-transformer or advanced meters",
            OB_05,
            only_installs("current-transformer", "advanced"),
        ),
        Clause("has the exemption of Condition 48.9", OB_07, lambda _: _EXEMPT_48_9),
        controlled_market_entry,
    ),
    supplier_outcome(SupplierRules(OB_03, OB_04, OB_05, OB_07)),
)

_PROFILE_CLASSES = range(9)
_DESIGNATED_CLASSES = frozenset({1, 2, 3, 4})


def is_designated_premises(*, domestic: Fact, profile_class: int) -> Fact:
    """
    Return whether premises are Designated Premises (electricity), OB-06.

    >>> is_designated_premises(domestic=False, profile_class=4)
    True
    >>> is_designated_premises(domestic=False, profile_class=5)
    False
    >>> is_designated_premises(domestic=UNKNOWN, profile_class=3)
    UNKNOWN

    *profile_class* is that of the metering point, 0 to 8; 0 is what half-hourly metering points carry.

    Raises:
        InvalidType: If *profile_class* is not an int, or *domestic* is not a fact.
        InvalidValue: If there is no such profile class.

    """
    what, say = "a profile class", "one from 0 to 8"
    check_whole("profile_class", profile_class, _PROFILE_CLASSES, what, say)
    if check_fact("domestic", domestic) is True or profile_class not in _DESIGNATED_CLASSES:
        return False
    return UNKNOWN if domestic is UNKNOWN else True
