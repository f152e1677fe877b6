"""
The schedule of a position: for each step the first day on which it can be taken, and the last.

How time is counted (EN-07): the periods of the law never count the day of their trigger; an estimate counts
the day on which its work begins. After a step that ended on a day, one that takes time begins on the next
Working Day; an act, such as a notice, falls on the same day. Only an act of today may fall on a day on which
nobody works.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from sec_uep.calendar import Period, WorkingDayCalendar
from sec_uep.deadlines import Deadline
from sec_uep.entry.position import Position, State, StepState
from sec_uep.errors import DateOutsideCalendar, InvalidValue
from sec_uep.events import Event, Outcome, Step
from sec_uep.obligations.steps import LAST_STEP, OB_18, Limit, Notice, Row, Task, Wait
from sec_uep.parties import UserRole
from sec_uep.rules import PARTY_SIDE, Bearer, Modality, Rule

__all__ = ["Anchor", "Basis", "PlannedStep", "Schedule"]


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
    day on which it was done; of one that is past though it was not told, today.

    Attributes:
        state: How it stands on the day of the plan.
        earliest_start: The first day on which it can be begun, or the day on which it was.
        earliest_finish: The first day on which it can be finished.
        basis: What says when it ends.
        takes: How long it takes, as far as that is known.
        limit: The time limit that it takes, where it takes one.
        anchor: What fixes its start.
        from_day: The day that its start is counted from.
        after: The step that it waits for last; None where a day of its own fixes its start.
        wait: Why it waits for that step.
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
    after: Task | None = None
    wait: Wait | None = None
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
        return self.wait.rule if self.wait else OB_18 if self.anchor is Anchor.ACCESSION else self.rule

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

    def __repr__(self) -> str:
        return f"<PlannedStep {self}>"

    def __str__(self) -> str:
        if self.done_on:
            return f"{self.task}: done {self.done_on}"
        if not self.is_undone:
            return f"{self.task}: {self.basis.value}"
        slack = f", slack {self.slack}" if self.slack else ", no slack"
        said = f"{self.task}: {self.earliest_start} to {self.earliest_finish} ({self.basis.value}){slack}"
        return f"{said}, critical" if self.critical else said


_OVER = (Basis.DONE, Basis.PAST)


@frozen(eq=False, repr=False)
class Schedule:
    """
    The steps of a position laid out from its day on, and back from the finish or a target.

    Attributes:
        position: The position.
        at_best: Whether others are taken to act at once, and not to use their time limits.
        target: The day by which every User Role is wished for; None if there is none.
        steps: The steps, by the numbers of the graph: in the order of the table.

    """

    position: Position
    at_best: bool
    target: date | None
    steps: list[PlannedStep] = field(init=False)
    calendar: WorkingDayCalendar = field(init=False)
    terms: Mapping[str, Any] = field(init=False)
    _waits: dict[int, tuple[tuple[int, Wait], ...]] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        _set(self, "calendar", self.position.calendar)
        _set(self, "terms", self.position.terms)
        steps: list[Any] = [None] * len(self.position.steps)
        _set(self, "steps", steps)
        for n in self.position.graph.order:
            steps[n] = self._lay(n)
        self._lay_back()

    def finishes(self) -> dict[UserRole, date]:
        """Return the first day on which SECAS can have confirmed each User Role."""
        return {
            each.role: each.earliest_finish
            for n in self.position.graph.of_step[LAST_STEP]
            if (each := self.steps[n]).role
        }

    # --- forwards -------------------------------------------------------------------------

    def _lay(self, n: int) -> PlannedStep:
        state = self.position.steps[n]
        if state.state is State.DONE and state.done_on is not None:
            day = state.done_on
            return PlannedStep(state, day, day, Basis.DONE, from_day=day, latest_start=day, latest_finish=day)
        if state.state is State.PAST:
            day = self.position.day
            return PlannedStep(state, day, day, Basis.PAST, from_day=day, latest_start=day, latest_finish=day)
        try:
            return self._begin(n, state)
        except DateOutsideCalendar as refusal:
            question = f"{state.task}: {refusal.question}"
            raise DateOutsideCalendar(question, refusal.calendar, refusal.first, refusal.last) from None
        except InvalidValue as refusal:  # a period that no date can hold
            name, given = f"estimates.{state.step.value}", str(self.position.entry.estimates.get(state.step))
            raise InvalidValue(name, given, "ends after the last date there is", "estimate less") from refusal

    def floor(self, step: Step) -> date:
        """Return the day before which *step* cannot begin: today, or accession where that comes later."""
        today, since = self.position.day, self.position.entry.party.sec_party_since
        if isinstance(since, date) and since > today and not self.position.may_precede_accession(step):
            return since
        return today

    def takes_time(self, n: int) -> bool:
        """Return whether task *n* takes time, and so begins on the Working Day after what it waits for."""
        state = self.position.steps[n]
        return state.row.takes_time or state.step in self.position.entry.estimates

    def _begin(self, n: int, state: StepState) -> PlannedStep:
        """Lay a step from its beginning on."""
        if state.begun_on is not None:
            self._waits[n] = ()
            day = state.begun_on
            return self._end(n, state, day, {"anchor": Anchor.BEGUN, "from_day": day}, day)
        floor = self.floor(state.step)
        waits = self._waits[n] = self._binding(n)
        start, by = self._soonest(n, state, waits)
        if start == date.min or (start < floor and not self._runs_by_itself(state, waits)):
            since = floor > self.position.day
            start, by = floor, {"anchor": Anchor.ACCESSION if since else Anchor.TODAY, "from_day": floor}
        ready = start
        if start != self.position.day or not self.is_act(state):
            start = self.calendar.on_or_after(start)
        booked, refused = self._booking(state, waits, ready)
        if refused is not None:
            by["refused"] = refused
        if booked is not None:
            by |= {"anchor": Anchor.BOOKED, "from_day": booked.day, "booked": booked}
            by |= {"after": None, "wait": None, "notice": None}
            start = booked.day
        return self._end(n, state, start, by, ready)

    def is_act(self, state: StepState) -> bool:
        """Return whether a step is an act of the Party's that takes no time, such as giving a notice."""
        return state.row.is_act and state.step not in self.position.entry.estimates

    def _runs_by_itself(self, state: StepState, waits: tuple[tuple[int, Wait], ...]) -> bool:
        """Return whether others took the step up on the day on which what it waits for ended, told or not."""
        return (
            bool(waits)
            and state.bearer not in PARTY_SIDE
            and not any(self.steps[m].is_undone for m, _ in waits)
        )

    def _binding(self, n: int) -> tuple[tuple[int, Wait], ...]:
        """Return what task *n* waits for; where one User Role is enough, that of the first to be through."""
        graph = self.position.graph
        waits = graph.waits[n]
        if not graph.any_role[n]:
            return waits
        ends: dict[UserRole | None, date] = {}
        for m, _ in waits:
            role, each = graph.tasks[m].role, self.steps[m]
            end = date.min if each.basis is Basis.PAST else each.earliest_finish
            ends[role] = max(ends.get(role, date.min), end)
        first = min(ends, key=lambda role: ends[role])
        return tuple((m, wait) for m, wait in waits if graph.tasks[m].role is first)

    def _soonest(
        self, n: int, state: StepState, waits: tuple[tuple[int, Wait], ...]
    ) -> tuple[date, dict[str, Any]]:
        """Return the first day that all that is waited for leaves, and what fixes it."""
        start, by, is_undone = date.min, dict[str, Any](), False
        takes_time, notice = self.takes_time(n), state.row.notice
        for m, wait in waits:
            each = self.steps[m]
            if each.basis is Basis.PAST:
                continue
            end, runs = each.earliest_finish, None
            if notice is not None and notice.by is each.step:
                runs = self._allowed(state, notice, each)
                day = runs.day if runs else end
                from_day = state.notice.day if state.notice else end
            else:
                day = self.calendar.nth_working_day_after(end, 1) if takes_time else end
                from_day = end
            if (day, each.is_undone) > (start, is_undone):
                start, is_undone = day, each.is_undone
                by = {"from_day": from_day, "after": each.task, "wait": wait, "notice": runs}
        return start, by

    def _allowed(self, state: StepState, notice: Notice, given: PlannedStep) -> Deadline | None:
        """Return the first day that the notice allows; None where none is needed."""
        if state.notice is not None:
            runs = state.not_before
        elif given.done_on is not None:
            return None  # testing that is taken again, by a reading of RD-28
        else:
            runs = notice.first_start(given.earliest_finish, self.terms)
        if runs is not None and runs.modality is not Modality.MUST and self._begins_as_booked(state):
            return None  # it should be longer, and need not
        return runs

    def _begins_as_booked(self, state: StepState) -> bool:
        return any(_is_beginning(each, state.row) for each in state.booked)

    def _booking(
        self, state: StepState, waits: tuple[tuple[int, Wait], ...], ready: date
    ) -> tuple[Event | None, Event | None]:
        """Return the first booking to begin that stands, and the first that cannot (EN-13)."""
        booked = refused = None
        for each in state.booked:
            begins = _is_beginning(each, state.row)
            if not begins and not _may_end(each, state.row, self.position):
                continue
            stands = self._stands(state, waits, each.day, ready)
            if begins and stands and booked is None:
                booked = each
            elif not stands and refused is None:
                refused = each
        return booked, refused

    def _stands(self, state: StepState, waits: tuple[tuple[int, Wait], ...], day: date, ready: date) -> bool:
        """Return whether a booking for *day* leaves time for all that must come before it."""
        notice = state.row.notice
        if notice is None or day >= ready:
            return day >= ready
        if day < self.floor(state.step):
            return False
        for m, _ in waits:
            each = self.steps[m]
            if each.basis is Basis.PAST:
                continue
            if each.step is notice.by:
                given = state.notice.day if state.notice else each.earliest_finish
                if state.notice is None and each.done_on is not None:
                    continue
                if not notice.suffices(given, day, self.terms):
                    return False
            elif self.calendar.nth_working_day_after(each.earliest_finish, 1) > self.calendar.on_or_after(
                day
            ):
                return False
        return True

    def _end(self, n: int, state: StepState, start: date, by: dict[str, Any], ready: date) -> PlannedStep:
        """Lay the end of a step whose start is known."""
        on, row = self.calendar, state.row
        floor = self.floor(state.step)
        for booking in state.booked:
            if _may_end(booking, row, self.position) and booking.day >= min(start, ready):
                if not row.takes_time or booking.day < start:
                    start = booking.day
                    by |= {
                        "anchor": Anchor.BOOKED,
                        "from_day": start,
                        "after": None,
                        "wait": None,
                        "notice": None,
                    }
                finish = booking.day if self.is_act(state) else on.on_or_after(booking.day)
                is_bound = self._is_bound(n)
                return PlannedStep(
                    state, start, finish, Basis.BOOKED, **{**by, "booked": booking}, is_lower_bound=is_bound
                )
        estimate = self.position.entry.estimates.get(state.step)
        basis, takes, limit = Basis.SAME_DAY, None, None
        finish = start if self.is_act(state) else on.on_or_after(start)
        if estimate is not None:
            basis, takes, finish = Basis.ESTIMATE, estimate, estimate.work_from(start, on)
        elif row.needs_estimate:
            basis = Basis.NOT_SAID
        rule = row.limit(self.position.chosen)
        if rule is not None and not self.at_best:
            due = self._limit(n, rule, start)
            if due is not None and due.day >= finish:
                basis, takes, limit, finish = Basis.LIMIT, rule.period, due, due.day
        overrun = None
        if finish < floor:  # it should be over by now, and is not
            overrun = finish if takes is not None and not state.is_in_doubt else None
            finish = on.on_or_after(floor)
        is_bound = basis is Basis.NOT_SAID or overrun is not None or self._is_bound(n)
        return PlannedStep(
            state, start, finish, basis, takes, limit, **by, overrun=overrun, is_lower_bound=is_bound
        )

    def _is_bound(self, n: int) -> bool:
        return any(self.steps[m].is_lower_bound for m, _ in self._waits[n])

    def _limit(self, n: int, limit: Limit, start: date) -> Deadline | None:
        """Return the last day of a time limit, from the day on which the step that it runs from ends."""
        for m, _ in self._waits[n]:
            each = self.steps[m]
            if each.step is limit.runs_from:
                trigger = start if each.basis is Basis.PAST else each.earliest_finish
                return limit.last_day(trigger, self.terms)
        return None

    # --- backwards ------------------------------------------------------------------------

    def _lay_back(self) -> None:
        """Give every undone step its latest dates, its slack, and whether it is critical."""
        own = self.finishes()
        latest = self._latest(own)
        by_target = latest if self.target is None else self._latest(dict.fromkeys(own, self.target))
        on = self.calendar
        for n, (start, finish) in by_target.items():
            each = self.steps[n]
            slack = _between(on, each.earliest_finish, finish)
            own_slack = slack if self.target is None else _between(on, each.earliest_finish, latest[n][1])
            for name, value in (
                ("latest_start", start),
                ("latest_finish", finish),
                ("slack", slack),
                ("critical", own_slack == 0),
            ):
                _set(each, name, value)

    def _latest(self, ends: Mapping[UserRole, date]) -> dict[int, tuple[date, date]]:
        """Return the latest start and finish of each undone task, for each User Role to end by its day."""
        graph, on = self.position.graph, self.calendar
        by: dict[int, date] = {
            n: ends[role] for n in graph.of_step[LAST_STEP] if (role := graph.tasks[n].role)
        }
        last = max(ends.values())
        found: dict[int, tuple[date, date]] = {}
        for n in reversed(graph.order):
            each = self.steps[n]
            if not each.is_undone:
                continue
            end = by.get(n, last)
            finish = on.on_or_before(end)
            if finish < each.earliest_finish <= end:  # an act of a day on which nobody works
                finish = each.earliest_finish
            start = self._latest_start(each, finish)
            found[n] = start, finish
            for m, must in self._musts(n, each, start, finish):
                if must < by.get(m, date.max):
                    by[m] = must
        return found

    def _latest_start(self, each: PlannedStep, finish: date) -> date:
        """Return the last day on which to begin a step, for it to be finished by *finish*."""
        if each.begun_on is not None:
            return each.earliest_start
        start, estimate = finish, self.position.entry.estimates.get(each.step)
        if estimate is not None and each.basis is not Basis.BOOKED:
            start = estimate.work_to(finish, self.calendar)
        if each.basis is Basis.LIMIT and each.limit is not None:
            limit = each.state.row.limit(self.position.chosen)
            start = min(start, limit.period.before(finish, self.calendar)) if limit else start
        return max(start, each.earliest_start) if each.earliest_finish <= finish else start

    def _musts(self, n: int, each: PlannedStep, start: date, finish: date) -> Iterator[tuple[int, date]]:
        """Yield by when each task that task *n* waits for must be finished."""
        row, on = each.state.row, self.calendar
        limit = row.limit(self.position.chosen) if each.limit else None
        for m, _ in self._waits[n]:
            needed = self.steps[m]
            ends, must = needed.earliest_finish, start
            if not needed.is_undone:
                continue
            if row.notice is not None and row.notice.by is needed.step:
                must = self._notice_by(each, row.notice, needed, start)
            elif limit is not None and needed.step is not limit.runs_from:
                must = finish
            elif limit is None and self.takes_time(n):
                must = on.nth_working_day_before(start, 1)
                if on.nth_working_day_after(ends, 1) <= start:
                    must = max(must, ends)
            elif each.earliest_finish <= finish:
                must = max(must, ends)
            yield m, must

    def _notice_by(self, each: PlannedStep, notice: Notice, given: PlannedStep, start: date) -> date:
        """Return the last Working Day to give notice for *start*, or the day planned where it suffices."""
        due = notice.latest_working_day(start, self.terms)
        if due.modality is not Modality.MUST and self._begins_as_booked(each.state):
            return start
        planned = given.earliest_finish
        return planned if due.day < planned and notice.suffices(planned, start, self.terms) else due.day


_set = object.__setattr__  # a schedule is made in two passes, and does not change after them


def _is_beginning(booking: Event, row: Row) -> bool:
    """Return whether *booking* is one to begin; of a step that takes time, one without outcome is (EN-05)."""
    return row.takes_time and booking.outcome in {None, Outcome.BEGUN}


def _may_end(booking: Event, row: Row, position: Position) -> bool:
    """Return whether *booking* is one with which its step ends; an outcome to come need not be told."""
    if booking.outcome is None:
        return not row.takes_time
    return row.ends_with(booking.outcome, position.chosen)


def _between(calendar: WorkingDayCalendar, day: date, other: date) -> int:
    """Return the Working Days from *day* to *other*; negative, and -1 at least, if *other* is the earlier."""
    if day <= other:
        return calendar.working_days_between(after=day, up_to=other)
    return -max(1, calendar.working_days_between(after=other, up_to=day))
