"""
The position of an entry: what is known of it at the end of a day, step by step.

It says which steps are done, past, open or waiting, what is booked, what is in doubt and what is irregular.
Whether a notice or a time limit was kept is not asked here but in `standing`.

Two principles (EN-01, EN-02): what happened is a fact, even where it is at odds with a rule;
and what is in doubt is not done.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from attrs import field, frozen

from sec_uep.answers import check_terms, named_calendar
from sec_uep.calendar import WorkingDayCalendar
from sec_uep.checks import check_date, check_is
from sec_uep.deadlines import Deadline
from sec_uep.entry._rounds import Rounds, outcome_of
from sec_uep.entry.entry import Entry
from sec_uep.errors import UnknownName, bracketed, displayed
from sec_uep.events import Event, Outcome, Step
from sec_uep.facts import UNKNOWN, Fact, Lines, joined
from sec_uep.obligations._step import Ending, Row
from sec_uep.obligations.graph import Graph, Task
from sec_uep.obligations.steps import LAST_STEP, OB_18, TABLE, bearer_of
from sec_uep.parties import UserRole
from sec_uep.readings import DEFAULT_READINGS, Readings
from sec_uep.rules import Bearer, Rule

if TYPE_CHECKING:
    from sec_uep.entry.standing import Evidence, Obligation

__all__ = ["Irregularity", "IrregularityKind", "Position", "State", "StepState"]


class State(StrEnum):
    """How a step of an entry stands on a day."""

    DONE = "done"
    PAST = "past"
    OPEN = "open"
    WAITING = "waiting"


class IrregularityKind(StrEnum):
    """In what way an event is at odds with a rule."""

    ORDER = "before what it waits for"
    OVER_A_NO = "in spite of a no"
    ACCESSION = "before accession"
    DOES_NOT_COUNT = "too early to count"
    NOTICE = "before its notice had run"


@frozen
class Irregularity:
    """
    Something that happened and is at odds with a rule.

    Attributes:
        kind: In what way.
        event: What happened.
        other: The event that it is at odds with; None for accession, which is a fact of the Party.
        rule: The rule.
        reading: The reading that the rule rests on there, where the sources do not state it outright.
        counts: Whether the event counts all the same.

    """

    kind: IrregularityKind
    event: Event
    other: Event | None
    rule: Rule
    reading: str | None = None
    counts: bool = True

    def as_row(self) -> dict[str, Any]:
        """Return it as a flat row of plain values; what it is at odds with begins with "other"."""
        other = self.other
        return {
            "kind": self.kind.value,
            "step": self.event.step.value,
            "role": self.event.role.value if self.event.role else None,
            "day": self.event.day,
            "other_step": other.step.value if other else None,
            "other_role": other.role.value if other and other.role else None,
            "other_day": other.day if other else None,
            "rule": self.rule.id,
            "reading": self.reading,
            "counts": self.counts,
        }

    _repr_html_ = displayed
    __repr__ = bracketed

    def __str__(self) -> str:
        against = f", {self.other}" if self.other else ""
        by = f"{self.rule.id}, {self.reading}" if self.reading else self.rule.id
        return (
            f"{self.event}: {self.kind.value}{against} ({by}){'' if self.counts else '; it does not count'}"
        )


@frozen(repr=False)
class StepState:
    """
    How a step of an entry stands on a day.

    Attributes:
        task: The step, and the User Role it is for.
        state: Done, past, open or waiting.
        rule: The rule that asks for the step.
        bearer: Who is to act on it next.
        done_on: The day on which it was done, if it was.
        begun_on: The day on which it began, if it did and has not ended.
        events: The events of it that count.
        happened: All events of it that are known, those of earlier rounds too.
        booked: The events of it that are booked for a later day, and not known to be moved.
        waits_for: The steps that it still waits for.
        notice: The notice that serves its start, where one was given.
        not_before: The day before which it cannot begin, because that notice is still running.
        shown_by: Of a step that is past though it has no event, the later step that shows it.
        sent_back_by: The event because of which it must be taken again.
        moved: The event by which its booking was moved, where no new day is booked.
        is_in_doubt: Whether its last event has no outcome, so that it cannot be said whether it is done.
        is_a_no: Whether it stands at a no: it has ended, and must be mended.
        last: The outcome of its last event that counts, by its present name; False where there is none.

    """

    task: Task
    state: State
    rule: Rule
    bearer: Bearer
    done_on: date | None
    begun_on: date | None
    events: tuple[Event, ...]
    happened: tuple[Event, ...]
    booked: tuple[Event, ...]
    waits_for: tuple[Task, ...]
    notice: Event | None
    not_before: Deadline | None
    shown_by: Task | None
    sent_back_by: Event | None
    moved: Event | None
    is_in_doubt: bool
    is_a_no: bool
    last: Ending | Literal[False]

    @property
    def step(self) -> Step:
        """The step."""
        return self.task.step

    @property
    def role(self) -> UserRole | None:
        """The User Role that the step is for; None if it is taken once for the Party."""
        return self.task.role

    @property
    def booked_for(self) -> date | None:
        """The first day for which it is booked, if it is."""
        return self.booked[0].day if self.booked else None

    @property
    def row(self) -> Row:
        """Its row in the table of steps."""
        return TABLE[self.task.step]

    @property
    def readings(self) -> tuple[str, ...]:
        """The ids of the readings that bear on when this step can be taken, and when it is done."""
        return self.row.readings

    def as_row(self) -> dict[str, Any]:
        """Return how the step stands as a flat row of plain values; several in a cell are parted by "; "."""
        return {
            **self.task.as_row(),
            "state": self.state.value,
            "bearer": self.bearer.value,
            "rule": self.rule.id,
            "done_on": self.done_on,
            "begun_on": self.begun_on,
            "booked_for": self.booked_for,
            "not_before": self.not_before.day if self.not_before else None,
            "waits_for": joined(self.waits_for),
            "in_doubt": self.is_in_doubt,
        }

    _repr_html_ = displayed

    def __repr__(self) -> str:
        return f"<StepState {self.task}: {self.state.value}>"

    def __str__(self) -> str:
        when = (
            f" on {self.done_on}" if self.done_on else f", begun on {self.begun_on}" if self.begun_on else ""
        )
        waits = f", for {', '.join(map(str, self.waits_for))}" if self.waits_for else ""
        return f"{self.task}: {self.state.value}{when}{waits}"


def _day_of(day: date) -> date:
    return check_date("day", day)


@frozen(repr=False)
class Position:
    """
    An entry as it is known at the end of a day, under readings and on a calendar.

    Attributes:
        entry: The entry.
        day: The day.
        given_calendar: The calendar that was given; None leaves it to RD-01.
        chosen: The readings.
        steps: How each step stands, in the order of the table.

    """

    entry: Entry
    day: date = field(converter=_day_of)
    given_calendar: WorkingDayCalendar | None = field(default=None, alias="calendar", kw_only=True)
    chosen: Readings = field(default=DEFAULT_READINGS, alias="readings", kw_only=True)
    steps: tuple[StepState, ...] = field(init=False, eq=False)
    _rounds: Rounds = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        check_terms(self.given_calendar, self.chosen)
        rounds = Rounds(self.entry.graph(self.chosen), self.day, self.chosen, self.entry.events)
        object.__setattr__(self, "_rounds", rounds)
        object.__setattr__(self, "steps", _states(self, rounds))

    # --- what it rests on ----------------------------------------------------------------

    @property
    def calendar(self) -> WorkingDayCalendar:
        """The calendar counted on: the one given, or the one that RD-01 names."""
        return named_calendar(self.chosen.rd_01) if self.given_calendar is None else self.given_calendar

    @property
    def terms(self) -> dict[str, Any]:
        """The calendar and the readings, as a question takes them."""
        return {"calendar": self.given_calendar, "readings": self.chosen}

    @property
    def graph(self) -> Graph:
        """The tasks of the entry, and what each waits for."""
        return self._rounds.graph

    @property
    def rounds(self) -> Rounds:
        """The events of each task, and which of them count."""
        return self._rounds

    # --- what it says --------------------------------------------------------------------

    @property
    def open_steps(self) -> Lines[StepState]:
        """The steps that can be taken at the end of the day: not done or past, and waiting for nothing."""
        return Lines(state for state in self.steps if state.state is State.OPEN)

    @property
    def is_sec_party(self) -> Fact:
        """Whether the organisation is a SEC Party on the day."""
        since = self.entry.party.sec_party_since
        return UNKNOWN if since is UNKNOWN else since is not None and since <= self.day

    def may_begin(self, step: Step) -> Fact:
        """Return whether *step* may be taken on the day as far as accession goes (OB-18, RD-29)."""
        return True if self.may_precede_accession(step) else self.is_sec_party

    def may_precede_accession(self, step: Step) -> bool:
        """Return whether *step* may be taken before the organisation is a SEC Party (RD-29)."""
        before = TABLE[step].before_accession
        return before is not None and self.chosen[before[0]] == before[1]

    def step(self, step: Step, role: UserRole | None = None) -> StepState:
        """
        Return how *step* stands; of one that is taken for several User Roles, for *role*.

        Raises:
            InvalidType: If *step* is no step, or *role* no User Role.
            UnknownName: If the entry has no such step, for that User Role.

        """
        check_is("step", step, Step, next_step=f"pass one, such as {Step.UEPT}")
        if role is not None:
            check_is("role", role, UserRole, next_step=f"pass one, such as {UserRole.OTHER_USER}")
        number = self.graph.number.get(Task(step, role))
        if number is None:
            raise UnknownName("step", str(Task(step, role)), tuple(map(str, self.graph.tasks)))
        return self.steps[number]

    def is_confirmed(self, role: UserRole) -> bool:
        """Return whether SECAS has confirmed that the Party completed the process for *role* (ST-13)."""
        return self.step(LAST_STEP, role).done_on is not None

    @property
    def irregularities(self) -> Lines[Irregularity]:
        """What happened and is at odds with a rule, in order of time: each with the rule and both events."""
        return self.irregular_among(self.obligations)

    def irregular_among(self, obligations: tuple[Obligation, ...]) -> Lines[Irregularity]:
        """Return the irregularities, where the obligations of the position are at hand."""
        from sec_uep.entry.standing import notices_too_short  # noqa: PLC0415 - it leads onward

        found = [*_irregular(self), *notices_too_short(self.day, obligations)]
        return Lines(sorted(dict.fromkeys(found), key=lambda each: each.event.day))

    @property
    def obligations(self) -> Lines[Obligation]:
        """How each obligation stands: whose it is, its last day, and whether it was met."""
        from sec_uep.entry.standing import obligations  # noqa: PLC0415 - it leads onward

        return obligations(self)

    @property
    def free_moves(self) -> tuple[tuple[Event, Deadline], ...]:
        """Each booking of an assessment, with the last Working Day on which it moves without charge."""
        return tuple(
            (event, notice.free_move(**{notice.start: event.day}, **self.terms))
            for state in self.steps
            if (notice := state.row.notice) is not None and notice.free_move is not None
            for event in state.booked
            if event.outcome is not Outcome.COMPLETED
        )

    @property
    def late(self) -> Lines[Obligation]:
        """The obligations that are overdue or were met late, whosever they are."""
        return Lines(each for each in self.obligations if each.is_late)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What is missing before the UEP Evidence Form, for each User Role."""
        from sec_uep.entry.standing import evidence_of  # noqa: PLC0415 - it leads onward

        return evidence_of(self)

    def rows(self) -> list[dict[str, Any]]:
        """Return the steps as flat rows of plain values, as a DataFrame or a CSV writer takes them."""
        return [state.as_row() for state in self.steps]

    _repr_html_ = displayed

    def __repr__(self) -> str:
        counts = {state: sum(each.state is state for each in self.steps) for state in State}
        said = ", ".join(f"{count} {state.value}" for state, count in counts.items() if count)
        return f"<Position {self.day}: {said or 'no steps'}>"


