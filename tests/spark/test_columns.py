"""A column of PySpark is what the scalar function says of each row; nothing is computed before."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from sec_uep import frames
from sec_uep.errors import InvalidType, InvalidValue, UnknownName
from tests.frames.engines import Columns, Engine, pa
from tests.frames.odd_names import ODD
from tests.frames.proofs import AMENDED, ASKED, CALENDAR, COUNTS, asked, check_between, counted

#: The calendar that each of the counts is asked on: one of them is the caller's own.
CALENDARS = [AMENDED if name == "nth_working_day_after" else CALENDAR for name, _ in COUNTS]

#: The order of the rows, which no table of PySpark has of itself.
ORDER = "the order of the rows"


@pytest.fixture(name="engine")
def engine_of(spark: Any) -> Engine:  # noqa: ANN401 - a session
    """Return how tables are made and read: in several partitions, and read in order."""

    def made(columns: Columns) -> Any:  # noqa: ANN401
        order = {ORDER: pa.array(range(len(next(iter(columns.values())))), pa.int32())}
        days = {name: pa.array(list(values), pa.date32()) for name, values in columns.items()}
        return spark.createDataFrame(pa.table(days | order)).repartition(3)

    return Engine("pyspark", made, lambda frame, column: collected(frame)[column].to_pylist(), is_lazy=True)


def collected(frame: Any) -> Any:  # noqa: ANN401 - a table of PySpark, or what was collected of one
    """Return all rows of a table, in order."""
    return frame if isinstance(frame, pa.Table) else frame.toArrow().sort_by(ORDER)


class TestTheSameAnswers:
    """Each function equals the scalar one on all days of the calendar and around its ends, with nulls."""

    def test_counts(self, engine: Engine) -> None:
        """And how sure each count is. All are asked of one table: a query takes Spark long to begin."""
        expected = [
            counted(name, n, on, is_lazy=True) for (name, n), on in zip(COUNTS, CALENDARS, strict=True)
        ]
        found = engine.made({"day": expected[0][0]})
        for place, ((name, n), on) in enumerate(zip(COUNTS, CALENDARS, strict=True)):
            ask = getattr(frames, name)
            found = ask(found, "day", *n, into=f"x{place}", sure=f"how {place}", calendar=on)
        found = collected(found)
        for place, (days, answers, sure) in enumerate(expected):
            assert engine.rows(found, "day") == days
            assert engine.rows(found, f"x{place}") == answers
            assert engine.rows(found, f"how {place}") == sure

    def test_between(self, engine: Engine) -> None:
        """Two columns of days."""
        check_between(engine, AMENDED)

    def test_any_question(self, engine: Engine) -> None:
        """Of one day, whatever kind of answer it has."""
        found = engine.made({"day": asked("a day", is_lazy=True)[0]})
        for kind, ask in ASKED.items():
            found = frames.answered(found, "day", ask, into=kind)
        found = collected(found)
        for kind in ASKED:
            _, expected = asked(kind, is_lazy=True)
            rows = engine.rows(found, kind)
            assert rows == expected
            assert [type(each) for each in rows[:99]] == [type(each) for each in expected[:99]]


class TestTheTable:
    """What was passed is as it was, and is not computed."""

    def test_no_rows(self, engine: Engine) -> None:
        """None come out."""
        found = frames.on_or_after(engine.made({"day": []}), "day", into="x", sure="how")
        assert engine.rows(found, "x") == engine.rows(found, "how") == []

    def test_odd_names(self, engine: Engine) -> None:
        """A name is a name."""
        days = [date(2026, 4, 3), date(2026, 4, 1), None]
        found = engine.made(dict.fromkeys(ODD, days))
        for day, into in zip(ODD[::4], ODD[1::4], strict=False):
            found = frames.on_or_after(found, day, into=f"{into}'", sure=f"{into}!")
        found = collected(found)
        for into in ODD[1::4]:
            assert engine.rows(found, f"{into}'") == [date(2026, 4, 7), date(2026, 4, 1), None]
            assert engine.rows(found, f"{into}!") == ["published", "published", None]
        assert engine.rows(found, ODD[0]) == days

    def test_nothing_is_computed(self, spark: Any) -> None:  # noqa: ANN401
        """The table is one that cannot be; and nothing is registered with the session."""
        made = spark.sql("SELECT CAST(raise_error('computed') AS DATE) AS day")
        found = frames.on_or_after(made, "day", into="x", sure="how")
        assert found.dtypes == [("day", "date"), ("x", "date"), ("how", "string")]
        with pytest.raises(Exception, match=r"computed"):
            found.collect()
        assert spark.catalog.listTables() == []

    def test_refused(self, engine: Engine, spark: Any) -> None:  # noqa: ANN401
        """By the schema; to Spark, names that differ in capitals are one."""
        made = engine.made({"day": [date(2026, 4, 3)]})
        with pytest.raises(UnknownName, match=r"^day: 'Day' is not known here"):
            frames.on_or_after(made, "Day", into="x")
        with pytest.raises(InvalidValue, match=r"^into: 'DAY' is a column already"):
            frames.on_or_after(made, "day", into="DAY")
        moments = spark.createDataFrame([(datetime(2026, 1, 5),)], "day timestamp")  # noqa: DTZ001
        with pytest.raises(InvalidType, match=r"^day: a column of Datetime.* has times"):
            frames.on_or_after(moments, "day", into="x")
