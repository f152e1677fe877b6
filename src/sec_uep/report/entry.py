"""
The answers to one entry on one page: who must become a DCC User, what is next, and by when.

`report` asks the library and keeps its answers as they come;
`str()` of a report sets them for a terminal, `data()` gives the same as plain data.
It decides nothing of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from attrs import evolve, field, frozen

from sec_uep.answers import FactQuestion, Finding, Verdict, check_terms, named_calendar
from sec_uep.calendar import WorkingDayCalendar
from sec_uep.checks import check_date, check_is
from sec_uep.deadlines import Deadline
from sec_uep.errors import DateOutsideCalendar
from sec_uep.events import Step
from sec_uep.facts import UNKNOWN, Fact
from sec_uep.obligations import determine_all, rule
from sec_uep.obligations.entry_process import Entry, EntryDate, State, StepState, Task, dates
from sec_uep.obligations.entry_process.steps import NOTICE_OF
from sec_uep.obligations.user_roles import MEANINGS, RoleVerdict, may_apply_for
from sec_uep.parties import UserRole
from sec_uep.planning import Plan, forwards, standing
from sec_uep.readings import DEFAULT_READINGS, REGISTER, Readings
from sec_uep.report._next import NextLine, do_next, next_lines
from sec_uep.report._page import (
    DAY,
    ID,
    NOT_ADVICE,
    OB_18,
    accession,
    beside,
    day_of,
    grouped,
    heading,
    is_sec_party,
    paragraph,
    roles_named,
    rules,
    soonest,
    title,
    title_line,
    titled,
    working_days,
)
from sec_uep.rules import Bearer, Modality, Rule
from sec_uep.wire import KINDS, plain

__all__ = ["DateLine", "LicenceLine", "Report", "RoleLine", "report"]

#: How many of the steps that one waits for are named.
_FEW = 4

_VERDICTS: Mapping[Verdict, str] = {
    Verdict.MUST: "must become a DCC User",
    Verdict.EXEMPT: "is exempt from becoming a DCC User",
    Verdict.NOT_REQUIRED: "is not required to become a DCC User",
    Verdict.NOT_YET: "need not become a DCC User yet, while in Controlled Market Entry",
    Verdict.OPTIONAL: "can choose to become a DCC User",
    Verdict.NOT_SETTLED: "Table 1 does not settle whether it must become a DCC User",
    Verdict.UNDETERMINED: "cannot be said yet: facts are missing",
}

_ROLE_VERDICTS: Mapping[RoleVerdict, str] = {
    RoleVerdict.OPEN: "open to this Party",
    RoleVerdict.NOT_OPEN: "not open to this Party",
    RoleVerdict.UNDETERMINED: "cannot be said while its licences are not known",
}


@frozen
class LicenceLine:
    """
    What Table 1 says of one licence.

    Attributes:
        licence: What the licence is called; empty for a Party without one.
        finding: The answer.
        in_every_case: Whether its grounds stand however the unknown facts turn out.
        questions: The unknown facts that can still change it, those that settle it soonest first.

    """

    licence: str
    finding: Finding[Verdict]
    in_every_case: bool
    questions: tuple[FactQuestion, ...]


@frozen
class RoleLine:
    """Whether a User Role is open to the Party, and whether it is applied for."""

    role: UserRole
    finding: Finding[RoleVerdict]
    applied_for: bool


@frozen
class DateLine:
    """
    One date, for every User Role for which it is the same.

    Attributes:
        found: The date.
        roles: The User Roles it is for; () if it is for the Party.
        stands: How it stands, in words.

    """

    found: EntryDate
    roles: tuple[UserRole, ...]
    stands: str


@frozen
class Report:
    """
    The answers to one entry, as of a day.

    Attributes:
        entry: The entry.
        today: The day it is reported for.
        calendar: The calendar that the dates are counted on.
        is_sec_party: Whether the organisation is a SEC Party on that day.
        licences: What Table 1 says.
        roles: The User Roles: those applied for or, if none is, all that are open.
        steps: How every step stands; while no User Role is applied for, those that are done.
        plan: The plan from that day on; None while no User Role is applied for, or if it has no days.
        do_next: What to do next by that plan, the most urgent first.
        dates: The notices and time limits, earliest first.
            What could not be done today is not counted as if it were.
        worth_knowing: Rules that ask nothing and matter where the entry stands.
        readings: The choices that all of this rests on, by id.

    """

    entry: Entry
    today: date
    calendar: WorkingDayCalendar
    is_sec_party: Fact
    licences: tuple[LicenceLine, ...]
    roles: tuple[RoleLine, ...]
    steps: tuple[StepState, ...]
    plan: Plan | None
    do_next: tuple[NextLine, ...]
    dates: tuple[DateLine, ...]
    worth_knowing: tuple[Rule, ...]
    readings: Mapping[str, str] = field(hash=False)

    def data(self) -> dict[str, Any]:
        """Return the report as plain data; of the plan only when it ends."""
        plan = self.plan
        ends = plan and {"finish": plan.finish, "is_lower_bound": plan.is_lower_bound}
        return {**plain(evolve(self, plan=None)), "plan": ends, "note": NOT_ADVICE}

    def __str__(self) -> str:
        sections = (_heading, _licences, _roles, _do_next, _steps, _dates, _knowledge, _readings)
        page = [line for section in sections for line in section(self)]
        return "\n".join([*page, "", *paragraph(NOT_ADVICE)])


def report(
    entry: Entry,
    *,
    today: date,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings = DEFAULT_READINGS,
) -> Report:
    """
    Return all that the library says of *entry* at the end of *today*.

    >>> from sec_uep.parties import GasTransport, Party
    >>> entry = Entry(party=Party(name="Pipes plc", licences=(GasTransport(),)))
    >>> print(str(report(entry, today=date(2026, 11, 23))).splitlines()[0])
    DCC User Entry Process: Pipes plc

    Raises:
        InvalidType: If *entry* is not an `Entry`, or *today* not a date.
        DateOutsideCalendar: If a count leaves the calendar.

    """
    check_is("entry", entry, Entry)
    today = check_date("today", today)
    check_terms(calendar, readings)
    terms: dict[str, Any] = {"today": today, "calendar": calendar, "readings": readings}
    is_party = is_sec_party(entry, today)
    licences = tuple(_licence_lines(entry, readings))
    roles = tuple(_role_lines(entry, readings))
    steps, found = entry.steps(**terms), dates(entry, **terms)
    if not entry.roles:
        steps = tuple(state for state in steps if state.state is State.DONE)
    if not entry.roles or is_party is False:
        found = tuple(each for each in found if not each.is_assumed)
    plan, next_up = _planned(entry, **terms) if entry.roles else (None, ())
    relied_on = {
        *(id_ for licence in licences for id_ in licence.finding.readings),
        *(id_ for role in roles for id_ in role.finding.readings),
        *(id_ for each in found for id_ in each.deadline.readings),
        *_steps_turn_on(entry, **terms),
        *_plan_turns_on(plan, next_up),
    }
    return Report(
        entry,
        today,
        named_calendar(readings.rd_01) if calendar is None else calendar,
        is_party,
        licences,
        roles,
        steps,
        plan,
        next_up,
        _date_lines(found, steps, today),
        _worth_knowing(steps),
        {id_: readings[id_] for id_ in REGISTER if id_ in relied_on},
    )


# --- What is asked -----------------------------------------------------------------------


def _licence_lines(entry: Entry, readings: Readings) -> Iterator[LicenceLine]:
    held = () if entry.party.licences is UNKNOWN else entry.party.licences
    names = [f"{title(KINDS[type(each)])} licence {each.name}".rstrip() for each in held]
    for name, finding in zip(names or ("",), determine_all(entry.party, readings), strict=True):
        yield LicenceLine(name, finding, finding.in_every_case, finding.next_questions())


def _role_lines(entry: Entry, readings: Readings) -> Iterator[RoleLine]:
    for role in UserRole:
        finding = may_apply_for(role, entry.party, readings)
        applied_for = role in entry.roles
        if applied_for or (not entry.roles and finding.verdict is not RoleVerdict.NOT_OPEN):
            yield RoleLine(role, finding, applied_for)


#: The readings that say which steps are done and which wait; those of counts are the dates' own.
_OF_STEPS = ("RD-05", "RD-13", "RD-18", "RD-24", "RD-25")


def _steps_turn_on(entry: Entry, readings: Readings, **terms: Any) -> Iterator[str]:  # noqa: ANN401 - as `steps` takes
    """Yield the readings under another choice of which a step would stand otherwise."""

    def stand(readings: Readings) -> list[tuple[object, ...]]:
        steps = entry.steps(readings=readings, **terms)
        return [(state.state, state.waits_for, state.done_on) for state in steps if entry.roles]

    for id_ in _OF_STEPS:
        if any(
            stand(readings.choosing({id_: choice})) != stand(readings) for choice in REGISTER[id_].choices
        ):
            yield id_


def _planned(entry: Entry, **terms: Any) -> tuple[Plan | None, tuple[NextLine, ...]]:  # noqa: ANN401 - as `forwards` takes
    """Return the plan of *entry*, and what to do next by it; nothing if a step leaves the calendar."""
    as_of = {"as_of" if name == "today" else name: term for name, term in terms.items()}
    try:
        plan = forwards(entry, **terms)
        return plan, do_next(plan, standing(entry, **as_of))
    except DateOutsideCalendar:
        return None, ()


def _plan_turns_on(plan: Plan | None, lines: tuple[NextLine, ...]) -> Iterator[str]:
    """Yield the readings under another choice of which something else would be next, or another day."""
    if plan is None:
        return
    said = _said_of(plan, lines)
    for id_ in plan.may_turn_on:
        others = (plan.chosen.choosing({id_: choice}) for choice in REGISTER[id_].choices)
        terms = {"today": plan.today, "calendar": plan.given_calendar}
        if any(_said_of(*_planned(plan.entry, readings=other, **terms)) != said for other in others):
            yield id_


def _said_of(plan: Plan | None, lines: tuple[NextLine, ...]) -> object:
    """Return what the page says of a plan, without the readings that it was said under."""
    return plan and (
        plan.finish,
        [
            (each.step, each.roles, each.due and each.due.day, each.is_overdue, each.waits_for, each.planned)
            for each in lines
        ],
    )


def _date_lines(
    found: tuple[EntryDate, ...], steps: tuple[StepState, ...], today: date
) -> tuple[DateLine, ...]:
    states = {state.task: state for state in steps}
    lines = (DateLine(each, (), _stands(each, states, today)) for each in found)
    alike = grouped(
        lines,
        lambda line: (
            line.found.deadline.day,
            type(line.found.deadline),
            line.found.task.step,
            line.found.done_on,
            line.found.is_assumed,
            line.stands,
        ),
    )
    merged = (
        DateLine(
            same[0].found,
            tuple(line.found.task.role for line in same if line.found.task.role),
            same[0].stands,
        )
        for same in alike
    )
    return tuple(sorted(merged, key=lambda line: line.found.deadline.day))


def _stands(found: EntryDate, states: Mapping[Task, StepState], today: date) -> str:
    """Return in words how a date stands: how far off it is, and whether it was kept."""
    day, distance = found.deadline.day, _distance(found, today)
    if found.deadline.opens:
        return _first_day_stands(found, states, distance)
    if found.deadline.name.rpartition(".")[2].startswith("latest_free"):
        return _move_stands(found, today, distance)
    if found.done_on is None:
        return distance if day >= today else f"{distance}, and not known to be done{_whose_delay(found)}"
    done = f"done on {day_of(found.done_on)}"
    if found.done_on <= day:
        return f"met: {done}"
    if found.done_on <= _without_roll(found.deadline):
        return f"met by the weeks of the calendar: {done}"
    return f"NOT MET: {done}, later than that{_whose_delay(found)}"


def _without_roll(deadline: Deadline) -> date:
    """Return the day of a deadline in weeks as the calendar counts them, where no day moves (RD-06)."""
    return deadline.again(readings=deadline.chosen.choosing({"RD-06": "no-roll"})).day


def _move_stands(found: EntryDate, today: date, distance: str) -> str:
    """Return how the last day to move an assessment stands; the charge itself goes by the calendar weeks."""
    if found.deadline.day >= today:
        return distance
    if _without_roll(found.deadline) >= today:
        return f"{distance}; by the weeks of the calendar it still moves without charge today"
    return f"{distance}; moving it now can be charged for"


def _first_day_stands(found: EntryDate, states: Mapping[Task, StepState], distance: str) -> str:
    task, day = found.task, found.deadline.day
    if found.done_on is not None:
        begun = f"begun on {day_of(found.done_on)}"
        return begun if found.done_on >= day else f"TOO EARLY: {begun}, before that"
    notice = states[Task(NOTICE_OF[task.step], task.role)]
    if notice.waits_for:
        waits = ", ".join(dict.fromkeys(title(needed.step) for needed in notice.waits_for))
        return f"{distance}; but {title(notice.step)} itself still waits for {waits}"
    booked = states[task].booked_for
    if booked is None:
        return distance
    return f"{distance}; booked for {day_of(booked)}{'' if booked >= day else ', BEFORE that day'}"


def _whose_delay(found: EntryDate) -> str:
    return "; that is the DCC's delay, not the Party's" if found.deadline.bearer is Bearer.DCC else ""


def _distance(found: EntryDate, today: date) -> str:
    day, left = found.deadline.day, abs(found.working_days_left)
    if day == today:
        return "today"
    days = working_days(left)
    if found.deadline.opens:
        return f"in {days}" if day > today else f"open for {days}"
    return f"{days} left" if day > today else f"passed {days} ago"


def _worth_knowing(steps: tuple[StepState, ...]) -> tuple[Rule, ...]:
    to_do = {state.step for state in steps if state.state is not State.DONE}
    booked = {state.step for state in steps if state.booked_for is not None}
    ids = [
        *(["TE-02", "TE-03"] if Step.UEPT in to_do else []),
        *(["EX-12", "SA-09"] if Step.FULL_USER_SECURITY_ASSESSMENT in to_do else []),
        *(["SA-04", "SA-05"] if Step.FULL_USER_SECURITY_ASSESSMENT in booked else []),
        *(["EX-08"] if Step.PRIVACY_ASSESSMENT in booked else []),
    ]
    return tuple(found for id_ in ids for found in rule(id_))


# --- How it is set -----------------------------------------------------------------------


def _heading(page: Report) -> Iterator[str]:
    yield from heading(page.entry, page.today, "DCC User Entry Process")
    calendar = page.calendar
    yield from paragraph(
        f"Working Days: {calendar.name}; bank holidays are published up to {calendar.published_through}, "
        "and a date that needs later ones is marked as projected"
    )
    if page.is_sec_party is not True:
        said = accession(page.entry.party)
        yield from ("", *paragraph(f"{said}. {OB_18.statement} ({OB_18.id}, {OB_18.citation})."))


def _licences(page: Report) -> Iterator[str]:
    yield from title_line("Must it become a DCC User?")
    for line in page.licences:
        said = _VERDICTS[line.finding.verdict]
        yield from paragraph(f"{line.licence}: {said}" if line.licence else f"The Party: {said}")
        if line.finding.verdict is not Verdict.UNDETERMINED:
            if not line.in_every_case:
                yield "  on one or another of these grounds, however the unknown facts turn out:"
            yield from rules(line.finding.grounds)
        elif line.licence:
            yield from paragraph(f"It is one of: {', '.join(line.finding.possible)}.", 2)
        for said_otherwise in _otherwise(line.finding):
            yield from paragraph(f"- {said_otherwise}", 2, 4)
        if line.questions:
            yield "  What would decide it, the soonest first:"
            for asked in _asked(line.questions):
                yield from paragraph(f"- {asked}", 4, 6)


def _otherwise(finding: Finding[Verdict]) -> Iterator[str]:
    """Yield, for each reading that a finding turns on, what another choice would make of it."""
    for id_ in finding.readings:
        for choice in REGISTER[id_].alternatives:
            other = finding.again(readings=finding.chosen.choosing({id_: choice}))
            if other.verdict is not finding.verdict:
                asked, read = REGISTER[id_].question, REGISTER[id_].choices[choice]
                yield f"It turns on {id_}: {asked} If the answer is '{read}': {_VERDICTS[other.verdict]}"


def _roles(page: Report) -> Iterator[str]:
    applied = [line for line in page.roles if line.applied_for]
    yield from title_line("User Roles applied for" if applied else "User Roles: none is applied for yet")
    if not applied:
        yield "Open to this Party, or possibly so:"
    for line in page.roles:
        (ground,) = line.finding.grounds
        under = f"; by {', '.join(line.finding.readings)}" if line.finding.readings else ""
        said = f"{_ROLE_VERDICTS[line.finding.verdict]} ({ground.id}, {ground.citation}{under})"
        yield from beside(title(line.role), said if applied else f"{MEANINGS[line.role]}; {said}")


def _do_next(page: Report) -> Iterator[str]:
    plan = page.plan
    if page.entry.roles:
        yield from title_line("Do next, the most urgent first")
    if plan is not None:
        if page.do_next:
            day = soonest(plan.finish, is_lower_bound=plan.is_lower_bound)
            yield from paragraph(f"SECAS can have confirmed every User Role {day}: the finish.")
        yield from next_lines(page.do_next, plan)
    elif page.entry.roles:
        yield from paragraph(f"It cannot be planned: a day after {page.calendar.last} is needed.")


def _steps(page: Report) -> Iterator[str]:
    yield from title_line("Steps")
    if not page.entry.roles:
        yield "What is to be done follows from the User Roles that are applied for."
    opened = "Open now"
    if page.is_sec_party is False:
        opened = "Open once it is a SEC Party"
        yield from beside("Become a SEC Party", f"{OB_18.id}, {OB_18.citation}")
    for state, said_of in ((State.DONE, "Done"), (State.OPEN, opened), (State.WAITING, "Waiting")):
        these = [each for each in page.steps if _shown_as(each, page) is state]
        if these:
            yield f"{said_of}:"
        for same in grouped(these, lambda each: (each.step, _step(each, page))):
            first = same[0]
            roles = roles_named([each.role for each in same if each.role], page.entry)
            said = _step(first, page)
            yield from beside(title(first.step), f"{roles}: {said}" if roles else said)


def _shown_as(state: StepState, page: Report) -> State:
    """Return under which heading a step stands; what waits for accession alone is open after it."""
    waits_for_accession = page.is_sec_party is False and state.state is State.WAITING
    return State.OPEN if waits_for_accession and not state.waits_for else state.state


def _step(state: StepState, page: Report) -> str:
    """Return what is to be said of a step, whatever User Role it is for."""
    said = []
    if state.done_on is not None:
        said.append(f"{day_of(state.done_on)}")
    if state.booked_for is not None:
        said.append(f"booked for {day_of(state.booked_for)}")
    if state.note:
        said.append(titled(state.note))
    if state.waits_for:
        steps = tuple(dict.fromkeys(title(task.step) for task in state.waits_for))
        more = f" and {len(steps) - _FEW} more" if len(steps) > _FEW else ""
        said.append(f"for {', '.join(steps[:_FEW])}{more}")
    notice = state.not_before
    if notice is not None and notice.day > page.today:
        strength = "until" if notice.modality is Modality.MUST else "should wait until"
        said.append(f"{strength} {day_of(notice.day)}, when the notice has run")
    if state.state is State.OPEN and state.rule.bearer in (Bearer.DCC, Bearer.SECAS):
        said.append(f"{state.rule.bearer}'s to do")
    if state.state is not State.DONE:
        estimate = page.entry.estimates.get(state.step)
        said.extend([f"estimated at {estimate}"] if estimate else [])
        if state.state is State.OPEN:
            said.append(f"{state.rule.id}, {state.rule.citation}")
    return "; ".join(said)


def _dates(page: Report) -> Iterator[str]:
    yield from title_line("Dates")
    if not page.dates:
        yield "None follows from what is known."
    for line in page.dates:
        found, deadline = line.found, line.found.deadline
        source = titled(found.counted_from).removesuffix(": begun")
        for role in line.roles:
            source = source.replace(f" for {title(role)}", "")
        counted = f"if {source}" if found.is_assumed else f"counted from {source}"
        asks, roles = deadline.asks, roles_named(line.roles, page.entry)
        asks = f"{asks[0].upper()}{asks[1:]}{f' ({roles})' if roles else ''}"
        yield from beside(day_of(deadline.day), asks, width=DAY)
        for said in (
            line.stands,
            f"{counted}; {deadline.certainty.value}",
            f"{deadline.bearer} {deadline.modality}: {deadline.rule.id}, {deadline.citation}",
        ):
            yield from beside("", said, width=DAY)


def _knowledge(page: Report) -> Iterator[str]:
    if page.worth_knowing:
        yield from title_line("Worth knowing")
        yield from rules(page.worth_knowing)


def _readings(page: Report) -> Iterator[str]:
    if page.readings:
        yield from title_line("Readings relied on, where the texts leave a question open")
    for id_, choice in page.readings.items():
        reading = REGISTER[id_]
        default = "" if choice == reading.default else f" (not the default, {reading.default!r})"
        yield from beside(id_, f"{reading.question} Here: {reading.choices[choice]}{default}.", width=ID)


def _asked(questions: tuple[FactQuestion, ...]) -> Iterator[str]:
    """Yield each question as one, and those that differ in one name only as one together."""
    for same in grouped(questions, lambda q: (q.fact.partition(".")[0], q.settles_in, q.rule)):
        first = same[0]
        members = [each.fact.partition(".")[2] for each in same]
        asks = first.asks
        if len(same) > 1:
            asks = asks.replace(members[0], f"{', '.join(members[:-1])} or {members[-1]}")
        others = first.settles_in - 1
        alone = "alone can settle it" if not others else f"can settle it with {others} more"
        facts = first.fact if len(same) == 1 else f"{first.fact.partition('.')[0]}.*"
        yield f"{_as_question(asks)} ({facts}; {alone})"


_BEGINNINGS = {
    "whether the holder is ": "Is the holder ",
    "whether the holder has ": "Does the holder have ",
    "whether the holder installs ": "Does the holder install ",
    "which licences of Table 1 it holds": "Which licences of Table 1 does it hold",
}


def _as_question(asks: str) -> str:
    for beginning, question in _BEGINNINGS.items():
        asks = asks.replace(beginning, question)
    return f"{asks}?"
