"""Whether a printed percentage follows from printed numbers, as precisely as they were printed."""

from __future__ import annotations

from decimal import Decimal


def decimals(value: float) -> int:
    """How many decimals a number was printed with; trailing zeros are lost in it.

    >>> decimals(65.04), decimals(20.3), decimals(1350.0)
    (2, 1, 0)
    """
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def share_follows(printed_pct: float, part: float, whole: float) -> bool:
    """Whether a share of counts, rounded to two decimals, is the one printed.

    >>> share_follows(65.04, 878, 1350), share_follows(27.63, 341, 1350)
    (True, False)
    """
    return whole != 0 and abs(round(100 * part / whole, 2) - printed_pct) < _HALF


def change_follows(printed_pct: float, before: float, after: float) -> bool:
    """Whether a change could be the one printed, whatever the rounding of the numbers that it is between.

    >>> change_follows(38.40, 1.38, 1.91), change_follows(40.09, 1.38, 1.91)
    (True, False)
    """
    half_before, half_after = (0.5 * 10.0 ** -decimals(each) for each in (before, after))
    if before <= half_before:
        return False
    least = 100 * ((after - half_after) / (before + half_before) - 1)
    most = 100 * ((after + half_after) / (before - half_before) - 1)
    return least - _HALF <= printed_pct <= most + _HALF


_HALF = 0.00501
"""Half a unit of the second decimal, the last that is printed, and a little for binary fractions."""
