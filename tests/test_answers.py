"""The two shapes of an answer: a question that can be asked again, and a window that leaves nothing out."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given, strategies as st

from sec_uep import (
    DEFAULT_READINGS,
    UNKNOWN,
    Certainty,
    Deadline,
    ElectricityDistribution,
    ElectricitySupply,
    Finding,
    GasSupply,
    GasTransport,
    Party,
    Readings,
    Verdict,
)
from sec_uep.answers import (
    Answer,
    FactQuestion,
    Lack,
    Reason,
    Reasons,
    check_terms,
    named_calendar,
    question,
)
from sec_uep.calendar import WorkingDayCalendar, england_and_wales
from sec_uep.citations import guidance
from sec_uep.deadlines import Counted, Counting
from sec_uep.errors import (
    DateOutsideCalendar,
    InvalidType,
    InvalidValue,
    MissingFact,
    UnknownName,
    VerdictIsNotABoolean,
)
from sec_uep.facts import Fact, FactSet, FrozenMapping
from sec_uep.obligations import (
    determine,
    determine_all,
    entry_process_testing as uept,
    security_assessment as fusa,
)
from sec_uep.rules import Bearer, Kind, Modality, Rule
from tests.oracles import StepByStep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

DAY = date(2026, 6, 3)

#: Every sort of count there is: forwards and backwards, in Working Days and in weeks.
COUNTS: dict[str, Callable[..., Deadline]] = {
    "earliest_start": lambda day, **terms: uept.earliest_start(notice_given=day, **terms),
    "latest_notice": lambda day, **terms: uept.latest_notice(start=day, **terms),
    "receipt_confirmation_due": lambda day, **terms: uept.receipt_confirmation_due(
        report_received=day, **terms
    ),
    "review_due": lambda day, **terms: uept.review_due(
        confirmation_received=day, report_received=day, **terms
    ),
    "certificate_due": lambda day, **terms: uept.certificate_due(quality_gate_passed=day, **terms),
    "earliest_assessment": lambda day, **terms: fusa.earliest_assessment(application=day, **terms),
    "latest_application": lambda day, **terms: fusa.latest_application(assessment=day, **terms),
    "latest_free_reschedule": lambda day, **terms: fusa.latest_free_reschedule(assessment=day, **terms),
}


RULE = Rule("XX-01", Kind.SHOULD, Bearer.PARTY, "Who goes out in the rain should be dry", guidance("1"))


@question(RULE, "the fifth Working Day before")
class _five_before(Deadline):
    """A count backwards that does not look at the day it starts from; no provision has one."""

    from_day: date

    def _count(self, on: Counting) -> Counted:
        """Five back."""
        return self.from_day, on.nth_working_day_before(self.from_day, 5)


each_count = pytest.mark.parametrize("count", COUNTS.values(), ids=COUNTS)

FIRST, LAST = date(2026, 1, 1), date(2027, 6, 30)

readings_of_counts = st.builds(
    Readings,
    rd_02=st.sampled_from(["nth-working-day", "clear-days"]),
    rd_04=st.sampled_from(["that-day", "next-working-day"]),
    rd_05=st.sampled_from(["confirmation", "report"]),
    rd_06=st.sampled_from(["rolls", "no-roll"]),
)
#: Days from which no count, either way, leaves FIRST to LAST, even among many bank holidays.
starts = st.dates(date(2026, 7, 1), date(2027, 1, 1))
bank_holidays = st.sets(st.dates(FIRST, LAST), max_size=25)


def made(days: set[date] | frozenset[date], published_through: date = LAST) -> WorkingDayCalendar:
    """Return a calendar of our own."""
    return WorkingDayCalendar(
        name="made",
        first=FIRST,
        last=LAST,
        published_through=published_through,
        published=[(day, "a bank holiday") for day in days],
        projections=[("ENG", published_through)] if published_through < LAST else [],
    )


class Flipped(StepByStep):
    """A calendar as a person reads it, but for one day that is taken for the opposite of what it is."""

    def __init__(self, days: set[date], flipped: date) -> None:
        super().__init__(FIRST, LAST, frozenset(days))
        object.__setattr__(self, "flipped", flipped)

    flipped: date

    def is_working_day(self, day: date) -> bool:
        """Look at one day, and wrongly at one of them."""
        return super().is_working_day(day) is not (day == self.flipped)


def turning_days(deadline: Deadline, days: set[date]) -> list[date]:
    """Return the days that would change the answer if they were the opposite of what they are."""
    near = {deadline.day, deadline.counted_from, *deadline.inputs.values()}
    day, last = min(near) - timedelta(days=40), max(near) + timedelta(days=40)
    found = []
    while day <= last:
        counted: Any = Flipped(days, day)
        again = deadline._count(counted)  # noqa: SLF001 - the count itself is tested
        if again != (deadline.counted_from, deadline.day):
            found.append(day)
        day += timedelta(days=1)
    return found


class TestRead:
    """The window an answer reads is all that it rests on."""

    @pytest.mark.parametrize(
        "count",
        [*COUNTS.values(), lambda day, **terms: _five_before(from_day=day, **terms)],
        ids=[*COUNTS, "five_before"],
    )
    @given(day=starts, days=bank_holidays, readings=readings_of_counts)
    def test_every_day_that_matters_is_inside(
        self, count: Callable[..., Deadline], day: date, days: set[date], readings: Readings
    ) -> None:
        """It runs from the first to the last day that, were it the opposite, would change the answer."""
        deadline = count(day, calendar=made(days), readings=readings)
        turning = turning_days(deadline, days)
        assert deadline.read == ((turning[0], turning[-1]) if turning else None)

    @given(day=starts, days=bank_holidays, readings=readings_of_counts, back=st.integers(-3, 3))
    @each_count
    def test_certainty(
        self,
        count: Callable[..., Deadline],
        day: date,
        days: set[date],
        readings: Readings,
        back: int,
    ) -> None:
        """An answer is projected exactly if its window ends after the published days."""
        whole = count(day, calendar=made(days), readings=readings)
        if whole.read is None:
            assert whole.certainty is Certainty.PUBLISHED
            return
        published_through = whole.read[1] + timedelta(days=back)
        known = {day for day in days if day <= published_through}
        deadline = count(day, calendar=made(known, published_through), readings=readings)
        assert deadline.read is not None
        ends_inside = deadline.read[1] <= published_through
        assert deadline.certainty is (Certainty.PUBLISHED if ends_inside else Certainty.PROJECTED)
        if back >= 0:
            assert deadline.certainty is Certainty.PUBLISHED

    @each_count
    @given(day=starts, days=bank_holidays, data=st.data())
    def test_amended(
        self, count: Callable[..., Deadline], day: date, days: set[date], data: st.DataObject
    ) -> None:
        """An answer is amended exactly if the day that the caller changed is in its window."""
        whole = count(day, calendar=made(days))
        assert whole.read is not None
        first, last = whole.read
        near = st.dates(first - timedelta(days=5), last + timedelta(days=5))
        added = data.draw((near | st.sampled_from([first, last])).filter(lambda each: each not in days))
        amended = count(day, calendar=made(days).with_bank_holiday(added, "one more"))
        assert amended.read is not None
        inside = amended.read[0] <= added <= amended.read[1]
        assert amended.certainty is (Certainty.AMENDED if inside else Certainty.PUBLISHED)
        if not first <= added <= last:
            assert amended.day == whole.day


class TestDeadline:
    """A day that a rule gives, with the rule, the count and how sure it is."""

    def test_parts(self) -> None:
        """It says which rule was asked, of whom, how strongly it binds and where it is written."""
        deadline = uept.earliest_start(notice_given=DAY)
        assert deadline.day == date(2026, 8, 26)
        assert deadline.counted_from == DAY
        assert deadline.rule.id == "TE-01"
        assert deadline.bearer is Bearer.PARTY
        assert deadline.modality is Modality.MUST
        assert str(deadline.citation) == "SECAS guidance, 6.1"
        assert deadline.certainty is Certainty.PUBLISHED
        assert deadline.may_turn_on == ("RD-01", "RD-02", "RD-04")
        assert deadline.readings == {"RD-01": "england-and-wales", "RD-02": "nth-working-day"}

    def test_a_calendar_settles_rd_01(self) -> None:
        """An explicit calendar is used, and RD-01 is not named; otherwise RD-01 names the calendar."""
        calendar = england_and_wales()
        given_ = uept.earliest_start(notice_given=DAY, calendar=calendar)
        assert given_.calendar is calendar
        assert "RD-01" not in given_.readings
        left = uept.earliest_start(notice_given=DAY)
        assert left.calendar == calendar
        assert left.day == given_.day
        assert left != given_

    @each_count
    @given(day=starts, days=bank_holidays, readings=readings_of_counts)
    def test_ledger(
        self, count: Callable[..., Deadline], day: date, days: set[date], readings: Readings
    ) -> None:
        """The ledger runs from the day counted from to the answer, and counts as a person does."""
        deadline = count(day, calendar=made(days), readings=readings)
        earlier, later = sorted((deadline.counted_from, deadline.day))
        ledger = deadline.ledger()
        assert [line.day for line in ledger] == [
            earlier + timedelta(days=n + 1) for n in range((later - earlier).days)
        ]
        by_hand = StepByStep(FIRST, LAST, frozenset(days)).working_days_between(earlier, later)
        assert sum(line.why_not is None for line in ledger) == by_hand

    def test_ledger_of_a_notice(self) -> None:
        """Sixty Working Days stand in the ledger of a notice, and the last of them is the answer."""
        deadline = uept.earliest_start(notice_given=DAY)
        counted = [line.day for line in deadline.ledger() if line.why_not is None]
        assert len(counted) == 60
        assert counted[-1] == deadline.day
        clear = deadline.again(readings=Readings(rd_02="clear-days"))
        assert sum(line.why_not is None for line in clear.ledger()) == 61

    def test_why(self) -> None:
        """Its reasons are the rule's statement and what was counted from what."""
        deadline = uept.earliest_start(notice_given=DAY)
        stated, counted = deadline.why()
        assert stated.text == deadline.rule.statement
        assert stated.facts == {"notice_given": DAY}
        assert str(counted).startswith(
            "yes: notice given 2026-06-03: first day on which UEPT may begin is Wed 2026-08-26 "
        )

    def test_shown(self) -> None:
        """It is shown with the rule, and as text with all that it rests on."""
        deadline = uept.earliest_start(notice_given=DAY)
        assert repr(deadline) == "<Deadline 2026-08-26 TE-01, published>"
        assert str(deadline) == (
            "2026-08-26 (first day on which UEPT may begin; Party must; TE-01, SECAS guidance, 6.1; "
            "published)"
        )

    @each_count
    def test_value(self, count: Callable[..., Deadline]) -> None:
        """It is a value: its copies are equal, hash alike and answer alike; none of them changes."""
        for deadline in (count(DAY), count(DAY, calendar=made(set()), readings=Readings(rd_02="clear-days"))):
            for other in (
                copy.copy(deadline),
                copy.deepcopy(deadline),
                pickle.loads(pickle.dumps(deadline)),  # noqa: S301 - our own bytes
                deadline.again(),
            ):
                assert other == deadline
                assert hash(other) == hash(deadline)
                assert (str(other), other.read) == (str(deadline), deadline.read)
            with pytest.raises(FrozenInstanceError):
                deadline.day = DAY  # type: ignore[misc]

    def test_what_it_was_asked_of(self) -> None:
        """What it was asked of does not change either, and a type checker says so."""
        deadline = uept.earliest_start(notice_given=DAY)
        with pytest.raises(FrozenInstanceError):
            deadline.notice_given = DAY  # type: ignore[misc]

    def test_differ(self) -> None:
        """Two questions differ although they fall on one day."""
        one, two = uept.earliest_start(notice_given=DAY), uept.latest_notice(start=DAY)
        assert one != two
        assert len({one, two, one.again()}) == 2


