"""The ledger: the count of a period, day by day."""

from __future__ import annotations

import copy
import pickle
from datetime import date

import pytest

from sec_uep.calendar import Certainty, LedgerLine, england_and_wales
from sec_uep.errors import InvalidType, InvalidValue


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
        shown = "<Ledger after 2028-12-27, up to 2029-01-02: 2 Working Days>"
        assert repr(ledger) == shown

    def test_notebook(self) -> None:
        """A notebook shows a table in which nothing a caller wrote is markup."""
        cal = england_and_wales().with_bank_holiday(date(2026, 6, 5), "<b>Fête & more</b>")
        html = cal.ledger(after=date(2026, 6, 4), up_to=date(2026, 6, 6))._repr_html_()
        assert "&lt;b&gt;Fête &amp; more&lt;/b&gt;, amended" in html
        assert "<b>" not in html
        assert html.count("<tr>") == 3
        assert html.startswith("<table><caption>Working Days after 2026-06-04, up to 2026-06-06")

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

    def test_reversed_is_refused(self) -> None:
        """A period that ends before it starts is refused, in the ledger and in the count."""
        days = {"after": date(2026, 6, 5), "up_to": date(2026, 6, 4)}
        refused = "up_to: 2026-06-04 is before after, 2026-06-05; pass the earlier day first"
        with pytest.raises(InvalidValue, match=refused):
            england_and_wales().ledger(**days)
        with pytest.raises(InvalidValue, match=refused):
            england_and_wales().working_days_between(**days)

    def test_reversed_over_a_weekend_is_refused(self) -> None:
        """Reversed is refused even where there is no Working Day between."""
        refused = "up_to: 2026-06-06 is before after, 2026-06-07"
        with pytest.raises(InvalidValue, match=refused):
            england_and_wales().working_days_between(after=date(2026, 6, 7), up_to=date(2026, 6, 6))

    def test_a_day_is_a_date(self) -> None:
        """Text is refused at either end, under its name."""
        with pytest.raises(InvalidType, match="after: '2026-06-04' is text"):
            england_and_wales().ledger(after="2026-06-04", up_to=date(2026, 6, 4))  # type: ignore[arg-type]
        with pytest.raises(InvalidType, match="up_to: None is no date"):
            england_and_wales().ledger(after=date(2026, 6, 4), up_to=None)  # type: ignore[arg-type]
