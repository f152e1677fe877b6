"""The only reader of JSON: what is read, what is refused, and that neither makes much work."""

from __future__ import annotations

import json
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from sec_uep._mistakes import Located
from sec_uep.errors import InvalidType, InvalidValue, MalformedData, SecUepError
from sec_uep.strict_json import Limits, content_of, decoded, excess, json_data, json_object

SIZE = Limits().size

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**50), 10**50) | st.floats(allow_nan=False) | st.text(),
    lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside),
).filter(lambda value: float("inf") not in _numbers(value))


def _numbers(value: object) -> list[float]:
    """Return the numbers in *value*, without their signs."""
    if isinstance(value, float):
        return [abs(value)]
    parts: Any = value if isinstance(value, list) else value.values() if isinstance(value, dict) else ()
    return [number for part in parts for number in _numbers(part)]


def refusal(text: str | bytes, limits: Limits = Limits()) -> str:  # noqa: B008 - a frozen value
    """Return the one fault with which *text* is refused."""
    with pytest.raises(MalformedData) as refused:
        json_object(text, source="s", limits=limits)
    (fault,) = refused.value.faults
    assert str(refused.value) == f"s: {fault}"
    assert str(fault).encode()
    assert len(str(fault)) < 300
    assert fault.code
    return str(fault)


class TestRead:
    """What is JSON is read as Python's own reader reads it."""

    @given(values)
    def test_any_data(self, value: object) -> None:
        """Text or bytes, with or without a mark of the byte order, on one line or many, escaped or not."""
        for ascii_only in (True, False):
            text = json.dumps(value, ensure_ascii=ascii_only, indent=2)
            for form in (text, text.encode(), "\ufeff" + text, b"\xef\xbb\xbf" + text.encode()):
                assert json_data(form, source="s") == value
            assert json_data(text.replace("\n", "\r\n"), source="s") == value
            assert json_data(text.replace("\n", "\r"), source="s") == value

    def test_up_to_the_limits(self) -> None:
        """Exactly as large, as long, as many and as deep as may be."""
        assert json_object("{}".ljust(SIZE), source="s") == {}
        items = Limits().items
        assert len(json_data(json.dumps([0] * items), source="s")) == items
        assert len(json_data(json.dumps({str(n): 0 for n in range(items)}), source="s")) == items
        assert json_data("[" * 20 + "]" * 20, source="s")
        assert json_data(f"[{'1' * 60}]", source="s") == [int("1" * 60)]
        hundreds = [[0] * 99] * 99  # 1 + 99 + 99 * 99 values
        most = Limits(values=9901)
        assert json_data(json.dumps(hundreds), source="s", limits=most) == hundreds

    def test_brackets_in_text_are_no_depth(self) -> None:
        """Nor is a quotation mark in it the end of the text."""
        text = '[{"' * 50 + "\\"
        assert json_object(json.dumps({"a": text, text: "b"}), source="s") == {"a": text, text: "b"}


