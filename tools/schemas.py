"""
Write the schemas of `src/sec_uep/schemas`: JSON Schema 2020-12 of what is read and of what is written.

Nothing is said here of any one key. Keys, types and what may be left out come from the classes, names from
the enumerations and the register of readings, the shapes of a page from `page/_data.py`, those of a receipt
from `receipts/_form.py`, and descriptions from docstrings. What stands here is how a type is written in JSON.
`tests/test_schemas.py` compares the files with what this would write, and the schemas with reader and writer.

    .venv/bin/python tools/schemas.py
"""  # noqa: INP001 - a script, not a package

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Final, Literal, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

import attrs

from sec_uep import wire
from sec_uep.answers import Answer, Finding
from sec_uep.calendar import Certainty, Period, WorkingDayCalendar
from sec_uep.calendar.periods import _KINDS
from sec_uep.deadlines import Deadline
from sec_uep.entry import Entry
from sec_uep.entry.position import Irregularity, Position
from sec_uep.entry.standing import Evidence, Obligation
from sec_uep.errors import Fault, FaultCode, MalformedData, SecUepError
from sec_uep.events import Event, Outcome
from sec_uep.facts import FactSet, Unknown
from sec_uep.obligations import QUESTIONS, RULES
from sec_uep.obligations.user_ids import UserId
from sec_uep.page import Page, _data, report
from sec_uep.page._sections import Sheet
from sec_uep.parties import Party
from sec_uep.planning import Plan, backwards, forwards
from sec_uep.readings import REGISTER, Readings
from sec_uep.receipts import SCHEMA
from sec_uep.receipts._form import PARTS, _inputs_of, form_of
from sec_uep.rules import Rule
from sec_uep.strict_json import Limits

Schema: TypeAlias = dict[str, Any]

#: A type, as an annotation has it.
Kind: TypeAlias = Any

FOLDER = Path(wire.__file__).with_name("schemas")

#: Whatever can be asked, and has a receipt.
ASKED: tuple[Any, ...] = (*QUESTIONS, forwards, backwards, report)

#: What modules name for the type checker alone.
NAMES = {each.__name__: each for each in (date, Page, Plan, Position, Obligation, Irregularity, Evidence)}

#: The days that a Party has not yet: in data that is false.
NOT_YET = "sec_party_since"

# --- What all have in common --------------------------------------------------------------


def summary(kind: Kind) -> str:
    """Return the first paragraph of a docstring, on one line."""
    return " ".join(inspect.cleandoc(kind.__doc__ or "").partition("\n\n")[0].split())


def told(kind: Kind) -> dict[str, str]:
    """Return what docstrings say of each attribute of a class, in the words of JSON."""
    found: dict[str, str] = {}
    for each in reversed(kind.__mro__):
        _, _, after = inspect.cleandoc(each.__doc__ or "").partition("Attributes:\n")
        block = re.match(r"(?:    .*\n?|\n(?=    ))*", after)
        for name, text in re.findall(
            r"^    (\w+): (.*(?:\n        .*)*)", block[0] if block else "", re.MULTILINE
        ):
            found[name] = in_json(" ".join(text.split()))
    return found


def in_json(text: str) -> str:
    """Return a description without what only Python has."""
    for python, plain in {"None": "null", "UNKNOWN": "unknown", "`unknown`": "unknown", "()": "[]"}.items():
        text = re.sub(rf"(?<!\w){re.escape(python)}(?!\w)", plain, text)
    return text


def class_of(kind: Kind) -> Kind:
    """Return the class of a type, which may be generic."""
    origin: Kind = get_origin(kind)
    return origin or kind


def hint_of(kind: Kind, name: str) -> Kind:
    """Return the type of an attribute or a property of a class, which may be generic."""
    cl = class_of(kind)
    found = inspect.getattr_static(cl, name, None)
    if isinstance(found, property):
        hint = get_type_hints(found.fget, localns=NAMES)["return"]
    else:
        hint = get_type_hints(cl, localns=NAMES)[name]
    return meant(kind) if isinstance(hint, TypeVar) else hint


