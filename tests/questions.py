"""Every question that can be asked, and any way to ask it that has an answer."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import frozen
from hypothesis import reject, strategies as st

from sec_uep import (
    DEFAULT_READINGS,
    UNKNOWN,
    AssuranceStatus,
    GasTransport,
    Party,
    Readings,
    UserRole,
)
from sec_uep.answers import Answer
from sec_uep.calendar import WorkingDayCalendar, any_of, england_and_wales, northern_ireland, scotland
from sec_uep.errors import SecUepError
from sec_uep.obligations import (
    assessment_cycle,
    credit_cover,
    determine,
    determine_all,
    entry_process_testing as uept,
    privacy_assessment as privacy,
    security_assessment as fusa,
    user_ids,
    user_roles,
)
from sec_uep.readings import REGISTER
from tests.obligations.oracle_table_1 import ROWS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hypothesis.strategies import DrawFn

    from sec_uep.facts import Fact


@frozen
class Asked:
    """A question as a caller asks it."""

    ask: Callable[..., Answer]
    arguments: Mapping[str, Any]
    readings: Readings

    def answer(self, readings: Readings | None = None) -> Answer:
        """Ask it, under other readings if some are given."""
        return self.ask(**self.arguments, readings=readings or self.readings)

    def answer_or_none(self, readings: Readings) -> Answer | None:
        """Ask it under other readings; None if there is no answer."""
        try:
            return self.answer(readings)
        except SecUepError:
            return None


days = st.dates(date(2019, 1, 1), date(2030, 6, 30)) | st.dates(date(2060, 9, 1), date(2060, 12, 28))
costs = st.decimals(0, 50_000, places=2)
facts: st.SearchStrategy[Fact] = st.sampled_from([True, False, UNKNOWN])
readings = st.just(DEFAULT_READINGS) | st.fixed_dictionaries(
    {id_: st.sampled_from(list(reading.choices)) for id_, reading in REGISTER.items()}
).map(DEFAULT_READINGS.choosing)
calendars = st.none() | st.sampled_from(
    [
        england_and_wales(),
        scotland(),
        any_of(england_and_wales(), northern_ireland()),
        WorkingDayCalendar(
            name="made",
            first=date(2019, 1, 1),
            last=date(2030, 12, 31),
            published_through=date(2030, 12, 31),
            published=[(date(2026, 6, 1), "a bank holiday"), (date(2026, 8, 25), "another")],
        ),
    ]
)


@st.composite
def some_facts(draw: DrawFn, names: tuple[str, ...]) -> dict[str, Fact]:
    """Some facts of *names*, known or not."""
    return draw(st.dictionaries(st.sampled_from(names), facts, max_size=len(names)))


@st.composite
def licences(draw: DrawFn) -> Any:  # noqa: ANN401 - any licence
    """Any licence of Table 1, as far as it is known; often with every list complete."""
    row = draw(st.sampled_from([*ROWS, None]))
    if row is None:
        return GasTransport()
    rest: dict[str, Fact] = dict.fromkeys(row.names, draw(st.sampled_from([False, UNKNOWN])))
    return row.make({**rest, **draw(some_facts(row.names))})


@st.composite
def parties(draw: DrawFn) -> Party:
    """Any Party, as far as it is known."""
    held = draw(st.just(UNKNOWN) | st.lists(licences(), max_size=2).map(tuple))
    return Party(
        name=draw(st.text(max_size=3)),
        sec_party_since=draw(st.none() | st.just(UNKNOWN) | days),
        in_controlled_market_entry=draw(facts),
        licences=held,
    )


def _of_one_day(ask: Callable[..., Answer], name: str) -> st.SearchStrategy[tuple[Any, dict[str, Any]]]:
    return st.fixed_dictionaries({name: days, "calendar": calendars}).map(lambda given_: (ask, given_))


@st.composite
def _reviews(draw: DrawFn) -> tuple[Any, dict[str, Any]]:
    report = draw(days)
    confirmed = report + timedelta(days=draw(st.integers(0, 6)))
    known = draw(st.sampled_from(["both", "confirmation", "report"]))
    return uept.review_due, {
        "confirmation_received": UNKNOWN if known == "report" else confirmed,
        "report_received": UNKNOWN if known == "confirmation" else report,
        "calendar": draw(calendars),
    }


@st.composite
def _notices(draw: DrawFn) -> tuple[Any, dict[str, Any]]:
    """A notice whose start lies near the first day on which it may lie."""
    given_on, calendar = draw(days), draw(calendars)
    start = given_on + timedelta(days=draw(st.integers(80, 96)))
    return uept.notice, {"given": given_on, "start": start, "calendar": calendar}


@st.composite
def _assessments(draw: DrawFn) -> tuple[Any, dict[str, Any]]:
    """A question of weeks between two days, near the period that decides."""
    first = draw(days)
    ask, least, most = draw(
        st.sampled_from(
            [
                (fusa.notice, 80, 88),
                (privacy.notice, 80, 88),
                (fusa.reschedule_charge, 20, 36),
                (privacy.change_charge, 20, 36),
            ]
        )
    )
    assessment = first + timedelta(days=draw(st.integers(least, most)))
    if ask in (fusa.notice, privacy.notice):
        return ask, {"application": first, "assessment": assessment, "calendar": draw(calendars)}
    more: dict[str, Any] = {
        "requested": first,
        "assessment": assessment,
        "total_cost": draw(costs | st.just(UNKNOWN)),
        "calendar": draw(calendars),
    }
    if ask is fusa.reschedule_charge:
        more["redeployed"] = draw(facts)
    else:
        more["costs_incurred"] = draw(costs | st.just(UNKNOWN) | st.just(Decimal(0)))
    return ask, more


@st.composite
def _credit_support(draw: DrawFn) -> tuple[Any, dict[str, Any]]:
    """A notice to provide Credit Support, of which the giving, the receipt or both are known."""
    given_on = draw(days)
    both = {
        "notice_given": given_on,
        "notice_received": given_on + timedelta(days=draw(st.integers(0, 3))),
    }
    known = draw(st.sampled_from([("notice_given",), ("notice_received",), tuple(both)]))
    known_days = {name: both[name] for name in known}
    return credit_cover.credit_support_due, {**known_days, "calendar": draw(calendars)}


@st.composite
def _defaults(draw: DrawFn) -> tuple[Any, dict[str, Any]]:
    """A notice to provide Credit Support, and what happened around the last day to do so."""
    _, notices = draw(_credit_support())
    notice, later = max(v for v in notices.values() if isinstance(v, date)), draw(st.integers(0, 9))
    as_of = notice + timedelta(days=later)
    provided = st.integers(0, later).map(lambda n: notice + timedelta(days=n))
    return credit_cover.event_of_default, {
        **notices,
        "as_of": as_of,
        "provided": draw(st.none() | st.just(UNKNOWN) | provided),
    }


_amounts = st.just(UNKNOWN) | st.sampled_from([Decimal(0), Decimal(1), Decimal(2)])
_user_ids = st.sampled_from(["90B3D51F30010000", "90B3D51F30010001", "90B3D51F30010002"])
_several_ids = st.sets(_user_ids, min_size=1)
_ranges = st.lists(_user_ids, min_size=2, max_size=2).map(sorted).map(lambda e: user_ids.UserIdRange(*e))

_premises = st.sampled_from([0, 1, 49_999, 50_000, 50_001, 249_999, 250_000, 250_001])

#: Every question, by where it is asked.
ALL_QUESTIONS: dict[str, st.SearchStrategy[tuple[Any, dict[str, Any]]]] = {
    "entry_process_testing.earliest_start": _of_one_day(uept.earliest_start, "notice_given"),
    "entry_process_testing.latest_notice": _of_one_day(uept.latest_notice, "start"),
    "entry_process_testing.last_day_of_notice": _of_one_day(uept.last_day_of_notice, "start"),
    "entry_process_testing.notice": _notices(),
    "entry_process_testing.receipt_confirmation_due": _of_one_day(
        uept.receipt_confirmation_due, "report_received"
    ),
    "entry_process_testing.review_due": _reviews(),
    "entry_process_testing.certificate_due": _of_one_day(uept.certificate_due, "quality_gate_passed"),
    "security_assessment.earliest_assessment": _of_one_day(fusa.earliest_assessment, "application"),
    "security_assessment.latest_application": _of_one_day(fusa.latest_application, "assessment"),
    "security_assessment.last_day_of_notice": _of_one_day(fusa.last_day_of_notice, "assessment"),
    "security_assessment.latest_free_reschedule": _of_one_day(fusa.latest_free_reschedule, "assessment"),
    "privacy_assessment.earliest_assessment": _of_one_day(privacy.earliest_assessment, "application"),
    "privacy_assessment.latest_application": _of_one_day(privacy.latest_application, "assessment"),
    "privacy_assessment.last_day_of_notice": _of_one_day(privacy.last_day_of_notice, "assessment"),
    "privacy_assessment.latest_free_change": _of_one_day(privacy.latest_free_change, "assessment"),
    **dict.fromkeys(
        [
            "security_assessment.notice",
            "security_assessment.reschedule_charge",
            "privacy_assessment.notice",
            "privacy_assessment.change_charge",
        ],
        _assessments(),
    ),
    "security_assessment.entry_with": st.sampled_from(AssuranceStatus).map(
        lambda status: (fusa.entry_with, {"status": status})
    ),
    "privacy_assessment.entry_with": st.sampled_from(AssuranceStatus).map(
        lambda status: (privacy.entry_with, {"status": status})
    ),
    "security_assessment.size": st.fixed_dictionaries(
        {
            "domestic_premises": _premises,
            "non_domestic_premises": st.none() | _premises,
            "role": st.none() | st.sampled_from(UserRole),
            "has_been_large": facts,
        }
    ).map(lambda given_: (fusa.size, given_)),
    "assessment_cycle.kind_of_assessment": st.fixed_dictionaries(
        {
            "year": st.integers(1, 9),
            "role": st.sampled_from(UserRole),
            "size": st.sampled_from(fusa.SizeCategory),
        }
    ).map(lambda given_: (assessment_cycle.kind_of_assessment, given_)),
    "user_roles.may_apply_for": st.fixed_dictionaries(
        {"role": st.sampled_from(UserRole), "party": parties()}
    ).map(lambda given_: (user_roles.may_apply_for, given_)),
    "user_ids.assignment": st.fixed_dictionaries(
        {
            "ids": st.dictionaries(
                st.sampled_from(UserRole), _user_ids | st.sets(_user_ids, min_size=1), min_size=1
            ),
            "own_range": st.just(UNKNOWN) | _ranges,
        }
    ).map(lambda given_: (user_ids.assignment, given_)),
    "credit_cover.cover_required": st.fixed_dictionaries(
        {"requirement": _amounts, "threshold": _amounts}
    ).map(lambda given_: (credit_cover.cover_required, given_)),
    "credit_cover.evidence_with": st.fixed_dictionaries(
        {
            "required": st.none() | facts,
            "in_place": some_facts(tuple(form.value for form in credit_cover.CoverForm)),
        }
    ).map(lambda given_: (credit_cover.evidence_with, given_)),
    "credit_cover.credit_support_due": _credit_support(),
    "credit_cover.event_of_default": _defaults(),
    "table_1.determine": st.fixed_dictionaries({"licence": licences(), "party": st.none() | parties()}).map(
        lambda given_: (determine, given_)
    ),
    "table_1.determine_all": st.fixed_dictionaries({"party": parties()}).map(
        lambda given_: (lambda **terms: determine_all(**terms)[0], given_)
    ),
}


@st.composite
def asked_of(draw: DrawFn, name: str) -> Asked:
    """Any way to ask the question called *name* that has an answer."""
    ask, arguments = draw(ALL_QUESTIONS[name])
    asked = Asked(ask, arguments, draw(readings))
    if asked.answer_or_none(asked.readings) is None:
        reject()
    return asked
