"""Privacy Assessments: 12 weeks that should be given, four to change, costs incurred, the status."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal, Inexact, localcontext
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, strategies as st

from sec_uep import DEFAULT_READINGS, UNKNOWN, AssuranceStatus, Readings, UserRole
from sec_uep.answers import NoticeVerdict
from sec_uep.errors import ContradictoryFacts, InvalidType, InvalidValue, UnknownName
from sec_uep.facts import Unknown
from sec_uep.obligations import privacy_assessment
from sec_uep.obligations._assessments import Charge, ChargeVerdict
from sec_uep.rules import Bearer, Modality
from tests.obligations import naive
from tests.oracles import rules_of

if TYPE_CHECKING:
    from collections.abc import Callable

ONE_DAY = timedelta(days=1)
NO_ROLL = Readings(rd_06="no-roll")
RECEIVED_NEXT = Readings(rd_04="next-working-day")

days = st.dates(date(2025, 6, 1), date(2028, 9, 1)) | st.sampled_from(
    sorted(day + offset * ONE_DAY for day in naive.ENGLAND_AND_WALES for offset in (-84, -28, 0, 28, 84))
).filter(lambda day: date(2025, 6, 1) <= day <= date(2028, 9, 1))

#: Wednesday 26 August 2026: four weeks before is Wednesday 29 July, twelve weeks before Wednesday 3 June.
ASSESSMENT = date(2026, 8, 26)


class TestTwelveWeeks:
    """PA-01: 'You should provide 12 weeks' notice'."""

    @pytest.mark.parametrize(
        ("application", "verdict"),
        [
            (date(2026, 6, 3), NoticeVerdict.SUFFICIENT),  # 84 days, exactly twelve weeks
            (date(2026, 6, 4), NoticeVerdict.INSUFFICIENT),  # 83 days
        ],
    )
    def test_both_sides(self, application: date, verdict: NoticeVerdict) -> None:
        """Eighty-four days are what should be given, eighty-three are short of it."""
        finding = privacy_assessment.notice(application=application, assessment=ASSESSMENT)
        assert finding.verdict is verdict
        assert finding.modality is Modality.SHOULD
        reason = finding.why()[0]
        assert reason.holds is (verdict is NoticeVerdict.SUFFICIENT)
        assert f"{(ASSESSMENT - application).days} days" in reason.text
        assert not finding.readings

    def test_a_should_that_is_not_kept(self) -> None:
        """It is shorter than it should be, never late, unmet or a breach; EX-20 says required, beside it."""
        short = privacy_assessment.notice(application=date(2026, 6, 4), assessment=ASSESSMENT)
        should, required = short.why()
        assert should.text.endswith("which is shorter than it should be: 12 weeks (84 days)")
        assert not re.search("late|not met|breach|must", str(short.why()).lower())
        assert (required.rule.id, required.rule.modality) == ("EX-20", Modality.MUST)
        assert str(required) == (
            "note: SECAS's FAQ on privacy assessments says that so much is required "
            "[EX-20, SECAS privacy FAQ, booking an assessment]"
        )
        assert repr(required) == "<Note EX-20>"
        assert str(short).startswith("insufficient [Other User should; PA-01, SECAS guidance, ")
        (said,) = short.disagreements
        assert (said.followed.says, said.rules) == ("the Other User should give it", ("PA-01", "EX-20"))
        enough = privacy_assessment.notice(application=date(2026, 6, 3), assessment=ASSESSMENT)
        assert enough.why()[0].text.endswith("which is as long as it should be: 12 weeks (84 days)")
        assert enough.disagreements == (said,)

    @pytest.mark.parametrize("readings", [DEFAULT_READINGS, NO_ROLL, RECEIVED_NEXT])
    @given(day=days)
    def test_the_last_day_of_notice(self, readings: Readings, day: date) -> None:
        """Booking on it gives the notice, and on the next day, Working Day or not, it does not."""
        last = privacy_assessment.last_day_of_notice(assessment=day, readings=readings).day
        for application, verdict in (
            (last, NoticeVerdict.SUFFICIENT),
            (last + ONE_DAY, NoticeVerdict.INSUFFICIENT),
        ):
            asked = privacy_assessment.notice(application=application, assessment=day, readings=readings)
            assert asked.verdict is verdict
        assert privacy_assessment.latest_application(assessment=day, readings=readings).day <= last

    @given(day=days)
    def test_both_directions(self, day: date) -> None:
        """Eighty-four days on or back, moved on or back; and the notice is satisfied (RD-06)."""
        earliest = privacy_assessment.earliest_assessment(application=day)
        assert earliest.day == naive.roll_on(day + 84 * ONE_DAY)
        latest = privacy_assessment.latest_application(assessment=day)
        assert latest.day == naive.roll_back(day - 84 * ONE_DAY)
        for application, assessment in ((day, earliest.day), (latest.day, day)):
            finding = privacy_assessment.notice(application=application, assessment=assessment)
            assert finding.verdict is NoticeVerdict.SUFFICIENT
        late = privacy_assessment.notice(application=naive.forward(latest.day, 1), assessment=day)
        assert late.verdict is NoticeVerdict.INSUFFICIENT

    @given(day=days)
    def test_unmoved(self, day: date) -> None:
        """By the other reading of RD-06 the day stands as counted."""
        earliest = privacy_assessment.earliest_assessment(application=day, readings=NO_ROLL)
        latest = privacy_assessment.latest_application(assessment=day, readings=NO_ROLL)
        free = privacy_assessment.latest_free_change(assessment=day, readings=NO_ROLL)
        assert earliest.day == day + 84 * ONE_DAY
        assert latest.day == day - 84 * ONE_DAY
        assert free.day == day - 28 * ONE_DAY

    def test_at_easter(self) -> None:
        """Ends on Good Friday 3 April 2026 move on to Tuesday the 7th and back to Thursday the 2nd."""
        earliest = privacy_assessment.earliest_assessment(application=date(2026, 1, 9))  # Friday
        assert earliest.day == date(2026, 4, 7)
        latest = privacy_assessment.latest_application(assessment=date(2026, 6, 26))  # Friday
        assert latest.day == date(2026, 4, 2)
        free = privacy_assessment.latest_free_change(assessment=date(2026, 5, 1))  # Friday
        assert free.day == date(2026, 4, 2)

    def test_who_should(self) -> None:
        """It binds Other Users only, and as a should; the readings are those of the count."""
        for deadline in (
            privacy_assessment.earliest_assessment(application=ASSESSMENT),
            privacy_assessment.latest_application(assessment=ASSESSMENT),
        ):
            assert deadline.rule.id == "PA-01"
            assert deadline.bearer is Bearer.OTHER_USER
            assert deadline.modality is Modality.SHOULD
            assert "Other User should" in str(deadline)
            assert deadline.may_turn_on == ("RD-01", "RD-04", "RD-06")


