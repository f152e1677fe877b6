"""
The index that makes every count one look-up.

It has each day's place among the Working Days, and each Working Day by its place.
Both only ever grow, and what is in them never changes,
so any number of threads may read them, and add the same days to them, at the same time.
"""

from __future__ import annotations

from datetime import date
from itertools import accumulate, compress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WEEK = b"\1\1\1\1\1\0\0"


def grow(
    position: dict[date, int],
    working: list[date],
    bank_holidays: Iterable[date],
    first: date,
    last: date,
) -> None:
    """
    Add the days from *first* to *last* to *position* and *working*.

    *first* is the day after the last one in *position*, or any day if there is none before it.
    Doing it again does no harm: the same entries are written in the same places.
    """
    start, stop = first.toordinal(), last.toordinal() + 1
    monday = (start - 1) % 7
    counts = bytearray(_WEEK * ((stop - start) // 7 + 2))[monday : monday + stop - start]
    for day in bank_holidays:
        if first <= day <= last:
            counts[day.toordinal() - start] = 0
    days = list(map(date.fromordinal, range(start, stop)))
    before = position.get(date.fromordinal(start - 1), 0) if start > 1 else 0
    # The Working Days come first, so that whoever finds a day finds all Working Days up to it.
    working[before + 1 :] = compress(days, counts)
    totals = accumulate(counts, initial=before)
    next(totals)
    position.update(zip(days, totals, strict=True))
