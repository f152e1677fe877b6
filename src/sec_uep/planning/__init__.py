"""
Planning an entry: when it can be a User, and by when each step must be taken for that.

`forwards` gives the first day on which each step can be taken, `backwards` the last for a target.
`next_steps` says what to do next, and whom to chase.
`standing` and `evidence` are those of `sec_uep.entry`, under the names that they had here.
"""

from sec_uep.entry.standing import Evidence, Obligation, ObligationState, evidence, standing
from sec_uep.planning.changes import Change, ChangeKind, Infeasible
from sec_uep.planning.next import DueFor, NextStep, Turn, next_steps
from sec_uep.planning.otherwise import Otherwise
from sec_uep.planning.plan import Plan, backwards, forwards
from sec_uep.planning.schedule import Anchor, Basis, PlannedStep

__all__ = [
    "Anchor",
    "Basis",
    "Change",
    "ChangeKind",
    "DueFor",
    "Evidence",
    "Infeasible",
    "NextStep",
    "Obligation",
    "ObligationState",
    "Otherwise",
    "Plan",
    "PlannedStep",
    "Turn",
    "backwards",
    "evidence",
    "forwards",
    "next_steps",
    "standing",
]
