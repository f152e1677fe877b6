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

from sec_uep.answers import check_terms
from sec_uep.calendar import WorkingDayCalendar
from sec_uep.checks import check_date, check_is
from sec_uep.deadlines import Deadline
from sec_uep.events import Event, Outcome, Step
from sec_uep.obligations import (
    entry_process_testing as uept,
    privacy_assessment,
    security_assessment,
)
from sec_uep.obligations.entry_process.entry import Entry
from sec_uep.obligations.entry_process.steps import Task
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
        trigger: That event or booking; None where nothing has happened yet to count from.
        done_on: The day on which the step was done, or begun where the date is the first for it.
        working_days_left: The Working Days after today up to the date; negative once it has passed.

    """

    task: Task
    deadline: Deadline
    counted_from: str
    trigger: Event | None
    done_on: date | None
    working_days_left: int

    @property
    def readings(self) -> tuple[str, ...]:
        """The ids of the readings that the date rests on, and those on which it is counted from that day."""
        return tuple(dict.fromkeys((*self.deadline.readings, *_COUNTED_UNDER.get(self.task.step, ()))))

    @property
    def is_assumed(self) -> bool:
        """Whether nothing has happened yet that the date could be counted from."""
        return self.trigger is None


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
    check_is("entry", entry, Entry)
    today = check_date("today", today)
    check_terms(calendar, readings)
    known = _Known(entry, today, {"calendar": calendar, "readings": readings})
    return tuple(found for task in entry.tasks() for found in known.of(task))


@frozen(eq=False, repr=False)
class _Known:
    """What is known of an entry at the end of a day."""

    entry: Entry
    today: date
    terms: Mapping[str, Any]

    def of(self, task: Task) -> Iterator[EntryDate]:
        """Yield the dates of *task*."""
        found = _DATES_OF.get(task.step)
        return found(self, task) if found else iter(())

    def notice(self, task: Task) -> Iterator[EntryDate]:
        """Yield by when notice of UEPT was or is due, for the day that it is booked for or began."""
        for start in self._starts(Task(Step.UEPT, task.role)):
            yield self._date(task, uept.latest_notice, start, start=start.day)

    def testing(self, task: Task) -> Iterator[EntryDate]:
        """Yield when UEPT may begin."""
        return self._from_notice(task, uept.earliest_start, "notice_given")

    def confirmation(self, task: Task) -> Iterator[EntryDate]:
        """Yield by when the DCC must confirm receipt of the report."""
        report = self._last(Task(Step.UEPT_REPORT, task.role))
        if report:
            yield self._date(task, uept.receipt_confirmation_due, report, report_received=report.day)

    def review(self, task: Task) -> Iterator[EntryDate]:
        """Yield by when the DCC must review the report."""
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

    def certificate(self, task: Task) -> Iterator[EntryDate]:
        """Yield by when the DCC must issue the certificate."""
        gate = self._last(Task(Step.QUALITY_GATE, task.role))
        if gate and gate.outcome is Outcome.PASSED:
            yield self._date(task, uept.certificate_due, gate, quality_gate_passed=gate.day)

    def application(self, task: Task) -> Iterator[EntryDate]:
        """Yield by when an assessment was or is to be applied for, for the day it is booked for or began."""
        assessment = _ASSESSED_AFTER[task.step]
        for start in self._starts(Task(assessment)):
            yield self._date(task, _ASSESSMENTS[assessment].latest, start, assessment=start.day)

    def assessment(self, task: Task) -> Iterator[EntryDate]:
        """Yield when an assessment may take place, and until when it moves without charge."""
        ask = _ASSESSMENTS[task.step]
        yield from self._from_notice(task, ask.earliest, "application")
        for start in self._starts(task):
            if start.day > self.today:
                yield self._date(task, ask.latest_free, start, assessment=start.day)

    def _from_notice(self, task: Task, earliest: Callable[..., Deadline], name: str) -> Iterator[EntryDate]:
        """Yield when *task* may begin: by the notice given or, if none was, by one given today."""
        given = self.entry.notice_given(task, self.today, self.terms["readings"])
        if given:
            yield self._date(task, earliest, given, **{name: given.day})
        elif self._last(task) is None and self.entry.may_begin(task.step, self.today) is not False:
            yield self._date(task, earliest, None, **{name: self.today})

    def _starts(self, task: Task) -> tuple[Event, ...]:
        """Return the day that *task* is booked for, or began; nothing if neither is known."""
        begun = [
            e
            for e in self.entry.known(task, self.today, self.terms["readings"])
            if e.outcome is Outcome.BEGUN
        ]
        booked = self.entry.booked(task, self.today)
        return (*begun, *booked)[-1:]

    def _last(self, task: Task) -> Event | None:
        known = self.entry.known(task, self.today, self.terms["readings"])
        return known[-1] if known else None

    def _date(
        self, task: Task, ask: Callable[..., Deadline], trigger: Event | None, **inputs: date
    ) -> EntryDate:
        deadline = ask(**inputs, **self.terms)
        done_on = self.entry.done_on(task, self.today, self.terms["readings"])
        begun = self.entry.known(task, self.today, self.terms["readings"])[:1]
        return EntryDate(
            task,
            deadline,
            str(trigger) if trigger else f"{deadline.asked_of[0].replace('_', ' ')} today, {self.today}",
            trigger,
            begun[0].day if begun and deadline.opens else done_on,
            _left(deadline.calendar, self.today, deadline.day),
        )


def _left(calendar: WorkingDayCalendar, today: date, day: date) -> int:
    if day >= today:
        return calendar.working_days_between(after=today, up_to=day)
    return -calendar.working_days_between(after=day, up_to=today)


@frozen(eq=False, repr=False)
class _Asks:
    """The dates of an assessment."""

    earliest: Callable[..., Deadline]
    latest: Callable[..., Deadline]
    latest_free: Callable[..., Deadline]


_ASSESSMENTS = {
    Step.FULL_USER_SECURITY_ASSESSMENT: _Asks(
        security_assessment.earliest_assessment,
        security_assessment.latest_application,
        security_assessment.latest_free_reschedule,
    ),
    Step.PRIVACY_ASSESSMENT: _Asks(
        privacy_assessment.earliest_assessment,
        privacy_assessment.latest_application,
        privacy_assessment.latest_free_change,
    ),
}

#: The assessment that each application is for.
_ASSESSED_AFTER = {
    Step.FUSA_APPLICATION: Step.FULL_USER_SECURITY_ASSESSMENT,
    Step.PRIVACY_APPLICATION: Step.PRIVACY_ASSESSMENT,
}

#: The readings that say from which notice a date is counted.
_COUNTED_UNDER = {Step.UEPT: ("RD-13", "RD-24"), Step.UEPT_NOTICE: ("RD-13", "RD-24")}

_DATES_OF: Mapping[Step, Callable[[_Known, Task], Iterator[EntryDate]]] = {
    Step.UEPT_NOTICE: _Known.notice,
    Step.UEPT: _Known.testing,
    Step.UEPT_RECEIPT_CONFIRMATION: _Known.confirmation,
    Step.UEPT_REVIEW: _Known.review,
    Step.TEST_CERTIFICATE: _Known.certificate,
    Step.FUSA_APPLICATION: _Known.application,
    Step.FULL_USER_SECURITY_ASSESSMENT: _Known.assessment,
    Step.PRIVACY_APPLICATION: _Known.application,
    Step.PRIVACY_ASSESSMENT: _Known.assessment,
}
