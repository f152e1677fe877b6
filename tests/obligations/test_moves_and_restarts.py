"""What is booked anew, and testing that is begun anew: what then still counts, and for which User Role."""

from __future__ import annotations

from datetime import date

import pytest

from sec_uep import DEFAULT_READINGS, Entry, Event, Outcome, Party, Step, UserRole
from sec_uep.errors import ContradictoryFacts
from sec_uep.obligations.entry_process import State, Task, dates

FUSA = Step.FULL_USER_SECURITY_ASSESSMENT
IMPORT, EXPORT, GAS = UserRole.IMPORT_SUPPLIER, UserRole.EXPORT_SUPPLIER, UserRole.GAS_SUPPLIER

APPLIED = Event(Step.FUSA_APPLICATION, date(2026, 9, 14))
BOOKED = Event(FUSA, date(2026, 12, 14), outcome=Outcome.BEGUN)
MOVED = Event(FUSA, date(2026, 11, 20), outcome=Outcome.RESCHEDULED, booked_for=date(2026, 12, 14))
BOOKED_ANEW = Event(FUSA, date(2027, 1, 11), outcome=Outcome.BEGUN)


def entry(*events: Event, roles: tuple[UserRole, ...] = (IMPORT,)) -> Entry:
    """Return the entry in which so much was told."""
    return Entry(party=Party(), roles=roles, events=events)


def booked_for(of: Entry, today: date, step: Step = FUSA) -> date | None:
    """Return the day for which the first task of *step* is booked."""
    return next(state.booked_for for state in of.steps(today=today) if state.step is step)


