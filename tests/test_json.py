"""To JSON and back: every question and its answer, and every fault with which data is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, strategies as st

import sec_uep as uep
from sec_uep import wire
from sec_uep.answers import Answer
from sec_uep.calendar import scotland
from sec_uep.entry import Entry
from sec_uep.errors import (
    DateOutsideCalendar,
    Fault,
    FaultCode,
    InvalidType,
    InvalidValue,
    MalformedData,
    SecUepError,
)
from sec_uep.obligations import determine_all, entry_process_testing as uept
from sec_uep.page import Page
from sec_uep.parties import GasSupply, Party
from sec_uep.receipts import ask, receipt, verify
from tests.questions import ALL_QUESTIONS, Asked, asked_of
from tests.test_every_question import ANSWERS
from tests.test_receipts import JUBILEE, ON_JUBILEE, PLANS_AND_PAGES, sealed

DOCS = Path(__file__).parent.parent / "docs"
CERTIFICATE = {
    "name": "entry_process_testing.certificate_due",
    "inputs": {"quality_gate_passed": "2026-09-18"},
}


def question(answer: Answer) -> dict[str, Any]:
    """Return the question that stands in the JSON of an answer."""
    data: dict[str, Any] = json.loads(wire.dumps(answer))["question"]
    return data


def refusal(written: Any) -> list[tuple[tuple[str | int, ...], str, str]]:  # noqa: ANN401 - a question
    """Return the faults with which a question is refused."""
    with pytest.raises(MalformedData) as refused:
        ask(written)
    assert refused.value.source == "question"
    return [(each.path, each.code, each.message) for each in refused.value.faults]


class TestThereAndBack:
    """A question that was written is asked again, and gives the equal answer."""

    @pytest.mark.parametrize("answer", [*ANSWERS, *PLANS_AND_PAGES], ids=repr)
    def test_every_answer(self, answer: Answer) -> None:
        """From JSON, as text and as data, and from plain data, dates and all; on its own calendar."""
        data, own = question(answer), answer.given_calendar
        for written in (data, json.dumps(data), json.dumps(data).encode(), wire.plain(answer)["question"]):
            again = ask(written, calendar=own)
            assert type(again) is type(answer)
            assert again == answer
            assert again.outcome == answer.outcome
        assert wire.dumps(ask(data, calendar=own)) == wire.dumps(answer)

    @pytest.mark.parametrize("answer", [each for each in ANSWERS if each.given_calendar is None], ids=repr)
    def test_every_receipt(self, answer: Answer) -> None:
        """What a receipt was written of comes back from its text."""
        assert verify(str(receipt(answer))).answer == answer

    @pytest.mark.parametrize("name", ALL_QUESTIONS)
    def test_any_way_to_ask_it(self, name: str) -> None:
        """Under any readings, of any inputs, on any calendar."""

        @given(asked=asked_of(name))
        def comes_back(asked: Asked) -> None:
            answer = asked.answer()
            assert ask(question(answer), calendar=answer.given_calendar) == answer

        comes_back()

    def test_a_calendar_of_ones_own(self) -> None:
        """It is passed again, and no other is taken for it; that of RD-01 is found by its digest."""
        data = question(ON_JUBILEE)
        assert data["calendar"] == JUBILEE.digest
        assert ask(data, calendar=JUBILEE) == ON_JUBILEE
        for other in (None, scotland()):
            with pytest.raises(MalformedData, match=r"calendar: .* and this calendar has .*; pass that"):
                ask(data, calendar=other)
        named = uept.earliest_start(notice_given=date(2026, 6, 3)).calendar
        given_ = uept.earliest_start(notice_given=date(2026, 6, 3), calendar=named)
        assert ask(question(given_)) == given_

    def test_on_another_calendar(self) -> None:
        """A question that names none is asked on the one that is passed."""
        assert ask(CERTIFICATE, calendar=JUBILEE).given_calendar is JUBILEE
        with pytest.raises(DateOutsideCalendar, match="quality_gate_passed"):
            ask({**CERTIFICATE, "inputs": {"quality_gate_passed": "2090-01-02"}})

    def test_a_page_writes_its_own_form(self) -> None:
        """Its data stands whole in what is written of it."""
        page = next(each for each in PLANS_AND_PAGES if isinstance(each, Page))
        assert wire.plain(page)["page"] == page.data()


class TestAQuestionThatSomebodyWrote:
    """It needs a name and inputs; what is wrong is said with its place."""

    def test_the_least(self) -> None:
        """Under the default readings, on the calendar that they name."""
        due = ask(CERTIFICATE)
        assert due == uept.certificate_due(quality_gate_passed=date(2026, 9, 18))

    def test_readings(self) -> None:
        """Those that are not the default."""
        asked = {"name": "entry_process_testing.earliest_start", "inputs": {"notice_given": "2026-06-03"}}
        answer = ask({**asked, "readings": {"RD-02": "clear-days"}})
        assert answer.chosen["RD-02"] == "clear-days"
        assert answer != ask(asked)

    def test_one_of_several_of_a_name(self) -> None:
        """Its rule says which; without it they are named."""
        party = {"name": "table_1.determine", "inputs": {"licence": {"kind": "gas-supply"}, "party": None}}
        ((path, code, message),) = refusal({**party, "rule": "OB-99"})
        assert (path, code) == (("rule",), "unknown-name")
        assert message.startswith("'OB-99' is no rule that table_1.determine asks; choose from 'OB-03'")
        assert ask({**party, "rule": "OB-08"}) == uep.obligations.determine(GasSupply())

    @pytest.mark.parametrize(
        ("written", "faults"),
        [
            ({}, [(("name",), "unknown-name")]),
            ({"name": "certificate_due"}, [(("name",), "unknown-name")]),
            ({"name": CERTIFICATE["name"]}, [(("inputs",), "missing")]),
            ({**CERTIFICATE, "inputs": {}}, [(("inputs", "quality_gate_passed"), "missing")]),
            ({**CERTIFICATE, "inputs": []}, [(("inputs",), "type")]),
            (
                {**CERTIFICATE, "inputs": {"quality_gate_passed": "18/09/2026"}},
                [(("inputs", "quality_gate_passed"), "date")],
            ),
            (
                {**CERTIFICATE, "readings": {"RD-02": "x", "RD-00": "y"}, "asked": 1},
                [
                    (("asked",), "unknown-key"),
                    (("readings", "RD-00"), "unknown-key"),
                    (("readings", "RD-02"), "unknown-name"),
                ],
            ),
            (
                {"name": "planning.forwards", "inputs": {"entry": {"party": {}, "roles": ["x"]}, "today": 1}},
                [(("inputs", "entry", "roles", 0), "unknown-name"), (("inputs", "today"), "date")],
            ),
            (
                {"name": "planning.forwards", "inputs": {"entry": {"party": {}}, "today": "2026-11-23"}},
                [(("inputs",), "value")],
            ),
            (
                {
                    "name": "security_assessment.size",
                    "inputs": {"domestic_premises": 1.5, "has_been_large": 2},
                },
                [(("inputs", "domestic_premises"), "type"), (("inputs", "has_been_large"), "fact")],
            ),
        ],
        ids=str,
    )
    def test_faults(self, written: dict[str, Any], faults: list[tuple[tuple[str | int, ...], str]]) -> None:
        """Each with its place and its kind, all at once."""
        assert sorted((path, code) for path, code, _ in refusal(written)) == faults
        assert all("receipt" not in message for *_, message in refusal(written))

    def test_what_is_no_question(self) -> None:
        """No JSON, no object, what cannot be written as JSON, and what is no calendar."""
        for text, code in (("{", "syntax"), ("[]", "type"), ("[" * 50, "depth")):
            ((_, found, _),) = refusal(text)
            assert found == code
        wrong: Any = 3
        with pytest.raises(InvalidType, match="text: 3 is not text"):
            ask(wrong)
        with pytest.raises(InvalidType, match="calendar: 3 is not a WorkingDayCalendar"):
            ask(CERTIFICATE, calendar=wrong)
        with pytest.raises(InvalidValue, match="cannot be written"):
            ask({**CERTIFICATE, 3: 4})  # type: ignore[dict-item]
        with pytest.raises(InvalidType, match="is not data of this package"):
            ask({**CERTIFICATE, "inputs": object()})

    @given(
        data=st.recursive(
            st.sampled_from([None, True, 1, 1.5, "x", "2026-03-27", "unknown", "gas-supply"]),
            lambda inside: (
                st.lists(inside, max_size=2)
                | st.dictionaries(st.sampled_from(["kind", "party", "roles", "licence", "x"]), inside)
            ),
            max_leaves=6,
        ),
        answer=st.sampled_from(ANSWERS),
    )
    def test_whatever_it_is_asked_of(self, data: Any, answer: Answer) -> None:  # noqa: ANN401 - plain data
        """It is answered, or refused by an error of this package that says where."""
        asked = question(answer)
        for key in (*asked, *asked["inputs"]):
            other = (
                {**asked, key: data} if key in asked else {**asked, "inputs": {**asked["inputs"], key: data}}
            )
            try:
                assert isinstance(ask(other), Answer)
            except SecUepError as error:
                assert not isinstance(error, MalformedData) or error.faults  # noqa: PT017 - either is right


def test_determine_all_comes_back() -> None:
    """Each of several findings for itself, as the rule of its licence is asked."""
    findings = determine_all(Party(licences=(GasSupply(), GasSupply(name="2"))))
    assert tuple(ask(question(each)) for each in findings) == findings


# --- Faults as data -----------------------------------------------------------------------


def _read(text: str, format_: wire.Format = "json") -> object:
    return wire.loads(text, Entry, format_)


def _gov_uk(**events: object) -> object:
    data = {"division": "scotland", **events}
    return uep.calendar.from_gov_uk(data, division="scotland")


def _event(day: object) -> dict[str, object]:
    return {"title": "New Year's Day", "date": day, "notes": ""}


def _edited() -> object:
    data = receipt(ANSWERS[0]).data
    return verify(json.dumps({**data, "kind": "plan"}))


_NO_ROLE: dict[str, Any] = {"entry": {"party": {}}, "today": "2026-11-23"}

#: How each kind of fault comes about, and what the fault then is as data, without its message.
FAULTS: dict[str, tuple[Callable[[], object], list[str | int], int | None]] = {
    "contradiction": (
        lambda: _read(
            '{"party": {}, "events":\n[{"step": "srept", "day": "2026-03-27", "outcome": "passed"}]}'
        ),
        ["events", 0],
        2,
    ),
    "date": (
        lambda: _read('{"party": {},\n "events": [\n{"step": "srept", "day": "27/03/2026"}]}'),
        ["events", 0, "day"],
        3,
    ),
    "depth": (lambda: wire.read({"party": _nested(30)}, Entry), ["party"], None),
    "encoding": (lambda: wire.loads(b"{}\n\xff", Entry), [], 2),
    "fact": (
        lambda: _read('{"party": {"in_controlled_market_entry": "yes"}}'),
        ["party", "in_controlled_market_entry"],
        1,
    ),
    "missing": (lambda: _read('{"party": {}, "events": [{"step": "srept"}]}'), ["events", 0, "day"], 1),
    "period": (lambda: _read('{"party": {}, "estimates": {"uept": "soon"}}'), ["estimates", "uept"], 1),
    "seal": (_edited, ["kind"], None),
    "size": (lambda: wire.read({"party": {"licences": [None] * 1_001}}, Entry), ["party", "licences"], None),
    "syntax": (lambda: _read("[party]\nname = Example", "toml"), ["party", "name"], 2),
    "twice": (lambda: _read("[party]\n[party]", "toml"), ["party"], 2),
    "type": (lambda: _read('{"party": {"name": 5}}'), ["party", "name"], 1),
    "unknown-key": (lambda: _read('{"party": {"nmae": null}}'), ["party", "nmae"], 1),
    "unknown-name": (lambda: _read('{"party": {}, "roles": ["x"]}'), ["roles", 0], 1),
    "value": (lambda: ask({"name": "planning.forwards", "inputs": _NO_ROLE}), ["inputs"], None),
    "year": (lambda: _gov_uk(events=[_event("2026-01-01")]), ["events"], None),
}


def _nested(depth: int) -> Any:  # noqa: ANN401 - plain data
    return {} if depth == 0 else {"x": _nested(depth - 1)}


class TestFaults:
    """A fault is data: a path that can be followed, a line, a code, and the words."""

    def test_the_list_is_closed(self) -> None:
        """Every code comes about here, and the guide names each, and no other."""
        assert {*get_args(FaultCode)} == FAULTS.keys()
        page = (DOCS / "guide" / "errors.md").read_text(encoding="utf-8")
        table = page.partition("| code | what is wrong |")[2].partition("\n\n")[0]
        named = [
            code for row in table.splitlines()[2:] for code in re.findall("`([^`]+)`", row.split("|")[1])
        ]
        assert sorted(named) == sorted(FAULTS)

    @pytest.mark.parametrize("code", FAULTS)
    def test_as_data(self, code: str) -> None:
        """One fault of each kind, as a service gives it."""
        make, path, line = FAULTS[code]
        with pytest.raises(MalformedData) as refused:
            make()
        (fault,) = wire.plain(refused.value)["faults"]
        message = fault.pop("message")
        assert fault == {"path": path, "code": code, "line": line}
        assert message
        assert json.loads(wire.dumps(refused.value))["faults"] == [{**fault, "message": message}]

    @given(
        path=st.lists(
            st.text()
            | st.integers()
            | st.booleans()
            | st.none()
            | st.sampled_from([date(2026, 1, 1), (1, 2), uep.Step.UEPT])
        )
    )
    def test_a_path_is_text_and_places(self, path: list[Any]) -> None:
        """Whatever keys the data had: others are given as they are shown, and JSON has the same path."""
        fault = Fault(path, "is wrong")
        assert all(type(part) in (str, int) for part in fault.path)
        assert wire.plain(fault)["path"] == list(fault.path)
        pairs = zip(fault.path, path, strict=True)
        assert all(now == was for now, was in pairs if type(was) in (str, int))

    def test_keys_that_no_json_has(self) -> None:
        """Of data that was no JSON the place can be told too."""
        for key in (None, 3.5, date(2026, 3, 27)):
            with pytest.raises(MalformedData) as refused:
                wire.read({"party": {key: [0] * 2_000}}, Entry)
            (fault,) = json.loads(wire.dumps(refused.value))["faults"]
            assert fault["path"][0] == "party"
            assert isinstance(fault["path"][1], str)

    def test_a_receipt_that_was_sealed_anew(self) -> None:
        """Its faults have codes too."""
        data = receipt(uept.certificate_due(quality_gate_passed=date(2026, 9, 18))).data
        data["inputs"]["quality_gate_passed"] = "soon"
        data["question"]["asks"] = None
        data["trace"][0]["holds"] = "perhaps"
        with pytest.raises(MalformedData) as refused:
            verify(sealed(data))
        assert {(each.path, each.code) for each in refused.value.faults} == {
            (("inputs", "quality_gate_passed"), "date"),
            (("question", "asks"), "type"),
            (("trace", 0, "holds"), "fact"),
        }
