"""
Table 1, copied out a second time: plain, slow, and sharing no code with the package.

It knows no third value. An unknown fact is tried both ways, and what all ways agree on is the answer.
The choices of the readings are spelled as the register spells them.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import field, frozen

from sec_uep import (
    UNKNOWN,
    ElectricityDistribution,
    ElectricitySupply,
    GasSupply,
    Party,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from sec_uep import Finding, Verdict
    from sec_uep.facts import Fact
    from sec_uep.rules import Rule

#: The readings that Table 1 rests on, with their choices, the default first.
CHOICES = {
    "RD-07": ("must", "not-settled"),
    "RD-08": ("duty-prevails", "exemption-prevails"),
    "RD-09": ("non-domestic-only", "domestic-too"),
    "RD-10": ("not-met", "met"),
    "RD-21": ("citation-only", "own-ground"),
    "RD-22": ("any", "all"),
    "RD-23": ("designated-premises", "all-installations"),
}
DEFAULTS = {id_: choices[0] for id_, choices in CHOICES.items()}

VERDICTS = ("must", "exempt", "not-required", "not-yet", "not-settled")
CME = "in_controlled_market_entry"

#: What a fact can be, in the order of an axis of three.
TRUTHS: tuple[Fact, ...] = (False, True, UNKNOWN)

#: A verdict, and its grounds: the id of a rule and the document it is written in.
Outcome = tuple[str, frozenset[str]]

_OB_17 = "OB-17 SECAS guidance"
_OB_02 = "OB-02 SECAS guidance"
_EX_06 = "EX-06 non-domestic Government response"
_DOMESTIC_SINCE = ("EX-07 SECAS newsletter of November 2016", "EX-07 Ofgem notice")
_NON_DOMESTIC_SINCE = "EX-07 non-domestic Government response"
_DISTRIBUTOR_SINCE = ("EX-07 SECAS newsletter of May 2017", "EX-07 Gemserv article")


@frozen(repr=False)
class Supplier:
    """A supplier row: who must, and the three bullets of those who are exempt."""

    licence: type[ElectricitySupply | GasSupply]
    must: str
    paragraphs_bullet: str
    paragraphs: tuple[str, ...]
    meters_bullet: str
    kinds: tuple[str, str]
    exemption_bullet: str
    exemption: str

    def __repr__(self) -> str:
        return self.licence.__name__

    @property
    def names(self) -> tuple[str, ...]:
        """Its facts: the paragraphs and what else Table 1 asks, and what is installed at other premises."""
        return (*self.asked, *(f"paragraphs.{paragraph}" for paragraph in self.paragraphs))

    @property
    def asked(self) -> tuple[str, ...]:
        """Its ten facts that are no paragraphs."""
        kinds = (*self.kinds, "smart", "other")
        here = (f"meters.{kind}" for kind in kinds)
        elsewhere = (f"meters_elsewhere.{kind}" for kind in kinds)
        return ("domestic", self.exemption, *here, *elsewhere)

    def make(self, facts: Mapping[str, Fact]) -> ElectricitySupply | GasSupply:
        """Return the licence of which *facts* are known, by their full names."""
        parts: dict[str, Any] = {"paragraphs": {}, "meters": {}, "meters_elsewhere": {}}
        for name, fact in facts.items():
            part, _, member = name.partition(".")
            if member:
                parts[part][member] = fact
            elif part != CME:
                parts[part] = fact
        return self.licence(**parts)

    def outcome(self, facts: Mapping[str, bool], chosen: Mapping[str, str]) -> Outcome:
        """Read Table 1 from left to right, every fact known."""
        domestic = facts["domestic"]
        first, advanced, smart, other = (facts[f"meters.{kind}"] for kind in (*self.kinds, "smart", "other"))
        first_elsewhere, advanced_elsewhere, smart_elsewhere, other_elsewhere = (
            facts[f"meters_elsewhere.{kind}"] for kind in (*self.kinds, "smart", "other")
        )
        bullets = {}

        # "If the Party is a Non-Domestic Supplier and one or more clauses of Condition ... apply"
        listed = any(facts[f"paragraphs.{paragraph}"] for paragraph in self.paragraphs)
        bullets[self.paragraphs_bullet] = listed and not domestic

        # "If the Party only installs ... Meters or Advanced Meters at Designated Premises"
        only = not smart and not other
        if chosen["RD-23"] == "all-installations":
            only = only and not smart_elsewhere and not other_elsewhere
        if not first and not advanced and chosen["RD-10"] == "not-met":
            only = False
        bullets[self.meters_bullet] = only and (not domestic or chosen["RD-09"] == "domestic-too")

        # "Exemption set out in Condition ...": a citation, unless RD-21 makes it a ground
        if chosen["RD-21"] == "own-ground":
            yields = domestic and chosen["RD-08"] == "duty-prevails"
            bullets[self.exemption_bullet] = facts[self.exemption] and not yields

        met = {bullet for bullet, holds in bullets.items() if holds}
        if met == set(bullets) or (met and chosen["RD-22"] == "any"):
            return "exempt", frozenset(met)
        if domestic:
            return _unless_in_cme(facts, self.must, *_DOMESTIC_SINCE)

        # Table 1 names it in neither column (RD-07)
        if chosen["RD-07"] == "not-settled":
            return "not-settled", frozenset({_OB_02})
        nothing_there = not (first or advanced or smart or other)
        larger_sites = advanced_elsewhere and not (first_elsewhere or smart_elsewhere or other_elsewhere)
        if nothing_there and larger_sites:
            return "not-settled", frozenset({_EX_06, _NON_DOMESTIC_SINCE})
        return _unless_in_cme(facts, _NON_DOMESTIC_SINCE, _EX_06)


@frozen(repr=False)
class Distributor:
    """The distributor's row: a Distribution Service Provider must, and nobody else."""

    licence: type[ElectricityDistribution] = field(default=ElectricityDistribution)
    names: tuple[str, ...] = ("distribution_service_provider",)

    def __repr__(self) -> str:
        return self.licence.__name__

    def make(self, facts: Mapping[str, Fact]) -> ElectricityDistribution:
        """Return the licence of which *facts* are known."""
        return self.licence(facts.get("distribution_service_provider", UNKNOWN))

    def outcome(self, facts: Mapping[str, bool], _: Mapping[str, str]) -> Outcome:
        """Read Table 1 from left to right, every fact known."""
        if facts["distribution_service_provider"]:
            return _unless_in_cme(facts, "OB-13 electricity distribution SLC", *_DISTRIBUTOR_SINCE)
        return "exempt", frozenset({"OB-14 electricity distribution SLC"})


