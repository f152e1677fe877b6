"""
Metering points to cells: how many there are of each kind that the rules can tell apart.

It is one grouping on the caller's own engine; with a column of premises, two more count those.
For each licence no more rows come back than the rules can tell apart, whatever its size.
What is grouped by is made of the rules: their words, their profile classes, their figure of consumption.
Nothing is decided here; the scalar rules read the cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

import narwhals as nw
from attrs import frozen

from sec_uep.checks import check_is, check_name, is_missing
from sec_uep.errors import InvalidType, InvalidValue, UnknownName, nearest, shown
from sec_uep.obligations.electricity_supply import PROFILE_CLASSES
from sec_uep.obligations.gas_supply import DESIGNATED_KWH
from sec_uep.parties import ELECTRICITY_METERS, GAS_METERS

__all__ = ["COLUMNS", "KWH", "WORDS", "Cell", "Key", "Points", "Told", "opened"]

_Frame: TypeAlias = "nw.LazyFrame[Any]"
Key: TypeAlias = tuple[str | None, ...]

# --- What the columns hold -------------------------------------------------------------------


def _is_text(kind: Any) -> bool:  # noqa: ANN401 - a type of narwhals
    return isinstance(kind, (nw.String, nw.Categorical, nw.Enum))


def _is_name(kind: Any) -> bool:  # noqa: ANN401
    return _is_text(kind) or kind.is_integer()


def _is_number(kind: Any) -> bool:  # noqa: ANN401
    return bool(kind.is_numeric())


def _is_any(kind: Any) -> bool:  # noqa: ANN401
    return _is_text(kind) or _is_number(kind)


def _is_truth(kind: Any) -> bool:  # noqa: ANN401
    return isinstance(kind, nw.Boolean)


_Holds: TypeAlias = tuple[Callable[[Any], bool], str]
_TEXT: _Holds = _is_text, "text"
_NAME: _Holds = _is_name, "text or whole numbers"
_NUMBER: _Holds = _is_number, "numbers"
_ANY: _Holds = _is_any, "text or numbers"

#: Our name of each column, and what it holds.
_HOLDS: dict[str, _Holds] = {
    "party": _NAME,
    "licence": _NAME,
    "fuel": _TEXT,
    "premises": _TEXT,
    "profile_class": _ANY,
    "annual_kwh": _NUMBER,
    "meter": _TEXT,
    "smart_metering_system": (_is_truth, "true and false"),
    "metering_point": _ANY,
    "premises_id": _ANY,
}
COLUMNS = tuple(_HOLDS)

#: Those without which no row belongs to a licence, and those of which nothing need be said.
_NEEDED = ("party", "fuel")
_OPTIONAL = ("licence", "metering_point", "premises_id")

#: Each word that a column may hold, and what it is here; a profile class may have a 0 before it.
WORDS: dict[str, dict[str, str]] = {
    "fuel": {"electricity": "electricity", "gas": "gas"},
    "premises": {"domestic": "domestic", "non-domestic": "non-domestic"},
    "meter": {**{kind: kind for kind in (*ELECTRICITY_METERS, *GAS_METERS)}, "traditional": "other"},
    "profile_class": {f"{zero}{n}": str(n) for n in PROFILE_CLASSES for zero in ("", "0")},
}

#: The classes of a consumption that the rule of gas can tell apart, with one of each for it to judge.
KWH: Mapping[str, int | Decimal] = {
    "not a number": Decimal("NaN"),
    "negative": -1,
    "below": DESIGNATED_KWH - 1,
    "exactly": DESIGNATED_KWH,
    "above": DESIGNATED_KWH + 1,
}
#: What stands in a key for every word that is none of ours.
_ODD = "?"
#: Each column of cells that may have one, with the column of ours it stands in.
_ODD_IN = {"fuel": "fuel", "premises": "premises", "place": "profile_class", "meter": "meter"}


@frozen(cache_hash=True)
class Told:
    """
    What rows say that a rule reads; None is what they do not say.

    Attributes:
        premises: Whether they are at domestic or non-domestic premises.
        place: The profile class, or the class of `KWH`.
        meter: The kind of meter.
        smart: Whether there is a Smart Metering System.

    """

    premises: str | None
    place: str | None
    meter: str | None
    smart: bool | None


@frozen
class Cell:
    """
    What so many rows have in common, as far as the rules can tell them apart; None is what is not known.

    Attributes:
        licence: Whose they are: the Party, the name of the licence ("" without a column of them), the fuel.
        told: What they say.
        identified: Whether it is known at which premises they are.
        rows: How many they are.
        first: The least of their metering points.
        odd: The least of the words that say nothing here, by the column they stand in.

    """

    licence: Key
    told: Told
    identified: bool
    rows: int
    first: Any
    odd: Mapping[str, str]


# --- The caller's frame ----------------------------------------------------------------------


def opened(metering_points: object, columns: Mapping[str, str | None] | None) -> Points:
    """
    Return the columns of *metering_points* that are read, under our names.

    Raises:
        InvalidType: If it is no frame, or a column does not hold what it should.
        InvalidValue: If two of its columns have one name.
        UnknownName: If a column is not there.

    """
    say = "pass a table of pandas, Polars, PyArrow, DuckDB or PySpark"
    try:
        told = nw.from_native(metering_points, pass_through=True)
        if not isinstance(told, (nw.DataFrame, nw.LazyFrame)):
            raise InvalidType("metering_points", shown(metering_points), "is no table", say)
        names = tuple(told.collect_schema())
    except nw.exceptions.DuplicateError:
        kind, reason = type(metering_points).__name__, "has two columns of one name"
        raise InvalidValue("metering_points", kind, reason, "rename one of them") from None
    say = "pass {'meter': 'its name there'}, say"
    given = check_is("columns", {} if columns is None else columns, Mapping, "is no mapping", say)
    placed = _placed(names, given)
    native = _PLAINLY.get(told.implementation, lambda frame: frame)(told.to_native())
    renamed = nw.from_native(native).select(*(nw.nth(place).alias(ours) for ours, place in placed.items()))
    for ours, (holds, what) in _HOLDS.items():
        if ours in placed and (
            _has_categories_of_numbers(renamed, ours) or not holds(renamed.collect_schema()[ours])
        ):
            renamed = _settled(renamed, ours, holds, what, shown(names[placed[ours]]))
    kinds = renamed.collect_schema()
    frame = renamed.lazy().select(*(_plain(name, kind) for name, kind in kinds.items()))
    return Points(frame, kinds)


#: How the columns of an engine are named by their places, where narwhals would take a name for an expression.
_PLAINLY: dict[Any, Callable[[Any], Any]] = {
    nw.Implementation.PYSPARK: lambda frame: frame.toDF(*(f"c{n}" for n in range(len(frame.columns)))),
}


def _placed(names: Sequence[str], columns: Mapping[str, str | None]) -> dict[str, int]:
    """Return where each column of ours stands, the caller's *columns* before what is called as we call it."""
    for ours in columns:
        check_name("columns", ours, _HOLDS)
    found: dict[str, int] = {}
    for ours in _HOLDS:
        theirs = columns.get(ours, ours)
        if theirs is None and ours not in _NEEDED:
            continue
        theirs = check_is(f"columns: {ours}", theirs, str, "is no column", "pass its name")
        if theirs in names:
            found[ours] = names.index(theirs)
        elif ours in columns or ours not in _OPTIONAL:
            close = nearest(theirs, map(str, names))
            say = f"name it, as columns={{{ours!r}: {close or 'its name there'!r}}}"
            say += "" if ours in _NEEDED else ", or pass None for it if there is none"
            raise UnknownName(f"columns: {ours}", theirs, names, "the table has no such column", say)
    return found


