"""What the declarations forbid does not reach a store: field and row are named."""

from typing import Any

import pyarrow as pa
import pytest
import shapely
from sqlalchemy import Table

from etl.frames import BadFrame, Frame, arrow_table, checked, schema_of
from geo.layers import LAYERS, layer_named
from geo.tables import CONTIGUITY, LAYER_TABLES, METADATA

SOURCES = layer_named("sources")
GOOD: dict[str, list[Any]] = {
    "id": ["src-1", "src-2"],
    "title": ["A", "B"],
    "url": [None, "https://example.org"],
    "date": [None, "2020"],
    "retrieved": ["2026-11-20", "2026-11-20"],
    "record_count": [1, 2],
}


def test_a_frame_that_fits_passes_unchanged() -> None:
    assert checked(SOURCES, GOOD) is GOOD


@pytest.mark.parametrize(
    ("field", "values", "row", "reason"),
    [
        ("title", ["A", None], "src-2", "title is missing"),
        ("record_count", [0, 1], "src-1", "outside 1 to"),
        ("record_count", [1.5, 1], "src-1", "is not integer"),
        ("record_count", [True, 1], "src-1", "is not integer"),
        ("id", ["src-1", "src-1"], "src-1", "repeated key"),
    ],
)
def test_field_and_row_are_named(field: str, values: list[Any], row: str, reason: str) -> None:
    with pytest.raises(BadFrame, match=reason) as error:
        checked(SOURCES, {**GOOD, field: values})
    assert (error.value.table, error.value.field, error.value.row) == ("sources", field, row)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_is_not_a_measure(number: float) -> None:
    borders = layer_named("borders")
    frame: Frame = {
        "id": ["us"],
        "country": ["US"],
        "name_es": ["Norte"],
        "name_en": ["North"],
        "length_km": [number],
    }
    with pytest.raises(BadFrame, match="length_km"):
        checked(borders, frame)


def test_a_missing_field_is_named() -> None:
    with pytest.raises(BadFrame, match="record_count is missing"):
        checked(SOURCES, {name: values for name, values in GOOD.items() if name != "record_count"})


@pytest.mark.parametrize("name", ["shared_km", "colour"])
def test_columns_are_exactly_those_of_the_table(name: str) -> None:
    frame = {"cvegeo": ["01001"], "neighbor_cvegeo": ["01002"], "shared_km": [1.0]}
    spoilt = {**frame, "colour": ["red"]} if name == "colour" else {"cvegeo": [], "neighbor_cvegeo": []}
    with pytest.raises(BadFrame, match=name):
        arrow_table(CONTIGUITY, spoilt)


def test_a_value_of_another_type_is_named_by_its_row() -> None:
    frame = {"cvegeo": ["01001"] * 2, "neighbor_cvegeo": ["01002", "01003"], "shared_km": [1.0, "far"]}
    with pytest.raises(BadFrame, match="shared_km") as error:
        arrow_table(CONTIGUITY, frame)
    assert error.value.row == "1"


@pytest.mark.parametrize("table", METADATA.sorted_tables, ids=lambda table: table.name)
def test_every_table_has_an_arrow_schema(table: Table) -> None:
    schema = schema_of(table)
    assert schema.names == [column.name for column in table.columns]
    assert [field.nullable for field in schema] == [column.nullable for column in table.columns]


def test_geometry_travels_as_wkb() -> None:
    schema = schema_of(LAYER_TABLES["municipalities"])
    assert schema.field("geom").type == pa.binary()
    assert {layer.id for layer in LAYERS} >= {"municipalities"}
    point = shapely.from_wkb(shapely.to_wkb(shapely.Point(-99.1, 19.4)))
    assert point == shapely.Point(-99.1, 19.4)
