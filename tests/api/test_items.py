"""Items: every one exactly once over any pages, and with a box exactly those that shapely finds."""

from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import shapely
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from api import schemas
from api.items import pages
from geo.layers import CORE_LAYERS
from tests.geography import NAMES, cell

MUNICIPALITIES = "/collections/municipalities/items"
AGREEMENTS = "/collections/agreements/items"


def all_items(client: TestClient, layer_id: str) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = client.get(
        f"/collections/{layer_id}/items", params={"limit": 10_000}
    ).json()["features"]
    return features


def keys(response: Any) -> list[str]:
    assert response.status_code == 200, response.text
    return [feature["id"] for feature in response.json()["features"]]


def test_a_page_is_valid_geojson_with_what_the_schema_says(client: TestClient) -> None:
    response = client.get(AGREEMENTS, params={"limit": 3})
    page = schemas.FeatureCollection.model_validate(response.json())
    assert response.headers["content-type"] == "application/geo+json"
    assert (page.numberMatched, page.numberReturned) == (12, 3)
    assert "timeStamp" not in response.json()  # equal requests get equal bytes
    assert {feature.properties["scope"] for feature in page.features} <= {"international", "domestic"}


@pytest.mark.parametrize("layer", CORE_LAYERS, ids=lambda layer: layer.id)
def test_properties_are_those_declared(client: TestClient, layer) -> None:
    for feature in all_items(client, layer.id):
        assert list(feature["properties"]) == [field.name for field in layer.fields]
        assert feature["id"] == feature["properties"][layer.key]
        if layer.geometry is None:
            assert feature["geometry"] == {"type": "MultiPoint", "coordinates": []}
        elif feature["geometry"] is not None:
            assert feature["geometry"]["type"] == layer.geometry


@pytest.mark.parametrize("limit", [1, 2, 5, 19, 20])
@pytest.mark.parametrize("way", ["next", "prev"])
def test_following_links_meets_every_item_once(client: TestClient, limit: int, way: str) -> None:
    start = 0 if way == "next" else 19
    address = f"{MUNICIPALITIES}?touches_us=false&touches_us=true&limit={limit}&offset={start}"
    seen: list[list[str]] = []
    for _ in count():
        document = client.get(address).json()
        assert document["numberMatched"] == 19
        seen.append([feature["id"] for feature in document["features"]])
        links = {link["rel"]: link["href"] for link in document["links"]}
        assert parse_qs(urlsplit(links["self"]).query)["touches_us"] == ["false", "true"]
        if way not in links:
            break
        address = links[way]
    pages_in_order = seen if way == "next" else seen[::-1]
    assert [key for page in pages_in_order for key in page] == sorted(NAMES)


def test_filters_take_any_of_their_values_and_all_of_their_fields(client: TestClient) -> None:
    items = {feature["id"]: feature["properties"] for feature in all_items(client, "agreements")}
    asked = {"cvegeo": ["02004", "02002"], "scope": ["international"]}
    found = keys(client.get(AGREEMENTS, params={**asked, "limit": 100}))
    assert sorted(found) == sorted(
        key
        for key, row in items.items()
        if row["cvegeo"] in asked["cvegeo"] and row["scope"] == "international"
    )
    assert len(found) == 6  # 02004 has four records, 02002 two


def test_filter_on_a_list_matches_a_member(client: TestClient) -> None:
    with_culture = [
        feature["id"]
        for feature in all_items(client, "agreements")
        if "culture" in feature["properties"]["themes"]
    ]
    assert keys(client.get(AGREEMENTS, params={"themes": "culture"})) == with_culture != []


def test_an_unplaced_agreement_has_no_geometry_and_comes_last(client: TestClient) -> None:
    features = all_items(client, "agreements")
    are_unplaced = [feature["geometry"] is None for feature in features]
    assert are_unplaced == sorted(are_unplaced)
    assert {True, False} == set(are_unplaced)
    for half in (True, False):
        ids = [
            feature["id"]
            for feature, is_unplaced in zip(features, are_unplaced, strict=True)
            if is_unplaced is half
        ]
        assert ids == sorted(ids)


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_following_links_meets_placed_and_unplaced_once(client: TestClient, limit: int) -> None:
    address, seen = f"{AGREEMENTS}?limit={limit}", []
    while address:
        document = client.get(address).json()
        seen += [feature["id"] for feature in document["features"]]
        address = next((link["href"] for link in document["links"] if link["rel"] == "next"), "")
    assert seen == [feature["id"] for feature in all_items(client, "agreements")]


degrees = st.integers(-40, 140).map(lambda hundredths: hundredths / 100)


