"""
How each obligation of many entries stands, worked out on many machines: entry files in, rows out.

    $ spark-submit examples/on_spark.py "entries/*.json" 2026-11-25
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

import sec_uep as uep
from sec_uep import wire

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

#: The columns of an obligation and whose it is, with their types as Spark calls them.
COLUMNS = {
    **dict.fromkeys(("party", "step", "role", "kind", "state", "bearer", "modality", "rule"), "string"),
    **dict.fromkeys(("first_day", "last_working_day", "last_day"), "date"),
    **dict.fromkeys(("certainty", "trigger"), "string"),
    **dict.fromkeys(("trigger_day", "done_on"), "date"),
    "working_days_late": "int",
    "is_late": "boolean",
    "doubt": "string",
    "superseded": "boolean",
}


def obligations(frames: Iterator[pd.DataFrame], today: date) -> Iterator[pd.DataFrame]:
    """Yield a row for each obligation of the entries that stand as JSON in the column *value*."""
    for frame in frames:
        entries = [wire.loads(text, uep.Entry) for text in frame["value"]]
        yield pd.DataFrame(
            [
                {"party": entry.party.name} | row
                for entry in entries
                for row in entry.as_of(today).obligations.rows()
            ],
            columns=list(COLUMNS),
        )


def standing(entries: DataFrame, today: date) -> DataFrame:
    """Return how each obligation of *entries*, a text in each row, stands at the end of *today*."""
    schema = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    return entries.mapInPandas(lambda frames: obligations(frames, today), schema)


def main(entries: str, today: str) -> None:
    """Show what is late, and whose, of the entry files that *entries* names."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - whoever has no Spark can still use the functions

    texts = SparkSession.builder.getOrCreate().read.text(entries, wholetext=True)
    standing(texts, date.fromisoformat(today)).where("is_late").groupBy("bearer", "rule").count().show()


if __name__ == "__main__":
    main(*sys.argv[1:])
