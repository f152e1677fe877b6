"""
HTML and SVG, made as trees and not as text: what stands in them is escaped, and every tag is closed.

The look of all of it is one style sheet. Colours come from variables, of which there are a light and a dark
set; nothing is told by a colour alone. All of it stands under the class `sec-uep`, so that a notebook keeps
its own look.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias
from xml.etree.ElementTree import Element, tostring

__all__ = ["STYLE", "Node", "element", "fill", "html", "table"]

#: What stands in an element: text, another element, or nothing.
Node: TypeAlias = Element | str | None

_LIGHT = (
    "--ink:#1b1f24;--muted:#57606a;--paper:#fff;--line:#d0d7de;--shade:#eef1f4;--accent:#0b5cad;"
    "--alert:#b42318;--good:#1a6b38"
)
_DARK = (
    "--ink:#e6e9ed;--muted:#a3acb7;--paper:#14181d;--line:#3b444e;--shade:#20262d;--accent:#79b8ff;"
    "--alert:#ff9b8f;--good:#7ddc9a"
)

#: The style sheet of a page, a table in a notebook and a picture.
STYLE = f"""
.sec-uep{{{_LIGHT};color-scheme:light;color:var(--ink);background:var(--paper);
font:14px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}}
@media (prefers-color-scheme:dark){{.sec-uep{{{_DARK};color-scheme:dark}}}}
[data-jp-theme-light="true"] .sec-uep,[data-theme="light"] .sec-uep,
.vscode-light .sec-uep{{{_LIGHT};color-scheme:light}}
[data-jp-theme-light="false"] .sec-uep,[data-theme="dark"] .sec-uep,
.vscode-dark .sec-uep{{{_DARK};color-scheme:dark}}
@media print{{.sec-uep.sec-uep.sec-uep{{{_LIGHT};color-scheme:light}}}}
.sec-uep a{{color:var(--accent)}}
.sec-uep table{{border-collapse:collapse;margin:.5em 0;font-variant-numeric:tabular-nums;background:none}}
.sec-uep caption{{text-align:left;font-weight:600;padding:.2em 0}}
.sec-uep th,.sec-uep td{{text-align:left;vertical-align:top;padding:.2em .7em .2em 0;
border-bottom:1px solid var(--line);background:none;color:inherit}}
.sec-uep th{{color:var(--muted);font-weight:600}}
.sec-uep .right{{text-align:right}}
""".replace("\n", "")


def element(tag: str, *children: Node | Iterable[Node], **attributes: object) -> Element:
    """
    Return an element; the name of an attribute may end in `_`, and other underlines stand for hyphens.

    An attribute that is None or False is left out.

    >>> html(element("p", "a < b, ", element("b", "c"), class_="note", aria_hidden=True, id=None))
    '<p class="note" aria-hidden="true">a &lt; b, <b>c</b></p>'
    """
    made = Element(tag)
    for name, value in attributes.items():
        if value is not None and value is not False:
            made.set(name.rstrip("_").replace("_", "-"), "true" if value is True else _printable(str(value)))
    for child in children:
        fill(made, [child] if child is None or isinstance(child, (str, Element)) else child)
    return made


def fill(made: Element, nodes: Iterable[Node]) -> None:
    """Put nodes at the end of an element."""
    for node in nodes:
        if isinstance(node, Element):
            made.append(node)
        elif node:
            text = _printable(node)
            last = made[-1] if len(made) else None
            if last is None:
                made.text = (made.text or "") + text
            else:
                last.tail = (last.tail or "") + text


def _printable(text: str) -> str:
    """Return *text* with a mark in the place of what cannot be printed, which no document may hold."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text)


def html(tree: Element) -> str:
    """Return a tree as text."""
    return tostring(tree, encoding="unicode", method="html")


def table(
    head: Sequence[str],
    rows: Iterable[Sequence[Node | Iterable[Node]]],
    *,
    caption: str = "",
    right: Iterable[int] = (),
) -> Element:
    """
    Return a table; a row of one cell is a heading between the others.

    Args:
        head: The names of the columns.
        rows: The cells.
        caption: What the table is, for those who hear it too.
        right: The columns whose figures stand on the right.

    """
    aligned = frozenset(right)

    def cell(tag: str, place: int, value: Node | Iterable[Node], **attributes: object) -> Element:
        return element(tag, value, class_="right" if place in aligned else None, **attributes)

    body = [
        element("tr", element("th", row[0], colspan=len(head), scope="rowgroup"))
        if len(row) == 1 < len(head)
        else element("tr", (cell("td", place, value) for place, value in enumerate(row)))
        for row in rows
    ]
    return element(
        "table",
        element("caption", caption) if caption else None,
        element("thead", element("tr", (cell("th", n, each, scope="col") for n, each in enumerate(head)))),
        element("tbody", body),
    )
