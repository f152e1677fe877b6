"""What holds of every plan, whatever the entry: nothing that is done, added or waited for makes it untrue."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from attrs import evolve
from hypothesis import assume, given, strategies as st

from sec_uep import Event, Step, planning
from sec_uep.errors import SecUepError
from sec_uep.planning import Anchor, Basis, ChangeKind
from tests.model import ACTS, Days, Plan
from tests.obligations.naive import ROLES
from tests.walks import cases, entry_of, estimates, is_possible, periods, terms_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sec_uep import Entry
    from sec_uep.planning import PlannedStep
    from tests.model import Case

ONE_DAY = timedelta(days=1)


def forwards(case: Case, entry: Entry | None = None) -> planning.Plan:
    """Return the plan of a case, or of another entry on the day of that case."""
    of = entry_of(case) if entry is None else entry
    return planning.forwards(of, today=case.today, at_best=case.at_best, **terms_of(case))


class TestActs:
    """Nobody is sooner through who does an act on the day that the plan has for it, or today (EN-08)."""

    @given(cases())
    def test_on_the_day_of_the_plan(self, case: Case) -> None:
        """Told today where it is planned for today, and booked where it is planned for later."""
        plan = forwards(case)
        for each in plan.steps:
            if each.step in ACTS and each.is_undone and each.step not in case.estimates:
                for told in _told(case, plan, each, each.earliest_finish):
                    for role, finish in told.finishes.items():
                        assert finish >= plan.finish_of(role), (str(each), role)

    @given(cases())
    def test_today(self, case: Case) -> None:
        """Told today, on a day on which nobody works too, where nothing is waited for and nothing booked."""
        plan = forwards(case)
        for each in plan.position.open_steps:
            if each.step in ACTS and each.step not in case.estimates and not each.booked:
                for told in _told(case, plan, plan.step(each.step, each.role), case.today):
                    for role, finish in told.finishes.items():
                        assert finish >= plan.finish_of(role), (str(each), role)


def _told(case: Case, plan: planning.Plan, each: PlannedStep, day: date) -> Iterator[planning.Plan]:
    """Yield the plan once *each* is told of a day; nothing where no entry takes it."""
    try:
        yield forwards(case, plan.entry.with_event(Event(each.step, day, role=each.role)))
    except SecUepError:
        return


class TestEstimates:
    """An estimate more never makes anything earlier."""

    @given(cases(), estimates)
    def test_more_of_them(self, case: Case, more: dict[str, Any]) -> None:
        """Of steps that have none."""
        before = forwards(case)
        after = forwards(evolve(case, estimates={**more, **case.estimates}))
        for one, other in zip(before.steps, after.steps, strict=True):
            assert other.earliest_finish >= one.earliest_finish, (str(one), str(other))

    @given(cases(), st.sampled_from(tuple(Step)), periods)
    def test_longer_ones(self, case: Case, step: Step, period: tuple[int, str]) -> None:
        """Of a step that has one."""
        n, unit = period
        shorter = forwards(evolve(case, estimates={**case.estimates, step.value: (n, unit)}))
        longer = forwards(evolve(case, estimates={**case.estimates, step.value: (n + 1, unit)}))
        for one, other in zip(shorter.steps, longer.steps, strict=True):
            assert other.earliest_finish >= one.earliest_finish, (str(one), str(other))


class TestRoles:
    """A User Role more never moves another's finish earlier, but through RD-27."""

    @given(cases(), st.sampled_from(ROLES))
    def test_one_more(self, case: Case, role: str) -> None:
        """Whatever was told for all User Roles is told for it too, and shows nothing past that they share."""
        assume(role not in case.roles)
        roles = tuple(each for each in ROLES if each in {*case.roles, role})
        more = evolve(case, roles=roles)
        assume(is_possible(more))
        before, after = forwards(case), forwards(more)
        assume(not any(e.is_undone and not after.step(e.step).is_undone for e in before.steps if not e.role))
        cover, of_more = before.step(Step.CREDIT_COVER), after.step(Step.CREDIT_COVER)
        for each in before.entry.roles:
            if case.readings["RD-27"] == "all-roles" or of_more.earliest_finish >= cover.earliest_finish:
                assert after.finish_of(each) >= before.finish_of(each)


