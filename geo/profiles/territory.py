"""Where a government is: its ground, its people, its borders and its neighbours."""

from __future__ import annotations

from sqlalchemy import func, select

from geo.declarations import Text
from geo.items import neighbours as neighbouring
from geo.layers import BY_ID
from geo.profiles.drawings import locator_map
from geo.profiles.governments import Government
from geo.profiles.records import Column, Fact, Row, Section, Table
from geo.questions.optional_indicators import what_to_load
from geo.tables import LAYER_TABLES

_BORDERS = (
    ("us_border_km", Text("A la frontera con Estados Unidos", "To the border with the United States")),
    (
        "south_border_km",
        Text("A la frontera con Guatemala o Belice", "To the border with Guatemala or Belize"),
    ),
)


def section(government: Government) -> Section:
    """The ground of a government; a state has no neighbours here, its municipalities have."""
    row = government.row
    facts = [
        Fact(title=Text("Superficie", "Area"), value=round(float(row["area_km2"])), unit="km²"),
        _people(government),
    ]
    if government.is_state:
        facts.append(Fact(title=Text("Municipios", "Municipalities"), value=row["municipality_count"]))
    else:
        facts += [
            Fact(title=title, value=round(float(row[name])), unit="km")
            for name, title in _BORDERS
            if row[name] is not None
        ]
    return Section(
        "territory",
        Text("Territorio", "Territory"),
        facts=tuple(facts),
        tables=() if government.is_state else (_neighbours(government),),
        drawing=locator_map(government),
        drawing_title=Text(
            f"Mapa de {government.name} en su estado; más oscuros, los que tienen acuerdos conocidos.",
            f"Map of {government.name} in its state; darker, those with known agreements.",
        ),
    )


def _people(government: Government) -> Fact:
    title = Text("Población, 2020", "Population, 2020")
    layer = BY_ID["census_2020"]
    if layer.id not in government.loaded:
        return Fact(title=title, value=None, absent=what_to_load(layer, "census_2020.population_count"))
    census, towns = LAYER_TABLES["census_2020"], LAYER_TABLES["municipalities"]
    mine = towns.c.cve_ent == government.key if government.is_state else towns.c.cvegeo == government.key
    people, source = government.connection.execute(
        select(func.sum(census.c.population_count), func.min(census.c.source_id))
        .join_from(census, towns, census.c.cvegeo == towns.c.cvegeo)
        .where(mine)
    ).one()
    if people is None:
        gone = Text("El censo no trae este municipio.", "The census does not hold this municipality.")
        return Fact(title=title, value=None, absent=gone)
    return Fact(title=title, value=int(people), sources=(source,))


def _neighbours(government: Government) -> Table:
    found = government.connection.execute(neighbouring.neighbours(government.key)).all()
    return Table(
        Text("Municipios vecinos", "Neighbouring municipalities"),
        (
            Column("name", Text("Municipio", "Municipality")),
            Column("state", Text("Estado", "State")),
            Column("shared_km", Text("Límite común", "Shared boundary"), "km"),
            Column("agreement_count", Text("Acuerdos conocidos", "Known agreements")),
        ),
        tuple(
            Row(
                {
                    "name": each.name,
                    "state": each.state,
                    "shared_km": round(each.shared_km, 1),
                    "agreement_count": each.agreement_count,
                }
            )
            for each in found
        ),
        Text("No toca a ningún otro municipio.", "It touches no other municipality."),
        printed_rows=6,
    )
