"""Columns of answers that several questions declare in the same way."""

from __future__ import annotations

from geo.declarations import Field, FieldType, Text, Vocabulary


def text(name: str, es: str, en: str, vocabulary: Vocabulary | None = None) -> Field:
    """A column of text, of the words of a vocabulary where one is given."""
    return Field(name=name, type=FieldType.TEXT, title=Text(es, en), vocabulary=vocabulary)


def count(name: str, es: str, en: str) -> Field:
    """A column that counts."""
    return Field(name=name, type=FieldType.INTEGER, title=Text(es, en), minimum=0)


def year(name: str, es: str, en: str) -> Field:
    """A column that holds a year."""
    return Field(name=name, type=FieldType.INTEGER, title=Text(es, en))


def real(name: str, es: str, en: str, unit: str | None = None) -> Field:
    """A column that holds a number with decimals."""
    return Field(name=name, type=FieldType.REAL, title=Text(es, en), unit=unit)


def boolean(name: str, es: str, en: str) -> Field:
    """A column that says yes or no."""
    return Field(name=name, type=FieldType.BOOLEAN, title=Text(es, en))


def label() -> tuple[Field, Field]:
    """What a row is called in each language: a chart that names the column ``label`` shows the reader's."""
    return (
        text("label_es", "Nombre en español", "Name in Spanish"),
        text("label_en", "Nombre en inglés", "Name in English"),
    )


INSTRUMENT_COUNTS: tuple[Field, ...] = (
    count("hermanamiento_count", "Hermanamientos", "Twinnings"),
    count(
        "acuerdo_interinstitucional_count",
        "Acuerdos que su fuente llama interinstitucionales",
        "Agreements that their source calls inter-institutional",
    ),
    count("other_instrument_count", "Otros instrumentos", "Other instruments"),
)
"""An answer that counts agreements of several instruments shows what its count is made of."""
