"""
What a row of the table of steps is made of: all that can be known of one step of the User Entry Process.

The table itself stands in `steps`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Literal, TypeAlias

from attrs import field, frozen

from sec_uep.answers import Finding, NoticeVerdict
from sec_uep.calendar import Weeks, WorkingDays
from sec_uep.deadlines import Deadline
from sec_uep.errors import displayed
from sec_uep.events import AssuranceStatus, Outcome, Step
from sec_uep.readings import Readings
from sec_uep.rules import Bearer, Modality, Rule

__all__ = ["Again", "Dependency", "Ending", "Limit", "Notice", "Row"]

#: How a step can end, or stand before it does; None is an event without an outcome.
Ending: TypeAlias = Outcome | AssuranceStatus | None


@frozen
class Dependency:
    """
    One step that another waits for.

    Attributes:
        on: The step that comes first.
        rule: The rule that says so.
        words: The words of the source that say so.
        reading: The reading that it rests on, where the sources do not state it outright.
        choice: The choice of that reading with which it holds; None where it holds with every choice.
        must_precede: Whether what was done before the other step was complete does not count at all.

    """

    on: Step
    rule: Rule
    words: str
    reading: str | None = None
    choice: str | None = None
    must_precede: bool = False

    def holds(self, readings: Readings) -> bool:
        """Return whether it holds under *readings*."""
        return self.choice is None or self.reading is None or readings[self.reading] == self.choice

    _repr_html_ = displayed

    def __repr__(self) -> str:
        return f"<Dependency on {self.on.value}, {self.rule.id}>"


@frozen
class Notice:
    """
    The notice that comes before the start of a step: the questions that its provision answers.

    Attributes:
        by: The step that gives it.
        period: How long it is.
        earliest: Asks for the first day that a notice allows.
        given: What the day of the notice is called there.
        latest: Asks for the last Working Day on which to give it.
        last: Asks for the last day on which to give it, a Working Day or not.
        start: What the day of the start is called there.
        judged_by: Asks whether a notice is long enough; the only judge of that.
        given_to_judge: What the day of the notice is called there.
        is_booked_ahead: Whether another may be given before it is known how the step it is for has ended.
        free_move: Asks for the last day on which a booking of the step moves without charge.
        free: How long before the booked day that is, as the calendar counts weeks.
        charged_by: The rule by which moving it later can be charged for.

    """

    by: Step
    period: WorkingDays | Weeks
    earliest: Callable[..., Deadline]
    given: str
    latest: Callable[..., Deadline]
    last: Callable[..., Deadline]
    start: str
    judged_by: type[Finding[NoticeVerdict]]
    given_to_judge: str
    is_booked_ahead: bool = False
    free_move: Callable[..., Deadline] | None = None
    free: Weeks | None = None
    charged_by: Rule | None = None

    @property
    def must_be_given(self) -> bool:
        """Whether the rule says that it must be given, and not only that it should be."""
        return self.judged_by.rules_asked[0].modality is Modality.MUST

    def first_start(self, given: date, terms: Mapping[str, Any]) -> Deadline:
        """Return the first day that a notice of the day *given* allows."""
        return self.earliest(**{self.given: given}, **terms)

    def latest_working_day(self, start: date, terms: Mapping[str, Any]) -> Deadline:
        """Return the last Working Day on which notice suffices for *start*."""
        return self.latest(**{self.start: start}, **terms)

    def last_day(self, start: date, terms: Mapping[str, Any]) -> date:
        """Return the last day, a Working Day or not, on which notice suffices for *start* (RD-06)."""
        return self.last(**{self.start: start}, **terms).day

    def suffices(self, given: date, start: date, terms: Mapping[str, Any]) -> bool:
        """Return whether a notice of the day *given* suffices for *start*."""
        asked: dict[str, Any] = {self.given_to_judge: given, self.start: start, **terms}
        judged = self.judged_by(**asked)
        return judged.verdict is NoticeVerdict.SUFFICIENT

    _repr_html_ = displayed

    def __repr__(self) -> str:
        return f"<Notice {self.period}, {self.by.value}>"


@frozen
class Limit:
    """
    A time limit on whoever takes the step.

    Attributes:
        period: How long it is.
        due: Asks for its last day.
        trigger: What the day that it runs from is called there.
        runs_from: The step whose event starts it.
        after: The outcome with which that event starts it; None where any event does.
        reading: The reading that says from which event it runs.
        choice: The choice of that reading with which it runs from this one.

    """

    period: WorkingDays
    due: Callable[..., Deadline]
    trigger: str
    runs_from: Step
    after: Outcome | None = None
    reading: str | None = None
    choice: str | None = None

    def last_day(self, trigger: date, terms: Mapping[str, Any]) -> Deadline:
        """Return its last day, counted from *trigger*."""
        return self.due(**{self.trigger: trigger}, **terms)

    _repr_html_ = displayed

    def __repr__(self) -> str:
        return f"<Limit {self.period}, from {self.runs_from.value}>"


@frozen
class Again:
    """
    What must be taken again after an outcome.

    Attributes:
        after: The outcome.
        steps: The steps that must be taken again.
        rule: The rule that says so.
        reading: The reading that it rests on.
        choice: The choice of that reading with which it is these steps.

    """

    after: Outcome | AssuranceStatus
    steps: tuple[Step, ...]
    rule: Rule
    reading: str | None = None
    choice: str | None = None

    _repr_html_ = displayed

    def __repr__(self) -> str:
        return f"<Again after {self.after.value}, {self.rule.id}>"


@frozen(kw_only=True)
class Row:
    """
    All that is known of one step.

    Attributes:
        rule: The rule that asks for it.
        by: Who takes it; the bearer of that rule where nothing is said.
        then_by: Who acts next after an outcome of it, where that is somebody else.
        each_role: Whether it is taken for each User Role (RO-04).
        other_users_only: Whether it is for Other Users only (ST-11).
        outcomes: The outcomes that it can have.
        word: Of an assurance status, the question which one a word named on its day (EX-01).
        done_with: The outcomes that end it as done; None is an event without one.
        takes_time: Whether it can be said to have begun, and to have been moved.
        needs_estimate: Whether it takes a time that no source states, so that a plan needs an estimate.
        before_accession: The reading, and its choice, with which it may be taken before accession.
        dependencies: The steps that it waits for.
        first_role_serves: The reading, and its choice, with which it waits for one User Role only.
        notice: The notice before its start.
        limits: Its time limit; several where a reading says from which event it runs.
        again: What its outcomes send back.
        anew: The steps whose earlier events no longer count once it is taken anew.
        bears_on: Further readings that say when it can be taken, or when it is done.

    """

    rule: Rule
    by: Bearer = field()
    then_by: Mapping[Ending, Bearer] = field(factory=dict)
    each_role: bool = False
    other_users_only: bool = False
    outcomes: tuple[Outcome | AssuranceStatus, ...] = ()
    word: Callable[..., AssuranceStatus] | None = None
    done_with: frozenset[Ending] = frozenset({None})
    takes_time: bool = False
    needs_estimate: bool = False
    before_accession: tuple[str, str] | None = None
    dependencies: tuple[Dependency, ...] = ()
    first_role_serves: tuple[str, str] | None = None
    notice: Notice | None = None
    limits: tuple[Limit, ...] = ()
    again: tuple[Again, ...] = ()
    anew: tuple[Step, ...] = ()
    bears_on: tuple[str, ...] = ()

    @by.default
    def _bearer_of_its_rule(self) -> Bearer:
        return self.rule.bearer

    @property
    def readings(self) -> tuple[str, ...]:
        """The ids of the readings that bear on when it can be taken, or on when it is done."""
        parts: tuple[Dependency | Limit | Again, ...] = (*self.dependencies, *self.limits, *self.again)
        named = [each.reading for each in parts if each.reading is not None]
        named += [pair[0] for pair in (self.before_accession, self.first_role_serves) if pair]
        return tuple(sorted({*named, *self.bears_on}))

    def limit(self, readings: Readings) -> Limit | None:
        """Return its time limit as *readings* have it; None if it has none."""
        return next(
            (each for each in self.limits if each.reading is None or readings[each.reading] == each.choice),
            None,
        )

    def sent_back(self, outcome: Ending, readings: Readings) -> tuple[Step, ...]:
        """Return the steps that must be taken again after *outcome*."""
        return next(
            (
                each.steps
                for each in self.again
                if each.after is outcome and (each.reading is None or readings[each.reading] == each.choice)
            ),
            (),
        )

    def ends_with(self, outcome: Ending | Literal[False], readings: Readings) -> bool:
        """Return whether *outcome* ends it as done; RD-25 says so of Credit Cover that is required."""
        if outcome is Outcome.REQUIRED and readings.rd_25 == "confirmed":
            return True
        return outcome in self.done_with

    @property
    def is_act(self) -> bool:
        """Whether it is an act of the Party's, which takes no time: a notice, an application, a report."""
        return self.by is Bearer.PARTY and not self.takes_time and not self.outcomes

    @property
    def has_precondition(self) -> bool:
        """Whether it does not count at all where it was done before a step that it waits for."""
        return any(dependency.must_precede for dependency in self.dependencies)

    @property
    def can_be_a_no(self) -> bool:
        """Whether it has an outcome that says that it is not done."""
        return not _NO.isdisjoint(self.outcomes)

    def is_a_no(self, outcome: Ending | Literal[False], readings: Readings) -> bool:
        """Return whether *outcome* says that it is not done, and must be mended (EN-02)."""
        return outcome in _NO and not self.ends_with(outcome, readings)

    _repr_html_ = displayed

    def __repr__(self) -> str:
        return f"<Row {self.rule.id}>"


_NO = frozenset(
    {
        Outcome.FURTHER_TESTING,
        Outcome.FAILED,
        Outcome.NOT_ACCEPTED,
        Outcome.REQUIRED,
        AssuranceStatus.DEFERRED,
        AssuranceStatus.REJECTED,
    }
)
