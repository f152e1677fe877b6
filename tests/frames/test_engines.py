"""What is peculiar to one engine, and what is refused."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import narwhals as nw
import numpy as np
import pytest

from sec_uep import frames
from sec_uep.errors import DateOutsideCalendar, InvalidType, InvalidValue, MissingExtra, SecUepError
from sec_uep.frames import _engines
from sec_uep.obligations import entry_process_testing as uept
from tests.frames.engines import duckdb, pa, pd, pl
from tests.frames.proofs import CALENDAR, THREE_YEARS

DAYS = [date(2026, 4, 3), None, date(2026, 4, 7)]
OPENS = [date(2026, 4, 7), None, date(2026, 4, 7)]


def opens(frame: Any, **more: Any) -> Any:  # noqa: ANN401 - a table of any engine
    """Ask for the first Working Day on or after each day."""
    return frames.on_or_after(frame, "day", into="x", **more)


class TestPandas:
    """The index, the attributes and the other columns stay; a column of days keeps its type."""

    def test_the_rest_of_the_table(self) -> None:
        """What was passed does not change, and what comes out differs by a column."""

        class Notices(pd.DataFrame):  # type: ignore[misc, unused-ignore]
            """A kind of table of the caller's own."""

            @property
            def _constructor(self) -> type[Notices]:
                return Notices

        made = Notices(
            {"day": pd.to_datetime(DAYS), "kind": pd.Categorical(["a", "b", "a"]), 7: [[], {}, None]},
            index=pd.MultiIndex.from_tuples([("x", 1), ("x", 1), ("y", 0)], names=["p", None]),
        )
        made.attrs["source"] = "a register"
        before = made.copy()
        found = opens(made, sure="how")
        assert isinstance(found, Notices)
        assert found.attrs == {"source": "a register"}
        pd.testing.assert_frame_equal(made, before)
        pd.testing.assert_frame_equal(found[list(made.columns)], before)

    @pytest.mark.parametrize(
        "dtype",
        [
            *(f"datetime64[{unit}]" for unit in ("s", "ms", "us", "ns")),
            "object",
            "date32[pyarrow]",
            "timestamp[ms][pyarrow]",
        ],
    )
    @pytest.mark.parametrize("days", [DAYS, DAYS[:1], []])
    def test_days_have_the_type_that_days_have(self, dtype: str, days: list[date | None]) -> None:
        """So that the two columns can be compared."""
        made = pd.DataFrame({"day": pd.Series(days, dtype=dtype)})
        found = opens(made)
        assert found["x"].dtype == made["day"].dtype
        assert (found["x"] >= made["day"])[: len(days[:1])].all()

    def test_a_day_that_the_unit_cannot_hold(self) -> None:
        """It is held in seconds; no other day comes of it."""
        made = pd.DataFrame({"day": pd.Series(DAYS, dtype="datetime64[ns]")})
        found = frames.answered(made, "day", lambda day: date(2900, 1, day.day), into="x")
        assert [x.date() for x in found["x"].dropna()] == [date(2900, 1, 3), date(2900, 1, 7)]

    def test_the_other_answers(self) -> None:
        """Booleans and counts have numpy's types, or those that can be missing where one is."""
        made = pd.DataFrame({"day": pd.to_datetime(DAYS)})
        ask: list[Callable[[date], object]] = [lambda day: day.day > 4, lambda day: day.day, lambda _: "word"]
        missing = [frames.answered(made, "day", each, into="x")["x"].dtype for each in ask]
        whole = [frames.answered(made.dropna(), "day", each, into="x")["x"].dtype for each in ask]
        assert list(map(str, missing[:2])) == ["boolean", "Int32"]
        assert list(map(str, whole[:2])) == ["bool", "int32"]
        assert missing[2] == whole[2] == pd.Series(["word"]).dtype

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            (
                pd.to_datetime(["2026-01-05 00:00", None, "2026-01-05 17:45"]),
                "day: row 2: 2026-01-05 17:45:00 has a time of day, and its day depends on a time zone; make",
            ),
            (pd.to_datetime(["2026-01-05"]).tz_localize("Europe/London"), "has times, and the day that each"),
            (["2026-01-05"], "has no dates; cast it to dates first"),
            ([20260105], "day: a column of Int64 has no dates; cast it to dates first"),
            (pd.Series(["2026-01-05"], dtype=object), "day: a column of objects, string has no dates"),
            (pd.Series([datetime(2026, 1, 5)], dtype=object), "day: a column of objects, datetime has no"),  # noqa: DTZ001
            (
                pd.Series([date(2026, 1, 5), "x"], dtype=object),
                "day: a column of objects, mixed has no dates",
            ),
            (pd.Series([pd.Period("2026-01-05", "D")]), "has no dates"),
        ],
    )
    def test_no_dates(self, values: Any, message: str) -> None:  # noqa: ANN401 - whatever a column can be
        """A time of day is refused with its row; anything else by its type."""
        with pytest.raises(InvalidType, match=message):
            opens(pd.DataFrame({"day": values}))


