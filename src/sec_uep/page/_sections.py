"""
The sections of a page in words, each only where it has something to say.

A section is made of paragraphs, of entries beside a label, and of tables; how they look is the setting's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TypeAlias

from attrs import evolve, field, frozen

from sec_uep.answers import Verdict
from sec_uep.calendar import WorkingDays
from sec_uep.checks import check_name
from sec_uep.disagreements import touching
from sec_uep.entry.position import State, StepState
from sec_uep.entry.standing import Obligation, ObligationKind, ObligationState
from sec_uep.glossary import ABBREVIATIONS
from sec_uep.obligations import RULES
from sec_uep.obligations.steps import LAST_STEP, TABLE
from sec_uep.obligations.user_roles import MEANINGS, RoleVerdict
from sec_uep.page._answer import Block, answer, heading, how_sure, now, of_licence
from sec_uep.page._phrases import (
    alike,
    charge,
    irregular,
    next_step,
    obligation,
    planned_step,
    refusal_of_booking,
    tasks,
)
from sec_uep.page._words import (
    ID,
    Words,
    and_,
    bearer_named,
    capital,
    days,
    grouped,
    or_,
    printable,
    reading_words,
    role_named,
    tabular,
)
from sec_uep.page.content import LicenceAnswer, Page, Remark, RemarkKind
from sec_uep.parties import UserRole
from sec_uep.planning.changes import Change, ChangeKind
from sec_uep.planning.next import NextStep, Turn
from sec_uep.planning.otherwise import Otherwise
from sec_uep.planning.plan import Plan
from sec_uep.planning.schedule import Basis, PlannedStep
from sec_uep.readings import REGISTER
from sec_uep.rules import PARTY_SIDE, Rule

__all__ = ["BASES", "RULES_NAMED", "Entries", "Part", "Section", "Sheet", "Table", "row", "same_rows"]


@frozen
class Entries:
    """Texts beside labels, under a title if there is one."""

    rows: tuple[tuple[str, str], ...]
    title: str = ""


@frozen
class Table:
    """Rows of cells, the least needed columns last; a row of one cell is a heading between the others."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()


Part: TypeAlias = str | Entries | Table


@frozen
class Section:
    """A heading, and what stands under it."""

    title: str
    parts: tuple[Part, ...]


NOT_ADVICE = (
    "This is not legal advice: it says what public documents state, as cited, and what was told of the entry."
)

#: The title of the section that has the words of each rule named.
RULES_NAMED = "Rules named"

_LEADS = ("to-do", "schedule")

#: How many questions are shown of those that would settle a verdict.
_FEW = 5

#: What is worth knowing while a step is still to be taken, by rule.
WORTH_KNOWING = {
    "gateway-connection": ("ST-02",),
    "user-interface": ("ST-03", "OB-19"),
    "smki-rapps": ("ST-04",),
    "srept": ("ST-05", "EX-19"),
    "dccki-rapps": ("ST-06",),
    "uept-notice": ("TE-01", "TE-02"),
    "uept": ("TE-03", "ST-07"),
    "uept-report": ("TE-07", "TE-08"),
    "user-ids": ("RO-05", "RO-06", "RO-07", "EX-10"),
    "credit-cover": ("ST-09", "EX-09"),
    "fusa-application": ("SA-02", "SA-03", "ST-14", "EX-23", "EX-25"),
    "full-user-security-assessment": ("SA-09", "EX-12", "SA-04", "SA-05"),
    "security-status": ("SA-06", "SA-07"),
    "privacy-application": ("PA-01", "EX-20", "ST-14"),
    "privacy-assessment": ("EX-08",),
    "privacy-status": ("PA-02",),
    "evidence-form": ("ST-12",),
    "secas-confirmation": ("ST-13",),
}


