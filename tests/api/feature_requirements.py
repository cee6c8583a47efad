"""OGC API – Features Part 2 and 3: a check for each requirement, by its name."""

import httpx
from fastapi.testclient import TestClient

from geo.layers import CORE_LAYERS
from geo.systems import CRS84_URI, URIS
from tests.api.requirements import DRAWN, EPSG_4326, QUERYABLES, checks, linked, parameter, refused
from tests.api.test_items import MUNICIPALITIES, keys

CHECKS, requirement = checks()


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
    tiles = "/collections/{}/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}"
    of_tiles = [tiles.format(layer.id) for layer in CORE_LAYERS if layer.geometry is not None]
    for path in (*(f"/collections/{layer.id}/items" for layer in CORE_LAYERS), *of_tiles):
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
