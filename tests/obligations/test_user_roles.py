"""Which User Roles are open to whom: every set of licences, every role, both answers to RD-14."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any

import pytest

from sec_uep import (
    DEFAULT_READINGS,
    UNKNOWN,
    ElectricityDistribution,
    ElectricitySupply,
    Entry,
    Event,
    GasSupply,
    GasTransport,
    Party,
    Readings,
    Step,
    UserRole,
    wire,
)
from sec_uep.answers import Reasons
from sec_uep.errors import InvalidType, MalformedData, UnknownName
from sec_uep.obligations import rule, security_assessment, user_ids
from sec_uep.obligations.steps import TABLE
from sec_uep.obligations.user_roles import (
    MEANINGS,
    ROLES_OF,
    RoleVerdict,
    may_apply_for,
    roles_open_to,
)
from sec_uep.parties import METER_DATA_RETRIEVER
from sec_uep.rules import Kind, Modality

if TYPE_CHECKING:
    from collections.abc import Callable

    from sec_uep.parties import Licence

UEPT_EVENT = {"step": "uept", "day": "2026-09-01"}

LICENCES: tuple[Licence, ...] = (
    ElectricitySupply(),
    GasSupply(),
    ElectricityDistribution(),
    GasTransport(),
)
SETS_OF_LICENCES = tuple(chain.from_iterable(combinations(LICENCES, n) for n in range(5)))

#: The guidance's list: the role on the left is that of the licence on the right.
NEEDS = {
    "import-supplier": ElectricitySupply,
    "export-supplier": ElectricitySupply,
    "gas-supplier": GasSupply,
    "electricity-distributor": ElectricityDistribution,
    "gas-transporter": GasTransport,
}
NEEDS_NONE = ("registered-supplier-agent", "other-user")

PERMITTED = DEFAULT_READINGS
NOT_PERMITTED = Readings(rd_14="not-permitted")

each_reading = pytest.mark.parametrize("readings", [PERMITTED, NOT_PERMITTED], ids=["permitted", "not"])
each_role = pytest.mark.parametrize("role", list(UserRole), ids=str)


def is_open(role: str, licences: tuple[Licence, ...], readings: Readings) -> bool:
    """Read the guidance again, every licence known."""
    if role in NEEDS_NONE:
        return not licences or readings.rd_14 == "permitted"
    return any(isinstance(licence, NEEDS[role]) for licence in licences)


class TestEverySet:
    """The answer for each role, under both answers to RD-14, is the guidance's."""

    @each_reading
    @each_role
    def test_known(self, role: UserRole, readings: Readings) -> None:
        """All sixteen sets of licences open the roles that the guidance lists, and no others."""
        for licences in SETS_OF_LICENCES:
            finding = may_apply_for(role, Party(licences=licences), readings)
            expected = is_open(role.value, licences, readings)
            assert finding.verdict is (RoleVerdict.OPEN if expected else RoleVerdict.NOT_OPEN)
            assert finding.next_questions() == ()
            (why,) = finding.why()
            assert why.holds is expected
            assert why.facts == {"licences": licences}

    @each_reading
    @each_role
    def test_unknown(self, role: UserRole, readings: Readings) -> None:
        """Where the licences are not known, the answer is the one on which all sixteen sets agree."""
        answers = {is_open(role.value, licences, readings) for licences in SETS_OF_LICENCES}
        finding = may_apply_for(role, Party(), readings)
        if answers == {True}:
            assert finding.verdict is RoleVerdict.OPEN
            assert finding.next_questions() == ()
        else:
            assert finding.verdict is RoleVerdict.UNDETERMINED
            (question,) = finding.next_questions()
            assert (question.fact, question.settles_in) == ("licences", 1)
            (why,) = finding.why()
            assert why.holds is UNKNOWN

    @each_reading
    @each_role
    def test_rd_14_is_named_where_it_matters(self, role: UserRole, readings: Readings) -> None:
        """RD-14 is named exactly if its other answer would make another verdict."""
        for party in (Party(), *(Party(licences=licences) for licences in SETS_OF_LICENCES)):
            finding = may_apply_for(role, party, readings)
            matters = may_apply_for(role, party, PERMITTED).verdict is not (
                may_apply_for(role, party, NOT_PERMITTED).verdict
            )
            assert finding.readings == ({"RD-14": readings.rd_14} if matters else {})
            (why,) = finding.why()
            assert why.readings == (("RD-14",) if matters else ())

    @each_reading
    def test_all_roles(self, readings: Readings) -> None:
        """`roles_open_to` asks of the seven roles in their order."""
        party = Party(licences=(GasSupply(),))
        assert roles_open_to(party, readings) == tuple(
            may_apply_for(role, party, readings) for role in UserRole
        )

    def test_a_reading_does_not_look_at_facts(self) -> None:
        """Two licences of one kind open no more than one."""
        once = roles_open_to(Party(licences=(GasSupply(),)))
        twice = roles_open_to(Party(licences=(GasSupply(), GasSupply(domestic=True))))
        assert [finding.verdict for finding in once] == [finding.verdict for finding in twice]


