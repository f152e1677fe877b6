"""User Security Assessments: 12 weeks to book, four to move, the status, the size, the kind."""

from __future__ import annotations

import pickle
from datetime import date, timedelta
from decimal import Decimal, FloatOperation, Inexact, Rounded, localcontext
from typing import TYPE_CHECKING

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import example, given, strategies as st

from sec_uep import (
    DEFAULT_READINGS,
    UNKNOWN,
    Certainty,
    Deadline,
    Entry,
    Party,
    Readings,
    Step,
    UserRole,
    WorkingDays,
)
from sec_uep.answers import NoticeVerdict
from sec_uep.calendar import england_and_wales, scotland
from sec_uep.errors import ContradictoryFacts, InvalidType, InvalidValue, SecUepError, UnknownName
from sec_uep.obligations import security_assessment as fusa
from sec_uep.obligations._assessments import Charge, ChargeVerdict
from sec_uep.receipts import receipt
from sec_uep.rules import Bearer, Modality
from tests.obligations import naive
from tests.oracles import rules_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sec_uep.facts import Fact, Unknown

ONE_DAY = timedelta(days=1)
NO_ROLL = Readings(rd_06="no-roll")
RECEIVED_NEXT = Readings(rd_04="next-working-day")
ONCE_LARGE = Readings(rd_26="once-large-always-large")

FACTS: tuple[Fact, ...] = (True, False, UNKNOWN)

AssuranceStatus = fusa.AssuranceStatus
SizeCategory = fusa.SizeCategory

days = st.dates(date(2025, 6, 1), date(2028, 9, 1)) | st.sampled_from(
    sorted(day + offset * ONE_DAY for day in naive.ENGLAND_AND_WALES for offset in (-84, -28, 0, 28, 84))
).filter(lambda day: date(2025, 6, 1) <= day <= date(2028, 9, 1))

#: Wednesday 26 August 2026: four weeks before is Wednesday 29 July, twelve weeks before Wednesday 3 June.
ASSESSMENT = date(2026, 8, 26)


