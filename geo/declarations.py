"""The language in which a layer is declared: frozen data, no behaviour beyond looking things up.

Tables, frame checks, filters, tile properties, catalogue, legend and licence are derived from these
declarations and from nothing else. A translation is a required argument, so that a missing one cannot be
built.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Text:
    """One text in the two languages of the Atlas."""

    es: str
    en: str


class FieldType(StrEnum):
    """What a field holds. Codes and partial dates (``2013``, ``2013-02``) are text."""

    TEXT = "text"
    INTEGER = "integer"
    REAL = "real"
    BOOLEAN = "boolean"
    TEXT_LIST = "text_list"


class GeometryKind(StrEnum):
    """Geometry of a layer, stored in EPSG:4326."""

    POINT = "Point"
    MULTI_LINE_STRING = "MultiLineString"
    MULTI_POLYGON = "MultiPolygon"


class Direction(StrEnum):
    """Which way a number must be read when more of it is not simply more of what its title says."""

    HIGHER_IS_MORE = "higher_is_more"
    LOWER_IS_MORE = "lower_is_more"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a controlled vocabulary and how people read it."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A closed set of words; a word outside it is an error of the data, never a guess."""

    name: str
    words: tuple[Word, ...]

    @property
    def values(self) -> tuple[str, ...]:
        """The words alone, in declared order."""
        return tuple(word.value for word in self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One published property of a layer.

    ``references`` names ``layer.field``, an exact foreign key. ``is_filter`` makes a list too a parameter of
    the items, which any other field is anyway; ``in_tiles`` puts it into vector tiles; ``is_derived`` says
    that the release computes it and no source carries it. ``direction`` is written for an index or a rank,
    whose sign is its maker's choice.
    """

    name: str
    type: FieldType
    title: Text
    unit: str | None = None
    is_required: bool = False
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    vocabulary: Vocabulary | None = None
    references: str | None = None
    is_filter: bool = False
    in_tiles: bool = False
    is_derived: bool = False
    direction: Direction | None = None


RESERVED_NAMES = frozenset(
    {"bbox", "bom", "crs", "cursor", "datetime", "f", "filter", "lang", "limit", "offset", "precision"}
    | {"properties", "sortby", "v"}
)
"""Names that a field could have and that the query of items or of tiles has for something else."""


@dataclass(frozen=True, slots=True)
class LegendClass:
    """One class of a legend: equal to ``value``, or from ``minimum`` to ``maximum``, both included.

    >>> LegendClass(Text("2 a 4", "2 to 4"), "#65b0c4", minimum=2, maximum=4).minimum
    2
    """

    label: Text
    color: str
    value: str | None = None
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Legend:
    """How a layer is coloured: classes of ``field``; those with a ``value`` look at ``value_field`` first."""

    title: Text
    field: str
    classes: tuple[LegendClass, ...]
    value_field: str | None = None


@dataclass(frozen=True, slots=True)
class Licence:
    """Terms under which a layer may be used, and the words that must go with it."""

    title: Text
    attribution: Text
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """Which fields tell when an item was: years, or dates of which the month or the day may be unknown.

    Of ``start`` the first field that is known counts. Without ``end`` an item takes place within that year,
    month or day; with it, it lasts until that field says, and goes on while that is unknown.
    """

    start: tuple[str, ...]
    end: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Everything that the Atlas says about one layer.

    A thematic layer says something about the features of another: ``shares_geometry_of`` names that layer,
    whose key is its key as well and whose geometry it is drawn with.
    """

    id: str
    title: Text
    description: Text
    key: str
    fields: tuple[Field, ...]
    licence: Licence
    geometry: GeometryKind | None = None
    label_field: str | None = None
    legend: Legend | None = None
    shares_geometry_of: str | None = None
    time: Time | None = None

    def field(self, name: str) -> Field:
        """The field of that name.

        :raises KeyError: when the layer declares no such field.
        """
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"{self.id} declares no field {name!r}")

    @property
    def parameters(self) -> tuple[Field, ...]:
        """Fields that may be asked for by name in the query of the items: all that hold one value (OGC API –
        Features Part 3, /req/queryables-query-parameters/parameters), and the lists that are declared so.

        A name that the query of items has for something else is left to that; a filter can still name it.
        """
        return tuple(
            field
            for field in self.fields
            if (field.is_filter or field.type is not FieldType.TEXT_LIST) and field.name not in RESERVED_NAMES
        )

    @property
    def tile_fields(self) -> tuple[Field, ...]:
        """Fields that vector tiles carry."""
        return tuple(field for field in self.fields if field.in_tiles)
