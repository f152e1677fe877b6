"""
What holds of every plan: it keeps its constraints, is the naive one, and moves only as it should.

The entries are walks through the steps, with failures, repeats, bookings and any estimates.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from hypothesis import assume, given, strategies as st

from sec_uep import WorkingDays
from sec_uep.planning import Plan, backwards, forwards, standing
from sec_uep.rules import PARTY_SIDE, Bearer
from tests.obligations import naive as words
from tests.planning.checker import (
    DAYS,
    LIMITS,
    ONE_DAY,
    WAITS,
    WEEKS,
    Dates,
    Facts,
    Task,
    Told,
    dates_of,
    facts_of,
    flaws_of_chain,
    task_of,
    violations,
    waits,
)
from tests.planning.naive import RULES, Schedule, Stands, is_refused, obligations
from tests.planning.walks import (
    AFTER_TESTING,
    DEFAULTS,
    ENGLAND_AND_WALES,
    FIRST,
    as_of,
    cases,
    entry_of,
    made,
    periods,
    terms,
    with_calendar,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.planning.checker import Period

# --- helpers ------------------------------------------------------------------------------


def plan_of(facts: Facts, **varied: Any) -> Plan:  # noqa: ANN401 - a part of what is asked
    """Return the plan of *facts*, forwards."""
    return forwards(entry_of(facts), **{**terms(facts), **varied})


def plan_for(facts: Facts, target: date) -> Plan:
    """Return the plan of *facts*, backwards from *target*."""
    return backwards(entry_of(facts), target=target, **terms(facts))


def earliest(facts: Facts, **varied: Any) -> dict[Task, tuple[date, date]]:  # noqa: ANN401 - as above
    """Return the earliest start and finish of each step."""
    plan = plan_of(facts, **varied)
    return {task_of(one): (one.earliest_start, one.earliest_finish) for one in plan.steps}


def stands(facts: Facts) -> list[Stands]:
    """Return where each obligation of *facts* stands, in plain words."""
    return [
        Stands(
            *task_of(one),
            one.state.value,
            one.due.day if one.due else None,
            one.done_on,
            one.trigger.day if one.trigger else None,
        )
        for one in standing(entry_of(facts), **as_of(facts))
    ]


def in_order(found: list[Stands]) -> list[str]:
    """Return obligations in an order of their own, to be compared."""
    return sorted(map(repr, found))


def follows(facts: Facts, tasks: set[Task]) -> set[Task]:
    """Return *tasks* and all that waits for them, directly or not."""
    found = set(tasks)
    while more := {task for task in facts.tasks if found & set(facts.waited_for[task])} - found:
        found |= more
    return found


# --- against the constraints, and against the naive plan ----------------------------------


class TestConstraints:
    """ST-01 to ST-13, TE-01, TE-04 to TE-06, SA-02, PA-01, OB-18: every date keeps what binds it."""

    @given(facts=cases())
    def test_forwards(self, facts: Facts) -> None:
        """A plan forwards breaks nothing, as one who did not make it sees it."""
        assert violations(facts, dates_of(plan_of(facts))) == []

    @given(facts=cases(), days=st.integers(-250, 250))
    def test_backwards(self, facts: Facts, days: int) -> None:
        """A plan for a target breaks nothing, whether or not the target can be met."""
        target = plan_of(facts).finish + days * ONE_DAY
        assert violations(facts, dates_of(plan_for(facts, target))) == []

    @given(facts=cases())
    def test_as_the_naive_one(self, facts: Facts) -> None:
        """Each earliest and latest date, slack and critical step is the one found day by day."""
        plan, schedule = plan_of(facts), Schedule(facts)
        assert dates_of(plan).rows == schedule.rows
        assert plan.finish == schedule.finish
        assert {role.value: day for role, day in plan.finishes.items()} == schedule.finishes

    @given(facts=cases(), days=st.integers(-250, 250))
    def test_as_the_naive_one_backwards(self, facts: Facts, days: int) -> None:
        """The same for a target, before or after the finish; critical is what has no slack to the finish."""
        to_finish = Schedule(facts)
        target = to_finish.finish + days * ONE_DAY
        rows = {
            task: row._replace(critical=to_finish.rows[task].critical)
            for task, row in Schedule(facts, target).rows.items()
        }
        plan = plan_for(facts, target)
        assert dates_of(plan).rows == rows
        assert plan.critical_path == () or plan.critical_path[-1].earliest_finish == plan.finish

    @given(facts=cases())
    def test_the_critical_path(self, facts: Facts) -> None:
        """It has no slack, and ends at the finish with a confirmation of SECAS, if one is still to come."""
        plan = plan_of(facts)
        assert all(one.slack == 0 and one.critical for one in plan.critical_path)
        awaited = [role for role in facts.roles if facts.done["secas-confirmation", role] is None]
        if any(day == plan.finish and role.value in awaited for role, day in plan.finishes.items()):
            last = plan.critical_path[-1]
            assert task_of(last)[0] == "secas-confirmation"
            assert last.earliest_finish == plan.finish
        else:
            assert plan.critical_path == ()


# --- a target -----------------------------------------------------------------------------


class TestTarget:
    """Backwards and forwards fit together."""

    @given(facts=cases())
    def test_the_finish_is_a_target(self, facts: Facts) -> None:
        """Backwards from the finish of the plan forwards: the same dates and slack, and it can be met."""
        plan = plan_of(facts)
        closed = plan_for(facts, plan.finish)
        assert closed.infeasible is None
        assert dates_of(closed).rows == dates_of(plan).rows
        assert [task_of(one) for one in closed.critical_path] == [task_of(one) for one in plan.critical_path]

    @given(facts=cases())
    def test_a_day_earlier_is_too_early(self, facts: Facts) -> None:
        """One Working Day earlier cannot be met, and the nearest day that can is the finish."""
        plan = plan_of(facts)
        target = facts.back(plan.finish - ONE_DAY)
        missed = plan_for(facts, target).infeasible
        assert missed is not None
        assert missed.nearest == plan.finish
        assert missed.target == target
        assert missed.late_by == max(1, facts.between(target, plan.finish))

    @given(facts=cases(), days=st.integers(1, 250))
    def test_why_it_is_too_early(self, facts: Facts, days: int) -> None:
        """The chain that shows why, counted again link by link, runs from an anchor to the finish."""
        assume(any(facts.done[task] is None for task in facts.tasks if task[0] == "secas-confirmation"))
        plan = plan_for(facts, Schedule(facts).finish - days * ONE_DAY)
        assume(plan.infeasible is not None)
        assert plan.infeasible is not None
        assert flaws_of_chain(facts, plan.infeasible.chain, dates_of(plan)) == []

    @given(facts=cases(), days=st.integers(1, 120))
    def test_what_would_make_it(self, facts: Facts, days: int) -> None:
        """Each single change that is offered makes the target: its plan is feasible, and breaks nothing."""
        plan = plan_for(facts, Schedule(facts).finish - days * ONE_DAY)
        assume(plan.infeasible is not None)
        assert plan.infeasible is not None
        assert plan.target is not None
        for change in plan.infeasible.changes:
            changed = facts_of(
                change.entry,
                today=facts.today,
                holidays=facts.holidays,
                readings=facts.readings,
                at_best=facts.at_best,
            )
            again = backwards(change.entry, target=plan.target, **terms(facts))
            assert again.infeasible is None, change.text
            assert violations(changed, dates_of(again)) == [], change.text


# --- what moves a plan, and which way -----------------------------------------------------


class TestMoves:
    """What changes in an entry moves its plan one way only."""

    @given(facts=cases(), step=st.sampled_from(words.STEPS), period=periods)
    def test_a_longer_estimate(self, facts: Facts, step: str, period: Period) -> None:
        """An estimate that is added, or is longer, makes no earliest date earlier."""
        n, unit = facts.estimates.get(step, period)
        more: Mapping[str, Period] = {step: (n + period[0] if step in facts.estimates else n, unit)}
        after = earliest(evolve(facts, estimates={**facts.estimates, **more}))
        for task, (start, finish) in earliest(facts).items():
            assert after[task][0] >= start
            assert after[task][1] >= finish

    @given(facts=cases(), days=st.integers(1, 60))
    def test_a_later_today(self, facts: Facts, days: int) -> None:
        """A later day on which nothing more is known makes no finish earlier."""
        news = [(one.known_on or one.day) for one in facts.told if not facts.is_known(one)]
        later = min([facts.today + days * ONE_DAY, *(day - ONE_DAY for day in news)])
        before, after = plan_of(facts), plan_of(evolve(facts, today=later))
        assert after.finish >= before.finish
        assert all(after.finishes[role] >= day for role, day in before.finishes.items())

    @given(facts=cases(), data=st.data())
    def test_a_bank_holiday_fewer(self, facts: Facts, data: st.DataObject) -> None:
        """A bank holiday that is taken away makes no earliest date later."""
        days = sorted(day for day in facts.holidays if day >= FIRST)
        assume(days)
        day = data.draw(st.sampled_from(days))
        calendar = with_calendar(facts.holidays).without_bank_holiday(day)
        after = earliest(facts, calendar=calendar)
        for task, (start, finish) in earliest(facts).items():
            assert after[task][0] <= start
            assert after[task][1] <= finish

    @given(facts=cases())
    def test_at_best(self, facts: Facts) -> None:
        """With the DCC at its best no date is later."""
        at_best = earliest(evolve(facts, at_best=True))
        for task, (start, finish) in earliest(evolve(facts, at_best=False)).items():
            assert at_best[task][0] <= start
            assert at_best[task][1] <= finish

    @given(facts=cases(), data=st.data())
    def test_slack_is_what_it_says(self, facts: Facts, data: st.DataObject) -> None:
        """A step that ends later by its slack moves nothing; a Working Day more moves the finish."""
        plan = plan_of(facts)
        free = [
            one
            for one in plan.steps
            if one.done_on is None
            and one.latest_finish > facts.today
            and all(facts.is_known(told) for told in facts.about(task_of(one)))
            # Credit Cover may follow another User Role that is tested instead.
            and len(facts.roles) == 1
        ]
        assume(free)
        chosen = data.draw(st.sampled_from(free))
        in_time = _ending(facts, task_of(chosen), chosen.latest_finish)
        too_late = _ending(facts, task_of(chosen), facts.on(chosen.latest_finish + ONE_DAY))
        assume(not is_refused(in_time) and not is_refused(too_late))
        assert plan_of(in_time).finish == plan.finish
        assert plan_of(too_late).finish > plan.finish


def _ending(facts: Facts, task: Task, day: date) -> Facts:
    """Return *facts* with a booking for *task* to end on a day."""
    ends = words.DONE_WITH.get(task[0], (None,))
    return evolve(facts, told=(*facts.told, Told(task[0], day, task[1], ends[-1])))


# --- telling ------------------------------------------------------------------------------


class TestTelling:
    """What is told of an entry, and what that touches."""

    @given(facts=cases(), data=st.data())
    def test_event_by_event(self, facts: Facts, data: st.DataObject) -> None:
        """An entry told event by event is the entry told at once; so are its plan and its standing."""
        at_once = entry_of(facts)
        one_by_one = entry_of(evolve(facts, told=()))
        moved = [(one.step, one.booked_for) for one in facts.told]
        told = sorted(facts.told, key=lambda one: one.booked_for or one.day)
        first = [one for one in told if (one.step, one.day) in moved]  # a booking, before it is moved
        rest = data.draw(st.permutations([one for one in told if one not in first]))
        in_time = sorted(rest, key=lambda one: one.day)
        for one in (*first, *in_time):
            one_by_one = one_by_one.with_event(made(one))
        assert one_by_one == at_once
        assert hash(one_by_one) == hash(at_once)
        plan, again = plan_of(facts), forwards(one_by_one, **terms(facts))
        assert dates_of(again) == dates_of(plan)
        assert standing(one_by_one, **as_of(facts)) == standing(at_once, **as_of(facts))

    @given(facts=cases(), data=st.data())
    def test_news_of_one_step(self, facts: Facts, data: st.DataObject) -> None:
        """What is told of one step moves no earliest date but its own and of what comes after it."""
        told = [one for one in facts.told if one.day <= facts.today and one.outcome != "rescheduled"]
        assume(told)
        news = data.draw(st.sampled_from(told))
        without = evolve(facts, told=tuple(one for one in facts.told if one is not news))
        assume(not is_refused(without))
        again = {
            again for again, cause, outcome in words.AGAIN if (cause, outcome) == (news.step, news.outcome)
        } | (set(AFTER_TESTING) if news.step in {"uept", "uept-report"} else set())
        touched = follows(
            facts,
            {
                task
                for task in facts.tasks
                if task[0] in {news.step, *again} and (news.role in {None, task[1]} or task[1] is None)
            }
            | {
                task
                for task in facts.tasks
                if task[0] == news.step == "uept-notice" and facts.readings["RD-24"] == "one-for-all"
            },
        )
        before, after = earliest(without), earliest(facts)
        for task in before.keys() & after.keys() - touched:
            assert after[task] == before[task]

    @given(facts=cases(), data=st.data())
    def test_news_of_one_role(self, facts: Facts, data: st.DataObject) -> None:
        """What is told of one User Role leaves the obligations of the others as they were."""
        told = [one for one in facts.told if one.role is not None and one.step in words.PER_ROLE]
        assume(told)
        assume(facts.readings["RD-24"] == "one-per-role")
        news = data.draw(st.sampled_from(told))
        without = evolve(facts, told=tuple(one for one in facts.told if one is not news))
        assume(not is_refused(without))
        before = [one for one in stands(without) if one.role not in {None, news.role}]
        after = [one for one in stands(facts) if one.role not in {None, news.role}]
        assert before == after


class TestStanding:
    """TE-01, TE-04 to TE-06, SA-02, SA-04, PA-01, EX-08: where each obligation stands, and whose it is."""

    @given(facts=cases())
    def test_as_the_naive_one(self, facts: Facts) -> None:
        """Each obligation stands where plain loops over what was told find it."""
        assert in_order(stands(facts)) == in_order(obligations(facts))

    @given(facts=cases())
    def test_a_clock_of_the_dcc_is_never_the_party_s(self, facts: Facts) -> None:
        """Of the three limits the bearer is the DCC, under their own rules."""
        for one in standing(entry_of(facts), **as_of(facts)):
            if one.step.value in LIMITS and one.trigger is not None:
                assert one.bearer is Bearer.DCC
                assert one.rule.id == RULES[one.step.value]
            elif one.trigger is not None:
                assert one.bearer in PARTY_SIDE
                assert one.rule.id == RULES[one.step.value]


# --- the checker itself -------------------------------------------------------------------


class TestTheTables:
    """The steps and what they wait for were copied out twice, by two hands."""

    @pytest.mark.parametrize("choice", ["stated-only", "table-2-order"])
    def test_they_agree(self, choice: str) -> None:
        """What waits for what is the same in both copies, however far one follows it."""
        for others in (DEFAULTS, {**DEFAULTS, "RD-05": "report", "RD-13": "before-srept-too"}):
            chosen = {**others, "RD-18": choice}
            mine = {(step, needed) for step in WAITS for needed in waits(step, chosen)}
            assert mine == words.waits(chosen)


#: An entry of two User Roles: for one tests have begun, and two steps are booked.
SOUND = Facts(
    roles=("gas-supplier", "other-user"),
    told=(
        Told("user-interface", date(2026, 1, 12)),
        Told("smki-rapps", date(2026, 1, 19)),
        Told("srept", date(2026, 2, 2), outcome="completed"),
        Told("uept-notice", date(2026, 2, 3), "gas-supplier"),
        Told("uept", date(2026, 5, 5), "gas-supplier", "begun"),
        Told("full-user-security-assessment", date(2026, 11, 2), None, "begun"),
        Told("gateway-connection", date(2026, 6, 10)),
    ),
    today=date(2026, 5, 11),  # Monday
    holidays=ENGLAND_AND_WALES,
    readings=DEFAULTS,
    estimates={"uept": (100, DAYS), "dccki-rapps": (2, WEEKS), "user-ids": (5, DAYS)},
    since=date(2026, 1, 5),
)
GAS, OTHER = SOUND.roles


def _row(step: str, role: str | None = None, **other: Any) -> Callable[[Dates], Dates]:  # noqa: ANN401 - of a Row
    """Return what spoils one row of a plan: a date, or so many days more or fewer."""

    def spoil(dates: Dates) -> Dates:
        row = dates.rows[step, role]
        new = {
            name: getattr(row, name) + value * ONE_DAY if name.startswith(("earliest", "latest")) else value
            for name, value in other.items()
        }
        return dates._replace(rows={**dates.rows, (step, role): row._replace(**new)})

    return spoil


def _without(step: str) -> Callable[[Dates], Dates]:
    return lambda dates: dates._replace(
        rows={task: row for task, row in dates.rows.items() if task[0] != step}
    )


SPOILT: dict[str, tuple[Callable[[Dates], Dates], str]] = {
    "notice too short": (_row("uept", OTHER, earliest_start=-1), "too soon after notice"),
    "before what it waits for": (_row("evidence-form", OTHER, earliest_start=-7), "is finished"),
    "limit": (_row("uept-review", GAS, earliest_finish=-1), "before the limit ends"),
    "estimate in days": (_row("user-ids", GAS, earliest_finish=-1), "before the estimate ends"),
    "estimate in weeks": (_row("dccki-rapps", earliest_finish=-1), "before the estimate ends"),
    "weekend": (_row("privacy-application", earliest_finish=5), "no Working Day"),
    "yesterday": (_row("privacy-application", earliest_start=-3), "before today"),
    "begun": (_row("uept", GAS, earliest_start=1), "was begun on"),
    "booked to begin": (_row("full-user-security-assessment", earliest_start=-3), "is booked for"),
    "booked to end": (_row("gateway-connection", earliest_finish=-1), "is booked to end"),
    "backwards": (_row("dccki-rapps", earliest_finish=-300), "ends before it starts"),
    "latest too early": (_row("quality-gate", GAS, latest_start=-300), "before its earliest"),
    "latest too late": (_row("secas-confirmation", GAS, latest_finish=7), "is after"),
    "latest limit": (_row("uept-review", GAS, latest_start=1), "at the latest it is finished"),
    "latest order": (_row("uept-report", GAS, latest_finish=1), "must end"),
    "latest cover": (_row("credit-cover", latest_start=-200), "before any User Role is tested"),
    "latest notice": (_row("uept-notice", OTHER, latest_finish=1), "is too soon after"),
    "slack": (_row("dccki-rapps", slack=0), "its slack is 0"),
    "critical": (_row("dccki-rapps", critical=True), "critical is True"),
    "done": (_row("srept", done_on=None), "done on None"),
    "done dates": (_row("srept", latest_finish=1), "its dates are others"),
    "left out": (_without("dccki-rapps"), "is not in the plan"),
    "order": (lambda dates: dates._replace(rows=dict(list(dates.rows.items())[::-1])), "not in order"),
    "finish": (lambda dates: dates._replace(finish=dates.finish + ONE_DAY), "is not the last of"),
    "finishes": (lambda dates: dates._replace(finishes={}), "the finishes are"),
    "infeasible": (lambda dates: dates._replace(is_feasible=False), "feasible when it is not"),
    "short path": (lambda dates: dates._replace(path=dates.path[:-1]), "does not end at the finish"),
    "torn path": (lambda dates: dates._replace(path=(dates.path[0], dates.path[-1])), "does not wait for"),
    "loose path": (
        lambda dates: dates._replace(path=(("dccki-rapps", None), *dates.path)),
        "which have slack",
    ),
    "turned path": (lambda dates: dates._replace(path=dates.path[::-1]), "not in order of time"),
    "to do": (lambda dates: dates._replace(to_do=()), "to do is ()"),
}


class TestTheCheckerBites:
    """A plan that is spoilt in one place is found out, and the place is named."""

    def test_sound(self) -> None:
        """Before it is spoilt nothing is wrong with it."""
        assert violations(SOUND, dates_of(plan_of(SOUND))) == []

    @pytest.mark.parametrize("how", SPOILT)
    def test_spoilt(self, how: str) -> None:
        """Each constraint in turn."""
        spoil, words_of_it = SPOILT[how]
        found = violations(SOUND, spoil(dates_of(plan_of(SOUND))))
        assert any(words_of_it in one for one in found), found

    @pytest.mark.parametrize(
        ("other", "said"),
        [
            ({"since": date(2026, 6, 1)}, "before accession"),
            ({"today": date(2026, 6, 1)}, "before today"),
            ({"told": (*SOUND.told, Told("dccki-rapps", date(2026, 5, 8)))}, "it was on 2026-05-08"),
            ({"told": (*SOUND.told, Told("uept", date(2026, 12, 1), OTHER, "begun"))}, "is booked for"),
            ({"told": (*SOUND.told, Told("uept", SOUND.today, OTHER, "begun"))}, "waits for it"),
            ({"holidays": SOUND.holidays | {date(2026, 5, 26)}}, "no Working Day"),
            ({"readings": {**DEFAULTS, "RD-02": "clear-days"}}, "too soon after notice"),
        ],
    )
    def test_other_facts(self, other: dict[str, Any], said: str) -> None:
        """The same plan, held against an entry that it was not made for."""
        found = violations(evolve(SOUND, **other), dates_of(plan_of(SOUND)))
        assert any(said in one for one in found), found

    @pytest.mark.parametrize(
        ("part", "value", "said"),
        [
            ("from_day", date(2026, 5, 12), "is counted from"),
            ("start", date(2026, 5, 15), "are not its dates"),
            ("finish", date(2026, 5, 18), "are not its dates"),
            ("takes", WorkingDays(61), "end on"),
            ("task", None, "does not wait for"),
            ("after", None, "is not tied to"),
        ],
    )
    def test_a_chain(self, part: str, value: Any, said: str) -> None:  # noqa: ANN401 - of a Link
        """A chain with one link bent does not hold."""
        plan = plan_for(SOUND, date(2026, 6, 1))
        assert plan.infeasible is not None
        dates, chain = dates_of(plan), list(plan.infeasible.chain)
        assert flaws_of_chain(SOUND, chain, dates) == []
        bent: dict[str, Any] = {part: chain[0].task if part == "task" else value}
        chain[1] = evolve(chain[1], **bent)
        found = flaws_of_chain(SOUND, chain, dates)
        assert any(said in one for one in found), found
