"""
The command, and the examples it is shown with, on Monday 23 November 2026.

The days are worked out by hand from the bank holidays that GOV.UK lists for England and Wales:
Monday 31 August, Friday 25 and Monday 28 December 2026, Friday 1 January 2027.
"""

from __future__ import annotations

import io
import json
import os
import re
import runpy
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest

import sec_uep
import sec_uep as uep
from sec_uep import wire
from sec_uep.__main__ import main
from sec_uep.events import OTHER_USER_ONLY, OUTCOMES, PER_ROLE, Event, Outcome, Step
from sec_uep.obligations.entry_process.steps import bearer_of
from sec_uep.rules import Bearer

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
TODAY = "2026-11-23"


def printed(name: str, capsys: pytest.CaptureFixture[str], *options: str, command: str = "report") -> str:
    """Return what the command prints of an example."""
    assert main([command, str(EXAMPLES / name), "--today", TODAY, *options]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


def flat(text: str) -> str:
    """Return *text* with its lines joined, so that it does not matter where they break."""
    return " ".join(text.split())


#: What each example must say, in the order of the page.
SAID = {
    "domestic-dual-fuel.toml": [
        "Fenland Home Energy Ltd",
        "Electricity Supply licence: must become a DCC User OB-03",
        "Gas Supply licence: must become a DCC User OB-08",
        "SECAS can have confirmed every User Role no sooner than Thu 2027-01-21: the finish.",
        "on Mon 2027-01-11 Full User Security Assessment: no slack booked for Mon 2027-01-11; 8 Working Days",
        # Eight Working Days before Thursday 21 January the 11th; UEPT ends 11 sooner than it must.
        "begin by Tue 2026-12-15 UEPT (Import Supplier, Export Supplier): 11 Working Days of slack booked",
        "due Fri 2026-11-27 UEPT Review (Gas Supplier): 34 Working Days of slack counted from UEPT Receipt",
        "UEPT Notice Import Supplier, Export Supplier: Fri 2026-08-28",
        "Open now: UEPT Import Supplier, Export Supplier: booked for Mon 2026-11-30",
        "UEPT Review Gas Supplier: DCC's to do",
        "Full User Security Assessment booked for Mon 2027-01-11",
        # The 60th Working Day before Monday 2 November: 22 in October, 22 in September, 16 in August.
        "Fri 2026-08-07 Last day to give notice of UEPT (Gas Supplier) met: done on Fri 2026-08-07",
        # Twelve weeks before Monday 11 January 2027.
        "Mon 2026-10-19 Last day to apply for the security assessment met: done on Fri 2026-08-21",
        # Two Working Days after Wednesday 18 November.
        "Fri 2026-11-20 Last day for the DCC to confirm receipt (Gas Supplier) met: done on Fri 2026-11-20",
        # From Friday 28 August: 22 in September, 22 in October, 16 in November.
        "Mon 2026-11-23 First day on which UEPT may begin (Import Supplier, Export Supplier) today; booked",
        # Five Working Days after Friday 20 November; four of them are left.
        "Fri 2026-11-27 Last day for the DCC to review the report (Gas Supplier) 4 Working Days left",
        "DCC must: TE-05, CTSD, 5.17 (as given in SECAS guidance, 6.3)",
        # Four weeks before 11 January.
        "Mon 2026-12-14 Last day to move the security assessment without charge 15 Working Days left",
        "SA-05 With less than four weeks' notice the Party can be charged 25 %",
        "RD-24 Is one notice of 60 Working Days enough for several User Roles? Here: no, one for each",
    ],
    "advanced-meters-only.toml": [
        "Electricity Supply licence: is exempt from becoming a DCC User OB-05",
        "It turns on RD-22: Do the bullets",
        "If the answer is 'all are needed': must become a DCC User",
        "It turns on RD-23: Does 'only installs' range over",
        "If the answer is 'over all that the Party installs anywhere': cannot be said yet",
        "NONE IS APPLIED FOR YET",
        "What is to be done follows from the User Roles that are applied for.",
    ],
    "distributor.toml": [
        "Electricity Distribution licence: must become a DCC User OB-13",
        "What can be done now: by Tue 2027-01-05 FUSA Application: 28 Working Days of slack",
        "Under way, booked or coming up: finish by Mon 2027-01-04 User Interface: no slack begun on Mon",
        "Open now: User Interface begun on 2026-07-20; estimated at 24 weeks",
        # 84 days after the 23rd: 7 in November, 31, 31, 15.
        "Mon 2027-02-15 First day for the security assessment in 57 Working Days if application",
        # 5 Working Days are left in November, 21 in December, 20 in January; then 14 in February.
        "Thu 2027-02-18 First day on which UEPT may begin in 60 Working Days; but UEPT Notice itself still",
    ],
    "energy-technology.json": [
        "The Party: can choose to become a DCC User OB-16",
        "by Wed 2027-03-10 DCCKI RAPPs: 74 Working Days of slack",
        "on Thu 2027-02-04 UEPT: no slack cannot begin before Thu 2027-02-04, when its notice has run; 3",
        "Open now: DCCKI RAPPs",
        "UEPT until Thu 2027-02-04, when the notice has run; estimated at 3 weeks",
        # Four weeks before Monday 14 December: 17, 18, 19, 20 and 23 November have passed since.
        "Mon 2026-11-16 Last day to move the security assessment without charge passed 5 Working Days ago",
        # Twelve weeks after Monday 14 September.
        "Mon 2026-12-07 First day for the security assessment in 10 Working Days; booked for Mon",
        "Other User should: PA-01",
        # Four weeks before Tuesday 19 January 2027.
        "Tue 2026-12-22 Last day to change the Privacy Assessment without the charge of 25 %",
        # From Monday 9 November: 15 in November, 21 in December, 20 in January, 4 in February.
        "Thu 2027-02-04 First day on which UEPT may begin in 50 Working Days",
        "EX-08",
    ],
    "half-filled.toml": [
        "It is not known whether the organisation is a SEC Party.",
        "Electricity Supply licence: cannot be said yet: facts are missing",
        "- Is the holder within paragraph 39.3, 39.6, 39.10, 39.11, 39.12 or 39.13? (paragraphs.*; alone",
        "Gas Supply licence: cannot be said yet: facts are missing",
        "- Is the holder a Domestic Supplier? (domestic; can settle it with 1 more)",
        "SECAS can have confirmed every User Role no sooner than Wed 2027-03-03: the finish.",
        "now User Interface: no slack nothing says how long it takes",
    ],
}


#: What the plan of each example must say, in the order of the page, after the options it is asked with.
#: The days are those of tests/data/PLANS.md.
PLANNED = {
    "domestic-dual-fuel.toml": (
        ["--target", "2027-01-14"],
        [
            "CAN IT BE A USER BY THU 2027-01-14?",
            # From Thursday 14 January: the 15th, 18th, 19th, 20th and 21st.
            "CANNOT be met: no sooner than Thu 2027-01-21, 5 Working Days after the target.",
            "Full User Security Assessment, the Party's: from Mon 2027-01-11, the day it is booked for; 8",
            "Security Status [ST-10], Evidence Form (every User Role) [ST-12], SECAS Confirmation (every",
            "Any one of these alone would make it, and is the Party's to do:",
            "Assessment: were it estimated at no more than 3 Working Days",
            "Assessment: were it booked for no later than Mon 2027-01-04",
            "Nothing can be done now. Under way, booked or coming up:",
            "on Mon 2027-01-11 Full User Security Assessment: 5 Working Days too late for the target, needed",
            "UEPT (Import Supplier, Export Supplier): 6 Working Days of slack booked for Mon 2026-11-30; 15",
            "due Fri 2026-11-27 UEPT Review (Gas Supplier): 29 Working Days of slack counted from UEPT",
            "DCC's to do: TE-05",
            "* Full User Security Assessment Mon 2027-01-11 Thu 2027-01-21 Mon 2027-01-04 Thu 2027-01-14 -5",
            "Done: Gateway Connection, User Interface, SMKI RAPPs, SREPT, DCCKI RAPPs, UEPT Notice (every",
            "Import Supplier, Export Supplier: 5 of 11 steps are done; missing: UEPT Receipt Confirmation",
            "Gas Supplier: 6 of 11 steps are done; missing: UEPT Review",
        ],
    ),
    "distributor.toml": (
        ["--target", "2027-03-31"],
        [
            "CANNOT be met: no sooner than Tue 2027-04-13, 9 Working Days after the target.",
            # 60 Working Days after Monday 4 January: 19, 20 and 21 of January, February and March.
            "If it acts at once: no sooner than Wed 2027-03-31, with no Working Day to spare.",
            "Mon 2027-01-04 User Interface, the Party's: from Mon 2026-07-20, the day it was begun; 24",
            "Mon 2027-01-04 SMKI RAPPs [ST-04], SREPT [ST-05; RD-18], UEPT Notice [TE-01; RD-13]: no time is",
            "Wed 2027-03-31 UEPT, the Party's: 60 Working Days of notice from Mon 2027-01-04 to Wed",
            "and is the Party's to do: - User Interface: were it estimated at no more than 107 Working Days",
            "by Mon 2026-12-21 FUSA Application: 20 Working Days of slack",
            "under way User Interface: 9 Working Days too late for the target, needed by Thu 2026-12-17",
            "RD-13 May notice of UEPT be given before SREPT is complete? If yes: Wed 2027-03-03, 27 Working",
        ],
    ),
    "energy-technology.json": (
        [],
        [
            "WHEN CAN IT BE A USER?",
            "No sooner than Wed 2027-03-10: the first day on which SECAS can have confirmed every User Role.",
            "by Wed 2027-03-10 DCCKI RAPPs: 74 Working Days of slack nothing says how long it takes",
            "on Thu 2027-02-04 UEPT: no slack cannot begin before Thu 2027-02-04, when its notice has run; 3",
            "begin by Wed 2027-03-03 Privacy Assessment: 31 Working Days of slack booked for Tue 2027-01-19",
            "Other User's to do: ST-11",
            "begin by Wed 2027-03-03 Full User Security Assessment: 54 Working Days of slack booked for Mon",
            "4 of 12 steps are done; missing: DCCKI RAPPs",
            "RD-05",
        ],
    ),
    "half-filled.toml": (
        ["--target", "2027-10-01", "--at-best"],
        [
            # From Thursday 18 February: 6, 21, 22, 19, 22, 22, 21, 22 and 1, February to October 2027.
            "Can be met as far as is known, with 156 Working Days to spare: no sooner than Thu 2027-02-18.",
            "The DCC is taken to act at once. If it uses all of its time limits: no sooner than Wed",
            "- It is assumed that it is a SEC Party, which was not told (OB-18).",
            "User Interface: 156 Working Days of slack nothing says how long it takes",
            "0 of 11 steps are done; missing: Gateway Connection, User Interface",
        ],
    ),
}


class TestExamples:
    """Each example is read, and its page says what a person would work out."""

    def test_all_are_tested(self) -> None:
        """No example is left out; the one without User Roles has no plan."""
        assert {path.name for path in EXAMPLES.iterdir()} == set(SAID)
        assert set(PLANNED) == set(SAID) - {"advanced-meters-only.toml"}

    @pytest.mark.parametrize("name", SAID)
    def test_page(self, name: str, capsys: pytest.CaptureFixture[str]) -> None:
        """It says these things, in this order."""
        page, at = flat(printed(name, capsys)), 0
        for said in SAID[name]:
            assert said in page[at:]
            at = page.index(said, at)
        assert "This is not legal advice" in page[at:]

    @pytest.mark.parametrize("name", SAID)
    def test_json(self, name: str, capsys: pytest.CaptureFixture[str]) -> None:
        """It is JSON, and carries the dates and rules that the page shows."""
        page = flat(printed(name, capsys))
        data = json.loads(printed(name, capsys, "--json"))
        assert data["entry"]["party"]["name"] in page
        for line in data["dates"]:
            deadline = line["found"]["deadline"]
            assert deadline["day"] in page
            assert f"{deadline['rule']['id']}, " in page
            assert line["stands"] in page
        for licence in data["licences"]:
            assert all(f"{rule['id']} {rule['statement']}" in page for rule in licence["finding"]["grounds"])
        assert re.findall(r"RD-\d\d(?= [A-Z\d'])", page[page.find("READINGS RELIED") :]) == sorted(
            data["readings"]
        )


class TestPlans:
    """The plan of each example says what a person would work out."""

    @pytest.mark.parametrize("name", PLANNED)
    def test_page(self, name: str, capsys: pytest.CaptureFixture[str]) -> None:
        """It says these things, in this order."""
        options, expected = PLANNED[name]
        page, at = flat(printed(name, capsys, *options, command="plan")), 0
        for said in expected:
            assert said in page[at:]
            at = page.index(said, at)
        assert "This is not legal advice" in page[at:]

    @pytest.mark.parametrize("name", PLANNED)
    def test_json(self, name: str, capsys: pytest.CaptureFixture[str]) -> None:
        """It is JSON, and carries the days, the rules and the readings that the page shows."""
        options, _ = PLANNED[name]
        page = flat(printed(name, capsys, *options, command="plan"))
        data = json.loads(printed(name, capsys, *options, "--json", command="plan"))
        assert data["entry"]["party"]["name"] in page
        assert data["finish"] in page
        assert data["target"] is None or data["target"] in page
        assert data["at_best"] is ("--at-best" in options)
        at = page.index("DO NEXT")
        for line in data["do_next"]:
            for said in (line["when"], line["urgency"], line["how"], f"{line['rule']['id']}, "):
                assert said in page[at:]
                at = page.index(said, at)
        last_days = [day for each in data["late"] if (day := each["due"]["day"])]
        assert all(day in page[page.find("WHAT WAS LATE") :] for day in last_days)
        spare = data["working_days_to_spare"]
        assert spare is None or f"{abs(spare)} Working Days" in page
        assert data["feasible"] is (None if spare is None else spare >= 0)
        for step in data["steps"]:
            if step["done_on"] is None:
                assert step["earliest_finish"] in page
                assert step["latest_finish"] in page
        turns_on = page[page.find("WHAT IT TURNS ON") :] if data["turns_on"] else ""
        assert re.findall(r"RD-\d\d(?= [A-Z])", turns_on) == list(
            dict.fromkeys(id_ for each in data["turns_on"] for id_ in each["choices"])
        )

    def test_readme(self, capsys: pytest.CaptureFixture[str]) -> None:
        """What README.md shows is what is printed."""
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        (arguments,) = re.findall(r"^\$ python -m sec_uep plan examples/(.*)$", readme, re.MULTILINE)
        name, today, day, *options = arguments.split()
        assert (today, day) == ("--today", TODAY)
        (excerpt,) = re.findall(r"^```text\n(CAN IT BE A USER.*?)^```", readme, re.MULTILINE | re.DOTALL)
        assert excerpt in printed(name, capsys, *options, command="plan")


class TestCommand:
    """The command refuses in one message on stderr, with status 2 and no traceback."""

    def refused(self, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
        """Return what it says when it refuses."""
        with pytest.raises(SystemExit) as ended:  # argparse ends by itself
            sys.exit(main(arguments))
        captured = capsys.readouterr()
        assert ended.value.code == 2
        assert captured.out == ""
        return captured.err

    def test_a_file_that_is_not_there(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        """It is named."""
        missing = tmp_path / "missing.toml"
        assert self.refused(capsys, "report", str(missing), "--today", TODAY) == (
            f"sec_uep: {missing}: No such file or directory; name an entry file that can be read\n"
        )

    def test_a_directory(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        """It is no file, whatever it is called."""
        (tmp_path / "entry.json").mkdir()
        assert "Is a directory" in self.refused(
            capsys, "report", str(tmp_path / "entry.json"), "--today", TODAY
        )

    def test_another_suffix(self, capsys: pytest.CaptureFixture[str]) -> None:
        """The format follows from the name of the file."""
        assert "'entry.yaml' ends in neither .toml nor .json" in self.refused(
            capsys, "report", "entry.yaml", "--today", TODAY
        )

    @pytest.mark.parametrize("day", ["2026-02-30", "20261123", "23/11/2026", "today", "2026-W48-1"])
    def test_a_day_that_is_none(self, capsys: pytest.CaptureFixture[str], day: str) -> None:
        """A date is written in one way only."""
        assert f"{day!r} is not a date; write it as 2026-11-23" in self.refused(
            capsys, "report", "entry.toml", "--today", day
        )

    def test_no_day(self, capsys: pytest.CaptureFixture[str]) -> None:
        """No clock is read, so the day must be given."""
        assert "the following arguments are required: --today" in self.refused(capsys, "report", "entry.toml")

    def test_no_command(self, capsys: pytest.CaptureFixture[str]) -> None:
        """There is nothing to do without one."""
        assert "the following arguments are required: COMMAND" in self.refused(capsys)

    def test_a_file_with_faults(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        """All of them are listed, each with its place."""
        file = tmp_path / "entry.toml"
        file.write_text('role = ["other-user"]\n[party]\nnmae = "x"\n', encoding="utf-8")
        assert self.refused(capsys, "report", str(file), "--today", TODAY) == (
            f"sec_uep: {file}: 2 faults\n"
            "  line 1: role: is not a key here; did you mean 'roles'?\n"
            "  line 3: party.nmae: is not a key here; did you mean 'name'?\n"
        )

    def test_a_contradiction(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        """The file is named, and both sides."""
        file = tmp_path / "entry.JSON"
        file.write_text(
            '{"party": {"sec_party_since": false}, "events": [{"step": "srept", "day": "2026-03-27"}]}',
            encoding="utf-8",
        )
        message = self.refused(capsys, "report", str(file), "--today", TODAY)
        first = f"sec_uep: {file}: line 1: events #1: event srept on 2026-03-27 contradicts sec_party_since"
        assert message.startswith(first)

    def test_a_path_that_no_file_can_have(self, capsys: pytest.CaptureFixture[str]) -> None:
        """It is one line too."""
        message = self.refused(capsys, "report", "a\0b.toml", "--today", TODAY)
        assert (
            "path: 'a\\x00b.toml' is no path of a file; pass the path of a file that can be read" in message
        )

    def test_a_day_outside_the_calendar(self, capsys: pytest.CaptureFixture[str]) -> None:
        """It is refused, not guessed."""
        file = str(EXAMPLES / "distributor.toml")
        assert "outside the calendar" in self.refused(capsys, "report", file, "--today", "2099-01-01")

    def test_a_plan_without_user_roles(self, capsys: pytest.CaptureFixture[str]) -> None:
        """What is to be done follows from them; the file is named."""
        file = str(EXAMPLES / "advanced-meters-only.toml")
        assert self.refused(capsys, "plan", file, "--today", TODAY) == (
            f"sec_uep: {file}: roles: () names no User Role, and what is to be done follows from them; "
            "name one or more, such as 'other-user'\n"
        )

    @pytest.mark.parametrize(
        ("target", "said"),
        [
            ("2027-02-30", "'2027-02-30' is not a date; write it as 2026-11-23"),
            ("summer", "'summer' is not a date; write it as 2026-11-23"),
            (
                "2099-01-01",
                "2099-01-01 is outside the calendar 'England and Wales', which covers 2011-01-01 to",
            ),
        ],
    )
    def test_a_target_that_is_none(self, capsys: pytest.CaptureFixture[str], target: str, said: str) -> None:
        """A date is written in one way only, and must be within the calendar."""
        file = str(EXAMPLES / "distributor.toml")
        assert said in self.refused(capsys, "plan", file, "--today", TODAY, "--target", target)

    def test_a_report_has_no_target(self, capsys: pytest.CaptureFixture[str]) -> None:
        """That is for a plan."""
        file = str(EXAMPLES / "distributor.toml")
        message = self.refused(capsys, "report", file, "--today", TODAY, "--target", TODAY)
        assert "unrecognized arguments: --target" in message

    def test_a_file_without_end(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        """No more of it is read than an entry may have."""
        file = tmp_path / "entry.json"
        file.write_bytes(b" " * (3 * 1024 * 1024))
        assert "is larger than 65,536 bytes" in self.refused(capsys, "report", str(file), "--today", TODAY)

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["-h"], "report"),
            (["-h"], "plan"),
            (["report", "-h"], "[[events]]"),
            (["plan", "-h"], "[[events]]"),
            (["plan", "-h"], "[estimates]"),
        ],
    )
    def test_help(self, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
        """It says what there is, and shows an entry file."""
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 0
        assert said in capsys.readouterr().out

    @pytest.mark.parametrize("command", ["report", "plan"])
    def test_help_has_an_entry_file_that_works(
        self, command: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        """What is pasted from it, with its margin, is read and planned."""
        with pytest.raises(SystemExit):
            main([command, "-h"])
        _, _, shown = capsys.readouterr().out.partition("in `examples/`:\n")
        file = tmp_path / "entry.toml"
        file.write_text(shown, encoding="utf-8")
        entry = wire.loads(shown, uep.Entry, "toml")
        assert (len(entry.roles), len(entry.estimates), len(entry.events)) == (1, 2, 4)
        assert main([command, str(file), "--today", TODAY]) == 0
        page = flat(capsys.readouterr().out)
        assert "Example Energy Ltd" in page
        assert (
            "User Interface: no slack begun on Fri 2026-08-14; 16 weeks (estimate), to Fri 2026-12-04" in page
        )
        assert "Full User Security Assessment" in page
        assert "booked for Mon 2027-02-01" in page

    def test_whoever_reads_stops_reading(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A broken pipe is no error."""
        reading, writing = os.pipe()
        os.close(reading)
        with os.fdopen(writing, "w", encoding="utf-8") as pipe:
            monkeypatch.setattr(sys, "stdout", pipe)
            assert main(["report", str(EXAMPLES / "distributor.toml"), "--today", TODAY]) == 0

    def test_output_that_is_no_terminal(self) -> None:
        """It may be any text stream."""
        with redirect_stdout(io.StringIO()) as out:
            assert main(["report", str(EXAMPLES / "distributor.toml"), "--today", TODAY]) == 0
        assert out.getvalue().startswith("DCC User Entry Process: Wolds Electricity Networks plc\n")

    def test_letters_that_the_terminal_has_not(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """They are shown as their codes."""
        file = tmp_path / "entry.toml"
        file.write_text('party = { name = "Énergie" }', encoding="utf-8")
        raw = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
        assert main(["report", str(file), "--today", TODAY]) == 0
        assert raw.getvalue().startswith(b"DCC User Entry Process: \\xc9nergie")

    def test_as_a_script(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        """`python -m sec_uep` ends with the status of the command."""
        arguments = ["report", str(EXAMPLES / "half-filled.toml"), "--today", TODAY]
        monkeypatch.setattr(sys, "argv", ["sec_uep", *arguments])
        script = Path(sec_uep.__file__).with_name("__main__.py")
        with pytest.raises(SystemExit) as ended:
            runpy.run_path(str(script), run_name="__main__")
        assert ended.value.code == 0
        assert "Saltmarsh Energy Supply Ltd" in capsys.readouterr().out

    def test_in_a_process_of_its_own(self) -> None:
        """It prints, says nothing on stderr, and ends with 0."""
        example = EXAMPLES / "energy-technology.json"
        done = subprocess.run(
            [sys.executable, "-m", "sec_uep", "report", str(example), "--today", TODAY],
            capture_output=True,
            check=True,
            encoding="utf-8",
        )
        assert done.stderr == ""
        assert done.stdout.startswith("DCC User Entry Process: Kelpie Flex Technologies Ltd\n")


GUIDE = ROOT / "docs" / "guide"


def rows(page: str, heading: str) -> list[list[str]]:
    """Return the rows of the table under a heading of a page of the guide, without its head."""
    text = (GUIDE / page).read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def whose(step: Step) -> str:
    """Return whose a step is as the table says it: at first, and then where another is to act."""
    names = {Bearer.NOBODY: "no source says"}
    first = bearer_of(step)
    said = names.get(first, first.value)
    for outcome in OUTCOMES.get(step, ()):
        then = bearer_of(step, outcome)
        if then is not first:
            said += f"; after `{outcome.value}` the {then.value}"
    return said


class TestGuide:
    """The pages that name what can be written, and what is read, name all of it."""

    @pytest.mark.parametrize(
        ("step", "row"),
        list(zip(Step, rows("entries.md", "Every step"), strict=True)),
        ids=[step.value for step in Step],
    )
    def test_the_table_of_steps(self, step: Step, row: list[str]) -> None:
        """Each step in its order: for whom it is taken, the outcomes it can have, and whose it is."""
        per = "each User Role" if step in PER_ROLE else "once"
        per = "once, Other User only" if step in OTHER_USER_ONLY else per
        outcomes = ", ".join(f"`{outcome.value}`" for outcome in OUTCOMES.get(step, ()))
        assert row == [f"`{step.value}`", per, outcomes, whose(step)]

    def test_the_snippets(self) -> None:
        """Each is read, after what comes before it; together they tell every kind of event."""
        text = (GUIDE / "entries.md").read_text(encoding="utf-8")
        snippets = re.findall(r"^``` toml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        assert len(snippets) == 6
        events: list[Event] = []
        for snippet in snippets:
            events += wire.loads(f'roles = ["gas-supplier"]\n[party]\n{snippet}', uep.Entry, "toml").events
        booking = next(each for each in events if each.outcome is Outcome.BEGUN)
        move = next(each for each in events if each.outcome is Outcome.RESCHEDULED)
        assert move.booked_for == booking.day
        assert {each.outcome for each in events} >= {Outcome.FAILED, uep.AssuranceStatus.DEFERRED}
        assert sum(each.step is Step.UEPT and each.outcome is Outcome.BEGUN for each in events) > 1
        assert any(each.known_on for each in events)

    @pytest.mark.parametrize("target", [None, "2027-01-14"])
    def test_the_data_of_a_plan(self, target: str | None, capsys: pytest.CaptureFixture[str]) -> None:
        """Every key at the top is named, and no other."""
        named = [row[0] for row in rows("planning.md", "As data")]
        options = ["--target", target] if target else []
        data = json.loads(printed("domestic-dual-fuel.toml", capsys, "--json", *options, command="plan"))
        assert sorted(named) == sorted(f"`{key}`" for key in data)

    def test_the_data_of_a_change(self, capsys: pytest.CaptureFixture[str]) -> None:
        """So is every key of a change, and of a line of what to do next."""
        said = (GUIDE / "planning.md").read_text(encoding="utf-8").partition("\n## As data\n")[2]
        options = ["--json", "--target", "2027-01-14"]
        data = json.loads(printed("domestic-dual-fuel.toml", capsys, *options, command="plan"))
        for part in (data["infeasible"], data["infeasible"]["changes"][0], data["do_next"][0]):
            assert [key for key in part if f"`{key}`" not in said] == []
