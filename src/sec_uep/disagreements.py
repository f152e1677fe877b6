"""
Where two sources say different things of one matter: both wordings, which one is followed, and why.

`Answer.disagreements` has those that touch an answer.
"""

from __future__ import annotations

from attrs import frozen

from sec_uep.citations import (
    ASSESSMENT_CYCLE_PAGE,
    CTSD_2015,
    DCC_USERS_PAGE,
    DESNZ_NOTICE,
    GEMSERV_ARTICLE,
    ID_ALLOCATION_PAGE,
    MP091,
    NEWSLETTER_MAY_2017,
    NON_DOMESTIC_RESPONSE,
    OLD_PRIVACY_PAGE,
    OLD_UEP_PAGE,
    PRIVACY_FAQ,
    SECMP0059,
    Citation,
    assessment_page,
    guidance,
)
from sec_uep.errors import displayed
from sec_uep.facts import Lines

__all__ = ["DISAGREEMENTS", "Disagreement", "Wording", "touching"]


@frozen
class Wording:
    """What one source says, shortened, and where."""

    says: str
    citation: Citation

    _repr_html_ = displayed

    def __repr__(self) -> str:
        return f"<Wording {self.says}>"

    def __str__(self) -> str:
        return f"{self.says} [{self.citation}]"


@frozen
class Disagreement:
    """
    A matter on which sources differ.

    Attributes:
        matter: What it is about.
        followed: The wording that the package follows.
        other: The wording that it does not follow.
        reason: Why.
        rules: The ids of the rules it touches.
        reading: The id of the reading that holds the choice, where there is one.

    """

    matter: str
    followed: Wording
    other: Wording
    reason: str
    rules: tuple[str, ...]
    reading: str | None = None

    _repr_html_ = displayed

    def __repr__(self) -> str:
        return f"<Disagreement {self.matter}>"


_STATUSES = assessment_page("Assurance Statuses")
_STATUS_IN_GUIDANCE = guidance("Complete the Full User Security Assessment")
_PRIVACY = guidance("How do Other Users complete the Privacy Assessment?")
_SIZE = assessment_page("Second Year User Security Assessments")

