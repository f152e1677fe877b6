"""
`python -m sec_uep report FILE --today DATE`, and `plan`: the pages of an entry file, in the terminal.

The thinnest shell over the library; see `sec_uep.report` and `sec_uep.wire`.
"""

from __future__ import annotations

import io
import os
import re
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sec_uep.errors import MalformedData, SecUepError
from sec_uep.obligations.entry_process import Entry
from sec_uep.report import PlanPage, Report, plan_page, report
from sec_uep.strict_json import content_of
from sec_uep.wire import Format, dumps, loads

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_FORMATS: dict[str, Format] = {".toml": "toml", ".json": "json"}

_EXAMPLE = """\
An entry file says who the Party is, what happened so far, and how long the rest will take;
without an estimate a plan can only say "no sooner than". Examples are in `examples/`:

    # The User Roles applied for.
    roles = ["gas-supplier"]

    [party]
    name = "Example Energy Ltd"
    sec_party_since = 2026-02-02

    # How long a step takes is yours to say.
    [estimates]
    user-interface = "16 weeks"
    uept = "15 working days"

    [[events]]
    step = "gateway-connection"
    day = 2026-05-08

    # What takes time can be told to have begun.
    [[events]]
    step = "user-interface"
    day = 2026-08-14
    outcome = "begun"

    [[events]]
    step = "fusa-application"
    day = 2026-10-05

    # An event after today is a booking.
    [[events]]
    step = "full-user-security-assessment"
    day = 2027-02-01
    outcome = "begun"
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command given by *arguments*, and return its exit status.

    It is 0 when the page was printed, and 2 when what was given was refused; the reason goes to stderr.
    """
    options = _parser().parse_args(arguments)
    try:
        page: Report | PlanPage = options.page(_read(options.file), options)
        text = dumps(page.data()) if options.json else str(page)
    except MalformedData as error:
        return _refused(str(error))
    except SecUepError as error:
        return _refused(f"{options.file}: {error}")
    except OSError as error:
        return _refused(f"{options.file}: {error.strerror or error}; name an entry file that can be read")
    return _print(text)


def _read(path: Path) -> Entry:
    return loads(content_of(path), Entry, _FORMATS[path.suffix.lower()], source=str(path))


def _report(entry: Entry, options: Namespace) -> Report:
    return report(entry, today=options.today)


def _plan(entry: Entry, options: Namespace) -> PlanPage:
    return plan_page(entry, today=options.today, target=options.target, at_best=options.at_best)


def _print(text: str) -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        print(text, flush=True)  # noqa: T201 - printing is its purpose
    except BrokenPipeError:
        # Whoever read has read enough; without this Python would complain once more as it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _refused(message: str) -> int:
    print(f"sec_uep: {message}", file=sys.stderr)  # noqa: T201 - as above
    return 2


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="python -m sec_uep",
        description="The rulebook of the DCC User Entry Process. Not legal advice.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _command(
        commands.add_parser(
            "report",
            help="what a Party must do, by when, and why",
            description="Say who must become a DCC User, what is next, and by when.",
            epilog=_EXAMPLE,
            formatter_class=RawDescriptionHelpFormatter,
            allow_abbrev=False,
        ),
        _report,
        "the day to report for, such as 2026-11-23; no clock is read",
    )
    plan = _command(
        commands.add_parser(
            "plan",
            help="when it can be a User, what to do next, and by when at the latest",
            description="Say when it can be a User, what stands in the way, what to do next, and by when.",
            epilog=_EXAMPLE,
            formatter_class=RawDescriptionHelpFormatter,
            allow_abbrev=False,
        ),
        _plan,
        "the day to plan on, such as 2026-11-23; no clock is read",
    )
    plan.add_argument(
        "--target",
        metavar="DATE",
        type=_date,
        help="the day by which every User Role is wished for; without it, the soonest day is planned",
    )
    plan.add_argument(
        "--at-best",
        action="store_true",
        help="take the DCC to act at once, instead of using its time limits in full",
    )
    return parser


def _command(
    command: ArgumentParser, page: Callable[[Entry, Namespace], Report | PlanPage], today: str
) -> ArgumentParser:
    """Return *command* with the arguments that every command has."""
    command.set_defaults(page=page)
    command.add_argument("file", metavar="FILE", type=_file, help="an entry file, .toml or .json")
    command.add_argument("--today", metavar="DATE", type=_date, required=True, help=today)
    command.add_argument("--json", action="store_true", help="print the same as JSON")
    return command


def _file(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in _FORMATS:
        raise ArgumentTypeError(f"{text!r} ends in neither .toml nor .json; name an entry file")
    return path


def _date(text: str) -> date:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # such as 30 February: refused like any other text
    raise ArgumentTypeError(f"{text!r} is not a date; write it as 2026-11-23")


if __name__ == "__main__":
    sys.exit(main())
