"""
Whether a plan keeps every constraint, looked at by one who did not make it.

Which step waits for which is copied out of the guidance by hand, and days are counted one by one.
An entry and a plan are turned into plain words and dates first, by what they show to anybody;
nothing else here reads the package.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import frozen

from tests.obligations import naive as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sec_uep import Entry
    from sec_uep.planning import Plan

ONE_DAY = timedelta(days=1)

Task = tuple[str, "str | None"]

#: What is chosen where nobody chooses otherwise.
_USUAL = {
    "RD-02": "nth-working-day",
    "RD-04": "that-day",
    "RD-05": "confirmation",
    "RD-06": "rolls",
    "RD-13": "after-srept",
    "RD-18": "stated-only",
    "RD-24": "one-per-role",
    "RD-25": "in-place",
}

#: Two kinds of period: so many Working Days, so many weeks.
DAYS, WEEKS = "WorkingDays", "Weeks"

Period = tuple[int, str]

# --- which step waits for which -----------------------------------------------------------

TESTED = ("uept-receipt-confirmation", "uept-review", "test-certificate")

#: Each step with those that it waits for, as sections 1 to 8, Table 2 and the last section have them.
WAITS: dict[str, tuple[str, ...]] = {
    "gateway-connection": (),
    "user-interface": (),
    "smki-rapps": ("user-interface",),  # "once you have built / bought" it the DCC provides the forms
    "srept": ("smki-rapps",),  # RD-18, whichever way: both are the SMKI's, in this order
    "dccki-rapps": ("srept",),  # "once you complete the SREPT"
    "uept-notice": (),
    "uept": ("uept-notice", "srept", "user-interface"),  # 6.1; 6.2; "must be in place before"
    "uept-report": ("uept",),  # "has completed testing"
    "uept-receipt-confirmation": ("uept-report",),  # "of receipt of your UEPT Completion report"
    "uept-review": ("uept-report",),  # "must review the report"
    "quality-gate": ("uept-review",),
    "test-certificate": ("uept-receipt-confirmation", "quality-gate"),
    "user-ids": TESTED,  # "once you have completed the UEPT"
    "credit-cover": TESTED,  # the same, of one User Role
    "fusa-application": (),
    "full-user-security-assessment": ("fusa-application",),
    "security-status": ("full-user-security-assessment",),
    "privacy-application": (),
    "privacy-assessment": ("privacy-application",),
    "privacy-status": ("privacy-assessment",),
    "evidence-form": (  # "once you have completed all the required steps"
        "gateway-connection",
        "user-interface",
        "smki-rapps",
        "srept",
        "dccki-rapps",
        *TESTED,
        "user-ids",
        "credit-cover",
        "security-status",
        "privacy-status",
    ),
    "secas-confirmation": ("evidence-form",),
}

#: What a choice adds: the reading, the choice, the step, and what it waits for.
WAITS_BY_CHOICE = (
    ("RD-05", "confirmation", "uept-review", "uept-receipt-confirmation"),
    ("RD-13", "after-srept", "uept-notice", "srept"),
    ("RD-18", "table-2-order", "user-interface", "gateway-connection"),
    ("RD-18", "table-2-order", "uept", "dccki-rapps"),
    ("RD-18", "table-2-order", "credit-cover", "user-ids"),
)

#: A step that waits out a notice, and the act that starts it.
NOTICE_FOR = {
    "uept": "uept-notice",
    "full-user-security-assessment": "fusa-application",
    "privacy-assessment": "privacy-application",
}

#: The DCC's Working Days, which the guidance counts from another step.
LIMITS = {"uept-receipt-confirmation": 2, "uept-review": 5, "test-certificate": 2}

#: What the DCC, the Security Sub-Committee and SECAS do: it begins without the Party, when all is there.
BY_OTHERS = (
    *LIMITS,
    "quality-gate",
    "user-ids",
    "credit-cover",
    "security-status",
    "privacy-status",
    "secas-confirmation",
)


def waits(step: str, readings: Mapping[str, str]) -> tuple[str, ...]:
    """Return the steps that *step* waits for, as the readings are chosen."""
    added = [
        needed
        for reading, choice, waiting, needed in WAITS_BY_CHOICE
        if waiting == step and readings[reading] == choice
    ]
    return (*WAITS[step], *added)


# --- an entry in plain words --------------------------------------------------------------


class Told(NamedTuple):
    """Something that happened, that is booked, or a booking that was moved."""

    step: str
    day: date
    role: str | None = None
    outcome: str | None = None
    known_on: date | None = None
    booked_for: date | None = None


@frozen(eq=False, repr=False)
class Facts:
    """All that a plan may turn on. *since* of None: nobody has said, or it is not a SEC Party yet."""

    roles: tuple[str, ...]
    told: tuple[Told, ...]
    today: date
    holidays: frozenset[date]
    readings: Mapping[str, str]
    estimates: Mapping[str, Period] = {}
    since: date | None = None
    not_yet: bool = False
    at_best: bool = False

    def __repr__(self) -> str:
        usual = words.ENGLAND_AND_WALES
        lines = [
            f"today {self.today:%a} {self.today}, at best {self.at_best}, SEC Party since {self.since}",
            f"roles {self.roles}, estimates {dict(self.estimates)}",
            f"readings {[(id_, self.readings[id_]) for id_ in _USUAL if self.readings[id_] != _USUAL[id_]]}",
            f"bank holidays {'as usual' if self.holidays == usual else sorted(map(str, self.holidays))}",
            *(f"{one.day:%a} {' '.join(str(part) for part in one if part)}" for one in self.told),
        ]
        return "\n    ".join(("Facts:", *lines))

    def _repr_pretty_(self, printer: Any, _: bool) -> None:  # noqa: ANN401 - Hypothesis asks for it
        printer.text(repr(self))

    # --- days ---

    def works(self, day: date) -> bool:
        """Return whether *day* is a Working Day."""
        return day.weekday() < 5 and day not in self.holidays

    def on(self, day: date) -> date:
        """Return *day*, or the next Working Day."""
        while not self.works(day):
            day += ONE_DAY
        return day

    def back(self, day: date) -> date:
        """Return *day*, or the Working Day before."""
        while not self.works(day):
            day -= ONE_DAY
        return day

    def after(self, day: date, n: int) -> date:
        """Tick off *n* Working Days after *day*."""
        while n:
            day += ONE_DAY
            n -= self.works(day)
        return day

    def between(self, after: date, up_to: date) -> int:
        """Count the Working Days in (after, up_to]."""
        found = 0
        while after < up_to:
            after += ONE_DAY
            found += self.works(after)
        return found

    def end(self, period: Period, start: date) -> date:
        """Return the Working Day on which *period* has passed since *start*."""
        n, unit = period
        return self.after(start, n) if unit == DAYS else self.on(start + n * 7 * ONE_DAY)

    def received(self, day: date) -> date:
        """RD-04: something that comes on a day that is no Working Day."""
        return day if self.readings["RD-04"] == "that-day" else self.on(day)

    def notice_over(self, step: str, given: date) -> date:
        """Return the first Working Day on which *step* may begin after the notice of *given*."""
        if step == "uept":
            return self.after(self.received(given), 60 + (self.readings["RD-02"] == "clear-days"))
        return self.on(self.received(given) + 84 * ONE_DAY)

    def clock_of(self, step: str) -> str:
        """Return the step from which the DCC's limit for *step* runs."""
        if step == "uept-review" and self.readings["RD-05"] == "confirmation":
            return "uept-receipt-confirmation"
        return "quality-gate" if step == "test-certificate" else "uept-report"

    def limit_over(self, step: str, trigger: date) -> date:
        """Return the last day of the DCC's limit for *step*."""
        counted_from = trigger if step == "test-certificate" else self.received(trigger)
        return self.after(counted_from, LIMITS[step])

    # --- which steps ---

    @cached_property
    def tasks(self) -> list[Task]:
        """The steps of the entry, each with its User Role if it is taken for each."""
        return words.tasks(self.roles)

    def needs(self, task: Task, step: str) -> list[Task]:
        """Return which of the tasks of *step* is needed by *task*, if that waits for *step*."""
        if step in words.PRIVACY:
            return [(step, None)] if "other-user" in self.roles and task[1] in {None, "other-user"} else []
        if step not in words.PER_ROLE:
            return [(step, None)]
        return [(step, role) for role in words.ROLES if role in self.roles and task[1] in {None, role}]

    @cached_property
    def waited_for(self) -> dict[Task, list[Task]]:
        """Every task that a task waits for; for Credit Cover those of each User Role."""
        return {
            task: [one for step in waits(task[0], self.readings) for one in self.needs(task, step)]
            for task in self.tasks
        }

    # --- what happened ---

    def is_known(self, one: Told | words.Told) -> bool:
        """Return whether it has happened, and is known of, at the end of today."""
        return (one.known_on or one.day) <= self.today

    def is_moved(self, booking: Told) -> bool:
        """Return whether *booking* was moved, as far as is known today."""
        return any(
            one.step == booking.step
            and one.booked_for == booking.day
            and one.role in {None, booking.role}
            and self.is_known(one)
            for one in self.told
        )

    @cached_property
    def live(self) -> list[words.Told]:
        """What was told, bookings too, in order of time; less the bookings that were moved."""
        return [
            words.Told(one.step, one.day, one.role, one.outcome, one.known_on)
            for one in sorted(self.told, key=lambda one: one.day)
            if one.outcome != "rescheduled" and not self.is_moved(one)
        ]

    @cached_property
    def views(self) -> dict[str | None, list[words.Told]]:
        """What was told of the Party, and of each User Role."""
        by_role: dict[str | None, list[words.Told]] = {None: self.live}
        for role in self.roles:
            by_role[role] = [one for one in self.live if one.role in {None, role}]
        return by_role

    def about(self, task: Task) -> list[words.Told]:
        """Return what was told of *task*, bookings too, in order of time."""
        return [one for one in self.views[task[1]] if one.step == task[0]]

    @cached_property
    def done(self) -> dict[Task, date | None]:
        """The day on which each task was done, as far as that is known at the end of today."""
        return {
            task: words.done_on(
                task,
                # One notice may be enough for all, so that those of all User Roles are seen.
                self.live if task[0] == "uept-notice" else self.views[task[1]],
                self.today,
                dict(self.readings),
            )
            for task in self.tasks
        }

    @cached_property
    def settled(self) -> dict[Task, date | None]:
        """The same as a plan has it: notice of UEPT that came before SREPT, still to come, is no notice."""
        is_early = self.readings["RD-13"] == "after-srept" and self.done["srept", None] is None
        return {
            task: None if is_early and task[0] == "uept-notice" else day for task, day in self.done.items()
        }

    def last(self, task: Task) -> words.Told | None:
        """Return the last that is known of *task*, unless it must be taken again."""
        told = self.views[task[1]]
        if task[0] == "uept-notice":
            told = words.in_time_for(task, told, self.today, dict(self.readings))
        return words.last_known(task, told, self.today)

    def notice_day(self, task: Task) -> date | None:
        """Return the day of the notice from which *task* is counted; None if none was given."""
        notice: Task = (NOTICE_FOR[task[0]], task[1])
        if self.done[notice] is None:
            return None
        if task[0] == "uept" and self.readings["RD-24"] == "one-for-all":  # the first is enough for all
            told = words.in_time_for((notice[0], None), self.live, self.today, dict(self.readings))
            return min(one.day for one in told if one.step == notice[0] and self.is_known(one))
        last = self.last(notice)
        return last.day if last else None

    def is_by_others(self, task: Task) -> bool:
        """Return whether *task* is for others; cover to be put in place, or IDs to be asked anew, are not."""
        last = self.last(task)
        return task[0] in BY_OTHERS and (last is None or last.outcome not in {"required", "not-accepted"})

    @cached_property
    def begun(self) -> dict[Task, date]:
        """The day on which each task that is not done was begun."""
        lasts = {task: self.last(task) for task in self.tasks if self.done[task] is None}
        return {task: one.day for task, one in lasts.items() if one and one.outcome == "begun"}

    def waits_out_notice(self, task: Task) -> bool:
        """Return whether a notice holds *task* up; of a Privacy Assessment that is booked it only should."""
        return task[0] in NOTICE_FOR and (
            task[0] != "privacy-assessment" or self.booked(task, to_begin=True) is None
        )

    def booked(self, task: Task, *, to_begin: bool) -> date | None:
        """Return the first day after today for which *task* is booked to begin, or to end."""
        ends = words.DONE_WITH.get(task[0])
        days = [
            one.day
            for one in self.about(task)
            if one.day > self.today
            # An outcome that is still to come need not be told.
            and (one.outcome == "begun" if to_begin else one.outcome in {None, *(ends or ())})
        ]
        return min(days, default=None)


