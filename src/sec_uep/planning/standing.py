"""
How each obligation of an entry stands at the end of a day: whose it is, and whether it is met or overdue.

A clock runs from an event, and is answered by the next event of its step before it runs anew.
The clocks of the DCC are the DCC's: they never make the Party late.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from sec_uep.answers import NoticeVerdict, check_terms
from sec_uep.calendar import WorkingDayCalendar
from sec_uep.checks import check_date, check_is
from sec_uep.deadlines import Deadline
from sec_uep.events import PER_ROLE, Event, Outcome, Step
from sec_uep.facts import FrozenMapping
from sec_uep.obligations.entry_process import Entry, State, StepState, Task, edges, rule_of
from sec_uep.obligations.entry_process.steps import NOTICE_OF, bearer_of, needed_by
from sec_uep.parties import UserRole
from sec_uep.planning._periods import MOVES, NOTICES, Notice, limit_of
from sec_uep.readings import DEFAULT_READINGS, Readings
from sec_uep.rules import Bearer, Rule

__all__ = ["Evidence", "Obligation", "ObligationState", "evidence", "standing"]


class ObligationState(StrEnum):
    """How an obligation stands on a day."""

    UPCOMING = "upcoming"
    DUE = "due"
    MET = "met"
    MET_LATE = "met late"
    OVERDUE = "overdue"
    UNDETERMINED = "undetermined"


@frozen(repr=False)
class Obligation:
    """
    How an obligation stands on a day.

    Attributes:
        task: The step that it is about, and its User Role.
        state: How it stands.
        rule: The rule that asks for it.
        bearer: Whose it is.
        due: The last day for it, where a rule gives one.
        done_on: The day on which it was done, if it was.
        trigger: The event that its last day is counted from.
        note: What else is to be said.
        superseded: Whether the step had to be taken again since, so that this no longer counts.

    """

    task: Task
    state: ObligationState
    rule: Rule
    bearer: Bearer
    due: Deadline | None = None
    done_on: date | None = None
    trigger: Event | None = None
    note: str = ""
    superseded: bool = False

    @property
    def step(self) -> Step:
        """The step."""
        return self.task.step

    @property
    def role(self) -> UserRole | None:
        """The User Role that it is for; None if it is taken once for the Party."""
        return self.task.role

    def __repr__(self) -> str:
        return f"<Obligation {self.task}: {self.state.value} {self.rule.id}>"

    def __str__(self) -> str:
        by = f", due {self.due.day}" if self.due else ""
        done = f", done {self.done_on}" if self.done_on else ""
        note = f" ({self.note})" if self.note else ""
        return f"{self.task}: {self.state.value}{by}{done}; {self.bearer}, {self.rule.id}{note}"


def standing(
    entry: Entry,
    *,
    as_of: date,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings = DEFAULT_READINGS,
) -> tuple[Obligation, ...]:
    """
    Return how each obligation of *entry* stands at the end of *as_of*, in the order of Table 2.

    What became known after that day has not happened yet, and an event after it is a booking.
    What is due on *as_of* is overdue from the next day on.

    >>> from sec_uep.parties import Party
    >>> entry = Entry(
    ...     party=Party(),
    ...     roles={UserRole.GAS_SUPPLIER},
    ...     events=(Event(Step.UEPT_REPORT, date(2026, 11, 18)),),
    ... )
    >>> clock = [each for each in standing(entry, as_of=date(2026, 11, 23)) if each.due]
    >>> print(*clock)
    uept-receipt-confirmation (gas-supplier): overdue, due 2026-11-20; DCC, TE-04

    Raises:
        InvalidType: If *entry* is not an `Entry`, or *as_of* not a date.
        DateOutsideCalendar: If a count leaves the calendar.

    """
    check_is("entry", entry, Entry)
    as_of = check_date("as_of", as_of)
    check_terms(calendar, readings)
    told = _Told(entry, as_of, {"calendar": calendar, "readings": readings})
    states = entry.steps(today=as_of, calendar=calendar, readings=readings)
    past = told.past_of(states)
    return tuple(each for state in states for each in told.of(state, past.get(state.task)))


#: The step that each notice is for.
_NOTICE_FOR = {notice: step for step, notice in NOTICE_OF.items()}


@frozen(eq=False, repr=False)
class _Told:
    """What is known of an entry at the end of a day."""

    entry: Entry
    as_of: date
    terms: Mapping[str, Any]

    def of(self, state: StepState, past: Task | None) -> Iterator[Obligation]:
        """Yield the obligations of one task; *past* is what was told that waits for it, where it was not."""
        task = state.task
        clocks = [*self._clocks(task, past), *self._notices(task)]
        yield from clocks
        pending = any(each.done_on is None and self._is_current(each) for each in clocks)
        if not clocks or (state.state is not State.DONE and not pending):
            yield self._step(state, past)
        yield from self._moves(task)

    def _is_current(self, clock: Obligation) -> bool:
        """Return whether *clock* runs from an event that still counts, or from a booking."""
        event = clock.trigger
        if event is None or event.day > self.as_of:
            return event is not None
        task = Task(event.step, clock.role if event.step in PER_ROLE else None)
        return event in self.entry.known(task, self.as_of, self.terms["readings"])

    def past_of(self, states: Sequence[StepState]) -> dict[Task, Task]:
        """Return the tasks that were not told, though one that waits for them was: each with that one."""
        readings, roles = self.terms["readings"], self.entry.roles
        waits: dict[Step, list[Step]] = {}
        for edge in edges(readings):
            if edge.step is not Step.CREDIT_COVER:  # it follows the UEPT of one User Role, whichever
                waits.setdefault(edge.step, []).append(edge.waits_for)
        told = {state.task for state in states if state.state is State.DONE}
        told |= {
            state.task
            for state in states
            if any(
                each.outcome is Outcome.BEGUN for each in self.entry.known(state.task, self.as_of, readings)
            )
        }
        past: dict[Task, Task] = {}
        to_see = sorted(told, key=str)
        for task in to_see:  # it grows: what waits for the past is itself behind something that was told
            for step in waits.get(task.step, ()):
                for needed in needed_by(task, step, roles):
                    if needed not in told and needed not in past and not self.entry.told(needed, self.as_of):
                        past[needed] = past.get(task, task)
                        to_see.append(needed)
        return past

    # --- clocks ---------------------------------------------------------------------------

    def _clocks(self, task: Task, past: Task | None) -> Iterator[Obligation]:
        """Yield an obligation for each time that a limit began to run."""
        clock = limit_of(task.step, self.terms["readings"])
        if clock is None:
            return
        triggers = self.entry.told(Task(clock.runs_from, task.role), self.as_of)
        triggers = tuple(each for each in triggers if clock.outcome in (None, each.outcome))
        counts = self.entry.known(task, self.as_of, self.terms["readings"])
        answers = iter(self.entry.told(task, self.as_of))
        answer = next(answers, None)
        for trigger, following in zip(triggers, (*triggers[1:], None), strict=False):
            while answer is not None and answer.day < trigger.day:
                answer = next(answers, None)
            due = clock.due(**{clock.trigger: trigger.day}, **self.terms)
            if answer is not None and (following is None or answer.day < following.day):
                met = answer.day <= due.day
                state = ObligationState.MET if met else ObligationState.MET_LATE
                is_past = answer not in counts
                yield Obligation(task, state, due.rule, due.bearer, due, answer.day, trigger, "", is_past)
            elif following is not None or past is not None:
                note = f"not told, though {following or past} was"
                state = ObligationState.UNDETERMINED
                yield Obligation(task, state, due.rule, due.bearer, due, None, trigger, note)
            else:
                yield Obligation(task, self._pending(due), due.rule, due.bearer, due, None, trigger)

    def _pending(self, due: Deadline) -> ObligationState:
        return ObligationState.OVERDUE if due.day < self.as_of else ObligationState.DUE

    # --- notices --------------------------------------------------------------------------

    def _notices(self, task: Task) -> Iterator[Obligation]:
        """Yield the notice for each day on which a step began, or is booked to begin."""
        step = _NOTICE_FOR.get(task.step)
        if step is None:
            return
        notice, begins = NOTICES[step], Task(step, task.role)
        told = self.entry.told(begins, self.as_of)
        events = (*told, *self.entry.booked(begins, self.as_of))
        given = self._given(task)
        days = [each.day for each in given]
        rounds = self._rounds(task, begins)
        first_serves = task.step is Step.UEPT_NOTICE and self.terms["readings"].rd_24 == "one-for-all"
        for before, start in zip((None, *events), events, strict=False):
            # Of the notices from `low` on up to `high` any may be for this start; the last is.
            low, high = bisect_right(days, rounds(start.day)), bisect_right(days, start.day)
            serving = given[low if first_serves else high - 1] if low < high else None
            if start.outcome is Outcome.BEGUN:
                # Testing that is taken again needs no notice of its own, unless one was given for it.
                again = before is not None and task.step is Step.UEPT_NOTICE
                if not again or (low < high and before is not None and days[high - 1] > before.day):
                    yield self._notice(task, notice, start, serving)
            elif before is None and serving is not None and start.day <= self.as_of:
                yield self._of_unknown_start(task, notice, start, serving)

    def _rounds(self, task: Task, begins: Task) -> Callable[[date], date]:
        """Return what says up to which day the notices served a round that was over before a start."""
        if task.step is Step.UEPT_NOTICE:
            return lambda _: date.min
        backs = [event.day for event in self.entry.sent_back(begins, self.as_of)]
        served = [self.entry.served_until(task, back) for back in backs]
        return lambda start: served[found - 1] if (found := bisect_right(backs, start)) else date.min

    def _given(self, task: Task) -> tuple[Event, ...]:
        """Return the notices that count: of UEPT, those after SREPT (RD-13), whoever's they are (RD-24)."""
        readings: Readings = self.terms["readings"]
        if task.step is not Step.UEPT_NOTICE:
            return self.entry.told(task, self.as_of)
        whose = Task(task.step) if readings.rd_24 == "one-for-all" else task
        return self.entry.known(whose, self.as_of, readings)

    def _suffices(self, notice: Notice, given: Event, start: Event) -> bool:
        days = {notice.given_in_notice: given.day, notice.start: start.day}
        return notice.suffices(**days, **self.terms).verdict is NoticeVerdict.SUFFICIENT

    def _of_unknown_start(self, task: Task, notice: Notice, ended: Event, given: Event) -> Obligation:
        """Return how a notice stands where only the end is known of what it was for."""
        due = notice.latest(**{notice.start: ended.day}, **self.terms)
        if self._suffices(notice, given, ended):
            state, note = (
                ObligationState.UNDETERMINED,
                f"the day on which {ended.step.value} began was not told",
            )
        else:
            state, note = ObligationState.MET_LATE, f"{ended.step.value} ended before the notice had run"
        return Obligation(task, state, due.rule, due.bearer, None, given.day, ended, note)

    def _notice(self, task: Task, notice: Notice, start: Event, given: Event | None) -> Obligation:
        due = notice.latest(**{notice.start: start.day}, **self.terms)
        rule, bearer = due.rule, due.bearer
        if given is not None:
            met = self._suffices(notice, given, start)
            state = ObligationState.MET if met else ObligationState.MET_LATE
            note = "" if met else f"not enough for {start.day}"
            return Obligation(task, state, rule, bearer, due, given.day, start, note)
        if start.day <= self.as_of:
            void = self.entry.told(task, self.as_of) if task.step is Step.UEPT_NOTICE else ()
            note = f"that of {void[-1].day} was before SREPT (RD-13)" if void else "no notice was told"
            state = ObligationState.UNDETERMINED
            return Obligation(task, state, rule, bearer, due, None, start, note)
        return Obligation(task, self._pending(due), rule, bearer, due, None, start)

    # --- moves ----------------------------------------------------------------------------

    def _moves(self, task: Task) -> Iterator[Obligation]:
        """Yield whether each assessment that was moved was moved in time."""
        move = MOVES.get(task.step)
        if move is None:
            return
        for event in self.entry.moved(task, self.as_of):
            booked_for = event.booked_for or event.day
            due = move.latest(assessment=booked_for, **self.terms)
            met = move.free.after(event.day) <= booked_for
            state = ObligationState.MET if met else ObligationState.MET_LATE
            note = f"moved from {booked_for}"
            if not met:
                note += f"; it can be charged for ({move.charged_by.id})"
            yield Obligation(task, state, due.rule, due.bearer, due, event.day, event, note)

    # --- steps ----------------------------------------------------------------------------

    def _step(self, state: StepState, past: Task | None) -> Obligation:
        """Return how a step stands that has no last day."""
        known = self.entry.known(state.task, self.as_of, self.terms["readings"])
        task, rule = state.task, rule_of(state.step)
        bearer = bearer_of(state.step, known[-1].outcome if known else None)
        if state.done_on is not None:
            return Obligation(task, ObligationState.MET, rule, bearer, None, state.done_on)
        doubt = self.entry.in_doubt(task, self.as_of, self.terms["readings"])
        if not doubt and past is not None:
            doubt = f"not told, though {past} was"
        if doubt:
            return Obligation(task, ObligationState.UNDETERMINED, rule, bearer, note=doubt)
        stands = ObligationState.DUE if state.state is State.OPEN else ObligationState.UPCOMING
        return Obligation(task, stands, rule, bearer, note=state.note)


