"""How a plan counts: the principles EN-05 and EN-07 to EN-13, with days that were counted by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from sec_uep import DEFAULT_READINGS, UNKNOWN, Step, UserRole, planning
from sec_uep.errors import DateOutsideCalendar, InvalidType, InvalidValue, MissingFact, UnknownName
from sec_uep.planning import Anchor, Basis, ChangeKind
from sec_uep.planning.schedule import Schedule
from tests.told import ALL_BUT_EVIDENCE, ASSESSED, READY, TESTED, entry, event

if TYPE_CHECKING:
    from sec_uep.planning import Plan, PlannedStep

GAS, OTHER, IMPORT = UserRole.GAS_SUPPLIER, UserRole.OTHER_USER, UserRole.IMPORT_SUPPLIER


def plan(
    day: str, *lines: str, readings: dict[str, str] | None = None, target: str | None = None, **more: object
) -> Plan:
    """Return the plan on a day of an entry of which these events are told."""
    at_best = bool(more.pop("at_best", False))
    found, today = entry(*lines, **more), date.fromisoformat(day)  # type: ignore[arg-type]
    chosen = DEFAULT_READINGS.choosing(readings or {})
    if target is None:
        return planning.forwards(found, today=today, readings=chosen, at_best=at_best)
    return planning.backwards(found, target=date.fromisoformat(target), today=today, readings=chosen)


def days(step: PlannedStep) -> tuple[str, str]:
    """Return when a step begins and ends at the earliest, with the days of the week."""
    return f"{step.earliest_start:%a %F}", f"{step.earliest_finish:%a %F}"


class TestEstimates:
    """EN-07: an estimate counts its first day."""

    @pytest.mark.parametrize(
        ("estimate", "ends"),
        [
            ("5 working days", "Fri 2026-11-27"),
            ("1 working days", "Mon 2026-11-23"),
            ("2 weeks", "Fri 2026-12-04"),
            ("10 days", "Wed 2026-12-02"),
            ("6 days", "Fri 2026-11-27"),
            ("1 days", "Mon 2026-11-23"),
            ("1 months", "Tue 2026-12-22"),
        ],
    )
    def test_from_a_day_of_its_own(self, estimate: str, ends: str) -> None:
        """Today, a Monday: the first day works too."""
        found = plan("2026-11-23", estimates={"gateway-connection": estimate})
        assert days(found.step(Step.GATEWAY_CONNECTION)) == ("Mon 2026-11-23", ends)

    def test_an_end_is_not_before_the_first_working_day(self) -> None:
        """Two days from a Saturday end on the Monday on which they begin."""
        found = plan("2026-11-28", estimates={"gateway-connection": "2 days"})
        assert days(found.step(Step.GATEWAY_CONNECTION)) == ("Mon 2026-11-30", "Tue 2026-12-01")
        booked = plan(
            "2026-11-23", "gateway-connection 2026-11-28", estimates={"gateway-connection": "2 days"}
        )
        assert days(booked.step(Step.GATEWAY_CONNECTION)) == ("Sat 2026-11-28", "Mon 2026-11-30")

    def test_begun_and_booked(self) -> None:
        """Each is a day of its own."""
        week = {"user-interface": "5 working days"}
        begun = plan("2026-11-25", "user-interface 2026-11-23 begun", estimates=week)
        assert days(begun.step(Step.USER_INTERFACE)) == ("Mon 2026-11-23", "Fri 2026-11-27")
        booked = plan("2026-11-25", "user-interface 2026-11-30", estimates=week)
        assert days(booked.step(Step.USER_INTERFACE)) == ("Mon 2026-11-30", "Fri 2026-12-04")

    def test_opened_by_a_notice(self) -> None:
        """UEPT begins on the day that its notice allows."""
        found = plan("2026-06-03", *READY, estimates={"uept": "5 working days"})
        assert days(found.step(Step.UEPT)) == ("Wed 2026-08-26", "Wed 2026-09-02")  # over a bank holiday

    def test_after_a_step_that_ended(self) -> None:
        """What takes time begins on the next Working Day: five after a Friday end on the next Friday."""
        lines = ("user-interface 2026-11-20",)
        found = plan("2026-11-20", *lines, estimates={"smki-rapps": "5 working days"})
        assert days(found.step(Step.SMKI_RAPPS)) == ("Mon 2026-11-23", "Fri 2026-11-27")
        assert days(found.step(Step.SREPT)) == ("Mon 2026-11-30", "Mon 2026-11-30")
        assert days(found.step(Step.UEPT_NOTICE)) == ("Mon 2026-11-30", "Mon 2026-11-30")

    def test_an_act_with_an_estimate(self) -> None:
        """Then it takes time like any other."""
        found = plan("2026-11-23", "srept 2026-11-20", estimates={"uept-notice": "3 working days"})
        assert days(found.step(Step.UEPT_NOTICE)) == ("Mon 2026-11-23", "Wed 2026-11-25")

    def test_a_limit_and_an_estimate(self) -> None:
        """The later of both ends: the limit counts from the report, the estimate from the next day on."""
        lines, longer = (*READY, *TESTED[:3]), {"uept-receipt-confirmation": "3 working days"}
        assert days(plan("2026-09-17", *lines).step(Step.UEPT_RECEIPT_CONFIRMATION)) == (
            "Thu 2026-09-17",
            "Mon 2026-09-21",
        )
        found = plan("2026-09-17", *lines, estimates=longer).step(Step.UEPT_RECEIPT_CONFIRMATION)
        assert (days(found), found.basis) == (("Fri 2026-09-18", "Tue 2026-09-22"), Basis.ESTIMATE)
        shorter = {"uept-receipt-confirmation": "2 working days"}
        found = plan("2026-09-17", *lines, estimates=shorter).step(Step.UEPT_RECEIPT_CONFIRMATION)
        assert (days(found), found.basis) == (("Fri 2026-09-18", "Mon 2026-09-21"), Basis.LIMIT)

    def test_others_take_a_step_up_by_themselves(self) -> None:
        """What others have in hand runs from the day on which what it waits for ended."""
        lines, estimates = ASSESSED, {"security-status": "4 weeks"}
        found = plan("2026-09-21", *lines, estimates=estimates).step(Step.SECURITY_STATUS)
        assert days(found) == ("Thu 2026-09-10", "Wed 2026-10-07")
        # What the Party has in hand it has not begun.
        later = plan("2026-09-21", "user-interface 2026-09-09", estimates={"smki-rapps": "4 weeks"})
        assert days(later.step(Step.SMKI_RAPPS)) == ("Mon 2026-09-21", "Fri 2026-10-16")

    def test_what_should_be_over(self) -> None:
        """It ends today at the earliest, and the plan says when it should have."""
        found = plan("2026-11-23", *ASSESSED, estimates={"security-status": "4 weeks"})
        status = found.step(Step.SECURITY_STATUS)
        assert (days(status)[1], status.overrun) == ("Mon 2026-11-23", date(2026, 10, 7))
        assert status.is_lower_bound
        in_doubt = plan("2026-11-23", *ASSESSED, "security-status 2026-10-12")
        assert in_doubt.step(Step.SECURITY_STATUS).overrun is None

    def test_a_period_that_no_date_can_hold(self) -> None:
        """It is named."""
        with pytest.raises(InvalidValue, match=r"estimates\.uept: .*ends after the last date"):
            plan("2026-11-23", estimates={"uept": "999999 weeks"})
        with pytest.raises(DateOutsideCalendar, match="uept"):
            plan("2026-11-23", estimates={"uept": "99999 working days"})


class TestNoSoonerThan:
    """EN-08: it is true at the pace that the plan takes."""

    def test_an_act_of_today(self) -> None:
        """On a Saturday a notice is given on the Saturday; other work is done on Working Days."""
        found = plan("2026-06-06", *READY[:-1])
        assert days(found.step(Step.UEPT_NOTICE)) == ("Sat 2026-06-06", "Sat 2026-06-06")
        assert days(found.step(Step.UEPT))[0] == "Fri 2026-08-28"
        assert days(found.step(Step.FUSA_APPLICATION))[0] == "Sat 2026-06-06"
        told = plan("2026-06-06", *READY[:-1], "uept-notice 2026-06-06")
        assert told.finish == found.finish
        assert (found.step(Step.UEPT_NOTICE).slack, found.step(Step.UEPT_NOTICE).critical) == (0, True)

    def test_other_work_of_today(self) -> None:
        """On a Saturday it begins on the Monday."""
        found = plan("2026-06-06", "srept 2026-06-05")
        assert days(found.step(Step.DCCKI_RAPPS)) == ("Mon 2026-06-08", "Mon 2026-06-08")

    def test_an_act_of_another_day(self) -> None:
        """It falls on a Working Day: accession is on a Saturday."""
        found = plan("2026-06-03", since=date(2026, 6, 6))
        assert days(found.step(Step.FUSA_APPLICATION)) == ("Mon 2026-06-08", "Mon 2026-06-08")

    def test_a_booking_on_a_non_working_day(self) -> None:
        """It ends no sooner than the next Working Day; an act that is booked ends on its day."""
        found = plan("2026-11-23", "gateway-connection 2026-11-28", "fusa-application 2026-11-29")
        assert days(found.step(Step.GATEWAY_CONNECTION)) == ("Sat 2026-11-28", "Mon 2026-11-30")
        assert days(found.step(Step.FUSA_APPLICATION)) == ("Sun 2026-11-29", "Sun 2026-11-29")

    def test_limits_in_full_or_at_best(self) -> None:
        """The limits of others count to their last day, unless they are taken to act at once."""
        lines = (*READY, *TESTED[:3])
        assert days(plan("2026-09-17", *lines).step(Step.TEST_CERTIFICATE))[1] == "Wed 2026-09-30"
        best = plan("2026-09-17", *lines, at_best=True)
        assert days(best.step(Step.TEST_CERTIFICATE))[1] == "Thu 2026-09-17"

    def test_a_limit_of_an_unknown_day(self) -> None:
        """Where the report was not told, its clock is taken to run from today."""
        found = plan("2026-09-17", "uept-review 2026-09-16", readings={"RD-05": "report"})
        assert found.step(Step.UEPT_REVIEW).basis is Basis.SAME_DAY or found.step(Step.UEPT_REVIEW).limit
        past = plan("2026-09-17", "quality-gate 2026-09-16 passed", "uept-review 2026-09-16 further-testing")
        assert past.step(Step.UEPT_RECEIPT_CONFIRMATION).is_undone


class TestSlack:
    """EN-09: slack runs to the finish of a step's own User Role; what roles share, to the earliest."""

    ROLES = ("import-supplier", "other-user")

    def test_own_role(self) -> None:
        """Import Supplier has no slack to its own finish, though Other User is later."""
        lines = (*READY[:-1], "uept-notice 2026-07-01 import-supplier", "uept-notice 2026-08-03 other-user")
        found = plan("2026-09-14", *lines, *ASSESSED, "security-status 2026-09-14 approved", roles=self.ROLES)
        assert found.finish_of(IMPORT) < found.finish_of(OTHER)
        assert (found.step(Step.UEPT, IMPORT).slack, found.step(Step.UEPT, IMPORT).critical) == (0, True)
        assert found.finishes == {IMPORT: found.finish_of(IMPORT), OTHER: found.finish_of(OTHER)}
        assert found.finish == found.finish_of(OTHER)

    def test_what_they_share(self) -> None:
        """The security status has none, because Import Supplier waits for it."""
        lines = (*READY, *TESTED, "user-ids 2026-10-09 accepted", "credit-cover 2026-10-09 not-required")
        found = plan("2026-10-12", *lines, "fusa-application 2026-10-12", roles=self.ROLES,
                     estimates={"privacy-status": "8 weeks"})  # fmt: skip
        status = found.step(Step.SECURITY_STATUS)
        assert found.finish_of(IMPORT) < found.finish_of(OTHER)
        assert (status.slack, status.critical) == (0, True)

    def test_to_the_target(self) -> None:
        """With a target slack runs to it; critical is still what has none to its own finish."""
        lines = (*ALL_BUT_EVIDENCE[:-1],)
        found = plan("2026-10-12", *lines, target="2026-10-19")
        status = found.step(Step.SECURITY_STATUS)
        assert (status.slack, status.critical, found.working_days_to_spare) == (5, True, 5)

    def test_nothing_waits_for_it(self) -> None:
        """A step that nothing to come waits for cannot be too late, and is not critical."""
        lines = ("srept 2026-06-04", "uept-notice 2026-06-03", *TESTED[1:])
        found = plan("2026-11-23", *lines, estimates={"uept-notice": "90 working days"})
        notice = found.step(Step.UEPT_NOTICE)
        assert notice.is_undone
        assert (notice.slack, notice.critical) == (0, False)

    def test_before_a_booking_to_end(self) -> None:
        """The step before it may slip as far as the booking can stand."""
        lines = (*READY, *TESTED[:2], "uept-report 2026-09-25", "uept-receipt-confirmation 2026-10-20")
        found = plan("2026-09-17", *lines, *ASSESSED)
        assert found.step(Step.UEPT_REPORT).latest_finish == date(2026, 10, 20)

    def test_critical_paths(self) -> None:
        """Each User Role has one; the plan's is that of the last."""
        lines = (*READY[:-1], "uept-notice 2026-06-03 import-supplier", "uept-notice 2026-07-01 other-user")
        found = plan("2026-07-01", *lines, roles=self.ROLES)
        assert found.critical_path == found.critical_path_of(OTHER)
        assert [each.step for each in found.critical_path_of(IMPORT)][-1] is Step.SECAS_CONFIRMATION
        done = plan("2026-11-23", "secas-confirmation 2026-11-20")
        assert (done.critical_path, done.finish) == ((), date(2026, 11, 20))