#: Every disagreement that was seen, in the order of the process.
DISAGREEMENTS: tuple[Disagreement, ...] = Lines(
    (
        Disagreement(
            "Who gives the security status",
            Wording("the Security Sub-Committee", _STATUS_IN_GUIDANCE),
            Wording("the Security Sub-Committee and the SEC Panel", _STATUSES),
            "The Panel delegated it to the Sub-Committee in August 2017",
            ("SA-06", "SA-07", "ST-10"),
            "RD-20",
        ),
        Disagreement(
            "What the second status is called",
            Wording("'Approved, subject to steps'", _STATUS_IN_GUIDANCE),
            Wording("'Approved, subject to the Party'", _STATUSES),
            "The second wording is a clause cut short; they are one status",
            ("SA-06", "SA-07", "PA-02"),
        ),
        Disagreement(
            "How many statuses there are",
            Wording("four: two that let the process be passed, and Deferred and Rejected", _STATUSES),
            Wording("the two that let the process be passed", _STATUS_IN_GUIDANCE),
            "The guidance names only what is needed to complete the process",
            ("SA-06", "SA-07"),
        ),
        Disagreement(
            "What the cycle of assessments is",
            Wording(
                "cycles of three years, with one assessment a year",
                Citation(ASSESSMENT_CYCLE_PAGE, "three-year cycles"),
            ),
            Wording("an annual cycle", assessment_page("User Security Assessments")),
            "The newer page says more, and does not contradict one assessment a year",
            ("SA-01", "EX-02"),
        ),
        Disagreement(
            "What is counted for the size of a Party",
            Wording("Domestic Premises supplied via a Smart Metering System", _SIZE),
            Wording("Smart Metering Systems that its User System interacts with", _SIZE),
            "The first is what the page says the Code states; the second stands in its explanation",
            ("SA-08",),
        ),
        Disagreement(
            "Whom the page calls Large",
            Wording("Large and small as categories of size", _SIZE),
            Wording("'Large Electricity Distributor', 'Small Network Party' beside 'Large Supplier'", _SIZE),
            "The labels look loose and are not terms that were seen in the Code",
            ("SA-08",),
        ),
        Disagreement(
            "Who must have a Full User Security Assessment",
            Wording("all SEC Parties, as part of the User Entry Process", _STATUS_IN_GUIDANCE),
            Wording("a Party before it becomes a User", assessment_page("User Security Assessments")),
            "Both bind only those who enter",
            ("ST-10", "SA-01"),
        ),
        Disagreement(
            "What follows Rejected",
            Wording("a Follow-up Security Assessment, as after Deferred", _STATUSES),
            Wording(
                "the Security Sub-Committee may require a further Full User Security Assessment",
                Citation(MP091, "Rejected"),
            ),
            "The page states it of both statuses; the modification adds what may be required",
            ("SA-07",),
            "RD-17",
        ),
        Disagreement(
            "Which thresholds make a Party Large",
            Wording("250,000 Domestic Premises", _SIZE),
            Wording(
                "50,000 Non-Domestic Premises too, and an equation for mixed portfolios",
                Citation(SECMP0059, "thresholds"),
            ),
            "Both are applied; where the unseen equation would decide, the size is not settled",
            ("SA-08", "EX-03"),
        ),
        Disagreement(
            "Whether 12 weeks' notice of a Privacy Assessment is owed",
            Wording("the Other User should give it", _PRIVACY),
            Wording(
                "the dates asked for are required to be at least 12 weeks after the request is submitted",
                Citation(PRIVACY_FAQ, "booking an assessment"),
            ),
            "The guidance is followed; a shorter notice is shorter than it should be, and no breach",
            ("PA-01", "EX-20"),
        ),
        Disagreement(
            "What moving an assessment late costs",
            Wording(
                "25 % of the total cost, unless the User CIO can redeploy its resource",
                assessment_page("Booking process"),
            ),
            Wording(
                "25 % of the total cost, and costs already incurred whatever the notice",
                Citation(PRIVACY_FAQ, "changes"),
            ),
            "Each is followed for its own assessment: security by the first, privacy by the second",
            ("SA-05", "EX-08"),
        ),
        Disagreement(
            "Where exactly 732,000 kWh falls",
            Wording("'732,000 kWh or less' is inside", guidance("Table 1, Gas Supplier")),
            Wording("'below 732 MWh' is inside, 'over 732 MWh' outside", Citation(DESNZ_NOTICE, "scope")),
            "Only the first places the exact figure",
            ("OB-11", "EX-13"),
            "RD-12",
        ),
        Disagreement(
            "Who need not become a DCC User for the meters it installs",
            Wording("whoever only installs certain meters at Designated Premises", guidance("Table 1")),
            Wording(
                "specialists in larger sites, with only advanced meters and no SMETS2 meters; "
                "no longer once they intend to operate one",
                Citation(NON_DOMESTIC_RESPONSE, "non-domestic suppliers and the DCC"),
            ),
            "They are two groups, because larger sites are not Designated Premises. Table 1 exempts the "
            "first; whether the second must is not settled",
            ("OB-05", "OB-10", "EX-06"),
        ),
        Disagreement(
            "Which domestic suppliers must become DCC Users",
            Wording("a Party that is a Domestic Supplier", guidance("Table 1")),
            Wording(
                "SEC Parties that actively supply Domestic Premises",
                Citation(NEWSLETTER_MAY_2017, "Small Suppliers"),
            ),
            "Table 1 asks only whether the Party is a Domestic Supplier; the newsletter spoke of whom the "
            "date in November 2017 bound",
            ("OB-03", "OB-08", "EX-17"),
        ),
        Disagreement(
            "From which day electricity distributors must be DCC Users",
            Wording(
                "12 November 2017, by direction under 21A.6",
                Citation(NEWSLETTER_MAY_2017, "Electricity Distribution Networks"),
            ),
            Wording(
                "21 January 2018, the mandate of the DNOs",
                Citation(GEMSERV_ARTICLE, "electricity distributors"),
            ),
            "The first names the direction; the second is later, and whether the date was moved no page "
            "says. Both are in `MANDATE_DATES`",
            ("OB-13", "EX-16"),
        ),
        Disagreement(
            "Which User Roles share a User ID",
            Wording("Import Supplier, Export Supplier and Gas Supplier may", guidance("7")),
            Wording(
                "Import Supplier, Registered Supplier Agent and Other User are named for the assigned ID",
                Citation(ID_ALLOCATION_PAGE, "User IDs"),
            ),
            "The page may speak of which roles use an ID at all; it was not shown to conflict",
            ("RO-05",),
            "RD-15",
        ),
        Disagreement(
            "Whether gas transporters must become DCC Users",
            Wording("they are not required to", guidance("Who can complete the User Entry Process?")),
            Wording(
                "'network operators' are obliged, gas and electricity not told apart",
                Citation(DCC_USERS_PAGE, "DCC Users"),
            ),
            "The first names them",
            ("OB-15",),
        ),
        Disagreement(
            "Whom SECAS tells of completion",
            Wording(
                "the Party, the DCC, Ofgem and the SEC Panel",
                guidance("How do you inform SECAS of your UEP Completion?"),
            ),
            Wording("the Party, the DCC and the Panel, under H1.12", Citation(OLD_UEP_PAGE, "completion")),
            "The guidance is the newer",
            ("ST-13",),
        ),
        Disagreement(
            "Which clauses of the CTSD hold the criteria of UEPT",
            Wording("5.6.1.5, 5.17 and 5.19", guidance("6.2; 6.3")),
            Wording("5.4.2 for the entry criteria", Citation(CTSD_2015, "contents")),
            "The guidance cites a later edition than the 2015 documents; which one is not known",
            ("TE-03", "TE-04", "TE-05", "TE-06", "TE-07"),
        ),
        Disagreement(
            "Which privacy status lets the process be completed",
            Wording("Approved, or Approved subject to steps", _PRIVACY),
            Wording("only Approved", Citation(OLD_PRIVACY_PAGE, "statuses")),
            "The other page is of the old site; a later one says as the guidance does",
            ("PA-02",),
        ),
        Disagreement(
            "Where the distributor's exemption stands",
            Wording(
                "Condition 21A.5, for those who are not a Distribution Service Provider",
                guidance("Table 1, Electricity Distributor"),
            ),
            Wording("the licence text, which was not found", guidance("Table 1, Electricity Distributor")),
            "The citation is taken to be of the same ground, not of a second one",
            ("OB-13", "OB-14"),
        ),
    )
)


def touching(rules: tuple[str, ...]) -> tuple[Disagreement, ...]:
    """
    Return the disagreements that touch any of the rules with these ids.

    >>> [disagreement.reading for disagreement in touching(("OB-11",))]
    ['RD-12']
    """
    return Lines(each for each in DISAGREEMENTS if set(each.rules) & set(rules))
