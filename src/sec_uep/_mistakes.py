"""
What is wrong in a text of JSON or TOML, and on which line each key stands.

A strict reader stops at the first mistake and names it in the words of its grammar.
This one says what is wrong and how to write it, takes what was most likely meant, and reads on.
What it makes of a text serves to find the faults; data that is used comes from a strict reader.
"""

from __future__ import annotations

import json
import re
import tomllib
from bisect import bisect_right
from datetime import date
from typing import Any, TypeAlias

from attrs import frozen

from sec_uep.errors import MOST_FAULTS, Fault, FaultCode, shown

__all__ = ["Located", "Path", "day_in_words", "day_meant", "located", "truth_meant"]

#: Where something stands: keys, and places in lists.
Path: TypeAlias = tuple[str | int, ...]

#: The most digits of a number, lists and tables in one another, and keys and items that are looked at.
_DIGITS = 60
_DEEPEST = 40
_MOST_LINES = 10_000

_CURLY = "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\u00b4`"
_QUOTES = f"\"'{_CURLY}"
_ODD_SPACES = "\u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff\v\f\x85"

_GAP = re.compile(rf"[ \t]+|\n|#[^\n]*|//[^\n]*|/\*.*?(?:\*/|\Z)|[{_ODD_SPACES}]+", re.DOTALL)
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+"{3,5}+|'
    r"'''(?:[^']|'(?!''))*+'{3,5}+|"
    r'"(?:[^"\\\n]|\\[^\n])*+"|'
    r"'[^'\n]*+'|"
    rf"[{_CURLY}][^{_CURLY}\"\n]*+[{_CURLY}\"]",
    re.DOTALL,
)
_KEY_PART = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\[^\n])*+"|'[^'\n]*+'""")
_KEY = re.compile(rf"(?:{_KEY_PART.pattern})(?:[ \t]*\.[ \t]*(?:{_KEY_PART.pattern}))*+")
_JSON_KEY = re.compile(r'"(?:[^"\\\n]|\\[^\n])*+"')
_LOOSE_KEY = re.compile(r"""[^=:,\n"'\[\]{}]*(?=[=:])""")
_UP_TO_VALUE = re.compile(r"[^=:,\n}]*")
_HEADER = re.compile(r"(\[\[?)([^\[\]\n#=]*)(\]{0,2})")
_TABLE = re.compile(r"[ \t]*\[\[?[\w. -]+\]")
_STATEMENT = re.compile(rf"{_TABLE.pattern}|[ \t]*[\w-]+[ \t]*=")
_LITERAL = re.compile(r"(?:true|false|null|-?[0-9][0-9.]*)(?=[ \t]+[\"'\[{])")

_HALF = "has half of a character, a lone surrogate; correct that text"
_TRUTHS = {
    "true": True,
    "false": False,
    "yes": True,
    "no": False,
    "on": True,
    "off": False,
    "1": True,
    "0": False,
}
_NOTHINGS = ("?", "-", "n/a", "na", "nil", "none", "null", "tba", "tbc", "tbd", "undefined", "unknown")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def truth_meant(text: str) -> str:
    """Return "true" or "false" if *text* most likely means one of them, else nothing."""
    truth = _TRUTHS.get(text.strip().casefold())
    return "" if truth is None else str(truth).lower()


def day_meant(text: str) -> date | None:
    """
    Return the day that *text* most likely means; where month and day could be either, the day comes first.

    >>> day_meant("02/11/2026"), day_meant("27 March 2026"), day_meant("30.2.2026")
    (datetime.date(2026, 11, 2), datetime.date(2026, 3, 27), None)
    """
    text = re.sub("[\u2010-\u2015\u2212]", "-", text.strip().casefold())
    year_first = re.fullmatch(r"(\d{4})[-/. ]?(\d{1,2})[-/. ]?(\d{1,2})", text)
    day_first = re.fullmatch(
        r"(\d{1,2})(?:st|nd|rd|th)?[-/. ]+(\d{1,2}|[a-z]{3,9})[-/., ]+(\d{4}|\d\d)", text
    )
    month_first = re.fullmatch(r"([a-z]{3,9})[-/. ]+(\d{1,2})(?:st|nd|rd|th)?[-/., ]+(\d{4})", text)
    if year_first:
        year, month, day = year_first.groups()
    elif day_first:
        day, month, year = day_first.groups()
    elif month_first:
        month, day, year = month_first.groups()
    else:
        return None
    number = int(month) if month.isdecimal() else _MONTHS.index(month[:3]) + 1 if month[:3] in _MONTHS else 0
    if number > 12 >= int(day):  # noqa: PLR2004 - the months of a year
        number, day = int(day), str(number)
    try:
        return date(int(year) + 2000 * (len(year) == 2), number, int(day))  # noqa: PLR2004 - digits of a year
    except ValueError:
        return None


