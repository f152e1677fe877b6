"""
What is on the page of an entry: answers of the library, each asked for once.

The page decides nothing. It has one position and one plan; all else follows from these two.
How it is put into words stands in `_answer` and `_sections`, and how it is set in `_text` and `_data`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from sec_uep.answers import Answer, Finding, Reasons, Verdict, check_terms, question, shape
from sec_uep.calendar import Certainty, WorkingDayCalendar
from sec_uep.checks import check_count, check_date, check_is, check_text
from sec_uep.deadlines import Deadline
from sec_uep.entry.entry import Entry
from sec_uep.entry.position import Irregularity, Position
from sec_uep.entry.standing import Evidence, Obligation
from sec_uep.errors import DateOutsideCalendar, InvalidValue, SecUepError, bracketed, displayed
from sec_uep.events import Event
from sec_uep.facts import UNKNOWN
from sec_uep.obligations.table_1 import OB_01, determine_all
from sec_uep.obligations.user_roles import RoleVerdict, may_apply_for
from sec_uep.parties import (
    ElectricityDistribution,
    ElectricitySupply,
    GasSupply,
    GasTransport,
    Licence,
    UserRole,
)
from sec_uep.planning.changes import Change
from sec_uep.planning.next import NextStep, next_steps
from sec_uep.planning.otherwise import Otherwise, otherwise
from sec_uep.planning.plan import Plan, as_given, backwards, forwards
from sec_uep.readings import Readings
from sec_uep.rules import Rule

__all__ = ["LicenceAnswer", "Page", "Remark", "RemarkKind", "RoleAnswer", "report"]

_KINDS: Mapping[type[Licence], str] = {
    ElectricitySupply: "Electricity",
    GasSupply: "Gas",
    ElectricityDistribution: "Electricity distribution",
    GasTransport: "Gas transport",
}


@frozen
class LicenceAnswer:
    """
    What Table 1 says of one licence.

    Attributes:
        licence: What the licence is called: its name, or its kind; empty for a Party without one.
        finding: The answer.

    """

    licence: str
    finding: Finding[Verdict]

    _repr_html_ = displayed

    def __str__(self) -> str:
        return f"{self.licence or 'no licence'}: {self.finding.verdict.value}"


@frozen
class RoleAnswer:
    """
    Whether a User Role is open to the Party.

    Attributes:
        role: The User Role.
        finding: The answer.
        applied_for: Whether the entry is for it.

    """

    role: UserRole
    finding: Finding[RoleVerdict]
    applied_for: bool

    _repr_html_ = displayed

    def __str__(self) -> str:
        return f"{self.role.value}: {self.finding.verdict.value}"


class RemarkKind(StrEnum):
    """What is remarked of a booking."""

    NOT_A_WORKING_DAY = "not-a-working-day"
    READS_AS_COMPLETED = "reads-as-completed"
    FREE_MOVE = "free-move"


@frozen
class Remark:
    """
    What is remarked of a booking.

    Attributes:
        kind: That it is for a day on which nobody works, that from its day it reads as completed (EN-05),
            or until when it moves without charge.
        event: The booking.
        because: Why its day is no Working Day, such as "Boxing Day"; None for the other kinds.
        last_day: The last Working Day on which it moves without charge; None for the other kinds.

    """

    kind: RemarkKind
    event: Event
    because: str | None = None
    last_day: Deadline | None = None

    _repr_html_ = displayed
    __repr__ = bracketed

    def __str__(self) -> str:
        return f"{self.event}: {self.because or self.last_day or self.kind.value}"


@shape
class Page(Answer):
    """
    All that is to be said of an entry on a day, the answer first.

    `str()` sets it for a width of 100, `text` for any other; `data()` gives the same as plain data.

    Attributes:
        entry: The entry.
        today: The day.
        target: The day by which the Party wants to be a User; None if there is none.
        at_best: Whether others are taken to act at once, and not to use their time limits.
        position: What is known of the entry on that day; None where that leaves the calendar.
        plan: The plan from that day on; None while there is no User Role, or where it leaves the calendar.
        refusal: Why something is missing: a count that leaves the calendar, an estimate that no date holds.
        licences: What Table 1 says, of each licence.
        roles: The User Roles applied for, or if there are none, those that are open or may be.
        obligations: How each obligation stands.
        irregularities: What happened and is at odds with a rule.
        evidence: What is missing before the UEP Evidence Form, for each User Role.
        next: What to do next, the most urgent first.
        remarks: What is remarked of bookings.

    """

    counts = True

    entry: Entry = field(kw_only=False)
    today: date
    target: date | None = None
    at_best: bool = False
    given_calendar: WorkingDayCalendar | None = field(default=None, alias="calendar")
    chosen: Readings = field(  # type: ignore[misc]  # None may be given, for the entry's own
        default=None, alias="readings", converter=as_given
    )
    position: Position | None = field(init=False)
    plan: Plan | None = field(init=False)
    refusal: SecUepError | None = field(init=False)
    licences: tuple[LicenceAnswer, ...] = field(init=False)
    roles: tuple[RoleAnswer, ...] = field(init=False)
    obligations: tuple[Obligation, ...] = field(init=False)
    irregularities: tuple[Irregularity, ...] = field(init=False)
    evidence: tuple[Evidence, ...] = field(init=False)
    next: tuple[NextStep, ...] = field(init=False)
    remarks: tuple[Remark, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        entry = check_is("entry", self.entry, Entry)
        check_date("today", self.today)
        chosen: Readings | None = self.chosen
        if chosen is None:
            _set(self, "chosen", entry.readings)
        check_terms(self.given_calendar, self.chosen)
        check_is("at_best", self.at_best, bool, "is neither True nor False", "pass one of them")
        target: date | None = entry.target if self.target is None else check_date("target", self.target)
        _set(self, "target", target)
        plan, position, refusal = self._planned()
        obligations: tuple[Obligation, ...] = ()
        irregularities: tuple[Irregularity, ...] = ()
        remarks: tuple[Remark, ...] = ()
        if position is not None:
            try:
                obligations = position.obligations
                irregularities = position.irregular_among(obligations)
                remarks = tuple(_remarks(position))
            except DateOutsideCalendar as error:
                refusal = error.with_traceback(None)
        for name, value in {
            "plan": plan,
            "position": position,
            "refusal": refusal,
            "obligations": obligations,
            "irregularities": irregularities,
            "licences": tuple(_licences(entry, self.chosen)),
            "roles": tuple(_roles(entry, self.chosen)),
            "evidence": position.evidence if position else (),
            "next": next_steps(plan, obligations) if plan else (),
            "remarks": remarks,
        }.items():
            _set(self, name, value)

    def _planned(self) -> tuple[Plan | None, Position | None, SecUepError | None]:
        """Return the plan with its position; without a plan, the position if there is one, and why not."""
        entry, refusal = self.entry, None
        asked: dict[str, Any] = {"today": self.today, "at_best": self.at_best, **self.terms}
        try:
            if entry.roles and self.target is not None:
                plan: Plan = backwards(entry, target=self.target, **asked)
                return plan, plan.position, None
            if entry.roles:
                plan = forwards(entry, **asked)
                return plan, plan.position, None
        except (DateOutsideCalendar, InvalidValue) as error:
            refusal = error.with_traceback(None)
        try:
            return None, Position(entry, self.today, **self.terms), refusal
        except DateOutsideCalendar as error:
            return None, None, refusal or error.with_traceback(None)

    # --- what more it says, worked out when it is asked for ------------------------------

    def otherwise(self) -> tuple[Otherwise, ...]:
        """Return what another choice of a reading would change; a plan more for each."""
        return otherwise(self.plan, self.obligations) if self.plan else ()

    def changes(self) -> tuple[Change, ...]:
        """Return the single changes that would make a target that cannot be met; plans more for each."""
        infeasible = self.plan.infeasible if self.plan else None
        return infeasible.changes if infeasible else ()

    @property
    def cannot_be_met(self) -> bool:
        """Whether there is a target, and it cannot be met."""
        return self.plan is not None and self.plan.can_be_met is False

    # --- as an answer --------------------------------------------------------------------

    @property
    def outcome(self) -> tuple[Any, ...]:
        """The verdict of each licence, and the finish where there is a plan."""
        finish = (self.plan.finish,) if self.plan else ()
        return (*(each.finding.verdict for each in self.licences), *finish)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that the verdicts and the finish rest on."""
        of_licences = [rule for each in self.licences for rule in each.finding.rules]
        return tuple(dict.fromkeys([*of_licences, *(self.plan.rules if self.plan else ())]))

    @property
    def certainty(self) -> Certainty | None:
        """How sure the bank holidays of the plan are; None without a plan."""
        return self.plan.certainty if self.plan else None

    def why(self) -> Reasons:
        """Return the reasons for the verdicts and for the finish."""
        of_licences = [reason for each in self.licences for reason in each.finding.why()]
        return Reasons([*of_licences, *(self.plan.why() if self.plan else ())])

    # --- set -----------------------------------------------------------------------------

    @property
    def summary(self) -> str:
        """The answer: the first lines of the page, twelve at most."""
        from sec_uep.page._text import summary  # noqa: PLC0415 - it leads onward

        return summary(self)

    def text(self, *, width: int = 100, full: bool = False, lead: str = "to-do", remark: str = "") -> str:
        """
        Return the page as text.

        Args:
            width: The most characters of a line; 60 at least are used.
            full: Whether to add the words of each rule named, the readings in full and what is worth knowing.
            lead: What follows the answer: "to-do", or "schedule" for the schedule in full.
            remark: What to say before anything else, such as whose day it is.

        Raises:
            InvalidType: If an argument is of the wrong type.
            InvalidValue: If *width* is less than one.
            UnknownName: If *lead* is neither of the two.

        """
        from sec_uep.page._text import text  # noqa: PLC0415 - it leads onward

        check_count("width", width, "characters")
        check_text("remark", remark, "pass what to say first, or leave it out")
        return text(self, width, full=full, lead=lead, remark=remark)

    def html(self, *, full: bool = False, lead: str = "to-do", remark: str = "") -> str:
        """
        Return the page as one HTML file, with a picture of the plan; it loads nothing and prints on A4.

        It says what `text` says, without its lines: the answer in full, and the words of each rule named.

        Args:
            full: Whether to add what is worth knowing, and the reasons in full.
            lead: What follows the answer: "to-do", or "schedule" for the schedule in full.
            remark: What to say before anything else, such as whose day it is.

        Raises:
            InvalidType: If an argument is of the wrong type.
            UnknownName: If *lead* is neither of the two.

        """
        from sec_uep.page._html import document  # noqa: PLC0415 - it leads onward

        check_text("remark", remark, "pass what to say first, or leave it out")
        return document(self, full=full, lead=lead, remark=remark)

    def data(self) -> dict[str, Any]:
        """Return the page as plain data: tables, lists, text, numbers, truth values and dates."""
        from sec_uep.page._data import data  # noqa: PLC0415 - it leads onward

        return data(self)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        verdicts = ", ".join(str(each) for each in self.licences)
        return f"<Page {self.today}: {verdicts}; {self.plan or 'no plan'}>"


