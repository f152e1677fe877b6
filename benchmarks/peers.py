"""
Who answers: the limit, this package, and the peers, each asked as its own users ask it.

Every method takes a list of inputs and returns the list of answers, so what is checked is what is timed.
A peer that has bank holidays of its own uses them; the others are given ours.
"""

# The methods are those of `Peer`, and described there.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from types import ModuleType
from typing import Protocol

from benchmarks.bare_table import BareTable, CheckedTable
from sec_uep.calendar import WorkingDayCalendar

FIRST, LAST = date(2011, 1, 1), date(2028, 12, 31)

Days = Sequence[date]
Pairs = Sequence[tuple[date, date]]


class Peer(Protocol):
    """
    One who answers.

    Its methods: whether each day is a Working Day; the day itself if so, or else the next one;
    the *n*-th Working Day after, and before, each day; and how many come after the first day of each pair,
    up to and including the second. Of a pair both are Working Days: there, all ways of counting agree.
    """

    def is_working_day(self, days: Days) -> list[bool]: ...
    def on_or_after(self, days: Days) -> list[date]: ...
    def after(self, days: Days, n: int) -> list[date]: ...
    def before(self, days: Days, n: int) -> list[date]: ...
    def between(self, pairs: Pairs) -> list[int]: ...


class Table:
    """The bare table, or the checked one."""

    def __init__(self, table: BareTable | CheckedTable) -> None:
        self.table = table

    def is_working_day(self, days: Days) -> list[bool]:
        table = self.table
        return [table.is_working_day(day) for day in days]

    def on_or_after(self, days: Days) -> list[date]:
        table = self.table
        return [table.on_or_after(day) for day in days]

    def after(self, days: Days, n: int) -> list[date]:
        table = self.table
        return [table.after(day, n) for day in days]

    def before(self, days: Days, n: int) -> list[date]:
        table = self.table
        return [table.before(day, n) for day in days]

    def between(self, pairs: Pairs) -> list[int]:
        table = self.table
        return [table.between(after, up_to) for after, up_to in pairs]


class Ours:
    """A calendar of this package."""

    def __init__(self, calendar: WorkingDayCalendar) -> None:
        self.calendar = calendar

    def is_working_day(self, days: Days) -> list[bool]:
        calendar = self.calendar
        return [calendar.is_working_day(day) for day in days]

    def on_or_after(self, days: Days) -> list[date]:
        calendar = self.calendar
        return [calendar.on_or_after(day) for day in days]

    def after(self, days: Days, n: int) -> list[date]:
        calendar = self.calendar
        return [calendar.nth_working_day_after(day, n) for day in days]

    def before(self, days: Days, n: int) -> list[date]:
        calendar = self.calendar
        return [calendar.nth_working_day_before(day, n) for day in days]

    def between(self, pairs: Pairs) -> list[int]:
        calendar = self.calendar
        return [calendar.working_days_between(after=after, up_to=up_to) for after, up_to in pairs]


class Numpy:
    """`numpy.busday_*`, a date in and a date out; a day that does not count is rolled as we count."""

    def __init__(self, numpy: ModuleType, bank_holidays: Collection[date]) -> None:
        self.numpy = numpy
        self.calendar = numpy.busdaycalendar(holidays=sorted(bank_holidays))

    def is_working_day(self, days: Days) -> list[bool]:
        numpy, calendar = self.numpy, self.calendar
        return [bool(numpy.is_busday(day, busdaycal=calendar)) for day in days]

    def on_or_after(self, days: Days) -> list[date]:
        numpy, calendar = self.numpy, self.calendar
        return [numpy.busday_offset(day, 0, roll="forward", busdaycal=calendar).item() for day in days]

    def after(self, days: Days, n: int) -> list[date]:
        numpy, calendar = self.numpy, self.calendar
        return [numpy.busday_offset(day, n, roll="backward", busdaycal=calendar).item() for day in days]

    def before(self, days: Days, n: int) -> list[date]:
        numpy, calendar = self.numpy, self.calendar
        return [numpy.busday_offset(day, -n, roll="forward", busdaycal=calendar).item() for day in days]

    def between(self, pairs: Pairs) -> list[int]:
        numpy, calendar = self.numpy, self.calendar
        return [int(numpy.busday_count(after, up_to, busdaycal=calendar)) for after, up_to in pairs]


