"""The table of steps is what the guidance says: held against the model, which was copied out by hand."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from sec_uep import DEFAULT_READINGS, Bearer, Event, Outcome, Readings, Step, UserRole
from sec_uep.obligations import graph as graphs
from sec_uep.obligations.graph import Task, graph
from sec_uep.obligations.steps import LAST_STEP, TABLE, UEPT_COMPLETE, bearer_of, edges, rule_of
from tests import model
from tests.walks import DEFAULTS

ROLES = (UserRole.GAS_SUPPLIER, UserRole.OTHER_USER)

#: The readings that say what waits for what, with all their choices.
SHAPES = [
    dict(zip(("RD-05", "RD-13", "RD-18", "RD-27"), choices, strict=True))
    for choices in itertools.product(
        ("confirmation", "report"),
        ("after-srept", "before-srept-too"),
        ("stated-only", "table-2-order"),
        ("first-role", "all-roles"),
    )
]

#: Table 2 numbers eight steps; (the first and the last of ours in each).
TABLE_2 = (
    ("gateway-connection", "gateway-connection"),
    ("user-interface", "user-interface"),
    ("smki-rapps", "smki-rapps"),
    ("srept", "srept"),
    ("dccki-rapps", "dccki-rapps"),
    ("uept", "test-certificate"),
    ("user-ids", "user-ids"),
    ("credit-cover", "credit-cover"),
)


def position(readings: dict[str, str], roles: tuple[str, ...] = ROLES) -> model.Position:
    """Return the model of an entry of which nothing was told."""
    return model.Position(model.Case(roles, (), date(2026, 1, 5), {**DEFAULTS, **readings}))


def test_every_step_has_its_row() -> None:
    """
    In the order of the steps, with the rule that asks for it and whoever takes it.

    With the DCC ST-02, ST-03, ST-04, ST-05, ST-06, ST-07, ST-08 and ST-09;
    with SECAS ST-10, ST-11, ST-12 and ST-13.
    """
    assert list(TABLE) == list(Step) == list(model.STEPS)
    for step, row in TABLE.items():
        rule, bearer, each_role = model.STEPS[step]
        assert (rule_of(step).id, row.by, bearer_of(step), row.each_role) == (rule, bearer, bearer, each_role)
        assert row.takes_time is (step in model.TIMED)
        assert row.needs_estimate is (step in model.NEED_ESTIMATE)
        assert row.is_act is (step in model.ACTS)
        assert row.other_users_only is (step in model.PRIVACY)
        assert set(row.outcomes) >= set(model.ENDS.get(step, ()))
    assert LAST_STEP == model.LAST


@pytest.mark.parametrize("readings", SHAPES)
def test_what_waits_for_what(readings: dict[str, str]) -> None:
    """With every choice of the readings that say so, each with its rule and its reading."""
    expected = {
        (step, on, rule, reading)
        for step, on, rule, reading, choice in model.WAITS
        if choice is None or reading is None or {**DEFAULTS, **readings}[reading] == choice
    }
    found = {
        (step, each.on, each.rule.id, each.reading)
        for step, each in edges(DEFAULT_READINGS.choosing(readings))
    }
    assert found == expected


@pytest.mark.parametrize("readings", SHAPES)
@pytest.mark.parametrize("roles", [(), ROLES[:1], ROLES])
def test_graph(readings: dict[str, str], roles: tuple[UserRole, ...]) -> None:
    """The tasks of an entry, and all that each needs, are those of the model."""
    found, expected = graph(roles, DEFAULT_READINGS.choosing(readings)), position(readings, roles)
    assert [(task.step, task.role) for task in found.tasks] == expected.tasks
    for number, task in enumerate(found.tasks):
        name = (task.step.value, task.role)
        assert {found.tasks[m] for m in found.needs[number]} == {Task(*m) for m in expected.needs[name]}  # type: ignore[arg-type]
        assert found.any_role[number] is expected.any_role_serves(name)
        assert number == found.number[task]
        direct = {m for m, _ in found.dependencies[number]}
        assert all(found.order.index(m) < found.order.index(number) for m in direct)


def test_graphs_are_kept() -> None:
    """The same readings give the same graph, and readings that say nothing of it do not matter."""
    assert graph(ROLES) is graph(ROLES, DEFAULT_READINGS.choosing({"RD-02": "clear-days"}))
    assert set(graphs._SHAPED_BY) == {"RD-05", "RD-13", "RD-18", "RD-27"}  # noqa: SLF001 - what it is kept by


def test_no_circle_in_table_2() -> None:
    """Each numbered step of Table 2 comes after the one before, if the order is taken strictly."""
    needs = position({"RD-18": "table-2-order"}, ("gas-supplier",)).needs
    by_step = {task[0]: {m[0] for m in of} for task, of in needs.items()}
    for (_, before), (step, _) in itertools.pairwise(TABLE_2):
        assert before in by_step[step], (before, step)


def test_an_event_concerns_its_role() -> None:
    """One for a User Role that one, and one for none all of them."""
    found, day = graph(ROLES), date(2026, 9, 1)
    of_all = found.concerned(Event(Step.UEPT, day))
    of_one = found.concerned(Event(Step.UEPT, day, role=UserRole.OTHER_USER))
    assert [found.tasks[n].role for n in of_all] == list(ROLES)
    assert [found.tasks[n].role for n in of_one] == [UserRole.OTHER_USER]
    assert len(found.concerned(Event(Step.PRIVACY_STATUS, day, role=UserRole.OTHER_USER))) == 1


@pytest.mark.parametrize(
    ("step", "outcome", "bearer"),
    [
        (Step.CREDIT_COVER, Outcome.REQUIRED, Bearer.PARTY),
        (Step.CREDIT_COVER, Outcome.NOT_REQUIRED, Bearer.DCC),
        (Step.USER_IDS, Outcome.PROPOSED, Bearer.DCC),
        (Step.USER_IDS, None, Bearer.DCC),
        (Step.USER_IDS, Outcome.NOT_ACCEPTED, Bearer.PARTY),
        (Step.UEPT_REVIEW, Outcome.FURTHER_TESTING, Bearer.DCC),
    ],
)
def test_whose_turn_it_is(step: Step, outcome: Outcome | None, bearer: Bearer) -> None:
    """It follows from what was told last (EN-04)."""
    assert bearer_of(step, outcome) is bearer


@pytest.mark.parametrize("step", list(Step))
def test_outcomes(step: Step) -> None:
    """Each ends its step, stands before its end, or is a no; for cover that is required RD-25 says which."""
    row, confirmed = TABLE[step], DEFAULT_READINGS.choosing({"RD-25": "confirmed"})
    for outcome in row.outcomes:
        is_no = row.is_a_no(outcome, DEFAULT_READINGS)
        assert is_no is (outcome in model.NOES)
        assert not (is_no and row.ends_with(outcome, DEFAULT_READINGS))
        if outcome is Outcome.REQUIRED:
            assert row.ends_with(outcome, confirmed)
            assert not row.is_a_no(outcome, confirmed)
    assert row.can_be_a_no is any(outcome in model.NOES for outcome in row.outcomes)
    assert row.ends_with(None, DEFAULT_READINGS) is (step not in model.ENDS)


def test_readings_of_a_step() -> None:
    """Those that say what it waits for, from which event its clock runs, and what sends it back."""
    assert TABLE[Step.UEPT_REVIEW].readings == ("RD-05", "RD-28")
    assert TABLE[Step.CREDIT_COVER].readings == ("RD-18", "RD-25", "RD-27")
    assert TABLE[Step.USER_INTERFACE].readings == ("RD-18", "RD-29")
    assert TABLE[Step.GATEWAY_CONNECTION].readings == ()


def test_limits() -> None:
    """The review's runs from the event that RD-05 names; most steps have none."""
    row = TABLE[Step.UEPT_REVIEW]
    runs_from = {
        choice: row.limit(DEFAULT_READINGS.choosing({"RD-05": choice}))
        for choice in ("confirmation", "report")
    }
    assert {choice: limit and limit.runs_from for choice, limit in runs_from.items()} == {
        "confirmation": Step.UEPT_RECEIPT_CONFIRMATION,
        "report": Step.UEPT_REPORT,
    }
    assert {step for step, of in TABLE.items() if of.limit(DEFAULT_READINGS)} == set(model.LIMITS)


