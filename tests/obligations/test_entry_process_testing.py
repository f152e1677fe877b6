"""UEPT: 60 Working Days' notice, six entry criteria, and the DCC's 2, 5 and 2 Working Days at its end."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, strategies as st

from sec_uep import DEFAULT_READINGS, UNKNOWN, Certainty, Deadline, Readings
from sec_uep.answers import NoticeVerdict
from sec_uep.calendar import WorkingDayCalendar, any_of, england_and_wales, northern_ireland, scotland
from sec_uep.errors import ContradictoryFacts, DateOutsideCalendar, InvalidType, MissingFact
from sec_uep.obligations import entry_process_testing as uept
from sec_uep.rules import Bearer, Kind, Modality
from tests.obligations import naive
from tests.oracles import rules_of
from tests.strategies import calendars, days_of, step_by_step

if TYPE_CHECKING:
    from collections.abc import Callable

ONE_DAY = timedelta(days=1)

CLEAR_DAYS = Readings(rd_02="clear-days")
RECEIVED_NEXT = Readings(rd_04="next-working-day")
FROM_REPORT = Readings(rd_05="report")

#: Notices whose count ends inside 2028, and starts whose count began after 2024, on days of every kind.
notice_days = st.dates(date(2025, 1, 1), date(2028, 8, 31)) | st.sampled_from(
    sorted(day for day in naive.ENGLAND_AND_WALES if day < date(2028, 9, 1))
)
start_days = st.dates(date(2025, 6, 1), date(2028, 12, 31)) | st.sampled_from(
    sorted(day for day in naive.ENGLAND_AND_WALES if day > date(2025, 6, 1))
)
receipt_days = st.dates(date(2025, 1, 1), date(2028, 12, 1)) | st.sampled_from(
    sorted(day for day in naive.ENGLAND_AND_WALES if day < date(2028, 12, 1))
)

with (Path(__file__).parents[1] / "data" / "uept_notice.csv").open(encoding="utf-8", newline="") as _file:
    NOTICES = tuple(csv.DictReader(_file))

CALENDARS: dict[str, Callable[[], WorkingDayCalendar]] = {
    "england-and-wales": england_and_wales,
    "scotland": scotland,
    "england-and-wales-or-scotland": lambda: any_of(england_and_wales(), scotland()),
    "any-uk-nation": lambda: any_of(england_and_wales(), scotland(), northern_ireland()),
}


def test_a_day_outside_the_calendar_is_named_once() -> None:
    """As the caller named it."""
    with pytest.raises(
        DateOutsideCalendar, match=r"^quality_gate_passed: 2090-09-08 is outside the calendar"
    ):
        uept.certificate_due(quality_gate_passed=date(2090, 9, 8))


class TestTheTable:
    """Sixty Working Days' notice to the DCC: notices and starts counted by hand on the GOV.UK list."""

    def test_it_is_well_formed(self) -> None:
        """At least a dozen rows, every date on the weekday written beside it."""
        assert len(NOTICES) >= 12
        for row in NOTICES:
            assert f"{date.fromisoformat(row['notice']):%A}" == row["notice_weekday"]
            assert f"{date.fromisoformat(row['start']):%A}" == row["start_weekday"]

    @pytest.mark.parametrize("row", NOTICES, ids=lambda row: f"{row['calendar']} {row['notice']}")
    def test_the_first_day_that_suffices(self, row: dict[str, str]) -> None:
        """The start of each row, and not the day before it."""
        calendar = CALENDARS[row["calendar"]]()
        given_on, start = date.fromisoformat(row["notice"]), date.fromisoformat(row["start"])
        deadline = uept.earliest_start(notice_given=given_on, calendar=calendar)
        assert deadline.day == start
        assert uept.is_notice_sufficient(notice_given=given_on, start=start, calendar=calendar)
        assert not uept.is_notice_sufficient(notice_given=given_on, start=start - ONE_DAY, calendar=calendar)
        passed = row["bank_holidays_passed"]
        skipped = [line.day for line in deadline.ledger() if line.why_not and line.day.isoweekday() < 6]
        assert "; ".join(f"{day.day} {day:%b}" for day in skipped) == ("" if passed == "none" else passed)

    @pytest.mark.parametrize(
        ("choice", "start"),
        [
            ("england-and-wales", date(2026, 8, 26)),  # Wednesday
            ("england-and-wales-or-scotland", date(2026, 8, 28)),  # Friday
            ("any-uk-nation", date(2026, 9, 1)),  # Tuesday
        ],
    )
    def test_whose_bank_holidays(self, choice: str, start: date) -> None:
        """RD-01 names the calendar: notice on Wednesday 3 June 2026 under each of its choices."""
        deadline = uept.earliest_start(
            notice_given=date(2026, 6, 3), readings=DEFAULT_READINGS.choosing({"RD-01": choice})
        )
        assert deadline.day == start
        assert deadline.readings["RD-01"] == choice


