"""OGC API – Features Part 2 and 3 and OGC API – Tiles Part 1: a check for each requirement, by its name.

What the requirements say of answers in detail is held elsewhere: coordinates in each reference system in
`test_features_crs`, filters in `test_filters` and in `tests/geo/cql2`, what tiles hold in `test_tiles`.
"""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from api import conformance
from api.tilesets import GRID, LIST
from geo import tilematrix
from geo.layers import CORE_LAYERS
from geo.systems import CRS84_URI, URIS
from tests.api.test_items import MUNICIPALITIES, keys

Check = Callable[[TestClient], None]
SPECIFICATIONS = "http://www.opengis.net/spec/"
QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
EPSG_4326 = "http://www.opengis.net/def/crs/EPSG/0/4326"
DRAWN = [layer.id for layer in CORE_LAYERS if layer.geometry is not None]
SET = "/tiles/WebMercatorQuad"
CHECKS: dict[str, Check] = {}


def requirement(*names: str) -> Callable[[Check], Check]:
    def keep(check: Check) -> Check:
        CHECKS.update(dict.fromkeys(names, check))
        return check

    return keep


def linked(document: Any, relation: str) -> list[dict[str, Any]]:
    return [link for link in document["links"] if link["rel"] == relation]


def parameter(client: TestClient, name: str, path: str = MUNICIPALITIES) -> dict[str, Any]:
    described = client.get("/api").json()["paths"][path]["get"]["parameters"]
    (found,) = [each for each in described if (each["in"], each["name"]) == ("query", name)]
    return dict(found)


def refused(response: httpx.Response) -> bool:
    return response.status_code == 400 and response.headers["content-type"] == "application/problem+json"


# Features Part 2: reference systems


@requirement("/req/crs/fc-md-crs-list", "/req/crs/fc-md-crs-list-global", "/req/crs/crs-uri")
def collections_list_their_systems(client: TestClient) -> None:
    for layer_id in DRAWN:
        listed = client.get(f"/collections/{layer_id}").json()["crs"]
        assert listed[0] == CRS84_URI
        assert set(listed) == set(URIS)
        assert all(uri.startswith("http://www.opengis.net/def/crs/") for uri in listed)


@requirement("/req/crs/fc-md-storageCrs", "/req/crs/fc-md-storageCrs-valid-value")
def the_stored_system_is_one_of_them(client: TestClient) -> None:
    for layer_id in DRAWN:
        collection = client.get(f"/collections/{layer_id}").json()
        assert collection["storageCrs"] in collection["crs"]


@requirement("/req/crs/fc-crs-definition", "/req/crs/fc-bbox-crs-definition")
def systems_are_optional_addresses(client: TestClient) -> None:
    for name in ("crs", "bbox-crs"):
        described = parameter(client, name)
        assert (described["required"], described["style"], described["explode"]) == (False, "form", False)
        assert described["schema"]["type"] == "string"


@requirement("/req/crs/fc-crs-valid-value", "/req/crs/fc-bbox-crs-valid-values")
def another_system_is_refused(client: TestClient) -> None:
    for name in ("crs", "bbox-crs"):
        params = {name: "http://www.opengis.net/def/crs/EPSG/0/32614", "bbox": "-102,21,-101,22"}
        assert refused(client.get(MUNICIPALITIES, params=params))


@requirement("/req/crs/fc-crs-default-value", "/req/crs/fc-bbox-crs-default-value")
def without_a_system_it_is_crs84(client: TestClient) -> None:
    for name in ("crs", "bbox-crs"):
        params = {"bbox": "-102,21,-101.9,21.9", "limit": 100}
        plain, named = (client.get(MUNICIPALITIES, params=params | each) for each in ({}, {name: CRS84_URI}))
        assert keys(plain) == keys(named) != []
        assert plain.json()["features"][0]["geometry"] == named.json()["features"][0]["geometry"]


