"""Offices of a government, services for migrants near it, and where its people go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import or_, select

from geo.declarations import Text
from geo.layers import BY_ID
from geo.names.routes import municipalities_on, states_on
from geo.names.states import StateNames
from geo.profiles.governments import Government, label, place
from geo.profiles.records import Column, Fact, Row, Section, Table
from geo.questions.migration_coverage.services import SERVICES, services
from geo.questions.optional_indicators import what_to_load
from geo.tables import LAYER_TABLES


def offices(government: Government) -> Section:
    """The offices that are its own or stand in it; of a municipality the nearest service of each kind too."""
    table = LAYER_TABLES["offices"].c
    mine = table.cve_ent == government.key if government.is_state else table.cvegeo == government.key
    kept = government.rows("offices", mine, order="kind")
    tables = [
        Table(
            Text("Oficinas y servicios en su territorio", "Offices and services in its territory"),
            (
                Column("kind", Text("Clase", "Kind")),
                Column("name", Text("Nombre", "Name")),
                Column("status", Text("Situación", "Status")),
            ),
            tuple(
                Row(
                    {
                        "kind": label("offices", "kind", row["kind"]),
                        "name": row["name"],
                        "status": label("offices", "status", row["status"]),
                    },
                    (row["source_id"],),
                )
                for row in kept
            ),
            Text("Ninguna conocida.", "None known."),
            printed_rows=6,
        )
    ]
    if not government.is_state:
        tables.append(_nearest(government))
    return Section("offices", Text("Oficinas y servicios", "Offices and services"), tables=tuple(tables))


def _nearest(government: Government) -> Table:
    found = services(government.connection, is_known_open=False).nearest
    # A kind without any point is there, and near nobody.
    near = {each: found.get(each.value, {}).get(government.key) for each in SERVICES}
    ids = [each[0].id for each in near.values() if each is not None]
    table = LAYER_TABLES["offices"].c
    sources = {
        row.id: row.source_id
        for row in government.connection.execute(select(table.id, table.source_id).where(table.id.in_(ids)))
    }
    rows = []
    for each, service in near.items():
        if service is not None:
            office, km = service
            rows.append(
                Row({"kind": each.label, "name": office.name, "km": round(km)}, (sources[office.id],))
            )
    return Table(
        Text("El servicio más cercano de cada clase", "The nearest service of each kind"),
        (
            Column("kind", Text("Clase", "Kind")),
            Column("name", Text("Nombre", "Name")),
            Column("km", Text("Distancia", "Distance"), "km"),
        ),
        tuple(rows),
        Text("Ninguno tiene punto conocido.", "None has a known point."),
    )


def migration(government: Government) -> Section:
    """How intense migration to the United States is, and the corridors that begin or pass here."""
    return Section(
        "migration",
        Text("Migración", "Migration"),
        facts=() if government.is_state else tuple(_intensity(government)),
        tables=(_corridors(government),),
    )


def _intensity(government: Government) -> list[Fact]:
    intensity = government.thematic("migration_intensity_2020")
    title = Text("Intensidad migratoria a EUA, 2020", "Intensity of migration to the US, 2020")
    if intensity is None:
        return [_absent(government, "migration_intensity_2020", "intensity_degree", title)]
    source = (str(intensity["source_id"]),)
    facts = [
        Fact(
            title=title,
            value=label("migration_intensity_2020", "intensity_degree", intensity["intensity_degree"]),
            note=Text("Grado según CONAPO.", "Degree by CONAPO."),
            sources=source,
        ),
        Fact(
            title=Text("Viviendas que reciben remesas", "Homes that receive remittances"),
            value=intensity["remittance_dwellings_pct"],
            unit="%",
            sources=source,
        ),
    ]
    remittances = government.thematic("remittances")
    if remittances is not None:
        facts.append(
            Fact(
                title=Text("Remesas, últimos cuatro trimestres", "Remittances, latest four quarters"),
                value=remittances["latest_four_quarters_musd"],
                unit="M USD",
                sources=(str(remittances["source_id"]),),
            )
        )
    return facts


def _absent(government: Government, layer_id: str, name: str, title: Text) -> Fact:
    layer = BY_ID[layer_id]
    if layer_id not in government.loaded:
        return Fact(title=title, value=None, absent=what_to_load(layer, f"{layer_id}.{name}"))
    gone = Text(
        f"«{layer.title.es}» no trae este municipio.", f"“{layer.title.en}” does not hold this municipality."
    )
    return Fact(title=title, value=None, absent=gone)


def _corridors(government: Government) -> Table:
    table = LAYER_TABLES["corridors"].c
    origin = "origin_cve_ent" if government.is_state else "origin_cvegeo"
    told = government.rows("corridors", or_(table[origin] == government.key, table.route.is_not(None)))
    passes = _passes(government)
    found = [row for row in told if row[origin] == government.key or passes(row["route"])]
    found.sort(key=lambda row: (row["kind"], -(row["year"] or 0), -(row["magnitude"] or 0), row["id"]))
    return Table(
        Text("Corredores migratorios", "Migration corridors"),
        (
            Column("kind", Text("Clase", "Kind")),
            Column("destination", Text("Destino", "Destination")),
            Column("magnitude", Text("Magnitud", "Magnitude")),
            Column("unit", Text("Unidad", "Unit")),
            Column("year", Text("Año", "Year"), is_year=True),
        ),
        tuple(_corridor(row) for row in found),
        Text("Ninguno conocido que empiece o pase aquí.", "None known that begins or passes here."),
        printed_rows=6,
    )


def _passes(government: Government) -> Callable[[str | None], bool]:
    """Whether a route as published passes a government."""
    if not government.is_state:
        return lambda route: government.key in municipalities_on(route)
    states = LAYER_TABLES["states"].c
    rows = government.connection.execute(select(states.cve_ent, states.name).order_by(states.cve_ent))
    names = StateNames([(code, name) for code, name in rows])
    return lambda route: government.key in states_on(route, names)


def _corridor(row: Mapping[str, Any]) -> Row:
    return Row(
        {
            "kind": label("corridors", "kind", row["kind"]),
            "destination": place(
                row["destination_city"], row["destination_admin1"], row["destination_country"]
            ),
            "magnitude": row["magnitude"],
            "unit": label("corridors", "unit", row["unit"]),
            "year": row["year"],
        },
        (row["source_id"],),
    )
