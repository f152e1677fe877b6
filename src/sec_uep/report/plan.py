"""
The plan of one entry on one page: by when it can be through, what to do next, and by when.

`plan_page` asks `sec_uep.planning` and `sec_uep.alternatives`, and keeps their answers as they come;
`str()` of a page sets them for a terminal, `data()` gives the same as plain data.
It decides nothing of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from attrs import frozen

from sec_uep.alternatives import Alternative, sensitivity
from sec_uep.calendar import WorkingDayCalendar
from sec_uep.events import Outcome, Step
from sec_uep.obligations.entry_process import Entry, Task
from sec_uep.obligations.entry_process.steps import NOTICE_OF
from sec_uep.obligations.security_assessment import FIELDWORK
from sec_uep.parties import UserRole
from sec_uep.planning import (
    Basis,
    Change,
    Evidence,
    Link,
    Obligation,
    ObligationState,
    Plan,
    PlannedStep,
    backwards,
    evidence,
    forwards,
    standing,
)
from sec_uep.readings import DEFAULT_READINGS, REGISTER, Readings
from sec_uep.report._next import NextLine, do_next, next_lines, to_write
from sec_uep.report._page import (
    DAY,
    ID,
    NOT_ADVICE,
    beside,
    dated,
    day_of,
    grouped,
    heading,
    noted,
    paragraph,
    roles_named,
    soonest,
    title,
    title_line,
    whose,
    working_days,
)
from sec_uep.rules import PARTY_SIDE
from sec_uep.wire import plain

__all__ = ["PlanPage", "plan_page"]


@frozen
class PlanPage:
    """
    The plan of one entry, and what belongs beside it.

    Attributes:
        plan: The plan.
        otherwise: The same plan with the DCC at its best if it was not, and at its limits if it was.
        changes: The single changes that would make the target; () if it can be met, or none would.
        do_next: What to do next, the most urgent first.
        standing: How each obligation stands at the end of that day.
        evidence: For each User Role, what comes before its evidence form.
        turns_on: The readings under which the finish would be another day.

    """

    plan: Plan
    otherwise: Plan
    changes: tuple[Change, ...]
    do_next: tuple[NextLine, ...]
    standing: tuple[Obligation, ...]
    evidence: tuple[Evidence, ...]
    turns_on: tuple[Alternative[Plan], ...]

    @property
    def undetermined(self) -> tuple[Obligation, ...]:
        """The obligations of which it cannot be said whether they were met: something was not told."""
        return tuple(each for each in self.standing if each.state is ObligationState.UNDETERMINED)

    @property
    def late(self) -> tuple[Obligation, ...]:
        """The obligations that were met late, or are overdue, whosever they are."""
        late = (ObligationState.MET_LATE, ObligationState.OVERDUE)
        return tuple(each for each in self.standing if each.state in late)

    def data(self) -> dict[str, Any]:
        """Return the page as plain data."""
        plan = self.plan
        infeasible = plan.infeasible
        return {
            "entry": plain(plan.entry),
            "today": plan.today,
            "target": plan.target,
            "at_best": plan.at_best,
            "calendar": plain(plan.calendar),
            "certainty": plan.certainty.value,
            "readings": plan.chosen.chosen(),
            "finish": plan.finish,
            "finishes": {role.value: day for role, day in plan.finishes.items()},
            "roles": {
                role.value: {"finish": day, "late_by": _late_by(day, plan)}
                for role, day in plan.finishes.items()
            },
            "feasible": None if plan.target is None else infeasible is None,
            "working_days_to_spare": _to_spare(plan.finish, plan),
            "is_lower_bound": plan.is_lower_bound,
            "without_estimate": [step.value for step in plan.without_estimate],
            "assumptions": list(plan.assumptions),
            "otherwise": {"at_best": self.otherwise.at_best, "finish": self.otherwise.finish},
            "infeasible": infeasible
            and {
                "nearest": infeasible.nearest,
                "late_by": infeasible.late_by,
                "chain": plain(infeasible.chain),
                "changes": [
                    {
                        "kind": change.kind.value,
                        "step": change.step.value,
                        "roles": list(change.roles),
                        "to": plain(change.to),
                        "bearer": change.bearer.value,
                        "too_late": change.too_late,
                        "note": change.note,
                        "finish": plan.again(entry=change.entry).finish,
                        "text": change.text,
                    }
                    for change in self.changes
                ],
            },
            "do_next": plain(self.do_next),
            "standing": plain(self.standing),
            "late": plain(self.late),
            "steps": [
                {
                    **plain(each),
                    "bearer": each.bearer.value,
                    "rule": each.rule.id,
                    "note": each.note,
                    "overrun": each.overrun,
                }
                for each in plan.steps
            ],
            "evidence": [plain(each) for each in self.evidence],
            "turns_on": [
                {
                    "choices": dict(each.choices),
                    "finish": None if each.refusal else each.answer.finish,
                    "reason": each.reason,
                }
                for each in self.turns_on
            ],
            "note": NOT_ADVICE,
        }

    def __str__(self) -> str:
        sections = (
            _headline,
            _obstacle,
            _do_next,
            _late,
            _schedule,
            _to_find_out,
            _evidence,
            _turns_on,
        )
        page = [line for section in sections for line in section(self)]
        top = heading(self.plan.entry, self.plan.today, "Plan of the DCC User Entry Process")
        return "\n".join([*top, *page, "", *paragraph(NOT_ADVICE)])


def plan_page(  # noqa: PLR0913 - the words of a plan
    entry: Entry,
    *,
    today: date,
    target: date | None = None,
    at_best: bool = False,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings = DEFAULT_READINGS,
) -> PlanPage:
    """
    Return the plan of *entry* as a page: forwards from *today*, or backwards from *target*.

    >>> from sec_uep.parties import Party
    >>> entry = Entry(party=Party(name="Example Energy Ltd"), roles={UserRole.GAS_SUPPLIER})
    >>> page = plan_page(entry, today=date(2026, 11, 23), target=date(2027, 2, 26))
    >>> print(str(page).splitlines()[5])
    CANNOT be met: no sooner than Wed 2027-03-03, 3 Working Days after the target.

    Args:
        entry: The entry; it names at least one User Role.
        today: The day of the plan.
        target: The day by which every User Role is wished for; without it the plan is forwards.
        at_best: Whether the DCC acts at once, instead of using its time limits in full.
        calendar: The calendar to count on; without it RD-01 names one.
        readings: The readings to plan under.

    Raises:
        MissingFact: If the entry names no User Role.
        InvalidType: If an argument is of the wrong type.
        DateOutsideCalendar: If a count leaves the calendar.

    """
    terms: dict[str, Any] = {"calendar": calendar, "readings": readings}
    plan = (
        forwards(entry, today=today, at_best=at_best, **terms)
        if target is None
        else backwards(entry, target=target, today=today, at_best=at_best, **terms)
    )
    stands = standing(entry, as_of=today, **terms)
    return PlanPage(
        plan,
        plan.again(at_best=not at_best),
        plan.infeasible.changes if plan.infeasible else (),
        do_next(plan, stands),
        stands,
        evidence(entry, as_of=today, **terms),
        sensitivity(plan),
    )


# --- The answer --------------------------------------------------------------------------


def _headline(page: PlanPage) -> Iterator[str]:
    plan, confirmed = page.plan, _confirmed(page.plan)
    is_through = len(confirmed) == len(plan.entry.roles)
    asked = f"Can it be a User by {day_of(plan.target)}?" if plan.target else "When can it be a User?"
    yield from title_line("Is it a User?" if is_through else asked)
    yield from paragraph(_answer(plan, is_through=is_through))
    if len(plan.entry.roles) > 1 and (confirmed or len(set(plan.finishes.values())) > 1):
        for same in grouped(plan.finishes, lambda role: (plan.finishes[role], role in confirmed)):
            yield from paragraph(f"{', '.join(map(title, same))}: {_of_role(same[0], plan)}", 2, 4)
    if not is_through:
        yield from ("", "How sure that is:")
        for said in _sureness(page):
            yield from paragraph(f"- {said}", 0, 2)


def _confirmed(plan: Plan) -> frozenset[UserRole]:
    last = (plan.step(Step.SECAS_CONFIRMATION, role) for role in plan.entry.roles)
    return frozenset(each.role for each in last if each.role and each.done_on is not None)


def _answer(plan: Plan, *, is_through: bool) -> str:
    """Return the answer in a sentence or two."""
    against = _against(plan.finish, plan)
    if is_through:
        return f"Yes: SECAS has confirmed every User Role, the last on {day_of(plan.finish)}{against}."
    day = soonest(plan.finish, is_lower_bound=plan.is_lower_bound)
    if plan.target is None:
        return f"{day[0].upper()}{day[1:]}: the first day on which SECAS can have confirmed every User Role."
    if plan.finish > plan.target:
        return f"CANNOT be met: {day}{against}."
    if not plan.is_lower_bound:
        return f"Can be met{against}: {day}."
    room = "All that has no estimate must fit in."
    if _apart(plan.finish, plan.target, plan) == 0:
        room = "Nothing is left for what has no estimate."
    return f"Can be met as far as is known{against}: {day}. {room}"


def _against(day: date, plan: Plan) -> str:
    """Return how a day stands to the target, if there is one."""
    if plan.target is None:
        return ""
    apart = _apart(day, plan.target, plan)
    if day > plan.target:
        return f", {working_days(apart)} after the target"
    return f", with {working_days(apart) if apart else 'no Working Day'} to spare"


def _apart(day: date, other: date, plan: Plan) -> int:
    return plan.calendar.working_days_between(after=min(day, other), up_to=max(day, other))


def _to_spare(day: date, plan: Plan) -> int | None:
    """Return the Working Days from *day* to the target, negative after it; None if there is no target."""
    if plan.target is None:
        return None
    apart = _apart(day, plan.target, plan)
    return -apart if day > plan.target else apart


def _late_by(day: date, plan: Plan) -> int | None:
    """Return the Working Days that *day* is after the target, 0 if it is not; None if there is no target."""
    spare = _to_spare(day, plan)
    return None if spare is None else max(0, -spare)


def _of_role(role: UserRole, plan: Plan) -> str:
    last = plan.step(Step.SECAS_CONFIRMATION, role)
    day = last.earliest_finish
    said = f"a User since {day_of(day)}" if last.done_on else soonest(day, is_lower_bound=last.is_lower_bound)
    return f"{said}{_against(day, plan)}"


def _sureness(page: PlanPage) -> Iterator[str]:
    """Yield how sure the answer is, and what it takes for granted."""
    plan, other = page.plan, page.otherwise
    if plan.without_estimate:
        steps = ", ".join(map(title, plan.without_estimate))
        yield f"A lower bound: nothing says how long these take, so they take no time here: {steps}."
        if Step.FULL_USER_SECURITY_ASSESSMENT in plan.without_estimate:
            typical = f"{FIELDWORK.least.n} to {FIELDWORK.most}"
            yield (
                f"The fieldwork of a {title(Step.FULL_USER_SECURITY_ASSESSMENT)} typically takes {typical} "
                f"({FIELDWORK.rule.id}): an estimate that can be given."
            )
    elif plan.is_lower_bound:
        yield "A lower bound: a step that should be done by now is not."
    day = f"{soonest(other.finish, is_lower_bound=other.is_lower_bound)}{_against(other.finish, other)}"
    if plan.at_best:
        yield f"The DCC is taken to act at once. If it uses all of its time limits: {day}."
    elif other.finish != plan.finish:
        yield f"The DCC is taken to use all of its time limits. If it acts at once: {day}."
    calendar = plan.calendar.name
    yield f"Working Days are those of {calendar}; the bank holidays counted are {plan.certainty.value}."
    for assumed in plan.assumptions:
        yield f"It is assumed {dated(assumed)}."
    for id_, reading in REGISTER.items():
        choice = plan.chosen[id_]
        if choice != reading.default:
            said = reading.choices[choice]
            yield f"{id_} is not read as by default. {reading.question} Here: {said}."
    if page.turns_on:
        ids = dict.fromkeys(id_ for each in page.turns_on for id_ in each.choices)
        yield f"It turns on {', '.join(ids)}: see the end."


# --- Why it cannot be met ----------------------------------------------------------------


def _obstacle(page: PlanPage) -> Iterator[str]:
    plan = page.plan
    if plan.infeasible is None or not plan.infeasible.chain:
        return
    yield from title_line("What stands in the way")
    before: Task | None = None
    for takes_no_time, links in groupby(plan.infeasible.chain, _takes_no_time):
        these = tuple(links)
        if takes_no_time:
            yield from beside(day_of(these[0].finish), _in_no_time(these, plan), DAY)
        else:
            for link in these:
                yield from beside(day_of(link.finish), _in_time(link, before, plan), DAY)
                before = link.task
        before = these[-1].task
    yield from _changes(page)


def _changes(page: PlanPage) -> Iterator[str]:
    """Yield the single changes: the Party's own, those of others, and what is too late now."""
    own = [each for each in page.changes if not each.too_late and each.bearer in PARTY_SIDE]
    of_others = [each for each in page.changes if not each.too_late and each.bearer not in PARTY_SIDE]
    past = [each for each in page.changes if each.too_late]
    if not own and not of_others:
        but = ", but that the DCC acts at once" if page.otherwise.infeasible is None else ""
        yield from ("", f"No single change would make it{' now' if past else ''}{but}.")
    for said, changes in (
        ("Any one of these alone would make it, and is the Party's to do:", own),
        ("Any one of these alone would make it, but is for others to promise:", of_others),
        ("Any one of these alone would have been enough, and is too late now:", past),
    ):
        if changes:
            yield from ("", said)
        for change in changes:
            by = "" if change.bearer in PARTY_SIDE else f" ({whose(change.bearer)})"
            yield from paragraph(f"- {dated(change.text)}{by}", 2, 4)


