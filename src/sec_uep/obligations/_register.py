"""Every rule that is encoded, gathered from the provisions."""

from __future__ import annotations

from sec_uep.answers import QuestionKind
from sec_uep.errors import UnknownName
from sec_uep.obligations import (
    _supply,
    credit_cover,
    electricity_distribution,
    electricity_supply,
    entry_process,
    entry_process_testing,
    gas_supply,
    gas_transport,
    privacy_assessment,
    security_assessment,
    table_1,
    user_ids,
    user_roles,
)
from sec_uep.rules import Rule

__all__ = ["QUESTIONS", "RULES", "rule"]

#: Every rule that is encoded. An id with more than one source has a rule for each.
RULES: tuple[Rule, ...] = tuple(
    rule
    for provision in (
        table_1,
        electricity_supply,
        gas_supply,
        electricity_distribution,
        gas_transport,
        _supply,
        user_roles,
        user_ids,
        credit_cover,
        entry_process,
        entry_process_testing,
        security_assessment,
        privacy_assessment,
    )
    for rule in provision.RULES
)


#: Every question that can be asked.
QUESTIONS: tuple[QuestionKind, ...] = tuple(
    question
    for provision in (
        table_1,
        user_roles,
        user_ids,
        credit_cover,
        entry_process_testing,
        security_assessment,
        privacy_assessment,
    )
    for question in provision.QUESTIONS
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