# --- How it is found ----------------------------------------------------------------------


def _states(position: Position, rounds: Rounds) -> Lines[StepState]:
    """Return how each task stands."""
    done = _done(rounds)
    shown = _shown(rounds, done)
    return Lines([_state(position, rounds, n, done, shown) for n in range(len(rounds.graph.tasks))])


Done: TypeAlias = list[date | None]
Shown: TypeAlias = list[int | None]


def _done(rounds: Rounds) -> Done:
    """Return the day on which each task was done: by its last event that counts, unless over a no (EN-02)."""
    graph, readings = rounds.graph, rounds.readings
    done: Done = [None] * len(graph.tasks)
    confirmed = {graph.tasks[n].role for n in graph.of_step[LAST_STEP] if rounds.counted[n]}
    for n in graph.order:
        row = graph.rows[n]
        if row.has_precondition and rounds.happened[n]:
            rounds.leave_out(n, done)
        if not rounds.counted[n]:
            continue
        last = rounds.counted[n][-1]
        if row.ends_with(outcome_of(last, row), readings) and (
            not rounds.noes
            or graph.tasks[n].role in confirmed
            or not (rounds.no_before(n, last) or rounds.no_now(n))
        ):
            done[n] = last.day
    if readings.rd_24 == "one-for-all":
        for numbers in graph.of_step.values():
            if numbers and graph.tasks[numbers[0]].role and graph.notice_for[numbers[0]] is not None:
                first = min((day for n in numbers if (day := done[n])), default=None)
                for n in numbers:
                    done[n] = done[n] or first
    return done


