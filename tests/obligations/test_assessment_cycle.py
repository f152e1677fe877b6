"""After entry: one security assessment a year, in cycles of three years."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import example, given, strategies as st

from sec_uep import DEFAULT_READINGS, UNKNOWN, Readings, UserRole
from sec_uep.alternatives import sensitivity
from sec_uep.errors import ContradictoryFacts, InvalidType, InvalidValue, MissingFact, UnknownName
from sec_uep.obligations import security_assessment as fusa
from sec_uep.obligations.assessment_cycle import (
    AssessmentKind,
    AssessmentYear,
    SizeCategory,
    assessment_cycle,
    kind_of_assessment,
)
from tests.obligations import naive

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ONE_DAY = timedelta(days=1)
ON_THE_DAY = DEFAULT_READINGS
ONCE_LARGE = Readings(rd_26="once-large-always-large")
FROM_ENTRY = Readings(rd_31="from-entry")

SMALL, LARGE, NOT_SETTLED = SizeCategory

FIRST = date(2026, 8, 26)


def cycle(
    first: date = FIRST,
    *,
    role: UserRole = UserRole.GAS_SUPPLIER,
    size: SizeCategory | Mapping[int, SizeCategory] = SMALL,
    years: int = 6,
    **terms: Any,  # noqa: ANN401 - readings, or the day of entry
) -> tuple[AssessmentYear, ...]:
    """Return the cycle of a small Gas Supplier, where nothing else is said."""
    return assessment_cycle(first_assessment=first, role=role, size=size, years=years, **terms)


def ask(**varied: object) -> object:
    """Ask for a cycle with one part of any type."""
    asked: Callable[..., object] = assessment_cycle
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
        found = assessment_cycle(first_assessment=FIRST, role=UserRole.GAS_SUPPLIER, size=SMALL)
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


_FULL, _VERIFICATION, _OPEN = (kind.value for kind in AssessmentKind)
_OTHER_USERS = (_FULL, _VERIFICATION, _OPEN, _FULL, _VERIFICATION, _OPEN, _FULL)
_UNSEEN = (_FULL, _OPEN, _OPEN, _FULL, _OPEN, _OPEN, _FULL)

#: What was seen of the table of kinds: the User Role, and the kind in years 1 to 7, whatever the size.
KINDS = [
    *((role, _UNSEEN) for role in naive.ROLES[:6]),
    ("other-user", _OTHER_USERS),
]

each_size = pytest.mark.parametrize("size", SizeCategory, ids=str)


class TestTheKinds:
    """EX-02: a Full assessment in the first year of each cycle; EX-04: Verification in the second."""

    @each_size
    @pytest.mark.parametrize(("role", "kinds"), KINDS)
    def test_years_one_to_seven(self, role: str, size: SizeCategory, kinds: tuple[str, ...]) -> None:
        """The table, row by row; what was not seen is not settled, never guessed."""
        for year, kind in enumerate(kinds, start=1):
            finding = kind_of_assessment(year=year, role=UserRole(role), size=size)
            assert finding.verdict.value == kind, year
            reason = finding.why()[0]
            assert reason.rule is finding.grounds[0]
            assert reason.holds is (UNKNOWN if kind == _OPEN else True)
            assert f"year {year}" in reason.text
            if kind != _OPEN:
                assert finding.grounds[0].id == ("EX-04" if kind == _VERIFICATION else "EX-02")
        assert [year.kind.verdict.value for year in cycle(role=UserRole(role), size=size, years=7)] == [
            *kinds
        ]

    def test_every_role_is_there(self) -> None:
        """Seven User Roles."""
        assert [role for role, _ in KINDS] == [role.value for role in UserRole]

    @pytest.mark.parametrize("role", naive.ROLES[:5])
    def test_a_small_supplier_or_network(self, role: str) -> None:
        """That its second year is Verification is inferred, which the answer says; its lifecycle is cited."""
        second = kind_of_assessment(year=2, role=UserRole(role), size=SMALL)
        inferred, lifecycle = second.why()
        assert second.grounds[0].id == inferred.rule.id == "EX-04"
        assert "only inferred" in inferred.text
        assert lifecycle.holds is UNKNOWN
        assert str(lifecycle.citation).startswith(
            "SEC, Section G8.42 (Supplier Parties), G8.45 (Network Parties) (as given in SECAS"
        )
        third = kind_of_assessment(year=3, role=UserRole(role), size=SMALL)
        assert [reason.rule.id for reason in third.why()] == ["EX-02", "SA-08"]
        for other in (LARGE, NOT_SETTLED):
            (reason,) = kind_of_assessment(year=2, role=UserRole(role), size=other).why()
            assert reason.rule.id == "EX-02"
            assert "inferred" not in reason.text

    @pytest.mark.parametrize("role", naive.ROLES[5:])
    def test_who_has_no_such_lifecycle(self, role: str) -> None:
        """The lifecycle of small Supplier and Network Parties is nobody else's."""
        for year in range(1, 8):
            reasons = kind_of_assessment(year=year, role=UserRole(role), size=SMALL).why()
            assert [reason.rule.id for reason in reasons] in (["EX-02"], ["EX-04"])

    def test_what_a_year_rests_on(self) -> None:
        """The rules of the cycle come first, then those of the kind, none twice."""
        found = cycle(role=UserRole.OTHER_USER)
        assert [rule.id for rule in found[0].rules] == ["SA-01", "EX-02"]
        assert [rule.id for rule in found[1].rules] == ["SA-01", "EX-02", "EX-04"]
        assert [rule.id for rule in found[2].rules] == ["SA-01", "EX-02"]

    def test_what_is_not_stated(self) -> None:
        """No day is said to be a limit; what was seen of Self-Assessments is said where one is possible."""
        full, verification, third = cycle(role=UserRole.OTHER_USER, years=3)
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
        assert str(cycle(role=UserRole.OTHER_USER)[4]) == (
            "year 5 (2 of 3), 2030-08-26 to 2031-08-25: "
            "verification-user-security-assessment [EX-04, SECMP0059, Other Users]"
        )

    def test_bad_input(self) -> None:
        """A year that is none, a role and a size that there are not, each named."""
        asked: Callable[..., object] = kind_of_assessment
        good = {"year": 1, "role": UserRole.OTHER_USER, "size": SMALL}
        for bad in (True, 1.0, "1", None):
            with pytest.raises(InvalidType, match=r"^year: .*is not a whole number"):
                asked(**{**good, "year": bad})
        for less in (0, -1):
            with pytest.raises(InvalidValue, match=r"^year: .* is not a year of a Party; pass 1 to 1,000"):
                asked(**{**good, "year": less})
        with pytest.raises(UnknownName, match=r"^role: 'other-usr'.*nearest is 'other-user'"):
            asked(**{**good, "role": "other-usr"})
        with pytest.raises(UnknownName, match=r"^size: 'smal'.*nearest is 'small'"):
            asked(**{**good, "size": "smal"})
        with pytest.raises(InvalidType, match=r"^role: "):
            asked(**{**good, "role": SMALL})