@requirement("/req/crs/fc-bbox-crs-action", "/req/crs/fc-crs-action")
def the_axes_are_in_the_order_of_the_system(client: TestClient) -> None:
    plain = client.get(MUNICIPALITIES, params={"bbox": "-101.95,21.9,-101.9,21.91", "limit": 100})
    turned = {"bbox": "21.9,-101.95,21.91,-101.9", "bbox-crs": EPSG_4326, "crs": EPSG_4326, "limit": 100}
    found = client.get(MUNICIPALITIES, params=turned)
    assert keys(found) == keys(plain) == ["02004"]

    def ring(response: httpx.Response) -> list[list[float]]:
        (feature,) = response.json()["features"]
        return list(feature["geometry"]["coordinates"][0][0])

    assert ring(found) == [[y, x] for x, y in ring(plain)]


@requirement("/req/crs/ogc-crs-header", "/req/crs/ogc-crs-header-value", "/req/crs/geojson")
def the_header_names_the_system_of_the_coordinates(client: TestClient) -> None:
    for address in (MUNICIPALITIES, f"{MUNICIPALITIES}/02004"):
        for uri in URIS:
            response = client.get(address, params={"crs": uri})
            assert response.headers["content-crs"] == f"<{uri}>"
            assert response.headers["content-type"] == "application/geo+json"


# Features Part 3: queryables and filters


@requirement("/req/queryables/queryables-link", "/req/queryables/get-queryables-op")
def items_and_collections_lead_to_the_queryables(client: TestClient) -> None:
    for layer in CORE_LAYERS:
        (link,) = linked(client.get(f"/collections/{layer.id}").json(), QUERYABLES)
        assert link["href"].endswith(f"/collections/{layer.id}/queryables")
        assert client.get(link["href"]).status_code == 200
        assert QUERYABLES in client.head(f"/collections/{layer.id}/items").headers["link"]


@requirement("/req/queryables/get-queryables-response")
def queryables_are_a_json_schema_of_an_object(client: TestClient) -> None:
    for layer in CORE_LAYERS:
        response = client.get(f"/collections/{layer.id}/queryables")
        document = response.json()
        assert response.headers["content-type"] == "application/schema+json"
        assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert document["$id"] == str(response.url)
        assert document["type"] == "object"
        for name, schema in document["properties"].items():
            assert "type" in schema or schema["format"].startswith("geometry-"), name


@requirement(
    "/req/filter/filter-param",
    "/req/filter/filter-lang-param",
    "/req/features-filter/filter-lang-param",
    "/req/features-filter/filter-crs-param",
)
def items_and_tiles_take_a_filter(client: TestClient) -> None:
    tile = "/collections/{collection_id}/tiles/WebMercatorQuad/{z}/{y}/{x}"
    for path in (*(f"/collections/{layer.id}/items" for layer in CORE_LAYERS), tile):
        assert parameter(client, "filter", path)["schema"]["type"] == "string"
        languages = parameter(client, "filter-lang", path)["schema"]
        assert languages["enum"] == ["cql2-text", "cql2-json"]
        assert languages["default"] == "cql2-text"


@requirement("/req/filter/filter-crs-wgs84", "/req/filter/filter-crs-param")
def geometries_of_a_filter_are_in_crs84_or_as_said(client: TestClient) -> None:
    plain = {"filter": "S_INTERSECTS(geometry, POINT(-101.9 21.9))"}
    turned = {"filter": "S_INTERSECTS(geometry, POINT(21.9 -101.9))", "filter-crs": EPSG_4326}
    for params in (plain, plain | {"filter-crs": CRS84_URI}, turned):
        assert keys(client.get(MUNICIPALITIES, params=params)) == ["02004"]
    assert parameter(client, "filter-crs")["schema"]["enum"] == list(URIS)
    assert refused(client.get(MUNICIPALITIES, params=plain | {"filter-crs": "EPSG:1"}))