def meant(kind: Kind) -> Kind:
    """Return what the variable of a class stands for, which it fills in, or a class that it inherits from."""
    if get_args(kind):
        return get_args(kind)[0]
    bases = (base for cl in kind.__mro__ for base in vars(cl).get("__orig_bases__", ()))
    filled = [get_args(base)[0] for base in bases if get_args(base)]
    return next(each for each in filled if not isinstance(each, TypeVar))


def any_of(schemas: Iterable[Schema]) -> Schema:
    """Return the schema of what is one of several things."""
    several: list[Schema] = []
    for schema in schemas:
        several += [each for each in schema.get("anyOf", [schema]) if each not in several]
    return several[0] if len(several) == 1 else {"anyOf": several}


NULL: Schema = {"type": "null"}


def nullable(schema: Schema) -> Schema:
    """Return the schema of what may be null."""
    about = {key: schema[key] for key in ("description",) if key in schema}
    return about | any_of([{key: each for key, each in schema.items() if key not in about}, NULL])


def table(properties: Mapping[str, Schema], required: Iterable[str] | None = None, **more: object) -> Schema:
    """Return the schema of an object that has these keys and no others: all of them, if nothing is said."""
    needs = [*(properties if required is None else required)]
    return {
        "type": "object",
        **more,
        "properties": dict(properties),
        **({"required": needs} if needs else {}),
        "additionalProperties": False,
    }


def one_of(words: Iterable[str]) -> Schema:
    """Return the schema of a word, and of no other than these."""
    return {"type": "string", "enum": [*words]}


def in_any_case(text: str) -> str:
    """Return a pattern of *text* whose letters may be capitals."""
    return "".join(f"[{each.upper()}{each}]" if each.isalpha() else each for each in text)


DATE: Schema = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
UNITS = "|".join(in_any_case(unit) for unit, _ in _KINDS)
PERIOD: Schema = {
    "type": "string",
    "description": "How many of what, such as '10 working days', '16 weeks', '10 days' or '2 months'.",
    "pattern": f"^[1-9][0-9]{{0,5}} ({UNITS})[Ss]?$",
}
READING = {
    id_: {"description": reading.question, **one_of(reading.choices)} for id_, reading in REGISTER.items()
}
CHOSEN = "The choices that are made where the texts leave a question open, each by the id of the reading."

SCALARS: Mapping[Any, Schema] = {
    Any: {},
    NoneType: NULL,
    None: NULL,
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    date: DATE,
    Decimal: {
        "type": "string",
        "description": "Pounds and pence.",
        "pattern": r"^[0-9]{1,15}\.[0-9]{2,15}$",
    },
    UserId: {"type": "string", "pattern": "^[0-9A-Fa-f]{16}$"},
    Unknown: {"const": Unknown.UNKNOWN.value},
    **dict.fromkeys(get_args(Period), PERIOD),
}


_MAPPING: Kind = get_origin(Mapping[str, str])