def _takes_no_time(link: Link) -> bool:
    return link.after is not None and link.notice is None and link.from_day == link.finish


def _in_no_time(links: Iterable[Link], plan: Plan) -> str:
    """Return in words the links of the chain that are counted as done on the day of the one before."""
    said = [
        f"{_of_link(link, plan)} [{link.rule.id}{f'; {link.reading}' if link.reading else ''}]"
        for link in links
    ]
    return f"{', '.join(said)}: no time is counted for {'it' if len(said) == 1 else 'them'}"


def _in_time(link: Link, before: Task | None, plan: Plan) -> str:
    """Return a link of the chain in words; what is counted from the link before needs no day of its own."""
    said = []
    if link.notice is not None:
        since, until = day_of(link.from_day), day_of(link.start)
        said.append(f"{link.notice_period} of notice from {since} to {until}")
    elif link.after is None or link.after != before:
        said.append(f"from {day_of(link.from_day)}, {title(link.after.step) if link.after else link.anchor}")
    if link.takes is not None:
        said.append(f"{link.takes} ({link.basis.value})")
        if link.overrun is not None:
            said.append(_overrun(link, link.overrun, plan))
    elif link.basis is Basis.BOOKED and link.from_day != link.finish:
        said.append("booked for that day")
    elif link.task.step in plan.without_estimate:
        said.append("nothing says how long it takes")
    by = f"; {link.reading}" if link.reading else ""
    name = f"{_of_link(link, plan)}, {whose(link.bearer)}"
    return f"{name}: {'; '.join(said)} [{link.rule.id}, {link.rule.citation}{by}]"