class TestMoves:
    """An assessment is rescheduled: the old booking did not happen, the new one stands."""

    MOVED_ONCE = entry(APPLIED, BOOKED, MOVED, BOOKED_ANEW)

    @pytest.mark.parametrize(
        ("today", "day"),
        [
            (date(2026, 11, 19), date(2026, 12, 14)),  # not moved yet: the first booking stands
            (date(2026, 11, 20), date(2027, 1, 11)),
            (date(2026, 12, 14), date(2027, 1, 11)),
            (date(2027, 1, 10), date(2027, 1, 11)),
            (date(2027, 1, 11), None),  # it has begun
        ],
    )
    def test_booked_for(self, today: date, day: date | None) -> None:
        """The booking that stands is the one that was not moved, as far as is known by then."""
        assert booked_for(self.MOVED_ONCE, today) == day

    def test_the_old_day_did_not_happen(self) -> None:
        """On the day that was given up nothing begins."""
        task = Task(FUSA)
        assert self.MOVED_ONCE.known(task, date(2026, 12, 31), DEFAULT_READINGS) == ()
        assert self.MOVED_ONCE.known(task, date(2027, 1, 11), DEFAULT_READINGS) == (BOOKED_ANEW,)

    def test_moved_and_heard_of_later(self) -> None:
        """Until it became known that it was moved, the first booking stands."""
        late = Event(
            FUSA, MOVED.day, outcome=Outcome.RESCHEDULED, booked_for=BOOKED.day, known_on=date(2026, 11, 25)
        )
        of = entry(APPLIED, BOOKED, late, BOOKED_ANEW)
        assert booked_for(of, date(2026, 11, 24)) == BOOKED.day
        assert booked_for(of, date(2026, 11, 25)) == BOOKED_ANEW.day

    def test_heard_of_after_its_day(self) -> None:
        """A move that was not known of yet takes nothing back that had happened."""
        late = Event(
            FUSA, MOVED.day, outcome=Outcome.RESCHEDULED, booked_for=BOOKED.day, known_on=date(2026, 12, 20)
        )
        of = entry(APPLIED, BOOKED, late)
        assert of.told(Task(FUSA), date(2026, 12, 19)) == (BOOKED,)
        assert of.told(Task(FUSA), date(2026, 12, 20)) == ()

    def test_two_on_one_day_in_either_order(self) -> None:
        """The order of telling does not matter."""
        other = Event(FUSA, MOVED.day, outcome=Outcome.RESCHEDULED, booked_for=BOOKED_ANEW.day)
        assert entry(BOOKED, BOOKED_ANEW, MOVED, other) == entry(BOOKED, BOOKED_ANEW, other, MOVED)

    def test_moved_twice(self) -> None:
        """Each move gives up one day."""
        again = Event(FUSA, date(2026, 12, 1), outcome=Outcome.RESCHEDULED, booked_for=BOOKED_ANEW.day)
        last = Event(FUSA, date(2027, 2, 1), outcome=Outcome.BEGUN)
        of = entry(APPLIED, BOOKED, MOVED, BOOKED_ANEW, again, last)
        assert [booked_for(of, date(2026, m, 30)) for m in (10, 11)] == [BOOKED.day, BOOKED_ANEW.day]
        assert booked_for(of, date(2026, 12, 1)) == last.day

    def test_its_dates_are_those_of_the_new_booking(self) -> None:
        """By when to apply, and until when it moves without charge, follow from the day that stands."""
        found = dates(self.MOVED_ONCE, today=date(2026, 11, 23))
        assert {str(each.trigger) for each in found if each.trigger} == {
            "fusa-application on 2026-09-14",
            "full-user-security-assessment on 2027-01-11: begun",
        }

    def test_to_an_earlier_day(self) -> None:
        """A booking may be moved forward; what happened before the day given up still happened."""
        sooner = Event(FUSA, date(2026, 12, 7), outcome=Outcome.BEGUN)
        of = entry(APPLIED, BOOKED, MOVED, sooner)
        assert booked_for(of, date(2026, 11, 20)) == sooner.day
        assert of.known(Task(FUSA), date(2026, 12, 31), DEFAULT_READINGS) == (sooner,)

    def test_of_one_role(self) -> None:
        """Where the booking is for every User Role, a move for one of them leaves the others."""
        start, role = date(2026, 12, 1), UserRole.GAS_SUPPLIER
        all_of_them = Event(Step.UEPT, start, outcome=Outcome.BEGUN)
        of_gas = Event(
            Step.UEPT, date(2026, 11, 23), role=role, outcome=Outcome.RESCHEDULED, booked_for=start
        )
        of = entry(all_of_them, of_gas, roles=(IMPORT, GAS))
        booked = {
            state.role: state.booked_for
            for state in of.steps(today=date(2026, 11, 23))
            if state.step is Step.UEPT
        }
        assert booked == {IMPORT: start, GAS: None}

    def test_of_every_role(self) -> None:
        """A move that names no User Role gives up the day for each."""
        start = date(2026, 12, 1)
        events = [Event(Step.UEPT, start, role=role, outcome=Outcome.BEGUN) for role in (IMPORT, GAS)]
        moved = Event(Step.UEPT, date(2026, 11, 23), outcome=Outcome.RESCHEDULED, booked_for=start)
        of = entry(*events, moved, roles=(IMPORT, GAS))
        assert {s.booked_for for s in of.steps(today=date(2026, 11, 23)) if s.step is Step.UEPT} == {None}

    @pytest.mark.parametrize(
        "told",
        [
            (),
            (Event(FUSA, date(2026, 12, 15), outcome=Outcome.BEGUN),),
            (Event(Step.SREPT, date(2026, 12, 14)),),
        ],
    )
    def test_from_a_day_that_was_not_booked(self, told: tuple[Event, ...]) -> None:
        """What was never booked cannot have been moved; the move and what it lacks are both named."""
        with pytest.raises(
            ContradictoryFacts,
            match=r"^event full-user-security-assessment on 2026-11-20: rescheduled, from 2026-12-14 "
            r"contradicts events of full-user-security-assessment: none is told for 2026-12-14",
        ):
            entry(MOVED, *told)

    def test_of_another_role(self) -> None:
        """A booking for one User Role is not moved by another's."""
        booking = Event(Step.UEPT, date(2026, 12, 1), role=IMPORT, outcome=Outcome.BEGUN)
        move = Event(
            Step.UEPT, date(2026, 11, 23), role=GAS, outcome=Outcome.RESCHEDULED, booked_for=booking.day
        )
        with pytest.raises(ContradictoryFacts, match="none is told for 2026-12-01"):
            entry(booking, move, roles=(IMPORT, GAS))

    def test_told_twice(self) -> None:
        """One booking is given up once on a day; two may be."""
        with pytest.raises(ContradictoryFacts, match="it is told twice, remove one"):
            entry(BOOKED, MOVED, Event(FUSA, MOVED.day, outcome=Outcome.RESCHEDULED, booked_for=BOOKED.day))
        other = Event(FUSA, MOVED.day, outcome=Outcome.RESCHEDULED, booked_for=BOOKED_ANEW.day)
        assert booked_for(entry(BOOKED, BOOKED_ANEW, MOVED, other), MOVED.day) is None

    def test_a_day_given_up_contradicts_nothing(self) -> None:
        """A booking before its application is refused, and no longer so once it was given up."""
        early = Event(FUSA, date(2026, 9, 1), outcome=Outcome.BEGUN)
        with pytest.raises(ContradictoryFacts, match="waits for fusa-application"):
            entry(APPLIED, early)
        given_up = Event(FUSA, date(2026, 8, 3), outcome=Outcome.RESCHEDULED, booked_for=early.day)
        assert booked_for(entry(APPLIED, early, given_up, BOOKED), APPLIED.day) == BOOKED.day