class Maker:
    """Makes the schema of any type; each class has one, in *defs*."""

    def __init__(self, defs: dict[str, Schema]) -> None:
        self.defs = defs

    def kept(self, name: str, make: Callable[[], Schema]) -> Schema:
        """Return a reference to a schema, made once."""
        if name not in self.defs:
            self.defs[name] = {}  # it may refer to itself
            self.defs[name] = make()
        return {"$ref": f"#/$defs/{name}"}

    def of(self, kind: Kind) -> Schema:
        """Return the schema of a type."""
        origin: Kind = get_origin(kind)
        inside = get_args(kind)
        if origin in (Union, UnionType):
            return self.union(inside)
        if origin is Literal:
            values = [each.value if isinstance(each, Enum) else each for each in inside]
            return {"const": values[0]} if len(values) == 1 else {"enum": values}
        if origin in (Final, tuple):
            found = self.of(inside[0])
            return found if origin is Final else {"type": "array", "items": found}
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return self.mapping(*inside)
        return SCALARS[kind] if kind in SCALARS else self.of_class(class_of(kind))

    def of_class(self, kind: Kind) -> Schema:
        """Return the schema of a class."""
        if kind is Readings:
            return self.readings()
        if issubclass(kind, Enum):
            return self.kept(
                kind.__name__, lambda: {"description": summary(kind), **one_of(each.value for each in kind)}
            )
        return self.of_fields(kind)

    def of_fields(self, kind: Kind) -> Schema:
        """Return the schema of a class of fields."""
        raise NotImplementedError

    def readings(self) -> Schema:
        """Return the schema of the choices of some readings."""
        return self.kept("Readings", lambda: table(READING, (), description=CHOSEN))

    def union(self, kinds: Iterable[Kind]) -> Schema:
        """Return the schema of what is of one of several types."""
        return any_of(map(self.of, kinds))

    def mapping(self, key: Kind, value: Kind) -> Schema:
        """Return the schema of a mapping."""
        names = {"propertyNames": self.of(key)} if key is not str else {}
        return {"type": "object", **names, "additionalProperties": self.of(value)}

    def part(self, kind: Kind, name: str, hint: Kind) -> Schema:
        """Return the schema of what stands under a name: with choices by id, and with what is said of it."""
        is_chosen = name == "readings" and class_of(hint) is _MAPPING
        schema = self.readings() if is_chosen else self.of(hint)
        about = told(kind).get(name)
        return {"description": about, **schema} if about and "description" not in schema else schema


# --- What is read: the words of an entry file ---------------------------------------------

MOST = Limits().items


class Read(Maker):
    """An entry file: what is absent or null is not known."""

    def union(self, kinds: Iterable[Kind]) -> Schema:
        """Return the schema of what is known; what is not is left out."""
        known = [each for each in kinds if each not in (NoneType, Unknown, Literal[Unknown.UNKNOWN])]
        return any_of(map(self.of, known))

    def mapping(self, key: Kind, value: Kind) -> Schema:
        """Return the schema of a table, in which what is null is not known."""
        return super().mapping(key, value) | {
            "additionalProperties": nullable(self.of(value)),
            "maxProperties": MOST,
        }

    def of(self, kind: Kind) -> Schema:
        """Return the schema of a type."""
        found = super().of(kind)
        return found | {"maxItems": MOST} if found.get("type") == "array" else found

    def readings(self) -> Schema:
        """Return the schema of the choices that were confirmed."""
        known = {id_: nullable(each) for id_, each in READING.items()}
        return self.kept("ConfirmedReadings", lambda: table(known, (), description=CHOSEN))

    def of_fields(self, kind: Kind) -> Schema:
        """Return the schema of a Party, a licence, an event or an entry."""
        return self.kept(kind.__name__, lambda: self.words(kind))

    def words(self, kind: Kind) -> Schema:
        """Return the schema of the table in which one is told."""
        hints, about, found = get_type_hints(kind), told(kind), dict[str, Schema]()
        if kind in wire.KINDS:
            found["kind"] = {"const": wire.KINDS[kind]}
        needs = [*found]
        for name in wire._KEYS[kind]:  # noqa: SLF001 - the keys that are read
            field = attrs.fields_dict(kind)[name]
            schema = fact_set(field.default) if hints[name] is FactSet else self.of(hints[name])
            if name == NOT_YET:
                schema = any_of([schema, {"const": False}])
                about[name] = about[name].replace("null", "false")
            schema = {"description": about[name], **schema} if "description" not in schema else schema
            if field.default is attrs.NOTHING:
                needs.append(name)
            else:
                schema = nullable(schema)
            found[name] = schema
        more: Schema = {"title": kind.__name__, "description": summary(kind)}
        if kind is Event:  # what was moved had been booked for a day
            is_moved = {"outcome": {"const": Outcome.RESCHEDULED.value}}
            then = {"required": ["booked_for"], "properties": {"booked_for": {"not": NULL}}}
            more |= {"if": {"required": ["outcome"], "properties": is_moved}, "then": then}
        return table(found, needs, **more)


