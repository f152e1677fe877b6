"""What each answer of the library is in words on the page: one small entry for each."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import sec_uep as uep
from sec_uep import AssuranceStatus, Entry, Event, Outcome, Party, Readings, Step, UserRole
from sec_uep.page import Page, report
from sec_uep.page._words import Words, and_, days, or_, printable

GAS, IMPORT, EXPORT, OTHER = (
    UserRole.GAS_SUPPLIER,
    UserRole.IMPORT_SUPPLIER,
    UserRole.EXPORT_SUPPLIER,
    UserRole.OTHER_USER,
)
SINCE = date(2025, 1, 6)
TODAY = date(2026, 11, 25)

SREPT = Event(Step.SREPT, date(2026, 3, 27))
INTERFACE = Event(Step.USER_INTERFACE, date(2026, 3, 6))


#: Licences with which every User Role of a supplier is open.
SUPPLY = (uep.ElectricitySupply(domestic=True), uep.GasSupply(domestic=True))


def page_of(
    *events: Event,
    roles: set[UserRole] | None = None,
    today: date = TODAY,
    party: dict[str, Any] | None = None,
    **more: Any,  # noqa: ANN401 - as an entry or `report` takes
) -> Page:
    """Return the page of a Party, with some events."""
    facts = {"name": "Made Ltd", "sec_party_since": SINCE, "licences": SUPPLY, **(party or {})}
    given = {name: more.pop(name) for name in ("estimates", "readings", "target") if name in more}
    entry = Entry(party=Party(**facts), roles=roles or {GAS}, events=events, **given)
    return report(entry, today=today, **more)


def flat(page: Page, **how: Any) -> str:  # noqa: ANN401 - as `text` takes
    """Return the page with its lines joined."""
    return " ".join(page.text(**how).split())


class TestLate:
    """What is late or short, with whose it is."""

    def test_a_move_that_came_late(self) -> None:
        """It *can* be charged for, unless the resource is redeployed (SA-05)."""
        page = page_of(
            Event(Step.FUSA_APPLICATION, date(2026, 9, 14)),
            Event(Step.FULL_USER_SECURITY_ASSESSMENT, date(2026, 12, 14), outcome=Outcome.BEGUN),
            Event(
                Step.FULL_USER_SECURITY_ASSESSMENT,
                date(2026, 11, 20),
                outcome=Outcome.RESCHEDULED,
                booked_for=date(2026, 12, 14),
            ),
            Event(Step.FULL_USER_SECURITY_ASSESSMENT, date(2027, 1, 11), outcome=Outcome.BEGUN),
        )
        said = "he booking of the Full User Security Assessment for 14 December was moved on 20 November, "
        last = "the last day to move it without charge was Mon 16 November"
        assert f"T{said}4 Working Days late: {last} [SA-04]. With less than four weeks' notice" in flat(page)
        assert "unless the User CIO can redeploy the resource" in flat(page)
        assert "Party: the booking of the FUSA for 14 December was moved" in flat(page)

    def test_a_move_in_time(self) -> None:
        """It is among the dates, and nowhere else."""
        page = page_of(
            Event(Step.FUSA_APPLICATION, date(2026, 9, 14)),
            Event(Step.FULL_USER_SECURITY_ASSESSMENT, date(2026, 12, 14), outcome=Outcome.BEGUN),
            Event(
                Step.FULL_USER_SECURITY_ASSESSMENT,
                date(2026, 11, 16),
                outcome=Outcome.RESCHEDULED,
                booked_for=date(2026, 12, 14),
            ),
        )
        assert "was moved on 16 November, in time: the last day to move it" in flat(page)
        assert "LATE" not in page.text()

    def test_a_should_is_never_late(self) -> None:
        """A notice that is shorter than it should be is said so, with what another source says (PA-01)."""
        page = page_of(
            Event(Step.PRIVACY_APPLICATION, date(2026, 9, 21)),
            Event(Step.PRIVACY_ASSESSMENT, date(2026, 11, 30), outcome=Outcome.BEGUN),
            roles={OTHER},
        )
        assert "is 10 Working Days shorter than it should be for 30 November [PA-01]. Elsewhere:" in flat(
            page
        )
        assert "Late " not in page.summary
        assert page.data()["late"] == []

    def test_a_should_that_was_not_told(self) -> None:
        """Nor is one that nobody told."""
        page = page_of(
            Event(Step.PRIVACY_ASSESSMENT, date(2026, 12, 14), outcome=Outcome.BEGUN), roles={OTHER}
        )
        said = "Apply for the Privacy Assessment of 14 December; it should have been done by Mon 21 September"
        assert f"{said} [PA-01]" in flat(page)
        assert "Late " not in page.summary

    def test_more_than_three(self) -> None:
        """Three are named in the answer, and how many more; what is overdue before what was only met late."""
        late = (
            (GAS, date(2026, 9, 2), date(2026, 10, 1)),
            (IMPORT, date(2026, 9, 3), date(2026, 10, 2)),
            (EXPORT, date(2026, 9, 4), date(2026, 10, 5)),
        )
        events = [Event(Step.UEPT_REPORT, report_on, role=role) for role, report_on, _ in late]
        events += [Event(Step.UEPT_RECEIPT_CONFIRMATION, on, role=role) for role, _, on in late]
        booked = Event(Step.FULL_USER_SECURITY_ASSESSMENT, date(2026, 12, 14), outcome=Outcome.BEGUN)
        page = page_of(*events, booked, roles={GAS, IMPORT, EXPORT})
        assert "And 4 more, below." in flat(page)
        assert "Late Party: apply for the FUSA of 14 December;" in flat(page)
        assert flat(page).count("was due") == 3 + 3
        assert len(page.summary.splitlines()) <= 12

    def test_a_clock_that_cannot_be_said(self) -> None:
        """The confirmation was not told, though the review was."""
        page = page_of(
            Event(Step.UEPT_REPORT, date(2026, 9, 2)),
            Event(Step.UEPT_REVIEW, date(2026, 9, 9), outcome=Outcome.CONCLUDED),
        )
        said = (
            "Confirm receipt of the UEPT report of 2 September; due Fri 4 September; not told, though a later"
        )
        assert said in flat(page)

    def test_a_notice_that_does_not_count(self) -> None:
        """UEPT is booked, notice came before SREPT: it is named, and why it does not count."""
        page = page_of(
            INTERFACE,
            Event(Step.UEPT_NOTICE, date(2026, 7, 20)),
            Event(Step.SREPT, date(2026, 8, 3)),
            Event(Step.UEPT, date(2026, 12, 14), outcome=Outcome.BEGUN),
        )
        said = "give the DCC notice of UEPT of 14 December; due Mon 21 September (47 Working Days)"
        assert f"{said}; that of 20 July does not count." in flat(page)
        assert "move it from 14 December to Mon 22 February 2027 or later" in flat(page)


class TestWhen:
    """The first day, and what stands in the way."""

    def test_one_role_is_through(self) -> None:
        """It is a User for one User Role, and not yet for the other."""
        page = page_of(Event(Step.SECAS_CONFIRMATION, date(2026, 9, 1), role=GAS), roles={GAS, IMPORT})
        assert "Gas Supplier: a User since Tue 1 September." in flat(page)
        missing = page.text().partition("MISSING BEFORE THE EVIDENCE FORM\n")[2].partition("\n\n")[0]
        assert "  Import Supplier  The " in missing
        assert "Gas Supplier" not in missing

    def test_accession_to_come(self) -> None:
        """A booking before accession cannot stand, and what came before it is irregular."""
        page = page_of(
            Event(Step.SMKI_RAPPS, date(2026, 11, 2)),
            Event(Step.GATEWAY_CONNECTION, date(2026, 12, 7), outcome=Outcome.BEGUN),
            party={"sec_party_since": date(2027, 1, 4)},
        )
        said = "The SMKI RAPPs of 2 November came before the organisation was a SEC Party [OB-18]."
        assert said in flat(page)
        assert (
            "The DCC Gateway Connection cannot stand as booked for 7 December; first day Mon 4 January"
            in flat(page)
        )

    def test_accession_has_no_day_and_the_target_passes(self) -> None:
        """Then it cannot be met, whenever the organisation accedes."""
        page = page_of(party={"sec_party_since": None}, target=date(2026, 12, 24))
        assert "Cannot be met by Thu 24 December, even if acceded today." in flat(page)
        later = page_of(party={"sec_party_since": None}, target=date(2028, 12, 22))
        assert "accession has no day, nor whether Fri 22 December 2028 can be met." in flat(later)

    def test_several_changes(self) -> None:
        """Those of the Party, of others, and those that are too late now."""
        estimates = {Step.UEPT: uep.WorkingDays(15), Step.SECAS_CONFIRMATION: uep.WorkingDays(5)}
        page = page_of(SREPT, INTERFACE, estimates=estimates, target=date(2027, 4, 1))
        said = flat(page)
        assert (
            "Any one of these alone would make it, and is the Party's to do: - were UEPT to take no" in said
        )
        assert "is for others to promise: - were SECAS's confirmation to take no more than" in said
        assert "would have been enough, and is too late now: - had the UEPT notice been done by" in said

    def test_no_single_change(self) -> None:
        """It is said that there is none."""
        page = page_of(target=date(2026, 12, 1))
        assert "No single change would make it" in flat(page)

    def test_a_booking_that_can_be_charged_for(self) -> None:
        """Moving it today is within four weeks."""
        page = page_of(
            SREPT,
            INTERFACE,
            Event(Step.FUSA_APPLICATION, date(2026, 7, 1)),
            Event(Step.FULL_USER_SECURITY_ASSESSMENT, date(2026, 12, 14), outcome=Outcome.BEGUN),
            Event(Step.SECAS_CONFIRMATION, date(2026, 12, 9)),
            today=date(2026, 12, 1),
            target=date(2026, 12, 8),
        )
        assert "What fixes" in page.text()

    def test_what_should_be_over(self) -> None:
        """A limit that has passed is named with the day on which it should have ended."""
        page = page_of(
            Event(Step.GATEWAY_CONNECTION, date(2026, 1, 8)),
            Event(Step.DCCKI_RAPPS, date(2026, 4, 8)),
            Event(Step.QUALITY_GATE, date(2026, 10, 2), outcome=Outcome.PASSED),
            Event(Step.SECURITY_STATUS, date(2026, 9, 1), outcome=AssuranceStatus.APPROVED),
            target=date(2026, 11, 24),
        )
        assert "the latest Working Day is" not in flat(page).partition("DATES")[0]
        assert "Test Completion Certificate; it should have ended on Tue 6 October [TE-06]" in flat(page)

    def test_what_is_booked(self) -> None:
        """The end of a step that is booked is said so."""
        status = Event(Step.SECURITY_STATUS, date(2027, 6, 1), outcome=AssuranceStatus.APPROVED)
        assert "Security status; as booked" in flat(page_of(status, target=date(2027, 5, 28))).replace(
            "from Tue 1 June 2027 (its booking); ", ""
        )

    def test_the_schedule_in_full(self) -> None:
        """What is done is in it with its day, what is past without."""
        lines = page_of(INTERFACE, SREPT).text(lead="schedule").splitlines()
        assert any(line.split() == ["User", "Interface", "Fri", "2026-03-06", "done"] for line in lines)
        assert any(line.split() == ["SMKI", "RAPPs", "past"] for line in lines)

    def test_four_licences(self) -> None:
        """A count by verdict."""
        licences = (
            uep.GasTransport(),
            uep.GasTransport(),
            uep.ElectricitySupply(domestic=True),
            uep.ElectricitySupply(domestic=True),
        )
        page = report(Entry(party=Party(licences=licences, in_controlled_market_entry=False)), today=TODAY)
        assert "Of 4 licences, 2 is not required to become a DCC User and 2 must become a DCC User." in flat(
            page
        )
        assert [each.licence for each in page.licences] == [
            "Gas transport 1",
            "Gas transport 2",
            "Electricity 1",
            "Electricity 2",
        ]
        assert str(page.licences[0]) == "Gas transport 1: not-required"

    def test_three_licences(self) -> None:
        """A line for each."""
        licences = (uep.GasTransport(), uep.ElectricitySupply(domestic=True), uep.GasSupply(domestic=True))
        page = page_of(party={"licences": licences})
        said = " ".join(page.summary.split()).partition(" When? ")[0].partition(" Must it? ")[2]
        assert said.count(": ") == 3
        assert "Of 3 licences" not in page.text()

    def test_roles_that_are_open(self) -> None:
        """Without roles, those that are open are named; those applied for only in full."""
        alone = report(Entry(party=Party(licences=SUPPLY)), today=TODAY)
        assert {str(each).partition(": ")[2] for each in alone.roles} == {"open"}
        for full in (False, True):
            lines = page_of(roles={GAS}).text(full=full).splitlines()
            assert any(each.startswith("  Gas Supplier") and "open to" in each for each in lines) is full

    def test_what_is_not_known_of_a_licence(self) -> None:
        """What would settle it is asked; how each rule stands until then is for the page in full."""
        page = page_of(party={"licences": (uep.GasSupply(),)})
        asked = "? Whether the holder is a Domestic Supplier [domestic; OB-08]"
        assert asked in flat(page)
        assert "unknown: must if" not in flat(page)
        assert "unknown: must if" in flat(page, full=True)

    def test_several_roles_that_are_not_open(self) -> None:
        """All of them are named."""
        page = page_of(roles={GAS, IMPORT, OTHER}, party={"licences": ()})
        said = "The User Roles Import Supplier and Gas Supplier are not open to this Party [RO-02]."
        assert said in flat(page)
        assert str(page.roles[0]) == "import-supplier: not-open"


class TestIrregular:
    """What is at odds with a rule."""

    def test_three(self) -> None:
        """In the answer they are counted; below each is named."""
        page = page_of(
            Event(Step.USER_INTERFACE, date(2026, 9, 1)),
            Event(Step.SMKI_RAPPS, date(2026, 8, 3)),
            Event(Step.SREPT, date(2026, 7, 1)),
            Event(Step.DCCKI_RAPPS, date(2026, 6, 1)),
        )
        assert "Note 3 events are at odds with a rule [ST-06] [ST-05, RD-18] [ST-04]." in flat(page)
        assert flat(page).count("came before") == 3

    def test_told_without_an_outcome(self) -> None:
        """What is past may still be in doubt: it is asked for, and not said to be past."""
        page = page_of(
            Event(Step.UEPT_REVIEW, date(2026, 9, 2)),
            Event(Step.QUALITY_GATE, date(2026, 9, 7), outcome=Outcome.PASSED),
        )
        past = flat(page).partition("Past, though not told, as later steps show: ")[2].partition(".")[0]
        assert past.endswith("the UEPT report and the confirmation of receipt")
        assert "- Review of the report of Wed 2 September: write its outcome" in flat(page)

    def test_only_what_takes_time_reads_as_completed(self) -> None:
        """A booking without an outcome is its last day (EN-08); what takes no time has no other."""
        page = page_of(Event(Step.UEPT, date(2026, 12, 1)), Event(Step.FUSA_APPLICATION, date(2026, 12, 2)))
        assert [each.event.step for each in page.remarks if each.kind == "reads-as-completed"] == [Step.UEPT]

    def test_confirmed_over_a_no(self) -> None:
        """SECAS's confirmation ends its role even over a *no*: done, and irregular (EN-02)."""
        page = page_of(
            Event(Step.SECURITY_STATUS, date(2026, 9, 30), outcome=AssuranceStatus.REJECTED),
            Event(Step.SECAS_CONFIRMATION, date(2026, 10, 30)),
        )
        said = "SECAS's confirmation on 30 October came while there was a no: the security status of 30"
        assert f"{said} September, rejected [" in flat(page)
        assert "A DCC User since Fri 30 October" in flat(page)

    def test_after_rejected_a_new_assessment(self) -> None:
        """By the other choice of RD-17 it is a new Full one."""
        events = (
            Event(Step.FUSA_APPLICATION, date(2026, 5, 4)),
            Event(Step.FULL_USER_SECURITY_ASSESSMENT, date(2026, 8, 3)),
            Event(Step.SECURITY_STATUS, date(2026, 9, 30), outcome=AssuranceStatus.REJECTED),
        )
        assert "Apply for the Follow-up Security Assessment" in flat(page_of(*events))
        new = page_of(*events, readings=Readings(rd_17="new-fusa"))
        assert "Apply for the new Full User Security Assessment" in flat(new)

    def test_testing_taken_again(self) -> None:
        """After further testing was asked for, it is UEPT again."""
        page = page_of(
            SREPT,
            INTERFACE,
            Event(Step.UEPT_NOTICE, date(2026, 4, 1)),
            Event(Step.UEPT, date(2026, 7, 6)),
            Event(Step.UEPT_REPORT, date(2026, 7, 7)),
            Event(Step.UEPT_RECEIPT_CONFIRMATION, date(2026, 7, 8)),
            Event(Step.UEPT_REVIEW, date(2026, 7, 15), outcome=Outcome.FURTHER_TESTING),
        )
        assert "begin UEPT again" in flat(page)