class TestTwelveWeeks:
    """SA-02: 'must be submitted to SECAS at least 12 weeks in advance of the date in which you wish'."""

    @pytest.mark.parametrize(
        ("application", "verdict"),
        [
            (date(2026, 6, 2), NoticeVerdict.SUFFICIENT),  # 85 days
            (date(2026, 6, 3), NoticeVerdict.SUFFICIENT),  # 84 days, exactly twelve weeks
            (date(2026, 6, 4), NoticeVerdict.INSUFFICIENT),  # 83 days
            (date(2026, 8, 27), NoticeVerdict.INSUFFICIENT),  # the day after the assessment
        ],
    )
    def test_both_sides(self, application: date, verdict: NoticeVerdict) -> None:
        """Eighty-four days are enough, eighty-three are not."""
        finding = fusa.notice(application=application, assessment=ASSESSMENT)
        assert finding.verdict is verdict
        assert [rule.id for rule in finding.grounds] == ["SA-02"]

    @given(day=days, between=st.integers(-10, 200))
    @example(day=date(2025, 6, 1), between=84)  # a Sunday
    @example(day=date(2025, 6, 1), between=85)  # received on the Monday, 84 days before
    def test_any_two_days(self, day: date, between: int) -> None:
        """A notice suffices exactly when 84 days lie between; only RD-04 matters, off Working Days."""
        assessment = day + between * ONE_DAY
        finding = fusa.notice(application=day, assessment=assessment)
        assert (finding.verdict is NoticeVerdict.SUFFICIENT) is (between >= 84)
        received_later = (assessment - naive.roll_on(day)).days >= 84
        assert set(finding.readings) == (set() if received_later is (between >= 84) else {"RD-04"})

    @given(day=days)
    def test_the_earliest_assessment(self, day: date) -> None:
        """It is 84 days later, moved on to a Working Day; by the other reading of RD-06 it is not moved."""
        end = day + 84 * ONE_DAY
        assert fusa.earliest_assessment(application=day).day == naive.roll_on(end)
        unmoved = fusa.earliest_assessment(application=day, readings=NO_ROLL)
        assert unmoved.day == end
        for found in (fusa.earliest_assessment(application=day), unmoved):
            assert fusa.notice(application=day, assessment=found.day).verdict is NoticeVerdict.SUFFICIENT
            assert found.counted_from == day

    @given(day=days)
    def test_the_latest_application(self, day: date) -> None:
        """It is 84 days earlier, moved back, and always satisfies the notice it is for."""
        end = day - 84 * ONE_DAY
        latest = fusa.latest_application(assessment=day).day
        assert latest == naive.roll_back(end)
        assert fusa.latest_application(assessment=day, readings=NO_ROLL).day == end
        assert fusa.notice(application=latest, assessment=day).verdict is NoticeVerdict.SUFFICIENT
        late = fusa.notice(application=naive.forward(latest, 1), assessment=day)
        assert late.verdict is NoticeVerdict.INSUFFICIENT

    @pytest.mark.parametrize(
        ("application", "rolled", "unrolled"),
        [
            (date(2026, 1, 9), date(2026, 4, 7), date(2026, 4, 3)),  # Good Friday: on to Tuesday
            (date(2026, 1, 12), date(2026, 4, 7), date(2026, 4, 6)),  # Easter Monday: on to Tuesday
            (date(2026, 1, 13), date(2026, 4, 7), date(2026, 4, 7)),  # Tuesday stands
            (date(2026, 1, 8), date(2026, 4, 2), date(2026, 4, 2)),  # Thursday stands
            (date(2026, 1, 10), date(2026, 4, 7), date(2026, 4, 4)),  # Saturday: on past Easter Monday
        ],
    )
    def test_an_end_at_easter(self, application: date, rolled: date, unrolled: date) -> None:
        """Ends on and around the Easter bank holidays of 2026 move on, or stand (RD-06)."""
        assert fusa.earliest_assessment(application=application).day == rolled
        assert fusa.earliest_assessment(application=application, readings=NO_ROLL).day == unrolled

    @pytest.mark.parametrize(
        ("assessment", "rolled", "unrolled"),
        [
            (date(2026, 6, 26), date(2026, 4, 2), date(2026, 4, 3)),  # Good Friday: back to Thursday
            (date(2026, 6, 29), date(2026, 4, 2), date(2026, 4, 6)),  # Easter Monday: back to Thursday
            (date(2026, 6, 30), date(2026, 4, 7), date(2026, 4, 7)),  # Tuesday stands
            (date(2026, 6, 25), date(2026, 4, 2), date(2026, 4, 2)),  # Thursday stands
        ],
    )
    def test_a_beginning_at_easter(self, assessment: date, rolled: date, unrolled: date) -> None:
        """Last days on and around the Easter bank holidays of 2026 move back, or stand (RD-06)."""
        assert fusa.latest_application(assessment=assessment).day == rolled
        assert fusa.latest_application(assessment=assessment, readings=NO_ROLL).day == unrolled

    @pytest.mark.parametrize("readings", [DEFAULT_READINGS, NO_ROLL, RECEIVED_NEXT])
    @given(day=days)
    @example(day=date(2026, 6, 26))  # twelve weeks after Good Friday
    @example(day=date(2026, 8, 29))  # a Saturday: twelve weeks before is one too
    def test_the_last_day_of_notice(self, readings: Readings, day: date) -> None:
        """An application on it is in time, and on the next day, Working Day or not, it is not."""
        last = fusa.last_day_of_notice(assessment=day, readings=readings).day
        for application, verdict in (
            (last, NoticeVerdict.SUFFICIENT),
            (last + ONE_DAY, NoticeVerdict.INSUFFICIENT),
        ):
            asked = fusa.notice(application=application, assessment=day, readings=readings)
            assert asked.verdict is verdict
        end = day - 84 * ONE_DAY
        assert last == (naive.roll_back(end) if readings is RECEIVED_NEXT else end)
        assert fusa.latest_application(assessment=day, readings=readings).day <= last

    def test_exactly_twelve_weeks_on_a_bank_holiday(self) -> None:
        """Good Friday, 84 days before, is kept, though the day to plan by is the Thursday before it."""
        good_friday, assessment = date(2026, 4, 3), date(2026, 6, 26)
        assert fusa.notice(application=good_friday, assessment=assessment).verdict is NoticeVerdict.SUFFICIENT
        assert fusa.last_day_of_notice(assessment=assessment).day == good_friday
        assert fusa.latest_application(assessment=assessment).day == date(2026, 4, 2)

    def test_another_calendar(self) -> None:
        """Whose bank holidays move the end is RD-01's to say, or the caller's."""
        application = date(2026, 5, 11)  # Monday; twelve weeks later is Monday 3 August
        assert fusa.earliest_assessment(application=application).day == date(2026, 8, 3)
        scots = fusa.earliest_assessment(application=application, calendar=scotland())
        assert scots.day == date(2026, 8, 4)
        assert dict(scots.readings) == {"RD-06": "rolls"}
        both = Readings(rd_01="england-and-wales-or-scotland")
        assert fusa.earliest_assessment(application=application, readings=both).day == date(2026, 8, 4)
        assert set(fusa.earliest_assessment(application=application).readings) == {"RD-01"}

    def test_why(self) -> None:
        """The reasons count the days and name the last day."""
        (reason,) = fusa.notice(application=date(2026, 6, 4), assessment=ASSESSMENT).why()
        assert reason.holds is False
        assert "83 days" in reason.text
        assert "84 days" in reason.text
        (reason,) = fusa.notice(application=date(2026, 6, 3), assessment=ASSESSMENT).why()
        assert reason.holds is True
        assert reason.rule.id == "SA-02"
        sunday = fusa.notice(
            application=date(2026, 5, 31), assessment=date(2026, 8, 23), readings=RECEIVED_NEXT
        )
        assert str(sunday.why()).startswith(
            "no: 83 days lie between application on 2026-05-31, received on 2026-06-01 and assessment on "
        )
        assert sunday.why()[0].readings == ("RD-04",)

    def test_why_at_the_end_of_time(self) -> None:
        """What is answered can be explained, even where twelve weeks before is before every date."""
        finding = fusa.notice(application=date(1, 1, 1), assessment=date(1, 1, 2))
        assert finding.verdict is NoticeVerdict.INSUFFICIENT
        assert "1 day" in str(finding.why())


