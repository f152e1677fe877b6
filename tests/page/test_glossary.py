"""What an id or an abbreviation stands for."""

from __future__ import annotations

import re
from datetime import date

import pytest

import sec_uep as uep
from sec_uep import obligations
from sec_uep.errors import InvalidType, UnknownName
from sec_uep.events import Step
from sec_uep.glossary import ABBREVIATIONS, explain
from sec_uep.page._sections import WORTH_KNOWING
from sec_uep.readings import REGISTER

SHORT = {each.short: each for each in ABBREVIATIONS}

#: Every abbreviation that stands in the two documents, collected by hand, in the singular.
OF_THE_DOCUMENTS = (
    *(
        "AI",
        "BSC",
        "CIO",
        "CME",
        "CTSD",
        "DCC",
        "DCCKI",
        "DUIS",
        "ETAD",
        "EUI-64",
        "FUSA",
        "ID",
        "kWh",
        "OPA",
        "PCF",
    ),
    *("RAPPs", "SCF", "SEC", "SECAS", "SLC", "SMKI", "SREPT", "SRV", "SSC", "SSI", "UEP", "UEPT", "WD"),
)

#: What looks like an abbreviation, and is none: the letters of an Appendix, and a modification.
NONE = {"AD", "SECMP0036"}


class TestExplain:
    """Everything that has an id can be asked."""

    @pytest.mark.parametrize("id_", sorted({rule.id for rule in obligations.RULES}))
    def test_a_rule(self, id_: str) -> None:
        """What it says, where it is written, and what a user calls."""
        found = explain(id_)
        rules = obligations.rule(id_)
        assert found.id == id_
        assert {rule.statement for rule in rules} <= set(found.says)
        assert set(found.citations) == {rule.citation for rule in rules}

    def test_what_is_called(self) -> None:
        """Each question that the rule answers, with what it is asked of; it can be imported so."""
        calls = explain("TE-01").calls
        assert "sec_uep.obligations.entry_process_testing.earliest_start(notice_given=...)" in calls
        assert explain("TE-01").readings == ("RD-02", "RD-04")

    def test_what_is_listed_elsewhere(self) -> None:
        """The entry criteria of UEPT, and the choices of a reading that the rule names."""
        found = explain("TE-03")
        assert [each.partition(": ")[2] for each in found.says[1:7]] == [
            "Obtain verification from the DCC that the Party is a SEC Party and has completed SREPT",
            "Identify the User Role(s) for which UEPT is undertaken",
            "Produce all relevant test artefacts (CTSD 5.6.1.5) and have the DCC approve them",
            "Give evidence of a test environment that is available and can support the testing",
            "Give evidence that the appropriate level of resources is available",
            "Meet the security requirements of SEC Appendix J",
        ]
        assert found.calls == ("sec_uep.obligations.entry_process_testing.ENTRY_CRITERIA",)
        assert explain("TE-05").says[1:3] == (
            "RD-05 as confirmation (the default): from receipt of the DCC's confirmation",
            "RD-05 as report: from receipt of the UEPT completion report",
        )

    def test_every_call_exists(self) -> None:
        """What is named can be reached."""
        for id_ in {*(rule.id for rule in obligations.RULES), *REGISTER}:
            for call in explain(id_).calls:
                name = call.partition("(")[0]
                if name.startswith("sec_uep.obligations."):
                    found: object = obligations
                    for part in name.removeprefix("sec_uep.obligations.").split("."):
                        found = getattr(found, part)

    @pytest.mark.parametrize("id_", REGISTER)
    def test_a_reading(self, id_: str) -> None:
        """The question, each choice with its meaning, the default marked, and how another is chosen."""
        found, reading = explain(id_), REGISTER[id_]
        assert found.title == reading.question
        assert f"{reading.default} (the default): {reading.choices[reading.default]}" in found.says
        assert any(f"--reading {id_}={reading.alternatives[0]}" in call for call in found.calls)

    @pytest.mark.parametrize("step", Step)
    def test_a_step(self, step: Step) -> None:
        """Its rule, whose it is, and how it is written in an entry file."""
        found = explain(step.value)
        assert found.id == step.value
        assert str(found).startswith(f"{step.value}: ")
        assert f"sec_uep.Event(sec_uep.Step.{step.name}, day)" in found.calls

    def test_a_step_that_is_an_abbreviation(self) -> None:
        """SREPT is both: the step says what it stands for."""
        assert explain("SREPT") == explain("srept")
        assert "It stands for SMKI Repository Entry Process Testing" in explain("srept").says

    @pytest.mark.parametrize("each", [a for a in ABBREVIATIONS if a.short.casefold() not in set(Step)])
    def test_an_abbreviation(self, each: object) -> None:
        """The words it stands for."""
        short, stands_for = each.short, each.stands_for  # type: ignore[attr-defined]
        assert explain(short.lower()).title == stands_for
        assert str(each).startswith(f"{short}: {stands_for}")

    @pytest.mark.parametrize("short", ["SMETS2", "DNO", "PIA", "EUI-64"])
    def test_a_word_of_the_field(self, short: str) -> None:
        """What people say is there, and the nearest is not needed."""
        assert explain(short).id == short
        assert explain(short).title

    def test_in_a_notebook(self) -> None:
        """One line."""
        expected = "<Explanation TE-04: time limit, DCC must, the step uept-receipt-confirmation>"
        assert repr(explain("TE-04")) == expected

    def test_the_case_does_not_matter(self) -> None:
        """Capitals, small letters, and space around."""
        assert explain(" te-01 ") == explain("TE-01") == uep.explain("Te-01")

    def test_unknown(self) -> None:
        """The nearest is named; what is no text is refused."""
        with pytest.raises(UnknownName, match=r"the nearest is 'TE-0\d'$"):
            explain("TE-09")
        with pytest.raises(UnknownName, match=r"the nearest is 'TE-[01]4'$"):
            explain("TE-4")
        with pytest.raises(InvalidType, match="id: 5 is not text"):
            explain(5)  # type: ignore[arg-type]


