"""OGC API – Features Part 3: filters of items and tiles, queryables and functions."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api import schemas
from geo.cql2 import FUNCTIONS
from geo.layers import BY_ID
from tests.api.test_items import AGREEMENTS, MUNICIPALITIES, all_items, keys
from tests.api.test_tiles import WORLD, decoded, tiles_of

QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"


def test_req_queryables_get_queryables(client: TestClient) -> None:
    """Each collection leads to its queryables, which are its fields and its geometry."""
    for collection in client.get("/collections").json()["collections"]:
        (href,) = [link["href"] for link in collection["links"] if link["rel"] == QUERYABLES]
        response = client.get(href)
        assert response.headers["content-type"] == "application/schema+json"
        document = response.json()
        assert (document["$id"], document["additionalProperties"]) == (href, False)
        layer = BY_ID[collection["id"]]
        named = {field.name for field in layer.fields} | ({"geometry"} if layer.geometry else set())
        assert set(document["properties"]) == named
        items = client.head(f"/collections/{collection['id']}/items")
        assert f'<{href}>; rel="{QUERYABLES}"' in items.headers["link"]


def test_req_functions_get_functions(client: TestClient) -> None:
    found = schemas.Functions.model_validate(client.get("/functions").json())
    assert [each.name for each in found.functions] == [function.name for function in FUNCTIONS]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_the_example_of_every_function_runs_somewhere(client: TestClient, function) -> None:
    answers = [
        client.get(f"/collections/{layer_id}/items", params={"filter": function.example})
        for layer_id in ("municipalities", "agreements", "offices")
    ]
    assert 200 in {answer.status_code for answer in answers}


@pytest.mark.parametrize(
    "text",
    [
        "scope = 'international' AND signed_year >= 2010",
        "partner_name LIKE 'san%' OR CASEI(partner_name) LIKE CASEI('san%')",
        "signed_year IS NULL",
        "A_CONTAINS(themes, ('economy'))",
        "S_INTERSECTS(geometry, BBOX(-118, 32, -117, 33))",
    ],
)
def test_req_filter_text_and_json_ask_the_same(client: TestClient, text: str) -> None:
    import cql2

    tree = json.dumps(cql2.parse_text(text).to_json())
    found = keys(client.get(AGREEMENTS, params={"filter": text, "limit": 100}))
    as_json = {"filter": tree, "filter-lang": "cql2-json", "limit": 100}
    assert keys(client.get(AGREEMENTS, params=as_json)) == found
    matched = client.get(AGREEMENTS, params={"filter": text, "limit": 1}).json()["numberMatched"]
    assert 0 < matched == len(found) < 12


def test_a_filter_goes_with_everything_else(client: TestClient) -> None:
    items = {feature["id"]: feature["properties"] for feature in all_items(client, "agreements")}
    params = {
        "filter": "partner_country = 'US'",
        "scope": "international",
        "datetime": "2000/..",
        "bbox": "-120,30,-110,40",
        "sortby": "-signed_year",
    }
    found = keys(client.get(AGREEMENTS, params=params))
    assert found == ["t11", "t03", "t10"]
    assert all(items[key]["partner_country"] == "US" for key in found)


def test_req_filter_crs(client: TestClient) -> None:
    in_degrees = {"filter": "S_INTERSECTS(geometry, POINT(-101.9 21.9))"}
    turned = {
        "filter": "S_INTERSECTS(geometry, POINT(21.9 -101.9))",
        "filter-crs": f"{EPSG}4326",
    }
    for params in (in_degrees, turned):
        assert keys(client.get(MUNICIPALITIES, params=params)) == ["02004"]
    unknown = client.get(MUNICIPALITIES, params={**in_degrees, "filter-crs": f"{EPSG}32614"}).json()
    assert (unknown["status"], unknown["code"]) == (400, "unknown_filter_crs")
    assert f"{EPSG}6372" in unknown["known"]


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"filter": "colour = 'red'"}, "unknown_property"),
        ({"filter": "name ="}, "bad_filter_syntax"),
        ({"filter": ""}, "bad_filter_syntax"),
        ({"filter": "name > 3"}, "type_mismatch"),
        ({"filter": "paint(name) = 1"}, "unknown_function"),
        ({"filter": "{", "filter-lang": "cql2-json"}, "bad_filter_syntax"),
        ({"filter": "[" * 20_001, "filter-lang": "cql2-json"}, "filter_too_complex"),
        ({"filter": "name = 'x'", "filter-lang": "sql"}, "bad_parameter"),
        ({"filter": "(" * 500 + "name = 'x'" + ")" * 500}, "filter_too_complex"),
    ],
)
def test_a_filter_that_cannot_be_answered_says_why(
    client: TestClient, params: dict[str, str], code: str
) -> None:
    for address in (MUNICIPALITIES, tiles_of("municipalities") + WORLD):
        found = schemas.Problem.model_validate(client.get(address, params=params).json())
        assert (found.status, found.code) == (400, code)
        english = client.get(address, params=params, headers={"Accept-Language": "en"}).json()
        assert english["detail"] != found.detail
    if code == "unknown_property":
        assert "agreement_count" in (found.known or [])


def test_a_tile_has_what_meets_the_filter(client: TestClient, tmp_path: Path) -> None:
    world = tiles_of("municipalities") + WORLD
    for text, expected in (
        ("cve_ent = '01'", {f"0100{number}" for number in range(1, 10)}),
        ("S_INTERSECTS(geometry, POINT(-101.9 21.9))", {"02004"}),
    ):
        tile = client.get(world, params={"filter": text})
        drawn = decoded(tile.content, "municipalities", tmp_path)
        assert {row["cvegeo"] for row in drawn} == expected
    assert client.get(world, params={"filter": "cvegeo = '99999'"}).status_code == 204
