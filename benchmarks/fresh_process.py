"""What a program pays that starts, asks one thing of each kind and ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter_ns

from benchmarks.tables import duration, goal, table, times

_EXAMPLE = Path(__file__).parent.parent / "examples" / "distributor.toml"

#: In a fresh process, at most this many times a bare `import attrs`.
MOST = 2.2

#: What must not be loaded for it.
UNWANTED = ("holidays", "cattrs", "numpy", "dateutil", "narwhals", "icalendar")

_OURS = """
from datetime import date
import sec_uep
from sec_uep.obligations.entry_process_testing import earliest_start
from sec_uep.obligations.table_1 import determine
earliest_start(notice_given=date(2026, 6, 3))
determine(sec_uep.ElectricitySupply(domestic=False, paragraphs={"39.4": True}))
"""

_ATTRS = "import attrs"

#: What prints a report, and at most how many times a process that imports the package it takes.
_REPORT = f"""
from datetime import date
import sec_uep
print(sec_uep.report(sec_uep.load({str(_EXAMPLE)!r}), today=date(2026, 11, 26)))
"""
_MOST_REPORT = 3

_PROGRAMS = {
    "nothing": "",
    "import attrs": _ATTRS,
    "import sec_uep": "import sec_uep",
    "the same, one Deadline, one determine()": _OURS,
    "the same, and a report printed": _REPORT,
}

_TIMED = """from time import perf_counter_ns
start = perf_counter_ns()
{program}
print(perf_counter_ns() - start)
"""


def run(rounds: int) -> None:
    """Spawn the programs in turn, and print what they took."""
    for program in _PROGRAMS.values():  # Once, unmeasured: whatever was not compiled is compiled now.
        _spawn(_TIMED.format(program=program))
    random = Random(3)  # noqa: S311 - only the order of the programs
    inside: dict[str, list[int]] = {name: [] for name in _PROGRAMS}
    whole: dict[str, list[int]] = {name: [] for name in _PROGRAMS}
    for _ in range(rounds):
        for name in random.sample(list(_PROGRAMS), len(_PROGRAMS)):
            start = perf_counter_ns()
            inside[name].append(int(_spawn(_TIMED.format(program=_PROGRAMS[name])).split()[-1]))
            whole[name].append(perf_counter_ns() - start)

    print("\n## A fresh process\n")
    print(f"Medians of {rounds} processes each, compiled bytecode present.")
    rows = []
    base, base_whole = median(inside["import attrs"]), median(whole["import attrs"])
    for name, program in _PROGRAMS.items():
        taken, wall = median(inside[name]), median(whole[name])
        judged = goal(taken / base, MOST) if program == _OURS else ""
        is_base = name == "nothing"
        rows.append(
            [
                name,
                duration(taken),
                "-" if is_base else times(taken / base),
                duration(wall),
                times(wall / base_whole),
                judged,
            ]
        )
    table(
        "Time from the first line to the last, and of the whole process",
        ["", "inside", "times attrs", "process", "times attrs", "goal (inside)"],
        rows,
    )
    ratio = median(whole["the same, and a report printed"]) / median(whole["import sec_uep"])
    print(f"\n- a process that prints a report: {times(ratio)} one that imports; {goal(ratio, _MOST_REPORT)}")
    question = f"import sys\nprint(*(name for name in {UNWANTED} if name in sys.modules))"
    loaded = _spawn(f"{_OURS}\n{question}").strip()
    print(f"\n- of {', '.join(UNWANTED)} it loads: {loaded or 'none'} (goal none: ", end="")
    print(f"{'missed' if loaded else 'met'})")


def _spawn(program: str) -> str:
    """Return what *program* prints in a process of its own, with this interpreter."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(  # noqa: S603 - this interpreter, with our own text
        [sys.executable, "-I", "-c", program], env=environment, check=True, capture_output=True, text=True
    ).stdout