@requirement("/req/filter/mixing-expressions")
def a_filter_and_other_conditions_hold_together(client: TestClient) -> None:
    def found(**params: str) -> set[str]:
        return set(keys(client.get(MUNICIPALITIES, params={**params, "limit": "100"})))

    text, box = "cvegeo >= '02002'", "-102,21,-101.5,22"
    assert found(filter=text, bbox=box, cve_ent="02") == (
        found(filter=text) & found(bbox=box) & found(cve_ent="02")
    )


@requirement("/req/filter/response", "/req/features-filter/response")
def only_what_meets_the_filter_is_answered(client: TestClient) -> None:
    every = client.get(MUNICIPALITIES, params={"limit": 100}).json()["features"]
    met = client.get(MUNICIPALITIES, params={"limit": 100, "filter": "agreement_count > 0"}).json()
    expected = [feature["id"] for feature in every if feature["properties"]["agreement_count"] > 0]
    assert [feature["id"] for feature in met["features"]] == expected
    assert met["numberMatched"] == len(expected) > 0


@requirement("/req/filter/expression-construction", "/req/queryables/expression-construction")
def what_is_no_filter_or_no_queryable_is_refused(client: TestClient) -> None:
    for text in ("name =", "colour = 'red'", "name > 3"):
        assert refused(client.get(MUNICIPALITIES, params={"filter": text}))
    assert client.get("/collections/municipalities/queryables").json()["additionalProperties"] is False


@requirement("/req/queryables-query-parameters/parameters")
def properties_are_asked_for_by_name(client: TestClient) -> None:
    """Of every collection and property in `test_queryables_as_parameters`."""
    every = client.get(MUNICIPALITIES, params={"limit": 100}).json()["features"]
    expected = [each["id"] for each in every if each["properties"]["agreement_count"] == 1]
    assert keys(client.get(MUNICIPALITIES, params={"limit": 100, "agreement_count": 1})) == expected != []


# Tiles Part 1


def sources() -> list[str]:
    return ["", *(f"/collections/{layer_id}" for layer_id in DRAWN)]


@requirement("/req/core/tc-op", "/req/core/tc-success", "/req/mvt/content")
def tiles_are_vector_tiles(client: TestClient) -> None:
    for source in sources():
        (item,) = linked(client.get(source + SET).json(), "item")
        address = item["href"].format(tileMatrix=0, tileRow=0, tileCol=0)
        response = client.get(address)
        assert response.status_code == 200
        assert response.headers["content-type"] == item["type"] == "application/vnd.mapbox-vector-tile"


@requirement("/req/core/tc-error")
def there_is_no_tile_out_of_range_and_nothing_in_an_empty_one(client: TestClient) -> None:
    for source in sources():
        for beyond in ("/0/0/1", "/0/1/0", "/99/0/0", "/4/16/0"):
            assert client.get(source + SET + beyond).status_code == 404
        empty = client.get(f"{source}{SET}/12/0/0")
        assert (empty.status_code, empty.content) == (204, b"")


@requirement("/req/tileset/description")
def a_set_is_described_with_grid_and_tiles(client: TestClient) -> None:
    for source in sources():
        response = client.get(source + SET)
        document = response.json()
        assert response.headers["content-type"] == "application/json"
        assert document["dataType"] == "vector"
        assert document["crs"] == "http://www.opengis.net/def/crs/EPSG/0/3857"
        assert document["tileMatrixSetURI"] == tilematrix.URI
        (grid,) = linked(document, GRID)
        assert client.get(grid["href"]).json()["uri"] == tilematrix.URI
        (item,) = linked(document, "item")
        assert item["templated"]
        assert all(f"{{{name}}}" in item["href"] for name in ("tileMatrix", "tileRow", "tileCol"))
        (itself,) = linked(document, "self")
        assert client.get(itself["href"]).json() == document


