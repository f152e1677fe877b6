"""Receipts: they say all that an answer rests on, replay to it, and are refused when they are not sound."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import wraps
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import assume, given, strategies as st

import sec_uep.calendar
from sec_uep import trust, wire
from sec_uep.answers import Answer
from sec_uep.calendar import WorkingDayCalendar, any_of, england_and_wales, northern_ireland, scotland
from sec_uep.deadlines import Deadline
from sec_uep.errors import InvalidType, InvalidValue, MalformedData, MissingFact, SecUepError
from sec_uep.events import AssuranceStatus
from sec_uep.facts import UNKNOWN
from sec_uep.obligations import (
    QUESTIONS,
    RULES,
    assessment_cycle,
    credit_cover,
    determine,
    determine_all,
    entry_process_testing as uept,
    privacy_assessment as pa,
    security_assessment as fusa,
    user_ids,
    user_roles,
)
from sec_uep.obligations.security_assessment import SizeCategory
from sec_uep.parties import (
    CONDITION_39_PARAGRAPHS,
    ELECTRICITY_METERS,
    GAS_METERS,
    ElectricityDistribution,
    ElectricitySupply,
    GasSupply,
    GasTransport,
    Party,
    UserRole,
)
from sec_uep.readings import REGISTER, Readings
from sec_uep.trust import Drift, Movement, Receipt, Verification, receipt, recompute, verify
from tests.oracles import StepByStep, computed_bank_holidays

D = date.fromisoformat
ONE_DAY = timedelta(days=1)
OTHERWISE = Readings(rd_01="any-uk-nation", rd_02="clear-days", rd_04="next-working-day", rd_05="report")

#: The parts that a receipt has, and a seal for each.
PARTS = ("answer", "calendar", "edition", "inputs", "question", "readings", "trace", "versions")

USER_IDS = ("90B3D51F30010000", "90B3D51F3001FFFF")

SAMPLES: tuple[Answer, ...] = (
    determine(ElectricitySupply(domestic=False, paragraphs={"39.4": True}), Party(name="Énergie")),
    determine(GasSupply(domestic=False, meters={"smart"})),
    determine(ElectricityDistribution(distribution_service_provider=True)),
    determine(GasTransport(), None),
    *determine_all(Party(sec_party_since=None, licences=())),
    *determine_all(Party(licences=[GasSupply(domestic=True), GasTransport()])),
    user_roles.may_apply_for(UserRole.OTHER_USER, Party(licences=[GasTransport()])),
    user_ids.assignment(
        {UserRole.GAS_SUPPLIER: [USER_IDS[0], USER_IDS[1]], UserRole.OTHER_USER: USER_IDS[1]},
        own_range=user_ids.UserIdRange(*USER_IDS),
        readings=Readings(rd_15="any-id"),
    ),
    user_ids.assignment({UserRole.OTHER_USER: USER_IDS[0]}),
    credit_cover.cover_required(requirement=Decimal("2000.01"), threshold=Decimal(2000)),
    credit_cover.cover_required(requirement=Decimal(1)),
    credit_cover.evidence_with(required=True, in_place={"bank-guarantee": False, "cash-deposit": True}),
    credit_cover.evidence_with(required=None, readings=Readings(rd_25="confirmed")),
    credit_cover.credit_support_due(notice_received=D("2026-08-27")),
    credit_cover.credit_support_due(notice_given=D("2026-08-27"), readings=Readings(rd_33="giving")),
    credit_cover.event_of_default(notice_received=D("2026-08-27"), as_of=D("2026-09-03"), provided=None),
    credit_cover.event_of_default(notice_received=D("2026-08-27"), as_of=D("2026-09-03")),
    uept.earliest_start(notice_given=D("2026-06-03")),
    uept.earliest_start(notice_given=D("2028-11-01"), readings=OTHERWISE),
    uept.earliest_start(notice_given=D("2040-03-01")),
    uept.latest_notice(start=D("2026-08-31")),
    uept.last_day_of_notice(start=D("2026-08-28")),
    uept.notice(given=D("2026-06-03"), start=D("2026-08-25")),
    uept.notice(given=D("2035-06-03"), start=D("2035-08-28"), readings=OTHERWISE),
    uept.receipt_confirmation_due(report_received=D("2026-09-04")),
    uept.review_due(confirmation_received=D("2026-09-08")),
    uept.review_due(report_received=D("2026-12-24"), readings=OTHERWISE),
    uept.certificate_due(quality_gate_passed=D("2022-09-16")),
    fusa.earliest_assessment(application=D("2026-01-09")),
    fusa.earliest_assessment(application=D("2026-01-09"), readings=Readings(rd_06="no-roll")),
    fusa.latest_application(assessment=D("2026-08-26")),
    fusa.last_day_of_notice(assessment=D("2026-06-26")),
    fusa.latest_free_reschedule(assessment=D("2026-05-04")),
    fusa.notice(application=D("2026-06-03"), assessment=D("2026-08-26")),
    fusa.reschedule_charge(
        requested=D("2026-07-30"), assessment=D("2026-08-26"), total_cost=Decimal("20000.50")
    ),
    fusa.reschedule_charge(
        requested=D("2026-07-30"), assessment=D("2026-08-26"), total_cost=Decimal("1E+3"), redeployed=False
    ),
    fusa.entry_with(AssuranceStatus.DEFERRED),
    fusa.size(domestic_premises=200_000, non_domestic_premises=40_000),
    fusa.size(domestic_premises=250_001, has_been_large=True),
    assessment_cycle.kind_of_assessment(year=2, role=UserRole.OTHER_USER, size=SizeCategory.SMALL),
    pa.earliest_assessment(application=D("2026-01-09")),
    pa.latest_application(assessment=D("2026-08-26")),
    pa.last_day_of_notice(assessment=D("2026-06-26")),
    pa.latest_free_change(assessment=D("2026-08-26")),
    pa.notice(application=D("2026-06-03"), assessment=D("2026-08-26")),
    pa.entry_with(AssuranceStatus.APPROVED),
    pa.change_charge(requested=D("2026-08-20"), assessment=D("2026-08-26"), total_cost=Decimal(9000)),
    pa.change_charge(
        requested=D("2026-08-20"),
        assessment=D("2026-08-26"),
        total_cost=Decimal(9000),
        costs_incurred=Decimal("12.30"),
    ),
)

each_sample = pytest.mark.parametrize("answer", SAMPLES, ids=lambda a: f"{a.name} {a.rule.id}")


# --- A second hand that writes receipts, from the form as it is documented --------------------


def canonical(data: object) -> str:
    """Return JSON with sorted keys and no spaces."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sealed(data: Mapping[str, Any]) -> str:
    """Return a receipt with a seal for each part: the beginning of the digest of its canonical JSON."""
    seals = {part: sha256(canonical(data[part]).encode()).hexdigest()[:16] for part in PARTS}
    return canonical({**data, "seals": seals})


