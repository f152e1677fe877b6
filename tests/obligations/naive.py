"""
Second answers to what these tests ask, from sets, plain words and loops; nothing here reads the package.

The bank holidays are those of the GOV.UK list for 2025 to 2028, copied out with their weekdays.
The steps and what they wait for are copied out of the guidance, each with the sentence that says so.
"""

from __future__ import annotations

import itertools
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

ONE_DAY = timedelta(days=1)

# --- days -------------------------------------------------------------------------------

#: The same in England and Wales, in Scotland and in Northern Ireland.
_EVERYWHERE = {
    date(2025, 1, 1),  # Wednesday, New Year's Day
    date(2025, 4, 18),  # Friday, Good Friday
    date(2025, 5, 5),  # Monday, early May
    date(2025, 5, 26),  # Monday, spring
    date(2025, 12, 25),  # Thursday, Christmas Day
    date(2025, 12, 26),  # Friday, Boxing Day
    date(2026, 1, 1),  # Thursday, New Year's Day
    date(2026, 4, 3),  # Friday, Good Friday
    date(2026, 5, 4),  # Monday, early May
    date(2026, 5, 25),  # Monday, spring
    date(2026, 12, 25),  # Friday, Christmas Day
    date(2026, 12, 28),  # Monday, for Boxing Day on a Saturday
    date(2027, 1, 1),  # Friday, New Year's Day
    date(2027, 3, 26),  # Friday, Good Friday
    date(2027, 5, 3),  # Monday, early May
    date(2027, 5, 31),  # Monday, spring
    date(2027, 12, 27),  # Monday, for Christmas Day on a Saturday
    date(2027, 12, 28),  # Tuesday, for Boxing Day on a Sunday
    date(2028, 1, 3),  # Monday, for New Year's Day on a Saturday
    date(2028, 4, 14),  # Friday, Good Friday
    date(2028, 5, 1),  # Monday, early May
    date(2028, 5, 29),  # Monday, spring
    date(2028, 12, 25),  # Monday, Christmas Day
    date(2028, 12, 26),  # Tuesday, Boxing Day
}

#: In England and Wales and in Northern Ireland, not in Scotland.
_NOT_SCOTLAND = {
    date(2025, 4, 21),  # Monday, Easter Monday
    date(2025, 8, 25),  # Monday, summer
    date(2026, 4, 6),  # Monday, Easter Monday
    date(2026, 8, 31),  # Monday, summer
    date(2027, 3, 29),  # Monday, Easter Monday
    date(2027, 8, 30),  # Monday, summer
    date(2028, 4, 17),  # Monday, Easter Monday
    date(2028, 8, 28),  # Monday, summer
}

ENGLAND_AND_WALES = frozenset(_EVERYWHERE | _NOT_SCOTLAND)

SCOTLAND = frozenset(
    _EVERYWHERE
    | {
        date(2025, 1, 2),  # Thursday, 2nd January
        date(2025, 8, 4),  # Monday, summer
        date(2025, 12, 1),  # Monday, for St Andrew's Day on a Sunday
        date(2026, 1, 2),  # Friday, 2nd January
        date(2026, 6, 15),  # Monday, World Cup
        date(2026, 8, 3),  # Monday, summer
        date(2026, 11, 30),  # Monday, St Andrew's Day
        date(2027, 1, 4),  # Monday, for 2nd January on a Saturday
        date(2027, 8, 2),  # Monday, summer
        date(2027, 11, 30),  # Tuesday, St Andrew's Day
        date(2028, 1, 4),  # Tuesday, for 2nd January on a Sunday
        date(2028, 8, 7),  # Monday, summer
        date(2028, 11, 30),  # Thursday, St Andrew's Day
    }
)