def _has_categories_of_numbers(frame: Any, ours: str) -> bool:  # noqa: ANN401
    """Return whether a column of pandas has categories, and they are numbers."""
    if not frame.implementation.is_pandas() or frame.collect_schema()[ours] != nw.Categorical:
        return False
    return frame[ours].to_native().cat.categories.dtype.kind in "iuf"


def _settled(frame: Any, ours: str, holds: Callable[[Any], bool], what: str, theirs: str) -> Any:  # noqa: ANN401
    """Return *frame* with a column of the wrong type put right, or without it if it has nothing but nulls."""
    kind = frame.collect_schema()[ours]
    if frame.implementation.is_pandas():  # values beside nothing are objects there, or numbers with a point
        found = nw.from_native(frame[ours].to_native().astype(object).convert_dtypes(), series_only=True)
        if holds(found.dtype):
            return frame.with_columns(found.alias(ours))
    ((is_told,),) = _rows(frame.lazy().select((~nw.col(ours).is_null()).any()))
    if is_told:
        raise InvalidType(f"column {theirs}", str(kind), f"does not hold {what}", "cast the column first")
    return frame.drop(ours)


def _plain(name: str, kind: Any) -> nw.Expr:  # noqa: ANN401 - a type of narwhals
    """Return a column, categories as text; what is null stays null on every engine."""
    column = nw.col(name)
    if isinstance(kind, (nw.Categorical, nw.Enum)):
        return nw.when(~column.is_null()).then(column.cast(nw.String)).alias(name)
    return column


