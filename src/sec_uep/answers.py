"""
The shapes of every answer: a `Finding` is an outcome with its grounds, a `Deadline` a day with its count.

Each carries the question that it answers,
so that the question can be asked again with one part varied: a date, a fact, a reading, the calendar.
Reasons are worked out when they are asked for; an answer that nobody questions stays cheap.
"""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar

from attrs import field, frozen

from sec_uep.calendar import (
    CHANGES_SEEN,
    Certainty,
    Ledger,
    WorkingDayCalendar,
    any_of,
    check_date,
    england_and_wales,
    northern_ireland,
    scotland,
)
from sec_uep.citations import Citation
from sec_uep.errors import (
    DateOutsideCalendar,
    InvalidType,
    InvalidValue,
    MissingFact,
    UnknownName,
    VerdictIsNotABoolean,
    shown,
)
from sec_uep.facts import UNKNOWN, Fact, FrozenMapping
from sec_uep.readings import REGISTER, Readings
from sec_uep.rules import PARTY_SIDE, Bearer, Modality, Rule

if TYPE_CHECKING:
    from sec_uep.disagreements import Disagreement

__all__ = [
    "Answer",
    "Counting",
    "Deadline",
    "DeadlineKind",
    "Explained",
    "FactQuestion",
    "Finding",
    "FindingKind",
    "NoticeVerdict",
    "Probe",
    "Question",
    "QuestionKind",
    "Reason",
    "Reasons",
    "Verdict",
    "check_terms",
    "named_calendar",
]


class Verdict(StrEnum):
    """What Table 1 says of a licence, or of a Party that holds none."""

    MUST = "must"
    EXEMPT = "exempt"
    NOT_REQUIRED = "not-required"
    NOT_YET = "not-yet"
    OPTIONAL = "optional"
    NOT_SETTLED = "not-settled"
    UNDETERMINED = "undetermined"


class NoticeVerdict(StrEnum):
    """Whether a notice is long enough."""

    SUFFICIENT = "sufficient"
    INSUFFICIENT = "insufficient"


@cache
def named_calendar(choice: str) -> WorkingDayCalendar:
    """Return the calendar that a choice of RD-01 names."""
    if choice == "england-and-wales":
        return england_and_wales()
    if choice == "england-and-wales-or-scotland":
        return any_of(england_and_wales(), scotland())
    return any_of(england_and_wales(), scotland(), northern_ireland())


@frozen(eq=False, repr=False)
class QuestionKind:
    """
    A question that the package can answer, with no facts or dates in it yet.

    Attributes:
        name: Where the question is asked, such as "entry_process_testing.earliest_start".
        rule: The rule that is asked.
        asks: What the answer is, in words.
        ask: The public function that asks it.
        inputs: The names of its facts or dates, in order.
        turns_on: The ids of the readings that its answer may rest on, RD-01 left out.
        counts: Whether it counts on a calendar, and so rests on RD-01 too.

    """

    name: str
    rule: Rule
    asks: str
    ask: Callable[..., Answer[Any]]
    inputs: tuple[str, ...]
    turns_on: tuple[str, ...] = ()
    counts: bool = True

    def __reduce__(self) -> tuple[Callable[..., QuestionKind], tuple[Callable[..., Any], Rule]]:
        return _kind_asked_by, (self.ask, self.rule)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"


def _kind_asked_by(ask: Callable[..., Any], rule: Rule) -> QuestionKind:
    """Return the kind of question that *ask* asks of *rule*; a kind is a constant, and never copied."""
    kinds: tuple[QuestionKind, ...] = sys.modules[ask.__module__].QUESTIONS
    return next(kind for kind in kinds if kind.ask is ask and kind.rule == rule)


