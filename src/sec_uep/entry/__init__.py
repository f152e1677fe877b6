"""
An entry, its position on a day, and how each obligation stands.

`entry` is what was told, `position` what is known of it at the end of a day,
`standing` the one judge of whether a notice or a time limit was kept.
"""

from sec_uep.entry.entry import Entry
from sec_uep.entry.position import Irregularity, IrregularityKind, Position, State, StepState

__all__ = ["Entry", "Irregularity", "IrregularityKind", "Position", "State", "StepState"]
