"""
What security and privacy assessments have in common: weeks of notice, and a charge for moving one late.

The figures, the rules and the questions are each provision's own.
"""

from __future__ import annotations

from abc import abstractmethod
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from attrs import field

from sec_uep.answers import Finding, NoticeVerdict, shape
from sec_uep.calendar import Weeks
from sec_uep.checks import check_date, check_text
from sec_uep.deadlines import Counted, Counting
from sec_uep.errors import UnknownName
from sec_uep.events import AssuranceStatus
from sec_uep.obligations._receipt import received
from sec_uep.readings import Readings

__all__ = [
    "Charge",
    "ChargeVerdict",
    "EntryVerdict",
    "status_called",
    "sufficiency",
    "weeks_after",
    "weeks_before",
]


class EntryVerdict(StrEnum):
    """Whether a status lets the User Entry Process be passed."""

    PERMITTED = "permitted"
    NOT_PERMITTED = "not-permitted"


class ChargeVerdict(StrEnum):
    """Whether moving an assessment can be charged."""

    NO_CHARGE = "no-charge"
    CAN_BE_CHARGED = "can-be-charged"
    UNDETERMINED = "undetermined"


@shape
class Charge(Finding[ChargeVerdict]):
    """
    What moving an assessment costs: a range, because what *can* be charged need not be.

    Attributes:
        least: The least that is charged.
        most: The most that can be charged; None if a cost that has no known limit was not given.

    """

    least: Decimal = field(init=False)
    most: Decimal | None = field(init=False)

    @abstractmethod
    def _can_be(self) -> Decimal | None:
        """Return the most that can be charged."""
        ...

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        object.__setattr__(self, "least", Decimal(0))
        object.__setattr__(self, "most", self._can_be())

    @property
    def outcome(self) -> tuple[ChargeVerdict, Decimal, Decimal | None]:
        """The verdict, with the least and the most."""
        return self.verdict, self.least, self.most


def weeks_after(period: Weeks, day: date, on: Counting, readings: Readings) -> Counted:
    """Count *period* after a day; RD-06 says whether its end moves on to a Working Day."""
    counted_from = received(on, readings, day)
    end = period.after(counted_from)
    return counted_from, end if readings.rd_06 == "no-roll" else on.on_or_after(end)


def weeks_before(period: Weeks, day: date, on: Counting, readings: Readings) -> Counted:
    """
    Count *period* before a day.

    RD-06 says whether its end moves back to a Working Day; it does anyhow where by RD-04
    only a Working Day is one on which something is received.
    """
    end = period.before(day)
    stands = readings.rd_06 == "no-roll" and readings.rd_04 == "that-day"
    return day, end if stands else on.on_or_before(end)


def sufficiency(period: Weeks, earlier: tuple[str, date], later: tuple[str, date]) -> NoticeVerdict:
    """
    Return whether at least *period* lies between two named days; exactly so much is enough.

    Raises:
        InvalidType: If either is not a date.

    """
    first, last = check_date(*earlier), check_date(*later)
    return NoticeVerdict.SUFFICIENT if last - first >= _span(period) else NoticeVerdict.INSUFFICIENT


def status_called(name: str, on: date, *, renamed_on: date, field_name: str = "name") -> AssuranceStatus:
    """
    Return the status that was called *name* on the day *on*, where names changed on *renamed_on*.

    Raises:
        UnknownName: If no status had that name on that day.
        InvalidType: If *name* is not text or *on* is not a date.

    """
    check_text(field_name, name, "pass the status as it was written")
    is_new = check_date("on", on) >= renamed_on
    names = _NAMES | (_NAMES_SINCE if is_new else _NAMES_BEFORE)
    plain = " ".join(name.replace(",", " ").replace("-", " ").lower().split())
    if plain not in names:
        raise UnknownName(
            field_name,
            name,
            tuple(names),
            f"statuses were renamed on {renamed_on}; asked as of {on}",
        )
    return names[plain]


_NAMES = {
    "approved": AssuranceStatus.APPROVED,
    "approved subject to steps": AssuranceStatus.APPROVED_SUBJECT_TO_STEPS,
    "approved subject to the party": AssuranceStatus.APPROVED_SUBJECT_TO_STEPS,
}
_NAMES_SINCE = {"deferred": AssuranceStatus.DEFERRED, "rejected": AssuranceStatus.REJECTED}
_NAMES_BEFORE = {
    "provisionally approved": AssuranceStatus.DEFERRED,
    "deferred": AssuranceStatus.REJECTED,
}


def _span(period: Weeks) -> timedelta:
    return timedelta(weeks=period.n)
