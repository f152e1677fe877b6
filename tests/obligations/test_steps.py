"""The table of steps, held against the plain model that was copied out of the sources by hand."""

from __future__ import annotations

import pytest

from sec_uep import Readings, Step, UserRole
from sec_uep.obligations.graph import Task, graph
from sec_uep.obligations.steps import LAST_STEP, TABLE, UEPT_COMPLETE, edges, rule_of
from sec_uep.readings import DEFAULT_READINGS, REGISTER
from tests import model

ROLE, OTHER = UserRole.GAS_SUPPLIER, UserRole.OTHER_USER


def before(step: Step, *roles: UserRole, readings: Readings = DEFAULT_READINGS) -> set[str]:
    """Return the steps that *step* waits for, directly or not."""
    of = graph(roles or (ROLE, OTHER), readings)
    return {of.tasks[n].step.value for number in of.of_step[step] for n in of.needs[number]}


class TestTheTable:
    """
    Each step has its row.

    With the DCC ST-02, ST-03, ST-04, ST-05, ST-06, ST-07,
    ST-08 and ST-09,
    and of UEPT TE-01 and TE-04 to TE-08;
    with SECAS SA-02, ST-10, SA-07, PA-01, ST-11, PA-02, ST-12 and ST-13.
    """

    def test_it_has_every_step_in_order(self) -> None:
        """The last of them ends the process for a User Role (ST-13)."""
        assert [step.value for step in TABLE] == list(model.STEPS) == [step.value for step in Step]
        assert LAST_STEP.value == model.LAST == "secas-confirmation"

    @pytest.mark.parametrize("step", Step)
    def test_its_rule_who_takes_it_and_for_whom(self, step: Step) -> None:
        """Once, or for each User Role (RO-04); the privacy steps by Other Users only (ST-11)."""
        row = TABLE[step]
        assert (rule_of(step).id, row.by.value, row.each_role) == model.STEPS[step.value]
        assert row.other_users_only is (step.value in model.PRIVACY)

    @pytest.mark.parametrize("step", Step)
    def test_its_time_and_its_outcomes(self, step: Step) -> None:
        """What takes time, what a plan needs an estimate of, and what leaves a step undone."""
        row, name = TABLE[step], step.value
        assert row.takes_time is (name in model.TIMED)
        assert row.needs_estimate is (name in model.NEED_ESTIMATE)
        if name in model.ENDS:
            assert {each.value for each in row.done_with if each} == set(model.ENDS[name])

    def test_what_waits_for_what(self) -> None:
        """Each with the rule that states it, and the reading it rests on (RD-05, RD-13, RD-18)."""
        stated = [
            (step.value, each.on.value, each.rule.id, each.reading, each.choice)
            for step, row in TABLE.items()
            for each in row.dependencies
        ]
        assert sorted(map(str, stated)) == sorted(map(str, model.WAITS))

    @pytest.mark.parametrize("rd_05", REGISTER["RD-05"].choices)
    @pytest.mark.parametrize("rd_13", REGISTER["RD-13"].choices)
    @pytest.mark.parametrize("rd_18", REGISTER["RD-18"].choices)
    def test_an_edge_holds_with_its_choice(self, rd_05: str, rd_13: str, rd_18: str) -> None:
        """Under every choice of the readings that say what waits for what (RD-05, RD-13, RD-18)."""
        chosen = {"RD-05": rd_05, "RD-13": rd_13, "RD-18": rd_18}
        found = {(step.value, each.on.value) for step, each in edges(DEFAULT_READINGS.choosing(chosen))}
        assert found == {
            (step, on)
            for step, on, _, reading, choice in model.WAITS
            if choice is None or chosen[str(reading)] == choice
        }

    @pytest.mark.parametrize("step", Step)
    def test_its_notice_and_its_limit(self, step: Step) -> None:
        """The three notices and the DCC's 2, 5 and 2 Working Days (TE-01, SA-02, PA-01; TE-04 to TE-06)."""
        row, name = TABLE[step], step.value
        assert (row.notice is not None) is (name in model.NOTICE_FOR)
        if row.notice:
            notice, rule, moved_by = model.NOTICE_FOR[name]
            assert (row.notice.by.value, rule_of(row.notice.by).id) == (notice, rule)
            assert (row.notice.free_move is not None) is (moved_by is not None)
        assert {limit.period.n for limit in row.limits} == {
            model.LIMITS[each] for each in [name] if each in model.LIMITS
        }


class TestTheGraph:
    """What follows from the table for the whole of an entry."""

    def test_the_dcc_and_secas_at_the_same_time(self) -> None:
        """No step with the one waits for a step with the other before the evidence form (ST-01, ST-12)."""
        with_secas = {*model.NOTICE_FOR, *model.STEP_OF, "security-status", "privacy-status"} - {
            "uept",
            "uept-notice",
        }
        for step in TABLE:
            if step.value not in {"evidence-form", model.LAST}:
                crossing = (
                    before(step) - with_secas if step.value in with_secas else before(step) & with_secas
                )
                assert crossing == set(), step

    def test_the_evidence_form_comes_after_every_other_step(self) -> None:
        """But for what comes after it (ST-12, ST-13)."""
        assert before(Step.EVIDENCE_FORM) == set(model.STEPS) - {"evidence-form", model.LAST}
        assert before(LAST_STEP) == set(model.STEPS) - {model.LAST}

    def test_uept_is_complete_with_three_steps(self) -> None:
        """IDs and Credit Cover wait for them (ST-08, ST-09, TE-08)."""
        assert tuple(step.value for step in UEPT_COMPLETE) == model.TESTED
        for step in (Step.USER_IDS, Step.CREDIT_COVER):
            assert before(step, ROLE) >= set(model.TESTED)

    def test_the_privacy_steps_are_for_other_users(self) -> None:
        """Another User Role has none (ST-11)."""
        other = {task.step.value for task in graph((OTHER,)).tasks}
        assert other - {task.step.value for task in graph((ROLE,)).tasks} == set(model.PRIVACY)

    def test_one_role_may_serve_for_credit_cover(self) -> None:
        """By default UEPT of one User Role is enough of it (RD-27)."""
        shared = Task(Step.CREDIT_COVER)
        for choice, is_enough in (("first-role", True), ("all-roles", False)):
            of = graph((ROLE, OTHER), DEFAULT_READINGS.choosing({"RD-27": choice}))
            assert of.any_role[of.number[shared]] is is_enough
