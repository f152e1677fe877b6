"""
The answer that a page begins with: must it, when, what is late, what to do, what comes next, how sure.

Each block is a label and a few sentences, the most important first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from attrs import frozen

from sec_uep.answers import Finding, Verdict
from sec_uep.calendar import Certainty
from sec_uep.entry.position import IrregularityKind
from sec_uep.entry.standing import Obligation, ObligationState
from sec_uep.facts import UNKNOWN
from sec_uep.obligations import MANDATE_DATES
from sec_uep.obligations._rows import fact_in_words, lost_by
from sec_uep.obligations.steps import LAST_STEP
from sec_uep.obligations.user_roles import RoleVerdict
from sec_uep.page._phrases import alike, irregular, next_step, obligation, readings, refusal_of_booking, tasks
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
from sec_uep.planning.next import NextStep, Turn
from sec_uep.planning.otherwise import Otherwise
from sec_uep.planning.plan import Plan
from sec_uep.rules import PARTY_SIDE

__all__ = ["VERDICTS", "Block", "answer", "heading", "how_sure", "of_plan"]

#: What a verdict is in words.
VERDICTS = {
    Verdict.MUST: "must become a DCC User",
    Verdict.EXEMPT: "is exempt",
    Verdict.NOT_REQUIRED: "is not required to become a DCC User",
    Verdict.NOT_YET: "must from leaving Controlled Market Entry",
    Verdict.OPTIONAL: "may choose to become a DCC User",
    Verdict.NOT_SETTLED: "not settled",
    Verdict.UNDETERMINED: "cannot be said yet",
}
_FEW = 3


@frozen
class Block:
    """
    A part of the answer.

    Attributes:
        label: Its label.
        sentences: Its sentences.
        shorter: What is said instead where they do not fit, the longest first.
        stays: Whether it is never left out.

    """

    label: str
    sentences: tuple[str, ...]
    shorter: tuple[str, ...] = ()
    stays: bool = False


def heading(page: Page, room: int) -> str:
    """Return the first line: whose page it is, and as of when, as far as there is room."""
    name, today = page.entry.party.name, page.today
    weekday, day = WEEKDAYS[today.weekday()], f"{today.day} {MONTHS[today.month - 1]} {today.year}"
    title = f"{printable(name, 50) or 'A Party without a name'}: DCC User Entry Process"
    lines = (f"{title}, {weekday} {day}", f"{title}, {today}", f"{title.partition(':')[0]}, {today}")
    return next((line for line in lines if len(line) <= room), lines[-1])


def answer(page: Page, turns_on: Sequence[Otherwise], w: Words, remark: str = "") -> tuple[Block, ...]:
    """Return the answer, without the blocks that have nothing to say; *remark* comes first."""
    first = (remark,) if remark else ()
    notes, counted = (*first, *_notes(page, w)), (*first, *_notes(page, w, brief=True))
    verdicts = tuple(_must_it(page, w, brief=True))
    blocks = (
        Block("Note", notes, (" ".join(counted), *_fewer(counted))),
        Block(
            "Must it?",
            tuple(_must_it(page, w)),
            (" ".join(verdicts), *_fewer(verdicts), f"{verdicts[0][:-1]}; see below."),
        ),
        Block("When?", tuple(_when(page, w)), tuple(_when_shorter(page, w))),
        _late(page, w),
        *_to_do(page, w),
        Block("Next", tuple(_next(page, w)), (*_next(page, w, most=1), "See below.")),
        Block(
            "How sure?",
            tuple(how_sure(page, turns_on, w)),
            tuple(_sure_shorter(page, turns_on, w)),
            any(each.moves_by for each in turns_on),
        ),
    )
    return tuple(block for block in blocks if block.sentences)


def _fewer(sentences: Sequence[str]) -> tuple[str, ...]:
    """Return the first of *sentences*, one fewer each time, and how many more there are."""
    kept = range(len(sentences) - 1, 0, -1)
    return tuple(" ".join([*sentences[:n], _more(len(sentences) - n)]) for n in kept)


def _more(left: int) -> str:
    return f"And {left} more, below."


# --- Must it? -----------------------------------------------------------------------------


def _notes(page: Page, w: Words, *, brief: bool = False) -> Iterator[str]:
    """Yield what must be known before anything else, such as a User Role that is not open."""
    if page.refusal is not None:
        yield f"{'A part of this page' if page.plan else 'The plan'} is missing: {page.refusal}."
    shut = [each for each in page.roles if each.applied_for and each.finding.verdict is RoleVerdict.NOT_OPEN]
    if shut:
        named, rules = and_(role_named(each.role) for each in shut), shut[0].finding.rules
        roles = "The User Role" if len(shut) == 1 else "The User Roles"
        are = "is" if len(shut) == 1 else "are"
        yield f"{roles} {named} {are} not open to this Party{Words.cited(rules[0])}."
    moved = [each.refused for each in page.next if each.is_now and each.refused]
    for planned in page.plan.refused if page.plan else ():
        if planned not in moved:
            said = f"{w.name(planned.step, planned.state)} cannot stand as booked; see below"
            yield f"{capital(said if brief else refusal_of_booking(planned, w))}."
    odd = [each for each in page.irregularities if each.kind is not IrregularityKind.NOTICE]
    if len(odd) >= _FEW or (odd and brief):
        ids = dict.fromkeys(Words.cited(each.rule, each.reading) for each in odd)
        are = "event is" if len(odd) == 1 else "events are"
        yield f"{len(odd)} {are} at odds with a rule{''.join(ids)}."
    else:
        yield from (f"{irregular(each, w)}." for each in odd)


def _must_it(page: Page, w: Words, *, brief: bool = False) -> Iterator[str]:
    if len(page.licences) > _FEW:
        counts = grouped(page.licences, lambda each: each.finding.verdict)
        counted = and_(f"{len(same)} {VERDICTS[same[0].finding.verdict]}" for same in counts)
        yield f"Of {len(page.licences)} licences, {counted}."
        return
    before: str | None = None
    for each in page.licences:
        said = VERDICTS[each.finding.verdict] if brief else of_licence(each.finding, w, told=True)
        name = f"{printable(each.licence, 40)}: " if each.licence else ""
        yield f"{name}{'likewise' if said == before else said if name else capital(said)}."
        before = said


def of_licence(finding: Finding[Verdict], w: Words, *, told: bool = False) -> str:
    """
    Return what Table 1 says of a licence, with its grounds or what would settle it.

    With *told*, being Domestic is not named as a way to lose an exemption where it was told not to be.
    """
    said = VERDICTS[finding.verdict]
    questions = finding.next_questions() if finding.verdict is Verdict.UNDETERMINED else ()
    if questions:
        more = ", and on more" if len(questions) > 1 else ""
        return f"{said}; it turns on {questions[0].asks}{more}"
    has_begun = finding.verdict is not Verdict.NOT_YET
    since = [each.day for each in MANDATE_DATES if has_begun and each.rule in finding.grounds]
    grounds = [
        f"{rule.id} since {or_(map(w.on, since))}" if since and rule.id == _MANDATE else rule.id
        for rule in finding.grounds
    ]
    return f"{said} ({'; '.join(dict.fromkeys(grounds))}){_lost(finding, told=told)}"


#: The rule that says since when the duty binds.
_MANDATE = "EX-07"


#: The fact that a supplier knows of itself.
_DOMESTIC = "domestic"


def _lost(finding: Finding[Verdict], *, told: bool) -> str:
    """Return what would lose an exemption."""
    ways = [
        and_(f"{'' if fact else 'no longer '}{fact_in_words(name)}" for name, fact in change.items())
        for change in lost_by(finding)
        if not (
            told and _DOMESTIC in change and getattr(finding.inputs.get("licence"), _DOMESTIC, None) is False
        )
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
    yield of_plan(plan, w)
    if plan.is_confirmed:
        return
    apart = grouped(plan.finishes, lambda role: plan.finishes[role])
    if len(apart) > 1:
        yield " ".join(f"{and_(map(role_named, roles))}: {_of_role(plan, roles[0], w)}." for roles in apart)


def _when_shorter(page: Page, w: Words) -> Iterator[str]:
    """Yield the answer without the days of each User Role, and then with no more than the finish."""
    yield next(_when(page, w), "")
    if page.plan and not page.plan.is_confirmed:
        yield of_plan(page.plan, w, most=1)
        yield f"No sooner than {w.day(page.plan.finish)}; see below."


def of_plan(plan: Plan, w: Words, most: int = 2 * _FEW) -> str:
    """Return since when it is a User, whether the target can be met, or when it can be one at the soonest."""
    if plan.is_confirmed:
        return f"A DCC User{w.of(plan.entry.roles)} since {w.day(plan.finish)}: SECAS has confirmed it."
    lacks = _listed([w.name(step) for step in plan.without_estimate], most)
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


def _listed(names: list[str], most: int) -> str:
    """Return names in a sentence; where they are many, the first of them and how many more."""
    first = min(most, _FEW)
    return and_(names if len(names) <= most else [*names[:first], f"{len(names) - first} more"])


def _of_role(plan: Plan, role: UserRole, w: Words) -> str:
    last = plan.step(LAST_STEP, role)
    if last.done_on:
        return f"a User since {w.day(last.done_on)}"
    return f"no sooner than {w.day(last.earliest_finish)}"


# --- Late ---------------------------------------------------------------------------------


def _late(page: Page, w: Words) -> Block:
    """Return what is late, the Party's first; what can still be done about it is kept the longest."""
    late = sorted(alike([o for o in page.obligations if o.is_late]), key=_weight)
    texts = []
    for most in range(_FEW, 0, -1):
        first = sorted(late[:most], key=lambda same: (same[0].bearer not in PARTY_SIDE, *_weight(same)))
        said = [f"{capital(_whose(same[0]))}: {obligation(same, w)}." for same in first]
        texts.append((*said, *([_more(len(late) - most)] if late[most:] else [])))
    return Block("Late", texts[0], tuple(" ".join(text) for text in texts[1:]))


