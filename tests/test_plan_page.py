"""
The page of a plan, held against days worked out by hand from the bank holidays that GOV.UK lists.

England and Wales: Monday 31 August, Friday 25 and Monday 28 December 2026, Friday 1 January 2027.
The plans of the examples were worked out by hand too; see tests/data/PLANS.md.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest

from sec_uep import wire
from sec_uep.alternatives import Alternative
from sec_uep.calendar import Weeks, WorkingDays, england_and_wales
from sec_uep.errors import DateOutsideCalendar, InvalidType, InvalidValue, MissingFact
from sec_uep.events import PER_ROLE, AssuranceStatus, Event, Outcome, Step
from sec_uep.facts import UNKNOWN, FrozenMapping
from sec_uep.obligations.entry_process import Entry, Task
from sec_uep.parties import Party, UserRole
from sec_uep.planning import ChangeKind, ObligationState, Plan
from sec_uep.readings import DEFAULT_READINGS
from sec_uep.report import NOT_ADVICE, PlanPage, plan_page
from sec_uep.report._next import do_next
from sec_uep.rules import Bearer

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 9, 21)  # a Monday
NO_ANSWER = MissingFact("report_received", "the review runs from it")
GAS, IMPORT, EXPORT = UserRole.GAS_SUPPLIER, UserRole.IMPORT_SUPPLIER, UserRole.EXPORT_SUPPLIER

SET_UP = (
    Event(Step.GATEWAY_CONNECTION, date(2026, 2, 6)),
    Event(Step.USER_INTERFACE, date(2026, 3, 6)),
    Event(Step.SMKI_RAPPS, date(2026, 3, 13)),
    Event(Step.SREPT, date(2026, 3, 27)),
    Event(Step.DCCKI_RAPPS, date(2026, 4, 10)),
)
TESTED = (
    Event(Step.UEPT_NOTICE, date(2026, 4, 13)),
    Event(Step.UEPT, date(2026, 8, 28)),
    Event(Step.UEPT_REPORT, date(2026, 9, 2)),
)
CONFIRMED = Event(Step.UEPT_RECEIPT_CONFIRMATION, date(2026, 9, 4))
CERTIFIED = (
    CONFIRMED,
    Event(Step.UEPT_REVIEW, date(2026, 9, 9), outcome=Outcome.CONCLUDED),
    Event(Step.QUALITY_GATE, date(2026, 9, 10), outcome=Outcome.PASSED),
    Event(Step.TEST_CERTIFICATE, date(2026, 9, 11)),
    Event(Step.USER_IDS, date(2026, 9, 14), outcome=Outcome.ACCEPTED),
    Event(Step.CREDIT_COVER, date(2026, 9, 14), outcome=Outcome.NOT_REQUIRED),
)
APPLIED = Event(Step.FUSA_APPLICATION, date(2026, 3, 2))
ASSESSED = (
    APPLIED,
    Event(Step.FULL_USER_SECURITY_ASSESSMENT, date(2026, 7, 6)),
    Event(Step.SECURITY_STATUS, date(2026, 7, 20), outcome=AssuranceStatus.APPROVED),
)
#: All that comes before the evidence.
READY = (*SET_UP, *TESTED, *CERTIFIED, *ASSESSED)
THROUGH = (
    *READY,
    Event(Step.EVIDENCE_FORM, date(2026, 9, 15)),
    Event(Step.SECAS_CONFIRMATION, date(2026, 9, 16)),
)

#: Two and five Working Days from Monday 21 September: Wednesday the 23rd, and Wednesday the 30th.
ESTIMATES = {Step.EVIDENCE_FORM: WorkingDays(2), Step.SECAS_CONFIRMATION: WorkingDays(5)}


def entry(*events: Event, roles: Any = (GAS,), **changes: Any) -> Entry:  # noqa: ANN401 - any part of an entry
    """Return the entry of a SEC Party since January, for gas unless other User Roles are given."""
    party = Party(name="Made Gas Ltd", sec_party_since=date(2026, 1, 5))
    return Entry(**{"party": party, "roles": roles, "events": events, **changes})


def of(role: UserRole, *events: Event) -> tuple[Event, ...]:
    """Return *events* for one User Role, those that are taken for each."""
    return tuple(attrs.evolve(each, role=role) if each.step in PER_ROLE else each for each in events)


def page_of(of_entry: Entry, target: date | None = None, today: date = TODAY, **terms: Any) -> PlanPage:  # noqa: ANN401 - terms of a plan
    """Return the page of an entry on Monday 21 September 2026."""
    return plan_page(of_entry, today=today, target=target, **terms)


def flat(page: PlanPage) -> str:
    """Return the text of a page with its lines joined, so that it does not matter where they break."""
    return " ".join(str(page).split())


def section(page: PlanPage, heading: str) -> str:
    """Return the text of one section, flat; "" if the page has none of that heading."""
    parts = str(page).split("\n\n")
    found = [
        number
        for number, part in enumerate(parts)
        if (lines := part.splitlines()) and len(lines) > 1 and lines[1] == "-" * len(lines[0])
    ]
    for number, following in zip(found, (*found[1:], len(parts) - 1), strict=True):
        if parts[number].startswith(heading.upper()):
            return " ".join(" ".join(parts[number:following]).split())
    return ""


def next_of(page: PlanPage) -> list[tuple[str, ...]]:
    """Return the steps that are next, with their User Roles."""
    return [
        (line.step.value if line.step else "accession", *(role.value for role in line.roles))
        for line in page.do_next
    ]


class TestAnswer:
    """The answer comes first: when it can be a User, and how sure that is."""

    def test_the_soonest_day(self) -> None:
        """Wednesday the 30th, where every step has its time."""
        page = page_of(entry(*READY, estimates=ESTIMATES))
        assert str(page).splitlines()[:5] == [
            "Plan of the DCC User Entry Process: Made Gas Ltd",
            "As of Monday 2026-09-21; SEC Party since Mon 2026-01-05",
            "",
            "WHEN CAN IT BE A USER?",
            "----------------------",
        ]
        assert "On Wed 2026-09-30 at the soonest: the first day on which SECAS can have confirmed" in flat(
            page
        )
        assert "lower bound" not in flat(page)

    def test_no_sooner_than(self) -> None:
        """Without an estimate for the last step, Wednesday the 23rd; and which steps have none."""
        page = page_of(entry(*READY, estimates={Step.EVIDENCE_FORM: WorkingDays(2)}))
        assert "No sooner than Wed 2026-09-23: the first day on which SECAS can have" in flat(page)
        assert "nothing says how long these take, so they take no time here: SECAS Confirmation. -" in flat(
            page
        )

    @pytest.mark.parametrize(
        ("target", "said"),
        [
            (
                date(2026, 10, 2),
                "Can be met, with 2 Working Days to spare: on Wed 2026-09-30 at the soonest.",
            ),
            (date(2026, 10, 1), "Can be met, with 1 Working Day to spare: on"),
            (date(2026, 9, 30), "Can be met, with no Working Day to spare: on"),
            (date(2026, 9, 29), "CANNOT be met: on Wed 2026-09-30 at the soonest, 1 Working Day after the"),
            (date(2026, 9, 25), "CANNOT be met: on Wed 2026-09-30 at the soonest, 3 Working Days after the"),
        ],
    )
    def test_target(self, target: date, said: str) -> None:
        """Both sides of the 30th."""
        page = page_of(entry(*READY, estimates=ESTIMATES), target)
        assert said in section(page, f"Can it be a User by {target:%a} {target}?")

    @pytest.mark.parametrize(
        ("target", "said"),
        [
            (
                date(2026, 9, 22),
                "with 1 Working Day to spare: no sooner than Mon 2026-09-21. All that has no",
            ),
            (
                date(2026, 9, 21),
                "with no Working Day to spare: no sooner than Mon 2026-09-21. Nothing is left",
            ),
        ],
    )
    def test_a_target_in_doubt_is_not_reported_as_met(self, target: date, said: str) -> None:
        """What has no estimate must fit in."""
        assert f"Can be met as far as is known, {said}" in flat(page_of(entry(*READY), target))

    def test_user_roles_that_differ(self) -> None:
        """
        Electricity gives notice today: 60 Working Days, Monday 14 December.

        Then the DCC's 2, 5 and 2: Wednesday the 16th, Wednesday the 23rd, and the 24th and 29th.
        """
        mixed = entry(*of(GAS, *THROUGH), roles={GAS, IMPORT, EXPORT})
        answer = section(page_of(mixed), "When")
        assert "Import Supplier, Export Supplier: no sooner than Tue 2026-12-29 Gas" in answer
        assert "Gas Supplier: a User since Wed 2026-09-16 How sure" in answer
        answer = section(page_of(mixed, date(2026, 12, 22)), "Can")
        assert "Supplier: no sooner than Tue 2026-12-29, 3 Working Days after the target Gas" in answer
        assert "Gas Supplier: a User since Wed 2026-09-16, with 69 Working Days to spare How" in answer
        same = page_of(entry(*READY, roles={GAS, IMPORT}))
        assert "Supplier: no sooner" not in section(same, "When")

    @pytest.mark.parametrize(
        ("target", "said"),
        [
            (None, "the last on Wed 2026-09-16."),
            (date(2026, 9, 17), "the last on Wed 2026-09-16, with 1 Working Day to spare."),
            (date(2026, 9, 14), "the last on Wed 2026-09-16, 2 Working Days after the target."),
        ],
    )
    def test_it_is_one(self, target: date | None, said: str) -> None:
        """All is done: nothing is next, and nothing stands in the way."""
        page = page_of(entry(*THROUGH), target)
        assert section(page, "Is it a User?").endswith(f"Yes: SECAS has confirmed every User Role, {said}")
        assert section(page, "Do next").endswith("Nothing: SECAS has confirmed every User Role.")
        assert section(page, "The schedule").endswith("Evidence Form, SECAS Confirmation.")
        assert "*" not in section(page, "The schedule")
        assert section(page, "What stands") == section(page, "Before") == section(page, "What it") == ""

    def test_the_time_limits_of_the_dcc(self) -> None:
        """
        The report is in on Friday 18 September.

        By its limits the DCC is ready on Thursday 1 October: Tuesday the 22nd, Tuesday the 29th, two more.
        """
        events = (*SET_UP, *TESTED[:2], *ASSESSED, Event(Step.UEPT_REPORT, date(2026, 9, 18)))
        in_full, at_best = page_of(entry(*events)), page_of(entry(*events), at_best=True)
        assert "No sooner than Thu 2026-10-01: the first" in flat(in_full)
        assert "all of its time limits. If it acts at once: no sooner than Mon 2026-09-21. -" in flat(in_full)
        assert "No sooner than Mon 2026-09-21: the first" in flat(at_best)
        assert (
            "The DCC is taken to act at once. If it uses all of its time limits: no sooner than Thu"
            in flat(at_best)
        )
        assert "The DCC is taken" not in flat(page_of(entry(*READY)))
        late = page_of(entry(*events), date(2026, 9, 29))
        assert "no sooner than Mon 2026-09-21, with 6 Working Days to spare." in section(late, "Can")
        assert "change would make it, but that the DCC acts at once." in section(late, "What stands")

    def test_what_should_be_done_by_now(self) -> None:
        """The assessment began in July for five Working Days; in September it is not told to be over."""
        begun = Event(Step.FULL_USER_SECURITY_ASSESSMENT, date(2026, 7, 6), outcome=Outcome.BEGUN)
        periods = {
            Step.FULL_USER_SECURITY_ASSESSMENT: WorkingDays(5),
            Step.SECURITY_STATUS: WorkingDays(1),
            **ESTIMATES,
        }
        page = page_of(entry(*SET_UP, *TESTED, *CERTIFIED, APPLIED, begun, estimates=periods))
        assert page.plan.without_estimate == ()
        assert "No sooner than Thu 2026-10-01: the first" in flat(page)
        assert "- A lower bound: a step that should be done by now is not. -" in flat(page)

    def test_bank_holidays(self) -> None:
        """Published, projected, or the caller's own; and the calendar that was counted on."""
        assert "of England and Wales; the bank holidays counted are published." in flat(
            page_of(entry(*READY))
        )
        later = page_of(entry(*READY), today=date(2028, 12, 18))
        assert "bank holidays counted are published." in flat(later)
        later = page_of(entry(*READY, estimates={Step.EVIDENCE_FORM: Weeks(3)}), today=date(2028, 12, 18))
        assert "bank holidays counted are projected." in flat(later)
        own = england_and_wales().with_bank_holiday(date(2026, 9, 22), "A new one")
        page = page_of(entry(*READY, estimates=ESTIMATES), calendar=own)
        assert "On Thu 2026-10-01 at the soonest" in flat(page)
        assert "bank holidays counted are amended." in flat(page)

    def test_what_is_assumed(self) -> None:
        """A Party of which it was not told that it is a SEC Party."""
        page = page_of(entry(party=Party(name="Made Gas Ltd")))
        assert "- It is assumed that it is a SEC Party, which was not told (OB-18)." in flat(page)
        assert str(page).splitlines()[1] == "As of Monday 2026-09-21"

    def test_a_typical_duration(self) -> None:
        """The fieldwork of the security assessment has one, which is offered and never assumed."""
        offered = (
            "- The fieldwork of a Full User Security Assessment typically takes 3 to 10 Working Days (EX-12):"
        )
        assert offered in flat(page_of(entry(*SET_UP)))
        told = entry(*SET_UP, estimates={Step.FULL_USER_SECURITY_ASSESSMENT: WorkingDays(10)})
        assert "fieldwork" not in flat(page_of(told))

    def test_readings_of_the_caller(self) -> None:
        """Those that are not the default are named."""
        other = DEFAULT_READINGS.choosing({"RD-24": "one-for-all"})
        page = page_of(entry(*READY), readings=other)
        assert "- RD-24 is not read as by default. Is one notice of 60 Working Days enough" in flat(page)
        assert page.data()["readings"]["RD-24"] == "one-for-all"
        assert "by default" not in flat(page_of(entry(*READY)))


