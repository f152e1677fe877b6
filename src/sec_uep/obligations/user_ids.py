"""
User IDs: how one is written, the Party's own range, and which User Roles may share one.

Encodes RO-05 to RO-07, ST-08, EX-10 and EX-22,
from section 7 of the guidance, the SECAS page on ID allocation and a SECAS newsletter.
Not encoded: which of its numbers a Party chooses, which is its own matter; the ID Allocation spreadsheet,
the form and what it asks; SEC Section B2 and the transitional variation about User IDs,
none of which could be read. The IDs of two Parties are not compared.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import combinations, pairwise
from typing import TypeAlias

from attrs import field, frozen

from sec_uep.answers import Finding, Lack, Reason, check_terms, question
from sec_uep.checks import check_is, check_many, check_text, named
from sec_uep.citations import ID_ALLOCATION_PAGE, NEWSLETTER_JUNE_2017, Citation, guidance
from sec_uep.errors import ContradictoryFacts, InvalidValue, displayed, shown
from sec_uep.facts import UNKNOWN, Fact, FrozenMapping, Unknown
from sec_uep.parties import UserRole
from sec_uep.readings import DEFAULT_READINGS, Readings
from sec_uep.rules import Bearer, Kind, Rule

__all__ = [
    "SHARING_ROLES",
    "IdVerdict",
    "UserId",
    "UserIdRange",
    "assignment",
    "sharing_groups",
]

RO_07 = Rule(
    "RO-07",
    Kind.PRECONDITION,
    Bearer.PARTY,
    "The Party acts first: it must inform the DCC of the User IDs that it would like to use for each User "
    "Role",
    guidance("7"),
)
RO_07_FORM = Rule(
    "RO-07",
    Kind.PRECONDITION,
    Bearer.DCC,
    "Once UEPT is complete, the DCC provides the ID Acceptance Request Form, in which the Party chooses the "
    "ID(s) for each User Role applied for, and confirms whether they are accepted",
    guidance("7; Table 2"),
)
ST_08 = Rule(
    "ST-08",
    Kind.PRECONDITION,
    Bearer.DCC,
    "Once UEPT is complete, the DCC says for each User Role whether the IDs are accepted",
    guidance("7"),
)
RO_06 = Rule(
    "RO-06",
    Kind.PRECONDITION,
    Bearer.PARTY,
    "User IDs come from the Party's own range of EUI-64 Compliant Identifiers, which it obtains once it is a "
    "SEC Party",
    guidance("7; Table 2"),
)
EX_10 = Rule(
    "EX-10",
    Kind.DEFINITION,
    Bearer.NOBODY,
    "A User ID is an EUI-64, written as 16 hexadecimal characters, within the Party's own range",
    Citation(ID_ALLOCATION_PAGE, "User IDs"),
)
RO_05 = Rule(
    "RO-05",
    Kind.MAY,
    Bearer.PARTY,
    "The same User ID can be used for the User Roles of Import Supplier, Export Supplier and Gas Supplier",
    guidance("7"),
)
EX_22 = Rule(
    "EX-22",
    Kind.INFORMATION,
    Bearer.NOBODY,
    "SECMP0036 proposed in June 2017 that one User ID serve Import Supplier and Gas Supplier; what came of "
    "it was not seen",
    Citation(NEWSLETTER_JUNE_2017, "SECMP0036"),
)

#: The User Roles that may share a User ID (RO-05).
SHARING_ROLES = (UserRole.IMPORT_SUPPLIER, UserRole.EXPORT_SUPPLIER, UserRole.GAS_SUPPLIER)

_EUI_64 = re.compile("[0-9A-Fa-f]{16}")

#: What may stand around or between the characters elsewhere, and does not here.
_DECORATION = re.compile(r"\A0[xX]|[\s:._-]")

#: Longer than an EUI-64 with all decoration there could be.
_LONGEST = 64


def _read(name: str, value: object) -> str:
    """Return the characters of a User ID as they are compared: in capitals."""
    text = check_text(name, value, "pass its 16 hexadecimal characters as text, or a UserId")
    if not _EUI_64.fullmatch(text):
        bare = _DECORATION.sub("", text[:_LONGEST])
        next_step = "pass 16 characters, each 0 to 9 or A to F, with nothing between them"
        if len(text) <= _LONGEST and _EUI_64.fullmatch(bare):
            next_step = f"pass {bare.upper()!r}, with nothing before or between the characters"
        raise InvalidValue(name, shown(text), "is not 16 hexadecimal characters", next_step)
    return text.upper()


def _eui_64(text: str) -> str:
    return _read("user_id", text)


@frozen(order=True)
class UserId:
    """
    A User ID: an EUI-64, written as 16 hexadecimal characters (EX-10).

    Capitals and small letters are the same; the order is that of the numbers.
    Other ways to write an EUI-64, with hyphens or colons between, are refused:
    the sources that were seen have none of them, and the refusal offers the form that is read.

    >>> UserId("90b3d51f30010000")
    UserId(text='90B3D51F30010000')
    >>> UserId("90-B3-D5-1F-30-01-00-00")
    Traceback (most recent call last):
    ...
    sec_uep.errors.InvalidValue: user_id: '90-B3-D5-1F-30-01-00-00' is not 16 hexadecimal characters; \
