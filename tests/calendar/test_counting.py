"""Which days count, and how many: against two oracles, and by laws that any count obeys."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as st

from sec_uep.calendar import WorkingDayCalendar, any_of, england_and_wales, scotland
from sec_uep.errors import DateOutsideCalendar
from tests.oracles import Numpy, computed_bank_holidays
from tests.strategies import calendars, counts, days_of, projected_calendars, step_by_step

if TYPE_CHECKING:
    from collections.abc import Callable

ONE_DAY = timedelta(days=1)

#: Thursday 2 April to Wednesday 8 April 2026, with Good Friday and Easter Monday.
EASTER = WorkingDayCalendar(
    name="Easter 2026",
    first=date(2026, 3, 30),
    last=date(2026, 4, 12),
    published_through=date(2026, 4, 12),
    published=[(date(2026, 4, 3), "Good Friday"), (date(2026, 4, 6), "Easter Monday")],
)

generated = calendars() | projected_calendars()


def within(answer: Callable[..., date], *arguments: object) -> date | None:
    """Return the answer, or None if it is refused because it is outside the calendar."""
    try:
        return answer(*arguments)
    except DateOutsideCalendar:
        return None


class TestAgainstAWallCalendar:
    """Every question has the answer that stepping from day to day finds, or is refused."""

    @given(data=st.data(), calendar=generated, n=counts)
    def test_both_directions(self, data: st.DataObject, calendar: WorkingDayCalendar, n: int) -> None:
        """The n-th Working Day, after and before, from a start of any kind."""
        day = data.draw(days_of(calendar))
        oracle = step_by_step(calendar)
        after = within(calendar.nth_working_day_after, day, n)
        assert after == oracle.nth_working_day_after(day, n)
        before = within(calendar.nth_working_day_before, day, n)
        assert before == oracle.nth_working_day_before(day, n)

    @given(data=st.data(), calendar=generated)
    def test_every_day(self, data: st.DataObject, calendar: WorkingDayCalendar) -> None:
        """Whether one day counts, and the nearest that does."""
        day = data.draw(days_of(calendar))
        oracle = step_by_step(calendar)
        assert calendar.is_working_day(day) is oracle.is_working_day(day)
        assert (calendar.why_not_working(day) is None) is oracle.is_working_day(day)
        assert within(calendar.on_or_after, day) == oracle.on_or_after(day)
        assert within(calendar.on_or_before, day) == oracle.on_or_before(day)

    @given(data=st.data(), calendar=generated)
    def test_between(self, data: st.DataObject, calendar: WorkingDayCalendar) -> None:
        """How many Working Days between any two days, and the ledger that shows them."""
        after, up_to = sorted([data.draw(days_of(calendar)), data.draw(days_of(calendar))])
        count = step_by_step(calendar).working_days_between(after, up_to)
        assert calendar.working_days_between(after=after, up_to=up_to) == count
        ledger = calendar.ledger(after=after, up_to=up_to)
        assert ledger.total == sum(line.counted for line in ledger) == count
        assert [line.day for line in ledger] == [
            after + i * ONE_DAY for i in range(1, (up_to - after).days + 1)
        ]

    @pytest.mark.parametrize("day", [EASTER.first + i * ONE_DAY for i in range(14)])
    def test_every_day_of_easter(self, day: date) -> None:
        """All counts from every day of a fortnight, one by one, and no further."""
        oracle = step_by_step(EASTER)
        for n in range(1, 12):
            after = within(EASTER.nth_working_day_after, day, n)
            assert after == oracle.nth_working_day_after(day, n)
            before = within(EASTER.nth_working_day_before, day, n)
            assert before == oracle.nth_working_day_before(day, n)


class TestAgainstNumpy:
    """Numpy's business-day functions agree wherever the calendar answers."""

    @given(data=st.data(), calendar=calendars(), n=counts)
    def test_generated_calendars(self, data: st.DataObject, calendar: WorkingDayCalendar, n: int) -> None:
        """Every question, on calendars that never were."""
        day, other = data.draw(days_of(calendar)), data.draw(days_of(calendar))
        numpy = Numpy(day for day, _ in calendar.published)
        assert calendar.is_working_day(day) is numpy.is_working_day(day)
        for name in ("nth_working_day_after", "nth_working_day_before"):
            expected = getattr(numpy, name)(day, n)
            covered = calendar.first <= expected <= calendar.last
            assert within(getattr(calendar, name), day, n) == (expected if covered else None)
        for name in ("on_or_after", "on_or_before"):
            expected = getattr(numpy, name)(day)
            covered = calendar.first <= expected <= calendar.last
            assert within(getattr(calendar, name), day) == (expected if covered else None)
        after, up_to = sorted([day, other])
        expected = numpy.working_days_between(after, up_to)
        assert calendar.working_days_between(after=after, up_to=up_to) == expected

    @pytest.mark.parametrize("n", [1, 60, 250, 2500, 7000])
    def test_shipped_calendar_over_the_seam(self, n: int) -> None:
        """Long counts cross from published to projected days without a step."""
        calendar = england_and_wales()
        published = calendar.bank_holidays(first=calendar.first, last=calendar.published_through)
        later = range(calendar.published_through.year + 1, 2061)
        numpy = Numpy({day for day, _ in published} | computed_bank_holidays("ENG", later))
        for start in (date(2011, 1, 4), date(2019, 4, 19), date(2028, 12, 30), date(2029, 1, 1)):
            after = numpy.nth_working_day_after(start, n)
            assert calendar.nth_working_day_after(start, n) == after
            between = calendar.working_days_between(after=start, up_to=after)
            assert between == numpy.working_days_between(start, after) == n
            back = numpy.nth_working_day_before(after, n)
            assert calendar.nth_working_day_before(after, n) == back


