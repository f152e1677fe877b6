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
from sec_uep.__main__ import main

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
TODAY = "2026-11-23"


def printed(name: str, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    """Return what the command prints of an example."""
    assert main(["report", str(EXAMPLES / name), "--today", TODAY, *options]) == 0
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
        "UEPT Notice Import Supplier, Export Supplier: Fri 2026-08-28",
        "NEXT > UEPT Import Supplier, Export Supplier: booked for Mon 2026-11-30",
        "NEXT > UEPT Review Gas Supplier: DCC's to do",
        "NEXT > Full User Security Assessment booked for Mon 2027-01-11",
        # The 60th Working Day before Monday 2 November: 22 in October, 22 in September, 16 in August.
        "Fri 2026-08-07 Last day on which notice suffices (Gas Supplier) met: done on Fri 2026-08-07",
        # Twelve weeks before Monday 11 January 2027.
        "Mon 2026-10-19 Last day to apply met: done on Fri 2026-08-21",
        # Two Working Days after Wednesday 18 November.
        "Fri 2026-11-20 Last day for the DCC to confirm receipt (Gas Supplier) met: done on Fri 2026-11-20",
        # From Friday 28 August: 22 in September, 22 in October, 16 in November.
        "Mon 2026-11-23 First day on which UEPT may begin (Import Supplier, Export Supplier) today; booked",
        # Five Working Days after Friday 20 November; four of them are left.
        "Fri 2026-11-27 Last day for the DCC to review the report (Gas Supplier) 4 Working Days left",
        "DCC must: TE-05, CTSD, 5.17 (as given in SECAS guidance, 6.3)",
        # Four weeks before 11 January.
        "Mon 2026-12-14 Last day to move the assessment without charge 15 Working Days left",
        "SA-05 With less than four weeks' notice the Party can be charged 25 %",
        "RD-24 Is one notice of 60 Working Days enough for several User Roles? Here: no, one for each",
    ],
    "advanced-meters-only.toml": [
        "Electricity Supply licence: is exempt from becoming a DCC User OB-05",
        "EX-06 Those exempt for their meters",
        "It turns on RD-22. If all are needed: must become a DCC User",
        "It turns on RD-23. If over all that the Party installs anywhere: cannot be said yet",
        "NONE IS APPLIED FOR YET",
        "What is to be done follows from the User Roles that are applied for.",
    ],
    "distributor.toml": [
        "Electricity Distribution licence: must become a DCC User OB-13",
        "NEXT > User Interface begun on 2026-07-20; estimated at 24 weeks",
        # 84 days after the 23rd: 7 in November, 31, 31, 15.
        "Mon 2027-02-15 First day for which an assessment can be asked in 57 Working Days if application",
        # 5 Working Days are left in November, 21 in December, 20 in January; then 14 in February.
        "Thu 2027-02-18 First day on which UEPT may begin in 60 Working Days; but UEPT Notice itself still",
    ],
    "energy-technology.json": [
        "The Party: can choose to become a DCC User OB-16",
        "NEXT > DCCKI RAPPs",
        "UEPT until Thu 2027-02-04, when the notice has run; estimated at 3 weeks",
        # Four weeks before Monday 14 December: 17, 18, 19, 20 and 23 November have passed since.
        "Mon 2026-11-16 Last day to move the assessment without charge passed 5 Working Days ago; moving it",
        # Twelve weeks after Monday 14 September.
        "Mon 2026-12-07 First day for which an assessment can be asked in 10 Working Days; booked for Mon",
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
    ],
}


class TestExamples:
    """Each example is read, and its page says what a person would work out."""

    def test_all_are_tested(self) -> None:
        """No example is left out."""
        assert {path.name for path in EXAMPLES.iterdir()} == set(SAID)

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
            "  party.nmae: is not a key here; did you mean 'name'?\n"
            "  role: is not a key here; did you mean 'roles'?\n"
        )

    def test_a_contradiction(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        """The file is named, and both sides."""
        file = tmp_path / "entry.JSON"
        file.write_text(
            '{"party": {"sec_party_since": false}, "events": [{"step": "srept", "day": "2026-03-27"}]}',
            encoding="utf-8",
        )
        message = self.refused(capsys, "report", str(file), "--today", TODAY)
        assert message.startswith(f"sec_uep: {file}: event srept on 2026-03-27 contradicts sec_party_since")

    def test_a_day_outside_the_calendar(self, capsys: pytest.CaptureFixture[str]) -> None:
        """It is refused, not guessed."""
        file = str(EXAMPLES / "distributor.toml")
        assert "outside the calendar" in self.refused(capsys, "report", file, "--today", "2099-01-01")

    def test_a_file_without_end(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        """No more of it is read than an entry may have."""
        file = tmp_path / "entry.json"
        file.write_bytes(b" " * (3 * 1024 * 1024))
        assert "is larger than 1,048,576 bytes" in self.refused(capsys, "report", str(file), "--today", TODAY)

    @pytest.mark.parametrize(("arguments", "said"), [(["-h"], "report"), (["report", "-h"], "[[events]]")])
    def test_help(self, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
        """It says what there is, and shows an entry file."""
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 0
        assert said in capsys.readouterr().out

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
