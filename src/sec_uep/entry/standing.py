"""
The standing of an entry: each obligation, whose it is, and whether it was met. Nothing else judges (EN-03).

Whether a notice or a time limit was kept is asked of the provision that states it.
A clock runs from an event, and is answered by the next event of its step before it runs anew.
The clocks of the DCC are the DCC's: they never make the Party late.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from sec_uep.calendar import WorkingDayCalendar
from sec_uep.checks import check_is
from sec_uep.deadlines import Deadline
from sec_uep.entry._rounds import outcome_of
from sec_uep.entry.entry import Entry
from sec_uep.entry.position import Irregularity, IrregularityKind, Position, State, StepState
from sec_uep.errors import bracketed, displayed
from sec_uep.events import Event, Outcome, Step
from sec_uep.facts import FrozenMapping, Lines
from sec_uep.obligations._step import Notice
from sec_uep.obligations.graph import Task
from sec_uep.obligations.steps import TABLE
from sec_uep.parties import UserRole
from sec_uep.readings import Readings
from sec_uep.rules import PARTY_SIDE, Bearer, Modality, Rule

__all__ = [
    "Doubt",
    "Evidence",
    "Obligation",
    "ObligationKind",
    "ObligationState",
    "dates",
    "evidence",
    "standing",
]


class ObligationState(StrEnum):
    """How an obligation stands on a day."""

    UPCOMING = "upcoming"
    DUE = "due"
    MET = "met"
    MET_LATE = "met late"
    SHORT = "shorter than it should be"
    OVERDUE = "overdue"
    UNDETERMINED = "undetermined"


class ObligationKind(StrEnum):
    """What sort of obligation it is."""

    STEP = "step"
    LIMIT = "time limit"
    NOTICE = "notice"
    MOVE = "move"


class Doubt(StrEnum):
    """Why it cannot be said whether an obligation was met, or why what was done does not count."""

    MISSING = "not told, though a later step was"
    OUTCOME_MISSING = "its outcome was not told"
    BEGINNING_MISSING = "the beginning was not told"
    NO_NOTICE = "no notice was told"
    DOES_NOT_COUNT = "the notice given does not count"


@frozen(repr=False)
class Obligation:
    """
    How an obligation stands on a day.

    Attributes:
        task: The step that it is about, and its User Role.
        kind: What sort of obligation it is.
        state: How it stands.
        rule: The rule that asks for it.
        bearer: Whose it is.
        due: The last Working Day for it, where a rule gives one.
        last_day: The last day for it, a Working Day or not: it is overdue only after that day (RD-06).
        first_day: The first day for it, where a notice runs until then.
        trigger: The event that its last day is counted from.
        answer: The event by which it was done.
        doubt: Why it cannot be said whether it was met, or why what was done does not count.
        because: The event or the later step that this rests on.
        working_days_late: By how many Working Days it was met late, is overdue or too short; 0 if none.
        superseded: Whether the step had to be taken again since, so that this no longer counts.

    """

    task: Task
    kind: ObligationKind
    state: ObligationState
    rule: Rule
    bearer: Bearer
    due: Deadline | None = None
    last_day: date | None = None
    first_day: date | None = None
    trigger: Event | None = None
    answer: Event | None = None
    doubt: Doubt | None = None
    because: Event | Task | None = None
    working_days_late: int = 0
    superseded: bool = False

    @property
    def step(self) -> Step:
        """The step."""
        return self.task.step

    @property
    def role(self) -> UserRole | None:
        """The User Role that it is for; None if it is taken once for the Party."""
        return self.task.role

    @property
    def done_on(self) -> date | None:
        """The day on which it was done, if it was."""
        return self.answer.day if self.answer else None

    @property
    def modality(self) -> Modality:
        """How strongly it binds."""
        return self.rule.modality

    @property
    def is_late(self) -> bool:
        """Whether it is overdue or was met late."""
        return self.state in _LATE

    @property
    def is_pending(self) -> bool:
        """Whether it is still to be met, by a last day."""
        return self.last_day is not None and self.state in _PENDING

    @property
    def is_the_partys(self) -> bool:
        """Whether it is the Party's, by whichever name its rule calls it."""
        return self.bearer in PARTY_SIDE

    def as_row(self) -> dict[str, Any]:
        """
        Return the obligation as a flat row of plain values.

        *trigger* is the step of the event that its last day is counted from, and *trigger_day* its day;
        *certainty* says how sure the bank holidays are that its last day rests on.
        """
        return {
            **self.task.as_row(),
            "kind": self.kind.value,
            "state": self.state.value,
            "bearer": self.bearer.value,
            "modality": self.modality.value,
            "rule": self.rule.id,
            "first_day": self.first_day,
            "last_working_day": self.due.day if self.due else None,
            "last_day": self.last_day,
            "certainty": self.due.certainty.value if self.due else None,
            "trigger": self.trigger.step.value if self.trigger else None,
            "trigger_day": self.trigger.day if self.trigger else None,
            "done_on": self.done_on,
            "working_days_late": self.working_days_late,
            "is_late": self.is_late,
            "doubt": self.doubt.value if self.doubt else None,
            "superseded": self.superseded,
        }

    _repr_html_ = displayed
    __repr__ = bracketed

    def __str__(self) -> str:
        by = f", due {self.last_day}" if self.last_day else ""
        done = f", done {self.done_on}" if self.answer else ""
        late = f" by {_days(self.working_days_late)}" if self.working_days_late else ""
        why = f" ({self.doubt.value})" if self.doubt else ""
        return f"{self.task}: {self.state.value}{late}{by}{done}; {self.bearer}, {self.rule.id}{why}"


