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
from sec_uep.entry.entry import Entry
from sec_uep.errors import SecUepError, displayed
from sec_uep.events import AssuranceStatus, Event, Outcome, Step
from sec_uep.facts import Lines
from sec_uep.obligations.steps import TABLE
from sec_uep.parties import UserRole
from sec_uep.planning.schedule import Anchor, Basis, PlannedStep, first_finish
from sec_uep.rules import Bearer, Rule

if TYPE_CHECKING:
    from sec_uep.planning.plan import Plan

__all__ = ["Change", "ChangeKind", "Infeasible"]


class ChangeKind(StrEnum):
    """What would have to be otherwise."""

    EARLIER = "earlier"
    ESTIMATE = "estimate"
    BOOKING = "booking"


@frozen(repr=False)
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
        charged_by: The rule by which moving the booking today can be charged for; None if it cannot.
        entry: The entry with that change; its plan meets the target.
        finish: The finish of that plan.

    """

    kind: ChangeKind
    step: Step
    roles: tuple[UserRole, ...]
    to: date | WorkingDays
    bearer: Bearer
    too_late: bool
    charged_by: Rule | None
    entry: Entry = field(eq=False)
    finish: date = field(eq=False)

    @property
    def text(self) -> str:
        """The change in words."""
        whose = f" ({', '.join(self.roles)})" if self.roles else ""
        told = {each.outcome for each in self.entry.events if (each.step, each.day) == (self.step, self.to)}
        done = "completed" if TABLE[self.step].takes_time else "taken"
        what = {
            ChangeKind.EARLIER: f"had it been {'begun' if Outcome.BEGUN in told else done} by",
            ChangeKind.ESTIMATE: "were it estimated at no more than",
            ChangeKind.BOOKING: "were it booked for no later than",
        }[self.kind]
        charge = f"; moving it can be charged for ({self.charged_by.id})" if self.charged_by else ""
        return f"{self.step.value}{whose}: {what} {self.to}{charge}"

    _repr_html_ = displayed

    def __repr__(self) -> str:
        return f"<Change {self.text}>"

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
    chain: tuple[PlannedStep, ...]
    _plan: Plan = field(eq=False)

    @property
    def changes(self) -> tuple[Change, ...]:
        """The single changes that would make the target, each tried; () if no single one does."""
        return Lines(_Trying(self._plan, self.target).changes(self.chain))

    _repr_html_ = displayed

    def __repr__(self) -> str:
        return f"<Infeasible {self.target}: {self.nearest} is the nearest>"

    def __str__(self) -> str:
        days = "Working Day" if self.late_by == 1 else "Working Days"
        head = f"{self.target} cannot be met: {self.nearest} is the nearest, {self.late_by} {days} later"
        return "\n".join([head, *(f"  {each}" for each in self.chain)])


@frozen(eq=False, repr=False)
class _Trying:
    """How single changes of a plan are tried against a target."""

    plan: Plan
    target: date

    def changes(self, chain: tuple[PlannedStep, ...]) -> Iterator[Change]:
        """Yield the changes, along the chain, that make the target."""
        for link in chain:
            late = self._late(link.step)
            for change in (
                self._taken_earlier(link, late),
                self._notice_earlier(link, late),
                self._estimate_cut(link),
                self._booking_moved(link, late),
            ):
                if change is not None:
                    yield change

    def _late(self, step: Step) -> tuple[PlannedStep, ...]:
        """Return the undone tasks of *step* that are too late for the target."""
        return tuple(
            e
            for e in self.plan.steps
            if e.step is step and e.is_undone and e.latest_finish < e.earliest_finish
        )

    def _taken_earlier(self, link: PlannedStep, late: tuple[PlannedStep, ...]) -> Change | None:
        """Return by when the first step of the chain should have been taken, or begun, before today."""
        if link.anchor is not Anchor.TODAY or link.basis is Basis.BOOKED or not late:
            return None
        row = link.state.row
        if row.takes_time:
            day = min(each.latest_start for each in late)
        else:
            day = min(each.latest_finish for each in late)
        outcome = Outcome.BEGUN if row.takes_time else _good(link.step)
        return self._tried(late, day, (), outcome) if day < self.plan.today else None

    def _notice_earlier(self, link: PlannedStep, late: tuple[PlannedStep, ...]) -> Change | None:
        """Return by when the notice that was given, and that the chain waits out, should have been given."""
        notice = link.state.row.notice
        given = tuple(dict.fromkeys(each.state.notice for each in late if each.state.notice is not None))
        if link.notice is None or notice is None or not given:
            return None
        terms = self.plan.position.terms
        day = min(notice.latest_working_day(each.latest_start, terms).day for each in late)
        roles = tuple(each.role for each in late if each.role)
        return self._tried(late, day, given, None, of=(notice.by, roles, TABLE[notice.by].by))

    def _estimate_cut(self, link: PlannedStep) -> Change | None:
        """Return how short the estimate of a step of the chain must be."""
        if link.basis is not Basis.ESTIMATE:
            return None
        step, plan = link.step, self.plan
        taken = plan.calendar.working_days_between(after=link.earliest_start, up_to=link.earliest_finish)
        works, fails = 1, max(taken + 1, 1)
        found = plan.entry.with_estimates({step: WorkingDays(works)})
        if fails == works or self._finish(found) > self.target:
            return None  # the shortest does not help
        while fails - works > 1:
            middle = (works + fails) // 2
            tried = plan.entry.with_estimates({step: WorkingDays(middle)})
            if self._finish(tried) <= self.target:
                works, found = middle, tried
            else:
                fails = middle
        roles = tuple(e.role for e in self.plan.steps if e.step is step and e.is_undone and e.role)
        return Change(
            ChangeKind.ESTIMATE,
            step,
            roles,
            WorkingDays(works),
            link.bearer,
            too_late=False,
            charged_by=None,
            entry=found,
            finish=self._finish(found),
        )

    def _booking_moved(self, link: PlannedStep, late: tuple[PlannedStep, ...]) -> Change | None:
        """Return for when a booking of the chain should be, instead of when it is."""
        if link.booked is None or not late:
            return None
        is_end = link.basis is Basis.BOOKED
        bookings = tuple(dict.fromkeys(each.booked for each in late if each.booked is not None))
        outcome = link.booked.outcome or (Outcome.BEGUN if link.state.row.takes_time else _good(link.step))
        day = min(each.latest_finish if is_end else each.latest_start for each in late)
        return self._tried(late, day, bookings, outcome)

    def _tried(
        self,
        late: tuple[PlannedStep, ...],
        day: date,
        instead_of: tuple[Event, ...],
        outcome: Outcome | AssuranceStatus | None,
        *,
        of: tuple[Step, tuple[UserRole, ...], Bearer] | None = None,
    ) -> Change | None:
        """Return the change by which a step is taken on *day*, if it makes the target."""
        step, roles, bearer = of or (
            late[0].step,
            tuple(each.role for each in late if each.role),
            late[0].bearer,
        )
        plan, is_past = self.plan, day < self.plan.today
        events = [event for event in plan.entry.events if event not in instead_of]
        events += [kept for event in instead_of for kept in self._of_other_roles(event, roles)]
        events += [Event(step, day, role=role, outcome=outcome) for role in roles or (None,)]
        try:
            entry = attrs.evolve(plan.entry, events=events)
            finish = self._finish(entry)
        except SecUepError:  # it could not have been taken then
            return None
        if finish > self.target:
            return None
        is_moved = bool(instead_of) and not is_past
        charged_by = next(filter(None, map(self._charge, instead_of)), None) if is_moved else None
        kind = ChangeKind.BOOKING if is_moved else ChangeKind.EARLIER
        return Change(kind, step, roles, day, bearer, is_past, charged_by, entry, finish)

    def _finish(self, entry: Entry) -> date:
        return first_finish(attrs.evolve(self.plan.position, entry=entry), at_best=self.plan.at_best)

    def _of_other_roles(self, event: Event, roles: tuple[UserRole, ...]) -> Iterator[Event]:
        """Yield what stays of an event for every User Role where it no longer is for some of them."""
        if event.role is None and roles:
            for role in self.plan.entry.roles:
                if role not in roles:
                    yield attrs.evolve(event, role=role)

    def _charge(self, booking: Event) -> Rule | None:
        """Return the rule by which moving *booking* today can be charged for."""
        notice = TABLE[booking.step].notice
        if notice is None or notice.free is None or notice.free.after(self.plan.today) <= booking.day:
            return None
        return notice.charged_by


def _good(step: Step) -> Outcome | AssuranceStatus | None:
    """Return the outcome with which a step that has several is done."""
    row = TABLE[step]
    return None if None in row.done_with else next(each for each in row.outcomes if each in row.done_with)