Money = Decimal | int | Unknown


def change(requested: date, *, total_cost: Money = 8000, incurred: Money = UNKNOWN) -> Charge:
    """Return the charge for a change of an assessment of eight thousand pounds."""
    return privacy_assessment.change_charge(
        requested=requested,
        assessment=ASSESSMENT,
        total_cost=total_cost if total_cost is UNKNOWN else Decimal(total_cost),
        costs_incurred=incurred if incurred is UNKNOWN else Decimal(incurred),
    )


def ask_charge(**varied: object) -> Charge:
    """Ask for a charge with one part of any type."""
    ask: Callable[..., Charge] = privacy_assessment.change_charge
    parts = {"requested": date(2026, 8, 1), "assessment": ASSESSMENT, "total_cost": Decimal(1000), **varied}
    return ask(**parts)


#: Wednesday 29 July 2026 is exactly four weeks before; Thursday 30 July is 27 days before.
IN_TIME, LATE = date(2026, 7, 29), date(2026, 7, 30)


class TestCharge:
    """EX-08: under four weeks 25 % of the cost is chargeable; costs incurred are, whatever the notice."""

    @given(day=days)
    def test_the_latest_free_change(self, day: date) -> None:
        """It is 28 days earlier, moved back to a Working Day."""
        deadline = privacy_assessment.latest_free_change(assessment=day)
        assert deadline.day == naive.roll_back(day - 28 * ONE_DAY)
        assert deadline.rule.id == "EX-08"
        assert deadline.bearer is Bearer.OTHER_USER

    @pytest.mark.parametrize(
        ("requested", "incurred", "most", "verdict"),
        [
            (IN_TIME, 0, 0, ChargeVerdict.NO_CHARGE),
            (IN_TIME, 500, 500, ChargeVerdict.CAN_BE_CHARGED),
            (IN_TIME, UNKNOWN, None, ChargeVerdict.UNDETERMINED),
            (LATE, 0, 2000, ChargeVerdict.CAN_BE_CHARGED),
            (LATE, 500, 2500, ChargeVerdict.CAN_BE_CHARGED),
            (LATE, UNKNOWN, None, ChargeVerdict.CAN_BE_CHARGED),
            (ASSESSMENT, 0, 2000, ChargeVerdict.CAN_BE_CHARGED),
        ],
    )
    def test_both_sides(
        self, requested: date, incurred: int | Unknown, most: int | None, verdict: ChargeVerdict
    ) -> None:
        """Exactly four weeks are free of the quarter, not of costs incurred; unknown is not nothing."""
        found = change(requested, incurred=incurred)
        assert found.least == 0
        assert found.most == most
        assert found.verdict is verdict

    def test_nothing_of_nothing(self) -> None:
        """A quarter of no cost is no charge."""
        assert change(LATE, total_cost=0, incurred=0).verdict is ChargeVerdict.NO_CHARGE
        assert change(LATE, total_cost=0).verdict is ChargeVerdict.UNDETERMINED

    @given(cost=st.integers(0, 10**20), incurred=st.integers(0, 10**20))
    @example(cost=10_000, incurred=2_500)  # a quarter of a penny and a quarter: half a penny, up
    @example(cost=10_000, incurred=2_499)
    def test_rounded_at_the_end_in_any_context(self, cost: int, incurred: int) -> None:
        """The sum, in millionths here, is rounded to the penny, half a penny up, whatever the context."""
        amounts = {"total_cost": Decimal(cost).scaleb(-6), "incurred": Decimal(incurred).scaleb(-6)}
        with localcontext(prec=1) as context:
            context.traps[Inexact] = True
            late, in_time = change(LATE, **amounts), change(IN_TIME, **amounts)
        for found, fourths in ((late, cost + 4 * incurred), (in_time, 4 * incurred)):
            pence = (fourths + 20_000) // 40_000
            assert str(found.most) == f"{pence // 100}.{pence % 100:02}"
            assert (found.verdict is ChargeVerdict.CAN_BE_CHARGED) is (pence > 0)

    @pytest.mark.parametrize(
        ("requested", "incurred", "most", "verdict"),
        [
            (IN_TIME, UNKNOWN, None, "undetermined"),
            (IN_TIME, 0, Decimal(0), "no-charge"),
            (IN_TIME, 500, Decimal(500), "can-be-charged"),
            (LATE, UNKNOWN, None, "can-be-charged"),
            (LATE, 0, None, "can-be-charged"),
        ],
    )
    def test_before_the_cost_is_known(
        self, requested: date, incurred: int | Unknown, most: Decimal | None, verdict: str
    ) -> None:
        """Late, a quarter is chargeable whatever the cost will be; in time the cost does not matter."""
        found = change(requested, total_cost=UNKNOWN, incurred=incurred)
        assert (found.verdict.value, found.most) == (verdict, most)
        assert ("the total cost is not known" in str(found.why())) is (requested is LATE)

    def test_a_request_on_a_sunday(self) -> None:
        """Four weeks before a Sunday: in time by one reading of RD-04, received a day later by the other."""
        ask = privacy_assessment.change_charge
        sunday = ask(requested=date(2026, 7, 26), assessment=date(2026, 8, 23), costs_incurred=Decimal(0))
        assert sunday.verdict is ChargeVerdict.NO_CHARGE
        assert sunday.readings == {"RD-04": "that-day"}
        assert sunday.again(readings=RECEIVED_NEXT).verdict is ChargeVerdict.CAN_BE_CHARGED

    @pytest.mark.parametrize("field", ["total_cost", "costs_incurred"])
    def test_bad_amounts(self, field: str) -> None:
        """A float, a bool or text is no exact amount; NaN, infinity, less than nothing, too much are none."""
        for bad in (0.5, True, "1", None):
            with pytest.raises(InvalidType, match=rf"^{field}: .*is not an exact amount"):
                ask_charge(**{field: bad})
        for bad in ("NaN", "sNaN", "Infinity", "-Infinity", "-1", "1E+15", "1E-7", "1E+999999"):
            with pytest.raises(InvalidValue, match=rf"^{field}: .*is not an amount of money"):
                ask_charge(**{field: Decimal(bad)})

    def test_an_amount_with_no_end_of_digits(self) -> None:
        """An int that Python will not print is refused like another."""
        with pytest.raises(InvalidValue, match=r"^costs_incurred: "):
            ask_charge(costs_incurred=10**1_000_000)

    def test_after_the_assessment(self) -> None:
        """A request after the assessment is refused, and both days are named."""
        with pytest.raises(ContradictoryFacts) as refused:
            change(ASSESSMENT + ONE_DAY)
        assert "requested 2026-08-27" in str(refused.value)
        assert "assessment 2026-08-26" in str(refused.value)

    def test_why(self) -> None:
        """The reasons count the days and say what is known of the costs."""
        (reason,) = change(IN_TIME).why()
        assert reason.holds is UNKNOWN
        assert "28 days" in reason.text
        assert "are not known" in reason.text
        (reason,) = change(LATE, incurred=500).why()
        assert reason.holds is True
        assert "27 days" in reason.text
        assert "the total cost is £8,000.00; the costs already incurred are £500.00" in reason.text
        (reason,) = change(IN_TIME, incurred=0).why()
        assert reason.holds is False
        assert reason.rule.id == "EX-08"

    def test_what_to_ask_next(self) -> None:
        """Costs that are not known are asked for where they can change the verdict, and not elsewhere."""
        (question,) = change(IN_TIME).next_questions()
        assert question.fact == "costs_incurred"
        assert not change(LATE).next_questions()
        assert not change(IN_TIME, incurred=0).next_questions()