def day_in_words(day: date) -> str:
    """Return how to write *day* in data, and which day it is, in case another was meant."""
    return f"write {day} for {day.day} {day:%B %Y}"


def _quoted(text: str) -> str:
    return json.dumps(text[:_DIGITS], ensure_ascii=not text.isprintable())


def _plain(text: str) -> str:
    return text if text.isprintable() and len(text) <= _DIGITS else shown(text)


@frozen
class Located:
    """
    What was found in a text.

    Attributes:
        data: What it most likely says.
        lines: The line of each key and each item, by its path, counted from 1.
        faults: What is wrong in it.

    """

    data: Any
    lines: dict[Path, int]
    faults: tuple[Fault, ...]

    def line(self, path: Path) -> int | None:
        """Return the line of what stands at *path*, or of what is nearest around it, if there is one."""
        around = (path[:length] for length in range(len(path), 0, -1))
        return next((self.lines[each] for each in around if each in self.lines), None)


def located(text: str, *, is_toml: bool) -> Located:
    r"""
    Look through a *text* of a sane size and depth.

    >>> for fault in located("day = 02/11/2026\nname = Example Ltd", is_toml=True).faults:
    ...     print(fault)
    line 1: day: 02/11/2026 is no date; write 2026-11-02 for 2 November 2026
    line 2: name: Example Ltd is text without quotes; write "Example Ltd"
    """
    if message := _something_else(text.lstrip()[:200], is_toml=is_toml):
        return Located({}, {}, (Fault((), message, "syntax"),))
    reader = _Reader(text, is_toml=is_toml)
    try:
        if is_toml:
            reader.toml_document()
        else:
            reader.json_document()
    except _EnoughError:
        pass
    return Located(reader.data, reader.lines, tuple(reader.faults))


def _something_else(start: str, *, is_toml: bool) -> str:
    """Return what to say of a text that, by its *start*, is of another kind altogether."""
    if start.startswith("<"):
        return "is a page of HTML or XML, not data; pass the file itself"
    if re.fullmatch(r"[a-z]{2,9}://\S+|[^\s{}\[\]\"=]+\.(json|toml)\s*", start, re.IGNORECASE):
        return f"{shown(start)} is an address or a path; pass what is found there"
    if is_toml and re.match(r"\{\s*[\"}]", start):
        return "is JSON, not TOML; read it as JSON: the name of such a file ends in .json"
    if not is_toml and not start:
        return "is empty; pass the content of a file"
    if not is_toml and re.match(r"(#.*\s+)*(\[\[?[\w.-]+\]\]?\s*$|[\w-]+\s*=)", start, re.MULTILINE):
        return "is TOML, not JSON; read it as TOML: the name of such a file ends in .toml"
    return ""


class _EnoughError(Exception):
    """There are more faults, or more levels, than anybody wants to hear of."""


