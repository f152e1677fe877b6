"""When something counts as received: RD-04, which several provisions ask."""

from __future__ import annotations

from datetime import date

from sec_uep.answers import Counting
from sec_uep.readings import Readings

__all__ = ["received"]


def received(calendar: Counting, readings: Readings, day: date) -> date:
    """Return the day on which something that came on *day* counts as received (RD-04)."""
    return day if readings.rd_04 == "that-day" else calendar.on_or_after(day)
