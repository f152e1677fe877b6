"""The steps of an entry: which follow from the User Roles, which wait for which, and which are open."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings, strategies as st

from sec_uep import (
    DEFAULT_READINGS,
    UNKNOWN,
    AssuranceStatus,
    Entry,
    Event,
    Outcome,
    Party,
    Readings,
    Step,
    UserRole,
    Weeks,
    WorkingDays,
    obligations,
)
from sec_uep.calendar import england_and_wales, scotland
from sec_uep.errors import ContradictoryFacts, InvalidType, UnknownName
from sec_uep.obligations import entry_process
from sec_uep.obligations.entry_process import State, StepState, Task
from sec_uep.readings import REGISTER
from sec_uep.rules import Bearer, Kind, Modality
from tests.obligations import naive
from tests.obligations.naive import Told
from tests.oracles import rules_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from hypothesis.strategies import DrawFn

ONE_DAY = timedelta(days=1)

OTHER = "other-user"
DEFAULTS = DEFAULT_READINGS.chosen()

#: The readings that the steps of an entry turn on.
OF_STEPS = ("RD-05", "RD-13", "RD-18", "RD-24", "RD-25")

#: Everything done for an Other User, day after day in the order of the steps, from Monday 5 January 2026.
DONE = {
    "uept-review": "concluded",
    "quality-gate": "passed",
    "user-ids": "accepted",
    "credit-cover": "not-required",
    "security-status": "approved",
    "privacy-status": "approved-subject-to-steps",
}
WHOLE = tuple(
    Told(step, date(2026, 1, 5) + n * ONE_DAY, None, DONE.get(step)) for n, step in enumerate(naive.STEPS)
)


def event(told: Told) -> Event:
    """Return what was told, as the package takes it."""
    make: Callable[..., Event] = Event
    return make(told.step, told.day, role=told.role, outcome=told.outcome, known_on=told.known_on)


def entry(told: Iterable[Told] = (), roles: Collection[str] = (OTHER,), party: Party | None = None) -> Entry:
    """Return the entry of *roles* in which so much was told."""
    return Entry(
        party=party or Party(),
        roles=tuple(UserRole(role) for role in roles),
        events=tuple(event(one) for one in told),
    )


def plain(tasks: Iterable[Task]) -> list[naive.Task]:
    """Return tasks in plain words."""
    return [(task.step.value, task.role.value if task.role else None) for task in tasks]


def opened(of: Entry, today: date, readings: Readings = DEFAULT_READINGS) -> list[naive.Task]:
    """Return what is open, in plain words."""
    return plain(state.task for state in of.open_steps(today=today, readings=readings))


def stands(of: Entry, step: str, today: date, readings: Readings = DEFAULT_READINGS) -> StepState:
    """Return how a step stands; the first, if it is taken for each User Role."""
    return next(state for state in of.steps(today=today, readings=readings) if state.step == step)


class TestSteps:
    """ST-02 to ST-13, RO-04: which steps follow from a set of User Roles."""

    def test_an_import_supplier(self) -> None:
        """Every step but the Privacy Assessment's, in the order of Table 2."""
        assert [step for step, _ in plain(entry(roles=["import-supplier"]).tasks())] == [
            step for step in naive.STEPS if step not in naive.PRIVACY
        ]

    def test_an_other_user(self) -> None:
        """All of them: 'only for Other Users' has no step left out."""
        assert [step for step, _ in plain(entry().tasks())] == list(naive.STEPS)

    @given(roles=st.sets(st.sampled_from(naive.ROLES)))
    def test_any_roles(self, roles: set[str]) -> None:
        """'For each applied User Role' the steps of testing, IDs and evidence; the rest once."""
        assert plain(entry(roles=roles).tasks()) == naive.tasks(roles)

    def test_of_no_role_yet(self) -> None:
        """While no User Role is chosen, only what every Party does follows, and nothing that follows UEPT."""
        assert plain(entry(roles=()).tasks()) == [
            ("gateway-connection", None),
            ("user-interface", None),
            ("smki-rapps", None),
            ("srept", None),
            ("dccki-rapps", None),
            ("fusa-application", None),
            ("full-user-security-assessment", None),
            ("security-status", None),
        ]

    def test_the_names_on_the_wire(self) -> None:
        """The steps and their outcomes are those of the design."""
        assert tuple(step.value for step in Step) == naive.STEPS
        assert tuple(role.value for role in UserRole) == naive.ROLES

    def test_a_task_in_words(self) -> None:
        """A task says its step, and its User Role where it has one."""
        assert str(Task(Step.UEPT, UserRole.OTHER_USER)) == "uept (other-user)"
        assert str(Task(Step.SREPT)) == "srept"


class TestEdges:
    """ST-01 to ST-13: which step waits for which is what a sentence states, or a reading adds."""

    def test_what_is_stated(self) -> None:
        """One edge for each sentence, no more and no fewer, and none of them rests on a reading."""
        stated = [(edge.step.value, edge.waits_for.value) for edge in entry_process.EDGES]
        assert sorted(stated) == sorted((step, needed) for step, needed, _ in naive.STATED)
        assert all(edge.reading is None for edge in entry_process.EDGES)

    @pytest.mark.parametrize(
        "readings",
        [DEFAULT_READINGS.choosing({id_: choice}) for id_ in OF_STEPS for choice in REGISTER[id_].choices]
        + [Readings(rd_05="report", rd_13="before-srept-too", rd_18="table-2-order")],
    )
    def test_under_every_reading(self, readings: Readings) -> None:
        """The edges are those stated and those that the readings chosen add, each naming its reading."""
        found = entry_process.edges(readings)
        pairs = [(edge.step.value, edge.waits_for.value) for edge in found]
        assert len(set(pairs)) == len(pairs)
        assert set(pairs) == naive.waits(readings.chosen())
        by_reading = {(edge.reading, edge.step.value, edge.waits_for.value) for edge in found if edge.reading}
        assert by_reading == {
            (id_, step, needed) for id_, choices, step, needed in naive.BY_READING if readings[id_] in choices
        }

    def test_table_2_strictly(self) -> None:
        """RD-18: by the other reading each of the eight DCC steps waits, in the end, for the one before."""
        pairs = {
            (edge.step.value, edge.waits_for.value)
            for edge in entry_process.edges(Readings(rd_18="table-2-order"))
        }
        for (_, before), (after, _) in zip(naive.TABLE_2, naive.TABLE_2[1:], strict=False):
            reached = {after}
            while more := {needed for step, needed in pairs if step in reached} - reached:
                reached |= more
            assert before in reached, (after, before)

    def test_no_step_waits_for_itself(self) -> None:
        """However far the edges are followed, under every reading."""
        for choice in REGISTER["RD-18"].choices:
            pairs = naive.waits({**DEFAULTS, "RD-18": choice})
            for start in naive.STEPS:
                reached = {needed for step, needed in pairs if step == start}
                while more := {needed for step, needed in pairs if step in reached} - reached:
                    reached |= more
                assert start not in reached

    def test_secas_and_dcc_at_the_same_time(self) -> None:
        """ST-01: no assessment waits for a step with the DCC, nor the other way, before the evidence."""
        secas = {step for step in naive.STEPS if step.startswith(("fusa", "full", "security", "privacy"))}
        for edge in entry_process.edges(Readings(rd_18="table-2-order")):
            if edge.step not in {Step.EVIDENCE_FORM, Step.SECAS_CONFIRMATION}:
                assert (edge.step in secas) is (edge.waits_for in secas)

    def test_in_parallel(self) -> None:
        """ST-11: the Privacy Assessment does not wait for the Security Assessment."""
        for edge in entry_process.edges():
            if edge.step in naive.PRIVACY:
                assert edge.waits_for in naive.PRIVACY

    def test_every_edge_has_an_encoded_rule(self) -> None:
        """The rule of each edge and of each step is one of those that are encoded."""
        for edge in entry_process.edges(Readings(rd_18="table-2-order")):
            assert edge.rule in obligations.rule(edge.rule.id)
        for step in Step:
            assert entry_process.rule_of(step) in obligations.rule(entry_process.rule_of(step).id)


