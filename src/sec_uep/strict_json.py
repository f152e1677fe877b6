"""
Text to data, strictly: the only reader of JSON and TOML, for GOV.UK's file, entry files and receipts.

What is larger, deeper or longer than anything that is read here is refused, and so is what is not UTF-8,
has a key twice, NaN, a number of many digits, or half of a character (a lone surrogate).
Size and depth are looked at before anything else is done, so that no text makes much work.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from os import fspath
from typing import TYPE_CHECKING, Any

from attrs import frozen

from sec_uep.errors import Fault, InvalidType, InvalidValue, MalformedData, shown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

__all__ = [
    "Limits",
    "UnreadableError",
    "content_of",
    "decoded",
    "excess",
    "json_data",
    "json_object",
    "parsed",
]


@frozen(kw_only=True)
class Limits:
    """
    How much is read: by default far more than an entry needs.

    Attributes:
        size: The most bytes.
        items: The most items of a list, or keys of an object.
        values: The most values in all; a list or an object is one, and so is each thing in it.
        depth: The most lists and objects in one another.

    """

    size: int = 65_536
    items: int = 1_000
    values: int = 10_000
    depth: int = 20


_ENTRY = Limits()

#: The most digits of a number, and parts of a key.
_DIGITS = 60
_PARTS = 10


def json_object(text: object, *, source: str, limits: Limits = _ENTRY) -> dict[str, Any]:
    """
    Read a JSON object, strictly.

    >>> json_object('{"a": 1}', source="example")
    {'a': 1}

    Args:
        text: The JSON, as text or as bytes of UTF-8.
        source: What a refusal calls it, such as the name of its file.
        limits: How much is read.

    Raises:
        MalformedData: If it is not such an object; it says what is wrong, where, and what to do.
        InvalidType: If *text* is neither text nor bytes.

    """
    data = json_data(text, source=source, limits=limits)
    if isinstance(data, dict):
        return data
    message = f"{shown(data)} stands where an object belongs; write it as {{...}}"
    raise MalformedData(source, (Fault((), message, "type"),))


def json_data(text: object, *, source: str, limits: Limits = _ENTRY) -> Any:  # noqa: ANN401 - plain data
    """
    Read any JSON as strictly as `json_object` reads an object.

    >>> json_data(b"[1, 2]", source="example")
    [1, 2]

    Raises:
        MalformedData: If it is not JSON; it says what is wrong, where, and what to do.
        InvalidType: If *text* is neither text nor bytes.

    """
    content = decoded(text, source=source, limits=limits)
    try:
        return parsed(content, is_toml=False, source=source, limits=limits)
    except UnreadableError as error:
        from sec_uep._mistakes import located  # noqa: PLC0415 - a refusal may be slow, an import may not

        raise MalformedData(source, located(content, is_toml=False).faults or (error.fault,)) from None


class UnreadableError(Exception):
    """Why a strict reader stopped, in its own words; `mistakes` finds better ones, and more faults."""

    @property
    def fault(self) -> Fault:
        """The same as a fault, in case no better one is found."""
        return Fault((), f"cannot be read: {self}; correct it", "syntax")


def parsed(content: str, *, is_toml: bool, source: str, limits: Limits = _ENTRY) -> Any:  # noqa: ANN401
    """
    Return what *content*, which is `decoded`, says in JSON or in TOML.

    >>> parsed("a.b = 1", is_toml=True, source="example")
    {'a': {'b': 1}}

    Raises:
        MalformedData: If it is deeper or longer than what is read, or a key has more than ten parts.
        UnreadableError: If it is not JSON, or not TOML.

    """
    data = _toml(content, source, limits) if is_toml else _json(content, source, limits)
    if content.count(",") + content.count("\n") >= limits.items and (fault := excess(data, limits)):
        raise MalformedData(source, (fault,))
    return data


def _json(content: str, source: str, limits: Limits) -> Any:  # noqa: ANN401 - plain data
    import json  # noqa: PLC0415 - needed once in a process, if at all

    if content.count("[") + content.count("{") > limits.depth:
        brackets = re.sub(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[^\[\]{}"]++', "", content, flags=re.DOTALL)
        _check_depth(brackets, source, limits)
    try:
        data = json.loads(
            content,
            object_pairs_hook=_once,
            parse_constant=_constant,
            parse_float=_finite,
            parse_int=lambda digits: int(_short(digits)),
        )
        if "\\u" in content:  # the only way to half of a character
            json.dumps(data, ensure_ascii=False).encode()
    except ValueError as error:
        raise UnreadableError(str(error)) from None
    return data


def _toml(content: str, source: str, limits: Limits) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 - as above

    signs, parts = [], 0
    for found in re.finditer(_TOML, content):
        if found.lastgroup == "key":  # the work for a key grows with the square of its parts
            parts += (more := len(re.findall(_PART, found[0])))
            if more > _PARTS:
                message = f"has a key of more than {_PARTS} parts; an entry needs two"
                line = content.count("\n", 0, found.start()) + 1
                raise MalformedData(source, (Fault((), message, "size", line),))
        elif found.lastgroup == "sign":
            signs.append(found[0])
    if len(signs) + parts > limits.values:
        raise MalformedData(source, (_too_many(limits),))
    _check_depth(signs, source, limits)
    try:
        return tomllib.loads(content)
    except ValueError as error:
        raise UnreadableError(str(error)) from None


#: A part of a key of TOML; and what holds no keys, what is a key of several parts, and what else is counted.
_PART = r"""(?:[A-Za-z0-9_-]++|"(?:[^"\\\n]|\\[^\n])*+"?|'[^'\n]*+'?)"""
_TOML = rf"""(?xs)
    ["]{{3}}(?:[^"\\]|\\.|["](?!["]["]))*+(?:["]{{3,5}}+)?
    | [']{{3}}(?:[^']|['](?![']{{2}}))*+(?:[']{{3,5}}+)?
    | [#][^\n]*+ | (?P<key>{_PART}(?:[ \t]*+\.[ \t]*+{_PART})++) | {_PART} | (?P<sign>[\[\]{{}},])"""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        message = "a key stands twice in one object"
        raise ValueError(message)
    return found