class TestNamedCalendar:
    """RD-01 names a calendar."""

    @pytest.mark.parametrize(
        ("choice", "scottish", "northern_irish"),
        [
            ("england-and-wales", True, True),
            ("england-and-wales-or-scotland", False, True),
            ("any-uk-nation", False, False),
        ],
    )
    def test_whose_bank_holidays(self, choice: str, scottish: bool, northern_irish: bool) -> None:
        """2 January is kept in Scotland alone, 17 March in Northern Ireland alone, Christmas by all."""
        calendar = named_calendar(choice)
        assert calendar.is_working_day(date(2026, 1, 2)) is scottish
        assert calendar.is_working_day(date(2026, 3, 17)) is northern_irish
        assert not calendar.is_working_day(date(2026, 12, 25))
        assert not calendar.is_working_day(date(2026, 4, 6))
        readings = DEFAULT_READINGS.choosing({"RD-01": choice})
        assert uept.earliest_start(notice_given=DAY, readings=readings).calendar == calendar

    def test_no_such_choice(self) -> None:
        """Scotland alone is no choice of RD-01, and does not pass for all nations."""
        with pytest.raises(UnknownName, match=r"^RD-01: 'scotland' is not known here; choose from 'england"):
            named_calendar("scotland")


class TestAgain:
    """A question can be asked again with one part varied."""

    def test_a_date(self) -> None:
        """Another date, and all else as it was."""
        readings = Readings(rd_02="clear-days")
        deadline = uept.earliest_start(notice_given=DAY, calendar=made(set()), readings=readings)
        later = date(2026, 6, 4)
        assert deadline.again(notice_given=later) == uept.earliest_start(
            notice_given=later, calendar=made(set()), readings=readings
        )

    def test_the_calendar_or_the_readings(self) -> None:
        """Another calendar, or other readings, and all else as it was."""
        deadline = uept.earliest_start(notice_given=DAY)
        holiday = made({date(2026, 6, 4)})
        assert deadline.again(calendar=holiday) == uept.earliest_start(notice_given=DAY, calendar=holiday)
        readings = Readings(rd_02="clear-days")
        assert deadline.again(readings=readings) == uept.earliest_start(notice_given=DAY, readings=readings)
        assert deadline.again(calendar=holiday).again(calendar=None) == deadline

    def test_what_was_asked(self) -> None:
        """An answer holds all that was asked."""
        asked = uept.earliest_start(notice_given=DAY)
        assert asked.name == "entry_process_testing.earliest_start"
        assert asked.inputs == {"notice_given": DAY}
        assert asked.given_calendar is None
        assert asked.chosen == DEFAULT_READINGS

    def test_a_fact(self) -> None:
        """Another licence or Party, and all else as it was."""
        readings = Readings(rd_07="not-settled")
        finding = determine(GasSupply(), None, readings)
        party = Party(in_controlled_market_entry=True)
        assert finding.again(party=party) == determine(GasSupply(), party, readings)
        assert finding.again(licence=GasTransport()) == determine(GasTransport(), None, readings)

    def test_no_such_part(self) -> None:
        """A part that the question does not have is refused, with those that it has."""
        with pytest.raises(UnknownName) as caught:
            uept.earliest_start(notice_given=DAY).again(notice=DAY)
        assert str(caught.value) == (
            "entry_process_testing.earliest_start: 'notice' is not known here "
            "(the question has no such part); "
            "the nearest is 'notice_given'"
        )

    def test_no_calendar_where_nothing_is_counted(self) -> None:
        """A question that counts no days has no calendar to vary."""
        finding = determine(GasTransport())
        assert finding.inputs == {"licence": GasTransport(), "party": None}
        with pytest.raises(UnknownName, match=r"^table_1\.determine: 'calendar' is not known here"):
            finding.again(calendar=made(set()))