class TestRules:
    """OB-18, OB-19 and ST-01 to ST-14 as rules: kind, bearer and how strongly they bind."""

    @pytest.mark.parametrize(
        ("id_", "kind", "bearer", "words"),
        [
            ("OB-18", Kind.PRECONDITION, Bearer.PARTY, "once the organisation is a SEC Party"),
            ("OB-19", Kind.INFORMATION, Bearer.PARTY, "Service Request Variants"),
            ("ST-01", Kind.INFORMATION, Bearer.PARTY, "at the same time"),
            ("ST-02", Kind.PRECONDITION, Bearer.PARTY, "first access to the DCC SharePoint, then the order"),
            ("ST-03", Kind.PRECONDITION, Bearer.PARTY, "in place before UEPT starts"),
            ("ST-04", Kind.PRECONDITION, Bearer.PARTY, "once the User Interface is built or bought"),
            ("ST-05", Kind.PRECONDITION, Bearer.PARTY, "Notification of Intention to Undertake Testing"),
            ("ST-06", Kind.PRECONDITION, Bearer.PARTY, "once SREPT is complete"),
            ("ST-07", Kind.PRECONDITION, Bearer.PARTY, "for each User Role"),
            ("ST-08", Kind.PRECONDITION, Bearer.DCC, "Once UEPT is complete"),
            ("ST-09", Kind.PRECONDITION, Bearer.DCC, "above the threshold"),
            ("ST-10", Kind.PRECONDITION, Bearer.PARTY, "all Parties entering need"),
            ("ST-11", Kind.PRECONDITION, Bearer.OTHER_USER, "in parallel"),
            ("ST-12", Kind.PRECONDITION, Bearer.PARTY, "Once all the other steps are complete"),
            ("ST-13", Kind.INFORMATION, Bearer.SECAS, "the DCC, Ofgem and the SEC Panel"),
            ("ST-14", Kind.MAY, Bearer.PARTY, "optional and recommended"),
        ],
    )
    def test_each_rule(self, id_: str, kind: Kind, bearer: Bearer, words: str) -> None:
        """One rule for each id, with its words and a source in the guidance."""
        (rule,) = obligations.rule(id_)
        assert (rule.kind, rule.bearer) == (kind, bearer)
        assert words in rule.statement
        assert "SECAS guidance" in str(rule.citation)
        modality = {Kind.PRECONDITION: Modality.MUST, Kind.MAY: Modality.MAY}.get(kind, Modality.STATES)
        assert rule.modality is modality

    def test_they_are_fourteen(self) -> None:
        """None is told twice; two stand with their provisions."""
        ids = [rule.id for rule in rules_of(entry_process.steps) if not rule.id.startswith("EX-")]
        assert len(set(ids)) == len(ids) == 14
        assert not {"ST-08", "ST-09"} & set(ids)

    @pytest.mark.parametrize(
        ("step", "id_"),
        [
            ("gateway-connection", "ST-02"),
            ("user-interface", "ST-03"),
            ("smki-rapps", "ST-04"),
            ("srept", "ST-05"),
            ("dccki-rapps", "ST-06"),
            ("uept-notice", "TE-01"),
            ("uept", "ST-07"),
            ("uept-receipt-confirmation", "TE-04"),
            ("uept-review", "TE-05"),
            ("test-certificate", "TE-06"),
            ("user-ids", "ST-08"),
            ("credit-cover", "ST-09"),
            ("fusa-application", "SA-02"),
            ("full-user-security-assessment", "ST-10"),
            ("security-status", "SA-07"),
            ("privacy-application", "PA-01"),
            ("privacy-assessment", "ST-11"),
            ("privacy-status", "PA-02"),
            ("evidence-form", "ST-12"),
            ("secas-confirmation", "ST-13"),
        ],
    )
    def test_the_rule_of_a_step(self, step: str, id_: str) -> None:
        """Each step is asked for by the row of the register that states it."""
        assert entry_process.rule_of(Step(step)).id == id_
        assert stands(entry(), step, date(2026, 1, 5)).rule.id == id_


@st.composite
def histories(draw: DrawFn, most: int = 2) -> tuple[set[str], list[Told]]:
    """Any roles and any events, mostly in the order of the steps, some taken again, some known late."""
    roles = draw(st.sets(st.sampled_from(naive.ROLES), min_size=1, max_size=3))
    told: dict[tuple[str, date], Told] = {}
    for index, step in enumerate(naive.STEPS):
        if step in naive.PRIVACY and OTHER not in roles:
            continue
        for again in range(draw(st.integers(0, most))):
            late = draw(st.integers(0, 30))
            day = date(2026, 1, 5) + (index * 8 + again * 120 + late) * ONE_DAY
            # A certificate is for all User Roles here; one by one is tested by hand.
            by_role = step in naive.PER_ROLE and step != "test-certificate"
            outcomes = [one for one in naive.OUTCOMES.get(step, ()) if one != "required"]
            told[step, day] = Told(
                step,
                day,
                draw(st.sampled_from([None, *sorted(roles)])) if by_role else None,
                draw(st.sampled_from([*outcomes, *outcomes, None])) if outcomes else None,
                day + late * ONE_DAY if draw(st.integers(0, 3)) == 0 else None,
            )
    return roles, list(told.values())


readings_of_steps = st.fixed_dictionaries(
    {id_: st.sampled_from(sorted(REGISTER[id_].choices)) for id_ in OF_STEPS}
).map(DEFAULT_READINGS.choosing)
todays = st.integers(0, 500).map(lambda n: date(2026, 1, 5) + n * ONE_DAY)


