"""Counts of one day at a time, beside the limit: is it a Working Day, and which is the n-th."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import sec_uep.calendar
from benchmarks.bare_table import BareDict, BareTable, CheckedTable
from benchmarks.peers import FIRST, LAST, Days, Ours, Peer, Table, present
from benchmarks.tables import duration, goal, table, times
from benchmarks.timing import Cell, Times, measure
from sec_uep.calendar import (
    WorkingDayCalendar,
    any_of,
    england_and_wales,
    from_gov_uk,
    northern_ireland,
    scotland,
)

LIMIT = "bare table (the limit)"

#: At most this many times the bare table, the same at 60 and 2,500 days, for every calendar.
MOST = 2.5

#: What "the same" may come to when it is measured.
MOST_GROWTH = 1.25

#: The days that counts start from: every count of 2,500 Working Days from there ends on a published day.
_STARTS = range(date(2012, 1, 1).toordinal(), date(2017, 1, 1).toordinal())
_WORKING = [day for day in _STARTS if england_and_wales().is_working_day(date.fromordinal(day))]

#: The days on which every peer is asked, before anything is timed, whether they are Working Days.
_SHARED = range(date(2012, 1, 1).toordinal(), date(2028, 1, 1).toordinal())


def _any_days(random: Random, size: int) -> list[date]:
    return [date.fromordinal(day) for day in random.choices(_STARTS, k=size)]


def _working_days(random: Random, size: int) -> list[date]:
    return [date.fromordinal(day) for day in random.choices(_WORKING, k=size)]


def _apart(days: int, random: Random, size: int) -> list[tuple[date, date]]:
    """Return pairs of Working Days about so many days apart, none of them an object that we have in store."""
    later = england_and_wales().on_or_after
    return [
        (start, date.fromordinal(later(date.fromordinal(start.toordinal() + days)).toordinal()))
        for start in _working_days(random, size)
    ]


def _columns(peer: Peer) -> dict[str, tuple[Callable[[Any], Sequence[Any]], Callable[[Random, int], Any]]]:
    """Return what *peer* is asked, and of what."""

    def after(n: int) -> Callable[[Days], list[date]]:
        return lambda days: peer.after(days, n)

    def before(n: int) -> Callable[[Days], list[date]]:
        return lambda days: peer.before(days, n)

    return {
        "is, any day": (peer.is_working_day, _any_days),
        "on or after, any day": (peer.on_or_after, _any_days),
        "60 after": (after(60), _working_days),
        "60 after any day": (after(60), _any_days),
        "2,500 after": (after(2500), _working_days),
        "60 before": (before(60), _working_days),
        "60 before any day": (before(60), _any_days),
        "between, 90 days": (peer.between, partial(_apart, 90)),
        "between, 10 years": (peer.between, partial(_apart, 3652)),
    }


def _calendars() -> dict[str, WorkingDayCalendar]:
    shipped = Path(sec_uep.calendar.__file__).parent / "bank-holidays.json"
    return {
        "england_and_wales()": england_and_wales(),
        "any_of(), 3 divisions": any_of(england_and_wales(), scotland(), northern_ireland()),
        "from_gov_uk()": from_gov_uk(shipped),
        "one day amended": england_and_wales().with_bank_holiday(date(2014, 7, 7), "Extra day"),
    }


def _bare(calendar: WorkingDayCalendar) -> BareTable:
    days = {day for day, _ in calendar.bank_holidays(first=FIRST, last=LAST)}
    return BareTable(FIRST, LAST, days)


def _disagreement(peer: Peer, reference: Peer) -> str:
    """Return where *peer* answers otherwise than *reference*, or that it does not."""
    days = [date.fromordinal(day) for day in _SHARED]
    wrong = [
        str(day)
        for day, ours, theirs in zip(
            days, reference.is_working_day(days), peer.is_working_day(days), strict=True
        )
        if theirs != ours
    ]
    found = [f"{len(wrong)} of {len(days):,} days ({', '.join(islice(wrong, 4))})"] if wrong else []
    random = Random(7)  # noqa: S311 - the same questions to everybody
    asked = _columns(reference)
    for column, (answers, draw) in _columns(peer).items():
        inputs = draw(random, 40)
        differ = sum(
            ours != theirs for ours, theirs in zip(asked[column][0](inputs), answers(inputs), strict=True)
        )
        if differ:
            found.append(f"{column}: {differ} of 40")
    return "; ".join(found) or "none"


def run(rounds: int) -> None:
    """Check the answers, measure and print."""
    limit = _bare(england_and_wales())
    reference = Table(limit)
    ours: Mapping[str, Peer] = {name: Ours(calendar) for name, calendar in _calendars().items()}
    bank_holidays = {day for day, _ in england_and_wales().bank_holidays(first=FIRST, last=LAST)}
    peers: dict[str, Peer] = {
        LIMIT: reference,
        "bare dict": Table(BareDict(FIRST, LAST, bank_holidays)),
        "checked table": Table(CheckedTable(limit)),
        **ours,
        **dict(present(bank_holidays)),
    }

    print("\n## Counting one day at a time\n")
    print("Answers that differ from a plain walk over the same calendar's days, before anything is timed:\n")
    references = {name: Table(_bare(calendar)) for name, calendar in _calendars().items()}
    for name, peer in peers.items():
        print(f"- {name}: {_disagreement(peer, references.get(name, reference))}")

    cells = [
        Cell(name, column, answers, draw)
        for name, peer in peers.items()
        for column, (answers, draw) in _columns(peer).items()
    ]
    taken = measure(cells, rounds)
    _print(taken, list(peers), set(ours), list(_columns(reference)))


def _print(taken: Times, rows: Sequence[str], ours: set[str], columns: Sequence[str]) -> None:
    table(
        "Time of one answer",
        ["", *columns],
        [[row, *(duration(taken[row, column]) for column in columns)] for row in rows],
    )
    table(
        f"Times the bare table (goal for every calendar of ours: <= {MOST:g})",
        ["", *columns],
        [[row, *(times(taken[row, column] / taken[LIMIT, column]) for column in columns)] for row in rows],
    )
    print()
    for row in rows:
        if row in ours:
            worst = max(columns, key=lambda column: taken[row, column] / taken[LIMIT, column])
            ratio = taken[row, worst] / taken[LIMIT, worst]
            growth = taken[row, "2,500 after"] / taken[row, "60 after"]
            print(
                f"- {row}: at most {times(ratio)} times the bare table ({worst}), {goal(ratio, MOST)}; "
                f"2,500 days for {times(growth)} times the cost of 60, {goal(growth, MOST_GROWTH)}"
            )
