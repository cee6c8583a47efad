"""The TOML file that declares a user's own layer, as a declaration of the Atlas."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from etl.own_layers.errors import BadLayer
from etl.own_layers.values import Values
from etl.published.records import PublishedFile, Source
from etl.rasters.zonal import STATISTICS
from geo.declarations import (
    RESERVED_NAMES,
    Direction,
    Field,
    FieldType,
    GeometryKind,
    Layer,
    Legend,
    LegendClass,
    Licence,
    Text,
)
from geo.layers import BY_ID
from geo.layers.thematic import CVEGEO, SOURCE_ID
from geo.tables import METADATA

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_TYPES = {"text": FieldType.TEXT, "integer": FieldType.INTEGER, "real": FieldType.REAL}
_GEOMETRIES = {
    "point": GeometryKind.POINT,
    "line": GeometryKind.MULTI_LINE_STRING,
    "polygon": GeometryKind.MULTI_POLYGON,
}
_RESERVED = RESERVED_NAMES | (
    {"id", "cvegeo", "source_id", "geom", "feature_properties", "feature_geometry", "search_key"}
    | {"west", "south", "east", "north", "q"}
)
_TOP = {
    "id", "title", "description", "file", "source", "key", "table", "geometry", "label", "raster", "fields",
    "legend",
}  # fmt: skip
_SOURCE = {"title", "publisher", "licence", "licence_url", "attribution", "url", "date"}
_KEY = {"cvegeo", "state", "municipality"}
_TABLE = {"encoding", "delimiter", "sheet", "header_line", "ignored", "restores_zeros"}
_RASTER = {"variable", "threshold", "weights", "nodata", "valid_range"}
_FIELD = {
    "name", "column", "type", "title", "unit", "minimum", "maximum", "direction", "is_filter", "statistic",
    "band", "time",
}  # fmt: skip
_CLASS = {"label", "color", "value", "minimum", "maximum"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RasterPlan:
    """How a raster is read: for each field a statistic and a band, by its number or by its time."""

    variable: str | None
    threshold: float | None
    weights: str | None
    nodata: float | None
    valid_range: tuple[float, float] | None
    asked: Mapping[str, tuple[str, int | str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLayer:
    """A layer as its owner declares it, and where its values are.

    ``columns`` maps fields to the columns of the file; ``key`` maps ``cvegeo``, or ``state`` and
    ``municipality``, to theirs, and is empty where the file brings its own geometry or is a raster.
    """

    layer: Layer
    source: Source
    file: str
    key: Mapping[str, str]
    columns: Mapping[str, str]
    raster: RasterPlan | None = None
    encodings: tuple[str, ...] = ("utf-8-sig", "cp1252")
    delimiter: str = ","
    sheet: str | None = None
    header_line: int = 1
    ignored: frozenset[str] = frozenset()
    restores_zeros: bool = False

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that its owner declares."""
        return tuple(each for each in self.layer.fields if each.name not in {"id", "cvegeo", "source_id"})


