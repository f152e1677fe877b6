"""Generated calendars, days and counts, to test the arithmetic apart from any real year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from sec_uep.calendar import WorkingDayCalendar
from tests.oracles import StepByStep, computed_bank_holidays

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

#: The parts of the United Kingdom that can be projected.
SUBDIVISIONS = ("ENG", "NIR", "SCT", "WLS")

#: Counts that stay within most generated calendars, and some that do not.
counts = st.integers(1, 120)


def days_of(calendar: WorkingDayCalendar) -> st.SearchStrategy[date]:
    """Any day a calendar covers: Working Days, weekends, bank holidays, both ends."""
    special = [calendar.first, calendar.last, *(day for day, _ in calendar.published)]
    return st.dates(calendar.first, calendar.last) | st.sampled_from(special)


@st.composite
def calendars(draw: DrawFn) -> WorkingDayCalendar:
    """Any published calendar of up to some fourteen months, with many or few bank holidays."""
    first = draw(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
    last = first + timedelta(days=draw(st.integers(0, 430)))
    days = draw(st.sets(st.dates(first, last), max_size=40))
    return WorkingDayCalendar(
        name="generated",
        first=first,
        last=last,
        published_through=last,
        published=[(day, "a bank holiday") for day in days],
    )


@st.composite
def projected_calendars(draw: DrawFn) -> WorkingDayCalendar:
    """Any calendar that is published for a while, or not at all, and projected from there."""
    first = draw(st.dates(date(2010, 1, 1), date(2040, 1, 1)))
    published_through = first + timedelta(days=draw(st.integers(-1, 300)))
    last = published_through + timedelta(days=draw(st.integers(2, 700)))
    days = draw(st.sets(st.dates(first, last), max_size=12))
    subdivisions = draw(st.sets(st.sampled_from(SUBDIVISIONS), min_size=1))
    return WorkingDayCalendar(
        name="generated",
        first=first,
        last=last,
        published_through=published_through,
        published=[(day, "a bank holiday") for day in days],
        projections=[(subdivision, published_through) for subdivision in subdivisions],
    )


def step_by_step(calendar: WorkingDayCalendar) -> StepByStep:
    """Return the slow calendar that a generated one should agree with."""
    days = {day for day, _ in calendar.published}
    for subdivision, after in calendar.projections:
        years = range(after.year, calendar.last.year + 1)
        days |= {day for day in computed_bank_holidays(subdivision, years) if day > after}
    return StepByStep(calendar.first, calendar.last, frozenset(days))
