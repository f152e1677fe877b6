"""
What the two supplier rows of Table 1 have in common: their shape.

The lists, the conditions and the citations are each licence's own.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

from attrs import frozen

from sec_uep.answers import Verdict
from sec_uep.citations import NON_DOMESTIC_RESPONSE, OFGEM_NOTICE, Citation
from sec_uep.facts import AllOf, AnyOf, Condition, Is
from sec_uep.obligations._rows import EX_06, OB_02, OB_17, Outcome
from sec_uep.readings import Readings
from sec_uep.rules import Bearer, Kind, Rule

__all__ = ["SupplierRules", "only_installs", "supplier_outcome"]

EX_07_DOMESTIC = Rule(
    "EX-07",
    Kind.MUST,
    Bearer.LICENCE_HOLDER,
    "Domestic suppliers must be DCC Users from 25 November 2017, or on leaving Controlled Market Entry",
    Citation(OFGEM_NOTICE, "domestic suppliers"),
)
EX_07_NON_DOMESTIC = Rule(
    "EX-07",
    Kind.MUST,
    Bearer.LICENCE_HOLDER,
    "Non-domestic suppliers, but for the specialists of EX-06, must be DCC Users from 31 August 2018",
    Citation(NON_DOMESTIC_RESPONSE, "non-domestic suppliers and the DCC"),
)


@frozen(eq=False, repr=False)
class SupplierRules:
    """The rules of one supplier row, by their place in Table 1."""

    domestic: Rule
    within_paragraphs: Rule
    only_installs: Rule
    exemption: Rule


def supplier_outcome(rules: SupplierRules) -> Callable[[tuple[bool, ...], Readings], Outcome]:
    """Return the function from the known clauses of a supplier row to its outcome."""

    def outcome(known: tuple[bool, ...], readings: Readings) -> Outcome:
        domestic, within_paragraphs, only_these_meters, exempt, in_market_entry = known
        exemptions = {
            rules.within_paragraphs: within_paragraphs and not domestic,
            rules.only_installs: only_these_meters and (not domestic or readings.rd_09 == "domestic-too"),
        }
        if readings.rd_21 == "own-ground":
            exemptions[rules.exemption] = exempt and not (domestic and readings.rd_08 == "duty-prevails")
        met = tuple(rule for rule, holds in exemptions.items() if holds)
        if met and (readings.rd_22 == "any" or len(met) == len(exemptions)):
            return Outcome(Verdict.EXEMPT, (*met, EX_06) if rules.only_installs in met else met)
        if not domestic and readings.rd_07 == "not-settled":
            return Outcome(Verdict.NOT_SETTLED, (OB_02,))
        grounds = (rules.domestic, EX_07_DOMESTIC) if domestic else (EX_07_NON_DOMESTIC, EX_06)
        if in_market_entry:
            return Outcome(Verdict.NOT_YET, (OB_17, *grounds))
        return Outcome(Verdict.MUST, grounds)

    return outcome


def only_installs(*kinds: str) -> Callable[[Readings], Condition]:
    """Return the condition that only meters of these *kinds*, and so no smart ones, are installed."""

    def condition(nothing_counts: bool, everywhere: bool) -> Condition:  # noqa: FBT001 - one for each reading
        fields = ("meters", "meters_elsewhere") if everywhere else ("meters",)
        no_smart = [Is(f"{field}.smart", needed=False) for field in fields]
        one_of_them = [] if nothing_counts else [AnyOf(*(Is(f"meters.{kind}") for kind in kinds))]
        return AllOf(*no_smart, *one_of_them)

    made = {which: condition(*which) for which in product((False, True), repeat=2)}
    return lambda readings: made[readings.rd_10 == "met", readings.rd_23 == "all-installations"]
