"""
The answer that a page begins with: must it, when, what is late, what to do, what comes next, how sure.

Each block is a label and a few sentences, the most important first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain

from attrs import frozen

from sec_uep.answers import Finding, Verdict
from sec_uep.calendar import Certainty
from sec_uep.entry.position import IrregularityKind
from sec_uep.entry.standing import Obligation, ObligationState
from sec_uep.facts import UNKNOWN
from sec_uep.obligations import MANDATE_DATES
from sec_uep.obligations._rows import fact_in_words
from sec_uep.obligations.steps import LAST_STEP
from sec_uep.obligations.user_roles import RoleVerdict
from sec_uep.page._phrases import alike, irregular, next_step, obligation, readings, refusal_of_booking
from sec_uep.page._words import (
    MONTHS,
    WEEKDAYS,
    Words,
    and_,
    bearer_named,
    capital,
    days,
    grouped,
    or_,
    printable,
    role_named,
)
from sec_uep.page.content import Page
from sec_uep.parties import UserRole
from sec_uep.planning.next import DueFor, NextStep, Turn
from sec_uep.planning.otherwise import Otherwise
from sec_uep.planning.plan import Plan
from sec_uep.rules import PARTY_SIDE

__all__ = ["VERDICTS", "Block", "answer", "heading", "how_sure"]

#: What a verdict is in words.
VERDICTS = {
    Verdict.MUST: "must become a DCC User",
    Verdict.EXEMPT: "is exempt",
    Verdict.NOT_REQUIRED: "is not required to become a DCC User",
    Verdict.NOT_YET: "need not yet, while in Controlled Market Entry",
    Verdict.OPTIONAL: "may choose to become a DCC User",
    Verdict.NOT_SETTLED: "is not settled",
    Verdict.UNDETERMINED: "cannot be said yet",
}
_FEW = 3


@frozen
class Block:
    """A part of the answer: its label, and its sentences."""

    label: str
    sentences: tuple[str, ...]


def heading(page: Page) -> str:
    """Return the first line: whose page it is, and as of when."""
    name = printable(page.entry.party.name, 50) or "A Party without a name"
    today, weekday = page.today, WEEKDAYS[page.today.weekday()]
    return f"{name}: DCC User Entry Process, {weekday} {today.day} {MONTHS[today.month - 1]} {today.year}"


def answer(page: Page, turns_on: Sequence[Otherwise], w: Words, remark: str = "") -> tuple[Block, ...]:
    """Return the answer, without the blocks that have nothing to say; *remark* comes first."""
    blocks = {
        "Note": chain([remark] if remark else [], _notes(page, w)),
        "Must it?": _must_it(page, w),
        "When?": _when(page, w),
        "Late": _late(page, w),
        "This week": _this_week(page, w),
        "Next": _next(page, w),
        "How sure?": how_sure(page, turns_on, w),
    }
    made = (Block(label, tuple(sentences)) for label, sentences in blocks.items())
    return tuple(block for block in made if block.sentences)


# --- Must it? -----------------------------------------------------------------------------


def _notes(page: Page, w: Words) -> Iterator[str]:
    """Yield what must be known before anything else, such as a User Role that is not open."""
    shut = [each for each in page.roles if each.applied_for and each.finding.verdict is RoleVerdict.NOT_OPEN]
    if shut:
        named, rules = and_(role_named(each.role) for each in shut), shut[0].finding.rules
        roles = "The User Role" if len(shut) == 1 else "The User Roles"
        are = "is" if len(shut) == 1 else "are"
        yield f"{roles} {named} {are} not open to this Party{Words.cited(rules[0])}."
    if page.refusal is not None:
        yield f"{'A part of this page' if page.plan else 'The plan'} is missing: {page.refusal}."
    moved = [each.refused for each in page.next if each.is_now and each.refused]
    for planned in page.plan.refused if page.plan else ():
        if planned not in moved:
            yield f"{capital(refusal_of_booking(planned, w))}."
    odd = [each for each in page.irregularities if each.kind is not IrregularityKind.NOTICE]
    if len(odd) >= _FEW:
        ids = dict.fromkeys(Words.cited(each.rule, each.reading) for each in odd)
        yield f"{len(odd)} events are at odds with a rule{''.join(ids)}."
    else:
        yield from (f"{irregular(each, w)}." for each in odd)


def _must_it(page: Page, w: Words) -> Iterator[str]:
    if len(page.licences) > _FEW:
        counts = grouped(page.licences, lambda each: each.finding.verdict)
        counted = and_(f"{len(same)} {VERDICTS[same[0].finding.verdict]}" for same in counts)
        yield f"Of {len(page.licences)} licences, {counted}."
        return
    before: str | None = None
    for each in page.licences:
        said = of_licence(each.finding, w)
        name = f"{printable(each.licence, 40)}: " if each.licence else ""
        yield f"{name}{'likewise' if said == before else said if name else capital(said)}."
        before = said


def of_licence(finding: Finding[Verdict], w: Words) -> str:
    """Return what Table 1 says of a licence, with its grounds or what would settle it."""
    said = VERDICTS[finding.verdict]
    questions = finding.next_questions() if finding.verdict is Verdict.UNDETERMINED else ()
    if questions:
        more = ", and on more" if len(questions) > 1 else ""
        return f"{said}; it turns on {questions[0].asks}{more}"
    since = [each.day for each in MANDATE_DATES if each.rule in finding.grounds]
    grounds = [
        f"{rule.id} since {or_(map(w.on, since))}" if since and rule.id == _MANDATE else rule.id
        for rule in finding.grounds
    ]
    return f"{said} ({'; '.join(dict.fromkeys(grounds))}){_lost(finding)}"


#: The rule that says since when the duty binds.
_MANDATE = "EX-07"


def _lost(finding: Finding[Verdict]) -> str:
    """Return what would lose an exemption."""
    changes = finding.smallest_changes(Verdict.MUST) if finding.verdict is Verdict.EXEMPT else ()
    ways = [
        and_(f"{'' if fact else 'no longer '}{fact_in_words(name)}" for name, fact in change.items())
        for change in changes
    ]
    return f"; lost if it {or_(ways)}" if ways else ""


# --- When? --------------------------------------------------------------------------------


def _when(page: Page, w: Words) -> Iterator[str]:
    plan = page.plan
    if plan is None:
        if not page.entry.roles:
            open_ = [each for each in page.roles if each.finding.verdict is RoleVerdict.OPEN]
            to_it = f"; open to it: {and_(role_named(each.role) for each in open_)}" if open_ else ""
            yield f"No User Role is applied for, so there is no plan{to_it}."
        return
    if plan.is_confirmed:
        yield f"A DCC User{w.of(plan.entry.roles)} since {w.day(plan.finish)}: SECAS has confirmed it."
        return
    yield _answer(plan, w)
    apart = grouped(plan.finishes, lambda role: plan.finishes[role])
    if len(apart) > 1:
        yield " ".join(f"{and_(map(role_named, roles))}: {_of_role(plan, roles[0], w)}." for roles in apart)


def _answer(plan: Plan, w: Words) -> str:
    """Return whether the target can be met, or else the first day on which it can be a User."""
    lacks = _listed([w.name(step) for step in plan.without_estimate])
    have = "has" if len(plan.without_estimate) == 1 else "have"
    missing = f"; {lacks} {have} no estimate" if lacks else ""
    soonest = f"no sooner than {w.day(plan.finish)}"
    if plan.has_accession is False:
        target = f", nor whether {w.day(plan.target)} can be met" if plan.target else ""
        accession = "Cannot be said yet: accession has no day"
        if plan.can_be_met is False:
            accession = f"Cannot be met by {w.day(plan.target or plan.finish)}, even if acceded today"
            target = ""
        return f"{accession}{target}. {capital(soonest)}, if acceded today{missing}."
    if plan.target is None:
        return f"{capital(soonest)}{missing}."
    by, spare = w.day(plan.target), plan.working_days_to_spare or 0
    if plan.can_be_met is False:
        past = ", which has passed" if plan.target_has_passed else ""
        return f"Cannot be met by {by}{past}: {soonest}, {days(abs(spare))} later{missing}."
    if plan.can_be_met is UNKNOWN:
        why = f"{lacks} {have} no estimate" if lacks else "a step that should be over is not"
        return f"Cannot be said yet whether {by} can be met: {why}. {capital(soonest)}."
    return f"Can be met by {by}, with {days(spare)} to spare: {soonest}."


def _listed(names: list[str]) -> str:
    """Return names in a sentence; where they are many, the first of them and how many more."""
    most = 2 * _FEW
    return and_(names if len(names) <= most else [*names[:_FEW], f"{len(names) - _FEW} more"])


def _of_role(plan: Plan, role: UserRole, w: Words) -> str:
    last = plan.step(LAST_STEP, role)
    if last.done_on:
        return f"a User since {w.day(last.done_on)}"
    return f"no sooner than {w.day(last.earliest_finish)}"


# --- Late ---------------------------------------------------------------------------------


def _late(page: Page, w: Words) -> Iterator[str]:
    late = alike([o for o in page.obligations if o.is_late])
    first = sorted(late, key=_weight)[:_FEW]
    for same in sorted(first, key=lambda same: (same[0].bearer not in PARTY_SIDE, *_weight(same))):
        yield f"{capital(_whose(same[0]))}: {obligation(same, w)}."
    more = len(late) - _FEW
    if more > 0:
        yield f"And {more} more, below."


def _weight(same: Sequence[Obligation]) -> tuple[bool, bool, bool, date]:
    o = same[0]
    is_met = o.state is ObligationState.MET_LATE
    return o.superseded, is_met, o.bearer not in PARTY_SIDE, o.last_day or date.max


def _whose(o: Obligation) -> str:
    return "Party" if o.bearer in PARTY_SIDE else bearer_named(o.bearer).removeprefix("the ")


# --- This week, and next ------------------------------------------------------------------


def _this_week(page: Page, w: Words) -> Iterator[str]:
    do, chase = now(page, Turn.DO), now(page, Turn.CHASE)
    if do:
        slack = do[0].planned.slack
        room = f" ({days(slack)} of slack)" if do[0].due_for is DueFor.TARGET and slack > 0 else ""
        yield f"Do: {next_step(do[0], w)}{room}."
    if do[1:]:
        yield f"Do: {'; '.join(next_step(each, w) for each in do[1:])}."
    if chase:
        yield f"Chase: {'; '.join(f'{bearer_named(e.bearer)}, to {next_step(e, w)}' for e in chase)}."
    if page.plan and not do and not chase and not page.plan.is_confirmed:
        yield "Nothing can be done now."


def now(page: Page, turn: Turn) -> list[NextStep]:
    """Return what can be done now, or who is to be chased now."""
    return [each for each in page.next if each.is_now and each.turn is turn]


def _next(page: Page, w: Words) -> Iterator[str]:
    """Yield what comes next, by its first day: the Party's own, or else that of others."""
    coming = [(each.not_before, each) for each in page.next if each.not_before]
    own = [(day, each) for day, each in coming if each.turn is Turn.DO] or coming
    if page.plan and page.plan.has_accession is False and own:
        yield f"After accession: {and_(f'{w.name(each.step)}{w.of(each.roles)}' for _, each in own)}."
        return
    for same in grouped(sorted(own, key=_first), _first):
        is_booked = all(each.planned.booked for _, each in same)
        day = f"{'' if is_booked else 'from '}{w.day(same[0][0])}"
        yield f"{capital(day)}: {and_(_coming(each, w) for _, each in same)}."


