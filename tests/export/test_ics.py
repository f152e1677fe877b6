"""A plan as iCalendar: its days are those of the plan, and a later export updates and never doubles."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

import sec_uep
from sec_uep import Days, Entry, Months, Party, Readings, Step, UserRole, Weeks, WorkingDays
from sec_uep.calendar import england_and_wales
from sec_uep.errors import InvalidType, InvalidValue, MalformedData, MissingExtra, SecUepError
from sec_uep.export import ics
from sec_uep.planning import Basis, Plan, backwards, forwards
from sec_uep.rules import PARTY_SIDE
from tests.cases import ASKED_ON, entry_of, plan_of
from tests.export.reading import Read, by_summary, by_uid, days, lines, read, read_events, said
from tests.page.test_decides_nothing import faults
from tests.told import ALL_BUT_EVIDENCE, READY, TESTED, entry, event
from tests.walks import cases, entry_of as entry_of_case, terms_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.model import Case

ONE_DAY = timedelta(days=1)
TODAY = date(2026, 9, 18)
TARGET = date(2027, 10, 1)

#: An entry in UEPT: the report was received on 17 September, so that the DCC has until Monday 21.
TESTING = entry(
    *READY,
    *TESTED[:3],
    "fusa-application 2026-06-08",
    "full-user-security-assessment 2026-11-02 begun",
    estimates={"full-user-security-assessment": "5 working days", "security-status": "2 weeks"},
)


def plan_of_case(case: Case, **more: Any) -> Plan:  # noqa: ANN401 - further parts of the entry
    """Return the plan of a generated case."""
    return forwards(entry_of_case(case, **more), today=case.today, at_best=case.at_best, **terms_of(case))


def expected(plan: Plan) -> Counter[tuple[date, date, str]]:
    """Return the days of a plan, each with the day after the last and whose it is."""
    found: list[tuple[date, date, str]] = []
    for each in plan.steps:
        if not each.is_undone:
            continue
        whose = "Party" if each.bearer in PARTY_SIDE else each.bearer.value
        found.append((each.earliest_start, each.earliest_finish, whose))
        for booked in each.state.booked:
            alone = (booked.day, booked.day, Basis.BOOKED)
            if (each.earliest_start, each.earliest_finish, each.basis) != alone:
                found += [(booked.day, booked.day, whose)]
        is_to_be_kept = plan.target is not None and not plan.target_has_passed and each.slack >= 0
        if is_to_be_kept and whose == "Party" and each.booked is None:
            latest = each.latest_finish if each.begun_on else each.latest_start
            found.append((latest, latest, "Party"))
    for o in plan.position.obligations:
        if o.is_pending:
            assert o.due is not None
            assert o.last_day is not None
            found.append((o.due.day, o.last_day, "Party" if o.is_the_partys else o.bearer.value))
    found += [(last.day, last.day, "Party") for _, last in plan.position.free_moves]
    if not plan.is_confirmed:
        found.append((plan.finish, plan.finish, "SECAS"))
        if plan.target is not None:
            found.append((plan.target, plan.target, "Party"))
    return Counter((first, last + ONE_DAY, whose) for first, last, whose in found)


def shown(data: bytes) -> Counter[tuple[date, date, str]]:
    """Return the days of a file, each with the day after the last and whose it is."""
    return Counter((*days(each), each["CATEGORIES"]) for each in read_events(data))


def joined(stored: dict[str, bytes]) -> bytes:
    """Return what a CalDAV collection has, as one text."""
    return b"".join(stored.values())


def revisions(data: bytes) -> dict[str, int]:
    """Return the SEQUENCE of each event, by what it is called."""
    return {name: int(each["SEQUENCE"]) for name, each in by_summary(data).items()}


class TestItsDays:
    """An event lasts from the first day of what it is to the last, which is why its end is the day after."""

    @pytest.mark.parametrize("target", [None, TARGET, date(2026, 12, 1)])
    @pytest.mark.parametrize("name", [name for name in ASKED_ON if entry_of(name).roles])
    def test_of_the_cases(self, name: str, target: date | None) -> None:
        """Each day of the plan, once, and no other."""
        plan = plan_of(name, target=target)
        assert shown(ics.calendar(plan)) == expected(plan)

    @given(cases(), st.none() | st.integers(-30, 900))
    def test_of_any_plan(self, case: Case, until: int | None) -> None:
        """The same, of any entry; no two events have the same UID, and the same plan gives the same bytes."""
        plan: Plan
        again: Plan
        asked = {"today": case.today, "at_best": case.at_best, **terms_of(case)}
        made: list[Plan] = []
        for _ in range(2):
            if until is None:
                made.append(forwards(entry_of_case(case), **asked))
            else:
                target = case.today + until * ONE_DAY
                made.append(backwards(entry_of_case(case), target=target, **asked))
        plan, again = made
        data = ics.calendar(plan)
        assert shown(data) == expected(plan)
        assert len(by_uid(data)) == expected(plan).total()
        assert ics.calendar(again) == data

    def test_by_hand(self) -> None:
        """
        The report of Thursday 17 September gives the DCC until Monday 21, and its review until Monday 28.

        The assessment is booked for Monday 2 November; five Working Days of it end on Friday 6 November.
        Four weeks before it, Monday 5 October, is the last day to move it without charge.
        """
        found = by_summary(ics.calendar(forwards(TESTING, today=TODAY)))
        by_day = {name: tuple(str(day) for day in days(each)) for name, each in found.items()}
        assert by_day["The DCC: Confirmation of receipt"] == ("2026-09-17", "2026-09-22")
        assert by_day["Last day for the DCC: Confirmation of receipt"] == ("2026-09-21", "2026-09-22")
        assert by_day["The DCC: Review of the report"] == ("2026-09-21", "2026-09-29")
        assert by_day["Booked: Full User Security Assessment"] == ("2026-11-02", "2026-11-03")
        assert by_day["Full User Security Assessment"] == ("2026-11-02", "2026-11-07")
        free = by_day["Last day to move without charge: Full User Security Assessment"]
        assert free == ("2026-10-05", "2026-10-06")

    def test_the_last_day_of_a_notice(self) -> None:
        """Twelve weeks before Saturday 13 March 2027 is a Saturday: the event begins on the Friday before."""
        booked = entry("full-user-security-assessment 2027-03-13 begun")
        found = by_summary(ics.calendar(forwards(booked, today=TODAY)))
        notice = found["Last day for the Party: Application for the Full User Security Assessment"]
        assert days(notice) == (date(2026, 12, 18), date(2026, 12, 20))
        assert "The latest Working Day is Fri 18 December 2026." in said(notice["DESCRIPTION"])
        assert notice["STATUS"] == "CONFIRMED"

    def test_what_is_overdue(self) -> None:
        """It says so, on its last day; how late it is would change the event from day to day."""
        found = by_summary(ics.calendar(forwards(TESTING, today=date(2026, 9, 25))))
        assert days(found["Overdue from the DCC: Confirmation of receipt"])[0] == date(2026, 9, 21)
        assert "Last day for the DCC: Confirmation of receipt" not in found
        awaited = found["The DCC: Confirmation of receipt, or later"]
        assert (days(awaited)[1], awaited["STATUS"]) == (date(2026, 9, 26), "TENTATIVE")

    def test_in_order_of_time(self) -> None:
        """As a reader of the file would have it."""
        found = [days(each)[0] for each in read_events(ics.calendar(plan_of("late", target=TARGET)))]
        assert found == sorted(found)

    def test_a_user_has_none(self) -> None:
        """Where SECAS has confirmed every User Role nothing is to come."""
        plan = plan_of("x-already-user")
        assert plan.is_confirmed
        assert read_events(ics.calendar(plan)) == []
        assert ics.calendar(plan, previous=ics.calendar(plan)) == ics.calendar(plan)


class TestHowSure:
    """CONFIRMED is what is booked, and what published bank holidays give; all else is TENTATIVE."""

    def statuses(self, plan: Plan) -> dict[str, str]:
        """Return the status of each event."""
        return {name: each["STATUS"] for name, each in by_summary(ics.calendar(plan)).items()}

    def test_each_kind(self) -> None:
        """A limit that runs is confirmed, and one that will run from a projected day is not."""
        found = self.statuses(backwards(TESTING, target=TARGET, today=TODAY))
        sure = {name for name, status in found.items() if status == "CONFIRMED"}
        assert sure == {
            "The DCC: Confirmation of receipt",
            "Last day for the DCC: Confirmation of receipt",
            "Booked: Full User Security Assessment",
            "Last day to move without charge: Full User Security Assessment",
            "Target: DCC User for every User Role",
        }
        assert set(found.values()) == {"CONFIRMED", "TENTATIVE"}
        assert "Begin at the latest: Full User Security Assessment" not in found
        assert "Do at the latest: UEP Evidence Form" in found

    def test_a_booking_is_its_step(self) -> None:
        """What takes one day is booked or not, and is one event either way."""
        plan = forwards(TESTING, today=TODAY)
        booked = forwards(TESTING.with_event(event("quality-gate 2026-10-06 passed")), today=TODAY)
        assert self.statuses(plan)["Quality Gate Review"] == "TENTATIVE"
        assert self.statuses(booked)["Quality Gate Review"] == "CONFIRMED"
        assert "Booked: Quality Gate Review" not in self.statuses(booked)
        far = forwards(entry("quality-gate 2027-06-01 passed"), today=TODAY)
        assert far.step(Step.QUALITY_GATE).is_lower_bound
        assert self.statuses(far)["Quality Gate Review"] == "CONFIRMED"

    def test_an_end_that_is_booked(self) -> None:
        """The step lasts from its beginning, if that is known, and is not sure if that is computed."""
        begun = forwards(entry(*READY, "uept 2026-08-26 begun", "uept 2026-10-02 completed"), today=TODAY)
        waits = forwards(entry(*READY, "uept 2026-10-02 completed"), today=TODAY)
        assert self.statuses(begun)["UEPT"] == "CONFIRMED"
        assert self.statuses(begun)["Booked: UEPT"] == "CONFIRMED"
        assert self.statuses(waits)["UEPT"] == "TENTATIVE"
        assert self.statuses(waits)["Booked: UEPT"] == "CONFIRMED"

    def test_a_booking_that_cannot_stand(self) -> None:
        """It is shown, and why, beside the first day that works."""
        found = by_summary(ics.calendar(plan_of("late")))
        refused = found["Booked, and cannot stand: Full User Security Assessment"]
        assert (days(refused)[0], refused["STATUS"]) == (date(2027, 1, 11), "TENTATIVE")
        assert "cannot stand as booked for 11 January 2027" in said(refused["DESCRIPTION"])
        assert "cannot stand as booked" in said(found["Full User Security Assessment"]["DESCRIPTION"])

    @pytest.mark.parametrize("how", ["projected", "amended"])
    def test_on_other_bank_holidays(self, how: str) -> None:
        """The last day of a limit is tentative where its bank holidays are computed, or the caller's own."""
        calendar = england_and_wales().with_bank_holiday(date(2026, 9, 18), "a day of mourning")
        told, today = TESTING, TODAY
        if how == "projected":
            calendar, today = england_and_wales(), date(2029, 9, 18)
            told = entry(*(line.replace("2026", "2029") for line in (*READY, *TESTED[:3])))
        plan = forwards(told, today=today, calendar=calendar)
        found = by_summary(ics.calendar(plan))
        for name in ("The DCC: Confirmation of receipt", "Last day for the DCC: Confirmation of receipt"):
            assert found[name]["STATUS"] == "TENTATIVE"
            assert how in said(found[name]["DESCRIPTION"]).lower()
        published = forwards(TESTING, today=TODAY)
        assert "projected" not in ics.calendar(published).decode()

    def test_a_lower_bound(self) -> None:
        """Without an estimate a day may only become later, and the event is called so."""
        found = by_summary(ics.calendar(plan_of("late")))
        text = said(found["Finish: DCC User for every User Role, or later"]["DESCRIPTION"])
        assert "- Security status; nothing says how long it takes [ST-10]\n" in text
        assert "No sooner than that" in said(found["The SSC: Security status, or later"]["DESCRIPTION"])
        sure = by_summary(ics.calendar(plan_of("severn")))
        assert "Finish: DCC User for every User Role" in sure
        assert not any(name.endswith("or later") for name in sure)

    def test_one_user_role_is_confirmed(self) -> None:
        """The finish is that of the one that is not, though it can be on the same day."""
        confirmed = "secas-confirmation 2026-10-14 import-supplier"
        roles = ("import-supplier", "gas-supplier")
        told = entry(*ALL_BUT_EVIDENCE, "evidence-form 2026-10-13", confirmed, roles=roles)
        found = by_summary(ics.calendar(forwards(told, today=date(2026, 10, 14))))
        text = said(found["Finish: DCC User for every User Role, or later"]["DESCRIPTION"])
        assert text.split("\n")[2].startswith("- SECAS's confirmation (Gas Supplier)")

    def test_a_target_that_has_passed(self) -> None:
        """There is no latest day for it, and none is given."""
        data = ics.calendar(backwards(TESTING, target=date(2026, 9, 17), today=TODAY)).decode()
        assert "Target: " in data
        assert "t the latest" not in data

    @pytest.mark.parametrize(
        ("name", "target", "text"),
        [
            ("severn", TARGET, "It can be met, with 5 Working Days to spare."),
            ("severn", date(2027, 9, 23), "It cannot be met: Fri 24 September 2027 is 1 Working Day later."),
            ("late", TARGET, "It cannot be said yet whether it can be met: no sooner than Tue 2 March 2027."),
        ],
    )
    def test_the_target(self, name: str, target: date, text: str) -> None:
        """Whether it can be met is on it, as the plan has it."""
        found = by_summary(ics.calendar(plan_of(name, target=target)))["Target: DCC User for every User Role"]
        assert said(found["DESCRIPTION"]).split("\n")[1] == text


