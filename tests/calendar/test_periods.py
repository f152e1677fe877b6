"""Periods of Working Days and of weeks."""

from __future__ import annotations

import copy
import pickle
from datetime import date, datetime

import pytest
from hypothesis import given, strategies as st

from sec_uep.calendar import Weeks, WorkingDays, england_and_wales, parse_period
from sec_uep.errors import DateOutsideCalendar, InvalidType, InvalidValue


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

    @pytest.mark.parametrize("kind", [WorkingDays, Weeks])
    @pytest.mark.parametrize("n", [True, 2.0, "3", None])
    def test_a_count_is_a_whole_number(self, kind: type[WorkingDays | Weeks], n: object) -> None:
        """Only an int is a count, and True is none."""
        with pytest.raises(InvalidType, match=r"n: .* not a whole number; pass an int: how many"):
            kind(n)  # type: ignore[arg-type]

    @pytest.mark.parametrize("kind", [WorkingDays, Weeks])
    @pytest.mark.parametrize("n", [0, -1])
    def test_a_count_is_at_least_one(self, kind: type[WorkingDays | Weeks], n: int) -> None:
        """No days, or fewer than none, is not a period."""
        with pytest.raises(InvalidValue, match=rf"n: {n} is no number of .* pass 1 or more"):
            kind(n)

    def test_past_the_last_date(self) -> None:
        """Weeks that leave the years there are, in either direction, are refused."""
        refused = "n: 1 weeks after 9999-12-30 is outside the years 1 to 9999; use fewer weeks"
        with pytest.raises(InvalidValue, match=refused):
            Weeks(1).after(date(9999, 12, 30))
        with pytest.raises(InvalidValue, match="weeks before 0001-01-02 is outside the years"):
            Weeks(1).before(date(1, 1, 2))
        with pytest.raises(DateOutsideCalendar, match="Working Day 999999 after 2026"):
            WorkingDays(999_999).after(date(2026, 1, 1), england_and_wales())

    @pytest.mark.parametrize("kind", [WorkingDays, Weeks])
    def test_longer_than_any_calendar(self, kind: type[WorkingDays | Weeks]) -> None:
        """A period of a million is refused, and so is a number that could not even be printed."""
        assert kind(999_999).n == 999_999
        with pytest.raises(InvalidValue, match=r"n: 1000000 .* outlast every calendar; pass 999999 at most"):
            kind(1_000_000)
        with pytest.raises(InvalidValue, match=r"n: a value of type int .* outlast every calendar"):
            kind(10**5000)

    @pytest.mark.parametrize("day", [datetime(2026, 1, 1), "2026-01-01", None])  # noqa: DTZ001
    def test_a_day_is_a_date(self, day: object) -> None:
        """Weeks from a datetime or from text are refused."""
        with pytest.raises(InvalidType, match="day: "):
            Weeks(1).after(day)  # type: ignore[arg-type]
        with pytest.raises(InvalidType, match="day: "):
            Weeks(1).before(day)  # type: ignore[arg-type]


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

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "weeks",
            "0 weeks",
            "-1 weeks",
            "01 weeks",
            "1.5 weeks",
            "10 days",
            "10 business days",
            "2 months",
            "two weeks",
            "10  working days",
            " 10 weeks",
            "10 weeks\n",
            "1\u0660 weeks",
            "10 wee\u212as",
            "9999999 weeks",
        ],
    )
    def test_refused(self, text: str) -> None:
        """Anything else is refused, and the message shows both forms."""
        refused = 'is not a period; write it as "10 working days" or as "16 weeks"'
        with pytest.raises(InvalidValue, match=refused):
            parse_period(text)

    def test_not_text(self) -> None:
        """A number alone does not say of what."""
        with pytest.raises(InvalidType, match="period: 10 is not text; write it as"):
            parse_period(10)  # type: ignore[arg-type]