def _first(pair: tuple[date, NextStep]) -> date:
    return pair[0]


def _coming(each: NextStep, w: Words) -> str:
    planned = each.planned
    name = f"{w.name(each.step, planned.state)}{w.of(each.roles)}"
    if planned.booked:
        return f"{name}, as booked"
    if planned.state.not_before is not None and not each.waits_for:
        return f"{name}, when its notice has run"
    return name


# --- How sure? ----------------------------------------------------------------------------

_CERTAINTY = {
    Certainty.PUBLISHED: "Bank holidays are published.",
    Certainty.PROJECTED: "Bank holidays after {} are projected, not published.",
    Certainty.AMENDED: "It rests on bank holidays that the caller added or removed.",
}


def how_sure(page: Page, turns_on: Sequence[Otherwise], w: Words) -> Iterator[str]:
    """Yield how sure the answer is: bank holidays, readings, and what takes no time here."""
    plan = page.plan
    if plan is None or plan.is_confirmed:
        return
    yield _CERTAINTY[plan.certainty].format(w.day(plan.calendar.published_through))
    yield from (f"{said}." for said in readings(turns_on, w))
    if plan.has_accession is UNKNOWN:
        yield "Whether the organisation is a SEC Party was not told."
    pace = "act at once" if plan.at_best else "use their time limits in full"
    no_time = f"; {and_(w.name(step) for step in plan.same_day)} take no time here" if plan.same_day else ""
    yield f"Others are taken to {pace}{no_time}."
