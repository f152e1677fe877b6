"""The command line: what it prints, what it reads, with which status it ends, and what when it cannot."""

from __future__ import annotations

import io
import json
import os
import re
import runpy
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest

import sec_uep as uep
from sec_uep import Entry, wire
from sec_uep.__main__ import main
from tests.cases import FILES

if TYPE_CHECKING:
    from collections.abc import Callable

LATE = str(FILES / "late.toml")
SEVERN = str(FILES / "severn.toml")
DAY = ("--today", "2026-11-25")

Printed = tuple[int, str, str]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Printed]:
    """Run the command, and return its status, what it printed, and what it said on stderr."""
    monkeypatch.setenv("COLUMNS", "100")

    def ran(*arguments: str) -> Printed:
        status = main(arguments)
        out, err = capsys.readouterr()
        return status, out, err

    return ran


class TestThePage:
    """`report` and `plan` are the one page."""

    def test_report(self, run: Callable[..., Printed]) -> None:
        """The page of a file, on the day that is named."""
        page = uep.report(uep.load(LATE), today=date(2026, 11, 25))
        assert run("report", LATE, *DAY) == (0, f"{page}\n", "")

    def test_plan(self, run: Callable[..., Printed]) -> None:
        """The same answer, and the schedule in full before what is to be done."""
        page = uep.report(uep.load(LATE), today=date(2026, 11, 25))
        status, out, _ = run("plan", LATE, *DAY)
        assert (status, out) == (0, f"{page.text(lead='schedule')}\n")
        assert out.startswith(page.summary)
        assert out.index("\nSCHEDULE\n") < out.index("\nWHAT TO DO\n")
        assert any(line.split()[:3] == ["SREPT", "Sat", "2026-06-20"] for line in out.splitlines())
        report = run("report", LATE, *DAY)[1]
        assert report.index("\nSCHEDULE\n") > report.index("\nWHAT TO DO\n")
        assert not any(line.split()[:1] == ["SREPT"] for line in report.split("SCHEDULE")[1].splitlines())

    def test_full(self, run: Callable[..., Printed]) -> None:
        """It adds the words of the rules named, the readings in full, and what is worth knowing."""
        out = run("report", SEVERN, *DAY, "--full")[1]
        flat = " ".join(out.split())
        assert "WORTH KNOWING" in out
        assert "RULES NAMED" in out
        assert "SA-09" in out  # who assesses, and against which framework
        assert "An Optional Pre-Assessment may be had" in flat
        assert "RD-13 May notice of UEPT be given before SREPT is complete? Here: no." in flat
        assert "WORTH KNOWING" not in run("report", SEVERN, *DAY)[1]

    def test_json(self, run: Callable[..., Printed]) -> None:
        """The same as JSON."""
        status, out, _ = run("report", LATE, *DAY, "--json")
        page = uep.report(uep.load(LATE), today=date(2026, 11, 25))
        assert status == 0
        assert json.loads(out) == json.loads(wire.dumps(page.data()))

    def test_html(self, run: Callable[..., Printed], tmp_path: Path) -> None:
        """The same as one HTML file, and where that is; or on standard output."""
        page, file = uep.report(uep.load(LATE), today=date(2026, 11, 25)), tmp_path / "page.html"
        assert run("report", LATE, *DAY, "--html", str(file)) == (0, f"The page is in {file}\n", "")
        assert file.read_text(encoding="utf-8") == page.html()
        assert run("report", LATE, *DAY, "--html", "-") == (0, page.html(), "")
        assert run("plan", LATE, *DAY, "--full", "--html", "-")[1] == page.html(full=True, lead="schedule")
        assert "this machine&#x27;s" in run("report", LATE, "--html", "-")[1].replace("'", "&#x27;")
        assert run("report", SEVERN, *DAY, "--target", "2027-09-23", "--html", str(file))[0] == 1
        assert "Cannot be met by Thu 23 September 2027" in file.read_text(encoding="utf-8")

    def test_html_of_standard_input(
        self, run: Callable[..., Printed], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """There is no file that could be written over."""
        monkeypatch.setattr(sys, "stdin", io.StringIO(wire.dumps(uep.load(LATE), "toml")))
        assert run("report", "-", *DAY, "--html", str(tmp_path / "page.html"))[0] == 0

    def test_a_target_that_cannot_be_met(self, run: Callable[..., Printed]) -> None:
        """It ends with 1, and says so first."""
        status, out, _ = run("report", SEVERN, *DAY, "--target", "2027-09-23")
        assert status == 1
        assert "When?       Cannot be met by Thu 23 September 2027:" in out
        assert "WHAT STANDS IN THE WAY" in out
        assert run("plan", SEVERN, *DAY, "--target", "2027-09-24")[0] == 0

    def test_at_best(self, run: Callable[..., Printed]) -> None:
        """Others act at once: a day of the finish that needs it can be met."""
        assert run("report", SEVERN, *DAY, "--target", "2027-09-15", "--at-best")[0] == 0

    def test_a_reading(self, run: Callable[..., Printed]) -> None:
        """A reading is chosen by its id, in capitals or not, as often as wanted."""
        chosen = ("--reading", "rd-13=before-srept-too", "--reading", "RD-02=clear-days")
        out = run("report", str(FILES / "rd13.toml"), *DAY, *chosen)[1]
        assert ": its notice has run since Wed 14 October" in out

    def test_calendars(self, run: Callable[..., Printed], tmp_path: Path) -> None:
        """One of those that are shipped, or GOV.UK's file; the page counts on it."""
        page = uep.report(uep.load(LATE), today=date(2026, 11, 25), calendar=uep.calendar.scotland())
        assert run("report", LATE, *DAY, "--calendar", "scotland")[1] == f"{page}\n"
        assert run("report", LATE, *DAY, "--calendar", "northern-ireland")[0] == 0
        shipped = Path(uep.__file__).parent / "calendar" / "bank-holidays.json"
        assert run("report", LATE, *DAY, "--calendar", str(shipped))[0] == 0
        status, _, err = run("report", LATE, *DAY, "--calendar", str(tmp_path / "none.json"))
        assert (status, "there is no such file" in err) == (2, True)
        assert run("report", LATE, *DAY, "--calendar", "uk")[2] == (
            "sec-uep: --calendar: 'uk' is not known here (there is no such file); choose from "
            "'england-and-wales', 'scotland', 'northern-ireland', or name GOV.UK's file\n"
        )

    def test_without_a_day_it_is_the_machines(self, run: Callable[..., Printed]) -> None:
        """Only then is a clock read, and the page says so."""
        before, (status, out, _), after = date.today(), run("report", LATE), date.today()  # noqa: DTZ011
        assert status == 0
        assert "Note        The day is this machine's; --today names another." in out
        assert any(
            f"{day:%A} {day.day} {day:%B} {day.year}" in out.splitlines()[0] for day in (before, after)
        )
        assert "this machine's" not in run("report", LATE, *DAY)[1]

    @pytest.mark.parametrize("width", [60, 80, 132])
    def test_width(self, width: int, run: Callable[..., Printed], monkeypatch: pytest.MonkeyPatch) -> None:
        """It is as wide as the terminal."""
        monkeypatch.setenv("COLUMNS", str(width))
        lines = run("plan", LATE, *DAY, "--full")[1].splitlines()
        assert max(map(len, lines)) <= width
        assert max(map(len, lines)) > width - 20

    @pytest.mark.parametrize("format_", ["toml", "json"])
    def test_standard_input(
        self, format_: str, run: Callable[..., Printed], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A hyphen is standard input, TOML or JSON."""
        entry = uep.load(LATE)
        text = wire.dumps(entry, "toml" if format_ == "toml" else "json")
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))
        assert run("report", "-", *DAY)[1] == run("report", LATE, *DAY)[1]


class TestTheOthers:
    """What an id stands for, a file to fill in, a receipt asked again."""

    def test_explain(self, run: Callable[..., Printed]) -> None:
        """One id, or several."""
        assert run("explain", "TE-01") == (0, f"{uep.explain('TE-01')}\n", "")
        assert run("explain", "SMKI", "srept")[1] == f"{uep.explain('SMKI')}\n\n{uep.explain('srept')}\n"
        status, out, err = run("explain", "TE-99")
        assert (status, out, "TE-99" in err) == (2, "", True)

    def test_init(self, run: Callable[..., Printed], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """It prints an entry file that reads back, with a licence, and a comment for each key."""
        status, out, err = run("init")
        assert (status, err) == (0, "")
        file = tmp_path / "entry.toml"
        file.write_text(out, encoding="utf-8")
        entry = uep.load(file)
        assert isinstance(entry, Entry)
        assert entry.party.licences
        assert entry.events
        assert entry.estimates
        monkeypatch.setattr(sys, "stdin", io.StringIO(out))
        assert run("report", "-", *DAY)[0] == 0
        for line, above in zip(out.splitlines()[1:], out.splitlines(), strict=False):
            if line.startswith(
                ("roles", "sec_party", "in_", "domestic", "paragraphs", "meters", "name", "[")
            ):
                assert above.startswith("#") or line == "[party]", line

    def test_every_key_of_the_template_can_be_written(self, run: Callable[..., Printed]) -> None:
        """What is commented out is right too, and every key of an entry file is there."""
        out = run("init")[1]
        text = "\n".join(line.removeprefix("#: ") for line in out.splitlines())
        entry = wire.loads(text, Entry, "toml")
        assert entry.target == date(2027, 10, 1)
        assert entry.readings.rd_13 == "before-srept-too"
        assert {event.step for event in entry.events} >= {uep.Step.UEPT_NOTICE}
        licences = entry.party.licences
        assert licences is not uep.UNKNOWN
        assert [licence.name for licence in licences] == ["first licence", "", ""]
        for cl in (Entry, uep.Party, uep.Event, *map(type, licences)):
            for key in (each.name for each in attrs.fields(cl) if each.init):
                written = rf"^(\[\[?(party\.)?{key}\]|{key} = )"
                assert re.search(written, text, re.MULTILINE), key

    def test_the_template_lists_the_steps(self, run: Callable[..., Printed]) -> None:
        """Each, with its own outcomes and no other."""
        lines = run("init")[1].splitlines()
        listed = [line.removeprefix("#   ") for line in lines if line.startswith("#   ")]
        assert [each.partition(":")[0] for each in listed] == [step.value for step in uep.Step]
        assert "uept: completed, begun, rescheduled" in listed
        assert "uept-notice" in listed

    def test_verify(self, run: Callable[..., Printed], tmp_path: Path) -> None:
        """A receipt that holds ends with 0, one that does not with 1, and what is none with 2."""
        from sec_uep.obligations import entry_process_testing as uept  # noqa: PLC0415
        from tests.test_receipts import edited, sealed  # noqa: PLC0415

        receipt = uep.receipt(uept.earliest_start(notice_given=date(2026, 11, 26)))
        file = tmp_path / "receipt.json"
        file.write_text(str(receipt), encoding="utf-8")
        assert run("verify", str(file))[0] == 0
        file.write_text(sealed(edited(receipt, "answer.day", "2027-02-24")), encoding="utf-8")
        status, out, err = run("verify", str(file))
        assert (status, err) == (1, "")
        assert out == "not the same answer\nanswer.day: was '2027-02-24', is '2027-02-23'\n"
        file.write_text(str(receipt).replace("2027-02-23", "2027-02-24"), encoding="utf-8")
        assert run("verify", str(file))[0] == 2
        file.write_text("{}", encoding="utf-8")
        assert run("verify", str(file))[0] == 2
        status, out, err = run("verify", LATE)
        said = f"sec-uep: {LATE}: this is an entry file; verify takes a receipt\n"
        assert (status, out, err) == (2, "", said)

    def test_version(self, run: Callable[..., Printed]) -> None:
        """The version is the package's own."""
        assert run("--version") == (0, f"sec-uep {uep.__version__}\n", "")

    @pytest.mark.parametrize("arguments", [("--help",), ("report", "--help"), ("explain", "--help")])
    def test_help(self, arguments: tuple[str, ...], run: Callable[..., Printed]) -> None:
        """Help is printed on stdout, and is no error."""
        status, out, err = run(*arguments)
        assert (status, out.startswith("usage: sec-uep"), err) == (0, True, "")


class TestWhatCannotBeRead:
    """It ends with 2, and says on stderr what is wrong; nothing is printed."""

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            ((), "required: COMMAND"),
            (("report",), "required: FILE"),
            (("report", "entry.yaml"), "ends in neither .toml nor .json"),
            (("report", "nowhere.toml"), "sec-uep: nowhere.toml: No such file or directory; name a file"),
            (("report", ".toml"), "No such file"),
            (("report", "\0.toml"), "is no path"),
            (("report", LATE, "--today", "25 November"), "is not a date; write it as 2026-11-23"),
            (("report", LATE, "--today", "2026-11-31"), "is not a date; write it as 2026-11-23"),
            (("report", LATE, "--reading", "RD-13"), "chooses nothing; write RD-13=before-srept-too"),
            (("report", LATE, "--reading", "RD-99=yes"), "'RD-99' is not known here"),
            (("report", LATE, "--reading", "RD-13=yes"), "'yes' is not known here"),
            (("report", LATE, "--calendar", LATE), "bank holidays"),
            (
                ("report", LATE, *DAY, "--html", LATE),
                f"--html: {LATE} is the entry file itself; name another",
            ),
            (("report", LATE, *DAY, "--html", "-", "--json"), "not allowed with argument"),
            (
                ("report", "nowhere.toml", *DAY, "--html", "nowhere.html"),
                "sec-uep: nowhere.toml: No such file",
            ),
            (("report", LATE, "--tod", "2026-11-25"), "unrecognized arguments"),
            (("verify", "nowhere.json"), "No such file"),
        ],
    )
    def test_refused(self, arguments: tuple[str, ...], said: str, run: Callable[..., Printed]) -> None:
        """Each with its reason."""
        status, out, err = run(*arguments)
        assert (status, out) == (2, "")
        assert said in err

    def test_every_fault_of_a_file(self, run: Callable[..., Printed], tmp_path: Path) -> None:
        """All at once, each with its place."""
        file = tmp_path / "entry.toml"
        file.write_text('roles = ["gas"]\n[party]\nnmae = "x"\n', encoding="utf-8")
        status, _, err = run("report", str(file))
        assert status == 2
        assert "roles #1" in err
        assert "did you mean 'name'?" in err

    def test_standard_input_is_named(
        self, run: Callable[..., Printed], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What comes from standard input is called so; and where there is none, it is an empty file."""
        monkeypatch.setattr(sys, "stdin", io.StringIO("roles = 5"))
        assert "sec-uep: standard input: " in run("report", "-")[2]
        monkeypatch.setattr(sys, "stdin", None)
        assert run("report", "-")[0] == 2


def started(*arguments: str, **how: object) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    command = [sys.executable, "-m", "sec_uep", *arguments]
    given: dict[str, object] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **how}
    return subprocess.run(command, text=True, check=False, **given)  # type: ignore[call-overload,no-any-return]


class TestWhatCannotBeWritten:
    """One line on stderr, and a status that is not 0."""

    @pytest.mark.parametrize("arguments", [("report", LATE, *DAY), ("init",), ("--help",), ("--version",)])
    def test_no_space(self, arguments: tuple[str, ...]) -> None:
        """A disk that is full."""
        with Path("/dev/full").open("w", encoding="utf-8") as full:
            ended = started(*arguments, stdout=full)
        assert ended.returncode == 3
        assert ended.stderr == "sec-uep: the output cannot be written: No space left on device\n"

    def test_closed_stdout(self) -> None:
        """A process that was started without a stdout."""
        ended = started("report", LATE, *DAY, stdout=None, preexec_fn=lambda: os.close(1))
        assert ended.returncode == 3
        assert ended.stderr == "sec-uep: the output cannot be written: it is closed\n"

    @pytest.mark.parametrize("stderr", ["closed", "full"])
    def test_nobody_can_be_told(self, stderr: str) -> None:
        """A refusal that cannot be said keeps its status."""
        if stderr == "closed":
            ended = started("report", "nowhere.toml", stderr=None, preexec_fn=lambda: os.close(2))
        else:
            with Path("/dev/full").open("w", encoding="utf-8") as full:
                ended = started("report", "nowhere.toml", stderr=full)
        assert (ended.returncode, ended.stdout) == (2, "")

    def test_whoever_reads_has_read_enough(self) -> None:
        """A pipe that is closed at its other end is no failure, and nothing is said of it."""
        read, write = os.pipe()
        os.close(read)
        with os.fdopen(write, "w") as broken:
            ended = started("report", LATE, *DAY, stdout=broken)
        assert (ended.returncode, ended.stderr) == (0, "")

    def test_a_name_that_the_terminal_cannot_show(self, tmp_path: Path) -> None:
        """It is shown as it can be."""
        file = tmp_path / "entry.toml"
        file.write_text('[party]\nname = "Größe \\u2603"\n', encoding="utf-8")
        ended = started("report", str(file), *DAY, env={**os.environ, "PYTHONIOENCODING": "ascii"})
        assert ended.returncode == 0
        assert r"Gr\xf6\xdfe \u2603: DCC User Entry Process" in ended.stdout

    def test_in_this_process(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The same, called from Python: the status says it, whatever the stream is."""
        asked = ("report", LATE, *DAY)
        read, write = os.pipe()
        os.close(read)
        with os.fdopen(write, "w") as broken:
            monkeypatch.setattr(sys, "stdout", broken)
            assert main(asked) == 0
        with Path("/dev/full").open("w", encoding="utf-8") as full:
            monkeypatch.setattr(sys, "stdout", full)
            assert main(asked) == 3
        monkeypatch.setattr(sys, "stdout", None)
        assert main(asked) == 3
        said = "sec-uep: the output cannot be written: "
        assert capsys.readouterr().err == f"{said}No space left on device\n{said}it is closed\n"
        monkeypatch.setattr(sys, "stdout", io.StringIO())
        monkeypatch.setattr(sys, "stderr", None)
        assert (main(asked), main(["report", "nowhere.toml"])) == (0, 2)

    def test_a_file_that_cannot(self, run: Callable[..., Printed], tmp_path: Path) -> None:
        """A folder, a file in no folder, and what no file can be called; nothing is printed."""
        for name, why in (
            (str(tmp_path), "Is a directory"),
            (str(tmp_path / "no" / "page.html"), "No such file or directory"),
            ("", "Is a directory"),
        ):
            said = f"sec-uep: {name}: {why}; name a file that can be written\n"
            assert run("report", LATE, *DAY, "--html", name) == (3, "", said)
        status, out, err = run("plan", LATE, *DAY, "--html", "page\0.html")
        assert (status, out) == (3, "")
        assert err.startswith("sec-uep: 'page\\x00.html': ")

    def test_any_stream_that_cannot(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """It need be no file."""

        class Refusing(io.StringIO):
            def write(self, _: str) -> int:
                raise OSError

        monkeypatch.setattr(sys, "stdout", Refusing())
        monkeypatch.setattr(sys, "stderr", Refusing())
        assert main(["init"]) == 3

    def test_as_a_script(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        """`python -m sec_uep` ends with the status of the command."""
        monkeypatch.setattr(sys, "argv", ["sec-uep", "report", SEVERN, *DAY, "--target", "2027-09-23"])
        with pytest.raises(SystemExit) as ended:
            runpy.run_path(str(Path(uep.__file__).with_name("__main__.py")), run_name="__main__")
        assert ended.value.code == 1
        assert "Cannot be met" in capsys.readouterr().out
