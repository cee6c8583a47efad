"""OGC API – Features Part 2 and 3 and OGC API – Tiles Part 1: a check for each requirement, by its name.

What the requirements say of answers in detail is held elsewhere: coordinates in each reference system in
`test_features_crs`, filters in `test_filters` and in `tests/geo/cql2`, what tiles hold in `test_tiles`.
"""

import pytest
from fastapi.testclient import TestClient

from api import conformance
from tests.api import feature_requirements, tile_requirements
from tests.api.requirements import SET, SPECIFICATIONS

CHECKS = {**feature_requirements.CHECKS, **tile_requirements.CHECKS}


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
