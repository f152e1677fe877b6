"""
`sec-uep` and `python -m sec_uep`: the page of an entry file, what an id stands for, a file to fill in.

The thinnest shell over the library; see `sec_uep.report`, `sec_uep.explain` and `sec_uep.load`.
Only here is a clock read: for the day of the page where none is given, and the page says so.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from sec_uep._version import __version__
from sec_uep.errors import InvalidValue, MalformedData, SecUepError, UnknownName, listed, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sec_uep.calendar import WorkingDayCalendar
    from sec_uep.entry import Entry
    from sec_uep.page import Page

#: Exit statuses: a target cannot be met, or a receipt does not hold; unreadable input; unwritable output.
NO, UNREADABLE, UNWRITABLE = 1, 2, 3

_WIDTH = 100
_STDIN = "-"

_TEMPLATE = """\
# An entry: who the Party is, what has happened so far, and how long the rest will take.
# What is left out is unknown, and the page says what would settle it. Then: sec-uep report FILE
# A line that begins with "#: " can be used as it stands, without the "#: ".

# The User Roles applied for: import-supplier, export-supplier, gas-supplier, electricity-distributor,
# gas-transporter, registered-supplier-agent, other-user.
roles = ["import-supplier"]

# The day by which the Party wants to be a User, if there is one.
#: target = 2027-10-01

[party]
# What it is called.
name = "Example Energy Ltd"

# Since when the organisation has been a SEC Party: a date, or false if it is not one yet.
sec_party_since = 2026-02-02

# Whether it is in Controlled Market Entry.
in_controlled_market_entry = false

# A table for each Ofgem licence of Table 1; write `licences = []` under [party] instead if there is none.
# Its kind: electricity-supply, gas-supply, electricity-distribution, gas-transport.
[[party.licences]]
kind = "electricity-supply"

# What the licence is called, its number say, to tell several of one kind apart.
#: name = "first licence"

# Whether the holder is a Domestic Supplier.
domestic = false

# Which of 39.3 to 39.6 and 39.10 to 39.13 apply. A list is the complete answer,
# a table a part of it: { "39.4" = true }.
paragraphs = []

# Which kinds of meter are installed at Designated Premises: current-transformer, advanced, smart, and other
# for every kind that is none of these. A list or a table, as above.
meters = ["smart", "advanced"]

# Which kinds are installed at other premises, in the same words.
#: meters_elsewhere = ["advanced", "other"]

# Whether the exemption of Condition 48.9 is had.
#: exempt_48_9 = false

# Of gas the paragraphs are 33.3 to 33.6 and 33.10 to 33.13, the meters large-gas, advanced, smart and other,
# and the exemption is that of Condition 42.9.
#: [[party.licences]]
#: kind = "gas-supply"
#: domestic = false
#: paragraphs = ["33.4"]
#: meters = ["large-gas", "other"]
#: meters_elsewhere = ["smart"]
#: exempt_42_9 = false

# Of electricity distribution: whether the holder is a Distribution Service Provider.
#: [[party.licences]]
#: kind = "electricity-distribution"
#: distribution_service_provider = true

# How a contestable point of the texts is read, where not as by default: sec-uep explain RD-13.
#: [readings]
#: RD-13 = "before-srept-too"

# How long a step takes, where the Party can say: "16 weeks", "15 working days", "10 days", "2 months".
# Without it the page can say "no sooner than" only.
[estimates]
user-interface = "16 weeks"
uept = "15 working days"

# A table for each thing that has happened, in any order; one on a day to come is a booking.
# The steps, each with the outcomes that it can have; without one it is simply done:
STEPS
[[events]]
step = "gateway-connection"
day = 2026-05-08

# What takes time can have begun; another table with the same step says when it ended.
[[events]]
step = "user-interface"
day = 2026-08-14
outcome = "begun"

# What is for one User Role names it; without it an event is for all of them.
#: [[events]]
#: step = "uept-notice"
#: role = "import-supplier"
#: day = 2026-12-01

# What became known later than it happened has known_on, the day on which it became known.
#: [[events]]
#: step = "smki-rapps"
#: day = 2026-09-30
#: known_on = 2026-10-05