def facts_of(
    entry: Entry,
    *,
    today: date,
    holidays: Iterable[date],
    readings: Mapping[str, str],
    at_best: bool = False,
) -> Facts:
    """Return what is to be known of *entry*, as it shows itself."""
    since = entry.party.sec_party_since
    return Facts(
        roles=tuple(role.value for role in entry.roles),
        told=tuple(
            Told(
                one.step.value,
                one.day,
                one.role.value if one.role else None,
                one.outcome.value if one.outcome else None,
                one.known_on,
                one.booked_for,
            )
            for one in entry.events
        ),
        today=today,
        holidays=frozenset(holidays),
        readings=dict(readings),
        estimates={step.value: (period.n, type(period).__name__) for step, period in entry.estimates.items()},
        since=since if isinstance(since, date) else None,
        not_yet=since is None,
        at_best=at_best,
    )


# --- a plan in plain words ----------------------------------------------------------------


class Row(NamedTuple):
    """One step of a plan."""

    earliest_start: date
    earliest_finish: date
    latest_start: date
    latest_finish: date
    slack: int
    critical: bool
    done_on: date | None


class Dates(NamedTuple):
    """A plan."""

    rows: Mapping[Task, Row]
    target: date | None
    finish: date
    finishes: Mapping[str, date]
    path: tuple[Task, ...]
    to_do: tuple[Task, ...]
    is_feasible: bool


