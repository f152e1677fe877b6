"""
What several provisions ask of the days they are given.

When something counts as received (RD-04), and whether two days are in the only order they can have.
"""

from __future__ import annotations

from datetime import date

from sec_uep.checks import check_date
from sec_uep.deadlines import Counting
from sec_uep.errors import ContradictoryFacts
from sec_uep.readings import Readings

__all__ = ["in_order", "received"]


def received(calendar: Counting, readings: Readings, day: date) -> date:
    """Return the day on which something that came on *day* counts as received (RD-04)."""
    return day if readings.rd_04 == "that-day" else calendar.on_or_after(day)


def in_order(earlier: tuple[str, object], later: tuple[str, object], reason: str) -> None:
    """
    Check that the second of two named days is not before the first.

    Raises:
        InvalidType: If either is not a date.
        ContradictoryFacts: If it is.

    """
    if check_date(*later) < check_date(*earlier):
        raise ContradictoryFacts(f"{later[0]} {later[1]}", f"{earlier[0]} {earlier[1]}", reason)