def own_layer(file: PublishedFile) -> OwnLayer:
    """The layer that a TOML file declares.

    :raises BadLayer: naming the key that is missing, unknown or wrong.
    """
    try:
        content = tomllib.loads(file.path.read_bytes().decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadLayer(file.name, f"no es TOML ({error})", f"it is no TOML ({error})") from error
    return declared(content, file.name)


def declared(content: Mapping[str, Any], name: str) -> OwnLayer:
    """The layer in what TOML gave.

    :raises BadLayer: as :func:`own_layer` says.
    """
    top = Values(name, "", content, _TOP)
    layer_id = _identifier(top, "id", frozenset(BY_ID) | frozenset(METADATA.tables))
    title = top.text_in_both("title")
    about = top.section("source", _SOURCE)
    source_title = Text(about.text("title"), about.text("title"))
    licence = Text(about.text("licence"), about.text("licence"))
    raster = top.has("raster")
    geometry = top.word("geometry", _GEOMETRIES) if top.has("geometry") else None
    key = top.texts("key", _KEY) if top.has("key") else {}
    if sum((bool(key), geometry is not None, raster)) != 1:
        raise top.wrong("key", "dé una de key, geometry o raster", "give one of key, geometry or raster")
    if key and set(key) not in ({"cvegeo"}, {"state", "municipality"}):
        raise top.wrong("key", "cvegeo, o state y municipality", "cvegeo, or state and municipality")
    fields, columns, asked = _fields(top, is_raster=raster)
    layer = Layer(
        id=layer_id,
        title=title,
        description=top.text_in_both("description") if top.has("description") else title,
        key="cvegeo" if geometry is None else "id",
        geometry=geometry or GeometryKind.MULTI_POLYGON,
        shares_geometry_of="municipalities" if geometry is None else None,
        label_field=_label(top, fields, has_geometry=geometry is not None),
        licence=Licence(
            licence,
            about.text_in_both("attribution")
            if about.has("attribution")
            else Text(about.text("title"), about.text("title")),
            about.optional("licence_url"),
        ),
        legend=_legend(top, fields),
        fields=((CVEGEO if geometry is None else _ID), *fields, SOURCE_ID),
    )
    table = top.section("table", _TABLE) if top.has("table") else Values(name, "table", {}, _TABLE)
    return OwnLayer(
        layer=layer,
        source=Source(
            id=layer_id,
            title=source_title,
            publisher=about.text("publisher"),
            licence=licence,
            page=about.optional("url") or "",
            fills=(layer_id,),
            date=about.optional("date"),
        ),
        file=top.text("file"),
        key=key,
        columns=columns,
        raster=_raster(top, asked) if raster else None,
        encodings=_encodings(table),
        delimiter=table.character("delimiter", ","),
        sheet=table.optional("sheet"),
        header_line=table.integer("header_line", 1, least=1),
        ignored=frozenset(table.text_list("ignored")),
        restores_zeros=table.boolean("restores_zeros"),
    )


_ID = Field(name="id", type=FieldType.TEXT, title=Text("Identificador", "Identifier"), is_required=True)


def _identifier(values: Values, key: str, taken: frozenset[str]) -> str:
    found = values.text(key)
    if not _NAME.fullmatch(found) or found in taken or found.endswith("_shapes"):
        raise values.wrong(
            key,
            f"«{found}» está en uso o no es un nombre (letras minúsculas sin acento, cifras y _)",
            f"«{found}» is taken or no name (lower-case letters without accents, digits and _)",
        )
    return found


def _fields(
    top: Values, *, is_raster: bool
) -> tuple[tuple[Field, ...], dict[str, str], dict[str, tuple[str, int | str]]]:
    fields: list[Field] = []
    columns: dict[str, str] = {}
    asked: dict[str, tuple[str, int | str]] = {}
    for each in top.sections("fields", _FIELD):
        name = _identifier(each, "name", _RESERVED | {field.name for field in fields})
        kind = FieldType.REAL if is_raster else each.word("type", _TYPES)
        if is_raster:
            statistic = each.word("statistic", {one: one for one in STATISTICS})
            band: int | str = each.text("time") if each.has("time") else each.integer("band", 1, least=1)
            asked[name] = (statistic, band)
        else:
            columns[name] = each.text("column")
        is_number = kind is not FieldType.TEXT
        fields.append(
            Field(
                name=name,
                type=kind,
                title=each.text_in_both("title"),
                unit=each.optional("unit"),
                minimum=each.number("minimum") if is_number else None,
                maximum=each.number("maximum") if is_number else None,
                direction=each.word("direction", {one.value: one for one in Direction})
                if each.has("direction")
                else None,
                is_filter=each.boolean("is_filter"),
                in_tiles=True,
            )
        )
    return tuple(fields), columns, asked


def _label(top: Values, fields: Sequence[Field], *, has_geometry: bool) -> str | None:
    if not top.has("label"):
        return None
    label = top.text("label")
    if not has_geometry or label not in {each.name for each in fields if each.type is FieldType.TEXT}:
        raise top.wrong(
            "label",
            "debe ser un campo de texto de una capa con geometría propia",
            "must be a field of text of a layer with geometry of its own",
        )
    return label


def _legend(top: Values, fields: Sequence[Field]) -> Legend | None:
    if not top.has("legend"):
        return None
    legend = top.section("legend", {"title", "field", "classes"})
    field = legend.word("field", {each.name: each for each in fields})
    classes = []
    for each in legend.sections("classes", _CLASS):
        color = each.text("color")
        if not _COLOR.fullmatch(color):
            raise each.wrong("color", f"«{color}» no es #rrggbb", f"«{color}» is not #rrggbb")
        label = each.text_in_both("label")
        if field.type is FieldType.TEXT:
            classes.append(LegendClass(label, color, value=each.text("value")))
        else:
            low, high = each.whole("minimum"), each.whole("maximum")
            classes.append(LegendClass(label, color, minimum=low, maximum=high))
    return Legend(legend.text_in_both("title"), field.name, tuple(classes))


def _raster(top: Values, asked: Mapping[str, tuple[str, int | str]]) -> RasterPlan:
    raster = top.section("raster", _RASTER)
    statistics = {statistic for statistic, _ in asked.values()}
    plan = RasterPlan(
        variable=raster.optional("variable"),
        threshold=raster.number("threshold"),
        weights=raster.optional("weights"),
        nodata=raster.number("nodata"),
        valid_range=raster.pair("valid_range"),
        asked=asked,
    )
    if "share_above" in statistics and plan.threshold is None:
        raise raster.wrong("threshold", "falta para share_above", "is missing for share_above")
    if "weighted_mean" in statistics and plan.weights is None:
        raise raster.wrong("weights", "falta para weighted_mean", "is missing for weighted_mean")
    return plan


def _encodings(table: Values) -> tuple[str, ...]:
    if not table.has("encoding"):
        return ("utf-8-sig", "cp1252")
    known = {"utf-8": "utf-8-sig", "cp1252": "cp1252", "latin-1": "latin-1"}
    return (table.word("encoding", known),)
