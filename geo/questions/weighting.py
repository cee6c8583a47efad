"""Who counts as a neighbour in an answer: the parameters that questions share, and the weights they mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from geo.declarations import Text, Word
from geo.geodesy import TOUCH_M
from geo.questions.question import BadParameter, Parameter, ParameterType
from geo.statistics.spatial_weights import Weights, distance_band, from_pairs, k_nearest
from geo.tables import CONTIGUITY, LAYER_TABLES

Codes = NDArray[np.str_]

GROUP = Text("Vecinos", "Neighbours")

PARAMETERS = (
    Parameter(
        name="weights",
        type=ParameterType.CHOICE,
        title=Text("Quién es vecino", "Who is a neighbour"),
        description=Text(
            "Contiguos: los que se tocan, aunque sea en una esquina (tolerancia de 1 m). Los más cercanos y"
            " los que están a cierta distancia se miden entre puntos interiores, sobre el elipsoide.",
            "Contiguous: those that touch, be it in one corner (tolerance of 1 m). The nearest ones and those"
            " within a distance are measured between points inside, on the ellipsoid.",
        ),
        default="queen",
        choices=(
            Word("queen", Text("Contiguos (reina)", "Contiguous (queen)")),
            Word("k_nearest", Text("Los k más cercanos", "The k nearest")),
            Word("distance_band", Text("A cierta distancia", "Within a distance")),
        ),
        group=GROUP,
    ),
    Parameter(
        name="k",
        type=ParameterType.INTEGER,
        title=Text("Cuántos cercanos", "How many nearest"),
        description=Text(
            "Vecinos de cada municipio si se eligen los k más cercanos.",
            "Neighbours of each municipality where the k nearest are chosen.",
        ),
        default=6,
        minimum=1,
        maximum=3000,
        unit="municipalities",
        group=GROUP,
    ),
    Parameter(
        name="km",
        type=ParameterType.REAL,
        title=Text("Distancia entre vecinos", "Distance between neighbours"),
        description=Text(
            "Distancia geodésica hasta la que son vecinos, si se elige a cierta distancia.",
            "Geodesic distance up to which they are neighbours, where within a distance is chosen.",
        ),
        default=50.0,
        minimum=1,
        maximum=500,
        unit="km",
        group=GROUP,
    ),
)


def weights_of(connection: Connection, asked: Mapping[str, Any], codes: Codes) -> Weights:
    """The neighbours among those municipalities, in the order of their codes; all others count for nothing.

    :raises BadParameter: when as many nearest are asked for as there are municipalities, or more.
    """
    if asked["weights"] == "queen":
        return contiguous(connection, codes)
    points = _points(connection, codes)
    if asked["weights"] == "distance_band":
        return distance_band(points, asked["km"])
    if asked["k"] >= len(codes):
        reason = Text(
            f"debe ser menor que los municipios que se comparan, que son {len(codes)}",
            f"must be less than the municipalities that are compared, which are {len(codes)}",
        )
        raise BadParameter("k", str(asked["k"]), reason)
    return k_nearest(points, asked["k"])


def contiguous(connection: Connection, codes: Codes) -> Weights:
    """The neighbours by Queen contiguity among those municipalities, as the release measured it."""
    place = {code: index for index, code in enumerate(codes.tolist())}
    pair = CONTIGUITY.c
    touching = connection.execute(
        select(pair.cvegeo, pair.neighbor_cvegeo)
        .where(pair.cvegeo < pair.neighbor_cvegeo)
        .order_by(pair.cvegeo, pair.neighbor_cvegeo)
    ).all()
    pairs = [(place[one], place[other]) for one, other in touching if one in place and other in place]
    ends = np.array(pairs, dtype=np.intp).reshape(-1, 2)
    return from_pairs(len(codes), ends[:, 0], ends[:, 1])


def _points(connection: Connection, codes: Codes) -> NDArray[np.float64]:
    table = LAYER_TABLES["municipalities"].c
    rows = connection.execute(select(table.cvegeo, table.lon, table.lat).order_by(table.cvegeo)).all()
    wanted = set(codes.tolist())
    return np.array([(lon, lat) for code, lon, lat in rows if code in wanted], dtype=np.float64)


def described(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What an answer says of its neighbours."""
    if asked["weights"] == "queen":
        return {"weights": "queen", "tolerance_m": TOUCH_M}
    measured = {"distances": "geodesic between points inside, GRS80"}
    name = "k" if asked["weights"] == "k_nearest" else "km"
    return {"weights": asked["weights"], name: asked[name], **measured}