pass '90B3D51F30010000', with nothing before or between the characters

    Attributes:
        text: Its 16 characters, in capitals.

    Raises:
        InvalidType: If it is not text.
        InvalidValue: If it is not 16 characters, each 0 to 9 or A to F.

    """

    text: str = field(converter=_eui_64)

    _repr_html_ = displayed

    def __str__(self) -> str:
        return self.text


def _user_id(name: str, value: object) -> UserId:
    return value if isinstance(value, UserId) else UserId(_read(name, value))


def _first(value: UserId | str) -> UserId:
    return _user_id("first", value)


def _last(value: UserId | str) -> UserId:
    return _user_id("last", value)


@frozen
class UserIdRange:
    """
    The range of EUI-64 identifiers that a Party obtains once it is a SEC Party (RO-06).

    Both ends belong to it. Text may stand for a User ID.

    >>> own = UserIdRange("90B3D51F30010000", "90B3D51F3001FFFF")
    >>> "90B3D51F3001FFFF" in own, "90B3D51F30020000" in own
    (True, False)

    Attributes:
        first: Its lowest User ID.
        last: Its highest User ID.

    Raises:
        InvalidType: If an end is neither a `UserId` nor text.
        InvalidValue: If an end is not a User ID, or the last is before the first.

    """

    first: UserId = field(converter=_first)
    last: UserId = field(converter=_last)

    def __attrs_post_init__(self) -> None:
        if self.last < self.first:
            reason, next_step = f"is before first, {self.first}", "pass the lower of the two first"
            raise InvalidValue("last", str(self.last), reason, next_step)

    def __contains__(self, user_id: UserId | str) -> bool:
        return self.first <= _user_id("user_id", user_id) <= self.last

    _repr_html_ = displayed

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"


class IdVerdict(StrEnum):
    """Whether User IDs may be used for the User Roles they are proposed for."""

    ALLOWED = "allowed"
    NOT_ALLOWED = "not-allowed"
    UNDETERMINED = "undetermined"


#: What User IDs may be given as: for each User Role one, or several.
GivenIds: TypeAlias = Mapping[UserRole, UserId | str | Collection[UserId | str]]

#: The same, read: each role with its User IDs in order.
_Ids: TypeAlias = FrozenMapping[UserRole, tuple[UserId, ...]]


def sharing_groups(
    roles: Iterable[UserRole], *, readings: Readings = DEFAULT_READINGS
) -> tuple[tuple[UserRole, ...], ...]:
    """
    Return *roles* in groups: the roles of one group may share a User ID, those of two may not.

    The three roles of suppliers are one group (RO-05), and each other role is one of its own.
    By the other reading of RD-15 all are one group.

    >>> roles = {UserRole.GAS_SUPPLIER, UserRole.OTHER_USER, UserRole.IMPORT_SUPPLIER}
    >>> for group in sharing_groups(roles):
    ...     print(*group)
    import-supplier gas-supplier
    other-user
    >>> len(sharing_groups(roles, readings=Readings(rd_15="any-id")))
    1

    Raises:
        UnknownName: If there is no such User Role.
        InvalidType: If *roles* is not a collection of User Roles.

    """
    check_terms(None, readings)
    several = check_many("roles", roles, "is not a collection of User Roles", "pass a set of UserRole")
    wanted = {named("roles", role, UserRole) for role in several}
    groups: dict[UserRole | None, list[UserRole]] = {}
    for role in UserRole:
        if role in wanted:
            alone = role not in SHARING_ROLES and readings.rd_15 == "own-id"
            groups.setdefault(role if alone else None, []).append(role)
    return tuple(map(tuple, groups.values()))


def assignment(
    ids: GivenIds,
    *,
    own_range: UserIdRange | Unknown = UNKNOWN,
    readings: Readings = DEFAULT_READINGS,
) -> Finding[IdVerdict]:
    """
    Return whether a Party may use *ids*: for each User Role one User ID, or several.

    Each must lie in the Party's own range, both ends of which belong to it (RO-06).
    Import Supplier, Export Supplier and Gas Supplier may share one (RO-05);
    whether other roles must have IDs of their own is RD-15.
    A shared ID that may not be shared is not allowed whatever the range;
    otherwise, without the range it is undetermined.
    Whether the DCC accepts the IDs is for the DCC to say, once UEPT is complete (ST-08).

    >>> own = UserIdRange("90B3D51F30010000", "90B3D51F3001FFFF")
    >>> suppliers = {
    ...     UserRole.IMPORT_SUPPLIER: "90B3D51F30010001",
    ...     UserRole.GAS_SUPPLIER: "90B3D51F30010001",
    ... }
    >>> assignment(suppliers, own_range=own).verdict.value
    'allowed'
    >>> finding = assignment({**suppliers, UserRole.OTHER_USER: "90B3D51F30010001"}, own_range=own)
    >>> print(finding.why_not(IdVerdict.ALLOWED)[0])
    no: import-supplier and other-user share 90B3D51F30010001, which only import-supplier, \
