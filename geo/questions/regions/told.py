"""What is told of regions: names, sums, means, and what a reader must bear in mind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from geo.declarations import Text
from geo.questions.regions.grouping import Found, Place, uses_agreements
from geo.regions.partitions import are_contiguous, components, heterogeneities

_NAMED = 10
"""How many names a sentence lists."""


def names(found: Found) -> list[str]:
    """What each region is called: its two most populous or most central members, and their states."""
    return [_name(found, found.members(region)) for region in range(len(np.unique(found.labels)))]


def _name(found: Found, members: Sequence[Place]) -> str:
    if found.population:
        order = sorted(
            members, key=lambda place: (-found.population.get(place["cvegeo"], 0), place["cvegeo"])
        )
    else:
        order = _by_centrality(members)
    states = list(dict.fromkeys(place["state_name"] for place in order))
    more = f" +{len(states) - 2}" if len(states) > 2 else ""
    return f"{' – '.join(place['name'] for place in order[:2])} ({', '.join(states[:2])}{more})"


def _by_centrality(members: Sequence[Place]) -> list[Place]:
    """Those whose point is nearest to the middle of all points on the sphere first."""
    lon, lat = np.radians([[place["lon"], place["lat"]] for place in members]).T
    points = np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))
    nearness = (points @ points.sum(axis=0)).round(9)
    order = sorted(range(len(members)), key=lambda index: (-nearness[index], members[index]["cvegeo"]))
    return [members[index] for index in order]


def rows(found: Found) -> list[dict[str, Any]]:
    """A row for each municipality of the territory; one that was left out has no region."""
    called, sizes = names(found), np.bincount(found.labels)
    means = [found.values[found.labels == region].mean(axis=0) for region in range(len(sizes))]
    islands = found.islands
    made = [
        _row(place, int(region) + 1, called[region], int(sizes[region]), apart, bool(islands[index]))
        for index, (place, region) in enumerate(zip(found.grouped, found.labels, strict=True))
        for apart in [round(float(np.linalg.norm(found.values[index] - means[region])), 4)]
    ]
    return made + [_row(place, None, None, None, None, None) for place in found.left_out]


def _row(
    place: Place,
    region: int | None,
    name: str | None,
    size: int | None,
    apart: float | None,
    is_island: bool | None,
) -> dict[str, Any]:
    return {
        **{column: place[column] for column in ("cvegeo", "name", "cve_ent", "state_name")},
        "region": region,
        "region_name": name,
        "member_count": size,
        "dissimilarity": apart,
        "agreement_count": place["agreement_count"],
        "is_island": is_island,
    }


def regions_table(found: Found) -> list[dict[str, Any]]:
    """A row for each region: members, sums, its part of the objective, and whether it hangs together."""
    if found.regions is None:
        return []
    parts = heterogeneities(found.values, found.labels)
    contiguous = are_contiguous(found.labels, found.edges)
    component = components(len(found.grouped), found.edges)
    table = []
    for region, name in enumerate(names(found)):
        inside = np.flatnonzero(found.labels == region)
        members = [found.grouped[index] for index in inside]
        people = [found.population.get(place["cvegeo"]) for place in members]
        known = [each for each in people if each is not None]
        reached = float(found.weights[inside].sum())
        table.append(
            {
                "region": region + 1,
                "name": name,
                "member_count": len(members),
                "members": ",".join(place["cvegeo"] for place in members),
                "states": ",".join(sorted({place["cve_ent"] for place in members})),
                "area_km2": round(sum(place["area_km2"] for place in members), 3),
                "population_count": int(sum(known)) if known else None,
                "agreement_count": sum(place["agreement_count"] for place in members),
                "municipalities_with_agreements": sum(place["agreement_count"] > 0 for place in members),
                "municipalities_not_researched": sum(
                    place["research"] == "not_researched" for place in members
                ),
                "floor_sum": int(reached),
                "reaches_floor": reached >= found.floor,
                "heterogeneity": round(float(parts[region]), 6),
                "is_contiguous": bool(contiguous[region]),
                "component": int(component[inside[0]]) + 1,
            }
        )
    return table


def means_table(found: Found) -> list[dict[str, Any]]:
    """The mean of each indicator in each region, in the indicator's unit."""
    return [
        {
            "region": region + 1,
            "indicator": indicator.id,
            "indicator_es": indicator.field.title.es,
            "indicator_en": indicator.field.title.en,
            "unit": indicator.field.unit,
            "mean": round(float(found.raw[found.labels == region, axis].mean()), 4),
        }
        for region in range(found.regions.region_count if found.regions is not None else 0)
        for axis, indicator in enumerate(found.indicators)
    ]


