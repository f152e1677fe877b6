"""A column is what the scalar function says of each row, in every engine; and the rest is as it was."""

from __future__ import annotations

from datetime import date

import narwhals as nw
import numpy as np
import pytest

from sec_uep import Readings, frames
from sec_uep.errors import DateOutsideCalendar, InvalidValue, SecUepError, UnknownName
from sec_uep.obligations import entry_process_testing as uept
from tests.frames.engines import ENGINES, Engine
from tests.frames.odd_names import ODD
from tests.frames.proofs import (
    AMENDED,
    ASKED,
    CALENDAR,
    COUNTS,
    THREE_YEARS,
    check_answered,
    check_between,
    check_count,
)


def refusing(day: date) -> bool:
    """Refuse a day inside the calendar."""
    if day == date(2026, 2, 3):
        message = "no"
        raise SecUepError(message)
    return True


every_engine = pytest.mark.parametrize("engine", ENGINES, ids=str)


@every_engine
class TestTheSameAnswers:
    """Each function equals the scalar one on all days of the calendar and around its ends, with nulls."""

    @pytest.mark.parametrize(("name", "n"), COUNTS)
    def test_counts(self, engine: Engine, name: str, n: tuple[int, ...]) -> None:
        """And how sure the count is."""
        check_count(engine, name, n, AMENDED if name == "nth_working_day_after" else CALENDAR)

    def test_between(self, engine: Engine) -> None:
        """Two columns of days."""
        check_between(engine, AMENDED)

    def test_any_question(self, engine: Engine) -> None:
        """Of one day, whatever kind of answer it has."""
        for kind in ASKED:
            check_answered(engine, kind)

    def test_a_deadline(self, engine: Engine) -> None:
        """Its day is taken; of another answer its verdict; and each says how sure it is."""
        days = [date(2026, 6, 3), None, date(2028, 12, 1)]
        found = frames.answered(
            engine.made({"given": days}),
            "given",
            lambda day: uept.earliest_start(notice_given=day),
            into="start",
            sure="certainty",
            calendar=THREE_YEARS,
        )
        assert engine.rows(found, "start") == [date(2026, 8, 26), None, date(2029, 2, 28)]
        assert engine.rows(found, "certainty") == ["published", None, "projected"]
        found = frames.answered(
            engine.made({"given": days}),
            "given",
            lambda day: uept.notice(given=day, start=date(2029, 2, 27)),
            into="verdict",
            sure="certainty",
            calendar=THREE_YEARS,
        )
        assert engine.rows(found, "verdict") == ["sufficient", None, "insufficient"]
        assert engine.rows(found, "certainty") == ["published", None, "projected"]

    def test_few_rows(self, engine: Engine) -> None:
        """None, one, one that is null, and many that are."""
        for days in ([], [date(2026, 4, 3)], [None], [None] * 70_000 + [date(2026, 4, 3)]):
            made = engine.made({"day": days, "until": days})
            found = frames.on_or_after(made, "day", into="x", sure="how")
            assert engine.rows(found, "x") == [day and date(2026, 4, 7) for day in days]
            assert engine.rows(found, "how") == [day and "published" for day in days]
            found = frames.working_days_between(made, "day", "until", into="n")
            assert engine.rows(found, "n") == [None if day is None else 0 for day in days]

    def test_readings(self, engine: Engine) -> None:
        """They choose the calendar, where none is given."""
        made = engine.made({"day": [date(2026, 1, 2)]})
        either = Readings(rd_01="england-and-wales-or-scotland")
        assert engine.rows(frames.is_working_day(made, "day", into="x"), "x") == [True]
        assert engine.rows(frames.is_working_day(made, "day", into="x", readings=either), "x") == [False]
        own = frames.is_working_day(made, "day", into="x", calendar=CALENDAR, readings=either)
        assert engine.rows(own, "x") == [True]
        two = engine.made({"day": [date(2026, 1, 1)], "to": [date(2026, 1, 2)]})
        assert engine.rows(frames.working_days_between(two, "day", "to", into="n"), "n") == [1]
        apart = frames.working_days_between(two, "day", "to", into="n", readings=either)
        assert engine.rows(apart, "n") == [0]