def fact_set(known: Kind) -> Schema:
    """Return the schema of a set of facts: by name, or the complete answer as a list."""
    return any_of(
        [
            table({name: nullable(SCALARS[bool]) for name in known}, ()),
            {"type": "array", "items": one_of(known), "uniqueItems": True},
        ]
    )


# --- What is written: answers, as `wire` writes them --------------------------------------


class Written(Maker):
    """An answer, or what stands in one."""

    def of(self, kind: Kind) -> Schema:
        """Return the schema of a type."""
        if kind is FactSet:
            return {"type": "object", "additionalProperties": SCALARS[bool]}
        return super().of(kind)

    def of_fields(self, kind: Kind) -> Schema:
        """Return the schema of a class."""
        if kind in wire._SILENT:  # noqa: SLF001 - what is written in the words in which it is read
            return Read(self.defs).of_fields(kind)
        if issubclass(kind, Answer):
            asked = [each for each in ASKED if issubclass(each, kind)]
            return self.kept(kind.__name__, lambda: self.of_answers(kind, asked))
        return self.kept(kind.__name__, lambda: self.fields(kind))

    def of_answers(self, kind: Kind, asked: Iterable[Kind]) -> Schema:
        """Return the schema of any answer of a kind."""
        each_of = [self.kept(called(each), lambda each=each: self.answer(each)) for each in asked]  # type: ignore[misc]
        return {"title": kind.__name__, "description": summary(kind), **any_of(each_of)}

    def fields(self, kind: Kind) -> Schema:
        """Return the schema of a class of fields, of which all that are public are written."""
        shown = {
            WorkingDayCalendar: ("name", "published_through", "first", "last", "digest"),
            Evidence: ("role", "as_of", "missing", "past"),
        }
        public = (each.name for each in attrs.fields(kind) if not each.name.startswith("_"))
        found = {name: self.part(kind, name, hint_of(kind, name)) for name in shown.get(kind) or public}
        return table(found, title=kind.__name__, description=summary(kind))

    def question(self, asked: Kind, inputs: Schema, needs: Iterable[str] | None = None) -> Schema:
        """Return the schema of a question."""
        return table(
            {
                "name": {"const": asked.name},
                "rule": one_of(rule.id for rule in asked.rules_asked),
                "inputs": inputs,
                "readings": {
                    "description": "The choices that are not those by default.",
                    **self.readings(),
                },
                "calendar": {
                    "description": "The digest of the calendar that was given; null leaves it to RD-01.",
                    **any_of([SCALARS[str], NULL]),
                },
            },
            needs,
        )

    def answer(self, asked: Kind) -> Schema:
        """Return the schema of an answer of one question."""
        hints = get_type_hints(asked, localns=NAMES)
        inputs = table({name: self.part(asked, name, hints[name]) for name in asked.asked_of})
        found: Schema = {
            "asks": {"type": "string", "description": "What the answer is, in words."},
            "question": self.question(asked, inputs),
            "rule": {"description": "The rule that was asked.", **self.of(Rule)},
            "readings": {
                "description": "The readings that the answer rests on, with the choice made for each.",
                **self.readings(),
            },
        }
        if asked.counts:
            found["calendar"] = {
                "description": "The calendar that was counted on.",
                **self.of(WorkingDayCalendar),
            }
        own = {*asked.asked_of, "given_calendar", "chosen"}
        for field in attrs.fields(asked):
            if not field.name.startswith("_") and field.name not in own:
                found[field.name] = self.part(asked, field.name, hint_of(asked, field.name))
        if issubclass(asked, Deadline):
            found["certainty"] = self.of(Certainty)
        return table(found, title=called(asked), description=summary(asked))


def called(asked: Kind) -> str:
    """Return the name of a question, with its rules where others have that name."""
    name = asked.name
    several = [each for each in ASKED if each.name == name]
    return name if len(several) == 1 else f"{name}.{asked.rules_asked[0].id}"


