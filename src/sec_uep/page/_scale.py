"""
Days on a line: where each stands, and what is written along it.

A scale puts days in order to draw them. It judges none: whether a day is late, or counts, is said elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeAlias

from attrs import field, frozen

from sec_uep.page._words import MONTHS

__all__ = ["Scale", "Tick"]

#: A place on the line, and what is written there; nothing where there is no room.
Tick: TypeAlias = tuple[float, str]

#: The least room for a week, for a label of three letters, and for a character of a longer one.
_WEEK, _LABEL, _CHARACTER = 19, 28, 7

#: The least width of a day with which weekends are seen.
_VISIBLE = 1.1

#: How many days before today are shown at least, and how many all in all.
_PAST, _SPAN = 28, 42

#: How many months a year has, how many days a month, about, and how many months can lie between two labels.
_YEAR, _MONTH, _STEPS = 12, 30.4, (1, 2, 3, 6, 12, 120, 1200, 12_000)


@frozen
class Scale:
    """
    The days from *first* to *last*, both included, between two places on a line.

    >>> scale = Scale(date(2026, 11, 1), date(2026, 11, 10), 100, 200)
    >>> scale.begins(date(2026, 11, 3)), scale.ends(date(2026, 11, 3)), scale.holds(date(2026, 12, 1))
    (120.0, 130.0, False)

    Attributes:
        first: The first day.
        last: The last day.
        left: Where the first day begins.
        right: Where the last day ends.
        unit: The width of a day.

    """

    first: date
    last: date
    left: float
    right: float
    unit: float = field(init=False)

    def __attrs_post_init__(self) -> None:
        days = self.last.toordinal() - self.first.toordinal() + 1
        object.__setattr__(self, "unit", (self.right - self.left) / days)

    @classmethod
    def over(cls, days: Iterable[date], today: date, left: float, right: float, *, whole: bool) -> Scale:
        """
        Return a scale that holds *today* and *days*; without *whole*, of those before today the later ones.

        What is to come has at least three quarters of it, unless it is short.
        """
        now = today.toordinal()
        ordinals = [now, *(day.toordinal() for day in days)]
        first, last = min(ordinals), max(ordinals)
        if not whole:
            first = max(first, now - max(_PAST, (last - now) // 3))
        last = max(last, first + _SPAN)
        margin = 2 + (last - first) // 40
        first, last = max(first - margin, date.min.toordinal()), min(last + margin, date.max.toordinal())
        return cls(date.fromordinal(first), date.fromordinal(last), left, right)

    # --- places ---------------------------------------------------------------------------

    def begins(self, day: date) -> float:
        """Return where *day* begins; of a day outside, the nearer end."""
        place = self.left + self.unit * (day.toordinal() - self.first.toordinal())
        return min(max(place, self.left), self.right)

    def ends(self, day: date) -> float:
        """Return where *day* ends; of a day outside, the nearer end."""
        place = self.left + self.unit * (day.toordinal() - self.first.toordinal() + 1)
        return min(max(place, self.left), self.right)

    def middle(self, day: date) -> float:
        """Return the middle of *day*; of a day outside, the nearer end."""
        return (self.begins(day) + self.ends(day)) / 2

    def holds(self, day: date) -> bool:
        """Return whether *day* is on it."""
        return self.first <= day <= self.last

    @property
    def shows_days(self) -> bool:
        """Whether a weekend is wide enough to be seen."""
        return self.unit >= _VISIBLE

    def part(self, first: date, last: date) -> tuple[date, date] | None:
        """Return the first and the last of its days from *first* to *last*; None if it has none of them."""
        first, last = max(first, self.first), min(last, self.last)
        return (first, last) if first <= last else None

    # --- what is written along it ---------------------------------------------------------

    def fine(self) -> list[Tick]:
        """Return the weeks by the day of their Monday, or else the months, or the years."""
        if self._step is None:
            first, last = self.first.toordinal(), self.last.toordinal()
            mondays = map(date.fromordinal, range(first + (1 - first) % 7, last + 1, 7))
            return self._written([(day, str(day.day)) for day in mondays])
        return self._written([(day, self._name(day)) for day in self._months(self._step)])

    def coarse(self) -> list[Tick]:
        """Return the months that weeks are of, or the years that months are of."""
        if self._step is None:
            months = self._months(1, partly=True)
            return self._written([(day, f"{MONTHS[day.month - 1][:3]} {day.year}") for day in months])
        if self._step >= _YEAR:
            return []
        return self._written([(day, str(day.year)) for day in self._months(_YEAR, partly=True)])

    @property
    def _step(self) -> int | None:
        """How many months lie between two fine ticks; None if they are weeks."""
        if self.unit * 7 >= _WEEK:
            return None
        return next((n for n in _STEPS if n * _MONTH * self.unit >= _LABEL), _STEPS[-1])

    @staticmethod
    def _of_month(number: int) -> date:
        return date(number // 12, number % 12 + 1, 1)

    def _name(self, day: date) -> str:
        return MONTHS[day.month - 1][:3] if self._step and self._step < _YEAR else str(day.year)

    def _months(self, step: int, *, partly: bool = False) -> Iterator[date]:
        """Yield the first day of each *step*-th month; with *partly*, of the one before the scale too."""
        begun = self.first.year * 12 + self.first.month - 1
        last = self.last.year * 12 + self.last.month - 1
        down, up = begun // step * step, -(-(begun + (self.first.day > 1)) // step) * step
        yield from map(self._of_month, range(max(down, 12) if partly else up, last + 1, step))

    def _written(self, days: list[tuple[date, str]]) -> list[Tick]:
        """Return where *days* stand, each with its label where that fits before the next."""
        places = [self.begins(day) for day, _ in days]
        return [
            (place, label if place + _CHARACTER * len(label) <= end else "")
            for (_, label), place, end in zip(days, places, [*places[1:], self.right], strict=False)
        ]
