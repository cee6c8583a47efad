"""Which municipalities are those of a border: parameters, and the municipalities that they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from geo.declarations import Text, Vocabulary, Word
from geo.questions.question import Parameter, ParameterType
from geo.tables import LAYER_TABLES

BORDER = Vocabulary(
    "border",
    (
        Word("north", Text("Frontera norte", "Northern border")),
        Word("south", Text("Frontera sur", "Southern border")),
    ),
)

GROUP = Text("Región fronteriza", "Border region")


def _km(name: str, es: str, en: str, remark_es: str, remark_en: str) -> Parameter:
    return Parameter(
        name=name,
        type=ParameterType.REAL,
        title=Text(f"Hasta esta distancia {es}", f"Up to this distance {en}"),
        description=Text(
            f"Distancia geodésica del contorno del municipio a la línea, si la región es por distancia."
            f" {remark_es}",
            f"Geodesic distance of the municipality's outline from the line, where the region goes by"
            f" distance. {remark_en}",
        ),
        default=100.0,
        minimum=0,
        maximum=1000,
        unit="km",
        group=GROUP,
    )


PARAMETERS = (
    Parameter(
        name="border",
        type=ParameterType.CHOICE,
        title=Text("Frontera", "Border"),
        description=Text(
            "La del norte, con Estados Unidos; la del sur, con Guatemala y Belice; o ambas.",
            "The northern one, with the United States; the southern one, with Guatemala and Belize; or both.",
        ),
        default="both",
        choices=(*BORDER.words, Word("both", Text("Ambas", "Both"))),
        group=GROUP,
    ),
    Parameter(
        name="region",
        type=ParameterType.CHOICE,
        title=Text("Qué es la región", "What the region is"),
        description=Text(
            "Municipios que tocan la línea, los que están a cierta distancia de ella, o todos los de los"
            " estados que la tocan.",
            "Municipalities that touch the line, those within a distance of it, or all those of the states"
            " that touch it.",
        ),
        default="within_km",
        choices=(
            Word("touches", Text("Los que tocan la línea", "Those that touch the line")),
            Word("within_km", Text("Los que están a cierta distancia", "Those within a distance")),
            Word("state", Text("Los de los estados fronterizos", "Those of the border states")),
        ),
        group=GROUP,
    ),
    _km(
        "north_km",
        "de Estados Unidos",
        "from the United States",
        "100 km es lo que toma el Acuerdo de La Paz de 1983.",
        "100 km is what the 1983 La Paz Agreement takes.",
    ),
    _km(
        "south_km",
        "de Guatemala o Belice",
        "from Guatemala or Belize",
        "En el sur ningún acuerdo fija una franja así; 100 km es lo mismo que en el norte, para comparar.",
        "In the south no agreement sets such a strip; 100 km is the same as in the north, to compare.",
    ),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality of the country; ``border`` is that of the region asked for, None outside it."""

    cvegeo: str
    name: str
    cve_ent: str
    state_name: str
    lon: float
    lat: float
    is_researched: bool
    border: str | None


def places(connection: Connection, asked: Mapping[str, Any]) -> list[Place]:
    """Every municipality of the country, ordered by code, told whether it belongs to the region asked for.

    One that belongs to both borders belongs to the nearer.
    """
    table = LAYER_TABLES["municipalities"].c
    rows = connection.execute(
        select(
            table.cvegeo,
            table.name,
            table.cve_ent,
            table.state_name,
            table.lon,
            table.lat,
            table.research,
            table.us_border_km,
            table.south_border_km,
            table.touches_us,
            table.touches_guatemala,
            table.touches_belize,
        ).order_by(table.cvegeo)
    ).all()
    touches = {
        "north": {row.cvegeo for row in rows if row.touches_us},
        "south": {row.cvegeo for row in rows if row.touches_guatemala or row.touches_belize},
    }
    found = []
    for row in rows:
        km = {"north": row.us_border_km, "south": row.south_border_km}
        belongs = [
            border
            for border in BORDER.values
            if asked["border"] in {border, "both"}
            and _belongs(asked, border, row.cvegeo, km, touches[border])
        ]
        found.append(
            Place(
                row.cvegeo,
                row.name,
                row.cve_ent,
                row.state_name,
                row.lon,
                row.lat,
                row.research != "not_researched",
                min(belongs, key=lambda border: km[border] if km[border] is not None else 0.0, default=None),
            )
        )
    return found


def _belongs(
    asked: Mapping[str, Any],
    border: str,
    cvegeo: str,
    km: Mapping[str, float | None],
    touching: set[str],
) -> bool:
    if asked["region"] == "touches":
        return cvegeo in touching
    if asked["region"] == "state":
        return cvegeo[:2] in {code[:2] for code in touching}
    distance = km[border]
    return distance is not None and distance <= float(asked[f"{border}_km"])
