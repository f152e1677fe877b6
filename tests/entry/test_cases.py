"""Every case of tests/data/cases, with the dates that its README gives: position, standing and plan agree."""

from __future__ import annotations

from datetime import date

import pytest

from sec_uep import DEFAULT_READINGS, Bearer, Step, UserRole, Verdict, obligations
from sec_uep.entry import IrregularityKind, State
from sec_uep.entry.standing import Doubt, ObligationState
from sec_uep.obligations import user_roles
from tests.cases import ASKED_ON, FILES, dates, entry_of, of, plan_of, position_of

IMPORT, GAS, OTHER = UserRole.IMPORT_SUPPLIER, UserRole.GAS_SUPPLIER, UserRole.OTHER_USER


def verdicts(name: str) -> list[Verdict]:
    """Return the verdict on each licence of a case."""
    return [each.verdict for each in obligations.determine_all(entry_of(name).party)]


def test_every_case_is_here() -> None:
    """No file without a test, and no test without a file."""
    assert {path.stem for path in FILES.glob("*.toml")} == set(ASKED_ON)


class TestMustIt:
    """What each licence asks of the Party, apart from any plan."""

    def test_large_sites_specialist(self) -> None:
        """Not settled, by the two rules that disagree; never must."""
        (finding,) = obligations.determine_all(entry_of("e03-large-sites-specialist").party)
        assert finding.verdict is Verdict.NOT_SETTLED
        assert {rule.id for rule in finding.rules} == {"EX-06", "EX-07"}

    def test_domestic_only(self) -> None:
        """Must, twice, with nothing asked about 48.9 or 42.9."""
        findings = obligations.determine_all(entry_of("x-domestic-only").party)
        assert [finding.verdict for finding in findings] == [Verdict.MUST, Verdict.MUST]
        assert not any(finding.next_questions() for finding in findings)

    def test_two_licences(self) -> None:
        """Each by its name."""
        one, other = obligations.determine_all(entry_of("x-two-licences").party)
        assert (one.verdict, other.verdict) == (Verdict.MUST, Verdict.EXEMPT)
        assert (str(one)[:5], str(other)[:5]) == ("EL-1:", "EL-2:")

    def test_a_role_that_is_not_open(self) -> None:
        """The entry is taken, and planned, all the same."""
        found = user_roles.may_apply_for(IMPORT, entry_of("x-role-not-open").party)
        assert found.verdict is user_roles.RoleVerdict.NOT_OPEN
        assert plan_of("x-role-not-open").step(Step.UEPT).is_undone


