"""A page as data: one shape for each thing wherever it stands, and plain values only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from sec_uep import Bearer, Outcome, Step, UserRole, obligations, wire
from sec_uep.page import report
from sec_uep.readings import REGISTER
from tests.cases import day_of, entry_of
from tests.page.pages import data_of, page_of
from tests.page.test_cases import WITH_PLAN

RULES = {rule.id for rule in obligations.RULES}
BEARERS = {bearer.value for bearer in Bearer}
DAYS = {
    "day",
    "due",
    "done_on",
    "begun_on",
    "not_before",
    "earliest_start",
    "earliest_finish",
    "latest_start",
    "latest_finish",
    "last_day",
    "last_working_day",
    "first_day",
    "finish",
    "nearest",
    "known_on",
    "booked_for",
    "today",
    "target",
}
TASKS = {"task", "driver", "because_task"}
EVENTS = {"event", "other", "booked", "refused", "mends", "trigger", "answer", "because_event"}


def parts(value: object, key: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every value that stands under a key, wherever it is; of a list, each."""
    if isinstance(value, list):
        for each in value:
            yield from parts(each, key)
    else:
        yield key, value
        if isinstance(value, dict):
            for name, each in value.items():
                yield from parts(each, name)


def is_task(value: object) -> bool:
    """Return whether something has the shape of a task."""
    return (
        isinstance(value, dict)
        and list(value) == ["step", "role"]
        and value["step"] in set(Step)
        and (value["role"] is None or value["role"] in set(UserRole))
    )


@pytest.mark.parametrize("name", WITH_PLAN)
class TestShapes:
    """What is one thing has one shape."""

    def test_shapes(self, name: str) -> None:
        """A rule is an id, a day a date, a task a step with its role, whoever acts a name."""
        data = {key: value for key, value in data_of(name).items() if key != "entry"}
        for key, value in parts(data):
            if key in DAYS:
                assert value is None or type(value) is date, key
            elif key in TASKS:
                assert value is None or is_task(value), key
            elif key in {"tasks", "waits_for", "critical_path", "chain", "past", "missing"}:
                assert is_task(value), key
            elif key in EVENTS:
                assert value is None or list(value) == ["task", "day", "outcome", "known_on", "booked_for"], (
                    key
                )
            elif key in {"rule", "charged_by"}:
                assert value is None or value in RULES, key
            elif key == "bearer":
                assert value in BEARERS
            elif key == "reading":
                assert value is None or value in REGISTER
            elif key == "outcome":
                assert value is None or isinstance(value, str)

    def test_every_rule_named_has_its_words(self, name: str) -> None:
        """`rules` has what each rule that is named says, and where."""
        data = data_of(name)
        named = {
            value
            for top, part in data.items()
            if top not in {"entry", "rules"}
            for key, value in parts(part, top)
            if key in {"rule", "rules", "charged_by"} and value
        }
        assert named == set(data["rules"])
        for id_, words in data["rules"].items():
            assert [each["says"] for each in words] == [rule.statement for rule in obligations.rule(id_)]
            assert all(each["source"] for each in words)

    def test_it_is_plain(self, name: str) -> None:
        """It is written as JSON without a helper but for dates, and again the same."""
        text = json.dumps(data_of(name), default=date.isoformat)
        assert json.loads(text) == json.loads(wire.dumps(data_of(name)))
        assert page_of(name).data() == data_of(name)

    def test_it_says_what_the_page_says(self, name: str) -> None:
        """Its summary is that of the page, and its entry reads back."""
        data, entry = data_of(name), entry_of(name)
        assert data["schema"] == 1
        assert "\n".join(data["summary"]) == page_of(name).summary
        assert wire.loads(wire.dumps(data["entry"]), type(entry)) == entry


class TestParts:
    """What the parts say, beside their shape."""

    def test_whoever_is_late(self) -> None:
        """Each late obligation with its bearer, its last day, and by how much."""
        late = [
            (each["task"]["step"], each["bearer"], each["last_day"], each["working_days_late"])
            for each in data_of("late")["late"]
        ]
        assert late == [
            ("uept-notice", "Party", date(2026, 7, 19), 1),
            ("uept-receipt-confirmation", "DCC", date(2026, 11, 16), 7),
            ("fusa-application", "Party", date(2026, 10, 19), 27),
        ]
        (notice, *_) = data_of("late")["late"]
        assert notice["last_working_day"] == date(2026, 7, 17)

    def test_next(self) -> None:
        """The most urgent first, and what is now before what is coming."""
        found = [(each["tasks"][0]["step"], each["turn"], each["is_now"]) for each in data_of("late")["next"]]
        assert found[:4] == [
            ("fusa-application", "do", True),
            ("uept-receipt-confirmation", "chase", True),
            ("uept", "do", True),
            ("dccki-rapps", "do", True),
        ]
        assert not any(is_now for *_, is_now in found[4:])

    def test_roles_that_are_one_thing(self) -> None:
        """What is the same for several User Roles is one thing to do, with a task for each."""
        (uept,) = [
            each for each in data_of("e01-domestic-dual-fuel")["next"] if each["tasks"][0]["step"] == "uept"
        ]
        assert [each["role"] for each in uept["tasks"]] == [
            "import-supplier",
            "export-supplier",
            "gas-supplier",
        ]

    def test_whether_a_target_can_be_met(self) -> None:
        """Yes, no, unknown, or null where there is none."""
        entry, today = entry_of("severn"), day_of("severn")
        no = report(entry, today=today, target=date(2027, 9, 23)).data()["plan"]
        assert (data_of("severn")["plan"]["can_be_met"], no["can_be_met"]) == ("yes", "no")
        assert (data_of("severn")["plan"]["working_days_to_spare"], no["working_days_to_spare"]) == (5, -1)
        assert no["infeasible"]["nearest"] == date(2027, 9, 24)
        assert {each["kind"] for each in no["infeasible"]["changes"]} >= {"estimate"}
        assert data_of("late")["plan"]["can_be_met"] is None

    def test_what_another_reading_would_do(self) -> None:
        """Each other choice that would move the finish, and by how much."""
        moved = {
            (each["reading"], each["choice"]): each["moves_by"]
            for each in data_of("e08-other-user")["turns_on"]
        }
        assert moved["RD-32", "new-assessment"] == 48

    def test_a_booking(self) -> None:
        """A remark with the reason, and until when it moves without charge."""
        (holiday, free) = data_of("e05-distributor")["remarks"]
        assert (holiday["kind"], holiday["because"]) == ("not-a-working-day", "Boxing Day (substitute day)")
        assert (free["kind"], free["last_day"]) == ("free-move", date(2026, 11, 30))
        assert free["event"]["outcome"] == Outcome.BEGUN

    def test_an_exemption(self) -> None:
        """What would lose it."""
        (_, gas) = data_of("e10-multi-role")["licences"]
        assert gas["verdict"] == "exempt"
        assert {"domestic": "yes"}.items() <= gas["lost_by"][0].items()
