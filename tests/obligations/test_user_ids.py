"""
User IDs: how one is written, the range of the Party, and who may share one.

The second answer counts in whole numbers, and looks at every two User Roles.
"""

from __future__ import annotations

import copy
import pickle
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st

from sec_uep import DEFAULT_READINGS, UNKNOWN, Readings, Step, UserRole, receipt, sensitivity
from sec_uep.answers import Reasons
from sec_uep.errors import ContradictoryFacts, InvalidType, InvalidValue, UnknownName
from sec_uep.obligations import rule
from sec_uep.obligations.steps import rule_of
from sec_uep.obligations.user_ids import (
    SHARING_ROLES,
    IdVerdict,
    UserId,
    UserIdRange,
    assignment,
    sharing_groups,
)
from sec_uep.readings import REGISTER
from sec_uep.rules import Bearer, Kind, Modality

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hypothesis.strategies import DrawFn

ANY_ID = Readings(rd_15="any-id")

#: "The same User ID can be used for the User Roles of Import Supplier, Export Supplier and Gas Supplier."
NAMED_IN_SECTION_7 = {"import-supplier", "export-supplier", "gas-supplier"}

FIRST, LAST = 0x90B3D51F30010000, 0x90B3D51F3001FFFF
OWN = UserIdRange("90B3D51F30010000", "90B3D51F3001FFFF")
INSIDE, ELSEWHERE = "90B3D51F30010001", "90B3D51F30020000"

EVERY_PAIR = tuple(combinations(UserRole, 2))
EVERY_SET = tuple(chain.from_iterable(combinations(UserRole, n) for n in range(8)))

each_reading = pytest.mark.parametrize("readings", [DEFAULT_READINGS, ANY_ID], ids=["own-id", "any-id"])

numbers = st.integers(0, 2**64 - 1)


def written(number: int) -> str:
    """Return a number as an EUI-64 is written."""
    return f"{number:016X}"


def may_share(one: UserRole, other: UserRole, readings: Readings) -> bool:
    """Read section 7 again, and what RD-15 makes of its silence."""
    return {one.value, other.value} <= NAMED_IN_SECTION_7 or readings.rd_15 == "any-id"


class TestUserId:
    """EX-10: a User ID is an EUI-64: 16 hexadecimal characters."""

    @given(number=numbers, capitals=st.lists(st.booleans(), min_size=16, max_size=16))
    def test_any_number_of_64_bits(self, number: int, capitals: list[bool]) -> None:
        """Sixteen characters in any mixture of capitals and small letters are one and the same ID."""
        text = "".join(
            char.upper() if capital else char.lower()
            for char, capital in zip(written(number), capitals, strict=True)
        )
        assert UserId(text) == UserId(written(number))
        assert hash(UserId(text)) == hash(UserId(written(number)))
        assert str(UserId(text)) == UserId(text).text == written(number)

    @given(one=numbers, other=numbers)
    def test_in_the_order_of_the_numbers(self, one: int, other: int) -> None:
        """Two IDs are equal, or in order, as the numbers are that they write."""
        assert (UserId(written(one)) == UserId(written(other))) is (one == other)
        assert (UserId(written(one)) < UserId(written(other))) is (one < other)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "90B3D51F3001000",  # 15
            "90B3D51F300100000",  # 17
            "90B3D51F3001000G",
            "90B3D51F3001000\u0660",  # an Arabic digit
            "\uff19\uff10B3D51F30010000",  # wide digits
            "90B3D51F30010000" * 1000,
            "import-supplier",
        ],
    )
    def test_not_sixteen(self, text: str) -> None:
        """Fifteen, seventeen, or a character that is no hexadecimal one, is refused with what to pass."""
        with pytest.raises(InvalidValue) as refused:
            UserId(text)
        assert refused.value.field == "user_id"
        assert str(refused.value).endswith(
            "is not 16 hexadecimal characters; pass 16 characters, each 0 to 9 or A to F, with nothing "
            "between them"
        )
        assert len(str(refused.value)) < 250

    @pytest.mark.parametrize(
        "text",
        [
            "90-B3-D5-1F-30-01-00-00",
            "90:b3:d5:1f:30:01:00:00",
            "90b3.d51f.3001.0000",
            "0x90B3D51F30010000",
            "0X90b3d51f30010000",
            " 90B3D51F30010000",
            "90B3D51F30010000\n",
            "90B3 D51F 3001 0000",
        ],
    )
    def test_decorated(self, text: str) -> None:
        """Separators, a prefix or white space are refused, and the refusal has the form that is read."""
        with pytest.raises(InvalidValue) as refused:
            UserId(text)
        assert str(refused.value) == (
            f"user_id: {text!r} is not 16 hexadecimal characters; pass '90B3D51F30010000', with nothing "
            "before or between the characters"
        )

    @pytest.mark.parametrize("text", ["90-B3-D5-1F-30-01-00", f"{INSIDE}{'-' * 100}", f"{'-' * 100}{INSIDE}"])
    def test_decorated_and_not_sixteen(self, text: str) -> None:
        """Nothing is offered that was not written, nor looked for in what is far too long."""
        with pytest.raises(InvalidValue, match=r"; pass 16 characters, each 0 to 9 or A to F"):
            UserId(text)

    @pytest.mark.parametrize("value", [None, FIRST, b"90B3D51F30010000", UNKNOWN, UserId(INSIDE)])
    def test_not_text(self, value: Any) -> None:  # noqa: ANN401 - anything may be passed
        """A number is refused: whether its leading zeros were lost cannot be told."""
        with pytest.raises(
            InvalidType, match=r"^user_id: .* is not text; pass its 16 hexadecimal characters"
        ):
            UserId(value)

    def test_stated(self) -> None:
        """It is stated with the page it was seen on."""
        (stated,) = rule("EX-10")
        assert (stated.kind, stated.bearer) == (Kind.DEFINITION, Bearer.NOBODY)
        assert str(stated.citation) == "SECAS ID allocation page, User IDs"