class TestThePlansOfParties:
    """Entries that go well."""

    def test_domestic_dual_fuel(self) -> None:
        """Both licences must; three User Roles are tested side by side, and the assessment decides."""
        plan, uept = plan_of("e01-domestic-dual-fuel"), Step.UEPT
        assert verdicts("e01-domestic-dual-fuel") == [Verdict.MUST, Verdict.MUST]
        for role in plan.entry.roles:
            assert dates(plan, uept, role=role) == [("Tue 2026-09-29", "Mon 2026-10-19")]
            assert plan.step(uept, role).slack == 18
            clocks = Step.UEPT_RECEIPT_CONFIRMATION, Step.UEPT_REVIEW, Step.TEST_CERTIFICATE
            ends = [end for _, end in dates(plan, *clocks, role=role)]
            assert ends == ["Wed 2026-10-21", "Wed 2026-10-28", "Fri 2026-10-30"]
        assert dates(plan, Step.FULL_USER_SECURITY_ASSESSMENT) == [("Mon 2026-10-05", "Wed 2026-10-14")]
        assert dates(plan, Step.SECURITY_STATUS)[0][1] == "Wed 2026-11-25"
        assert plan.finish == date(2026, 12, 9)

    def test_distributor(self) -> None:
        """Notice and application were kept to the day; the DCC's clock runs over Christmas."""
        at, plan = position_of("e05-distributor"), plan_of("e05-distributor")
        assert verdicts("e05-distributor") == [Verdict.MUST]
        (notice,) = of(at, Step.UEPT_NOTICE)
        assert (notice.state, notice.last_day, notice.done_on) == (
            ObligationState.MET,
            date(2026, 9, 1),
            date(2026, 9, 1),
        )
        (receipt,) = of(at, Step.UEPT_RECEIPT_CONFIRMATION)
        assert (receipt.state, receipt.last_day, receipt.bearer) == (
            ObligationState.DUE,
            date(2026, 12, 29),
            Bearer.DCC,
        )
        (application,) = of(at, Step.FUSA_APPLICATION)
        assert (application.state, application.last_day) == (ObligationState.MET, date(2026, 10, 5))
        assert dates(plan, Step.FULL_USER_SECURITY_ASSESSMENT) == [("Mon 2026-12-28", "Tue 2026-12-29")]

    def test_gas_transporter(self) -> None:
        """An application exactly 12 weeks before suffices, on a bank holiday too; a day later is too late."""
        plan, entry = plan_of("e07-gas-transporter"), entry_of("e07-gas-transporter")
        assert verdicts("e07-gas-transporter") == [Verdict.NOT_REQUIRED]
        role = UserRole.GAS_TRANSPORTER
        assert dates(plan, Step.UEPT, role=role) == [("Fri 2023-05-26", "Fri 2023-06-09")]
        assert dates(plan, Step.TEST_CERTIFICATE, role=role)[0][1] == "Thu 2023-06-22"
        assert plan.step(Step.FUSA_APPLICATION).latest_finish == date(2023, 5, 5)
        assert dates(plan, Step.FULL_USER_SECURITY_ASSESSMENT) == [("Mon 2023-07-31", "Fri 2023-08-04")]
        assert dates(plan, Step.SECURITY_STATUS)[0][1] == "Fri 2023-09-01"
        assert plan.finish == date(2023, 9, 1)
        for day, state in ((8, ObligationState.DUE), (9, ObligationState.OVERDUE)):
            (application,) = of(entry.as_of(date(2023, 5, day)), Step.FUSA_APPLICATION)
            assert (application.state, application.last_day) == (state, date(2023, 5, 8))

    def test_other_user(self) -> None:
        """The privacy status is given again; by the other reading it takes a new assessment (RD-32)."""
        plan = plan_of("e08-other-user")
        assert verdicts("e08-other-user") == [Verdict.OPTIONAL]
        assert dates(plan, Step.UEPT, role=OTHER) == [("Fri 2027-06-18", "Thu 2027-07-08")]
        assert dates(plan, Step.TEST_CERTIFICATE, role=OTHER)[0][1] == "Wed 2027-07-21"
        assert (plan.finish, plan.is_lower_bound) == (date(2027, 7, 21), True)
        again = plan_of("e08-other-user", readings=DEFAULT_READINGS.choosing({"RD-32": "new-assessment"}))
        assert dates(again, Step.PRIVACY_ASSESSMENT)[0][0] == "Tue 2027-08-24"
        assert dates(again, Step.PRIVACY_STATUS)[0][1] == "Tue 2027-09-28"

    def test_several_roles(self) -> None:
        """Slack runs to the finish of the step's own User Role, not to that of the last (EN-09)."""
        plan = plan_of("e10-multi-role")
        assert dates(plan, Step.UEPT, role=IMPORT) == [("Wed 2027-02-24", "Tue 2027-03-09")]
        assert dates(plan, Step.TEST_CERTIFICATE, role=IMPORT)[0][1] == "Mon 2027-03-22"
        assert plan.step(Step.UEPT, IMPORT).slack == 0
        assert dates(plan, Step.UEPT, role=OTHER)[0][0] == "Mon 2027-05-10"

    def test_severn(self) -> None:
        """The target can be met with five Working Days to spare; the User Interface is most urgent."""
        plan = plan_of("severn", target=date(2027, 10, 1))
        steps = Step.USER_INTERFACE, Step.SMKI_RAPPS, Step.SREPT
        assert [end for _, end in dates(plan, *steps)] == [
            "Fri 2027-03-19",
            "Fri 2027-04-16",
            "Fri 2027-05-14",
        ]
        for role in (IMPORT, GAS):
            assert dates(plan, Step.UEPT, role=role) == [("Mon 2027-08-09", "Fri 2027-08-27")]
            ends = dates(plan, Step.TEST_CERTIFICATE, Step.EVIDENCE_FORM, role=role)
            assert [end for _, end in ends] == ["Fri 2027-09-10", "Fri 2027-09-17"]
        assert (plan.finish, plan.working_days_to_spare) == (date(2027, 9, 24), 5)
        assert plan.can_be_met is True
        assert {Step.QUALITY_GATE, Step.USER_IDS, Step.CREDIT_COVER} <= set(plan.same_day)
        assert plan.step(Step.USER_INTERFACE).slack == 3
        assert min(plan.to_do, key=lambda each: each.slack).step is Step.USER_INTERFACE