class TestNotice:
    """TE-01: 'you must provide 60 Working Days (WDs) notice to the DCC when choosing a date to commence'."""

    @given(day=notice_days)
    def test_sixty_working_days_lie_between(self, day: date) -> None:
        """Sixty Working Days lie in (notice, earliest start], the last of them the start."""
        start = uept.earliest_start(notice_given=day).day
        assert naive.count(day, start) == 60
        assert naive.works(start)

    @given(day=notice_days)
    def test_the_earliest_start_is_the_first_sufficient_day(self, day: date) -> None:
        """Every day from the notice up to the start is too early, and the start is not."""
        start = uept.earliest_start(notice_given=day).day
        assert uept.is_notice_sufficient(notice_given=day, start=start)
        early = day
        while early < start:
            assert not uept.is_notice_sufficient(notice_given=day, start=early)
            early += ONE_DAY

    @given(day=notice_days, start=start_days)
    def test_sufficient_means_that_sixty_were_counted(self, day: date, start: date) -> None:
        """A notice suffices exactly when sixty Working Days can be ticked off up to the start."""
        is_enough = naive.count(day, start) >= 60
        assert uept.is_notice_sufficient(notice_given=day, start=start) is is_enough
        finding = uept.notice(given=day, start=start)
        assert (finding.verdict is NoticeVerdict.SUFFICIENT) is is_enough
        assert (finding.verdict is NoticeVerdict.INSUFFICIENT) is not is_enough

    @pytest.mark.parametrize("readings", [DEFAULT_READINGS, CLEAR_DAYS, RECEIVED_NEXT])
    @given(start=start_days)
    def test_the_latest_notice_is_the_last_that_suffices(self, readings: Readings, start: date) -> None:
        """It suffices for every kind of start under every reading; the next Working Day does not."""
        latest = uept.latest_notice(start=start, readings=readings).day
        assert naive.works(latest)
        assert uept.is_notice_sufficient(notice_given=latest, start=start, readings=readings)
        too_late = naive.forward(latest, 1)
        assert not uept.is_notice_sufficient(notice_given=too_late, start=start, readings=readings)

    @pytest.mark.parametrize(
        "readings",
        [
            DEFAULT_READINGS,
            CLEAR_DAYS,
            RECEIVED_NEXT,
            Readings(rd_02="clear-days", rd_04="next-working-day"),
            Readings(rd_01="any-uk-nation"),
        ],
    )
    @given(start=start_days)
    @example(start=date(2026, 9, 1))  # the Tuesday after a bank holiday
    @example(start=date(2026, 8, 30))  # a Sunday
    def test_the_last_day_of_notice(self, readings: Readings, start: date) -> None:
        """Notice on it suffices, at a weekend too, and on the next calendar day it does not."""
        last = uept.last_day_of_notice(start=start, readings=readings).day
        for given_on, is_enough in ((last, True), (last + ONE_DAY, False)):
            answer = uept.is_notice_sufficient(notice_given=given_on, start=start, readings=readings)
            assert answer is is_enough
        assert uept.latest_notice(start=start, readings=readings).day <= last

    def test_notice_on_a_sunday(self) -> None:
        """Given on Sunday 7 June 2026 it suffices for Friday 28 August, as one of Friday 5 June does."""
        sunday, friday = date(2026, 6, 7), date(2026, 8, 28)
        found = uept.notice(given=sunday, start=friday)
        assert found.verdict is NoticeVerdict.SUFFICIENT
        assert uept.last_day_of_notice(start=friday).day == sunday
        assert uept.latest_notice(start=friday).day == date(2026, 6, 5)
        assert "the last day of notice is 2026-06-07" in str(found.why())
        later = uept.last_day_of_notice(start=friday, readings=RECEIVED_NEXT)
        assert later.day == date(2026, 6, 5)
        assert later.readings["RD-04"] == "next-working-day"

    @pytest.mark.parametrize(
        ("start", "latest"),
        [
            (date(2026, 8, 26), date(2026, 6, 3)),  # Wednesday, Wednesday
            (date(2026, 8, 27), date(2026, 6, 4)),  # Thursday, Thursday
            (date(2026, 8, 28), date(2026, 6, 5)),  # Friday, Friday
            (date(2026, 8, 29), date(2026, 6, 5)),  # Saturday: as for Friday
            (date(2026, 8, 30), date(2026, 6, 5)),  # Sunday: as for Friday
            (date(2026, 8, 31), date(2026, 6, 5)),  # Monday, a bank holiday: as for Friday
            (date(2026, 9, 1), date(2026, 6, 8)),  # Tuesday, Monday
        ],
    )
    def test_starts_around_a_bank_holiday(self, start: date, latest: date) -> None:
        """A start on a day that is none counts from the Working Day before it."""
        assert uept.latest_notice(start=start).day == latest

    @given(first=notice_days, second=notice_days)
    def test_later_notice_never_starts_earlier(self, first: date, second: date) -> None:
        """The earliest start is monotone in the notice, and the latest notice in the start."""
        first, second = sorted((first, second))
        assert uept.earliest_start(notice_given=first).day <= uept.earliest_start(notice_given=second).day
        first, second = first + 365 * ONE_DAY, second + 365 * ONE_DAY
        assert uept.latest_notice(start=first).day <= uept.latest_notice(start=second).day

    @given(day=notice_days, offset=st.integers(-3, 100))
    def test_one_more_bank_holiday_never_helps(self, day: date, offset: int) -> None:
        """One more bank holiday moves the start on by a Working Day if it is one of the sixty, else not."""
        extra = day + offset * ONE_DAY
        if not naive.works(extra):
            return
        start = uept.earliest_start(notice_given=day).day
        changed = england_and_wales().with_bank_holiday(extra, "one more")
        moved = uept.earliest_start(notice_given=day, calendar=changed).day
        assert moved == (naive.forward(start, 1) if day < extra <= start else start)

    @given(data=st.data(), calendar=calendars())
    def test_any_calendar(self, data: st.DataObject, calendar: WorkingDayCalendar) -> None:
        """On any calendar: the day that stepping from day to day finds, or a refusal where it finds none."""
        day = data.draw(days_of(calendar))
        oracle = step_by_step(calendar)
        after = oracle.nth_working_day_after(day, 60)
        if after is None:
            with pytest.raises(DateOutsideCalendar):
                uept.earliest_start(notice_given=day, calendar=calendar)
        else:
            assert uept.earliest_start(notice_given=day, calendar=calendar).day == after
        from_day = oracle.on_or_before(day)
        before = from_day and oracle.nth_working_day_before(from_day, 60)
        if before is None:
            with pytest.raises(DateOutsideCalendar):
                uept.latest_notice(start=day, calendar=calendar)
        else:
            assert uept.latest_notice(start=day, calendar=calendar).day == before

    def test_a_start_before_the_notice(self) -> None:
        """Notice given after the start is not enough, and that is an answer, not an error."""
        finding = uept.notice(given=date(2026, 6, 3), start=date(2026, 6, 2))
        assert finding.verdict is NoticeVerdict.INSUFFICIENT

    def test_a_start_that_the_calendar_does_not_reach(self) -> None:
        """What is answered can be explained too; what cannot is refused at once, never afterwards."""
        try:
            finding = uept.notice(given=date(2026, 6, 3), start=date(2100, 1, 1))
        except DateOutsideCalendar:
            return
        assert "2026-08-26" in str(finding.why())