class TestPolars:
    """A lazy table stays lazy, and a date is a date."""

    def test_nothing_is_computed(self) -> None:
        """The table is one that cannot be."""

        def fail(_: pl.DataFrame) -> pl.DataFrame:
            raise AssertionError

        made = pl.LazyFrame({"day": DAYS}).map_batches(fail, schema={"day": pl.Date})
        found = frames.working_days_between(opens(made, sure="how"), "day", "x", into="n")
        assert found.collect_schema() == {"day": pl.Date, "x": pl.Date, "how": pl.String, "n": pl.Int32}
        with pytest.raises(AssertionError):
            found.collect()

    def test_in_the_midst_of_a_query(self) -> None:
        """What comes before it and after it is as it would be."""
        made = pl.LazyFrame({"day": [*DAYS, date(2026, 12, 25)] * 5, "k": range(20)})
        found = opens(made.filter(pl.col("k") % 2 == 1)).filter(pl.col("k") > 3).sort("k", descending=True)
        opened = [date(2026, 12, 29), None] * 4
        for engine in ("in-memory", "streaming"):
            assert found.collect(engine=engine)["x"].to_list() == opened

    def test_no_dates(self) -> None:
        """A midnight is no date: Polars has a type for one."""
        made = pl.DataFrame({"day": [datetime(2026, 1, 5)]})  # noqa: DTZ001 - what is refused
        for each in (made, made.lazy()):
            with pytest.raises(
                InvalidType, match=r"^day: a column of Datetime.* has times, and the day that"
            ):
                opens(each)

    def test_what_stays(self) -> None:
        """Every other column, of whatever type."""
        made = pl.DataFrame(
            {"c": pl.Series(["a", "b", None], dtype=pl.Categorical), "day": DAYS, "l": [[1], [], None]}
        )
        assert opens(made).drop("x").equals(made)


class TestPyArrow:
    """Metadata stays."""

    def test_what_stays(self) -> None:
        """Columns, chunks, and what is said of them."""
        field = pa.field("day", pa.date32(), metadata={"unit": "a day"})
        made = pa.table(
            {"day": pa.chunked_array([DAYS[:1], DAYS[1:]], pa.date32())},
            schema=pa.schema([field], {"a": "b"}),
        )
        found = opens(made)
        assert found.drop_columns("x").equals(made, check_metadata=True)
        assert found.schema.metadata == {b"a": b"b"}
        assert found["x"].to_pylist() == OPENS

    @pytest.mark.parametrize("kind", [pa.timestamp("s"), pa.timestamp("us", "UTC"), pa.date64()])
    def test_no_dates(self, kind: Any) -> None:  # noqa: ANN401 - a type of PyArrow
        """A moment is none, and what PyArrow calls date64 is one in milliseconds."""
        with pytest.raises(InvalidType, match=r"^day: a column of .* (has times|has no dates)"):
            opens(pa.table({"day": pa.array(DAYS, pa.date32()).cast(kind)}))


def names_of(connection: duckdb.DuckDBPyConnection) -> list[Any]:
    """Return all that a connection has names for, and its settings."""
    parts = (
        "duckdb_tables() duckdb_views() duckdb_functions() duckdb_types() duckdb_settings() duckdb_schemas()"
    )
    return [connection.sql(f"FROM {part}").fetchall() for part in parts.split()]