class _Reader:
    """One text, read from its beginning to its end."""

    def __init__(self, text: str, *, is_toml: bool) -> None:
        self.text, self.is_toml, self.at = text, is_toml, 0
        comment = "#" if is_toml else ""
        self.word_of = {
            True: re.compile(rf"[^\n][^\n,\]}}{comment}]*"),
            False: re.compile(rf"[^\n][^\n{comment}]*"),
        }
        self.starts = [found.end() for found in re.finditer("\n", text)]
        self.data: Any = {}
        self.lines: dict[Path, int] = {}
        self.headers: set[Path] = set()
        self.faults: list[Fault] = []
        self.refused = 0

    # --- Looking ---

    @property
    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def line(self, at: int) -> int:
        return bisect_right(self.starts, at) + 1

    def refuse(self, path: Path, message: str, at: int, code: FaultCode = "syntax") -> None:
        line = self.line(at)
        if not self.faults or (self.faults[-1].path, self.faults[-1].line) != (path, line):
            self.faults.append(Fault(path, message, code, line))  # else one mistake looks like two
        self.refused += 1
        if len(self.faults) > MOST_FAULTS or self.refused > 2 * MOST_FAULTS:
            raise _EnoughError

    def skip(self, path: Path, *, lines: bool = True) -> None:
        """Go on to the next thing that says something, on this line or, if *lines*, on any."""
        while found := _GAP.match(self.text, self.at):
            gap = found[0]
            if gap == "\n" and not lines:
                return
            if gap[0] == "/" or (gap[0] == "#" and not self.is_toml):
                how = "write # before a comment" if self.is_toml else "JSON has none, so take it out"
                self.refuse(path, f"{_plain(gap)} is no comment; {how}", self.at)
            elif gap[0] not in " \t\n#":
                name = "a no-break space" if gap[0] == "\u00a0" else f"something like a space ({gap[0]!a})"
                self.refuse(path, f"has {name} before or after it; write a plain space", self.at)
            self.at = found.end()

    # --- Values ---

    def value(self, path: Path, *, inside: bool) -> Any:  # noqa: ANN401 - plain data
        if len(path) > _DEEPEST or len(self.lines) > _MOST_LINES:
            raise _EnoughError
        if self.peek == "[":
            return self.array(path)
        if self.peek == "{":
            return self.table(path)
        return self.string(path) if self.peek in _QUOTES else self.word(path, inside=inside)

    def array(self, path: Path) -> list[Any]:
        items: list[Any] = []
        last: Path | None = None
        self.at += 1
        while self.goes_on(path, last, "]"):
            last = (*path, len(items))
            self.lines[last] = self.line(self.at)
            items.append(self.value(last, inside=True))
        return items

    def table(self, path: Path) -> dict[str, Any]:
        begun, table = self.at, dict[str, Any]()
        last: Path | None = None
        self.at += 1
        while self.goes_on(path, last, "}"):
            last = self.pair(table, path, inside=True)
        if self.is_toml and "\n" in self.text[begun : self.at]:
            self.refuse(path, "is a table in braces on several lines; write it on one line", begun)
        return table

    def goes_on(self, path: Path, last: Path | None, close: str) -> bool:
        """Return whether another item comes after the *last*, and go past the comma, or past the *close*."""
        end, is_next = self.at, last is None
        self.skip(path)
        if last is not None and self.peek == ",":
            comma, self.at, is_next = self.at, self.at + 1, True
            self.skip(path)
            if self.peek == close and not (self.is_toml and close == "]"):
                self.refuse(last, f"has a comma after it, before the {close}; take it out", comma)
        while self.peek == ",":
            self.refuse(path, "has a comma too many; take it out", self.at)
            self.at += 1
            self.skip(path)
        if self.peek == close:
            self.at += 1
        elif not self.peek and not self.is_toml:
            self.refuse((), f"ends too soon, without a {close}; find the rest of it, or write one", end - 1)
        elif self.peek in {"", "]", "}"} or self.is_past(end, is_list=close == "]" or not is_next):
            self.refuse(path, f"has no {close} at its end; write one", end - 1)
        else:
            if not is_next:
                self.refuse(last or path, "has no comma after it; write one", end - 1)
            return True
        return False

    def is_past(self, end: int, *, is_list: bool) -> bool:
        """Return whether a line that belongs to no bracket begins after *end*; if so, go back to it."""
        begun = self.text.rfind("\n", end, self.at)
        belongs = _STATEMENT if is_list else _TABLE
        if self.is_toml and begun >= 0 and belongs.match(self.text, begun + 1):
            self.at = begun
            return True
        return False

    def string(self, path: Path) -> str:
        begun, found = self.at, _STRING.match(self.text, self.at)
        is_open = self.is_toml and self.text.startswith(('"""', "'''"), begun)
        if found is None or (is_open and len(found[0]) == len('""')):
            return self.open_string(path)
        self.at, raw = found.end(), found[0]
        text = raw.strip(_QUOTES)
        try:
            if raw[0] in _CURLY or raw[-1] in _CURLY:
                message = f"has curly quotes; write straight ones, {_quoted(text)}"
            elif raw[0] == "'" and not self.is_toml:
                message = f"has single quotes; write double ones, {_quoted(text)}"
            else:
                return _text(raw, is_toml=self.is_toml)
        except UnicodeEncodeError:
            message = _HALF
        except ValueError:
            what = "three quotes" if raw.startswith('"""') else "a tab or the like"
            what = "a backslash, which is to be doubled" if "\\" in raw else what
            message = f"has {what}; write {_quoted(text)}"
        self.refuse(path, message, begun)
        return text

    def open_string(self, path: Path) -> str:
        """Read a text whose last quotation mark is missing, up to the end of the line."""
        begun, quote = self.at, self.peek
        if self.text.startswith(quote * 3, begun) and self.is_toml:
            self.at, quote = len(self.text), quote * 3
        else:
            self.at = self.line_end()
        text = self.text[begun : self.at].rstrip(" \t,]}").strip(_QUOTES)
        if any(each in _CURLY for each in self.text[begun : self.at]):
            message = f"has a curly quote; write straight ones, {_quoted(text)}"
        else:
            message = f"has no {quote} at its end; write {_quoted(text)}"
        self.refuse(path, message, begun)
        return text

    def word(self, path: Path, *, inside: bool) -> Any:  # noqa: ANN401 - plain data
        begun = self.at
        found = _LITERAL.match(self.text, begun) if inside else None
        found = found or self.word_of[inside].match(self.text, begun)
        raw = found[0].rstrip() if found else self.text[begun]
        self.at = begun + max(len(raw), 1)
        value, message = _meant(raw.rstrip(","), is_toml=self.is_toml)
        if raw.endswith(",") and not message:
            message = "has a comma after it; take it out"
        if message:
            self.refuse(path, message, begun)
        return value

    def line_end(self) -> int:
        end = self.text.find("\n", self.at)
        return len(self.text) if end < 0 else end

    # --- Keys ---

    def pair(self, table: dict[str, Any], path: Path, *, inside: bool) -> Path:
        """Read a key and its value into the *table* at *path*, and return the path of the value."""
        begun, keys = self.at, self.key(path)
        table, path = self.inside(table, path, keys[:-1], begun)
        here = (*path, keys[-1])
        if keys[-1] in table:
            line = self.lines.get(here)
            self.refuse(here, f"is written in line {line} already; keep one of them", begun, "twice")
        self.lines.setdefault(here, self.line(begun))
        table.setdefault(keys[-1], self.assigned(here, inside=inside))
        return here

    def inside(
        self, table: dict[str, Any], path: Path, keys: tuple[str, ...], begun: int
    ) -> tuple[dict[str, Any], Path]:
        """Return the table to which *keys* lead, from the *table* at *path*, and its own path."""
        for key in keys:
            path = (*path, key)
            self.lines.setdefault(path, self.line(begun))
            inner = table.setdefault(key, {})
            if isinstance(inner, list) and inner:
                path, inner = (*path, len(inner) - 1), inner[-1]
            if not isinstance(inner, dict):
                line = self.lines.get(path)
                self.refuse(path, f"is no table in line {line}; write it once, as a table", begun, "twice")
                inner = {}
            table = inner
        return table, path

    def key(self, path: Path) -> tuple[str, ...]:
        """Read the parts of a key; JSON has only one."""
        begun = self.at
        found = (_KEY if self.is_toml else _JSON_KEY).match(self.text, begun)
        loose = _LOOSE_KEY.match(self.text, begun)
        if found and not (loose and loose[0][len(found[0]) :].strip()):
            self.at = found.end()
            return tuple(self.key_part(part, path, begun) for part in _KEY_PART.findall(found[0]))
        raw = next(_UP_TO_VALUE.finditer(self.text, begun))[0]
        self.at += len(raw)
        name = raw.strip(f" \t{_QUOTES}")
        is_bare = self.is_toml and re.fullmatch(r"[A-Za-z0-9_\s-]+", name)
        write = re.sub(r"\s+", "_", name) if is_bare else _quoted(name)
        self.refuse((*path, name), f"is not as a key is written; write {write}", begun)
        return (name,)

    def key_part(self, part: str, path: Path, begun: int) -> str:
        if part[0] not in _QUOTES:
            return part
        name = part[1:-1]
        try:
            return _text(part, is_toml=self.is_toml)
        except UnicodeEncodeError:
            message = _HALF
        except ValueError:
            message = f"is not as a key is written; write {_quoted(name)}"
        self.refuse((*path, name), message, begun)
        return name

    def assigned(self, here: Path, *, inside: bool) -> Any:  # noqa: ANN401 - plain data
        """Read what follows a key: the sign, and the value."""
        sign, other = ("=", ":") if self.is_toml else (":", "=")
        self.skip(here, lines=not self.is_toml)
        begun = self.at
        if self.peek == sign:
            self.at += 1
        elif self.peek == other:
            self.at += 1
            self.refuse(here, f"has {other} after it; write {sign}", begun)
        elif self.peek in {"", "\n", ",", "}", "]"}:
            self.refuse(here, f"is alone; write it with {sign} and its value, or take it out", begun - 1)
            return None
        else:
            self.refuse(here, f"has no {sign} after it; write one", begun)
        self.skip(here, lines=not self.is_toml)
        if self.peek in {"", "\n"} or (inside and self.peek in {",", "}", "]"}):
            self.refuse(here, "has no value; write one, or take it out", begun)
            return None
        return self.value(here, inside=inside)

    # --- Documents ---

    def json_document(self) -> None:
        self.skip(())
        self.data = self.value((), inside=True)
        self.skip(())
        if self.peek:
            rest = self.text[self.at : self.line_end()]
            self.refuse((), f"{_plain(rest)} stands after the end; take it out", self.at)

    def toml_document(self) -> None:
        table, path = self.data, Path()
        while True:
            self.skip(path)
            if not self.peek:
                return
            if self.peek == "[":
                table, path = self.header()
                here = path
            else:
                here = self.pair(table, path, inside=False)
            self.skip(here, lines=False)
            rest = self.text[self.at : self.line_end()]
            if rest:
                what = "a comma" if rest.strip() == "," else _plain(rest)
                self.refuse(here, f"has {what} after it; take that out", self.at)
                self.at += len(rest)

    def header(self) -> tuple[dict[str, Any], Path]:
        """Read [a.table] or [[an.item]], and return the table that begins with it, and its path."""
        begun, found = self.at, next(_HEADER.finditer(self.text, self.at))
        self.at = found.end()
        opened, name, closed = found.groups()
        name = name.strip(" \t")
        is_sound = _KEY.fullmatch(name)
        keys = (
            tuple(self.key_part(part, (), begun) for part in _KEY_PART.findall(name)) if is_sound else (name,)
        )
        if len(closed) != len(opened) or not is_sound:
            write = f"{opened}{name or 'name'}{']' * len(opened)}"
            self.refuse(keys, f"is not as a table begins; write {write}", begun)
        table, path = self.inside(self.data, (), keys[:-1], begun)
        line, here = self.lines.get((*path, keys[-1])), (*path, keys[-1])
        self.lines.setdefault(here, self.line(begun))
        if opened == "[[":
            items = table.setdefault(keys[-1], [])
            if isinstance(items, list) and (line is None or (*here, len(items) - 1) in self.headers):
                here = (*here, len(items))
                items.append({})
                self.headers.add(here)
                self.lines[here] = self.line(begun)
                return items[-1], here
            how = f"write each as a [[{keys[-1]}]]"
        else:
            inner = table.setdefault(keys[-1], {})
            if isinstance(inner, dict) and here not in self.headers:
                self.headers.add(here)
                return inner, here
            how = f"put its keys there, or write [[{keys[-1]}]] each time if there are several"
        self.refuse(here, f"is begun in line {line} already; {how}", begun, "twice")
        return {}, here


