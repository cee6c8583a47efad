"""What is no address of a tile is not there; it is not a bad value of something that is."""

import pytest
from fastapi.testclient import TestClient


@pytest.mark.parametrize("source", ["", "/collections/municipalities"])
@pytest.mark.parametrize(
    "place", ["{z}/{y}/{x}", "4/6/x", "a/0/0", "4/6.5/3", "-1/0/0", "4/6/99999999999999999999", "13/0/0"]
)
def test_what_is_no_address_of_a_tile_is_not_found(client: TestClient, source: str, place: str) -> None:
    response = client.get(f"{source}/tiles/WebMercatorQuad/{place}")
    assert (response.status_code, response.json()["code"]) == (404, "bad_tile_address")
