"""
Entries as they may be told: walks through the steps, with failures, repeats and bookings, and with noise.

A walk is told event by event, so that every beginning of it is a walk too. Noise is anything else that can be
told: steps out of order, on other days, left out, or over a no.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

from attrs import evolve
from hypothesis import assume, strategies as st

from sec_uep import UNKNOWN, Entry, Event, Party, Readings, UserRole
from sec_uep.calendar import WorkingDayCalendar, parse_period
from sec_uep.errors import SecUepError
from sec_uep.readings import DEFAULT_READINGS, REGISTER
from tests.model import LAST, STEPS, TIMED, Case, Plan, Told, published
from tests.obligations.naive import ROLES

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

ONE_DAY = timedelta(days=1)

#: The first day of every walk.
FIRST = date(2026, 1, 5)

#: How many walks there are to choose from.
SEEDS = 60

#: The readings that the way through the process turns on.
TURNS_ON = tuple(f"RD-{n:02}" for n in (2, 4, 5, 6, 13, 18, 24, 25, 27, 28, 29, 30, 32, 34))
DEFAULTS = {id_: DEFAULT_READINGS[id_] for id_ in TURNS_ON}


# --- from plain words to the package ------------------------------------------------------


@cache
def calendar_of(holidays: frozenset[date]) -> WorkingDayCalendar:
    """Return a calendar of *holidays*, long enough for every plan made here."""
    return WorkingDayCalendar(
        name="generated",
        first=date(2018, 1, 1),
        last=date(2045, 12, 31),
        published_through=date(2045, 12, 31),
        published=[(day, "a bank holiday") for day in holidays if day >= date(2018, 1, 1)],
    )


def entry_of(case: Case, **more: Any) -> Entry:  # noqa: ANN401 - further parts of the entry
    """Return the entry of a case; what cannot be is refused."""
    since = None if case.since is False else UNKNOWN if case.since is None else case.since
    return Entry(
        party=Party(sec_party_since=since),  # type: ignore[arg-type]
        roles=tuple(UserRole(role) for role in case.roles),
        estimates={step: parse_period(f"{n} {unit}") for step, (n, unit) in case.estimates.items()},  # type: ignore[misc]
        events=tuple(event_of(e) for e in case.told),
        **more,
    )


def event_of(e: Told) -> Event:
    """Return what was told as an event of the package."""
    return Event(e.step, e.day, role=e.role, outcome=e.outcome, known_on=e.known_on, booked_for=e.booked_for)  # type: ignore[arg-type]


def readings_of(case: Case) -> Readings:
    """Return the readings of a case."""
    return DEFAULT_READINGS.choosing(case.readings)


def terms_of(case: Case) -> dict[str, Any]:
    """Return the calendar and the readings of a case, as the package takes them."""
    return {"calendar": calendar_of(case.holidays), "readings": readings_of(case)}


# --- walks --------------------------------------------------------------------------------


def outcomes_of(step: str) -> tuple[str | None, ...]:
    """Return the outcomes with which *step* may be told, the likelier ones more than once."""
    if step in TIMED:
        return ("begun", "begun", "completed", None)
    found: dict[str, tuple[str | None, ...]] = {
        "uept-review": ("concluded", "concluded", "further-testing", None),
        "quality-gate": ("passed", "passed", "failed", None),
        "user-ids": ("proposed", "accepted", "accepted", "not-accepted", None),
        "credit-cover": ("not-required", "in-place", "required", None),
        "security-status": ("approved", "approved-subject-to-steps", "deferred", "rejected", None),
        "privacy-status": ("approved", "approved-subject-to-steps", "deferred", "rejected", None),
    }
    return found.get(step, (None,))


def is_possible(case: Case) -> bool:
    """Return whether an entry takes all that was told."""
    try:
        entry_of(case)
    except SecUepError:
        return False
    return True


@cache
def walk(seed: int) -> tuple[tuple[str, ...], tuple[Told, ...]]:
    """Return the User Roles and the events of one walk, in the order of the steps as far as it goes."""
    random = Random(seed)  # noqa: S311 - nothing here is secret
    roles = random.sample(ROLES, random.choice((1, 1, 2, 2, 3)))
    if seed % 3 == 0 and "other-user" not in roles:
        roles[0] = "other-user"
    case = Case(tuple(role for role in ROLES if role in roles), (), FIRST, DEFAULTS)
    idle = 0
    while idle < 12 and len(case.told) < 90:
        told = _next(case, random)
        longer = evolve(case, told=(*case.told, *told))
        if told and is_possible(longer):
            case, idle = longer, 0
        else:
            idle += 1
        days = random.choice((0, 0, 1, 1, 2, 3, 7, 20, 40)) if told else 9
        case = evolve(case, today=case.today + days * ONE_DAY)
        if all(Plan(case).done[LAST, role] for role in case.roles):
            break
    return case.roles, case.told


def _next(case: Case, random: Random) -> list[Told]:
    """Return what happens on the day of a case: a step that is open is taken, begun, booked or moved."""
    model = Plan(case)
    opened = [task for task in model.tasks if model.state(task) == "open"]
    if not opened:
        return []
    step, role = random.choice(opened)
    outcome = random.choice(outcomes_of(step))
    known = case.today + random.randrange(1, 6) * ONE_DAY if random.random() < 0.1 else None
    for_all = role is not None and random.random() < 0.4
    e = Told(step, case.today, None if for_all else role, outcome, known)
    if outcome == "begun" and random.random() < 0.2:
        booking = e._replace(day=case.today + random.randrange(20, 60) * ONE_DAY, known_on=None)
        return [booking, e._replace(outcome="rescheduled", booked_for=booking.day, known_on=None)]
    return [e]


# --- noise --------------------------------------------------------------------------------


@st.composite
def noise(draw: DrawFn, case: Case) -> Told:
    """Draw anything that can be told of a step of the entry, on a day around today."""
    step, role = draw(st.sampled_from(Plan(case).tasks))
    day = case.today + draw(st.integers(-120, 120)) * ONE_DAY
    outcome = draw(st.sampled_from(outcomes_of(step)))
    known_on = day + draw(st.integers(1, 9)) * ONE_DAY if draw(st.integers(0, 9)) == 0 else None
    return Told(step, day, role if draw(st.booleans()) else None, outcome, known_on)


@st.composite
def bank_holidays(draw: DrawFn) -> frozenset[date]:
    """Those of England and Wales, or any, in clusters too."""
    if draw(st.booleans()):
        return published()
    days = draw(st.sets(st.integers(0, 900), max_size=25))
    return frozenset(FIRST + n * ONE_DAY for n in days) | frozenset(FIRST + (n + 1) * ONE_DAY for n in days)


periods = (
    st.tuples(st.integers(1, 30), st.just("working days"))
    | st.tuples(st.integers(1, 16), st.just("weeks"))
    | st.tuples(st.integers(1, 60), st.just("days"))
    | st.tuples(st.integers(1, 3), st.just("months"))
)
estimates = st.dictionaries(st.sampled_from(tuple(STEPS)), periods, max_size=9)


@st.composite
def readings(draw: DrawFn) -> dict[str, str]:
    """Those that are chosen by default, or any of them otherwise."""
    others = draw(st.sets(st.sampled_from(TURNS_ON), max_size=draw(st.sampled_from((0, 4)))))
    return {**DEFAULTS, **{id_: REGISTER[id_].alternatives[0] for id_ in sorted(others)}}


@st.composite
def cases(draw: DrawFn, *, most_noise: int = 5) -> Case:
    """Any entry on any day: a walk as far as it went, with events left out, moved, and others told."""
    roles, told = walk(draw(st.integers(0, SEEDS - 1)))
    told = told[: draw(st.integers(0, len(told)))]
    if told:
        left_out = draw(st.sets(st.integers(0, len(told) - 1), max_size=draw(st.sampled_from((0, 6)))))
        told = tuple(e for n, e in enumerate(told) if n not in left_out)
    today = max([FIRST, *(e.day for e in told[-1:])]) + draw(st.integers(-20, 30)) * ONE_DAY
    case = Case(roles, told, today, draw(readings()), draw(bank_holidays()), draw(estimates))
    for _ in range(draw(st.integers(0, most_noise))):
        more = draw(noise(case))
        longer = evolve(case, told=(*case.told, more))
        if is_possible(longer):
            case = longer
    around = st.integers(-60, 90).map(lambda n: today + n * ONE_DAY)
    since = draw(st.sampled_from((None, None, FIRST, False)) | around)
    case = evolve(case, since=since, at_best=draw(st.integers(0, 3)) == 0)
    assume(is_possible(case))
    return case
