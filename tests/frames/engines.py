"""Tables of every engine, of the same columns of days, and what is in them afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pytest
from attrs import frozen

MISSING = "an engine of tables is not installed here"
duckdb: Any = pytest.importorskip("duckdb", reason=MISSING)
pd: Any = pytest.importorskip("pandas", reason=MISSING)
pl: Any = pytest.importorskip("polars", reason=MISSING)
pa: Any = pytest.importorskip("pyarrow", reason=MISSING)

#: Columns of days by name; None is a null.
Columns = Mapping[str, Sequence[date | None]]


@frozen
class Engine:
    """
    A kind of table.

    Attributes:
        name: What the tests call it.
        made: Makes one of columns of days.
        rows: What a column of it has, in order.
        is_lazy: Whether a day outside the calendar is null there, and not refused.

    """

    name: str
    made: Callable[[Columns], Any]
    rows: Callable[[Any, str], list[Any]]
    is_lazy: bool = False

    def __str__(self) -> str:
        return self.name


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever an engine has
    """Return a value as Python has it: a date, and None for what is missing."""
    if value is pd.NaT or value is pd.NA or value != value:  # noqa: PLR0124 - NaN
        return None
    return value.date() if isinstance(value, datetime) else value


def _listed(frame: Any, column: str) -> list[Any]:  # noqa: ANN401 - of pandas, PyArrow or Polars
    values = frame[column]
    return [
        _plain(each) for each in (values.to_pylist() if isinstance(frame, pa.Table) else values.to_list())
    ]


def _pandas(dtype: str) -> Callable[[Columns], Any]:
    return lambda columns: pd.DataFrame(
        {name: pd.Series(list(v), dtype=dtype) for name, v in columns.items()}
    )


def _odd_index(columns: Columns) -> Any:  # noqa: ANN401
    """Return a table whose index has the same label twice, and nothing in order."""
    frame = _pandas("datetime64[us]")(columns)
    return frame.set_axis([3 - row % 4 for row in range(len(frame))], axis="index")


def _polars(columns: Columns) -> Any:  # noqa: ANN401
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Date))


def _polars_chunked(columns: Columns) -> Any:  # noqa: ANN401
    frame = _polars(columns)
    return pl.concat([frame[:2], frame[2:5], frame[5:]], rechunk=False)


def _arrow(columns: Columns, *cuts: int, dtype: Any = None) -> Any:  # noqa: ANN401
    """Return a table in chunks, one of them empty."""
    kind = dtype or pa.date32()
    return pa.table(
        {
            name: pa.chunked_array(
                [
                    pa.array(list(values[start:end]), pa.date32()).cast(kind)
                    for start, end in zip((0, *cuts), (*cuts, None), strict=True)
                ]
            )
            for name, values in columns.items()
        }
    )


CONNECTION = duckdb.connect()


def _duckdb(columns: Columns) -> Any:  # noqa: ANN401
    table = _arrow(columns)
    CONNECTION.register("passed", table)
    CONNECTION.execute("CREATE OR REPLACE TEMP TABLE kept AS SELECT * FROM passed")
    CONNECTION.unregister("passed")
    return CONNECTION.table("kept")


def _of_duckdb(frame: Any, column: str) -> list[Any]:  # noqa: ANN401
    place = frame.columns.index(column)
    return [row[place] for row in frame.fetchall()]


ENGINES = (
    *(Engine(f"pandas {unit}", _pandas(f"datetime64[{unit}]"), _listed) for unit in ("s", "ns")),
    Engine("pandas, an odd index", _odd_index, _listed),
    Engine("pandas object", _pandas("object"), _listed),
    Engine("pandas date32", _pandas("date32[pyarrow]"), _listed),
    Engine("pandas timestamp", _pandas("timestamp[us][pyarrow]"), _listed),
    Engine("polars", _polars, _listed),
    Engine("polars, chunked", _polars_chunked, _listed),
    Engine("pyarrow", _arrow, _listed),
    Engine("pyarrow, chunked", lambda columns: _arrow(columns, 1, 1, 4), _listed),
    Engine("polars lazy", lambda c: _polars(c).lazy(), lambda f, c: _listed(f.collect(), c), is_lazy=True),
    Engine(
        "polars streaming",
        lambda columns: _polars_chunked(columns).lazy(),
        lambda frame, column: _listed(frame.collect(engine="streaming"), column),
        is_lazy=True,
    ),
    Engine("duckdb", _duckdb, _of_duckdb, is_lazy=True),
)
