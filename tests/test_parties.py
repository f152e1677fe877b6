"""The defined terms: what a Party, a licence and an event are made of, and what they refuse."""

from __future__ import annotations

import copy
import pickle
import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given, strategies as st

from sec_uep import (
    UNKNOWN,
    AssuranceStatus,
    ElectricityDistribution,
    ElectricitySupply,
    Event,
    GasSupply,
    GasTransport,
    Outcome,
    Party,
    Step,
    UserRole,
    Verdict,
)
from sec_uep.checks import named
from sec_uep.errors import ContradictoryFacts, InvalidType, MissingFact, SecUepError, UnknownName
from sec_uep.parties import with_facts

if TYPE_CHECKING:
    from sec_uep.facts import Fact

DAY = date(2026, 6, 5)
MOMENT = datetime(2026, 6, 5, 9, tzinfo=UTC)

NOT_DATES = [
    (MOMENT, "has a time of day"),
    ("2026-06-05", "is text"),
    (20260605, "is of type int"),
    (True, "is of type bool"),
]

facts = st.sampled_from([False, True, UNKNOWN])


class TestLicences:
    """Every fact of a licence is unknown until it is given."""

    def test_unknown_until_given(self) -> None:
        """A licence of which nothing is said has unknown facts, by their full names."""
        electricity = ElectricitySupply().facts()
        assert list(electricity) == [
            "domestic",
            *(f"paragraphs.39.{n}" for n in (3, 4, 5, 6, 10, 11, 12, 13)),
            *(f"meters.{kind}" for kind in ("current-transformer", "advanced", "smart", "other")),
            "exempt_48_9",
            *(f"meters_elsewhere.{kind}" for kind in ("current-transformer", "advanced", "smart", "other")),
        ]
        gas = GasSupply().facts()
        assert list(gas) == [
            "domestic",
            *(f"paragraphs.33.{n}" for n in (3, 4, 5, 6, 10, 11, 12, 13)),
            *(f"meters.{kind}" for kind in ("large-gas", "advanced", "smart", "other")),
            "exempt_42_9",
            *(f"meters_elsewhere.{kind}" for kind in ("large-gas", "advanced", "smart", "other")),
        ]
        assert ElectricityDistribution().facts() == {"distribution_service_provider": UNKNOWN}
        assert GasTransport().facts() == {}
        for fact in (*electricity.values(), *gas.values()):
            assert fact is UNKNOWN

    @given(domestic=facts, exempt=facts, paragraph=facts, meter=facts, elsewhere=facts)
    def test_facts_are_those_given(self, **given_: Fact) -> None:
        """What is given is what is read back, under the full name."""
        suppliers: list[tuple[Any, str, str]] = [
            (ElectricitySupply, "exempt_48_9", "39.10"),
            (GasSupply, "exempt_42_9", "33.10"),
        ]
        for licence, exemption, condition in suppliers:
            made = licence(
                domestic=given_["domestic"],
                paragraphs={condition: given_["paragraph"]},
                meters={"advanced": given_["meter"]},
                meters_elsewhere={"smart": given_["elsewhere"]},
                **{exemption: given_["exempt"]},
            )
            said = {
                "domestic": given_["domestic"],
                f"paragraphs.{condition}": given_["paragraph"],
                "meters.advanced": given_["meter"],
                "meters_elsewhere.smart": given_["elsewhere"],
                exemption: given_["exempt"],
            }
            assert made.facts() == {**dict.fromkeys(made.facts(), UNKNOWN), **said}
            assert with_facts(licence(), said) == made

    @pytest.mark.parametrize(
        "licence",
        [
            ElectricitySupply(domestic=True, paragraphs={"39.4"}, meters={"smart": False}),
            GasSupply(domestic=False, meters={"large-gas"}),
            ElectricityDistribution(distribution_service_provider=True),
            GasTransport(name="GT-1"),
        ],
        ids=lambda licence: type(licence).__name__,
    )
    def test_values(self, licence: Any) -> None:  # noqa: ANN401 - any licence
        """A licence is a value: its copies are equal, hash alike, and none of them changes."""
        for other in (copy.copy(licence), copy.deepcopy(licence), pickle.loads(pickle.dumps(licence))):  # noqa: S301
            assert other == licence
            assert hash(other) == hash(licence)
        for name in licence.facts():
            with pytest.raises(FrozenInstanceError):
                setattr(licence, name.partition(".")[0], True)
        licence.facts()["domestic"] = "changed"
        assert "changed" not in licence.facts().values()

    def test_differ(self) -> None:
        """Licences of two kinds are never equal, nor are two with different names."""
        electricity: object = ElectricitySupply()
        assert electricity != GasSupply()
        assert ElectricitySupply() != ElectricitySupply(domestic=False)
        assert ElectricitySupply(name="EL-1") != ElectricitySupply(name="EL-2")

    @pytest.mark.parametrize("kind", [ElectricitySupply, GasSupply, ElectricityDistribution, GasTransport])
    def test_name(self, kind: Any) -> None:  # noqa: ANN401 - a kind of licence
        """A licence may have a name: text, which is no fact, and stays when facts change."""
        licence = kind(name="L-1")
        assert (kind().name, licence.name) == ("", "L-1")
        assert "name" not in licence.facts()
        assert with_facts(licence, dict.fromkeys(licence.facts(), True)).name == "L-1"
        with pytest.raises(InvalidType, match=r"^name: 7 is not text; pass a name, or leave it out"):
            kind(name=7)

    @pytest.mark.parametrize("fact", [None, 0, "yes"])
    def test_distributor(self, fact: Any) -> None:  # noqa: ANN401 - anything may be passed
        """A distributor's one fact is a fact."""
        with pytest.raises(InvalidType, match=r"^distribution_service_provider: .* is not a fact"):
            ElectricityDistribution(distribution_service_provider=fact)