class Pandas:
    """`pandas` with `CustomBusinessDay`; it has no count of its own, so a range is made and measured."""

    def __init__(self, pandas: ModuleType, bank_holidays: Collection[date]) -> None:
        self.pandas = pandas
        self.holidays = sorted(bank_holidays)
        self.one = pandas.offsets.CustomBusinessDay(holidays=self.holidays)

    def is_working_day(self, days: Days) -> list[bool]:
        timestamp, one = self.pandas.Timestamp, self.one
        return [one.is_on_offset(timestamp(day)) for day in days]

    def on_or_after(self, days: Days) -> list[date]:
        timestamp, one = self.pandas.Timestamp, self.one
        return [one.rollforward(timestamp(day)).date() for day in days]

    def after(self, days: Days, n: int) -> list[date]:
        timestamp = self.pandas.Timestamp
        step = n * self.one
        return [(timestamp(day) + step).date() for day in days]

    def before(self, days: Days, n: int) -> list[date]:
        timestamp = self.pandas.Timestamp
        step = n * self.one
        return [(timestamp(day) - step).date() for day in days]

    def between(self, pairs: Pairs) -> list[int]:
        date_range, one = self.pandas.date_range, self.one
        return [len(date_range(after, up_to, freq=one)) - 1 for after, up_to in pairs]


class Holidays:
    """`holidays` with its own bank holidays, every year of which is filled beforehand."""

    def __init__(self, holidays: ModuleType, _: Collection[date]) -> None:
        years = range(FIRST.year, LAST.year + 1)
        self.calendar = holidays.country_holidays("GB", subdiv="ENG", years=years)

    def is_working_day(self, days: Days) -> list[bool]:
        calendar = self.calendar
        return [calendar.is_working_day(day) for day in days]

    def on_or_after(self, days: Days) -> list[date]:
        calendar = self.calendar
        return [calendar.get_nth_working_day(day, 0) for day in days]

    def after(self, days: Days, n: int) -> list[date]:
        calendar = self.calendar
        return [calendar.get_nth_working_day(day, n) for day in days]

    def before(self, days: Days, n: int) -> list[date]:
        calendar = self.calendar
        return [calendar.get_nth_working_day(day, -n) for day in days]

    def between(self, pairs: Pairs) -> list[int]:
        calendar = self.calendar
        return [calendar.get_working_days_count(after, up_to) - 1 for after, up_to in pairs]


class Workalendar:
    """`workalendar` with its own bank holidays."""

    def __init__(self, workalendar: ModuleType, _: Collection[date]) -> None:
        self.calendar = workalendar.UnitedKingdom()

    def is_working_day(self, days: Days) -> list[bool]:
        calendar = self.calendar
        return [calendar.is_working_day(day) for day in days]

    def on_or_after(self, days: Days) -> list[date]:
        calendar, day_before = self.calendar, timedelta(days=-1)
        return [calendar.add_working_days(day + day_before, 1) for day in days]

    def after(self, days: Days, n: int) -> list[date]:
        calendar = self.calendar
        return [calendar.add_working_days(day, n) for day in days]

    def before(self, days: Days, n: int) -> list[date]:
        calendar = self.calendar
        return [calendar.sub_working_days(day, n) for day in days]

    def between(self, pairs: Pairs) -> list[int]:
        calendar = self.calendar
        return [calendar.get_working_days_delta(after, up_to) for after, up_to in pairs]


class Bizdays:
    """`bizdays`."""

    def __init__(self, bizdays: ModuleType, bank_holidays: Collection[date]) -> None:
        self.calendar = bizdays.Calendar(
            holidays=sorted(bank_holidays),
            weekdays=["Saturday", "Sunday"],
            startdate=FIRST,
            enddate=LAST,
        )

    def is_working_day(self, days: Days) -> list[bool]:
        calendar = self.calendar
        return [calendar.isbizday(day) for day in days]

    def on_or_after(self, days: Days) -> list[date]:
        calendar = self.calendar
        return [calendar.following(day) for day in days]

    def after(self, days: Days, n: int) -> list[date]:
        calendar = self.calendar
        return [calendar.offset(day, n) for day in days]

    def before(self, days: Days, n: int) -> list[date]:
        calendar = self.calendar
        return [calendar.offset(day, -n) for day in days]

    def between(self, pairs: Pairs) -> list[int]:
        calendar = self.calendar
        return [calendar.bizdays(after, up_to) for after, up_to in pairs]


#: The distribution of each peer, the module it is in, and who asks it.
PEERS = (
    ("numpy", "numpy", Numpy),
    ("pandas", "pandas", Pandas),
    ("holidays", "holidays", Holidays),
    ("workalendar", "workalendar.europe", Workalendar),
    ("bizdays", "bizdays", Bizdays),
)


def installed(name: str) -> ModuleType | None:
    """Return the module called *name*, or None where it is not installed."""
    try:
        return import_module(name)
    except ImportError:
        return None


def release(distribution: str) -> str:
    """Return the release of *distribution*, or "absent"."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "absent"


def present(bank_holidays: Collection[date]) -> Iterator[tuple[str, Peer]]:
    """Yield the peers that are installed, each under its name."""
    for name, module, peer in PEERS:
        if found := installed(module):
            yield name, peer(found, bank_holidays)
