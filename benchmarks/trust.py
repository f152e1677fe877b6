"""What it costs to defend an answer: its receipt, the replay of it, and what the answer turns on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from random import Random
from typing import Any

from benchmarks.tables import duration, table, times
from benchmarks.timing import Cell, measure
from sec_uep import Deadline, Finding, GasSupply, Verdict, receipt, recompute, sensitivity, verify
from sec_uep.calendar import england_and_wales
from sec_uep.obligations.entry_process_testing import earliest_start
from sec_uep.obligations.table_1 import determine
from sec_uep.parties import CONDITION_33_PARAGRAPHS, GAS_METERS
from sec_uep.receipts import Receipt

_DAYS = range(date(2012, 1, 1).toordinal(), date(2026, 1, 1).toordinal())

_PLAIN = "the answer alone"


def _day(random: Random) -> date:
    return date.fromordinal(random.choice(_DAYS))


def _deadline(random: Random) -> Deadline:
    return earliest_start(notice_given=_day(random))


def _licence(random: Random) -> GasSupply:
    def some(names: tuple[str, ...]) -> set[str]:
        return {name for name in names if random.random() < 0.2}

    return GasSupply(
        domestic=random.random() < 0.5,
        paragraphs=some(CONDITION_33_PARAGRAPHS),
        meters=some(GAS_METERS),
        exempt_42_9=random.random() < 0.2,
        meters_elsewhere=some(GAS_METERS),
    )


def _finding(random: Random) -> Finding[Verdict]:
    return determine(_licence(random))


def _many(one: Callable[[Random], Any]) -> Callable[[Random, int], list[Any]]:
    return lambda random, size: [one(random) for _ in range(size)]


def _cells(column: str, ask: Callable[[Any], Any], given: Callable[[Random], Any]) -> list[Cell]:
    """Return what is measured of one question, from what it is asked of."""

    def answered(random: Random) -> Any:  # noqa: ANN401 - an answer of either shape
        return ask(given(random))

    def written(random: Random) -> Receipt:
        return receipt(answered(random))

    return [
        Cell(_PLAIN, column, lambda x: [ask(each) for each in x], _many(given)),
        Cell("its receipt()", column, lambda x: [receipt(each) for each in x], _many(answered)),
        Cell("verify() of the receipt", column, lambda x: [verify(each) for each in x], _many(written)),
        Cell("its sensitivity()", column, lambda x: [sensitivity(each) for each in x], _many(answered)),
    ]


def run(rounds: int) -> None:
    """Measure and print what is asked of an answer afterwards costs, beside the answer alone."""
    now = england_and_wales()
    without = now.without_bank_holiday(date(2022, 9, 19))
    sample = [_deadline(Random(n)) for n in range(50)]  # noqa: S311 - the same in every run
    assert all(verify(receipt(each)) for each in sample)

    def written(random: Random) -> Receipt:
        return receipt(earliest_start(notice_given=_day(random), calendar=without))

    def moved(made: Sequence[Receipt]) -> list[object]:
        return [recompute(each, calendar=now) for each in made]

    deadline, finding = "earliest_start()", "determine()"
    cells = [
        *_cells(deadline, lambda day: earliest_start(notice_given=day), _day),
        *_cells(finding, determine, _licence),
        Cell(
            "verify() of one on a calendar of the caller's",
            deadline,
            lambda made: [verify(each) for each in made],
            _many(written),
        ),
        Cell("recompute() of the receipt", deadline, moved, _many(written)),
        Cell("its range", deadline, lambda made: [each.range for each in made], _many(_deadline)),
        Cell(
            "its smallest_changes()",
            finding,
            lambda made: [each.smallest_changes(Verdict.EXEMPT) for each in made],
            _many(_finding),
        ),
    ]
    taken = measure(cells, rounds)

    print("\n## Trust\n")
    print(
        "Random days, random facts that are all known. What is asked afterwards is in no answer's own time."
    )
    columns = (deadline, finding)
    rows = []
    for row in dict.fromkeys(cell.row for cell in cells):
        figures: list[str] = [row]
        for column in columns:
            time = taken.get((row, column))
            figures += ["-", "-"] if time is None else [duration(time), times(time / taken[_PLAIN, column])]
        rows.append(figures)
    heads = [head for column in columns for head in (column, "times the answer")]
    table("Time of one", ["", *heads], rows)
