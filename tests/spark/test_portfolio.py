"""A portfolio that PySpark holds says what it says on the engines that need no session."""

from __future__ import annotations

from typing import Any

import pytest

from sec_uep import frames
from tests.frames.portfolios import MANY
from tests.frames.test_portfolio import plain, read, row_of

SCHEMA = """
    party string, licence string, fuel string, premises string, profile_class tinyint, annual_kwh bigint,
    meter string, smart_metering_system boolean, metering_point bigint, premises_id string
"""


@pytest.mark.parametrize("left_out", [(), ("premises_id",), ("licence", "metering_point", "premises_id")])
def test_agrees_on_many(spark: Any, left_out: tuple[str, ...]) -> None:  # noqa: ANN401 - a session of PySpark
    """With Polars, in parts that are in no order."""
    told = spark.createDataFrame([dict(row) for row in MANY], SCHEMA).drop(*left_out).repartition(3)
    rows = [{name: value for name, value in row.items() if name not in left_out} for row in MANY]
    assert plain(frames.portfolio(told)) == read(*rows)


def test_no_consumption(spark: Any) -> None:  # noqa: ANN401
    """What is no number is dirt, and null is not."""
    kwhs = (float("nan"), float("inf"), -1.0, None, 732_000.0, 732_000.5)
    rows = [{**row_of(fuel="gas", party=str(n)), "annual_kwh": kwh} for n, kwh in enumerate(kwhs)]
    told = spark.createDataFrame(rows, SCHEMA.replace("annual_kwh bigint", "annual_kwh double"))
    found = frames.portfolio(told.drop("licence", "premises_id"))
    assert [[dirt.word for dirt in each.dirt] for each in found] == [
        ["not a number"],
        ["not a number"],
        ["negative"],
        [],
        [],
        [],
    ]
    assert [each.as_row()["meters"] for each in found] == ["", "", "", "", "advanced", ""]


def test_odd_names_and_no_rows(spark: Any) -> None:  # noqa: ANN401
    """A name is a name, and of nothing nothing is said."""
    told = (
        spark.createDataFrame([row_of()], SCHEMA)
        .drop("licence")
        .withColumnsRenamed({"party": "a `b`.c", "meter": "*"})
    )
    (one,) = frames.portfolio(told, {"party": "a `b`.c", "meter": "*"})
    assert one.licence.meters["advanced"] is True
    assert len(frames.portfolio(spark.createDataFrame([], SCHEMA))) == 0
