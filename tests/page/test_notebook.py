"""A notebook shows every value, well-formed, with nothing from elsewhere, and no less than its text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

import sec_uep as uep
from sec_uep import planning
from sec_uep.answers import Finding
from sec_uep.calendar import england_and_wales
from sec_uep.disagreements import DISAGREEMENTS
from sec_uep.errors import UnknownName
from sec_uep.facts import FrozenMapping, Lines
from sec_uep.glossary import ABBREVIATIONS
from sec_uep.obligations import MANDATE_DATES, RULES, audit, entry_process_testing as uept, table_1
from sec_uep.obligations.security_assessment import FIELDWORK
from sec_uep.obligations.steps import TABLE
from sec_uep.obligations.user_ids import UserIdRange
from sec_uep.planning.schedule import Schedule
from sec_uep.readings import REGISTER
from tests.cases import EXAMPLES
from tests.page.test_html import URLS
from tests.test_receipts import SAMPLES
from tests.test_reprs import SHOWN

DAY = date(2026, 11, 23)
LATE = uep.load(next(path for path in EXAMPLES if path.stem == "late-supplier"))
PLAN = planning.forwards(LATE, today=DAY)
TOO_SOON = planning.backwards(LATE, target=date(2026, 12, 18), today=DAY)
START = uept.earliest_start(notice_given=date(2026, 11, 26))
UNDETERMINED = uep.obligations.determine(uep.ElectricitySupply(domestic=False))
RECEIPT = uep.receipt(START)
EDITED = uep.recompute(RECEIPT, calendar=uep.calendar.scotland())

#: The classes that a caller meets, with a value of each: neither enumerations nor what makes a plan.
KINDS = {kind: value for kind, value in SHOWN.items() if not issubclass(kind, (Enum, Schedule))}

#: Values of every kind, besides those that tests/test_reprs.py finds.
VALUES: dict[str, Any] = {
    **{kind.__name__: value for kind, value in KINDS.items()},
    "undetermined": UNDETERMINED,
    "reasons": UNDETERMINED.why(),
    "no reasons": UNDETERMINED.why_not(uep.Verdict.UNDETERMINED),
    "questions": UNDETERMINED.next_questions(),
    "smallest changes": UNDETERMINED.smallest_changes(uep.Verdict.EXEMPT),
    "sensitivity": uep.sensitivity(START),
    "ledger": START.ledger(),
    "ledger line": START.ledger().lines[0],
    "calendar": england_and_wales().with_bank_holiday(date(2027, 1, 4), "Coronation"),
    "position": LATE.as_of(DAY),
    "obligations": LATE.as_of(DAY).obligations,
    "evidence": LATE.as_of(DAY).evidence,
    "irregularities": LATE.as_of(DAY).irregularities,
    "events": LATE.events,
    "next steps": planning.next_steps(PLAN),
    "plan": PLAN,
    "planned steps": PLAN.steps,
    "too soon": TOO_SOON.infeasible,
    "changes": TOO_SOON.again(target=PLAN.finish - timedelta(14)).infeasible.changes,  # type: ignore[union-attr]
    "page": uep.report(LATE, today=DAY),
    "otherwise": uep.report(LATE, today=DAY).otherwise(),
    "receipt": RECEIPT,
    "verification": uep.verify(RECEIPT, calendar=uep.calendar.scotland()),
    "movement": EDITED,
    "rules": RULES,
    "one rule": uep.obligations.rule("EX-07"),
    "register": REGISTER,
    "readings": uep.Readings(rd_02="clear-days"),
    "mandate dates": MANDATE_DATES,
    "row": TABLE[uep.Step.UEPT],
    "audit": audit(),
    "disagreements": DISAGREEMENTS,
    "abbreviations": ABBREVIATIONS,
    "explanation": uep.explain("RD-13"),
    "step explained": uep.explain("srept"),
    "duration": FIELDWORK,
    "range": UserIdRange("90B3D51F30010000", "90B3D51F3001FFFF"),
    "period": uep.Months(2),
    "licences": table_1.determine_all(LATE.party),
    "error": UnknownName("meters", "advnced", ("advanced", "smart")),
}


def read(value: Any) -> Element:  # noqa: ANN401 - whatever can be shown
    """Return what a notebook shows of a value, read strictly."""
    made = fromstring(value._repr_html_())  # noqa: S314 - as a notebook asks, and it is our own
    (style,) = made.findall("style")
    made.remove(style)
    return made


def text_of(value: Any) -> str:  # noqa: ANN401 - whatever can be shown
    """Return the text of what a notebook shows, a space between its parts."""
    return " ".join(" ".join(read(value).itertext()).split())


def tables(made: Element) -> list[list[list[str]]]:
    """Return the tables of what is shown, each as its rows of texts."""
    return [
        [["".join(cell.itertext()) for cell in row] for row in table.iter("tr")]
        for table in made.iter("table")
    ]


def words(text: str) -> set[str]:
    """Return the words of a text, as they are told apart whatever they are set in."""
    return set(re.findall(r"[\w.]*\w", text.casefold()))


class TestEveryValue:
    """Each displays, and nothing that it shows can do harm."""

    @pytest.mark.parametrize("name", VALUES)
    def test_it_displays(self, name: str) -> None:
        """Well-formed, with no script, and with no address but that of a document that is cited."""
        made = read(VALUES[name])
        assert made.tag == "div"
        assert "sec-uep" in made.attrib["class"].split()
        for each in made.iter():
            assert each.tag not in {"script", "link", "img", "iframe", "object", "form", "input"}
            assert not {"src", "style", "srcset"} & set(each.attrib)
            assert not [name for name in each.attrib if name.startswith("on")]

    @pytest.mark.parametrize("name", VALUES)
    def test_ids_and_links(self, name: str) -> None:
        """Each id is there once, and each link leads to one of them, or to a public page."""
        made = read(VALUES[name])
        ids = [each.attrib["id"] for each in made.iter() if "id" in each.attrib]
        assert len(ids) == len(set(ids))
        for link in made.iter("a"):
            href = link.attrib["href"]
            assert href[1:] in ids if href.startswith("#") else href in URLS
        assert not [each for summary in made.iter("summary") for each in summary.iter("a")]

    @pytest.mark.parametrize("name", VALUES)
    def test_it_says_what_its_text_says(self, name: str) -> None:
        """Every word of `str()` is there: a table leaves nothing out that the line has."""
        value = VALUES[name]
        found = words(text_of(value))
        as_shown = {"true": "yes", "false": "no"}
        missing = {each for each in words(str(value)) - found if as_shown.get(each) not in found}
        assert missing - NOT_WORDS.get(name, set()) == set()

    def test_every_class_with_fields(self) -> None:
        """None of the classes that a caller meets is without it, but for enumerations."""
        assert [kind for kind in KINDS if not hasattr(kind, "_repr_html_")] == []

    @pytest.mark.parametrize("number", range(len(SAMPLES)))
    def test_every_answer(self, number: int) -> None:
        """Each question's, with its reasons."""
        answer = SAMPLES[number]
        text = "".join(text_of(answer).split())  # a rule that is named stands in a part of its own
        assert "".join(answer.asks.split()) in text
        for reason in answer.why():
            assert "".join(reason.text.split()) in text or not isinstance(answer, Finding)


