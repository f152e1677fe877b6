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

#: How many lines a block of the answer keeps, step by step, until all of it fits.
_CAPS = (
    ("", 0),  # the empty line after the heading
    ("Next", 1),
    ("How sure?", 2),
    ("Must it?", 2),
    ("How sure?", 1),
    ("When?", 2),
    ("Must it?", 1),
    ("Next", 0),
    ("Late", 4),
    ("This week", 3),
    ("Note", 1),
    ("Late", 3),
    ("When?", 1),
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
    head = [*_cut(_wrapped(sheet.heading, room), 1, room), ""]
    blocks = {block.label: (block, _block(block, None, room)) for block in sheet.answer}
    caps = iter(_CAPS)
    while len(head) + sum(len(lines) for _, lines in blocks.values()) > _MOST:
        label, cap = next(caps)
        head = head[:1]
        if label in blocks:
            block, _ = blocks[label]
            blocks[label] = block, _block(block, cap, room)
    return [*head, *chain(*(lines for _, lines in blocks.values()))]


def _block(block: Block, cap: int | None, room: int) -> list[str]:
    """Set a block, in *cap* lines at most: each sentence on a line of its own, or else as one paragraph."""
    width = room - _LABEL
    if cap == 0:
        return []
    lines = [line for sentence in block.sentences for line in _wrapped(sentence, width)]
    if cap is not None and len(lines) > cap:
        flows = (_wrapped(" ".join(block.sentences[:n]), width) for n in range(len(block.sentences), 1, -1))
        first = _cut(_wrapped(block.sentences[0], width), cap, width)
        lines = next((tried for tried in flows if len(tried) <= cap), first)
    labels = chain([block.label], iter(lambda: "", None))
    return [f"{label:<{_LABEL}}{line}" for label, line in zip(labels, lines, strict=False)]


def _cut(lines: list[str], most: int, width: int) -> list[str]:
    """Return the first lines, with a mark at the end where more would follow."""
    if len(lines) <= most:
        return lines
    last = lines[most - 1][: width - 4].rstrip()
    return [*lines[: most - 1], f"{last} ..."]


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
    while _MARGIN + sum(widths[:columns]) + 2 * (columns - 1) > room:
        columns -= 1
    for row in rows:
        if len(row) == 1:
            yield from _wrapped(row[0], room)
            continue
        cells = [
            f"{cell:>{width}}" if n in table.right else f"{cell:<{width}}"
            for n, (cell, width) in enumerate(zip(row[:columns], widths, strict=False))
        ]
        yield f"{'':{_MARGIN}}{'  '.join(cells)}".rstrip()


def _wrapped(text: str, width: int) -> list[str]:
    """Return *text* in lines of *width* at most; a page is many short texts, for which `textwrap` is slow."""
    lines, at = [], 0
    while len(text) - at > width:
        end = text.rfind(" ", at + 1, at + width + 1)
        end = end if end > 0 else at + width
        lines.append(text[at:end].rstrip())
        at = end + len(text[end : end + width]) - len(text[end : end + width].lstrip())
    return [*lines, text[at:]] if text[at:] else lines
