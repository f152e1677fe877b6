"""
What a rule is: one statement of a source, who bears it, and where it is written.

The ids are those of the register in `docs/rules.md`.
"""

from __future__ import annotations

from enum import StrEnum

from attrs import field, frozen

from sec_uep.citations import Citation
from sec_uep.errors import displayed

__all__ = ["PARTY_SIDE", "Bearer", "Kind", "Modality", "Rule"]


class Kind(StrEnum):
    """What sort of statement a rule is."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    EXEMPT = "exempt"
    PRECONDITION = "precondition"
    NOTICE = "notice"
    LIMIT = "time limit"
    DEFINITION = "definition"
    INFORMATION = "information"


class Modality(StrEnum):
    """How strongly a rule binds its bearer."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    NEED_NOT = "need not"
    STATES = "states"


_MODALITY_OF = {
    Kind.SHOULD: Modality.SHOULD,
    Kind.MAY: Modality.MAY,
    Kind.EXEMPT: Modality.NEED_NOT,
    Kind.DEFINITION: Modality.STATES,
    Kind.INFORMATION: Modality.STATES,
}


class Bearer(StrEnum):
    """Who owes what a rule asks."""

    PARTY = "Party"
    LICENCE_HOLDER = "licence holder"
    ELECTRICITY_SUPPLIER = "electricity supplier"
    GAS_SUPPLIER = "gas supplier"
    ELECTRICITY_DISTRIBUTOR = "electricity distributor"
    GAS_TRANSPORTER = "gas transporter"
    OTHER_USER = "Other User"
    DCC = "DCC"
    SECAS = "SECAS"
    SSC = "Security Sub-Committee"
    USER_CIO = "User CIO"
    NOBODY = "nobody"


#: The Party that enters, by whichever name a rule calls it.
PARTY_SIDE = frozenset({Bearer.PARTY, Bearer.OTHER_USER})


@frozen(cache_hash=True)
class Rule:
    """
    One statement of a source.

    Attributes:
        id: The id in the register, such as "TE-01".
        kind: What sort of statement it is.
        bearer: Who owes it; `Bearer.NOBODY` for a definition.
        statement: What it says, in a sentence.
        citation: Where it is written.
        modality: How strongly it binds; follows from the kind where nothing else is said.

    """

    id: str
    kind: Kind
    bearer: Bearer
    statement: str
    citation: Citation
    modality: Modality = field(kw_only=True)

    @modality.default
    def _modality_of_its_kind(self) -> Modality:
        return _MODALITY_OF.get(self.kind, Modality.MUST)

    _repr_html_ = displayed

    def __repr__(self) -> str:
        return f"<Rule {self.id}>"

    def __str__(self) -> str:
        return f"{self.id}: {self.statement} [{self.citation}]"
