"""What the first lines keep where there is little room, and how they put what is uncertain or far off."""

from __future__ import annotations

import json
from datetime import date

import attrs
import pytest

from sec_uep import Entry, Event, GasSupply, Outcome, Party, Readings, Step, UserRole, WorkingDays
from sec_uep.page import Page, report
from sec_uep.page._answer import _is_urgent
from sec_uep.planning.next import DueFor
from tests.cases import entry_of
from tests.page.pages import page_of, text_of


def first_lines(page: Page, width: int) -> list[str]:
    """Return the lines above the first section."""
    lines = page.text(width=width).splitlines()
    return lines[: next(n for n, line in enumerate(lines) if line.startswith("---")) - 2]


def asked(name: str, day: date) -> Page:
    """Return the page of a case on a day."""
    return report(entry_of(name), today=day)


def supplier(*events: Event, readings: Readings | None = None, **party: object) -> Entry:
    """Return the entry of a gas supplier."""
    facts = {"sec_party_since": date(2026, 1, 5), "licences": [GasSupply(domestic=True)], **party}
    return Entry(
        party=Party(**facts),  # type: ignore[arg-type]
        roles={UserRole.GAS_SUPPLIER},
        events=events,
        readings=readings or Readings(),
    )


class TestWhatIsCut:
    """Twelve lines of whole sentences: what is late, to do and to chase is cut last."""

    @pytest.mark.parametrize("width", [60, 80, 100])
    def test_late_and_chase_stay(self, width: int) -> None:
        """The overdue confirmation, and who is to be chased for it."""
        lines = first_lines(page_of("late"), width)
        flat = " ".join(" ".join(lines).split())
        assert len(lines) <= 12
        assert "Late Party: apply for the FUSA of 11 January 2027; due Mon 19 October" in flat
        assert "DCC: confirm receipt of the report (Gas Supplier); due Mon 16 November" in flat
        assert "This week Do: apply for the FUSA, and move it from 11 January" in flat
        assert "Chase: the DCC, to confirm receipt of the report (Gas Supplier)." in flat

    def test_what_is_left_out_is_counted(self) -> None:
        """One obligation of three, and both that can wait."""
        flat = " ".join(" ".join(first_lines(page_of("late"), 60)).split())
        assert "(7 Working Days). And 1 more, below." in flat
        assert "Now 2 to do or to chase, below." in flat

    @pytest.mark.parametrize("width", [60, 70, 80, 100])
    @pytest.mark.parametrize("name", ["late", "x-notparty", "e10-multi-role", "e16-user-ids", "severn"])
    def test_no_sentence_breaks_off(self, name: str, width: int) -> None:
        """No three dots, and a block ends with its sentence."""
        lines = first_lines(page_of(name), width)
        assert "..." not in "".join(lines)
        ends = [
            line
            for line, after in zip(lines[1:], [*lines[2:], "End"], strict=True)
            if line and not after.startswith(" ")
        ]
        assert all(line.endswith(".") for line in ends)

    def test_what_comes_after_accession(self) -> None:
        """It names the first, and counts the others."""
        assert "Next After accession: the SMKI RAPPs and 3 more." in text_of("x-notparty")

    def test_readings_that_move_the_finish_are_counted(self) -> None:
        """Where they are left out, it says that there are some."""
        page = asked("e10-multi-role", date(2027, 2, 10))
        moving = {each.reading: each.moves_by for each in page.otherwise() if each.moves_by}
        assert len(moving) == 4
        for width in (60, 100):
            assert "4 readings move the finish" in " ".join(first_lines(page, width))
        assert "4 readings move the finish, by up to 56 Working Days; see below." in page.summary