def edited(written: Receipt, path: str, *value: object) -> dict[str, Any]:
    """Return the data of a receipt with the value at *path* changed, or taken away if none is given."""
    data = written.data
    *above, last = path.split(".")
    inside: Any = data
    for key in above:
        inside = inside[key]
    if value:
        inside[last] = value[0]
    else:
        del inside[last]
    return data


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that are asked while a test runs: by `trust`, and by any kind of question."""
    calls: list[str] = []

    def spied(name: str, ask: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(ask)
        def spy(*args: object, **kwargs: object) -> object:
            calls.append(name)
            return ask(*args, **kwargs)

        return spy

    for kind in QUESTIONS:
        spy = spied(kind.name, kind.__attrs_post_init__)  # type: ignore[attr-defined]
        monkeypatch.setattr(kind, "__attrs_post_init__", spy)
    monkeypatch.setattr(trust, "_parts", spied("_parts", trust._parts))  # noqa: SLF001 - seen, not used
    return calls


DUE = uept.certificate_due(quality_gate_passed=D("2026-09-18"))
WRITTEN = receipt(DUE)
JUBILEE = england_and_wales().with_bank_holiday(D("2027-06-04"), "Jubilee")


# --- What a receipt says ---------------------------------------------------------------------


class TestReceipt:
    """All that an answer rests on, in one form."""

    def test_every_kind_of_question_has_a_sample(self) -> None:
        """A question that is added is tested here, or this fails."""
        assert {kind for kind in QUESTIONS if kind not in {type(answer) for answer in SAMPLES}} == set()

    @each_sample
    def test_is_canonical(self, answer: Answer) -> None:
        """Sorted keys, no spaces, letters as they are, seals that anybody can make; the same every time."""
        text = str(receipt(answer))
        assert text == canonical(json.loads(text)) == str(receipt(answer.again()))
        assert text == sealed(json.loads(text))
        assert receipt(answer).data == json.loads(text)
        assert "\\u" not in text

    def test_is_the_same_in_another_process(self) -> None:
        """Whatever the seed of the hashes, every byte is the same."""
        script = (
            "import sys\nfrom tests.test_receipts import SAMPLES, receipt\n"
            "sys.stdout.buffer.write('\\n'.join(str(receipt(each)) for each in SAMPLES).encode())"
        )
        expected = "\n".join(str(receipt(each)) for each in SAMPLES).encode()
        for seed in ("1", "2"):
            paths = os.pathsep.join([str(Path(__file__).parents[1]), *filter(None, sys.path)])
            environment = {**os.environ, "PYTHONPATH": paths, "PYTHONHASHSEED": seed}
            done = subprocess.run(
                [sys.executable, "-c", script], env=environment, capture_output=True, check=True
            )
            assert done.stdout == expected

    @each_sample
    def test_question_inputs_and_readings(self, answer: Answer) -> None:
        """What was asked, of what, under every reading there is."""
        data = receipt(answer).data
        assert set(data) == {"schema", "seals", *PARTS}
        assert data["schema"] == 1
        assert data["question"] == {"name": answer.name, "rule": answer.rule.id, "asks": answer.asks}
        assert data["inputs"] == json.loads(wire.dumps(answer))["question"]["inputs"]
        assert set(data["inputs"]) == set(answer.asked_of)
        assert data["readings"] == {id_: answer.chosen[id_] for id_ in REGISTER}

    @each_sample
    def test_answer_and_trace(self, answer: Answer) -> None:
        """What came of it, and each reason with the rule's id and citation in fields."""
        data = receipt(answer).data
        if isinstance(answer, Deadline):
            said = (data["answer"]["day"], data["answer"]["counted_from"], data["answer"]["certainty"])
            assert said == (str(answer.day), str(answer.counted_from), answer.certainty.value)
        else:
            assert data["answer"]["verdict"] == answer.verdict.value  # type: ignore[attr-defined]
            assert data["answer"]["grounds"] == [rule.id for rule in answer.rules]
        if hasattr(answer, "most"):
            amounts = json.loads(json.dumps([answer.least, answer.most], default=str))  # type: ignore[attr-defined]
            assert [data["answer"]["least"], data["answer"]["most"]] == amounts
        reasons = answer.why()
        assert [step["text"] for step in data["trace"]] == [reason.text for reason in reasons]
        for step, reason in zip(data["trace"], reasons, strict=True):
            assert step["rule"]["id"] == reason.rule.id
            assert step["rule"]["citation"]["clause"] == reason.citation.clause
            assert step["rule"]["citation"]["document"]["name"] == reason.citation.document.name
            assert step["readings"] == list(reason.readings)

    @each_sample
    def test_calendar(self, answer: Answer) -> None:
        """Its digest and reach, and exactly the bank holidays in the days that the answer read."""
        calendar = receipt(answer).data["calendar"]
        if not answer.counts:
            assert calendar is None
            return
        on = answer.calendar
        assert calendar["digest"] == on.digest
        assert (calendar["published_through"], calendar["name"]) == (str(on.published_through), on.name)
        assert (calendar["first"], calendar["last"], calendar["is_given"]) == (
            str(on.first),
            str(on.last),
            False,
        )
        listed = [each["day"] for each in calendar["bank_holidays"]]
        if calendar["read"] is None:
            assert listed == []
            return
        first, last = calendar["read"]["first"], calendar["read"]["last"]
        assert first <= last
        expected = {day: title for day, title in shipped(answer.chosen.rd_01).items() if first <= day <= last}
        assert listed == sorted(expected)
        if answer.chosen.rd_01 == "england-and-wales" and last <= str(on.published_through):
            bare = {each["day"]: each["title"].partition(" (")[0] for each in calendar["bank_holidays"]}
            assert bare == expected

    def test_the_days_read_in_full(self) -> None:
        """A worked case: 60 Working Days of notice over a summer with three bank holidays."""
        calendar = receipt(uept.earliest_start(notice_given=D("2022-05-27"))).data["calendar"]
        assert calendar["read"] == {"first": "2022-05-28", "last": "2022-08-23"}
        assert [(each["day"], each["title"]) for each in calendar["bank_holidays"]] == [
            ("2022-06-02", "Spring bank holiday"),
            ("2022-06-03", "Platinum Jubilee bank holiday"),
        ]

    @each_sample
    def test_bank_holidays_nearby(self, answer: Answer) -> None:
        """Those of five weeks around are kept apart, to say later what was added there."""
        calendar = receipt(answer).data["calendar"]
        if calendar is None or calendar["read"] is None:
            assert calendar is None or calendar["nearby"] == []
            return
        first, last = D(calendar["read"]["first"]), D(calendar["read"]["last"])
        around = [str(first - timedelta(days=35)), str(last + timedelta(days=35))]
        near = {day for day in shipped(answer.chosen.rd_01) if around[0] <= day <= around[1]}
        expected = sorted(day for day in near if not str(first) <= day <= str(last))
        assert [each["day"] for each in calendar["nearby"]] == expected

    @pytest.mark.parametrize("year", [1, 9999])
    def test_at_either_end_of_time(self, year: int) -> None:
        """A calendar may begin with the first date there is, or end with the last."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        edge = WorkingDayCalendar(name="edge", first=first, last=last, published_through=last)
        for day in (first + timedelta(days=4), last - timedelta(days=9)):
            due = uept.certificate_due(quality_gate_passed=day, calendar=edge)
            assert verify(receipt(due), calendar=edge)
            assert not recompute(due, calendar=edge)

    @pytest.mark.parametrize("start", ["2026-08-25", "2026-09-30"])
    def test_the_days_that_a_finding_read(self, start: str) -> None:
        """Those of the day on which its verdict rests, whatever start it was asked of."""
        read = receipt(uept.notice(given=D("2026-06-03"), start=D(start))).data["calendar"]["read"]
        assert read == {"first": "2026-06-04", "last": "2026-08-26"}

    def test_versions_and_edition(self) -> None:
        """The version of `holidays` only where it computed a day; one edition for all."""
        for answer in SAMPLES:
            data, days = receipt(answer).data, [answer, *answer.deadlines]
            is_projected = any(isinstance(day, Deadline) and day.projected_from for day in days)
            assert set(data["versions"]) == ({"sec_uep", "holidays"} if is_projected else {"sec_uep"})
            assert data["versions"]["sec_uep"] == version("sec-uep")
            assert data["versions"].get("holidays", version("holidays")) == version("holidays")
        assert len({receipt(answer).data["edition"] for answer in SAMPLES}) == 1

    def test_a_computed_day_on_an_amended_calendar(self) -> None:
        """That a day is amended hides that others were computed; the version says so all the same."""
        amended = england_and_wales().with_bank_holiday(D("2035-01-03"), "Jubilee")
        due = uept.certificate_due(quality_gate_passed=D("2034-12-29"), calendar=amended)
        assert "holidays" in receipt(due).data["versions"]

    def test_not_an_answer(self) -> None:
        """A tuple of findings is not one."""
        with pytest.raises(InvalidType, match=r"answer: .* is not an answer; pass a Finding or a Deadline"):
            receipt(determine_all(Party()))  # type: ignore[arg-type]


def shipped(choice: str) -> dict[str, str]:
    """Return the bank holidays of a choice of RD-01, read from the file that is shipped, and computed on."""
    file = Path(sec_uep.calendar.__file__).with_name("bank-holidays.json")
    content = json.loads(file.read_text(encoding="utf-8"))
    nations = {"england-and-wales": "ENG", "scotland": "SCT", "northern-ireland": "NIR"}
    if choice == "england-and-wales":
        nations = {"england-and-wales": "ENG"}
    days = {str(day): "" for n in nations.values() for day in computed_bank_holidays(n, range(2029, 2061))}
    for nation in nations:
        days |= {event["date"]: event["title"] for event in content[nation]["events"]}
    return days


# --- It replays --------------------------------------------------------------------------------

fact = st.sampled_from([True, False, UNKNOWN])
days = st.dates(date(2012, 1, 1), date(2058, 12, 31))
recent = st.dates(date(2020, 1, 1), date(2030, 12, 31))
money = st.decimals(0, 10**6, places=2)
readings = st.builds(
    Readings,
    **{id_.lower().replace("-", "_"): st.sampled_from(list(REGISTER[id_].choices)) for id_ in REGISTER},
)
licences = st.one_of(
    st.builds(
        ElectricitySupply,
        domestic=fact,
        paragraphs=st.dictionaries(st.sampled_from(CONDITION_39_PARAGRAPHS), fact),
        meters=st.sets(st.sampled_from(ELECTRICITY_METERS)),
        exempt_48_9=fact,
    ),
    st.builds(
        GasSupply,
        domestic=fact,
        meters=st.dictionaries(st.sampled_from(GAS_METERS), fact),
        meters_elsewhere=st.sets(st.sampled_from(GAS_METERS)),
    ),
    st.builds(ElectricityDistribution, distribution_service_provider=fact),
    st.builds(GasTransport),
)
parties = st.builds(
    Party,
    name=st.text(max_size=8),
    sec_party_since=st.none() | st.just(UNKNOWN) | days,
    in_controlled_market_entry=fact,
    licences=st.just(UNKNOWN) | st.lists(licences, max_size=3),
)
roles = st.sampled_from(UserRole)
user_id = st.integers(0, 2**64 - 1).map(lambda number: user_ids.UserId(f"{number:016X}"))


def own_range(ends: list[user_ids.UserId]) -> user_ids.UserIdRange:
    """Return the range between two IDs that are in order."""
    return user_ids.UserIdRange(*ends)


INPUTS: Mapping[str, st.SearchStrategy[Any]] = {
    "licence": licences,
    "party": parties,
    "role": roles,
    "notice_given": days,
    "start": days,
    "given": days,
    "report_received": days | st.just(UNKNOWN),
    "confirmation_received": days | st.just(UNKNOWN),
    "quality_gate_passed": days,
    "application": days,
    "assessment": recent,
    "requested": recent,
    "total_cost": money | st.integers(0, 10**6),
    "costs_incurred": money | st.integers(0, 10**6) | st.just(UNKNOWN),
    "redeployed": fact,
    "status": st.sampled_from(AssuranceStatus),
    "domestic_premises": st.integers(0, 10**6),
    "non_domestic_premises": st.none() | st.integers(0, 10**6),
    "has_been_large": fact,
    "year": st.integers(1, 12),
    "size": st.sampled_from(SizeCategory),
    "ids": st.dictionaries(roles, user_id | st.sets(user_id, min_size=1), min_size=1),
    "own_range": st.just(UNKNOWN) | st.lists(user_id, min_size=2, max_size=2).map(sorted).map(own_range),
    "requirement": money | st.integers(0, 10**6) | st.just(UNKNOWN),
    "threshold": money | st.integers(0, 10**6) | st.just(UNKNOWN),
    "required": fact | st.none(),
    "in_place": st.dictionaries(st.sampled_from(credit_cover.CoverForm), fact)
    | st.sets(st.sampled_from(credit_cover.CoverForm)),
    "notice_received": recent,
    "as_of": recent,
    "provided": recent | st.none() | st.just(UNKNOWN),
}


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """Any answer to any question, under any readings."""
    kind = draw(st.sampled_from(QUESTIONS))
    inputs = {name: draw(INPUTS[name]) for name in kind.asked_of}
    try:
        found = kind(**inputs, readings=draw(readings))
    except SecUepError:
        assume(False)  # noqa: FBT003 - hypothesis has it so
        raise
    first: Answer = found[0] if isinstance(found, tuple) else found
    return first


class TestVerify:
    """The same question, asked again."""

    @each_sample
    def test_each_sample(self, answer: Answer) -> None:
        """As a receipt, as text and as bytes, however the text is set out."""
        written = receipt(answer)
        spread = json.dumps(written.data, indent=2)
        for form in (written, str(written), str(written).encode(), spread):
            found = verify(form)
            assert found
            assert (found.drifts, str(found)) == ((), "the same answer")
            assert found.answer == answer
            assert receipt(found.answer) == written

    @given(answers())
    def test_any_answer(self, answer: Answer) -> None:
        """Whatever was asked of whatever question."""
        assert verify(receipt(answer)).drifts == ()

    @pytest.mark.parametrize(
        ("path", "was", "now", "shown"),
        [
            ("answer.day", "2026-09-23", "2026-09-22", "answer.day: was '2026-09-23', is '2026-09-22'"),
            ("question.rule", "TE-06", "TE-06", None),
            (
                "readings.RD-04",
                "next-working-day",
                "next-working-day",
                None,
            ),
        ],
    )
    def test_drift_of_one_field(self, path: str, was: object, now: object, shown: str | None) -> None:
        """Which part, what it was, what it is; nothing where the change makes no difference."""
        found = verify(sealed(edited(WRITTEN, path, was)))
        if shown is None:
            assert found.drifts == ()
            return
        assert found.drifts == (Drift(path, was, now, matters=True),)
        assert not found
        assert str(found) == f"not the same answer\n{shown}"

    def test_a_day_that_was_projected_and_is_published(self) -> None:
        """A calendar that was published further since is told of, and the answer is the same."""
        found = verify(sealed(edited(WRITTEN, "answer.certainty", "projected")))
        assert found
        assert str(found) == "the same answer\nanswer.certainty: was 'projected', is 'published'"

    def test_drift_of_an_input(self) -> None:
        """Another day asked about gives another day, and other reasons."""
        found = verify(sealed(edited(WRITTEN, "inputs.quality_gate_passed", "2026-09-21")))
        assert not found
        parts = {drift.part: (drift.was, drift.now) for drift in found.drifts}
        assert parts["answer.day"] == ("2026-09-22", "2026-09-23")
        assert parts["answer.counted_from"] == ("2026-09-18", "2026-09-21")
        assert {"trace", "calendar.read.first", "calendar.read.last"} < set(parts)

    def test_drift_of_a_verdict_and_of_a_reading(self) -> None:
        """A finding's verdict, its grounds, or the reading under which it was made."""
        a_ground = Readings(rd_21="own-ground", rd_08="exemption-prevails")
        written = receipt(determine(ElectricitySupply(domestic=True, exempt_48_9=True), readings=a_ground))
        found = verify(sealed(edited(written, "answer.verdict", "must")))
        assert found.drifts == (Drift("answer.verdict", "must", "exempt", matters=True),)
        found = verify(sealed(edited(written, "readings.RD-08", "duty-prevails")))
        assert not found
        assert Drift("answer.verdict", "exempt", "must", matters=True) in found.drifts

    def test_drift_of_the_trace(self) -> None:
        """A reason that was put otherwise, or was of another type, is another reason."""
        data = WRITTEN.data
        data["trace"][0]["text"] = "because"
        (drift,) = verify(sealed(data)).drifts
        assert (drift.part, drift.matters) == ("trace", True)
        assert drift.was[0]["text"] == "because"
        assert drift.now[0]["text"] == DUE.why()[0].text
        data = WRITTEN.data
        data["trace"][0]["holds"] = 1
        assert not verify(sealed(data))

    def test_surroundings_alone_do_not_matter(self) -> None:
        """A release, a later edition, a longer calendar, a question put in other words: told, and no more."""
        data = WRITTEN.data
        data["edition"] = "another"
        data["versions"] |= {"sec_uep": "0.0.1", "holidays": "0.1"}
        data["question"]["asks"] = "a day"
        data["calendar"] |= {"digest": "0" * 64, "published_through": "2027-12-31", "last": "2059-12-31"}
        data["calendar"] |= {"name": "E&W", "first": "2012-01-01"}
        found = verify(sealed(data))
        assert found
        assert {drift.part for drift in found.drifts} == {
            "edition",
            "versions.sec_uep",
            "versions.holidays",
            "question.asks",
            "calendar.digest",
            "calendar.published_through",
            "calendar.first",
            "calendar.last",
            "calendar.name",
        }
        assert not any(drift.matters for drift in found.drifts)
        assert "versions.sec_uep: was '0.0.1', is " in str(found)
        assert str(found).startswith("the same answer\n")

    def test_another_edition_or_release_now(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A rule that is worded otherwise today makes another edition."""
        reworded = attrs.evolve(RULES[0], statement="as it says today")
        monkeypatch.setattr(trust, "RULES", (reworded, *RULES[1:]))
        monkeypatch.setattr(trust, "version", lambda _: "99")
        for remembered in ("_edition", "_version"):
            monkeypatch.setattr(trust, remembered, getattr(trust, remembered).__wrapped__)
        found = verify(WRITTEN)
        assert found
        assert [drift.part for drift in found.drifts] == ["edition", "versions.sec_uep"]
        assert found.drifts[1].now == "99"

    @pytest.mark.parametrize("counted", [DUE, uept.notice(given=D("2026-06-03"), start=D("2026-08-26"))])
    def test_on_an_equal_calendar(self, counted: Answer) -> None:
        """A calendar that equals the one that RD-01 names gives the same answer."""
        same = any_of(england_and_wales())
        assert verify(receipt(counted), calendar=same)

    @pytest.mark.parametrize("junk", [0, "", "England", object()])
    @pytest.mark.parametrize("answer", [DUE, SAMPLES[0]], ids=["counts", "does not count"])
    def test_not_a_calendar(self, answer: Answer, junk: Any) -> None:  # noqa: ANN401 - anything
        """It is refused, even where it is empty or where nothing is counted."""
        with pytest.raises(InvalidType, match=r"calendar: .* is not a WorkingDayCalendar"):
            verify(receipt(answer), calendar=junk)


class TestOwnCalendar:
    """A receipt of an answer that was counted on a calendar of the caller's own."""

    def test_needs_it(self, asked: list[str]) -> None:
        """A receipt has a digest of a calendar, not the calendar."""
        written = receipt(uept.certificate_due(quality_gate_passed=D("2027-06-03"), calendar=JUBILEE))
        asked.clear()
        with pytest.raises(MissingFact) as refusal:
            verify(written)
        assert str(refusal.value) == (
            "calendar: is UNKNOWN, and the receipt was made on one of the caller's own, England and Wales; "
            "pass calendar"
        )
        assert asked == []

    def test_replays_on_it(self) -> None:
        """It replays to the same answer, with the amended day in it."""
        due = uept.certificate_due(quality_gate_passed=D("2027-06-03"), calendar=JUBILEE)
        data = receipt(due).data
        assert data["calendar"]["is_given"] is True
        assert data["calendar"]["bank_holidays"] == [{"day": "2027-06-04", "title": "Jubilee"}]
        assert data["answer"]["certainty"] == "amended"
        assert verify(receipt(due), calendar=JUBILEE).drifts == ()

    def test_drifts_on_another(self) -> None:
        """On a calendar that differs in a day read, the day is another; elsewhere, nothing of it is."""
        due = uept.certificate_due(quality_gate_passed=D("2027-06-03"), calendar=JUBILEE)
        found = verify(receipt(due), calendar=england_and_wales())
        assert not found
        assert Drift("answer.day", "2027-06-08", "2027-06-07", matters=True) in found.drifts
        far = uept.certificate_due(quality_gate_passed=D("2026-09-18"), calendar=JUBILEE)
        found = verify(receipt(far), calendar=england_and_wales())
        assert found
        assert [drift.part for drift in found.drifts] == ["calendar.digest"]

    @pytest.mark.parametrize(
        "named",
        [
            england_and_wales(),
            any_of(england_and_wales(), scotland()),
            any_of(england_and_wales(), scotland(), northern_ireland()),
        ],
    )
    def test_one_that_equals_a_named_one(self, named: WorkingDayCalendar) -> None:
        """It is found by its digest, whatever it was called."""
        same = attrs.evolve(named, name="ours")
        for answer in (
            uept.certificate_due(quality_gate_passed=D("2026-07-10"), calendar=same),
            uept.notice(given=D("2026-06-03"), start=D("2026-08-26"), calendar=same),
        ):
            found = verify(receipt(answer))
            assert found
            assert [drift.part for drift in found.drifts] == ["calendar.name"]
            assert found.answer.calendar == named


# --- What another calendar does ------------------------------------------------------------------

NOW = england_and_wales()
TODAY = frozenset(day for day, _ in NOW.published)


def taken_back(added: tuple[str, ...], removed: Mapping[str, str]) -> WorkingDayCalendar:
    """Return the calendar as it was before some days were added and others taken away."""
    calendar = NOW
    for day in added:
        calendar = calendar.without_bank_holiday(D(day))
    for day, title in removed.items():
        calendar = calendar.with_bank_holiday(D(day), title)
    return calendar


@attrs.frozen
class Change:
    """A change that was announced: the days it added, and those it took away."""

    added: tuple[str, ...]
    removed: Mapping[str, str] = {}

    @property
    def before(self) -> WorkingDayCalendar:
        """The calendar before it."""
        return taken_back(self.added, self.removed)

    @property
    def bank_holidays_before(self) -> frozenset[date]:
        """The bank holidays before it, by plain sets."""
        return (TODAY - set(map(D, self.added))) | set(map(D, self.removed))

    @property
    def days(self) -> list[date]:
        """Every day it touched."""
        return sorted(map(D, (*self.added, *self.removed)))


#: What somebody may pass for a calendar.
NOT_CALENDARS: tuple[Any, ...] = (None, "England", {})

HISTORY = {
    "2020 VE day": Change(("2020-05-08",), {"2020-05-04": "Early May bank holiday"}),
    "2022 funeral": Change(("2022-09-19",)),
    "2022 jubilee": Change(("2022-06-02", "2022-06-03"), {"2022-05-30": "Spring bank holiday"}),
    "2023 coronation": Change(("2023-05-08",)),
}
each_change = pytest.mark.parametrize("change", HISTORY.values(), ids=HISTORY)

Counted = Callable[[StepByStep, date], tuple[date, date, date]]


def forward(n: int) -> Counted:
    """Count *n* Working Days on; return the day, and the first and last day looked at."""

    def count(steps: StepByStep, day: date) -> tuple[date, date, date]:
        found = steps.nth_working_day_after(day, n)
        assert found
        return found, day + ONE_DAY, found

    return count


def backward(n: int) -> Counted:
    """Count *n* Working Days back from a day, or from the Working Day before it."""

    def count(steps: StepByStep, day: date) -> tuple[date, date, date]:
        start = steps.on_or_before(day)
        assert start
        found = steps.nth_working_day_before(start, n)
        assert found
        return found, found, day

    return count


def weeks(n: int) -> Counted:
    """Count weeks on, or back if negative, and roll the same way off a day that is no Working Day."""

    def count(steps: StepByStep, day: date) -> tuple[date, date, date]:
        end = day + timedelta(weeks=n)
        found = steps.on_or_after(end) if n > 0 else steps.on_or_before(end)
        assert found
        return found, min(end, found), max(end, found)

    return count


#: Deadlines with the count of each, worked out another way.
DEADLINES: Mapping[str, tuple[Callable[..., Deadline], str, Counted]] = {
    "certificate": (uept.certificate_due, "quality_gate_passed", forward(2)),
    "review": (uept.review_due, "confirmation_received", forward(5)),
    "start": (uept.earliest_start, "notice_given", forward(60)),
    "notice": (uept.latest_notice, "start", backward(60)),
    "assessment": (fusa.earliest_assessment, "application", weeks(12)),
    "application": (pa.latest_application, "assessment", weeks(-12)),
    "reschedule": (fusa.latest_free_reschedule, "assessment", weeks(-4)),
}


def steps_of(bank_holidays: frozenset[date]) -> StepByStep:
    """Return the slow calendar with some bank holidays."""
    return StepByStep(date(2011, 1, 1), date(2028, 12, 31), bank_holidays)


class TestRecompute:
    """What moved, by how much, and which bank holiday moved it."""

    @each_change
    @pytest.mark.parametrize("later", [True, False], ids=["announced", "undone"])
    @pytest.mark.parametrize("deadline", DEADLINES)
    def test_every_start_around_it(self, change: Change, deadline: str, later: bool) -> None:
        """Day by day around the change, in both directions, as a recount by hand has it."""
        ask, name, count = DEADLINES[deadline]
        calendars = [change.before, NOW]
        sets = [change.bank_holidays_before, TODAY]
        if not later:
            calendars.reverse()
            sets.reverse()
        was_on, now_on = map(steps_of, sets)
        moves = 0
        reach = {"start": -95, "notice": 0, "assessment": -100, "application": 75, "reschedule": 18}
        start = change.days[0] + timedelta(days=reach.get(deadline, -15))
        for offset in range(105 if deadline in {"start", "notice"} else 40):
            day = start + timedelta(days=offset)
            was, first, last = count(was_on, day)
            now, now_first, now_last = count(now_on, day)
            moved = recompute(receipt(ask(**{name: day}, calendar=calendars[0])), calendar=calendars[1])
            assert bool(moved) is (was != now)
            assert (moved.was, moved.now.outcome, moved.days) == (str(was), now, (now - was).days)
            met = {each for each in (sets[0] ^ sets[1]) if first <= each <= last}
            ever = met | {each for each in (sets[0] ^ sets[1]) if now_first <= each <= now_last}
            added, removed = {each for each, _ in moved.added}, {each for each, _ in moved.removed}
            assert met - sets[0] <= added <= ever - sets[0]
            assert met - sets[1] <= removed <= ever - sets[1]
            moves += was != now
            for each in met if moved else ():
                assert f"{each} was {'added' if each in sets[1] else 'taken away'} (" in str(moved)
            if not moved:
                assert str(moved) == f"nothing moved: {was}"
            else:
                assert str(moved).startswith(f"{was} is now {now} ({(now - was).days:+d} days): ")
        assert moves

    @given(
        change=st.sampled_from([change for change in HISTORY.values() if len(change.days) == 1]),
        deadline=st.sampled_from(list(DEADLINES)),
        offset=st.integers(-130, 130),
        later=st.booleans(),
    )
    def test_exactly_the_windows_with_the_day_in_them_move(
        self, *, change: Change, deadline: str, offset: int, later: bool
    ) -> None:
        """A day moves if, and only if, the one bank holiday that changed was among those it read."""
        ask, name, count = DEADLINES[deadline]
        (changed,) = change.days
        day = changed + timedelta(days=offset)
        calendars, sets = (change.before, NOW), (change.bank_holidays_before, TODAY)
        _, first, last = count(steps_of(sets[0 if later else 1]), day)
        answer = ask(**{name: day}, calendar=calendars[0 if later else 1])
        moved = recompute(answer, calendar=calendars[1 if later else 0])
        assert bool(moved) is (first <= changed <= last)
        assert {day for day, _ in moved.added + moved.removed} == ({changed} if moved else set())

    def test_a_saturday_moves_nothing(self) -> None:
        """A bank holiday on a Saturday costs no Working Day, so it is not what moved a day."""
        added = NOW.with_bank_holiday(D("2026-07-04"), "Sat").with_bank_holiday(D("2026-07-06"), "Mon")
        moved = recompute(uept.earliest_start(notice_given=D("2026-06-03")), calendar=added)
        assert (moved.days, moved.added) == (1, ((D("2026-07-06"), "Mon"),))

    def test_the_history_in_words(self) -> None:
        """The figures of a hand count, with the titles that GOV.UK gave."""
        funeral = HISTORY["2022 funeral"].before
        answer = uept.certificate_due(quality_gate_passed=D("2022-09-16"), calendar=funeral)
        assert str(recompute(answer, calendar=NOW)) == (
            "2022-09-20 is now 2022-09-21 (+1 days): "
            "2022-09-19 was added (Bank Holiday for the State Funeral of Queen Elizabeth II)"
        )
        ve_day = HISTORY["2020 VE day"].before
        answer = uept.certificate_due(quality_gate_passed=D("2020-05-01"), calendar=ve_day)
        moved = recompute(answer, calendar=NOW)
        assert str(moved) == (
            "2020-05-06 is now 2020-05-05 (-1 days): 2020-05-04 was taken away (Early May bank holiday)"
        )
        assert (moved.added, moved.removed) == ((), ((D("2020-05-04"), "Early May bank holiday"),))
        both = uept.earliest_start(notice_given=D("2020-04-01"), calendar=ve_day)
        still = recompute(both, calendar=NOW)
        assert not still
        assert (still.days, str(still)) == (0, "nothing moved: 2020-06-30")

    def test_a_day_reached_only_because_another_was_added(self) -> None:
        """Adding 2 June 2022 moves the count onto 3 June, which moves it again: both are named."""
        answer = uept.certificate_due(
            quality_gate_passed=D("2022-05-30"), calendar=HISTORY["2022 jubilee"].before
        )
        assert answer.day == D("2022-06-01")
        answer = uept.certificate_due(
            quality_gate_passed=D("2022-05-31"), calendar=HISTORY["2022 jubilee"].before
        )
        moved = recompute(answer, calendar=NOW)
        assert (moved.was, moved.now.outcome, moved.days) == ("2022-06-02", D("2022-06-06"), 4)
        assert "2022-06-02 was added (" in str(moved)
        assert "2022-06-03" in str(moved).partition(": ")[2]

    def test_a_bank_holiday_that_was_always_there_was_not_added(self) -> None:
        """The coronation moves a count onto 29 May 2023, which nobody added."""
        before = HISTORY["2023 coronation"].before
        day = next(
            day
            for day in (D("2023-02-20") + timedelta(days=n) for n in range(60))
            if uept.earliest_start(notice_given=day, calendar=before).day == D("2023-05-26")
        )
        moved = recompute(uept.earliest_start(notice_given=day, calendar=before), calendar=NOW)
        assert (moved.days, moved.now.outcome) == (4, D("2023-05-30"))
        assert [str(day) for day, _ in moved.added] == ["2023-05-08"]
        assert "2023-05-29 was added" not in str(moved)

    @each_change
    def test_a_finding(self, change: Change) -> None:
        """Whether notice suffices, for starts around the end of the notice; it is no day, so by no days."""
        steps = [steps_of(change.bank_holidays_before), steps_of(TODAY)]
        moves = 0
        for offset in range(-95, 3):
            given = change.days[0] + timedelta(days=offset)
            ends = [each.nth_working_day_after(given, 60) for each in steps]
            for start in {end + ONE_DAY * n for end in ends if end for n in (-1, 0, 1)}:
                verdicts = ["sufficient" if end and end <= start else "insufficient" for end in ends]
                written = receipt(uept.notice(given=given, start=start, calendar=change.before))
                moved = recompute(written, calendar=NOW)
                assert bool(moved) is (verdicts[0] != verdicts[1])
                assert [moved.was, moved.now.outcome.value, moved.days] == [*verdicts, None]
                if moved:
                    moves += 1
                    assert str(moved).startswith(f"{verdicts[0]} is now {verdicts[1]}: ")
                    assert moved.added or moved.removed
        assert moves

    def test_takes_an_answer_and_every_form_of_a_receipt(self) -> None:
        """The same comes of all."""
        answer = uept.certificate_due(quality_gate_passed=D("2027-06-03"))
        written = receipt(answer)
        forms = (answer, written, str(written), str(written).encode())
        (moved,) = {recompute(form, calendar=JUBILEE) for form in forms}
        assert (moved.days, moved.added) == (1, ((D("2027-06-04"), "Jubilee"),))

    def test_nothing_was_read(self) -> None:
        """A count that reads no day cannot move."""
        ask = fusa.earliest_assessment(application=D("2027-03-12"), readings=Readings(rd_06="no-roll"))
        assert ask.day == D("2027-06-04")
        moved = recompute(ask, calendar=JUBILEE)
        assert not moved
        assert (moved.days, moved.added, moved.removed) == (0, (), ())

    @pytest.mark.parametrize(
        "read",
        [
            None,
            {"first": "0001-01-01", "last": "9999-12-31"},
            {"first": "1900-01-01", "last": "1900-12-31"},
            {"first": "2031-01-01", "last": "2001-12-31"},
        ],
    )
    def test_a_sealed_receipt_that_tells_other_days_read(self, read: object) -> None:
        """It moves as the count has it, or is refused; `verify` names the days."""
        text = sealed(edited(WRITTEN, "calendar.read", read))
        moved = outcome_of(lambda: recompute(text, calendar=NOW))
        assert isinstance(moved, SecUepError) or str(moved) == "nothing moved: 2026-09-22"
        drifts = verify(text).drifts
        assert drifts
        assert all(drift.part.startswith("calendar.read") and drift.matters for drift in drifts)

    def test_refusals(self, asked: list[str]) -> None:
        """An answer that counts on no calendar, and what is no calendar."""
        counted, plain = receipt(DUE), receipt(SAMPLES[0])
        asked.clear()
        with pytest.raises(
            InvalidValue, match=r"^written: table_1\.determine counts on no calendar; verify it instead$"
        ):
            recompute(plain, calendar=NOW)
        for junk in NOT_CALENDARS:
            with pytest.raises(
                InvalidType, match=r"calendar: .* is not a WorkingDayCalendar; pass one to compare with"
            ):
                recompute(counted, calendar=junk)
        assert asked == []


# --- Bad input -----------------------------------------------------------------------------------


def refusal_of(text: object) -> str:
    """Return what both ways to read a receipt say of *text*."""
    with pytest.raises(SecUepError) as of_verify:
        verify(text)  # type: ignore[arg-type]
    with pytest.raises(SecUepError) as of_recompute:
        recompute(text, calendar=NOW)  # type: ignore[arg-type]
    assert str(of_verify.value) == str(of_recompute.value)
    assert len(str(of_verify.value)) < 5000
    str(of_verify.value).encode()
    return str(of_verify.value)


def without(part: str) -> str:
    """Return a receipt that lacks a part."""
    return canonical({name: value for name, value in WRITTEN.data.items() if name != part})


NOTICE = receipt(uept.notice(given=D("2026-06-03"), start=D("2026-08-25")))
CHARGE = receipt(
    fusa.reschedule_charge(
        requested=D("2026-07-30"), assessment=D("2026-08-26"), total_cost=Decimal(2), redeployed=False
    )
)
KIND = receipt(assessment_cycle.kind_of_assessment(year=1, role=UserRole.OTHER_USER, size=SizeCategory.SMALL))
TABLE_1 = receipt(determine(ElectricitySupply(domestic=False)))
IDS = receipt(
    user_ids.assignment({UserRole.OTHER_USER: USER_IDS[0]}, own_range=user_ids.UserIdRange(*USER_IDS))
)
COVER = receipt(credit_cover.evidence_with(required=True, in_place={"cash-deposit": True}))

#: What is wrong, how it is written, and what is said of it.
BAD: Mapping[str, tuple[object, tuple[str, ...]]] = {
    "empty": ("", ("receipt: is empty",)),
    "not an object": ("[]", ("receipt: [] stands where an object belongs",)),
    "cut short": (str(WRITTEN)[:-40], ("ends too soon, without a ",)),
    "cut in half": (str(WRITTEN)[:700], ("ends too soon, without a ",)),
    "no schema": (without("schema"), ("receipt: schema: ",)),
    "newer schema": (
        canonical({**WRITTEN.data, "schema": 2}),
        ("receipt: schema: 2 is a later form; this version reads 1",),
    ),
    "schema as text": (
        canonical({**WRITTEN.data, "schema": "1"}),
        ("receipt: schema: '1' is no form of a receipt; this version reads 1",),
    ),
    "schema 0": (canonical({**WRITTEN.data, "schema": 0}), ("schema: 0 is no form of a receipt",)),
    "schema true": (canonical({**WRITTEN.data, "schema": True}), ("schema: True is no form of a receipt",)),
    "schema 1.0": (canonical({**WRITTEN.data, "schema": 1.0}), ("schema: 1.0 is no form of a receipt",)),
    "schema null": (canonical({**WRITTEN.data, "schema": None}), ("receipt: schema: ",)),
    "duplicate key": ('{"schema":1,' + str(WRITTEN)[1:], ("schema: is written in line 1 already",)),
    "duplicate key inside": (
        str(WRITTEN).replace('"RD-04":', '"RD-05":"report","RD-04":'),
        ("readings.RD-05: is written in line 1 already; keep one",),
    ),
    "duplicate key far inside": (
        str(WRITTEN).replace('"holds":', '"holds":false,"holds":', 1),
        ("trace #1.holds: is written in line 1 already; keep one",),
    ),
    "ten megabytes": ("[" + "1," * 5_000_000 + "1]", ("receipt: is larger than 65,536 bytes",)),
    "ten megabytes of nesting": ('{"a":' * 2_000_000, ("receipt: is larger than 65,536 bytes",)),
    "nested lists": ("[" * 50_000, ("receipt: is nested more than 20 levels deep",)),
    "nested tables": ('{"a":' * 10_000, ("receipt: is nested more than 20 levels deep",)),
    "nested part": (
        canonical({**WRITTEN.data, "inputs": None}).replace("null", "[" * 30_000 + "]" * 30_000, 1),
        ("receipt: is nested more than 20 levels deep",),
    ),
    "not text": (7, ("text: 7 is not text; pass the content of a file, str or bytes",)),
    "None": (None, ("text: None is not text",)),
    "not UTF-8": (str(WRITTEN).encode() + b"\xff", ("receipt: line 1: ", "is not UTF-8; save it as UTF-8")),
    "lone surrogate in the text": (str(WRITTEN) + "\ud800", ("surrogate",)),
    "lone surrogate in a value": (
        str(WRITTEN).replace("2026-09-18", "\\ud800", 1),
        ("surrogate",),
    ),
    "lone surrogate in a key": (str(WRITTEN).replace('"RD-04"', '"\\ud800"'), ("surrogate",)),
    "lone surrogate in a part": (str(WRITTEN).replace('"edition"', '"\\ud800"', 1), ("surrogate",)),
    "NaN": (
        canonical({**WRITTEN.data, "answer": float("nan")}),
        ("receipt: line 1: answer: NaN is not JSON",),
    ),
    "Infinity": (canonical({**WRITTEN.data, "answer": float("-inf")}), ("answer: -Infinity is not JSON",)),
    "a number too long": (
        str(WRITTEN).replace('"schema":1', '"schema":' + "1" * 9000),
        ("has a number of 9,000 digits",),
    ),
    "unknown part": (
        canonical({**WRITTEN.data, "anwser": 1}),
        ("receipt: anwser: is no part of a receipt; did you mean 'answer'?",),
    ),
    "unlike any part": (
        canonical({**WRITTEN.data, "zzz": 1}),
        ("receipt: zzz: is no part of a receipt",),
    ),
    "two faults": (
        canonical({**{k: v for k, v in WRITTEN.data.items() if k != "trace"}, "zzz": 1}),
        ("receipt: 2 faults", "trace: is missing; the receipt was cut short", "zzz: is no part of a receipt"),
    ),
    "a part with a long name": (canonical({**WRITTEN.data, "z" * 40_000: 1}), ("is no part of a receipt",)),
    "seals are no table": (canonical({**WRITTEN.data, "seals": []}), ("seal",)),
    "a seal too many": (
        canonical({**WRITTEN.data, "seals": {**WRITTEN.data["seals"], "more": ""}}),
        ("receipt: seals",),
    ),
    "unknown question": (
        sealed(edited(WRITTEN, "question.name", "entry_process_testing.certificate_do")),
        (
            "receipt: question.name: 'entry_process_testing.certificate_do' is no question; ",
            "; the nearest is 'entry_process_testing.certificate_due'",
        ),
    ),
    "unlike any question": (
        sealed(edited(WRITTEN, "question.name", "os.system")),
        ("receipt: question.name: 'os.system' is no question",),
    ),
    "a question with a long name": (
        sealed(edited(WRITTEN, "question.name", "x" * 50_000)),
        ("receipt: question.name: 'xxxx",),
    ),
    "a question that is no name": (sealed(edited(WRITTEN, "question.name", [1])), ("question.name: [1] is",)),
    "a question that is no table": (sealed(edited(WRITTEN, "question", 5)), ("receipt: question",)),
    "a question without a name": (sealed(edited(WRITTEN, "question.name")), ("receipt: question.name: ",)),
    "a rule of another question": (
        sealed(edited(WRITTEN, "question.rule", "TE-99")),
        ("receipt: question.rule: 'TE-99'",),
    ),
    "input of a wrong type": (
        sealed(edited(WRITTEN, "inputs.quality_gate_passed", 7)),
        ("receipt: inputs.quality_gate_passed: 7 is not what the question takes",),
    ),
    "input that is no day": (
        sealed(edited(WRITTEN, "inputs.quality_gate_passed", "2026-02-30")),
        ("receipt: inputs.quality_gate_passed: ", "2026-02-30"),
    ),
    "input far too long": (
        sealed(edited(WRITTEN, "inputs.quality_gate_passed", "9" * 50_000)),
        ("receipt: inputs.quality_gate_passed: ",),
    ),
    "unknown input where none may be": (
        sealed(edited(WRITTEN, "inputs.quality_gate_passed", "unknown")),
        ("receipt: inputs.quality_gate_passed: ", "'unknown'"),
    ),
    "missing input": (
        sealed(edited(WRITTEN, "inputs.quality_gate_passed")),
        ("receipt: inputs.quality_gate_passed: ",),
    ),
    "extra input": (sealed(edited(WRITTEN, "inputs.extra", 1)), ("receipt: inputs.extra: ",)),
    "extra input that is null": (sealed(edited(WRITTEN, "inputs.extra", None)), ("receipt: inputs.extra: ",)),
    "inputs are null": (sealed(edited(WRITTEN, "inputs", None)), ("receipt: inputs",)),
    "unknown reading": (sealed(edited(WRITTEN, "readings.RD-99", "x")), ("RD-99",)),
    "unknown choice": (
        sealed(edited(WRITTEN, "readings.RD-04", "that-dya")),
        ("RD-04", "that-dya", "that-day"),
    ),
    "choice of a wrong type": (sealed(edited(WRITTEN, "readings.RD-04", [])), ("RD-04",)),
    "missing reading": (sealed(edited(WRITTEN, "readings.RD-04")), ("receipt: readings.RD-04: ",)),
    "readings are a list": (sealed(edited(WRITTEN, "readings", [])), ("receipt: readings",)),
    "calendar is null": (sealed(edited(WRITTEN, "calendar", None)), ("receipt: calendar",)),
    "calendar is a list": (sealed(edited(WRITTEN, "calendar", [])), ("receipt: calendar",)),
    "calendar without a digest": (sealed(edited(WRITTEN, "calendar.digest")), ("receipt: calendar.digest",)),
    "calendar that says not whose": (
        sealed(edited(WRITTEN, "calendar.is_given")),
        ("receipt: calendar.is_given",),
    ),
    "days read that are no days": (
        sealed(edited(WRITTEN, "calendar.read", {"first": "x", "last": "y"})),
        ("calendar.read.first: 'x'", "calendar.read.last: 'y'"),
    ),
    "days read that are a number": (sealed(edited(WRITTEN, "calendar.read", 3)), ("receipt: calendar.read",)),
    "bank holidays that are a number": (
        sealed(edited(WRITTEN, "calendar.bank_holidays", 3)),
        ("receipt: calendar.bank_holidays",),
    ),
    "a bank holiday without a title": (
        sealed(edited(WRITTEN, "calendar.bank_holidays", [{"day": "2026-09-21"}])),
        ("receipt: calendar.bank_holidays",),
    ),
    "answer is null": (sealed(edited(WRITTEN, "answer", None)), ("receipt: answer",)),
    "answer without a day": (sealed(edited(WRITTEN, "answer.day")), ("receipt: answer.day",)),
    "answer whose day is a number": (sealed(edited(WRITTEN, "answer.day", 5)), ("receipt: answer.day",)),
    "answer whose day is in no calendar": (
        sealed(edited(WRITTEN, "answer.day", "2026-02-30")),
        ("receipt: answer.day: '2026-02-30'",),
    ),
    "answer whose day is written in weeks": (
        sealed(edited(WRITTEN, "answer.day", "2026-W39-2")),
        ("receipt: answer.day: '2026-W39-2'",),
    ),
    "finding without a verdict": (sealed(edited(NOTICE, "answer.verdict")), ("receipt: answer.verdict",)),
}

#: The same, where the question counts on no calendar, so that only `verify` reads it.
BAD_TO_VERIFY: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "a calendar where none is read": (sealed(edited(KIND, "calendar", {})), ("receipt: calendar",)),
    "cost that is no number": (
        sealed(edited(CHARGE, "inputs.total_cost", "abc")),
        ("receipt: inputs.total_cost: ", "'abc'"),
    ),
    "cost with a broken point": (
        sealed(edited(CHARGE, "inputs.total_cost", 2.5)),
        ("receipt: inputs.total_cost: 2.5 is not what the question takes",),
    ),
    "fact that is a number": (
        sealed(edited(CHARGE, "inputs.redeployed", 1)),
        ("receipt: inputs.redeployed: 1 is not what the question takes",),
    ),
    "fact that is null": (
        sealed(edited(CHARGE, "inputs.redeployed", None)),
        ("receipt: inputs.redeployed: None is not what the question takes",),
    ),
    "year that is true": (
        sealed(edited(KIND, "inputs.year", True)),  # noqa: FBT003 - a value, not a flag
        ("receipt: inputs.year: True is not what the question takes",),
    ),
    "unknown role": (
        sealed(edited(KIND, "inputs.role", "other-usr")),
        ("receipt: inputs.role: ", "'other-usr'", "'other-user'"),
    ),
    "role that is a number": (sealed(edited(KIND, "inputs.role", 3)), ("inputs.role: 3 is not a UserRole",)),
    "unknown kind of licence": (
        sealed(edited(TABLE_1, "inputs.licence", {"kind": "water"})),
        ("receipt: inputs.licence: ", "'water'"),
    ),
    "licence that is null": (sealed(edited(TABLE_1, "inputs.licence", None)), ("receipt: inputs.licence: ",)),
    "misspelt fact": (
        sealed(edited(TABLE_1, "inputs.licence.domestc", True)),  # noqa: FBT003 - a value, not a flag
        ("receipt: inputs.licence", "domestc: is not a key here; did you mean 'domestic'?"),
    ),
    "User IDs of no User Role": (
        sealed(edited(IDS, "inputs.ids", {"other-usr": USER_IDS[0]})),
        ("receipt: inputs.ids: 'other-usr' is not known here; the nearest is 'other-user'",),
    ),
    "a User ID with hyphens": (
        sealed(edited(IDS, "inputs.ids", {"other-user": ["90-B3-D5-1F-30-01-00-00"]})),
        ("receipt: inputs.ids.other-user[0]: ", "pass '90B3D51F30010000'"),
    ),
    "a User ID that is a number": (
        sealed(edited(IDS, "inputs.ids", {"other-user": [7]})),
        ("receipt: inputs.ids.other-user[0]: 7 is not what the question takes",),
    ),
    "User IDs without their roles": (
        sealed(edited(IDS, "inputs.ids", [USER_IDS[0]])),
        ("receipt: inputs.ids: ['90B3D51F30010000'] is not what the question takes",),
    ),
    "a range without an end": (
        sealed(edited(IDS, "inputs.own_range", {"first": USER_IDS[0]})),
        ("receipt: inputs.own_range: ", "cannot be read as what the question takes"),
    ),
    "a range of three": (
        sealed(edited(IDS, "inputs.own_range.step", 1)),
        ("receipt: inputs.own_range: ", "cannot be read as what the question takes"),
    ),
    "a range that is reversed": (
        sealed(edited(IDS, "inputs.own_range", {"first": USER_IDS[1], "last": USER_IDS[0]})),
        ("receipt: inputs.own_range: last: 90B3D51F30010000 is before first",),
    ),
    "a form of cover that is a number": (
        sealed(edited(COVER, "inputs.in_place", {"cash-deposit": 1})),
        ("receipt: inputs.in_place.cash-deposit: 1 is not what the question takes",),
    ),
    "party that is text": (sealed(edited(TABLE_1, "inputs.party", "x")), ("receipt: inputs.party: ",)),
}


