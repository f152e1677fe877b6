"""What holds of a column in every engine: it is what the scalar function says, row by row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import lru_cache, partial
from random import Random
from typing import Any

from sec_uep import frames
from sec_uep.calendar import WorkingDayCalendar, england_and_wales
from sec_uep.errors import SecUepError
from tests.frames.engines import Columns, Engine

CALENDAR = england_and_wales()
AMENDED = CALENDAR.with_bank_holiday(date(2027, 6, 4), "Jubilee").without_bank_holiday(date(2027, 5, 3))

#: A calendar of which only the days matter.
THREE_YEARS = WorkingDayCalendar(
    name="three years", first=date(2026, 1, 1), last=date(2028, 12, 31), published_through=date(2028, 12, 31)
)

#: Every day of the calendar, and some to either side.
DAYS = [
    CALENDAR.first + timedelta(days=place) for place in range(-40, (CALENDAR.last - CALENDAR.first).days + 41)
]

#: Days that are far outside, in every unit of time.
FAR = [date(1678, 1, 1), date(1900, 1, 1), date(2261, 12, 31)]


def shuffled(days: Sequence[date | None], seed: int = 1) -> list[date | None]:
    """Return days in another order, with nulls among them."""
    mixed = [*days, *[None] * (len(days) // 10 + 1)]
    Random(seed).shuffle(mixed)  # noqa: S311 - the same order in every run
    return mixed


def scalar(ask: Callable[[date], Any], day: date | None) -> Any:  # noqa: ANN401
    """Return what a question answers; None for a null, and for a day that it refuses."""
    if day is None:
        return None
    try:
        return ask(day)
    except SecUepError:
        return None


#: The calendar's own questions of one day: the name, and what else is passed.
COUNTS: list[tuple[str, tuple[int, ...]]] = [
    ("is_working_day", ()),
    ("on_or_after", ()),
    ("on_or_before", ()),
    ("nth_working_day_after", (1,)),
    ("nth_working_day_after", (60,)),
    ("nth_working_day_before", (60,)),
]


def sureness(on: WorkingDayCalendar, name: str, n: tuple[int, ...], day: date | None) -> str | None:
    """Return how sure a count is: of the days between the one it starts from and the one it comes to."""
    answer = scalar(lambda day: getattr(on, name)(day, *n), day)
    if day is None:
        return None
    if answer is None:
        return "outside"
    other = day if isinstance(answer, bool) else answer
    one = timedelta(days=1)
    start = day if not n else day + one if other > day else day - one
    return on.certainty(first=min(start, other), last=max(start, other)).value


@lru_cache(maxsize=64)
def counted(
    name: str, n: tuple[int, ...], on: WorkingDayCalendar, *, is_lazy: bool
) -> tuple[list[date | None], list[Any], list[str | None]]:
    """Return days, what the calendar answers for each, and how sure that is."""
    ask = lambda day: getattr(on, name)(day, *n)  # noqa: E731
    days = shuffled([*DAYS, *FAR] if is_lazy else [day for day in DAYS if scalar(ask, day) is not None])
    return days, [scalar(ask, day) for day in days], [sureness(on, name, n, day) for day in days]


def check_count(engine: Engine, name: str, n: tuple[int, ...], on: WorkingDayCalendar) -> None:
    """Hold a question of the calendar, for every day that has an answer; lazily for every other day too."""
    days, answers, sure = counted(name, n, on, is_lazy=engine.is_lazy)
    found = getattr(frames, name)(engine.made({"day": days}), "day", *n, into="x", sure="how", calendar=on)
    assert engine.rows(found, "day") == days
    assert engine.rows(found, "x") == answers
    assert engine.rows(found, "how") == sure


def spans(seed: int = 2) -> Columns:
    """Return pairs of days, the earlier first: every day of the calendar once, and nulls on either side."""
    random = Random(seed)  # noqa: S311 - as above
    inside = [day for day in DAYS if CALENDAR.first <= day <= CALENDAR.last]
    pairs: list[tuple[date | None, date | None]] = []
    for day in inside:
        later = min(CALENDAR.last, day + timedelta(days=random.choice((0, 1, 2, 3, 30, 400, 9000))))
        pairs.append((day, later))
    ends = (inside[0], inside[-1])
    pairs += [*((None, end) for end in ends), *((end, None) for end in ends), (None, None)] * 20
    random.shuffle(pairs)
    return {"after": [after for after, _ in pairs], "up to": [up_to for _, up_to in pairs]}


@lru_cache(maxsize=4)
def between(on: WorkingDayCalendar, *, is_lazy: bool) -> tuple[Columns, list[int | None]]:
    """Return two columns of days, and the count between them; lazily where that is refused too."""
    columns = {name: list(days) for name, days in spans().items()}
    if is_lazy:
        saturday, sunday = date(2026, 6, 6), date(2026, 6, 7)
        columns["after"] += [
            sunday,
            date(2026, 6, 9),
            CALENDAR.last,
            CALENDAR.first - timedelta(days=1),
            *FAR,
        ]
        columns["up to"] += [saturday, date(2026, 6, 1), date(2061, 1, 1), sunday, *[saturday] * len(FAR)]
    pairs = zip(columns["after"], columns["up to"], strict=True)
    return columns, [
        None
        if up_to is None
        else scalar(partial(lambda until, day: on.working_days_between(after=day, up_to=until), up_to), after)
        for after, up_to in pairs
    ]


def check_between(engine: Engine, on: WorkingDayCalendar) -> None:
    """Hold the count between two columns."""
    columns, counts = between(on, is_lazy=engine.is_lazy)
    found = frames.working_days_between(engine.made(columns), "after", "up to", into="n", calendar=on)
    assert engine.rows(found, "n") == counts


def _word(day: date) -> str | None:
    return None if day.month == 1 else ("it's", 'a "word"', "")[day.weekday() % 3]


def _holed(day: date) -> int:
    """Refuse a stretch of days inside, and answer with a count that may be negative."""
    if date(2026, 2, 1) <= day <= date(2026, 2, 9):
        raise SecUepError
    return 1000 - day.toordinal() % 2000


#: Questions of one day with every kind of answer.
ASKED: dict[str, Callable[[date], Any]] = {
    "a day": lambda day: day + timedelta(days=day.day),
    "a day or none": lambda day: None if day.weekday() > 4 else date(1970, 1, 1) + timedelta(days=-day.day),
    "a boolean": lambda day: day.month > 6,
    "a boolean or none": lambda day: None if day.day == 1 else day.month > 6,
    "a count": lambda day: day.day - 15,
    "a count with holes": _holed,
    "a word or none": _word,
    "none at all": lambda _: None,
}


@lru_cache(maxsize=32)
def asked(kind: str, *, is_lazy: bool) -> tuple[list[date | None], list[Any]]:
    """Return days, and what a question answers for each."""
    inside = [day for day in DAYS if CALENDAR.first <= day <= CALENDAR.last]
    if not is_lazy:
        inside = [day for day in inside if not date(2026, 2, 1) <= day <= date(2026, 2, 9)]
    days = shuffled(inside)
    return days, [scalar(ASKED[kind], day) for day in days]


def check_answered(engine: Engine, kind: str) -> None:
    """Hold a question with any kind of answer."""
    days, expected = asked(kind, is_lazy=engine.is_lazy)
    made = frames.answered(engine.made({"day": days}), "day", ASKED[kind], into="x")
    found = engine.rows(made, "x")
    assert found == expected
    assert [type(each) for each in found[:99]] == [type(each) for each in expected[:99]]
