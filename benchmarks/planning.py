"""What a plan costs, and how an entry stands: with more User Roles, more events, and more steps to come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import count, islice
from random import Random
from typing import Any

from benchmarks.tables import duration, goal, table, times
from benchmarks.timing import Cell, measure
from sec_uep import Entry, Event, Outcome, Party, Step, UserRole, Weeks, WorkingDays
from sec_uep.calendar.periods import Period
from sec_uep.planning import backwards, forwards, standing

_ROLES = tuple(UserRole)
_TODAYS = range(date(2026, 1, 1).toordinal(), date(2026, 12, 1).toordinal())
_ESTIMATES: dict[Step, Period] = {
    Step.USER_INTERFACE: Weeks(16),
    Step.SREPT: WorkingDays(15),
    Step.UEPT: WorkingDays(20),
    Step.FULL_USER_SECURITY_ASSESSMENT: WorkingDays(10),
}

#: The figures that the design sets: a plan of seven User Roles, and the standing of 1,000 events.
_PLAN_MS, _STANDING_MS = 1, 10

#: What happens in a round of testing that ends with more testing, a day after the other.
_ROUND = (
    (Step.UEPT, Outcome.BEGUN),
    (Step.UEPT, Outcome.COMPLETED),
    (Step.UEPT_REPORT, None),
    (Step.UEPT_RECEIPT_CONFIRMATION, None),
    (Step.UEPT_REVIEW, Outcome.FURTHER_TESTING),
)


def _todays(random: Random, size: int) -> list[date]:
    return [date.fromordinal(random.choice(_TODAYS)) for _ in range(size)]


def _entry(roles: Sequence[UserRole], events: Sequence[Event] = ()) -> Entry:
    return Entry(party=Party(), roles=roles, estimates=_ESTIMATES, events=events)


def _told(size: int) -> list[Event]:
    """Return so many events of seven User Roles, each of which is sent back to testing again and again."""
    began = date(2018, 1, 2)
    notices = [Event(Step.UEPT_NOTICE, began, role=role) for role in _ROLES]
    rounds = (
        Event(step, began + timedelta(days=100 + 9 * n + day), role=role, outcome=outcome)
        for n in count()
        for role in _ROLES
        for day, (step, outcome) in enumerate(_ROUND)
    )
    return [Event(Step.SREPT, began), *notices, *islice(rounds, size - 1 - len(notices))]


def _done_so_far(steps: int) -> list[Event]:
    """Return the events by which the first *steps* steps of Table 2 are done for seven User Roles."""
    good = {
        Step.UEPT_REVIEW: Outcome.CONCLUDED,
        Step.QUALITY_GATE: Outcome.PASSED,
        Step.USER_IDS: Outcome.ACCEPTED,
        Step.CREDIT_COVER: Outcome.NOT_REQUIRED,
    }
    return [
        Event(step, date(2025, 1, 2) + timedelta(days=n), outcome=good.get(step))
        for n, step in enumerate(tuple(Step)[:steps])
    ]


def _asked(ask: Callable[..., Any], entry: Entry, name: str, **others: date) -> Callable[..., object]:
    return lambda days: [ask(entry, **{name: day}, **others) for day in days]


def _made(told: list[Event]) -> Callable[[Sequence[date]], object]:
    return lambda days: [_entry(_ROLES, told) for _ in days]


def _plans(row: str, entry: Entry) -> list[Cell]:
    return [
        Cell(row, "forwards()", _asked(forwards, entry, "today"), _todays),
        Cell(row, "backwards()", _asked(backwards, entry, "today", target=date(2028, 6, 1)), _todays),
        Cell(row, "standing()", _asked(standing, entry, "as_of"), _todays),
    ]


def _growth(
    title: str, unit: str, sizes: Sequence[int], cells: Sequence[Cell], rounds: int
) -> dict[Any, float]:
    """Print how a time grows with a size, and what each unit more costs beside the first ones."""
    taken = measure(cells, rounds)
    columns = tuple(dict.fromkeys(cell.column for cell in cells))
    heads = ["", *(head for column in columns for head in (column, f"a {unit} more"))]
    rows = []
    for before, size in zip((None, *sizes), sizes, strict=False):
        row = [f"{size:,} {unit}{'' if size == 1 else 's'}"]
        for column in columns:
            time = taken[str(size), column]
            more = "-"
            if before is not None:
                more = duration((time - taken[str(before), column]) / (size - before))
            row += [duration(time), more]
        rows.append(row)
    table(title, heads, rows)
    return taken


def run(rounds: int) -> None:
    """Measure and print what plans cost."""
    print("\n## Planning\n")
    print("Random days of 2026. Where a cost is linear, what one more costs stays the same from row to row.")

    few = max(5, rounds // 4)
    roles = (1, 2, 4, 7)
    cells = [cell for n in roles for cell in _plans(str(n), _entry(_ROLES[:n]))]
    taken = _growth("With more User Roles, nothing done yet", "role", roles, cells, few)
    for column in ("forwards()", "backwards()"):
        ms = taken["7", column] / 1e6
        print(f"\n{column} of seven User Roles: {ms:.2f} ms; {goal(ms, _PLAN_MS, ' ms')}")

    events = (125, 250, 500, 1000, 2000)
    cells = []
    for n in events:
        told = _told(n)
        entry = _entry(_ROLES, told)
        cells += _plans(str(n), entry)
        cells.append(Cell(str(n), "Entry()", _made(told), _todays))
    taken = _growth("With more events, of seven User Roles", "event", events, cells, few)
    ms = taken["1000", "standing()"] / 1e6
    print(f"\nstanding() of 1,000 events: {ms:.1f} ms; {goal(ms, _STANDING_MS, ' ms')}")

    done = (20, 14, 8, 0)
    by_steps = {
        sum(s.done_on is None for s in forwards(e, today=date(2026, 1, 5)).steps): e
        for e in (_entry(_ROLES, _done_so_far(n)) for n in done)
    }
    cells = [cell for n, entry in by_steps.items() for cell in _plans(str(n), entry)[:2]]
    _growth("With more steps to come, of seven User Roles", "step", tuple(by_steps), cells, few)
    ratio = taken["2000", "standing()"] / taken["1000", "standing()"]
    print(f"\nTwice the events: {times(ratio)} times the standing.")
