"""
The report, held against days worked out by hand from the bank holidays that GOV.UK lists.

England and Wales: Monday 31 August, Friday 25 and Monday 28 December 2026, Friday 1 January 2027.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest

from sec_uep import wire
from sec_uep.calendar import Weeks, england_and_wales
from sec_uep.errors import DateOutsideCalendar, InvalidType
from sec_uep.events import AssuranceStatus, Event, Outcome, Step
from sec_uep.facts import UNKNOWN
from sec_uep.obligations.entry_process import Entry
from sec_uep.parties import (
    ElectricityDistribution,
    ElectricitySupply,
    GasSupply,
    GasTransport,
    Party,
    UserRole,
)
from sec_uep.readings import DEFAULT_READINGS
from sec_uep.report import NOT_ADVICE, Report, report

TODAY = date(2026, 9, 21)  # a Monday


def gas_entry(*events: Event, **changes: Any) -> Entry:  # noqa: ANN401 - any part of an entry
    """Return the entry of a gas supplier, a SEC Party since January."""
    party = Party(name="Made Gas Ltd", sec_party_since=date(2026, 1, 5), licences=(GasSupply(domestic=True),))
    return Entry(**{"party": party, "roles": {UserRole.GAS_SUPPLIER}, "events": events, **changes})


def flat(page: Report) -> str:
    """Return the text of a report with its lines joined, so that it does not matter where they break."""
    return " ".join(str(page).split())


def dates_of(page: Report) -> dict[str, tuple[date, str]]:
    """Return each date of a report and how it stands, by what it is."""
    return {line.found.deadline.asks: (line.found.deadline.day, line.stands) for line in page.dates}


class TestLicences:
    """A verdict in words, its grounds, and what would decide it."""

    @pytest.mark.parametrize(
        ("licence", "in_market_entry", "said"),
        [
            (
                GasSupply(domestic=True, exempt_42_9=False),
                False,
                "Gas Supply licence: must become a DCC User",
            ),
            (
                GasSupply(domestic=True, exempt_42_9=False),
                True,
                "Gas Supply licence: need not become a DCC User yet, while in Controlled Market Entry",
            ),
            (GasTransport(), False, "Gas Transport licence: is not required to become a DCC User"),
            (
                ElectricityDistribution(distribution_service_provider=False),
                False,
                "Electricity Distribution licence: is exempt from becoming a DCC User",
            ),
            (
                ElectricityDistribution(),
                False,
                "Electricity Distribution licence: cannot be said yet: facts are missing",
            ),
        ],
    )
    def test_verdicts(self, licence: Any, in_market_entry: bool, said: str) -> None:  # noqa: ANN401 - any licence
        """Each is said in plain words."""
        party = Party(licences=(licence,), in_controlled_market_entry=in_market_entry)
        assert said in flat(report(Entry(party=party), today=TODAY))

    def test_ground_and_citation(self) -> None:
        """The rule, what it says, and where it is written."""
        party = Party(licences=(ElectricityDistribution(distribution_service_provider=True),))
        page = report(Entry(party=party, roles=["electricity-distributor"]), today=TODAY)
        assert "cannot be said yet" in flat(page)
        assert "Is the holder in Controlled Market Entry? (in_controlled_market_entry; alone" in flat(page)
        party = Party(licences=party.licences, in_controlled_market_entry=False)
        assert (
            "OB-13 A Distribution Service Provider must become a DCC User, by direction under 21A.6 (EX-16) "
            "[electricity distribution SLC, Section A Condition 21A (as given in SECAS guidance, Table 1, "
            "Electricity Distributor)]"
        ) in flat(report(Entry(party=party), today=TODAY))

    def test_without_a_licence(self) -> None:
        """The Party can choose; where its licences are not known, that is the question."""
        assert "The Party: can choose to become a DCC User OB-16" in flat(
            report(Entry(party=Party(licences=())), today=TODAY)
        )
        page = flat(report(Entry(party=Party(), roles=["gas-supplier"]), today=TODAY))
        assert "The Party: cannot be said yet" in page
        assert "- Which licences of Table 1 does it hold? (licences; alone can settle it)" in page
        assert "Gas Supplier cannot be said while its licences are not known (RO-02" in page

    def test_whatever_is_unknown(self) -> None:
        """A verdict that holds either way says that its ground is one or another."""
        licence = ElectricitySupply(paragraphs=set(), meters={"smart"})
        page = report(Entry(party=Party(licences=(licence,), in_controlled_market_entry=False)), today=TODAY)
        assert page.licences[0].in_every_case is False
        assert "must become a DCC User on one or another of these grounds, however the unknown" in flat(page)

    def test_a_ground_that_is_certain(self) -> None:
        """What is only pointed to is no ground, so that a single one is never one or another of several."""
        licence = GasSupply(domestic=True, paragraphs=set(), meters=set())
        party = Party(licences=(licence,), in_controlled_market_entry=False)
        too = DEFAULT_READINGS.choosing({"RD-09": "domestic-too"})
        page = report(Entry(party=party), today=TODAY, readings=too)
        assert any(reason.holds is UNKNOWN for reason in page.licences[0].finding.why())
        assert page.licences[0].in_every_case is True
        assert "on one or another of these grounds" not in flat(page)

    def test_name(self) -> None:
        """Two licences of one fuel are told apart by their names."""
        held = (ElectricitySupply(name="EL-1", domestic=True), ElectricitySupply(name="EL-2"), GasTransport())
        page = report(Entry(party=Party(licences=held, in_controlled_market_entry=False)), today=TODAY)
        assert [line.licence for line in page.licences] == [
            "Electricity Supply licence EL-1",
            "Electricity Supply licence EL-2",
            "Gas Transport licence",
        ]
        assert "Electricity Supply licence EL-1: must become a DCC User" in flat(page)

    def test_questions(self) -> None:
        """They are questions, those that differ in a name together, the soonest first."""
        page = flat(report(Entry(party=Party(licences=(GasSupply(domestic=False),))), today=TODAY))
        asked = page[page.index("the soonest first:") : page.index("USER ROLES")]
        assert "Is the holder within paragraph 33.3, 33.4, 33.5, 33.6, 33.10, 33.11, 33.12 or 33.13?" in asked
        assert (
            "Does the holder install large-gas, advanced, smart or other meters at Designated Prem" in asked
        )
        assert asked.index("alone can settle it") < asked.index("can settle it with 2 more")

    def test_readings(self) -> None:
        """A verdict that turns on a reading says so, and the reading is at the end with its choice."""
        party = Party(
            licences=(
                ElectricitySupply(domestic=False, paragraphs=set(), meters={"smart"}, exempt_48_9=False),
            ),
            in_controlled_market_entry=False,
        )
        page = report(Entry(party=party), today=TODAY)
        assert (
            "names in neither column? If the answer is 'Table 1 does not settle it': Table 1 does not"
            in flat(page)
        )
        assert page.readings["RD-07"] == "must"
        other = DEFAULT_READINGS.choosing({"RD-07": "not-settled"})
        page = report(Entry(party=party), today=TODAY, readings=other)
        assert "Table 1 does not settle whether it must become a DCC User" in flat(page)
        assert "Here: Table 1 does not settle it (not the default, 'must')." in flat(page)


class TestRoles:
    """The User Roles applied for or, if none is, those that are open."""

    def test_none_applied_for(self) -> None:
        """What is open is listed with its meaning, what is not is left out, and no step is asked."""
        page = report(gas_entry(roles=()), today=TODAY)
        assert [line.role.value for line in page.roles] == [
            "gas-supplier",
            "registered-supplier-agent",
            "other-user",
        ]
        assert "Gas Supplier Supplier that sells gas to a consumer; open to this Party (RO-02" in flat(page)
        assert "correct User Roles; by RD-14)" in flat(page)
        assert (page.steps, page.do_next, page.dates) == ((), (), ())
        assert "What is to be done follows from the User Roles that are applied for." in flat(page)
        assert "None follows from what is known." in flat(page)

    def test_one_that_is_not_open(self) -> None:
        """It is said, and the steps are shown all the same."""
        page = report(gas_entry(roles={UserRole.IMPORT_SUPPLIER}), today=TODAY)
        assert "Import Supplier not open to this Party (RO-02" in flat(page)
        assert page.steps


class TestSecParty:
    """The User Entry Process can begin once the organisation is a SEC Party."""

    def test_not_yet(self) -> None:
        """Becoming one is next, before all else, and no clock runs from today."""
        page = report(gas_entry(party=Party(sec_party_since=None)), today=TODAY)
        assert page.is_sec_party is False
        assert page.dates == ()
        assert "The organisation is not yet a SEC Party. The User Entry Process can begin once" in flat(page)
        assert (
            "will use it up. What can be done now: now Become a SEC Party: all but the User Interface "
            "waits for it" in flat(page)
        )
        assert "STEPS ----- Become a SEC Party OB-18" in flat(page)
        assert "Open once it is a SEC Party: Gateway Connection" in flat(page)

    def test_soon(self) -> None:
        """A day after today is named."""
        page = report(gas_entry(party=Party(sec_party_since=date(2026, 9, 22))), today=TODAY)
        assert "The organisation is not yet a SEC Party, and will be on Tue 2026-09-22." in flat(page)

    def test_unknown(self) -> None:
        """It is said, and presumed neither way."""
        page = report(gas_entry(party=Party()), today=TODAY)
        assert "It is not known whether the organisation is a SEC Party." in flat(page)
        assert "SEC Party since" not in flat(page)
        assert page.do_next
        assert "Become a SEC Party" not in flat(page)

    def test_since_today(self) -> None:
        """The day itself counts."""
        page = report(gas_entry(party=Party(sec_party_since=TODAY)), today=TODAY)
        assert "As of Monday 2026-09-21; SEC Party since Mon 2026-09-21" in str(page)


class TestDoNext:
    """
    What to do next, by a plan from that day on.

    Notice today allows UEPT on Monday 14 December; the DCC's 2, 5 and 2 end on Tuesday 29 December.
    """

    def test_by_slack(self) -> None:
        """SREPT has none; 12 weeks before the 29th are Tuesday 6 October, 11 Working Days after today."""
        page = report(gas_entry(Event(Step.USER_INTERFACE, date(2026, 3, 6))), today=TODAY)
        assert [line.step for line in page.do_next] == [
            "smki-rapps",
            "fusa-application",
            "gateway-connection",
        ]
        assert page.plan is not None
        assert page.plan.finish == date(2026, 12, 29)
        assert (
            "DO NEXT, THE MOST URGENT FIRST ------------------------------ SECAS can have confirmed every "
            "User Role no sooner than Tue 2026-12-29: the finish. Slack is how many Working Days later a "
            "step can be done without the finish being later; what has no estimate takes no time here, and "
            "will use it up. What can be done now: now SMKI RAPPs: no slack nothing says how long it "
            "takes Party's to do: ST-04, "
            "SECAS guidance, 3 by Tue 2026-10-06 FUSA Application: 11 Working Days of slack Party's to do: "
            "SA-02"
        ) in flat(page)

    def test_what_is_overdue_comes_first(self) -> None:
        """The DCC's two days ended on Friday; the delay is not the Party's."""
        page = flat(report(gas_entry(Event(Step.UEPT_REPORT, date(2026, 9, 16))), today=TODAY))
        assert (
            "OVERDUE UEPT Receipt Confirmation: was due Fri 2026-09-18, 1 Working Day ago; that is the DCC's "
            "delay, not the Party's; "
        ) in page

    def test_nothing_is_next(self) -> None:
        """SECAS has confirmed it."""
        page = report(gas_entry(Event(Step.SECAS_CONFIRMATION, date(2026, 9, 18))), today=TODAY)
        assert page.do_next == ()
        assert "MOST URGENT FIRST ------------------------------ Nothing: SECAS has confirmed" in flat(page)

    def test_without_user_roles(self) -> None:
        """There is no plan, and no such section."""
        page = report(gas_entry(roles=()), today=TODAY)
        assert (page.plan, page.do_next) == (None, ())
        assert "DO NEXT" not in str(page)
        assert page.data()["plan"] is None

    def test_a_plan_that_leaves_the_calendar(self) -> None:
        """It is said, and the rest of the report stands."""
        page = report(gas_entry(estimates={Step.USER_INTERFACE: Weeks(2000)}), today=TODAY)
        assert (page.plan, page.do_next) == (None, ())
        assert "It cannot be planned: a day after 2060-12-31 is needed. STEPS" in flat(page)

    def test_readings(self) -> None:
        """
        Those are named under which something else would be next, or on another day.

        Nothing else of this report is counted, for it is not a SEC Party yet.
        St Andrew's Day moves the finish (RD-01), as do one more day of notice and an earlier review;
        notice on a Monday for a Monday in 12 weeks is received that day, and nothing rolls (RD-04, RD-06).
        """
        page = report(gas_entry(party=Party(sec_party_since=None)), today=TODAY)
        assert page.dates == ()
        assert {"RD-01", "RD-02", "RD-05"} <= set(page.readings)
        assert not {"RD-04", "RD-06", "RD-24"} & set(page.readings)

    def test_as_data(self) -> None:
        """The day on which the plan ends, and each line with its step as planned."""
        data = json.loads(wire.dumps(report(gas_entry(), today=TODAY).data()))
        assert data["plan"] == {"finish": "2026-12-29", "is_lower_bound": True}
        assert [
            (line["step"], line["planned"]["slack"], line["when"], line["is_now"]) for line in data["do_next"]
        ] == [
            ("user-interface", 0, "now", True),
            ("fusa-application", 11, "by Tue 2026-10-06", True),
            ("gateway-connection", 69, "by Tue 2026-12-29", True),
        ]


class TestSteps:
    """What is done, open and waiting."""

    def test_done_and_open(self) -> None:
        """Each under its heading."""
        page = report(gas_entry(Event(Step.GATEWAY_CONNECTION, date(2026, 3, 6))), today=TODAY)
        assert "Done: Gateway Connection Fri 2026-03-06 Open now: User Interface ST-03" in flat(page)

    def test_a_notice_that_runs(self) -> None:
        """The assessment waits for it; it is among what is next, on its day."""
        page = report(gas_entry(Event(Step.FUSA_APPLICATION, date(2026, 9, 14))), today=TODAY)
        assert "Waiting: SMKI RAPPs for User Interface" in flat(page)
        assert "Full User Security Assessment until Mon 2026-12-07, when the notice has run" in flat(page)
        assert [line.step for line in page.do_next] == [
            "user-interface",
            "gateway-connection",
            "full-user-security-assessment",
        ]

    def test_what_is_not_told(self) -> None:
        """A step whose outcome nobody told is not done."""
        entry = gas_entry(
            Event(Step.USER_INTERFACE, date(2026, 6, 12), outcome=Outcome.BEGUN),
            Event(Step.SECURITY_STATUS, date(2026, 6, 12), outcome=AssuranceStatus.DEFERRED),
            Event(Step.QUALITY_GATE, date(2026, 6, 12)),
            estimates={Step.USER_INTERFACE: Weeks(16), Step.SMKI_RAPPS: Weeks(1)},
        )
        page = flat(report(entry, today=TODAY))
        assert "User Interface begun on 2026-06-12; estimated at 16 weeks; ST-03, SECAS guidance, 2" in page
        assert "Quality Gate the outcome of 2026-06-12 was not told; for UEPT Review" in page
        assert "SMKI RAPPs for User Interface; estimated at 1 week" in page

    def test_many_that_are_waited_for(self) -> None:
        """Four are named, and the rest counted."""
        page = flat(report(gas_entry(), today=TODAY))
        assert "Evidence Form for Gateway Connection, User Interface, SMKI RAPPs, SREPT and 7 more" in page

    def test_what_is_for_the_dcc_to_do(self) -> None:
        """An open step of the DCC's is not put on the Party."""
        page = flat(report(gas_entry(Event(Step.UEPT_REPORT, date(2026, 9, 18))), today=TODAY))
        assert "UEPT Receipt Confirmation DCC's to do; TE-04" in page

    def test_readings(self) -> None:
        """Those are named under whose alternatives a step would stand otherwise."""
        entry = gas_entry(
            Event(Step.UEPT_NOTICE, date(2026, 6, 3), role=UserRole.GAS_SUPPLIER),
            roles={UserRole.GAS_SUPPLIER, UserRole.OTHER_USER},
        )
        assert {"RD-05", "RD-13", "RD-18", "RD-24"} <= set(report(entry, today=TODAY).readings)
        assert "RD-25" not in report(entry, today=TODAY).readings


