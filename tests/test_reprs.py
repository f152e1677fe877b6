"""What a notebook shows of a value: a short line, never a dump of its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import attrs
import pytest

from sec_uep import load, planning, report, sensitivity
from sec_uep.answers import Finding
from sec_uep.glossary import explain
from sec_uep.obligations import MANDATE_DATES, RULES
from sec_uep.obligations.assessment_cycle import assessment_cycle
from sec_uep.obligations.security_assessment import SizeCategory
from sec_uep.obligations.steps import TABLE
from sec_uep.parties import UserRole
from sec_uep.readings import REGISTER
from tests.cases import EXAMPLES
from tests.test_receipts import SAMPLES

DAY = date(2026, 6, 5)
LONGEST = 400


def asked() -> Iterator[object]:
    """Yield answers of every kind, with what they lead to."""
    yield from (RULES, MANDATE_DATES, REGISTER, TABLE)
    yield explain("TE-03")
    yield from assessment_cycle(first_assessment=DAY, role=UserRole.OTHER_USER, size=SizeCategory.SMALL)
    for answer in SAMPLES:
        yield from (answer, answer.why(), answer.disagreements, answer.deadlines, sensitivity(answer))
        if isinstance(answer, Finding):
            yield answer.next_questions()
    for path in EXAMPLES:
        entry = load(path)
        position = entry.as_of(DAY)
        yield from (entry, position, position.steps, position.obligations, position.irregularities)
        yield report(entry, today=DAY)
        if entry.roles:
            plan = planning.forwards(entry, today=DAY)
            yield from (plan, plan.steps, planning.next_steps(plan))
            yield from (planning.evidence(entry, as_of=DAY), plan.infeasible)


def parts(value: object, depth: int = 5) -> Iterator[object]:
    """Yield *value*, if it is of this package, and what it is made of."""
    if isinstance(value, (tuple, list, frozenset, Mapping)):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from parts(each, depth)
    elif type(value).__module__.startswith("sec_uep") and "._" not in type(value).__module__ and depth:
        yield value
        if attrs.has(type(value)):
            kind: Any = type(value)
            for each in attrs.fields(kind):
                yield from parts(getattr(value, each.name, None), depth - 1)


def shown() -> dict[type[Any], object]:
    """Return, of each type, the value with the longest `repr`."""
    found: dict[type[Any], tuple[int, object]] = {}
    for value in asked():
        for each in parts(value):
            length, kind = len(repr(each)), type(each)
            if length > found.get(kind, (0, None))[0]:
                found[kind] = length, each
    return {kind: value for kind, (_, value) in found.items()}


SHOWN = shown()


@pytest.mark.parametrize("kind", SHOWN, ids=lambda kind: kind.__name__)
def test_a_value_is_one_short_line(kind: type[Any]) -> None:
    """It says what it is and what is most wanted of it."""
    text = repr(SHOWN[kind])
    assert "\n" not in text
    assert len(text) <= LONGEST
    assert " object at 0x" not in text


def test_there_are_many() -> None:
    """Of answers, of facts and of the law."""
    assert len(SHOWN) > 60


def test_several_are_a_line_each() -> None:
    """Whether printed or shown: reasons, questions, other readings, steps, obligations."""
    plan = planning.forwards(load(EXAMPLES[-2]), today=DAY)
    answer = next(each for each in SAMPLES if isinstance(each, Finding) and len(each.next_questions()) > 1)
    several: tuple[tuple[object, ...], ...] = (
        answer.why(),
        answer.next_questions(),
        sensitivity(SAMPLES[0]),
        plan.steps,
        plan.position.obligations,
        planning.next_steps(plan),
    )
    for each in several:
        assert str(each) == repr(each) == "\n".join(map(str, each)) != ""