@settings(max_examples=60, deadline=None)
@given(x1=degrees, x2=degrees, y1=degrees, y2=degrees, with_heights=st.booleans())
def test_box_finds_what_shapely_finds(client: TestClient, x1, x2, y1, y2, with_heights) -> None:
    west, east = (round(-102 + x, 2) for x in sorted((x1, x2)))
    south, north = (round(21 + y, 2) for y in sorted((y1, y2)))
    numbers = (west, south, 0, east, north, 9) if with_heights else (west, south, east, north)
    found = keys(client.get(MUNICIPALITIES, params={"bbox": ",".join(map(str, numbers)), "limit": 100}))
    box = shapely.box(west, south, east, north)
    assert found == sorted(code for code in NAMES if cell(code).intersects(box))


@pytest.mark.parametrize(
    ("bbox", "expected"),
    [
        ("170,-90,-101.75,90", ["01001", "01002", "01004", "01005", "01007", "01008"]),
        ("-101.15,-90,-170,90", ["02010"]),
        ("-101,-90,-170,90", []),
    ],
)
def test_box_across_the_antimeridian(client: TestClient, bbox: str, expected: list[str]) -> None:
    found = keys(client.get(MUNICIPALITIES, params={"bbox": bbox, "limit": 100}))
    west, _, east, _ = map(float, bbox.split(","))
    parts = shapely.union_all([shapely.box(west, -90, 180, 90), shapely.box(-180, -90, east, 90)])
    assert found == sorted(code for code in NAMES if cell(code).intersects(parts))
    assert [code for code in found if code.startswith("01") or code == "02010"] == expected


def test_a_large_limit_is_cut_and_a_page_beyond_the_end_is_empty(client: TestClient) -> None:
    assert len(keys(client.get(MUNICIPALITIES, params={"limit": 999_999}))) == 19
    beyond = client.get(MUNICIPALITIES, params={"offset": 500}).json()
    assert (beyond["numberMatched"], beyond["numberReturned"], beyond["features"]) == (19, 0, [])


def test_default_page_has_ten(client: TestClient) -> None:
    assert len(keys(client.get(MUNICIPALITIES))) == 10


@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
def test_a_page_sent_in_blocks_is_the_same_page(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    # Of each encoding another page: one that was held whole is kept.
    params = {"limit": 14, "offset": len(encoding)}
    with monkeypatch.context() as small:
        small.setattr(pages, "BLOCK_BYTES", 2000)
        blocks = client.get(MUNICIPALITIES, params=params, headers={"Accept-Encoding": encoding})
    whole = client.get(MUNICIPALITIES, params=params)
    assert "content-length" not in blocks.headers  # it was not held whole
    assert blocks.headers.get("content-encoding", "identity") == encoding
    assert blocks.json() == whole.json()
    head = client.head(MUNICIPALITIES, params=params, headers={"Accept-Encoding": encoding})
    assert head.content == b""
    assert head.headers["etag"] == blocks.headers["etag"]


def test_one_item_is_that_of_the_page_with_links(client: TestClient) -> None:
    item = client.get(f"{MUNICIPALITIES}/02004").json()
    links = {link["rel"]: link["href"] for link in item.pop("links")}
    assert item in all_items(client, "municipalities")
    assert links == {
        "self": "http://atlas.example/collections/municipalities/items/02004",
        "alternate": "http://atlas.example/collections/municipalities/items/02004?f=html",
        "collection": "http://atlas.example/collections/municipalities",
    }
    assert shapely.geometry.shape(item["geometry"]).equals(cell("02004"))


def test_every_agreement_leads_to_its_source(client: TestClient) -> None:
    for feature in all_items(client, "agreements"):
        source = client.get(f"/collections/sources/items/{feature['properties']['source_id']}").json()
        assert source["properties"]["title"] == feature["properties"]["source_title"]


@pytest.mark.parametrize(
    ("collection", "name", "value"),
    [
        ("agreements", "cve_ent", ""),
        ("agreements", "cve_ent", "2"),
        ("agreements", "cvegeo", "٠٢٠٠٤"),
        ("agreements", "partner_country", "usa"),
        ("agreements", "signed_year", "1_993"),
        ("agreements", "signed_year", "9" * 30),
        ("agreements", "filter-lang", ""),
        ("agreements", "sortby", ""),
    ],
)
def test_a_value_that_no_item_can_have_is_refused(
    client: TestClient, collection: str, name: str, value: str
) -> None:
    problem = client.get(f"/collections/{collection}/items", params={name: value}).json()
    assert (problem["status"], problem["code"], problem["parameter"]) == (400, "bad_parameter", name)


@pytest.mark.parametrize("text", ["", ","])
def test_no_properties_at_all(client: TestClient, text: str) -> None:
    for feature in client.get(AGREEMENTS, params={"properties": text}).json()["features"]:
        assert feature["properties"] == {}
