"""
A portfolio of metering points: this package beside queries written by hand for the same facts.

    python benchmarks/portfolio.py                  3 million rows, three times each
    python benchmarks/portfolio.py 30_000_000 1     so many rows, and so many times each

The rows are made once, as Parquet in `build/`; the same number of rows gives the same file.
Each way runs in a process of its own, in turns: the figure is the quickest, and its peak of memory.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

_ROOT = Path(__file__).resolve().parents[1]
_CHUNK = 1_000_000
_PARTIES = 60
_MIB = 1024

# --- The rows ---------------------------------------------------------------------------------


def made(rows: int) -> Path:
    """Return the file of so many rows, made if it is not there."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - the children need none of it

    path = _ROOT / "build" / f"portfolio-{rows}.parquet"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        begun, start = path.with_suffix(".begun"), perf_counter()
        first = _points(0, min(_CHUNK, rows))
        with pq.ParquetWriter(begun, first.schema, compression="zstd") as file:
            file.write_table(first, row_group_size=_CHUNK)
            for n in range(1, -(-rows // _CHUNK)):
                file.write_table(_points(n, min(_CHUNK, rows - n * _CHUNK)), row_group_size=_CHUNK)
        begun.rename(path)
        print(f"made {path.name} in {perf_counter() - start:.0f} s")
    return path


def _points(chunk: int, n: int) -> Any:  # noqa: ANN401 - a table of PyArrow
    """Return a chunk of rows: suppliers of all sizes, some nulls, one thing in a million wrong."""
    import numpy as np  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415

    random = np.random.default_rng([20261123, chunk])
    share = 1 / np.arange(1, _PARTIES + 1) ** 1.1
    party = random.choice(_PARTIES, n, p=share / share.sum())
    gas = random.random(n) < 0.45
    non_domestic = (random.random(n) < 0.06) | (party >= 40)  # from there on they supply no homes
    large = random.random(n) < 0.25
    either = random.random(n)
    of_business = np.where(large, random.integers(5, 9, n), np.where(either < 0.5, 3, 4))
    profile = np.where(non_domestic, of_business, np.where(either < 0.85, 1, 2))
    half_hourly = ~gas & (random.random(n) < 0.3)
    profile[half_hourly] = 0
    no_profile = gas | (half_hourly & (random.random(n) < 0.5))
    kwh = np.where(non_domestic, random.lognormal(11.5, 1.6, n), random.lognormal(9.3, 0.6, n))
    kwh = kwh.clip(0, 2e9).astype(np.int32)
    kwh[random.random(n) < 1e-5] = 732_000
    kwh[random.random(n) < 1e-6] *= -1
    no_kwh = ~gas | (random.random(n) < 0.01)
    which = random.random(n)
    of_site = np.where(
        which < 0.55, 2, np.where(which < 0.7, np.where(gas, 4, 3), np.where(which < 0.9, 0, 1))
    )
    meter = np.where(non_domestic, of_site, np.where(which < 0.62, 0, 1))
    meter[(party >= 50) & (meter < 2)] = 2  # from there on they have no smart meters
    meter[random.random(n) < 1e-6] = 5
    smart = (meter == 0) & (random.random(n) < 0.97)
    ids = 10**12 + ((chunk * _CHUNK + np.arange(n, dtype=np.int64)) * 636_413_621) % (1 << 39)
    words = {
        "party": [f"SUP{n:03d}" for n in range(_PARTIES)],
        "fuel": ["electricity", "gas"],
        "premises": ["domestic", "non-domestic"],
        "meter": ["smart", "other", "advanced", "current-transformer", "large-gas", "SMETS9"],
    }

    def text(name: str, places: Any, nulls: Any = None) -> Any:  # noqa: ANN401 - columns
        return pa.array(words[name]).take(pa.array(places.astype(np.int8), mask=nulls))

    return pa.table(
        {
            "metering_point": ids,
            "party": text("party", party),
            "fuel": text("fuel", gas),
            "premises": text("premises", non_domestic, random.random(n) < 0.001),
            "profile_class": pa.array(profile.astype(np.int8), mask=no_profile),
            "annual_kwh": pa.array(kwh, mask=no_kwh),
            "meter": text("meter", meter, random.random(n) < 0.002),
            "smart_metering_system": smart,
        }
    )


# --- The ways ---------------------------------------------------------------------------------


def _polars(path: str) -> int:
    import polars as pl  # noqa: PLC0415

    from sec_uep import frames  # noqa: PLC0415

    return len(frames.portfolio(pl.scan_parquet(path)))


def _polars_by_hand(path: str) -> int:
    """Count what the rules can tell apart, with no rule asked and nothing checked."""
    import polars as pl  # noqa: PLC0415

    kwh = pl.col("annual_kwh")
    classes = (
        pl.when(kwh < 0)
        .then(pl.lit("negative"))
        .when(kwh < 732_000)
        .then(pl.lit("below"))
        .when(kwh == 732_000)
        .then(pl.lit("exactly"))
        .when(kwh > 732_000)
        .then(pl.lit("above"))
    )
    place = pl.when(pl.col("fuel") == "gas").then(classes).otherwise(pl.col("profile_class").cast(pl.String))
    by = ("party", "fuel", "premises", "meter", "smart_metering_system")
    cells = pl.scan_parquet(path).group_by(*by, place.alias("place"))
    return len(cells.agg(pl.len(), pl.col("metering_point").min()).collect(engine="streaming"))


def _duckdb(path: str) -> int:
    import duckdb  # noqa: PLC0415

    from sec_uep import frames  # noqa: PLC0415

    return len(frames.portfolio(duckdb.connect(config={"threads": 2}).read_parquet(path)))


def _duckdb_by_hand(path: str) -> int:
    """Count what the rules can tell apart, with no rule asked and nothing checked."""
    import duckdb  # noqa: PLC0415

    query = """
        select party, fuel, premises, meter, smart_metering_system, count(*), min(metering_point),
            case when fuel = 'gas' then
                case when annual_kwh < 0 then 'negative' when annual_kwh < 732000 then 'below'
                    when annual_kwh = 732000 then 'exactly' when annual_kwh > 732000 then 'above' end
                else profile_class::varchar end as place
        from read_parquet(?) group by all
    """
    return len(duckdb.connect(config={"threads": 2}).execute(query, [path]).fetchall())


#: Each way by engine: ours, and by hand; and the most memory that ours may take, in MiB.
WAYS: dict[str, tuple[Callable[[str], int], Callable[[str], int], int]] = {
    "polars": (_polars, _polars_by_hand, 1024),
    "duckdb": (_duckdb, _duckdb_by_hand, 400),
}


def _once(engine: str, place: int, path: Path) -> tuple[float, float]:
    """Return the seconds and the MiB of one way, in a process of its own."""
    command = [sys.executable, __file__, "--way", engine, str(place), str(path)]
    seconds, mib = subprocess.check_output(command, text=True).split()[-2:]  # noqa: S603 - this file
    return float(seconds), float(mib)


def _child(engine: str, place: str, path: str) -> None:
    __import__(engine)
    __import__("sec_uep.frames")
    start = perf_counter()
    WAYS[engine][int(place)](path)  # type: ignore[operator]
    seconds = perf_counter() - start
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MIB)


def main(rows: int = 3_000_000, times: int = 3) -> None:
    """Measure every way so many times, and print the quickest beside its goal."""
    from benchmarks.tables import goal  # noqa: PLC0415 - the children need none of it

    path = made(rows)
    print(f"\n### A portfolio of {rows:,} metering points\n")
    print("| engine | this package | by hand | ratio | peak |\n| --- | ---: | ---: | ---: | ---: |")
    goals = []
    for engine, (*ways, most) in WAYS.items():
        taken = [[_once(engine, place, path) for place in range(len(ways))] for _ in range(times)]
        ours, hand = (min(each[place] for each in taken) for place in range(len(ways)))
        ratio, peak = ours[0] / hand[0], max(each[0][1] for each in taken)
        print(f"| {engine} | {ours[0]:.2f} s | {hand[0]:.2f} s | {ratio:.2f} | {peak:,.0f} MiB |")
        goals += [f"{engine}, time: {goal(ratio, 1.1)}", f"{engine}, peak: {goal(peak, most, ' MiB')}"]
    print("", *goals, sep="\n")


if __name__ == "__main__":
    if "--way" in sys.argv:
        _child(*sys.argv[2:])
    else:
        sys.path[0] = str(_ROOT)
        main(*(int(each) for each in sys.argv[1:]))