class TestPast:
    """EN-10: what is past is not counted from today."""

    def test_confirmed(self) -> None:
        """The finish of a User Role is the day on which SECAS confirmed it."""
        found = plan(
            "2026-11-23", "secas-confirmation 2025-11-03 gas-supplier", roles=("gas-supplier", "other-user")
        )
        assert found.finish_of(GAS) == date(2025, 11, 3)
        assert not found.is_confirmed
        assert found.step(Step.SREPT).basis is Basis.PAST
        assert days(found.step(Step.UEPT_NOTICE, OTHER))[0] == "Mon 2026-11-23"

    def test_what_is_past_holds_nothing_up(self) -> None:
        """The clock of a step of which the trigger is past runs from today."""
        found = plan("2026-11-23", "quality-gate 2026-11-20 failed", "uept-receipt-confirmation 2026-11-20")
        assert found.step(Step.UEPT_REVIEW).basis is Basis.PAST
        assert days(found.step(Step.QUALITY_GATE)) == ("Mon 2026-11-23", "Mon 2026-11-23")


class TestAccession:
    """EN-11: what may not precede accession is laid from the day of it."""

    def test_a_day_to_come(self) -> None:
        """The User Interface may be begun today, the rest from that day on."""
        found = plan("2026-11-23", since=date(2026, 12, 7))
        assert days(found.step(Step.USER_INTERFACE))[0] == "Mon 2026-11-23"
        gateway = found.step(Step.GATEWAY_CONNECTION)
        assert (days(gateway)[0], gateway.anchor, gateway.because.id) == (
            "Mon 2026-12-07",
            Anchor.ACCESSION,
            "OB-18",
        )
        assert found.has_accession is True

    def test_no_day(self) -> None:
        """It is taken as of today, and whether a target can be met cannot be said."""
        everything = dict.fromkeys(
            (
                "gateway-connection",
                "user-interface",
                "smki-rapps",
                "srept",
                "dccki-rapps",
                "uept",
                "full-user-security-assessment",
                "security-status",
                "secas-confirmation",
            ),
            "1 weeks",
        )
        found = plan("2026-11-23", since=None, estimates=everything, target="2027-12-01")
        assert (found.has_accession, found.is_lower_bound, found.can_be_met) == (False, False, UNKNOWN)
        met = plan("2026-11-23", estimates=everything, target="2027-12-01")
        assert (met.has_accession, met.can_be_met) == (True, True)
        unknown = plan("2026-11-23", since=UNKNOWN, estimates=everything, target="2027-12-01")
        assert (unknown.has_accession, unknown.can_be_met) == (UNKNOWN, True)

    def test_the_other_reading(self) -> None:
        """By RD-29's other choice the User Interface waits too."""
        found = plan("2026-11-23", since=date(2026, 12, 7), readings={"RD-29": "after-accession"})
        assert days(found.step(Step.USER_INTERFACE))[0] == "Mon 2026-12-07"

    def test_a_booking_before_accession(self) -> None:
        """It cannot stand."""
        found = plan("2026-11-23", "gateway-connection 2026-12-04", since=date(2026, 12, 7))
        gateway = found.step(Step.GATEWAY_CONNECTION)
        assert (gateway.refused, days(gateway)[0]) == (
            event("gateway-connection 2026-12-04"),
            "Mon 2026-12-07",
        )


