"""EN-01: what happened is a fact; what cannot be is refused, and what is at odds with a rule is named."""

from __future__ import annotations

from datetime import date

import pytest

from sec_uep import DEFAULT_READINGS, Entry, Event, Outcome, Party, Step, UserRole
from sec_uep.entry import Irregularity, IrregularityKind
from sec_uep.entry.entry import contradictions
from sec_uep.errors import ContradictoryFacts, InvalidType, MissingFact, UnknownName
from tests.told import READY, TESTED, entry, event

ORDER, NOTICE = IrregularityKind.ORDER, IrregularityKind.NOTICE


def irregular(*lines: str, on: str = "2027-12-31", **more: object) -> list[Irregularity]:
    """Return what is irregular of an entry of which these events are told."""
    return list(entry(*lines, **more).as_of(date.fromisoformat(on)).irregularities)  # type: ignore[arg-type]


class TestRefused:
    """What cannot be."""

    @pytest.mark.parametrize(
        ("lines", "why"),
        [
            (("srept 2026-03-27", "srept 2026-03-27"), "the same event twice; remove one"),
            (("srept 2026-03-27 completed", "srept 2026-03-27"), "one ending on one day; remove one"),
            (("quality-gate 2026-10-01 passed", "quality-gate 2026-10-01 failed"), "one ending on one day"),
            (("user-ids 2026-10-01 accepted", "user-ids 2026-10-01 not-accepted"), "one ending on one day"),
            (("uept 2026-08-26 begun", "uept 2026-08-26 begun"), "the same event twice"),
            (("uept 2026-08-26 begun", "uept 2026-08-26 begun known 2026-08-27"), "one ending on one day"),
            (("uept 2026-08-26 completed", "uept 2026-08-27 begun"), "it ends before it begins"),
            (("user-interface 2026-02-27", "user-interface 2026-03-02 begun"), "it ends before it begins"),
            (("uept-notice 2026-06-03 other-user",), "the entry is not for other-user"),
            (("privacy-application 2026-06-03",), "the entry is not for other-user"),
            (("srept 2026-03-27 gas-supplier",), "it is taken once for the Party"),
            (("srept 2026-03-27 passed",), "it can be completed, begun, rescheduled"),
            (("uept-report 2026-09-17 completed",), "it has none, and is simply done"),
        ],
    )
    def test_events(self, lines: tuple[str, ...], why: str) -> None:
        """Each with the reason, in the order of time and the other way round."""
        for order in (lines, lines[::-1]):
            with pytest.raises(ContradictoryFacts, match=why):
                entry(*order)

    def test_both_are_named(self) -> None:
        """A refusal names both facts."""
        with pytest.raises(ContradictoryFacts) as refused:
            entry("quality-gate 2026-10-01 passed", "quality-gate 2026-10-01 failed")
        assert "passed" in str(refused.value)
        assert "failed" in str(refused.value)

    def test_a_role_of_an_other_user_step(self) -> None:
        """A privacy step is told for Other Users only."""
        roles = ("gas-supplier", "other-user")
        assert entry("privacy-application 2026-06-03 other-user", roles=roles).events
        with pytest.raises(ContradictoryFacts, match="it is taken for Other Users only"):
            entry("privacy-application 2026-06-03 gas-supplier", roles=roles)

    def test_the_same_by_way_of_all_roles(self) -> None:
        """An event for all User Roles is one for each of them."""
        with pytest.raises(ContradictoryFacts, match="one ending on one day"):
            entry("quality-gate 2026-10-01 passed", "quality-gate 2026-10-01 failed gas-supplier")
        roles = ("gas-supplier", "other-user")
        two = ("quality-gate 2026-10-01 passed other-user", "quality-gate 2026-10-01 failed gas-supplier")
        assert len(entry(*two, roles=roles).events) == 2

    def test_words_of_their_day(self) -> None:
        """A status is refused under a name that it had not on its day (EX-01)."""
        assert entry("security-status 2020-02-26 provisionally-approved").events
        assert entry("security-status 2020-02-27 rejected").events
        for line in (
            "security-status 2020-02-27 provisionally-approved",
            "security-status 2020-02-26 rejected",
        ):
            with pytest.raises(ContradictoryFacts, match="was no status on"):
                entry(line)
        assert entry("privacy-status 2020-11-28 provisionally-approved", roles=("other-user",)).events
        with pytest.raises(ContradictoryFacts, match="was no status on"):
            entry("privacy-status 2020-11-29 provisionally-approved", roles=("other-user",))

    def test_an_entry_without_roles_takes_events_for_any(self) -> None:
        """None is chosen yet."""
        assert entry("uept-notice 2026-06-03 other-user", "fusa-application 2026-06-03", roles=()).events

    def test_all_at_once(self) -> None:
        """Of a file that is read every contradiction is named, each once."""
        events = tuple(
            event(line)
            for line in (
                "srept 2026-03-27",
                "srept 2026-03-27",
                "uept 2026-08-26 completed",
                "uept 2026-08-27 begun",
                "uept 2026-08-28 completed",
                "uept 2026-08-29 begun",
                "quality-gate 2026-10-01 passed",
                "quality-gate 2026-10-01 failed",
                "privacy-status 2026-10-01 approved",
                "security-status 2020-02-27 provisionally-approved",
            )
        )
        found = list(contradictions((UserRole.GAS_SUPPLIER,), events))
        assert len(found) == len({str(each) for each in found}) == 5
        assert all(isinstance(each, ContradictoryFacts) for each in found)


