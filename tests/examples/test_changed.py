"""The scheduled job of the examples: what changed in an entry between two days."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import attrs
import pytest

import sec_uep as uep
from examples.changed import HEADINGS, changes, main
from sec_uep import Entry, Event, Outcome, Party, Step, UserRole, Weeks, WorkingDays
from sec_uep.entry.standing import ObligationState
from tests.cases import ASKED_ON, EXAMPLES, day_of, entry_of

ROOT = Path(__file__).parent.parent.parent
LATE = str(ROOT / "examples" / "late-supplier.toml")
GAS, OTHER = UserRole.GAS_SUPPLIER, UserRole.OTHER_USER
WEEK = timedelta(days=7)
ENTRIES = [(entry_of(name), day_of(name)) for name in ASKED_ON] + [
    (uep.load(path), date(2026, 11, 25)) for path in EXAMPLES
]

#: SREPT was done, UEPT is said to take ten Working Days, and its notice was given for Monday 5 October 2026.
ENTRY = Entry(
    party=Party(name="Example Gas Ltd", sec_party_since=date(2026, 1, 5), licences=(uep.GasSupply(),)),
    roles={GAS},
    estimates={Step.UEPT: WorkingDays(10)},
    events=(
        Event(Step.SREPT, date(2026, 6, 1), outcome=Outcome.COMPLETED),
        Event(Step.UEPT_NOTICE, date(2026, 6, 3), role=GAS),
    ),
)


def said(then: Entry, now: Entry, since: date, today: date) -> dict[str, list[str]]:
    """Return what changed, by its heading, without the marks of Markdown."""
    found: dict[str, list[str]] = {}
    for line in changes(uep.report(then, today=since), uep.report(now, today=today)):
        if line.startswith("## "):
            found[line.removeprefix("## ")] = []
        elif line and not line.startswith(("| step", "| ---")):
            found[list(found)[-1]].append(line.strip("|- "))
    return found


def told(entry: Entry, step: Step, day: date, **more: object) -> Entry:
    """Return *entry* with one event more."""
    return entry.with_event(Event(step, day, **more))  # type: ignore[arg-type]


def why(found: Mapping[str, list[str]], task: str) -> str:
    """Return why a step moved."""
    (line,) = [each for each in found["What moved"] if each.startswith(f"{task} |")]
    return line.rpartition("| ")[2]


class TestObligations:
    """An obligation is news when it stands otherwise than it did, under the heading of its state."""

    CLOCK = told(
        told(ENTRY, Step.UEPT, date(2026, 9, 11), role=GAS), Step.UEPT_REPORT, date(2026, 9, 11), role=GAS
    )

    def test_the_day_it_becomes_due_the_day_it_becomes_late(self) -> None:
        """The report came on Friday 11 September: receipt is due on Tuesday, and late on Wednesday."""
        line = "uept-receipt-confirmation (gas-supplier): {}; DCC, TE-04"
        friday, tuesday, wednesday = date(2026, 9, 11), date(2026, 9, 15), date(2026, 9, 16)
        due, late = (
            line.format("due, due 2026-09-15"),
            line.format("overdue by 1 Working Day, due 2026-09-15"),
        )
        assert due in said(self.CLOCK, self.CLOCK, date(2026, 9, 10), friday)["To do"]
        assert said(self.CLOCK, self.CLOCK, friday, tuesday).keys() <= {"The finish", "What moved"}
        assert said(self.CLOCK, self.CLOCK, tuesday, wednesday)["Late"] == [late]

    def test_late_is_news_once(self) -> None:
        """One Working Day more is no news."""
        assert "Late" not in said(self.CLOCK, self.CLOCK, date(2026, 9, 16), date(2026, 9, 23))

    def test_done(self) -> None:
        """In time or not; it is said which."""
        done = told(self.CLOCK, Step.UEPT_RECEIPT_CONFIRMATION, date(2026, 9, 17), role=GAS)
        found = said(self.CLOCK, done, date(2026, 9, 16), date(2026, 9, 18))
        (line,) = found["Done"]
        assert "met late by 2 Working Days, due 2026-09-15, done 2026-09-17; DCC, TE-04" in line
        assert not [line for line in found["What moved"] if line.startswith("uept-receipt-confirmation")]

    def test_what_became_known_later(self) -> None:
        """What happened in August and was told in September is September's news, of the same file."""
        entry = told(ENTRY, Step.SMKI_RAPPS, date(2026, 8, 3), known_on=date(2026, 9, 8))
        (line,) = said(entry, entry, date(2026, 9, 4), date(2026, 9, 11))["Done"]
        assert line.startswith("smki-rapps: met, done 2026-08-03;")
        assert "Done" not in said(entry, entry, date(2026, 8, 28), date(2026, 9, 4))

    @pytest.mark.parametrize(("entry", "day"), ENTRIES)
    def test_every_state(self, entry: Entry, day: date) -> None:
        """Under each heading stands what is in such a state, and all that was in none of that kind before."""
        before, now = entry.as_of(day - 4 * WEEK).obligations, entry.as_of(day).obligations
        found = said(entry, entry, day - 4 * WEEK, day)
        for heading, states in HEADINGS.items():
            for each in now:
                was = [
                    e.state
                    for e in before
                    if (e.task, e.kind, e.trigger) == (each.task, each.kind, each.trigger)
                ]
                if each.state in states and each.state not in was:
                    assert str(each) in found[heading]
            for line in found.get(heading, []):
                assert any(str(each) == line and each.state in states for each in now)

    def test_no_state_is_forgotten(self) -> None:
        """Each has one heading, but for what is still to come."""
        states = [state for states in HEADINGS.values() for state in states]
        assert sorted([*states, ObligationState.UPCOMING]) == sorted(ObligationState)


