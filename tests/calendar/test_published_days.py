"""The shipped file: against what others compute, and against what is known to have happened."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest
from holidays import country_holidays

from sec_uep.calendar import (
    Certainty,
    WorkingDayCalendar,
    england_and_wales,
    northern_ireland,
    scotland,
)
from tests.oracles import computed_bank_holidays

#: Each division, its number of published events, and the subdivisions that `holidays` has of it.
DIVISIONS = [
    pytest.param(england_and_wales(), 149, ("ENG", "WLS"), id="england-and-wales"),
    pytest.param(scotland(), 168, ("SCT",), id="scotland"),
    pytest.param(northern_ireland(), 185, ("NIR",), id="northern-ireland"),
]


@pytest.mark.parametrize(("calendar", "events", "subdivisions"), DIVISIONS)
class TestShippedFile:
    """The file holds what GOV.UK published from 2011 to 2028, and nothing else."""

    def test_coverage(self, calendar: WorkingDayCalendar, events: int, subdivisions: tuple[str, ...]) -> None:
        """All three divisions cover the same days and are published as far."""
        assert calendar.first == date(2011, 1, 1)
        assert calendar.published_through == date(2028, 12, 31)
        assert calendar.last == date(2060, 12, 31)
        assert len(calendar.published) == events
        assert calendar.projections == ((subdivisions[0], date(2028, 12, 31)),)

    def test_every_weekday_agrees(
        self, calendar: WorkingDayCalendar, events: int, subdivisions: tuple[str, ...]
    ) -> None:
        """On every weekday of the published years, another library has the same bank holidays."""
        assert events
        for subdivision in subdivisions:
            computed = computed_bank_holidays(subdivision, range(2011, 2029))
            day = date(2011, 1, 1)
            while day <= date(2028, 12, 31):
                expected = day.isoweekday() < 6 and day not in computed
                assert calendar.is_working_day(day) is expected, (subdivision, day)
                day += timedelta(days=1)

    def test_every_title_and_day(
        self, calendar: WorkingDayCalendar, events: int, subdivisions: tuple[str, ...]
    ) -> None:
        """Every published day is refused as a Working Day under its published title."""
        assert events
        assert subdivisions
        for day, title in calendar.published:
            assert calendar.why_not_working(day) == title
            assert day.isoweekday() < 6

    def test_projected_weekdays_agree(
        self, calendar: WorkingDayCalendar, events: int, subdivisions: tuple[str, ...]
    ) -> None:
        """After the published years the days are the computed ones."""
        assert events
        computed = computed_bank_holidays(subdivisions[0], range(2029, 2061))
        found = calendar.bank_holidays(first=date(2029, 1, 1), last=calendar.last)
        assert {day for day, _ in found} == computed
        assert calendar.certainty(first=found[0][0], last=found[0][0]) is Certainty.PROJECTED


class TestDaysThatWereProclaimed:
    """Bank holidays that no rule foretells."""

    @pytest.mark.parametrize(
        ("day", "why"),
        [
            (date(2011, 4, 29), "Royal wedding"),
            (date(2012, 6, 5), "Queen’s Diamond Jubilee (extra bank holiday)"),  # noqa: RUF001
            (date(2020, 5, 4), None),
            (date(2020, 5, 8), "Early May bank holiday (VE day)"),
            (date(2022, 5, 30), None),
            (date(2022, 6, 2), "Spring bank holiday"),
            (date(2022, 6, 3), "Platinum Jubilee bank holiday"),
            (date(2022, 9, 19), "Bank Holiday for the State Funeral of Queen Elizabeth II"),
            (date(2023, 5, 8), "Bank holiday for the coronation of King Charles III"),
            (date(2026, 12, 28), "Boxing Day (substitute day)"),
            (date(2026, 12, 26), "Saturday"),
            (date(2026, 12, 27), "Sunday"),
        ],
    )
    def test_england_and_wales(self, day: date, why: str | None) -> None:
        """The day was taken off, or given back, as it was proclaimed."""
        assert england_and_wales().why_not_working(day) == why
        assert england_and_wales().is_working_day(day) is (why is None)

    def test_the_divisions_differ(self) -> None:
        """Easter Monday is kept in England, 2 January in Scotland, St Patrick's in the north."""
        kept = {
            calendar.name: [
                not calendar.is_working_day(day)
                for day in (date(2026, 4, 6), date(2026, 1, 2), date(2026, 3, 17))
            ]
            for calendar in (england_and_wales(), scotland(), northern_ireland())
        }
        assert kept == {
            "England and Wales": [True, False, False],
            "Scotland": [False, True, False],
            "Northern Ireland": [True, False, True],
        }


class TestProjection:
    """What computes the rest is loaded when it is needed, and its limits are known."""

    @pytest.mark.parametrize(
        ("question", "loaded"),
        [
            ("pass", False),
            ("cal.nth_working_day_after(date(2026, 4, 2), 60)", False),
            ("cal.nth_working_day_before(date(2028, 12, 31), 2500)", False),
            ("cal.ledger(after=date(2028, 1, 1), up_to=cal.published_through)", False),
            ("cal.certainty(first=date(2026, 1, 1), last=date(2050, 1, 1))", False),
            ("cal.digest; repr(cal); hash(cal)", False),
            ("calendar.any_of(cal, calendar.scotland()).on_or_after(date(2028, 1, 1))", False),
            (
                "cal.with_bank_holiday(date(2028, 6, 5), 'x').is_working_day(date(2028, 6, 5))",
                False,
            ),
            ("cal.is_working_day(date(2029, 1, 1))", True),
            ("cal.nth_working_day_after(date(2028, 12, 29), 1)", True),
        ],
    )
    def test_loaded_only_when_needed(self, question: str, *, loaded: bool) -> None:
        """A question about published days does not load what computes the others."""
        program = (
            "import sys\nfrom datetime import date\nfrom sec_uep import calendar\n"
            f"cal = calendar.england_and_wales()\n{question}\n"
            "print('holidays' in sys.modules)"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == str(loaded)

    def test_importing_loads_little(self) -> None:
        """Importing the calendar reads no data and loads nothing that it may never need."""
        program = (
            "import sys, sec_uep.calendar\n"
            "rarely = {'holidays', 'json', 'hashlib', 'numpy', 'cattrs', 'pathlib'}\n"
            "print(rarely & set(sys.modules))"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "set()"

    def test_the_last_year_computed(self) -> None:
        """A calendar cannot be projected past the year after which nothing would be computed."""
        end = country_holidays("GB", subdiv="ENG").end_year
        assert computed_bank_holidays("ENG", [end])
        assert not computed_bank_holidays("ENG", [end + 1])
        assert end == 2100

    def test_wales_and_england_are_one(self) -> None:
        """No projected day differs between the two parts of the one division."""
        years = range(2029, 2061)
        assert computed_bank_holidays("ENG", years) == computed_bank_holidays("WLS", years)