class TestTaken:
    """What is no contradiction, though it may look like one."""

    @pytest.mark.parametrize(
        "lines",
        [
            ("uept 2026-08-26 begun", "uept 2026-08-26 completed"),
            ("uept 2026-08-26 completed", "uept 2026-08-26 begun gas-supplier"),
            ("credit-cover 2026-10-01 required", "credit-cover 2026-10-01 in-place"),
            ("user-ids 2026-10-01 proposed", "user-ids 2026-10-01 accepted"),
            ("uept 2026-08-26 begun", "uept 2026-08-26 rescheduled from 2026-09-01"),
            ("uept 2026-08-03 rescheduled from 2026-09-01", "uept 2026-08-03 rescheduled from 2026-09-08"),
            ("uept 2026-08-03 rescheduled from 2026-09-01 known 2026-08-04",
             "uept 2026-08-03 rescheduled from 2026-09-01 known 2026-08-05"),
            ("uept 2026-08-20 completed", "uept 2026-08-20 begun", "uept 2026-08-27 begun"),
            ("uept 2026-08-20 begun", "uept 2026-08-26 completed", "uept 2026-08-27 begun"),
            (*READY, *TESTED[:3], "uept-review 2026-09-28 further-testing", "uept 2026-10-01 begun"),
            ("uept 2026-08-26", "uept-review 2026-08-26 further-testing", "uept 2026-08-27 begun"),
            ("full-user-security-assessment 2026-08-26", "security-status 2026-09-01 rejected",
             "full-user-security-assessment 2026-12-01 begun"),
        ],
    )  # fmt: skip
    def test_events(self, lines: tuple[str, ...]) -> None:
        """In any order of telling."""
        assert entry(*lines) == entry(*lines[::-1])

    def test_the_beginning_of_one_day_is_before_its_end(self) -> None:
        """Also where the end is told for all User Roles and the beginning for one."""
        at = entry("uept 2026-08-26 completed", "uept 2026-08-26 begun gas-supplier").as_of(date(2026, 8, 26))
        assert at.step(Step.UEPT, UserRole.GAS_SUPPLIER).done_on == date(2026, 8, 26)


