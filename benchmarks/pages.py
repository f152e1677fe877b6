"""What a page costs beside the plan that it tells of: made, set without other readings, and set in full."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from benchmarks.tables import duration, goal, table, times
from benchmarks.timing import Cell, measure
from sec_uep import load, report
from sec_uep.planning import backwards, forwards

_EXAMPLES = Path(__file__).parent.parent / "examples"
_NAMES = ("distributor.toml", "energy-technology.json", "domestic-dual-fuel.toml")
_TODAYS = range(date(2026, 6, 1).toordinal(), date(2026, 12, 1).toordinal())
_TARGET = date(2028, 6, 1)

#: The figures that the design sets, in plans, and for 500 pages in seconds.
_MADE, _SET, _PAGES, _SECONDS = 5, 25, 500, 3


def _todays(random: Random, size: int) -> list[date]:
    return [date.fromordinal(random.choice(_TODAYS)) for _ in range(size)]


def _asked(ask: Callable[[date], Any]) -> Callable[[Sequence[date]], object]:
    return lambda days: [ask(day) for day in days]


def _cells(name: str) -> list[Cell]:
    entry = load(_EXAMPLES / name)
    return [
        Cell(name, "forwards()", _asked(lambda day: forwards(entry, today=day)), _todays),
        Cell(name, "backwards()", _asked(lambda day: backwards(entry, target=_TARGET, today=day)), _todays),
        Cell(name, "report()", _asked(lambda day: report(entry, today=day)), _todays),
        Cell(name, "str(report())", _asked(lambda day: str(report(entry, today=day))), _todays),
        Cell(
            name, "with a target", _asked(lambda day: str(report(entry, today=day, target=_TARGET))), _todays
        ),
    ]


def run(rounds: int) -> None:
    """Measure and print what pages cost."""
    print("\n## Pages\n")
    print("Random days of 2026. `report()` has every answer; set as text, it tries every other reading too.")
    taken = measure([cell for name in _NAMES for cell in _cells(name)], max(5, rounds // 4))
    columns = tuple(dict.fromkeys(column for _, column in taken))
    rows = [[name, *(duration(taken[name, column]) for column in columns)] for name in _NAMES]
    table("A page and its plan", ["", *columns], rows)
    print()
    for name in _NAMES:
        plan = taken[name, "forwards()"]
        made, whole = taken[name, "report()"] / plan, taken[name, "str(report())"] / plan
        print(f"- {name}: made in {times(made)} `forwards()`, {goal(made, _MADE)};", end=" ")
        print(f"set in {times(whole)}, {goal(whole, _SET)}")
    entries = [load(_EXAMPLES / name) for name in _NAMES]
    days = _todays(Random(4), _PAGES)  # noqa: S311 - only which days
    start = perf_counter()
    for n, day in enumerate(days):
        str(report(entries[n % len(entries)], today=day))
    seconds = perf_counter() - start
    print(f"- {_PAGES} pages in a loop: {seconds:.2f} s; {goal(seconds, _SECONDS, ' s')}")
