"""
What a notebook shows of a value: a short line, and what people compare as a table.

Every public value displays by it, as its `_repr_html_`. What a value is made of is read from its own fields;
here stands only how it is set, for those that are more than their fields. Below each output stand the words
of the rules that it names; nothing is loaded from elsewhere.
"""

from __future__ import annotations

import re
from calendar import Calendar
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from functools import singledispatch
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element
from zlib import crc32

import attrs

from sec_uep.alternatives import Alternative
from sec_uep.answers import Answer, FactQuestion, Finding, Reason
from sec_uep.calendar import WorkingDayCalendar
from sec_uep.calendar.ledger import Ledger, LedgerLine
from sec_uep.citations import Citation
from sec_uep.deadlines import Deadline
from sec_uep.entry import Position
from sec_uep.entry.position import StepState
from sec_uep.entry.standing import Obligation
from sec_uep.facts import FactSet, Unknown
from sec_uep.glossary import Explanation
from sec_uep.obligations._audit import AuditRow
from sec_uep.page._html import SHEET_STYLE, content
from sec_uep.page._markup import STYLE, Node, element, html, table
from sec_uep.page._named import cited, link, named_in, words
from sec_uep.page._sections import Sheet
from sec_uep.page._words import MONTHS, WEEKDAYS, capital, grouped, tabular
from sec_uep.page.content import Page
from sec_uep.page.gantt import figure
from sec_uep.parties import ElectricityDistribution, ElectricitySupply, GasSupply, GasTransport, Party
from sec_uep.planning import Infeasible, NextStep, Plan
from sec_uep.planning.changes import Change
from sec_uep.planning.schedule import PlannedStep
from sec_uep.readings import REGISTER, Reading, Readings
from sec_uep.rules import Rule

__all__ = ["fragment"]

#: What stands in a cell, or beside a label.
Cell: TypeAlias = Node | Iterable[Node]

#: Text that is longer stands in a part of its own, which can be opened.
_LONG = 600

_NOTEBOOK_STYLE = """
.sec-uep.shown{padding:.7em .9em;overflow-x:auto;font-size:13px}
.sec-uep.shown .said{font-size:1.05em;margin:0 0 .5em;max-width:none}
.sec-uep.shown .said span{color:var(--muted)}
.sec-uep.shown .said b{font-size:1.12em}
.sec-uep.shown.shown table{table-layout:auto;margin:.5em 0;font-size:1em}
.sec-uep.shown.shown tbody tr{background:none}
.sec-uep.shown.shown th,.sec-uep.shown.shown td{text-align:left;vertical-align:top;padding:.25em 1em .25em 0;
line-height:1.4;max-width:34em;border-bottom:1px solid var(--line);background:none}
.sec-uep.shown.shown .right{text-align:right}
.sec-uep.shown dl:not(.answer){margin:.3em 0 .6em}
.sec-uep.shown dt{float:none;width:auto}
.sec-uep.shown dl:not(.answer) dt{font-weight:400}
.sec-uep.shown dd{margin:0}
.sec-uep.shown dd p,.sec-uep.shown td p{margin:0}
.sec-uep.shown pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:.3em 0;color:inherit;background:none}
.sec-uep.shown summary{cursor:pointer;color:var(--accent)}
.sec-uep.shown details{margin:.5em 0 0}
.sec-uep.shown time,.sec-uep.shown .whole{white-space:nowrap}
.sec-uep.shown .months{display:flex;flex-wrap:wrap;align-items:flex-start;gap:.4em 1.8em}
.sec-uep.shown.shown .month{table-layout:fixed;width:31em;margin:.4em 0}
.sec-uep.shown.shown .month td{height:3.3em;padding:.15em .2em;border:1px solid var(--line);
line-height:1.15;overflow-wrap:anywhere}
.sec-uep.shown.shown .month th{padding:.1em .3em}
.sec-uep.shown.shown .month td.none{border-color:transparent}
.sec-uep.shown.shown .month td.off{background:var(--shade);color:var(--muted)}
.sec-uep.shown.shown .month b{display:block;text-align:right;font-size:1.15em;color:var(--accent)}
.sec-uep.shown.shown .month small{display:block;font-size:.7em;letter-spacing:-.02em;color:var(--muted)}
.sec-uep.shown.shown .month td.last{outline:2px solid var(--ink);outline-offset:-2px}
""".replace("\n", "")


