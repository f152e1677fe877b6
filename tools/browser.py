"""
Write the pages that `make browser` opens, one file each, as a notebook or a reader would show them.

    .venv/bin/python tools/browser.py build/browser
"""  # noqa: INP001 - a script, not a package

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from sec_uep import ElectricitySupply, Entry, Party, UserRole, load, report, sensitivity
from sec_uep.obligations import MANDATE_DATES, audit, determine
from sec_uep.obligations.entry_process_testing import earliest_start
from sec_uep.page._markup import STYLE, element, html
from sec_uep.page.gantt import figure
from sec_uep.planning import Plan, backwards, forwards

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 23)


def plans() -> Iterator[tuple[str, Plan]]:
    """Yield plans of every look: on the way, late, of many User Roles, over years, missed, and ended."""
    examples = ROOT / "examples"
    for name in ("late-supplier", "domestic-dual-fuel", "distributor", "half-filled"):
        yield name, forwards(load(examples / f"{name}.toml"), today=TODAY)
    late = load(examples / "late-supplier.toml")
    yield "target", backwards(late, today=TODAY, target=date(2027, 10, 1))
    yield "missed", backwards(late, today=TODAY, target=date(2027, 1, 29))
    yield "passed", backwards(late, today=TODAY, target=date(2026, 3, 2))
    yield "years", backwards(late, today=TODAY, target=date(2029, 10, 1))
    party = Party(
        name="Company with a Name that Goes on and on & <on> (Holdings) International Group plc", licences=()
    )
    yield "seven-roles", forwards(Entry(party=party, roles=set(UserRole)), today=TODAY)
    cases = ROOT / "tests" / "data" / "cases"
    yield "ended", forwards(load(cases / "x-already-user.toml"), today=TODAY)
    yield "again", forwards(load(cases / "e12-deferred.toml"), today=date(2026, 10, 5))


def pages() -> Iterator[tuple[str, str]]:
    """Yield each page by the name of its file."""
    for name, plan in plans():
        yield name, _notebook(figure(plan))
    for path in sorted((ROOT / "examples").glob("*.[jt]*")):
        yield f"page-{path.stem}", report(load(path), today=TODAY).html()
    for name, value in values():
        yield f"value-{name}", _notebook(fromstring(value._repr_html_()))  # noqa: S314 - as a notebook does


def values() -> Iterator[tuple[str, Any]]:
    """Yield values of every look: an answer of each shape, a count, what an entry is made of, long tables."""
    start = earliest_start(notice_given=TODAY)
    late = load(ROOT / "examples" / "late-supplier.toml")
    yield "finding", determine(ElectricitySupply(domestic=False))
    yield "deadline", start
    yield "ledger", start.ledger()
    yield "sensitivity", sensitivity(start)
    yield "entry", late
    yield "party", late.party
    yield "position", late.as_of(TODAY)
    yield "page", report(late, today=TODAY)
    yield "mandate-dates", MANDATE_DATES
    yield "calendar", start.calendar
    yield "readings", late.readings
    yield "audit", audit()


def _notebook(output: Element) -> str:
    """Return a page that holds an output as a notebook does: between other things, with their own look."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("title", "An output in a notebook"),
        element("style", STYLE + ":root{color-scheme:light dark}body{margin:0;padding:8px}"),
    )
    body = element("body", element("main", element("h1", "An output"), output))
    return f"<!DOCTYPE html>\n{html(element('html', head, body, lang='en'))}\n"


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in pages():
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
