"""
A plain model of the User Entry Process, in words, sets and loops over days; nothing here reads the package.

It is written from the two source documents and from the principles of how an entry is judged (EN-01 to
EN-13), and it is slow: position, standing and plan are held against it.
What waits for what is copied out of the guidance by hand, and days are counted one by one.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from attrs import field, frozen

from tests.obligations.naive import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ONE_DAY = timedelta(days=1)

#: The list that GOV.UK publishes, as it stands in the package.
GOV_UK = Path(__file__).parent.parent / "src" / "sec_uep" / "calendar" / "bank-holidays.json"


@cache
def published(division: str = "england-and-wales") -> frozenset[date]:
    """Return the bank holidays that GOV.UK publishes."""
    events = json.loads(GOV_UK.read_text(encoding="utf-8"))[division]["events"]
    return frozenset(date.fromisoformat(each["date"]) for each in events)


# --- what the sources say of each step ----------------------------------------------------

#: Every step, in the order of Table 2 and of section 6.3; none waits for one that comes after it.
#: (its rule, who takes it, whether for each User Role)
STEPS: dict[str, tuple[str, str, bool]] = {
    "gateway-connection": ("ST-02", "Party", False),
    "user-interface": ("ST-03", "Party", False),
    "smki-rapps": ("ST-04", "Party", False),
    "srept": ("ST-05", "Party", False),
    "dccki-rapps": ("ST-06", "Party", False),
    "uept-notice": ("TE-01", "Party", True),
    "uept": ("ST-07", "Party", True),
    "uept-report": ("TE-08", "Party", True),
    "uept-receipt-confirmation": ("TE-04", "DCC", True),
    "uept-review": ("TE-05", "DCC", True),
    "quality-gate": ("TE-06", "nobody", True),
    "test-certificate": ("TE-06", "DCC", True),
    "user-ids": ("ST-08", "Party", True),
    "credit-cover": ("ST-09", "DCC", False),
    "fusa-application": ("SA-02", "Party", False),
    "full-user-security-assessment": ("ST-10", "Party", False),
    "security-status": ("SA-07", "Security Sub-Committee", False),
    "privacy-application": ("PA-01", "Party", False),
    "privacy-assessment": ("ST-11", "Party", False),
    "privacy-status": ("PA-02", "Security Sub-Committee", False),
    "evidence-form": ("ST-12", "Party", True),
    "secas-confirmation": ("ST-13", "SECAS", True),
}
LAST = "secas-confirmation"
PRIVACY = ("privacy-application", "privacy-assessment", "privacy-status")

#: "Once the above criteria have been met, you will have completed the UEPT" (6.3).
TESTED = ("uept-receipt-confirmation", "uept-review", "test-certificate")

#: (a step, what it waits for, the rule, the reading it rests on, the choice with which it holds)
WAITS: tuple[tuple[str, str, str, str | None, str | None], ...] = (
    ("user-interface", "gateway-connection", "ST-03", "RD-18", "table-2-order"),
    ("smki-rapps", "user-interface", "ST-04", None, None),
    ("srept", "smki-rapps", "ST-05", "RD-18", None),
    ("dccki-rapps", "srept", "ST-06", None, None),
    ("uept-notice", "srept", "TE-01", "RD-13", "after-srept"),
    ("uept", "uept-notice", "TE-01", None, None),
    ("uept", "srept", "TE-03", None, None),
    ("uept", "user-interface", "ST-03", None, None),
    ("uept", "dccki-rapps", "ST-07", "RD-18", "table-2-order"),
    ("uept-report", "uept", "TE-07", None, None),
    ("uept-receipt-confirmation", "uept-report", "TE-04", None, None),
    ("uept-review", "uept-report", "TE-05", None, None),
    ("uept-review", "uept-receipt-confirmation", "TE-05", "RD-05", "confirmation"),
    ("quality-gate", "uept-review", "TE-08", "RD-18", None),
    ("test-certificate", "quality-gate", "TE-06", None, None),
    ("test-certificate", "uept-receipt-confirmation", "TE-08", "RD-18", None),
    *(("user-ids", each, "ST-08", None, None) for each in TESTED),
    *(("credit-cover", each, "ST-09", None, None) for each in TESTED),
    ("credit-cover", "user-ids", "ST-09", "RD-18", "table-2-order"),
    ("full-user-security-assessment", "fusa-application", "SA-02", None, None),
    ("security-status", "full-user-security-assessment", "ST-10", None, None),
    ("privacy-assessment", "privacy-application", "PA-01", None, None),
    ("privacy-status", "privacy-assessment", "PA-02", None, None),
    *(
        ("evidence-form", each, "ST-12", None, None)
        for each in (
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
        )
    ),
    ("secas-confirmation", "evidence-form", "ST-13", None, None),
)

#: The steps that take time: they are told to have begun, and are booked and moved (EN-05).
TIMED = (
    "gateway-connection",
    "user-interface",
    "smki-rapps",
    "srept",
    "dccki-rapps",
    "uept",
    "full-user-security-assessment",
    "privacy-assessment",
)
#: "Steps that need an estimate" (EN-12).
NEED_ESTIMATE = (*TIMED, "security-status", "privacy-status", LAST)
#: Acts of the Party's: a notice, an application, a report, the evidence form (EN-07).
ACTS = ("uept-notice", "uept-report", "fusa-application", "privacy-application", "evidence-form")

#: The outcomes that end a step, where it is not simply done; the others of these leave it undone.
ENDS: dict[str, tuple[str, ...]] = {
    "uept-review": ("concluded",),
    "quality-gate": ("passed",),
    "user-ids": ("accepted",),
    "credit-cover": ("not-required", "in-place"),
    "security-status": ("approved", "approved-subject-to-steps"),
    "privacy-status": ("approved", "approved-subject-to-steps"),
}
NOES = ("further-testing", "failed", "not-accepted", "required", "deferred", "rejected")
#: What precedes an ending of its step on one day (EN-01).
BEFORE_AN_ENDING = ("begun", "proposed", "required")

#: The notice before each step, the notice's rule, and the rule by which the step is moved.
NOTICE_FOR = {
    "uept": ("uept-notice", "TE-01", None),
    "full-user-security-assessment": ("fusa-application", "SA-02", "SA-04"),
    "privacy-assessment": ("privacy-application", "PA-01", "EX-08"),
}
STEP_OF = {notice: step for step, (notice, _, _) in NOTICE_FOR.items()}
APPLICATIONS = ("fusa-application", "privacy-application")
#: The DCC's Working Days (6.3).
LIMITS = {"uept-receipt-confirmation": 2, "uept-review": 5, "test-certificate": 2}

Task = tuple[str, "str | None"]
Period = tuple[int, str]


class Told(NamedTuple):
    """One event, as it is told."""

    step: str
    day: date
    role: str | None = None
    outcome: str | None = None
    known_on: date | None = None
    booked_for: date | None = None


class No(NamedTuple):
    """A no: the task that stands at it, the event that said so, and the day on which it was mended."""

    task: Task
    said: Told
    until: date | None

    def stood_on(self, day: date) -> bool:
        """Return whether it had been said by a day, and was not mended."""
        return self.said.day <= day and (self.until is None or day < self.until)


class Stands(NamedTuple):
    """How one obligation stands."""

    step: str
    role: str | None
    kind: str
    state: str
    rule: str
    bearer: str
    last_day: date | None = None
    first_day: date | None = None
    trigger: date | None = None
    answer: date | None = None
    doubt: str | None = None
    late: int = 0


class Planned(NamedTuple):
    """When one step can be taken."""

    start: date
    finish: date
    is_lower_bound: bool = False


# --- days ---------------------------------------------------------------------------------


@frozen
class Days:
    """A wall calendar with the bank holidays marked in it."""

    holidays: frozenset[date]

    def works(self, day: date) -> bool:
        """Return whether *day* is none of Saturday, Sunday and a bank holiday."""
        return day.isoweekday() < 6 and day not in self.holidays

    def on(self, day: date) -> date:
        """Return *day*, or the next Working Day where it is none."""
        while not self.works(day):
            day += ONE_DAY
        return day

    def back(self, day: date) -> date:
        """Return *day*, or the Working Day before where it is none."""
        while not self.works(day):
            day -= ONE_DAY
        return day

    def after(self, day: date, n: int = 1) -> date:
        """Return the *n*-th Working Day after *day*."""
        while n:
            day += ONE_DAY
            n -= self.works(day)
        return day

    def between(self, after: date, up_to: date) -> int:
        """Return the Working Days in (after, up_to]."""
        count = 0
        while after < up_to:
            after += ONE_DAY
            count += self.works(after)
        return count

    def late(self, last_day: date, by: date) -> int:
        """Return by how many Working Days *by* is later than *last_day*; one at least, if it is later."""
        return max(1, self.between(last_day, by)) if by > last_day else 0

    def work(self, period: Period, first: date) -> date:
        """Return the last day of work that begins on *first*, which counts (EN-07)."""
        n, unit = period
        if unit == "working days":
            return self.after(self.on(first), n - 1)
        return max(self.on(first), self.back(self.end_of(period, first) - ONE_DAY))

    @staticmethod
    def end_of(period: Period, first: date) -> date:
        """Return the day so many weeks, days or months after *first*."""
        n, unit = period
        if unit != "months":
            return first + n * {"weeks": 7, "days": 1}[unit] * ONE_DAY
        months = first.year * 12 + first.month - 1 + n
        day = first.day
        while True:
            try:
                return date(months // 12, months % 12 + 1, day)
            except ValueError:
                day -= 1


# --- an entry on a day --------------------------------------------------------------------


def _in_order(told: Iterator[Told] | tuple[Told, ...]) -> tuple[Told, ...]:
    """Sort what was told by its day; of one step on one day its beginning comes first."""
    return tuple(sorted(told, key=lambda e: (e.day, e.outcome not in BEFORE_AN_ENDING)))


@frozen
class Case:
    """What was told, and what is asked: an entry on a day."""

    roles: tuple[str, ...]
    told: tuple[Told, ...] = field(converter=_in_order)
    today: date
    readings: Mapping[str, str]
    holidays: frozenset[date] = field(factory=published, repr=False)
    estimates: Mapping[str, Period] = field(factory=dict)
    since: date | bool | None = None  # None is unknown, False not yet
    at_best: bool = False


class Rounds:
    """Which of the events of each task are known, and which of them count."""

    def __init__(self, case: Case) -> None:
        """Sort the events of *case*."""
        self.case, self.today, self.days = case, case.today, Days(case.holidays)
        self.several = len(case.roles) > 1

    def reads(self, id_: str, choice: str) -> bool:
        """Return whether a reading is chosen so."""
        return self.case.readings[id_] == choice

    # --- the tasks ---

    @cached_property
    def tasks(self) -> list[Task]:
        """The steps of the entry, each with its User Role where it is taken for each (RO-04)."""
        found: list[Task] = []
        for step, (_, _, each_role) in STEPS.items():
            if each_role:
                found += [(step, role) for role in ROLES if role in self.case.roles]
            elif not (step in PRIVACY and "other-user" not in self.case.roles) and not (
                step == "credit-cover" and not self.case.roles
            ):
                found.append((step, None))
        return found

    @cached_property
    def waits(self) -> dict[Task, list[tuple[Task, str, str | None]]]:
        """What each task waits for, with the rule and the reading."""
        found: dict[Task, list[tuple[Task, str, str | None]]] = {task: [] for task in self.tasks}
        for task in self.tasks:
            for step, on, rule, reading, choice in WAITS:
                if task[0] != step or (reading and choice and not self.reads(reading, choice)):
                    continue
                if on in PRIVACY and task[1] not in {None, "other-user"}:
                    continue
                found[task] += [
                    (other, rule, reading)
                    for other in self.tasks
                    if other[0] == on and (task[1] is None or other[1] in {None, task[1]})
                ]
        return found

    def any_role_serves(self, task: Task) -> bool:
        """Return whether one User Role's UEPT is enough, of several (RD-27)."""
        return task[0] == "credit-cover" and self.several and self.reads("RD-27", "first-role")

    @cached_property
    def needs(self) -> dict[Task, set[Task]]:
        """All that each task waits for, and what that waits for."""
        found: dict[Task, set[Task]] = {}
        for task in self.tasks:
            direct = [] if self.any_role_serves(task) else [other for other, _, _ in self.waits[task]]
            found[task] = set(direct).union(*(found[other] for other in direct))
        return found

    # --- the events ---

    def about(self, task: Task) -> list[Told]:
        """Return what was told of a task, whenever."""
        step, role = task
        return [e for e in self.case.told if e.step == step and (role is None or e.role in {None, role})]

    def is_known(self, e: Told) -> bool:
        """Return whether *e* has happened and is known at the end of today."""
        return (e.known_on or e.day) <= self.today

    @cached_property
    def moves(self) -> dict[Task, list[Told]]:
        """The events by which a booking was moved."""
        return {t: [e for e in self.about(t) if e.booked_for and self.is_known(e)] for t in self.tasks}

    def _stand(self, task: Task) -> list[Told]:
        """Return the events of a task that stand: a booking that was moved is none."""
        moved = {e.booked_for for e in self.moves[task]}
        return [e for e in self.about(task) if not e.booked_for and e.day not in moved]

    @cached_property
    def told(self) -> dict[Task, list[Told]]:
        """What happened, as far as it is known."""
        return {t: [e for e in self._stand(t) if self.is_known(e)] for t in self.tasks}

    @cached_property
    def booked(self) -> dict[Task, list[Told]]:
        """What is booked for a later day."""
        return {
            t: [e for e in self._stand(t) if e.day > self.today and not self.is_known(e)] for t in self.tasks
        }

    # --- outcomes ---

    def ends(self, task: Task, e: Told) -> bool:
        """Return whether *e* ends its step as done."""
        if task[0] in TIMED:
            return e.outcome in {None, "completed"}
        if e.outcome == "required" and self.reads("RD-25", "confirmed"):
            return True
        return task[0] not in ENDS or word(e) in ENDS[task[0]]

    def is_no(self, task: Task, e: Told) -> bool:
        """Return whether *e* says that its step is not done, and must be mended."""
        return word(e) in NOES and not self.ends(task, e)

    def sent_back(self, e: Told) -> tuple[str, ...]:
        """Return what must be taken again after *e*."""
        outcome = word(e)
        if outcome == "further-testing":
            notice = ("uept-notice",) if self.reads("RD-28", "notice-anew") else ()
            return (*notice, "uept", "uept-report", "uept-receipt-confirmation")
        if outcome in {"deferred", "rejected"}:
            if e.step == "security-status":
                booked = ("fusa-application",) if self.reads("RD-34", "booked") else ()
                return (*booked, "full-user-security-assessment")
            if outcome == "rejected" or self.reads("RD-32", "new-assessment"):
                return ("privacy-application", "privacy-assessment")
        return ()

    @cached_property
    def backs(self) -> dict[Task, list[Told]]:
        """The events, of other tasks, because of which each must be taken again."""
        return {
            task: sorted(
                (
                    e
                    for other in self.tasks
                    for e in self.told[other]
                    if task[0] in self.sent_back(e) and task[1] in {None, other[1]}
                ),
                key=lambda e: e.day,
            )
            for task in self.tasks
        }

    # --- what counts ---

    def served_until(self, notice: Task, back: date) -> date:
        """
        Return the day up to which notices served the round that was sent back on *back*.

        Another assessment may be applied for once the one before has ended; a notice of UEPT of the day on
        which further testing is asked for is for the retest (RD-28).
        """
        step = (STEP_OF[notice[0]], notice[1])
        ended = [e.day for e in self.told[step] if e.day <= back] if notice[0] in APPLICATIONS else []
        return ended[-1] if ended else back - ONE_DAY

    def begun_anew(self, role: str | None) -> date | None:
        """Return the day on which testing last began again though no review had asked for it."""
        found = None
        told = self.told["uept", role]
        for before, e in pairwise(told):
            asked = [b for b in self.backs["uept", role] if before.day <= b.day <= e.day]
            if e.outcome == "begun" and not asked:
                found = e.day
        return found

    def _cuts(self, task: Task) -> Iterator[date]:
        """Yield the days before which what was told is of tests that were begun anew, or reported anew."""
        if task[0] in ("uept-report", *TESTED, "quality-gate"):
            anew = self.begun_anew(task[1])
            if anew is not None:
                yield anew + ONE_DAY
        reports = self.told.get(("uept-report", task[1]), [])
        if task[0] in (*TESTED, "quality-gate") and len(reports) > 1:
            yield reports[-1].day

    @cached_property
    def _of_this_round(self) -> dict[Task, list[Told]]:
        found = {}
        for task in self.tasks:
            told = self.told[task]
            if self.backs[task]:
                back = self.backs[task][-1].day
                served = self.served_until(task, back) if task[0] in STEP_OF else back
                told = [e for e in told if e.day > served or (e.day == back and e.outcome == "begun")]
            first = max(self._cuts(task), default=date.min)
            found[task] = [e for e in told if e.day >= first]
        return found

    @cached_property
    def noes(self) -> list[No]:
        """Every no, and the day on which it was mended: by the next event, or by tests begun anew."""
        found = []
        for task in self.tasks:
            told = self.told[task]
            for e, following in zip(told, (*told[1:], None), strict=False):
                if self.is_no(task, e):
                    mended = [cut for cut in self._cuts(task) if cut > e.day]
                    mended += [following.day] if following else []
                    found.append(No(task, e, min(mended, default=None)))
        return found