class TestOrder:
    """An event out of the order of the steps is taken, and named with the rule and both events."""

    @pytest.mark.parametrize(
        ("later", "earlier", "rule", "reading"),
        [
            ("smki-rapps", "user-interface", "ST-04", None),
            ("srept", "smki-rapps", "ST-05", "RD-18"),
            ("dccki-rapps", "srept", "ST-06", None),
            ("uept", "uept-notice", "TE-01", None),
            ("uept", "srept", "TE-03", None),
            ("uept", "user-interface", "ST-03", None),
            ("uept-report", "uept", "TE-07", None),
            ("uept-receipt-confirmation", "uept-report", "TE-04", None),
            ("uept-review concluded", "uept-report", "TE-05", None),
            ("uept-review concluded", "uept-receipt-confirmation", "TE-05", "RD-05"),
            ("quality-gate passed", "uept-review concluded", "TE-08", "RD-18"),
            ("test-certificate", "quality-gate passed", "TE-06", None),
            ("test-certificate", "uept-receipt-confirmation", "TE-08", "RD-18"),
            ("user-ids accepted", "test-certificate", "ST-08", None),
            ("credit-cover in-place", "test-certificate", "ST-09", None),
            ("full-user-security-assessment", "fusa-application", "SA-02", None),
            ("security-status approved", "full-user-security-assessment", "ST-10", None),
            ("evidence-form", "security-status approved", "ST-12", None),
            ("secas-confirmation", "evidence-form", "ST-13", None),
        ],
    )
    def test_each_dependency(self, later: str, earlier: str, rule: str, reading: str | None) -> None:
        """It is named a day before, and not on the same day."""

        def told(step: str, day: str) -> str:
            name, *outcome = step.split()
            return " ".join([name, day, *outcome])

        first, second = told(earlier, "2026-10-02"), told(later, "2026-10-01")
        (named,) = [each for each in irregular(first, second) if each.kind is ORDER]
        assert (named.rule.id, named.reading, named.counts) == (rule, reading, True)
        assert (named.event, named.other) == (event(second), event(first))
        assert not [each for each in irregular(first, told(later, "2026-10-02")) if each.kind is ORDER]

    def test_only_by_a_reading(self) -> None:
        """Table 2's order, taken strictly, is a reading (RD-18)."""
        lines = ("user-interface 2026-02-27", "gateway-connection 2026-03-02")
        assert irregular(*lines) == []
        at = entry(*lines).as_of(
            date(2026, 12, 1), readings=DEFAULT_READINGS.choosing({"RD-18": "table-2-order"})
        )
        assert [(each.rule.id, each.reading) for each in at.irregularities] == [("ST-03", "RD-18")]

    def test_what_has_only_begun_has_not_ended(self) -> None:
        """A step that waits for one is out of order after its mere beginning, and not after its end."""
        assert irregular("user-interface 2026-02-02 begun", "smki-rapps 2026-02-27")
        ended = ("user-interface 2026-02-02 begun", "user-interface 2026-02-20", "smki-rapps 2026-02-27")
        assert not irregular(*ended)

    def test_a_booking_of_what_comes_first(self) -> None:
        """What it waits for is booked for a day to come: it cannot have ended."""
        (named,) = irregular("srept 2026-03-27", "uept-notice 2026-02-27", on="2026-03-01")
        assert named.kind is IrregularityKind.DOES_NOT_COUNT
        (named,) = irregular("user-interface 2026-03-27", "smki-rapps 2026-02-27", on="2026-03-01")
        assert named.other == event("user-interface 2026-03-27")

    def test_what_was_not_told_is_not_out_of_order(self) -> None:
        """It is past, though not told."""
        assert irregular("quality-gate 2026-10-01 passed") == []

    def test_in_its_round(self) -> None:
        """A retest that is reported before it has ended is out of order, whenever the first test ended."""
        again = (*READY, *TESTED[:4], "uept-review 2026-09-28 further-testing", "uept 2026-10-01 begun")
        (named,) = [each for each in irregular(*again, "uept-report 2026-10-05") if each.kind is ORDER]
        assert (named.event, named.other) == (event("uept-report 2026-10-05"), event("uept 2026-10-01 begun"))
        assert not irregular(*again, "uept 2026-10-04 completed", "uept-report 2026-10-05")

    def test_credit_cover_follows_one_user_role(self) -> None:
        """Out of order before every User Role's UEPT only (RD-27)."""
        roles = ("import-supplier", "gas-supplier")
        cover = "credit-cover 2026-10-06 not-required"
        late = ("test-certificate 2026-10-07 import-supplier", "test-certificate 2026-10-08 gas-supplier")
        assert irregular(cover, *late, roles=roles)
        assert not irregular(cover, *late[:1], "test-certificate 2026-10-06 gas-supplier", roles=roles)


