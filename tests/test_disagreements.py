"""
Where sources differ: every contradiction that was seen is told, with both wordings, and reached from answers.

The table was made by hand from the list of contradictions, in its numbering; what was found later has the
numbers after it, and stands where it belongs.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from sec_uep import (
    AssuranceStatus,
    ElectricityDistribution,
    ElectricitySupply,
    GasSupply,
    GasTransport,
    Party,
    UserRole,
)
from sec_uep.citations import Citation
from sec_uep.disagreements import DISAGREEMENTS, Disagreement, Wording, touching
from sec_uep.obligations import (
    RULES,
    assessment_cycle,
    determine,
    determine_all,
    entry_process_testing as uept,
    privacy_assessment as privacy,
    security_assessment as fusa,
    user_ids,
    user_roles,
)
from sec_uep.readings import REGISTER

if TYPE_CHECKING:
    from collections.abc import Callable

    from sec_uep.answers import Answer

#: Of each contradiction: its matter, words of the wording followed and of the other, and its reading.
BY_HAND = {
    1: ("Who gives the security status", "Security Sub-Committee", "and the SEC Panel", "RD-20"),
    2: ("What the second status is called", "subject to steps", "subject to the Party", None),
    3: ("How many statuses there are", "Deferred and Rejected", "the two that", None),
    4: ("What the cycle of assessments is", "three years", "annual cycle", None),
    5: ("What is counted for the size of a Party", "Domestic Premises", "Smart Metering Systems", None),
    6: ("Whom the page calls Large", "Large and small", "Large Electricity Distributor", None),
    7: ("Who must have a Full User Security Assessment", "all SEC Parties", "becomes a User", None),
    8: ("What follows Rejected", "Follow-up", "further Full User Security Assessment", "RD-17"),
    9: ("Which thresholds make a Party Large", "250,000 Domestic", "50,000 Non-Domestic", None),
    19: ("Whether 12 weeks' notice of a Privacy Assessment is owed", "should", "are required", None),
    10: ("What moving an assessment late costs", "redeploy", "whatever the notice", None),
    11: ("Where exactly 732,000 kWh falls", "or less", "below 732 MWh", "RD-12"),
    12: (
        "Who need not become a DCC User for the meters it installs",
        "Designated Premises",
        "larger sites",
        None,
    ),
    20: ("Which domestic suppliers must become DCC Users", "is a Domestic Supplier", "actively supply", None),
    21: (
        "From which day electricity distributors must be DCC Users",
        "12 November 2017, by direction",
        "21 January 2018",
        None,
    ),
    13: ("Which User Roles share a User ID", "Export Supplier", "Registered Supplier Agent", "RD-15"),
    14: ("Whether gas transporters must become DCC Users", "not required", "network operators", None),
    15: ("Whom SECAS tells of completion", "Ofgem", "H1.12", None),
    16: ("Which clauses of the CTSD hold the criteria of UEPT", "5.6.1.5", "5.4.2", None),
    17: ("Which privacy status lets the process be completed", "subject to steps", "only Approved", None),
    18: ("Where the distributor's exemption stands", "21A.5", "not found", None),
}

#: The rules that each of them touches; by hand, from what the rules say.
RULES_BY_HAND = {
    1: {"SA-06", "SA-07", "ST-10"},
    2: {"SA-06", "SA-07", "PA-02"},
    3: {"SA-06", "SA-07"},
    4: {"SA-01", "EX-02"},
    5: {"SA-08"},
    6: {"SA-08"},
    7: {"ST-10", "SA-01"},
    8: {"SA-07"},
    9: {"SA-08", "EX-03"},
    10: {"SA-05", "EX-08"},
    19: {"PA-01", "EX-20"},
    11: {"OB-11", "EX-13"},
    12: {"OB-05", "OB-10", "EX-06"},
    13: {"RO-05"},
    14: {"OB-15"},
    15: {"ST-13"},
    16: {"TE-03", "TE-04", "TE-05", "TE-06", "TE-07"},
    17: {"PA-02"},
    18: {"OB-13", "OB-14"},
    20: {"OB-03", "OB-08", "EX-17"},
    21: {"OB-13", "EX-16"},
}

each_number = pytest.mark.parametrize("number", BY_HAND)


def called(number: int) -> Disagreement:
    """Return the disagreement that stands for a contradiction of the list."""
    (found,) = [each for each in DISAGREEMENTS if each.matter == BY_HAND[number][0]]
    return found


class TestList:
    """Every contradiction of the list is there, and nothing else."""

    def test_all_of_them(self) -> None:
        """The matters are those of the list, each once."""
        assert [each.matter for each in DISAGREEMENTS] == [matter for matter, *_ in BY_HAND.values()]
        assert len({*DISAGREEMENTS}) == 21

    @each_number
    def test_two_wordings(self, number: int) -> None:
        """Each has two wordings that differ, the one followed first, each with a citation, and a reason."""
        _, followed, other, reading = BY_HAND[number]
        found = called(number)
        assert followed in found.followed.says
        assert other in found.other.says
        assert found.followed.says != found.other.says
        for wording in (found.followed, found.other):
            assert isinstance(wording, Wording)
            assert isinstance(wording.citation, Citation)
            assert ", " in str(wording.citation)
        assert found.reason
        assert found.reading == reading

    @each_number
    def test_rules_and_reading_exist(self, number: int) -> None:
        """The rules are those by hand, and they and the reading are in the registers."""
        found = called(number)
        assert set(found.rules) == RULES_BY_HAND[number]
        assert len(set(found.rules)) == len(found.rules)
        assert {*found.rules} <= {rule.id for rule in RULES}
        assert found.reading is None or found.reading in REGISTER

    @pytest.mark.parametrize(
        ("number", "document"), [(8, "MP091"), (9, "SECMP0059"), (11, "DESNZ"), (16, "CTSD v1.8")]
    )
    def test_the_other_document(self, number: int, document: str) -> None:
        """Where a modification, a ministry or an older edition says otherwise, it is the one cited."""
        found = called(number)
        assert document in str(found.other.citation)
        assert document not in str(found.followed.citation)

    @each_number
    def test_the_reading_speaks_of_it(self, number: int) -> None:
        """A choice that a reading holds offers the wording followed by default."""
        reading = {
            1: ("ssc", "ssc-and-panel"),
            8: ("follow-up", "new-fusa"),
            11: ("inside", "outside"),
            13: ("own-id", "any-id"),
        }.get(number)
        found = called(number)
        if reading is None:
            assert found.reading is None
        else:
            assert found.reading is not None
            assert tuple(REGISTER[found.reading].choices) == reading


DAY, LATER = date(2026, 6, 3), date(2026, 6, 20)

USER_ID = "90B3D51F30010000"

_EXEMPT_FOR_METERS: dict[str, Any] = {"domestic": False, "paragraphs": set(), "meters": {"advanced"}}

#: Answers, and the contradictions that each touches.
REACHED: dict[str, tuple[Callable[[], Answer], set[int]]] = {
    "security status": (lambda: fusa.entry_with(AssuranceStatus.APPROVED), {1, 2, 3, 8}),
    "rejected": (lambda: fusa.entry_with(AssuranceStatus.REJECTED), {1, 2, 3, 8}),
    "privacy status": (lambda: privacy.entry_with(AssuranceStatus.APPROVED_SUBJECT_TO_STEPS), {2, 17}),
    "first year": (
        lambda: assessment_cycle.kind_of_assessment(
            year=1, role=UserRole.GAS_SUPPLIER, size=fusa.SizeCategory.SMALL
        ),
        {4},
    ),
    "size by one test": (lambda: fusa.size(domestic_premises=250_001), {5, 6, 9}),
    "size by the other": (lambda: fusa.size(domestic_premises=0, non_domestic_premises=50_001), {5, 6, 9}),
    "late reschedule": (
        lambda: fusa.reschedule_charge(requested=DAY, assessment=LATER, total_cost=Decimal(1)),
        {10},
    ),
    "late change": (
        lambda: privacy.change_charge(requested=DAY, assessment=LATER, total_cost=Decimal(1)),
        {10},
    ),
    "latest change": (lambda: privacy.latest_free_change(assessment=DAY), {10}),
    "privacy notice": (lambda: privacy.notice(application=DAY, assessment=LATER), {19}),
    "latest booking": (lambda: privacy.latest_application(assessment=DAY), {19}),
    "electricity meters": (lambda: determine(ElectricitySupply(**_EXEMPT_FOR_METERS)), {12, 20}),
    "gas meters": (lambda: determine(GasSupply(**_EXEMPT_FOR_METERS)), {12, 20}),
    "no ground": (
        lambda: determine(GasSupply(domestic=False, paragraphs=set(), meters={"smart"})),
        {12, 20},
    ),
    "transporter": (lambda: determine(GasTransport()), {14}),
    "confirmation": (lambda: uept.receipt_confirmation_due(report_received=DAY), {16}),
    "review": (lambda: uept.review_due(confirmation_received=DAY), {16}),
    "certificate": (lambda: uept.certificate_due(quality_gate_passed=DAY), {16}),
    "provider": (lambda: determine(ElectricityDistribution(distribution_service_provider=True)), {18, 21}),
    "no provider": (
        lambda: determine(ElectricityDistribution(distribution_service_provider=False)),
        {18, 21},
    ),
    "provider unknown": (lambda: determine(ElectricityDistribution()), {18, 21}),
    "domestic": (
        lambda: determine(ElectricitySupply(domestic=True)),
        {20},
    ),
    "no licence": (lambda: determine_all(Party(licences=()))[0], set()),
    "one ID for two roles": (
        lambda: user_ids.assignment(
            {UserRole.IMPORT_SUPPLIER: USER_ID, UserRole.GAS_SUPPLIER: USER_ID},
            own_range=user_ids.UserIdRange(USER_ID, USER_ID),
        ),
        {13},
    ),
    "one ID that may not be shared": (
        lambda: user_ids.assignment({UserRole.OTHER_USER: USER_ID, UserRole.GAS_SUPPLIER: USER_ID}),
        {13},
    ),
    "an ID of its own": (lambda: user_ids.assignment({UserRole.OTHER_USER: USER_ID}), set()),
    "role": (lambda: user_roles.may_apply_for(UserRole.GAS_SUPPLIER, Party(licences=())), set()),
    "notice": (lambda: uept.earliest_start(notice_given=DAY), set()),
    "application": (lambda: fusa.latest_application(assessment=DAY), set()),
}

#: No question of the package answers by the rules of these: they are reached by rule alone.
BY_RULE_ALONE = {7, 11, 15}


class TestReached:
    """An answer tells the disagreements that touch it, and no others."""

    @pytest.mark.parametrize("name", REACHED)
    def test_from_an_answer(self, name: str) -> None:
        """They are those of the rules that it rests on, in the order of the list."""
        ask, numbers = REACHED[name]
        assert ask().disagreements == tuple(called(number) for number in BY_HAND if number in numbers)

    def test_every_one(self) -> None:
        """Each contradiction is reached from an answer above, but for those that no answer rests on."""
        reached = {number for _, numbers in REACHED.values() for number in numbers}
        assert reached | BY_RULE_ALONE == set(BY_HAND)
        assert reached.isdisjoint(BY_RULE_ALONE)

    @each_number
    def test_by_rule(self, number: int) -> None:
        """Each is reached by every rule that it touches."""
        for id_ in RULES_BY_HAND[number]:
            found = touching((id_,))
            assert called(number) in found
            assert found == tuple(each for each in DISAGREEMENTS if id_ in each.rules)

    def test_by_several(self) -> None:
        """By several rules each is told once, in the order of the list."""
        every = tuple({id_ for each in DISAGREEMENTS for id_ in each.rules})
        assert touching(every) == DISAGREEMENTS
        assert touching((*every, *every)) == DISAGREEMENTS

    @pytest.mark.parametrize("rules", [(), ("TE-01",), ("TE-01", "TE-02"), ("XX-99",)])
    def test_by_none(self, rules: tuple[str, ...]) -> None:
        """Nothing touches rules on which no sources differ, nor no rules."""
        assert touching(rules) == ()
