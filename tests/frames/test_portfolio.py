"""A portfolio of metering points says of each licence what a loop over its rows would, on every engine."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from attrs import evolve
from hypothesis import given

from sec_uep import UNKNOWN, ElectricitySupply, GasSupply, Readings, UserRole, Verdict, frames
from sec_uep.errors import InvalidType, InvalidValue, UnknownName
from sec_uep.frames import Block, Counts, Dirt, Portfolio, Range
from sec_uep.frames._cells import opened
from sec_uep.obligations import determine, electricity_supply, gas_supply
from sec_uep.obligations.security_assessment import size_category
from sec_uep.parties import with_facts
from tests.frames.portfolios import MANY, Row, portfolios, said, whose

KINDS = {
    "party": pa.string(),
    "licence": pa.string(),
    "fuel": pa.string(),
    "premises": pa.string(),
    "profile_class": pa.int8(),
    "annual_kwh": pa.int64(),
    "meter": pa.string(),
    "smart_metering_system": pa.bool_(),
    "metering_point": pa.int64(),
    "premises_id": pa.string(),
}


def table(rows: Sequence[Row], **kinds: Any) -> Any:  # noqa: ANN401 - a table of PyArrow
    """Return a table of rows; of none it has the columns that must be there."""
    names = list(rows[0]) if rows else [name for name in KINDS if name != "licence"]
    return pa.table({n: pa.array([row[n] for row in rows], kinds.get(n, KINDS[n])) for n in names})


def _pandas(told: Any) -> Any:  # noqa: ANN401
    """Return what pandas makes of it: whole numbers with gaps are floats, truths with gaps objects."""
    return told.to_pandas()


def _chunked(told: Any) -> Any:  # noqa: ANN401
    return pa.concat_tables([told.slice(0, 1), told.slice(1, 0), told.slice(1)])


CONNECTION = duckdb.connect()

ENGINES: dict[str, Callable[[Any], Any]] = {
    "polars": pl.from_arrow,
    "polars lazy": lambda told: pl.DataFrame(pl.from_arrow(told)).lazy(),
    "polars categories": lambda told: pl.DataFrame(pl.from_arrow(told)).with_columns(
        pl.col(pl.String).cast(pl.Categorical)
    ),
    "pandas": _pandas,
    "pandas objects": lambda told: _pandas(told).astype(object).where(lambda frame: frame.notna(), None),
    "pandas categories": lambda told: _pandas(told).astype(
        {name: "category" for name in told.column_names if told.schema.field(name).type == pa.string()}
    ),
    "pandas of pyarrow": lambda told: told.to_pandas(types_mapper=pd.ArrowDtype),
    "pyarrow chunked": _chunked,
    "duckdb": CONNECTION.from_arrow,
}


#: One of each engine.
FEW = ("polars lazy", "pandas", "pyarrow chunked", "duckdb")


def row_of(**given: object) -> Row:
    """Return a metering point of electricity of which everything is known, but for what is given."""
    known = {
        "party": "A",
        "fuel": "electricity",
        "premises": "non-domestic",
        "profile_class": 3,
        "annual_kwh": None,
        "meter": "advanced",
        "smart_metering_system": False,
        "metering_point": 7,
    }
    return {**known, **given}


def gas_of(annual_kwh: object, **given: object) -> Row:
    """Return a metering point of gas."""
    return row_of(fuel="gas", profile_class=None, annual_kwh=annual_kwh, **given)


def read(*rows: Row, **more: Any) -> Portfolio:  # noqa: ANN401 - what is passed on
    """Ask of some rows."""
    return frames.portfolio(table(rows), **more)


def heard(portfolio: Portfolio) -> dict[tuple[str, str, str], dict[str, Any]]:
    """Return what a portfolio says of each licence, as the loop says it."""
    found = {}
    for each in portfolio:
        facts = {n: None if f is UNKNOWN else f for n, f in each.licence.facts().items() if "meters" in n}
        counts = each.counts.domestic, each.counts.non_domestic
        found[each.party, each.licence.name, each.fuel] = {
            "rows": each.rows_read,
            "facts": facts,
            "blocking": each.blocking_rows,
            "uncounted": each.as_row()["uncounted_rows"],
            "first": min((b.first for b in each.blocks if b.first is not None), default=None),
            "counts": tuple((count.least, count.most) for count in counts),
            "dirt": sum(dirt.rows for dirt in each.dirt),
        }
    return found


def plain(portfolio: Portfolio) -> Portfolio:
    """Return a portfolio with whole numbers written as such: of pandas those with gaps are floats."""

    def of(dirt: Dirt) -> Dirt:
        return evolve(dirt, word=dirt.word and dirt.word.removesuffix(".0"))

    licences = [evolve(each, dirt=tuple(map(of, each.dirt))) for each in portfolio]
    return evolve(portfolio, licences=tuple(licences), unplaced=tuple(map(of, portfolio.unplaced)))


class TestAgainstALoop:
    """Row after row, with everything tried that a row does not say."""

    @given(portfolios())
    def test_every_licence(self, rows: list[Row]) -> None:
        """Facts, counts, what blocks and what is dirt: the same."""
        assert heard(read(*rows)) == said(rows)

    @given(portfolios())
    def test_no_row_is_dropped(self, rows: list[Row]) -> None:
        """Each is of a licence, or among those of which that is not known."""
        portfolio = read(*rows)
        keys = whose(rows)
        nobody = sum(None in each for each in keys)
        assert sum(each.rows_read for each in portfolio) == len(rows) - nobody
        told = {dirt.column: dirt.rows for dirt in portfolio.unplaced if dirt.word is None}
        assert told.get("party", 0) == sum(party is None for party, *_ in keys)
        assert bool(portfolio.unplaced) is bool(nobody)
        assert {each.party for each in portfolio.parties} == {party for party, *_ in keys if party}

    @given(portfolios())
    def test_a_party(self, rows: list[Row]) -> None:
        """Its counts are those of one licence of all it has, whatever their names and fuels."""
        portfolio = read(*rows)
        merged = [{**row, "licence": "1", "fuel": "gas", "profile_class": None} for row in rows]
        alone = {each.party: each.counts for each in read(*merged)}
        assert {each.party: each.counts for each in portfolio.parties} == alone


class TestEveryEngine:
    """Which of them holds the rows makes no difference."""

    @pytest.mark.parametrize("engine", FEW)
    @given(portfolios())
    def test_agrees(self, engine: str, rows: list[Row]) -> None:
        """With Polars, whatever the rows and their order."""
        shuffled = random.Random(1).sample(rows, len(rows))  # noqa: S311 - any order
        assert plain(frames.portfolio(ENGINES[engine](table(shuffled)))) == read(*rows)

    @pytest.mark.parametrize("engine", ENGINES)
    def test_agrees_on_many(self, engine: str) -> None:
        """Rows of everything that there may be."""
        assert plain(frames.portfolio(ENGINES[engine](table(MANY)))) == read(*MANY)
        assert heard(read(*MANY)) == said(MANY)

    @pytest.mark.parametrize("engine", ENGINES)
    def test_no_rows_and_one(self, engine: str) -> None:
        """Of nothing nothing is said."""
        nothing = frames.portfolio(ENGINES[engine](table([])))
        assert (len(nothing), nothing.parties, nothing.unplaced, nothing.rows()) == (0, (), (), [])
        (one,) = frames.portfolio(ENGINES[engine](table([row_of()])))
        assert one.licence == ElectricitySupply(meters={"advanced"}, meters_elsewhere=set())
        assert (one.rows_read, one.blocks, one.dirt) == (1, (), ())

    @pytest.mark.parametrize("engine", FEW)
    @pytest.mark.parametrize("name", ["profile_class", "meter", "smart_metering_system", "premises"])
    def test_a_column_of_nulls(self, engine: str, name: str) -> None:
        """It is a column that is not there, of whatever type."""
        given = table([row_of(**{name: None})], **{name: pa.null()})
        there = frames.portfolio(ENGINES[engine](given))
        absent = frames.portfolio(ENGINES[engine](given.drop_columns([name])), {name: None})
        assert there == absent
        assert there[0].blocks[0].lacks == (name,)

    @pytest.mark.parametrize(
        "names",
        [("a b", 'say "x"', "^p.*$"), ("*", "select", "é"), ("1", "fuel.", "party "), ("{}", "%s", "`")],
    )
    @pytest.mark.parametrize("engine", FEW)
    def test_odd_names(self, engine: str, names: tuple[str, str, str]) -> None:
        """A name is a name, whatever an engine might take it for; and ours may mean something else there."""
        columns = dict(zip(("party", "premises", "meter"), names, strict=True)) | {"fuel": "party"}
        given = table([row_of(licence="EL-1")]).rename_columns(columns)
        (one,) = frames.portfolio(ENGINES[engine](given), columns)
        assert (one.party, one.licence.name, one.licence.meters["advanced"]) == ("A", "EL-1", True)

    def test_a_file_that_is_only_read(self, tmp_path: Path) -> None:
        """The relation is read on the caller's own connection, and nothing is left there."""
        file = str(tmp_path / "points.duckdb")
        with duckdb.connect(file) as writer:
            writer.register("given", table([row_of()]))
            writer.execute("CREATE TABLE points AS SELECT * FROM given")
        with duckdb.connect(file, read_only=True) as reader:
            assert len(frames.portfolio(reader.table("points"))) == 1
            assert reader.execute("SELECT count(*) FROM duckdb_views() WHERE NOT internal").fetchone() == (0,)

    def test_parquet_that_is_streamed(self, tmp_path: Path) -> None:
        """A file is not read into memory first."""
        pl.DataFrame(pl.from_arrow(table([row_of()]))).write_parquet(tmp_path / "points.parquet")
        assert frames.portfolio(pl.scan_parquet(tmp_path / "points.parquet")) == read(row_of())

    def test_names_in_numbers(self) -> None:
        """A Party may be a number; of pandas too, with nulls."""
        given = pd.DataFrame(
            {**{n: [v] * 2 for n, v in row_of().items()}, "party": pd.array([5, None], "Int64")}
        )
        portfolio = frames.portfolio(given)
        assert [each.party for each in portfolio] == ["5"]
        assert [str(dirt) for dirt in portfolio.unplaced] == ["1 row has no party; the first is 7"]
        with_a_point = given.assign(party=given["party"].astype("float64"), metering_point=[12.0, None])
        portfolio = frames.portfolio(with_a_point)
        assert [each.party for each in portfolio] == ["5"]
        assert [dirt.first for dirt in portfolio.unplaced] == [None]

    @pytest.mark.parametrize("classes", [[3, 8], [3, 8, None], [3.0, None], ["3", None], ["03", "8"]])
    def test_categories_of_classes(self, classes: list[Any]) -> None:
        """Of pandas, in numbers and in text, with gaps and without."""
        rows = [row_of(profile_class=each and int(each)) for each in classes]
        given = pd.DataFrame(rows)
        given["profile_class"] = pd.Series(classes).astype("category")
        assert plain(frames.portfolio(given)) == read(*rows)

    def test_a_point_that_pandas_holds_with_a_point(self) -> None:
        """A gap makes numbers floats there; the first is named as it was written."""
        given = pd.DataFrame([row_of(meter=None, metering_point=1200023305967), row_of(metering_point=None)])
        (one,) = frames.portfolio(given)
        assert [str(block.first) for block in one.blocks] == ["1200023305967"]

    @pytest.mark.parametrize("engine", ENGINES)
    def test_a_licence_that_nobody_names(self, engine: str) -> None:
        """A Party whose rows name no licence of a fuel has one, of whatever type the nulls are."""
        for kind in (pa.string(), pa.null()):
            given = table([row_of(licence=None), row_of(licence=None)], licence=kind)
            assert plain(frames.portfolio(ENGINES[engine](given))) == read(
                row_of(licence=""), row_of(licence="")
            )
        rows = [
            row_of(licence="L1"),
            row_of(licence=None),
            row_of(licence=None, party="B"),
            gas_of(5, licence=None),
        ]
        portfolio = frames.portfolio(ENGINES[engine](table(rows)))
        assert [(each.party, each.licence.name, each.fuel) for each in portfolio] == [
            ("A", "", "gas"),
            ("A", "L1", "electricity"),
            ("B", "", "electricity"),
        ]
        assert [dirt.rows for dirt in portfolio.unplaced] == [1]