class TestRange:
    """RO-06: User IDs come from the Party's own range, from its first to its last."""

    @pytest.mark.parametrize(
        ("number", "holds"),
        [
            (FIRST - 1, False),
            (FIRST, True),
            (FIRST + 1, True),
            (LAST - 1, True),
            (LAST, True),
            (LAST + 1, False),
            (0, False),
            (2**64 - 1, False),
        ],
    )
    def test_both_ends(self, number: int, holds: bool) -> None:
        """Each end belongs to it, and the next beyond does not."""
        assert (UserId(written(number)) in OWN) is holds
        assert (written(number).lower() in OWN) is holds
        finding = assignment({UserRole.OTHER_USER: written(number)}, own_range=OWN)
        assert finding.verdict is (IdVerdict.ALLOWED if holds else IdVerdict.NOT_ALLOWED)
        assert [ground.id for ground in finding.grounds] == ["RO-06"]

    @given(ends=st.tuples(numbers, numbers).map(sorted), number=numbers)
    def test_any_range(self, ends: list[int], number: int) -> None:
        """A number is in it exactly if it is between the two, as numbers."""
        first, last = ends
        own = UserIdRange(written(first), UserId(written(last)))
        assert (written(number) in own) is (first <= number <= last)
        assert (own.first, own.last) == (UserId(written(first)), UserId(written(last)))

    def test_of_one(self) -> None:
        """A range may have one ID in it."""
        own = UserIdRange(INSIDE, INSIDE)
        assert INSIDE in own
        assert written(int(INSIDE, 16) + 1) not in own
        assert written(int(INSIDE, 16) - 1) not in own
        assert str(own) == f"{INSIDE} to {INSIDE}"

    @given(ends=st.tuples(numbers, numbers).filter(lambda ends: ends[0] != ends[1]))
    def test_reversed(self, ends: tuple[int, int]) -> None:
        """A last end before the first is refused, with both."""
        first, last = max(ends), min(ends)
        with pytest.raises(InvalidValue) as refused:
            UserIdRange(written(first), written(last))
        assert str(refused.value) == (
            f"last: {written(last)} is before first, {written(first)}; pass the lower of the two first"
        )

    @pytest.mark.parametrize("name", ["first", "last"])
    def test_bad_ends(self, name: str) -> None:
        """An end that is no User ID is refused by its name."""
        ends: dict[str, Any] = {"first": INSIDE, "last": INSIDE}
        with pytest.raises(InvalidValue, match=f"^{name}: '90-B3' is not 16 hexadecimal characters"):
            UserIdRange(**{**ends, name: "90-B3"})
        with pytest.raises(InvalidType, match=f"^{name}: 7 is not text"):
            UserIdRange(**{**ends, name: 7})

    def test_what_is_in_it(self) -> None:
        """What is no User ID is refused, and not found to be outside."""
        with pytest.raises(InvalidValue, match=r"^user_id: 'x' is not 16"):
            assert "x" in OWN
        with pytest.raises(InvalidType, match=r"^user_id: 7 is not text"):
            assert 7 in OWN  # type: ignore[operator]

    def test_unknown(self) -> None:
        """Without the range it is undetermined, and the range is what is asked for."""
        finding = assignment({UserRole.OTHER_USER: INSIDE})
        assert finding.verdict is IdVerdict.UNDETERMINED
        (question,) = finding.next_questions()
        assert (question.fact, question.settles_in, question.rule.id) == ("own_range", 1, "RO-06")
        assert "EUI-64" in question.asks
        (reason,) = finding.why()
        assert reason.holds is UNKNOWN
        assert reason.text == "which range of EUI-64 identifiers is the Party's own is not known"
        for own, verdict in ((OWN, IdVerdict.ALLOWED), (UserIdRange("0" * 16, "0" * 16), "not-allowed")):
            settled = finding.again(own_range=own)
            assert settled.verdict == verdict
            assert settled.next_questions() == ()


