"""The rows of a user's own layer: from a table, a geographic file or a raster."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from etl.boundaries.records import Finding
from etl.faults import Fault
from etl.own_layers.declaration import OwnLayer
from etl.own_layers.errors import BadLayer
from etl.published.municipal import (
    MunicipalTable,
    Row,
    columns_of,
    municipal_reading,
    municipal_rows,
    municipalities_absent,
    refuse_most_rejected,
    value_of,
    values_absent,
)
from etl.published.records import (
    PublishedFile,
    SourceReading,
    SourceTable,
    citation,
    described,
)
from etl.published.rejecting import rejection, repeated, wrong_length
from etl.published.review import LEFT_OUT, Decisions, Unresolved, told
from etl.published.tables import Layout, table
from etl.rasters.zonal import Request
from etl.sources.register.checking import Rejection
from etl.sources.register.places import Places
from geo.declarations import Layer, Text
from geo.names.folding import fold
from geo.names.gazetteer import Gazetteer

Zonal = Callable[[Request, tuple[Path, ...]], Mapping[tuple[int, str], NDArray[Any]]]
"""Statistics of a raster, which lies in these files, for each municipality in the order of their codes."""


@dataclass(frozen=True, slots=True)
class OwnReading:
    """What a user's own layer holds, its declaration, and the names for a person to decide."""

    layer: Layer
    reading: SourceReading
    unresolved: tuple[Unresolved, ...] = ()


def layout_of(own: OwnLayer) -> Layout:
    """How its table lies in its file."""
    named = {"cvegeo": "code", "state": "state", "municipality": "place"}
    key = {named[each]: (column,) for each, column in own.key.items()}
    return Layout(
        columns={**key, **{field: (column,) for field, column in own.columns.items()}},
        ignored=own.ignored,
        encodings=own.encodings,
        letters=None,
        sheet=own.sheet,
        delimiter=own.delimiter,
        header_line=own.header_line,
    )


def read_by_code(own: OwnLayer, file: PublishedFile, places: Places) -> OwnReading:
    """A table with one row a municipality, known by its code.

    :raises EtlError: when the table is not as declared.
    """
    declared = MunicipalTable(
        source=own.source, layer=own.layer, layout=layout_of(own), restores_zeros=own.restores_zeros
    )
    found = municipal_rows(declared, file, places)
    return OwnReading(own.layer, municipal_reading(declared, file, places, found))


def read_by_name(
    own: OwnLayer, file: PublishedFile, places: Places, gazetteer: Gazetteer, decisions: Decisions
) -> OwnReading:
    """A table with one row a municipality, known by its name and that of its state.

    A name that is not surely one municipality rejects its row and is kept for review.

    :raises EtlError: when the table is not as declared.
    """
    published = table(file, layout_of(own))
    rows: dict[str, Row] = {}
    lines: dict[str, int] = {}
    rejections: list[Rejection] = []
    unresolved: list[Unresolved] = []
    rows_in = 0
    for row in published.rows:
        rows_in += 1
        code: str | None = None
        values: Row = {}
        if len(row.cells) != len(published.header):
            faults = [wrong_length(len(row.cells), len(published.header))]
        else:
            name, state = published.text(row, "place"), published.text(row, "state")
            found = _code(name, state, gazetteer, decisions, f"{file.name}:{row.line}", unresolved)
            code, faults = (found, []) if isinstance(found, str) else (None, [found])
            faults += _put(own, values, {each: published.text(row, each) for each in own.columns})
        if code is not None and lines.setdefault(code, row.line) != row.line:
            faults.append(repeated(code, lines[code]))
        if faults or code is None:
            rejections.append(rejection(own.source, row.line, code, faults, published.raw(row)))
            continue
        rows[code] = {"cvegeo": code, **values}
    reading = _reading(own, file, rows_in, list(rows.values()), rejections, places)
    return OwnReading(own.layer, reading, tuple(unresolved))


def _code(
    name: str,
    state: str,
    gazetteer: Gazetteer,
    decisions: Decisions,
    where: str,
    unresolved: list[Unresolved],
) -> str | Fault:
    decided = decisions.get((fold(name), fold(state)))
    if decided is not None and decided != LEFT_OUT and len(decided) == len("00000"):
        return decided
    if decided is not None:
        return Fault(
            Text(f"«{name}» se dejó fuera en la revisión.", f"«{name}» was left out in the review."),
            Text("Cambie la decisión si es un municipio.", "Change the decision if it is a municipality."),
        )
    answer = gazetteer.resolve(name, state=state or None)
    if answer.status == "resolved" and answer.kind == "municipality" and answer.code is not None:
        return answer.code
    unresolved.append(Unresolved(name, state, answer, where))
    candidates = " | ".join(told(each) for each in answer.alternatives) or "-"
    return Fault(
        Text(
            f"«{name}, {state}» no es con seguridad un solo municipio: {candidates}.",
            f"«{name}, {state}» is not surely one municipality: {candidates}.",
        ),
        Text("Decídalo con «atlas etl review».", "Decide it by `atlas etl review`."),
    )


