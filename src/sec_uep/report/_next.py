"""What to do next, in order of urgency: the section that the report and the plan share."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from datetime import date

from attrs import evolve, frozen

from sec_uep.answers import Deadline
from sec_uep.events import Event, Outcome, Step
from sec_uep.obligations.entry_process import Task, rule_of
from sec_uep.obligations.entry_process.steps import bearer_of
from sec_uep.parties import UserRole
from sec_uep.planning import Basis, Obligation, ObligationState, Plan, PlannedStep
from sec_uep.report._page import (
    OB_18,
    beside,
    day_of,
    grouped,
    is_sec_party,
    paragraph,
    roles_named,
    title,
    working_days,
)
from sec_uep.rules import PARTY_SIDE, Bearer, Modality, Rule

__all__ = ["WHEN", "NextLine", "do_next", "next_lines"]

#: Width of "finish by Mon 2027-01-04", with the space after it.
WHEN = 26


@frozen
class NextLine:
    """
    One thing to do next, for every User Role for which it is the same.

    Attributes:
        step: The step.
        roles: The User Roles it is for; () if it is taken once for the Party.
        bearer: Whose it is to do.
        rule: The rule that asks for it.
        due: Its last day by a rule, where one is counted from what happened or is booked.
        counted_from: What that day is counted from.
        is_overdue: Whether that day has passed.
        waits_for: The step that must come first all the same; None if none must.
        planned: The step as it is planned, for the first of these User Roles; None if it is not in the plan.

    """

    step: Step
    roles: tuple[UserRole, ...]
    bearer: Bearer
    rule: Rule
    due: Deadline | None
    counted_from: Event | None
    is_overdue: bool
    waits_for: Task | None
    planned: PlannedStep | None


def do_next(plan: Plan, obligations: Iterable[Obligation]) -> tuple[NextLine, ...]:
    """
    Return what is to be done next, the most urgent first.

    First what is overdue, and what the Party owes by a last day, by that day;
    then what waits for no other step, by its slack.
    """
    pending = _pending(obligations)
    planned = {each.task: each for each in plan.steps}
    tasks = dict.fromkeys((*(each.task for each in plan.to_do), *pending))
    ready = {each.task for each in plan.to_do}
    lines = [_line(task, pending.get(task), planned.get(task), is_ready=task in ready) for task in tasks]
    return tuple(
        evolve(same[0], roles=tuple(role for line in same for role in line.roles))
        for same in grouped(sorted(lines, key=_urgency), lambda line: _alike(line, plan))
    )


def _pending(obligations: Iterable[Obligation]) -> dict[Task, Obligation]:
    """Return what is due by a last day and not done, for each step the one that is due first."""
    found: dict[Task, Obligation] = {}
    waiting = (ObligationState.DUE, ObligationState.OVERDUE)
    due = [(each.due.day, each) for each in obligations if each.due is not None and each.state in waiting]
    for _, each in sorted(due, key=lambda pair: pair[0]):
        found.setdefault(each.task, each)
    return found


def _line(task: Task, pending: Obligation | None, planned: PlannedStep | None, *, is_ready: bool) -> NextLine:
    return NextLine(
        task.step,
        (task.role,) if task.role else (),
        bearer_of(task.step),
        rule_of(task.step),
        pending.due if pending else None,
        pending.trigger if pending else None,
        pending is not None and pending.state is ObligationState.OVERDUE,
        planned.because.after if planned and not is_ready else None,
        planned,
    )


def _urgency(line: NextLine) -> tuple[int, date]:
    if line.due is not None and (line.is_overdue or line.bearer in PARTY_SIDE):
        return 0, line.due.day
    return 1, date.min  # as the plan has them


def _alike(line: NextLine, plan: Plan) -> Hashable:
    """Return what lines have in common that can be one: their days, and all that is said of them."""
    planned = line.planned
    days = planned and (
        planned.earliest_start,
        planned.earliest_finish,
        planned.latest_start,
        planned.latest_finish,
    )
    return line.step, days, _when(line, plan), (*_urgent(line, plan),), (*_how(line, plan),)


# --- How it is set -----------------------------------------------------------------------


def next_lines(lines: tuple[NextLine, ...], plan: Plan) -> Iterator[str]:
    """Yield the section, without its heading."""
    if not lines:
        yield "Nothing: SECAS has confirmed every User Role."
        return
    stands = "and the target still be met" if plan.target else "without the finish being later"
    uses = "; what has no estimate takes no time here, and will use it up" if plan.is_lower_bound else ""
    yield from paragraph(f"Slack is how many Working Days later a step can be done {stands}{uses}.")
    since = plan.entry.party.sec_party_since
    if is_sec_party(plan.entry, plan.today) is False:
        when = f"on {day_of(since)}" if isinstance(since, date) else "now"
        yield from beside(when, "Become a SEC Party: all but the User Interface waits for it", WHEN)
        yield from beside("", f"Party's to do: {OB_18.id}, {OB_18.citation}", WHEN)
    for line in lines:
        roles = roles_named(line.roles, plan.entry)
        named = f"{title(line.step)} ({roles})" if roles else title(line.step)
        urgent = "; ".join(_urgent(line, plan))
        yield from beside(_when(line, plan), f"{named}: {urgent}" if urgent else named, WHEN)
        how = "; ".join(_how(line, plan))
        if how:
            yield from beside("", how, WHEN)
        yield from beside("", f"{line.bearer}'s to do: {line.rule.id}, {line.rule.citation}", WHEN)


def _when(line: NextLine, plan: Plan) -> str:
    if line.is_overdue:
        return "OVERDUE"
    if line.due is not None:
        return f"due {day_of(line.due.day)}"
    return _by(line.planned, plan) if line.planned else ""


def _by(planned: PlannedStep, plan: Plan) -> str:
    """Return by when, or on which day: "now" where it can be done today and has no slack left."""
    if _begun_on(planned, plan) is not None:
        is_now = planned.slack < 0 or planned.latest_finish <= plan.today
        return "now" if is_now else f"finish by {day_of(planned.latest_finish)}"
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
    """Yield what is known of how it will go."""
    since = line.counted_from
    if since is not None:
        what = f"booked for {day_of(since.day)}" if since.day > plan.today else f"on {day_of(since.day)}"
        yield f"counted from {title(since.step)}, {what}"
        return
    yield from _of_planned(line.planned, plan) if line.planned else ()


def _of_planned(planned: PlannedStep, plan: Plan) -> Iterator[str]:
    begun = _begun_on(planned, plan)
    if begun is not None:
        yield f"begun on {day_of(begun)}"
    else:
        yield from _from(planned, plan)
    if planned.takes:
        yield f"{planned.takes} ({planned.basis.value}), to {day_of(planned.earliest_finish)}"
    elif planned.step in plan.without_estimate:
        yield "nothing says how long it takes"


def _from(planned: PlannedStep, plan: Plan) -> Iterator[str]:
    """Yield what a step that has not begun waits for: its booking, or its notice."""
    day, notice = _booked_or_soonest(planned), planned.because.notice
    if any(event.day == day for event in plan.entry.booked(planned.task, plan.today)):
        yield f"booked for {day_of(day)}"
    elif notice is not None and day > plan.today:
        cannot = "cannot" if notice.modality is Modality.MUST else "should not"
        yield f"{cannot} begin before {day_of(day)}, when its notice has run"


def _booked_or_soonest(planned: PlannedStep) -> date:
    """Return the day on which a step is booked to end, or else the first day on which it can begin."""
    return planned.earliest_finish if planned.basis is Basis.BOOKED else planned.earliest_start


def _begun_on(planned: PlannedStep, plan: Plan) -> date | None:
    known = plan.entry.known(planned.task, plan.today, plan.chosen)
    return known[-1].day if known and known[-1].outcome is Outcome.BEGUN else None
