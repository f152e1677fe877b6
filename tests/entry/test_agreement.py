"""Whatever is asked about one fact, the answer is the same: of an entry, its position and its standing."""

from __future__ import annotations

import copy
import pickle
import threading
from datetime import timedelta
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from sec_uep import Entry, Outcome, Step, planning
from sec_uep.answers import NoticeVerdict
from sec_uep.entry import IrregularityKind, Position, State
from sec_uep.entry.standing import Obligation, ObligationKind, ObligationState, dates
from sec_uep.obligations import (
    entry_process_testing as uept,
    privacy_assessment as privacy,
    security_assessment as fusa,
)
from sec_uep.readings import DEFAULT_READINGS, REGISTER
from tests.model import Case, published
from tests.walks import SEEDS, TURNS_ON, calendar_of, cases, entry_of, terms_of, walk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

ONE_DAY = timedelta(days=1)


def at(case: Case) -> Position:
    """Return the position of a case."""
    return entry_of(case).as_of(case.today, **terms_of(case))


def disagreements(at: Position) -> list[str]:
    """Return where two public answers about one fact differ."""
    return [*_of_names(at), *_of_steps(at)]


def _of_names(at: Position) -> Iterator[str]:
    """Compare what has two names."""
    entry = at.entry
    terms: dict[str, Any] = {"calendar": at.given_calendar, "readings": at.chosen}
    too_short = {
        (one.trigger, one.answer)
        for one in at.obligations
        if one.kind is ObligationKind.NOTICE and one.state is ObligationState.MET_LATE
    }
    named = {(n.event, n.other) for n in at.irregularities if n.kind is IrregularityKind.NOTICE}
    dated = [one for one in at.obligations if one.last_day or one.first_day]
    asked: tuple[tuple[str, Any, Any], ...] = (
        ("steps", at.steps, entry.steps(today=at.day, **terms)),
        ("open steps", at.open_steps, entry.open_steps(today=at.day, **terms)),
        ("open steps", at.open_steps, tuple(s for s in at.steps if s.state is State.OPEN)),
        ("obligations", at.obligations, planning.standing(entry, as_of=at.day, **terms)),
        ("late", at.late, tuple(one for one in at.obligations if one.is_late)),
        ("evidence", at.evidence, planning.evidence(entry, as_of=at.day, **terms)),
        ("dates", sorted(dated, key=str), sorted(dates(entry, today=at.day, **terms), key=str)),
        ("notices too short", named, {pair for pair in too_short if pair[0] and pair[0].day <= at.day}),
        ("again", at, entry.as_of(at.day, **terms)),
    )
    for name, one, other in asked:
        if one != other:
            yield f"{name}: {one} and {other}"


def _of_steps(at: Position) -> Iterator[str]:
    """Compare how a step stands with the obligation to take it, and with the evidence that it is part of."""
    agree = {
        ObligationState.MET: {State.DONE},
        ObligationState.DUE: {State.OPEN},
        ObligationState.UPCOMING: {State.WAITING},
        ObligationState.UNDETERMINED: {State.PAST, State.OPEN, State.WAITING},
    }
    for one in at.obligations:
        state = at.step(one.step, one.role)
        if one.kind is not ObligationKind.STEP:
            continue
        if one.bearer is not state.bearer or state.state not in agree[one.state]:
            yield f"{one}, and {state}: {state.bearer}"
        if one.answer is not None and one.done_on != state.done_on:
            yield f"{one.task}: done on {one.done_on}, and on {state.done_on}"
        if one.state is ObligationState.UNDETERMINED and not (state.is_in_doubt or state.shown_by):
            yield f"{one}, and nothing in doubt"
    for one in at.obligations:
        is_running = one.kind is ObligationKind.LIMIT and one.is_pending
        if is_running and at.step(one.step, one.role).state in {State.DONE, State.PAST}:
            yield f"{one}, and {at.step(one.step, one.role)}"
    for each in at.evidence:
        form = at.step(Step.EVIDENCE_FORM, each.role)
        if form.state in {State.OPEN, State.WAITING} and form.waits_for != each.missing:
            yield f"evidence of {each.role.value}: {each.missing} missing, and it waits for {form.waits_for}"