_set = object.__setattr__  # what a frozen class is made with


@question(OB_01, "what is to be said of an entry", turns_on=(), name="page.report")
class report(Page):
    """
    The page of *entry* at the end of *today*: what must be done, by when, why, and how sure that is.

    >>> from sec_uep.parties import Party
    >>> entry = Entry(party=Party(name="Pipes plc", licences=(GasTransport(),)))
    >>> print(report(entry, today=date(2026, 11, 23)).summary.splitlines()[0])
    Pipes plc: DCC User Entry Process, Monday 23 November 2026

    Attributes:
        entry: The entry.
        today: The day.
        target: The day by which every User Role is wished for; without it the entry's own.
        at_best: Whether others act at once, instead of using their time limits in full.

    Raises:
        InvalidType: If a part is of the wrong type. Nothing else is raised for an entry: where a count leaves
            the calendar the page says so, and shows the rest.

    """


# --- What is asked ------------------------------------------------------------------------


def _licences(entry: Entry, readings: Readings) -> Iterator[LicenceAnswer]:
    licences = entry.party.licences
    held: tuple[Licence, ...] = () if licences is UNKNOWN else licences
    kinds = [type(each) for each in held]
    names = [
        each.name or f"{_KINDS[kind]}{f' {kinds[: n + 1].count(kind)}' if kinds.count(kind) > 1 else ''}"
        for n, (each, kind) in enumerate(zip(held, kinds, strict=True))
    ]
    findings = determine_all(entry.party, readings)
    for name, finding in zip(names or [""] * len(findings), findings, strict=True):
        yield LicenceAnswer(name, finding)


def _roles(entry: Entry, readings: Readings) -> Iterator[RoleAnswer]:
    for role in UserRole:
        if role in entry.roles or not entry.roles:
            finding = may_apply_for(role, entry.party, readings)
            if entry.roles or finding.verdict is not RoleVerdict.NOT_OPEN:
                yield RoleAnswer(role, finding, role in entry.roles)


def _remarks(position: Position) -> Iterator[Remark]:
    bookings = dict.fromkeys(
        (event, state.row.takes_time) for state in position.steps for event in state.booked
    )
    for event, takes_time in bookings:
        because = position.calendar.why_not_working(event.day)
        if because is not None:
            yield Remark(RemarkKind.NOT_A_WORKING_DAY, event, because)
        if takes_time and event.outcome is None:
            yield Remark(RemarkKind.READS_AS_COMPLETED, event)
    for event, last_day in position.free_moves:
        yield Remark(RemarkKind.FREE_MOVE, event, last_day=last_day)
