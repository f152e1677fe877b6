"""Every rule that is encoded, and every question that can be asked, as the provisions have them."""

from __future__ import annotations

from sec_uep.answers import Answer
from sec_uep.checks import check_name
from sec_uep.facts import Lines
from sec_uep.obligations import (
    _mandate,
    _rows,
    _supply,
    assessment_cycle,
    credit_cover,
    electricity_distribution,
    electricity_supply,
    entry_process_testing,
    gas_supply,
    gas_transport,
    privacy_assessment,
    security_assessment,
    steps,
    table_1,
    user_ids,
    user_roles,
)
from sec_uep.rules import Rule

__all__ = ["QUESTIONS", "RULES", "rule"]

_PROVISIONS = (
    table_1,
    _rows,
    electricity_supply,
    gas_supply,
    electricity_distribution,
    gas_transport,
    _supply,
    _mandate,
    user_roles,
    user_ids,
    credit_cover,
    steps,
    entry_process_testing,
    security_assessment,
    assessment_cycle,
    privacy_assessment,
)

_THERE = tuple({id(each): each for module in _PROVISIONS for each in vars(module).values()}.values())

#: Every rule that is encoded. An id with more than one source has a rule for each.
RULES: tuple[Rule, ...] = Lines(each for each in _THERE if isinstance(each, Rule))

#: Every question that can be asked: each class of answers.
QUESTIONS: tuple[type[Answer], ...] = tuple(
    each for each in _THERE if isinstance(each, type) and "asked_of" in vars(each)
)


def rule(id_: str) -> tuple[Rule, ...]:
    """
    Return the rules with the id *id_*: one, or one for each source that states a part of it.

    >>> [str(found.citation) for found in rule("TE-02")]
    ['SECAS guidance, 6.1']

    Raises:
        UnknownName: If there is no rule with this id.
        InvalidType: If it is not text.

    """
    check_name("id", id_, dict.fromkeys(each.id for each in RULES))
    return Lines(each for each in RULES if each.id == id_)
