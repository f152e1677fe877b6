"""Tables of figures in plain text, and goals beside them."""

from __future__ import annotations

from collections.abc import Sequence

_NS = 1e3, 1e6, 1e9


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table that is Markdown as well: the first column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        first, *others = zip(cells, widths, strict=True)
        return f"| {' | '.join([first[0].ljust(first[1]), *(cell.rjust(w) for cell, w in others)])} |"

    rule = f"| {' | '.join(['-' * widths[0], *('-' * (width - 1) + ':' for width in widths[1:])])} |"
    print(f"\n### {title}\n")
    print("\n".join([line(head), rule, *map(line, rows)]))


def duration(ns: float) -> str:
    """
    Return a time in the unit that suits it.

    >>> duration(81.26), duration(4_270), duration(3_521_000)
    ('81 ns', '4.27 us', '3.52 ms')
    """
    if ns < _NS[0]:
        return f"{ns:.0f} ns"
    return f"{ns / _NS[0]:.2f} us" if ns < _NS[1] else f"{ns / _NS[1]:.2f} ms"


def times(ratio: float) -> str:
    """
    Return a ratio, with as many figures as are worth reading.

    >>> times(1.234), times(36.4), times(12_345.6)
    ('1.23', '36', '12,346')
    """
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:,.0f}"


def goal(value: float, most: float, unit: str = "") -> str:
    """
    Return *value* beside its goal.

    >>> goal(1.5, 2.5)
    'goal <= 2.5: met'
    >>> goal(12.1, 10, " us")
    'goal <= 10 us: missed'
    """
    return f"goal <= {most:g}{unit}: {'met' if value <= most else 'missed'}"
