"""
A plan as a picture: a Gantt chart in SVG, and beneath it the table that says the same.

The picture decides nothing: every day, who is to act, what is critical and how much slack there is, is the
plan's. What a mark means is told by its shape and by the legend; colour only repeats it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from textwrap import wrap
from xml.etree.ElementTree import Element, tostring
from zlib import crc32

from attrs import field, frozen

from sec_uep.calendar import Certainty
from sec_uep.checks import check_is, check_text
from sec_uep.errors import InvalidValue, shown
from sec_uep.page._answer import of_plan
from sec_uep.page._markup import STYLE, Node, element, table
from sec_uep.page._scale import Scale
from sec_uep.page._sections import BASES, row, same_rows, takes
from sec_uep.page._words import Words, and_, bearer_named, printable, role_named
from sec_uep.parties import UserRole
from sec_uep.planning.plan import Plan
from sec_uep.planning.schedule import Anchor, Basis, PlannedStep
from sec_uep.rules import PARTY_SIDE, Bearer

__all__ = ["figure", "svg"]

# --- How it is laid out -------------------------------------------------------------------

#: The width; where the bearers stand; where the days begin and end. All else follows from them.
_WIDTH, _BEARERS, _LEFT, _RIGHT = 720.0, 172.0, 222.0, 714.0

#: The height of a line of text, of a row, of a bar, and of a heading.
_LINE, _ROW, _BAR, _HEAD = 11.0, 19.0, 10.0, 21.0

#: The most characters of the name of a step, of a heading and of an entry of the legend.
_NAME, _HEADING = 27, 104

#: The legend: how many columns, how wide they are, how high a row is, and how wide a sample.
_COLUMNS, _COLUMN, _KEY, _SAMPLE = 3, 239.0, 16.0, 26.0

_SATURDAY = 5

_STYLE = """
.sec-uep-plan{display:block;width:100%;max-width:1080px;height:auto}
.sec-uep-plan text{font-size:10.5px;fill:var(--ink)}
.sec-uep-plan .small{font-size:9.5px;fill:var(--muted)}
.sec-uep-plan .strong{font-weight:700}
.sec-uep-plan .over text,.sec-uep-plan text.over{paint-order:stroke;stroke:var(--paper);stroke-width:3px;
stroke-linejoin:round}
.sec-uep-plan .paper{fill:var(--paper)}
.sec-uep-plan .band{fill:var(--shade)}
.sec-uep-plan .day{fill:var(--line)}
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
.sec-uep-plan .notice{stroke:var(--muted);stroke-width:1.6;stroke-dasharray:.1 3.4;stroke-linecap:round;fill:none}
.sec-uep-plan .done{stroke:var(--good);stroke-width:2;fill:none}
.sec-uep-plan .bad{stroke:var(--alert);stroke-width:1.6;fill:none}
.sec-uep-plan text.alert{fill:var(--alert);font-weight:700}
.sec-uep-plan .today{stroke:var(--ink);stroke-width:1.4;fill:none}
.sec-uep-plan .target{stroke:var(--alert);stroke-width:1.4;stroke-dasharray:6 3;fill:none}
.sec-uep-plan .finish{stroke:var(--good);stroke-width:1.4;stroke-dasharray:1.5 2.5;fill:none}
.sec-uep figure,figure.sec-uep{margin:0}
.sec-uep figcaption{font-weight:600;margin-bottom:.4em}
.sec-uep summary{cursor:pointer;color:var(--accent)}
.sec-uep .days{font-size:12px}
.sec-uep .days td:nth-child(n+3):nth-child(-n+5){white-space:nowrap}
.sec-uep figure details,figure.sec-uep details{overflow-x:auto}
@media print{.sec-uep details::details-content{content-visibility:visible}.sec-uep figure{break-inside:avoid}}
""".replace("\n", "")


def _n(number: float) -> str:
    """Return a coordinate: a tenth is as fine as it is seen."""
    return f"{round(number, 1):g}"


def _path(class_: str, drawn: str) -> Element:
    return element("path", d=drawn, class_=class_)


def _text(x: float, y: float, said: str, class_: str | None = None, anchor: str | None = None) -> Element:
    return element("text", said, x=_n(x), y=_n(y), class_=class_, text_anchor=anchor)


def _rect(x: float, y: float, width: float, height: float, class_: str | None = None, **more: str) -> Element:
    return element(
        "rect", x=_n(x), y=_n(y), width=_n(width), height=_n(height), class_=class_, **more
    )


# --- Marks --------------------------------------------------------------------------------
# Each is drawn around the middle of its row, and once more in the legend where it occurs.


def _tick(x: float, y: float) -> Element:
    """What is done."""
    return _path("done", f"M{_n(x - 4)},{_n(y)}l3,3.5l5.5,-7.5")


def _earlier(x: float, y: float) -> Element:
    """What lies before the first day that is shown."""
    return _path("slack", f"M{_n(x + 4.5)},{_n(y - 3.5)}l-4,3.5l4,3.5")


def _diamond(x: float, y: float, class_: str) -> Element:
    """What counts as done on the day on which it can be."""
    return _path(class_, f"M{_n(x)},{_n(y - 5)}l5,5l-5,5l-5,-5z")


def _unknown(x: float, y: float, class_: str) -> list[Node]:
    """What needs an estimate and has none."""
    ring = element("circle", cx=_n(x), cy=_n(y), r="5.6", class_=f"{class_} open dashed")
    return [ring, _text(x, y + 3.4, "?", "strong", "middle")]


def _pin(x: float, y: float) -> list[Node]:
    """The day that is booked."""
    return [
        _path("path", f"M{_n(x)},{_n(y + 5)}v-12"),
        element("circle", cx=_n(x), cy=_n(y - 7), r="2.4", class_="own"),
    ]


def _stop(x: float, y: float) -> Element:
    """The last day of a time limit."""
    return _path("path", f"M{_n(x - 3)},{_n(y - 7.5)}h3v15h-3")


def _slack(x: float, until: float, y: float) -> Element:
    """How much later it may end."""
    return _path("slack", f"M{_n(x)},{_n(y)}H{_n(until)}m0,-4v8")


def _too_late(x: float, since: float, y: float) -> Element:
    """By how much it is too late for the target."""
    return _path("bad", f"M{_n(x)},{_n(y + 7.5)}H{_n(since)}m4,-3l-4,3l4,3m-4,-7v8")


def _notice(x: float, until: float, y: float) -> list[Node]:
    """A notice, from the day on which it is given to the day that it allows."""
    return [
        _path("notice", f"M{_n(x)},{_n(y)}H{_n(until)}"),
        element("circle", cx=_n(x), cy=_n(y), r="2", class_="theirs"),
    ]


def _refused(x: float, y: float) -> Element:
    """A booking that cannot stand."""
    return _path("bad", f"M{_n(x - 4)},{_n(y - 4)}l8,8m0,-8l-8,8")


def _link(x: float, y: float, until: float, down: float) -> Element:
    """From one step of the critical path to the next."""
    return _path("path", f"M{_n(x)},{_n(y)}V{_n(down)}H{_n(until)}")


# --- Rows ---------------------------------------------------------------------------------


@frozen
class _Row:
    """
    A line of the chart, and of the table: a step, for one User Role or for several that have the same days.

    Attributes:
        planned: The step.
        roles: The User Roles; None for what is taken once for the Party.
        name: What it is called, in lines.
        middle: How far down its bar is.
        cells: The same as a row of the table.

    """

    planned: PlannedStep
    roles: tuple[UserRole | None, ...]
    name: tuple[str, ...]
    middle: float
    cells: tuple[str, ...]


@frozen
class _Heading:
    """The name of a group of rows, and how far down it stands."""

    said: str
    lines: tuple[str, ...]
    top: float
    bottom: float


def _short(bearer: Bearer) -> str:
    """Return who is to act, in a narrow column."""
    if bearer is Bearer.NOBODY:
        return "not said"
    return bearer_named(bearer).removeprefix("the ").removeprefix("User ")


def _says(each: PlannedStep, w: Words) -> Iterator[str]:
    """Yield what fixes the days of a step."""
    if each.notice:
        yield f"its notice runs from {w.day(each.from_day)}"
    if each.booked and each.basis is not Basis.BOOKED:
        yield f"booked for {w.day(each.booked.day)}"
    if each.anchor is Anchor.BEGUN:
        yield f"begun on {w.day(each.from_day)}"
    yield takes(each, w) or BASES[each.basis]
    if each.overrun and each.takes:
        yield f"{each.takes}"
    if each.refused:
        yield f"its booking for {w.day(each.refused.day)} cannot stand"


@frozen
class _Layout:
    """The rows of a plan from *top* down, between the headings of their groups."""

    plan: Plan
    words: Words
    top: float
    rows: tuple[_Row, ...] = field(init=False)
    headings: tuple[_Heading, ...] = field(init=False)
    bottom: float = field(init=False)

    def __attrs_post_init__(self) -> None:
        plan, w, y = self.plan, self.words, self.top
        rows: list[_Row] = []
        headings: list[_Heading] = []
        for roles in same_rows(plan, plan.steps):
            said = _roles(plan, roles)
            lines = wrap(said, _HEADING)
            above, y = y + 1.5, y + _HEAD + _LINE * (len(lines) - 1)
            headings.append(_Heading(said, tuple(lines), above, y - 5))
            for each in plan.steps:
                if each.role is roles[0]:
                    name, *days = row(each, plan, w)
                    lines = wrap(name, _NAME)
                    height = _ROW + _LINE * (len(lines) - 1)
                    critical = "yes" if each.critical else ""
                    says = "; ".join(_says(each, w))
                    cells = (name, _short(each.bearer), *days[:4], says, critical)
                    rows.append(_Row(each, tuple(roles), tuple(lines), y + height / 2, cells))
                    y += height
        for part, value in (("rows", tuple(rows)), ("headings", tuple(headings)), ("bottom", y + 3)):
            object.__setattr__(self, part, value)


def _roles(plan: Plan, roles: list[UserRole | None]) -> str:
    named = [role_named(role) for role in roles if role]
    if len(named) == len(plan.entry.roles) > 1:
        return "Every User Role, each with these days"
    return and_(named) if named else "For the Party, once"


# --- The picture --------------------------------------------------------------------------


@frozen
class _Picture:
    """What is drawn of a plan; what of it the legend has to explain is noted while it is drawn."""

    plan: Plan
    prefix: str
    words: Words = field(init=False)
    scale: Scale = field(init=False)
    flags: tuple[tuple[str, date, str], ...] = field(init=False)
    layout: _Layout = field(init=False)
    seen: dict[str, None] = field(init=False, factory=dict)
    id: str = field(init=False)

    def __attrs_post_init__(self) -> None:
        plan = self.plan
        words = Words(plan.today, plan.entry.roles, plan.chosen)
        object.__setattr__(self, "words", words)
        object.__setattr__(self, "flags", tuple(self._flags()))
        whole = not any(each.is_undone for each in plan.steps)
        scale = Scale.over(self._days(), plan.today, _LEFT, _RIGHT, whole=whole)
        object.__setattr__(self, "scale", scale)
        object.__setattr__(self, "layout", _Layout(plan, words, 34.0 + 12.5 * len(self.flags)))
        said = repr((self.caption, self.description, scale.first, scale.last, [r.cells for r in self.layout.rows]))
        object.__setattr__(self, "id", f"{self.prefix}plan-{crc32(said.encode('utf-8', 'replace')):08x}")

    def _flags(self) -> Iterator[tuple[str, date, str]]:
        """Yield the days that have a line of their own: a class, the day, and what is said of it."""
        plan, w = self.plan, self.words
        yield "today", plan.today, f"today, {w.day(plan.today)}"
        if plan.is_confirmed:
            yield "finish", plan.finish, f"a User since {w.day(plan.finish)}"
        else:
            acceded = ", if acceded today" if plan.has_accession is False else ""
            yield "finish", plan.finish, f"a User no sooner than {w.day(plan.finish)}{acceded}"
        if plan.target is not None:
            passed = ", which has passed" if plan.target_has_passed else ""
            yield "target", plan.target, f"target, {w.day(plan.target)}{passed}"

    def _days(self) -> Iterator[date]:
        """Yield the days that are to be seen."""
        plan = self.plan
        if plan.target is not None and not plan.target_has_passed:
            yield plan.target
        for each in plan.steps:
            if each.basis is not Basis.PAST:
                yield from (each.earliest_start, each.earliest_finish)
            if self._has_latest(each):
                yield each.latest_finish
            yield from (booked.day for booked in (each.booked, each.refused) if booked)

    def _has_latest(self, each: PlannedStep) -> bool:
        """Return whether a step has a latest day of which there is something to draw."""
        return (
            each.is_undone and not self.plan.target_has_passed and each.latest_finish != each.earliest_finish
        )

    # --- in words -----------------------------------------------------------------------

    @property
    def caption(self) -> str:
        plan = self.plan
        name = printable(plan.entry.party.name, 50) or "A Party without a name"
        return f"{name}: {of_plan(plan, self.words, most=3)}"

    @property
    def description(self) -> str:
        plan, w = self.plan, self.words
        roles = and_(map(role_named, plan.entry.roles))
        said = [
            f"A Gantt chart of the {len(plan.steps)} steps of the DCC User Entry Process for {roles}, "
            f"on {w.day(plan.today)}. The table has the same days."
        ]
        if plan.critical_path:
            names = dict.fromkeys(w.name(each.step, each.state) for each in plan.critical_path)
            said.append(f"Critical: {and_(names)}.")
        if self._projected():
            said.append(f"Bank holidays after {w.day(plan.calendar.published_through)} are projected.")
        if plan.certainty is Certainty.AMENDED:
            said.append("It rests on bank holidays that the caller added or removed.")
        return " ".join(said)

    # --- the whole ----------------------------------------------------------------------

    def svg(self, style: str, **attributes: str) -> Element:
        """Return the picture, with the *style* that it has of its own."""
        drawn: list[Node] = [
            *self._shades(),
            *self._grid(),
            *self._lines(),
            *self._labels(),
            *self._links(),
            *(node for each in self.layout.rows for node in self._row(each)),
            *self._heads(),
        ]
        legend, height = self._legend(self.layout.bottom + 6)
        return element(
            "svg",
            element("title", self.caption, id=f"{self.id}-title"),
            element("desc", self.description, id=f"{self.id}-desc"),
            element("style", style),
            element("defs", *self._patterns()),
            _rect(0, 0, _WIDTH, height, "paper"),
            *drawn,
            *legend,
            viewBox=f"0 0 {_n(_WIDTH)} {_n(height)}",
            role="img",
            aria_labelledby=f"{self.id}-title {self.id}-desc",
            **attributes,
        )

    def table(self) -> Element:
        """Return the table that says what the picture shows."""
        rows: list[tuple[str, ...]] = []
        before: tuple[UserRole | None, ...] | None = None
        headings = iter(self.layout.headings)
        for each in self.layout.rows:
            if each.roles != before:
                rows.append((next(headings).said,))
            rows.append(each.cells)
            before = each.roles
        head = ("Step", "Whose", "From", "To", "At the latest", "Slack", "How long, and what says so", "Critical")
        made = table(head, rows, caption=f"The steps as planned on {self.words.day(self.plan.today)}", right={5})
        made.set("class", "days")
        return made

    # --- behind the bars ------------------------------------------------------------------

    def _fill(self, name: str) -> str:
        """Return how a shape refers to a pattern."""
        self.seen[name] = None
        return f"url(#{self.id}-{name})"

    def _patterns(self) -> Iterator[Element]:
        """Yield the patterns that are drawn with."""
        for name, class_, size, turn in (
            ("estimate", "light", 4.0, 45),
            ("limit", "light", 3.2, 0),
            ("holiday", "dark", 2.4, 45),
            ("projected", "grid", 7.0, 135),
        ):
            if name in self.seen:
                yield element(
                    "pattern",
                    _path(class_, f"M{_n(size / 2)},0V{_n(size)}"),
                    id=f"{self.id}-{name}",
                    width=_n(size),
                    height=_n(size),
                    patternUnits="userSpaceOnUse",
                    patternTransform=f"rotate({turn})" if turn else None,
                )

    def _projected(self) -> tuple[date, date] | None:
        """Return the days that are drawn and rest on projected bank holidays; None if there are none."""
        published = self.plan.calendar.published_through
        return None if published == date.max else self.scale.part(published + timedelta(1), date.max)

    def _shades(self) -> Iterator[Element]:
        scale, calendar = self.scale, self.plan.calendar
        top, height = self.layout.top, self.layout.bottom - self.layout.top
        covered = scale.part(calendar.first, calendar.last)
        if covered is None:
            return
        first, last = covered
        days = {day: title for day, title in calendar.bank_holidays(first=first, last=last) if day.weekday() < _SATURDAY}
        if scale.shows_days:
            for n in range((last - first).days + 1):
                day = first + timedelta(n)
                if day.weekday() >= _SATURDAY:
                    self.seen["weekend"] = None
                    made = _rect(scale.at(day), top, scale.unit, height, "band")
                    made.set("data-weekend", str(day))
                    yield made
        if projected := self._projected():
            self.seen["projected"] = None
            x = scale.at(projected[0])
            made = _rect(x, top, _RIGHT - x, height, fill=self._fill("projected"))
            made.set("data-projected", str(projected[0]))
            yield made
            yield _path("edge", f"M{_n(x)},{_n(top)}v{_n(height)}")
        for day, title in days.items():
            made = element("g", element("title", f"{title}, {self.words.day(day)}"), data_holiday=str(day))
            if scale.shows_days:
                fill = self._fill("holiday")
                made.append(_rect(scale.at(day), top, scale.unit, height, "band"))
                made.append(_rect(scale.at(day), top, scale.unit, height, fill=fill))
            else:
                self.seen["tick"] = None
                made.append(_path("edge", f"M{_n(scale.middle(day))},{_n(top)}v5"))
            yield made

    def _grid(self) -> Iterator[Element]:
        top, bottom = self.layout.top, self.layout.bottom
        for ticks, class_, above in ((self.scale.fine(), "grid", 13), (self.scale.coarse(), "edge", 26)):
            drawn = "".join(f"M{_n(place)},{_n(top - above)}V{_n(bottom)}" for place, _ in ticks)
            yield _path(class_, drawn)
        for each in self.layout.headings[1:]:
            yield _path("grid", f"M0,{_n(each.top)}H{_n(_RIGHT)}")
        yield _path("edge", f"M0,{_n(top)}H{_n(_RIGHT)}M0,{_n(bottom)}H{_n(_RIGHT)}")

    def _labels(self) -> Iterator[Element]:
        top = self.layout.top
        for ticks, class_, above in ((self.scale.coarse(), "strong small over", 17), (self.scale.fine(), "small over", 4)):
            for place, label in ticks:
                if label:
                    yield _text(place + 3, top - above, label, class_)

    def _lines(self) -> Iterator[Element]:
        """Yield today, the finish and the target, each on a line of its own, so that no two collide."""
        for n, (class_, day, said) in enumerate(self.flags):
            x, y = self.scale.middle(day), 10 + 12.5 * n
            in_front = x > (_LEFT + _RIGHT) / 2
            yield _path(class_, f"M{_n(x)},{_n(y - 8)}V{_n(self.layout.bottom)}")
            beyond = "" if self.scale.holds(day) else "\N{LEFTWARDS ARROW} "
            yield _text(
                x - 4 if in_front else x + 4, y, f"{beyond}{said}", "strong over", "end" if in_front else None
            )

    # --- the rows -------------------------------------------------------------------------

    def _heads(self) -> Iterator[Element]:
        for each in self.layout.headings:
            for n, line in enumerate(reversed(each.lines)):
                yield _text(2, each.bottom - _LINE * n, line, "strong over")

    def _links(self) -> Iterator[Element]:
        """Yield the lines from each step of the critical path to the next."""
        places = {
            (each.planned.step, role): each.middle for each in self.layout.rows for role in each.roles
        }
        path = self.plan.critical_path
        for one, other in zip(path, path[1:], strict=False):
            start = other.from_day if other.notice else other.earliest_start
            ends = self.scale.after if self._is_bar(one) else self.scale.middle
            until = self.scale.at if self._is_bar(other) else self.scale.middle
            down, up = places[one.step, one.role], places[other.step, other.role]
            made = _link(ends(one.earliest_finish), down, until(start), up)
            self.seen["critical"] = None
            yield made

    @staticmethod
    def _is_bar(each: PlannedStep) -> bool:
        """Return whether a step is drawn as long as it takes; what takes no time is a mark."""
        return each.is_undone and (
            each.basis not in (Basis.SAME_DAY, Basis.NOT_SAID) or each.earliest_start != each.earliest_finish
        )

    def _row(self, each: _Row) -> Iterator[Element]:
        planned, y = each.planned, each.middle
        class_ = "strong over" if planned.critical else "over"
        for n, line in enumerate(each.name):
            yield _text(10, y + 3.5 + _LINE * (n - (len(each.name) - 1) / 2), line, class_)
        yield _text(_BEARERS, y + 3.5, each.cells[1], "small over")
        roles = " ".join(role.value for role in each.roles if role)
        yield element(
            "g",
            element("title", ", ".join(filter(None, each.cells))),
            self._marks(planned, y),
            data_step=planned.step.value,
            data_roles=roles or None,
            data_basis=planned.basis.value,
        )

    def _marks(self, each: PlannedStep, y: float) -> Iterator[Node]:
        scale = self.scale
        if each.basis is Basis.PAST:
            yield _text(_LEFT + 4, y + 3.5, "past, though not told", "small over")
            return
        if each.basis is Basis.DONE:
            yield from self._done(each, y)
            return
        x = scale.middle(each.earliest_finish)
        whose = "own" if each.bearer in PARTY_SIDE else "theirs"
        if whose == "theirs":
            self.seen["theirs"] = None
        if each.critical:
            self.seen["critical"] = None
        drawn = f"{whose} critical" if each.critical else whose
        yield from self._spans(each, y)
        if self._is_bar(each):
            yield from self._bar(each, y, drawn)
        if each.basis is Basis.SAME_DAY:
            self.seen["same-day"] = None
            yield _diamond(x, y, drawn)
        elif each.basis is Basis.NOT_SAID:
            self.seen["not-said"] = None
            yield from _unknown(x, y, drawn)
        elif each.basis is Basis.LIMIT:
            yield _stop(scale.after(each.overrun or each.earliest_finish), y)
        yield from self._beside(each, y)

    def _done(self, each: PlannedStep, y: float) -> Iterator[Node]:
        """Yield what is done, with its day beside it: of the past there is not much else to see."""
        self.seen["done"] = None
        day = each.earliest_finish
        x = self.scale.middle(day)
        if not self.scale.holds(day):
            self.seen["earlier"] = None
            yield _earlier(_LEFT + 1, y)
            x = _LEFT + 14
        yield _tick(x, y)
        if x > (_LEFT + _RIGHT) / 2:
            yield _text(x - 8, y + 3.5, self.words.on(day), "small over", "end")
        else:
            yield _text(x + 9, y + 3.5, self.words.on(day), "small over")

    def _bar(self, each: PlannedStep, y: float, drawn: str) -> Iterator[Node]:
        """Yield a bar from the morning of the first day to the evening of the last."""
        x, until = self.scale.at(each.earliest_start), self.scale.after(each.earliest_finish)
        if each.basis in (Basis.SAME_DAY, Basis.NOT_SAID):
            self.seen["going-on"] = None
            yield _rect(x, y - _BAR / 2, until - x, _BAR, f"{drawn} open dashed", data_bar="")
        else:
            yield _rect(x, y - _BAR / 2, until - x, _BAR, drawn, data_bar="")
        if each.basis is Basis.BOOKED:
            self.seen["booked"] = None
        elif each.basis in (Basis.ESTIMATE, Basis.LIMIT):
            name = "estimate" if each.basis is Basis.ESTIMATE else "limit"
            yield _rect(x, y - _BAR / 2, until - x, _BAR, fill=self._fill(name))
        if not self.scale.holds(each.earliest_start):
            self.seen["earlier"] = None
            yield _earlier(_LEFT - 7, y)

    def _spans(self, each: PlannedStep, y: float) -> Iterator[Node]:
        """Yield what leads to a step and what it leaves: its notice, and its slack."""
        scale = self.scale
        if each.notice:
            self.seen["notice"] = None
            yield from _notice(scale.middle(each.from_day), scale.at(each.earliest_start), y)
        if self._has_latest(each):
            name, draw = ("too-late", _too_late) if each.slack < 0 else ("slack", _slack)
            self.seen[name] = None
            made = draw(scale.after(each.earliest_finish), scale.after(each.latest_finish), y)
            made.set("data-latest", "")
            yield made

    def _beside(self, each: PlannedStep, y: float) -> Iterator[Node]:
        """Yield what is marked of a step besides: its booking, one that cannot stand, the day it is over."""
        if each.booked:
            self.seen["pin"] = None
            yield from _pin(self.scale.middle(each.booked.day), y)
        if each.refused:
            self.seen["refused"] = None
            yield _refused(self.scale.middle(each.refused.day), y)
        if each.overrun:
            self.seen["overrun"] = None
            yield _text(self.scale.middle(each.overrun), y + 4, "!", "alert over", "middle")

    # --- the legend -----------------------------------------------------------------------

    def _legend(self, top: float) -> tuple[list[Node], float]:
        """Return the legend of what occurs, and how far down it reaches."""
        drawn: list[Node] = []
        entries = [(draw, said) for key, said, draw in _KEYS if key in self.seen]
        for n, (draw, said) in enumerate(entries):
            x, y = _COLUMN * (n % _COLUMNS), top + _KEY * (n // _COLUMNS) + _KEY / 2
            drawn += [element("g", draw(self, x + 4, y)), _text(x + _SAMPLE + 10, y + 3.5, said, "small")]
        return drawn, top + _KEY * -(-len(entries) // _COLUMNS) + 4

    def _sample(self, x: float, y: float, class_: str, pattern: str = "") -> list[Node]:
        """Return a bar for the legend."""
        bar = _rect(x, y - _BAR / 2, _SAMPLE, _BAR, class_)
        return [bar, _rect(x, y - _BAR / 2, _SAMPLE, _BAR, fill=self._fill(pattern))] if pattern else [bar]


_HALF = _SAMPLE / 2

_KEYS: tuple[tuple[str, str, Callable[[_Picture, float, float], Node | list[Node]]], ...] = (
    ("done", "done", lambda _, x, y: _tick(x + _HALF, y)),
    ("booked", "as booked", lambda p, x, y: p._sample(x, y, "own")),
    ("estimate", "as estimated", lambda p, x, y: p._sample(x, y, "own", "estimate")),
    (
        "limit",
        "time limit, used in full",
        lambda p, x, y: [*p._sample(x, y, "theirs", "limit"), _stop(x + _SAMPLE, y)],
    ),
    ("same-day", "no time said: the same day", lambda _, x, y: _diamond(x + _HALF, y, "own")),
    ("not-said", "no estimate: takes no time here", lambda _, x, y: _unknown(x + _HALF, y, "own")),
    ("going-on", "begun, and its end not said", lambda p, x, y: p._sample(x, y, "own open dashed")),
    ("pin", "the day that is booked", lambda _, x, y: _pin(x + _HALF, y + 2)),
    ("refused", "a booking that cannot stand", lambda _, x, y: _refused(x + _HALF, y)),
    ("overrun", "should have ended", lambda _, x, y: _text(x + _HALF, y + 4, "!", "alert", "middle")),
    ("notice", "notice runs", lambda _, x, y: _notice(x + 2, x + _SAMPLE, y)),
    ("slack", "slack, up to the latest day", lambda _, x, y: _slack(x, x + _SAMPLE, y)),
    ("too-late", "too late for the target by this", lambda _, x, y: _too_late(x + _SAMPLE, x + 2, y - 5)),
    ("critical", "* critical: no slack, moves the finish", lambda p, x, y: p._sample(x, y, "critical open")),
    ("theirs", "grey: for others to do", lambda p, x, y: p._sample(x, y, "theirs")),
    ("earlier", "earlier than is shown", lambda _, x, y: _earlier(x + _HALF - 3, y)),
    ("weekend", "weekend", lambda p, x, y: p._sample(x, y, "band")),
    ("holiday", "bank holiday", lambda p, x, y: p._sample(x, y, "band", "holiday")),
    ("tick", "bank holiday", lambda _, x, y: _path("edge", f"M{_n(x + _HALF)},{_n(y - 3)}v6")),
    ("projected", "bank holidays projected only", lambda p, x, y: p._sample(x, y, "paper", "projected")),
)


# --- What is asked for --------------------------------------------------------------------

#: What a prefix may be, so that an id that begins with it is one.
_PREFIX = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,99})?")


def figure(plan: Plan, *, prefix: str = "") -> Element:
    """
    Return a plan as a `<figure>`: a Gantt chart in SVG, and the table that says the same.

    It brings its own style, and takes its colours from those of the page that it stands in.

    >>> from sec_uep import Entry, Party, UserRole
    >>> from sec_uep.planning import forwards
    >>> entry = Entry(party=Party(name="Example Energy Ltd"), roles={UserRole.GAS_SUPPLIER})
    >>> made = figure(forwards(entry, today=date(2026, 11, 23)))
    >>> made.tag, [each.tag for each in made]
    ('figure', ['figcaption', 'svg', 'details'])

    Args:
        plan: The plan.
        prefix: What the ids in it begin with. They differ from plan to plan by themselves;
            one and the same plan that stands on a page twice needs it.

    Raises:
        InvalidType: If *plan* is no plan, or *prefix* is not text.
        InvalidValue: If no id can begin with *prefix*.

    """
    check_is("plan", plan, Plan)
    check_text("prefix", prefix, "pass what ids begin with, such as 'first-'")
    if not _PREFIX.fullmatch(prefix):
        reason = "is not what an id can begin with"
        raise InvalidValue("prefix", shown(prefix), reason, "use a letter, then letters, digits, - and _")
    picture = _Picture(plan, prefix)
    return element(
        "figure",
        element("figcaption", picture.caption),
        picture.svg(_STYLE, class_="sec-uep-plan"),
        element("details", element("summary", "The same as a table"), picture.table()),
        class_="sec-uep",
    )


def svg(plan: Plan) -> str:
    """
    Return the picture of a plan as an SVG file, which needs nothing besides.

    Raises:
        InvalidType: If *plan* is no plan.

    """
    check_is("plan", plan, Plan)
    made = _Picture(plan, "").svg(STYLE + _STYLE, class_="sec-uep sec-uep-plan", xmlns="http://www.w3.org/2000/svg")
    return tostring(made, encoding="unicode") + "\n"