def before(step: Step, *roles: UserRole, readings: Readings = DEFAULT_READINGS) -> set[str]:
    """Return the steps that *step* waits for, directly or not."""
    of = graph(roles or ROLES, readings)
    return {of.tasks[n].step.value for number in of.of_step[step] for n in of.needs[number]}


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
            assert before(step, UserRole.GAS_SUPPLIER) >= set(model.TESTED)

    def test_the_privacy_steps_are_for_other_users(self) -> None:
        """Another User Role has none (ST-11)."""
        other = {task.step.value for task in graph((UserRole.OTHER_USER,)).tasks}
        assert other - {task.step.value for task in graph((UserRole.GAS_SUPPLIER,)).tasks} == set(
            model.PRIVACY
        )

    def test_one_role_may_serve_for_credit_cover(self) -> None:
        """By default UEPT of one User Role is enough of it (RD-27)."""
        shared = Task(Step.CREDIT_COVER)
        for choice, is_enough in (("first-role", True), ("all-roles", False)):
            of = graph(ROLES, DEFAULT_READINGS.choosing({"RD-27": choice}))
            assert of.any_role[of.number[shared]] is is_enough


def test_one_line_each() -> None:
    """A row and its parts show themselves in a few words."""
    row = TABLE[Step.UEPT_REVIEW]
    assert repr(row) == "<Row TE-05>"
    assert repr(row.dependencies[0]) == "<Dependency on uept-report, TE-05>"
    assert repr(row.limits[0]) == "<Limit 5 Working Days, from uept-receipt-confirmation>"
    assert repr(row.again[0]) == "<Again after further-testing, TE-05>"
    assert repr(TABLE[Step.UEPT].notice) == "<Notice 60 Working Days, uept-notice>"
