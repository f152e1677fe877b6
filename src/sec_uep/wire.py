"""
Plain data in and out: entry files read, entries and answers written.

The words are those of an entry file: absent means unknown, and an unknown word is refused.
Every fault that is found is reported, each with its place.
`cattrs` does the work; what is said here is what a word means and how it is refused.
Nothing that is read is ever run, and no small file makes much work.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from typing import Any, Final, Literal, TypeAlias, TypeVar, get_args, get_origin

import attrs
from cattrs import (
    ClassValidationError,
    Converter,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn, override
from cattrs.strategies import configure_tagged_union

from sec_uep.answers import Answer, Reasons
from sec_uep.calendar import Period, Weeks, WorkingDayCalendar, WorkingDays, parse_period
from sec_uep.checks import check_name
from sec_uep.deadlines import Deadline
from sec_uep.entry import Entry
from sec_uep.entry.standing import Evidence
from sec_uep.errors import (
    ContradictoryFacts,
    Fault,
    InvalidType,
    InvalidValue,
    MalformedData,
    SecUepError,
    UnknownName,
    nearest,
    shown,
)
from sec_uep.events import AssuranceStatus, Event, Outcome, Step
from sec_uep.facts import UNKNOWN, FactSet
from sec_uep.obligations.user_ids import UserId
from sec_uep.parties import (
    ElectricityDistribution,
    ElectricitySupply,
    GasSupply,
    GasTransport,
    Licence,
    Party,
    UserRole,
)
from sec_uep.strict_json import Limits, decoded, json_data, json_object

__all__ = ["KINDS", "LARGEST", "Format", "dumps", "json_object", "loads", "plain"]

Format: TypeAlias = Literal["json", "toml"]
Hook: TypeAlias = Callable[[Any, Any], Any]
T = TypeVar("T", Entry, Party)
Sized = TypeVar("Sized", list[Any], dict[str, Any])

#: What each licence is called in data.
KINDS: Mapping[type[Licence], str] = {
    ElectricitySupply: "electricity-supply",
    GasSupply: "gas-supply",
    ElectricityDistribution: "electricity-distribution",
    GasTransport: "gas-transport",
}

#: The most bytes that are read.
LARGEST: Final = Limits().size

#: The most items in a list or table, dots in a line of TOML, faults reported: far more than an entry needs.
_MOST_ITEMS = 1000
_MOST_DOTS = 50
_MOST_FAULTS = 100

#: How much of a value, and of a message, is shown.
_LONGEST_SHOWN = 60
_LONGEST_MESSAGE = 600


def loads(text: str | bytes, type: type[T], format: Format = "json", *, source: str = "") -> T:  # noqa: A002
    """
    Read an `Entry` or a `Party` from JSON or TOML.

    >>> loads('{"party": {"licences": []}, "roles": ["other-user"]}', Entry).roles
    (<UserRole.OTHER_USER: 'other-user'>,)
    >>> loads('licences = [{ kind = "gas-supply", domestc = true }]', Party, "toml", source="a.toml")
    Traceback (most recent call last):
    ...
    sec_uep.errors.MalformedData: a.toml: licences #1.domestc: is not a key here; did you mean 'domestic'?

    Args:
        text: The data, as text or as bytes of UTF-8.
        type: What to read: `Entry` or `Party`.
        format: "json" or "toml".
        source: What a refusal calls the data, such as the name of its file.

    Raises:
        MalformedData: If it is not well-formed or not such an object; it lists every fault.
        ContradictoryFacts: If each part is sound, and two of them cannot both be so.
        InvalidType: If *text* is neither text nor bytes, or *type* not one of the two.
        UnknownName: If *format* is not one of the two.

    """
    if type not in (Entry, Party):
        raise InvalidType("type", _shown(type), "cannot be read", "pass sec_uep.Entry or sec_uep.Party")
    check_name("format", format, get_args(Format))
    source = source or f"{type.__name__} ({format})"
    try:
        data = json_data(text, source=source) if format == "json" else _toml_data(text, source)
        return _READER.structure(data, type)
    except _Refused as error:
        faults = [Fault((), str(error))]
    except RecursionError:
        faults = [Fault((), "is nested too deeply; an entry needs five levels")]
    except ClassValidationError as error:
        if isinstance(error.exceptions[0], ContradictoryFacts):
            raise error.exceptions[0] from None
        faults = list(islice(_faults(error), _MOST_FAULTS + 1))
        if len(faults) > _MOST_FAULTS:
            faults[-1] = Fault((), f"has more than these {_MOST_FAULTS} faults; mend them first")
    raise MalformedData(source, tuple(faults))


def dumps(value: object, format: Format = "json") -> str:  # noqa: A002
    """
    Write an `Entry`, a `Party` or an answer; the same value gives the same text.

    JSON has its keys sorted, and says everything: rules with their citations, inputs, readings, certainty.
    TOML is for an `Entry` or a `Party`, which `loads` reads back.

    >>> print(dumps(Party(name="Example Energy Ltd", sec_party_since=None, licences=()), "toml"))
    name = "Example Energy Ltd"
    sec_party_since = false
    licences = []

    Raises:
        InvalidType: If *value* has something in it that is not data of this package.
        InvalidValue: If it has text that UTF-8 cannot hold, or is an answer to be written as TOML.
        UnknownName: If *format* is not one of the two.

    """
    check_name("format", format, get_args(Format))
    data = plain(value)
    if format == "json":
        text = json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False, default=_as_text)
    elif isinstance(value, (Entry, Party)):
        text = "\n".join(_toml(data)).strip("\n")
    else:
        raise InvalidValue(
            "format", "'toml'", "is for an Entry or a Party", "write an answer as JSON, format='json'"
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InvalidValue(
            "value", ascii(error.object[error.start]), "cannot be written as UTF-8", "correct that text"
        ) from None
    return text


def plain(value: object) -> Any:  # noqa: ANN401 - plain data: tables, lists, text, numbers, dates
    """
    Return *value* as plain data: dicts and lists of text, numbers, truth values and dates.

    >>> plain(Event(Step.SREPT, date(2026, 3, 27)))
    {'step': 'srept', 'day': datetime.date(2026, 3, 27)}
    """
    return _WRITER.unstructure(value)


# --- From text to data -------------------------------------------------------------------


class _Refused(Exception):
    """Why something is refused; unlike our own errors it takes the notes with which cattrs marks places."""


def _toml_data(text: object, source: str) -> object:
    content = decoded(text, source=source)
    for number, line in enumerate(content.split("\n"), 1):
        if line.count(".") > _MOST_DOTS:  # the work for a key grows with the square of its parts
            message = f"has more than {_MOST_DOTS} dots; write it in several lines"
            raise MalformedData(source, (Fault((), message, "size", number),))
    try:
        return tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        message = f"is not TOML ({error}); correct it there"
    except ValueError:  # a number of more digits than Python will read
        message = "has a number of thousands of digits; no entry needs one"
    raise _Refused(message)


# --- From data to an entry: what each word means, and how it is refused -------------------


def _shown(value: object) -> str:
    """Return *value* as a message should show it: short, and in the words of data."""
    if value is None:
        return "null"
    if isinstance(value, (list, dict)):
        return "a list" if isinstance(value, list) else "a table"
    if isinstance(value, int):
        return str(value).lower() if abs(value) < 10**_LONGEST_SHOWN else "a huge number"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."


def _table(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _Refused(f"{_shown(value)} stands where a table of keys and values belongs; write one")
    return _of_some_size(value)


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise _Refused(f"{_shown(value)} stands where a list belongs; write one, or leave it out if unknown")
    return _of_some_size(value)


def _of_some_size(value: Sized) -> Sized:
    if len(value) > _MOST_ITEMS:
        raise _Refused(f"has {len(value):,} items; more than {_MOST_ITEMS:,} are not read")
    return value


def _fact(value: object, _: object = None) -> bool:
    if isinstance(value, bool):
        return value
    raise _Refused(f"{_shown(value)} is not a fact; write true or false, or leave it out if it is not known")


def _day(value: object, _: object = None) -> date:
    next_step = "write a date as 2026-03-27"
    if isinstance(value, datetime):
        raise _Refused(f"{value} has a time of day, and the day depends on the time zone; {next_step}")
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise _Refused(f"{_shown(value)} is not in any calendar; {next_step}") from None
    raise _Refused(f"{_shown(value)} is not a date; {next_step}, or leave it out if it is not known")


def _since(value: object, _: object = None) -> date | None:
    if value is True:
        raise _Refused("true does not say since when; write the date, false if not yet, or leave it out")
    return None if value is False else _day(value)


def _text(value: object, _: object = None) -> str:
    if not isinstance(value, str):
        raise _Refused(f"{_shown(value)} is not text; write it in quotes, or leave it out if it is not known")
    return value


def _one_of(*names: str) -> Hook:
    known = tuple(map(str, names))

    def hook(value: object, _: object = None) -> str:
        if _text(value) not in known:
            raise _Refused(_message(UnknownName("", str(value), known)))
        return str(value)

    return hook


def _period(value: object, _: object = None) -> Period:
    try:
        return parse_period(_text(value))
    except SecUepError:
        next_step = "write '10 working days' or '16 weeks', say"
        raise _Refused(f"{_shown(value)} is not a period; {next_step}") from None


def _fact_set(cl: type, name: str) -> Hook:
    """Return the hook of a set of facts; the converter of its attribute knows the names and makes it."""
    made: Callable[[object], FactSet] = attrs.fields_dict(cl)[name].converter  # type: ignore[assignment]

    def hook(value: object, _: object = None) -> FactSet:
        if not isinstance(value, (list, dict)):
            raise _Refused(
                f"{_shown(value)} is neither a table nor a list; write {{ name = true }}, "
                'or ["name"] if that is the complete answer'
            )
        refused: list[Exception] = []
        for place, item in _table(value).items() if isinstance(value, dict) else enumerate(_list(value)):
            try:
                made({place: _fact(item)} if isinstance(value, dict) else [_text(item)])
            except (SecUepError, _Refused) as error:
                refusal = _Refused(_message(error))
                refusal.add_note(IterableValidationNote("", place, bool))
                refused.append(refusal)
        if refused:
            raise IterableValidationError("", refused, cl)
        try:
            return made(value)
        except SecUepError as error:  # a name that is listed twice
            raise _Refused(_message(error).removeprefix(f"{name}: ")) from None

    return hook


def _licence_table(value: object) -> dict[str, Any]:
    table, kinds = _table(value), tuple(KINDS.values())
    if "kind" not in table:
        raise _Refused(f"has no kind; choose from {', '.join(map(repr, kinds))}")
    _one_of(*kinds)(table["kind"], None)
    return table


def _licences(value: object, _: object = None) -> tuple[Licence, ...]:
    return _READER.structure(_list(value), tuple[Licence, ...])


def _roles(value: object, _: object = None) -> tuple[UserRole, ...]:
    return _READER.structure(_list(value), tuple[UserRole, ...])


def _events(value: object, _: object = None) -> tuple[Event, ...]:
    return _READER.structure(_list(value), tuple[Event, ...])


def _estimates(value: object, _: object = None) -> dict[Step, WorkingDays | Weeks]:
    return _READER.structure(_table(value), dict[Step, WorkingDays | Weeks])


#: How each key is read.
_KEYS: Mapping[type, Mapping[str, Hook]] = {
    ElectricitySupply: {
        "domestic": _fact,
        "paragraphs": _fact_set(ElectricitySupply, "paragraphs"),
        "meters": _fact_set(ElectricitySupply, "meters"),
        "exempt_48_9": _fact,
        "meters_elsewhere": _fact_set(ElectricitySupply, "meters_elsewhere"),
    },
    GasSupply: {
        "domestic": _fact,
        "paragraphs": _fact_set(GasSupply, "paragraphs"),
        "meters": _fact_set(GasSupply, "meters"),
        "exempt_42_9": _fact,
        "meters_elsewhere": _fact_set(GasSupply, "meters_elsewhere"),
    },
    ElectricityDistribution: {"distribution_service_provider": _fact},
    GasTransport: {},
    Party: {
        "name": _text,
        "sec_party_since": _since,
        "in_controlled_market_entry": _fact,
        "licences": _licences,
    },
    Event: {
        "step": _one_of(*Step),
        "day": _day,
        "role": _one_of(*UserRole),
        "outcome": _one_of(*dict.fromkeys(map(str, (*Outcome, *AssuranceStatus)))),
        "known_on": _day,
        "booked_for": _day,
    },
    Entry: {
        "party": lambda value, _: _READER.structure(value, Party),
        "roles": _roles,
        "estimates": _estimates,
        "events": _events,
    },
}


def _reader() -> Converter:
    reader = Converter(forbid_extra_keys=True, detailed_validation=True)
    for cl, keys in _KEYS.items():
        reader.register_structure_hook(cl, _of_class(cl, keys, reader))
    reader.register_structure_hook(Step, _one_of(*Step))
    reader.register_structure_hook(UserRole, _one_of(*UserRole))
    reader.register_structure_hook(WorkingDays | Weeks, _period)
    configure_tagged_union(Licence, reader, tag_generator=KINDS.__getitem__, tag_name="kind")
    tagged = reader.get_structure_hook(Licence)
    reader.register_structure_hook(Licence, lambda value, _: tagged(_licence_table(value), Licence))
    return reader


def _of_class(cl: type, keys: Mapping[str, Hook], reader: Converter) -> Hook:
    """Return the hook that reads a table as a *cl*, each key by its own hook."""
    overrides: dict[str, Any] = {key: override(struct_hook=hook) for key, hook in keys.items()}
    made: Hook = make_dict_structure_fn(cl, reader, _cattrs_forbid_extra_keys=True, **overrides)
    return lambda value, _: made(_table(value), cl)


_READER: Converter = _reader()


# --- What is wrong, and where ------------------------------------------------------------


def _faults(error: Exception, path: tuple[str | int, ...] = ()) -> Iterator[Fault]:
    """Yield every fault in the tree of errors that cattrs makes."""
    if isinstance(error, (ClassValidationError, IterableValidationError)):
        noted, others = error.group_exceptions()
        for part, note in noted:
            yield from _faults(part, (*path, note.name if hasattr(note, "name") else note.index))
        for part in others:
            name = getattr(part, "field", "")
            yield from _faults(part, (*path, name) if name else path)
    elif isinstance(error, ForbiddenExtraKeysError):
        known = (*_KEYS[error.cl], *(["kind"] if error.cl in KINDS else []))
        for key in sorted(error.extra_fields):
            close = nearest(key, known)
            hint = f"did you mean {close!r}?" if close else f"choose from {', '.join(map(repr, known))}"
            yield Fault((*path, key), f"is not a key here; {hint}", "unknown-key")
    elif isinstance(error, KeyError):
        yield Fault(path, "is missing; write it", "missing")
    else:
        yield Fault(path, _message(error))


def _message(error: Exception) -> str:
    """Return what *error* says, without the name of the field, which its place has."""
    if isinstance(error, UnknownName):
        error = attrs.evolve(error, known=tuple(map(str, error.known)))
    text = str(error).removeprefix(f"{getattr(error, 'field', '')}: ")
    return text if len(text) <= _LONGEST_MESSAGE else f"{text[:_LONGEST_MESSAGE]}..."


# --- To data -----------------------------------------------------------------------------

#: What has nothing to say is left out: a key that is as it is in one of these.
_SILENT: Mapping[type, Any] = {
    **{cl: cl() for cl in KINDS},
    Party: Party(),
    Event: Event(Step.SREPT, date.min),
    Entry: Entry(party=Party()),
}


def _said(value: Any) -> dict[str, Any]:  # noqa: ANN401 - one of the classes above
    """Return a Party, a licence, an event or an entry in the words in which it is read."""
    cl = type(value)
    data: dict[str, Any] = {"kind": KINDS[cl]} if cl in KINDS else {}
    for key in (key for key in attrs.fields(cl) if key.init):
        said = getattr(value, key.name)
        if key.default is attrs.NOTHING or said != getattr(_SILENT[cl], key.name):
            data[key.name] = False if said is None else plain(said)
    return data


def _answer(answer: Answer) -> dict[str, Any]:
    """Return an answer with its question and its reasons."""
    data: dict[str, Any] = {
        "asks": answer.asks,
        "question": {"name": answer.name, "inputs": plain(answer.inputs)},
        "rule": plain(answer.rule),
        "readings": dict(answer.readings),
    }
    if answer.counts:
        data["calendar"] = plain(answer.calendar)
    asked = {*answer.asked_of, "given_calendar", "chosen"}
    data |= {name: said for name, said in _public(answer).items() if name not in asked}
    if isinstance(answer, Deadline):
        data["certainty"] = answer.certainty.value
    return data


def _public(value: Any) -> dict[str, Any]:  # noqa: ANN401 - of any class made of fields
    """Return the fields of *value* that are for everybody."""
    keys = (key.name for key in attrs.fields(type(value)) if not key.name.startswith("_"))
    return {name: plain(getattr(value, name)) for name in keys}


def _has_private_fields(cl: Any) -> bool:  # noqa: ANN401 - a class, or something generic
    return attrs.has(cl) and any(key.name.startswith("_") for key in attrs.fields(cl))


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "role": evidence.role.value,
        "as_of": evidence.as_of,
        "done": [{"task": plain(task), "day": day} for task, day in evidence.done.items()],
        "missing": [plain(task) for task in evidence.missing],
        "past": [plain(task) for task in evidence.past],
    }


def _calendar(calendar: WorkingDayCalendar) -> dict[str, Any]:
    return {
        "name": calendar.name,
        "published_through": calendar.published_through,
        "first": calendar.first,
        "last": calendar.last,
        "digest": calendar.digest,
    }


def _is_answer(cl: Any) -> bool:  # noqa: ANN401 - a class, or a generic one of some kind
    cl = get_origin(cl) or cl
    return isinstance(cl, type) and issubclass(cl, Answer)


def _writer() -> Converter:
    writer = Converter()
    writer.register_unstructure_hook_func(_has_private_fields, _public)
    writer.register_unstructure_hook(StrEnum, lambda member: member.value)
    for cl in _SILENT:
        writer.register_unstructure_hook(cl, _said)
    writer.register_unstructure_hook(
        FactSet, lambda facts: {name: fact for name, fact in facts.items() if fact is not UNKNOWN}
    )
    writer.register_unstructure_hook(WorkingDays, lambda period: str(period).lower())
    writer.register_unstructure_hook(Weeks, str)
    writer.register_unstructure_hook(Decimal, str)
    writer.register_unstructure_hook(UserId, str)
    writer.register_unstructure_hook(WorkingDayCalendar, _calendar)
    writer.register_unstructure_hook(Evidence, _evidence)
    writer.register_unstructure_hook(Reasons, lambda reasons: plain(tuple(reasons)))
    writer.register_unstructure_hook_func(_is_answer, _answer)
    return writer


_WRITER = _writer()


def _as_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise InvalidType(
        "value", shown(value), "is not data of this package", "pass an Entry, a Party or an answer"
    )


def _toml(table: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """Yield the lines of *table*: its values, then its tables, then its lists of tables."""
    inside: list[tuple[str, Mapping[str, Any]]] = []
    for key, value in table.items():
        name = key if re.fullmatch("[A-Za-z0-9_-]+", key) else json.dumps(key)
        if isinstance(value, dict):
            inside.append((f"[{above}{name}]", value))
        elif value and isinstance(value, (list, tuple)) and isinstance(value[0], dict):
            inside.extend((f"[[{above}{name}]]", item) for item in value)
        else:
            yield f"{name} = {_toml_value(value)}"
    for heading, item in inside:
        yield from ("", heading, *_toml(item, f"{heading.strip('[]')}."))


def _toml_value(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_toml_value, value))}]"
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
