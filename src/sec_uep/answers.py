"""
What an answer is: all that its question was asked of, and what comes out of it.

A question is a class, and to ask it is to make one of its answers: `earliest_start(notice_given=day)`.
A `Finding` is an outcome with its grounds; a `Deadline`, in `deadlines`, is a day with its count.
Each can be asked again with one part varied: a date, a fact, a reading, the calendar.
Reasons are worked out when they are asked for; an answer that nobody questions stays cheap.
"""

from __future__ import annotations

from abc import ABCMeta, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from itertools import product
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, Self, TypeVar, cast, dataclass_transform

from attrs import Attribute, field, fields, frozen

from sec_uep.calendar import (
    Certainty,
    WorkingDayCalendar,
    any_of,
    england_and_wales,
    northern_ireland,
    scotland,
)
from sec_uep.checks import as_day, check_is, check_name
from sec_uep.citations import Citation
from sec_uep.errors import InvalidType, SecUepError, UnknownName, VerdictIsNotABoolean, displayed, shown
from sec_uep.facts import UNKNOWN, Fact, FrozenMapping, Lines, in_a_word, joined
from sec_uep.readings import DEFAULT_READINGS, REGISTER, Readings
from sec_uep.rules import Bearer, Modality, Rule

if TYPE_CHECKING:
    from sec_uep.disagreements import Disagreement

