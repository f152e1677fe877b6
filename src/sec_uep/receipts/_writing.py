"""Writing a receipt: its parts as plain data, in canonical JSON, each with a seal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any

from attrs import frozen
from cattrs import Converter

from sec_uep import wire
from sec_uep._version import __version__
from sec_uep.answers import Answer, Finding
from sec_uep.calendar import WorkingDayCalendar
from sec_uep.calendar._projection import release_of_holidays
from sec_uep.calendar.watched import WatchedCalendar
from sec_uep.checks import check_is
from sec_uep.deadlines import Deadline
from sec_uep.errors import InvalidValue, displayed, shown
from sec_uep.obligations import RULES
from sec_uep.page import Page
from sec_uep.planning import Plan
from sec_uep.readings import REGISTER
from sec_uep.receipts._form import IDS, BankHoliday, Calendar, Span, said_by
from sec_uep.rules import Rule
from sec_uep.strict_json import Limits

#: The form of a receipt. One of another form is refused, not guessed at.
SCHEMA = 2

#: How much of a receipt is read, and so written: thousands of User IDs, and no more.
LIMITS = Limits(items=5_000)

#: The kinds of answer that have a receipt.
KINDS: Mapping[str, Any] = {"deadline": Deadline, "finding": Finding, "plan": Plan, "page": Page}


@frozen(repr=False)
class Receipt:
    """
    An answer written down, so that its question can be asked again.

    `str()` is canonical JSON; equal answers give the same bytes.
    """

    text: str

    def __str__(self) -> str:
        return self.text

    _repr_html_ = displayed

    def __repr__(self) -> str:
        return f"<Receipt {shown(self.text)}>"

    @property
    def data(self) -> dict[str, Any]:
        """The receipt as plain data."""
        data: dict[str, Any] = json.loads(self.text)
        return data


def receipt(answer: Answer) -> Receipt:
    """
    Return the receipt of *answer*.

    It carries the question with its inputs and readings, the digest and reach of the calendar
    and the bank holidays that the answer read, the edition of the rules, the versions,
    the answer, and its reasons with rule ids and citations as fields.

    >>> from sec_uep.obligations import entry_process_testing as uept
    >>> written = receipt(uept.certificate_due(quality_gate_passed=date(2026, 9, 18)))
    >>> written.data["answer"]["day"], written.data["inputs"]
    ('2026-09-22', {'quality_gate_passed': '2026-09-18'})

    Raises:
        InvalidType: If *answer* is neither a `Deadline`, a `Finding`, a `Plan` nor a `Page`.
        InvalidValue: If it was asked of text that UTF-8 cannot hold, or of too much for a receipt.

    """
    kinds, reason = tuple(KINDS.values()), "is no answer that has a receipt"
    check_is("answer", answer, kinds, reason, "pass a Finding, a Deadline, a Plan or a Page")
    parts = parts_of(answer, calendar_read(answer))
    texts = {name: wire.encodable(canonical(part)) for name, part in parts.items()}
    seals = {name: seal(text) for name, text in texts.items()}
    texts |= {"schema": canonical(SCHEMA), "seals": canonical(seals)}
    text = "{" + ",".join(f'"{name}":{texts[name]}' for name in sorted(texts)) + "}"
    if len(text.encode()) > LIMITS.size:
        reason = f"has a receipt of more than {LIMITS.size:,} bytes, which would not be read again"
        raise InvalidValue("answer", shown(answer), reason, "ask of fewer things at a time")
    return Receipt(text)


def parts_of(answer: Any, calendar: Calendar | None) -> dict[str, Any]:  # noqa: ANN401 - one of KINDS
    """Return the parts of a receipt as plain data."""
    return {
        "answer": _WRITER.unstructure(said_by(answer)),
        "trace": _WRITER.unstructure(tuple(answer.why())),
        "kind": next(name for name, kind in KINDS.items() if isinstance(answer, kind)),
        "question": {"name": answer.name, "rule": answer.rule.id, "asks": answer.asks},
        "inputs": _WRITER.unstructure(dict(answer.inputs)),
        "readings": {id_: getattr(answer.chosen, name) for name, id_ in IDS.items()},
        "calendar": _WRITER.unstructure(calendar),
        "edition": _edition(),
        "versions": _versions(calendar),
    }


def calendar_read(answer: Answer) -> Calendar | None:
    """Return what an answer needs of the calendar that it counts on; None if it counts on none."""
    if not answer.counts:
        return None
    watched = WatchedCalendar(answer.calendar)
    again = answer.again(calendar=watched)
    read = watched.read
    said_by(again)
    again.why()
    return extract(
        answer.calendar,
        is_given=answer.given_calendar is not None,
        read=Span(*read) if read else None,
        known=_around(*watched.read) if watched.read else None,
    )


def extract(
    calendar: WorkingDayCalendar, *, is_given: bool, read: Span | None, known: Span | None
) -> Calendar:
    """Return some days of a *calendar*, as far as it has them."""
    if known:
        known = Span(max(known.first, calendar.first), min(known.last, calendar.last))
        known = known if known.first <= known.last else None
    listed = calendar.bank_holidays(first=known.first, last=known.last) if known else ()
    among: dict[bool, list[BankHoliday]] = {True: [], False: []}
    for day, title in listed:
        among[read is not None and read.first <= day <= read.last].append(BankHoliday(day, title))
    return Calendar(
        is_given=is_given,
        digest=calendar.digest,
        first=calendar.first,
        last=calendar.last,
        published_through=calendar.published_through,
        read=read,
        known=known,
        bank_holidays=tuple(among[True]),
        nearby=tuple(among[False]),
        amended=tuple(day for day, _ in calendar.amendments if known and known.first <= day <= known.last),
    )


#: How many days around those read are known, to say later what was added there.
_NEARBY = 35


def _around(first: date, last: date) -> Span:
    """Return a span of days with those nearby, as far as there are days."""
    start = max(first.toordinal() - _NEARBY, date.min.toordinal())
    end = min(last.toordinal() + _NEARBY, date.max.toordinal())
    return Span(date.fromordinal(start), date.fromordinal(end))


@cache
def _edition() -> str:
    """Return the edition of the rules and readings: a digest of all that they say and cite."""
    said = [str(rule) for rule in RULES] + [
        f"{reading.id} {reading.question} {dict(reading.choices)} {reading.citation}"
        for reading in REGISTER.values()
    ]
    return sha256(canonical(said).encode()).hexdigest()


def _versions(calendar: Calendar | None) -> dict[str, str]:
    """Return the versions that an answer rests on; that of `holidays` only where it computed a day."""
    is_projected = calendar and calendar.read and calendar.read.last > calendar.published_through
    return {"sec_uep": __version__} | ({"holidays": release_of_holidays()} if is_projected else {})


#: Return data as canonical JSON.
canonical = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=date.isoformat
).encode


def seal(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def _writer() -> Converter:
    """Return a converter that writes as `wire` does, and works out only once how a rule is written."""
    writer = wire.new_writer()
    writer.register_unstructure_hook(Rule, cache(wire.plain))
    return writer


_WRITER = _writer()
