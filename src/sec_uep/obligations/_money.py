"""Amounts of money: checked when they come in, and reckoned exactly."""

from __future__ import annotations

from decimal import Context, Decimal, Inexact
from functools import reduce

from sec_uep.errors import InvalidType, InvalidValue, shown

__all__ = ["amount", "share_of", "total"]

#: The most digits that an amount may have before or after its point.
_DIGITS = 15

#: Arithmetic that no setting of the caller's can round, and that says so if it would ever round.
_EXACT = Context(prec=3 * _DIGITS, traps=[Inexact])


def amount(name: str, value: object) -> Decimal:
    """
    Return *value* as an amount of money.

    Raises:
        InvalidType: If it is neither a Decimal nor an int.
        InvalidValue: If it is negative, infinite or not a number.

    """
    if isinstance(value, bool) or not isinstance(value, (Decimal, int)):
        raise InvalidType(name, shown(value), "is not an exact amount", "pass a decimal.Decimal of pounds")
    money = Decimal(value) if isinstance(value, Decimal) or 0 <= value < 10**_DIGITS else Decimal(-1)
    sign, digits, exponent = money.as_tuple()
    is_sound = isinstance(exponent, int) and exponent >= -_DIGITS and len(digits) + exponent <= _DIGITS
    if not is_sound or (sign and any(digits)):
        reason, next_step = "is not an amount of money", f"pass a Decimal from 0 to below 1E+{_DIGITS} pounds"
        raise InvalidValue(name, shown(value), reason, next_step)
    return money


def share_of(cost: Decimal, share: Decimal) -> Decimal:
    """
    Return a *share* of *cost*, exactly.

    >>> share_of(Decimal("20000"), Decimal("0.25"))
    Decimal('5000.00')
    """
    return _EXACT.multiply(cost, share)


def total(*amounts: Decimal) -> Decimal:
    """Return the sum of *amounts*, exactly."""
    return reduce(_EXACT.add, amounts)