def _shown(rounds: Rounds, done: Done) -> Shown:
    """
    Map each task without events, or without an outcome, to the later task that shows that it is past.

    SECAS's confirmation shows all that comes before it (EN-10), but for a User Role that it has not
    confirmed not what a no came to, or sent back, after it (EN-02).
    """
    graph = rounds.graph
    shown: Shown = [None] * len(graph.tasks)
    for n in reversed(graph.order):
        confirmed_on = done[n] if graph.tasks[n].step is LAST_STEP else None
        for m in graph.needs[n] if confirmed_on else ():
            if done[m] is None and shown[m] is None:
                is_own = graph.tasks[m].role is graph.tasks[n].role
                if is_own or _is_for_confirmed(graph, m, done) or not _came_after(confirmed_on, rounds, m):
                    shown[m] = n
        for m in _shown_by(rounds, n, is_past=done[n] is not None or shown[n] is not None):
            if done[m] is None and shown[m] is None and _may_be_past(rounds, m):
                shown[m] = n if shown[n] is None else shown[n]
    return shown


def _shown_by(rounds: Rounds, n: int, *, is_past: bool) -> Iterator[int]:
    """
    Yield the tasks that task *n* shows to be past: what it waits for, if it is done, past or begun.

    A no shows that all that comes before it was taken, but for what it sends back.
    """
    graph, counted = rounds.graph, rounds.counted[n]
    last = counted[-1] if counted else None
    if not graph.any_role[n] and (is_past or (last is not None and last.outcome is Outcome.BEGUN)):
        yield from (m for m, _ in graph.dependencies[n])
    elif last is not None and rounds.is_at_a_no(n) and not rounds.no_before(n, last):
        yield from (m for m in graph.needs[n] if last not in rounds.backs[m])