def fragment(value: object) -> str:
    """Return what a notebook shows of *value*: a part of a page, that loads nothing."""
    made = element("div", _body(value), class_="sec-uep shown")
    readings = getattr(value, "chosen", None)
    named = () if isinstance(value, Page) else named_in(made)  # a page has the words itself
    for title, said in words(named, readings if isinstance(readings, Readings) else None):
        ids = ", ".join(each.text or "" for each in said.iter("dt"))
        summary = element("summary", f"{title}: ", element("span", ids))
        made.append(element("details", summary, said, class_="small"))
    content_of = f"{type(value).__name__} {' '.join(made.itertext())}"
    link(made, f"n{crc32(content_of.encode('utf-8', 'replace')):08x}-")
    made.insert(0, element("style", STYLE + SHEET_STYLE + _NOTEBOOK_STYLE))
    return html(made)


# --- What is shown ------------------------------------------------------------------------


@singledispatch
def _body(value: object) -> Iterator[Element]:
    """Yield what is shown of *value*: its line, its fields beside their names, tables of what it holds."""
    yield _said(str(value))
    if _cells.dispatch(type(value)) is not _OWN_CELLS:
        yield _described(_cells(value))
    elif attrs.has(type(value)) and len(own := _fields(value)) > 1:
        yield from _fields_of(own)
        yield from _tables_of(own)


@_body.register
def _(value: tuple) -> Iterator[Element]:  # type: ignore[type-arg]  # of whatever it holds
    if not value:
        yield element("p", "Nothing.")
    for alike in grouped(value, lambda each: tuple(_cells(each))):
        yield _several(alike)


@_body.register
def _(value: Mapping) -> Iterator[Element]:  # type: ignore[type-arg]  # of whatever it holds
    if any(attrs.has(type(each)) for each in value.values()):
        yield _several(tuple(value.values()))
    else:
        yield _described({str(name): _cell(each) for name, each in value.items()})


@_body.register
def _(value: Finding) -> Iterator[Element]:  # type: ignore[type-arg]  # with any verdict
    yield _said(str(value))
    yield from _asked(value)
    if questions := value.next_questions():
        yield _several(questions, "What would settle it, the soonest first")
    yield _several(value.why(), "Why")


@_body.register
def _(value: Deadline) -> Iterator[Element]:
    yield _said(str(value))
    yield from _asked(value, {"How sure": value.sureness})
    yield _several(value.why(), "Why")
    yield element("details", element("summary", "The count, day by day"), _body(value.ledger()))


@_body.register
def _(value: Plan) -> Iterator[Element]:
    yield _said(str(value))
    yield figure(value)


@_body.register
def _(value: Page) -> Iterator[Element]:
    yield from content(Sheet(value), level=2)


@_body.register
def _(value: Position) -> Iterator[Element]:
    yield _said(repr(value))
    obligations = value.obligations
    for title, these in (
        ("Steps", value.steps),
        ("Obligations", obligations),
        ("Irregular", value.irregular_among(obligations)),
    ):
        if these:
            yield _several(these, title)


@_body.register
def _(value: Infeasible) -> Iterator[Element]:
    yield _said(str(value))
    yield _several(value.chain, "What binds, one after the other")


@_body.register(ElectricitySupply)
@_body.register(GasSupply)
@_body.register(ElectricityDistribution)
@_body.register(GasTransport)
def _(value: Any) -> Iterator[Element]:  # noqa: ANN401 - a licence
    yield _said(type(value).__name__, value.name)
    yield from _fields_of(_fields(value))


@_body.register
def _(value: Party) -> Iterator[Element]:
    own = _fields(value)
    yield _said(repr(value))
    yield from _fields_of({name: each for name, each in own.items() if name != "licences"})
    for licence in value.licences if isinstance(value.licences, tuple) else ():
        yield from _body(licence)


@_body.register
def _(value: Readings) -> Iterator[Element]:
    yield _said(str(value))
    yield table(
        ("Reading", "Question", "Here", "In words"),
        [
            [_target(id_), REGISTER[id_].question, choice, REGISTER[id_].choices[choice]]
            for id_, choice in value.chosen().items()
        ],
    )


@_body.register
def _(value: Explanation) -> Iterator[Element]:
    yield _said(f"{value.id}: {value.title}")
    yield from (element("p", each) for each in value.says)
    several: dict[str, Iterable[Node]] = {
        "Source": map(cited, value.citations),
        "Call": (element("code", each) for each in value.calls),
        "Turns on": [", ".join(value.readings)] if value.readings else (),
    }
    yield _described({name: [element("p", each) for each in these] for name, these in several.items()})


