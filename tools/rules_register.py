"""
Write the generated parts of `docs/rules.md` and of `docs/guide/readings.md`.

Statements, kinds, bearers, citations and readings come from the code.
Which tests hold an id comes from the tests: those whose docstring names it, alone or as in "TE-04 to TE-06".
What neither can say is kept here by hand: which public names answer for an id, and tests that do not name it.
`tests/test_register.py` compares the pages with what this would write.

    .venv/bin/python tools/rules_register.py
"""  # noqa: INP001 - a script, not a package

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sec_uep.obligations import RULES
from sec_uep.readings import REGISTER, Reading
from sec_uep.rules import Bearer, Rule

ROOT = Path(__file__).parent.parent
TESTS = ROOT / "tests"
PAGES = (ROOT / "docs" / "rules.md", ROOT / "docs" / "guide" / "readings.md")

_TABLE_1 = ("obligations.determine",)
_STEPS = ("obligations.entry_process.edges", "obligations.entry_process.Entry.steps")
_STANDING = "planning.standing"
_UEPT = "obligations.entry_process_testing"
_FUSA = "obligations.security_assessment"
_CYCLE = "obligations.assessment_cycle"
_PRIVACY = "obligations.privacy_assessment"
_IDS = "obligations.user_ids"
_COVER = "obligations.credit_cover"

