"""Items of a collection as pages to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from starlette.responses import Response

from api.items.pages import ItemsPage
from api.items.selecting import View
from api.pages_to_read import COLLECTIONS, HOME, Crumb, Reading, href_of
from api.schemas import Link
from geo.declarations import Field, Layer, Text


def _crumb(layer: Layer) -> Crumb:
    return (layer.title, f"/collections/{layer.id}?f=html")


def _fields(layer: Layer, view: View) -> list[Field]:
    """The key first, so that every row has the link to its item."""
    chosen = [
        field
        for field in layer.fields
        if field.name != layer.key and (view.properties is None or field.name in view.properties)
    ]
    return [layer.field(layer.key), *chosen]


def items_to_read(
    reading: Reading, layer: Layer, view: View, page: ItemsPage, turning: Sequence[Link]
) -> Response:
    """A page of items as a table."""
    rows = [(row[0], orjson.loads(row[1])) for block in page.blocks for row in block]
    return reading.page(
        "items.html",
        Text(f"Elementos: {layer.title.es}", f"Items: {layer.title.en}"),
        [HOME, COLLECTIONS, _crumb(layer)],
        fields=_fields(layer, view),
        rows=rows,
        key_name=layer.key,
        layer_id=layer.id,
        matched=page.number_matched,
        before=href_of(turning, "prev"),
        next=href_of(turning, "next"),
        attribution=layer.licence.attribution,
    )


def item_to_read(
    reading: Reading, layer: Layer, key: str, properties: Mapping[str, Any], geometry: object
) -> Response:
    """One item as a table of its properties."""
    label = properties.get(layer.label_field) if layer.label_field else None
    name = f"{label} ({key})" if label else key
    return reading.page(
        "item.html",
        Text(name, name),
        [HOME, COLLECTIONS, _crumb(layer), (_ITEMS, f"/collections/{layer.id}/items?f=html")],
        fields=layer.fields,
        properties=properties,
        geometry_type=layer.geometry.value if layer.geometry and geometry else None,
        attribution=layer.licence.attribution,
    )


_ITEMS = Text("Elementos", "Items")
