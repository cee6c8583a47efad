"""Items and answers as tables for files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from api.dependencies import AskedAddress
from api.exports import Table
from api.exports.table import Row
from api.formats import KML, XLSX, Format
from api.items.pages import ItemsPage
from api.items.selecting import View
from api.releases import ServedRelease
from api.representations import address
from geo import systems
from geo.declarations import GeometryKind, Layer, Text
from geo.items import queries
from geo.items.queries import Selection
from geo.questions.question import Answer, BadParameter, FeatureKey, Question
from geo.questions.terms import terms
from geo.tables import geometry_table_of, table_of

_ROWS_A_BLOCK = 500
_KML_SYSTEM = Text("KML solo admite longitud y latitud", "KML knows longitude and latitude alone")


def of_items(
    layer: Layer,
    view: View,
    page: ItemsPage,
    form: Format,
    release: ServedRelease,
    asked: AskedAddress,
) -> Table:
    """The items of a page as a table.

    :raises BadParameter: for KML in another reference system, since it knows one alone.
    """
    if form is KML and view.system is not systems.CRS84:
        raise BadParameter("crs", view.system.uri, _KML_SYSTEM, [systems.CRS84_URI])
    fields = [each for each in layer.fields if view.properties is None or each.name in view.properties]
    has_geometry = view.has_geometry and (form is not XLSX or layer.geometry is GeometryKind.POINT)
    geometry = layer.geometry if has_geometry else None
    read = {table_of(layer).name, *_geometry_read(layer, geometry)}

    def blocks() -> Iterator[Sequence[Row]]:
        for rows in page.blocks:
            shapes: Sequence[Any] = [None] * len(rows)
            if geometry is not None:
                shapes = list(systems.shapes([row[2] for row in rows], view.system, view.decimals))
            yield [(orjson.loads(row[1]), shape) for row, shape in zip(rows, shapes, strict=True)]

    return Table(
        name=layer.id,
        title=layer.title,
        fields=fields,
        geometry=geometry,
        system=view.system,
        terms=terms(release.layers, frozenset(read)),
        release_id=release.id,
        source_url=address(asked.base_url, asked.path, asked.query),
        sources_url=address(asked.base_url, "/sources"),
        blocks=blocks(),
    )


def whole(question: Question, parameters: Mapping[str, Any], *, is_limited: bool) -> Mapping[str, Any]:
    """The parameters by which a question gives all its rows, unless a limit was asked for."""
    most = next((each.maximum for each in question.parameters if each.name == "limit"), None)
    return parameters if is_limited or most is None else {**parameters, "limit": int(most)}


def of_answer(
    question: Question,
    answered: Answer,
    tables: frozenset[str],
    release: ServedRelease,
    asked: AskedAddress,
) -> Table:
    """The rows of an answer as a table, each with the geometry of the feature that it speaks of, if any.

    Where the parameters decide which features those are, the answer knows it and not the question. ``tables``
    are those that the answer was read from.
    """
    rows = answered.data
    key = answered.feature_key or question.feature_key
    layer = None if key is None else release.layers.get(key.layer_id)
    geometry = None if layer is None else layer.geometry
    read = tables if layer is None else tables.union(_geometry_read(layer, geometry))

    def blocks() -> Iterator[Sequence[Row]]:
        for start in range(0, len(rows), _ROWS_A_BLOCK):
            block = rows[start : start + _ROWS_A_BLOCK]
            known = {} if key is None or layer is None else _shapes(release, layer, key, block)
            yield [
                (
                    {column.name: row.get(column.name) for column in question.columns},
                    None if key is None else known.get(row.get(key.column)),
                )
                for row in block
            ]

    return Table(
        name=question.name.replace("-", "_"),
        title=question.title,
        fields=question.columns,
        geometry=geometry,
        system=systems.CRS84,
        terms=terms(release.layers, read),
        release_id=release.id,
        source_url=address(asked.base_url, asked.path, asked.query),
        sources_url=address(asked.base_url, "/sources"),
        blocks=blocks(),
    )


def _geometry_read(layer: Layer, geometry: GeometryKind | None) -> tuple[str, ...]:
    """The name of the table that the geometry of a file comes from, if it has any."""
    table = None if geometry is None else geometry_table_of(layer)
    return () if table is None else (table.name,)


def _shapes(
    release: ServedRelease, layer: Layer, key: FeatureKey, rows: Sequence[Mapping[str, Any]]
) -> dict[Any, Any]:
    keys = [row[key.column] for row in rows if row.get(key.column) is not None]
    chosen = Selection(where=table_of(layer).c[layer.key].in_(keys))
    with release.connection() as connection:
        found = connection.execute(queries.items(layer, chosen, limit=len(keys))).all()
    shapes = systems.shapes([row[2] for row in found])
    return {row[0]: shape for row, shape in zip(found, shapes, strict=True)}
