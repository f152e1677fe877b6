"""
Planning an entry: the schedule, forwards and backwards, and how each obligation stands.

`forwards` gives the first day on which each step can be taken, `backwards` the last;
`standing` says of each obligation whether it is met, due or overdue, and whose it is;
`evidence` says what is missing before the UEP Evidence Form.
"""

from sec_uep.planning.changes import Change, ChangeKind, Infeasible
from sec_uep.planning.schedule import Basis, Link, Plan, PlannedStep, backwards, forwards
from sec_uep.planning.standing import Evidence, Obligation, ObligationState, evidence, standing

__all__ = [
    "Basis",
    "Change",
    "ChangeKind",
    "Evidence",
    "Infeasible",
    "Link",
    "Obligation",
    "ObligationState",
    "Plan",
    "PlannedStep",
    "backwards",
    "evidence",
    "forwards",
    "standing",
]
