"""
Write the audit of Table 1 as a data file and a page, and the list of sources that disagree as a page.

All of it comes from `sec_uep.obligations.audit` and `sec_uep.disagreements`.
`tests/test_audit_data.py` compares the files with what this would write,
so that a change in what Table 1 comes to is seen, and reviewed, before it is written.

    .venv/bin/python tools/table_1_audit.py
"""  # noqa: INP001 - a script, not a package

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sec_uep.citations import GUIDANCE
from sec_uep.disagreements import DISAGREEMENTS, Disagreement, Wording
from sec_uep.obligations import RULES, audit
from sec_uep.obligations._audit import AuditRow, Standing
from sec_uep.readings import DEFAULT_READINGS, REGISTER

ROOT = Path(__file__).parent.parent
DATA = ROOT / "src" / "sec_uep" / "obligations" / "table_1.json"
PAGES = (ROOT / "docs" / "guide" / "audit.md", ROOT / "docs" / "guide" / "disagreements.md")

#: What it means to stand in the columns of Table 1, in words.
STANDINGS = {
    Standing.DECIDED: "the words of Table 1 put the licence into one column",
    Standing.SILENT: "they put it into no column",
    Standing.CONFLICTING: "they put it into both",
}

_LICENCES = {
    "ElectricitySupply": "electricity supply",
    "GasSupply": "gas supply",
    "ElectricityDistribution": "electricity distribution",
    "GasTransport": "gas transport",
}

# --- The data file -------------------------------------------------------------------------


def data_file() -> str:
    """Return the text of the data file."""
    rows = audit()
    about = {
        "what": "Every fact pattern of Table 1 of the SECAS guidance on the User Entry Process: "
        "who must become a DCC User. No Party is given, so Controlled Market Entry defers nothing.",
        "edition": {
            "document": GUIDANCE.title,
            "edition": GUIDANCE.edition,
            "note": "The guidance bears no date. The licence conditions were not read themselves, "
            "but as Table 1 gives them.",
        },
        "columns": {
            "licence": "the kind of licence",
            "facts": "the facts, by the question that Table 1 asks; exempt_48_9 and exempt_42_9: "
            "whether the holder has the exemption set out in that condition",
            "verdict": "what the readings below make of it",
            "grounds": "the ids of the rules that carry the verdict",
            "standing": "where the words of Table 1 put it, before any reading",
            "readings": "the ids of the readings of which another choice, alone, changes the verdict",
        },
        "standings": {standing.value: meaning for standing, meaning in STANDINGS.items()},
        "readings": _readings(rows),
        "rules": {id_: _rules(id_) for id_ in sorted({id_ for row in rows for id_ in row.grounds})},
    }
    text = json.dumps({"about": about, "rows": [_row(row) for row in rows]}, indent=2, sort_keys=True)
    return f"{text}\n"


def _readings(rows: Iterable[AuditRow]) -> dict[str, Any]:
    """Return the choice made for each reading that some row rests on."""
    ids = sorted({id_ for row in rows for id_ in row.readings})
    return {
        id_: {
            "question": REGISTER[id_].question,
            "choice": DEFAULT_READINGS[id_],
            "meaning": REGISTER[id_].choices[DEFAULT_READINGS[id_]],
        }
        for id_ in ids
    }


def _rules(id_: str) -> list[dict[str, str]]:
    return [{"statement": rule.statement, "citation": str(rule.citation)} for rule in RULES if rule.id == id_]


def _row(row: AuditRow) -> dict[str, Any]:
    return {
        "licence": row.licence,
        "facts": dict(row.facts),
        "verdict": row.verdict.value,
        "grounds": list(row.grounds),
        "standing": row.standing.value,
        "readings": list(row.readings),
    }


# --- The pages -----------------------------------------------------------------------------


