"""Facts that may be unknown: every three-valued answer, held against trying everything."""

from __future__ import annotations

import copy
import pickle
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st

from sec_uep import UNKNOWN
from sec_uep.errors import ContradictoryFacts, InvalidType, UnknownName, UnknownTruth
from sec_uep.facts import (
    AllOf,
    AnyOf,
    Condition,
    FactSet,
    FrozenMapping,
    Is,
    Unknown,
    all_true,
    check_fact,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hypothesis.strategies import DrawFn

    from sec_uep.facts import Fact

TRUTHS: tuple[Fact, ...] = (False, True, UNKNOWN)

facts = st.sampled_from(TRUTHS)

#: A formula as nested tuples: ("is", name, needed), ("any", parts) or ("all", parts).
Formula = tuple[Any, ...]


@st.composite
def formulas(draw: DrawFn) -> Formula:
    """Any formula of up to six facts, each of which stands in it once."""
    parts: list[Formula] = [
        ("is", name, draw(st.booleans()))
        for name in draw(st.permutations("abcdef"))[: draw(st.integers(1, 6))]
    ]
    while len(parts) > 1 or draw(st.booleans()):
        n = draw(st.integers(1, min(3, len(parts))))
        parts = [*parts[n:], (draw(st.sampled_from(["any", "all"])), tuple(parts[:n]))]
    return parts[0]


def names_of(formula: Formula) -> list[str]:
    """Return the facts that a formula reads, in order."""
    if formula[0] == "is":
        return [formula[1]]
    return [name for part in formula[1] for name in names_of(part)]


def built(formula: Formula) -> Condition:
    """Return the condition that a formula describes."""
    if formula[0] == "is":
        return Is(formula[1], needed=formula[2])
    return (AnyOf if formula[0] == "any" else AllOf)(*map(built, formula[1]))


def holds(formula: Formula, known: Mapping[str, bool]) -> bool:
    """Work a formula out, every fact known."""
    if formula[0] == "is":
        return known[formula[1]] is formula[2]
    return (any if formula[0] == "any" else all)(holds(part, known) for part in formula[1])


def outcomes(formula: Formula, known: Mapping[str, Fact]) -> set[bool]:
    """Work a formula out for every way its unknown facts can turn out."""
    names = names_of(formula)
    choices = [(False, True) if known[name] is UNKNOWN else (known[name],) for name in names]
    return {holds(formula, dict(zip(names, values, strict=True))) for values in product(*choices)}  # type: ignore[arg-type]


class TestUnknown:
    """`UNKNOWN` is not "no", and not "yes" either."""

    @pytest.mark.parametrize(
        "use",
        [
            lambda: bool(UNKNOWN),
            lambda: not UNKNOWN,
            lambda: 1 if UNKNOWN else 0,
            lambda: UNKNOWN and True,
            lambda: UNKNOWN or True,
            lambda: all([UNKNOWN]),
        ],
        ids=["bool", "not", "if", "and", "or", "all"],
    )
    def test_its_truth_may_not_be_asked(self, use: Callable[[], object]) -> None:
        """Wherever Python asks for its truth it is refused, with what to do instead."""
        with pytest.raises(UnknownTruth) as caught:
            use()
        assert isinstance(caught.value, TypeError)
        assert str(caught.value) == (
            "UNKNOWN is neither true nor false, because nobody has given that fact; "
            "compare with `is UNKNOWN`, or find the fact out"
        )

    def test_there_is_one(self) -> None:
        """Copies and pickles are the same object, so that `is` always works."""
        assert Unknown.UNKNOWN is UNKNOWN
        assert copy.copy(UNKNOWN) is UNKNOWN
        assert copy.deepcopy([UNKNOWN])[0] is UNKNOWN
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            assert pickle.loads(pickle.dumps(UNKNOWN, protocol)) is UNKNOWN  # noqa: S301

    def test_shown(self) -> None:
        """It is shown by its name."""
        assert repr(UNKNOWN) == str(UNKNOWN) == f"{UNKNOWN}" == "UNKNOWN"

    def test_equals_itself_alone(self) -> None:
        """It equals neither truth, nor None, nor its own name."""
        assert UNKNOWN == Unknown.UNKNOWN
        others: tuple[object, ...] = (True, False, None, 0, "unknown")
        for other in others:
            assert other != UNKNOWN
        assert {UNKNOWN: "found"}[UNKNOWN] == "found"


class TestCheckFact:
    """A fact is True, False or `UNKNOWN`, and nothing else."""

    @pytest.mark.parametrize("fact", TRUTHS, ids=repr)
    def test_fact(self, fact: Fact) -> None:
        """A fact comes back as it is."""
        assert check_fact("domestic", fact) is fact

    @pytest.mark.parametrize("value", [None, 0, 1, 1.0, "true", "UNKNOWN", [], Unknown])
    def test_not_a_fact(self, value: object) -> None:
        """None is not a fact, and 1 is not True."""
        with pytest.raises(InvalidType) as caught:
            check_fact("domestic", value)
        assert str(caught.value) == (
            f"domestic: {value!r} is not a fact; "
            "pass True or False, or leave it out (UNKNOWN) if nobody has said"
        )


class TestThreeValues:
    """Each answer is the one on which all completions agree, and unknown where they do not."""

    @pytest.mark.parametrize("n", range(5))
    def test_all_true(self, n: int) -> None:
        """`all_true` is exact on every pattern of up to four facts."""
        for pattern in product(TRUTHS, repeat=n):
            every = product(*((False, True) if fact is UNKNOWN else (fact,) for fact in pattern))
            possible = {all(values) for values in every}
            assert all_true(pattern) is (possible.pop() if len(possible) == 1 else UNKNOWN)

    @given(formula=formulas(), data=st.data())
    def test_conditions(self, formula: Formula, data: st.DataObject) -> None:
        """A condition's value is exact for every formula and whatever is known."""
        condition = built(formula)
        assert list(condition.names) == names_of(formula)
        known = {name: data.draw(facts, label=name) for name in condition.names}
        possible = outcomes(formula, known)
        assert condition.value(known) is (possible.pop() if len(possible) == 1 else UNKNOWN)

    @given(formula=formulas(), value=st.booleans())
    def test_ways(self, formula: Formula, value: bool) -> None:
        """The ways are all the smallest sets of facts that settle a condition, and each stands once."""
        names = names_of(formula)
        settling = []
        for pattern in product(TRUTHS, repeat=len(names)):
            known = dict(zip(names, pattern, strict=True))
            if outcomes(formula, known) == {value}:
                settling.append({name: fact for name, fact in known.items() if fact is not UNKNOWN})
        smallest = [way for way in settling if not any(other.items() < way.items() for other in settling)]
        found = [dict(way) for way in built(formula).ways(value=value)]
        assert len(found) == len(smallest)
        assert all(way in smallest for way in found)
        assert all(way in found for way in smallest)

    @pytest.mark.parametrize("join", [AnyOf, AllOf])
    def test_no_fact_is_read_twice(self, join: type[AnyOf | AllOf]) -> None:
        """Parts that share a fact are refused, because their join would not be exact."""
        with pytest.raises(AssertionError, match="a fact is read twice"):
            join(Is("a"), Is("a", needed=False))
        with pytest.raises(AssertionError, match="'b', 'a', 'a'"):
            join(AnyOf(Is("b"), Is("a")), Is("a"))

    def test_of_nothing(self) -> None:
        """Any of nothing is false, and all of nothing is true."""
        assert AnyOf().value({}) is False
        assert AllOf().value({}) is True

    def test_shown(self) -> None:
        """A condition is shown as it is written."""
        condition = AllOf(Is("a"), AnyOf(Is("b", needed=False)))
        assert repr(condition) == ("AllOf(Is(name='a', needed=True), AnyOf(Is(name='b', needed=False)))")


NAMES = ("advanced", "large-gas", "smart")
mappings = st.dictionaries(st.sampled_from(NAMES), facts)


def fact_set(given_: object) -> FactSet:
    """Return the set of facts called meters."""
    return FactSet.of("meters", given_, NAMES, "there are three")


class TestFactSet:
    """A fact for each of a fixed list of names, from a mapping or from a complete answer."""

    @given(given_=mappings)
    def test_mapping(self, given_: dict[str, Fact]) -> None:
        """In a mapping, a name that is left out is unknown."""
        found = fact_set(given_)
        assert tuple(found) == NAMES
        assert len(found) == 3
        assert all(found[name] is given_.get(name, UNKNOWN) for name in NAMES)
        assert found.paths == {f"meters.{name}": found[name] for name in NAMES}

    @given(given_=st.sets(st.sampled_from(NAMES)), kind=st.sampled_from([set, frozenset, list, tuple]))
    def test_complete_answer(self, given_: set[str], kind: type) -> None:
        """A set, a list or a tuple of names is the complete answer: the rest are false."""
        found = fact_set(kind(given_))
        assert dict(found) == {name: name in given_ for name in NAMES}
        assert found == fact_set({name: name in given_ for name in NAMES})

    def test_keys_are_a_complete_answer(self) -> None:
        """The keys of a mapping are a set, and so a complete answer."""
        assert fact_set({"smart": 1}.keys()) == fact_set({"smart"})

    def test_unknown(self) -> None:
        """UNKNOWN, like an empty mapping, leaves all unknown; an empty set leaves none."""
        assert fact_set(UNKNOWN) == fact_set({}) == dict.fromkeys(NAMES, UNKNOWN)
        assert fact_set(set()) == dict.fromkeys(NAMES, False)

    def test_of_itself(self) -> None:
        """A set of facts is taken as it is where it belongs, and read as a mapping elsewhere."""
        found = fact_set({"smart": True})
        assert fact_set(found) is found
        elsewhere = FactSet.of("meters_elsewhere", found, NAMES)
        assert elsewhere.paths["meters_elsewhere.smart"] is True
        more = FactSet.of("meters", found, (*NAMES, "other"))
        assert more["other"] is UNKNOWN
        assert more["smart"] is True
        with pytest.raises(UnknownName):
            FactSet.of("meters", found, ("advanced",))

    @pytest.mark.parametrize("given_", [None, True, False, 1, "smart", iter(["smart"]), object()], ids=repr)
    def test_neither(self, given_: object) -> None:
        """None is refused, and so is text, and whatever is neither mapping nor set."""
        with pytest.raises(InvalidType) as caught:
            fact_set(given_)
        assert str(caught.value) == (
            f"meters: {given_!r} is neither a mapping of names to facts nor a set of names; "
            "pass for example {'advanced': True}, or {'advanced'} if that is the complete answer"
        )

    @pytest.mark.parametrize("fact", [None, 1, "yes"])
    def test_not_a_fact(self, fact: Any) -> None:  # noqa: ANN401 - anything may be passed
        """Each member of a mapping is a fact, and is refused by its full name."""
        with pytest.raises(
            InvalidType, match=r"^meters\.smart: .* is not a fact; pass True or False, or leave"
        ):
            fact_set({"smart": fact})

    @pytest.mark.parametrize("given_", [{1: True}, {None}, [("smart",)], ["smart", None]])
    def test_not_a_name(self, given_: object) -> None:
        """A name is text."""
        with pytest.raises(
            InvalidType, match=r"^meters: .* is not a name; choose from 'advanced', 'large-gas', 'smart'"
        ):
            fact_set(given_)

    @pytest.mark.parametrize("given_", [{"Smart": True}, {"Smart"}, ["Smart"], ("Smart",)])
    def test_no_such_name(self, given_: object) -> None:
        """A name that is not in the list is refused, with the nearest and the reason."""
        with pytest.raises(UnknownName) as caught:
            fact_set(given_)
        assert str(caught.value) == (
            "meters: 'Smart' is not known here (there are three); the nearest is 'smart'"
        )

    @pytest.mark.parametrize("kind", [list, tuple])
    def test_the_same_name_twice(self, kind: type) -> None:
        """A list that names a thing twice is refused: something else must have been meant."""
        with pytest.raises(ContradictoryFacts) as caught:
            fact_set(kind(["smart", "advanced", "smart"]))
        assert str(caught.value) == (
            "meters: 'smart' contradicts the same name again: a complete answer names each once; "
            "correct one of the two"
        )

    @given(one=mappings, two=mappings)
    def test_equality(self, one: dict[str, Fact], two: dict[str, Fact]) -> None:
        """Two are equal, and hash alike, exactly if every fact is the same."""
        same = all(one.get(name, UNKNOWN) is two.get(name, UNKNOWN) for name in NAMES)
        assert (fact_set(one) == fact_set(two)) is same
        if same:
            assert hash(fact_set(one)) == hash(fact_set(two))

    @given(given_=mappings)
    def test_copies(self, given_: dict[str, Fact]) -> None:
        """Copies and pickles are equal, and are the set of the same field."""
        found = fact_set(given_)
        for other in (copy.copy(found), copy.deepcopy(found), pickle.loads(pickle.dumps(found))):  # noqa: S301
            assert type(other) is FactSet
            assert other == found
            assert hash(other) == hash(found)
            assert other.paths == found.paths
            assert fact_set(other) is other

    def test_does_not_change(self) -> None:
        """Nothing in it can be set or taken away, and what it was made from may change."""
        given_: dict[str, Fact] = {"smart": True}
        found: Any = fact_set(given_)
        given_["smart"] = False
        assert found["smart"] is True
        with pytest.raises(AttributeError, match="cannot assign to 'paths': a FactSet does not change"):
            found.paths = {}
        with pytest.raises(AttributeError):
            found.other = 1
        with pytest.raises(TypeError):
            found["smart"] = False
        with pytest.raises(TypeError):
            found.paths["meters.smart"] = False
        with pytest.raises(AttributeError):
            del found.paths
        assert found.paths["meters.smart"] is True

    def test_shown(self) -> None:
        """It is shown with every fact."""
        assert repr(fact_set({"smart": False})) == (
            "FactSet({'advanced': UNKNOWN, 'large-gas': UNKNOWN, 'smart': False})"
        )


class TestFrozenMapping:
    """A mapping that does not change can be a key."""

    def test_value(self) -> None:
        """It keeps a copy in order, is equal whatever the order, and hashes alike."""
        source = {"b": 2, "a": 1}
        mapping = FrozenMapping(source)
        source["c"] = 3
        assert list(mapping) == ["b", "a"]
        assert len(mapping) == 2
        assert mapping["a"] == 1
        assert mapping == FrozenMapping({"a": 1, "b": 2})
        assert hash(mapping) == hash(FrozenMapping({"a": 1, "b": 2}))
        assert repr(mapping) == "FrozenMapping({'b': 2, 'a': 1})"
        assert pickle.loads(pickle.dumps(mapping)) == mapping  # noqa: S301
        with pytest.raises(KeyError):
            mapping["c"]

    def test_does_not_change(self) -> None:
        """Nothing in it can be set or taken away."""
        mapping: Any = FrozenMapping({"a": 1})
        with pytest.raises(AttributeError, match="cannot assign to 'a': a FrozenMapping does not change"):
            mapping.a = 2
        with pytest.raises(TypeError):
            mapping["a"] = 2
        with pytest.raises(AttributeError):
            del mapping._items  # noqa: SLF001 - nobody may
        assert mapping == {"a": 1}
