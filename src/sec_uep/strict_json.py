"""
Text to data, strictly: the only reader of JSON, for GOV.UK's file, entry files and receipts.

What is larger, deeper or longer than anything that is read here is refused, and so is what is not UTF-8,
has a key twice, NaN, a number of many digits, or half of a character (a lone surrogate).
Size and depth are looked at before anything else is done, so that no text makes much work.
"""

from __future__ import annotations

import re
from os import fspath
from typing import TYPE_CHECKING, Any

from attrs import frozen

from sec_uep.errors import Fault, InvalidType, InvalidValue, MalformedData, shown

if TYPE_CHECKING:
    from os import PathLike

__all__ = ["Limits", "content_of", "decoded", "excess", "json_data", "json_object"]


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

    size: int = 100_000
    items: int = 1_000
    values: int = 10_000
    depth: int = 20


_ENTRY = Limits()

#: The most digits of a number.
_DIGITS = 60


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
    import json  # noqa: PLC0415 - needed once in a process, if at all

    content = decoded(text, source=source, limits=limits)
    _check_depth(content, source, limits)
    try:
        data = json.loads(
            content,
            object_pairs_hook=_once,
            parse_constant=_constant,
            parse_float=_finite,
            parse_int=_whole,
        )
        if "\\u" in content:  # the only way to half of a character
            json.dumps(data, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        fault = _unreadable(content, error)
    except UnicodeEncodeError:
        fault = Fault((), "has half of a character, a lone surrogate; correct that text", "encoding")
    except _RefusedError as error:
        fault = Fault((), str(error))
    else:
        found = None if content.count(",") < limits.items else excess(data, limits)
        if found is None:
            return data
        fault = found
    raise MalformedData(source, (fault,))


class _RefusedError(ValueError):
    """What is JSON to Python, and not to us."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        message = f"has {shown(twice)} more than once in one object; keep one"
        raise _RefusedError(message)
    return found


def _constant(name: str) -> None:
    message = f"has {name}, which is not JSON; leave out what is not known"
    raise _RefusedError(message)


def _finite(digits: str) -> float:
    number = float(_short(digits))
    if number in (float("inf"), float("-inf")):
        message = f"has {shown(digits)}, which is too large a number; correct it"
        raise _RefusedError(message)
    return number


def _whole(digits: str) -> int:
    return int(_short(digits))


def _short(digits: str) -> str:
    if len(digits) > _DIGITS:
        message = f"has a number of {len(digits):,} digits; no more than {_DIGITS} are read"
        raise _RefusedError(message)
    return digits


def _unreadable(content: str, error: Any) -> Fault:  # noqa: ANN401 - a JSONDecodeError; json is not loaded yet
    """Return why *content* is no JSON: what it looks like, if it is something else altogether."""
    start, line = content.lstrip()[:200], None
    if not start:
        message = "is empty; pass the content of a file"
    elif start.startswith("<"):
        message = "is a page of HTML or XML, not JSON; pass the file itself"
    elif re.match(r"[a-z]{2,9}://|[^\s{}\[\]\"]+\.(json|toml)\Z", start, re.IGNORECASE):
        message = f"{shown(start)} is an address or a path; pass what is found there"
    else:
        message = f"is not JSON ({error.msg}, column {error.colno}); correct it there"
        line = error.lineno
    return Fault((), message, "syntax", line)


def _check_depth(content: str, source: str, limits: Limits) -> None:
    if content.count("[") + content.count("{") <= limits.depth:
        return
    level = 0
    for bracket in re.sub(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[^\[\]{}"]++', "", content, flags=re.DOTALL):
        level += (bracket in "[{") - (bracket in "]}")
        if level > limits.depth:
            raise MalformedData(source, (_too_deep((), limits),))


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
            return Fault((), f"has more than {limits.values:,} values; leave some out", "size")
        if not isinstance(each, (dict, list)):
            continue
        if len(path) >= limits.depth:
            return _too_deep(path[:1], limits)
        if len(each) > limits.items:
            message = f"has {len(each):,} items; no more than {limits.items:,} are read, so leave some out"
            return Fault(path, message, "size")
        parts = each.items() if isinstance(each, dict) else enumerate(each)
        inside += [((*path, key), part) for key, part in parts]
    return None


def content_of(path: PathLike[str], limits: Limits = _ENTRY) -> bytes:
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