def word(e: Told) -> str | None:
    """Return the outcome of *e* by its present name (EX-01)."""
    renamed = {"security-status": date(2020, 2, 27), "privacy-status": date(2020, 11, 29)}
    if e.step in renamed and e.day < renamed[e.step]:
        return {"provisionally-approved": "deferred", "deferred": "rejected"}.get(e.outcome or "", e.outcome)
    return e.outcome


class Position(Rounds):
    """How each step stands at the end of today."""

    @cached_property
    def confirmed(self) -> dict[str, date]:
        """The day on which SECAS confirmed each User Role that it did."""
        return {role: told[-1].day for role in self.case.roles if (told := self._of_this_round[LAST, role])}

    def blocking(self, task: Task, e: Told) -> No | None:
        """
        Return a no, of what *task* needs, at which that stood when *e* was told, or at which it stands now.

        SECAS's confirmation ends its User Role even so.
        """
        for no in self.noes if task[1] not in self.confirmed else ():
            if no.task in self.needs[task] and (no.until is None or no.stood_on(e.day)):
                return no
        return None

    @cached_property
    def _done(self) -> tuple[dict[Task, date | None], dict[Task, list[Told]], dict[Task, list[Told]]]:
        """When each task was done, the events of it that count, and those that came too early to (RD-13)."""
        done: dict[Task, date | None] = {}
        counted: dict[Task, list[Told]] = {}
        void: dict[Task, list[Told]] = {}
        srept: Task = ("srept", None)
        for task in self.tasks:
            void[task] = []
            is_told = self.told[srept] or self.booked[srept]
            if task[0] == "uept-notice" and self.reads("RD-13", "after-srept") and is_told:
                since = done[srept]
                void[task] = [e for e in self.told[task] if since is None or e.day < since]
            counted[task] = [e for e in self._of_this_round[task] if e not in void[task]]
            last = counted[task][-1] if counted[task] else None
            is_done = last and self.ends(task, last) and not self.blocking(task, last)
            done[task] = last.day if last and is_done else None
        if self.reads("RD-24", "one-for-all"):
            of_all = [day for task, day in done.items() if task[0] == "uept-notice" and day]
            for task in self.tasks:
                if task[0] == "uept-notice":
                    done[task] = done[task] or min(of_all, default=None)
        return done, counted, void

    @property
    def done(self) -> dict[Task, date | None]:
        """The day on which each task was done, if it was."""
        return self._done[0]

    @property
    def counted(self) -> dict[Task, list[Told]]:
        """The events of each task that count."""
        return self._done[1]

    @property
    def void(self) -> dict[Task, list[Told]]:
        """The notices that came before SREPT was done, and do not count."""
        return self._done[2]

    def _has_begun(self, task: Task) -> bool:
        return bool(self.counted[task]) and self.counted[task][-1].outcome == "begun"

    def in_doubt(self, task: Task) -> bool:
        """Return whether its outcome was not told."""
        return bool(self.counted[task]) and task[0] in ENDS and self.counted[task][-1].outcome is None

    @cached_property
    def past(self) -> set[Task]:
        """What a later step, or SECAS's confirmation, shows to be past though it was not told to be done."""
        found: set[Task] = set()
        for task in reversed(self.tasks):
            if self.done[task]:
                continue
            if self._is_confirmed(task):
                found.add(task)
            is_untold = not (self.counted[task] or self.booked[task] or self.void[task])
            if (is_untold or self.in_doubt(task)) and any(
                self._shows(n, task, is_past=bool(self.done[n]) or n in found) for n in self.tasks
            ):
                found.add(task)
        return found

    def _shows(self, n: Task, task: Task, *, is_past: bool) -> bool:
        """
        Return whether a later task shows that an earlier one is past: it is done, past or begun, or at a no.

        A no shows that all that comes before it was taken, but for what it sends back.
        """
        if not self.any_role_serves(n) and (is_past or self._has_begun(n)):
            return task in {m for m, _, _ in self.waits[n]}
        last = self.counted[n][-1] if self.counted[n] else None
        if last is None or not self.is_no(n, last) or task not in self.needs[n]:
            return False
        stood = [no for no in self.noes if no.task in self.needs[n] and no.stood_on(last.day)]
        return last not in self.backs[task] and not stood

    def _is_confirmed(self, task: Task) -> bool:
        """Return whether a User Role that SECAS confirmed shows *task* to be past (EN-10)."""
        if task[1] in self.confirmed:
            return True
        of = [role for role in self.case.roles if task in self.needs[LAST, role]]
        days = [self.confirmed[role] for role in of if role in self.confirmed]
        if len(days) == len(of):
            return bool(of)
        since = [no.said for no in self.noes if no.task == task] + self.backs[task]
        return any(all(no.day <= day for no in since) for day in days)

    def begun(self, task: Task) -> date | None:
        """Return the day on which a task began, if it did and has not ended."""
        is_over = self.done[task] or task in self.past
        return self.counted[task][-1].day if not is_over and self._has_begun(task) else None

    def missing(self, task: Task) -> list[Task]:
        """Return what a task still waits for; of Credit Cover, nothing once one User Role is through."""
        found = [m for m, _, _ in self.waits[task] if not self.done[m] and m not in self.past]
        through = {m[1] for m, _, _ in self.waits[task]} - {m[1] for m in found}
        return [] if self.any_role_serves(task) and through else found

    # --- notices ---

    def notices(self, notice: Task) -> list[Told]:
        """Return the notices that count, of any round."""
        return [e for e in self.told[notice] if e not in self.void[notice]]

    def serving(self, task: Task, start: date, since: date, *, is_needed: bool) -> Told | None:
        """
        Return the notice, given after *since*, that serves a start.

        A later one replaces an earlier one, if it is given before UEPT of that User Role begins (RD-30);
        an application that is sent again always does. One for all may serve a User Role earlier (RD-24).
        """
        step, role = task
        name = NOTICE_FOR[step][0]
        if not is_needed and name in APPLICATIONS:  # a follow-up that need not be booked ahead (RD-34)
            return None
        own = self._serving_of((name, role), start, since)
        found = [own] if own else []
        if role and self.reads("RD-24", "one-for-all") and is_needed:
            for other in self.case.roles:
                begun = [e.day for e in self.told[step, other] if e.day > since]
                until = min([start, *begun[:1]]) if other != role else start
                one = self._serving_of((name, other), until, since)
                found += [one] if one else []
        return min(found, key=lambda e: e.day, default=None)

    def _serving_of(self, notice: Task, until: date, since: date) -> Told | None:
        given = [e for e in self.notices(notice) if since < e.day <= until]
        if not given:
            return None
        return given[0 if notice[1] and self.reads("RD-30", "earlier-serves") else -1]

    def round_of(self, task: Task, start: date) -> tuple[bool, date]:
        """Return whether a start of *task* needs notice, and the day after which that is given."""
        notice = (NOTICE_FOR[task[0]][0], task[1])
        back = next((b for b in reversed(self.backs[task]) if b.day <= start), None)
        if back is None:
            return True, date.min
        return back in self.backs[notice], self.served_until(notice, back.day)

    def received(self, day: date) -> date:
        """Return the day on which what was sent on *day* is received (RD-04)."""
        return day if self.reads("RD-04", "that-day") else self.days.on(day)

    def opens(self, step: str, given: date) -> date:
        """Return the first day that a notice allows (TE-01, SA-02, PA-01)."""
        given = self.received(given)
        if step == "uept":
            return self.days.after(given, 61 if self.reads("RD-02", "clear-days") else 60)
        end = given + 84 * ONE_DAY
        return end if self.reads("RD-06", "no-roll") else self.days.on(end)

    def suffices(self, step: str, given: date, start: date) -> bool:
        """Return whether a notice is long enough for a start: by the days between, whatever day that is."""
        if step == "uept":
            return self.opens(step, given) <= start
        return (start - self.received(given)).days >= 84

    def opens_today(self, task: Task) -> date | None:
        """Return the first day that the notice given for a task allows, if it has not begun."""
        if task[0] not in NOTICE_FOR or self.done[task] or task in self.past or self.begun(task):
            return None
        is_needed, since = self.round_of(task, self.today)
        given = self.serving(task, self.today, since, is_needed=is_needed)
        return self.opens(task[0], given.day) if given else None

    # --- how it stands ---

    def may_precede_accession(self, step: str) -> bool:
        """Return whether RD-29 lets a step be taken before the organisation is a SEC Party (OB-18)."""
        return step == "user-interface" and self.reads("RD-29", "beforehand")

    def state(self, task: Task) -> str:
        """Return whether a task is done, past, open or waiting."""
        if self.done[task]:
            return "done"
        if task in self.past:
            return "past"
        if self.begun(task):
            return "open"
        opens = None if task[0] == "privacy-assessment" else self.opens_today(task)
        since = self.case.since
        is_early = since is False or (isinstance(since, date) and since > self.today)
        if self.missing(task) or (opens and opens > self.today):
            return "waiting"
        return "waiting" if is_early and not self.may_precede_accession(task[0]) else "open"

    def bearer(self, task: Task) -> str:
        """Return whose turn it is (EN-04, RO-07, ST-08, ST-09)."""
        step = task[0]
        own = STEPS[step][1]
        if not self.counted[task]:
            return own
        last = word(self.counted[task][-1])
        if step == "user-ids":
            return "DCC" if last in {None, "proposed"} else "Party"
        if step == "credit-cover":
            return "Party" if last == "required" else "DCC"
        if last in {"deferred", "rejected"}:
            again = [(other, None) for other in self.sent_back(self.counted[task][-1])]
            return own if again and all(self.done[other] for other in again) else "Party"
        return own

    # --- what is irregular (EN-01, EN-02) ---

    def irregular(self) -> set[tuple[str, Told, Told | None, str, str | None]]:
        """Return what is at odds with a rule: how, both events, the rule and the reading."""
        return {*self._too_early(), *self._out_of_order(), *self._over_a_no(), *self._before_accession()}

    def _too_early(self) -> Iterator[tuple[str, Told, Told | None, str, str | None]]:
        srept: Task = ("srept", None)
        others = [*self.told[srept], *self.booked[srept]]
        for task in self.tasks:
            for e in self.void[task]:
                other = next((each for each in others if each.day > e.day), others[-1])
                yield "too early to count", e, other, "TE-01", "RD-13"

    def _out_of_order(self) -> Iterator[tuple[str, Told, Told | None, str, str | None]]:
        """Yield the first event of a step that came before what it waits for had ended."""
        for task in self.tasks:
            claims = [e for e in self.counted[task] if e.outcome == "begun" or self.ends(task, e)]
            found: list[tuple[str | None, tuple[str, Told, Told | None, str, str | None]]] = []
            for other, rule, reading in self.waits[task] if claims else ():
                back = max((b.day for b in self.backs[other] if b.day <= claims[0].day), default=date.min)
                events = [e for e in (*self.told[other], *self.booked[other]) if not self.is_no(other, e)]
                events = [e for e in events if e.day > back or (e.day == back and e.outcome == "begun")]
                ended = [e for e in events if e.outcome != "begun" and e.day <= self.today]
                if events and not (ended and ended[0].day <= claims[0].day):
                    second = ended[0] if ended else events[-1]
                    kind = "before what it waits for"
                    found.append((other[1], (kind, claims[0], second, rule, reading)))
            roles = {other[1] for other, _, _ in self.waits[task]}
            if not self.any_role_serves(task) or {role for role, _ in found} == roles:
                yield from (one for _, one in found)

    def _over_a_no(self) -> Iterator[tuple[str, Told, Told | None, str, str | None]]:
        for task in self.tasks:
            for e in self.counted[task]:
                for no in self.noes if self.ends(task, e) else ():
                    if no.task in self.needs[task] and no.stood_on(e.day):
                        by = [(rule, id_) for m, rule, id_ in self.waits[task] if m == no.task]
                        rule, reading = by[0] if by else (STEPS[no.task[0]][0], None)
                        yield "in spite of a no", e, no.said, rule, reading
                        break

    def _before_accession(self) -> Iterator[tuple[str, Told, Told | None, str, str | None]]:
        since = self.case.since
        for e in self.case.told:
            if e.booked_for or not self.is_known(e) or since is None:
                continue
            is_early = since is False or (isinstance(since, date) and e.day < since)
            if is_early and not self.may_precede_accession(e.step):
                yield "before accession", e, None, "OB-18", "RD-29" if e.step == "user-interface" else None


