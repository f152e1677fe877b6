"""
An entry, its position on a day, and how each obligation stands.

Read them in this order: `entry` is what is known of a Party's way through the User Entry Process, `_rounds`
which of its events count on a day, `position` how each step stands then, and `standing` the one judge of
whether a notice or a time limit was kept.
"""

from sec_uep.entry.entry import Entry
from sec_uep.entry.position import Irregularity, IrregularityKind, Position, State, StepState
from sec_uep.entry.standing import (
    Doubt,
    Evidence,
    Obligation,
    ObligationKind,
    ObligationState,
    dates,
    evidence,
)
from sec_uep.obligations.graph import Task
from sec_uep.obligations.steps import bearer_of, edges, rule_of

__all__ = [
    "Doubt",
    "Entry",
    "Evidence",
    "Irregularity",
    "IrregularityKind",
    "Obligation",
    "ObligationKind",
    "ObligationState",
    "Position",
    "State",
    "StepState",
    "Task",
    "bearer_of",
    "dates",
    "edges",
    "evidence",
    "rule_of",
]
