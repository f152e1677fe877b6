"""
Every case of tests/data/cases on its page, with the dates that its README gives.

The position, the plan and the page of an entry are asked alike, and agree.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from sec_uep import Readings, Step, UserRole
from sec_uep.entry import State
from sec_uep.obligations.graph import Task
from sec_uep.page import report
from sec_uep.planning import Turn
from tests.cases import ASKED_ON, day_of, entry_of, plan_of, position_of
from tests.page.pages import TARGETS, data_of, page_of, text_of

#: Cases without a plan, or of Table 1 alone.
WITHOUT_PLAN = ("e03-large-sites-specialist", "x-domestic-only")

HERE = Path(__file__).parent

#: What the page of each case has to say, wherever on it.
SAID: dict[str, list[str]] = tomllib.loads((HERE / "said.toml").read_text(encoding="utf-8"))


WITH_PLAN = [name for name in SAID if name not in WITHOUT_PLAN]


class TestWhatIsSaid:
    """The page says what the README of the cases has come out."""

    def test_every_case_is_here(self) -> None:
        """No file without a page."""
        assert set(SAID) == set(ASKED_ON)

    @pytest.mark.parametrize(("name", "said"), [(name, said) for name, each in SAID.items() for said in each])
    def test_on_the_page(self, name: str, said: str) -> None:
        """Each sentence stands on the page of the case."""
        assert said in text_of(name)

    @pytest.mark.parametrize("name", WITH_PLAN)
    def test_in_the_answer(self, name: str) -> None:
        """The answer stands in twelve lines at most, a hundred characters wide."""
        lines = page_of(name).summary.splitlines()
        assert len(lines) <= 12
        assert max(map(len, lines)) <= 100
        assert page_of(name).text().splitlines()[: len(lines)] == lines

    def test_the_answer_to_a_late_entry(self) -> None:
        """The first lines that the design shows: must it, when, what is late and whose, this week."""
        assert page_of("late").summary == (HERE / "late.txt").read_text(encoding="utf-8").rstrip("\n")


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
        """While a step that needs an estimate has none, whether a target can be met is not said (EN-12)."""
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
        assert ": its notice has run since Tue 13 October" in flat
        assert "does not count" not in flat
        assert "RD-13 is read as before-srept-too, and not as by default." in flat

    def test_a_new_privacy_assessment(self) -> None:
        """By RD-32's other choice a new Privacy Assessment follows on Tuesday 24 August 2027."""
        entry, today = entry_of("e08-other-user"), day_of("e08-other-user")
        page = report(entry, today=today, readings=Readings(rd_32="new-assessment"))
        flat = " ".join(page.text().split())
        assert "Privacy Assessment* Tue 2027-08-24 Tue 2027-08-31" in flat
        assert "Privacy status* Wed 2027-09-01 Tue 2027-09-28" in flat


class TestTheyAgree:
    """One fact, one answer: of the position, of the plan, and of the page as text and as data."""

    @pytest.mark.parametrize("name", WITH_PLAN)
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

    @pytest.mark.parametrize("name", WITH_PLAN)
    def test_plan(self, name: str) -> None:
        """The page has the plan that is asked for by itself."""
        page, plan = page_of(name), plan_of(name, target=TARGETS.get(name))
        assert page.plan == plan
        assert page.plan is not None
        assert page.plan.rows() == plan.rows()
        found = data_of(name)["plan"]
        assert found["finish"] == plan.finish
        assert [each["slack"] for each in found["steps"]] == [each.slack for each in plan.steps]

    @pytest.mark.parametrize("name", WITH_PLAN)
    def test_next(self, name: str) -> None:
        """What is to be done now can be done now; whose it is, is the same everywhere."""
        page, at = page_of(name), position_of(name)
        named: set[Task] = set()
        for each in page.next:
            states = [at.step(each.step, role) for role in each.roles or (None,)]
            named.update(state.task for state in states)
            assert {state.bearer for state in states} == {each.bearer}
            if each.is_now and each.mends is None and not each.is_overdue:
                assert {state.state for state in states} == {State.OPEN}
        assert {each.task for each in at.late if each.is_pending} <= named


def test_roles_are_named_where_there_are_several() -> None:
    """A step of one User Role says whose it is; where there is one role it goes without saying."""
    assert UserRole.GAS_SUPPLIER in entry_of("late").roles
    assert "(Gas Supplier)" in page_of("late").text()
    assert "(Gas Supplier)" not in page_of("two-pages").text()
