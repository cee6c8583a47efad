"""OGC API – Features Part 3, class `queryables-query-parameters`: properties asked for by name."""

import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from geo.declarations import RESERVED_NAMES, Layer
from geo.layers import CORE_LAYERS
from tests.api.test_items import MUNICIPALITIES, all_items, keys
from tests.api.test_tiles import decoded

SIMPLE = {"string", "number", "integer", "boolean"}
TILE = "/collections/municipalities/tiles/WebMercatorQuad/0/0/0"


def queryables(client: TestClient, layer: Layer) -> dict[str, Any]:
    found = client.get(f"/collections/{layer.id}/queryables", headers={"Accept-Language": "en"}).json()
    return dict(found["properties"])


def written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("layer", CORE_LAYERS, ids=lambda layer: layer.id)
def test_req_queryables_query_parameters_parameters_a(client: TestClient, layer: Layer) -> None:
    """Every queryable with a simple value is a parameter of items and tiles with the same schema."""
    addresses = [f"/collections/{layer.id}/items"]
    if layer.geometry is not None:
        addresses.append(f"/collections/{layer.id}/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}")
    for description, address in product(("/api", "/openapi.json"), addresses):
        operation = client.get(description).json()["paths"][address]["get"]
        described = {each["name"]: each for each in operation["parameters"] if each["in"] == "query"}
        assert len(described) == len([each for each in operation["parameters"] if each["in"] == "query"])
        assert {each["name"] for each in operation["parameters"] if each["in"] == "path"} == set(
            re.findall(r"\{(\w+)\}", address)
        )
        for name, schema in queryables(client, layer).items():
            if schema.get("type") not in SIMPLE:
                continue
            parameter = described[name]
            assert parameter["schema"] == schema
            assert (parameter["required"], parameter["style"], parameter["explode"]) == (False, "form", False)


@pytest.mark.parametrize("layer", CORE_LAYERS, ids=lambda layer: layer.id)
def test_req_queryables_query_parameters_parameters_b(client: TestClient, layer: Layer) -> None:
    """Each value that a property has gives the items that have it, and no other."""
    every = all_items(client, layer.id)
    asked = 0
    for name, schema in queryables(client, layer).items():
        if schema.get("type") not in SIMPLE:
            continue
        known = [feature["properties"][name] for feature in every]
        values = list(dict.fromkeys(value for value in known if value is not None))[:3]
        for value in values:
            found = client.get(
                f"/collections/{layer.id}/items", params={name: written(value), "limit": 10_000}
            )
            meant = {feature["id"] for feature in every if feature["properties"][name] == value}
            assert set(keys(found)) == meant != set(), (name, value)
            assert found.json()["numberMatched"] == len(meant)
            asked += 1
    assert asked


def test_properties_box_filter_and_each_other_are_all_met(client: TestClient) -> None:
    params = {"cve_ent": "02", "touches_us": "true", "filter": "agreement_count > 0", "limit": "100"}
    box = {"bbox": "-180,-90,180,90"}
    wide = keys(client.get(MUNICIPALITIES, params={**params, **box}))
    every = all_items(client, "municipalities")
    assert wide == [
        feature["id"]
        for feature in every
        if feature["properties"]["cve_ent"] == "02"
        and feature["properties"]["touches_us"]
        and feature["properties"]["agreement_count"] > 0
    ]
    assert wide
    assert keys(client.get(MUNICIPALITIES, params={**params, "bbox": "0,0,1,1"})) == []
    assert keys(client.get(MUNICIPALITIES, params={"cve_ent": "02", "filter": "cve_ent = '03'"})) == []


def test_a_property_given_several_times_takes_any_of_its_values(client: TestClient) -> None:
    found = keys(client.get(MUNICIPALITIES, params={"name": ["Tijuana", "Mexicali"]}))
    assert sorted(found) == ["02002", "02004"]


