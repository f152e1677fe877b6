"""
Plain data in and out: entry files read, entries and answers written.

The words are those of an entry file: absent (or null) means unknown, and an unknown word is refused.
Every fault that is found is reported, contradictions too, each with its place and its line.
`cattrs` does the work; what is said here is what a word means and how it is refused.
Nothing that is read is ever run, and no small file makes much work.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from os import PathLike, fspath
from pkgutil import get_data
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, TypeVar, get_args, get_origin

import attrs
from cattrs import (
    AttributeValidationNote,
    BaseValidationError,
    ClassValidationError,
    Converter,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn, override
from cattrs.strategies import configure_tagged_union

from sec_uep.answers import Answer
from sec_uep.calendar import Days, Months, Period, Weeks, WorkingDayCalendar, WorkingDays, parse_period
from sec_uep.checks import check_is, check_name, named
from sec_uep.deadlines import Deadline
from sec_uep.entry import Entry
from sec_uep.entry.standing import Evidence
from sec_uep.errors import (
    MOST_FAULTS,
    ContradictoryFacts,
    Fault,
    FaultCode,
    InvalidType,
    InvalidValue,
    MalformedData,
    MissingFact,
    SecUepError,
    UnknownName,
    listed,
    nearest,
    shown,
)
from sec_uep.events import AssuranceStatus, Event, Outcome, Step
from sec_uep.facts import UNKNOWN, FactSet, Lines
from sec_uep.obligations._step import Row
from sec_uep.obligations.steps import TABLE
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
from sec_uep.readings import DEFAULT_READINGS, REGISTER, Readings
from sec_uep.strict_json import UnreadableError, content_of, decoded, excess, parsed

if TYPE_CHECKING:
    from sec_uep._mistakes import Located, Path

__all__ = ["FORM", "KINDS", "Format", "dumps", "load", "loads", "plain", "read", "schema"]

Format: TypeAlias = Literal["json", "toml"]

#: The form of what is read and written here. Its number changes when what was written can be misread.
FORM = 1

Hook: TypeAlias = Callable[..., Any]
T = TypeVar("T", Entry, Party)

#: What each licence is called in data.
KINDS: Mapping[type[Licence], str] = {
    ElectricitySupply: "electricity-supply",
    GasSupply: "gas-supply",
    ElectricityDistribution: "electricity-distribution",
    GasTransport: "gas-transport",
}

#: How much of a message is shown.
_LONGEST_MESSAGE = 600

#: What is often written for a key, and is not like it.
_ALSO_CALLED = {"date": "day", "on": "day", "when": "day", "type": "kind", "result": "outcome"}

#: How many events may be read again, in all, to find one contradiction after the other.
_CONTRADICTIONS = 1_000


def loads(text: str | bytes, type: type[T], format: Format = "json", *, source: str = "") -> T:  # noqa: A002
    """
    Read an `Entry` or a `Party` from JSON or TOML.

    >>> loads('{"party": {"licences": []}, "roles": ["other-user"]}', Entry).roles
    (<UserRole.OTHER_USER: 'other-user'>,)
    >>> loads('licences = [{ kind = "gas-supply", domestc = true }]', Party, "toml", source="a")
    Traceback (most recent call last):
    ...
    sec_uep.errors.MalformedData: a: line 1: licences #1.domestc: is not a key here; did you mean 'domestic'?

    Args:
        text: The data, as text or as bytes of UTF-8.
        type: What to read: `Entry` or `Party`.
        format: "json" or "toml".
        source: What a refusal calls the data, such as the name of its file.

    Raises:
        MalformedData: If it is not well-formed, not such an object, or contradicts itself;
            it lists every fault with its line.
        InvalidType: If *text* is neither text nor bytes, or *type* not one of the two.
        UnknownName: If *format* is not one of the two.

    """
    _check_type(type)
    is_toml = check_name("format", format, get_args(Format)) == "toml"
    source = source or f"{type.__name__} ({format})"
    content = decoded(text, source=source)
    found: Located | None = None
    mistakes: tuple[Fault, ...] = ()
    try:
        data = parsed(content, is_toml=is_toml, source=source)
    except UnreadableError as error:
        found = _located(content, is_toml=is_toml)
        data, mistakes = found.data, found.faults or (error.fault,)
        if not found.lines or excess(data):  # it cannot be told what it was meant to say
            raise MalformedData(source, _placed((), found, mistakes)) from None
    value, faults = _structured(data, type)
    if value is not None and not faults and not mistakes:
        return value
    raise MalformedData(source, _placed(faults, found or _located(content, is_toml=is_toml), mistakes))


def load(path: str | PathLike[str]) -> Entry:
    """
    Read an entry file; its suffix says whether it is TOML or JSON.

    Raises:
        InvalidValue: If *path* ends in neither .toml nor .json.
        MalformedData: If it is not an entry, or contradicts itself; it lists every fault with its line.
        InvalidType: If *path* is no path.
        OSError: If the file cannot be read.

    """
    check_is("path", path, (str, PathLike), "is no path", "pass the name of an entry file")
    name = fspath(path)
    suffix = name.rpartition(".")[2].lower()
    for format_ in get_args(Format):
        if suffix == format_:
            return loads(content_of(name), Entry, format_, source=name)
    raise InvalidValue("path", shown(name), "ends in neither .toml nor .json", "name an entry file")


def read(data: Mapping[str, Any], type: type[T], *, source: str = "") -> T:  # noqa: A002
    """
    Read an `Entry` or a `Party` from data that is parsed already: from YAML, say, or by a web framework.

    >>> read({"party": {}, "roles": ["other-user"], "events": None}, Entry).roles
    (<UserRole.OTHER_USER: 'other-user'>,)

    Args:
        data: The data: tables, lists, text, truth values, dates; None is absent, and so unknown.
        type: What to read: `Entry` or `Party`.
        source: What a refusal calls the data.

    Raises:
        MalformedData: If it is not such an object, or contradicts itself; it lists every fault.
        InvalidType: If *type* is not one of the two.

    """
    _check_type(type)
    fault = excess(data)
    value, faults = (None, [fault]) if fault else _structured(data, type)
    if value is None or faults:
        raise MalformedData(source or type.__name__, _placed(faults, None))
    return value


#: What has a schema, by the name of its class, and the file in `schemas` that `tools/schemas.py` makes of it.
_SCHEMAS: Mapping[str, str] = {
    "Entry": "entry",
    "Party": "party",
    "MalformedData": "faults",
    "Receipt": "receipt",
    "Page": "page",
    "Plan": "plan",
    "Deadline": "deadline",
    "Finding": "finding",
    "Answer": "question",
}


def schema(type: object) -> dict[str, Any]:  # noqa: A002
    """
    Return the JSON Schema (2020-12) of a type: of what is read of it, or of what is written.

    It says which keys there are, of which type, with which names. That two events contradict each other,
    how large a text may be, and what a question refuses to be asked, only reading says.

    >>> schema(Entry)["$id"], schema(Deadline)["$id"]
    ('urn:sec-uep:entry:1', 'urn:sec-uep:deadline:1')
    >>> schema(Entry)["properties"]["target"]["description"]
    'The day by which the Party wants to be a User for every User Role; null if it has set none.'

    Args:
        type: `Entry`, `Party`, `Receipt`: what is read.
            `Deadline`, `Finding`, `Plan`, or a question: an answer as `dumps` writes it.
            `Page`: what `Page.data` gives. `MalformedData`: the faults with which data is refused.
            `Answer`: any question, as `receipts.ask` takes it.

    Raises:
        InvalidType: If *type* is none of these.

    """
    for cl in getattr(type, "__mro__", ()):
        name = _SCHEMAS.get(cl.__name__) if cl.__module__.startswith("sec_uep.") else None
        if name is not None:
            found: dict[str, Any] = json.loads(get_data("sec_uep", f"schemas/{name}.json") or b"")
            return _of_question(type, found)
    next_step = f"pass one of {', '.join(_SCHEMAS)}"
    raise InvalidType("type", shown(type), "has no schema", next_step)


def _of_question(asked: Any, found: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401 - any type with a schema
    """Return of a schema what it says of the answers of one question, if it says something of each."""
    if asked is Answer or not issubclass(asked, Answer) or not hasattr(asked, "rules_asked"):
        return found
    for name in (asked.name, f"{asked.name}.{asked.rules_asked[0].id}"):
        if name in found["$defs"]:
            about = {key: found[key] for key in ("$schema", "$defs")}
            return {**about, "$id": f"{found['$id']}:{name}", "$ref": f"#/$defs/{name}"}
    return found  # a page has one form


def _check_type(type: object) -> None:  # noqa: A002
    if type not in (Entry, Party):
        raise InvalidType("type", shown(type), "cannot be read", "pass sec_uep.Entry or sec_uep.Party")


def _located(content: str, *, is_toml: bool) -> Located:
    from sec_uep._mistakes import located  # noqa: PLC0415 - a refusal may be slow, an import may not

    return located(content, is_toml=is_toml)


def _placed(
    faults: Iterable[Fault], found: Located | None, mistakes: Sequence[Fault] = ()
) -> tuple[Fault, ...]:
    """Return *faults* with their lines, and the *mistakes* of writing, about which no more is said."""
    places, paths = {(fault.path, fault.line) for fault in mistakes}, {fault.path for fault in mistakes}
    several = [*mistakes]
    for fault in faults:
        path = fault.path
        line = found.line(path) if found else None
        if path not in paths and not any((path[:end], line) in places for end in range(len(path))):
            several.append(attrs.evolve(fault, line=line))
    several.sort(key=lambda fault: fault.line or sys.maxsize)
    if len(several) > MOST_FAULTS:
        several[MOST_FAULTS:] = [
            Fault((), f"has more than these {MOST_FAULTS} faults; mend them first", "size")
        ]
    return tuple(several)


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
        InvalidValue: If it has text that UTF-8 cannot hold, cannot be written for another reason,
            or is an answer to be written as TOML.
        UnknownName: If *format* is not one of the two.

    """
    check_name("format", format, get_args(Format))
    data = plain(value)
    if format == "json":
        try:
            text = json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False, default=_as_text)
        except SecUepError:
            raise
        except (TypeError, ValueError):  # keys of several kinds, a number too long for Python, a circle
            raise _unwritable(value) from None
    elif isinstance(value, (Entry, Party)):
        text = "\n".join(_toml(data)).strip("\n")
    else:
        raise InvalidValue(
            "format", "'toml'", "is for an Entry or a Party", "write an answer as JSON, format='json'"
        )
    return encodable(text)


