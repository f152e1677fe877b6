"""Many entries on many machines: what examples/on_spark.py says, by a real session."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import sec_uep as uep
from sec_uep import wire
from tests.cases import EXAMPLES

TODAY = date(2026, 11, 25)


# PySpark says so of pandas 3 as soon as it is imported; nothing here rests on what it means.
@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
def test_each_obligation(spark: Any) -> None:  # noqa: ANN401 - a session
    """Each row is what this process says of the entry, in the types that were named."""
    from examples import on_spark  # noqa: PLC0415 - it needs pandas

    entries = [uep.load(path) for path in EXAMPLES]
    texts = spark.createDataFrame([(wire.dumps(each),) for each in entries], "value string").repartition(3)
    found = [row.asDict() for row in on_spark.standing(texts, TODAY).collect()]
    expected = [
        {"party": each.party.name} | row for each in entries for row in each.as_of(TODAY).obligations.rows()
    ]
    assert sorted(found, key=str) == sorted(expected, key=str)
    assert {row["is_late"] for row in found} == {True, False}