class TestMoves:
    """A step that is planned for other days than it was is shown with the reason."""

    SINCE, TODAY = date(2026, 9, 4), date(2026, 9, 11)

    def test_an_estimate(self) -> None:
        """Ten Working Days from Friday 11 September end on Thursday 24, fifteen on Thursday 1 October."""
        longer = attrs.evolve(ENTRY, estimates={Step.UEPT: WorkingDays(15)})
        found = said(ENTRY, longer, self.TODAY, self.TODAY)
        assert found["What moved"][0] == (
            "uept (gas-supplier) | 2026-09-11 to 2026-09-24 | 2026-09-11 to 2026-10-01 | "
            "takes: 15 Working Days, was 10 Working Days"
        )
        assert why(found, "uept-report (gas-supplier)") == "uept (gas-supplier) moved"

    def test_a_first_estimate(self) -> None:
        """What could have been done today is not said to have been missed."""
        estimates = {**ENTRY.estimates, Step.DCCKI_RAPPS: WorkingDays(5)}
        found = said(ENTRY, attrs.evolve(ENTRY, estimates=estimates), self.TODAY, self.TODAY)
        assert why(found, "dccki-rapps") == (
            "takes: 5 Working Days, was none; end fixed by: estimate, was no estimate"
        )

    def test_no_estimate_any_more(self) -> None:
        """What it ends by is another thing then."""
        found = said(ENTRY, attrs.evolve(ENTRY, estimates={}), self.TODAY, self.TODAY)
        assert why(found, "uept (gas-supplier)") == (
            "takes: none, was 10 Working Days; end fixed by: no estimate, was estimate"
        )

    def test_today(self) -> None:
        """What could have been begun and was not moves with the day."""
        found = said(ENTRY, ENTRY, self.SINCE, self.TODAY)
        assert found.keys() == {"The finish", "What moved"}
        assert why(found, "uept (gas-supplier)") == "counted from 2026-09-11"
        assert why(found, "dccki-rapps") == ("not known to be done by 2026-09-04; counted from 2026-09-11")

    def test_a_booking(self) -> None:
        """A booking that is new, one that is another day's, and one that cannot stand."""
        first = told(ENTRY, Step.UEPT, date(2026, 9, 14), role=GAS, outcome=Outcome.BEGUN)
        other = told(ENTRY, Step.UEPT, date(2026, 9, 21), role=GAS, outcome=Outcome.BEGUN)
        late = uep.load(LATE)
        task, day = "uept (gas-supplier)", self.TODAY
        assert why(said(ENTRY, first, day, day), task) == (
            "booking: 2026-09-14, was none; start fixed by: its booking, was today; counted from 2026-09-14"
        )
        assert why(said(first, other, day, day), task) == (
            "booking: 2026-09-21, was 2026-09-14; counted from 2026-09-21"
        )
        found = said(late, late, date(2026, 10, 9), date(2026, 11, 25))
        assert why(found, "full-user-security-assessment") == (
            "booking: none, was 2027-01-11; booking that cannot stand: 2027-01-11, was none; "
            "start fixed by: fusa-application, was its booking"
        )

    def test_an_overrun(self) -> None:
        """It was begun on Tuesday 1 September, and should have ended after ten Working Days, on Monday 14."""
        begun = told(ENTRY, Step.UEPT, date(2026, 9, 1), role=GAS, outcome=Outcome.BEGUN)
        found = said(begun, begun, date(2026, 9, 11), date(2026, 9, 16))
        assert why(found, "uept (gas-supplier)") == "should have ended by 2026-09-14"

    def test_another_user_role(self) -> None:
        """Its steps are new, or fell away."""
        both = attrs.evolve(ENTRY, roles={GAS, OTHER})
        for then, now, what in ((ENTRY, both, "new"), (both, ENTRY, "fell away")):
            assert why(said(then, now, self.TODAY, self.TODAY), "uept (other-user)") == what

    def test_another_reading(self) -> None:
        """What the two plans do not tell apart is not made up."""
        clear = attrs.evolve(ENTRY, readings=ENTRY.readings.choosing({"RD-02": "clear-days"}))
        day = date(2026, 7, 1)
        assert why(said(ENTRY, clear, day, day), "uept (gas-supplier)") == "counted otherwise"

    @pytest.mark.parametrize(("entry", "day"), ENTRIES)
    def test_a_reason_is_always_known(self, entry: Entry, day: date) -> None:
        """From week to week, of one file, whatever moves has a reason; on one day nothing moves."""
        assert said(entry, entry, day, day) == {}
        for weeks in (1, 4):
            lines = said(entry, entry, day - weeks * WEEK, day).get("What moved", [])
            assert all(re.fullmatch(r"[^|]+ \| [^|]+ \| [^|]+ \| [^|]+", line) for line in lines)
            assert not [line for line in lines if line.endswith("counted otherwise")]

    def test_the_finish(self) -> None:
        """As the plan says it, with the target; where there is none, why."""
        day, target = self.TODAY, date(2027, 3, 1)
        found = said(ENTRY, attrs.evolve(ENTRY, target=target), day, day)
        assert found["The finish"][1].endswith("; target 2027-03-01")
        none = attrs.evolve(ENTRY, roles=(), events=())
        assert said(ENTRY, none, day, day)["The finish"][1] == "is: no plan"
        never = attrs.evolve(ENTRY, estimates={Step.UEPT: Weeks(520_000)})
        assert "estimates.uept" in said(ENTRY, never, day, day)["The finish"][1]

    def test_the_duty(self) -> None:
        """A licence whose answer is another."""
        electricity = uep.ElectricitySupply(domestic=False, paragraphs=[], meters=["advanced"])
        other = attrs.evolve(ENTRY, party=attrs.evolve(ENTRY.party, licences=(electricity,)))
        found = said(ENTRY, other, self.TODAY, self.TODAY)
        assert found["Licences"] == ["Electricity: exempt"]


