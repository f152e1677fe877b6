"""
A second way to a plan and to where each obligation stands: slow, and plain to see.

A day is tried, and if anything forbids it the next one is, until nothing is left to forbid;
for the latest dates the same from the target backwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tests.obligations import naive as words
from tests.planning.checker import (
    LIMITS,
    NOTICE_FOR,
    ONE_DAY,
    Facts,
    Row,
    Task,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

# --- how the steps stand ------------------------------------------------------------------


def missing(facts: Facts, task: Task) -> list[Task]:
    """Return what *task* still waits for; of Credit Cover, nothing once one User Role is tested."""
    needed = facts.waited_for[task]
    if task[0] == "credit-cover" and any(
        all(facts.done[other] is not None for other in needed if other[1] == role) for role in facts.roles
    ):
        return []
    return [other for other in needed if facts.done[other] is None]


def may_begin(facts: Facts, task: Task) -> bool:
    """OB-18: nothing but the User Interface before the organisation is a SEC Party."""
    if task[0] == "user-interface":
        return True
    return not facts.not_yet and (facts.since is None or facts.since <= facts.today)


def _given(facts: Facts, task: Task) -> date | None:
    """Return the day of a notice that runs, whether or not it is all that *task* waits for."""
    if task[0] not in NOTICE_FOR:
        return None
    if task[0] == "uept" and facts.readings["RD-24"] == "one-for-all":
        return facts.notice_day(task)
    last = facts.last((NOTICE_FOR[task[0]], task[1]))
    return last.day if last else None


def states(facts: Facts) -> dict[Task, str]:
    """Return whether each step is done, open or waiting at the end of today."""
    found = {}
    for task in facts.tasks:
        given = _given(facts, task)
        # A Privacy Assessment only should wait out its notice.
        runs = (
            given is not None
            and task[0] != "privacy-assessment"
            and not _notice_is_over(facts, task[0], given, facts.today)
        )
        if facts.done[task] is not None:
            found[task] = "done"
        elif runs or missing(facts, task) or not may_begin(facts, task):
            found[task] = "waiting"
        else:
            found[task] = "open"
    return found


def _notice_is_over(facts: Facts, step: str, given: date, day: date) -> bool:
    """Return whether *step* may begin on *day* after notice on *given*, by the days between."""
    counted_from = facts.received(given)
    if step == "uept":
        return facts.between(counted_from, day) >= (61 if facts.readings["RD-02"] == "clear-days" else 60)
    over = counted_from + 84 * ONE_DAY
    return day >= (over if facts.readings["RD-06"] == "no-roll" else facts.on(over))


# --- what can be told ---------------------------------------------------------------------


def is_refused(facts: Facts) -> bool:
    """Return whether no entry can have all that was told."""
    told = facts.told
    for index, one in enumerate(told):
        role = "other-user" if one.step in words.PRIVACY else one.role
        if role is not None and role not in facts.roles:
            return True
        is_early = facts.not_yet or (facts.since is not None and one.day < facts.since)
        if is_early and one.step != "user-interface":
            return True
        for other in told[:index]:
            is_repeat = (one.step, one.day, one.booked_for) == (other.step, other.day, other.booked_for)
            both = {one.outcome, other.outcome}
            is_repeat &= both not in ({"begun", "completed"}, {"begun", None}, {"required", "in-place"})
            if is_repeat and (None in {one.role, other.role} or one.role == other.role):
                return True
        if one.outcome == "rescheduled" and not any(
            other.step == one.step and other.day == one.booked_for and other.outcome != "rescheduled"
            for other in told
        ):
            return True
    every = [
        words.Told(one.step, one.day, one.role, one.outcome, one.known_on)
        for one in told
        if one.outcome != "rescheduled"
        and not any(
            moved.step == one.step and moved.booked_for == one.day and moved.role in {None, one.role}
            for moved in told
        )
    ]
    return words.is_impossible(facts.roles, every)


# --- the plan -----------------------------------------------------------------------------


class Schedule:
    """The dates of an entry, found day by day."""

    def __init__(self, facts: Facts, target: date | None = None) -> None:
        """Find the earliest dates, then the latest for *target*, or for the finish if it is None."""
        self.facts = facts
        self.left_out = self._find_left_out()
        self.tasks = [task for task in facts.tasks if task not in self.left_out]
        self.to_come = [task for task in self.tasks if facts.settled[task] is None]
        self.start: dict[Task, date] = {}
        self.finish_of: dict[Task, date] = {
            task: done for task in self.tasks if (done := facts.settled[task]) is not None
        }
        self._find_earliest()
        self.finishes = {role: self.finish_of["secas-confirmation", role] for role in facts.roles}
        self.finish = max(self.finishes.values())
        self.rows = self._find_latest(target or self.finish)

    # --- which steps ---

    def _find_left_out(self) -> set[Task]:
        """Find the undone steps that nothing to come waits for, until no more are found."""
        facts = self.facts
        left_out: set[Task] = set()
        while True:
            more = {
                task
                for task in facts.tasks
                if task not in left_out
                and facts.settled[task] is None
                and task[0] != "secas-confirmation"
                and not any(
                    task in facts.waited_for[other]
                    for other in facts.tasks
                    if facts.settled[other] is None and other not in facts.begun and other not in left_out
                )
            }
            if not more:
                return left_out
            left_out |= more

    # --- earliest dates ---

    def _find_earliest(self) -> None:
        """Begin with today everywhere, and move what is forbidden on by a day, until nothing is."""
        for task in self.to_come:
            self.start[task] = self.finish_of[task] = self.facts.today
        moved = True
        while moved:
            moved = False
            for task in self.to_come:
                before = self.start[task], self.finish_of[task]
                self.start[task] = self._first_start(task)
                self.finish_of[task] = self._first_finish(task, self.start[task])
                moved |= before != (self.start[task], self.finish_of[task])

    def _runs_from(self, task: Task) -> date | None:
        """Return the day from which *task* runs without the Party; None if it does not."""
        facts, needed = self.facts, self.waited_for(task)
        if not facts.is_by_others(task):
            return None
        has_limit = task[0] in LIMITS  # at best it takes no time, but begins no other day
        if all(facts.settled[other] is not None for other in needed):
            runs_from = [(facts.clock_of(task[0]), task[1])] if has_limit else needed
            return max(self.finish_of[other] for other in runs_from)
        return max(self.finish_of[other] for other in needed) if has_limit else None

    def _first_start(self, task: Task) -> date:
        facts = self.facts
        if task in facts.begun:
            return facts.begun[task]
        day = self._runs_from(task)
        if day is None:
            day = facts.today
            while not self._may_start(task, day, facts.booked(task, to_begin=True)):
                day += ONE_DAY
        booked = facts.booked(task, to_begin=False)
        takes_time = "begun" in words.OUTCOMES.get(task[0], ())
        return booked if booked and booked >= day and not takes_time else day

    def _may_start(self, task: Task, day: date, booked: date | None) -> bool:
        facts = self.facts
        since = None if task[0] == "user-interface" else facts.since
        if day < max(facts.today, booked or day, since or day):
            return False
        if any(day < self.finish_of[other] for other in self.waited_for(task)):
            return False
        if not facts.works(day) and day != booked:
            return False
        if not facts.waits_out_notice(task):
            return True
        notice: Task = (NOTICE_FOR[task[0]], task[1])
        given = facts.notice_day(task) if facts.settled[notice] else self.finish_of[notice]
        assert given is not None
        return _notice_is_over(facts, task[0], given, day)

    def waited_for(self, task: Task) -> list[Task]:
        """Return what *task* waits for; Credit Cover for the User Role that is tested first."""
        needed = self.facts.waited_for[task]
        if task[0] != "credit-cover":
            return needed
        by_role = [
            [other for other in needed if other[1] == role]
            for role in words.ROLES
            if role in self.facts.roles
        ]
        # Of several that are tested on one day, one that is tested already leaves nothing to wait for.
        return min(
            by_role,
            key=lambda tests: (
                max(self.finish_of[other] for other in tests),
                any(self.facts.settled[other] is None for other in tests),
            ),
        )

    def _periods_fit(self, task: Task, start: date, finish: date) -> bool:
        """Return whether all that *task* takes fits between two days."""
        facts = self.facts
        booked = facts.booked(task, to_begin=False)
        # A booking says when it ends, and nothing else need.
        if booked and max(start, self.start[task]) <= booked <= finish:
            return True
        if task[0] in LIMITS and not facts.at_best:
            counted_from = start if task[0] == "test-certificate" else facts.received(start)
            if facts.between(counted_from, finish) < LIMITS[task[0]]:
                return False
        n, unit = facts.estimates.get(task[0], (0, "WorkingDays"))
        if unit == "Weeks":
            return finish >= facts.on(start + n * 7 * ONE_DAY)
        return facts.between(start, finish) >= n

    def _first_finish(self, task: Task, start: date) -> date:
        facts = self.facts
        booked = facts.booked(task, to_begin=False)
        day = max(start, facts.today, booked or start)
        while not (self._periods_fit(task, start, day) and (facts.works(day) or day == booked)):
            day += ONE_DAY
        return day

    # --- latest dates ---

    def _find_latest(self, target: date) -> dict[Task, Row]:
        """
        Begin with the target everywhere, and go back by a day until it is not too late.

        A latest day is a Working Day, or the earliest one itself, which may be a day that was told.
        """
        facts = self.facts
        followers = {
            task: [other for other in self.to_come if task in self.waited_for(other)] for task in self.to_come
        }
        finish: dict[Task, date] = {}
        start: dict[Task, date] = {}
        for task in reversed(self.to_come):
            day = target
            while not (
                (facts.works(day) or day == self.finish_of[task])
                and all(self._leaves_time(task, day, other, start[other]) for other in followers[task])
            ):
                day -= ONE_DAY
            finish[task] = day
            while not (
                (facts.works(day) or (day == self.start[task] and finish[task] >= self.finish_of[task]))
                and self._periods_fit(task, day, finish[task])
            ):
                day -= ONE_DAY
            start[task] = facts.begun.get(task, day)
        return {task: self._row(task, start.get(task), finish.get(task)) for task in self.tasks}

    def _row(self, task: Task, start: date | None, finish: date | None) -> Row:
        earliest = self.finish_of[task]
        if start is None or finish is None:  # it is done
            return Row(earliest, earliest, earliest, earliest, 0, critical=False, done_on=earliest)
        slack = self.facts.between(earliest, finish)
        if finish < earliest:  # too late by a weekend is too late
            slack = min(-self.facts.between(finish, earliest), -1)
        return Row(self.start[task], earliest, start, finish, slack, critical=slack == 0, done_on=None)

    def _leaves_time(self, task: Task, finish: date, follower: Task, start: date) -> bool:
        """Return whether *follower* can start on a day if *task* is finished on another."""
        if follower in self.facts.begun:
            return True
        if NOTICE_FOR.get(follower[0]) == task[0] and self.facts.waits_out_notice(follower):
            return _notice_is_over(self.facts, follower[0], finish, start)
        return finish <= start


# --- where each obligation stands ---------------------------------------------------------


class Stands(NamedTuple):
    """One obligation."""

    step: str
    role: str | None
    state: str
    due: date | None
    done_on: date | None
    trigger: date | None


#: The rule of each clock, of each notice and of each move.
RULES = {
    "uept-receipt-confirmation": "TE-04",
    "uept-review": "TE-05",
    "test-certificate": "TE-06",
    "uept-notice": "TE-01",
    "fusa-application": "SA-02",
    "privacy-application": "PA-01",
    "full-user-security-assessment": "SA-04",
    "privacy-assessment": "EX-08",
}


def obligations(facts: Facts) -> list[Stands]:
    """Return where each obligation stands at the end of today."""
    return list(_obligations(facts))


def _obligations(facts: Facts) -> Iterator[Stands]:
    now = states(facts)
    for task in facts.tasks:
        if task[0] in LIMITS:
            found = list(_clocks(facts, task))
        elif task[0] in NOTICE_FOR.values():
            found = list(_notices(facts, task))
        else:
            found = []
        yield from found
        if not found or (facts.done[task] is None and not any(_is_pending(facts, one) for one in found)):
            yield Stands(*task, _plain(facts, task, now[task]), None, facts.done[task], None)
        if task[0] in {"full-user-security-assessment", "privacy-assessment"}:
            yield from _moves(facts, task)


def _is_pending(facts: Facts, one: Stands) -> bool:
    """Return whether an obligation is still to be met, and not one of a round that is over."""
    if one.done_on is not None or one.trigger is None:
        return False
    starts = {notice: step for step, notice in NOTICE_FOR.items()}
    step = starts[one.step] if one.step in starts else facts.clock_of(one.step)
    task = (step, one.role if step in words.PER_ROLE else None)
    if one.trigger > facts.today:
        return True
    so_far = [each for each in facts.views[task[1]] if each.step != step or each.day <= one.trigger]
    last = words.last_known(task, so_far, facts.today)
    return last is not None and last.day == one.trigger


def _everything(facts: Facts, task: Task) -> list[words.Told]:
    """Return all that is known to have happened of *task*, whether or not it still counts."""
    return [
        one
        for one in facts.live
        if one.step == task[0] and (task[1] is None or one.role in {None, task[1]}) and facts.is_known(one)
    ]


def _clocks(facts: Facts, task: Task) -> Iterator[Stands]:
    """Yield a clock of the DCC's for each event that started one."""
    triggers = [
        one
        for one in _everything(facts, (facts.clock_of(task[0]), task[1]))
        if task[0] != "test-certificate" or one.outcome == "passed"
    ]
    for index, trigger in enumerate(triggers):
        then = triggers[index + 1].day if index + 1 < len(triggers) else None
        answers = [
            one.day
            for one in _everything(facts, task)
            if one.day >= trigger.day and (then is None or one.day < then)
        ]
        due = facts.limit_over(task[0], trigger.day)
        answer = min(answers, default=None)
        if answer is not None:
            state = "met" if answer <= due else "met late"
        elif then is not None or _is_past(facts, task):
            state = "undetermined"
        else:
            state = "due" if facts.today <= due else "overdue"
        yield Stands(*task, state, due, answer, trigger.day)


