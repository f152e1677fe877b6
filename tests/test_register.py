"""The register in `docs/rules.md` says what the code says, and points to names and tests that exist."""

from __future__ import annotations

import ast
import re
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from sec_uep.obligations import RULES
from sec_uep.readings import REGISTER, Reading
from sec_uep.rules import Rule
from tools import rules_register

TESTS = Path(__file__).parent

#: Every id of the specification, listed by hand, so that none can drop out of the register unseen.
SPECIFIED = (
    *(f"OB-{n:02}" for n in range(1, 20)),
    *(f"RO-{n:02}" for n in range(1, 8)),
    *(f"ST-{n:02}" for n in range(1, 15)),
    *(f"TE-{n:02}" for n in range(1, 9)),
    *(f"SA-{n:02}" for n in range(1, 10)),
    *("PA-01", "PA-02"),
    *(f"EX-{n:02}" for n in range(1, 14)),
    *(f"EX-{n:02}" for n in (14, *range(16, 26))),
    *("RD-01", "RD-02", "RD-04", "RD-05", "RD-06", "RD-07", "RD-08", "RD-09", "RD-10", "RD-12", "RD-13"),
    *("RD-14", "RD-15", "RD-17", "RD-18", "RD-20", "RD-21", "RD-22", "RD-23", "RD-24", "RD-25", "RD-26"),
    *(f"RD-{n}" for n in range(27, 35)),
)

CODED = {*REGISTER, *(rule.id for rule in RULES)}

PAGE = rules_register.PAGES[0].read_text(encoding="utf-8")

NAMES = sorted({name for names in rules_register.ENCODED.values() for name in names})
HOLDING = sorted({test for tests in rules_register.held_by().values() for test in tests})


def entry(id_: str) -> str:
    """Return what the page says of one id."""
    found = re.search(rf"^### {id_}\n(.*?)(?=^#|\Z|^<!--)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/rules.md has no entry {id_}"
    return found[1]


@cache
def names_in(path: Path) -> frozenset[str]:
    """Return the tests in a file, as pytest writes them: `test_x`, `TestY` and `TestY::test_x`."""
    names = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name.lower().startswith("test"):
            names.add(node.name)
        if isinstance(node, ast.ClassDef):
            names |= {f"{node.name}::{each.name}" for each in node.body if isinstance(each, ast.FunctionDef)}
    return frozenset(names)


def resolved(name: str) -> object:
    """Return what a dotted name below `sec_uep` leads to."""
    found: object = import_module("sec_uep")
    at = "sec_uep"
    for part in name.split("."):
        at += f".{part}"
        if not hasattr(found, part) and isinstance(found, ModuleType):
            import_module(at)
        found = getattr(found, part)
    return found


class TestTheRegister:
    """Every id is there, as the code has it."""

    @pytest.mark.parametrize("page", rules_register.PAGES, ids=lambda page: page.name)
    def test_the_generated_parts_are_current(self, page: Path) -> None:
        """Statements, citations and readings are those of the code."""
        text = page.read_text(encoding="utf-8")
        message = f"{page.name} is stale: run .venv/bin/python tools/rules_register.py"
        assert rules_register.generated(text) == text, message

    @pytest.mark.parametrize("id_", SPECIFIED)
    def test_every_id_of_the_specification_has_an_entry(self, id_: str) -> None:
        """The code states it, and the page says which names answer for it."""
        assert id_ in CODED
        assert "- encoded in: " in entry(id_)

    def test_no_id_is_of_our_own_making(self) -> None:
        """The code and the page know no id that the specification does not."""
        assert set(SPECIFIED) >= CODED
        assert set(re.findall(r"^### ([A-Z]{2}-\d\d)$", PAGE, re.MULTILINE)) == set(SPECIFIED)

    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.id}, {rule.citation.document}")
    def test_a_rule_has_its_statement_and_its_citation(self, rule: Rule) -> None:
        """Each source of an id that has several is named."""
        assert f"{rule.statement}.\n" in entry(rule.id)
        assert f"source: {rule.citation}\n" in entry(rule.id)

    @pytest.mark.parametrize("reading", REGISTER.values(), ids=lambda reading: reading.id)
    def test_a_reading_has_its_question_choices_and_citation(self, reading: Reading) -> None:
        """Each choice is named with its meaning."""
        for text in (reading.question, reading.reason, str(reading.citation), *reading.choices.values()):
            assert text in entry(reading.id)


class TestWhatItPointsTo:
    """Names and tests exist, and every id that an answer is computed from is held by a test."""

    @pytest.mark.parametrize("name", NAMES)
    def test_a_name_exists(self, name: str) -> None:
        """It can be imported, and no part of it is private."""
        assert not re.search(r"(^|\.)_", name)
        assert resolved(name) is not None

    @pytest.mark.parametrize("test", HOLDING)
    def test_a_test_exists(self, test: str) -> None:
        """It stands in the file, by that name."""
        path, _, name = test.partition("::")
        assert name in names_in(TESTS / path)

    @pytest.mark.parametrize("id_", sorted(CODED))
    def test_an_id_has_its_line(self, id_: str) -> None:
        """Which names answer for it is said, if only that none does."""
        assert id_ in rules_register.ENCODED

    @pytest.mark.parametrize("id_", [id_ for id_ in REGISTER if id_ < "RD-27"])
    def test_a_reading_is_read(self, id_: str) -> None:
        """A choice that no question asks for would choose nothing."""
        assert rules_register.ENCODED[id_]

    @pytest.mark.parametrize("id_", sorted(CODED))
    def test_an_encoded_id_is_held_by_a_test(self, id_: str) -> None:
        """A rule that is only stated needs none."""
        held = bool(rules_register.held_by().get(id_))
        assert held or not rules_register.ENCODED[id_], f"no test holds {id_}"

    def test_nothing_is_kept_for_an_id_that_is_not_there(self) -> None:
        """The lists kept by hand have no leftovers."""
        by_hand = {*rules_register.ENCODED, *rules_register.ALSO_HELD_BY, *rules_register.NOTES}
        assert by_hand <= CODED