#: Most histories contradict themselves, which one test is about, and the others sift out.
sifting = settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])


class TestAgainstANaiveModel:
    """However events fall: done, open and refused are what loops over plain words find."""

    @sifting
    @given(history=histories(), today=todays, readings=readings_of_steps)
    def test_what_is_open(
        self, history: tuple[set[str], list[Told]], today: date, readings: Readings
    ) -> None:
        """The open steps are those not done that wait for nothing, under every reading."""
        roles, told = history
        assume(not naive.is_impossible(roles, told))
        if sum(one.step == "uept-notice" for one in told) > 1:  # one for all is then tested by hand
            readings = readings.choosing({"RD-24": "one-per-role"})
        found = entry(told, roles)
        assert opened(found, today, readings) == naive.open_tasks(roles, told, today, readings.chosen())
        for state in found.steps(today=today, readings=readings):
            (task,) = plain([state.task])
            done_on = naive.done_on(task, told, today, readings.chosen())
            assert state.done_on == done_on
            assert (state.state is State.DONE) is (done_on is not None)
            assert state.state is not State.WAITING or state.waits_for or state.not_before

    @given(history=histories())
    def test_what_is_refused(self, history: tuple[set[str], list[Told]]) -> None:
        """A history is refused exactly when a step comes before one that it is stated to wait for."""
        roles, told = history
        if naive.is_impossible(roles, told):
            with pytest.raises(ContradictoryFacts):
                entry(told, roles)
        else:
            assert len(entry(told, roles).events) == len(told)

    @sifting
    @given(history=histories(most=1), data=st.data())
    def test_in_any_order(self, history: tuple[set[str], list[Told]], data: st.DataObject) -> None:
        """Told one by one, in whatever order, is the same entry as told at once."""
        roles, told = history
        assume(not naive.is_impossible(roles, told))
        at_once = entry(told, roles)
        one_by_one = entry(roles=roles)
        for one in data.draw(st.permutations(told)):
            one_by_one = one_by_one.with_event(event(one))
        assert one_by_one == at_once
        assert hash(one_by_one) == hash(at_once)

    @sifting
    @given(history=histories(), data=st.data())
    def test_as_it_happened(self, history: tuple[set[str], list[Told]], data: st.DataObject) -> None:
        """Where steps are taken again too: told day by day, or at once in any order, it is the same entry."""
        roles, told = history
        assume(not naive.is_impossible(roles, told))
        day_by_day = entry(roles=roles)
        for one in sorted(told, key=lambda one: one.day):
            day_by_day = day_by_day.with_event(event(one))
        assert day_by_day == entry(data.draw(st.permutations(told)), roles)

    @sifting
    @given(history=histories(), today=todays)
    def test_what_comes_later_does_not_count(self, history: tuple[set[str], list[Told]], today: date) -> None:
        """An event after today, or known only after it, changes nothing but what is booked."""
        roles, told = history
        assume(not naive.is_impossible(roles, told))
        so_far = [one for one in told if max(one.day, one.known_on or one.day) <= today]
        assume(not naive.is_impossible(roles, so_far))
        assert opened(entry(told, roles), today) == opened(entry(so_far, roles), today)


class TestOpenSteps:
    """Which steps can be taken, by hand."""

    def test_at_the_beginning(self) -> None:
        """A SEC Party can order its connection, build its interface and book its assessments."""
        assert opened(entry(), date(2026, 1, 5)) == [
            ("gateway-connection", None),
            ("user-interface", None),
            ("fusa-application", None),
            ("privacy-application", None),
        ]

    def test_at_the_end(self) -> None:
        """With everything done nothing is open; the day before, only the confirmation of SECAS."""
        last = WHOLE[-1].day
        assert opened(entry(WHOLE), last) == []
        assert opened(entry(WHOLE), last - ONE_DAY) == [("secas-confirmation", OTHER)]

    @pytest.mark.parametrize("told", WHOLE[:-2], ids=lambda told: told.step)
    def test_the_evidence_waits_for_every_step(self, told: Told) -> None:
        """ST-12: with one required step not done, the evidence waits for it or for what follows it."""
        without = [one for one in WHOLE[:-2] if one != told]
        state = stands(entry(without), "evidence-form", date(2026, 3, 1))
        needed = {needed for step, needed, _ in naive.STATED if step == "evidence-form"}
        if told.step in needed:
            assert state.state is State.WAITING
            assert plain(state.waits_for) == [(told.step, OTHER if told.step in naive.PER_ROLE else None)]
        else:
            assert state.state is State.OPEN

    def test_no_privacy_for_the_rest(self) -> None:
        """ST-11: in an entry as Gas Supplier and Other User only the latter's evidence waits for privacy."""
        told = [one for one in WHOLE[:-2] if one.step not in naive.PRIVACY]
        assert opened(entry(told, [OTHER, "gas-supplier"]), date(2026, 3, 1)) == [
            ("privacy-application", None),
            ("evidence-form", "gas-supplier"),
        ]

    def test_each_role_for_itself(self) -> None:
        """RO-04: what is done for one User Role is open still for the other."""
        told = [*WHOLE[:5], Told("uept-notice", date(2026, 2, 2), "gas-supplier")]
        found = opened(entry(told, ["import-supplier", "gas-supplier"]), date(2026, 6, 1))
        assert ("uept-notice", "import-supplier") in found
        assert ("uept-notice", "gas-supplier") not in found
        assert ("uept", "gas-supplier") in found
        assert ("uept", "import-supplier") not in found

    @pytest.mark.parametrize(
        ("today", "state"),
        [
            (date(2026, 6, 3), State.WAITING),  # Wednesday, the day of notice
            (date(2026, 8, 25), State.WAITING),  # Tuesday, the 59th Working Day
            (date(2026, 8, 26), State.OPEN),  # Wednesday, the 60th
        ],
    )
    def test_uept_waits_out_its_notice(self, today: date, state: State) -> None:
        """TE-01: UEPT is not open until 60 Working Days after the notice have passed."""
        found = stands(entry([*WHOLE[:5], Told("uept-notice", date(2026, 6, 3))]), "uept", today)
        assert found.state is state
        assert found.not_before is not None
        assert found.not_before.day == date(2026, 8, 26)
        assert found.not_before.rule.id == "TE-01"
        assert not found.waits_for

    def test_by_the_calendar_and_the_readings(self) -> None:
        """The notice runs on the calendar given, and as long as RD-02 says."""
        of = entry([*WHOLE[:5], Told("uept-notice", date(2026, 6, 3))])
        (scots,) = (s for s in of.steps(today=date(2026, 8, 27), calendar=scotland()) if s.step is Step.UEPT)
        assert scots.state is State.WAITING
        assert scots.not_before is not None
        assert scots.not_before.day == date(2026, 8, 28)
        clear = Readings(rd_02="clear-days")
        assert stands(of, "uept", date(2026, 8, 26), clear).state is State.WAITING
        assert stands(of, "uept", date(2026, 8, 27), clear).state is State.OPEN
        everywhere = of.open_steps(today=date(2026, 8, 26), calendar=england_and_wales())
        assert ("uept", OTHER) in plain(state.task for state in everywhere)

    def test_a_second_notice_runs_anew(self) -> None:
        """A later notice for the same User Role is the one that counts."""
        told = [*WHOLE[:5], Told("uept-notice", date(2026, 6, 3)), Told("uept-notice", date(2026, 6, 4))]
        found = stands(entry(told), "uept", date(2026, 8, 26))
        assert found.not_before is not None
        assert found.not_before.day == date(2026, 8, 27)

    @pytest.mark.parametrize(
        ("today", "state"), [(date(2026, 8, 25), State.WAITING), (date(2026, 8, 26), State.OPEN)]
    )
    def test_a_security_assessment_waits_out_its_notice(self, today: date, state: State) -> None:
        """SA-02: the Full User Security Assessment is not open until twelve weeks after the application."""
        found = stands(
            entry([Told("fusa-application", date(2026, 6, 3))]), "full-user-security-assessment", today
        )
        assert found.state is state
        assert found.not_before is not None
        assert found.not_before.day == date(2026, 8, 26)

    def test_a_privacy_assessment_should(self) -> None:
        """PA-01 is a should: the Privacy Assessment is open before its twelve weeks, and the day is told."""
        found = stands(
            entry([Told("privacy-application", date(2026, 6, 3))]), "privacy-assessment", date(2026, 6, 3)
        )
        assert found.state is State.OPEN
        assert found.not_before is not None
        assert found.not_before.day == date(2026, 8, 26)
        assert found.not_before.modality is Modality.SHOULD

    def test_done_has_nothing_to_wait_for(self) -> None:
        """A step that is done says when, waits for nothing, and no notice holds it."""
        found = stands(entry(WHOLE), "uept", WHOLE[-1].day)
        assert found.state is State.DONE
        assert found.done_on == WHOLE[6].day
        assert (found.waits_for, found.not_before, found.note) == ((), None, "")
        assert (found.step, found.role) == (Step.UEPT, UserRole.OTHER_USER)


