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

#: A supplier: domestic, within a listed paragraph, meters, the exemption: the verdict, its grounds (D the
#: duty of a Domestic Supplier, P the paragraphs, M the meters, X the exemption), and where it stands.
BY_HAND = """
yes yes only    yes | exempt X  | conflicting
yes yes only    no  | must D    | conflicting
yes yes others  yes | exempt X  | conflicting
yes yes others  no  | must D    | decided
yes yes nothing yes | exempt X  | conflicting
yes yes nothing no  | must D    | decided
yes no  only    yes | exempt X  | conflicting
yes no  only    no  | must D    | conflicting
yes no  others  yes | exempt X  | conflicting
yes no  others  no  | must D    | decided
yes no  nothing yes | exempt X  | conflicting
yes no  nothing no  | must D    | decided
no  yes only    yes | exempt PMX | decided
no  yes only    no  | exempt PM | decided
no  yes others  yes | exempt PX | decided
no  yes others  no  | exempt P  | decided
no  yes nothing yes | exempt PX | decided
no  yes nothing no  | exempt P  | decided
no  no  only    yes | exempt MX | decided
no  no  only    no  | exempt M  | decided
no  no  others  yes | exempt X  | decided
no  no  others  no  | must N    | silent
no  no  nothing yes | exempt X  | decided
no  no  nothing no  | must N    | silent
"""

#: The ids behind the letters; the meters bring the specialists of EX-06 with them, and so does the duty of a
#: Non-Domestic Supplier, whom Table 1 names in neither column.
IDS = {
    "ElectricitySupply": {"D": ("OB-03", "EX-07"), "P": ("OB-04",), "M": ("OB-05",), "X": ("OB-07",)},
    "GasSupply": {"D": ("OB-08", "EX-07"), "P": ("OB-09",), "M": ("OB-10",), "X": ("OB-12",)},
}
METERS = {"only": "only the kinds that exempt", "others": "others too", "nothing": "nothing"}
EXEMPTIONS = {"ElectricitySupply": "exempt_48_9", "GasSupply": "exempt_42_9"}
ROWS = {"ElectricitySupply": ELECTRICITY, "GasSupply": GAS}

#: A row as a person writes it: licence, facts, verdict, grounds, standing.
Line = tuple[str, tuple[str, ...], str, tuple[str, ...], str]


def grounds_by_hand(licence: str, letters: str) -> tuple[str, ...]:
    """Return the ids of the rules that carry a verdict, in the order of Table 1."""
    if letters == "N":
        return ("EX-07", "EX-06")
    ids = [id_ for letter in letters for id_ in IDS[licence][letter]]
    return (*ids, "EX-06") if "M" in letters else tuple(ids)


def by_hand() -> list[Line]:
    """Return all that the audit should say, but for the readings."""
    lines: list[Line] = []
    for licence in ("ElectricitySupply", "GasSupply"):
        for line in BY_HAND.strip().splitlines():
            facts, said, standing = (part.split() for part in line.split("|"))
            domestic, within, meters, exempt = facts
            verdict, letters = said
            pattern = (domestic, within, METERS[meters], exempt)
            lines.append((licence, pattern, verdict, grounds_by_hand(licence, letters), standing[0]))
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
        "others too": {supplier.kinds[0], "smart"},
        "nothing": set(),
    }
    given: dict[str, Any] = {
        "domestic": facts["Domestic Supplier"],
        "paragraphs": {supplier.paragraphs[-1]} if facts["within a listed paragraph"] else set(),
        "meters": installed[row.facts["meters at Designated Premises"]],
        "meters_elsewhere": set(),
        supplier.exemption: facts[supplier.exemption],
    }
    return supplier.licence(**given)


