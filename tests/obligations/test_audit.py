"""
The audit of Table 1: every fact pattern once, with its verdict and what decides it.

The tables here were filled in by hand from the text of Table 1 and the register of readings.
"""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

import sec_uep as uep
from sec_uep import (
    DEFAULT_READINGS,
    ElectricityDistribution,
    ElectricitySupply,
    GasSupply,
    GasTransport,
    Verdict,
)
from sec_uep.obligations import audit, determine, rule
from sec_uep.obligations._audit import AuditRow, Standing
from sec_uep.readings import REGISTER
from tests.obligations.oracle_table_1 import (
    CHOICES,
    CME,
    DEFAULTS,
    ELECTRICITY,
    GAS,
    Case,
    Supplier,
    untraced,
)

if TYPE_CHECKING:
    from sec_uep.facts import Fact
    from sec_uep.parties import Licence

#: A supplier: domestic, within a listed paragraph, meters at Designated Premises, the exemption: the verdict,
#: its grounds (D the duty of a Domestic Supplier, P the paragraphs, M the meters, N the duty of one that
#: Table 1 names in neither column), and where the words of Table 1 put it. Meters at other premises change
#: nothing, but for the specialist of EX-06, marked *: with only advanced ones there it is not settled.
BY_HAND = """
yes yes only    yes | must D    | conflicting
yes yes only    no  | must D    | conflicting
yes yes others  yes | must D    | conflicting
yes yes others  no  | must D    | decided
yes yes nothing yes | must D    | conflicting
yes yes nothing no  | must D    | decided
yes no  only    yes | must D    | conflicting
yes no  only    no  | must D    | conflicting
yes no  others  yes | must D    | conflicting
yes no  others  no  | must D    | decided
yes no  nothing yes | must D    | conflicting
yes no  nothing no  | must D    | decided
no  yes only    yes | exempt PM | decided
no  yes only    no  | exempt PM | decided
no  yes others  yes | exempt P  | decided
no  yes others  no  | exempt P  | decided
no  yes nothing yes | exempt P  | decided
no  yes nothing no  | exempt P  | decided
no  no  only    yes | exempt M  | decided
no  no  only    no  | exempt M  | decided
no  no  others  yes | must N    | decided
no  no  others  no  | must N    | silent
no  no  nothing yes | must N*   | decided
no  no  nothing no  | must N*   | silent
"""

#: The ids behind the letters.
IDS = {
    "ElectricitySupply": {"D": ("OB-03", "EX-07"), "P": ("OB-04",), "M": ("OB-05",), "N": ("EX-07", "EX-06")},
    "GasSupply": {"D": ("OB-08", "EX-07"), "P": ("OB-09",), "M": ("OB-10",), "N": ("EX-07", "EX-06")},
}
METERS = {"only": "only the kinds that exempt", "others": "smart or other kinds", "nothing": "nothing"}
ELSEWHERE = ("only advanced", "smart or other kinds", "neither")
EXEMPTIONS = {"ElectricitySupply": "exempt_48_9", "GasSupply": "exempt_42_9"}
ROWS = {"ElectricitySupply": ELECTRICITY, "GasSupply": GAS}

#: A row as a person writes it: licence, facts, verdict, grounds, standing.
Line = tuple[str, tuple[str, ...], str, tuple[str, ...], str]


def by_hand() -> list[Line]:
    """Return all that the audit should say, but for the readings."""
    lines: list[Line] = []
    for licence in ("ElectricitySupply", "GasSupply"):
        for line in BY_HAND.strip().splitlines():
            facts, said, standing = (part.split() for part in line.split("|"))
            domestic, within, meters, exempt = facts
            verdict, letters = said
            grounds = tuple(id_ for letter in letters.strip("*") for id_ in IDS[licence][letter])
            for elsewhere in ELSEWHERE:
                pattern = (domestic, within, METERS[meters], exempt, elsewhere)
                lines.append((licence, pattern, verdict, grounds, standing[0]))
                if letters == "N*" and elsewhere == "only advanced":
                    lines[-1] = (licence, pattern, "not-settled", ("EX-06", "EX-07"), standing[0])
    lines += [
        ("ElectricityDistribution", ("yes",), "must", ("OB-13", "EX-07"), "decided"),
        ("ElectricityDistribution", ("no",), "exempt", ("OB-14",), "decided"),
        ("GasTransport", (), "not-required", ("OB-15",), "decided"),
    ]
    return lines


