"""
An entry: the User Roles applied for and what happened so far.

From these it says which steps are done, open or waiting.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

import attrs
from attrs import field, frozen

from sec_uep.answers import check_terms
from sec_uep.calendar import Weeks, WorkingDayCalendar, WorkingDays
from sec_uep.checks import check_date, check_is, check_many, named
from sec_uep.deadlines import Deadline
from sec_uep.errors import ContradictoryFacts
from sec_uep.events import OTHER_USER_ONLY, PER_ROLE, AssuranceStatus, Event, Outcome, Step
from sec_uep.facts import UNKNOWN, Fact, FrozenMapping
from sec_uep.obligations import entry_process_testing, privacy_assessment, security_assessment
from sec_uep.obligations.entry_process.steps import (
    EDGES,
    NOTICE_OF,
    OB_18,
    READINGS_OF,
    Task,
    edges,
    needed_by,
    rule_of,
    tasks_of,
)
from sec_uep.parties import Party, UserRole
from sec_uep.readings import DEFAULT_READINGS, Readings
from sec_uep.rules import Modality, Rule

__all__ = ["DONE_WITH", "Entry", "State", "StepState"]

#: The outcomes with which a step is done; None stands for an event without one.
#: A step that is not named is done by any event. Where an outcome was left out, it is in doubt, and not done.
DONE_WITH: Mapping[Step, frozenset[Outcome | AssuranceStatus | None]] = {
    **dict.fromkeys(
        (
            Step.USER_INTERFACE,
            Step.SREPT,
            Step.UEPT,
            Step.FULL_USER_SECURITY_ASSESSMENT,
            Step.PRIVACY_ASSESSMENT,
        ),
        frozenset({None, Outcome.COMPLETED}),
    ),
    Step.UEPT_REVIEW: frozenset({Outcome.CONCLUDED}),
    Step.QUALITY_GATE: frozenset({Outcome.PASSED}),
    Step.USER_IDS: frozenset({Outcome.ACCEPTED}),
    Step.CREDIT_COVER: frozenset({Outcome.NOT_REQUIRED, Outcome.IN_PLACE}),
    Step.SECURITY_STATUS: frozenset(s for s in AssuranceStatus if security_assessment.permits_entry(s)),
    Step.PRIVACY_STATUS: frozenset(s for s in AssuranceStatus if privacy_assessment.permits_entry(s)),
}

#: The same under any reading: by one of RD-25, Credit Cover need only be confirmed as required.
_MAY_BE_DONE_WITH = {**DONE_WITH, Step.CREDIT_COVER: DONE_WITH[Step.CREDIT_COVER] | {Outcome.REQUIRED}}

_ASSESSED_AGAIN = (AssuranceStatus.DEFERRED, AssuranceStatus.REJECTED)

_ASSESSED_AFTER = {application: step for step, application in NOTICE_OF.items() if step is not Step.UEPT}

_APPLICATIONS = frozenset(_ASSESSED_AFTER)

#: The steps that no longer count for a User Role once its testing is begun anew.
_AFTER_TESTING = frozenset(
    {
        Step.UEPT_REPORT,
        Step.UEPT_RECEIPT_CONFIRMATION,
        Step.UEPT_REVIEW,
        Step.QUALITY_GATE,
        Step.TEST_CERTIFICATE,
    }
)

#: The steps that must be taken again after an outcome. An assessment of any kind is booked by an application.
_TAKEN_AGAIN: Mapping[tuple[Step, Outcome | AssuranceStatus], frozenset[Step]] = {
    (Step.UEPT_REVIEW, Outcome.FURTHER_TESTING): frozenset(
        {Step.UEPT, Step.UEPT_REPORT, Step.UEPT_RECEIPT_CONFIRMATION}
    ),
    **{
        (Step.SECURITY_STATUS, status): frozenset({Step.FUSA_APPLICATION, Step.FULL_USER_SECURITY_ASSESSMENT})
        for status in _ASSESSED_AGAIN
    },
    **{
        (Step.PRIVACY_STATUS, status): frozenset({Step.PRIVACY_APPLICATION, Step.PRIVACY_ASSESSMENT})
        for status in _ASSESSED_AGAIN
    },
}

#: The steps of the DCC that follow a report: what came before the last report is not about it.
_AFTER_REPORT = _AFTER_TESTING - {Step.UEPT_REPORT}

#: The step with whose outcome a step can be sent back.
_SENT_BACK_BY: Mapping[Step, Step] = {step: by for (by, _), steps in _TAKEN_AGAIN.items() for step in steps}


class State(StrEnum):
    """How a step of an entry stands on a day."""

    DONE = "done"
    OPEN = "open"
    WAITING = "waiting"


@frozen
class StepState:
    """
    How a step of an entry stands on a day.

    Attributes:
        task: The step, and the User Role it is for.
        state: Done, open, or waiting.
        rule: The rule that asks for the step.
        waits_for: The steps that it still waits for.
        not_before: The deadline before which it cannot be taken, where a notice is running.
        done_on: The day on which it was done, if it was.
        booked_for: The day for which it is booked, if it is.
        note: What else is to be said, such as that the outcome of an event was not told.

    """

    task: Task
    state: State
    rule: Rule
    waits_for: tuple[Task, ...] = ()
    not_before: Deadline | None = None
    done_on: date | None = None
    booked_for: date | None = None
    note: str = ""

    @property
    def readings(self) -> tuple[str, ...]:
        """The ids of the readings that bear on when this step can be taken, and when it is done."""
        return READINGS_OF.get(self.task.step, ())

    @property
    def step(self) -> Step:
        """The step."""
        return self.task.step

    @property
    def role(self) -> UserRole | None:
        """The User Role that the step is for; None if it is taken once for the Party."""
        return self.task.role


def _is_a_party(_: object, __: object, party: Party) -> None:
    check_is("party", party, Party)


def _roles(given: object) -> tuple[UserRole, ...]:
    several = check_many("roles", given, "is not a set of User Roles", "pass {UserRole.OTHER_USER}, say")
    roles = {named("roles", role, UserRole) for role in several}
    return tuple(role for role in UserRole if role in roles)


def _estimates(given: object) -> FrozenMapping[Step, WorkingDays | Weeks]:
    say = "pass {Step.USER_INTERFACE: Weeks(16)}, say"
    estimates: dict[Step, WorkingDays | Weeks] = {}
    for name, period in check_is("estimates", given, Mapping, "is not a mapping", say).items():
        step, say = named("estimates", name, Step), "pass WorkingDays(10) or Weeks(16), say"
        check_is(f"estimates.{step.value}", period, (WorkingDays, Weeks), "is not a period", say)
        estimates[step] = period
    return FrozenMapping({step: estimates[step] for step in Step if step in estimates})


def _events(given: object) -> tuple[Event, ...]:
    several = check_many("events", given, "is not a collection of events", "pass a tuple of sec_uep.Event")
    say = "pass sec_uep.Event(step, day), say"
    events = [check_is("events", each, Event, "is not an event", say) for each in several]
    return tuple(sorted(events, key=_in_time))


_STEPS = tuple(Step)
_ROLES = tuple(UserRole)

#: The outcomes in the order in which a step has them; None stands for an event without one.
_OUTCOMES = (Outcome.BEGUN, None, *Outcome, *AssuranceStatus)

#: The outcomes that a step may have on one day, one after the other.
_ON_ONE_DAY = (
    {Outcome.BEGUN, Outcome.COMPLETED},
    {Outcome.BEGUN, None},
    {Outcome.REQUIRED, Outcome.IN_PLACE},
)


def _in_time(event: Event) -> tuple[object, ...]:
    """Order events by day, then by step and User Role, so that the order of telling does not matter."""
    role = -1 if event.role is None else _ROLES.index(event.role)
    return (
        event.day,
        _STEPS.index(event.step),
        role,
        _OUTCOMES.index(event.outcome),
        event.known_on or event.day,
        event.booked_for or event.day,
    )


_EARLIEST: Mapping[Step, Callable[..., Deadline]] = {
    Step.FULL_USER_SECURITY_ASSESSMENT: security_assessment.earliest_assessment,
    Step.PRIVACY_ASSESSMENT: privacy_assessment.earliest_assessment,
}


def _day_of(event: Event) -> date:
    return event.day


def _is_known(event: Event, today: date) -> bool:
    """Return whether *event* has happened, and is known of, at the end of *today*."""
    return (event.known_on or event.day) <= today


def _is_of(event: Event, task: Task) -> bool:
    """Return whether *event*, of the same step, is of *task*: of its User Role, or of every one."""
    return task.role is None or event.role is None or event.role is task.role


def _taken_again(event: Event) -> frozenset[Step]:
    """Return the steps that must be taken again after *event*."""
    return (
        frozenset() if event.outcome is None else _TAKEN_AGAIN.get((event.step, event.outcome), frozenset())
    )


@frozen(kw_only=True)
class Entry:
    """
    A Party's way through the User Entry Process: the User Roles it applies for and what happened so far.

    >>> srept = Event(Step.SREPT, date(2026, 3, 27))
    >>> entry = Entry(party=Party(), roles={UserRole.OTHER_USER}, events=(srept,))
    >>> [state.step.value for state in entry.open_steps(today=date(2026, 3, 27)) if state.role]
    ['uept-notice']

    Attributes:
        party: The Party.
        roles: The User Roles it applies for, in the order of RO-01; () while none is chosen.
        estimates: How long the caller thinks steps will take.
        events: What happened, and what is booked, in order of time.

    Raises:
        ContradictoryFacts: If two events, or an event and another fact, cannot both be so; it names both.
        UnknownName: If a User Role or a step is not known.
        InvalidType: If a part is of the wrong type.

    """

    party: Party = field(validator=_is_a_party)
    roles: tuple[UserRole, ...] = field(default=(), converter=_roles)
    estimates: FrozenMapping[Step, WorkingDays | Weeks] = field(default={}, converter=_estimates)
    events: tuple[Event, ...] = field(default=(), converter=_events)
    # What is found again and again: the events by step, by task, and of the last day that was asked about.
    _told: dict[Step, list[Event]] = field(init=False, eq=False, repr=False, factory=dict)
    _moves: dict[Step, list[Event]] = field(init=False, eq=False, repr=False, factory=dict)
    _by_task: dict[tuple[Step, UserRole | None], list[Event]] = field(
        init=False, eq=False, repr=False, factory=dict
    )
    _known: dict[tuple[date, str], dict[Task, tuple[Event, ...]]] = field(
        init=False, eq=False, repr=False, factory=dict
    )

    def __attrs_post_init__(self) -> None:
        for event in self.events:
            sort = self._moves if event.outcome is Outcome.RESCHEDULED else self._told
            sort.setdefault(event.step, []).append(event)
        for event in (event for events in self._told.values() for event in events):
            every = self.roles if event.step in PER_ROLE else ()
            for role in (None, *((event.role,) if event.role else every)):
                if not self._was_moved(event, role):
                    self._by_task.setdefault((event.step, role), []).append(event)
        for event in self.events:
            self._check_role(event)
            self._check_accession(event)
        self._check_repeats()
        self._check_moves()
        self._check_order()

    def _was_moved(self, booking: Event, role: UserRole | None) -> bool:
        """Return whether *booking* was moved, as far as it was for *role*; None stands for any."""
        return any(
            move.booked_for == booking.day and (None in (role, move.role) or move.role is role)
            for move in self._moves.get(booking.step, ())
        )

    def _check_role(self, event: Event) -> None:
        role = UserRole.OTHER_USER if event.step in OTHER_USER_ONLY else event.role
        if self.roles and role is not None and role not in self.roles:
            raise ContradictoryFacts(
                f"event {event}",
                f"roles {', '.join(self.roles)}",
                f"the entry is not for {role.value}",
                (event,),
            )

    def _check_accession(self, event: Event) -> None:
        since = self.party.sec_party_since
        if since is UNKNOWN or event.step is Step.USER_INTERFACE:
            return
        if since is None or event.day < since:
            raise ContradictoryFacts(
                f"event {event}",
                f"sec_party_since {since or 'not yet'}",
                f"the User Entry Process begins once the organisation is a SEC Party ({OB_18.id})",
                (event,),
            )

    def _check_repeats(self) -> None:
        seen: dict[tuple[object, ...], list[Event]] = {}
        for later in self.events:
            same = seen.setdefault((later.step, later.day, later.booked_for), [])
            for earlier in same:
                if None not in (earlier.role, later.role) and earlier.role is not later.role:
                    continue
                if {earlier.outcome, later.outcome} in _ON_ONE_DAY:
                    continue
                reason = (
                    "it is told twice, remove one"
                    if earlier == later
                    else "one step has one outcome on one day"
                )
                raise ContradictoryFacts(f"event {later}", f"event {earlier}", reason, (later, earlier))
            same.append(later)

    def _check_moves(self) -> None:
        for step, moves in self._moves.items():
            booked: dict[date, set[UserRole | None]] = {}
            for booking in self._told.get(step, ()):
                booked.setdefault(booking.day, set()).add(booking.role)
            for move in moves:
                roles = booked.get(move.booked_for or move.day, set())
                if not roles or (move.role is not None and not roles & {None, move.role}):
                    reason = f"none is told for {move.booked_for}"
                    raise ContradictoryFacts(f"event {move}", f"events of {step.value}", reason, (move,))

    def _check_order(self) -> None:
        for edge in EDGES:
            for task in tasks_of(edge.step, self.roles):
                needed = [
                    first for on in needed_by(task, edge.waits_for, self.roles) if (first := self._first(on))
                ]
                then = self._first(task, begun_counts=True)
                if not needed or not then:
                    continue
                # Credit Cover follows the UEPT of one User Role; whatever else waits, waits for all it needs.
                first = (min if edge.step is Step.CREDIT_COVER else max)(needed, key=lambda event: event.day)
                if then.day < first.day and not self._was_taken_again(task, then.day, first.day):
                    raise ContradictoryFacts(
                        f"event {then}",
                        f"event {first}",
                        f"{edge.step.value} waits for {edge.waits_for.value} ({edge.rule.id})",
                        (then, first),
                    )

    def _was_taken_again(self, task: Task, after: date, by: date) -> bool:
        """Return whether *task* had to be repeated between two days: what is later is another round."""
        return any(after <= event.day < by for event in self._sends_back(task))

    def _sends_back(self, task: Task) -> tuple[Event, ...]:
        """Return the events after which *task* must be taken again."""
        by = _SENT_BACK_BY.get(task.step)
        if by is None:
            return ()
        whose = task.role if by in PER_ROLE else None
        backs = self._by_task.get((by, whose), ())
        return tuple(event for event in backs if task.step in _taken_again(event))

    def _restarted_on(self, task: Task, today: date) -> date | None:
        """Return the day on which testing was last begun anew, by which *task* no longer counts."""
        testing = Task(Step.UEPT, task.role)
        asked = [review.day for review in self.sent_back(testing, today)]
        for before, event in reversed(tuple(pairwise(self.told(testing, today)))):
            was_asked = bisect_left(asked, before.day) < bisect_right(asked, event.day)
            if event.outcome is Outcome.BEGUN and not was_asked:
                return event.day
        return None

    def with_event(self, event: Event) -> Entry:
        """
        Return this entry with one more event.

        Raises:
            ContradictoryFacts: If it contradicts an event or a fact of the entry; it names both.

        """
        return attrs.evolve(self, events=(*self.events, event))

    def tasks(self) -> tuple[Task, ...]:
        """Return the steps that follow from the User Roles, in the order of Table 2."""
        return tuple(task for step in Step for task in tasks_of(step, self.roles))

    def steps(
        self,
        *,
        today: date,
        calendar: WorkingDayCalendar | None = None,
        readings: Readings = DEFAULT_READINGS,
    ) -> tuple[StepState, ...]:
        """
        Return how each step stands at the end of *today*.

        An event after *today* is a booking, and one that became known after *today* has not happened yet.
        An event without an outcome is the end of its step, unless the step can end in more than one way:
        then it is in doubt, and not done. What only began, or is booked to begin, is told as "begun".

        Raises:
            InvalidType: If *today* is not a date.
            DateOutsideCalendar: If a notice runs beyond the calendar.

        """
        today = check_date("today", today)
        check_terms(calendar, readings)
        waits: dict[Step, list[Step]] = {}
        for edge in edges(readings):
            waits.setdefault(edge.step, []).append(edge.waits_for)
        done = {task: self.done_on(task, today, readings) for task in self.tasks()}
        return tuple(
            self._state(
                task,
                today,
                done[task],
                self._still_waits_for(task, waits.get(task.step, ()), done),
                (calendar, readings),
            )
            for task in self.tasks()
        )

    def open_steps(
        self,
        *,
        today: date,
        calendar: WorkingDayCalendar | None = None,
        readings: Readings = DEFAULT_READINGS,
    ) -> tuple[StepState, ...]:
        """
        Return the steps that can be taken at the end of *today*: not done, and waiting for nothing.

        Raises:
            InvalidType: If *today* is not a date.
            DateOutsideCalendar: If a notice runs beyond the calendar.

        """
        states = self.steps(today=today, calendar=calendar, readings=readings)
        return tuple(state for state in states if state.state is State.OPEN)

    def may_begin(self, step: Step, today: date) -> Fact:
        """
        Return whether *step* may be taken on *today* as far as accession goes (OB-18).

        The User Interface may be built or bought beforehand; all else waits for the Party to be a SEC Party.
        """
        since = self.party.sec_party_since
        if step is Step.USER_INTERFACE:
            return True
        return UNKNOWN if since is UNKNOWN else since is not None and since <= today

    def known(self, task: Task, today: date, readings: Readings) -> tuple[Event, ...]:
        """Return the events of *task* known at the end of *today*, less those that must happen again."""
        of_day = self._known.get((today, readings.rd_13))
        if of_day is None:
            self._known.clear()
            of_day = self._known[today, readings.rd_13] = {}
        known = of_day.get(task)
        if known is None:
            known = of_day[task] = self._find_known(task, today, readings)
        return known

    def _find_known(self, task: Task, today: date, readings: Readings) -> tuple[Event, ...]:
        known = self.told(task, today)
        if not known:
            return ()
        if back := self.sent_back(task, today):
            known = tuple(event for event in known if self._is_after(event, task, back[-1].day))
        if anew := self.begun_anew_on(task, today):
            known = tuple(event for event in known if event.day > anew)
        if task.step in _AFTER_REPORT and (reports := self.told(Task(Step.UEPT_REPORT, task.role), today)):
            known = tuple(event for event in known if event.day >= reports[-1].day)
        if task.step is Step.UEPT_NOTICE and readings.rd_13 == "after-srept":
            srept = self.done_on(Task(Step.SREPT), today, readings)
            known = tuple(event for event in known if srept is None or event.day >= srept)
        return known

    def _is_after(self, event: Event, task: Task, back: date) -> bool:
        """Return whether *event* is of the round after *back*, the day on which *task* was sent back."""
        if task.step in _APPLICATIONS:
            return event.day > self.served_until(task, back)
        return event.day > back or (event.day == back and event.outcome is Outcome.BEGUN)

    def served_until(self, application: Task, back: date) -> date:
        """
        Return the day up to which applications served the assessment that was sent back on *back*.

        It is the last day of that assessment: another may be applied for before its status is known.
        """
        assessment = Task(_ASSESSED_AFTER[application.step])
        events = self._of(assessment)
        ended = bisect_right(events, back, key=_day_of)
        return events[ended - 1].day if ended else back - timedelta(days=1)

    def told(self, task: Task, today: date) -> tuple[Event, ...]:
        """Return every event of *task* known at the end of *today*, those that had to happen again too."""
        moves = self._moves.get(task.step, ())
        if all(_is_known(move, today) for move in moves):
            return tuple(event for event in self._of(task) if _is_known(event, today))
        moved = {move.booked_for for move in self.moved(task, today)}
        return tuple(
            event
            for event in self._told.get(task.step, ())
            if _is_of(event, task) and _is_known(event, today) and event.day not in moved
        )

    def moved(self, task: Task, today: date) -> tuple[Event, ...]:
        """Return the events, known at the end of *today*, by which bookings of *task* were moved."""
        return tuple(move for move in self._moves_of(task) if _is_known(move, today))

    def sent_back(self, task: Task, today: date) -> tuple[Event, ...]:
        """Return the events, known at the end of *today*, after which *task* had to be taken again."""
        return tuple(event for event in self._sends_back(task) if _is_known(event, today))

    def begun_anew_on(self, task: Task, today: date) -> date | None:
        """Return the day on which testing was last begun anew, known by *today*, if *task* comes after it."""
        return self._restarted_on(task, today) if task.step in _AFTER_TESTING else None

    def in_doubt(self, task: Task, today: date, readings: Readings) -> str:
        """Return why it cannot be said whether *task* is done, from what was told of it; "" if it can."""
        known = self.known(task, today, readings)
        if not known:
            return ""
        accepted = DONE_WITH.get(task.step)
        if known[-1].outcome is None and accepted is not None and None not in accepted:
            return f"the outcome of {known[-1].day} was not told"
        missing = ", ".join(step.value for step in self._still_missing(task, known[-1], today))
        return f"not told since it was sent back: {missing}" if missing else ""

    def booked(self, task: Task, today: date) -> tuple[Event, ...]:
        """Return the events of *task* that are booked for a day after *today*, and not known to be moved."""
        booked = [event for event in self._told.get(task.step, ()) if event.day > today]
        if not booked:
            return ()
        moved = {move.booked_for for move in self.moved(task, today)}
        return tuple(event for event in booked if _is_of(event, task) and event.day not in moved)

    def _of(self, task: Task) -> Sequence[Event]:
        """Return the events of *task*, less the bookings that were moved."""
        return self._by_task.get((task.step, task.role), ())

    def _moves_of(self, task: Task) -> list[Event]:
        return [move for move in self._moves.get(task.step, ()) if _is_of(move, task)]

    def _first(self, task: Task, *, begun_counts: bool = False) -> Event | None:
        for event in self._of(task):
            done = event.outcome in _MAY_BE_DONE_WITH.get(event.step, (event.outcome,))
            if done or (begun_counts and event.outcome is Outcome.BEGUN):
                return event
        return None

    def done_on(self, task: Task, today: date, readings: Readings) -> date | None:
        """Return the day on which *task* was done, as is known at the end of *today*; None if it is not."""
        if task.step is Step.UEPT_NOTICE and readings.rd_24 == "one-for-all":
            task = Task(task.step)
        known = self.known(task, today, readings)
        accepted = (_MAY_BE_DONE_WITH if readings.rd_25 == "confirmed" else DONE_WITH).get(task.step)
        if not known or (accepted is not None and known[-1].outcome not in accepted):
            return None
        return None if self._still_missing(task, known[-1], today) else known[-1].day

    def _still_missing(self, task: Task, ended: Event, today: date) -> tuple[Step, ...]:
        """Return what had to be taken again before the event *ended*, and was not told to have been."""
        before = [event for event in self.told(task, today) if event.day < ended.day and _taken_again(event)]
        if not before:
            return ()
        sent_back = before[-1]
        return tuple(
            step
            for step in Step
            if step in _taken_again(sent_back) - _APPLICATIONS  # that it was booked goes without telling
            and not any(
                sent_back.day < event.day <= ended.day
                for event in self._of(Task(step, task.role if step in PER_ROLE else None))
            )
        )

    def _still_waits_for(
        self, task: Task, steps: Iterable[Step], done: Mapping[Task, date | None]
    ) -> tuple[Task, ...]:
        needed = [other for step in steps for other in needed_by(task, step, self.roles)]
        missing = tuple(other for other in needed if done[other] is None)
        # "Once you have completed the UEPT" the DCC speaks of Credit Cover: for one User Role is enough.
        if task.step is Step.CREDIT_COVER and {o.role for o in needed} != {o.role for o in missing}:
            return ()
        return missing

    def notice_given(self, task: Task, today: date, readings: Readings) -> Event | None:
        """Return the notice from which the start of *task* is counted, as is known at the end of *today*."""
        notice = NOTICE_OF.get(task.step)
        if notice is None:
            return None
        if notice is Step.UEPT_NOTICE and readings.rd_24 == "one-for-all":
            return next(iter(self.known(Task(notice), today, readings)), None)
        return next(reversed(self.known(Task(notice, task.role), today, readings)), None)

    def _not_before(
        self, task: Task, today: date, calendar: WorkingDayCalendar | None, readings: Readings
    ) -> Deadline | None:
        """Return the day before which *task* cannot begin, because a notice is still running."""
        given = self.notice_given(task, today, readings)
        if given is None:
            return None
        if task.step is Step.UEPT:
            return entry_process_testing.earliest_start(
                notice_given=given.day, calendar=calendar, readings=readings
            )
        earliest = _EARLIEST[task.step]
        return earliest(application=given.day, calendar=calendar, readings=readings)

    def _state(
        self,
        task: Task,
        today: date,
        done_on: date | None,
        waits_for: tuple[Task, ...],
        terms: tuple[WorkingDayCalendar | None, Readings],
    ) -> StepState:
        not_before = self._not_before(task, today, *terms)
        must_wait = not_before is not None and not_before.modality is Modality.MUST
        notice_runs = must_wait and not_before is not None and not_before.day > today
        state = State.OPEN
        if done_on is not None:
            state, waits_for, not_before = State.DONE, (), None
        elif self.may_begin(task.step, today) is False or waits_for or notice_runs:
            state = State.WAITING
        booked = [event.day for event in self.booked(task, today)]
        return StepState(
            task,
            state,
            rule_of(task.step),
            waits_for,
            not_before,
            done_on,
            min(booked, default=None),
            "" if done_on else "; ".join(self._notes(task, today, terms[1])),
        )

    def _notes(self, task: Task, today: date, readings: Readings) -> Iterator[str]:
        """Yield what else is to be said of a step that is not done."""
        may_begin = self.may_begin(task.step, today)
        known = self.known(task, today, readings)
        if known and known[-1].outcome is not None:
            yield f"{known[-1].outcome.value} on {known[-1].day}"
        if doubt := self.in_doubt(task, today, readings):
            yield doubt
        if task.step is Step.FULL_USER_SECURITY_ASSESSMENT:
            yield from self._notes_on_kind(today, readings)
        if (
            not known
            and task.step is Step.UEPT_NOTICE
            and any(_is_known(event, today) for event in self._of(task))
        ):
            yield "given before SREPT was complete (RD-13)"
        if may_begin is not True:
            yield f"{'not yet a SEC Party' if may_begin is False else 'if it is a SEC Party'} ({OB_18.id})"

    def _notes_on_kind(self, today: date, readings: Readings) -> Iterator[str]:
        """Yield which kind of assessment a status asks for, where it did not let the process be passed."""
        given = self.known(Task(Step.SECURITY_STATUS), today, readings)
        status = given[-1].outcome if given else None
        if isinstance(status, AssuranceStatus) and status in _ASSESSED_AGAIN:
            (reason,) = security_assessment.entry_with(status, readings=readings).why()
            yield f"{reason.text} ({reason.rule.id}, {', '.join(reason.readings)})"
