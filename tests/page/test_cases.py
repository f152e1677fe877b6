"""
Every case of tests/data/cases on its page, with the dates that its README gives.

The position, the plan and the page of an entry are asked alike, and agree.
"""

from __future__ import annotations

import pytest

from sec_uep import Readings, Step, UserRole, planning
from sec_uep.entry import State
from sec_uep.page import report
from sec_uep.planning import Turn
from tests.cases import ASKED_ON, day_of, entry_of
from tests.page.pages import TARGETS, data_of, page_of, text_of

#: What the page of each case has to say, wherever on it.
SAID = {
    "e01-domestic-dual-fuel": [
        "Electricity: must become a DCC User (OB-03, EX-07). Gas: must become a DCC User (OB-08, EX-07).",
        "No sooner than Wed 9 December.",
        "From Tue 29 September: UEPT (every User Role), when its notice has run.",
        "From Mon 5 October: the FUSA, when its notice has run.",
        "UEPT Tue 2026-09-29 Mon 2026-10-19 Thu 2026-11-12 18 estimate",
        "Confirmation of receipt Mon 2026-10-19 Wed 2026-10-21",
        "Review of the report Wed 2026-10-21 Wed 2026-10-28",
        "Test Completion Certificate Wed 2026-10-28 Fri 2026-10-30",
        "FUSA* Mon 2026-10-05 Wed 2026-10-14",
        "Security status* Thu 2026-10-15 Wed 2026-11-25",
    ],
    "e05-distributor": [
        "Electricity distribution: must become a DCC User (OB-13, EX-07).",
        "Tue 2026-09-01 The UEPT notice of 1 September is in time for 24 November [TE-01]",
        "Mon 2026-10-05 The application for the Full User Security Assessment of 28 September is in time for "
        "28 December [SA-02]",
        "Chase: the DCC, to confirm receipt of the report, by Tue 29 December.",
        "Tue 2026-12-29 The DCC: confirm receipt of the UEPT report of 23 December; due Tue 29 December [TE-04]",
        "is booked for Mon 28 December, which is no Working Day: Boxing Day (substitute day).",
        "the last day to move it without charge is Mon 30 November [SA-04].",
        "unless the User CIO can redeploy the resource",
    ],
    "e07-gas-transporter": [
        "Gas transport: is not required to become a DCC User (OB-15).",
        "No sooner than Fri 1 September;",
        "UEPT Fri 2023-05-26 Fri 2023-06-09",
        "Test Completion Certificate Tue 2023-06-20 Thu 2023-06-22",
        "Do: apply for the FUSA, by Mon 8 May.",
        "Mon 2023-05-08 Apply for the Full User Security Assessment, by Mon 8 May (the latest Working Day is "
        "Fri 5 May)",
        "Mon 31 July: the FUSA, as booked.",
        "FUSA* Mon 2023-07-31 Fri 2023-08-04",
        "Security status* Mon 2023-08-07 Fri 2023-09-01",
    ],
    "e08-other-user": [
        "May choose to become a DCC User (OB-16).",
        "No sooner than Wed 21 July;",
        "Do: meet the concerns: the privacy status was deferred on 30 March.",
        "RD-32 as new assessment: the finish 48 Working Days later, Tue 28 September.",
        "UEPT* Fri 2027-06-18 Thu 2027-07-08",
        "Test Completion Certificate* Mon 2027-07-19 Wed 2027-07-21",
    ],
    "e10-multi-role": [
        "Import Supplier: no sooner than Mon 22 March. Gas Supplier: no sooner than Fri 12 March. "
        "Other User: no sooner than Fri 4 June.",
        "UEPT* Wed 2027-02-24 Tue 2027-03-09 Tue 2027-03-09 0 estimate",
        "Test Completion Certificate* Thu 2027-03-18 Mon 2027-03-22",
        "Begin UEPT (Other User); no slack; not before Mon 10 May; after the UEPT notice (Other User)",
        "From Wed 24 February: UEPT (Import Supplier), when its notice has run.",
    ],
    "e11-failed-gate": [
        "DCC: the confirmation of receipt of 5 March was due Wed 3 March, 2 Working Days earlier.",
        "Chase: the DCC, to issue the Test Completion Certificate, by Wed 31 March.",
        "issue the Test Completion Certificate after the Quality Gate Review of 25 March; due Wed 31 March",
        "Thu 17 June: the FUSA.",
    ],
    "e12-deferred": [
        "Do: meet the concerns: the security status was deferred on 30 September. "
        "Do: apply for the Follow-up Security Assessment.",
        "From Tue 29 December: the Follow-up Security Assessment.",
        "No sooner than Tue 2 February 2027;",
        "Follow-up Security Assessment* Tue 2026-12-29 Tue 2027-01-05",
        "Security status* Wed 2027-01-06 Tue 2027-02-02",
    ],
    "x-evidence-while-deferred": [
        "The UEP Evidence Form of 2 October came while there was a no: the security status of 30 September, "
        "deferred; it does not count [ST-12]",
        "No sooner than Tue 2 February 2027;",
        "Do: meet the concerns: the security status was deferred on 30 September.",
    ],
    "e15-credit-cover": [
        "Do: put Credit Cover in place, required on 10 July.",
        "Gas Supplier Credit Cover",
    ],
    "e16-user-ids": [
        "Do: tell the DCC the User IDs that are wished for, not accepted on 10 July.",
        "Gas Supplier The User IDs",
    ],
    "x-bh-assessment": [
        "Mon 2026-10-05 The application for the Full User Security Assessment of 5 October is in time for "
        "28 December [SA-02]",
        "Do: build or buy a DCC User Interface",
        "finish the FUSA",
    ],
    "x-notparty": [
        "When? Cannot be said yet: accession has no day. No sooner than Fri 5 March 2027, if acceded today;",
        "This week Do: build or buy a DCC User Interface. Next After accession:",
    ],
    "heatpump": [
        "When? Cannot be said yet: accession has no day. No sooner than Thu 12 August 2027, if acceded today;",
        "This week Do: build or buy a DCC User Interface. Next After accession:",
    ],
    "x-already-user": ["A DCC User since Mon 3 November 2025: SECAS has confirmed it."],
    "x-role-not-open": ["Note The User Role Import Supplier is not open to this Party [RO-02]. Must it?"],
    "two-pages": [
        "Party: the UEPT notice of 3 June was 40 Working Days short for 1 July.",
        "The UEPT notice of 3 June was 40 Working Days short for 1 July; it has been taken anew since [TE-01].",
    ],
    "review-in-doubt": [
        "the review of the report of 9 September was due Fri 11 September, and in time; its outcome was not told",
        'Review of the report of Wed 9 September: write its outcome, "concluded" or "further-testing".',
        "Chase: the DCC, to say how the review of the report of 9 September ended.",
    ],
    "plain-booking": [
        "Party: apply for the FUSA of 1 December; due Tue 8 September (9 Working Days).",
        "Do: apply for the FUSA, and move it from 1 December to Mon 14 December or later.",
        'If it is to begin then, write outcome = "begun"; from that day on the line reads as completed.',
    ],
    "severn": [
        "Can be met by Fri 1 October 2027, with 5 Working Days to spare: no sooner than Fri 24 September 2027.",
        "Do: finish the User Interface, by Wed 24 March 2027 (3 Working Days of slack).",
        "User Interface* Mon 2026-11-02 Fri 2027-03-19 Wed 2027-03-24 3 estimate",
        "SMKI RAPPs* Mon 2027-03-22 Fri 2027-04-16",
        "SREPT* Mon 2027-04-19 Fri 2027-05-14",
        "UEPT* Mon 2027-08-09 Fri 2027-08-27",
        "Test Completion Certificate* Wed 2027-09-08 Fri 2027-09-10",
        "UEP Evidence Form* Mon 2027-09-13 Fri 2027-09-17",
        "SECAS's confirmation* Mon 2027-09-20 Fri 2027-09-24",
        "the Quality Gate Review, the User IDs, Credit Cover and the application for the Full User Security "
        "Assessment take no time here.",
    ],
    "wrong-order": [
        "SREPT on 10 November came before the SMKI RAPPs ended, on 20 November [ST-05, RD-18].",
        "The SMKI RAPPs of 20 November came while the User Interface had only begun, on 2 November [ST-04].",
        "no sooner than Tue 11 May 2027.",
    ],
    "rd13": [
        "Note The UEPT notice of 20 July came before SREPT ended, on 3 August; it does not count [TE-01, RD-13].",
        "RD-13 as before srept too: the finish 12 Working Days sooner",
    ],
    "nov": [
        "Past, though not told, as later steps show: the User Interface, the SMKI RAPPs, SREPT, the UEPT notice, "
        "UEPT, the UEPT report, the confirmation of receipt and the review of the report.",
        "DCC: issue the Test Completion Certificate; due Tue 6 October (36 Working Days).",
        "Gas Supplier The DCC Gateway Connection, the DCCKI RAPPs, the Test Completion Certificate,",
    ],
    "late": [
        "Tue 2026-10-13 UEPT (Import Supplier) may begin from Tue 13 October, when its notice has run",
    ],
    "x-no-interface": [
        "Note UEPT cannot stand as booked for 1 December: the User Interface must come first; first day "
        "Mon 14 December.",
        "Tue 2026-09-08 The UEPT notice of 1 September is in time for 1 December [TE-01]",
        "User Interface Mon 2026-10-05 Fri 2026-12-11",
    ],
}

