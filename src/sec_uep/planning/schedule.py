"""
The schedule of a position: for each step the first day on which it can be taken, and the last.

How time is counted (EN-07): the periods of the law never count the day of their trigger; an estimate counts
the day on which its work begins. After a step that ended on a day, one that takes time begins on the next
Working Day; an act, such as a notice, falls on the same day. Only an act of today may fall on a day on which
nobody works.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from attrs import define, field, frozen

from sec_uep.calendar import Period, WorkingDayCalendar
from sec_uep.deadlines import Deadline
from sec_uep.entry.position import Position, State, StepState
from sec_uep.errors import DateOutsideCalendar, InvalidValue, bracketed, displayed
from sec_uep.events import Event, Outcome, Step
from sec_uep.obligations._step import Dependency, Limit, Notice, Row
from sec_uep.obligations.graph import Task
from sec_uep.obligations.steps import LAST_STEP, OB_18
from sec_uep.parties import UserRole
from sec_uep.rules import PARTY_SIDE, Bearer, Rule

__all__ = ["Anchor", "Basis", "PlannedStep"]


class Anchor(StrEnum):
    """What fixes the first day on which a step can begin."""

    STEP = "a step"
    TODAY = "today"
    ACCESSION = "accession to the SEC"
    BEGUN = "its beginning"
    BOOKED = "its booking"


class Basis(StrEnum):
    """What says when a step ends."""

    DONE = "done"
    PAST = "past"
    BOOKED = "booked"
    ESTIMATE = "estimate"
    LIMIT = "time limit"
    SAME_DAY = "same day"
    NOT_SAID = "no estimate"


@frozen(eq=False, repr=False)
class PlannedStep:
    """
    A step in a plan, with what fixes its dates: they can be checked by hand.

    Its start is counted from `from_day`, which is what `anchor` says: the notice runs from there to it, if
    one does. What the step takes runs from its start to its finish. Of a step that is done every date is the
    day on which it was done; of one that is past though it has no event, today.

    Attributes:
        state: How it stands on the day of the plan.
        earliest_start: The first day on which it can be begun, or the day on which it was.
        earliest_finish: The first day on which it can be finished.
        basis: What says when it ends.
        takes: How long it takes, as far as that is known.
        limit: The time limit that it takes, where it takes one.
        anchor: What fixes its start.
        from_day: The day that its start is counted from.
        driver: The step that it waits for last; None where a day of its own fixes its start.
        dependency: Why it waits for that step.
        notice: The notice that runs to its start, where one does.
        booked: The booking that its dates rest on.
        refused: The booking that cannot stand (EN-13).
        overrun: The day on which it should have ended, by its limit or its estimate, where that has passed.
        is_lower_bound: Whether it, or a step that it waits for, needs an estimate and has none.
        latest_start: The last day on which to begin it, for its User Role's finish to stand (EN-09),
            or for the target where there is one.
        latest_finish: The last day on which to finish it, likewise.
        slack: The Working Days from the earliest finish to the latest; negative where the target is missed.
        critical: Whether the finish of its own User Role moves as soon as this step's does.

    """

    state: StepState
    earliest_start: date
    earliest_finish: date
    basis: Basis
    takes: Period | None = None
    limit: Deadline | None = None
    anchor: Anchor = Anchor.STEP
    from_day: date = date.min
    driver: Task | None = None
    dependency: Dependency | None = None
    notice: Deadline | None = None
    booked: Event | None = None
    refused: Event | None = None
    overrun: date | None = None
    is_lower_bound: bool = False
    latest_start: date = date.max
    latest_finish: date = date.max
    slack: int = 0
    critical: bool = False

    @property
    def task(self) -> Task:
        """The step, and its User Role."""
        return self.state.task

    @property
    def step(self) -> Step:
        """The step."""
        return self.state.task.step

    @property
    def role(self) -> UserRole | None:
        """The User Role that it is for; None if it is taken once for the Party."""
        return self.state.task.role

    @property
    def rule(self) -> Rule:
        """The rule that asks for it."""
        return self.state.rule

    @property
    def because(self) -> Rule:
        """The rule by which it can begin no sooner: that by which it waits, or by which it is asked for."""
        return (
            self.dependency.rule
            if self.dependency
            else OB_18
            if self.anchor is Anchor.ACCESSION
            else self.rule
        )

    @property
    def bearer(self) -> Bearer:
        """Who is to act on it."""
        return self.state.bearer

    @property
    def done_on(self) -> date | None:
        """The day on which it was done, if it was."""
        return self.state.done_on

    @property
    def begun_on(self) -> date | None:
        """The day on which it began, if it did and has not ended."""
        return self.state.begun_on

    @property
    def is_undone(self) -> bool:
        """Whether it is still to be done."""
        return self.basis not in _OVER

    @property
    def needs_estimate(self) -> bool:
        """Whether it needs an estimate and has none (EN-12)."""
        return self.basis is Basis.NOT_SAID

    def as_row(self) -> dict[str, Any]:
        """Return the step as a flat row of plain values."""
        return {
            **self.task.as_row(),
            "state": self.state.state.value,
            "bearer": self.bearer.value,
            "rule": self.rule.id,
            "done_on": self.done_on,
            "earliest_start": self.earliest_start,
            "earliest_finish": self.earliest_finish,
            "latest_start": self.latest_start,
            "latest_finish": self.latest_finish,
            "slack": self.slack,
            "critical": self.critical,
            "basis": self.basis.value,
            "takes": str(self.takes) if self.takes else None,
            "no_sooner_than": self.is_lower_bound,
        }

    _repr_html_ = displayed
    __repr__ = bracketed

    def __str__(self) -> str:
        if self.done_on:
            return f"{self.task}: done {self.done_on}"
        if not self.is_undone:
            return f"{self.task}: {self.basis.value}"
        slack = f", slack {self.slack}" if self.slack else ", no slack"
        said = f"{self.task}: {self.earliest_start} to {self.earliest_finish} ({self.basis.value}){slack}"
        return f"{said}, critical" if self.critical else said


_OVER = (Basis.DONE, Basis.PAST)


@define(eq=False, repr=False)
class _Start:
    """What fixes the start of a step, while the step is scheduled."""

    day: date
    anchor: Anchor
    from_day: date
    driver: Task | None = None
    dependency: Dependency | None = None
    notice: Deadline | None = None
    booked: Event | None = None

    def moved_to(self, booking: Event) -> _Start:
        """Return a start that rests on *booking* instead."""
        return _Start(booking.day, Anchor.BOOKED, booking.day, booked=booking)


#: What a task waits for: the number of each task, and why.
Dependencies: TypeAlias = tuple[tuple[int, Dependency], ...]


@frozen(eq=False, repr=False)
class Schedule:
    """
    The steps of a position, scheduled forwards from its day and backwards from the finish or a target.

    Attributes:
        position: The position.
        at_best: Whether others are taken to act at once, and not to use their time limits.
        target: The day by which every User Role is wished for; None if there is none.
        looks_back: Whether the last days are worked out too, and not the first alone.
        steps: The steps, by the numbers of the graph: in the order of the table.

    """

    position: Position
    at_best: bool
    target: date | None
    looks_back: bool = True
    steps: list[PlannedStep] = field(init=False)
    calendar: WorkingDayCalendar = field(init=False)
    terms: Mapping[str, Any] = field(init=False)
    _accession: date | None = field(init=False)
    _undone: list[bool] = field(init=False)
    _estimates: list[Period | None] = field(init=False)
    _limits: list[Limit | None] = field(init=False)
    _dependencies: list[Dependencies] = field(init=False)

    def __repr__(self) -> str:
        return f"<Schedule of {len(self.steps)} steps from {self.position.day}>"

    def __attrs_post_init__(self) -> None:
        position, graph = self.position, self.position.graph
        estimates, since, chosen = (
            position.entry.estimates,
            position.entry.party.sec_party_since,
            position.chosen,
        )
        _set(self, "_accession", since if isinstance(since, date) and since > position.day else None)
        over = (State.DONE, State.PAST)
        _set(self, "_undone", [state.state not in over for state in position.steps])
        _set(self, "calendar", position.calendar)
        _set(self, "terms", position.terms)
        _set(self, "_estimates", [estimates.get(task.step) if estimates else None for task in graph.tasks])
        _set(self, "_limits", [row.limit(chosen) if row.limits else None for row in graph.rows])
        _set(self, "_dependencies", list(graph.dependencies))
        steps: list[Any] = [None] * len(position.steps)
        _set(self, "steps", steps)
        for n in graph.order:
            steps[n] = self._earliest(n)
        if self.looks_back:
            self._pass_backwards()

    def finishes(self) -> dict[UserRole, date]:
        """Return the first day on which SECAS can have confirmed each User Role."""
        return {
            each.role: each.earliest_finish
            for n in self.position.graph.of_step[LAST_STEP]
            if (each := self.steps[n]).role
        }

    # --- forwards -------------------------------------------------------------------------

    def _earliest(self, n: int) -> PlannedStep:
        state = self.position.steps[n]
        if state.state is State.DONE and state.done_on is not None:
            return _over(state, state.done_on, Basis.DONE)
        if state.state is State.PAST:
            return _over(state, self.position.day, Basis.PAST)
        try:
            return self._end(n, state, *self._begin(n, state))
        except DateOutsideCalendar as refusal:
            question = f"{state.task}: {refusal.question}"
            raise DateOutsideCalendar(question, refusal.calendar, refusal.first, refusal.last) from None
        except InvalidValue as refusal:  # a period that no date can hold
            name, given = f"estimates.{state.step.value}", str(self._estimates[n])
            raise InvalidValue(name, given, "ends after the last date there is", "estimate less") from refusal

    def _floor(self, step: Step) -> date:
        """Return the day before which *step* cannot begin: today, or accession where that comes later."""
        if self._accession is None or self.position.may_precede_accession(step):
            return self.position.day
        return self._accession

    def _takes_time(self, n: int) -> bool:
        """Return whether task *n* takes time, and so begins on the Working Day after what it waits for."""
        return self.position.graph.rows[n].takes_time or self._estimates[n] is not None

    def _is_act(self, n: int) -> bool:
        """Return whether task *n* is an act of the Party's that takes no time, such as giving a notice."""
        return self._estimates[n] is None and self.position.graph.rows[n].is_act

    def _begin(self, n: int, state: StepState) -> tuple[_Start, Event | None, Event | None]:
        """Return the start of a step, the booking to end it, and the booking that cannot stand."""
        if state.begun_on is not None:
            self._dependencies[n] = ()
            ends = next((each for each in state.booked if self._may_end(n, each)), None)
            return _Start(state.begun_on, Anchor.BEGUN, state.begun_on), ends, None
        floor, today = self._floor(state.step), self.position.day
        waits = self._dependencies[n] = self._binding(n)
        start = self._soonest(n, state, waits)
        if start is None or (start.day < floor and not self._runs_by_itself(state, waits)):
            start = _Start(floor, Anchor.ACCESSION if floor > today else Anchor.TODAY, floor)
        booked = ends = refused = None
        for each in state.booked:
            begins = _is_beginning(each, state.row)
            if not begins and not self._may_end(n, each):
                continue
            if not self._stands(n, state, waits, each.day):
                refused = refused or each
            elif begins:
                booked = booked or each
            else:
                ends = ends or each
        if booked is not None:
            start = start.moved_to(booked)
        elif start.day != today or not self._is_act(n):
            start.day = self.calendar.on_or_after(start.day)
        return start, ends, refused

    def _runs_by_itself(self, state: StepState, waits: Dependencies) -> bool:
        """Return whether others took the step up on the day on which what it waits for ended."""
        return state.bearer not in PARTY_SIDE and not any(self._undone[m] for m, _ in waits)

    def _binding(self, n: int) -> Dependencies:
        """Return what task *n* waits for; where one User Role is enough, that of the first to be through."""
        graph = self.position.graph
        waits = graph.dependencies[n]
        if not graph.any_role[n]:
            return waits
        ends: dict[UserRole | None, date] = {}
        for m, _ in waits:
            role, each = graph.tasks[m].role, self.steps[m]
            end = date.min if each.basis is Basis.PAST else each.earliest_finish
            ends[role] = max(ends.get(role, date.min), end)
        first = min(ends, key=lambda role: ends[role])
        return tuple((m, dependency) for m, dependency in waits if graph.tasks[m].role is first)

    def _soonest(self, n: int, state: StepState, waits: Dependencies) -> _Start | None:
        """Return the first start that all that is waited for leaves; None if nothing is."""
        start, is_undone = None, False
        takes_time, notice = self._takes_time(n), state.row.notice
        for m, dependency in waits:
            each = self.steps[m]
            if each.basis is Basis.PAST:
                continue
            end = day = from_day = each.earliest_finish
            runs = None
            if notice is not None and notice.by is each.step:
                runs = self._allowed(state, notice, each)
                if runs is not None:
                    day, from_day = runs.day, state.notice.day if state.notice else end
            elif takes_time:
                day = self.calendar.nth_working_day_after(end, 1)
            if start is None or day > start.day or (day == start.day and self._undone[m] and not is_undone):
                start = _Start(day, Anchor.STEP, from_day, each.task, dependency, runs)
                is_undone = self._undone[m]
        return start

    def _allowed(self, state: StepState, notice: Notice, given: PlannedStep) -> Deadline | None:
        """Return the first day that the notice allows; None where none is needed."""
        if _goes_without(state, notice):
            return None
        if state.notice is not None:
            return state.not_before
        if given.done_on is not None:
            return None  # what is taken again needs none, by a reading of RD-28 or RD-34
        return notice.first_start(given.earliest_finish, self.terms)

    def _may_end(self, n: int, booking: Event) -> bool:
        """Return whether *booking* is one with which task *n* ends; an outcome to come need not be said."""
        row = self.position.graph.rows[n]
        if booking.outcome is None:
            return not row.takes_time
        return row.ends_with(booking.outcome, self.position.chosen)

    def _stands(self, n: int, state: StepState, waits: Dependencies, day: date) -> bool:
        """Return whether a booking for *day* leaves time for all that must come before it (EN-13)."""
        notice, takes_time, on = state.row.notice, self._takes_time(n), self.calendar
        if day < self._floor(state.step):
            return False
        for m, _ in waits:
            each = self.steps[m]
            end = each.earliest_finish
            if each.basis is Basis.PAST:
                continue
            if end > day:
                return False
            if notice is None or each.step is not notice.by:
                if takes_time and on.nth_working_day_after(end, 1) > on.on_or_after(day):
                    return False
            elif (
                notice.must_be_given
                and (state.notice is not None or each.done_on is None)
                and not notice.suffices(state.notice.day if state.notice else end, day, self.terms)
            ):
                return False
        return True

    def _end(
        self, n: int, state: StepState, start: _Start, ending: Event | None, refused: Event | None
    ) -> PlannedStep:
        """Return a step whose start is known, with its end."""
        on, row, is_act = self.calendar, state.row, self._is_act(n)
        estimate, takes, limit, overrun = self._estimates[n], None, None, None
        finish = start.day if is_act else on.on_or_after(start.day)
        basis = Basis.NOT_SAID if row.needs_estimate else Basis.SAME_DAY
        if ending is not None:
            if not row.takes_time or ending.day < start.day:
                start = start.moved_to(ending)
            start.booked, basis = ending, Basis.BOOKED
            finish = ending.day if is_act else on.on_or_after(ending.day)
        else:
            if estimate is not None:
                basis, takes, finish = Basis.ESTIMATE, estimate, estimate.work_from(start.day, on)
            rule = self._limits[n]
            due = self._last_day(n, rule, start.day) if rule and not self.at_best else None
            if due is not None and rule is not None and due.day >= finish:
                basis, takes, limit, finish = Basis.LIMIT, rule.period, due, due.day
            floor = self._floor(state.step)
            if finish < floor:  # it should be over by now, and is not
                overrun = finish if takes is not None and not state.is_in_doubt else None
                finish = on.on_or_after(floor)
        is_bound = basis is Basis.NOT_SAID or overrun is not None
        return PlannedStep(
            state,
            start.day,
            finish,
            basis,
            takes,
            limit,
            start.anchor,
            start.from_day,
            start.driver,
            start.dependency,
            start.notice,
            start.booked,
            refused,
            overrun,
            is_bound or any(self.steps[m].is_lower_bound for m, _ in self._dependencies[n]),
        )

    def _last_day(self, n: int, limit: Limit, start: date) -> Deadline:
        """Return the last day of a time limit, from the day on which the step that it runs from ends."""
        of = (self.steps[m] for m, _ in self._dependencies[n])
        trigger = next(each for each in of if each.step is limit.runs_from)
        return limit.last_day(start if trigger.basis is Basis.PAST else trigger.earliest_finish, self.terms)

    # --- backwards ------------------------------------------------------------------------

    def _pass_backwards(self) -> None:
        """Give every undone step its latest dates, its slack, and whether it is critical."""
        own, on = self.finishes(), self.calendar
        latest = self._latest(own)
        by_target = latest if self.target is None else self._latest(dict.fromkeys(own, self.target))
        for n, (start, finish, _) in by_target.items():
            each = self.steps[n]
            slack = _between(on, each.earliest_finish, finish)
            _, own_finish, is_needed = latest[n]
            _set(each, "latest_start", start)
            _set(each, "latest_finish", finish)
            _set(each, "slack", slack)
            _set(each, "critical", is_needed and _between(on, each.earliest_finish, own_finish) == 0)

    def _latest(self, ends: Mapping[UserRole, date]) -> dict[int, tuple[date, date, bool]]:
        """
        Return the latest start and finish of each undone task, for each User Role to end by its day.

        With them comes whether a step to come needs the task at all: if none does, it cannot be too late.
        """
        graph, on = self.position.graph, self.calendar
        by: dict[int, date] = {
            n: ends[role] for n in graph.of_step[LAST_STEP] if (role := graph.tasks[n].role)
        }
        last = max(ends.values())
        found: dict[int, tuple[date, date, bool]] = {}
        for n in reversed(graph.order):
            each = self.steps[n]
            if self._undone[n]:
                is_needed = n in by
                end = by[n] if is_needed else max(last, each.earliest_finish)
                finish = on.on_or_before(end)
                if finish < each.earliest_finish <= end:  # an act of a day on which nobody works
                    finish = each.earliest_finish
                found[n] = self._latest_start(n, each, finish), finish, is_needed
                if is_needed:
                    self._require(n, each, finish, by)
        return found

    def _latest_start(self, n: int, each: PlannedStep, finish: date) -> date:
        """Return the last day on which to begin a step, for it to be finished by *finish*."""
        if each.state.begun_on is not None:
            return each.earliest_start
        start = min(self._latest_work(n, finish), self._latest_trigger(n, finish))
        if each.basis is Basis.BOOKED and each.earliest_finish <= finish:
            start = each.earliest_finish
        return max(start, each.earliest_start) if each.earliest_finish <= finish else start

    def _latest_work(self, n: int, finish: date) -> date:
        """Return the last day on which the work of a task begins, for it to end by *finish*."""
        estimate = self._estimates[n]
        return finish if estimate is None else estimate.work_to(finish, self.calendar)

    def _latest_trigger(self, n: int, finish: date) -> date:
        """Return the last day from which the time limit of a task can run, for it to end by *finish*."""
        limit = None if self.at_best else self._limits[n]
        return date.max if limit is None else limit.period.before(finish, self.calendar)

    def _require(self, n: int, each: PlannedStep, finish: date, by: dict[int, date]) -> None:
        """Put down in *by* when each task that task *n* waits for must be finished."""
        limit, is_in_time = self._limits[n], each.earliest_finish <= finish
        for m, _ in self._dependencies[n]:
            if not self._undone[m]:
                continue
            needed = self.steps[m]
            must = self._before(n, each, needed, self._latest_work(n, finish))
            if limit is not None and limit.runs_from is needed.step:
                must = min(must, self._latest_trigger(n, finish))
            if is_in_time:  # as planned it is early enough, and early enough for a booking of the end
                must = max(must, needed.earliest_finish)
                if each.basis is Basis.BOOKED and each.booked is not None:
                    must = max(must, self._before(n, each, needed, each.booked.day))
            if must < by.get(m, date.max):
                by[m] = must

    def _before(self, n: int, each: PlannedStep, needed: PlannedStep, start: date) -> date:
        """Return the last day for *needed*, so that task *n*, which waits for it, can begin on *start*."""
        notice = each.state.row.notice
        if notice is not None and notice.by is needed.step:
            return self._notice_by(each, notice, start)
        return self.calendar.nth_working_day_before(start, 1) if self._takes_time(n) else start

    def _notice_by(self, each: PlannedStep, notice: Notice, start: date) -> date:
        """Return the last Working Day to give notice for *start*."""
        if _goes_without(each.state, notice):
            return start
        return notice.latest_working_day(start, self.terms).day


