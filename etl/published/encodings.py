"""In which of the encodings that a publisher has used a text really is."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import IO

from etl.published.refusals import NotText

_BLOCK = 1 << 20
_LINE = "línea/line"

SPANISH_LETTERS = frozenset("áéíóúüñÁÉÍÓÚÜÑ°ºª–—’‘“”«»¿¡·…\u00a0\ufeff")
"""What Mexican names and the notes around them are written with, beyond ASCII."""


def encoding_of(
    source: str,
    opened: Callable[[], AbstractContextManager[IO[bytes]]],
    encodings: Sequence[str],
    letters: frozenset[str] | None = SPANISH_LETTERS,
) -> str:
    """The first of ``encodings`` in which the whole text decodes and has no letter outside ``letters``.

    Every byte is a letter of cp1252 or latin-1, so that decoding alone proves nothing: UTF-8 read as one of
    them gives «Ã³», which no Mexican name contains. With ``letters`` None any letter will do, since partners
    abroad have names in many alphabets.

    :raises NotText: when none fits.
    """
    example = ""
    for encoding in encodings:
        with opened() as content:
            fault = _fault(content, encoding, letters)
        if fault is None:
            return encoding
        example = example or fault
    raise NotText(source, encodings, example)


def _fault(content: IO[bytes], encoding: str, letters: frozenset[str] | None) -> str | None:
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 1
    while True:
        block = content.read(_BLOCK)
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            line = lines + error.object.count(b"\n", 0, error.start)
            return f"byte 0x{error.object[error.start]:02x}, {_LINE} {line}"
        if "\x00" in text:
            return f"byte 0x00, {_LINE} {lines + text[: text.index(chr(0))].count(chr(10))}"
        if letters is not None and not text.isascii():
            strange = {each for each in set(text) if not each.isascii()} - letters
            if strange:
                first = min(text.index(each) for each in strange)
                return f"«{text[max(0, first - 12) : first + 8].strip()}»"
        if not block:
            return None
        lines += block.count(b"\n")
