"""OGC API – Features Part 1: each requirement by its name, beside what the other tests of items show."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api import conformance
from tests.api.test_items import all_items, keys

OAS30 = "application/vnd.oai.openapi+json;version=3.0"
AGREEMENTS = "/collections/agreements/items"
MEMBERSHIPS = "/collections/memberships/items"


def links_of(document: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for link in document["links"]:
        found.setdefault(link["rel"], []).append(link)
    return found


def test_req_core_root_success(client: TestClient) -> None:
    links = links_of(client.get("/").json())
    assert {"service-desc", "service-doc", "conformance", "data", "self", "alternate"} <= set(links)
    assert OAS30 in {link["type"] for link in links["service-desc"]}


def test_req_core_conformance_success(client: TestClient) -> None:
    document = client.get("/conformance").json()
    assert document == {"conformsTo": list(conformance.CLASSES)}
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in document["conformsTo"]
    assert len(set(document["conformsTo"])) == len(document["conformsTo"])


def test_req_oas30_definition(client: TestClient) -> None:
    """The description in 3.0 has the same addresses, refers to nothing outside and knows no null type."""
    response = client.get("/api")
    assert response.headers["content-type"] == OAS30
    document = response.json()
    assert document["openapi"].startswith("3.0.")
    assert set(document["paths"]) == set(client.get("/openapi.json").json()["paths"])

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            assert node.get("$ref", "#").startswith("#"), node
            assert node.get("type") != "null", node
            assert not isinstance(node.get("type"), list), node
            for member in node.values():
                walk(member)
        elif isinstance(node, list):
            for member in node:
                walk(member)

    walk(document)


@pytest.mark.parametrize("collection", ["municipalities", "agreements", "networks"])
def test_req_core_limit_and_bbox_and_time_definitions(client: TestClient, collection: str) -> None:
    operation = client.get("/api").json()["paths"][f"/collections/{collection}/items"]["get"]
    described = {each["name"]: each for each in operation["parameters"]}
    for name, kind in (("limit", "integer"), ("bbox", "array"), ("datetime", "string")):
        if name in described:
            parameter = described[name]
            assert (parameter["in"], parameter["required"]) == ("query", False)
            assert (parameter["style"], parameter["explode"]) == ("form", False)
            assert parameter["schema"]["type"] == kind
    if "bbox" in described:
        schema = described["bbox"]["schema"]
        assert (schema["minItems"], schema["maxItems"], schema["items"]) == (4, 6, {"type": "number"})
    assert ("bbox" in described) == (collection != "networks")
    assert ("datetime" in described) == (collection != "municipalities")


def test_req_core_link_params(client: TestClient) -> None:
    """Every link of every document has a relation and a media type."""
    for address in (
        "/",
        "/collections",
        "/collections/agreements",
        AGREEMENTS,
        f"{AGREEMENTS}/t01",
        "/questions",
    ):
        for link in client.get(address).json()["links"]:
            assert link["rel"], (address, link)
            assert link["type"], (address, link)


@pytest.mark.parametrize(
    "address", ["/collections/agreements/items?limit=2&scope=domestic", f"{AGREEMENTS}/t01"]
)
def test_req_core_fc_links_and_f_links(client: TestClient, address: str) -> None:
    links = links_of(client.get(address).json())
    (self,) = links["self"]
    assert client.get(self["href"]).json() == client.get(address).json()
    (alternate,) = [link for link in links["alternate"] if link["type"] == "text/html"]
    assert client.get(alternate["href"]).headers["content-type"] == "text/html; charset=utf-8"


WHEN_SIGNED = {
    "t01": "1993",
    "t02": "1994",
    "t03": "2014-03-13",
    "t04": "2010-05",
    "t06": "2005",
    "t07": "2013",
    "t08": "2019-02",
    "t10": "2001",
    "t11": "2020-07-15",
    "t12": "2016",
}
"""Agreements of the tiny register with what is known of their date; t05 and t09 have none."""


def signed(test: Callable[[str, str], bool]) -> list[str]:
    """Those whose first and last possible day meet the test."""

    def days(text: str) -> tuple[str, str]:
        ends = {"2010-05": "2010-05-31", "2019-02": "2019-02-28"}
        return (text + "-01-01")[:10] if len(text) < 7 else (text + "-01")[:10], ends.get(
            text, text if len(text) == 10 else f"{text}-12-31"
        )

    return [key for key, text in WHEN_SIGNED.items() if test(*days(text))]


@pytest.mark.parametrize(
    ("asked", "test"),
    [
        ("2014-03-13", lambda first, last: first <= "2014-03-13" <= last),
        ("2010-05-07T12:00:00Z", lambda first, last: first <= "2010-05-07" <= last),
        ("2013", lambda first, last: first <= "2013-12-31" and last >= "2013-01-01"),
        ("2010-05-31/2014-03-12", lambda first, last: first <= "2014-03-12" and last >= "2010-05-31"),
        ("2010-06-01T00:00:00Z/..", lambda _, last: last >= "2010-06-01"),
        ("../2001-06-30", lambda first, _: first <= "2001-06-30"),
        ("/2001-06-30", lambda first, _: first <= "2001-06-30"),
        ("2019-02-28T23:00:00-06:00/2019-03-31", lambda first, last: last >= "2019-03-01" >= first),
        ("../..", lambda *_: True),
        ("2030-01-01/..", lambda *_: False),
    ],
)
def test_req_core_fc_time_response(client: TestClient, asked: str, test: Callable[[str, str], bool]) -> None:
    """A date of which only the year or month is known stands for all its days."""
    found = keys(client.get(AGREEMENTS, params={"datetime": asked, "limit": 100}))
    assert sorted(found) == signed(test)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("2004", []),
        ("2005/2005", ["m1"]),
        ("2018-06-01", ["m1", "m3"]),
        ("2019-01-01/..", ["m1"]),  # goes on, because no end is known
        ("2012", ["m1", "m3"]),
    ],
)
def test_a_membership_lasts_until_its_end(client: TestClient, asked: str, expected: list[str]) -> None:
    assert keys(client.get(MEMBERSHIPS, params={"datetime": asked})) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "2010-13",
        "2010-02-30",
        "2010/2009",
        "2010-01-01T25:00:00Z",
        "2010-01-01T00:00:00",
        "../2010/..",
    ],
)
def test_a_time_that_is_none_is_refused(client: TestClient, text: str) -> None:
    problem = client.get(AGREEMENTS, params={"datetime": text}).json()
    assert (problem["status"], problem["code"]) == (400, "bad_parameter")
    assert "datetime" in problem["detail"]


def test_box_and_time_and_filter_together(client: TestClient) -> None:
    params = {"bbox": "-118,32,-117,33", "datetime": "1994/..", "scope": "international", "limit": 100}
    in_san_diego = {"t01", "t02", "t03", "t11"}
    assert keys(client.get(AGREEMENTS, params=params)) == sorted(in_san_diego - {"t01"})


def test_temporal_extent_is_that_of_the_items(client: TestClient) -> None:
    def interval(collection: str) -> list[str | None]:
        extent = client.get(f"/collections/{collection}").json()["extent"]
        found: list[str | None] = extent["temporal"]["interval"][0]
        return found

    assert interval("agreements") == ["1993-01-01T00:00:00Z", "2020-12-31T23:59:59Z"]
    assert interval("memberships") == ["2005-01-01T00:00:00Z", None]
    assert "temporal" not in client.get("/collections/municipalities").json()["extent"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/geo+json", "application/geo+json"),
        ("application/json", "application/geo+json"),
        ("text/html", "text/html; charset=utf-8"),
        ("text/html;q=0.1, application/*", "application/geo+json"),
        ("*/*", "application/geo+json"),
    ],
)
def test_media_types_of_items(client: TestClient, accept: str, media_type: str) -> None:
    response = client.get(AGREEMENTS, headers={"Accept": accept})
    assert response.headers["content-type"] == media_type
    assert "Accept" in response.headers["vary"].split(", ")
    by_name = client.get(AGREEMENTS, params={"f": "geojson"}, headers={"Accept": accept})
    assert by_name.headers["content-type"] == "application/geo+json"


@pytest.mark.parametrize(
    "address", ["/", "/conformance", "/collections", "/collections/states", AGREEMENTS, "/api"]
)
def test_what_no_form_satisfies_is_not_acceptable(client: TestClient, address: str) -> None:
    response = client.get(address, headers={"Accept": "image/png"})
    problem = response.json()
    assert (response.status_code, problem["code"]) == (406, "not_acceptable")
    assert "text/html" in problem["known"]
    assert client.get(address, params={"f": "html"}, headers={"Accept": "image/png"}).status_code == 200
    unknown = client.get(address, params={"f": "pdf"}).json()
    assert (unknown["status"], unknown["code"]) == (400, "bad_parameter")
    assert "html" in unknown["known"]


def test_every_item_is_in_some_page_whatever_the_collection(client: TestClient) -> None:
    for collection in client.get("/collections").json()["collections"]:
        assert len(all_items(client, collection["id"])) == collection["count"]