__all__ = [
    "Answer",
    "FactQuestion",
    "Finding",
    "Lack",
    "Note",
    "NoticeVerdict",
    "QuestionType",
    "Reason",
    "Reasons",
    "Verdict",
    "check_terms",
    "named_calendar",
    "question",
    "shape",
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
    """
    Return the calendar that a choice of RD-01 names.

    Raises:
        UnknownName: If RD-01 has no such choice.

    """
    if choice == "england-and-wales":
        return england_and_wales()
    if choice == "england-and-wales-or-scotland":
        return any_of(england_and_wales(), scotland())
    check_name("RD-01", choice, REGISTER["RD-01"].choices)
    return any_of(england_and_wales(), scotland(), northern_ireland())


A = TypeVar("A", bound="Answer")
V = TypeVar("V", bound=StrEnum)


#: The two parts that a question is asked under.
_TERMS = ("given_calendar", "chosen")


def _arranged(_: type, parts: list[Attribute[Any]]) -> list[Attribute[Any]]:
    """Put the two terms last, and take what a column has for a day where a day belongs."""
    taken = [each.evolve(converter=as_day) if _is_day(each) else each for each in parts]
    return sorted(taken, key=lambda each: _TERMS.index(each.name) if each.name in _TERMS else -1)


def _is_day(part: Attribute[Any]) -> bool:
    return part.init and part.converter is None and "date" in str(part.type).split(" | ")


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class QuestionType(ABCMeta):
    """
    The type of a question, by which a type checker knows its fields, and that its answers do not change.

    A shape whose field has an alias names it anew, because mypy takes the alias of a field
    that a frozen class inherits for an attribute; such a shape's own fields are `Final` instead.
    """


def shape(cls: type[A]) -> type[A]:
    """Make a shape that answers can have out of a class: of fields, and frozen."""
    made = frozen(kw_only=True, eq=False, repr=False, field_transformer=_arranged)(cls)
    for each in fields(cast("Any", made)):  # a converter hides the type from whoever asks for the signature
        if each.init:
            made.__init__.__annotations__[str(each.alias)] = each.type
    return made


@frozen(eq=False, repr=False)
class Lack:
    """
    A fact that a question may lack.

    Attributes:
        asks: The fact in words, as it is asked for.
        values: Values between which the verdict may change.
        rule: The rule that reads the fact; None if it is the rule that is asked.

    """

    asks: str
    values: tuple[Any, ...] = (True, False)
    rule: Rule | None = None


def question(
    rule: Rule,
    asks: str,
    *,
    turns_on: tuple[str, ...] = (),
    may_lack: Mapping[str, Lack] = MappingProxyType({}),
    name: str = "",
) -> Callable[[type[A]], type[A]]:
    """
    Make a question out of a class: to make an instance is to ask it, and the instance is the answer.

    Args:
        rule: The rule that is asked.
        asks: What the answer is, in words.
        turns_on: The ids of the readings that its answer may rest on, RD-01 left out.
        may_lack: The facts that may be unknown, each by its name or, inside a set, as "meters.smart".
        name: What receipts call it; its module and its own name if nothing is given.

    """

    def made(cls: type[A]) -> type[A]:
        kind = shape(cls)
        kind.name = name or f"{cls.__module__.rpartition('.')[2]}.{cls.__name__}"
        kind.asks, kind.reads, kind.may_lack, kind.rules_asked = asks, turns_on, may_lack, (rule,)
        parts = fields(cast("Any", kind))
        kind.asked_of = tuple(each.name for each in parts if each.init and each.name not in _TERMS)
        return kind

    return made


@shape
class Answer(metaclass=QuestionType):
    """
    What every answer carries: all that its question was asked of.

    Attributes:
        chosen: The readings it was asked under.

    """

    name: ClassVar[str]
    asks: ClassVar[str]
    reads: ClassVar[tuple[str, ...]]
    may_lack: ClassVar[Mapping[str, Lack]]
    asked_of: ClassVar[tuple[str, ...]]
    rules_asked: ClassVar[tuple[Rule, ...]]
    counts: ClassVar[bool] = False

    chosen: Final[Readings] = field(default=DEFAULT_READINGS, alias="readings")

    _repr_html_ = displayed

    @property
    def given_calendar(self) -> WorkingDayCalendar | None:
        """The calendar that was given; None leaves it to RD-01."""
        return None

    @property
    def inputs(self) -> Mapping[str, Any]:
        """The facts or dates that it was asked of, by name."""
        return {name: getattr(self, name) for name in self.asked_of}

    @property
    def terms(self) -> dict[str, Any]:
        """The calendar and the readings that it was asked under, as another question takes them."""
        if self.counts:
            return {"calendar": self.given_calendar, "readings": self.chosen}
        return {"readings": self.chosen}

    def again(self, **varied: Any) -> Self:  # noqa: ANN401 - a fact, a date, a calendar or readings
        """
        Ask again with the parts named in *varied* changed.

        Raises:
            UnknownName: If the question has no such part.

        """
        parts = {**self.inputs, **self.terms}
        for name in varied:
            if name not in parts:
                raise UnknownName(self.name, name, tuple(parts), "the question has no such part")
        return type(self)(**{**parts, **varied})

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Answer) or type(self) is not type(other):
            return NotImplemented
        return self._asked() == other._asked()

    def __hash__(self) -> int:
        return hash((type(self), self._asked()))

    def _asked(self) -> tuple[Any, ...]:
        return (*self.inputs.values(), self.given_calendar, self.chosen)

    @property
    def rule(self) -> Rule:
        """The rule that was asked."""
        return self.rules_asked[0]

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
        """
        The readings that this answer rests on, by id, with the choice made for each.

        Another choice of one of them, alone, would change the outcome or the grounds, or leave no answer:
        because a fact is missing, or because the calendar ends.
        """
        said = (self.outcome, self.rules)
        return {
            id_: self.chosen[id_]
            for id_ in self.may_turn_on
            if any(
                other is None or (other.outcome, other.rules) != said for other in self._read_otherwise(id_)
            )
        }

    def _read_otherwise(self, id_: str) -> Iterator[Self | None]:
        """Yield the answer under each other choice for the reading *id_*; None where there is none."""
        for choice in REGISTER[id_].choices:
            if choice != self.chosen[id_]:
                try:
                    yield self.again(readings=self.chosen.choosing({id_: choice}))
                except SecUepError:
                    yield None

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
    def deadlines(self) -> tuple[Answer, ...]:
        """The days that the answer rests on, each a `Deadline`; its own is left out."""
        return ()

    @property
    def may_turn_on(self) -> tuple[str, ...]:
        """The ids of the readings that its question may turn on."""
        return (("RD-01",) if self.counts and self.given_calendar is None else ()) + self.reads

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """Where sources differ on what the answer rests on."""
        from sec_uep.disagreements import touching  # noqa: PLC0415 - asked for seldom, and long

        rules = (self.rule, *self.rules, *(reason.rule for reason in self.why()))
        return Lines(touching(tuple(rule.id for rule in rules)))


def check_terms(calendar: object, readings: object) -> None:
    """
    Check the two parts that every question takes.

    Raises:
        InvalidType: If *calendar* is neither None nor a calendar, or *readings* are not `Readings`.

    """
    say = "pass sec_uep.Readings(...), or leave them out"
    check_is("readings", readings, Readings, "are not Readings", say)
    if calendar is not None:
        say = "pass sec_uep.calendar.england_and_wales() or another one, or leave it out"
        check_is("calendar", calendar, WorkingDayCalendar, next_step=say)


