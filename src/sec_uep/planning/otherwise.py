"""
What another reading of the texts would change: by how much a finish moves, and what would be late.

Each other choice of each reading that bears on the plan is tried alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, TypeAlias

from attrs import evolve, field, frozen

from sec_uep.entry.standing import Obligation, ObligationState
from sec_uep.errors import SecUepError, bracketed, displayed
from sec_uep.facts import Lines
from sec_uep.planning.plan import Plan
from sec_uep.planning.schedule import first_finish
from sec_uep.readings import REGISTER

__all__ = ["Otherwise"]


@frozen(repr=False)
class Otherwise:
    """
    What one other choice of a reading changes.

    Attributes:
        reading: The id of the reading.
        choice: The other choice.
        finish: The finish under it; None if there is no plan under it.
        moves_by: The Working Days by which the finish moves; negative if it is sooner.
        late: How obligations stand under it that are late under one of the two choices, and differ.
        refusal: Why there is no plan under it; None if there is one.

    """

    reading: str
    choice: str
    finish: date | None
    moves_by: int = 0
    late: tuple[Obligation, ...] = field(default=(), eq=False)
    refusal: SecUepError | None = field(default=None, eq=False)

    _repr_html_ = displayed
    __repr__ = bracketed

    def __str__(self) -> str:
        moved = f"{self.finish}, {self.moves_by:+} Working Days"
        return f"{self.reading} {self.choice!r}: {self.refusal or moved}"


def otherwise(plan: Plan, obligations: Iterable[Obligation] | None = None) -> tuple[Otherwise, ...]:
    """
    Return what another choice of a reading would change in *plan*, in the order of the readings.

    *obligations* are those of the plan's position, where they are at hand.

    >>> from sec_uep.entry import Entry
    >>> from sec_uep.parties import Party, UserRole
    >>> from sec_uep.planning import forwards
    >>> plan = forwards(Entry(party=Party(), roles={UserRole.GAS_SUPPLIER}), today=date(2026, 11, 23))
    >>> for each in otherwise(plan)[-2:]:
    ...     print(each)
    RD-13 'before-srept-too': 2027-03-03, -2 Working Days
    RD-18 'table-2-order': 2027-03-08, +1 Working Days
    """
    mine = _by_matter(plan.position.obligations if obligations is None else obligations)
    turned = {id_ for each in _late(mine).values() if each.due for id_ in each.due.may_turn_on}
    bearing = {*turned, *plan.may_move_by}
    found = [
        _under(plan, id_, choice, mine if id_ in turned else None)
        for id_, reading in REGISTER.items()
        for choice in reading.choices
        if id_ in bearing and choice != plan.chosen[id_]
    ]
    return Lines(each for each in found if each.moves_by or each.late or each.refusal)


def _under(plan: Plan, id_: str, choice: str, mine: About | None) -> Otherwise:
    try:
        position = evolve(plan.position, readings=plan.chosen.choosing({id_: choice}))
        finish = first_finish(position, at_best=plan.at_best)
        late = tuple(_changed(mine, _by_matter(position.obligations))) if mine is not None else ()
    except SecUepError as refusal:
        return Otherwise(id_, choice, None, refusal=refusal.with_traceback(None))
    first, last = sorted((plan.finish, finish))
    apart = plan.calendar.working_days_between(after=first, up_to=last)
    return Otherwise(id_, choice, finish, apart if last == finish else -apart, late)


#: Obligations by what they are about.
About: TypeAlias = dict[Any, Obligation]


def _by_matter(obligations: Iterable[Obligation]) -> About:
    return {(each.task, each.kind, each.trigger): each for each in obligations}


def _late(by_matter: About) -> About:
    """Return those that are late, or shorter than they should be."""
    return {
        matter: each
        for matter, each in by_matter.items()
        if each.is_late or each.state is ObligationState.SHORT
    }


def _changed(mine: About, theirs: About) -> Iterator[Obligation]:
    """Yield those of *theirs* that are late where mine are not, or the other way round, or by other days."""
    alike = {(each.task, each.kind, *_stands(each)) for each in mine.values()}
    for matter in {**_late(mine), **_late(theirs)}:
        before, after = mine.get(matter), theirs.get(matter)
        if after is None:
            continue
        if before is not None:
            has_changed = _stands(before) != _stands(after)
        else:  # another event sets it off under that choice
            has_changed = (after.task, after.kind, *_stands(after)) not in alike
        if has_changed:
            yield after


def _stands(each: Obligation) -> tuple[ObligationState, int]:
    return each.state, each.working_days_late
