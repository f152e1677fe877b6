"""
How a row of Table 1 is decided and explained.

A row is a few conditions and a function from them to an outcome.
No fact is read by two conditions, so the verdict on which all completions of the unknown *facts* agree
is the one on which all completions of the unknown *conditions* agree.
There are at most 32 of those, and their result is remembered.

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
from sec_uep.citations import NON_DOMESTIC_RESPONSE, Citation, guidance
from sec_uep.facts import UNKNOWN, Condition, Fact, Is, Way, all_true, completions
from sec_uep.parties import Licence, Party
from sec_uep.readings import REGISTER, Readings
from sec_uep.rules import Bearer, Kind, Rule

__all__ = [
    "EX_06",
    "OB_02",
    "OB_17",
    "Clause",
    "Outcome",
    "Row",
    "asked_for",
    "controlled_market_entry",
    "facts_of_case",
    "in_words",
    "ways",
]


@frozen(eq=False, repr=False)
class Clause:
    """
    One condition that a row states.

    Attributes:
        says: The condition in words, of the licence holder.
        rule: The rule that states it.
        when: The condition on the facts, as the readings have it.

    """

    says: str
    rule: Rule
    when: Callable[[Readings], Condition]


@frozen(eq=False, repr=False)
class Outcome:
    """
    A verdict and the rules that carry it.

    Attributes:
        verdict: The verdict.
        grounds: The rules that carry it.
        in_every_case: Whether each of them does so however the unknown facts turn out;
            otherwise it is one or another of them.

    """

    verdict: Verdict
    grounds: tuple[Rule, ...]
    in_every_case: bool = True


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

EX_06 = Rule(
    "EX-06",
    Kind.INFORMATION,
    Bearer.LICENCE_HOLDER,
    "Those exempt for their meters are specialists in larger sites with only advanced meters and no "
    "SMETS2 meters; they must become a DCC User if they later intend to operate a SMETS2 meter",
    Citation(NON_DOMESTIC_RESPONSE, "non-domestic suppliers and the DCC"),
)

_CME = "in_controlled_market_entry"
_IS_IN_CME = Is(_CME)

#: The last clause of every row under which somebody must become a DCC User.
controlled_market_entry = Clause("is in Controlled Market Entry", OB_17, lambda _: _IS_IN_CME)


def facts_of_case(licence: Licence, party: Party | None) -> dict[str, Fact]:
    """Return the facts of a licence and its Party by name; with no Party, Table 1 alone is asked."""
    return licence.facts() | ({_CME: False} if party is None else party.facts())


#: What is known of each clause of a row, in the row's order.
Values: TypeAlias = tuple[Fact, ...]


@frozen(eq=False, repr=False)
class Row:
    """
    One row of Table 1; it decides, and it explains the findings that come of it.

    Attributes:
        clauses: Its conditions.
        outcome: The outcome where every condition is known.

    """

    clauses: tuple[Clause, ...]
    outcome: Callable[[tuple[bool, ...], Readings], Outcome]

    def decide(self, licence: Licence, party: Party | None, readings: Readings) -> Outcome:
        """Return the outcome of what is known, exactly."""
        facts = facts_of_case(licence, party)
        return _decided(self, tuple([when.value(facts) for when in _conditions(self, readings)]), readings)

    def why(self, finding: Finding[Verdict]) -> Reasons:
        """Return what the verdict stands on; or, where it is undetermined, every way that is still open."""
        readings = finding.chosen
        facts = facts_of_case(*finding.inputs.values())
        if finding.verdict is Verdict.UNDETERMINED:
            return Reasons(
                tuple(
                    reason
                    for verdict in _DECIDED
                    for reason in self._reasons(finding, verdict)
                    if reason.holds is UNKNOWN
                )
            )
        stands_on = next(
            pattern
            for pattern in _patterns(self, finding.verdict, readings)
            if self._holds(pattern, facts, readings) is True
        )
        clauses = [
            Reason(clause.rule, value, clause.says, _read(when, facts))
            for clause, when, value in zip(self.clauses, _conditions(self, readings), stands_on, strict=True)
            if value is not UNKNOWN and _is_asked(clause, finding)
        ]
        licence, party = finding.inputs.values()
        outcome = self.decide(licence, party, readings)
        holds: Fact = True if outcome.in_every_case else UNKNOWN
        grounds = [Reason(rule, holds, rule.statement, {}) for rule in outcome.grounds]
        return Reasons((*grounds, *clauses, *self._loss(finding, outcome)))

    def _loss(self, finding: Finding[Verdict], outcome: Outcome) -> Iterator[Reason]:
        """Yield, for a finding that rests on RD-10, what is known of those whom their meters exempt."""
        if EX_06 in outcome.grounds:
            return
        licence, party = finding.inputs.values()
        others = (
            self.decide(licence, party, finding.chosen.choosing({"RD-10": choice}))
            for choice in REGISTER["RD-10"].choices
        )
        rests_on_it = any(
            (other.verdict, other.grounds) != (outcome.verdict, outcome.grounds) for other in others
        )
        if rests_on_it:
            meters = {
                n: f for n, f in facts_of_case(*finding.inputs.values()).items() if n.startswith("meters.")
            }
            yield Reason(EX_06, UNKNOWN, EX_06.statement, meters, ("RD-10",))

    def why_not(self, finding: Finding[Verdict], verdict: Verdict) -> Reasons:
        """Return what each way to *verdict* needs and lacks; nothing if it is the verdict."""
        if verdict in (finding.verdict, Verdict.UNDETERMINED):  # no set of known facts leaves it open
            return Reasons(())
        return Reasons(tuple(self._reasons(finding, verdict)))

    def _holds(self, pattern: Values, facts: Mapping[str, Fact], readings: Readings) -> Fact:
        """Return whether the clauses that *pattern* names are as it needs them."""
        return all_true(
            [
                Is("value", needed=needed).value({"value": when.value(facts)})
                for when, needed in zip(_conditions(self, readings), pattern, strict=True)
                if needed is not UNKNOWN
            ]
        )

    def _reasons(self, finding: Finding[Verdict], verdict: Verdict) -> Iterator[Reason]:
        """Yield a reason for each way to *verdict*: what it needs, and what is known."""
        facts, readings = facts_of_case(*finding.inputs.values()), finding.chosen
        conditions = _conditions(self, readings)
        known = tuple([when.value(facts) for when in conditions])
        for pattern in _patterns(self, verdict, readings):
            as_known = tuple(v if p is UNKNOWN else p for p, v in zip(pattern, known, strict=True))
            needs = [
                (clause.says, needed, when)
                for clause, when, needed in zip(self.clauses, conditions, pattern, strict=True)
                if needed is not UNKNOWN and _is_asked(clause, finding)
            ]
            yield Reason(
                _decided(self, as_known, readings).grounds[0],
                self._holds(pattern, facts, readings),
                f"{verdict.value} if it "
                + ", and ".join(
                    f"{says} (needed: {_yes(needed)}, known: {_yes(when.value(facts))})"
                    for says, needed, when in needs
                ),
                {name: fact for _, _, when in needs for name, fact in _read(when, facts).items()},
            )


def _is_asked(clause: Clause, finding: Finding[Verdict]) -> bool:
    """Return whether *clause* was asked of anybody: without a Party, Controlled Market Entry was not."""
    _, party = finding.inputs.values()
    return party is not None or clause is not controlled_market_entry


_DECIDED = tuple(verdict for verdict in Verdict if verdict is not Verdict.UNDETERMINED)


def in_words(name: str) -> str:
    """
    Return the fact called *name* in words, said of the licence holder.

    >>> in_words("paragraphs.39.4")
    'is within paragraph 39.4'
    """
    kind, _, member = name.partition(".")
    return _WORDS[kind].format(member)


_WORDS = {
    "domestic": "is a Domestic Supplier",
    "paragraphs": "is within paragraph {}",
    "meters": "installs {} meters at Designated Premises",
    "meters_elsewhere": "installs {} meters at other premises",
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
def _conditions(row: Row, readings: Readings) -> tuple[Condition, ...]:
    return tuple(clause.when(readings) for clause in row.clauses)


@lru_cache(maxsize=4096)
def _decided(row: Row, values: Values, readings: Readings) -> Outcome:
    """
    Return the verdict on which all completions of *values* agree; otherwise it is undetermined.

    Its grounds are the rules that carry it in every case;
    where none does, they are those that carry it in one case or another.
    """
    outcomes = [row.outcome(known, readings) for known in completions(values)]
    verdict = outcomes[0].verdict
    if any(outcome.verdict is not verdict for outcome in outcomes):
        return Outcome(Verdict.UNDETERMINED, ())
    either = tuple({rule: None for outcome in outcomes for rule in outcome.grounds})
    certain = tuple(rule for rule in either if all(rule in outcome.grounds for outcome in outcomes))
    return Outcome(verdict, certain or either, bool(certain))


@lru_cache(maxsize=1024)
def _patterns(row: Row, verdict: Verdict, readings: Readings) -> tuple[Values, ...]:
    """Return the smallest sets of known clauses that lead to *verdict*, fewest first."""
    found: list[Values] = []
    every: Iterator[Values] = product((UNKNOWN, True, False), repeat=len(row.clauses))
    for pattern in sorted(every, key=lambda values: -values.count(UNKNOWN)):
        if _decided(row, pattern, readings).verdict is verdict and not any(
            all(part is UNKNOWN or part is value for part, value in zip(smaller, pattern, strict=True))
            for smaller in found
        ):
            found.append(pattern)
    return tuple(found)


@lru_cache(maxsize=256)
def ways(row: Row, readings: Readings) -> Mapping[Verdict, tuple[Way, ...]]:
    """Return the smallest sets of facts that lead to each verdict, whatever the others turn out to be."""
    conditions = _conditions(row, readings)
    return {
        verdict: tuple(
            {name: fact for part in parts for name, fact in part.items()}
            for pattern in _patterns(row, verdict, readings)
            for parts in product(
                *(
                    when.ways(value=value)
                    for when, value in zip(conditions, pattern, strict=True)
                    if value is not UNKNOWN
                )
            )
        )
        for verdict in _DECIDED
    }


@lru_cache(maxsize=256)
def asked_for(row: Row, readings: Readings) -> Mapping[str, Lack]:
    """Return the facts that *row* reads, each with the clause's rule, in the order of its clauses."""
    return {
        name: Lack(f"whether the holder {in_words(name)}", rule=clause.rule)
        for clause, when in zip(row.clauses, _conditions(row, readings), strict=True)
        for name in when.names
    }