FINDINGS: list[Finding[Any]] = [
    determine(ElectricitySupply(domestic=False, paragraphs={"39.4": True})),
    determine(GasSupply(), Party(name="Example Ltd", licences=(GasSupply(),))),
    determine(ElectricityDistribution(), readings=Readings(rd_07="not-settled")),
    determine(GasTransport()),
    *determine_all(Party(licences=())),
    *determine_all(Party()),
    uept.notice(given=DAY, start=date(2026, 8, 25)),
    fusa.size(domestic_premises=250_001),
]


class TestFinding:
    """An outcome with its grounds."""

    @pytest.mark.parametrize("finding", FINDINGS, ids=repr)
    @pytest.mark.parametrize(
        "copied",
        [copy.copy, copy.deepcopy, lambda finding: pickle.loads(pickle.dumps(finding)), Answer.again],  # noqa: S301
        ids=["copy", "deepcopy", "pickle", "again"],
    )
    def test_value(self, finding: Finding[Any], copied: Callable[[Any], Any]) -> None:
        """It is a value: its copies are equal, hash alike and explain alike."""
        other = copied(finding)
        assert other == finding
        assert hash(other) == hash(finding)
        assert repr(other) == repr(finding)
        assert str(other) == str(finding)
        assert str(other.why()) == str(finding.why())
        assert other.readings == finding.readings
        assert other.next_questions() == finding.next_questions()
        assert other.rule == finding.rule

    def test_differ(self) -> None:
        """Two findings differ if they were asked of different things, although the outcome is one."""
        assert determine(GasTransport()) != determine(GasTransport(), Party())
        assert len({*FINDINGS, *FINDINGS}) == len(FINDINGS)
        with pytest.raises(FrozenInstanceError):
            FINDINGS[0].verdict = Verdict.MUST  # type: ignore[misc]

    def test_shown(self) -> None:
        """It is shown with its verdict and grounds; where there are none, with the verdict alone."""
        exempt = determine(ElectricityDistribution(distribution_service_provider=False))
        assert repr(exempt) == "<Finding exempt OB-14>"
        assert str(exempt).startswith(
            "exempt [OB-14, electricity distribution SLC, Section A Condition 21A.5 "
        )
        assert str(exempt).endswith("]")
        undetermined = determine(ElectricityDistribution())
        assert repr(undetermined) == "<Finding undetermined>"
        assert str(undetermined) == "undetermined"


