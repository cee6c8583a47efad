"""Polygons that are drawn, and keys that must be there."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.declarations import Text
from geo.questions import keys, question_named
from geo.questions.drawn import MAX_VERTICES, NotAPolygon, polygon_wkt
from geo.questions.question import BadParameter
from tests.geo.questions.conftest import National

SQUARE = "POLYGON ((-99 19, -98 19, -98 20, -99 20, -99 19))"


def test_wkt_and_geojson_are_one_polygon() -> None:
    geojson = '{"type":"Polygon","coordinates":[[[-99,19],[-98,19],[-98,20],[-99,20],[-99,19]]]}'
    assert polygon_wkt(geojson) == polygon_wkt(SQUARE)
    assert polygon_wkt(polygon_wkt(geojson)) == polygon_wkt(geojson)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "must be a polygon as WKT or GeoJSON"),
        ('{"type":"Polygon"', "must be a polygon as WKT or GeoJSON"),
        ("LINESTRING (0 0, 1 1)", "must be a polygon or a multipolygon"),
        ("POLYGON EMPTY", "must be a polygon or a multipolygon"),
        ("POLYGON ((19 -99, 19 -98, 20 -98, 19 -99))", "longitude and latitude are expected"),
        ("POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))", "is not valid"),
        ("POLYGON ((0 0, 1e-9 0, 1e-9 1e-9, 0 0))", "encloses no area"),
        (
            f"POLYGON (({', '.join(f'{i / 1e4} {i * i / 1e8}' for i in range(MAX_VERTICES + 1))}, 0 0))",
            f"more than {MAX_VERTICES} vertices",
        ),
    ],
)
def test_what_cannot_be_asked_with_says_why(text: str, reason: str) -> None:
    with pytest.raises(NotAPolygon, match=reason) as refused:
        polygon_wkt(text)
    assert isinstance(refused.value.reason, Text)


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    with suppress(NotAPolygon):
        assert polygon_wkt(text).startswith(("POLYGON", "MULTIPOLYGON"))


def test_keys_may_be_written_with_commas() -> None:
    asked = question_named("without-agreements").understood({"state": ["02, 08", "26,02"]})
    assert asked["state"] == ("02", "08", "26")


@pytest.mark.slow
def test_a_key_that_is_not_there_is_refused(national: National) -> None:
    question = question_named("without-agreements")
    keys.check(national.connection, question, question.understood({"state": ["02"]}))
    with pytest.raises(BadParameter, match=r"is not in .* of these data: 99") as refused:
        keys.check(national.connection, question, question.understood({"state": ["02", "99"]}))
    assert refused.value.name == "state"
