"""The dates of an entry: each is the provision's own, runs from an event, and says from which."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, strategies as st

from sec_uep import DEFAULT_READINGS, Deadline, Entry, Event, Party, Readings, UserRole
from sec_uep.calendar import WorkingDayCalendar, england_and_wales, scotland
from sec_uep.errors import InvalidType
from sec_uep.obligations import (
    entry_process_testing as uept,
    privacy_assessment,
    security_assessment as fusa,
)
from sec_uep.obligations.entry_process import EntryDate, dates
from sec_uep.rules import Bearer, Modality
from tests.obligations import naive
from tests.obligations.naive import Told

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

ONE_DAY = timedelta(days=1)
OTHER = "other-user"
GAS = "gas-supplier"

#: Monday 1 June 2026.
TODAY = date(2026, 6, 1)

TERMS: list[tuple[WorkingDayCalendar | None, Readings]] = [
    (None, DEFAULT_READINGS),
    (scotland(), DEFAULT_READINGS),
    (
        None,
        Readings(
            rd_01="any-uk-nation",
            rd_02="clear-days",
            rd_04="next-working-day",
            rd_06="no-roll",
        ),
    ),
]


def event(told: Told) -> Event:
    """Return what was told, as the package takes it."""
    make: Callable[..., Event] = Event
    return make(told.step, told.day, role=told.role, outcome=told.outcome, known_on=told.known_on)


def entry(told: Iterable[Told] = (), roles: Collection[str] = (GAS,)) -> Entry:
    """Return the entry of *roles* in which so much was told."""
    return Entry(
        party=Party(),
        roles=tuple(UserRole(role) for role in roles),
        events=tuple(event(one) for one in told),
    )


def told_dates(
    told: Iterable[Told] = (),
    roles: Collection[str] = (GAS,),
    today: date = TODAY,
    calendar: WorkingDayCalendar | None = None,
    readings: Readings = DEFAULT_READINGS,
) -> tuple[EntryDate, ...]:
    """Return the dates of the entry in which so much was told."""
    return dates(entry(told, roles), today=today, calendar=calendar, readings=readings)


def of_step(found: Iterable[EntryDate], step: str, kind: str | None = None) -> list[EntryDate]:
    """Return the dates of one step, of one kind if it is named."""
    return [
        one
        for one in found
        if one.task.step == step and (kind is None or one.deadline.name.endswith(f".{kind}"))
    ]


class TestBeforeAnything:
    """Before a notice is given, a date says when a step could begin if it were given today."""

    def test_of_a_gas_supplier(self) -> None:
        """UEPT 60 Working Days from today, the security assessment twelve weeks, and no DCC clock."""
        testing, assessment = told_dates()
        assert (testing.task.step, testing.deadline.day) == ("uept", naive.forward(TODAY, 60))
        assert assessment.task.step == "full-user-security-assessment"
        assert assessment.deadline.day == date(2026, 8, 24)  # Monday, twelve weeks on
        for one in (testing, assessment):
            assert one.is_assumed
            assert one.done_on is None
            assert str(TODAY) in one.counted_from
            assert "today" in one.counted_from
        assert testing.counted_from.startswith("notice given")
        assert assessment.counted_from.startswith("application")

    def test_of_an_other_user(self) -> None:
        """An Other User has the privacy assessment's too, and it is a should."""
        (privacy,) = of_step(told_dates(roles=[OTHER]), "privacy-assessment")
        assert privacy.is_assumed
        assert privacy.deadline.modality is Modality.SHOULD
        assert privacy.deadline.day == date(2026, 8, 24)

    def test_of_each_role(self) -> None:
        """UEPT has a date for each User Role; the assessment one for the Party."""
        found = told_dates(roles=[GAS, OTHER])
        assert [one.task.role for one in of_step(found, "uept")] == [GAS, OTHER]
        assert len(of_step(found, "full-user-security-assessment")) == 1

    @pytest.mark.parametrize(
        ("step", "outcome"), [("uept", None), ("uept", "begun"), ("full-user-security-assessment", None)]
    )
    def test_not_once_it_has_begun(self, step: str, outcome: str | None) -> None:
        """A step that has begun, whose notice nobody told, could not begin from today."""
        found = told_dates([Told(step, date(2026, 5, 1), None, outcome)])
        assert not [one for one in of_step(found, step) if one.is_assumed]


Clock = tuple[str, "str | None", str, "Callable[..., Deadline]", str]