class TestItsText:
    """Whose it is, what fixes it, and by which rule; in a file that any reader takes."""

    def test_a_step(self) -> None:
        """In lines; the citation is that of the rule, in its own words."""
        plan = plan_of("late", target=TARGET)
        found = by_summary(ics.calendar(plan))["The DCC: Review of the report (Import Supplier)"]
        review = plan.step(Step.UEPT_REVIEW, UserRole.IMPORT_SUPPLIER)
        assert found["CATEGORIES"] == "DCC"
        assert said(found["DESCRIPTION"]).split("\n") == [
            "To be done by the DCC.",
            "Review of the report (Import Supplier); 5 Working Days (time limit) [TE-05, RD-05].",
            "It waits for the confirmation of receipt (Import Supplier).",
            "At the latest, for the target: Wed 29 September 2027; slack in Working Days: 191.",
            f"TE-05: {review.rule.statement} [{review.rule.citation}]",
            "Severn & Wye Business Energy Ltd",
        ]

    @pytest.mark.parametrize("name", ["late", "severn", "e10-multi-role", "e08-other-user"])
    def test_each_has_its_rule(self, name: str) -> None:
        """Every event cites a rule in full."""
        plan = plan_of(name, target=TARGET)
        rules = {str(rule.rule) for rule in plan.steps} | {str(plan.rule)}
        rules |= {str(o.rule) for o in plan.position.obligations}
        rules |= {str(last.rule) for _, last in plan.position.free_moves}
        for each in read_events(ics.calendar(plan)):
            assert any(rule in said(each["DESCRIPTION"]) for rule in rules), each["SUMMARY"]
            assert each["TRANSP"] == "TRANSPARENT"

    @pytest.mark.parametrize(
        "name",
        ["Müller, Söhne; C\\D", "🔌" * 40, "a\nb\x07c", "\ud800", ""],
        ids=["escaped", "folded", "control", "half of a character", "none"],
    )
    def test_any_name(self, name: str) -> None:
        """It is escaped and folded; what cannot be printed is replaced, and one without a name has none."""
        plan = forwards(evolve(TESTING, party=Party(name=name)), today=TODAY)
        whole, events, _ = read(ics.calendar(plan))
        clean = "".join(c if c.isprintable() else "\ufffd" for c in name)
        title = f"{clean}: DCC User Entry Process" if name else "DCC User Entry Process"
        assert {said(whole["NAME"]), said(whole["X-WR-CALNAME"])} == {title}
        for each in events:
            assert said(each["DESCRIPTION"]).endswith(clean)

    def test_the_calendar_around_them(self) -> None:
        """No METHOD: a CalDAV server refuses an object that has one. No time zone: nothing has a time."""
        whole, _, _ = read(ics.calendar(plan_of("late")))
        assert set(whole) == {"VERSION", "PRODID", "NAME", "X-WR-CALNAME"}
        assert whole["VERSION"] == "2.0"

    def test_one_for_each(self) -> None:
        """The objects for CalDAV have one event each, under its UID, and are the calendar together."""
        plan = plan_of("late", target=TARGET)
        stored = ics.events(plan, remind=WorkingDays(2))
        whole = lines(ics.calendar(plan, remind=WorkingDays(2)))[5:-1]
        assert [line for one in stored.values() for line in lines(one)[3:-1]] == whole
        for name, one in stored.items():
            (each,) = read_events(one)
            assert each["UID"] == name

    def test_it_decides_nothing(self) -> None:
        """No day is counted, compared or asked of a provision, but the day of a reminder."""
        room = Path(str(sec_uep.__file__)).parent / "export"
        found = [said_ for path in sorted(room.glob("*.py")) for said_ in faults(path.read_text("utf-8"))]
        assert [each.partition(": ")[2] for each in found] == ["asks .before(...)"]


