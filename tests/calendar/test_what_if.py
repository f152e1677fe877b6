"""Bank holidays added and taken away, and calendars put together."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from sec_uep.calendar import (
    Certainty,
    WorkingDayCalendar,
    any_of,
    england_and_wales,
    northern_ireland,
    scotland,
)
from sec_uep.errors import DateOutsideCalendar
from tests.strategies import calendars, days_of, projected_calendars

EASTER_MONDAY = date(2026, 4, 6)
FRIDAY = date(2026, 6, 5)


def published(name: str, first: date, last: date, *days: date) -> WorkingDayCalendar:
    """Return a small calendar, all of it published."""
    return WorkingDayCalendar(
        name=name,
        first=first,
        last=last,
        published_through=last,
        published=[(day, f"{name} day") for day in days],
    )


class TestAmendments:
    """A changed calendar is a new one, and says what was changed."""

    def test_one_more(self) -> None:
        """A day that was added does not count, under the title it was given."""
        cal = england_and_wales()
        more = cal.with_bank_holiday(FRIDAY, "Extra")
        assert more.why_not_working(FRIDAY) == "Extra"
        assert not more.is_working_day(FRIDAY)
        assert more.nth_working_day_after(date(2026, 6, 4), 1) == date(2026, 6, 8)
        assert cal.is_working_day(FRIDAY)
        assert more != cal

    def test_one_fewer(self) -> None:
        """A day that was taken away counts again."""
        fewer = england_and_wales().without_bank_holiday(EASTER_MONDAY)
        assert fewer.is_working_day(EASTER_MONDAY)
        assert fewer.bank_holidays(first=EASTER_MONDAY, last=EASTER_MONDAY) == ()

    @given(data=st.data(), calendar=calendars() | projected_calendars())
    def test_undone(self, data: st.DataObject, calendar: WorkingDayCalendar) -> None:
        """Adding and taking away the same day gives back the calendar there was."""
        day = data.draw(days_of(calendar))
        known = dict(calendar.bank_holidays(first=day, last=day))
        if day in known:
            undone = calendar.without_bank_holiday(day).with_bank_holiday(day, known[day])
        else:
            undone = calendar.with_bank_holiday(day, "one more").without_bank_holiday(day)
        assert undone == calendar
        assert hash(undone) == hash(calendar)
        assert undone.digest == calendar.digest

    def test_a_new_title_is_an_amendment(self) -> None:
        """A bank holiday put back under another title is not the one there was."""
        fewer = england_and_wales().without_bank_holiday(EASTER_MONDAY)
        renamed = fewer.with_bank_holiday(EASTER_MONDAY, "Spring Monday")
        assert renamed.amendments == ((EASTER_MONDAY, "Spring Monday"),)
        assert renamed.why_not_working(EASTER_MONDAY) == "Spring Monday"

    def test_the_order_does_not_matter(self) -> None:
        """The same changes in another order make an equal calendar."""
        cal = england_and_wales()
        one = cal.with_bank_holiday(FRIDAY, "Extra").without_bank_holiday(EASTER_MONDAY)
        other = cal.without_bank_holiday(EASTER_MONDAY).with_bank_holiday(FRIDAY, "Extra")
        assert one == other
        assert one.digest == other.digest

    def test_a_weekend_changes_no_count(self) -> None:
        """A bank holiday on a Saturday is listed, and the day is a Saturday all the same."""
        saturday = date(2026, 6, 6)
        more = england_and_wales().with_bank_holiday(saturday, "Extra")
        assert more.why_not_working(saturday) == "Saturday"
        assert more.bank_holidays(first=saturday, last=saturday) == ((saturday, "Extra"),)
        june = {"after": date(2026, 5, 31), "up_to": date(2026, 6, 30)}
        counted = more.working_days_between(**june)
        assert counted == england_and_wales().working_days_between(**june)

    def test_a_projected_day(self) -> None:
        """A projected bank holiday can be taken away too."""
        new_year = date(2030, 1, 1)
        fewer = england_and_wales().without_bank_holiday(new_year)
        assert fewer.is_working_day(new_year)
        assert fewer.is_working_day(date(2029, 12, 31))
        assert not fewer.is_working_day(date(2029, 12, 25))


class TestCertainty:
    """An interval is as sure as its least sure day."""

    def test_published_or_projected(self) -> None:
        """The last published day is published, and the day after it is not."""
        cal, through = england_and_wales(), england_and_wales().published_through
        later = through + timedelta(days=1)
        assert cal.certainty(first=cal.first, last=through) is Certainty.PUBLISHED
        assert cal.certainty(first=through, last=later) is Certainty.PROJECTED
        assert cal.certainty(first=later, last=later) is Certainty.PROJECTED

    def test_amended_where_touched(self) -> None:
        """An amendment marks the intervals it is in, to the day at both ends, and no others."""
        more = england_and_wales().with_bank_holiday(FRIDAY, "Extra")
        day = timedelta(days=1)
        assert more.certainty(first=FRIDAY, last=FRIDAY) is Certainty.AMENDED
        assert more.certainty(first=FRIDAY - day, last=FRIDAY) is Certainty.AMENDED
        assert more.certainty(first=FRIDAY, last=more.last) is Certainty.AMENDED
        assert more.certainty(first=more.first, last=FRIDAY - day) is Certainty.PUBLISHED
        assert more.certainty(first=FRIDAY + day, last=FRIDAY + day) is Certainty.PUBLISHED
        assert more.certainty(first=FRIDAY + day, last=more.last) is Certainty.PROJECTED


class TestAnyOf:
    """A bank holiday of any part is one of the whole."""

    def test_one_is_itself(self) -> None:
        """The union of one calendar is that calendar."""
        assert any_of(scotland()) is scotland()

    def test_every_published_day(self) -> None:
        """A day counts in the union just when it counts in every part."""
        parts = (england_and_wales(), scotland(), northern_ireland())
        whole = any_of(*parts)
        assert whole.name == "England and Wales or Northern Ireland or Scotland"
        assert (whole.first, whole.last) == (parts[0].first, parts[0].last)
        assert whole.published_through == parts[0].published_through
        for ordinal in range(date(2011, 1, 1).toordinal(), date(2060, 12, 31).toordinal() + 1):
            day = date.fromordinal(ordinal)
            assert whole.is_working_day(day) is all(part.is_working_day(day) for part in parts)

    def test_neither_order_nor_grouping_matters(self) -> None:
        """Whichever way calendars are put together, days, titles, name and digest are the same."""
        a, b, c = england_and_wales(), scotland(), northern_ireland()
        whole = any_of(a, b, c)
        for other in (any_of(any_of(c, b), a), any_of(a, any_of(c, b)), any_of(b, c, a, b)):
            assert other == whole
            assert (other.name, other.digest) == (whole.name, whole.digest)
        assert any_of(a, a) == a

    @given(one=projected_calendars(), other=calendars() | projected_calendars())
    def test_order_of_any_two(self, one: WorkingDayCalendar, other: WorkingDayCalendar) -> None:
        """Nor of calendars that never were, amended or not."""
        titled = evolve(other, published=[(day, "another") for day, _ in other.published])
        for left, right in ((one, other), (one, titled)):
            if max(left.first, right.first) > min(left.last, right.last):
                return
            assert any_of(left, right) == any_of(right, left)
            assert any_of(left, right).digest == any_of(right, left).digest

    def test_titles_are_joined(self) -> None:
        """Where the parts differ in a title, the union has both."""
        day = date(2026, 6, 1)
        one = published("one", date(2026, 1, 1), date(2026, 12, 31), day)
        other = published("other", date(2026, 5, 1), date(2027, 12, 31), day, date(2027, 1, 5))
        both = any_of(one, other)
        assert both.why_not_working(day) == "one day / other day"
        assert (both.first, both.last) == (date(2026, 5, 1), date(2026, 12, 31))
        assert both.published_through == both.last
        assert len(both.published) == 1

    def test_published_by_one_and_projected_by_the_other(self) -> None:
        """Past the earlier horizon, one part's published days and the other's projections count."""
        early = WorkingDayCalendar(
            name="early",
            first=date(2026, 1, 1),
            last=date(2030, 12, 31),
            published_through=date(2026, 12, 31),
            projections=[("ENG", date(2026, 12, 31))],
        )
        local = published("local", date(2020, 1, 1), date(2028, 12, 31), date(2027, 6, 9))
        both = any_of(early, local)
        assert both.published_through == date(2026, 12, 31)
        assert both.last == date(2028, 12, 31)
        assert both.why_not_working(date(2027, 6, 9)) == "local day"
        assert both.why_not_working(date(2027, 3, 26)) == "Good Friday"
        assert both.certainty(first=both.first, last=date(2027, 6, 9)) is Certainty.PROJECTED
        meeting = any_of(early, england_and_wales())
        assert meeting.projections == (("ENG", date(2026, 12, 31)),)

    def test_both_on_one_projected_day(self) -> None:
        """A title that is published by one part and projected by another is said once each."""
        christmas = date(2029, 12, 25)
        local = WorkingDayCalendar(
            name="local",
            first=date(2029, 1, 1),
            last=date(2029, 12, 31),
            published_through=date(2029, 12, 31),
            published=[(christmas, "Yule")],
        )
        both = any_of(local, england_and_wales())
        assert both.published_through == date(2028, 12, 31)
        assert both.first == date(2029, 1, 1)
        assert both.why_not_working(christmas) == "Christmas Day / Yule"
        assert both.certainty(first=both.first, last=both.first) is Certainty.PROJECTED

    def test_bank_holidays_at_both_ends_of_the_overlap(self) -> None:
        """The first and the last day that the parts share keep their bank holidays."""
        first, last = date(2026, 5, 1), date(2026, 12, 31)
        both = any_of(
            published("one", date(2026, 1, 1), last, first, last),
            published("other", first, date(2027, 12, 31)),
        )
        assert both.published == ((first, "one day"), (last, "one day"))

    def test_projected_from_before_it_begins(self) -> None:
        """A union that begins long after the earlier horizon still covers only its own days."""
        local = published("local", date(2031, 1, 1), date(2031, 12, 31))
        both = any_of(local, england_and_wales())
        assert both.nth_working_day_after(date(2031, 1, 1), 1) == date(2031, 1, 2)
        assert both.nth_working_day_before(date(2031, 1, 3), 1) == date(2031, 1, 2)
        for day in (date(2029, 6, 1), date(2030, 12, 31)):
            with pytest.raises(DateOutsideCalendar, match=f"day: {day} is outside"):
                both.is_working_day(day)

    def test_a_projection_that_is_never_used(self) -> None:
        """A part's projection that begins where the union ends is left out."""
        local = published("local", date(2020, 1, 1), date(2028, 12, 31))
        assert any_of(local, england_and_wales()).projections == ()

    def test_amendments_carry_over(self) -> None:
        """A day added to a part is added to the whole, and marked there."""
        whole = any_of(england_and_wales().with_bank_holiday(FRIDAY, "Extra"), scotland())
        assert whole.why_not_working(FRIDAY) == "Extra"
        assert whole.certainty(first=FRIDAY, last=FRIDAY) is Certainty.AMENDED

    def test_taken_from_one_part_only(self) -> None:
        """A day taken from one part is still a bank holiday of the other, and marked."""
        christmas = date(2026, 12, 25)
        less = england_and_wales().without_bank_holiday(christmas)
        whole = any_of(less, scotland())
        assert whole.why_not_working(christmas) == "Christmas Day"
        assert whole.certainty(first=christmas, last=christmas) is Certainty.AMENDED

    def test_taken_from_the_only_part_that_had_it(self) -> None:
        """A day that no part has any longer counts in the whole."""
        whole = any_of(england_and_wales().without_bank_holiday(EASTER_MONDAY), scotland())
        assert whole.is_working_day(EASTER_MONDAY)
        assert whole.certainty(first=EASTER_MONDAY, last=EASTER_MONDAY) is Certainty.AMENDED

    def test_an_amendment_outside_the_overlap(self) -> None:
        """A change on a day the whole does not cover is no change of the whole."""
        local = published("local", date(2027, 1, 1), date(2027, 12, 31))
        whole = any_of(england_and_wales().with_bank_holiday(FRIDAY, "Extra"), local)
        assert whole.amendments == ()

    def test_one_day_of_overlap(self) -> None:
        """One shared day is enough."""
        one = published("one", date(2026, 1, 1), date(2026, 1, 30))
        other = published("other", date(2026, 1, 30), date(2026, 2, 28))
        assert any_of(one, other).is_working_day(date(2026, 1, 30))
