"""The box of a query."""

from __future__ import annotations

import math
import re

from geo.declarations import Text
from geo.queries import Box
from geo.questions.question import BadParameter

_NUMBER = re.compile(r"[+-]?(\d{1,18}(\.\d{0,30})?|\.\d{1,30})([eE][+-]?\d{1,2})?", re.ASCII)
_NEEDS = Text(
    "debe ser oeste,sur,este,norte en grados (o con alturas: oeste,sur,abajo,este,norte,arriba);"
    " el oeste es mayor que el este si el recuadro cruza el antimeridiano",
    "must be west,south,east,north in degrees (or with heights: west,south,bottom,east,north,top);"
    " west is greater than east where the box crosses the antimeridian",
)
# Stored coordinates have seven decimals.
_SLIVER = 1e-9


def box_of(text: str) -> Box:
    """The box of a ``bbox`` parameter; heights are read and do not count.

    :raises BadParameter: when it is none.

    >>> box_of("-117,32,-116,33"), box_of("170,-10,0,-170,10,100")
    ((-117.0, 32.0, -116.0, 33.0), (170.0, -10.0, -170.0, 10.0))
    """
    parts = [part.strip() for part in text.split(",")]
    if len(parts) not in {4, 6} or not all(map(_NUMBER.fullmatch, parts)):
        raise BadParameter("bbox", text, _NEEDS)
    numbers = [float(part) for part in parts]
    half = len(numbers) // 2
    (west, south), (east, north) = numbers[:2], numbers[half : half + 2]
    is_on_earth = max(abs(west), abs(east)) <= 180 and -90 <= south <= north <= 90
    if not is_on_earth or not all(map(math.isfinite, numbers)):
        raise BadParameter("bbox", text, _NEEDS)
    # PostGIS finds nothing with a polygon that has no area.
    wider, higher = (_SLIVER if low == high else 0.0 for low, high in ((west, east), (south, north)))
    return (west - wider, south - higher, east + wider, north + higher)