class TestParty:
    """A Party is known as far as it is known."""

    def test_unknown_until_given(self) -> None:
        """Nothing is assumed of a Party."""
        party = Party()
        assert party.name == ""
        assert party.sec_party_since is UNKNOWN
        assert party.in_controlled_market_entry is UNKNOWN
        assert party.licences is UNKNOWN

    def test_not_yet_is_not_unknown(self) -> None:
        """None says that it is not yet a SEC Party; a day says since when it is one."""
        assert Party(sec_party_since=None).sec_party_since is None
        assert Party(sec_party_since=DAY).sec_party_since == DAY

    @pytest.mark.parametrize(("value", "why"), NOT_DATES)
    def test_sec_party_since(self, value: Any, why: str) -> None:  # noqa: ANN401 - anything may be passed
        """A day is a date: no datetime, no text."""
        with pytest.raises(InvalidType, match=rf"^sec_party_since: .* {why}"):
            Party(sec_party_since=value)

    @pytest.mark.parametrize("value", [None, 1, "no"])
    def test_market_entry(self, value: Any) -> None:  # noqa: ANN401 - anything may be passed
        """Whether it is in Controlled Market Entry is a fact, and None is none."""
        with pytest.raises(
            InvalidType, match=r"^in_controlled_market_entry: .* is not a fact; pass True or False"
        ):
            Party(in_controlled_market_entry=value)

    @pytest.mark.parametrize("value", [None, 7, b"x"])
    def test_name(self, value: Any) -> None:  # noqa: ANN401 - anything may be passed
        """A name is text."""
        with pytest.raises(InvalidType, match=r"^name: .* is not text; pass a name, or leave it out"):
            Party(name=value)

    @pytest.mark.parametrize("kind", [list, tuple, iter])
    def test_licences(self, kind: Any) -> None:  # noqa: ANN401 - a way to pass them
        """Licences may come in any collection, and keep their order."""
        licences = [GasSupply(), GasTransport(), GasSupply(domestic=True)]
        assert Party(licences=kind(licences)).licences == tuple(licences)

    @pytest.mark.parametrize("value", [None, GasSupply(), "gas-supply", 3])
    def test_not_a_collection(self, value: Any) -> None:  # noqa: ANN401 - anything may be passed
        """One licence is not a collection, and neither is text or None."""
        with pytest.raises(
            InvalidType,
            match=r"^licences: .* is not a collection of licences; pass a tuple of licences, \(\) if none",
        ):
            Party(licences=value)

    @pytest.mark.parametrize("value", ["gas-supply", None, GasSupply, 3, Party()])
    def test_not_a_licence(self, value: Any) -> None:  # noqa: ANN401 - anything may be passed
        """Every licence is one of the four of Table 1."""
        with pytest.raises(
            InvalidType, match=r"^licences: .* is not a licence; pass an ElectricitySupply, GasSupply"
        ):
            Party(licences=(GasSupply(), value))

    def test_by_keyword_only(self) -> None:
        """What is said of a Party is named."""
        with pytest.raises(TypeError):
            Party("Example Ltd")  # type: ignore[call-arg]

    def test_value(self) -> None:
        """A Party is a value."""
        party = Party(name="Example Ltd", sec_party_since=DAY, licences=(GasSupply(domestic=True),))
        for other in (copy.deepcopy(party), pickle.loads(pickle.dumps(party))):  # noqa: S301
            assert other == party
            assert hash(other) == hash(party)
        with pytest.raises(FrozenInstanceError):
            party.name = "Other Ltd"  # type: ignore[misc]


