"""Plans of the examples, line by line, beside those worked out by hand in tests/data/plans.json."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sec_uep import Entry, Step, UserRole, planning, wire
from sec_uep.obligations.entry_process import Task

ROOT = Path(__file__).parent.parent
BY_HAND: list[dict[str, Any]] = json.loads((ROOT / "tests/data/plans.json").read_text(encoding="utf-8"))[
    "examples"
]
DATES = ("earliest_start", "earliest_finish", "latest_start", "latest_finish")


@cache
def entry_in(file: str) -> Entry:
    """Return the entry of an example."""
    path = ROOT / "examples" / file
    return wire.loads(path.read_text(encoding="utf-8"), Entry, "json" if path.suffix == ".json" else "toml")


@cache
def plan_of(file: str, today: str, target: str | None = None, *, at_best: bool = False) -> planning.Plan:
    """Return the plan of an example: forwards, or backwards from a target."""
    entry, on = entry_in(file), date.fromisoformat(today)
    if target is None:
        return planning.forwards(entry, today=on, at_best=at_best)
    return planning.backwards(entry, target=date.fromisoformat(target), today=on, at_best=at_best)


def task(line: dict[str, Any]) -> Task:
    """Return the step of a line, and its User Role."""
    return Task(Step(line["step"]), line["role"] and UserRole(line["role"]))


def examples() -> list[Any]:
    """Return the examples, each under its name."""
    return [pytest.param(each, id=each["file"]) for each in BY_HAND]


def forward_lines() -> list[Any]:
    """Return every line of the plans forwards."""
    return [
        pytest.param(each["file"], each["today"], line, id=f"{each['file']} {task(line)}")
        for each in BY_HAND
        for line in each["forwards"]["steps"]
    ]


def targets(*, met: bool | None = None) -> list[Any]:
    """Return the targets: all of them, those that are met, or those that are missed."""
    return [
        pytest.param(each["file"], each["today"], target, id=f"{each['file']} by {target['target']}")
        for each in BY_HAND
        for target in each["backwards"]
        if met in (None, target["can_be_met"])
    ]


def backward_lines() -> list[Any]:
    """Return every line of the plans backwards."""
    return [
        pytest.param(
            each["file"],
            each["today"],
            target["target"],
            line,
            id=f"{each['file']} by {target['target']} {task(line)}",
        )
        for each in BY_HAND
        for target in each["backwards"]
        for line in target.get("steps", ())
    ]


class TestForwards:
    """The plan from today on."""

    @pytest.mark.parametrize("example", examples())
    def test_finish(self, example: dict[str, Any]) -> None:
        """The finish of all, and that of each User Role."""
        plan, expected = plan_of(example["file"], example["today"]), example["forwards"]
        assert plan.finish.isoformat() == expected["finish"]
        assert {role.value: day.isoformat() for role, day in plan.finishes.items()} == expected["finishes"]
        assert plan.is_lower_bound is expected["is_lower_bound"]

    @pytest.mark.parametrize("example", examples())
    def test_finish_at_best(self, example: dict[str, Any]) -> None:
        """The finish if the DCC needs no time."""
        plan = plan_of(example["file"], example["today"], at_best=True)
        assert plan.finish.isoformat() == example["forwards"]["finish_at_best"]

    @pytest.mark.parametrize("example", examples())
    def test_without_estimate(self, example: dict[str, Any]) -> None:
        """The steps of which nothing says how long they take; a notice or an application takes no time."""
        plan = plan_of(example["file"], example["today"])
        assert [step.value for step in plan.without_estimate] == example["forwards"]["without_estimate"]

    @pytest.mark.parametrize("example", examples())
    def test_no_step_is_missing(self, example: dict[str, Any]) -> None:
        """The plan has these steps, in this order, and no others."""
        plan = plan_of(example["file"], example["today"])
        assert [each.task for each in plan.steps] == [task(line) for line in example["forwards"]["steps"]]

    @pytest.mark.parametrize("example", examples())
    def test_critical_path(self, example: dict[str, Any]) -> None:
        """It has critical steps only, in order of time, and ends when SECAS confirms."""
        path = plan_of(example["file"], example["today"]).critical_path
        critical = {task(line) for line in example["forwards"]["steps"] if line.get("critical")}
        assert {each.task for each in path} <= critical
        assert [each.earliest_finish for each in path] == sorted(each.earliest_finish for each in path)
        assert path[-1].step is Step.SECAS_CONFIRMATION
        takes_time = {
            task(line)
            for line in example["forwards"]["steps"]
            if line.get("critical") and line["earliest_start"] != line["earliest_finish"]
        }
        assert takes_time <= {each.task for each in path}

    @pytest.mark.parametrize(("file", "today", "line"), forward_lines())
    def test_step(self, file: str, today: str, line: dict[str, Any]) -> None:
        """The four dates of a step, its slack, and whether it is critical."""
        step = plan_of(file, today).step(task(line).step, task(line).role)
        if "done_on" in line:
            assert {getattr(step, name).isoformat() for name in (*DATES, "done_on")} == {line["done_on"]}
            assert (step.slack, step.critical) == (0, False)
        else:
            assert step.done_on is None
            assert {name: getattr(step, name).isoformat() for name in DATES} == {
                name: line[name] for name in DATES
            }
            assert (step.slack, step.critical) == (line["slack"], line["critical"])


class TestBackwards:
    """The plan towards a target."""

    @pytest.mark.parametrize(("file", "today", "line"), targets())
    def test_target(self, file: str, today: str, line: dict[str, Any]) -> None:
        """Whether it can be met; if not, the nearest day, and by how many Working Days it is missed."""
        plan = plan_of(file, today, line["target"])
        assert plan.finish.isoformat() == line["finish"]
        assert (plan.infeasible is None) is line["can_be_met"]
        if plan.infeasible:
            assert plan.infeasible.nearest.isoformat() == line["nearest"]
            assert plan.infeasible.late_by == line["late_by"]

    @pytest.mark.parametrize(("file", "today", "target", "line"), backward_lines())
    def test_step(self, file: str, today: str, target: str, line: dict[str, Any]) -> None:
        """The latest dates of a step, and its slack; it is as critical as in the plan forwards."""
        step = plan_of(file, today, target).step(task(line).step, task(line).role)
        assert step.latest_start.isoformat() == line["latest_start"]
        assert step.latest_finish.isoformat() == line["latest_finish"]
        assert step.slack == line["slack"]
        assert step.critical is plan_of(file, today).step(step.step, step.role).critical

    @pytest.mark.parametrize(("file", "today", "line"), targets(met=False))
    def test_chain(self, file: str, today: str, line: dict[str, Any]) -> None:
        """The steps that bind, with their days, one after the other."""
        infeasible = plan_of(file, today, line["target"]).infeasible
        assert infeasible is not None
        found = [
            (link.task.step, link.start.isoformat(), link.finish.isoformat()) for link in infeasible.chain
        ]
        all_of = [(Step(each["step"]), each["start"], each["finish"]) for each in line["chain"]]
        tied = {Step(each["step"]) for each in line["chain"] if each.get("tied")}
        assert [each for each in found if each[0] not in tied] == [
            each for each in all_of if each[0] not in tied
        ]
        assert [each for each in all_of if each in found] == found
        roles = {Step(each["step"]): each["role"] for each in line["chain"]}
        for link in infeasible.chain:
            role = roles[link.task.step]
            assert link.task.role in (role if isinstance(role, list) else [role])

    @pytest.mark.parametrize(("file", "today", "line"), targets(met=False))
    def test_changes(self, file: str, today: str, line: dict[str, Any]) -> None:
        """The single changes that make the target, and the finish with each."""
        infeasible = plan_of(file, today, line["target"]).infeasible
        assert infeasible is not None
        found = {
            (change.step.value, change.roles, change.kind.value, str(change.to)): planning.backwards(
                change.entry, target=infeasible.target, today=date.fromisoformat(today)
            ).finish.isoformat()
            for change in infeasible.changes
        }
        assert found == {
            (each["step"], tuple(UserRole(role) for role in each["roles"]), each["kind"], each["to"]): each[
                "finish"
            ]
            for each in line["changes"]
        }
