"""A step that is added to `Step` and to the table runs through position, standing and plan as it is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

SRC = Path(__file__).parents[2] / "src" / "sec_uep"

ROW = """
    _S.DEVICE_CHECK: Row(
        rule=uept.TE_06,
        by=Bearer.DCC,
        each_role=True,
        outcomes=(_O.PASSED, _O.FAILED),
        done_with=frozenset({_O.PASSED}),
        dependencies=(Dependency(_S.TEST_CERTIFICATE, uept.TE_06, "made up for a test"),),
        limits=(
            Limit(uept.CERTIFICATE, uept.certificate_due, "quality_gate_passed", _S.TEST_CERTIFICATE),
        ),
    ),
    _S.USER_IDS: Row("""

#: Each change to a file: what stands there, and what is put in its place.
CHANGES = {
    "events.py": {
        '    USER_IDS = "user-ids"\n': '    DEVICE_CHECK = "device-check"\n    USER_IDS = "user-ids"\n'
    },
    "obligations/steps.py": {
        "\n    _S.USER_IDS: Row(": ROW,
        "                _S.USER_IDS,\n": "                _S.DEVICE_CHECK,\n                _S.USER_IDS,\n",
    },
}

SCRIPT = """
    from datetime import date
    from sec_uep import Entry, Event, Party, Step, UserRole, planning
    from sec_uep.entry import State
    from sec_uep.entry.standing import ObligationState

    role = UserRole.GAS_SUPPLIER
    entry = Entry(
        party=Party(),
        roles={role},
        events=[
            Event(Step.TEST_CERTIFICATE, date(2026, 10, 5)),
            Event("user-ids", date(2026, 10, 5), outcome="accepted"),
            Event("credit-cover", date(2026, 10, 5), outcome="not-required"),
            Event("security-status", date(2026, 10, 5), outcome="approved"),
            Event("gateway-connection", date(2026, 10, 5)),
            Event("dccki-rapps", date(2026, 10, 5)),
        ],
    )
    at = entry.as_of(date(2026, 10, 8))
    check = at.step(Step.DEVICE_CHECK, role)
    (clock,) = [one for one in at.obligations if one.step is Step.DEVICE_CHECK]
    assert (check.state, check.bearer.value) == (State.OPEN, "DCC")
    assert (clock.state, clock.last_day, clock.working_days_late) == (
        ObligationState.OVERDUE, date(2026, 10, 7), 1
    )
    assert [task.step for task in at.step(Step.EVIDENCE_FORM, role).waits_for] == [Step.DEVICE_CHECK]
    assert Step.DEVICE_CHECK in {task.step for task in at.evidence[0].missing}
    failed = entry.with_event(Event("device-check", date(2026, 10, 6), outcome="failed"))
    form = failed.with_event(Event("evidence-form", date(2026, 10, 7)))
    named = form.as_of(date(2026, 10, 8)).irregularities
    assert [each.other.step for each in named] == [Step.DEVICE_CHECK]
    passed = failed.with_event(Event("device-check", date(2026, 10, 8), outcome="passed"))
    assert passed.as_of(date(2026, 10, 8)).step(Step.DEVICE_CHECK, role).state is State.DONE

    plan = planning.forwards(entry, today=date(2026, 10, 5))
    planned = plan.step(Step.DEVICE_CHECK)
    assert (planned.earliest_finish, planned.slack, planned.critical) == (date(2026, 10, 7), 0, True)
    assert plan.finish == date(2026, 10, 7)
    longer = entry.with_estimates({"device-check": "5 working days"})
    assert planning.forwards(longer, today=date(2026, 10, 5)).finish == date(2026, 10, 12)
    missed = planning.backwards(longer, today=date(2026, 10, 5), target=date(2026, 10, 9))
    assert [str(change) for change in missed.infeasible.changes] == [
        "device-check (gas-supplier): were it estimated at no more than 4 Working Days"
    ]
    assert [row["step"] for row in plan.rows() if row["step"] == "device-check"] == ["device-check"]
"""


def test_a_new_step(tmp_path: Path) -> None:
    """In a copy of the package, with a row and a name more, and no other line changed."""
    copy = tmp_path / "sec_uep"
    shutil.copytree(SRC, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for name, changes in CHANGES.items():
        file = copy / name
        text = file.read_text(encoding="utf-8")
        for before, after in changes.items():
            assert text.count(before) == 1, before
            text = text.replace(before, after)
        file.write_text(text, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", dedent(SCRIPT)],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