class TestTheRules:
    """The figures are those of the provisions, on both sides."""

    @pytest.mark.parametrize("kind", [pa.int32(), pa.float64(), pa.decimal128(12, 3), pa.int64()])
    @pytest.mark.parametrize("rd_12", ["inside", "outside"])
    def test_gas(self, kind: Any, rd_12: Any) -> None:  # noqa: ANN401 - a type of PyArrow
        """732,000 kWh or less are Designated Premises; the exact figure is a reading (RD-12)."""
        readings = Readings(rd_12=rd_12)
        kwhs = (0, 731_999, 732_000, 732_001, 2_000_000)
        given = table([gas_of(kwh, party=f"{kwh:09}") for kwh in kwhs], annual_kwh=kind)
        for engine in ("polars", "duckdb", "pandas of pyarrow", "pyarrow chunked"):
            for kwh, one in zip(
                kwhs, frames.portfolio(ENGINES[engine](given), readings=readings), strict=True
            ):
                inside = gas_supply.is_designated_premises(domestic=False, annual_kwh=kwh, readings=readings)
                assert one.licence.meters["advanced"] is inside is (kwh < 732_000 + (rd_12 == "inside"))
                assert one.licence.meters_elsewhere["advanced"] is not inside

    def test_gas_between_whole_numbers(self) -> None:
        """A fraction above the figure is above it."""
        for kwh, inside in ((731_999.5, True), (732_000.0, True), (732_000.5, False)):
            (one,) = frames.portfolio(table([gas_of(kwh)], annual_kwh=pa.float64()))
            assert one.licence.meters["advanced"] is inside

    @pytest.mark.parametrize("engine", ["polars", "duckdb", "pyarrow chunked", "pandas of pyarrow"])
    @pytest.mark.parametrize("kwh", [float("nan"), float("inf"), float("-inf"), -0.5])
    def test_no_consumption(self, engine: str, kwh: float) -> None:
        """What the rule refuses is dirt, and leaves the premises open."""
        given = ENGINES[engine](table([gas_of(kwh), gas_of(None)], annual_kwh=pa.float64()))
        (one,) = frames.portfolio(given)
        if engine != "pandas of pyarrow" or kwh == kwh:  # noqa: PLR0124 - pandas has one word for both
            (dirt,) = one.dirt
            assert (dirt.column, dirt.rows) == ("annual_kwh", 1)
            assert dirt.word == ("negative" if kwh == -0.5 else "not a number")
            assert str(dirt) == f"1 row has an annual_kwh that is {dirt.word}; the first is 7"
        assert one.licence.meters["advanced"] is UNKNOWN

    @pytest.mark.parametrize("kind", [pa.int8(), pa.uint8(), pa.float32(), pa.decimal128(4, 1), pa.string()])
    @pytest.mark.parametrize("engine", ["polars", "duckdb", "pandas of pyarrow", "pyarrow chunked"])
    def test_electricity(self, engine: str, kind: Any) -> None:  # noqa: ANN401 - a type of PyArrow
        """Profile classes 1 to 4 are, in whatever type they come; a text may have a 0 before it."""
        numbers = (*electricity_supply.PROFILE_CLASSES, 17)
        spelled: dict[Any, int] = {Decimal(n): n for n in numbers}
        if kind == pa.string():
            spelled = {zero + str(n): n for n in numbers for zero in ("", "0")}
        elif not pa.types.is_decimal(kind):
            spelled = {(float if pa.types.is_floating(kind) else int)(n): n for n in numbers}
        rows = [row_of(profile_class=value, party=f"{place:02}") for place, value in enumerate(spelled)]
        *found, gas = frames.portfolio(
            ENGINES[engine](table([*rows, gas_of(5, party="gas")], profile_class=kind))
        )
        for n, one in zip(spelled.values(), found, strict=True):
            assert one.licence.meters["advanced"] is (n in range(1, 5) if n in range(9) else UNKNOWN)
            assert [dirt.column for dirt in one.dirt] == ["profile_class"] * (n > 8)
        assert gas.licence.meters["advanced"] is True

    def test_what_is_no_class(self) -> None:
        """Half a class is none."""
        (one,) = frames.portfolio(table([row_of(profile_class=3.5)], profile_class=pa.float64()))
        assert str(one.dirt[0]) == "1 row has an unknown profile_class, such as '3.5'; the first is 7"

    @pytest.mark.parametrize(
        ("rows", "verdict"),
        [
            ([row_of()], Verdict.EXEMPT),
            ([row_of(), row_of(meter="smart", profile_class=4)], Verdict.MUST),
            ([row_of(), row_of(meter="smart", profile_class=5)], Verdict.EXEMPT),
            ([row_of(), row_of(meter="smart", profile_class=None)], Verdict.UNDETERMINED),
            ([row_of(), row_of(meter="traditional", profile_class=1)], Verdict.MUST),
            ([row_of(), row_of(meter="smrt")], Verdict.UNDETERMINED),
            ([row_of(), row_of(meter="smrt", profile_class=0)], Verdict.EXEMPT),
            ([row_of(), row_of(meter="smrt"), row_of(meter="smart")], Verdict.MUST),
            ([row_of(), row_of(party=None, meter="smart")], Verdict.UNDETERMINED),
            ([row_of(), row_of(fuel="gass", meter="smart", premises="domestic")], Verdict.EXEMPT),
            ([row_of(profile_class=5)], Verdict.NOT_SETTLED),
            ([gas_of(732_000), gas_of(732_001, meter="smart")], Verdict.EXEMPT),
            ([gas_of(732_000), gas_of(732_000, meter="smart")], Verdict.MUST),
        ],
    )
    def test_the_verdict(self, rows: list[Row], verdict: Verdict) -> None:
        """It is that of the licence as made by hand; an exemption in doubt is none."""
        (one,) = read(*rows)
        known = {"domestic": False, **dict.fromkeys(_paragraphs(one.licence), False)}
        assert determine(with_facts(one.licence, known)).verdict is verdict

    def test_the_licence_as_made_by_hand(self) -> None:
        """The same licence, so the same finding, whatever else is known of its holder."""
        rows = [
            row_of(licence="EL-1"),
            row_of(licence="EL-1", meter=None),
            row_of(licence="EL-1", meter="smart", premises="domestic", profile_class=1),
            gas_of(732_000, licence="GS-1", meter="large-gas"),
        ]
        electricity, gas = (each.licence for each in read(*rows))
        by_hand = ElectricitySupply(
            name="EL-1",
            meters={"advanced": True},
            meters_elsewhere={"advanced": False, "smart": True, "current-transformer": False, "other": False},
        )
        assert electricity == by_hand
        assert determine(electricity) == determine(by_hand)
        assert gas == GasSupply(name="GS-1", meters={"large-gas"}, meters_elsewhere=set())
        assert electricity.domestic is UNKNOWN