@_body.register
def _(value: WorkingDayCalendar) -> Iterator[Element]:
    yield _said(repr(value))
    amendments = "; ".join(f"{day}: {title or 'taken away'}" for day, title in value.amendments)
    yield _described(
        {
            "Covers": f"{value.first} to {value.last}",
            "Published through": str(value.published_through),
            **({"Amended": amendments} if amendments else {}),
        }
    )
    years = grouped(value.published, lambda pair: pair[0].year)
    rows: list[list[Cell]] = [
        [str(same[0][0].year), [element("p", f"{tabular(day)}: {title}") for day, title in same]]
        for same in years
    ]
    summary = element("summary", f"The {len(value.published)} bank holidays that were published")
    yield element("details", summary, table(("Year", "Bank holidays"), rows))


# --- A count, as a calendar ---------------------------------------------------------------


@_body.register
def _(value: Ledger) -> Iterator[Element]:
    days = "Working Day" if value.total == 1 else "Working Days"
    yield _said(f"{value.total} {days} after {value.after}, up to {value.up_to}", f"({value.calendar})")
    yield element("p", "Each day with its number in the count, or why it does not count.")
    every = [(value.after, _day(value.after, "off", element("small", "counted from")))]
    every += [(line.day, _counted(line, value)) for line in value.lines]
    months = grouped(every, lambda pair: (pair[0].year, pair[0].month))
    yield element("div", map(_month, months), class_="months")


def _counted(line: LedgerLine, ledger: Ledger) -> Element:
    """Return a day with its number in the count, or why it does not count."""
    _, _, number, note = line.cells
    kind = ("on" if line.counted else "off") + (" last" if line.day == ledger.up_to else "")
    return _day(
        line.day,
        kind,
        element("b", number) if line.counted else None,
        element("small", note) if note else None,
    )


def _day(day: date, kind: str, *said: Node) -> Element:
    return element("td", element("time", str(day.day), datetime=day), *said, class_=kind)


def _month(days: list[tuple[date, Element]]) -> Element:
    """Return a month, a week a row; a day that is not in the count is empty."""
    first, _ = days[0]
    there = {day.day: said for day, said in days}
    weeks = [
        [there.get(n) for n in week]
        for week in Calendar().monthdayscalendar(first.year, first.month)
        if not there.keys().isdisjoint(week)
    ]
    return element(
        "table",
        element("caption", f"{MONTHS[first.month - 1]} {first.year}"),
        element("thead", element("tr", (element("th", each[:3], scope="col") for each in WEEKDAYS))),
        element(
            "tbody",
            (
                element("tr", (element("td", class_="none") if each is None else each for each in week))
                for week in weeks
            ),
        ),
        class_="month",
    )


# --- Cells, by their column ---------------------------------------------------------------


@singledispatch
def _cells(value: object) -> Mapping[str, Cell]:
    """Return what a table says of *value*, by column: its own fields, where nothing else is said."""
    if attrs.has(type(value)) and (own := _fields(value)):
        rule = own.get("rule")
        where = {"Where": cited(rule.citation)} if isinstance(rule, Rule) else {}
        return {_label(name): _cell(each) for name, each in own.items()} | where
    return {"": str(value)}


#: What answers for the values of which nothing else is said.
_OWN_CELLS = _cells.dispatch(object)


@_cells.register
def _(value: Mapping) -> Mapping[str, Cell]:  # type: ignore[type-arg]  # of whatever it holds
    return {str(name): _cell(each) for name, each in value.items()}


@_cells.register
def _(value: Answer) -> Mapping[str, Cell]:
    return {"Question": value.asks, "Answer": str(value)}


@_cells.register
def _(value: Reason) -> Mapping[str, Cell]:
    return {
        "Holds": str(value).partition(":")[0],
        "Reason": value.text,
        "Rule": value.rule.id,
        "Where": cited(value.citation),
        "Readings": ", ".join(value.readings),
    }


@_cells.register
def _(value: FactQuestion) -> Mapping[str, Cell]:
    return {
        "Fact": element("code", value.fact),
        "Question": value.asks,
        "Settled in": str(value.settles_in),
        "Rule": value.rule.id,
        "Where": cited(value.rule.citation),
    }


@_cells.register
def _(value: Alternative) -> Mapping[str, Cell]:  # type: ignore[type-arg]  # of any answer
    return {
        "If": "; ".join(f"{id_} is {choice}" for id_, choice in value.choices.items()),
        "Answer": str(value.refusal) if value.refusal else _cell(value.answer.outcome),
        "Why": value.reason,
    }


@_cells.register
def _(value: Rule) -> Mapping[str, Cell]:
    return {
        "Rule": _target(value.id),
        "Kind": value.kind.value,
        "Whose": f"{value.bearer} {value.modality}",
        "In words": value.statement,
        "Where": cited(value.citation),
    }