class TestClearDays:
    """RD-02: by the other reading 60 whole Working Days lie between, which is one Working Day more."""

    @given(day=notice_days)
    def test_one_working_day_later(self, day: date) -> None:
        """The earliest start is exactly the next Working Day, and sixty lie strictly between."""
        start = uept.earliest_start(notice_given=day).day
        clear = uept.earliest_start(notice_given=day, readings=CLEAR_DAYS).day
        assert clear == naive.forward(start, 1)
        assert naive.count(day, clear - ONE_DAY) == 60

    @given(start=start_days)
    def test_one_working_day_earlier(self, start: date) -> None:
        """The latest notice is exactly one Working Day earlier."""
        latest = uept.latest_notice(start=start).day
        assert uept.latest_notice(start=start, readings=CLEAR_DAYS).day == naive.back(latest, 1)

    def test_both_sides(self) -> None:
        """Notice on Wednesday 3 June 2026: Wednesday 26 August is too early, Thursday the 27th is not."""
        for start, is_enough in ((date(2026, 8, 26), False), (date(2026, 8, 27), True)):
            assert (
                uept.is_notice_sufficient(
                    notice_given=date(2026, 6, 3),
                    start=start,
                    readings=CLEAR_DAYS,
                )
                is is_enough
            )


class TestReceiptOfNotice:
    """RD-04: by the other reading what comes on a non-working day is received on the next Working Day."""

    @given(day=notice_days)
    def test_the_count_starts_from_the_day_of_receipt(self, day: date) -> None:
        """The start is that of a notice given on the day of receipt."""
        received = naive.roll_on(day)
        deadline = uept.earliest_start(notice_given=day, readings=RECEIVED_NEXT)
        assert deadline.day == uept.earliest_start(notice_given=received).day == naive.forward(received, 60)
        assert deadline.counted_from == received
        assert uept.earliest_start(notice_given=day).counted_from == day

    def test_both_sides(self) -> None:
        """Saturday 6 June 2026 counts as Friday the 5th by one reading, as Monday the 8th by the other."""
        saturday = date(2026, 6, 6)
        assert uept.earliest_start(notice_given=saturday).day == date(2026, 8, 28)  # Friday
        later = uept.earliest_start(notice_given=saturday, readings=RECEIVED_NEXT)
        assert later.day == date(2026, 9, 1)  # Tuesday, past the bank holiday of 31 August