def _paragraphs(licence: Any) -> list[str]:  # noqa: ANN401 - a licence
    return [name for name in licence.facts() if name.startswith("paragraphs")]


class TestCounts:
    """Premises are counted where they are named; rows alone leave a range."""

    def test_the_thresholds(self) -> None:
        """A range is asked at both its ends."""
        for most, last in ((250_000, "small"), (250_001, "large")):
            counts = Counts(Range(1, most), Range(0, 0), most)
            assert [size.verdict.value for size in counts.sizes()] == ["small", last]
        (exact,) = Counts(Range(250_001, 250_001), Range(3, 3), 0).sizes(role=UserRole.GAS_SUPPLIER)
        assert (exact.verdict.value, exact.inputs["role"]) == ("large", UserRole.GAS_SUPPLIER)
        (other,) = Counts(Range(0, 0), Range(50_001, 50_001), 0).sizes()
        assert other.verdict.value == "large"

    def test_the_ends_say_it_of_all_between(self) -> None:
        """More premises never make a Party smaller."""
        order = ["small", "not-settled", "large"]
        domestic = (0, 1, 249_999, 250_000, 250_001, 10**6)
        others = (0, 1, 49_999, 50_000, 50_001, 10**6)
        found = [
            [order.index(size_category(domestic_premises=a, non_domestic_premises=b).value) for b in others]
            for a in domestic
        ]
        assert all(line == sorted(line) for line in (*found, *map(list, zip(*found, strict=True))))

    def test_premises_of_two_fuels(self) -> None:
        """They are one of each licence, and one of the Party."""
        at = {"premises": "domestic", "smart_metering_system": True}
        rows = [
            row_of(premises_id="p", **at),
            gas_of(5, premises_id="p", **at),
            gas_of(5, premises_id="q", **at),
        ]
        portfolio = read(*rows)
        assert [each.counts.domestic for each in portfolio] == [Range(1, 1), Range(2, 2)]
        assert portfolio.parties[0].counts == Counts(Range(2, 2), Range(0, 0), 0)
        points = read(*({**row, "premises_id": None} for row in rows)).parties[0].counts
        assert points == Counts(Range(1, 3), Range(0, 0), 3)
        assert str(points).endswith("; 3 metering points without their premises")