class TestDuckDB:
    """The caller's connection, and nothing left behind in it."""

    def test_a_file_that_may_only_be_read(self, tmp_path: Path) -> None:
        """Or one of which nothing but SQL can be asked."""
        file = tmp_path / "notices.duckdb"
        with duckdb.connect(file) as connection:
            connection.execute("CREATE TABLE t AS SELECT unnest($1::DATE[]) AS day", [DAYS])
        with duckdb.connect(file, read_only=True) as connection:
            connection.execute("SET python_enable_replacements = false")
            found = opens(connection.table("t"), sure="how")
            assert found.fetchall() == [
                (DAYS[0], OPENS[0], "published"),
                (None, None, None),
                (DAYS[2], OPENS[2], "published"),
            ]

    def test_nothing_is_left(self) -> None:
        """Nor anything replaced: views and tables of the caller's have whatever names they have."""
        with duckdb.connect() as connection:
            for name in ("v", "held", "f", "l", "t", "sec_uep", "day"):
                connection.execute(f"CREATE VIEW {name} AS SELECT 1 AS v")
            connection.execute(
                "CREATE TABLE kept AS SELECT DATE '2026-04-03' AS day, {'day': 1} AS f, 2 AS v"
            )
            before = names_of(connection)
            found = frames.working_days_between(
                opens(connection.table("kept"), sure="how"), "day", "x", into="n"
            )
            assert found.fetchall() == [(DAYS[0], {"day": 1}, 2, OPENS[0], "published", 1)]
            assert names_of(connection) == before

    def test_nothing_is_computed(self) -> None:
        """The relation is one that cannot be."""
        with duckdb.connect() as connection:
            made = connection.sql("SELECT error('computed')::DATE AS day FROM range(3) r(i)")
            found = opens(made, sure="how")
            assert found.columns == ["day", "x", "how"]
            with pytest.raises(duckdb.Error, match=r"computed"):
                found.fetchall()

    def test_partitioned(self, tmp_path: Path) -> None:
        """Files of a folder, one for each year."""
        with duckdb.connect() as connection:
            days = "SELECT DATE '2012-01-01' + i::INT AS day, year(day) AS y FROM range(15000) r(i)"
            connection.sql(days).to_parquet(str(tmp_path), partition_by=["y"])
            made = connection.read_parquet(f"{tmp_path}/**/*.parquet")
            found = frames.is_working_day(made, "day", into="x").aggregate("count(*), count(x), sum(x::INT)")
            first = date(2012, 1, 1).toordinal()
            working = [day for day in range(15000) if CALENDAR.is_working_day(date.fromordinal(first + day))]
            assert found.fetchall() == [(15000, 15000, len(working))]

    def test_infinite(self) -> None:
        """A day that DuckDB has and no calendar."""
        with duckdb.connect() as connection:
            made = connection.sql(
                "SELECT unnest(['infinity', '-infinity', '0044-03-15 (BC)']::DATE[]) AS day"
            )
            assert opens(made, sure="how").project("x, how").fetchall() == [(None, "outside")] * 3

    def test_two_names_that_are_one(self) -> None:
        """DuckDB would take the first of them."""
        with duckdb.connect() as connection:
            made = connection.sql("SELECT DATE '2026-04-03' AS \"Day\", DATE '2026-04-04' AS day")
            if len({name.casefold() for name in made.columns}) < 2:  # pragma: no branch - it may rename one
                with pytest.raises(
                    InvalidValue, match=r"^day: 'day' is the name of two columns, in capitals"
                ):
                    opens(made)

    def test_no_dates(self) -> None:
        """By the schema."""
        with duckdb.connect() as connection:
            for kind in ("TIMESTAMP", "TIMESTAMPTZ", "VARCHAR"):
                with pytest.raises(InvalidType, match=r"^day: a column of .* has (times|no dates)"):
                    opens(connection.sql(f"SELECT '2026-04-03'::{kind} AS day"))