class TestObstacle:
    """Why a target cannot be met: the chain that binds, and what would make it."""

    def test_a_step_from_today(self) -> None:
        """Two Working Days, then five; each can be shorter by one."""
        page = page_of(entry(*READY, estimates=ESTIMATES), date(2026, 9, 29))
        said = section(page, "What stands in the way")
        assert (
            "Wed 2026-09-23 Evidence Form, the Party's: from Mon 2026-09-21, today; 2 Working Days "
            "(estimate) [" in said
        )
        assert (
            "Wed 2026-09-30 SECAS Confirmation, SECAS's: 5 Working Days (estimate) [ST-13, SECAS guidance"
            in said
        )
        assert (
            "Any one of these alone would make it, and is the Party's to do: "
            "- Evidence Form (Gas Supplier): were it estimated at no more than 1 Working Day "
            "Any one of these alone would make it, but is for others to promise: "
            "- SECAS Confirmation (Gas Supplier): were it estimated at no more than 4 Working Days (SECAS's)"
        ) in said
        assert section(page_of(entry(*READY, estimates=ESTIMATES), date(2026, 9, 30)), "What stands") == ""

    def test_a_notice_and_the_limits_after_it(self) -> None:
        """Notice today allows UEPT on Monday 14 December; what takes no time is named in one line."""
        page = page_of(entry(*SET_UP, *ASSESSED, roles={GAS, IMPORT}), date(2026, 12, 1))
        said = section(page, "What stands in the way")
        for line in (
            (
                "Mon 2026-09-21 UEPT Notice (every User Role), the Party's: from Mon 2026-09-21, today "
                "[TE-01, SECAS"
            ),
            (
                "Mon 2026-12-14 UEPT (every User Role), the Party's: 60 Working Days of notice from Mon "
                "2026-09-21 to Mon"
            ),
            "to Mon 2026-12-14; nothing says how long it takes [TE-01, SECAS guidance, 6.1]",
            "Mon 2026-12-14 UEPT Report (every User Role) [TE-07]: no time is counted for it",
            (
                "Wed 2026-12-16 UEPT Receipt Confirmation (every User Role), the DCC's: 2 Working Days (time "
                "limit)"
            ),
            (
                "Wed 2026-12-23 UEPT Review (every User Role), the DCC's: 5 Working Days (time limit) "
                "[TE-05, CTSD, 5.17"
            ),
            "given in SECAS guidance, 6.3); RD-05]",
            "Tue 2026-12-29 Evidence Form (every User Role) [ST-12], SECAS Confirmation (every User Role)",
            "(every User Role) [ST-13]: no time is counted for them",
        ):
            assert line in said

    def test_a_clock_that_runs(self) -> None:
        """The review runs from the confirmation of Friday the 18th, not from today: to Friday the 25th."""
        confirmed = Event(Step.UEPT_RECEIPT_CONFIRMATION, date(2026, 9, 18))
        page = page_of(entry(*SET_UP, *TESTED, confirmed, *ASSESSED), date(2026, 9, 22))
        said = section(page, "What stands in the way")
        assert (
            "Fri 2026-09-25 UEPT Review, the DCC's: from Fri 2026-09-18, UEPT Receipt Confirmation; 5 Working"
            in said
        )

    def test_bookings(self) -> None:
        """The day on which a step begins, or the one on which it ends."""
        begins = Event(Step.FULL_USER_SECURITY_ASSESSMENT, date(2026, 10, 12), outcome=Outcome.BEGUN)
        events = (*SET_UP, *TESTED, *CERTIFIED, APPLIED)
        page = page_of(entry(*events, begins), date(2026, 9, 22))
        assert "Assessment, the Party's: from Mon 2026-10-12, the day it is booked for; nothing says" in flat(
            page
        )
        ends = attrs.evolve(begins, outcome=None)
        page = page_of(entry(*events, ends), date(2026, 9, 22))
        assert (
            "Full User Security Assessment, the Party's: from Mon 2026-09-21, today; booked for that day "
            "[ST-10" in flat(page)
        )

    def test_whose_no_source_says(self) -> None:
        """Of the Quality Gate nobody says who holds it."""
        events = (*SET_UP, *TESTED, *CERTIFIED[:2], *ASSESSED)
        page = page_of(entry(*events, estimates={Step.QUALITY_GATE: WorkingDays(3)}), date(2026, 9, 21))
        said = section(page, "What stands in the way")
        assert "Quality Gate, no source says whose: from Wed 2026-09-09, UEPT Review; 3 Working Days" in said

    def test_no_single_change(self) -> None:
        """Neither the security assessment alone nor UEPT alone would do."""
        page = page_of(entry(*SET_UP), date(2026, 9, 30))
        assert section(page, "What stands").endswith("No single change would make it.")
        assert page.changes == ()


