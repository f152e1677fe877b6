"""
Rows: each value as a flat row, as a DataFrame or a CSV writer takes it.

A row decides nothing: its cells are what the value says, and what the page of the entry says as plain data.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest

import sec_uep as uep
from sec_uep import planning
from sec_uep.answers import Finding
from sec_uep.calendar import england_and_wales
from sec_uep.deadlines import Deadline
from sec_uep.facts import UNKNOWN, Lines
from sec_uep.planning import Plan
from tests.cases import EXAMPLES, entry_of
from tests.test_receipts import SAMPLES

Rows = list[dict[str, Any]]

#: Of the cases, those with a step in doubt, a failed gate, and what was done on top of a *no*.
CASES = ("review-in-doubt", "e11-failed-gate", "e12-deferred")
#: A notice that should be longer is short, and not late.
SHORT = uep.Entry(
    party=uep.Party(),
    roles={uep.UserRole.OTHER_USER},
    events=(
        uep.Event(uep.Step.PRIVACY_APPLICATION, date(2026, 9, 21)),
        uep.Event(uep.Step.PRIVACY_ASSESSMENT, date(2026, 11, 2)),
    ),
)
ENTRIES = (*map(uep.load, EXAMPLES), *map(entry_of, CASES), SHORT)
PLAIN = {str, int, bool, date}
DAYS = (date(2026, 6, 5), date(2026, 11, 25), date(2027, 3, 1))
TARGET = date(2027, 6, 1)
PARTIES = (
    *(entry.party for entry in ENTRIES),
    uep.Party(),
    uep.Party(name="None", licences=()),
    uep.Party(
        name="Two of one fuel",
        in_controlled_market_entry=False,
        licences=(
            uep.ElectricitySupply(name="EL-1", domestic=False, paragraphs={"39.4", "39.5"}, meters={"smart"}),
            uep.ElectricitySupply(name="EL-2", domestic=False),
        ),
    ),
)


def pages() -> Iterator[Any]:
    """Yield the page of each example on each day."""
    for entry in ENTRIES:
        yield from (uep.report(entry, today=day, target=TARGET) for day in DAYS)


PAGES = tuple(pages())
PLANS: tuple[Plan, ...] = tuple(page.plan for page in PAGES if page.plan)


def each_kind() -> dict[str, Rows]:
    """Return rows of many values, by their kind."""
    cal = england_and_wales().with_bank_holiday(date(2028, 12, 29), "Extra")
    positions = [page.position for page in PAGES]
    found: dict[str, Rows] = {
        "day": cal.ledger(after=date(2028, 12, 26), up_to=date(2029, 1, 3)).rows(),
        "step": [row for at in positions for row in at.rows()],
        "obligation": [row for at in positions for row in at.obligations.rows()],
        "irregularity": [row for at in positions for row in at.irregularities.rows()],
        "planned step": [row for plan in PLANS for row in plan.rows()],
        "plan": [
            plan.as_row() for plan in (*PLANS, *(planning.forwards(p.entry, today=p.today) for p in PLANS))
        ],
        "next step": [row for plan in PLANS for row in planning.next_steps(plan).rows()],
        "finding of Table 1": [
            row for party in PARTIES for row in uep.obligations.determine_all(party).rows()
        ],
        "deadline": [each.as_row() for each in SAMPLES if isinstance(each, Deadline)],
        "reason": [row for each in SAMPLES for row in each.why().rows()],
        "question": [
            row for each in SAMPLES if isinstance(each, Finding) for row in each.next_questions().rows()
        ],
    }
    for answer in SAMPLES:
        if isinstance(answer, Finding) and not answer.name.startswith("table_1."):
            found.setdefault("finding", []).append(answer.as_row())
    return found


KINDS = each_kind()


@pytest.fixture(params=KINDS)
def rows(request: pytest.FixtureRequest) -> Rows:
    """Return the rows of one kind of value."""
    return KINDS[request.param]


def types(rows: Rows, name: str) -> set[type]:
    """Return the types that a column has, None left out."""
    return {type(row[name]) for row in rows} - {type(None)}


class TestAnyRows:
    """The same columns in the same order; a column has one type, or None; dates are dates."""

    def test_there_are_several(self, rows: Rows) -> None:
        """Every kind is among the values that are looked at."""
        assert len(rows) > 1

    def test_they_have_the_same_columns(self, rows: Rows) -> None:
        """In the same order."""
        assert {tuple(row) for row in rows} == {tuple(rows[0])}

    def test_a_column_has_one_type(self, rows: Rows) -> None:
        """Of text, whole numbers, truth values and dates; no enumeration passes for text."""
        for name in rows[0]:
            found = types(rows, name)
            assert len(found) <= 1, name
            assert found <= PLAIN

    def test_a_name_means_the_same_in_each(self) -> None:
        """A column of one name has one type, whatever the rows are of."""
        for name in {name for rows in KINDS.values() for name in rows[0]}:
            assert (
                len(set().union(*(types(rows, name) for rows in KINDS.values() if name in rows[0]))) <= 1
            ), name

    def test_a_rule_can_be_asked(self) -> None:
        """Whatever stands in a column of rules is an id."""
        for rows in KINDS.values():
            for row in rows:
                ids = [row.get("rule"), *row.get("grounds", "").split("; "), row.get("reading")]
                assert all(uep.explain(id_) for id_ in ids if id_)

    def test_csv_and_back(self, rows: Rows) -> None:
        """A file has every cell as text, and nothing for None."""
        file = io.StringIO(newline="")
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
        file.seek(0)
        assert list(csv.DictReader(file)) == [
            {name: "" if cell is None else str(cell) for name, cell in row.items()} for row in rows
        ]

    def test_pandas_and_back(self, rows: Rows) -> None:
        """Each cell is there, and what there is none of is missing."""
        pandas = pytest.importorskip(
            "pandas", reason="rows become a DataFrame of pandas where it is installed"
        )
        frame = pandas.DataFrame(rows)
        assert list(frame.columns) == list(rows[0])
        kept = frame.astype(object).where(frame.notna(), None)
        assert kept.to_dict("records") == rows

    def test_polars_and_back(self, rows: Rows) -> None:
        """Each column has the type of its cells, and dates are dates."""
        polars = pytest.importorskip(
            "polars", reason="rows become a DataFrame of Polars where it is installed"
        )
        frame = polars.DataFrame(rows, infer_schema_length=None)
        assert frame.to_dicts() == rows
        dates = {name for name in rows[0] if types(rows, name) == {date}}
        assert {name for name, kind in frame.schema.items() if kind == polars.Date} == dates


def test_of_nothing_there_are_no_rows() -> None:
    """An entry without a User Role has nothing irregular; after a day, up to that day, there is no day."""
    nothing = england_and_wales().ledger(after=DAYS[0], up_to=DAYS[0])
    position = uep.Entry(party=uep.Party(), roles=()).as_of(DAYS[0])
    assert (
        nothing.rows()
        == position.irregularities.rows()
        == position.late.rows()
        == Lines[Deadline]().rows()
        == []
    )


@cache
def data_of(page: uep.report) -> dict[str, Any]:
    """Return a page as plain data."""
    return page.data()


def task(cells: dict[str, Any]) -> dict[str, Any]:
    """Return a row with its step and User Role as the page has them."""
    return {"task": {"step": cells["step"], "role": cells["role"]}, **cells}


def tasks(found: list[dict[str, Any]]) -> str:
    """Return steps of the page as a cell has them."""
    return "; ".join(f"{each['step']} ({each['role']})" if each["role"] else each["step"] for each in found)


class TestAgreement:
    """Rows and the page say the same of the same thing, under the same name but for what is named here."""

    @pytest.fixture(params=range(len(PAGES)))
    def page(self, request: pytest.FixtureRequest) -> Any:  # noqa: ANN401 - a page
        """Return a page."""
        return PAGES[request.param]

    def compared(self, rows: Rows, said: list[dict[str, Any]], own: set[str]) -> None:
        """Compare what both have, and see that rows have no more than *own* beside it."""
        assert len(rows) == len(said)
        for row, each in zip(rows, said, strict=True):
            both = task(row) if "role" in row else row
            shared = both.keys() & each.keys()
            assert both.keys() - shared == own - shared
            for name in shared - {"trigger"}:
                cell = tasks(each[name]) if name == "waits_for" else each[name]
                assert both[name] == cell, name

    def test_obligations(self, page: Any) -> None:  # noqa: ANN401 - a page
        """How each stands, whose it is, and by when."""
        rows, said = page.position.obligations.rows(), data_of(page)["obligations"]
        own = {"step", "role", "modality", "certainty", "trigger_day", "done_on"}
        self.compared(rows, said, own)
        for row, each in zip(rows, said, strict=True):
            trigger, answer = each["trigger"], each["answer"]
            assert row["trigger"] == (trigger and trigger["task"]["step"])
            assert row["trigger_day"] == (trigger and trigger["day"])
            assert row["done_on"] == (answer and answer["day"])
            assert row["modality"] in {rule.modality.value for rule in uep.obligations.rule(row["rule"])}
            assert (row["certainty"] is None) is (row["last_working_day"] is None)

    def test_a_plan_and_its_position(self, page: Any) -> None:  # noqa: ANN401 - a page
        """Where it stands, and when it can be taken."""
        said = data_of(page)["plan"]
        if page.plan is None:
            assert said is None
            return
        self.compared(page.plan.rows(), said["steps"], {"step", "role", "no_sooner_than"})
        assert [row["no_sooner_than"] for row in page.plan.rows()] == [
            each["is_lower_bound"] for each in said["steps"]
        ]
        position = [
            {name: cell for name, cell in row.items() if name not in {"booked_for", "in_doubt"}}
            for row in page.position.rows()
        ]
        self.compared(position, said["steps"], {"step", "role"})
        assert [row["in_doubt"] for row in page.position.rows()] == [
            each["is_in_doubt"] for each in said["steps"]
        ]
        assert [row["booked_for"] for row in page.position.rows()] == [
            state.booked_for for state in page.position.steps
        ]

    def test_the_whole_of_a_plan(self, page: Any) -> None:  # noqa: ANN401 - a page
        """When it ends, and whether the target can be met."""
        if page.plan:
            said, row = data_of(page)["plan"], page.plan.as_row()
            same = ("finish", "can_be_met", "working_days_to_spare", "certainty")
            assert [row[name] for name in same] == [said[name] for name in same]
            assert row["no_sooner_than"] is said["is_lower_bound"]
            assert row["critical_path"] == tasks(said["critical_path"])
            assert row["without_estimate"] == "; ".join(said["without_estimate"])
            assert (row["today"], row["target"]) == (page.today, TARGET)
            overrun = [str(each.task) for each in page.plan.steps if each.overrun is not None]
            assert row["overrun"] == "; ".join(overrun)
            if row["can_be_met"] == "unknown" and page.plan.has_accession is not False:
                assert row["without_estimate"] or row["overrun"]

    def test_what_is_next(self, page: Any) -> None:  # noqa: ANN401 - a page
        """In the same order."""
        rows, said = page.next.rows() if page.next else [], data_of(page)["next"]
        self.compared(rows, said, {"step", "roles"})
        for row, each in zip(rows, said, strict=True):
            roles = [task["role"] for task in each["tasks"] if task["role"]]
            assert (row["step"], row["roles"]) == (each["tasks"][0]["step"], "; ".join(roles))

    def test_irregularities(self, page: Any) -> None:  # noqa: ANN401 - a page
        """What is irregular, and what it is at odds with."""
        for row, each in zip(page.irregularities.rows(), data_of(page)["irregularities"], strict=True):
            event, other = each["event"], each["other"] or {"task": {"step": None, "role": None}, "day": None}
            assert row == {
                "kind": each["kind"],
                **event["task"],
                "day": event["day"],
                "other_step": other["task"]["step"],
                "other_role": other["task"]["role"],
                "other_day": other["day"],
                **{name: each[name] for name in ("rule", "reading", "counts")},
            }

    def test_findings(self, page: Any) -> None:  # noqa: ANN401 - a page
        """What Table 1 says of each licence, what would settle it and what loses it."""
        party = page.entry.party
        rows = uep.obligations.determine_all(party, page.chosen).rows()
        for row, each in zip(rows, data_of(page)["licences"], strict=True):
            assert row["party"] == (party.name or None)
            assert row["verdict"] == each["verdict"]
            assert row["grounds"] == "; ".join(dict.fromkeys(each["rules"]))
            assert row["readings"] == "; ".join(f"{id_}={choice}" for id_, choice in each["readings"].items())
            assert row["questions"] == "; ".join(question["fact"] for question in each["questions"])
            assert row["lost_by"] == "; ".join(
                " and ".join(f"{name}={fact}" for name, fact in change.items()) for change in each["lost_by"]
            )


class TestFindings:
    """What a row says of Table 1, against what is written there."""

    def test_the_rule_is_one_that_applies(self) -> None:
        """A Non-Domestic Supplier's is not that of Domestic ones; without a ground it is the one asked."""
        licence = uep.ElectricitySupply(domestic=False, paragraphs=set(), meters={"smart"})
        must = uep.obligations.determine(licence)
        row = must.as_row()
        assert row["rule"] == must.grounds[0].id != must.rule.id
        open_ = uep.obligations.determine(uep.ElectricitySupply())
        assert (open_.as_row()["rule"], open_.grounds) == (open_.rule.id, ())

    def test_an_exemption_that_two_paragraphs_carry(self) -> None:
        """It is lost by becoming domestic; without the paragraphs alone, only if both fall away (OB-04)."""
        first, second = uep.obligations.determine_all(PARTIES[-1]).rows()
        assert first == {
            "party": "Two of one fuel",
            "licence": "EL-1",
            "verdict": "exempt",
            "rule": "OB-04",
            "grounds": "OB-04",
            "bearer": "electricity supplier",
            "certainty": None,
            "readings": "RD-22=any",
            "questions": "",
            "lost_by": "domestic=yes",
        }
        assert (second["licence"], second["verdict"], second["grounds"]) == ("EL-2", "undetermined", "")
        assert second["questions"].startswith("paragraphs.39.3; paragraphs.39.4; ")

    def test_several_facts_that_lose_it_only_together(self) -> None:
        """They are joined by "and", and each way is parted from the next by "; "."""
        licence = uep.ElectricitySupply(domestic=False, paragraphs={"39.4"}, meters={"advanced"})
        lost = uep.obligations.determine(licence, readings=uep.Readings(rd_08="exemption-prevails")).as_row()
        assert lost["lost_by"] == "domestic=yes"
        all_needed = uep.Readings(rd_09="domestic-too", rd_21="own-ground", rd_08="exemption-prevails")
        both = uep.ElectricitySupply(domestic=True, meters={"advanced"}, exempt_48_9=True)
        row = uep.obligations.determine(both, readings=all_needed).as_row()
        assert row["verdict"] == "exempt"
        assert " and " in row["lost_by"]

    def test_without_a_licence(self) -> None:
        """There is none to name, and which there are may be the question (OB-16)."""
        unknown, none = (uep.obligations.determine_all(party).rows() for party in PARTIES[-3:-1])
        assert [(each["party"], each["licence"], each["verdict"]) for each in (*unknown, *none)] == [
            (None, None, "undetermined"),
            ("None", None, "optional"),
        ]
        assert (unknown[0]["questions"], none[0]["questions"]) == ("licences", "")

    def test_without_a_party(self) -> None:
        """A licence alone has the same columns."""
        alone = uep.obligations.determine(uep.GasTransport(name="GT-1")).as_row()
        assert (alone["party"], alone["licence"], alone["verdict"]) == (None, "GT-1", "not-required")

    def test_a_finding_of_days_says_how_sure_they_are(self) -> None:
        """A notice that runs beyond what is published is projected."""
        from sec_uep.obligations import entry_process_testing as uept  # noqa: PLC0415 - what this is about

        row = uept.notice(given=date(2028, 11, 1), start=date(2029, 2, 1)).as_row()
        assert (row["verdict"], row["rule"], row["certainty"]) == ("sufficient", "TE-01", "projected")


def test_an_unknown_fact_is_said() -> None:
    """Of a reason and of a target, in a word: a missing cell would say that there is nothing to know."""
    reasons = uep.obligations.determine(uep.GasSupply(domestic=UNKNOWN)).why().rows()
    assert {row["holds"] for row in reasons} == {"unknown"}
    entry = uep.Entry(party=uep.Party(), roles={uep.UserRole.OTHER_USER})
    met = [
        planning.backwards(entry, target=day, today=DAYS[0]).as_row()["can_be_met"]
        for day in (DAYS[1], date(2030, 1, 2))
    ]
    assert [*met, planning.forwards(entry, today=DAYS[0]).as_row()["can_be_met"]] == [
        "unknown",
        "unknown",
        None,
    ]
