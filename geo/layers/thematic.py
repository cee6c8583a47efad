"""What the layers share that say something about municipalities: their key, their source, their colours."""

from __future__ import annotations

from geo.declarations import Direction, Field, FieldType, LegendClass, Text, Vocabulary
from geo.layers.provenance import PROVENANCE

CVEGEO = Field(
    name="cvegeo",
    type=FieldType.TEXT,
    title=Text("Clave del municipio", "Municipality code"),
    pattern="\\d{5}",
    references="municipalities.cvegeo",
    is_required=True,
    is_filter=True,
    in_tiles=True,
)

SOURCE_ID = next(field for field in PROVENANCE if field.name == "source_id")

SERIES_ID = Field(name="id", type=FieldType.TEXT, title=Text("Identificador", "Identifier"), is_required=True)
"""Key of a layer with several rows a municipality: its code, a colon and what tells the rows apart."""

NO_DATA_COLOR = "#d9d6cf"

# From pale to dark, lightness falling evenly, so that the order is seen without telling hues apart.
RAMP = ("#f6eedc", "#f0cf9b", "#e39f5f", "#bf6338", "#7d2a21")


def percent(name: str, es: str, en: str, *, in_tiles: bool = False) -> Field:
    """A field that holds a percentage from 0 to 100."""
    return Field(
        name=name,
        type=FieldType.REAL,
        title=Text(es, en),
        unit="%",
        minimum=0,
        maximum=100,
        in_tiles=in_tiles,
    )


def count(name: str, es: str, en: str, *, in_tiles: bool = False) -> Field:
    """A field that holds how many there are of what its title names."""
    return Field(name=name, type=FieldType.INTEGER, title=Text(es, en), minimum=0, in_tiles=in_tiles)


def rank(name: str, es: str, en: str) -> Field:
    """A field that holds a place in a descending order: the first has most."""
    return Field(
        name=name,
        type=FieldType.INTEGER,
        title=Text(es, en),
        minimum=1,
        direction=Direction.LOWER_IS_MORE,
    )


def classes_of(vocabulary: Vocabulary, colors: tuple[str, ...]) -> tuple[LegendClass, ...]:
    """A legend class for each word of a vocabulary, in its order.

    >>> from geo.declarations import Word
    >>> grade = Vocabulary("grade", (Word("low", Text("Bajo", "Low")),))
    >>> [(each.value, each.color) for each in classes_of(grade, ("#ffffff",))]
    [('low', '#ffffff')]
    """
    return tuple(
        LegendClass(word.label, color, value=word.value)
        for word, color in zip(vocabulary.words, colors, strict=True)
    )