#: One event, and the one date that it brings: of which step, which question, asked of what.
CLOCKS: list[Clock] = [
    ("uept-notice", None, "uept", uept.earliest_start, "notice_given"),
    (
        "uept-report",
        None,
        "uept-receipt-confirmation",
        uept.receipt_confirmation_due,
        "report_received",
    ),
    (
        "uept-receipt-confirmation",
        None,
        "uept-review",
        uept.review_due,
        "confirmation_received",
    ),
    ("quality-gate", "passed", "test-certificate", uept.certificate_due, "quality_gate_passed"),
    (
        "fusa-application",
        None,
        "full-user-security-assessment",
        fusa.earliest_assessment,
        "application",
    ),
    (
        "privacy-application",
        None,
        "privacy-assessment",
        privacy_assessment.earliest_assessment,
        "application",
    ),
]


class TestBeforeAccession:
    """OB-18: of a Party that is known not to be a SEC Party yet no notice can be given today."""

    @pytest.mark.parametrize(
        ("since", "count"), [(None, 0), (TODAY + ONE_DAY, 0), (TODAY, 3), (date(2020, 1, 6), 3)]
    )
    def test_no_date_is_assumed(self, since: date | None, count: int) -> None:
        """None is counted from today before accession, and all are from the day of it."""
        of = Entry(party=Party(sec_party_since=since), roles=(UserRole.OTHER_USER,))
        assert len(dates(of, today=TODAY)) == count


class TestClocks:
    """Each date equals the provision's own answer, and appears once its event is known, not before."""

    @pytest.mark.parametrize("terms", TERMS)
    @pytest.mark.parametrize("clock", CLOCKS)
    def test_from_its_event(self, clock: Clock, terms: tuple[WorkingDayCalendar | None, Readings]) -> None:
        """On any calendar and under any readings, from the day of the event."""
        (step, outcome, of, ask, field), (calendar, readings) = clock, terms
        day = date(2026, 5, 23)  # Saturday, before the bank holiday of Monday the 25th
        told = [Told(step, day, None, outcome)]
        (found,) = of_step(
            told_dates(told, [OTHER], TODAY, calendar, readings),
            of,
        )
        assert found.deadline == ask(**{field: day}, calendar=calendar, readings=readings)
        assert not found.is_assumed
        assert found.counted_from == str(event(told[0]))
        assert found.done_on is None

    @pytest.mark.parametrize("clock", CLOCKS)
    def test_not_before_it_is_known(self, clock: Clock) -> None:
        """On the day before the event there is no such date; nor before it became known."""
        step, outcome, of, _, field = clock
        day = date(2026, 5, 20)
        told = Told(step, day, None, outcome)
        for one, unknown, known in (
            (told, day - ONE_DAY, day),
            (told._replace(known_on=day + 5 * ONE_DAY), day + 4 * ONE_DAY, day + 5 * ONE_DAY),
        ):
            early = of_step(told_dates([one], [OTHER], unknown), of)
            assert all(found.is_assumed for found in early)
            (late,) = of_step(told_dates([one], [OTHER], known), of)
            assert not late.is_assumed
            assert late.deadline.inputs[field] == day

    def test_the_dccs_are_the_dccs(self) -> None:
        """The three clocks at the end of UEPT bind the DCC; the rest bind the Party or the Other User."""
        told = [Told(step, date(2026, 5, 20), None, outcome) for step, outcome, *_ in CLOCKS]
        bearers = {one.task.step.value: one.deadline.bearer for one in told_dates(told, [OTHER])}
        assert bearers == {
            "uept": Bearer.PARTY,
            "uept-receipt-confirmation": Bearer.DCC,
            "uept-review": Bearer.DCC,
            "test-certificate": Bearer.DCC,
            "full-user-security-assessment": Bearer.PARTY,
            "privacy-assessment": Bearer.OTHER_USER,
        }

    def test_a_failed_gate_starts_no_clock(self) -> None:
        """TE-06: 'a successful Quality Gate Review meeting', and neither a failed one nor one in doubt."""
        for outcome in ("failed", None):
            found = told_dates([Told("quality-gate", date(2026, 5, 20), None, outcome)])
            assert not of_step(found, "test-certificate")

    def test_no_clock_runs_from_anothers_last_day(self) -> None:
        """A report alone starts the confirmation's clock, and not the review's."""
        found = told_dates([Told("uept-report", date(2026, 5, 20))])
        assert of_step(found, "uept-receipt-confirmation")
        assert not of_step(found, "uept-review")

    def test_the_review_by_both_readings(self) -> None:
        """RD-05: from the confirmation, or from the report, confirmed or not."""
        report, confirmation = (
            Told("uept-report", date(2026, 5, 20)),  # Wednesday
            Told("uept-receipt-confirmation", date(2026, 5, 21)),  # Thursday
        )
        (due,) = of_step(told_dates([report, confirmation]), "uept-review")
        assert due.deadline.day == date(2026, 5, 29)  # Friday: past the bank holiday of Monday 25 May
        assert due.counted_from.startswith("uept-receipt-confirmation")
        for told in ([report], [report, confirmation]):
            (due,) = of_step(told_dates(told, readings=Readings(rd_05="report")), "uept-review")
            assert due.deadline.day == date(2026, 5, 28)  # Thursday
            assert due.counted_from.startswith("uept-report")

    def test_for_each_role(self) -> None:
        """RO-04: a report for one User Role starts the clock of that role alone; one for all, of each."""
        report = Told("uept-report", date(2026, 5, 20), GAS)
        found = of_step(told_dates([report], [GAS, OTHER]), "uept-receipt-confirmation")
        assert [one.task.role for one in found] == [GAS]
        found = of_step(told_dates([report._replace(role=None)], [GAS, OTHER]), "uept-receipt-confirmation")
        assert [one.task.role for one in found] == [GAS, OTHER]

    def test_after_further_testing(self) -> None:
        """A report that was reviewed to no end starts no clock any more; the next one does."""
        told = [
            Told("uept-report", date(2026, 5, 11)),
            Told("uept-receipt-confirmation", date(2026, 5, 12)),
            Told("uept-review", date(2026, 5, 18), None, "further-testing"),
        ]
        assert not of_step(told_dates(told), "uept-receipt-confirmation")
        assert not of_step(told_dates(told), "uept-review")
        told.append(Told("uept-report", date(2026, 5, 29)))
        (again,) = of_step(told_dates(told), "uept-receipt-confirmation")
        assert again.deadline.day == date(2026, 6, 2)

    def test_one_notice_for_all(self) -> None:
        """RD-24: where one notice is enough for all, the start of each role is counted from it."""
        told = [Told("uept-notice", date(2026, 5, 20), GAS)]
        by_role = of_step(told_dates(told, [GAS, OTHER]), "uept")
        assert [one.is_assumed for one in by_role] == [False, True]
        one_for_all = told_dates(told, [GAS, OTHER], readings=Readings(rd_24="one-for-all"))
        assert [one.is_assumed for one in of_step(one_for_all, "uept")] == [False, False]