def _unless_in_cme(facts: Mapping[str, bool], *grounds: str) -> Outcome:
    if facts[CME]:
        return "not-yet", frozenset({_OB_17, *grounds})
    return "must", frozenset(grounds)


Row = Supplier | Distributor

ELECTRICITY = Supplier(
    licence=ElectricitySupply,
    must="OB-03 electricity supply SLC",
    paragraphs_bullet="OB-04 electricity supply SLC",
    paragraphs=("39.3", "39.4", "39.5", "39.6", "39.10", "39.11", "39.12", "39.13"),
    meters_bullet="OB-05 SECAS guidance",
    kinds=("current-transformer", "advanced"),
    exemption_bullet="OB-07 electricity supply SLC",
    exemption="exempt_48_9",
)
GAS = Supplier(
    licence=GasSupply,
    must="OB-08 gas supply SLC",
    paragraphs_bullet="OB-09 gas supply SLC",
    paragraphs=("33.3", "33.4", "33.5", "33.6", "33.10", "33.11", "33.12", "33.13"),
    meters_bullet="OB-10 SECAS guidance",
    kinds=("large-gas", "advanced"),
    exemption_bullet="OB-12 gas supply SLC",
    exemption="exempt_42_9",
)
DISTRIBUTION = Distributor()

SUPPLIERS = (ELECTRICITY, GAS)
ROWS: tuple[Row, ...] = (ELECTRICITY, GAS, DISTRIBUTION)


def ground(rule: Rule) -> str:
    """Return a rule as this module names it."""
    return f"{rule.id} {rule.citation.document}"


def said(finding: Finding[Verdict]) -> Outcome:
    """Return what a finding says as this module says it."""
    return finding.verdict.value, frozenset(map(ground, finding.grounds))


def party_of(cme: Fact | None) -> Party | None:
    """Return a Party of which only Controlled Market Entry is said; no Party for None."""
    return None if cme is None else Party(in_controlled_market_entry=cme)


# --- every completion ---------------------------------------------------------------------


