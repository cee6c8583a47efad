"""What a reader of a network must bear in mind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from geo.declarations import Text
from geo.questions.known_agreements import caveats as of_agreements
from geo.questions.partner_network.places import Place
from geo.questions.partner_network.reading import Network
from geo.tables import LAYER_TABLES


def caveats(connection: Connection, asked: Mapping[str, Any], found: Network) -> tuple[Text, ...]:
    """Of the records, of who is missing, of the centre and of the path that was asked for."""
    told = [] if not asked["ego"] else _of_centre(found, asked["ego"])
    if asked["path_from"] is not None:
        told += _of_path(found, asked)
    told += of_agreements(found.agreements, asked)
    unplaced = sum(found.places[key].lon is None for key in found.graph)
    if unplaced:
        told.append(
            Text(
                f"{unplaced} de {len(found.graph)} nodos no tienen posición conocida y no están en el mapa.",
                f"{unplaced} of {len(found.graph)} nodes have no known position and are not on the map.",
            )
        )
    return (*told, *_not_researched(connection, asked))


def _of_centre(found: Network, ego: str) -> list[Text]:
    place = found.places[ego]
    if found.graph.degree(ego):
        return [
            Text(
                "Las medidas son de la red personal y no de la red entera.",
                "The measures are those of the ego network and not of the whole network.",
            )
        ]
    if ego in found.whole:
        return [
            Text(
                f"{place.label.es} tiene acuerdos, pero en esta vista y con este peso mínimo ningún vínculo.",
                f"{place.label.en} has agreements, but in this view and with this least weight no link.",
            )
        ]
    return [_none(place)]


def _none(place: Place) -> Text:
    if not place.is_researched:
        return Text(
            f"Ninguna fuente cubre a {place.label.es}: no se ha investigado si tiene acuerdos.",
            f"No source covers {place.label.en}: whether it has agreements was not researched.",
        )
    return Text(
        f"Con estos filtros no se conoce ningún acuerdo de {place.label.es}.",
        f"Under these filters no agreement of {place.label.en} is known.",
    )


def _of_path(found: Network, asked: Mapping[str, Any]) -> list[Text]:
    start, end = found.places[asked["path_from"]], found.places[asked["path_to"]]
    if found.path is None:
        silent = [_none(each) for each in (start, end) if each.key not in found.whole]
        return [
            Text(
                f"No hay camino: ninguna cadena de contrapartes compartidas une a {start.label.es} con"
                f" {end.label.es} con estos filtros.",
                f"There is no path: no chain of shared partners joins {start.label.en} and {end.label.en}"
                " under these filters.",
            ),
            *silent,
        ]
    if found.path.equal_count == 1:
        return []
    return [
        Text(
            f"Hay {found.path.equal_count} caminos igual de cortos; se da el primero en orden de claves.",
            f"There are {found.path.equal_count} paths as short; the first in order of keys is given.",
        )
    ]


def _not_researched(connection: Connection, asked: Mapping[str, Any]) -> list[Text]:
    """The states asked about of whose municipalities no source tells: their absence says nothing."""
    if asked["level"] == "state" or asked["ego"] is not None:
        return []
    states = LAYER_TABLES["states"].c
    wanted = select(states.name).where(states.research == "not_researched").order_by(states.cve_ent)
    if asked["state"]:
        wanted = wanted.where(states.cve_ent.in_(asked["state"]))
    names = connection.execute(wanted).scalars().all()
    if not names:
        return []
    listed = ", ".join(names)
    return [
        Text(
            f"No investigado: ninguna fuente cubre los acuerdos de los municipios de {listed}; que falten en"
            " la red no dice que no los tengan.",
            f"Not researched: no source covers the agreements of the municipalities of {listed}; that they"
            " are missing from the network does not say that they have none.",
        )
    ]
