"""
The schedule of an entry: what can be done by when, and what must be.

A step may start on the day on which the last step it waits for is finished.
A period of N Working Days ends on the N-th after its start.
What would fall on another day moves on to the next Working Day; in the latest dates, back to the one before.
The periods are those of the provisions, or the caller's estimates;
a step with neither takes no time, and the plan says that it is a lower bound.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from attrs import field, frozen

from sec_uep.answers import Answer, Reason, Reasons, check_terms, question, shape
from sec_uep.calendar import Certainty, Weeks, WorkingDayCalendar, WorkingDays
from sec_uep.checks import check_date, check_is, named
from sec_uep.deadlines import Deadline
from sec_uep.errors import DateOutsideCalendar, InvalidValue, MissingFact, UnknownName
from sec_uep.events import Event, Step
from sec_uep.facts import FrozenMapping
from sec_uep.obligations.entry_process import Entry, Task, rule_of
from sec_uep.obligations.entry_process.steps import NOTICE_OF, OB_18, UEPT_COMPLETE
from sec_uep.obligations.table_1 import OB_01
from sec_uep.parties import UserRole
from sec_uep.planning._assumptions import assumptions_of
from sec_uep.planning._network import Wait
from sec_uep.planning._passes import Anchor, Basis, Laid, Passes, Terms
from sec_uep.planning._periods import NOTICES
from sec_uep.planning.changes import Infeasible
from sec_uep.rules import Bearer, Rule

__all__ = ["Basis", "Link", "Plan", "PlannedStep", "backwards", "forwards"]


@frozen(repr=False)
class Link:
    """
    One step of a chain: from the day that its start was counted from to the day on which it is finished.

    It can be checked by hand: the notice runs from *from_day* to *start*, or none does;
    and what the step takes runs from *start* to *finish*.

    Attributes:
        task: The step, and its User Role.
        after: The step that it waited for last; None where a day of its own fixed its start.
        anchor: What *from_day* is: a step, today, accession, the day it was begun or is booked for.
        from_day: The day that its start was counted from.
        notice: The notice that runs from there to its start, where one does.
        start: The first day on which it can be begun, or the day on which it was.
        takes: How long it takes, as far as that is known.
        basis: What says when it ends.
        limit: The time limit that it takes, where it takes one.
        finish: The first day on which it can be finished.
        overrun: The day on which it should have ended, where that has passed.
        bearer: Who is to take it.
        rule: The rule by which it waits, or by which it is asked for.
        reading: The reading by which it waits, where the sources do not state it.

    """

    task: Task
    after: Task | None
    anchor: str
    from_day: date
    notice: Deadline | None
    start: date
    takes: WorkingDays | Weeks | None
    basis: Basis
    limit: Deadline | None
    finish: date
    overrun: date | None
    bearer: Bearer
    rule: Rule
    reading: str | None

    def __repr__(self) -> str:
        return f"<Link {self}>"

    @property
    def notice_period(self) -> WorkingDays | Weeks | None:
        """How long the notice is that runs to its start, where one does."""
        return NOTICES[self.task.step].period if self.notice else None

    def __str__(self) -> str:
        said = f"{self.task}: from {self.from_day} ({self.after or self.anchor})"
        if self.notice_period is not None:
            said += f", {self.notice_period} of notice to {self.start}"
        elif self.start != self.from_day:
            said += f", begins {self.start}"
        if self.takes is not None:
            said += f", {self.takes} ({self.basis.value}) to {self.overrun or self.finish}"
            said += f", overdue: {self.finish} at the soonest" if self.overrun else ""
        elif self.finish != self.start:
            said += f", ends {self.finish}"
        return said


@frozen
class PlannedStep:
    """
    A step in a plan.

    Of a step that is done every date is the day on which it was done.

    Attributes:
        task: The step, and the User Role it is for.
        earliest_start: The first day on which it can be begun, or the day on which it was.
        earliest_finish: The first day on which it can be finished; no sooner where `is_lower_bound`.
        latest_start: The last day on which to begin it, for the finish to stand or the target to be met.
        latest_finish: The last day on which to finish it, likewise.
        slack: The Working Days from the earliest finish to the latest; negative where the target is missed.
        critical: Whether the finish of the plan moves as soon as this step's does. Where Credit Cover
            decides, that is so of the User Role that it follows, as long as no other is as early.
        done_on: The day on which it was done, if it was.
        takes: How long it takes, as far as that is known.
        basis: What says when it ends.
        is_lower_bound: Whether it, or a step that it waits for, has nothing that says how long it takes.

    """

    task: Task
    earliest_start: date
    earliest_finish: date
    latest_start: date
    latest_finish: date
    slack: int
    critical: bool
    done_on: date | None
    takes: WorkingDays | Weeks | None
    basis: Basis
    is_lower_bound: bool
    _laid: Laid = field(eq=False, repr=False)

    @property
    def step(self) -> Step:
        """The step."""
        return self.task.step

    @property
    def role(self) -> UserRole | None:
        """The User Role that it is for; None if it is taken once for the Party."""
        return self.task.role

    @property
    def rule(self) -> Rule:
        """The rule that asks for it."""
        return rule_of(self.task.step)

    @property
    def bearer(self) -> Bearer:
        """Who is to do it."""
        return self._laid.bearer

    @property
    def note(self) -> str:
        """What was told that leaves it to be done, such as that it failed; "" if nothing was."""
        return self._laid.note

    @property
    def overrun(self) -> date | None:
        """The day on which it should have ended, by its limit or its estimate, where that has passed."""
        return self._laid.overrun

    @property
    def because(self) -> Link:
        """What fixed its earliest dates."""
        laid = self._laid
        edge = laid.driver.edge if laid.driver else None
        return Link(
            laid.task,
            laid.driver.task if laid.driver else None,
            laid.anchor.value,
            laid.from_day,
            laid.notice,
            laid.start,
            laid.takes,
            laid.basis,
            laid.limit,
            laid.finish,
            laid.overrun,
            laid.bearer,
            edge.rule if edge else OB_18 if laid.anchor is Anchor.ACCESSION else self.rule,
            edge.reading if edge else None,
        )


@shape
class Plan(Answer):
    """
    The steps of an entry, each with the first and the last day on which it can be taken.

    Attributes:
        entry: The entry.
        today: The day on which the plan was made.
        at_best: Whether the DCC is taken to act at once, and not to use its time limits.
        target: The day by which the entry is to end; None if none was given.
        steps: The steps, in the order of Table 2; those that are done are among them.

    """

    counts = True

    entry: Entry = field(kw_only=False)
    today: date
    at_best: bool = False
    target: date | None = field(default=None, init=False)
    given_calendar: WorkingDayCalendar | None = field(default=None, alias="calendar")
    steps: tuple[PlannedStep, ...] = field(init=False)
    _passes: Passes = field(init=False)

    def __attrs_post_init__(self) -> None:
        check_is("entry", self.entry, Entry)
        check_date("today", self.today)
        check_terms(self.given_calendar, self.chosen)
        check_is("at_best", self.at_best, bool, "is neither True nor False", "pass one of them")
        if not self.entry.roles:
            reason = "names no User Role, and what is to be done follows from them"
            example = UserRole.OTHER_USER.value
            raise InvalidValue("roles", "()", reason, f"name one or more, such as {example!r}")
        terms = Terms(self.calendar, self.given_calendar, self.chosen, self.at_best)
        passes = Passes(self.entry, self.today, terms)
        object.__setattr__(self, "_passes", passes)
        object.__setattr__(self, "steps", self._laid_out())

    def _laid_out(self) -> tuple[PlannedStep, ...]:
        return _planned(self._passes, self.target)

    # --- what it says ---------------------------------------------------------------------

    @property
    def finish(self) -> date:
        """The first day on which SECAS can have confirmed every User Role; no sooner, if `is_lower_bound`."""
        return max(self.finishes.values())

    @property
    def finishes(self) -> Mapping[UserRole, date]:
        """The first day on which SECAS can have confirmed each User Role."""
        return FrozenMapping(
            {each.role: each.earliest_finish for each in self._last_steps() if each.role is not None}
        )

    @property
    def outcome(self) -> date:
        """The finish."""
        return self.finish

    @property
    def is_lower_bound(self) -> bool:
        """Whether a step before the finish has nothing that says how long it takes: then no sooner."""
        return any(each.is_lower_bound for each in self._last_steps())

    @property
    def without_estimate(self) -> tuple[Step, ...]:
        """The steps that take no time here, because nothing says how long they take."""
        return tuple(dict.fromkeys(each.step for each in self.steps if each.basis is Basis.NOT_SAID))

    @property
    def critical_path(self) -> tuple[PlannedStep, ...]:
        """
        The steps that cannot be later without the finish being later, one after the other.

        It reaches back from the finish as far as there is no slack.
        """
        found = []
        following = next(
            (s for s in self._last_steps() if s.critical and s.earliest_finish == self.finish), None
        )
        while following is not None:
            found.append(following)
            following = next((each for each in self._drivers(following) if each.critical), None)
        return tuple(reversed(found))

    @property
    def infeasible(self) -> Infeasible | None:
        """Why the target cannot be met, and what would make it; None if it can, or if none was given."""
        if self.target is None or self.finish <= self.target:
            return None
        late_by = max(1, self.calendar.working_days_between(after=self.target, up_to=self.finish))
        return Infeasible(
            self.target, self.finish, late_by, tuple(each.because for each in self._chain()), self
        )

    @property
    def to_do(self) -> tuple[PlannedStep, ...]:
        """The steps that wait for no other, the most urgent first: by their slack, then by day."""
        waiting = {task for task, waits in self._passes.waits.items() if self._undone(waits)}
        ready = (each for each in self.steps if each.done_on is None and each.task not in waiting)
        return tuple(sorted(ready, key=lambda each: (each.slack, each.latest_start)))

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What the plan takes for granted, or leaves out."""
        return tuple(assumptions_of(self))

    @property
    def left_out(self) -> tuple[Task, ...]:
        """The steps that must be past, though they were not told: only what was told waits for them."""
        return tuple(self._passes.left_out)

    @property
    def void_notices(self) -> tuple[Task, ...]:
        """The notices of UEPT that were given, and do not count while SREPT is to come (RD-13)."""
        return tuple(self._passes.void_notices)

    @property
    def uept_complete_on(self) -> Mapping[UserRole, date]:
        """The first day on which UEPT can be complete for each User Role, or the day it was (TE-08)."""
        days: dict[UserRole, date] = {}
        for each in self.steps:
            if each.role is not None and each.step in UEPT_COMPLETE:
                days[each.role] = max(each.earliest_finish, days.get(each.role, date.min))
        return FrozenMapping(days)

    @property
    def credit_cover_follows(self) -> UserRole | None:
        """The User Role whose UEPT Credit Cover waits for: the one that is complete first."""
        waits = self._passes.waits.get(Task(Step.CREDIT_COVER), ())
        return next((wait.task.role for wait in waits if wait.task.role is not None), None)

    def latest_notice(self, task: Task, start: date) -> date:
        """Return the last day on which the notice before *task* suffices for it to begin on *start*."""
        check_is("task", task, Task, next_step="pass the .task of one of its steps")
        return self._passes.latest_notice(task, start)

    def notices_of(self, task: Task) -> tuple[Event, ...]:
        """Return the notices that count for the start of *task*, in order of time."""
        check_is("task", task, Task, next_step="pass the .task of one of its steps")
        notice = NOTICE_OF.get(task.step)
        return self.entry.known(Task(notice, task.role), self.today, self.chosen) if notice else ()

    @property
    def certainty(self) -> Certainty:
        """Whether the bank holidays of all the days of the plan are published, projected or amended."""
        undone = [each for each in self.steps if each.done_on is None]
        days = [self.today, self.finish, self.target or self.finish]
        days += [
            day for each in undone for day in (each.earliest_finish, each.latest_start, each.latest_finish)
        ]
        return self.calendar.certainty(first=min(days), last=max(days))

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that fix the finish."""
        return tuple(dict.fromkeys(each.because.rule for each in self._chain())) or (self.rule,)

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """The notices and time limits that fix the finish."""
        links = [each.because for each in self._chain()]
        return tuple(found for link in links for found in (link.notice, link.limit) if found is not None)

    def step(self, step: Step, role: UserRole | None = None) -> PlannedStep:
        """
        Return one step of the plan; of one that is taken for several User Roles, that of *role*.

        Raises:
            UnknownName: If it is not in the plan, for that User Role.
            MissingFact: If it is taken for several User Roles, and none is named.

        """
        step, role = named("step", step, Step), role if role is None else named("role", role, UserRole)
        found = [each for each in self.steps if each.step is step and role in (None, each.role)]
        if not found:
            known = tuple(str(each.task) for each in self.steps)
            raise UnknownName("step", str(Task(step, role)), known, "not in this plan")
        if len(found) > 1:
            roles = ", ".join(each.role for each in found if each.role)
            raise MissingFact("role", f"{step.value} is taken for each of {roles}")
        return found[0]

    def why(self) -> Reasons:
        """Return the steps that fix the finish, from the day on which they are counted."""
        return Reasons(
            Reason(link.rule, holds=True, text=str(link), facts={}, readings=_reading_of(link))
            for link in (each.because for each in self._chain())
        )

    def __repr__(self) -> str:
        return f"<Plan {'no sooner than ' if self.is_lower_bound else ''}{self.finish}>"

    def __str__(self) -> str:
        said = f"{'no sooner than ' if self.is_lower_bound else ''}{self.finish}"
        if self.target is None:
            return said
        return f"{said}; the target {self.target} {'can' if self.infeasible is None else 'cannot'} be met"

    # --- how ------------------------------------------------------------------------------

    def _last_steps(self) -> tuple[PlannedStep, ...]:
        return tuple(each for each in self.steps if each.step is Step.SECAS_CONFIRMATION)

    def _undone(self, waits: tuple[Wait, ...]) -> bool:
        return any(self._passes.laid[wait.task].done_on is None for wait in waits)

    def _drivers(self, planned: PlannedStep) -> list[PlannedStep]:
        """Return the undone steps that fixed the start of one, those without slack first."""
        tasks = self._passes.drivers_of(planned.task)
        return sorted((each for each in self.steps if each.task in tasks), key=lambda each: not each.critical)

    def _chain(self) -> tuple[PlannedStep, ...]:
        """Return the steps that fix the finish, the first of which waits for nothing that is to come."""
        found = [next(each for each in self._last_steps() if each.earliest_finish == self.finish)]
        while found[-1].done_on is None and (drivers := self._drivers(found[-1])):
            after = found[-1].because.after
            found.append(next(each for each in drivers if each.task == after))
        return tuple(reversed([each for each in found if each.done_on is None]))


_TURNS_ON = ("RD-02", "RD-04", "RD-05", "RD-06", "RD-13", "RD-18", "RD-24", "RD-25")


@question(
    OB_01,
    "first day on which the User Entry Process can be completed",
    turns_on=_TURNS_ON,
    name="planning.forwards",
)
class forwards(Plan):
    """
    The plan of *entry* from *today* on: the earliest dates, and how much later each step may be.

    What is known is what had happened, and had become known, at the end of *today*;
    an event after it is a booking. A step that is not done ends on *today* at the soonest.

    >>> from sec_uep.parties import Party
    >>> entry = Entry(party=Party(), roles={UserRole.GAS_SUPPLIER})
    >>> plan = forwards(entry, today=date(2026, 11, 23))
    >>> plan
    <Plan no sooner than 2027-03-03>

    Attributes:
        entry: The entry; it names at least one User Role.
        today: The day of the plan.
        at_best: Whether the DCC acts at once, instead of using its time limits in full.
        calendar: The calendar to count on; without it RD-01 names one.
        readings: The readings to plan under.

    Raises:
        InvalidValue: If the entry names no User Role.
        InvalidType: If an argument is of the wrong type.
        DateOutsideCalendar: If a count leaves the calendar.

    """


@question(
    OB_01,
    "first day on which the User Entry Process can be completed, against the day wished for",
    turns_on=_TURNS_ON,
    name="planning.backwards",
)
class backwards(Plan):
    """
    The plan of *entry* for it to end by *target*: the latest dates, and the slack to them.

    Where the target cannot be met `infeasible` says why, by how much, and what would make it.

    >>> from sec_uep.parties import Party
    >>> entry = Entry(party=Party(), roles={UserRole.GAS_SUPPLIER})
    >>> plan = backwards(entry, target=date(2027, 6, 1), today=date(2026, 11, 23))
    >>> str(plan.step(Step.UEPT_NOTICE, UserRole.GAS_SUPPLIER).latest_finish)
    '2027-02-18'
    >>> plan.infeasible

    Attributes:
        entry: The entry; it names at least one User Role.
        target: The day by which SECAS is to have confirmed every User Role.
        today: The day of the plan.
        at_best: Whether the DCC acts at once, instead of using its time limits in full.
        calendar: The calendar to count on; without it RD-01 names one.
        readings: The readings to plan under.

    Raises:
        InvalidValue: If the entry names no User Role.
        InvalidType: If an argument is of the wrong type.
        DateOutsideCalendar: If a count leaves the calendar.

    """

    target: date = field()

    def __attrs_post_init__(self) -> None:
        check_date("target", self.target)
        super().__attrs_post_init__()

    def _laid_out(self) -> tuple[PlannedStep, ...]:
        try:
            return super()._laid_out()
        except DateOutsideCalendar as refusal:  # forwards it was inside
            asked = f"target {self.target}: {refusal.question}"
            raise DateOutsideCalendar(asked, refusal.calendar, refusal.first, refusal.last) from None


def _planned(passes: Passes, target: date | None) -> tuple[PlannedStep, ...]:
    laid, on = passes.laid, passes.terms.calendar
    finish = max(each.finish for each in laid.values() if each.task.step is Step.SECAS_CONFIRMATION)
    for_finish = passes.latest(finish)
    latest = for_finish if target is None else passes.latest(target)
    steps = []
    for each in passes.in_table_order():
        task = each.task
        if each.done_on is not None:
            start = end = each.finish
            slack, critical = 0, False
        else:
            start, end = latest[task]
            slack = _between(on, each.finish, end)
            critical = (slack if target is None else _between(on, each.finish, for_finish[task][1])) == 0
        steps.append(
            PlannedStep(
                task,
                each.start,
                each.finish,
                start,
                end,
                slack,
                critical,
                each.done_on,
                each.takes,
                each.basis,
                each.is_lower_bound,
                each,
            )
        )
    return tuple(steps)


def _between(calendar: WorkingDayCalendar, day: date, other: date) -> int:
    """Return the Working Days from *day* to *other*; negative, and -1 at least, if *other* is the earlier."""
    if day <= other:
        return calendar.working_days_between(after=day, up_to=other)
    return -max(1, calendar.working_days_between(after=other, up_to=day))


def _reading_of(link: Link) -> tuple[str, ...]:
    return (link.reading,) if link.reading else ()
