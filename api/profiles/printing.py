"""A profile as a PDF of two A4 sheets, set by Typst from the same sheets as the page."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from pathlib import Path

import orjson

from api.negotiation import Language
from api.profiles.sheets import Sheets

SHEETS = 2
"""What an office attaches to a letter of intent."""

SHARES = (1.0, 0.6, 0.4, 0.25)
"""How much of the rows meant for print is printed: the first share that keeps to the sheets."""


@cache
def _template() -> bytes:
    return (Path(__file__).parent / "profile.typ").read_bytes()


def pdf(written: Sheets, language: Language, release_id: str, address: str) -> bytes:
    """The profile as tagged PDF (PDF/UA-1); what does not fit is counted, and ``address`` has it all."""
    # Typst takes tens of megabytes, which only a server that prints needs.
    import typst

    said = asdict(written) | {"language": language, "release": release_id, "address": address}
    for share in SHARES:
        inputs = {"data": orjson.dumps(said | {"share": share}).decode()}
        compiler = typst.Compiler(_template(), ignore_system_fonts=True, sys_inputs=inputs)
        if int(compiler.query("<sheets>", field="value", one=True)) <= SHEETS:
            break
    # The identity of a document is its content: no time of writing, so that its entity tag holds.
    made = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=0)
    assert isinstance(made, bytes)
    return made
