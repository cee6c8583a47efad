"""The box of a query."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from geo.declarations import Text
from geo.items.queries import Box
from geo.questions.question import BadParameter
from geo.systems import CRS84, OutsideSystem, System, box_in_degrees

_NUMBER = re.compile(r"[+-]?(\d{1,18}(\.\d{0,30})?|\.\d{1,30})([eE][+-]?\d{1,2})?", re.ASCII)
_NEEDS = Text(
    "debe ser oeste,sur,este,norte en grados (o con alturas: oeste,sur,abajo,este,norte,arriba);"
    " el oeste es mayor que el este si el recuadro cruza el antimeridiano",
    "must be west,south,east,north in degrees (or with heights: west,south,bottom,east,north,top);"
    " west is greater than east where the box crosses the antimeridian",
)
_NEEDS_IN_SYSTEM = Text(
    "debe ser la esquina menor y la mayor en el orden de los ejes de bbox-crs, donde ese sistema vale",
    "must be the lower and the upper corner in the order of the axes of bbox-crs, where that system holds",
)


@dataclass(frozen=True, slots=True)
class AskedBox:
    """A box in degrees, and its outline as GeoJSON where it is no box in degrees."""

    box: Box
    region: str | None


def box_of(text: str, system: System = CRS84) -> AskedBox:
    """The box of a ``bbox`` parameter; heights are read and do not count.

    :raises BadParameter: when it is none.

    >>> box_of("-117,32,-116,33").box, box_of("170,-10,0,-170,10,100").box
    ((-117.0, 32.0, -116.0, 33.0), (170.0, -10.0, -170.0, 10.0))
    """
    parts = [part.strip() for part in text.split(",")]
    needs = _NEEDS if system is CRS84 else _NEEDS_IN_SYSTEM
    if len(parts) not in {4, 6} or not all(map(_NUMBER.fullmatch, parts)):
        raise BadParameter("bbox", text, needs)
    numbers = [float(part) for part in parts]
    if not all(map(math.isfinite, numbers)):
        raise BadParameter("bbox", text, needs)
    half = len(numbers) // 2
    try:
        box, region = box_in_degrees((*numbers[:2], *numbers[half : half + 2]), system)  # type: ignore[arg-type]
    except OutsideSystem:
        raise BadParameter("bbox", text, needs) from None
    return AskedBox(box, region)
