"""Spoilt declarations, tables and archives: a refusal in two languages or a reading whose rows add up."""

import io
import random
import zipfile
from pathlib import Path

import pytest

from etl.errors import EtlError
from etl.own_layers.declaration import own_layer
from etl.own_layers.example import LAYER_EXAMPLE, TABLE_EXAMPLE
from etl.own_layers.reading import OwnReading, read_by_code, read_by_name, read_shapes
from etl.published.records import PublishedFile
from etl.sources.register.places import Places
from geo.names.gazetteer import Gazetteer
from tests.cli.test_own_layers import POINTS
from tests.geography import NAMES, STATES

SEED = 20261120
COPIES = 2500
PLACES = Places(frozenset(NAMES), frozenset(STATES), "tiny")
GAZETTEER = Gazetteer(
    [(code, name, code[:2]) for code, name in NAMES.items()], list(STATES.items()), aliases=(), localities=()
)
_BYTES = (
    b"",
    b"\x00",
    b"\xff",
    b'"',
    b"'",
    b"[",
    b"]",
    b"{",
    b"=",
    b"\n",
    b",",
    b"nan",
    b"-1",
    b"1e999",
    b"true",
)


def _spoilt(content: bytes, draw: random.Random) -> bytes:
    """One to four bytes or stretches replaced, cut, doubled or moved."""
    for _ in range(draw.randint(1, 4)):
        at = draw.randrange(len(content) + 1)
        until = min(len(content), at + draw.choice((0, 1, 1, 3, 40, 400)))
        kind = draw.randrange(4)
        piece = content[at:until]
        new = (draw.choice(_BYTES), b"", piece * 2, bytes(draw.randrange(256) for _ in piece))[kind]
        content = content[:at] + new + content[until:]
    return content


def _file(folder: Path, name: str, content: bytes) -> PublishedFile:
    path = folder / name
    path.write_bytes(content)
    return PublishedFile(path, name, "2026-11-20")


def _read(declaration: PublishedFile, table: PublishedFile) -> OwnReading | None:
    own = own_layer(declaration)
    if own.raster is not None:
        return None
    if not own.key:
        return read_shapes(own, table, PLACES)
    if "cvegeo" in own.key:
        return read_by_code(own, table, PLACES)
    return read_by_name(own, table, PLACES, GAZETTEER, {})


def _is_refused(told: tuple[str, ...]) -> bool:
    assert all(told), "a refusal says in both languages what happened and what would mend it"
    return False


def _tried(declaration: PublishedFile, table: PublishedFile) -> bool:
    """Whether it was read; a refusal says in both languages what would mend it."""
    try:
        found = _read(declaration, table)
    except EtlError as error:
        told = (error.es, error.en, error.remedy_es, error.remedy_en)
        return _is_refused(told)
    if found is not None:
        reading = found.reading
        assert reading.rows_in == reading.rows_loaded + len(reading.rejections)
    return True


@pytest.mark.slow
@pytest.mark.parametrize("spoils", ["declaration", "table"])
def test_spoilt_copies_are_refused_or_read(tmp_path: Path, spoils: str) -> None:
    draw = random.Random(SEED)
    declaration, table = LAYER_EXAMPLE.encode(), TABLE_EXAMPLE.encode()
    assert _tried(_file(tmp_path, "l.toml", declaration), _file(tmp_path, "clinics.csv", table))
    read = 0
    for _ in range(COPIES):
        one = _spoilt(declaration, draw) if spoils == "declaration" else declaration
        other = _spoilt(table, draw) if spoils == "table" else table
        read += _tried(_file(tmp_path, "l.toml", one), _file(tmp_path, "clinics.csv", other))
    assert 0 < read < COPIES, "some are harmless and some are not"


@pytest.mark.slow
def test_spoilt_archives_are_refused_or_read(tmp_path: Path) -> None:
    draw = random.Random(SEED)
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("clinics.csv", TABLE_EXAMPLE)
    declaration = _file(tmp_path, "l.toml", LAYER_EXAMPLE.encode())
    points = _file(tmp_path, "p.toml", POINTS.encode())
    shapes = (
        b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"nombre":"A","plazas":1},'
        b'"geometry":{"type":"Point","coordinates":[-101.9,22.1]}}]}'
    )
    assert _tried(points, _file(tmp_path, "a.geojson", shapes))
    for _ in range(COPIES // 5):
        _tried(declaration, _file(tmp_path, "clinics.zip", _spoilt(whole.getvalue(), draw)))
        _tried(points, _file(tmp_path, "a.geojson", _spoilt(shapes, draw)))
