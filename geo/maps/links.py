"""Arcs between places: those of the answer, else its agreements or the corridors that it stands on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Table, func, select

from geo.declarations import Text
from geo.layers import BY_ID
from geo.maps.citations import layers_of
from geo.maps.reading import Contents
from geo.maps.words import Language, said, value
from geo.questions import agreement_filters
from geo.questions.known_agreements import known_agreements
from geo.tables import LAYER_TABLES

LonLat = tuple[float, float]

AGREEMENT_COLOR = "#b3446c"
CORRIDOR_COLOR = "#5b7f00"


class Arcs(StrEnum):
    """What the arcs of a page are."""

    AUTO = "auto"
    ANSWER = "answer"
    AGREEMENTS = "agreements"
    CORRIDORS = "corridors"
    NONE = "none"


MEANING = {
    Arcs.ANSWER: Text("enlaces de la respuesta", "links of the answer"),
    Arcs.AGREEMENTS: Text(
        "acuerdos conocidos, del firmante a la contraparte", "known agreements, from signatory to partner"
    ),
    Arcs.CORRIDORS: Text(
        "corredores migratorios publicados, del origen al destino",
        "published migration corridors, from origin to destination",
    ),
}


@dataclass(frozen=True, slots=True)
class Link:
    """One arc: its ends (longitude, latitude), its colour, how wide it is drawn (1 to 6), what it is."""

    start: LonLat
    end: LonLat
    color: str
    width: float
    label: str
    facts: tuple[tuple[str, str], ...]
    key: str | None = None
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """The arcs of a page, what they are, and how many could not be drawn for want of a place at one end."""

    kind: Arcs
    links: list[Link]
    unplaced_count: int = 0


def chosen(contents: Contents, wanted: Arcs) -> Arcs:
    """What ``auto`` stands for: links of the answer, else what its sources speak of."""
    if wanted is not Arcs.AUTO:
        return wanted
    if contents.lines:
        return Arcs.ANSWER
    cited = layers_of(contents.answer.sources)
    if "corridors" in cited and "agreements" not in cited:
        return Arcs.CORRIDORS
    return Arcs.AGREEMENTS if "agreements" in cited else Arcs.NONE


def linked(connection: Connection, contents: Contents, wanted: Arcs) -> Linked:
    """The arcs of a page."""
    kind = chosen(contents, wanted)
    match kind:
        case Arcs.ANSWER:
            return Linked(kind, _of_answer(contents))
        case Arcs.AGREEMENTS:
            return _of_agreements(connection, contents)
        case Arcs.CORRIDORS:
            return _of_corridors(connection, contents.language)
        case _:
            return Linked(kind, [])


def _of_answer(contents: Contents) -> list[Link]:
    found = []
    for each in contents.lines:
        coordinates = each.geometry["coordinates"]
        is_cut = each.geometry["type"] == "MultiLineString"
        start, end = (coordinates[0][0], coordinates[-1][-1]) if is_cut else (coordinates[0], coordinates[-1])
        found.append(
            Link(
                (start[0], start[1]),
                (end[0], end[1]),
                each.entry.color,
                1.5,
                each.label,
                each.more,
                each.key,
                each.entry.value,
            )
        )
    return found


def _of_agreements(connection: Connection, contents: Contents) -> Linked:
    """Known agreements that meet the filters of the question, of the areas that it paints."""
    filters = {each.name: () if each.is_multiple else each.default for each in agreement_filters.PARAMETERS}
    agreements = known_agreements(connection, {**filters, **contents.asked})
    painted = {area.key for area in contents.areas}
    municipalities, states = _middles(connection, "municipalities"), _middles(connection, "states")
    partners = _partners(connection)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for each in agreements:
        if not painted or {each.cvegeo, each.cve_ent} & painted:
            counts[each.cvegeo or each.cve_ent, each.partner_id] += 1
    places = {**states, **municipalities}
    title = said(Text("Acuerdos conocidos", "Known agreements"), contents.language)
    found = [
        Link(
            places[code][1],
            partners[partner_id][1],
            AGREEMENT_COLOR,
            min(6.0, 0.8 + 0.6 * count),
            f"{places[code][0]} – {partners[partner_id][0]}",
            ((title, f"{count:,}"),),
            partner_id,
        )
        for (code, partner_id), count in sorted(counts.items())
        if partner_id in partners
    ]
    unplaced = sum(count for (_, partner_id), count in counts.items() if partner_id not in partners)
    return Linked(Arcs.AGREEMENTS, found, unplaced)


def _of_corridors(connection: Connection, language: Language) -> Linked:
    """Corridors whose two ends are places on the map, or whose origin is a state or municipality."""
    table = LAYER_TABLES["corridors"]
    places = {**_middles(connection, "states"), **_middles(connection, "municipalities")}
    found = []
    rows = connection.execute(select(table).order_by(table.c.id)).mappings().all()
    for row in rows:
        origin = places.get(row["origin_cvegeo"] or row["origin_cve_ent"] or "")
        start = _point(row["origin_lon"], row["origin_lat"]) or (origin[1] if origin else None)
        end = _point(row["destination_lon"], row["destination_lat"])
        if start is None or end is None:
            continue
        names = [origin[0] if origin else row["origin_country"]]
        names.append(row["destination_city"] or row["destination_admin1"] or row["destination_country"])
        found.append(
            Link(
                start,
                end,
                CORRIDOR_COLOR,
                1.5,
                " – ".join(name for name in names if name),
                _facts(table, dict(row), language),
            )
        )
    return Linked(Arcs.CORRIDORS, found, len(rows) - len(found))


def _facts(table: Table, row: Mapping[str, Any], language: Language) -> tuple[tuple[str, str], ...]:
    layer = BY_ID[table.name]
    names = ("kind", "magnitude", "unit", "year", "source_title")
    return tuple(
        (said(layer.field(name).title, language), value(row[name], layer.field(name), language))
        for name in names
        if row[name] is not None
    )


def _point(lon: float | None, lat: float | None) -> LonLat | None:
    return None if lon is None or lat is None else (lon, lat)


def _middles(connection: Connection, layer_id: str) -> dict[str, tuple[str, LonLat]]:
    """Name and a point of each feature: one inside where the layer gives it, else the middle of its box."""
    table = LAYER_TABLES[layer_id].c
    code = table.cvegeo if layer_id == "municipalities" else table.cve_ent
    has_point = "lon" in table and "lat" in table
    lon = table.lon if has_point else (table.west + table.east) / 2
    lat = table.lat if has_point else (table.south + table.north) / 2
    rows = connection.execute(select(code, table.name, lon, lat).order_by(code)).all()
    return {key: (name, (west, south)) for key, name, west, south in rows}


def _partners(connection: Connection) -> dict[str, tuple[str, LonLat]]:
    table = LAYER_TABLES["partner_places"].c
    rows = connection.execute(
        select(table.id, table.name, table.west, table.south)
        .where(func.coalesce(table.west, table.south).is_not(None))
        .order_by(table.id)
    ).all()
    return {key: (name, (lon, lat)) for key, name, lon, lat in rows}
