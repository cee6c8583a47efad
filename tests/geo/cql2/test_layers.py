"""Filters on layers: partial dates and years as the time they cover, lists, boxes, shared geometry."""

from collections.abc import Iterator

import pytest
import shapely
from sqlalchemy import Connection, Integer, LargeBinary, insert, literal, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql.elements import ColumnElement

from geo.cql2 import TypeMismatch, queryables, where
from geo.declarations import Field, FieldType, GeometryKind, Layer, Text
from geo.engines.filter_constructs import geometry_from_wkb
from geo.layers import CORE_LAYERS, layer_named
from geo.layers.provenance import REGISTER_LICENCE
from geo.tables import geometry_table_of, table_of
from tests.conftest import EngineKind
from tests.geo.cql2.conftest import open_engine

WORD = Text("palabra", "word")
DATED = Layer(
    id="dated",
    title=WORD,
    description=WORD,
    key="id",
    licence=REGISTER_LICENCE,
    geometry=GeometryKind.POINT,
    fields=(
        Field(name="id", type=FieldType.TEXT, title=WORD, is_required=True),
        Field(name="signed_date", type=FieldType.TEXT, title=WORD, pattern=r"\d{4}(-\d{2}(-\d{2})?)?"),
        Field(name="signed_year", type=FieldType.INTEGER, title=WORD),
        Field(name="quarter", type=FieldType.TEXT, title=WORD, pattern=r"\d{4}-Q[1-4]"),
        Field(name="note", type=FieldType.TEXT, title=WORD),
        Field(name="themes", type=FieldType.TEXT_LIST, title=WORD),
    ),
)
ROWS = (
    ("year", "2013", 2013, "2013-Q1", None, ["culture"], (-99.0, 19.0)),
    ("month", "2013-02", 2013, "2013-Q2", "2013", ["culture", "water"], (-100.0, 25.0)),
    ("leap", "2012-02", 2012, "2012-Q3", "", [], (-117.0, 32.5)),
    ("century", "1900-02", 1900, "1900-Q4", "x", ["water"], None),
    ("day", "2013-02-28", 2014, None, "y", ["trade"], (-99.0, 19.0)),
    ("none", None, None, None, None, [], None),
)


@pytest.fixture(scope="module")
def dated(engine_kind: EngineKind, store_url: str) -> Iterator[Connection]:
    """A layer of a user's own, with its rows."""
    engine = open_engine(engine_kind, store_url)
    table = table_of(DATED)
    with engine.begin() as connection:
        table.create(connection)
        for row in ROWS:
            values = dict(zip((field.name for field in DATED.fields), row, strict=False))
            values["feature_properties"] = "{}"
            if (point := row[-1]) is not None:
                wkb = literal(shapely.to_wkb(shapely.Point(*point)), LargeBinary())
                values |= {"west": point[0], "south": point[1], "east": point[0], "north": point[1]}
                values["geom"] = geometry_from_wkb(wkb, literal(4326, Integer()))
            connection.execute(insert(table).values(values))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.mark.parametrize(
    ("expression", "ids"),
    [
        ("T_INTERSECTS(signed_date, DATE('2013-02-28'))", {"year", "month", "day"}),
        ("T_INTERSECTS(signed_date, DATE('2013-02-27'))", {"year", "month"}),
        ("T_INTERSECTS(signed_date, DATE('2012-02-29'))", {"leap"}),
        ("T_INTERSECTS(signed_date, TIMESTAMP('1900-02-28T23:59:59Z'))", {"century"}),
        ("T_EQUALS(signed_date, INTERVAL('2013-01-01', '2013-12-31'))", {"year"}),
        ("T_EQUALS(signed_date, INTERVAL('2013-02-01', '2013-02-28'))", {"month"}),
        ("T_EQUALS(signed_date, INTERVAL('2012-02-01', '2012-02-29'))", {"leap"}),
        ("T_EQUALS(signed_date, INTERVAL('1900-02-01', '1900-02-28'))", {"century"}),
        ("T_DURING(signed_date, INTERVAL('2012-12-31', '2014-01-01'))", {"year", "month", "day"}),
        ("T_AFTER(signed_date, DATE('2012-12-31'))", {"year", "month", "day"}),
        ("T_BEFORE(signed_date, signed_year)", {"day"}),
        ("T_DURING(signed_date, INTERVAL(signed_year, signed_year))", {"month", "leap", "century"}),
        ("T_STARTEDBY(signed_year, quarter)", {"year"}),
        ("T_CONTAINS(signed_year, quarter)", {"month", "leap"}),
        ("T_FINISHEDBY(signed_year, quarter)", {"century"}),
        ("signed_date = DATE('2013-02-28')", {"day"}),
        ("signed_date <= DATE('2013-02-28')", {"month", "leap", "century", "day"}),
        ("signed_date >= DATE('2013-02-01')", {"month", "day"}),
        ("signed_date < DATE('2013-01-01')", {"leap", "century"}),
        ("signed_date > TIMESTAMP('2013-01-31T23:59:59Z')", {"month", "day"}),
        ("quarter = INTERVAL('2013-04-01', '..')", None),
        ("T_EQUALS(quarter, INTERVAL('2013-04-01', '2013-06-30'))", {"month"}),
        ("signed_date = '2013'", {"year"}),
        ("signed_date LIKE '2013-%'", {"month", "day"}),
        ("signed_year > 2012.5", {"year", "month", "day"}),
        ("signed_year >= DATE('2013-01-01')", {"year", "month", "day"}),
        ("year(signed_date) = 2013", {"year", "month", "day"}),
        ("year(quarter) = signed_year", {"year", "month", "leap", "century"}),
        ("T_AFTER(note, DATE('2013-01-01'))", None),
        ("T_AFTER(signed_date, '2013-01-01')", None),
        ("A_OVERLAPS(themes, ('water', 'trade'))", {"month", "century", "day"}),
        ("A_EQUALS(themes, ()) AND NOT signed_date IS NULL", {"leap"}),
        ("S_INTERSECTS(geometry, BBOX(-101, 18, -98, 26))", {"year", "month", "day"}),
        ("S_INTERSECTS(geom, BBOX(-99, 19, -99, 19))", {"year", "day"}),
        ("S_INTERSECTS(geom, BBOX(-98, 18, -101, 26))", set()),
        ("S_WITHIN(geom, POLYGON((-101 18, -98 18, -98 26, -101 26, -101 18)))", {"year", "month", "day"}),
        ("S_DISJOINT(geom, POINT(-99 19))", {"month", "leap"}),
        ("distance_km(geometry, POINT(-99.1 19)) BETWEEN 10.5 AND 10.6", {"year", "day"}),
        ("geometry IS NULL", {"century", "none"}),
    ],
)
def test_filters_of_a_layer(dated: Connection, expression: str, ids: set[str] | None) -> None:
    if ids is None:
        with pytest.raises(TypeMismatch):
            where(DATED, expression)
        return
    found = dated.execute(select(table_of(DATED).c.id).where(where(DATED, expression))).scalars()
    assert set(found) == ids