class TestBookings:
    """A day that a step is booked for, or on which it began, says by when its notice was due."""

    @pytest.mark.parametrize("outcome", [None, "begun"])
    def test_of_uept(self, outcome: str | None) -> None:
        """The latest notice for the day that UEPT is booked for, or began."""
        for day in (date(2026, 9, 7), date(2026, 5, 20)):
            told = [Told("uept", day, None, outcome)]
            found = of_step(told_dates(told), "uept-notice")
            if day < TODAY and outcome is None:
                assert not found
            else:
                (latest,) = found
                assert latest.deadline == uept.latest_notice(start=day)
                assert latest.counted_from == str(event(told[0]))
                assert not latest.is_assumed

    @pytest.mark.parametrize(
        ("application", "assessment", "role", "room"),
        [
            ("fusa-application", "full-user-security-assessment", None, fusa),
            ("privacy-application", "privacy-assessment", None, privacy_assessment),
            ("privacy-application", "privacy-assessment", OTHER, privacy_assessment),
        ],
    )
    def test_of_an_assessment(
        self, application: str, assessment: str, role: str | None, room: object
    ) -> None:
        """The last day to apply and, until it takes place, the last day to move it without charge."""
        day = date(2026, 9, 27)  # Sunday; four weeks before is Sunday 30 August
        told = [Told(assessment, day, role)]
        found = told_dates(told, [OTHER])
        (latest,) = of_step(found, application)
        assert latest.deadline.day == date(2026, 7, 3)  # Friday; twelve weeks before is Sunday 5 July
        (free,) = (one for one in of_step(found, assessment) if one.deadline.day == date(2026, 8, 28))
        assert free.deadline.rule.id == ("SA-04" if room is fusa else "EX-08")
        assert not free.is_assumed
        assert free.counted_from == latest.counted_from == str(event(told[0]))

    @pytest.mark.parametrize("assessment", ["full-user-security-assessment", "privacy-assessment"])
    def test_of_an_assessment_that_began(self, assessment: str) -> None:
        """Once it has begun it is moved no more; when the application was due is still told."""
        found = told_dates([Told(assessment, date(2026, 5, 20), None, "begun")], [OTHER])
        assert not [one for one in found if one.deadline.rule.id in {"SA-04", "EX-08"}]
        (latest,) = (one for one in found if one.deadline.name.endswith("latest_application"))
        assert latest.deadline.day == date(2026, 2, 25)  # Wednesday

    def test_only_the_last_booking(self) -> None:
        """A later booking replaces an earlier one."""
        told = [Told("uept", date(2026, 9, 7)), Told("uept", date(2026, 9, 14))]
        (latest,) = of_step(told_dates(told), "uept-notice")
        assert latest.deadline == uept.latest_notice(start=date(2026, 9, 14))

    def test_on_the_day_itself(self) -> None:
        """On the day that it was booked for it is a booking no more."""
        told = [Told("full-user-security-assessment", date(2026, 9, 7))]
        assert of_step(told_dates(told, today=date(2026, 9, 6)), "fusa-application")
        assert not of_step(told_dates(told, today=date(2026, 9, 7)), "fusa-application")

    def test_what_is_not_known_yet(self) -> None:
        """A beginning that became known only after today starts no date today."""
        told = [Told("uept", date(2026, 5, 20), None, "begun", known_on=date(2026, 6, 10))]
        assert not of_step(told_dates(told), "uept-notice")
        assert of_step(told_dates(told, today=date(2026, 6, 10)), "uept-notice")

    def test_for_the_role_that_is_booked(self) -> None:
        """A booking for one User Role is none for the other."""
        found = of_step(told_dates([Told("uept", date(2026, 9, 7), GAS)], [GAS, OTHER]), "uept-notice")
        assert [one.task.role for one in found] == [GAS]


