"""
Write the generated parts of `docs/rules.md`, `docs/guide/readings.md` and `docs/traceability.md`.

Statements, kinds, bearers, citations and readings come from the code.
Which public names answer for an id comes from the code: those that name it, or rest on something that does.
Which tests hold an id comes from the tests: those whose docstring names it, alone or as in "TE-04 to TE-06".
Which sentence of a source states which rule was read once, by people: `tests/data/sentences.csv`.
`tests/test_register.py` compares the pages with what this would write.

    .venv/bin/python tools/rules_register.py
"""  # noqa: INP001 - a script, not a package

from __future__ import annotations

import ast
import csv
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache, partial
from importlib import import_module
from itertools import groupby
from pathlib import Path

from sec_uep.obligations import RULES
from sec_uep.readings import REGISTER, Reading
from sec_uep.rules import Bearer, Rule

ROOT = Path(__file__).parent.parent
TESTS = ROOT / "tests"
DOCS = ROOT / "docs"
PAGES = (DOCS / "rules.md", DOCS / "guide" / "readings.md", DOCS / "traceability.md")

#: What a caller asks where the code that names a rule is a table.
ASKED_THROUGH: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        (
            f"obligations.{row}.ROW"
            for row in ("electricity_supply", "gas_supply", "electricity_distribution", "gas_transport")
        ),
        ("obligations.determine", "obligations.determine_all"),
    ),
    "obligations._mandate.MANDATE_DATES": ("obligations.determine", "obligations.MANDATE_DATES"),
    "obligations.steps.TABLE": (
        "obligations.steps.TABLE",
        "Entry.as_of",
        "planning.forwards",
        "planning.backwards",
    ),
}

#: Modules that tell of the rules of others, and answer for none.
_TELL = {"__main__", "disagreements", "errors", "glossary", "readings", "wire", "answers"}
_TABLES = {name.rpartition(".")[2] for name in ASKED_THROUGH}
_ID = re.compile(r"\b([A-Z]{2})[-_](\d\d)\b|\b(rd)_(\d\d)\b")


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
    names = ", ".join(f"`sec_uep.{name}`" for name in encoded().get(id_, ()))
    stated = f'stated only, by `sec_uep.explain("{id_}")`'
    lines.append(f"- encoded in: {names or stated}")
    tests = ", ".join(f"`tests/{test}`" for test in held_by().get(id_, ()))
    lines.append(f"- held by: {tests or 'no test'}")
    if id_ in NOTES:
        lines += ["", NOTES[id_]]
    return "\n".join(lines)


@cache
def encoded() -> dict[str, tuple[str, ...]]:
    """Return the public names, below `sec_uep`, whose code or docstring names each id."""
    found: dict[str, dict[str, None]] = {}
    for path in sorted((ROOT / "src" / "sec_uep").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT / "src" / "sec_uep").with_suffix("").parts)
        if module not in _TELL and not path.name.startswith("__init__"):
            for name, ids in _answering(path.read_text(encoding="utf-8")):
                full = f"{module}.{name}"
                for caller in ASKED_THROUGH.get(full, _offered(full)):
                    for id_ in ids:
                        found.setdefault(id_, {})[caller] = None
    return {id_: tuple(names) for id_, names in found.items()}


def _answering(text: str) -> Iterator[tuple[str, set[str]]]:
    """Yield each name that a module defines, but rules, with the ids that it or what it uses names."""
    parts: dict[str, tuple[set[str], set[str]]] = {}
    lines = text.splitlines()
    for node in ast.parse(text).body:
        name = _defined(node)
        if name and not _ID.fullmatch(name) and not name.startswith("__"):
            first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))]) - 1
            while lines[first - 1].startswith("#:"):
                first -= 1
            code = "\n".join(lines[first : node.end_lineno])
            used = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} - {name}
            parts[name] = (_ids_in(code), used)
    for name in parts:
        ids: set[str] = set()
        seen, ahead = set(), [name]
        while ahead:
            one = ahead.pop()
            if one in parts and one not in seen and one not in _TABLES - {name}:
                seen.add(one)
                ids |= parts[one][0]
                ahead += parts[one][1]
        yield name, ids


def _offered(full: str) -> tuple[str, ...]:
    """Return a name as a caller imports it, from the nearest place that offers it; none if private."""
    *rooms, name = full.split(".")
    if _ID.match(name.replace("_", "-", 1)) or name.startswith("_"):
        return ()
    found = getattr(import_module(".".join(["sec_uep", *rooms])), name)
    for depth in range(len(rooms) + 1):
        if depth and rooms[depth - 1].startswith("_"):
            return ()
        package = import_module(".".join(["sec_uep", *rooms[:depth]]))
        if name in getattr(package, "__all__", ()) and getattr(package, name) is found:
            return (".".join([*rooms[:depth], name]),)
    return ()


def _defined(node: ast.stmt) -> str:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return node.name
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return targets[0].id if isinstance(targets[0], ast.Name) else ""


def _ids_in(code: str) -> set[str]:
    return {f"{(a or c).upper()}-{b or d}" for a, b, c, d in _ID.findall(code)}


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


#: What a sentence is that states no rule, as the file of sentences calls it, and in the words of the page.
STATES_NONE = {
    "heading": "heading",
    "information": "information, not modelled",
    "navigation": "where to find something",
}


@cache
def sentences() -> tuple[dict[str, str], ...]:
    """Return the sentences of the two source documents, in their order."""
    with (TESTS / "data" / "sentences.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def sentences_table(document: str) -> str:
    """Return every sentence of the document whose numbers begin with *document*, a table for each section."""
    lines = []
    ours = (each for each in sentences() if each["number"].startswith(document))
    for name, found in groupby(ours, lambda each: each["section"]):
        lines += [
            f"### {name}",
            "",
            "| | begins | states | leaves open |",
            "| --- | --- | --- | --- |",
        ]
        for each in found:
            states = STATES_NONE.get(each["states"]) or _linked(each["states"], "rules.md")
            opens = _linked(each["readings"], "rules.md")
            lines.append(f"| {each['number']} | {each['opening']} | {states} | {opens} |")
        lines.append("")
    return "\n".join(lines).rstrip()


def _linked(ids: str, page: str) -> str:
    return ", ".join(f"[{id_}]({page}#{id_.lower()})" for id_ in ids.split())


#: What stands between the markers of a page, by the name that they have; otherwise it is a prefix of ids.
PARTS: dict[str, Callable[[], str]] = {
    "readings": readings_table,
    "guidance": partial(sentences_table, "G"),
    "assessment_page": partial(sentences_table, "P"),
}


def generated(page: str) -> str:
    """Return *page* with the parts between its markers written anew."""

    def part(found: re.Match[str]) -> str:
        name = found["name"]
        text = PARTS[name]() if name in PARTS else section(name)
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