class TestJob:
    """The job prints Markdown, and says what it cannot read."""

    DAYS = ("--since", "2026-11-18", "--today", "2026-11-25")

    def test_as_a_program(self) -> None:
        """As cron starts it."""
        command = [sys.executable, "examples/changed.py", LATE, *self.DAYS]
        printed = subprocess.check_output(command, cwd=ROOT, encoding="utf-8").splitlines()
        assert printed[:3] == [
            "# Severn & Wye Business Energy Ltd: DCC User Entry Process, Wednesday 25 November 2026",
            "",
            "What changed since 2026-11-18:",
        ]
        guide = (ROOT / "docs" / "guide" / "service.md").read_text(encoding="utf-8")
        shown = guide.partition("```text\n## The finish\n")[2].partition("```")[0].splitlines()
        assert printed[4 : 5 + len(shown)] == ["## The finish", *shown]

    def test_nothing(self, capsys: pytest.CaptureFixture[str]) -> None:
        """It says so."""
        assert main([LATE, "--since", "2026-11-25", "--today", "2026-11-25"]) == 0
        assert capsys.readouterr().out.endswith("What changed since 2026-11-25:\n\nnothing\n")

    def test_the_file_of_then(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """What the file says otherwise than it did is seen, though the day is the same."""
        then = tmp_path / "then.toml"
        then.write_text(
            Path(LATE).read_text(encoding="utf-8").replace('"15 working days"', '"12 working days"'),
            encoding="utf-8",
        )
        day = ("--since", "2026-11-25", "--today", "2026-11-25")
        assert main([LATE, *day, "--before", str(then)]) == 0
        assert "takes: 15 Working Days, was 12 Working Days" in capsys.readouterr().out

    def test_unreadable(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """A file that is not there, one that is no entry, and a word that is no day."""
        (tmp_path / "bad.toml").write_text("x = 1", encoding="utf-8")
        for name, reason in (("none.toml", "No such file"), ("bad.toml", "x: is not a key here")):
            assert main([str(tmp_path / name), *self.DAYS]) == 2
            assert reason in capsys.readouterr().err
        with pytest.raises(SystemExit):
            main([LATE, "--since", "last week", "--today", "2026-11-25"])
        assert "--since" in capsys.readouterr().err