def task_of(task: Any) -> Task:  # noqa: ANN401 - whatever has a step and a User Role
    """Return a task, or a step of a plan, in plain words."""
    return task.step.value, task.role.value if task.role else None


def dates_of(plan: Plan) -> Dates:
    """Return *plan* as it shows itself."""
    return Dates(
        rows={
            task_of(one): Row(
                one.earliest_start,
                one.earliest_finish,
                one.latest_start,
                one.latest_finish,
                one.slack,
                one.critical,
                one.done_on,
            )
            for one in plan.steps
        },
        target=plan.target,
        finish=plan.finish,
        finishes={role.value: day for role, day in plan.finishes.items()},
        path=tuple(task_of(one) for one in plan.critical_path),
        to_do=tuple(task_of(one) for one in plan.to_do),
        is_feasible=plan.infeasible is None,
    )


# --- the constraints ----------------------------------------------------------------------


def violations(facts: Facts, dates: Dates) -> list[str]:
    """Return every constraint that *dates* break, in words; none for a sound plan."""
    return list(_Check(facts, dates).all())


class _Check:
    """A plan beside the facts it was made from."""

    def __init__(self, facts: Facts, dates: Dates) -> None:
        self.facts = facts
        self.dates = dates
        self.rows = dates.rows
        self.done = facts.settled
        self.begun = facts.begun
        self.undone = [task for task in self.rows if self.done.get(task) is None]

    def all(self) -> Iterator[str]:
        yield from self._of_its_steps()
        for task in self.undone:
            yield from self._of_days(task)
            yield from self._of_its_start(task)
            yield from self._of_its_length(task)
            yield from self._of_its_latest(task)
            yield from self._of_its_slack(task)
        yield from self._of_its_finish()
        yield from self._of_its_path()

    # --- which steps there are ---

    def _of_its_steps(self) -> Iterator[str]:
        order = [task for task in self.facts.tasks if task in self.rows]
        if list(self.rows) != order:
            yield "its steps are not in order, or are not of the entry"
        for task, done in self.done.items():
            row = self.rows.get(task)
            if row is None:
                if done is not None or not self._feeds_nothing(task):
                    yield f"{task} is not in the plan"
            elif row.done_on != done:
                yield f"{task}: done on {row.done_on}, but it was on {done}"
            elif done is not None and row != Row(done, done, done, done, 0, critical=False, done_on=done):
                yield f"{task}: it was done on {done}, and its dates are others"
            elif done is None and self._feeds_nothing(task):
                yield f"{task} is in the plan, but nothing that is to come waits for it"

    def _feeds_nothing(self, task: Task) -> bool:
        """Return whether only steps that are done, begun or themselves left out wait for *task*."""
        return task[0] != "secas-confirmation" and all(
            self.done[other] is not None or other in self.begun or self._feeds_nothing(other)
            for other in self.done
            if task in self.facts.waited_for[other]
        )

    # --- earliest dates ---

    def _told_days(self, task: Task) -> set[date | None]:
        """Return the days that stand as they were told, Working Days or not."""
        told = {
            self.begun.get(task),
            self.facts.booked(task, to_begin=True),
            self.facts.booked(task, to_begin=False),
        }
        if self.facts.is_by_others(task):  # it runs from the day of what it waits for, whatever day that is
            told |= {
                self._finish_of(other)
                for other in self.facts.waited_for[task]
                if self.done[other] is not None or task[0] in LIMITS
            }
        return told

    def _of_days(self, task: Task) -> Iterator[str]:
        told = self._told_days(task)
        row = self.rows[task]
        for name in ("earliest_start", "earliest_finish", "latest_start", "latest_finish"):
            day = getattr(row, name)
            if not self.facts.works(day) and day not in told:
                yield f"{task}: its {name} {day} is no Working Day"
        if row.earliest_finish < row.earliest_start:
            yield f"{task}: it ends before it starts"

    def _runs_by_itself(self, task: Task) -> bool:
        """Return whether others have begun *task*, because all that it waits for is done."""
        return self.facts.is_by_others(task) and not any(
            self.done[other] is None for other in self._still_waits_for(task)
        )

    def _of_its_start(self, task: Task) -> Iterator[str]:
        start = self.rows[task].earliest_start
        begun, runs = self.begun.get(task), self._runs_by_itself(task)
        if begun is not None:
            if start != begun:
                yield f"{task}: it was begun on {begun}, and starts on {start}"
            return
        if not runs:
            if start < self.facts.today:
                yield f"{task}: it starts on {start}, before today"
            if self.facts.since and start < self.facts.since and task[0] != "user-interface":
                yield f"{task}: it starts on {start}, before accession"
        booked = self.facts.booked(task, to_begin=True)
        if booked is None and "begun" not in words.OUTCOMES.get(task[0], ()):
            booked = self.facts.booked(task, to_begin=False)
        if booked and start < booked:
            yield f"{task}: it starts on {start}, and is booked for {booked}"
        yield from self._of_what_it_waits_for(task, start)
        if self.facts.waits_out_notice(task):
            yield from self._of_notice(task, start)

    def _finish_of(self, task: Task) -> date | None:
        return self.rows[task].earliest_finish if task in self.rows else None

    def _of_what_it_waits_for(self, task: Task, start: date) -> Iterator[str]:
        if task[0] == "credit-cover":
            ends = {role: self._tested_on(role) for role in self.facts.roles}
            if not any(end is not None and end <= start for end in ends.values()):
                yield f"{task}: it starts on {start}, before any User Role is tested: {ends}"
            return
        for other in self.facts.waited_for[task]:
            end = self._finish_of(other)
            if end is None or end > start:
                yield f"{task}: it starts on {start}, before {other} is finished, {end}"

    def _tested_on(self, role: str) -> date | None:
        """Return when all that Credit Cover needs of *role* is finished."""
        ends = [
            self._finish_of(other)
            for other in self.facts.waited_for[("credit-cover", None)]
            if other[1] == role
        ]
        return None if None in ends else max(end for end in ends if end)

    def _notice_day(self, task: Task) -> date | None:
        notice: Task = (NOTICE_FOR[task[0]], task[1])
        given = self.facts.notice_day(task)
        return given or self._finish_of(notice)

    def _of_notice(self, task: Task, start: date) -> Iterator[str]:
        given = self._notice_day(task)
        if given is None or start < self.facts.notice_over(task[0], given):
            yield f"{task}: it starts on {start}, too soon after notice on {given}"

    # --- how long a step takes ---

    def _ends(self, task: Task, start: date, finish: date) -> Iterator[tuple[str, date]]:
        """Yield the days before which *task* does not end, if it starts on *start*."""
        booked = self.facts.booked(task, to_begin=False)
        if booked and max(start, self.rows[task].earliest_start) <= booked <= finish:
            return
        if task[0] in LIMITS and not self.facts.at_best:
            yield "the limit", self.facts.limit_over(task[0], start)
        if task[0] in self.facts.estimates:
            yield "the estimate", self.facts.end(self.facts.estimates[task[0]], start)

    def _of_its_length(self, task: Task) -> Iterator[str]:
        row = self.rows[task]
        for name, end in self._ends(task, row.earliest_start, row.earliest_finish):
            if row.earliest_finish < end:
                yield f"{task}: it is finished on {row.earliest_finish}, before {name} ends on {end}"
        if row.earliest_finish < self.facts.today:
            yield f"{task}: it is finished on {row.earliest_finish}, in the past"
        booked = self.facts.booked(task, to_begin=False)
        if booked and row.earliest_finish < booked:
            yield f"{task}: it is finished on {row.earliest_finish}, and is booked to end on {booked}"
        if task in self.begun:  # the day on which it was begun stands, whether or not it was too late
            return
        for name, end in self._ends(task, row.latest_start, row.latest_finish):
            if row.latest_finish < end:
                yield f"{task}: at the latest it is finished before {name} ends on {end}"
        if row.latest_finish < row.latest_start:
            yield f"{task}: at the latest it ends before it starts"

    # --- latest dates ---

    def _of_its_latest(self, task: Task) -> Iterator[str]:
        row = self.rows[task]
        last = self.dates.target or self.dates.finish
        if task[0] == "secas-confirmation" and row.latest_finish > last:
            yield f"{task}: its latest finish {row.latest_finish} is after {last}"
        if self.dates.is_feasible and (
            row.latest_start < row.earliest_start or row.latest_finish < row.earliest_finish
        ):
            yield f"{task}: its latest dates are before its earliest ones, in a plan that is feasible"
        if task in self.begun:
            return
        for other in self.facts.waited_for[task]:
            if other not in self.rows or self.done[other] is not None or task[0] == "credit-cover":
                continue
            end = self.rows[other].latest_finish
            if end > row.latest_start:
                yield f"{task}: its latest start {row.latest_start} is before {other} must end, {end}"
            is_notice = other[0] == NOTICE_FOR.get(task[0]) and self.facts.waits_out_notice(task)
            if is_notice and self.facts.notice_over(task[0], end) > row.latest_start:
                yield f"{task}: its latest start {row.latest_start} is too soon after {other}, {end}"
        if task[0] == "credit-cover":
            yield from self._of_the_latest_cover(row)

    def _of_the_latest_cover(self, row: Row) -> Iterator[str]:
        """Look whether a User Role that is tested first is tested in time for the latest start."""
        by_role = {role: self._tested_on(role) for role in self.facts.roles}
        first = min((end for end in by_role.values() if end), default=None)
        in_time = [
            role
            for role, end in by_role.items()
            if end == first
            and all(
                self.rows[other].latest_finish <= row.latest_start
                for other in self.facts.waited_for[("credit-cover", None)]
                if other[1] == role and self.done[other] is None
            )
        ]
        if not in_time:
            yield f"credit-cover: its latest start {row.latest_start} is before any User Role is tested"

    # --- slack, the finish, the path ---

    def _of_its_slack(self, task: Task) -> Iterator[str]:
        row = self.rows[task]
        if row.latest_finish >= row.earliest_finish:
            slack = self.facts.between(row.earliest_finish, row.latest_finish)
        else:
            slack = min(-self.facts.between(row.latest_finish, row.earliest_finish), -1)
        if row.slack != slack:
            yield f"{task}: its slack is {row.slack}, and {slack} Working Days lie between"
        if self.dates.target in {None, self.dates.finish} and row.critical != (slack == 0):
            yield f"{task}: critical is {row.critical}, and its slack {slack}"

    def _of_its_finish(self) -> Iterator[str]:
        finishes = {
            role: self.rows["secas-confirmation", role].earliest_finish
            for role in self.facts.roles
            if ("secas-confirmation", role) in self.rows
        }
        if finishes != self.dates.finishes:
            yield f"the finishes are {self.dates.finishes}, and should be {finishes}"
        if self.dates.finish != max(finishes.values()):
            yield f"the finish {self.dates.finish} is not the last of {finishes}"
        if self.dates.is_feasible is not (
            self.dates.target is None or self.dates.target >= self.dates.finish
        ):
            yield "feasible when it is not, or the other way round"

    def _of_its_path(self) -> Iterator[str]:
        path = self.dates.path
        loose = [task for task in path if not self.rows[task].critical]
        if loose:
            yield f"the critical path has {loose} in it, which have slack"
        for one, other in pairwise(path):
            if one not in self.facts.waited_for[other]:
                yield f"on the critical path {other} does not wait for {one}"
        starts = [(self.rows[task].earliest_start, self.rows[task].earliest_finish) for task in path]
        if starts != sorted(starts):
            yield f"the critical path {path} is not in order of time"
        if any(self.done[one] is None for one in self.done if one[0] == "secas-confirmation") and not (
            path
            and path[-1][0] == "secas-confirmation"
            and self.rows[path[-1]].earliest_finish == self.dates.finish
        ):
            yield f"the critical path {path} does not end at the finish {self.dates.finish}"
        ready = {
            task
            for task in self.undone
            if not any(other in self.undone for other in self._still_waits_for(task))
        }
        if set(self.dates.to_do) != ready or len(self.dates.to_do) != len(ready):
            yield f"to do is {self.dates.to_do}, and should be {ready}"

    def _still_waits_for(self, task: Task) -> list[Task]:
        """Return what *task* waits for; of Credit Cover, nothing once one User Role is tested."""
        needed = self.facts.waited_for[task]
        if task[0] == "credit-cover" and any(
            all(self.done[other] is not None for other in needed if other[1] == role)
            for role in self.facts.roles
        ):
            return []
        return [other for other in needed if task not in self.begun]


