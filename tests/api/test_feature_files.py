"""Files of features: what they give is what the store gives, however pages are cut from them."""

from __future__ import annotations

import tempfile
from array import array
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.items.feature_files import FeatureFile, FeatureFiles, feature_bytes
from geo.items import queries
from geo.items.ordering import usual_order
from geo.items.queries import EVERYTHING, Outline
from geo.layers import layer_named
from geo.store import Reader
from tests.releases import tiny_release

_LENGTHS = (1, 40, 20_000)
"""Features that lie close together, and one that is not worth reading to come from one to the other."""


def _file(bodies: list[bytes]) -> FeatureFile:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed with what holds it
    file.write(b"".join(body + b"}," for body in bodies))
    file.flush()
    keys = [f"{number:03}" for number in range(len(bodies))]
    starts = array("q", accumulate((len(body) + 2 for body in bodies), initial=0))
    return FeatureFile(file, keys, {key: at for at, key in enumerate(keys)}, starts, [])


@given(
    st.lists(st.sampled_from(_LENGTHS), min_size=1, max_size=30).flatmap(
        lambda lengths: st.tuples(
            st.just(lengths), st.lists(st.integers(0, len(lengths) - 1), min_size=0, max_size=40)
        )
    )
)
def test_any_features_in_any_order(drawn: tuple[list[int], list[int]]) -> None:
    lengths, asked = drawn
    bodies = [f'{{"id":"{number}"'.encode() + b" " * length for number, length in enumerate(lengths)]
    given_ = _file(bodies).of([f"{number:03}" for number in asked])
    assert b"},".join(given_) == b"},".join(bodies[number] for number in asked)


@pytest.mark.parametrize("layer_id", ["municipalities", "offices", "agreements", "partner_places"])
def test_the_file_knows_the_usual_order(layer_id: str, tmp_path: Path) -> None:
    layer = layer_named(layer_id)
    reader = Reader(tiny_release(f"duckdb:///{tmp_path}"))
    file = FeatureFiles(reader.release().engine).of(layer, 6, Outline.TEXT)
    assert file is not None
    order = usual_order(layer)
    with reader.connection() as connection:
        rows = connection.execute(queries.items(layer, limit=1000, order=order, zoom=6)).all()
        places = connection.execute(queries.places_in_order(layer, EVERYTHING, limit=1000, order=order)).all()
    reader.close()
    assert file.rows(0, 1000) == [tuple(row) for row in places]
    assert [file.after(place) for place in places] == list(range(1, len(places) + 1))
    assert b"},".join(file.of([row[0] for row in rows])) == b"},".join(
        feature_bytes(row[0], row[1].encode(), row[2] and row[2].encode()) for row in rows
    )


def test_a_place_that_is_not_there_is_not_told(tmp_path: Path) -> None:
    reader = Reader(tiny_release(f"duckdb:///{tmp_path}"))
    files = FeatureFiles(reader.release().engine)
    municipalities, offices = (
        files.of(layer_named(name), None, Outline.TEXT) for name in ("municipalities", "offices")
    )
    reader.close()
    assert municipalities is not None
    assert offices is not None
    assert municipalities.after(["99999"]) is None
    first = offices.rows(0, 1)[0]
    assert offices.after(first) == 1
    assert offices.after([1 - first[0], first[1]]) is None


def test_without_room_on_the_disk_there_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    reader = Reader(tiny_release(f"duckdb:///{tmp_path}"))
    monkeypatch.setattr("api.items.feature_files.tempfile.TemporaryFile", full)
    assert FeatureFiles(reader.release().engine).of(layer_named("states"), None, Outline.TEXT) is None
    reader.close()
