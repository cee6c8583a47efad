"""Filters on a release of the tiny country: the boxes kept beside geometry change no answer."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, select

from geo.cql2 import where
from geo.layers import layer_named
from geo.store import Reader
from geo.tables import table_of
from tests.geo.cql2 import drawn
from tests.releases import tiny_release

MUNICIPALITIES = layer_named("municipalities")
SHAPES = (
    "POINT(-101.9 22.1)",
    "POINT(-101.8 22)",
    "POINT(0 0)",
    "BBOX(-102, 21.6, -101.5, 22.1)",
    "BBOX(-101.9, 21.9, -101.9, 21.9)",
    "BBOX(170, -90, -101.5, 90)",
    "LINESTRING(-102.5 22.1, -101 22.1)",
    "MULTIPOINT(-101.9 22.1, -101.15 21.95)",
    "POLYGON((-102.1 20.9, -101.1 20.9, -101.1 22.3, -102.1 22.3, -102.1 20.9))",
    "MULTIPOLYGON(((-102 22, -101.9 22, -101.9 22.1, -102 22)), ((-101.2 21, -101 22, -101 21, -101.2 21)))",
    "GEOMETRYCOLLECTION(POINT(-101.9 22.1), LINESTRING(-101.5 21.1, -101.3 21.1))",
)


@pytest.fixture(scope="module")
def release(store_url: str) -> Iterator[Connection]:
    """A connection to the tiny country's release, once for each engine."""
    reader = Reader(tiny_release(store_url))
    with reader.connection() as opened:
        yield opened
    reader.close()


@pytest.mark.parametrize("name", drawn.SPATIAL)
def test_boxes_change_no_answer(release: Connection, name: str) -> None:
    """The same filter on the layer, which uses the boxes, and on its table alone, which does not."""
    table = table_of(MUNICIPALITIES)
    answered = 0
    for shape in SHAPES:
        if shape.startswith("GEOMETRYCOLLECTION") and name in {"s_crosses", "s_overlaps"}:
            continue
        for text in (f"{name}(geom, {shape})", f"{name}({shape}, geom)", f"NOT {name}(geom, {shape})"):
            by_layer = set(
                release.execute(select(table.c.cvegeo).where(where(MUNICIPALITIES, text))).scalars()
            )
            by_table = set(release.execute(select(table.c.cvegeo).where(where(table, text))).scalars())
            assert by_layer == by_table, text
            answered += len(by_layer)
    assert answered


def test_a_filter_of_several_kinds(release: Connection) -> None:
    table = table_of(MUNICIPALITIES)
    text = (
        "agreement_count > 0 AND ACCENTI(CASEI(name)) LIKE '%e%' AND NOT is_island"
        " AND S_WITHIN(geometry, BBOX(-103, 21.9, -101, 23))"
        " AND distance_km(geometry, POINT(-101.9 22.1)) < 30"
    )
    found = release.execute(select(table.c.cvegeo).where(where(MUNICIPALITIES, text))).scalars()
    assert set(found) == {"02001", "02002"}