def named(plan: Plan, **more: Any) -> dict[str, str]:  # noqa: ANN401 - how it is exported
    """Return the UID of each event, by what it is called."""
    return {
        name.removesuffix(", or later"): each["UID"]
        for name, each in by_summary(ics.calendar(plan, **more)).items()
    }


class TestItsIdentity:
    """A UID is made from the entry and from what the event is, and from nothing that changes."""

    def test_what_it_stays_the_same_under(self) -> None:
        """Another day, another estimate, another event, another target, other readings: the same UIDs."""
        plan = backwards(TESTING, target=TARGET, today=TODAY)
        more = TESTING.with_event(event("uept-receipt-confirmation 2026-09-18"))
        for other in (
            backwards(TESTING, target=TARGET, today=date(2026, 9, 21)),
            backwards(TESTING, target=date(2028, 1, 3), today=TODAY),
            backwards(TESTING.with_estimates({Step.USER_IDS: Weeks(3)}), target=TARGET, today=TODAY),
            backwards(more, target=TARGET, today=TODAY),
            backwards(TESTING, target=TARGET, today=TODAY, readings=Readings(rd_05="report")),
        ):
            before, after = named(plan), named(other)
            both = before.keys() & after.keys()
            assert len(both) > 10
            assert {name: before[name] for name in both} == {name: after[name] for name in both}

    def test_what_it_depends_on(self) -> None:
        """The name of the Party, unless the caller has a better one; and the User Role."""
        plan = forwards(evolve(TESTING, party=Party(name="A")), today=TODAY)
        other = forwards(evolve(TESTING, party=Party(name="B")), today=TODAY)
        assert not set(named(plan).values()) & set(named(other).values())
        assert named(plan, uid="entry 7") == named(other, uid="entry 7")
        assert named(plan, uid="A") == named(plan)
        roles = evolve(TESTING, roles=(*TESTING.roles, UserRole.IMPORT_SUPPLIER))
        two = named(forwards(roles, today=TODAY))
        assert (
            two["UEP Evidence Form (Gas Supplier)"]
            == named(forwards(TESTING, today=TODAY))["UEP Evidence Form"]
        )
        assert len(set(two.values())) == len(two)

    def test_two_bookings_of_one_step(self) -> None:
        """Each has its own."""
        told = entry("uept 2027-01-11 begun", "uept 2027-03-01 begun")
        found = read_events(ics.calendar(forwards(told, today=TODAY)))
        assert len({each["UID"] for each in found}) == len(found)
        booked = [days(each)[0] for each in found if each["SUMMARY"] == "Booked: UEPT"]
        assert booked == [date(2027, 1, 11), date(2027, 3, 1)]

    def test_it_tells_nothing(self) -> None:
        """Neither the name of the Party nor that of a machine is in it."""
        for each in named(plan_of("late")).values():
            assert each.endswith("@sec-uep")
            assert each.isascii()
            assert "severn" not in each.lower()


