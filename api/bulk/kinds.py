"""Which files a release is given as."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from geo.declarations import Layer, Text


@dataclass(frozen=True, slots=True)
class Kind:
    """Files that are made together; ``name`` is what the command and the checksums call them."""

    name: str
    title: Text


GPKG = Kind("gpkg", Text("GeoPackage", "GeoPackage"))
PARQUET = Kind("parquet", Text("GeoParquet", "GeoParquet"))
DUCKDB = Kind("duckdb", Text("Archivo de DuckDB", "DuckDB file"))
TILES = Kind("tiles", Text("Teselas (PMTiles)", "Tiles (PMTiles)"))
PACKAGE = Kind("package", Text("Paquete de datos (CSV)", "Data package (CSV)"))
KINDS = (GPKG, PARQUET, DUCKDB, TILES, PACKAGE)
BY_NAME = {kind.name: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class BulkFile:
    """One file of a release: its name in the address, what it is, and the layer that it is of, if one."""

    name: str
    kind: Kind
    title: Text
    media_type: str
    layer_id: str | None = None

    @property
    def is_document(self) -> bool:
        """Whether it is read where it is rather than saved."""
        return self.name.endswith(".json")

    def saved_as(self, release_id: str) -> str:
        """The name under which a browser saves it.

        >>> WHOLE[0].saved_as("r1"), of_layer(CSV, "states", GPKG.title).saved_as("r1")
        ('atlas-r1.gpkg', 'atlas-states-r1.csv')
        """
        stem, _, extension = self.name.partition(".")
        stem = stem if stem.startswith("atlas") else f"atlas-{stem}"
        return f"{stem}-{release_id}.{extension}"


CSV, GEOPARQUET = ("csv", "text/csv"), ("parquet", "application/vnd.apache.parquet")
ZIP = "application/zip"
DESCRIPTION, CSVW = "datapackage.json", "csv-metadata.json"

WHOLE = (
    BulkFile(
        "atlas.gpkg",
        GPKG,
        Text("Todas las colecciones como GeoPackage", "All collections as a GeoPackage"),
        "application/geopackage+sqlite3",
    ),
    BulkFile(
        "atlas-geoparquet.zip",
        PARQUET,
        Text("Todas las colecciones como GeoParquet (ZIP)", "All collections as GeoParquet (ZIP)"),
        ZIP,
    ),
    BulkFile(
        "atlas.duckdb",
        DUCKDB,
        Text("La versión entera como archivo de DuckDB", "The whole release as a DuckDB file"),
        "application/vnd.duckdb",
    ),
    BulkFile(
        "atlas.pmtiles",
        TILES,
        Text("Teselas vectoriales en un archivo (PMTiles)", "Vector tiles in one file (PMTiles)"),
        "application/vnd.pmtiles",
    ),
    BulkFile(
        "atlas-csv.zip",
        PACKAGE,
        Text(
            "Todas las colecciones como CSV con su descripción (ZIP)",
            "All collections as CSV, described (ZIP)",
        ),
        ZIP,
    ),
    BulkFile(
        DESCRIPTION,
        PACKAGE,
        Text("Descripción de las tablas (Frictionless)", "Description of the tables (Frictionless)"),
        "application/json",
    ),
    BulkFile(
        CSVW,
        PACKAGE,
        Text("Descripción de las tablas (CSVW)", "Description of the tables (CSVW)"),
        "application/csvm+json",
    ),
)
MEDIA_TYPES = tuple(dict.fromkeys([*(each.media_type for each in WHOLE), CSV[1], GEOPARQUET[1]]))


def of_layer(form: tuple[str, str], layer_id: str, title: Text) -> BulkFile:
    """The file of one layer in that form."""
    extension, media_type = form
    kind = PACKAGE if form == CSV else PARQUET
    return BulkFile(f"{layer_id}.{extension}", kind, title, media_type, layer_id)


def files_of(layers: Iterable[Layer]) -> tuple[BulkFile, ...]:
    """Every file of a release with those layers: the whole first, then each layer."""
    each_layer = [of_layer(form, layer.id, layer.title) for layer in layers for form in (CSV, GEOPARQUET)]
    return (*WHOLE, *each_layer)