class Standing(Position):
    """The one judge: how each obligation stands at the end of today."""

    def obligations(self) -> list[Stands]:
        """Return each obligation of each task."""
        found = []
        for task in self.tasks:
            dated = [*self._limits(task), *self._notices(task)]
            found += [one for one, _ in dated]
            if not dated or (self.state(task) != "done" and not any(pending for _, pending in dated)):
                found.append(self._step(task))
            found += self._moved(task)
        return found

    def clock(self, task: Task) -> tuple[Task, list[Told]] | None:
        """Return the task from which the DCC's limit on *task* runs, and the events that start it."""
        step, role = task
        if step not in LIMITS:
            return None
        name = "quality-gate" if step == "test-certificate" else "uept-report"
        if step == "uept-review" and self.reads("RD-05", "confirmation"):
            name = "uept-receipt-confirmation"
        source = (name, role)
        return source, [e for e in self.told[source] if name != "quality-gate" or e.outcome == "passed"]

    def due(self, step: str, trigger: date) -> date:
        """Return the last day of a limit of the DCC's; a certificate follows a meeting, and not a receipt."""
        received = trigger if step == "test-certificate" else self.received(trigger)
        return self.days.after(received, LIMITS[step])

    def _limits(self, task: Task) -> Iterator[tuple[Stands, bool]]:
        found = self.clock(task)
        for number, trigger in enumerate(found[1] if found else ()):
            following = found[1][number + 1] if found and number + 1 < len(found[1]) else None
            answers = [
                e
                for e in self.told[task]
                if e.day >= trigger.day and (following is None or e.day < following.day)
            ]
            if not answers and following is None and self.done[task]:
                answers = self.counted[task][-1:]  # it was taken before its clock began to run
            due, doubt, answer, late = self.due(task[0], trigger.day), None, None, 0
            if answers:
                answer = answers[0].day
                late = self.days.late(due, answer)
                state = "met late" if late else "met"
                if self.in_doubt(task) and answers[0] == self.counted[task][-1]:
                    doubt = "its outcome was not told"
            elif following or task in self.past or any(b.day >= trigger.day for b in self.backs[task]):
                state, doubt = "undetermined", "not told, though a later step was"
            else:
                late = self.days.late(due, self.today)
                state = "overdue" if late else "due"
            pending = answer is None and found is not None and trigger in self.counted[found[0]]
            rule = STEPS[task[0]][0]
            yield (
                Stands(*task, "time limit", state, rule, "DCC", due, None, trigger.day, answer, doubt, late),
                pending,
            )

    def _notices(self, task: Task) -> Iterator[tuple[Stands, bool]]:
        """Yield the notice for each day on which a step began, or is booked to begin."""
        if task[0] not in STEP_OF:
            return
        step: Task = (STEP_OF[task[0]], task[1])
        bookings = [e for e in self.booked[step] if e.outcome != "completed"]
        before: Told | None = None
        for e in (*self.told[step], *bookings):
            is_needed, since = self.round_of(step, e.day)
            is_first = before is None or any(before.day <= b.day <= e.day for b in self.backs[step])
            if step[0] == "uept" and not is_first and before is not None:
                is_needed, since = False, before.day
            before = e
            given = self.serving(step, e.day, since, is_needed=is_needed)
            is_future = e.day > self.today
            if (e.outcome == "begun" or is_future) and (given or is_needed):
                yield self._judged(task, e, given), given is None and (is_future or e in self.counted[step])
            elif e.outcome != "begun" and is_first and given:
                yield self._of_unknown_beginning(task, e, given), False

    def last_day(self, step: str, start: date) -> date:
        """Return the last day on which notice suffices, whatever day that is (RD-06)."""
        day = start
        while not self.suffices(step, day, start):
            day -= ONE_DAY
        return day

    def _judged(self, task: Task, start: Told, given: Told | None) -> Stands:
        step, rule = start.step, NOTICE_FOR[start.step][1]
        last_day, doubt, late = self.last_day(step, start.day), None, 0
        void = self.void[task]
        if given:
            is_kept = self.suffices(step, given.day, start.day)
            late = 0 if is_kept else max(1, self.days.late(last_day, given.day))
            state = "met" if is_kept else "met late"
        elif start.day <= self.today:
            state = "undetermined"
            doubt = "the notice given does not count" if void else "no notice was told"
        else:
            late = self.days.late(last_day, self.today)
            state = "overdue" if late else "due"
            doubt = "the notice given does not count" if void else None
        if rule == "PA-01" and late:  # a "should" that is not kept is no breach
            state = "shorter than it should be"
        answer = given.day if given else None
        return Stands(*task, "notice", state, rule, "Party", last_day, None, start.day, answer, doubt, late)

    def _of_unknown_beginning(self, task: Task, ended: Told, given: Told) -> Stands:
        """Return how a notice stands of which only the end of what it was for is known."""
        rule = NOTICE_FOR[ended.step][1]
        if self.suffices(ended.step, given.day, ended.day):
            state, late, doubt = "undetermined", 0, "the beginning was not told"
        else:
            late = max(1, self.days.late(self.last_day(ended.step, ended.day), given.day))
            state, doubt = "shorter than it should be" if rule == "PA-01" else "met late", None
        return Stands(*task, "notice", state, rule, "Party", None, None, ended.day, given.day, doubt, late)

    def _moved(self, task: Task) -> Iterator[Stands]:
        """Yield whether each assessment was moved four weeks ahead (SA-04, EX-08)."""
        rule = NOTICE_FOR[task[0]][2] if task[0] in NOTICE_FOR else None
        for e in self.moves[task] if rule else ():
            assert rule
            assert e.booked_for
            last_day = e.booked_for - 28 * ONE_DAY
            late = self.days.late(last_day, e.day)
            state = "met late" if late else "met"
            yield Stands(*task, "move", state, rule, "Party", last_day, None, e.day, e.day, None, late)

    def _step(self, task: Task) -> Stands:
        """Return how a step stands that has no last day."""
        state, answer, doubt = self.state(task), None, None
        if state == "done":
            stands = "met"
            answer = self.counted[task][-1].day if self.counted[task] else None
        elif self.in_doubt(task):
            stands, doubt = "undetermined", "its outcome was not told"
        elif state == "past":
            stands, doubt = "undetermined", "not told, though a later step was"
        else:
            stands = "due" if state == "open" else "upcoming"
        first = self.opens_today(task)
        rule = STEPS[task[0]][0]
        return Stands(*task, "step", stands, rule, self.bearer(task), None, first, None, answer, doubt)


