"""
The notices and time limits of an entry: each date that follows from what happened, or would from today.

The dates are the provisions' own. A clock runs from an event;
where the event is still to come, the date says from which day it was counted instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from attrs import frozen

from sec_uep.answers import Deadline, check_terms
from sec_uep.calendar import WorkingDayCalendar, check_date
from sec_uep.obligations import (
    entry_process_testing as uept,
    privacy_assessment,
    security_assessment,
)
from sec_uep.obligations.entry_process.entry import Entry
from sec_uep.obligations.entry_process.steps import Task
from sec_uep.parties import Event, Outcome, Step
from sec_uep.readings import DEFAULT_READINGS, Readings

__all__ = ["EntryDate", "dates"]


@frozen
class EntryDate:
    """
    A date of an entry.

    Attributes:
        task: The step that the date is for, and its User Role.
        deadline: The date, with its rule and its count.
        counted_from: What it was counted from, in words: an event, a booking, or an act of today.
        is_assumed: Whether nothing has happened yet that it could be counted from.
        done_on: The day on which the step was done, if it was.
        working_days_left: The Working Days after today up to the date; negative once it has passed.

    """

    task: Task
    deadline: Deadline
    counted_from: str
    is_assumed: bool
    done_on: date | None
    working_days_left: int


def dates(
    entry: Entry,
    *,
    today: date,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings = DEFAULT_READINGS,
) -> tuple[EntryDate, ...]:
    """
    Return the dates of *entry* that follow from what is known at the end of *today*, in step order.

    >>> from sec_uep.parties import Party, UserRole
    >>> entry = Entry(
    ...     party=Party(),
    ...     roles={UserRole.GAS_SUPPLIER},
    ...     events=(Event(Step.UEPT_NOTICE, date(2026, 6, 3)),),
    ... )
    >>> [(d.task.step.value, str(d.deadline.day), d.is_assumed) for d in dates(entry, today=date(2026, 6, 5))]
    [('uept', '2026-08-26', False), ('full-user-security-assessment', '2026-08-28', True)]

    Raises:
        InvalidType: If *today* is not a date.
        DateOutsideCalendar: If a count leaves the calendar.

    """
    check_date("today", today)
    check_terms(calendar, readings)
    known = _Known(entry, today, {"calendar": calendar, "readings": readings})
    return tuple(found for task in entry.tasks() for found in known.dates_of(task))


@frozen(eq=False)
class _Known:
    """What is known of an entry at the end of a day."""

    entry: Entry
    today: date
    terms: Mapping[str, Any]

    def dates_of(self, task: Task) -> Iterator[EntryDate]:
        role = task.role
        if task.step is Step.UEPT_NOTICE:
            for start in self._starts(Task(Step.UEPT, role)):
                yield self._date(task, uept.latest_notice, start, start=start.day)
        elif task.step is Step.UEPT:
            yield from self._from_notice(
                task, Task(Step.UEPT_NOTICE, role), uept.earliest_start, "notice_given"
            )
        elif task.step is Step.UEPT_RECEIPT_CONFIRMATION:
            report = self._last(Task(Step.UEPT_REPORT, role))
            if report:
                yield self._date(task, uept.receipt_confirmation_due, report, report_received=report.day)
        elif task.step is Step.UEPT_REVIEW:
            yield from self._review(task)
        elif task.step is Step.TEST_CERTIFICATE:
            gate = self._last(Task(Step.QUALITY_GATE, role))
            if gate and gate.outcome is Outcome.PASSED:
                yield self._date(task, uept.certificate_due, gate, quality_gate_passed=gate.day)
        elif task.step in _ASSESSMENTS:
            yield from self._assessment(task, *_ASSESSMENTS[task.step])

    def _review(self, task: Task) -> Iterator[EntryDate]:
        report = self._last(Task(Step.UEPT_REPORT, task.role))
        confirmation = self._last(Task(Step.UEPT_RECEIPT_CONFIRMATION, task.role))
        trigger = confirmation if self.terms["readings"].rd_05 == "confirmation" else report
        if trigger:
            days = {
                name: event.day
                for name, event in (
                    ("report_received", report),
                    ("confirmation_received", confirmation),
                )
                if event
            }
            yield self._date(task, uept.review_due, trigger, **days)

    def _assessment(
        self,
        task: Task,
        application: Step,
        earliest: Callable[..., Deadline],
        latest: Callable[..., Deadline],
        latest_free: Callable[..., Deadline],
    ) -> Iterator[EntryDate]:
        applied = Task(application)
        yield from self._from_notice(task, applied, earliest, "application")
        for start in self._starts(task):
            yield self._date(applied, latest, start, assessment=start.day)
            if start.day > self.today:
                yield self._date(task, latest_free, start, assessment=start.day)

    def _from_notice(
        self, task: Task, notice: Task, earliest: Callable[..., Deadline], name: str
    ) -> Iterator[EntryDate]:
        """Yield when *task* may begin: by the notice given or, if none was, by one given today."""
        given = self._last(notice)
        if given:
            yield self._date(task, earliest, given, **{name: given.day})
        elif self._last(task) is None:
            yield self._date(task, earliest, None, **{name: self.today})

    def _starts(self, task: Task) -> Iterator[Event]:
        """Yield the day that *task* is booked for, or began."""
        starts = [
            event
            for event in self.entry.events
            if event.step is task.step
            and event.role in (None, task.role)
            and (event.day > self.today or event.outcome is Outcome.BEGUN)
        ]
        yield from starts[-1:]

    def _last(self, task: Task) -> Event | None:
        known = self.entry.known(task, self.today)
        return known[-1] if known else None

    def _date(
        self, task: Task, ask: Callable[..., Deadline], trigger: Event | None, **inputs: date
    ) -> EntryDate:
        deadline = ask(**inputs, **self.terms)
        done = self._last(task)
        return EntryDate(
            task,
            deadline,
            str(trigger) if trigger else f"{deadline.kind.inputs[0].replace('_', ' ')} today, {self.today}",
            trigger is None,
            done.day if done else None,
            _left(deadline.calendar, self.today, deadline.day),
        )


def _left(calendar: WorkingDayCalendar, today: date, day: date) -> int:
    if day >= today:
        return calendar.working_days_between(after=today, up_to=day)
    return -calendar.working_days_between(after=day, up_to=today)


_ASSESSMENTS = {
    Step.FULL_USER_SECURITY_ASSESSMENT: (
        Step.FUSA_APPLICATION,
        security_assessment.earliest_assessment,
        security_assessment.latest_application,
        security_assessment.latest_free_reschedule,
    ),
    Step.PRIVACY_ASSESSMENT: (
        Step.PRIVACY_APPLICATION,
        privacy_assessment.earliest_assessment,
        privacy_assessment.latest_application,
        privacy_assessment.latest_free_change,
    ),
}