AUDIT = audit()
each_row = pytest.mark.parametrize("row", AUDIT, ids=lambda row: " ".join([row.licence, *row.facts.values()]))


def licence_of(row: AuditRow) -> Licence:
    """Return a licence of the facts that a row names."""
    facts = {name: fact == "yes" for name, fact in row.facts.items()}
    if row.licence == "GasTransport":
        return GasTransport()
    if row.licence == "ElectricityDistribution":
        return ElectricityDistribution(facts["Distribution Service Provider"])
    supplier = ROWS[row.licence]
    installed: dict[str, set[str]] = {
        "only the kinds that exempt": {supplier.kinds[0]},
        "smart or other kinds": {supplier.kinds[0], "other"},
        "nothing": set(),
    }
    elsewhere: dict[str, set[str]] = {
        "only advanced": {"advanced"},
        "smart or other kinds": {"smart"},
        "neither": {supplier.kinds[0], "advanced"},
    }
    given: dict[str, Any] = {
        "domestic": facts["Domestic Supplier"],
        "paragraphs": {supplier.paragraphs[-1]} if facts["within a listed paragraph"] else set(),
        "meters": installed[row.facts["meters at Designated Premises"]],
        "meters_elsewhere": elsewhere[row.facts["meters at other premises"]],
        supplier.exemption: facts[supplier.exemption],
    }
    return supplier.licence(**given)


class TestRows:
    """A hundred and forty-seven rows: every fact pattern once, as it was filled in by hand."""

    def test_every_row(self) -> None:
        """Each row has the verdict, the grounds and the standing of the table that was made by hand."""
        said = [
            (row.licence, tuple(row.facts.values()), row.verdict.value, row.grounds, row.standing.value)
            for row in AUDIT
        ]
        assert sorted(said) == sorted(by_hand())
        assert len(AUDIT) == 147

    def test_each_pattern_once(self) -> None:
        """No pattern is there twice, none is left out, and the questions are those of its licence."""
        assert len({(row.licence, row.facts) for row in AUDIT}) == 147
        for licence, exemption in EXEMPTIONS.items():
            rows = [row for row in AUDIT if row.licence == licence]
            assert {tuple(row.facts) for row in rows} == {
                (
                    "Domestic Supplier",
                    "within a listed paragraph",
                    "meters at Designated Premises",
                    exemption,
                    "meters at other premises",
                )
            }
            assert {tuple(row.facts.values()) for row in rows} == set(
                product(("yes", "no"), ("yes", "no"), METERS.values(), ("yes", "no"), ELSEWHERE)
            )

    def test_standing(self) -> None:
        """Table 1 is silent twelve times, says two things forty-eight times, and decides the rest."""
        assert Counter(row.standing for row in AUDIT) == {
            Standing.SILENT: 12,
            Standing.CONFLICTING: 48,
            Standing.DECIDED: 87,
        }

    @each_row
    def test_grounds_exist(self, row: AuditRow) -> None:
        """Every ground is a rule of the register, and every reading has an id there."""
        assert [rule(id_)[0].id for id_ in row.grounds] == list(row.grounds)
        assert set(row.readings) <= set(REGISTER)
        assert row.grounds

    def test_asked_again(self) -> None:
        """It is the same every time, and reached from the package."""
        assert audit() == AUDIT
        assert uep.obligations.audit is audit
        assert len({*AUDIT, *audit()}) == 147


