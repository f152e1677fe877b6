"""Plain data: what is read is what was written, and every fault of a file is named with its place."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st

from sec_uep import wire
from sec_uep.calendar import Weeks, WorkingDays
from sec_uep.errors import (
    ContradictoryFacts,
    InvalidType,
    InvalidValue,
    MalformedData,
    SecUepError,
    UnknownName,
)
from sec_uep.events import OUTCOMES, Event, Outcome, Step
from sec_uep.facts import UNKNOWN
from sec_uep.obligations import (
    determine,
    determine_all,
    entry_process,
    entry_process_testing as uept,
    security_assessment as fusa,
)
from sec_uep.obligations.entry_process import Entry
from sec_uep.parties import (
    CONDITION_33_PARAGRAPHS,
    CONDITION_39_PARAGRAPHS,
    ELECTRICITY_METERS,
    GAS_METERS,
    ElectricityDistribution,
    ElectricitySupply,
    GasSupply,
    GasTransport,
    Party,
    UserRole,
)

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

DAY = date(2026, 3, 27)

facts = st.sampled_from([True, False, UNKNOWN])
days = st.dates(date(2024, 1, 1), date(2028, 12, 31))
periods = st.builds(WorkingDays, st.integers(1, 999_999)) | st.builds(Weeks, st.integers(1, 999_999))


def fact_sets(names: tuple[str, ...]) -> SearchStrategy[Any]:
    """Any set of facts: a part of the answer, or all of it."""
    return st.dictionaries(st.sampled_from(names), facts) | st.sets(st.sampled_from(names))


licences = st.one_of(
    st.builds(
        ElectricitySupply,
        domestic=facts,
        paragraphs=fact_sets(CONDITION_39_PARAGRAPHS),
        meters=fact_sets(ELECTRICITY_METERS),
        exempt_48_9=facts,
        meters_elsewhere=fact_sets(ELECTRICITY_METERS),
    ),
    st.builds(
        GasSupply,
        domestic=facts,
        paragraphs=fact_sets(CONDITION_33_PARAGRAPHS),
        meters=fact_sets(GAS_METERS),
        exempt_42_9=facts,
        meters_elsewhere=fact_sets(GAS_METERS),
    ),
    st.builds(ElectricityDistribution, distribution_service_provider=facts),
    st.builds(GasTransport),
)
parties = st.builds(
    Party,
    name=st.text(max_size=30),
    sec_party_since=days | st.none() | st.just(UNKNOWN),
    in_controlled_market_entry=facts,
    licences=st.lists(licences, max_size=4) | st.just(UNKNOWN),
)


@st.composite
def entries(draw: DrawFn) -> Entry:
    """Any entry, made of events that do not contradict one another."""
    entry = Entry(
        party=draw(parties),
        roles=draw(st.sets(st.sampled_from(UserRole))),
        estimates=draw(st.dictionaries(st.sampled_from(Step), periods, max_size=4)),
    )
    for _ in range(draw(st.integers(0, 6))):
        step = draw(st.sampled_from(Step))
        outcome = draw(st.sampled_from([None, *OUTCOMES.get(step, ())]))
        try:
            event = Event(
                step,
                draw(days),
                role=draw(st.none() | st.sampled_from(UserRole)),
                outcome=outcome,
                known_on=draw(st.none() | days),
                booked_for=draw(days) if outcome is Outcome.RESCHEDULED else None,
            )
            entry = entry.with_event(event)
        except SecUepError:
            continue
    return entry


def refusal(text: str | bytes, type_: Any = Entry, format_: wire.Format = "json") -> list[str]:  # noqa: ANN401 - either
    """Return the faults with which *text* is refused."""
    with pytest.raises(MalformedData) as refused:
        wire.loads(text, type_, format_, source="a file")
    assert str(refused.value).startswith("a file: ")
    return [str(fault) for fault in refused.value.faults]


class TestRoundTrip:
    """What is written is read back as it was."""

    @given(party=parties, format_=st.sampled_from(["json", "toml"]))
    def test_party(self, party: Party, format_: wire.Format) -> None:
        """A Party comes back equal, from text and from bytes."""
        text = wire.dumps(party, format_)
        assert wire.loads(text, Party, format_) == party
        assert wire.loads(text.encode(), Party, format_) == party

    @given(entry=entries(), format_=st.sampled_from(["json", "toml"]))
    def test_entry(self, entry: Entry, format_: wire.Format) -> None:
        """An entry comes back equal, and is written the same again."""
        text = wire.dumps(entry, format_)
        again = wire.loads(text, Entry, format_)
        assert again == entry
        assert wire.dumps(again, format_) == text

    @given(entry=entries())
    def test_both_formats_say_the_same(self, entry: Entry) -> None:
        """JSON and TOML hold the same data, dates apart."""
        from_toml = json.dumps(tomllib.loads(wire.dumps(entry, "toml")), default=str, sort_keys=True)
        assert json.loads(from_toml) == json.loads(wire.dumps(entry))


class TestWords:
    """The words of an entry file mean what the design says."""

    EXAMPLE = """
        roles = ["import-supplier", "export-supplier"]
        [party]
        name = "Example Energy Ltd"
        sec_party_since = 2026-02-02
        in_controlled_market_entry = false
        [[party.licences]]
        kind = "electricity-supply"
        domestic = false
        paragraphs = { "39.4" = true, "39.5" = false }
        meters = ["current-transformer", "advanced"]
        exempt_48_9 = false
        [[events]]
        step = "srept"
        day = 2026-03-27
        [estimates]
        user-interface = "16 weeks"
        full-user-security-assessment = "10 working days"
    """

    def test_the_example_of_the_design(self) -> None:
        """Every word of it is read; a list is the complete answer, a table is not."""
        assert wire.loads(self.EXAMPLE, Entry, "toml") == Entry(
            party=Party(
                name="Example Energy Ltd",
                sec_party_since=date(2026, 2, 2),
                in_controlled_market_entry=False,
                licences=(
                    ElectricitySupply(
                        domestic=False,
                        paragraphs={"39.4": True, "39.5": False},
                        meters={"current-transformer": True, "advanced": True, "smart": False},
                        exempt_48_9=False,
                    ),
                ),
            ),
            roles=(UserRole.IMPORT_SUPPLIER, UserRole.EXPORT_SUPPLIER),
            estimates={
                Step.USER_INTERFACE: Weeks(16),
                Step.FULL_USER_SECURITY_ASSESSMENT: WorkingDays(10),
            },
            events=(Event(Step.SREPT, DAY),),
        )

    def test_absent_is_unknown(self) -> None:
        """Nothing is presumed of what was left out."""
        assert wire.loads("{}", Party) == Party()
        assert wire.loads("", Party, "toml").licences is UNKNOWN

    def test_false_is_not_yet_a_sec_party(self) -> None:
        """In Python that is None; it is written as false again."""
        assert wire.loads('{"sec_party_since": false}', Party).sec_party_since is None
        assert json.loads(wire.dumps(Party(sec_party_since=None))) == {"sec_party_since": False}

    def test_an_empty_list_is_none_held(self) -> None:
        """Which is not the same as not known."""
        assert wire.loads('{"licences": []}', Party).licences == ()
        assert json.loads(wire.dumps(Party(licences=()))) == {"licences": []}

    def test_a_byte_order_mark_is_no_fault(self) -> None:
        """Some editors write one."""
        assert wire.loads(b"\xef\xbb\xbf{}", Party) == wire.loads("\ufeff{}", Party) == Party()

    def test_a_date_in_quotes(self) -> None:
        """TOML may have its dates as text too."""
        assert wire.loads('sec_party_since = "2026-02-02"', Party, "toml").sec_party_since == date(2026, 2, 2)


class TestRefusals:
    """What is wrong is named with its place and what to do."""

    @pytest.mark.parametrize(
        ("party", "fault"),
        [
            ('"name": null', "party.name: null is not text; write it in quotes, or leave it out"),
            ('"nmae": "x"', "party.nmae: is not a key here; did you mean 'name'?"),
            ('"\\u001b[2J": 1', r"party.'\x1b[2J': is not a key here; choose from 'name', 'sec_party_since'"),
            (
                '"sec_party_since": true',
                "party.sec_party_since: true does not say since when; write the date",
            ),
            ('"sec_party_since": null', "party.sec_party_since: null is not a date"),
            ('"sec_party_since": "UNKNOWN"', "or leave it out if it is not known"),
            ('"sec_party_since": "20260202"', "'20260202' is not a date; write a date as 2026-03-27"),
            ('"sec_party_since": "2026-02-30"', "'2026-02-30' is not in any calendar; write a date as"),
            (
                '"in_controlled_market_entry": null',
                "null is not a fact; write true or false, or leave it out",
            ),
            ('"in_controlled_market_entry": "UNKNOWN"', "entry: 'UNKNOWN' is not a fact"),
            (f'"in_controlled_market_entry": "{"x" * 99}"', "x... is not a fact"),
            ('"in_controlled_market_entry": 0', "party.in_controlled_market_entry: 0 is not a fact"),
            ('"licences": {}', "party.licences: a table stands where a list belongs"),
            ('"licences": "none"', "party.licences: 'none' stands where a list belongs"),
            ('"licences": [[]]', "party.licences #1: a list stands where a table of keys and values belongs"),
            ('"licences": [{}]', "party.licences #1: has no kind; choose from 'electricity-supply', 'gas-s"),
            ('"licences": [{"kind": "gas"}]', "party.licences #1: 'gas' is not known here"),
            ('"licences": [{"kind": []}]', "party.licences #1: a list is not text"),
        ],
    )
    def test_of_a_party(self, party: str, fault: str) -> None:
        """One fault, one line."""
        (found,) = refusal(f'{{"party": {{{party}}}}}')
        assert fault in found

    @pytest.mark.parametrize(
        ("licence", "fault"),
        [
            (
                '"paragraphs": {"39.7": true}',
                (
                    "party.licences #1.paragraphs.39.7: '39.7' is not known here (Table 1 lists eight "
                    "paragraphs of Condition 39); the nearest is '39.6', out of '39.3', '39.4', '39.5', "
                    "'39.6', '39.10', '39.11', '39.12', '39.13'"
                ),
            ),
            ('"paragraphs": {"39.4": null}', "party.licences #1.paragraphs.39.4: null is not a fact"),
            (
                '"paragraphs": true',
                "paragraphs: true is neither a table nor a list; write { name = true }, or",
            ),
            ('"paragraphs": ["39.4", 39]', "party.licences #1.paragraphs #2: 39 is not text"),
            ('"meters": ["smrt"]', "party.licences #1.meters #1: 'smrt' is not known here; the nearest is"),
            ('"meters": ["smart", "smart"]', "licences #1.meters: 'smart' contradicts the same name again"),
            (
                '"exempt_42_9": true',
                "licences #1.exempt_42_9: is not a key here; did you mean 'exempt_48_9'?",
            ),
            ('"knd": 1', "party.licences #1.knd: is not a key here; did you mean 'kind'?"),
        ],
    )
    def test_of_a_licence(self, licence: str, fault: str) -> None:
        """A fact that is none, a paragraph that Table 1 does not list, a key said twice."""
        (found,) = refusal(f'{{"party": {{"licences": [{{"kind": "electricity-supply", {licence}}}]}}}}')
        assert fault in found

    @pytest.mark.parametrize(
        ("entry", "fault"),
        [
            ('"roles": "other-user"', "roles: 'other-user' stands where a list belongs"),
            (
                '"roles": ["other-usr"]',
                "roles #1: 'other-usr' is not known here; the nearest is 'other-user'",
            ),
            ('"roles": [null]', "roles #1: null is not text"),
            ('"estimates": []', "estimates: a list stands where a table of keys and values belongs"),
            ('"estimates": {"upet": "3 weeks"}', "estimates.upet: 'upet' is not known here; the nearest is"),
            (
                '"estimates": {"uept": "ten weeks"}',
                "estimates.uept: 'ten weeks' is not a period; write '10 w",
            ),
            ('"estimates": {"uept": 10}', "estimates.uept: 10 is not text"),
            ('"events": [{"step": "srept"}]', "events #1.day: is missing; write it"),
            ('"events": [{"step": "sreptt", "day": "2026-03-27"}]', "events #1.step: 'sreptt' is not known"),
            ('"events": [{"step": "srept", "day": 1}]', "events #1.day: 1 is not a date"),
            (
                '"events": [{"step": "srept", "day": "2026-03-27", "role": null}]',
                "events #1.role: null is not text",
            ),
            (
                '"events": [{"step": "srept", "day": "2026-03-27", "role": "other-user"}]',
                "events #1: role 'other-user' contradicts step 'srept': it is taken once for the Party",
            ),
            (
                '"events": [{"step": "srept", "day": "2026-03-27", "outcome": "passed"}]',
                "events #1.outcome: 'passed' is not known here (of step 'srept'); choose from 'completed'",
            ),
            ('"evnts": []', "evnts: is not a key here; did you mean 'events'?"),
        ],
    )
    def test_of_an_entry(self, entry: str, fault: str) -> None:
        """An unknown step, a period in words, an event without a day."""
        (found,) = refusal(f'{{"party": {{}}, {entry}}}')
        assert fault in found

    def test_all_faults_are_reported(self) -> None:
        """Each at its place, in one error."""
        found = refusal(
            '{"party": {"licences": [{"kind": "gas-supply", "paragraphs": {"39.4": true, "33.3": 1}}, {}]},'
            ' "roles": ["x", "y"], "events": [{"stp": 1}], "z": 0}'
        )
        assert [fault.partition(": ")[0] for fault in found] == [
            "party.licences #1.paragraphs.39.4",
            "party.licences #1.paragraphs.33.3",
            "party.licences #2",
            "roles #1",
            "roles #2",
            "events #1.step",
            "events #1.day",
            "events #1.stp",
            "z",
        ]

    def test_what_is_missing(self) -> None:
        """An entry has a Party, if only an empty one."""
        assert refusal("{}") == ["party: is missing; write it"]

    def test_more_faults_than_anybody_mends(self) -> None:
        """A hundred are listed."""
        found = refusal(json.dumps({"party": {}, "events": [{}] * 999}))
        assert len(found) == 101
        assert found[-1] == "has more than these 100 faults; mend them first"

    def test_a_message_is_never_as_long_as_the_file(self) -> None:
        """What is wrong is shown cut short."""
        (found,) = refusal(json.dumps({"party": {}, "roles": ["x" * 100_000]}))
        assert len(found) < 700

    @pytest.mark.parametrize("value", ["2026-03-27T09:00:00Z", "2026-03-27 09:00:00"])
    def test_a_time_of_day_is_no_date(self, value: str) -> None:
        """Which day it falls on depends on the time zone."""
        (found,) = refusal(f"sec_party_since = {value}", Party, "toml")
        assert "has a time of day, and the day depends on the time zone; write a date as 2026-03-27" in found

    def test_a_contradiction_stays_one(self) -> None:
        """What `Entry` finds is raised as it raises it."""
        text = '{"party": {"sec_party_since": false}, "events": [{"step": "srept", "day": "2026-03-27"}]}'
        with pytest.raises(ContradictoryFacts, match="event srept on 2026-03-27 contradicts sec_party_since"):
            wire.loads(text, Entry)


class TestHostileText:
    """Text that is no data is refused, in little time, and nothing in it is run."""

    @pytest.mark.parametrize(
        ("text", "format_", "fault"),
        [
            ("[]", "json", "a list stands where a table of keys and values belongs"),
            ("null", "json", "null stands where a table"),
            ("{'a': 1}", "json", "line 1: is not JSON ("),
            ("[" * 99_999, "json", "is nested more than 20 levels deep"),
            ("a = ", "toml", "is not TOML ("),
            ("a = 1\na = 2", "toml", "is not TOML ("),
            (f"a = {'[' * 99_000}", "toml", "is nested too deeply"),
            (f"a = {'9' * 5000}", "toml", "has a number of thousands of digits"),
            (f"x = 1\n{'a.' * 10_000}a = 1", "toml", "line 2: has more than 50 dots; write it in several"),
        ],
    )
    def test_is_refused(self, text: str | bytes, format_: wire.Format, fault: str) -> None:
        """The refusal says where, and what to do."""
        (found,) = refusal(text, Entry, format_)
        assert found.startswith(fault)

    def test_too_many_items(self) -> None:
        """A list is not read when it is longer than any entry's."""
        assert refusal('{"licences": [' + "0," * 1000 + "0]}", Party) == [
            "licences: has 1,001 items; no more than 1,000 are read, so leave some out"
        ]

    def test_infinity_in_toml(self) -> None:
        """TOML allows it; no fact and no date is one."""
        (found,) = refusal("in_controlled_market_entry = inf", Party, "toml")
        assert found.startswith("in_controlled_market_entry: inf is not a fact")

    @given(text=st.binary(max_size=200) | st.text(max_size=200), format_=st.sampled_from(["json", "toml"]))
    def test_whatever_is_read(self, text: str | bytes, format_: wire.Format) -> None:
        """Any text is read, or refused by an error of this package."""
        try:
            assert isinstance(wire.loads(text, Party, format_), Party)
        except SecUepError as error:
            assert str(error)  # noqa: PT017 - either end is right

    def test_arguments(self) -> None:
        """What is not text, not a type that is read, or not a format is refused by name."""
        wrong: Any = 3
        with pytest.raises(InvalidType, match="text: 3 is not text; pass the content of a file"):
            wire.loads(wrong, Party)
        with pytest.raises(
            InvalidType, match=r"type: 3 cannot be read; pass sec_uep\.Entry or sec_uep\.Party"
        ):
            wire.loads("{}", wrong)
        wrong = "yaml"
        with pytest.raises(UnknownName, match="format: 'yaml' is not known here; choose from 'json', 'toml'"):
            wire.loads("{}", Party, wrong)
        with pytest.raises(UnknownName, match="format: 'yaml' is not known here"):
            wire.dumps(Party(), wrong)

    def test_without_a_source(self) -> None:
        """The refusal says what was to be read."""
        with pytest.raises(MalformedData, match=r"^Party \(json\): x: is not a key here"):
            wire.loads('{"x": 1}', Party)


