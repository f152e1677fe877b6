"""What a calendar is made of: its parts, whether they fit together, and which bank holidays they make."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from attrs import field, frozen

from sec_uep.calendar._projection import LAST_YEAR, SUBDIVISIONS, projected
from sec_uep.checks import check_date, check_line, check_name, check_order
from sec_uep.errors import DateOutsideCalendar, InvalidType, InvalidValue, shown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

#: The most years that a calendar covers; an index of more would fill the memory.
_MOST_YEARS = 300

_set = object.__setattr__  # what a frozen class is made with


def in_order(pairs: Iterable[Any]) -> tuple[Any, ...]:
    """
    Return the *pairs* as a tuple, in the order of their first halves.

    Raises:
        InvalidType: If they are not pairs, or have no order.

    """
    try:
        return tuple(sorted(((key, value) for key, value in pairs), key=itemgetter(0)))
    except (TypeError, ValueError):
        reason = "is not a collection of pairs that can be put in order"
        next_step = "pass (date, title) pairs, or (subdivision, date) pairs for projections"
        raise InvalidType("calendar", shown(pairs), reason, next_step) from None


def joined(*titles: str | None) -> str:
    """
    Return the *titles* of one day as one, each part said once, whichever comes first.

    >>> joined("Spring bank holiday", "Fair Day / Spring bank holiday")
    'Fair Day / Spring bank holiday'
    """
    return " / ".join(sorted({part for title in titles if title for part in title.split(" / ")}))


@frozen(kw_only=True)
class Contents:
    """The parts of a calendar, which are explained where it is: in `WorkingDayCalendar`."""

    name: str = field(eq=False)
    first: date
    last: date
    published_through: date
    published: tuple[tuple[date, str], ...] = field(default=(), converter=in_order)
    projections: tuple[tuple[str, date], ...] = field(default=(), converter=in_order)
    amendments: tuple[tuple[date, str | None], ...] = field(default=(), converter=in_order)
    _digest: str = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        _set(self, "_digest", "")
        check_line("name", self.name, "calendar")
        for name in ("first", "last", "published_through"):
            _set(self, name, check_date(name, getattr(self, name)))
        check_order("first", self.first, "last", self.last)
        check_order("published_through", self.published_through, "last", self.last)
        if self.last.year - self.first.year > _MOST_YEARS:
            reason = f"is more than {_MOST_YEARS} years after first, {self.first}"
            raise InvalidValue("last", str(self.last), reason, "cover fewer years")
        for name in ("published", "amendments"):
            _set(self, name, tuple([self._checked(name, *pair) for pair in getattr(self, name)]))
        projections = [(check_name("projections", s, SUBDIVISIONS), d) for s, d in self.projections]
        _set(self, "projections", tuple([(s, check_date("projections", d)) for s, d in projections]))
        self._check_together()

    def _checked(self, name: str, day: date, title: str | None) -> tuple[date, str | None]:
        if title is not None or name == "published":
            check_line(name, title, "bank holiday")
        return self.covered(name, day), title

    def _check_together(self) -> None:
        for name in ("published", "projections", "amendments"):
            for (one, _), (other, _) in pairwise(getattr(self, name)):
                if one == other:
                    raise InvalidValue(name, str(one), "occurs twice", "name it once")
        starts = min((after for _, after in self.projections), default=self.last)
        if starts != self.published_through:
            reason = f"is not the day after which projection begins, {starts}"
            next_step = "pass projections that begin there, and none when the last day is published"
            raise InvalidValue("published_through", str(self.published_through), reason, next_step)
        if self.projections and self.last.year > LAST_YEAR:
            reason = f"is after {LAST_YEAR}, the last year whose bank holidays can be computed"
            raise InvalidValue("last", str(self.last), reason, "end the calendar sooner")

    def covered(self, name: str, day: object) -> date:
        """
        Return *day* if it is one of the calendar's; *name* is what a refusal calls it.

        Raises:
            InvalidType: If it is not a date.
            DateOutsideCalendar: If it is not covered.

        """
        checked = check_date(name, day)
        if not self.first <= checked <= self.last:
            raise DateOutsideCalendar(f"{name}: {checked}", self.name, self.first, self.last)
        return checked

    def unamended(self, through: date) -> dict[date, str]:
        """Return the bank holidays before any change, with what is projected as far as *through*."""
        titles = dict(self.published)
        for subdivision, after in self.projections:
            if after < through:
                for day, title in projected(subdivision, after.year, self.last.year):
                    if after < day <= through:
                        titles[day] = joined(titles.get(day), title)
        return titles

    def amended(self, titles: dict[date, str]) -> dict[date, str]:
        """Return the bank holidays *titles* as the caller changed them."""
        for day, title in self.amendments:
            if title is None:
                titles.pop(day, None)
            else:
                titles[day] = title
        return titles

    @property
    def digest(self) -> str:
        """
        A SHA-256 of all that a count rests on: coverage, days, amendments, and what is projected.

        The titles of the days are not in it: a bank holiday that was renamed changes no count.
        Equal calendars have equal digests, whatever they are called.
        Nothing is projected to make it.
        """
        if self._digest:
            return self._digest
        import json  # noqa: PLC0415 - both are costly to import, and few ask for a digest
        from hashlib import sha256  # noqa: PLC0415

        content = {
            "coverage": [str(self.first), str(self.last)],
            "published_through": str(self.published_through),
            "published": [str(day) for day, _ in self.published],
            "projections": [[subdivision, str(after)] for subdivision, after in self.projections],
            "amendments": [[str(day), title is not None] for day, title in self.amendments],
        }
        text = json.dumps(content, sort_keys=True, separators=(",", ":"))
        _set(self, "_digest", sha256(text.encode()).hexdigest())
        return self._digest
