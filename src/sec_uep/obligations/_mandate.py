"""
From which day the duty of Table 1 binds: EX-07, and the pages that say so.

A mandate date is a day of the calendar: it is never moved to a Working Day.
Not encoded: whether a date was ever moved, which no page that was seen says.
"""

from __future__ import annotations

from datetime import date

from attrs import frozen

from sec_uep.citations import (
    DISTRIBUTION_LICENCE,
    GEMSERV_ARTICLE,
    NEWSLETTER_MAY_2017,
    NEWSLETTER_NOVEMBER_2016,
    NON_DOMESTIC_RESPONSE,
    OFGEM_NOTICE,
    Citation,
)
from sec_uep.errors import bracketed, displayed
from sec_uep.facts import Lines
from sec_uep.rules import Bearer, Kind, Rule

__all__ = ["MANDATE_DATES", "MandateDate"]

EX_07_DOMESTIC = Rule(
    "EX-07",
    Kind.MUST,
    Bearer.LICENCE_HOLDER,
    "Domestic suppliers must be DCC Users: Large Suppliers from 25 May 2017, Small Suppliers from "
    "25 November 2017; which is Large the supply licences say, not SA-08",
    Citation(NEWSLETTER_NOVEMBER_2016, "DCC Live"),
)
EX_07_ENTRANT = Rule(
    "EX-07",
    Kind.MUST,
    Bearer.LICENCE_HOLDER,
    "A new domestic supplier must be a DCC User on leaving Controlled Market Entry",
    Citation(OFGEM_NOTICE, "domestic suppliers"),
)
EX_07_NON_DOMESTIC = Rule(
    "EX-07",
    Kind.MUST,
    Bearer.LICENCE_HOLDER,
    "Non-domestic suppliers, but for the specialists of EX-06, must be DCC Users from 31 August 2018",
    Citation(NON_DOMESTIC_RESPONSE, "non-domestic suppliers and the DCC"),
)
EX_07_DISTRIBUTOR = Rule(
    "EX-07",
    Kind.MUST,
    Bearer.ELECTRICITY_DISTRIBUTOR,
    "Electricity distributors must be DCC Users from 12 November 2017",
    Citation(NEWSLETTER_MAY_2017, "Electricity Distribution Networks"),
)
EX_07_DNO = Rule(
    "EX-07",
    Kind.MUST,
    Bearer.ELECTRICITY_DISTRIBUTOR,
    "A later article, which speaks of DNOs, gives 21 January 2018; that the date was moved, no page says",
    Citation(GEMSERV_ARTICLE, "electricity distributors"),
)
EX_16 = Rule(
    "EX-16",
    Kind.INFORMATION,
    Bearer.ELECTRICITY_DISTRIBUTOR,
    "Electricity distributors were bound by a direction of the Secretary of State under 21A.6",
    Citation(
        DISTRIBUTION_LICENCE,
        "Section A Condition 21A.6",
        via=Citation(NEWSLETTER_MAY_2017, "Electricity Distribution Networks"),
    ),
)


@frozen
class MandateDate:
    """
    The first day on which somebody must be a DCC User, as one page gives it (EX-07).

    Attributes:
        whom: Whom the duty binds from that day.
        day: The day, which may be a Saturday, a Sunday or a bank holiday.
        rule: The rule that says so, with its citation.

    """

    whom: str
    day: date
    rule: Rule

    _repr_html_ = displayed
    __repr__ = bracketed

    def __str__(self) -> str:
        return f"{self.whom}: {self.day} ({self.rule.id}, {self.rule.citation})"


#: Every mandate date that was seen. Two pages differ on distributors, and both are here.
MANDATE_DATES: tuple[MandateDate, ...] = Lines(
    (
        MandateDate("domestic suppliers that are Large Suppliers", date(2017, 5, 25), EX_07_DOMESTIC),
        MandateDate("electricity distributors", date(2017, 11, 12), EX_07_DISTRIBUTOR),
        MandateDate("domestic suppliers that are Small Suppliers", date(2017, 11, 25), EX_07_DOMESTIC),
        MandateDate("electricity distributors", date(2018, 1, 21), EX_07_DNO),
        MandateDate("non-domestic suppliers", date(2018, 8, 31), EX_07_NON_DOMESTIC),
    )
)