class TestRO01:
    """RO-01: there are seven User Roles, each with its meaning."""

    def test_seven(self) -> None:
        """The seven of the guidance, by their names, each with its own words."""
        assert [role.value for role in MEANINGS] == [role.value for role in UserRole]
        assert set(MEANINGS) == {*NEEDS, *NEEDS_NONE}
        assert len(MEANINGS) == 7
        assert MEANINGS[UserRole.GAS_SUPPLIER] == "Supplier that sells gas to a consumer"
        assert MEANINGS[UserRole.OTHER_USER] == "Any Party that does not match the above descriptions"
        (stated,) = rule("RO-01")
        assert stated.kind is Kind.DEFINITION
        assert stated.statement.startswith("There are seven User Roles: Import Supplier, Export Supplier")


class TestRO02:
    """RO-02: the User Roles applied for depend on the Ofgem licences held."""

    def test_each_licence_leads_to_its_roles(self) -> None:
        """An electricity supply licence leads to two roles, every other one to one."""
        assert {licence: {role.value for role in roles} for licence, roles in ROLES_OF.items()} == {
            kind: {role for role, needed in NEEDS.items() if needed is kind}
            for kind in (ElectricitySupply, GasSupply, ElectricityDistribution, GasTransport)
        }

    def test_cited(self) -> None:
        """A role that goes with a licence is judged by RO-02, with its source."""
        finding = may_apply_for(UserRole.GAS_SUPPLIER, Party(licences=()))
        assert [rule.id for rule in finding.grounds] == ["RO-02"]
        (why,) = finding.why()
        assert (why.rule.id, why.holds) == ("RO-02", False)
        assert str(why.citation) == "SECAS guidance, Apply for the correct User Roles"

    def test_why_not(self) -> None:
        """Why not the other verdict is the reason for the one that stands; why not itself is nothing."""
        finding = may_apply_for(UserRole.GAS_SUPPLIER, Party(licences=()))
        assert finding.why_not(RoleVerdict.OPEN) == finding.why()
        assert finding.why_not(RoleVerdict.NOT_OPEN) == Reasons(())


class TestRO03:
    """RO-03: those who hold no Ofgem licence can enter as Other User or Registered Supplier Agent."""

    @pytest.mark.parametrize("role", NEEDS_NONE)
    @each_reading
    def test_no_licence(self, role: UserRole, readings: Readings) -> None:
        """Both roles are open to a Party without a licence, and no reading bears on it."""
        finding = may_apply_for(role, Party(licences=()), readings)
        assert finding.verdict is RoleVerdict.OPEN
        assert [rule.id for rule in finding.grounds] == ["RO-03"]
        assert finding.grounds[0].modality is Modality.MAY
        assert finding.readings == {}
        assert "against the guidance" not in str(finding.why())

    @pytest.mark.parametrize("role", NEEDS_NONE)
    def test_licence_holder(self, role: UserRole) -> None:
        """Open to a licence holder by RD-14, and the answer says that it is against the guidance's words."""
        party = Party(licences=(GasSupply(),))
        finding = may_apply_for(role, party)
        assert finding.verdict is RoleVerdict.OPEN
        assert finding.readings == {"RD-14": "permitted"}
        assert "open to a licence holder by a reading against the guidance, which" in str(finding.why())
        defines = "which defines it by what matches none of the other descriptions" in str(finding.why())
        assert defines is (role == "other-user")
        closed = finding.again(readings=NOT_PERMITTED)
        assert closed.verdict is RoleVerdict.NOT_OPEN
        assert closed.readings == {"RD-14": "not-permitted"}
        assert "against the guidance" not in str(closed.why())


class TestRO04:
    """RO-04: UEPT, ID acceptance and completion are per User Role."""

    def test_steps_taken_for_each_role(self) -> None:
        """UEPT from notice to certificate, User IDs, evidence and SECAS's word; nothing before UEPT."""
        assert {step.value for step, row in TABLE.items() if row.each_role} == {
            "uept-notice",
            "uept",
            "uept-report",
            "uept-receipt-confirmation",
            "uept-review",
            "quality-gate",
            "test-certificate",
            "user-ids",
            "evidence-form",
            "secas-confirmation",
        }
        (stated,) = rule("RO-04")
        assert stated.modality is Modality.MUST