class TestWhatIsForWhen:
    """What is due within a week, or has no slack, is for this week; what else can be done now is not."""

    def test_far_off(self) -> None:
        """What is due in 2027 stands under "Now", by its day."""
        this_week, _, now = page_of("late").summary.partition("\nNow ")
        assert "2027: its notice has run" in now
        assert "begin UEPT" not in this_week

    @pytest.mark.parametrize(
        ("due", "slack", "is_for_this_week"),
        [
            (date(2026, 11, 30), 14, True),
            (date(2026, 12, 1), 14, False),
            (date(2027, 12, 1), 0, True),
            (date(2027, 12, 1), -1, True),
        ],
    )
    def test_a_week(self, due: date, slack: int, is_for_this_week: bool) -> None:
        """Of Monday 23 November: up to the Monday after, or without slack."""
        page = asked("x-two-licences", date(2026, 11, 23))
        step = next(each for each in page.next if each.step is Step.FUSA_APPLICATION)
        assert _is_urgent(attrs.evolve(step, due=due, slack=slack), page) is is_for_this_week

    def test_a_clock_of_the_dcc(self) -> None:
        """A step with a time limit is due on the day of its limit, and not when the slack is over."""
        page = page_of("late")
        review = next(each for each in page.next if each.step is Step.UEPT_REVIEW)
        assert review.due == review.planned.earliest_finish == date(2026, 12, 2)
        assert review.due_for is DueFor.LIMIT
        assert "Wed 2026-12-02 The DCC: review the UEPT report" in text_of("late")

    def test_meeting_the_concerns(self) -> None:
        """Its day and its slack are both those of what is to be taken again."""
        page = asked("e12-deferred", date(2026, 10, 5))
        mend = next(each for each in page.next if each.mends)
        assert (mend.due, mend.slack) == (date(2026, 10, 6), 1)
        assert json.loads(json.dumps(page.data()["next"][0], default=str))["slack"] == 1

    @pytest.mark.parametrize("name", ["x-two-licences", "x-role-not-open", "plain-booking"])
    def test_what_waits_for_a_step_without_estimate(self, name: str) -> None:
        """It has no day of its own."""
        text = " ".join(asked(name, date(2026, 11, 23)).summary.split())
        assert "Next After the User Interface, which has no day yet: the SMKI RAPPs." in text
        assert "24 November" not in text

    def test_what_waits_for_a_step_with_one(self) -> None:
        """It has a day."""
        entry = Entry(
            party=entry_of("x-two-licences").party,
            roles={UserRole.GAS_SUPPLIER},
            estimates={Step.USER_INTERFACE: WorkingDays(5)},
        )
        assert (
            "Next        From Mon 30 November: the SMKI RAPPs"
            in report(entry, today=date(2026, 11, 23)).summary
        )

    def test_a_notice_that_has_run(self) -> None:
        """It does not say that UEPT may begin, where the interface is not in place."""
        text = asked("x-no-interface", date(2026, 11, 23)).text()
        assert "its notice has run from Tue 24 November" in text
        assert "may begin" not in text


class TestHowItIsPut:
    """Readings as they are written, verdicts without a day that is not theirs, all columns."""

    def test_a_limit_that_another_reading_leaves_open(self) -> None:
        """By the confirmation, which has no day, nobody can say whether it was late."""
        entry = supplier(
            Event(Step.USER_INTERFACE, date(2026, 3, 2)),
            Event(Step.SMKI_RAPPS, date(2026, 3, 10)),
            Event(Step.SREPT, date(2026, 3, 20)),
            Event(Step.UEPT_NOTICE, date(2026, 3, 23)),
            Event(Step.UEPT, date(2026, 7, 20)),
            Event(Step.UEPT_REPORT, date(2026, 7, 21)),
            Event(Step.UEPT_REVIEW, date(2026, 7, 30), outcome=Outcome.CONCLUDED),
            readings=Readings(rd_05="report"),
        )
        text = " ".join(report(entry, today=date(2026, 9, 2)).text().split())
        assert "RD-05 confirmation would make the confirmation of receipt" in text
        assert "impossible to judge" in text
        assert "would make the confirmation of receipt in time" not in text

    def test_in_controlled_market_entry(self) -> None:
        """It must from then on, and since no day of the past."""
        page = report(supplier(in_controlled_market_entry=True), today=date(2026, 11, 28))
        assert "Gas: must from leaving Controlled Market Entry (OB-17; OB-08; EX-07)." in page.summary

    def test_what_was_told_is_not_what_would_lose_it(self) -> None:
        """Not Domestic was told: the first lines leave it out, and the section names it."""
        assert "Domestic Supplier" not in page_of("x-two-licences").summary
        assert "lost if it is a Domestic Supplier" in text_of("x-two-licences")

    def test_a_long_name_takes_no_column(self) -> None:
        """A name that is too long is set in two lines; in less room the page says what is left out."""
        page = asked("e12-deferred", date(2026, 10, 5))
        assert "How long" in page.text()
        assert "Application for the Follow-up      Mon 2026-10-05" in page.text()
        assert "Without room here" not in page.text()
        assert "Without room here: " in page.text(width=60)
