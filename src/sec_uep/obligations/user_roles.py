"""
Which User Roles a Party may apply for.

Encodes RO-01 to RO-04, EX-05 and EX-24.
Not encoded: who is *registered* for a metering point, on which EX-05 turns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Self

from attrs import evolve, field

from sec_uep.answers import Finding, Lack, Reason, question
from sec_uep.checks import check_is, named
from sec_uep.citations import DUIS_PARSER, SEC_GLOSSARY, Citation, guidance
from sec_uep.facts import UNKNOWN, Fact
from sec_uep.parties import (
    METER_DATA_RETRIEVER,
    ElectricityDistribution,
    ElectricitySupply,
    GasSupply,
    GasTransport,
    Licence,
    Party,
    UserRole,
)
from sec_uep.readings import DEFAULT_READINGS, Readings
from sec_uep.rules import Bearer, Kind, Rule

__all__ = ["MEANINGS", "ROLES_OF", "RoleVerdict", "may_apply_for", "roles_open_to"]

_ROLES = guidance("Apply for the correct User Roles")

RO_01 = Rule(
    "RO-01",
    Kind.DEFINITION,
    Bearer.NOBODY,
    "There are seven User Roles: Import Supplier, Export Supplier, Gas Supplier, Electricity Distributor, "
    "Gas Transporter, Registered Supplier Agent and Other User",
    _ROLES,
)
RO_02 = Rule(
    "RO-02",
    Kind.DEFINITION,
    Bearer.PARTY,
    "The User Roles that a Party applies for depend on the Ofgem licences it holds",
    _ROLES,
)
RO_03 = Rule(
    "RO-03",
    Kind.MAY,
    Bearer.PARTY,
    "Those who hold no Ofgem licence can enter as Other User or Registered Supplier Agent",
    _ROLES,
)
RO_04 = Rule(
    "RO-04",
    Kind.MUST,
    Bearer.PARTY,
    "UEPT, the acceptance of User IDs and completion are for each User Role applied for",
    guidance("Table 2; 6; 7; How do you inform SECAS of your UEP Completion?"),
)
EX_05 = Rule(
    "EX-05",
    Kind.DEFINITION,
    Bearer.NOBODY,
    "The Import Supplier is the Supplier Party registered for the Import MPAN; where there is none, the "
    "one registered for the Export MPAN counts as the Import Supplier",
    Citation(SEC_GLOSSARY, "Import Supplier; Export Supplier"),
)

EX_24 = Rule(
    "EX-24",
    Kind.INFORMATION,
    Bearer.NOBODY,
    METER_DATA_RETRIEVER,
    Citation(DUIS_PARSER, "roles"),
)

#: What each User Role is, in the words of the guidance.
MEANINGS: Mapping[UserRole, str] = {
    UserRole.IMPORT_SUPPLIER: "Supplier that sells electricity to a consumer",
    UserRole.EXPORT_SUPPLIER: "Supplier purchasing electricity (e.g. through Feed in Tariff)",
    UserRole.GAS_SUPPLIER: "Supplier that sells gas to a consumer",
    UserRole.ELECTRICITY_DISTRIBUTOR: "Network that transports electricity",
    UserRole.GAS_TRANSPORTER: "Network that transports gas",
    UserRole.REGISTERED_SUPPLIER_AGENT: (
        "Party that wishes to conduct DCC services for Suppliers on their behalf"
    ),
    UserRole.OTHER_USER: "Any Party that does not match the above descriptions",
}

#: The User Roles that each licence leads to.
ROLES_OF: Mapping[type[Licence], tuple[UserRole, ...]] = {
    ElectricitySupply: (UserRole.IMPORT_SUPPLIER, UserRole.EXPORT_SUPPLIER),
    GasSupply: (UserRole.GAS_SUPPLIER,),
    ElectricityDistribution: (UserRole.ELECTRICITY_DISTRIBUTOR,),
    GasTransport: (UserRole.GAS_TRANSPORTER,),
}

_WITHOUT_LICENCE = (UserRole.OTHER_USER, UserRole.REGISTERED_SUPPLIER_AGENT)


class RoleVerdict(StrEnum):
    """Whether a User Role is open to a Party."""

    OPEN = "open"
    NOT_OPEN = "not-open"
    UNDETERMINED = "undetermined"


def _role(value: object) -> UserRole:
    return named("role", value, UserRole)


def may_apply_for(
    role: UserRole, party: Party, readings: Readings = DEFAULT_READINGS
) -> Finding[RoleVerdict]:
    """
    Return whether *party* may apply for *role*.

    The roles of suppliers and networks go with a licence (RO-02).
    Other User and Registered Supplier Agent are for those with no licence (RO-03);
    that a licence holder may enter as one too is a reading (RD-14), against the words of the guidance.

    >>> gas_supplier = Party(licences=(GasSupply(),))
    >>> may_apply_for(UserRole.GAS_SUPPLIER, gas_supplier).verdict.value
    'open'
    >>> may_apply_for(UserRole.IMPORT_SUPPLIER, gas_supplier).verdict.value
    'not-open'
    >>> may_apply_for(UserRole.OTHER_USER, gas_supplier).readings
    {'RD-14': 'permitted'}
    """
    return _Application(role=role, party=party, readings=readings)


@question(
    RO_02,
    "whether the Party may apply for the User Role",
    turns_on=("RD-14",),
    may_lack={"licences": Lack("which licences of Table 1 it holds", ((),))},
    name="user_roles.may_apply_for",
)
class _Application(Finding[RoleVerdict]):
    """What a Party asks of a User Role."""

    role: UserRole = field(converter=_role)
    party: Party

    def _find(self) -> tuple[RoleVerdict, tuple[Rule, ...]]:
        check_is("party", self.party, Party)
        is_open, rule = self._open()
        if is_open is UNKNOWN:
            return RoleVerdict.UNDETERMINED, (rule,)
        return RoleVerdict.OPEN if is_open else RoleVerdict.NOT_OPEN, (rule,)

    def _open(self) -> tuple[Fact, Rule]:
        licences = self.party.licences
        if self.role in _WITHOUT_LICENCE:
            if licences == ():
                return True, RO_03
            if self.chosen.rd_14 == "permitted":  # RO_03 speaks of those without a licence only
                return True, RO_02
            return (UNKNOWN if licences is UNKNOWN else False), RO_03
        if licences is UNKNOWN:
            return UNKNOWN, RO_02
        return any(self.role in ROLES_OF[type(licence)] for licence in licences), RO_02

    def _reasons(self) -> Iterator[Reason]:
        holds, rule = self._open()
        under = ("RD-14",) if self.role in _WITHOUT_LICENCE and self.party.licences != () else ()
        text = f"{self.role.value}: {rule.statement}"
        if under and holds is True:
            words = {
                UserRole.OTHER_USER: "which defines it by what matches none of the other descriptions",
                UserRole.REGISTERED_SUPPLIER_AGENT: "which gives it to those who hold no licence",
            }[self.role]
            text = f"{self.role.value}: open to a licence holder by a reading against the guidance, {words}"
        yield Reason(rule, holds, text, {"licences": self.party.licences}, under)

    def _known(self) -> Mapping[str, Any]:
        return {"licences": self.party.licences}

    def _with(self, facts: Mapping[str, Any]) -> Self:
        return self.again(party=evolve(self.party, **facts))


def roles_open_to(party: Party, readings: Readings = DEFAULT_READINGS) -> tuple[Finding[RoleVerdict], ...]:
    """Return what `may_apply_for` says of each of the seven User Roles."""
    return tuple([may_apply_for(role, party, readings) for role in UserRole])