class TestRefused:
    """What is wrong, where it is if that is known, and what to do."""

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "is empty; pass the content of a file"),
            (" \n\t", "is empty"),
            ("<!DOCTYPE html><html>", "is a page of HTML or XML, not data; pass the file itself"),
            ("https://example.org/x.json", "'https://example.org/x.json' is an address or a path; pass"),
            ("entries/example.json", "'entries/example.json' is an address or a path; pass what"),
            ('{"a": 1', "line 1: ends too soon, without a }; find the rest of it, or write one"),
            ('{"a": 1}\n x', "line 2: x stands after the end; take it out"),
            ('{\r"a": 1,\r"b"}', "line 3: b: is alone; write it with : and its value, or take it out"),
            ("{'a': 1}", 'line 1: a: is not as a key is written; write "a"'),
            ("[]", "[] stands where an object belongs; write it as {...}"),
            ("null", "None stands where an object belongs"),
            ('"a"', "'a' stands where an object belongs"),
            ('{"a": NaN}', "line 1: a: NaN is not JSON; leave out what is not known"),
            ('{"a": -Infinity}', "line 1: a: -Infinity is not JSON; leave out what is not known"),
            ('{"a": 1e999}', "line 1: a: 1e999 is too large a number; correct it"),
            ('{"a":\n-1e999}', "line 2: a: -1e999 is too large a number"),
            ('{"a": [' + "1" * 61 + "]}", "line 1: a #1: has a number of 61 digits; no more than 60"),
            ('{"a": 1, "b": 2,\n"a": 1}', "line 2: a: is written in line 1 already; keep one of them"),
            ('{"a": [0, {"b": 1, "b": 2}]}', "line 1: a #2.b: is written in line 1 already; keep"),
            ('{"a": "\\ud800"}', "line 1: a: has half of a character, a lone surrogate; correct that text"),
            ('{"a": [{"\\udfff": 1}]}', r"line 1: a #1.'\\udfff': has half of a character, a lone surrogate"),
            ('{\n"a": "\ud800"}', "line 2: has half of a character, a lone surrogate; correct it"),
            ("[" * 21 + "]" * 21, "is nested more than 20 levels deep; write it flatter"),
            ('{"a":' * 20 + "[1]" + "}" * 20, "is nested more than 20 levels deep"),
            (b'{\n"\xff": 1}', "line 2: is not UTF-8; save it as UTF-8"),
            ("{}".encode("utf-16"), "line 1: is UTF-16; save it as UTF-8"),
            (" " * (SIZE + 1), "is larger than 65,536 bytes; no more is read, so leave some out"),
            ("é" * (SIZE // 2 + 1), "is larger than 65,536 bytes"),
            (json.dumps({"a": [0] * 1001}), "a: has 1,001 items; no more than 1,000 are read, so leave some"),
            (json.dumps({str(n): n for n in range(1001)}), "has 1,001 items; no more than 1,000 are read"),
            (json.dumps({"a": [[0] * 500] * 20}), "has more than 10,000 values; leave some out"),
        ],
    )  # fmt: skip
    def test_by_name(self, text: str | bytes, message: str) -> None:
        """One fault is told, in words that can be printed."""
        assert refusal(text).startswith(message)

    def test_a_mistake_that_nobody_finds(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where nothing better can be said, the words of Python's own reader are."""
        monkeypatch.setattr("sec_uep._mistakes.located", lambda *_, **__: Located({}, {}, ()))
        assert (
            refusal('{"a"}')
            == "cannot be read: Expecting ':' delimiter: line 1 column 5 (char 4); correct it"
        )

    def test_every_limit_can_be_set(self) -> None:
        """A file that is larger by nature is read with limits of its own."""
        text = '{"a": [1, 2, [3, 4]]}'
        assert json_object(text, source="s", limits=Limits(size=21, items=3, values=7, depth=3))
        assert refusal(text, Limits(size=20)).startswith("is larger than 20 bytes")
        assert refusal(text, Limits(items=2)) == "a: has 3 items; no more than 2 are read, so leave some out"
        assert refusal(text, Limits(values=6, items=3)) == "has more than 6 values; leave some out"
        assert refusal(text, Limits(depth=2)) == "is nested more than 2 levels deep; write it flatter"

    @pytest.mark.parametrize("given", [None, 1, {}, bytearray(b"{}")])
    def test_what_is_not_text(self, given: object) -> None:
        """The value is named."""
        with pytest.raises(InvalidType, match=r"^text: .* is not text; pass the content of a file"):
            json_object(given, source="s")

    @given(st.text() | st.binary())
    def test_nothing_else_comes_of_any_text(self, text: str | bytes) -> None:
        """An object or a refusal."""
        try:
            found: object = json_object(text, source="s")
        except SecUepError as refused:
            found = refused
        assert isinstance(found, dict) or str(found).startswith("s: ")

    def test_data_that_holds_itself(self) -> None:
        """Data that was no text may: it is too deep, and not followed for ever."""
        round_and_round: list[object] = []
        round_and_round.append(round_and_round)
        assert (
            str(excess({"a": round_and_round})) == "a: is nested more than 20 levels deep; write it flatter"
        )
        wide: list[object] = [0] * 900
        for _ in range(5):
            wide = [wide] * 900
        assert str(excess(wide)) == "has more than 10,000 values; leave some out"


HOSTILE = [
    "[" * SIZE,
    '{"a":' * (SIZE // 5),
    "[]" * (SIZE // 2),
    "[" + "[]," * (SIZE // 4) + "0]",
    "[" + "0," * (SIZE // 3) + "0]",
    '"' * SIZE,
    '"' + "\\" * (SIZE - 1),
    '"\\' * (SIZE // 2),
    '{"a": ' + "1" * (SIZE - 7) + "}",
    '{"a": 0.' + "1" * (SIZE - 9) + "}",
    "\ufeff" * (SIZE // 3),
    "{" + ",".join('"a":0' for _ in range(SIZE // 6)) + "}",
    "{" + ",".join(f'"{n}":0' for n in range(SIZE // 9)) + "}",
    " " * SIZE,
    "\r" * SIZE,
    "x" * 50_000_000,
]


class TestWork:
    """No text makes much work, whatever is in it."""

    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    def test_memory(self, text: str) -> None:
        """What is read and refused takes little more room than the text itself."""
        tracemalloc.start()
        try:
            assert refusal(text)
            assert tracemalloc.get_traced_memory()[1] < 16 * 1024 * 1024
        finally:
            tracemalloc.stop()

    def test_depth_does_not_rest_on_the_stack(self) -> None:
        """Nor on how deep Python is willing to go: where that was raised, a crash would follow."""
        code = (
            "import sys; sys.setrecursionlimit(10**8)\n"
            "from sec_uep.strict_json import json_data\n"
            "try: json_data('[' * 65_536, source='s')\n"
            "except ValueError as refused: print(refused)"
        )
        printed = subprocess.check_output([sys.executable, "-c", code], text=True)
        assert printed == "s: is nested more than 20 levels deep; write it flatter\n"

    def test_importing_loads_nothing_to_read_with(self) -> None:
        """A process that asks for one date never reads JSON of ours, and pays for none."""
        code = "import sys, sec_uep.strict_json; print(*{'json', 'tomllib', 'cattrs'} & set(sys.modules))"
        assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == ""


class TestFiles:
    """A file is read as bytes, and no further than is needed to refuse it."""

    def test_content(self, tmp_path: Path) -> None:
        """One byte past the limit shows that it is too large."""
        path = tmp_path / "a.json"
        path.write_bytes(b"{}\n")
        assert content_of(path) == b"{}\n"
        path.write_bytes(b" " * 100)
        assert content_of(path, Limits(size=10)) == b" " * 11

    def test_no_path(self, tmp_path: Path) -> None:
        """A path that no file can have is refused by name; a missing file is the file system's error."""
        with pytest.raises(InvalidValue, match=r"^path: 'a\\x00b' is no path of a file; pass the path of a"):
            content_of(Path("a\0b"))
        with pytest.raises(FileNotFoundError):
            content_of(tmp_path / "a.json")

    def test_decoded(self) -> None:
        """Only the first mark of the byte order goes, and every kind of line end is one."""
        assert decoded("\ufeff\ufeffa\r\nb\rc\nd\u2028e", source="s") == "\ufeffa\nb\nc\nd\u2028e"
