"""What differs between two releases, feature by feature; of areas, whether they changed or were redrawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from etl.changes import GEOMETRY, Change, changes, texts_in
from geo import crs
from geo.geodesy import areas_km2
from geo.layers import BY_ID
from geo.tables import table_of

REDRAWN_SHARE = 0.005
"""An area of which less than this share lies elsewhere has been drawn anew; more of it, and it has changed.

Two vintages of one municipality drawn at one scale differ by tenths of a percent along rivers and coasts.
"""

_AREAS = ("states", "municipalities")


@dataclass(frozen=True, slots=True)
class Redrawing:
    """An area whose shape is another: km² before and after, and of the symmetric difference."""

    layer_id: str
    feature_id: str
    before_km2: float
    after_km2: float
    differing_km2: float

    @property
    def is_real(self) -> bool:
        """Whether the area itself changed, and not only its drawing."""
        return self.differing_km2 > REDRAWN_SHARE * max(self.before_km2, self.after_km2)


@dataclass(frozen=True, slots=True)
class Recoding:
    """A feature that has another key and is the same in everything else."""

    layer_id: str
    before_id: str
    after_id: str


@dataclass(frozen=True)
class Difference:
    """From one release to another."""

    changes: tuple[Change, ...]
    recoded: tuple[Recoding, ...] = ()
    redrawn: tuple[Redrawing, ...] = field(default=())


def difference(before: Connection, after: Connection) -> Difference:
    """The difference between the releases that two connections read."""
    old, new = texts_in(before), texts_in(after)
    found = tuple(changes(old, new))
    recoded = tuple(_recoded(found, old, new))
    moved = {(each.layer_id, each.before_id) for each in recoded}
    moved |= {(each.layer_id, each.after_id) for each in recoded}
    left = tuple(each for each in found if (each.layer_id, each.feature_id) not in moved)
    redrawn = tuple(each for layer_id in _AREAS for each in _redrawn(layer_id, left, before, after))
    return Difference(left, recoded, redrawn)


def _recoded(
    found: Iterable[Change],
    old: Mapping[str, Mapping[str, tuple[str, str | None]]],
    new: Mapping[str, Mapping[str, tuple[str, str | None]]],
) -> Iterable[Recoding]:
    """Pairs of a removed and an added feature that differ in the key alone; only where one fits one."""
    by_content: dict[tuple[str, str, str | None], tuple[list[str], list[str]]] = {}
    for each in found:
        if each.change == "changed" or each.layer_id not in BY_ID:
            continue
        key = BY_ID[each.layer_id].key
        texts = old if each.change == "removed" else new
        properties, geometry = texts[each.layer_id][each.feature_id]
        content = orjson.loads(properties)
        content.pop(key, None)
        if not any(value is not None for value in content.values()):
            continue
        plain = orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode()
        gone, come = by_content.setdefault((each.layer_id, plain, geometry), ([], []))
        (gone if each.change == "removed" else come).append(each.feature_id)
    for (layer_id, _, _), (gone, come) in sorted(by_content.items(), key=lambda item: item[0][:2]):
        if len(gone) == len(come) == 1:
            yield Recoding(layer_id, gone[0], come[0])


def _redrawn(
    layer_id: str, found: Iterable[Change], before: Connection, after: Connection
) -> Iterable[Redrawing]:
    ids = sorted(
        each.feature_id
        for each in found
        if each.layer_id == layer_id and each.change == "changed" and GEOMETRY in each.fields
    )
    if not ids:
        return
    old, new = _shapes(before, layer_id, ids), _shapes(after, layer_id, ids)
    # Noded on the plane of the official maps, measured on the ellipsoid.
    one, other = (shapely.make_valid(crs.projected(each, crs.STORE, crs.PLANE)) for each in (old, new))
    differing = shapely.symmetric_difference(one, other)
    stored = crs.projected(differing, crs.PLANE, crs.STORE)
    columns = (ids, areas_km2(old), areas_km2(new), areas_km2(stored))
    for feature_id, before_km2, after_km2, differing_km2 in zip(*columns, strict=True):
        yield Redrawing(layer_id, feature_id, float(before_km2), float(after_km2), float(differing_km2))


def _shapes(connection: Connection, layer_id: str, ids: list[str]) -> NDArray[np.object_]:
    table, key = table_of(BY_ID[layer_id]), BY_ID[layer_id].key
    rows = connection.execute(
        select(table.c[key], table.c.feature_geometry).where(table.c[key].in_(ids)).order_by(table.c[key])
    ).all()
    shapes: NDArray[np.object_] = shapely.from_geojson([geometry for _, geometry in rows])
    return shapes