class Weather(StrEnum):
    """What a made-up question can answer."""

    TAKE = "take an umbrella"
    LEAVE = "leave it"
    UNSURE = "unsure"


@question(
    RULE,
    "whether to take an umbrella",
    may_lack={"rains": Lack("whether it rains"), "windy": Lack("whether it is windy")},
)
class _umbrella(Finding[Weather]):
    """A made-up question."""

    rains: Fact
    windy: Fact

    def _find(self) -> tuple[Weather, tuple[Rule, ...]]:
        """Take it if it rains."""
        verdict = Weather.UNSURE if self.rains is UNKNOWN else Weather.TAKE if self.rains else Weather.LEAVE
        return verdict, (RULE,)

    def _reasons(self) -> Iterator[Reason]:
        """The rain."""
        yield Reason(RULE, self.rains, "it rains", {"rains": self.rains})


class TestExplained:
    """A finding that one function explains asks for those of its inputs that matter."""

    @pytest.mark.parametrize("windy", [False, True, UNKNOWN], ids=repr)
    def test_next_questions(self, windy: Fact) -> None:
        """An unknown input is asked for exactly if it can change the verdict, in words."""
        finding = _umbrella(rains=UNKNOWN, windy=windy, readings=DEFAULT_READINGS)
        assert finding.next_questions() == (FactQuestion("rains", "whether it rains", 1, RULE),)
        for rains in (False, True):
            assert finding.again(rains=rains).next_questions() == ()

    def test_why(self) -> None:
        """The function gives the reasons; why not the verdict itself has none."""
        finding = _umbrella(rains=True, windy=False, readings=DEFAULT_READINGS)
        (reason,) = finding.why()
        assert str(reason) == "yes: it rains [XX-01, SECAS guidance, 1]"
        assert finding.why_not(Weather.LEAVE) == finding.why()
        assert finding.why_not(Weather.TAKE) == Reasons(())
        assert finding.modality is Modality.SHOULD

    def test_without_questions(self) -> None:
        """Where no input may be unknown there is nothing to ask."""
        finding = uept.notice(given=DAY, start=date(2026, 8, 26))
        assert finding.next_questions() == ()


