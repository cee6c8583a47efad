"""Why a file of the register is refused as a whole; a single row that does not fit is only rejected.

RefusedRegister
├── NotUtf8                     the text is not UTF-8
└── BrokenCsv                   the quoting of the CSV does not close

WrongColumns is an ``UnexpectedColumns``: a column is missing, or one is there that nobody declared.
"""

from __future__ import annotations

from collections.abc import Sequence

from etl.errors import EtlError, UnexpectedColumns


class RefusedRegister(EtlError):
    """A file of the register cannot be believed as a whole."""


class NotUtf8(RefusedRegister):
    """The text is not UTF-8, so that accents would come out wrong."""

    def __init__(self, source: str, line: int, byte: int) -> None:
        super().__init__(
            f"{source} no está en UTF-8: el byte 0x{byte:02x} de la línea {line} no lo es.",
            f"{source} is not UTF-8: byte 0x{byte:02x} on line {line} is not.",
            remedy_es="Guarde el archivo como CSV UTF-8; las hojas de cálculo suelen usar Windows-1252.",
            remedy_en="Save the file as CSV UTF-8; spreadsheets are wont to use Windows-1252.",
        )


class BrokenCsv(RefusedRegister):
    """The quoting of the CSV does not close: from there on no row can be told from the next."""

    def __init__(self, source: str, line: int, cause: str) -> None:
        super().__init__(
            f"{source} no es un CSV entero desde la línea {line}: {cause}.",
            f"{source} is no whole CSV from line {line} on: {cause}.",
            remedy_es="Cierre las comillas de esa línea; dentro de un texto se escriben dobles.",
            remedy_en="Close the quotes of that line; within a text they are written twice.",
        )


class WrongColumns(UnexpectedColumns):
    """A declared column is not there, or one is that nobody declared: a fact that would be lost silently."""

    def __init__(
        self, source: str, missing: Sequence[str], unknown: Sequence[str], found: Sequence[str]
    ) -> None:
        super().__init__(source, missing, unknown, found)
        self.remedy_es = "Devuelva las que faltan; quite las desconocidas o declárelas en el Atlas."
        self.remedy_en = "Put the missing ones back; remove the unknown ones or declare them in the Atlas."
