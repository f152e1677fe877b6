"""The entries of tests/data/cases: written as people write them, with dates that were worked out by hand."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sec_uep import DEFAULT_READINGS, Entry, Readings, Step, UserRole, planning, wire
from sec_uep.entry import Position

if TYPE_CHECKING:
    from sec_uep.entry.standing import Obligation
    from sec_uep.planning import Plan, PlannedStep

FILES = Path(__file__).parent / "data" / "cases"

#: The entry files that a new user is shown; beside them stand programs.
EXAMPLES = sorted(
    each for each in FILES.parents[2].joinpath("examples").iterdir() if each.suffix in {".json", ".toml"}
)

#: The day that each case is asked about, as its README says.
ASKED_ON = {
    "e01-domestic-dual-fuel": "2026-07-20",
    "e03-large-sites-specialist": "2026-07-20",
    "e05-distributor": "2026-12-24",
    "e07-gas-transporter": "2023-03-01",
    "e08-other-user": "2027-06-01",
    "e10-multi-role": "2027-02-10",
    "e11-failed-gate": "2027-03-25",
    "e12-deferred": "2026-10-05",
    "e15-credit-cover": "2026-10-05",
    "e16-user-ids": "2026-10-05",
    "heatpump": "2026-11-25",
    "late": "2026-11-25",
    "nov": "2026-11-25",
    "plain-booking": "2026-09-21",
    "rd13": "2026-11-25",
    "review-in-doubt": "2026-09-22",
    "severn": "2026-11-25",
    "two-pages": "2026-09-22",
    "wrong-order": "2026-11-25",
    "x-already-user": "2026-11-23",
    "x-bh-assessment": "2026-12-30",
    "x-domestic-only": "2026-11-23",
    "x-evidence-while-deferred": "2026-10-05",
    "x-no-interface": "2026-11-23",
    "x-notparty": "2026-11-23",
    "x-role-not-open": "2026-11-23",
    "x-two-licences": "2026-11-23",
}


@cache
def entry_of(name: str) -> Entry:
    """Return the entry of a case."""
    return wire.loads((FILES / f"{name}.toml").read_text(encoding="utf-8"), Entry, "toml")


def day_of(name: str) -> date:
    """Return the day that a case is asked about."""
    return date.fromisoformat(ASKED_ON[name])


def position_of(name: str, *, readings: Readings = DEFAULT_READINGS) -> Position:
    """Return the position of a case on its day."""
    return entry_of(name).as_of(day_of(name), readings=readings)


def plan_of(name: str, *, target: date | None = None, readings: Readings = DEFAULT_READINGS) -> Plan:
    """Return the plan of a case on its day."""
    entry, today = entry_of(name), day_of(name)
    if target is None:
        return planning.forwards(entry, today=today, readings=readings)
    return planning.backwards(entry, today=today, target=target, readings=readings)


def dates(plan: Plan, *steps: Step, role: UserRole | None = None) -> list[tuple[str, str]]:
    """Return the earliest start and finish of *steps*, with the days of the week."""
    found: list[PlannedStep] = [plan.step(step, role) for step in steps]
    return [(f"{one.earliest_start:%a %F}", f"{one.earliest_finish:%a %F}") for one in found]


def of(position: Position, step: Step, role: UserRole | None = None) -> list[Obligation]:
    """Return the obligations of one step."""
    return [one for one in position.obligations if one.step is step and role in (None, one.role)]
