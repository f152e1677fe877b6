"""
What the rules ask of a Party, one module for each provision.

`determine` and `determine_all` answer Table 1: who must become a DCC User.
`rule` and `RULES` give every rule that is encoded, by its id in the register.
"""

from sec_uep.errors import UnknownName
from sec_uep.obligations import (
    _supply,
    electricity_distribution,
    electricity_supply,
    entry_process,
    entry_process_testing,
    gas_supply,
    gas_transport,
    privacy_assessment,
    security_assessment,
    table_1,
    user_roles,
)
from sec_uep.obligations.table_1 import determine, determine_all
from sec_uep.rules import Rule

__all__ = ["RULES", "determine", "determine_all", "rule"]

#: Every rule that is encoded. An id with more than one source has a rule for each.
RULES: tuple[Rule, ...] = (
    *table_1.RULES,
    *electricity_supply.RULES,
    *gas_supply.RULES,
    *electricity_distribution.RULES,
    *gas_transport.RULES,
    *_supply.RULES,
    *user_roles.RULES,
    *entry_process.RULES,
    *entry_process_testing.RULES,
    *security_assessment.RULES,
    *privacy_assessment.RULES,
)


def rule(id_: str) -> tuple[Rule, ...]:
    """
    Return the rules with the id *id_*: one, or one for each source that states a part of it.

    >>> [str(found.citation) for found in rule("TE-02")]
    ['SECAS guidance, 6.1']

    Raises:
        UnknownName: If there is no rule with this id.

    """
    found = tuple(each for each in RULES if each.id == id_)
    if not found:
        raise UnknownName("id", id_, tuple(dict.fromkeys(each.id for each in RULES)))
    return found