class TestWithFacts:
    """A licence or a Party with some of its facts changed, by their full names."""

    def test_one_of_a_set(self) -> None:
        """One paragraph changes and the others stay."""
        licence = GasSupply(domestic=False, paragraphs={"33.3": False})
        changed = with_facts(licence, {"paragraphs.33.13": True, "paragraphs.33.4": False, "domestic": True})
        assert changed == GasSupply(domestic=True, paragraphs={"33.3": False, "33.4": False, "33.13": True})
        assert licence == GasSupply(domestic=False, paragraphs={"33.3": False})

    def test_back_to_unknown(self) -> None:
        """A fact can be forgotten."""
        licence = ElectricitySupply(meters={"advanced"})
        changed = with_facts(licence, {"meters.smart": UNKNOWN, "meters.advanced": UNKNOWN})
        assert changed == ElectricitySupply(meters={"current-transformer": False, "other": False})

    def test_nothing(self) -> None:
        """No changes make an equal licence."""
        licence = ElectricitySupply(meters={"advanced"})
        assert with_facts(licence, {}) == licence

    def test_party(self) -> None:
        """A Party's fact can be changed likewise."""
        party = Party(name="Example Ltd")
        assert with_facts(party, {"in_controlled_market_entry": True}) == Party(
            name="Example Ltd", in_controlled_market_entry=True
        )

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"paragraphs.33.7": True}, "changes: 'paragraphs.33.7' is not known here"),
            ({"paragraphs.33.3": None}, "paragraphs.33.3: None is not a fact"),
            ({"domestic": None}, "domestic: None is not a fact"),
            ({"domestik": True}, "'domestik' is not known here"),
            ({"domestic.x": True}, "'domestic.x' is not known here"),
            ({"exempt_48_9": True}, "'exempt_48_9' is not known here"),
        ],
    )
    def test_refused(self, changes: Any, says: str) -> None:  # noqa: ANN401 - anything may be passed
        """A fact that the licence does not have, or no fact at all, is refused by name."""
        with pytest.raises(SecUepError, match=re.escape(says)):
            with_facts(GasSupply(), changes)


