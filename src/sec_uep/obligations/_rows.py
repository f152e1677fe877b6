"""
How a row of Table 1 is decided and explained.

A row is a few clauses and a function from their truth to an outcome.
No fact is read by two clauses, so the verdict on which all completions of the unknown *facts* agree
is the one on which all completions of the unknown *clauses* agree.
An outcome with an unknown clause is what its two completions have in common; each is worked out once.

Every explanation is made from the ways to a verdict:
the smallest sets of facts that lead to it, whatever the others turn out to be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import product
from typing import TypeAlias

from attrs import frozen

from sec_uep.answers import Finding, Lack, Reason, Reasons, Verdict
from sec_uep.citations import guidance
from sec_uep.facts import UNKNOWN, Condition, Fact, Is, Way, all_true
from sec_uep.parties import Licence, Party
from sec_uep.readings import Readings
from sec_uep.rules import Bearer, Kind, Rule

__all__ = [
    "OB_02",
    "OB_17",
    "Clause",
    "Outcome",
    "Row",
    "asked_for",
    "controlled_market_entry",
    "fact_in_words",
    "facts_of_case",
    "lost_by",
    "ways",
]


@frozen(eq=False, repr=False)
class Clause:
    """
    One condition that a row states.

    Attributes:
        key: What the row calls it.
        says: The condition in words, of the licence holder.
        rule: The rule that states it.
        when: The condition on the facts.

    """

    key: str
    says: str
    rule: Rule
    when: Condition


@frozen(eq=False, repr=False)
class Outcome:
    """
    A verdict and the rules that carry it.

    Attributes:
        verdict: The verdict.
        certain: The rules that carry it in every case, however the unknown facts turn out.
        possible: Those that carry it in one case or another, the certain ones among them.

    """

    verdict: Verdict
    certain: tuple[Rule, ...]
    possible: tuple[Rule, ...]

    @classmethod
    def of(cls, verdict: Verdict, *grounds: Rule) -> Outcome:
        """Return the outcome of one case."""
        return cls(verdict, grounds, grounds)

    @property
    def grounds(self) -> tuple[Rule, ...]:
        """The rules that carry it in every case; where none does, in one case or another."""
        return self.certain or self.possible

    def common(self, other: Outcome) -> Outcome:
        """Return what this outcome of one case and the *other* of another have in common."""
        if self.verdict is not other.verdict or self.verdict is Verdict.UNDETERMINED:
            return _UNDETERMINED
        certain = tuple([rule for rule in self.certain if rule in other.certain])
        return Outcome(self.verdict, certain, tuple(dict.fromkeys((*self.possible, *other.possible))))


_UNDETERMINED = Outcome(Verdict.UNDETERMINED, (), ())

OB_02 = Rule(
    "OB-02",
    Kind.MUST,
    Bearer.LICENCE_HOLDER,
    "Certain Ofgem licence holders must become DCC Users for each licence they hold; Table 1 says who",
    guidance("Who can complete the User Entry Process?"),
)
OB_17 = Rule(
    "OB-17",
    Kind.MAY,
    Bearer.PARTY,
    "A Party in Controlled Market Entry may begin the User Entry Process and is not obligated to",
    guidance("When can you begin the UEP?"),
)

_CME = "in_controlled_market_entry"

#: The last clause of every row under which somebody must become a DCC User.
controlled_market_entry = Clause("market-entry", "is in Controlled Market Entry", OB_17, Is(_CME))


def facts_of_case(licence: Licence, party: Party | None) -> dict[str, Fact]:
    """Return the facts of a licence and its Party by name; with no Party, Table 1 alone is asked."""
    return licence.facts() | ({_CME: False} if party is None else party.facts())


#: What is known of each clause of a row, in the row's order.
Values: TypeAlias = tuple[Fact, ...]


def _no_remarks(_: Finding[Verdict]) -> Iterator[Reason]:
    yield from ()


@frozen(eq=False, repr=False)
class Row:
    """
    One row of Table 1; it decides, and it explains the findings that come of it.

    Attributes:
        clauses: Its conditions, as the readings have them; one that changes nothing under them is left out.
        outcome: The outcome where every condition, by its key, is known.
        remarks: What a finding has to say beside its grounds.

    """

    clauses: Callable[[Readings], tuple[Clause, ...]]
    outcome: Callable[[Mapping[str, bool], Readings], Outcome]
    remarks: Callable[[Finding[Verdict]], Iterator[Reason]] = _no_remarks

    def decide(self, licence: Licence, party: Party | None, readings: Readings) -> Outcome:
        """Return the outcome of what is known, exactly."""
        facts = facts_of_case(licence, party)
        values = [clause.when.value(facts) for clause in _clauses(self, readings)]
        return _decided(self, tuple(values), readings)

    def why(self, finding: Finding[Verdict]) -> Reasons:
        """Return what the verdict stands on; or, where it is undetermined, every way that is still open."""
        if finding.verdict is Verdict.UNDETERMINED:
            ways_open = [
                reason
                for verdict in _DECIDED
                for reason in self._reasons(finding, verdict)
                if reason.holds is UNKNOWN
            ]
            return Reasons((*ways_open, *self.remarks(finding)))
        licence, party = finding.inputs.values()
        facts, readings = facts_of_case(licence, party), finding.chosen
        stands_on = next(
            pattern
            for pattern in _patterns(self, readings)[finding.verdict]
            if self._holds(pattern, facts, readings) is True
        )
        clauses = [
            Reason(clause.rule, value, clause.says, _read(clause.when, facts))
            for clause, value in zip(_clauses(self, readings), stands_on, strict=True)
            if value is not UNKNOWN and _is_asked(clause, finding)
        ]
        outcome = self.decide(licence, party, readings)
        holds: Fact = True if outcome.certain else UNKNOWN
        grounds = [Reason(rule, holds, rule.statement, {}) for rule in outcome.grounds]
        return Reasons((*grounds, *clauses, *self.remarks(finding)))

    def why_not(self, finding: Finding[Verdict], verdict: Verdict) -> Reasons:
        """Return what each way to *verdict* needs and lacks; nothing if it is the verdict."""
        if verdict in (finding.verdict, Verdict.UNDETERMINED):  # no set of known facts leaves it open
            return Reasons(())
        return Reasons(tuple(self._reasons(finding, verdict)))

    def _holds(self, pattern: Values, facts: Mapping[str, Fact], readings: Readings) -> Fact:
        """Return whether the clauses that *pattern* names are as it needs them."""
        return all_true(
            [
                Is("value", needed=needed).value({"value": clause.when.value(facts)})
                for clause, needed in zip(_clauses(self, readings), pattern, strict=True)
                if needed is not UNKNOWN
            ]
        )

    def _reasons(self, finding: Finding[Verdict], verdict: Verdict) -> Iterator[Reason]:
        """Yield a reason for each way to *verdict*: what it needs, and what is known."""
        facts, readings = facts_of_case(*finding.inputs.values()), finding.chosen
        clauses = _clauses(self, readings)
        known = tuple([clause.when.value(facts) for clause in clauses])
        for pattern in _patterns(self, readings)[verdict]:
            as_known = tuple(v if p is UNKNOWN else p for p, v in zip(pattern, known, strict=True))
            needs = [
                (clause, needed)
                for clause, needed in zip(clauses, pattern, strict=True)
                if needed is not UNKNOWN and _is_asked(clause, finding)
            ]
            yield Reason(
                _decided(self, as_known, readings).grounds[0],
                self._holds(pattern, facts, readings),
                f"{verdict.value} if it "
                + ", and ".join(
                    f"{clause.says} (needed: {_yes(needed)}, known: {_yes(clause.when.value(facts))})"
                    for clause, needed in needs
                ),
                {name: fact for clause, _ in needs for name, fact in _read(clause.when, facts).items()},
            )


def _is_asked(clause: Clause, finding: Finding[Verdict]) -> bool:
    """Return whether *clause* was asked of anybody: without a Party, Controlled Market Entry was not."""
    _, party = finding.inputs.values()
    return party is not None or clause is not controlled_market_entry


def lost_by(finding: Finding[Verdict]) -> tuple[Mapping[str, Fact], ...]:
    """Return the smallest sets of facts whose change loses an exemption; nothing where there is none."""
    return finding.smallest_changes(Verdict.MUST) if finding.verdict is Verdict.EXEMPT else ()


_DECIDED = tuple(verdict for verdict in Verdict if verdict is not Verdict.UNDETERMINED)


def fact_in_words(name: str) -> str:
    """Return the fact called *name* in words, said of the licence holder."""
    kind, _, member = name.partition(".")
    if kind.startswith("meters"):
        member = "meters of any other kind" if member == "other" else f"{member} meters"
    return _WORDS[kind].format(member)


_WORDS = {
    "domestic": "is a Domestic Supplier",
    "paragraphs": "is within paragraph {}",
    "meters": "installs {} at Designated Premises",
    "meters_elsewhere": "installs {} at other premises",
    "exempt_48_9": "has the exemption of Condition 48.9",
    "exempt_42_9": "has the exemption of Condition 42.9",
    "distribution_service_provider": "is a Distribution Service Provider",
    _CME: "is in Controlled Market Entry",
}


def _yes(fact: Fact) -> str:
    return "unknown" if fact is UNKNOWN else "yes" if fact else "no"


def _read(when: Condition, facts: Mapping[str, Fact]) -> dict[str, Fact]:
    return {name: facts[name] for name in when.names}


@lru_cache(maxsize=256)
def _clauses(row: Row, readings: Readings) -> tuple[Clause, ...]:
    return row.clauses(readings)


def _with(values: Values, place: int, value: Fact) -> Values:
    return (*values[:place], value, *values[place + 1 :])


@lru_cache(maxsize=2**14)
def _decided(row: Row, values: Values, readings: Readings) -> Outcome:
    """Return what the outcomes of all completions of *values* have in common."""
    if UNKNOWN not in values:
        keys = [clause.key for clause in _clauses(row, readings)]
        return row.outcome(dict(zip(keys, map(bool, values), strict=True)), readings)
    place = values.index(UNKNOWN)
    yes, no = (_decided(row, _with(values, place, value), readings) for value in (True, False))
    return yes.common(no)


@lru_cache(maxsize=256)
def _patterns(row: Row, readings: Readings) -> Mapping[Verdict, tuple[Values, ...]]:
    """Return, for each verdict, the smallest sets of known clauses that lead to it, fewest first."""
    found: dict[Verdict, list[Values]] = {verdict: [] for verdict in _DECIDED}
    every: Iterator[Values] = product((UNKNOWN, True, False), repeat=len(_clauses(row, readings)))
    for values in sorted(every, key=lambda values: -values.count(UNKNOWN)):
        verdict = _decided(row, values, readings).verdict
        if verdict is not Verdict.UNDETERMINED and not any(
            value is not UNKNOWN and _decided(row, _with(values, place, UNKNOWN), readings).verdict is verdict
            for place, value in enumerate(values)
        ):
            found[verdict].append(values)
    return {verdict: tuple(patterns) for verdict, patterns in found.items()}


@lru_cache(maxsize=256)
def ways(row: Row, readings: Readings) -> Mapping[Verdict, tuple[Way, ...]]:
    """Return the smallest sets of facts that lead to each verdict, whatever the others turn out to be."""
    clauses = _clauses(row, readings)
    return {
        verdict: tuple(
            {name: fact for part in parts for name, fact in part.items()}
            for pattern in patterns
            for parts in product(
                *(
                    clause.when.ways(value=value)
                    for clause, value in zip(clauses, pattern, strict=True)
                    if value is not UNKNOWN
                )
            )
        )
        for verdict, patterns in _patterns(row, readings).items()
    }


@lru_cache(maxsize=256)
def asked_for(row: Row, readings: Readings) -> Mapping[str, Lack]:
    """Return the facts that *row* reads, each with the clause's rule, in the order of its clauses."""
    return {
        name: Lack(f"whether the holder {fact_in_words(name)}", rule=clause.rule)
        for clause in _clauses(row, readings)
        for name in clause.when.names
    }