class TestRows:
    """Fifty-one rows: every fact pattern once, as it was filled in by hand."""

    def test_every_row(self) -> None:
        """Each row has the verdict, the grounds and the standing of the table that was made by hand."""
        said = [
            (row.licence, tuple(row.facts.values()), row.verdict.value, row.grounds, row.standing.value)
            for row in AUDIT
        ]
        assert sorted(said) == sorted(by_hand())
        assert len(AUDIT) == 51

    def test_each_pattern_once(self) -> None:
        """No pattern is there twice, none is left out, and the questions are those of its licence."""
        assert len({(row.licence, row.facts) for row in AUDIT}) == 51
        for licence, exemption in EXEMPTIONS.items():
            rows = [row for row in AUDIT if row.licence == licence]
            assert {tuple(row.facts) for row in rows} == {
                (
                    "Domestic Supplier",
                    "within a listed paragraph",
                    "meters at Designated Premises",
                    exemption,
                )
            }
            assert {tuple(row.facts.values()) for row in rows} == set(
                product(("yes", "no"), ("yes", "no"), METERS.values(), ("yes", "no"))
            )

    def test_standing(self) -> None:
        """Table 1 is silent four times, says two things sixteen times, and decides the rest."""
        assert Counter(row.standing for row in AUDIT) == {
            Standing.SILENT: 4,
            Standing.CONFLICTING: 16,
            Standing.DECIDED: 31,
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
        assert len({*AUDIT, *audit()}) == 51


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
        """Where Table 1 is silent RD-07 decides; where the exemption meets the duty, RD-08 does."""
        for row in AUDIT:
            if row.standing is Standing.SILENT:
                assert "RD-07" in row.readings
            assert ("RD-08" in row.readings) is (
                row.facts.get("Domestic Supplier") == "yes"
                and "yes" in (row.facts.get("exempt_48_9"), row.facts.get("exempt_42_9"))
            )
            if row.standing is Standing.CONFLICTING:
                assert {"RD-08", "RD-09"} & set(row.readings)


class TestEveryPattern:
    """The rows leave nothing out: every complete pattern of facts comes down to one of them."""

    @pytest.mark.parametrize("supplier", ROWS.values(), ids=repr)
    def test_every_complete_pattern(self, supplier: Supplier) -> None:
        """All 8,192 patterns of a supplier's thirteen facts have the verdict and grounds of their row."""
        rows = {tuple(row.facts.values()): row for row in AUDIT if row.licence == repr(supplier)}
        patterns = [
            dict(zip(supplier.names, values, strict=True))
            for values in product((False, True), repeat=len(supplier.names))
        ]
        assert len(patterns) == 8192
        with untraced():
            wrong = [facts for facts in patterns if not is_as_its_row(supplier, facts, rows)]
        assert wrong == []


def is_as_its_row(supplier: Supplier, facts: dict[str, bool], rows: dict[tuple[str, ...], AuditRow]) -> bool:
    """Return whether the package says of *facts* what the row says to which they come down."""
    meters = "nothing"
    if facts["meters.smart"]:
        meters = "others too"
    elif any(facts[f"meters.{kind}"] for kind in supplier.kinds):
        meters = "only the kinds that exempt"
    within = any(facts[f"paragraphs.{paragraph}"] for paragraph in supplier.paragraphs)
    row = rows[yes(facts["domestic"]), yes(within), meters, yes(facts[supplier.exemption])]
    found = determine(supplier.make({**facts, **dict.fromkeys(supplier.elsewhere, False)}))
    return found.verdict is row.verdict and tuple(each.id for each in found.grounds) == row.grounds


def yes(fact: bool) -> str:
    """Return a fact as a row says it."""
    return "yes" if fact else "no"


class TestKinds:
    """The rows are values, of the kinds that they say."""

    @each_row
    def test_kinds(self, row: AuditRow) -> None:
        """A verdict is one that is decided, a fact is text, and nothing changes."""
        assert row.verdict in {Verdict.MUST, Verdict.EXEMPT, Verdict.NOT_REQUIRED}
        assert all(isinstance(fact, str) for fact in row.facts.values())
        assert {ElectricitySupply, GasSupply, ElectricityDistribution, GasTransport} >= {
            type(licence_of(row))
        }
        with pytest.raises(AttributeError):
            row.verdict = Verdict.MUST  # type: ignore[misc]