class TestBadInput:
    """What is no sound receipt is refused, with what is wrong and where, and nothing is asked."""

    @pytest.mark.parametrize(("text", "said"), BAD.values(), ids=BAD)
    def test_refused(self, text: object, said: tuple[str, ...], asked: list[str]) -> None:
        """By `verify` and by `recompute`, in the same words."""
        message = refusal_of(text)
        for words in said:
            assert words in message
        assert asked == []

    @pytest.mark.parametrize(("text", "said"), BAD_TO_VERIFY.values(), ids=BAD_TO_VERIFY)
    def test_refused_by_verify(self, text: str, said: tuple[str, ...], asked: list[str]) -> None:
        """Facts and amounts that the question does not take."""
        with pytest.raises(SecUepError) as refusal:
            verify(text)
        for words in said:
            assert words in str(refusal.value)
        assert "<class" not in str(refusal.value)
        assert asked == []

    @pytest.mark.parametrize("part", [*PARTS, "seals"])
    def test_a_part_is_missing(self, part: str, asked: list[str]) -> None:
        """Each is named."""
        assert refusal_of(without(part)) == f"receipt: {part}: is missing; the receipt was cut short"
        assert asked == []

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            ("answer.day", "2026-09-23"),
            ("calendar.digest", "0"),
            ("edition", "0"),
            ("inputs.quality_gate_passed", "2026-09-21"),
            ("question.asks", "something else"),
            ("readings.RD-04", "next-working-day"),
            ("trace", []),
            ("versions.sec_uep", "0"),
        ],
    )
    def test_edited_by_hand(self, path: str, value: object, asked: list[str]) -> None:
        """The part that was edited is named, and no other."""
        part = path.partition(".")[0]
        message = refusal_of(canonical(edited(WRITTEN, path, value)))
        assert message == f"receipt: {part}: was edited: it does not match its seal"
        assert asked == []

    @pytest.mark.parametrize("part", PARTS)
    def test_edited_seal(self, part: str, asked: list[str]) -> None:
        """A seal that was changed or taken away is as good as an edit."""
        edit = f"receipt: {part}: was edited: it does not match its seal"
        assert refusal_of(canonical(edited(WRITTEN, f"seals.{part}", "0" * 16))) == edit
        assert refusal_of(canonical(edited(WRITTEN, f"seals.{part}", None))) == edit
        assert f"{part}" in refusal_of(canonical(edited(WRITTEN, f"seals.{part}")))
        assert asked == []

    def test_any_cut(self) -> None:
        """Wherever the text ends too soon, it is refused."""
        text = str(WRITTEN)
        for end in range(0, len(text), 7):
            with pytest.raises(MalformedData, match=r"^receipt: "):
                verify(text[:end])

    def test_an_integer_of_pounds_replays(self) -> None:
        """A charge takes whole pounds as an int, and its receipt gives them back."""
        charge = fusa.reschedule_charge(
            requested=D("2026-07-30"),
            assessment=D("2026-08-26"),
            total_cost=2000,  # type: ignore[arg-type]
            redeployed=False,
        )
        assert verify(receipt(charge)).drifts == ()


