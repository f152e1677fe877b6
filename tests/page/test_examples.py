"""
The examples, and what README.md and the guide show of them.

The days are worked out by hand from the bank holidays that GOV.UK lists for England and Wales: Friday 25 and
Monday 28 December 2026, Friday 1 January 2027, Friday 26 and Monday 29 March 2027.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import sec_uep as uep
from sec_uep import AssuranceStatus, Entry, Event, Outcome, Step, wire
from sec_uep.__main__ import main
from sec_uep.obligations.steps import TABLE, bearer_of
from sec_uep.rules import Bearer
from tests import cases
from tests.page.pages import page_of

ROOT = Path(__file__).parent.parent.parent
EXAMPLES, GUIDE = ROOT / "examples", ROOT / "docs" / "guide"

#: The day for which each example was written, and what its page has to say.
SAID = {
    "domestic-dual-fuel.toml": (
        date(2026, 11, 23),
        [
            # Eight Working Days from Monday 11 January, which counts.
            "No sooner than Wed 20 January 2027; the security status and SECAS's confirmation have no",
            # Five Working Days after Friday 20 November.
            "Chase: the DCC, to review the report (Gas Supplier), by Fri 27 November.",
            "Mon 30 November: UEPT (Import Supplier and Export Supplier), as booked.",
            # Fifteen Working Days from Monday 30 November.
            "UEPT Mon 2026-11-30 Fri 2026-12-18",
            # 22 in October, 22 in September, 16 in August before Monday 2 November; a Sunday suffices too.
            "Sun 2026-08-09 The UEPT notice of 7 August is in time for 2 November (Gas Supplier); the latest",
            # Four weeks before 11 January.
            "the last day to move it without charge is Mon 14 December [SA-04].",
        ],
    ),
    "distributor.toml": (
        date(2026, 11, 23),
        [
            # 24 weeks from Monday 20 July end before Monday 4 January; Friday the 1st is a bank holiday.
            "User Interface* Mon 2026-07-20 Thu 2026-12-31",
            # Notice on Tuesday 5 January: 18, 20 and 21 in January, February and March, and one in April.
            "UEPT* Thu 2027-04-01",
            "No sooner than Wed 14 April 2027;",
        ],
    ),
    "energy-technology.json": (
        date(2026, 11, 23),
        [
            "May choose to become a DCC User (OB-16).",
            # From Monday 9 November: 15 in November, 21 in December, 20 in January, 4 in February.
            "Thu 2027-02-04 UEPT: its notice has run from Thu 4 February 2027",
            "No sooner than Tue 9 March 2027;",
        ],
    ),
    "half-filled.toml": (
        date(2026, 11, 23),
        [
            "cannot be said yet; it turns on whether the holder is within paragraph 39.3, and on more",
            # Notice on Wednesday 25 November: 3, 21, 20 and 16 in November, December, January and February.
            "UEPT* Mon 2027-02-22",
            "No sooner than Fri 5 March 2027;",
            "Whether the organisation is a SEC Party was not told.",
        ],
    ),
    "advanced-meters-only.toml": (
        date(2026, 11, 23),
        [
            "Electricity: is exempt (OB-05); lost if it is a Domestic Supplier, installs smart meters at",
            "No User Role is applied for, so there is no plan;",
        ],
    ),
    "late-supplier.toml": (
        date(2026, 11, 25),
        ["Party: apply for the FUSA of 11 January 2027; due Mon 19 October (27 Working Days)."],
    ),
}


def text_of(name: str) -> str:
    """Return the page of an example with its lines joined."""
    day, _ = SAID[name]
    return " ".join(uep.report(uep.load(EXAMPLES / name), today=day).text().split())


class TestExamples:
    """Each example is read, and its page says what a person would work out."""

    def test_all_are_here(self) -> None:
        """No example is left out."""
        assert {path.name for path in cases.EXAMPLES} == set(SAID)

    @pytest.mark.parametrize(
        ("name", "said"), [(name, said) for name, (_, all_) in SAID.items() for said in all_]
    )
    def test_on_the_page(self, name: str, said: str) -> None:
        """It says these things."""
        assert said in text_of(name)

    @pytest.mark.parametrize("name", SAID)
    def test_it_says_how_to_show_it(self, name: str) -> None:
        """The command that is named at its top is the one for its day; JSON has no comments."""
        day, _ = SAID[name]
        if name.endswith(".toml"):
            command = f"#   sec-uep report examples/{name} --today {day}\n"
            assert command in (EXAMPLES / name).read_text(encoding="utf-8")

    def test_the_late_one_is_the_case(self) -> None:
        """What the README shows is what the case of the tests has come out."""
        day, _ = SAID["late-supplier.toml"]
        summary = uep.report(uep.load(EXAMPLES / "late-supplier.toml"), today=day).summary
        assert summary == page_of("late").summary
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        assert f"sec-uep report examples/late-supplier.toml --today {day}\n" in readme
        assert f"```text\n{summary}\n```" in readme

    def test_the_entry_of_the_readme(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The entry file that the README shows is read, and its command prints what stands under it."""
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        section = readme.partition("\n## An entry of your own\n")[2].partition("\n## ")[0]
        blocks = dict(re.findall(r"^```(\w+)\n(.*?)^```", section, re.MULTILINE | re.DOTALL))
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("COLUMNS", "100")
        Path("entry.toml").write_text(blocks["toml"], encoding="utf-8")
        assert main(blocks["console"].removeprefix("$ sec-uep ").split()) == 0
        printed = capsys.readouterr().out
        assert printed.startswith(blocks["text"])
        scope = {"uep": uep, "date": date}
        exec(blocks["python"], scope)  # noqa: S102 - what a reader would type
        assert capsys.readouterr().out.splitlines()[:3] == printed.splitlines()[:3]


