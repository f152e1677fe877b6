"""Every question of the calendar refuses alike: what is no date or count, not covered, or in no order."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from sec_uep.calendar import (
    Weeks,
    WorkingDayCalendar,
    WorkingDays,
    any_of,
    check_date,
    england_and_wales,
    parse_period,
    scotland,
)
from sec_uep.errors import DateOutsideCalendar, InvalidType, InvalidValue
from tests.columns import MISSING, JustAfter, Timestamp, same_days

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = date(2026, 6, 5)
CALENDAR = england_and_wales()

#: Each question that takes a day, by what a refusal calls that day.
QUESTIONS: list[tuple[str, Callable[[Any], object]]] = [
    ("day", CALENDAR.is_working_day),
    ("day", CALENDAR.why_not_working),
    ("day", CALENDAR.on_or_after),
    ("day", CALENDAR.on_or_before),
    ("day", lambda day: CALENDAR.nth_working_day_after(day, 1)),
    ("day", lambda day: CALENDAR.nth_working_day_before(day, 1)),
    ("day", lambda day: CALENDAR.with_bank_holiday(day, "Extra")),
    ("day", lambda day: CALENDAR.with_bank_holiday(DAY, "x").without_bank_holiday(day)),
    ("day", lambda day: WorkingDays(2).after(day, CALENDAR)),
    ("day", lambda day: WorkingDays(2).before(day, CALENDAR)),
    ("after", lambda day: CALENDAR.working_days_between(after=day, up_to=DAY)),
    ("up_to", lambda day: CALENDAR.working_days_between(after=DAY, up_to=day)),
    ("after", lambda day: CALENDAR.ledger(after=day, up_to=DAY)),
    ("up_to", lambda day: CALENDAR.ledger(after=DAY, up_to=day)),
    ("first", lambda day: CALENDAR.certainty(first=day, last=DAY)),
    ("last", lambda day: CALENDAR.certainty(first=DAY, last=day)),
    ("first", lambda day: CALENDAR.bank_holidays(first=day, last=DAY)),
    ("last", lambda day: CALENDAR.bank_holidays(first=DAY, last=day)),
]

#: Each that needs no calendar to cover the day.
ANYWHERE: list[tuple[str, Callable[[Any], object]]] = [
    ("day", Weeks(1).after),
    ("day", Weeks(1).before),
    ("day", lambda day: check_date("day", day)),
]

#: Each interval that two days make, by the names of its ends.
INTERVALS: list[tuple[str, str, Callable[[date, date], object]]] = [
    ("after", "up_to", lambda one, other: CALENDAR.working_days_between(after=one, up_to=other)),
    ("after", "up_to", lambda one, other: CALENDAR.ledger(after=one, up_to=other)),
    ("first", "last", lambda one, other: CALENDAR.certainty(first=one, last=other)),
    ("first", "last", lambda one, other: CALENDAR.bank_holidays(first=one, last=other)),
]


class BrokenRepr:
    """A value that cannot be shown."""

    def __repr__(self) -> str:
        """Fail."""
        raise RuntimeError


class TestDays:
    """A day is a date that is covered."""

    @pytest.mark.parametrize(("name", "question"), QUESTIONS + ANYWHERE)
    @pytest.mark.parametrize(
        ("day", "message"),
        [
            (
                datetime(2026, 6, 5, tzinfo=ZoneInfo("Europe/London")),
                "time zone; pass its .date() in the time zone that matters",
            ),
            (datetime(2026, 6, 5), "has a time of day"),  # noqa: DTZ001
            (Timestamp(2026, 6, 5, 9), "has a time of day"),
            (JustAfter(2026, 6, 5), "has a time of day"),
            (Timestamp(2026, 6, 5, tzinfo=ZoneInfo("Europe/London")), "has a time of day"),
            (np.datetime64("2026-06-05T09"), "has a time of day"),
            (np.datetime64("2026-06"), "is of type datetime64; pass a datetime.date"),
            (np.array([1, 2]), "is of type ndarray; pass a datetime.date"),
            ("2026-06-05", "'2026-06-05' is text; pass a datetime.date, as date.fromisoformat"),
            (None, "None is no date; pass a datetime.date"),
            (20260605, "20260605 is of type int; pass a datetime.date"),
            ([DAY], "[datetime.date(2026, 6, 5)] is of type list; pass a datetime.date"),
            (BrokenRepr(), "a value of type BrokenRepr is of type BrokenRepr"),
            ("x" * 500, f"'{'x' * 76}... is text"),
            *(
                (value, "is a missing value; pass a datetime.date, or leave that row out")
                for value in MISSING
            ),
        ],
    )
    def test_what_is_no_date(
        self, name: str, question: Callable[[Any], object], day: object, message: str
    ) -> None:
        """Anything but a date is refused under its name; a `datetime` too, whatever its time."""
        with pytest.raises(InvalidType, match=f"^{name}: .*{re.escape(message)}"):
            question(day)

    @pytest.mark.parametrize(("name", "question"), QUESTIONS + ANYWHERE)
    def test_what_a_column_has_for_a_day(self, name: str, question: Callable[[Any], object]) -> None:
        """It is the same day."""
        assert name
        for same in same_days(DAY):
            assert question(same) == question(DAY)

    @pytest.mark.parametrize(
        "beyond", [CALENDAR.first - timedelta(days=1), CALENDAR.last + timedelta(days=1)]
    )
    @pytest.mark.parametrize(("name", "question"), QUESTIONS)
    def test_outside(self, name: str, question: Callable[[Any], object], beyond: date) -> None:
        """No question about a day that is not covered has an answer."""
        with pytest.raises(DateOutsideCalendar, match=rf"^{name}: {beyond} is outside the calendar 'England"):
            question(beyond)

    @pytest.mark.parametrize(("earlier", "later", "question"), INTERVALS)
    @pytest.mark.parametrize("day", [DAY, date(2026, 6, 7)])  # a Sunday: no Working Day between
    def test_the_wrong_way_round(
        self, earlier: str, later: str, question: Callable[[date, date], object], day: date
    ) -> None:
        """An interval that ends before it starts is refused, even where it has no Working Day."""
        before = day - timedelta(days=1)
        refused = f"^{later}: {before} is before {earlier}, {day}; pass the earlier day first"
        with pytest.raises(InvalidValue, match=refused):
            question(day, before)


class TestCounts:
    """A count is a whole number of one or more."""

    @pytest.mark.parametrize(
        "use",
        [
            lambda n: CALENDAR.nth_working_day_after(DAY, n),
            lambda n: CALENDAR.nth_working_day_before(DAY, n),
            WorkingDays,
            Weeks,
        ],
    )
    @pytest.mark.parametrize(
        ("n", "error", "message"),
        [
            (0, InvalidValue, "n: 0 is no number of .* to count; pass 1 or more"),
            (-5, InvalidValue, "n: -5 is no number of .* to count; pass 1 or more"),
            (True, InvalidType, "n: True is not a whole number; pass an int: how many"),
            (2.0, InvalidType, "n: 2.0 is not a whole number; pass an int"),
            ("2", InvalidType, "n: '2' is not a whole number; pass an int"),
            (None, InvalidType, "n: None is not a whole number; pass an int"),
            (10**9, (DateOutsideCalendar, InvalidValue), "Working Day 1000000000 |outlast every calendar"),
            pytest.param(
                10**1_000_000, (DateOutsideCalendar, InvalidValue), "a value of type int", id="boundless"
            ),
        ],
    )
    def test_refused(
        self, use: Callable[[Any], object], n: object, error: type[Exception], message: str
    ) -> None:
        """Zero, negative, boolean, fractional and boundless counts are refused, by a period too."""
        with pytest.raises(error, match=message):
            use(n)

    @pytest.mark.parametrize("kind", [WorkingDays, Weeks])
    def test_the_longest(self, kind: type[WorkingDays | Weeks]) -> None:
        """A period of a million is refused."""
        assert kind(999_999).n == 999_999
        with pytest.raises(InvalidValue, match=r"n: 1000000 .* outlast every calendar; pass 999999 at most"):
            kind(1_000_000)

    def test_an_int_by_another_name(self) -> None:
        """A subclass of int that is no bool is a count."""

        class Count(int):
            """A number with another name."""

        there = CALENDAR.nth_working_day_after(DAY, Count(2))
        assert there == CALENDAR.nth_working_day_after(DAY, 2)
        assert CALENDAR.nth_working_day_before(there, Count(2)) == DAY


class TestOtherParts:
    """A title is one line of text, a period has one of two forms, a calendar is a calendar."""

    @pytest.mark.parametrize("title", ["", "  ", "two\nlines", "\ud800", "x" * 10_001])
    def test_a_title_says_something(self, title: str) -> None:
        """It is one line, and not blank; a no-break space in it does no harm."""
        with pytest.raises(
            InvalidValue, match=r"^title: .* names no bank holiday; pass one line of printable"
        ):
            CALENDAR.with_bank_holiday(DAY, title)
        assert CALENDAR.with_bank_holiday(DAY, "A\xa0day").why_not_working(DAY) == "A\xa0day"

    def test_a_title_is_text(self) -> None:
        """A title that is not text is refused."""
        with pytest.raises(InvalidType, match=r"^title: None is not text; pass the name of the bank holiday"):
            CALENDAR.with_bank_holiday(DAY, None)  # type: ignore[arg-type]

    def test_twice_or_none(self) -> None:
        """A bank holiday is not added twice, nor taken away where there is none; the message names it."""
        monday = date(2026, 4, 6)
        refused = "day: 2026-04-06 is a bank holiday already, 'Easter Monday'; add another day"
        with pytest.raises(InvalidValue, match=refused):
            CALENDAR.with_bank_holiday(monday, "Extra")
        with pytest.raises(InvalidValue, match="day: 2026-06-05 is not a bank holiday here; remove one that"):
            CALENDAR.without_bank_holiday(DAY)

    @pytest.mark.parametrize("value", [None, "england-and-wales", [scotland()], england_and_wales])
    def test_a_calendar(self, value: Any) -> None:  # noqa: ANN401 - anything may be passed
        """Where a calendar belongs, nothing else will do."""
        for use in (WorkingDays(2).after, WorkingDays(2).before):
            with pytest.raises(InvalidType, match=r"^calendar: .* is not a calendar; pass sec_uep\.calendar"):
                use(DAY, value)
        with pytest.raises(InvalidType, match=r"^calendars: .* is not a calendar; pass WorkingDayCal.*, one"):
            any_of(CALENDAR, value)

    def test_no_calendars(self) -> None:
        """A union of nothing has no coverage, nor has one of calendars that share no day."""
        with pytest.raises(InvalidValue, match="calendars: no calendar has no Working Days; pass"):
            any_of()
        parts = [
            WorkingDayCalendar(name=name, first=first, last=first, published_through=first)
            for name, first in (("one", date(2026, 1, 31)), ("other", date(2026, 2, 1)))
        ]
        refused = "2026-01-31 to 2026-01-31, 2026-02-01 to 2026-02-01 have no day in common"
        with pytest.raises(InvalidValue, match=refused):
            any_of(*parts)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "weeks",
            "0 weeks",
            "-1 weeks",
            "01 weeks",
            "1.5 weeks",
            "10 business days",
            "2 years",
            "two weeks",
            "10  working days",
            " 10 weeks",
            "10 weeks\n",
            "1\u0660 weeks",
            "10 wee\u212as",
            "9999999 weeks",
        ],
    )
    def test_a_period(self, text: str) -> None:
        """Text in any other form is refused, and the message shows the forms."""
        forms = 'write it as "10 working days", "16 weeks", "10 days" or "2 months"'
        with pytest.raises(InvalidValue, match=f"^period: .* is not a period; {forms}"):
            parse_period(text)
        with pytest.raises(InvalidType, match=f"^period: 10 is not text; {forms}"):
            parse_period(10)  # type: ignore[arg-type]
