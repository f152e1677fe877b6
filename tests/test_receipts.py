"""
Receipts: they say all that an answer rests on, replay to it, and are refused when they are not sound.

`tests/data/receipts.json` has a receipt of each sample; `python -m tests.test_receipts` writes it anew.
Read what changed then.

Form 2 has the same questions, inputs, outcomes and bank holidays read as form 1 had of these samples,
but for what edition 2 of the rules touches:

- `reschedule_charge`, `change_charge`: amounts are in pounds and pence (5000.1250 is 5000.13 now),
  and whether a day is one of receipt (RD-04) is counted on a calendar;
- `cover_required`: its amounts likewise;
- `credit_support_due`, `event_of_default`: the day on which notice was given is an input too (RD-33);
- `size`: so is the User Role (SA-08);
- `kind_of_assessment`: it stands in `assessment_cycle`;
- what is asked is put in other words: `latest_notice`, `entry_with` and the dates and notices of assessments.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import attrs
import pytest
from freezegun import freeze_time
from hypothesis import given, strategies as st

import sec_uep as uep
import sec_uep.calendar
from sec_uep import wire
from sec_uep.answers import Answer, Finding
from sec_uep.calendar import WorkingDayCalendar, any_of, england_and_wales, scotland
from sec_uep.deadlines import Deadline
from sec_uep.errors import DateOutsideCalendar, InvalidType, InvalidValue, MalformedData, SecUepError
from sec_uep.events import AssuranceStatus
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
    ElectricityDistribution,
    ElectricitySupply,
    GasSupply,
    GasTransport,
    Party,
    UserRole,
)
from sec_uep.readings import REGISTER, Readings
from sec_uep.receipts import Drift, Movement, Receipt, Verification, _writing, receipt, recompute, verify
from tests.cases import EXAMPLES
from tests.obligations.naive import back, forward, roll_back, roll_on
from tests.oracles import computed_bank_holidays
from tests.questions import ALL_QUESTIONS, asked_of

D = date.fromisoformat
ONE_DAY = timedelta(days=1)
OTHERWISE = Readings(rd_01="any-uk-nation", rd_02="clear-days", rd_04="next-working-day", rd_05="report")
GOLDEN = Path(__file__).parent / "data" / "receipts.json"

#: The parts that a receipt has, and a seal for each.
PARTS = ("answer", "calendar", "edition", "inputs", "kind", "question", "readings", "trace", "versions")

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


def by_name(answers: tuple[Answer, ...]) -> Iterator[tuple[str, Answer]]:
    """Yield each answer with the name of its question, numbered where there are several."""
    names = [answer.name for answer in answers]
    for place, (name, answer) in enumerate(zip(names, answers, strict=True)):
        number = names[: place + 1].count(name)
        yield (name if number == 1 else f"{name} {number}"), answer


BY_NAME = dict(by_name(SAMPLES))
each_sample = pytest.mark.parametrize("answer", BY_NAME.values(), ids=BY_NAME)
COUNTS = {name: answer for name, answer in BY_NAME.items() if answer.counts}
each_count = pytest.mark.parametrize("answer", COUNTS.values(), ids=COUNTS)

DUE = uept.certificate_due(quality_gate_passed=D("2026-09-18"))
WRITTEN = receipt(DUE)
NOW = england_and_wales()
JUBILEE = NOW.with_bank_holiday(D("2027-06-04"), "Jubilee")
ON_JUBILEE = uept.certificate_due(quality_gate_passed=D("2027-06-03"), calendar=JUBILEE)

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
    *above, last = (int(key) if key.isdigit() else key for key in path.split("."))
    inside: Any = data
    for key in above:
        inside = inside[key]
    if value:
        inside[last] = value[0]
    else:
        del inside[last]
    return data


def golden(answer: Answer) -> dict[str, Any]:
    """Return what the file of samples holds of a receipt: what is not the same for all of them."""
    data = receipt(answer).data
    if data["calendar"]:
        del data["calendar"]["digest"]
    data["trace"] = [{**step, "rule": step["rule"]["id"]} for step in data["trace"]]
    return {part: data[part] for part in ("kind", "question", "inputs", "calendar", "answer", "trace")}


# --- What a receipt says ---------------------------------------------------------------------


class TestReceipt:
    """All that an answer rests on, in one form."""

    def test_every_kind_of_question_has_a_sample(self) -> None:
        """A question that is added is tested here, or this fails."""
        assert set(QUESTIONS) == {type(answer) for answer in SAMPLES}

    @each_sample
    def test_is_canonical(self, answer: Answer) -> None:
        """Sorted keys, no spaces, letters as they are, seals that anybody can make; the same every time."""
        text = str(receipt(answer))
        assert text == canonical(json.loads(text)) == str(receipt(answer.again()))
        assert text == sealed(json.loads(text))
        assert receipt(answer).data == json.loads(text)
        assert "\\u" not in text

    @pytest.mark.parametrize("name", BY_NAME)
    def test_is_as_it_was_to_the_byte(self, name: str) -> None:
        """With what the file leaves out put in: the edition, versions, readings, digest and whole rules."""
        answer = BY_NAME[name]
        stored, reasons = json.loads(GOLDEN.read_text(encoding="utf-8"))[name], answer.why()
        for step, reason in zip(stored["trace"], reasons, strict=True):
            assert step["rule"] == reason.rule.id
            step["rule"] = wire.plain(reason.rule)
        if stored["calendar"]:
            stored["calendar"]["digest"] = answer.calendar.digest
        written = {**receipt(answer).data, **stored, "readings": answer.chosen.chosen()}
        assert str(receipt(answer)) == sealed(written)

    def test_is_the_same_in_another_process(self) -> None:
        """Whatever the seed of the hashes, every byte is the same."""
        script = (
            "import sys\nfrom tests.test_receipts import SAMPLES, receipt\n"
            "sys.stdout.buffer.write('\\n'.join(str(receipt(each)) for each in SAMPLES).encode())"
        )
        expected = "\n".join(str(receipt(each)) for each in SAMPLES).encode()
        paths = os.pathsep.join([str(Path(__file__).parents[1]), *filter(None, sys.path)])
        for seed in ("1", "2"):
            environment = {**os.environ, "PYTHONPATH": paths, "PYTHONHASHSEED": seed}
            done = subprocess.run(
                [sys.executable, "-c", script], env=environment, capture_output=True, check=True
            )
            assert done.stdout == expected

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ([Decimal("20000.00"), Decimal("2E+4"), 20_000], Decimal(20000)),
            ([Decimal("-0"), Decimal("0.00"), Decimal("0E+9"), 0], Decimal(0)),
        ],
    )
    def test_equal_answers_give_equal_bytes(self, one: list[Any], other: Decimal) -> None:
        """However an amount is written: in pounds and pence, and never with an exponent or a sign."""

        def answers(money: Any) -> Iterator[Answer]:  # noqa: ANN401 - a Decimal or an int
            day, later = D("2026-08-20"), D("2026-08-26")
            yield fusa.reschedule_charge(requested=day, assessment=later, total_cost=money)
            yield pa.change_charge(requested=day, assessment=later, total_cost=money, costs_incurred=money)
            yield credit_cover.cover_required(requirement=money, threshold=money)

        for money in one:
            for same, answer in zip(answers(money), answers(other), strict=True):
                assert same == answer
                assert str(receipt(same)) == str(receipt(answer))
                assert f'"{other}.00"' in str(receipt(same))
                assert verify(receipt(same)).drifts == ()

    def test_equal_calendars_give_equal_bytes(self) -> None:
        """A name is a label; answers on calendars that are equal but for it are equal."""
        ours = attrs.evolve(JUBILEE, name="ours")
        assert ON_JUBILEE.again(calendar=ours) == ON_JUBILEE
        assert receipt(ON_JUBILEE.again(calendar=ours)) == receipt(ON_JUBILEE)

    @each_sample
    def test_parts(self, answer: Answer) -> None:
        """What was asked, of what, under every reading; what came of it, and each reason in fields."""
        data, said = receipt(answer).data, json.loads(wire.dumps(answer))
        assert set(data) == {"schema", "seals", *PARTS}
        assert data["schema"] == 2
        assert data["question"] == {"name": answer.name, "rule": answer.rule.id, "asks": answer.asks}
        assert data["inputs"] == said["question"]["inputs"]
        assert set(data["inputs"]) == set(answer.asked_of)
        assert data["readings"] == {id_: answer.chosen[id_] for id_ in REGISTER}
        assert data["kind"] == ("deadline" if isinstance(answer, Deadline) else "finding")
        assert data["answer"].pop("certainty") == (answer.certainty and answer.certainty.value)  # type: ignore[attr-defined]
        if isinstance(answer, Finding):
            assert data["answer"].pop("grounds") == [rule.id for rule in answer.rules]
        assert data["answer"] == {name: said[name] for name in data["answer"]}
        assert {"day", "counted_from"} <= {*data["answer"]} or "verdict" in data["answer"]
        assert [step["text"] for step in data["trace"]] == [reason.text for reason in answer.why()]
        for step, reason in zip(data["trace"], answer.why(), strict=True):
            assert step["rule"] == json.loads(json.dumps(wire.plain(reason.rule)))
            assert step["rule"]["citation"]["document"]["name"] == reason.citation.document.name
            assert step["readings"] == list(reason.readings)

    @each_count
    def test_calendar(self, answer: Answer) -> None:
        """Its digest and reach, and exactly the bank holidays in the days read, and in those nearby."""
        calendar, on, every = receipt(answer).data["calendar"], answer.calendar, shipped(answer.chosen.rd_01)
        assert (calendar["digest"], calendar["is_given"], calendar["amended"]) == (on.digest, False, [])
        reach = (calendar["first"], calendar["last"], calendar["published_through"])
        assert reach == (str(on.first), str(on.last), str(on.published_through))
        read, known = calendar["read"], calendar["known"]
        listed = [[each["day"] for each in calendar[name]] for name in ("bank_holidays", "nearby")]
        if known is None:
            assert (read, listed) == (None, [[], []])
            return
        first, last = (read or known)["first"], (read or known)["last"]
        assert read is None or D(known["first"]) <= max(D(first) - 35 * ONE_DAY, on.first)
        assert read is None or D(known["last"]) >= min(D(last) + 35 * ONE_DAY, on.last)
        within = [day for day in sorted(every) if read and first <= day <= last]
        around = [day for day in sorted(every) if known["first"] <= day <= known["last"]]
        assert listed == [within, [day for day in around if day not in within]]
        if answer.chosen.rd_01 == "england-and-wales" and last <= str(on.published_through):
            bare = {each["day"]: each["title"].partition(" (")[0] for each in calendar["bank_holidays"]}
            assert bare == {day: every[day] for day in within}

    def test_the_days_read_in_full(self) -> None:
        """A worked case: 60 Working Days of notice over a summer with two bank holidays."""
        calendar = receipt(uept.earliest_start(notice_given=D("2022-05-27"))).data["calendar"]
        assert calendar["read"] == {"first": "2022-05-28", "last": "2022-08-23"}
        assert calendar["known"] == {"first": "2022-04-23", "last": "2022-09-27"}
        assert [(each["day"], each["title"]) for each in calendar["bank_holidays"]] == [
            ("2022-06-02", "Spring bank holiday"),
            ("2022-06-03", "Platinum Jubilee bank holiday"),
        ]

    @pytest.mark.parametrize(("start", "known"), [("2026-08-25", "2026-10-01"), ("2029-06-01", "2029-07-06")])
    def test_the_days_that_a_finding_read(self, start: str, known: str) -> None:
        """Those on which its verdict rests, whatever start it was asked of; its reasons look further."""
        calendar = receipt(uept.notice(given=D("2026-06-03"), start=D(start))).data["calendar"]
        assert calendar["read"] == {"first": "2026-06-04", "last": "2026-08-26"}
        assert calendar["known"]["last"] == known

    def test_the_day_of_receipt_that_a_finding_read(self) -> None:
        """A notice of weeks rests on no deadline, and reads the calendar if RD-04 asks for a Working Day."""
        asked = fusa.notice(application=D("2026-05-23"), assessment=D("2026-08-26"))
        assert asked.deadlines == ()
        assert receipt(asked).data["calendar"]["read"] is None
        written = receipt(asked.again(readings=Readings(rd_04="next-working-day"))).data
        assert written["calendar"]["read"] == {"first": "2026-05-23", "last": "2026-05-26"}
        assert written["answer"]["certainty"] == "published"

    @pytest.mark.parametrize("year", [1, 9999])
    def test_at_either_end_of_time(self, year: int) -> None:
        """A calendar may begin with the first date there is, or end with the last."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        edge = WorkingDayCalendar(name="edge", first=first, last=last, published_through=last)
        for day in (first + timedelta(days=4), last - timedelta(days=9)):
            due = uept.certificate_due(quality_gate_passed=day, calendar=edge)
            assert verify(receipt(due)).drifts == ()
            assert verify(receipt(due), calendar=edge).drifts == ()
            assert not recompute(due, calendar=edge)
            elsewhere = verify(sealed(edited(receipt(due), "calendar.is_given", False)))  # noqa: FBT003 - a value
            assert elsewhere
            assert "calendar.known" in {drift.part for drift in elsewhere.drifts}

    def test_versions_and_edition(self) -> None:
        """The version of `holidays` only where it computed a day; one edition for all."""
        for answer in SAMPLES:
            read = receipt(answer).data["calendar"] and receipt(answer).data["calendar"]["read"]
            is_projected = read is not None and read["last"] > "2028-12-31"
            expected = {"sec_uep": uep.__version__} | (
                {"holidays": version("holidays")} if is_projected else {}
            )
            assert receipt(answer).data["versions"] == expected
        assert len({receipt(answer).data["edition"] for answer in SAMPLES}) == 1

    def test_a_computed_day_on_an_amended_calendar(self) -> None:
        """That a day is amended hides that others were computed; the version says so all the same."""
        amended = NOW.with_bank_holiday(D("2035-01-03"), "Jubilee")
        due = uept.certificate_due(quality_gate_passed=D("2034-12-29"), calendar=amended)
        assert "holidays" in receipt(due).data["versions"]
        assert verify(receipt(due)).drifts == ()

    def test_from_a_zip_that_is_not_installed(self, tmp_path: Path) -> None:
        """The version is known without the metadata that an installation leaves."""
        source = Path(uep.__file__).parent
        with ZipFile(tmp_path / "vendored.zip", "w") as packed:
            for path in source.rglob("*.*"):
                if path.suffix in {".py", ".json"}:
                    packed.write(path, Path("sec_uep") / path.relative_to(source))
        script = """\
import importlib.metadata
importlib.metadata.version = importlib.metadata.distribution = None
import sec_uep as uep
from datetime import date
from sec_uep.obligations.entry_process_testing import certificate_due
assert ".zip" in uep.__file__
print(uep.receipt(certificate_due(quality_gate_passed=date(2026, 9, 18))))
"""
        paths = os.pathsep.join([str(tmp_path / "vendored.zip"), *filter(None, sys.path)])
        environment = {**os.environ, "PYTHONPATH": paths}
        printed = subprocess.check_output([sys.executable, "-c", script], env=environment, text=True)
        assert printed.strip() == str(WRITTEN)

    def test_not_an_answer(self) -> None:
        """A tuple of findings is not one, nor is an entry."""
        for junk in (determine_all(Party()), uep.Entry(party=Party()), None):
            with pytest.raises(
                InvalidType, match=r"^answer: .* pass a Finding, a Deadline, a Plan or a Page$"
            ):
                receipt(junk)  # type: ignore[arg-type]

    def test_what_would_not_be_read_again_is_not_written(self) -> None:
        """Thousands of User IDs are; tens of thousands are too much for a receipt."""
        several = [f"90B3D51F{number:08X}" for number in range(10_000)]
        assert verify(receipt(user_ids.assignment({UserRole.OTHER_USER: several[:3_000]}))).drifts == ()
        with pytest.raises(InvalidValue, match=r"more than 65,536 bytes, .*; ask of fewer things at a time$"):
            receipt(user_ids.assignment({UserRole.OTHER_USER: several}))

    def test_text_that_cannot_be_written(self) -> None:
        """A lone surrogate has no bytes in UTF-8."""
        with pytest.raises(InvalidValue, match=r"cannot be written as UTF-8; correct that text$"):
            receipt(determine(GasTransport(), Party(name="\ud800")))


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


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """Any answer to any question, under any readings, on a calendar of the caller's own or not."""
    return draw(asked_of(draw(st.sampled_from(list(ALL_QUESTIONS))))).answer()