class TestHowSure:
    """EN-12: where a step that needs an estimate has none, it is never said that a target can be met."""

    NEEDED = (
        Step.GATEWAY_CONNECTION,
        Step.USER_INTERFACE,
        Step.SMKI_RAPPS,
        Step.SREPT,
        Step.DCCKI_RAPPS,
        Step.UEPT,
        Step.FULL_USER_SECURITY_ASSESSMENT,
        Step.SECURITY_STATUS,
        Step.PRIVACY_ASSESSMENT,
        Step.PRIVACY_STATUS,
        Step.SECAS_CONFIRMATION,
    )

    def test_which_need_one(self) -> None:
        """Those of EN-05, the two statuses and SECAS's confirmation; the others are named apart."""
        found = plan("2026-11-23", roles=("other-user",))
        assert found.without_estimate == self.NEEDED
        assert found.is_lower_bound
        assert {Step.QUALITY_GATE, Step.USER_IDS, Step.CREDIT_COVER, Step.EVIDENCE_FORM} <= set(
            found.same_day
        )
        assert {each.needs_estimate for each in found.steps if each.step in self.NEEDED} == {True}

    @pytest.mark.parametrize("left_out", NEEDED)
    def test_each_of_them(self, left_out: Step) -> None:
        """One without an estimate is enough for it not to be said; with all it is."""
        every = {step.value: "1 weeks" for step in self.NEEDED}
        few = {step: estimate for step, estimate in every.items() if step != left_out}
        met = plan("2026-11-23", roles=("other-user",), estimates=every, target="2027-12-01")
        lacking = plan("2026-11-23", roles=("other-user",), estimates=few, target="2027-12-01")
        assert (met.can_be_met, met.is_lower_bound) == (True, False)
        assert (lacking.can_be_met, lacking.without_estimate) == (UNKNOWN, (left_out,))

    def test_cannot_be_met(self) -> None:
        """It is said where notices, limits and the estimates that there are already pass the target."""
        found = plan("2026-11-23", target="2027-02-26")
        assert (found.finish, found.can_be_met, found.working_days_to_spare) == (date(2027, 3, 5), False, -5)
        assert plan("2026-11-23", target="2027-03-05").can_be_met is UNKNOWN
        assert plan("2026-11-23").can_be_met is None
        assert plan("2026-11-23").working_days_to_spare is None
        late = plan("2026-11-23", target="2027-02-28").working_days_to_spare
        assert late == -5

    def test_a_target_on_a_weekend(self) -> None:
        """Missed by a weekend alone is missed by a Working Day."""
        found = plan("2026-11-28", *ALL_BUT_EVIDENCE, "evidence-form 2026-11-27", target="2026-11-28")
        assert (found.finish, found.can_be_met, found.working_days_to_spare) == (
            date(2026, 11, 30),
            False,
            -1,
        )


