"""What people write, and how it is answered: with the line, what is wrong in it, and how to write it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st

from sec_uep import wire
from sec_uep._mistakes import day_meant, located
from sec_uep.entry import Entry
from sec_uep.errors import MalformedData, SecUepError
from sec_uep.parties import Party
from sec_uep.strict_json import UnreadableError, parsed

if TYPE_CHECKING:
    from datetime import date

#: The text of a file, the line of its mistake, what is wrong in it, and how to write it.
Mistake = tuple[str, int, str, str]

PARTY_TOML: list[Mistake] = [
    # Dates.
    ("sec_party_since = 02/11/2026", 1, "02/11/2026 is no date", "write 2026-11-02 for 2 November 2026"),
    ("sec_party_since = 13/02/2026", 1, "13/02/2026 is no date", "write 2026-02-13"),
    ("sec_party_since = 02/13/2026", 1, "02/13/2026 is no date", "write 2026-02-13 for 13 February 2026"),
    ("sec_party_since = 2.11.26", 1, "2.11.26 is no date", "write 2026-11-02 for 2 November 2026"),
    ("sec_party_since = 2026-2-2", 1, "2026-2-2 is no date", "write 2026-02-02"),
    ("sec_party_since = 2026/02/02", 1, "2026/02/02 is no date", "write 2026-02-02"),
    ("sec_party_since = 2 Nov 2026", 1, "2 Nov 2026 is no date", "write 2026-11-02"),
    ("sec_party_since = 2nd November 2026", 1, "2nd November 2026 is no date", "write 2026-11-02"),
    ("sec_party_since = November 2, 2026", 1, "November 2, 2026 is no date", "write 2026-11-02"),
    ("sec_party_since = 2026\u201302\u201302", 1, "is no date", "write 2026-02-02"),
    ("sec_party_since = 2026-02-30", 1, "2026-02-30 is in no calendar", "write a date that is, such as"),
    ("sec_party_since = 20260202", 1, "20260202 is not a date", "write 2026-02-02 for 2 February 2026"),
    ('sec_party_since = "02/11/2026"', 1, "'02/11/2026' is not a date", "write 2026-11-02 for 2 November"),
    ('sec_party_since = "soon"', 1, "is not a date", "write a date as 2026-03-27"),
    ("sec_party_since = 2026-02-02T09:00:00", 1, "has a time of day", "write a date as 2026-03-27"),
    ('sec_party_since = "no"', 1, "does not say since when", "false (without quotes) if not yet"),
    ("sec_party_since = tbc", 1, "tbc is no value", "take it out, with its key, if it is not known"),
    # Truth values.
    ("in_controlled_market_entry = False", 1, "False is not how that is written", "write false"),
    ("in_controlled_market_entry = TRUE", 1, "TRUE is not how that is written", "write true"),
    ("in_controlled_market_entry = no", 1, "no is not how that is written", "write false"),
    ("in_controlled_market_entry = 0", 1, "0 is not a fact", "write false, without quotes"),
    ('in_controlled_market_entry = "Yes"', 1, "'Yes' is not a fact", "write true, without quotes"),
    ("in_controlled_market_entry = null", 1, "null is no value", "take it out, with its key, if it is not"),
    # Quotes.
    ("name = \u201cExample Ltd\u201d", 1, "has curly quotes", 'write straight ones, "Example Ltd"'),
    ("name = \u2018Example Ltd\u2019", 1, "has curly quotes", 'write straight ones, "Example Ltd"'),
    ('name = "Example Ltd\u201d', 1, "has a curly quote", 'write straight ones, "Example Ltd"'),
    ('name = \u201cExample Ltd"', 1, "has curly quotes", 'write straight ones, "Example Ltd"'),
    ("name = Example Ltd", 1, "Example Ltd is text without quotes", 'write "Example Ltd"'),
    ('name = "Example Ltd', 1, 'has no " at its end', 'write "Example Ltd"'),
    ("name = 'Example Ltd", 1, "has no ' at its end", 'write "Example Ltd"'),
    ('name = Example Ltd"', 1, 'Example Ltd" is text without quotes', 'write "Example Ltd"'),
    ('name = """Example\nLtd', 1, 'has no """ at its end', 'write "Example\\nLtd"'),
    ('name = "A\\B Energy"', 1, "has a backslash, which is to be doubled", 'write "A\\\\B Energy"'),
    ('name = "A\x07B"', 1, "has a tab or the like", 'write "A\\u0007B"'),
    # Keys and signs.
    ("\nname: 'Example'", 2, "name: has : after it", "write ="),
    ("\n\nname 'Example'", 3, "name: has no = after it", "write one"),
    ("name", 1, "name: is alone", "write it with = and its value"),
    ("name =", 1, "name: has no value", "write one, or take it out"),
    ("name = # to come", 1, "name: has no value", "write one, or take it out"),
    ("sec party since = 2026-02-02", 1, "is not as a key is written", "write sec_party_since"),
    ("sec-party-since = 2026-02-02", 1, "is not a key here", "did you mean 'sec_party_since'?"),
    ("Name = 'Example'", 1, "Name: is not a key here", "did you mean 'name'?"),
    ("\u201cname\u201d = 'Example'", 1, "name: is not as a key is written", "write name"),
    ('"na\\me" = 1', 1, "is not as a key is written", 'write "na\\\\me"'),
    ("name\u00a0= 'Example'", 1, "has a no-break space before or after it", "write a plain space"),
    ("\u00a0name = 'Example'", 1, "has a no-break space", "write a plain space"),
    ("sec_party_since = 2026-02-02\u2003", 1, r"something like a space ('\u2003')", "write a plain space"),
    ("name = 'Example',\nlicences = []", 1, "name: has a comma after it", "take that out"),
    ("sec_party_since = 2026-02-02,\nlicences = []", 1, "has a comma after it", "take it out"),
    ("name = 'Example' sec_party_since = 2026-02-02", 1, "sec_party_since = 2026-02-02 after it", "take"),
    ("// a comment\nname = 'Example'", 1, "// a comment is no comment", "write # before a comment"),
    # The same twice.
    ("name = 'A'\nname = 'B'", 2, "name: is written in line 1 already", "keep one of them"),
    ("licences = []\n[[licences]]\nkind = 'gas-supply'", 2, "is begun in line 1 already", "write each as a"),
    ("name = 'A'\n[name.short]\nx = 1", 2, "name: is no table in line 1", "write it once, as a table"),
    # Lists and tables.
    ("[[licences]\nkind = 'gas-supply'", 1, "licences: is not as a table begins", "write [[licences]]"),
    ("[[]]\nkind = 'gas-supply'", 1, "is not as a table begins", "write [[name]]"),
    ("[licences]\nkind = 'gas-supply'", 1, "a table stands where a list belongs", "write [[name]]"),
    ("[[licences]]\nkind = 'Gas Supply'", 2, "is not known here", "the nearest is 'gas-supply'"),
    ("[[licences]]\nknd = 'gas-supply'", 1, "has 'knd' for its kind", "write kind = one of"),
    ("[[licences]]\nkind = 'gas-supply'\nmeters = 'smart'", 3, "neither a table nor", "write { name"),
    (
        "[[licences]]\nkind = 'electricity-supply'\nparagraphs = { 39.4 = true }",
        3,
        "is split at its dot",
        'write it in quotes, as "39.4"',
    ),
    (
        "[[licences]]\nkind = 'electricity-supply'\n[licences.paragraphs]\n39.4 = true",
        4,
        "is split at its dot",
        'write it in quotes, as "39.4"',
    ),
    (
        "[[licences]]\nkind = 'electricity-supply'\nparagraphs = [39.10]",
        3,
        "39.1 is not text",
        'write it in quotes, as "39.4" or "39.10"',
    ),
    (
        "[[licences]]\nkind = 'electricity-supply'\nparagraphs = { '39.4' = true '39.5' = false }",
        3,
        "paragraphs.39.4: has no comma after it",
        "write one",
    ),
    (
        "[[licences]]\nkind = 'electricity-supply'\nparagraphs = {\n  '39.4' = true,\n  '39.5' = false\n}",
        3,
        "is a table in braces on several lines",
        "write it on one line",
    ),
    (
        "[[licences]]\nkind = 'gas-supply'\nparagraphs = { '33.4' = true\nmeters = []",
        3,
        "paragraphs: has no } at its end",
        "write one",
    ),
    (
        "[[licences]]\nkind = 'gas-supply'\nmeters = { smart = true, }",
        3,
        "has a comma after it, before the }",
        "take it out",
    ),
]  # fmt: skip

ENTRY_TOML: list[Mistake] = [
    ("roles = 'gas-supplier'\n[party]", 1, "stands where a list belongs", 'write ["gas-supplier"]'),
    ("roles = ['Gas Supplier']\n[party]", 1, "is not known here", "the nearest is 'gas-supplier'"),
    ("roles = ['gas-suplier']\n[party]", 1, "is not known here", "the nearest is 'gas-supplier'"),
    ("roles = [gas-supplier]\n[party]", 1, "gas-supplier is text without quotes", 'write "gas-supplier"'),
    ("roles = [\n 'gas-supplier'\n 'other-user'\n]\n[party]", 2, "#1: has no comma after it", "write one"),
    ("roles = ['gas-supplier',, 'other-user']\n[party]", 1, "roles: has a comma too many", "take it out"),
    ("roles = ['gas-supplier'\n[party]", 1, "roles: has no ] at its end", "write one"),
    ("roles = [\n 'gas-supplier',\n[party]", 2, "roles: has no ] at its end", "write one"),
    ("[party]\n[party]", 2, "party: is begun in line 1 already", "put its keys there"),
    ("[[party]]", 1, "a list stands where a table of keys", "write [name] once, not [[name]]"),
    ("[party\nname = 'A'", 1, "party: is not as a table begins", "write [party]"),
    ("[party] name = 'A'", 1, "has name = 'A' after it", "take that out"),
    ("[party]\n[events]\nstep = 'srept'", 2, "a table stands where a list belongs", "write [[name]]"),
    (
        "[party]\n[events]\nstep = 'srept'\nday = 2026-02-02\n[events]\nstep = 'uept'\nday = 2026-03-02",
        5,
        "events: is begun in line 2 already",
        "write [[events]] each time if there are several",
    ),
    ("[party]\n[[events]]\nstep = 'UEPT'\nday = 2026-03-02", 3, "is not known here", "the nearest is 'uept'"),
    ("[party]\n[[events]]\nstep = 'srept'\ndate = 2026-03-02", 4, "is not a key here", "did you mean 'day'?"),
    ("[party]\n[[events]]\nstep = 'srept'", 2, "events #1.day: is missing", "write it"),
    ("[party]\n[[event]]\nstep = 'srept'", 2, "event: is not a key here", "did you mean 'events'?"),
    ("[party]\n[estimates]\nuept = '2 years'", 3, "is not a period", "'16 weeks', '10 days' or '2 months'"),
    ("[party]\n[estimates]\nuept = 'ten weeks'", 3, "is not a period", "in digits: '10 working days'"),
    ("[party]\n[estimates]\nuept = 10", 3, "10 is not a period", "write how many of what, in digits"),
    ("[party]\n[estimates]\nuept = 10 weeks", 3, "10 weeks is text without quotes", 'write "10 weeks"'),
    (
        "[party]\n[[events]]\nstep = 'srept'\nday = 2026-03-02\n[[events]]\nstep = 'srept'\nday = 2026-03-02",
        5,
        "it is the same event twice",
        "remove one",
    ),
    (
        "[party]\n[[events]]\nstep = 'uept'\nday = 2026-03-02\noutcome = 'started'",
        5,
        "events #1.outcome: 'started' is not known here",
        "choose from 'completed', 'begun', 'rescheduled'",
    ),
    (
        "[party]\n[[events]]\nstep = 'uept-notice'\nday = 2026-03-02\noutcome = 'sent'",
        5,
        "events #1.outcome: 'sent' is not known here",
        "leave it out: the step has none, and is simply done",
    ),
    (
        "[party]\n[[events]]\nstep = 'uept'\nday = 2026-03-02\noutcome = 'rescheduled'",
        2,
        "events #1.booked_for: is missing, and uept was moved from the day it had been booked for",
        "write booked_for = 2026-12-07",
    ),
    ("target = 1/10/2027\n[party]", 1, "1/10/2027 is no date", "write 2027-10-01 for 1 October 2027"),
    ("[party]\n[readings]\nRD-13 = 'before srept too'", 3, "is not known", "nearest is 'before-srept-too'"),
    ("[party]\n[readings]\nrd_13 = 'after-srept'", 3, "'rd_13' is not known here", "the nearest is 'RD-13'"),
    ("[party]\n[[readings]]\nRD-13 = 'after-srept'", 2, "a list stands where a table", "write [name] once"),
    ('{"party": {}}', 0, "is JSON, not TOML", "read it as JSON"),
    ("<html></html>", 0, "is a page of HTML or XML", "pass the file itself"),
    ("examples/distributor.toml", 0, "is an address or a path", "pass what is found there"),
]  # fmt: skip

PARTY_JSON: list[Mistake] = [
    ('{"name": "A",}', 1, "has a comma after it, before the }", "take it out"),
    ('{"name": "A"\n"licences": []}', 1, "name: has no comma after it", "write one"),
    ('{"in_controlled_market_entry": true "name": "A"}', 1, "entry: has no comma after it", "write one"),
    ('{"licences": [{"kind": "gas-supply"} {"kind": "gas-supply"}]}', 1, "#1: has no comma", "write one"),
    ("{'name': \"A\"}", 1, "name: is not as a key is written", 'write "name"'),
    ('{name: "A"}', 1, "name: is not as a key is written", 'write "name"'),
    ("{\"name\": 'A'}", 1, "has single quotes", 'write double ones, "A"'),
    ('{\n"name": \u201cA\u201d}', 2, "has curly quotes", 'write straight ones, "A"'),
    ('{"name": """A"""}', 1, "name: has three quotes", 'write "A"'),
    ('{"licences": [\n{\n}\n{"kind": "gas-supply"}]}', 3, "licences #1: has no comma after it", "write one"),
    ('{"name" = "A"}', 1, "name: has = after it", "write :"),
    ('{"name" "A"}', 1, "name: has no : after it", "write one"),
    ('{"name":}', 1, "name: has no value", "write one, or take it out"),
    ('{"name", "licences": []}', 1, "name: is alone", "write it with : and its value"),
    ('{"name": A Ltd}', 1, "A Ltd is text without quotes", 'write "A Ltd"'),
    ('{"name": "A\n}', 1, 'has no " at its end', 'write "A"'),
    ('{"name": "A\tB"}', 1, "has a tab or the like", 'write "A\\tB"'),
    ('{"in_controlled_market_entry": True}', 1, "True is not how that is written", "write true"),
    ('{"in_controlled_market_entry": None}', 1, "None is no value", "take it out, with its key"),
    ('{"sec_party_since": 2026-02-02}', 1, "2026-02-02 is a date without quotes", 'write "2026-02-02"'),
    ('{"sec_party_since": 02/11/2026}', 1, "02/11/2026 is no date", "write 2026-11-02 for 2 November 2026"),
    ('{"sec_party_since": "02/11/2026"}', 1, "'02/11/2026' is not a date", "write 2026-11-02 for 2 November"),
    ('{"name": "A",\n"name": "B"}', 2, "name: is written in line 1 already", "keep one of them"),
    ('{"name": "A"} // the Party', 1, "// the Party is no comment", "JSON has none, so take it out"),
    ('{"name": /* short */ "A"}', 1, "/* short */ is no comment", "JSON has none, so take it out"),
    ('{"name": "A"\n', 1, "ends too soon, without a }", "find the rest of it, or write one"),
    ('{"licences": [{"kind": "gas-supply"},\n', 1, "ends too soon, without a ]", "find the rest of it"),
    ('{"licences": [}', 1, "licences: has no ] at its end", "write one"),
    ('{"name": "A"}\n{"name": "B"}', 2, '{"name": "B"} stands after the end', "take it out"),
    ('{"name": "A"]', 1, "has no } at its end", "write one"),
    ("", 0, "is empty", "pass the content of a file"),
    ("# A Party\n\nname = 'A'", 0, "is TOML, not JSON", "read it as TOML"),
]  # fmt: skip

ALL = [
    (text, type_, format_, line, wrong, how)
    for mistakes, type_, format_ in (
        (PARTY_TOML, Party, "toml"),
        (ENTRY_TOML, Entry, "toml"),
        (PARTY_JSON, Party, "json"),
    )
    for text, line, wrong, how in mistakes
]

#: The words of parsers, which say nothing to who wrote the file.
_PARSERS = (
    "Expect",
    "column",
    "char ",
    "delimiter",
    "Invalid",
    "Illegal",
    "Unbalanced",
    "overwrite",
    "statement",
)


class TestMistakes:
    """Each mistake is answered once."""

    def test_there_are_many(self) -> None:
        """Sixty at the least were tried by others."""
        assert len({text for text, *_ in ALL}) == len(ALL) > 100

    @pytest.mark.parametrize(("text", "type_", "format_", "line", "wrong", "how"), ALL)
    def test_is_answered(  # noqa: PLR0913, PLR0917 - the parts of a row
        self,
        text: str,
        type_: Any,  # noqa: ANN401 - either
        format_: wire.Format,
        line: int,
        wrong: str,
        how: str,
    ) -> None:
        """With its line, counted from 1, what is wrong in it and how to write it: one fault, and no other."""
        with pytest.raises(MalformedData) as refused:
            wire.loads(text, type_, format_)
        faults = [fault for fault in refused.value.faults if fault.path != ("party",) or fault.line]
        assert [fault.line for fault in faults] == [line or None]
        said = str(faults[0])
        before, found, after = said.partition(wrong)
        assert found, said
        assert how in after, said
        assert not any(word in said for word in _PARSERS)
        assert said.isprintable()
        assert before.startswith(f"line {line}: " if line else "")

    @pytest.mark.parametrize(("ending", "first"), [("\n", 1), ("\r\n", 1), ("\r", 1), ("\n", 40)])
    def test_all_at_once(self, ending: str, first: int) -> None:
        """A file of many mistakes is answered with every one, each at its line, whatever ends the lines."""
        lines = [
            "roles = ['gas-suplier', other-user]",
            "[party]",
            "name = \u201cExample\u201d",
            "sec_party_since = 02/11/2026",
            "in_controlled_market_entry = False",
            "sec_party_since = 2026-11-02",
            "[[party.licences]",
            "kind = 'gas-supply'",
            "paragraphs = { 33.4 = true, '33.7' = true '33.5' = 'yes' }",
            "meters: ['smart']",
            "[[events]]",
            "step = 'UEPT'",
            "day = 2026-02-30",
            "[[events]]",
            "step = 'srept'",
            "[[events]]",
            "step = 'srept'",
            "day = 2026-02-02",
            "[[events]]",
            "step = 'srept'",
            "day = '2026-02-02'",
            "[estimates]",
            "uept = '2 years'",
        ]
        text = ending.join([*["# nothing"] * (first - 1), *lines, ""])
        with pytest.raises(MalformedData) as refused:
            wire.loads(text, Entry, "toml")
        found = [(fault.line or 0) - first + 1 for fault in refused.value.faults]
        assert found == [1, 1, 3, 4, 5, 6, 7, 9, 9, 9, 10, 12, 13, 14, 19, 23]


EXAMPLES = [
    path.read_text(encoding="utf-8") for path in sorted(Path(__file__).parents[1].glob("examples/*.toml"))
]
PIECES = [
    '"',
    "'",
    '"""',
    "'''",
    *"[]{},=:#.\\-\n",
    "\u201c",
    "\u00a0",
    "true",
    "02/11/2026",
    "[[a]]\n",
    "//",
    "/*",
]


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bool]:
    """A part of an entry file in TOML or in JSON, with a few pieces lost, doubled or put in."""
    text, is_toml = draw(st.sampled_from(EXAMPLES)), draw(st.booleans())
    if not is_toml:
        text = wire.dumps(wire.loads(text, Entry, "toml"))
    lines = text.split("\n")
    begin = draw(st.integers(0, len(lines)))
    text = "\n".join(lines[begin : begin + draw(st.sampled_from([8, 1000]))])
    for _ in range(draw(st.integers(0, 3))):
        begin = draw(st.integers(0, len(text)))
        text = text[:begin] + draw(st.sampled_from(["", *PIECES])) + text[begin + draw(st.integers(0, 3)) :]
    return text, is_toml