class TestSharing:
    """RO-05: the same User ID can be used for Import Supplier, Export Supplier and Gas Supplier; RD-15."""

    @each_reading
    @pytest.mark.parametrize(("one", "other"), EVERY_PAIR)
    def test_every_two(self, one: UserRole, other: UserRole, readings: Readings) -> None:
        """Two roles may share an ID if both are named; by the other reading any two may."""
        finding = assignment({one: INSIDE, other: INSIDE.lower()}, own_range=OWN, readings=readings)
        allowed = may_share(one, other, readings)
        assert finding.verdict is (IdVerdict.ALLOWED if allowed else IdVerdict.NOT_ALLOWED)
        assert [ground.id for ground in finding.grounds] == (["RO-05", "RO-06"] if allowed else ["RO-05"])
        *_, reason = finding.why()
        assert reason.rule.id == "RO-05"
        assert reason.holds is allowed
        assert f"{one.value} and {other.value} share {INSIDE}" in reason.text
        assert reason.facts == {one.value: UserId(INSIDE), other.value: UserId(INSIDE)}
        named = {one.value, other.value} <= NAMED_IN_SECTION_7
        assert reason.readings == (() if named else ("RD-15",))
        assert finding.turns_on("RD-15") is not named
        assert finding.readings == ({} if named else {"RD-15": readings.rd_15})

    @each_reading
    @pytest.mark.parametrize(("one", "other"), EVERY_PAIR)
    def test_two_ids_are_not_shared(self, one: UserRole, other: UserRole, readings: Readings) -> None:
        """Two roles with an ID each share nothing, and no reading bears on it."""
        ids = {one: INSIDE, other: written(LAST)}
        finding = assignment(ids, own_range=OWN, readings=readings)
        assert finding.verdict is IdVerdict.ALLOWED
        assert [ground.id for ground in finding.grounds] == ["RO-06"]
        assert finding.readings == {}

    def test_whatever_the_range(self) -> None:
        """What may not be shared is not allowed though the range is unknown; the range is not asked for."""
        finding = assignment({UserRole.GAS_SUPPLIER: INSIDE, UserRole.OTHER_USER: INSIDE})
        assert finding.verdict is IdVerdict.NOT_ALLOWED
        assert [ground.id for ground in finding.grounds] == ["RO-05"]
        assert finding.next_questions() == ()
        other = finding.again(readings=ANY_ID)
        assert other.verdict is IdVerdict.UNDETERMINED
        assert [question.fact for question in other.next_questions()] == ["own_range"]

    def test_one_of_several_ids(self) -> None:
        """A role may have several IDs; that one of them is shared is enough."""
        ids = {
            UserRole.OTHER_USER: [INSIDE, written(LAST)],
            UserRole.GAS_TRANSPORTER: {written(FIRST), written(LAST)},
        }
        finding = assignment(ids, own_range=OWN)
        assert finding.verdict is IdVerdict.NOT_ALLOWED
        (reason,) = finding.why_not(IdVerdict.ALLOWED)
        assert reason.text == (
            f"gas-transporter and other-user share {written(LAST)}, which only import-supplier, "
            "export-supplier and gas-supplier may"
        )

    def test_sensitivity(self) -> None:
        """It turns on RD-15 where roles that are not named share, with the other verdict."""
        shared = assignment({UserRole.GAS_SUPPLIER: INSIDE, UserRole.OTHER_USER: INSIDE}, own_range=OWN)
        (other,) = sensitivity(shared)
        assert dict(other.choices) == {"RD-15": "any-id"}
        assert other.answer.outcome is IdVerdict.ALLOWED
        assert "which the guidance neither permits nor forbids" in str(other.answer.why())
        outside = {UserRole.GAS_SUPPLIER: ELSEWHERE, UserRole.OTHER_USER: ELSEWHERE}
        assert sensitivity(shared.again(ids=outside)) == ()
        assert sensitivity(shared.again(ids={UserRole.GAS_SUPPLIER: INSIDE})) == ()

    def test_disagreement(self) -> None:
        """Where an ID is shared, the other page's list of roles is told of."""
        shared = assignment({UserRole.GAS_SUPPLIER: INSIDE, UserRole.IMPORT_SUPPLIER: INSIDE}, own_range=OWN)
        assert [each.matter for each in shared.disagreements] == ["Which User Roles share a User ID"]
        assert shared.again(ids={UserRole.GAS_SUPPLIER: INSIDE}).disagreements == ()

    def test_stated(self) -> None:
        """The permission is a *may*, with its source."""
        (stated,) = rule("RO-05")
        assert (stated.modality, stated.bearer) == (Modality.MAY, Bearer.PARTY)
        assert str(stated.citation) == "SECAS guidance, 7"
        assert {role.value for role in SHARING_ROLES} == NAMED_IN_SECTION_7

    def test_a_modification_was_proposed(self) -> None:
        """EX-22: that one ID serve Import and Gas Supplier was proposed; it is part of why (RD-15)."""
        (stated,) = rule("EX-22")
        assert "SECMP0036 proposed" in stated.statement
        assert "SECMP0036, EX-22" in REGISTER["RD-15"].reason


