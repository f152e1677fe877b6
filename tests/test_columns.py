"""What a column of pandas or numpy has for a day is that day, wherever a day belongs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sec_uep import Entry, Event, Outcome, Party, Step, UserRole, planning, receipt
from sec_uep.answers import Answer
from sec_uep.entry import dates
from sec_uep.errors import InvalidType
from sec_uep.obligations.assessment_cycle import SizeCategory, assessment_cycle
from tests.columns import MISSING, same_days
from tests.test_receipts import SAMPLES

DAY = date(2026, 6, 5)


class TestQuestions:
    """Every question takes it, and keeps the day."""

    @pytest.mark.parametrize("answer", SAMPLES, ids=lambda answer: answer.name)
    def test_asked_with_it(self, answer: Answer) -> None:
        """The answer is the same answer, with the same receipt."""
        days = {name: day for name, day in answer.inputs.items() if day.__class__ is date}
        for name, day in days.items():
            for same in same_days(day):
                again = answer.again(**{name: same})
                assert again == answer
                assert again.inputs[name].__class__ is date
                assert str(receipt(again)) == str(receipt(answer))

    def test_there_are_such_questions(self) -> None:
        """Most of the samples are asked of days."""
        assert sum(any(day.__class__ is date for day in a.inputs.values()) for a in SAMPLES) > 20

    @pytest.mark.parametrize("missing", MISSING)
    def test_a_missing_value(self, missing: Any) -> None:  # noqa: ANN401 - anything may be passed
        """It is refused as what it is, under its name."""
        for answer in SAMPLES:
            for name, day in answer.inputs.items():
                if day.__class__ is date:
                    with pytest.raises(InvalidType, match=f"^{name}: .* is a missing value; pass a datetime"):
                        answer.again(**{name: missing})


class TestEntries:
    """So does all that an entry is told, and whatever is asked of one on a day."""

    def test_told(self) -> None:
        """A Party, an event and a plan hold the day itself."""
        for same in map(_any, same_days(DAY)):
            moved = Event(Step.UEPT, same, outcome=Outcome.RESCHEDULED, known_on=same, booked_for=same)
            assert moved == Event(Step.UEPT, DAY, outcome=Outcome.RESCHEDULED, known_on=DAY, booked_for=DAY)
            party = Party(sec_party_since=same)
            assert party == Party(sec_party_since=DAY)
            entry = Entry(party=party, roles={UserRole.OTHER_USER})
            for ask in (
                lambda day, entry=entry: planning.forwards(entry, today=day).finish,
                lambda day, entry=entry: planning.backwards(entry, target=date(2028, 3, 1), today=day).finish,
                lambda day, entry=entry: planning.standing(entry, as_of=day),
                lambda day, entry=entry: dates(entry, today=day),
                lambda day, entry=entry: entry.steps(today=day),
                lambda day: assessment_cycle(
                    first_assessment=day, role=UserRole.OTHER_USER, size=SizeCategory.SMALL, years=2
                ),
            ):
                assert ask(same) == ask(DAY)


def _any(value: object) -> Any:  # noqa: ANN401 - what the types of a column do not say
    return value