class TestSentBack:
    """What a no sends back, and whose turn it is then."""

    def test_failed_gate(self) -> None:
        """A gate that failed starts no clock; the DCC confirmed the report two Working Days late."""
        at, plan = position_of("e11-failed-gate"), plan_of("e11-failed-gate")
        (certificate,) = of(at, Step.TEST_CERTIFICATE)
        assert (certificate.last_day, certificate.bearer) == (date(2027, 3, 31), Bearer.DCC)
        (receipt,) = of(at, Step.UEPT_RECEIPT_CONFIRMATION)
        assert (receipt.state, receipt.last_day, receipt.working_days_late, receipt.bearer) == (
            ObligationState.MET_LATE,
            date(2027, 3, 3),
            2,
            Bearer.DCC,
        )
        assert dates(plan, Step.FULL_USER_SECURITY_ASSESSMENT)[0][0] == "Thu 2027-06-17"

    @pytest.mark.parametrize("name", ["e12-deferred", "x-evidence-while-deferred"])
    def test_deferred(self, name: str) -> None:
        """A Follow-up Security Assessment comes first; a form sent before it does not count."""
        at, plan = position_of(name), plan_of(name)
        assert at.step(Step.SECURITY_STATUS).bearer is Bearer.PARTY
        assert dates(plan, Step.FULL_USER_SECURITY_ASSESSMENT) == [("Tue 2026-12-29", "Tue 2027-01-05")]
        assert dates(plan, Step.SECURITY_STATUS)[0][1] == "Tue 2027-02-02"
        assert plan.finish == date(2027, 2, 2)
        forms = [each.event.day for each in at.irregularities if each.kind is IrregularityKind.OVER_A_NO]
        assert forms == ([date(2026, 10, 2)] if name.startswith("x-") else [])
        assert at.step(Step.EVIDENCE_FORM, GAS).state is State.WAITING

    def test_credit_cover(self) -> None:
        """Once it is required it is the Party's, and the evidence waits for it."""
        at, plan = position_of("e15-credit-cover"), plan_of("e15-credit-cover")
        assert {at.step(Step.CREDIT_COVER).bearer, plan.step(Step.CREDIT_COVER).bearer} == {Bearer.PARTY}
        assert {each.bearer for each in of(at, Step.CREDIT_COVER)} == {Bearer.PARTY}
        assert [task.step for task in at.step(Step.EVIDENCE_FORM, GAS).waits_for] == [Step.CREDIT_COVER]

    def test_user_ids(self) -> None:
        """IDs that were not accepted are the Party's to propose again."""
        at, plan = position_of("e16-user-ids"), plan_of("e16-user-ids")
        assert {at.step(Step.USER_IDS, GAS).bearer, plan.step(Step.USER_IDS).bearer} == {Bearer.PARTY}
        assert {each.bearer for each in of(at, Step.USER_IDS)} == {Bearer.PARTY}


class TestKept:
    """Whether notices were kept, and time limits."""

    def test_assessment_on_a_bank_holiday(self) -> None:
        """An application exactly 12 weeks before is kept, whatever day that is."""
        at = position_of("x-bh-assessment")
        (application,) = of(at, Step.FUSA_APPLICATION)
        assert application.state is ObligationState.MET
        assert not at.irregularities

    def test_two_pages(self) -> None:
        """The notice was 40 Working Days late for the testing that it was for, and is so for good."""
        at = position_of("two-pages")
        (notice,) = of(at, Step.UEPT_NOTICE)
        assert (notice.state, notice.working_days_late) == (ObligationState.MET_LATE, 40)
        assert notice.trigger is not None
        assert notice.trigger.day == date(2026, 7, 1)
        assert [each.kind for each in at.irregularities] == [IrregularityKind.NOTICE]

    def test_review_in_doubt(self) -> None:
        """An answer without its outcome is an answer, and leaves the step in doubt (EN-06)."""
        at = position_of("review-in-doubt")
        review, *_ = of(at, Step.UEPT_REVIEW)
        assert (review.state, review.done_on, review.doubt) == (
            ObligationState.MET,
            date(2026, 9, 9),
            Doubt.OUTCOME_MISSING,
        )
        assert at.step(Step.UEPT_REVIEW, GAS).is_in_doubt

    def test_plain_booking(self) -> None:
        """An assessment told for a day to come, without an outcome, is booked to begin (EN-05)."""
        (application,) = of(position_of("plain-booking"), Step.FUSA_APPLICATION)
        assert (application.state, application.last_day, application.is_the_partys) == (
            ObligationState.OVERDUE,
            date(2026, 9, 8),
            True,
        )

    def test_late(self) -> None:
        """Three things are late, each its bearer's."""
        late = {each.step: each for each in position_of("late").late}
        assert set(late) == {Step.UEPT_RECEIPT_CONFIRMATION, Step.FUSA_APPLICATION, Step.UEPT_NOTICE}
        found = {
            step: (each.due.day, each.working_days_late, each.bearer)
            for step, each in late.items()
            if each.due
        }
        assert found == {
            Step.UEPT_RECEIPT_CONFIRMATION: (date(2026, 11, 16), 7, Bearer.DCC),
            Step.FUSA_APPLICATION: (date(2026, 10, 19), 27, Bearer.PARTY),
            Step.UEPT_NOTICE: (date(2026, 7, 17), 1, Bearer.PARTY),
        }
        plan = plan_of("late")
        assert (plan.finish, plan.is_lower_bound) == (date(2027, 3, 2), True)
        assert dates(plan, Step.FULL_USER_SECURITY_ASSESSMENT)[0][0] == "Wed 2027-02-17"
        assert set(plan.without_estimate) == {
            Step.DCCKI_RAPPS,
            Step.SECURITY_STATUS,
            Step.SECAS_CONFIRMATION,
        }

    def test_no_interface(self) -> None:
        """The notice suffices, and the booking cannot stand: the User Interface is not in place (ST-03)."""
        at, plan = position_of("x-no-interface"), plan_of("x-no-interface")
        (notice,) = of(at, Step.UEPT_NOTICE)
        assert (notice.state, notice.last_day) == (ObligationState.MET, date(2026, 9, 8))
        (refused,) = plan.refused
        assert refused.refused is not None
        assert refused.refused.day == date(2026, 12, 1)
        assert (refused.step, refused.because.id) == (Step.UEPT, "ST-03")
        assert dates(plan, Step.USER_INTERFACE)[0][1] == "Fri 2026-12-11"
        assert dates(plan, Step.UEPT, role=GAS)[0][0] == "Mon 2026-12-14"


