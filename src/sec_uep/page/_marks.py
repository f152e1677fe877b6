"""
The marks of a plan in a picture, each with a shape of its own, and what the legend says of it.

A mark is drawn around the middle of its row, and once more in the legend where it occurs. Colour repeats what
the shape says already, so that the picture can be read on paper and by whoever does not see colours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias
from xml.etree.ElementTree import Element

from sec_uep.page._markup import element

__all__ = [
    "BAR",
    "KEYS",
    "LOOK",
    "SAMPLE",
    "Fill",
    "arrow",
    "bar",
    "bracket",
    "cross",
    "diamond",
    "exclamation",
    "line",
    "link",
    "number",
    "patterns",
    "pin",
    "rect",
    "running",
    "slack",
    "text",
    "tick",
    "too_late",
    "unknown",
]

#: How a shape refers to a pattern, by its name.
Fill: TypeAlias = Callable[[str], str]

#: The height of a bar, and the width of a sample of it.
BAR, SAMPLE = 10.0, 26.0

#: How they look; the colours are those of the page.
LOOK = """
.sec-uep-plan{display:block;width:100%;max-width:1080px;height:auto}
.sec-uep-plan text{font-size:11px;fill:var(--ink)}
.sec-uep-plan .small{font-size:10px;fill:var(--muted)}
.sec-uep-plan .strong{font-weight:700}
.sec-uep-plan text.over{paint-order:stroke;stroke:var(--paper);stroke-width:3px;
stroke-linejoin:round}
.sec-uep-plan .paper{fill:var(--paper)}
.sec-uep-plan .band{fill:var(--shade)}
.sec-uep-plan .grid{stroke:var(--line);stroke-width:.6;fill:none}
.sec-uep-plan .edge{stroke:var(--muted);stroke-width:.8;fill:none}
.sec-uep-plan .light{stroke:var(--paper);stroke-width:1.6;fill:none}
.sec-uep-plan .dark{stroke:var(--muted);stroke-width:.9;fill:none}
.sec-uep-plan .own{fill:var(--accent);stroke:var(--accent)}
.sec-uep-plan .theirs{fill:var(--muted);stroke:var(--muted)}
.sec-uep-plan .open{fill:var(--paper)}
.sec-uep-plan .dashed{stroke-dasharray:2.5 2}
.sec-uep-plan .critical{stroke:var(--ink);stroke-width:2}
.sec-uep-plan .path{stroke:var(--ink);stroke-width:1.1;fill:none}
.sec-uep-plan .slack{stroke:var(--muted);stroke-width:1.1;fill:none}
.sec-uep-plan .notice{stroke:var(--muted);stroke-width:1.6;stroke-dasharray:.1 3.4;
stroke-linecap:round;fill:none}
.sec-uep-plan .done{stroke:var(--good);stroke-width:2;fill:none}
.sec-uep-plan .bad{stroke:var(--alert);stroke-width:1.6;fill:none}
.sec-uep-plan text.alert{fill:var(--alert);font-weight:700}
.sec-uep-plan .today{stroke:var(--ink);stroke-width:1.4;fill:none}
.sec-uep-plan .target{stroke:var(--alert);stroke-width:1.4;stroke-dasharray:6 3;fill:none}
.sec-uep-plan .finish{stroke:var(--good);stroke-width:1.4;stroke-dasharray:1.5 2.5;fill:none}
.sec-uep figure,figure.sec-uep{margin:0}
.sec-uep figcaption{font-weight:600;margin-bottom:.4em;overflow-wrap:anywhere}
.sec-uep summary{cursor:pointer;color:var(--accent)}
.sec-uep .days{font-size:12px}
.sec-uep .days td:nth-child(n+3):nth-child(-n+5){white-space:nowrap}
.sec-uep figure details,figure.sec-uep details{overflow-x:auto}
@media print{.sec-uep details::details-content{content-visibility:visible}.sec-uep figure{break-inside:avoid}}
""".replace("\n", "")

# --- Shapes -------------------------------------------------------------------------------


def number(given: float) -> str:
    """Return a coordinate: a tenth is as fine as it is seen."""
    return f"{round(given, 1):g}"


def line(class_: str, drawn: str) -> Element:
    """Return a path, drawn as SVG writes it."""
    return element("path", d=drawn, class_=class_)


def text(x: float, y: float, said: str, class_: str | None = None, anchor: str | None = None) -> Element:
    """Return a line of text."""
    return element("text", said, x=number(x), y=number(y), class_=class_, text_anchor=anchor)


def rect(x: float, y: float, width: float, height: float, class_: str | None = None, **more: str) -> Element:
    """Return a rectangle."""
    placed = {"x": number(x), "y": number(y), "width": number(width), "height": number(height)}
    return element("rect", class_=class_, **placed, **more)


def _at(x: float, y: float) -> str:
    return f"M{number(x)},{number(y)}"


#: What is drawn over bars and days: a class, how far apart its lines are, and by how much they are turned.
_PATTERNS = {
    "estimate": ("light", 4.0, 45),
    "limit": ("light", 3.2, 0),
    "holiday": ("dark", 2.4, 45),
    "projected": ("grid", 7.0, 135),
}


def patterns(of: str, names: set[str]) -> Iterator[Element]:
    """Yield those patterns that are among *names*, with ids that begin with *of*."""
    for name, (class_, size, turn) in _PATTERNS.items():
        if name in names:
            yield element(
                "pattern",
                line(class_, f"M{number(size / 2)},0V{number(size)}"),
                id=f"{of}-{name}",
                width=number(size),
                height=number(size),
                patternUnits="userSpaceOnUse",
                patternTransform=f"rotate({turn})" if turn else None,
            )


# --- Marks --------------------------------------------------------------------------------


def bar(x: float, until: float, y: float, class_: str, fill: str = "") -> list[Element]:
    """Return a bar, with a pattern over it if there is one."""
    drawn = [rect(x, y - BAR / 2, until - x, BAR, class_)]
    return [*drawn, rect(x, y - BAR / 2, until - x, BAR, fill=fill)] if fill else drawn


def tick(x: float, y: float) -> list[Element]:
    """Return a tick: it is done."""
    return [line("done", f"{_at(x - 4, y)}l3,3.5l5.5,-7.5")]


def arrow(x: float, y: float) -> list[Element]:
    """Return the head of an arrow to the left: it lies before the first day that is shown."""
    return [line("slack", f"{_at(x + 4.5, y - 3.5)}l-4,3.5l4,3.5")]


def diamond(x: float, y: float, class_: str) -> list[Element]:
    """Return a diamond: it counts as done on the day on which it can be."""
    return [line(class_, f"{_at(x, y - 5)}l5,5l-5,5l-5,-5z")]


def unknown(x: float, y: float, class_: str) -> list[Element]:
    """Return a question mark: it needs an estimate and has none."""
    ring = element("circle", cx=number(x), cy=number(y), r="5.6", class_=f"{class_} open dashed")
    return [ring, text(x, y + 3.4, "?", "strong", "middle")]


def pin(x: float, y: float) -> list[Element]:
    """Return a pin: the day is booked."""
    head = element("circle", cx=number(x), cy=number(y - 7), r="2.4", class_="own")
    return [line("path", f"{_at(x, y + 5)}v-12"), head]


def bracket(x: float, y: float) -> list[Element]:
    """Return a bracket: the time limit ends."""
    return [line("path", f"{_at(x - 3, y - 7.5)}h3v15h-3")]


def slack(x: float, until: float, y: float) -> list[Element]:
    """Return a line up to the last day on which it may end."""
    return [line("slack", f"{_at(x, y)}H{number(until)}m0,-4v8")]


def too_late(x: float, since: float, y: float) -> list[Element]:
    """Return an arrow back to the day on which it would have had to end."""
    return [line("bad", f"{_at(x, y + 7)}H{number(since)}m4,-3l-4,3l4,3m-4,-7v8")]


def running(x: float, until: float, y: float) -> list[Element]:
    """Return a row of dots: a notice runs, from the day on which it is given to the day that it allows."""
    head = element("circle", cx=number(x), cy=number(y), r="2", class_="theirs")
    return [line("notice", f"{_at(x, y)}H{number(until)}"), head]


def cross(x: float, y: float) -> list[Element]:
    """Return a cross: a booking cannot stand."""
    return [line("bad", f"{_at(x - 4, y - 4)}l8,8m0,-8l-8,8")]


def exclamation(x: float, y: float) -> list[Element]:
    """Return an exclamation mark: it should have ended."""
    return [text(x, y + 4, "!", "alert over", "middle")]


def link(x: float, y: float, until: float, down: float) -> list[Element]:
    """Return the line from one step of the critical path to the next."""
    return [line("path", f"{_at(x, y)}V{number(down)}H{number(until)}")]


# --- The legend ---------------------------------------------------------------------------

_HALF = SAMPLE / 2


def _sample(class_: str, pattern: str = "") -> Callable[[float, float, Fill], list[Element]]:
    return lambda x, y, fill: bar(x, x + SAMPLE, y, class_, fill(pattern) if pattern else "")


def _limit(x: float, y: float, fill: Fill) -> list[Element]:
    return [*_sample("theirs", "limit")(x, y, fill), *bracket(x + SAMPLE, y)]


def _critical(x: float, y: float, fill: Fill) -> list[Element]:
    return [*_sample("critical open")(x, y, fill), *link(x - 6, y - 5, x, y)]


#: Each mark: its name, what it means, and a sample of it at a place.
KEYS: tuple[tuple[str, str, Callable[[float, float, Fill], list[Element]]], ...] = (
    ("done", "done", lambda x, y, _: tick(x + _HALF, y)),
    ("BOOKED", "as booked", _sample("own")),
    ("ESTIMATE", "as estimated", _sample("own", "estimate")),
    ("LIMIT", "time limit, used in full", _limit),
    ("SAME_DAY", "takes no time here: the same day", lambda x, y, _: diamond(x + _HALF, y, "own")),
    ("NOT_SAID", "no estimate: takes no time here", lambda x, y, _: unknown(x + _HALF, y, "own")),
    ("going-on", "begun, and its end not said", _sample("own open dashed")),
    ("pin", "the day that is booked", lambda x, y, _: pin(x + _HALF, y + 2)),
    ("refused", "a booking that cannot stand", lambda x, y, _: cross(x + _HALF, y)),
    ("overrun", "should have ended", lambda x, y, _: exclamation(x + _HALF, y)),
    ("notice", "notice runs", lambda x, y, _: running(x + 2, x + SAMPLE, y)),
    ("slack", "slack, up to the latest day", lambda x, y, _: slack(x, x + SAMPLE, y)),
    ("too-late", "too late for the target by this", lambda x, y, _: too_late(x + SAMPLE, x + 2, y - 5)),
    ("critical", "* critical: if later, so is the finish", _critical),
    ("theirs", "grey: not for the Party to do", _sample("theirs")),
    ("earlier", "earlier than is shown", lambda x, y, _: arrow(x + _HALF - 3, y)),
    ("weekend", "weekend", _sample("band")),
    ("holiday", "bank holiday", _sample("band", "holiday")),
    ("tick", "bank holiday", lambda x, y, _: [line("edge", f"{_at(x + _HALF, y - 3)}v6")]),
    ("projected", "bank holidays projected only", _sample("paper", "projected")),
)