NAMES = ("rains", "set.windy", "set.cold")


def completions(facts: Iterable[Fact]) -> Iterator[tuple[bool, ...]]:
    """Yield every way in which the unknown ones of *facts* can turn out."""
    return product(*((True, False) if fact is UNKNOWN else (fact,) for fact in facts))


@question(RULE, "any function of three facts", may_lack={name: Lack(f"whether {name}") for name in NAMES})
class _of_a_table(Finding[Weather]):
    """A made-up question: *table* has the verdict of every pattern of known facts."""

    table: FrozenMapping[tuple[bool, ...], Weather]
    rains: Fact
    set: FactSet

    def _find(self) -> tuple[Weather, tuple[Rule, ...]]:
        """Look up every way in which the unknown facts can turn out."""
        found = {self.table[known] for known in completions((self.rains, *self.set.values()))}
        return found.pop() if len(found) == 1 else Weather.UNSURE, (RULE,)

    def _reasons(self) -> Iterator[Reason]:
        """None is needed."""
        yield from ()


TRUTHS: tuple[Fact, ...] = (True, False, UNKNOWN)


class TestExplainer:
    """What is asked next and what would change a verdict, of any function of three facts at all."""

    @given(
        verdicts=st.lists(st.sampled_from([Weather.TAKE, Weather.LEAVE]), min_size=8, max_size=8),
        known=st.tuples(*[st.sampled_from(TRUTHS)] * 3),
    )
    def test_against_every_pattern(self, verdicts: list[Weather], known: tuple[Fact, ...]) -> None:
        """Every pattern of facts is looked up: the nearest, and those that what is unknown can become."""
        table = dict(zip(product((True, False), repeat=3), verdicts, strict=True))

        def outcome(pattern: tuple[Fact, ...]) -> Weather:
            """Return the verdict that all completions share."""
            found = {table[each] for each in completions(pattern)}
            return found.pop() if len(found) == 1 else Weather.UNSURE

        finding = _of_a_table(
            table=FrozenMapping(table),
            rains=known[0],
            set=FactSet("set", {"windy": known[1], "cold": known[2]}),
            readings=DEFAULT_READINGS,
        )
        assert finding.verdict is outcome(known)
        changed: dict[tuple[Weather, int], set[frozenset[tuple[str, Fact]]]] = {}
        sizes: dict[str, set[int]] = {name: set() for name in NAMES}
        for pattern in product(TRUTHS, repeat=3):
            differ = [n for n in range(3) if pattern[n] is not known[n]]
            if all(pattern[n] is not UNKNOWN for n in differ):
                changes = frozenset((NAMES[n], pattern[n]) for n in differ)
                changed.setdefault((outcome(pattern), len(differ)), set()).add(changes)
            becomes_known = all(known[n] is UNKNOWN for n in differ)
            fewer = (outcome((*pattern[:n], UNKNOWN, *pattern[n + 1 :])) is Weather.UNSURE for n in differ)
            if becomes_known and outcome(pattern) is not Weather.UNSURE and all(fewer):
                for n in differ:
                    sizes[NAMES[n]].add(len(differ))
        for verdict in (Weather.TAKE, Weather.LEAVE):
            nearest = next((changed[verdict, size] for size in range(4) if (verdict, size) in changed), set())
            suggested = finding.smallest_changes(verdict)
            assert {frozenset(changes.items()) for changes in suggested} == nearest - {frozenset()}
            assert len(set(suggested)) == len(suggested)
        assert finding.smallest_changes(Weather.UNSURE) == ()
        asked = [(question.fact, question.settles_in) for question in finding.next_questions()]
        assert dict(asked) == {name: min(found) for name, found in sizes.items() if found}
        assert [settles_in for _, settles_in in asked] == sorted(settles_in for _, settles_in in asked)