class TestBookings:
    """EN-13: a booking that cannot stand is named, and the step laid on the first day that works."""

    def test_a_notice_still_to_be_given(self) -> None:
        """A start 60 Working Days from today stands; one a day earlier does not."""
        for day, stands in (("2026-08-26", True), ("2026-08-25", False)):
            found = plan("2026-06-03", *READY[:-1], f"uept {day} begun").step(Step.UEPT)
            assert (found.booked is not None, found.refused is None) == (stands, stands)
            assert days(found)[0] == "Wed 2026-08-26"

    def test_a_notice_given_in_time(self) -> None:
        """It stands, on a day that is no Working Day too."""
        lines = (*READY[:-1], "uept-notice 2026-06-07", "uept 2026-08-31 begun")
        found = plan("2026-06-08", *lines).step(Step.UEPT)
        assert (found.booked, days(found)) == (event(lines[-1]), ("Mon 2026-08-31", "Tue 2026-09-01"))
        exactly = plan(
            "2026-10-05", "fusa-application 2026-10-05", "full-user-security-assessment 2026-12-28 begun"
        )
        assert days(exactly.step(Step.FULL_USER_SECURITY_ASSESSMENT)) == ("Mon 2026-12-28", "Tue 2026-12-29")

    def test_a_step_still_open(self) -> None:
        """It must end before the booked day, if the booked step takes time."""
        estimate = {"user-interface": "5 working days"}
        for day, stands in (("2026-11-30", True), ("2026-11-28", True), ("2026-11-27", False)):
            found = plan("2026-11-23", f"smki-rapps {day} begun", estimates=estimate).step(Step.SMKI_RAPPS)
            assert (found.refused is None) is stands, day
        act = plan(
            "2026-11-23", "smki-rapps 2026-11-20", "srept 2026-11-24 completed", "uept-notice 2026-11-24"
        )
        assert act.step(Step.UEPT_NOTICE).refused is None

    def test_the_first_that_stands(self) -> None:
        """Of two bookings the earlier is named, and the later holds."""
        lines = (*READY[:-1], "uept 2026-08-25 begun", "uept 2026-09-02 begun")
        found = plan("2026-06-03", *lines).step(Step.UEPT)
        assert (found.refused, found.booked) == (event(lines[-2]), event(lines[-1]))

    def test_bookings_to_end(self) -> None:
        """One that is too early ends nothing; one that is not does."""
        lines = ("evidence-form 2026-10-09", "evidence-form 2026-10-16")
        found = plan("2026-10-08", *ALL_BUT_EVIDENCE, *lines).step(Step.EVIDENCE_FORM)
        assert (found.refused, found.basis, days(found)[1]) == (
            event(lines[0]),
            Basis.BOOKED,
            "Fri 2026-10-16",
        )
        begun = plan("2026-11-25", "srept 2026-11-23 begun", "srept 2026-11-30 completed").step(Step.SREPT)
        assert (begun.basis, days(begun)) == (Basis.BOOKED, ("Mon 2026-11-23", "Mon 2026-11-30"))
        no = plan("2026-10-08", *ALL_BUT_EVIDENCE[:-1], "security-status 2026-10-12 deferred")
        assert no.step(Step.SECURITY_STATUS).basis is Basis.NOT_SAID

    def test_a_should_does_not_refuse(self) -> None:
        """A Privacy Assessment booked with too short a notice stands (PA-01); before its application not."""
        roles = ("other-user",)
        booked = "privacy-assessment 2026-12-14 begun"
        found = plan("2026-11-23", booked, roles=roles).step(Step.PRIVACY_ASSESSMENT)
        assert (found.refused, days(found)[0]) == (None, "Mon 2026-12-14")
        early = plan("2026-11-23", booked, "privacy-application 2026-12-15", roles=roles)
        assert early.step(Step.PRIVACY_ASSESSMENT).refused == event(booked)
        alone = plan("2026-11-23", "privacy-application 2026-11-23", roles=roles)
        assert days(alone.step(Step.PRIVACY_ASSESSMENT))[0] == "Mon 2027-02-15"

    def test_of_one_that_is_confirmed(self) -> None:
        """A retest that needs no notice may be booked for any day."""
        lines = (*READY, *TESTED[:4], "uept-review 2026-09-28 further-testing", "uept 2026-10-01 begun")
        found = plan("2026-09-29", *lines).step(Step.UEPT)
        assert (found.booked, found.refused) == (event(lines[-1]), None)


