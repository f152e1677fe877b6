"""
The defined terms: the Party, the licences it holds, the User Roles.

Every fact of a Party or a licence is `UNKNOWN` until it is given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set as AbstractSet
from datetime import date
from enum import StrEnum
from typing import Any, Protocol, TypeAlias, TypeVar

import attrs
from attrs import field, frozen

from sec_uep.checks import as_day, check_date, check_is, check_many, check_name, check_text
from sec_uep.errors import UnknownName, displayed, shown
from sec_uep.facts import UNKNOWN, Fact, FactSet, Unknown, check_fact

__all__ = [
    "CONDITION_33_PARAGRAPHS",
    "CONDITION_39_PARAGRAPHS",
    "ELECTRICITY_METERS",
    "GAS_METERS",
    "METER_DATA_RETRIEVER",
    "ElectricityDistribution",
    "ElectricitySupply",
    "GasSupply",
    "GasTransport",
    "Licence",
    "Party",
    "UserRole",
    "with_facts",
]

#: The paragraphs of electricity supply Condition 39 that Table 1 lists; 39.7 to 39.9 are not there.
CONDITION_39_PARAGRAPHS = ("39.3", "39.4", "39.5", "39.6", "39.10", "39.11", "39.12", "39.13")

#: The paragraphs of gas supply Condition 33 that Table 1 lists; 33.7 to 33.9 are not among them.
CONDITION_33_PARAGRAPHS = ("33.3", "33.4", "33.5", "33.6", "33.10", "33.11", "33.12", "33.13")

#: The kinds of meter that an electricity supplier may install; "other" is every kind that is none of these.
ELECTRICITY_METERS = ("current-transformer", "advanced", "smart", "other")

#: The kinds of meter that a gas supplier may install; "other" is every kind that is none of these.
GAS_METERS = ("large-gas", "advanced", "smart", "other")

_ANY_OTHER_KIND = "a kind that is none of these is 'other'"


def _fact() -> Any:  # noqa: ANN401 - what attrs.field returns
    return field(default=UNKNOWN, validator=lambda _, a, value: check_fact(a.name, value))


#: What facts of a list may be given as: a fact by name, the complete answer, or nothing.
GivenFacts: TypeAlias = Mapping[str, Fact] | AbstractSet[str] | list[str] | tuple[str, ...] | Unknown


def _paragraphs(given: GivenFacts, condition: int, listed: tuple[str, ...]) -> FactSet:
    reason = "Table 1 does not list it, so that it exempts nobody"
    next_step = f"leave it out; of Condition {condition}, Table 1 lists {', '.join(listed)}"
    return FactSet.of("paragraphs", given, listed, reason, next_step)


def _condition_39(given: GivenFacts) -> FactSet:
    return _paragraphs(given, 39, CONDITION_39_PARAGRAPHS)


def _condition_33(given: GivenFacts) -> FactSet:
    return _paragraphs(given, 33, CONDITION_33_PARAGRAPHS)


def _electricity_meters(given: GivenFacts) -> FactSet:
    return FactSet.of("meters", given, ELECTRICITY_METERS, _ANY_OTHER_KIND)


def _electricity_meters_elsewhere(given: GivenFacts) -> FactSet:
    return FactSet.of("meters_elsewhere", given, ELECTRICITY_METERS, _ANY_OTHER_KIND)


def _gas_meters(given: GivenFacts) -> FactSet:
    return FactSet.of("meters", given, GAS_METERS, _ANY_OTHER_KIND)


def _gas_meters_elsewhere(given: GivenFacts) -> FactSet:
    return FactSet.of("meters_elsewhere", given, GAS_METERS, _ANY_OTHER_KIND)


def _text(_: object, attribute: attrs.Attribute[str], value: object) -> None:
    check_text(attribute.name, value, "pass a name, or leave it out")


def _as_given(value: attrs.AttrsInstance) -> str:
    """Return how a value would be written with nothing said that is unknown."""
    given = []
    for each in attrs.fields(type(value)):
        found = getattr(value, each.name)
        if found != each.default:
            known = (
                {k: v for k, v in found.items() if v is not UNKNOWN} if isinstance(found, FactSet) else found
            )
            given.append(f"{each.name}={known!r}")
    return f"{type(value).__name__}({', '.join(given)})"


@frozen
class ElectricitySupply:
    """
    An electricity supply licence, and what Table 1 asks of its holder.

    >>> ElectricitySupply(domestic=False, paragraphs={"39.4": True}).paragraphs["39.5"]
    UNKNOWN

    Attributes:
        name: What the licence is called, such as its number, to tell several of one kind apart.
        domestic: Whether the holder is a Domestic Supplier.
        paragraphs: Which of the listed paragraphs of Condition 39 apply.
            A mapping leaves the paragraphs that it does not name unknown; a set is the complete answer.
        meters: Which kinds of meter are installed at Designated Premises, in the same two forms.
        exempt_48_9: Whether the exemption of Condition 48.9 is had; a ground only by RD-21's alternative.
        meters_elsewhere: Which kinds are installed at other premises, in the same two forms;
            it matters to those who install none at Designated Premises (EX-06), and by RD-23's alternative.

    Raises:
        UnknownName: If a paragraph is not one that Table 1 lists, or a kind of meter is not known.
        InvalidType: If a fact is anything but True, False or `UNKNOWN`.

    """

    name: str = field(default="", validator=_text, kw_only=True)
    domestic: Fact = _fact()
    paragraphs: FactSet = field(default=_condition_39(UNKNOWN), converter=_condition_39)
    meters: FactSet = field(default=_electricity_meters(UNKNOWN), converter=_electricity_meters)
    exempt_48_9: Fact = _fact()
    meters_elsewhere: FactSet = field(
        default=_electricity_meters_elsewhere(UNKNOWN), converter=_electricity_meters_elsewhere
    )

    def facts(self) -> dict[str, Fact]:
        """Return its facts by name."""
        return {
            "domestic": self.domestic,
            **self.paragraphs.paths,
            **self.meters.paths,
            "exempt_48_9": self.exempt_48_9,
            **self.meters_elsewhere.paths,
        }

    _repr_html_ = displayed
    __repr__ = _as_given


@frozen
class GasSupply:
    """
    A gas supply licence, and what Table 1 asks of its holder.

    >>> GasSupply(meters={"large-gas", "advanced"}).meters["smart"]
    False

    Attributes:
        name: What the licence is called, such as its number, to tell several of one kind apart.
        domestic: Whether the holder is a Domestic Supplier.
        paragraphs: Which of the listed paragraphs of Condition 33 apply.
            A mapping leaves the paragraphs that it does not name unknown; a set is the complete answer.
        meters: Which kinds of meter are installed at Designated Premises, in the same two forms.
        exempt_42_9: Whether the exemption of Condition 42.9 is had; a ground only by RD-21's alternative.
        meters_elsewhere: Which kinds are installed at other premises, in the same two forms;
            it matters to those who install none at Designated Premises (EX-06), and by RD-23's alternative.

    Raises:
        UnknownName: If a paragraph is not one that Table 1 lists, or a kind of meter is not known.
        InvalidType: If a fact is anything but True, False or `UNKNOWN`.

    """

    name: str = field(default="", validator=_text, kw_only=True)
    domestic: Fact = _fact()
    paragraphs: FactSet = field(default=_condition_33(UNKNOWN), converter=_condition_33)
    meters: FactSet = field(default=_gas_meters(UNKNOWN), converter=_gas_meters)
    exempt_42_9: Fact = _fact()
    meters_elsewhere: FactSet = field(default=_gas_meters_elsewhere(UNKNOWN), converter=_gas_meters_elsewhere)

    def facts(self) -> dict[str, Fact]:
        """Return its facts by name."""
        return {
            "domestic": self.domestic,
            **self.paragraphs.paths,
            **self.meters.paths,
            "exempt_42_9": self.exempt_42_9,
            **self.meters_elsewhere.paths,
        }

    _repr_html_ = displayed
    __repr__ = _as_given


@frozen
class ElectricityDistribution:
    """
    An electricity distribution licence.

    Attributes:
        name: What the licence is called, such as its number.
        distribution_service_provider: Whether the holder is a Distribution Service Provider.

    """

    name: str = field(default="", validator=_text, kw_only=True)
    distribution_service_provider: Fact = _fact()

    def facts(self) -> dict[str, Fact]:
        """Return its facts by name."""
        return {"distribution_service_provider": self.distribution_service_provider}

    _repr_html_ = displayed
    __repr__ = _as_given


@frozen
class GasTransport:
    """
    A gas transporter's licence; Table 1 asks nothing of its holder.

    Attributes:
        name: What the licence is called, such as its number.

    """

    name: str = field(default="", validator=_text, kw_only=True)

    def facts(self) -> dict[str, Fact]:
        """Return its facts by name: none."""
        return {}

    _repr_html_ = displayed
    __repr__ = _as_given


Licence: TypeAlias = ElectricitySupply | GasSupply | ElectricityDistribution | GasTransport

_LICENCES: tuple[type[Licence], ...] = (ElectricitySupply, GasSupply, ElectricityDistribution, GasTransport)


def _licences(given: object) -> tuple[Licence, ...] | Unknown:
    if given is UNKNOWN:
        return given
    reason, next_step = "is not a collection of licences", "pass a tuple of licences, () if none"
    several = check_many("licences", given, reason, next_step)
    say = "pass an ElectricitySupply, GasSupply, ElectricityDistribution or GasTransport"
    return tuple([check_is("licences", each, _LICENCES, "is not a licence", say) for each in several])


def _day(value: date | Unknown | None) -> date | Unknown | None:
    return as_day(value)


def _since(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if value is not UNKNOWN and value is not None:
        check_date(attribute.name, value)


@frozen(kw_only=True)
class Party:
    """
    An organisation, as far as it is known.

    Attributes:
        name: What it is called.
        sec_party_since: The day on which it became a SEC Party; None if it is not yet one.
        in_controlled_market_entry: Whether it is in Controlled Market Entry.
        licences: The Ofgem licences of Table 1 that it holds; () if it holds none.

    """

    name: str = field(default="", validator=_text)
    sec_party_since: date | Unknown | None = field(default=UNKNOWN, converter=_day, validator=_since)
    in_controlled_market_entry: Fact = _fact()
    licences: tuple[Licence, ...] | Unknown = field(default=UNKNOWN, converter=_licences)

    def facts(self) -> dict[str, Fact]:
        """Return its facts by name."""
        return {"in_controlled_market_entry": self.in_controlled_market_entry}

    _repr_html_ = displayed

    def __repr__(self) -> str:
        held = self.licences
        of = "licences unknown" if held is UNKNOWN else ", ".join(type(each).__name__ for each in held)
        named = f" {shown(self.name)}" if self.name else ""
        since = "not yet" if self.sec_party_since is None else self.sec_party_since
        return f"<Party{named}: SEC Party since {since}; {of or 'no licence'}>"


class _HoldsFacts(Protocol):
    def facts(self) -> dict[str, Fact]: ...


HasFacts = TypeVar("HasFacts", bound=_HoldsFacts)


def with_facts(holder: HasFacts, changes: Mapping[str, Fact]) -> HasFacts:
    """
    Return *holder*, a licence or a Party, with some of its facts changed.

    The facts are named in full, as `facts` names them.

    >>> with_facts(GasSupply(), {"paragraphs.33.4": True}).paragraphs["33.4"]
    True

    Raises:
        UnknownName: If it has no fact of that name.
        InvalidType: If *holder* is neither, *changes* no mapping,
            or a fact anything but True, False or `UNKNOWN`.

    """
    say = "pass a licence or a Party"
    kinds: tuple[type[Any], ...] = (*_LICENCES, Party)
    known = check_is("holder", holder, kinds, "has no facts", say).facts()
    changes = check_is("changes", changes, Mapping, "is no mapping", 'pass {"domestic": True}, say')
    changed: dict[str, Any] = {}
    for path, fact in changes.items():
        name, _, member = check_name("changes", path, known).partition(".")
        if member:
            changed[name] = {**changed.get(name, getattr(holder, name)), member: fact}
        else:
            changed[name] = fact
    return attrs.evolve(holder, **changed)  # type: ignore[misc]


#: What is said to whoever names a Meter Data Retriever (EX-24).
METER_DATA_RETRIEVER = (
    "Since market-wide half-hourly settlement tools and interfaces name a Meter Data Retriever; no text of "
    "the Code that was seen has it, and there are seven User Roles (RO-01)"
)


class UserRole(StrEnum):
    """The seven User Roles (RO-01)."""

    IMPORT_SUPPLIER = "import-supplier"
    EXPORT_SUPPLIER = "export-supplier"
    GAS_SUPPLIER = "gas-supplier"
    ELECTRICITY_DISTRIBUTOR = "electricity-distributor"
    GAS_TRANSPORTER = "gas-transporter"
    REGISTERED_SUPPLIER_AGENT = "registered-supplier-agent"
    OTHER_USER = "other-user"

    @classmethod
    def _missing_(cls, value: object) -> None:
        """Refuse a Meter Data Retriever, however it is written, with what is known of it (EX-24)."""
        bare = re.sub("[^a-z]", "", value.lower()) if isinstance(value, str) else ""
        if bare == "meterdataretriever":
            raise UnknownName("UserRole", str(value), tuple(cls), f"EX-24: {METER_DATA_RETRIEVER}")