class TestStatus:
    """PA-02: 'a status of either Approved or Approved, subject to steps for you to complete the UEP'."""

    @pytest.mark.parametrize(
        ("status", "passes"),
        [("approved", True), ("approved-subject-to-steps", True), ("deferred", False), ("rejected", False)],
    )
    def test_the_first_two_pass(self, status: str, passes: bool) -> None:
        """By the member and by its name."""
        ask: Callable[..., bool] = privacy_assessment.permits_entry
        assert ask(status) is ask(AssuranceStatus(status)) is passes
        finding = privacy_assessment.entry_with(AssuranceStatus(status))
        assert (finding.verdict is privacy_assessment.EntryVerdict.PERMITTED) is passes
        (reason,) = finding.why()
        assert reason.rule.id == "PA-02"
        assert reason.holds is passes
        assert reason.text.startswith(status)

    def test_no_status(self) -> None:
        """A status that there is not is refused with the nearest; so is what is no status."""
        ask: Callable[..., bool] = privacy_assessment.permits_entry
        with pytest.raises(UnknownName, match=r"^status: 'defered'.*nearest is 'deferred'"):
            ask("defered")
        for bad in (None, UserRole.OTHER_USER):
            with pytest.raises(InvalidType, match=r"^status: "):
                ask(bad)

    @pytest.mark.parametrize(
        ("name", "before", "since"),
        [
            ("Approved", "approved", "approved"),
            ("Approved, subject to steps", "approved-subject-to-steps", "approved-subject-to-steps"),
            ("Approved, subject to the Party", "approved-subject-to-steps", "approved-subject-to-steps"),
            ("Provisionally approved", "deferred", None),
            ("Deferred", "rejected", "deferred"),
            ("Rejected", None, "rejected"),
        ],
    )
    def test_names_by_date(self, name: str, before: str | None, since: str | None) -> None:
        """EX-01: for privacy the names changed on 29 November 2020, nine months after those for security."""
        for on, expected in (
            (date(2020, 2, 27), before),  # the day of the other renaming
            (date(2020, 11, 28), before),
            (date(2020, 11, 29), since),
        ):
            if expected is None:
                with pytest.raises(InvalidValue, match=r"^name: .* was no status on .*2020-11-29"):
                    privacy_assessment.status_named(name, on=on)
            else:
                assert privacy_assessment.status_named(name, on=on) is AssuranceStatus(expected)

    def test_bad_input_of_names(self) -> None:
        """A name that is no text, and a day that is no date, are refused by name."""
        ask: Callable[..., object] = privacy_assessment.status_named
        with pytest.raises(InvalidType, match=r"^name: .*is not text"):
            ask(None, on=date(2026, 1, 1))
        for no_date, reason in naive.NO_DATES:
            with pytest.raises(InvalidType, match=rf"^on: .*{reason}"):
                ask("Approved", on=no_date)


