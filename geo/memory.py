"""Memory that a long-lived process has used for a moment and needs no more."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any


def give_back() -> bool:
    """Whether the C library had freed memory that it gave back to the system.

    glibc keeps what threads have freed for their next use, which in a server may never come. Elsewhere
    nothing is done.
    """
    trim = _trim()
    return trim is not None and bool(trim(0))


@cache
def _trim() -> Any:
    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, TypeError, AttributeError):  # no such library, as on Windows, or no such function in it
        return None