#: Wednesday 26 August 2026, and a Party that is a User from Monday 11 January 2027.
ENTERED = date(2027, 1, 11)


class TestWhereTheCycleBegins:
    """RD-31: whether the assessment before entry is that of the first year of a cycle."""

    @each_size
    @pytest.mark.parametrize(("role", "kinds"), KINDS)
    def test_from_entry_the_kinds_come_a_year_later(
        self, role: str, size: SizeCategory, kinds: tuple[str, ...]
    ) -> None:
        """Before entry there is a Full assessment by either reading; then the cycle has one of its own."""
        for year, kind in enumerate((_FULL, *kinds), start=1):
            asked = kind_of_assessment(year=year, role=UserRole(role), size=size, readings=FROM_ENTRY)
            assert asked.verdict.value == kind
            default = asked.again(readings=DEFAULT_READINGS)
            differs = (default.verdict, default.grounds) != (asked.verdict, asked.grounds)
            assert asked.readings == ({"RD-31": "from-entry"} if differs else {})
            assert asked.why()[0].readings == tuple(asked.readings)

    def test_what_a_caller_is_told(self) -> None:
        """Which kind falls in year two turns on it, and the other answer is given."""
        second = kind_of_assessment(year=2, role=UserRole.OTHER_USER, size=SMALL)
        (other,) = sensitivity(second)
        assert dict(other.choices) == {"RD-31": "from-entry"}
        assert other.answer is not None
        assert other.answer.outcome is AssessmentKind.FULL
        assert sensitivity(second.again(year=1)) == ()

    def test_by_hand(self) -> None:
        """The year of the assessment before entry ends the day before; anniversaries are those of entry."""
        found = cycle(role=UserRole.OTHER_USER, years=5, user_since=ENTERED, readings=FROM_ENTRY)
        assert [(y.year, y.of_cycle, y.begins, y.ends, y.kind.verdict.value) for y in found] == [
            (1, None, date(2026, 8, 26), date(2027, 1, 10), _FULL),
            (2, 1, date(2027, 1, 11), date(2028, 1, 10), _FULL),
            (3, 2, date(2028, 1, 11), date(2029, 1, 10), _VERIFICATION),
            (4, 3, date(2029, 1, 11), date(2030, 1, 10), _OPEN),
            (5, 1, date(2030, 1, 11), date(2031, 1, 10), _FULL),
        ]
        assert str(found[0]).startswith("year 1 (before the first cycle), 2026-08-26 to 2027-01-10: full-")
        assert "before its first cycle" in str(found[0].kind.why())
        assert {year.readings["RD-31"] for year in found} == {"from-entry"}

    @given(first=firsts, later=st.integers(1, 900), years=st.integers(1, 9))
    def test_any_days(self, first: date, later: int, years: int) -> None:
        """No day lies between two years, and each later year begins on an anniversary of entry."""
        entered = first + later * ONE_DAY
        found = cycle(first, years=years, user_since=entered, readings=FROM_ENTRY)
        assert [year.begins for year in found] == [first, *(anniversary(entered, n) for n in range(years))][
            :years
        ]
        for year, after in pairwise(found):
            assert year.ends + ONE_DAY == after.begins
        assert found[-1].ends + ONE_DAY == anniversary(entered, years - 1)
        assert [year.of_cycle for year in found] == ([None] + [1, 2, 3] * years)[:years]

    def test_by_default_entry_does_not_matter(self) -> None:
        """Years run from the first assessment, whether the day of entry is given or not."""
        assert cycle(user_since=ENTERED) == cycle()
        assert {dict(year.readings)["RD-31"] for year in cycle()} == {"year-one"}

    def test_a_day_that_was_not_given(self) -> None:
        """A cycle that begins with entry needs its day."""
        with pytest.raises(MissingFact) as refused:
            cycle(readings=FROM_ENTRY)
        assert str(refused.value) == (
            "user_since: is UNKNOWN, and the cycle begins with entry (RD-31: from-entry); pass user_since"
        )

    @pytest.mark.parametrize("readings", [DEFAULT_READINGS, FROM_ENTRY])
    def test_a_user_before_it_was_assessed(self, readings: Readings) -> None:
        """Nobody is a User before the first assessment, nor on its day."""
        for entered in (FIRST - ONE_DAY, FIRST):
            with pytest.raises(ContradictoryFacts) as refused:
                cycle(user_since=entered, readings=readings)
            assert str(refused.value).startswith(
                f"user_since {entered} contradicts first_assessment 2026-08-26: the first assessment comes"
            )
        assert cycle(user_since=FIRST + ONE_DAY, readings=readings)[0].begins == FIRST


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
                assert ("RD-26" in year.readings) is (day != later)
                assert {year.readings[id_] for id_ in year.readings} == (
                    {readings.rd_26, "year-one"} if day != later else {"year-one"}
                )
                alone = kind_of_assessment(
                    year=year.year, role=UserRole.GAS_SUPPLIER, size=year.size, readings=readings
                )
                assert year.kind == alone

    def test_the_kind_that_follows(self) -> None:
        """A Party that was Large in year 4 and is small in year 5: of the small lifecycle, or not."""
        size = {1: SMALL, 2: SMALL, 3: SMALL, 4: LARGE, 5: SMALL}
        assert [reason.rule.id for reason in cycle(size=size)[4].kind.why()] == ["EX-04", "SA-08"]
        once = cycle(size=size, readings=ONCE_LARGE)[4]
        assert [reason.rule.id for reason in once.kind.why()] == ["EX-02"]

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
        assert [year.size for year in cycle(size=sizes, years=5)] == [SMALL] * 4 + [LARGE]

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
from sec_uep.obligations.assessment_cycle import assessment_cycle
print("dateutil" in sys.modules)
assessment_cycle(first_assessment=date(2026, 8, 26), role="other-user", size="small")
print("dateutil" in sys.modules)
"""
        printed = subprocess.check_output([sys.executable, "-c", code], text=True)
        assert printed.split() == ["False", "True"]