NORTHERN_IRELAND = frozenset(
    ENGLAND_AND_WALES
    | {
        date(2025, 3, 17),  # Monday, St Patrick's Day
        date(2025, 7, 14),  # Monday, for the Battle of the Boyne on a Saturday
        date(2026, 3, 17),  # Tuesday, St Patrick's Day
        date(2026, 7, 13),  # Monday, for the Battle of the Boyne on a Sunday
        date(2027, 3, 17),  # Wednesday, St Patrick's Day
        date(2027, 7, 12),  # Monday, Battle of the Boyne
        date(2028, 3, 17),  # Friday, St Patrick's Day
        date(2028, 7, 12),  # Wednesday, Battle of the Boyne
    }
)

#: The bank holidays that each choice of RD-01 means.
BY_RD_01 = {
    "england-and-wales": ENGLAND_AND_WALES,
    "england-and-wales-or-scotland": ENGLAND_AND_WALES | SCOTLAND,
    "any-uk-nation": ENGLAND_AND_WALES | SCOTLAND | NORTHERN_IRELAND,
}


def works(day: date, bank_holidays: Collection[date] = ENGLAND_AND_WALES) -> bool:
    """Return whether *day* is none of Saturday, Sunday and a bank holiday."""
    return day.strftime("%a") not in {"Sat", "Sun"} and day not in bank_holidays


def count(after: date, up_to: date, bank_holidays: Collection[date] = ENGLAND_AND_WALES) -> int:
    """Return the Working Days in (after, up_to], by looking at each day."""
    days = 0
    day = after
    while day < up_to:
        day += ONE_DAY
        if works(day, bank_holidays):
            days += 1
    return days


def forward(day: date, n: int, bank_holidays: Collection[date] = ENGLAND_AND_WALES) -> date:
    """Return the *n*-th Working Day after *day*, by looking at each day."""
    while n:
        day += ONE_DAY
        if works(day, bank_holidays):
            n -= 1
    return day


def back(day: date, n: int, bank_holidays: Collection[date] = ENGLAND_AND_WALES) -> date:
    """Return the *n*-th Working Day before *day*, by looking at each day."""
    while n:
        day -= ONE_DAY
        if works(day, bank_holidays):
            n -= 1
    return day


def roll_on(day: date, bank_holidays: Collection[date] = ENGLAND_AND_WALES) -> date:
    """Return *day*, or the next Working Day where it is none."""
    while not works(day, bank_holidays):
        day += ONE_DAY
    return day


def roll_back(day: date, bank_holidays: Collection[date] = ENGLAND_AND_WALES) -> date:
    """Return *day*, or the Working Day before where it is none."""
    while not works(day, bank_holidays):
        day -= ONE_DAY
    return day


#: What is no date, and what a refusal says of it.
NO_DATES = (
    (datetime(2026, 6, 3, 9, 30), "has a time of day"),  # noqa: DTZ001 - it is to be refused
    ("2026-06-03", "is text"),
    (None, "is no date"),
    (20260603, "is of type int"),
)

# --- steps ------------------------------------------------------------------------------

#: Every step, in the order of Table 2 and of the sections that follow it.
STEPS = (
    "gateway-connection",
    "user-interface",
    "smki-rapps",
    "srept",
    "dccki-rapps",
    "uept-notice",
    "uept",
    "uept-report",
    "uept-receipt-confirmation",
    "uept-review",
    "quality-gate",
    "test-certificate",
    "user-ids",
    "credit-cover",
    "fusa-application",
    "full-user-security-assessment",
    "security-status",
    "privacy-application",
    "privacy-assessment",
    "privacy-status",
    "evidence-form",
    "secas-confirmation",
)

#: "for each applied User Role" (Table 2), "for the relevant User Role(s)" (how SECAS is informed).
PER_ROLE = (
    "uept-notice",
    "uept",
    "uept-report",
    "uept-receipt-confirmation",
    "uept-review",
    "quality-gate",
    "test-certificate",
    "user-ids",
    "evidence-form",
    "secas-confirmation",
)

#: "only for Other Users" (Table 2).
PRIVACY = ("privacy-application", "privacy-assessment", "privacy-status")

ROLES = (
    "import-supplier",
    "export-supplier",
    "gas-supplier",
    "electricity-distributor",
    "gas-transporter",
    "registered-supplier-agent",
    "other-user",
)

