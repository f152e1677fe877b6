"""
Entries to plan: walks through the steps as they may happen, with failures, repeats and bookings.

A walk is told event by event, so that every beginning of it is a walk too.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

from attrs import evolve
from hypothesis import strategies as st

from sec_uep import DEFAULT_READINGS, UNKNOWN, Entry, Event, Party, UserRole, Weeks, WorkingDays
from sec_uep.calendar import WorkingDayCalendar
from sec_uep.readings import REGISTER
from tests.obligations import naive as words
from tests.planning.checker import DAYS, NOTICE_FOR, WEEKS, Facts, Task, Told
from tests.planning.naive import is_refused, missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hypothesis.strategies import DrawFn

    from tests.planning.checker import Period

ONE_DAY = timedelta(days=1)

DEFAULTS = DEFAULT_READINGS.chosen()

#: Steps that take time, so that it is told when they began, and they can be moved.
TIMED = ("user-interface", "srept", "uept", "full-user-security-assessment", "privacy-assessment")

#: The first day of every walk, and days around it and after it on which nobody works.
FIRST = date(2026, 1, 5)
ENGLAND_AND_WALES = words.ENGLAND_AND_WALES

#: What must be shown again once UEPT has begun again.
AFTER_TESTING = (
    "uept-report",
    "uept-receipt-confirmation",
    "uept-review",
    "quality-gate",
    "test-certificate",
)

#: How often UEPT is begun for one User Role, at most, unless it must be.
MOST_OFTEN = 2

#: How many walks there are to choose from.
SEEDS = 40


def with_calendar(holidays: Iterable[date]) -> WorkingDayCalendar:
    """Return a calendar of *holidays*, long enough for every plan made here."""
    return WorkingDayCalendar(
        name="generated",
        first=date(2022, 1, 1),
        last=date(2045, 12, 31),
        published_through=date(2045, 12, 31),
        published=[(day, "a bank holiday") for day in holidays],
    )


def made(told: Told) -> Event:
    """Return what was told, as the package takes it."""
    make: Callable[..., Event] = Event
    return make(
        told.step,
        told.day,
        role=told.role,
        outcome=told.outcome,
        known_on=told.known_on,
        booked_for=told.booked_for,
    )


def entry_of(facts: Facts) -> Entry:
    """Return the entry of *facts*."""
    make: Callable[..., Entry] = Entry
    unit = {DAYS: WorkingDays, WEEKS: Weeks}
    return make(
        party=Party(sec_party_since=None if facts.not_yet else facts.since or UNKNOWN),
        roles=tuple(UserRole(role) for role in facts.roles),
        estimates={step: unit[kind](n) for step, (n, kind) in facts.estimates.items()},
        events=tuple(made(one) for one in facts.told),
    )


# --- what may be told next ----------------------------------------------------------------


def ends_of(step: str, *, required: bool = False) -> tuple[str | None, ...]:
    """Return the outcomes with which *step* may end, the likelier ones more than once."""
    if step in TIMED:
        return ("completed", "completed", None)
    ends: dict[str, tuple[str | None, ...]] = {
        "uept-review": ("concluded", "concluded", "concluded", "further-testing", None),
        "quality-gate": ("passed", "passed", "passed", "failed", None),
        "user-ids": ("accepted", "accepted", "accepted", "not-accepted"),
        "credit-cover": ("in-place",) if required else ("not-required", "required"),
        "security-status": ("approved", "approved-subject-to-steps", "deferred", "rejected", "approved"),
        "privacy-status": ("approved", "approved-subject-to-steps", "deferred", "rejected", "approved"),
    }
    return ends.get(step, (None,))


def moves(facts: Facts) -> list[Told]:
    """Return what may be told next of today, if all happens in the order of the steps."""
    found = [one for task in facts.tasks for one in _moves_of(facts, task)]
    return [one for one in found if not _is_told(facts, one)]


def _moves_of(facts: Facts, task: Task) -> list[Told]:
    step, role = task
    today = facts.today
    if facts.done[task] is not None:
        may_again = step == "uept" and role is not None and _may_begin_again(facts, role)
        return [Told(step, today, role, "begun")] if may_again else []
    if missing(facts, task) or not all(facts.is_known(one) for one in facts.about(task)):
        return []
    last = facts.last(task)
    ends = ends_of(step, required=last is not None and last.outcome == "required")
    found = [Told(step, today, role, outcome) for outcome in ends]
    if step in TIMED and task not in facts.begun:
        found += [Told(step, today, role, "begun")] * 2
    if role is not None and all(
        facts.done[step, other] is None and not missing(facts, (step, other)) for other in facts.roles
    ):
        found += [one._replace(role=None) for one in found[:1]]
    # Which came first on one day, the beginning of tests or what they showed, nobody could tell.
    same_day = {one.step for one in facts.told if one.day == today}
    if (step == "uept" and same_day & set(AFTER_TESTING)) or (step in AFTER_TESTING and "uept" in same_day):
        return []
    return found


def _may_begin_again(facts: Facts, role: str) -> bool:
    """Return whether testing for *role* may begin again: once, before what follows it is done."""
    shown = [one for step in ("uept", *AFTER_TESTING) for one in facts.about((step, role))]
    return (
        sum(one.outcome == "begun" for one in facts.about(("uept", role))) < MOST_OFTEN
        and not facts.about(("user-ids", role))
        and not facts.about(("evidence-form", role))
        and all(one.day < facts.today for one in shown)
    )


def _is_told(facts: Facts, move: Told) -> bool:
    """Return whether something was told of that step and day already."""
    return any((one.step, one.day) == (move.step, move.day) for one in facts.told)


# --- walks --------------------------------------------------------------------------------


@cache
def walk(seed: int) -> tuple[tuple[str, ...], tuple[Told, ...]]:
    """Return the User Roles and the events of one walk, in the order in which they were told."""
    random = Random(seed)  # noqa: S311 - nothing here is secret
    roles = random.sample(words.ROLES, random.choice((1, 1, 2, 2, 3)))
    if seed % 2 and "other-user" not in roles:
        roles[0] = "other-user"
    facts = Facts(
        tuple(role for role in words.ROLES if role in roles), (), FIRST, ENGLAND_AND_WALES, DEFAULTS
    )
    while options := _until_there_are(facts, random):
        move = random.choice(options)
        if random.random() < 0.1:
            move = move._replace(known_on=move.day + random.randrange(1, 6) * ONE_DAY)
        told = [move]
        if move.outcome == "begun" and random.random() < 0.3:
            told = _moved(facts, move, random)
        facts = evolve(facts, told=(*facts.told, *told), today=_on(facts.today, random))
        if len(facts.told) > 90:
            break
    return facts.roles, facts.told


def _until_there_are(facts: Facts, random: Random) -> list[Told]:
    """Return what may be told next; with nothing left to be done, nothing."""
    options = moves(facts)
    if any(facts.done[task] is None for task in facts.tasks):
        return options or _until_there_are(evolve(facts, today=facts.today + 9 * ONE_DAY), random)
    return []


def _on(day: date, random: Random) -> date:
    return day + random.choice((0, 0, 0, 1, 1, 2, 3, 7, 20, 40)) * ONE_DAY


def _moved(facts: Facts, move: Told, random: Random) -> list[Told]:
    """Return *move* as a booking that was moved before its day, with the day on which it was."""
    booking = move._replace(day=facts.today + random.randrange(20, 60) * ONE_DAY, known_on=None)
    moved = move._replace(outcome="rescheduled", booked_for=booking.day, known_on=None)
    return [] if _is_told(facts, booking) else [booking, moved]


@st.composite
def bank_holidays(draw: DrawFn) -> frozenset[date]:
    """Those of England and Wales, or any, in clusters too."""
    if draw(st.booleans()):
        return ENGLAND_AND_WALES
    days = draw(st.sets(st.integers(0, 900), max_size=25))
    return frozenset(FIRST + n * ONE_DAY for n in days) | frozenset(FIRST + (n + 1) * ONE_DAY for n in days)


periods: st.SearchStrategy[Period] = st.tuples(st.integers(1, 30), st.just(DAYS)) | st.tuples(
    st.integers(1, 16), st.just(WEEKS)
)
estimates = st.dictionaries(st.sampled_from(words.STEPS), periods, max_size=9)

#: The readings that a plan turns on.
_TURNS_ON = ("RD-02", "RD-04", "RD-05", "RD-06", "RD-13", "RD-18", "RD-24", "RD-25")


@st.composite
def readings(draw: DrawFn) -> dict[str, str]:
    """Those that are chosen by default, or one or two of them otherwise."""
    others = draw(st.sets(st.sampled_from(_TURNS_ON), max_size=2)) if draw(st.booleans()) else set()
    return {**DEFAULTS, **{id_: REGISTER[id_].alternatives[0] for id_ in sorted(others)}}


@st.composite
def bookings(draw: DrawFn, facts: Facts) -> Facts:
    """Book one or more steps that are not done, for a day on which the entry can have them."""
    undone = [task for task in facts.tasks if facts.done[task] is None and task not in facts.begun]
    for task in draw(st.lists(st.sampled_from(undone), max_size=3, unique=True)) if undone else ():
        day = facts.today + draw(st.integers(1, 240)) * ONE_DAY
        step, role = task
        outcome = "begun" if step in TIMED and draw(st.booleans()) else ends_of(step)[0]
        booked = evolve(facts, told=(*facts.told, Told(step, day, role, outcome)))
        if not is_refused(booked) and all(facts.is_known(one) for one in facts.about(task)):
            facts = booked
    return facts


@st.composite
def cases(draw: DrawFn, *, begun: bool = True) -> Facts:
    """Any entry on a day of its walk, with any estimates, bookings, bank holidays and readings."""
    roles, told = walk(draw(st.integers(0, SEEDS - 1)))
    told = told[: draw(st.integers(0, len(told) if begun else 0))]
    untold = draw(st.sampled_from((None, None, None, None, "uept", *NOTICE_FOR.values())))
    if not any(one.outcome == "further-testing" for one in told):
        told = tuple(one for one in told if one.step != untold)
    happened = [one.day for one in told if one.booked_for is None]
    today = max([FIRST, *happened[-1:]]) + draw(st.integers(0, 25)) * ONE_DAY
    since, not_yet = None, False
    if not told:
        since = draw(st.none() | st.integers(0, 90).map(lambda n: today + n * ONE_DAY))
        not_yet = since is None and draw(st.booleans())
    elif draw(st.booleans()):
        since = FIRST
    facts = Facts(
        roles,
        told,
        today,
        draw(bank_holidays()),
        draw(readings()),
        draw(estimates),
        since,
        not_yet,
        draw(st.integers(0, 3)) == 0,
    )
    return facts if not_yet else draw(bookings(facts))


def terms(facts: Facts) -> dict[str, Any]:
    """Return what a plan of *facts* is asked with, besides the entry."""
    return {
        "today": facts.today,
        "at_best": facts.at_best,
        "calendar": with_calendar(facts.holidays),
        "readings": DEFAULT_READINGS.choosing(facts.readings),
    }


def as_of(facts: Facts) -> dict[str, Any]:
    """Return what the standing of *facts* is asked with, besides the entry."""
    return {
        "as_of": facts.today,
        "calendar": with_calendar(facts.holidays),
        "readings": DEFAULT_READINGS.choosing(facts.readings),
    }