class TestAbbreviations:
    """Every abbreviation of the two documents, and of what is said here, is written out."""

    def test_they_are_sorted_and_once(self) -> None:
        """In the order of the alphabet, none twice."""
        short = [each.short for each in ABBREVIATIONS]
        assert short == sorted(set(short), key=str.casefold)

    @pytest.mark.parametrize("short", OF_THE_DOCUMENTS)
    def test_one_of_the_documents_can_be_asked(self, short: str) -> None:
        """In capital or small letters; a step of the same name says first what it stands for."""
        stands_for = SHORT[short].stands_for
        found = explain(short)
        assert found == explain(short.lower())
        assert stands_for == found.title or found.says[0] == f"It stands for {stands_for}"

    def test_the_page_looks_up_words(self) -> None:
        """An abbreviation inside another word is none; in the plural it is one."""
        entry = uep.Entry(party=uep.Party(name="MAIN RAPIDS Ltd"), roles={uep.UserRole.OTHER_USER})
        text = uep.report(entry, today=date(2026, 11, 23)).text()
        for short in ("AI", "SEC"):
            assert bool(re.search(rf"^ *{short}  ", text, re.MULTILINE)) is bool(
                re.search(rf"\b{short}\b", text)
            )
        assert re.search(r"^ *ID  ", text, re.MULTILINE)
        assert "User IDs" in text

    def test_what_rules_and_readings_use_is_there(self) -> None:
        """All of their words that are written in capitals, and the units of energy."""
        said = [rule.statement for rule in obligations.RULES]
        said += [" ".join((each.question, each.reason, *each.choices.values())) for each in REGISTER.values()]
        used = set(re.findall(r"\b[A-Z]{2}[A-Z0-9]*s?(?:-\d+)?\b|\b[kM]Wh\b", " ".join(said)))
        known = {
            *SHORT,
            *(f"{short}s" for short in SHORT),
            *(short.removesuffix("s") for short in SHORT),
            *NONE,
        }
        known |= {*REGISTER, *(rule.id for rule in obligations.RULES)}
        assert used - known == set()


def test_what_is_worth_knowing_is_about_steps_that_there_are() -> None:
    """Each step and each rule that is named exists."""
    assert set(WORTH_KNOWING) <= set(Step)
    assert {id_ for ids in WORTH_KNOWING.values() for id_ in ids} <= {rule.id for rule in obligations.RULES}
