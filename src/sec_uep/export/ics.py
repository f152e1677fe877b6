"""
A plan as iCalendar (RFC 5545), for a desk calendar: all-day events that know when they change.

Nothing is decided here: each day is one that the plan, its position or its obligations give.
It needs the extra `ics`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, get_args

from attrs import field, frozen

from sec_uep.calendar import Certainty, Period
from sec_uep.checks import check_is, check_line, check_whole
from sec_uep.deadlines import Deadline
from sec_uep.entry.position import StepState
from sec_uep.entry.standing import Obligation, ObligationKind, ObligationState
from sec_uep.errors import Fault, FaultCode, InvalidValue, MalformedData, MissingExtra, shown
from sec_uep.events import Event
from sec_uep.facts import UNKNOWN
from sec_uep.obligations.graph import Task
from sec_uep.obligations.steps import LAST_STEP
from sec_uep.page._phrases import planned_step, refusal_of_booking, tasks
from sec_uep.page._words import Words, bearer_named, capital, days, printable
from sec_uep.planning import Anchor, Basis, Plan, PlannedStep
from sec_uep.rules import PARTY_SIDE, Bearer, Rule

if TYPE_CHECKING:
    import icalendar

__all__ = ["calendar", "events"]


def calendar(
    plan: Plan,
    *,
    uid: str | None = None,
    revision: int = 0,
    remind: Period | None = None,
    previous: bytes | None = None,
) -> bytes:
    """
    Return a plan as one iCalendar file.

    It has an all-day event for each step to come, from its first day to its last; for each booking that is
    not the whole of its step; for the last day of each notice and time limit that runs; for the last day
    on which to begin a step for the target; for the last day on which a booking moves without charge;
    and for the finish and the target. What is booked, and the last days that published bank holidays
    give, are CONFIRMED; all else is TENTATIVE. Each event says whose it is, what fixes its day, and by which
    rule. None makes anybody busy.

    The UID of an event is made from the name of the Party, or from *uid* in its place, and from what the
    event is: a step, say, and its User Role. It stays the same whatever else changes.

    The same arguments give the same bytes. The time stamp of an event is the day of the plan in which it
    changed, so that no clock is read.

    >>> from sec_uep.entry import Entry
    >>> from sec_uep.parties import Party, UserRole
    >>> from sec_uep.planning import forwards
    >>> plan = forwards(Entry(party=Party(name="A"), roles={UserRole.GAS_SUPPLIER}), today=date(2026, 11, 23))
    >>> written = calendar(plan)
    >>> b"SUMMARY:UEPT notice" in written
    True
    >>> calendar(plan, previous=written) == written
    True

    Args:
        plan: The plan.
        uid: What tells this entry from others, where the name of the Party does not, or may change.
        revision: The SEQUENCE of what is new or has changed, at least.
        remind: How long before each event is a reminder, at nine in the morning; None for none.
        previous: The file that was made last, or several joined, as a CalDAV server has them. An event that
            says the same keeps its SEQUENCE and its time stamp; the SEQUENCE of one that changed rises;
            a step that was done since stands on the day on which it was; and what fell away is CANCELLED.
            What is not of this entry is left out.

    Raises:
        InvalidType: If an argument is of the wrong type.
        InvalidValue: If *uid* is blank, *revision* negative, or nothing in *previous* is of this entry.
        MalformedData: If *previous* is no iCalendar that can be read.
        DateOutsideCalendar: If a day leaves the calendar, such as that of a reminder.
        MissingExtra: If icalendar is not installed.

    """
    made = _made(plan, uid, revision, remind, previous)
    party = printable(plan.entry.party.name)
    title = f"{party}: {_TITLE}" if party else _TITLE
    called = _icalendar().vText(title)  # the library does not know that these two are text
    return _written(made.values(), {"name": called, "x-wr-calname": called})


def events(
    plan: Plan,
    *,
    uid: str | None = None,
    revision: int = 0,
    remind: Period | None = None,
    previous: bytes | None = None,
) -> dict[str, bytes]:
    """
    Return the events of `calendar`, each as an iCalendar object of its own, by UID: as CalDAV stores them.

    Its arguments and what it refuses are those of `calendar`. *previous* is what the collection has, joined.

    >>> from sec_uep.entry import Entry
    >>> from sec_uep.parties import Party, UserRole
    >>> from sec_uep.planning import forwards
    >>> plan = forwards(Entry(party=Party(name="A"), roles={UserRole.GAS_SUPPLIER}), today=date(2026, 11, 23))
    >>> stored = events(plan)
    >>> events(plan, previous=b"".join(stored.values())) == stored
    True
    """
    made = _made(plan, uid, revision, remind, previous)
    return {name: _written([each]) for name, each in made.items()}


_TITLE = "DCC User Entry Process"
_PRODUCT = "-//sec-uep//DCC User Entry Process//EN"

#: The largest SEQUENCE that there is; one less leaves it room to rise.
_MOST = 2**31 - 2


def _icalendar() -> Any:  # noqa: ANN401 - a module that may not be installed
    """Return the library that writes and reads iCalendar."""
    try:
        import icalendar  # noqa: PLC0415 - it is an extra
    except ImportError as refusal:
        raise MissingExtra("ics", "icalendar") from refusal
    return icalendar


def _new(kind: str, **properties: object) -> icalendar.Component:
    """Return a component with *properties*."""
    made: icalendar.Component = getattr(_icalendar(), kind)()
    for name, value in properties.items():
        made.add(name, value)
    return made


def _written(events: Iterable[icalendar.Component], more: Mapping[str, object] | None = None) -> bytes:
    """Return an iCalendar object with *events*, and with *more* properties."""
    whole = _new("Calendar", version="2.0", prodid=_PRODUCT, **(more or {}))
    for each in events:
        whole.add_component(each)
    data: bytes = whole.to_ical()
    return data


# --- What stands in the calendar ----------------------------------------------------------


@frozen
class _Day:
    """
    What is to stand in the calendar, on a day or from one day to another.

    Attributes:
        kind: What it is: with the step and the User Role, that is what makes its UID.
        task: The step, and its User Role; None for what is of the entry.
        first: Its first day.
        last: Its last day, which belongs to it.
        is_sure: Whether it is booked, or given by published bank holidays.
        summary: What it is called.
        bearer: Whose it is.
        text: What is said of it, a line each.
        is_over: Whether it was done.

    """

    kind: str
    task: Task | None
    first: date
    last: date
    is_sure: bool
    summary: str
    bearer: Bearer
    text: tuple[str, ...]
    is_over: bool = False


@frozen
class _Sheet:
    """What is to stand in the calendar of a plan."""

    plan: Plan
    words: Words = field(init=False)
    obligations: tuple[Obligation, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        plan = self.plan
        # An event is read by itself, and on any day: its days have their years.
        object.__setattr__(self, "words", Words(date.min, plan.entry.roles, plan.chosen))
        object.__setattr__(self, "obligations", plan.position.obligations)

    def days(self) -> Iterator[_Day]:
        """Yield all that is to stand there, and each step that was done."""
        for each in self.plan.steps:
            if each.is_undone:
                yield self._step(each)
                yield from self._bookings(each)
                yield from self._latest(each)
            elif each.done_on is not None:
                yield self._done(each)
        for o in self.obligations:
            if o.is_pending and o.due is not None and o.trigger is not None:
                yield self._last_day(o, o.due, o.trigger)
        yield from self._free_moves()
        yield from self._ends()

    def _named(self, each: PlannedStep | StepState) -> str:
        """Return what a step is called, with its User Role."""
        state = each.state if isinstance(each, PlannedStep) else each
        return f"{self.words.head(state.step, state)}{self.words.of([state.role])}"

    # --- steps ----------------------------------------------------------------------------

    def _is_sure(self, each: PlannedStep) -> bool:
        """Return whether both days of a step are booked or past, or a time limit gives them that runs."""
        if each.basis is Basis.BOOKED:
            return each.anchor in {Anchor.BOOKED, Anchor.BEGUN}
        return each.limit is not None and any(
            (o.task, o.kind, o.last_day) == (each.task, ObligationKind.LIMIT, each.earliest_finish)
            and o.is_pending
            and each.limit.certainty is Certainty.PUBLISHED
            for o in self.obligations
        )

    def _step(self, each: PlannedStep) -> _Day:
        by = capital(bearer_named(each.bearer))
        whose = "" if each.bearer in PARTY_SIDE or each.bearer is Bearer.NOBODY else f"{by}: "
        is_sure = self._is_sure(each)
        later = ", or later" if each.is_lower_bound and not is_sure else ""
        text = (*self._of_step(each), *_cited(each.rule, each.because, *_rules(each)))
        summary = f"{whose}{self._named(each)}{later}"
        return _Day(
            "step", each.task, each.earliest_start, each.earliest_finish, is_sure, summary, each.bearer, text
        )

    def _of_step(self, each: PlannedStep) -> Iterator[str]:
        """Yield what fixes the days of a step, and how sure they are."""
        plan, w = self.plan, self.words
        yield f"{planned_step(each, w)}."
        if each.driver is not None:
            yield f"It waits for {tasks([each.driver], w)}."
        if each.is_lower_bound:
            yield "No sooner than that: it needs an estimate, or a step before it does, and there is none."
        if each.refused is not None:
            yield f"{capital(refusal_of_booking(each, w))}."
        if not plan.target_has_passed:
            until = "for the target" if plan.target else "for the finish to stand"
            yield f"At the latest, {until}: {w.day(each.latest_finish)}; slack in Working Days: {each.slack}."
        certainty = plan.calendar.certainty(first=plan.today, last=each.earliest_finish)
        if certainty is not Certainty.PUBLISHED:
            yield f"Its bank holidays are {certainty.value}."

    def _bookings(self, each: PlannedStep) -> Iterator[_Day]:
        """Yield each booking of a step, but for one that the event of the step itself shows."""
        for event in each.state.booked:
            if each.basis is Basis.BOOKED and event.day == each.earliest_start == each.earliest_finish:
                continue
            refused = each.refused == event
            text = (f"{capital(refusal_of_booking(each, self.words))}.",) if refused else ()
            said = "Booked, and cannot stand" if refused else "Booked"
            yield _Day(
                "booking",
                each.task,
                event.day,
                event.day,
                not refused,
                f"{said}: {self._named(each)}",
                each.bearer,
                (*text, *_cited(each.rule)),
            )

    def _latest(self, each: PlannedStep) -> Iterator[_Day]:
        """Yield the last day on which the Party begins a step for the target, or ends one that has begun."""
        plan = self.plan
        if plan.target is None or plan.target_has_passed or each.slack < 0:
            return
        if each.bearer not in PARTY_SIDE or each.booked is not None:
            return
        day, verb = each.latest_start, "Begin" if each.state.row.takes_time else "Do"
        if each.begun_on is not None:
            day, verb = each.latest_finish, "Finish"
        text = f"The last day for it, for the target of {self.words.day(plan.target)}."
        yield _Day(
            "latest",
            each.task,
            day,
            day,
            is_sure=False,
            summary=f"{verb} at the latest: {self._named(each)}",
            bearer=each.bearer,
            text=(text, *_cited(each.rule)),
        )

    def _done(self, each: PlannedStep) -> _Day:
        day, summary = each.earliest_finish, f"Done: {self._named(each)}"
        text = _cited(each.rule)
        return _Day("step", each.task, day, day, True, summary, each.bearer, text, True)  # noqa: FBT003

    # --- obligations ----------------------------------------------------------------------

    def _last_day(self, o: Obligation, due: Deadline, trigger: Event) -> _Day:
        """Return the last day of a notice or a time limit, from the last Working Day for it on."""
        w, last = self.words, o.last_day or due.day
        follows = "It is for" if o.kind is ObligationKind.NOTICE else "It follows"
        text = [f"{follows} {w.event(trigger).removesuffix(',')}; the last day is {w.day(last)}."]
        if due.day != last:
            text.append(f"The latest Working Day is {w.day(due.day)}.")
        if due.certainty is not Certainty.PUBLISHED:
            text.append(f"{capital(due.sureness)}.")
        named = self._named(self.plan.position.step(o.step, o.role))
        said = "Overdue from" if o.state is ObligationState.OVERDUE else "Last day for"
        return _Day(
            o.kind.value,
            o.task,
            due.day,
            last,
            due.certainty is Certainty.PUBLISHED,
            f"{said} {bearer_named(o.bearer)}: {named}",
            o.bearer,
            (*text, *_cited(o.rule)),
        )

    def _free_moves(self) -> Iterator[_Day]:
        w = self.words
        for event, last in self.plan.position.free_moves:
            named = self._named(self.plan.position.step(event.step))
            text = f"{named} is booked for {w.day(event.day)}."
            yield _Day(
                "free-move",
                Task(event.step),
                last.day,
                last.day,
                last.certainty is Certainty.PUBLISHED,
                f"Last day to move without charge: {named}",
                last.bearer,
                (text, *_cited(last.rule)),
            )

    # --- the finish and the target --------------------------------------------------------

    def _ends(self) -> Iterator[_Day]:
        """Yield the finish, and the target while that is still to come."""
        plan, finish, every = self.plan, self.plan.finish, "DCC User for every User Role"
        if plan.is_confirmed:
            text = _cited(plan.rule)
            yield _Day("finish", None, finish, finish, True, f"Done: {every}", Bearer.SECAS, text, True)  # noqa: FBT003
            return
        undone = (e for e in plan.steps if e.step is LAST_STEP and e.is_undone)
        last = next(each for each in undone if each.earliest_finish == finish)
        chain = reversed(tuple(plan.chain_of(last.role or plan.entry.roles[0])))
        is_sure = self._is_sure(last)
        later = ", or later" if plan.is_lower_bound and not is_sure else ""
        fixed = ("It is fixed by, one after the other:", *(f"- {planned_step(e, self.words)}" for e in chain))
        text = (*fixed, *_cited(plan.rule))
        yield _Day("finish", None, finish, finish, is_sure, f"Finish: {every}{later}", last.bearer, text)
        if plan.target is not None:
            text = (self._can_be_met(), *_cited(plan.rule))
            day, summary = plan.target, f"Target: {every}"
            yield _Day("target", None, day, day, True, summary, Bearer.PARTY, text)  # noqa: FBT003

    def _can_be_met(self) -> str:
        plan, spare = self.plan, self.plan.working_days_to_spare or 0
        finish = self.words.day(plan.finish)
        if plan.can_be_met is False:
            return f"It cannot be met: {finish} is {days(-spare)} later."
        if plan.can_be_met is UNKNOWN:
            return f"It cannot be said yet whether it can be met: no sooner than {finish}."
        return f"It can be met, with {days(spare)} to spare."


def _rules(each: PlannedStep) -> Iterator[Rule]:
    """Yield the rules of the notice and of the time limit that fix the days of a step."""
    yield from (found.rule for found in (each.notice, each.limit) if found is not None)


def _cited(*rules: Rule) -> tuple[str, ...]:
    return tuple(map(str, dict.fromkeys(rules)))


# --- Its events ---------------------------------------------------------------------------

#: The hour of a reminder, where the reader is: it is told as a time before the day begins there.
_HOUR = timedelta(hours=9)


def _made(
    plan: Plan, uid: str | None, revision: int, remind: Period | None, previous: bytes | None
) -> dict[str, icalendar.Component]:
    """Return the events of a plan by UID, in order of time."""
    check_is("plan", plan, Plan, next_step="pass what forwards or backwards returns")
    entry = plan.entry.party.name if uid is None else check_line("uid", uid, "entry")
    check_whole("revision", revision, range(_MOST), "a SEQUENCE", "how often it was exported, say")
    if remind is not None:
        check_is("remind", remind, get_args(Period), "is not a period", "pass WorkingDays(5), say")
    whose = f"{_hashed(entry)}-"
    before = {} if previous is None else _read(previous, whose)
    found, seen = {}, Counter[object]()
    for day in _Sheet(plan).days():
        what = (day.kind, day.task)
        seen[what] += 1
        of = (day.kind, *([day.task.step, day.task.role or ""] if day.task else []), str(seen[what]))
        name = f"{whose}{_hashed(*of)}@sec-uep"
        if not day.is_over or name in before:
            made = _event(name, day, plan)
            if remind is not None and not day.is_over:
                made.add_component(_alarm(day, remind, plan))
            found[name] = _revised(made, before.pop(name, None), plan, revision)
    for name, old in before.items():
        found[name] = _cancelled(old, plan, revision)
    return dict(sorted(found.items(), key=lambda pair: (pair[1].decoded("DTSTART"), pair[0])))


def _hashed(*parts: str) -> str:
    """Return what identifies *parts*, and says nothing of them."""
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _event(name: str, day: _Day, plan: Plan) -> icalendar.Component:
    party = printable(plan.entry.party.name)
    text = (f"To be done by {bearer_named(day.bearer)}.", *day.text, *([party] if party else []))
    return _new(
        "Event",
        uid=name,
        dtstart=day.first,
        dtend=day.last + timedelta(days=1),
        summary=day.summary,
        description="\n".join(text),
        categories=["Party" if day.bearer in PARTY_SIDE else day.bearer.value],
        status="CONFIRMED" if day.is_sure else "TENTATIVE",
        transp="TRANSPARENT",
    )


def _alarm(day: _Day, remind: Period, plan: Plan) -> icalendar.Component:
    before = remind.before(day.first, plan.calendar)
    return _new("Alarm", action="DISPLAY", description=day.summary, trigger=before - day.first + _HOUR)


def _stamp(made: icalendar.Component, plan: Plan, sequence: int) -> icalendar.Component:
    made.add("sequence", sequence)
    made.add("dtstamp", datetime.combine(plan.today, time(), UTC))
    return made


# --- The events of before -----------------------------------------------------------------

_SAID = ("UID", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CATEGORIES", "STATUS", "TRANSP")


def _read(previous: bytes, whose: str) -> dict[str, icalendar.Component]:
    """Return the events in *previous* that are of this entry, by UID; of one that is there twice the last."""
    check_is("previous", previous, bytes, "is not bytes", "pass what calendar returned")
    library = _icalendar()
    try:
        read = library.Calendar.from_ical(previous, multiple=True)
        every = [each for whole in read for each in whole.subcomponents if each.name == "VEVENT"]
        found = {str(each["UID"]): each for each in every if str(each.get("UID", "")).startswith(whose)}
        broken = [name for name, each in found.items() if not _is_whole(each)]
    except ValueError as refusal:
        raise _malformed(f"is no iCalendar: {shown(str(refusal))}", "syntax") from None
    if broken:
        raise _malformed(f"has a broken day, DTSTAMP or SEQUENCE in {shown(broken[0])}", "value")
    if previous.strip() and not found and (every or not read):
        reason, say = "has no event of this entry", "pass its last export, whole, and the same uid"
        raise InvalidValue("previous", shown(previous), reason, say)
    return found


def _is_whole(event: icalendar.Component) -> bool:
    """Return whether the days, the time stamp and the SEQUENCE of an event can be read."""
    first, after, stamp = (getattr(event.get(name), "dt", None) for name in ("DTSTART", "DTEND", "DTSTAMP"))
    is_all_day = type(first) is type(after) is date
    return is_all_day and isinstance(stamp, datetime) and isinstance(event.get("SEQUENCE", 0), int)


def _malformed(message: str, code: FaultCode) -> MalformedData:
    return MalformedData("previous", (Fault((), f"{message}; pass what was exported", code=code),))


def _revised(
    made: icalendar.Component, old: icalendar.Component | None, plan: Plan, revision: int
) -> icalendar.Component:
    """Return an event with its SEQUENCE and its time stamp: those of *old*, where it says the same."""
    if old is None:
        return _stamp(made, plan, revision)
    if _said(made) == _said(old):
        made["SEQUENCE"], made["DTSTAMP"] = old.get("SEQUENCE", 0), old["DTSTAMP"]
        return made
    return _stamp(made, plan, max(old.get("SEQUENCE", 0) + 1, revision))


def _cancelled(old: icalendar.Component, plan: Plan, revision: int) -> icalendar.Component:
    """Return an event that fell away, as it was last, and cancelled."""
    made = _new("Event")
    made.update({name: old[name] for name in _SAID if name in old})
    if old.get("STATUS") == "CANCELLED":
        made["SEQUENCE"], made["DTSTAMP"] = old.get("SEQUENCE", 0), old["DTSTAMP"]
        return made
    made["STATUS"] = "CANCELLED"
    return _stamp(made, plan, max(old.get("SEQUENCE", 0) + 1, revision))


def _said(event: icalendar.Component) -> Mapping[str, object]:
    """Return what an event says; how its texts are set is no matter."""
    alarms = [str(each.get("TRIGGER")) for each in event.subcomponents if each.name == "VALARM"]
    return {**{name: _plain(event.get(name)) for name in _SAID}, "VALARM": alarms}


def _plain(value: Any) -> object:  # noqa: ANN401 - whatever the library makes of a property
    return value.to_ical() if hasattr(value, "to_ical") else value