def _overrun(link: Link, ended: date, plan: Plan) -> str:
    """Return in words that a step should have ended, and as of when it is counted instead."""
    came = "today" if link.finish == plan.today else f"on {day_of(link.finish)}"
    if link.basis is Basis.LIMIT:
        return f"was due {day_of(ended)}, overdue; counted as if it came {came}"
    return f"was to end on {day_of(ended)}, and has not; counted as if it ended {came}"


def _of_link(link: Link, plan: Plan) -> str:
    """Return the name of a step of the chain, with every User Role for which it is the same."""
    here = plan.step(link.task.step, link.task.role)
    same = [each.role for each in plan.steps if each.role and _row(each) == _row(here)]
    roles = roles_named(same, plan.entry)
    return f"{title(link.task.step)} ({roles})" if roles else title(link.task.step)


# --- What to do, and when ----------------------------------------------------------------


def _do_next(page: PlanPage) -> Iterator[str]:
    yield from title_line("Do next, the most urgent first")
    yield from next_lines(page.do_next, page.plan)


def _late(page: PlanPage) -> Iterator[str]:
    if not page.late:
        return
    yield from title_line("What was late, and whose it was")
    yield "The day is the last one that would have been in time."
    for of_one in grouped(page.late, lambda each: each.bearer):
        bearer = of_one[0].bearer
        name = whose(bearer)
        not_the_partys = "" if bearer in PARTY_SIDE else ", and not the Party's"
        yield from ("", f"{name[0].upper()}{name[1:]}{not_the_partys}:")
        for same in grouped(of_one, lambda each: (each.step, _how_late(each, page.plan))):
            first = same[0]
            roles = roles_named([each.role for each in same if each.role], page.plan.entry)
            named = f"{title(first.step)}{f' ({roles})' if roles else ''}"
            day = day_of(first.due.day) if first.due else ""
            said = f"{named}: {_how_late(first, page.plan)} [{first.rule.id}, {first.rule.citation}]"
            yield from beside(day, said, DAY)