_NAMES = {"exempt_48_9", "exempt_42_9", "distribution_service_provider", "frozenmapping", "none"}

#: Words of a text that a table has no need of: the names of Python, whose columns are in plain words; what
#: joins a sentence; what points below, or stands for a line above; the date of a day in a calendar.
NOT_WORDS: dict[str, set[str]] = {
    "ElectricitySupply": _NAMES,
    "GasSupply": _NAMES,
    "ElectricityDistribution": _NAMES,
    "report": {"below", "likewise", "move", "see"},
    "smallest changes": _NAMES,
    "ledger": {"total", *(f"{number:02}" for number in range(1, 32))},
    "obligations": {"day"},
    "evidence": {"4"},  # how many are done; they are told one by one
    "events": {"for", "on"},
    "next steps": {"since"},
    "verification": _NAMES,
    "register": _NAMES,
    "audit": _NAMES,
    "disagreements": {"disagreement"},
}


class TestWhatItShows:
    """Of what people compare, tables with columns; of a count, a calendar."""

    def test_a_finding(self) -> None:
        """Its verdict, what would settle it, and why."""
        made = read(UNDETERMINED)
        questions, reasons = tables(made)
        assert made.findtext("p/b") == "undetermined"
        assert questions[0] == ["Fact", "Question", "Settled in", "Rule", "Where"]
        assert questions[1][:4] == [
            "paragraphs.39.3",
            "whether the holder is within paragraph 39.3",
            "1",
            "OB-04",
        ]
        assert len(questions) == 1 + len(UNDETERMINED.next_questions())
        assert reasons[0] == ["Holds", "Reason", "Rule", "Where"]
        assert [row[1] for row in reasons[1:]] == [each.text for each in UNDETERMINED.why()]

    def test_the_words_of_a_rule(self) -> None:
        """They stand below, where its id leads; every source of it, the public ones as links."""
        made = read(MANDATE_DATES)
        (details,) = made.findall("details")
        (summary,) = details.findall("summary")
        assert "".join(summary.itertext()) == "Rules named: EX-07"
        (word,) = details.iter("dt")
        (dates,) = made.findall("table")
        assert [each.attrib["href"] for each in dates.iter("a")].count("#" + word.attrib["id"]) == 5
        assert len(list(details.iter("dd"))) == len(uep.obligations.rule("EX-07"))

    def test_ids_differ_between_outputs(self) -> None:
        """Two outputs of one notebook do not share an id; the same output is the same each time."""
        first, second = (
            {each.attrib["id"] for each in read(VALUES[name]).iter("dt") if "id" in each.attrib}
            for name in ("obligations", "planned steps")
        )
        assert first
        assert second
        assert first & second == set()
        assert VALUES["obligations"]._repr_html_() == VALUES["obligations"]._repr_html_()

    def test_rules_are_their_own_words(self) -> None:
        """A table of rules needs none below it, and what it names leads to its rows."""
        made = read(RULES)
        assert {each.findtext("summary") for each in made.iter("details")} <= {"Readings named: "}
        assert len(tables(made)[0]) == 1 + len(RULES)

    def test_a_ledger_is_a_calendar(self) -> None:
        """A table a month, a row a week, and each day with its number or why it has none."""
        ledger = england_and_wales().ledger(after=date(2026, 12, 9), up_to=date(2027, 1, 12))
        december, january = read(ledger).iter("table")
        assert december.findtext("caption") == "December 2026"
        assert january.findtext("caption") == "January 2027"
        assert [each.text for each in december.iter("th")] == [
            "Mon",
            "Tue",
            "Wed",
            "Thu",
            "Fri",
            "Sat",
            "Sun",
        ]
        shown = {
            date.fromisoformat(cell.find("time").attrib["datetime"]): (  # type: ignore[union-attr]
                cell.findtext("time"),
                cell.findtext("b"),
                cell.findtext("small"),
                place,
            )
            for month in (december, january)
            for row in month.iter("tr")
            for place, cell in enumerate(row)
            if cell.find("time") is not None
        }
        assert shown.pop(date(2026, 12, 9)) == ("9", None, "counted from", 2)
        assert shown == {
            line.day: (
                str(line.day.day),
                str(line.total) if line.counted else None,
                line.why_not,
                line.day.weekday(),
            )
            for line in ledger
        }
        assert [len(row) for row in december.iter("tr")] == [7] * 5

    def test_a_count_of_nothing_and_one_backwards(self) -> None:
        """The day itself, and a month that is not reached, are shown as they are."""
        england = england_and_wales()
        nothing = england.ledger(after=date(2026, 11, 30), up_to=date(2026, 11, 30))
        assert [each.findtext("caption") for each in read(nothing).iter("table")] == ["November 2026"]
        over = england.ledger(after=date(2026, 11, 30), up_to=date(2026, 12, 5))
        november, december = read(over).iter("table")
        assert [each.text for each in november.iter("time")] == ["30"]
        last = [cell for cell in december.iter("td") if "last" in cell.get("class", "").split()]
        assert [cell.findtext("time") for cell in last] == ["5"]

    def test_how_sure_a_day_is(self) -> None:
        """A projected day says so, and one that was amended."""
        england = england_and_wales().with_bank_holiday(date(2028, 12, 28), "Jubilee")
        ledger = england.ledger(after=date(2028, 12, 27), up_to=date(2029, 1, 2))
        notes = [each.text for each in read(ledger).iter("small")]
        assert "Jubilee, amended" in notes
        assert "projected" in notes

    def test_several_are_one_table(self) -> None:
        """A row each, and no column that says nothing of any."""
        obligations = LATE.as_of(DAY).obligations
        head, *rows = tables(read(obligations))[0]
        assert len(rows) == len(obligations)
        assert all(any(row[n] for row in rows) for n in range(len(head)))
        late = head.index("Working Days late")
        assert [row[late] for row in rows] == [str(each.working_days_late or "") for each in obligations]

    def test_the_audit(self) -> None:
        """A table for each kind of licence, with a column for each fact."""
        rows = audit()
        found = tables(read(rows))
        assert sum(len(table) - 1 for table in found) == len(rows)
        assert [table[1][0] for table in found] == [
            "ElectricitySupply",
            "GasSupply",
            "ElectricityDistribution",
            "GasTransport",
        ]
        assert found[0][0][1] == "Domestic Supplier"
        assert [row[-3:-1] for row in found[0][1:2]] == [["OB-03, EX-07", "conflicting"]]

    def test_a_plan_and_a_page(self) -> None:
        """A plan is its picture; a page is the page, with its headings below those of a notebook."""
        assert len(list(read(PLAN).iter("figure"))) == 1
        page = read(uep.report(LATE, today=DAY))
        assert {each.tag for each in page.iter() if re.fullmatch("h[1-6]", each.tag)} == {"h2", "h3"}
        assert "Late" in [each.text for each in page.iter("dt")]
        assert page.findall("details") == []

    def test_nothing(self) -> None:
        """Of several of which there are none, it says so."""
        assert text_of(Lines(())) == "Nothing."

    def test_a_mapping(self) -> None:
        """Its values by name; dates, amounts and facts in words."""
        facts = FrozenMapping(
            {"a": True, "b": uep.UNKNOWN, "c": None, "d": date(2026, 11, 23), "e": Decimal("1.50")}
        )
        assert text_of(facts) == "a yes b unknown d Mon 2026-11-23 e 1.50"
        assert tables(read(Lines([facts]))) == [
            [["a", "b", "d", "e"], ["yes", "unknown", "Mon 2026-11-23", "1.50"]]
        ]

    def test_no_more_than_can_be_read(self) -> None:
        """A receipt is long: it is folded, and all of it is there."""
        details = read(RECEIPT).find("details")
        assert details is not None
        assert details.findtext("pre") == str(RECEIPT)
        assert list(read(RECEIPT).iter("a")) == []


