"""The audit of Table 1 and the list of disagreements are shipped and shown as the code has them."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest

from sec_uep.disagreements import DISAGREEMENTS
from sec_uep.obligations import RULES, audit
from sec_uep.readings import DEFAULT_READINGS, REGISTER
from tools import table_1_audit

HOW = (
    "What Table 1 comes to is not what was reviewed, or its words are not. If the change is meant, "
    "run .venv/bin/python tools/table_1_audit.py, read the difference row by row, "
    "and say in CHANGELOG.md whose answers change"
)

#: What other implementations read, through the package as it is installed.
SHIPPED = files("sec_uep.obligations").joinpath("table_1.json").read_text(encoding="utf-8")


class TestTheFilesAreCurrent:
    """They equal what the generator would write."""

    def test_the_data_file(self) -> None:
        """Every row is the one that was reviewed."""
        assert table_1_audit.data_file() == SHIPPED, f"table_1.json: {HOW}"

    @pytest.mark.parametrize("page", table_1_audit.PAGES, ids=lambda page: page.name)
    def test_a_page(self, page: Path) -> None:
        """The parts between its markers are those of the code."""
        text = page.read_text(encoding="utf-8")
        assert "<!-- generated: " in text
        assert table_1_audit.generated(text) == text, f"{page.name}: {HOW}"


class TestTheDataFile:
    """It can be read without this package."""

    def test_it_is_stable(self) -> None:
        """Keys are sorted, lines are indented, and the file ends with a line."""
        assert json.dumps(json.loads(SHIPPED), indent=2, sort_keys=True) + "\n" == SHIPPED

    def test_it_has_every_row_once(self) -> None:
        """No two rows have the same licence and facts."""
        rows = json.loads(SHIPPED)["rows"]
        patterns = {(row["licence"], tuple(sorted(row["facts"].items()))) for row in rows}
        assert len(rows) == len(patterns) == len(audit()) == 147

    def test_it_explains_all_that_it_names(self) -> None:
        """Columns, standings, readings and rules are in its head, and no others."""
        data = json.loads(SHIPPED)
        about, rows = data["about"], data["rows"]
        assert {name for row in rows for name in row} == set(about["columns"])
        assert {row["standing"] for row in rows} == set(about["standings"])
        assert {id_ for row in rows for id_ in row["readings"]} == set(about["readings"])
        assert {id_ for row in rows for id_ in row["grounds"]} == set(about["rules"])

    def test_its_readings_are_the_defaults(self) -> None:
        """The rows hold under them."""
        for id_, reading in json.loads(SHIPPED)["about"]["readings"].items():
            assert reading["choice"] == DEFAULT_READINGS[id_] == REGISTER[id_].default


class TestTheDisagreements:
    """What they point to is in the register."""

    def test_their_rules_and_readings_exist(self) -> None:
        """An answer finds a disagreement by these ids."""
        known = {rule.id for rule in RULES}
        assert {id_ for each in DISAGREEMENTS for id_ in each.rules} <= known
        assert {each.reading for each in DISAGREEMENTS if each.reading} <= set(REGISTER)
