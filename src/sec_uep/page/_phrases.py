"""
What the library's answers are in English: an obligation, a step to do next, an irregularity, a reading.

Each function makes a sentence out of the fields of an answer, or of several that differ in their User Role.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sec_uep.entry.position import Irregularity, IrregularityKind
from sec_uep.entry.standing import Doubt, Obligation, ObligationKind, ObligationState
from sec_uep.events import AssuranceStatus, Event, Outcome, Step
from sec_uep.obligations.graph import Task
from sec_uep.obligations.steps import TABLE
from sec_uep.page._words import Words, and_, capital, days, grouped, or_
from sec_uep.planning.next import DueFor, NextStep
from sec_uep.planning.otherwise import Otherwise
from sec_uep.planning.schedule import Basis, PlannedStep

__all__ = [
    "alike",
    "charge",
    "irregular",
    "next_step",
    "obligation",
    "planned_step",
    "readings",
    "refusal_of_booking",
    "takes",
    "tasks",
]

_S = ObligationState


def tasks(these: Sequence[Task], w: Words) -> str:
    """Return steps in a sentence, each once with its User Roles."""
    return and_(
        f"{w.name(same[0].step)}{w.of(task.role for task in same)}"
        for same in grouped(these, lambda task: task.step)
    )


# --- Obligations --------------------------------------------------------------------------


def _without_role(event: Event | None) -> object:
    return event and (event.step, event.day, event.outcome)


def alike(these: Sequence[Obligation]) -> list[list[Obligation]]:
    """Return obligations in groups that differ in their User Role only."""
    return grouped(
        these,
        lambda o: (
            o.step,
            o.kind,
            o.state,
            o.bearer,
            o.last_day,
            o.first_day,
            o.doubt,
            o.superseded,
            *map(_without_role, (o.trigger, o.answer)),
        ),
    )


def obligation(same: Sequence[Obligation], w: Words) -> str:
    """Return how obligations that differ in their User Role only stand, in a sentence without its bearer."""
    each, roles = same[0], w.of(o.role for o in same)
    made = {ObligationKind.NOTICE: _notice, ObligationKind.LIMIT: _limit, ObligationKind.MOVE: _move}
    return made[each.kind](each, roles, w) if each.kind in made else _step(each, roles, w)


def _notice(o: Obligation, roles: str, w: Words) -> str:
    name, start = w.name(o.step), f"{w.on(o.trigger.day) if o.trigger else ''}{roles}"
    if o.answer:
        said = {
            _S.MET: f" is in time for {start}",
            _S.MET_LATE: f" was {days(o.working_days_late)} short for {start}",
            _S.SHORT: f" is {days(o.working_days_late)} shorter than it should be for {start}",
        }.get(o.state, f"{roles}: {_doubt(o)}")
        return f"{name} of {w.on(o.answer.day)}{said}"
    void = ""
    if o.doubt is Doubt.DOES_NOT_COUNT and isinstance(o.because, Event):
        void = f"; that of {w.on(o.because.day)} does not count"
    act, due = f"{w.act(o.step, o.bearer)} of {start}", w.day(o.last_day) if o.last_day else ""
    said = {
        _S.OVERDUE: f"{act}; due {due}{_ago(o, w)}",
        _S.SHORT: f"{act}; it should have been done by {due}",
        _S.DUE: f"{act}; due {due}",
    }.get(o.state, f"{name} for {start}: {_doubt(o)}")
    return f"{said}{void}"


def _limit(o: Obligation, roles: str, w: Words) -> str:
    since, act = "", w.act(o.step, o.bearer)
    if o.trigger and not w.brief:
        of = "of" if o.trigger.step is Step.UEPT_REPORT else f"after {w.name(o.trigger.step)} of"
        since = f" {of} {w.on(o.trigger.day)}"
    due = f"due {w.day(o.last_day)}" if o.last_day else ""
    if o.answer:
        given = f"{w.name(o.step)} of {w.on(o.answer.day)}{roles}"
        late = f", {days(o.working_days_late)} earlier" if o.state is _S.MET_LATE else ", and in time"
        doubt = f"; {_doubt(o)}" if o.doubt else ""
        return f"{given} was {due}{late}{doubt}"
    match o.state:
        case _S.OVERDUE:
            return f"{act}{since}{roles}; {due}{_ago(o, w)}"
        case _S.DUE:
            return f"{act}{since}{roles}; {due}"
        case _:
            return f"{act}{since}{roles}; {due}; {_doubt(o)}"


def _move(o: Obligation, roles: str, w: Words) -> str:
    booked = o.trigger.booked_for if o.trigger else None
    moved = f"the booking of {w.name(o.step)}"
    moved += f" for {w.on(booked)}" if booked else ""
    last = f"the last day to move it without charge was {w.day(o.last_day)}" if o.last_day else ""
    when = f" was moved on {w.on(o.answer.day)}{roles}" if o.answer else roles
    late = f", {days(o.working_days_late)} late" if o.state is _S.MET_LATE else ", in time"
    return f"{moved}{when}{late}: {last}"


def _step(o: Obligation, roles: str, w: Words) -> str:
    first = f" from {w.day(o.first_day)}" if o.first_day else ""
    return f"{w.name(o.step)}{roles}: its notice has run{first}"


def _ago(o: Obligation, w: Words) -> str:
    return f" ({days(o.working_days_late)})" if w.brief else f", {days(o.working_days_late)} ago"


def _doubt(o: Obligation) -> str:
    return o.doubt.value if o.doubt else "it cannot be said"


# --- What to do next ----------------------------------------------------------------------

#: How a step is gone about, where that is more than its name says.
_FIRST = {
    Step.GATEWAY_CONNECTION: "first access to the DCC SharePoint, then the order form",
    Step.SMKI_RAPPS: "the DCC provides the forms, which are filled in, signed and sent back",
}


def refusal_of_booking(planned: PlannedStep, w: Words) -> str:
    """Return why the booking of a step cannot stand, and the first day on which it works."""
    booked = w.on(planned.refused.day) if planned.refused else ""
    why = ""
    if planned.notice:
        why = f": its notice runs until {w.day(planned.notice.day)}"
    elif planned.driver:
        why = f": {tasks([planned.driver], w)} must come first"
    first = w.day(planned.earliest_start)
    return (
        f"{w.name(planned.step, planned.state)} cannot stand as booked for {booked}{why}; first day {first}"
    )


def next_step(step: NextStep, w: Words) -> str:
    """Return a step to do next in a sentence, without whose it is."""
    planned, state, roles = step.planned, step.planned.state, w.of(step.roles)
    if planned.begun_on:
        begun = "" if w.brief else f", begun on {w.on(planned.begun_on)}"
        return f"finish {w.name(step.step, state)}{roles}{begun}{_by(step, w)}"
    if state.is_in_doubt:
        return f"say how {w.name(step.step)} of {w.on(state.events[-1].day)}{roles} ended"
    act, why = w.act(step.step, step.bearer, state), ""
    if step.step in _FIRST and not w.brief:
        act = f"{act}: {_FIRST[step.step]}"
    if step.mends:
        ended = f"{w.outcome(step.mends)} on {w.on(step.mends.day)}"
        if isinstance(step.mends.outcome, AssuranceStatus):
            why = f": {w.name(step.step)} was {ended}"
        else:
            act = f"{act}, {ended}"
    elif state.sent_back_by and state.sent_back_by.step is not Step.SECURITY_STATUS:
        act = f"{act} again"
    if step.refused is not None and step.refused.refused and step.is_now:
        booked, first = step.refused.refused.day, step.refused.earliest_start
        move = "move it" if step.refused.step is not step.step else "move the booking"
        return f"{act}{roles}{why}, and {move} from {w.on(booked, first)} to {w.day(first)} or later"
    if step.is_now and state.not_before is not None:
        why = f": its notice has run since {w.day(state.not_before.day)}"
    by = _by(step, w)
    return f"{act}{roles}{why}{by}" if step.is_overdue else f"{act}{roles}{by}{why}"


def _by(step: NextStep, w: Words) -> str:
    """Return by when a step is due, as far as that says more than that it is next."""
    if step.is_overdue:
        return "" if w.brief else f"; due {w.day(step.due)}, {days(step.working_days_late)} ago"
    if step.due_for is DueFor.FINISH and not (w.brief and step.slack > 0):
        return ""
    is_a_rules = step.due_for in {DueFor.BOOKING, DueFor.LIMIT}
    latest = step.obligation.due.day if is_a_rules and step.obligation and step.obligation.due else step.due
    beside = "" if latest == step.due or w.brief else f" (the latest Working Day is {w.day(latest)})"
    by = ", which the target needed by" if step.has_passed else ", by"
    return f"{by} {w.day(step.due)}{beside}"


# --- What fixes a day ---------------------------------------------------------------------


def planned_step(each: PlannedStep, w: Words) -> str:
    """Return a step of a plan: how it begins, how long it takes, and by which rule."""
    said = [f"{w.head(each.step, each.state)}{w.of([each.role])}"]
    if each.notice:
        said.append(f"its notice runs from {w.day(each.from_day)} to {w.day(each.earliest_start)}")
    elif each.driver is None:
        said.append(f"from {w.day(each.from_day)} ({each.anchor.value})")
    said.append(takes(each, w))
    readings = (each.dependency.reading,) if each.dependency else ()
    return "; ".join(filter(None, said)) + w.cited(each.because, *readings)


def takes(each: PlannedStep, w: Words) -> str:
    """Return how long a step takes and what says so; nothing where no more is known than its day."""
    if each.overrun:
        return f"it should have ended on {w.day(each.overrun)}"
    if each.basis is Basis.NOT_SAID:
        return "nothing says how long it takes"
    if each.basis is Basis.BOOKED:
        return "as booked"
    return f"{each.takes} ({each.basis.value})" if each.takes else ""


# --- What is irregular --------------------------------------------------------------------


def irregular(each: Irregularity, w: Words) -> str:
    """Return in what way something is at odds with a rule."""
    other = each.other
    if other is None:
        said = "before the organisation was a SEC Party"
    elif each.kind is IrregularityKind.NOTICE:
        said = f"before {w.name(other.step)} of {w.on(other.day)} had run"
    elif each.kind is IrregularityKind.OVER_A_NO:
        said = f"while there was a no: {w.event(other).removesuffix(',')}"
    else:
        before = "while {} had only begun" if other.outcome is Outcome.BEGUN else "before {} ended"
        said = f"{before.format(w.name(other.step))}, on {w.on(other.day)}"
    counts = "" if each.counts else "; it does not count"
    return f"{capital(w.event(each.event))} came {said}{counts}{w.cited(each.rule, each.reading)}"


# --- Readings -----------------------------------------------------------------------------


def readings(turns_on: Sequence[Otherwise], w: Words) -> list[str]:
    """Return what other choices of readings would change, those that change the same together, most first."""
    by_effect = grouped(
        sorted(
            turns_on, key=lambda each: (-abs(each.moves_by), bool(each.refusal), each.reading == _CALENDAR)
        ),
        lambda each: and_(_effect(each, w)),
    )
    said = []
    for same in by_effect:
        names, effect = (
            [f"{e.reading} {e.choice}" for e in same],
            and_(_effect(same[0], w)),
        )
        said.append(f"{names[0]}: {effect}" if w.brief else f"{or_(names)} would make {effect}")
    return said


#: The reading that says whose bank holidays count; it says least of what was meant.
_CALENDAR = "RD-01"


#: How an obligation that is not late stands.
_NOT_LATE = {
    _S.MET: "in time",
    _S.DUE: "not yet due",
    _S.UNDETERMINED: "impossible to judge",
}


def _effect(each: Otherwise, w: Words) -> Iterator[str]:
    if each.refusal is not None:
        yield f"no plan ({each.refusal})"
    elif each.moves_by and each.finish:
        way = "later" if each.moves_by > 0 else "sooner"
        yield f"the finish {days(abs(each.moves_by))} {way}, {w.day(each.finish)}"
    for same in alike(each.late):
        o, roles = same[0], w.of(o.role for o in same)
        of = f" of {w.on(o.answer.day)}{roles}" if o.answer else roles
        name = f"{w.name(o.step)}{'' if w.brief else of}"
        if o.state in _NOT_LATE:
            yield f"{name} {_NOT_LATE[o.state]}"
        else:
            how = "late" if o.kind is not ObligationKind.NOTICE else "short" if o.answer else "overdue"
            yield f"{name} {days(o.working_days_late)} {how}"


def charge(o: Obligation) -> str:
    """Return what can be charged for a booking that was moved late; nothing for anything else."""
    notice = TABLE[o.step].notice
    if o.kind is not ObligationKind.MOVE or o.state is not _S.MET_LATE or notice is None:
        return ""
    return "" if notice.charged_by is None else f" {notice.charged_by.statement} [{notice.charged_by.id}]."
