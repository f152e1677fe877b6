"""
A portfolio of metering points, read into what the rules ask of each licence.

The engine counts cells: rows that no rule can tell apart. The scalar rules read the cells, so that
a portfolio cannot be judged otherwise than one metering point is.
What a row does not say is unknown, and so is what it says in words that are none of ours:
neither can make an exemption appear that another word would take away.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set as AbstractSet
from contextlib import suppress
from decimal import Decimal
from functools import lru_cache
from itertools import chain, product
from typing import Any, TypeAlias, overload

from attrs import evolve, frozen

from sec_uep.answers import Finding, check_terms
from sec_uep.errors import InvalidValue, bracketed, displayed, nearest, shown
from sec_uep.facts import UNKNOWN, Fact, Lines, all_true
from sec_uep.frames._cells import COLUMNS, KWH, WORDS, Cell, Key, Told, opened
from sec_uep.obligations import electricity_supply, gas_supply
from sec_uep.obligations.security_assessment import SizeCategory, size
from sec_uep.parties import ELECTRICITY_METERS, GAS_METERS, ElectricitySupply, GasSupply, UserRole
from sec_uep.readings import DEFAULT_READINGS, Readings

__all__ = ["Block", "Counts", "Dirt", "Portfolio", "PortfolioLicence", "PortfolioParty", "Range", "portfolio"]

# --- What a portfolio says --------------------------------------------------------------------


@frozen
class Range:
    """
    A number that is known to lie between two.

    >>> print(Range(3, 3), "or", Range(1, 250_001))
    3 or 1 to 250,001

    Attributes:
        least: The least it can be.
        most: The most it can be.

    """

    least: int
    most: int

    _repr_html_ = displayed

    def __str__(self) -> str:
        return f"{self.least:,}" if self.least == self.most else f"{self.least:,} to {self.most:,}"


@frozen
class Counts:
    """
    How many premises are supplied through a Smart Metering System, as SA-08 and EX-03 count them.

    A row that does not say at which premises it is may be at premises that are counted already.
    So it counts as one premises or as none, and the count is a range.

    >>> print(Counts(domestic=Range(1, 250_001), non_domestic=Range(0, 0), unidentified=250_001))
    1 to 250,001 Domestic Premises, 0 Non-Domestic Premises; 250,001 metering points without their premises

    Attributes:
        domestic: The Domestic Premises.
        non_domestic: The Non-Domestic Premises.
        unidentified: How many metering points with a Smart Metering System, surely or perhaps,
            do not say at which premises they are.

    """

    domestic: Range
    non_domestic: Range
    unidentified: int

    def sizes(
        self, *, role: UserRole | None = None, readings: Readings = DEFAULT_READINGS
    ) -> tuple[Finding[SizeCategory], ...]:
        """
        Return whether a Party with so many premises is Large: by the least of each range, then by the most.

        There is one answer where both counts are exact.
        Where the two have the same verdict, every count between them has it too.

        >>> some = Counts(domestic=Range(1, 250_000), non_domestic=Range(0, 0), unidentified=250_000)
        >>> [size.verdict.value for size in some.sizes()]
        ['small', 'small']

        Raises:
            InvalidType: If *readings* are none.
            UnknownName: If there is no such User Role.

        """
        ends = dict.fromkeys(
            ((self.domestic.least, self.non_domestic.least), (self.domestic.most, self.non_domestic.most))
        )
        return Lines(
            size(domestic_premises=a, non_domestic_premises=b, role=role, readings=readings) for a, b in ends
        )

    _repr_html_ = displayed

    def __str__(self) -> str:
        text = f"{self.domestic} Domestic Premises, {self.non_domestic} Non-Domestic Premises"
        return text + (
            f"; {self.unidentified:,} metering points without their premises" if self.unidentified else ""
        )


@frozen
class Block:
    """
    Rows that leave something open, because they do not say the same things.

    >>> print(Block(("meter",), ("meters.smart", "meters.other"), 12, 1_000_123))
    12 rows without meter leave open meters.smart, meters.other; the first is 1000123

    Attributes:
        lacks: The columns in which they say nothing, or nothing that is known here.
        facts: What they leave open, as a licence names its facts, or `domestic_premises` and
            `non_domestic_premises`, the counts.
        rows: How many rows there are; no row is in two blocks of a licence.
        first: The least of their metering points; None if the frame has none.

    """

    lacks: tuple[str, ...]
    facts: tuple[str, ...]
    rows: int
    first: Any = None

    @property
    def is_of_counts(self) -> bool:
        """Whether the rows leave open how many premises there are, and nothing of Table 1."""
        return set(self.facts) <= set(_COUNTS)

    _repr_html_ = displayed

    def __str__(self) -> str:
        text = f"{_some(self.rows, 'row')} without {', '.join(self.lacks)} "
        return f"{text}leave{'s' if self.rows == 1 else ''} open {', '.join(self.facts)}{_first(self.first)}"


@frozen
class Dirt:
    """
    Rows with something in a column that says nothing here.

    >>> print(Dirt("meter", 12, "smrt", 1_000_123))
    12 rows have an unknown meter, such as 'smrt' (the nearest is 'smart'); the first is 1000123

    Attributes:
        column: The column, by our name.
        rows: How many rows have such a thing there.
        word: The least of what stands there, or of a consumption what is wrong with it;
            None where nothing stands there, and something must.
        first: The least of their metering points; None if the frame has none.

    """

    column: str
    rows: int
    word: str | None
    first: Any = None

    _repr_html_ = displayed

    def __str__(self) -> str:
        have = f"{self.rows:,} row{' has' if self.rows == 1 else 's have'}"
        if self.word is None:
            return f"{have} no {self.column}{_first(self.first)}"
        if self.column == "annual_kwh":
            return f"{have} an annual_kwh that is {self.word}{_first(self.first)}"
        known = () if self.column == "profile_class" else WORDS.get(self.column, ())
        if self.word in known:
            return f"{have} a {self.column} of the other fuel, such as {shown(self.word)}{_first(self.first)}"
        close = nearest(self.word, known)
        hint = f" (the nearest is {close!r})" if close else ""
        return f"{have} an unknown {self.column}, such as {shown(self.word)}{hint}{_first(self.first)}"


def _some(n: int, noun: str, nouns: str = "") -> str:
    return f"{n:,} {noun if n == 1 else nouns or f'{noun}s'}"


def _first(point: object) -> str:
    return "" if point is None else f"; the first is {point}"


@frozen(repr=False)
class PortfolioLicence:
    """
    What a portfolio says of one licence.

    Attributes:
        party: The Party that holds it.
        licence: The licence, for `determine`, with the meters that are at Designated Premises and elsewhere.
            Whether the holder is a Domestic Supplier, and which paragraphs apply, no metering point says.
        fuel: "electricity" or "gas".
        rows_read: How many rows of the frame are of this licence.
        counts: The premises that it supplies through a Smart Metering System.
            The size of a Party is asked of all its licences together: see `Portfolio.parties`.
        blocks: What leaves any of that open.
        dirt: What its rows say in words that are none of ours.

    """

    party: str
    licence: ElectricitySupply | GasSupply
    fuel: str
    rows_read: int
    counts: Counts
    blocks: tuple[Block, ...]
    dirt: tuple[Dirt, ...]

    @property
    def blocking_rows(self) -> int:
        """How many rows leave a fact of Table 1 open."""
        return sum(block.rows for block in self.blocks if not block.is_of_counts)

    def as_row(self) -> dict[str, Any]:
        """
        Return it as one flat row of plain values, as a DataFrame takes it.

        Several kinds of meter are in one text, with "; " between them.
        *blocking_rows* leave a fact of Table 1 open; *uncounted_rows* leave open how many premises there are,
        and nothing else.
        """
        row: dict[str, Any] = {
            "party": self.party,
            "licence": self.licence.name,
            "fuel": self.fuel,
            "rows_read": self.rows_read,
        }
        for meters in (self.licence.meters, self.licence.meters_elsewhere):
            for suffix, value in (("", True), ("_unknown", UNKNOWN)):
                kinds = [kind for kind, fact in meters.items() if fact is value]
                row[f"{meters.field}{suffix}"] = "; ".join(kinds)
        for name in ("domestic", "non_domestic"):
            count: Range = getattr(self.counts, name)
            row |= {f"{name}_premises_least": count.least, f"{name}_premises_most": count.most}
        return row | {
            "blocking_rows": self.blocking_rows,
            "uncounted_rows": sum(block.rows for block in self.blocks if block.is_of_counts),
            "unknown_words": sum(dirt.rows for dirt in self.dirt),
        }

    _repr_html_ = displayed
    __repr__ = bracketed

    def __str__(self) -> str:
        named = f" {self.licence.name}" if self.licence.name else ""
        text = f"{shown(self.party)}, {self.fuel}{named}: {_some(self.rows_read, 'row')}"
        return f"{text}, {self.blocking_rows:,} blocking" if self.blocking_rows else text


#: How many premises are surely, and how many may be, domestic ones; and so the others.
Premises: TypeAlias = tuple[tuple[int, int], tuple[int, int]]

_NONE: Premises = (0, 0), (0, 0)


@frozen
class PortfolioParty:
    """
    What a portfolio says of one Party, over all its licences.

    Attributes:
        party: The Party.
        counts: The premises that it supplies through a Smart Metering System: its size (SA-08, EX-03).
            Premises that have two fuels count once where the rows say which premises they are.

    """

    party: str
    counts: Counts

    _repr_html_ = displayed


@frozen(repr=False)
class Portfolio(Sequence[PortfolioLicence]):
    """
    What a portfolio says: a sequence of its licences, by Party, name and fuel.

    Attributes:
        licences: One for each Party, licence and fuel that the rows name.
        parties: One for each Party that the rows name.
        unplaced: What the rows lack of which it is not known of which licence they are.
            They may be of any that they do not rule out, and count there among the blocks.

    """

    licences: tuple[PortfolioLicence, ...]
    parties: tuple[PortfolioParty, ...]
    unplaced: tuple[Dirt, ...]

    def rows(self) -> list[dict[str, Any]]:
        """Return one flat row of plain values for each licence, as a DataFrame takes them."""
        return [each.as_row() for each in self.licences]

    @overload
    def __getitem__(self, place: int) -> PortfolioLicence: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[PortfolioLicence, ...]: ...

    def __getitem__(self, place: int | slice) -> PortfolioLicence | tuple[PortfolioLicence, ...]:
        return self.licences[place]

    def __len__(self) -> int:
        return len(self.licences)

    _repr_html_ = displayed
    __repr__ = bracketed

    def __str__(self) -> str:
        rows = _some(sum(each.rows_read for each in self.licences), "row")
        text = f"of {_some(len(self.parties), 'Party', 'Parties')}, {_some(len(self), 'licence')}, {rows}"
        lost = "; ".join(map(str, self.unplaced))
        return f"{text}; not placed: {lost}" if lost else text


# --- Asking the rules -------------------------------------------------------------------------

Place: TypeAlias = int | Decimal


@frozen
class _Fuel:
    """
    What the rules of a fuel ask of a metering point.

    Attributes:
        licence: Its kind of licence.
        meters: Its kinds of meter.
        column: The column that decides, for non-domestic premises, whether they are Designated Premises.
        places: What that column tells apart, by name, with a value for the rule to judge.
        is_designated: The rule.

    """

    licence: Callable[..., ElectricitySupply | GasSupply]
    meters: tuple[str, ...]
    column: str
    places: Mapping[str, Any]
    is_designated: Callable[[Fact, Any, Readings], Fact]

    def designated(self, domestic: Fact, place: str | None, readings: Readings) -> Fact:
        """Return whether premises are Designated Premises: what the rule says of every value there may be."""
        possible = self.places.values() if place is None else (self.places[place],)
        found = {self.is_designated(domestic, value, readings) for value in possible}
        return found.pop() if len(found) == 1 else UNKNOWN


def _electricity(domestic: Fact, profile_class: int, _: Readings) -> Fact:
    return electricity_supply.is_designated_premises(domestic=domestic, profile_class=profile_class)


def _gas(domestic: Fact, annual_kwh: Place, readings: Readings) -> Fact:
    return gas_supply.is_designated_premises(domestic=domestic, annual_kwh=annual_kwh, readings=readings)


def _taken() -> dict[str, Place]:
    """Return the classes of consumption that the rule takes; it refuses what is no consumption."""
    found = {}
    for name, annual_kwh in KWH.items():
        with suppress(InvalidValue):
            _gas(UNKNOWN, annual_kwh, DEFAULT_READINGS)
            found[name] = annual_kwh
    return found


_CLASSES = {str(n): n for n in electricity_supply.PROFILE_CLASSES}
_FUELS = {
    "electricity": _Fuel(ElectricitySupply, ELECTRICITY_METERS, "profile_class", _CLASSES, _electricity),
    "gas": _Fuel(GasSupply, GAS_METERS, "annual_kwh", _taken(), _gas),
}

_WHOSE = ("party", "licence", "fuel")
_COUNTS = ("domestic_premises", "non_domestic_premises")


@frozen(cache_hash=True)
class _Shown:
    """
    What a row shows of a licence that it is of, or may be of, of the facts of Table 1 and the two counts.

    Attributes:
        sure: The facts that it shows.
        open: Those that it may show, each with the columns for want of which it is not known.

    """

    sure: frozenset[str]
    open: tuple[tuple[str, tuple[str, ...]], ...]


#: How many rows show the same, and the least of their metering points.
_Rows: TypeAlias = tuple[int, Any]
_Tally: TypeAlias = dict[_Shown, _Rows]

#: How many rows count, surely or perhaps, as Domestic Premises, as others, and say where they are.
_Supply: TypeAlias = Counter[tuple[Fact, Fact, bool]]


def _not(fact: Fact) -> Fact:
    return fact if fact is UNKNOWN else not fact


def _lacking(unknown: Mapping[str, bool]) -> tuple[str, ...]:
    return tuple(column for column, is_unknown in unknown.items() if is_unknown)


@lru_cache(maxsize=2**14)
def _shown_by(told: Told, fuel_name: str, whose: tuple[str, ...], readings: Readings) -> _Shown:
    """Return what rows show of a licence; for want of *whose*, columns, they may be of another."""
    fuel, domestic = _FUELS[fuel_name], _domestic(told)
    place = told.place if told.place in fuel.places else None
    meter = told.meter if told.meter in fuel.meters else None
    designated = fuel.designated(domestic, place, readings)
    facts: dict[str, Fact] = {}
    for where, here in (("meters", designated), ("meters_elsewhere", _not(designated))):
        for kind in fuel.meters:
            facts[f"{where}.{kind}"] = all_true((here, UNKNOWN if meter is None else meter == kind))
    is_open = designated is UNKNOWN
    unknown = {
        "premises": is_open and domestic is UNKNOWN,
        fuel.column: is_open and place is None and "fuel" not in whose,
        "meter": meter is None,
    }
    lacks = dict.fromkeys(facts, (*whose, *_lacking(unknown)))
    unknown = {"premises": domestic is UNKNOWN, "smart_metering_system": told.smart is None}
    facts |= zip(_COUNTS, _supplied(told), strict=True)
    lacks |= dict.fromkeys(_COUNTS, (*whose, *_lacking(unknown)))
    if whose:
        facts = {name: False if fact is False else UNKNOWN for name, fact in facts.items()}
    return _Shown(
        frozenset(name for name, fact in facts.items() if fact is True),
        tuple((name, lacks[name]) for name, fact in facts.items() if fact is UNKNOWN),
    )


def _domestic(told: Told) -> Fact:
    return UNKNOWN if told.premises is None else told.premises == "domestic"


@lru_cache(maxsize=2**14)
def _supplied(told: Told) -> tuple[Fact, Fact]:
    """Return whether the rows count as Domestic Premises, and whether as others (SA-08, EX-03)."""
    domestic, smart = _domestic(told), UNKNOWN if told.smart is None else told.smart
    return all_true((domestic, smart)), all_true((_not(domestic), smart))


# --- From cells to licences -------------------------------------------------------------------


def portfolio(
    metering_points: object,
    columns: Mapping[str, str | None] | None = None,
    *,
    readings: Readings = DEFAULT_READINGS,
) -> Portfolio:
    """
    Return what a portfolio says of each licence: the meters of Table 1, the premises that make a Party Large.

    *metering_points* has a row for each metering point. It is a frame of pandas or Polars, eager or lazy,
    a table of PyArrow, a relation of DuckDB, or a frame of PySpark.
    The engine that holds it does the counting, and streams where it can.

    >>> import pyarrow as pa
    >>> points = pa.table({
    ...     "party": ["Moor", "Moor", "Moor"],
    ...     "fuel": ["electricity"] * 3,
    ...     "premises": ["non-domestic", "non-domestic", None],
    ...     "profile_class": [3, 5, 8],
    ...     "meter": ["advanced", "smart", "smrt"],
    ...     "smart_metering_system": [False, True, None],
    ... })
    >>> (moor,) = portfolio(points, {"annual_kwh": None})
    >>> moor
    <PortfolioLicence 'Moor', electricity: 3 rows, 1 blocking>
    >>> moor.licence.meters
    FactSet({'current-transformer': False, 'advanced': True, 'smart': False, 'other': False})
    >>> print(moor.dirt[0])
    1 row has an unknown meter, such as 'smrt' (the nearest is 'smart')

    These columns are read. *columns* says what they are called in the frame, or None for one that it lacks.
    A null is what is not known; so is a word that is none of these, and it counts as dirt.

    | column | what it holds |
    | --- | --- |
    | `party` | whose the metering point is: text or whole numbers |
    | `licence` | the name of the licence; without it each Party has one of each fuel |
    | `fuel` | `electricity` or `gas` |
    | `premises` | `domestic` or `non-domestic` |
    | `profile_class` | of electricity: 0 to 8, in numbers or text, where `00` is 0 |
    | `annual_kwh` | of gas: the measured annual consumption |
    | `meter` | a kind of meter of a licence; `traditional` is `other` |
    | `smart_metering_system` | whether the premises are supplied through one: true or false |
    | `metering_point` | an id, of which the least is named where something is wrong |
    | `premises_id` | an id of the premises, which then are counted; without it the counts are ranges |

    `licence`, `metering_point` and `premises_id` may be missing without a word.

    Each row is judged by itself: whether its premises are Designated Premises is asked of its own
    profile class or consumption. Of premises with several metering points the sources look at all of them
    (OB-06, OB-11): where their rows differ, give each what decides for the premises.

    A fact that some rows leave open is unknown, unless other rows settle it.
    A row that does not say of which licence it is may be of any that it does not rule out.
    Whether its holder is a Domestic Supplier is no fact of a metering point (EX-17): it stays unknown,
    and is given with `with_facts`.

    Raises:
        InvalidType: If *metering_points* is no frame, or a column does not hold what it should.
        InvalidValue: If two columns of the frame have one name.
        UnknownName: If the frame has no such column, or *columns* names one that is not read.

    """
    check_terms(None, readings)
    points = opened(metering_points, columns)
    cells = list(points.cells())
    names = {(cell.licence[0], cell.licence[2]) for cell in cells if cell.licence[1] is not None}
    cells = [
        cell if (key := _named(cell.licence, names)) is cell.licence else evolve(cell, licence=key)
        for cell in cells
    ]
    of_licence, unplaced = _grouped(cells, lambda cell: cell.licence)
    lost = {
        fuel: {whose: _tallied(each, fuel, readings, whose) for whose, each in unplaced.items()}
        for fuel in _FUELS
    }
    lost_supply = {whose: _supply(each) for whose, each in unplaced.items()}
    identified = {_named(key, names): each for key, each in points.premises(*_WHOSE).items()}
    licences = []
    for key, own in of_licence.items():
        may_be = [whose for whose in product(*((part, None) for part in key)) if whose in unplaced]
        others = sum((lost_supply[whose] for whose in may_be), _Supply())
        counts = _counts(identified.get(key, _NONE), _supply(own), others)
        told = [_tallied(own, str(key[2]), readings), *(lost[str(key[2])][whose] for whose in may_be)]
        licences.append(_licence(key, told, counts, _dirt(own)))
    of_party, no_party = _grouped(cells, lambda cell: cell.licence[:1])
    others = sum(map(_supply, no_party.values()), _Supply())
    identified = points.premises(*_WHOSE[:1])
    parties = [
        PortfolioParty(str(key[0]), _counts(identified.get(key, _NONE), _supply(own), others))
        for key, own in of_party.items()
    ]
    return Portfolio(tuple(licences), tuple(parties), _dirt(chain.from_iterable(unplaced.values())))


def _named(key: Key, names: AbstractSet[tuple[str | None, str | None]]) -> Key:
    """Return whose a row is; a Party that names no licence of a fuel has one, as without a column of them."""
    party, licence, fuel = key
    is_only_one = party is not None and fuel is not None and (party, fuel) not in names
    return (party, "", fuel) if licence is None and is_only_one else key


def _grouped(
    cells: Iterable[Cell], whose: Callable[[Cell], Key]
) -> tuple[dict[Key, list[Cell]], dict[Key, list[Cell]]]:
    """Return *cells* by whose they are, in order; and those of which that is not known, by what is."""
    found: dict[Key, list[Cell]] = defaultdict(list)
    for cell in cells:
        found[whose(cell)].append(cell)
    known = sorted((key for key in found if None not in key), key=lambda key: tuple(map(str, key)))
    return {key: found[key] for key in known}, {key: found[key] for key in found if None in key}


def _tallied(cells: Iterable[Cell], fuel: str, readings: Readings, whose: Key | None = None) -> _Tally:
    """Return what *cells* show of a licence of *fuel*; *whose* has None for what is not known of it."""
    lacks = _lacking({name: part is None for name, part in zip(_WHOSE, whose, strict=True)}) if whose else ()
    found: dict[_Shown, list[_Rows]] = defaultdict(list)
    for cell in cells:
        found[_shown_by(cell.told, fuel, lacks, readings)].append((cell.rows, cell.first))
    return {what: _together(rows) for what, rows in found.items()}


def _supply(cells: Iterable[Cell]) -> _Supply:
    found = _Supply()
    for cell in cells:
        found[*_supplied(cell.told), cell.identified] += cell.rows
    return found


def _counts(identified: Premises, own: _Supply, others: _Supply) -> Counts:
    """Return the counts of premises: those *identified*, and of rows that do not say where they are."""
    loose = _Supply({key: rows for key, rows in own.items() if not key[2]})
    uncounted, ranges = loose + others, []
    for n, (least, most) in enumerate(identified):
        is_one = any(key[n] is True for key in loose)
        rows = sum(rows for key, rows in uncounted.items() if key[n] is not False)
        ranges.append(Range(max(least, int(is_one)), most + rows))
    rows = sum(rows for key, rows in uncounted.items() if key[:2] != (False, False))
    domestic, non_domestic = ranges
    return Counts(domestic, non_domestic, rows)


def _licence(key: Key, told: Sequence[_Tally], counts: Counts, dirt: tuple[Dirt, ...]) -> PortfolioLicence:
    """Return what rows say of the licence of *key*: first its own, then those that may be its."""
    sure = {name for each in told for what in each for name in what.sure}
    unknown = {name for each in told for what in each for name, _ in what.open}
    exact = {
        name
        for name, count in zip(_COUNTS, (counts.domestic, counts.non_domestic), strict=True)
        if count.least == count.most
    }
    unknown -= sure.difference(_COUNTS) | exact
    blocks: dict[tuple[bool, tuple[str, ...]], list[tuple[set[str], _Rows]]] = defaultdict(list)
    for what, rows in chain.from_iterable(each.items() for each in told):
        left_open = {name: lacks for name, lacks in what.open if name in unknown}
        if left_open:
            lacking = set(chain.from_iterable(left_open.values()))
            of_counts = left_open.keys() <= set(_COUNTS)
            blocks[of_counts, tuple(filter(lacking.__contains__, COLUMNS))].append((set(left_open), rows))
    fuel, meters = _FUELS[str(key[2])], dict[str, dict[str, Fact]]()
    for where in ("meters", "meters_elsewhere"):
        names = {kind: f"{where}.{kind}" for kind in fuel.meters}
        meters[where] = {
            k: True if n in sure else UNKNOWN if n in unknown else False for k, n in names.items()
        }
    order = (*(f"{where}.{kind}" for where in meters for kind in fuel.meters), *_COUNTS)
    return PortfolioLicence(
        party=str(key[0]),
        licence=fuel.licence(name=str(key[1]), **meters),
        fuel=str(key[2]),
        rows_read=sum(rows for rows, _ in told[0].values()),
        counts=counts,
        blocks=Lines(_block(lacks, order, blocks[of_counts, lacks]) for of_counts, lacks in sorted(blocks)),
        dirt=dirt,
    )


def _block(lacks: tuple[str, ...], order: Iterable[str], told: Sequence[tuple[set[str], _Rows]]) -> Block:
    left_open = set().union(*(each for each, _ in told))
    return Block(lacks, tuple(filter(left_open.__contains__, order)), *_together([rows for _, rows in told]))


def _together(told: Sequence[_Rows]) -> _Rows:
    """Return how many rows there are in all, and the least of their metering points."""
    first = min((first for _, first in told if first is not None), default=None)
    return sum(rows for rows, _ in told), first


def _dirt(cells: Iterable[Cell]) -> tuple[Dirt, ...]:
    """Return what *cells* hold that says nothing, and what they lack of whose they are, by column."""
    found: dict[tuple[str, bool], list[tuple[Cell, str]]] = defaultdict(list)
    for cell in cells:
        odd, told = dict(cell.odd), cell.told
        fuel = _FUELS.get(cell.licence[2] or "")
        if fuel and told.meter is not None and told.meter not in fuel.meters:
            odd["meter"] = told.meter
        if fuel and told.place is not None and told.place not in fuel.places:
            odd[fuel.column] = told.place
        for name, part in zip(_WHOSE, cell.licence, strict=True):
            if part is None and name not in odd:
                found[name, False].append((cell, ""))
        for name, word in odd.items():
            found[name, True].append((cell, word))
    dirt = []
    for column, is_word in sorted(found, key=lambda each: (COLUMNS.index(each[0]), each[1])):
        rows, first = _together([(cell.rows, cell.first) for cell, _ in found[column, is_word]])
        least = min(word for _, word in found[column, is_word])
        dirt.append(Dirt(column, rows, least if is_word else None, first))
    return Lines(dirt)