export-supplier and gas-supplier may [RO-05, SECAS guidance, 7; RD-15]

    Raises:
        ContradictoryFacts: If a role has the same ID twice.

    """
    check_terms(None, readings)
    return _Assignment(ids=_checked(ids), own_range=own_range, readings=readings)


def _range(value: object) -> UserIdRange | Unknown:
    if value is UNKNOWN:
        return value
    next_step = "pass a UserIdRange, or leave it out if it is not known"
    return check_is("own_range", value, UserIdRange, "is not a range of User IDs", next_step)


def _checked(given: object) -> _Ids:
    """Return the User IDs that were given for each User Role: the roles and their IDs in order."""
    next_step = "pass a mapping of each UserRole to its User ID, or to several"
    ids = check_is("ids", given, Mapping, "is not a mapping of User Roles", next_step)
    if not ids:
        raise InvalidValue("ids", shown(given), "proposes nothing", "name a UserRole with its User ID")
    told = {}
    for name, some in ids.items():
        role = named("ids", name, UserRole)
        told[role] = _of_role(f"ids.{role.value}", some)
    return FrozenMapping({role: told[role] for role in UserRole if role in told})


def _of_role(place: str, given: object) -> tuple[UserId, ...]:
    several = given if isinstance(given, (list, tuple, set, frozenset)) else (given,)
    if not several:
        next_step = "pass one or more, or leave the User Role out"
        raise InvalidValue(place, shown(given), "has no User ID in it", next_step)
    ids = sorted(_user_id(place, each) for each in several)
    for one, next_one in pairwise(ids):
        if one == next_one:
            raise ContradictoryFacts(f"{place}: {one}", "the same User ID again", "a role names each once")
    return tuple(ids)


def _in_range(ids: _Ids, own_range: UserIdRange | Unknown) -> Fact:
    if own_range is UNKNOWN:
        return UNKNOWN
    return all(each in own_range for several in ids.values() for each in several)


def _shared(ids: _Ids) -> dict[UserId, list[UserRole]]:
    """Return the User IDs that more than one role has, with these roles."""
    roles_of: dict[UserId, list[UserRole]] = {}
    for role, several in ids.items():
        for each in several:
            roles_of.setdefault(each, []).append(role)
    return {each: roles for each, roles in roles_of.items() if len(roles) > 1}


def _of_sharing(ids: _Ids, readings: Readings) -> Iterator[Reason]:
    """Yield a reason for every two roles that share a User ID."""
    for each, roles in _shared(ids).items():
        for pair in combinations(roles, 2):
            one, other = pair
            text = f"{one.value} and {other.value} share {each}, "
            facts = {role.value: each for role in pair}
            if set(pair) <= set(SHARING_ROLES):
                yield Reason(RO_05, holds=True, text=f"{text}as the guidance permits", facts=facts)
            elif readings.rd_15 == "any-id":
                text += "which the guidance neither permits nor forbids"
                yield Reason(RO_05, holds=True, text=text, facts=facts, readings=("RD-15",))
            else:
                text += "which only {}, {} and {} may".format(*(role.value for role in SHARING_ROLES))
                yield Reason(RO_05, holds=False, text=text, facts=facts, readings=("RD-15",))


def _of_range(ids: _Ids, own_range: UserIdRange | Unknown) -> Iterator[Reason]:
    """Yield a reason for every User ID of every role; one for all while the range is not known."""
    if own_range is UNKNOWN:
        text = "which range of EUI-64 identifiers is the Party's own is not known"
        yield Reason(RO_06, holds=UNKNOWN, text=text, facts={"own_range": own_range})
        return
    for role, several in ids.items():
        for each in several:
            holds = each in own_range
            where = "within" if holds else "outside"
            text = f"{role.value}: {each} is {where} the Party's own range, {own_range}"
            yield Reason(RO_06, holds, text, {role.value: each, "own_range": own_range})


@question(
    RO_06,
    "whether the User IDs may be used for the User Roles",
    turns_on=("RD-15",),
    may_lack={
        "own_range": Lack(
            "which range of EUI-64 identifiers the Party obtained when it became a SEC Party",
            (UserIdRange("0" * 16, "F" * 16),),
        )
    },
    name="user_ids.assignment",
)
class _Assignment(Finding[IdVerdict]):
    """The User IDs that are proposed for User Roles."""

    ids: _Ids = field(converter=_checked)
    own_range: UserIdRange | Unknown = field(converter=_range)

    def _find(self) -> tuple[IdVerdict, tuple[Rule, ...]]:
        is_in_range = _in_range(self.ids, self.own_range)
        clash = not all(reason.holds for reason in _of_sharing(self.ids, self.chosen))
        if clash or is_in_range is False:
            grounds = ((RO_05,) if clash else ()) + ((RO_06,) if is_in_range is False else ())
            return IdVerdict.NOT_ALLOWED, grounds
        if is_in_range is UNKNOWN:
            return IdVerdict.UNDETERMINED, (RO_06,)
        return IdVerdict.ALLOWED, ((RO_05,) if _shared(self.ids) else ()) + (RO_06,)

    def _reasons(self) -> Iterator[Reason]:
        yield from _of_range(self.ids, self.own_range)
        yield from _of_sharing(self.ids, self.chosen)
