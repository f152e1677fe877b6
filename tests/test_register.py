"""
The register in `docs/rules.md` says what the code says, and points to names and tests that exist.

`docs/traceability.md` goes the other way: from each sentence of the two documents to its rules.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from importlib import import_module
from itertools import groupby
from pathlib import Path
from types import ModuleType

import pytest

from sec_uep.answers import Answer
from sec_uep.citations import ASSESSMENT_PAGE, GUIDANCE, Citation
from sec_uep.obligations import RULES
from sec_uep.readings import REGISTER, Reading
from sec_uep.rules import Rule
from tests.test_receipts import SAMPLES
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

NAMES = sorted({name for names in rules_register.encoded().values() for name in names})
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

    @pytest.mark.parametrize("id_", REGISTER)
    def test_a_reading_is_read(self, id_: str) -> None:
        """A choice that no answer asks for would choose nothing."""
        assert rules_register.encoded()[id_]

    @pytest.mark.parametrize("answer", SAMPLES, ids=lambda answer: f"{answer.name} {answer.rule.id}")
    def test_what_an_answer_rests_on_names_it(self, answer: Answer) -> None:
        """Each rule and each reading of a real answer has the question that was asked, but for RD-01."""
        asked = answer.name.rpartition(".")[2]
        for id_ in {answer.rule.id, *(rule.id for rule in answer.rules), *answer.readings} - {"RD-01"}:
            names = {name.rpartition(".")[2] for name in rules_register.encoded().get(id_, ())}
            assert asked in names, f"{id_} does not name {asked}"

    @pytest.mark.parametrize("id_", sorted(CODED))
    def test_an_encoded_id_is_held_by_a_test(self, id_: str) -> None:
        """A rule that is only stated needs none."""
        held = bool(rules_register.held_by().get(id_))
        assert held or not rules_register.encoded().get(id_), f"no test holds {id_}"

    def test_nothing_is_kept_for_an_id_that_is_not_there(self) -> None:
        """The lists kept by hand have no leftovers."""
        by_hand = {*rules_register.ALSO_HELD_BY, *rules_register.NOTES}
        assert by_hand <= CODED


SENTENCES = rules_register.sentences()
#: How many sentences the two documents have, headings, cells and items of lists among them.
COUNTED = {"G": 183, "P": 36}
STATED = {id_ for each in SENTENCES for id_ in each["states"].split()} - {*rules_register.STATES_NONE}
OPENED = {id_ for each in SENTENCES for id_ in each["readings"].split()}


def is_of_the_two(citation: Citation) -> bool:
    """Return whether a citation leads to one of the two documents, by way of another or not."""
    return citation.document in (GUIDANCE, ASSESSMENT_PAGE) or (
        citation.via is not None and is_of_the_two(citation.via)
    )


class TestTraceability:
    """Every sentence of the two documents has its place, and every rule that cites them a sentence."""

    def test_the_sentences_are_complete_and_in_order(self) -> None:
        """None is left out or stands twice."""
        numbers = [f"{document}{n}" for document, count in COUNTED.items() for n in range(1, count + 1)]
        assert [each["number"] for each in SENTENCES] == numbers

    def test_a_section_is_in_one_piece(self) -> None:
        """It begins with its heading, which may state something itself, and its sentences follow."""
        for name, found in groupby(SENTENCES, lambda each: (each["number"][0], each["section"])):
            assert name[1].startswith(next(found)["opening"].removesuffix(" …"))
        sections = [name for name, _ in groupby(SENTENCES, lambda each: (each["number"][0], each["section"]))]
        assert len(sections) == len(set(sections))

    @pytest.mark.parametrize("sentence", SENTENCES, ids=lambda each: each["number"])
    def test_a_sentence_has_its_place(self, sentence: dict[str, str]) -> None:
        """It states rules that there are, or none, and leaves readings open; its first words are quoted."""
        states, opens = sentence["states"], sentence["readings"].split()
        assert (
            states in rules_register.STATES_NONE
            or {rule.id for rule in RULES} >= set(states.split()) != set()
        )
        assert set(REGISTER) >= set(opens)
        assert len(sentence["opening"].removesuffix(" …").split()) in range(1, 9)

    def test_a_rule_of_the_two_documents_has_a_sentence(self) -> None:
        """And one of another document has none."""
        assert {rule.id for rule in RULES if is_of_the_two(rule.citation)} == STATED

    def test_a_reading_of_the_two_documents_has_a_sentence(self) -> None:
        """One that another document raised may bear on a sentence too."""
        assert {id_ for id_, reading in REGISTER.items() if is_of_the_two(reading.citation)} <= OPENED

    def test_a_rule_stands_where_its_citation_says(self) -> None:
        """One that cites a numbered step, or a section by its name, is stated there."""
        for rule in RULES:
            place = rule.citation.via or rule.citation
            if is_of_the_two(place):
                document = "G" if place.document == GUIDANCE else "P"
                named = [clause.strip() for clause in place.clause.split(";")]
                for clause in named:
                    found = [
                        each["number"]
                        for each in SENTENCES
                        if each["number"].startswith(document)
                        and rule.id in each["states"].split()
                        and is_in(clause, each["section"])
                    ]
                    assert found, f"{rule.id} is not stated in {clause}"


#: In which section a table stands, or one of the parts of a section.
_STANDS_IN = {
    "Table 1": "Who can complete the User Entry Process?",
    "Table 2": "How to complete the UEP",
    "Steps to take with SECAS": "Complete the Full User Security Assessment",
}


def is_in(clause: str, section: str) -> bool:
    """Return whether a clause of a citation names a section: by its number in full, or by its words."""
    clause = _STANDS_IN.get(clause.partition(",")[0], clause)
    if re.fullmatch(r"[\d.]+", clause):
        return re.match(rf"{re.escape(clause)}\.? ", section) is not None
    return clause.casefold() in section.casefold()
