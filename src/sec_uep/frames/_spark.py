"""The look-up of a day in a table of answers, in the words of PySpark: on the caller's own session."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sec_uep.frames._table import NONE, Table, Wanted


def spark(frame: Any, wanted: Mapping[str, Wanted]) -> Any:  # noqa: ANN401 - the types of PySpark
    """Return *frame* with the columns that are *wanted*; nothing is computed yet."""
    from pyspark.sql import functions as F  # noqa: N812, PLC0415 - the table is of PySpark

    def column(name: str) -> Any:  # noqa: ANN401
        return F.col("`" + name.replace("`", "``") + "`")

    def looked_up(day: Any, table: Table) -> Any:  # noqa: ANN401
        place = F.unix_date(day) - F.lit(table.first - 1)
        inside = F.when(place.between(1, len(table.numbers) - 1), place).when(day.isNotNull(), F.lit(0))
        # One text, which Spark makes a list of once: so many literals would take it seconds to plan.
        numbers = F.split(F.lit(" ".join(map(str, table.numbers.tolist()))), " ").cast("array<int>")
        found = F.nullif(F.get(numbers, inside), F.lit(NONE))
        if table.kind is str:
            return F.get(F.array(*map(F.lit, table.words)), found)
        if table.kind is date:
            return F.date_from_unix_date(found)
        return found.cast("boolean") if table.kind is bool else found

    def made(want: Wanted) -> Any:  # noqa: ANN401
        days = [column(name) for name in want.days]
        found = [looked_up(day, want.table) for day in days]
        return found[0] if len(days) == 1 else F.when(days[1] >= days[0], found[1] - found[0])

    return frame.withColumns({into: made(want) for into, want in wanted.items()})