def most_regions(found: Found) -> int:
    """How many regions could reach the floor at the very most, were there no places in their way."""
    whole = np.bincount(components(len(found.grouped), found.edges), weights=found.weights)
    return int(np.maximum(whole // max(found.floor, 1), 1).sum())


def caveats(found: Found, asked: Mapping[str, Any]) -> tuple[Text, ...]:
    """What a reader must bear in mind."""
    told = list(found.missing)
    if found.left_out and found.indicators and found.regions is not None:
        told.append(
            Text(
                f"{len(found.left_out)} municipios sin algún dato quedan fuera: {_listed(found.left_out)}.",
                f"{len(found.left_out)} municipalities that lack a value are left out:"
                f" {_listed(found.left_out)}.",
            )
        )
    if found.regions is None:
        told.append(Text("No hay municipios que agrupar.", "There are no municipalities to group."))
        return tuple(told)
    told += _number(found, asked)
    below = [row["name"] for row in regions_table(found) if not row["reaches_floor"]]
    if below:
        listed = "; ".join(below[:_NAMED]) + (" …" if len(below) > _NAMED else "")
        told.append(
            Text(
                f"{len(below)} regiones no alcanzan el mínimo, porque nada más las toca: {listed}.",
                f"{len(below)} regions do not reach the floor, because nothing else touches them: {listed}.",
            )
        )
    islands = [place for place, alone in zip(found.grouped, found.islands, strict=True) if alone]
    if islands:
        told.append(
            Text(
                f"Sin vecinos en este territorio, cada uno es una región: {_listed(islands)}.",
                f"Without neighbours in this territory, each is a region: {_listed(islands)}.",
            )
        )
    unseen = sum(place["research"] == "not_researched" for place in found.grouped)
    if unseen and uses_agreements(asked):
        told.append(
            Text(
                f"De {unseen} municipios nadie ha investigado los acuerdos; cuentan aquí con los conocidos,"
                f" que son 0.",
                f"Nobody has researched the agreements of {unseen} municipalities; they count here with those"
                f" known, which are 0.",
            )
        )
    return tuple(told)


def _number(found: Found, asked: Mapping[str, Any]) -> list[Text]:
    regions = found.regions
    if regions is None:
        return []
    if asked["method"] == "max_p":
        most = most_regions(found)
        if regions.region_count == most:
            return []
        return [
            Text(
                f"Se hallaron {regions.region_count} regiones; por la suma cabrían a lo sumo {most}. Max-p es"
                f" una heurística: otra semilla o más intentos pueden hallar alguna más.",
                f"{regions.region_count} regions were found; by the sum there could be {most} at most. Max-p"
                f" is a heuristic: another seed or more attempts may find some more.",
            )
        ]
    wanted, given = asked["region_count"], regions.region_count
    if given > wanted:
        return [
            Text(
                f"El territorio tiene {regions.component_count} partes que no se tocan: no puede haber menos"
                f" regiones que partes, y se pidieron {wanted}.",
                f"The territory has {regions.component_count} parts that do not touch: there can be no fewer"
                f" regions than parts, and {wanted} were asked for.",
            )
        ]
    if given < wanted:
        return [
            Text(
                f"Se pidieron {wanted} regiones y salen {given}: con más, alguna no alcanzaría el mínimo o"
                f" separaría municipios iguales.",
                f"{wanted} regions were asked for and there are {given}: with more, one would not reach the"
                f" floor or would part equal municipalities.",
            )
        ]
    return []


def _listed(places: Sequence[Place]) -> str:
    shown = ", ".join(f"{place['name']} ({place['cvegeo']})" for place in places[:_NAMED])
    return shown + (" …" if len(places) > _NAMED else "")