#: The public names that answer for each id, below `sec_uep`; none where the rule is only stated.
ENCODED: dict[str, tuple[str, ...]] = {
    "OB-01": ("planning.forwards", "planning.backwards"),
    "OB-02": ("obligations.determine", "obligations.determine_all"),
    "OB-03": _TABLE_1,
    "OB-04": ("obligations.determine", "parties.CONDITION_39_PARAGRAPHS"),
    "OB-05": _TABLE_1,
    "OB-06": ("obligations.electricity_supply.is_designated_premises",),
    "OB-07": _TABLE_1,
    "OB-08": _TABLE_1,
    "OB-09": ("obligations.determine", "parties.CONDITION_33_PARAGRAPHS"),
    "OB-10": _TABLE_1,
    "OB-11": ("obligations.gas_supply.is_designated_premises",),
    "OB-12": _TABLE_1,
    "OB-13": _TABLE_1,
    "OB-14": _TABLE_1,
    "OB-15": _TABLE_1,
    "OB-16": ("obligations.determine_all",),
    "OB-17": _TABLE_1,
    "OB-18": ("obligations.entry_process.Entry",),
    "OB-19": (),
    "RO-01": ("parties.UserRole", "obligations.user_roles.MEANINGS"),
    "RO-02": ("obligations.user_roles.ROLES_OF", "obligations.user_roles.may_apply_for"),
    "RO-03": ("obligations.user_roles.may_apply_for",),
    "RO-04": ("obligations.entry_process.Entry.tasks",),
    "RO-05": (f"{_IDS}.SHARING_ROLES", f"{_IDS}.assignment", f"{_IDS}.sharing_groups"),
    "RO-06": (f"{_IDS}.UserIdRange", f"{_IDS}.assignment"),
    "RO-07": (),
    "ST-01": ("obligations.entry_process.edges",),
    "ST-02": _STEPS,
    "ST-03": _STEPS,
    "ST-04": _STEPS,
    "ST-05": _STEPS,
    "ST-06": _STEPS,
    "ST-07": _STEPS,
    "ST-08": _STEPS,
    "ST-09": (*_STEPS, f"{_COVER}.CoverForm", f"{_COVER}.cover_required", f"{_COVER}.evidence_with"),
    "ST-10": _STEPS,
    "ST-11": _STEPS,
    "ST-12": (*_STEPS, "planning.evidence"),
    "ST-13": _STEPS,
    "ST-14": (),
    "TE-01": (
        f"{_UEPT}.NOTICE",
        f"{_UEPT}.earliest_start",
        f"{_UEPT}.latest_notice",
        f"{_UEPT}.last_day_of_notice",
        f"{_UEPT}.notice",
        f"{_UEPT}.is_notice_sufficient",
    ),
    "TE-02": (),
    "TE-03": (f"{_UEPT}.ENTRY_CRITERIA", "obligations.entry_process.edges"),
    "TE-04": (f"{_UEPT}.receipt_confirmation_due", _STANDING),
    "TE-05": (f"{_UEPT}.review_due", _STANDING),
    "TE-06": (f"{_UEPT}.certificate_due", _STANDING),
    "TE-07": ("obligations.entry_process.edges",),
    "TE-08": ("obligations.entry_process.edges",),
    "SA-01": (f"{_CYCLE}.assessment_cycle",),
    "SA-02": (
        f"{_FUSA}.NOTICE",
        f"{_FUSA}.earliest_assessment",
        f"{_FUSA}.latest_application",
        f"{_FUSA}.last_day_of_notice",
        f"{_FUSA}.notice",
    ),
    "SA-03": (),
    "SA-04": (f"{_FUSA}.FREE_RESCHEDULE", f"{_FUSA}.latest_free_reschedule", _STANDING),
    "SA-05": (f"{_FUSA}.reschedule_charge",),
    "SA-06": ("events.AssuranceStatus",),
    "SA-07": (f"{_FUSA}.entry_with", f"{_FUSA}.permits_entry"),
    "SA-08": (f"{_FUSA}.size", f"{_FUSA}.size_category", f"{_CYCLE}.kind_of_assessment"),
    "SA-09": (),
    "PA-01": (
        f"{_PRIVACY}.NOTICE",
        f"{_PRIVACY}.earliest_assessment",
        f"{_PRIVACY}.latest_application",
        f"{_PRIVACY}.last_day_of_notice",
        f"{_PRIVACY}.notice",
    ),
    "PA-02": (f"{_PRIVACY}.permits_entry",),
    "EX-01": (f"{_FUSA}.status_named", f"{_PRIVACY}.status_named"),
    "EX-02": (f"{_CYCLE}.kind_of_assessment", f"{_CYCLE}.assessment_cycle"),
    "EX-03": (f"{_FUSA}.size", f"{_FUSA}.size_category"),
    "EX-04": (f"{_CYCLE}.kind_of_assessment", f"{_CYCLE}.assessment_cycle"),
    "EX-05": (),
    "EX-06": _TABLE_1,
    "EX-07": ("obligations.determine", "obligations.MANDATE_DATES"),
    "EX-08": (f"{_PRIVACY}.FREE_CHANGE", f"{_PRIVACY}.latest_free_change", f"{_PRIVACY}.change_charge"),
    "EX-09": (f"{_COVER}.CREDIT_SUPPORT", f"{_COVER}.credit_support_due", f"{_COVER}.event_of_default"),
    "EX-10": (f"{_IDS}.UserId", f"{_IDS}.UserIdRange"),
    "EX-11": (),
    "EX-12": (f"{_FUSA}.FIELDWORK",),
    "EX-19": (),
    "EX-20": (f"{_PRIVACY}.notice", f"{_PRIVACY}.latest_free_change"),
    "EX-22": (),
    "EX-23": (),
    "EX-24": ("parties.UserRole",),
    "EX-25": (f"{_FUSA}.APPLICATION_TO_STATUS",),
    "EX-13": ("obligations.gas_supply.is_designated_premises",),
    "EX-14": (),
    "EX-16": (),
    "EX-17": (),
    "EX-18": (),
    "EX-21": ("obligations.electricity_supply.is_designated_premises",),
    "RD-01": ("answers.named_calendar",),
    "RD-02": (f"{_UEPT}.earliest_start", f"{_UEPT}.latest_notice", f"{_UEPT}.notice"),
    "RD-04": (
        f"{_UEPT}.earliest_start",
        f"{_UEPT}.last_day_of_notice",
        f"{_FUSA}.last_day_of_notice",
        f"{_PRIVACY}.last_day_of_notice",
        f"{_UEPT}.receipt_confirmation_due",
        f"{_UEPT}.review_due",
        f"{_COVER}.credit_support_due",
        f"{_COVER}.event_of_default",
    ),
    "RD-05": (f"{_UEPT}.review_due", "obligations.entry_process.edges"),
    "RD-06": (
        f"{_FUSA}.earliest_assessment",
        f"{_FUSA}.latest_application",
        f"{_FUSA}.latest_free_reschedule",
        f"{_PRIVACY}.earliest_assessment",
        f"{_PRIVACY}.latest_application",
        f"{_PRIVACY}.latest_free_change",
    ),
    "RD-07": _TABLE_1,
    "RD-08": _TABLE_1,
    "RD-09": _TABLE_1,
    "RD-10": _TABLE_1,
    "RD-12": ("obligations.gas_supply.is_designated_premises",),
    "RD-13": ("obligations.entry_process.edges", "planning.forwards"),
    "RD-14": ("obligations.user_roles.may_apply_for",),
    "RD-15": (f"{_IDS}.assignment", f"{_IDS}.sharing_groups"),
    "RD-17": (f"{_FUSA}.entry_with",),
    "RD-18": ("obligations.entry_process.edges", "planning.forwards"),
    "RD-20": (f"{_FUSA}.entry_with",),
    "RD-21": _TABLE_1,
    "RD-22": _TABLE_1,
    "RD-23": _TABLE_1,
    "RD-24": ("obligations.entry_process.Entry.steps", "planning.forwards"),
    "RD-25": ("obligations.entry_process.Entry.steps", f"{_COVER}.evidence_with"),
    "RD-26": (f"{_FUSA}.size", f"{_CYCLE}.assessment_cycle"),
    **dict.fromkeys((f"RD-{n}" for n in range(27, 35)), ()),
    "RD-31": (f"{_CYCLE}.kind_of_assessment", f"{_CYCLE}.assessment_cycle"),
    "RD-33": (f"{_COVER}.credit_support_due", f"{_COVER}.event_of_default"),
}