class TestAnyText:
    """Whatever is wrong, something useful is said; whatever is right, nothing is."""

    @given(damaged())
    def test_it_agrees_with_the_strict_readers(self, damage: tuple[str, bool]) -> None:
        """What they read it reads alike, without a fault; of what they refuse it says where."""
        text, is_toml = damage
        found = located(text, is_toml=is_toml)
        try:
            data = parsed(text, is_toml=is_toml, source="s")
        except UnreadableError:
            assert found.faults
            assert all(fault.line for fault in found.faults) or found.faults[0].message.startswith("is ")
        except MalformedData:
            pass  # too deep: a few brackets more would be looked into
        else:
            assert (found.data, found.faults) == (data, ())

    @given(st.text(st.sampled_from("[]{}\"'=:,.#\\/ \nab1-\u201d\u00a0"), max_size=40), st.booleans())
    def test_it_comes_to_an_end(self, text: str, is_toml: bool) -> None:
        """No text keeps it busy, and nothing else is raised."""
        format_: wire.Format = "toml" if is_toml else "json"
        try:
            wire.loads(text, Party, format_)
        except SecUepError as refused:
            assert str(refused).encode()  # noqa: PT017 - either end is right
        located(text, is_toml=is_toml)

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(),
            lambda part: st.lists(part) | st.dictionaries(st.text(), part),
        )
    )
    def test_any_json(self, data: object) -> None:
        """All of it is read as Python reads it, and each key and item has a line."""
        text = json.dumps(data, indent=1)
        found = located(text, is_toml=False)
        assert (found.data, found.faults) == (data, ())
        lines = text.split("\n")
        for path, line in found.lines.items():
            key = path[-1]
            assert isinstance(key, int) or lines[line - 1].strip().startswith(json.dumps(key) + ":")

    @pytest.mark.parametrize(
        ("text", "is_toml"),
        [
            ("[" * 1_000, False),
            ('{"a":' * 1_000, False),
            ("a\n" * 30_000, True),
            ("a = [\n" * 10_000, True),
            ('{"\\",' * 12_000, False),
            ("[" + "/*," * 20_000, False),
            ("[" + "[]," * 20_000, False),
            ("{" + '"a":1,' * 10_000, False),
            ('a = "x\n' * 9_000, True),
            ("=" * 60_000, True),
            ("".join(f"k{n} = yes\n" for n in range(900)), True),
        ],
    )
    def test_no_text_makes_much_work(self, text: str, is_toml: bool) -> None:
        """What goes on and on is given up."""
        assert len(located(text, is_toml=is_toml).faults) <= 101


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-27", "2026-03-27"),
        ("27/03/2026", "2026-03-27"),
        ("03/27/2026", "2026-03-27"),
        ("3/4/26", "2026-04-03"),
        ("27 MARCH 2026", "2026-03-27"),
        ("Sept 1st, 2026", "2026-09-01"),
        ("1 Foo 2026", None),
        ("31/04/2026", None),
        ("0/0/2026", None),
        ("27/03", None),
        ("", None),
    ],
)
def test_day_meant(text: str, day: str | None) -> None:
    """British order, unless it cannot be."""
    found: date | None = day_meant(text)
    assert (found and str(found)) == day