class TestDoneOn:
    """The day on which the step was done, if it was; a met deadline in doubt is never reported as had."""

    def test_done(self) -> None:
        """The confirmation, the review and the certificate, each on its day."""
        told = [
            Told("uept-notice", date(2026, 1, 5)),
            Told("uept", date(2026, 5, 8)),
            Told("uept-report", date(2026, 5, 11)),
            Told("uept-receipt-confirmation", date(2026, 5, 12)),
            Told("uept-review", date(2026, 5, 15), None, "concluded"),
            Told("quality-gate", date(2026, 5, 18), None, "passed"),
            Told("test-certificate", date(2026, 5, 19)),
        ]
        done = {one.task.step.value: one.done_on for one in told_dates(told)}
        assert done == {
            "uept": date(2026, 5, 8),
            "uept-receipt-confirmation": date(2026, 5, 12),
            "uept-review": date(2026, 5, 15),
            "test-certificate": date(2026, 5, 19),
            "full-user-security-assessment": None,
        }

    @pytest.mark.parametrize(
        ("notice", "step"),
        [("uept-notice", "uept"), ("fusa-application", "full-user-security-assessment")],
    )
    def test_begun(self, notice: str, step: str) -> None:
        """Of a date that is the first for a step, the day on which it was begun, ended since or not."""
        told = [Told(notice, date(2026, 1, 5)), Told(step, date(2026, 5, 8), None, "begun")]
        for ended in ([], [Told(step, date(2026, 5, 15), None, "completed")]):
            (first,) = of_step(told_dates([*told, *ended]), step)
            assert first.done_on == date(2026, 5, 8)

    def test_in_doubt(self) -> None:
        """A review of which nobody said how it ended has not been done, as far as is known."""
        told = [Told("uept-receipt-confirmation", date(2026, 5, 12)), Told("uept-review", date(2026, 5, 15))]
        (review,) = of_step(told_dates(told), "uept-review")
        assert review.done_on is None

    def test_a_booking_is_not_done(self) -> None:
        """A day to come is not a day on which a thing was done."""
        for one in told_dates([Told("uept", date(2026, 9, 7))]):
            assert one.done_on is None


class TestReadings:
    """RD-13, RD-24: which notice a start is counted from is a matter of readings too."""

    def test_of_the_start_and_of_its_notice(self) -> None:
        """They are named beside those of the count; a clock of the DCC's has its own only."""
        (start,) = of_step(told_dates([Told("uept-notice", date(2026, 5, 20))]), "uept")
        assert start.readings == ("RD-01", "RD-02", "RD-13", "RD-24")
        saturday = told_dates([Told("uept-report", date(2026, 5, 23))])
        (clock,) = of_step(saturday, "uept-receipt-confirmation")
        assert clock.readings == ("RD-04",)


