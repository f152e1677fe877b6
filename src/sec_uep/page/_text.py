"""How a page is set as text, for any width."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from sec_uep.page._answer import Block
from sec_uep.page._sections import Entries, Section, Sheet, Table
from sec_uep.page.content import Page

__all__ = ["answer", "summary", "text"]

#: The width of a page, where none is given, and the least that is used.
_WIDTH, _LEAST = 100, 60

#: The most lines of the answer.
_MOST = 12

#: Width of the labels of the answer, and the margin of a section.
_LABEL, _MARGIN = 12, 2

#: The least width of the first column of a table, before other columns give way.
_NAME = 24

#: How many lines a block of the answer keeps, step by step, until all of it fits: what is late, to do and to
#: chase gives way last.
_CAPS = (
    ("", 0),  # the empty line after the heading
    ("Next", 1),
    ("How sure?", 2),
    ("Must it?", 2),
    ("Note", 2),
    ("How sure?", 1),
    ("Must it?", 1),
    ("Next", 0),
    ("Now", 2),
    ("When?", 2),
    ("Note", 1),
    ("Now", 1),
    ("When?", 1),
    ("Must it?", 0),
    ("How sure?", 0),
    ("Late", 5),
    ("This week", 4),
    ("Now", 0),
    ("Late", 4),
    ("This week", 3),
    ("Late", 3),
    ("This week", 2),
    ("Late", 2),
)


def text(page: Page, width: int = _WIDTH, **options: Any) -> str:  # noqa: ANN401 - those of a sheet
    """Return the whole page."""
    sheet, room = Sheet(page, **options), max(width, _LEAST)
    lines = chain(answer(sheet, room), *(_section(each, room) for each in sheet.sections()))
    return "\n".join(lines)


def summary(page: Page) -> str:
    """Return the answer, at the usual width."""
    return "\n".join(answer(Sheet(page)))


# --- The answer ---------------------------------------------------------------------------


def answer(sheet: Sheet, room: int = _WIDTH) -> list[str]:
    """Return the answer in twelve lines at most: where it is longer, its blocks give way one by one."""
    head = [*_wrapped(sheet.heading(room), room), ""]
    blocks = {block.label: (block, _block(block, None, room)) for block in sheet.answer}
    for label, cap in _CAPS:  # pragma: no branch - twelve lines are room enough for what stays
        if len(head) + sum(len(lines) for _, lines in blocks.values()) <= _MOST:
            break
        if not label:
            head.pop()
        elif label in blocks and (cap or not blocks[label][0].stays):
            block, _ = blocks[label]
            blocks[label] = block, _block(block, cap, room)
    return [*head, *chain(*(lines for _, lines in blocks.values()))]


def _block(block: Block, cap: int | None, room: int) -> list[str]:
    """Set a block, in *cap* lines at most: a sentence a line, or a paragraph, or the longest that fits."""
    width = room - _LABEL
    if cap == 0:
        return []
    tried = [[line for sentence in block.sentences for line in _wrapped(sentence, width)]]
    if cap is not None:
        tried += (_wrapped(text, width) for text in (" ".join(block.sentences), *block.shorter))
        fitting = (lines for lines in tried if len(lines) <= cap)
        tried = [next(fitting, _cut(tried[-1], cap, width))]
    labels = chain([block.label], iter(lambda: "", None))
    return [f"{label:<{_LABEL}}{line}" for label, line in zip(labels, tried[0], strict=False)]


def _cut(lines: list[str], most: int, width: int) -> list[str]:
    """Return the first words of a sentence that has no shorter form, and that there is more."""
    words = " ".join(lines[:most]).split(" ")
    while len(lines) > most:
        words.pop()
        lines = _wrapped(f"{' '.join(words).rstrip(',;:')} (more below)", width)
    return lines


# --- Sections -----------------------------------------------------------------------------


def _section(section: Section, room: int) -> Iterator[str]:
    yield from ("", section.title.upper(), "-" * len(section.title))
    for number, part in enumerate(section.parts):
        if number and not isinstance(part, str):
            yield ""
        if isinstance(part, str):
            yield from _wrapped(part, room)
        else:
            yield from _entries(part, room) if isinstance(part, Entries) else _table(part, room)


def _entries(these: Entries, room: int) -> Iterator[str]:
    yield from _wrapped(these.title, room)
    widest = max((len(label) for label, _ in these.rows if len(label) <= room // 2), default=0)
    indent = " " * (_MARGIN + widest + (2 if widest else 0))
    for label, said in these.rows:
        head = f"{'':{_MARGIN}}{label:<{widest}}"
        if len(label) > widest:  # too long to stand beside anything
            yield from (f"{'':{_MARGIN}}{line}" for line in _wrapped(label, room - _MARGIN))
            head = ""
        for line in _wrapped(said, room - len(indent)):
            yield f"{head:<{len(indent)}}{line}"
            head = ""


def _table(table: Table, room: int) -> Iterator[str]:
    rows = [table.head, *table.rows]
    columns = len(table.head)
    widths = [max(len(row[n]) for row in rows if len(row) > 1) for n in range(columns)]
    while (first := room - _MARGIN - sum(widths[1:columns]) - 2 * (columns - 1)) < min(widths[0], _NAME):
        columns -= 1
    widths[0] = min(widths[0], first)
    for row in rows:
        if len(row) == 1:
            yield from _wrapped(row[0], room)
            continue
        name, *more = _wrapped(row[0], widths[0])
        cells = [
            f"{cell:>{width}}" if n in table.right else f"{cell:<{width}}"
            for n, (cell, width) in enumerate(zip((name, *row[1:columns]), widths, strict=False))
        ]
        yield f"{'':{_MARGIN}}{'  '.join(cells)}".rstrip()
        yield from (f"{'':{_MARGIN}}{line}" for line in more)
    if columns < len(table.head):
        yield from _wrapped(f"Without room here: {', '.join(table.head[columns:])}.", room)


def _wrapped(text: str, width: int) -> list[str]:
    """Return *text* in lines of *width* at most; a page is many short texts, for which `textwrap` is slow."""
    lines, at = [], 0
    while len(text) - at > width:
        end = text.rfind(" ", at + 1, at + width + 1)
        end = end if end > 0 else at + width
        lines.append(text[at:end].rstrip())
        at = end + len(text[end : end + width]) - len(text[end : end + width].lstrip())
    return [*lines, text[at:]] if text[at:] else lines