_ALL_REQUIRED = "Once you have completed all the required steps with the DCC and SECAS above"
#: A step, one that it waits for, and the sentence of the sources from which that follows.
#: "Once the above criteria have been met, you will have completed the UEPT."
UEPT_COMPLETE = ("uept-receipt-confirmation", "uept-review", "test-certificate")

STATED = (
    (
        "smki-rapps",
        "user-interface",
        "Once you have built / bought a DCC User Interface, the DCC will provide you with SMKI RAPP forms",
    ),
    (
        "dccki-rapps",
        "srept",
        "Once you complete the SREPT, the DCC will help you to go through the DCCKI RAPPs",
    ),
    ("uept", "uept-notice", "you must provide 60 Working Days (WDs) notice to the DCC"),
    ("uept", "srept", "Obtain verification from the DCC that you [...] have completed the SREPT"),
    ("uept", "user-interface", "Your User Interface must be in place before you can start [UEPT]"),
    ("uept-report", "uept", "once the DCC or approved Relevant Party [...] has completed testing"),
    (
        "uept-receipt-confirmation",
        "uept-report",
        "Within 2 WDs of receipt of your UEPT Completion report, the DCC must confirm receipt",
    ),
    ("uept-review", "uept-report", "the DCC must review the report"),
    (
        "test-certificate",
        "quality-gate",
        "Within 2 WDs of a successful Quality Gate Review meeting, the DCC must issue [the] Certificate",
    ),
    *(
        (
            "user-ids",
            needed,
            "Once you have completed the UEPT, the DCC will provide you with an ID Acceptance Request form",
        )
        for needed in UEPT_COMPLETE
    ),
    *(
        (
            "credit-cover",
            needed,
            "Once you have completed the UEPT, the DCC will notify you if you are required to provide [it]",
        )
        for needed in UEPT_COMPLETE
    ),
    (
        "full-user-security-assessment",
        "fusa-application",
        "This must be submitted to SECAS at least 12 weeks in advance",
    ),
    (
        "security-status",
        "full-user-security-assessment",
        "Once you have completed your FUSA, the Security Sub-Committee (SSC) must provide you with a status",
    ),
    ("privacy-assessment", "privacy-application", "You should provide 12 weeks' notice"),
    (
        "privacy-status",
        "privacy-assessment",
        "Once you have completed your Privacy Assessment, the SSC must provide you with a status",
    ),
    ("evidence-form", "gateway-connection", _ALL_REQUIRED),
    ("evidence-form", "user-interface", _ALL_REQUIRED),
    ("evidence-form", "smki-rapps", _ALL_REQUIRED),
    ("evidence-form", "srept", _ALL_REQUIRED),
    ("evidence-form", "dccki-rapps", _ALL_REQUIRED),
    *(("evidence-form", needed, _ALL_REQUIRED) for needed in UEPT_COMPLETE),
    ("evidence-form", "user-ids", _ALL_REQUIRED),
    ("evidence-form", "credit-cover", _ALL_REQUIRED),
    ("evidence-form", "security-status", _ALL_REQUIRED),
    ("evidence-form", "privacy-status", _ALL_REQUIRED),
    ("secas-confirmation", "evidence-form", "Once SECAS has reviewed and verified the evidence"),
)

#: What a reading adds: its id and the choices that add it, then the step and what it waits for.
#: "The following three steps [...] must be undertaken" does not say in which order: 6.3 only lists them.
BY_READING = (
    ("RD-18", ("stated-only", "table-2-order"), "quality-gate", "uept-review"),
    ("RD-18", ("stated-only", "table-2-order"), "test-certificate", "uept-receipt-confirmation"),
    ("RD-18", ("stated-only", "table-2-order"), "srept", "smki-rapps"),
    ("RD-13", ("after-srept",), "uept-notice", "srept"),
    ("RD-05", ("confirmation",), "uept-review", "uept-receipt-confirmation"),
    ("RD-18", ("table-2-order",), "user-interface", "gateway-connection"),
    ("RD-18", ("table-2-order",), "uept", "dccki-rapps"),
    ("RD-18", ("table-2-order",), "credit-cover", "user-ids"),
)

