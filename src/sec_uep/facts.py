"""
Facts that may be unknown: the only three-valued logic in the package.

A fact is true, false, or `UNKNOWN`, which is what a fact is until somebody gives it.
`UNKNOWN` is not "no": its truth may not be asked.

A condition (`Is`, `AnyOf`, `AllOf`) is data, and no fact stands in it twice.
That makes its three-valued answer exact: it is unknown only if it can still turn out either way.
Where more than one condition bears on an outcome, they may share no fact either.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Set as AbstractSet
from enum import Enum
from itertools import product
from types import MappingProxyType
from typing import Any, ClassVar, Final, Literal, Protocol, TypeAlias, TypeVar

from attrs import frozen

from sec_uep.checks import check_name
from sec_uep.errors import ContradictoryFacts, InvalidType, UnknownTruth, displayed, shown

__all__ = [
    "UNKNOWN",
    "AllOf",
    "AnyOf",
    "Condition",
    "Fact",
    "FactSet",
    "FrozenMapping",
    "Is",
    "Lines",
    "Unknown",
    "Way",
    "all_true",
    "check_fact",
    "in_a_word",
    "joined",
]


class Unknown(Enum):
    """
    The type of `UNKNOWN`.

    >>> bool(UNKNOWN)
    Traceback (most recent call last):
    ...
    sec_uep.errors.UnknownTruth: UNKNOWN is neither true nor false, because nobody has given that \
fact; compare with `is UNKNOWN`, or find the fact out
    """

    UNKNOWN = "unknown"

    __hash__ = object.__hash__

    def __bool__(self) -> bool:
        raise UnknownTruth

    def __repr__(self) -> str:
        return "UNKNOWN"

    __str__ = __repr__


UNKNOWN: Final = Unknown.UNKNOWN

Fact: TypeAlias = bool | Literal[Unknown.UNKNOWN]


def check_fact(field: str, value: object) -> Fact:
    """
    Return *value* if it is a fact.

    Raises:
        InvalidType: If it is anything but True, False or `UNKNOWN`; None is not a fact.

    """
    if value is True or value is False or value is UNKNOWN:
        return value
    raise InvalidType(
        field,
        shown(value),
        "is not a fact",
        "pass True or False, or leave it out (UNKNOWN) if nobody has said",
    )


def all_true(facts: Collection[Fact]) -> Fact:
    """
    Return whether all of *facts* hold.

    >>> all_true([True, UNKNOWN]), all_true([UNKNOWN, False]), all_true([])
    (UNKNOWN, False, True)
    """
    if False in facts:
        return False
    return UNKNOWN if UNKNOWN in facts else True


def in_a_word(fact: Fact) -> str:
    """
    Return a fact as text: "yes", "no" or "unknown".

    >>> in_a_word(True), in_a_word(UNKNOWN)
    ('yes', 'unknown')
    """
    return "unknown" if fact is UNKNOWN else "yes" if fact else "no"


@frozen
class Is:
    """The condition that the fact called *name* is *needed*."""

    name: str
    needed: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the facts it reads."""
        return (self.name,)

    def value(self, facts: Mapping[str, Fact]) -> Fact:
        """Return whether it holds of *facts*."""
        fact = facts[self.name]
        return fact if fact is UNKNOWN else fact is self.needed

    def ways(self, *, value: bool) -> tuple[Way, ...]:
        """Return the only way to make it come out as *value*."""
        return ({self.name: self.needed is value},)


class _Compound:
    """Parts that share no fact, so that a value worked out from theirs is exact."""

    names: tuple[str, ...]
    #: The value of one part that settles the whole.
    settles: ClassVar[bool]

    def __init__(self, *parts: Condition) -> None:
        """Join *parts*, which may not read the same fact."""
        names = [name for part in parts for name in part.names]
        if len(set(names)) < len(names):
            message = f"a fact is read twice, so its parts cannot be judged apart: {names}"
            raise AssertionError(message)
        self.parts = parts
        self.names = tuple(names)
        self._single = tuple((part.name, part.needed) for part in parts if isinstance(part, Is))
        self._compound = tuple(part for part in parts if not isinstance(part, Is))

    def value(self, facts: Mapping[str, Fact]) -> Fact:
        """Return whether it holds of *facts*."""
        settles = self.settles
        found: Fact = not settles
        for name, needed in self._single:
            fact = facts[name]
            if fact is UNKNOWN:
                found = UNKNOWN
            elif (fact is needed) is settles:
                return settles
        for part in self._compound:
            value = part.value(facts)
            if value is settles:
                return settles
            if value is UNKNOWN:
                found = UNKNOWN
        return found

    def ways(self, *, value: bool) -> tuple[Way, ...]:
        """Return the smallest sets of facts that make it come out as *value*."""
        return self._each(value=value) if value is self.settles else self._together(value=value)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, self.parts))})"

    def _each(self, *, value: bool) -> tuple[Way, ...]:
        return tuple(way for part in self.parts for way in part.ways(value=value))

    def _together(self, *, value: bool) -> tuple[Way, ...]:
        choices = product(*(part.ways(value=value) for part in self.parts))
        return tuple({name: fact for way in chosen for name, fact in way.items()} for chosen in choices)