class TestDoNext:
    """What to do next, the most urgent first, whose it is, and by when."""

    def test_by_slack(self) -> None:
        """
        Notice has no slack: after UEPT come nine Working Days of the DCC's.

        The assessment waits for 12 weeks, to Monday 14 December, as UEPT does, and has those nine.
        12 weeks before Tuesday 29 December are Tuesday 6 October, 11 Working Days after today.
        DCCKI RAPPs have all of it: 60 and 9.
        """
        page = page_of(entry(*SET_UP[:4]))
        assert next_of(page) == [("uept-notice", "gas-supplier"), ("fusa-application",), ("dccki-rapps",)]
        said = section(page, "Do next, the most urgent first")
        assert "now UEPT Notice: no slack Party's to do: TE-01, SECAS guidance, 6.1 by" in said
        assert "by Tue 2026-10-06 FUSA Application: 11 Working Days of slack Party's to do: SA-02" in said
        assert (
            "by Tue 2026-12-29 DCCKI RAPPs: 69 Working Days of slack nothing says how long it takes" in said
        )
        assert "later a step can be done without the finish being later; what has no estimate takes" in said

    def test_by_slack_to_a_target(self) -> None:
        """A day later than the 29th leaves one more of each; two days sooner, two fewer."""
        of_entry = entry(*SET_UP[:4])
        assert [
            line.planned and line.planned.slack for line in page_of(of_entry, date(2026, 12, 30)).do_next
        ] == [
            1,
            12,
            70,
        ]
        page = page_of(of_entry, date(2026, 12, 23))
        said = section(page, "Do next")
        assert "now UEPT Notice: 2 Working Days too late for the target, needed by Thu 2026-09-17" in said
        assert "later a step can be done and the target still be met; what has no estimate" in said

    def test_no_estimate_is_missing(self) -> None:
        """Then nothing uses the slack up."""
        said = section(page_of(entry(*READY, estimates=ESTIMATES)), "Do next")
        assert (
            "Slack is how many Working Days later a step can be done without the finish being later. What"
            in said
        )
        assert "Evidence Form: no slack 2 Working Days (estimate), to Wed 2026-09-23 Party's" in said

    def test_overdue_comes_first(self) -> None:
        """
        The report came on Wednesday the 2nd, so the DCC's two days ended on Friday the 4th, 11 ago.

        The assessment, 12 weeks from today on 14 December, leaves it until 3 December: 7, 22, 21 and 3.
        The report for electricity, of the 16th, was due to be confirmed on Friday the 18th, one ago.
        """
        electricity = of(IMPORT, *TESTED[:2], Event(Step.UEPT_REPORT, date(2026, 9, 16)))
        page = page_of(entry(*SET_UP, *of(GAS, *TESTED), *electricity, roles={GAS, IMPORT}))
        assert next_of(page) == [
            ("uept-receipt-confirmation", "gas-supplier"),
            ("uept-receipt-confirmation", "import-supplier"),
            ("fusa-application",),
        ]
        said = section(page, "Do next")
        assert (
            "OVERDUE UEPT Receipt Confirmation (Gas Supplier): was due Fri 2026-09-04, 11 Working Days ago; "
            "that is the DCC's delay, not the Party's; 53 Working Days of slack counted from UEPT Report, "
            "on Wed 2026-09-02 DCC's to do: TE-04, CTSD, 5.17"
        ) in said
        assert "(Import Supplier): was due Fri 2026-09-18, 1 Working Day ago; that is the DCC's" in said
        assert [line.is_overdue for line in page.do_next] == [True, True, False]

    def test_what_is_due_is_not_yet_overdue(self) -> None:
        """The day itself is still in time; it does not go before what has less slack."""
        report = Event(Step.UEPT_REPORT, date(2026, 9, 17))
        for today, is_overdue in ((TODAY, False), (date(2026, 9, 22), True)):
            page = page_of(entry(*SET_UP, *TESTED[:2], report), today=today)
            assert [line.is_overdue for line in page.do_next if line.due] == [is_overdue]
            assert next_of(page)[0][0] == ("uept-receipt-confirmation" if is_overdue else "fusa-application")
        assert "due Mon 2026-09-21 UEPT Receipt Confirmation: 53 Working Days of slack counted" in flat(
            page_of(entry(*SET_UP, *TESTED[:2], report))
        )

    def test_what_the_party_owes_by_a_day(self) -> None:
        """
        UEPT is booked for Monday 1 March 2027: notice by Wednesday 2 December, whatever else is more urgent.

        60 before: 20 in February, 20 in January, 20 in December back to the 2nd.
        """
        booked = [
            Event(Step.UEPT, date(2027, 3, 1), role=role, outcome=Outcome.BEGUN) for role in (GAS, IMPORT)
        ]
        page = page_of(entry(*booked, roles={GAS, IMPORT}))
        later = [line for line in page.do_next if not line.is_now]
        assert (later[0].step, later[0].roles) == (Step.UEPT_NOTICE, (IMPORT, GAS))
        assert (
            "coming up: due Wed 2026-12-02 UEPT Notice (every User Role): waits for SREPT counted from "
            "UEPT, booked "
            "for Mon 2027-03-01 Party's to do: TE-01"
        ) in section(page, "Do next")
        page = page_of(entry(*SET_UP, *booked, roles={GAS, IMPORT}))
        assert "UEPT Notice (every User Role): 52 Working Days of slack counted from UEPT, booked" in flat(
            page
        )

    def test_what_the_party_owed(self) -> None:
        """
        UEPT is booked for Thursday 1 October, and no notice was given by Wednesday 8 July: 22, 20 and 18.

        That is 17, 20 and 15 Working Days ago, and before all that is due.
        """
        booked = [
            Event(Step.UEPT, date(2026, 10, 1), role=GAS, outcome=Outcome.BEGUN),
            Event(Step.UEPT, date(2027, 3, 1), role=IMPORT, outcome=Outcome.BEGUN),
        ]
        page = page_of(entry(*booked, roles={GAS, IMPORT}))
        assert next_of(page)[0] == ("uept-notice", "gas-supplier")
        assert next(line for line in page.do_next if not line.is_now).roles == (IMPORT,)
        assert (
            "OVERDUE UEPT Notice (Gas Supplier): was due Wed 2026-07-08, 52 Working Days ago; waits for "
            "SREPT counted from UEPT, booked for Thu 2026-10-01 Party's to do: TE-01"
        ) in section(page, "Do next")

    def test_the_first_of_two_last_days(self) -> None:
        """Two bookings of one step: the notice is due for the earlier one."""
        booked = [
            Event(Step.UEPT, day, outcome=Outcome.BEGUN) for day in (date(2027, 4, 1), date(2027, 3, 1))
        ]
        page = page_of(entry(*SET_UP, *booked))
        assert [line.due.day for line in page.do_next if line.due] == [date(2026, 12, 2)]

    def test_a_day_for_what_the_plan_leaves_out(self) -> None:
        """It is said all the same, and whose it is; so is what runs anew of what is done."""
        booked = Event(Step.UEPT, date(2027, 3, 1), outcome=Outcome.BEGUN)
        page = page_of(entry(*SET_UP, booked))
        (due,) = (each for each in page.standing if each.due)
        assert due.due is not None
        other = attrs.evolve(due, task=Task(Step.UEPT_NOTICE, EXPORT))
        first, *_ = lines = do_next(page.plan, [other])
        assert (first.step, first.planned, first.waits_for) == (Step.UEPT_NOTICE, None, None)
        assert (first.bearer, first.is_now, first.when) == (Bearer.PARTY, True, "due Wed 2026-12-02")
        assert (first.urgency, first.how) == ("", "counted from UEPT, booked for Mon 2027-03-01")
        assert "due Wed 2026-12-02 UEPT Notice counted from UEPT, booked for" in flat(
            attrs.evolve(page, do_next=lines)
        )
        of_dcc = attrs.evolve(other, bearer=Bearer.DCC)
        assert [line.bearer for line in do_next(page.plan, [of_dcc]) if line.planned is None] == [Bearer.DCC]

    @pytest.mark.parametrize(
        ("events", "said"),
        [
            (
                (*READY[:-1],),
                "Security Status: no slack nothing says how long it takes Security Sub-Committee's to do: SA",
            ),
            (
                (*THROUGH[:-1],),
                "SECAS Confirmation: no slack nothing says how long it takes SECAS's to do: ST-13",
            ),
            (
                (*SET_UP, *TESTED, *CERTIFIED[:2], *ASSESSED),
                "Quality Gate: no slack nothing says how long it takes no source says whose it is: TE-06",
            ),
            (
                (
                    *READY[:-4],
                    Event(Step.CREDIT_COVER, date(2026, 9, 14), outcome=Outcome.REQUIRED),
                    *ASSESSED,
                ),
                (
                    "Credit Cover: no slack required on Mon 2026-09-14; nothing says how long it takes "
                    "Party's to"
                ),
            ),
            (
                (
                    *READY[:-5],
                    Event(Step.USER_IDS, date(2026, 9, 14), outcome=Outcome.NOT_ACCEPTED),
                    *READY[-4:],
                ),
                (
                    "User IDs: no slack not accepted on Mon 2026-09-14; nothing says how long it takes "
                    "Party's to"
                ),
            ),
        ],
    )
    def test_whose_it_is(self, events: tuple[Event, ...], said: str) -> None:
        """What is not the Party's to do is said to be somebody else's."""
        assert f"now {said}" in section(page_of(entry(*events)), "Do next")

    def test_what_has_begun(self) -> None:
        """
        Building began in March for 32 weeks, which end on Friday 16 October; then 69 Working Days.

        From 16 October: 10 in October, 21 in November, 21 in December, 8 in January, to Wednesday the 13th.
        """
        begun = Event(Step.USER_INTERFACE, date(2026, 3, 6), outcome=Outcome.BEGUN)
        building = entry(SET_UP[0], begun, estimates={Step.USER_INTERFACE: Weeks(32)})
        assert "No sooner than Tue 2027-01-26: the first" in flat(page_of(building))
        assert (
            "finish by Fri 2026-10-16 User Interface: no slack begun on Fri 2026-03-06; 32 weeks "
            "(estimate), to Fri 2026-10-16 Party's to do: ST-03"
        ) in section(page_of(building), "Do next")
        late = section(page_of(building, date(2027, 1, 25)), "Do next")
        assert (
            "coming up: under way User Interface: 1 Working Day too late for the target, needed by Thu "
            "2026-10-15 begun" in late
        )
        spare = section(page_of(building, date(2027, 1, 27)), "Do next")
        assert "finish by Mon 2026-10-19 User Interface: 1 Working Day of slack begun" in spare
        without = page_of(entry(SET_UP[0], begun))
        assert "under way User Interface: no slack begun on Fri 2026-03-06; nothing says" in section(
            without, "Do next"
        )

    def test_what_is_booked(self) -> None:
        """By its slack, on its day, or too late for the target; booked to begin, or to end."""
        begins = Event(Step.FULL_USER_SECURITY_ASSESSMENT, date(2026, 10, 12), outcome=Outcome.BEGUN)
        periods = {Step.FULL_USER_SECURITY_ASSESSMENT: WorkingDays(4)}
        booked = entry(*SET_UP, *TESTED, *CERTIFIED, APPLIED, begins, estimates=periods)
        on_its_day = (
            "on Mon 2026-10-12 Full User Security Assessment: no slack booked for Mon 2026-10-12; 4 Working "
            "Days (estimate), to Fri 2026-10-16 Party's"
        )
        assert on_its_day in section(page_of(booked), "Do next")
        later = section(page_of(booked, date(2026, 10, 20)), "Do next")
        assert (
            "begin by Wed 2026-10-14 Full User Security Assessment: 2 Working Days of slack booked" in later
        )
        sooner = section(page_of(booked, date(2026, 10, 15)), "Do next")
        assert (
            "on Mon 2026-10-12 Full User Security Assessment: 1 Working Day too late for the target" in sooner
        )
        ends = entry(*SET_UP, *TESTED, *CERTIFIED, APPLIED, attrs.evolve(begins, outcome=None))
        ending = section(page_of(ends), "Do next")
        assert (
            "on Mon 2026-10-12 Full User Security Assessment: no slack booked for Mon 2026-10-12 Party's"
            in ending
        )

    def test_a_notice_that_runs(self) -> None:
        """
        Notice was given on Wednesday 26 August: 2, 22, 22 and 14 Working Days, to Thursday 19 November.

        By its limits the DCC is ready nine later, on Wednesday 2 December.
        The Privacy Assessment, applied for on Monday 14 September, should not begin before Monday 7 December.
        """
        other_user = entry(
            *SET_UP,
            Event(Step.UEPT_NOTICE, date(2026, 8, 26)),
            Event(Step.PRIVACY_APPLICATION, date(2026, 9, 14)),
            *ASSESSED,
            roles={UserRole.OTHER_USER},
            estimates={Step.PRIVACY_ASSESSMENT: WorkingDays(1)},
        )
        said = section(page_of(other_user), "Do next")
        assert (
            "on Mon 2026-12-07 Privacy Assessment: no slack should not begin before Mon 2026-12-07, when its "
            "notice has run; 1 Working Day (estimate), to Tue 2026-12-08 Other User's to do: ST-11"
        ) in said
        assert (
            "UEPT: 4 Working Days of slack cannot begin before Thu 2026-11-19, when its notice has run; no"
            in said
        )
        run = page_of(other_user, today=date(2026, 12, 7))
        assert "when its notice has run" not in section(run, "Do next")

    def test_before_it_is_a_sec_party(self) -> None:
        """Becoming one comes first; where the day is known, on that day."""
        never = section(page_of(entry(party=Party(sec_party_since=None))), "Do next")
        assert "now Become a SEC Party: all but the User Interface waits for it Party's to do: OB-18" in never
        soon = section(page_of(entry(party=Party(sec_party_since=date(2026, 9, 22)))), "Do next")
        assert "on Tue 2026-09-22 Become a SEC Party" in soon
        assert "Become" not in flat(page_of(entry(party=Party(sec_party_since=UNKNOWN))))
        assert "Become" not in flat(page_of(entry(party=Party(sec_party_since=TODAY))))