class TestReadingsOfSteps:
    """RD-05, RD-13, RD-18, RD-24 and RD-25 change what is open, and nothing else does."""

    def test_notice_before_srept(self) -> None:
        """RD-13: by default no notice before SREPT; by the other reading it is open at once."""
        assert stands(entry(), "uept-notice", date(2026, 1, 5)).state is State.WAITING
        early = stands(entry(), "uept-notice", date(2026, 1, 5), Readings(rd_13="before-srept-too"))
        assert early.state is State.OPEN
        begun = entry([Told("srept", date(2026, 1, 5), None, "begun")])
        assert stands(begun, "uept-notice", date(2026, 1, 6)).state is State.WAITING

    def test_review_before_confirmation(self) -> None:
        """RD-05: the review waits for the confirmation, or for the report alone."""
        of = entry(WHOLE[:8])
        assert plain(stands(of, "uept-review", date(2026, 3, 1)).waits_for) == [
            ("uept-receipt-confirmation", OTHER)
        ]
        found = stands(of, "uept-review", date(2026, 3, 1), Readings(rd_05="report"))
        assert found.state is State.OPEN

    def test_in_the_order_of_table_2(self) -> None:
        """RD-18: the interface waits for the connection, UEPT for DCCKI, Credit Cover for the IDs."""
        strict = Readings(rd_18="table-2-order")
        assert opened(entry(roles=["gas-supplier"]), date(2026, 1, 5), strict) == [
            ("gateway-connection", None),
            ("fusa-application", None),
        ]
        no_dccki = [one for one in WHOLE[:6] if one.step != "dccki-rapps"]
        assert stands(entry(no_dccki), "uept", date(2026, 9, 1)).state is State.OPEN
        assert plain(stands(entry(no_dccki), "uept", date(2026, 9, 1), strict).waits_for) == [
            ("dccki-rapps", None)
        ]
        no_ids = WHOLE[:12]
        assert stands(entry(no_ids), "credit-cover", date(2026, 9, 1)).state is State.OPEN
        assert stands(entry(no_ids), "credit-cover", date(2026, 9, 1), strict).state is State.WAITING

    def test_smki_before_srept(self) -> None:
        """RD-18: under both readings SREPT waits for the SMKI RAPPs."""
        for choice in REGISTER["RD-18"].choices:
            found = stands(
                entry(WHOLE[:2]), "srept", date(2026, 2, 1), DEFAULT_READINGS.choosing({"RD-18": choice})
            )
            assert plain(found.waits_for) == [("smki-rapps", None)]

    def test_a_notice_before_srept(self) -> None:
        """RD-13: notice given before SREPT was complete does not count, and the step says why it is open."""
        told = [
            Told("user-interface", date(2026, 1, 30)),
            Told("uept-notice", date(2026, 2, 2)),
            Told("srept", date(2026, 6, 1)),
        ]
        found = stands(entry(told), "uept-notice", date(2026, 6, 2))
        assert (found.state, found.note) == (
            State.OPEN,
            "given before SREPT was complete (RD-13); if it is a SEC Party (OB-18)",
        )
        assert plain(stands(entry(told), "uept", date(2026, 6, 2)).waits_for) == [
            ("uept-notice", "other-user")
        ]
        too = Readings(rd_13="before-srept-too")
        assert stands(entry(told), "uept-notice", date(2026, 6, 2), too).state is State.DONE
        told[1] = Told("uept-notice", date(2026, 6, 1))  # on the day itself
        assert stands(entry(told), "uept-notice", date(2026, 6, 2)).state is State.DONE

    def test_one_notice_for_all(self) -> None:
        """RD-24: one notice for each User Role, or one for all of them."""
        told = [*WHOLE[:5], Told("uept-notice", date(2026, 6, 3), "import-supplier")]
        of = entry(told, ["import-supplier", "gas-supplier"])
        by_role = {s.role: s for s in of.steps(today=date(2026, 8, 26)) if s.step is Step.UEPT}
        assert by_role[UserRole.IMPORT_SUPPLIER].state is State.OPEN
        assert by_role[UserRole.GAS_SUPPLIER].state is State.WAITING
        assert by_role[UserRole.GAS_SUPPLIER].not_before is None
        one = Readings(rd_24="one-for-all")
        for today, state in ((date(2026, 8, 25), State.WAITING), (date(2026, 8, 26), State.OPEN)):
            found = [s for s in of.steps(today=today, readings=one) if s.step is Step.UEPT]
            assert [s.state for s in found] == [state, state]

    def test_a_notice_for_another_role_takes_nothing_away(self) -> None:
        """RD-24: where one notice is enough for all, a second for another User Role holds up nobody."""
        told = [
            *WHOLE[:5],
            Told("uept-notice", date(2026, 6, 3), "import-supplier"),
            Told("uept-notice", date(2026, 8, 3), "gas-supplier"),
        ]
        of = entry(told, ["import-supplier", "gas-supplier"])
        one = Readings(rd_24="one-for-all")
        by_role = {s.role: s for s in of.steps(today=date(2026, 8, 26), readings=one) if s.step is Step.UEPT}
        assert by_role[UserRole.IMPORT_SUPPLIER].state is State.OPEN

    def test_a_notice_with_no_role_is_for_every_role(self) -> None:
        """Notices for several User Roles may be given together."""
        of = entry([*WHOLE[:5], Told("uept-notice", date(2026, 6, 3))], ["import-supplier", "gas-supplier"])
        found = opened(of, date(2026, 8, 26))
        assert ("uept", "import-supplier") in found
        assert ("uept", "gas-supplier") in found

    def test_credit_cover(self) -> None:
        """RD-25: where it is required it must be in place before the evidence, or only be confirmed."""
        told = [*WHOLE[:13], Told("credit-cover", date(2026, 2, 2), None, "required"), *WHOLE[14:-2]]
        today = date(2026, 3, 1)
        assert stands(entry(told), "evidence-form", today).state is State.WAITING
        found = stands(entry(told), "credit-cover", today)
        assert found.state is State.OPEN
        assert found.note.startswith("required")
        confirmed = Readings(rd_25="confirmed")
        assert stands(entry(told), "evidence-form", today, confirmed).state is State.OPEN
        assert stands(entry(told), "credit-cover", today, confirmed).state is State.DONE
        in_place = [*told, Told("credit-cover", date(2026, 2, 9), None, "in-place")]
        assert stands(entry(in_place), "evidence-form", today).state is State.OPEN
        assert stands(entry(in_place), "evidence-form", date(2026, 2, 8)).state is State.WAITING


