"""Periods of Working Days and of weeks."""

from __future__ import annotations

import copy
import pickle
from datetime import date

import pytest
from hypothesis import given, strategies as st

from sec_uep.calendar import Weeks, WorkingDays, england_and_wales, parse_period
from sec_uep.errors import DateOutsideCalendar, InvalidValue


class TestPeriods:
    """A period reads as the rules write it, and is counted from a day that is not part of it."""

    @pytest.mark.parametrize(
        ("period", "text"),
        [
            (WorkingDays(60), "60 Working Days"),
            (WorkingDays(1), "1 Working Day"),
            (Weeks(12), "12 weeks"),
            (Weeks(1), "1 week"),
        ],
    )
    def test_text(self, period: WorkingDays | Weeks, text: str) -> None:
        """A period reads as the rules write it, and what it reads as can be read back."""
        assert str(period) == text
        assert parse_period(text) == period

    def test_working_days(self) -> None:
        """Working Days are counted on a calendar, both ways."""
        cal = england_and_wales()
        assert WorkingDays(2).after(date(2026, 4, 2), cal) == date(2026, 4, 8)
        assert WorkingDays(2).before(date(2026, 4, 8), cal) == date(2026, 4, 2)

    @given(day=st.dates(date(1900, 1, 1), date(2100, 1, 1)), n=st.integers(1, 1000))
    def test_weeks(self, day: date, n: int) -> None:
        """Weeks are seven days each, with a calendar or without, and can be undone."""
        end = Weeks(n).after(day)
        assert (end - day).days == 7 * n
        assert Weeks(n).after(day, england_and_wales()) == end
        assert Weeks(n).before(end) == Weeks(n).before(end, england_and_wales()) == day

    def test_values(self) -> None:
        """Periods are values; a week is not a Working Day."""
        assert WorkingDays(5) == WorkingDays(5)
        assert len({WorkingDays(5), Weeks(5), Weeks(5), Weeks(6)}) == 3
        assert copy.deepcopy(pickle.loads(pickle.dumps(Weeks(5)))) == Weeks(5)  # noqa: S301
        with pytest.raises(AttributeError):
            Weeks(5).n = 6  # type: ignore[misc]

    def test_past_the_last_date(self) -> None:
        """Weeks that leave the years there are, in either direction, are refused."""
        refused = "n: 1 weeks after 9999-12-30 is outside the years 1 to 9999; use fewer weeks"
        with pytest.raises(InvalidValue, match=refused):
            Weeks(1).after(date(9999, 12, 30))
        with pytest.raises(InvalidValue, match="weeks before 0001-01-02 is outside the years"):
            Weeks(1).before(date(1, 1, 2))
        with pytest.raises(DateOutsideCalendar, match="Working Day 999999 after 2026"):
            WorkingDays(999_999).after(date(2026, 1, 1), england_and_wales())


class TestParsePeriod:
    """Text is a period in two forms, and in no other."""

    @pytest.mark.parametrize(
        ("text", "period"),
        [
            ("16 weeks", Weeks(16)),
            ("1 Week", Weeks(1)),
            ("10 working days", WorkingDays(10)),
            ("10 WORKING DAYS", WorkingDays(10)),
            ("1 working day", WorkingDays(1)),
        ],
    )
    def test_read(self, text: str, period: WorkingDays | Weeks) -> None:
        """Capitals do not matter."""
        assert parse_period(text) == period
