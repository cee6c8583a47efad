"""A transparent index of international activity, 0 to 3: a weighted mean of components between 0 and 1.

Each component is either present or not (an office, a law) or a count held against the count that gives it in
full. The scale and the use of an office, agreements and activity abroad follow the literature on Mexican
local diplomacy (J. Schiavon, "La diplomacia local de los gobiernos estatales en México", CIDE, 2010, and in
SRE and KAS, 2025), where 2 and more is high to very high; the components, weights and the other cuts are the
Atlas's own, and so are the halves of each band. It is not the published index and cannot be compared with it.
"""

from __future__ import annotations

from collections.abc import Mapping

from geo.declarations import Text, Vocabulary, Word

SCALE = 3

BAND = Vocabulary(
    "activity_band",
    (
        Word("none_known", Text("Nada conocido", "Nothing known")),
        Word("low", Text("Baja", "Low")),
        Word("medium", Text("Media", "Medium")),
        Word("high", Text("Alta", "High")),
        Word("very_high", Text("Muy alta", "Very high")),
    ),
)

HALF = Vocabulary(
    "activity_half",
    (
        Word("lower", Text("Mitad inferior", "Lower half")),
        Word("upper", Text("Mitad superior", "Upper half")),
    ),
)

_BANDS = (("low", 0.0, 1.0), ("medium", 1.0, 2.0), ("high", 2.0, 2.5), ("very_high", 2.5, 3.0))


def part(count: int, full_count: int) -> float:
    """A count as a part of the one that gives a component in full, never more than 1.

    >>> part(3, 12), part(30, 12), part(0, 12)
    (0.25, 1.0, 0.0)
    """
    return min(1.0, count / full_count)


def index(components: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The weighted mean of the components, times three; ``weights`` of others are left out of account.

    >>> index({"office": 1.0, "agreements": 0.25}, {"office": 1.0, "agreements": 3.0, "law": 5.0})
    1.3125

    :raises ZeroDivisionError: when the weights of the components add up to nothing.
    """
    total = sum(weights[name] for name in components)
    return SCALE * sum(weights[name] * value for name, value in components.items()) / total


def band(value: float) -> tuple[str, str | None]:
    """The band of an index and its half; a cut belongs to the band above it, and 0 is in no band.

    >>> band(0.0), band(0.49), band(1.0)
    (('none_known', None), ('low', 'lower'), ('medium', 'lower'))
    >>> band(2.0), band(2.25), band(3.0)
    (('high', 'lower'), ('high', 'upper'), ('very_high', 'upper'))
    """
    if value <= 0:
        return "none_known", None
    name, least, most = next(each for each in reversed(_BANDS) if value >= each[1])
    return name, "lower" if value < (least + most) / 2 else "upper"