class TestLaws:
    """What is true of any count, on any calendar."""

    @given(data=st.data(), calendar=calendars(), a=counts, b=counts)
    def test_counts_compose(self, data: st.DataObject, calendar: WorkingDayCalendar, a: int, b: int) -> None:
        """A days and then B days is A + B days, after and before."""
        day = data.draw(days_of(calendar))
        for count in (calendar.nth_working_day_after, calendar.nth_working_day_before):
            there = within(count, day, a + b)
            if there is not None:
                assert count(count(day, a), b) == there

    @given(data=st.data(), calendar=calendars(), n=counts)
    def test_monotone(self, data: st.DataObject, calendar: WorkingDayCalendar, n: int) -> None:
        """A later start never ends earlier, and a longer count always ends later."""
        early, late = sorted([data.draw(days_of(calendar)), data.draw(days_of(calendar))])
        end = within(calendar.nth_working_day_after, late, n)
        if end is not None:
            assert calendar.nth_working_day_after(early, n) <= end
        longer = within(calendar.nth_working_day_after, early, n + 1)
        if longer is not None:
            assert calendar.nth_working_day_after(early, n) < longer

    @given(data=st.data(), calendar=calendars(), n=counts)
    def test_after_and_before_are_adjoint(
        self, data: st.DataObject, calendar: WorkingDayCalendar, n: int
    ) -> None:
        """N days after one day have passed by another just when it is n or more days later."""
        start, end = data.draw(days_of(calendar)), data.draw(days_of(calendar))
        forward = within(calendar.nth_working_day_after, start, n)
        in_time = forward is not None and forward <= end
        enough = start <= end and calendar.working_days_between(after=start, up_to=end) >= n
        assert in_time is enough
        if end < calendar.last:
            back = within(calendar.nth_working_day_before, end + ONE_DAY, n)
            assert in_time is (back is not None and start < back)

    @given(data=st.data(), calendar=calendars(), n=counts)
    def test_there_and_back(self, data: st.DataObject, calendar: WorkingDayCalendar, n: int) -> None:
        """Counting back from the end of a count returns to the start, if that is a Working Day."""
        start = data.draw(days_of(calendar))
        end = within(calendar.nth_working_day_after, start, n)
        if end is not None and calendar.is_working_day(start):
            assert calendar.nth_working_day_before(end, n) == start

    @given(data=st.data(), calendar=calendars(), n=counts)
    def test_one_more_bank_holiday_is_never_earlier(
        self, data: st.DataObject, calendar: WorkingDayCalendar, n: int
    ) -> None:
        """Adding a bank holiday never brings a forward date earlier, nor a backward date later."""
        day, added = data.draw(days_of(calendar)), data.draw(days_of(calendar))
        if any(added == known for known, _ in calendar.published):
            return
        more = calendar.with_bank_holiday(added, "one more")
        end = within(more.nth_working_day_after, day, n)
        if end is not None:
            assert calendar.nth_working_day_after(day, n) <= end
        begin = within(more.nth_working_day_before, day, n)
        if begin is not None:
            assert begin <= calendar.nth_working_day_before(day, n)


