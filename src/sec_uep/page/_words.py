"""
What things are called on the page: steps, days, User Roles, and whoever is to act.

Everything that the library answers is a field; it becomes English here and nowhere before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from datetime import date
from typing import TypeVar

from attrs import frozen

from sec_uep.calendar import WorkingDays
from sec_uep.entry.position import StepState
from sec_uep.events import AssuranceStatus, Event, Outcome, Step
from sec_uep.parties import UserRole
from sec_uep.readings import REGISTER, Readings
from sec_uep.rules import PARTY_SIDE, Bearer, Rule

__all__ = [
    "ID",
    "MONTHS",
    "WEEKDAYS",
    "Words",
    "and_",
    "bearer_named",
    "capital",
    "days",
    "grouped",
    "or_",
    "printable",
    "reading_words",
    "role_named",
    "tabular",
]

T = TypeVar("T")

#: The id of a rule or of a reading, where it stands in a text.
ID = re.compile(r"\b[A-Z]{2}-[0-9]{2}\b")

_FUSA, _FOLLOW_UP = "Full User Security Assessment", "Follow-up Security Assessment"

#: Each step: what it is called, what the Party does, and what somebody else does.
_STEPS: dict[Step, tuple[str, str, str]] = {
    Step.GATEWAY_CONNECTION: (
        "the DCC Gateway Connection",
        "obtain a DCC Gateway Connection",
        "",
    ),
    Step.USER_INTERFACE: ("the User Interface", "build or buy a DCC User Interface", ""),
    Step.SMKI_RAPPS: ("the SMKI RAPPs", "go through the SMKI RAPPs", ""),
    Step.SREPT: (
        "SREPT",
        (
            "complete SREPT, for which the DCC must first be sent the Party Notification of Intention to "
            "Undertake Testing form"
        ),
        "",
    ),
    Step.DCCKI_RAPPS: ("the DCCKI RAPPs", "go through the DCCKI RAPPs", ""),
    Step.UEPT_NOTICE: ("the UEPT notice", "give the DCC notice of UEPT", ""),
    Step.UEPT: ("UEPT", "begin UEPT", ""),
    Step.UEPT_REPORT: ("the UEPT report", "send the DCC the UEPT report", ""),
    Step.UEPT_RECEIPT_CONFIRMATION: (
        "the confirmation of receipt",
        "",
        "confirm receipt of the UEPT report",
    ),
    Step.UEPT_REVIEW: ("the review of the report", "", "review the UEPT report"),
    Step.QUALITY_GATE: ("the Quality Gate Review", "", "hold the Quality Gate Review"),
    Step.TEST_CERTIFICATE: (
        "the Test Completion Certificate",
        "",
        "issue the Test Completion Certificate",
    ),
    Step.USER_IDS: (
        "the User IDs",
        "tell the DCC the User IDs that are wished for",
        "say whether it accepts the User IDs",
    ),
    Step.CREDIT_COVER: (
        "Credit Cover",
        "put Credit Cover in place",
        "say whether Credit Cover is required",
    ),
    Step.FUSA_APPLICATION: (f"the application for the {_FUSA}", f"apply for the {_FUSA}", ""),
    Step.FULL_USER_SECURITY_ASSESSMENT: (f"the {_FUSA}", f"begin the {_FUSA}", ""),
    Step.SECURITY_STATUS: ("the security status", "meet the concerns", "give the security status"),
    Step.PRIVACY_APPLICATION: (
        "the application for the Privacy Assessment",
        "apply for the Privacy Assessment",
        "",
    ),
    Step.PRIVACY_ASSESSMENT: ("the Privacy Assessment", "begin the Privacy Assessment", ""),
    Step.PRIVACY_STATUS: ("the privacy status", "meet the concerns", "give the privacy status"),
    Step.EVIDENCE_FORM: ("the UEP Evidence Form", "send SECAS the UEP Evidence Form", ""),
    Step.SECAS_CONFIRMATION: ("SECAS's confirmation", "", "confirm that the process is complete"),
}

#: What is done to take a step, where there is little room.
_BRIEF = {
    Step.SMKI_RAPPS: "SMKI RAPPs",
    Step.DCCKI_RAPPS: "DCCKI RAPPs",
    Step.UEPT_RECEIPT_CONFIRMATION: "confirm receipt of the report",
    Step.UEPT_REVIEW: "review the report",
}

_ROLES = {role: " ".join(map(str.capitalize, role.value.split("-"))) for role in UserRole}

#: A page is in English wherever it is made; and `strftime`, which would know better, is slow.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS = tuple(name[:3] for name in WEEKDAYS)
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_BEARERS = {
    Bearer.SECAS: "SECAS",
    Bearer.SSC: "the SSC",
    Bearer.NOBODY: "whoever holds it, which no source says",
}


# --- Plain words --------------------------------------------------------------------------


def capital(text: str) -> str:
    """Return *text* with a capital first letter."""
    return text[:1].upper() + text[1:]


def role_named(role: UserRole) -> str:
    """Return the name of a User Role."""
    return _ROLES[role]


def and_(parts: Iterable[str]) -> str:
    """
    Return *parts* as a list in a sentence.

    >>> and_(["a", "b", "c"])
    'a, b and c'
    """
    *most, last = [*parts] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def or_(parts: Iterable[str]) -> str:
    """
    Return *parts* as a choice in a sentence.

    >>> or_(["a", "b", "c"])
    'a, b or c'
    """
    *most, last = [*parts] or [""]
    return f"{', '.join(most)} or {last}" if most else last


def days(count: int) -> str:
    """Return a number of Working Days, also none of them."""
    return str(WorkingDays(count)) if count else "no Working Day"


def tabular(day: date | None) -> str:
    """Return a day as it stands in a table."""
    return f"{_DAYS[day.weekday()]} {day}" if day else ""


def bearer_named(bearer: Bearer) -> str:
    """Return who *bearer* is, in a sentence."""
    return "the Party" if bearer in PARTY_SIDE else _BEARERS.get(bearer, f"the {bearer}")


def printable(text: str, longest: int = 60) -> str:
    """Return text of the caller's on one line, and not too long."""
    shown = "".join(c if c.isprintable() else "\ufffd" for c in text[: longest + 1])
    return shown if len(shown) <= longest else f"{shown[: longest - 3]}..."