@_cells.register
def _(value: Reading) -> Mapping[str, Cell]:
    choices = [
        element("p", f"{choice}{' (default)' if choice == value.default else ''}: {meaning}")
        for choice, meaning in value.choices.items()
    ]
    return {
        "Reading": _target(value.id),
        "Question": value.question,
        "Choices": choices,
        "For the default": value.reason,
        "Where": cited(value.citation),
    }


@_cells.register
def _(value: AuditRow) -> Mapping[str, Cell]:
    return {
        "Licence": value.licence,
        **{_label(name): fact for name, fact in value.facts.items()},
        "Verdict": value.verdict.value,
        "Grounds": ", ".join(value.grounds),
        "Columns of Table 1": value.standing.value,
        "Turns on": ", ".join(value.readings),
    }


@_cells.register
def _(value: StepState) -> Mapping[str, Cell]:
    return {
        **_of_task(value),
        "State": value.state.value,
        "Done on": _on(value.done_on),
        "Begun on": _on(value.begun_on),
        "Booked for": _on(value.booked_for),
        "Not before": _on(value.not_before.day) if value.not_before else "",
        "Waits for": ", ".join(map(str, value.waits_for)),
        "Whose": value.bearer.value,
        "Rule": value.rule.id,
    }


@_cells.register
def _(value: Obligation) -> Mapping[str, Cell]:
    return {
        **_of_task(value),
        "Kind": value.kind.value,
        "State": value.state.value,
        "Working Days late": str(value.working_days_late or ""),
        "Due": _on(value.last_day),
        "From": _on(value.first_day),
        "Done on": _on(value.done_on),
        "Whose": value.bearer.value,
        "In doubt": value.doubt.value if value.doubt else "",
        "Rule": value.rule.id,
    }


@_cells.register
def _(value: PlannedStep) -> Mapping[str, Cell]:
    is_undone = value.is_undone
    return {
        **_of_task(value),
        "From": _on(value.earliest_start) if is_undone else "",
        "To": _on(value.earliest_finish if is_undone else value.done_on),
        "At the latest": _on(value.latest_finish) if is_undone else "",
        "Slack": str(value.slack) if is_undone else "",
        "How long": value.basis.value,
        "Critical": "critical" if value.critical else "",
        "Whose": value.bearer.value,
        "Rule": value.rule.id,
    }


@_cells.register
def _(value: NextStep) -> Mapping[str, Cell]:
    return {
        "Turn": value.turn.value,
        "Whose": value.bearer.value,
        "Step": _whole(value.step.value),
        "User Roles": ", ".join(value.roles),
        "When": "now" if value.is_now else ["from ", element("span", _on(value.not_before))],
        "Due": _on(value.due),
        "For": value.due_for.value,
        "Overdue": "overdue" if value.is_overdue else "",
        "Slack": str(value.slack),
        "Waits for": ", ".join(map(str, value.waits_for)),
        "Rule": value.rule.id,
    }


@_cells.register
def _(value: Change) -> Mapping[str, Cell]:
    return {
        "Change": value.text,
        "Whose": value.bearer.value,
        "Finish": _on(value.finish),
        "Too late": "too late now" if value.too_late else "",
    }


@_cells.register
def _(value: LedgerLine) -> Mapping[str, Cell]:
    return dict(zip(("Day", "Weekday", "Working Day", "Note"), value.cells, strict=True))


def _of_task(value: StepState | Obligation | PlannedStep) -> Mapping[str, Cell]:
    role = value.role.value if value.role else ""
    return {"Step": _whole(value.step.value), "User Role": _whole(role) if role else ""}


def _whole(text: str) -> Element:
    """Return text that does not break."""
    return element("span", text, class_="whole")


# --- How it is set ------------------------------------------------------------------------


def _said(text: str, more: str = "") -> Element:
    """Return the line of a value; what stands in brackets after it is less important."""
    text = _without_brackets(text)
    head, *_ = text.partition("\n")
    at = min((n for mark in (" [", " (") if (n := head.find(mark)) > 0), default=len(head))
    if len(head) > _LONG:
        summary = element("summary", element("b", head[:80]), "...")
        return element("details", summary, element("pre", text))
    return element(
        "p", element("b", head[:at]), element("span", head[at:], f" {more}" if more else ""), class_="said"
    )


def _asked(value: Answer, more: Mapping[str, Cell] | None = None) -> Iterator[Element]:
    """Yield what an answer was asked, and of what."""
    inputs = {_label(name): _cell(each) for name, each in value.inputs.items()}
    readings = value.readings
    rests = (
        {"Rests on": ", ".join(f"{id_} ({choice})" for id_, choice in readings.items())} if readings else {}
    )
    yield _described({"Asked": value.asks, **inputs, **(more or {}), **rests})