class TestNowAndLater:
    """What can be done now is apart from what is under way, booked or yet to come."""

    def test_two_parts(self) -> None:
        """An application today; the Privacy Assessment is booked, and UEPT waits for its notice."""
        events = (
            *SET_UP,
            Event(Step.UEPT_NOTICE, date(2026, 8, 26)),
            Event(Step.PRIVACY_APPLICATION, date(2026, 9, 14)),
            Event(Step.PRIVACY_ASSESSMENT, date(2026, 12, 14), outcome=Outcome.BEGUN),
        )
        page = page_of(entry(*events, roles={UserRole.OTHER_USER}))
        said = section(page, "Do next")
        now, later = said.split(" Under way, booked or coming up: ")
        assert "What can be done now: now FUSA Application: no slack" in now
        assert "UEPT: 8 Working Days of slack cannot begin before Thu 2026-11-19" in later
        assert "on Mon 2026-12-14 Privacy Assessment: no slack booked for Mon 2026-12-14" in later
        assert [line.is_now for line in page.do_next] == [True, False, False]

    def test_nothing_now(self) -> None:
        """The assessment is booked for October, and all else is done."""
        booked = Event(Step.FULL_USER_SECURITY_ASSESSMENT, date(2026, 10, 12))
        said = section(page_of(entry(*SET_UP, *TESTED, *CERTIFIED, APPLIED, booked)), "Do next")
        assert "Nothing can be done now. Under way, booked or coming up: on Mon 2026-10-12 Full" in said
        assert "Under way" not in section(page_of(entry(*READY)), "Do next")

    @pytest.mark.parametrize(("day", "is_now"), [(date(2026, 9, 18), True), (date(2026, 9, 21), False)])
    def test_on_a_weekend(self, day: date, is_now: bool) -> None:
        """What can be begun on the Working Day after it can be done now; what comes after that cannot."""
        events = (*SET_UP, *TESTED, *CERTIFIED, APPLIED)
        began = Event(Step.FULL_USER_SECURITY_ASSESSMENT, day, outcome=Outcome.BEGUN)
        (line,) = page_of(entry(*events), today=date(2026, 9, 19)).do_next
        assert (line.step, line.is_now) == (Step.FULL_USER_SECURITY_ASSESSMENT, True)
        (line,) = page_of(entry(*events, began), today=date(2026, 9, 19)).do_next
        assert line.is_now is False
        assert line.how.startswith("begun on" if is_now else "booked for")

    def test_what_others_have_in_hand(self) -> None:
        """A time limit that runs is under way until its last day."""
        report = Event(Step.UEPT_REPORT, date(2026, 9, 18))  # a Friday: Tuesday the 22nd is the last day
        events = (*SET_UP, *TESTED[:2], report)
        for today, is_now in ((TODAY, False), (date(2026, 9, 22), True)):
            (line,) = (each for each in page_of(entry(*events), today=today).do_next if each.due)
            assert (line.bearer, line.when, line.is_now) == (Bearer.DCC, "due Tue 2026-09-22", is_now)

    def test_the_partys_first(self) -> None:
        """Of steps with the same slack the Party's comes first, wherever it stands in Table 2."""
        page = page_of(entry(*SET_UP, *TESTED, *CERTIFIED[:4], APPLIED))
        assert [(line.step, line.planned.slack) for line in page.do_next if line.planned] == [
            (Step.FULL_USER_SECURITY_ASSESSMENT, 0),
            (Step.USER_IDS, 0),
            (Step.CREDIT_COVER, 0),
        ]

    @pytest.mark.parametrize(
        ("booked", "said"),
        [
            (Event(Step.UEPT_NOTICE, date(2026, 10, 13)), "2026-10-13; it can be given today Party's to do"),
            (Event(Step.FUSA_APPLICATION, date(2026, 10, 13)), "2026-10-13; it can be sent today Party's"),
            (Event(Step.DCCKI_RAPPS, date(2026, 10, 13)), "booked for Tue 2026-10-13 Party's to do: ST-06"),
        ],
    )
    def test_an_act_that_is_booked(self, booked: Event, said: str) -> None:
        """A notice or an application can be sooner; a step that takes others to it is as it is booked."""
        page = page_of(entry(*SET_UP[:4], booked))
        assert said in section(page, "Do next").split("Under way")[1]

    def test_an_act_that_waits_for_accession(self) -> None:
        """It cannot be given today, nor be called for."""
        party = Party(sec_party_since=date(2026, 10, 5))
        applied = Event(Step.FUSA_APPLICATION, date(2026, 10, 13))
        said = section(page_of(entry(applied, party=party)), "Do next")
        assert "booked for Tue 2026-10-13 Party's to do: SA-02" in said
        assert "today" not in said

    def test_accession(self) -> None:
        """It is the first line, of the text and of the data: now, or on its day among what is to come."""
        page = page_of(entry(party=Party(sec_party_since=None)))
        line = json.loads(wire.dumps(page.data()))["do_next"][0]
        assert (line["step"], line["when"], line["is_now"]) == (None, "now", True)
        assert (line["urgency"], line["rule"]["id"]) == ("all but the User Interface waits for it", "OB-18")
        assert next_of(page)[0] == ("accession",)
        soon = page_of(entry(party=Party(sec_party_since=date(2026, 9, 22))))
        assert next_of(soon)[:2] == [("user-interface",), ("accession",)]
        assert "coming up: on Tue 2026-09-22 Become a SEC Party: all" in section(soon, "Do next")

    def test_data_says_what_the_page_says(self) -> None:
        """Each line in the order of the page, with its words."""
        page = page_of(entry(*SET_UP[:4], roles={GAS, IMPORT}, party=Party(name="x")), date(2026, 11, 2))
        said, at = section(page, "Do next"), 0
        for line in json.loads(wire.dumps(page.data()))["do_next"]:
            for words in (line["when"], line["urgency"], line["how"], f"{line['bearer']}'s to do"):
                assert words in said[at:]
                at = said.index(words, at)