def _is_for_confirmed(graph: Graph, n: int, done: Done) -> bool:
    """Return whether SECAS has confirmed every User Role that needs task *n*."""
    return all(done[last] for last in graph.of_step[LAST_STEP] if n in graph.needs[last])


def _came_after(day: date | None, rounds: Rounds, n: int) -> bool:
    """Return whether task *n* came to a no, or was sent back by one, after *day*."""
    noes = [start for start, _, _ in rounds.noes.get(n, ())]
    return day is not None and any(since > day for since in (*noes, *(b.day for b in rounds.backs[n])))


def _may_be_past(rounds: Rounds, n: int) -> bool:
    """Return whether task *n* can be past: this round of it has no event, or none with an outcome."""
    counted, row = rounds.counted[n], rounds.graph.rows[n]
    if not counted:
        return not rounds.booked[n] and not rounds.void[n]
    return counted[-1].outcome is None and None not in row.done_with


def _state(position: Position, rounds: Rounds, n: int, done: Done, shown: Shown) -> StepState:
    graph = rounds.graph
    task, row, counted, booked = graph.tasks[n], graph.rows[n], rounds.counted[n], rounds.booked[n]
    back = rounds.backs[n][-1] if rounds.backs[n] else None
    last: Ending | Literal[False] = outcome_of(counted[-1], row) if counted else False
    begun_on = counted[-1].day if last is Outcome.BEGUN and done[n] is None else None
    waits_for: tuple[Task, ...] = ()
    notice, not_before, state = None, None, State.OPEN
    if done[n] is not None:
        state = State.DONE
    elif shown[n] is not None:
        state, begun_on = State.PAST, None
    else:
        if row.notice is not None and begun_on is None:
            notice = rounds.notice_by(row.notice, _notice_of(graph, n), n, position.day).event
            if notice is not None:
                not_before = row.notice.first_start(notice.day, position.terms)
        if begun_on is None:
            waits_for = tuple([graph.tasks[m] for m in _still_needed(rounds, n, done, shown)])
            must_wait = row.notice is not None and row.notice.must_be_given
            if (
                waits_for
                or (must_wait and not_before is not None and not_before.day > position.day)
                or position.may_begin(task.step) is False
            ):
                state = State.WAITING
    return StepState(
        task,
        state,
        row.rule,
        _bearer(rounds, n, last, done),
        done[n],
        begun_on,
        tuple(counted),
        tuple(rounds.happened[n]),
        tuple(booked),
        waits_for,
        notice,
        not_before,
        None if shown[n] is None else graph.tasks[shown[n] or 0],
        back,
        rounds.moves[n][-1] if rounds.moves[n] and not booked and not counted else None,
        bool(counted) and last is None and None not in row.done_with,
        done[n] is None and shown[n] is None and row.is_a_no(last, rounds.readings),
        last,
    )


