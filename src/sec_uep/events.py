"""
The steps of the User Entry Process, and what happened: events, on a day, with an outcome.

An event after today is a booking.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from attrs import field, frozen

from sec_uep.checks import as_day, check_date, named
from sec_uep.errors import (
    ContradictoryFacts,
    InvalidType,
    MissingFact,
    UnknownName,
    bracketed,
    displayed,
    shown,
)
from sec_uep.parties import UserRole

__all__ = ["AssuranceStatus", "Event", "Outcome", "Step"]


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
    """
    How a step stands or ended, where more can be said than that it is done.

    Provisionally approved is what Deferred was called before the statuses were renamed (EX-01).
    """

    BEGUN = "begun"
    COMPLETED = "completed"
    RESCHEDULED = "rescheduled"
    CONCLUDED = "concluded"
    FURTHER_TESTING = "further-testing"
    PASSED = "passed"
    FAILED = "failed"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not-accepted"
    REQUIRED = "required"
    NOT_REQUIRED = "not-required"
    IN_PLACE = "in-place"
    PROVISIONALLY_APPROVED = "provisionally-approved"


def _day(value: date) -> date:
    return check_date("day", value)


def _day_or_none(value: date | None) -> date | None:
    return as_day(value)


def _step(value: Step) -> Step:
    return named("step", value, Step)


def _role(value: UserRole | None) -> UserRole | None:
    return None if value is None else named("role", value, UserRole)


def _outcome(value: Outcome | AssuranceStatus | None) -> Outcome | AssuranceStatus | None:
    given: object = value  # as it comes: text of an entry file too
    if given is None or isinstance(given, (Outcome, AssuranceStatus)):
        return given
    if given.__class__ is not str:
        next_step = "pass a sec_uep.Outcome or a sec_uep.AssuranceStatus"
        raise InvalidType("outcome", shown(given), "is not an outcome", next_step)
    possible: tuple[Outcome | AssuranceStatus, ...] = (*Outcome, *AssuranceStatus)
    for outcome in possible:
        if outcome == given:
            return outcome
    raise UnknownName("outcome", str(given), possible)


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
        ContradictoryFacts: If it became known before it happened, or was moved after the day it was booked
            for. Whether the step has such an outcome, an `Entry` asks of the table of steps.
        MissingFact: If it was rescheduled, and the day it had been booked for is not given.

    """

    step: Step = field(converter=_step)
    day: date = field(converter=_day)
    role: UserRole | None = field(
        default=None,
        converter=_role,
        kw_only=True,
    )
    outcome: Outcome | AssuranceStatus | None = field(
        default=None,
        converter=_outcome,
        kw_only=True,
    )
    known_on: date | None = field(default=None, converter=_day_or_none, kw_only=True)
    booked_for: date | None = field(default=None, converter=_day_or_none, kw_only=True)

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

    _repr_html_ = displayed
    __repr__ = bracketed

    def __str__(self) -> str:
        whose = f" for {self.role.value}" if self.role else ""
        how = f": {self.outcome.value}" if self.outcome else ""
        moved = f", from {self.booked_for}" if self.booked_for else ""
        return f"{self.step.value}{whose} on {self.day}{how}{moved}"
