"""
The steps of the User Entry Process, and what happened: events, on a day, with an outcome.

An event after today is a booking.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import attrs
from attrs import field, frozen

from sec_uep.checks import as_day, check_date, named
from sec_uep.errors import ContradictoryFacts, InvalidType, MissingFact, UnknownName, shown
from sec_uep.parties import UserRole

__all__ = ["OTHER_USER_ONLY", "OUTCOMES", "PER_ROLE", "AssuranceStatus", "Event", "Outcome", "Step"]


class Step(StrEnum):
    """The steps of the User Entry Process, and the notices and limits between them."""

    GATEWAY_CONNECTION = "gateway-connection"
    USER_INTERFACE = "user-interface"
    SMKI_RAPPS = "smki-rapps"
    SREPT = "srept"
    DCCKI_RAPPS = "dccki-rapps"
    UEPT_NOTICE = "uept-notice"
    UEPT = "uept"
    UEPT_REPORT = "uept-report"
    UEPT_RECEIPT_CONFIRMATION = "uept-receipt-confirmation"
    UEPT_REVIEW = "uept-review"
    QUALITY_GATE = "quality-gate"
    TEST_CERTIFICATE = "test-certificate"
    USER_IDS = "user-ids"
    CREDIT_COVER = "credit-cover"
    FUSA_APPLICATION = "fusa-application"
    FULL_USER_SECURITY_ASSESSMENT = "full-user-security-assessment"
    SECURITY_STATUS = "security-status"
    PRIVACY_APPLICATION = "privacy-application"
    PRIVACY_ASSESSMENT = "privacy-assessment"
    PRIVACY_STATUS = "privacy-status"
    EVIDENCE_FORM = "evidence-form"
    SECAS_CONFIRMATION = "secas-confirmation"


class AssuranceStatus(StrEnum):
    """The four outcomes of an assessment (SA-06), by their present names."""

    APPROVED = "approved"
    APPROVED_SUBJECT_TO_STEPS = "approved-subject-to-steps"
    DEFERRED = "deferred"
    REJECTED = "rejected"


class Outcome(StrEnum):
    """How a step stands or ended, where more can be said than that it is done."""

    BEGUN = "begun"
    COMPLETED = "completed"
    RESCHEDULED = "rescheduled"
    CONCLUDED = "concluded"
    FURTHER_TESTING = "further-testing"
    PASSED = "passed"
    FAILED = "failed"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not-accepted"
    REQUIRED = "required"
    NOT_REQUIRED = "not-required"
    IN_PLACE = "in-place"


_TAKES_TIME = (Outcome.COMPLETED, Outcome.BEGUN, Outcome.RESCHEDULED)

#: The outcomes that a step can have. A step that is not named here is simply done.
OUTCOMES: Mapping[Step, tuple[Outcome | AssuranceStatus, ...]] = {
    Step.USER_INTERFACE: _TAKES_TIME,
    Step.SREPT: _TAKES_TIME,
    Step.UEPT: _TAKES_TIME,
    Step.FULL_USER_SECURITY_ASSESSMENT: _TAKES_TIME,
    Step.PRIVACY_ASSESSMENT: _TAKES_TIME,
    Step.UEPT_REVIEW: (Outcome.CONCLUDED, Outcome.FURTHER_TESTING),
    Step.QUALITY_GATE: (Outcome.PASSED, Outcome.FAILED),
    Step.USER_IDS: (Outcome.ACCEPTED, Outcome.NOT_ACCEPTED),
    Step.CREDIT_COVER: (Outcome.NOT_REQUIRED, Outcome.REQUIRED, Outcome.IN_PLACE),
    Step.SECURITY_STATUS: tuple(AssuranceStatus),
    Step.PRIVACY_STATUS: tuple(AssuranceStatus),
}

#: The steps that are taken for each User Role (RO-04).
PER_ROLE = frozenset(
    {
        Step.UEPT_NOTICE,
        Step.UEPT,
        Step.UEPT_REPORT,
        Step.UEPT_RECEIPT_CONFIRMATION,
        Step.UEPT_REVIEW,
        Step.QUALITY_GATE,
        Step.TEST_CERTIFICATE,
        Step.USER_IDS,
        Step.EVIDENCE_FORM,
        Step.SECAS_CONFIRMATION,
    }
)

#: The steps of the Privacy Assessment, which is for Other Users only (ST-11).
OTHER_USER_ONLY = frozenset({Step.PRIVACY_APPLICATION, Step.PRIVACY_ASSESSMENT, Step.PRIVACY_STATUS})


def _day(value: date) -> date:
    return check_date("day", value)


def _day_or_none(value: date | None) -> date | None:
    return as_day(value)


def _step(value: object) -> Step:
    return named("step", value, Step)


def _role(value: object, event: Event) -> UserRole | None:
    """Return the User Role; the steps of Other Users only are taken once, and need no role to be named."""
    role = None if value is None else named("role", value, UserRole)
    return None if role is UserRole.OTHER_USER and event.step in OTHER_USER_ONLY else role


_ENDINGS = (Outcome, AssuranceStatus)


def _outcome(value: object, event: Event) -> Outcome | AssuranceStatus | None:
    if value is None:
        return None
    step, possible = event.step.value, OUTCOMES.get(event.step, ())
    if not possible:
        given = value.value if isinstance(value, _ENDINGS) else shown(value)
        raise ContradictoryFacts(
            f"outcome {given}", f"step {step!r}", "that step has no outcomes, it is simply done"
        )
    if not isinstance(value, str) or (isinstance(value, StrEnum) and value.__class__ not in _ENDINGS):
        say = f"{type(possible[0]).__name__}.{possible[0].name}"
        raise InvalidType("outcome", shown(value), "is not an outcome", f"pass sec_uep.{say}, say")
    for outcome in possible:
        if outcome == value:
            return outcome
    raise UnknownName("outcome", str(value), tuple(possible), f"of step {step!r}")


@frozen
class Event:
    """
    Something that happened, or is booked to happen, on a day.

    >>> Event(Step.QUALITY_GATE, date(2026, 9, 1), outcome=Outcome.PASSED).outcome
    <Outcome.PASSED: 'passed'>

    Attributes:
        step: The step that it is about.
        day: The day on which it happened, of a thing sent the day it was received; after today a booking.
        role: The User Role it was for. None stands for every User Role of the entry.
        outcome: How the step stands or ended, for a step of which more can be said than that it is done.
        known_on: The day it became known, where that is not the day it happened.
        booked_for: Of a step that was rescheduled, the day for which it had been booked.
            The new day is told as a booking of its own.

    Raises:
        UnknownName: If the step, the User Role or the outcome is not known.
        ContradictoryFacts: If the step has no such outcome or is not taken for a User Role,
            if it became known before it happened, or if it was moved after the day it was booked for.
        MissingFact: If it was rescheduled, and the day it had been booked for is not given.

    """

    step: Step = field(converter=_step)
    day: date = field(converter=_day)
    role: UserRole | None = field(
        default=None,
        converter=attrs.Converter(_role, takes_self=True),  # type: ignore[call-overload, misc]
        kw_only=True,
    )
    outcome: Outcome | AssuranceStatus | None = field(
        default=None,
        converter=attrs.Converter(_outcome, takes_self=True),  # type: ignore[call-overload, misc]
        kw_only=True,
    )
    known_on: date | None = field(default=None, converter=_day_or_none, kw_only=True)
    booked_for: date | None = field(default=None, converter=_day_or_none, kw_only=True)

    @role.validator
    def _suits_the_step_as_role(self, _: object, role: UserRole | None) -> None:
        if role is None or self.step in PER_ROLE:
            return
        once = "for Other Users only" if self.step in OTHER_USER_ONLY else "once for the Party"
        raise ContradictoryFacts(f"role {role.value!r}", f"step {self.step.value!r}", f"it is taken {once}")

    @known_on.validator
    def _not_known_before_it_happened(self, _: object, known_on: object) -> None:
        if known_on is not None and check_date("known_on", known_on) < self.day:
            raise ContradictoryFacts(
                f"known_on {known_on}", f"day {self.day}", "a thing is not known before it happens"
            )

    @booked_for.validator
    def _names_what_was_moved(self, _: object, booked_for: object) -> None:
        if self.outcome is not Outcome.RESCHEDULED:
            if booked_for is not None:
                raise ContradictoryFacts(
                    f"booked_for {check_date('booked_for', booked_for)}",
                    f"outcome {self.outcome.value if self.outcome else 'none'}",
                    "only what was rescheduled had been booked for another day",
                )
        elif booked_for is None:
            raise MissingFact(
                "booked_for", f"{self.step.value} was moved from the day it had been booked for"
            )
        elif check_date("booked_for", booked_for) < self.day:
            raise ContradictoryFacts(
                f"booked_for {booked_for}", f"day {self.day}", "a booking is moved before its day"
            )

    def __str__(self) -> str:
        whose = f" for {self.role.value}" if self.role else ""
        how = f": {self.outcome.value}" if self.outcome else ""
        moved = f", from {self.booked_for}" if self.booked_for else ""
        return f"{self.step.value}{whose} on {self.day}{how}{moved}"