def encodable(text: str) -> str:
    """
    Return *text* if it can be written as UTF-8.

    Raises:
        InvalidValue: If it has a lone surrogate.

    """
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
    try:
        return _WRITER.unstructure(value)
    except RecursionError:
        raise _unwritable(value) from None


def _unwritable(value: object) -> InvalidValue:
    return InvalidValue("value", shown(value), "cannot be written", "pass an Entry, a Party or an answer")


# --- From data to an entry: what each word means, and how it is refused -------------------


class _Refused(Exception):
    """Why something is refused; unlike our own errors it takes the notes with which cattrs marks places."""

    def __init__(self, why: str | SecUepError, code: FaultCode = "value") -> None:
        super().__init__(why)
        self.why, self.code = why, code


#: What stands in a list where an item was that is refused already.
_HOLE: Final = object()


def _shown(value: object) -> str:
    """Return *value* as a message shows it, in the words of data."""
    if value is None or isinstance(value, (bool, list, dict)):
        words = {None: "null", True: "true", False: "false"}
        return "a list" if isinstance(value, list) else "a table" if isinstance(value, dict) else words[value]
    return str(value) if isinstance(value, (date, float)) else shown(value)


def _table(value: object, known: Container[str]) -> dict[str, Any]:
    """Return a table without what is null; a key that is not *known* stays, to be refused."""
    if isinstance(value, Mapping):
        if all(isinstance(key, str) for key in value):
            return {key: each for key, each in value.items() if each is not None or key not in known}
        key = next(key for key in value if not isinstance(key, str))
        raise _Refused(f"has {_shown(key)} for a key, which is not text; write it in quotes", "type")
    what = "write [name] once, not [[name]], in TOML, or {...}" if isinstance(value, list) else "write one"
    raise _Refused(f"{_shown(value)} stands where a table of keys and values belongs; {what}", "type")