_LATE = (ObligationState.OVERDUE, ObligationState.MET_LATE)
_PENDING = (ObligationState.OVERDUE, ObligationState.DUE)


def _days(count: int) -> str:
    return "1 Working Day" if count == 1 else f"{count} Working Days"


@frozen(repr=False)
class Evidence:
    """
    What comes before the UEP Evidence Form of one User Role (ST-12).

    Attributes:
        role: The User Role.
        as_of: The day.
        done: The steps that are done, each with its day.
        past: The steps without events that must be past, because a later step has one.
        missing: The steps that are missing.

    """

    role: UserRole
    as_of: date
    done: Mapping[Task, date]
    past: tuple[Task, ...]
    missing: tuple[Task, ...]

    _repr_html_ = displayed

    def __repr__(self) -> str:
        return f"<Evidence {self.role.value}: {len(self.done)} done, {len(self.missing)} missing>"

    def __str__(self) -> str:
        missing = ", ".join(map(str, self.missing)) or "nothing"
        return f"{self.role.value}: {len(self.done)} done, missing: {missing}"


# --- What is asked ------------------------------------------------------------------------


def obligations(position: Position) -> Lines[Obligation]:
    """Return how each obligation of *position* stands, in the order of the table."""
    judge = _Judge(position)
    return Lines([each for n in range(len(position.steps)) for each in judge.of(n)])


def standing(
    entry: Entry,
    *,
    as_of: date,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings | None = None,
) -> Lines[Obligation]:
    """
    Return how each obligation of *entry* stands at the end of *as_of*: those of `Entry.as_of`.

    >>> from sec_uep.parties import Party
    >>> entry = Entry(
    ...     party=Party(),
    ...     roles={UserRole.GAS_SUPPLIER},
    ...     events=(Event(Step.UEPT_REPORT, date(2026, 11, 18)),),
    ... )
    >>> clock = [each for each in standing(entry, as_of=date(2026, 11, 23)) if each.due]
    >>> print(*clock)
    uept-receipt-confirmation (gas-supplier): overdue by 1 Working Day, due 2026-11-20; DCC, TE-04

    Raises:
        InvalidType: If *entry* is not an `Entry`, or *as_of* not a date.
        DateOutsideCalendar: If a count leaves the calendar.

    """
    return check_is("entry", entry, Entry).as_of(as_of, calendar=calendar, readings=readings).obligations


def dates(
    entry: Entry,
    *,
    today: date,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings | None = None,
) -> Lines[Obligation]:
    """
    Return the obligations of *entry* that have a first or a last day, in the order of these days.

    Raises:
        InvalidType: If *entry* is not an `Entry`, or *today* not a date.
        DateOutsideCalendar: If a count leaves the calendar.

    """
    found = standing(entry, as_of=today, calendar=calendar, readings=readings)
    dated = [(day, each) for each in found if (day := each.last_day or each.first_day) is not None]
    return Lines(each for _, each in sorted(dated, key=lambda pair: pair[0]))


def evidence(
    entry: Entry,
    *,
    as_of: date,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings | None = None,
) -> tuple[Evidence, ...]:
    """
    Return what is missing before the UEP Evidence Form, for each User Role: that of `Entry.as_of`.

    Raises:
        InvalidType: If *entry* is not an `Entry`, or *as_of* not a date.

    """
    return check_is("entry", entry, Entry).as_of(as_of, calendar=calendar, readings=readings).evidence


