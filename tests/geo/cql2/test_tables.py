"""Filters on tables that are not the Atlas's: columns of any type, typed by hand, reflected or not at all."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from geoalchemy2 import Geometry
from sqlalchemy import (
    ARRAY,
    CHAR,
    TIMESTAMP,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Enum,
    FromClause,
    Integer,
    MetaData,
    Numeric,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    Uuid,
    column,
    select,
    table,
    text,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import NullType, UserDefinedType

from geo.cql2 import BadLiteral, BadSyntax, TooComplex, UnknownProperty, where, where_tree
from tests.conftest import EngineKind
from tests.geo.cql2.conftest import open_engine
from tests.geo.cql2.drawn import op, prop


class Shape(UserDefinedType[Any]):
    """A type of the reader's own that names only what DDL calls it."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "GEOMETRY(POINT)"


class Trimmed(TypeDecorator[str]):
    """Text that is trimmed on its way in."""

    impl = Text
    cache_ok = True


# "Name" is CHAR and the rows name no reference system, as imports often leave them.
_DDL = """
CREATE TABLE boats (
    id integer PRIMARY KEY, "Name" char(12), kind varchar(10), price numeric(8, 2), crew smallint,
    afloat boolean, built date, seen timestamp, heard timestamp with time zone,
    calls timestamp with time zone[], "Ports" varchar[], hull uuid, geom geometry, berth geometry)
"""
_ROWS = (
    (
        "(1, 'Ana', 'sloop', 12.30, 3, true, DATE '2001-05-06', TIMESTAMP '2020-01-01 00:00:00',"
        " TIMESTAMP WITH TIME ZONE '2020-01-01 02:00:00+02',"
        " ARRAY[TIMESTAMP WITH TIME ZONE '2020-01-01 02:00:00+02'], ARRAY['Vera Cruz', 'Ñ'],"
        " 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11',"
        " ST_GeomFromText('POINT(1 1)'), ST_GeomFromText('POLYGON((0 0,2 0,2 2,0 2,0 0))'))"
    ),
    (
        "(2, 'Zoe', 'ketch', 100, 12, false, NULL, NULL, NULL, NULL, ARRAY[]::varchar[], NULL,"
        " ST_GeomFromText('POINT(9 9)'), NULL)"
    ),
    "(3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)",
)


@pytest.fixture(scope="module")
def boats(engine_kind: EngineKind, store_url: str) -> Iterator[Connection]:
    """A connection whose session is nine hours ahead of UTC, to a database that holds the table."""
    engine = open_engine(engine_kind, store_url)
    with engine.begin() as connection:
        connection.execute(text(_DDL))
        for row in _ROWS:
            connection.execute(text(f"INSERT INTO boats VALUES {row}"))
    with engine.connect() as connection:
        connection.execute(text("SET TIME ZONE 'Asia/Tokyo'"))
        yield connection
    engine.dispose()


def _typed(geometry: Any, words: Any = Text, **types: Any) -> Table:
    chosen: dict[str, Any] = {
        "id": Integer,
        "Name": words,
        "kind": words,
        "price": Numeric(8, 2),
        "crew": SmallInteger,
        "afloat": Boolean,
        "built": Date,
        "seen": DateTime,
        "heard": DateTime(timezone=True),
        "calls": ARRAY(DateTime(timezone=True)),
        "Ports": ARRAY(String(20)),
        "hull": Uuid,
        "geom": geometry,
        "berth": geometry,
    } | types
    return Table("boats", MetaData(), *(Column(name, kind) for name, kind in chosen.items()))


TABLES: dict[str, FromClause] = {
    "GeoAlchemy's type": _typed(Geometry(srid=-1)),
    "a type of one's own": _typed(Shape()),
    "types of PostgreSQL": _typed(
        Geometry(srid=0), CHAR(12), Ports=postgresql.ARRAY(String), heard=TIMESTAMP(timezone=True)
    ),
    "decorated types": _typed(Shape(), Trimmed, Ports=ARRAY(Trimmed)),
    "another name": _typed(Shape()).alias("other"),
    "a subquery": select(_typed(Shape())).subquery("some"),
    "no table": table("boats", *(column(each.name, each.type) for each in _typed(Shape()).columns)),
}
ASKED: tuple[tuple[str, set[int]], ...] = (
    ("\"Name\" = 'Ana'", {1}),
    ("Name > 'B'", {2}),
    ("kind LIKE 's%' AND CASEI(Name) LIKE CASEI('AN%')", {1}),
    ("kind IN ('ketch', 'yawl')", {2}),
    ("price = 12.3", {1}),
    ("price * 10 = 123 AND crew div 2 = 1", {1}),
    ("crew BETWEEN 3 AND 12", {1, 2}),
    ("afloat", {1}),
    ("NOT afloat", {2}),
    ("built = DATE('2001-05-06')", {1}),
    ("seen = heard", {1}),
    ("heard IN ('2020-01-01T00:00:00Z')", {1}),
    ("T_BEFORE(heard, INTERVAL('2020-01-02', '..'))", {1}),
    ("A_CONTAINS(calls, (TIMESTAMP('2020-01-01T00:00:00Z')))", {1}),
    ("calls IS NULL", {2, 3}),
    ("A_EQUALS(Ports, ('Ñ', 'Vera Cruz'))", {1}),
    ("A_EQUALS(Ports, ())", {2}),
    ("hull = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", {1}),
    ("CASEI(hull) LIKE CASEI('A0E%')", {1}),
    ("S_INTERSECTS(geom, BBOX(0, 0, 5, 5))", {1}),
    ("S_DISJOINT(geom, POINT(1 1))", {2}),
    ("S_WITHIN(geom, berth)", {1}),
    ("S_OVERLAPS(berth, POLYGON((1 1, 3 1, 3 3, 1 3, 1 1)))", {1}),
    ("S_TOUCHES(berth, GEOMETRYCOLLECTION(POINT(2 2), LINESTRING(5 5, 6 6)))", {1}),
    ("distance_km(geom, POINT(1 2)) < 200", {1}),
    ("geom IS NULL", {3}),
)


