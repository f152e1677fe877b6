"""Portfolios at random, with dirt in them, and what a loop over their rows says of each licence."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from hypothesis import strategies as st

Row = Mapping[str, Any]

METERS = {
    "electricity": ("current-transformer", "advanced", "smart", "other"),
    "gas": ("large-gas", "advanced", "smart", "other"),
}
#: What may stand in each column: what is known, what is not, and what is none of our words.
VALUES: dict[str, list[Any]] = {
    "party": ["A", "A", "A", "B", None],
    "licence": ["1", "1", "1", "2", None],
    "fuel": ["electricity", "electricity", "gas", "gas", "gass", None],
    "premises": ["domestic", "non-domestic", "non-domestic", "shop", None],
    "profile_class": [0, 1, 4, 5, 8, 9, -1, None],
    "annual_kwh": [-1, 0, 731_999, 732_000, 732_001, None],
    "meter": ["smart", "smart", "advanced", "current-transformer", "large-gas", "traditional", "smrt", None],
    "smart_metering_system": [True, True, False, None],
    "metering_point": [*range(9), None],
    "premises_id": ["p", "q", "r", None],
}


@st.composite
def portfolios(draw: st.DrawFn) -> list[Row]:
    """Draw some rows; some portfolios have no column of licences, of points, of premises."""
    left_out = draw(st.sets(st.sampled_from(["licence", "metering_point", "premises_id"])))
    columns = {name: st.sampled_from(each) for name, each in VALUES.items() if name not in left_out}
    row = st.fixed_dictionaries(columns)
    return draw(st.lists(row, min_size=1, max_size=8))


def _many() -> list[Row]:
    """Return rows of which most say whose they are, and one in thirty lacks something of each column."""
    some = random.Random(20261126)  # noqa: S311 - the same rows in every run
    whose = {"party": [*"ABCDEF"], "licence": ["1", "2"], "fuel": ["electricity", "gas"]}
    known = {name: values[:-1] for name, values in VALUES.items()} | whose
    return [
        {
            name: some.choice(known[name] if some.random() < 0.97 else values)
            for name, values in VALUES.items()
        }
        for _ in range(300)
    ]


MANY = _many()


def _possible(row: Row, fuel: str) -> Iterator[tuple[bool, str, bool, bool]]:
    """Yield whatever may be so at a metering point: domestic, its meter, designated, smartly metered."""
    meter = "other" if row["meter"] == "traditional" else row["meter"]
    premises = {"domestic": [True], "non-domestic": [False]}.get(row["premises"], [True, False])
    if row["fuel"] != fuel:  # it is not known, and neither is what the other column says
        within = [True, False]
    elif fuel == "electricity":
        known = row["profile_class"] in range(9)
        within = [row["profile_class"] in {1, 2, 3, 4}] if known else [True, False]
    else:
        known = row["annual_kwh"] is not None and row["annual_kwh"] >= 0
        within = [row["annual_kwh"] <= 732_000] if known else [True, False]
    meters = (meter,) if meter in METERS[fuel] else METERS[fuel]
    smart = [True, False] if row["smart_metering_system"] is None else [row["smart_metering_system"]]
    for domestic, is_within, kind, is_smart in product(premises, within, meters, smart):
        yield domestic, kind, is_within and not domestic, is_smart


def _shown(row: Row, fuel: str) -> list[set[str]]:
    """Return, for whatever may be so at a metering point, which facts it shows."""
    return [
        {
            f"{'meters' if designated else 'meters_elsewhere'}.{kind}",
            *([f"{'domestic' if domestic else 'non_domestic'}_premises"] if is_smart else []),
        }
        for domestic, kind, designated, is_smart in _possible(row, fuel)
    ]


_Whose = tuple[str | None, str | None, str | None]


def whose(rows: Sequence[Row]) -> list[_Whose]:
    """Return of each row whose it is; who names no licence of a fuel has one, without a name."""
    told = [(row["party"], row.get("licence", ""), row["fuel"]) for row in rows]
    fuels = [(party, licence, fuel if fuel in METERS else None) for party, licence, fuel in told]
    names = {(party, fuel) for party, licence, fuel in fuels if licence is not None}
    return [
        (party, "", fuel)
        if licence is None and party is not None and fuel is not None and (party, fuel) not in names
        else (party, licence, fuel)
        for party, licence, fuel in fuels
    ]


def said(rows: Sequence[Row]) -> dict[tuple[str, str, str], dict[str, Any]]:
    """
    Return what *rows* say of each licence, one row after the other.

    What a row does not say may be anything, so that everything is tried:
    a fact is true if some row shows it whatever is so, and unknown if some row may show it.
    """
    found = {}
    keys = whose(rows)
    for key in {each for each in keys if None not in each}:
        party, licence, fuel = key
        told, own = [], []
        for row, its in zip(rows, keys, strict=True):
            if all(part in (None, of) for part, of in zip(its, key, strict=True)):
                shown = _shown(row, str(fuel))
                if its == key:
                    own.append(row)
                else:
                    shown.append(set())  # it may be of another
                told.append((row, set.intersection(*shown), set.union(*shown)))
        names = [f"{where}.{kind}" for where in ("meters", "meters_elsewhere") for kind in METERS[str(fuel)]]
        facts = {
            name: True
            if any(name in always for _, always, _ in told)
            else None
            if any(name in ever for *_, ever in told)
            else False
            for name in names
        }
        counts = {name: counted(name, told, own) for name in ("domestic_premises", "non_domestic_premises")}
        open_ = {name for name in names if facts[name] is None}
        ranges = {name for name, (least, most) in counts.items() if least < most}
        blocking = [row for row, always, ever in told if open_ & ever - always]
        uncounted = [row for row, always, ever in told if row not in blocking and ranges & ever - always]
        points = [
            row["metering_point"] for row in (*blocking, *uncounted) if row.get("metering_point") is not None
        ]
        found[str(party), str(licence), str(fuel)] = {
            "rows": len(own),
            "facts": facts,
            "blocking": len(blocking),
            "uncounted": len(uncounted),
            "first": min(points, default=None),
            "counts": tuple(counts.values()),
            "dirt": sum(dirt(row, str(fuel)) for row in own),
        }
    return found


def counted(name: str, told: Sequence[tuple[Row, set[str], set[str]]], own: Sequence[Row]) -> tuple[int, int]:
    """Return between which two numbers the premises are that count as *name*."""
    identified = [each for each in told if each[0] in own and each[0].get("premises_id") is not None]
    loose = [each for each in told if each not in identified]
    sure = {row["premises_id"] for row, always, _ in identified if name in always}
    perhaps = {row["premises_id"] for row, _, ever in identified if name in ever}
    least = max(len(sure), any(name in always for _, always, _ in loose))
    return least, len(perhaps) + sum(name in ever for *_, ever in loose)


def dirt(row: Row, fuel: str) -> int:
    """Return how many columns of a row, of a licence of *fuel*, hold what says nothing."""
    meter = "other" if row["meter"] == "traditional" else row["meter"]
    place = row["profile_class"] in {9, -1} if fuel == "electricity" else row["annual_kwh"] == -1
    return int(row["premises"] == "shop") + (meter not in (None, *METERS[fuel])) + bool(place)