class TestFourWeeks:
    """SA-04: 'must do so at least four weeks in advance of the assessment date'."""

    @given(day=days)
    def test_the_latest_free_reschedule(self, day: date) -> None:
        """It is 28 days earlier, moved back; moving on it is free, and a later Working Day is not."""
        end = day - 28 * ONE_DAY
        latest = fusa.latest_free_reschedule(assessment=day)
        assert latest.day == naive.roll_back(end)
        assert fusa.latest_free_reschedule(assessment=day, readings=NO_ROLL).day == end
        assert charge(latest.day, day).most == 0
        assert charge(naive.forward(latest.day, 1), day).most == 250

    @pytest.mark.parametrize(
        ("assessment", "rolled", "unrolled"),
        [
            (date(2026, 5, 1), date(2026, 4, 2), date(2026, 4, 3)),  # Good Friday: back to Thursday
            (date(2026, 5, 4), date(2026, 4, 2), date(2026, 4, 6)),  # Easter Monday: back to Thursday
            (date(2026, 9, 27), date(2026, 8, 28), date(2026, 8, 30)),  # Sunday: back to Friday
            (date(2026, 8, 26), date(2026, 7, 29), date(2026, 7, 29)),  # Wednesday stands
        ],
    )
    def test_by_hand(self, assessment: date, rolled: date, unrolled: date) -> None:
        """Four weeks before, on and off bank holidays, under both readings of RD-06."""
        assert fusa.latest_free_reschedule(assessment=assessment).day == rolled
        assert fusa.latest_free_reschedule(assessment=assessment, readings=NO_ROLL).day == unrolled

    def test_between_the_roll_and_the_four_weeks(self) -> None:
        """A charge is tested on the calendar weeks: on Good Friday, 28 days before, moving is still free."""
        free = charge(date(2026, 4, 3), date(2026, 5, 1))
        assert free.again(readings=RECEIVED_NEXT).most == 250  # received on the Tuesday after
        assert free.verdict is ChargeVerdict.NO_CHARGE
        assert free.most == 0
        assert charge(date(2026, 4, 4), date(2026, 5, 1)).most == 250


def charge(
    requested: date,
    assessment: date = ASSESSMENT,
    total_cost: Decimal | int | Unknown = 1000,
    redeployed: Fact = UNKNOWN,
) -> Charge:
    """Return the charge for a request, of a thousand pounds where nothing else is said."""
    cost = total_cost if total_cost is UNKNOWN else Decimal(total_cost)
    return fusa.reschedule_charge(
        requested=requested, assessment=assessment, total_cost=cost, redeployed=redeployed
    )