class TestAgain:
    """A later export is given the last one: it updates, cancels, and never doubles."""

    plan = backwards(TESTING, target=TARGET, today=TODAY)
    first = ics.calendar(plan, remind=Weeks(1))

    def again(self, entry: Entry, today: date = TODAY, **more: Any) -> dict[str, Read]:  # noqa: ANN401 - as above
        """Return the events of a later export by UID."""
        plan = backwards(entry, target=TARGET, today=today)
        return by_uid(ics.calendar(plan, **{"previous": self.first, "remind": Weeks(1), **more}))

    def test_nothing_changed(self) -> None:
        """Every byte is the same."""
        assert ics.calendar(self.plan, previous=self.first, remind=Weeks(1)) == self.first

    def test_a_day_later(self) -> None:
        """What says the same is the same to the letter, its time stamp too; what changed is stamped anew."""
        before = by_uid(self.first)
        after = self.again(TESTING, date(2026, 9, 22))
        same = [uid for uid, each in after.items() if each == before[uid]]
        assert 5 < len(same) < len(after) - 5
        for uid in set(after) - set(same):
            assert (before[uid]["SEQUENCE"], after[uid]["SEQUENCE"]) == ("0", "1")
            assert after[uid]["DTSTAMP"] == "20260922T000000Z"

    def test_an_event_happened(self) -> None:
        """The step stands on the day on which it was done; its last day is cancelled; what follows moves."""
        told = TESTING.with_event(event("uept-receipt-confirmation 2026-09-18"))
        uids, after = named(self.plan), self.again(told, date(2026, 9, 21))
        done = after[uids["The DCC: Confirmation of receipt"]]
        assert (done["SUMMARY"], done["STATUS"], done["SEQUENCE"]) == (
            "Done: Confirmation of receipt",
            "CONFIRMED",
            "1",
        )
        assert days(done)[0] == date(2026, 9, 18)
        gone = after[uids["Last day for the DCC: Confirmation of receipt"]]
        assert (gone["STATUS"], gone["SEQUENCE"], gone["DTSTAMP"]) == ("CANCELLED", "1", "20260921T000000Z")
        assert days(gone) == (date(2026, 9, 21), date(2026, 9, 22))
        review = after[uids["The DCC: Review of the report"]]
        assert (days(review), review["STATUS"]) == ((date(2026, 9, 18), date(2026, 9, 26)), "CONFIRMED")

    def test_what_was_done_before_is_not_added(self) -> None:
        """Only steps to come are exported at first: what was done is no event of a new calendar."""
        assert not any(each["SUMMARY"].startswith("Done") for each in read_events(self.first))

    def test_a_step_fell_away(self) -> None:
        """A User Role that is given up takes its steps with it; nothing cancelled reminds anybody."""
        two = evolve(TESTING, roles=(UserRole.GAS_SUPPLIER, UserRole.IMPORT_SUPPLIER))
        before = ics.calendar(forwards(two, today=TODAY), remind=Weeks(1))
        data = ics.calendar(forwards(TESTING, today=TODAY), remind=Weeks(1), previous=before)
        _, events, alarms = read(data)
        gone = {said(each["SUMMARY"]) for each in events if each["STATUS"] == "CANCELLED"}
        assert "The DCC: Review of the report (Import Supplier)" in gone
        assert all("Import Supplier" in name for name in gone)
        for each, of in zip(events, alarms, strict=True):
            assert bool(of) is (each["STATUS"] != "CANCELLED")
        assert ics.calendar(forwards(TESTING, today=TODAY), remind=Weeks(1), previous=data) == data

    def test_it_comes_back(self) -> None:
        """What was cancelled, and is to come again, is the same event."""
        two = evolve(TESTING, roles=(UserRole.GAS_SUPPLIER, UserRole.IMPORT_SUPPLIER))
        plan, less = forwards(two, today=TODAY), forwards(TESTING, today=TODAY)
        before = ics.calendar(plan)
        back = ics.calendar(plan, previous=ics.calendar(less, previous=before))
        assert named(plan) == named(plan, previous=ics.calendar(less, previous=before))
        assert set(revisions(back).values()) == {0, 2}
        assert not any(each["STATUS"] == "CANCELLED" for each in read_events(back))

    def test_it_is_reached(self) -> None:
        """When SECAS confirms, the finish stands on that day, and nothing is to come."""
        told = entry(*ALL_BUT_EVIDENCE, "evidence-form 2026-10-13")
        before = ics.calendar(backwards(told, target=TARGET, today=date(2026, 10, 14)))
        done = told.with_event(event("secas-confirmation 2026-10-20"))
        after = by_summary(
            ics.calendar(backwards(done, target=TARGET, today=date(2026, 10, 21)), previous=before)
        )
        assert {name: each["STATUS"] for name, each in after.items()} == {
            "Done: SECAS's confirmation": "CONFIRMED",
            "Done: DCC User for every User Role": "CONFIRMED",
            "Target: DCC User for every User Role": "CANCELLED",
        }
        assert days(after["Done: DCC User for every User Role"])[0] == date(2026, 10, 20)

    def test_a_revision(self) -> None:
        """It is the SEQUENCE of what is new, and the least of what changed; the rest is as it was."""
        assert set(revisions(ics.calendar(self.plan, revision=7)).values()) == {7}
        told = TESTING.with_event(event("uept-receipt-confirmation 2026-09-18"))
        after = self.again(told, revision=5)
        assert {each["SEQUENCE"] for each in after.values()} == {"0", "5"}
        later = self.again(told, revision=5, previous=ics.calendar(self.plan, revision=5))
        assert {each["SEQUENCE"] for each in later.values()} == {"5", "6"}
        most = ics.calendar(self.plan, revision=2**31 - 3)
        assert set(revisions(most).values()) == {2**31 - 3}

    def test_what_a_server_made_of_it(self) -> None:
        """Its own properties, another order, other folds and a reminder's extras change nothing."""
        own = self.first.replace(b"\r\n ", b"")
        own = own.replace(b"BEGIN:VEVENT\r\n", b"BEGIN:VEVENT\r\nCREATED:20260918T101112Z\r\nX-SEEN:1\r\n")
        own = own.replace(b"ACTION:DISPLAY\r\n", b"ACTION:DISPLAY\r\nX-WR-ALARMUID:1\r\n")
        assert ics.calendar(self.plan, previous=own, remind=Weeks(1)) == self.first
        stored = ics.events(self.plan, remind=Weeks(1))
        assert ics.events(self.plan, previous=joined(stored), remind=Weeks(1)) == stored
        assert ics.calendar(self.plan, previous=joined(stored), remind=Weeks(1)) == self.first

    def test_a_sequence_that_a_server_left_out(self) -> None:
        """It is 0, as the standard has it."""
        own = self.first.replace(b"SEQUENCE:0\r\n", b"")
        assert ics.calendar(self.plan, previous=own, remind=Weeks(1)) == self.first

    def test_a_property_that_a_server_left_out(self) -> None:
        """What falls away is cancelled without it."""
        two = evolve(TESTING, roles=(UserRole.GAS_SUPPLIER, UserRole.IMPORT_SUPPLIER))
        before = ics.calendar(forwards(two, today=TODAY)).replace(b"TRANSP:TRANSPARENT\r\n", b"")
        after = ics.calendar(forwards(TESTING, today=TODAY), previous=before)
        assert after.count(b"STATUS:CANCELLED") > 5

    def test_another_reminder(self) -> None:
        """It is a change."""
        assert set(revisions(ics.calendar(self.plan, previous=self.first)).values()) == {1}

    def test_what_is_not_of_this_entry(self) -> None:
        """A collection that has another entry's events, or anybody's, is read for this one's alone."""
        other = ics.calendar(plan_of("late"))
        both = joined({"a": self.first, "b": other})
        assert ics.calendar(self.plan, previous=both, remind=Weeks(1)) == self.first

    def test_an_empty_collection(self) -> None:
        """Nothing was exported yet."""
        assert ics.calendar(self.plan, previous=b"", remind=Weeks(1)) == self.first

    @given(cases(), st.data())
    def test_any_later_plan(self, case: Case, data: st.DataObject) -> None:
        """
        From any plan to any beginning or continuation of it, on any later day.

        The UIDs are those of both, each once; what is to come is the same but for its SEQUENCE and stamp;
        no SEQUENCE falls; and to export once more changes nothing.
        """
        told = case.told[: data.draw(st.integers(0, len(case.told)))]
        one = plan_of_case(evolve(case, told=told))
        two = plan_of_case(evolve(case, today=case.today + data.draw(st.integers(0, 20)) * ONE_DAY))
        first = ics.calendar(one)
        second = ics.calendar(two, previous=first)
        before, alone, after = by_uid(first), by_uid(ics.calendar(two)), by_uid(second)
        assert after.keys() == before.keys() | alone.keys()
        for uid, each in after.items():
            if uid in alone:
                assert _without_stamp(each) == _without_stamp(alone[uid])
            else:
                assert each["STATUS"] == "CANCELLED" or each["SUMMARY"].startswith("Done: ")
            if uid in before:
                has_changed = _without_stamp(each) != _without_stamp(before[uid])
                assert int(each["SEQUENCE"]) == int(before[uid]["SEQUENCE"]) + has_changed
                assert has_changed or each["DTSTAMP"] == before[uid]["DTSTAMP"]
        assert ics.calendar(two, previous=second) == second