# --- certificates -------------------------------------------------------------------------


def flaws_of_chain(facts: Facts, chain: Sequence[Any], dates: Dates) -> list[str]:
    """Return what is wrong with the Links that show why a target is missed, counted again."""
    return list(_flaws_of_chain(facts, chain, dates))


def _flaws_of_chain(facts: Facts, chain: Sequence[Any], dates: Dates) -> Iterator[str]:
    first, last = chain[0], chain[-1]
    is_booked = facts.booked(task_of(first.task), to_begin=False) == first.finish
    is_event = first.after is not None and facts.settled[task_of(first.after)] == first.from_day
    if first.after is not None and not is_booked and not is_event:
        yield f"the chain begins after {first.after} on {first.from_day}, which is no event"
    if first.after is None and not first.anchor:
        yield f"the chain begins on {first.from_day}, and nothing says what that is"
    if task_of(last.task)[0] != "secas-confirmation" or last.finish != dates.finish:
        yield f"the chain ends on {last.finish} with {last.task}, and the finish is {dates.finish}"
    for before, link in pairwise(chain):
        yield from _flaws_of_tie(facts, before, link)
    for link in chain:
        task = task_of(link.task)
        if (link.start, link.finish) != dates.rows[task][:2]:
            yield f"{task}: {link.start} to {link.finish} are not its dates"
        yield from _flaws_of_link(facts, link)


