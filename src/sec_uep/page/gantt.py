"""
A plan as a picture: a Gantt chart in SVG, and beneath it the table that says the same.

The picture decides nothing: every day, who is to act, what is critical and how much slack there is, is the
plan's. What a mark means is told by its shape, and by a legend of the marks that occur.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain, pairwise
from textwrap import wrap
from xml.etree.ElementTree import Element, tostring
from zlib import crc32

from attrs import define, evolve, field, frozen

from sec_uep.calendar import Certainty
from sec_uep.checks import check_is, check_text
from sec_uep.errors import InvalidValue, shown
from sec_uep.page._answer import of_plan
from sec_uep.page._marks import (
    KEYS,
    LOOK,
    SAMPLE,
    arrow,
    bar,
    bracket,
    cross,
    diamond,
    exclamation,
    line,
    link,
    number,
    patterns,
    pin,
    rect,
    running,
    slack,
    text,
    tick,
    too_late,
    unknown,
)
from sec_uep.page._markup import STYLE, element, table
from sec_uep.page._phrases import takes
from sec_uep.page._scale import Scale
from sec_uep.page._sections import BASES, row, same_rows
from sec_uep.page._words import Words, and_, bearer_named, printable, role_named
from sec_uep.parties import UserRole
from sec_uep.planning.plan import Plan
from sec_uep.planning.schedule import Anchor, Basis, PlannedStep
from sec_uep.rules import PARTY_SIDE, Bearer

__all__ = ["figure", "svg"]

# --- How it is laid out -------------------------------------------------------------------

#: The width; where the bearers stand; where the days begin and end.
_WIDTH, _BEARERS, _LEFT, _RIGHT = 720.0, 174.0, 228.0, 715.0
_MIDDLE = (_LEFT + _RIGHT) / 2

#: The height of a further line of text, a row, the name of a group, what is said of a day, and the axis.
_LINE, _ROW, _HEAD, _FLAG, _AXIS = 11.5, 19.0, 21.0, 12.5, 34.0

#: How far below its middle the text of a row stands.
_DOWN = 3.5

#: The most characters of a line: of the name of a step, and of that of a group.
_NAME, _GROUP = 27, 100

#: The legend: how many columns, how wide each is, and how high a row of it.
_COLUMNS, _COLUMN, _KEY = 3, 239.0, 16.0

_SATURDAY = 5

#: What takes no time as far as is known: it is drawn as a mark, and not as a bar.
_INSTANT = (Basis.SAME_DAY, Basis.NOT_SAID)

#: What has a pattern over its bar.
_PATTERNED = (Basis.ESTIMATE, Basis.LIMIT)

_HEADS = ("Step", "Whose", "From", "To", "At the latest", "Slack", "How long, and what says so", "Critical")


# --- Rows ---------------------------------------------------------------------------------


@frozen
class _Row:
    """
    A step, in the chart and in the table.

    Attributes:
        planned: The step, of the first of its User Roles.
        name: What it is called, in lines.
        middle: How far down its bar is.
        cells: What the table says of it.

    """

    planned: PlannedStep
    name: tuple[str, ...]
    middle: float
    cells: tuple[str, ...]


@frozen
class _Group:
    """
    The steps of the User Roles that have the same days; of the Party, where the only role is None.

    Attributes:
        roles: The User Roles.
        name: What it is called, in lines.
        top: How far down it begins.
        rows: Its steps.
        bottom: How far down it ends.

    """

    roles: tuple[UserRole | None, ...]
    name: tuple[str, ...]
    top: float
    rows: tuple[_Row, ...]
    bottom: float


def _groups(plan: Plan, w: Words, top: float) -> Iterator[_Group]:
    """Yield the groups of a plan, one below the other from *top* on."""
    for roles in same_rows(plan, plan.steps):
        name = wrap(_named(roles, plan), _GROUP, break_on_hyphens=False)
        rows, y = [], top + _HEAD + _LINE * (len(name) - 1)
        for each in plan.steps:
            if each.role is roles[0]:
                cells = _cells(each, plan, w)
                lines = wrap(cells[0], _NAME, break_on_hyphens=False)
                height = _ROW + _LINE * (len(lines) - 1)
                rows.append(_Row(each, tuple(lines), y + height / 2, cells))
                y += height
        yield _Group(tuple(roles), tuple(name), top, tuple(rows), y)
        top = y + 2


def _named(roles: Sequence[UserRole | None], plan: Plan) -> str:
    named = [role_named(role) for role in roles if role]
    if len(named) == len(plan.entry.roles) > 1:
        return "Every User Role, each with these days"
    return and_(named) if named else "For the Party, once"


def _cells(each: PlannedStep, plan: Plan, w: Words) -> tuple[str, ...]:
    name, *days, _ = row(each, plan, w)
    return name, _short(each.bearer), *days, "; ".join(_says(each, w)), "yes" if each.critical else ""


def _short(bearer: Bearer) -> str:
    """Return who is to act, in a narrow column."""
    if bearer is Bearer.NOBODY:
        return "not said"
    return bearer_named(bearer).removeprefix("the ").removeprefix("User ")


def _says(each: PlannedStep, w: Words) -> Iterator[str]:
    """Yield what fixes the days of a step."""
    if each.notice:
        yield f"its notice runs from {w.day(each.from_day)}"
    if each.anchor is Anchor.BEGUN:
        yield f"begun on {w.day(each.from_day)}"
    if each.booked:
        yield f"booked for {w.day(each.booked.day)}"
    if each.basis is not Basis.BOOKED:
        yield takes(each, w) or BASES[each.basis]
    if each.refused:
        yield f"its booking for {w.day(each.refused.day)} cannot stand"


# --- The picture --------------------------------------------------------------------------


@define(eq=False, repr=False)
class _Picture:
    """
    What is drawn of a plan.

    Attributes:
        plan: The plan.
        words: What its things are called.
        flags: The days with a line of their own: a class, the day, and what is said of it.
        scale: Where each day stands.
        groups: The rows, and how far down each is.
        id: What its ids begin with.
        seen: The marks that were drawn: the legend says what they mean.

    """

    plan: Plan
    words: Words = field(init=False)
    flags: tuple[tuple[str, date, str], ...] = field(init=False)
    scale: Scale = field(init=False)
    groups: tuple[_Group, ...] = field(init=False)
    id: str = field(init=False)
    seen: set[str] = field(init=False, factory=set)

    def __attrs_post_init__(self) -> None:
        plan = self.plan
        self.words = Words(plan.today, plan.entry.roles, plan.chosen)
        self.flags = tuple(self._flags())
        whole = not any(each.is_undone for each in plan.steps)
        self.scale = Scale.over(self._days(), plan.today, _LEFT, _RIGHT, whole=whole)
        self.groups = tuple(_groups(plan, self.words, self.top))
        said = repr((self.caption, self.description, self.scale, self.groups))
        self.id = f"plan-{crc32(said.encode()):08x}"

    @property
    def top(self) -> float:
        """How far down the rows begin."""
        return _AXIS + _FLAG * len(self.flags)

    @property
    def bottom(self) -> float:
        """How far down they end."""
        return self.groups[-1].bottom + 3

    # --- which days are seen --------------------------------------------------------------

    def _flags(self) -> Iterator[tuple[str, date, str]]:
        plan, w = self.plan, self.words
        yield "today", plan.today, f"today, {w.day(plan.today)}"
        acceded = ", if acceded today" if plan.has_accession is False else ""
        can_be = "since" if plan.is_confirmed else "no sooner than"
        yield "finish", plan.finish, f"a User {can_be} {w.day(plan.finish)}{acceded}"
        if plan.target is not None:
            passed = ", which has passed" if plan.target_has_passed else ""
            yield "target", plan.target, f"target, {w.day(plan.target)}{passed}"

    def _days(self) -> Iterator[date]:
        plan = self.plan
        if plan.target is not None and not plan.target_has_passed:
            yield plan.target
        for each in plan.steps:
            if each.basis is not Basis.PAST:
                yield from (each.earliest_start, each.earliest_finish)
            if self._has_latest(each):
                yield each.latest_finish
            yield from (booking.day for booking in (each.booked, each.refused) if booking)

    def _has_latest(self, each: PlannedStep) -> bool:
        """Return whether a step has a last day, and one that is not that on which it ends."""
        return (
            each.is_undone and not self.plan.target_has_passed and each.latest_finish != each.earliest_finish
        )

    def _covered(self) -> tuple[date, date] | None:
        """Return the first and the last of the days that the calendar has; None if it has none of them."""
        return self.scale.part(self.plan.calendar.first, self.plan.calendar.last)

    def _projected(self) -> tuple[date, date] | None:
        """Return the days whose bank holidays are projected; None if there are none."""
        published = self.plan.calendar.published_through
        return None if published == date.max else self.scale.part(published + timedelta(1), date.max)

    # --- in words -------------------------------------------------------------------------

    @property
    def caption(self) -> str:
        """Whose plan it is, and what it comes to."""
        name = printable(self.plan.entry.party.name, 50) or "A Party without a name"
        return f"{name}: {of_plan(self.plan, evolve(self.words, brief=True), most=3)}"

    @property
    def description(self) -> str:
        """What is to be seen, for those who do not see it."""
        plan, w = self.plan, self.words
        roles = and_(map(role_named, plan.entry.roles))
        what = f"the steps of the DCC User Entry Process for {roles}, on {w.day(plan.today)}"
        said = [f"A Gantt chart of {what}. The table has the same days."]
        if plan.critical_path:
            names = dict.fromkeys(w.name(each.step, each.state) for each in plan.critical_path)
            said.append(f"Critical: {and_(names)}.")
        if self._projected():
            said.append(f"Bank holidays after {w.day(plan.calendar.published_through)} are projected.")
        days = self._covered()
        if days and plan.calendar.certainty(first=days[0], last=days[1]) is Certainty.AMENDED:
            said.append("It rests on bank holidays that the caller added or removed.")
        return " ".join(said)

    def table(self) -> Element:
        """Return the table that says what the picture shows."""
        rows = [[[_named(each.roles, self.plan)], *(row.cells for row in each.rows)] for each in self.groups]
        today = self.words.day(self.plan.today)
        made = table(_HEADS, chain(*rows), caption=f"The steps as planned on {today}", right={5})
        made.set("class", "days")
        return made

    # --- the whole ------------------------------------------------------------------------

    def svg(self, style: str, **attributes: str) -> Element:
        """Return the picture, with the *style* that it brings."""
        drawn = [
            *self._shades(),
            *self._grid(),
            *self._lines(),
            *self._links(),
            *chain(*(self._group(each) for each in self.groups)),
        ]
        legend, height = self._legend()
        return element(
            "svg",
            element("title", self.caption, id=f"{self.id}-title"),
            element("desc", self.description, id=f"{self.id}-desc"),
            element("style", style),
            element("defs", patterns(self.id, self.seen)),
            rect(0, 0, _WIDTH, height, "paper"),
            drawn,
            element("g", legend, data_legend=""),
            viewBox=f"0 0 {number(_WIDTH)} {number(height)}",
            role="img",
            data_first=self.scale.first,
            data_last=self.scale.last,
            aria_labelledby=f"{self.id}-title {self.id}-desc",
            **attributes,
        )

    def _fill(self, name: str) -> str:
        """Return how a shape refers to a pattern."""
        self.seen.add(name)
        return f"url(#{self.id}-{name})"

    def _legend(self) -> tuple[list[Element], float]:
        """Return the legend of the marks that were drawn, and how far down it reaches."""
        drawn: list[Element] = []
        entries = [(said, sample) for key, said, sample in KEYS if key in self.seen]
        for n, (said, sample) in enumerate(entries):
            x, y = _COLUMN * (n % _COLUMNS), self.bottom + 6 + _KEY * (n // _COLUMNS + 0.5)
            drawn += [*sample(x + 6, y, self._fill), text(x + SAMPLE + 14, y + _DOWN, said, "small")]
        return drawn, self.bottom + 10 + _KEY * -(-len(entries) // _COLUMNS)

    # --- behind the rows ------------------------------------------------------------------

    def _shades(self) -> Iterator[Element]:
        """Yield weekends and bank holidays, as far as there is a calendar and they are wide enough."""
        calendar, scale = self.plan.calendar, self.scale
        covered = self._covered()
        if covered is None:
            return
        first, last = covered
        weekdays = [
            each for each in calendar.bank_holidays(first=first, last=last) if not _is_weekend(each[0])
        ]
        if scale.shows_days:
            days = (first + timedelta(n) for n in range((last - first).days + 1))
            for day in filter(_is_weekend, days):
                self.seen.add("weekend")
                yield self._shade(day, "band", data_weekend=str(day))
        if projected := self._projected():
            x = scale.begins(projected[0])
            fill, height = self._fill("projected"), self.bottom - self.top
            yield rect(x, self.top, _RIGHT - x, height, fill=fill, data_projected=str(projected[0]))
            yield line("edge", f"M{number(x)},{number(self.top)}V{number(self.bottom)}")
        for day, title in weekdays:
            drawn = element("g", element("title", f"{title}, {self.words.day(day)}"), data_holiday=str(day))
            if scale.shows_days:
                drawn.extend([self._shade(day, "band"), self._shade(day, fill=self._fill("holiday"))])
            else:
                self.seen.add("tick")
                drawn.append(line("edge", f"M{number(scale.middle(day))},{number(self.top)}v5"))
            yield drawn

    def _shade(self, day: date, class_: str | None = None, **more: str) -> Element:
        """Return a day, over all rows."""
        return rect(self.scale.begins(day), self.top, self.scale.unit, self.bottom - self.top, class_, **more)

    def _grid(self) -> Iterator[Element]:
        """Yield the weeks, months or years, and the borders of the groups."""
        for ticks, class_, above in ((self.scale.fine(), "grid", 13), (self.scale.coarse(), "edge", 26)):
            until = f"{number(self.top - above)}V{number(self.bottom)}"
            yield line(class_, "".join(f"M{number(place)},{until}" for place, _ in ticks))
        for each in self.groups[1:]:
            yield line("grid", f"M0,{number(each.top)}H{number(_RIGHT)}")
        ends = (f"M0,{number(y)}H{number(_RIGHT)}" for y in (self.top, self.bottom))
        yield line("edge", "".join(ends))

    def _lines(self) -> Iterator[Element]:
        """Yield today, the finish and the target, each said on a line of its own; and what the axis says."""
        for n, (class_, day, said) in enumerate(self.flags):
            x, y = self.scale.middle(day), 10 + _FLAG * n
            yield line(class_, f"M{number(x)},{number(y - 8)}V{number(self.bottom)}")
            yield self._beside(
                x, y, said if self.scale.holds(day) else f"\N{LEFTWARDS ARROW} {said}", "strong"
            )
        for ticks, class_, above in (
            (self.scale.coarse(), "strong small", 17),
            (self.scale.fine(), "small", 4),
        ):
            for place, label in ticks:
                if label:
                    yield text(place + 3, self.top - above, label, f"{class_} over")

    @staticmethod
    def _beside(x: float, y: float, said: str, class_: str, away: float = 4) -> Element:
        """Return a text beside a place, on the side on which there is more room."""
        if x > _MIDDLE:
            return text(x - away, y, said, f"{class_} over", "end")
        return text(x + away, y, said, f"{class_} over")

    def _links(self) -> Iterator[Element]:
        """Yield the lines from each step of the critical path to the next."""
        middles = {
            (row.planned.step, role): row.middle
            for each in self.groups
            for row in each.rows
            for role in each.roles
        }
        for one, other in pairwise(self.plan.critical_path):
            leaves = self.scale.ends if self._is_bar(one) else self.scale.middle
            reaches = self.scale.begins if self._is_bar(other) else self.scale.middle
            until = reaches(other.from_day if other.notice else other.earliest_start)
            x, y = leaves(one.earliest_finish), middles[one.step, one.role]
            yield from link(x, y, until, middles[other.step, other.role])

    # --- the rows -------------------------------------------------------------------------

    def _group(self, group: _Group) -> Iterator[Element]:
        first = group.top + _HEAD - 6
        for n, said in enumerate(group.name):
            yield text(2, first + _LINE * n, said, "strong over")
        roles = " ".join(role.value for role in group.roles if role)
        for each in group.rows:
            planned, y = each.planned, each.middle + _DOWN
            for n, said in enumerate(each.name):
                above = _LINE * (n - (len(each.name) - 1) / 2)
                yield text(10, y + above, said, "strong over" if planned.critical else "over")
            yield text(_BEARERS, y, each.cells[1], "small over")
            yield element(
                "g",
                element("title", ", ".join(filter(None, each.cells))),
                self._marks(planned, each.middle),
                data_step=planned.step.value,
                data_roles=roles or None,
                data_basis=planned.basis.value,
            )

    @staticmethod
    def _is_bar(each: PlannedStep) -> bool:
        """Return whether a step is drawn as long as it takes."""
        return each.is_undone and (each.basis not in _INSTANT or each.earliest_start != each.earliest_finish)

    def _marks(self, each: PlannedStep, y: float) -> Iterator[Element]:
        """Yield all that is drawn of a step, around *y*."""
        if each.basis is Basis.PAST:
            yield text(_LEFT + 4, y + _DOWN, "past, though not told", "small over")
        elif each.basis is Basis.DONE:
            yield from self._done(each.earliest_finish, y)
        else:
            yield from self._spans(each, y)
            yield from self._body(each, y)
            yield from self._besides(each, y)

    def _done(self, day: date, y: float) -> Iterator[Element]:
        """Yield what is done, with its day beside it: there is room, and it may lie before what is shown."""
        self.seen.add("done")
        x = self.scale.middle(day)
        if not self.scale.holds(day):
            self.seen.add("earlier")
            yield from arrow(_LEFT + 1, y)
            x = _LEFT + 14
        yield from tick(x, y)
        yield self._beside(x, y + _DOWN, self.words.on(day), "small", away=9)

    def _spans(self, each: PlannedStep, y: float) -> Iterator[Element]:
        """Yield what leads to a step and what it leaves: its notice, and its slack."""
        scale = self.scale
        if each.notice:
            self.seen.add("notice")
            yield from running(scale.middle(each.from_day), scale.begins(each.earliest_start), y)
        if self._has_latest(each):
            name, draw = ("too-late", too_late) if each.slack < 0 else ("slack", slack)
            self.seen.add(name)
            yield element(
                "g",
                draw(scale.ends(each.earliest_finish), scale.ends(each.latest_finish), y),
                data_latest=each.latest_finish,
            )

    def _body(self, each: PlannedStep, y: float) -> Iterator[Element]:
        """Yield the bar of a step, from the begin of its first day to the end of its last; or its mark."""
        scale, basis = self.scale, each.basis
        x, until = scale.begins(each.earliest_start), scale.ends(each.earliest_finish)
        class_ = "own" if each.bearer in PARTY_SIDE else "theirs"
        self.seen |= {basis.name, class_} | ({"critical"} if each.critical else set())
        class_ += " critical" if each.critical else ""
        if self._is_bar(each):
            pattern = self._fill(basis.name.lower()) if basis in _PATTERNED else ""
            if basis in _INSTANT:
                self.seen.add("going-on")
            shape = f"{class_} open dashed" if basis in _INSTANT else class_
            drawn = bar(x, until, y, shape, pattern)
            yield element("g", drawn, data_from=each.earliest_start, data_to=each.earliest_finish)
            if not scale.holds(each.earliest_start):
                self.seen.add("earlier")
                yield from arrow(_LEFT - 7, y)
        middle = scale.middle(each.earliest_finish)
        if basis is Basis.SAME_DAY:
            yield from diamond(middle, y, class_)
        elif basis is Basis.NOT_SAID:
            yield from unknown(middle, y, class_)
        elif basis is Basis.LIMIT:
            yield from bracket(scale.ends(each.overrun or each.earliest_finish), y)

    def _besides(self, each: PlannedStep, y: float) -> Iterator[Element]:
        """Yield what else is marked: its booking, one that cannot stand, and when it should have ended."""
        booked, refused = (booking.day if booking else None for booking in (each.booked, each.refused))
        marks = ("pin", booked, pin), ("refused", refused, cross), ("overrun", each.overrun, exclamation)
        for name, day, draw in marks:
            if day is not None:
                self.seen.add(name)
                yield from draw(self.scale.middle(day), y)


def _is_weekend(day: date) -> bool:
    return day.weekday() >= _SATURDAY


# --- What is asked for --------------------------------------------------------------------

#: What a prefix may be, so that an id that begins with it is one.
_PREFIX = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,99})?")


def figure(plan: Plan, *, prefix: str = "") -> Element:
    """
    Return a plan as a `<figure>`: a Gantt chart in SVG, and the table that says the same.

    It brings its own style, and takes its colours from the page that it stands in.

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
    picture = _Picture(plan)
    picture.id = f"{prefix}{picture.id}"
    return element(
        "figure",
        element("figcaption", picture.caption),
        picture.svg(LOOK, class_="sec-uep-plan"),
        element("details", element("summary", "The same as a table"), picture.table()),
        class_="sec-uep",
    )


def svg(plan: Plan) -> str:
    """
    Return the picture of a plan as an SVG file, which needs nothing besides.

    >>> from sec_uep import Entry, Party, UserRole
    >>> from sec_uep.planning import forwards
    >>> entry = Entry(party=Party(name="Example Energy Ltd"), roles={UserRole.GAS_SUPPLIER})
    >>> svg(forwards(entry, today=date(2026, 11, 23)))[:22]
    '<svg viewBox="0 0 720 '

    Raises:
        InvalidType: If *plan* is no plan.

    """
    check_is("plan", plan, Plan)
    space = "http://www.w3.org/2000/svg"
    made = _Picture(plan).svg(STYLE + LOOK, class_="sec-uep sec-uep-plan", xmlns=space)
    return f"{tostring(made, encoding='unicode')}\n"