class TestReadingsNamed:
    """An answer names the readings that it rests on, and an explicit calendar settles RD-01."""

    def test_of_the_dates(self) -> None:
        """It may turn on RD-01 unless a calendar was given; the others are those of the clause."""
        day = date(2026, 6, 3)
        assert uept.earliest_start(notice_given=day).may_turn_on == ("RD-01", "RD-02", "RD-04")
        assert uept.latest_notice(start=day).may_turn_on == ("RD-01", "RD-02")
        assert uept.receipt_confirmation_due(report_received=day).may_turn_on == ("RD-01", "RD-04")
        assert uept.review_due(confirmation_received=day).may_turn_on == ("RD-01", "RD-04", "RD-05")
        assert uept.certificate_due(quality_gate_passed=day).may_turn_on == ("RD-01",)
        explicit = uept.earliest_start(notice_given=day, calendar=scotland())
        assert explicit.may_turn_on == ("RD-02", "RD-04")
        assert explicit.calendar is explicit.given_calendar is not None

    @pytest.mark.parametrize(
        ("asked", "rests_on"),
        [
            # A Wednesday: received that day, whichever way RD-04 is read; 3 August is kept in Scotland.
            (uept.earliest_start(notice_given=date(2026, 6, 3)), {"RD-01", "RD-02"}),
            (uept.earliest_start(notice_given=date(2026, 6, 6)), {"RD-01", "RD-02", "RD-04"}),  # Saturday
            # Between 4 and 8 September nobody keeps a bank holiday.
            (uept.receipt_confirmation_due(report_received=date(2026, 9, 4)), set()),
            (uept.receipt_confirmation_due(report_received=date(2026, 9, 5)), {"RD-04"}),
            (
                uept.certificate_due(quality_gate_passed=date(2026, 12, 31)),
                {"RD-01"},
            ),  # 2 January is a Saturday
            (uept.certificate_due(quality_gate_passed=date(2026, 9, 18)), set()),
            # The other reading counts from the report, whose day nobody gave.
            (uept.review_due(confirmation_received=date(2026, 9, 8)), {"RD-05"}),
            (
                uept.review_due(confirmation_received=date(2026, 9, 8), report_received=date(2026, 9, 8)),
                set(),
            ),
            (
                uept.review_due(confirmation_received=date(2026, 9, 8), report_received=date(2026, 9, 7)),
                {"RD-05"},
            ),
        ],
        ids=str,
    )
    def test_those_that_a_day_rests_on(self, asked: Deadline, rests_on: set[str]) -> None:
        """Of the readings of its clause a day names those that would move it, or leave no day."""
        assert set(asked.readings) == rests_on
        assert all(asked.readings[id_] == DEFAULT_READINGS[id_] for id_ in rests_on)

    def test_an_explicit_calendar_overrides_the_choice(self) -> None:
        """The calendar that was given is counted on, whatever RD-01 is chosen."""
        deadline = uept.earliest_start(
            notice_given=date(2026, 6, 3),
            calendar=scotland(),
            readings=Readings(rd_01="any-uk-nation"),
        )
        assert deadline.day == date(2026, 8, 28)  # Friday

    def test_of_the_finding(self) -> None:
        """Only the readings that change the verdict are named."""
        given_on = date(2026, 6, 3)
        exactly = uept.notice(given=given_on, start=date(2026, 8, 26))
        assert set(exactly.readings) == {"RD-01", "RD-02"}
        assert set(uept.notice(given=given_on, start=date(2026, 8, 27)).readings) == {"RD-01"}
        assert not uept.notice(given=given_on, start=date(2026, 9, 4)).readings
        assert not uept.notice(given=given_on, start=date(2026, 8, 25)).readings
        explicit = uept.notice(given=given_on, start=date(2026, 8, 26), calendar=england_and_wales())
        assert set(explicit.readings) == {"RD-02"}
        on_saturday = uept.notice(given=date(2026, 6, 6), start=date(2026, 8, 28))
        assert "RD-04" in on_saturday.readings

    def test_asked_again(self) -> None:
        """The same question with one part varied has the other answer."""
        finding = uept.notice(given=date(2026, 6, 3), start=date(2026, 8, 26))
        assert finding.again(readings=CLEAR_DAYS).verdict is NoticeVerdict.INSUFFICIENT
        assert finding.again(start=date(2026, 8, 25)).verdict is NoticeVerdict.INSUFFICIENT
        assert finding.again() == finding