class TestEnds:
    """The first and the last day belong to the calendar, and nothing beyond them does."""

    def test_both_ends_are_covered(self) -> None:
        """The first and the last day can be asked about."""
        assert EASTER.is_working_day(EASTER.first)
        assert EASTER.why_not_working(EASTER.last) == "Sunday"

    def test_the_first_working_day_can_be_reached(self) -> None:
        """Counting back ends on the first Working Day, and one more is refused."""
        assert EASTER.nth_working_day_before(date(2026, 3, 31), 1) == EASTER.first
        with pytest.raises(DateOutsideCalendar, match="Working Day 2 before 2026-03-31 is outside"):
            EASTER.nth_working_day_before(date(2026, 3, 31), 2)

    def test_a_count_back_never_wraps_round(self) -> None:
        """A count far beyond the beginning is refused, however far."""
        for n in range(2, 30):
            assert within(EASTER.nth_working_day_before, date(2026, 3, 31), n) is None

    def test_the_last_working_day_can_be_reached(self) -> None:
        """Counting on ends on the last Working Day, and one more is refused."""
        assert EASTER.nth_working_day_after(date(2026, 4, 9), 1) == date(2026, 4, 10)
        with pytest.raises(DateOutsideCalendar, match="covers 2026-03-30 to 2026-04-12; use a cal"):
            EASTER.nth_working_day_after(date(2026, 4, 9), 2)

    def test_no_working_day_left(self) -> None:
        """A weekend at the end has no Working Day after it, and one at the start none before."""
        with pytest.raises(DateOutsideCalendar, match="on or after 2026-04-11 is outside"):
            EASTER.on_or_after(date(2026, 4, 11))
        weekend = WorkingDayCalendar(
            name="weekend",
            first=date(2026, 4, 11),
            last=date(2026, 4, 12),
            published_through=date(2026, 4, 12),
        )
        with pytest.raises(DateOutsideCalendar, match="on or before 2026-04-12 is outside"):
            weekend.on_or_before(date(2026, 4, 12))
        assert not weekend.is_working_day(date(2026, 4, 11))

    def test_the_first_and_last_day_there_is(self) -> None:
        """A calendar may begin on the first date of all, or end on the last."""
        for first, last in (
            (date.min, date(2, 1, 1)),
            (date(9999, 1, 1), date.max),
        ):
            calendar = WorkingDayCalendar(
                name="an edge of time",
                first=first,
                last=last,
                published_through=last,
                published=[(first, "a bank holiday")],
            )
            assert not calendar.is_working_day(first)
            assert calendar.on_or_before(last) <= last
            assert within(calendar.nth_working_day_after, last, 1) is None

    def test_equal_days_have_no_days_between(self) -> None:
        """The interval after a day, up to that same day, is empty."""
        day = date(2026, 4, 7)
        assert EASTER.working_days_between(after=day, up_to=day) == 0
        assert len(EASTER.ledger(after=day, up_to=day)) == 0


class TestSeam:
    """Published days and projected days make one calendar."""

    @given(calendar=projected_calendars(), n=counts)
    @settings(max_examples=50)
    def test_the_first_question_may_be_any(self, calendar: WorkingDayCalendar, n: int) -> None:
        """Answers do not depend on which question made the projected days known."""
        fresh = WorkingDayCalendar(
            name="the same",
            first=calendar.first,
            last=calendar.last,
            published_through=calendar.published_through,
            published=calendar.published,
            projections=calendar.projections,
        )
        fresh.why_not_working(fresh.last)
        asked = within(calendar.nth_working_day_after, calendar.first, n)
        assert asked == within(fresh.nth_working_day_after, calendar.first, n)

    def test_projection_begins_the_day_after(self) -> None:
        """The last published day is what was published, whatever would be computed for it."""
        calendar = WorkingDayCalendar(
            name="no Christmas",
            first=date(2026, 12, 1),
            last=date(2027, 1, 1),
            published_through=date(2026, 12, 25),
            projections=[("ENG", date(2026, 12, 25))],
        )
        assert calendar.is_working_day(date(2026, 12, 25))
        assert calendar.on_or_after(date(2026, 12, 26)) == date(2026, 12, 29)
        assert not calendar.is_working_day(date(2027, 1, 1))
        assert calendar.why_not_working(date(2026, 12, 25)) is None

    def test_a_date_subclass_is_a_date(self) -> None:
        """A subclass of date is taken, and the answer is a plain date."""

        class Day(date):
            """A date with another name."""

        found = EASTER.on_or_after(Day(2026, 4, 7))
        assert type(found) is date
        assert EASTER.nth_working_day_after(Day(2026, 4, 2), 1) == date(2026, 4, 7)
        assert EASTER.certainty(first=Day(2026, 4, 2), last=Day(2026, 4, 3)).value == "published"

    @pytest.mark.parametrize("n", [60, 2500])
    def test_a_union_counts_over_its_seam(self, n: int) -> None:
        """A union's count is the count on the union of the bank holidays."""
        both = any_of(england_and_wales(), scotland())
        days = {
            day
            for part in (england_and_wales(), scotland())
            for day, _ in part.bank_holidays(first=part.first, last=part.last)
        }
        expected = Numpy(days).nth_working_day_after(date(2026, 12, 1), n)
        assert both.nth_working_day_after(date(2026, 12, 1), n) == expected
