"""
Why a target cannot be met, and which single change would make it.

Every change is tried: it comes with the entry as it would be, and the plan of that entry meets the target.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import attrs
from attrs import field, frozen

from sec_uep.calendar import WorkingDays
from sec_uep.errors import SecUepError
from sec_uep.events import OUTCOMES, Event, Outcome, Step
from sec_uep.obligations.entry_process import Entry
from sec_uep.obligations.entry_process.steps import NOTICE_OF
from sec_uep.parties import UserRole
from sec_uep.planning._passes import Anchor, Basis, may_end
from sec_uep.planning._periods import MOVES
from sec_uep.rules import Bearer

if TYPE_CHECKING:
    from sec_uep.planning.schedule import Link, Plan, PlannedStep

__all__ = ["Change", "ChangeKind", "Infeasible"]


class ChangeKind(StrEnum):
    """What would have to be otherwise."""

    EARLIER = "earlier"
    ESTIMATE = "estimate"
    BOOKING = "booking"


@frozen
class Change:
    """
    One thing that, were it otherwise, would make the target.

    Attributes:
        kind: What it is: a step taken earlier than today, an estimate that is cut, a booking that is moved.
        step: The step.
        roles: The User Roles that it is for; () if it is taken once for the Party.
        to: The last day, or the longest estimate, with which the target is met.
        bearer: Whose step it is.
        too_late: Whether that day has passed, so that it can only be learnt from.
        note: What the change brings with it, such as that moving the assessment can be charged for.
        entry: The entry with that change; its plan meets the target.

    """

    kind: ChangeKind
    step: Step
    roles: tuple[UserRole, ...]
    to: date | WorkingDays
    bearer: Bearer
    too_late: bool
    note: str
    entry: Entry = field(repr=False)

    @property
    def text(self) -> str:
        """The change in words."""
        whose = f" ({', '.join(self.roles)})" if self.roles else ""
        what = {
            ChangeKind.EARLIER: f"had it been {'begun' if _takes_time(self.step) else 'taken'} by",
            ChangeKind.ESTIMATE: "were it estimated at no more than",
            ChangeKind.BOOKING: "were it booked for no later than",
        }[self.kind]
        return f"{self.step.value}{whose}: {what} {self.to}{f'; {self.note}' if self.note else ''}"

    def __str__(self) -> str:
        return self.text


@frozen(repr=False)
class Infeasible:
    """
    Why a target cannot be met.

    Attributes:
        target: The day that was wished for.
        nearest: The nearest day that works; no sooner, if the plan is a lower bound.
        late_by: The Working Days from the target to it.
        chain: The steps that bind, one after the other, to the nearest day.

    """

    target: date
    nearest: date
    late_by: int
    chain: tuple[Link, ...]
    _plan: Plan = field(eq=False, repr=False)

    @property
    def changes(self) -> tuple[Change, ...]:
        """The single changes that would make the target, each tried; () if no single one does."""
        return tuple(_changes(self._plan, self.target, self.chain))

    def __repr__(self) -> str:
        return f"<Infeasible {self.target}: {self.nearest} is the nearest>"

    def __str__(self) -> str:
        days = "Working Day" if self.late_by == 1 else "Working Days"
        head = f"{self.target} cannot be met: {self.nearest} is the nearest, {self.late_by} {days} later"
        return "\n".join([head, *(f"  {link}" for link in self.chain)])


def _changes(plan: Plan, target: date, chain: tuple[Link, ...]) -> Iterator[Change]:
    for link in chain:
        late = _late(
            plan, link.task.step
        )  # the link's own task at least: every link of the chain is too late
        for try_it in (_taken_earlier, _notice_given_earlier, _estimate_cut, _booking_moved):
            change = try_it(plan, target, link, late)
            if change is not None:
                yield change


def _makes_it(plan: Plan, entry: Entry, target: date) -> bool:
    return plan.again(entry=entry).finish <= target


def _taken_earlier(plan: Plan, target: date, link: Link, late: tuple[PlannedStep, ...]) -> Change | None:
    """Return by when the first step of the chain should have been taken, or begun, before today."""
    if link.anchor != Anchor.TODAY.value or link.basis is Basis.BOOKED:
        return None
    outcome = Outcome.BEGUN if _takes_time(link.task.step) else _GOOD.get(link.task.step)
    day = min(_last_day(each, outcome) for each in late)
    return _tried(plan, target, late, day, (), outcome) if day < plan.today else None


def _last_day(planned: PlannedStep, outcome: object) -> date:
    return planned.latest_start if outcome is Outcome.BEGUN else planned.latest_finish


def _notice_given_earlier(
    plan: Plan, target: date, link: Link, late: tuple[PlannedStep, ...]
) -> Change | None:
    """Return by when the notice that was given, and that the chain waits out, should have been given."""
    if link.notice is None or not any(plan.notices_of(each.task) for each in late):
        return None
    first = plan.chosen.rd_24 == "one-for-all" and link.task.step is Step.UEPT
    given = [notices[0 if first else -1] for each in late if (notices := plan.notices_of(each.task))]
    day = min(plan.latest_notice(each.task, each.latest_start) for each in late)
    step = NOTICE_OF[link.task.step]
    roles = tuple(each.role for each in late if each.role)
    return _tried(plan, target, late, day, tuple(dict.fromkeys(given)), None, of=(step, roles, Bearer.PARTY))


def _estimate_cut(plan: Plan, target: date, link: Link, _: tuple[PlannedStep, ...]) -> Change | None:
    """Return how short the estimate of a step of the chain must be."""
    if link.basis is not Basis.ESTIMATE:
        return None

    def entry(n: int) -> Entry:
        return attrs.evolve(plan.entry, estimates={**plan.entry.estimates, link.task.step: WorkingDays(n)})

    longest = plan.calendar.working_days_between(after=link.start, up_to=link.finish)
    works, fails = 0, max(longest, 1)
    while fails - works > 1:
        middle = (works + fails) // 2
        if _makes_it(plan, entry(middle), target):
            works = middle
        else:
            fails = middle
    if not works:
        return None
    roles = tuple(each.role for each in _undone(plan, link.task.step) if each.role)
    return Change(
        ChangeKind.ESTIMATE,
        link.task.step,
        roles,
        WorkingDays(works),
        link.bearer,
        too_late=False,
        note="",
        entry=entry(works),
    )


def _booking_moved(plan: Plan, target: date, link: Link, late: tuple[PlannedStep, ...]) -> Change | None:
    """Return for when a booking of the chain should be, instead of when it is."""
    if link.basis is not Basis.BOOKED and link.anchor != Anchor.BOOKED.value:
        return None
    is_end = link.basis is Basis.BOOKED
    bookings = [
        booking
        for each in late
        for booking in plan.entry.booked(each.task, plan.today)
        if (may_end(booking) if is_end else booking.outcome is Outcome.BEGUN)
    ]
    told = bookings[0].outcome if bookings else None
    outcome = _GOOD.get(link.task.step) if told is None else told
    day = min(each.latest_finish if is_end else each.latest_start for each in late)
    return _tried(plan, target, late, day, tuple(dict.fromkeys(bookings)), outcome)


def _tried(  # noqa: PLR0913, PLR0917 - what is tried
    plan: Plan,
    target: date,
    late: tuple[PlannedStep, ...],
    day: date,
    instead_of: tuple[Event, ...],
    outcome: object,
    *,
    of: tuple[Step, tuple[UserRole, ...], Bearer] | None = None,
) -> Change | None:
    """Return the change by which a step of the *late* ones is taken on *day*, if it makes the target."""
    step, roles, bearer = of or (
        late[0].step,
        tuple(each.role for each in late if each.role),
        late[0].bearer,
    )
    is_past = day < plan.today
    told = [event for event in plan.entry.events if event not in instead_of]
    try:
        for booking in instead_of:
            told += _left_of(booking, roles, plan, moved=not is_past and _takes_time(step))
        told += [Event(step, day, role=role, outcome=outcome) for role in roles or (None,)]
        entry = attrs.evolve(plan.entry, events=told)
        makes_it = _makes_it(plan, entry, target)
    except SecUepError:  # it could not have been taken then
        return None
    if not makes_it:
        return None
    kind = ChangeKind.BOOKING if instead_of and not is_past else ChangeKind.EARLIER
    note = "; ".join(dict.fromkeys(filter(None, (_charge(plan, event) for event in instead_of))))
    return Change(kind, step, roles, day, bearer, too_late=is_past, note="" if is_past else note, entry=entry)


def _left_of(booking: Event, roles: tuple[UserRole, ...], plan: Plan, *, moved: bool) -> Iterator[Event]:
    """Yield what stays of *booking* where it no longer is for *roles*: the others, and that it was moved."""
    if moved:
        yield booking
        for role in roles if booking.role is None else (booking.role,):
            yield attrs.evolve(
                booking, role=role, day=plan.today, outcome=Outcome.RESCHEDULED, booked_for=booking.day
            )
        if not roles:
            yield attrs.evolve(booking, day=plan.today, outcome=Outcome.RESCHEDULED, booked_for=booking.day)
    elif booking.role is None and roles:
        for role in plan.entry.roles:
            if role not in roles:
                yield attrs.evolve(booking, role=role)


def _charge(plan: Plan, booking: Event) -> str:
    """Return what moving *booking* today can bring with it."""
    moves = MOVES.get(booking.step)
    if moves is None or moves.free.after(plan.today) <= booking.day:
        return ""
    return f"moving it from {booking.day} can be charged for ({moves.charged_by.id})"


def _takes_time(step: Step) -> bool:
    return Outcome.BEGUN in OUTCOMES.get(step, ())


def _undone(plan: Plan, step: Step) -> tuple[PlannedStep, ...]:
    return tuple(each for each in plan.steps if each.step is step and each.done_on is None)


def _late(plan: Plan, step: Step) -> tuple[PlannedStep, ...]:
    return tuple(each for each in _undone(plan, step) if each.latest_finish < each.earliest_finish)


#: The outcome with which a step that has several is done.
_GOOD = {
    Step.UEPT_REVIEW: Outcome.CONCLUDED,
    Step.QUALITY_GATE: Outcome.PASSED,
    Step.USER_IDS: Outcome.ACCEPTED,
    Step.CREDIT_COVER: Outcome.IN_PLACE,
}