def _list(value: object) -> list[Any]:
    if isinstance(value, (list, tuple)):
        return [each for each in value if each is not _HOLE]
    if isinstance(value, str):
        what = f"write [{json.dumps(value[:60], ensure_ascii=not value.isprintable())}]"
    elif isinstance(value, dict):
        what = "write [[name]] before each, in TOML, or [{...}, {...}]"
    else:
        what = "write one, or leave it out if it is not known"
    raise _Refused(f"{_shown(value)} stands where a list belongs; {what}", "type")


def _fact(value: object, _: object = None) -> bool:
    if isinstance(value, bool):
        return value
    from sec_uep._mistakes import truth_meant  # noqa: PLC0415 - as in _located

    truth = truth_meant(str(value)) if isinstance(value, (str, int)) else ""
    how = f"write {truth}, without quotes" if truth else "write true or false"
    raise _Refused(f"{_shown(value)} is not a fact; {how}, or leave it out if it is not known", "fact")


def _day(value: object, _: object = None) -> date:
    how = "write a date as 2026-03-27"
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    text = str(value) if isinstance(value, (str, int, datetime)) else ""
    if isinstance(value, datetime) or re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]", text):
        why = "has a time of day, and the day depends on the time zone"
        raise _Refused(f"{_shown(value)} {why}; {how}", "date")
    why = "a date"
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            why = "in any calendar"
    from sec_uep._mistakes import day_in_words, day_meant  # noqa: PLC0415 - as in _located

    if day := day_meant(text[:60]):
        raise _Refused(f"{_shown(value)} is not a date; {day_in_words(day)}", "date")
    raise _Refused(f"{_shown(value)} is not {why}; {how}, or leave it out if it is not known", "date")