@frozen(eq=False)
class Points:
    """
    The columns of a portfolio that are read, under our names.

    Attributes:
        frame: Its rows.
        kinds: The columns that are there, with what each holds.

    """

    frame: _Frame
    kinds: Mapping[str, Any]

    def cells(self) -> Iterator[Cell]:
        """
        Yield the cells.

        What is read of each row is grouped as it stands; only then are words compared, of some thousand rows.
        """
        frame = self._with_place()
        keys = [name for name in frame.collect_schema() if name != "metering_point"]
        counted = [nw.len().alias("rows")]
        if "metering_point" in self.kinds:
            counted.append(nw.col("metering_point").min().alias("first"))
        folded = self._folded(frame.group_by(*keys).agg(*counted))
        names = folded.collect_schema().names()
        for row in _rows(folded):
            yield _cell(dict(zip(names, row, strict=True)))

    def _with_place(self) -> _Frame:
        """
        Return the rows with what their fuel's rule reads in one column, and whether they have their premises.

        It holds the profile class as it stands, and of gas the class of its consumption.
        """
        frame, place = self.frame, None
        if "profile_class" in self.kinds:
            place = nw.col("profile_class")
            if not self._says_place_in_words and not self.kinds["profile_class"].is_integer():
                place = place.cast(nw.Float64)
        if "annual_kwh" in self.kinds:
            kwh, names = nw.col("annual_kwh"), self._classes
            classes = _first_of(
                (kwh < 0, names["negative"]),
                (kwh < DESIGNATED_KWH, names["below"]),
                (kwh == DESIGNATED_KWH, names["exactly"]),
                (kwh > DESIGNATED_KWH, names["above"]),
            )
            if self.kinds["annual_kwh"].is_float():  # neither NaN nor an infinity is a consumption
                no_number = ~kwh.is_null() & ~kwh.is_finite()
                classes = nw.when(no_number).then(nw.lit(names["not a number"])).otherwise(classes)
            of_gas = nw.when(nw.col("fuel") == "gas").then(classes)
            place = of_gas if place is None else of_gas.otherwise(place)
        if place is not None:
            read = [name for name in ("profile_class", "annual_kwh") if name in self.kinds]
            frame = frame.with_columns(place.alias("place")).drop(*read)
        if "premises_id" in self.kinds:
            frame = frame.with_columns((~nw.col("premises_id").is_null()).alias("premises_id"))
        return frame

    @property
    def _says_place_in_words(self) -> bool:
        return _is_text(self.kinds.get("profile_class"))

    @property
    def _classes(self) -> dict[str, Any]:
        """The name of each class of consumption, and what stands for it beside the profile classes."""
        return {name: name if self._says_place_in_words else n for n, name in enumerate(KWH)}

    def _folded(self, counted: _Frame) -> _Frame:
        """Return what was *counted* with words that are none of ours made one, beside the least of them."""
        keys = [name for name in counted.collect_schema() if name not in ("rows", "first")]
        known = {name: _word(name, words) for name, words in WORDS.items() if name in keys}
        is_electricity = nw.col("fuel") == "electricity"
        if "place" in keys:
            profile: dict[Any, str] = {n: str(n) for n in PROFILE_CLASSES}
            profile = {**WORDS["profile_class"]} if self._says_place_in_words else profile
            classes = _word("place", {label: name for name, label in self._classes.items()})
            of_other = nw.when(is_electricity).then(_word("place", profile))
            known["place"] = nw.when(nw.col("fuel") == "gas").then(classes).otherwise(of_other)
        counted = counted.with_columns(**{f"known {name}": word for name, word in known.items()})
        spelled = {}
        for name in known:
            told, ours = nw.col(name), nw.col(f"known {name}")
            is_odd = ~told.is_null() & ours.is_null()
            if name == "place":
                is_odd &= is_electricity
            spelled[name] = nw.when(is_odd).then(nw.lit(_ODD)).otherwise(ours)
            spelled[f"odd {name}"] = nw.when(is_odd).then(told.cast(nw.String))
        counted = counted.with_columns(**spelled)
        least = [
            name for name in (*spelled, "first") if name not in keys and name in counted.collect_schema()
        ]
        return counted.group_by(*keys).agg(nw.col("rows").sum(), *(nw.col(name).min() for name in least))

    def premises(self, *by: str) -> dict[Key, tuple[tuple[int, int], tuple[int, int]]]:
        """
        Return how many premises are supplied through a Smart Metering System, of each that *by* names.

        First the domestic ones, then the others: how many surely are, and how many may be.
        Rows that do not say which premises they are at are not counted.
        """
        if "premises_id" not in self.kinds:
            return {}
        domestic, others = WORDS["premises"]
        smart = self._says("smart_metering_system", yes=True, no=False)
        each = {
            "domestic": nw.min_horizontal(self._says("premises", yes=domestic, no=others), smart),
            "others": nw.min_horizontal(self._says("premises", yes=others, no=domestic), smart),
        }
        there = [name for name in by if name in self.kinds]
        told = self.frame.filter(~nw.col("premises_id").is_null()).with_columns(**each)
        best = told.group_by(*there, "premises_id").agg(*(nw.col(name).max() for name in each))
        counts = {f"{name}{n}": (nw.col(name) >= n).cast(nw.Int64) for name in each for n in (_YES, _PERHAPS)}
        counted = best.with_columns(**counts).group_by(*there).agg(*(nw.col(name).sum() for name in counts))
        found = {}
        for *whose, a, b, c, d in _rows(counted):
            names = dict(zip(there, map(_name, whose), strict=True))
            found[tuple(names.get(name, "") for name in by)] = (int(a), int(b)), (int(c), int(d))
        return found

    def _says(self, name: str, *, yes: Any, no: Any) -> nw.Expr:  # noqa: ANN401 - words or truth values
        """Return how far a column says *yes*, as a number: the least of two is how far both do."""
        if name not in self.kinds:
            return nw.lit(_PERHAPS)
        then = nw.when(nw.col(name) == yes).then(nw.lit(_YES))
        return then.otherwise(nw.when(nw.col(name) == no).then(nw.lit(_NO)).otherwise(nw.lit(_PERHAPS)))