def _text(raw: str, *, is_toml: bool) -> str:
    """Return the text that stands in quotes in *raw*."""
    text: str = tomllib.loads(f"x = {raw}")["x"] if is_toml else json.loads(raw)
    text.encode()
    return text


def _no_constant(name: str) -> None:
    """Refuse NaN and the like, which JSON does not have."""
    raise ValueError(name)


def _meant(raw: str, *, is_toml: bool) -> tuple[Any, str]:
    """Return what a bare word stands for, and what is wrong with it if something is."""
    if len(raw) > _DIGITS and re.fullmatch(r"[0-9_+.eE-]+", raw):
        return 0, f"has a number of {len(raw):,} digits; no more than {_DIGITS} are read"
    try:
        value = tomllib.loads(f"x = {raw}")["x"] if is_toml else json.loads(raw, parse_constant=_no_constant)
    except ValueError:
        value = raw
    else:
        too_large = not is_toml and value in {float("inf"), float("-inf")}
        return value, f"{raw} is too large a number; correct it" if too_large else ""
    text = raw.strip(_QUOTES)
    if raw in {"NaN", "Infinity", "-Infinity"}:
        return None, f"{raw} is not JSON; leave out what is not known"
    if truth := truth_meant(text):
        value, how = True, f"is not how that is written; write {truth}"
    elif text.casefold() in _NOTHINGS:
        value, how = None, "is no value; take it out, with its key, if it is not known"
    elif (day := day_meant(raw)) and not is_toml and str(day) == raw:
        how = f'is a date without quotes; write "{raw}"'
    elif day:
        how = f"is no date; {day_in_words(day)}"
    elif re.fullmatch(r"\d{4}-\d\d-\d\d", raw):
        how = "is in no calendar; write a date that is, such as 2026-03-27"
    else:
        how = f"is text without quotes; write {_quoted(text)}"
    return value, f"{_plain(raw)} {how}"
