"""Whole answers: a `Deadline` beside numpy's bare date, and what `determine` finds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from random import Random
from typing import Any

from benchmarks.peers import Numpy, installed
from benchmarks.tables import duration, goal, table, times
from benchmarks.timing import Cell, measure
from sec_uep import (
    UNKNOWN,
    Deadline,
    ElectricityDistribution,
    ElectricitySupply,
    Finding,
    GasSupply,
    GasTransport,
    Party,
    Verdict,
)
from sec_uep.calendar import england_and_wales
from sec_uep.facts import Fact
from sec_uep.obligations.entry_process_testing import earliest_start
from sec_uep.obligations.table_1 import determine
from sec_uep.parties import (
    CONDITION_33_PARAGRAPHS,
    CONDITION_39_PARAGRAPHS,
    ELECTRICITY_METERS,
    GAS_METERS,
    Licence,
)

#: A full `Deadline` takes at most this part of what numpy takes for the bare date.
MOST_OF_NUMPY = 0.35

#: `determine` takes less than this, in microseconds.
MOST_US = 10.0

_BARE_DATE = "numpy, the bare date"
_DAYS = range(date(2012, 1, 1).toordinal(), date(2026, 1, 1).toordinal())


def _days(random: Random, size: int) -> list[date]:
    return [date.fromordinal(day) for day in random.choices(_DAYS, k=size)]


def _deadlines(random: Random, size: int) -> list[Deadline]:
    return [earliest_start(notice_given=day) for day in _days(random, size)]


def deadlines(rounds: int) -> None:
    """Measure and print the time of a `Deadline`, and of what it tells when it is asked."""
    calendar = england_and_wales()
    bank_holidays = [day for day, _ in calendar.bank_holidays(first=calendar.first, last=date(2028, 12, 31))]
    ways: dict[str, Callable[[Sequence[date]], Sequence[Any]]] = {
        "earliest_start(), default calendar": lambda days: [earliest_start(notice_given=day) for day in days],
        "earliest_start(), given calendar": lambda days: [
            earliest_start(notice_given=day, calendar=calendar) for day in days
        ],
        "our calendar, the bare date": lambda days: [calendar.nth_working_day_after(day, 60) for day in days],
    }
    numpy = installed("numpy")
    if numpy is not None:
        peer = Numpy(numpy, bank_holidays)
        ways = {_BARE_DATE: lambda days: peer.after(days, 60), **ways}
        sample = _days(Random(7), 400)  # noqa: S311 - the same in every run
        assert [earliest_start(notice_given=day).day for day in sample] == peer.after(sample, 60)
    cells = [Cell(row, "", answers, _days) for row, answers in ways.items()]
    asked: dict[str, Callable[[Sequence[Deadline]], object]] = {
        "its certainty": lambda made: [each.certainty for each in made],
        "its readings": lambda made: [each.readings for each in made],
        "its ledger()": lambda made: [each.ledger() for each in made],
        "str() of it": lambda made: [str(each) for each in made],
    }
    cells += [Cell(row, "", answers, _deadlines) for row, answers in asked.items()]
    taken = measure(cells, rounds)

    print("\n## A Deadline\n")
    print("60 Working Days after any day: the date with its rule, citation, readings and grounds.")
    bare = taken.get((_BARE_DATE, ""))
    rows = []
    for row in (*ways, *asked):
        time = taken[row, ""]
        ratio = "-" if bare is None or row in asked else times(time / bare)
        judged = bare is not None and row.startswith("earliest_start")
        rows.append([row, duration(time), ratio, goal(time / bare, MOST_OF_NUMPY) if judged and bare else ""])
    table("Time of one answer", ["", "time", "times numpy", "goal"], rows)


def _supply(random: Random, pick: Callable[[Random], Fact]) -> Licence:
    def some(names: tuple[str, ...]) -> dict[str, Fact]:
        return {name: pick(random) for name in names}

    if random.random() < 0.5:
        return ElectricitySupply(
            domestic=pick(random),
            paragraphs=some(CONDITION_39_PARAGRAPHS),
            meters=some(ELECTRICITY_METERS),
            exempt_48_9=pick(random),
            meters_elsewhere=some(ELECTRICITY_METERS),
        )
    return GasSupply(
        domestic=pick(random),
        paragraphs=some(CONDITION_33_PARAGRAPHS),
        meters=some(GAS_METERS),
        exempt_42_9=pick(random),
        meters_elsewhere=some(GAS_METERS),
    )


def _known(random: Random) -> Fact:
    return random.random() < 0.2


def _partly(random: Random) -> Fact:
    return UNKNOWN if random.random() < 0.5 else random.random() < 0.2


def _unknown(_: Random) -> Fact:
    return UNKNOWN


_Case = tuple[Licence, Party | None]


def determinations(rounds: int) -> None:
    """Measure and print the time of `determine`, and of what its findings tell when they are asked."""
    random = Random(11)  # noqa: S311 - the same facts in every run
    licences: dict[str, list[Licence]] = {
        "supply, all known": [_supply(random, _known) for _ in range(400)],
        "supply, half known": [_supply(random, _partly) for _ in range(400)],
        "supply, nothing known": [_supply(random, _unknown) for _ in range(20)],
        "distribution and transport": [
            *(ElectricityDistribution(fact) for fact in (True, False, UNKNOWN)),
            GasTransport(),
        ],
    }
    parties: dict[str, list[Party | None]] = {
        "without Party": [None],
        "with Party": [Party(in_controlled_market_entry=fact) for fact in (True, False, UNKNOWN)],
    }

    def cases(held: list[Licence], owners: list[Party | None]) -> Callable[[Random, int], list[_Case]]:
        return lambda chance, size: [(chance.choice(held), chance.choice(owners)) for _ in range(size)]

    def findings(
        held: list[Licence], owners: list[Party | None]
    ) -> Callable[[Random, int], list[Finding[Verdict]]]:
        draw = cases(held, owners)
        return lambda chance, size: [determine(*case) for case in draw(chance, size)]

    cells = []
    for row, held in licences.items():
        for column, owners in parties.items():
            cells.append(
                Cell(row, column, lambda x: [determine(licence, p) for licence, p in x], cases(held, owners))
            )
        for column, ask in _ASKED.items():
            cells.append(Cell(row, column, ask, findings(held, parties["with Party"])))
    taken = measure(cells, rounds)

    print("\n## determine()\n")
    print("Random facts of one licence, to the verdict of Table 1 and its grounds; the last columns are")
    print("what a finding costs more when it is asked.")
    columns = [*parties, *_ASKED]
    rows = []
    for row in licences:
        slowest = max(taken[row, column] for column in parties) / 1e3
        judged = goal(slowest, MOST_US, " us")
        rows.append([row, *(duration(taken[row, column]) for column in columns), judged])
    table("Time of one answer", ["", *columns, "goal for determine()"], rows)


_ASKED: dict[str, Callable[[Sequence[Finding[Verdict]]], object]] = {
    "why()": lambda made: [each.why() for each in made],
    "next_questions()": lambda made: [each.next_questions() for each in made],
    "readings": lambda made: [each.readings for each in made],
}