def _still_needed(rounds: Rounds, n: int, done: Done, shown: Shown) -> list[int]:
    """Return what task *n* still waits for; where one User Role is enough, nothing once one is through."""
    missing = [m for m, _ in rounds.graph.dependencies[n] if done[m] is None and shown[m] is None]
    if missing and rounds.graph.any_role[n]:
        tasks = rounds.graph.tasks
        if {tasks[m].role for m, _ in rounds.graph.dependencies[n]} != {tasks[m].role for m in missing}:
            return []
    return missing


def _notice_of(graph: Graph, n: int) -> int:
    """Return the task that gives notice of task *n*."""
    return next(m for m, _ in graph.dependencies[n] if graph.notice_for[m] == n)


def _bearer(rounds: Rounds, n: int, last: Ending | Literal[False], done: Done) -> Bearer:
    """Return who acts on task *n* next: after a no whose steps were taken again, whoever takes it."""
    graph, row = rounds.graph, rounds.graph.rows[n]
    bearer = bearer_of(graph.tasks[n].step, last)
    if bearer is not row.by and row.again and last is not False:
        again = row.sent_back(last, rounds.readings)
        role = graph.tasks[n].role
        numbers = [
            graph.number[Task(s, role if graph.tasks[graph.of_step[s][0]].role else None)] for s in again
        ]
        if numbers and all(done[m] is not None for m in numbers):
            return row.by
    return bearer


