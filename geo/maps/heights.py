"""Columns on a map: where they stand, and how high, by a number of the rows of an answer."""

from __future__ import annotations

from dataclasses import dataclass

import shapely.geometry

from geo.declarations import Field, FieldType, Text
from geo.maps.drawn import Shape
from geo.maps.reading import Contents
from geo.questions.question import BadParameter

HIGHEST_METRES = 400_000.0
"""Of the highest column: seen well from above a country, and not higher than the country is wide."""

_PREFERRED = ("activity_index", "agreement_count", "priority", "score", "similarity", "value", "degree")
"""Columns that say what a question is about, the first that it has; else its first number."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One column: where it stands, how high in metres, the number behind that, and whose it is."""

    lonlat: tuple[float, float]
    metres: float
    number: float
    shape: Shape


def column_of(contents: Contents, name: str | None) -> Field | None:
    """The column of that name, or the one that says most; None where the rows have no number.

    :raises BadParameter: for a name that is no number of the answer.
    """
    numbers = {
        column.name: column
        for column in contents.columns
        if column.type in {FieldType.INTEGER, FieldType.REAL} and column.name not in {"lon", "lat"}
    }
    if name is not None and name not in numbers:
        reason = Text(
            f"no es un número de la respuesta; los hay: {', '.join(numbers)}",
            f"is no number of the answer; there are: {', '.join(numbers)}",
        )
        raise BadParameter("height", name, reason, tuple(numbers))
    if name is not None:
        return numbers[name]
    preferred = next((each for each in _PREFERRED if each in numbers), None)
    return numbers[preferred] if preferred else next(iter(numbers.values()), None)


def bars(contents: Contents, column: Field | None) -> list[Bar]:
    """A column for each area or point whose first row has a number above zero, the highest of one height."""
    found = []
    for shape in (*contents.areas, *contents.points) if column else ():
        rows = contents.rows.get(shape.key or "", ())
        number = rows[0].get(column.name) if rows and column else None
        if isinstance(number, int | float) and not isinstance(number, bool) and number > 0:
            inside = shapely.geometry.shape(shape.geometry).representative_point()
            found.append((float(number), (inside.x, inside.y), shape))
    highest = max((number for number, _, _ in found), default=1.0)
    return [Bar(place, HIGHEST_METRES * number / highest, number, shape) for number, place, shape in found]
