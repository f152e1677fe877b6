"""
Who answers: the limit, this package, and the peers, each asked as its own users ask it.

Every method takes a list of inputs and returns the list of answers, so what is checked is what is timed.
A peer that has bank holidays of its own uses them; the others are given ours.
"""

# The methods are those of `Peer`, and described there.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from itertools import islice, takewhile
from types import ModuleType
from typing import Protocol

from benchmarks.bare_table import BareDict, BareTable, CheckedTable
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
    """The bare table, the bare dict, or the checked table."""

    def __init__(self, table: BareTable | BareDict | CheckedTable) -> None:
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
    """`pandas` with `CustomBusinessDay`; it has no count of its own, so its users count with numpy's."""

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
        count, calendar = import_module("numpy").busday_count, self.one.calendar
        return [int(count(after, up_to, busdaycal=calendar)) for after, up_to in pairs]


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


class GovUk:
    """`govuk-bank-holidays` with the bank holidays that it is shipped with; it steps from day to day."""

    def __init__(self, govuk: ModuleType, _: Collection[date]) -> None:
        self.calendar = govuk.BankHolidays(use_cached_holidays=True)
        self.division = govuk.BankHolidays.ENGLAND_AND_WALES

    def is_working_day(self, days: Days) -> list[bool]:
        calendar, division = self.calendar, self.division
        return [calendar.is_work_day(day, division) for day in days]

    def on_or_after(self, days: Days) -> list[date]:
        calendar, division, day_before = self.calendar, self.division, timedelta(days=-1)
        return [calendar.get_next_work_day(division, day + day_before) for day in days]

    def after(self, days: Days, n: int) -> list[date]:
        calendar, division = self.calendar, self.division
        return [next(islice(calendar.work_days_after(division, day), n - 1, None)) for day in days]

    def before(self, days: Days, n: int) -> list[date]:
        calendar, division = self.calendar, self.division
        return [next(islice(calendar.work_days_before(division, day), n - 1, None)) for day in days]

    def between(self, pairs: Pairs) -> list[int]:
        calendar, division = self.calendar, self.division
        return [
            sum(1 for _ in takewhile(up_to.__ge__, calendar.work_days_after(division, after)))
            for after, up_to in pairs
        ]


class BusinessCalendar:
    """`business-calendar`, which takes moments: a date is made midnight, and a date of what comes back."""

    def __init__(self, business_calendar: ModuleType, bank_holidays: Collection[date]) -> None:
        self.following = business_calendar.FOLLOWING
        self.calendar = business_calendar.Calendar(holidays=list(map(str, sorted(bank_holidays))))

    def is_working_day(self, days: Days) -> list[bool]:
        calendar = self.calendar
        return [calendar.isbusday(_midnight(day)) for day in days]

    def on_or_after(self, days: Days) -> list[date]:
        calendar, following = self.calendar, self.following
        return [calendar.adjust(_midnight(day), following).date() for day in days]

    def after(self, days: Days, n: int) -> list[date]:
        calendar = self.calendar
        return [calendar.addbusdays(_midnight(day), n).date() for day in days]

    def before(self, days: Days, n: int) -> list[date]:
        calendar = self.calendar
        return [calendar.addbusdays(_midnight(day), -n).date() for day in days]

    def between(self, pairs: Pairs) -> list[int]:
        calendar = self.calendar
        return [calendar.busdaycount(_midnight(after), _midnight(up_to)) for after, up_to in pairs]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


#: The distribution of each peer, the module it is in, and who asks it.
PEERS = (
    ("numpy", "numpy", Numpy),
    ("pandas", "pandas", Pandas),
    ("holidays", "holidays", Holidays),
    ("workalendar", "workalendar.europe", Workalendar),
    ("bizdays", "bizdays", Bizdays),
    ("govuk-bank-holidays", "govuk_bank_holidays.bank_holidays", GovUk),
    ("business-calendar", "business_calendar", BusinessCalendar),
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