#: What may be forged in a receipt, and sealed anew: the path, what stands there then, and what drifts.
FORGED: tuple[tuple[str, object, str], ...] = (
    ("answer.day", "2026-09-23", "answer.day: was '2026-09-23', is '2026-09-22'"),
    ("answer.counted_from", "2026-09-17", "answer.counted_from: was '2026-09-17', is '2026-09-18'"),
    ("answer.certainty", "projected", "answer.certainty: was 'projected', is 'published'"),
    ("kind", "finding", "kind: was 'finding', is 'deadline'"),
    ("trace.0.text", "because", "trace[0].text: was 'because', is 'Within 2 Working Days of a successful"),
    ("trace.0.holds", "unknown", "trace[0].holds: was 'unknown', is True"),
    ("trace.0.readings", ["RD-01"], "trace[0].readings: was ['RD-01'], is []"),
    ("trace.0.rule.id", "TE-05", "trace[0].rule.id: was 'TE-05', is 'TE-06'"),
    ("trace", [], "trace: was [], is [{"),
    ("calendar.read", None, "calendar.read: was None, is {'first': '2026-09-19', 'last': '2026-09-22'}"),
    (
        "calendar.bank_holidays",
        [{"day": "2026-09-21", "title": "Forged"}],
        "calendar.bank_holidays.2026-09-21: was 'Forged', is None",
    ),
)


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
            assert receipt(answer) == written

    @given(answers())
    def test_any_answer(self, answer: Answer) -> None:
        """Whatever was asked, of whatever question, on whosever calendar."""
        found = verify(receipt(answer))
        assert found.drifts == ()
        assert found.answer is not None
        assert found.answer.outcome == answer.outcome

    @freeze_time("2026-11-23")
    def test_while_time_is_frozen(self) -> None:
        """Dates are then of a subclass, those that are read and those that a caller makes."""
        for answer in SAMPLES:
            assert verify(receipt(answer)).drifts == ()
        due = uept.certificate_due(quality_gate_passed=date(2026, 9, 18))
        assert receipt(due) == WRITTEN
        assert verify(receipt(due), calendar=NOW)
        assert not recompute(due, calendar=NOW)

    @pytest.mark.parametrize(("path", "forged", "said"), FORGED, ids=[path for path, _, _ in FORGED])
    def test_forged(self, path: str, forged: object, said: str) -> None:
        """Whatever of the answer or its reasons is changed and sealed anew, it is false, and says where."""
        found = verify(sealed(edited(WRITTEN, path, forged)))
        assert not found
        assert said in str(found)
        (drift,) = found.drifts
        assert drift.matters

    @each_sample
    def test_a_forged_answer_is_never_true(self, answer: Answer) -> None:
        """Another day, verdict, ground or amount, or another certainty."""
        written = receipt(answer)
        others: tuple[object, ...] = (
            "2026-01-01",
            "must",
            "sufficient",
            "published",
            "amended",
            "1.00",
            None,
            ["TE-01"],
            [],
        )
        for name, other in product(written.data["answer"], others):
            forged = sealed(edited(written, f"answer.{name}", other))
            if other != written.data["answer"][name]:
                found = outcome_of(verify, forged)
                assert isinstance(found, MalformedData) or not found, (name, other)

    def test_drift_of_an_input(self) -> None:
        """Another day asked about gives another day, and other reasons."""
        found = verify(sealed(edited(WRITTEN, "inputs.quality_gate_passed", "2026-09-21")))
        assert not found
        parts = {drift.part: (drift.was, drift.now) for drift in found.drifts}
        assert parts["answer.day"] == ("2026-09-22", "2026-09-23")
        assert {"answer.counted_from", "trace[1].text", "calendar.read.first", "calendar.known.last"} < set(
            parts
        )

    def test_drift_of_a_reading(self) -> None:
        """Under another reading the verdict is another, or nothing changes."""
        assert verify(sealed(edited(WRITTEN, "readings.RD-04", "next-working-day"))).drifts == ()
        written = receipt(determine(ElectricitySupply(domestic=True, exempt_48_9=True), readings=RD_08))
        found = verify(sealed(edited(written, "readings.RD-08", "duty-prevails")))
        assert not found
        assert Drift("answer.verdict", "exempt", "must", matters=True) in found.drifts

    def test_what_was_not_asked_then(self) -> None:
        """A reading or an input that came with a later version is at its default, and named."""
        found = verify(sealed(edited(WRITTEN, "readings.RD-34")))
        assert (bool(found), [str(drift) for drift in found.drifts]) == (
            True,
            ["readings.RD-34: was None, is 'booked'"],
        )
        size = receipt(fusa.size(domestic_premises=200_000))
        assert verify(sealed(edited(size, "inputs.has_been_large"))).drifts == (
            Drift("inputs.has_been_large", None, "unknown", matters=False),
        )

    def test_surroundings_alone_do_not_matter(self) -> None:
        """A release, a later edition, a longer calendar, a question in other words: named, and no more."""
        data = WRITTEN.data
        data["edition"] = "another"
        data["versions"] |= {"sec_uep": "0.0.1", "holidays": "0.1"}
        data["question"]["asks"] = "a day"
        data["calendar"] |= {"digest": "0" * 64, "published_through": "2027-12-31", "last": "2059-12-31"}
        data["calendar"]["first"] = "2012-01-01"
        found = verify(sealed(data))
        assert found
        assert {drift.part for drift in found.drifts} == {
            "edition",
            "versions.sec_uep",
            "versions.holidays",
            "question.asks",
            *(f"calendar.{part}" for part in ("digest", "published_through", "first", "last")),
        }
        assert "\nversions.sec_uep: was '0.0.1', is '" in str(found)
        assert str(found).startswith("the same answer\n")

    def test_another_edition_or_release_now(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A rule that is worded otherwise today makes another edition."""
        reworded = attrs.evolve(RULES[0], statement="as it says today")
        monkeypatch.setattr(_writing, "RULES", (reworded, *RULES[1:]))
        monkeypatch.setattr(_writing, "__version__", "99")
        monkeypatch.setattr(_writing, "_edition", _writing._edition.__wrapped__)  # noqa: SLF001 - not remembered
        found = verify(WRITTEN)
        assert found
        assert [drift.part for drift in found.drifts] == ["edition", "versions.sec_uep"]
        assert found.drifts[1].now == "99"

    @pytest.mark.parametrize("junk", [0, "", "England", object()])
    @pytest.mark.parametrize("answer", [DUE, BY_NAME["table_1.determine"]], ids=["counts", "does not count"])
    def test_not_a_calendar(self, answer: Answer, junk: Any) -> None:  # noqa: ANN401 - anything
        """It is refused, even where it is empty or where nothing is counted."""
        with pytest.raises(InvalidType, match=r"calendar: .* is not a WorkingDayCalendar"):
            verify(receipt(answer), calendar=junk)

    def test_shown_in_a_line(self) -> None:
        """In a list or a notebook each says what matters of it, shortly."""
        forged = sealed({**edited(WRITTEN, "answer.day", "2026-09-23"), "edition": "x" * 900})
        assert repr(verify(WRITTEN)) == "<Verification true>"
        assert (
            repr(verify(forged))
            == "<Verification false: answer.day: was '2026-09-23', is '2026-09-22', and 1 more>"
        )
        day, edition = verify(forged).drifts
        assert repr(day) == "<Drift answer.day: was '2026-09-23', is '2026-09-22'>"
        assert len(repr(edition)) < 200
        assert repr(recompute(DUE, calendar=NOW)) == "<Movement nothing moved: 2026-09-22>"
        assert repr(WRITTEN).startswith(
            '<Receipt \'{"answer":{"certainty":"published","counted_from":"2026-09-18"'
        )
        assert len(repr(WRITTEN)) < 100


RD_08 = Readings(rd_21="own-ground", rd_08="exemption-prevails")


class TestWithoutItsCalendar:
    """A receipt replays on the bank holidays that it carries, whosever they were."""

    def test_on_a_calendar_of_the_callers_own(self) -> None:
        """With the amended day in it, and as sure as it was."""
        data = receipt(ON_JUBILEE).data
        assert (data["calendar"]["is_given"], data["calendar"]["amended"]) == (True, ["2027-06-04"])
        assert data["calendar"]["bank_holidays"] == [{"day": "2027-06-04", "title": "Jubilee"}]
        found = verify(receipt(ON_JUBILEE))
        assert found.drifts == ()
        assert isinstance(found.answer, Deadline)
        assert (found.answer.day, found.answer.certainty) == (ON_JUBILEE.day, uep.Certainty.AMENDED)
        on = found.answer.calendar
        assert (str(on.first), str(on.last)) == tuple(data["calendar"]["known"].values())
        with pytest.raises(DateOutsideCalendar, match="the days in the receipt"):
            on.is_working_day(on.last + ONE_DAY)
        assert verify(receipt(ON_JUBILEE), calendar=JUBILEE).drifts == ()

    @pytest.mark.parametrize(
        ("calendar", "certainty"),
        [
            (NOW.without_bank_holiday(D("2028-12-25")), "amended"),
            (attrs.evolve(scotland(), published=scotland().published[:-1]), "projected"),
            (any_of(NOW, scotland()), "projected"),
            (attrs.evolve(NOW, name="ours"), "projected"),
        ],
    )
    def test_as_sure_as_it_was(self, calendar: WorkingDayCalendar, certainty: str) -> None:
        """Published, projected or amended: the days of the receipt say so themselves."""
        start = uept.earliest_start(notice_given=D("2028-11-01"), calendar=calendar)
        assert start.certainty.value == certainty
        found = verify(receipt(start))
        assert found.drifts == ()
        assert isinstance(found.answer, Deadline)
        assert (found.answer.day, found.answer.certainty) == (start.day, start.certainty)

    @pytest.mark.parametrize("certainty", ["published", "projected"])
    def test_certainty_must_follow_from_what_it_carries(self, certainty: str) -> None:
        """Neither is it taken from the calendar of today, nor from the words of the receipt."""
        found = verify(sealed(edited(receipt(ON_JUBILEE), "answer.certainty", certainty)))
        assert [str(drift) for drift in found.drifts] == [
            f"answer.certainty: was '{certainty}', is 'amended'"
        ]
        assert not found

    def test_a_count_that_leaves_its_days(self) -> None:
        """It is said, and guessed at no further; with a calendar it can be counted."""
        forged = sealed(edited(receipt(ON_JUBILEE), "inputs.quality_gate_passed", "2027-09-03"))
        found = verify(forged)
        assert (bool(found), found.answer) == (False, None)
        assert str(found).startswith("not the same answer\ncalendar.known: was {'first': '2027-04-30', ")
        assert (
            "'quality_gate_passed: 2027-09-03 is outside" in str(found)
            or "is outside the calendar" in found.drifts[0].now
        )
        assert not verify(forged, calendar=JUBILEE)
        with pytest.raises(DateOutsideCalendar):
            verify(
                forged,
                calendar=attrs.evolve(
                    JUBILEE,
                    last=D("2027-08-01"),
                    published_through=D("2027-08-01"),
                    published=(),
                    projections=(),
                ),
            )

    def test_a_bank_holiday_announced_since(self) -> None:
        """RD-01's calendar of then had no such day: the same answer, and today's is named beside it."""
        then = attrs.evolve(NOW, published=[each for each in NOW.published if each[0] != D("2022-09-19")])
        due = uept.certificate_due(quality_gate_passed=D("2022-09-16"), calendar=then)
        data = receipt(due).data
        data["calendar"]["is_given"] = False
        found = verify(sealed(data))
        assert found
        assert [str(drift) for drift in found.drifts] == [
            f"calendar.bank_holidays.2022-09-19: was None, is {dict(NOW.published)[D('2022-09-19')]!r}",
            f"calendar.digest: was '{then.digest}', is '{NOW.digest}'",
        ]
        assert recompute(sealed(data), calendar=NOW).days == 1

    def test_readings_of_reasons_on_the_days_of_a_receipt(self) -> None:
        """A calendar settles RD-01, and only that may be missing from a reason then."""
        written = receipt(uept.notice(given=D("2026-06-03"), start=D("2026-08-27")))
        old = edited(written, "calendar.digest", "0" * 64)
        assert "RD-01" in old["trace"][0]["readings"]
        assert [drift.part for drift in verify(sealed(old)).drifts] == ["calendar.digest"]
        old["trace"][0]["readings"].append("RD-05")
        assert not verify(sealed(old))

    @pytest.mark.parametrize(
        ("part", "value"),
        [
            ("known", {"first": "2027-06-30", "last": "2027-05-01"}),
            ("known", {"first": "0001-01-01", "last": "9999-12-31"}),
            ("known", {"first": "2027-06-05", "last": "2027-07-01"}),
            ("nearby", [{"day": "2030-01-01", "title": "New Year"}]),
            ("bank_holidays", [{"day": "2027-06-04", "title": "\n"}]),
            ("amended", ["2030-01-01"]),
        ],
    )
    def test_days_that_make_no_calendar(self, part: str, value: object) -> None:
        """They are refused, and take no time."""
        with pytest.raises(MalformedData, match=r"^receipt: calendar: .*; or write a new receipt$"):
            verify(sealed(edited(receipt(ON_JUBILEE), f"calendar.{part}", value)))

    def test_on_another_calendar(self) -> None:
        """A day that differs among those read gives another answer; elsewhere it is of the surroundings."""
        found = verify(receipt(ON_JUBILEE), calendar=NOW)
        assert not found
        assert Drift("answer.day", "2027-06-08", "2027-06-07", matters=True) in found.drifts
        assert Drift("calendar.bank_holidays.2027-06-04", "Jubilee", None, matters=True) in found.drifts
        far = uept.certificate_due(quality_gate_passed=D("2026-09-18"), calendar=JUBILEE)
        assert verify(receipt(far), calendar=NOW)
        assert [drift.part for drift in verify(receipt(far), calendar=NOW).drifts] == ["calendar.digest"]
        assert verify(WRITTEN, calendar=any_of(NOW))

    def test_published_since(self) -> None:
        """On a calendar published further the day is the same, and it is named that it is surer now."""
        start = uept.earliest_start(notice_given=D("2028-11-01"))
        days = [*NOW.published, *NOW.bank_holidays(first=D("2029-01-01"), last=D("2029-12-31"))]
        through = D("2029-12-31")
        further = attrs.evolve(NOW, published=days, published_through=through, projections=[("ENG", through)])
        found = verify(receipt(start), calendar=further)
        assert found
        assert "answer.certainty: was 'projected', is 'published'" in str(found)
        assert "calendar.published_through: was '2028-12-31', is '2029-12-31'" in str(found)

    def test_renamed_or_moved_to_a_weekend(self) -> None:
        """A bank holiday under another name, and one on a Saturday, take no other day away."""
        start = uept.earliest_start(notice_given=D("2026-06-10"))
        renamed = attrs.evolve(NOW, published=[(day, f"The {title}") for day, title in NOW.published])
        found = verify(receipt(start), calendar=renamed)
        assert found
        assert Drift(
            "calendar.bank_holidays.2026-08-31",
            "Summer bank holiday",
            "The Summer bank holiday",
            matters=False,
        ) in (found.drifts)
        found = verify(receipt(start), calendar=NOW.with_bank_holiday(D("2026-08-29"), "Saturday"))
        assert found
        assert Drift("calendar.bank_holidays.2026-08-29", None, "Saturday", matters=False) in found.drifts


# --- What another calendar does ------------------------------------------------------------------

TODAY = frozenset(day for day, _ in NOW.published)


@attrs.frozen
class Change:
    """A change that was announced: the days it added, and those it took away."""

    added: tuple[str, ...]
    removed: Mapping[str, str] = {}

    @property
    def before(self) -> WorkingDayCalendar:
        """The calendar before it."""
        calendar = NOW
        for day in self.added:
            calendar = calendar.without_bank_holiday(D(day))
        for day, title in self.removed.items():
            calendar = calendar.with_bank_holiday(D(day), title)
        return calendar

    @property
    def bank_holidays_before(self) -> frozenset[date]:
        """The bank holidays before it, by plain sets."""
        return (TODAY - set(map(D, self.added))) | set(map(D, self.removed))

    @property
    def first(self) -> date:
        """The first day it touched."""
        return min(map(D, (*self.added, *self.removed)))


HISTORY = {
    "2020 VE day": Change(("2020-05-08",), {"2020-05-04": "Early May bank holiday"}),
    "2022 funeral": Change(("2022-09-19",)),
    "2022 jubilee": Change(("2022-06-02", "2022-06-03"), {"2022-05-30": "Spring bank holiday"}),
    "2023 coronation": Change(("2023-05-08",)),
}
each_change = pytest.mark.parametrize("change", HISTORY.values(), ids=HISTORY)

#: Deadlines, what each is asked of, the same worked out day by day, and how far before a change to begin.
DEADLINES: Mapping[str, tuple[Callable[..., Deadline], str, Callable[[date, frozenset[date]], date], int]] = {
    "certificate": (uept.certificate_due, "quality_gate_passed", lambda day, off: forward(day, 2, off), 15),
    "review": (uept.review_due, "confirmation_received", lambda day, off: forward(day, 5, off), 15),
    "start": (uept.earliest_start, "notice_given", lambda day, off: forward(day, 60, off), 95),
    "notice": (uept.latest_notice, "start", lambda day, off: back(roll_back(day, off), 60, off), 0),
    "assessment": (
        fusa.earliest_assessment,
        "application",
        lambda day, off: roll_on(day + 84 * ONE_DAY, off),
        100,
    ),
    "application": (
        pa.latest_application,
        "assessment",
        lambda day, off: roll_back(day - 84 * ONE_DAY, off),
        -75,
    ),
    "reschedule": (
        fusa.latest_free_reschedule,
        "assessment",
        lambda day, off: roll_back(day - 28 * ONE_DAY, off),
        -18,
    ),
}


class TestRecompute:
    """What moved, by how much, and which bank holiday moved it."""

    @each_change
    @pytest.mark.parametrize("later", [True, False], ids=["announced", "undone"])
    @pytest.mark.parametrize("deadline", DEADLINES)
    def test_every_start_around_it(self, change: Change, deadline: str, later: bool) -> None:
        """Day by day around the change, in both directions, as a recount by hand has it."""
        ask, name, count, reach = DEADLINES[deadline]
        then, now = (change.before, change.bank_holidays_before), (NOW, TODAY)
        if not later:
            then, now = now, then
        moves = 0
        for offset in range(105 if deadline in {"start", "notice"} else 40):
            day = change.first + ONE_DAY * (offset - reach)
            was, is_now = count(day, then[1]), count(day, now[1])
            answer = ask(**{name: day}, calendar=then[0])
            moved = recompute(receipt(answer), calendar=now[0])
            assert bool(moved) is (was != is_now)
            assert (moved.was, moved.now.outcome, moved.days) == (str(was), is_now, (is_now - was).days)
            assert answer.read is not None
            met = {each for each in then[1] ^ now[1] if answer.read[0] <= each <= answer.read[1]}
            added, removed = {each for each, _ in moved.added}, {each for each, _ in moved.removed}
            assert met - then[1] <= added <= now[1] - then[1]
            assert met - now[1] <= removed <= then[1] - now[1]
            moves += was != is_now
            if not moved:
                assert str(moved) == f"nothing moved: {was}"
            else:
                assert str(moved).startswith(f"{was} is now {is_now} ({(is_now - was).days:+d} days): ")
                for each in met:
                    assert f"{each} was {'added' if each in now[1] else 'taken away'} (" in str(moved)
        assert moves

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
        moves = 0
        for offset in range(-95, 3):
            given_on = change.first + offset * ONE_DAY
            ends = [forward(given_on, 60, days) for days in (change.bank_holidays_before, TODAY)]
            for start in {end + ONE_DAY * n for end in ends for n in (-1, 0, 1)}:
                verdicts = ["sufficient" if end <= start else "insufficient" for end in ends]
                written = receipt(uept.notice(given=given_on, start=start, calendar=change.before))
                moved = recompute(written, calendar=NOW)
                assert bool(moved) is (verdicts[0] != verdicts[1])
                assert [moved.was, moved.now.outcome.value, moved.days] == [*verdicts, None]
                if moved:
                    moves += 1
                    assert str(moved).startswith(f"{verdicts[0]} is now {verdicts[1]}: ")
                    assert moved.added or moved.removed
        assert moves

    @pytest.mark.parametrize(
        ("answer", "closed", "now", "always"),
        [
            (
                uept.certificate_due(quality_gate_passed=D("2026-07-01")),
                ("2026-07-02", "2026-08-28"),
                "2026-09-02",
                "2026-08-31",
            ),
            (
                fusa.latest_free_reschedule(assessment=D("2026-07-24")),
                ("2026-04-20", "2026-06-26"),
                "2026-04-17",
                "2026-05-04",
            ),
        ],
    )
    def test_further_away_than_the_receipt_knows(
        self, answer: Deadline, closed: tuple[str, str], now: str, always: str
    ) -> None:
        """What was a bank holiday there is not known to it, so it is not said to have been added."""
        first, last = map(D, closed)
        days = {first + n * ONE_DAY: "closed" for n in range((last - first).days + 1)}
        shut = attrs.evolve(NOW, published=(days | dict(NOW.published)).items())
        moved = recompute(answer, calendar=shut)
        assert str(moved.now.day) == now
        assert len(moved.added) > 20
        assert D(always) not in dict(moved.added)

    def test_takes_an_answer_and_every_form_of_a_receipt(self) -> None:
        """The same comes of all."""
        answer = uept.certificate_due(quality_gate_passed=D("2027-06-03"))
        written = receipt(answer)
        moved = recompute(answer, calendar=JUBILEE)
        assert (moved.days, moved.added) == (1, ((D("2027-06-04"), "Jubilee"),))
        for form in (written, str(written), str(written).encode()):
            assert recompute(form, calendar=JUBILEE) == moved

    def test_nothing_was_read(self) -> None:
        """A count that reads no day cannot move."""
        ask = fusa.earliest_assessment(application=D("2027-03-12"), readings=Readings(rd_06="no-roll"))
        assert ask.day == D("2027-06-04")
        moved = recompute(ask, calendar=JUBILEE)
        assert not moved
        assert (moved.days, moved.added, moved.removed) == (0, (), ())
        assert verify(receipt(ask.again(calendar=JUBILEE))).drifts == ()

    @pytest.mark.parametrize("junk", [None, "England", {}])
    def test_refusals(self, junk: Any) -> None:  # noqa: ANN401 - anything
        """An answer that counts on no calendar, and what is no calendar."""
        with pytest.raises(
            InvalidValue, match=r"^written: table_1\.determine counts on no calendar; verify it instead$"
        ):
            recompute(BY_NAME["table_1.determine"], calendar=NOW)
        with pytest.raises(InvalidType, match=r"calendar: .* is not a WorkingDayCalendar; pass another one"):
            recompute(WRITTEN, calendar=junk)


# --- Bad input -----------------------------------------------------------------------------------


def outcome_of(ask: Callable[..., Any], *args: object, **kwargs: object) -> object:
    """Return what comes of asking, if it is of ours: an answer or a refusal."""
    try:
        return ask(*args, **kwargs)
    except SecUepError as refusal:
        return refusal


def refusal_of(text: object) -> str:
    """Return what is said of *text*, by `verify` and by `recompute` alike, each fault with a next step."""
    refusal, other = outcome_of(verify, text), outcome_of(recompute, text, calendar=NOW)
    assert isinstance(refusal, (MalformedData, InvalidType))
    assert str(other) in (str(refusal), str(other) if "counts on no calendar" in str(other) else "")
    assert len(str(refusal)) < 5000
    assert "<class" not in str(refusal)
    for fault in refusal.faults if isinstance(refusal, MalformedData) else ():
        assert "; " in fault.message
    return str(refusal)


def without(part: str) -> str:
    """Return a receipt that lacks a part."""
    return canonical({name: value for name, value in WRITTEN.data.items() if name != part})


CHARGE, KIND, TABLE_1, IDS, COVER, FINDING = map(
    receipt,
    (
        BY_NAME["security_assessment.reschedule_charge"],
        BY_NAME["assessment_cycle.kind_of_assessment"],
        determine(ElectricitySupply(domestic=False)),
        user_ids.assignment({UserRole.OTHER_USER: USER_IDS[0]}, own_range=user_ids.UserIdRange(*USER_IDS)),
        credit_cover.evidence_with(required=True, in_place={"cash-deposit": True}),
        BY_NAME["entry_process_testing.notice"],
    ),
)

#: What is wrong: what is written, and what is said of it.
BAD: Mapping[str, tuple[object, str]] = {
    "empty": ("", "receipt: is empty; "),
    "not an object": ("[]", "receipt: [] stands where an object belongs; "),
    "cut short": (str(WRITTEN)[:-40], "ends too soon, without a }; find the rest of it"),
    "not text": (7, "text: 7 is not text; pass the content of a file, str or bytes"),
    "seals are no table": (
        canonical({**WRITTEN.data, "seals": []}),
        "receipt: seals: [] is not an object; write",
    ),
    "a seal too many": (canonical(edited(WRITTEN, "seals.more", "")), "seals: was edited"),
}

#: Edits that are sealed anew, and what is said of each; a value is JSON, or nothing if it is taken away.
RESEALED = [line.split(" | ") for line in (GOLDEN.with_name("bad_receipts.txt")).read_text().splitlines()]
OF = {
    "due": WRITTEN,
    "finding": FINDING,
    "charge": CHARGE,
    "kind": KIND,
    "table_1": TABLE_1,
    "ids": IDS,
    "cover": COVER,
}


class TestBadInput:
    """What is no sound receipt is refused, with what is wrong, where, and what to do."""

    @pytest.mark.parametrize(("text", "said"), BAD.values(), ids=BAD)
    def test_refused(self, text: object, said: str) -> None:
        """By `verify` and by `recompute`, in the same words."""
        assert said in refusal_of(text)

    @pytest.mark.parametrize(
        ("of", "path", "value", "said"), RESEALED, ids=[" ".join(each[:3]) for each in RESEALED]
    )
    def test_resealed(self, of: str, path: str, value: str, said: str) -> None:
        """An edit that was sealed anew, where it leaves no receipt."""
        assert said in refusal_of(sealed(edited(OF[of], path, *([json.loads(value)] if value else []))))

    @pytest.mark.parametrize("path", ["question.name", "inputs.quality_gate_passed", "answer.day"])
    def test_far_too_long(self, path: str) -> None:
        """It is not shown whole."""
        assert len(refusal_of(sealed(edited(WRITTEN, path, "9" * 50_000)))) < 300

    def test_all_faults_at_once(self) -> None:
        """Each with its place."""
        message = refusal_of(canonical({**{k: v for k, v in WRITTEN.data.items() if k != "trace"}, "zzz": 1}))
        assert message.startswith("receipt: 2 faults")
        assert "trace: is missing: the receipt was cut short; pass the whole of it" in message
        message = refusal_of(sealed({**edited(WRITTEN, "answer", {}), "inputs": {}}))
        assert message.startswith("receipt: 4 faults")

    @pytest.mark.parametrize("part", PARTS)
    def test_edited_by_hand(self, part: str) -> None:
        """The part that was edited, or whose seal was, is named, and no other; so is one that is missing."""
        edit = f"receipt: {part}: was edited: it does not match its seal; restore it, or write a new receipt"
        assert refusal_of(canonical({**WRITTEN.data, part: "edited"})) == edit
        assert refusal_of(canonical(edited(WRITTEN, f"seals.{part}", "0" * 16))) == edit
        assert refusal_of(canonical(edited(WRITTEN, f"seals.{part}"))) == edit
        missing = f"receipt: {part}: is missing: the receipt was cut short; pass the whole of it"
        assert refusal_of(without(part)) == missing

    def test_any_cut(self) -> None:
        """Wherever the text ends too soon, it is refused."""
        text = str(WRITTEN)
        for end in range(0, len(text), 7):
            with pytest.raises(MalformedData, match=r"^receipt: "):
                verify(text[:end])


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


class TestNothingElse:
    """Whatever a receipt was made into, what comes of it is an answer of ours or an error of ours."""

    @given(damaged())
    def test_a_damaged_receipt(self, text: str) -> None:
        """A comparison or a refusal, each of which can be printed."""
        found = outcome_of(verify, text)
        assert isinstance(found, (Verification, MalformedData))
        moved = outcome_of(recompute, text, calendar=JUBILEE)
        assert isinstance(moved, (Movement, SecUepError))
        for each in (found, moved):
            assert str(each).encode()
            assert len(repr(each)) < 1000 or isinstance(each, SecUepError)

    @given(st.text() | st.binary())
    def test_any_text(self, text: str | bytes) -> None:
        """It is no receipt."""
        with pytest.raises(MalformedData):
            verify(text)


if __name__ == "__main__":
    samples = {name: golden(answer) for name, answer in BY_NAME.items()}
    GOLDEN.write_text(
        json.dumps(samples, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8"
    )


EXAMPLE = Path(__file__).parent.parent / "examples" / "distributor.toml"


def plans_and_pages() -> Iterator[Answer]:
    """Yield plans and pages of each example, on the calendar as it is and on one of the caller's."""
    mine = england_and_wales().with_bank_holiday(date(2027, 3, 3), "Example day")
    for path in EXAMPLES:
        entry = uep.load(path)
        if entry.roles:
            yield uep.planning.forwards(entry, today=DAY_OF_PLAN)
            yield uep.planning.backwards(entry, target=date(2028, 3, 1), today=DAY_OF_PLAN, calendar=mine)
        yield uep.report(entry, today=DAY_OF_PLAN)
        yield uep.report(entry, today=DAY_OF_PLAN, calendar=mine)


DAY_OF_PLAN = date(2026, 11, 26)
PLANS_AND_PAGES = tuple(plans_and_pages())


class TestPlansAndPages:
    """A plan and a page have a receipt as any answer has."""

    @pytest.mark.parametrize("answer", PLANS_AND_PAGES, ids=repr)
    def test_it_is_the_same_when_asked_again(self, answer: Answer) -> None:
        """From its text alone, on the bank holidays that it carries."""
        again = verify(str(receipt(answer)))
        assert again
        assert again.answer is not None
        assert again.answer.outcome == answer.outcome
        assert str(receipt(answer.again())) == str(receipt(answer))

    def test_it_has_every_day_of_the_plan(self) -> None:
        """And what it comes to."""
        plan = uep.planning.forwards(uep.load(EXAMPLE), today=DAY_OF_PLAN)
        data = receipt(plan).data
        assert data["kind"] == "plan"
        assert data["answer"]["finish"] == str(plan.finish)
        assert [step["earliest_finish"] for step in data["answer"]["steps"]] == [
            str(each.earliest_finish) for each in plan.steps
        ]

    def test_another_calendar_moves_it(self) -> None:
        """By how many days, and for which bank holiday."""
        plan = uep.planning.forwards(uep.load(EXAMPLE), today=DAY_OF_PLAN)
        page = uep.report(uep.load(EXAMPLE), today=DAY_OF_PLAN)
        day = england_and_wales().nth_working_day_before(plan.finish, 3)
        other = england_and_wales().with_bank_holiday(day, "Example day")
        moved = recompute(receipt(plan), calendar=other)
        assert (bool(moved), moved.days, moved.added) == (True, 1, ((day, "Example day"),))
        assert str(moved).startswith(f"{plan.finish} is now {moved.now.outcome} (+1 days)")
        of_page = recompute(receipt(page), calendar=other)
        assert (bool(of_page), of_page.days) == (True, None)
        assert str(of_page).startswith(f"must, {plan.finish} is now must, {moved.now.outcome}:")
        assert not verify(receipt(plan), calendar=other)
