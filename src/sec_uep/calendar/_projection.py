"""
Bank holidays that are computed, not published: the only door to `holidays`.

That package costs far more to import than the rest of this one to use,
so it is loaded when a day after the published ones is asked for, and not before.
What it knows of the rules is in calendar-wide agreement with what was published from 2011 on;
what it cannot know is the next proclamation.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

#: What a calendar says if it was given the days that were projected, and has nothing to compute.
GIVEN = "given"

#: What can be projected: the parts of the United Kingdom, as `holidays` names them.
SUBDIVISIONS = ("ENG", "NIR", "SCT", "WLS", GIVEN)

#: The last year that `holidays` computes; it would say of a later one that it has no bank holidays.
LAST_YEAR = 2100

_SATURDAY = 5


#: More years and parts than one process asks for, unless it makes calendars without end.
_REMEMBERED = 64


@lru_cache(maxsize=_REMEMBERED)
def projected(subdivision: str, first_year: int, last_year: int) -> tuple[tuple[date, str], ...]:
    """
    Return the weekday bank holidays of whole years, computed, each with its title.

    A bank holiday at a weekend is left out, as GOV.UK leaves it out:
    it is the substitute that takes a day away.

    >>> projected("ENG", 2030, 2030)[0]
    (datetime.date(2030, 1, 1), "New Year's Day")
    """
    if subdivision == GIVEN:
        return ()
    from holidays import country_holidays  # noqa: PLC0415 - see the module docstring

    found = country_holidays(
        "GB",
        subdiv=subdivision,
        years=range(first_year, last_year + 1),
        expand=False,
        language="en_GB",
    )
    return tuple(sorted((day, title) for day, title in found.items() if day.weekday() < _SATURDAY))


def release_of_holidays() -> str:
    """Return the version of `holidays`, which the computed days depend on."""
    import holidays  # noqa: PLC0415 - see the module docstring

    return str(holidays.__version__)  # type: ignore[attr-defined]
