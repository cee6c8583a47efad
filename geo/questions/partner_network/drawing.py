"""The network on a map: nodes as areas and points, links as arcs, coloured by community or kind."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection

from geo.declarations import LegendClass, Text
from geo.geodesy.arcs import arc
from geo.questions.paintings import feature
from geo.questions.partner_network.places import NODE_KIND, Place
from geo.questions.partner_network.reading import Network, network
from geo.questions.question import Painting

_COLORS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#8c6bb1", "#a6761d")
"""Told apart by people who confuse colours too: Okabe and Ito (2008), completed from ColorBrewer."""

_OTHER = LegendClass(Text("Otras comunidades", "Other communities"), "#9a958c", value="other")
_BETWEEN = LegendClass(Text("Entre comunidades", "Between communities"), "#c9c4ba", value="between")
_LINK = LegendClass(Text("Vínculo", "Link"), "#a39c90", value="link")
_PATH = LegendClass(Text("Camino más corto", "Shortest path"), "#111111", value="path")
_OF_KIND = dict(zip(NODE_KIND.values, ("#0072b2", "#009e73", "#d55e00"), strict=True))

SMALLEST_COLORED = 3
"""A pair is a community that needs no colour of its own."""


def painting(connection: Connection, asked: Mapping[str, Any]) -> Painting:
    """Municipalities as areas; every node with a position as a point; links between them as arcs."""
    found = network(connection, asked)
    legend, class_of = _by_community(found) if asked["color_by"] == "community" else _by_kind(found)
    shortest = found.path
    on_path = set() if shortest is None else {frozenset(pair) for pair in pairwise(shortest.keys)}
    if on_path:
        legend.append(_PATH)
    classes: dict[str, list[str]] = {str(entry.value): [] for entry in legend}
    for key in found.graph:
        if found.places[key].kind == "municipality":
            classes[class_of[key]].append(key)
    features = [
        _line(found, one, other, _class_of_link(class_of, one, other), weight)
        for one, other, weight in found.graph.edges(data="weight")
        if _is_placed(found.places[one]) and _is_placed(found.places[other])
    ]
    features += [
        _line(found, one, other, "path", found.whole.edges[one, other]["weight"])
        for one, other in pairwise(shortest.keys if shortest else ())
        if _is_placed(found.places[one]) and _is_placed(found.places[other])
    ]
    # Points last, so that they lie above the lines.
    features += [
        _point(found.places[key], class_of[key], found.standing.measures[key].degree)
        for key in found.graph
        if _is_placed(found.places[key])
    ]
    return Painting("municipalities", classes, tuple(legend), features)


def _by_community(found: Network) -> tuple[list[LegendClass], dict[str, str]]:
    """The largest communities in colours of their own, named by the member with most links."""
    colored = [keys for keys in found.standing.communities if len(keys) >= SMALLEST_COLORED][: len(_COLORS)]
    legend = []
    class_of = dict.fromkeys(found.graph, "other")
    for number, (keys, color) in enumerate(zip(colored, _COLORS, strict=False), start=1):
        leader = found.places[leader_of(found, keys)].label
        legend.append(
            LegendClass(
                Text(
                    f"{number}: {leader.es} y otros {len(keys) - 1}",
                    f"{number}: {leader.en} and {len(keys) - 1} others",
                ),
                color,
                value=f"community_{number}",
            )
        )
        class_of |= dict.fromkeys(keys, f"community_{number}")
    return [*legend, _OTHER, _BETWEEN], class_of


def leader_of(found: Network, keys: tuple[str, ...]) -> str:
    """The member with most links, of equal ones the first in order of keys."""
    return min(keys, key=lambda key: (-found.standing.measures[key].degree, key))


def _by_kind(found: Network) -> tuple[list[LegendClass], dict[str, str]]:
    legend = [LegendClass(word.label, _OF_KIND[word.value], value=word.value) for word in NODE_KIND.words]
    return [*legend, _LINK], {key: found.places[key].kind for key in found.graph}


def _class_of_link(class_of: Mapping[str, str], one: str, other: str) -> str:
    if class_of[one] in NODE_KIND.values:
        return "link"
    return class_of[one] if class_of[one] == class_of[other] else "between"


def _is_placed(place: Place) -> bool:
    return place.lon is not None and place.lat is not None


def _position(place: Place) -> tuple[float, float]:
    if place.lon is None or place.lat is None:
        raise ValueError(f"{place.key} has no position")
    return place.lon, place.lat


def _line(found: Network, one: str, other: str, name: str, weight: int) -> dict[str, Any]:
    drawn = arc(_position(found.places[one]), _position(found.places[other]))
    properties = {"class": name, "source": one, "target": other, "weight": weight}
    return feature(drawn["type"], drawn["coordinates"], properties)


def _point(place: Place, name: str, degree: int) -> dict[str, Any]:
    properties = {
        "class": name,
        "key": place.key,
        "kind": place.kind,
        "label_es": place.label.es,
        "label_en": place.label.en,
        "degree": degree,
    }
    return feature("Point", list(_position(place)), properties)
