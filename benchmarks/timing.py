"""
How everything is measured: in shuffled rounds, so that a change in the machine's speed meets all alike.

What is timed is a function from a list of inputs to the list of its answers.
Every round hands it inputs made anew, so nothing can be remembered of them;
a call that is short is made often enough beforehand to find its tables in the processor's cache.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from random import Random
from statistics import median
from time import perf_counter_ns
from typing import Any

from attrs import frozen

_ENOUGH_NS = 100_000
_MOST_AT_ONCE = 1024


@frozen
class Cell:
    """
    One figure of a table.

    Attributes:
        row: Who answers.
        column: What is asked.
        answers: Answers a list of inputs.
        draw: Makes so many inputs, at random.

    """

    row: str
    column: str
    answers: Callable[[Sequence[Any]], object]
    draw: Callable[[Random, int], Sequence[Any]]


#: The median time of one answer, in nanoseconds, by row and column.
Times = dict[tuple[str, str], float]


def measure(cells: Sequence[Cell], rounds: int) -> Times:
    """Return the median of each cell over so many rounds; in each, the cells come in another order."""
    random = Random(20260603)  # noqa: S311 - the same inputs in every run
    sizes = {id(cell): _size(cell, random) for cell in cells}
    samples: dict[tuple[str, str], list[float]] = {(cell.row, cell.column): [] for cell in cells}
    for _ in range(rounds):
        for cell in random.sample(cells, len(cells)):
            size = sizes[id(cell)]
            samples[cell.row, cell.column].append(_once(cell, random, size) / size)
    return {key: median(taken) for key, taken in samples.items()}


def _size(cell: Cell, random: Random) -> int:
    """Return how many inputs are worth handing to *cell* at once."""
    size = 1
    while size < _MOST_AT_ONCE and min(_once(cell, random, size) for _ in range(3)) < _ENOUGH_NS:
        size *= 4
    return size


def _once(cell: Cell, random: Random, size: int) -> int:
    answers = cell.answers
    if size > 1:
        answers(cell.draw(random, size))
    inputs = cell.draw(random, size)
    gc.disable()
    try:
        start = perf_counter_ns()
        answers(inputs)
        return perf_counter_ns() - start
    finally:
        gc.enable()
