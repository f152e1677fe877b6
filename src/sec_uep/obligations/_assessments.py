"""
What security and privacy assessments have in common: weeks of notice, and a charge for moving one late.

The figures, the rules and the questions are each provision's own.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from datetime import date
from decimal import Decimal
from enum import StrEnum

from attrs import field

from sec_uep.answers import V, shape
from sec_uep.calendar import Weeks
from sec_uep.checks import check_date, check_text
from sec_uep.deadlines import Counted, Counting, FindingOfDays
from sec_uep.errors import InvalidValue, UnknownName, shown
from sec_uep.events import AssuranceStatus
from sec_uep.obligations._money import pounds
from sec_uep.obligations._receipt import received
from sec_uep.readings import Readings

__all__ = [
    "Ahead",
    "Charge",
    "ChargeVerdict",
    "EntryVerdict",
    "SizeCategory",
    "days_in",
    "last_day_before",
    "status_called",
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


class SizeCategory(StrEnum):
    """How a Party counts for the kind of its assessments."""

    SMALL = "small"
    LARGE = "large"
    NOT_SETTLED = "not-settled"


# --- Weeks before an assessment -----------------------------------------------------------


def days_in(period: Weeks) -> int:
    """Return how many days *period* is."""
    return 7 * period.n


def weeks_after(period: Weeks, day: date, on: Counting, readings: Readings) -> Counted:
    """Count *period* after a day; RD-06 says whether its end moves on to a Working Day."""
    counted_from = received(on, readings, day)
    end = period.after(counted_from)
    return counted_from, end if readings.rd_06 == "no-roll" else on.on_or_after(end)


def last_day_before(period: Weeks, day: date, on: Counting, readings: Readings) -> Counted:
    """
    Return the last day, working or not, whose receipt is *period* before a day.

    Where by RD-04 only a Working Day is one on which something is received, it is a Working Day.
    """
    end = period.before(day)
    return day, end if readings.rd_04 == "that-day" else on.on_or_before(end)


def weeks_before(period: Weeks, day: date, on: Counting, readings: Readings) -> Counted:
    """Count *period* before a day; RD-06 says whether its end moves back to a Working Day."""
    counted_from, end = last_day_before(period, day, on, readings)
    return counted_from, end if readings.rd_06 == "no-roll" else on.on_or_before(end)


@shape
class Ahead(FindingOfDays[V]):
    """
    A finding on how far ahead of an assessment something is received.

    The weeks are those of the calendar: whether a day moves to a Working Day (RD-06) does not matter.
    """

    assessment: date

    def _days_ahead(self, name: str) -> int:
        """Return the days between the receipt of what came on the day called *name* and the assessment."""
        came = received(self.calendar, self.chosen, check_date(name, getattr(self, name)))
        return (check_date("assessment", self.assessment) - came).days

    def _on(self, name: str) -> str:
        """Return the day called *name* in words, with that of its receipt where it is another (RD-04)."""
        day = getattr(self, name)
        came = received(self.calendar, self.chosen, day)
        return f"on {day}" if came == day else f"on {day}, received on {came}"


@shape
class Charge(Ahead[ChargeVerdict]):
    """
    What moving an assessment can cost: a range, because a charge that *can* be made need not be.

    Amounts are in pounds and pence: reckoned exactly, then rounded to the penny, half a penny up.

    Attributes:
        least: The least that can be charged, which is nothing.
        most: The most that can be charged; None while it depends on a cost that is not known.

    """

    least: Decimal = field(init=False)
    most: Decimal | None = field(init=False)

    @abstractmethod
    def _can_be(self) -> Decimal | None:
        """Return the most that can be charged."""
        ...

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        object.__setattr__(self, "least", Decimal("0.00"))
        object.__setattr__(self, "most", self._can_be())

    @property
    def outcome(self) -> tuple[ChargeVerdict, Decimal, Decimal | None]:
        """The verdict, with the least and the most."""
        return self.verdict, self.least, self.most

    def __str__(self) -> str:
        most = "an amount that is not known yet" if self.most is None else pounds(self.most)
        return super().__str__() + (f"; at most {most}" if self.most != 0 else "")


# --- Statuses, by the name of their time ---------------------------------------------------

_NAMES = {
    "approved": AssuranceStatus.APPROVED,
    "approved subject to steps": AssuranceStatus.APPROVED_SUBJECT_TO_STEPS,
    "approved subject to the party": AssuranceStatus.APPROVED_SUBJECT_TO_STEPS,
}
_NAMES_BEFORE = {
    **_NAMES,
    "provisionally approved": AssuranceStatus.DEFERRED,
    "deferred": AssuranceStatus.REJECTED,
}
_NAMES_SINCE = {**_NAMES, "deferred": AssuranceStatus.DEFERRED, "rejected": AssuranceStatus.REJECTED}


def status_called(name: str, on: date, *, renamed_on: date) -> AssuranceStatus:
    """
    Return the status that was called *name* on the day *on*, where names changed on *renamed_on*.

    Raises:
        InvalidValue: If it is the other time's name: Rejected before, Provisionally Approved since.
        UnknownName: If no status ever had that name.
        InvalidType: If *name* is not text or *on* is not a date.

    """
    check_text("name", name, "pass the status as it was written")
    on = check_date("on", on)
    is_new = on >= renamed_on
    names, other_names = (_NAMES_SINCE, _NAMES_BEFORE) if is_new else (_NAMES_BEFORE, _NAMES_SINCE)
    plain = " ".join(re.sub("[,_-]", " ", name.lower()).split())
    if plain in names:
        return names[plain]
    if plain in other_names:
        was = "has been called Deferred since" if is_new else "was called Deferred until"
        reason = f"was no status on {on}: it {was} {renamed_on} (EX-01)"
        raise InvalidValue("name", shown(name), reason, f"write 'deferred', as it was called on {on}")
    raise UnknownName("name", name, tuple(names), f"statuses were renamed on {renamed_on}; asked as of {on}")