class TestCharge:
    """SA-05: 'you can be charged 25% of the total cost (unless the User CIO can redeploy [...])'."""

    @pytest.mark.parametrize(
        ("requested", "redeployed", "most", "verdict"),
        [
            # Wednesday 29 July 2026, exactly four weeks: free, whatever else.
            (date(2026, 7, 29), UNKNOWN, 0, ChargeVerdict.NO_CHARGE),
            (date(2026, 7, 29), False, 0, ChargeVerdict.NO_CHARGE),
            (date(2026, 7, 29), True, 0, ChargeVerdict.NO_CHARGE),
            # Thursday 30 July 2026, 27 days.
            (date(2026, 7, 30), UNKNOWN, 5000, ChargeVerdict.UNDETERMINED),
            (date(2026, 7, 30), False, 5000, ChargeVerdict.CAN_BE_CHARGED),
            (date(2026, 7, 30), True, 0, ChargeVerdict.NO_CHARGE),
            # The day of the assessment itself.
            (date(2026, 8, 26), False, 5000, ChargeVerdict.CAN_BE_CHARGED),
        ],
    )
    def test_both_sides(self, requested: date, redeployed: Fact, most: int, verdict: ChargeVerdict) -> None:
        """From nothing to 25 %; what can be charged need not be, so the least is always nothing."""
        found = charge(requested, total_cost=20_000, redeployed=redeployed)
        assert found.least == 0
        assert found.most == most
        assert found.verdict is verdict
        assert isinstance(found.least, Decimal)
        assert isinstance(found.most, Decimal)

    @given(
        between=st.integers(0, 400), millionths=st.integers(10**5, 10**20), redeployed=st.sampled_from(FACTS)
    )
    @example(between=27, millionths=20_000, redeployed=False)  # two pence: half a penny, up
    @example(between=27, millionths=19_999, redeployed=False)
    def test_any_request(self, between: int, millionths: int, redeployed: Fact) -> None:
        """The most is a quarter, rounded to the penny, half a penny up: reckoned in whole numbers here."""
        cost = Decimal(millionths).scaleb(-6)
        found = charge(ASSESSMENT - between * ONE_DAY, total_cost=cost, redeployed=redeployed)
        pence = (millionths + 20_000) // 40_000 if between < 28 and redeployed is not True else 0
        assert str(found.most) == f"{pence // 100}.{pence % 100:02}"
        assert str(found.least) == "0.00"
        possible = {True: "no-charge", False: "can-be-charged", UNKNOWN: "undetermined"}[redeployed]
        assert found.verdict.value == (possible if pence else "no-charge")

    @pytest.mark.parametrize(
        ("requested", "redeployed", "verdict", "most"),
        [
            (date(2026, 7, 29), UNKNOWN, "no-charge", Decimal(0)),
            (date(2026, 7, 30), UNKNOWN, "undetermined", None),
            (date(2026, 7, 30), False, "can-be-charged", None),
            (date(2026, 7, 30), True, "no-charge", Decimal(0)),
        ],
    )
    def test_before_any_cost_is_known(
        self, requested: date, redeployed: Fact, verdict: str, most: Decimal | None
    ) -> None:
        """Whether anything can be charged does not wait for the cost; only how much does."""
        found = charge(requested, total_cost=UNKNOWN, redeployed=redeployed)
        assert (found.verdict.value, found.most) == (verdict, most)
        assert found.least == 0
        assert ("the total cost is not known" in str(found.why())) is (most is None)
        assert str(found).endswith("; at most an amount that is not known yet") is (most is None)
        assert found == fusa.reschedule_charge(
            requested=requested, assessment=ASSESSMENT, redeployed=redeployed
        )

    def test_equal_costs_give_equal_answers(self) -> None:
        """However a cost is written, the answer, what it prints and its receipt are the same."""
        ask: Callable[..., Charge] = fusa.reschedule_charge
        found = [
            ask(requested=date(2026, 8, 1), assessment=ASSESSMENT, total_cost=cost, redeployed=False)
            for cost in (
                20_000,
                Decimal(20_000),
                Decimal("20000.00"),
                Decimal("2E+4"),
                Decimal("20000.0000000"),
            )
        ]
        assert {str(each.why()) for each in found} == {str(found[0].why())}
        assert {str(receipt(each)) for each in found} == {str(receipt(found[0]))}
        assert len(set(found)) == 1
        assert "25 % of the total cost is £5,000.00" in str(found[0].why())
        assert str(found[0]).endswith("; at most £5,000.00")

    def test_nothing_of_nothing(self) -> None:
        """A quarter of no cost, of -0 and of less than two pence is no charge; nothing prints as -0.00."""
        for cost in (Decimal(0), Decimal("-0.00"), Decimal("0.019999")):
            found = charge(date(2026, 8, 1), total_cost=cost, redeployed=False)
            assert found.verdict is ChargeVerdict.NO_CHARGE
            assert str(found.most) == "0.00"
            assert "-" not in str(receipt(found).data["inputs"]["total_cost"])
            assert str(found).endswith("indicative costs]")  # and no word of an amount
        assert charge(date(2026, 8, 1), total_cost=Decimal("0.02"), redeployed=False).most == Decimal("0.01")

    @pytest.mark.parametrize(
        "cost", [Decimal("20000.01"), Decimal(999999999999999), Decimal("0.021111"), Decimal(33)]
    )
    def test_any_decimal_context(self, cost: Decimal) -> None:
        """No precision, trap or rounding of the caller's changes the amount or its words."""
        plain = charge(date(2026, 8, 1), total_cost=cost)
        with localcontext(prec=1) as context:
            for trap in (Inexact, Rounded, FloatOperation):
                context.traps[trap] = True
            found = charge(date(2026, 8, 1), total_cost=cost)
            assert (found.most, str(found.why())) == (plain.most, str(plain.why()))

    @pytest.mark.parametrize("cost", [0.25, 20000.0, True, False, "20000", None, 1j])
    def test_no_exact_amount(self, cost: object) -> None:
        """A float, a bool or text is refused by name."""
        with pytest.raises(InvalidType, match=r"^total_cost: .*pass a decimal\.Decimal"):
            ask_charge(total_cost=cost)

    @pytest.mark.parametrize(
        "cost",
        [
            "NaN",
            "sNaN",
            "-NaN",
            "Infinity",
            "-Infinity",
            "-1",
            "-0.01",
            "1E+15",
            "1E+999999",
            "1E-7",
            "0.0000001",
            "1E-999999999999",
            "1E+999999999999",
            "1.0000000000000000000000000000000000000000000001",
            "1." + 60 * "1",
        ],
    )
    def test_no_amount_of_money(self, cost: str) -> None:
        """NaN, infinities, negative and huge amounts are refused, and nothing hangs on them."""
        with pytest.raises(InvalidValue, match=r"^total_cost: .*is not an amount of money; pass"):
            ask_charge(total_cost=Decimal(cost))

    @pytest.mark.parametrize("cost", [10**15, -1, pytest.param(10**1_000_000, id="no-end")])
    def test_no_whole_amount_of_money(self, cost: int) -> None:
        """An int that is negative or huge is refused by name too."""
        with pytest.raises(InvalidValue, match=r"^total_cost: .*is not an amount of money"):
            ask_charge(total_cost=cost)

    @pytest.mark.parametrize("redeployed", [None, "yes", 1, 0])
    def test_no_fact(self, redeployed: object) -> None:
        """Whether the resource is redeployed is True, False or UNKNOWN."""
        with pytest.raises(InvalidType, match=r"^redeployed: .*is not a fact"):
            ask_charge(redeployed=redeployed)

    def test_after_the_assessment(self) -> None:
        """A request after the assessment is refused naming both; on the day it is not."""
        with pytest.raises(ContradictoryFacts) as refused:
            charge(date(2026, 8, 27))
        assert "requested 2026-08-27" in str(refused.value)
        assert "assessment 2026-08-26" in str(refused.value)
        assert charge(ASSESSMENT).most == 250

    def test_why_and_what_next(self) -> None:
        """The reasons count the days; only what can change the verdict is asked."""
        unknown = charge(date(2026, 7, 30))
        assert "27 days" in str(unknown.why())
        assert next(iter(unknown.why())).holds is UNKNOWN
        (question,) = unknown.next_questions()
        assert question.fact == "redeployed"
        assert "redeploy" in question.asks
        free = charge(date(2026, 7, 29))
        assert not free.next_questions()
        assert next(iter(free.why())).holds is False
        assert [rule.id for rule in free.grounds] == ["SA-04"]
        late = charge(date(2026, 7, 30), redeployed=False)
        assert next(iter(late.why())).holds is True
        assert "not" in str(late.why())
        assert [rule.id for rule in late.grounds] == ["SA-05"]
        saved = charge(date(2026, 7, 30), redeployed=True)
        assert next(iter(saved.why())).holds is False
        assert not saved.readings
        assert unknown.again(redeployed=True).verdict is ChargeVerdict.NO_CHARGE
        assert len(late.why_not(ChargeVerdict.CAN_BE_CHARGED)) == 0
        assert len(late.why_not(ChargeVerdict.NO_CHARGE)) == 1


def ask_charge(**varied: object) -> Charge:
    """Ask for a charge with one part of any type."""
    ask: Callable[..., Charge] = fusa.reschedule_charge
    parts = {"requested": date(2026, 8, 1), "assessment": ASSESSMENT, "total_cost": Decimal(1000), **varied}
    return ask(**parts)


