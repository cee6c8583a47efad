"""Contiguous groups of similar municipalities, for joint action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from sqlalchemy import Connection

from geo.declarations import LegendClass, Text
from geo.geodesy import TOUCH_M
from geo.questions import paging, provenance
from geo.questions.question import Answer, Chart, ChartKind, FeatureKey, Painting, Question
from geo.questions.regions import told as regions_told
from geo.questions.regions.grouping import Found, found
from geo.questions.regions.parameters import COLUMNS, METHOD, PARAMETERS
from geo.regions.map_colors import PALETTE, color_numbers
from geo.regions.partitions import are_contiguous

NAMED_REGIONS = 40
"""With more regions than this the legend names colours, each of several regions, instead of regions."""

_LEFT_OUT = LegendClass(
    Text("Sin región: falta algún dato", "No region: a value is lacking"), "#d8d3c9", value="left_out"
)

_SOURCES = {
    "skater": "Assunção, Neves, Câmara & Freitas 2006",
    "agglomerative": "Ward 1963",
    "max_p": "Duque, Anselin & Rey 2012",
}


def answer(connection: Connection, asked: Mapping[str, Any]) -> Answer:
    """A page of municipalities with their regions; summary and series speak of all of them."""
    regions = found(connection, asked)
    rows = regions_told.rows(regions)
    return Answer(
        data=paging.page(rows, asked, "cvegeo"),
        number_matched=len(rows),
        summary=_summary(regions),
        sources=provenance.of_layer(connection, "agreements"),
        run=_run(regions, asked),
        caveats=regions_told.caveats(regions, asked),
        series={
            "regions": regions_told.regions_table(regions),
            "indicator_means": regions_told.means_table(regions),
        },
    )


def _summary(found: Found) -> dict[str, Any]:
    sizes = np.bincount(found.labels).tolist() or [0]
    partition = found.regions
    return {
        "municipalities": len(found.grouped) + len(found.left_out),
        "grouped": len(found.grouped),
        "left_out": len(found.left_out),
        "regions": partition.region_count if partition else 0,
        "components": partition.component_count if partition else 0,
        "islands": int(found.islands.sum()),
        "smallest_region": min(sizes),
        "largest_region": max(sizes),
        "objective": round(partition.heterogeneity, 6) if partition else None,
        "objective_of_whole": round(partition.total, 6) if partition else None,
        "explained_pct": round(100 * (1 - partition.heterogeneity / partition.total), 2)
        if partition and partition.total
        else None,
    }


def _run(found: Found, asked: Mapping[str, Any]) -> dict[str, Any]:
    is_max_p = asked["method"] == "max_p"
    return {
        "algorithm": asked["method"],
        "source": _SOURCES[asked["method"]],
        "indicators": [indicator.id for indicator in found.indicators],
        "standardization": "z-score over the territory",
        "objective": "sum over regions of squared distances to the mean, in standard deviations",
        "region_count_asked": None if is_max_p else asked["region_count"],
        "most_regions_possible": regions_told.most_regions(found) if is_max_p and found.grouped else None,
        "floor": found.floor,
        "floor_of": asked["floor_of"],
        "contiguity": asked["contiguity"],
        "contiguity_tolerance_m": TOUCH_M,
        "every_region_is_contiguous": bool(are_contiguous(found.labels, found.edges).all())
        if found.regions
        else None,
        "islands": [
            place["cvegeo"] for place, alone in zip(found.grouped, found.islands, strict=True) if alone
        ],
        "seed": asked["seed"] if is_max_p else None,
        "attempts": asked["attempts"] if is_max_p else None,
        "named_by": "population" if found.population else "centrality",
    }


def painting(connection: Connection, asked: Mapping[str, Any]) -> Painting:
    """Every municipality of the territory by region, or where regions are many by the colour they share."""
    regions = found(connection, asked)
    colors = _colors(regions)
    called = regions_told.names(regions)
    members: list[list[str]] = [[] for _ in called]
    for place, region in zip(regions.grouped, regions.labels, strict=True):
        members[region].append(place["cvegeo"])
    classes: dict[str, list[str]] = {}
    legend = []
    if len(called) <= NAMED_REGIONS:
        for region, name in enumerate(called):
            label = f"{region + 1}. {name} · {len(members[region])}"
            value = f"region_{region + 1}"
            classes[value] = members[region]
            legend.append(LegendClass(Text(label, label), PALETTE[colors[region]], value=value))
    else:
        for color in sorted(set(colors)):
            alike = [region for region, number in enumerate(colors) if number == color]
            listed = ", ".join(str(region + 1) for region in alike[:6]) + (" …" if len(alike) > 6 else "")
            value = f"color_{color + 1}"
            classes[value] = sorted(code for region in alike for code in members[region])
            title = Text(
                f"Regiones {listed} ({len(alike)} que no se tocan)",
                f"Regions {listed} ({len(alike)} that do not touch)",
            )
            legend.append(LegendClass(title, PALETTE[color], value=value))
    if regions.left_out:
        classes["left_out"] = [place["cvegeo"] for place in regions.left_out]
        legend.append(_LEFT_OUT)
    return Painting("municipalities", classes, tuple(legend))


def _colors(found: Found) -> list[int]:
    if found.regions is None:
        return []
    pairs = found.labels[found.edges]
    touching = {(int(one), int(other)) for one, other in pairs if one != other}
    return color_numbers(found.regions.region_count, sorted(touching), len(PALETTE))


QUESTION = Question(
    name="regions",
    title=Text("Regiones para actuar juntos", "Regions for joint action"),
    description=Text(
        "Grupos contiguos de municipios parecidos, tantos como se pidan o como permita un mínimo de"
        " municipios, población o acuerdos.",
        "Contiguous groups of similar municipalities, as many as asked for or as a floor of municipalities,"
        " people or agreements allows.",
    ),
    parameters=PARAMETERS,
    columns=COLUMNS,
    method=METHOD,
    answer=answer,
    painting=painting,
    feature_key=FeatureKey("municipalities", "cvegeo"),
    charts=(
        Chart(
            ChartKind.RANKING,
            Text("Municipios por región", "Municipalities by region"),
            "regions",
            x="name",
            y="member_count",
            label="name",
        ),
    ),
    is_heavy=True,
)
