"""What can be wrong with a choice of sources."""

from __future__ import annotations

from collections.abc import Sequence

from etl.errors import EtlError


class NoSuchSource(EtlError):
    """No source of that id is known, or was in the release before."""

    def __init__(self, source_id: str, known: Sequence[str]) -> None:
        listed = ", ".join(known) or "-"
        super().__init__(
            f"No hay ninguna fuente «{source_id}»; hay: {listed}.",
            f"There is no source «{source_id}»; there are: {listed}.",
            remedy_es="«atlas etl sources» las enumera; un registro propio se da como mapa.toml=tabla.csv.",
            remedy_en="`atlas etl sources` lists them; give a register of your own as map.toml=table.csv.",
        )


class NoAddress(EtlError):
    """The publisher gives the file no address of its own: a person has to fetch it."""

    def __init__(self, source_id: str, page: str) -> None:
        super().__init__(
            f"{source_id} no tiene una dirección que dé el archivo.",
            f"{source_id} has no address that gives the file.",
            remedy_es=f"Descárguelo de {page} y déselo al Atlas: {source_id}=RUTA.",
            remedy_en=f"Download it from {page} and give it to the Atlas: {source_id}=PATH.",
        )


class SourceTwice(EtlError):
    """Two files were given for one source, or standard input for two."""

    def __init__(self, source_id: str) -> None:
        super().__init__(
            f"{source_id} se dio dos veces.",
            f"{source_id} was given twice.",
            remedy_es="Dé un solo archivo para cada fuente y «-» una sola vez.",
            remedy_en="Give one file for each source, and «-» only once.",
        )


class SourceShrank(EtlError):
    """A source has less than half of the rows that it had in the release in force."""

    def __init__(self, source: str, rows: int, before: int) -> None:
        super().__init__(
            f"{source} tiene {rows} filas y en la versión en vigor tenía {before}: nada se ha cambiado.",
            f"{source} has {rows} rows and had {before} in the release in force: nothing has been changed.",
            remedy_es="Si está completo, repita con --accept-shrink; si no, consiga el archivo entero.",
            remedy_en="If it is complete, run again with --accept-shrink; if not, get the whole file.",
        )