# --- before the evidence ------------------------------------------------------------------


@frozen
class Evidence:
    """
    The steps that the UEP Evidence Form of a User Role comes after.

    Attributes:
        role: The User Role.
        as_of: The day as of which it is said.
        done: The steps that are done, each with its day.
        missing: The steps that are not, or not as far as was told.

    """

    role: UserRole
    as_of: date
    done: Mapping[Task, date] = field(hash=False)
    missing: tuple[Task, ...]

    @property
    def note(self) -> str:
        """What is not known of the form."""
        return (
            "the contents of the UEP Evidence Form were not seen: it explains which evidence it asks for; "
            f"these are the steps that come before it ({rule_of(Step.EVIDENCE_FORM).id})"
        )


def evidence(
    entry: Entry,
    *,
    as_of: date,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings = DEFAULT_READINGS,
) -> tuple[Evidence, ...]:
    """
    Return, for each User Role, the steps that its UEP Evidence Form comes after: done, and missing.

    >>> from sec_uep.parties import Party
    >>> srept = Event(Step.SREPT, date(2026, 11, 18))
    >>> entry = Entry(party=Party(), roles={UserRole.GAS_SUPPLIER}, events=(srept,))
    >>> (before,) = evidence(entry, as_of=date(2026, 11, 23))
    >>> [(task.step.value, str(day)) for task, day in before.done.items()]
    [('srept', '2026-11-18')]
    >>> len(before.missing)
    10

    Raises:
        InvalidType: If *entry* is not an `Entry`, or *as_of* not a date.
        DateOutsideCalendar: If a count leaves the calendar.

    """
    check_is("entry", entry, Entry)
    as_of = check_date("as_of", as_of)
    states = {s.task: s for s in entry.steps(today=as_of, calendar=calendar, readings=readings)}
    steps = [edge.waits_for for edge in edges(readings) if edge.step is Step.EVIDENCE_FORM]
    found = []
    for role in entry.roles:
        form = Task(Step.EVIDENCE_FORM, role)
        tasks = [task for step in steps for task in needed_by(form, step, entry.roles)]
        done = {task: day for task in tasks if (day := states[task].done_on) is not None}
        found.append(
            Evidence(role, as_of, FrozenMapping(done), tuple(task for task in tasks if task not in done))
        )
    return tuple(found)