# --- What is written: a page, in its shapes -----------------------------------------------


class OfPage(Maker):
    """A page: each thing as `SHAPES` has it."""

    def of(self, kind: Kind) -> Schema:
        """Return the schema of a type."""
        if kind is Readings:
            return self.kept("AllReadings", lambda: table(READING, description=CHOSEN))
        return super().of(kind)

    def of_fields(self, kind: Kind) -> Schema:
        """Return the schema of a class."""
        if kind in _data.SHAPES:
            return self.kept(f"Page{kind.__name__}", lambda: self.shape(kind))
        if issubclass(kind, Deadline):
            return DATE
        if issubclass(kind, SecUepError):
            return {"type": "string"}
        if kind is Rule:
            ids = {"description": "The id of a rule.", **one_of(dict.fromkeys(rule.id for rule in RULES))}
            return self.kept("RuleId", lambda: ids)
        return Read(self.defs).of_fields(kind)

    def shape(self, kind: Kind) -> Schema:
        """Return the schema of a shape."""
        found = {name: self.part(*self.way(kind, name, way)) for name, way in _data.SHAPES[kind].items()}
        return table(found, title=kind.__name__, description=summary(kind))

    def way(self, kind: Kind, name: str, way: Kind) -> tuple[Kind, str, Kind]:
        """Return the class that has the part called *name*, what it is called there, and its type."""
        if not isinstance(way, str):
            return kind, name, get_type_hints(way)["return"]
        owner, at, may_end = kind, kind, False
        for attribute in way.split("."):
            if NoneType in get_args(at):
                at, may_end = next(each for each in get_args(at) if each is not NoneType), True
            owner, name = class_of(at), attribute
            at = Readings if name == "chosen" else hint_of(at, name)
        return owner, name, at | None if may_end else at


# --- What is read: a receipt, and a question ----------------------------------------------


class OfReceipt(Written):
    """A receipt, and the inputs of a question as they stand in one."""

    def of(self, kind: Kind) -> Schema:
        """Return the schema of a type."""
        if kind is FactSet:
            return self.mapping(str, bool | Literal[Unknown.UNKNOWN])
        return super().of(kind)

    def fields(self, kind: Kind) -> Schema:
        """Return the schema of a part of a receipt, which is a class of fields."""
        hints = get_type_hints(kind)
        return table(
            {name: self.part(kind, name, hints[name]) for name in attrs.fields_dict(kind)},
            description=summary(kind),
        )

    def inputs(self, asked: Kind) -> Schema:
        """Return the schema of the inputs of a question."""
        fields = attrs.fields(_inputs_of(asked, get_type_hints(asked)))
        found = {each.name: self.part(asked, each.name, each.type) for each in fields}
        return table(found, [each.name for each in fields if each.default is attrs.NOTHING])

    def asked(self, asked: Kind) -> Schema:
        """Return the schema of a question that is to be asked."""
        alone = sum(each.name == asked.name for each in ASKED) == 1
        needs = ["name", *(() if alone else ("rule",)), "inputs"]
        about = {"title": called(asked), "description": f"{summary(asked)} Asks: {asked.asks}."}
        return about | self.question(asked, self.inputs(asked), needs)

    def receipt(self, asked: Kind) -> Schema:
        """Return the schema of a receipt of one question."""
        parts = {each.name: each.type for each in attrs.fields(form_of(asked))}
        kinds = {Deadline: "deadline", Finding: "finding", Plan: "plan", Page: "page"}
        found: dict[str, Schema] = {
            "schema": {"const": SCHEMA},
            "seals": self.kept("Seals", lambda: table(dict.fromkeys(PARTS, SEAL))),
            "kind": {"const": next(kind for cl, kind in kinds.items() if issubclass(asked, cl))},
            "question": table(
                {
                    "name": {"const": asked.name},
                    "rule": one_of(rule.id for rule in asked.rules_asked),
                    "asks": {"type": "string"},
                }
            ),
            "inputs": self.inputs(asked),
            "calendar": self.kept("Calendar", lambda: self.fields(parts["calendar"]))
            if asked.counts
            else NULL,
            "answer": table(
                {each.name: self.of(each.type) for each in attrs.fields(parts["answer"])},
            ),
        }
        rest = {name: self.of(parts[name]) for name in parts if name not in found}
        return table(found | rest, title=called(asked))