class TestHowSure:
    """Bank holidays, readings, and what was not told."""

    def test_projected(self) -> None:
        """Days beyond GOV.UK's list are projected."""
        page = page_of(today=date(2031, 3, 3))
        assert "are projected, not published." in flat(page)
        assert page.certainty is uep.Certainty.PROJECTED

    def test_amended(self) -> None:
        """A bank holiday that the caller added."""
        calendar = uep.calendar.england_and_wales().with_bank_holiday(date(2026, 12, 1), "a day of mourning")
        page = page_of(calendar=calendar)
        assert "It rests on bank holidays that the caller added or removed." in flat(page)

    def test_a_reading_under_which_there_is_no_plan(self) -> None:
        """It is named with the reason."""
        page = page_of(SREPT, INTERFACE, today=date(2060, 9, 23))
        assert any(each.refusal for each in page.otherwise())
        assert "would make no plan (" in flat(page)
        assert "no plan" not in page.summary
        assert any(each["refusal"] for each in page.data()["turns_on"])

    def test_a_reading_that_makes_a_notice_good(self) -> None:
        """What would no longer be late."""
        page = page_of(
            SREPT,
            INTERFACE,
            Event(Step.UEPT_NOTICE, date(2026, 7, 17)),
            Event(Step.UEPT, date(2026, 10, 12), outcome=Outcome.BEGUN),
            readings=Readings(rd_02="clear-days"),
        )
        assert "RD-02 nth-working-day would make the UEPT notice of 17 July in time." in flat(page)

    def test_as_an_answer(self) -> None:
        """A page can be asked again, and has reasons, rules and an outcome."""
        page = page_of(party={"licences": (uep.GasTransport(),)})
        assert page.again(at_best=True).at_best
        assert page.outcome == (uep.Verdict.NOT_REQUIRED, page.plan and page.plan.finish)
        assert {rule.id for rule in page.rules} >= {"OB-15"}
        assert page.certainty is uep.Certainty.PUBLISHED
        assert repr(page).startswith("<Page 2026-11-25: Gas transport: not-required; a User no sooner than")
        alone = report(Entry(party=Party()), today=TODAY)
        assert (alone.certainty, alone.otherwise(), alone.changes()) == (None, (), ())
        assert str(page_of(Event(Step.UEPT, date(2026, 12, 1))).remarks[0]).endswith("reads-as-completed")


class TestPlainWords:
    """Lists, numbers and names."""

    def test_lists(self) -> None:
        """Of one, two and more, and of none."""
        assert [and_(each) for each in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
            "",
            "a",
            "a and b",
            "a, b and c",
        ]
        assert [or_(each) for each in ([], ["a"], ["a", "b"])] == ["", "a", "a or b"]

    def test_days(self) -> None:
        """None, one and more."""
        assert [days(n) for n in (0, 1, 2)] == ["no Working Day", "1 Working Day", "2 Working Days"]

    def test_names(self) -> None:
        """What a caller calls a Party is shown on one line, and not too long."""
        assert printable("a\nb") == "a\ufffdb"
        assert len(printable("x" * 10_000)) == 60

    @pytest.mark.parametrize(
        ("day", "said"), [(date(2026, 3, 2), "Mon 2 March"), (date(2027, 3, 2), "Tue 2 March 2027")]
    )
    def test_a_day(self, day: date, said: str) -> None:
        """A day of the year of the page is written without it."""
        assert Words(TODAY, (), Readings()).day(day) == said