#: The first and the last step of each of the eight that Table 2 numbers.
TABLE_2 = (
    ("gateway-connection", "gateway-connection"),
    ("user-interface", "user-interface"),
    ("smki-rapps", "smki-rapps"),
    ("srept", "srept"),
    ("dccki-rapps", "dccki-rapps"),
    ("uept", "test-certificate"),
    ("user-ids", "user-ids"),
    ("credit-cover", "credit-cover"),
)

_TIMED = (None, "completed")

#: The outcomes with which a step is done; a step that is not here is done by any event.
DONE_WITH: dict[str, tuple[str | None, ...]] = {
    "user-interface": _TIMED,
    "srept": _TIMED,
    "uept": _TIMED,
    "full-user-security-assessment": _TIMED,
    "privacy-assessment": _TIMED,
    "uept-review": ("concluded",),
    "quality-gate": ("passed",),
    "user-ids": ("accepted",),
    "credit-cover": ("not-required", "in-place"),
    "security-status": ("approved", "approved-subject-to-steps"),
    "privacy-status": ("approved", "approved-subject-to-steps"),
}

#: Every outcome that a step can have; an event may always leave it out.
OUTCOMES: dict[str, tuple[str, ...]] = {
    "user-interface": ("completed", "begun"),
    "srept": ("completed", "begun"),
    "uept": ("completed", "begun"),
    "full-user-security-assessment": ("completed", "begun"),
    "privacy-assessment": ("completed", "begun"),
    "uept-review": ("concluded", "further-testing"),
    "quality-gate": ("passed", "failed"),
    "user-ids": ("accepted", "not-accepted"),
    "credit-cover": ("not-required", "required", "in-place"),
    "security-status": ("approved", "approved-subject-to-steps", "deferred", "rejected"),
    "privacy-status": ("approved", "approved-subject-to-steps", "deferred", "rejected"),
}

#: After which outcome of which step a step must be taken again.
AGAIN = (
    ("uept", "uept-review", "further-testing"),
    ("uept-report", "uept-review", "further-testing"),
    ("uept-receipt-confirmation", "uept-review", "further-testing"),
    ("full-user-security-assessment", "security-status", "deferred"),
    ("full-user-security-assessment", "security-status", "rejected"),
    ("privacy-assessment", "privacy-status", "deferred"),
    ("privacy-assessment", "privacy-status", "rejected"),
    # "To book a User Security Assessment" of any kind, a form is submitted.
    ("fusa-application", "security-status", "deferred"),
    ("fusa-application", "security-status", "rejected"),
    ("privacy-application", "privacy-status", "deferred"),
    ("privacy-application", "privacy-status", "rejected"),
)


#: What no longer counts once testing is begun anew.
AFTER_TESTING = (
    "uept-report",
    "uept-receipt-confirmation",
    "uept-review",
    "quality-gate",
    "test-certificate",
)


class Told(NamedTuple):
    """Something that happened, in words."""

    step: str
    day: date
    role: str | None = None
    outcome: str | None = None
    known_on: date | None = None


Task = tuple[str, "str | None"]


def waits(readings: dict[str, str]) -> set[tuple[str, str]]:
    """Return which step waits for which, under the choices in *readings*."""
    pairs = {(step, needed) for step, needed, _ in STATED}
    for reading, choices, step, needed in BY_READING:
        if readings[reading] in choices:
            pairs.add((step, needed))
    return pairs


def tasks(roles: Collection[str]) -> list[Task]:
    """
    Return the steps that follow from *roles*, each with its User Role if it is taken for each.

    Credit Cover follows the testing of a User Role, so where there is none there is no Credit Cover.
    """
    found: list[Task] = []
    for step in STEPS:
        if step in PER_ROLE:
            found.extend((step, role) for role in ROLES if role in roles)
        elif (step not in PRIVACY or "other-user" in roles) and (step != "credit-cover" or roles):
            found.append((step, None))
    return found