@every_engine
class TestTheTable:
    """The same kind comes out, with a column more, and what was passed is as it was."""

    def test_kind_and_columns(self, engine: Engine) -> None:
        """The new columns stand last, and the old table has not got them."""
        made = engine.made({"day": [date(2026, 4, 3)]})
        found = frames.on_or_after(made, "day", into="x", sure="how")
        assert type(found) is type(made)
        names = [list(nw.from_native(each).collect_schema()) for each in (made, found)]
        assert names == [["day"], ["day", "x", "how"]]

    def test_odd_names(self, engine: Engine) -> None:
        """A name is a name."""
        days = [date(2026, 4, 3), date(2026, 4, 1), None]
        made = engine.made({name: days[place % 2 :] + days[: place % 2] for place, name in enumerate(ODD)})
        for day, into in zip(ODD[::2], ODD[1::2], strict=False):
            found = frames.on_or_after(made, day, into=f"{into}'", sure=f'{into}"')
            assert engine.rows(found, f"{into}'") == [date(2026, 4, 7), date(2026, 4, 1), None]
            assert engine.rows(found, f'{into}"') == ["published", "published", None]
            assert engine.rows(found, into) == [date(2026, 4, 1), None, date(2026, 4, 3)]
            found = frames.working_days_between(made, day, day, into=f"{into}'")
            assert engine.rows(found, f"{into}'") == [0, 0, None]

    def test_names_that_are_taken(self, engine: Engine) -> None:
        """No column is overwritten."""
        made = engine.made({"day": [date(2026, 4, 3)], "x": [None]})
        with pytest.raises(InvalidValue, match=r"^into: 'x' is a column already; choose a name that is new"):
            frames.on_or_after(made, "day", into="x")
        with pytest.raises(InvalidValue, match=r"^sure: 'y' is a column already"):
            frames.on_or_after(made, "day", into="y", sure="y")
        if engine.name == "duckdb":
            with pytest.raises(InvalidValue, match=r"^into: 'Day' is a column already"):
                frames.on_or_after(made, "day", into="Day")
        else:
            assert engine.rows(frames.on_or_after(made, "day", into="Day"), "Day") == [date(2026, 4, 7)]

    def test_no_such_column(self, engine: Engine) -> None:
        """Each under the name of its parameter."""
        made = engine.made({"given": [date(2026, 4, 3)]})
        with pytest.raises(
            UnknownName, match=r"^day: 'givn' is not known here \(a \w+ has no such .*'given'"
        ):
            frames.on_or_after(made, "givn", into="x")
        with pytest.raises(UnknownName, match=r"^up_to: 'x' is not known"):
            frames.working_days_between(made, "given", "x", into="n")

    def test_outside(self, engine: Engine) -> None:
        """A table in memory is refused, and the rows are named; what a lazy one has is held above."""
        if engine.is_lazy:
            return
        last = CALENDAR.last
        days = [date(2026, 4, 3), None, last, date(1700, 1, 1), *[last] * 4]
        made = engine.made({"day": days, "until": days[:2] * 4})
        with pytest.raises(DateOutsideCalendar) as refusal:
            frames.nth_working_day_after(made, "day", 60, into="x")
        assert str(refusal.value) == (
            "day in 6 rows (row 2: 2060-12-31, row 3: 1700-01-01, row 4: 2060-12-31, ...): "
            "Working Day 60 after 2060-12-31 is outside the calendar 'England and Wales', "
            "which covers 2011-01-01 to 2060-12-31; use a calendar that covers it, or bring the date inside"
        )
        with pytest.raises(
            DateOutsideCalendar, match=r"^until in 1 row \(row 0: 2009-01-01\): day: 2009-01-01 is"
        ):
            frames.is_working_day(engine.made({"until": [date(2009, 1, 1)]}), "until", into="x")
        with pytest.raises(
            DateOutsideCalendar, match=r"^d in 1 row \(row 0: 2009-01-01\) is outside the calendar"
        ):
            frames.answered(engine.made({"d": [date(2009, 1, 1)]}), "d", lambda day: day, into="x")
        with pytest.raises(DateOutsideCalendar, match=r"^until in 1 row \(row 1: 2061-01-01\)"):
            frames.working_days_between(
                engine.made({"day": days[:2], "until": [None, date(2061, 1, 1)]}), "day", "until", into="x"
            )

    def test_refused_for_another_reason(self, engine: Engine) -> None:
        """It is said with the rows."""
        if engine.is_lazy:
            return
        made = engine.made({"day": [None, date(2026, 2, 3)]})
        with pytest.raises(
            InvalidValue, match=r"^day: 1 row \(row 1: 2026-02-03\) where it is refused \(no\); leave"
        ):
            frames.answered(made, "day", refusing, into="x")

    def test_an_answer_of_numpy(self, engine: Engine) -> None:
        """It is the answer that it holds."""
        made = engine.made({"day": [date(2026, 4, 3), None]})
        for ask, expected in (
            (lambda day: np.bool_(day.month == 4), True),
            (lambda day: np.int64(day.day), 3),
        ):
            assert engine.rows(frames.answered(made, "day", ask, into="x"), "x") == [expected, None]

    def test_another_error(self, engine: Engine) -> None:
        """It is raised as it is, and says of which day of the calendar it was asked."""
        made = engine.made({"day": [date(2026, 4, 3)]})
        with pytest.raises(ValueError, match="day") as raised:
            frames.answered(made, "day", lambda day: day.replace(year=day.year + 1), into="x")
        assert raised.value.__notes__ == [
            "when asked of 2012-02-29: it is asked of every day of 'England and Wales'"
        ]

    def test_two_days_in_the_wrong_order(self, engine: Engine) -> None:
        """On a weekend too, where no Working Day is between them."""
        if engine.is_lazy:
            return
        saturday, sunday = date(2026, 6, 6), date(2026, 6, 7)
        made = engine.made({"a": [None, saturday, sunday], "b": [saturday, sunday, saturday]})
        with pytest.raises(InvalidValue) as refusal:
            frames.working_days_between(made, "a", "b", into="n")
        assert str(refusal.value) == (
            "b: 1 row (row 2: 2026-06-06) where it is before a; "
            "pass the earlier day first; to count back, swap the two"
        )
