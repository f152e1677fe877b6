"""The ledger: the count of a period, day by day."""

from __future__ import annotations

import copy
import pickle
from datetime import date

import pytest

from sec_uep.calendar import Certainty, LedgerLine, england_and_wales


class TestLedger:
    """Every day after one day, up to another: counted, or skipped and why."""

    def test_lines(self) -> None:
        """Each line has the day, why it was skipped, the running total and how sure it is."""
        ledger = england_and_wales().ledger(after=date(2026, 4, 2), up_to=date(2026, 4, 7))
        sure = Certainty.PUBLISHED
        assert (
            ledger.lines
            == tuple(ledger)
            == (
                LedgerLine(date(2026, 4, 3), "Good Friday", 0, sure),
                LedgerLine(date(2026, 4, 4), "Saturday", 0, sure),
                LedgerLine(date(2026, 4, 5), "Sunday", 0, sure),
                LedgerLine(date(2026, 4, 6), "Easter Monday", 0, sure),
                LedgerLine(date(2026, 4, 7), None, 1, sure),
            )
        )
        assert [line.counted for line in ledger] == [False, False, False, False, True]
        assert ledger.total == 1
        assert len(ledger) == 5

    def test_text_over_the_seam(self) -> None:
        """Days that are not published say so; the rest of the table stays quiet."""
        cal = england_and_wales().with_bank_holiday(date(2028, 12, 29), "Extra")
        ledger = cal.ledger(after=date(2028, 12, 27), up_to=date(2029, 1, 2))
        assert str(ledger).splitlines() == [
            "Working Days after 2028-12-27, up to 2029-01-02 (England and Wales)",
            "2028-12-28  Thu      1",
            "2028-12-29  Fri      -  Extra, amended",
            "2028-12-30  Sat      -  Saturday",
            "2028-12-31  Sun      -  Sunday",
            "2029-01-01  Mon      -  New Year's Day, projected",
            "2029-01-02  Tue      2  projected",
            "total: 2",
        ]
        assert (
            repr(ledger) == "<Ledger after 2028-12-27, up to 2029-01-02: 2 Working Days (England and Wales)>"
        )

    def test_rows(self) -> None:
        """Each day is a flat dict of plain values, the same names in the same order; one day is one."""
        cal = england_and_wales().with_bank_holiday(date(2028, 12, 29), "Extra")
        ledger = cal.ledger(after=date(2028, 12, 28), up_to=date(2029, 1, 2))
        names = ("day", "weekday", "is_working_day", "number", "reason", "certainty")
        assert [tuple(row) for row in ledger.rows()] == [names] * 5
        assert [tuple(row.values()) for row in ledger.rows()] == [
            (date(2028, 12, 29), "Fri", False, None, "Extra", "amended"),
            (date(2028, 12, 30), "Sat", False, None, "Saturday", "published"),
            (date(2028, 12, 31), "Sun", False, None, "Sunday", "published"),
            (date(2029, 1, 1), "Mon", False, None, "New Year's Day", "projected"),
            (date(2029, 1, 2), "Tue", True, 1, None, "projected"),
        ]
        assert (
            repr(ledger) == "<Ledger after 2028-12-28, up to 2029-01-02: 1 Working Day (England and Wales)>"
        )

    def test_notebook(self) -> None:
        """A notebook shows a calendar in which nothing a caller wrote is markup."""
        cal = england_and_wales().with_bank_holiday(date(2026, 6, 5), "<b>Fête & more</b>")
        html = cal.ledger(after=date(2026, 6, 4), up_to=date(2026, 6, 6))._repr_html_()
        assert "&lt;b&gt;Fête &amp; more&lt;/b&gt;, amended" in html
        assert "<b>F" not in html
        assert html.count('<td class="off') == 3

    def test_empty(self) -> None:
        """After a day, up to that same day, there is no line and the total is nought."""
        ledger = england_and_wales().ledger(after=date(2026, 6, 4), up_to=date(2026, 6, 4))
        assert (ledger.lines, ledger.total) == ((), 0)

    def test_values(self) -> None:
        """Ledgers are compared by value, hashed, copied and pickled, and cannot be changed."""
        ledger = england_and_wales().ledger(after=date(2026, 4, 2), up_to=date(2026, 4, 7))
        assert copy.copy(pickle.loads(pickle.dumps(ledger))) == ledger  # noqa: S301
        assert len({ledger, copy.deepcopy(ledger)}) == 1
        with pytest.raises(AttributeError):
            ledger.lines = ()  # type: ignore[misc]
        with pytest.raises(AttributeError):
            ledger.lines[0].total = 9  # type: ignore[misc]