class TestNotes:
    """What was told that leaves a step to be done."""

    def test_a_deferred_status(self) -> None:
        """Another application, because of it."""
        deferred = attrs.evolve(ASSESSED[-1], outcome=AssuranceStatus.DEFERRED)
        said = section(page_of(entry(*SET_UP, *TESTED, *CERTIFIED, *ASSESSED[:-1], deferred)), "Do next")
        assert (
            "FUSA Application: no slack again, because Security Status was deferred on Mon 2026-07-20" in said
        )

    def test_further_testing(self) -> None:
        """UEPT again, for the User Role of which it was said."""
        asked = Event(Step.UEPT_REVIEW, date(2026, 9, 9), outcome=Outcome.FURTHER_TESTING, role=GAS)
        page = page_of(entry(*SET_UP, *TESTED, CONFIRMED, asked, *ASSESSED, roles={GAS, IMPORT}))
        assert "again, because UEPT Review asked for further testing on Wed 2026-09-09" in section(
            page, "Do next"
        )

    def test_a_gate_that_failed(self) -> None:
        """On which day."""
        failed = Event(Step.QUALITY_GATE, date(2026, 9, 10), outcome=Outcome.FAILED)
        said = section(page_of(entry(*SET_UP, *TESTED, *CERTIFIED[:2], failed, *ASSESSED)), "Do next")
        assert "Quality Gate: no slack failed on Thu 2026-09-10; nothing says how long" in said

    def test_an_outcome_that_was_not_told(self) -> None:
        """What to write in the file, for each outcome that the step can have."""
        gate = Event(Step.QUALITY_GATE, date(2026, 9, 10))
        said = section(page_of(entry(*SET_UP, *TESTED, *CERTIFIED[:2], gate, *ASSESSED)), "Do next")
        assert (
            'the outcome of Thu 2026-09-10 was not told; in the file, give that event outcome = "passed" or '
            '"failed"; nothing says'
        ) in said
        cover = Event(Step.CREDIT_COVER, date(2026, 9, 14))
        said = section(page_of(entry(*READY[:-4], cover, *ASSESSED)), "Do next")
        assert 'give that event outcome = "not-required", "required" or "in-place";' in said

    def test_a_doubt_that_is_not_about_an_outcome(self) -> None:
        """Approved after it was deferred, and no other assessment was told: there is no outcome to write."""
        deferred = attrs.evolve(ASSESSED[-1], outcome=AssuranceStatus.DEFERRED)
        again = attrs.evolve(ASSESSED[-1], day=date(2026, 9, 14))
        page = page_of(entry(*SET_UP, *ASSESSED[:-1], deferred, again))
        assert "not told since it was sent back: Full User Security Assessment" in flat(page)
        assert "in the file" not in flat(page)

    def test_an_assessment_that_was_moved(self) -> None:
        """And no new day was told."""
        said = section(page_of(entry(*SET_UP, *TESTED, *CERTIFIED, APPLIED, *MOVED)), "Do next")
        assert "Assessment: no slack moved from Mon 2026-10-05, and no new day was told; nothing" in said


#: An assessment that was booked for Monday 5 October, and moved on Tuesday 15 September.
MOVED = (
    Event(Step.FULL_USER_SECURITY_ASSESSMENT, date(2026, 10, 5), outcome=Outcome.BEGUN),
    Event(
        Step.FULL_USER_SECURITY_ASSESSMENT,
        date(2026, 9, 15),
        outcome=Outcome.RESCHEDULED,
        booked_for=date(2026, 10, 5),
    ),
)


