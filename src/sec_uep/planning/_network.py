"""The steps of an entry as a graph: which task waits for which, in an order that keeps to it."""

from __future__ import annotations

from functools import lru_cache
from graphlib import TopologicalSorter

from attrs import frozen

from sec_uep.events import Step
from sec_uep.obligations.entry_process.steps import Edge, Task, edges, needed_by, tasks_of
from sec_uep.parties import UserRole
from sec_uep.readings import Readings

__all__ = ["Network", "Wait", "network"]


@frozen
class Wait:
    """One task that another waits for, and what says so."""

    task: Task
    edge: Edge


@frozen(eq=False, repr=False)
class Network:
    """
    The tasks of an entry, each after all that it waits for.

    Attributes:
        tasks: The tasks, in such an order.
        waits: What each waits for.
        in_table_order: The tasks in the order of Table 2.

    """

    tasks: tuple[Task, ...]
    waits: dict[Task, tuple[Wait, ...]]
    in_table_order: tuple[Task, ...]


@lru_cache(maxsize=64)
def network(roles: tuple[UserRole, ...], readings: Readings) -> Network:
    """Return the graph of an entry for *roles*."""
    stated = edges(readings)
    graph: dict[Step, list[Step]] = {step: [] for step in Step}
    for edge in stated:
        graph[edge.step].append(edge.waits_for)
    tasks = tuple(task for step in TopologicalSorter(graph).static_order() for task in tasks_of(step, roles))
    same = {task: task for task in tasks}  # so that each is one object, and found at once
    return Network(
        tasks,
        {
            task: tuple(
                Wait(same[needed], edge)
                for edge in stated
                if edge.step is task.step
                for needed in needed_by(task, edge.waits_for, roles)
            )
            for task in tasks
        },
        tuple(same[task] for step in Step for task in tasks_of(step, roles)),
    )