class TestStatus:
    """SA-06, SA-07: four statuses, of which 'the first two will enable you to pass'."""

    def test_four(self) -> None:
        """There are four, in the order of the page."""
        assert [status.value for status in AssuranceStatus] == [
            "approved",
            "approved-subject-to-steps",
            "deferred",
            "rejected",
        ]

    @pytest.mark.parametrize(
        ("status", "passes"),
        [("approved", True), ("approved-subject-to-steps", True), ("deferred", False), ("rejected", False)],
    )
    def test_the_first_two_pass(self, status: str, passes: bool) -> None:
        """By the member and by its name, as a boolean and as a finding."""
        assert fusa.permits_entry(AssuranceStatus(status)) is passes
        ask: Callable[..., bool] = fusa.permits_entry
        assert ask(status) is passes
        finding = fusa.entry_with(AssuranceStatus(status))
        assert (finding.verdict is fusa.EntryVerdict.PERMITTED) is passes
        assert [rule.id for rule in finding.grounds] == ["SA-07"]

    @pytest.mark.parametrize("ask", [fusa.permits_entry, fusa.entry_with])
    def test_no_status(self, ask: Callable[..., object]) -> None:
        """A status that there is not is refused, with the nearest; so is what is no status."""
        with pytest.raises(UnknownName, match=r"^status: 'aproved'.*'approved'"):
            ask("aproved")
        for bad in (None, True, UserRole.OTHER_USER):
            with pytest.raises(InvalidType, match=r"^status: "):
                ask(bad)

    @pytest.mark.parametrize(
        ("status", "readings", "words", "not_said"),
        [
            ("deferred", DEFAULT_READINGS, "Follow-up Security Assessment", "new"),
            (
                "rejected",
                DEFAULT_READINGS,
                "Follow-up Security Assessment; a new one is possible",
                "may require",
            ),
            ("rejected", Readings(rd_17="new-fusa"), "new Full User Security Assessment", "Follow-up"),
            ("deferred", Readings(rd_17="new-fusa"), "Follow-up Security Assessment", "new"),
            ("approved", DEFAULT_READINGS, "lets the User Entry Process be passed", "Follow-up"),
        ],
    )
    def test_what_follows(self, status: str, readings: Readings, words: str, not_said: str) -> None:
        """RD-17: after Rejected a follow-up, or a new full assessment; after Deferred a follow-up."""
        (reason,) = fusa.entry_with(AssuranceStatus(status), readings=readings).why()
        assert words in reason.text
        assert not_said not in reason.text
        assert ("RD-17" in reason.readings) is (status == "rejected")

    def test_who_gives_it(self) -> None:
        """RD-20: the Security Sub-Committee, or it and the SEC Panel; the answer says which was taken."""
        for status in AssuranceStatus:
            by_one = next(iter(fusa.entry_with(status).why()))
            assert "Security Sub-Committee" in by_one.text
            assert "Panel" not in by_one.text
            assert "RD-20" in by_one.readings
            both = fusa.entry_with(status, readings=Readings(rd_20="ssc-and-panel"))
            assert "Security Sub-Committee and the SEC Panel" in str(both.why())


class TestNamesOfStatuses:
    """EX-01: on 27 February 2020 Provisionally Approved became Deferred, and Deferred became Rejected."""

    @pytest.mark.parametrize(
        ("name", "before", "since"),
        [
            ("Approved", "approved", "approved"),
            ("Approved, subject to steps", "approved-subject-to-steps", "approved-subject-to-steps"),
            ("subject to steps", None, None),
            ("Approved, subject to the Party", "approved-subject-to-steps", "approved-subject-to-steps"),
            ("APPROVED  subject-to-steps", "approved-subject-to-steps", "approved-subject-to-steps"),
            ("Provisionally Approved", "deferred", None),
            ("Deferred", "rejected", "deferred"),
            ("Rejected", None, "rejected"),
        ],
    )
    def test_both_sides(self, name: str, before: str | None, since: str | None) -> None:
        """What a name meant on 26 February 2020, and what from the 27th; None is a name not in use."""
        for on, expected in (
            (date(2016, 1, 1), before),
            (date(2020, 2, 26), before),
            (date(2020, 2, 27), since),
            (date(2026, 1, 1), since),
        ):
            if expected is None:
                with pytest.raises((InvalidValue, UnknownName), match=r"^name: .*2020-02-27"):
                    fusa.status_named(name, on=on)
            else:
                assert fusa.status_named(name, on=on) is AssuranceStatus(expected)

    @pytest.mark.parametrize(
        ("name", "on", "message"),
        [
            (
                "rejected",
                date(2020, 2, 26),
                "it was called Deferred until 2020-02-27 (EX-01); write 'deferred', as it was called on",
            ),
            (
                "provisionally-approved",
                date(2020, 2, 27),
                "it has been called Deferred since 2020-02-27 (EX-01); write 'deferred', as it was called on",
            ),
        ],
    )
    def test_the_name_of_another_time(self, name: str, on: date, message: str) -> None:
        """The refusal says what it was called then; written so, it is read."""
        with pytest.raises(InvalidValue) as refused:
            fusa.status_named(name, on=on)
        assert str(refused.value) == f"name: '{name}' was no status on {on}: {message} {on}"
        meant = {"rejected": "rejected", "provisionally-approved": "deferred"}[name]
        assert fusa.status_named("deferred", on=on).value == meant

    def test_bad_input(self) -> None:
        """A name that is no text, and a day that is no date, are refused by name."""
        ask: Callable[..., object] = fusa.status_named
        for bad in (None, 1, b"Approved"):
            with pytest.raises(InvalidType, match=r"^name: .*is not text"):
                ask(bad, on=date(2026, 1, 1))
        for no_date, reason in naive.NO_DATES:
            with pytest.raises(InvalidType, match=rf"^on: .*{reason}"):
                ask("Approved", on=no_date)