@frozen(eq=False)
class Sheet:
    """
    A page in words.

    Attributes:
        page: The page.
        full: Whether the words of each rule named, the readings in full and what is worth knowing are added.
        lead: What follows the answer: "to-do", or "schedule" for the schedule in full.
        remark: What is said before anything else, such as whose day it is.

    """

    page: Page
    full: bool = False
    lead: str = field(default="to-do")
    remark: str = ""
    words: Words = field(init=False)
    turns_on: tuple[Otherwise, ...] = field(init=False)
    answer: tuple[Block, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        check_name("lead", self.lead, _LEADS)
        page = self.page
        words, turns_on = Words(page.today, page.entry.roles, page.chosen), page.otherwise()
        for name, value in (
            ("words", words),
            ("turns_on", turns_on),
            ("answer", answer(page, turns_on, evolve(words, brief=True), self.remark)),
        ):
            object.__setattr__(self, name, value)

    def heading(self, room: int) -> str:
        """Return the first line."""
        return heading(self.page, room)

    def sections(self) -> tuple[Section, ...]:
        """Return the sections that have something to say."""
        order = [
            ("What stands in the way", _obstacle),
            ("What to do", _to_do),
            ("Late, or shorter than it should be", _late),
            ("Irregular, and not told", _irregular),
            ("Schedule", _schedule),
            ("Dates", _dates),
            ("Missing before the evidence form", _evidence),
            ("User Roles", _roles),
            ("Must it become a DCC User?", _must_it),
            ("How sure that is", _sure),
            ("Worth knowing", _worth_knowing),
        ]
        if self.lead == "schedule":
            order.insert(1, order.pop(4))
        made = [_section(title, parts(self)) for title, parts in order]
        shown = " ".join(chain(*_strings(self.answer, made)))
        made.append(_section(RULES_NAMED, _rules_named(shown) if self.full else ()))
        made.append(_section("To look up", _look_up(shown)))
        return tuple(section for section in made if section.parts)


def _section(title: str, parts: Iterable[Part]) -> Section:
    """Return a section of those *parts* that have something to say."""
    return Section(title, tuple(part for part in parts if not isinstance(part, Entries) or part.rows))


def _list(texts: Iterable[str], title: str = "") -> Entries:
    """Return texts as a list."""
    return Entries(tuple(("-", each) for each in texts), title)


def _strings(blocks: Sequence[Block], sections: Sequence[Section]) -> Iterator[Iterator[str]]:
    """Yield every text that stands in the answer and in sections: what can be looked up in it is listed."""
    for block in blocks:
        yield iter(block.sentences)
    for part in (part for section in sections for part in section.parts):
        yield iter([part]) if isinstance(part, str) else chain(*part.rows)


# --- What stands in the way ---------------------------------------------------------------


def _obstacle(sheet: Sheet) -> Iterator[Part]:
    plan, w = sheet.page.plan, sheet.words
    if plan is None or plan.infeasible is None or not plan.infeasible.chain:
        return
    yield f"What fixes {w.day(plan.finish)}, one after the other:"
    yield Entries(tuple((tabular(e.earliest_finish), planned_step(e, w)) for e in plan.infeasible.chain))
    changes = sheet.page.changes()
    own = [e for e in changes if not e.too_late and e.bearer in PARTY_SIDE]
    of_others = [e for e in changes if not e.too_late and e.bearer not in PARTY_SIDE]
    past = [e for e in changes if e.too_late]
    if not own and not of_others:
        yield f"No single change would make it{' now' if past else ''}."
    for said, these in (
        ("Any one of these alone would make it, and is the Party's to do:", own),
        ("Any one of these alone would make it, but is for others to promise:", of_others),
        ("Any one of these alone would have been enough, and is too late now:", past),
    ):
        yield _list((_change(each, w) for each in these), said)


def _change(each: Change, w: Words) -> str:
    to = each.to if isinstance(each.to, WorkingDays) else w.day(each.to)
    name = f"{w.name(each.step)}{w.of(each.roles)}"
    takes_time = TABLE[each.step].takes_time
    what = {
        ChangeKind.EARLIER: f"had {name} been {'begun' if takes_time else 'done'} by {to}",
        ChangeKind.ESTIMATE: f"were {name} to take no more than {to}",
        ChangeKind.BOOKING: f"were {name} booked for no later than {to}",
    }[each.kind]
    charge = f"; moving it can be charged for{w.cited(each.charged_by)}" if each.charged_by else ""
    by = "" if each.bearer in PARTY_SIDE else f" ({bearer_named(each.bearer)})"
    return f"{what}{by}: {w.day(each.finish)}{charge}"


# --- What to do ---------------------------------------------------------------------------


def _to_do(sheet: Sheet) -> Iterator[Part]:
    page, w = sheet.page, sheet.words
    do, chase = now(page, Turn.DO), now(page, Turn.CHASE)
    coming = [each for each in page.next if not each.is_now]
    for said, these in (
        ("The Party's to do now, the most urgent first:", do),
        ("Whom to chase, and for what:", chase),
        ("What comes next, by the day it is due:", coming),
    ):
        yield Entries(tuple((tabular(each.due), _line(each, w)) for each in these), said)
    refused = page.plan.refused if page.plan else ()
    yield _list((f"{capital(refusal_of_booking(e, w))}." for e in refused), "Bookings that cannot stand:")
    yield _list((_remark(each, w) for each in page.remarks), "Of bookings:")


def _line(each: NextStep, w: Words) -> str:
    slack = f"{days(each.slack)} of slack" if each.slack > 0 else "no slack"
    if each.slack < 0:
        slack = f"{days(-each.slack)} too late for the target"
    by = f"{capital(bearer_named(each.bearer))}: " if each.turn is Turn.CHASE else ""
    said = [f"{capital(by + next_step(each, w))}", *([] if each.is_overdue else [slack])]
    if not each.is_now:
        said += _coming(each, w)
    return "; ".join(filter(None, said)) + w.cited(each.rule)


def _coming(each: NextStep, w: Words) -> Iterator[str]:
    planned = each.planned
    booked = f"booked for {w.day(planned.booked.day)}" if planned.booked else ""
    yield booked or (f"not before {w.day(each.not_before)}" if each.not_before else "")
    if each.waits_for:
        yield f"after {tasks(each.waits_for, w)}"


def _remark(remark: Remark, w: Words) -> str:
    event = remark.event
    booked = f"{capital(w.name(event.step))}{w.of([event.role])} is booked for {w.day(event.day)}"
    if remark.kind is RemarkKind.NOT_A_WORKING_DAY:
        return f"{booked}, which is no Working Day: {remark.because}."
    if remark.last_day:
        charged_by = notice.charged_by if (notice := TABLE[event.step].notice) else None
        after = f" {charged_by.statement} [{charged_by.id}]." if charged_by else ""
        last, rule = w.day(remark.last_day.day), w.cited(remark.last_day.rule)
        return f"{booked}; the last day to move it without charge is {last}{rule}.{after}"
    return (
        f'{booked} without an outcome. If it is to begin then, write outcome = "begun"; '
        "from that day on the line reads as completed."
    )


# --- Late, irregular, not told ------------------------------------------------------------


def _late(sheet: Sheet) -> Iterator[Part]:
    w = sheet.words
    late = [o for o in sheet.page.obligations if o.is_late or o.state is ObligationState.SHORT]
    for whose, these in (
        ("The Party's:", [o for o in late if o.bearer in PARTY_SIDE]),
        ("Of others, for which the Party is not late:", [o for o in late if o.bearer not in PARTY_SIDE]),
    ):
        yield _list((_late_line(same, w) for same in alike(these)), whose)


def _late_line(same: list[Obligation], w: Words) -> str:
    o = same[0]
    whose = "" if o.bearer in PARTY_SIDE else f"{capital(bearer_named(o.bearer))}: "
    said = f"{whose}{obligation(same, w)}"
    beside = ""
    if o.state is ObligationState.SHORT:
        beside = "".join(
            f" Elsewhere: {each.other.says} ({each.other.citation})." for each in touching((o.rule.id,))
        )
    past = "; it has been taken anew since" if o.superseded else ""
    return f"{capital(said)}{past}{w.cited(o.rule)}.{charge(o)}{beside}"


def _irregular(sheet: Sheet) -> Iterator[Part]:
    page, w = sheet.page, sheet.words
    steps = page.position.steps if page.position else ()
    yield _list((f"{irregular(e, w)}." for e in page.irregularities), "Taken as told, at odds with a rule:")
    said = "Told without an outcome, so that it cannot be said whether they are done:"
    yield _list((_outcome_wanted(state, w) for state in steps if state.is_in_doubt), said)
    past = [s for s in steps if s.state is State.PAST and not s.is_in_doubt]
    if past:
        yield f"Past, though not told, as later steps show: {tasks([s.task for s in past], w)}."
    unknown = [
        o
        for o in page.obligations
        if o.state is ObligationState.UNDETERMINED and o.kind is not ObligationKind.STEP
    ]
    said = "It cannot be said whether these were kept:"
    yield _list((f"{capital(obligation(same, w))}{w.cited(same[0].rule)}." for same in alike(unknown)), said)


def _outcome_wanted(state: StepState, w: Words) -> str:
    name = f"{w.head(state.step, state)}{w.of([state.role])} of {w.day(state.events[-1].day)}"
    outcomes = or_(f'"{outcome}"' for outcome in state.row.outcomes)
    return f"{name}: write its outcome, {outcomes}."


# --- Schedule and dates -------------------------------------------------------------------

_HEAD = ("Step", "From", "To", "At the latest", "Slack", "How long")
BASES = {
    Basis.ESTIMATE: "estimate",
    Basis.LIMIT: "time limit",
    Basis.SAME_DAY: "same day",
    Basis.NOT_SAID: "not said",
    Basis.BOOKED: "booked",
    Basis.DONE: "done",
    Basis.PAST: "past",
}


def _schedule(sheet: Sheet) -> Iterator[Part]:
    plan, w = sheet.page.plan, sheet.words
    if plan is None or plan.is_confirmed:
        return
    steps = [e for e in plan.steps if e.is_undone or sheet.lead == "schedule"]
    until = f"for {w.day(plan.target)}" if plan.target else "for the finish to stand"
    if plan.target_has_passed:
        yield "The target has passed, so that there is no latest day."
    else:
        yield (
            f"At the latest: the last day on which a step must be finished, {until}; slack: the Working Days "
            "up to it. A step marked * moves the finish as soon as it is later."
        )
    rows: list[tuple[str, ...]] = []
    for roles in same_rows(plan, steps):
        heading = and_(map(role_named, filter(None, roles))) if any(roles) else "For the Party"
        rows.append((heading,))
        rows += [row(e, plan, w) for e in steps if e.role is roles[0]]
    yield Table(_HEAD, tuple(rows), frozenset({4}))


def same_rows(plan: Plan, steps: Sequence[PlannedStep]) -> list[list[UserRole | None]]:
    """Return the User Roles in groups with the same rows, and what is taken once for the Party first."""
    roles: list[UserRole | None] = [None, *plan.entry.roles]

    def rows(role: UserRole | None) -> tuple[object, ...]:
        return tuple(
            (e.step, e.basis, e.earliest_start, e.earliest_finish, e.latest_finish, e.critical)
            for e in steps
            if e.role is role
        )

    return [same for same in grouped(roles, rows) if rows(same[0])]


def row(each: PlannedStep, plan: Plan, w: Words) -> tuple[str, ...]:
    """Return a step as a row of the schedule."""
    name = w.table(each.step, each.state)
    if each.basis is Basis.PAST:
        return name, "", "", "", "", BASES[each.basis]
    if not each.is_undone:
        return name, "", tabular(each.done_on), "", "", BASES[each.basis]
    latest, slack = ("", "") if plan.target_has_passed else (tabular(each.latest_finish), str(each.slack))
    mark = "*" if each.critical else ""
    return (
        f"{name}{mark}",
        tabular(each.earliest_start),
        tabular(each.earliest_finish),
        latest,
        slack,
        BASES[each.basis],
    )


def _dates(sheet: Sheet) -> Iterator[Part]:
    w = sheet.words
    dated = [
        (day, same)
        for same in alike(sheet.page.obligations)
        if (day := same[0].last_day or same[0].first_day) is not None
    ]
    in_order = sorted(dated, key=lambda pair: pair[0])
    yield Entries(tuple((tabular(day), _date(same, w)) for day, same in in_order))


def _date(same: list[Obligation], w: Words) -> str:
    o = same[0]
    latest = ""
    if o.due is not None and o.last_day is not None and o.due.day != o.last_day:
        latest = f"; the latest Working Day is {w.day(o.due.day)}"
    by = "" if o.bearer in PARTY_SIDE else f"{capital(bearer_named(o.bearer))}: "
    return f"{capital(by + obligation(same, w))}{latest}{w.cited(o.rule)}"


# --- Evidence, roles, licences ------------------------------------------------------------


def _evidence(sheet: Sheet) -> Iterator[Part]:
    page, w = sheet.page, sheet.words
    if page.plan is None or page.plan.is_confirmed:
        return
    missing = [e for e in page.evidence if not page.plan.step(LAST_STEP, e.role).done_on]
    rows = []
    for same in grouped(missing, lambda e: tuple(task.step for task in e.missing)):
        said = and_(w.name(task.step) for task in same[0].missing) or "nothing"
        rows.append((and_(role_named(each.role) for each in same), capital(said)))
    yield Entries(tuple(rows))


def _roles(sheet: Sheet) -> Iterator[Part]:
    said = {
        RoleVerdict.OPEN: "open to this Party",
        RoleVerdict.NOT_OPEN: "not open to this Party",
        RoleVerdict.UNDETERMINED: "cannot be said while its licences are not known",
    }
    rows = []
    for each in sheet.page.roles:
        if each.applied_for and each.finding.verdict is RoleVerdict.OPEN and not sheet.full:
            continue
        ids = sheet.words.cited(each.finding.rules[0], *each.finding.readings)
        rows.append((role_named(each.role), f"{said[each.finding.verdict]}: {MEANINGS[each.role]}{ids}"))
    yield Entries(tuple(rows))


def _must_it(sheet: Sheet) -> Iterator[Part]:
    made = [(each, _grounds(each, sheet)) for each in sheet.page.licences]
    for same in grouped(made, lambda pair: pair[1]):
        names = and_(printable(each.licence, 40) or "The Party" for each, _ in same)
        rows = same[0][1]
        yield Entries(rows, f"{names}: {of_licence(same[0][0].finding, sheet.words)}")


def _grounds(each: LicenceAnswer, sheet: Sheet) -> tuple[tuple[str, str], ...]:
    finding = each.finding
    questions = finding.next_questions() if finding.verdict is Verdict.UNDETERMINED else ()
    rows = [("-", f"{r.statement} [{r.id}, {r.citation}]") for r in finding.grounds]
    if sheet.full or not (rows or questions):
        rows = [("-", str(reason)) for reason in finding.why()]
    asked = [("?", f"{capital(q.asks)} [{q.fact}; {q.rule.id}]") for q in questions[:_FEW]]
    return (*rows, *asked)


# --- How sure, and what to look up --------------------------------------------------------


def _sure(sheet: Sheet) -> Iterator[Part]:
    page, w = sheet.page, sheet.words
    lacks = page.plan.without_estimate if page.plan else ()
    chosen = page.chosen.chosen().items()
    others = [(id_, choice) for id_, choice in chosen if choice != REGISTER[id_].default]
    yield _list(
        [
            *how_sure(page, sheet.turns_on, w),
            *([f"No estimate: {and_(map(w.name, lacks))}."] if lacks else []),
            *(f"{id_} is read as {said}, and not as by default." for id_, said in others),
        ]
    )
    if sheet.full:
        of_licences = (id_ for each in page.licences for id_ in each.finding.readings)
        named = sorted({*(each.reading for each in sheet.turns_on), *of_licences})
        yield Entries(tuple((id_, _in_full(id_, page)) for id_ in named))


def _in_full(id_: str, page: Page) -> str:
    return f"{reading_words(id_, page.chosen)} [{REGISTER[id_].citation}]"


def _worth_knowing(sheet: Sheet) -> Iterator[Part]:
    planned = sheet.page.plan.steps if sheet.page.plan and sheet.full else ()
    steps = dict.fromkeys(each.step for each in planned if each.is_undone)
    ids = dict.fromkeys(id_ for step in steps for id_ in WORTH_KNOWING.get(step.value, ()))
    yield Entries(tuple(_of_rule(each) for id_ in ids for each in RULES if each.id == id_))


def _of_rule(each: Rule) -> tuple[str, str]:
    return each.id, f"{each.statement} [{each.citation}]"


def _rules_named(shown: str) -> Iterator[Part]:
    ids = frozenset(ID.findall(shown))
    yield Entries(tuple(dict.fromkeys(_of_rule(each) for each in RULES if each.id in ids)))


def _look_up(shown: str) -> Iterator[Part]:
    words = frozenset(re.findall(r"\w+(?:-\d+)?", shown))
    yield Entries(
        tuple(
            (a.short, a.stands_for) for a in ABBREVIATIONS if not words.isdisjoint((a.short, f"{a.short}s"))
        )
    )
    yield "Any id and any abbreviation can be asked: sec-uep explain TE-01."
    yield NOT_ADVICE