def _found(connection: Connection, source: FromClause, expression: Any) -> set[int]:
    return set(connection.execute(select(source.c.id).where(where(source, expression))).scalars())


@pytest.mark.parametrize("source", TABLES.values(), ids=TABLES.keys())
def test_columns_of_any_type(boats: Connection, source: FromClause) -> None:
    assert {asked: _found(boats, source, asked) for asked, _ in ASKED} == dict(ASKED)


@pytest.mark.parametrize("asked", [asked for asked, _ in ASKED])
def test_conditions_are_written_out_without_parameters(boats: Connection, asked: str) -> None:
    """For a reader who has no SQLAlchemy where the statement is run."""
    source = TABLES["a type of one's own"]
    statement = select(source.c.id).where(where(source, asked))
    written = str(statement.compile(dialect=boats.dialect, compile_kwargs={"literal_binds": True}))
    assert set(boats.exec_driver_sql(written).scalars()) == dict(ASKED)[asked]


def test_a_condition_is_read_without_an_engine() -> None:
    condition = where(TABLES["another name"], "Name > 'B' AND S_WITHIN(geom, POINT(1 1))")
    assert str(condition).startswith('bytewise(other."Name") > ')


def test_a_reflected_table(boats: Connection, engine_kind: EngineKind) -> None:
    if engine_kind == "duckdb":
        pytest.skip("duckdb-engine reflects no table with SQLAlchemy 2.1")
    source = Table("boats", MetaData(), autoload_with=boats)
    assert {asked: _found(boats, source, asked) for asked, _ in ASKED} == dict(ASKED)


@pytest.mark.parametrize("name", ["geom", "geometry"])
def test_a_column_without_a_type_is_the_geometry_by_its_name(boats: Connection, name: str) -> None:
    source = _typed(NullType())
    assert _found(boats, source, f"S_INTERSECTS({name}, POINT(1 1))") == {1}
    with pytest.raises(UnknownProperty) as refused:
        where(source, "S_INTERSECTS(berth, POINT(1 1))")
    assert "berth" not in (refused.value.known or ())


def test_enumerations_compare_as_text(boats: Connection) -> None:
    source = _typed(Shape(), kind=Enum("sloop", "ketch", name="rig"))
    assert _found(boats, source, "kind < 'l' AND NOT kind = 'yawl'") == {2}
    assert _found(boats, source, "kind IN ('yawl', 'sloop')") == {1}


def test_a_column_that_is_added_later_is_known() -> None:
    source = Table("boats", MetaData(), Column("id", Integer))
    where(source, "id = 1")
    source.append_column(Column("crew", SmallInteger))
    where(source, "crew = 1")


def test_a_stated_reference_system_leaves_the_column_to_its_index() -> None:
    sql = str(
        where(_typed(Geometry("POINT", 4326)), "S_INTERSECTS(geom, POINT(1 1))").compile(
            dialect=postgresql.dialect()
        )
    )
    assert sql.startswith("ST_Intersects(boats.geom, ")


@pytest.mark.parametrize(
    "expression",
    ["Name = 'Ana' AND crew > 1", op("and", op("=", prop("Name"), "Ana"), op(">", prop("crew"), 1))],
)
def test_text_tree_and_json_say_the_same(boats: Connection, expression: Any) -> None:
    source = TABLES["a type of one's own"]
    assert _found(boats, source, expression) == {1}
    if isinstance(expression, dict):
        assert _found(boats, source, f"\n {json.dumps(expression)}") == {1}


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("{", BadSyntax),
        ('{"op": "=", "args": [1, 1]} x', BadSyntax),
        ('{"op": "=", "args": [1, NaN]}', BadLiteral),
        ('{"op": "=", "args": [1, -Infinity]}', BadLiteral),
        (f'{{"op": "=", "args": [1, {"9" * 5_000}]}}', BadLiteral),
        ('{"op": "not", "args": [' * 800 + "true" + "]}" * 800, TooComplex),
        (f'{{"op": "=", "args": ["{"x" * 20_000}", ""]}}', TooComplex),
    ],
    ids=["cut off", "continued", "no number", "infinite", "of 5,000 digits", "deep", "long"],
)
def test_json_that_is_refused(written: str, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        where(_typed(Shape()), written)


def test_a_tree_is_not_read_again() -> None:
    with pytest.raises(Exception, match="A condition is expected"):
        where_tree(_typed(Shape()), "crew = 1")


def test_instants_are_those_of_utc(boats: Connection) -> None:
    """The session is elsewhere, so that the test can fail."""
    heard = boats.execute(text("SELECT CAST(heard AS varchar) FROM boats WHERE id = 1")).scalar_one()
    assert "09:00:00" in heard
    moment = datetime(2020, 1, 1, tzinfo=UTC)
    source = TABLES["a type of one's own"]
    assert _found(boats, source, f"heard = TIMESTAMP('{moment:%Y-%m-%dT%H:%M:%SZ}')") == {1}