def _how_late(late: Obligation, plan: Plan) -> str:
    """Return in words how late something was, or is."""
    days = _apart(late.due.day, late.done_on or plan.today, plan) if late.due else 0
    done = f"{_did(late)} on {day_of(late.done_on)}" if late.done_on else "still to come"
    said = [f"{done}, {working_days(days)} late" if days else f"{done}, late"]
    begins = late.trigger
    if late.step in NOTICE_OF.values() and begins is not None and begins.outcome is Outcome.BEGUN:
        is_booked = begins.day > plan.today
        begun, has = ("is booked for", "will have") if is_booked else ("began on", "had")
        said.append(f"{title(begins.step)} {begun} {day_of(begins.day)}, before its notice {has} run")
    elif late.note:
        said.append(noted(late.note).removeprefix("moved "))
    if late.superseded:
        said.append("of a round that had to be taken again since")
    return "; ".join(said)


def _did(late: Obligation) -> str:
    """Return what was done late: an assessment moved, a notice given, an application sent, a step taken."""
    if late.trigger is not None and late.trigger.outcome is Outcome.RESCHEDULED:
        return "moved"
    if late.step in NOTICE_OF.values():
        return "given" if late.step is Step.UEPT_NOTICE else "sent"
    return "done"


def _to_find_out(page: PlanPage) -> Iterator[str]:
    if page.undetermined:
        yield from title_line("What was not told, and would settle how it stands")
        for same in grouped(page.undetermined, lambda each: (each.step, each.rule.id, each.note)):
            first = same[0]
            roles = roles_named([each.role for each in same if each.role], page.plan.entry)
            said = "; ".join([noted(first.note), *to_write(first.task, page.plan)])
            yield from beside(
                first.rule.id, f"{title(first.step)}{f' ({roles})' if roles else ''}: {said}", ID
            )


