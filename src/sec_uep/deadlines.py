"""
What a day is that a rule gives: a `Deadline`, with its count and how sure it is.

A count may be made on a calendar that is watched, to say which days it read.
A `FindingOfDays` is a verdict that such days carry.
"""

from __future__ import annotations

from abc import abstractmethod
from datetime import date
from itertools import product
from typing import Any, ClassVar, Final, TypeAlias, get_args, get_type_hints

from attrs import field

from sec_uep.answers import (
    Answer,
    Finding,
    QuestionType,
    Reason,
    Reasons,
    V,
    check_terms,
    named_calendar,
    shape,
)
from sec_uep.calendar import CHANGES_SEEN, Certainty, Ledger, WorkingDayCalendar
from sec_uep.calendar.watched import WatchedCalendar
from sec_uep.checks import check_date, check_is
from sec_uep.errors import DateOutsideCalendar, InvalidValue, MissingFact
from sec_uep.facts import UNKNOWN, Unknown, joined
from sec_uep.readings import REGISTER, Readings
from sec_uep.rules import PARTY_SIDE, Bearer

__all__ = ["Counted", "Counting", "Deadline", "FindingOfDays"]

#: A count: the day that it starts from, and the day that it comes to.
Counted: TypeAlias = tuple[date, date]


#: The calendar as a count sees it, which may be one that is watched.
Counting: TypeAlias = WorkingDayCalendar


