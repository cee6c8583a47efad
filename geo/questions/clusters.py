"""The classes that a local statistic puts places into, and their colours."""

from __future__ import annotations

from geo.declarations import LegendClass, Text, Vocabulary, Word

CLUSTER = Vocabulary(
    "cluster",
    (
        Word("high_high", Text("Alto entre altos", "High among high")),
        Word("low_low", Text("Bajo entre bajos", "Low among low")),
        Word("high_low", Text("Alto entre bajos", "High among low")),
        Word("low_high", Text("Bajo entre altos", "Low among high")),
        Word("hot", Text("Punto caliente", "Hot spot")),
        Word("cold", Text("Punto frío", "Cold spot")),
        Word("joined", Text("Unido a otros más que por azar", "Joined with others beyond chance")),
        Word("uncorrected", Text("Solo sin corrección", "Only without the correction")),
        Word("not_significant", Text("No significativo", "Not significant")),
        Word("island", Text("Sin vecinos con dato", "No neighbours with a value")),
        Word("no_value", Text("Sin dato", "No value")),
    ),
)

# Blue and red of one lightness, told apart by every kind of colour vision.
_COLORS = {
    "high_high": "#b2182b",
    "low_low": "#2166ac",
    "high_low": "#f4a582",
    "low_high": "#92c5de",
    "hot": "#b2182b",
    "cold": "#2166ac",
    "joined": "#b2182b",
    "uncorrected": "#e3d48c",
    "not_significant": "#efece6",
    "island": "#c7b8dc",
    "no_value": "#b9b4ab",
}
SIGNIFICANT = {
    "local_moran": ("high_high", "low_low", "high_low", "low_high"),
    "g_star": ("hot", "cold"),
    "g": ("hot", "cold"),
    "join_count": ("joined",),
}
"""The classes of each statistic that are significant."""


def legend(statistic: str) -> tuple[LegendClass, ...]:
    """The classes that a statistic has, the significant ones first."""
    labels = {word.value: word.label for word in CLUSTER.words}
    names = (*SIGNIFICANT[statistic], "uncorrected", "not_significant", "island", "no_value")
    return tuple(LegendClass(labels[name], _COLORS[name], value=name) for name in names)