@requirement("/req/tilesets-list/tileset-path", "/req/tilesets-list/tileset-links")
def a_list_tells_each_set_with_its_grid(client: TestClient) -> None:
    for source in sources():
        (told,) = client.get(f"{source}/tiles").json()["tilesets"]
        assert (told["dataType"], told["tileMatrixSetURI"]) == ("vector", tilematrix.URI)
        (itself,) = linked(told, "self")
        described = client.get(itself["href"]).json()
        assert itself["href"].endswith(f"{source}/tiles/{tilematrix.ID}")
        assert {name: described[name] for name in ("title", "dataType", "crs", "tileMatrixSetURI")} == {
            name: told[name] for name in ("title", "dataType", "crs", "tileMatrixSetURI")
        }
        assert linked(told, GRID) == linked(described, GRID) != []
    assert client.get("/collections/networks/tiles").status_code == 404


@requirement("/req/dataset-tilesets/landingpage", "/req/dataset-tilesets/operation")
def the_landing_page_leads_to_the_list(client: TestClient) -> None:
    (link,) = linked(client.get("/").json(), LIST)
    assert client.get(link["href"]).json() == client.get("/tiles").json()


@requirement("/req/geodata-tilesets/desc-links", "/req/geodata-tilesets/operation")
def collections_lead_to_their_lists(client: TestClient) -> None:
    for layer in CORE_LAYERS:
        links = linked(client.get(f"/collections/{layer.id}").json(), LIST)
        assert [link["href"] for link in links] == (
            [f"http://atlas.example/collections/{layer.id}/tiles"] if layer.geometry else []
        )
        assert all(client.get(link["href"]).status_code == 200 for link in links)


@requirement(
    "/req/collections-selection/collections-parameter", "/req/collections-selection/collections-response"
)
def the_collections_of_a_tile_are_chosen_in_order(client: TestClient) -> None:
    for path in (SET, f"{SET}/{{z}}/{{y}}/{{x}}"):
        described = parameter(client, "collections", path)
        assert (described["required"], described["style"], described["explode"]) == (False, "form", False)
        assert (described["schema"]["type"], described["schema"]["items"]["type"]) == ("array", "string")
    for names in ("states,agreements", "agreements,states"):
        chosen = client.get(SET, params={"collections": names}).json()
        assert [layer["id"] for layer in chosen["vector_layers"]] == names.split(",")
        together = client.get(f"{SET}/0/0/0", params={"collections": names}).content
        assert together == b"".join(
            client.get(f"/collections/{name}{SET}/0/0/0").content for name in names.split(",")
        )


@pytest.mark.parametrize("name", CHECKS)
def test_requirement(client: TestClient, name: str) -> None:
    CHECKS[name](client)


CHECKED = {
    "ogcapi-features-2/1.0": {"crs"},
    "ogcapi-features-3/1.0": {"queryables", "queryables-query-parameters", "filter", "features-filter"},
    "ogcapi-tiles-1/1.0": {
        "core",
        "tileset",
        "tilesets-list",
        "dataset-tilesets",
        "geodata-tilesets",
        "collections-selection",
        "mvt",
    },
}


def test_a_class_is_named_when_its_requirements_are_checked(client: TestClient) -> None:
    named = set(client.get("/conformance").json()["conformsTo"])
    assert named == set(conformance.CLASSES)
    for standard, classes in CHECKED.items():
        of_standard = {uri for uri in named if uri.startswith(SPECIFICATIONS + standard)}
        assert of_standard == {f"{SPECIFICATIONS}{standard}/conf/{each}" for each in classes}
        assert classes <= {name.split("/")[2] for name in CHECKS}


@pytest.mark.parametrize("name", ["filter", "filter-lang", "filter-crs"])
def test_a_tile_of_several_collections_takes_no_filter(client: TestClient, name: str) -> None:
    """Collections have different queryables: a filter would leave some of them as they are, unseen."""
    for address in (SET, f"{SET}/0/0/0"):
        problem = client.get(address, params={name: "cve_ent = '02'"}).json()
        assert (problem["status"], problem["code"]) == (400, "unknown_parameter")
