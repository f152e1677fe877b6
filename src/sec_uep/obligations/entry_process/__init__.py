"""
The User Entry Process as a whole: it composes the other provisions.

`steps` has the steps and what each waits for, `entry` what happened in one Party's entry,
`dates` the notices and time limits that follow.
"""

from sec_uep.obligations.entry_process.dates import EntryDate, dates
from sec_uep.obligations.entry_process.entry import Entry, State, StepState
from sec_uep.obligations.entry_process.steps import (
    EDGES,
    Edge,
    Task,
    bearer_of,
    edges,
    needed_by,
    rule_of,
    tasks_of,
)

__all__ = [
    "EDGES",
    "Edge",
    "Entry",
    "EntryDate",
    "State",
    "StepState",
    "Task",
    "bearer_of",
    "dates",
    "edges",
    "needed_by",
    "rule_of",
    "tasks_of",
]
