"""The check of an entry that is passed in."""

from __future__ import annotations

from sec_uep.errors import InvalidType, shown
from sec_uep.obligations.entry_process.entry import Entry

__all__ = ["check_entry"]


def check_entry(value: object) -> None:
    """
    Check that *value*, passed in as an entry, is one.

    Raises:
        InvalidType: If it is not.

    """
    if not isinstance(value, Entry):
        raise InvalidType("entry", shown(value), "is not an entry", "pass a sec_uep.Entry")