class TestNames:
    """The terms of a closed list are taken as themselves or by their names on the wire."""

    @pytest.mark.parametrize("enum", [Step, UserRole, Outcome, AssuranceStatus])
    def test_named(self, enum: Any) -> None:  # noqa: ANN401 - a closed list
        """Every member is found by its name, and is itself."""
        for member in enum:
            assert named("field", member, enum) is member
            assert named("field", member.value, enum) is member

    def test_not_a_name(self) -> None:
        """What is neither member nor text is refused, and so is a member of another list."""
        for value in (None, 3, UserRole.OTHER_USER, ["srept"]):
            with pytest.raises(InvalidType) as caught:
                named("step", value, Step)
            assert str(caught.value) == (
                f"step: {value!r} is not a Step; pass sec_uep.Step.GATEWAY_CONNECTION, say"
            )

    def test_unknown_name(self) -> None:
        """A name that no member has is refused with the nearest, as it is written on the wire."""
        with pytest.raises(UnknownName) as caught:
            named("step", "uept-notise", Step)
        assert str(caught.value) == "step: 'uept-notise' is not known here; the nearest is 'uept-notice'"

    def test_steps_on_the_wire(self) -> None:
        """The steps have the names that the wire format gives them, in this order."""
        assert [step.value for step in Step] == [
            "gateway-connection",
            "user-interface",
            "smki-rapps",
            "srept",
            "dccki-rapps",
            "uept-notice",
            "uept",
            "uept-report",
            "uept-receipt-confirmation",
            "uept-review",
            "quality-gate",
            "test-certificate",
            "user-ids",
            "credit-cover",
            "fusa-application",
            "full-user-security-assessment",
            "security-status",
            "privacy-application",
            "privacy-assessment",
            "privacy-status",
            "evidence-form",
            "secas-confirmation",
        ]


