"""
Other ways to the same answers, which share no code with the package.

One is a loop that steps from day to day and knows a set of bank holidays and nothing else;
the other is numpy's own business-day functions.
A day of None means that the count left the calendar.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen
from holidays import country_holidays

from sec_uep.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

_ONE_DAY = timedelta(days=1)


@frozen
class StepByStep:
    """A calendar as a person with a wall calendar reads it."""

    first: date
    last: date
    bank_holidays: frozenset[date]

    def is_working_day(self, day: date) -> bool:
        """Look at one day."""
        return day.isoweekday() not in {6, 7} and day not in self.bank_holidays

    def on_or_after(self, day: date) -> date | None:
        """Step on until a Working Day is met."""
        while not self.is_working_day(day):
            if day == self.last:
                return None
            day += _ONE_DAY
        return day

    def on_or_before(self, day: date) -> date | None:
        """Step back until a Working Day is met."""
        while not self.is_working_day(day):
            if day == self.first:
                return None
            day -= _ONE_DAY
        return day

    def nth_working_day_after(self, day: date, n: int) -> date | None:
        """Step on, and tick Working Days off."""
        while n:
            if day >= self.last:
                return None
            day += _ONE_DAY
            n -= self.is_working_day(day)
        return day

    def nth_working_day_before(self, day: date, n: int) -> date | None:
        """Step back, and tick Working Days off."""
        while n:
            if day <= self.first:
                return None
            day -= _ONE_DAY
            n -= self.is_working_day(day)
        return day

    def working_days_between(self, after: date, up_to: date) -> int:
        """Look at every day in turn."""
        count = 0
        while after < up_to:
            after += _ONE_DAY
            count += self.is_working_day(after)
        return count


class Numpy:
    """The same questions, put to numpy; it knows no end of the calendar."""

    def __init__(self, bank_holidays: Iterable[date]) -> None:
        days = np.array(sorted(bank_holidays), dtype="datetime64[D]")
        self._calendar = np.busdaycalendar(holidays=days)

    def _offset(self, day: date, n: int, roll: str) -> date:
        moved = np.busday_offset(
            np.datetime64(day),
            n,
            roll=roll,
            busdaycal=self._calendar,  # type: ignore[call-overload]
        )
        found = moved.astype(object)
        assert isinstance(found, date)
        return found

    def is_working_day(self, day: date) -> bool:
        """Ask whether *day* is a business day."""
        return bool(np.is_busday(np.datetime64(day), busdaycal=self._calendar))

    def on_or_after(self, day: date) -> date:
        """Roll forward."""
        return self._offset(day, 0, "forward")

    def on_or_before(self, day: date) -> date:
        """Roll backward."""
        return self._offset(day, 0, "backward")

    def nth_working_day_after(self, day: date, n: int) -> date:
        """Roll backward first, or a start that is no Working Day would be counted twice."""
        return self._offset(day, n, "backward")

    def nth_working_day_before(self, day: date, n: int) -> date:
        """Roll forward first, for the same reason."""
        return self._offset(day, -n, "forward")

    def working_days_between(self, after: date, up_to: date) -> int:
        """Count in [after + 1, up_to + 1), which is (after, up_to]."""
        one = np.timedelta64(1, "D")
        start, stop = np.datetime64(after) + one, np.datetime64(up_to) + one
        return int(np.busday_count(start, stop, busdaycal=self._calendar))


def computed_bank_holidays(subdivision: str, years: Iterable[int]) -> frozenset[date]:
    """Return the weekday bank holidays that `holidays` computes for whole years."""
    found = country_holidays("GB", subdiv=subdivision, years=years, expand=False)
    return frozenset(day for day in found if day.isoweekday() < 6)


def rules_of(module: object) -> list[Rule]:
    """Return the rules that a module states, in its order."""
    return [each for each in vars(module).values() if isinstance(each, Rule)]