#: Tests that hold an id and do not name it in their docstring, below `tests`.
ALSO_HELD_BY: dict[str, tuple[str, ...]] = dict.fromkeys(
    ("RD-07", "RD-08", "RD-09", "RD-10", "RD-21", "RD-22", "RD-23"),
    ("obligations/test_table_1.py::TestEveryPattern",),
)

#: Tests about the project itself hold no rule, though they may name one.
_ABOUT_THE_PROJECT = {"test_architecture.py", "test_public_api.py", "test_register.py"}

#: What is true of an id and not of the whole entry: how far it is encoded.
NOTES: dict[str, str] = {
    "SA-01": "The steps of an entry require the initial assessment (ST-10). By which day the assessment of a "
    "year is due, no source that was seen says: the years of the cycle begin on anniversaries, which are no "
    "limits.",
    "RO-07": "The form, and that the DCC accepts the IDs, are the step `user-ids` of an entry (ST-08).",
    "ST-09": "The figure of the threshold was not seen, so it is for the caller to give; nor was how much "
    "cover a form must give, which is not asked.",
    "EX-10": "The page speaks of an EUI-64; that it is written as 16 hexadecimal characters was seen in a "
    "third party's summary, and follows from its 64 bits.",
    "EX-12": "An estimate to offer, as `FIELDWORK`; no date is counted from it unless the caller does.",
    "EX-25": "An estimate to offer, as `APPLICATION_TO_STATUS`. The days are an inference of ours: the "
    "newsletter has the two dates.",
}


def entry(id_: str) -> str:
    """Return what the register says of one id."""
    lines = [f"### {id_}", ""]
    if id_ in REGISTER:
        lines += list(_of_reading(REGISTER[id_]))
    else:
        for rule in _rules(id_):
            lines += ["", *_of_rule(rule)] if lines[-1] else list(_of_rule(rule))
    names = ", ".join(f"`sec_uep.{name}`" for name in ENCODED[id_])
    stated = f'stated only, by `sec_uep.obligations.rule("{id_}")`'
    lines.append(f"- encoded in: {names or stated}")
    tests = ", ".join(f"`tests/{test}`" for test in held_by().get(id_, ()))
    lines.append(f"- held by: {tests or 'no test'}")
    if id_ in NOTES:
        lines += ["", NOTES[id_]]
    return "\n".join(lines)