def _weight(same: Sequence[Obligation]) -> tuple[bool, bool, bool, date]:
    o = same[0]
    is_met = o.state is ObligationState.MET_LATE
    return o.superseded, is_met, o.bearer not in PARTY_SIDE, o.last_day or date.max


def _whose(o: Obligation) -> str:
    return "Party" if o.bearer in PARTY_SIDE else bearer_named(o.bearer).removeprefix("the ")


# --- This week, and next ------------------------------------------------------------------


#: What is due within so many days is for this week.
_WEEK = timedelta(7)


def _to_do(page: Page, w: Words) -> Iterator[Block]:
    """Yield what is for this week, and what can be done now though there is time for it."""
    do, chase = now(page, Turn.DO), now(page, Turn.CHASE)
    if page.plan and not do and not chase and not page.plan.is_confirmed:
        yield Block("This week", ("Nothing can be done now.",))
    for label, urgent in (("This week", True), ("Now", False)):
        mine, theirs = ([e for e in these if _is_urgent(e, page) is urgent] for these in (do, chase))
        parts = [*((n, len(theirs)) for n in range(len(mine) - 1, 0, -1))]
        parts += [(min(len(mine), 1), n) for n in range(len(theirs) - 1, 0 if not mine else -1, -1)]
        left = len(mine) + len(theirs)
        fewer = [" ".join([*_done(mine[:n], theirs[:m], w), _more(left - n - m)]) for n, m in parts]
        if not urgent:
            fewer.append(f"{left} to do or to chase, below.")
        yield Block(label, tuple(_done(mine, theirs, w)), tuple(fewer))