class TestReadingsNamed:
    """A step names the readings that bear on when it can be taken and when it is done."""

    @given(history=histories(), today=todays, readings=readings_of_steps)
    def test_nothing_else_turns_it(
        self, history: tuple[set[str], list[Told]], today: date, readings: Readings
    ) -> None:
        """A reading that a step does not name can be chosen otherwise, and the step stands as it did."""
        roles, told = history
        assume(not naive.is_impossible(roles, told))
        of = entry(told, roles)
        stood = of.steps(today=today, readings=readings)
        for id_ in OF_STEPS:
            for choice in REGISTER[id_].choices:
                otherwise = of.steps(today=today, readings=readings.choosing({id_: choice}))
                for one, other in zip(stood, otherwise, strict=True):
                    assert id_ in one.readings or (one.state, one.done_on) == (other.state, other.done_on)

    def test_the_evidence_turns_on_credit_cover(self) -> None:
        """RD-25 decides whether the evidence may be sent, so its step names it."""
        told = [*WHOLE[:13], Told("credit-cover", date(2026, 2, 2), None, "required"), *WHOLE[14:-2]]
        assert "RD-25" in stands(entry(told), "evidence-form", date(2026, 3, 1)).readings


class TestTakenAgain:
    """SA-07, TE-05: further testing, a failed gate and a deferred or rejected status open steps again."""

    TESTED = (
        *WHOLE[:9],
        Told("uept-review", date(2026, 9, 1), None, "further-testing"),
    )

    def test_further_testing(self) -> None:
        """UEPT is open again; its report, the confirmation and the review wait for it."""
        of = entry(self.TESTED)
        before, after = date(2026, 8, 31), date(2026, 9, 1)
        assert stands(of, "uept", before).state is State.DONE
        assert stands(of, "uept", after).state is State.OPEN
        for step in ("uept-report", "uept-receipt-confirmation", "uept-review"):
            assert stands(of, step, after).state is State.WAITING
        assert stands(of, "uept-review", after).note.startswith("further-testing")

    def test_tested_further(self) -> None:
        """After new testing and a new report the DCC confirms and reviews again, until it concludes."""
        told = [*self.TESTED, Told("uept", date(2026, 9, 14)), Told("uept-report", date(2026, 9, 15))]
        assert stands(entry(told), "uept", date(2026, 9, 15)).state is State.DONE
        assert stands(entry(told), "uept-receipt-confirmation", date(2026, 9, 15)).state is State.OPEN
        told += [
            Told("uept-receipt-confirmation", date(2026, 9, 16)),
            Told("uept-review", date(2026, 9, 17), None, "concluded"),
        ]
        assert stands(entry(told), "uept-review", date(2026, 9, 17)).state is State.DONE
        assert stands(entry(told), "quality-gate", date(2026, 9, 17)).state is State.OPEN

    def test_further_testing_for_one_role(self) -> None:
        """RO-04: further testing for one User Role leaves the other where it was."""
        told = [
            *WHOLE[:9],
            Told("uept-review", date(2026, 9, 1), "gas-supplier", "further-testing"),
            Told("uept-review", date(2026, 9, 1), "import-supplier", "concluded"),
        ]
        found = opened(entry(told, ["gas-supplier", "import-supplier"]), date(2026, 9, 1))
        assert ("uept", "gas-supplier") in found
        assert ("uept", "import-supplier") not in found
        assert ("quality-gate", "import-supplier") in found
        assert ("quality-gate", "gas-supplier") not in found

    def test_further_testing_known_later(self) -> None:
        """What became known on 9 September opens nothing again before."""
        told = [*WHOLE[:9], self.TESTED[-1]._replace(known_on=date(2026, 9, 9))]
        assert stands(entry(told), "uept", date(2026, 9, 8)).state is State.DONE
        assert stands(entry(told), "uept", date(2026, 9, 9)).state is State.OPEN

    def test_a_failed_gate(self) -> None:
        """The Quality Gate Review is open again, and the certificate waits for it."""
        told = [*WHOLE[:10], Told("quality-gate", date(2026, 9, 1), None, "failed")]
        found = stands(entry(told), "quality-gate", date(2026, 9, 1))
        assert found.state is State.OPEN
        assert found.note.startswith("failed")
        assert stands(entry(told), "test-certificate", date(2026, 9, 1)).state is State.WAITING
        told.append(Told("quality-gate", date(2026, 9, 8), None, "passed"))
        assert stands(entry(told), "test-certificate", date(2026, 9, 8)).state is State.OPEN

    def test_ids_not_accepted(self) -> None:
        """IDs that are not accepted are asked for again."""
        told = [*WHOLE[:12], Told("user-ids", date(2026, 9, 1), None, "not-accepted")]
        assert stands(entry(told), "user-ids", date(2026, 9, 1)).state is State.OPEN

    @pytest.mark.parametrize("status", ["deferred", "rejected"])
    @pytest.mark.parametrize(
        ("application", "assessment", "step", "role"),
        [
            ("fusa-application", "full-user-security-assessment", "security-status", None),
            ("privacy-application", "privacy-assessment", "privacy-status", None),
            ("privacy-application", "privacy-assessment", "privacy-status", OTHER),
        ],
    )
    def test_a_status_that_does_not_permit(
        self, application: str, assessment: str, step: str, role: str | None, status: str
    ) -> None:
        """SA-07, PA-02: another assessment is to be booked, and the status waits for it, whatever it says."""
        told = [
            Told(application, date(2026, 1, 5)),
            Told(assessment, date(2026, 6, 1)),
            Told(step, date(2026, 6, 22), role, status),
        ]
        before, after = date(2026, 6, 21), date(2026, 6, 22)
        assert stands(entry(told), assessment, before).state is State.DONE
        assert stands(entry(told), application, after).state is State.OPEN
        assert plain(stands(entry(told), assessment, after).waits_for) == [(application, None)]
        found = stands(entry(told), step, after)
        assert found.state is State.WAITING
        assert plain(found.waits_for) == [(assessment, None)]
        assert found.note.startswith(status)
        alone = [*told, Told(step, date(2026, 9, 8), role, "approved")]  # no other assessment was told of
        assert stands(entry(alone), step, date(2026, 9, 8)).state is not State.DONE
        assert (
            f"not told since it was sent back: {assessment}"
            in stands(entry(alone), step, date(2026, 9, 8)).note
        )
        told += [Told(assessment, date(2026, 9, 1)), Told(step, date(2026, 9, 8), role, "approved")]
        assert stands(entry(told), assessment, date(2026, 9, 1)).state is State.DONE
        assert stands(entry(told), step, date(2026, 9, 1)).state is State.OPEN
        assert stands(entry(told), step, date(2026, 9, 8)).state is State.DONE

    def test_a_status_that_is_lost(self) -> None:
        """The last status that is known decides: an approval that was deferred later is none."""
        told = [
            *WHOLE[14:17],
            Told("security-status", date(2026, 6, 22), None, "deferred"),
        ]
        assert stands(entry(told), "security-status", date(2026, 6, 21)).state is State.DONE
        assert stands(entry(told), "security-status", date(2026, 6, 22)).state is State.WAITING


