"""INEGI's own download of the Marco Geoestadístico: the zip «integrado», given as a path or an address."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyogrio
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError

from etl.boundaries.dissolving import dissolved_states
from etl.boundaries.records import Boundaries, Columns, Finding, InputDescription, Progress, silent
from etl.errors import MissingMember, MissingProjection, TruncatedArchive, WrongEncoding
from etl.fetch import Fetched, fetch
from etl.sources.marco_geoestadistico import (
    MUNICIPALITY_COLUMNS,
    PUBLISHER,
    STATE_COLUMNS,
    TERMS,
    attribution,
    check_columns,
    check_names,
    check_projection,
    geometries,
    municipalities,
    states,
)

PAGE = "https://www.inegi.org.mx/temas/mg/"
MUNICIPALITIES, STATES = "00mun", "00ent"

_ENCODINGS = {
    "": "iso-8859-1",  # dBASE files without a .cpg are read so, and INEGI's have always been
    "88591": "iso-8859-1",
    "iso88591": "iso-8859-1",
    "latin1": "iso-8859-1",
    "utf8": "utf-8",
    "65001": "utf-8",
    "1252": "cp1252",
    "cp1252": "cp1252",
    "ansi1252": "cp1252",
    "windows1252": "cp1252",
}


def read(source: str | Path, cache: Path, *, progress: Progress = silent) -> Boundaries:
    """States and municipalities of an edition as INEGI publishes it.

    When the zip carries no ``00ent`` the states are dissolved from the municipalities, their names come from
    a written table, and a finding says so. Raises the refusals of :mod:`etl.errors`.
    """
    fetched = fetch(source, cache, progress=progress)
    name = Path(str(source)).name
    progress("read", 0, 1)
    with zipfile.ZipFile(fetched.path) as archive:
        shapes = {
            stem: _Shapefile.find(archive, fetched.path, name, stem) for stem in (MUNICIPALITIES, STATES)
        }
    if (found := shapes[MUNICIPALITIES]) is None:
        raise MissingMember(name, f"{MUNICIPALITIES}.shp", _names(fetched.path))
    rows = municipalities(*found.read(MUNICIPALITY_COLUMNS))
    if (state_shapes := shapes[STATES]) is None:
        state_rows = dissolved_states(rows)
        detail = {"source": name, "missing": f"{STATES}.shp", "states": len(state_rows["cve_ent"])}
        findings: tuple[Finding, ...] = (Finding("states", "info", "states_dissolved", detail),)
    else:
        state_rows, findings = states(*state_shapes.read(STATE_COLUMNS)), ()
    progress("read", 1, 1)
    product = f"Marco Geoestadístico {_vintage(name, found)}"
    return Boundaries(
        states=state_rows,
        municipalities=rows,
        crs=found.projection,
        vintage=product,
        attribution=attribution(product),
        inputs=(_described(fetched, name, product, rows),),
        findings=findings,
    )


class _Shapefile:
    """One shapefile within a zip, whose projection and encoding were found before it is read."""

    def __init__(self, path: Path, source: str, member: str, projection: str, encoding: str) -> None:
        self.source = f"{source}/{Path(member).name}"
        self.projection = projection
        self._address = f"/vsizip/{{{path}}}/{member}"
        self._encoding = encoding

    @classmethod
    def find(cls, archive: zipfile.ZipFile, path: Path, source: str, stem: str) -> "_Shapefile | None":
        """The shapefile of that name wherever it lies in the zip, or None."""
        members = {name.lower(): name for name in archive.namelist()}
        shape = next((name for name in members if re.fullmatch(rf"(.*/)?{stem}\.shp", name)), None)
        if shape is None:
            return None
        base = shape.removesuffix(".shp")
        if f"{base}.dbf" not in members:
            raise MissingMember(source, f"{stem}.dbf", list(members.values()))
        if f"{base}.prj" not in members:
            raise MissingProjection(source, f"{stem}.prj")
        projection = archive.read(members[f"{base}.prj"]).decode("ascii", "replace")
        check_projection(source, projection)
        written = archive.read(members[f"{base}.cpg"]) if f"{base}.cpg" in members else b""
        told = written.decode("ascii", "replace").strip()
        encoding = _ENCODINGS.get(re.sub(r"[^a-z0-9]", "", told.lower()))
        if encoding is None:
            raise WrongEncoding(source, told, f"{stem}.cpg")
        return cls(path, source, members[shape], projection, encoding)

    def read(self, columns: tuple[str, ...]) -> tuple[Mapping[str, NDArray[np.object_]], NDArray[np.object_]]:
        """The fields by name and the shapes."""
        with self._faults_named():
            # Every byte has its letter in ISO 8859-1, so that reading in it and encoding again gives the
            # bytes.
            about, _, wkb, values = pyogrio.raw.read(self._address, encoding="ISO-8859-1")
        found = dict(zip(about["fields"].tolist(), values, strict=True))
        check_columns(self.source, list(found), columns)
        fields = {name: self._decoded(found[name]) for name in columns}
        check_names(self.source, self._encoding, fields["NOMGEO"].tolist())
        return fields, geometries(wkb)

    def _decoded(self, values: NDArray[np.object_]) -> NDArray[np.object_]:
        decoded = values.astype(object)
        for index, value in enumerate(values):
            if isinstance(value, str):
                try:
                    decoded[index] = value.encode("iso-8859-1").decode(self._encoding)
                except UnicodeDecodeError as error:
                    raise WrongEncoding(self.source, self._encoding, value) from error
        return decoded

    @contextmanager
    def _faults_named(self) -> Iterator[None]:
        try:
            yield
        except (DataSourceError, DataLayerError) as error:
            raise TruncatedArchive(self.source, str(error)) from error

    @property
    def written_year(self) -> str:
        """The year in which the table was written, for a file whose name does not tell its edition."""
        about = pyogrio.read_info(self._address)
        return str((about["layer_metadata"] or {}).get("DBF_DATE_LAST_UPDATE", ""))[:4]


def _vintage(name: str, found: _Shapefile) -> str:
    """The edition that a file name such as ``mg_2023_integrado.zip`` tells, else the year of the table.

    The year of the table is that of its last change, which may be later than the edition: it is marked.
    """
    told = re.search(r"mg_?(?:[a-z]{3})?(\d{4})", name.lower())
    return told.group(1) if told else f"({found.written_year})"


def _names(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


def _described(fetched: Fetched, name: str, product: str, rows: Columns) -> InputDescription:
    return InputDescription(
        name=f"{product}: {name}",
        publisher=PUBLISHER,
        licence=TERMS,
        address=fetched.address if "://" in fetched.address else PAGE,
        sha256=fetched.sha256,
        bytes=fetched.bytes,
        rows=len(rows["cvegeo"]),
    )