class TestGroups:
    """RO-05 for an entry in several User Roles: which of them may share one ID."""

    @each_reading
    def test_every_set(self, readings: Readings) -> None:
        """In all 128 sets two roles stand in one group exactly if they may share an ID."""
        for roles in EVERY_SET:
            groups = sharing_groups(frozenset(roles), readings=readings)
            assert sorted(chain.from_iterable(groups)) == sorted(roles)
            assert all(group == tuple(role for role in UserRole if role in group) for group in groups)
            assert [group[0] for group in groups] == [
                role for role in UserRole if role in {group[0] for group in groups}
            ]
            for one, other in combinations(roles, 2):
                together = any({one, other} <= set(group) for group in groups)
                assert together is may_share(one, other, readings)

    def test_by_name(self) -> None:
        """Roles may be named, and twice is once."""
        roles: Any = ["gas-supplier", "other-user", "gas-supplier"]
        assert sharing_groups(roles) == ((UserRole.GAS_SUPPLIER,), (UserRole.OTHER_USER,))

    @pytest.mark.parametrize("roles", [None, "gas-supplier", 7, UserRole.GAS_SUPPLIER])
    def test_no_collection(self, roles: Any) -> None:  # noqa: ANN401 - anything may be passed
        """One role is no collection of them."""
        with pytest.raises(
            InvalidType, match=r"^roles: .* is not a collection of User Roles; pass a set of UserRole"
        ):
            sharing_groups(roles)

    def test_no_such_role(self) -> None:
        """What is none of the seven is refused, with the nearest; so are readings that are none."""
        unknown: Any = {"gas-suplier"}
        with pytest.raises(UnknownName, match=r"^roles: 'gas-suplier' .* the nearest is 'gas-supplier'"):
            sharing_groups(unknown)
        nothing: Any = None
        with pytest.raises(InvalidType, match=r"^readings: None are not Readings"):
            sharing_groups((), readings=nothing)


