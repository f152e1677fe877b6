"""
Why a gas transporter need not become a DCC User: Table 1, last row.

Encodes OB-15. The guidance's table says N/A in both columns, and its text that they are not required to.
"""

from __future__ import annotations

from sec_uep.answers import Verdict
from sec_uep.citations import guidance
from sec_uep.obligations._rows import Outcome, Row
from sec_uep.rules import Bearer, Kind, Rule

__all__ = ["ROW"]

OB_15 = Rule(
    "OB-15",
    Kind.INFORMATION,
    Bearer.GAS_TRANSPORTER,
    "Gas Transporters are not required to become DCC Users",
    guidance("Who can complete the User Entry Process?; Table 1, Gas Transporter"),
)

ROW = Row(lambda _: (), lambda _, __: Outcome.of(Verdict.NOT_REQUIRED, OB_15))
