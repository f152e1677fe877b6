"""After entry: one security assessment a year, in cycles of three years; and how long fieldwork takes."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import example, given, strategies as st

from sec_uep import DEFAULT_READINGS, Entry, Party, Readings, Step, UserRole, WorkingDays
from sec_uep.errors import InvalidType, InvalidValue, UnknownName
from sec_uep.obligations import security_assessment as fusa
from tests.obligations import naive

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ONE_DAY = timedelta(days=1)
ON_THE_DAY = DEFAULT_READINGS
ONCE_LARGE = Readings(rd_26="once-large-always-large")

Kinds = fusa.AssessmentKind
SMALL, LARGE, NOT_SETTLED = fusa.SizeCategory

FIRST = date(2026, 8, 26)


def cycle(
    first: date = FIRST,
    *,
    role: UserRole = UserRole.GAS_SUPPLIER,
    size: fusa.SizeCategory | Mapping[int, fusa.SizeCategory] = SMALL,
    years: int = 6,
    readings: Readings = DEFAULT_READINGS,
) -> tuple[fusa.AssessmentYear, ...]:
    """Return the cycle of a small Gas Supplier, where nothing else is said."""
    return fusa.assessment_cycle(first_assessment=first, role=role, size=size, years=years, readings=readings)


def ask(**varied: object) -> object:
    """Ask for a cycle with one part of any type."""
    asked: Callable[..., object] = fusa.assessment_cycle
    good = {"first_assessment": FIRST, "role": UserRole.GAS_SUPPLIER, "size": SMALL}
    return asked(**{**good, **varied})


def anniversary(first: date, n: int) -> date:
    """Return the same day of the month *n* years later, worked out by the rule of leap years."""
    year = first.year + n
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    is_no_day = (first.month, first.day) == (2, 29) and not is_leap
    return date(year, first.month, 28 if is_no_day else first.day)


firsts = st.dates(date(1990, 1, 1), date(2150, 12, 31)) | st.sampled_from(
    [date(year, 2, day) for year in range(1992, 2150, 4) if year != 2100 for day in (28, 29)]
)


class TestTheYears:
    """SA-01: 'after this, there is an annual Assessment cycle'; EX-02: cycles of three years."""

    def test_six_years_by_hand(self) -> None:
        """Two cycles, where nothing else is said, with the first and the last day of each year."""
        found = fusa.assessment_cycle(first_assessment=FIRST, role=UserRole.GAS_SUPPLIER, size=SMALL)
        assert [(year.year, year.of_cycle, year.begins, year.ends) for year in found] == [
            (1, 1, date(2026, 8, 26), date(2027, 8, 25)),
            (2, 2, date(2027, 8, 26), date(2028, 8, 25)),
            (3, 3, date(2028, 8, 26), date(2029, 8, 25)),
            (4, 1, date(2029, 8, 26), date(2030, 8, 25)),
            (5, 2, date(2030, 8, 26), date(2031, 8, 25)),
            (6, 3, date(2031, 8, 26), date(2032, 8, 25)),
        ]

    def test_from_the_29th_of_february(self) -> None:
        """Years begin on the 28th, on the 29th again in a leap year, and never on 1 March."""
        found = cycle(date(2024, 2, 29), years=9)
        assert [(year.begins, year.ends) for year in found] == [
            (date(2024, 2, 29), date(2025, 2, 27)),
            (date(2025, 2, 28), date(2026, 2, 27)),
            (date(2026, 2, 28), date(2027, 2, 27)),
            (date(2027, 2, 28), date(2028, 2, 28)),
            (date(2028, 2, 29), date(2029, 2, 27)),
            (date(2029, 2, 28), date(2030, 2, 27)),
            (date(2030, 2, 28), date(2031, 2, 27)),
            (date(2031, 2, 28), date(2032, 2, 28)),
            (date(2032, 2, 29), date(2033, 2, 27)),
        ]

    def test_from_the_days_beside_it(self) -> None:
        """From 28 February years begin on the 28th, from 1 March on the 1st, leap year or not."""
        assert {(year.begins.month, year.begins.day) for year in cycle(date(2024, 2, 28))} == {(2, 28)}
        assert {(year.begins.month, year.begins.day) for year in cycle(date(2024, 3, 1))} == {(3, 1)}

    def test_a_century_that_is_no_leap_year(self) -> None:
        """2100 has no 29 February, 2104 has one."""
        begins = [year.begins for year in cycle(date(2096, 2, 29), years=9)]
        assert begins[4] == date(2100, 2, 28)
        assert begins[8] == date(2104, 2, 29)

    @given(first=firsts, years=st.integers(1, 40))
    @example(first=date(2024, 2, 29), years=5)
    @example(first=date(2000, 2, 29), years=1)
    def test_any_first_day(self, first: date, years: int) -> None:
        """As many years as were asked for, each on the anniversary, with no day between two of them."""
        found = cycle(first, years=years)
        assert [year.year for year in found] == list(range(1, years + 1))
        assert [year.of_cycle for year in found] == ([1, 2, 3] * years)[:years]
        assert [year.begins for year in found] == [anniversary(first, n) for n in range(years)]
        assert found[0].begins == first
        for year, after in pairwise(found):
            assert year.begins < after.begins
            assert year.ends + ONE_DAY == after.begins
        assert found[-1].ends + ONE_DAY == anniversary(first, years)

    @given(first=firsts, years=st.integers(1, 20), more=st.integers(0, 20))
    def test_asking_for_more_changes_nothing(self, first: date, years: int, more: int) -> None:
        """The first years are the same however many are shown."""
        assert cycle(first, years=years + more)[:years] == cycle(first, years=years)

    def test_no_working_day_is_looked_for(self) -> None:
        """An anniversary on a bank holiday or a Sunday stands: it is no time limit that could move."""
        assert cycle(date(2026, 12, 25))[1].begins == date(2027, 12, 25)  # Saturday, Christmas Day
        assert cycle(date(2026, 2, 1))[0].begins == date(2026, 2, 1)  # Sunday


class TestTheKinds:
    """EX-02: a Full assessment in the first year of each cycle; EX-04: Verification in the second."""

    @pytest.mark.parametrize(
        ("role", "size", "second"),
        [
            (UserRole.IMPORT_SUPPLIER, SMALL, Kinds.VERIFICATION),
            (UserRole.ELECTRICITY_DISTRIBUTOR, SMALL, Kinds.VERIFICATION),
            (UserRole.IMPORT_SUPPLIER, LARGE, Kinds.NOT_SETTLED),
            (UserRole.GAS_TRANSPORTER, NOT_SETTLED, Kinds.NOT_SETTLED),
            (UserRole.OTHER_USER, LARGE, Kinds.VERIFICATION),
            (UserRole.REGISTERED_SUPPLIER_AGENT, SMALL, Kinds.NOT_SETTLED),
        ],
    )
    def test_by_hand(self, role: UserRole, size: fusa.SizeCategory, second: fusa.AssessmentKind) -> None:
        """The second year turns on the User Role and, for suppliers and networks, on the size."""
        kinds = [year.kind.verdict for year in cycle(role=role, size=size)]
        assert kinds == [Kinds.FULL, second, Kinds.NOT_SETTLED] * 2

    @given(
        role=st.sampled_from(UserRole),
        size=st.sampled_from(fusa.SizeCategory),
        readings=st.sampled_from([ON_THE_DAY, ONCE_LARGE]),
    )
    def test_as_asked_year_by_year(self, role: UserRole, size: fusa.SizeCategory, readings: Readings) -> None:
        """Each is the answer of `kind_of_assessment`; with one size for all years no reading matters."""
        for year in cycle(role=role, size=size, readings=readings):
            alone = fusa.kind_of_assessment(year=year.year, role=role, size=size, readings=readings)
            assert year.kind == alone
            assert year.size is size
            assert not year.readings

    def test_what_a_year_rests_on(self) -> None:
        """The rules of the cycle come first, then those of the kind, none twice."""
        found = cycle()
        assert [rule.id for rule in found[0].rules] == ["SA-01", "EX-02"]
        assert [rule.id for rule in found[1].rules] == ["SA-01", "EX-02", "EX-04"]
        assert [rule.id for rule in found[2].rules] == ["SA-01", "EX-02"]

    def test_what_is_not_stated(self) -> None:
        """No day is said to be a limit; what was seen of Self-Assessments is said where one is possible."""
        full, verification, third = cycle(years=3)
        for year in (full, verification, third):
            assert str(year.begins) in year.note
            assert str(year.ends) in year.note
            assert "no source that was seen states" in year.note
        assert "Self-Assessment" not in full.note + verification.note
        assert (
            "if it is a Self-Assessment, it must be scheduled within one year of the last fieldwork of the "
            "User CIO (SECAS Spotlight on Security, Self-Assessments, 17 September 2019)"
        ) in third.note

    def test_str(self) -> None:
        """One line: the year, its days, the kind and its source."""
        assert str(cycle()[4]) == (
            "year 5 (2 of 3), 2030-08-26 to 2031-08-25: "
            "verification-user-security-assessment [EX-04, SECMP0059, Other Users]"
        )


#: Sizes told by year, and the size in years 1 to 5: by the count on the day, and once Large always Large.
SIZES: list[tuple[str, str, str]] = [
    ("SSSSS", "SSSSS", "SSSSS"),
    ("LLLLL", "LLLLL", "LLLLL"),
    ("-----", "-----", "-----"),
    ("LSSSS", "LSSSS", "LLLLL"),  # falls back below the threshold
    ("SLSLS", "SLSLS", "SLLLL"),
    ("SSSSL", "SSSSL", "SSSSL"),  # grows
    ("S-SSS", "S-SSS", "S----"),  # may have been Large in the second year
    ("-SSLS", "-SSLS", "---LL"),
    ("L----", "L----", "LLLLL"),
]
_SIZE = {"S": SMALL, "L": LARGE, "-": NOT_SETTLED}


class TestTheSizeOverTime:
    """SA-08: 'until you have surpassed this number'; RD-26: whether falling back makes it small again."""

    @pytest.mark.parametrize(("told", "on_the_day", "once"), SIZES)
    def test_both_readings(self, told: str, on_the_day: str, once: str) -> None:
        """The size of each year as told, or carried on from a Large year; it is said where that matters."""
        given_ = {year: _SIZE[letter] for year, letter in enumerate(told, start=1)}
        for readings, expected in ((ON_THE_DAY, on_the_day), (ONCE_LARGE, once)):
            found = cycle(size=given_, years=5, readings=readings)
            assert [year.size for year in found] == [_SIZE[letter] for letter in expected]
            for year, day, later in zip(found, on_the_day, once, strict=True):
                assert dict(year.readings) == ({"RD-26": readings.rd_26} if day != later else {})
                alone = fusa.kind_of_assessment(
                    year=year.year, role=UserRole.GAS_SUPPLIER, size=year.size, readings=readings
                )
                assert year.kind == alone

    def test_the_kind_that_follows(self) -> None:
        """A Party that was Large in year 4 and is small in year 5: Verification, or not settled."""
        size = {1: SMALL, 2: SMALL, 3: SMALL, 4: LARGE, 5: SMALL}
        assert cycle(size=size)[4].kind.verdict is Kinds.VERIFICATION
        assert cycle(size=size, readings=ONCE_LARGE)[4].kind.verdict is Kinds.NOT_SETTLED

    @pytest.mark.parametrize("readings", [ON_THE_DAY, ONCE_LARGE])
    def test_a_year_that_is_left_out(self, readings: Readings) -> None:
        """Its size is not settled, and is not that of the year before."""
        found = cycle(size={1: SMALL}, years=2, readings=readings)
        assert [year.size for year in found] == [SMALL, NOT_SETTLED]
        assert [year.size for year in cycle(size={}, years=2, readings=readings)] == [NOT_SETTLED] * 2

    def test_the_premises_of_each_year(self) -> None:
        """Sizes come from `size_category`: 250,000 is small, one more is Large."""
        counts = {1: 0, 2: 250_000, 3: 250_000, 4: 250_000, 5: 250_001}
        sizes = {year: fusa.size_category(domestic_premises=count) for year, count in counts.items()}
        kinds = [year.kind.verdict for year in cycle(size=sizes, years=5)]
        assert kinds[1] is Kinds.VERIFICATION
        assert kinds[4] is Kinds.NOT_SETTLED

    def test_a_name_of_a_size(self) -> None:
        """As everywhere, text that names a size is taken, and the value keeps the size itself."""
        (one,) = cycle(size={1: "large"}, years=1)  # type: ignore[dict-item]
        assert one.size is LARGE


class TestBounds:
    """How many years: from 1 to 1000, and within the dates there are."""

    def test_both_sides(self) -> None:
        """One year and a thousand are shown; none and one more are refused by name."""
        assert len(cycle(years=1)) == 1
        assert len(cycle(years=1000)) == 1000
        for bad in (0, -1, 1001, 10**5000):
            with pytest.raises(
                InvalidValue, match=r"^years: .* is not a number of years to show; pass 1 to 1,000$"
            ):
                cycle(years=bad)

    def test_the_last_dates_there_are(self) -> None:
        """The last day of a year must be a date; the message says what to do."""
        assert cycle(date(9998, 12, 31), years=1)[0].ends == date(9999, 12, 30)
        assert cycle(date(9990, 2, 28), years=9)[-1].ends == date(9999, 2, 27)
        for first, years in ((date(9999, 1, 1), 1), (date(9990, 2, 28), 10), (date(9001, 1, 1), 999)):
            with pytest.raises(InvalidValue) as refused:
                cycle(first, years=years)
            assert str(refused.value) == (
                f"years: {years} years from {first} on reach the last date there is, 9999-12-31; "
                "pass fewer years, or an earlier day"
            )
        assert cycle(date.min, years=1)[0].begins == date.min


class TestBadInput:
    """What cannot be meant is refused, named as the caller named it."""

    @pytest.mark.parametrize(("bad", "reason"), naive.NO_DATES)
    def test_no_date(self, bad: object, reason: str) -> None:
        """A datetime, text, None and a number are no dates."""
        with pytest.raises(InvalidType, match=rf"^first_assessment: .*{reason}"):
            ask(first_assessment=bad)

    @pytest.mark.parametrize("bad", [True, 2.0, "6", None])
    def test_no_number_of_years(self, bad: object) -> None:
        """It is a whole number."""
        with pytest.raises(InvalidType, match=r"^years: .*is not a whole number; pass an int: how many"):
            ask(years=bad)

    def test_no_role_and_no_size(self) -> None:
        """Names that there are not, with the nearest; and things that are neither."""
        with pytest.raises(UnknownName, match=r"^role: 'other-usr'.*nearest is 'other-user'"):
            ask(role="other-usr")
        with pytest.raises(UnknownName, match=r"^size: 'smal'.*nearest is 'small'"):
            ask(size="smal")
        for bad in (None, 250_000, fusa.size(domestic_premises=1), [SMALL]):
            with pytest.raises(InvalidType, match=r"^size: .*is not a SizeCategory"):
                ask(size=bad)
        with pytest.raises(UnknownName, match=r"^size\.2: 'smal'.*nearest is 'small'"):
            ask(size={1: SMALL, 2: "smal"})
        with pytest.raises(InvalidType, match=r"^size\.1: None is not a SizeCategory"):
            ask(size={1: None})

    @pytest.mark.parametrize("bad", [True, 1.0, "1", None])
    def test_no_year_of_a_size(self, bad: object) -> None:
        """A year is a whole number."""
        with pytest.raises(InvalidType, match=r"^size: .*is not a whole number; pass an int: count them"):
            ask(size={bad: SMALL})

    @pytest.mark.parametrize("bad", [0, -1, 4, 2027, pytest.param(10**5000, id="no-end")])
    def test_a_year_that_is_not_asked_for(self, bad: int) -> None:
        """Years are counted from the first; a calendar year, or one too many, is refused, not dropped."""
        with pytest.raises(InvalidValue, match=r"^size: .* is not one of the years asked for; pass 1 to 3$"):
            ask(size={1: SMALL, bad: SMALL}, years=3)

    def test_no_readings(self) -> None:
        """Readings of another type are refused."""
        for bad in ("once-large-always-large", None):
            with pytest.raises(InvalidType, match=r"^readings: .* are not Readings"):
                ask(readings=bad)


class TestTheValue:
    """A year is a value: unchanging, equal by what it says, and it survives copies."""

    def test_a_value(self) -> None:
        """Pickled, copied and hashed it is the same."""
        year = cycle(size={1: LARGE, 2: SMALL})[1]
        for other in (pickle.loads(pickle.dumps(year)), copy.deepcopy(year)):  # noqa: S301
            assert other == year
        assert year != cycle(size={1: SMALL, 2: SMALL})[1]
        with pytest.raises(FrozenInstanceError):
            year.begins = FIRST  # type: ignore[misc]

    def test_a_day_and_not_a_time(self) -> None:
        """Its days are dates."""
        for year in cycle():
            assert type(year.begins) is type(year.ends) is date
            assert not isinstance(year.begins, datetime)

    def test_only_a_cycle_loads_what_it_needs(self) -> None:
        """In a fresh process `dateutil` is loaded by the first cycle, not by the provision."""
        code = """\