def test_a_value_of_another_type_is_refused_in_both_languages(client: TestClient) -> None:
    asked = {
        ("municipalities", "agreement_count", "1.5"): ("debe ser un número entero", "a whole number"),
        ("municipalities", "agreement_count", "-1"): ("debe ser 0 o mayor", "must be 0 or greater"),
        ("municipalities", "area_km2", "mucho"): ("debe ser un número", "must be a number"),
        ("municipalities", "area_km2", "1e999"): ("debe ser un número", "must be a number"),
        ("municipalities", "is_island", "sí"): (
            "debe ser uno de: true, false",
            "must be one of: true, false",
        ),
        ("municipalities", "cvegeo", "2004"): (r"la forma \d{5}", r"the form \d{5}"),
        ("agreements", "signed_year", "2101"): ("debe ser 2100 o menor", "must be 2100 or less"),
        ("agreements", "instrument", "x"): ("debe ser uno de: herman", "must be one of: herman"),
    }
    for (layer_id, name, value), texts in asked.items():
        for language, text in zip(("es", "en"), texts, strict=True):
            for address in (
                f"/collections/{layer_id}/items",
                f"/collections/{layer_id}/tiles/WebMercatorQuad/0/0/0",
            ):
                problem = client.get(
                    address, params={name: value}, headers={"Accept-Language": language}
                ).json()
                assert (problem["status"], problem["code"]) == (400, "bad_parameter")
                assert problem["parameter"] == name
                assert text in problem["detail"], (language, problem["detail"])


@pytest.mark.parametrize("form", ["csv", "geojsonseq", "gpkg", "parquet", "xlsx", "fgb", "kml"])
def test_files_hold_what_is_asked_for(client: TestClient, form: str) -> None:
    everything = client.get(MUNICIPALITIES, params={"f": form}).content
    asked = client.get(MUNICIPALITIES, params={"f": form, "name": "Tijuana"})
    assert asked.status_code == 200
    assert len(asked.content) < len(everything)
    if form in {"csv", "geojsonseq", "kml"}:
        assert b"Tijuana" in asked.content
        assert b"Mexicali" in everything
        assert b"Mexicali" not in asked.content


def test_a_property_that_does_not_exist_is_refused_and_those_that_do_are_named(client: TestClient) -> None:
    for address in (MUNICIPALITIES, TILE):
        problem = client.get(address, params={"colour": "red"}).json()
        assert (problem["status"], problem["code"]) == (400, "unknown_parameter")
        assert {"name", "area_km2", "agreement_count", "filter"} <= set(problem["known"])


def test_tiles_draw_what_is_asked_for(client: TestClient, tmp_path: Path) -> None:
    def drawn(**params: Any) -> list[str]:
        answer = client.get(TILE, params=params)
        if answer.status_code == 204:
            return []
        return sorted(each["cvegeo"] for each in decoded(answer.content, "municipalities", tmp_path))

    everything = all_items(client, "municipalities")
    assert drawn(cve_ent="02") == sorted(
        each["id"] for each in everything if each["properties"]["cve_ent"] == "02"
    )
    assert drawn(name=["Tijuana", "Mexicali"]) == ["02002", "02004"]
    assert drawn(name="Tijuana", filter="cve_ent = '02'") == ["02004"]
    assert drawn(name="Tijuana", filter="cve_ent = '03'") == []
    assert drawn(name="Nowhere") == []


def test_lists_are_asked_for_by_what_they_hold_where_they_are_declared_so(client: TestClient) -> None:
    every = all_items(client, "agreements")
    meant = [each["id"] for each in every if "climate" in (each["properties"]["themes"] or [])]
    assert (
        keys(client.get("/collections/agreements/items", params={"themes": "climate", "limit": 100}))
        == meant
        != []
    )


def test_no_parameter_has_two_meanings(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for layer in CORE_LAYERS:
        fields = {field.name for field in layer.fields}
        assert not fields & RESERVED_NAMES
        own = {each["name"] for each in paths[f"/collections/{layer.id}/items"]["get"]["parameters"]} - fields
        assert {name for name in own if name.isidentifier() and name.islower()} <= RESERVED_NAMES