@frozen
class Reason:
    """
    One step of an explanation.

    Attributes:
        rule: The rule that the step applies.
        holds: Whether what the rule asks holds; `UNKNOWN` where a fact is missing.
        text: The step in words.
        facts: The facts or dates that it read, by name.
        readings: The ids of the readings that the step rests on.

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

    def as_row(self) -> dict[str, Any]:
        """Return the step as a flat row of plain values."""
        return {
            "rule": self.rule.id,
            "holds": in_a_word(self.holds),
            "text": self.text,
            "readings": joined(self.readings),
            "source": str(self.citation),
        }

    _repr_html_ = displayed

    def __repr__(self) -> str:
        return f"<Reason {self.rule.id}: {self.holds}>"

    def __str__(self) -> str:
        under = f"; {', '.join(self.readings)}" if self.readings else ""
        return f"{in_a_word(self.holds)}: {self.text} [{self.rule.id}, {self.citation}{under}]"


@frozen
class Note(Reason):
    """What another text says of the same matter: it stands beside the reasons, and decides nothing."""

    def __repr__(self) -> str:
        return f"<Note {self.rule.id}>"

    def __str__(self) -> str:
        return f"note: {self.text} [{self.rule.id}, {self.citation}]"


class Reasons(Lines[Reason]):
    """The steps of an explanation, in order; `str()` puts each on a line."""

    __slots__ = ()


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

    def as_row(self) -> dict[str, Any]:
        """Return the question as a flat row of plain values."""
        return {
            "fact": self.fact,
            "asks": self.asks,
            "settles_in": self.settles_in,
            "rule": self.rule.id,
            "source": str(self.rule.citation),
        }

    _repr_html_ = displayed

    def __repr__(self) -> str:
        return f"<FactQuestion {self.fact}, {self.rule.id}>"

    def __str__(self) -> str:
        return f"{self.asks} ({self.fact}; {self.rule.id}, {self.rule.citation})"


@shape
class Finding(Answer, Generic[V]):
    """
    An outcome with its grounds.

    Every question that gives one raises what is listed here; where it raises more, it says so.

    Attributes:
        verdict: The outcome.
        grounds: The rules that carry it. Where a verdict holds however the unknown facts turn out,
            these are the rules that carry it in one case or another.

    Raises:
        InvalidType: If an input is of another type, named as the caller named it.
        InvalidValue: If a number or an amount is none that there can be.
        UnknownName: If a name is none of those that there are.
        DateOutsideCalendar: If a count leaves the calendar.

    """

    verdict: V = field(init=False)
    grounds: tuple[Rule, ...] = field(init=False)

    @abstractmethod
    def _find(self) -> tuple[V, tuple[Rule, ...]]:
        """Return the verdict and its grounds."""
        ...

    @abstractmethod
    def _reasons(self) -> Iterable[Reason]:
        """Return the reasons for the verdict."""
        ...

    def __attrs_post_init__(self) -> None:
        if self.chosen.__class__ is not Readings or self.given_calendar is not None:
            check_terms(self.given_calendar, self.chosen)
        verdict, grounds = self._find()
        _set_verdict(self, verdict)
        _set_grounds(self, grounds)

    @property
    def outcome(self) -> Any:  # noqa: ANN401 - of the finding's kind
        """The verdict."""
        return self.verdict

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that the finding rests on: its grounds, or the rule that was asked."""
        return self.grounds or (self.rule,)

    def turns_on(self, id_: str) -> bool:
        """
        Return whether another choice for the reading *id_* alone would change the verdict, or leave none.

        Raises:
            UnknownName: If there is no such reading.

        """
        self.chosen[id_]  # an id that is not registered is refused here
        return any(other is None or other.verdict is not self.verdict for other in self._read_otherwise(id_))

    @property
    def in_every_case(self) -> bool:
        """Whether its grounds carry the verdict however the unknown facts turn out."""
        return bool(self.grounds)

    @property
    def possible(self) -> tuple[V, ...]:
        """The verdicts that the unknown facts leave possible."""
        return (self.verdict,)

    def why(self) -> Reasons:
        """Return the reasons for the verdict."""
        return Reasons(self._reasons())

    def why_not(self, verdict: V) -> Reasons:
        """
        Return, for each way to *verdict*, what it lacks; nothing if it is the verdict.

        Raises:
            UnknownName: If *verdict* is none of those that such a finding can have.
            InvalidType: If it is neither a verdict nor text.

        """
        named = self._named(verdict)
        return Reasons(()) if named is self.verdict else Reasons(self._lacks(named))

    def _lacks(self, verdict: V) -> Iterable[Reason]:  # noqa: ARG002 - what a finding with many ways looks at
        """Return what *verdict*, which is not the one found, lacks."""
        reasons = self.why()
        return [reason for reason in reasons if reason.holds is not True] or reasons

    @property
    def certainty(self) -> Certainty | None:
        """How sure the days are that the verdict rests on, the least sure of them; None if on none."""
        return None

    def smallest_changes(self, verdict: V) -> tuple[Mapping[str, Fact], ...]:
        """
        Return the smallest sets of facts whose change, or whose becoming known, leads to *verdict*.

        Each leads there, whatever the facts that are still unknown turn out to be, and no set of fewer does;
        nothing if no set does, or none is needed.
        Facts are varied, true or false; dates, amounts and the licences of a Party are not.

        Raises:
            UnknownName: If *verdict* is none of those that such a finding can have.
            InvalidType: If it is neither a verdict nor text.

        """
        named, known = self._named(verdict), self._known()
        if named is self.verdict:
            return ()
        changes = [
            {name: fact for name, fact in way.items() if known[name] is not fact}
            for way in self._ways().get(named, ())
        ]
        changes = [each for each in changes if all(fact.__class__ is bool for fact in each.values())]
        fewest = min(map(len, changes), default=0)
        return Lines(dict.fromkeys(FrozenMapping(each) for each in changes if len(each) == fewest))

    def next_questions(self) -> Lines[FactQuestion]:
        """Return the unknown facts that can still change the verdict, those that settle it soonest first."""
        needs = {frozenset(need.items()) for _, need in self._needs()}
        smallest = [dict(need) for need in needs if not any(other < need for other in needs)]
        asked = [
            FactQuestion(name, lack.asks, min(map(len, settling)), lack.rule or self.rule)
            for name, lack in self._may_lack().items()
            if (settling := [need for need in smallest if name in need])
        ]
        return Lines(sorted(asked, key=lambda question: question.settles_in))

    def as_row(self) -> dict[str, Any]:
        """
        Return the finding as a flat row of plain values; several in a cell are parted by "; ".

        *grounds* are the rules that carry the verdict, and *rule* is the first of them; without any it is the
        rule that was asked.
        *readings* are those that it rests on, each with its choice, and *questions* the unknown facts
        that can still change it. Findings of one question have the same columns.
        """
        certainty = self.certainty
        return {
            "verdict": self.verdict.value,
            "rule": (*self.grounds, self.rule)[0].id,
            "grounds": joined(rule.id for rule in self.grounds),
            "bearer": self.bearer.value,
            "certainty": certainty.value if certainty else None,
            "readings": joined(f"{id_}={choice}" for id_, choice in self.readings.items()),
            "questions": joined(each.fact for each in self.next_questions()),
        }

    def _may_lack(self) -> Mapping[str, Lack]:
        """Return the facts that may be unknown, by name."""
        return self.may_lack

    def _known(self) -> Mapping[str, Any]:
        """Return what is known of each of these facts."""
        places = {name: name.partition(".") for name in self.may_lack}
        inputs = self.inputs
        return {
            name: inputs[field][member] if member else inputs[field]
            for name, (field, _, member) in places.items()
        }

    def _with(self, facts: Mapping[str, Any]) -> Self:
        """Ask again with some of these facts changed."""
        varied: dict[str, Any] = {}
        for name, fact in facts.items():
            field, _, member = name.partition(".")
            varied[field] = {**varied.get(field, {}), member: fact} if member else fact
        return self.again(**varied)

    def _needs(self) -> Iterator[tuple[V, Mapping[str, Any]]]:
        """Yield each verdict that is possible, with a set of facts that, becoming known, settle it."""
        known = self._known()
        for verdict, ways in self._ways().items():
            for way in ways:
                if all(known[name] in (UNKNOWN, fact) for name, fact in way.items()):
                    yield verdict, {name: fact for name, fact in way.items() if known[name] is UNKNOWN}

    def _ways(self) -> Mapping[V, Sequence[Mapping[str, Any]]]:
        """
        Return the sets of facts that lead to each verdict, whatever the other facts turn out to be.

        The question is asked again for every pattern of the facts that may be unknown.
        """
        known, lacks = self._known(), self._may_lack()
        values = [tuple(dict.fromkeys((UNKNOWN, *lacks[name].values, fact))) for name, fact in known.items()]
        settled: dict[tuple[Any, ...], V] = {}
        ways: dict[V, list[Mapping[str, Any]]] = {}
        for pattern in sorted(product(*values), key=lambda each: each.count(UNKNOWN)):
            facts = dict(zip(known, pattern, strict=True))
            verdict = self._with(facts).verdict
            one_more_known = (
                settled.get((*pattern[:n], value, *pattern[n + 1 :]))
                for n, fact in enumerate(pattern)
                if fact is UNKNOWN
                for value in values[n][1:]
            )
            if all(each is verdict for each in one_more_known):
                settled[pattern] = verdict
                way = {name: fact for name, fact in facts.items() if fact is not UNKNOWN}
                ways.setdefault(verdict, []).append(way)
        return ways

    def _named(self, verdict: object) -> V:
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
        should = f"{self.bearer} should; " if self.modality is Modality.SHOULD else ""
        return f"{self.verdict.value}{f' [{should}{where}{sure}]' if where else ''}"


# The slots of a frozen class, set past its freezing: twice as quick as object.__setattr__.
_set_verdict, _set_grounds = vars(Finding)["verdict"].__set__, vars(Finding)["grounds"].__set__
