"""The pages of the cases, each made once."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from sec_uep.page import Page, report
from tests.cases import day_of, entry_of

#: The target that a case is asked with, where it is asked with one.
TARGETS = {"severn": date(2027, 10, 1), "wrong-order": date(2027, 10, 1)}


@cache
def page_of(name: str) -> Page:
    """Return the page of a case on its day."""
    return report(entry_of(name), today=day_of(name), target=TARGETS.get(name))


@cache
def text_of(name: str, *, full: bool = False) -> str:
    """Return the page of a case as text with its lines joined: it does not matter where they break."""
    return " ".join(page_of(name).text(full=full).split())


@cache
def data_of(name: str) -> dict[str, Any]:
    """Return the page of a case as data."""
    return page_of(name).data()