def _next_day(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


_CALENDAR_OR_NONE = (WorkingDayCalendar, type(None))


@shape
class Deadline(Answer, metaclass=QuestionType):
    """
    A day that a rule gives, with the rule, the count and how sure it is.

    Every question that gives one raises what is listed here; where it raises more, it says so.

    Attributes:
        day: The day.
        counted_from: The day that the count started from; it never counts itself.

    Raises:
        InvalidType: If an input is not a date, named as the caller named it.
        InvalidValue: If it is so near the first or the last date there is that there is no day to count to.
        DateOutsideCalendar: If the count leaves the calendar.

    """

    counts = True
    #: Whether the day is the first on which something may be done; otherwise it is the last.
    opens: ClassVar[bool] = False

    given_calendar: Final[WorkingDayCalendar | None] = field(default=None, alias="calendar")
    day: Final[date] = field(init=False)
    counted_from: Final[date] = field(init=False)

    @abstractmethod
    def _count(self, on: Counting) -> Counted:
        """Return the day counted from, and the day."""
        ...

    def __attrs_post_init__(self) -> None:
        calendar, readings = self.given_calendar, self.chosen
        if readings.__class__ is not Readings or calendar.__class__ not in _CALENDAR_OR_NONE:
            check_terms(calendar, readings)
        try:
            counted_from, day = self._count(named_calendar(readings.rd_01) if calendar is None else calendar)
        except (TypeError, MissingFact):  # ours, or what comes of comparing things that are not dates
            self._check_dates()
            raise
        except DateOutsideCalendar as refusal:
            asked = f"{self.asked_of[0]}: {refusal.question.removeprefix('day: ')}"
            raise DateOutsideCalendar(asked, refusal.calendar, refusal.first, refusal.last) from None
        except InvalidValue as refusal:  # a period that no date can hold, seen from the input
            given = ", ".join(map(str, self.inputs.values()))
            reason, next_step = "is too near the first or the last date there is", "pass another day"
            raise InvalidValue(self.asked_of[0], given, reason, next_step) from refusal
        _set_day(self, day)
        _set_counted_from(self, counted_from)

    def _check_dates(self) -> None:
        hints = get_type_hints(type(self))
        for name, value in self.inputs.items():
            if value is not UNKNOWN or Unknown not in get_args(hints[name]):
                check_date(name, value)

    @property
    def read(self) -> tuple[date, date] | None:
        """The first and the last day whose kind, working or not, this answer rests on; None if on none."""
        watched = WatchedCalendar(self.calendar)
        self._count(watched)
        return watched.read

    @property
    def certainty(self) -> Certainty:
        """Whether the bank holidays this rests on are published, projected or amended by the caller."""
        span = self.read
        return self.calendar.certainty(first=span[0], last=span[1]) if span else Certainty.PUBLISHED

    @property
    def outcome(self) -> date:
        """The day."""
        return self.day

    @property
    def range(self) -> tuple[date, date]:
        """
        The earliest and the latest day that any choice of readings gives.

        Raises:
            MissingFact: If a reading counts from a day that was not given.
            DateOutsideCalendar: If a reading counts beyond its calendar.

        """
        choices = [[(id_, choice) for choice in REGISTER[id_].choices] for id_ in self.may_turn_on]
        days = [self.again(readings=self.chosen.choosing(dict(chosen))).day for chosen in product(*choices)]
        return min(days), max(days)

    def safe_for(self, bearer: Bearer) -> date:
        """
        Return the day that is safe for *bearer*, whichever reading is right.

        Who must act by the day plans with the earliest, and who waits for it with the latest.
        Where the day is the first on which something may be done, it is the other way round:
        who may act from it plans with the latest, and who must be ready for it with the earliest.

        Raises:
            MissingFact: If a reading counts from a day that was not given.
            DateOutsideCalendar: If a reading counts beyond its calendar.
            InvalidType: If *bearer* is not a `Bearer`.

        """
        check_is("bearer", bearer, Bearer, next_step="pass sec_uep.Bearer.PARTY, say")
        earliest, latest = self.range
        acts = bearer is self.bearer or {bearer, self.bearer} <= PARTY_SIDE
        return latest if acts is self.opens else earliest

    @property
    def projected_from(self) -> date | None:
        """The first day whose bank holidays are only computed, if the day rests on such days."""
        published_through, read = self.calendar.published_through, self.read
        return _next_day(published_through) if read and read[1] > published_through else None

    @property
    def sureness(self) -> str:
        """How sure the day is, in words: what its certainty rests on, and how often that has changed."""
        if self.certainty is Certainty.AMENDED:
            return "amended: it rests on a bank holiday that the caller added or removed"
        if self.projected_from:
            return f"projected: bank holidays from {self.projected_from} on are only computed; {CHANGES_SEEN}"
        return f"published; {CHANGES_SEEN}"

    def ledger(self) -> Ledger:
        """Return every day of the count: counted or skipped, and why."""
        return self.calendar.ledger(
            after=min(self.counted_from, self.day), up_to=max(self.counted_from, self.day)
        )

    def why(self) -> Reasons:
        """Return the reasons for the day."""
        known = {name: value for name, value in self.inputs.items() if value is not UNKNOWN}
        given = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in known.items())
        weekday = self.day.ctime()[:3]  # the same in every locale
        counted = f"{given}: {self.asks} is {weekday} {self.day}"
        stated = Reason(self.rule, holds=True, text=self.rule.statement, facts=self.inputs)
        return Reasons((stated, Reason(self.rule, holds=True, text=counted, facts={})))

    def as_row(self) -> dict[str, Any]:
        """
        Return the day as a flat row of plain values.

        *readings* are those that it rests on, each with its choice, parted by "; ".
        """
        return {
            "day": self.day,
            "counted_from": self.counted_from,
            "asks": self.asks,
            "rule": self.rule.id,
            "bearer": self.bearer.value,
            "modality": self.modality.value,
            "certainty": self.certainty.value,
            "readings": joined(f"{id_}={choice}" for id_, choice in self.readings.items()),
        }

    def __repr__(self) -> str:
        return f"<Deadline {self.day} {self.rule.id}, {self.certainty.value}>"

    def __str__(self) -> str:
        return (
            f"{self.day} ({self.asks}; {self.bearer} {self.modality}; "
            f"{self.rule.id}, {self.citation}; {self.certainty.value})"
        )


# The slots of a frozen class, set past its freezing: twice as quick as object.__setattr__.
_set_day, _set_counted_from = vars(Deadline)["day"].__set__, vars(Deadline)["counted_from"].__set__


@shape
class FindingOfDays(Finding[V], metaclass=QuestionType):
    """A finding that counts on a calendar."""

    counts = True

    given_calendar: Final[WorkingDayCalendar | None] = field(default=None, alias="calendar")

    @property
    def read(self) -> tuple[date, date] | None:
        """The first and the last day whose kind, working or not, the verdict rests on; None if on none."""
        watched = WatchedCalendar(self.calendar)
        self.again(calendar=watched)
        return watched.read

    @property
    def certainty(self) -> Certainty | None:
        """How sure the days are that the verdict rests on, the least sure of them; None if on none."""
        span = self.read
        return None if span is None else self.calendar.certainty(first=span[0], last=span[1])
