"""
The same answers over tables: of pandas, Polars, PyArrow, DuckDB and PySpark.

A table goes in, and the same kind of table comes out, with a column more; one that is lazy stays lazy.
What the answers are is for the questions themselves to say, and for the calendar: nothing here counts.

Needs the extra `frames`: `pip install 'sec-uep[frames]'`.
The engine is the caller's own; this package needs none of them.
"""

from __future__ import annotations

from sec_uep.errors import MissingExtra

try:
    from sec_uep.frames._columns import (
        answered,
        is_working_day,
        nth_working_day_after,
        nth_working_day_before,
        on_or_after,
        on_or_before,
        working_days_between,
    )
    from sec_uep.frames._portfolio import (
        Block,
        Counts,
        Dirt,
        Portfolio,
        PortfolioLicence,
        PortfolioParty,
        Range,
        portfolio,
    )
except ModuleNotFoundError as missing:
    if missing.name not in {"narwhals", "numpy"}:
        raise
    raise MissingExtra("frames", missing.name) from missing

__all__ = [
    "Block",
    "Counts",
    "Dirt",
    "Portfolio",
    "PortfolioLicence",
    "PortfolioParty",
    "Range",
    "answered",
    "is_working_day",
    "nth_working_day_after",
    "nth_working_day_before",
    "on_or_after",
    "on_or_before",
    "portfolio",
    "working_days_between",
]