class TestHowStronglyItBinds:
    """PA-01 is a should, EX-08 what may be done and be charged, EX-20 what SECAS's FAQ calls required."""

    @pytest.mark.parametrize(
        ("id_", "bearer", "modalities"),
        [
            ("PA-01", Bearer.OTHER_USER, ["should"]),
            ("PA-02", Bearer.OTHER_USER, ["must"]),
            ("EX-08", Bearer.OTHER_USER, ["may", "may"]),
            ("EX-20", Bearer.OTHER_USER, ["must", "states"]),
        ],
    )
    def test_each_rule(self, id_: str, bearer: Bearer, modalities: list[str]) -> None:
        """The first of an id binds the Other User, or frees it; no change of an assessment *must* be made."""
        rules = [rule for rule in rules_of(privacy_assessment) if rule.id == id_]
        assert rules[0].bearer is bearer
        assert [rule.modality.value for rule in rules] == modalities

    def test_constants(self) -> None:
        """The figures that callers may read are those of the clauses."""
        assert (str(privacy_assessment.NOTICE), str(privacy_assessment.FREE_CHANGE)) == (
            "12 weeks",
            "4 weeks",
        )
        assert date(2020, 11, 29) == privacy_assessment.STATUSES_RENAMED_ON


D = date(2026, 9, 7)

ASKED: list[tuple[Callable[..., object], str, dict[str, object]]] = [
    (privacy_assessment.earliest_assessment, "application", {}),
    (privacy_assessment.latest_application, "assessment", {}),
    (privacy_assessment.latest_free_change, "assessment", {}),
    (privacy_assessment.notice, "application", {"assessment": D}),
    (privacy_assessment.notice, "assessment", {"application": D}),
    (privacy_assessment.change_charge, "requested", {"assessment": D, "total_cost": Decimal(1)}),
    (privacy_assessment.change_charge, "assessment", {"requested": D, "total_cost": Decimal(1)}),
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
