"""
What the rules ask of a Party, one module for each provision.

`determine` and `determine_all` answer Table 1: who must become a DCC User.
`rule` and `RULES` give every rule that is encoded, by its id in the register;
`MANDATE_DATES` has the days from which the duty of Table 1 binds.

A provision is loaded when it is first asked for, so that importing the package stays quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sec_uep.obligations.table_1 import determine, determine_all

if TYPE_CHECKING:
    from sec_uep.obligations import (
        assessment_cycle,
        credit_cover,
        electricity_distribution,
        electricity_supply,
        entry_process,
        entry_process_testing,
        gas_supply,
        gas_transport,
        privacy_assessment,
        security_assessment,
        user_ids,
        user_roles,
    )
    from sec_uep.obligations._audit import audit
    from sec_uep.obligations._mandate import MANDATE_DATES
    from sec_uep.obligations._register import QUESTIONS, RULES, rule

__all__ = [
    "MANDATE_DATES",
    "QUESTIONS",
    "RULES",
    "assessment_cycle",
    "audit",
    "credit_cover",
    "determine",
    "determine_all",
    "electricity_distribution",
    "electricity_supply",
    "entry_process",
    "entry_process_testing",
    "gas_supply",
    "gas_transport",
    "privacy_assessment",
    "rule",
    "security_assessment",
    "user_ids",
    "user_roles",
]

#: Where the names that are not modules are found.
_ELSEWHERE = {
    "MANDATE_DATES": "_mandate",
    "QUESTIONS": "_register",
    "RULES": "_register",
    "audit": "_audit",
    "rule": "_register",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module, or a name of the register
    """Load a provision, or the register of all rules, when it is first asked for."""
    if name in _ELSEWHERE:
        return getattr(import_module(f"{__name__}.{_ELSEWHERE[name]}"), name)
    if name in __all__:
        return import_module(f"{__name__}.{name}")
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return __all__
