"""What it costs to set a page as one HTML file, and to show values in a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.tables import duration, goal, table
from benchmarks.timing import Cell, measure
from sec_uep import load, report
from sec_uep.calendar import england_and_wales
from sec_uep.obligations import RULES, audit, determine
from sec_uep.obligations.entry_process_testing import earliest_start
from sec_uep.parties import ElectricitySupply
from sec_uep.planning import forwards

_EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.[jt]*"))
_DAY = date(2026, 11, 23)

#: What the design sets, in milliseconds.
_MOST = 50


def _shown(value: Any) -> str:  # noqa: ANN401 - whatever can be shown
    return str(value._repr_html_())


def _cell(row: str, column: str, value: object, ask: Callable[[Any], object]) -> Cell:
    def draw(_: Random, size: int) -> Sequence[object]:
        return [value] * size

    return Cell(row, column, lambda values: [ask(each) for each in values], draw)


def _cells() -> Iterator[Cell]:
    for path in _EXAMPLES:
        entry = load(path)
        page = report(entry, today=_DAY)
        yield _cell(path.name, "page.html()", page, lambda each: each.html())
        yield _cell(path.name, "of it other readings", page, lambda each: each.otherwise())
        yield _cell(path.name, "the plan shown", forwards(entry, today=_DAY) if entry.roles else (), _plan)
        yield _cell(path.name, "the position shown", entry.as_of(_DAY), _shown)
    for name, value in {
        "a finding": determine(ElectricitySupply(domestic=False)),
        "a deadline": earliest_start(notice_given=_DAY),
        "a ledger of a year": england_and_wales().ledger(after=_DAY, up_to=date(2027, 11, 23)),
        "the audit": audit(),
        "all rules": RULES,
    }.items():
        yield _cell(name, "shown", value, _shown)


def _plan(plan: Any) -> str:  # noqa: ANN401 - a plan, or nothing where no User Role is applied for
    return _shown(plan) if plan else ""


def run(rounds: int) -> None:
    """Measure and print what it costs to set pages as HTML and to show values."""
    print("\n## HTML, for a file and for a notebook\n")
    print("A page tries every other reading that bears on it; all the rest is setting what is known.")
    taken = measure([*_cells()], max(5, rounds // 4))
    columns = [*dict.fromkeys(column for _, column in taken if column != "shown")]
    rows = [[path.name, *(duration(taken[path.name, each]) for each in columns)] for path in _EXAMPLES]
    table("The examples", ["", *columns], rows)
    others = [row for row, column in taken if column == "shown"]
    table("Single values", ["", "shown"], [[row, duration(taken[row, "shown"])] for row in others])
    longest = max(
        taken[path.name, "page.html()"] - taken[path.name, "of it other readings"] for path in _EXAMPLES
    )
    print(f"\n- setting a page, the longest: {duration(longest)}; {goal(longest / 1e6, _MOST, ' ms')}")
    longest = max(ns for (_, column), ns in taken.items() if column not in columns[:2])
    print(f"- showing a value, the longest: {duration(longest)}; {goal(longest / 1e6, _MOST, ' ms')}")
