"""
Days counted one by one; nothing here reads the package.

The bank holidays are those of the GOV.UK list for 2025 to 2028, copied out with their weekdays.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

ONE_DAY = timedelta(days=1)

# --- days -------------------------------------------------------------------------------

#: The same in England and Wales, in Scotland and in Northern Ireland.
_EVERYWHERE = {
    date(2025, 1, 1),  # Wednesday, New Year's Day
    date(2025, 4, 18),  # Friday, Good Friday
    date(2025, 5, 5),  # Monday, early May
    date(2025, 5, 26),  # Monday, spring
    date(2025, 12, 25),  # Thursday, Christmas Day
    date(2025, 12, 26),  # Friday, Boxing Day
    date(2026, 1, 1),  # Thursday, New Year's Day
    date(2026, 4, 3),  # Friday, Good Friday
    date(2026, 5, 4),  # Monday, early May
    date(2026, 5, 25),  # Monday, spring
    date(2026, 12, 25),  # Friday, Christmas Day
    date(2026, 12, 28),  # Monday, for Boxing Day on a Saturday
    date(2027, 1, 1),  # Friday, New Year's Day
    date(2027, 3, 26),  # Friday, Good Friday
    date(2027, 5, 3),  # Monday, early May
    date(2027, 5, 31),  # Monday, spring
    date(2027, 12, 27),  # Monday, for Christmas Day on a Saturday
    date(2027, 12, 28),  # Tuesday, for Boxing Day on a Sunday
    date(2028, 1, 3),  # Monday, for New Year's Day on a Saturday
    date(2028, 4, 14),  # Friday, Good Friday
    date(2028, 5, 1),  # Monday, early May
    date(2028, 5, 29),  # Monday, spring
    date(2028, 12, 25),  # Monday, Christmas Day
    date(2028, 12, 26),  # Tuesday, Boxing Day
}

#: In England and Wales and in Northern Ireland, not in Scotland.
_NOT_SCOTLAND = {
    date(2025, 4, 21),  # Monday, Easter Monday
    date(2025, 8, 25),  # Monday, summer
    date(2026, 4, 6),  # Monday, Easter Monday
    date(2026, 8, 31),  # Monday, summer
    date(2027, 3, 29),  # Monday, Easter Monday
    date(2027, 8, 30),  # Monday, summer
    date(2028, 4, 17),  # Monday, Easter Monday
    date(2028, 8, 28),  # Monday, summer
}

ENGLAND_AND_WALES = frozenset(_EVERYWHERE | _NOT_SCOTLAND)

SCOTLAND = frozenset(
    _EVERYWHERE
    | {
        date(2025, 1, 2),  # Thursday, 2nd January
        date(2025, 8, 4),  # Monday, summer
        date(2025, 12, 1),  # Monday, for St Andrew's Day on a Sunday
        date(2026, 1, 2),  # Friday, 2nd January
        date(2026, 6, 15),  # Monday, World Cup
        date(2026, 8, 3),  # Monday, summer
        date(2026, 11, 30),  # Monday, St Andrew's Day
        date(2027, 1, 4),  # Monday, for 2nd January on a Saturday
        date(2027, 8, 2),  # Monday, summer
        date(2027, 11, 30),  # Tuesday, St Andrew's Day
        date(2028, 1, 4),  # Tuesday, for 2nd January on a Sunday
        date(2028, 8, 7),  # Monday, summer
        date(2028, 11, 30),  # Thursday, St Andrew's Day
    }
)

NORTHERN_IRELAND = frozenset(
    ENGLAND_AND_WALES
    | {
        date(2025, 3, 17),  # Monday, St Patrick's Day
        date(2025, 7, 14),  # Monday, for the Battle of the Boyne on a Saturday
        date(2026, 3, 17),  # Tuesday, St Patrick's Day
        date(2026, 7, 13),  # Monday, for the Battle of the Boyne on a Sunday
        date(2027, 3, 17),  # Wednesday, St Patrick's Day
        date(2027, 7, 12),  # Monday, Battle of the Boyne
        date(2028, 3, 17),  # Friday, St Patrick's Day
        date(2028, 7, 12),  # Wednesday, Battle of the Boyne
    }
)

#: The bank holidays that each choice of RD-01 means.
BY_RD_01 = {
    "england-and-wales": ENGLAND_AND_WALES,
    "england-and-wales-or-scotland": ENGLAND_AND_WALES | SCOTLAND,
    "any-uk-nation": ENGLAND_AND_WALES | SCOTLAND | NORTHERN_IRELAND,
}


def works(day: date, bank_holidays: Collection[date] = ENGLAND_AND_WALES) -> bool:
    """Return whether *day* is none of Saturday, Sunday and a bank holiday."""
    return day.strftime("%a") not in {"Sat", "Sun"} and day not in bank_holidays


def count(after: date, up_to: date, bank_holidays: Collection[date] = ENGLAND_AND_WALES) -> int:
    """Return the Working Days in (after, up_to], by looking at each day."""
    days = 0
    day = after
    while day < up_to:
        day += ONE_DAY
        if works(day, bank_holidays):
            days += 1
    return days


def forward(day: date, n: int, bank_holidays: Collection[date] = ENGLAND_AND_WALES) -> date:
    """Return the *n*-th Working Day after *day*, by looking at each day."""
    while n:
        day += ONE_DAY
        if works(day, bank_holidays):
            n -= 1
    return day


def back(day: date, n: int, bank_holidays: Collection[date] = ENGLAND_AND_WALES) -> date:
    """Return the *n*-th Working Day before *day*, by looking at each day."""
    while n:
        day -= ONE_DAY
        if works(day, bank_holidays):
            n -= 1
    return day


def roll_on(day: date, bank_holidays: Collection[date] = ENGLAND_AND_WALES) -> date:
    """Return *day*, or the next Working Day where it is none."""
    while not works(day, bank_holidays):
        day += ONE_DAY
    return day


def roll_back(day: date, bank_holidays: Collection[date] = ENGLAND_AND_WALES) -> date:
    """Return *day*, or the Working Day before where it is none."""
    while not works(day, bank_holidays):
        day -= ONE_DAY
    return day


#: What is no date, and what a refusal says of it.
NO_DATES = (
    (datetime(2026, 6, 3, 9, 30), "has a time of day"),  # noqa: DTZ001 - it is to be refused
    ("2026-06-03", "is text"),
    (None, "is no date"),
    (20260603, "is of type int"),
)

#: The User Roles, in the order in which the guidance lists them.
ROLES = (
    "import-supplier",
    "export-supplier",
    "gas-supplier",
    "electricity-distributor",
    "gas-transporter",
    "registered-supplier-agent",
    "other-user",
)
