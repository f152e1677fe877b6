"""
The limit for a count in pure Python: plain lists indexed by `toordinal()`.

`BareTable` checks nothing: whatever it is handed, it looks up. `CheckedTable` refuses what is no date,
no count or not covered. What a calendar of this package adds to the first is the price of its answers.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

MONDAY_TO_FRIDAY = range(5)


class BareTable:
    """Every answer is one or two look-ups, worked out beforehand by walking the days."""

    def __init__(self, first: date, last: date, bank_holidays: Collection[date]) -> None:
        """Walk the days from *first* to *last* once."""
        self.first = first.toordinal()
        self.is_working: list[bool] = []
        #: How many Working Days there are up to each day, and the same or one more if it is not one.
        self.up_to: list[int] = []
        self.next: list[int] = []
        self.working: list[date] = [date.min]
        for ordinal in range(self.first, last.toordinal() + 1):
            day = date.fromordinal(ordinal)
            counts = day.weekday() in MONDAY_TO_FRIDAY and day not in bank_holidays
            if counts:
                self.working.append(day)
            total = len(self.working) - 1
            self.is_working.append(counts)
            self.up_to.append(total)
            self.next.append(total if counts else total + 1)

    def is_working_day(self, day: date) -> bool:
        """Return whether *day* counts."""
        return self.is_working[day.toordinal() - self.first]

    def on_or_after(self, day: date) -> date:
        """Return *day*, or the first Working Day after it."""
        return self.working[self.next[day.toordinal() - self.first]]

    def after(self, day: date, n: int) -> date:
        """Return the *n*-th Working Day after *day*."""
        return self.working[self.up_to[day.toordinal() - self.first] + n]

    def before(self, day: date, n: int) -> date:
        """Return the *n*-th Working Day before *day*."""
        return self.working[self.next[day.toordinal() - self.first] - n]

    def between(self, after: date, up_to: date) -> int:
        """Return how many Working Days come after *after*, up to and including *up_to*."""
        first = self.first
        return self.up_to[up_to.toordinal() - first] - self.up_to[after.toordinal() - first]


class BareDict:
    """The same answers by dicts from a date: nothing is worked out of it but its hash."""

    def __init__(self, first: date, last: date, bank_holidays: Collection[date]) -> None:
        """Walk the days from *first* to *last* once."""
        table = BareTable(first, last, bank_holidays)
        days = [date.fromordinal(ordinal) for ordinal in range(table.first, last.toordinal() + 1)]
        self.working = table.working
        self.is_working = dict(zip(days, table.is_working, strict=True))
        self.up_to = dict(zip(days, table.up_to, strict=True))
        self.next = dict(zip(days, table.next, strict=True))

    def is_working_day(self, day: date) -> bool:
        """Return whether *day* counts."""
        return self.is_working[day]

    def on_or_after(self, day: date) -> date:
        """Return *day*, or the first Working Day after it."""
        return self.working[self.next[day]]

    def after(self, day: date, n: int) -> date:
        """Return the *n*-th Working Day after *day*."""
        return self.working[self.up_to[day] + n]

    def before(self, day: date, n: int) -> date:
        """Return the *n*-th Working Day before *day*."""
        return self.working[self.next[day] - n]

    def between(self, after: date, up_to: date) -> int:
        """Return how many Working Days come after *after*, up to and including *up_to*."""
        return self.up_to[up_to] - self.up_to[after]


class CheckedTable:
    """The same look-ups, each of whose inputs is checked in the line before."""

    def __init__(self, table: BareTable) -> None:
        """Look up in *table*."""
        self.first = table.first
        self.size = len(table.up_to)
        self.is_working = table.is_working
        self.up_to = table.up_to
        self.next = table.next
        self.working = table.working
        self.most = len(table.working)

    def is_working_day(self, day: date) -> bool:
        """Return whether *day* counts."""
        if day.__class__ is not date or not 0 <= (i := day.toordinal() - self.first) < self.size:
            raise ValueError(day)
        return self.is_working[i]

    def on_or_after(self, day: date) -> date:
        """Return *day*, or the first Working Day after it."""
        if day.__class__ is not date or not 0 <= (i := day.toordinal() - self.first) < self.size:
            raise ValueError(day)
        k = self.next[i]
        if k >= self.most:
            raise ValueError(day)
        return self.working[k]

    def after(self, day: date, n: int) -> date:
        """Return the *n*-th Working Day after *day*."""
        if day.__class__ is not date or not 0 <= (i := day.toordinal() - self.first) < self.size:
            raise ValueError(day)
        if n.__class__ is not int or n < 1 or (k := self.up_to[i] + n) >= self.most:
            raise ValueError(n)
        return self.working[k]

    def before(self, day: date, n: int) -> date:
        """Return the *n*-th Working Day before *day*."""
        if day.__class__ is not date or not 0 <= (i := day.toordinal() - self.first) < self.size:
            raise ValueError(day)
        if n.__class__ is not int or n < 1 or (k := self.next[i] - n) < 1:
            raise ValueError(n)
        return self.working[k]

    def between(self, after: date, up_to: date) -> int:
        """Return how many Working Days come after *after*, up to and including *up_to*."""
        if after.__class__ is not date or not 0 <= (i := after.toordinal() - self.first) < self.size:
            raise ValueError(after)
        if up_to.__class__ is not date or not i <= (j := up_to.toordinal() - self.first) < self.size:
            raise ValueError(up_to)
        return self.up_to[j] - self.up_to[i]