class TestWhatIsRefused:
    """Whatever the engine."""

    @pytest.mark.parametrize(
        "frame", [None, [1], {"day": DAYS}, pl.Series(DAYS), pd.Series(DAYS), np.array([1])]
    )
    def test_no_table(self, frame: object) -> None:
        """It is named by its type; nobody wants to see it whole."""
        with pytest.raises(InvalidType, match=r"^frame: a \w+ is no table; pass a table of pandas, Polars"):
            opens(frame)

    def test_no_engine_of_ours(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """There are more that narwhals knows; and its own tables are not what would come out."""
        monkeypatch.delitem(_engines._LAZY, nw.Implementation.POLARS)  # noqa: SLF001
        made = pl.LazyFrame({"day": DAYS})
        for frame in (made, nw.from_native(pl.DataFrame({"day": DAYS}))):
            with pytest.raises(InvalidType, match=r"^frame: a \w+ is of no engine that is known here; pass"):
                opens(frame)

    def test_two_columns_of_one_name(self) -> None:
        """In pandas there may be."""
        made = pd.DataFrame([[DAYS[0], DAYS[0]]], columns=["day", "day"])
        with pytest.raises(InvalidValue, match=r"^frame: a DataFrame has two columns of one name; give each"):
            opens(made)

    @pytest.mark.parametrize(
        ("ask", "message"),
        [
            (None, "ask: None is no function; pass a function of one day, as lambda day: earliest_start"),
            (
                lambda day: day.year / 2,
                "ask: 1005.5 is no answer that a column can have; let it return a Deadline",
            ),
            (lambda day: datetime(day.year, 1, 1, 9), "ask: datetime.datetime.* is no answer that a column"),  # noqa: DTZ001
            (
                lambda day: "x" if day.day > 5 else 5,
                "ask: 5 and 'x' are answers of two kinds; let it return one",
            ),
            (
                lambda day: 2**31 * day.year,
                r"ask: \d+ is too large for a column of counts; return it as text",
            ),
        ],
    )
    def test_no_question(self, ask: Any, message: str) -> None:  # noqa: ANN401
        """What it is asked with is checked, and what it answers."""
        with pytest.raises(SecUepError, match=message):
            frames.answered(pl.LazyFrame({"day": DAYS}), "day", ask, into="x")

    def test_answers_that_do_not_say_how_sure_they_are(self) -> None:
        """A boolean has no certainty."""
        with pytest.raises(
            InvalidType, match=r"^ask: True does not say how sure it is; leave out sure, or return"
        ):
            frames.answered(pl.LazyFrame({"day": DAYS}), "day", lambda _: True, into="x", sure="how")

    def test_a_question_that_refuses_every_day(self) -> None:
        """What it says is said, and no column of nulls is made."""
        with pytest.raises(
            DateOutsideCalendar, match=r"^Working Day 1000000 after 2011-01-01 is outside the"
        ):
            frames.nth_working_day_after(pl.LazyFrame({"day": DAYS}), "day", 10**6, into="x")
        with pytest.raises(InvalidValue, match=r"^n: 0 is no number of Working Days to count"):
            frames.nth_working_day_after(pl.LazyFrame({"day": DAYS}), "day", 0, into="x")

    def test_a_question_of_ours_that_refuses_every_day(self) -> None:
        """The same of any question."""
        ask = lambda _: uept.earliest_start(notice_given=date(2100, 1, 1))  # noqa: E731
        with pytest.raises(DateOutsideCalendar, match=r"^notice_given: 2100-01-01 is outside"):
            frames.answered(pl.LazyFrame({"day": DAYS}), "day", ask, into="x", calendar=THREE_YEARS)

    def test_a_day_that_python_has_no_date_for(self) -> None:
        """It is outside the calendar all the same."""
        made = pd.DataFrame({"day": np.array(["12026-01-01"], "datetime64[s]")})
        with pytest.raises(
            DateOutsideCalendar, match=r"^day in 1 row \(row 0: 12026-01-01\) is outside the cal"
        ):
            opens(made)


class TestWhatIsLoaded:
    """The extra, and the engine of the table that was passed."""

    def test_no_other_engine(self) -> None:
        """A table of pandas needs no other, and a table of Polars none at all."""
        code = """\
import sys
from datetime import date
from sec_uep import frames
engines = {"duckdb", "pandas", "polars", "pyarrow", "pyspark"}
print(sorted(engines & set(sys.modules)))
import polars
frames.on_or_after(polars.DataFrame({"d": [date(2026, 4, 3)]}), "d", into="x", sure="y")
print(sorted(engines & set(sys.modules)))
"""
        printed = subprocess.check_output([sys.executable, "-c", code], text=True)
        assert printed.splitlines() == ["[]", "['polars']"]

    @pytest.mark.parametrize("needs", ["narwhals", "numpy"])
    def test_without_the_extra(self, monkeypatch: pytest.MonkeyPatch, needs: str) -> None:
        """What to install is said."""
        for name in [name for name in sys.modules if name.startswith("sec_uep.frames")]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.setitem(sys.modules, needs, None)
        with pytest.raises(MissingExtra) as refusal:
            import_module("sec_uep.frames")
        assert (refusal.value.extra, refusal.value.needs) == ("frames", needs)
        assert isinstance(refusal.value, ImportError)

    def test_what_is_missing_for_another_reason(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """It is no matter of the extra."""
        for name in [name for name in sys.modules if name.startswith("sec_uep.frames")]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.setitem(sys.modules, "sec_uep.frames._table", None)
        with pytest.raises(ModuleNotFoundError, match=r"_table"):
            import_module("sec_uep.frames")