class TestInDoubt:
    """A completed step in doubt is never reported as had."""

    @pytest.mark.parametrize("step", sorted(DONE))
    def test_an_outcome_that_was_not_told(self, step: str) -> None:
        """A review, a gate or a status whose outcome nobody told is not done, and the note says why."""
        index = naive.STEPS.index(step)
        told = [*WHOLE[:index], Told(step, date(2026, 9, 1))]
        found = stands(entry(told), step, date(2026, 9, 1))
        assert found.state is not State.DONE
        assert found.done_on is None
        assert "not told" in found.note

    @pytest.mark.parametrize(
        "step", ["user-interface", "srept", "uept", "full-user-security-assessment", "privacy-assessment"]
    )
    def test_begun_is_not_done(self, step: str) -> None:
        """What has only begun is open, with a note; once completed, or simply told, it is done."""
        told = [one for one in WHOLE[:20] if one.step != step]
        index = naive.STEPS.index(step)
        day = WHOLE[index].day
        begun = [one for one in told if naive.STEPS.index(one.step) < index]
        of = entry([*begun, Told(step, day, None, "begun")])
        found = stands(of, step, date(2026, 12, 31))
        assert found.state is State.OPEN
        assert found.done_on is None
        assert found.note.startswith("begun")
        completed = of.with_event(event(Told(step, day + ONE_DAY, None, "completed")))
        assert stands(completed, step, date(2026, 12, 31)).done_on == day + ONE_DAY
        assert stands(entry([*begun, Told(step, day)]), step, date(2026, 12, 31)).done_on == day

    def test_a_booking(self) -> None:
        """An event after today is booked, does not count, and counts on its day."""
        booked = Told("gateway-connection", date(2026, 1, 12))
        of = entry([booked, booked._replace(day=date(2026, 1, 19))])
        found = stands(of, "gateway-connection", date(2026, 1, 11))
        assert (found.state, found.booked_for, found.done_on) == (State.OPEN, date(2026, 1, 12), None)
        assert stands(of, "gateway-connection", date(2026, 1, 12)).booked_for == date(2026, 1, 19)
        assert stands(of, "gateway-connection", date(2026, 1, 12)).state is State.DONE
        assert stands(of, "gateway-connection", date(2026, 1, 19)).booked_for is None

    def test_known_later(self) -> None:
        """What became known on a day counts from that day, as of the day on which it happened."""
        of = entry([Told("gateway-connection", date(2026, 1, 5), known_on=date(2026, 1, 12))])
        assert stands(of, "gateway-connection", date(2026, 1, 11)).state is State.OPEN
        assert stands(of, "gateway-connection", date(2026, 1, 12)).done_on == date(2026, 1, 5)


