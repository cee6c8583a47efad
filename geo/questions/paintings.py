"""What maps draw of answers: features by their class of the legend, and features of an answer's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from geo.declarations import LegendClass
from geo.questions.question import Painting


def feature(kind: str, coordinates: Any, properties: dict[str, Any]) -> dict[str, Any]:
    """A feature of the answer's own as GeoJSON, its geometry of that kind (``Point``, ``LineString``).

    >>> feature("Point", [-117.0, 32.5], {"class": "partner"})["geometry"]
    {'type': 'Point', 'coordinates': [-117.0, 32.5]}
    """
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def by_class(
    layer_id: str,
    legend: Sequence[LegendClass],
    classed: Iterable[tuple[str, str]],
    features: Sequence[dict[str, Any]] = (),
) -> Painting:
    """Features of a layer by their class, from pairs of key and class; no class of the legend is left out.

    >>> from geo.declarations import Text
    >>> legend = [LegendClass(Text(name, name), "#fff", value=name) for name in ("near", "far")]
    >>> by_class("municipalities", legend, [("02004", "near")]).classes
    {'near': ['02004'], 'far': []}
    """
    classes: dict[str, list[str]] = {str(entry.value): [] for entry in legend}
    for key, name in classed:
        classes[name].append(key)
    return Painting(layer_id, classes, tuple(legend), list(features))
