"""A calendar that is watched while a question is asked on it, to say on which days the answer rests."""

from __future__ import annotations

from datetime import date, timedelta

from attrs import fields

from sec_uep.calendar.working_days import WorkingDayCalendar

_PARTS = tuple(each.name for each in fields(WorkingDayCalendar))
_ONE_DAY = timedelta(days=1)


class WatchedCalendar(WorkingDayCalendar):
    """
    A calendar that counts as another one does, and remembers which days it looked at.

    It shares the index of the other, so it costs next to nothing to make.

    >>> from sec_uep.calendar import england_and_wales
    >>> watched = WatchedCalendar(england_and_wales())
    >>> watched.nth_working_day_after(date(2026, 4, 2), 1)
    datetime.date(2026, 4, 7)
    >>> watched.read
    (datetime.date(2026, 4, 3), datetime.date(2026, 4, 7))
    """

    _looked_at: list[date]
    _of: WorkingDayCalendar

    def __init__(self, calendar: WorkingDayCalendar) -> None:
        for name in _PARTS:
            object.__setattr__(self, name, getattr(calendar, name))
        object.__setattr__(self, "_looked_at", [])
        object.__setattr__(self, "_of", calendar)

    def _grow(self) -> None:
        # The index is the other's too, and its titles must grow with it.
        self._of._grow()  # noqa: SLF001 - of the same class
        object.__setattr__(self, "_titles", self._of._titles)  # noqa: SLF001

    @property
    def read(self) -> tuple[date, date] | None:
        """The first and the last day whose kind, working or not, was asked for; None if none was."""
        return (min(self._looked_at), max(self._looked_at)) if self._looked_at else None

    def on_or_after(self, day: date) -> date:
        """Return *day*, or the first Working Day after it."""
        return self._found(super().on_or_after(day), day)

    def on_or_before(self, day: date) -> date:
        """Return *day*, or the last Working Day before it."""
        return self._found(super().on_or_before(day), day)

    def nth_working_day_after(self, day: date, n: int) -> date:
        """Return the *n*-th Working Day after *day*."""
        return self._found(super().nth_working_day_after(day, n), day + _ONE_DAY)

    def nth_working_day_before(self, day: date, n: int) -> date:
        """Return the *n*-th Working Day before *day*."""
        return self._found(super().nth_working_day_before(day, n), day - _ONE_DAY)

    def _found(self, found: date, looked_from: date) -> date:
        self._looked_at.extend((found, looked_from))
        return found