class TestOnOneDay:
    """A step may begin and end on one day, and cover be required and be put in place; no more."""

    DAY = date(2026, 9, 1)

    @pytest.mark.parametrize("ended", [Outcome.COMPLETED, None])
    def test_begun_and_completed(self, ended: Outcome | None) -> None:
        """In whatever order they are told, it ended."""
        events = [Event(Step.SREPT, self.DAY, outcome=outcome) for outcome in (ended, Outcome.BEGUN)]
        for told in (events, events[::-1]):
            assert entry(*told).done_on(Task(Step.SREPT), self.DAY, DEFAULT_READINGS) == self.DAY

    def test_required_and_in_place(self) -> None:
        """In whatever order they are told, it is in place."""
        outcomes = (Outcome.IN_PLACE, Outcome.REQUIRED)
        events = [Event(Step.CREDIT_COVER, self.DAY, outcome=outcome) for outcome in outcomes]
        for told in (events, events[::-1]):
            assert entry(*told).done_on(Task(Step.CREDIT_COVER), self.DAY, DEFAULT_READINGS) == self.DAY

    @pytest.mark.parametrize(
        ("step", "outcomes"),
        [
            (Step.SREPT, (Outcome.COMPLETED, None)),
            (Step.QUALITY_GATE, (Outcome.FAILED, Outcome.PASSED)),
            (Step.CREDIT_COVER, (Outcome.NOT_REQUIRED, Outcome.REQUIRED)),
        ],
    )
    def test_two_endings(self, step: Step, outcomes: tuple[Outcome, ...]) -> None:
        """Which of the two was the last cannot be said."""
        with pytest.raises(ContradictoryFacts, match="one step has one outcome on one day"):
            entry(*(Event(step, self.DAY, outcome=outcome) for outcome in outcomes))