#: Any plain data, and some that is nearly right.
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(["2026-09-18", "20260918", "unknown", "\ud800", "TE-06", "table_1.determine", ""]),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=6), inside, max_size=3),
    max_leaves=5,
)
SOURCES = [str(receipt(sample)) for sample in SAMPLES]


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A receipt with one to three places of its tree changed, sealed anew or not."""
    data: dict[str, Any] = json.loads(draw(st.sampled_from(SOURCES)))
    for _ in range(draw(st.integers(1, 3))):
        inside: Any = data
        while True:
            if not isinstance(inside, (dict, list)) or not inside:
                break
            key = draw(st.sampled_from(sorted(inside) if isinstance(inside, dict) else range(len(inside))))
            if not isinstance(inside[key], (dict, list)) or draw(st.integers(0, 3)) == 0:
                deed = draw(st.sampled_from(["change", "remove", "add"]))
                if deed == "remove":
                    del inside[key]
                elif deed == "add" and isinstance(inside, dict):
                    inside[draw(st.text(max_size=6))] = draw(json_values)
                else:
                    inside[key] = draw(json_values)
                break
            inside = inside[key]
    if draw(st.booleans()) and set(PARTS) <= set(data):
        seals = {
            part: sha256(canonical(data[part]).encode(errors="surrogatepass")).hexdigest()[:16]
            for part in PARTS
        }
        data["seals"] = seals
    return json.dumps(data, ensure_ascii=draw(st.booleans()))


def outcome_of(ask: Callable[[], Verification | Movement]) -> object:
    """Return what comes of asking, if it is of ours: an answer or a refusal."""
    try:
        return ask()
    except SecUepError as refusal:
        return refusal


class TestNothingElse:
    """Whatever a receipt was made into, what comes of it is an answer of ours or an error of ours."""

    @given(damaged())
    def test_a_damaged_receipt(self, text: str) -> None:
        """A comparison or a refusal, each of which can be printed."""
        found = outcome_of(lambda: verify(text))
        assert isinstance(found, (Verification, SecUepError))
        assert str(found).encode()
        moved = outcome_of(lambda: recompute(text, calendar=JUBILEE))
        assert isinstance(moved, (Movement, SecUepError))
        assert str(moved).encode()
        if isinstance(found, MalformedData) and not isinstance(moved, InvalidValue):
            assert str(moved) == str(found)

    @given(st.text() | st.binary())
    def test_any_text(self, text: str | bytes) -> None:
        """It is no receipt."""
        with pytest.raises(MalformedData):
            verify(text)