class TestEX05:
    """EX-05: with no Import MPAN, who is registered for the Export MPAN counts as Import Supplier."""

    def test_stated(self) -> None:
        """It is stated with its source; who is registered is no fact here."""
        (stated,) = rule("EX-05")
        assert stated.kind is Kind.DEFINITION
        assert "registered for the Export MPAN counts as the Import Supplier" in stated.statement
        assert stated.citation.document.name == "SEC glossary"


class TestEX24:
    """EX-24: tools name a Meter Data Retriever; a caller who does is told so, and that RO-01 has seven."""

    @pytest.mark.parametrize(
        "name",
        [
            "meter-data-retriever",
            "Meter Data Retriever",
            "METER_DATA_RETRIEVER",
            "meter  data retriever ",
            "MeterDataRetriever",
        ],
    )
    def test_wherever_a_role_is_read(self, name: str) -> None:
        """In code, in an entry, in a question and in a file, however it is written."""
        role: Any = name
        asked: list[tuple[str, Callable[[], object]]] = [
            ("UserRole", lambda: UserRole(name)),
            ("role", lambda: may_apply_for(role, Party())),
            ("roles", lambda: Entry(party=Party(), roles={role})),
            ("role", lambda: Event(Step.UEPT, date(2026, 9, 1), role=role)),
            ("ids", lambda: user_ids.assignment({role: "90B3D51F30010000"})),
            ("role", lambda: security_assessment.size(domestic_premises=1, role=role)),
        ]
        for field, ask in asked:
            with pytest.raises(UnknownName) as refused:
                ask()
            assert refused.value.field == field
            assert "EX-24" in str(refused.value)
            assert "there are seven User Roles (RO-01)" in str(refused.value)
            assert "nearest" not in str(refused.value)
        for data in ({"party": {}, "roles": [name]}, {"party": {}, "events": [{**UEPT_EVENT, "role": name}]}):
            with pytest.raises(MalformedData, match="EX-24"):
                wire.loads(json.dumps(data), Entry)

    def test_nothing_else_is_taken_for_it(self) -> None:
        """Another name is refused as ever."""
        with pytest.raises(ValueError, match="'retriever' is not a valid UserRole"):
            UserRole("retriever")
        with pytest.raises(UnknownName) as refused:
            may_apply_for("meter-data", Party())  # type: ignore[arg-type]
        assert "EX-24" not in str(refused.value)

    def test_stated(self) -> None:
        """It is stated once, with where it was seen."""
        (stated,) = rule("EX-24")
        assert stated.statement == METER_DATA_RETRIEVER
        assert stated.citation.document.name == "duis-parser"


class TestValues:
    """A finding about a role is a value."""

    def test_copies(self) -> None:
        """It is equal to its copies and to the same question asked again."""
        finding = may_apply_for(UserRole.OTHER_USER, Party(licences=(GasSupply(),)))
        for other in (finding.again(), copy.deepcopy(finding), pickle.loads(pickle.dumps(finding))):  # noqa: S301
            assert other == finding
            assert hash(other) == hash(finding)
            assert other.readings == finding.readings
        assert finding != finding.again(role=UserRole.REGISTERED_SUPPLIER_AGENT)

    def test_a_role_may_be_named(self) -> None:
        """The name of a role on the wire is as good as the role."""
        party = Party(licences=())
        assert may_apply_for("other-user", party) == may_apply_for(UserRole.OTHER_USER, party)  # type: ignore[arg-type]


class TestBadInput:
    """What is not a role or a Party is refused by name."""

    def test_no_such_role(self) -> None:
        """A role that is none of the seven is refused, with the nearest."""
        with pytest.raises(
            UnknownName, match=r"^role: 'other-users' is not known here; the nearest is 'other-user'"
        ):
            may_apply_for("other-users", Party())  # type: ignore[arg-type]

    @pytest.mark.parametrize("role", [None, 1, Step.UEPT])
    def test_not_a_role(self, role: Any) -> None:  # noqa: ANN401 - anything may be passed
        """A role is a `UserRole` or its name."""
        with pytest.raises(InvalidType, match=r"^role: .* is not a UserRole; pass sec_uep\.UserRole\."):
            may_apply_for(role, Party())

    @pytest.mark.parametrize("party", [None, "Example Ltd", GasSupply()])
    def test_not_a_party(self, party: Any) -> None:  # noqa: ANN401 - anything may be passed
        """A Party is a `Party`."""
        with pytest.raises(InvalidType, match=r"^party: .* is not a Party; pass a sec_uep\.Party"):
            may_apply_for(UserRole.OTHER_USER, party)
        with pytest.raises(InvalidType, match=r"^party: "):
            roles_open_to(party)
