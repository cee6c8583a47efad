"""The limits of a tileset: what holds something lies within them, and they are no wider than that."""

from itertools import product

import pytest
from fastapi.testclient import TestClient

from geo.layers import CORE_LAYERS
from geo.tiles import MAX_ZOOM, MIN_ZOOM, matrix

DRAWN = [layer.id for layer in CORE_LAYERS if layer.geometry is not None]
SET = "/tiles/WebMercatorQuad"


def limits(client: TestClient, address: str) -> dict[int, tuple[range, range]]:
    """By zoom the columns and the rows that are told."""
    return {
        int(each["tileMatrix"]): (
            range(each["minTileCol"], each["maxTileCol"] + 1),
            range(each["minTileRow"], each["maxTileRow"] + 1),
        )
        for each in client.get(address).json()["tileMatrixSetLimits"]
    }


@pytest.mark.parametrize("layer_id", DRAWN)
def test_tiles_hold_something_only_within_the_limits(client: TestClient, layer_id: str) -> None:
    address = f"/collections/{layer_id}{SET}"
    told = limits(client, address)
    assert set(told) == set(range(MIN_ZOOM, MAX_ZOOM + 1))
    for zoom in range(5):
        full = {
            (x, y)
            for x, y in product(range(2**zoom), repeat=2)
            if client.get(f"{address}/{zoom}/{y}/{x}").status_code == 200
        }
        columns, rows = told[zoom]
        # What lies within the buffer of a tile is drawn in it too, so that one more may hold a sliver.
        assert {x for x, _ in full} <= set(range(columns[0] - 1, columns[-1] + 2))
        assert {y for _, y in full} <= set(range(rows[0] - 1, rows[-1] + 2))
        inside = {(x, y) for x, y in full if x in columns and y in rows}
        assert {x for x, _ in inside} >= {columns[0], columns[-1]}
        assert {y for _, y in inside} >= {rows[0], rows[-1]}


def test_the_limits_of_several_collections_hold_those_of_each(client: TestClient) -> None:
    together = limits(client, f"{SET}?collections=municipalities,partner_places")
    for layer_id in ("municipalities", "partner_places"):
        for zoom, (columns, rows) in limits(client, f"/collections/{layer_id}{SET}").items():
            assert set(columns) <= set(together[zoom][0])
            assert set(rows) <= set(together[zoom][1])


@pytest.mark.parametrize(
    ("box", "zoom", "expected"),
    [
        ((-180.0, -90.0, 180.0, 90.0), 3, (0, 7, 0, 7)),
        ((0.0, 0.0, 0.0, 0.0), 1, (1, 1, 1, 1)),
        ((-0.1, 0.1, 0.1, 0.2), 1, (0, 1, 0, 0)),
        ((-99.2, 19.3, -99.1, 19.5), 10, (229, 230, 455, 456)),  # Mexico City, as maps number its tiles
    ],
)
def test_known_boxes(box: tuple[float, float, float, float], zoom: int, expected: tuple[int, ...]) -> None:
    found = matrix.limits(box)[zoom]
    assert (found.first_column, found.last_column, found.first_row, found.last_row) == expected
