"""
What examples/on_spark.py gives one machine to do.

That needs pandas alone; a stand-in is asked what Spark would be asked.
"""

from __future__ import annotations

from datetime import date
from types import ModuleType

import pytest

import sec_uep as uep
from sec_uep import wire
from tests.cases import EXAMPLES

DAY = date(2026, 11, 25)
ENTRIES = [uep.load(path) for path in EXAMPLES]
#: How Spark calls the type of a cell.
KINDS: dict[type, str] = {str: "string", int: "int", bool: "boolean", date: "date"}


@pytest.fixture
def on_spark() -> ModuleType:
    """Return the example."""
    pytest.importorskip("pandas", reason="Spark hands its rows over as a DataFrame of pandas")
    from examples import on_spark  # noqa: PLC0415 - it needs pandas

    return on_spark


def test_a_batch_is_answered(on_spark: ModuleType) -> None:
    """Each batch of entry files gives the rows of its entries, in their order; an empty one gives none."""
    import pandas as pd  # noqa: PLC0415 - as above

    texts = [wire.dumps(entry) for entry in ENTRIES]
    batches = [pd.DataFrame({"value": part}) for part in (texts[:2], [], texts[2:])]
    found = list(on_spark.obligations(iter(batches), DAY))
    assert [list(frame.columns) for frame in found] == [list(on_spark.COLUMNS)] * 3
    assert found[1].empty
    together = pd.concat([found[0], found[2]]).astype(object)
    assert together.where(together.notna(), None).to_dict("records") == [
        {"party": entry.party.name} | row for entry in ENTRIES for row in entry.as_of(DAY).obligations.rows()
    ]


def test_the_types_are_those_of_the_cells(on_spark: ModuleType) -> None:
    """What Spark is told to expect is what each row has."""
    for entry in ENTRIES:
        for row in entry.as_of(DAY).obligations.rows():
            for name, cell in row.items():
                assert cell is None or on_spark.COLUMNS[name] == KINDS[type(cell)]


def test_spark_is_asked_to_map_batches(on_spark: ModuleType) -> None:
    """It is told the columns with their types, and what answers for the entries of one batch."""
    import pandas as pd  # noqa: PLC0415 - as above

    class Frame:
        """Stands for a DataFrame of Spark with one batch."""

        def mapInPandas(self, answer: object, schema: str) -> tuple[object, str]:  # noqa: N802 - Spark's name
            """Keep what it was asked."""
            return answer, schema

    answer, schema = on_spark.standing(Frame(), DAY)
    assert schema.startswith("party string, step string, role string, ")
    assert schema.endswith("is_late boolean, doubt string, superseded boolean")
    (frame,) = answer(iter([pd.DataFrame({"value": [wire.dumps(ENTRIES[0])]})]))
    assert len(frame) == len(ENTRIES[0].as_of(DAY).obligations)