def rows(page: str, heading: str) -> list[list[str]]:
    """Return the rows of the table under a heading of a page of the guide, without its head."""
    text = (GUIDE / page).read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def whose(step: Step) -> str:
    """Return whose a step is as the table says it: at first, and then where another is to act."""
    first, then = bearer_of(step), dict[Bearer, list[str]]()
    for outcome in TABLE[step].outcomes:
        if (bearer := bearer_of(step, outcome)) is not first:
            then.setdefault(bearer, []).append(f"`{outcome.value}`")
    said = "no source says" if first is Bearer.NOBODY else first.value
    return said + "".join(f"; after {' or '.join(each)} the {bearer.value}" for bearer, each in then.items())


class TestGuide:
    """The pages that name what can be written, and what is read, name all of it."""

    @pytest.mark.parametrize(
        ("step", "row"),
        list(zip(Step, rows("entries.md", "Every step"), strict=True)),
        ids=[step.value for step in Step],
    )
    def test_the_table_of_steps(self, step: Step, row: list[str]) -> None:
        """Each step in its order: for whom it is taken, the outcomes it can have, and whose it is."""
        of = TABLE[step]
        per = "each User Role" if of.each_role else "once, Other User only" if of.other_users_only else "once"
        assert row == [
            f"`{step.value}`",
            per,
            ", ".join(f"`{each.value}`" for each in of.outcomes),
            whose(step),
        ]

    def test_the_snippets(self) -> None:
        """Each is read, after what comes before it; together they tell every kind of event."""
        text = (GUIDE / "entries.md").read_text(encoding="utf-8")
        events: list[Event] = []
        for snippet in re.findall(r"^``` toml\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
            events += wire.loads(f'roles = ["gas-supplier"]\n[party]\n{snippet}', Entry, "toml").events
        booking = next(each for each in events if each.outcome is Outcome.BEGUN)
        move = next(each for each in events if each.outcome is Outcome.RESCHEDULED)
        assert move.booked_for == booking.day
        assert {each.outcome for each in events} >= {Outcome.FAILED, AssuranceStatus.DEFERRED}
        assert sum(each.step is Step.UEPT and each.outcome is Outcome.BEGUN for each in events) > 1
        assert any(each.known_on for each in events)

    def test_the_data_of_a_page(self) -> None:
        """Every key at the top is named, in its order, and no other."""
        named = [key for row in rows("the-page.md", "As data") for key in re.findall(r"`(\w+)`", row[0])]
        assert sorted(named) == sorted(page_of("late").data())

    def test_the_options_of_the_command(self) -> None:
        """Each that there is has its line."""
        named = set(re.findall(r"`(--[a-z-]+)", (GUIDE / "command-line.md").read_text(encoding="utf-8")))
        source = (Path(uep.__file__).parent / "__main__.py").read_text(encoding="utf-8")
        assert named | {"--version"} == set(re.findall(r'"(--[a-z-]+)"', source))
