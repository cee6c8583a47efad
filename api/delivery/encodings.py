"""Compression of answers: harder for what is kept, lightly for what is sent once."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import brotli  # type: ignore[import-untyped]
import zstandard

from api.negotiation import Encoding

SMALLEST_BYTES = 1000
"""Shorter bodies fit into one packet as they are."""

_GZIP = 16 + zlib.MAX_WBITS
# Brotli 11 and gzip 9 would cost a request up to hundreds of milliseconds for a tenth of the size.
_BROTLI_QUALITY = {True: 6, False: 1}
_GZIP_LEVEL = {True: 6, False: 1}
_ZSTD_LEVEL = {True: 9, False: 1}


def compressed(body: bytes, encoding: Encoding, *, is_kept: bool) -> bytes:
    """The body in that encoding.

    >>> body = b"[" + b"0," * 5000 + b"0]"
    >>> [len(compressed(body, encoding, is_kept=True)) < 100 for encoding in ("br", "zstd", "gzip")]
    [True, True, True]
    """
    return b"".join(compressed_stream(iter((body,)), encoding, is_kept=is_kept))


def compressed_stream(
    chunks: Iterator[bytes], encoding: Encoding, *, is_kept: bool = False
) -> Iterator[bytes]:
    """The chunks in that encoding, as they come."""
    if encoding == "identity":
        yield from chunks
    elif encoding == "br":
        brotli_stream = brotli.Compressor(quality=_BROTLI_QUALITY[is_kept])
        for chunk in chunks:
            yield brotli_stream.process(chunk)
        yield brotli_stream.finish()
    elif encoding == "zstd":
        zstd_stream = zstandard.ZstdCompressor(level=_ZSTD_LEVEL[is_kept]).compressobj()
        for chunk in chunks:
            yield zstd_stream.compress(chunk)
        yield zstd_stream.flush()
    else:
        gzip_stream = zlib.compressobj(_GZIP_LEVEL[is_kept], zlib.DEFLATED, _GZIP)
        for chunk in chunks:
            yield gzip_stream.compress(chunk)
        yield gzip_stream.flush()