class TestWhy:
    """Every answer explains itself: what was counted, from which rule."""

    def test_of_a_notice_that_suffices(self) -> None:
        """The reasons name the first start and the last notice, and that they hold."""
        finding = uept.notice(given=date(2026, 6, 3), start=date(2026, 8, 28))
        (reason,) = finding.why()
        assert reason.holds is True
        assert "allows a start from 2026-08-26" in reason.text
        assert "the last day of notice is 2026-06-07" in reason.text  # a Sunday, which suffices
        assert reason.rule.id == "TE-01"
        assert not finding.next_questions()

    def test_why_not(self) -> None:
        """Nothing stands in the way of the verdict that is; the count stands in the way of the other."""
        finding = uept.notice(given=date(2026, 6, 3), start=date(2026, 8, 25))
        assert len(finding.why_not(NoticeVerdict.INSUFFICIENT)) == 0
        (reason,) = finding.why_not(NoticeVerdict.SUFFICIENT)
        assert reason.holds is False
        assert "2026-06-02" in reason.text

    def test_the_ledger_has_every_day(self) -> None:
        """The ledger of a start ticks off sixty days, that of a latest notice too."""
        deadline = uept.earliest_start(notice_given=date(2026, 4, 2))
        ledger = deadline.ledger()
        assert ledger.total == 60
        days = [line.day for line in ledger]
        assert (days[0], days[-1]) == (date(2026, 4, 3), date(2026, 7, 1)) == (days[0], deadline.day)
        assert uept.latest_notice(start=date(2026, 8, 30)).ledger().total == 60

    def test_a_deadline_says_it_in_a_line(self) -> None:
        """Day, what it is, who is bound and how, rule, source and certainty."""
        line = str(uept.earliest_start(notice_given=date(2026, 6, 3)))
        assert line.startswith("2026-08-26 ")
        for words in ("Party must", "TE-01", "SECAS guidance, 6.1", "published"):
            assert words in line


class TestCertainty:
    """A date is published inside GOV.UK's list, projected beyond, and amended where a change counts."""

    def test_both_sides_of_the_end_of_2028(self) -> None:
        """A count that ends on Friday 29 December 2028 is published, one that ends in January 2029 is not."""
        last = naive.back(date(2028, 12, 29), 60)
        assert uept.earliest_start(notice_given=last).day == date(2028, 12, 29)
        assert uept.earliest_start(notice_given=last).certainty is Certainty.PUBLISHED
        following = uept.earliest_start(notice_given=naive.forward(last, 1))
        assert following.day == date(2029, 1, 2)  # Tuesday, after a New Year's Day that is not published yet
        assert following.certainty is Certainty.PROJECTED

    def test_a_latest_notice_rests_on_its_start(self) -> None:
        """Sunday 31 December 2028 is published, Monday 1 January 2029 projected, and the answer the same."""
        published = uept.latest_notice(start=date(2028, 12, 31))
        projected = uept.latest_notice(start=date(2029, 1, 1))
        assert published.day == projected.day == naive.back(date(2028, 12, 29), 60)
        assert published.certainty is Certainty.PUBLISHED
        assert projected.certainty is Certainty.PROJECTED

    @pytest.mark.parametrize(
        ("changed", "certainty"),
        [
            (date(2026, 6, 2), Certainty.PUBLISHED),  # Tuesday, before the notice
            (date(2026, 6, 3), Certainty.PUBLISHED),  # Wednesday, the notice itself, which never counts
            (date(2026, 6, 4), Certainty.AMENDED),  # Thursday, the first day counted
            (date(2026, 8, 26), Certainty.AMENDED),  # Wednesday, the last day counted
            (date(2026, 8, 27), Certainty.PUBLISHED),  # Thursday, after it
        ],
    )
    def test_amended_only_where_it_counts(self, changed: date, certainty: Certainty) -> None:
        """Both sides of both ends of the count from Wednesday 3 June 2026."""
        calendar = england_and_wales().with_bank_holiday(changed, "one more")
        deadline = uept.earliest_start(notice_given=date(2026, 6, 3), calendar=calendar)
        assert deadline.certainty is certainty

    def test_a_bank_holiday_taken_away(self) -> None:
        """A start that came earlier because a bank holiday was taken away is amended too."""
        calendar = england_and_wales().without_bank_holiday(date(2026, 8, 31))
        deadline = uept.earliest_start(notice_given=date(2026, 6, 8), calendar=calendar)
        assert deadline.day == date(2026, 8, 31)  # Monday
        assert deadline.certainty is Certainty.AMENDED

    def test_the_day_of_receipt_counts_where_it_is_asked(self) -> None:
        """By the other reading of RD-04 the kind of the notice day matters, so a change to it is told."""
        calendar = england_and_wales().with_bank_holiday(date(2026, 6, 3), "one more")
        deadline = uept.earliest_start(
            notice_given=date(2026, 6, 3), calendar=calendar, readings=RECEIVED_NEXT
        )
        assert deadline.certainty is Certainty.AMENDED
        assert deadline.counted_from == date(2026, 6, 4)  # Thursday