def _latest_notice(facts: Facts, step: str, start: date) -> date:
    """Return the last day on which notice suffices for a start, by trying one day after another."""
    if step != "uept":
        return _rolled_back(facts, start - 84 * ONE_DAY)
    day = start = facts.back(start)
    while facts.between(day, start) < (61 if facts.readings["RD-02"] == "clear-days" else 60):
        day = facts.back(day - ONE_DAY)
    return day


def _rolled_back(facts: Facts, day: date) -> date:
    """RD-06: the last day of a notice in weeks is a Working Day, unless nothing rolls."""
    stands = facts.readings["RD-06"] == "no-roll" and facts.readings["RD-04"] == "that-day"
    return day if stands else facts.back(day)


def _suffices(facts: Facts, step: str, given: date, start: date) -> bool:
    """Return whether notice on one day suffices for a start on another; weeks are calendar weeks."""
    if step == "uept":
        return _notice_is_over(facts, step, given, start)
    return facts.received(given) + 84 * ONE_DAY <= start


def _notices(facts: Facts, task: Task) -> Iterator[Stands]:
    """Yield a notice for each day on which a step began, or is booked to begin."""
    step = next(step for step, notice in NOTICE_FOR.items() if notice == task[0])
    starts = [
        one
        for one in facts.live
        if one.step == step
        and (task[1] is None or one.role in {None, task[1]})
        and (one.day > facts.today or facts.is_known(one))
    ]
    for index, start in enumerate(starts):
        before = starts[index - 1].day if index else None
        given = [one.day for one in _given_by(facts, task) if one.day <= start.day]
        if step != "uept":
            after = _served_until(facts, step, start.day)
            given = [day for day in given if after is None or day > after]
        if start.outcome == "begun":
            # Testing that is taken again needs no notice, but one that was given for it counts.
            if step != "uept" or before is None or any(day > before for day in given):
                yield _notice(facts, task, start.day, given)
        elif before is None and start.day <= facts.today and given:  # when it began was not told
            day = _serving(facts, step, given)
            state = "undetermined" if _suffices(facts, step, day, start.day) else "met late"
            yield Stands(*task, state, None, day, start.day)


