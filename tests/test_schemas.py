"""
The schemas: they are made from the code, and say what the reader takes and what the writer writes.

The validator is `jsonschema`, an independent one. What a schema takes is made at random from the schema
itself, and what it refuses by spoiling data: in both directions reader and schema agree, but for what no
schema says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

import sec_uep as uep
from sec_uep import wire
from sec_uep.answers import Answer, Finding
from sec_uep.deadlines import Deadline
from sec_uep.entry import Entry
from sec_uep.errors import InvalidType, MalformedData
from sec_uep.obligations import QUESTIONS, entry_process_testing as uept
from sec_uep.page import Page
from sec_uep.parties import Party
from sec_uep.planning import Plan, backwards, forwards
from sec_uep.receipts import Receipt, receipt, verify
from tests.cases import entry_of
from tests.test_every_question import ANSWERS
from tests.test_receipts import PLANS_AND_PAGES
from tests.test_wire import entries, parties
from tools import schemas

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

ROOT = Path(__file__).parent.parent
FILES = sorted([*ROOT.glob("examples/*.toml"), *ROOT.glob("examples/*.json")]) + sorted(
    (ROOT / "tests" / "data" / "cases").glob("*.toml")
)

#: What is asked of by no schema: that things contradict each other.
NOT_SAID = {"contradiction"}

#: What has a schema, by the name of its file.
TYPES: dict[str, type] = {
    "entry": Entry,
    "party": Party,
    "faults": MalformedData,
    "receipt": Receipt,
    "page": Page,
    "plan": Plan,
    "deadline": Deadline,
    "finding": Finding,
    "question": Answer,
}
PLANS = tuple(each for each in PLANS_AND_PAGES if isinstance(each, Plan))
DEADLINE = next(each for each in ANSWERS if isinstance(each, Deadline))
PAGES = tuple(each for each in PLANS_AND_PAGES if isinstance(each, Page))


@cache
def validator(type_: type) -> Draft202012Validator:
    """Return what checks data by the schema of a type; that a date is in the calendar too."""
    return Draft202012Validator(wire.schema(type_), format_checker=Draft202012Validator.FORMAT_CHECKER)


def fault(type_: type, data: object) -> str:
    """Return what the schema refuses, if anything."""
    error = best_match(validator(type_).iter_errors(data))
    return f"{list(error.absolute_path)}: {error.message[:200]}" if error else ""


def as_json(value: object) -> Any:  # noqa: ANN401 - plain data
    """Return a value as it comes from the JSON that is written of it."""
    return json.loads(wire.dumps(value))


def refused(type_: Any, data: Any) -> set[str]:  # noqa: ANN401 - a type that is read, and plain data
    """Return the codes of the faults with which the reader refuses data; none if it takes it."""
    try:
        wire.read(data, type_)
    except MalformedData as error:
        return {each.code for each in error.faults}
    return set()


class TestTheFiles:
    """They are what the code says."""

    def test_they_are_as_they_would_be_written(self) -> None:
        """To the byte, and there are no others: else run tools/schemas.py, and read what changed."""
        made = {f"{name}.json": schemas.text(each) for name, each in schemas.schemas().items()}
        files = {path.name: path.read_text(encoding="utf-8") for path in schemas.FOLDER.iterdir()}
        assert files.keys() == made.keys() == {f"{name}.json" for name in TYPES}
        assert [name for name in made if files[name] != made[name]] == []

    @pytest.mark.parametrize("name", TYPES)
    def test_each_is_a_schema(self, name: str) -> None:
        """Of 2020-12, by a name that has its form; whatever it refers to is in it, and nothing beside."""
        schema = wire.schema(TYPES[name])
        Draft202012Validator.check_schema(schema)
        assert re.fullmatch(rf"urn:sec-uep:{name}:[0-9]+", schema["$id"])
        assert schema["title"]
        assert schema["description"]
        named = set(re.findall(r'"#/\$defs/([^"]+)"', json.dumps(schema)))
        assert named == set(schema["$defs"])

    def test_the_forms(self) -> None:
        """Those of what is written: a later form has another name."""
        forms = {name: wire.schema(each)["$id"].rpartition(":")[2] for name, each in TYPES.items()}
        assert forms.pop("receipt") == str(receipt(ANSWERS[0]).data["schema"])
        assert forms.pop("page") == str(PAGES[0].data()["schema"])
        assert set(forms.values()) == {str(wire.FORM)}

    @pytest.mark.parametrize("name", TYPES)
    def test_every_table_is_closed(self, name: str) -> None:
        """No key is taken that is not known, and most are described."""
        tables = [each for each in parts(wire.schema(TYPES[name])) if "properties" in each and "type" in each]
        assert all(each["additionalProperties"] is False for each in tables)
        assert tables

    @pytest.mark.parametrize("type_", [Entry, Party])
    def test_every_key_that_is_read_is_described(self, type_: type) -> None:
        """As the documentation of an API shows it."""
        for each in parts(wire.schema(type_)):
            if "title" in each:
                assert each["description"]
                keys = {key for key, said in each["properties"].items() if not said.get("description")}
                assert keys <= {"kind"}

    def test_what_has_one(self) -> None:
        """A question has the part that is of its own answers; anything else is refused, with what has one."""
        assert wire.schema(uept.certificate_due)["$ref"] == "#/$defs/entry_process_testing.certificate_due"
        assert wire.schema(forwards)["$ref"] == "#/$defs/planning.forwards"
        assert wire.schema(uep.report) == wire.schema(Page)
        for wrong in (3, None, Entry(party=Party()), type, uep.Event):
            with pytest.raises(InvalidType, match=r"type: .* has no schema; pass one of Entry, Party, "):
                wire.schema(wrong)


def parts(schema: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - plain data
    """Yield every table in a schema."""
    inside = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    if isinstance(schema, dict):
        yield schema
    for each in inside:
        yield from parts(each)


# --- What is read -------------------------------------------------------------------------


def dateless(data: Any) -> Any:  # noqa: ANN401 - plain data
    """Return data of TOML as it stands in JSON."""
    return json.loads(json.dumps(data, default=date.isoformat))


def made_of(schema: Any) -> SearchStrategy[Any]:  # noqa: ANN401 - plain data
    """Return any text, truth value or null that a schema takes."""
    text = st.dates(date(2025, 1, 1), date(2027, 12, 31)).map(str) if "format" in schema else st.text()
    text = st.sampled_from(["1 day", "16 Weeks", "999999 MONTHS"]) if "[Dd]" in str(schema) else text
    return {"string": text, "boolean": st.booleans(), "null": st.none()}[schema["type"]]


def made_by(schema: Any, defs: dict[str, Any]) -> SearchStrategy[Any]:  # noqa: ANN401 - plain data
    """Return any data that a schema takes."""
    if "$ref" in schema or "anyOf" in schema:
        several = schema.get("anyOf") or [defs[schema["$ref"].rpartition("/")[2]]]
        return st.one_of([made_by(each, defs) for each in several])
    if "const" in schema or "enum" in schema:
        return st.sampled_from(schema.get("enum", [schema.get("const")]))
    if schema["type"] == "array":
        once = schema.get("uniqueItems", False)
        return st.lists(made_by(schema["items"], defs), max_size=3, unique=once)
    if schema["type"] != "object":
        return made_of(schema)
    if "properties" not in schema:
        names = made_by(schema["propertyNames"], defs)
        return st.dictionaries(names, made_by(schema["additionalProperties"], defs), max_size=3)
    keys, needs = schema["properties"], schema.get("required", ())
    return st.fixed_dictionaries(
        {key: made_by(keys[key], defs) for key in needs},
        optional={key: made_by(each, defs) for key, each in keys.items() if key not in needs},
    )


#: What is right somewhere in an entry file, or nowhere.
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, 3.5, "", "x", [], {}, [[]], [None], [{}], {"x": 1}, {"step": "srept"}),
    *("2026-03-27", "2026-02-30", "20260327", "2026-W01-1", "0000-01-01", "2 weeks", "02 weeks", "2  weeks"),
    *("gas-supply", "gas-supplier", "srept", "uept", "smart", "33.4", "39.10", "rescheduled", "completed"),
    *(["smart"], ["smart", "smart"], {"smart": None}, {"33.4": True}, {"RD-02": "clear-days"}, {"RD-02": 1}),
    *({"RD-99": "x"}, {"uept": "1 day"}, {"uept": None}, {"kind": "gas-transport"}, [{"kind": "gas-supply"}]),
)
NAMES = ("name", "kind", "day", "step", "outcome", "booked_for", "known_on", "role", "readings", "x", "uept")


def paths(data: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - plain data
    """Yield the way to whatever stands in data."""
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, each in inside:
        yield (*above, key)
        yield from paths(each, (*above, key))


@st.composite
def spoiled(draw: st.DrawFn, data: SearchStrategy[Any]) -> Any:  # noqa: ANN401 - plain data
    """Data that is near to some that is right."""
    found = {"": deepcopy(draw(data))}
    for _ in range(draw(st.integers(1, 2))):
        *above, last = draw(st.sampled_from([("",), *paths(found[""], ("",))]))
        around: Any = found
        for key in above:
            around = around[key]
        what = draw(st.sampled_from(["drop", "put", "add", "twice"]))
        if what == "add" and isinstance(around[last], dict):
            around[last][draw(st.sampled_from(NAMES))] = draw(st.sampled_from(VALUES))
        elif what == "twice" and isinstance(around[last], list):
            around[last] += deepcopy(around[last])
        elif what == "drop" and above:
            del around[last]
        else:
            around[last] = deepcopy(draw(st.sampled_from(VALUES)))
    return found[""]


class TestReading:
    """What the schema takes the reader takes, and the other way round."""

    @pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
    def test_every_example(self, path: Path) -> None:
        """Every entry file in this repository, as JSON; and as it is written again."""
        text = path.read_text(encoding="utf-8")
        data = json.loads(text) if path.suffix == ".json" else dateless(__import__("tomllib").loads(text))
        assert fault(Entry, data) == ""
        assert fault(Entry, as_json(wire.load(path))) == ""

    @given(entry=entries(), party=parties)
    def test_what_is_written_is_taken(self, entry: Entry, party: Party) -> None:
        """Any entry and any Party."""
        assert fault(Entry, as_json(entry)) == ""
        assert fault(Party, as_json(party)) == ""

    @pytest.mark.parametrize("type_", [Entry, Party])
    def test_what_the_schema_takes(self, type_: type) -> None:
        """The reader takes it, but for what contradicts itself."""
        schema = wire.schema(type_)

        @given(data=made_by(schema, schema["$defs"]))
        def taken(data: Any) -> None:  # noqa: ANN401 - plain data
            if fault(type_, data) == "":  # else it was moved, and is not said from when
                assert refused(type_, data) <= NOT_SAID

        taken()

    @given(data=spoiled(entries().map(as_json)))
    def test_of_an_entry(self, data: Any) -> None:  # noqa: ANN401 - plain data
        """Whatever is done to it, both refuse it or neither does, but for what contradicts itself."""
        codes = refused(Entry, data) if isinstance(data, dict) else {"type"}
        assert bool(fault(Entry, data)) is bool(codes - NOT_SAID), codes

    @given(data=spoiled(parties.map(as_json)))
    def test_of_a_party(self, data: Any) -> None:  # noqa: ANN401 - plain data
        """Likewise; a Party cannot contradict itself."""
        codes = refused(Party, data) if isinstance(data, dict) else {"type"}
        assert bool(fault(Party, data)) is bool(codes), codes

    @pytest.mark.parametrize(
        ("key", "value"),
        [(key, value) for key in ("name", "sec_party_since", "licences") for value in VALUES],
        ids=repr,
    )
    def test_each_value_at_each_place(self, key: str, value: object) -> None:
        """One by one, without chance."""
        assert bool(fault(Party, {key: value})) is bool(refused(Party, {key: value}))

    @pytest.mark.parametrize("value", VALUES, ids=repr)
    def test_each_value_in_an_entry(self, value: object) -> None:
        """At every key of an entry, of an event, and of a licence."""
        event = {"step": "uept", "day": "2026-03-27"}
        licence = {"kind": "gas-supply"}
        data: list[Any] = [{"party": {}, key: value} for key in wire._KEYS[Entry]]  # noqa: SLF001 - the keys
        events = ({**event, key: value} for key in wire._KEYS[uep.Event])  # noqa: SLF001 - likewise
        data += ({"party": {}, "events": [each]} for each in events)
        licences = ({**licence, key: value} for key in ("kind", *wire._KEYS[uep.GasSupply]))  # noqa: SLF001
        data += ({"party": {"licences": [each]}} for each in licences)
        for each in data:
            assert bool(fault(Entry, each)) is bool(refused(Entry, each) - NOT_SAID), each

    def test_what_no_schema_says(self) -> None:
        """The list of it: contradictions, and how large a text may be in all."""
        again = {"step": "srept", "day": "2026-03-27"}
        other = {"step": "srept", "day": "2026-03-27", "outcome": "passed"}
        for events in ([again, again], [other], [{**again, "known_on": "2026-03-26"}]):
            data = {"party": {}, "events": events}
            assert (fault(Entry, data), refused(Entry, data)) == ("", {"contradiction"})
        licence = {**dict.fromkeys(wire._KEYS[uep.GasSupply]), "kind": "gas-supply"}  # noqa: SLF001 - the keys
        most: dict[str, Any] = {"party": {"licences": [licence] * 1_000}}
        assert (fault(Entry, most), refused(Entry, most)) == ("", set())
        more = {**most, "events": [again] * 1_000}
        assert (fault(Entry, more), refused(Entry, more)) == ("", {"size"})

    def test_as_many_as_are_read(self) -> None:
        """A list of one more than are read is too long for both."""
        for length, codes in ((1_000, set()), (1_001, {"size"})):
            data = {"party": {"licences": [{"kind": "gas-transport"}] * length}}
            assert (bool(fault(Entry, data)), refused(Entry, data)) == (bool(codes), codes)


# --- What is written ----------------------------------------------------------------------


def in_short(data: Any) -> Any:  # noqa: ANN401 - plain data
    """Return data with no more than one of a list."""
    if isinstance(data, list):
        return [in_short(each) for each in data[:1]]
    return {key: in_short(each) for key, each in data.items()} if isinstance(data, dict) else data


#: What has keys that are names; what is written as it is read, and so may leave something out, as events do.
MAPPINGS = {"readings", "rules", "ids", "lost_by"}
LOOSE = {"entry", "party", "licence", "in_place", "paragraphs", "meters"}


def spoilt(data: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - plain data
    """Yield data with one key left out, or with something that nothing is; once for each key of a thing."""
    seen = set()
    for path in list(paths(data)):
        kind = tuple([key for key in path if isinstance(key, str)][-2:])
        if kind in seen or LOOSE & {*path[:-1]}:
            continue
        seen.add(kind)
        *above, last = path
        for what in ("left out", "of no type"):
            other = deepcopy(data)
            around = other
            for key in above:
                around = around[key]
            if what == "of no type":
                around[last] = 0.5
            elif isinstance(last, int) or MAPPINGS & {*above[-2:]} or {"step", "day"} <= around.keys():
                continue
            else:
                del around[last]
            yield f"{'.'.join(map(str, path))} {what}", other


def written(answer: Answer) -> Any:  # noqa: ANN401 - plain data
    """Return an answer as it is written: of a page, its data."""
    return as_json(answer.data() if isinstance(answer, Page) else answer)


class TestWriting:
    """Every answer is as its schema says, and the schema takes hardly anything else."""

    @pytest.mark.parametrize("answer", [*ANSWERS, *PLANS, *PAGES], ids=repr)
    def test_every_answer(self, answer: Answer) -> None:
        """By the schema of its question; a plan, a page with all that it has."""
        assert fault(type(answer), written(answer)) == ""

    @pytest.mark.parametrize(
        ("type_", "answer"),
        [(Deadline, DEADLINE), (Finding, ANSWERS[0]), (Plan, PLANS[0])],
        ids=["deadline", "finding", "plan"],
    )
    def test_by_the_schema_of_all(self, type_: type, answer: Answer) -> None:
        """An answer is one of those of its kind, and no other."""
        assert fault(type_, written(answer)) == ""
        assert fault(type_, {**written(answer), "name": "x"}) != ""

    @pytest.mark.parametrize("answer", [*ANSWERS, *PLANS_AND_PAGES], ids=repr)
    def test_every_question_and_receipt(self, answer: Answer) -> None:
        """The question as it can be asked again, and the receipt."""
        question, whole = as_json(answer)["question"], receipt(answer).data
        name = question["name"]
        for type_, data in ((Answer, question), (Receipt, whole)):
            schema = wire.schema(type_)
            defs = schema["$defs"]
            of = name if name in defs else f"{name}.{question['rule']}"
            assert {"$ref": f"#/$defs/{of}"} in schema["anyOf"]
            check = Draft202012Validator({"$ref": f"#/$defs/{of}", "$defs": defs})
            assert [error.message for error in check.iter_errors(data)] == []

    def test_every_question_has_one(self) -> None:
        """None is left out, and none is there that nobody can ask."""
        several = {
            f"#/$defs/{schemas.called(each)}" for each in (*QUESTIONS, forwards, backwards, uep.report)
        }
        for type_ in (Answer, Receipt):
            assert {each["$ref"] for each in wire.schema(type_)["anyOf"]} == several

    @pytest.mark.parametrize(
        "answer", [*{type(each): each for each in (*ANSWERS, *PLANS[:2])}.values(), *PAGES[2:3]], ids=repr
    )
    def test_it_is_tight(self, answer: Answer) -> None:
        """What lacks a key, or has something of no type for one, is refused."""
        data = in_short(written(answer))
        check = validator(type(answer))
        assert check.is_valid(data)
        assert [what for what, other in spoilt(data) if check.is_valid(other)] == []

    def test_a_receipt_that_is_cut_short(self) -> None:
        """Each part is needed; what the schema refuses `verify` refuses."""
        data = receipt(ANSWERS[0]).data
        for part in data:
            cut = {key: each for key, each in data.items() if key != part}
            assert fault(Receipt, cut) != ""
            with pytest.raises(MalformedData):
                verify(json.dumps(cut))

    def test_faults(self) -> None:
        """A refusal, as a service gives it."""
        with pytest.raises(MalformedData) as error:
            wire.loads('{"party": {"name": 5}, "x": 1}', Entry)
        data = as_json(error.value)
        assert fault(MalformedData, data) == ""
        assert [what for what, other in spoilt(data) if validator(MalformedData).is_valid(other)] == []

    def test_a_case_in_full(self) -> None:
        """The page of a case that has nearly everything has nearly every shape of the schema."""
        data = as_json(
            uep.report(entry_of("severn"), today=date(2026, 11, 23), target=date(2027, 9, 23)).data()
        )
        assert fault(Page, data) == ""
        assert data["plan"]["infeasible"]["changes"]