class TestReadings:
    """A row names exactly the readings whose alternative changes its verdict."""

    @each_row
    def test_every_alternative(self, row: AuditRow) -> None:
        """Of all 22 readings, asked of another licence with the same facts."""
        licence = licence_of(row)
        assert determine(licence).verdict is row.verdict
        turned = [
            id_
            for id_, reading in REGISTER.items()
            if any(
                determine(licence, readings=DEFAULT_READINGS.choosing({id_: choice})).verdict
                is not row.verdict
                for choice in reading.alternatives
            )
        ]
        assert list(row.readings) == turned

    @pytest.mark.parametrize("licence", ROWS)
    def test_by_a_second_copy(self, licence: str) -> None:
        """Of the readings of Table 1, by a second copy of the table."""
        supplier = ROWS[licence]
        for row in AUDIT:
            if row.licence != licence:
                continue
            facts: dict[str, Fact] = {**licence_of(row).facts(), CME: False}
            case = Case(supplier, facts, DEFAULTS)
            verdict, _ = case.outcome()
            assert verdict == row.verdict.value
            turned = [
                id_
                for id_, choices in CHOICES.items()
                if case.choosing(id_, choices[1]).outcome()[0] != verdict
            ]
            assert list(row.readings) == turned

    def test_where_a_reading_decides(self) -> None:
        """Where Table 1 is silent RD-07 decides; whether 48.9 or 42.9 alone exempts, RD-21 does."""
        for row in AUDIT:
            exempt = "yes" in (row.facts.get("exempt_48_9"), row.facts.get("exempt_42_9"))
            if row.standing is Standing.SILENT and row.verdict is Verdict.MUST:
                assert "RD-07" in row.readings
            assert ("RD-21" in row.readings) is (
                exempt and row.facts["Domestic Supplier"] == "no" and row.verdict is not Verdict.EXEMPT
            )
            assert "RD-08" not in row.readings


class TestEveryPattern:
    """The rows leave nothing out: every complete pattern of facts comes down to one of them."""

    @pytest.mark.parametrize("supplier", ROWS.values(), ids=repr)
    def test_every_complete_pattern(self, supplier: Supplier) -> None:
        """All 2,048 patterns of ten facts and one paragraph have the verdict and grounds of their row."""
        rows = {tuple(row.facts.values()): row for row in AUDIT if row.licence == repr(supplier)}
        patterns = [
            {**dict.fromkeys(supplier.names, False), **dict(zip(supplier.names, values, strict=False))}
            for values in product((False, True), repeat=11)
        ]
        assert len(patterns) == 2048
        with untraced():
            wrong = [facts for facts in patterns if not is_as_its_row(supplier, facts, rows)]
        assert wrong == []


def is_as_its_row(supplier: Supplier, facts: dict[str, bool], rows: dict[tuple[str, ...], AuditRow]) -> bool:
    """Return whether the package says of *facts* what the row says to which they come down."""
    meters = "nothing"
    if facts["meters.smart"] or facts["meters.other"]:
        meters = "smart or other kinds"
    elif any(facts[f"meters.{kind}"] for kind in supplier.kinds):
        meters = "only the kinds that exempt"
    within = any(facts[f"paragraphs.{paragraph}"] for paragraph in supplier.paragraphs)
    elsewhere = "neither"
    if facts["meters_elsewhere.smart"] or facts["meters_elsewhere.other"]:
        elsewhere = "smart or other kinds"
    elif facts["meters_elsewhere.advanced"] and not facts[f"meters_elsewhere.{supplier.kinds[0]}"]:
        elsewhere = "only advanced"
    row = rows[yes(facts["domestic"]), yes(within), meters, yes(facts[supplier.exemption]), elsewhere]
    found = determine(supplier.make(facts))
    grounds = tuple(dict.fromkeys(each.id for each in found.grounds))
    return found.verdict is row.verdict and grounds == row.grounds


def yes(fact: bool) -> str:
    """Return a fact as a row says it."""
    return "yes" if fact else "no"


class TestKinds:
    """The rows are values, of the kinds that they say."""

    @each_row
    def test_kinds(self, row: AuditRow) -> None:
        """A verdict is one that is decided, a fact is text, and nothing changes."""
        assert row.verdict in {Verdict.MUST, Verdict.EXEMPT, Verdict.NOT_REQUIRED, Verdict.NOT_SETTLED}
        assert all(isinstance(fact, str) for fact in row.facts.values())
        assert {ElectricitySupply, GasSupply, ElectricityDistribution, GasTransport} >= {
            type(licence_of(row))
        }
        with pytest.raises(AttributeError):
            row.verdict = Verdict.MUST  # type: ignore[misc]