#: Cases whose verdicts are another stream's to change.
TABLE_1 = {
    "x-domestic-only": ["Electricity: must become a DCC User", "Gas: must become a DCC User"],
    "x-two-licences": ["EL-1: must become a DCC User", "EL-2: is exempt"],
    "e03-large-sites-specialist": ["Electricity: is not settled (EX-07, EX-06)."],
}


class TestWhatIsSaid:
    """The page says what the README of the cases has come out."""

    def test_every_case_is_here(self) -> None:
        """No file without a page."""
        assert {*SAID, *TABLE_1} == set(ASKED_ON)

    @pytest.mark.parametrize(("name", "said"), [(name, said) for name, each in SAID.items() for said in each])
    def test_on_the_page(self, name: str, said: str) -> None:
        """Each sentence stands on the page of the case."""
        assert said in text_of(name)

    @pytest.mark.parametrize("name", SAID)
    def test_in_the_answer(self, name: str) -> None:
        """The answer stands in twelve lines at most, a hundred characters wide."""
        lines = page_of(name).summary.splitlines()
        assert len(lines) <= 12
        assert max(map(len, lines)) <= 100
        assert page_of(name).text().splitlines()[: len(lines)] == lines

    def test_the_answer_to_a_late_entry(self) -> None:
        """The first lines that the design shows: must it, when, what is late and whose, this week, how sure."""
        assert page_of("late").summary.splitlines() == [
            "Severn & Wye Business Energy Ltd: DCC User Entry Process, Wednesday 25 November 2026",
            "Must it?    Electricity: must become a DCC User (EX-07, EX-06). Gas: likewise.",
            "When?       No sooner than Tue 2 March 2027; the DCCKI RAPPs, the security status and SECAS's",
            "            confirmation have no estimate.",
            "Late        Party: apply for the FUSA of 11 January 2027; due Mon 19 October (27 Working Days).",
            "            Party: the UEPT notice of 20 July was 1 Working Day short for 12 October (Gas Supplier).",
            "            DCC: confirm receipt of the report (Gas Supplier); due Mon 16 November (7 Working Days).",
            "This week   Do: apply for the FUSA, and move it from 11 January to Wed 17 February 2027 or later.",
            "            Do: begin UEPT (Import Supplier): its notice has run since Tue 13 October; DCCKI RAPPs.",
            "            Chase: the DCC, to confirm receipt of the report (Gas Supplier).",
            "Next        From Tue 15 December: the UEPT report (Import Supplier).",
            "How sure?   Bank holidays are published. RD-02 as clear days: the UEPT notice 2 Working Days short.",
        ]