class TestBegunAnew:
    """Testing is begun anew for one User Role of three: its later steps no longer count, the others' do."""

    ROUND = (
        Event(Step.UEPT, date(2026, 9, 1), outcome=Outcome.BEGUN),
        Event(Step.UEPT, date(2026, 9, 11), outcome=Outcome.COMPLETED),
        Event(Step.UEPT_REPORT, date(2026, 9, 14)),
        Event(Step.UEPT_RECEIPT_CONFIRMATION, date(2026, 9, 15)),
        Event(Step.UEPT_REVIEW, date(2026, 9, 18), outcome=Outcome.CONCLUDED),
        Event(Step.QUALITY_GATE, date(2026, 9, 22), outcome=Outcome.PASSED),
        Event(Step.TEST_CERTIFICATE, date(2026, 9, 24)),
    )
    ANEW = Event(Step.UEPT, date(2026, 10, 5), role=GAS, outcome=Outcome.BEGUN)
    TESTING = tuple(dict.fromkeys(event.step for event in ROUND))

    def done(self, of: Entry, role: UserRole, today: date) -> list[Step]:
        """Return the steps of testing that are done for *role*."""
        return [
            state.step
            for state in of.steps(today=today)
            if state.role is role and state.step in self.TESTING and state.state is State.DONE
        ]

    def test_for_one_role_of_three(self) -> None:
        """Gas starts again; import and export stay complete."""
        of = entry(*self.ROUND, self.ANEW, roles=(IMPORT, EXPORT, GAS))
        assert self.done(of, GAS, date(2026, 10, 4)) == list(self.TESTING)
        assert self.done(of, GAS, date(2026, 10, 5)) == []
        for role in (IMPORT, EXPORT):
            assert self.done(of, role, date(2026, 10, 5)) == list(self.TESTING)

    def test_and_gone_through_again(self) -> None:
        """The second round counts, step by step."""
        second = (
            Event(Step.UEPT, date(2026, 10, 9), role=GAS),
            Event(Step.UEPT_REPORT, date(2026, 10, 12), role=GAS),
            Event(Step.UEPT_RECEIPT_CONFIRMATION, date(2026, 10, 13), role=GAS),
        )
        of = entry(*self.ROUND, self.ANEW, *second, roles=(IMPORT, EXPORT, GAS))
        assert self.done(of, GAS, date(2026, 10, 12)) == list(self.TESTING[:2])
        assert self.done(of, GAS, date(2026, 10, 13)) == list(self.TESTING[:3])

    def test_a_report_of_the_same_day_is_of_the_round_before(self) -> None:
        """What is in doubt does not count as done."""
        begun = Event(Step.UEPT, date(2026, 9, 14), outcome=Outcome.BEGUN)
        assert Step.UEPT_REPORT not in self.done(entry(*self.ROUND[:3], begun), IMPORT, date(2026, 9, 14))

    def test_the_first_time_is_not_anew(self) -> None:
        """A report on the very day that testing began counts."""
        report = Event(Step.UEPT_REPORT, self.ROUND[0].day)
        assert Step.UEPT_REPORT in self.done(entry(self.ROUND[0], report), IMPORT, report.day)

    def test_after_a_review_that_asked_for_more_it_is_the_next_round(self) -> None:
        """What the review sent back is gone already; what it left, such as its own outcome, is still told."""
        review = Event(Step.UEPT_REVIEW, date(2026, 9, 18), outcome=Outcome.FURTHER_TESTING)
        again = Event(Step.UEPT, date(2026, 9, 21), outcome=Outcome.BEGUN)
        of = entry(*self.ROUND[:4], review, again)
        assert of.known(Task(Step.UEPT_REVIEW, IMPORT), again.day, DEFAULT_READINGS) == (review,)
        assert self.done(of, IMPORT, again.day) == []

    def test_what_is_not_known_yet_begins_nothing_anew(self) -> None:
        """Until it became known, what was done stands."""
        late = Event(
            Step.UEPT, date(2026, 10, 5), role=GAS, outcome=Outcome.BEGUN, known_on=date(2026, 10, 8)
        )
        of = entry(*self.ROUND, late, roles=(IMPORT, GAS))
        assert self.done(of, GAS, date(2026, 10, 7)) == list(self.TESTING)
        assert self.done(of, GAS, date(2026, 10, 8)) == []

    def test_begun_before_the_review_asked_for_more(self) -> None:
        """A review that comes after testing was begun anew is of the round before, and sends it back."""
        again = Event(Step.UEPT, date(2026, 9, 16), outcome=Outcome.BEGUN)
        review = Event(Step.UEPT_REVIEW, date(2026, 9, 18), outcome=Outcome.FURTHER_TESTING)
        assert self.done(entry(*self.ROUND[:4], again, review), IMPORT, review.day) == []
