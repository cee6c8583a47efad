"""The client against a real server over the tiny country."""

import geopandas as gpd
import pandas as pd
import pytest

from atlas_client import Atlas, Refused, Unreachable
from tests.geography import NAMES, cell
from tests.releases import NONE_KNOWN


def test_collections_and_their_fields(atlas: Atlas) -> None:
    found = atlas.collections()
    assert found.loc["municipalities", "count"] == len(NAMES)
    assert found.loc["municipalities", "geometry"] == "MultiPolygon"
    assert pd.isna(found.loc["sources", "geometry"])
    assert atlas.fields("municipalities").loc["area_km2", "unit"] == "km²"


def test_items_are_a_geodataframe(atlas: Atlas) -> None:
    found = atlas.items("municipalities")
    assert isinstance(found, gpd.GeoDataFrame)
    assert found["cvegeo"].tolist() == sorted(NAMES)
    for code, shape in zip(found["cvegeo"], found.geometry, strict=True):
        assert shape.equals(cell(code))


def test_conditions_choose_items(atlas: Atlas) -> None:
    by_field = atlas.items("municipalities", cve_ent="02", properties=["cvegeo"])
    by_filter = atlas.items("municipalities", filter="cve_ent = '02'", properties=["cvegeo"])
    assert (
        by_field["cvegeo"].tolist()
        == by_filter["cvegeo"].tolist()
        == [c for c in sorted(NAMES) if c[:2] == "02"]
    )
    assert set(by_field.columns) == {"cvegeo", "geometry"}
    box = cell("02004").centroid.bounds
    assert atlas.items("municipalities", bbox=box)["cvegeo"].tolist() == ["02004"]
    assert len(atlas.items("municipalities", limit=3, sortby="-cvegeo")) == 3
    two = atlas.items("agreements", cvegeo=["02002", "02004"], datetime="2000/..")
    assert set(two["cvegeo"]) <= {"02002", "02004"}


def test_another_reference_system(atlas: Atlas) -> None:
    plane = atlas.items("municipalities", crs="EPSG:6372")
    degrees = atlas.items("municipalities")
    assert plane.crs.to_epsg() == 6372
    assert plane.geometry.iloc[0].distance(degrees.to_crs(6372).geometry.iloc[0]) < 0.1


def test_a_collection_without_geometry_is_a_dataframe(atlas: Atlas) -> None:
    found = atlas.items("sources")
    assert isinstance(found, pd.DataFrame)
    assert not isinstance(found, gpd.GeoDataFrame)
    assert len(found) == atlas.collections().loc["sources", "count"]


def test_features_come_page_by_page(atlas: Atlas) -> None:
    paged = [feature["id"] for feature in atlas.features("agreements", limit=2)]
    assert sorted(paged) == sorted(atlas.items("agreements")["id"])
    assert len(paged) == len(set(paged)) > 2


def test_an_answer_has_all_rows_and_what_it_stands_on(atlas: Atlas) -> None:
    answer = atlas.ask("without-agreements", state="02")
    assert answer.dataframe["cvegeo"].tolist() == list(NONE_KNOWN)
    assert (answer.summary["none_known"], len(answer)) == (len(NONE_KNOWN), len(NONE_KNOWN))
    assert answer.release == atlas.release
    assert answer.method.startswith("The records of agreements")
    assert answer.parameters["state"] == ["02"]
    assert answer.sources["count"] > 0
    assert len(atlas.ask("without-agreements", state="02", limit=2)) == 2


def test_rows_beyond_the_first_page_are_fetched(atlas: Atlas) -> None:
    address = "/questions/without-agreements"
    first = atlas._connection.document(address, {"limit": 2})
    rows = atlas._rows(address, {}, first)
    assert [row["cvegeo"] for row in rows] == atlas.ask("without-agreements").dataframe["cvegeo"].tolist()
    assert len(rows) > 2


def test_an_answer_with_geometry(atlas: Atlas) -> None:
    answer = atlas.ask("without-agreements", state="02", with_geometry=True)
    assert isinstance(answer.dataframe, gpd.GeoDataFrame)
    assert answer.dataframe.geometry.iloc[0].equals(cell(NONE_KNOWN[0]))


def test_an_empty_answer_has_its_columns(atlas: Atlas) -> None:
    answer = atlas.ask("without-agreements", state="02", us_border_km_max=0, research="not_researched")
    assert len(answer) == 0
    assert "cvegeo" in answer.dataframe.columns


def test_questions(atlas: Atlas) -> None:
    assert "state" in atlas.questions().loc["without-agreements", "parameters"]


def test_places(atlas: Atlas) -> None:
    assert atlas.places("tijuana").index[0] == "02004"
    point = cell("02004").centroid
    assert [each["cvegeo"] for each in atlas.at(point.x, point.y)] == ["02004"]
    neighbours = atlas.neighbours("02004")
    assert neighbours["shared_km"].is_monotonic_decreasing
    assert "02004" not in neighbours.index
    assert atlas.item("municipalities", "02004")["properties"]["name"] == "Tijuana"
    assert atlas.resolve("Tijuana")


def test_a_refusal_says_what_could_be_asked(atlas: Atlas, server_url: str) -> None:
    with pytest.raises(Refused) as refused:
        atlas.items("municipalities", no_such="1")
    error = refused.value
    assert (error.code, error.status, error.parameter) == ("unknown_parameter", 400, "no_such")
    assert "cve_ent" in error.known
    assert "no parameter" in error.detail
    with Atlas(server_url) as spanish, pytest.raises(Refused, match="no tiene"):
        spanish.items("municipalities", no_such="1")


def test_a_server_that_is_not_there() -> None:
    with (
        Atlas("http://127.0.0.1:9", language="en") as nobody,
        pytest.raises(Unreachable, match="No answer from"),
    ):
        nobody.collections()
