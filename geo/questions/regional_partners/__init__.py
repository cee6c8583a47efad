"""What an association, or any set of municipalities, has abroad, lacks, and could open to its members."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from geo.declarations import Field, FieldType, LegendClass, Text, Vocabulary, Word
from geo.layers import layer_named
from geo.questions import agreement_filters, columns, keys, paging, provenance
from geo.questions.paintings import feature
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
from geo.questions.regional_partners import comparison as group_comparison
from geo.questions.regional_partners import members as group_members
from geo.questions.regional_partners import records as group_records
from geo.questions.regional_partners import tables as group_tables
from geo.questions.regional_partners.records import Groups
from geo.questions.regional_partners.remarks import caveats
from geo.questions.regional_partners.text import METHOD
from geo.vocabularies import THEME

_MUNICIPALITIES = layer_named("municipalities")

ROLE = Vocabulary(
    "group_role",
    (
        Word("member", Text("Del grupo", "Member")),
        Word("candidate", Text("Colinda y podría entrar", "Touches it and would fit")),
    ),
)
STANDING = Vocabulary(
    "group_standing",
    (
        Word("with_agreements", Text("Con acuerdos conocidos", "With known agreements")),
        Word("none_known", Text("Ninguno conocido", "None known")),
        Word("not_researched", Text("No investigado", "Not researched")),
    ),
)


def _list(name: str, es: str, en: str) -> Field:
    return Field(name=name, type=FieldType.TEXT_LIST, title=Text(es, en))


COLUMNS: tuple[Field, ...] = (
    columns.count("place", "Lugar", "Place"),
    _MUNICIPALITIES.field("cvegeo"),
    _MUNICIPALITIES.field("name"),
    _MUNICIPALITIES.field("cve_ent"),
    _MUNICIPALITIES.field("state_name"),
    columns.text("role", "En el grupo", "In the group", ROLE),
    columns.text("knowledge", "Qué se sabe", "What is known", STANDING),
    columns.count("agreement_count", "Acuerdos conocidos", "Known agreements"),
    columns.count("partner_count", "Contrapartes", "Partners"),
    _list("countries", "Países", "Countries"),
    Field(name="themes", type=FieldType.TEXT_LIST, title=Text("Temas", "Themes"), vocabulary=THEME),
    _list("partners", "Nombres de sus contrapartes", "Names of its partners"),
    _list(
        "introducers",
        "Quién puede presentarle contrapartes, y cuántas",
        "Who could introduce it to partners, and to how many",
    ),
    columns.count("network_count", "Número de redes", "Number of networks"),
    _list("networks", "Redes", "Networks"),
    columns.count(
        "doors_opened_count", "Contrapartes que puede presentar", "Partners that it could introduce"
    ),
    columns.count(
        "doors_open_count", "Contrapartes del grupo que le faltan", "Partners of the group that it lacks"
    ),
    columns.count("group_number", "Parte contigua", "Contiguous part"),
    columns.count("touched_members_count", "Miembros con que colinda", "Members that it touches"),
    columns.count("joined_groups_count", "Partes que uniría", "Parts that it would join"),
    columns.real("similarity", "Parecido con el grupo, de 0 a 1", "Similarity to the group, 0 to 1"),
    _list("record_ids", "Registros de sus acuerdos", "Records of its agreements"),
)
_SORTABLE = (
    "place",
    "cvegeo",
    "name",
    "agreement_count",
    "partner_count",
    "similarity",
    "doors_opened_count",
)

PARAMETERS: tuple[Parameter, ...] = (
    *group_members.PARAMETERS,
    Parameter(
        name="show",
        type=ParameterType.CHOICE,
        title=Text("Municipios que se dan", "Municipalities given"),
        description=Text(
            "Los del grupo, de ellos solo los que no tienen acuerdos conocidos, los que lo tocan y podrían"
            " entrar, o todos.",
            "Members, of them only those without known agreements, those that touch the group and would fit,"
            " or all.",
        ),
        default="all",
        choices=(
            Word("all", Text("Todos", "All")),
            Word("members", Text("Los del grupo", "Members")),
            Word("gaps", Text("Los del grupo sin acuerdos conocidos", "Members without known agreements")),
            Word("candidates", Text("Los que podrían entrar", "Those that would fit")),
        ),
    ),
    *agreement_filters.PARAMETERS,
    *paging.parameters(COLUMNS, _SORTABLE),
)

LEGEND = (
    LegendClass(Text("Con acuerdos conocidos", "With known agreements"), "#08519c", value="with_agreements"),
    LegendClass(Text("Ninguno conocido", "None known"), "#c6dbef", value="none_known"),
    LegendClass(Text("No investigado", "Not researched"), "#b9b4ab", value="not_researched"),
    LegendClass(Text("Colinda y podría entrar", "Touches it and would fit"), "#fdd49e", value="candidate"),
    LegendClass(Text("Del otro grupo", "Of the other group"), "#a1d99b", value="compared"),
    LegendClass(Text("Contraparte de un miembro", "Partner of one member"), "#fc8d59", value="partner"),
    LegendClass(Text("Contraparte compartida", "Shared partner"), "#b30000", value="shared_partner"),
)


def _is_shown(row: Mapping[str, Any], show: str) -> bool:
    if show == "gaps":
        return bool(row["role"] == "member" and row["knowledge"] != "with_agreements")
    return show in {"all", f"{row['role']}s"}


def answer(connection: Connection, asked: Mapping[str, Any]) -> Answer:
    """Members and those that would fit; ``series`` says what is shared and who opens which door."""
    keys.check(connection, QUESTION, asked)
    groups = group_records.read(connection, asked)
    rows = group_tables.towns(groups)
    shown = [row for row in rows if _is_shown(row, asked["show"])]
    names = [column.name for column in COLUMNS]
    counted = group_comparison.measures(groups, groups.members)
    researched = counted["members"] - counted["not_researched"]
    return Answer(
        data=[{name: row[name] for name in names} for row in paging.page(shown, asked, "place")],
        number_matched=len(shown),
        summary={
            **counted,
            "coverage_pct": round(100 * counted["with_agreements"] / researched, 1) if researched else None,
            "contiguous_parts": len(groups.components),
            "candidates": len(groups.touching),
            "compared_members": len(groups.compared),
        },
        sources=provenance.of_layers(connection, "agreements", "networks", "memberships"),
        run={
            "algorithm": "components of the contiguity graph; Gower (1971) similarity",
            "similarity_subjects": [each.name for each in groups.profiles.used],
            "similarity_missing": [each.id for each in groups.profiles.missing],
        },
        caveats=caveats(groups, asked),
        series={
            "shared_partners": group_tables.partners(groups),
            "shared_themes": group_tables.themes(groups),
            "doors": group_tables.doors(groups),
            "networks": group_tables.networks(groups),
            "parts": group_tables.parts(groups),
            "comparison": group_comparison.comparison(groups),
            "comparison_cells": group_comparison.comparison_cells(groups),
            "in_common": group_comparison.in_common(groups),
        },
    )


def painting(connection: Connection, asked: Mapping[str, Any]) -> Painting:
    """Members by what is known, those that would fit, the other group, partners, and links to them."""
    keys.check(connection, QUESTION, asked)
    groups = group_records.read(connection, asked)
    classes: dict[str, list[str]] = {str(entry.value): [] for entry in LEGEND}
    for code in sorted(groups.members):
        classes[groups.knowledge(code)].append(code)
    classes["compared"] = sorted(groups.compared - groups.members)
    classes["candidate"] = [code for code in groups.touching if code not in groups.compared]
    return Painting("municipalities", classes, LEGEND, _features(groups))


def _features(groups: Groups) -> list[dict[str, Any]]:
    lines, points = [], []
    for row in group_tables.partners(groups):
        if row["lon"] is None or row["lat"] is None:
            continue
        there = [row["lon"], row["lat"]]
        told = {
            "class": "shared_partner" if row["is_shared"] else "partner",
            "partner_id": row["partner_id"],
            "name": row["name"],
            "member_count": row["member_count"],
        }
        points.append(feature("Point", there, told))
        for code in row["members"]:
            town = groups.towns[code]
            lines.append(feature("LineString", [[town.lon, town.lat], there], {**told, "cvegeo": code}))
    return [*lines, *points]


QUESTION = Question(
    name="regional-partners",
    title=Text("Un grupo de municipios y sus contrapartes", "A group of municipalities and its partners"),
    description=Text(
        "Qué tiene en el exterior una asociación, una zona metropolitana o cualquier grupo de municipios, qué"
        " le falta, quién puede abrir qué puerta y qué vecinos podrían entrar.",
        "What an association, a metropolitan area or any group of municipalities has abroad, what it lacks,"
        " who could open which door, and which neighbours would fit.",
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
            Text("Contrapartes por número de miembros", "Partners by number of members"),
            "shared_partners",
            x="name",
            y="member_count",
            label="name",
        ),
        Chart(
            ChartKind.RANKING,
            Text("Temas por número de miembros", "Themes by number of members"),
            "shared_themes",
            x="label",
            y="member_count",
            label="label",
        ),
        Chart(
            ChartKind.RANKING,
            Text("Redes por número de miembros", "Networks by number of members"),
            "networks",
            x="label",
            y="member_count",
            label="label",
        ),
        Chart(
            ChartKind.RANKING,
            Text(
                "Puertas: a cuántos miembros se les puede abrir cada una",
                "Doors: to how many members each could be opened",
            ),
            "doors",
            x="label",
            y="opened_count",
            label="label",
        ),
        Chart(
            ChartKind.CROSS_TABLE,
            Text("Los dos grupos, medida por medida", "Both groups, measure by measure"),
            "comparison_cells",
            x="group",
            y="measure",
            label="count",
        ),
    ),
)