#: A few numbers around the ends of a range, so that IDs are often shared and often just outside.
near = st.integers(FIRST - 2, FIRST + 3)


@st.composite
def proposals(draw: DrawFn) -> dict[UserRole, list[int]]:
    """Numbers proposed for one User Role or more, each with one number or more."""
    roles = draw(st.lists(st.sampled_from(UserRole), min_size=1, unique=True))
    return {role: draw(st.lists(near, min_size=1, max_size=3, unique=True)) for role in roles}


class TestAnyProposal:
    """RO-05 and RO-06 together, for any IDs of any roles, under both readings of RD-15."""

    @given(
        proposal=proposals(),
        ends=st.none() | st.tuples(near, near).map(sorted),
        readings=st.sampled_from([DEFAULT_READINGS, ANY_ID]),
    )
    def test_by_every_two(
        self, proposal: dict[UserRole, list[int]], ends: list[int] | None, readings: Readings
    ) -> None:
        """Not allowed if two may not share what they share, or one is outside; else as the range is known."""
        own = UNKNOWN if ends is None else UserIdRange(*map(written, ends))
        ids = {role: [written(each) for each in each_role] for role, each_role in proposal.items()}
        finding = assignment(ids, own_range=own, readings=readings)
        clashes = {
            frozenset({one, other})
            for one, other in combinations(proposal, 2)
            if set(proposal[one]) & set(proposal[other]) and not may_share(one, other, readings)
        }
        outside = {
            (role, each)
            for role, several in proposal.items()
            for each in several
            if ends and not ends[0] <= each <= ends[1]
        }
        expected = IdVerdict.UNDETERMINED if ends is None else IdVerdict.ALLOWED
        if clashes or outside:
            expected = IdVerdict.NOT_ALLOWED
        assert finding.verdict is expected
        lacks = finding.why_not(IdVerdict.ALLOWED)
        told = {frozenset(UserRole(name) for name in r.facts) for r in lacks if r.rule.id == "RO-05"}
        assert told == clashes
        assert {
            (UserRole(next(iter(r.facts))), int(str(next(iter(r.facts.values()))), 16))
            for r in lacks
            if r.rule.id == "RO-06" and r.holds is False
        } == outside
        if expected is IdVerdict.NOT_ALLOWED:
            grounds = {"RO-05"} if clashes else set()
            assert {ground.id for ground in finding.grounds} == grounds | ({"RO-06"} if outside else set())
        assert bool(finding.next_questions()) is (expected is IdVerdict.UNDETERMINED)
        assert finding.smallest_changes(IdVerdict.ALLOWED) == ()

    @given(proposal=proposals(), data=st.data())
    def test_however_it_is_written(self, proposal: dict[UserRole, list[int]], data: st.DataObject) -> None:
        """Neither the order, nor the case, nor the kind of collection, nor names for roles matter."""
        one: dict[UserRole, Any] = {role: list(map(written, ids)) for role, ids in proposal.items()}
        other: dict[Any, Any] = {}
        for role in data.draw(st.permutations(list(proposal))):
            several = [
                data.draw(st.sampled_from([str.lower, str.upper, UserId]))(text)
                for text in data.draw(st.permutations(one[role]))
            ]
            kinds: list[Callable[[Any], Any]] = [list, tuple, set, frozenset]
            made = data.draw(st.sampled_from(kinds))(several)
            key = data.draw(st.sampled_from([role, role.value]))
            other[key] = several[0] if len(several) == 1 and data.draw(st.booleans()) else made
        first, second = assignment(one, own_range=OWN), assignment(other, own_range=OWN)
        assert first == second
        assert hash(first) == hash(second)
        assert str(first.why()) == str(second.why())
        assert str(receipt(first)) == str(receipt(second))