class TestOutOfOrder:
    """What was told out of order, or not at all."""

    def test_wrong_order(self) -> None:
        """Both facts are taken, and named as irregular with the rule that they are at odds with."""
        at, plan = position_of("wrong-order"), plan_of("wrong-order", target=date(2027, 10, 1))
        assert [(each.event.step, each.rule.id, each.reading) for each in at.irregularities] == [
            (Step.SREPT, "ST-05", "RD-18"),
            (Step.SMKI_RAPPS, "ST-04", None),
        ]
        assert plan.finish == date(2027, 5, 11)

    def test_notice_before_srept(self) -> None:
        """It does not count, and by the other reading it does (RD-13)."""
        at = position_of("rd13")
        (named,) = at.irregularities
        assert (named.kind, named.event.day, named.reading, named.counts) == (
            IrregularityKind.DOES_NOT_COUNT,
            date(2026, 7, 20),
            "RD-13",
            False,
        )
        other = DEFAULT_READINGS.choosing({"RD-13": "before-srept-too"})
        opened = position_of("rd13", readings=other).step(Step.UEPT, GAS).not_before
        assert opened is not None
        assert f"{opened.day:%a %F}" == "Tue 2026-10-13"

    def test_only_a_passed_gate(self) -> None:
        """All that RD-18 puts before it is past, though not told; what nothing shows stays open."""
        at = position_of("nov")
        past = {state.step for state in at.steps if state.state is State.PAST}
        assert past == {
            Step.USER_INTERFACE,
            Step.SMKI_RAPPS,
            Step.SREPT,
            Step.UEPT_NOTICE,
            Step.UEPT,
            Step.UEPT_REPORT,
            Step.UEPT_RECEIPT_CONFIRMATION,
            Step.UEPT_REVIEW,
        }
        opened = {state.step for state in at.open_steps}
        assert {Step.GATEWAY_CONNECTION, Step.DCCKI_RAPPS, Step.FUSA_APPLICATION} <= opened
        (late,) = at.late
        assert (late.step, late.last_day, late.working_days_late, late.bearer) == (
            Step.TEST_CERTIFICATE,
            date(2026, 10, 6),
            36,
            Bearer.DCC,
        )


class TestWhoEnters:
    """Parties that are not yet in, or already through."""

    @pytest.mark.parametrize("name", ["x-notparty", "heatpump"])
    def test_not_yet_a_sec_party(self, name: str) -> None:
        """Nothing can be done now but what RD-29 leaves: the User Interface."""
        assert [state.step for state in position_of(name).open_steps] == [Step.USER_INTERFACE]
        assert plan_of(name).has_accession is False

    def test_already_a_user(self) -> None:
        """Nothing is open, and nothing is counted from today (EN-10)."""
        at, plan = position_of("x-already-user"), plan_of("x-already-user")
        assert not at.open_steps
        assert {state.state for state in at.steps} == {State.PAST, State.DONE}
        assert (plan.finish, plan.is_confirmed) == (date(2025, 11, 3), True)
        assert not plan.to_do