def evidence_of(position: Position) -> tuple[Evidence, ...]:
    """Return what comes before the evidence form of each User Role."""
    graph, found = position.graph, []
    for role in position.entry.roles:
        form = graph.number[Task(Step.EVIDENCE_FORM, role)]
        states = [position.steps[n] for n in sorted(n for n, _ in graph.dependencies[form])]
        found.append(
            Evidence(
                role,
                position.day,
                FrozenMapping({s.task: s.done_on for s in states if s.done_on is not None}),
                tuple(s.task for s in states if s.state is State.PAST),
                tuple(s.task for s in states if s.state not in (State.DONE, State.PAST)),
            )
        )
    return Lines(found)


def notices_too_short(day: date, obligations: Iterable[Obligation]) -> Iterator[Irregularity]:
    """Yield the steps that have begun on *day* before their notice had run, of notices that must be given."""
    for each in obligations:
        if (
            each.kind is ObligationKind.NOTICE
            and each.state is ObligationState.MET_LATE
            and each.trigger is not None
            and each.trigger.day <= day
        ):
            yield Irregularity(IrregularityKind.NOTICE, each.trigger, each.answer, each.rule)


# --- The judge ----------------------------------------------------------------------------


@frozen(eq=False, repr=False)
class _Judge:
    """Who judges each obligation of a position, by asking the provisions."""

    position: Position
    terms: Mapping[str, Any] = field(init=False)
    calendar: WorkingDayCalendar = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "terms", self.position.terms)
        object.__setattr__(self, "calendar", self.position.calendar)

    def of(self, n: int) -> Iterator[Obligation]:
        """Yield the obligations of one task."""
        state = self.position.steps[n]
        dated = [*self._limits(n, state), *self._notices(n, state)]
        yield from dated
        pending = any(each.answer is None and self._is_current(each) for each in dated)
        if not dated or (state.state is not State.DONE and not pending):
            yield self._step(state)
        yield from self._moves(n, state)

    def _is_current(self, clock: Obligation) -> bool:
        """Return whether *clock* runs from an event that still counts, or from a booking."""
        event = clock.trigger
        if event is None or event.day > self.position.day:
            return event is not None
        graph = self.position.graph
        role = clock.role if TABLE[event.step].each_role else None
        return event in self.position.steps[graph.number[Task(event.step, role)]].events

    def _late(self, last_day: date, by: date) -> int:
        return max(1, self.calendar.working_days_between(after=last_day, up_to=by)) if by > last_day else 0

    # --- time limits ----------------------------------------------------------------------

    def _limits(self, n: int, state: StepState) -> Iterator[Obligation]:
        """Yield an obligation for each time that a time limit began to run."""
        limit = state.row.limit(self.position.chosen)
        if limit is None:
            return
        graph, rounds, today = self.position.graph, self.position.rounds, self.position.day
        m = graph.number[Task(limit.runs_from, state.role if TABLE[limit.runs_from].each_role else None)]
        row = graph.rows[m]
        triggers = [e for e in rounds.happened[m] if limit.after in (None, outcome_of(e, row))]
        answers = iter(state.happened)
        answer = next(answers, None)
        for trigger, following in zip(triggers, (*triggers[1:], None), strict=False):
            while answer is not None and answer.day < trigger.day:
                answer = next(answers, None)
            if answer is None and following is None and state.state is State.DONE:
                answer = state.events[-1]  # it was taken before its clock began to run
            due = limit.last_day(trigger.day, self.terms)
            back = next((each for each in rounds.backs[n] if each.day >= trigger.day), None)
            given: Event | None = None
            doubt: Doubt | None = None
            because: Event | Task | None = None
            if answer is not None and (following is None or answer.day < following.day):
                given, late = answer, self._late(due.day, answer.day)
                standing = ObligationState.MET_LATE if late else ObligationState.MET
                if state.is_in_doubt and answer in state.events[-1:]:
                    doubt = Doubt.OUTCOME_MISSING
            elif following is not None or back is not None or state.shown_by is not None:
                standing, late, doubt = ObligationState.UNDETERMINED, 0, Doubt.MISSING
                because = following or back or state.shown_by
            else:
                late = self._late(due.day, today)
                standing = ObligationState.OVERDUE if late else ObligationState.DUE
            yield Obligation(
                state.task,
                ObligationKind.LIMIT,
                standing,
                due.rule,
                due.bearer,
                due,
                due.day,
                None,
                trigger,
                given,
                doubt,
                because,
                late,
                given is not None and given not in state.events,
            )

    # --- notices --------------------------------------------------------------------------

    def _notices(self, n: int, state: StepState) -> Iterator[Obligation]:
        """Yield the notice for each day on which a step began, or is booked to begin."""
        graph, rounds = self.position.graph, self.position.rounds
        m = graph.notice_for[n]
        notice = None if m is None else graph.rows[m].notice
        if m is None or notice is None:
            return
        begins = [e for e in rounds.booked[m] if e.outcome is not Outcome.COMPLETED]
        events = (*rounds.happened[m], *begins)
        void = rounds.void[n]
        for before, start in zip((None, *events), events, strict=False):
            given, is_needed, is_first = rounds.notice_by(notice, n, m, start.day, before)
            is_beginning = start.outcome is Outcome.BEGUN or start.day > self.position.day
            if is_beginning and (is_needed or given is not None):
                yield self._notice(state, notice, start, given, void, rounds.counted[m])
            elif not is_beginning and is_first and given is not None:
                yield self._of_unknown_beginning(state, notice, start, given)

    def _notice(  # noqa: PLR0913, PLR0917 - what a notice is judged by
        self,
        state: StepState,
        notice: Notice,
        start: Event,
        given: Event | None,
        void: list[Event],
        counted: list[Event],
    ) -> Obligation:
        due, last_day = (
            notice.latest_working_day(start.day, self.terms),
            notice.last_day(start.day, self.terms),
        )
        today, doubt, because = self.position.day, None, None
        late = 0
        if given is not None:
            is_enough = notice.suffices(given.day, start.day, self.terms)
            late = 0 if is_enough else max(1, self._late(last_day, given.day))
            standing = ObligationState.MET if is_enough else ObligationState.MET_LATE
        elif start.day <= today:
            standing = ObligationState.UNDETERMINED
            doubt = Doubt.DOES_NOT_COUNT if void else Doubt.NO_NOTICE
            because = void[-1] if void else None
        else:
            late = self._late(last_day, today)
            standing = ObligationState.OVERDUE if late else ObligationState.DUE
            doubt, because = (Doubt.DOES_NOT_COUNT, void[-1]) if void else (None, None)
        if not notice.must_be_given and standing in _LATE:
            standing = ObligationState.SHORT
        return Obligation(
            state.task,
            ObligationKind.NOTICE,
            standing,
            due.rule,
            state.row.by,
            due,
            last_day,
            None,
            start,
            given,
            doubt,
            because,
            late,
            start.day <= today and start not in counted,
        )

    def _of_unknown_beginning(
        self, state: StepState, notice: Notice, ended: Event, given: Event
    ) -> Obligation:
        """Return how a notice stands where only the end is known of what it was for."""
        last_day = notice.last_day(ended.day, self.terms)
        rule = notice.latest_working_day(ended.day, self.terms).rule
        is_enough = notice.suffices(given.day, ended.day, self.terms)
        standing = ObligationState.UNDETERMINED if is_enough else ObligationState.MET_LATE
        if not is_enough and not notice.must_be_given:
            standing = ObligationState.SHORT
        return Obligation(
            state.task,
            ObligationKind.NOTICE,
            standing,
            rule,
            state.row.by,
            trigger=ended,
            answer=given,
            doubt=Doubt.BEGINNING_MISSING if is_enough else None,
            working_days_late=0 if is_enough else max(1, self._late(last_day, given.day)),
        )

    # --- moves and steps ------------------------------------------------------------------

    def _moves(self, n: int, state: StepState) -> Iterator[Obligation]:
        """Yield whether each assessment that was moved was moved in time."""
        notice = state.row.notice
        if notice is None or notice.free_move is None or notice.free is None:
            return
        for event in self.position.rounds.moves[n]:
            booked_for = event.booked_for or event.day
            due = notice.free_move(**{notice.start: booked_for}, **self.terms)
            last_day = notice.free.before(booked_for)
            late = self._late(last_day, event.day)
            yield Obligation(
                state.task,
                ObligationKind.MOVE,
                ObligationState.MET_LATE if late else ObligationState.MET,
                due.rule,
                state.row.by,
                due,
                last_day,
                trigger=event,
                answer=event,
                working_days_late=late,
            )

    def _step(self, state: StepState) -> Obligation:
        """Return how a step stands that has no last day."""
        doubt: Doubt | None = None
        because: Event | Task | None = None
        answer: Event | None = None
        first_day = state.not_before.day if state.not_before else None
        if state.state is State.DONE:
            standing, answer = ObligationState.MET, state.events[-1] if state.events else None
        elif state.is_in_doubt:
            standing, doubt, because = ObligationState.UNDETERMINED, Doubt.OUTCOME_MISSING, state.events[-1]
        elif state.state is State.PAST:
            standing, doubt, because = ObligationState.UNDETERMINED, Doubt.MISSING, state.shown_by
        else:
            standing = ObligationState.DUE if state.state is State.OPEN else ObligationState.UPCOMING
        return Obligation(
            state.task,
            ObligationKind.STEP,
            standing,
            state.rule,
            state.bearer,
            first_day=first_day,
            answer=answer,
            doubt=doubt,
            because=because,
        )
