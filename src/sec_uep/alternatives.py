"""
What an answer turns on: its question asked again under every other choice of its readings.

Where the texts leave a question open, a reading was chosen.
`sensitivity` tries the other choices, alone and two together, and keeps those that change the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from itertools import combinations, product
from typing import Generic, TypeVar

from attrs import field, frozen

from sec_uep.answers import Answer
from sec_uep.checks import check_is
from sec_uep.errors import SecUepError, displayed, shown
from sec_uep.facts import FrozenMapping, Lines
from sec_uep.readings import REGISTER, Readings

__all__ = ["Alternative", "sensitivity"]

A = TypeVar("A", bound=Answer)
A_co = TypeVar("A_co", bound=Answer, covariant=True)


@frozen(repr=False)
class Alternative(Generic[A_co]):
    """
    Another reading, or two together, under which an answer changes.

    Attributes:
        choices: The choice made for each reading that differs, by id.
        reason: What changes, and why the default is what it is.

    """

    choices: FrozenMapping[str, str]
    _found: A_co | SecUepError = field(alias="found")
    reason: str

    @property
    def refusal(self) -> SecUepError | None:
        """Why there is no answer under these choices; None if there is one."""
        return self._found if isinstance(self._found, SecUepError) else None

    @property
    def answer(self) -> A_co:
        """
        The answer under these choices.

        Raises:
            SecUepError: The `refusal`, if there is no answer under them.

        """
        if isinstance(self._found, SecUepError):
            raise copy(self._found)  # each with a traceback of its own
        return self._found

    def __str__(self) -> str:
        return self.reason

    _repr_html_ = displayed

    def __repr__(self) -> str:
        choices = ", ".join(f"{id_} {choice!r}" for id_, choice in self.choices.items())
        found = f"no answer, {shown(str(self.refusal))}" if self.refusal else _outcome(self.answer)
        return f"<Alternative {choices}: {found}>"


def sensitivity(answer: A) -> tuple[Alternative[A], ...]:
    """
    Return the readings that *answer* turns on, each with the other answer and the reason.

    Every other choice of each reading is tried alone; then every two together,
    where neither of them changes the answer alone. Nothing is returned if it turns on none.
    A reading under which there is no answer is returned too, with the reason why there is none.

    >>> from datetime import date
    >>> from sec_uep.obligations import entry_process_testing as uept
    >>> for other in sensitivity(uept.earliest_start(notice_given=date(2026, 6, 3))):
    ...     print(dict(other.choices), other.answer.day)
    {'RD-01': 'england-and-wales-or-scotland'} 2026-08-28
    {'RD-01': 'any-uk-nation'} 2026-09-01
    {'RD-02': 'clear-days'} 2026-08-27

    Raises:
        InvalidType: If *answer* is not an answer of this package.

    """
    check_is("answer", answer, Answer, "is not an answer", "pass a Finding or a Deadline")
    found: list[Alternative[A]] = []
    for size in (1, 2):
        for varied in _choices(answer.may_turn_on, size, answer.chosen):
            if any(alternative.choices.items() <= varied.items() for alternative in found):
                continue
            other = _under(answer, varied)
            if isinstance(other, SecUepError) or other.outcome != answer.outcome:
                found.append(Alternative(FrozenMapping(varied), other, _reason(answer, varied, other)))
    return Lines(found)


def _choices(ids: tuple[str, ...], size: int, chosen: Readings) -> Iterator[dict[str, str]]:
    """Yield every way to choose otherwise for *size* of the readings with these *ids*."""
    for some in combinations(ids, size):
        others = ([choice for choice in REGISTER[id_].choices if choice != chosen[id_]] for id_ in some)
        for choices in product(*others):
            yield dict(zip(some, choices, strict=True))


def _under(answer: A, varied: Mapping[str, str]) -> A | SecUepError:
    """Return the answer under other choices, or why there is none."""
    try:
        return answer.again(readings=answer.chosen.choosing(varied))
    except SecUepError as refusal:
        return refusal.with_traceback(None)


def _reason(answer: Answer, varied: Mapping[str, str], other: Answer | SecUepError) -> str:
    """Return what changes under other choices, and why the choices made are what they are."""
    read = "; ".join(
        f"{id_}: {REGISTER[id_].question} If {REGISTER[id_].choices[choice]}"
        for id_, choice in varied.items()
    )
    because = "; ".join(f"{REGISTER[id_].reason} [{REGISTER[id_].citation}]" for id_ in varied)
    changes = (
        f"no answer ({other})"
        if isinstance(other, SecUepError)
        else f"{_outcome(other)}, not {_outcome(answer)}"
    )
    return f"{read}: {changes}. For the choice made: {because}"


def _outcome(answer: Answer) -> str:
    """Return the outcome in words: a day, a verdict, or a verdict with its amounts."""
    outcome = answer.outcome
    return ", ".join(map(str, outcome if isinstance(outcome, tuple) else (outcome,)))
