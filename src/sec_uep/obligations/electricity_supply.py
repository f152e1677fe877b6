"""
Whether an electricity supplier must become a DCC User: Table 1, first row.

Encodes OB-03 to OB-07, from the guidance's summary of supply licence Conditions 39 and 48,
and what other pages say of Condition 48 (EX-14) and of profile classes (EX-21).
Not encoded: the text of those conditions, which nobody here could read;
what each listed paragraph of Condition 39 says is for the licence holder to judge.
"""

from __future__ import annotations

from sec_uep.checks import check_whole
from sec_uep.citations import DESNZ_NOTICE, ELECTRICITY_LICENCE, OFGEM_FINAL_ORDER, Citation, guidance
from sec_uep.facts import UNKNOWN, Fact, check_fact
from sec_uep.obligations._supply import Supplier
from sec_uep.parties import CONDITION_39_PARAGRAPHS
from sec_uep.rules import Bearer, Kind, Rule

__all__ = ["PROFILE_CLASSES", "ROW", "is_designated_premises"]

_TABLE_1 = guidance("Table 1, Electricity Supplier")

OB_03 = Rule(
    "OB-03",
    Kind.MUST,
    Bearer.ELECTRICITY_SUPPLIER,
    "A Domestic Supplier must become a DCC User; the duty itself stands in 48.8 (EX-14)",
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
    "Designated Premises; a meter of any other kind there, smart or not, ends that",
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

EX_14 = Rule(
    "EX-14",
    Kind.INFORMATION,
    Bearer.ELECTRICITY_SUPPLIER,
    "The electricity supplier's duty stands in 48.8, and 'DCC User' is defined in 48.11",
    Citation(
        ELECTRICITY_LICENCE,
        "Section C Conditions 48.8 and 48.11",
        via=Citation(OFGEM_FINAL_ORDER, "licence conditions"),
    ),
)
EX_21 = Rule(
    "EX-21",
    Kind.INFORMATION,
    Bearer.NOBODY,
    "Profile classes 5 to 8 and 00 are outside the mandate",
    Citation(DESNZ_NOTICE, "scope"),
)

ROW = Supplier(
    domestic=OB_03,
    within_paragraphs=OB_04,
    only_installs=OB_05,
    exemption=OB_07,
    paragraphs=CONDITION_39_PARAGRAPHS,
    meter="current-transformer",
    exempt="exempt_48_9",
).row()

#: The profile classes that a metering point can have; 0 is the class written 00 (EX-21).
PROFILE_CLASSES = range(9)

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

    *profile_class* is that of the metering point, 1 to 8, or 0 for the class written 00.
    Classes 0 and 5 to 8 are outside (EX-21).

    Raises:
        InvalidType: If *profile_class* is not an int, or *domestic* is not a fact.
        InvalidValue: If there is no such profile class.

    """
    what, say = "a profile class", "one from 0 to 8"
    check_whole("profile_class", profile_class, PROFILE_CLASSES, what, say)
    if check_fact("domestic", domestic) is True or profile_class not in _DESIGNATED_CLASSES:
        return False
    return UNKNOWN if domestic is UNKNOWN else True
