"""What a column of pandas or numpy has where a day belongs: the real thing of numpy, the shape of pandas'."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np


class Timestamp(datetime):
    """A time as pandas has it: a `datetime` with nanoseconds, which does not equal a date."""

    nanosecond: float = 0


class JustAfter(Timestamp):
    """The nanosecond after a time."""

    nanosecond = 1


class NaTType(datetime):
    """The missing time of pandas: a `datetime` that equals nothing, itself neither."""

    nanosecond = float("nan")

    def __eq__(self, other: object) -> bool:
        return False

    def __ne__(self, other: object) -> bool:
        return True

    __hash__ = datetime.__hash__

    def __repr__(self) -> str:
        return "NaT"


class NAType:
    """Any missing value of pandas: whether it equals anything is missing too."""

    def __ne__(self, other: object) -> bool:
        raise TypeError

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return "<NA>"


#: Each thing that stands for a missing value.
MISSING: tuple[object, ...] = (NaTType(1, 1, 1), NAType(), np.datetime64("NaT", "D"), float("nan"))


def same_days(day: date) -> tuple[object, ...]:
    """Return each thing that stands for *day* in a column of days."""
    times = ("", "T00", "T00:00", "T00:00:00", "T00:00:00.000000000")
    return (Timestamp(day.year, day.month, day.day), *[np.datetime64(f"{day}{time}") for time in times])
