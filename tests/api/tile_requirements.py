"""OGC API – Tiles Part 1: a check for each requirement, by its name."""

from fastapi.testclient import TestClient

from api.tilesets import GRID, LIST
from geo.layers import CORE_LAYERS
from geo.tiles import matrix
from tests.api.requirements import DRAWN, SET, checks, linked, parameter

CHECKS, requirement = checks()


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
        assert document["tileMatrixSetURI"] == matrix.URI
        (grid,) = linked(document, GRID)
        assert client.get(grid["href"]).json()["uri"] == matrix.URI
        (item,) = linked(document, "item")
        assert item["templated"]
        assert all(f"{{{name}}}" in item["href"] for name in ("tileMatrix", "tileRow", "tileCol"))
        (itself,) = linked(document, "self")
        assert client.get(itself["href"]).json() == document


@requirement("/req/tilesets-list/tileset-path", "/req/tilesets-list/tileset-links")
def a_list_tells_each_set_with_its_grid(client: TestClient) -> None:
    for source in sources():
        (told,) = client.get(f"{source}/tiles").json()["tilesets"]
        assert (told["dataType"], told["tileMatrixSetURI"]) == ("vector", matrix.URI)
        (itself,) = linked(told, "self")
        described = client.get(itself["href"]).json()
        assert itself["href"].endswith(f"{source}/tiles/{matrix.ID}")
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