@cache
def held_by() -> dict[str, tuple[str, ...]]:
    """Return the tests that hold each id, by file, class and function."""
    found: dict[str, dict[str, None]] = {id_: dict.fromkeys(tests) for id_, tests in ALSO_HELD_BY.items()}
    for path in sorted(TESTS.rglob("test_*.py")):
        if path.name not in _ABOUT_THE_PROJECT:
            text = path.read_text(encoding="utf-8")
            for name, ids in _naming(ast.parse(text)):
                for id_ in ids:
                    if id_ in text.replace("_", "-"):  # a range may span ids that the file is not about
                        found.setdefault(id_, {})[f"{path.relative_to(TESTS).as_posix()}::{name}"] = None
    return {id_: tuple(tests) for id_, tests in found.items()}


def _naming(tree: ast.Module) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each test and the ids that its docstring names; a class speaks for its functions."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            yield node.name, _ids(node)
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            yield node.name, _ids(node)
            for each in node.body:
                if isinstance(each, ast.FunctionDef) and each.name.startswith("test"):
                    yield f"{node.name}::{each.name}", _ids(each) - _ids(node)


def _ids(node: ast.ClassDef | ast.FunctionDef) -> frozenset[str]:
    text = ast.get_docstring(node) or ""
    ids = set(re.findall(r"\b[A-Z]{2}-\d\d\b", text))
    for kind, first, last in re.findall(r"\b([A-Z]{2})-(\d\d) to \1-(\d\d)\b", text):
        ids |= {f"{kind}-{n:02}" for n in range(int(first), int(last) + 1)}
    return frozenset(ids)


def _rules(id_: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in RULES if rule.id == id_)


def _of_rule(rule: Rule) -> Iterator[str]:
    bearer = "" if rule.bearer is Bearer.NOBODY else f", {rule.bearer.value}"
    yield f"{rule.statement}."
    yield ""
    yield f"- {rule.kind.value}{bearer}"
    yield f"- source: {rule.citation}"


def _of_reading(reading: Reading) -> Iterator[str]:
    yield reading.question
    yield ""
    for choice, meaning in reading.choices.items():
        yield f"- `{choice}`{' (the default)' if choice == reading.default else ''}: {meaning}"
    yield f"- reason: {reading.reason}"
    yield f"- source: {reading.citation}"


def section(prefix: str) -> str:
    """Return the entries of all ids that begin with *prefix*, in the order of the ids."""
    ids = {*REGISTER, *(rule.id for rule in RULES)}
    return "\n\n".join(entry(id_) for id_ in sorted(ids) if id_.startswith(prefix))


def readings_table() -> str:
    """Return every reading with its choices, as a table."""
    lines = ["| reading | question | default | alternative |", "| --- | --- | --- | --- |"]
    for reading in REGISTER.values():
        choices = [f"`{choice}`: {meaning}" for choice, meaning in reading.choices.items()]
        lines.append(f"| {reading.id} | {reading.question} | {choices[0]} | {'<br>'.join(choices[1:])} |")
    return "\n".join(lines)


def generated(page: str) -> str:
    """Return *page* with the parts between its markers written anew."""

    def part(found: re.Match[str]) -> str:
        name = found["name"]
        text = readings_table() if name == "readings" else section(name)
        return f"{found['begin']}\n\n{text}\n\n{found['end']}"

    marked = r"(?P<begin><!-- generated: (?P<name>[\w]+) -->).*?(?P<end><!-- end -->)"
    return re.sub(marked, part, page, flags=re.DOTALL)


def main() -> int:
    """Write the pages."""
    for path in PAGES:
        path.write_text(generated(path.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
