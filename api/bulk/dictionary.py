"""The data dictionary of a release, made from the declarations: as a Data Package and as CSV on the Web."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.bulk.contents import Contents
from api.exports.texts import place_names
from geo.declarations import Field, FieldType, GeometryKind, Layer, Licence, Text
from geo.systems import CRS84, CRS84_URI
from geo.tables import has_own_geometry

TITLE = Text("Atlas de Internacionalización Territorial", "Atlas of Territorial Internationalisation")
DELIMITER = ";"
"""Between the members of a list, as the register has them."""

_TYPES = {
    FieldType.TEXT: "string",
    FieldType.INTEGER: "integer",
    FieldType.REAL: "number",
    FieldType.BOOLEAN: "boolean",
    FieldType.TEXT_LIST: "string",
}
_DATATYPES = _TYPES | {FieldType.REAL: "double"}
_LONGITUDE = Text("Longitud (WGS 84)", "Longitude (WGS 84)")
_LATITUDE = Text("Latitud (WGS 84)", "Latitude (WGS 84)")


@dataclass(frozen=True, slots=True)
class Resource:
    """One CSV file that was written: its layer, how many bytes and rows it has, and its digest."""

    layer: Layer
    bytes: int
    rows: int
    sha256: str

    @property
    def path(self) -> str:
        """Where it is, beside the description."""
        return f"{self.layer.id}.csv"


def _pattern(field: Field) -> str | None:
    """The form of a text: its own, or that of a list whose members are words of a vocabulary."""
    if field.type is FieldType.TEXT_LIST and field.vocabulary is not None:
        word = _alternatives(field.vocabulary.values)
        return f"({word})({DELIMITER}({word}))*"
    return field.pattern


def _is_required(layer: Layer, field: Field) -> bool:
    # A list that is there may be empty, and then nothing stands in its cell.
    return field.name == layer.key or (field.is_required and field.type is not FieldType.TEXT_LIST)


def _alternatives(values: Iterable[str]) -> str:
    return "|".join(map(re.escape, values))


def _words(field: Field) -> list[dict[str, str]]:
    words = field.vocabulary.words if field.vocabulary else ()
    return [{"value": each.value, "label": each.label.es, "label_en": each.label.en} for each in words]


def _described(field: Field) -> Text:
    """Title, unit and words of a field as one sentence in each language."""

    def told(language: str) -> str:
        parts = [getattr(field.title, language)]
        if field.unit:
            parts.append(f"({field.unit})")
        if field.vocabulary:
            words = (f"{each.value} = {getattr(each.label, language)}" for each in field.vocabulary.words)
            parts.append(f"[{'; '.join(words)}]")
        return " ".join(parts)

    return Text(told("es"), told("en"))


def _places(layer: Layer) -> list[tuple[str, Text]]:
    """The columns of a point, which stand after the declared fields."""
    if not has_own_geometry(layer) or layer.geometry is not GeometryKind.POINT:
        return []
    return list(zip(place_names(CRS84), (_LONGITUDE, _LATITUDE), strict=True))


def _reference(field: Field, layer_ids: Iterable[str]) -> tuple[str, str] | None:
    """Layer and field that a field refers to, where the release holds them."""
    if not field.references:
        return None
    layer_id, _, name = field.references.partition(".")
    return (layer_id, name) if layer_id in layer_ids else None


# Data Package v1 and Table Schema, with the members of v2 that do not contradict it.


def _table_field(layer: Layer, field: Field) -> dict[str, Any]:
    pattern = _pattern(field)
    constraints: dict[str, Any] = {
        "required": _is_required(layer, field) or None,
        "unique": field.name == layer.key or None,
        "pattern": f"^({pattern})$" if pattern else None,
        "minimum": _number(field, field.minimum),
        "maximum": _number(field, field.maximum),
        "enum": list(field.vocabulary.values) if field.vocabulary and field.type is FieldType.TEXT else None,
    }
    described = _described(field)
    made: dict[str, Any] = {
        "name": field.name,
        "type": _TYPES[field.type],
        "title": field.title.es,
        "title_en": field.title.en,
        "description": described.es,
        "description_en": described.en,
        "unit": field.unit,
        "words": _words(field) or None,
        "list_delimiter": DELIMITER if field.type is FieldType.TEXT_LIST else None,
        "constraints": {name: each for name, each in constraints.items() if each is not None} or None,
    }
    return {name: each for name, each in made.items() if each is not None}


def _number(field: Field, bound: float | None) -> float | int | None:
    return int(bound) if bound is not None and field.type is FieldType.INTEGER else bound


def _place_field(name: str, title: Text) -> dict[str, Any]:
    return {"name": name, "type": "number", "title": title.es, "title_en": title.en, "unit": "°"}


def _licence(licence: Licence) -> dict[str, str]:
    made = {
        "title": licence.title.es,
        "title_en": licence.title.en,
        "attribution": licence.attribution.es,
        "attribution_en": licence.attribution.en,
    }
    # The standard wants a name or an address; terms that have neither are named by their title.
    return made | ({"path": licence.url} if licence.url else {"name": licence.title.en})


def _sources(inputs: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "title": f"{each['name']} ({each['publisher']})",
            "path": each["address"],
            "licence": each["licence"],
            "sha256": each["sha256"],
            "bytes": each["bytes"],
            "rows_in": each["rows_in"],
            "rows_loaded": each["rows_loaded"],
            "rows_rejected": each["rows_rejected"],
        }
        for each in inputs
    ]


def data_package(contents: Contents, resources: Sequence[Resource]) -> dict[str, Any]:
    """``datapackage.json``: every CSV file with its schema, keys, licence, size and digest."""
    layer_ids = {each.layer.id for each in resources}
    made = {
        "profile": "data-package",
        "name": f"atlas-territorial-{contents.release_id.replace('_', '-')}",
        "id": contents.release_id,
        "title": TITLE.es,
        "title_en": TITLE.en,
        "version": contents.release_id,
        "created": contents.created_at,
        "homepage": contents.address or None,
        "sources": _sources(contents.inputs),
        "licenses": _unique([_licence(each.layer.licence) for each in resources]),
        "resources": [_resource(each, layer_ids) for each in resources],
    }
    return {name: each for name, each in made.items() if each is not None}


def _unique(found: list[dict[str, str]]) -> list[dict[str, str]]:
    return list({tuple(sorted(each.items())): each for each in found}.values())


def _resource(resource: Resource, layer_ids: set[str]) -> dict[str, Any]:
    layer = resource.layer
    keys = []
    for field in layer.fields:
        if found := _reference(field, layer_ids):
            target = "" if found[0] == layer.id else found[0]
            keys.append({"fields": [field.name], "reference": {"resource": target, "fields": [found[1]]}})
    schema: dict[str, Any] = {
        "fields": [
            *(_table_field(layer, field) for field in layer.fields),
            *(_place_field(name, title) for name, title in _places(layer)),
        ],
        "missingValues": [""],
        "primaryKey": [layer.key],
    }
    if keys:
        schema["foreignKeys"] = keys
    made = {
        "profile": "tabular-data-resource",
        "name": layer.id,
        "path": resource.path,
        "title": layer.title.es,
        "title_en": layer.title.en,
        "description": layer.description.es,
        "description_en": layer.description.en,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": resource.bytes,
        "hash": f"sha256:{resource.sha256}",
        "rows": resource.rows,
        "crs": CRS84_URI if _places(layer) else None,
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True, "header": True},
        "licenses": [_licence(layer.licence)],
        "schema": schema,
    }
    return {name: each for name, each in made.items() if each is not None}


# CSV on the Web (W3C, Metadata Vocabulary for Tabular Data).


def _told(text: Text) -> list[dict[str, str]]:
    return [{"@value": text.es, "@language": "es"}, {"@value": text.en, "@language": "en"}]


def _csvw_column(layer: Layer, field: Field) -> dict[str, Any]:
    pattern = _pattern(field)
    words = field.vocabulary.values if field.vocabulary and field.type is FieldType.TEXT else ()
    datatype: dict[str, Any] = {"base": _DATATYPES[field.type]}
    if field.type is FieldType.TEXT_LIST and field.vocabulary is not None:
        datatype["format"] = _alternatives(field.vocabulary.values)
    elif words:
        datatype["format"] = _alternatives(words)
    elif pattern:
        datatype["format"] = pattern
    elif field.type is FieldType.BOOLEAN:
        datatype["format"] = "true|false"
    for name, bound in (("minimum", field.minimum), ("maximum", field.maximum)):
        if bound is not None:
            datatype[name] = _number(field, bound)
    made: dict[str, Any] = {
        "name": field.name,
        "datatype": datatype,
        "required": _is_required(layer, field),
        "dc:title": _told(field.title),
        "dc:description": _told(_described(field)),
    }
    if field.type is FieldType.TEXT_LIST:
        made["separator"] = DELIMITER
    if field.unit:
        made["schema:unitText"] = field.unit
    return made


def csvw(contents: Contents, resources: Sequence[Resource]) -> dict[str, Any]:
    """``csv-metadata.json``: the same as a table group of CSV on the Web."""
    layer_ids = {each.layer.id for each in resources}
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "es"}],
        "dc:title": _told(TITLE),
        "dc:identifier": contents.release_id,
        "dc:created": contents.created_at,
        "tables": [_csvw_table(each, layer_ids) for each in resources],
    }


def _csvw_table(resource: Resource, layer_ids: set[str]) -> dict[str, Any]:
    layer = resource.layer
    keys = []
    for field in layer.fields:
        if found := _reference(field, layer_ids):
            reference = {"resource": f"{found[0]}.csv", "columnReference": found[1]}
            keys.append({"columnReference": field.name, "reference": reference})
    columns = [_csvw_column(layer, field) for field in layer.fields]
    columns += [
        {"name": name, "datatype": "double", "required": False, "dc:title": _told(title)}
        for name, title in _places(layer)
    ]
    return {
        "url": resource.path,
        "dc:title": _told(layer.title),
        "dc:description": _told(layer.description),
        "dc:license": layer.licence.url or layer.licence.title.es,
        "dc:rights": _told(layer.licence.attribution),
        "tableSchema": {"columns": columns, "primaryKey": layer.key, "foreignKeys": keys},
    }