class TestDates:
    """Each date with how far off it is and whether it was kept."""

    def test_a_start_before_its_notice_has_run(self) -> None:
        """
        Notice on Wednesday 3 June allows a start from Wednesday 26 August.

        June has 19 Working Days after the 3rd, July 23, and August 18 up to the 26th.
        """
        entry = gas_entry(Event(Step.UEPT_NOTICE, date(2026, 6, 3)), Event(Step.UEPT, date(2026, 8, 25)))
        assert dates_of(report(entry, today=TODAY)) == {
            "first day on which UEPT may begin": (
                date(2026, 8, 26),
                "TOO EARLY: begun on Tue 2026-08-25, before that",
            ),
            "first day for the security assessment": (date(2026, 12, 14), "in 60 Working Days"),
        }

    def test_the_delay_of_the_dcc(self) -> None:
        """The DCC is late twice, and the Party is not."""
        entry = gas_entry(
            Event(Step.UEPT_REPORT, date(2026, 9, 4)),  # a Friday: confirmation by Tuesday the 8th
            Event(Step.UEPT_RECEIPT_CONFIRMATION, date(2026, 9, 10)),  # review by Thursday the 17th
        )
        found = dates_of(report(entry, today=TODAY))
        assert found["last day for the DCC to confirm receipt"] == (
            date(2026, 9, 8),
            "NOT MET: done on Thu 2026-09-10, later than that; that is the DCC's delay, not the Party's",
        )
        assert found["last day for the DCC to review the report"] == (
            date(2026, 9, 17),
            "passed 2 Working Days ago, and not known to be done; that is the DCC's delay, not the Party's",
        )

    def test_the_delay_of_the_party(self) -> None:
        """An assessment is booked without an application: too late for that day, and too early from today."""
        booking = Event(Step.FULL_USER_SECURITY_ASSESSMENT, date(2026, 11, 2), outcome=Outcome.BEGUN)
        page = report(gas_entry(booking), today=TODAY)
        found = dates_of(page)
        assert found["last day to apply for the security assessment"] == (
            date(2026, 8, 10),
            "passed 29 Working Days ago, and not known to be done",
        )
        assert found["first day for the security assessment"] == (
            date(2026, 12, 14),
            "in 60 Working Days; booked for Mon 2026-11-02, BEFORE that day",
        )
        assert found["last day to move the security assessment without charge"] == (
            date(2026, 10, 5),
            "10 Working Days left",
        )
        assert "counted from Full User Security Assessment on 2026-11-02; published" in flat(page)
        assert "if application today, 2026-09-21; published" in flat(page)

    def test_a_late_notice(self) -> None:
        """Notice for a start on 25 August was due on 2 June; it came on the 3rd."""
        entry = gas_entry(
            Event(Step.UEPT_NOTICE, date(2026, 6, 3)),
            Event(Step.UEPT, date(2026, 8, 25), outcome=Outcome.BEGUN),
        )
        assert dates_of(report(entry, today=TODAY))["last day to give notice of UEPT"] == (
            date(2026, 6, 2),
            "NOT MET: done on Wed 2026-06-03, later than that",
        )

    def test_by_the_weeks_of_the_calendar(self) -> None:
        """Christmas Day 2026 is four weeks before 22 January 2027 and 12 before 19 March: in time, just."""
        booked = Event(Step.FULL_USER_SECURITY_ASSESSMENT, date(2027, 1, 22))
        page = report(gas_entry(booked), today=date(2026, 12, 25))
        assert dates_of(page)["last day to move the security assessment without charge"] == (
            date(2026, 12, 24),
            "passed 0 Working Days ago; by the weeks of the calendar it still moves without charge today",
        )
        entry = gas_entry(
            Event(Step.FUSA_APPLICATION, date(2026, 12, 25)),
            Event(Step.FULL_USER_SECURITY_ASSESSMENT, date(2027, 3, 19)),
        )
        page = report(entry, today=date(2027, 1, 4))
        assert dates_of(page)["last day to apply for the security assessment"] == (
            date(2026, 12, 24),
            "met by the weeks of the calendar: done on Fri 2026-12-25",
        )

    def test_the_charge_for_moving(self) -> None:
        """Four weeks before Monday 12 October were on the 14th; since then it can be charged for."""
        page = report(gas_entry(Event(Step.FULL_USER_SECURITY_ASSESSMENT, date(2026, 10, 12))), today=TODAY)
        assert dates_of(page)["last day to move the security assessment without charge"] == (
            date(2026, 9, 14),
            "passed 5 Working Days ago; moving it now can be charged for",
        )
        assert {"SA-04", "SA-05"} <= {rule.id for rule in page.worth_knowing}

    def test_tomorrow_and_yesterday(self) -> None:
        """One Working Day is one."""
        entry = gas_entry(Event(Step.UEPT_REPORT, date(2026, 9, 18)))
        (line,) = [line for line in report(entry, today=TODAY).dates if not line.found.is_assumed]
        assert (line.found.deadline.day, line.stands) == (date(2026, 9, 22), "1 Working Day left")

    def test_a_notice_that_cannot_be_given_yet(self) -> None:
        """
        A clock that is assumed to start today says what its notice waits for.

        After Monday 21 September there are 7 Working Days in the month, then 22, 21, and 10 in December.
        """
        assert dates_of(report(gas_entry(), today=TODAY))["first day on which UEPT may begin"] == (
            date(2026, 12, 14),
            "in 60 Working Days; but UEPT Notice itself still waits for SREPT",
        )

    def test_the_same_for_several_roles(self) -> None:
        """It is one line, with the User Roles named."""
        roles = (UserRole.IMPORT_SUPPLIER, UserRole.EXPORT_SUPPLIER, UserRole.GAS_SUPPLIER)
        notices = [Event(Step.UEPT_NOTICE, date(2026, 9, 14), role=role) for role in roles[:2]]
        page = report(gas_entry(*notices, roles=roles), today=TODAY)
        assert [line.roles for line in page.dates if not line.found.is_assumed] == [roles[:2]]
        assert "First day on which UEPT may begin (Import Supplier, Export Supplier)" in flat(page)
        assert "counted from UEPT Notice on 2026-09-14; published" in flat(page)
        assert "UEPT Report every User Role: for UEPT" in flat(page)

    def test_beyond_what_is_published(self) -> None:
        """A count past 2028 is marked as projected."""
        page = flat(report(gas_entry(), today=date(2028, 12, 1)))
        assert "if application today, 2028-12-01; projected" in page

    def test_a_calendar_of_the_caller(self) -> None:
        """What it changed is marked, and settles RD-01."""
        calendar = england_and_wales().with_bank_holiday(date(2026, 9, 30), "A new one")
        page = report(gas_entry(Event(Step.UEPT_NOTICE, date(2026, 6, 3))), today=TODAY, calendar=calendar)
        assert "RD-01" in report(gas_entry(), today=TODAY).readings
        assert "RD-01" not in page.readings
        later = report(gas_entry(Event(Step.UEPT_NOTICE, date(2026, 9, 14))), today=TODAY, calendar=calendar)
        assert "counted from UEPT Notice on 2026-09-14; amended" in flat(later)