class TestSize:
    """SA-08: 'more than 250,000 Domestic Premises'; EX-03: a threshold of 50,000 Non-Domestic Premises."""

    @pytest.mark.parametrize(
        ("domestic", "non_domestic", "category", "rule"),
        [
            (0, None, "small", "SA-08"),
            (249_999, None, "small", "SA-08"),
            (250_000, None, "small", "SA-08"),
            (250_001, None, "large", "SA-08"),
            (250_000, 0, "small", "SA-08"),
            (250_001, 0, "large", "SA-08"),
            (250_001, 1, "large", "SA-08"),
            (0, 1, "small", "EX-03"),
            (0, 50_000, "small", "EX-03"),
            (0, 50_001, "large", "EX-03"),
            (1, 50_001, "large", "EX-03"),
            (1, 50_000, "not-settled", "EX-03"),
            (1, 1, "not-settled", "EX-03"),
            (250_000, 1, "not-settled", "EX-03"),
            (250_000, 50_000, "not-settled", "EX-03"),
        ],
    )
    def test_by_hand(self, domestic: int, non_domestic: int | None, category: str, rule: str) -> None:
        """Both sides of both thresholds; a mixed portfolio under both is not settled."""
        finding = fusa.size(domestic_premises=domestic, non_domestic_premises=non_domestic)
        assert finding.verdict is SizeCategory(category)
        assert [ground.id for ground in finding.grounds] == [rule]
        assert (
            fusa.size_category(domestic_premises=domestic, non_domestic_premises=non_domestic)
            is finding.verdict
        )

    @pytest.mark.parametrize("role", naive.ROLES)
    @pytest.mark.parametrize(
        ("domestic", "non_domestic", "supplier", "other"),
        [
            (250_000, None, "small SA-08", "small SA-08"),
            (250_001, None, "large SA-08", "large SA-08"),
            (250_000, 0, "small SA-08", "small SA-08"),
            (250_001, 0, "large SA-08", "large SA-08"),
            (0, 1, "small EX-03", "not-settled EX-03"),
            (0, 50_000, "small EX-03", "not-settled EX-03"),
            (0, 50_001, "large EX-03", "not-settled EX-03"),
            (1, 50_000, "not-settled EX-03", "not-settled EX-03"),
            (250_000, 50_001, "large EX-03", "not-settled EX-03"),
            (250_001, 1, "large SA-08", "large SA-08"),  # the Domestic Premises alone decide
            (250_001, 50_001, "large SA-08", "large SA-08"),
        ],
    )
    def test_by_role(
        self, role: str, domestic: int, non_domestic: int | None, supplier: str, other: str
    ) -> None:
        """EX-03 speaks of Supplier Parties: of others Non-Domestic Premises are not settled by it."""
        finding = fusa.size(
            domestic_premises=domestic, non_domestic_premises=non_domestic, role=UserRole(role)
        )
        is_supplier = role in {"import-supplier", "export-supplier", "gas-supplier"}
        said = f"{finding.verdict.value} {finding.grounds[0].id}"
        assert said == (supplier if is_supplier else other)
        assert "no User Role was given" not in str(finding.why())
        of_none = "of which no threshold was seen for this User Role" in str(finding.why())
        assert of_none is bool(non_domestic and not is_supplier)
        category = fusa.size_category(
            domestic_premises=domestic, non_domestic_premises=non_domestic, role=UserRole(role)
        )
        assert category is finding.verdict

    def test_without_a_role(self) -> None:
        """It answers for a Supplier Party, and says so; a role that there is not is refused."""
        finding = fusa.size(domestic_premises=0, non_domestic_premises=50_001)
        assert finding.verdict is SizeCategory.LARGE
        assert "answered for a Supplier Party, because no User Role was given" in str(finding.why())
        ask: Callable[..., object] = fusa.size
        with pytest.raises(UnknownName, match=r"^role: 'suplier'"):
            ask(domestic_premises=0, role="suplier")

    def test_not_counted_is_not_none(self) -> None:
        """Without a count of Non-Domestic Premises the answer says that the others alone answer."""
        alone = fusa.size(domestic_premises=200_000)
        counted = fusa.size(domestic_premises=200_000, non_domestic_premises=0)
        assert alone.verdict is counted.verdict is SizeCategory.SMALL
        assert "the Domestic Premises alone answer" in str(alone.why())
        assert "the Domestic Premises alone answer" not in str(counted.why())
        mixed = fusa.size(domestic_premises=200_000, non_domestic_premises=40_000)
        assert "equation was not seen" in str(mixed.why())
        assert next(iter(mixed.why())).holds is UNKNOWN
        assert next(iter(fusa.size(domestic_premises=250_001).why())).holds is True
        assert next(iter(counted.why())).holds is False

    @pytest.mark.parametrize(
        ("domestic", "been_large", "on_the_day", "once"),
        [
            (250_000, True, "small", "large"),
            (250_000, False, "small", "small"),
            (250_000, UNKNOWN, "small", "not-settled"),
            (250_001, True, "large", "large"),
            (250_001, False, "large", "large"),
            (250_001, UNKNOWN, "large", "large"),
        ],
    )
    def test_falling_back(self, domestic: int, been_large: Fact, on_the_day: str, once: str) -> None:
        """RD-26: the count on the day decides, or once Large always Large; unknown is not no."""
        default = fusa.size(domestic_premises=domestic, has_been_large=been_large)
        other = fusa.size(domestic_premises=domestic, has_been_large=been_large, readings=ONCE_LARGE)
        assert default.verdict is SizeCategory(on_the_day)
        assert other.verdict is SizeCategory(once)
        assert ("RD-26" in default.readings) is (on_the_day != once)
        assert other.readings == ({"RD-26": "once-large-always-large"} if on_the_day != once else {})
        assert "been Large" not in str(default.why())
        assert "mixed portfolio" not in str(default.why()) + str(other.why())
        said = {True: "it has been Large", False: "never been Large", UNKNOWN: "not known whether"}
        assert (said[been_large] in str(other.why())) is (domestic == 250_000)

    def test_a_mixed_portfolio_that_has_been_large(self) -> None:
        """By the other reading of RD-26 that settles it."""
        mixed = fusa.size(
            domestic_premises=1, non_domestic_premises=1, has_been_large=True, readings=ONCE_LARGE
        )
        assert mixed.verdict is SizeCategory.LARGE
        small = fusa.size(
            domestic_premises=1, non_domestic_premises=1, has_been_large=False, readings=ONCE_LARGE
        )
        assert small.verdict is SizeCategory.NOT_SETTLED

    def test_what_to_ask_next(self) -> None:
        """Whether the Party has been Large is asked only where it can matter."""
        (question,) = fusa.size(domestic_premises=1, readings=ONCE_LARGE).next_questions()
        assert question.fact == "has_been_large"
        assert not fusa.size(domestic_premises=1).next_questions()

    @pytest.mark.parametrize("field", ["domestic_premises", "non_domestic_premises"])
    def test_bad_counts(self, field: str) -> None:
        """A count is a whole number of at least none, or it is refused by name."""
        for ask in (fusa.size, fusa.size_category):
            asked: Callable[..., object] = ask
            for bad in (True, 2.0, "250000", Decimal(1)):
                with pytest.raises(InvalidType, match=rf"^{field}: .*is not a whole number"):
                    asked(**{"domestic_premises": 1, field: bad})
            with pytest.raises(InvalidValue, match=rf"^{field}: -1 is not a number of premises; pass 0 to"):
                asked(**{"domestic_premises": 1, field: -1})
            with pytest.raises(InvalidType, match=r"^domestic_premises: "):
                asked(domestic_premises=None)

    def test_a_count_with_no_end_of_digits(self) -> None:
        """A count that Python will not print is refused, and so is one of more than there are."""
        for count in (-(10**5000), 10**5000, 1_000_000_001):
            with pytest.raises(SecUepError, match=r"^domestic_premises: .* is not a number of premises"):
                fusa.size(domestic_premises=count)
        assert fusa.size_category(domestic_premises=1_000_000_000) is SizeCategory.LARGE

    @pytest.mark.parametrize("bad", [None, 1, "no"])
    def test_no_fact(self, bad: object) -> None:
        """Whether the Party has been Large is True, False or UNKNOWN."""
        ask: Callable[..., object] = fusa.size
        with pytest.raises(InvalidType, match=r"^has_been_large: .*is not a fact"):
            ask(domestic_premises=1, has_been_large=bad)


