"""Why a published table is refused as a whole; a single row that does not fit is only rejected.

RefusedTable
├── NotText                     the text is in none of the encodings that its publisher has used
├── NotATable                   the file is no CSV, no spreadsheet and no zip that holds one
├── BrokenTable                 the quoting of the CSV does not close
├── MissingColumns              a declared column is not there: the layout has changed
├── UnknownColumns              a column that nobody declared: likewise
├── UnexpectedContent           titles or units are not those of this table
├── WrongTotal                  the rows do not add up to the published total
└── WrongDirection              an index runs the other way than declared

Columns that are there twice and tables most of whose rows do not fit are refused by :mod:`etl.errors`.
"""

from __future__ import annotations

from collections.abc import Sequence

from etl.errors import EtlError

_LAYOUT_ES = "El publicador cambió la tabla: dé la edición anterior, o avise para que el Atlas la conozca."
_LAYOUT_EN = "The publisher changed the table: give the former edition, or tell so that the Atlas learns it."


class RefusedTable(EtlError):
    """A table cannot be believed as a whole."""


class NotText(RefusedTable):
    """The text is in none of the encodings that its publisher has used."""

    def __init__(self, source: str, encodings: Sequence[str], example: str) -> None:
        told = ", ".join(encodings)
        super().__init__(
            f"El texto de {source} no está en {told}: por ejemplo {example}.",
            f"The text of {source} is not in {told}: for example {example}.",
            remedy_es="Dé el archivo como se publicó, sin abrirlo ni guardarlo con otro programa.",
            remedy_en="Give the file as published, not opened and saved by another program.",
        )


class NotATable(RefusedTable):
    """The file is no CSV, no spreadsheet and no zip that holds one."""

    def __init__(self, source: str, cause: str) -> None:
        super().__init__(
            f"{source} no se puede leer como tabla: {cause}.",
            f"{source} cannot be read as a table: {cause}.",
            remedy_es="Dé un CSV, una hoja de cálculo o el zip tal como se publica.",
            remedy_en="Give a CSV, a spreadsheet or the zip as it is published.",
        )


class BrokenTable(RefusedTable):
    """The quoting of the CSV does not close: from there on no row can be told from the next."""

    def __init__(self, source: str, line: int, cause: str) -> None:
        super().__init__(
            f"{source} no es un CSV entero desde la línea {line}: {cause}.",
            f"{source} is no whole CSV from line {line} on: {cause}.",
            remedy_es="Descargue el archivo de nuevo; si lo editó, cierre las comillas de esa línea.",
            remedy_en="Download the file again; if you edited it, close the quotes of that line.",
        )


class MissingColumns(RefusedTable):
    """A declared column is not there: the layout has changed."""

    def __init__(self, source: str, missing: Sequence[str], found: Sequence[str]) -> None:
        told, held = ", ".join(missing), ", ".join(found) or "-"
        super().__init__(
            f"A {source} le falta: {told}. Tiene: {held}.",
            f"{source} lacks: {told}. It has: {held}.",
            remedy_es=_LAYOUT_ES,
            remedy_en=_LAYOUT_EN,
        )


class UnknownColumns(RefusedTable):
    """A column that nobody declared: the layout has changed."""

    def __init__(self, source: str, columns: Sequence[str]) -> None:
        told = ", ".join(columns)
        super().__init__(
            f"{source} tiene columnas que el Atlas no conoce: {told}.",
            f"{source} has columns that the Atlas does not know: {told}.",
            remedy_es=_LAYOUT_ES,
            remedy_en=_LAYOUT_EN,
        )


class UnexpectedContent(RefusedTable):
    """Titles or units are not those of this table."""

    def __init__(self, source: str, what: str, found: str, expected: str) -> None:
        super().__init__(
            f"{source}: {what} dice «{found}» y se espera «{expected}».",
            f"{source}: {what} says «{found}» where «{expected}» is expected.",
            remedy_es="Compruebe que es la tabla debida y que sus unidades no cambiaron.",
            remedy_en="Check that it is the right table and that its units have not changed.",
        )


class WrongTotal(RefusedTable):
    """The rows do not add up to the published total."""

    def __init__(self, source: str, what: str, found: int, expected: int) -> None:
        super().__init__(
            f"{source}: {what} suma {found:,} y el total publicado es {expected:,}.",
            f"{source}: {what} adds up to {found:,} where the published total is {expected:,}.",
            remedy_es="El archivo está incompleto o repetido: descárguelo de nuevo.",
            remedy_en="The file is incomplete or repeated: download it again.",
        )


class WrongDirection(RefusedTable):
    """An index runs the other way than declared."""

    def __init__(self, source: str, index: str, against: str, correlation: float) -> None:
        super().__init__(
            f"{source}: {index} corre al revés de lo declarado (correlación de rangos con {against}:"
            f" {correlation:+.2f}).",
            f"{source}: {index} runs the other way than declared (rank correlation with {against}:"
            f" {correlation:+.2f}).",
            remedy_es="Compruebe la edición de la tabla: el sentido del índice cambió entre 2010 y 2020.",
            remedy_en="Check the edition of the table: the index changed direction between 2010 and 2020.",
        )