class TestHostile:
    """A name is text, whatever stands in it."""

    @pytest.mark.parametrize(
        "name",
        [
            "<script>alert(1)</script>",
            "</style><b>",
            '"><img src=x>',
            "&lt;",
            "\x00\x1b]0;\u202e\ud800",
            "a\nb",
        ],
    )
    def test_a_name(self, name: str) -> None:
        """Of a Party, of a licence, and of what rests on them."""
        party = uep.Party(name=name, licences=(uep.GasTransport(name=name),))
        entry = uep.Entry(party=party, roles={uep.UserRole.GAS_TRANSPORTER})
        finding = uep.obligations.determine(uep.GasTransport(name=name), party)
        calendar = england_and_wales().with_bank_holiday(date(2027, 1, 4), "<b>&")
        for value in (party, entry, finding, finding.why(), uep.report(entry, today=DAY), calendar):
            made = read(value)
            assert {"script", "img"} & {each.tag for each in made.iter()} == set()
            value._repr_html_().encode()
            if name.isprintable() and value is not calendar:
                assert name in text_of(value) or name[:20] in text_of(value) or repr(name) in text_of(value)

    def test_a_name_in_brackets(self) -> None:
        """They are its own: only those that Python shows a value in are left out."""
        told = text_of(uep.GasTransport(name="<Moor>")), text_of(uep.Party(name="<Moor>"))
        assert all("Name <Moor>" in text for text in told)

    def test_mappings_are_not_harmed(self) -> None:
        """What is shown is the value's own, and stays so."""
        before: Mapping[str, str] = dict(REGISTER["RD-13"].choices)
        read(REGISTER)
        assert REGISTER["RD-13"].choices == before