#: Widths in the table: of a step, of two days side by side with a gap, of that less, and of slack.
_STEP, _DAYS, _GAP, _SLACK = 30, 31, 2, 4


def _schedule(page: PlanPage) -> Iterator[str]:
    plan = page.plan
    yield from title_line("The schedule")
    to_come = [each for each in plan.steps if each.done_on is None]
    if to_come:
        yield from paragraph(
            "* marks what cannot be a day later without the finish being later."
            " A step that takes time has two days: its start and its finish."
        )
        yield f"  {'':<{_STEP}}{'soonest':<{_DAYS}}{'at the latest':<{_DAYS - _GAP - 1}}slack"
    for same in grouped(to_come, _row):
        first = same[0]
        roles = roles_named([each.role for each in same if each.role], plan.entry)
        yield (
            f"{'*' if first.critical else '':<2}{title(first.step):<{_STEP}}"
            f"{_days(first.earliest_start, first.earliest_finish):<{_DAYS}}"
            f"{_days(first.latest_start, first.latest_finish):<{_DAYS - _GAP}}{first.slack:>{_SLACK}}"
        )
        if roles:
            yield from paragraph(roles, 4)
    done = [each.task for each in plan.steps if each.done_on is not None]
    if done:
        yield from paragraph(f"Done: {', '.join(_names(done, plan.entry))}.", 0, 2)


