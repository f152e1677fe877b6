"""
Calls as a user writes them, for the type checker alone: `make types` reads this, and nothing runs it.

An alternative has the kind of the answer that it is an alternative to.
"""

from __future__ import annotations

from datetime import date
from typing import assert_type

import sec_uep as uep
from sec_uep.alternatives import Alternative
from sec_uep.obligations import entry_process_testing as uept


def the_loop_of_the_readme(start: uept.earliest_start) -> list[date]:
    """Every alternative of a deadline has a day."""
    return [other.answer.day for other in uep.sensitivity(start)]


def alternatives_have_the_kind_of_the_answer(
    finding: uep.Finding[uep.Verdict], plan: uep.planning.Plan
) -> None:
    """A finding's have verdicts, and a plan's finishes; where there is no answer there is a refusal."""
    assert_type(uep.sensitivity(finding), tuple[Alternative[uep.Finding[uep.Verdict]], ...])
    for other in uep.sensitivity(finding):
        assert_type(other.answer.verdict, uep.Verdict)
        assert_type(other.refusal, uep.SecUepError | None)
    for moved in uep.sensitivity(plan):
        assert_type(moved.answer.finish, date)
