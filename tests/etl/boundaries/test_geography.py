"""The tiny country is what its picture says."""

import zipfile
from pathlib import Path

import numpy as np
import pyogrio
import shapely

from tests.geography import MAINLAND, cell, tiny_boundaries, tiny_neighbours, write_tiny_zip


def test_cells_share_their_corners_exactly() -> None:
    boundaries = tiny_boundaries()
    geometry = boundaries.municipalities["geom"]
    corners = np.unique(shapely.get_coordinates(geometry), axis=0)
    assert len(corners) == 4 * 7 + 4, "four columns of seven corners, and four corners of the island"
    assert shapely.coverage_is_valid(geometry)


def test_states_cover_their_municipalities() -> None:
    boundaries = tiny_boundaries()
    whole = shapely.union_all(boundaries.municipalities["geom"])
    assert shapely.symmetric_difference(whole, shapely.union_all(boundaries.states["geom"])).area < 1


def test_neighbours_touch_the_cells_of_the_picture() -> None:
    touching = {
        neighbour.id: sorted(
            code for code in MAINLAND if shapely.intersection(cell(code), neighbour.geom).length > 0
        )
        for neighbour in tiny_neighbours().countries
    }
    assert touching == {"us": ["02001", "02002", "02003"], "gt": ["01007", "01008"], "bz": ["01009"]}


def test_zip_has_the_official_layout(tmp_path: Path) -> None:
    path = write_tiny_zip(tmp_path / "mg.zip")
    with zipfile.ZipFile(path) as archive:
        assert archive.read("conjunto_de_datos/00mun.cpg") == b"ISO 88591"
        assert "conjunto_de_datos/00ent.prj" in archive.namelist()
    _, _, _, columns = pyogrio.raw.read(f"/vsizip/{path}/conjunto_de_datos/00mun.shp")
    assert "Peñón Blanco" in columns[3]