def _without_stamp(each: Read) -> Read:
    return {name: value for name, value in each.items() if name not in {"SEQUENCE", "DTSTAMP"}}


class TestReminders:
    """A reminder rings at nine in the morning where the reader is, so long before the first day."""

    @pytest.mark.parametrize(
        ("remind", "trigger"),
        [
            (WorkingDays(1), "-P2DT15H"),  # the Friday before Monday 2 November
            (WorkingDays(5), "-P6DT15H"),
            (Weeks(1), "-P6DT15H"),
            (Days(1), "-PT15H"),
            (Months(1), "-P30DT15H"),
        ],
        ids=str,
    )
    def test_each_kind_of_period(self, remind: Any, trigger: str) -> None:  # noqa: ANN401 - any period
        """Before Monday 2 November 2026, counted on the calendar of the plan."""
        _, events, alarms = read(ics.calendar(forwards(TESTING, today=TODAY), remind=remind))
        found = {each["SUMMARY"]: of for each, of in zip(events, alarms, strict=True)}
        assert found["Booked: Full User Security Assessment"] == [
            {
                "ACTION": "DISPLAY",
                "DESCRIPTION": "Booked: Full User Security Assessment",
                "TRIGGER": trigger,
            }
        ]

    def test_none_is_asked_for(self) -> None:
        """Then there is none."""
        assert b"VALARM" not in ics.calendar(plan_of("late"))

    def test_none_of_what_was_done(self) -> None:
        """What was done reminds nobody."""
        told = TESTING.with_event(event("uept-receipt-confirmation 2026-09-18"))
        first = ics.calendar(forwards(TESTING, today=TODAY), remind=Days(1))
        data = ics.calendar(forwards(told, today=TODAY), remind=Days(1), previous=first)
        _, events, alarms = read(data)
        assert [
            of for each, of in zip(events, alarms, strict=True) if each["SUMMARY"].startswith("Done")
        ] == [[]]