class TestOnePosition:
    """The thin names are those of the position, and each part agrees with the others."""

    @given(cases())
    def test_any_entry(self, case: Case) -> None:
        """On any day, with any readings."""
        assert disagreements(at(case)) == []

    @pytest.mark.parametrize("seed", range(0, SEEDS, 15))
    def test_every_day_and_every_reading(self, seed: int) -> None:
        """On every day of a walk, each day with the next reading chosen otherwise."""
        roles, told = walk(seed)
        calendar = calendar_of(published())
        entry = entry_of(Case(roles, told, told[0].day, {}))
        for number in range((told[-1].day - told[0].day).days + 10):
            id_ = TURNS_ON[number % len(TURNS_ON)]
            readings = DEFAULT_READINGS.choosing({id_: REGISTER[id_].alternatives[0]})
            day = told[0].day + number * ONE_DAY
            position = entry.as_of(day, calendar=calendar, readings=readings)
            found = disagreements(position) if number % 7 == 0 else list(_of_steps(position))
            assert found == [], (day, id_)


class TestOneJudge:
    """Whether a notice was kept is what the provision's own question says (EN-03)."""

    @given(cases())
    def test_notices(self, case: Case) -> None:
        """Of every notice, whatever it was given for; and its last day is the last that suffices."""
        terms = terms_of(case)
        for one in at(case).obligations:
            if one.kind is not ObligationKind.NOTICE or one.trigger is None or one.last_day is None:
                continue
            if one.answer is not None:
                is_kept = is_enough(one, one.answer.day, terms)
                assert (one.state is ObligationState.MET) is is_kept
                assert (one.working_days_late == 0) is is_kept
            assert is_enough(one, one.last_day, terms)
            assert not is_enough(one, one.last_day + ONE_DAY, terms)
            if one.answer is None and one.trigger.day > case.today and not _is_a_should(one):
                assert (one.state is ObligationState.OVERDUE) is (case.today > one.last_day)


def _is_a_should(one: Obligation) -> bool:
    return one.step is Step.PRIVACY_APPLICATION


def is_enough(one: Obligation, given_on: date, terms: dict[str, Any]) -> bool:
    """Ask the provision whether a notice given on a day would have sufficed."""
    assert one.trigger is not None
    start = one.trigger.day
    if one.step is Step.UEPT_NOTICE:
        return uept.notice(given=given_on, start=start, **terms).verdict is NoticeVerdict.SUFFICIENT
    of = fusa.notice if one.step is Step.FUSA_APPLICATION else privacy.notice
    return of(application=given_on, assessment=start, **terms).verdict is NoticeVerdict.SUFFICIENT


class TestAValue:
    """An entry is a value: how it came about, and what it was asked, does not matter."""

    @given(cases(), st.randoms(use_true_random=False))
    def test_order_of_telling(self, case: Case, random: Random) -> None:
        """In whatever order events are told, the entry is the same, and so are all answers."""
        entry = entry_of(case)
        events = list(entry.events)
        random.shuffle(events)
        told = evolve(entry, events=events)
        assert told == entry
        assert at(case) == told.as_of(case.today, **terms_of(case))

    @given(cases())
    def test_of_a_beginning_and_an_ending_on_one_day_the_beginning_comes_first(self, case: Case) -> None:
        """Whichever of them is for every User Role, and whichever for one."""
        events = entry_of(case).events
        for one, following in pairwise(events):
            if (one.day, one.step) == (following.day, following.step):
                assert not (following.outcome is Outcome.BEGUN and one.outcome is not Outcome.BEGUN)

    @given(cases())
    def test_copies(self, case: Case) -> None:
        """A copy, and one that was pickled, is the same, to the byte, whatever was asked before."""
        entry = entry_of(case)
        before = pickle.dumps(entry)
        entry.as_of(case.today, **terms_of(case)).obligations  # noqa: B018 - it is asked
        assert pickle.dumps(entry) == before
        assert copy.copy(entry) == copy.deepcopy(entry) == entry
        assert pickle.loads(before) == entry  # noqa: S301 - our own bytes

    def test_copies_while_it_is_asked(self) -> None:
        """Many threads ask an entry while it is copied."""
        roles, told = walk(3)
        entry = entry_of(Case(roles, told, told[0].day, {}))
        failures: list[Exception] = []

        def ask(entry: Entry, first: date) -> None:
            try:
                for n in range(30):
                    planning.standing(entry, as_of=first + n * ONE_DAY)
            except Exception as failure:  # noqa: BLE001 - whatever it is
                failures.append(failure)

        threads = [threading.Thread(target=ask, args=(entry, told[0].day)) for _ in range(4)]
        for thread in threads:
            thread.start()
        copies = {pickle.dumps(copy.copy(entry)) for _ in range(50)}
        for thread in threads:
            thread.join()
        assert not failures
        assert len(copies) == 1