class TestContradictions:
    """Events that cannot both be so are refused, and both are named."""

    @pytest.mark.parametrize(("step", "needed", "sentence"), naive.STATED)
    def test_each_stated_order(self, step: str, needed: str, sentence: str) -> None:
        """A step the day before one that it is stated to wait for is refused; on the same day it is not."""
        assert sentence
        first = Told(needed, date(2026, 6, 3), None, DONE.get(needed))
        then = Told(step, date(2026, 6, 2), None, DONE.get(step))
        with pytest.raises(ContradictoryFacts) as refused:
            entry([first, then])
        for named in (str(event(first)), str(event(then)), f"{step} waits for {needed}"):
            assert named in str(refused.value)
        with pytest.raises(ContradictoryFacts):
            entry([first]).with_event(event(then))
        assert entry([first, then._replace(day=first.day)]).events
        assert entry([first, then._replace(day=first.day + ONE_DAY)]).events
        assert entry([then]).events

    @pytest.mark.parametrize(("id_", "choices", "step", "needed"), naive.BY_READING)
    def test_what_only_a_reading_orders(
        self, id_: str, choices: tuple[str, ...], step: str, needed: str
    ) -> None:
        """An order that only a reading asks for is no contradiction, for an entry has no readings."""
        assert id_ in OF_STEPS
        assert choices
        told = [
            Told(needed, date(2026, 6, 3), None, DONE.get(needed)),
            Told(step, date(2026, 6, 2), None, DONE.get(step)),
        ]
        assert len(entry(told).events) == 2

    def test_begun_too_early(self) -> None:
        """UEPT that begins before the User Interface is in place is refused; begun is not in place."""
        told = [
            Told("user-interface", date(2026, 6, 1), None, "begun"),
            Told("user-interface", date(2026, 6, 3), None, "completed"),
            Told("uept", date(2026, 6, 2), None, "begun"),
        ]
        with pytest.raises(
            ContradictoryFacts, match=r"uept on 2026-06-02: begun.*user-interface on 2026-06-03"
        ):
            entry(told)

    def test_of_one_role(self) -> None:
        """RO-04: the order binds within a User Role, not across."""
        told = [
            Told("uept-report", date(2026, 6, 3), "gas-supplier"),
            Told("uept-receipt-confirmation", date(2026, 6, 2), "import-supplier"),
        ]
        assert entry(told, ["gas-supplier", "import-supplier"]).events
        with pytest.raises(ContradictoryFacts, match="uept-report for gas-supplier"):
            entry([told[0], told[1]._replace(role="gas-supplier")], ["gas-supplier", "import-supplier"])

    def test_one_role_after_another(self) -> None:
        """A Party may enter in one User Role, Credit Cover settled, and test for another role later."""
        roles = ["import-supplier", "gas-supplier"]
        told = [
            Told("test-certificate", date(2026, 6, 1), "import-supplier"),
            Told("credit-cover", date(2026, 6, 8), None, "not-required"),
            Told("test-certificate", date(2026, 12, 1), "gas-supplier"),
        ]
        assert len(entry(told, roles).events) == 3

    def test_cover_in_place_after_the_evidence(self) -> None:
        """RD-25: where confirmation is enough, cover may follow the evidence; no reading is refused here."""
        told = [
            Told("credit-cover", date(2026, 6, 1), None, "required"),
            Told("evidence-form", date(2026, 6, 8)),
            Told("credit-cover", date(2026, 6, 15), None, "in-place"),
        ]
        assert len(entry(told).events) == 3

    def test_before_the_party_is_one(self) -> None:
        """OB-18: nothing of the process happens before the organisation is a SEC Party."""
        since = Party(sec_party_since=date(2026, 6, 3))
        early = Told("gateway-connection", date(2026, 6, 2))
        with pytest.raises(ContradictoryFacts) as refused:
            entry([early], party=since)
        assert "gateway-connection on 2026-06-02" in str(refused.value)
        assert "sec_party_since 2026-06-03" in str(refused.value)
        assert "OB-18" in str(refused.value)
        assert entry([early._replace(day=date(2026, 6, 3))], party=since).events
        assert entry([early]).events  # nobody has said since when

    def test_not_yet_a_sec_party(self) -> None:
        """OB-18: an event of an organisation that is not yet a SEC Party is refused."""
        with pytest.raises(
            ContradictoryFacts, match=r"fusa-application on 2026-06-02.*sec_party_since not yet"
        ):
            entry([Told("fusa-application", date(2026, 6, 2))], party=Party(sec_party_since=None))

    def test_an_interface_that_was_there(self) -> None:
        """A User Interface may have been built or bought before."""
        built = [Told("user-interface", date(2026, 6, 2))]
        assert entry(built, party=Party(sec_party_since=None)).events
        assert entry(built, party=Party(sec_party_since=date(2026, 6, 3))).events

    @pytest.mark.parametrize("since", [None, date(2026, 6, 3)])
    def test_nothing_is_open_before(self, since: date | None) -> None:
        """OB-18: 'You can begin the UEP once your organisation becomes a SEC Party', and not before."""
        of = entry(party=Party(sec_party_since=since))
        assert opened(of, date(2026, 6, 2)) == [("user-interface", None)]
        waiting = stands(of, "gateway-connection", date(2026, 6, 2))
        assert waiting.state is State.WAITING
        assert "OB-18" in waiting.note
        if since:
            assert opened(of, since) == opened(entry(), since)
            assert stands(of, "gateway-connection", since).note == ""

    def test_whether_it_may_begin(self) -> None:
        """OB-18: yes, no, or unknown while nobody has said; a User Interface may always be built."""
        day = date(2026, 6, 3)
        for since, before, on in ((day, False, True), (None, False, False), (UNKNOWN, UNKNOWN, UNKNOWN)):
            of = entry(party=Party(sec_party_since=since))
            assert of.may_begin(Step.GATEWAY_CONNECTION, day - ONE_DAY) is before
            assert of.may_begin(Step.GATEWAY_CONNECTION, day) is on
            assert of.may_begin(Step.USER_INTERFACE, day - ONE_DAY) is True

    def test_another_role(self) -> None:
        """An event for a User Role that the entry is not for is refused, once roles are chosen."""
        told = [Told("uept-notice", date(2026, 6, 2), "gas-supplier")]
        with pytest.raises(ContradictoryFacts, match=r"uept-notice for gas-supplier.*roles other-user"):
            entry(told)
        assert entry(told, roles=()).events

    @pytest.mark.parametrize("step", naive.PRIVACY)
    def test_privacy_without_an_other_user(self, step: str) -> None:
        """ST-11: a Privacy Assessment in an entry without the Other User role is refused."""
        with pytest.raises(ContradictoryFacts, match=rf"{step} on 2026-06-02.*roles gas-supplier"):
            entry([Told(step, date(2026, 6, 2))], roles=["gas-supplier"])

    def test_two_outcomes_on_one_day(self) -> None:
        """One step has one outcome on one day; on two days it may have two."""
        passed = Told("quality-gate", date(2026, 6, 2), None, "passed")
        failed = passed._replace(outcome="failed")
        with pytest.raises(ContradictoryFacts) as refused:
            entry([passed, failed])
        assert "quality-gate on 2026-06-02: passed" in str(refused.value)
        assert "quality-gate on 2026-06-02: failed" in str(refused.value)
        assert entry([passed, failed._replace(day=date(2026, 6, 1))]).events

    @pytest.mark.parametrize(
        ("step", "one", "other"),
        [
            ("uept-review", "concluded", "further-testing"),
            ("quality-gate", "passed", "failed"),
            ("user-ids", "accepted", "not-accepted"),
            ("privacy-status", "approved", "rejected"),
        ],
    )
    def test_two_outcomes_for_every_role_and_for_one(self, step: str, one: str, other: str) -> None:
        """No User Role stands for every one, so an outcome for one of them the same day contradicts it."""
        day = date(2026, 6, 2)
        with pytest.raises(ContradictoryFacts):
            entry([Told(step, day, None, one), Told(step, day, OTHER, other)])

    def test_for_two_roles_on_one_day(self) -> None:
        """Two User Roles may have two outcomes on one day."""
        told = [
            Told("uept-review", date(2026, 6, 2), "gas-supplier", "concluded"),
            Told("uept-review", date(2026, 6, 2), "import-supplier", "further-testing"),
        ]
        assert len(entry(told, ["gas-supplier", "import-supplier"]).events) == 2

    def test_nothing_half_done(self) -> None:
        """An event that is refused leaves the entry as it was."""
        of = entry(WHOLE)
        before = of.events
        with pytest.raises(ContradictoryFacts):
            of.with_event(event(Told("smki-rapps", date(2026, 1, 5))))
        assert of.events == before


