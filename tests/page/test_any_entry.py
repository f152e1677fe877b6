"""Whatever entry was read has a page: nothing raises, the answer fits, the order of telling is nothing."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings, strategies as st

import sec_uep as uep
from sec_uep import (
    DEFAULT_READINGS,
    UNKNOWN,
    Days,
    Entry,
    Event,
    Months,
    Outcome,
    Party,
    Step,
    UserRole,
    Weeks,
    WorkingDays,
)
from sec_uep.errors import InvalidType, InvalidValue, SecUepError, UnknownName
from sec_uep.obligations.steps import TABLE
from sec_uep.page import report
from sec_uep.readings import REGISTER

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

    from sec_uep.page import Page

#: Days of two years, of both ends of the calendar, and of all time.
NEAR = st.dates(date(2026, 1, 1), date(2027, 12, 31))
ENDS = st.dates(date(2011, 6, 1), date(2012, 6, 1)) | st.dates(date(2060, 1, 1), date(2061, 6, 1))
DAYS = st.sampled_from((NEAR, NEAR, NEAR, NEAR | ENDS | st.dates()))

PERIODS: SearchStrategy[Any] = st.builds(
    lambda kind, n: kind(n),
    st.sampled_from((WorkingDays, Weeks, Days, Months)),
    st.integers(1, 60) | st.integers(1, 999_999),
)
LICENCES = st.sampled_from(
    (
        uep.ElectricitySupply(),
        uep.ElectricitySupply(domestic=True),
        uep.ElectricitySupply(domestic=False, paragraphs={"39.4"}),
        uep.GasSupply(domestic=False, paragraphs=(), meters={"advanced"}),
        uep.GasTransport(),
        uep.ElectricityDistribution(distribution_service_provider=False),
    )
)


@st.composite
def events(draw: DrawFn, days: SearchStrategy[date]) -> Event | None:
    """Any event, with what its step can have; None where it cannot be."""
    step, day = draw(st.sampled_from(Step)), draw(days)
    row = TABLE[step]
    outcome = draw(st.sampled_from((None, *row.outcomes)))
    role = draw(st.sampled_from((None, *UserRole))) if row.each_role else None
    booked_for = None
    try:
        if outcome is Outcome.RESCHEDULED:
            booked_for = day + timedelta(draw(st.integers(0, 200)))
        return Event(step, day, role=role, outcome=outcome, booked_for=booked_for)
    except OverflowError:
        return None


@st.composite
def entries(draw: DrawFn) -> tuple[Entry, date]:
    """Any entry, and a day."""
    days = draw(DAYS)
    party = Party(
        name=draw(st.text(max_size=200)),
        sec_party_since=draw(st.sampled_from((UNKNOWN, None)) | days),
        in_controlled_market_entry=draw(st.sampled_from((True, False, UNKNOWN))),
        licences=draw(st.just(UNKNOWN) | st.lists(LICENCES, max_size=5)),
    )
    ids = draw(st.sets(st.sampled_from(list(REGISTER)), max_size=3))
    entry = Entry(
        party=party,
        roles=draw(st.sets(st.sampled_from(UserRole), max_size=3) | st.just(set(UserRole))),
        estimates=draw(st.dictionaries(st.sampled_from(Step), PERIODS, max_size=5)),
        readings=DEFAULT_READINGS.choosing(
            {i: draw(st.sampled_from(list(REGISTER[i].choices))) for i in ids}
        ),
        target=draw(st.none() | days),
    )
    for event in draw(st.lists(events(days), max_size=12)):
        try:
            entry = entry if event is None else entry.with_event(event)
        except SecUepError:  # it contradicts another, and no file with it would have been read
            continue
    return entry, draw(days)


def _of(entry: Entry, today: date, **more: Any) -> Page:  # noqa: ANN401 - as `report` takes
    return report(entry, today=today, **more)


ROLES = {UserRole.GAS_SUPPLIER}
APPLIED = Event(Step.FUSA_APPLICATION, date(2026, 10, 5))
BOOKED = Event(Step.FULL_USER_SECURITY_ASSESSMENT, date(2061, 3, 1), outcome=Outcome.BEGUN)
FAR = Event(Step.UEPT_NOTICE, date(2060, 12, 1))


@settings(max_examples=settings().max_examples // 2)
@given(pair=entries(), at_best=st.booleans())
@example(pair=(Entry(party=Party(), events=(APPLIED,)), date(2026, 11, 25)), at_best=False)
@example(pair=(Entry(party=Party(), roles=ROLES, events=(BOOKED,)), date(2026, 11, 25)), at_best=False)
@example(pair=(Entry(party=Party(), roles=ROLES, events=(FAR,)), date(2060, 12, 2)), at_best=True)
@example(pair=(Entry(party=Party(), roles=ROLES, target=date.max), date.max), at_best=False)
@example(pair=(Entry(party=Party(), roles=ROLES, target=date.min), date(2026, 11, 25)), at_best=False)
@example(
    pair=(Entry(party=Party(), roles=ROLES, estimates={Step.UEPT: Months(999_999)}), date(2026, 11, 25)),
    at_best=False,
)
def test_there_is_a_page(pair: tuple[Entry, date], at_best: bool) -> None:
    """As text of any width, as data, and as an answer; the answer in twelve lines."""
    entry, today = pair
    page = _of(entry, today, at_best=at_best)
    text = page.text(full=True, lead="schedule").splitlines()
    lines = page.summary.splitlines()
    assert text[: len(lines)] == lines
    assert len(lines) <= 12
    assert max(map(len, text)) <= 100
    assert max(map(len, page.text(width=10).splitlines())) <= 60
    assert json.loads(json.dumps(page.data(), default=date.isoformat))["summary"] == lines
    assert len(repr(page).splitlines()) == 1
    assert page == _of(entry, today, at_best=at_best)
    assert page.plan is not None or not entry.roles or page.refusal is not None
    assert (" is missing: " in " ".join(lines)) == (page.refusal is not None)
    assert page.why() is not None
    assert len(page.outcome) == len(page.licences) + (page.plan is not None)


@given(entries(), st.randoms())
def test_the_order_of_telling_does_not_matter(pair: tuple[Entry, date], random: Any) -> None:  # noqa: ANN401
    """The same events in another order make the same page."""
    entry, today = pair
    shuffled = list(entry.events)
    random.shuffle(shuffled)
    again = Entry(
        party=entry.party,
        roles=entry.roles,
        estimates=entry.estimates,
        events=shuffled,
        readings=entry.readings,
        target=entry.target,
    )
    assert _of(again, today).text() == _of(entry, today).text()


class TestWhatIsRefused:
    """Only what is no entry, no day, no calendar or no readings."""

    @pytest.mark.parametrize(
        ("given_", "said"),
        [
            ({"entry": None}, "entry: None"),
            ({"today": "2026-11-25"}, "today: '2026-11-25' is text"),
            ({"target": 5}, "target: 5"),
            ({"at_best": 1}, "at_best: 1 is neither True nor False"),
            ({"calendar": "scotland"}, "calendar: 'scotland'"),
            ({"readings": {}}, "readings: {}"),
        ],
    )
    def test_wrong_types(self, given_: dict[str, Any], said: str) -> None:
        """Each names what it is."""
        asked = {"entry": Entry(party=Party()), "today": date(2026, 11, 25), **given_}
        with pytest.raises(InvalidType) as refused:
            report(asked.pop("entry"), **asked)
        assert said in str(refused.value)

    def test_how_it_is_set(self) -> None:
        """An order that there is not."""
        with pytest.raises(UnknownName, match="lead"):
            report(Entry(party=Party()), today=date(2026, 11, 25)).text(lead="dates")


class TestWhatIsMissing:
    """Where a part cannot be worked out the page says so, and shows the rest."""

    def test_a_plan_that_leaves_the_calendar(self) -> None:
        """The day that it would have needed is named; verdicts and late obligations stand."""
        entry = Entry(
            party=Party(licences=()), roles=ROLES, events=(Event(Step.UEPT_REPORT, date(2026, 9, 2)),)
        )
        page = _of(entry, date(2026, 9, 20), target=date(2100, 1, 1))
        assert page.plan is None
        assert "The plan is missing: " in page.text()
        assert "DCC: confirm receipt of the report; due Fri 4 September" in page.text()
        assert page.data()["refusal"] == str(page.refusal)
        assert page.data()["plan"] is None

    def test_an_estimate_that_no_date_holds(self) -> None:
        """It is named with its step."""
        entry = Entry(party=Party(), roles=ROLES, estimates={Step.UEPT: Months(999_999)})
        page = _of(entry, date(2026, 11, 25))
        assert isinstance(page.refusal, InvalidValue)
        assert "estimates.uept" in page.summary

    def test_an_entry_without_roles(self) -> None:
        """The page says which are open, and shows an application all the same (E1)."""
        entry = Entry(party=Party(licences=()), events=(APPLIED,))
        page = _of(entry, date(2026, 11, 25))
        assert "open to it: Registered Supplier Agent and Other User" in " ".join(page.summary.split())
        assert page.plan is None
        assert [each.step for each in page.obligations if each.answer] == [Step.FUSA_APPLICATION]

    def test_a_target_that_has_passed(self) -> None:
        """It is said so, and no latest day is given."""
        page = _of(Entry(party=Party(), roles=ROLES), date(2026, 11, 25), target=date(2025, 3, 3))
        text = " ".join(page.text(lead="schedule").split())
        assert "Cannot be met by Mon 3 March 2025, which has passed:" in text
        assert "The target has passed, so that there is no latest day." in text
        assert page.cannot_be_met