def _since(value: object, _: object = None) -> date | None:
    if value is True or (
        isinstance(value, str) and value.strip().casefold() in {"true", "false", "yes", "no"}
    ):
        how = "write the date, false (without quotes) if not yet, or leave it out"
        raise _Refused(f"{_shown(value)} does not say since when; {how}", "date")
    return None if value is False else _day(value)


def _text(value: object, _: object = None) -> str:
    if isinstance(value, str):
        return value
    how = "write it in quotes"
    if isinstance(value, float):
        how += ', as "39.4" or "39.10", which as a number would lose its 0'
    raise _Refused(f"{_shown(value)} is not text; {how}, or leave it out if it is not known", "type")


def _one_of(*names: str) -> Hook:
    known = tuple(map(str, names))

    def hook(value: object, _: object = None) -> str:
        if _text(value) not in known:
            raise _Refused(UnknownName("", str(value), known), "unknown-name")
        return str(value)

    return hook


def _user_role(value: object, _: object = None) -> UserRole:
    try:
        return named("", _text(value), UserRole)
    except UnknownName as refusal:
        raise _Refused(refusal, "unknown-name") from None


def _period(value: object, _: object = None) -> Period:
    try:
        return parse_period(_text(value) if not isinstance(value, int) else str(value))
    except SecUepError:
        how = "write how many of what, in digits: '10 working days', '16 weeks', '10 days' or '2 months'"
        raise _Refused(f"{_shown(value)} is not a period; {how}", "period") from None


def _readings(value: object, _: object = None) -> Readings:
    """Read the choices that are made, by the ids of the readings; for the others the default stands."""
    chosen, refused = DEFAULT_READINGS, []
    for id_, choice in _table(value, REGISTER).items():
        try:
            chosen = chosen.choosing({id_: _text("" if choice is None else choice)})
        except (SecUepError, _Refused) as error:
            refused.append(_noted(error, id_))
    if refused:
        raise IterableValidationError("", refused, Readings)
    return chosen


def _fact_set(cl: type, name: str) -> Hook:
    """Return the hook of a set of facts; the converter of its attribute knows the names and makes it."""
    field = attrs.fields_dict(cl)[name]
    made: Callable[[object], FactSet] = field.converter  # type: ignore[assignment]
    known: FactSet = field.default  # type: ignore[assignment]

    def one(key: object, item: object) -> None:
        if isinstance(item, Mapping) and item:
            whole = f"{key}.{next(iter(item))}"
            raise _Refused(f"is split at its dot; write it in quotes, as {json.dumps(whole[:60])}", "type")
        if isinstance(key, str):
            made({key: False if item is None else _fact(item)})  # null is left of what is not known
        else:
            made([_text(item)])

    def hook(value: object, _: object = None) -> FactSet:
        if not isinstance(value, (list, tuple, Mapping)):
            how = 'write { name = true }, or ["name"] if that is the complete answer, with names in quotes'
            raise _Refused(f"{_shown(value)} is neither a table nor a list; {how}", "type")
        given = _table(value, known) if isinstance(value, Mapping) else value
        refused: list[Exception] = []
        for place, item in given.items() if isinstance(given, dict) else enumerate(given):
            try:
                one(place, item)
            except (SecUepError, _Refused) as error:
                refused.append(_noted(error, place))
        if refused:
            raise IterableValidationError("", refused, cl)
        try:
            return made(given)
        except SecUepError as error:  # a name that is listed twice
            raise _Refused(_message(error).removeprefix(f"{name}: "), "twice") from None

    return hook