def _several(values: Iterable[object], caption: str = "") -> Element:
    """Return several values as one table, without the columns that say nothing of any of them."""
    rows = [_cells(each) for each in values]
    columns = [
        name
        for name in dict.fromkeys(name for row in rows for name in row)
        if any(_says(row.get(name)) for row in rows)
    ]
    numbers = [n for n, name in enumerate(columns) if name in _NUMBERS]
    return table(
        columns, [[row.get(name, "") for name in columns] for row in rows], caption=caption, right=numbers
    )


_NUMBERS = frozenset({"Slack", "Working Days late", "Settled in", "Moves by", "Year", "Of cycle", "Days"})


def _says(cell: Cell) -> bool:
    """Return whether something stands in a cell; an element without others in it is false by itself."""
    return isinstance(cell, Element) or bool(cell)


def _described(said: Mapping[str, Cell]) -> Element:
    """Return texts beside their names."""
    pairs = [(element("dt", name), element("dd", each)) for name, each in said.items() if _says(each)]
    return element("dl", (node for pair in pairs for node in pair))


def _fields(value: object) -> dict[str, Any]:
    """Return the public fields of a value, but for what only a program can use."""
    kind: Any = type(value)
    return {
        each.name: found
        for each in attrs.fields(kind)
        if not each.name.startswith("_") and not isinstance(found := getattr(value, each.name), Callable)  # type: ignore[arg-type]
    }


def _fields_of(own: Mapping[str, object]) -> Iterator[Element]:
    yield _described({_label(name): _cell(each) for name, each in own.items() if not _is_several(each)})


def _tables_of(own: Mapping[str, object]) -> Iterator[Element]:
    for name, each in own.items():
        if _is_several(each):
            yield _several(each, _label(name))  # type: ignore[arg-type]  # several, as was asked


def _is_several(value: object) -> bool:
    """Return whether a value is several that have columns."""
    return isinstance(value, tuple) and any(len(_cells(each)) > 1 for each in value)


def _without_brackets(text: str) -> str:
    """Return the text of a value without the brackets in which Python shows it."""
    return text[1:-1] if text.startswith("<") and text.endswith(">") else text


#: Terms of the field that are names of fields too, as the sources spell them.
_TERMS = ("SEC Party", "Controlled Market Entry", "Designated Premises", "User ID", "Working Day")


def _label(name: str) -> str:
    """Return the name of a field in words."""
    words_of = re.sub(r"(?<=[0-9])_(?=[0-9])", ".", name).replace("_", " ")
    for term in _TERMS:
        words_of = words_of.replace(term.lower(), term)
    return capital(words_of)


def _on(day: date | None) -> Cell:
    """Return a day, which does not break."""
    return element("time", tabular(day), datetime=day) if day else ""


def _target(id_: str) -> Element:
    """Return an id beside which its words stand."""
    return element("span", id_, id=id_)


@singledispatch
def _cell(value: object) -> Cell:
    """Return a value in a cell."""
    return _plain(value)


@_cell.register
def _(_value: None) -> Cell:
    return ""


@_cell.register
def _(_value: Unknown) -> Cell:
    return "unknown"


@_cell.register
def _(value: bool) -> Cell:  # noqa: FBT001 - a fact, in a word
    return "yes" if value else "no"


@_cell.register
def _(value: date) -> Cell:
    return _on(value)


@_cell.register
def _(value: Citation) -> Cell:
    return cited(value)


@_cell.register
def _(value: Readings) -> Cell:
    others = (f"{id_} is {said}" for id_, said in value.chosen().items() if said != REGISTER[id_].default)
    return "; ".join(others) or "as by default"


@_cell.register
def _(value: FactSet) -> Cell:
    return ", ".join(f"{name}: {_cell(fact)}" for name, fact in value.items())


@_cell.register
def _(value: Mapping) -> Cell:  # type: ignore[type-arg]  # of whatever it holds
    return [element("p", f"{_plain(name)}: ", _cell(each)) for name, each in value.items()]


@_cell.register(tuple)
@_cell.register(list)
@_cell.register(frozenset)
def _(value: Iterable[object]) -> Cell:
    return "; ".join(map(_plain, value))


def _plain(value: object) -> str:
    """Return a value in words."""
    if isinstance(value, tuple):
        return " ".join(map(_plain, value))
    text = value.id if isinstance(value, Rule) else value.value if isinstance(value, Enum) else value
    if isinstance(text, str):
        return text  # a name may have brackets of its own
    return "none" if text is None else _without_brackets(str(text))
