"""How a position and its parts show themselves: a short, useful line each, and rows of plain values."""

from __future__ import annotations

from datetime import date

import pytest

from sec_uep import Step, UserRole
from sec_uep.entry import Position
from sec_uep.errors import DateOutsideCalendar, InvalidType, UnknownName
from sec_uep.rules import Modality
from tests.told import READY, TESTED, entry, event

AT = entry(*READY, *TESTED[:3]).as_of(date(2026, 9, 22))


def test_position() -> None:
    """How many steps stand in which way."""
    assert repr(AT) == "<Position 2026-09-22: 8 done, 2 open, 9 waiting>"
    assert repr(entry(roles=()).as_of(date(2026, 9, 22))) == "<Position 2026-09-22: 3 open, 5 waiting>"


def test_steps() -> None:
    """With its day, and with what it waits for."""
    assert repr(AT.step(Step.SREPT)) == "<StepState srept: done>"
    assert str(AT.step(Step.SREPT)) == "srept: done on 2026-03-27"
    assert str(AT.step(Step.UEPT_REVIEW, UserRole.GAS_SUPPLIER)) == (
        "uept-review (gas-supplier): waiting, for uept-receipt-confirmation (gas-supplier)"
    )
    begun = entry("srept 2026-03-27 begun").as_of(date(2026, 4, 1)).step(Step.SREPT)
    assert str(begun) == "srept: open, begun on 2026-03-27"
    assert begun.readings == ("RD-18",)


def test_obligations() -> None:
    """With its last day, by how much it is late, whose it is, and its rule."""
    (clock,) = [one for one in AT.obligations if one.step is Step.UEPT_RECEIPT_CONFIRMATION]
    assert repr(clock) == (
        "<Obligation uept-receipt-confirmation (gas-supplier): overdue by 1 Working Day, due 2026-09-21; "
        "DCC, TE-04>"
    )
    assert clock.modality is Modality.MUST
    (notice,) = [one for one in AT.obligations if one.step is Step.UEPT_NOTICE]
    assert str(notice) == "uept-notice (gas-supplier): met, due 2026-06-03, done 2026-06-03; Party, TE-01"


def test_evidence() -> None:
    """How much is done, and what is missing."""
    (of_gas,) = AT.evidence
    assert repr(of_gas) == "<Evidence gas-supplier: 5 done, 6 missing>"
    assert str(of_gas).startswith("gas-supplier: 5 done, missing: uept-receipt-confirmation (gas-supplier), ")
    (of_user,) = entry("secas-confirmation 2025-11-03").as_of(date(2026, 9, 22)).evidence
    assert str(of_user) == "gas-supplier: 0 done, missing: nothing"


def test_irregularities() -> None:
    """Both events, the rule and the reading."""
    (named,) = entry("srept 2026-06-04", "uept-notice 2026-06-03").as_of(date(2026, 9, 22)).irregularities
    assert str(named) == (
        "uept-notice on 2026-06-03: too early to count, srept on 2026-06-04 (TE-01, RD-13); it does not count"
    )


def test_rows() -> None:
    """Of plain values."""
    row = next(row for row in AT.rows() if row["step"] == "uept-review")
    assert row == {
        "step": "uept-review",
        "role": "gas-supplier",
        "state": "waiting",
        "bearer": "DCC",
        "rule": "TE-05",
        "done_on": None,
        "begun_on": None,
        "booked_for": None,
        "not_before": None,
        "waits_for": "uept-receipt-confirmation (gas-supplier)",
        "in_doubt": False,
    }


def test_tasks() -> None:
    """An entry names its steps, each with its User Role."""
    assert [str(task) for task in entry().tasks()][4:7] == [
        "dccki-rapps",
        "uept-notice (gas-supplier)",
        "uept (gas-supplier)",
    ]


def test_a_step_that_there_is_not() -> None:
    """It is refused, and those that there are are named."""
    with pytest.raises(UnknownName, match=r"privacy-status"):
        AT.step(Step.PRIVACY_STATUS)
    with pytest.raises(UnknownName):
        AT.step(Step.UEPT)


def test_free_moves() -> None:
    """A booked assessment, with the last Working Day on which it moves without charge."""
    booked = "full-user-security-assessment 2026-12-28 begun"
    ((moved, due),) = entry(booked).as_of(date(2026, 9, 22)).free_moves
    assert (moved, due.day) == (event(booked), date(2026, 11, 30))
    assert AT.free_moves == ()


def test_what_it_is_asked_with() -> None:
    """A day, and what a question takes."""
    with pytest.raises(InvalidType, match="day"):
        entry().as_of("2026-09-22")  # type: ignore[arg-type]
    with pytest.raises(InvalidType, match="readings"):
        entry().as_of(date(2026, 9, 22), readings="RD-02")  # type: ignore[arg-type]
    with pytest.raises(InvalidType, match="calendar"):
        Position(entry(), date(2026, 9, 22), calendar="England")  # type: ignore[arg-type]
    with pytest.raises(DateOutsideCalendar):
        _ = entry("uept-report 2009-09-17").as_of(date(2026, 9, 22)).obligations
