"""Memory that a long-lived process has used for a moment and needs no more, as its C library keeps it."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

_M_ARENA_MAX = -8
_M_MMAP_THRESHOLD = -3
_M_TRIM_THRESHOLD = -1
_ARENAS = 1
_ALONE_BYTES = 4_000_000
_READY_BYTES = 16_000_000


def keep_little() -> bool:
    """Let the threads of this process share one heap, where its C library (glibc) has one for each.

    Each heap keeps what was freed in it for the thread that it belongs to: after some seconds of pages of a
    hundred for 64 clients that was 40 MB. Blocks that are larger are mapped alone and go back at once; glibc
    would put larger and larger ones into its heaps. Some memory stays ready at the end of the heap: without
    it tiles take up to twice the time, which the system then spends on clearing memory for them.
    """
    mallopt = _function("mallopt")
    if mallopt is None:
        return False
    asked = ((_M_ARENA_MAX, _ARENAS), (_M_MMAP_THRESHOLD, _ALONE_BYTES), (_M_TRIM_THRESHOLD, _READY_BYTES))
    return all(bool(mallopt(parameter, value)) for parameter, value in asked)


@contextmanager
def made_for_good() -> Iterator[None]:
    """What a process that serves makes meanwhile stays as long as itself.

    The collector need not look at it, neither while it is made nor in any round beside requests; and what
    requests free is kept little of.
    """
    keep_little()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def give_back() -> bool:
    """Whether the C library had freed memory that it gave back to the system.

    glibc keeps what threads have freed for their next use, which in a server may never come. Elsewhere
    nothing is done.
    """
    trim = _function("malloc_trim")
    return trim is not None and bool(trim(0))


@cache
def _function(name: str) -> Any:
    try:
        return getattr(ctypes.CDLL(None), name)
    except (OSError, TypeError, AttributeError):  # no such library, as on Windows, or no such function in it
        return None
