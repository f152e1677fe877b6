"""
Which days count, and counting them.

Reading order: `working_days` (the calendar and its questions),
`periods` (60 Working Days, 12 weeks), `ledger` (the count, day by day),
`divisions` (the calendars that are shipped) and `gov_uk` (a calendar of your own).
Nothing here knows of Parties, obligations or readings.
"""

from __future__ import annotations

from sec_uep.calendar.divisions import any_of, england_and_wales, northern_ireland, scotland
from sec_uep.calendar.gov_uk import from_gov_uk
from sec_uep.calendar.ledger import CHANGES_SEEN, Certainty, Ledger, LedgerLine
from sec_uep.calendar.periods import Days, Months, Period, Weeks, WorkingDays, parse_period
from sec_uep.calendar.working_days import WorkingDayCalendar
from sec_uep.checks import check_date

__all__ = [
    "CHANGES_SEEN",
    "Certainty",
    "Days",
    "Ledger",
    "LedgerLine",
    "Months",
    "Period",
    "Weeks",
    "WorkingDayCalendar",
    "WorkingDays",
    "any_of",
    "check_date",
    "england_and_wales",
    "from_gov_uk",
    "northern_ireland",
    "parse_period",
    "scotland",
]