def _put(own: OwnLayer, values: Row, cells: Mapping[str, str]) -> list[Fault]:
    """The faults of a row, whose good values are put into ``values``."""
    faults = []
    for field in own.fields:
        value = value_of(field, cells[field.name])
        if isinstance(value, Fault):
            faults.append(value)
        else:
            values[field.name] = value
    return faults


def _reading(
    own: OwnLayer,
    file: PublishedFile,
    rows_in: int,
    rows: Sequence[Row],
    rejections: Sequence[Rejection],
    places: Places,
) -> SourceReading:
    refuse_most_rejected(file, rejections, rows_in)
    cited = citation(own.source, file)
    columns = columns_of(own.layer, rows, cited["source_id"])
    if own.layer.shares_geometry_of is None:
        kept = sorted(rows, key=lambda row: str(row["id"]))
        columns["geom"] = [row["geom"] for row in kept]
        absent: tuple[Finding, ...] = ()
    else:
        absent = municipalities_absent(own.layer.id, columns["cvegeo"], places)
    return SourceReading(
        source=own.source,
        input=described(own.source, file, rows_in),
        citation=cited,
        rows_loaded=len(rows),
        tables=(SourceTable(own.layer.id, columns),),
        rejections=tuple(rejections),
        findings=(*absent, *values_absent(own.layer, columns)),
    )


def read_shapes(own: OwnLayer, file: PublishedFile, places: Places) -> OwnReading:
    """A layer with geometry of its own, from GeoPackage, GeoJSON, or a zip with one shapefile.

    :raises EtlError: when the file is not as declared.
    """
    from etl.own_layers.shapes import shapes_in

    rows: list[Row] = []
    rejections: list[Rejection] = []
    rows_in = 0
    for number, shape in enumerate(shapes_in(own, file), start=1):
        rows_in += 1
        values: Row = {"id": f"{number}", "geom": shape.geometry}
        faults = [*shape.faults, *_put(own, values, shape.cells)]
        if faults:
            rejections.append(rejection(own.source, number, str(number), faults, shape.cells))
        else:
            rows.append(values)
    return OwnReading(own.layer, _reading(own, file, rows_in, rows, rejections, places))


def read_raster(
    own: OwnLayer, file: PublishedFile, weights: PublishedFile | None, places: Places, zonal: Zonal
) -> OwnReading:
    """Statistics of a raster by municipality; a municipality without data in all of it has no value.

    Rows of the input are the municipalities.

    :raises EtlError: when the raster is not as declared.
    """
    from etl.rasters.grids import grid

    plan = own.raster
    assert plan is not None
    values = grid(file.path, variable=plan.variable, nodata=plan.nodata, valid_range=plan.valid_range)
    bands: dict[str, int] = {}
    for name, (_, band) in plan.asked.items():
        bands[name] = _band(file.name, band, values.times, values.band_count)
    request = Request(
        values=values,
        statistics=tuple(dict.fromkeys(statistic for statistic, _ in plan.asked.values())),
        band_numbers=tuple(sorted(set(bands.values()))),
        threshold=plan.threshold,
        weights=grid(weights.path) if weights is not None else None,
    )
    found = zonal(request, tuple(each.path for each in (file, weights) if each is not None))
    codes = sorted(places.municipalities)
    rows: list[Row] = [{"cvegeo": code} for code in codes]
    for name, (statistic, _) in plan.asked.items():
        for row, value in zip(rows, found[bands[name], statistic].tolist(), strict=True):
            row[name] = None if value != value else value  # NaN is no value
    return OwnReading(own.layer, _reading(own, file, len(rows), rows, (), places))


def _band(source: str, asked: int | str, times: Sequence[str], count: int) -> int:
    if isinstance(asked, str):
        if asked not in times:
            listed = ", ".join(times[:8]) or "-"
            raise BadLayer(
                source,
                f"no tiene el tiempo «{asked}»; hay: {listed}",
                f"has no time «{asked}»; there are: {listed}",
            )
        return times.index(asked) + 1
    if asked > count:
        raise BadLayer(source, f"tiene {count} bandas, no la {asked}", f"has {count} bands, not {asked}")
    return asked
