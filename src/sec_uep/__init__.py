"""
The rulebook of the DCC User Entry Process: who must become a DCC User, by when, why, and how sure that is.

Read the package in this order:
`citations`, `facts`, `readings` and `rules` say what a rule is and what it may leave open;
`answers` and `deadlines` the two shapes of an answer, `Finding` and `Deadline`;
`calendar` which days count, and counting them;
`parties` the defined terms;
`obligations` the provisions, one module each.

Not legal advice.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sec_uep import calendar, obligations
from sec_uep._version import __version__
from sec_uep.answers import Finding, Verdict
from sec_uep.calendar import Certainty, Days, Months, Weeks, WorkingDays
from sec_uep.deadlines import Deadline
from sec_uep.errors import SecUepError
from sec_uep.facts import UNKNOWN
from sec_uep.parties import (
    ElectricityDistribution,
    ElectricitySupply,
    GasSupply,
    GasTransport,
    Party,
    UserRole,
)
from sec_uep.readings import DEFAULT_READINGS, Readings
from sec_uep.rules import Bearer

if TYPE_CHECKING:
    from sec_uep import planning
    from sec_uep.alternatives import sensitivity
    from sec_uep.entry import Entry
    from sec_uep.events import AssuranceStatus, Event, Outcome, Step
    from sec_uep.glossary import explain
    from sec_uep.page import report
    from sec_uep.receipts import receipt, recompute, verify
    from sec_uep.wire import load

__all__ = [
    "DEFAULT_READINGS",
    "UNKNOWN",
    "AssuranceStatus",
    "Bearer",
    "Certainty",
    "Days",
    "Deadline",
    "ElectricityDistribution",
    "ElectricitySupply",
    "Entry",
    "Event",
    "Finding",
    "GasSupply",
    "GasTransport",
    "Months",
    "Outcome",
    "Party",
    "Readings",
    "SecUepError",
    "Step",
    "UserRole",
    "Verdict",
    "Weeks",
    "WorkingDays",
    "__version__",
    "calendar",
    "explain",
    "load",
    "obligations",
    "planning",
    "receipt",
    "recompute",
    "report",
    "sensitivity",
    "verify",
]

#: What is loaded when it is first asked for, so that importing the package stays quick.
_ON_DEMAND = {
    "AssuranceStatus": "sec_uep.events",
    "Entry": "sec_uep.entry",
    "Event": "sec_uep.events",
    "Outcome": "sec_uep.events",
    "Step": "sec_uep.events",
    "explain": "sec_uep.glossary",
    "load": "sec_uep.wire",
    "receipt": "sec_uep.receipts",
    "recompute": "sec_uep.receipts",
    "report": "sec_uep.page",
    "sensitivity": "sec_uep.alternatives",
    "verify": "sec_uep.receipts",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Load what is not needed by everybody when it is first asked for."""
    if name == "planning":
        return import_module("sec_uep.planning")
    if name in _ON_DEMAND:
        return getattr(import_module(_ON_DEMAND[name]), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return __all__