class TestWhatIsAsked:
    """A plan is asked of an entry that names User Roles, with a target or without."""

    def test_no_roles(self) -> None:
        """What is to be done follows from them."""
        with pytest.raises(InvalidValue, match="roles"):
            plan("2026-11-23", roles=())

    def test_a_target(self) -> None:
        """Given, or the entry's own."""
        found = entry(target=date(2027, 10, 1))
        assert planning.backwards(found, today=date(2026, 11, 23)).target == date(2027, 10, 1)
        with pytest.raises(MissingFact, match="target"):
            planning.backwards(entry(), today=date(2026, 11, 23))
        with pytest.raises(InvalidType):
            planning.backwards(found, today=date(2026, 11, 23), target="2027-10-01")  # type: ignore[arg-type]

    @pytest.mark.parametrize("part", ["entry", "today", "at_best"])
    def test_wrong_types(self, part: str) -> None:
        """Each is named."""
        parts: dict[str, object] = {"entry": entry(), "today": date(2026, 11, 23), part: "x"}
        with pytest.raises(InvalidType, match=part):
            planning.forwards(**parts)  # type: ignore[arg-type]

    def test_a_step(self) -> None:
        """It is asked for by its name, and by its User Role where there are several."""
        found = plan("2026-11-23", roles=("gas-supplier", "import-supplier"))
        assert found.step(Step.SREPT).task.role is None
        with pytest.raises(MissingFact, match="role"):
            found.step(Step.UEPT)
        with pytest.raises(UnknownName):
            found.step(Step.PRIVACY_STATUS)
        with pytest.raises(UnknownName):
            found.step("uep")  # type: ignore[arg-type]
        with pytest.raises(UnknownName):
            found.step(Step.UEPT, OTHER)
        assert str(found.step(Step.UEPT, GAS)).startswith("uept (gas-supplier): ")

    def test_in_words(self) -> None:
        """A plan and its steps show themselves in a line each."""
        schedule = Schedule(entry().as_of(date(2026, 11, 23)), at_best=False, target=None)
        assert repr(schedule) == "<Schedule of 19 steps from 2026-11-23>"
        found = plan("2026-11-23", *READY, target="2027-02-26")
        assert str(found) == "a User no sooner than 2027-02-15; target 2027-02-26"
        assert repr(found) == "<Plan 2026-11-23: a User no sooner than 2027-02-15; target 2027-02-26>"
        assert str(found.step(Step.SREPT)) == "srept: done 2026-03-27"
        assert repr(found.step(Step.SREPT)) == "<PlannedStep srept: done 2026-03-27>"
        past = plan("2026-11-23", "quality-gate 2026-10-01 passed").step(Step.SREPT)
        assert str(past) == "srept: past"


