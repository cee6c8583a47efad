"""Releases as documents: what the store keeps, put into words and links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import orjson
from sqlalchemy import select

from api import schemas
from api.bulk.faults import OtherEdition
from api.bulk.folder import Made
from api.bulk.kinds import KINDS, BulkFile, files_of
from api.bulk.making import Bulk, Kept
from api.negotiation import Language
from api.representations import HTML, JSON, address
from api.schemas.releases import (
    ReleaseChange,
    ReleaseCollection,
    ReleaseDescription,
    ReleaseFile,
    ReleaseSummary,
)
from geo.declarations import Layer, Text
from geo.items import bulk as statements
from geo.items import queries
from geo.tables import RELEASE

_TITLES = {
    "self": Text("Esta versión", "This release"),
    "describedby": Text("Diccionario de datos", "Data dictionary"),
    "changes": Text("Cambios desde la versión anterior", "Changes since the release before"),
    "prev": Text("Versión anterior", "Release before"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a release says of itself, which never changes; without layers when another edition made it."""

    layers: Mapping[str, Layer]
    counts: Mapping[str, int]
    changes: Mapping[tuple[str, str], int]
    inputs: tuple[Mapping[str, Any], ...]
    atlas_version: str | None
    is_readable: bool

    @property
    def files(self) -> dict[str, BulkFile]:
        """The files that it is given as, by name."""
        return {each.name: each for each in files_of(self.layers.values())} if self.is_readable else {}


_OTHER = Told({}, {}, Counter(), (), None, is_readable=False)


class ToldReleases:
    """Asks each release once."""

    def __init__(self, bulk: Bulk) -> None:
        self._bulk = bulk
        self._told: dict[str, Told] = {}

    def of(self, release_id: str) -> Told:
        """What that release says of itself.

        :raises NoRelease: when it is not kept.
        """
        if release_id not in self._told:
            self._told[release_id] = self._asked(release_id)
        return self._told[release_id]

    def _asked(self, release_id: str) -> Told:
        try:
            with self._bulk.opened(release_id) as contents:
                connection, layers = contents.connection, contents.layers
                counted = connection.execute(statements.change_counts()).all()
                return Told(
                    layers=layers,
                    counts={
                        each.id: connection.execute(queries.count(each)).scalar_one()
                        for each in layers.values()
                    },
                    changes=Counter({(layer_id, change): count for layer_id, change, count in counted}),
                    inputs=tuple(contents.inputs),
                    atlas_version=connection.execute(select(RELEASE.c.atlas_version)).scalar_one(),
                    is_readable=True,
                )
        except OtherEdition:
            return _OTHER


def created_at(release_id: str) -> str:
    """When a release was made, as its id says.

    >>> created_at("r20261120101500_0a1b2c3d")
    '2026-11-20T10:15:00+00:00'
    """
    day, time = release_id[1:9], release_id[9:15]
    return f"{day[:4]}-{day[4:6]}-{day[6:]}T{time[:2]}:{time[2:4]}:{time[4:]}+00:00"


def summary(kept: Kept, base_url: str, language: Language) -> ReleaseSummary:
    """A release as the list has it."""
    path = f"/releases/{kept.id}"

    def link(
        rel: str, to: str, media_type: str = JSON, query: tuple[tuple[str, str], ...] = ()
    ) -> schemas.Link:
        title = getattr(_TITLES[rel], language) if rel in _TITLES else None
        return schemas.Link(rel=rel, href=address(base_url, to, query), type=media_type, title=title)

    links = [
        link("self", path),
        link("alternate", path, HTML, (("f", "html"),)),
        link("changes", f"{path}/changes"),
        link("describedby", f"{path}/datapackage.json"),
    ]
    if kept.previous_id is not None:
        links.append(link("prev", f"/releases/{kept.previous_id}"))
    return ReleaseSummary(
        id=kept.id,
        created_at=created_at(kept.id),
        is_in_force=kept.is_in_force,
        previous_id=kept.previous_id,
        links=links,
    )


def description(kept: Kept, told: Told, bulk: Bulk, base_url: str, language: Language) -> ReleaseDescription:
    """All about a release, its files as they are at this moment."""
    made = {kind: bulk.folder.found(kept.id, kind) or {} for kind in KINDS}
    return ReleaseDescription(
        **summary(kept, base_url, language).model_dump(),
        is_readable=told.is_readable,
        atlas_version=told.atlas_version,
        collections=[_collection(layer, told) for layer in told.layers.values()],
        inputs=[schemas.ReleaseInput.model_validate(each) for each in told.inputs],
        files=[
            _file(each, made[each.kind].get(each.name), kept.id, bulk, base_url)
            for each in told.files.values()
        ],
    )


def _collection(layer: Layer, told: Told) -> ReleaseCollection:
    return ReleaseCollection(
        id=layer.id,
        title_es=layer.title.es,
        title_en=layer.title.en,
        count=told.counts[layer.id],
        added=told.changes.get((layer.id, "added"), 0),
        changed=told.changes.get((layer.id, "changed"), 0),
        removed=told.changes.get((layer.id, "removed"), 0),
        licence_es=layer.licence.title.es,
        licence_en=layer.licence.title.en,
        licence_url=layer.licence.url,
    )


def _file(file: BulkFile, made: Made | None, release_id: str, bulk: Bulk, base_url: str) -> ReleaseFile:
    state: Literal["made", "being_made", "not_made"] = "made"
    if made is None:
        state = "being_made" if bulk.is_running(release_id, file.kind) else "not_made"
    return ReleaseFile(
        name=file.name,
        kind=file.kind.name,
        title_es=file.title.es,
        title_en=file.title.en,
        href=f"{base_url}/releases/{release_id}/{file.name}",
        media_type=file.media_type,
        collection=file.layer_id,
        state=state,
        bytes=made.bytes if made else None,
        sha256=made.sha256 if made else None,
    )


def change(row: Any) -> ReleaseChange:
    """One row of the difference."""
    return ReleaseChange(
        collection=row.layer_id, id=row.feature_id, change=row.change, fields=orjson.loads(row.fields)
    )
