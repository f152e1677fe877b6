"""Plain data: what is read is what was written, and every fault of a file is named with its place."""

from __future__ import annotations

import json
import tomllib
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st

from sec_uep import wire
from sec_uep.calendar import Weeks, WorkingDays
from sec_uep.entry import Entry, dates
from sec_uep.errors import (
    ContradictoryFacts,
    InvalidType,
    InvalidValue,
    MalformedData,
    SecUepError,
    UnknownName,
)
from sec_uep.events import Event, Outcome, Step
from sec_uep.facts import UNKNOWN
from sec_uep.obligations import (
    determine,
    determine_all,
    entry_process_testing as uept,
    security_assessment as fusa,
)
from sec_uep.obligations.steps import TABLE
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


names = st.text(max_size=10)
licences = st.one_of(
    st.builds(
        ElectricitySupply,
        name=names,
        domestic=facts,
        paragraphs=fact_sets(CONDITION_39_PARAGRAPHS),
        meters=fact_sets(ELECTRICITY_METERS),
        exempt_48_9=facts,
        meters_elsewhere=fact_sets(ELECTRICITY_METERS),
    ),
    st.builds(
        GasSupply,
        name=names,
        domestic=facts,
        paragraphs=fact_sets(CONDITION_33_PARAGRAPHS),
        meters=fact_sets(GAS_METERS),
        exempt_42_9=facts,
        meters_elsewhere=fact_sets(GAS_METERS),
    ),
    st.builds(ElectricityDistribution, name=names, distribution_service_provider=facts),
    st.builds(GasTransport, name=names),
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
        outcome = draw(st.sampled_from([None, *TABLE[step].outcomes]))
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


#: The keys of every table of an entry file, and values that are right somewhere or nowhere.
KEYS = [
    "party",
    "roles",
    "events",
    "estimates",
    "licences",
    "kind",
    "meters",
    "paragraphs",
    "step",
    "day",
    "role",
]
VALUES = [
    "gas-supply",
    "gas-supplier",
    "srept",
    "uept",
    "smart",
    "33.4",
    "2026-03-27",
    "2 weeks",
    DAY,
    True,
    None,
    1,
    33.4,
]


def plain_data() -> SearchStrategy[Any]:
    """Any data that is like an entry file, more or less."""
    return st.recursive(
        st.sampled_from(VALUES),
        lambda inside: (
            st.lists(inside, max_size=3)
            | st.dictionaries(
                st.sampled_from([*KEYS, "sec_party_since", "outcome", "x", 3]), inside, max_size=5
            )
        ),
        max_leaves=15,
    )


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
        name = "EL-1"
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
                        name="EL-1",
                        domestic=False,
                        paragraphs={"39.4": True, "39.5": False},
                        meters={"current-transformer", "advanced"},
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
    """What is wrong is named with its place; `test_mistakes` has what people write."""

    @pytest.mark.parametrize(
        ("party", "fault"),
        [
            ('"nmae": "x"', "party.nmae: is not a key here; did you mean 'name'?"),
            ('"\\u001b[2J": 1', r"party.'\x1b[2J': is not a key here; choose from 'name', 'sec_party_since'"),
            (
                '"sec_party_since": true',
                "party.sec_party_since: true does not say since when; write the date",
            ),
            ('"sec_party_since": "UNKNOWN"', "or leave it out if it is not known"),
            ('"sec_party_since": "2026-02-30"', "'2026-02-30' is not in any calendar; write a date as"),
            ('"sec_party_since": []', "party.sec_party_since: a list is not a date"),
            ('"in_controlled_market_entry": "UNKNOWN"', "entry: 'UNKNOWN' is not a fact"),
            (f'"in_controlled_market_entry": "{"x" * 99}"', "x... is not a fact"),
            (
                '"in_controlled_market_entry": 2',
                "party.in_controlled_market_entry: 2 is not a fact; write true",
            ),
            ('"licences": {}', "party.licences: a table stands where a list belongs"),
            (
                '"licences": true',
                "party.licences: true stands where a list belongs; write one, or leave it out",
            ),
            ('"licences": [[]]', "party.licences #1: a list stands where a table of keys and values belongs"),
            (
                '"licences": [7]',
                "party.licences #1: 7 stands where a table of keys and values belongs; write",
            ),
            ('"licences": [{}]', "party.licences #1: has no kind; write kind = one of 'electricity-supply'"),
            ('"licences": [{"kind": []}]', "party.licences #1.kind: a list is not text"),
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
                    "party.licences #1.paragraphs.39.7: '39.7' is not known here (Table 1 does not list it, "
                    "so that it exempts nobody); leave it out; of Condition 39, Table 1 lists 39.3, 39.4, "
                    "39.5, 39.6, 39.10, 39.11, 39.12, 39.13"
                ),
            ),
            (
                '"paragraphs": true',
                "paragraphs: true is neither a table nor a list; write { name = true }, or",
            ),
            ('"paragraphs": ["39.4", 39]', "party.licences #1.paragraphs #2: 39 is not text"),
            ('"meters": ["smart", "smart"]', "licences #1.meters: 'smart' contradicts the same name again"),
            (
                '"exempt_42_9": true',
                "licences #1.exempt_42_9: is not a key here; did you mean 'exempt_48_9'?",
            ),
            ('"knd": 1', "party.licences #1.knd: is not a key here; did you mean 'kind'?"),
        ],
    )
    def test_of_a_licence(self, licence: str, fault: str) -> None:
        """A fact that is none, a paragraph that Table 1 does not list, a kind of meter said twice."""
        (found,) = refusal(f'{{"party": {{"licences": [{{"kind": "electricity-supply", {licence}}}]}}}}')
        assert fault in found

    @pytest.mark.parametrize("kind", wire.KINDS.values())
    def test_name_of_a_licence(self, kind: str) -> None:
        """It is text, of each kind of licence."""
        (found,) = refusal(f'{{"party": {{"licences": [{{"kind": "{kind}", "name": 7}}]}}}}')
        assert "party.licences #1.name: 7 is not text" in found

    @pytest.mark.parametrize(
        ("entry", "fault"),
        [
            ('"roles": [null]', "roles #1: null is not text"),
            ('"estimates": []', "estimates: a list stands where a table of keys and values belongs"),
            ('"estimates": {"upet": "3 weeks"}', "estimates.upet: 'upet' is not known here; the nearest is"),
            ('"events": [{"step": "srept"}]', "events #1.day: is missing; write it"),
            ('"events": [{"step": "srept", "day": null}]', "events #1.day: is missing; write it"),
            ('"events": [{"step": "srept", "day": 1}]', "events #1.day: 1 is not a date"),
            (
                '"events": [{"step": "srept", "day": "2026-03-27", "role": "other-user"}]',
                "events #1: role 'other-user' contradicts step 'srept': it is taken once for the Party",
            ),
            (
                '"events": [{"step": "srept", "day": "2026-03-27", "outcome": "passed"}]',
                "events #1: outcome 'passed' contradicts step 'srept': it can be completed, begun",
            ),
            (
                '"events": [{"step": "uept", "day": "2026-03-27", "outcome": "rescheduled"}]',
                "events #1.booked_for: is missing, and uept was moved from the day it had been booked for",
            ),
            ('"evnts": []', "evnts: is not a key here; did you mean 'events'?"),
        ],
    )
    def test_of_an_entry(self, entry: str, fault: str) -> None:
        """An unknown step, an event without a day, one that cannot be."""
        (found,) = refusal(f'{{"party": {{}}, {entry}}}')
        assert fault in found

    def test_all_faults_are_reported(self) -> None:
        """Each at its place, in one error; a key that is there under another name is not missing."""
        with pytest.raises(MalformedData) as refused:
            wire.loads(
                '{"party": {"licences": [{"kind": "gas-supply", "paragraphs": {"39.4": true, "33.3": 1}}, '
                "{}]},"
                ' "roles": ["x", "y"],\n "events": [{"stp": 1}], "z": 0}',
                Entry,
            )
        assert [(fault.path, fault.code, fault.line) for fault in refused.value.faults] == [
            (("party", "licences", 0, "paragraphs", "39.4"), "unknown-name", 1),
            (("party", "licences", 0, "paragraphs", "33.3"), "fact", 1),
            (("party", "licences", 1), "missing", 1),
            (("roles", 0), "unknown-name", 1),
            (("roles", 1), "unknown-name", 1),
            (("events", 0, "day"), "missing", 2),
            (("events", 0, "stp"), "unknown-key", 2),
            (("z",), "unknown-key", 2),
        ]

    def test_null_is_absent(self) -> None:
        """Wherever a key stands, that of a fact too."""
        data = {
            "name": None,
            "sec_party_since": None,
            "in_controlled_market_entry": None,
            "licences": [
                {"kind": "gas-supply", "paragraphs": {"33.4": None}, "meters": None, "domestic": None}
            ],
        }
        assert wire.loads(json.dumps(data), Party) == Party(licences=(GasSupply(),))

    def test_what_is_missing(self) -> None:
        """An entry has a Party, if only an empty one."""
        assert refusal("{}") == ["party: is missing; write it"]

    @pytest.mark.parametrize(
        "data",
        [
            {"events": [{}] * 999},
            {"party": {"licences": [{"kind": "gas-supply", "meters": ["x"] * 300}]}},
            {"roles": ["x"] * 999},
            {f"x{n}": 0 for n in range(200)},
        ],
        ids=["events", "meters", "roles", "keys"],
    )
    def test_more_faults_than_anybody_mends(self, data: dict[str, Any]) -> None:
        """A hundred are listed."""
        found = refusal(json.dumps({"party": {}, **data}))
        assert len(found) == 101
        assert found[-1] == "has more than these 100 faults; mend them first"

    def test_as_many_faults_as_are_listed(self) -> None:
        """All of them, and no word of more."""
        found = refusal(json.dumps({"party": {}, "roles": ["x"] * 100}))
        assert len(found) == 100
        assert "roles #100" in found[-1]

    def test_a_message_is_never_as_long_as_the_file(self) -> None:
        """What is wrong is shown cut short."""
        (found,) = refusal(json.dumps({"party": {}, "roles": ["x" * 50_000]}))
        assert len(found) < 700

    @pytest.mark.parametrize(
        "value", ["2026-03-27T09:00:00Z", "2026-03-27 09:00:00", '"2026-03-27T09:00:00"']
    )
    def test_a_time_of_day_is_no_date(self, value: str) -> None:
        """Which day it falls on depends on the time zone."""
        (found,) = refusal(f"sec_party_since = {value}", Party, "toml")
        assert "has a time of day, and the day depends on the time zone; write a date as 2026-03-27" in found