class TestReasons:
    """Reasons are read in order, one on a line."""

    def test_lines(self) -> None:
        """Each says whether it holds, by which rule, where it is written and under which readings."""
        steps = (
            Reason(RULE, holds=True, text="it rains", facts={}),
            Reason(RULE, holds=False, text="it is dry", facts={}, readings=("RD-07", "RD-08")),
            Reason(RULE, holds=UNKNOWN, text="it may rain", facts={}),
        )
        reasons = Reasons(steps)
        assert str(reasons).splitlines() == [
            "yes: it rains [XX-01, SECAS guidance, 1]",
            "no: it is dry [XX-01, SECAS guidance, 1; RD-07, RD-08]",
            "unknown: it may rain [XX-01, SECAS guidance, 1]",
        ]
        assert len(reasons) == 3
        assert tuple(reasons) == steps
        assert reasons[1] is steps[1]
        assert reasons[0].citation == RULE.citation
        assert len({*steps, *steps}) == 3

    def test_question(self) -> None:
        """A question is shown with its fact, its rule and its source."""
        question = FactQuestion("rains", "whether it rains", 1, RULE)
        assert str(question) == "whether it rains (rains; XX-01, SECAS guidance, 1)"


class TestBadInput:
    """What a question is asked of is checked, and named as the caller named it."""

    @pytest.mark.parametrize("readings", [None, "RD-02", {"RD-02": "clear-days"}, Readings])
    def test_readings(self, readings: Any) -> None:  # noqa: ANN401 - anything may be passed
        """Readings are `Readings`."""
        for ask in (
            lambda: check_terms(None, readings),
            lambda: uept.earliest_start(notice_given=DAY, readings=readings),
            lambda: uept.earliest_start(notice_given=DAY, calendar=made(set()), readings=readings),
        ):
            with pytest.raises(InvalidType) as caught:
                ask()
            assert str(caught.value) == (
                f"readings: {readings!r} are not Readings; pass sec_uep.Readings(...), or leave them out"
            )

    @pytest.mark.parametrize("calendar", ["england", {}, DAY, WorkingDayCalendar, england_and_wales])
    def test_calendar(self, calendar: Any) -> None:  # noqa: ANN401 - anything may be passed
        """A calendar is a `WorkingDayCalendar`, or none is given."""
        for ask in (
            lambda: check_terms(calendar, DEFAULT_READINGS),
            lambda: uept.earliest_start(notice_given=DAY, calendar=calendar),
        ):
            with pytest.raises(InvalidType) as caught:
                ask()
            assert str(caught.value) == (
                f"calendar: {calendar!r} is not a WorkingDayCalendar; "
                "pass sec_uep.calendar.england_and_wales() or another one, or leave it out"
            )

    def test_terms(self) -> None:
        """Readings, and a calendar or none, pass."""
        check_terms(None, DEFAULT_READINGS)
        check_terms(made(set()), Readings(rd_02="clear-days"))

    @pytest.mark.parametrize(
        ("day", "why"),
        [
            (datetime(2026, 6, 3, 9, tzinfo=UTC), "has a time of day"),
            ("2026-06-03", "is text"),
            (None, "is no date"),
            (20260603, "is of type int"),
        ],
    )
    def test_dates(self, day: Any, why: str) -> None:  # noqa: ANN401 - anything may be passed
        """A date is a date, refused under the name of the argument."""
        with pytest.raises(InvalidType, match=rf"^notice_given: .* {why}"):
            uept.earliest_start(notice_given=day)
        with pytest.raises(InvalidType, match=rf"^start: .* {why}"):
            uept.latest_notice(start=day)
        with pytest.raises(InvalidType, match=rf"^confirmation_received: .* {why}"):
            uept.review_due(confirmation_received=day, report_received=DAY)

    def test_unknown_is_missed(self) -> None:
        """A day that may be unknown is not refused as a type; the answer that needs it says so."""
        with pytest.raises(
            MissingFact, match=r"^confirmation_received: is UNKNOWN, and the review runs from it"
        ):
            uept.review_due(report_received=DAY)

    def test_no_such_date(self) -> None:
        """A period that runs past the first or the last date there is, is refused by name."""
        with pytest.raises(
            InvalidValue, match=r"^application: 9999-12-31 is too near the first or the last date"
        ):
            fusa.earliest_assessment(application=date.max)
        with pytest.raises(
            InvalidValue, match=r"^assessment: 0001-01-01 is too near the first or the last date"
        ):
            fusa.latest_application(assessment=date.min)

    def test_outside_the_calendar(self) -> None:
        """A count that leaves the calendar is refused, never guessed."""
        with pytest.raises(DateOutsideCalendar, match="which covers 2026-01-01 to 2027-06-30"):
            uept.earliest_start(notice_given=date(2027, 6, 1), calendar=made(set()))
        with pytest.raises(DateOutsideCalendar):
            uept.latest_notice(start=date(2026, 1, 30), calendar=made(set()))


class TestTruth:
    """A finding is no boolean: whatever its verdict, an object would pass for true."""

    @pytest.mark.parametrize("finding", FINDINGS, ids=repr)
    def test_a_finding_is_neither_true_nor_false(self, finding: Finding[Any]) -> None:
        """Its truth is refused, and the refusal names its verdict."""
        with pytest.raises(VerdictIsNotABoolean, match=rf"whatever its verdict \({finding.verdict.value}\)"):
            bool(finding)