class TestPage:
    """The page as a whole."""

    def test_width_and_end(self) -> None:
        """No line is wider than 96, none ends in a space, and the last says that it is no advice."""
        entry = gas_entry(Event(Step.PRIVACY_ASSESSMENT, date(2026, 12, 1)), roles=tuple(UserRole))
        text = str(report(entry, today=TODAY))
        assert all(len(line) <= 96 and line == line.rstrip() for line in text.splitlines())
        assert " ".join(text.split()).endswith(NOT_ADVICE)

    def test_worth_knowing(self) -> None:
        """The fieldwork is an estimate, testing costs nothing; what is past is not repeated."""
        page = report(gas_entry(), today=TODAY)
        assert [rule.id for rule in page.worth_knowing] == ["TE-02", "TE-03", "EX-12", "SA-09"]
        assert "typically takes 3 to 10 working days; an estimate, never a limit [SECAS FUSA FAQ" in flat(
            page
        )
        done = gas_entry(
            Event(Step.UEPT, date(2026, 9, 1)), Event(Step.FULL_USER_SECURITY_ASSESSMENT, date(2026, 9, 1))
        )
        assert report(done, today=TODAY).worth_knowing == ()

    def test_a_privacy_assessment(self) -> None:
        """Its charge is worth knowing once it is booked."""
        booked = Event(Step.PRIVACY_ASSESSMENT, date(2026, 12, 1))
        page = report(gas_entry(booked, roles={UserRole.OTHER_USER}), today=TODAY)
        assert "EX-08" in [rule.id for rule in page.worth_knowing]

    def test_a_hostile_name(self) -> None:
        """Nothing in a name can drive the terminal."""
        text = str(report(gas_entry(party=Party(name="\x1b[2J\nLtd")), today=TODAY))
        assert "\x1b" not in text
        assert text.startswith("DCC User Entry Process: \ufffd[2J\ufffdLtd\n")

    def test_the_same_inputs_give_the_same_bytes(self) -> None:
        """Twice, from equal entries."""
        pages = [report(gas_entry(), today=TODAY) for _ in range(2)]
        assert str(pages[0]) == str(pages[1])
        assert wire.dumps(pages[0].data()) == wire.dumps(pages[1].data())

    def test_data_says_the_same(self) -> None:
        """The same facts, as plain data."""
        page = report(gas_entry(Event(Step.UEPT_NOTICE, date(2026, 6, 3))), today=TODAY)
        data = json.loads(wire.dumps(page.data()))
        assert data["entry"] == json.loads(wire.dumps(page.entry))
        assert data["today"] == "2026-09-21"
        assert data["is_sec_party"] is True
        assert data["note"] == NOT_ADVICE
        assert data["licences"][0]["finding"]["verdict"] == "undetermined"
        assert [line["found"]["deadline"]["day"] for line in data["dates"]] == [
            str(line.found.deadline.day) for line in page.dates
        ]
        assert data["dates"][0]["stands"] == page.dates[0].stands
        assert data["readings"] == dict(page.readings)

    def test_refusals(self) -> None:
        """What is not an entry, not a date, or outside the calendar."""
        wrong: Any = Party()
        with pytest.raises(InvalidType, match=r"entry: .* is not an Entry; pass a sec_uep\.Entry"):
            report(wrong, today=TODAY)
        with pytest.raises(InvalidType, match=r"today: .*has a time of day"):
            report(gas_entry(), today=datetime(2026, 9, 21))  # noqa: DTZ001 - a wrong one
        with pytest.raises(DateOutsideCalendar, match="which covers 2011-01-01 to 2060-12-31"):
            report(gas_entry(), today=date(2061, 1, 1))
