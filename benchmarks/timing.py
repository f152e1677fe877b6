"""
How everything is measured: in shuffled rounds, so that a change in the machine's speed meets all alike.

What is timed is a function from a list of inputs to the list of its answers.
Every round hands it inputs made anew, so nothing can be remembered of them;
a call that is short is made often enough beforehand to find its tables in the processor's cache.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from random import Random
from statistics import median, quantiles
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
    """
    Return the median of each cell over so many rounds; in each, the cells come in another order.

    How far the quartiles are from the medians is printed.
    """
    random = Random(20260603)  # noqa: S311 - the same inputs in every run
    sizes = {id(cell): _size(cell, random) for cell in cells}
    samples: dict[tuple[str, str], list[float]] = {(cell.row, cell.column): [] for cell in cells}
    for _ in range(rounds):
        for cell in random.sample(cells, len(cells)):
            size = sizes[id(cell)]
            samples[cell.row, cell.column].append(_once(cell, random, size) / size)
    times = {key: median(taken) for key, taken in samples.items()}
    if rounds > 1:
        ends = [(low / times[key] - 1, high / times[key] - 1) for key, (low, high) in _quartiles(samples)]
        (low, high), (least, most) = (
            map(median, zip(*ends, strict=True)),
            (min(ends)[0], max(e for _, e in ends)),
        )
        print(
            f"\nQuartiles beside the median: {low:+.0%} and {high:+.0%} for half of the {len(ends)} figures;"
        )
        print(f"{least:+.0%} and {most:+.0%} at the most.")
    return times


def _quartiles(
    samples: dict[tuple[str, str], list[float]],
) -> Iterator[tuple[tuple[str, str], tuple[float, float]]]:
    for key, taken in samples.items():
        low, _, high = quantiles(taken, n=4)
        yield key, (low, high)


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