@frozen
class Question:
    """
    What was asked: the rule, of what facts or dates, under which calendar and readings.

    Attributes:
        kind: Which question it is.
        inputs: The facts or dates it was asked of, by name.
        calendar: The calendar that was given; None leaves it to RD-01.
        readings: The readings it was asked under.

    """

    kind: QuestionKind
    inputs: Mapping[str, Any] = field(hash=False)
    calendar: WorkingDayCalendar | None
    readings: Readings

    def again(self, **varied: Any) -> Answer[Any]:  # noqa: ANN401 - a fact, a date, a calendar or readings
        """
        Ask again with the parts named in *varied* changed.

        Raises:
            UnknownName: If the question has no such part.

        """
        parts = {**self.inputs, "readings": self.readings}
        if self.kind.counts:
            parts["calendar"] = self.calendar
        for name in varied:
            if name not in parts:
                raise UnknownName(self.kind.name, name, tuple(parts), "the question has no such part")
        return self.kind.ask(**{**parts, **varied})


K = TypeVar("K", bound=QuestionKind)
V = TypeVar("V", bound=StrEnum)


@frozen
class Answer(ABC, Generic[K]):
    """What every answer carries: the kind of question, and all that it was asked of."""

    kind: K
    inputs: tuple[Any, ...]
    given_calendar: WorkingDayCalendar | None
    chosen: Readings

    @property
    def question(self) -> Question:
        """The question that this answers; it can be asked again."""
        return Question(
            self.kind,
            dict(zip(self.kind.inputs, self.inputs, strict=True)),
            self.given_calendar,
            self.chosen,
        )

    @property
    def rule(self) -> Rule:
        """The rule that was asked."""
        return self.kind.rule

    @property
    def citation(self) -> Citation:
        """Where that rule is written."""
        return self.rule.citation

    @property
    def bearer(self) -> Bearer:
        """Who owes what the rule asks."""
        return self.rule.bearer

    @property
    def modality(self) -> Modality:
        """How strongly the rule binds."""
        return self.rule.modality

    @property
    def calendar(self) -> WorkingDayCalendar:
        """The calendar counted on: the one given, or the one that RD-01 names."""
        if self.given_calendar is None:
            return named_calendar(self.chosen.rd_01)
        return self.given_calendar

    @property
    def readings(self) -> Mapping[str, str]:
        """The readings that this answer rests on, by id, with the choice made for each."""
        return {id_: self.chosen[id_] for id_ in self.may_turn_on}

    @property
    @abstractmethod
    def outcome(self) -> Any:  # noqa: ANN401 - a day, a verdict, or a verdict with a range
        """What the answer says, without its reasons: what counts when two answers are compared."""
        ...

    @abstractmethod
    def why(self) -> Reasons:
        """Return the reasons for the answer."""
        ...

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that the answer rests on."""
        return (self.rule,)

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """The days that the answer rests on, its own left out."""
        return ()

    @property
    def may_turn_on(self) -> tuple[str, ...]:
        """The ids of the readings that its question may turn on."""
        return (("RD-01",) if self.kind.counts and self.given_calendar is None else ()) + self.kind.turns_on

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """Where sources differ on what the answer rests on."""
        from sec_uep.disagreements import touching  # noqa: PLC0415 - asked for seldom, and long

        rules = (self.rule, *self.rules, *(reason.rule for reason in self.why()))
        return touching(tuple(rule.id for rule in rules))

    def again(self, **varied: Any) -> Self:  # noqa: ANN401 - a fact, a date, a calendar or readings
        """Ask the question again with the parts named in *varied* changed."""
        return self.question.again(**varied)  # type: ignore[return-value]


class Counting(Protocol):
    """The calendar as a count sees it: the real one, or one that is watched."""

    def on_or_after(self, day: date) -> date:
        """Return *day*, or the first Working Day after it."""
        ...

    def on_or_before(self, day: date) -> date:
        """Return *day*, or the last Working Day before it."""
        ...

    def nth_working_day_after(self, day: date, n: int) -> date:
        """Return the *n*-th Working Day after *day*."""
        ...

    def nth_working_day_before(self, day: date, n: int) -> date:
        """Return the *n*-th Working Day before *day*."""
        ...


class _Watched:
    """A calendar that remembers the first and the last day whose kind its answers rest on."""

    def __init__(self, calendar: WorkingDayCalendar) -> None:
        self._calendar = calendar
        self._days: list[date] = []

    def _saw(self, *days: date) -> None:
        self._days.extend(days)

    def on_or_after(self, day: date) -> date:
        found = self._calendar.on_or_after(day)
        self._saw(day, found)
        return found

    def on_or_before(self, day: date) -> date:
        found = self._calendar.on_or_before(day)
        self._saw(found, day)
        return found

    def nth_working_day_after(self, day: date, n: int) -> date:
        found = self._calendar.nth_working_day_after(day, n)
        self._saw(_next_day(day), found)
        return found

    def nth_working_day_before(self, day: date, n: int) -> date:
        found = self._calendar.nth_working_day_before(day, n)
        self._saw(found, _day_before(day))
        return found

    def span(self) -> tuple[date, date] | None:
        return (min(self._days), max(self._days)) if self._days else None


def _next_day(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


#: A count: of a calendar, the readings and the inputs it makes the day counted from, and the day.
Count = Callable[..., tuple[date, date]]


_CALENDAR_OR_NONE = (WorkingDayCalendar, type(None))


@frozen(eq=False, repr=False)
class DeadlineKind(QuestionKind):
    """
    A question whose answer is a `Deadline`.

    Attributes:
        count: The count that answers it.
        opens: Whether the day is the first on which something may be done; otherwise it is the last.
        may_be_unknown: The inputs that may be `UNKNOWN`.

    """

    count: Count = field(kw_only=True)
    may_be_unknown: tuple[str, ...] = field(default=(), kw_only=True)
    opens: bool = field(default=False, kw_only=True)

    def answer(
        self,
        inputs: tuple[Any, ...],
        calendar: WorkingDayCalendar | None,
        readings: Readings,
    ) -> Deadline:
        """
        Count, and return the day with all that it rests on.

        Raises:
            InvalidType: If an input is not a date, named as the caller named it.
            DateOutsideCalendar: If the count leaves the calendar.

        """
        if readings.__class__ is not Readings or calendar.__class__ not in _CALENDAR_OR_NONE:
            check_terms(calendar, readings)
        try:
            on = named_calendar(readings.rd_01) if calendar is None else calendar
            counted_from, day = self.count(on, readings, *inputs)
        except (TypeError, MissingFact):  # ours, or what comes of comparing things that are not dates
            self._check(inputs)
            raise
        except DateOutsideCalendar as refusal:
            question = f"{self.inputs[0]}: {refusal.question}"
            raise DateOutsideCalendar(question, refusal.calendar, refusal.first, refusal.last) from None
        except InvalidValue as refusal:  # a period that no date can hold, seen from the input
            given = ", ".join(map(str, inputs))
            reason, next_step = "is too near the first or the last date there is", "pass another day"
            raise InvalidValue(self.inputs[0], given, reason, next_step) from refusal
        return Deadline(self, inputs, calendar, readings, day, counted_from)

    def _check(self, inputs: tuple[Any, ...]) -> None:
        for name, value in zip(self.inputs, inputs, strict=True):
            if value is not UNKNOWN or name not in self.may_be_unknown:
                check_date(name, value)


def check_terms(calendar: object, readings: object) -> None:
    """
    Check the two parts that every question takes.

    Raises:
        InvalidType: If *calendar* is neither None nor a calendar, or *readings* are not `Readings`.

    """
    if not isinstance(readings, Readings):
        raise InvalidType(
            "readings",
            shown(readings),
            "are not Readings",
            "pass sec_uep.Readings(...), or leave them out",
        )
    if calendar is not None and not isinstance(calendar, WorkingDayCalendar):
        raise InvalidType(
            "calendar",
            shown(calendar),
            "is not a WorkingDayCalendar",
            "pass sec_uep.calendar.england_and_wales() or another one, or leave it out",
        )


@frozen(repr=False)
class Deadline(Answer[DeadlineKind]):
    """
    A day that a rule gives, with the rule, the count and how sure it is.

    Attributes:
        day: The day.
        counted_from: The day that the count started from; it never counts itself.

    """

    day: date
    counted_from: date

    @property
    def read(self) -> tuple[date, date] | None:
        """The first and the last day whose kind, working or not, this answer rests on; None if on none."""
        watched = _Watched(self.calendar)
        self.kind.count(watched, self.chosen, *self.inputs)
        return watched.span()

    @property
    def certainty(self) -> Certainty:
        """Whether the bank holidays this rests on are published, projected or amended by the caller."""
        span = self.read
        if span is None:
            return Certainty.PUBLISHED
        return self.calendar.certainty(first=span[0], last=span[1])

    @property
    def outcome(self) -> date:
        """The day."""
        return self.day

    @property
    def range(self) -> tuple[date, date]:
        """
        The earliest and the latest day that any choice of readings gives.

        Raises:
            MissingFact: If a reading counts from a day that was not given.
            DateOutsideCalendar: If a reading counts beyond its calendar.

        """
        choices = [[(id_, choice) for choice in REGISTER[id_].choices] for id_ in self.may_turn_on]
        days = [self.again(readings=self.chosen.choosing(dict(chosen))).day for chosen in product(*choices)]
        return min(days), max(days)

    def safe_for(self, bearer: Bearer) -> date:
        """
        Return the day that is safe for *bearer*, whichever reading is right.

        Who must act by the day plans with the earliest, and who waits for it with the latest.
        Where the day is the first on which something may be done, it is the other way round:
        who may act from it plans with the latest, and who must be ready for it with the earliest.

        Raises:
            MissingFact: If a reading counts from a day that was not given.
            DateOutsideCalendar: If a reading counts beyond its calendar.
            InvalidType: If *bearer* is not a `Bearer`.

        """
        if not isinstance(bearer, Bearer):
            raise InvalidType("bearer", shown(bearer), "is not a Bearer", "pass sec_uep.Bearer.PARTY, say")
        earliest, latest = self.range
        acts = bearer is self.bearer or {bearer, self.bearer} <= PARTY_SIDE
        return latest if acts is self.kind.opens else earliest

    @property
    def projected_from(self) -> date | None:
        """The first day whose bank holidays are only computed, if the day rests on such days."""
        published_through, read = self.calendar.published_through, self.read
        return _next_day(published_through) if read and read[1] > published_through else None

    @property
    def sureness(self) -> str:
        """How sure the day is, in words: what its certainty rests on, and how often that has changed."""
        if self.certainty is Certainty.AMENDED:
            return "amended: it rests on a bank holiday that the caller added or removed"
        if self.projected_from:
            return f"projected: bank holidays from {self.projected_from} on are only computed; {CHANGES_SEEN}"
        return f"published; {CHANGES_SEEN}"

    def ledger(self) -> Ledger:
        """Return every day of the count: counted or skipped, and why."""
        return self.calendar.ledger(
            after=min(self.counted_from, self.day), up_to=max(self.counted_from, self.day)
        )

    def why(self) -> Reasons:
        """Return the reasons for the day."""
        given = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in self.question.inputs.items())
        return Reasons(
            (
                Reason(self.rule, holds=True, text=self.rule.statement, facts=self.question.inputs),
                Reason(
                    self.rule,
                    holds=True,
                    text=f"{given}: {self.kind.asks} is {self.day:%A %d %B %Y}",
                    facts={},
                ),
            )
        )

    def __repr__(self) -> str:
        return f"<Deadline {self.day} {self.rule.id}, {self.certainty.value}>"

    def __str__(self) -> str:
        return (
            f"{self.day} ({self.kind.asks}; {self.bearer} {self.modality}; "
            f"{self.rule.id}, {self.citation}; {self.certainty.value})"
        )


@frozen
class Reason:
    """
    One step of an explanation.

    Attributes:
        rule: The rule that the step applies.
        holds: Whether what the rule asks holds; `UNKNOWN` where a fact is missing.
        text: The step in words.
        facts: The facts or dates that it read, by name.
        readings: The readings it was read under, by id.

    """

    rule: Rule
    holds: Fact
    text: str
    facts: Mapping[str, Any] = field(hash=False)
    readings: tuple[str, ...] = ()

    @property
    def citation(self) -> Citation:
        """Where the rule is written."""
        return self.rule.citation

    def __str__(self) -> str:
        mark = "unknown" if self.holds is UNKNOWN else "yes" if self.holds else "no"
        under = f"; {', '.join(self.readings)}" if self.readings else ""
        return f"{mark}: {self.text} [{self.rule.id}, {self.citation}{under}]"


class Reasons(tuple[Reason, ...]):
    """The steps of an explanation, in order; `str()` puts each on a line."""

    __slots__ = ()

    def __str__(self) -> str:
        return "\n".join(map(str, self))


@frozen
class FactQuestion:
    """
    A fact that is not known and can still change a verdict.

    Attributes:
        fact: The name of the fact, such as "paragraphs.39.4".
        asks: The question in words.
        settles_in: How many facts must become known, this one among them, to settle it at the soonest.
        rule: The rule that reads the fact.

    """

    fact: str
    asks: str
    settles_in: int
    rule: Rule

    def __str__(self) -> str:
        return f"{self.asks} ({self.fact}; {self.rule.id}, {self.rule.citation})"


class Explainer(Protocol):
    """What explains a finding of one kind."""

    def why(self, finding: Finding[Any]) -> Reasons: ...
    def why_not(self, finding: Finding[Any], verdict: Any) -> Reasons: ...  # noqa: ANN401 - of the finding's kind
    def next_questions(self, finding: Finding[Any]) -> tuple[FactQuestion, ...]: ...
    def smallest_changes(self, finding: Finding[Any], verdict: Any) -> tuple[Mapping[str, Fact], ...]: ...  # noqa: ANN401 - as above


@frozen(eq=False, repr=False)
class Probe:
    """
    How to ask for an input that is unknown.

    Attributes:
        asks: The question in words.
        values: Values between which the verdict may change.

    """

    asks: str
    values: tuple[Any, ...] = (True, False)


class Explained:
    """Explains findings of a kind by one function, and asks for those of their inputs that are unknown."""

    def __init__(
        self,
        reasons: Callable[[Finding[Any]], tuple[Reason, ...]],
        probes: Mapping[str, Probe] | None = None,
    ) -> None:
        """Explain by *reasons*; *probes* has a probe for each input that may be unknown."""
        self._reasons = reasons
        self._probes = probes or {}

    def why(self, finding: Finding[Any]) -> Reasons:
        """Return the reasons for the verdict."""
        return Reasons(self._reasons(finding))

    def why_not(self, finding: Finding[Any], verdict: Any) -> Reasons:  # noqa: ANN401 - of the finding's kind
        """Return the reasons for the verdict that stands instead of *verdict*."""
        return Reasons(()) if finding.verdict is verdict else self.why(finding)

    def next_questions(self, finding: Finding[Any]) -> tuple[FactQuestion, ...]:
        """Return the inputs that are unknown and, once known, can change the verdict."""
        inputs = finding.question.inputs
        return tuple(
            FactQuestion(name, probe.asks, 1, finding.rule)
            for name, probe in self._probes.items()
            if inputs[name] is UNKNOWN
            and any(finding.again(**{name: value}).verdict is not finding.verdict for value in probe.values)
        )

    def smallest_changes(self, finding: Finding[Any], verdict: Any) -> tuple[Mapping[str, Fact], ...]:  # noqa: ANN401 - of the finding's kind
        """Return the single inputs, among those that may be unknown, whose change leads to *verdict*."""
        if finding.verdict is verdict:
            return ()
        return tuple(
            FrozenMapping({name: value})
            for name, probe in self._probes.items()
            for value in probe.values
            if finding.question.inputs[name] is not value
            and finding.again(**{name: value}).verdict is verdict
        )


E = TypeVar("E", bound=Explainer)


def _no_deadlines(_: Finding[Any]) -> tuple[Deadline, ...]:
    return ()


@frozen(eq=False, repr=False)
class FindingKind(QuestionKind, Generic[E]):
    """
    A question whose answer is a `Finding`.

    Attributes:
        explain: What explains it.
        rests_on: The deadlines that it rests on.

    """

    explain: E = field(kw_only=True)
    rests_on: Callable[[Finding[Any]], tuple[Deadline, ...]] = field(default=_no_deadlines, kw_only=True)


@frozen(repr=False)
class Finding(Answer[FindingKind[Any]], Generic[V]):
    """
    An outcome with its grounds.

    Attributes:
        verdict: The outcome.
        grounds: The rules that carry it. Where a verdict holds however the unknown facts turn out,
            these are the rules that carry it in one case or another.

    """

    verdict: V
    grounds: tuple[Rule, ...]

    @property
    def outcome(self) -> Any:  # noqa: ANN401 - of the finding's kind
        """The verdict."""
        return self.verdict

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that the finding rests on: its grounds, or the rule that was asked."""
        return self.grounds or (self.rule,)

    @property
    def readings(self) -> Mapping[str, str]:
        """The readings that this rests on: another choice would change the verdict or its grounds."""
        return {
            id_: self.chosen[id_]
            for id_ in super().readings
            if any(self._differs(id_, choice) for choice in REGISTER[id_].choices)
        }

    def turns_on(self, id_: str) -> bool:
        """
        Return whether another choice for the reading *id_* alone would change the verdict.

        Raises:
            UnknownName: If there is no such reading.

        """
        self.chosen[id_]  # an id that is not registered is refused here
        return any(self._under(id_, choice).verdict is not self.verdict for choice in REGISTER[id_].choices)

    def _differs(self, id_: str, choice: str) -> bool:
        other = self._under(id_, choice)
        return (other.verdict, other.grounds) != (self.verdict, self.grounds)

    def _under(self, id_: str, choice: str) -> Finding[V]:
        return self.again(readings=self.chosen.choosing({id_: choice}))

    def why(self) -> Reasons:
        """Return the reasons for the verdict."""
        reasons: Reasons = self.kind.explain.why(self)
        return reasons

    def why_not(self, verdict: V) -> Reasons:
        """
        Return, for each way to *verdict*, what it lacks; nothing if it is the verdict.

        Raises:
            UnknownName: If *verdict* is none of those that such a finding can have.
            InvalidType: If it is neither a verdict nor text.

        """
        reasons: Reasons = self.kind.explain.why_not(self, self._verdict(verdict))
        return reasons

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """The days that the verdict rests on."""
        deadlines: tuple[Deadline, ...] = self.kind.rests_on(self)
        return deadlines

    @property
    def certainty(self) -> Certainty | None:
        """How sure the days are that the verdict rests on, the least sure of them; None if on none."""
        found = {deadline.certainty for deadline in self.deadlines}
        return next(
            (c for c in (Certainty.AMENDED, Certainty.PROJECTED, Certainty.PUBLISHED) if c in found), None
        )

    def smallest_changes(self, verdict: V) -> tuple[Mapping[str, Fact], ...]:
        """
        Return the smallest sets of facts whose change, or whose becoming known, leads to *verdict*.

        Each leads there, and no set of fewer facts does; nothing if no set does, or none is needed.
        Facts are varied, true or false; dates, amounts and the licences of a Party are not.

        Raises:
            UnknownName: If *verdict* is none of those that such a finding can have.
            InvalidType: If it is neither a verdict nor text.

        """
        changes: tuple[Mapping[str, Fact], ...] = self.kind.explain.smallest_changes(
            self, self._verdict(verdict)
        )
        return changes

    def next_questions(self) -> tuple[FactQuestion, ...]:
        """Return the unknown facts that can still change the verdict, those that settle it soonest first."""
        questions: tuple[FactQuestion, ...] = self.kind.explain.next_questions(self)
        return questions

    def _verdict(self, verdict: object) -> V:
        """Return the verdict that was named: text is equal to a verdict, and must not pass for one."""
        kind = type(self.verdict)
        if isinstance(verdict, kind):
            return verdict
        if isinstance(verdict, str) and not isinstance(verdict, StrEnum):
            if verdict in set(kind):
                return kind(verdict)
            raise UnknownName("verdict", verdict, tuple(kind))
        say = f"{kind.__name__}.{next(iter(kind)).name}"
        raise InvalidType("verdict", shown(verdict), f"is not a {kind.__name__}", f"pass {say}, say")

    def __bool__(self) -> bool:
        raise VerdictIsNotABoolean(self.verdict.value)

    def __repr__(self) -> str:
        ids = " ".join(rule.id for rule in self.grounds)
        return f"<Finding {self.verdict.value}{f' {ids}' if ids else ''}>"

    def __str__(self) -> str:
        where = "; ".join(f"{rule.id}, {rule.citation}" for rule in self.grounds)
        sure = f"; {self.certainty.value}" if self.certainty else ""
        return f"{self.verdict.value}{f' [{where}{sure}]' if where else ''}"