class AnyOf(_Compound):
    """
    The condition that one or more of its parts hold.

    >>> either = AnyOf(Is("a"), Is("b", needed=False))
    >>> either.value({"a": False, "b": UNKNOWN})
    UNKNOWN
    >>> either.ways(value=True), either.ways(value=False)
    (({'a': True}, {'b': False}), ({'a': False, 'b': True},))
    """

    settles = True


class AllOf(_Compound):
    """The condition that all of its parts hold."""

    settles = False


Condition: TypeAlias = Is | AnyOf | AllOf

#: Facts that, together, settle something: each by its name, with the value that is needed.
Way: TypeAlias = Mapping[str, bool]


Name = TypeVar("Name", bound=Hashable)
Value_co = TypeVar("Value_co", covariant=True)


class FrozenMapping(Mapping[Name, Value_co]):
    """
    A mapping that does not change, and that can be a key itself.

    >>> FrozenMapping({"a": 1})
    FrozenMapping({'a': 1})
    """

    __slots__ = ("_items",)

    _items: dict[Name, Value_co]

    def __init__(self, items: Mapping[Name, Value_co]) -> None:
        """Hold a copy of *items*, in their order."""
        object.__setattr__(self, "_items", dict(items))

    def __setattr__(self, name: str, value: object) -> None:
        message = f"cannot assign to {name!r}: a {type(self).__name__} does not change"
        raise AttributeError(message)

    def __delattr__(self, name: str) -> None:
        self.__setattr__(name, None)

    def __getitem__(self, name: Name) -> Value_co:
        return self._items[name]

    def __iter__(self) -> Iterator[Name]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    _repr_html_ = displayed

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._items})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self._items,))


class _HasRow(Protocol):
    def as_row(self) -> dict[str, Any]: ...


class Lines(tuple[Value_co, ...]):
    """
    Several things in order; printed, each is on a line of its own, and in a table each is a row.

    >>> Lines(["what", "by when"])
    what
    by when
    >>> Lines([]), Lines([1]) == (1,)
    ((), True)
    """

    __slots__ = ()

    def rows(self: Lines[_HasRow]) -> list[dict[str, Any]]:
        """
        Return each as a flat row of plain values, as a DataFrame or a CSV writer takes them.

        Things of one kind have the same columns in the same order, and a column has one type, or None.
        """
        return [each.as_row() for each in self]

    def __str__(self) -> str:
        return "\n".join(map(str, self))

    _repr_html_ = displayed

    def __repr__(self) -> str:
        return str(self) if self else "()"


def joined(parts: Iterable[object]) -> str:
    """
    Return several things as the one cell of a row that they stand in; each is named once.

    >>> joined(["advanced", "smart", "advanced"])
    'advanced; smart'
    """
    return "; ".join(dict.fromkeys(map(str, parts)))


class FactSet(FrozenMapping[str, Fact]):
    """
    A fact for each of a fixed list of names.

    It is made from a mapping, in which a name left out is unknown,
    or from a set of names, which is the complete answer: the rest are false.

    >>> FactSet.of("meters", {"smart": False}, ("advanced", "smart"))
    FactSet({'advanced': UNKNOWN, 'smart': False})
    >>> FactSet.of("meters", {"advanced"}, ("advanced", "smart"))
    FactSet({'advanced': True, 'smart': False})

    Attributes:
        field: What the facts are called together, as "meters".
        paths: The same facts under their full names, as "meters.smart".

    """

    __slots__ = ("field", "paths")

    field: str
    paths: Mapping[str, Fact]

    def __init__(self, field: str, facts: Mapping[str, Fact]) -> None:
        """Hold *facts*, already checked and in the order of their list, as those of *field*."""
        super().__init__(facts)
        object.__setattr__(self, "field", field)
        paths = {f"{field}.{name}": fact for name, fact in facts.items()}
        object.__setattr__(self, "paths", MappingProxyType(paths))

    def __reduce__(self) -> tuple[Any, ...]:
        return (FactSet, (self.field, self._items))

    @classmethod
    def of(
        cls, field: str, given: object, names: tuple[str, ...], reason: str = "", next_step: str = ""
    ) -> FactSet:
        """
        Make the set of facts called *field* from what was *given*.

        *reason* and *next_step* are what a refusal says of a name that is not one of *names*.

        Raises:
            InvalidType: If *given* is neither a mapping nor a set, list or tuple of names.
            UnknownName: If it names anything that is not one of *names*.
            ContradictoryFacts: If a list names the same thing twice.

        """
        if isinstance(given, FactSet) and tuple(given) == names and given.field == field:
            return given
        if given is UNKNOWN:
            given = {}
        if isinstance(given, Mapping):
            facts = {
                check_name(field, name, names, reason, next_step): check_fact(f"{field}.{name}", fact)
                for name, fact in given.items()
            }
            return cls(field, {name: facts.get(name, UNKNOWN) for name in names})
        if isinstance(given, (AbstractSet, list, tuple)):
            present = [check_name(field, name, names, reason, next_step) for name in given]
            for name in present:
                if present.count(name) > 1:
                    raise ContradictoryFacts(
                        f"{field}: {name!r}",
                        "the same name again",
                        "a complete answer names each once",
                    )
            return cls(field, {name: name in present for name in names})
        raise InvalidType(
            field,
            shown(given),
            "is neither a mapping of names to facts nor a set of names",
            f"pass for example {{{names[0]!r}: True}}, or {{{names[0]!r}}} if that is the complete answer",
        )
