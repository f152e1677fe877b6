"""Amounts of money: checked when they come in, reckoned exactly, said in pounds and pence."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal

from sec_uep.errors import InvalidType, InvalidValue, shown
from sec_uep.facts import UNKNOWN, Unknown

__all__ = ["amount", "given", "pounds", "share_of", "to_the_penny", "total"]

#: The most digits that an amount may have before its point.
_DIGITS = 15
_MOST: int = 10**_DIGITS

#: Arithmetic that no setting of the caller's reaches, of so many digits that nothing but a penny is rounded.
_EXACT = Context(prec=3 * _DIGITS, rounding=ROUND_HALF_UP, traps=[])

_PENNY = Decimal("0.01")

#: What every amount is a multiple of.
_LEAST = Decimal("0.000001")


def amount(name: str, value: object) -> Decimal:
    """
    Return *value* as an amount of pounds.

    Equal amounts have one form: with pence, and with more digits only where there are more.

    >>> amount("cost", 20_000), amount("cost", Decimal("2E+4")), amount("cost", Decimal("0.1250"))
    (Decimal('20000.00'), Decimal('20000.00'), Decimal('0.125'))

    Raises:
        InvalidType: If it is neither a Decimal nor an int.
        InvalidValue: If it is negative, infinite or not a number, or of more digits than money has.

    """
    if isinstance(value, bool) or not isinstance(value, (Decimal, int)):
        raise InvalidType(name, shown(value), "is not an exact amount", "pass a decimal.Decimal of pounds")
    if not _is_sound(value):
        next_step = f"pass pounds from 0 to below 1E+{_DIGITS}, with at most six digits after the point"
        raise InvalidValue(name, shown(value), "is not an amount of money", next_step)
    bare = _EXACT.normalize(Decimal(value)) if value else Decimal(0)
    return bare if _EXACT.remainder(bare, _PENNY) else _EXACT.quantize(bare, _PENNY)


def _is_sound(value: Decimal | int) -> bool:
    """Return whether *value* is an amount; a number that would make long work is refused before any."""
    if isinstance(value, int):
        return 0 <= value < _MOST
    if not value.is_finite() or value.is_zero():
        return value.is_finite()
    is_in_range = not value.is_signed() and _LEAST.adjusted() <= value.adjusted() < _DIGITS
    return is_in_range and not _EXACT.remainder(value, _LEAST)  # of too many digits it is no number


def given(name: str) -> Callable[[object], Decimal | Unknown]:
    """Return what reads the input called *name*: an amount of pounds, or `UNKNOWN`."""
    return lambda value: UNKNOWN if value is UNKNOWN else amount(name, value)


def share_of(cost: Decimal, share: Decimal) -> Decimal:
    """
    Return a *share* of *cost*, exactly.

    >>> share_of(Decimal("20000.01"), Decimal("0.25"))
    Decimal('5000.0025')
    """
    return _EXACT.multiply(cost, share)


def total(one: Decimal, other: Decimal) -> Decimal:
    """Return the sum of two amounts, exactly."""
    return _EXACT.add(one, other)


def to_the_penny(money: Decimal) -> Decimal:
    """
    Return *money* rounded to the penny, half a penny up; only what is finished is rounded.

    >>> to_the_penny(Decimal("0.005")), to_the_penny(Decimal("5000.0025"))
    (Decimal('0.01'), Decimal('5000.00'))
    """
    return _EXACT.quantize(money, _PENNY)


def pounds(money: Decimal) -> str:
    """
    Return *money*, an `amount`, as text.

    >>> pounds(amount("cost", Decimal("2E+4")))
    '£20,000.00'
    """
    return f"£{money:,f}"
