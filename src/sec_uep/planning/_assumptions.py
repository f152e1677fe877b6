"""What a plan takes for granted, in words: what was not told, and what no source says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sec_uep.events import AssuranceStatus, Event, Outcome, Step
from sec_uep.facts import UNKNOWN
from sec_uep.obligations.entry_process.steps import OB_18
from sec_uep.obligations.entry_process_testing import TE_01, TE_03
from sec_uep.obligations.privacy_assessment import PA_01
from sec_uep.obligations.security_assessment import SA_07
from sec_uep.planning._periods import NOTICES

if TYPE_CHECKING:
    from sec_uep.planning.schedule import Plan, PlannedStep

__all__ = ["assumptions_of"]

_FUSA, _PRIVACY = Step.FULL_USER_SECURITY_ASSESSMENT, Step.PRIVACY_ASSESSMENT


def assumptions_of(plan: Plan) -> Iterator[str]:
    """Yield what *plan* takes for granted."""
    undone = [each for each in plan.steps if each.done_on is None]
    for about in (_accession, _the_past, _late, _bookings, _testing, _assessments, _silences):
        yield from about(plan, undone)


def _first(undone: list[PlannedStep], step: Step) -> PlannedStep | None:
    return next((each for each in undone if each.step is step), None)


def _accession(plan: Plan, undone: list[PlannedStep]) -> Iterator[str]:
    since = plan.entry.party.sec_party_since
    if since is UNKNOWN:
        yield f"that it is a SEC Party, which was not told ({OB_18.id})"
    elif since is None:
        yield f"that it becomes a SEC Party on {plan.today}; it is not one yet ({OB_18.id})"
    elif since > plan.today and _first(undone, Step.USER_INTERFACE):
        yield (
            "that the DCC User Interface may be built or bought before accession, "
            f"which no source says ({OB_18.id})"
        )


def _the_past(plan: Plan, _: list[PlannedStep]) -> Iterator[str]:
    for task in plan.void_notices:
        yield f"that another {task} is given: the one told was before SREPT was complete (RD-13)"
    if plan.left_out:
        names = ", ".join(map(str, plan.left_out))
        yield f"that these are past, though not told, because what waits for them was told: {names}"


def _late(_: Plan, undone: list[PlannedStep]) -> Iterator[str]:
    for each in undone:
        if each.overrun is not None:
            ends = each.earliest_finish
            yield f"that {each.task}, which should have ended on {each.overrun}, ends on {ends}"


def _bookings(plan: Plan, undone: list[PlannedStep]) -> Iterator[str]:
    for each in undone:
        booked = plan.entry.booked(each.task, plan.today)
        begins = [event.day for event in booked if event.outcome is Outcome.BEGUN]
        if len(begins) > 1:
            others = ", ".join(map(str, begins[1:]))
            yield f"that {each.task} is booked for {begins[0]} and not for {others}: tell which was moved"
        for booking in booked:
            if booking.day < each.earliest_start:
                yield _not_held(each, booking)
        if each.note.endswith("no new day was told"):
            yield f"that {each.task} can be had as soon as what it waits for is done: {each.note}"


def _not_held(planned: PlannedStep, booking: Event) -> str:
    return (
        f"that {planned.task} is not held to its booking for {booking.day}: "
        f"it can begin on {planned.earliest_start} at the soonest"
    )


def _testing(plan: Plan, undone: list[PlannedStep]) -> Iterator[str]:
    testing = [each for each in undone if each.step is Step.UEPT]
    if any(each.note.startswith("again") for each in testing):
        yield f"that testing taken again needs no notice of its own, as no source says ({TE_01.id})"
    if testing and any(each.earliest_start >= plan.today for each in testing):
        yield f"that the six entry criteria of UEPT are met when it begins ({TE_03.id})"
    for each in testing:
        given = [notice.day for notice in plan.notices_of(each.task)]
        if len(given) > 1:
            yield f"that the notice of {given[-1]} for {each.task} stands in the place of those before it"


def _assessments(plan: Plan, undone: list[PlannedStep]) -> Iterator[str]:
    for step, status in ((_FUSA, Step.SECURITY_STATUS), (_PRIVACY, Step.PRIVACY_STATUS)):
        again = _first(undone, step)
        back = plan.entry.sent_back(again.task, plan.today) if again else ()
        if again and back:
            reading = ", RD-17" if back[-1].outcome is AssuranceStatus.REJECTED and step is _FUSA else ""
            yield (
                f"that the concerns of the {status.value} of {back[-1].day} take no time, and that "
                f"another {step.value} is applied for and takes as long as a first one ({SA_07.id}{reading})"
            )
    if _first(undone, Step.PRIVACY_APPLICATION):
        ahead = NOTICES[_PRIVACY].period
        yield f"that the Privacy Assessment is applied for {ahead} ahead, as it should be ({PA_01.id})"


def _silences(plan: Plan, undone: list[PlannedStep]) -> Iterator[str]:
    cover = _first(undone, Step.CREDIT_COVER)
    role = plan.credit_cover_follows
    if cover and role is not None and len(set(plan.uept_complete_on.values())) > 1:
        yield (
            f"that the DCC speaks of Credit Cover once UEPT is complete for {role.value}, "
            "and not for every User Role: no source says which (ST-09)"
        )
    late = [step.value for step in (Step.GATEWAY_CONNECTION, Step.DCCKI_RAPPS) if _first(undone, step)]
    if late and plan.chosen.rd_18 != "table-2-order":
        yield f"that nothing but the evidence waits for {' or '.join(late)}, as no source says (RD-18)"
