"""
The two passes over the steps of an entry: when each can be done at the soonest, and when at the latest.

Every period is asked of its provision; what the passes add is only which step waits for which,
and that a plan has Working Days in it only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum

from attrs import define, field, frozen

from sec_uep.calendar import Weeks, WorkingDayCalendar, WorkingDays
from sec_uep.deadlines import Deadline
from sec_uep.errors import DateOutsideCalendar, InvalidValue
from sec_uep.events import OUTCOMES, Event, Outcome, Step
from sec_uep.obligations.entry_process import Entry, Task
from sec_uep.obligations.entry_process.entry import DONE_WITH
from sec_uep.obligations.entry_process.steps import NOTICE_OF, bearer_of
from sec_uep.parties import UserRole
from sec_uep.planning._network import Network, Wait, network
from sec_uep.planning._periods import NOTICES, limit_of
from sec_uep.readings import Readings
from sec_uep.rules import PARTY_SIDE, Bearer, Modality

__all__ = ["Anchor", "Basis", "Laid", "Passes", "Terms", "may_end"]


class Basis(StrEnum):
    """What says when a step ends."""

    DONE = "done"
    LIMIT = "time limit"
    BOOKED = "booked"
    ESTIMATE = "estimate"
    AN_ACT = "an act"
    NOT_SAID = "not said"


class Anchor(StrEnum):
    """What fixed the start of a step."""

    STEP = "step"
    TODAY = "today"
    ACCESSION = "accession to the SEC"
    BEGUN = "the day it was begun"
    BOOKED = "the day it is booked for"


#: The steps that are acts, and take no time: to give notice, to apply.
_ACTS = frozenset(NOTICE_OF.values())


@frozen(eq=False, repr=False)
class Terms:
    """What a plan is counted on."""

    calendar: WorkingDayCalendar
    given_calendar: WorkingDayCalendar | None
    readings: Readings
    at_best: bool

    def ask(self, question: Callable[..., Deadline], **inputs: date) -> Deadline:
        """Ask a provision for a day."""
        return question(**inputs, calendar=self.given_calendar, readings=self.readings)


@define(eq=False, repr=False)
class Laid:
    """
    A task as the passes lay it: in time, with what fixed its start.

    Attributes:
        task: The task.
        anchor: What fixed its start.
        from_day: The day that its start was counted from.
        start: The first day on which it can be begun, or the day on which it was.
        finish: The first day on which it can be finished, or the day on which it was.
        basis: What says how long it takes.
        takes: How long that is.
        limit: The time limit that was counted, if one was.
        done_on: The day on which it was done, if it was.
        began: The event with which it began.
        booked: The booking that its start, or its finish, rests on.
        driver: What it waited for last; None where a day of its own fixed the start.
        notice: The notice that ran from there.
        is_lower_bound: Whether it, or a step that it waits for, takes longer than is known.
        bearer: Who is to take it.
        overrun: The day on which it should have ended, where that has passed.
        not_before: The first day, a Working Day or not, on which a booking for it can stand.
        note: What was told of it, or of what came after it, that leaves it to be done.

    """

    task: Task
    anchor: Anchor
    from_day: date
    start: date
    finish: date
    basis: Basis
    takes: WorkingDays | Weeks | None = None
    limit: Deadline | None = None
    done_on: date | None = None
    began: Event | None = None
    booked: Event | None = None
    driver: Wait | None = None
    notice: Deadline | None = None
    is_lower_bound: bool = False
    bearer: Bearer = Bearer.NOBODY
    overrun: date | None = None
    note: str = ""
    not_before: date | None = None


@define(eq=False, repr=False)
class Passes:
    """
    An entry laid out forwards; `latest` is the way back.

    Attributes:
        entry: The entry.
        today: The day on which it is laid out.
        terms: What it is counted on.
        laid: Each task that is in the plan.
        waits: What each task waits for in it: nothing if it has begun, or is done.
        left_out: The undone tasks that only steps wait for which are done or have begun.
        void_notices: The notices of UEPT that were given, and do not count while SREPT is to come (RD-13).

    """

    entry: Entry
    today: date
    terms: Terms
    laid: dict[Task, Laid] = field(init=False, factory=dict)
    waits: dict[Task, tuple[Wait, ...]] = field(init=False, factory=dict)
    left_out: list[Task] = field(init=False, factory=list)
    void_notices: list[Task] = field(init=False, factory=list)
    _net: Network = field(init=False)
    _today: date = field(init=False)
    _accession: date = field(init=False)
    _done: dict[Task, date | None] = field(init=False, factory=dict)
    _known: dict[Task, tuple[Event, ...]] = field(init=False, factory=dict)
    _began: dict[Task, Event] = field(init=False, factory=dict)
    _told: set[Step] = field(init=False, factory=set)

    def __attrs_post_init__(self) -> None:
        since, on = self.entry.party.sec_party_since, self.terms.calendar
        self._today = self._accession = on.on_or_after(self.today)
        if isinstance(since, date) and since > self.today:
            self._accession = on.on_or_after(since)
        self._net = network(self.entry.roles, self.terms.readings)
        self._read()
        left_out = set(self.left_out)
        for task in self._net.tasks:
            if task not in left_out:
                self.laid[task] = self._lay(task)

    def in_table_order(self) -> Iterator[Laid]:
        """Yield what is laid in the order of Table 2."""
        for task in self._net.in_table_order:
            if laid := self.laid.get(task):
                yield laid

    # --- what is known --------------------------------------------------------------------

    def _read(self) -> None:
        """Read what is done or has begun, which notices do not count, and what nothing waits for any more."""
        entry, today, readings = self.entry, self.today, self.terms.readings
        self._told.update(event.step for event in entry.events)
        for task in self._net.tasks:
            if task.step not in self._told:
                self._done[task] = None
                continue
            self._done[task] = day = entry.done_on(task, today, readings)
            known = () if day else entry.known(task, today, readings)
            if known:
                self._known[task] = known
                if known[-1].outcome is Outcome.BEGUN:
                    self._began[task] = known[-1]
        if readings.rd_13 == "after-srept" and self._done[Task(Step.SREPT)] is None:
            self.void_notices += (t for t, day in self._done.items() if day and t.step is Step.UEPT_NOTICE)
            self._done.update(dict.fromkeys(self.void_notices))
        # A User Role that has its evidence sent, or is confirmed: what came before that is past.
        closed = {
            task.role
            for task, day in self._done.items()
            if day is not None and task.step in {Step.EVIDENCE_FORM, Step.SECAS_CONFIRMATION}
        }
        awaited: set[Task] = set()
        for task in reversed(self._net.tasks):
            if self._done[task] is not None:
                continue
            if task.step is not Step.SECAS_CONFIRMATION and task not in awaited:
                self.left_out.append(task)
            elif task not in self._began:
                awaited.update(wait.task for wait in self._net.waits[task] if wait.task.role not in closed)
        self.left_out.reverse()

    def floor_of(self, task: Task) -> date:
        """Return the day before which *task* cannot be begun: today, or accession to the SEC (OB-18)."""
        return self._today if task.step is Step.USER_INTERFACE else self._accession

    def _first_day(self, task: Task) -> date:
        """Return the same as a day of the calendar, a Working Day or not."""
        since = self.entry.party.sec_party_since
        if task.step is Step.USER_INTERFACE or not isinstance(since, date):
            return self.today
        return max(self.today, since)

    # --- forwards -------------------------------------------------------------------------

    def _lay(self, task: Task) -> Laid:
        done = self._done[task]
        if done is not None:
            bearer = bearer_of(task.step)
            return Laid(task, Anchor.STEP, done, done, done, Basis.DONE, done_on=done, bearer=bearer)
        try:
            laid = self._begin(task)
            if task.step in _ACTS:
                laid.basis = Basis.AN_ACT
            self._end(laid)
        except DateOutsideCalendar as refusal:
            question = f"{task}: {refusal.question}"
            raise DateOutsideCalendar(question, refusal.calendar, refusal.first, refusal.last) from None
        except InvalidValue as refusal:  # a period that no date can hold
            name, given = f"estimates.{task.step.value}", str(self.entry.estimates.get(task.step))
            raise InvalidValue(name, given, "ends after the last date there is", "estimate less") from refusal
        laid.bearer = self._bearer(task)
        if task.step in self._told:
            laid.note = "; ".join(self._notes(task))
        floor = self.floor_of(task)
        if laid.basis is not Basis.BOOKED:
            laid.finish = self.terms.calendar.on_or_after(laid.finish)
        if laid.finish < floor and laid.basis is not Basis.BOOKED:  # it should be done by now, and is not
            if laid.takes is not None:
                laid.overrun = laid.finish
            laid.finish, laid.is_lower_bound = floor, True
        elif laid.basis is Basis.NOT_SAID:
            laid.is_lower_bound = True
        else:
            laid.is_lower_bound = any(self.laid[wait.task].is_lower_bound for wait in self.waits[task])
        return laid

    def _bearer(self, task: Task) -> Bearer:
        known = self._known.get(task)
        return bearer_of(task.step, known[-1].outcome if known else None)

    def _notes(self, task: Task) -> Iterator[str]:
        """Yield what was told that leaves *task* to be done: its own last outcome, or what sent it back."""
        known = self._known.get(task)
        if known and known[-1].outcome not in {None, Outcome.BEGUN}:
            yield f"{known[-1].outcome} on {known[-1].day}"
        if doubt := self.entry.in_doubt(task, self.today, self.terms.readings):
            yield doubt
        if known:
            return
        if back := self.entry.sent_back(task, self.today):
            yield f"again, because of {back[-1]}"
        elif self.entry.told(task, self.today) and (anew := self.entry.begun_anew_on(task, self.today)):
            yield f"again, because testing was begun anew on {anew}"
        if moved := self.entry.moved(task, self.today):
            booked = self.entry.booked(task, self.today)
            yield f"moved from {moved[-1].booked_for}{'' if booked else ', and no new day was told'}"

    def _begin(self, task: Task) -> Laid:
        """Return *task* laid from its start on, with what fixed it."""
        floor = self.floor_of(task)
        self.waits[task] = ()
        began = self._began.get(task)
        if began is not None:
            return Laid(task, Anchor.BEGUN, began.day, began.day, began.day, Basis.NOT_SAID, began=began)
        waits = self._net.waits[task]
        if task.step is Step.CREDIT_COVER:
            waits = self._of_first_role(waits)
        waits = tuple(wait for wait in waits if wait.task in self.laid)
        self.waits[task] = waits
        start, notice, driver = self._soonest(task, waits) if waits else (floor, None, None)
        not_before = start
        if not self._runs_by_itself(task):
            not_before = max(start, self._first_day(task))
            start = self.terms.calendar.on_or_after(start)
            if start < floor:
                start, notice, driver = floor, None, None
        laid = Laid(task, *self._anchor(task, driver, notice), start, start, Basis.NOT_SAID, driver=driver)
        laid.notice, laid.not_before = notice, not_before
        for booking in self._booked(task):
            if booking.outcome is Outcome.BEGUN:
                if booking.day >= not_before and booking.day != start:
                    laid.from_day = laid.start = laid.finish = booking.day
                    laid.anchor, laid.booked, laid.notice, laid.driver = Anchor.BOOKED, booking, None, None
                break
        return laid

    def _soonest(self, task: Task, waits: tuple[Wait, ...]) -> tuple[date, Deadline | None, Wait]:
        """Return the first day on which *task* may begin, the notice that runs to it, and what fixed it."""
        if task.step in NOTICES:
            return max(((*self.allowed(task, wait), wait) for wait in waits), key=self._late_and_undone)
        limit = limit_of(task.step, self.terms.readings)
        if limit and all(self.laid[wait.task].done_on is not None for wait in waits):
            return next(
                (self.laid[wait.task].finish, None, wait)
                for wait in waits
                if wait.task.step is limit.runs_from
            )
        driver = max(waits, key=self._end_of)
        return self.laid[driver.task].finish, None, driver

    def _end_of(self, wait: Wait) -> tuple[date, bool]:
        """Return when *wait* ends, to compare: of two that end together, what is undone comes later."""
        laid = self.laid[wait.task]
        return laid.finish, laid.done_on is None

    def _late_and_undone(self, soonest: tuple[date, Deadline | None, Wait]) -> tuple[date, bool]:
        return soonest[0], self.laid[soonest[2].task].done_on is None

    def _runs_by_itself(self, task: Task) -> bool:
        """
        Return whether *task* has begun without anybody's saying so, on whatever day what it waits for ended.

        A time limit runs from its event; and what others do begins when all that it waits for is done.
        """
        if limit_of(task.step, self.terms.readings) is not None:
            return True
        is_done = all(self.laid[wait.task].done_on is not None for wait in self.waits[task])
        return is_done and self._bearer(task) not in PARTY_SIDE

    def _anchor(self, task: Task, driver: Wait | None, notice: Deadline | None) -> tuple[Anchor, date]:
        """Return what fixed the start of *task*, and the day that this was."""
        if driver is not None:
            return Anchor.STEP, next(iter(notice.inputs.values())) if notice else self.laid[
                driver.task
            ].finish
        since = self.entry.party.sec_party_since
        if self.floor_of(task) > self._today and isinstance(since, date):
            return Anchor.ACCESSION, since
        return Anchor.TODAY, self.today

    def _of_first_role(self, waits: tuple[Wait, ...]) -> tuple[Wait, ...]:
        """
        Return those of *waits* that are of the User Role whose UEPT is complete first.

        "Once you have completed the UEPT" the DCC speaks of Credit Cover: one User Role is enough (ST-09).
        """
        ends: dict[UserRole | None, tuple[date, bool]] = {}
        for wait in waits:
            end, is_undone = ends.get(wait.task.role, (date.min, False))
            if laid := self.laid.get(wait.task):  # what is left out is past
                end, is_undone = max(end, laid.finish), is_undone or laid.done_on is None
            ends[wait.task.role] = end, is_undone
        first = min(ends, key=ends.__getitem__, default=None)
        return tuple(wait for wait in waits if wait.task.role is first)

    def allowed(self, task: Task, wait: Wait) -> tuple[date, Deadline | None]:
        """Return the first day that *wait* leaves to *task*, and the notice that runs until then."""
        before, notice = self.laid[wait.task], NOTICES.get(task.step)
        if notice is None or wait.task.step is not NOTICE_OF[task.step]:
            return before.finish, None
        given = before.finish
        if before.done_on is not None:
            told = self.entry.notice_given(task, self.today, self.terms.readings)
            given = told.day if told else given
        deadline = self.terms.ask(notice.earliest, **{notice.given: given})
        if deadline.modality is not Modality.MUST and self._begins_as_booked(task):
            return before.finish, None
        return deadline.day, deadline

    def _begins_as_booked(self, task: Task) -> bool:
        """Return whether a day to begin is booked: with less notice than there should be, it still stands."""
        return any(event.outcome is Outcome.BEGUN for event in self._booked(task))

    def _booked(self, task: Task) -> tuple[Event, ...]:
        return self.entry.booked(task, self.today) if task.step in self._told else ()

    def _end(self, laid: Laid) -> None:
        """Lay the end of a task that has its start."""
        calendar, step = self.terms.calendar, laid.task.step
        for booking in self._booked(laid.task):
            if booking.day >= min(laid.start, laid.not_before or laid.start) and may_end(booking):
                laid.basis, laid.finish, laid.booked = Basis.BOOKED, booking.day, booking
                takes_time = Outcome.BEGUN in OUTCOMES.get(step, ())
                if booking.day < laid.start or (booking.day > laid.start and not takes_time):
                    laid.from_day = laid.start = booking.day  # it is taken on that day
                    laid.anchor, laid.notice, laid.driver = Anchor.BOOKED, None, None
                return
        estimate = self.entry.estimates.get(step)
        if estimate is not None:
            laid.basis, laid.takes = Basis.ESTIMATE, estimate
            laid.finish = calendar.on_or_after(estimate.after(laid.start, calendar))
        limit = limit_of(step, self.terms.readings)
        if limit is None:
            return
        if self.terms.at_best:
            laid.basis = Basis.LIMIT if estimate is None else Basis.ESTIMATE
            return
        due = self.terms.ask(limit.due, **{limit.trigger: laid.start})
        if due.day >= laid.finish:
            laid.basis, laid.takes, laid.limit, laid.finish = Basis.LIMIT, limit.period, due, due.day

    def drivers_of(self, task: Task) -> frozenset[Task]:
        """Return the undone tasks that fixed the start of *task*: more than one where they end together."""
        laid = self.laid[task]
        is_booked = laid.basis is Basis.BOOKED and laid.finish > laid.start
        if laid.anchor is not Anchor.STEP or laid.done_on is not None or is_booked:
            return frozenset()
        on = self.terms.calendar
        return frozenset(
            wait.task
            for wait in self.waits[task]
            if self.laid[wait.task].done_on is None
            and laid.start in ((day := self.allowed(task, wait)[0]), on.on_or_after(day))
        )

    # --- backwards ------------------------------------------------------------------------

    def latest(self, target: date) -> dict[Task, tuple[date, date]]:
        """Return the latest start and finish of each undone task, for the entry to end by *target*."""
        by: dict[Task, date] = {}
        found: dict[Task, tuple[date, date]] = {}
        for task in reversed(self._net.tasks):
            laid = self.laid.get(task)
            if laid is None or laid.done_on is not None:
                continue
            end = by.get(task, target)
            finish = self.terms.calendar.on_or_before(end)
            if finish < laid.finish <= end:  # it is booked for a day that is no Working Day
                finish = laid.finish
            start = self._latest_start(laid, finish)
            if laid.finish <= finish:
                start = max(start, laid.start)
            found[task] = start, finish
            has_notice = task.step in NOTICES
            for wait in self.waits[task]:
                must = self._must(task, wait, start) if has_notice else start
                if must < by.get(wait.task, date.max):
                    by[wait.task] = must
        return found

    def _latest_start(self, laid: Laid, finish: date) -> date:
        if laid.began is not None:
            return laid.start
        calendar, step = self.terms.calendar, laid.task.step
        start, estimate = finish, self.entry.estimates.get(step)
        if estimate is not None:
            start = calendar.on_or_before(estimate.before(finish, calendar))
        limit = limit_of(step, self.terms.readings)
        if limit is not None and not self.terms.at_best:
            start = min(start, limit.period.before(finish, calendar))
        if laid.basis is Basis.BOOKED and laid.booked is not None and laid.booked.day <= finish:
            return max(start, laid.booked.day)  # whatever it takes, it is booked to end by then
        return start

    def _must(self, task: Task, wait: Wait, start: date) -> date:
        """Return the last day on which what *wait* names must be finished, for *task* to begin on *start*."""
        notice = NOTICES.get(task.step)
        if notice is None or wait.task.step is not NOTICE_OF[task.step] or self.laid[wait.task].done_on:
            return start
        deadline = self.terms.ask(notice.latest, **{notice.start: start})
        if deadline.modality is not Modality.MUST and self._begins_as_booked(task):
            return start
        given = self.laid[wait.task].finish  # it may be booked for a day that is no Working Day, and suffice
        return given if deadline.day < given and self.allowed(task, wait)[0] <= start else deadline.day

    def latest_notice(self, task: Task, start: date) -> date:
        """Return the last day on which the notice before *task* suffices for it to begin on *start*."""
        notice = NOTICES[task.step]
        return self.terms.ask(notice.latest, **{notice.start: start}).day


def may_end(booking: Event) -> bool:
    """Return whether *booking* is one with which its step ends; an outcome to come need not be told."""
    if booking.outcome is None:
        return True
    return booking.outcome in DONE_WITH.get(booking.step, ())