def _noted(error: Exception, place: str | int) -> Exception:
    """Return *error* with a note of its place, which our own errors do not take."""
    if isinstance(error, SecUepError):
        error = _Refused(error, "unknown-name" if isinstance(error, UnknownName) else "value")
    error.add_note(IterableValidationNote("", place, None))
    return error


def _each(item: Hook) -> Hook:
    """Return the hook of a list, whose items are read one by one."""

    def hook(value: Any, _: object = None) -> tuple[Any, ...]:  # noqa: ANN401 - plain data
        _list(value)
        made, refused = [], []
        for place, each in enumerate(value):
            try:
                if each is not _HOLE:
                    made.append(item(each, None))
            except (BaseValidationError, SecUepError, _Refused) as error:
                refused.append(_noted(error, place))
            if len(refused) > MOST_FAULTS:
                break
        if refused:
            raise IterableValidationError("", refused, tuple)
        return tuple(made)

    return hook


def _licence(value: object, _: object = None) -> Licence:
    table, kinds = _table(value, ()), tuple(KINDS.values())
    if table.get("kind") is None:
        close = nearest("kind", table)
        what = f"has {close!r} for its kind; write kind" if close else "has no kind; write kind"
        raise _Refused(f"{what} = one of {listed(kinds)}", "missing")
    try:
        _one_of(*kinds)(table["kind"])
    except _Refused as error:
        raise IterableValidationError("", [_noted(error, "kind")], dict) from None
    licence: Licence = _TAGGED(table, Licence)
    return licence


def _estimates(value: object, _: object = None) -> Mapping[Step, Period]:
    """Read how long steps will take; of a step that is not known it does not matter."""
    table = _table(value, [*Step])
    said = {step: "1 day" if period is None else period for step, period in table.items()}
    return _READER.structure(said, dict[Step, Period])


#: Every outcome that some step can have.
_OUTCOMES = tuple(dict.fromkeys(map(str, (*Outcome, *AssuranceStatus))))


def _event(value: object, _: object = None) -> Event:
    """Read an event; where its outcome is not known, those of its step are offered."""
    table = _table(value, _known(Event))
    step, outcome = table.get("step"), table.get("outcome")
    is_step = isinstance(step, str) and step in [*Step]
    if not is_step or not isinstance(outcome, str) or outcome in _OUTCOMES:
        return _READER.structure(table, Event)
    known = TABLE[Step(str(step))].outcomes
    next_step = "" if known else "leave it out: the step has none, and is simply done"
    refused = [_noted(UnknownName("", outcome, known, next_step=next_step), "outcome")]
    try:
        _READER.structure(
            {key: each for key, each in table.items() if key not in {"outcome", "booked_for"}}, Event
        )
    except ClassValidationError as error:  # what else is wrong with it
        refused.append(error)
    raise IterableValidationError("", refused, Event)