import sys
from datetime import date
from sec_uep.obligations import security_assessment as fusa
print("dateutil" in sys.modules)
fusa.assessment_cycle(first_assessment=date(2026, 8, 26), role="other-user", size="small")
print("dateutil" in sys.modules)
"""
        printed = subprocess.check_output([sys.executable, "-c", code], text=True)
        assert printed.split() == ["False", "True"]


class TestFieldwork:
    """EX-12: the fieldwork of a Full assessment typically takes 3 to 10 working days."""

    def test_the_figures(self) -> None:
        """Three and ten Working Days, with the page that says so; an estimate that binds nobody."""
        assert (fusa.FIELDWORK.least, fusa.FIELDWORK.most) == (WorkingDays(3), WorkingDays(10))
        assert fusa.FIELDWORK.rule.id == "EX-12"
        assert fusa.FIELDWORK.rule.modality.value == "states"
        assert fusa.FIELDWORK.citation.document.name == "SECAS FUSA FAQ"

    def test_str(self) -> None:
        """It says where it comes from."""
        assert str(fusa.FIELDWORK) == "3 to 10 Working Days, typically (EX-12, SECAS FUSA FAQ, duration)"

    def test_as_an_estimate(self) -> None:
        """Either end serves as the estimate of an entry."""
        for typical in (fusa.FIELDWORK.least, fusa.FIELDWORK.most):
            entry = Entry(
                party=Party(name="Example Energy Ltd"),
                roles={UserRole.OTHER_USER},
                estimates={Step.FULL_USER_SECURITY_ASSESSMENT: typical},
            )
            assert entry.estimates[Step.FULL_USER_SECURITY_ASSESSMENT] == typical

    def test_a_value(self) -> None:
        """Two that say the same are equal, and none changes."""
        assert pickle.loads(pickle.dumps(fusa.FIELDWORK)) == fusa.FIELDWORK  # noqa: S301
        with pytest.raises(FrozenInstanceError):
            fusa.FIELDWORK.most = WorkingDays(11)  # type: ignore[misc]