class TestOtherIrregularities:
    """What else is at odds with a rule."""

    def test_testing_before_its_notice_had_run(self) -> None:
        """A notice one Working Day too short (TE-01)."""
        kept = irregular(*READY, "uept 2026-08-26 begun")
        (named,) = irregular(*READY, "uept 2026-08-25 begun")
        assert kept == []
        assert (named.kind, named.rule.id) == (NOTICE, "TE-01")
        assert (named.event, named.other) == (event("uept 2026-08-25 begun"), event("uept-notice 2026-06-03"))

    def test_an_assessment_before_its_notice_had_run(self) -> None:
        """An application of 83 days, and of 84 (SA-02)."""
        begun = "full-user-security-assessment 2026-08-31 begun"
        assert irregular("fusa-application 2026-06-08", begun) == []
        (named,) = irregular("fusa-application 2026-06-09", begun)
        assert (named.kind, named.rule.id) == (NOTICE, "SA-02")

    def test_a_should_is_no_irregularity(self) -> None:
        """The Privacy Assessment's notice should be as long (PA-01)."""
        lines = ("privacy-application 2026-06-22", "privacy-assessment 2026-08-31 begun")
        assert irregular(*lines, roles=("other-user",)) == []

    def test_before_accession(self) -> None:
        """An event before the organisation was a SEC Party (OB-18), but for the User Interface (RD-29)."""
        on_the_day = ("gateway-connection 2026-01-05", "user-interface 2026-01-02")
        assert irregular(*on_the_day) == []
        (named,) = irregular("gateway-connection 2026-01-04")
        assert (named.kind, named.rule.id, named.other) == (IrregularityKind.ACCESSION, "OB-18", None)
        assert "gateway-connection" in str(named)
        assert [each.rule.id for each in irregular("srept 2026-03-27", since=None)] == ["OB-18"]
        at = entry(*on_the_day).as_of(
            date(2026, 2, 2), readings=DEFAULT_READINGS.choosing({"RD-29": "after-accession"})
        )
        assert [(each.event.step, each.reading) for each in at.irregularities] == [
            (Step.USER_INTERFACE, "RD-29")
        ]

    def test_a_notice_that_does_not_count(self) -> None:
        """One that came before SREPT, and one of the same day (RD-13)."""
        assert irregular("srept 2026-06-03", "uept-notice 2026-06-03") == []
        (named,) = irregular("srept 2026-06-04", "uept-notice 2026-06-03")
        assert (named.kind, named.counts) == (IrregularityKind.DOES_NOT_COUNT, False)
        assert str(named).endswith("it does not count")

    def test_order_of_time(self) -> None:
        """They are named in the order of time, each once."""
        named = irregular("srept 2025-12-01", "smki-rapps 2025-12-02", "user-interface 2026-02-01")
        assert [each.event.day for each in named] == sorted(each.event.day for each in named)
        assert len(named) == len(set(named))

    def test_what_becomes_known_later(self) -> None:
        """Nothing is irregular before it is known."""
        lines = ("srept 2026-06-04", "uept-notice 2026-06-03 known 2026-06-10")
        assert irregular(*lines, on="2026-06-09") == []
        assert len(irregular(*lines, on="2026-06-10")) == 1