class TestColumns:
    """What is not there is said to be not there."""

    def test_other_names(self) -> None:
        """The caller's names stand for ours."""
        given = table([row_of(licence="EL-1")]).rename_columns({"meter": "kind", "licence": "number"})
        (one,) = frames.portfolio(given, {"meter": "kind", "licence": "number"})
        assert one.licence == ElectricitySupply(name="EL-1", meters={"advanced"}, meters_elsewhere=set())

    @pytest.mark.parametrize("engine", FEW)
    def test_fewest(self, engine: str) -> None:
        """With neither a profile class nor a consumption all but homes may be Designated Premises."""
        rows = [row_of(meter="smart"), row_of(premises="domestic"), gas_of(5)]
        given = ENGINES[engine](table(rows).drop_columns(["profile_class", "annual_kwh", "metering_point"]))
        one, gas = frames.portfolio(given, {"profile_class": None, "annual_kwh": None})
        assert [str(each) for each in one.blocks] == [
            "1 row without profile_class leaves open meters.smart, meters_elsewhere.smart"
        ]
        assert one.licence.meters_elsewhere["advanced"] is True
        assert gas.blocks[0].lacks == ("annual_kwh",)

    @pytest.mark.parametrize(
        ("columns", "kind", "message"),
        [
            ({"metre": "kind"}, UnknownName, "columns: 'metre' is not known here; the nearest is 'meter'"),
            ({"meter": "kid"}, UnknownName, "columns: meter: 'kid' is not known here (the table has no such"),
            (
                {"meter": "kid"},
                UnknownName,
                "column); name it, as columns={'meter': 'kind'}, or pass None for",
            ),
            (
                None,
                UnknownName,
                "name it, as columns={'meter': 'its name there'}, or pass None for it if there",
            ),
            ({"meter": None, "fuel": "fule"}, UnknownName, "; name it, as columns={'fuel': 'fuel'}"),
            ({"party": None}, InvalidType, "columns: party: None is no column; pass its name"),
            ({"meter": 3}, InvalidType, "columns: meter: 3 is no column; pass its name"),
            (
                ["meter"],
                InvalidType,
                "columns: ['meter'] is no mapping; pass {'meter': 'its name there'}, say",
            ),
            ({"licence": "number"}, UnknownName, "columns: licence: 'number' is not known here"),
            ({"meter": "smart_metering_system"}, InvalidType, "column 'smart_metering_system': Boolean"),
            ({"meter": "kind", "smart_metering_system": "kind"}, InvalidType, "column 'kind': String"),
            (
                {"meter": "kind", "annual_kwh": "fuel"},
                InvalidType,
                "column 'fuel': String does not hold numbers",
            ),
            ({"meter": "kind", "party": "smart_metering_system"}, InvalidType, "does not hold text or whole"),
        ],
    )
    @pytest.mark.parametrize("engine", ["polars lazy", "pandas", "duckdb"])
    def test_refused(self, engine: str, columns: Any, kind: type[Exception], message: str) -> None:  # noqa: ANN401
        """By what is wrong, with the nearest name."""
        given = ENGINES[engine](table([row_of(annual_kwh=1)]).rename_columns({"meter": "kind"}))
        with pytest.raises(kind) as refused:
            frames.portfolio(given, columns)
        assert message in str(refused.value)

    def test_what_is_no_table(self) -> None:
        """It is refused, and so are two columns of one name, and objects of no kind."""
        for wrong in (None, [row_of()], {"party": ["A"]}, pd.Series(["A"])):
            with pytest.raises(InvalidType, match="is no table; pass a table of pandas"):
                frames.portfolio(wrong)
        with pytest.raises(InvalidValue, match="has two columns of one name; rename one of them"):
            frames.portfolio(pd.DataFrame([["A", "A"]], columns=["party", "party"]))
        frame = pd.DataFrame({**{n: [v] for n, v in row_of().items()}, "smart_metering_system": [object()]})
        with pytest.raises(InvalidType, match="Object does not hold true and false; cast the column first"):
            frames.portfolio(frame)
        with pytest.raises(InvalidType, match="readings"):
            read(row_of(), readings={})


