"""
`python -m sec_uep report FILE --today DATE`: the report of an entry file, in the terminal.

The thinnest shell over the library; see `sec_uep.report` and `sec_uep.wire`.
"""

from __future__ import annotations

import io
import os
import re
import sys
from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sec_uep.errors import MalformedData, SecUepError
from sec_uep.obligations.entry_process import Entry
from sec_uep.report import report
from sec_uep.wire import LARGEST, Format, dumps, loads

if TYPE_CHECKING:
    from collections.abc import Sequence

_FORMATS: dict[str, Format] = {".toml": "toml", ".json": "json"}

_EXAMPLE = """\
An entry file says who the Party is and what happened so far; examples are in `examples/`:

    roles = ["other-user"]

    [party]
    name = "Example Energy Ltd"
    sec_party_since = 2026-02-02
    licences = []

    [[events]]
    step = "srept"
    day = 2026-03-27
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command given by *arguments*, and return its exit status.

    It is 0 when the report was printed, and 2 when what was given was refused; the reason goes to stderr.
    """
    options = _parser().parse_args(arguments)
    try:
        text = _report(options.file, options.today, as_data=options.json)
    except MalformedData as error:
        return _refused(str(error))
    except SecUepError as error:
        return _refused(f"{options.file}: {error}")
    except OSError as error:
        return _refused(f"{options.file}: {error.strerror or error}; name an entry file that can be read")
    return _print(text)


def _report(path: Path, today: date, *, as_data: bool) -> str:
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    entry = loads(content, Entry, _FORMATS[path.suffix.lower()], source=str(path))
    answers = report(entry, today=today)
    return dumps(answers.data()) if as_data else str(answers)


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
    command = commands.add_parser(
        "report",
        help="what a Party must do, by when, and why",
        description="Say who must become a DCC User, what is next, and by when.",
        epilog=_EXAMPLE,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.add_argument("file", metavar="FILE", type=_file, help="an entry file, .toml or .json")
    command.add_argument(
        "--today",
        metavar="DATE",
        type=_date,
        required=True,
        help="the day to report for, such as 2026-11-23; no clock is read",
    )
    command.add_argument("--json", action="store_true", help="print the same as JSON")
    return parser


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
