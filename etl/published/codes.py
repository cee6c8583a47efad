"""Codes of municipalities as tables print them, back to the five digits of INEGI."""

from __future__ import annotations

import re

_DIGITS = re.compile(r"\d+", re.ASCII)


def cvegeo(text: str, *, restores_zeros: bool = False) -> str | None:
    """The code of five digits in a cell, or None when it is none.

    A publisher whose tables lost their leading zeros is known to have lost them: only then is ``1001`` read
    as ``01001``.

    >>> cvegeo("01001"), cvegeo("1001"), cvegeo("1001", restores_zeros=True), cvegeo("99")
    ('01001', None, '01001', None)
    """
    if not _DIGITS.fullmatch(text):
        return None
    if len(text) == 5:
        return text
    return "0" + text if restores_zeros and len(text) == 4 else None


def joined_cvegeo(state: str, municipality: str) -> str | None:
    """The code of five digits from a state and a municipality within it, zeros lost or not.

    >>> joined_cvegeo("1", "1"), joined_cvegeo("09", "002"), joined_cvegeo("101", "1")
    ('01001', '09002', None)
    """
    is_number = _DIGITS.fullmatch(state) and _DIGITS.fullmatch(municipality)
    if not is_number or len(state) > 2 or len(municipality) > 3:
        return None
    return f"{state:0>2}{municipality:0>3}"