#: How each key is read.
_KEYS: Mapping[type, Mapping[str, Hook]] = {
    ElectricitySupply: {
        "name": _text,
        "domestic": _fact,
        "paragraphs": _fact_set(ElectricitySupply, "paragraphs"),
        "meters": _fact_set(ElectricitySupply, "meters"),
        "exempt_48_9": _fact,
        "meters_elsewhere": _fact_set(ElectricitySupply, "meters_elsewhere"),
    },
    GasSupply: {
        "name": _text,
        "domestic": _fact,
        "paragraphs": _fact_set(GasSupply, "paragraphs"),
        "meters": _fact_set(GasSupply, "meters"),
        "exempt_42_9": _fact,
        "meters_elsewhere": _fact_set(GasSupply, "meters_elsewhere"),
    },
    ElectricityDistribution: {"name": _text, "distribution_service_provider": _fact},
    GasTransport: {"name": _text},
    Party: {
        "name": _text,
        "sec_party_since": _since,
        "in_controlled_market_entry": _fact,
        "licences": _each(_licence),
    },
    Event: {
        "step": _one_of(*Step),
        "day": _day,
        "role": _user_role,
        "outcome": _one_of(*_OUTCOMES),
        "known_on": _day,
        "booked_for": _day,
    },
    Entry: {
        "party": lambda value, _: _READER.structure(value, Party),
        "roles": _each(_user_role),
        "estimates": _estimates,
        "events": _each(_event),
        "readings": _readings,
        "target": _day,
    },
}


def _reader() -> Converter:
    reader = Converter(forbid_extra_keys=True, detailed_validation=True)
    for cl, keys in _KEYS.items():
        reader.register_structure_hook(cl, _of_class(cl, keys, reader))
    reader.register_structure_hook(Step, _one_of(*Step))
    reader.register_structure_hook(Period, _period)
    configure_tagged_union(Licence, reader, tag_generator=KINDS.__getitem__, tag_name="kind")
    return reader


def _of_class(cl: type, keys: Mapping[str, Hook], reader: Converter) -> Hook:
    """Return the hook that reads a table as a *cl*, each key by its own hook."""
    overrides: dict[str, Any] = {key: override(struct_hook=hook) for key, hook in keys.items()}
    made: Hook = make_dict_structure_fn(cl, reader, _cattrs_forbid_extra_keys=True, **overrides)
    return lambda value, _: made(_table(value, _known(cl)), cl)


_READER: Converter = _reader()
_TAGGED: Hook = _READER.get_structure_hook(Licence)