class TestChanges:
    """Which single change would make a target, each tried."""

    def test_an_application_that_should_have_come_earlier(self) -> None:
        """Twelve weeks before; it can only be learnt from."""
        found = plan("2026-11-23", *READY, *TESTED, "user-ids 2026-10-09 accepted",
                     "credit-cover 2026-10-09 not-required", target="2027-02-12").infeasible  # fmt: skip
        assert found is not None
        (change,) = found.changes
        assert (change.kind, change.step, change.to) == (
            ChangeKind.EARLIER,
            Step.FUSA_APPLICATION,
            date(2026, 11, 20),
        )
        assert (change.too_late, change.charged_by) == (True, None)
        assert str(change) == "fusa-application: had it been taken by 2026-11-20"

    def test_work_that_should_have_begun_earlier(self) -> None:
        """And an estimate that might be shorter."""
        lines = ALL_BUT_EVIDENCE[1:]
        found = plan(
            "2026-11-23", *lines, estimates={"gateway-connection": "10 working days"}, target="2026-12-02"
        )
        assert found.infeasible is not None
        begun, shorter = found.infeasible.changes
        assert (begun.kind, begun.to, str(begun).split(": ")[1]) == (
            ChangeKind.EARLIER,
            date(2026, 11, 19),
            "had it been begun by 2026-11-19",
        )
        assert str(shorter) == "gateway-connection: were it estimated at no more than 8 Working Days"
        assert repr(shorter) == f"<Change {shorter}>"

    def test_a_notice_that_was_given(self) -> None:
        """It should have been given earlier."""
        assessed = ("fusa-application 2026-03-02", "full-user-security-assessment 2026-06-01")
        lines, estimates = (*READY, *assessed, "security-status 2026-06-29 approved"), {"uept": "1 weeks"}
        found = plan("2026-07-01", *lines, estimates=estimates, target="2026-09-09").infeasible
        assert found is not None
        assert [(c.step, c.to) for c in found.changes if c.kind is ChangeKind.EARLIER] == [
            (Step.UEPT_NOTICE, date(2026, 5, 28))
        ]

    def test_a_booking(self) -> None:
        """It is moved, and that can be charged for within four weeks of it."""
        lines = (*READY, *TESTED, "user-ids 2026-10-09 accepted", "credit-cover 2026-10-09 not-required",
                 "fusa-application 2026-06-08")  # fmt: skip
        for day, charged in (("2026-12-21", None), ("2026-12-18", "SA-05")):
            booked = f"full-user-security-assessment {day} begun"
            found = plan("2026-11-23", *lines, booked, target="2026-12-11").infeasible
            assert found is not None
            (change,) = found.changes
            assert (change.kind, change.to) == (ChangeKind.BOOKING, date(2026, 12, 11))
            assert (change.charged_by and change.charged_by.id) == charged
            assert ("charged" in str(change)) is bool(charged)
            assert event(booked) not in change.entry.events

    def test_of_some_of_the_roles(self) -> None:
        """A booking for all is moved for those that are late, and stays for the others."""
        lines = (*READY, "uept 2026-12-14 begun", "uept-report 2026-10-01 gas-supplier", *ASSESSED,
                 "security-status 2026-10-12 approved")  # fmt: skip
        found = plan("2026-11-23", *lines, roles=("import-supplier", "gas-supplier"), target="2026-12-18")
        assert found.infeasible is not None
        moved = [change for change in found.infeasible.changes if change.kind is ChangeKind.BOOKING]
        for change in moved:
            assert change.roles == (IMPORT,)
            assert event("uept 2026-12-14 begun gas-supplier") in change.entry.events

    def test_what_could_not_have_been(self) -> None:
        """A change that no entry takes is none: that day has an application, for the assessment before."""
        lines = ("fusa-application 2026-05-26", "full-user-security-assessment 2026-08-18",
                 "security-status 2026-08-31 deferred")  # fmt: skip
        kept = tuple(line for line in ALL_BUT_EVIDENCE if not line.startswith(("fusa", "full", "security")))
        found = plan("2026-10-12", *kept, *lines, target="2026-08-18").infeasible
        assert found is not None
        assert found.changes == ()

    def test_none(self) -> None:
        """Where several things are too late no single one makes it."""
        found = plan("2026-11-23", target="2027-01-04").infeasible
        assert found is not None
        assert found.changes == ()
        assert str(found).splitlines()[0] == (
            "2027-01-04 cannot be met: 2027-03-05 is the nearest, 44 Working Days later"
        )
        assert repr(found) == "<Infeasible 2027-01-04: 2027-03-05 is the nearest>"
        by_a_day = plan("2026-11-23", target="2027-03-04").infeasible
        assert by_a_day is not None
        assert "1 Working Day later" in str(by_a_day)

    def test_met(self) -> None:
        """There is nothing to change."""
        assert plan("2026-11-23", target="2027-03-05").infeasible is None
        assert plan("2026-11-23").infeasible is None
