"""
Which events of an entry count on a day: those that are known, of the round that is under way.

Further testing, or a status of Deferred, sends steps back: what was done before is of an earlier round.
A booking that was moved is no event at all.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from attrs import field, frozen

from sec_uep.events import Event, Outcome
from sec_uep.obligations._step import Ending, Notice, Row
from sec_uep.obligations.graph import Graph
from sec_uep.readings import Readings

__all__ = ["Rounds", "outcome_of"]


def _day(event: Event) -> date:
    return event.day


class Given(NamedTuple):
    """The notice that serves a start, whether that needs one, and whether it is the first of its round."""

    event: Event | None
    is_needed: bool
    is_first: bool


#: The days from which, and before which, a task stands at a no; with the event that said so.
No = tuple[date, date | None, Event]


def outcome_of(event: Event, row: Row) -> Ending:
    """Return the outcome of *event* by its present name: a status is read with its day (EX-01)."""
    if row.word is None or event.outcome is None:
        return event.outcome
    return row.word(event.outcome.value, on=event.day)


@frozen(eq=False, repr=False)
class Rounds:
    """
    The events of each task of a graph, by its number, as they are known at the end of a day.

    Attributes:
        graph: The tasks.
        day: The day.
        readings: The readings.
        events: The events of the entry.
        happened: The events of each task that are known.
        booked: Those that are booked for a later day.
        moves: Those by which a booking was moved.
        backs: Those, of other tasks, because of which it must be taken again.
        counted: Those of `happened` that count.
        void: Those that do not count, because they came before what they must follow (RD-13).
        noes: When each task stood at a no.

    """

    graph: Graph
    day: date
    readings: Readings
    events: tuple[Event, ...]
    happened: list[list[Event]] = field(init=False)
    booked: list[list[Event]] = field(init=False)
    moves: list[list[Event]] = field(init=False)
    backs: list[list[Event]] = field(init=False)
    _begun_anew: dict[int, Event | None] = field(init=False, factory=dict)
    counted: list[list[Event]] = field(init=False)
    void: list[list[Event]] = field(init=False)
    noes: dict[int, list[No]] = field(init=False, factory=dict)
    _given: dict[int, list[Event]] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        for name in ("happened", "booked", "moves", "backs", "void"):
            object.__setattr__(self, name, [[] for _ in self.graph.tasks])
        self._sort()
        self._send_back()
        object.__setattr__(self, "counted", [self._count(n) for n in range(len(self.graph.tasks))])
        self._find_noes()

    def is_known(self, event: Event) -> bool:
        """Return whether *event* has happened, and is known of, at the end of the day."""
        return (event.known_on or event.day) <= self.day

    def _sort(self) -> None:
        for event in self.events:
            if event.booked_for is not None and self.is_known(event):
                for n in self.graph.concerned(event):
                    self.moves[n].append(event)
        for event in self.events:
            if event.booked_for is not None:
                continue
            of = self.happened if self.is_known(event) else self.booked if event.day > self.day else None
            for n in self.graph.concerned(event) if of is not None else ():
                if not any(move.booked_for == event.day for move in self.moves[n]):
                    of[n].append(event)  # type: ignore[index]

    def _send_back(self) -> None:
        for n, row in enumerate(self.graph.rows):
            for event in self.happened[n] if row.again else ():
                for step in row.sent_back(outcome_of(event, row), self.readings):
                    for m in self.graph.of_step[step]:
                        if self.graph.tasks[m].role in (None, self.graph.tasks[n].role):
                            self.backs[m].append(event)

    # --- what counts ----------------------------------------------------------------------

    def _count(self, n: int) -> list[Event]:
        """Return the events of task *n* that are of the round under way."""
        counted = self.happened[n]
        if counted and self.backs[n]:
            back = self.backs[n][-1].day
            served = self.served_until(n, back)
            counted = [e for e in counted if e.day > served or (e.day == back and e.outcome is Outcome.BEGUN)]
        for cut, is_inclusive in self._cuts(n) if counted else ():
            counted = [e for e in counted if e.day > cut or (e.day == cut and is_inclusive)]
        return counted

    def served_until(self, n: int, back: date) -> date:
        """
        Return the day up to which events of task *n* served the round that was sent back on *back*.

        Of an application it is the last day of the assessment that it was for, because another may be
        applied for before the status is known; a notice of UEPT on the day of the outcome is for the retest.
        """
        m = self.graph.notice_for[n]
        if m is None:
            return back
        notice = self.graph.rows[m].notice
        if notice is not None and notice.is_booked_ahead:
            of_round = [event.day for event in self.happened[m] if event.day <= back]
            if of_round:
                return of_round[-1]
        return back - timedelta(days=1)

    def _cuts(self, n: int) -> Iterator[tuple[date, bool]]:
        """Yield the days before which events of task *n* do not count, with whether those of the day do."""
        for m in self.graph.voided_by[n]:
            if self.graph.rows[m].takes_time:
                if anew := self.begun_anew(m):
                    yield anew.day, False
            elif len(self.happened[m]) > 1:
                yield self.happened[m][-1].day, True

    def begun_anew(self, n: int) -> Event | None:
        """Return the event with which task *n* last began again without having been sent back."""
        if n not in self._begun_anew:
            self._begun_anew[n] = self._last_begun_anew(n)
        return self._begun_anew[n]

    def _last_begun_anew(self, n: int) -> Event | None:
        happened, backs = self.happened[n], self.backs[n]
        for number in range(len(happened) - 1, 0, -1):
            before, event = happened[number - 1], happened[number]
            if event.outcome is Outcome.BEGUN and bisect_left(backs, before.day, key=_day) == bisect_right(
                backs, event.day, key=_day
            ):
                return event
        return None

    def leave_out(self, n: int, done: list[date | None]) -> None:
        """Leave out the events of task *n* that came before what they must follow was *done*."""
        for m, dependency in self.graph.dependencies[n]:
            if dependency.must_precede and (self.happened[m] or self.booked[m]):
                needed = done[m]
                self.void[n].extend(e for e in self.happened[n] if needed is None or e.day < needed)
                self.counted[n] = [e for e in self.counted[n] if e not in self.void[n]]

    # --- notices --------------------------------------------------------------------------

    def notice_by(self, notice: Notice, n: int, m: int, start: date, before: Event | None = None) -> Given:
        """
        Return the notice, of task *n*, that serves a start of task *m* on *start*.

        RD-30 says whether a later notice replaces an earlier one, and RD-24 whether that of another User
        Role serves too. What is taken again may need none (RD-28, RD-34); nor does testing that is begun
        anew, after the event *before*, and was not sent back.
        """
        found = bisect_right(self.backs[m], start, key=_day)
        back = self.backs[m][found - 1] if found else None
        is_needed = back is None or back in self.backs[n]
        since = date.min if back is None else self.served_until(n, back.day)
        is_first = before is None or (back is not None and before.day <= back.day)
        if notice.is_booked_ahead and not is_needed:
            return Given(None, is_needed, is_first)
        if before is not None and not is_first and not notice.is_booked_ahead:
            is_needed, since = False, before.day
        serving = [self._serving(n, since, start)]
        if is_needed and self.readings.rd_24 == "one-for-all" and self.graph.tasks[n].role is not None:
            of_step, tasks = self.graph.of_step, self.graph.tasks
            for other, begun in zip(of_step[tasks[n].step], of_step[tasks[m].step], strict=True):
                low = bisect_right(self.happened[begun], since, key=_day)
                first = start if other == n else next((e.day for e in self.happened[begun][low:]), start)
                serving.append(self._serving(other, since, min(start, first)))
        return Given(min(filter(None, serving), key=_day, default=None), is_needed, is_first)

    def _serving(self, n: int, since: date, until: date) -> Event | None:
        """Return the notice of task *n* that serves, of those given after *since* and by *until*."""
        if n not in self._given:
            self._given[n] = [each for each in self.happened[n] if each not in self.void[n]]
        given = self._given[n]
        low, high = (bisect_right(given, day, key=_day) for day in (since, until))
        replaces = self.readings.rd_30 == "replaces" or self.graph.tasks[n].role is None
        return (given[high - 1] if replaces else given[low]) if low < high else None

    # --- a no -----------------------------------------------------------------------------

    def _find_noes(self) -> None:
        """Find when tasks stood at a no: until the next event, or until they were to be taken anew."""
        for n, row in enumerate(self.graph.rows):
            happened = self.happened[n] if row.can_be_a_no else ()
            for number, event in enumerate(happened):
                if row.is_a_no(outcome_of(event, row), self.readings):
                    following = happened[number + 1].day if number + 1 < len(happened) else None
                    ends = [cut for cut, _ in self._cuts(n) if cut > event.day]
                    until = min([*ends, *([following] if following else [])], default=None)
                    self.noes.setdefault(n, []).append((event.day, until, event))

    def is_at_a_no(self, n: int) -> bool:
        """Return whether the last event of task *n* that counts is a no."""
        row, counted = self.graph.rows[n], self.counted[n]
        return row.can_be_a_no and bool(counted) and row.is_a_no(outcome_of(counted[-1], row), self.readings)

    def no_before(self, n: int, event: Event) -> tuple[int, Event] | None:
        """Return a task that *n* needs and that stood at a no when *event* happened, with that no."""
        for m, noes in self.noes.items():
            if m in self.graph.needs[n]:
                for start, end, no in noes:
                    if start <= event.day and (end is None or event.day < end):
                        return m, no
        return None

    def no_now(self, n: int) -> Event | None:
        """Return the event by which something that task *n* needs stands at a no today."""
        return next(
            (
                noes[-1][2]
                for m, noes in self.noes.items()
                if m in self.graph.needs[n] and noes[-1][1] is None
            ),
            None,
        )
