"""Features as bytes in a file beside the embedded store, made once a release when first asked for.

DuckDB keeps columns: to give ten whole rows it reads most of what the others hold. What it is good at, to
find which rows are meant and in which order, is left to it; their features are read from the file.
"""

from __future__ import annotations

import logging
import os
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import orjson
from sqlalchemy import Engine

from geo import queries
from geo.coverages import BANDS
from geo.declarations import Layer
from geo.queries import Outline

_LOG = logging.getLogger("atlas.api")
_ROWS_AT_ONCE = 500
_EVERYTHING = 1_000_000_000


def feature_bytes(row: Sequence[Any]) -> bytes:
    """A row (key, properties, geometry as GeoJSON text or None) as GeoJSON without its closing brace.

    >>> feature_bytes(("02", "{}", None))
    b'{"type":"Feature","id":"02","geometry":null,"properties":{}'
    """
    key, properties, geometry = row[:3]
    return (
        f'{{"type":"Feature","id":{orjson.dumps(key).decode()},"geometry":{geometry or "null"}'
        f',"properties":{properties}'
    ).encode()


@dataclass(frozen=True, slots=True)
class FeatureFile:
    """The features of a layer with one form of geometry, and where in the file each is."""

    file: BinaryIO
    places: dict[str, tuple[int, int]]

    def of(self, keys: Sequence[str]) -> list[bytes]:
        """The features with these keys, each without its closing brace."""
        descriptor = self.file.fileno()
        places = [self.places[key] for key in keys]
        if not places:
            return []
        first, last = min(places), max(places)
        end = last[0] + last[1]
        if end - first[0] > 2 * sum(length for _, length in places):
            return [os.pread(descriptor, length, offset) for offset, length in places]
        # Close together, as most pages are: read at once.
        block = os.pread(descriptor, end - first[0], first[0])
        return [block[offset - first[0] :][:length] for offset, length in places]


class FeatureFiles:
    """The files of one release."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._files: dict[tuple[str, int | None, Outline], FeatureFile | None] = {}
        self._lock = threading.Lock()

    def of(self, layer: Layer, zoom: int | None, outline: Outline) -> FeatureFile | None:
        """The file of a layer; None when the disk has no room for it."""
        # Zooms of one band have one outline, those of the finest the stored one.
        bands = (each for each in BANDS if zoom is not None and each.zoom_min <= zoom <= each.zoom_max)
        band = next(bands, BANDS[0])
        zoom = None if band.tolerance_m is None or outline is Outline.NONE else band.zoom_max
        asked = (layer.id, zoom, outline)
        if asked not in self._files:
            with self._lock:
                if asked not in self._files:
                    self._files[asked] = self._made(layer, zoom, outline)
        return self._files[asked]

    def _made(self, layer: Layer, zoom: int | None, outline: Outline) -> FeatureFile | None:
        try:
            # Without a name from the beginning: nothing is left when the server ends, however it ends.
            file: BinaryIO = tempfile.TemporaryFile(prefix="atlas-features-")  # noqa: SIM115
            return FeatureFile(file, self._written(file, layer, zoom, outline))
        except OSError as error:
            _LOG.warning("no file of the features of %s: %s", layer.id, error)
            return None

    def _written(
        self, file: BinaryIO, layer: Layer, zoom: int | None, outline: Outline
    ) -> dict[str, tuple[int, int]]:
        statement = queries.items(layer, limit=_EVERYTHING, zoom=zoom, outline=outline)
        places: dict[str, tuple[int, int]] = {}
        offset = 0
        with self._engine.connect() as connection:
            result = connection.execute(statement)
            while rows := result.fetchmany(_ROWS_AT_ONCE):
                features = [feature_bytes(row) for row in rows]
                file.write(b"".join(features))
                for row, feature in zip(rows, features, strict=True):
                    places[row[0]] = (offset, len(feature))
                    offset += len(feature)
        file.flush()
        return places