_NO, _PERHAPS, _YES = range(3)


def _there(value: Any) -> Any:  # noqa: ANN401 - a value of a column
    """Return a value, None for what is missing; a whole number that pandas holds as another as such."""
    if isinstance(value, str | int):
        return value
    if value is None or is_missing(value):
        return None
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _name(value: object) -> str | None:
    return None if value is None else str(value)


def _cell(row: Mapping[str, Any]) -> Cell:
    words = {name: None if row.get(name) == _ODD else row.get(name) for name in _ODD_IN}
    smart = row.get("smart_metering_system")
    return Cell(
        licence=(_name(row["party"]), _name(row.get("licence", "")), words["fuel"]),
        told=Told(words["premises"], words["place"], words["meter"], None if smart is None else bool(smart)),
        identified=bool(row.get("premises_id")),
        rows=int(row["rows"]),
        first=row.get("first"),
        odd={ours: word for name, ours in _ODD_IN.items() if (word := row.get(f"odd {name}")) is not None},
    )


def _word(name: str, words: Mapping[Any, str]) -> nw.Expr:
    """Return the word of ours that a column has, null where it has none."""
    return _first_of(*((nw.col(name) == word, ours) for word, ours in words.items()))


def _first_of(*cases: tuple[nw.Expr, Any]) -> nw.Expr:
    """Return the value of the first case that holds, null where none does."""
    (condition, value), *others = cases
    then = nw.when(condition).then(nw.lit(value))
    return then.otherwise(_first_of(*others)) if others else then


def _rows(frame: _Frame) -> list[tuple[Any, ...]]:
    """Return the few rows of *frame*, computed by its engine with the least memory; None is missing."""
    fetch = _FETCH.get(frame.implementation)
    rows = fetch(frame.to_native()) if fetch else frame.collect().rows()
    return [tuple(map(_there, row)) for row in rows]


_FETCH: dict[Any, Callable[[Any], list[tuple[Any, ...]]]] = {
    nw.Implementation.POLARS: lambda frame: frame.collect(engine="streaming").rows(),
    nw.Implementation.DUCKDB: lambda relation: relation.fetchall(),
    nw.Implementation.PYSPARK: lambda frame: list(map(tuple, frame.collect())),
}
