"""How a page is set: its heading, its paragraphs and entries, and what things are called on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date
from textwrap import wrap
from typing import TypeVar

from sec_uep.events import Outcome, Step
from sec_uep.facts import UNKNOWN, Fact
from sec_uep.obligations import rule
from sec_uep.obligations.entry_process import Entry
from sec_uep.parties import Party, UserRole
from sec_uep.rules import Bearer, Rule

__all__ = [
    "DAY",
    "ID",
    "NAME",
    "NOT_ADVICE",
    "OB_18",
    "WIDTH",
    "accession",
    "beside",
    "dated",
    "day_of",
    "grouped",
    "heading",
    "is_sec_party",
    "noted",
    "paragraph",
    "roles_named",
    "rules",
    "soonest",
    "title",
    "title_line",
    "titled",
    "whose",
    "working_days",
]

#: What every page ends with.
NOT_ADVICE = (
    "This is not legal advice: it says what public documents state, as cited, and what was told of the entry."
)

#: Widths: of the page, of a name, a day and an id, and of the margin before a name.
WIDTH, NAME, DAY, ID, _MARGIN = 96, 31, 16, 9, 7

(OB_18,) = rule("OB-18")

T = TypeVar("T")


# --- Parts of a page ---------------------------------------------------------------------


def is_sec_party(entry: Entry, today: date) -> Fact:
    """Return whether the organisation is a SEC Party on *today*."""
    since = entry.party.sec_party_since
    return UNKNOWN if since is UNKNOWN else since is not None and since <= today


def heading(entry: Entry, today: date, subject: str) -> Iterator[str]:
    """Yield the first lines of a page: whose it is, and as of when."""
    name = "".join(c if c.isprintable() else "\ufffd" for c in entry.party.name) or "a Party without a name"
    yield from paragraph(f"{subject}: {name}")
    since = entry.party.sec_party_since
    member = (
        f"; SEC Party since {day_of(since)}"
        if is_sec_party(entry, today) is True and isinstance(since, date)
        else ""
    )
    yield f"As of {today:%A} {today}{member}"


def accession(party: Party) -> str:
    """Return in words whether the organisation is a SEC Party, where it is not, or not known to be."""
    since = party.sec_party_since
    if since is UNKNOWN:
        return "It is not known whether the organisation is a SEC Party"
    will_be = f", and will be on {day_of(since)}" if isinstance(since, date) else ""
    return f"The organisation is not yet a SEC Party{will_be}"


def title_line(text: str) -> Iterator[str]:
    """Yield the heading of a section."""
    yield from ("", text.upper(), "-" * len(text))


def paragraph(text: str, indent: int = 0, hanging: int | None = None) -> list[str]:
    """Return *text* in lines that fit the page."""
    return wrap(
        text,
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent if hanging is None else hanging),
        break_on_hyphens=False,
    )


def beside(name: str, text: str, width: int = NAME) -> list[str]:
    """Set *text* beside *name*."""
    head = f"{'':<{_MARGIN if width == NAME else 2}}{name:<{width}}"
    lines = wrap(text, WIDTH - len(head), break_on_hyphens=False) or [""]
    return [f"{head if number == 0 else ' ' * len(head)}{line}".rstrip() for number, line in enumerate(lines)]


def rules(these: Iterable[Rule]) -> Iterator[str]:
    """Yield rules, each with what it says and where."""
    for each in these:
        yield from beside(each.id, f"{each.statement} [{each.citation}]", ID)


# --- What things are called --------------------------------------------------------------


def day_of(day: date) -> str:
    """Return a day as it is written on a page."""
    return f"{day:%a} {day}"


def soonest(day: date, *, is_lower_bound: bool) -> str:
    """Return the first day on which a plan can end in words, with how sure that is."""
    return f"no sooner than {day_of(day)}" if is_lower_bound else f"on {day_of(day)} at the soonest"


def working_days(count: int) -> str:
    """Return a number of Working Days."""
    return "1 Working Day" if count == 1 else f"{count} Working Days"


_SPELT = {word.lower(): word for word in ("SMKI", "RAPPs", "SREPT", "DCCKI", "UEPT", "IDs", "FUSA", "SECAS")}


def title(name: str) -> str:
    """Return a name of the wire as the guidance spells it: "smki-rapps" is "SMKI RAPPs"."""
    return " ".join(_SPELT.get(word, word.capitalize()) for word in name.split("-"))


_NAMES = re.compile("|".join(rf"\b{name}\b" for name in sorted((*Step, *UserRole), key=len, reverse=True)))


def titled(text: str) -> str:
    """Return *text* with the names of the wire in it spelt as the guidance spells them."""
    return _NAMES.sub(lambda found: title(found[0]), text)


def dated(text: str) -> str:
    """Return *text* as `titled` does, and the days in it as `day_of` does."""
    return _DAYS.sub(lambda found: day_of(date.fromisoformat(found[0])), titled(text))


_DAYS = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")


def noted(text: str) -> str:
    """
    Return a note of what was told of a step as a reader would say it.

    >>> noted("again, because of security-status on 2026-10-01: deferred")
    'again, because Security Status was deferred on Thu 2026-10-01'
    """
    return dated(_UNHYPHENED.sub(lambda found: found[0].replace("-", " "), _BECAUSE.sub(_because, text)))


_BECAUSE = re.compile(r"because of (?P<step>\S+)(?: for \S+)? on (?P<day>\S+): (?P<outcome>[\w-]+)")
_UNHYPHENED = re.compile("|".join(rf"\b{outcome}\b" for outcome in Outcome if "-" in outcome))


def _because(found: re.Match[str]) -> str:
    asked = found["outcome"] == Outcome.FURTHER_TESTING
    said = "asked for further testing" if asked else f"was {found['outcome']}"
    return f"because {found['step']} {said} on {found['day']}"


def whose(bearer: Bearer) -> str:
    """Return in words whose a step is."""
    if bearer is Bearer.NOBODY:
        return "no source says whose"
    return f"{'' if bearer is Bearer.SECAS else 'the '}{bearer}'s"


def roles_named(roles: Iterable[UserRole], entry: Entry) -> str:
    """Return the names of *roles*, where the entry has more than one."""
    roles = tuple(roles)
    if not roles or len(entry.roles) == 1:
        return ""
    return "every User Role" if len(roles) == len(entry.roles) else ", ".join(map(title, roles))


def grouped(items: Iterable[T], key: Callable[[T], Hashable]) -> list[list[T]]:
    """Return the *items* in groups of the same *key*, in the order in which each is first seen."""
    groups: dict[Hashable, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return list(groups.values())