def grouped(items: Iterable[T], key: Callable[[T], Hashable]) -> list[list[T]]:
    """Return the *items* in groups of the same *key*, in the order in which each is first seen."""
    groups: dict[Hashable, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return list(groups.values())


# --- Words of one entry, on one day -------------------------------------------------------


@frozen
class Words:
    """
    What the things of one entry are called on one day.

    Attributes:
        today: The day; a day of the same year is written without its year.
        roles: The User Roles of the entry; where there is one only, it is left out.
        readings: The readings, which say what an assessment after a *no* is called.
        brief: Whether there is little room, as in the answer.

    """

    today: date
    roles: tuple[UserRole, ...]
    readings: Readings
    brief: bool = False

    def day(self, day: date) -> str:
        """
        Return a day in a sentence.

        >>> Words(date(2026, 11, 25), (), Readings()).day(date(2027, 3, 2))
        'Tue 2 March 2027'
        """
        return f"{_DAYS[day.weekday()]} {self.on(day)}"

    def on(self, day: date, beside: date | None = None) -> str:
        """Return a day in a sentence without its weekday; without its year where *beside* has the same."""
        year = "" if day.year in (self.today.year, beside and beside.year) else f" {day.year}"
        return f"{day.day} {MONTHS[day.month - 1]}{year}"

    def of(self, roles: Iterable[UserRole | None]) -> str:
        """Return User Roles in brackets, with a space before; nothing where they need no naming."""
        named = [role for role in roles if role]
        if not named or len(self.roles) == 1:
            return ""
        every = len(named) == len(self.roles)
        return " (every User Role)" if every else f" ({and_(map(role_named, named))})"

    def name(self, step: Step, state: StepState | None = None) -> str:
        """Return what a step is called in a sentence; *state* tells a Full assessment from one after it."""
        return self._of_round(_STEPS[step][0], state)

    def act(self, step: Step, bearer: Bearer, state: StepState | None = None) -> str:
        """Return what *bearer* does to take a step."""
        if self.brief and step in _BRIEF:
            return _BRIEF[step]
        _, own, theirs = _STEPS[step]
        return self._of_round((own or theirs) if bearer in PARTY_SIDE else (theirs or own), state)

    def head(self, step: Step, state: StepState | None = None) -> str:
        """Return what a step is called in a table."""
        return capital(self.name(step, state).removeprefix("the "))

    def table(self, step: Step, state: StepState | None = None) -> str:
        """Return what a step is called in a narrow column."""
        return self.head(step, state).replace(_FUSA, "FUSA")

    def _of_round(self, text: str, state: StepState | None) -> str:
        back = state.sent_back_by if state else None
        if back is not None and back.step is Step.SECURITY_STATUS:
            is_new = back.outcome is AssuranceStatus.REJECTED and self.readings.rd_17 == "new-fusa"
            text = text.replace(_FUSA, f"new {_FUSA}" if is_new else _FOLLOW_UP)
        return text.replace(_FUSA, "FUSA") if self.brief else text

    def outcome(self, event: Event) -> str:
        """Return the outcome of an event in a sentence; nothing where it is simply done."""
        outcome = event.outcome
        return outcome.value.replace("-", " ") if outcome not in (None, Outcome.COMPLETED) and outcome else ""

    def event(self, event: Event) -> str:
        """Return an event in a sentence: what it was, and when."""
        name, role, on = self.name(event.step), self.of([event.role]), self.on(event.day)
        if event.outcome is Outcome.BEGUN:
            return f"the beginning of {name} on {on}{role}"
        said = f", {self.outcome(event)}," if self.outcome(event) else ""
        return f"{name} {'of' if name.startswith('the ') else 'on'} {on}{role}{said}"

    @staticmethod
    def cited(rule: Rule, *readings: str | None) -> str:
        """Return the ids that something rests on, in brackets with a space before."""
        return f" [{', '.join([rule.id, *filter(None, readings)])}]"


def reading_words(id_: str, readings: Readings | None) -> str:
    """Return what a reading is about, how it is read here or by default, and why that is the default."""
    reading = REGISTER[id_]
    here, choice = ("Here", readings[id_]) if readings else ("By default", reading.default)
    return f"{reading.question} {here}: {reading.choices[choice]}. {reading.reason}"