def _flaws_of_tie(facts: Facts, before: Any, link: Any) -> Iterator[str]:  # noqa: ANN401 - two Links
    """Look whether a link rests on the one before it, and on that alone."""
    task = task_of(link.task)
    if link.after != before.task:
        yield f"{task} is not tied to {before.task} but to {link.after}"
    if task_of(before.task) not in facts.waited_for[task]:
        yield f"{task} does not wait for {before.task}"
    if link.from_day != before.finish:
        yield f"{task} is counted from {link.from_day}, and {before.task} is finished on {before.finish}"
    booked = facts.booked(task, to_begin=False)
    if booked and link.start <= booked:
        yield f"{task} ends when it is booked to, on {booked}, and not because of what comes before"


def _flaws_of_link(facts: Facts, link: Any) -> Iterator[str]:  # noqa: ANN401 - a Link
    """Count a link again: from its day to its start, and from its start to its finish."""
    task = task_of(link.task)
    if link.notice is not None:
        over = facts.notice_over(task[0], link.from_day)
        if facts.on(link.notice.day) != over or link.start != over:
            yield f"{task}: after notice on {link.from_day} it may start on {over}, not on {link.start}"
    elif link.start not in {facts.on(link.from_day), link.from_day}:
        yield f"{task}: it may start on {facts.on(link.from_day)}, not on {link.start}"
    if link.takes is None:
        end = facts.on(link.start)
    elif task[0] in LIMITS and task[0] not in facts.estimates:
        end = facts.limit_over(task[0], link.start)
    else:
        end = facts.end((link.takes.n, type(link.takes).__name__), link.start)
    booked = facts.booked(task, to_begin=False)
    ends = {end, facts.on(facts.today)} if booked is None or booked < link.start else {booked}
    if link.finish not in {end, max(ends)}:
        yield f"{task}: {link.takes} from {link.start} end on {end}, not on {link.finish}"
