"""Every error is data first: it can be caught as what it is, copied, sent elsewhere, and read."""

from __future__ import annotations

import copy
import pickle
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from attrs import asdict, has
from attrs.exceptions import FrozenInstanceError

from sec_uep import errors
from sec_uep.errors import (
    ContradictoryFacts,
    DateOutsideCalendar,
    Fault,
    InvalidType,
    InvalidValue,
    MalformedData,
    MissingExtra,
    MissingFact,
    SecUepError,
    UnknownName,
    UnknownTruth,
    VerdictIsNotABoolean,
    nearest,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Callable

#: One of each, the built-in a caller expects, and its sentence.
EXAMPLES: list[tuple[SecUepError, type[Exception], str]] = [
    (
        InvalidType("day", "'2026-03-27'", "is text", "pass a datetime.date"),
        TypeError,
        "day: '2026-03-27' is text; pass a datetime.date",
    ),
    (
        InvalidValue("n", "0", "counts no Working Day", "pass 1 or more"),
        ValueError,
        "n: 0 counts no Working Day; pass 1 or more",
    ),
    (
        UnknownName("paragraphs", "39.7", ("39.6", "39.10"), "Table 1 does not list it"),
        ValueError,
        ("paragraphs: '39.7' is not known here (Table 1 does not list it); the nearest is '39.6'"),
    ),
    (
        DateOutsideCalendar("2061-01-03", "England", date(2011, 1, 1), date(2060, 12, 31)),
        LookupError,
        (
            "2061-01-03 is outside the calendar 'England', which covers 2011-01-01 to 2060-12-31; "
            "use a calendar that covers it, or bring the date inside"
        ),
    ),
    (
        VerdictIsNotABoolean("insufficient"),
        TypeError,
        (
            "a finding is neither true nor false, whatever its verdict (insufficient); compare its .verdict, "
            "or ask the boolean of the same question, such as is_notice_sufficient"
        ),
    ),
    (
        UnknownTruth(),
        TypeError,
        (
            "UNKNOWN is neither true nor false, because nobody has given that fact; "
            "compare with `is UNKNOWN`, or find the fact out"
        ),
    ),
    (
        MissingExtra("ics", "icalendar"),
        ImportError,
        (
            "the extra 'ics' is not installed: this needs icalendar; "
            "install it with: pip install 'sec-uep[ics]'"
        ),
    ),
    (
        MissingFact("report_received", "the review runs from it"),
        ValueError,
        "report_received: is UNKNOWN, and the review runs from it; pass report_received",
    ),
    (
        ContradictoryFacts("known_on 1 May", "day 2 May", "nothing is known before it happens"),
        ValueError,
        "known_on 1 May contradicts day 2 May: nothing is known before it happens; correct one of the two",
    ),
    (
        MalformedData("entry.toml", (Fault("party.name", "is not text"),)),
        ValueError,
        "entry.toml: party.name: is not text",
    ),
]

each = pytest.mark.parametrize(
    ("error", "built_in", "sentence"), EXAMPLES, ids=lambda value: type(value).__name__
)


def thrown(error: SecUepError) -> SecUepError:
    """Return *error* as it is once it has been raised and caught."""
    with pytest.raises(SecUepError) as caught:
        raise error from KeyError("a cause")
    return caught.value


def said(error: SecUepError) -> dict[str, Any]:
    """Return the fields of *error*; one has none."""
    fields: Any = error
    return asdict(fields) if has(type(error)) else {}


class TestEveryError:
    """Each class is a `SecUepError`, and the built-in that a caller would expect."""

    def test_none_is_left_out(self) -> None:
        """The examples here are one of each class."""
        public = {getattr(errors, name) for name in errors.__all__}
        classes = {one for one in public if isinstance(one, type) and issubclass(one, Exception)}
        assert {type(error) for error, _, _ in EXAMPLES} == classes - {SecUepError}

    @each
    def test_kinds(self, error: SecUepError, built_in: type[Exception], sentence: str) -> None:
        """It is caught as either, and its sentence says what, why and what next."""
        assert isinstance(error, SecUepError)
        with pytest.raises(built_in) as caught:
            raise error
        assert str(caught.value) == sentence

    @each
    @pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
    def test_pickle(
        self, error: SecUepError, built_in: type[Exception], sentence: str, protocol: int
    ) -> None:
        """It survives a pickle with all its fields, raised before or not."""
        for one in (error, thrown(error)):
            other: SecUepError = pickle.loads(pickle.dumps(one, protocol))  # noqa: S301 - our own bytes
            assert type(other) is type(error)
            assert issubclass(type(other), built_in)
            assert said(other) == said(error)
            assert str(other) == sentence

    @each
    @pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
    def test_copy(
        self,
        error: SecUepError,
        built_in: type[Exception],
        sentence: str,
        copied: Callable[[Any], Any],
    ) -> None:
        """It survives a copy with all its fields."""
        other: SecUepError = copied(thrown(error))
        assert issubclass(type(other), built_in)
        assert said(other) == said(error)
        assert str(other) == sentence

    @each
    def test_fields_do_not_change(self, error: SecUepError, built_in: type[Exception], sentence: str) -> None:
        """What an error says cannot be changed afterwards, but a note can be added."""
        assert isinstance(error, built_in)
        for name in said(error):
            with pytest.raises(FrozenInstanceError):
                setattr(error, name, "something else")
        other = copy.copy(error)
        other.add_note("seen in entry 7")
        assert other.__notes__ == ["seen in entry 7"]
        assert str(other) == sentence


class TestUnknownName:
    """A name that is not known is refused with those that are."""

    @pytest.mark.parametrize("name", ["x" * 10_000_000, 10**5000, object()], ids=["long", "huge", "none"])
    def test_any_name(self, name: Any) -> None:  # noqa: ANN401 - whatever was passed
        """A name that is huge, or none at all, gives a short sentence."""
        assert len(str(UnknownName("meters", name, ("advanced", "smart")))) < 300

    def test_nearest(self) -> None:
        """The one most like it is offered first."""
        error = UnknownName("meters", "advnced", ("advanced", "smart"))
        assert str(error) == ("meters: 'advnced' is not known here; the nearest is 'advanced'")

    def test_none_is_near(self) -> None:
        """Where none is like it, all are offered."""
        error = UnknownName("meters", "xyz", ("advanced", "smart"))
        assert str(error) == "meters: 'xyz' is not known here; choose from 'advanced', 'smart'"

    def test_many(self) -> None:
        """Of many names the first are offered, and how many more there are."""
        error = UnknownName("id", "x" * 10**7, [f"R-{n}" for n in range(100)])
        choices = ", ".join(f"'R-{n}'" for n in range(40))
        assert str(error) == f"id: '{'x' * 76}... is not known here; choose from {choices} and 60 more"

    def test_there_is_none(self) -> None:
        """Where there is nothing to choose from, it says so."""
        assert str(UnknownName("outcome", "xyz", ())) == "outcome: 'xyz' is not known here; choose from none"

    @pytest.mark.parametrize(
        ("name", "known", "expected"),
        [
            ("domestc", ["domestic", "paragraphs"], "domestic"),
            ("39.7", ["39.3", "39.10"], "39.3"),
            ("", ["a"], None),
            ("anything", [], None),
            ("smart", ["smart"], "smart"),
        ],
    )
    def test_nearest_of(self, name: str, known: list[str], expected: str | None) -> None:
        """`nearest` gives one of the known names, or None."""
        assert nearest(name, known) == expected
        assert nearest(name, iter(known)) == expected


class _Broken:
    """A value that cannot be shown."""

    def __repr__(self) -> str:
        raise RuntimeError


class _Lines:
    """A value that is shown in lines."""

    def __repr__(self) -> str:
        return "a table\n1  2"


class TestShown:
    """A message shows what was given in short, whatever it is."""

    @pytest.mark.parametrize(
        "value",
        [
            None,
            "39.4",
            0,
            "x" * 78,
            b"bytes",
            [],
            ["a", [1]],
            (),
            (1,),
            (1, "b"),
            {"a": 1, "b": [2]},
            {1, 2},
            set(),
            date(2026, 6, 5),
        ],
    )
    def test_whole(self, value: object) -> None:
        """What fits is shown as it is."""
        assert shown(value) == repr(value)

    def test_cut(self) -> None:
        """What is longer than eighty characters is cut there."""
        assert shown("x" * 79) == "'" + "x" * 76 + "..."
        numbers = list(range(1000))
        for many in (numbers, tuple(numbers), dict.fromkeys(numbers, numbers), [numbers], "\0" * 1000):
            assert shown(many) == f"{many!r}"[:77] + "..."
        assert shown(b"x" * 10**7) == f"b'{'x' * 75}..."

    def test_no_more_is_looked_at(self) -> None:
        """Of what is long, only the beginning is asked for its text."""
        assert shown(["x" * 100, *[_Broken()] * 10]).startswith("['xxx")

    def test_on_one_line(self) -> None:
        """A text of several lines, or one that cannot be printed, is quoted."""
        assert shown(_Lines()) == r"'a table\n1  2'"

    @pytest.mark.parametrize(
        ("value", "kind"), [(_Broken(), "_Broken"), (10**5000, "int")], ids=["broken", "huge"]
    )
    def test_cannot_be_shown(self, value: object, kind: str) -> None:
        """A value that has no text does not hide the refusal."""
        assert shown(value) == f"a value of type {kind}"


class TestMalformedData:
    """Every fault that was found is listed with its place."""

    def test_many(self) -> None:
        """More than one fault: how many, and each on its own line."""
        faults = (Fault("party.name", "is not text"), Fault("roles[0]", "is not known"))
        assert str(MalformedData("entry.toml", faults)) == (
            "entry.toml: 2 faults\n  party.name: is not text\n  roles[0]: is not known"
        )

    def test_too_many(self) -> None:
        """The first hundred are told, and how many more there are; all can be asked for."""
        faults = tuple(Fault(("events", n), "is wrong") for n in range(1101))
        error = MalformedData("entry.toml", faults)
        lines = str(error).splitlines()
        assert lines[0] == "entry.toml: 1101 faults"
        assert lines[1:] == [f"  events #{n}: is wrong" for n in range(1, 101)] + [
            "  and 1,001 more; correct these first"
        ]
        assert error.faults == faults

    @pytest.mark.parametrize(
        ("fault", "sentence"),
        [
            (Fault((), "is empty"), "is empty"),
            (Fault((), "is empty", "syntax", 1), "line 1: is empty"),
            (Fault(("events", 2, "day"), "is missing"), "events #3.day: is missing"),
            (Fault((0, 1, "a"), "is missing", line=7), "line 7: #1 #2.a: is missing"),
            (Fault(("paragraphs", "39.7"), "is not known"), "paragraphs.39.7: is not known"),
            (Fault(("a b", "\x1b[2J"), "is no key"), r"'a b'.'\x1b[2J': is no key"),
            (Fault(("x" * 100,), "is no key"), f"'{'x' * 76}...: is no key"),
        ],
    )
    def test_a_place_in_words(self, fault: Fault, sentence: str) -> None:
        """Lists are counted from 1 in words, and what cannot be printed is quoted."""
        assert str(fault) == sentence

    def test_a_path_can_be_followed(self) -> None:
        """Its parts are keys and places in lists, as Python has them; a text is one part."""
        assert Fault(["events", 2], "x").path == ("events", 2)
        assert Fault("party.name", "x").path == ("party.name",)
        assert (Fault((), "x").code, Fault((), "x").line) == ("value", None)

    def test_a_fault_is_a_value(self) -> None:
        """Two faults are equal when place and message are."""
        assert Fault("a", "b") == Fault("a", "b") != Fault("a", "c")
        assert len({Fault("a", "b"), Fault("a", "b")}) == 1
