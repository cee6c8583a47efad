"""Order, choice of properties and pages by cursor: against plain sorting in Python."""

from functools import cmp_to_key
from itertools import pairwise
from typing import Any

import pytest
import shapely
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from api.items import pages
from api.items.cursors import cursor, place_of
from geo.items.ordering import Order, sortable
from geo.layers import BY_ID
from geo.questions.question import BadParameter
from tests.api.test_items import AGREEMENTS, MUNICIPALITIES, all_items, keys

FIELDS = sortable(BY_ID["agreements"])


def in_order(items: list[dict[str, Any]], order: list[tuple[str, bool]]) -> list[str]:
    """Keys in the order of the fields, what is unknown last, at the end by key."""

    def compare(one: dict[str, Any], other: dict[str, Any]) -> int:
        for name, is_descending in order:
            a, b = one["properties"][name], other["properties"][name]
            if a == b:
                continue
            if a is None or b is None:
                return 1 if a is None else -1
            is_before = a.encode() < b.encode() if isinstance(a, str) else a < b
            return -1 if is_before != is_descending else 1
        return -1 if one["id"] < other["id"] else 1

    return [item["id"] for item in sorted(items, key=cmp_to_key(compare))]


def turned(client: TestClient, address: str) -> list[str]:
    """The keys of all pages, following the links."""
    found = []
    while address:
        document = client.get(address).json()
        found.append([feature["id"] for feature in document["features"]])
        address = next((link["href"] for link in document["links"] if link["rel"] == "next"), "")
        assert "offset" not in address
    for page, following in pairwise(found):
        assert len(page) >= len(following) > 0
    return [key for page in found for key in page]


@settings(max_examples=40, deadline=None)
@given(
    order=st.lists(
        st.tuples(st.sampled_from(FIELDS), st.booleans()), min_size=1, max_size=4, unique_by=lambda x: x[0]
    ),
    limit=st.integers(1, 13),
    block=st.sampled_from([1, pages.MOST_ROWS]),
)
def test_pages_follow_each_other_in_any_order(
    client: TestClient, order: list[tuple[str, bool]], limit: int, block: int
) -> None:
    text = ",".join(f"{'-' if is_descending else ''}{name}" for name, is_descending in order)
    before, pages.MOST_ROWS = pages.MOST_ROWS, block
    try:
        found = turned(client, f"{AGREEMENTS}?sortby={text}&limit={limit}")
    finally:
        pages.MOST_ROWS = before
    assert found == in_order(all_items(client, "agreements"), order)


def test_a_plus_is_no_change_however_it_is_written(client: TestClient) -> None:
    expected = in_order(all_items(client, "municipalities"), [("name", False)])
    for text in ("name", "%2Bname", "+name"):
        assert keys(client.get(f"{MUNICIPALITIES}?limit=100&sortby={text}")) == expected


def test_pages_by_cursor_stay_within_the_selection(client: TestClient) -> None:
    found = turned(client, f"{AGREEMENTS}?scope=international&sortby=-signed_year&limit=2")
    items = [
        each for each in all_items(client, "agreements") if each["properties"]["scope"] == "international"
    ]
    assert found == in_order(items, [("signed_year", True)])


def test_a_cursor_is_of_its_order_alone() -> None:
    layer = BY_ID["agreements"]
    by_year = (Order("signed_year", True),)
    word = cursor(by_year, [None, "t05"])
    assert place_of(word, layer, by_year) == [None, "t05"]
    for order in ((), (Order("signed_year"),), (Order("level"),)):
        with pytest.raises(BadParameter, match="cursor"):
            place_of(word, layer, order)
    for bad in (
        "",
        "x",
        "é",
        "W10",
        cursor(by_year, ["1993", "t05"]),
        cursor(by_year, [1993, None]),
        "A" * 5000,
    ):
        with pytest.raises(BadParameter, match="cursor"):
            place_of(bad, layer, by_year)


def test_only_the_properties_that_are_asked_for(client: TestClient) -> None:
    for feature in client.get(AGREEMENTS, params={"properties": "scope,level"}).json()["features"]:
        assert set(feature["properties"]) == {"level", "scope"}
    one = client.get(f"{AGREEMENTS}/t01", params={"properties": "partner_name"}).json()
    assert one["properties"] == {"partner_name": "San Diego"}
    none = client.get(AGREEMENTS, params={"properties": ""}).json()["features"]
    assert [feature["properties"] for feature in none] == [{}] * 10
    assert [feature["geometry"] for feature in none] == [
        feature["geometry"] for feature in all_items(client, "agreements")[:10]
    ]


def test_without_geometry(client: TestClient) -> None:
    for address in (MUNICIPALITIES, f"{MUNICIPALITIES}/02004"):
        document = client.get(address, params={"skipGeometry": "true"}).json()
        for feature in document.get("features", [document]):
            assert feature["geometry"] is None
    assert client.get(MUNICIPALITIES, params={"skipGeometry": "false"}).json()["features"][0]["geometry"]


def test_an_offset_that_allows_no_generalisation_gives_the_stored_geometry(client: TestClient) -> None:
    stored = client.get(MUNICIPALITIES).json()["features"]
    assert client.get(MUNICIPALITIES, params={"max-allowable-offset": "0"}).json()["features"] == stored
    coarse = client.get(MUNICIPALITIES, params={"max-allowable-offset": "0.02"}).json()["features"]
    at_zoom = client.get(MUNICIPALITIES, params={"zoom-level": "4"}).json()["features"]
    assert coarse == at_zoom
    for one, other in zip(stored, coarse, strict=True):
        distance = shapely.hausdorff_distance(
            shapely.geometry.shape(one["geometry"]), shapely.geometry.shape(other["geometry"])
        )
        assert distance <= 0.02


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sortby", "colour"),
        ("sortby", ""),
        ("sortby", "name,"),
        ("sortby", "themes"),
        ("properties", "colour"),
        ("skipGeometry", "yes"),
        ("zoom-level", "23"),
        ("zoom-level", "-1"),
        ("precision", "8"),
        ("precision", "1.5"),
        ("max-allowable-offset", "-1"),
        ("max-allowable-offset", "x"),
        ("cursor", "x"),
    ],
)
def test_bad_choices_are_refused_by_name(client: TestClient, name: str, value: str) -> None:
    address = AGREEMENTS
    problem = client.get(address, params={name: value}).json()
    assert (problem["status"], problem["code"]) == (400, "bad_parameter")
    assert f"«{name}»" in problem["detail"]


@pytest.mark.parametrize(
    ("zoom", "offset", "finer"), [("3", "0.0005", "10"), ("8", "1", "8"), ("3", "0", None)]
)
def test_of_zoom_and_offset_the_finer_counts(
    client: TestClient, zoom: str, offset: str, finer: str | None
) -> None:
    both = client.get(MUNICIPALITIES, params={"zoom-level": zoom, "max-allowable-offset": offset}).json()
    alone = client.get(MUNICIPALITIES, params={"zoom-level": finer} if finer else {}).json()
    assert both["features"] == alone["features"]
