"""
The audit of Table 1: every fact pattern, with its verdict and what decides it.

A supplier's facts come down to five questions, and the meters to three cases here and three there,
so that the whole table is some dozens of rows for each fuel.
The same rows are a page of the documentation, and a data file beside this module
for whoever builds the table elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import product
from typing import Any

from attrs import frozen

from sec_uep.answers import Verdict
from sec_uep.errors import bracketed, displayed
from sec_uep.facts import FrozenMapping, Lines
from sec_uep.obligations.table_1 import determine
from sec_uep.parties import (
    CONDITION_33_PARAGRAPHS,
    CONDITION_39_PARAGRAPHS,
    ElectricityDistribution,
    ElectricitySupply,
    GasSupply,
    GasTransport,
    Licence,
)

__all__ = ["AuditRow", "Standing", "audit"]


class Standing(StrEnum):
    """Where a fact pattern stands in the columns of Table 1."""

    DECIDED = "decided"
    SILENT = "silent"
    CONFLICTING = "conflicting"


@frozen
class AuditRow:
    """
    One fact pattern of Table 1.

    Attributes:
        licence: The kind of licence.
        facts: The facts, by the question that Table 1 asks.
        verdict: What the default readings make of it.
        grounds: The ids of the rules that carry the verdict.
        standing: Whether the words of Table 1 put it into one column, into none, or into both.
        readings: The ids of the readings that, chosen otherwise, would change the verdict.

    """

    licence: str
    facts: FrozenMapping[str, str]
    verdict: Verdict
    grounds: tuple[str, ...]
    standing: Standing
    readings: tuple[str, ...]

    _repr_html_ = displayed
    __repr__ = bracketed

    def __str__(self) -> str:
        facts = "; ".join(f"{name}: {fact}" for name, fact in self.facts.items())
        grounds = ", ".join((*self.grounds, *self.readings))
        return f"{self.licence}{f' ({facts})' if facts else ''}: {self.verdict} [{grounds}], {self.standing}"


#: The three cases of what is installed at Designated Premises, and at other premises.
_METERS = ("only the kinds that exempt", "smart or other kinds", "nothing")
_ELSEWHERE = ("only advanced", "smart or other kinds", "neither")


def audit() -> tuple[AuditRow, ...]:
    """
    Return every fact pattern of Table 1 with its verdict, once.

    >>> rows = audit()
    >>> len(rows), sum(row.standing is Standing.SILENT for row in rows)
    (147, 12)
    """
    return Lines(_rows())


def _rows() -> Iterator[AuditRow]:
    for kind, paragraphs, exemption, meter in (
        (ElectricitySupply, CONDITION_39_PARAGRAPHS, "exempt_48_9", "current-transformer"),
        (GasSupply, CONDITION_33_PARAGRAPHS, "exempt_42_9", "large-gas"),
    ):
        for domestic, within, meters, exempt, elsewhere in product(
            (True, False), (True, False), _METERS, (True, False), _ELSEWHERE
        ):
            installed = {_METERS[0]: {meter, "advanced"}, _METERS[1]: {meter, "smart"}, _METERS[2]: set()}
            others = {_ELSEWHERE[0]: {"advanced"}, _ELSEWHERE[1]: {"advanced", "other"}, _ELSEWHERE[2]: set()}
            given: dict[str, Any] = {
                "domestic": domestic,
                "paragraphs": {paragraphs[0]} if within else set(),
                "meters": installed[meters],
                "meters_elsewhere": others[elsewhere],
                exemption: exempt,
            }
            facts = {
                "Domestic Supplier": _yes(domestic),
                "within a listed paragraph": _yes(within),
                "meters at Designated Premises": meters,
                exemption: _yes(exempt),
                "meters at other premises": elsewhere,
            }
            exempted = exempt or meters == _METERS[0] or (within and not domestic)
            yield _row(kind(**given), facts, in_must=domestic, in_exempt=exempted)
    for provider in (True, False):
        distributor = ElectricityDistribution(distribution_service_provider=provider)
        facts = {"Distribution Service Provider": _yes(provider)}
        yield _row(distributor, facts, in_must=provider, in_exempt=not provider)
    yield _row(GasTransport(), {}, in_must=False, in_exempt=True)


def _row(licence: Licence, facts: Mapping[str, str], *, in_must: bool, in_exempt: bool) -> AuditRow:
    found = determine(licence)
    standing = Standing.CONFLICTING if in_must and in_exempt else Standing.DECIDED
    if not in_must and not in_exempt:
        standing = Standing.SILENT
    return AuditRow(
        type(licence).__name__,
        FrozenMapping(facts),
        found.verdict,
        tuple(dict.fromkeys(rule.id for rule in found.grounds)),
        standing,
        tuple(id_ for id_ in found.readings if found.turns_on(id_)),
    )


def _yes(fact: bool) -> str:  # noqa: FBT001 - a fact, in a word
    return "yes" if fact else "no"