def _structured(data: object, cl: type[T]) -> tuple[T | None, list[Fault]]:
    """
    Return what *data* says, and every fault in it.

    What is refused is left out, and the rest is read again, because only what is whole can contradict itself.
    """
    faults: list[Fault] = []
    events = data.get("events") if isinstance(data, Mapping) else ()
    for _ in range(2 + _CONTRADICTIONS // max(1, len(events) if isinstance(events, (list, tuple)) else 0)):
        try:
            return _READER.structure(data, cl), faults
        except (ClassValidationError, _Refused) as error:
            found = list(islice(_faults(error), MOST_FAULTS + 1))
            first = error.exceptions[0] if isinstance(error, ClassValidationError) else None
        if isinstance(first, ContradictoryFacts):
            found = [attrs.evolve(found[0], path=_last_of(first.between, data))]
        found = [fault for fault in found if all(fault.path != other.path for other in faults)]
        faults += found
        data = _without(data, [fault.path for fault in found]) if len(faults) <= MOST_FAULTS else None
        if not found or data is None:
            return None, faults
    faults.append(Fault((), "may contradict itself further; correct these first", "contradiction"))
    return None, faults


def _last_of(between: Collection[object], data: Any) -> Path:  # noqa: ANN401 - plain data
    """Return the place of the last event of *data* that is one of *between*, which contradict each other."""
    events = data.get("events") or ()
    for place in range(len(events) - 1, -1, -1):
        if events[place] is not _HOLE and _READER.structure(events[place], Event) in between:
            return ("events", place)
    return ()


def _without(data: Any, paths: Iterable[Path]) -> Any:  # noqa: ANN401 - plain data
    """Return a copy of *data* without what is at *paths*, or the item around it; None if nothing is there."""
    data = _copied(data)
    for path in paths:
        place = next((place for place, part in enumerate(path) if isinstance(part, int)), len(path) - 1)
        around = data
        for part in path[:place]:
            around = around[part]
        if not path or (isinstance(around, dict) and path[place] not in around):
            return None
        key: Any = path[place]
        if isinstance(around, list):
            around[key] = _HOLE
        else:
            del around[key]
    return data


def _copied(data: Any) -> Any:  # noqa: ANN401 - plain data
    if isinstance(data, Mapping):
        return {key: _copied(each) for key, each in data.items()}
    return [_copied(each) for each in data] if isinstance(data, (list, tuple)) else data


# --- What is wrong, and where ------------------------------------------------------------


def _faults(error: Exception, path: Path = ()) -> Iterator[Fault]:
    """Yield every fault in the tree of errors that cattrs makes."""
    if isinstance(error, (ClassValidationError, IterableValidationError)):
        noted, others = error.group_exceptions()
        extra = [part for part in others if isinstance(part, ForbiddenExtraKeysError)]
        meant = {_near(key, _known(part.cl)) for part in extra for key in part.extra_fields}
        for part, note in noted:
            place = note.name if isinstance(note, AttributeValidationNote) else note.index
            if not (isinstance(part, KeyError) and place in meant):  # else it is there, under another name
                yield from _faults(part, (*path, place))
        for part in others:
            name = getattr(part, "field", "")
            yield from _faults(part, (*path, name) if name else path)
    elif isinstance(error, ForbiddenExtraKeysError):
        known = _known(error.cl)
        for key in sorted(error.extra_fields):
            close = _near(key, known)
            hint = f"did you mean {close!r}?" if close else f"choose from {listed(known)}"
            yield Fault((*path, key), f"is not a key here; {hint}", "unknown-key")
    elif isinstance(error, KeyError):
        yield Fault(path, "is missing; write it", "missing")
    elif isinstance(error, MissingFact):
        yield Fault(path, f"is missing, and {error.reason}; write {error.field} = 2026-12-07", "missing")
    elif isinstance(error, ContradictoryFacts):
        yield Fault(path, _message(error), "contradiction")
    else:
        why = error.why if isinstance(error, _Refused) else error
        yield Fault(path, why if isinstance(why, str) else _message(why), getattr(error, "code", "value"))


def _near(key: str, known: Collection[str]) -> str | None:
    """Return the one of the *known* keys that *key* most likely stands for."""
    usual = _ALSO_CALLED.get(key.casefold())
    return usual if usual in known else nearest(key, known)


def _known(cl: type) -> tuple[str, ...]:
    return (*_KEYS[cl], *(["kind"] if cl in KINDS else []))


def _message(error: Exception) -> str:
    """Return what *error* says, without the name of the field, which its path has."""
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


def _chosen(readings: Readings) -> dict[str, str]:
    """Return the choices that are not the default, by the ids of the readings."""
    return {id_: choice for id_, choice in readings.chosen().items() if choice != REGISTER[id_].default}


def _answer(answer: Answer) -> dict[str, Any]:
    """Return an answer with its question, which `receipts.ask` asks again; a page in a form of its own."""
    given = answer.given_calendar
    data: dict[str, Any] = {
        "asks": answer.asks,
        "question": {
            "name": answer.name,
            "rule": answer.rule.id,
            "inputs": plain(answer.inputs),
            "readings": plain(answer.chosen),
            "calendar": given and given.digest,
        },
        "rule": plain(answer.rule),
        "readings": dict(answer.readings),
    }
    if answer.counts:
        data["calendar"] = plain(answer.calendar)
    of_its_own = getattr(answer, "data", None)
    if of_its_own is not None:
        return data | {"page": of_its_own()}
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


def new_writer() -> Converter:
    """Return what writes the values of this package as plain data."""
    writer = Converter()
    writer.register_unstructure_hook_func(_has_private_fields, _public)
    writer.register_unstructure_hook(StrEnum, lambda member: member.value)
    for cl in _SILENT:
        writer.register_unstructure_hook(cl, _said)
    writer.register_unstructure_hook(
        FactSet, lambda facts: {name: fact for name, fact in facts.items() if fact is not UNKNOWN}
    )
    writer.register_unstructure_hook(WorkingDays, lambda period: str(period).lower())
    for span in (Weeks, Days, Months):
        writer.register_unstructure_hook(span, str)
    writer.register_unstructure_hook(Readings, _chosen)
    writer.register_unstructure_hook(Decimal, str)
    writer.register_unstructure_hook(UserId, str)
    writer.register_unstructure_hook(WorkingDayCalendar, _calendar)
    writer.register_unstructure_hook(Evidence, _evidence)
    writer.register_unstructure_hook(Row, lambda row: row.rule.id)
    writer.register_unstructure_hook(Lines, lambda lines: writer.unstructure(tuple(lines)))
    writer.register_unstructure_hook_func(_is_answer, _answer)
    return writer


_WRITER = new_writer()


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