def counts() -> str:
    """Return how many rows stand where, and how many of them rest on no reading."""
    rows = audit()
    lines = []
    for standing, meaning in STANDINGS.items():
        some = [row for row in rows if row.standing is standing]
        free = sum(not row.readings for row in some)
        lines.append([standing.value, meaning, str(len(some)), str(free), str(len(some) - free)])
    all_free = sum(not row.readings for row in rows)
    lines.append(["all", "", str(len(rows)), str(all_free), str(len(rows) - all_free)])
    return _table(["standing", "meaning", "rows", "whatever is read", "only as read"], lines)


def turning() -> str:
    """Return how many rows each reading would change."""
    rows = audit()
    lines = []
    for id_ in _readings(rows):
        changed = sum(id_ in row.readings for row in rows)
        lines.append([_link(id_), REGISTER[id_].question, f"`{DEFAULT_READINGS[id_]}`", str(changed)])
    return _table(["reading", "question", "read here as", "rows"], lines)


def rows_standing(standing: Standing) -> str:
    """Return the rows of one standing, as a table; those that differ in the meters elsewhere are one line."""
    alike: dict[object, list[AuditRow]] = {}
    for row in audit():
        if row.standing is standing:
            facts = tuple(fact for fact in row.facts.items() if fact[0] != _ELSEWHERE)
            alike.setdefault((row.licence, facts, row.verdict, row.readings), []).append(row)
    return _table(
        ["licence", "facts", "verdict", "grounds", "changes with"],
        [
            [
                _LICENCES[rows[0].licence],
                "<br>".join(_facts(rows)),
                rows[0].verdict.value,
                _links(rows[0].grounds),
                _links(rows[0].readings) or "none",
            ]
            for rows in alike.values()
        ],
    )


#: The fact that seldom changes anything, and in how many ways it comes.
_ELSEWHERE = "meters at other premises"
_CASES_ELSEWHERE = 3


def _facts(rows: Sequence[AuditRow]) -> Iterable[str]:
    """Yield the facts of rows that differ in the meters elsewhere; where those change nothing, not them."""
    for name, value in rows[0].facts.items():
        if name != _ELSEWHERE:
            yield f"{_words(name)}: {value}"
        elif len(rows) < _CASES_ELSEWHERE:
            yield f"{name}: {', or '.join(row.facts[name] for row in rows)}"


def _words(name: str) -> str:
    return f"`{name}`" if "_" in name else name


def disagreements() -> str:
    """Return every disagreement, with both wordings."""
    return "\n\n".join(_disagreement(each) for each in DISAGREEMENTS)


def _disagreement(each: Disagreement) -> str:
    lines = [
        f"### {each.matter}",
        "",
        f"- followed: {_wording(each.followed)}",
        f"- not followed: {_wording(each.other)}",
        f"- why: {each.reason}",
        f"- touches: {_links(each.rules)}",
    ]
    if each.reading:
        lines.append(f"- the choice is held by: {_link(each.reading)}")
    return "\n".join(lines)


def _wording(wording: Wording) -> str:
    return f"{wording.says} ({wording.citation})"


def _link(id_: str) -> str:
    return f"[{id_}](../rules.md#{id_.lower()})"


def _links(ids: Iterable[str]) -> str:
    return ", ".join(map(_link, ids))


def _table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    rows = [head, ["---"] * len(head), *lines]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


#: What each marker on a page stands for.
_PARTS = {
    "counts": counts,
    "turning": turning,
    "silent": lambda: rows_standing(Standing.SILENT),
    "conflicting": lambda: rows_standing(Standing.CONFLICTING),
    "disagreements": disagreements,
}


def generated(page: str) -> str:
    """Return *page* with the parts between its markers written anew."""

    def part(found: re.Match[str]) -> str:
        return f"{found['begin']}\n\n{_PARTS[found['name']]()}\n\n{found['end']}"

    marked = r"(?P<begin><!-- generated: (?P<name>\w+) -->).*?(?P<end><!-- end -->)"
    return re.sub(marked, part, page, flags=re.DOTALL)


def main() -> int:
    """Write the data file and the pages."""
    DATA.write_text(data_file(), encoding="utf-8")
    for path in PAGES:
        path.write_text(generated(path.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