class TestBadInput:
    """A part of the wrong type, or a name that is not known, is refused and named."""

    @pytest.mark.parametrize("today", [bad for bad, _ in naive.NO_DATES])
    def test_no_date(self, today: object) -> None:
        """Today is a date, and is named so."""
        for ask in (entry().steps, entry().open_steps):
            asked: Callable[..., object] = ask
            with pytest.raises(InvalidType, match=r"^today: "):
                asked(today=today)

    def test_no_calendar_and_no_readings(self) -> None:
        """The terms are checked, whether or not a notice is counted."""
        for told in ((), WHOLE):
            for ask in (entry(told).steps, entry(told).open_steps):
                asked: Callable[..., object] = ask
                with pytest.raises(InvalidType, match=r"^calendar: .*is not a WorkingDayCalendar"):
                    asked(today=date(2026, 6, 3), calendar="scotland")
                with pytest.raises(InvalidType, match=r"^readings: .*are not Readings"):
                    asked(today=date(2026, 6, 3), readings=None)

    @pytest.mark.parametrize(
        ("part", "bad", "message"),
        [
            ("party", None, r"^party: None"),
            ("party", "Example Ltd", r"^party: 'Example Ltd'"),
            ("roles", None, r"^roles: None is not a set of User Roles"),
            ("roles", "other-user", r"^roles: 'other-user' is not a set of User Roles"),
            ("roles", [1], r"^roles: 1 is not a UserRole"),
            ("roles", [Step.UEPT], r"^roles: .*is not a UserRole"),
            ("events", None, r"^events: None is not a collection of events"),
            ("events", Event(Step.SREPT, date(2026, 6, 3)), r"^events: .*is not a collection of events"),
            ("events", ["srept"], r"^events: 'srept' is not an event"),
            ("estimates", None, r"^estimates: None is not a mapping"),
            ("estimates", [Step.UEPT], r"^estimates: .*is not a mapping"),
            ("estimates", {Step.UEPT: 10}, r"^estimates\.uept: 10 is not a period"),
            ("estimates", {1: Weeks(1)}, r"^estimates: 1 is not a Step"),
        ],
    )
    def test_no_part_of_an_entry(self, part: str, bad: object, message: str) -> None:
        """Each part of an entry, named as the caller named it."""
        make: Callable[..., Entry] = Entry
        with pytest.raises(InvalidType, match=message):
            make(**{"party": Party(), part: bad})

    @pytest.mark.parametrize(
        ("part", "bad", "message"),
        [
            ("roles", ["other-usr"], r"^roles: 'other-usr' .*nearest is 'other-user'"),
            ("estimates", {"uetp": Weeks(1)}, r"^estimates: 'uetp' .*nearest is 'uept'"),
        ],
    )
    def test_no_such_name(self, part: str, bad: object, message: str) -> None:
        """A User Role and a step that there are not, with the nearest that there is."""
        make: Callable[..., Entry] = Entry
        with pytest.raises(UnknownName, match=message):
            make(**{"party": Party(), part: bad})

    def test_no_event(self) -> None:
        """What is added must be an event."""
        ask: Callable[..., object] = entry().with_event
        with pytest.raises(InvalidType, match=r"^events: "):
            ask("srept")

    def test_no_date_of_an_event(self) -> None:
        """An event falls on a date, and becomes known on one."""
        make: Callable[..., Event] = Event
        for bad, reason in naive.NO_DATES:
            with pytest.raises(InvalidType, match=rf"^day: .*{reason}"):
                make(Step.SREPT, bad)
        with pytest.raises(InvalidType, match=r"^known_on: "):
            make(Step.SREPT, date(2026, 6, 3), known_on="2026-06-04")
        with pytest.raises(ContradictoryFacts, match=r"known_on 2026-06-02.*day 2026-06-03"):
            make(Step.SREPT, date(2026, 6, 3), known_on=date(2026, 6, 2))

    def test_no_such_outcome_or_role(self) -> None:
        """A step has the outcomes and User Roles that it can have."""
        make: Callable[..., Event] = Event
        day = date(2026, 6, 3)
        with pytest.raises(UnknownName, match=r"^outcome: 'pased'.*nearest is 'passed'"):
            make("quality-gate", day, outcome="pased")
        with pytest.raises(ContradictoryFacts, match="no outcomes"):
            make("gateway-connection", day, outcome="passed")
        with pytest.raises(InvalidType, match=r"^outcome: "):
            make("quality-gate", day, outcome=1)
        with pytest.raises(ContradictoryFacts, match="once for the Party"):
            make("srept", day, role=OTHER)
        with pytest.raises(ContradictoryFacts, match="for Other Users only"):
            make("privacy-status", day, role="gas-supplier")
        with pytest.raises(UnknownName, match=r"^step: 'sretp'.*nearest is 'srept'"):
            make("sretp", day)


class TestValues:
    """An entry is a value: what it is made of decides whether two are equal."""

    def test_the_order_of_telling_does_not_matter(self) -> None:
        """Roles, estimates and events are held in one order, whatever order they came in."""
        make: Callable[..., Entry] = Entry
        events = [event(one) for one in WHOLE]
        one = make(
            party=Party(),
            roles=["other-user", "import-supplier", "other-user"],
            estimates={"uept": WorkingDays(10), "srept": Weeks(2)},
            events=events,
        )
        other = make(
            party=Party(),
            roles={UserRole.IMPORT_SUPPLIER, UserRole.OTHER_USER},
            estimates={Step.SREPT: Weeks(2), Step.UEPT: WorkingDays(10)},
            events=(one for one in reversed(events)),
        )
        assert one == other
        assert hash(one) == hash(other)
        assert one.roles == (UserRole.IMPORT_SUPPLIER, UserRole.OTHER_USER)
        assert list(one.estimates) == [Step.SREPT, Step.UEPT]
        assert one.events == tuple(events)

    def test_names_are_taken(self) -> None:
        """An event in the words of the wire is the event."""
        assert event(Told("quality-gate", date(2026, 6, 3), OTHER, "passed")) == Event(
            Step.QUALITY_GATE, date(2026, 6, 3), role=UserRole.OTHER_USER, outcome=Outcome.PASSED
        )
        status = event(Told("security-status", date(2026, 6, 3), None, "deferred"))
        assert status.outcome is AssuranceStatus.DEFERRED

    def test_unknown_accession(self) -> None:
        """Of a Party nobody has said since when it is one, and an entry takes its events."""
        assert entry(WHOLE).party.sec_party_since is UNKNOWN
