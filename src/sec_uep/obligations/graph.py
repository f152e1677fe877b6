"""
The steps of one entry as a graph: each as often as it is taken, and what it waits for.

It is made from the table of steps, for the User Roles of an entry and under readings.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from graphlib import TopologicalSorter
from typing import Any

from attrs import frozen

from sec_uep.errors import bracketed, displayed
from sec_uep.events import Event, Step
from sec_uep.obligations._step import Dependency, Row
from sec_uep.obligations.steps import TABLE
from sec_uep.parties import UserRole
from sec_uep.readings import DEFAULT_READINGS, Readings

__all__ = ["Graph", "Task", "graph"]


@frozen(cache_hash=True)
class Task:
    """A step of an entry, for a User Role where it is taken for each (RO-04)."""

    step: Step
    role: UserRole | None = None

    def as_row(self) -> dict[str, Any]:
        """Return it as the two columns with which the row of anything about it begins."""
        return {"step": self.step.value, "role": self.role.value if self.role else None}

    _repr_html_ = displayed
    __repr__ = bracketed

    def __str__(self) -> str:
        return f"{self.step.value} ({self.role.value})" if self.role else self.step.value


@frozen(eq=False, repr=False)
class Graph:
    """
    The tasks of an entry, and what each waits for.

    A task is named by its number in `tasks`, which are in the order of the table.

    Attributes:
        tasks: The tasks.
        rows: The row of each.
        order: The tasks in such an order that each comes after all that it waits for.
        dependencies: What each task waits for.
        needs: All that each task waits for, and what that waits for in its turn; where one User Role
            is enough of it, that is left out.
        voided_by: The tasks by whose being taken anew the earlier events of each no longer count.
        notice_for: The task whose start each gives notice of; None where it is no notice.
        any_role: Whether one User Role is enough of what each task waits for, and there are several.
        number: The number of each task.
        of_step: The tasks of each step.

    """

    tasks: tuple[Task, ...]
    rows: tuple[Row, ...]
    order: tuple[int, ...]
    dependencies: tuple[tuple[tuple[int, Dependency], ...], ...]
    needs: tuple[frozenset[int], ...]
    voided_by: tuple[tuple[int, ...], ...]
    notice_for: tuple[int | None, ...]
    any_role: tuple[bool, ...]
    number: Mapping[Task, int]
    of_step: Mapping[Step, tuple[int, ...]]

    def concerned(self, event: Event) -> tuple[int, ...]:
        """Return the tasks that *event* is about: that of its User Role, or all of its step."""
        numbers = self.of_step[event.step]
        if event.role is None or len(numbers) == 1:
            return numbers
        return tuple(n for n in numbers if self.tasks[n].role is event.role)


def graph(roles: tuple[UserRole, ...], readings: Readings = DEFAULT_READINGS) -> Graph:
    """
    Return the tasks of an entry for *roles*, with what each waits for under *readings*.

    A step that is taken for each User Role is a task for each (RO-04).
    Steps with the DCC and with SECAS can be completed at the same time (ST-01): no task waits for another
    unless a source or a reading says so.

    >>> [str(task) for task in graph((UserRole.GAS_SUPPLIER,)).tasks[4:7]]
    ['dccki-rapps', 'uept-notice (gas-supplier)', 'uept (gas-supplier)']
    """
    return _graph(roles, *(readings[id_] for id_ in _SHAPED_BY))


#: The readings that say what waits for what.
_SHAPED_BY = tuple(
    sorted(
        {
            dependency.reading
            for row in TABLE.values()
            for dependency in row.dependencies
            if dependency.choice and dependency.reading
        }
        | {row.first_role_serves[0] for row in TABLE.values() if row.first_role_serves}
    )
)


@lru_cache(maxsize=256)
def _graph(roles: tuple[UserRole, ...], *choices: str) -> Graph:
    readings = DEFAULT_READINGS.choosing(dict(zip(_SHAPED_BY, choices, strict=True)))
    tasks = tuple(task for step in TABLE for task in _tasks_of(step, roles))
    number = {task: n for n, task in enumerate(tasks)}
    of_step = {step: tuple(n for n, task in enumerate(tasks) if task.step is step) for step in TABLE}
    waits = tuple(
        tuple(
            (n, dependency)
            for dependency in TABLE[task.step].dependencies
            if dependency.holds(readings)
            for n in of_step[dependency.on]
            if _is_needed(task, tasks[n])
        )
        for task in tasks
    )
    rows = tuple(TABLE[task.step] for task in tasks)
    order = tuple(TopologicalSorter({n: [m for m, _ in waits[n]] for n in range(len(tasks))}).static_order())
    any_role = tuple(
        bool(row.first_role_serves) and len(roles) > 1 and _is_chosen(row.first_role_serves, readings)
        for row in rows
    )
    needs: list[frozenset[int]] = [frozenset()] * len(tasks)
    for n in order:
        if not any_role[n]:
            needs[n] = frozenset(m for direct, _ in waits[n] for m in (direct, *needs[direct]))
    voided_by = tuple(
        tuple(m for m, by in enumerate(tasks) if task.step in rows[m].anew and by.role is task.role)
        for task in tasks
    )
    notice_for = tuple(
        next(
            (m for m, of in enumerate(tasks) if of.role is task.role and _is_notice_of(task.step, rows[m])),
            None,
        )
        for task in tasks
    )
    return Graph(tasks, rows, order, waits, tuple(needs), voided_by, notice_for, any_role, number, of_step)


def _is_notice_of(step: Step, row: Row) -> bool:
    return row.notice is not None and row.notice.by is step


def _is_chosen(pair: tuple[str, str] | None, readings: Readings) -> bool:
    return pair is not None and readings[pair[0]] == pair[1]


def _tasks_of(step: Step, roles: tuple[UserRole, ...]) -> tuple[Task, ...]:
    """Return what *step* comes to for the User Roles of an entry: a task for each, one for all, or none."""
    row = TABLE[step]
    if row.each_role:
        return tuple(Task(step, role) for role in roles)
    if row.other_users_only and UserRole.OTHER_USER not in roles:
        return ()
    if row.first_role_serves and not roles:  # it follows a step of a User Role
        return ()
    return (Task(step),)


def _is_needed(task: Task, needed: Task) -> bool:
    """Return whether a task waits for another: for one of its own User Role, and for what concerns it."""
    if TABLE[needed.step].other_users_only and task.role not in (None, UserRole.OTHER_USER):
        return False
    return task.role is None or needed.role in (None, task.role)
