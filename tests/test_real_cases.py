"""Three real cases, whose days public pages give; the counts were done by hand (England and Wales)."""

from __future__ import annotations

from datetime import date

from sec_uep import Step, UserRole, calendar, planning
from sec_uep.obligations import entry_process_testing as uept, security_assessment as fusa
from sec_uep.readings import DEFAULT_READINGS
from tests.told import entry

READY = ("user-interface 2017-03-01", "smki-rapps 2017-04-03", "srept 2017-06-01")
ENTRY_2020 = ("user-interface 2019-09-02", "smki-rapps 2019-10-01", "srept 2019-12-02")


class TestSummerOf2017:
    """SECAS: who had not applied by Friday 14 July 2017 was unlikely to finish by Saturday 25 November."""

    DAY = date(2017, 7, 14)
    CLEAR = DEFAULT_READINGS.choosing({"RD-02": "clear-days"})

    def test_provisions(self) -> None:
        """Twelve weeks from the application, and 60 Working Days from a notice of the same day."""
        assert fusa.earliest_assessment(application=self.DAY).day == date(2017, 10, 6)
        assert uept.earliest_start(notice_given=self.DAY).day == date(2017, 10, 9)
        assert uept.earliest_start(notice_given=self.DAY, readings=self.CLEAR).day == date(2017, 10, 10)
        assert uept.latest_notice(start=date(2017, 11, 24)).day == date(2017, 9, 1)

    def test_plan(self) -> None:
        """Both told on the day, and both still to be done."""
        lines = ("uept-notice 2017-07-14", "fusa-application 2017-07-14")
        for told in (lines, ()):
            plan = planning.forwards(entry(*READY, *told, since=date(2017, 1, 9)), today=self.DAY)
            assert plan.step(Step.FULL_USER_SECURITY_ASSESSMENT).earliest_start == date(2017, 10, 6)
            assert plan.step(Step.UEPT, UserRole.GAS_SUPPLIER).earliest_start == date(2017, 10, 9)


class TestOrdersOf2020:
    """Ofgem, on Friday 10 January 2020: a User by Tuesday 31 March."""

    TARGET = date(2020, 3, 31)

    def test_provisions(self) -> None:
        """On either path the first day is Friday 3 April; from the orders of 6 March it is in the summer."""
        proposed, ordered = date(2020, 1, 10), date(2020, 3, 6)
        assert uept.earliest_start(notice_given=proposed).day == date(2020, 4, 3)
        assert fusa.earliest_assessment(application=proposed).day == date(2020, 4, 3)
        assert uept.earliest_start(notice_given=ordered).day == date(2020, 6, 4)
        assert fusa.earliest_assessment(application=ordered).day == date(2020, 5, 29)

    def test_plan(self) -> None:
        """Whoever began on that day could not make it, by three days, on either path."""
        found = entry(*ENTRY_2020, since=date(2019, 1, 7))
        plan = planning.backwards(found, today=date(2020, 1, 10), target=self.TARGET)
        assert plan.can_be_met is False
        for step in (Step.UEPT, Step.FULL_USER_SECURITY_ASSESSMENT):
            assert plan.step(step).earliest_start == date(2020, 4, 3)
        assert plan.infeasible is not None
        assert plan.infeasible.changes == ()


class TestReleaseOf2015:
    """A DCC letter put 30 working days before a release at Friday 17 July 2015: it parts the readings."""

    DAY = date(2015, 7, 17)

    def test_counts(self) -> None:
        """Thirty after the day, thirty clear ones, and with the bank holidays of Scotland too."""
        england = calendar.england_and_wales()
        assert england.nth_working_day_after(self.DAY, 30) == date(2015, 8, 28)
        assert england.nth_working_day_after(self.DAY, 31) == date(2015, 9, 1)
        both = calendar.any_of(england, calendar.scotland())
        assert both.nth_working_day_after(self.DAY, 30) == date(2015, 9, 1)
