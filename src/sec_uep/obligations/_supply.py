"""
What the two supplier rows of Table 1 have in common: their shape.

The lists, the conditions and the citations are each licence's own.
Table 1 and the Government response (EX-06) except two groups:
the one for the meters it installs at Designated Premises, the other for the larger sites it supplies,
which are not Designated Premises. Neither explains the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from sec_uep.answers import Finding, Reason, Verdict
from sec_uep.citations import (
    CONSULTATION_SUMMARY,
    NEWSLETTER_MAY_2017,
    NON_DOMESTIC_RESPONSE,
    POST_2025_CONSULTATION,
    Citation,
)
from sec_uep.facts import UNKNOWN, AllOf, AnyOf, Is
from sec_uep.obligations._mandate import EX_07_DOMESTIC, EX_07_ENTRANT, EX_07_NON_DOMESTIC
from sec_uep.obligations._rows import OB_02, OB_17, Clause, Outcome, Row, controlled_market_entry
from sec_uep.readings import REGISTER, Readings
from sec_uep.rules import Bearer, Kind, Rule

__all__ = ["Supplier"]

EX_06 = Rule(
    "EX-06",
    Kind.INFORMATION,
    Bearer.LICENCE_HOLDER,
    "Specialists in larger sites, with only advanced meters and no SMETS2 meters, need not become DCC Users; "
    "they must if they later intend to operate a SMETS2 meter. Larger sites are not Designated Premises",
    Citation(NON_DOMESTIC_RESPONSE, "non-domestic suppliers and the DCC"),
)
EX_17 = Rule(
    "EX-17",
    Kind.INFORMATION,
    Bearer.LICENCE_HOLDER,
    "SECAS spoke of suppliers that are SEC Parties and actively supply Domestic Premises",
    Citation(NEWSLETTER_MAY_2017, "Small Suppliers"),
)
EX_18 = Rule(
    "EX-18",
    Kind.INFORMATION,
    Bearer.LICENCE_HOLDER,
    "The exemption was proposed, in August 2017, for some non-domestic-only suppliers that supply mostly "
    "large business consumers",
    Citation(CONSULTATION_SUMMARY, "exemption"),
)
EX_21_FRAMEWORK = Rule(
    "EX-21",
    Kind.INFORMATION,
    Bearer.LICENCE_HOLDER,
    "The targets framework of Conditions 39 and 33 ends with 2025, and its paragraphs may be renumbered: "
    "OB-04 and OB-09 list them as the guidance gives them",
    Citation(POST_2025_CONSULTATION, "targets framework"),
)


@frozen(eq=False, repr=False)
class Supplier:
    """
    What a supplier row of Table 1 has of its own: its rules, by their place, and its names.

    Attributes:
        domestic: Who must.
        within_paragraphs: The first bullet of who is exempt.
        only_installs: The second.
        exemption: The third.
        paragraphs: The paragraphs that the first bullet lists.
        meter: The kind of meter that, beside advanced ones, the second names.
        exempt: The fact that the third asks, as "exempt_48_9".

    """

    domestic: Rule
    within_paragraphs: Rule
    only_installs: Rule
    exemption: Rule
    paragraphs: tuple[str, ...]
    meter: str
    exempt: str

    def row(self) -> Row:
        """Return the row."""
        return Row(self._clauses, self._outcome, self._remarks)

    @property
    def _the_exemption(self) -> str:
        return f"the exemption of Condition {self.exempt.removeprefix('exempt_').replace('_', '.')}"

    def _clauses(self, readings: Readings) -> tuple[Clause, ...]:
        condition, _, _ = self.paragraphs[0].partition(".")
        others = [Is("meters.smart"), Is("meters.other")]
        elsewhere = [Is("meters_elsewhere.advanced"), Is(f"meters_elsewhere.{self.meter}", needed=False)]
        if readings.rd_23 == "all-installations":  # then these two break "only", and no fact is read twice
            others += [Is("meters_elsewhere.smart"), Is("meters_elsewhere.other")]
            where, but = "anywhere", f"{self.meter} ones"
        else:
            elsewhere += [Is(f"meters_elsewhere.{kind}", needed=False) for kind in ("smart", "other")]
            where, but = "at Designated Premises", "others"
        clauses = [
            Clause("domestic", "is a Domestic Supplier", self.domestic, Is("domestic")),
            Clause(
                "paragraphs",
                f"is within one or more of the listed paragraphs of Condition {condition}",
                self.within_paragraphs,
                AnyOf(*(Is(f"paragraphs.{paragraph}") for paragraph in self.paragraphs)),
            ),
            Clause(
                "these",
                f"installs {self.meter} or advanced meters at Designated Premises",
                self.only_installs,
                AnyOf(Is(f"meters.{self.meter}"), Is("meters.advanced")),
            ),
            Clause(
                "others",
                f"installs smart meters or any other kind {where}",
                self.only_installs,
                AnyOf(*others),
            ),
        ]
        if readings.rd_21 == "own-ground":
            clauses.append(Clause("exempt", f"has {self._the_exemption}", self.exemption, Is(self.exempt)))
        if readings.rd_07 == "must":
            says = f"installs advanced meters and no {but} at other premises"
            clauses.append(Clause("elsewhere", says, EX_06, AllOf(*elsewhere)))
        return (*clauses, controlled_market_entry)

    def _outcome(self, known: Mapping[str, bool], readings: Readings) -> Outcome:
        domestic, these, others = known["domestic"], known["these"], known["others"]
        only_these = not others and (these or readings.rd_10 == "met")
        exemptions = {
            self.within_paragraphs: known["paragraphs"] and not domestic,
            self.only_installs: only_these and (not domestic or readings.rd_09 == "domestic-too"),
        }
        if readings.rd_21 == "own-ground":
            yields = domestic and readings.rd_08 == "duty-prevails"
            exemptions[self.exemption] = known["exempt"] and not yields
        met = tuple(rule for rule, holds in exemptions.items() if holds)
        if met and (readings.rd_22 == "any" or len(met) == len(exemptions)):
            return Outcome.of(Verdict.EXEMPT, *met)
        if not domestic and readings.rd_07 == "not-settled":
            return Outcome.of(Verdict.NOT_SETTLED, OB_02)
        if not (domestic or these or others) and known["elsewhere"]:
            return Outcome.of(Verdict.NOT_SETTLED, EX_06, EX_07_NON_DOMESTIC)
        duty = (self.domestic, EX_07_DOMESTIC, EX_07_ENTRANT) if domestic else (EX_07_NON_DOMESTIC, EX_06)
        if known["market-entry"]:
            return Outcome.of(Verdict.NOT_YET, OB_17, *duty)
        return Outcome.of(Verdict.MUST, *duty)

    def _remarks(self, finding: Finding[Verdict]) -> Iterator[Reason]:
        facts = finding.inputs["licence"].facts()
        if facts[self.exempt] is True and self.exemption not in finding.grounds:
            yield self._not_counted(finding)
        not_met = finding.chosen.rd_10 == "not-met" and EX_06 not in finding.grounds
        if not_met and finding.turns_on("RD-10"):
            meters = {name: fact for name, fact in facts.items() if name.startswith("meters")}
            yield Reason(EX_06, UNKNOWN, EX_06.statement, meters, ("RD-10",))

    def _not_counted(self, finding: Finding[Verdict]) -> Reason:
        """Return why the exemption that was given is no ground, and the verdict if it were."""
        choices: dict[str, str] = {}
        otherwise: list[str] = []
        non_domestic = finding.inputs["licence"].domestic is False
        for id_, choice in _AS_A_GROUND.items():
            if finding.chosen[id_] != choice and not (id_ == "RD-08" and non_domestic):
                choices[id_] = choice
                other = finding.again(readings=finding.chosen.choosing(choices))
                made = " and ".join(f"{ground} as {chosen}" for ground, chosen in choices.items())
                otherwise.append(f"with {made} the verdict is {other.verdict}")
        first = next(iter(choices))
        why = REGISTER[first].choices[finding.chosen[first]]
        text = f"{self._the_exemption} was given, and does not count: {why}; {', and '.join(otherwise)}"
        return Reason(self.exemption, holds=False, text=text, facts={self.exempt: True}, readings=(*choices,))


#: The choices under which the exemption that is set out in 48.9 or 42.9 exempts whoever has it.
_AS_A_GROUND = {"RD-21": "own-ground", "RD-08": "exemption-prevails", "RD-22": "any"}
