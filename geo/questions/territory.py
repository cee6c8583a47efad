"""Which municipalities are asked about: the parameters that questions share, and their condition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select, true

from geo.declarations import Text
from geo.layers.municipalities import LAYER as MUNICIPALITIES
from geo.layers.states import LAYER as STATES
from geo.questions.question import Parameter, ParameterType
from geo.tables import LAYER_TABLES


def _border_parameter(name: str, es: str, en: str) -> Parameter:
    return Parameter(
        name=name,
        type=ParameterType.REAL,
        title=Text(f"Hasta esta distancia de {es}", f"Up to this distance from {en}"),
        description=Text(
            f"Distancia geodésica del municipio a {es}; el Acuerdo de La Paz de 1983 toma 100 km en el"
            " norte.",
            f"Geodesic distance of the municipality from {en}; the 1983 La Paz Agreement takes 100 km in the"
            " north.",
        ),
        minimum=0,
        maximum=5000,
        unit="km",
    )


STATE = Parameter(
    name="state",
    type=ParameterType.TEXT,
    title=Text("Estado", "State"),
    description=Text(
        "Clave del estado en dos dígitos, como 02; puede repetirse.",
        "State code of two digits, such as 02; may be repeated.",
    ),
    is_multiple=True,
    pattern=STATES.field("cve_ent").pattern,
    keys_of="states",
)


def municipality_codes(name: str, title: Text, description: Text, group: Text | None = None) -> Parameter:
    """A parameter that names municipalities of the release by their codes."""
    return Parameter(
        name=name,
        type=ParameterType.TEXT,
        title=title,
        description=description,
        is_multiple=True,
        pattern=MUNICIPALITIES.field("cvegeo").pattern,
        keys_of="municipalities",
        group=group,
    )


BORDERS: tuple[Parameter, ...] = (
    _border_parameter(
        "us_border_km_max", "la frontera con Estados Unidos", "the border with the United States"
    ),
    _border_parameter(
        "south_border_km_max", "la frontera con Guatemala o Belice", "the border with Guatemala or Belize"
    ),
)


def within(parameters: Mapping[str, Any]) -> ColumnElement[bool]:
    """The condition on ``municipalities`` of the parameters :data:`STATE` and :data:`BORDERS`."""
    municipalities = LAYER_TABLES["municipalities"]
    met: list[ColumnElement[bool]] = [true()]
    if parameters["state"]:
        met.append(municipalities.c.cve_ent.in_(parameters["state"]))
    met += [
        municipalities.c[border] <= parameters[f"{border}_max"]
        for border in ("us_border_km", "south_border_km")
        if parameters[f"{border}_max"] is not None
    ]
    return and_(*met)


def municipalities(states: Sequence[str]) -> Select[tuple[str, str, str, str]]:
    """Rows (cvegeo, name, cve_ent, state_name) of the municipalities of those states, or of all, by code."""
    table = LAYER_TABLES["municipalities"].c
    wanted = select(table.cvegeo, table.name, table.cve_ent, table.state_name).order_by(table.cvegeo)
    return wanted.where(table.cve_ent.in_(states)) if states else wanted
