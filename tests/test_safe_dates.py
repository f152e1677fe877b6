"""The safe date: where readings give different days, which end is safe for whom, and how sure it is."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from attrs import frozen
from hypothesis import given, settings, strategies as st

from sec_uep import DEFAULT_READINGS, UNKNOWN, Bearer, Certainty, Deadline, Readings
from sec_uep.answers import NoticeVerdict
from sec_uep.calendar import england_and_wales, scotland
from sec_uep.errors import DateOutsideCalendar, InvalidType, MissingFact
from sec_uep.obligations import (
    QUESTIONS,
    credit_cover,
    entry_process_testing as uept,
    privacy_assessment as privacy,
    security_assessment as fusa,
)
from sec_uep.readings import REGISTER
from tests.obligations.naive import BY_RD_01, SCOTLAND, back, forward, roll_back, roll_on

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

DAY = date(2026, 6, 3)


@frozen
class Count:
    """A deadline, asked of one day, and the same by hand."""

    ask: Callable[..., Deadline]
    bearer: Bearer
    opens: bool
    by_hand: Callable[[date, Mapping[str, str], Collection[date]], date]


def _received(day: date, chosen: Mapping[str, str], off: Collection[date]) -> date:
    return day if chosen["RD-04"] == "that-day" else roll_on(day, off)


def _notice_days(chosen: Mapping[str, str]) -> int:
    return 60 if chosen["RD-02"] == "nth-working-day" else 61


def _within(n: int) -> Callable[[date, Mapping[str, str], Collection[date]], date]:
    return lambda day, chosen, off: forward(_received(day, chosen, off), n, off)


def _weeks_on(weeks: int) -> Callable[[date, Mapping[str, str], Collection[date]], date]:
    def by_hand(day: date, chosen: Mapping[str, str], off: Collection[date]) -> date:
        end = _received(day, chosen, off) + timedelta(days=7 * weeks)
        return end if chosen["RD-06"] == "no-roll" else roll_on(end, off)

    return by_hand


def _weeks_back(weeks: int) -> Callable[[date, Mapping[str, str], Collection[date]], date]:
    def by_hand(day: date, chosen: Mapping[str, str], off: Collection[date]) -> date:
        end = day - timedelta(days=7 * weeks)
        stands = chosen["RD-06"] == "no-roll" and chosen["RD-04"] == "that-day"
        return end if stands else roll_back(end, off)

    return by_hand


def _last_day_in_weeks(day: date, chosen: Mapping[str, str], off: Collection[date]) -> date:
    last = day - timedelta(days=84)
    while _received(last, chosen, off) + timedelta(days=84) > day:
        last -= timedelta(days=1)
    return last


def _last_day_in_working_days(day: date, chosen: Mapping[str, str], off: Collection[date]) -> date:
    last = back(roll_back(day, off), _notice_days(chosen), off)
    while forward(_received(last + timedelta(days=1), chosen, off), _notice_days(chosen), off) <= day:
        last += timedelta(days=1)
    return last


def _credit_support(day: date, chosen: Mapping[str, str], off: Collection[date]) -> date:
    runs_from = day - timedelta(days=2 if chosen["RD-33"] == "giving" else 0)
    return forward(_received(runs_from, chosen, off), 3, off)


def _three_days_apart(day: date, **terms: Any) -> Deadline:  # noqa: ANN401 - calendar and readings
    return uept.review_due(confirmation_received=day, report_received=day - timedelta(days=3), **terms)


def _review(day: date, chosen: Mapping[str, str], off: Collection[date]) -> date:
    report = chosen["RD-05"] == "report"
    return forward(_received(day - timedelta(days=3) if report else day, chosen, off), 5, off)


#: Every deadline that there is, by where it is asked.
COUNTS = {
    "entry_process_testing.earliest_start": Count(
        lambda day, **terms: uept.earliest_start(notice_given=day, **terms),
        Bearer.PARTY,
        opens=True,
        by_hand=lambda day, chosen, off: forward(_received(day, chosen, off), _notice_days(chosen), off),
    ),
    "entry_process_testing.latest_notice": Count(
        lambda day, **terms: uept.latest_notice(start=day, **terms),
        Bearer.PARTY,
        opens=False,
        by_hand=lambda day, chosen, off: back(roll_back(day, off), _notice_days(chosen), off),
    ),
    "entry_process_testing.receipt_confirmation_due": Count(
        lambda day, **terms: uept.receipt_confirmation_due(report_received=day, **terms),
        Bearer.DCC,
        opens=False,
        by_hand=_within(2),
    ),
    "entry_process_testing.review_due": Count(_three_days_apart, Bearer.DCC, opens=False, by_hand=_review),
    "entry_process_testing.certificate_due": Count(
        lambda day, **terms: uept.certificate_due(quality_gate_passed=day, **terms),
        Bearer.DCC,
        opens=False,
        by_hand=lambda day, _, off: forward(day, 2, off),
    ),
    "credit_cover.credit_support_due": Count(
        lambda day, **terms: credit_cover.credit_support_due(
            notice_received=day, notice_given=day - timedelta(days=2), **terms
        ),
        Bearer.PARTY,
        opens=False,
        by_hand=_credit_support,
    ),
    "entry_process_testing.last_day_of_notice": Count(
        lambda day, **terms: uept.last_day_of_notice(start=day, **terms),
        Bearer.PARTY,
        opens=False,
        by_hand=_last_day_in_working_days,
    ),
    "security_assessment.last_day_of_notice": Count(
        lambda day, **terms: fusa.last_day_of_notice(assessment=day, **terms),
        Bearer.PARTY,
        opens=False,
        by_hand=_last_day_in_weeks,
    ),
    "privacy_assessment.last_day_of_notice": Count(
        lambda day, **terms: privacy.last_day_of_notice(assessment=day, **terms),
        Bearer.OTHER_USER,
        opens=False,
        by_hand=_last_day_in_weeks,
    ),
    "security_assessment.earliest_assessment": Count(
        lambda day, **terms: fusa.earliest_assessment(application=day, **terms),
        Bearer.PARTY,
        opens=True,
        by_hand=_weeks_on(12),
    ),
    "security_assessment.latest_application": Count(
        lambda day, **terms: fusa.latest_application(assessment=day, **terms),
        Bearer.PARTY,
        opens=False,
        by_hand=_weeks_back(12),
    ),
    "security_assessment.latest_free_reschedule": Count(
        lambda day, **terms: fusa.latest_free_reschedule(assessment=day, **terms),
        Bearer.PARTY,
        opens=False,
        by_hand=_weeks_back(4),
    ),
    "privacy_assessment.earliest_assessment": Count(
        lambda day, **terms: privacy.earliest_assessment(application=day, **terms),
        Bearer.OTHER_USER,
        opens=True,
        by_hand=_weeks_on(12),
    ),
    "privacy_assessment.latest_application": Count(
        lambda day, **terms: privacy.latest_application(assessment=day, **terms),
        Bearer.OTHER_USER,
        opens=False,
        by_hand=_weeks_back(12),
    ),
    "privacy_assessment.latest_free_change": Count(
        lambda day, **terms: privacy.latest_free_change(assessment=day, **terms),
        Bearer.OTHER_USER,
        opens=False,
        by_hand=_weeks_back(4),
    ),
}

each_count = pytest.mark.parametrize("count", COUNTS.values(), ids=COUNTS)

#: Days from which no count, either way, leaves the bank holidays that were copied out by hand.
days = st.dates(date(2025, 8, 1), date(2028, 7, 31)) | st.sampled_from(
    [date(2026, 4, 6), date(2026, 6, 15), date(2026, 11, 30), date(2027, 8, 30), date(2028, 1, 1)]
)
readings = st.fixed_dictionaries(
    {id_: st.sampled_from(list(reading.choices)) for id_, reading in REGISTER.items()}
).map(DEFAULT_READINGS.choosing)

#: The readings that a count by hand knows.
COUNTED = ("RD-01", "RD-02", "RD-04", "RD-05", "RD-06", "RD-33")


def every_day(count: Count, day: date) -> Iterator[date]:
    """Yield the day by hand under every choice of every reading that counts."""
    for choices in product(*(REGISTER[id_].choices for id_ in COUNTED)):
        chosen = dict(zip(COUNTED, choices, strict=True))
        yield count.by_hand(day, chosen, BY_RD_01[chosen["RD-01"]])


class TestRange:
    """The range runs from the earliest to the latest day that any choice of readings gives."""

    def test_every_deadline_is_tried(self) -> None:
        """No deadline of the package is left out, and each says whether its day is the first or the last."""
        kinds = [kind for kind in QUESTIONS if issubclass(kind, Deadline)]
        assert {kind.name for kind in kinds} == set(COUNTS)
        for kind in kinds:
            assert kind.opens is COUNTS[kind.name].opens
            assert kind.rules_asked[0].bearer is COUNTS[kind.name].bearer
            assert kind.asks.startswith("first day" if kind.opens else "last day")

    @each_count
    @settings(max_examples=40)
    @given(day=days, chosen=readings)
    def test_by_hand(self, count: Count, day: date, chosen: Readings) -> None:
        """It is that of all days by hand, whatever readings the deadline itself was asked under."""
        found = list(every_day(count, day))
        assert count.ask(day, readings=chosen).range == (min(found), max(found))
        by_hand = count.by_hand(day, chosen.chosen(), BY_RD_01[chosen.rd_01])
        assert count.ask(day, readings=chosen).day == by_hand

    @each_count
    @settings(max_examples=40)
    @given(day=days, chosen=readings)
    def test_on_a_calendar_that_was_given(self, count: Count, day: date, chosen: Readings) -> None:
        """Where a calendar is given it is the only one; the other readings still differ."""
        found = {
            count.by_hand(day, dict(zip(COUNTED, choices, strict=True)), SCOTLAND)
            for choices in product(*(REGISTER[id_].choices for id_ in COUNTED))
        }
        deadline = count.ask(day, readings=chosen, calendar=scotland())
        assert deadline.range == (min(found), max(found))

    def test_of_one_day(self) -> None:
        """Where nothing differs both ends are the day."""
        deadline = uept.certificate_due(quality_gate_passed=DAY, calendar=england_and_wales())
        assert deadline.range == (deadline.day, deadline.day)
        assert {deadline.safe_for(bearer) for bearer in Bearer} == {deadline.day}

    def test_of_a_notice(self) -> None:
        """A notice given on 3 June 2026 lets UEPT begin between 26 August and 2 September."""
        deadline = uept.earliest_start(notice_given=DAY)
        assert deadline.range == (date(2026, 8, 26), date(2026, 9, 2))
        assert deadline.safe_for(Bearer.PARTY) == date(2026, 9, 2)
        assert deadline.safe_for(Bearer.DCC) == date(2026, 8, 26)


def acts(bearer: Bearer, count: Count) -> bool:
    """Return whether *bearer* is who acts; an Other User is the Party by another name."""
    party = (Bearer.PARTY, Bearer.OTHER_USER)
    return bearer is count.bearer or (bearer in party and count.bearer in party)


class TestSafeFor:
    """It dominates every reading: who must act is early, who waits is late; at a first day, conversely."""

    @each_count
    @settings(max_examples=40)
    @given(day=days, chosen=readings)
    def test_ends(self, count: Count, day: date, chosen: Readings) -> None:
        """The bearer of a last day plans with the earliest and others with the latest; of a first, not."""
        deadline = count.ask(day, readings=chosen)
        found = list(every_day(count, day))
        for bearer in Bearer:
            takes_latest = count.opens if acts(bearer, count) else not count.opens
            assert deadline.safe_for(bearer) == (max(found) if takes_latest else min(found))

    @each_count
    @settings(max_examples=100)
    @given(day=days, asked=readings, right=readings)
    def test_dominates(self, count: Count, day: date, asked: Readings, right: Readings) -> None:
        """Whatever reading turns out right, of all 22, nobody who plans with his day is caught out."""
        deadline, truth = count.ask(day, readings=asked), count.ask(day, readings=right).day
        others = [deadline.safe_for(bearer) for bearer in Bearer if not acts(bearer, count)]
        if count.opens:
            assert deadline.safe_for(count.bearer) >= truth
            assert all(other <= truth for other in others)
        else:
            assert deadline.safe_for(count.bearer) <= truth
            assert all(other >= truth for other in others)

    @each_count
    @given(day=days, asked=readings, others=readings)
    def test_other_readings_do_not_matter(
        self, count: Count, day: date, asked: Readings, others: Readings
    ) -> None:
        """Neither the day nor the range turns on a reading that the deadline does not name."""
        deadline = count.ask(day, readings=asked)
        left = {id_: others[id_] for id_ in REGISTER if id_ not in deadline.may_turn_on}
        again = count.ask(day, readings=asked.choosing(left))
        assert (again.day, again.range) == (deadline.day, deadline.range)

    @settings(max_examples=150)
    @given(day=days, right=readings)
    def test_a_start_that_is_safe_satisfies_the_notice(self, day: date, right: Readings) -> None:
        """Whoever starts UEPT on the safe day has given notice enough under every reading."""
        start = uept.earliest_start(notice_given=day).safe_for(Bearer.PARTY)
        assert uept.notice(given=day, start=start, readings=right).verdict is NoticeVerdict.SUFFICIENT

    @settings(max_examples=150)
    @given(day=days, right=readings)
    def test_a_notice_that_is_safe_satisfies(self, day: date, right: Readings) -> None:
        """Whoever gives notice on the safe day has given enough for the start, under every reading."""
        on = uept.latest_notice(start=day).safe_for(Bearer.PARTY)
        assert uept.notice(given=on, start=day, readings=right).verdict is NoticeVerdict.SUFFICIENT

    @settings(max_examples=150)
    @given(day=days, right=readings)
    def test_an_application_that_is_safe_is_in_time(self, day: date, right: Readings) -> None:
        """So does whoever applies for an assessment by the safe day, and whoever asks for a safe one."""
        for provision in (fusa, privacy):
            bearer = Bearer.PARTY if provision is fusa else Bearer.OTHER_USER
            by = provision.latest_application(assessment=day).safe_for(bearer)
            in_time = provision.notice(application=by, assessment=day, readings=right)
            assert in_time.verdict is NoticeVerdict.SUFFICIENT
            first = provision.earliest_assessment(application=day).safe_for(bearer)
            in_time = provision.notice(application=day, assessment=first, readings=right)
            assert in_time.verdict is NoticeVerdict.SUFFICIENT

    @settings(max_examples=100)
    @given(day=days, right=readings)
    def test_a_reschedule_that_is_safe_is_free(self, day: date, right: Readings) -> None:
        """Whoever moves an assessment by the safe day is not charged for it, under every reading."""
        by = fusa.latest_free_reschedule(assessment=day).safe_for(Bearer.PARTY)
        charge = fusa.reschedule_charge(requested=by, assessment=day, total_cost=1, readings=right)  # type: ignore[arg-type]
        assert charge.most == 0


class TestRefused:
    """A safe day is never guessed."""

    @pytest.mark.parametrize("bearer", [None, "Party", "PARTY", Bearer, DAY])
    def test_no_bearer(self, bearer: Any) -> None:  # noqa: ANN401 - anything may be passed
        """Who it is for is a `Bearer`, not its name."""
        with pytest.raises(InvalidType) as caught:
            uept.earliest_start(notice_given=DAY).safe_for(bearer)
        assert str(caught.value) == (f"bearer: {bearer!r} is not a Bearer; pass sec_uep.Bearer.PARTY, say")

    @pytest.mark.parametrize(
        ("known", "missing", "reading"),
        [
            ("confirmation_received", "report_received", "confirmation"),
            ("report_received", "confirmation_received", "report"),
        ],
    )
    def test_a_day_that_was_not_given(self, known: str, missing: str, reading: str) -> None:
        """Where a reading counts from a day that nobody gave there is no range, and it says which."""
        day: dict[str, Any] = {known: DAY, missing: UNKNOWN}
        deadline = uept.review_due(**day, readings=DEFAULT_READINGS.choosing({"RD-05": reading}))
        assert deadline.day > DAY
        with pytest.raises(MissingFact, match=f"^{missing}: is UNKNOWN"):
            deadline.range  # noqa: B018 - the question is whether it can be asked
        for bearer in Bearer:
            with pytest.raises(MissingFact, match=f"^{missing}: is UNKNOWN"):
                deadline.safe_for(bearer)

    def test_beyond_the_calendar(self) -> None:
        """Where one reading counts beyond its calendar there is no range, although there is a day."""
        deadline = uept.earliest_start(notice_given=date(2060, 10, 1))
        assert deadline.day <= date(2060, 12, 31)
        late = [deadline]
        while late[-1].day < date(2060, 12, 31):
            late.append(uept.earliest_start(notice_given=late[-1].notice_given + timedelta(days=1)))
        with pytest.raises(DateOutsideCalendar):
            late[-1].safe_for(Bearer.PARTY)


#: How often published years have changed before: three of fifteen (calendar facts, section 6).
CHANGED = (
    "for England and Wales, of the 15 years from 2012 to 2026 three were changed after publication: "
    "2020, 2022 and 2023"
)


class TestSureness:
    """A day says whether it rests on published bank holidays, and from when they are only computed."""

    def test_published(self) -> None:
        """A day on published bank holidays is projected from nowhere, and says what has changed before."""
        deadline = uept.earliest_start(notice_given=DAY)
        assert deadline.certainty is Certainty.PUBLISHED
        assert deadline.projected_from is None
        assert deadline.sureness == f"published; {CHANGED}"

    def test_projected(self) -> None:
        """A day that rests on computed bank holidays says from which day on they are computed."""
        deadline = uept.earliest_start(notice_given=date(2028, 12, 1))
        assert deadline.certainty is Certainty.PROJECTED
        assert deadline.projected_from == date(2029, 1, 1)
        assert deadline.sureness == (
            f"projected: bank holidays from 2029-01-01 on are only computed; {CHANGED}"
        )

    def test_amended(self) -> None:
        """A day that rests on an amendment of the caller's says so, and is projected from nowhere."""
        calendar = england_and_wales().with_bank_holiday(date(2026, 7, 1), "one more")
        deadline = uept.earliest_start(notice_given=DAY, calendar=calendar)
        assert deadline.certainty is Certainty.AMENDED
        assert deadline.projected_from is None
        assert deadline.sureness == "amended: it rests on a bank holiday that the caller added or removed"

    @each_count
    @given(day=st.dates(date(2028, 6, 1), date(2029, 6, 30)))
    def test_projected_from(self, count: Count, day: date) -> None:
        """The day from which bank holidays are computed is told exactly if the answer reads past it."""
        deadline = count.ask(day)
        first_computed = deadline.calendar.published_through + timedelta(days=1)
        is_projected = deadline.read is not None and deadline.read[1] >= first_computed
        assert deadline.projected_from == (first_computed if is_projected else None)
        assert deadline.sureness.startswith("projected: " if is_projected else "published; ")
        assert deadline.sureness.endswith(CHANGED)

    @given(day=st.dates(date(2028, 6, 1), date(2029, 6, 30)))
    def test_the_calendar_that_is_published_least_far(self, day: date) -> None:
        """Under another choice of RD-01 it is the calendar of that choice that counts."""
        deadline = uept.earliest_start(notice_given=day, readings=Readings(rd_01="any-uk-nation"))
        if deadline.certainty is Certainty.PROJECTED:
            assert deadline.projected_from == deadline.calendar.published_through + timedelta(days=1)

    def test_nothing_is_read(self) -> None:
        """A day that rests on no bank holiday is published, however far off it is."""
        far = fusa.earliest_assessment(application=date(2050, 6, 3), readings=Readings(rd_06="no-roll"))
        assert far.read is None
        assert far.certainty is Certainty.PUBLISHED
        assert far.projected_from is None


def test_a_day_that_is_amended_and_projected() -> None:
    """The amendment is what is said first, and the projection is told all the same."""
    amended = england_and_wales().with_bank_holiday(date(2028, 12, 5), "Extra")
    deadline = uept.earliest_start(notice_given=date(2028, 12, 1), calendar=amended)
    assert deadline.certainty is Certainty.AMENDED
    assert deadline.projected_from == date(2029, 1, 1)