def _about(task: Task, told: Iterable[Told]) -> Iterator[Told]:
    for one in told:
        if one.step == task[0] and (task[1] is None or one.role is None or one.role == task[1]):
            yield one


def last_known(task: Task, told: Collection[Told], today: date) -> Told | None:
    """Return the last that is known of *task*, unless it has to be taken again since."""
    known = [one for one in told if one.day <= today and (one.known_on is None or one.known_on <= today)]
    last: Told | None = None
    for one in _about(task, known):
        if last is None or one.day > last.day:
            last = one
    return None if last is None or _is_past(task, last, told, known) else last


def _is_past(task: Task, last: Told, told: Collection[Told], known: Collection[Told]) -> bool:
    """Return whether *last* is of a round that is over: sent back, reported again, or begun anew."""
    for step, cause, outcome in AGAIN:
        backs = [one.day for one in _about((cause, task[1]), known) if one.outcome == outcome]
        if step == task[0] and any(_is_before(last, back, told) for back in backs):
            return True
    if task[0] in AFTER_TESTING[1:] and any(
        last.day < report.day for report in _about(("uept-report", task[1]), known)
    ):
        return True
    return task[0] in AFTER_TESTING and any(day >= last.day for day in _begun_anew(task[1], known))


def _is_before(last: Told, back: date, told: Collection[Told]) -> bool:
    """Return whether *last* is of the round that was sent back on a day."""
    if "application" in last.step:  # another may be sent as soon as the assessment it was for has ended
        assessed = "privacy-assessment" if "privacy" in last.step else "full-user-security-assessment"
        ended = [one.day for one in told if one.step == assessed and one.day <= back]
        return last.day <= max(ended) if ended else last.day < back
    return last.day < back or (last.day == back and last.outcome != "begun")


def _begun_anew(role: str | None, known: Collection[Told]) -> Iterator[date]:
    """Yield the days on which testing was begun once more, though no review had asked for it."""
    testing = sorted(_about(("uept", role), known), key=lambda one: one.day)
    for before, one in itertools.pairwise(testing):
        if one.outcome == "begun" and not any(
            review.outcome == "further-testing" and before.day <= review.day <= one.day
            for review in _about(("uept-review", role), known)
        ):
            yield one.day


def in_time_for(task: Task, told: Collection[Told], today: date, readings: dict[str, str]) -> list[Told]:
    """Return *told* without the notices of UEPT that came before SREPT was done, where they do not count."""
    srept = done_on(("srept", None), told, today, readings) if task[0] == "uept-notice" else None
    if srept is None or readings["RD-13"] != "after-srept":
        return list(told)
    return [one for one in told if one.step != "uept-notice" or one.day >= srept]


def _is_in_doubt(task: Task, last: Told, told: Collection[Told], today: date) -> bool:
    """Return whether *last* ends a step that was sent back, with nothing told of what was to come again."""
    # After an outcome that sends steps back, a later one counts only if each was taken again in between.
    backs = [
        one
        for one in _about(task, told)
        if one.day < last.day
        and (one.known_on or one.day) <= today
        and any((one.step, one.outcome) == (cause, bad) for _, cause, bad in AGAIN)
    ]
    if backs:
        back = max(backs, key=lambda one: one.day)
        for step, cause, bad in AGAIN:
            role = task[1] if step in PER_ROLE else None
            if "application" in step:  # that it was booked goes without telling
                continue
            if (cause, bad) == (back.step, back.outcome) and not any(
                back.day < one.day <= last.day for one in _about((step, role), told)
            ):
                return True
    return False