@frozen
class Case:
    """What is known of one licence, and the readings it is judged by."""

    row: Row
    facts: Mapping[str, Fact]
    chosen: Mapping[str, str]

    @property
    def unknown(self) -> tuple[str, ...]:
        """The facts that are not known."""
        return tuple(name for name, fact in self.facts.items() if fact is UNKNOWN)

    def completions(self) -> Iterator[Outcome]:
        """Yield the outcome of every way the unknown facts can turn out, the last fact fastest."""
        known = {name: fact for name, fact in self.facts.items() if fact is not UNKNOWN}
        for values in product((False, True), repeat=len(self.unknown)):
            yield self.row.outcome({**known, **dict(zip(self.unknown, values, strict=True))}, self.chosen)

    def outcome(self) -> Outcome:
        """Return what all completions agree on; grounds of every case, or else of one or another."""
        every = set(self.completions())
        verdicts = {verdict for verdict, _ in every}
        if len(verdicts) > 1:
            return "undetermined", frozenset()
        grounds = [grounds for _, grounds in every]
        return verdicts.pop(), frozenset.intersection(*grounds) or frozenset.union(*grounds)

    def choosing(self, id_: str, choice: str) -> Case:
        """Return the same case under one other reading."""
        return Case(self.row, self.facts, {**self.chosen, id_: choice})

    def forgetting(self, kept: set[str]) -> Case:
        """Return the case in which nothing but the *kept* facts is known."""
        return Case(
            self.row,
            {name: fact if name in kept else UNKNOWN for name, fact in self.facts.items()},
            self.chosen,
        )

    def masks(self) -> NDArray[np.uint8]:
        """Return, on an axis of three for each unknown fact, the verdicts that stay possible as bits."""
        bits = [1 << VERDICTS.index(verdict) for verdict, _ in self.completions()]
        return with_unknowns(np.array(bits, dtype=np.uint8).reshape((2,) * len(self.unknown)))

    def open_verdicts(self) -> set[str]:
        """Return the verdicts that some completion has."""
        return {verdict for verdict, _ in self.completions()}

    def smallest_settlements(self) -> tuple[Settlement, ...]:
        """Return the smallest sets of answers that settle the verdict: none can be spared."""
        masks = self.masks()
        settled = (masks & (masks - 1)) == 0
        smallest = settled.copy()
        for axis in range(masks.ndim):
            without = np.take(settled, [2], axis=axis)
            is_unknown = (np.arange(3) == 2).reshape(
                [-1 if other == axis else 1 for other in range(masks.ndim)]
            )
            smallest &= is_unknown | ~without
        return tuple(
            Settlement(
                VERDICTS[int(masks[tuple(cell)]).bit_length() - 1],
                {name: bool(index) for name, index in zip(self.unknown, cell, strict=True) if index != 2},
            )
            for cell in np.argwhere(smallest)
        )

    def can_change(self) -> set[str]:
        """Return the unknown facts on which, whatever the others are, the verdict somewhere turns."""
        verdicts = np.array([VERDICTS.index(verdict) for verdict, _ in self.completions()])
        shaped = verdicts.reshape((2,) * len(self.unknown))
        return {
            name
            for axis, name in enumerate(self.unknown)
            if (np.take(shaped, 0, axis=axis) != np.take(shaped, 1, axis=axis)).any()
        }


@frozen
class Settlement:
    """A verdict, and answers that lead to it whatever else is so."""

    verdict: str
    answers: Mapping[str, bool]


def with_unknowns(bits: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Add to each axis of two, false and true, a third place: either."""
    for axis in range(bits.ndim):
        no, yes = np.take(bits, [0], axis=axis), np.take(bits, [1], axis=axis)
        bits = np.concatenate([no, yes, no | yes], axis=axis)
    return bits


def verdicts_of_partial_patterns(
    row: Row, names: Sequence[str], others: Mapping[str, Fact]
) -> NDArray[np.str_]:
    """
    Return the verdict of every pattern of three-valued facts called *names*, the last one fastest.

    The readings are the default ones; the *others* are as given.
    """
    masks = Case(row, {**dict.fromkeys(names, UNKNOWN), **others}, DEFAULTS).masks()
    spelled = np.full(1 << len(VERDICTS), "undetermined", dtype="<U12")
    for index, verdict in enumerate(VERDICTS):
        spelled[1 << index] = verdict
    return spelled[masks]


@contextmanager
def untraced() -> Iterator[None]:
    """
    Run a loop of a million calls at full speed while coverage is measured.

    Coverage would trace every line of every call.
    Nothing is measured inside, so whatever runs here must be reached by other tests too.
    """
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(tracer)