class TestTheEvent:
    """What a single event can be."""

    def test_known_before_it_happened(self) -> None:
        """On its day at the earliest."""
        day = date(2026, 6, 3)
        assert Event(Step.SREPT, day, known_on=day).known_on == day
        with pytest.raises(ContradictoryFacts, match="known before it happens"):
            Event(Step.SREPT, day, known_on=date(2026, 6, 2))

    def test_moved(self) -> None:
        """Before its day, and from a day that is named; nothing else had been booked."""
        day = date(2026, 6, 3)
        assert Event(Step.UEPT, day, outcome=Outcome.RESCHEDULED, booked_for=day).booked_for == day
        with pytest.raises(ContradictoryFacts, match="moved before its day"):
            Event(Step.UEPT, day, outcome=Outcome.RESCHEDULED, booked_for=date(2026, 6, 2))
        with pytest.raises(MissingFact):
            Event(Step.UEPT, day, outcome=Outcome.RESCHEDULED)
        with pytest.raises(ContradictoryFacts):
            Event(Step.UEPT, day, outcome=Outcome.BEGUN, booked_for=day)

    @pytest.mark.parametrize(
        ("outcome", "error"), [("done", UnknownName), (5, InvalidType), (Step.UEPT, InvalidType)]
    )
    def test_outcomes(self, outcome: object, error: type[Exception]) -> None:
        """Of the words there are."""
        with pytest.raises(error):
            Event(Step.UEPT, date(2026, 6, 3), outcome=outcome)  # type: ignore[arg-type]


class TestTheEntry:
    """What an entry can be made of."""

    @pytest.mark.parametrize(
        ("part", "value"),
        [
            ("party", None),
            ("roles", "gas-supplier"),
            ("roles", 5),
            ("estimates", [("srept", "4 weeks")]),
            ("estimates", {Step.SREPT: 4}),
            ("events", [date(2026, 6, 3)]),
            ("events", None),
            ("readings", {"RD-02": "clear-days"}),
            ("target", "2027-10-01"),
        ],
    )
    def test_wrong_types(self, part: str, value: object) -> None:
        """Each is refused by name."""
        parts: dict[str, object] = {"party": Party(), part: value}
        with pytest.raises(InvalidType, match=part):
            Entry(**parts)  # type: ignore[arg-type]

    def test_unknown_names(self) -> None:
        """A User Role and a step that there are not."""
        with pytest.raises(UnknownName):
            Entry(party=Party(), roles={"shipper"})  # type: ignore[arg-type]
        with pytest.raises(UnknownName):
            Entry(party=Party(), estimates={"testing": "4 weeks"})  # type: ignore[dict-item]

    def test_plain_words(self) -> None:
        """Steps, User Roles and periods can be given as text, and come out in the order of the rules."""
        found = Entry(
            party=Party(),
            roles=["other-user", "gas-supplier", "gas-supplier"],  # type: ignore[list-item]
            estimates={"uept": "3 weeks", "srept": "4 weeks"},  # type: ignore[dict-item]
        )
        assert found.roles == (UserRole.GAS_SUPPLIER, UserRole.OTHER_USER)
        assert list(found.estimates) == [Step.SREPT, Step.UEPT]

    def test_without_an_event(self) -> None:
        """An event can be taken back; one that is not there cannot."""
        found = entry("srept 2026-03-27", "uept-notice 2026-06-03")
        assert found.without_event(event("srept 2026-03-27")) == entry("uept-notice 2026-06-03")
        assert found.with_event(event("user-interface 2026-02-27")).events[0].step is Step.USER_INTERFACE
        with pytest.raises(ContradictoryFacts, match="not among them"):
            found.without_event(event("srept 2026-03-28"))
        with pytest.raises(InvalidType):
            found.without_event("srept")  # type: ignore[arg-type]
        with pytest.raises(InvalidType):
            found.with_event(None)  # type: ignore[arg-type]

    def test_estimates(self) -> None:
        """Further estimates join those there are, or replace them."""
        found = entry(estimates={"srept": "4 weeks", "uept": "3 weeks"})
        found = found.with_estimates({"uept": "15 working days", "smki-rapps": "2 months"})  # type: ignore[dict-item]
        assert [f"{step}: {period}" for step, period in found.estimates.items()] == [
            "smki-rapps: 2 months",
            "srept: 4 weeks",
            "uept: 15 Working Days",
        ]

    def test_one_line(self) -> None:
        """It shows itself in a line."""
        assert repr(entry("srept 2026-03-27")) == "<Entry: gas-supplier; 1 events>"
        assert repr(Entry(party=Party(name="A Ltd"))) == "<Entry of 'A Ltd': no User Role; 0 events>"