SEAL: Schema = {"type": "string", "pattern": "^[0-9a-f]{16}$"}

# --- The files ----------------------------------------------------------------------------


def whole(name: str, form: int, schema: Schema, defs: Mapping[str, Schema], **about: str) -> Schema:
    """Return a schema that stands for itself."""
    if set(schema) == {"$ref"} and not about:
        schema = defs[schema["$ref"].rpartition("/")[2]]
        about = {key: schema[key] for key in ("title", "description") if key in schema}
    said = {key: each for key, each in schema.items() if key not in about}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:sec-uep:{name}:{form}",
        **about,
        **said,
        "$defs": {
            each: defs[each] for each in sorted(defs) if f'"#/$defs/{each}"' in json.dumps([said, defs])
        },
    }


def faults() -> Schema:
    """Return the schema of a refusal."""
    code = {"description": told(Fault)["code"], "enum": [*get_args(FaultCode)]}
    path = {"type": "array", "items": {"type": ["string", "integer"]}, "description": told(Fault)["path"]}
    maker = Maker({})
    fields = {each: maker.part(Fault, each, hint) for each, hint in (("message", str), ("line", int | None))}
    one = table({"path": path, "message": fields["message"], "code": code, "line": fields["line"]})
    one |= {"title": "Fault", "description": summary(Fault)}
    several = {
        "description": told(MalformedData)["faults"],
        "type": "array",
        "items": {"$ref": "#/$defs/Fault"},
    }
    found = table({"source": maker.part(MalformedData, "source", str), "faults": several})
    about = {"title": "MalformedData", "description": summary(MalformedData)}
    return whole("faults", wire.FORM, found, {"Fault": one}, **about)


def page() -> Schema:
    """Return the schema of the data of a page."""
    maker = OfPage({})
    found = maker.shape(Sheet)
    words = get_type_hints(_data.words_of)["return"]
    rules = {"description": "The words of each rule that is named, by its id.", **maker.of(words)}
    found["properties"]["rules"] = rules
    found["required"].append("rules")
    about = {"title": "Page", "description": "All that is to be said of an entry on a day, the answer first."}
    return whole("page", _data.SCHEMA, found, maker.defs, **about)


def schemas() -> dict[str, Schema]:
    """Return every schema, by the name of its file."""
    found = {"faults": faults(), "page": page()}
    for name, kind in (("entry", Entry), ("party", Party)):
        read = Read({})
        found[name] = whole(name, wire.FORM, read.of(kind), read.defs)
    for name, shape in (("deadline", Deadline), ("finding", Finding), ("plan", Plan)):
        written = Written({})
        found[name] = whole(name, wire.FORM, written.of(shape), written.defs)
    for name, form, about in (
        ("question", wire.FORM, "A question as `receipts.ask` takes it."),
        ("receipt", SCHEMA, "An answer written down, so that its question can be asked again."),
    ):
        maker = OfReceipt({})
        make = maker.asked if name == "question" else maker.receipt
        several = [maker.kept(called(each), lambda each=each, make=make: make(each)) for each in ASKED]  # type: ignore[misc]
        found[name] = whole(
            name, form, any_of(several), maker.defs, title=name.capitalize(), description=about
        )
    return found


def text(schema: Schema) -> str:
    """Return a schema as it stands in its file."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    """Write the files."""
    FOLDER.mkdir(exist_ok=True)
    for name, schema in schemas().items():
        (FOLDER / f"{name}.json").write_text(text(schema), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
