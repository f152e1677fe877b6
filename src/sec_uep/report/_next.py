"""What to do next, in order of urgency: the section that the report and the plan share."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date

from attrs import evolve, frozen

from sec_uep.deadlines import Deadline
from sec_uep.events import OUTCOMES, Event, Outcome, Step
from sec_uep.obligations.entry_process import Task, rule_of
from sec_uep.obligations.entry_process.steps import NOTICE_OF
from sec_uep.parties import UserRole
from sec_uep.planning import Basis, Obligation, ObligationState, Plan, PlannedStep
from sec_uep.report._page import (
    OB_18,
    beside,
    day_of,
    grouped,
    is_sec_party,
    noted,
    paragraph,
    roles_named,
    title,
    working_days,
)
from sec_uep.rules import PARTY_SIDE, Bearer, Modality, Rule

__all__ = ["WHEN", "NextLine", "do_next", "next_lines", "to_write"]

#: Width of "finish by Mon 2027-01-04", with the space after it.
WHEN = 26


@frozen
class NextLine:
    """
    One thing to do next, for every User Role for which it is the same.

    Attributes:
        step: The step; None for accession to the SEC.
        roles: The User Roles it is for; () if it is taken once for the Party.
        bearer: Whose it is to do.
        rule: The rule that asks for it.
        due: Its last day by a rule, where one is counted from what happened or is booked.
        counted_from: What that day is counted from.
        is_overdue: Whether that day has passed.
        is_now: Whether it can be done today, or is overdue; if not it is running, booked or yet to come.
        waits_for: The step that must come first all the same; None if none must.
        planned: The step as it is planned, for the first of these User Roles; None if it is not in the plan.
        when: By when or on which day, in words.
        urgency: How urgent it is, in words.
        how: What else is known of it, in words.

    """

    step: Step | None
    roles: tuple[UserRole, ...]
    bearer: Bearer
    rule: Rule
    due: Deadline | None = None
    counted_from: Event | None = None
    is_overdue: bool = False
    is_now: bool = False
    waits_for: Task | None = None
    planned: PlannedStep | None = None
    when: str = ""
    urgency: str = ""
    how: str = ""


def do_next(plan: Plan, obligations: Iterable[Obligation]) -> tuple[NextLine, ...]:
    """
    Return what is to be done next: what can be done now, then the rest; of each the most urgent first.

    First accession to the SEC, if it is to come;
    then what is overdue, and what the Party owes by a last day, by that day;
    then what waits for no other step, by its slack, the Party's first where that is equal.
    """
    pending = _pending(obligations)
    planned = {each.task: each for each in plan.steps}
    tasks = dict.fromkeys((*(each.task for each in plan.to_do), *pending))
    ready = {each.task for each in plan.to_do}
    lines = sorted(
        (_line(task, pending.get(task), planned.get(task), plan, is_ready=task in ready) for task in tasks),
        key=_urgency,
    )
    merged = [
        evolve(same[0], roles=tuple(role for line in same for role in line.roles))
        for same in grouped(lines, _alike)
    ]
    return tuple(sorted((*_accession(plan), *merged), key=lambda line: not line.is_now))


def _accession(plan: Plan) -> Iterator[NextLine]:
    """Yield accession to the SEC, where it is to come."""
    since = plan.entry.party.sec_party_since
    if is_sec_party(plan.entry, plan.today) is False:
        is_dated = isinstance(since, date)
        when = f"on {day_of(since)}" if isinstance(since, date) else "now"
        said = "all but the User Interface waits for it"
        yield NextLine(None, (), OB_18.bearer, OB_18, is_now=not is_dated, when=when, urgency=said)


def _pending(obligations: Iterable[Obligation]) -> dict[Task, Obligation]:
    """Return what is due by a last day and not done, for each step the one that is due first."""
    found: dict[Task, Obligation] = {}
    waiting = (ObligationState.DUE, ObligationState.OVERDUE)
    due = [(each.due.day, each) for each in obligations if each.due is not None and each.state in waiting]
    for _, each in sorted(due, key=lambda pair: pair[0]):
        found.setdefault(each.task, each)
    return found


def _line(
    task: Task, pending: Obligation | None, planned: PlannedStep | None, plan: Plan, *, is_ready: bool
) -> NextLine:
    is_overdue = pending is not None and pending.state is ObligationState.OVERDUE
    waits_for = planned.because.after if planned and not is_ready else None
    can_be_now = waits_for is None and (planned is None or _can_be_now(planned, plan))
    line = NextLine(
        task.step,
        (task.role,) if task.role else (),
        _bearer(pending, planned),
        rule_of(task.step),
        pending.due if pending else None,
        pending.trigger if pending else None,
        is_overdue,
        is_overdue or can_be_now,
        waits_for,
        planned,
    )
    return evolve(
        line,
        when=_when(line, plan),
        urgency="; ".join(_urgent(line, plan)),
        how="; ".join(_how(line, plan)),
    )


def _bearer(pending: Obligation | None, planned: PlannedStep | None) -> Bearer:
    if planned is not None:
        return planned.bearer
    return pending.bearer if pending else Bearer.NOBODY


def _can_be_now(planned: PlannedStep, plan: Plan) -> bool:
    """Return whether a step that waits for no other can be taken today, and is not under way, or booked."""
    now = plan.calendar.on_or_after(plan.today)
    if planned.earliest_start > now or _begun_on(planned, plan) or _booked_for(planned, plan):
        return False
    return planned.bearer in PARTY_SIDE or planned.earliest_finish <= now


def _urgency(line: NextLine) -> tuple[int, date, int, bool, date]:
    of_others = line.bearer not in PARTY_SIDE
    if line.due is not None and (line.is_overdue or not of_others):
        return 0, line.due.day, 0, of_others, date.min
    slack, start = (line.planned.slack, line.planned.latest_start) if line.planned else (0, date.min)
    return 1, date.min, slack, of_others, start


def _alike(line: NextLine) -> Hashable:
    """Return what lines have in common that can be one: their days, and all that is said of them."""
    planned = line.planned
    days = planned and (
        planned.earliest_start,
        planned.earliest_finish,
        planned.latest_start,
        planned.latest_finish,
    )
    return line.step, days, line.bearer, line.is_now, line.when, line.urgency, line.how


# --- How it is set -----------------------------------------------------------------------


def next_lines(lines: tuple[NextLine, ...], plan: Plan) -> Iterator[str]:
    """Yield the section, without its heading."""
    if not lines:
        yield "Nothing: SECAS has confirmed every User Role."
        return
    stands = "and the target still be met" if plan.target else "without the finish being later"
    uses = "; what has no estimate takes no time here, and will use it up" if plan.is_lower_bound else ""
    yield from paragraph(f"Slack is how many Working Days later a step can be done {stands}{uses}.")
    now = [line for line in lines if line.is_now]
    later = [line for line in lines if not line.is_now]
    yield from ("", "What can be done now:" if now else "Nothing can be done now.")
    yield from _set(now, plan)
    if later:
        yield from ("", "Under way, booked or coming up:")
    yield from _set(later, plan)


def _set(lines: Sequence[NextLine], plan: Plan) -> Iterator[str]:
    for line in lines:
        roles = roles_named(line.roles, plan.entry)
        name = title(line.step) if line.step else "Become a SEC Party"
        named = f"{name} ({roles})" if roles else name
        yield from beside(line.when, f"{named}: {line.urgency}" if line.urgency else named, WHEN)
        if line.how:
            yield from beside("", line.how, WHEN)
        to_do = "no source says whose it is" if line.bearer is Bearer.NOBODY else f"{line.bearer}'s to do"
        yield from beside("", f"{to_do}: {line.rule.id}, {line.rule.citation}", WHEN)


def _when(line: NextLine, plan: Plan) -> str:
    if line.is_overdue:
        return "OVERDUE"
    if line.due is not None:
        return f"due {day_of(line.due.day)}"
    return _by(line.planned, plan) if line.planned else ""


def _by(planned: PlannedStep, plan: Plan) -> str:
    """Return by when, or on which day: "now" where it can be done today and has no slack left."""
    if _begun_on(planned, plan) is not None:
        is_pressing = planned.slack < 0 or planned.latest_finish <= plan.today
        return "under way" if is_pressing else f"finish by {day_of(planned.latest_finish)}"
    if planned.slack > 0:
        return f"{'begin ' if planned.takes else ''}by {day_of(planned.latest_start)}"
    soonest = _booked_or_soonest(planned)
    return "now" if soonest <= plan.today else f"on {day_of(soonest)}"


def _urgent(line: NextLine, plan: Plan) -> Iterator[str]:
    """Yield how urgent it is."""
    if line.due is not None and line.is_overdue:
        late = plan.calendar.working_days_between(after=line.due.day, up_to=plan.today)
        yield f"was due {day_of(line.due.day)}, {working_days(late)} ago"
        if line.bearer not in PARTY_SIDE:
            yield f"that is the {line.bearer}'s delay, not the Party's"
    if line.waits_for:
        yield f"waits for {title(line.waits_for.step)}"
    elif line.planned:
        yield _slack(line.planned)


def _slack(planned: PlannedStep) -> str:
    """Return the slack of a step in words."""
    if planned.slack < 0:
        needed = day_of(planned.latest_finish)
        return f"{working_days(-planned.slack)} too late for the target, needed by {needed}"
    return f"{working_days(planned.slack)} of slack" if planned.slack else "no slack"


def _how(line: NextLine, plan: Plan) -> Iterator[str]:
    """Yield what is known of why it is to be done, and how it will go."""
    if line.planned is not None and line.planned.note:
        yield noted(line.planned.note)
        yield from to_write(line.planned.task, plan)
    since = line.counted_from
    if since is not None:
        what = f"booked for {day_of(since.day)}" if since.day > plan.today else f"on {day_of(since.day)}"
        yield f"counted from {title(since.step)}, {what}"
        return
    yield from _of_planned(line.planned, plan) if line.planned else ()


def to_write(task: Task, plan: Plan) -> Iterator[str]:
    """Yield what to write in the entry file, where the outcome of an event of *task* was not told."""
    known = plan.entry.known(task, plan.today, plan.chosen)
    in_doubt = plan.entry.in_doubt(task, plan.today, plan.chosen)
    if in_doubt and known[-1].outcome is None:
        *others, last = (f'"{outcome.value}"' for outcome in OUTCOMES[task.step])
        yield f"in the file, give that event outcome = {', '.join(others)} or {last}"


def _of_planned(planned: PlannedStep, plan: Plan) -> Iterator[str]:
    begun = _begun_on(planned, plan)
    if begun is not None:
        yield f"begun on {day_of(begun)}"
    else:
        yield from _from(planned, plan)
    if planned.takes:
        ends = day_of(planned.overrun or planned.earliest_finish)
        said = f"{planned.takes} ({planned.basis.value}), to {ends}"
        yield f"{said}, which has passed" if planned.overrun else said
    elif planned.step in plan.without_estimate:
        yield "nothing says how long it takes"


def _from(planned: PlannedStep, plan: Plan) -> Iterator[str]:
    """Yield what a step that has not begun waits for: its booking, or its notice."""
    booked, notice = _booked_for(planned, plan), planned.because.notice
    if booked is not None:
        yield f"booked for {day_of(booked)}"
        if planned.step in _SENT and plan.entry.may_begin(planned.step, plan.today) is not False:
            yield f"it can be {_SENT[planned.step]} today"
    elif notice is not None and planned.earliest_start > plan.today:
        cannot = "cannot" if notice.modality is Modality.MUST else "should not"
        yield f"{cannot} begin before {day_of(planned.earliest_start)}, when its notice has run"


#: The acts that can be taken sooner than they are booked for, and what is done with each.
_SENT = {step: "given" if step is Step.UEPT_NOTICE else "sent" for step in NOTICE_OF.values()}


def _booked_for(planned: PlannedStep, plan: Plan) -> date | None:
    """Return the day for which a step is booked, if its dates rest on it."""
    day = _booked_or_soonest(planned)
    return day if any(event.day == day for event in plan.entry.booked(planned.task, plan.today)) else None


def _booked_or_soonest(planned: PlannedStep) -> date:
    """Return the day on which a step is booked to end, or else the first day on which it can begin."""
    return planned.earliest_finish if planned.basis is Basis.BOOKED else planned.earliest_start


def _begun_on(planned: PlannedStep, plan: Plan) -> date | None:
    known = plan.entry.known(planned.task, plan.today, plan.chosen)
    return known[-1].day if known and known[-1].outcome is Outcome.BEGUN else None