CLOCKS: dict[str, tuple[Callable[..., Deadline], str, int, str]] = {
    "receipt": (uept.receipt_confirmation_due, "report_received", 2, "TE-04"),
    "review": (uept.review_due, "confirmation_received", 5, "TE-05"),
    "certificate": (uept.certificate_due, "quality_gate_passed", 2, "TE-06"),
}


@pytest.mark.parametrize(("ask", "field", "days", "rule"), CLOCKS.values(), ids=CLOCKS)
class TestClocksOfTheDcc:
    """TE-04 to TE-06: 'Within N WDs of ...' an event the DCC must act; the day of the event never counts."""

    @given(day=receipt_days)
    def test_working_days_after_the_event(
        self, ask: Callable[..., Deadline], field: str, days: int, rule: str, day: date
    ) -> None:
        """The last day is the N-th Working Day after the event, on whatever day it fell."""
        deadline = ask(**{field: day})
        assert deadline.day == naive.forward(day, days)
        assert naive.count(day, deadline.day) == days
        assert deadline.rule.id == rule

    def test_the_dcc_bears_it(self, ask: Callable[..., Deadline], field: str, days: int, rule: str) -> None:
        """It is the DCC that must act, never the Party."""
        deadline = ask(**{field: date(2026, 9, 4)})
        assert (deadline.rule.id, deadline.ledger().total) == (rule, days)
        assert deadline.bearer is Bearer.DCC
        assert deadline.modality is Modality.MUST
        assert deadline.rule.kind is Kind.LIMIT
        assert "CTSD, 5.17" in str(deadline.citation)
        assert "SECAS guidance, 6.3" in str(deadline.citation)


class TestClocksByHand:
    """TE-04 to TE-06 around the bank holiday of Monday 31 August 2026 and around Christmas, by hand."""

    @pytest.mark.parametrize(
        ("received", "due"),
        [
            (date(2026, 8, 26), date(2026, 8, 28)),  # Wednesday: Friday
            (date(2026, 8, 27), date(2026, 9, 1)),  # Thursday: Friday, then Tuesday
            (date(2026, 8, 28), date(2026, 9, 2)),  # Friday: Tuesday, Wednesday
            (date(2026, 8, 29), date(2026, 9, 2)),  # Saturday: Tuesday, Wednesday
            (date(2026, 8, 31), date(2026, 9, 2)),  # Monday, the bank holiday: Tuesday, Wednesday
            (date(2026, 9, 1), date(2026, 9, 3)),  # Tuesday: Thursday
            (date(2026, 12, 24), date(2026, 12, 30)),  # Thursday: Tuesday 29, Wednesday 30
        ],
    )
    def test_two_working_days(self, received: date, due: date) -> None:
        """The confirmation of receipt, and the certificate after a Quality Gate Review."""
        assert uept.receipt_confirmation_due(report_received=received).day == due
        assert uept.certificate_due(quality_gate_passed=received).day == due

    @pytest.mark.parametrize(
        ("received", "due"),
        [
            (date(2026, 8, 24), date(2026, 9, 1)),  # Monday: Tue 25 to Fri 28, then Tuesday
            (date(2026, 8, 21), date(2026, 8, 28)),  # Friday: Mon 24 to Fri 28
            (date(2026, 8, 22), date(2026, 8, 28)),  # Saturday: Mon 24 to Fri 28
        ],
    )
    def test_five_working_days(self, received: date, due: date) -> None:
        """The review."""
        assert uept.review_due(confirmation_received=received).day == due

    @given(day=receipt_days)
    def test_received_on_the_next_working_day(self, day: date) -> None:
        """By the other reading of RD-04 the clocks of receipt run from there; a meeting is not received."""
        received = naive.roll_on(day)
        confirm = uept.receipt_confirmation_due(report_received=day, readings=RECEIVED_NEXT)
        assert confirm.day == naive.forward(received, 2)
        review = uept.review_due(confirmation_received=day, readings=RECEIVED_NEXT)
        assert review.day == naive.forward(received, 5)
        certificate = uept.certificate_due(quality_gate_passed=day, readings=RECEIVED_NEXT)
        assert certificate.day == naive.forward(day, 2)

    def test_both_sides_of_a_weekend(self) -> None:
        """A report of Saturday 5 September 2026: due on Tuesday by one reading, on Wednesday by the other."""
        saturday = date(2026, 9, 5)
        assert uept.receipt_confirmation_due(report_received=saturday).day == date(2026, 9, 8)
        next_day = uept.receipt_confirmation_due(report_received=saturday, readings=RECEIVED_NEXT)
        assert next_day.day == date(2026, 9, 9)

    @given(day=receipt_days, chosen=st.sampled_from(sorted(naive.BY_RD_01)))
    def test_on_the_calendar_of_rd_01(self, day: date, chosen: str) -> None:
        """Each clock runs on the calendar that RD-01 names."""
        readings, off = DEFAULT_READINGS.choosing({"RD-01": chosen}), naive.BY_RD_01[chosen]
        assert uept.receipt_confirmation_due(report_received=day, readings=readings).day == naive.forward(
            day, 2, off
        )
        assert uept.review_due(confirmation_received=day, readings=readings).day == naive.forward(day, 5, off)
        assert uept.certificate_due(quality_gate_passed=day, readings=readings).day == naive.forward(
            day, 2, off
        )


