"""CENAPRED's degrees of hazard by municipality, as SEDATU publishes them by WFS: one layer a phenomenon."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from etl.boundaries.records import Finding
from etl.faults import Fault
from etl.published.codes import cvegeo
from etl.published.municipal import (
    Row,
    columns_of,
    municipalities_absent,
    refuse_most_rejected,
    values_absent,
)
from etl.published.records import PublishedFile, Source, SourceReading, SourceTable, citation, described
from etl.published.refusals import NotATable
from etl.published.rejecting import (
    faults_of_code,
    rejection,
    repeated,
    unknown_word,
    wrong_length,
)
from etl.published.tables import ZIP_FAULTS, Layout, TextRow, table
from etl.published.wfs import FeatureType
from etl.sources.register.checking import Rejection
from etl.sources.register.places import Places
from geo.declarations import Text
from geo.layers import hazards
from geo.names.folding import fold

LAYER = hazards.LAYER

SERVICE = "https://ide.sedatu.gob.mx/geoserver/ows"

SOURCE = Source(
    id="sedatu-cenapred-hazards",
    title=Text(
        "Indicadores municipales del Atlas Nacional de Riesgos",
        "Municipal indicators of the National Risk Atlas",
    ),
    publisher="CENAPRED, SEDATU",
    licence=LAYER.licence.title,
    page="https://situ.sedatu.gob.mx/descargas/?tema=riesgo",
    fills=(LAYER.id,),
)

CODE = "cve_munc"

# The layers as GeoServer names them, its slips included, and the column in which each has its degree.
COLUMNS: Mapping[str, tuple[str, str]] = {
    "flood_hazard": ("geonode:pel_inund", "gp_inundac"),
    "drought_hazard": ("geonode:pelig_seq", "gp_sequia2"),
    "heat_wave_hazard": ("geonode:mun_ondas_calidas", "gp_ondasca"),
    "tropical_cyclone_hazard": ("geonode:pelig_ciclores", "gp_ciclnes"),
    "landslide_hazard": ("geonode:suscept_lad_cenapred", "susceplad"),
    "thunderstorm_hazard": ("geonode:mun_tormentaselec", "gp_tormele"),
    "hail_hazard": ("geonode:mun_peligro_gra", "gp_granizo"),
    "low_temperature_hazard": ("geonode:pelig_temp_baja", "gp_bajaste"),
    "snow_hazard": ("geonode:peligro_neva_cenapred", "gp_nevadas"),
    "earthquake_hazard": ("geonode:pel_sismico", "gp_sismico"),
    "volcanic_hazard": ("geonode:peligro_volcanico", "volcanes"),
    "toxic_substance_hazard": ("geonode:mun_pel_tox_cenapred", "gp_sustox"),
    "flammable_substance_hazard": ("geonode:pel_sus_infla", "gp_susinfl"),
    "resilience_degree": ("geonode:mun_grado_resil", "g_resilien"),
    "is_climate_vulnerable": ("geonode:vulne_comb_clima", "v_cc"),
}

FEATURE_TYPES = tuple(FeatureType(layer, (CODE, column)) for layer, column in COLUMNS.values())

# By their folded form: the layers write them with and without capitals.
DEGREES = {
    "sin peligro": "none",
    "muy bajo": "very_low",
    "bajo": "low",
    "medio": "medium",
    "alto": "high",
    "muy alto": "very_high",
}
YES_NO = {"si": True, "no": False}
_FLAGS = frozenset({"is_climate_vulnerable"})


@dataclass(frozen=True, slots=True)
class _Cell:
    """One row of one layer: a municipality and its degree."""

    member: str
    row: TextRow
    raw: Mapping[str, str] | Sequence[str]
    code: str | None
    value: object
    faults: tuple[Fault, ...]


def read(file: PublishedFile, places: Places) -> SourceReading:
    """The layer ``hazards`` from the archive of pages that :mod:`etl.published.wfs` makes.

    :raises EtlError: when it is no such archive or a page is not as declared.
    """
    rows: dict[str, Row] = {}
    first: dict[tuple[str, str], _Cell] = {}
    rejections: list[Rejection] = []
    rows_in = 0
    absent = []
    for name, (layer, column) in COLUMNS.items():
        cells = list(_cells(file, name, FeatureType(layer, (CODE, column)), places))
        if not cells:
            absent.append(layer)
        for cell in cells:
            rows_in += 1
            faults = list(cell.faults)
            if cell.code is not None and not faults:
                former = first.setdefault((name, cell.code), cell)
                if former is not cell:
                    faults.append(repeated(f"{cell.code} {layer}", former.row.line))
                    if former.value != cell.value and name in rows.get(cell.code, {}):
                        # Two rows that differ contradict each other: neither can be believed.
                        del rows[cell.code][name]
                        fault = repeated(f"{cell.code} {layer}", cell.row.line)
                        rejections.append(
                            rejection(SOURCE, former.row.line, cell.code, [fault], _told(former))
                        )
            if faults or cell.code is None:
                rejections.append(rejection(SOURCE, cell.row.line, cell.code, faults, _told(cell)))
            else:
                rows.setdefault(cell.code, {"cvegeo": cell.code})[name] = cell.value
    refuse_most_rejected(file, rejections, rows_in)
    cited = citation(SOURCE, file)
    columns = columns_of(LAYER, rows.values(), cited["source_id"])
    missing = (Finding(LAYER.id, "warning", "layers_absent", {"layers": absent}),) if absent else ()
    return SourceReading(
        source=SOURCE,
        input=described(SOURCE, file, rows_in),
        citation=cited,
        rows_loaded=rows_in - len(rejections),
        tables=(SourceTable(LAYER.id, columns),),
        rejections=tuple(rejections),
        findings=(
            *municipalities_absent(LAYER.id, rows, places),
            *values_absent(LAYER, columns),
            *missing,
        ),
    )


def _cells(file: PublishedFile, name: str, each: FeatureType, places: Places) -> Iterator[_Cell]:
    code_column, column = each.columns
    layout = Layout(
        columns={"code": (code_column,), "degree": (column,)},
        ignored=frozenset({"FID"}),
    )
    words: Mapping[str, object] = YES_NO if name in _FLAGS else DEGREES
    for member, page in _pages(file, each.member):
        published = table(page, layout)
        for row in published.rows:
            raw = published.raw(row)
            if len(row.cells) != len(published.header):
                fault = wrong_length(len(row.cells), len(published.header))
                yield _Cell(member, row, raw, None, None, (fault,))
                continue
            text, word = published.text(row, "code"), published.text(row, "degree")
            code = cvegeo(text, restores_zeros=True)
            faults = faults_of_code(text, code, None, places)
            if word and fold(word) not in words:
                faults.append(unknown_word(column, word, tuple(words)))
            yield _Cell(member, row, raw, code, words.get(fold(word)), tuple(faults))


def _pages(file: PublishedFile, folder: str) -> Iterator[tuple[str, PublishedFile]]:
    """The pages of one layer, each as a file of its own, in order."""
    try:
        with zipfile.ZipFile(file.path) as archive, tempfile.TemporaryDirectory() as place:
            for member in sorted(name for name in archive.namelist() if name.startswith(f"{folder}/")):
                page = Path(place) / "page.csv"
                page.write_bytes(archive.read(member))
                yield member, PublishedFile(page, f"{file.address}#{member}", file.retrieved)
    except ZIP_FAULTS as error:
        raise NotATable(file.name, str(error)) from error


def _told(cell: _Cell) -> dict[str, str]:
    told = dict(cell.raw) if isinstance(cell.raw, Mapping) else {"cells": "|".join(cell.raw)}
    return {"page": cell.member, **told}