def _row(planned: PlannedStep) -> tuple[object, ...]:
    return (
        planned.step,
        planned.earliest_start,
        planned.earliest_finish,
        planned.latest_start,
        planned.latest_finish,
        planned.critical,
    )


def _days(start: date, finish: date) -> str:
    return f"{day_of(start) if start != finish else '':<15}{day_of(finish)}"


def _names(tasks: Iterable[Task], entry: Entry) -> Iterator[str]:
    """Yield the names of steps, each with its User Roles where it is not for all of them."""
    for same in grouped(tasks, lambda task: task.step):
        roles = roles_named([task.role for task in same if task.role], entry)
        yield f"{title(same[0].step)} ({roles})" if roles else title(same[0].step)


def _evidence(page: PlanPage) -> Iterator[str]:
    confirmed = _confirmed(page.plan)
    to_come = [each for each in page.evidence if each.role not in confirmed]
    if not to_come:
        return
    yield from title_line("Before the UEP Evidence Form")
    for same in grouped(to_come, lambda each: (len(each.done), tuple(task.step for task in each.missing))):
        first = same[0]
        roles = roles_named([each.role for each in same], page.plan.entry)
        missing = ", ".join(title(task.step) for task in first.missing)
        count = f"{len(first.done)} of {len(first.done) + len(first.missing)} steps are done"
        said = f"{count}; missing: {missing}." if missing else f"{count}."
        said = f"{roles}: {said}" if roles else said
        yield from paragraph(f"{said[0].upper()}{said[1:]}", 0, 2)
    note = to_come[0].note
    yield from paragraph(f"{note[0].upper()}{note[1:]}.")


# --- What it turns on --------------------------------------------------------------------


def _turns_on(page: PlanPage) -> Iterator[str]:
    if page.turns_on:
        yield from title_line("What it turns on, where the texts leave a question open")
    for same in grouped(page.turns_on, lambda each: tuple(each.choices)):
        first, *others = same[0].choices
        asked = " ".join([REGISTER[first].question, *(f"{id_}: {REGISTER[id_].question}" for id_ in others)])
        answers = [f"If {_chosen(each)}: {_moved(each, page.plan)}" for each in same]
        yield from beside(first, f"{asked} {'. '.join(answers)}.", ID)


def _chosen(other: Alternative[Plan]) -> str:
    return ", and if ".join(REGISTER[id_].choices[choice] for id_, choice in other.choices.items())


def _moved(other: Alternative[Plan], plan: Plan) -> str:
    """Return where another reading takes the finish, and whether the target is then met."""
    if other.refusal:
        return "no answer"
    day = other.answer.finish
    by = working_days(_apart(day, plan.finish, plan))
    said = f"{day_of(day)}, {by} {'sooner' if day < plan.finish else 'later'}"
    if plan.target is None or (day <= plan.target) is (plan.finish <= plan.target):
        return said
    return f"{said}, and the target {'can' if day <= plan.target else 'CANNOT'} be met"
