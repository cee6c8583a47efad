"""``atlas export``: a whole release as files, for other programs or for a host without the Atlas."""

from __future__ import annotations

import shutil
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.language import either, spoken
from cli.options import DatabaseUrl, DataDir
from cli.progress import shown
from cli.refusals import Refused
from cli.settings import store_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.bulk.folder import Made
    from api.bulk.making import Bulk

EXPORT_HELP = either(
    "Escribe una versión entera de los datos: GeoPackage, GeoParquet, archivo de DuckDB, teselas (PMTiles) o"
    " paquete de tablas CSV con su diccionario. Cada archivo se hace una sola vez y el servidor da el mismo.",
    "Writes a whole release of the data: GeoPackage, GeoParquet, DuckDB file, tiles (PMTiles) or a package of"
    " CSV tables with their dictionary. Each file is made once, and the server gives the same.",
)


class Exported(StrEnum):
    """What a release is written as."""

    GPKG = "gpkg"
    PARQUET = "parquet"
    DUCKDB = "duckdb"
    TILES = "tiles"
    PACKAGE = "package"
    ALL = "all"


def export(
    kind: Annotated[Exported, typer.Argument(help=either("Qué se escribe.", "What is written."))],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FOLDER",
            help=either(
                "Carpeta donde además se deja una copia de los archivos.",
                "Folder where a copy of the files is left as well.",
            ),
        ),
    ] = None,
    release: Annotated[
        str | None,
        typer.Option(
            "--release",
            metavar="ID",
            help=either("Versión; si falta, la que está en vigor.", "Release; without it, the one in force."),
        ),
    ] = None,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """The files of a kind made, with where they are, how large, and their SHA-256 on the standard output."""
    from api.bulk.faults import NoSpace
    from api.bulk.folder import exports_dir
    from api.bulk.kinds import BY_NAME, KINDS
    from api.bulk.making import Bulk

    settings = store_settings(database_url, data_dir)
    bulk = Bulk(settings.address, exports_dir(settings.address, settings.data_dir))
    kinds = KINDS if kind is Exported.ALL else (BY_NAME[kind.value],)
    try:
        release_id = _release_id(bulk, release)
        for each in kinds:
            typer.echo(f"{spoken(each.title)} · {release_id}", err=True)
            with shown() as tell:
                made = bulk.make(release_id, each, tell)
            _tell(list(made.values()), out)
    except NoSpace as error:
        raise Refused(
            f"No cabe: hacen falta {error.needed // 1_000_000} MB y hay {error.free // 1_000_000} MB.",
            f"There is no room: {error.needed // 1_000_000} MB needed, {error.free // 1_000_000} MB free.",
        ) from error
    finally:
        bulk.close()


def _release_id(bulk: Bulk, asked: str | None) -> str:
    from api.bulk.faults import OtherEdition
    from geo.engines.store import NoRelease

    try:
        kept = bulk.kept_release(asked)
        with bulk.opened(kept.id):
            return kept.id
    except NoRelease:
        known = ", ".join(each.id for each in bulk.kept())
        if not known:
            raise
        raise Refused(
            f"No se conserva la versión {asked}. Las hay: {known}.",
            f"Release {asked} is not kept. There are: {known}.",
        ) from None
    except OtherEdition:
        raise Refused(
            "Esa versión la hizo otra edición del Atlas: «atlas etl run» hace una nueva.",
            "Another edition of the Atlas made that release: `atlas etl run` makes a new one.",
        ) from None


def _tell(made: Sequence[Made], out: Path | None) -> None:
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    for each in made:
        place = each.path
        if out is not None:
            place = out / each.path.name
            unfinished = out / f".{each.path.name}.part"
            shutil.copyfile(each.path, unfinished)
            unfinished.replace(place)
        typer.echo(f"{each.sha256}  {place}")