class TestWorkingDaysLeft:
    """How many Working Days remain after today, up to the date; negative once it has passed."""

    @given(
        day=st.dates(date(2025, 3, 1), date(2028, 6, 1)),
        passed=st.integers(0, 200),
    )
    def test_by_naive_count(self, day: date, passed: int) -> None:
        """Both sides of the date, against ticking days off."""
        today = day + passed * ONE_DAY
        (found,) = of_step(told_dates([Told("uept-notice", day)], today=today), "uept")
        due = found.deadline.day
        expected = naive.count(today, due) if due >= today else -naive.count(due, today)
        assert found.working_days_left == expected

    @pytest.mark.parametrize(
        ("today", "left"),
        [
            (date(2026, 5, 22), 1),  # Friday: Tuesday the 26th remains, past the bank holiday
            (date(2026, 5, 25), 1),  # Monday, the bank holiday
            (date(2026, 5, 26), 0),  # Tuesday, the date itself
            (date(2026, 5, 27), -1),  # Wednesday
            (date(2026, 5, 30), -3),  # Saturday: Wednesday, Thursday and Friday have passed
        ],
    )
    def test_by_hand(self, today: date, left: int) -> None:
        """A report of Thursday 21 May 2026 is to be confirmed by Tuesday the 26th."""
        told = [Told("uept-report", date(2026, 5, 21))]
        (found,) = of_step(told_dates(told, today=today), "uept-receipt-confirmation")
        assert found.deadline.day == date(2026, 5, 26)
        assert found.working_days_left == left

    def test_on_the_calendar_given(self) -> None:
        """They are counted on the calendar that the date is counted on."""
        told = [Told("uept-notice", date(2026, 6, 3))]
        today = date(2026, 7, 31)  # Friday; Monday 3 August is a bank holiday in Scotland
        (here,) = of_step(told_dates(told, today=today), "uept")
        (there,) = of_step(told_dates(told, today=today, calendar=scotland()), "uept")
        assert (here.deadline.day, here.working_days_left) == (date(2026, 8, 26), 18)
        assert (there.deadline.day, there.working_days_left) == (date(2026, 8, 28), 19)


class TestOrder:
    """The dates come in the order of the steps."""

    def test_in_the_order_of_the_steps(self) -> None:
        """Whatever has happened and is booked."""
        told = [
            Told("uept-notice", date(2026, 5, 20)),
            Told("uept", date(2026, 9, 7)),
            Told("full-user-security-assessment", date(2026, 9, 14)),
            Told("privacy-assessment", date(2026, 9, 14)),
        ]
        order = [naive.STEPS.index(one.task.step) for one in told_dates(told, [GAS, OTHER])]
        assert order == sorted(order)

    @given(history=st.permutations([Told(step, date(2026, 5, 20), None, out) for step, out, *_ in CLOCKS]))
    def test_not_of_the_telling(self, history: list[Told]) -> None:
        """In whatever order the events were told, the dates are the same."""
        assume(history)
        known = [Told(step, date(2026, 5, 20), None, out) for step, out, *_ in CLOCKS]
        assert told_dates(history, [OTHER]) == told_dates(known, [OTHER])


class TestBadInput:
    """A part of the wrong type is refused and named."""

    @pytest.mark.parametrize(("bad", "reason"), naive.NO_DATES)
    def test_no_date(self, bad: object, reason: str) -> None:
        """Today is a date."""
        ask: Callable[..., object] = dates
        with pytest.raises(InvalidType, match=rf"^today: .*{reason}"):
            ask(entry(), today=bad)

    def test_no_terms(self) -> None:
        """The calendar and the readings are checked even where there is nothing to count."""
        ask: Callable[..., object] = dates
        for of in (entry(), entry(roles=())):
            with pytest.raises(InvalidType, match=r"^calendar: .*is not a WorkingDayCalendar"):
                ask(of, today=TODAY, calendar="scotland")
            with pytest.raises(InvalidType, match=r"^readings: .*are not Readings"):
                ask(of, today=TODAY, readings={"RD-05": "report"})

    @pytest.mark.parametrize("bad", [None, "entry", {}])
    def test_no_entry(self, bad: object) -> None:
        """What has dates is an entry."""
        ask: Callable[..., object] = dates
        with pytest.raises(InvalidType, match=r"^entry: "):
            ask(bad, today=TODAY)

    def test_an_explicit_calendar_is_used(self) -> None:
        """A calendar that is given is the one that every date is counted on."""
        for one in told_dates(calendar=england_and_wales(), roles=[OTHER]):
            assert "RD-01" not in one.deadline.readings
