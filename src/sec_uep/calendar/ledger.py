"""
The count of a period, day by day: what a person would write on a calendar with a pencil.

A ledger is worked out when it is asked for; a date that nobody questions never pays for one.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any

from attrs import frozen

from sec_uep.errors import displayed

if TYPE_CHECKING:
    from collections.abc import Iterator

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


#: How often a year that was published has changed since, for England and Wales.
CHANGES_SEEN = (
    "for England and Wales, of the 15 years from 2012 to 2026 three were changed after publication: "
    "2020, 2022 and 2023"
)


class Certainty(Enum):
    """
    How sure it is which days of an interval are bank holidays.

    Even a published day can still change: it did in 2020, 2022 and 2023.
    """

    PUBLISHED = "published"
    """GOV.UK has published every year the interval touches."""

    PROJECTED = "projected"
    """The interval runs past what is published; the rest is computed from the rules known today."""

    AMENDED = "amended"
    """The caller added or removed a bank holiday within the interval."""


@frozen
class LedgerLine:
    """
    One day of a count.

    Attributes:
        day: The day.
        why_not: Why it was skipped, such as "Saturday" or "Boxing Day"; None when it counted.
        total: How many Working Days have counted so far, this day included.
        certainty: How sure it is whether this day counts.

    """

    day: date
    why_not: str | None
    total: int
    certainty: Certainty

    @property
    def counted(self) -> bool:
        """Whether the day is a Working Day."""
        return self.why_not is None

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """The day, its weekday, its number in the count, and what there is to say of it."""
        number = str(self.total) if self.why_not is None else "-"
        notes = [self.why_not] if self.why_not else []
        if self.certainty is not Certainty.PUBLISHED:
            notes.append(self.certainty.value)
        return str(self.day), _DAYS[self.day.weekday()], number, ", ".join(notes)

    def as_row(self) -> dict[str, Any]:
        """Return the day as a flat row of plain values: one that was skipped has no number, and a reason."""
        return {
            "day": self.day,
            "weekday": _DAYS[self.day.weekday()],
            "is_working_day": self.counted,
            "number": self.total if self.counted else None,
            "reason": self.why_not,
            "certainty": self.certainty.value,
        }

    _repr_html_ = displayed

    def __str__(self) -> str:
        day, weekday, number, note = self.cells
        return f"{day}  {weekday}  {number:>5}  {note}".rstrip()


@frozen
class Ledger:
    """
    Every day after one day, up to and including another, counted or skipped and why.

    It iterates over its lines; `str()` of it is a table, and a notebook shows it as a calendar.

    >>> from sec_uep.calendar import england_and_wales
    >>> print(england_and_wales().ledger(after=date(2026, 4, 2), up_to=date(2026, 4, 8)))
    Working Days after 2026-04-02, up to 2026-04-08 (England and Wales)
    2026-04-03  Fri      -  Good Friday
    2026-04-04  Sat      -  Saturday
    2026-04-05  Sun      -  Sunday
    2026-04-06  Mon      -  Easter Monday
    2026-04-07  Tue      1
    2026-04-08  Wed      2
    total: 2
    """

    calendar: str
    after: date
    up_to: date
    lines: tuple[LedgerLine, ...]

    @property
    def total(self) -> int:
        """How many Working Days there are."""
        return self.lines[-1].total if self.lines else 0

    def rows(self) -> list[dict[str, Any]]:
        """
        Return each day as a flat row of plain values, as a DataFrame or a CSV writer takes them.

        *number* is the day's place in the count; a day that was skipped has none, and a *reason*.

        >>> from sec_uep.calendar import england_and_wales
        >>> _, tuesday = england_and_wales().ledger(after=date(2026, 4, 5), up_to=date(2026, 4, 7)).rows()
        >>> {name: value for name, value in tuesday.items() if name != "day"}
        {'weekday': 'Tue', 'is_working_day': True, 'number': 1, 'reason': None, 'certainty': 'published'}
        """
        return [line.as_row() for line in self.lines]

    def __iter__(self) -> Iterator[LedgerLine]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    _repr_html_ = displayed

    def __repr__(self) -> str:
        days = "Working Day" if self.total == 1 else "Working Days"
        return f"<Ledger after {self.after}, up to {self.up_to}: {self.total} {days} ({self.calendar})>"

    def _heading(self) -> str:
        return f"Working Days after {self.after}, up to {self.up_to} ({self.calendar})"

    def __str__(self) -> str:
        return "\n".join((self._heading(), *map(str, self.lines), f"total: {self.total}"))
