"""Bodies packed as small as each compression can, in a program of its own at the lowest priority.

Reads bodies from its standard input, each behind its compression and length, and writes each packed behind
its length, until the input ends: with the server that started it, however that ended. It imports nothing of
ours, so that it starts quickly and stays small.
"""

from __future__ import annotations

import os
import signal
import struct
import sys
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.negotiation import Encoding

ASKED = struct.Struct(">4sI")
"""Before a body: its compression, filled up with zero bytes, and its length."""

GIVEN = struct.Struct(">I")
"""Before a packed body: its length."""


def smallest(body: bytes, encoding: Encoding) -> bytes:
    """The body in that encoding, as small as it gets for a reader of any kind.

    Above level 19 a reader of zstd would need a window of more than the 8 MB that RFC 9659 grants it.

    >>> body = bytes(range(256)) * 8
    >>> [len(smallest(body, encoding)) < len(body) for encoding in ("br", "zstd", "gzip")]
    [True, True, True]
    """
    # Imported here because the server itself needs only the layout above.
    if encoding == "br":
        import brotli  # type: ignore[import-untyped]

        packed: bytes = brotli.compress(body, quality=11)
        return packed
    if encoding == "zstd":
        import zstandard

        return zstandard.ZstdCompressor(level=19).compress(body)
    return zlib.compress(body, 9, 16 + zlib.MAX_WBITS)


def _yield_to_all_others() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server, which hears it too, ends this program
    if hasattr(os, "nice"):
        os.nice(19)
    if sys.platform == "linux":
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def _serve() -> None:
    _yield_to_all_others()
    asked, given = sys.stdin.buffer, sys.stdout.buffer
    while len(head := asked.read(ASKED.size)) == ASKED.size:
        encoding, length = ASKED.unpack(head)
        packed = smallest(asked.read(length), encoding.rstrip(b"\0").decode())
        given.write(GIVEN.pack(len(packed)) + packed)
        given.flush()


if __name__ == "__main__":
    _serve()