def test_an_unknown_date_is_unknown(dated: Connection) -> None:
    for expression in (
        "T_AFTER(signed_date, DATE('1800-01-01'))",
        "NOT T_AFTER(signed_date, DATE('1800-01-01'))",
    ):
        found = dated.execute(select(table_of(DATED).c.id).where(where(DATED, expression))).scalars()
        assert "none" not in set(found)


@pytest.mark.parametrize("layer", CORE_LAYERS, ids=[layer.id for layer in CORE_LAYERS])
def test_every_field_of_every_layer_can_be_asked(layer: Layer) -> None:
    schema = queryables(layer, language="es")
    assert list(schema["properties"])[: len(layer.fields)] == [field.name for field in layer.fields]
    for name in schema["properties"]:
        where(layer, f'"{name}" IS NOT NULL')
    assert ("geometry" in schema["properties"]) == (layer.geometry is not None)
    if layer.geometry is not None:
        where(layer, "geom IS NULL OR geometry IS NULL")


def _names_table(condition: ColumnElement[bool], name: str) -> bool:
    return f"{name}." in str(condition.compile(dialect=postgresql.dialect()))


def test_geometry_of_a_thematic_layer_is_that_of_the_layer_it_shares_with() -> None:
    thematic = Layer(
        id="thematic",
        title=WORD,
        description=WORD,
        key="cvegeo",
        licence=REGISTER_LICENCE,
        geometry=GeometryKind.MULTI_POLYGON,
        shares_geometry_of="municipalities",
        fields=(Field(name="cvegeo", type=FieldType.TEXT, title=WORD, is_required=True),),
    )
    condition = where(thematic, "S_INTERSECTS(geometry, POINT(-99 19)) AND cvegeo = '09015'")
    assert geometry_table_of(thematic) is table_of(layer_named("municipalities"))
    assert _names_table(condition, "municipalities")
    assert _names_table(condition, "thematic")
    assert not _names_table(where(thematic, "cvegeo = '09015'"), "municipalities")
    with pytest.raises(TypeMismatch):
        where(layer_named("states"), "distance_km(geometry, POINT(-99 19)) < 100")
    assert _names_table(where(thematic, "distance_km(geometry, POINT(-99 19)) < 100"), "municipalities")


def test_queryables_of_agreements() -> None:
    properties = queryables(layer_named("agreements"), language="en")["properties"]
    assert properties["id"] == {
        "title": "Identifier",
        "type": "string",
        "pattern": "^[^\\x00]*$",
        "x-ogc-role": "id",
    }
    assert properties["signed_year"] == {
        "title": "Year of signature",
        "type": "integer",
        "minimum": 1800,
        "maximum": 2100,
    }
    assert properties["scope"]["enum"] == ["international", "domestic"]
    assert properties["themes"]["type"] == "array"
    assert "culture" in properties["themes"]["items"]["enum"]
    assert properties["geometry"] == {
        "title": "Geometry",
        "x-ogc-role": "primary-geometry",
        "format": "geometry-point",
    }
