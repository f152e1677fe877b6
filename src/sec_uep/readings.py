"""
The readings: every question that the texts leave open, and the answer chosen to it.

`Readings` holds one choice for each `RD-nn`.
It does not change; it is passed to every question and comes back with every answer.
The class body is the register: question, choices (the default first), reason, citation.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal

import attrs
from attrs import field, fields, frozen

from sec_uep.checks import check_is, check_name
from sec_uep.citations import (
    ASSESSMENT_CYCLE_PAGE,
    CONSULTATION_SUMMARY,
    MP091,
    MP112,
    NON_DOMESTIC_RESPONSE,
    SEC_GLOSSARY,
    Citation,
    assessment_page,
    guidance,
)
from sec_uep.errors import displayed
from sec_uep.facts import FrozenMapping

__all__ = ["DEFAULT_READINGS", "REGISTER", "Reading", "Readings"]


def _frozen(choices: Mapping[str, str]) -> FrozenMapping[str, str]:
    return FrozenMapping(choices)


@frozen
class Reading:
    """
    One question that the texts leave open.

    Attributes:
        id: Its id in the register, such as "RD-02".
        question: What is open.
        choices: Every answer that can be chosen, with its meaning; the default comes first.
        reason: Why the default is the default.
        citation: The text that leaves the question open, or speaks to it.

    """

    id: str
    question: str
    choices: FrozenMapping[str, str] = field(converter=_frozen)
    reason: str
    citation: Citation

    @property
    def default(self) -> str:
        """The choice that is made where none is given."""
        return next(iter(self.choices))

    @property
    def alternatives(self) -> tuple[str, ...]:
        """The choices other than the default."""
        return tuple(self.choices)[1:]

    _repr_html_ = displayed

    def __repr__(self) -> str:
        return f"<Reading {self.id}>"


def _reading(id_: str, question: str, choices: dict[str, str], reason: str, citation: Citation) -> Any:  # noqa: ANN401 - what attrs.field returns
    reading = Reading(id_, question, choices, reason, citation)
    return field(default=reading.default, validator=_is_a_choice, metadata={"reading": reading})


def _is_a_choice(_: object, attribute: attrs.Attribute[str], value: object) -> None:
    reading: Reading = attribute.metadata["reading"]
    check_name(reading.id, value, reading.choices, reading.question)


@frozen(kw_only=True, cache_hash=True, repr=False)
class Readings:
    """
    One choice for every question that the texts leave open.

    >>> Readings()
    Readings()
    >>> cautious = Readings(rd_02="clear-days")
    >>> cautious["RD-02"], cautious["RD-04"]
    ('clear-days', 'that-day')

    Raises:
        UnknownName: If a choice is not one of those registered.

    """

    rd_01: Literal["england-and-wales", "england-and-wales-or-scotland", "any-uk-nation"] = _reading(
        "RD-01",
        "Whose bank holidays make a day not a Working Day?",
        {
            "england-and-wales": "those of England and Wales",
            "england-and-wales-or-scotland": "those of England and Wales, or of Scotland",
            "any-uk-nation": "those of any nation of the United Kingdom",
        },
        "Neither document defines Working Day, no public page with the definition was found, and the pages "
        "that were seen do not say whose bank holidays they mean: this is an assumption",
        guidance("6.1"),
    )
    rd_02: Literal["nth-working-day", "clear-days"] = _reading(
        "RD-02",
        "Is an 'N Working Days' notice' N days after the day it is given, or N clear days?",
        {
            "nth-working-day": "the Nth Working Day after the day of notice is early enough; a start "
            "on a non-working day counts from the Working Day before it",
            "clear-days": "one more: N whole Working Days lie between the notice and the start",
        },
        "The text says '60 Working Days notice' and asks for no clear days",
        guidance("6.1"),
    )
    rd_04: Literal["that-day", "next-working-day"] = _reading(
        "RD-04",
        "Is something received on a non-working day received that day?",
        {
            "that-day": "yes, on the day it comes",
            "next-working-day": "no, on the next Working Day",
        },
        "The texts have no rule of deemed receipt, and the Code's notices clause was not found",
        guidance("6.3"),
    )
    rd_05: Literal["confirmation", "report"] = _reading(
        "RD-05",
        "From which day do the 5 Working Days of the DCC's review run?",
        {
            "confirmation": "from receipt of the DCC's confirmation",
            "report": "from receipt of the UEPT completion report",
        },
        "'The above notification' stands after the DCC's confirmation of receipt",
        guidance("6.3"),
    )
    rd_06: Literal["rolls", "no-roll"] = _reading(
        "RD-06",
        "12 weeks are 84 days, to the same weekday; does an end on a non-working day move?",
        {
            "rolls": "the days to plan by move: the earliest assessment moves on to the next Working "
            "Day; the latest application and the latest free reschedule move back to the Working Day before",
            "no-roll": "the day stands as counted",
        },
        "Nobody plans to assess or to send on a day on which nobody works; whether a notice was kept, and "
        "whether a move can be charged, is tested on the calendar weeks",
        assessment_page("Booking process"),
    )
    rd_07: Literal["must", "not-settled"] = _reading(
        "RD-07",
        "What of a Non-Domestic Supplier with no ground of exemption, whom Table 1 names in neither column?",
        {
            "must": "it must become a DCC User (EX-07); of a specialist in larger sites, whom EX-07 "
            "excepts (EX-06), it is not settled",
            "not-settled": "Table 1 does not settle it",
        },
        "The Government response says that non-domestic suppliers must, but for the specialists in "
        "larger sites; neither the duty nor the exception is presumed",
        Citation(NON_DOMESTIC_RESPONSE, "non-domestic suppliers and the DCC"),
    )
    rd_08: Literal["duty-prevails", "exemption-prevails"] = _reading(
        "RD-08",
        "A Domestic Supplier with the exemption of 48.9 or 42.9 stands in both columns of Table 1: "
        "which prevails?",
        {
            "duty-prevails": "the duty prevails",
            "exemption-prevails": "the exemption prevails",
        },
        "The exemption was proposed for some suppliers that are non-domestic only (EX-18)",
        Citation(CONSULTATION_SUMMARY, "exemption"),
    )
    rd_09: Literal["non-domestic-only", "domestic-too"] = _reading(
        "RD-09",
        "Is the ground of the meters installed at Designated Premises open to a Domestic Supplier too?",
        {
            "non-domestic-only": "no, to Non-Domestic Suppliers only",
            "domestic-too": "yes, to a Domestic Supplier too",
        },
        "The exemption was proposed for some suppliers that are non-domestic only (EX-18), and Designated "
        "Premises are non-domestic premises",
        Citation(CONSULTATION_SUMMARY, "exemption"),
    )
    rd_10: Literal["not-met", "met"] = _reading(
        "RD-10",
        "Is the ground of the meters met by a Party that installs nothing at Designated Premises?",
        {
            "not-met": "no: an exemption is never presumed",
            "met": "yes: it installs no other meter there",
        },
        "Table 1 speaks of what is installed, and neither an exemption nor a duty is presumed; whoever "
        "installs nothing there may be a specialist in larger sites, which is another group (EX-06, RD-07)",
        guidance("Table 1"),
    )
    rd_12: Literal["inside", "outside"] = _reading(
        "RD-12",
        "Are premises with a consumption of exactly 732,000 kWh Designated Premises?",
        {
            "inside": "yes: '732,000 kWh or less'",
            "outside": "no: 'below 732 MWh'",
        },
        "Table 1 places the exact figure; the DESNZ notice (EX-13) leaves it unplaced",
        guidance("Table 1"),
    )
    rd_13: Literal["after-srept", "before-srept-too"] = _reading(
        "RD-13",
        "May notice of UEPT be given before SREPT is complete?",
        {
            "after-srept": "no",
            "before-srept-too": "yes",
        },
        "'Once you have completed the SREPT, you must provide 60 Working Days notice'",
        guidance("6.1"),
    )
    rd_14: Literal["permitted", "not-permitted"] = _reading(
        "RD-14",
        "May a licence holder also enter as Other User or Registered Supplier Agent?",
        {
            "permitted": "a licence holder may, against the words of the guidance",
            "not-permitted": "a licence holder may not: those roles are for those who hold no licence",
        },
        "No source forbids it; the guidance gives both roles to those with no licence, and defines Other "
        "User by what matches none of the other descriptions, which tells against it",
        guidance("Apply for the correct User Roles"),
    )
    rd_15: Literal["own-id", "any-id"] = _reading(
        "RD-15",
        "Must the User Roles other than the three suppliers' have User IDs of their own?",
        {
            "own-id": "each must have one of its own",
            "any-id": "any User ID may serve several User Roles",
        },
        "The guidance permits sharing for three roles by name, and that one ID serve two of them was "
        "proposed as a modification of the Code (SECMP0036, EX-22)",
        guidance("7"),
    )
    rd_17: Literal["follow-up", "new-fusa"] = _reading(
        "RD-17",
        "What follows the status Rejected: a follow-up assessment, or a new full one?",
        {
            "follow-up": "a Follow-up Security Assessment; a new one is possible",
            "new-fusa": "the Security Sub-Committee may require a new Full User Security Assessment",
        },
        "The assessment page says follow-up; the modification that gave the status its name adds what may "
        "be required",
        Citation(MP091, "Rejected"),
    )
    rd_18: Literal["stated-only", "table-2-order"] = _reading(
        "RD-18",
        "Which steps wait for which, beyond what the guidance states?",
        {
            "stated-only": "only the stated ones, and SREPT for the SMKI RAPPs",
            "table-2-order": "the DCC's steps follow Table 2's order strictly",
        },
        "Table 2 numbers the steps but does not say that each waits for the one before; the SMKI "
        "RAPPs come before SREPT in it and both are the SMKI's",
        guidance("Table 2"),
    )
    rd_20: Literal["ssc", "ssc-and-panel"] = _reading(
        "RD-20",
        "Who gives the assurance status?",
        {
            "ssc": "the Security Sub-Committee gives it",
            "ssc-and-panel": "the Security Sub-Committee and the SEC Panel give it",
        },
        "The guidance names the Sub-Committee, to which the Panel delegated it in August 2017; the "
        "assessment page names both",
        assessment_page("Assurance Statuses"),
    )
    rd_21: Literal["citation-only", "own-ground"] = _reading(
        "RD-21",
        "Is the 'exemption set out in' 48.9 or 42.9 a ground of its own?",
        {
            "citation-only": "it says where the exemptions are set out, and is never met by itself",
            "own-ground": "it is one, which only the Party can know",
        },
        "Its twins in Table 1, 'Set out in ... Condition 48' and 'Set out in ... 21A.5', are citations, and "
        "48.9 stands between the duty, 48.8, and the definition of DCC User, 48.11 (EX-14)",
        guidance("Table 1"),
    )
    rd_22: Literal["any", "all"] = _reading(
        "RD-22",
        "Do the bullets of Table 1's exempt column join by 'or'?",
        {
            "any": "any one suffices",
            "all": "all are needed",
        },
        "Each bullet states a case of its own, with an 'if' of its own",
        guidance("Table 1"),
    )
    rd_23: Literal["designated-premises", "all-installations"] = _reading(
        "RD-23",
        "Does 'only installs' range over Designated Premises, or over all that the Party installs?",
        {
            "designated-premises": "over what is installed at Designated Premises",
            "all-installations": "over all that the Party installs anywhere",
        },
        "'At Designated Premises' ends the sentence and limits both kinds of meter",
        guidance("Table 1"),
    )
    rd_24: Literal["one-per-role", "one-for-all"] = _reading(
        "RD-24",
        "Is one notice of 60 Working Days enough for several User Roles?",
        {
            "one-per-role": "no, one for each, which may be given together",
            "one-for-all": "yes",
        },
        "UEPT is completed for each User Role",
        guidance("6.1"),
    )
    rd_25: Literal["in-place", "confirmed"] = _reading(
        "RD-25",
        "Must Credit Cover be in place before the evidence is sent, or only be confirmed?",
        {
            "in-place": "it must be in place, where it is required",
            "confirmed": "it is enough that the DCC has confirmed whether it is required",
        },
        "Whoever is above the threshold is 'required to put in place' a form of it",
        guidance("8"),
    )
    rd_26: Literal["count-on-the-day", "once-large-always-large"] = _reading(
        "RD-26",
        "'Until you have surpassed' 250,000: does falling back make a Party small again?",
        {
            "count-on-the-day": "the count on the day decides",
            "once-large-always-large": "once Large is always Large",
        },
        "The kind of assessment depends on the number of Smart Metering Systems that the User System "
        "interacts with, in the present tense",
        assessment_page("Second Year User Security Assessments"),
    )
    rd_27: Literal["first-role", "all-roles"] = _reading(
        "RD-27",
        "Does Credit Cover follow the UEPT of one User Role, or of all applied for?",
        {
            "first-role": "of one, the first to be complete",
            "all-roles": "of all",
        },
        "'Once you have completed the UEPT, the DCC will notify you' has no User Role in it",
        guidance("8"),
    )
    rd_28: Literal["no-notice", "notice-anew"] = _reading(
        "RD-28",
        "Does testing that is taken again need notice anew?",
        {
            "no-notice": "no; but a notice given after further testing was asked for is for the retest, "
            "which is judged by it",
            "notice-anew": "yes, 60 Working Days again",
        },
        "The notice is of 'a date to commence the UEPT', and further testing continues what has commenced",
        guidance("6.1"),
    )
    rd_29: Literal["beforehand", "after-accession"] = _reading(
        "RD-29",
        "May the User Interface be built or bought before the organisation is a SEC Party?",
        {
            "beforehand": "yes",
            "after-accession": "no: it is step 2 of a process that begins with accession",
        },
        "To build or buy software asks nothing of the DCC or of SECAS",
        guidance("When can you begin the UEP?"),
    )
    rd_30: Literal["replaces", "earlier-serves"] = _reading(
        "RD-30",
        "Does a later notice of UEPT replace an earlier one?",
        {
            "replaces": "yes, if it is given before UEPT of that User Role begins; one given after that "
            "never judges the testing that has begun",
            "earlier-serves": "no, the earlier one still serves",
        },
        "A notice is of one date, so that a new date is given by a new notice",
        guidance("6.1"),
    )
    rd_31: Literal["year-one", "from-entry"] = _reading(
        "RD-31",
        "Is the Full User Security Assessment before entry that of year 1 of the cycle of three years?",
        {
            "year-one": "the assessment before entry is that of year 1",
            "from-entry": "the cycle begins with entry, and its first year has an assessment of its own",
        },
        "The page names the assessment before becoming a User and that of the first year in one breath",
        Citation(ASSESSMENT_CYCLE_PAGE, "three-year cycles"),
    )
    rd_32: Literal["status-again", "new-assessment"] = _reading(
        "RD-32",
        "What follows a privacy status of Deferred?",
        {
            "status-again": "the status is given again once the concerns are met, with no new assessment",
            "new-assessment": "a new Privacy Assessment, booked as the first",
        },
        "No source says; a second Full Privacy Assessment is said to follow Rejected alone",
        Citation(MP112, "Rejected"),
    )
    rd_33: Literal["receipt", "giving"] = _reading(
        "RD-33",
        "From which day do the 3 Working Days to provide Credit Support run?",
        {
            "receipt": "they run from receipt of the notice under J3.14",
            "giving": "they run from its giving",
        },
        "The source says 'of a notice', and a period that runs from a notice is best known to whoever has it",
        Citation(SEC_GLOSSARY, "Event of Default (M8.1(d))"),
    )
    rd_34: Literal["booked", "not-booked"] = _reading(
        "RD-34",
        "Must the Follow-up Security Assessment be booked 12 weeks ahead, as a Full one must?",
        {
            "booked": "yes",
            "not-booked": "no: it is no Full User Security Assessment",
        },
        "The 12 weeks are said of booking a User Security Assessment, of whichever kind",
        assessment_page("Booking process"),
    )

    def __getitem__(self, id_: str) -> str:
        """
        Return the choice made for the reading *id_*.

        Raises:
            UnknownName: If there is no such reading.

        """
        return getattr(self, _attribute(id_))  # type: ignore[no-any-return]

    def choosing(self, choices: Mapping[str, str]) -> Readings:
        """
        Return these readings with other *choices*, by id.

        >>> DEFAULT_READINGS.choosing({"RD-02": "clear-days"})
        Readings(rd_02='clear-days')

        Raises:
            UnknownName: If an id or a choice is not registered.
            InvalidType: If *choices* are not a mapping.

        """
        check_is("choices", choices, Mapping, "are not choices by id", 'pass {"RD-02": "clear-days"}, say')
        try:
            return _choosing(self, tuple(choices.items()))
        except TypeError:  # a choice that cannot be remembered is no choice; the field refuses it
            return _choosing.__wrapped__(self, tuple(choices.items()))

    def chosen(self) -> dict[str, str]:
        """Return the choice made for each reading, by id."""
        return {id_: getattr(self, _attribute(id_)) for id_ in REGISTER}

    _repr_html_ = displayed

    def __repr__(self) -> str:
        others = (
            f"{_attribute(id_)}={self[id_]!r}"
            for id_, reading in REGISTER.items()
            if self[id_] != reading.default
        )
        return f"Readings({', '.join(others)})"


#: Every reading by its id, in the order of the ids.
REGISTER: Mapping[str, Reading] = FrozenMapping(
    {reading.id: reading for reading in (a.metadata["reading"] for a in fields(Readings))}
)


@lru_cache(maxsize=1024)
def _choosing(readings: Readings, choices: tuple[tuple[str, str], ...]) -> Readings:
    chosen: dict[str, Any] = {_attribute(id_): choice for id_, choice in choices}
    return attrs.evolve(readings, **chosen)


def _attribute(id_: str) -> str:
    return check_name("readings", id_, REGISTER).lower().replace("-", "_")


#: The default choice for every reading.
DEFAULT_READINGS = Readings()
