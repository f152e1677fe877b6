"""
The calendar: which days are Working Days, and every count of them.

A Working Day is any day other than a Saturday, a Sunday or a bank holiday.
A count is one look-up in an index of the days covered, whatever its length.
The days after the published ones join the index when one of them is first needed.

Not encoded here: which part of the United Kingdom a rule means; that is for the caller to say.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from attrs import evolve, field, fields, frozen

from sec_uep.calendar._contents import Contents
from sec_uep.calendar._index import grow
from sec_uep.calendar.ledger import Certainty, Ledger, LedgerLine
from sec_uep.checks import check_count, check_line, check_order
from sec_uep.errors import DateOutsideCalendar, InvalidValue, displayed, shown

if TYPE_CHECKING:
    from typing import Any

_WEEKEND = {5: "Saturday", 6: "Sunday"}
_set = object.__setattr__  # what a frozen class is made with


@frozen(kw_only=True)
class WorkingDayCalendar(Contents):
    """
    Which days from *first* to *last* are Working Days, and how far GOV.UK has published them.

    A day outside is refused, never guessed.
    Two calendars are equal when their days, titles, coverage and amendments are; the name is a label.

    >>> easter = WorkingDayCalendar(
    ...     name="Easter 2026",
    ...     first=date(2026, 3, 30),
    ...     last=date(2026, 4, 12),
    ...     published_through=date(2026, 4, 12),
    ...     published=[(date(2026, 4, 3), "Good Friday"), (date(2026, 4, 6), "Easter Monday")],
    ... )
    >>> easter.nth_working_day_after(date(2026, 4, 2), 2)
    datetime.date(2026, 4, 8)

    Attributes:
        name: What messages and ledgers call it.
        first: The first day it covers.
        last: The last day it covers.
        published_through: The last day that rests on published bank holidays alone.
        published: The bank holidays that were published, each a day and its title.
        projections: What computes the rest: a subdivision, and the day after which it is used;
            or "given", if the days that were projected stand among those published.
        amendments: What the caller changed: a day and its title, or None if it was taken away.

    Raises:
        InvalidType: If a field is of the wrong type.
        InvalidValue: If the fields do not fit together.
        UnknownName: If a subdivision is not one that can be projected.
        DateOutsideCalendar: If a bank holiday is not between *first* and *last*.

    """

    _position: dict[date, int] = field(init=False, eq=False)
    _working: list[date] = field(init=False, eq=False)
    _titles: dict[date, str] = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        _set(self, "_position", {})
        # The k-th Working Day has index k; nothing asks for index 0, and None equals no day.
        _set(self, "_working", cast("list[date]", [None]))
        _set(self, "_titles", self.amended(dict(self.published)))
        if self.first <= self.published_through:
            grow(self._position, self._working, self._titles, self.first, self.published_through)

    def __getstate__(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(type(self)) if each.init}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            _set(self, name, value)
        self.__attrs_post_init__()

    def __hash__(self) -> int:
        return hash((self.first, self.last, self.published_through, len(self.published), self.amendments))

    _repr_html_ = displayed

    def __repr__(self) -> str:
        amended = f", {len(self.amendments)} amended" if self.amendments else ""
        covered = f"{self.first} to {self.last}, published through {self.published_through}"
        return f"<WorkingDayCalendar {shown(self.name)}: {covered}{amended}>"

    # --- which days count ---------------------------------------------------------------

    def is_working_day(self, day: date) -> bool:
        """
        Return whether *day* counts.

        >>> from sec_uep.calendar import england_and_wales
        >>> england_and_wales().is_working_day(date(2022, 9, 19))
        False

        Raises:
            InvalidType: If *day* is not a date; a `datetime` is not.
            DateOutsideCalendar: If *day* is not covered.

        """
        try:
            return self._working[self._position[day]] == day
        except (LookupError, TypeError):
            day = self._known("day", day)
            return self._working[self._position[day]] == day

    def why_not_working(self, day: date) -> str | None:
        """
        Return why *day* does not count, or None when it does.

        A bank holiday that somebody put on a weekend is a weekend all the same.

        >>> from sec_uep.calendar import england_and_wales
        >>> england_and_wales().why_not_working(date(2026, 12, 28))
        'Boxing Day (substitute day)'

        Raises:
            InvalidType: If *day* is not a date; a `datetime` is not.
            DateOutsideCalendar: If *day* is not covered.

        """
        day = self._known("day", day)
        return _WEEKEND.get(day.weekday()) or self._titles.get(day)

    def bank_holidays(self, *, first: date, last: date) -> tuple[tuple[date, str], ...]:
        """
        Return the bank holidays from *first* to *last*, both included, each with its title.

        >>> from sec_uep.calendar import england_and_wales
        >>> england_and_wales().bank_holidays(first=date(2026, 4, 6), last=date(2026, 5, 3))
        ((datetime.date(2026, 4, 6), 'Easter Monday'),)

        Raises:
            InvalidType: If either is not a date.
            InvalidValue: If *last* is before *first*.
            DateOutsideCalendar: If either is not covered.

        """
        first, last = self._known("first", first), self._known("last", last)
        check_order("first", first, "last", last)
        return tuple(sorted((day, title) for day, title in self._titles.items() if first <= day <= last))

    # --- counting -----------------------------------------------------------------------

    def nth_working_day_after(self, day: date, n: int) -> date:
        """
        Return the *n*-th Working Day after *day*.

        *day* itself never counts, and need not be a Working Day.

        >>> from sec_uep.calendar import england_and_wales
        >>> england_and_wales().nth_working_day_after(date(2026, 4, 2), 1)
        datetime.date(2026, 4, 7)

        Raises:
            InvalidType: If *day* is not a date or *n* is not an `int`.
            InvalidValue: If *n* is less than one; "zero Working Days after" means nothing agreed.
            DateOutsideCalendar: If *day* is not covered, or the count runs off the end.

        """
        if n.__class__ is int and n > 0:
            try:
                return self._working[self._position[day] + n]
            except (LookupError, TypeError):
                pass  # Refused below with a reason, or found after the index has grown.
        day = self._known("day", day)
        return self._nth(self._position[day] + check_count("n", n), n, f"after {day}")

    def nth_working_day_before(self, day: date, n: int) -> date:
        """
        Return the *n*-th Working Day before *day*.

        *day* itself never counts, and need not be a Working Day.

        >>> from sec_uep.calendar import england_and_wales
        >>> england_and_wales().nth_working_day_before(date(2026, 4, 7), 1)
        datetime.date(2026, 4, 2)

        Raises:
            InvalidType: If *day* is not a date or *n* is not an `int`.
            InvalidValue: If *n* is less than one.
            DateOutsideCalendar: If *day* is not covered, or the count runs off the beginning.

        """
        if n.__class__ is int and n > 0:
            try:
                k = self._position[day]
                k += (self._working[k] != day) - n
                if k > 0:
                    return self._working[k]
            except (LookupError, TypeError):
                pass  # As above.
        day = self._known("day", day)
        k = self._position[day]
        return self._nth(k + (self._working[k] != day) - check_count("n", n), n, f"before {day}")

    def on_or_after(self, day: date) -> date:
        """
        Return *day* if it is a Working Day, or else the first one after it.

        >>> from sec_uep.calendar import england_and_wales
        >>> england_and_wales().on_or_after(date(2026, 4, 3))
        datetime.date(2026, 4, 7)

        Raises:
            InvalidType: If *day* is not a date.
            DateOutsideCalendar: If *day* is not covered, or no Working Day follows.

        """
        try:
            k = self._position[day]
            return self._working[k + (self._working[k] != day)]
        except (LookupError, TypeError):
            day = self._known("day", day)
            k = self._position[day]
            return self._nth(k + (self._working[k] != day), 1, f"on or after {day}")

    def on_or_before(self, day: date) -> date:
        """
        Return *day* if it is a Working Day, or else the last one before it.

        >>> from sec_uep.calendar import england_and_wales
        >>> england_and_wales().on_or_before(date(2026, 4, 6))
        datetime.date(2026, 4, 2)

        Raises:
            InvalidType: If *day* is not a date.
            DateOutsideCalendar: If *day* is not covered, or no Working Day comes before.

        """
        try:
            k = self._position[day]
        except (LookupError, TypeError):
            k = self._position[self._known("day", day)]
        return self._working[k] if k > 0 else self._nth(k, 1, f"on or before {day}")

    def working_days_between(self, *, after: date, up_to: date) -> int:
        """
        Return how many Working Days come after *after*, up to and including *up_to*.

        >>> from sec_uep.calendar import england_and_wales
        >>> england_and_wales().working_days_between(after=date(2026, 4, 2), up_to=date(2026, 4, 8))
        2

        Raises:
            InvalidType: If either is not a date.
            InvalidValue: If *up_to* is before *after*.
            DateOutsideCalendar: If either is not covered.

        """
        try:
            n = self._position[up_to] - self._position[after]
        except (LookupError, TypeError):
            after, up_to = self._known("after", after), self._known("up_to", up_to)
            n = self._position[up_to] - self._position[after]
        if n <= 0:
            check_order("after", after, "up_to", up_to)
        return n

    def ledger(self, *, after: date, up_to: date) -> Ledger:
        """
        Return every day after *after*, up to and including *up_to*: counted, or skipped and why.

        >>> from sec_uep.calendar import england_and_wales
        >>> ledger = england_and_wales().ledger(after=date(2026, 5, 2), up_to=date(2026, 5, 5))
        >>> [line.why_not for line in ledger]
        ['Sunday', 'Early May bank holiday', None]

        Raises:
            InvalidType: If either is not a date.
            InvalidValue: If *up_to* is before *after*.
            DateOutsideCalendar: If either is not covered.

        """
        after, up_to = self._known("after", after), self._known("up_to", up_to)
        check_order("after", after, "up_to", up_to)
        start, lines = self._position[after], []
        for ordinal in range(after.toordinal() + 1, up_to.toordinal() + 1):
            day = date.fromordinal(ordinal)
            total = self._position[day] - start
            lines.append(
                LedgerLine(day, self.why_not_working(day), total, self.certainty(first=day, last=day))
            )
        return Ledger(self.name, after, up_to, tuple(lines))

    # --- how sure -----------------------------------------------------------------------

    def certainty(self, *, first: date, last: date) -> Certainty:
        """
        Return how sure it is which days from *first* to *last*, both included, are Working Days.

        An amended day weighs more than a projected one. Nothing is computed to answer.

        >>> from sec_uep.calendar import england_and_wales
        >>> england_and_wales().certainty(first=date(2028, 12, 31), last=date(2029, 1, 2))
        <Certainty.PROJECTED: 'projected'>

        Raises:
            InvalidType: If either is not a date.
            InvalidValue: If *last* is before *first*.
            DateOutsideCalendar: If either is not covered.

        """
        if not (first.__class__ is last.__class__ is date and self.first <= first <= last <= self.last):
            first, last = self.covered("first", first), self.covered("last", last)
            check_order("first", first, "last", last)
        if self.amendments and any(first <= day <= last for day, _ in self.amendments):
            return Certainty.AMENDED
        return Certainty.PROJECTED if last > self.published_through else Certainty.PUBLISHED

    # --- what if ------------------------------------------------------------------------

    def with_bank_holiday(self, day: date, title: str) -> WorkingDayCalendar:
        """
        Return a calendar with one more bank holiday; answers that touch it are marked as amended.

        On a weekend it changes no count.
        Giving back a day that was taken away, under its old title, undoes the amendment.

        >>> from sec_uep.calendar import england_and_wales
        >>> jubilee = england_and_wales().with_bank_holiday(date(2027, 6, 4), "Jubilee")
        >>> jubilee.why_not_working(date(2027, 6, 4))
        'Jubilee'

        Raises:
            InvalidType: If *day* is not a date or *title* is not text.
            InvalidValue: If *day* is a bank holiday already, or *title* is blank.
            DateOutsideCalendar: If *day* is not covered.

        """
        day = self._known("day", day)
        check_line("title", title, "bank holiday")
        if day in self._titles:
            reason = f"is a bank holiday already, {shown(self._titles[day])}"
            raise InvalidValue("day", str(day), reason, "add another day, or remove this one first")
        return self._amend(day, title)

    def without_bank_holiday(self, day: date) -> WorkingDayCalendar:
        """
        Return a calendar with one bank holiday fewer; answers that touch it are marked as amended.

        Taking away a day that was added undoes the amendment.

        >>> from sec_uep.calendar import england_and_wales
        >>> easter_monday = date(2026, 4, 6)
        >>> england_and_wales().without_bank_holiday(easter_monday).is_working_day(easter_monday)
        True

        Raises:
            InvalidType: If *day* is not a date.
            InvalidValue: If *day* is not a bank holiday.
            DateOutsideCalendar: If *day* is not covered.

        """
        day = self._known("day", day)
        if day not in self._titles:
            reason, next_step = "is not a bank holiday here", "remove one that bank_holidays(...) lists"
            raise InvalidValue("day", str(day), reason, next_step)
        return self._amend(day, None)

    def _amend(self, day: date, title: str | None) -> WorkingDayCalendar:
        amendments = dict(self.amendments)
        amendments[day] = title
        if self.unamended(day).get(day) == title:
            del amendments[day]
        return evolve(self, amendments=amendments.items())

    # --- the index ----------------------------------------------------------------------

    def _known(self, name: str, day: object) -> date:
        """Return *day* as a plain date that is covered, with the index grown that far."""
        checked = self.covered(name, day)
        if checked not in self._position:
            self._grow()
        return checked

    def _grow(self) -> None:
        """
        Add the projected days to the index.

        Nothing waits for it, and whoever comes in the middle of it does it too:
        each adds the same, and what is there already never changes.
        """
        if self.last in self._position:
            return
        titles = self.amended(self.unamended(self.last))
        _set(self, "_titles", titles)
        first = max(self.first, self.published_through + timedelta(days=1))
        grow(self._position, self._working, titles, first, self.last)

    def _nth(self, k: int, n: int, where: str) -> date:
        """Return the *k*-th Working Day of all, or refuse it as the *n*-th *where* asked for."""
        if k >= len(self._working):
            self._grow()
        if 0 < k < len(self._working):
            return self._working[k]
        raise DateOutsideCalendar(f"Working Day {shown(n)} {where}", self.name, self.first, self.last)