# What was moved has booked_for, the day for which it had been booked; the new day is an event of its own.
#: [[events]]
#: step = "full-user-security-assessment"
#: day = 2026-10-20
#: outcome = "rescheduled"
#: booked_for = 2027-02-01
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command given by *arguments*, and return its exit status.

    It is 0 when what was asked for is printed, 1 when a target cannot be met or a receipt does not hold,
    2 when something given cannot be read, and 3 when the output cannot be written.
    """
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        try:
            options, wrong = _parser().parse_args(arguments), 0
        except SystemExit as ended:  # argparse has said its say: the help, the version, or what is wrong
            options, wrong = None, int(ended.code or 0)
    if options is None:
        return _refused(err.getvalue(), wrong) if wrong else _said(out.getvalue(), 0)
    try:
        text, status = options.run(options)
    except _UnwritableError as error:
        return _refused(f"sec-uep: {error}; name a file that can be written\n", UNWRITABLE)
    except SecUepError as error:
        return _refused(f"sec-uep: {error}\n")
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        return _refused(f"sec-uep: {name}{error.strerror or error}; name a file that can be read\n")
    return _said(f"{text}\n", status)


# --- The commands -------------------------------------------------------------------------


def _page(options: Namespace) -> tuple[str, int]:
    from sec_uep.page import report  # noqa: PLC0415 - only what a command needs is loaded

    entry, today = _entry(options.file), options.today or date.today()  # noqa: DTZ011 - the machine's own day
    readings = entry.readings.choosing(dict(options.reading))
    page: Page = report(
        entry,
        today=today,
        target=options.target,
        at_best=options.at_best,
        calendar=_calendar(options.calendar),
        readings=readings,
    )
    status = NO if page.cannot_be_met else 0
    if options.json:
        from sec_uep.wire import dumps  # noqa: PLC0415

        return dumps(page.data()), status
    remark = "" if options.today else "The day is this machine's; --today names another."
    if options.html is not None:
        return _written(options, page.html(full=options.full, lead=options.lead, remark=remark)), status
    width = shutil.get_terminal_size((_WIDTH, 0)).columns
    return page.text(width=width, full=options.full, lead=options.lead, remark=remark), status


def _explain(options: Namespace) -> tuple[str, int]:
    from sec_uep.glossary import explain  # noqa: PLC0415

    return "\n\n".join(str(explain(id_)) for id_ in options.ids), 0


def _init(_: Namespace) -> tuple[str, int]:
    from sec_uep.obligations.steps import TABLE  # noqa: PLC0415

    steps = (f"#   {step.value}: {', '.join(row.outcomes)}".removesuffix(": ") for step, row in TABLE.items())
    return _TEMPLATE.rstrip("\n").replace("STEPS", "\n".join(steps)), 0


def _verify(options: Namespace) -> tuple[str, int]:
    from sec_uep.receipts import verify  # noqa: PLC0415

    text = _content(options.file)
    try:
        found = verify(text)
    except MalformedData:
        if _is_entry(text):
            raise InvalidValue(options.file, "this", "is an entry file", "verify takes a receipt") from None
        raise
    return str(found), 0 if found else NO


# --- What is read -------------------------------------------------------------------------


def _content(file: str) -> str:
    if file == _STDIN:
        return sys.stdin.read() if sys.stdin else ""
    return Path(file).read_text(encoding="utf-8-sig")


def _entry(file: str) -> Entry:
    from sec_uep.wire import load  # noqa: PLC0415

    return _read(_content(file)) if file == _STDIN else load(file)


def _read(text: str) -> Entry:
    from sec_uep.entry import Entry  # noqa: PLC0415
    from sec_uep.wire import loads  # noqa: PLC0415

    return loads(text, Entry, "json" if text.lstrip().startswith("{") else "toml", source="standard input")


def _is_entry(text: str) -> bool:
    try:
        _read(text)
    except SecUepError:
        return False
    return True


def _calendar(name: str | None) -> WorkingDayCalendar | None:
    from sec_uep import calendar  # noqa: PLC0415

    if name is None:
        return None
    named = {
        "england-and-wales": calendar.england_and_wales,
        "scotland": calendar.scotland,
        "northern-ireland": calendar.northern_ireland,
    }
    if name in named:
        return named[name]()
    try:
        return calendar.from_gov_uk(Path(name), division="england-and-wales")
    except FileNotFoundError:
        how = f"choose from {listed(named)}, or name GOV.UK's file"
        raise UnknownName("--calendar", name, (*named,), "there is no such file", how) from None


def _date(text: str) -> date:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # such as 30 February: refused like any other text
    raise ArgumentTypeError(f"{text!r} is not a date; write it as 2026-11-23")


def _choice(text: str) -> tuple[str, str]:
    id_, sign, choice = text.partition("=")
    if not sign:
        raise ArgumentTypeError(f"{text!r} chooses nothing; write RD-13=before-srept-too, say")
    return id_.strip().upper(), choice.strip()


# --- What is written ----------------------------------------------------------------------


class _UnwritableError(Exception):
    """A file cannot be written."""


def _written(options: Namespace, text: str) -> str:
    """Write *text* to the file that was named, and return where it is; or return it for standard output."""
    if options.html == _STDIN:
        return text.rstrip("\n")
    file = Path(options.html)
    try:
        is_the_entry = options.file != _STDIN and file.resolve() == Path(options.file).resolve()
        if not is_the_entry:
            file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise _UnwritableError(f"{options.html}: {error.strerror or error}") from None
    except ValueError as error:  # a name that no file can have
        raise _UnwritableError(f"{shown(options.html)}: {error}") from None
    if is_the_entry:
        raise InvalidValue("--html", options.html, "is the entry file itself", "name another file")
    return f"The page is in {options.html}"


def _said(text: str, status: int) -> int:
    """Print *text*, and return *status*; whoever reads may have read enough."""
    try:
        _write(sys.stdout, text)
    except BrokenPipeError:
        return status
    except OSError as error:
        return _refused(f"sec-uep: the output cannot be written: {error.strerror or error}\n", UNWRITABLE)
    return status


def _refused(message: str, status: int = UNREADABLE) -> int:
    """Say on stderr what is wrong, if anybody can be told, and return *status*."""
    try:
        _write(sys.stderr, message)
    except OSError:
        return status
    return status


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:  # closed before this process began
        raise OSError(None, "it is closed")
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    try:
        stream.write(text)
        stream.flush()
    except OSError:
        # What is left in the buffer goes nowhere; without this Python would complain once more as it ends.
        if isinstance(stream, TextIOWrapper):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        raise


# --- The words of the command line --------------------------------------------------------


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="sec-uep",
        description="The rulebook of the DCC User Entry Process. Not legal advice.",
        epilog="Begin with: sec-uep init > entry.toml",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"sec-uep {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, says: str, run: object) -> ArgumentParser:
        made = commands.add_parser(name, help=says, description=f"Print {says}.", allow_abbrev=False)
        made.set_defaults(run=run)
        return made

    for name, lead, says in (
        ("report", "to-do", "what a Party must do, by when, and why"),
        ("plan", "schedule", "the same page, with the schedule in full"),
    ):
        page = command(name, says, _page)
        page.set_defaults(lead=lead)
        page.add_argument("file", metavar="FILE", help="an entry file, .toml or .json; - is standard input")
        page.add_argument(
            "--today", metavar="DATE", type=_date, help="the day of the page; without it, this machine's"
        )
        page.add_argument(
            "--target", metavar="DATE", type=_date, help="the day by which to be a User; else the file's own"
        )
        page.add_argument(
            "--at-best", action="store_true", help="others act at once, instead of using their time limits"
        )
        page.add_argument(
            "--reading",
            metavar="ID=CHOICE",
            type=_choice,
            action="append",
            default=[],
            help="read a contestable point so, such as RD-13=before-srept-too; may be repeated",
        )
        page.add_argument(
            "--calendar",
            metavar="NAME",
            help="england-and-wales, scotland, northern-ireland, or GOV.UK's bank-holidays file "
            "(its England and Wales)",
        )
        page.add_argument("--full", action="store_true", help="add the words of rules and readings")
        how = page.add_mutually_exclusive_group()
        how.add_argument("--json", action="store_true", help="print the page as JSON")
        how.add_argument(
            "--html",
            metavar="FILE",
            help="write the page as one HTML file to send or to print; - is standard output",
        )
    ids = command("explain", "what an id or an abbreviation stands for", _explain)
    ids.add_argument("ids", metavar="ID", nargs="+", help="such as TE-01, RD-13, srept, SMKI")
    command("init", "an entry file to fill in", _init)
    receipt = command("verify", "whether a receipt still holds", _verify)
    receipt.add_argument("file", metavar="RECEIPT", help="a receipt, as JSON; - is standard input")
    return parser


if __name__ == "__main__":
    sys.exit(main())