class TestLate:
    """What was late, by how much, and whose it was."""

    @pytest.mark.parametrize(
        ("day", "said"),
        [
            (date(2026, 9, 4), ""),
            (date(2026, 9, 7), "done on Mon 2026-09-07, 1 Working Day late [TE-04, CTSD"),
            (date(2026, 9, 9), "done on Wed 2026-09-09, 3 Working Days late [TE-04, CTSD"),
            (date(2026, 9, 5), "done on Sat 2026-09-05, late [TE-04, CTSD"),
        ],
    )
    def test_the_dcc(self, day: date, said: str) -> None:
        """The report of Wednesday the 2nd was to be confirmed by Friday the 4th."""
        confirmed = attrs.evolve(CONFIRMED, day=day)
        page = page_of(entry(*SET_UP, *TESTED, confirmed, *ASSESSED, roles={GAS, IMPORT}))
        late = section(page, "What was late, and whose it was").partition("The Party's: ")[0]
        assert ("The DCC's, and not the Party's: Fri 2026-09-04 UEPT Receipt" in late) is bool(said)
        assert said in late
        assert all(each.bearer is Bearer.DCC for each in page.late if each.due)

    def test_none(self) -> None:
        """Then there is no such section."""
        begun = Event(Step.UEPT, date(2026, 7, 8), outcome=Outcome.BEGUN)
        page = page_of(entry(*SET_UP, TESTED[0], begun))
        assert (page.late, section(page, "What was late")) == ((), "")
        assert page.data()["late"] == []

    def test_testing_that_began_too_soon(self) -> None:
        """Notice of Monday 13 April runs to Wednesday 8 July; for the 6th it was due by Thursday the 9th."""
        begun = Event(Step.UEPT, date(2026, 7, 6), outcome=Outcome.BEGUN)
        page = page_of(entry(*SET_UP, TESTED[0], begun))
        assert section(page, "What was late, and whose it was").endswith(
            "The Party's: Thu 2026-04-09 UEPT Notice: given on Mon 2026-04-13, 2 Working Days late; UEPT "
            "began "
            "on Mon 2026-07-06, before its notice had run [TE-01, SECAS guidance, 6.1]"
        )
        assert [each["task"]["step"] for each in json.loads(wire.dumps(page.data()))["late"]] == [
            "uept-notice"
        ]

    def test_an_assessment_that_is_booked_too_soon(self) -> None:
        """Applied for on Monday 14 September, it can be on Monday 7 December, not on the 4th."""
        booked = Event(Step.FULL_USER_SECURITY_ASSESSMENT, date(2026, 12, 4), outcome=Outcome.BEGUN)
        applied = Event(Step.FUSA_APPLICATION, date(2026, 9, 14))
        said = section(page_of(entry(*SET_UP, applied, booked)), "What was late")
        assert (
            "The Party's: Fri 2026-09-11 FUSA Application: sent on Mon 2026-09-14, 1 Working Day late; "
            "Full User "
            "Security Assessment is booked for Fri 2026-12-04, before its notice will have run [SA-02"
        ) in said

    def test_an_assessment_that_was_moved(self) -> None:
        """Without charge until Monday the 7th, four weeks before."""
        said = section(page_of(entry(*SET_UP, APPLIED, *MOVED)), "What was late")
        assert (
            "Mon 2026-09-07 Full User Security Assessment: moved on Tue 2026-09-15, 6 Working Days late; "
            "from "
            "Mon 2026-10-05; it can be charged for (SA-05) [SA-04"
        ) in said

    def test_what_is_overdue(self) -> None:
        """It is still to come."""
        said = section(page_of(entry(*SET_UP, *TESTED)), "What was late")
        assert "UEPT Receipt Confirmation: still to come, 11 Working Days late [TE-04" in said

    def test_of_a_round_that_was_taken_again(self) -> None:
        """It was late all the same."""
        late = attrs.evolve(CONFIRMED, day=date(2026, 9, 9))
        asked = Event(Step.UEPT_REVIEW, date(2026, 9, 11), outcome=Outcome.FURTHER_TESTING)
        said = section(page_of(entry(*SET_UP, *TESTED, late, asked)), "What was late")
        assert (
            "done on Wed 2026-09-09, 3 Working Days late; of a round that had to be taken again since" in said
        )

    def test_without_a_last_day(self) -> None:
        """It is late, and no day is said."""
        page = page_of(entry(*SET_UP, *TESTED))
        undated = attrs.evolve(page.late[0], due=None, done_on=date(2026, 9, 9), note="as was told")
        said = section(attrs.evolve(page, standing=(undated,)), "What was late")
        assert "UEPT Receipt Confirmation: done on Wed 2026-09-09, late; as was told [TE-04" in said


class TestOverrun:
    """What should have ended by now: no sum that does not add up."""

    def test_a_time_limit(self) -> None:
        """The confirmation was due on Friday the 4th; counted as today's, the review ends on the 28th."""
        page = page_of(entry(*SET_UP, *TESTED, *ASSESSED), date(2026, 9, 22))
        assert (
            "Mon 2026-09-21 UEPT Receipt Confirmation, the DCC's: from Wed 2026-09-02, UEPT Report; 2 "
            "Working "
            "Days (time limit); was due Fri 2026-09-04, overdue; counted as if it came today [TE-04"
        ) in section(page, "What stands")
        sunday = page_of(entry(*SET_UP, *TESTED, *ASSESSED), date(2026, 9, 22), today=date(2026, 9, 20))
        assert "overdue; counted as if it came on Mon 2026-09-21 [TE-04" in section(sunday, "What stands")

    def test_an_estimate(self) -> None:
        """The assessment began on 1 September for five Working Days, which ended on the 8th."""
        begun = Event(Step.FULL_USER_SECURITY_ASSESSMENT, date(2026, 9, 1), outcome=Outcome.BEGUN)
        periods = {Step.FULL_USER_SECURITY_ASSESSMENT: WorkingDays(5), **ESTIMATES}
        late = entry(*SET_UP, *TESTED, *CERTIFIED, APPLIED, begun, estimates=periods)
        page = page_of(late, date(2026, 9, 22))
        assert (
            "5 Working Days (estimate); was to end on Tue 2026-09-08, and has not; counted as if it ended "
            "today [ST-10"
        ) in section(page, "What stands")
        assert "5 Working Days (estimate), to Tue 2026-09-08, which has passed Party's" in section(
            page, "Do next"
        )
        (of_it,) = (each for each in page.data()["steps"] if each["overrun"])
        assert of_it["overrun"] == date(2026, 9, 8)


class TestChanges:
    """Which changes the Party can make, which are for others, and which are too late."""

    def test_a_booking_that_can_be_charged_for(self) -> None:
        """Moving it within four weeks is said to cost, in the text and in the data."""
        begins = Event(Step.FULL_USER_SECURITY_ASSESSMENT, date(2026, 10, 12), outcome=Outcome.BEGUN)
        page = page_of(entry(*SET_UP, *TESTED, *CERTIFIED, APPLIED, begins), date(2026, 10, 5))
        assert (
            "and is the Party's to do: - Full User Security Assessment: were it booked for no later than Mon "
            "2026-10-05; moving it from Mon 2026-10-12 can be charged for (SA-05)"
        ) in section(page, "What stands")
        (change,) = json.loads(wire.dumps(page.data()))["infeasible"]["changes"]
        assert (change["bearer"], change["too_late"], change["finish"]) == ("Party", False, "2026-10-05")
        assert change["note"] == "moving it from 2026-10-12 can be charged for (SA-05)"

    def test_each_kind_apart(self) -> None:
        """The Party's own, those of others, and those that are too late, whosever they were."""
        page = page_of(entry(*READY, estimates=ESTIMATES), date(2026, 9, 29))
        own, of_others = (each for each in page.changes if each.kind is ChangeKind.ESTIMATE)
        past = [attrs.evolve(each, too_late=True, note="as was told") for each in (own, of_others)]
        said = section(attrs.evolve(page, changes=(*past, of_others)), "What stands")
        assert said.endswith(
            "Any one of these alone would make it, but is for others to promise: - SECAS Confirmation "
            "(Gas Supplier): were it estimated at no more than 4 Working Days (SECAS's) "
            "Any one of these alone would have been enough, and is too late now: - Evidence Form (Gas "
            "Supplier): were it estimated at no more than 1 Working Day; as was told - SECAS Confirmation "
            "(Gas Supplier): were it estimated at no more than 4 Working Days; as was told (SECAS's)"
        )
        assert "is the Party's to do:" not in said
        assert "No single change" not in said

    def test_only_what_is_too_late(self) -> None:
        """Then no single change would make it now."""
        said = section(page_of(entry(*SET_UP, *ASSESSED), date(2026, 12, 23)), "What stands")
        assert (
            "No single change would make it now, but that the DCC acts at once. Any one of these alone would "
            "have been enough, and is too late now: - UEPT Notice (Gas Supplier): had it been taken by"
        ) in said


