"""Until when an assessment moves without charge, and by which rule it can be charged for after that."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import frozen

from sec_uep.answers import Deadline
from sec_uep.calendar import Weeks
from sec_uep.events import Step
from sec_uep.obligations import privacy_assessment, security_assessment
from sec_uep.rules import Rule

__all__ = ["MOVES", "Move"]


@frozen(eq=False, repr=False)
class Move:
    """
    The moving of an assessment.

    Attributes:
        latest: Asks for the last day on which it moves without charge.
        free: How long before its day that is, as the calendar counts weeks.
        charged_by: The rule by which it can be charged for after that.

    """

    latest: Callable[..., Deadline]
    free: Weeks
    charged_by: Rule


#: The assessments that can be moved.
MOVES: Mapping[Step, Move] = {
    Step.FULL_USER_SECURITY_ASSESSMENT: Move(
        security_assessment.latest_free_reschedule,
        security_assessment.FREE_RESCHEDULE,
        security_assessment.SA_05,
    ),
    Step.PRIVACY_ASSESSMENT: Move(
        privacy_assessment.latest_free_change, privacy_assessment.FREE_CHANGE, privacy_assessment.EX_08
    ),
}
