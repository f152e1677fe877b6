"""
The look-up of a day in a table of answers, in the words of each engine.

In memory it is numpy's `take` or Polars' `gather`, and a row that has no answer is refused.
A lazy table gets an expression of its own engine, and is not computed.
No engine is loaded here but the one that the table is of, and nothing is left behind in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np

from sec_uep.errors import InvalidType, InvalidValue
from sec_uep.frames._spark import spark
from sec_uep.frames._table import EPOCH, NONE, Table, Wanted, some_rows

#: A table, as narwhals tells of it.
Told: TypeAlias = "nw.DataFrame[Any] | nw.LazyFrame[Any]"

#: So many rows at a time that they stay in the processor's cache.
_CHUNK = 1 << 15


def is_known(told: Told) -> bool:
    """Return whether the table is of an engine that is known here."""
    return told.implementation in (_IN_MEMORY if isinstance(told, nw.DataFrame) else _LAZY)


def filled(told: Told, wanted: Mapping[str, Wanted]) -> Any:  # noqa: ANN401 - the same kind as was passed
    """
    Return the table, as its engine has it, with the columns that are *wanted*.

    Raises:
        InvalidValue: If, in memory, a question refuses a day, or of two days the second is before the first.
        DateOutsideCalendar: If, in memory, a day or a count from it is outside the calendar.

    """
    if isinstance(told, nw.DataFrame):
        return _IN_MEMORY[told.implementation](told, wanted)
    return _LAZY[told.implementation](told.to_native(), wanted)


# --- What a day is --------------------------------------------------------------------------------


def check_days(told: Told, column: str, dtype: object) -> None:
    """
    Refuse a column that has no dates, by its type; of pandas also by what is in it.

    Raises:
        InvalidType: If it has none.

    """
    is_pandas = told.implementation.is_pandas()
    if dtype == nw.Date or (is_pandas and dtype == nw.Datetime and dtype.time_zone is None):
        return
    if is_pandas and _is_object(told.to_native()[column].dtype):
        from pandas.api.types import infer_dtype  # noqa: PLC0415 - the table is of pandas

        if (inside := infer_dtype(told.to_native()[column])) in {"date", "empty"}:
            return
        dtype = f"objects, {inside}"
    if dtype == nw.Datetime:
        reason = "has times, and the day that each falls on depends on a time zone"
        raise InvalidType(column, f"a column of {dtype}", reason, "cast it to dates in the one that matters")
    raise InvalidType(column, f"a column of {dtype}", "has no dates", "cast it to dates first")


def _is_object(dtype: object) -> bool:
    """Return whether a column of pandas holds objects, of whatever kind: so it holds dates."""
    return isinstance(dtype, np.dtype) and dtype.kind == "O"


_PER_DAY = {"s": 86_400, "ms": 86_400 * 10**3, "us": 86_400 * 10**6, "ns": 86_400 * 10**9}

#: A column in days since 1970, and which of them are null.
Days: TypeAlias = tuple[np.ndarray, np.ndarray]

#: Says of every row that it is not null.
_NO_NULLS = np.zeros(1, bool)


def _days(told: nw.DataFrame[Any], column: str, instead: int) -> Days:
    """Return a column in days since 1970, with the day *instead* for a null, and which are null."""
    series = told[column].alias("")  # Polars would take a name such as "^a$" for a pattern, in a column too
    if told.implementation.is_pandas() and _is_object(series.to_native().dtype):
        series = nw.from_native(series.to_native().astype("datetime64[s]"), series_only=True)
    if series.dtype == nw.Date:
        is_null = series.is_null().to_numpy() if series.null_count() else _NO_NULLS
        dates = series if is_null is _NO_NULLS else series.fill_null(date.fromordinal(instead + EPOCH))
        return dates.cast(nw.Int32).to_numpy(), is_null
    held = series.to_numpy()
    is_null, per_day = np.isnat(held), _PER_DAY[np.datetime_data(held.dtype)[0]]
    moments, days = held.view(np.int64), np.empty(len(held), np.int64)
    for start in range(0, len(held), _CHUNK):
        some = slice(start, start + _CHUNK)
        np.floor_divide(moments[some], per_day, out=days[some])
        (late,) = ((days[some] * per_day != moments[some]) & ~is_null[some]).nonzero()
        if late.size:
            row = start + int(late[0])
            reason = "has a time of day, and its day depends on a time zone"
            say = "make the column dates, in the time zone that matters"
            raise InvalidType(column, f"row {row}: {series[row]}", reason, say)
    np.copyto(days, instead, where=is_null)
    return days, is_null if is_null.any() else _NO_NULLS


# --- In memory ------------------------------------------------------------------------------------


def _columns(told: nw.DataFrame[Any], wanted: Iterable[Wanted]) -> dict[str, Days]:
    """Return the columns that are looked up, each read once; a null has a day that is answered."""
    return {column: _days(told, column, want.table.first) for want in wanted for column in want.days}


def _check(columns: Mapping[str, Days], want: Wanted) -> None:
    """Refuse the rows that have no answer, if there are any."""
    for column in want.days:
        want.table.check(column, *columns[column])
    if len(want.days) > 1:
        (after, no_after), (up_to, no_up_to) = (columns[column] for column in want.days)
        (rows,) = np.nonzero((up_to < after) & ~no_after & ~no_up_to)
        if rows.size:
            earlier, later = want.days
            reason = f"where it is before {earlier}"
            say = "pass the earlier day first; to count back, swap the two"
            raise InvalidValue(later, some_rows(rows, up_to[rows]), reason, say)


def _looked_up(
    columns: Mapping[str, Days], want: Wanted, values: np.ndarray
) -> tuple[np.ndarray, np.ndarray | None]:
    """Return which of *values*, one for each number of the table, each row has, and which rows have none."""
    table, found, missing, is_inside = want.table, [], None, True
    days = [columns[column] for column in want.days]
    for each, is_null in days:
        if is_null is not _NO_NULLS:
            missing = is_null if missing is None else missing | is_null
        of_each, inside = _taken(values[1:], each, table.first)
        is_inside &= inside
        found.append(of_each)
    is_in_order = len(days) == 1 or not (days[1][0] < days[0][0]).any()
    if not (is_inside and is_in_order) or table.holes.size:
        _check(columns, want)
    if (table.numbers[1:] == NONE).any():
        nothing, _ = _taken(table.numbers[1:] == NONE, days[0][0], table.first)
        missing = nothing if missing is None else missing | nothing
    return found[0] if len(found) == 1 else found[1] - found[0], missing


def _taken(values: np.ndarray, days: np.ndarray, first: int) -> tuple[np.ndarray, bool]:
    """Return what *values*, of the days from *first* on, have for each of *days*; whether they have all."""
    found, is_inside = np.empty(len(days), values.dtype), True
    start_of, unsigned = days.dtype.type(first), days.dtype.str.replace("i", "u")
    for start in range(0, len(days), _CHUNK):
        place = days[start : start + _CHUNK] - start_of
        # As a number without a sign, that of a day before the first is a large one too.
        is_inside &= bool(place.view(unsigned).max(initial=0) < len(values))
        values.take(place, out=found[start : start + _CHUNK], mode="clip")
    return found, is_inside


def _pandas(told: nw.DataFrame[Any], wanted: Mapping[str, Wanted]) -> Any:  # noqa: ANN401
    frame, columns = told.to_native().copy(deep=False), _columns(told, wanted.values())
    for into, want in wanted.items():
        frame[into] = _pandas_column(columns, want, frame[want.days[0]].dtype)
    return frame


def _pandas_column(columns: Mapping[str, Days], want: Wanted, dtype: Any) -> Any:  # noqa: ANN401 - of pandas
    import pandas as pd  # noqa: PLC0415 - the table is of pandas

    table = want.table
    if table.kind is str:
        codes, missing = _looked_up(columns, want, table.numbers)
        if missing is not None:
            codes[missing] = -1
        return pd.Series(list(table.words)).array.take(codes, allow_fill=True)
    if table.kind is not date:
        kind = np.bool_ if table.kind is bool else np.int32
        found, missing = _looked_up(columns, want, table.numbers.astype(kind))
        if missing is None:
            return found
        return (pd.arrays.BooleanArray if table.kind is bool else pd.arrays.IntegerArray)(found, missing)
    days, is_none = table.numbers.astype("datetime64[D]"), table.numbers == NONE
    days[is_none] = np.datetime64("NaT", "D")
    if not _is_object(dtype):
        unit = np.datetime_data(dtype)[0] if isinstance(dtype, np.dtype) else "s"
        latest = np.abs(days[~is_none].astype(np.int64)).max(initial=0)
        fits = latest <= np.iinfo(np.int64).max // _PER_DAY[unit]
        days = days.astype(f"datetime64[{unit if fits else 's'}]")
    else:
        days = days.astype(object)
    found, missing = _looked_up(columns, want, days)
    if missing is not None:
        nothing: Any = None if _is_object(dtype) else np.datetime64("NaT", "D")
        np.copyto(found, nothing, where=missing)
    return found if isinstance(dtype, np.dtype) else pd.array(found, dtype=dtype)


def _arrow(told: nw.DataFrame[Any], wanted: Mapping[str, Wanted]) -> Any:  # noqa: ANN401
    import pyarrow as pa  # noqa: PLC0415 - the table is of PyArrow

    frame, columns = told.to_native(), _columns(told, wanted.values())
    for into, want in wanted.items():
        numbers = want.table.numbers.astype(np.bool_) if want.table.kind is bool else want.table.numbers
        found, missing = _looked_up(columns, want, numbers)
        made = pa.array(found, mask=missing)
        if want.table.kind is date:
            made = made.cast(pa.date32())
        elif want.table.kind is str:
            made = pa.array(want.table.words, pa.string()).take(made)
        frame = frame.append_column(into, made)
    return frame


def _polars(told: nw.DataFrame[Any], wanted: Mapping[str, Wanted]) -> Any:  # noqa: ANN401
    import polars as pl  # noqa: PLC0415 - the table is of Polars

    columns, made = _columns(told, wanted.values()), []
    for into, want in wanted.items():
        numbers = want.table.numbers.astype(np.bool_) if want.table.kind is bool else want.table.numbers
        found, missing = _looked_up(columns, want, numbers)
        series = pl.Series(into, found)
        if missing is not None:
            series = pl.select(
                pl.when(pl.lit(pl.Series(~missing))).then(pl.lit(series)).alias(into)
            ).to_series()
        if want.table.kind is date:
            series = series.cast(pl.Date)
        elif want.table.kind is str:
            series = pl.Series(want.table.words, dtype=pl.String).gather(series)
        made.append(series.alias(into))
    return told.to_native().with_columns(made)


# --- Lazy -----------------------------------------------------------------------------------------


def _lazy_polars(frame: Any, wanted: Mapping[str, Wanted]) -> Any:  # noqa: ANN401
    import polars as pl  # noqa: PLC0415 - the table is of Polars

    names = frame.collect_schema().names()

    def looked_up(day: Any, table: Table) -> Any:  # noqa: ANN401 - expressions of Polars
        place = day.cast(pl.Int32) - (table.first - 1)
        inside = (
            pl.when(place.is_between(1, len(table.numbers) - 1)).then(place).when(day.is_not_null()).then(0)
        )
        values = pl.Series(table.numbers).replace(NONE, None)
        if table.kind is str:
            values = pl.Series(table.words, dtype=pl.String).gather(values)
        else:
            values = values.cast({date: pl.Date, bool: pl.Boolean, int: pl.Int32}[table.kind])
        return pl.lit(values).gather(inside)

    def made(want: Wanted) -> Any:  # noqa: ANN401
        # By its place: Polars would take a name such as "*" or "^a$" for a pattern.
        days = [pl.nth(names.index(column)) for column in want.days]
        found = [looked_up(day, want.table) for day in days]
        return found[0] if len(found) == 1 else pl.when(days[1] >= days[0]).then(found[1] - found[0])

    return frame.with_columns(**{into: made(want) for into, want in wanted.items()})


def _duckdb(frame: Any, wanted: Mapping[str, Wanted]) -> Any:  # noqa: ANN401
    def quoted(name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    def literal(text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    def looked_up(day: str, table: Table) -> str:
        before, last = (f"DATE '{np.datetime64(each, 'D')}'" for each in (table.first - 1, table.last))
        kind = {date: "DATE", bool: "BOOLEAN"}.get(table.kind, "INTEGER")
        written = table.numbers.astype("datetime64[D]") if table.kind is date else table.numbers
        numbers = ",".join(np.where(table.numbers == NONE, "NULL", written.astype(str)).tolist())
        # A list that comes of a limit is no constant: DuckDB makes it once, and not again for every few rows.
        values = f"(SELECT v FROM (SELECT '[{numbers}]'::{kind}[] AS v) LIMIT 1)"  # noqa: S608 - our own
        # The day before the first stands for all before it, and for a null; after the last the list has none.
        found = f"list_extract({values}, greatest({day}, {before}) - {before} + 1)"
        if table.kind is str:
            found = f"list_extract([{', '.join(map(literal, table.words))}]::VARCHAR[], {found} + 1)"
        if table.numbers[0] == NONE:
            return found
        other = literal(table.words[table.numbers[0]])
        is_inside = f"{day} BETWEEN {before} AND {last}"
        return f"CASE WHEN {is_inside} THEN {found} WHEN {day} IS NOT NULL THEN {other} END"

    def made(want: Wanted) -> str:
        days = [quoted(column) for column in want.days]
        found = [looked_up(day, want.table) for day in days]
        if len(days) == 1:
            return found[0]
        return f"CASE WHEN {days[1]} >= {days[0]} THEN {found[1]} - {found[0]} END"

    columns = (f"{made(want)} AS {quoted(into)}" for into, want in wanted.items())
    return frame.project(", ".join(["*", *columns]))


_IN_MEMORY: dict[nw.Implementation, Callable[[Any, Mapping[str, Wanted]], Any]] = {
    nw.Implementation.PANDAS: _pandas,
    nw.Implementation.POLARS: _polars,
    nw.Implementation.PYARROW: _arrow,
}
_LAZY: dict[nw.Implementation, Callable[[Any, Mapping[str, Wanted]], Any]] = {
    nw.Implementation.POLARS: _lazy_polars,
    nw.Implementation.DUCKDB: _duckdb,
    nw.Implementation.PYSPARK: spark,
}