class TestWhereTheReviewRunsFrom:
    """TE-05, RD-05: 'Within 5 WDs of receipt of the above notification'."""

    def test_the_event_not_another_clocks_end(self) -> None:
        """A DCC that confirms before its last day has its review counted from the confirmation."""
        report, confirmation = (
            date(2026, 9, 7),
            date(2026, 9, 8),
        )  # Monday, Tuesday; its last day is Wednesday
        due = uept.review_due(confirmation_received=confirmation, report_received=report)
        assert due.day == date(2026, 9, 15)  # Tuesday
        late = uept.review_due(confirmation_received=date(2026, 9, 18), report_received=report)
        assert late.day == date(2026, 9, 25)  # Friday: the DCC confirmed nine Working Days late

    def test_from_the_report(self) -> None:
        """By the other reading it runs from the report, confirmed or not."""
        report = date(2026, 9, 7)  # Monday
        alone = uept.review_due(report_received=report, readings=FROM_REPORT)
        both = uept.review_due(
            report_received=report,
            confirmation_received=date(2026, 9, 9),
            readings=FROM_REPORT,
        )
        assert alone.day == both.day == date(2026, 9, 14)  # Monday
        assert alone.counted_from == report
        assert alone.readings["RD-05"] == "report"

    def test_a_missing_confirmation(self) -> None:
        """Without the confirmation there is no clock; the refusal names fact, reading and way out."""
        with pytest.raises(MissingFact) as refused:
            uept.review_due(report_received=date(2026, 9, 7))
        assert str(refused.value) == (
            "confirmation_received: is UNKNOWN, and the review runs from it (RD-05: confirmation); "
            "pass confirmation_received"
        )

    def test_a_missing_report(self) -> None:
        """By the other reading it is the report that is missing."""
        with pytest.raises(MissingFact, match=r"^report_received: is UNKNOWN.*RD-05: report"):
            uept.review_due(confirmation_received=date(2026, 9, 8), readings=FROM_REPORT)
        with pytest.raises(MissingFact, match=r"^confirmation_received: "):
            uept.review_due()

    @pytest.mark.parametrize("readings", [DEFAULT_READINGS, FROM_REPORT])
    def test_confirmed_before_it_came(self, readings: Readings) -> None:
        """A confirmation before the report is refused, and both are named; on the same day it is not."""
        report = date(2026, 9, 8)
        with pytest.raises(ContradictoryFacts) as refused:
            uept.review_due(
                confirmation_received=date(2026, 9, 7),
                report_received=report,
                readings=readings,
            )
        assert "confirmation_received 2026-09-07" in str(refused.value)
        assert "report_received 2026-09-08" in str(refused.value)
        same_day = uept.review_due(
            confirmation_received=report,
            report_received=report,
            readings=readings,
        )
        assert same_day.day == date(2026, 9, 15)  # Tuesday

    def test_why(self) -> None:
        """The reasons state the rule and the day of the week."""
        why = str(uept.review_due(confirmation_received=date(2026, 9, 8)).why())
        assert "Within 5 Working Days of receipt of the DCC's confirmation that it received the report" in why
        assert "Tue 2026-09-15" in why
        assert "2026" in why


