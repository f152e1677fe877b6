"""
Columns of days beside what an engine has itself, a table of numpy's, and a join written by hand.

    python benchmarks/frames.py                  3 and 10 million rows, some minutes
    python benchmarks/frames.py --rows 100000    a rough figure, quickly
    python benchmarks/frames.py --spark          PySpark alone, beside a broadcast join
    python benchmarks/frames.py --growth         the cost against the rows, ten thousand to sixty million

Every cell is timed once in each shuffled round. Figures are medians, with both quartiles, in
nanoseconds a row; ratios are of medians. Before anything is timed, all answers of a group must be the same.
The join is to a table of the calendar that is there already; ours comes with each query.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import quantiles
from time import perf_counter
from typing import Any

import numpy as np

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from benchmarks.peers import release
from benchmarks.tables import table, times
from sec_uep import frames
from sec_uep.calendar import england_and_wales

CALENDAR = england_and_wales()
#: The first day that has no answer before it, and the days that are asked about, since 1970.
FIRST, START, END = 14_975, 15_340, 20_700

Cells = dict[str, Callable[[], Any]]
Quartiles = tuple[float, float, float]


def measured(cells: Cells, rows: int, rounds: int) -> dict[str, Quartiles]:
    """Return the quartiles of each cell over so many rounds, in nanoseconds a row."""
    random, taken = Random(1), {name: list[float]() for name in cells}  # noqa: S311 - the same order in every run
    for each in range(rounds + 1):
        for name in random.sample(list(cells), len(cells)):
            gc.collect()
            start = perf_counter()
            cells[name]()
            if each:  # the first round only warms up
                taken[name].append((perf_counter() - start) / rows * 1e9)
    found = {name: quantiles(samples, n=4) for name, samples in taken.items()}
    return {name: (low, middle, high) for name, (low, middle, high) in found.items()}


def shown(title: str, found: dict[str, Quartiles], *, beside: tuple[str, ...]) -> None:
    """Print the quartiles, and how many times as long each of *beside* takes."""
    rows = [
        [
            name,
            f"{middle:.2f} ({low:.2f} to {high:.2f})",
            *(times(found[other][1] / middle) for other in beside),
        ]
        for name, (low, middle, high) in found.items()
    ]
    table(title, ["", "ns a row", *(f"{other}, times as long" for other in beside)], rows)


def goals(found: dict[str, Quartiles], least: dict[tuple[str, str], float]) -> None:
    """Print each goal as met or missed: how many times as long the second takes as the first, at least."""
    for (ours, theirs), wanted in least.items():
        ratio = found[theirs][1] / found[ours][1]
        print(
            f"{ours} / {theirs}: {times(ratio)}, goal >= {wanted:g}: {'met' if ratio >= wanted else 'missed'}"
        )


# ruff: noqa: ANN401, PLC0415 - the tables are of engines that may have no types, and may not be there

# --- In this process ------------------------------------------------------------------------------


def bank_holidays() -> list[Any]:
    """Return the bank holidays that peers are given: those that are no weekend."""
    found = CALENDAR.bank_holidays(first=CALENDAR.first, last=CALENDAR.last)
    return [day for day, _ in found if day.weekday() < 5]


def sixty_after(days: np.ndarray) -> np.ndarray:
    """Return the table that a reader would make by hand: the answer for each day from the first on."""
    every = [CALENDAR.nth_working_day_after(day, 60).toordinal() - 719_163 for day in days.tolist()]
    return np.array(every, np.int32)


def here(rows: int, rounds: int, nulls: float) -> None:
    """Measure 60 Working Days after, on the engines of this process."""
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    random = np.random.default_rng(1)
    days = random.integers(START, END, rows).astype(np.int32)
    mask = random.random(rows) < nulls
    arrow: Any = pa.table({"d": pa.array(days, mask=mask).cast(pa.date32())})
    polars: Any = pl.from_arrow(arrow)
    holidays = bank_holidays()
    moments = days.astype("datetime64[D]")
    moments[mask] = np.datetime64("NaT")
    pandas = {unit: pd.DataFrame({"d": moments.astype(f"datetime64[{unit}]")}) for unit in ("ns", "s")}
    of_numpy, valid = np.busdaycalendar(holidays=holidays), moments[~mask]
    known = np.arange(FIRST, END, dtype=np.int32).astype("datetime64[D]")
    by_hand = sixty_after(known)
    connection = duckdb.connect()
    connection.register("passed", arrow)
    connection.execute("CREATE TABLE t AS SELECT * FROM passed")
    calendar = pa.table({"day": pa.array(known), "x": pa.array(by_hand).cast(pa.date32())})
    connection.register("made", calendar)
    connection.execute("CREATE TABLE calendar AS SELECT * FROM made")
    held = connection.table("t")

    def ours(frame: Any) -> Any:
        return frames.nth_working_day_after(frame, "d", 60, into="x")

    def totals(relation: Any) -> list[Any]:
        return list(relation.aggregate("sum(epoch(x)::HUGEINT), count(x)").fetchall())

    def of_pandas(frame: Any) -> Any:
        return pl.Series("x", frame["x"].to_numpy().astype("datetime64[ms]")).cast(pl.Date)

    def of_polars() -> Any:
        after = pl.col("d").dt.add_business_days(60, holidays=holidays, roll="backward")
        return polars.with_columns(x=after)

    def joined() -> Any:
        return connection.sql("SELECT t.*, calendar.x FROM t LEFT JOIN calendar ON t.d = calendar.day")

    cells: Cells = {
        "bare numpy take": lambda: by_hand.take(days - np.int32(FIRST)),
        "Polars": lambda: ours(polars),
        "Polars, lazy": lambda: ours(polars.lazy()).collect(),
        "Polars, streaming": lambda: ours(polars.lazy()).collect(engine="streaming"),
        "PyArrow": lambda: ours(arrow),
        "pandas, seconds": lambda: ours(pandas["s"]),
        "pandas, nanoseconds": lambda: ours(pandas["ns"]),
        "Polars, and how sure": lambda: frames.nth_working_day_after(polars, "d", 60, into="x", sure="s"),
        "add_business_days": of_polars,
        "busday_offset": lambda: np.busday_offset(valid, 60, roll="backward", busdaycal=of_numpy),
        "DuckDB": lambda: totals(ours(held)),
        "DuckDB, join by hand": lambda: totals(joined()),
    }
    expected = of_polars()["x"]
    assert ours(polars)["x"].equals(expected)
    assert ours(polars.lazy()).collect()["x"].equals(expected)
    assert pl.from_arrow(ours(arrow)["x"]).equals(expected)
    assert all(of_pandas(ours(each)).equals(expected) for each in pandas.values())
    assert totals(ours(held)) == totals(joined())

    found = measured(cells, rows, rounds)
    holed = f", {nulls:.0%} null" if nulls else ""
    title = f"60 Working Days after, {rows:,} rows{holed}"
    shown(title, found, beside=("bare numpy take", "add_business_days", "busday_offset"))
    in_memory = ("Polars", "PyArrow") if not nulls else ()
    slower = ("pandas, seconds", "pandas, nanoseconds", *(("Polars", "PyArrow") if nulls else ()))
    goals(
        found,
        {
            **{(name, "add_business_days"): 30 for name in in_memory},
            **{(name, "busday_offset"): 20 for name in in_memory},
            **{(name, "bare numpy take"): 0.5 for name in in_memory},
            **{(name, "add_business_days"): 5 for name in slower},
            ("Polars, lazy", "add_business_days"): 12,
            ("DuckDB", "DuckDB, join by hand"): 1,
        },
    )


#: Some numbers of rows, from where a call costs more than its rows to where nothing else costs anything.
_GROWTH = (10_000, 100_000, 1_000_000, 10_000_000, 30_000_000, 60_000_000)


def growth(rounds: int) -> None:
    """Measure what a whole call costs, and a row, as the rows grow."""
    found = {rows: measured(_ways(rows), rows, rounds) for rows in _GROWTH}
    table(
        "60 Working Days after, as the rows grow: a whole call, and a row",
        ["rows", *found[_GROWTH[0]]],
        [
            [f"{rows:,}", *(f"{each[1] * rows / 1e6:.2f} ms, {each[1]:.2f} ns" for each in of.values())]
            for rows, of in found.items()
        ],
    )


def _ways(rows: int) -> Cells:
    import polars as pl
    import pyarrow as pa

    days = np.random.default_rng(1).integers(START, END, rows).astype(np.int32)
    arrow: Any = pa.table({"d": pa.array(days).cast(pa.date32())})
    polars: Any = pl.from_arrow(arrow)

    def ours(frame: Any) -> Any:
        return frames.nth_working_day_after(frame, "d", 60, into="x")

    return {
        "Polars": lambda: ours(polars),
        "Polars, streaming": lambda: ours(polars.lazy()).collect(engine="streaming"),
        "PyArrow": lambda: ours(arrow),
    }


# --- PySpark --------------------------------------------------------------------------------------


def spark(rows: int, rounds: int) -> None:
    """Measure 60 Working Days after in PySpark, beside a broadcast join."""
    from pyspark.sql import SparkSession, functions as F  # noqa: N812

    os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    builder = SparkSession.builder.master("local[2]")
    for name, value in {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    day = f"date_add(DATE'1970-01-01', {START} + cast(pmod(hash(id), {END - START}) AS int))"
    made = session.range(rows).select(F.expr(day).alias("d")).cache()
    made.count()
    known = np.arange(FIRST, END, dtype=np.int32).astype("datetime64[D]")
    answers = sixty_after(known).astype("datetime64[D]")
    calendar = session.createDataFrame(
        list(zip(known.tolist(), answers.tolist(), strict=True)), "day date, x date"
    )
    calendar = calendar.cache()
    calendar.count()

    def totals(frame: Any) -> list[Any]:
        return list(frame.agg(F.sum(F.unix_date("x")), F.count("x")).collect())

    def joined() -> Any:
        return made.join(F.broadcast(calendar), made["d"] == calendar["day"], "left")

    cells: Cells = {
        "PySpark": lambda: totals(frames.nth_working_day_after(made, "d", 60, into="x")),
        "PySpark, join by hand": lambda: totals(joined()),
        "the column alone": lambda: totals(made.withColumn("x", F.col("d"))),
    }
    assert cells["PySpark"]() == cells["PySpark, join by hand"]()
    found = measured(cells, rows, rounds)
    shown(f"60 Working Days after, PySpark, {rows:,} rows", found, beside=("PySpark, join by hand",))
    goals(found, {("PySpark", "PySpark, join by hand"): 1})
    session.stop()


def main() -> None:
    """Measure what the arguments ask for, and print it."""
    parser = argparse.ArgumentParser(prog="benchmarks/frames.py", description="Measure columns of days.")
    parser.add_argument("--rows", type=int, nargs="*", default=[3_000_000, 10_000_000])
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--spark", action="store_true", help="PySpark alone")
    parser.add_argument("--growth", action="store_true", help="the cost against the rows, alone")
    told = parser.parse_args()
    names = (
        "narwhals",
        "numpy",
        "polars",
        "pandas",
        "pyarrow",
        "duckdb",
        *(("pyspark",) if told.spark else ()),
    )
    print(f"CPython {platform.python_version()}, {os.cpu_count()} cores; {told.rounds} shuffled rounds")
    print(", ".join(f"{name} {release(name)}" for name in names))
    if told.growth:
        growth(told.rounds)
    for rows in () if told.growth else told.rows:
        if told.spark:
            spark(rows, told.rounds)
        else:
            here(rows, told.rounds, 0)
            here(rows, told.rounds, 0.1)


if __name__ == "__main__":
    main()
