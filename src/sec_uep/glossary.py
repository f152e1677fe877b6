"""
What an id or an abbreviation stands for: a rule, a reading, a step of the User Entry Process.

`explain` says it, where it is written, and what a user calls to have it applied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import frozen

from sec_uep.answers import Answer
from sec_uep.checks import check_name, check_text
from sec_uep.citations import Citation, assessment_page, guidance
from sec_uep.disagreements import touching
from sec_uep.errors import displayed
from sec_uep.events import Step
from sec_uep.facts import Lines
from sec_uep.obligations import QUESTIONS, RULES
from sec_uep.obligations._step import Dependency, Row
from sec_uep.obligations.entry_process_testing import ENTRY_CRITERIA, TE_03
from sec_uep.obligations.steps import TABLE
from sec_uep.readings import DEFAULT_READINGS, REGISTER, Reading
from sec_uep.rules import Rule

__all__ = ["ABBREVIATIONS", "Abbreviation", "Explanation", "explain"]


@frozen
class Abbreviation:
    """
    An abbreviation of the field, written out.

    Attributes:
        short: The abbreviation.
        stands_for: The words.
        citation: A text that writes it out; None where those that were seen use it without.

    """

    short: str
    stands_for: str
    citation: Citation | None = None

    _repr_html_ = displayed

    def __str__(self) -> str:
        return f"{self.short}: {self.stands_for}{f' [{self.citation}]' if self.citation else ''}"


_TABLE_2 = guidance("Table 2")
_FUSA = guidance("Complete the Full User Security Assessment")
_PRIVACY = guidance("How do Other Users complete the Privacy Assessment?")

#: Every abbreviation of the two documents, and those that the rules, the steps or the page use besides.
#: They stand in the order of the alphabet, and in the singular but for RAPPs.
ABBREVIATIONS: tuple[Abbreviation, ...] = Lines(
    (
        Abbreviation(
            "AI",
            "Agreed Interpretation, of a term that User Security Assessments use",
            assessment_page("Who is the User CIO?"),
        ),
        Abbreviation("BSC", "Balancing and Settlement Code", guidance("Table 1")),
        Abbreviation(
            "CIO", "Competent Independent Organisation, the assessor that the SEC Panel appoints", _FUSA
        ),
        Abbreviation("CME", "Controlled Market Entry", guidance("When can you begin the UEP?")),
        Abbreviation("CTSD", "Common Test Scenarios Document, SEC Appendix R", guidance("6")),
        Abbreviation("DCC", "Data Communications Company"),
        Abbreviation("DCCKI", "DCC Key Infrastructure", _TABLE_2),
        Abbreviation("DESNZ", "Department for Energy Security and Net Zero"),
        Abbreviation("DNO", "an electricity distributor; no text that was seen writes it out"),
        Abbreviation("DUIS", "DCC User Interface Specification"),
        Abbreviation("ETAD", "Enduring Testing Approach Document, SEC Appendix J", guidance("6.2")),
        Abbreviation("EUI", "Extended Unique Identifier; a User ID is one of 64 bits, an EUI-64"),
        Abbreviation(
            "EUI-64",
            "an identifier of 64 bits; a User ID comes from the range of them that a SEC Party obtains",
            guidance("7"),
        ),
        Abbreviation("FUSA", "Full User Security Assessment", _TABLE_2),
        Abbreviation("ID", "identifier; a User ID is an EUI-64"),
        Abbreviation("kWh", "kilowatt-hour"),
        Abbreviation("MPAN", "Meter Point Administration Number"),
        Abbreviation("MWh", "megawatt-hour, 1,000 kWh"),
        Abbreviation("OPA", "Optional Pre-Assessment", _FUSA),
        Abbreviation("PCF", "Privacy Controls Framework", _PRIVACY),
        Abbreviation("PIA", "Privacy Impact Assessment, which is optional and recommended", _PRIVACY),
        Abbreviation("RAPPs", "Registration Authority Policies and Procedures", _TABLE_2),
        Abbreviation("SCF", "Security Controls Framework", _FUSA),
        Abbreviation("SEC", "Smart Energy Code", guidance("Introduction")),
        Abbreviation("SECAS", "Smart Energy Code Administrator and Secretariat"),
        Abbreviation("SLC", "Standard Licence Condition"),
        Abbreviation(
            "SMETS2", "a kind of smart meter, of which EX-06 speaks; no text that was seen writes it out"
        ),
        Abbreviation("SMKI", "Smart Metering Key Infrastructure", _TABLE_2),
        Abbreviation("SREPT", "SMKI Repository Entry Process Testing", _TABLE_2),
        Abbreviation(
            "SRV",
            "Service Request Variant, by which a User communicates with Devices",
            guidance("Who can complete the User Entry Process?"),
        ),
        Abbreviation("SSC", "Security Sub-Committee", _FUSA),
        Abbreviation("SSI", "Self-Service Interface", guidance("6")),
        Abbreviation("UEP", "User Entry Process", guidance("Introduction")),
        Abbreviation("UEPT", "User Entry Process Testing", _TABLE_2),
        Abbreviation("WD", "Working Day", guidance("6.1")),
    )
)


@frozen
class Explanation:
    """
    What an id stands for.

    Attributes:
        id: The id, as the registers write it.
        title: What it is, on one line.
        says: What it says, a text for each source or part.
        citations: Where that is written.
        calls: What a user calls to have it applied.
        readings: The readings that those answers turn on, or that bear on the step.

    """

    id: str
    title: str
    says: tuple[str, ...]
    citations: tuple[Citation, ...]
    calls: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()

    _repr_html_ = displayed

    def __repr__(self) -> str:
        return f"<Explanation {self.id}: {self.title}>"

    def __str__(self) -> str:
        lines = [f"{self.id}: {self.title}", *(f"  {each}" for each in self.says)]
        lines += [f"  Source: {each}" for each in self.citations]
        lines += [f"  Call: {each}" for each in self.calls]
        if self.readings:
            lines.append(f"  Turns on: {', '.join(self.readings)}")
        return "\n".join(lines)


def explain(id_: str) -> Explanation:
    """
    Return what *id_* stands for: a rule, a reading, a step as named on the wire, or an abbreviation.

    Capital and small letters are the same here.

    >>> explain("TE-04").calls
    ('sec_uep.obligations.entry_process_testing.receipt_confirmation_due(report_received=...)',)
    >>> print(explain("smki"))
    SMKI: Smart Metering Key Infrastructure
      Source: SECAS guidance, Table 2

    Raises:
        UnknownName: If nothing has that id; it names the nearest.
        InvalidType: If it is not text.

    """
    wanted = (
        check_text("id", id_, "pass an id such as 'TE-01', 'RD-02', 'srept' or 'SMKI'").strip().casefold()
    )
    known = {each.casefold(): each for each in _ids()}
    found = known.get(wanted) or check_name("id", id_.strip(), tuple(dict.fromkeys(_ids())))
    if found in REGISTER:
        return _of_reading(REGISTER[found])
    if wanted in {step.value for step in Step}:
        return _of_step(Step(wanted), TABLE[Step(wanted)])
    short = {each.short: each for each in ABBREVIATIONS}
    if found in short:
        citation = short[found].citation
        return Explanation(found, short[found].stands_for, (), (citation,) if citation else ())
    return _of_rule(tuple(each for each in RULES if each.id == found))


def _ids() -> Iterator[str]:
    """Yield every id that can be asked; a step before the abbreviation that is spelt alike."""
    yield from (each.id for each in RULES)
    yield from REGISTER
    yield from (each.short for each in ABBREVIATIONS)
    yield from Step


def _of_rule(rules: tuple[Rule, ...]) -> Explanation:
    first = rules[0]
    asked = [each for each in QUESTIONS if any(rule in rules for rule in each.rules_asked)]
    steps = [f"the step {step.value}" for step, row in TABLE.items() if row.rule in rules]
    differ = [
        f"Sources differ: {each.matter}. Followed: {each.followed.says}. Elsewhere: {each.other.says} "
        f"[{each.other.citation}]"
        for each in touching((first.id,))
    ]
    readings = {id_ for each in asked for id_ in each.reads}
    criteria: tuple[str, ...] = ()
    calls = tuple(map(_call, asked))
    if TE_03 in rules:
        criteria = tuple(f"{name}: {says}" for name, says in ENTRY_CRITERIA.items())
        calls = ("sec_uep.obligations.entry_process_testing.ENTRY_CRITERIA",)
    named = [REGISTER[id_] for each in rules for id_ in re.findall(r"\bRD-\d\d\b", each.statement)]
    return Explanation(
        first.id,
        ", ".join([first.kind.value, f"{first.bearer} {first.modality}", *steps]),
        (
            *dict.fromkeys(each.statement for each in rules),
            *criteria,
            *(f"{each.id} as {choice}" for each in named for choice in _choices(each)),
            *differ,
        ),
        tuple(dict.fromkeys(each.citation for each in rules)),
        calls,
        tuple(sorted(readings)),
    )


def _call(question: type[Answer]) -> str:
    """Return how a question is asked."""
    module, _, name = question.name.rpartition(".")
    inputs = ", ".join(f"{each}=..." for each in question.asked_of)
    return f"sec_uep.obligations.{f'{module}.' if module != 'table_1' else ''}{name}({inputs})"


def _choices(reading: Reading) -> list[str]:
    return [
        f"{choice}{' (the default)' if choice == reading.default else ''}: {meaning}"
        for choice, meaning in reading.choices.items()
    ]


def _of_reading(reading: Reading) -> Explanation:
    asked = tuple(_call(each) for each in QUESTIONS if reading.id in each.reads)
    steps = tuple(f"the step {step.value}" for step, row in TABLE.items() if reading.id in row.readings)
    chosen = f"{reading.id}={reading.alternatives[0]}"
    return Explanation(
        reading.id,
        reading.question,
        (*_choices(reading), f"For the default: {reading.reason}", *_bears_on(steps)),
        (reading.citation,),
        (f"sec_uep.Readings({reading.id.lower().replace('-', '_')}=...), or --reading {chosen}", *asked),
    )


def _bears_on(steps: tuple[str, ...]) -> Iterator[str]:
    if steps:
        yield f"It bears on {', '.join(steps)}"


def _of_step(step: Step, row: Row) -> Explanation:
    short = {each.short.casefold(): each.stands_for for each in ABBREVIATIONS}
    says = [row.rule.statement]
    if step.value in short:
        says.insert(0, f"It stands for {short[step.value]}")
    says.append(f"Whose: {row.by}{'; for each User Role' if row.each_role else ''}")
    says += [f"After {each.on.value} [{each.rule.id}{_where(each)}]" for each in row.dependencies]
    if row.notice:
        says.append(f"Notice: {row.notice.period}, by {row.notice.by.value} [{TABLE[row.notice.by].rule.id}]")
    says += [f"Time limit: {each.period}, from {each.runs_from.value}" for each in row.limits]
    if row.outcomes:
        says.append(f"In an entry file, outcome = {', '.join(row.outcomes)}")
    if row.needs_estimate:
        says.append("No source says how long it takes: a plan needs an estimate")
    calls = (
        f"sec_uep.Event(sec_uep.Step.{step.name}, day)",
        f"entry.as_of(day).step(sec_uep.Step.{step.name})",
    )
    return Explanation(step.value, row.rule.id, tuple(says), (row.rule.citation,), calls, row.readings)


def _where(dependency: Dependency) -> str:
    """Return by which reading a step waits for another, and by which choice where that is not the default."""
    if dependency.reading is None:
        return ""
    is_default = dependency.holds(DEFAULT_READINGS)
    return f", {dependency.reading}{'' if is_default else f' as {dependency.choice}'}"