class TestLater:
    """A later today never finishes earlier, if nothing has become known since (EN-05)."""

    @given(cases(), st.integers(1, 60))
    def test_nothing_new(self, case: Case, days: int) -> None:
        """No event falls into the days between, or becomes known in them."""
        later = case.today + days * ONE_DAY
        assume(
            all(e.day <= case.today or e.day > later for e in case.told)
            and all((e.known_on or e.day) <= case.today or (e.known_on or e.day) > later for e in case.told)
        )
        before, after = forwards(case), forwards(evolve(case, today=later))
        for role in before.entry.roles:
            assert after.finish_of(role) >= before.finish_of(role)


class TestSlack:
    """Without a target nothing is too late, and with one only what is."""

    @given(cases())
    def test_without_a_target(self, case: Case) -> None:
        """No slack is negative, and latest days are no earlier than earliest ones."""
        for each in forwards(case).steps:
            assert each.slack >= 0
            assert each.latest_finish >= each.earliest_finish
            assert each.latest_start >= each.earliest_start

    @given(cases(), st.integers(1, 60))
    def test_a_target_that_is_missed(self, case: Case, by: int) -> None:
        """The chain that binds is too late, link by link."""
        plan = _missed(case, by)
        assert plan.infeasible is not None
        for each in plan.infeasible.chain:
            if each.basis is not Basis.BOOKED:
                assert each.slack < 0, str(each)


def _missed(case: Case, by: int) -> planning.Plan:
    """Return the plan for a target that is missed by some Working Days."""
    finish, days = forwards(case).finish, Days(case.holidays)
    target = days.back(finish - ONE_DAY)
    for _ in range(by - 1):
        target = days.back(target - ONE_DAY)
    of = entry_of(case)
    return planning.backwards(of, target=target, today=case.today, at_best=case.at_best, **terms_of(case))


class TestInfeasible:
    """Every chain binds, and every single change that is tried makes its target."""

    @given(cases(), st.integers(1, 25))
    def test_chain(self, case: Case, by: int) -> None:
        """Each link is tied to the one before, and counted from its end; the first has a day of its own."""
        plan, model = _missed(case, by), Plan(case)
        infeasible, on = plan.infeasible, model.days
        assert infeasible is not None
        assert plan.can_be_met is False
        assert infeasible.late_by == model.days.late(infeasible.target, infeasible.nearest)
        chain = infeasible.chain
        if not chain:  # SECAS confirmed the last User Role, later than the target
            assert plan.finish <= case.today
            return
        assert chain[-1].earliest_finish == infeasible.nearest == plan.finish
        assert chain[-1].step is Step.SECAS_CONFIRMATION
        for before, each in zip((None, *chain), chain, strict=False):
            start, from_day = each.earliest_start, each.from_day
            if before is not None:
                assert each.driver == before.task
                assert each.dependency is not None
                assert each.dependency.on is before.step
            if each.driver is None:
                assert each.anchor is not Anchor.STEP
                assert start in {from_day, on.on(from_day)}
            elif each.notice is not None:
                opened = model.opens(each.step, from_day)
                assert (each.notice.day, start) == (opened, on.on(opened))
            elif model.takes_time((each.step, each.role)):
                assert start == on.after(from_day)
            else:
                assert start in {from_day, on.on(from_day)}

    @given(cases(most_noise=2), st.integers(1, 25))
    def test_changes(self, case: Case, by: int) -> None:
        """Its plan meets the target; a Working Day later, or longer, it would not."""
        plan, days = _missed(case, by), Days(case.holidays)
        assume(not plan.refused)  # were what comes before it earlier, a booking that cannot stand might
        assert plan.infeasible is not None
        for change in plan.infeasible.changes:
            assert change.finish == plan.again(entry=change.entry).finish <= plan.infeasible.target
            if change.kind is ChangeKind.ESTIMATE:
                assert not isinstance(change.to, date)
                others = {
                    step: period for step, period in change.entry.estimates.items() if step != change.step
                }
                assert others == {k: v for k, v in plan.entry.estimates.items() if k != change.step}
                longer = change.entry.with_estimates({change.step: type(change.to)(change.to.n + 1)})
            else:
                assert isinstance(change.to, date)
                assert change.too_late is (change.to < case.today)
                new = [event for event in change.entry.events if event not in plan.entry.events]
                assert {event.step for event in new} == {change.step}
                kept = [event for event in change.entry.events if event not in new]
                assert all(event in plan.entry.events for event in kept)
                moved = [evolve(e, day=days.after(e.day)) if e.day == change.to else e for e in new]
                try:
                    longer = evolve(change.entry, events=(*kept, *moved))
                except SecUepError:
                    continue
            assert plan.again(entry=longer).finish > plan.infeasible.target, str(change)