def _notice(facts: Facts, task: Task, start: date, given: list[date]) -> Stands:
    """Return how the notice for one start stands."""
    step = next(step for step, notice in NOTICE_FOR.items() if notice == task[0])
    due = _latest_notice(facts, step, start)
    if given:
        day = _serving(facts, step, given)
        state = "met" if _suffices(facts, step, day, start) else "met late"
        return Stands(*task, state, due, day, start)
    if start <= facts.today:
        return Stands(*task, "undetermined", due, None, start)
    return Stands(*task, "due" if facts.today <= due else "overdue", due, None, start)


def _serving(facts: Facts, step: str, given: list[date]) -> date:
    """Return which notice serves: the last, or the first that anybody gave where one is enough for all."""
    is_for_all = step == "uept" and facts.readings["RD-24"] == "one-for-all"
    return min(given) if is_for_all else max(given)


def _served_until(facts: Facts, step: str, start: date) -> date | None:
    """Return the day on which the assessment before the one of *start* ended, if that was sent back."""
    backs = [
        one.day
        for again, cause, outcome in words.AGAIN
        for one in facts.live
        if again == step
        and (one.step, one.outcome) == (cause, outcome)
        and one.day <= start
        and facts.is_known(one)
    ]
    if not backs:
        return None
    ends = [one.day for one in facts.live if one.step == step and one.day <= max(backs)]
    return max(ends, default=max(backs) - ONE_DAY)