class TestWhatIsNotSaid:
    """Nor does it say what is not so."""

    def test_nothing_to_do_before_accession_but_the_interface(self) -> None:
        """Whoever is not a SEC Party can build or buy the User Interface, and nothing else (RD-29)."""
        for name in ("x-notparty", "heatpump"):
            now = [each for each in page_of(name).next if each.is_now]
            assert [(each.step, each.turn) for each in now] == [(Step.USER_INTERFACE, Turn.DO)]

    def test_nothing_to_do_for_a_user(self) -> None:
        """Whoever is a User has nothing open, and nothing is counted from today (EN-10)."""
        page = page_of("x-already-user")
        assert page.next == ()
        assert not [line for line in page.text().splitlines() if "2026-11-23" in line]
        assert "SCHEDULE" not in page.text()

    def test_a_no_of_others_is_not_the_partys(self) -> None:
        """What the DCC is late with never stands among what the Party is late with."""
        text = page_of("nov").text()
        assert "The Party's:\n" not in text
        assert "Of others, for which the Party is not late:\n" in text

    def test_can_be_met_is_not_said_without_estimates(self) -> None:
        """While a step that needs an estimate has none, it cannot be said whether a target can be met (EN-12)."""
        entry, today = entry_of("e12-deferred"), day_of("e12-deferred")
        page = report(entry, today=today, target=today.replace(year=2027))
        flat = " ".join(page.summary.split())
        assert "Cannot be said yet whether Tue 5 October 2027 can be met: SECAS's confirmation has no" in flat
        assert "Can be met" not in page.text()
        assert page.data()["plan"]["can_be_met"] == "unknown"