ROWS = """\
                                soonest                        at the latest               slack
* UEPT Review                   Fri 2026-09-04 Mon 2026-09-21  Wed 2026-09-16 Wed 2026-09-23   2
* Quality Gate                                 Mon 2026-09-21                 Wed 2026-09-23   2
* Test Certificate              Mon 2026-09-21 Wed 2026-09-23  Wed 2026-09-23 Fri 2026-09-25   2
* User IDs                                     Wed 2026-09-23                 Fri 2026-09-25   2
* Credit Cover                                 Wed 2026-09-23                 Fri 2026-09-25   2
* Evidence Form                                Wed 2026-09-23                 Fri 2026-09-25   2
* SECAS Confirmation                           Wed 2026-09-23                 Fri 2026-09-25   2
"""


class TestSchedule:
    """Every step that is not done, with its days and its slack."""

    def test_rows(self) -> None:
        """
        The review runs to Friday the 11th, should be done, and is not: today.

        Two more Working Days for the certificate. What takes no time has one day.
        """
        page = page_of(entry(*SET_UP, *TESTED, CONFIRMED, *ASSESSED), date(2026, 9, 25))
        lines = str(page).splitlines()
        at = lines.index("THE SCHEDULE")
        assert lines[at + 4 : at + 12] == ROWS.splitlines()

    def test_user_roles(self) -> None:
        """Those with the same days are one row, and what is done is one line."""
        said = section(page_of(entry(*of(GAS, *THROUGH), roles={GAS, IMPORT, EXPORT})), "The schedule")
        assert said.count("UEPT Review ") == 2  # one row, and gas among what is done
        assert "2026-12-23 0 Import Supplier, Export Supplier * Quality Gate" in said
        assert "Done: Gateway Connection, User Interface," in said
        assert "UEPT Notice (Gas Supplier), UEPT (Gas Supplier)," in said
        assert "Done:" not in section(page_of(entry()), "The schedule")

    def test_critical(self) -> None:
        """Only what moves the finish is marked."""
        lines = str(page_of(entry(*SET_UP[:4]))).splitlines()
        marked = [line[2:32].strip() for line in lines if line.startswith("* ")]
        assert marked[1:4] == ["UEPT Notice", "UEPT", "UEPT Report"]
        assert not {"DCCKI RAPPs", "FUSA Application"} & set(marked)


class TestNotTold:
    """What cannot be said until something is told."""

    def test_an_outcome_and_a_notice(self) -> None:
        """Of the gate the outcome was not told, of an assessment that began the application."""
        page = page_of(
            entry(
                Event(Step.QUALITY_GATE, date(2026, 9, 18)),
                Event(Step.FULL_USER_SECURITY_ASSESSMENT, date(2026, 9, 15), outcome=Outcome.BEGUN),
                roles={GAS, IMPORT},
            )
        )
        said = section(page, "What was not told, and would settle how it stands")
        assert (
            "TE-06 Quality Gate (every User Role): the outcome of Fri 2026-09-18 was not told; in the file, "
            'give that event outcome = "passed" or "failed"'
        ) in said
        assert "SA-02 FUSA Application: no notice was told" in said
        assert {each.state for each in page.undetermined} == {ObligationState.UNDETERMINED}
        assert section(page_of(entry()), "What was not told") == ""


class TestEvidence:
    """What comes before the evidence form."""

    def test_missing(self) -> None:
        """Of eleven steps seven are done; the form itself was not seen."""
        said = section(page_of(entry(*SET_UP, *TESTED, CONFIRMED, *ASSESSED)), "Before the UEP Evidence Form")
        assert (
            "7 of 11 steps are done; missing: UEPT Review, Test Certificate, User IDs, Credit Cover." in said
        )
        assert "The contents of the UEP Evidence Form were not seen" in said
        assert "11 of 11 steps are done. The" in section(page_of(entry(*READY)), "Before the UEP")

    def test_user_roles(self) -> None:
        """Those for which it is the same are one; those that are confirmed are left out."""
        said = section(page_of(entry(roles={GAS, IMPORT})), "Before the UEP")
        assert "Every User Role: 0 of 11 steps are done; missing: Gateway Connection, User Interface" in said
        said = section(page_of(entry(*of(GAS, *THROUGH), roles={GAS, IMPORT, EXPORT})), "Before the UEP")
        assert "Import Supplier, Export Supplier: 7 of 11 steps are done; missing: UEPT Receipt" in said
        assert "Gas Supplier" not in said


class TestWhatItTurnsOn:
    """The readings that move the finish, and where to."""

    def test_readings(self) -> None:
        """
        The review from the report of the 17th ends on the 24th, from the confirmation on the 25th.

        The certificate then comes on Monday the 28th, not on Tuesday the 29th.
        """
        report = Event(Step.UEPT_REPORT, date(2026, 9, 17))
        confirmed = Event(Step.UEPT_RECEIPT_CONFIRMATION, date(2026, 9, 18))
        of_entry = entry(*SET_UP, *TESTED[:2], report, confirmed, *ASSESSED)
        said = section(page_of(of_entry), "What it turns on, where the texts leave a question open")
        assert said.endswith(
            "RD-05 From which day do the 5 Working Days of the DCC's review run? If from receipt of the UEPT "
            "completion report: Mon 2026-09-28, 1 Working Day sooner."
        )
        assert "- It turns on RD-05: see the end." in flat(page_of(of_entry))
        assert "sooner, and the target can be met." in section(
            page_of(of_entry, date(2026, 9, 28)), "What it"
        )
        assert "1 Working Day sooner." in section(page_of(of_entry, date(2026, 9, 25)), "What it")
        assert "1 Working Day sooner." in section(page_of(of_entry, date(2026, 9, 29)), "What it")
        other = DEFAULT_READINGS.choosing({"RD-05": "report"})
        said = section(page_of(of_entry, date(2026, 9, 28), readings=other), "What it")
        assert "Tue 2026-09-29, 1 Working Day later, and the target CANNOT be met." in said

    def test_several_choices_of_one_reading(self) -> None:
        """They share the question."""
        said = section(page_of(entry(*SET_UP, *ASSESSED)), "What it turns on")
        assert said.count("Whose bank holidays make a day not a Working Day?") == 1
        assert said.count("bank holidays") == 1
        assert (
            "If those of England and Wales, or of Scotland: Wed 2026-12-30, 1 Working Day later. If" in said
        )

    def test_two_together_and_no_answer(self) -> None:
        """Two readings that matter together are one entry; a reading may leave no answer."""
        page = page_of(entry(*READY))
        together = FrozenMapping({"RD-02": "clear-days", "RD-05": "report"})
        page = attrs.evolve(page, turns_on=(Alternative(together, NO_ANSWER, ""),))
        assert (
            "RD-02 Is an 'N Working Days' notice' N days after the day it is given, or N clear days? RD-05: "
            "From which day do the 5 Working Days of the DCC's review run? If one more: N whole Working "
            "Days lie between the notice and the start, and if from receipt of the UEPT completion report: "
            "no answer."
        ) in section(page, "What it turns on")
        assert "It turns on RD-02, RD-05" in flat(page)

    def test_none(self) -> None:
        """Then there is no such section."""
        assert section(page_of(entry(*READY)), "What it turns on") == ""


BY_HAND: list[dict[str, Any]] = json.loads((ROOT / "tests/data/plans.json").read_text(encoding="utf-8"))[
    "examples"
]


@cache
def example(file: str, today: str, target: str | None = None) -> PlanPage:
    """Return the page of an example."""
    path = ROOT / "examples" / file
    read = wire.loads(path.read_bytes(), Entry, "json" if path.suffix == ".json" else "toml")
    by = None if target is None else date.fromisoformat(target)
    return plan_page(read, today=date.fromisoformat(today), target=by)


def targets() -> list[Any]:
    """Return the targets that were worked out by hand."""
    return [
        pytest.param(each["file"], each["today"], target, id=f"{each['file']} by {target['target']}")
        for each in BY_HAND
        for target in each["backwards"]
    ]


