"""Groups of municipalities along the borders: contiguous, with partners across, and beyond chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from geo.declarations import Text, Word
from geo.geodesy import TOUCH_M
from geo.questions import agreement_filters, known_agreements, paging, provenance
from geo.questions.border_clusters import drawing
from geo.questions.border_clusters import records as border_records
from geo.questions.border_clusters import region as border_region
from geo.questions.border_clusters import rows as border_rows
from geo.questions.border_clusters import significance as border_significance
from geo.questions.border_clusters import texts as border_texts
from geo.questions.border_clusters.groups import Group
from geo.questions.border_clusters.records import BorderRecords
from geo.questions.border_clusters.rows import COLUMNS
from geo.questions.border_clusters.significance import BorderFindings
from geo.questions.border_clusters.transborder import Link
from geo.questions.question import (
    Answer,
    Chart,
    ChartKind,
    FeatureKey,
    Painting,
    Parameter,
    ParameterType,
    Question,
)
from geo.questions.significance import described  # a module of this folder has the name of that one

_GROUPS = Text("Grupos", "Groups")

PARAMETERS = (
    *border_region.PARAMETERS,
    Parameter(
        name="show",
        type=ParameterType.CHOICE,
        title=Text("Qué se da", "What is given"),
        description=Text(
            "Grupos contiguos, grupos que incluyen contrapartes cercanas del otro lado, o los municipios de"
            " la región con su significancia.",
            "Contiguous groups, groups that include near partners on the other side, or the municipalities of"
            " the region with their significance.",
        ),
        default="contiguous",
        choices=(
            Word("contiguous", Text("Grupos contiguos", "Contiguous groups")),
            Word("transborder", Text("Grupos transfronterizos", "Transborder groups")),
            Word("municipalities", Text("Municipios y significancia", "Municipalities and significance")),
        ),
        group=_GROUPS,
    ),
    Parameter(
        name="min_agreements",
        type=ParameterType.INTEGER,
        title=Text("Mínimo de acuerdos", "Least agreements"),
        description=Text(
            "Con cuántos acuerdos conocidos entra un municipio en un grupo.",
            "With how many known agreements a municipality takes part in a group.",
        ),
        default=1,
        minimum=1,
        maximum=1000,
        unit="agreements",
        group=_GROUPS,
    ),
    Parameter(
        name="min_members",
        type=ParameterType.INTEGER,
        title=Text("Mínimo de integrantes", "Least members"),
        description=Text(
            "Solo grupos con al menos estos integrantes, municipios y contrapartes cercanas juntos.",
            "Only groups of at least so many members, municipalities and near partners together.",
        ),
        default=1,
        minimum=1,
        maximum=1000,
        group=_GROUPS,
    ),
    Parameter(
        name="partner_km",
        type=ParameterType.REAL,
        title=Text("Contraparte cercana hasta", "Near partner up to"),
        description=Text(
            "Distancia geodésica del contorno del municipio a la contraparte con la que tiene un acuerdo.",
            "Geodesic distance from the outline of the municipality to the partner that it has an agreement"
            " with.",
        ),
        default=100.0,
        minimum=0,
        maximum=1000,
        unit="km",
        group=_GROUPS,
    ),
    *agreement_filters.PARAMETERS,
    *border_significance.PARAMETERS,
    *paging.parameters(
        COLUMNS,
        {
            "id",
            "municipality_count",
            "agreement_count",
            "partner_count",
            "near_partner_count",
            "population_count",
            "agreements_per_100k",
            "first_year",
            "last_year",
            "significant_count",
            "p",
        },
        default="-agreement_count",
    ),
)


def _rows(found: BorderRecords, tested: BorderFindings, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    if asked["show"] != "municipalities":
        return border_rows.of_groups(
            asked["show"], found.groups(asked), found.places, found.agreements, tested
        )
    near: dict[str, list[Link]] = {}
    for link in found.links:
        near.setdefault(link.cvegeo, []).append(link)
    alone = {code: Group((code,), tuple(links)) for code, links in near.items()}
    return border_rows.of_municipalities(
        found.region, found.places, found.contiguous, alone, found.agreements, tested
    )


def answer(connection: Connection, asked: Mapping[str, Any]) -> Answer:
    """Groups or municipalities of the region; the summary counts the whole region."""
    found = border_records.read(connection, asked)
    tested = border_significance.findings(connection, list(found.places.values()), found.counts, asked)
    rows = _rows(found, tested, asked)
    signed = [each for place in found.region for each in found.agreements.get(place.cvegeo, ())]
    overall = tested.tested.moran if tested.tested is not None else None
    return Answer(
        data=paging.page(rows, asked, "id"),
        number_matched=len(rows),
        summary={
            "municipalities": len(found.region),
            "with_agreements": sum(found.counts.get(place.cvegeo, 0) > 0 for place in found.region),
            "none_known": sum(
                place.is_researched and place.cvegeo not in found.counts for place in found.region
            ),
            "not_researched": sum(not place.is_researched for place in found.region),
            "agreements": len(signed),
            **known_agreements.instrument_counts(signed),
            "contiguous_groups": len(found.contiguous),
            "contiguous_groups_of_several": sum(len(group.members) > 1 for group in found.contiguous),
            "transborder_groups": len(found.transborder),
            "near_partners": len({link.partner.id for link in found.links}),
            "unplaced_partners": sum(partner.lonlat is None for partner in found.abroad.values()),
            **{
                f"cluster_{name}": _clustered(found, tested, name)
                for name in ("high_high", "high_low", "hot", "joined", "uncorrected")
            },
            "moran_i": None if overall is None else overall.statistic,
            "moran_p": None if overall is None else overall.p,
        },
        sources=provenance.of_layer(connection, "agreements"),
        run=_run(asked, tested),
        caveats=tuple(border_texts.caveats(found, tested, asked, signed)),
        series={
            "groups": [] if asked["show"] == "municipalities" else _ranked(rows),
            "links": _links(found),
            "scatter": tested.scatter,
        },
        feature_key=FeatureKey("municipalities", "id") if asked["show"] == "municipalities" else None,
    )


def _clustered(found: BorderRecords, tested: BorderFindings, name: str) -> int | None:
    if tested.tested is None:
        return None
    return sum(tested.findings[place.cvegeo].cluster == name for place in found.region)


def _run(asked: Mapping[str, Any], tested: BorderFindings) -> dict[str, Any]:
    told = {
        "contiguity": "queen",
        "tolerance_m": TOUCH_M,
        "distances": "geodesic, GRS80 (Karney 2013)",
        "measure": asked["measure"] if asked["statistic"] != "join_count" else "reaches min_agreements",
        "smoothing": asked["smoothing"] if asked["measure"] == "rate" else "none",
        "compared_with": asked["compared_with"],
        "is_tested": tested.tested is not None,
    }
    return told if tested.tested is None else {**told, **described(asked, tested.tested)}


def _ranked(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    names = ("id", "label_es", "label_en", "border", "agreement_count", "municipality_count")
    ordered = sorted(rows, key=lambda row: (-row["agreement_count"], row["id"]))
    return [{name: row[name] for name in names} for row in ordered]


def _links(found: BorderRecords) -> list[dict[str, Any]]:
    group_of = {link: group.id for group in found.transborder for link in group.links}
    return [
        {
            "group_id": group_of[link],
            "cvegeo": link.cvegeo,
            "name": found.places[link.cvegeo].name,
            "partner_id": link.partner.id,
            "partner_name": link.partner.name,
            "country": link.partner.country,
            "distance_km": round(link.distance_km, 3),
            "agreement_count": link.agreement_count,
        }
        for link in found.links
    ]


def painting(connection: Connection, asked: Mapping[str, Any]) -> Painting:
    """The region by group, with near partners and links, or by the classes of the statistic."""
    found = border_records.read(connection, asked)
    if asked["show"] == "municipalities":
        places = list(found.places.values())
        tested = border_significance.findings(connection, places, found.counts, asked)
        return drawing.of_significance(found.region, tested, asked["statistic"])
    untested = BorderFindings({}, {}, None, None, [])
    rows = _rows(found, untested, asked)
    return drawing.of_groups(found.region, found.places, found.groups(asked), rows, found.counts)


QUESTION = Question(
    name="border-clusters",
    title=Text("Grupos en las fronteras", "Groups along the borders"),
    description=Text(
        "Qué municipios vecinos de las fronteras norte y sur tienen acuerdos juntos, con qué contrapartes"
        " del otro lado, y si eso es más que azar.",
        "Which neighbouring municipalities of the northern and southern borders have agreements together,"
        " with which partners on the other side, and whether that is more than chance.",
    ),
    parameters=PARAMETERS,
    columns=COLUMNS,
    method=border_texts.METHOD,
    answer=answer,
    painting=painting,
    charts=(
        Chart(
            ChartKind.RANKING,
            Text("Acuerdos de cada grupo", "Agreements of each group"),
            "groups",
            x="label",
            y="agreement_count",
            label="label",
            group="border",
        ),
        Chart(
            ChartKind.MORAN_SCATTER,
            Text("Cada municipio y sus vecinos", "Each municipality and its neighbours"),
            "scatter",
            x="standardized",
            y="standardized_lag",
            label="name",
            group="cluster",
        ),
    ),
    is_heavy=True,
)