class TestTheReadings:
    """A reading that the Party was told of can be chosen, and the page says what the others would do."""

    def test_notice_before_srept(self) -> None:
        """Under the other choice of RD-13 the notice counts, and its start is Tuesday 13 October 2026."""
        entry, today = entry_of("rd13"), day_of("rd13")
        page = report(entry, today=today, readings=Readings(rd_13="before-srept-too"))
        flat = " ".join(page.text().split())
        assert "Do: begin UEPT: its notice has run since Tue 13 October" in flat
        assert "does not count" not in flat
        assert "RD-13 is read as before srept too, and not as by default." in flat

    def test_a_new_privacy_assessment(self) -> None:
        """By RD-32's other choice a new Privacy Assessment follows on Tuesday 24 August 2027."""
        entry, today = entry_of("e08-other-user"), day_of("e08-other-user")
        page = report(entry, today=today, readings=Readings(rd_32="new-assessment"))
        flat = " ".join(page.text().split())
        assert "Privacy Assessment* Tue 2027-08-24 Tue 2027-08-31" in flat
        assert "Privacy status* Wed 2027-09-01 Tue 2027-09-28" in flat


class TestTheyAgree:
    """One fact, one answer: of the position, of the plan, and of the page as text and as data."""

    @pytest.mark.parametrize("name", SAID)
    def test_position(self, name: str) -> None:
        """The page has the position that `as_of` gives, and its obligations."""
        page, at = page_of(name), entry_of(name).as_of(day_of(name))
        assert page.position is not None
        assert page.position.steps == at.steps
        assert page.obligations == at.obligations
        assert page.irregularities == at.irregularities
        assert page.evidence == at.evidence
        assert [each["state"] for each in data_of(name)["obligations"]] == [
            o.state.value for o in at.obligations
        ]
        assert len(data_of(name)["late"]) == len(at.late)

    @pytest.mark.parametrize("name", SAID)
    def test_plan(self, name: str) -> None:
        """The page has the plan that is asked for by itself."""
        page, entry, target = page_of(name), entry_of(name), TARGETS.get(name)
        asked = {"today": day_of(name)}
        plan = (
            planning.backwards(entry, target=target, **asked) if target else planning.forwards(entry, **asked)
        )
        assert page.plan == plan
        assert page.plan is not None
        assert page.plan.rows() == plan.rows()
        assert data_of(name)["plan"]["finish"] == plan.finish
        assert [each["slack"] for each in data_of(name)["plan"]["steps"]] == [
            each.slack for each in plan.steps
        ]

    @pytest.mark.parametrize("name", SAID)
    def test_next(self, name: str) -> None:
        """What is to be done now can be done now; whose it is, is the same everywhere."""
        page = page_of(name)
        assert page.position is not None
        for each in page.next:
            states = [page.position.step(each.step, role) for role in each.roles or (None,)]
            assert {state.bearer for state in states} == {each.bearer}
            if each.is_now and each.mends is None and not each.is_overdue:
                assert {state.state for state in states} == {State.OPEN}
        assert {each.task for each in page.position.late if each.is_pending} <= {
            task
            for each in page.next
            for task in (each.planned.task, *(state.task for state in _states(page.position, each)))
        }


def _states(position: object, each: object) -> list[object]:
    """Return the states of the steps that are one thing to do."""
    return [position.step(each.step, role) for role in each.roles or (None,)]  # type: ignore[attr-defined]


def test_roles_are_named_where_there_are_several() -> None:
    """A step of one User Role says whose it is; where there is one role it goes without saying."""
    assert UserRole.GAS_SUPPLIER in entry_of("late").roles
    assert "(Gas Supplier)" in page_of("late").text()
    assert "(Gas Supplier)" not in page_of("two-pages").text()