def first_finish(position: Position, *, at_best: bool) -> date:
    """Return the first day on which SECAS can have confirmed every User Role; no last day is worked out."""
    return max(Schedule(position, at_best, None, looks_back=False).finishes().values())


_set = object.__setattr__  # a schedule is made in two passes, and does not change after them


def _over(state: StepState, day: date, basis: Basis) -> PlannedStep:
    """Return a step that is no longer to be done."""
    return PlannedStep(state, day, day, basis, from_day=day, latest_start=day, latest_finish=day)


def _is_beginning(booking: Event, row: Row) -> bool:
    """Return whether *booking* is one to begin; of a step that takes time, one without outcome is (EN-05)."""
    return row.takes_time and booking.outcome in {None, Outcome.BEGUN}


def _goes_without(state: StepState, notice: Notice) -> bool:
    """Return whether a beginning is booked that stands without *notice*, which should be given only."""
    return not notice.must_be_given and any(_is_beginning(each, state.row) for each in state.booked)


def _between(calendar: WorkingDayCalendar, day: date, other: date) -> int:
    """Return the Working Days from *day* to *other*; negative, and -1 at least, if *other* is the earlier."""
    if day <= other:
        return calendar.working_days_between(after=day, up_to=other)
    return -max(1, calendar.working_days_between(after=other, up_to=day))