class Plan(Standing):
    """When each step can be taken: a day is tried, and where anything forbids it the next one is."""

    def __init__(self, case: Case) -> None:
        """Take the case, of which no plan has been made."""
        super().__init__(case)
        self.first_role: dict[Task, str] = {}

    def takes_time(self, task: Task) -> bool:
        """Return whether a task begins on the Working Day after what it waits for (EN-07)."""
        return task[0] in TIMED or task[0] in self.case.estimates

    def is_act(self, task: Task) -> bool:
        """Return whether a task is an act that takes no time."""
        return task[0] in ACTS and task[0] not in self.case.estimates

    def undone(self) -> list[Task]:
        """Return the tasks that are still to be done."""
        return [task for task in self.tasks if self.state(task) not in {"done", "past"}]

    def earliest(self, hold: Mapping[Task, date] | None = None) -> dict[Task, Planned]:
        """Return when each undone task begins and ends; one that is held ends no sooner than its day."""
        laid: dict[Task, Planned] = {}
        for task in self.tasks:
            done = self.done[task]
            if done:
                laid[task] = Planned(done, done)
            elif task not in self.past:
                laid[task] = self._lay(task, laid)
                if hold and task in hold and hold[task] > laid[task].finish:
                    laid[task] = laid[task]._replace(finish=hold[task])
        return laid

    def finishes(self, hold: Mapping[Task, date] | None = None) -> dict[str, date]:
        """Return the day on which SECAS can have confirmed each User Role."""
        laid = self.earliest(hold)
        return {role: laid[LAST, role].finish for role in self.case.roles}

    def floor(self, task: Task) -> date:
        """Return the day before which a task does not begin: today, or accession (EN-11)."""
        since = self.case.since
        is_ahead = isinstance(since, date) and since > self.today
        return since if is_ahead and not self.may_precede_accession(task[0]) else self.today  # type: ignore[return-value]

    def _followed(self, task: Task, laid: Mapping[Task, Planned]) -> list[Task]:
        """Return what a task follows; Credit Cover the User Role that is first, as planned (RD-27)."""
        waits = [m for m, _, _ in self.waits[task]]
        if not self.any_role_serves(task):
            return waits
        if task not in self.first_role:
            ends = {
                role: max(laid[m].finish if m in laid else date.min for m in waits if m[1] == role)
                for role in ROLES
                if role in self.case.roles
            }
            self.first_role[task] = min(ends, key=lambda role: ends[role])
        return [m for m in waits if m[1] == self.first_role[task]]

    def _opening(self, task: Task, notice: Planned) -> date:
        """Return the day from which the notice of a task lets it begin."""
        is_needed, since = self.round_of(task, self.today)
        given = self.serving(task, self.today, since, is_needed=is_needed)
        if given is None and self.done[NOTICE_FOR[task[0]][0], task[1]]:
            return date.min  # a retest needs no notice anew
        if task[0] == "privacy-assessment" and self._bookings(task):
            return date.min  # the notice should be longer, and need not
        return self.opens(task[0], given.day if given else notice.finish)

    def _bookings(self, task: Task, *, to_end: bool = False) -> list[Told]:
        """Return the bookings of a task to begin, or to end (EN-05)."""
        booked = self.booked[task]
        if task[0] in TIMED:
            ends = ("completed",) if to_end else (None, "begun")
            return [e for e in booked if e.outcome in ends]
        return [e for e in booked if to_end and (e.outcome is None or self.ends(task, e))]

    def _lay(self, task: Task, laid: Mapping[Task, Planned]) -> Planned:
        begun, follows = self.begun(task), self._followed(task, laid)
        to_come = [m for m in follows if m in laid and not self.done[m]]
        if begun:
            return self._until(task, begun, [], laid, self._bookings(task, to_end=True))
        start = date.min
        for m in follows:
            if m in laid:
                if m[0] == NOTICE_FOR.get(task[0], ("",))[0]:
                    day = max(self._opening(task, laid[m]), laid[m].finish)
                else:
                    day = self.days.after(laid[m].finish) if self.takes_time(task) else laid[m].finish
                start = max(start, day)
        is_by_others = self.bearer(task) != "Party"
        if start < self.floor(task) and (to_come or not is_by_others or start == date.min):
            start = self.floor(task)
        if not (self.is_act(task) and start == self.today):
            start = self.days.on(start)
        for booking in self._bookings(task):
            if self._can_stand(task, booking.day, follows, laid):
                start = booking.day
                break
        bookings = self._bookings(task, to_end=True)
        ends = [e for e in bookings if self._can_stand(task, e.day, follows, laid)]
        return self._until(task, start, follows, laid, ends)

    def _can_stand(self, task: Task, day: date, follows: list[Task], laid: Mapping[Task, Planned]) -> bool:
        """Return whether a booking leaves time for all that must come before it (EN-13)."""
        if day < self.floor(task):
            return False
        for m in follows:
            if m not in laid:
                continue
            if m[0] == NOTICE_FOR.get(task[0], ("",))[0]:
                is_needed, since = self.round_of(task, self.today)
                given = self.serving(task, self.today, since, is_needed=is_needed)
                if given is None and self.done[m]:
                    continue
                notice = given.day if given else laid[m].finish
                if task[0] != "privacy-assessment" and not self.suffices(task[0], notice, day):
                    return False
                if day < notice:
                    return False
            elif day < laid[m].finish or (
                self.takes_time(task) and self.days.on(day) < self.days.after(laid[m].finish)
            ):
                return False
        return True

    def _until(
        self,
        task: Task,
        start: date,
        follows: list[Task],
        laid: Mapping[Task, Planned],
        bookings: list[Told],
    ) -> Planned:
        """Return a task with its end: as booked, or when all that it takes is over."""
        bound = any(laid[m].is_lower_bound for m in follows if m in laid)
        if bookings:
            day = bookings[0].day
            first = day if task[0] not in TIMED else min(start, day)
            return Planned(first, day if self.is_act(task) else self.days.on(day), bound)
        finish, takes_time = self.local_finish(task, start, follows, laid)
        bound = bound or (task[0] in NEED_ESTIMATE and task[0] not in self.case.estimates)
        if finish < self.floor(task):  # it should be over by now, and is not
            bound = bound or (takes_time and not self.in_doubt(task))
            finish = self.days.on(self.floor(task))
        return Planned(start, finish, bound)

    def local_finish(
        self, task: Task, start: date, follows: list[Task], laid: Mapping[Task, Planned]
    ) -> tuple[date, bool]:
        """Return the end of a task that begins on *start*, and whether any time is said for it."""
        finish = start if self.is_act(task) else self.days.on(start)
        said = False
        if task[0] in self.case.estimates:
            finish, said = self.days.work(self.case.estimates[task[0]], start), True
        clock = self.clock(task)
        if clock and not self.case.at_best and clock[0] in follows:
            due = self.due(task[0], laid[clock[0]].finish if clock[0] in laid else start)
            if due >= finish:
                finish, said = due, True
        return finish, said

    def reach(self, role: str) -> set[Task]:
        """Return the undone tasks that the confirmation of a User Role follows, through undone ones."""
        undone, found = set(self.undone()), set[Task]()
        to_come: list[Task] = [(LAST, role)]
        while to_come:
            task = to_come.pop()
            if task in undone and task not in found:
                found.add(task)
                to_come += [] if self.begun(task) else [m for m, _, _ in self.waits[task]]
        return found
