"""Tiles drawn here, held against those that the store draws of the same outlines."""

from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from geo.layers import CORE_LAYERS, layer_named
from geo.tiles import ADDRESS, EXTENT, keys_drawn, tile
from geo.tiles.drawing import LAST_ZOOM, TileDrawings, is_drawn_here
from geo.tiles.outlines import numbers, on_grid, rings, varints

DRAWN = [layer for layer in CORE_LAYERS if is_drawn_here(layer, 0)]
ADDRESSES = [(0, 0, 0), (4, 3, 6), (5, 6, 13), (7, 27, 56), (9, 110, 224), (10, 220, 448), (10, 221, 447)]


@pytest.fixture
def drawings(connection: Connection) -> TileDrawings:
    from contextlib import nullcontext

    return TileDrawings(lambda: nullcontext(connection))


def _read(content: bytes | None, folder: Path, address: tuple[int, int, int]) -> dict[str, tuple[Any, Any]]:
    """Of each feature its properties and its geometry in EPSG:3857, in the order of the tile."""
    if content is None:
        return {}
    z, x, y = address
    path = folder / "tile.mvt"
    path.write_bytes(content)
    meta, _, geometry, columns = pyogrio.raw.read(path, X=x, Y=y, Z=z, CLIP="NO")
    names = [str(name) for name in meta["fields"] if name != "mvt_id"]
    columns = [column for name, column in zip(meta["fields"], columns, strict=True) if name != "mvt_id"]
    key = columns[names.index("cvegeo" if "cvegeo" in names else "cve_ent")] if names else []
    rows = zip(key, geometry, *columns, strict=True)
    return {each: (dict(zip(names, map(str, values), strict=True)), shapely.from_wkb(wkb))
            for each, wkb, *values in rows}  # fmt: skip


@pytest.mark.parametrize("layer", DRAWN, ids=lambda layer: layer.id)
@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_a_tile_is_that_of_the_store(
    connection: Connection, drawings: TileDrawings, layer: Any, address: Any, tmp_path: Path
) -> None:
    stored = connection.execute(tile(layer, *address)).scalar_one_or_none()
    ours = _read(drawings.tile(layer, *address), tmp_path, address)
    theirs = _read(None if stored is None else bytes(stored), tmp_path, address)
    unit = 40_075_016.68557849 / 2 ** address[0] / EXTENT
    assert list(ours) == sorted(ours)
    # One engine draws what another drops: slivers of less than a few units.
    for key in set(ours) ^ set(theirs):
        assert (ours.get(key) or theirs[key])[1].area <= 70 * unit**2 * EXTENT
    for key in set(ours) & set(theirs):
        (said, shape), (expected, other) = ours[key], theirs[key]
        assert said == expected
        assert shape.is_valid
        assert shape.symmetric_difference(shapely.make_valid(other)).area <= unit * (shape.length + unit)


def test_a_condition_leaves_what_meets_it(
    connection: Connection, drawings: TileDrawings, tmp_path: Path
) -> None:
    layer = layer_named("municipalities")
    from geo import cql2

    where = cql2.where(layer, "agreement_count = 0")
    address = (4, 3, 6)
    values = dict(zip(ADDRESS, address, strict=True))
    keys = connection.execute(keys_drawn(layer, where), values).scalars().all()
    some = _read(drawings.tile(layer, *address, keys), tmp_path, address)
    every = _read(drawings.tile(layer, *address), tmp_path, address)
    assert set(some) == set(keys) & set(every)
    assert 0 < len(some) < len(every)
    assert all(said["agreement_count"] == "0" for said, _ in some.values())


def test_nearer_tiles_and_points_are_left_to_the_store() -> None:
    assert is_drawn_here(layer_named("municipalities"), LAST_ZOOM)
    assert not is_drawn_here(layer_named("municipalities"), LAST_ZOOM + 1)
    assert not is_drawn_here(layer_named("offices"), 0)


def test_only_what_is_prepared_is_drawn_at_once(drawings: TileDrawings) -> None:
    layer = layer_named("municipalities")
    assert not drawings.is_ready(layer, 5)
    drawings.tile(layer, 5, 6, 13)
    assert drawings.is_ready(layer, 5)
    assert not drawings.is_ready(layer, 6)


@given(st.lists(st.integers(0, 2**35 - 1), min_size=1))
def test_numbers_come_back(given_: list[int]) -> None:
    body, places = varints(np.array(given_, dtype=np.int64))
    assert numbers(body).tolist() == given_
    assert places[-1] == len(body)


@given(
    st.lists(
        st.tuples(st.floats(0, 3000), st.floats(0, 3000), st.floats(1, 500), st.floats(0, 0.9)), min_size=1
    )
)
def test_outlines_come_back_valid_and_where_they_were(drawn: list[tuple[float, float, float, float]]) -> None:
    shapes = np.empty(len(drawn), dtype=object)
    for index, (x, y, radius, hole) in enumerate(drawn):
        point = shapely.Point(x, y)
        shapes[index] = point.buffer(radius, 4).difference(point.buffer(radius * hole, 4))
    whole = on_grid(shapes, 10, EXTENT)
    found = rings(whole)
    again: Any = found.polygons(np.arange(len(found.drawn))) if len(found.drawn) else []
    assert shapely.is_valid(again).all()
    for shape, kept in zip(again, whole[found.drawn], strict=True):
        assert shapely.equals(shape, kept)
    gone = np.setdiff1d(np.arange(len(whole)), found.drawn)
    assert (shapely.area(whole[gone]) == 0).all()
