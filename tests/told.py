"""Entries in a few words: `entry("srept 2026-03-27", "uept 2026-07-01 begun")`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sec_uep import UNKNOWN, Entry, Event, Outcome, Party, UserRole
from sec_uep.calendar import parse_period
from sec_uep.events import AssuranceStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What is done before UEPT begins, with its notice kept to the day for Wednesday 26 August 2026.
READY = (
    "gateway-connection 2026-01-30",
    "user-interface 2026-02-27",
    "smki-rapps 2026-03-13",
    "srept 2026-03-27",
    "dccki-rapps 2026-04-10",
    "uept-notice 2026-06-03",
)
#: UEPT from its beginning to its certificate.
TESTED = (
    "uept 2026-08-26 begun",
    "uept 2026-09-16 completed",
    "uept-report 2026-09-17",
    "uept-receipt-confirmation 2026-09-21",
    "uept-review 2026-09-28 concluded",
    "quality-gate 2026-10-01 passed",
    "test-certificate 2026-10-05",
)
#: The Full User Security Assessment, with its application kept to the day.
ASSESSED = (
    "fusa-application 2026-06-08",
    "full-user-security-assessment 2026-08-31 begun",
    "full-user-security-assessment 2026-09-09 completed",
)
#: All that comes before the evidence form.
ALL_BUT_EVIDENCE = (
    *READY,
    *TESTED,
    *ASSESSED,
    "user-ids 2026-10-09 accepted",
    "credit-cover 2026-10-09 not-required",
    "security-status 2026-10-12 approved",
)


def event(line: str) -> Event:
    """Read "STEP DAY", then an outcome, a User Role, "known DAY" and "from DAY", in any order."""
    step, day, *rest = line.split()
    more: dict[str, Any] = {}
    words = iter(rest)
    for word in words:
        if word in ("known", "from"):
            more["known_on" if word == "known" else "booked_for"] = date.fromisoformat(next(words))
        else:
            more["role" if word in tuple(UserRole) else "outcome"] = word
    return Event(step, date.fromisoformat(day), **more)  # type: ignore[arg-type]


def entry(
    *lines: str,
    roles: tuple[str, ...] = ("gas-supplier",),
    since: object = date(2026, 1, 5),
    estimates: Mapping[str, str] | None = None,
    **more: Any,  # noqa: ANN401 - further parts of an entry
) -> Entry:
    """Return an entry of which these events are told."""
    return Entry(
        party=Party(sec_party_since=since),  # type: ignore[arg-type]
        roles=tuple(UserRole(role) for role in roles),
        estimates={step: parse_period(text) for step, text in (estimates or {}).items()},  # type: ignore[misc]
        events=tuple(event(line) for line in lines),
        **more,
    )


__all__ = [
    "ALL_BUT_EVIDENCE",
    "ASSESSED",
    "READY",
    "TESTED",
    "UNKNOWN",
    "AssuranceStatus",
    "Outcome",
    "entry",
    "event",
]
