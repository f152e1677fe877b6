"""
A job for cron: what changed in an entry since a day, as Markdown. It mails nobody.

    python examples/changed.py entry.toml --since 2026-11-18 --today 2026-11-25
    python examples/changed.py entry.toml --since 2026-11-18 --today 2026-11-25 --before entry-of-then.toml

It decides nothing: it asks for the page of each of the two days, and says where they differ.
Without the file of then it asks the file of now about that day: what became known later (`known_on`) was not
known then, and what was for a later day was booked. Only the file of then shows another estimate or booking.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from datetime import date

import sec_uep as uep
from sec_uep.entry.standing import Obligation, ObligationState
from sec_uep.page import Page
from sec_uep.planning import Plan, PlannedStep

#: Under which heading an obligation stands that is in another state than it was; the others are not news.
HEADINGS = {
    "Late": (ObligationState.OVERDUE,),
    "To do": (ObligationState.DUE,),
    "Done": (ObligationState.MET, ObligationState.MET_LATE),
    "Shorter than it should be": (ObligationState.SHORT,),
    "Cannot be said": (ObligationState.UNDETERMINED,),
}


def changes(before: Page, now: Page) -> list[str]:
    """Return the lines that say what is otherwise on the page of *now* than it was *before*."""
    news = [each for each in now.licences if str(each) not in map(str, before.licences)]
    lines = _section("Licences", [f"- {each}" for each in news])
    known = {_stands(each) for each in before.obligations}
    for heading, states in HEADINGS.items():
        turned = [each for each in now.obligations if each.state in states and _stands(each) not in known]
        lines += _section(heading, [f"- {each}" for each in turned])
    was, is_now = (page.plan or page.refusal or "no plan" for page in (before, now))
    lines += _section("The finish", [f"- was: {was}", f"- is: {is_now}"] if str(was) != str(is_now) else [])
    if before.plan and now.plan:
        head = ["| step | was | is | why |", "| --- | --- | --- | --- |"]
        rows = list(moves(before.plan, now.plan))
        lines += _section("What moved", head + rows if rows else [])
    return lines


def _section(heading: str, lines: list[str]) -> list[str]:
    return ["", f"## {heading}", "", *lines] if lines else []


def _stands(each: Obligation) -> object:
    return each.task, each.kind, each.trigger, each.state, each.answer


def moves(before: Plan, now: Plan) -> Iterator[str]:
    """Yield a row for each step that is still to be done and is planned for other days than it was."""
    was, is_now = ({each.task: each for each in plan.steps} for plan in (before, now))
    for task in {**is_now, **was}:
        then, each = was.get(task), is_now.get(task)
        if each is None or then is None:
            yield f"| {task} | {_days(then)} | {_days(each)} | {'new' if each else 'fell away'} |"
        elif each.is_undone and _days(then) != _days(each):
            yield f"| {task} | {_days(then)} | {_days(each)} | {'; '.join(why(then, each, now.today))} |"


def _days(each: PlannedStep | None) -> str:
    return f"{each.earliest_start} to {each.earliest_finish}" if each else "none"


def why(then: PlannedStep, now: PlannedStep, today: date) -> list[str]:
    """Return why a step moved: what the plan of then and the plan of now say of it, where they differ."""
    said = [
        ("booking", then.booked and then.booked.day, now.booked and now.booked.day),
        ("booking that cannot stand", then.refused and then.refused.day, now.refused and now.refused.day),
        ("begun on", then.begun_on, now.begun_on),
        ("takes", then.takes, now.takes),
        ("end fixed by", then.basis, now.basis),
        ("start fixed by", then.driver or then.anchor, now.driver or now.anchor),
    ]
    reasons = [
        f"{what}: {is_now or 'none'}, was {was or 'none'}" for what, was, is_now in said if was != is_now
    ]
    if now.overrun:
        reasons.append(f"should have ended by {now.overrun}")
    elif then.earliest_finish < today:
        reasons.append(f"not known to be done by {then.earliest_finish}")
    if then.driver == now.driver and then.from_day != now.from_day:
        reasons.append(f"{now.driver} moved" if now.driver else f"counted from {now.from_day}")
    return reasons or ["counted otherwise"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what changed, and return 0; or say on stderr what cannot be read, and return 2."""
    parser = ArgumentParser(description="What changed in an entry since a day.", allow_abbrev=False)
    parser.add_argument("entry", help="the entry file")
    parser.add_argument("--since", type=date.fromisoformat, required=True, help="the earlier day")
    parser.add_argument("--today", type=date.fromisoformat, required=True, help="the later day")
    parser.add_argument("--before", metavar="FILE", help="the entry file as it was on the earlier day")
    options = parser.parse_args(arguments)
    try:
        before = uep.report(uep.load(options.before or options.entry), today=options.since)
        now = uep.report(uep.load(options.entry), today=options.today)
    except (OSError, uep.SecUepError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"# {now.summary.splitlines()[0]}\n\nWhat changed since {before.today}:")
    print(*changes(before, now) or ["", "nothing"], sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
