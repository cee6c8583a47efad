"""What the checks of requirements share: which there are, and how answers are looked into."""

from collections.abc import Callable
from typing import Any

import httpx
from fastapi.testclient import TestClient

from geo.layers import CORE_LAYERS
from tests.api.test_items import MUNICIPALITIES

Check = Callable[[TestClient], None]
SPECIFICATIONS = "http://www.opengis.net/spec/"
QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
EPSG_4326 = "http://www.opengis.net/def/crs/EPSG/0/4326"
DRAWN = [layer.id for layer in CORE_LAYERS if layer.geometry is not None]
SET = "/tiles/WebMercatorQuad"


def checks() -> tuple[dict[str, Check], Callable[..., Callable[[Check], Check]]]:
    """The checks by requirement, none yet, and a decorator that adds one under the names of its own."""
    kept: dict[str, Check] = {}

    def requirement(*names: str) -> Callable[[Check], Check]:
        def keep(check: Check) -> Check:
            kept.update(dict.fromkeys(names, check))
            return check

        return keep

    return kept, requirement


def linked(document: Any, relation: str) -> list[dict[str, Any]]:
    return [link for link in document["links"] if link["rel"] == relation]


def parameter(client: TestClient, name: str, path: str = MUNICIPALITIES) -> dict[str, Any]:
    described = client.get("/api").json()["paths"][path]["get"]["parameters"]
    (found,) = [each for each in described if (each["in"], each["name"]) == ("query", name)]
    return dict(found)


def refused(response: httpx.Response) -> bool:
    return response.status_code == 400 and response.headers["content-type"] == "application/problem+json"