def done_on(task: Task, told: Collection[Told], today: date, readings: dict[str, str]) -> date | None:
    """Return the day on which *task* was done, as far as that is known at the end of *today*."""
    if task[0] == "uept-notice":
        told = in_time_for(task, told, today, readings)
    if task[0] == "uept-notice" and readings["RD-24"] == "one-for-all":
        task = (task[0], None)
    last = last_known(task, told, today)
    if last is None:
        return None
    if _is_in_doubt(task, last, told, today):
        return None
    if task[0] in DONE_WITH:
        done_with = DONE_WITH[task[0]]
        if task[0] == "credit-cover" and readings["RD-25"] == "confirmed":
            done_with = (*done_with, "required")
        if last.outcome not in done_with:
            return None
    return last.day


def notice_is_running(task: Task, told: Collection[Told], today: date, readings: dict[str, str]) -> bool:
    """Return whether *task* must still wait for a notice that was given."""
    if task[0] == "uept":
        told = in_time_for(("uept-notice", None), told, today, readings)
        if readings["RD-24"] == "one-for-all":  # the first that anybody gave is enough for all
            known = [one for one in told if one.day <= today and (one.known_on or one.day) <= today]
            days = [one.day for one in _about(("uept-notice", None), known)]
            return bool(days) and forward(min(days), 60) > today
        given = last_known(("uept-notice", task[1]), told, today)
        return given is not None and forward(given.day, 60) > today
    if task[0] == "full-user-security-assessment":
        given = last_known(("fusa-application", None), told, today)
        return given is not None and roll_on(given.day + 84 * ONE_DAY) > today
    return False


def open_tasks(
    roles: Collection[str], told: Collection[Told], today: date, readings: dict[str, str]
) -> list[Task]:
    """Return what can be taken at the end of *today*: not done, and waiting for nothing."""
    every = tasks(roles)
    done = {task: done_on(task, told, today, readings) for task in every}
    found = []
    for task in every:
        if done[task] is not None or notice_is_running(task, told, today, readings):
            continue
        for step, needed in waits(readings):
            if step != task[0] or (needed in PRIVACY and task[1] not in {None, "other-user"}):
                continue
            if task[0] == "credit-cover":
                continue
            if any(
                done[other] is None
                for other in every
                if other[0] == needed and (None in {task[1], other[1]} or other[1] == task[1])
            ):
                break
        else:
            # The UEPT of one User Role is enough for the DCC to speak of Credit Cover.
            needs = [needed for step, needed in waits(readings) if step == task[0]]
            if task[0] != "credit-cover" or any(
                all(done[needed, role] is not None for needed in needs) for role in ROLES if role in roles
            ):
                found.append(task)
    return found


def is_impossible(roles: Collection[str], told: Collection[Told]) -> bool:
    """Return whether a step was taken, or begun, before one that it is stated to wait for was done."""
    for step, needed, _ in STATED:
        for task in tasks(roles):
            if task[0] != step or (needed in PRIVACY and task[1] not in {None, "other-user"}):
                continue
            taken = [
                one.day for one in _about(task, told) if one.outcome == "begun" or _may_be_done(step, one)
            ]
            firsts = []
            for other in tasks(roles):
                if other[0] != needed or not (None in {task[1], other[1]} or other[1] == task[1]):
                    continue
                days = [one.day for one in _about(other, told) if _may_be_done(needed, one)]
                firsts += [min(days)] if days else []
            if not taken or not firsts:
                continue
            first = min(firsts) if step == "credit-cover" else max(firsts)
            if min(taken) < first and not _again_between(task, min(taken), first, told):
                return True
    return False


def _may_be_done(step: str, one: Told) -> bool:
    """Return whether *one* may be the end of *step*; by a reading, cover that is required is enough."""
    if step == "credit-cover" and one.outcome == "required":
        return True
    return step not in DONE_WITH or one.outcome in DONE_WITH[step]


def _again_between(task: Task, after: date, by: date, told: Collection[Told]) -> bool:
    """Return whether *task* had to be taken again between two days: what is later is of another round."""
    for again, cause, outcome in AGAIN:
        for one in told:
            mine = one.role is None or task[1] in {None, one.role}
            if (
                task[0] == again
                and mine
                and (one.step, one.outcome) == (cause, outcome)
                and after <= one.day < by
            ):
                return True
    return False
