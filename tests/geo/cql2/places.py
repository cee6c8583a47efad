"""A table that no layer declares, with a column of every type and few enough rows to look at."""

from dataclasses import dataclass, fields
from datetime import date as day
from datetime import datetime
from typing import Any

import shapely
from geoalchemy2 import Geometry
from shapely.geometry.base import BaseGeometry
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Double,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    insert,
    literal,
)

from geo.engines.filter_constructs import geometry_from_wkb
from geo.tables import DuckDBGeometry


def _geometry(kind: str) -> Any:
    return Geometry(kind, 4326, spatial_index=False).with_variant(DuckDBGeometry(), "duckdb")


PLACES = Table(
    "places",
    MetaData(),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text),
    Column("nameascii", String(40)),
    Column("pop_other", BigInteger),
    Column("pop_min", Integer),
    Column("height", Double),
    Column("boolean", Boolean),
    Column("date", Date),
    Column("start", DateTime),
    Column("end", DateTime),
    Column("seen", DateTime(timezone=True)),
    Column("tags", ARRAY(Text)),
    Column("codes", ARRAY(Integer)),
    Column("geom", _geometry("GEOMETRY")),
    Column("zone", _geometry("POLYGON")),
)


@dataclass(frozen=True)
class Place:
    """One row of the table."""

    id: int
    name: str | None = None
    nameascii: str | None = None
    pop_other: int | None = None
    pop_min: int | None = None
    height: float | None = None
    boolean: bool | None = None
    date: day | None = None
    start: datetime | None = None
    end: datetime | None = None
    seen: datetime | None = None
    tags: tuple[str | None, ...] | None = None
    codes: tuple[int, ...] | None = None
    geom: str | None = None
    zone: str | None = None

    def shape(self, column: str) -> BaseGeometry | None:
        """The geometry of a column."""
        text = getattr(self, column)
        return None if text is None else shapely.from_wkt(text)


at = datetime.fromisoformat
ROWS = (
    Place(
        1,
        "København",
        "Kobenhavn",
        1038288,
        1038288,
        0.5,
        True,
        day(2022, 4, 16),
        at("2022-04-16T10:13:19"),
        at("2022-04-16T10:15:10"),
        at("2022-04-16T10:13:19+00:00"),
        ("a", "b"),
        (1, 2),
        "POINT(7.02 49.92)",
        "POLYGON((5 48,9 48,9 51,5 51,5 48))",
    ),
    Place(
        2,
        "Kobenhavn",
        "Kobenhavn",
        7,
        3,
        -2.25,
        False,
        day(2021, 4, 16),
        at("2021-04-16T10:15:59"),
        at("2022-04-16T10:16:06"),
        at("2021-12-31T23:59:59.999999+00:00"),
        ("b",),
        (3,),
        "LINESTRING(0 0,4 4)",
        "POLYGON((0 0,4 0,4 4,0 4,0 0))",
    ),
    Place(
        3,
        "Straße",
        "Strasse",
        2**53 + 1,
        100,
        1e120,
        True,
        day(2023, 4, 16),
        at("2022-04-16T10:15:10"),
        at("2022-04-16T10:16:06"),
        None,
        (),
        (),
        "POLYGON((0 0,4 0,4 4,0 4,0 0))",
        "POLYGON((4 0,8 0,8 4,4 4,4 0))",
    ),
    Place(
        4,
        "STRASSE",
        "STRASSE",
        -5,
        -5,
        0.0,
        None,
        day(2022, 1, 1),
        at("2022-01-01T00:00:00"),
        at("2022-12-31T23:59:59"),
        at("2022-01-01T00:00:00+00:00"),
        None,
        None,
        "MULTIPOLYGON(((4 0,8 0,8 4,4 4,4 0)),((10 0,11 0,11 1,10 1,10 0)))",
        None,
    ),
    Place(
        5,
        "İstanbul",
        "Istanbul",
        0,
        None,
        1e-120,
        True,
        day(2022, 12, 31),
        None,
        at("2022-01-01T00:00:00"),
        None,
        ("a", None),
        (2, 2, 1),
        "POLYGON((1 1,3 1,3 3,1 3,1 1),(1.5 1.5,1.5 2.5,2.5 2.5,2.5 1.5,1.5 1.5))",
        "POLYGON((1.6 1.6,2.4 1.6,2.4 2.4,1.6 2.4,1.6 1.6))",
    ),
    Place(
        6,
        "ñandú",
        "Nandu",
        1611692,
        4,
        2.0,
        False,
        None,
        at("2022-04-16T10:13:19"),
        None,
        at("2022-04-16T12:00:00+00:00"),
        ("á", "a"),
        (9,),
        "MULTIPOINT(1 1,5 5)",
        "POLYGON((0 0,2 0,2 2,0 2,0 0))",
    ),
    Place(
        7,
        "ÑANDÚ",
        "nandu",
        3013258,
        5000000,
        10.0,
        None,
        day(2024, 2, 29),
        at("2022-04-16T10:13:18.999999"),
        at("2022-04-16T10:13:19.000001"),
        None,
        ("c", "a", "b", "a"),
        (1, 2, 3),
        "MULTILINESTRING((0 2,4 2),(4 2,8 2))",
        "POLYGON((2 -1,3 -1,3 5,2 5,2 -1))",
    ),
    Place(
        8,
        "100%",
        "100_",
        5,
        2,
        3.5,
        True,
        day(1999, 12, 31),
        at("1999-12-31T23:59:59"),
        at("2000-01-01T00:00:00"),
        at("2000-01-01T00:00:00+00:00"),
        ("x'y",),
        (-1,),
        "POINT(-180 0)",
        None,
    ),
    Place(
        9,
        "back\\slash",
        "a!b",
        2,
        2,
        -0.5,
        False,
        None,
        None,
        None,
        None,
        ("a",),
        (1,),
        "POINT(180 90)",
        "POLYGON((170 80,180 80,180 90,170 90,170 80))",
    ),
    Place(
        10,
        "",
        " ",
        1,
        1,
        1.0,
        True,
        day(2022, 4, 17),
        at("2022-04-16T00:00:00"),
        at("2022-04-17T00:00:00"),
        None,
        ("",),
        (0,),
        "LINESTRING(2 0,2 4)",
        "POLYGON((2 0,4 0,4 4,2 4,2 0))",
    ),
    Place(
        11,
        "Jose\u0301 😀\tit's",
        "Jose",
        3,
        9,
        6.25,
        False,
        day(9999, 12, 31),
        at("9999-12-31T23:59:59.999999"),
        at("9999-12-31T23:59:59.999999"),
        None,
        ("😀",),
        (5,),
        "POINT(2 2)",
        "POLYGON((0 0,10 0,10 10,0 10,0 0))",
    ),
    Place(12),
)
"""Names that differ in case or accents alone, integers beyond 2^53, reals beyond 1e100, a row of NULL."""


def create(connection: Connection) -> None:
    """Make the table and put the rows in."""
    PLACES.create(connection)
    for row in ROWS:
        values: dict[str, Any] = {field.name: getattr(row, field.name) for field in fields(row)}
        for name in ("tags", "codes"):
            values[name] = None if values[name] is None else list(values[name])
        for name in ("geom", "zone"):
            shape = row.shape(name)
            if shape is not None:
                wkb = literal(shapely.to_wkb(shape), LargeBinary())
                values[name] = geometry_from_wkb(wkb, literal(4326, Integer()))
        connection.execute(insert(PLACES).values(values))
