"""Rows of the question on border clusters: a group or a municipality, and its agreements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from geo.declarations import Field, FieldType, Text, Vocabulary, Word
from geo.layers.agreements import PARTNER_TYPE
from geo.questions import clusters, columns
from geo.questions.border_clusters import groups as border_groups
from geo.questions.border_clusters.groups import Group
from geo.questions.border_clusters.region import BORDER, Place
from geo.questions.border_clusters.significance import RATE_PER, BorderFindings, Finding
from geo.questions.known_agreements import KnownAgreement, instrument_counts
from geo.vocabularies import THEME

KIND = Vocabulary(
    "border_row",
    (
        Word("contiguous", Text("Grupo contiguo", "Contiguous group")),
        Word("transborder", Text("Grupo transfronterizo", "Transborder group")),
        Word("municipality", Text("Municipio", "Municipality")),
    ),
)


def _list(name: str, es: str, en: str, vocabulary: Vocabulary | None = None) -> Field:
    return Field(name=name, type=FieldType.TEXT_LIST, title=Text(es, en), vocabulary=vocabulary)


COLUMNS = (
    columns.text("id", "Clave", "Code"),
    columns.text("kind", "Qué es", "What it is", KIND),
    *columns.label(),
    columns.text("border", "Frontera", "Border", BORDER),
    columns.text("group_id", "Grupo al que pertenece", "Group that it belongs to"),
    _list("state_names", "Estados", "States"),
    columns.count("municipality_count", "Municipios", "Municipalities"),
    _list("municipality_codes", "Claves de los municipios", "Codes of the municipalities"),
    _list("municipality_names", "Municipios que lo forman", "Municipalities in it"),
    columns.count("agreement_count", "Acuerdos conocidos", "Known agreements"),
    *columns.INSTRUMENT_COUNTS,
    columns.count("partner_count", "Contrapartes", "Partners"),
    columns.count("near_partner_count", "Contrapartes cercanas", "Near partners"),
    _list("near_partner_names", "Contrapartes cercanas que lo forman", "Near partners in it"),
    _list("partner_types", "Tipos de contraparte", "Kinds of partner", PARTNER_TYPE),
    _list("countries", "Países", "Countries"),
    _list("themes", "Temas", "Themes", THEME),
    columns.count("themeless_count", "Acuerdos sin tema conocido", "Agreements of unknown theme"),
    columns.year("first_year", "Primera firma", "First signature"),
    columns.year("last_year", "Última firma", "Last signature"),
    columns.count("undated_count", "Acuerdos sin año conocido", "Agreements of unknown year"),
    columns.count("population_count", "Población 2020 (personas)", "Population 2020 (people)"),
    columns.real("agreements_per_100k", "Acuerdos por 100,000 habitantes", "Agreements per 100,000 people"),
    columns.count(
        "significant_count",
        "Municipios que son centro de una concentración",
        "Municipalities that are the core of a cluster",
    ),
    columns.real("number", "Número que se compara", "Number that is compared"),
    columns.real("lag", "Promedio de los vecinos", "Mean of the neighbours"),
    columns.real("statistic", "Estadístico local", "Local statistic"),
    columns.real("z", "Puntuación z", "z score"),
    columns.real("p", "Seudovalor p", "Pseudo p"),
    columns.text("cluster", "Clase", "Class", clusters.CLUSTER),
)

_GATHERED = ("high_high", "hot", "joined")
"""Classes of a municipality around which agreements gather."""


def of_groups(
    kind: str,
    groups: Sequence[Group],
    places: Mapping[str, Place],
    agreements: Mapping[str, Sequence[KnownAgreement]],
    tested: BorderFindings,
) -> list[dict[str, Any]]:
    """A row a group, ordered by id."""
    names = {code: place.name for code, place in places.items()}
    counts = {code: len(signed) for code, signed in agreements.items()}
    rows = []
    for group in groups:
        called = border_groups.label(group, names, counts)
        borders = sorted({border for code in group.members if (border := places[code].border)})
        row = _row(kind, group, places, agreements, tested)
        rows.append(
            {
                **row,
                "label_es": called.es,
                "label_en": called.en,
                # Groups of both borders at once need a region as wide as the country.
                "border": borders[0] if len(borders) == 1 else None,
                "group_id": group.id,
            }
        )
    return rows


def of_municipalities(
    region: Sequence[Place],
    places: Mapping[str, Place],
    groups: Sequence[Group],
    near: Mapping[str, Group],
    agreements: Mapping[str, Sequence[KnownAgreement]],
    tested: BorderFindings,
) -> list[dict[str, Any]]:
    """A row a municipality of the region, ordered by code.

    ``groups`` are the contiguous ones; ``near`` has, by code, the links of one municipality alone.
    """
    group_of = {code: group.id for group in groups for code in group.members}
    rows = []
    for place in region:
        alone = near.get(place.cvegeo, Group((place.cvegeo,)))
        finding = tested.findings.get(place.cvegeo, Finding("no_value"))
        rows.append(
            {
                **_row("municipality", alone, places, agreements, tested),
                "label_es": place.name,
                "label_en": place.name,
                "border": place.border,
                "group_id": group_of.get(place.cvegeo),
                **{
                    name: getattr(finding, name)
                    for name in ("number", "lag", "statistic", "z", "p", "cluster")
                },
            }
        )
    return rows


def _row(
    kind: str,
    group: Group,
    places: Mapping[str, Place],
    agreements: Mapping[str, Sequence[KnownAgreement]],
    tested: BorderFindings,
) -> dict[str, Any]:
    signed = [each for code in group.members for each in agreements.get(code, ())]
    years = sorted(each.first_year for each in signed if each.first_year is not None)
    people = [tested.population.get(code) for code in group.members]
    # Of a group of which one member's people are not known, nobody knows how many there are.
    population = None if None in people else int(sum(each for each in people if each is not None))
    findings = [tested.findings[code] for code in group.members if code in tested.findings]
    return {
        "id": group.id,
        "kind": kind,
        "label_es": None,
        "label_en": None,
        "border": None,
        "group_id": None,
        "state_names": sorted({places[code].state_name for code in group.members}),
        "municipality_count": len(group.members),
        "municipality_codes": list(group.members),
        "municipality_names": [places[code].name for code in group.members],
        "agreement_count": len(signed),
        **instrument_counts(signed),
        "partner_count": len({each.partner_id for each in signed}),
        "near_partner_count": len(group.partners),
        "near_partner_names": [partner.name for partner in group.partners],
        "partner_types": sorted({each.partner_type for each in signed}),
        "countries": sorted({each.country for each in signed if each.country is not None}),
        "themes": sorted({theme for each in signed for theme in each.themes}),
        "themeless_count": sum(not each.themes for each in signed),
        "first_year": years[0] if years else None,
        "last_year": years[-1] if years else None,
        "undated_count": len(signed) - len(years),
        "population_count": population,
        "agreements_per_100k": len(signed) / population * RATE_PER if population else None,
        "significant_count": None
        if tested.tested is None
        else sum(finding.cluster in _GATHERED for finding in findings),
        **dict.fromkeys(("number", "lag", "statistic", "z", "p", "cluster")),
    }