class TestWhatIsStated:
    """The figures of SA-02 to SA-09, EX-03, EX-11, EX-12 and EX-23 stand in their statements."""

    @pytest.mark.parametrize(
        ("id_", "words"),
        [
            ("SA-02", "at least 12 weeks"),
            ("SA-03", "conflict of interest"),
            ("SA-04", "at least four weeks"),
            ("SA-05", "can be charged 25 % of the total cost"),
            ("SA-08", "more than 250,000 Domestic Premises"),
            ("SA-09", "Agreed Interpretations"),
            ("EX-03", "50,000 Non-Domestic Premises"),
            ("EX-11", "no fixed number of days"),
            ("EX-12", "3 to 10 working days"),
            ("EX-23", "no period"),
        ],
    )
    def test_the_figures(self, id_: str, words: str) -> None:
        """The statement carries the figure of its source."""
        (rule,) = (rule for rule in rules_of(fusa) if rule.id == id_)
        assert words in rule.statement

    def test_constants(self) -> None:
        """The figures that callers may read are those of the clauses."""
        assert str(fusa.NOTICE) == "12 weeks"
        assert str(fusa.FREE_RESCHEDULE) == "4 weeks"
        assert fusa.LARGE_ABOVE_DOMESTIC == 250_000
        assert fusa.LARGE_ABOVE_NON_DOMESTIC == 50_000
        assert date(2020, 2, 27) == fusa.STATUSES_RENAMED_ON

    @pytest.mark.parametrize(
        ("deadline", "rule"),
        [
            (fusa.earliest_assessment(application=ASSESSMENT), "SA-02"),
            (fusa.latest_application(assessment=ASSESSMENT), "SA-02"),
            (fusa.latest_free_reschedule(assessment=ASSESSMENT), "SA-04"),
        ],
    )
    def test_the_party_must(self, deadline: Deadline, rule: str) -> None:
        """Booking and moving in time are the Party's to do, and it must."""
        assert (deadline.rule.id, deadline.bearer, deadline.modality) == (rule, Bearer.PARTY, Modality.MUST)
        assert deadline.rule.id in str(deadline)