def _is_urgent(each: NextStep, page: Page) -> bool:
    """Return whether a step is due within a week, or would move the finish if it waited."""
    return each.due - page.today <= _WEEK or each.slack <= 0


def _done(do: Sequence[NextStep], chase: Sequence[NextStep], w: Words) -> Iterator[str]:
    """Yield what the Party is to do, the most urgent by itself, and whom it is to chase."""
    for these in (do[:1], do[1:]):
        if these:
            yield f"Do: {'; '.join(next_step(each, w) for each in these)}."
    if chase:
        yield f"Chase: {'; '.join(f'{bearer_named(e.bearer)}, to {next_step(e, w)}' for e in chase)}."


def now(page: Page, turn: Turn) -> list[NextStep]:
    """Return what can be done now, or who is to be chased now."""
    return [each for each in page.next if each.is_now and each.turn is turn]


def _next(page: Page, w: Words, most: int | None = None) -> Iterator[str]:
    """Yield what comes next, by its first day: the Party's own, or else that of others; *most* of each."""
    coming = [each for each in page.next if not each.is_now and each.not_before]
    own = [each for each in coming if each.turn is Turn.DO] or coming
    if page.plan and page.plan.has_accession is False and own:
        said = [f"{w.name(each.step)}{w.of(each.roles)}" for each in own]
        yield f"After accession: {_listed(said, most or len(said))}."
        return
    own = sorted(own, key=lambda each: each.not_before or date.max)
    for when, same in [(_from(each[0], w), each) for each in grouped(own, lambda each: _from(each, w))][
        :most
    ]:
        said = [_coming(each, w) for each in same]
        yield f"{capital(when)}: {_listed(said, most or len(said))}."


def _from(each: NextStep, w: Words) -> str:
    """Return from when a step can be taken, or after what, where that has no day."""
    lacking = [task for task in each.waits_for if task in each.lacking]
    if lacking and not each.planned.booked:
        have = "has" if len({task.step for task in lacking}) == 1 else "have"
        return f"after {tasks(lacking, w)}, which {have} no day yet"
    return f"{'' if each.planned.booked else 'from '}{w.day(each.not_before or date.max)}"


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


def _sure_shorter(page: Page, turns_on: Sequence[Otherwise], w: Words) -> Iterator[str]:
    """Yield how sure it is in fewer sentences; readings that move the finish are at least counted."""
    said = tuple(how_sure(page, turns_on, w))
    moving = sorted((e for e in turns_on if e.moves_by), key=lambda each: -abs(each.moves_by))
    if not moving:
        yield from (" ".join(said[:n]) for n in range(len(said) - 1, 0, -1))
        return
    first = 1 + len(readings(moving, w))
    yield from (" ".join(said[:n]) for n in range(len(said) - 1, first - 1, -1))
    ids = len({each.reading for each in moving})
    move = f"{ids} readings move the finish" if ids > 1 else f"{moving[0].reading} moves the finish"
    most = days(abs(moving[0].moves_by))
    yield f"{said[0]} {move}, by up to {most}; see below."
    yield f"{move}, by up to {most}; see below."
    yield f"{move}; see below."


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