class TestWhy:
    """The reasons name the role, the ID and the range."""

    def test_outside(self) -> None:
        """Which role's ID is outside, and of what; what is inside is said too, and lacks nothing."""
        ids = {UserRole.GAS_TRANSPORTER: INSIDE, UserRole.OTHER_USER: ELSEWHERE}
        finding = assignment(ids, own_range=OWN)
        source = "[RO-06, SECAS guidance, 7; Table 2]"
        assert str(finding.why()).splitlines() == [
            f"yes: gas-transporter: {INSIDE} is within the Party's own range, {OWN} {source}",
            f"no: other-user: {ELSEWHERE} is outside the Party's own range, {OWN} {source}",
        ]
        assert str(OWN) == "90B3D51F30010000 to 90B3D51F3001FFFF"
        assert finding.why_not(IdVerdict.ALLOWED) == Reasons(finding.why()[1:])
        assert finding.why_not(IdVerdict.NOT_ALLOWED) == Reasons(())

    def test_shared(self) -> None:
        """Every two that share an ID are named, whether they may or not."""
        ids = {
            UserRole.OTHER_USER: INSIDE,
            UserRole.GAS_SUPPLIER: INSIDE,
            UserRole.IMPORT_SUPPLIER: INSIDE,
        }
        finding = assignment(ids, own_range=OWN)
        only = "which only import-supplier, export-supplier and gas-supplier may"
        assert [reason.text for reason in finding.why()[3:]] == [
            f"import-supplier and gas-supplier share {INSIDE}, as the guidance permits",
            f"import-supplier and other-user share {INSIDE}, {only}",
            f"gas-supplier and other-user share {INSIDE}, {only}",
        ]
        assert [reason.holds for reason in finding.why()] == [True, True, True, True, False, False]

    def test_nothing_is_lacking(self) -> None:
        """Why it is allowed is that each is within the range; why not allowed, nothing."""
        finding = assignment({UserRole.OTHER_USER: INSIDE}, own_range=OWN)
        assert finding.why_not(IdVerdict.ALLOWED) == Reasons(())
        assert finding.why_not(IdVerdict.NOT_ALLOWED) == finding.why()
        assert len(finding.why()) == 1


class TestSteps:
    """RO-07 and ST-08: the Party tells its IDs; once UEPT is complete, the form; then the DCC accepts."""

    def test_stated(self) -> None:
        """What the Party must do and what the DCC must do are two rules of one id."""
        party, dcc = rule("RO-07")
        assert (party.bearer, dcc.bearer) == (Bearer.PARTY, Bearer.DCC)
        assert (
            "inform the DCC of the User IDs that it would like to use for each User Role" in party.statement
        )
        assert dcc.statement.startswith(
            "Once UEPT is complete, the DCC provides the ID Acceptance Request Form"
        )
        assert party.modality is dcc.modality is Modality.MUST
        assert (str(party.citation), str(dcc.citation)) == (
            "SECAS guidance, 7",
            "SECAS guidance, 7; Table 2",
        )

    def test_the_step(self) -> None:
        """The step of an entry is asked for by ST-08, which stands here."""
        (stated,) = rule("ST-08")
        assert rule_of(Step.USER_IDS) is stated
        assert (stated.bearer, stated.kind) == (Bearer.DCC, Kind.PRECONDITION)


class TestValues:
    """IDs, ranges and findings are values."""

    def test_copies(self) -> None:
        """Each is equal to its copies, and a finding to the same question asked again."""
        finding = assignment({UserRole.GAS_SUPPLIER: INSIDE, UserRole.OTHER_USER: INSIDE}, own_range=OWN)
        values: tuple[Any, ...] = (UserId(INSIDE), OWN, finding)
        for value in values:
            for other in (copy.deepcopy(value), pickle.loads(pickle.dumps(value))):  # noqa: S301
                assert other == value
                assert hash(other) == hash(value)
        assert finding.again() == finding
        assert str(pickle.loads(pickle.dumps(finding)).why()) == str(finding.why())  # noqa: S301
        text: Any = INSIDE
        assert UserId(INSIDE) != text

    def test_the_caller_keeps_the_mapping(self) -> None:
        """What the caller does to its own mapping afterwards changes nothing."""
        several = [INSIDE]
        ids: dict[UserRole, list[str]] = {UserRole.OTHER_USER: several}
        finding = assignment(ids, own_range=OWN)
        several.append(ELSEWHERE)
        ids.clear()
        assert finding.inputs["ids"] == {UserRole.OTHER_USER: (UserId(INSIDE),)}
        assert finding.again().verdict is IdVerdict.ALLOWED

    def test_receipt(self) -> None:
        """A receipt has each role with its IDs, and the range by its ends."""
        finding = assignment({UserRole.GAS_SUPPLIER: INSIDE}, own_range=OWN)
        data = receipt(finding).data
        assert data["question"]["name"] == "user_ids.assignment"
        assert list(data["inputs"]["ids"]) == ["gas-supplier"]
        assert set(data["inputs"]["own_range"]) == {"first", "last"}
        assert data["calendar"] is None
        assert receipt(assignment({UserRole.GAS_SUPPLIER: INSIDE})).data["inputs"]["own_range"] == "unknown"