class TestCertainty:
    """A date of weeks rests on its end alone."""

    def test_both_sides_of_the_end_of_2028(self) -> None:
        """An end on Friday 29 December 2028 is published, one on New Year's Day 2029 projected."""
        end = date(2028, 12, 29)
        assert fusa.earliest_assessment(application=end - 84 * ONE_DAY).certainty is Certainty.PUBLISHED
        projected = fusa.earliest_assessment(application=date(2029, 1, 1) - 84 * ONE_DAY)
        assert projected.day == date(2029, 1, 2)
        assert projected.certainty is Certainty.PROJECTED
        assert fusa.latest_application(assessment=end + 84 * ONE_DAY).certainty is Certainty.PUBLISHED

    def test_amended_only_at_the_end(self) -> None:
        """A changed day counts at the end of the weeks and where the end moves over it, not within."""
        calendar = england_and_wales().with_bank_holiday(date(2026, 8, 26), "one more")
        for application, certainty in (
            (date(2026, 6, 2), Certainty.PUBLISHED),  # ends on Tuesday 25 August
            (date(2026, 6, 3), Certainty.AMENDED),  # ends on Wednesday the 26th, moves to the 27th
            (date(2026, 6, 4), Certainty.PUBLISHED),  # ends on Thursday the 27th
        ):
            found = fusa.earliest_assessment(application=application, calendar=calendar)
            assert found.certainty is certainty
        unmoved = fusa.earliest_assessment(application=date(2026, 6, 3), calendar=calendar, readings=NO_ROLL)
        assert unmoved.certainty is Certainty.PUBLISHED
        assert unmoved.read is None


D = date(2026, 9, 7)

ASKED: list[tuple[Callable[..., object], str, dict[str, object]]] = [
    (fusa.earliest_assessment, "application", {}),
    (fusa.latest_application, "assessment", {}),
    (fusa.latest_free_reschedule, "assessment", {}),
    (fusa.notice, "application", {"assessment": D}),
    (fusa.notice, "assessment", {"application": D}),
    (fusa.reschedule_charge, "requested", {"assessment": D, "total_cost": Decimal(1)}),
    (fusa.reschedule_charge, "assessment", {"requested": D, "total_cost": Decimal(1)}),
]


class TestBadInput:
    """A value that is no date, no calendar or no readings is refused, named as the caller named it."""

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
        assert str(refused.value).startswith(f"{field}: ")
        assert reason in str(refused.value)
        assert "pass " in str(refused.value)

    def test_no_readings_of_the_rest(self) -> None:
        """Nor are they taken by the questions that take no date."""
        asked: list[Callable[..., object]] = [
            lambda **bad: fusa.entry_with(AssuranceStatus.APPROVED, **bad),
            lambda **bad: fusa.size(domestic_premises=1, **bad),
            lambda **bad: fusa.size_category(domestic_premises=1, **bad),
        ]
        for ask in asked:
            with pytest.raises(InvalidType, match=r"^readings: "):
                ask(readings="ssc")

    @pytest.mark.parametrize(
        ("ask", "field", "day"),
        [
            (fusa.earliest_assessment, "application", date(9999, 12, 1)),
            (fusa.latest_application, "assessment", date(1, 1, 31)),
            (fusa.latest_free_reschedule, "assessment", date(1, 1, 5)),
        ],
    )
    def test_weeks_beyond_every_date(self, ask: Callable[..., object], field: str, day: date) -> None:
        """An end that no date can hold is refused, and the message speaks of what the caller gave."""
        with pytest.raises(SecUepError) as refused:
            ask(**{field: day})
        assert field in str(refused.value) or str(day) in str(refused.value)
        assert "use fewer weeks" not in str(refused.value)  # the twelve weeks are not the caller's to choose


class TestFromApplicationToStatus:
    """EX-25: not applied for by Friday 14 July 2017, unlikely to be finished by Saturday 25 November."""

    def test_the_figure(self) -> None:
        """The days between the two, an estimate that binds nobody and says that it is inferred."""
        found = fusa.APPLICATION_TO_STATUS
        assert found.least == found.most == date(2017, 11, 25) - date(2017, 7, 14)
        assert str(found) == (
            "about 134 days, typically (EX-25, SECAS newsletter of May 2017, User Security Assessments)"
        )
        assert "by inference; an estimate, never a limit" in found.rule.statement
        assert found.rule.modality is Modality.STATES


class TestFieldwork:
    """EX-12: the fieldwork of a Full assessment typically takes 3 to 10 working days."""

    def test_the_figures(self) -> None:
        """Three and ten Working Days, with the page that says so; an estimate that binds nobody."""
        assert (fusa.FIELDWORK.least, fusa.FIELDWORK.most) == (WorkingDays(3), WorkingDays(10))
        assert fusa.FIELDWORK.rule.id == "EX-12"
        assert fusa.FIELDWORK.rule.modality.value == "states"
        assert fusa.FIELDWORK.citation.document.name == "SECAS FUSA FAQ"

    def test_str(self) -> None:
        """It says where it comes from."""
        assert str(fusa.FIELDWORK) == "3 to 10 Working Days, typically (EX-12, SECAS FUSA FAQ, duration)"

    def test_as_an_estimate(self) -> None:
        """Either end serves as the estimate of an entry."""
        for typical in (fusa.FIELDWORK.least, fusa.FIELDWORK.most):
            entry = Entry(
                party=Party(name="Example Energy Ltd"),
                roles={UserRole.OTHER_USER},
                estimates={Step.FULL_USER_SECURITY_ASSESSMENT: typical},
            )
            assert entry.estimates[Step.FULL_USER_SECURITY_ASSESSMENT] == typical

    def test_a_value(self) -> None:
        """Two that say the same are equal, and none changes."""
        assert pickle.loads(pickle.dumps(fusa.FIELDWORK)) == fusa.FIELDWORK  # noqa: S301
        with pytest.raises(FrozenInstanceError):
            fusa.FIELDWORK.most = WorkingDays(11)  # type: ignore[misc]
