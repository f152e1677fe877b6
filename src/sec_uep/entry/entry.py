"""
An entry: a Party, the User Roles that it wants, and what happened so far.

It is a value: it keeps what it was given, and judges nothing.
What happened is a fact; only what cannot be is refused.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import attrs
from attrs import field, frozen

from sec_uep.calendar import Period, WorkingDayCalendar, parse_period
from sec_uep.calendar.periods import Days, Months, Weeks, WorkingDays
from sec_uep.checks import check_date, check_is, check_many, named
from sec_uep.errors import ContradictoryFacts, InvalidType, InvalidValue, displayed, shown
from sec_uep.events import Event, Outcome, Step
from sec_uep.facts import FrozenMapping, Lines
from sec_uep.obligations.graph import Graph, Task, graph
from sec_uep.obligations.steps import TABLE
from sec_uep.parties import Party, UserRole
from sec_uep.readings import DEFAULT_READINGS, Readings

if TYPE_CHECKING:
    from sec_uep.entry.position import Position, StepState

__all__ = ["Entry"]

_PERIODS = (WorkingDays, Weeks, Days, Months)
_OUTCOMES = (Outcome.BEGUN, Outcome.PROPOSED, Outcome.REQUIRED, None)

#: What an event may precede on the same day: an ending of its step.
_BEFORE_AN_ENDING = frozenset({Outcome.BEGUN, Outcome.REQUIRED, Outcome.PROPOSED})


# --- What it is made of -------------------------------------------------------------------


def _is_a_party(_: object, __: object, party: Party) -> None:
    check_is("party", party, Party)


def _are_readings(_: object, __: object, readings: Readings) -> None:
    check_is("readings", readings, Readings)


def _day_or_none(target: date | None) -> date | None:
    return None if target is None else check_date("target", target)


def _roles(given: Iterable[UserRole]) -> tuple[UserRole, ...]:
    many = check_many("roles", given, "is not a set of User Roles", "pass for example {UserRole.OTHER_USER}")
    roles = {named("roles", role, UserRole) for role in many}
    return tuple(role for role in UserRole if role in roles)


def _estimates(given: Mapping[Step, Period]) -> FrozenMapping[Step, Period]:
    many: Mapping[object, object] = check_is(
        "estimates", given, Mapping, "is not a mapping", "pass {Step.USER_INTERFACE: Weeks(16)}, say"
    )
    estimates: dict[Step, Period] = {}
    for name, given_period in many.items():
        step = named("estimates", name, Step)
        period = parse_period(given_period) if isinstance(given_period, str) else given_period
        if not isinstance(period, _PERIODS):
            next_step = "pass WorkingDays(10) or Weeks(16), say"
            raise InvalidType(f"estimates.{step.value}", shown(period), "is not a period", next_step)
        estimates[step] = period
    return FrozenMapping({step: estimates[step] for step in Step if step in estimates})


def _events(given: Iterable[Event]) -> tuple[Event, ...]:
    many = check_many("events", given, "is not a collection of events", "pass a tuple of sec_uep.Event")
    events = [check_is("events", each, Event, "", "pass sec_uep.Event(step, day), say") for each in many]
    return Lines(sorted(events, key=_in_time))


_STEPS = {step: number for number, step in enumerate(Step)}
_ROLES = {role: number for number, role in enumerate(UserRole)}


def _in_time(event: Event) -> tuple[Any, ...]:
    """Order events by day, then by step, User Role and outcome: the order of telling does not matter."""
    return (
        event.day,
        _STEPS[event.step],
        event.outcome not in _BEFORE_AN_ENDING,
        -1 if event.role is None else _ROLES[event.role],
        _OUTCOMES.index(event.outcome) if event.outcome in _OUTCOMES else len(_OUTCOMES),
        event.outcome or "",
        event.known_on or event.day,
        event.booked_for or event.day,
    )


def _is_for(event: Event, role: UserRole | None) -> bool:
    return role is None or event.role is None or event.role is role


@frozen(kw_only=True, repr=False)
class Entry:
    """
    A Party's way through the User Entry Process: the User Roles it applies for and what happened so far.

    >>> srept = Event(Step.SREPT, date(2026, 3, 27))
    >>> entry = Entry(party=Party(), roles={UserRole.OTHER_USER}, events=(srept,))
    >>> [state.step.value for state in entry.as_of(date(2026, 3, 27)).open_steps if state.role]
    ['uept-notice']

    Attributes:
        party: The Party.
        roles: The User Roles it applies for, in the order of RO-01; () while none is chosen.
        estimates: How long the caller thinks steps will take.
        events: What happened, and what is booked, in order of time.
        readings: The readings that the DCC or SECAS has confirmed to this Party, and the defaults.
        target: The day by which the Party wants to be a User for every User Role; None if it has set none.

    Raises:
        ContradictoryFacts: If two events, or an event and another fact, cannot both be so, or a status was
            not called so on its day (EX-01); it names both.
        UnknownName: If a User Role or a step is not known.
        InvalidType: If a part is of the wrong type.

    """

    party: Party = field(validator=_is_a_party)
    roles: tuple[UserRole, ...] = field(default=(), converter=_roles)
    estimates: FrozenMapping[Step, Period] = field(default=FrozenMapping({}), converter=_estimates)
    events: tuple[Event, ...] = field(default=(), converter=_events)
    readings: Readings = field(default=DEFAULT_READINGS, validator=_are_readings)
    target: date | None = field(default=None, converter=_day_or_none)

    def __attrs_post_init__(self) -> None:
        for refusal in contradictions(self.roles, self.events):
            raise refusal

    # --- Another entry -------------------------------------------------------------------

    def with_event(self, event: Event) -> Entry:
        """
        Return this entry with one more event.

        Raises:
            ContradictoryFacts: If it contradicts an event or a fact of the entry; it names both.
            InvalidType: If it is not an event.

        """
        return attrs.evolve(self, events=(*self.events, event))

    def without_event(self, event: Event) -> Entry:
        """
        Return this entry without one of its events.

        Raises:
            ContradictoryFacts: If the entry has no such event.
            InvalidType: If it is not an event.

        """
        check_is("event", event, Event)
        if event not in self.events:
            raise ContradictoryFacts(f"event {event}", "events of the entry", "it is not among them")
        return attrs.evolve(self, events=tuple(each for each in self.events if each != event))

    def with_estimates(self, estimates: Mapping[Step, Period]) -> Entry:
        """
        Return this entry with further estimates, or others for the same steps.

        >>> entry = Entry(party=Party()).with_estimates({Step.USER_INTERFACE: Weeks(16)})
        >>> entry.estimates[Step.USER_INTERFACE]
        Weeks(n=16)

        Raises:
            InvalidType: If *estimates* is no mapping of steps to periods.
            UnknownName: If there is no such step.

        """
        return attrs.evolve(self, estimates={**self.estimates, **_estimates(estimates)})

    # --- What follows --------------------------------------------------------------------

    def tasks(self) -> tuple[Task, ...]:
        """Return the steps that follow from the User Roles, in the order of the table."""
        return self.graph(self.readings).tasks

    def graph(self, readings: Readings) -> Graph:
        """Return what of this entry waits for what, under *readings*."""
        return graph(self.roles, readings)

    def as_of(
        self,
        day: date,
        *,
        calendar: WorkingDayCalendar | None = None,
        readings: Readings | None = None,
    ) -> Position:
        """
        Return the entry as it is known at the end of *day*.

        An event after *day* is a booking, and one that became known after *day* has not happened yet.

        Args:
            day: The day.
            calendar: The calendar to count on; without it RD-01 names one.
            readings: The readings; without them the entry's own.

        Raises:
            InvalidType: If *day* is not a date.
            DateOutsideCalendar: If a notice runs beyond the calendar.

        """
        from sec_uep.entry.position import Position  # noqa: PLC0415 - it leads onward

        return Position(
            self, day, calendar=calendar, readings=self.readings if readings is None else readings
        )

    def steps(
        self,
        *,
        today: date,
        calendar: WorkingDayCalendar | None = None,
        readings: Readings | None = None,
    ) -> tuple[StepState, ...]:
        """Return the steps of `as_of`."""
        return self.as_of(today, calendar=calendar, readings=readings).steps

    def open_steps(
        self,
        *,
        today: date,
        calendar: WorkingDayCalendar | None = None,
        readings: Readings | None = None,
    ) -> Lines[StepState]:
        """Return the open steps of `as_of`."""
        return self.as_of(today, calendar=calendar, readings=readings).open_steps

    _repr_html_ = displayed

    def __repr__(self) -> str:
        roles = ", ".join(self.roles) or "no User Role"
        name = f" of {shown(self.party.name)}" if self.party.name else ""
        return f"<Entry{name}: {roles}; {len(self.events)} events>"


# --- What cannot be -----------------------------------------------------------------------


def contradictions(roles: tuple[UserRole, ...], events: tuple[Event, ...]) -> Iterator[ContradictoryFacts]:
    """
    Yield why each event that cannot be, of *events* in order of time, is none (EN-01).

    What is only at odds with a rule is none of these: it happened, and `Position.irregularities` names it.
    """
    by_step: dict[Step, list[Event]] = {}
    for event in events:
        by_step.setdefault(event.step, []).append(event)
        yield from _of_its_step(event)
        role = UserRole.OTHER_USER if TABLE[event.step].other_users_only else event.role
        if roles and role is not None and role not in roles:
            reason = f"the entry is not for {role.value}"
            yield ContradictoryFacts(f"event {event}", f"roles {', '.join(roles)}", reason, (event,))
    for step, of_step in by_step.items():
        yield from _on_one_day(of_step)
        if TABLE[step].takes_time:
            each_role = (roles or (None,)) if TABLE[step].each_role else (None,)
            for role in each_role:
                yield from _ends_before_it_begins([e for e in of_step if _is_for(e, role)], role, by_step)


def _of_its_step(event: Event) -> Iterator[ContradictoryFacts]:
    """Yield what of *event* its step does not allow."""
    row, step, outcome = TABLE[event.step], event.step.value, event.outcome
    if outcome is not None and row.word is not None and outcome in (*row.outcomes, _OLD_NAME):
        try:
            row.word(outcome.value, on=event.day)
        except InvalidValue as refusal:  # the name was not in use on that day
            reason = f"it {refusal.reason}"
            yield ContradictoryFacts(f"outcome {outcome.value!r}", f"day {event.day}", reason, (event,))
    elif outcome is not None and outcome not in row.outcomes:
        can_be = f"it can be {', '.join(row.outcomes)}" if row.outcomes else "it has none, and is simply done"
        yield ContradictoryFacts(f"outcome {outcome.value!r}", f"step {step!r}", can_be, (event,))
    if event.role is None or row.each_role:
        return
    if not (row.other_users_only and event.role is UserRole.OTHER_USER):
        once = (
            "it is taken for Other Users only" if row.other_users_only else "it is taken once for the Party"
        )
        yield ContradictoryFacts(f"role {event.role.value!r}", f"step {step!r}", once, (event,))


_OLD_NAME = Outcome.PROVISIONALLY_APPROVED


def _on_one_day(events: list[Event]) -> Iterator[ContradictoryFacts]:
    """Yield what stands beside another event of its step and day, and cannot."""
    for number, later in enumerate(events):
        for earlier in reversed(events[:number]):
            if earlier.day != later.day:
                break
            if None not in (earlier.role, later.role) and earlier.role is not later.role:
                continue
            if earlier == later:
                reason = "it is the same event twice"
            elif Outcome.RESCHEDULED in (earlier.outcome, later.outcome) or (
                (earlier.outcome in _BEFORE_AN_ENDING) is not (later.outcome in _BEFORE_AN_ENDING)
            ):
                continue
            else:
                reason = "one step has one ending on one day"
            yield ContradictoryFacts(
                f"event {later}", f"event {earlier}", reason, (earlier, later), "remove one"
            )


def _ends_before_it_begins(
    events: list[Event], role: UserRole | None, by_step: Mapping[Step, list[Event]]
) -> Iterator[ContradictoryFacts]:
    """Yield the first of *events*, all of one step, that ends before the beginning of the same round."""
    moved = {each.booked_for for each in events}
    of_role = [each for each in events if each.booked_for is None and each.day not in moved]
    if not any(each.outcome is Outcome.BEGUN for each in of_role):
        return
    backs = sorted(
        back.day
        for by, row in TABLE.items()
        for again in row.again
        if of_role[0].step in again.steps
        for back in by_step.get(by, ())
        if back.outcome is again.after and _is_for(back, role)
    )
    has_begun = False
    for earlier, later in pairwise(of_role):
        has_begun = has_begun or earlier.outcome is Outcome.BEGUN
        if bisect_left(backs, earlier.day) < bisect_right(backs, later.day):
            has_begun = False
        elif later.outcome is Outcome.BEGUN and not has_begun:
            reason = "it ends before it begins: say when it began first, or correct the day"
            yield ContradictoryFacts(f"event {earlier}", f"event {later}", reason, (earlier, later))
            return