class TestContradictions:
    """An entry that contradicts itself is refused with every contradiction, each at an event."""

    def test_all_of_them_with_everything_else(self) -> None:
        """What is refused for itself is left out, and the rest is held against itself."""
        text = """\
roles = ["gas-supplier"]
[party]
sec_party_since = 2026-01-05
nmae = "x"
[[events]]
step = "srept"
day = 2026-02-03
[[events]]
step = "srept"
day = "soon"
[[events]]
step = "uept"
day = 2026-03-03
role = "other-user"
[[events]]
step = "srept"
day = 2026-02-03
"""
        with pytest.raises(MalformedData) as refused:
            wire.loads(text, Entry, "toml")
        found = [(fault.line, fault.path, fault.code) for fault in refused.value.faults]
        assert found == [
            (4, ("party", "nmae"), "unknown-key"),
            (10, ("events", 1, "day"), "date"),
            (11, ("events", 2), "contradiction"),
            (15, ("events", 3), "contradiction"),
        ]
        messages = [fault.message for fault in refused.value.faults if fault.code == "contradiction"]
        assert "the entry is not for other-user" in messages[0]
        assert "it is the same event twice; remove one" in messages[1]

    def test_all_that_is_wrong_with_an_event_of_unknown_outcome(self) -> None:
        """The outcomes of its step are offered, and its other faults are named."""
        text = '[party]\n[[events]]\nstep = "uept"\noutcome = "started"\ndya = 2026-03-01\n'
        with pytest.raises(MalformedData) as refused:
            wire.loads(text, Entry, "toml")
        outcome, day = map(str, refused.value.faults)
        assert outcome.endswith(
            ": 'started' is not known here; choose from 'completed', 'begun', 'rescheduled'"
        )
        assert day == "line 5: events #1.dya: is not a key here; did you mean 'day'?"

    def test_of_an_entry_that_is_built(self) -> None:
        """In Python it is the first of them, with the events that contradict each other."""
        srept = Event(Step.SREPT, DAY)
        with pytest.raises(ContradictoryFacts) as refused:
            Entry(party=Party(), events=(srept, srept))
        assert refused.value.between == (srept, srept)

    def test_more_than_can_be_looked_for(self) -> None:
        """Of a file of very many events the last few are told, and that there may be more."""
        days = [str(date.fromordinal(DAY.toordinal() + n)) for n in range(900)]
        events = [{"step": "uept", "role": "other-user", "day": day} for day in days]
        found = refusal(json.dumps({"party": {}, "roles": ["gas-supplier"], "events": events}))
        assert len(found) == 4
        assert found[0].startswith("line 1: events #1: event uept for other-user on 2026-03-27 contradicts")
        assert found[-1] == "may contradict itself further; correct these first"

    def test_one_without_a_place(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A contradiction that names no event stands for the whole."""

        def contradictions(roles: object, events: object) -> Iterator[ContradictoryFacts]:
            yield ContradictoryFacts(f"roles {roles!r}", f"events {events!r}", "of this test")

        monkeypatch.setattr("sec_uep.entry.entry.contradictions", contradictions)
        (found,) = refusal('{"party": {}}')
        assert found == "roles () contradicts events (): of this test; correct one of the two"


class TestRead:
    """Data that is parsed already is read in the same words."""

    def test_as_from_text(self) -> None:
        """With dates as dates, and tuples for lists."""
        data = {
            "party": {"name": "Example", "licences": ({"kind": "gas-supply", "meters": ("smart",)},)},
            "roles": ("gas-supplier",),
            "events": [{"step": "srept", "day": DAY, "role": None}],
            "estimates": None,
        }
        assert wire.read(data, Entry) == wire.loads(json.dumps(data, default=str), Entry)
        assert wire.read({}, Party) == Party()

    @pytest.mark.parametrize(
        ("party", "fault"),
        [
            (
                {"licences": [{"kind": "gas-supply", "paragraphs": {33.4: True}}]},
                "paragraphs: has 33.4 for a key, which is not text; write it in quotes",
            ),
            ({3: "x"}, "party: has 3 for a key, which is not text; write it in quotes"),
            ({"name": object}, "party.name: <class 'object'> is not text"),
            (
                {"sec_party_since": datetime(2026, 3, 27, 9, tzinfo=UTC)},
                "2026-03-27 09:00:00+00:00 has a time of day",
            ),
            ({"licences": {1, 2}}, "party.licences: {1, 2} stands where a list belongs"),
        ],
    )
    def test_refusals(self, party: object, fault: str) -> None:
        """What only a parser of something else gives; faults have no line then."""
        with pytest.raises(MalformedData, match=r"^Entry: ") as refused:
            wire.read({"party": party}, Entry)
        (found,) = refused.value.faults
        assert fault in str(found)
        assert found.line is None

    def test_data_without_end(self) -> None:
        """What holds itself is refused, and the source is named."""
        data: dict[str, Any] = {}
        data["party"] = data
        with pytest.raises(MalformedData, match=r"^a form: party: is nested more than 20 levels deep"):
            wire.read(data, Entry, source="a form")

    @given(plain_data(), st.sampled_from([Entry, Party]))
    def test_whatever_is_passed(self, data: Any, type_: Any) -> None:  # noqa: ANN401 - either
        """Any data is read, or refused by an error of this package, with a place that can be followed."""
        try:
            assert isinstance(wire.read(data, type_), type_)
        except MalformedData as refused:
            for fault in refused.faults:
                found = data
                for part in fault.path[:-1]:
                    found = found[part]

    @pytest.mark.parametrize("data", [None, 3, [], "party", object()])
    def test_what_is_no_table(self, data: Any) -> None:  # noqa: ANN401 - whatever was passed
        """It is said what stands there."""
        with pytest.raises(
            MalformedData, match=r"^Party: .* stands where a table of keys and values belongs"
        ):
            wire.read(data, Party)

    def test_type(self) -> None:
        """Only an entry or a Party is read."""
        wrong: Any = Event
        with pytest.raises(InvalidType, match=r"type: .* cannot be read; pass sec_uep\.Entry or"):
            wire.read({}, wrong)


class TestHostileText:
    """Text that is no data is refused, in little time, and nothing in it is run."""

    @pytest.mark.parametrize(
        ("text", "format_", "fault"),
        [
            ("[]", "json", "a list stands where a table of keys and values belongs"),
            ("null", "json", "null stands where a table"),
            ("[" * 60_000, "json", "is nested more than 20 levels deep"),
            (f"a = {'[' * 5_000}", "toml", "is nested more than 20 levels deep"),
            (f"a = {'{a=' * 1_000}", "toml", "is nested more than 20 levels deep"),
            (f'a = ["""a"""", {"[" * 1_000}]', "toml", "is nested more than 20 levels deep"),
            (f"a = ['''a'''', {'[' * 1_000}]", "toml", "is nested more than 20 levels deep"),
            (
                f"x = 1\n{'a.' * 10_000}a = 1",
                "toml",
                "line 2: has a key of more than 10 parts; an entry needs",
            ),
            (f"x = 1\n[{'a . ' * 10}a]", "toml", "line 2: has a key of more than 10 parts"),
            (("'\u2028'." * 9 + "b.") * 100 + "c = 1", "toml", "line 1: has a key of more than 10 parts"),
            (f"a = [{'0,' * 10_000}]", "toml", "has more than 10,000 values; leave some out"),
            ("[[a]]\n" * 3_000, "toml", "has more than 10,000 values"),
            ("[a.b.c.d.e.f.g.h.i.j]\n" * 1_001, "toml", "has more than 10,000 values"),
            ("\n".join(f"k{n} = 1" for n in range(1_001)), "toml", "has 1,001 items; no more than 1,000 are"),
            ("[[events]]\n" * 1_001, "toml", "events: has 1,001 items; no more than 1,000 are read"),
            (" " * (65_537), "toml", "is larger than 65,536 bytes"),
            (b"a = 1\n\xff", "toml", "line 2: is not UTF-8; save it as UTF-8"),
        ],
    )
    def test_is_refused(self, text: str | bytes, format_: wire.Format, fault: str) -> None:
        """The refusal says where, and what to do."""
        (found,) = refusal(text, Entry, format_)
        assert found.startswith(fault)

    @pytest.mark.parametrize(
        ("text", "format_"),
        [
            ("".join(f"[a{n}.b.c.d.e.f.g.h.i.j]\n" for n in range(2_400)), "toml"),
            (f"a = {'9' * 65_000}", "toml"),
            (f'a = "{"/u0041" * 10_000}"'.replace("/", "\\"), "toml"),
            ('"\\' * 32_000, "toml"),
            ("a = [\n" * 9_000, "toml"),
            (json.dumps({"party": {}, "roles": ["gas-suplier"] * 1_000}), "json"),
            (json.dumps({"party": {}, "events": [{"step": "srept", "day": "2026-03-27"}] * 1_000}), "json"),
            (
                json.dumps({"party": {"licences": [{"kind": "gas-supply", "meters": ["x"] * 9}] * 900}}),
                "json",
            ),
        ],
        ids=range(8),
    )
    def test_little_room_is_taken(self, text: str, format_: wire.Format) -> None:
        """Whatever is in a text, reading and refusing it stays far below fifty mebibytes."""
        tracemalloc.start()
        try:
            with pytest.raises(MalformedData) as refused:
                wire.loads(text, Entry, format_)
            assert len(str(refused.value)) < 50_000
            assert tracemalloc.get_traced_memory()[1] < 20 * 1024 * 1024
        finally:
            tracemalloc.stop()

    @pytest.mark.parametrize(
        "text",
        [
            f"name = '{'.' * 51}'",
            f"name = '''{'[.' * 51}\n'{'.' * 51}'''",
            f'name = """{"[." * 51}\n"{"{." * 51}\\""""',
            f"name = 'x' # {'.' * 51}{'[' * 51}",
            f"# {'a.' * 51}\n",
            f'"name" = "{"[" * 51}"\r\nlicences = []\r',
        ],
    )
    def test_dots_and_brackets_that_mean_nothing(self, text: str) -> None:
        """Those of texts and comments are neither parts of a key nor levels."""
        assert isinstance(wire.loads(text, Party, "toml"), Party)

    @pytest.mark.parametrize("format_", ["json", "toml"])
    def test_what_was_written_is_read(self, format_: wire.Format) -> None:
        """A name made of dots, however it is written."""
        party = Party(name="." * 51 + '"' + "[" * 51 + "\u2028\n'")
        assert wire.loads(wire.dumps(party, format_), Party, format_) == party

    def test_ten_parts_are_a_key(self) -> None:
        """An entry needs two; a key of so many is refused for what it says, not for its length."""
        (found,) = refusal("a.b.c.d.e.f.g.h.i.'j' = 1", Party, "toml")
        assert found.startswith("line 1: a: is not a key here")

    def test_infinity_in_toml(self) -> None:
        """TOML allows it; no fact and no date is one."""
        (found,) = refusal("in_controlled_market_entry = inf", Party, "toml")
        assert found.startswith("line 1: in_controlled_market_entry: inf is not a fact")

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
        with pytest.raises(MalformedData, match=r"^Party \(json\): line 1: x: is not a key here"):
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
            "rule": "TE-04",
            "inputs": {"report_received": "2026-09-05"},
            "readings": {},
            "calendar": None,
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
        """Amounts are text, in pounds and pence, so that no digit is lost."""
        charge = fusa.reschedule_charge(
            requested=date(2026, 7, 30), assessment=date(2026, 8, 26), total_cost=Decimal(20000)
        )
        data = json.loads(wire.dumps(charge))
        assert (data["least"], data["most"], data["verdict"]) == ("0.00", "5000.00", "undetermined")
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
            party=Party(),
            roles={UserRole.GAS_SUPPLIER},
            events=(Event(Step.SREPT, date(2026, 6, 1)), Event(Step.UEPT_NOTICE, date(2026, 6, 3))),
        )
        states = json.loads(wire.dumps(entry.steps(today=date(2026, 6, 5))))
        (uept_state,) = [state for state in states if state["task"]["step"] == "uept"]
        assert uept_state["not_before"]["day"] == "2026-08-26"
        first, *_ = json.loads(wire.dumps(dates(entry, today=date(2026, 6, 5))))
        assert (first["task"], first["first_day"]) == (
            {"step": "uept", "role": "gas-supplier"},
            "2026-08-26",
        )

    def test_what_is_missing_before_the_evidence_form(self) -> None:
        """The steps that are done each with its day, and those that are missing."""
        entry = Entry(
            party=Party(), roles={UserRole.OTHER_USER}, events=(Event(Step.SREPT, date(2026, 6, 1)),)
        )
        (said,) = json.loads(wire.dumps(entry.as_of(date(2026, 6, 5)).evidence))
        assert (said["role"], said["as_of"]) == ("other-user", "2026-06-05")
        assert {"task": {"role": None, "step": "srept"}, "day": "2026-06-01"} in said["done"]
        assert {"role": "other-user", "step": "uept"} not in [each["task"] for each in said["done"]]

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
