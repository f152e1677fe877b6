"""Asking the question of a receipt again: on the same terms, or on another calendar."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Generic, TypeVar, overload

import attrs
from attrs import frozen

from sec_uep import wire
from sec_uep.answers import Answer, named_calendar
from sec_uep.calendar import WorkingDayCalendar
from sec_uep.deadlines import Deadline
from sec_uep.errors import (
    DateOutsideCalendar,
    Fault,
    FaultCode,
    InvalidType,
    InvalidValue,
    MalformedData,
    SecUepError,
    displayed,
    nearest,
    shown,
)
from sec_uep.obligations import QUESTIONS
from sec_uep.page import report
from sec_uep.planning import Plan, backwards, forwards
from sec_uep.receipts._form import ENVELOPE, PARTS, Calendar, form_of, outcome_of, question_of, structured
from sec_uep.receipts._writing import (
    LIMITS,
    SCHEMA,
    Receipt,
    calendar_read,
    canonical,
    extract,
    parts_of,
    receipt,
    seal,
)
from sec_uep.strict_json import json_object

#: Whatever has a receipt.
_QUESTIONS: tuple[type[Answer], ...] = (*QUESTIONS, forwards, backwards, report)

A = TypeVar("A", bound=Answer)
A_co = TypeVar("A_co", bound=Answer, covariant=True)


@frozen
class _Read:
    """A receipt that was read: its question, its parts, the same as plain data, and the text of each."""

    asked: type[Answer]
    parts: Any
    data: dict[str, Any]
    texts: dict[str, str]

    @property
    def named(self) -> WorkingDayCalendar:
        """The calendar that RD-01 names."""
        return named_calendar(self.parts.readings.rd_01)

    @property
    def is_whole(self) -> bool:
        """Whether the calendar that it was counted on is at hand: it is the one that RD-01 names."""
        return self.parts.calendar is None or self.parts.calendar.digest == self.named.digest

    def own_calendar(self) -> WorkingDayCalendar | None:
        """Return the calendar to replay it on, which RD-01 or the receipt has; None leaves it to RD-01."""
        then = self.parts.calendar
        if then is None or (self.is_whole and not then.is_given):
            return None
        try:
            return self.named if self.is_whole else then.rebuilt()
        except SecUepError as refusal:
            raise _refused("calendar", f"{refusal}; or write a new receipt") from None

    def ask(self, calendar: WorkingDayCalendar | None) -> Answer:
        """
        Ask its question on a calendar.

        Raises:
            MalformedData: If it cannot be asked of what stands in the receipt.
            DateOutsideCalendar: If the count leaves the calendar.

        """
        return _answer(self.asked, self.parts, calendar)


def _answer(
    asked: type[Answer],
    parts: Any,  # noqa: ANN401 - a class of parts
    calendar: WorkingDayCalendar | None,
    of: str = "receipt",
) -> Answer:
    """Ask a question of the inputs and under the readings among *parts*."""
    terms = {"calendar": calendar} if asked.counts else {}
    inputs = attrs.asdict(parts.inputs, recurse=False)
    try:
        return asked(**inputs, readings=parts.readings, **terms)
    except DateOutsideCalendar:
        raise
    except SecUepError as refusal:
        raise _refused("inputs", str(refusal), of) from None


def ask(question: str | bytes | Mapping[str, Any], *, calendar: WorkingDayCalendar | None = None) -> Answer:
    """
    Ask the question that stands in JSON: one that somebody wrote, or the `question` of an answer as data.

    >>> answer = ask(
    ...     '''{
    ...       "name": "entry_process_testing.certificate_due",
    ...       "inputs": {"quality_gate_passed": "2026-09-18"}
    ...     }'''
    ... )
    >>> print(answer.outcome)
    2026-09-22
    >>> from sec_uep import wire
    >>> ask(wire.plain(answer)["question"]) == answer
    True

    Args:
        question: Its name and its inputs, each as it stands in a receipt. If need be its rule, where
            several questions have that name; its readings, where they are not the default;
            and the digest of the calendar that it was asked on, where somebody gave one.
        calendar: The calendar to count on; without it the one that RD-01 names.

    Raises:
        MalformedData: If it is no question, or cannot be asked of what is given; it lists every fault.
            A calendar of another digest than the question has is such a fault too.
        InvalidType: If *question* is neither text nor a mapping, or *calendar* not a calendar.
        InvalidValue: If *question* cannot be written as JSON.
        DateOutsideCalendar: If the count leaves the calendar.

    """
    if calendar is not None:
        _check_calendar(calendar)
    text = wire.dumps(question) if isinstance(question, Mapping) else question
    data = json_object(text, source="question", limits=LIMITS)
    asked = _asked(data, "", "question")
    parts = structured(data, question_of(asked), "question")
    on = calendar or (named_calendar(parts.readings.rd_01) if parts.calendar else None)
    if on and parts.calendar not in (None, on.digest):
        message = f"is {shown(parts.calendar)}, and this calendar has {on.digest!r}; pass that calendar"
        raise _refused("calendar", message, "question")
    return _answer(asked, parts, on, "question")


def _read(written: object) -> _Read:
    """
    Return a receipt, checked, without asking anything.

    Raises:
        MalformedData: If it is no receipt, was cut short or edited, or is of another form.

    """
    text = written.text if isinstance(written, Receipt) else written
    data = json_object(text, source="receipt", limits=LIMITS)
    _check_schema(data.get("schema"))
    structured(data, ENVELOPE)
    texts = {name: canonical(data[name]) for name in PARTS}
    edited = {name for name in PARTS if data["seals"].get(name) != seal(texts[name])}
    if edited or len(data["seals"]) > len(PARTS):
        message = "was edited: it does not match its seal; restore it, or write a new receipt"
        raise MalformedData(
            "receipt", tuple(Fault(name, message, "seal") for name in sorted(edited) or ["seals"])
        )
    asked = _asked(data["question"])
    parts = structured({name: data[name] for name in PARTS}, form_of(asked))
    return _Read(asked, parts, data, texts)


def _check_schema(schema: Any) -> None:  # noqa: ANN401 - plain data
    message = f"{shown(schema)} is no form of a receipt; pass a receipt as it was written"
    if schema.__class__ is int and schema > SCHEMA:
        message = f"{schema} is a later form than {SCHEMA}; verify it with a later version"
    elif schema.__class__ is int and schema > 0:
        message = f"{schema} is a form that is no longer read; ask again, and write a new receipt"
    if schema.__class__ is not int or schema != SCHEMA:
        raise _refused("schema", message)


def _asked(question: Any, at: str = "question.", of: str = "receipt") -> type[Answer]:  # noqa: ANN401 - plain data
    """Return the question that a receipt names, or that is named so itself."""
    name, rule = map(question.get, ("name", "rule")) if isinstance(question, dict) else (question, None)
    named_so = [kind for kind in _QUESTIONS if kind.name == name]
    for kind in named_so:
        if rule in [each.id for each in kind.rules_asked]:
            return kind
    if len(named_so) == 1 and rule is None:
        return named_so[0]
    if named_so:
        ids = ", ".join(repr(each.id) for kind in named_so for each in kind.rules_asked)
        raise _refused(
            f"{at}rule", f"{shown(rule)} is no rule that {name} asks; choose from {ids}", of, "unknown-name"
        )
    close = nearest(name, [kind.name for kind in _QUESTIONS])
    hint = f"did you mean {close!r}?" if close else "verify it with the version that wrote it"
    raise _refused(f"{at}name", f"{shown(name)} is no question; {hint}", of, "unknown-name")


def _refused(path: str, message: str, of: str = "receipt", code: FaultCode = "value") -> MalformedData:
    return MalformedData(of, (Fault(path.split("."), message, code),))


# --- Asking again -------------------------------------------------------------------------


@frozen(repr=False)
class Drift:
    """
    One part of a receipt that a replay gives otherwise.

    Attributes:
        part: Which part, such as "answer.day".
        was: What the receipt says.
        now: What the replay says.
        matters: Whether it is of the answer itself, not only of its surroundings.

    """

    part: str
    was: Any
    now: Any
    matters: bool

    def __str__(self) -> str:
        return f"{self.part}: was {shown(self.was)}, is {shown(self.now)}"

    _repr_html_ = displayed

    def __repr__(self) -> str:
        return f"<Drift {self}>"


@frozen(repr=False)
class Verification:
    """
    What came of asking the question of a receipt again; it is true if the answer is the same.

    Attributes:
        answer: The answer as it is now; None if the count leaves the days that the receipt knows.
        drifts: Every part that is not the same.

    """

    answer: Answer | None
    drifts: tuple[Drift, ...]

    def __bool__(self) -> bool:
        return not any(drift.matters for drift in self.drifts)

    def __str__(self) -> str:
        return "\n".join(("the same answer" if self else "not the same answer", *map(str, self.drifts)))

    _repr_html_ = displayed

    def __repr__(self) -> str:
        first, *others = sorted(self.drifts, key=lambda drift: not drift.matters) or ("",)
        more = f", and {len(others)} more" if others else ""
        return f"<Verification {'true' if self else 'false'}{f': {first}' if first else ''}{more}>"


@frozen(repr=False)
class Movement(Generic[A_co]):
    """
    What another calendar does to the answer of a receipt; it is true if something moved.

    Attributes:
        was: What the answer was: a day, or a verdict.
        now: The answer on the other calendar.
        days: By how many days it moved, later counted as more; None if the answer is no day.
        added: The bank holidays that the answer meets now and did not then, with their titles.
        removed: The bank holidays that it met then and does not now.

    """

    was: str
    now: A_co
    days: int | None
    added: tuple[tuple[date, str], ...]
    removed: tuple[tuple[date, str], ...]

    def __bool__(self) -> bool:
        return self.was != outcome_of(self.now)

    def __str__(self) -> str:
        if not self:
            return f"nothing moved: {self.was}"
        by = "" if self.days is None else f" ({self.days:+d} days)"
        because = [f"{day} was added ({title})" for day, title in self.added]
        because += [f"{day} was taken away ({title})" for day, title in self.removed]
        return f"{self.was} is now {outcome_of(self.now)}{by}: {'; '.join(because)}"

    _repr_html_ = displayed

    def __repr__(self) -> str:
        return f"<Movement {self}>"


def verify(written: Receipt | str | bytes, *, calendar: WorkingDayCalendar | None = None) -> Verification:
    """
    Ask the question of a receipt again, and compare.

    Without a *calendar* it is counted on the bank holidays in the receipt, whosever they were.
    How sure a day is must then be the same too; on another calendar it is only named if it differs.

    >>> from sec_uep.obligations import entry_process_testing as uept
    >>> bool(verify(receipt(uept.certificate_due(quality_gate_passed=date(2026, 9, 18)))))
    True

    Raises:
        MalformedData: If it is no receipt, was cut short or edited, or is of another form;
            it says what is wrong and where. Nothing is asked then.
        InvalidType: If *calendar* is not a calendar, or *written* is neither a receipt nor text.
        DateOutsideCalendar: If the count leaves the *calendar* that is given.

    """
    if calendar is not None:
        _check_calendar(calendar)
    then = _read(written)
    try:
        answer = then.ask(then.own_calendar() if calendar is None else calendar)
    except DateOutsideCalendar as refusal:
        if calendar is not None:
            raise
        return Verification(
            None, (Drift("calendar.known", then.data["calendar"]["known"], str(refusal), matters=True),)
        )
    return Verification(answer, tuple(_compared(then, answer, on_another=calendar is not None)))


def _compared(then: _Read, answer: Answer, *, on_another: bool) -> Iterator[Drift]:
    """Yield where an answer, and all else that its receipt would say, differs from a receipt."""
    was, texts, surroundings = dict(then.data), dict(then.texts), _SURROUNDINGS
    calendar, now_on = then.parts.calendar, calendar_read(answer)
    if on_another:
        surroundings += ("answer.certainty",)
    elif now_on and not then.is_whole:  # it was replayed on some days, which say nothing of the others
        surroundings += ("calendar.bank_holidays",)
        if calendar.is_given:
            now_on = attrs.evolve(now_on, **{name: getattr(calendar, name) for name in _WHOLE})
        else:
            now_on = extract(then.named, is_given=False, read=now_on.read, known=now_on.known)
    if calendar and not calendar.is_given and answer.given_calendar is not None:
        was["trace"] = [
            {**step, "readings": [id_ for id_ in step["readings"] if id_ != "RD-01"]} for step in was["trace"]
        ]
        texts["trace"] = canonical(was["trace"])
    for name, now in parts_of(answer, now_on).items():
        text = canonical(now)
        if text != texts[name]:
            yield from _drifts(name, was[name], json.loads(text), surroundings)


def _drifts(part: str, was: Any, now: Any, surroundings: tuple[str, ...]) -> Iterator[Drift]:  # noqa: ANN401 - plain data
    """Yield where two pieces of plain data differ, as deep inside as they do."""
    if part in {"calendar.bank_holidays", "calendar.nearby"}:
        was, now = ({each["day"]: each["title"] for each in days} for days in (was, now))
    if isinstance(was, dict) and isinstance(now, dict):
        for key in sorted({*was, *now}):
            was_asked = key in was or part not in {"inputs", "readings"}
            around = surroundings if was_asked else (part,)
            yield from _drifts(f"{part}.{key}", was.get(key), now.get(key), around)
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for index, (one, other) in enumerate(zip(was, now, strict=True)):
            yield from _drifts(f"{part}[{index}]", one, other, surroundings)
    elif canonical(was) != canonical(now):
        surrounds = part.startswith(surroundings) or (
            part.startswith("calendar.bank_holidays.")
            and not ((was is None or now is None) and _counts(date.fromisoformat(part[-10:])))
        )
        yield Drift(part, was, now, matters=not surrounds)


def _counts(day: date) -> bool:
    """Return whether a bank holiday on *day* costs a Working Day: it does not on a weekend."""
    return day.isoweekday() < 6  # noqa: PLR2004 - Saturday


#: What a receipt says of a whole calendar, and the days in it cannot say.
_WHOLE = ("is_given", "digest", "first", "last", "published_through")

#: The parts that may differ without the answer being another.
_SURROUNDINGS: tuple[str, ...] = (
    "edition",
    "versions",
    "calendar.amended",
    "calendar.digest",
    "calendar.first",
    "calendar.is_given",
    "calendar.known",
    "calendar.last",
    "calendar.nearby",
    "calendar.published_through",
    "question.asks",
)


@overload
def recompute(written: A, *, calendar: WorkingDayCalendar) -> Movement[A]: ...
@overload
def recompute(written: Receipt | str | bytes, *, calendar: WorkingDayCalendar) -> Movement[Answer]: ...
def recompute(written: Receipt | str | bytes | Answer, *, calendar: WorkingDayCalendar) -> Movement[Answer]:
    """
    Ask the question of an answer, or of its receipt, on another calendar, and say what moved.

    By how much it moved is said, and by which bank holidays.

    >>> from sec_uep.calendar import england_and_wales
    >>> from sec_uep.obligations import entry_process_testing as uept
    >>> now = england_and_wales()
    >>> before = now.without_bank_holiday(date(2022, 9, 19))
    >>> written = receipt(uept.certificate_due(quality_gate_passed=date(2022, 9, 16), calendar=before))
    >>> print(recompute(written, calendar=now))
    2022-09-20 is now 2022-09-21 (+1 days): 2022-09-19 was added (Bank Holiday for the State Funeral of \
Queen Elizabeth II)

    Raises:
        MalformedData: If it is no receipt, was cut short or edited, or is of another form.
        InvalidType: If *calendar* is not a calendar, or *written* is neither of these.
        InvalidValue: If the answer counts on no calendar.
        DateOutsideCalendar: If the count leaves the *calendar*.

    """
    _check_calendar(calendar)
    then = _read(receipt(written) if isinstance(written, Answer) else written)
    if then.parts.calendar is None:
        raise InvalidValue("written", then.asked.name, "counts on no calendar", "verify it instead")
    now = then.ask(calendar)
    was = then.data["answer"][_OUTCOMES[then.data["kind"]]]
    days = (now.outcome - date.fromisoformat(was)).days if isinstance(now, (Deadline, Plan)) else None
    return Movement(was, now, days, *_changes(then.parts.calendar, now))


#: What stands for the outcome in the answer of each kind.
_OUTCOMES = {"deadline": "day", "finding": "verdict", "plan": "finish", "page": "outcome"}


def _check_calendar(calendar: object) -> None:
    if not isinstance(calendar, WorkingDayCalendar):
        raise InvalidType("calendar", shown(calendar), "is not a WorkingDayCalendar", "pass another one")


def _changes(then: Calendar, now: Answer) -> tuple[tuple[tuple[date, str], ...], ...]:
    """Return the bank holidays that an answer meets and did not, and those that it met and does not."""
    calendar, now_on = now.calendar, calendar_read(now)
    spans = [span for span in (then.read, now_on and now_on.read) if span]
    if not spans:
        return (), ()
    known = then.known or spans[0]  # what lay further away then is not in the receipt
    first = max(min(span.first for span in spans), known.first)
    last = min(max(span.last for span in spans), known.last)
    met = {day: title for day, title in then.titles.items() if first <= day <= last}
    meets = dict(calendar.bank_holidays(first=max(first, calendar.first), last=min(last, calendar.last)))
    return (
        tuple((day, title) for day, title in meets.items() if day not in met and _counts(day)),
        tuple((day, title) for day, title in met.items() if day not in meets and _counts(day)),
    )