class TestBadInput:
    """What is no proposal is refused by name."""

    @pytest.mark.parametrize("ids", [None, INSIDE, [INSIDE], UserRole.OTHER_USER])
    def test_no_mapping(self, ids: Any) -> None:  # noqa: ANN401 - anything may be passed
        """IDs without their roles say nothing."""
        with pytest.raises(
            InvalidType, match=r"^ids: .* is not a mapping of User Roles; pass a mapping of each UserRole"
        ):
            assignment(ids)

    def test_nothing_proposed(self) -> None:
        """Nothing is neither allowed nor not."""
        with pytest.raises(InvalidValue, match=r"^ids: \{\} proposes nothing; name a UserRole"):
            assignment({})

    @pytest.mark.parametrize("none", [(), [], set(), frozenset()])
    def test_a_role_without_an_id(self, none: Any) -> None:  # noqa: ANN401 - any empty collection
        """A role for which no ID is proposed is left out."""
        with pytest.raises(
            InvalidValue, match=r"^ids\.other-user: .* has no User ID in it; pass one or more, or leave"
        ):
            assignment({UserRole.OTHER_USER: none})

    def test_no_such_role(self) -> None:
        """A role that is none of the seven is refused, with the nearest."""
        ids: Mapping[Any, str] = {"other-users": INSIDE}
        with pytest.raises(UnknownName, match=r"^ids: 'other-users' .* the nearest is 'other-user'"):
            assignment(ids)
        ids = {7: INSIDE}
        with pytest.raises(InvalidType, match=r"^ids: 7 is not a UserRole"):
            assignment(ids)

    @pytest.mark.parametrize(
        "several", ["90-B3", ["90-B3"], {INSIDE, "90-B3"}, (UserId(INSIDE), "90-B3")], ids=repr
    )
    def test_no_such_id(self, several: Any) -> None:  # noqa: ANN401 - anything may be passed
        """An ID that is none is refused with the role it was proposed for."""
        with pytest.raises(InvalidValue, match=r"^ids\.other-user: '90-B3' is not 16 hexadecimal characters"):
            assignment({UserRole.OTHER_USER: several})

    @pytest.mark.parametrize("given_", [None, 7, UNKNOWN, {"first": INSIDE}, b"90B3D51F30010000"], ids=repr)
    def test_no_text(self, given_: Any) -> None:  # noqa: ANN401 - anything may be passed
        """Nor is anything else an ID."""
        with pytest.raises(InvalidType, match=r"^ids\.gas-supplier: .* is not text"):
            assignment({UserRole.GAS_SUPPLIER: given_})

    def test_twice(self) -> None:
        """One ID twice for one role is refused, however it is written."""
        with pytest.raises(ContradictoryFacts) as refused:
            assignment({UserRole.OTHER_USER: [INSIDE, ELSEWHERE, INSIDE.lower()]})
        assert str(refused.value) == (
            f"ids.other-user: {INSIDE} contradicts the same User ID again: a role names each once; "
            "correct one of the two"
        )

    @pytest.mark.parametrize("own_range", [None, (INSIDE, INSIDE), INSIDE, True])
    def test_no_range(self, own_range: Any) -> None:  # noqa: ANN401 - anything may be passed
        """A range is a `UserIdRange`, or is left out."""
        with pytest.raises(
            InvalidType, match=r"^own_range: .* is not a range of User IDs; pass a UserIdRange, or leave it"
        ):
            assignment({UserRole.OTHER_USER: INSIDE}, own_range=own_range)