class TestAnswers:
    """An answer is written with all that it rests on."""

    def test_deadline(self) -> None:
        """Its day, its rule with the clause as a field, its inputs, its readings, its certainty."""
        data = json.loads(wire.dumps(uept.receipt_confirmation_due(report_received=date(2026, 9, 5))))
        assert data["day"] == "2026-09-08"
        assert data["counted_from"] == "2026-09-05"
        assert data["certainty"] == "published"
        assert data["calendar"]["name"] == "England and Wales"
        assert data["readings"] == {"RD-04": "that-day"}
        assert data["question"] == {
            "name": "entry_process_testing.receipt_confirmation_due",
            "inputs": {"report_received": "2026-09-05"},
        }
        rule = data["rule"]
        assert (rule["id"], rule["bearer"], rule["modality"]) == ("TE-04", "DCC", "must")
        assert rule["citation"]["document"]["name"] == "CTSD"
        assert rule["citation"]["clause"] == "5.17"
        assert rule["citation"]["via"]["clause"] == "6.3"

    def test_finding(self) -> None:
        """Its verdict and grounds; its licence in the words of an entry file."""
        data = json.loads(wire.dumps(determine(ElectricitySupply(domestic=False, paragraphs={"39.4": True}))))
        assert data["verdict"] == "exempt"
        assert [rule["id"] for rule in data["grounds"]] == ["OB-04"]
        assert data["question"]["inputs"] == {
            "licence": {"kind": "electricity-supply", "domestic": False, "paragraphs": {"39.4": True}},
            "party": None,
        }
        assert "calendar" not in data

    def test_charge(self) -> None:
        """Amounts are text, so that no digit is lost."""
        charge = fusa.reschedule_charge(
            requested=date(2026, 7, 30), assessment=date(2026, 8, 26), total_cost=Decimal(20000)
        )
        data = json.loads(wire.dumps(charge))
        assert (data["least"], data["most"], data["verdict"]) == ("0", "5000.00", "undetermined")
        assert data["question"]["inputs"]["redeployed"] == "unknown"

    def test_reasons_and_questions(self) -> None:
        """Each step with its rule, whether it holds, and the facts it read."""
        finding = determine(ElectricityDistribution())
        reasons = json.loads(wire.dumps(finding.why()))
        assert {reason["holds"] for reason in reasons} == {"unknown"}
        assert reasons[0]["facts"]["distribution_service_provider"] == "unknown"
        (question,) = [
            asked
            for asked in json.loads(wire.dumps(finding.next_questions()))
            if asked["fact"] == "distribution_service_provider"
        ]
        assert question["asks"] == "whether the holder is a Distribution Service Provider"

    def test_steps_and_dates(self) -> None:
        """The answers about an entry are data too."""
        entry = Entry(
            party=Party(), roles={UserRole.GAS_SUPPLIER}, events=(Event(Step.UEPT_NOTICE, date(2026, 6, 3)),)
        )
        states = json.loads(wire.dumps(entry.steps(today=date(2026, 6, 5))))
        (uept_state,) = [state for state in states if state["task"]["step"] == "uept"]
        assert uept_state["not_before"]["day"] == "2026-08-26"
        first, *_ = json.loads(wire.dumps(entry_process.dates(entry, today=date(2026, 6, 5))))
        assert (first["task"], first["trigger"]["step"]) == (
            {"step": "uept", "role": "gas-supplier"},
            "uept-notice",
        )

    def test_the_same_answer_gives_the_same_text(self) -> None:
        """With sorted keys, and letters as they are."""
        answers = [determine_all(Party(name="Énergie")) for _ in range(2)]
        first, second = map(wire.dumps, answers)
        assert first == second
        assert "Énergie" in first
        keys = list(json.loads(first)[0])
        assert keys == sorted(keys)

    def test_refusals(self) -> None:
        """What is not of this package, what TOML is not for, and text that is none."""
        with pytest.raises(
            InvalidType, match="is not data of this package; pass an Entry, a Party or an answer"
        ):
            wire.dumps(object())
        with pytest.raises(
            InvalidValue, match="format: 'toml' is for an Entry or a Party; write an answer as"
        ):
            wire.dumps(determine(GasTransport()), "toml")
        with pytest.raises(
            InvalidValue, match=r"value: '\\ud800' cannot be written as UTF-8; correct that text"
        ):
            wire.dumps(Party(name="\ud800"))