def _constant(name: str) -> None:
    message = f"{name} is not JSON"
    raise ValueError(message)


def _finite(digits: str) -> float:
    number = float(_short(digits))
    if number in (float("inf"), float("-inf")):
        message = f"{digits} is too large a number"
        raise ValueError(message)
    return number


def _short(digits: str) -> str:
    if len(digits) > _DIGITS:
        message = f"a number has {len(digits):,} digits, and no more than {_DIGITS} are read"
        raise ValueError(message)
    return digits


def _check_depth(signs: Iterable[str], source: str, limits: Limits) -> None:
    level = 0
    for sign in signs:
        level += (sign in "[{") - (sign in "]}")
        if level > limits.depth:
            raise MalformedData(source, (_too_deep((), limits),))


def _too_many(limits: Limits) -> Fault:
    return Fault((), f"has more than {limits.values:,} values; leave some out", "size")


def _too_deep(path: tuple[str | int, ...], limits: Limits) -> Fault:
    message = f"is nested more than {limits.depth} levels deep; write it flatter"
    return Fault(path, message, "depth")


def excess(data: object, limits: Limits = _ENTRY) -> Fault | None:
    """
    Return where plain *data* is longer or deeper than what is read, looking no further than that.

    >>> print(excess({"a": [0, 0, 0]}, Limits(items=2)))
    a: has 3 items; no more than 2 are read, so leave some out
    """
    values = 0
    inside: list[tuple[tuple[str | int, ...], object]] = [((), data)]
    while inside:
        path, each = inside.pop()
        values += 1
        if values > limits.values:
            return _too_many(limits)
        if not isinstance(each, (Mapping, list, tuple)):
            continue
        if len(path) >= limits.depth:
            return _too_deep(path[:1], limits)
        if len(each) > limits.items:
            message = f"has {len(each):,} items; no more than {limits.items:,} are read, so leave some out"
            return Fault(path, message, "size")
        parts = each.items() if isinstance(each, Mapping) else enumerate(each)
        inside += [((*path, key), part) for key, part in parts]
    return None


def content_of(path: str | PathLike[str], limits: Limits = _ENTRY) -> bytes:
    """
    Return what a file holds, read no further than shows that it is too large.

    Raises:
        InvalidValue: If no file can have that *path*.
        OSError: If the file cannot be read.

    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib is slow to import
            return file.read(limits.size + 1)
    except ValueError:  # a path with a NUL
        reason, next_step = "is no path of a file", "pass the path of a file that can be read"
        raise InvalidValue("path", shown(fspath(path)), reason, next_step) from None


def decoded(text: object, *, source: str, limits: Limits = _ENTRY) -> str:
    r"""
    Return *text* as text: without a mark of the byte order, and with lines that end in a line feed.

    >>> decoded(b"\xef\xbb\xbfone\r\ntwo", source="example")
    'one\ntwo'

    Raises:
        MalformedData: If it is too large, or not UTF-8.
        InvalidType: If it is neither text nor bytes.

    """
    if not isinstance(text, (str, bytes)):
        raise InvalidType("text", shown(text), "is not text", "pass the content of a file, str or bytes")
    try:
        encoded = text[: limits.size + 1].encode() if isinstance(text, str) else text
        if len(encoded) > limits.size:
            message = f"is larger than {limits.size:,} bytes; no more is read, so leave some out"
            raise MalformedData(source, (Fault((), message, "size"),))
        content = encoded.decode("utf-8-sig")
    except UnicodeEncodeError as error:
        before, message = error.object[: error.start], "has half of a character, a lone surrogate; correct it"
        fault = Fault((), message, "encoding", before.count("\n") + 1)
    except UnicodeDecodeError as error:
        is_utf_16 = error.object.startswith((b"\xff\xfe", b"\xfe\xff"))
        message = f"is {'UTF-16' if is_utf_16 else 'not UTF-8'}; save it as UTF-8"
        fault = Fault((), message, "encoding", error.object[: error.start].count(b"\n") + 1)
    else:
        return content.replace("\r\n", "\n").replace("\r", "\n")
    raise MalformedData(source, (fault,))
