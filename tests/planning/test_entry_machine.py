"""
An entry that is told event by event, as it happens, beside a naive model of it.

After each event the steps, the plan and the standing are those of the model;
what cannot be so is refused, with both events named, and changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from sec_uep import DEFAULT_READINGS
from sec_uep.errors import ContradictoryFacts
from sec_uep.planning import forwards, standing
from tests.obligations import naive as words
from tests.planning.checker import ONE_DAY, WAITS, Facts, Told, dates_of, task_of, violations
from tests.planning.naive import Schedule, Stands, is_refused, missing, obligations, states
from tests.planning.walks import (
    DEFAULTS,
    FIRST,
    SEEDS,
    TIMED,
    as_of,
    bank_holidays,
    ends_of,
    entry_of,
    estimates,
    made,
    moves,
    terms,
    walk,
)

if TYPE_CHECKING:
    from datetime import date

    from sec_uep import Entry
    from tests.planning.checker import Period


class EntryMachine(RuleBasedStateMachine):
    """ST-01 to ST-13, TE-01 to TE-08, SA-02, SA-04, SA-07, PA-01, PA-02, OB-18: told in order of time."""

    facts: Facts
    entry: Entry

    @initialize(
        seed=st.integers(0, SEEDS - 1),
        ninths=st.integers(0, 9),
        periods=estimates,
        holidays=bank_holidays(),
    )
    def begin(self, seed: int, ninths: int, periods: dict[str, Period], holidays: frozenset[date]) -> None:
        """Begin with nothing told, or somewhere in a walk, so that what comes late is reached too."""
        roles, told = walk(seed)
        told = told[: len(told) * ninths // 9]
        today = max([FIRST, *(one.day for one in told if one.booked_for is None)])
        self.facts = Facts(roles, told, today, holidays, DEFAULTS, periods, since=FIRST)
        self.entry = entry_of(self.facts)

    # --- what happens ---

    def tell(self, *told: Told) -> None:
        """Tell what happened; what the model finds impossible is refused."""
        for one in told:
            after = evolve(self.facts, told=(*self.facts.told, one))
            if is_refused(after):
                self.refuse(one)
            else:
                self.facts, self.entry = after, self.entry.with_event(made(one))

    def refuse(self, one: Told) -> None:
        """Tell what cannot be so: it is refused, it names both events, and nothing is changed."""
        before = self.entry
        after_all = (*before.events, made(one))
        with pytest.raises(ContradictoryFacts) as refused:
            self.entry.with_event(made(one))
        message = str(refused.value)
        assert f"event {made(one)}" in message
        assert sum(message.count(f"event {text}") for text in {str(each) for each in after_all}) >= 2, message
        assert entry_of(self.facts) == before

    @rule(days=st.integers(1, 90))
    def days_pass(self, days: int) -> None:
        """Time passes, and what was booked happens."""
        self.facts = evolve(self.facts, today=self.facts.today + days * ONE_DAY)

    @precondition(lambda self: bool(moves(self.facts)))
    @rule(data=st.data(), days=st.integers(0, 12), late=st.integers(0, 20))
    def a_step_is_taken(self, data: st.DataObject, days: int, late: int) -> None:
        """A step that can be is begun, or ends, well or badly; sometimes it becomes known later."""
        move = data.draw(st.sampled_from(moves(self.facts)))
        if late > 16:
            move = move._replace(known_on=move.day + (late - 15) * ONE_DAY)
        self.tell(move)
        self.facts = evolve(self.facts, today=self.facts.today + days * ONE_DAY)

    @rule(data=st.data(), days=st.integers(1, 150), ends=st.booleans())
    def a_step_is_booked(self, data: st.DataObject, days: int, *, ends: bool) -> None:
        """A step that can be taken is booked to begin, or to end."""
        facts = self.facts
        ready = [
            task
            for task in facts.tasks
            if facts.done[task] is None
            and not missing(facts, task)
            and task not in facts.begun
            and all(facts.is_known(one) for one in facts.about(task))
        ]
        if ready:
            step, role = data.draw(st.sampled_from(ready))
            outcome = "begun" if step in TIMED and not ends else ends_of(step)[0]
            self.tell(Told(step, facts.today + days * ONE_DAY, role, outcome))

    @rule(data=st.data())
    def a_booking_is_moved(self, data: st.DataObject) -> None:
        """A booking is moved before its day."""
        facts = self.facts
        live = set(facts.live)
        booked = [
            one
            for one in facts.told
            if one.day > facts.today and one.step in TIMED and words.Told(*one[:5]) in live
        ]
        if booked:
            one = data.draw(st.sampled_from(booked))
            self.tell(Told(one.step, facts.today, one.role, "rescheduled", None, one.day))

    # --- what cannot be ---

    @rule(data=st.data(), days=st.integers(1, 20))
    def a_step_is_told_too_early(self, data: st.DataObject, days: int) -> None:
        """A step before one that it waits for is refused."""
        facts = self.facts
        early = [
            Told(step, day - days * ONE_DAY, role, ends_of(step)[0])
            for step, role in facts.tasks
            if not facts.about((step, role))
            for other in facts.waited_for[step, role]
            if other[0] in WAITS[step] and (day := facts.done[other]) is not None
        ]
        early = [one for one in early if one.day >= FIRST]
        if early:
            one = data.draw(st.sampled_from(early))
            if is_refused(evolve(facts, told=(*facts.told, one))):
                self.refuse(one)

    @precondition(lambda self: bool(self.facts.told))
    @rule(data=st.data())
    def one_step_has_two_outcomes(self, data: st.DataObject) -> None:
        """Two events of one step on one day are refused."""
        one = data.draw(st.sampled_from(self.facts.told))
        self.refuse(one._replace(known_on=None))

    @rule(data=st.data(), days=st.integers(1, 60))
    def what_was_not_booked_is_moved(self, data: st.DataObject, days: int) -> None:
        """A booking that there is not cannot be moved."""
        step = data.draw(st.sampled_from([step for step in TIMED if step not in words.PRIVACY]))
        day = self.facts.today + days * ONE_DAY
        if not any((one.step, one.day) == (step, day) for one in self.facts.told):
            with pytest.raises(ContradictoryFacts, match=str(day)):
                self.entry.with_event(made(Told(step, self.facts.today, None, "rescheduled", booked_for=day)))

    @rule(step=st.sampled_from(words.PER_ROLE))
    def another_role_is_told_of(self, step: str) -> None:
        """An event of a User Role that the entry is not for is refused."""
        role = next(role for role in words.ROLES if role not in self.facts.roles)
        with pytest.raises(ContradictoryFacts, match=role):
            self.entry.with_event(made(Told(step, self.facts.today, role, ends_of(step)[0])))

    @rule(step=st.sampled_from([step for step in words.STEPS if step not in words.PRIVACY]))
    def it_happens_before_accession(self, step: str) -> None:
        """OB-18: nothing but the User Interface before the Party is a SEC Party."""
        one = Told(step, FIRST - ONE_DAY, None, ends_of(step)[0])
        if step != "user-interface":
            with pytest.raises(ContradictoryFacts, match=r"OB-18"):
                self.entry.with_event(made(one))

    # --- what always holds ---

    @invariant()
    def it_is_the_entry_told_at_once(self) -> None:
        """However it was told."""
        assert entry_of(evolve(self.facts, told=self.facts.told[::-1])) == self.entry

    @invariant()
    def its_steps_are_those_of_the_model(self) -> None:
        """Done, open or waiting, and since when."""
        asked = as_of(self.facts)
        found = self.entry.steps(
            today=self.facts.today, calendar=asked["calendar"], readings=DEFAULT_READINGS
        )
        assert {task_of(one): one.state.value for one in found} == states(self.facts)
        assert {task_of(one): one.done_on for one in found} == self.facts.done

    @invariant()
    def its_plan_is_that_of_the_model(self) -> None:
        """Every date of it, and it breaks nothing."""
        dates = dates_of(forwards(self.entry, **terms(self.facts)))
        assert dates.rows == Schedule(self.facts).rows
        assert violations(self.facts, dates) == []

    @invariant()
    def its_standing_is_that_of_the_model(self) -> None:
        """Every obligation, with its last day and what started it."""
        found = [
            Stands(
                *task_of(one),
                one.state.value,
                one.due.day if one.due else None,
                one.done_on,
                one.trigger.day if one.trigger else None,
            )
            for one in standing(self.entry, **as_of(self.facts))
        ]
        assert sorted(map(repr, found)) == sorted(map(repr, obligations(self.facts)))


EntryMachine.TestCase.settings = settings(max_examples=20, stateful_step_count=15)
TestEntryMachine = EntryMachine.TestCase