# --- What is irregular --------------------------------------------------------------------


def _irregular(position: Position) -> Iterator[Irregularity]:
    """Yield what happened and is at odds with the order of the steps, with a no, or with accession."""
    rounds, graph = position.rounds, position.graph
    for n, row in enumerate(graph.rows):
        for void in rounds.void[n]:
            yield _too_early(position, n, void)
        ended = [e for e in rounds.counted[n] if row.ends_with(outcome_of(e, row), rounds.readings)]
        claims = [e for e in rounds.counted[n] if e.outcome is Outcome.BEGUN or e in ended]
        if claims:
            yield from _out_of_order(rounds, n, claims[0])
        for event in ended if rounds.noes else ():
            if found := rounds.no_before(n, event):
                yield _over_a_no(position, n, event, *found)
    yield from _before_accession(position)


def _too_early(position: Position, n: int, void: Event) -> Irregularity:
    """Return that *void*, of task *n*, came before what it must follow, and does not count (RD-13)."""
    m, dependency = next(
        (m, dependency) for m, dependency in position.graph.dependencies[n] if dependency.must_precede
    )
    needed = position.steps[m]
    others = (*needed.happened, *needed.booked)
    other = next((each for each in others if each.day > void.day), others[-1])
    kind = IrregularityKind.DOES_NOT_COUNT
    return Irregularity(kind, void, other, dependency.rule, dependency.reading, counts=False)


def _over_a_no(position: Position, n: int, event: Event, m: int, no: Event) -> Irregularity:
    """Return that *event* ended task *n* though task *m*, which it needs, stood at a *no* (EN-02)."""
    graph = position.graph
    dependency = next((each for direct, each in graph.dependencies[n] if direct == m), None)
    rule, reading = (dependency.rule, dependency.reading) if dependency else (graph.rows[m].rule, None)
    counts = position.steps[n].done_on is not None
    return Irregularity(IrregularityKind.OVER_A_NO, event, no, rule, reading, counts)


def _out_of_order(rounds: Rounds, n: int, claim: Event) -> Iterator[Irregularity]:
    """Yield where *claim*, the first event of task *n*, came before the end of what it waits for."""
    graph = rounds.graph
    found: list[tuple[UserRole | None, Irregularity]] = []
    for m, dependency in graph.dependencies[n]:
        row = graph.rows[m]
        back = max((b.day for b in rounds.backs[m] if b.day <= claim.day), default=date.min)
        others = [
            each
            for each in (*rounds.happened[m], *rounds.booked[m])
            if (each.day > back or (each.day == back and each.outcome is Outcome.BEGUN))
            and not row.is_a_no(outcome_of(each, row), rounds.readings)
        ]
        ended = [each for each in others if each.outcome is not Outcome.BEGUN and each.day <= rounds.day]
        if not others or (ended and ended[0].day <= claim.day):
            continue
        other = ended[0] if ended else others[-1]
        irregularity = Irregularity(IrregularityKind.ORDER, claim, other, dependency.rule, dependency.reading)
        found.append((graph.tasks[m].role, irregularity))
    roles = {graph.tasks[m].role for m, _ in graph.dependencies[n]}
    if not graph.any_role[n] or {role for role, _ in found} == roles:
        yield from (irregularity for _, irregularity in found)


def _before_accession(position: Position) -> Iterator[Irregularity]:
    """Yield what was done before the organisation was a SEC Party (OB-18)."""
    since = position.entry.party.sec_party_since
    if since is UNKNOWN:
        return
    for event in position.entry.events:
        if event.booked_for is not None or not position.rounds.is_known(event):
            continue
        if (since is None or event.day < since) and not position.may_precede_accession(event.step):
            before = TABLE[event.step].before_accession
            reading = before[0] if before else None
            yield Irregularity(IrregularityKind.ACCESSION, event, None, OB_18, reading)
