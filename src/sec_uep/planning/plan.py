"""
The plan of an entry: when it can be a User, and by when each step must be taken for that.

A plan is an Answer, and can be asked again: under other readings, on another calendar, of another entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from attrs import field

from sec_uep.answers import Answer, Reason, Reasons, check_terms, question, shape
from sec_uep.calendar import Certainty, WorkingDayCalendar
from sec_uep.checks import check_date, check_is, named
from sec_uep.deadlines import Deadline
from sec_uep.entry.entry import Entry
from sec_uep.entry.position import Position
from sec_uep.errors import InvalidValue, MissingFact, UnknownName
from sec_uep.events import Outcome, Step
from sec_uep.facts import UNKNOWN, Fact, FrozenMapping, Lines, in_a_word, joined
from sec_uep.obligations.graph import Task
from sec_uep.obligations.steps import LAST_STEP
from sec_uep.obligations.table_1 import OB_01
from sec_uep.parties import UserRole
from sec_uep.planning.changes import Infeasible
from sec_uep.planning.schedule import Basis, PlannedStep, Schedule
from sec_uep.readings import Readings
from sec_uep.rules import Rule

__all__ = ["Plan", "backwards", "forwards"]


def as_given(readings: Readings | None) -> Readings:
    """Keep what was given; None is taken for the entry's own as soon as the entry is known."""
    return readings  # type: ignore[return-value]


def _today(today: date) -> date:
    return check_date("today", today)