class TestWhatIsStated:
    """TE-01 to TE-08 as rules: the kind, the bearer, how strongly they bind, and where they are written."""

    @pytest.mark.parametrize(
        ("id_", "kind", "bearer", "modality", "words"),
        [
            ("TE-01", Kind.NOTICE, Bearer.PARTY, Modality.MUST, "60 Working Days' notice"),
            ("TE-02", Kind.INFORMATION, Bearer.NOBODY, Modality.STATES, "no costs"),
            ("TE-03", Kind.PRECONDITION, Bearer.PARTY, Modality.MUST, "six entry criteria"),
            ("TE-04", Kind.LIMIT, Bearer.DCC, Modality.MUST, "Within 2 Working Days"),
            ("TE-05", Kind.LIMIT, Bearer.DCC, Modality.MUST, "Within 5 Working Days"),
            ("TE-06", Kind.LIMIT, Bearer.DCC, Modality.MUST, "Within 2 Working Days"),
            ("TE-07", Kind.INFORMATION, Bearer.DCC, Modality.STATES, "authorised DCC Testing Provider"),
            ("TE-08", Kind.DEFINITION, Bearer.NOBODY, Modality.STATES, "UEPT is complete once"),
        ],
    )
    def test_each_rule(self, id_: str, kind: Kind, bearer: Bearer, modality: Modality, words: str) -> None:
        """One rule for each id, from section 6 of the guidance."""
        (rule,) = (rule for rule in rules_of(uept) if rule.id == id_)
        assert (rule.kind, rule.bearer, rule.modality) == (kind, bearer, modality)
        assert words in rule.statement
        assert "SECAS guidance, 6." in str(rule.citation)

    def test_they_are_eight(self) -> None:
        """None is missing and none is told twice."""
        assert [rule.id for rule in rules_of(uept)] == [f"TE-0{n}" for n in range(1, 9)]

    def test_six_entry_criteria(self) -> None:
        """TE-03: the six bullets of section 6.2, each by what it asks for."""
        asked = (
            "verification from the DCC",
            "User Role(s)",
            "test artefacts",
            "test environment",
            "resources",
            "Appendix J",
        )
        assert len(uept.ENTRY_CRITERIA) == 6
        for words, (name, text) in zip(asked, uept.ENTRY_CRITERIA.items(), strict=True):
            assert words in text, name

    def test_the_figure_of_the_clause(self) -> None:
        """The notice reads as the clause does."""
        assert str(uept.NOTICE) == "60 Working Days"


D = date(2026, 9, 7)

ASKED: list[tuple[Callable[..., object], str, dict[str, object]]] = [
    (uept.earliest_start, "notice_given", {}),
    (uept.latest_notice, "start", {}),
    (uept.notice, "given", {"start": D}),
    (uept.notice, "start", {"given": D}),
    (uept.is_notice_sufficient, "notice_given", {"start": D}),
    (uept.is_notice_sufficient, "start", {"notice_given": D}),
    (uept.receipt_confirmation_due, "report_received", {}),
    (uept.review_due, "confirmation_received", {}),
    (uept.review_due, "confirmation_received", {"report_received": D}),
    (uept.review_due, "report_received", {}),
    (uept.review_due, "report_received", {"confirmation_received": D}),
    (uept.review_due, "report_received", {"readings": FROM_REPORT}),
    (uept.review_due, "confirmation_received", {"report_received": D, "readings": FROM_REPORT}),
    (uept.certificate_due, "quality_gate_passed", {}),
]


class TestBadInput:
    """A value that is no date is refused, named as the caller named it."""

    @pytest.mark.parametrize(("ask", "field", "others"), ASKED)
    @pytest.mark.parametrize(("bad", "reason"), naive.NO_DATES)
    def test_no_date(
        self,
        ask: Callable[..., object],
        field: str,
        others: dict[str, object],
        bad: object,
        reason: str,
    ) -> None:
        """A datetime, text, None and a number are no dates; the message says which field and what to pass."""
        with pytest.raises(InvalidType) as refused:
            ask(**{field: bad, **others})
        assert refused.value.field == field
        assert str(refused.value).startswith(f"{field}: ")
        assert reason in str(refused.value)
        assert "pass " in str(refused.value)

    def test_outside_the_calendar(self) -> None:
        """A count that leaves the calendar is refused, not guessed, at both ends."""
        with pytest.raises(DateOutsideCalendar, match="2060-12-31"):
            uept.earliest_start(notice_given=date(2060, 12, 1))
        with pytest.raises(DateOutsideCalendar, match="2011-01-01"):
            uept.latest_notice(start=date(2011, 3, 1))
        with pytest.raises(DateOutsideCalendar):
            uept.receipt_confirmation_due(report_received=date(2060, 12, 31))

    def test_unknown_is_a_fact_only_of_the_review(self) -> None:
        """UNKNOWN may be passed where a fact may be missing, and nowhere else."""
        due = uept.review_due(confirmation_received=D, report_received=UNKNOWN)
        assert due.day == date(2026, 9, 14)
        with pytest.raises(InvalidType, match=r"^notice_given: "):
            uept.earliest_start(notice_given=UNKNOWN)  # type: ignore[arg-type]
