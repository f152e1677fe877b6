"""The whole run: what is measured on which machine, then each part in turn."""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Sequence

from benchmarks import answers, fresh_process, pages, planning, scalar, shown, trust
from benchmarks.peers import PEERS, release


def main(arguments: Sequence[str]) -> None:
    """Measure what *arguments* ask for, and print it."""
    parser = argparse.ArgumentParser(
        prog="benchmarks/run.py", description="Measure sec_uep beside its peers."
    )
    parser.add_argument("--quick", action="store_true", help="fewer rounds: rough figures in a short time")
    rounds, processes = (15, 7) if parser.parse_args(arguments).quick else (61, 41)

    print(f"# sec_uep {release('sec-uep')} and its peers\n")
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.system()}", end=" ")
    print(f"{platform.machine()}, {os.cpu_count()} cores; medians of {rounds} shuffled rounds")
    print(f"attrs {release('attrs')}", *(f"{name} {release(name)}" for name, _, _ in PEERS), sep=", ")

    scalar.run(rounds)
    answers.deadlines(rounds)
    answers.determinations(rounds)
    trust.run(rounds)
    planning.run(rounds)
    pages.run(rounds)
    shown.run(rounds)
    fresh_process.run(processes)