@shape
class Plan(Answer):
    """
    The steps of an entry, each with the first and the last day on which it can be taken.

    Attributes:
        entry: The entry.
        today: The day on which the plan was made.
        at_best: Whether others are taken to act at once, and not to use their time limits.
        target: The day by which the entry is to end; None if there is none.
        position: What is known of the entry on that day.
        steps: The steps, in the order of the table; those that are done are among them.

    """

    counts = True

    entry: Entry = field(kw_only=False)
    today: date = field(converter=_today)
    at_best: bool = False
    target: date | None = field(default=None, init=False)
    given_calendar: WorkingDayCalendar | None = field(default=None, alias="calendar")
    chosen: Readings = field(  # type: ignore[misc]  # other than for other answers, None may be given
        default=None, alias="readings", converter=as_given
    )
    position: Position = field(init=False)
    steps: tuple[PlannedStep, ...] = field(init=False)
    _schedule: Schedule = field(init=False)

    def __attrs_post_init__(self) -> None:
        check_is("entry", self.entry, Entry)
        chosen: Readings | None = self.chosen
        if chosen is None:
            object.__setattr__(self, "chosen", self.entry.readings)
        check_terms(self.given_calendar, self.chosen)
        check_is("at_best", self.at_best, bool, "is neither True nor False", "pass one of them")
        if not self.entry.roles:
            reason = "names no User Role, and what is to be done follows from them"
            example = UserRole.OTHER_USER.value
            raise InvalidValue("roles", "()", reason, f"name one or more, such as {example!r}")
        position = Position(self.entry, self.today, calendar=self.given_calendar, readings=self.chosen)
        schedule = Schedule(position, self.at_best, self.target)
        given = [self.today, *(each.earliest_finish for each in schedule.steps if each.booked)]
        if max(given) > self.calendar.last:  # days that are counted are within it
            self.calendar.certainty(first=self.today, last=max(given))
        object.__setattr__(self, "position", position)
        object.__setattr__(self, "_schedule", schedule)
        object.__setattr__(self, "steps", Lines(schedule.steps))

    # --- when ----------------------------------------------------------------------------

    @property
    def finishes(self) -> Mapping[UserRole, date]:
        """The first day on which SECAS can have confirmed each User Role."""
        return FrozenMapping(self._schedule.finishes())

    @property
    def finish(self) -> date:
        """The first day on which SECAS can have confirmed every User Role."""
        return max(self._schedule.finishes().values())

    def finish_of(self, role: UserRole) -> date:
        """Return the first day on which SECAS can have confirmed *role*."""
        return self.step(LAST_STEP, role).earliest_finish

    @property
    def outcome(self) -> date:
        """The finish."""
        return self.finish

    @property
    def critical_path(self) -> Lines[PlannedStep]:
        """The critical path of the User Role that SECAS can confirm last."""
        return self.critical_path_of(self._last_role())

    def critical_path_of(self, role: UserRole) -> Lines[PlannedStep]:
        """
        Return the steps that cannot be later without the finish of *role* being later, one after the other.

        It reaches back from the finish as far as there is no slack.
        """
        path: list[PlannedStep] = []
        for each in self.chain_of(role):
            if not each.critical:
                break
            path.append(each)
        return Lines(reversed(path))

    def chain_of(self, role: UserRole) -> Iterator[PlannedStep]:
        """Yield the steps that fix the finish of *role*, from the last back to the first."""
        number = self.position.graph.number
        each: PlannedStep | None = self.step(LAST_STEP, role)
        while each is not None and each.is_undone:
            yield each
            each = self.steps[number[each.driver]] if each.driver else None

    def _last_role(self) -> UserRole:
        finishes = self._schedule.finishes()
        return max(finishes, key=lambda role: finishes[role])

    @property
    def certainty(self) -> Certainty:
        """Whether the bank holidays of all the days of the plan are published, projected or amended."""
        undone = [each for each in self.steps if each.is_undone]
        days = [self.today, self.finish, self.target or self.finish]
        days += [day for e in undone for day in (e.earliest_finish, e.latest_start, e.latest_finish)]
        return self.calendar.certainty(first=min(days), last=max(days))

    # --- how sure ------------------------------------------------------------------------

    @property
    def is_lower_bound(self) -> bool:
        """Whether a step before a finish needs an estimate and has none: then it is "no sooner than"."""
        return any(self.step(LAST_STEP, role).is_lower_bound for role in self.entry.roles)

    @property
    def without_estimate(self) -> tuple[Step, ...]:
        """The steps that need an estimate and have none: they take no time here (EN-12)."""
        return tuple(dict.fromkeys(each.step for each in self.steps if each.needs_estimate))

    @property
    def same_day(self) -> tuple[Step, ...]:
        """The steps that count as done on the day on which they can be, because no time is said for them."""
        return tuple(dict.fromkeys(each.step for each in self.steps if each.basis is Basis.SAME_DAY))

    @property
    def refused(self) -> Lines[PlannedStep]:
        """The steps with a booking that cannot stand (EN-13)."""
        return Lines(each for each in self.steps if each.refused is not None)

    @property
    def is_confirmed(self) -> bool:
        """Whether SECAS has confirmed every User Role."""
        return not any(self.step(LAST_STEP, role).is_undone for role in self.entry.roles)

    @property
    def has_accession(self) -> Fact:
        """Whether the organisation is a SEC Party, or has a day on which it will be."""
        since = self.entry.party.sec_party_since
        return UNKNOWN if since is UNKNOWN else since is not None

    @property
    def target_has_passed(self) -> bool:
        """Whether there is a target, and it is before today."""
        return self.target is not None and self.target < self.today

    @property
    def can_be_met(self) -> Fact | None:
        """
        Whether the target can be met; None without one (EN-12).

        It cannot if notices, limits and the estimates that there are already pass it;
        and it is UNKNOWN while a step that needs an estimate has none, or accession has no day.
        """
        if self.target is None:
            return None
        if self.finish > self.target:
            return False
        return UNKNOWN if self.is_lower_bound or self.has_accession is False else True

    @property
    def working_days_to_spare(self) -> int | None:
        """The Working Days from the finish to the target, negative if it is later; None without a target."""
        if self.target is None:
            return None
        if self.finish <= self.target:
            return self.calendar.working_days_between(after=self.finish, up_to=self.target)
        return -max(1, self.calendar.working_days_between(after=self.target, up_to=self.finish))

    @property
    def infeasible(self) -> Infeasible | None:
        """Why the target cannot be met, and what would make it; None if it can, or if there is none."""
        if self.target is None or self.finish <= self.target:
            return None
        chain = tuple(reversed(tuple(self.chain_of(self._last_role()))))
        return Infeasible(self.target, self.finish, -(self.working_days_to_spare or 0), chain, self)

    # --- what it rests on ----------------------------------------------------------------

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that fix the finish."""
        chain = self.chain_of(self._last_role())
        return tuple(dict.fromkeys(each.because for each in chain)) or (self.rule,)

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """The notices and time limits that fix the finish."""
        chain = self.chain_of(self._last_role())
        return Lines(found for each in chain for found in (each.notice, each.limit) if found is not None)

    @property
    def may_move_by(self) -> tuple[str, ...]:
        """The ids of the readings that bear on a step that is still to be done: others cannot move a day."""
        bearing = _bears_on(self)
        return tuple(id_ for id_ in self.may_turn_on if id_ in bearing)

    def why(self) -> Reasons:
        """Return the chain of steps that fixes the finish, a reason for each."""
        chain = reversed(tuple(self.chain_of(self._last_role())))
        return Reasons(
            Reason(
                each.because,
                holds=True,
                text=str(each),
                facts={
                    "from_day": each.from_day,
                    "start": each.earliest_start,
                    "finish": each.earliest_finish,
                },
                readings=(each.dependency.reading,) if each.dependency and each.dependency.reading else (),
            )
            for each in chain
        )

    # --- its steps -----------------------------------------------------------------------

    @property
    def to_do(self) -> Lines[PlannedStep]:
        """The steps that wait for no other, the most urgent first: by the last day to begin them."""
        ready = [each for each in self.steps if each.is_undone and not each.state.waits_for]
        return Lines(sorted(ready, key=lambda each: (each.latest_start, each.slack)))

    def step(self, step: Step, role: UserRole | None = None) -> PlannedStep:
        """
        Return one step of the plan; of one that is taken for several User Roles, that of *role*.

        Raises:
            UnknownName: If it is not in the plan, for that User Role.
            MissingFact: If it is taken for several User Roles, and none is named.

        """
        step, role = named("step", step, Step), role if role is None else named("role", role, UserRole)
        numbers = self.position.graph.of_step[step]
        found = [self.steps[n] for n in numbers if role in (None, self.steps[n].role)]
        if not found:
            raise UnknownName("step", str(Task(step, role)), tuple(str(each.task) for each in self.steps))
        if len(found) > 1:
            raise MissingFact("role", f"{step.value} is taken for each of {', '.join(self.entry.roles)}")
        return found[0]

    def rows(self) -> list[dict[str, Any]]:
        """Return the steps as flat rows of plain values, as a DataFrame or a CSV writer takes them."""
        return [each.as_row() for each in self.steps]

    def as_row(self) -> dict[str, Any]:
        """
        Return the whole plan as one flat row of plain values; several in a cell are parted by "; ".

        *no_sooner_than* is whether the finish is a lower bound. *can_be_met* is "yes", "no" or "unknown",
        and None without a target: it is unknown where a step is *without_estimate*, or has *overrun* its
        estimate or its time limit.
        """
        can_be_met = self.can_be_met
        return {
            "today": self.today,
            "finish": self.finish,
            "no_sooner_than": self.is_lower_bound,
            "target": self.target,
            "can_be_met": None if can_be_met is None else in_a_word(can_be_met),
            "working_days_to_spare": self.working_days_to_spare,
            "certainty": self.certainty.value,
            "critical_path": joined(each.task for each in self.critical_path),
            "without_estimate": joined(self.without_estimate),
            "overrun": joined(each.task for each in self.steps if each.overrun),
        }

    def __repr__(self) -> str:
        return f"<Plan {self.today}: {self}>"

    def __str__(self) -> str:
        bound = "no sooner than " if self.is_lower_bound else ""
        by = "" if self.target is None else f"; target {self.target}"
        return f"a User {bound}{self.finish}{by}"


#: The readings that say what one step shows of another: they bear on a step though that has been taken.
_SHOW = frozenset({"RD-05", "RD-13", "RD-18", "RD-27", "RD-28", "RD-32", "RD-34"})


def _bears_on(plan: Plan) -> frozenset[str]:
    """Return the readings that bear on what is still to be done."""
    rows = {each.step: each.state.row for each in plan.steps if each.is_undone}
    ids = {id_ for row in rows.values() for id_ in row.readings} | (_SHOW if rows else set())
    for row in rows.values():
        asked: list[Any] = [limit.due for limit in row.limits]
        asked += [row.notice.earliest, row.notice.judged_by] if row.notice else []
        ids.update(id_ for each in asked for id_ in each.reads)
    rounds, several = plan.position.rounds, len(plan.entry.roles) > 1
    notices = [
        len(rounds.happened[n]) + len(rounds.booked[n])
        for n, of in enumerate(plan.position.graph.notice_for)
        if of is not None
    ]
    was_a_no = bool(rounds.noes) or any(rounds.backs)  # by RD-32 it is the one or the other
    keep = {
        "RD-24": several,
        "RD-25": any(each.outcome is Outcome.REQUIRED for each in plan.entry.events),
        "RD-27": several,
        "RD-28": was_a_no,
        "RD-29": plan.position.is_sec_party is not True,
        "RD-30": max(notices) > 1,
        "RD-32": was_a_no,
        "RD-34": was_a_no,
        "RD-17": False,
        "RD-20": False,
    }
    return frozenset({"RD-01"} | {id_ for id_ in ids if keep.get(id_, True)})


_TURNS_ON = (
    "RD-02",
    "RD-04",
    "RD-05",
    "RD-06",
    "RD-13",
    "RD-18",
    "RD-24",
    "RD-25",
    "RD-27",
    "RD-28",
    "RD-29",
    "RD-30",
    "RD-32",
    "RD-34",
)


@question(OB_01, "first day on which it can be a User", turns_on=_TURNS_ON, name="planning.forwards")
class forwards(Plan):
    """
    The first day on which each step of *entry* can be taken, from *today* on.

    >>> from sec_uep.entry import Entry
    >>> from sec_uep.parties import Party
    >>> plan = forwards(Entry(party=Party(), roles={UserRole.GAS_SUPPLIER}), today=date(2026, 11, 23))
    >>> plan.finish, plan.is_lower_bound
    (datetime.date(2027, 3, 5), True)

    Attributes:
        entry: The entry; it names at least one User Role.
        today: The day of the plan.
        at_best: Whether others act at once, instead of using their time limits in full.

    Raises:
        InvalidType: If a part is of the wrong type.
        InvalidValue: If the entry names no User Role, or an estimate reaches beyond the last date there is.
        DateOutsideCalendar: If a count leaves the calendar.

    """

    target: date | None = field(default=None, init=False)


@question(OB_01, "whether it can be a User by the target", turns_on=_TURNS_ON, name="planning.backwards")
class backwards(Plan):
    """
    The last day on which each step of *entry* must be taken, for every User Role to end by *target*.

    Without a *target* it is the entry's own.

    Raises:
        InvalidType: If a part is of the wrong type.
        InvalidValue: If the entry names no User Role, or an estimate reaches beyond the last date there is.
        MissingFact: If neither is a target given nor has the entry one.
        DateOutsideCalendar: If a count leaves the calendar.

    """

    target: date | None = None

    def __attrs_post_init__(self) -> None:
        if self.target is None and isinstance(self.entry, Entry):
            if self.entry.target is None:
                raise MissingFact("target", "the entry has none of its own")
            object.__setattr__(self, "target", self.entry.target)
        object.__setattr__(self, "target", check_date("target", self.target))
        super().__attrs_post_init__()