def _given_by(facts: Facts, task: Task) -> list[words.Told]:
    """Return the notices that count: of UEPT those after SREPT, and of any User Role where one is enough."""
    told = facts.live
    if task[0] == "uept-notice":
        told = words.in_time_for(task, told, facts.today, dict(facts.readings))
        if facts.readings["RD-24"] == "one-for-all":
            task = (task[0], None)
    return [
        one
        for one in told
        if one.step == task[0] and (task[1] is None or one.role in {None, task[1]}) and facts.is_known(one)
    ]


def _moves(facts: Facts, task: Task) -> Iterator[Stands]:
    """Yield each time that an assessment was moved."""
    for one in facts.told:
        if one.step == task[0] and one.outcome == "rescheduled" and facts.is_known(one):
            assert one.booked_for is not None
            due = one.booked_for - 28 * ONE_DAY
            state = "met" if facts.received(one.day) <= due else "met late"
            yield Stands(*task, state, _rolled_back(facts, due), one.day, one.day)


def _plain(facts: Facts, task: Task, state: str) -> str:
    """Return how a step stands that has no clock: done, to be done, waiting, or in doubt."""
    if state == "done":
        return "met"
    last = facts.last(task)
    if last is not None and _is_in_doubt(facts, task, last):
        return "undetermined"
    if _is_past(facts, task):
        return "undetermined"
    return "due" if state == "open" else "upcoming"


def _is_in_doubt(facts: Facts, task: Task, last: words.Told) -> bool:
    """Return whether the outcome of *last* was not told, or what was to come again before it."""
    ends = words.DONE_WITH.get(task[0], (None,))
    if last.outcome is None and None not in ends:
        return True
    so_far = [one for one in facts.views[task[1]] if one.day <= last.day]
    told = [one._replace(outcome=ends[0]) if one is last else one for one in so_far]
    return words.done_on(task, told, facts.today, dict(facts.readings)) is None


def _is_past(facts: Facts, task: Task) -> bool:
    """Return whether nothing was told of *task*, though a step that waits for it is done, or was begun."""
    return not _everything(facts, task) and any(
        facts.done[other] is not None or other in facts.begun
        for other in facts.tasks
        if task in facts.waited_for[other] and other[0] != "credit-cover"
    )