class TestRefused:
    """Nothing is guessed of what is passed in."""

    plan = plan_of("e12-deferred")

    @pytest.mark.parametrize("export", [ics.calendar, ics.events])
    @pytest.mark.parametrize(
        ("given", "error", "message"),
        [
            ({"uid": " "}, InvalidValue, "uid: ' ' names no entry; pass one line of printable text"),
            ({"uid": 7}, InvalidType, "uid: 7 is not text; pass the name of the entry as text"),
            ({"revision": -1}, InvalidValue, "revision: -1 is not a SEQUENCE; pass 0 to 2,147,483,645"),
            ({"revision": 2**31 - 2}, InvalidValue, "is not a SEQUENCE; pass 0 to 2,147,483,645"),
            ({"revision": True}, InvalidType, "revision: True is not a whole number"),
            ({"remind": 5}, InvalidType, "remind: 5 is not a period; pass WorkingDays(5), say"),
            ({"previous": "text"}, InvalidType, "previous: 'text' is not bytes; pass what calendar returned"),
            ({"previous": b"text"}, MalformedData, "previous: is no iCalendar: .*; pass what was exported"),
        ],
    )
    def test_arguments(
        self,
        export: Callable[..., object],
        given: dict[str, Any],
        error: type[SecUepError],
        message: str,
    ) -> None:
        """Each is refused by its name."""
        with pytest.raises(error, match=message.replace("(", r"\(").replace(")", r"\)")):
            export(self.plan, **given)

    def test_no_plan(self) -> None:
        """An entry is none."""
        with pytest.raises(InvalidType, match=r"plan: .* is not a Plan; pass what forwards or backwards"):
            ics.calendar(TESTING)  # type: ignore[arg-type]

    def test_the_export_of_another(self) -> None:
        """Nothing would be updated or cancelled: that is no export of this entry, or it was cut short."""
        own, other = ics.calendar(self.plan), ics.calendar(plan_of("late"))
        for previous in (other, own[: len(own) // 2].rpartition(b"\r\n")[0]):
            with pytest.raises(InvalidValue, match="has no event of this entry; pass its last export, whole"):
                ics.calendar(self.plan, previous=previous)
        with pytest.raises(InvalidValue, match="has no event of this entry"):
            ics.calendar(self.plan, previous=own, uid="another")

    @pytest.mark.parametrize(
        ("of", "to"),
        [
            (b"DTSTART;VALUE=DATE:2026", b"DTSTART:2026x"),
            (b"DTEND;VALUE=DATE:20261006", b"DTEND:20261006T120000Z"),
            (b"DTSTAMP:", b"X-STAMP:"),
            (b"SEQUENCE:0", b"SEQUENCE:0\r\nSEQUENCE:1"),
        ],
    )
    def test_a_broken_event(self, of: bytes, to: bytes) -> None:
        """A day, a stamp or a number that is none is refused."""
        broken = ics.calendar(self.plan).replace(of, to)
        assert to in broken
        with pytest.raises(MalformedData, match=r"previous: .*; pass what was exported"):
            ics.calendar(self.plan, previous=broken)

    @given(st.data())
    def test_any_damage(self, data: st.DataObject) -> None:
        """What was exported, with lines lost, doubled and changed: it is read, or refused."""
        parts = ics.calendar(self.plan, remind=Days(1)).split(b"\r\n")
        for _ in range(data.draw(st.integers(1, 3))):
            at = data.draw(st.integers(0, len(parts) - 1))
            name = parts[at].partition(b":")[0]
            value = data.draw(st.sampled_from((b"", b"x", b"-1", b"9" * 5000, b"20260230", b";;", b"P1D")))
            damaged = (b"", parts[at], name + b":" + value, b"\xff", data.draw(st.binary(max_size=9)))
            parts[at : at + data.draw(st.integers(0, 2))] = [data.draw(st.sampled_from(damaged))]
        try:
            ics.calendar(self.plan, previous=b"\r\n".join(parts))
        except SecUepError as refusal:
            assert len(str(refusal)) < 700  # noqa: PT017 - to be read is right too

    @pytest.mark.parametrize(
        "hostile",
        [
            b"BEGIN:VCALENDAR\r\n" * 10**4,
            b"BEGIN:VEVENT\r\n" * 10**3 + b"END:VEVENT\r\n" * 10**3,
            b"x" * 10**6,
        ],
        ids=["never ended", "deep", "long"],
    )
    def test_hostile(self, hostile: bytes) -> None:
        """Neither depth nor size breaks the reader."""
        with pytest.raises(SecUepError, match="previous: "):
            ics.calendar(self.plan, previous=hostile)


class TestWithoutTheExtra:
    """The module can be imported; to be called it needs icalendar, and says so."""

    def test_it_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """With what to install."""
        monkeypatch.setitem(sys.modules, "icalendar", None)
        for export in (ics.calendar, ics.events):
            with pytest.raises(MissingExtra, match="pip install 'sec-uep\\[ics\\]'") as caught:
                export(plan_of("late"))
            assert (caught.value.extra, caught.value.needs) == ("ics", "icalendar")

    def test_it_is_loaded_when_it_is_called(self) -> None:
        """A fresh process that only imports the module has not loaded icalendar."""
        code = "import sys; from sec_uep.export import ics; print('icalendar' in sys.modules)"
        assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "False"