class TestByHand:
    """The pages of the examples say what was worked out by hand."""

    @pytest.mark.parametrize("each", BY_HAND, ids=lambda each: each["file"])
    def test_forwards(self, each: dict[str, Any]) -> None:
        """The finish, and the one with the DCC at its best."""
        page, expected = example(each["file"], each["today"]), each["forwards"]
        finish = date.fromisoformat(expected["finish"])
        assert f"No sooner than {finish:%a} {finish}" in flat(page)
        assert page.otherwise.finish.isoformat() == expected["finish_at_best"]
        assert ("If it acts at once" in flat(page)) is (expected["finish"] != expected["finish_at_best"])

    @pytest.mark.parametrize(("file", "today", "target"), targets())
    def test_backwards(self, file: str, today: str, target: dict[str, Any]) -> None:
        """Whether the target can be met, by how much not, each day of the chain, and what would make it."""
        page = example(file, today, target["target"])
        assert ("CANNOT be met" in flat(page)) is not target["can_be_met"]
        assert ("Can be met as far as is known" in flat(page)) is target["can_be_met"]
        if target["can_be_met"]:
            assert page.data()["infeasible"] is None
            return
        assert f", {target['late_by']} Working Days after the target. How" in flat(page)
        said = section(page, "What stands in the way")
        for link in target["chain"]:
            assert link["finish"] in said
        assert ("Any one of these alone" in said) is bool(target["changes"])
        in_time = any(not change.too_late for change in page.changes)
        assert ("No single change would make it" in said) is not in_time
        for change in target["changes"]:
            assert change["to"] in said

    def test_good_friday(self) -> None:
        """From Wednesday 3 March: 2, 5, 5 and 4 Working Days to Good Friday."""
        page = example("half-filled.toml", "2026-11-23", "2027-03-26")
        assert "with 16 Working Days to spare: no sooner than Wed 2027-03-03." in flat(page)


class TestPage:
    """The page as a whole."""

    @pytest.mark.parametrize("target", [None, date(2026, 12, 1), date(2027, 10, 1)])
    def test_width_and_end(self, target: date | None) -> None:
        """No line is wider than 96, none ends in a space, and the last says that it is no advice."""
        roles = tuple(UserRole)
        for events in ((), SET_UP, (*SET_UP, *TESTED), of(GAS, *READY)):
            text = str(page_of(entry(*events, roles=roles), target))
            assert [line for line in text.splitlines() if len(line) > 96 or line != line.rstrip()] == []
            assert " ".join(text.split()).endswith(NOT_ADVICE)

    def test_a_hostile_name(self) -> None:
        """Nothing in a name can drive the terminal."""
        text = str(page_of(entry(party=Party(name="\x1b[2J\nLtd"))))
        assert "\x1b" not in text
        assert text.startswith("Plan of the DCC User Entry Process: \ufffd[2J\ufffdLtd\n")

    def test_the_same_inputs_give_the_same_bytes(self) -> None:
        """Twice, from equal entries."""
        pages = [page_of(entry(*SET_UP), date(2026, 12, 1)) for _ in range(2)]
        assert str(pages[0]) == str(pages[1])
        assert wire.dumps(pages[0].data()) == wire.dumps(pages[1].data())

    def test_data_says_the_same(self) -> None:
        """The same facts, as plain data."""
        page = page_of(entry(*READY, estimates=ESTIMATES), date(2026, 9, 29))
        data = json.loads(wire.dumps(page.data()))
        assert data["entry"] == json.loads(wire.dumps(page.plan.entry))
        assert (data["today"], data["target"], data["at_best"]) == ("2026-09-21", "2026-09-29", False)
        assert (data["finish"], data["finishes"]) == ("2026-09-30", {"gas-supplier": "2026-09-30"})
        assert data["roles"] == {"gas-supplier": {"finish": "2026-09-30", "late_by": 1}}
        assert (data["feasible"], data["working_days_to_spare"]) == (False, -1)
        assert (data["is_lower_bound"], data["without_estimate"]) == (False, [])
        assert (data["certainty"], data["calendar"]["name"]) == ("published", "England and Wales")
        assert data["otherwise"] == {"at_best": True, "finish": "2026-09-30"}
        assert (data["infeasible"]["nearest"], data["infeasible"]["late_by"]) == ("2026-09-30", 1)
        assert [link["task"]["step"] for link in data["infeasible"]["chain"]] == [
            "evidence-form",
            "secas-confirmation",
        ]
        own, of_others = (each for each in data["infeasible"]["changes"] if each["kind"] == "estimate")
        assert own == {
            "kind": "estimate",
            "step": "evidence-form",
            "roles": ["gas-supplier"],
            "to": "1 working day",
            "bearer": "Party",
            "too_late": False,
            "note": "",
            "finish": "2026-09-29",
            "text": "evidence-form (gas-supplier): were it estimated at no more than 1 Working Day",
        }
        assert (of_others["bearer"], of_others["to"]) == ("SECAS", "4 working days")
        (line,) = data["do_next"]
        assert (line["step"], line["roles"], line["bearer"]) == ("evidence-form", ["gas-supplier"], "Party")
        assert (line["is_now"], line["when"]) == (True, "now")
        assert line["urgency"] == "1 Working Day too late for the target, needed by Tue 2026-09-22"
        assert line["how"] == "2 Working Days (estimate), to Wed 2026-09-23"
        assert (data["late"], data["steps"][-1]["note"], data["steps"][-1]["overrun"]) == ([], "", None)
        assert data["steps"][-1]["task"] == {"step": "secas-confirmation", "role": "gas-supplier"}
        assert (data["steps"][-1]["latest_finish"], data["steps"][-1]["slack"]) == ("2026-09-29", -1)
        assert (data["steps"][-1]["bearer"], data["steps"][-1]["rule"]) == ("SECAS", "ST-13")
        (before,) = data["evidence"]
        assert before["done"][0] == {
            "task": {"step": "gateway-connection", "role": None},
            "day": "2026-02-06",
        }
        assert (before["role"], before["missing"], len(before["done"])) == ("gas-supplier", [], 11)
        assert {each["state"] for each in data["standing"]} >= {"met", "due"}
        assert (data["turns_on"], data["note"]) == ([], NOT_ADVICE)

    def test_data_of_readings(self) -> None:
        """Each with its choices, and the day that it would be; none where there is no answer."""
        page = page_of(entry(*SET_UP, *ASSESSED))
        data = json.loads(wire.dumps(page.data()))
        assert data["turns_on"][0]["choices"] == {"RD-01": "england-and-wales-or-scotland"}
        assert (data["turns_on"][0]["finish"], data["infeasible"]) == ("2026-12-30", None)
        none: Alternative[Plan] = Alternative(FrozenMapping({"RD-05": "report"}), NO_ANSWER, "why")
        page = attrs.evolve(page, turns_on=(none,))
        assert page.data()["turns_on"] == [{"choices": {"RD-05": "report"}, "finish": None, "reason": "why"}]

    @pytest.mark.parametrize(
        ("target", "feasible", "to_spare", "late_by"),
        [
            (None, None, None, None),
            (date(2026, 10, 2), True, 2, 0),
            (date(2026, 9, 30), True, 0, 0),
            (date(2026, 9, 29), False, -1, 1),
        ],
    )
    def test_data_of_the_target(
        self, target: date | None, feasible: bool | None, to_spare: int | None, late_by: int | None
    ) -> None:
        """Both sides of the 30th; without a target nothing is said of it."""
        data = page_of(entry(*READY, estimates=ESTIMATES), target).data()
        assert (data["feasible"], data["working_days_to_spare"]) == (feasible, to_spare)
        assert data["roles"] == {"gas-supplier": {"finish": date(2026, 9, 30), "late_by": late_by}}

    def test_data_of_user_roles(self) -> None:
        """Each by itself: gas has been a User since the 16th."""
        data = page_of(entry(*of(GAS, *THROUGH), roles={GAS, IMPORT}), date(2026, 12, 22)).data()
        assert data["roles"] == {
            "import-supplier": {"finish": date(2026, 12, 29), "late_by": 3},
            "gas-supplier": {"finish": date(2026, 9, 16), "late_by": 0},
        }

    def test_refusals(self) -> None:
        """What is not an entry, has no User Role, is not a date, or is outside the calendar."""
        wrong: Any = Party()
        with pytest.raises(InvalidType, match=r"entry: .* is not an Entry; pass a sec_uep\.Entry"):
            plan_page(wrong, today=TODAY)
        with pytest.raises(InvalidValue, match="roles: "):
            page_of(entry(roles=()))
        with pytest.raises(InvalidType, match=r"target: .*has a time of day"):
            page_of(entry(), datetime(2027, 1, 1))  # noqa: DTZ001 - a wrong one
        with pytest.raises(InvalidType, match=r"at_best: 1 is neither"):
            page_of(entry(), at_best=1)
        with pytest.raises(DateOutsideCalendar, match="which covers 2011-01-01 to 2060-12-31"):
            page_of(entry(), today=date(2061, 1, 1))