class TestWords:
    """What is said of it can be read, and put into a table."""

    def test_a_licence(self) -> None:
        """A line for the licence, one for each block and each kind of dirt."""
        rows = [
            row_of(licence="EL-1", meter="advnced", metering_point=9),
            row_of(licence="EL-1", meter="large-gas", metering_point=8),
            row_of(licence="EL-1", premises=None, metering_point=5),
            row_of(licence=None, meter=None, metering_point=4),
        ]
        portfolio = read(*rows)
        (one,) = portfolio
        assert repr(one) == "<PortfolioLicence 'A', electricity EL-1: 3 rows, 4 blocking>"
        everything = ", ".join(
            f"{where}.{kind}"
            for where in ("meters", "meters_elsewhere")
            for kind in ("current-transformer", "advanced", "smart", "other")
        )
        at_designated = everything.partition(", meters_elsewhere")[0]
        assert str(one.blocks).splitlines() == [
            f"1 row without licence, meter leaves open {at_designated}; the first is 4",
            f"2 rows without meter leave open {at_designated}; the first is 8",
            "1 row without premises leaves open meters.advanced, meters_elsewhere.advanced; the first is 5",
        ]
        assert str(one.dirt).splitlines() == [
            "2 rows have an unknown meter, such as 'advnced' (the nearest is 'advanced'); the first is 8"
        ]
        assert str(portfolio.unplaced) == "1 row has no licence; the first is 4"
        assert repr(portfolio) == (
            "<Portfolio of 1 Party, 1 licence, 3 rows; not placed: 1 row has no licence; the first is 4>"
        )
        assert portfolio[:1] == (one,)

    def test_what_blocks_a_verdict_and_what_a_count(self) -> None:
        """They are told apart, and a count that is exact is not open."""
        counted = {"premises": "domestic", "premises_id": "p", "smart_metering_system": True}
        rows = [row_of(**counted), row_of(**{**counted, "smart_metering_system": None})]
        (one,) = read(*rows)
        assert (one.counts.domestic, one.blocks) == (Range(1, 1), ())
        (one,) = read(row_of(smart_metering_system=None), row_of(premises="domestic", meter=None))
        assert [(block.lacks, block.is_of_counts, block.rows) for block in one.blocks] == [
            (("meter",), False, 1),
            (("smart_metering_system",), True, 1),
        ]
        row = one.as_row()
        assert (one.blocking_rows, row["blocking_rows"], row["uncounted_rows"]) == (1, 1, 1)

    def test_one_word_of_the_other_fuel(self) -> None:
        """It is known, and wrong."""
        assert (
            str(Dirt("meter", 2, "large-gas")) == "2 rows have a meter of the other fuel, such as 'large-gas'"
        )
        assert str(Block(("meter",), ("meters.smart",), 1)) == "1 row without meter leaves open meters.smart"
        assert repr(read(row_of())) == "<Portfolio of 1 Party, 1 licence, 1 row>"
        assert repr(read(row_of())[0]) == "<PortfolioLicence 'A', electricity: 1 row>"

    def test_in_a_notebook(self) -> None:
        """Each value is a table of what its line says, and of what it holds."""
        portfolio = read(row_of(party="<b>", meter="smrt", metering_point=12), row_of(), row_of(party=None))
        one = portfolio[0]
        values: tuple[Any, ...] = (portfolio, one, one.counts, one.counts.domestic, *portfolio.parties)
        for value in values:
            text = " ".join(fromstring(value._repr_html_()).itertext())  # noqa: S314 - our own
            assert set(re.findall(r"\w+", str(value))) <= set(re.findall(r"\w+", text))
        text = " ".join(fromstring(portfolio._repr_html_()).itertext())  # noqa: S314 - as above
        assert all(each in text for each in ("<b>", "such as 'smrt'", "Unplaced"))

    def test_rows(self) -> None:
        """One for each licence, with the same columns for both fuels."""
        rows = [row_of(), row_of(meter=None, profile_class=None), gas_of(5, meter="smart")]
        assert pd.DataFrame(read(*rows).rows()).to_dict("records") == [
            {
                "party": "A",
                "licence": "",
                "fuel": fuel,
                "rows_read": read_,
                "meters": meters,
                "meters_unknown": unknown,
                "meters_elsewhere": "",
                "meters_elsewhere_unknown": elsewhere,
                "domestic_premises_least": 0,
                "domestic_premises_most": 0,
                "non_domestic_premises_least": 0,
                "non_domestic_premises_most": 0,
                "blocking_rows": read_ - 1,
                "uncounted_rows": 0,
                "unknown_words": 0,
            }
            for fuel, read_, meters, unknown, elsewhere in (
                (
                    "electricity",
                    2,
                    "advanced",
                    "current-transformer; smart; other",
                    "current-transformer; advanced; smart; other",
                ),
                ("gas", 1, "smart", "", ""),
            )
        ]


class TestHowMuchComesBack:
    """Some cells, whatever the rows say."""

    @pytest.mark.parametrize("engine", ["polars lazy", "duckdb", "pandas"])
    def test_a_column_of_something_else(self, engine: str) -> None:
        """Words that are none of ours are one, with the least of them, however many there are."""
        rows = [
            row_of(meter=f"serial {n:04}", premises=f"{n} High Street", metering_point=n) for n in range(999)
        ]
        given = ENGINES[engine](table(rows))
        (cell,) = opened(given, None).cells()
        assert (cell.rows, cell.odd) == (999, {"premises": "0 High Street", "meter": "serial 0000"})
        assert [dirt.rows for dirt in frames.portfolio(given)[0].dirt] == [999, 999]