class TestEvent:
    """Something that happened, or is booked to happen, on a day."""

    def test_by_name(self) -> None:
        """Steps, roles and outcomes may be given as text."""
        by_name: Any = Event  # text is for who reads rows of a file
        event = by_name("quality-gate", DAY, role="gas-supplier", outcome="passed")
        assert event == Event(Step.QUALITY_GATE, DAY, role=UserRole.GAS_SUPPLIER, outcome=Outcome.PASSED)
        assert (type(event.step), type(event.role), type(event.outcome)) == (Step, UserRole, Outcome)
        status = by_name("security-status", DAY, outcome="deferred").outcome
        assert status is AssuranceStatus.DEFERRED

    def test_str(self) -> None:
        """It is shown as one would say it."""
        assert str(Event(Step.SREPT, DAY)) == "srept on 2026-06-05"
        assert str(Event(Step.UEPT, DAY, role=UserRole.OTHER_USER, outcome=Outcome.BEGUN)) == (
            "uept for other-user on 2026-06-05: begun"
        )

    def test_value(self) -> None:
        """An event is a value."""
        event = Event(Step.SREPT, DAY, outcome=Outcome.COMPLETED, known_on=DAY)
        for other in (copy.deepcopy(event), pickle.loads(pickle.dumps(event))):  # noqa: S301
            assert other == event
            assert hash(other) == hash(event)
        with pytest.raises(FrozenInstanceError):
            event.day = DAY  # type: ignore[misc]

    @pytest.mark.parametrize(
        ("value", "why"), [*NOT_DATES, (None, "is no date"), (UNKNOWN, "is of type Unknown")]
    )
    def test_day(self, value: Any, why: str) -> None:  # noqa: ANN401 - anything may be passed
        """The day is a date: no datetime, no text, no None; and it is refused first."""
        with pytest.raises(InvalidType, match=rf"^day: .* {why}"):
            Event(Step.SREPT, value)
        with pytest.raises(InvalidType, match=rf"^day: .* {why}"):
            Event(Step.SREPT, value, known_on=DAY)

    @pytest.mark.parametrize(("value", "why"), NOT_DATES)
    def test_known_on(self, value: Any, why: str) -> None:  # noqa: ANN401 - anything may be passed
        """The day it became known is a date likewise."""
        with pytest.raises(InvalidType, match=rf"^known_on: .* {why}"):
            Event(Step.SREPT, DAY, known_on=value)

    def test_known_on_or_after(self) -> None:
        """A thing may become known on the day it happens or later, not the day before."""
        assert Event(Step.SREPT, DAY, known_on=DAY).known_on == DAY
        assert Event(Step.SREPT, DAY, known_on=DAY + timedelta(days=1)).known_on == date(2026, 6, 6)
        with pytest.raises(ContradictoryFacts) as caught:
            Event(Step.SREPT, DAY, known_on=DAY - timedelta(days=1))
        assert str(caught.value) == (
            "known_on 2026-06-04 contradicts day 2026-06-05: a thing is not known before it happens; "
            "correct one of the two"
        )

    @pytest.mark.parametrize("step", list(Step))
    def test_no_role(self, step: Step) -> None:
        """An event without a role stands for every role of the entry."""
        assert Event(step, DAY).role is None

    @pytest.mark.parametrize("outcome", [*Outcome, *AssuranceStatus])
    def test_outcomes(self, outcome: Outcome | AssuranceStatus) -> None:
        """An outcome stands as itself or by name; whether the step has it, an entry asks of the table."""
        moved = DAY if outcome is Outcome.RESCHEDULED else None
        assert Event(Step.UEPT, DAY, outcome=outcome, booked_for=moved).outcome is outcome
        by_name: Any = outcome.value
        assert Event(Step.UEPT, DAY, outcome=by_name, booked_for=moved).outcome is outcome

    def test_moved_from_a_day(self) -> None:
        """What was rescheduled had been booked for a day, on or after that on which it was moved."""
        step, moved = Step.FULL_USER_SECURITY_ASSESSMENT, Outcome.RESCHEDULED
        event = Event(step, DAY, outcome=moved, booked_for=DAY)
        assert event.booked_for == DAY
        assert str(event) == ("full-user-security-assessment on 2026-06-05: rescheduled, from 2026-06-05")
        with pytest.raises(MissingFact, match=r"^booked_for: is UNKNOWN, and full-user-security-assessment"):
            Event(step, DAY, outcome=moved)
        with pytest.raises(ContradictoryFacts, match="a booking is moved before its day"):
            Event(step, DAY, outcome=moved, booked_for=DAY - timedelta(days=1))
        with pytest.raises(InvalidType, match=r"^booked_for: "):
            Event(step, DAY, outcome=moved, booked_for="2026-06-05")  # type: ignore[arg-type]
        for outcome, said in ((Outcome.BEGUN, "begun"), (None, "none")):
            with pytest.raises(ContradictoryFacts, match=f"outcome {said}: only what was rescheduled"):
                Event(step, DAY, outcome=outcome, booked_for=DAY)

    @pytest.mark.parametrize("outcome", [3, True, [], DAY, Verdict.NOT_REQUIRED])
    def test_not_an_outcome(self, outcome: Any) -> None:  # noqa: ANN401 - anything may be passed
        """A verdict is no outcome, even where the two are spelt alike."""
        with pytest.raises(InvalidType, match=r"^outcome: .* is not an outcome; pass a sec_uep\.Outcome or"):
            Event(Step.QUALITY_GATE, DAY, outcome=outcome)

    def test_unknown_outcome(self) -> None:
        """The nearest outcome is offered, as it is written on the wire."""
        pased: Any = "pased"
        with pytest.raises(
            UnknownName, match=r"^outcome: 'pased' is not known here; the nearest is 'passed'"
        ):
            Event(Step.QUALITY_GATE, DAY, outcome=pased)

    def test_unknown_step_and_role(self) -> None:
        """A step or a role that is not known is refused by name, and so is what is neither."""
        for step, why in (
            ("sreptt", "'sreptt' is not known here; the nearest is 'srept'"),
            (None, "None is not a Step"),
        ):
            with pytest.raises((UnknownName, InvalidType), match=f"^step: {why}"):
                Event(step, DAY)  # type: ignore[arg-type]
        with pytest.raises(
            UnknownName, match=r"^role: 'other' is not known here; the nearest is 'other-user'"
        ):
            Event(Step.UEPT, DAY, role="other")  # type: ignore[arg-type]
        with pytest.raises(InvalidType, match=r"^role: 3 is not a UserRole"):
            Event(Step.UEPT, DAY, role=3)  # type: ignore[arg-type]
