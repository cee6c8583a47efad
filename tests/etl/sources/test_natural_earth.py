"""The shared arcs of a topology are the borders; hand-made topologies show it, the real one is measured."""

import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from etl.choice import natural_earth as countries_path
from etl.errors import MissingMember, SourceUnavailable, UnexpectedColumns
from etl.sources.natural_earth import world_borders
from geo.geodesy import lengths_km


def _topology(**changed: Any) -> dict[str, Any]:
    """Mexico as a square on a grid of tenths; the United States above it, Guatemala and Belize below.

    Mexico's ring: north (arc 0, shared with the United States), east (1), south-east (2, Belize), south-west
    (3, Guatemala), west (4).
    """
    topology = {
        "type": "Topology",
        "transform": {"scale": [0.1, 0.1], "translate": [-100.0, 10.0]},
        "arcs": [
            [[0, 100], [50, 10], [50, -10]],
            [[100, 100], [0, -100]],
            [[100, 0], [-50, 0]],
            [[50, 0], [-50, 0]],
            [[0, 0], [0, 100]],
            [[0, 100], [0, 100], [100, 0], [0, -100]],
            [[100, 0], [0, -50], [-50, 50]],
            [[50, 0], [-50, -50], [0, 50]],
        ],
        "objects": {
            "countries": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "id": "484", "arcs": [[0, 1, 2, 3, 4]]},
                    {"type": "MultiPolygon", "id": "840", "arcs": [[[5, -1]]]},
                    {"type": "Polygon", "id": "084", "arcs": [[6, -3]]},
                    {"type": "Polygon", "id": "320", "arcs": [[7, -4]]},
                ],
            }
        },
    }
    return topology | changed


def _written(folder: Path, topology: object) -> Path:
    path = folder / "countries-10m.json"
    path.write_text(json.dumps(topology), encoding="utf-8")
    return path


def test_a_border_is_what_two_countries_have_in_common(tmp_path: Path) -> None:
    world = world_borders(_written(tmp_path, _topology()))
    assert world.guides["us"].equals(shapely.LineString([(-100, 20), (-95, 21), (-90, 20)]))
    assert world.guides["bz"].equals(shapely.LineString([(-90, 10), (-95, 10)]))
    assert world.guides["gt"].equals(shapely.LineString([(-95, 10), (-100, 10)]))
    assert world.territories["us"].bounds == (-100, 20, -90, 30)
    assert world.described.rows == 4


def test_a_neighbour_without_a_common_line_is_refused(tmp_path: Path) -> None:
    topology = _topology()
    topology["arcs"].append([[0, 120], [100, 0], [0, 50], [-100, -50]])
    topology["objects"]["countries"]["geometries"][1]["arcs"] = [[[8]]]
    with pytest.raises(MissingMember, match="484-840"):
        world_borders(_written(tmp_path, topology))


def test_a_country_that_is_not_there_is_named(tmp_path: Path) -> None:
    topology = _topology()
    del topology["objects"]["countries"]["geometries"][2]
    with pytest.raises(MissingMember, match="084"):
        world_borders(_written(tmp_path, topology))


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable):
        world_borders(tmp_path / "absent.json")
    for content in ({"type": "FeatureCollection", "features": []}, [], {"objects": {"countries": 3}}):
        with pytest.raises(UnexpectedColumns):
            world_borders(_written(tmp_path, content))
    page = tmp_path / "countries-10m.json"
    page.write_text("<html>", encoding="utf-8")
    with pytest.raises(UnexpectedColumns):
        world_borders(page)


def test_the_real_borders_have_their_length_and_their_ends() -> None:
    world = world_borders(countries_path())
    # Shorter than the borders are: the drawing leaves the windings of the rivers out.
    for neighbour, about_km in (("us", 2_645), ("gt", 870), ("bz", 160)):
        length = lengths_km(shapely.linestrings([shapely.get_coordinates(world.guides[neighbour])]))[0]
        assert length == pytest.approx(about_km, rel=0.05), neighbour
    tri_point = shapely.Point(-89.152, 17.816)
    for neighbour in ("gt", "bz"):
        ends = shapely.boundary(world.guides[neighbour])
        assert shapely.distance(ends, tri_point) < 0.02, neighbour
