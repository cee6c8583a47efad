"""The gazetteer of the release in force, made once and used until the next."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from sqlalchemy import select

from api.releases import ServedRelease
from geo.tables import LAYER_TABLES

if TYPE_CHECKING:  # comparing names takes packages that a server without a misspelt search never needs
    from geo.names.gazetteer import Gazetteer


class Gazetteers:
    """Keeps the gazetteer of the release asked last: it takes half a second to make."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: tuple[str, Gazetteer] | None = None

    def of(self, release: ServedRelease) -> Gazetteer:
        """The gazetteer of that release."""
        with self._lock:
            if self._made is None or self._made[0] != release.id:
                self._made = (release.id, _gazetteer(release))
            return self._made[1]


GAZETTEERS = Gazetteers()


def _gazetteer(release: ServedRelease) -> Gazetteer:
    from geo.names.gazetteer import Gazetteer

    municipalities, states = LAYER_TABLES["municipalities"].c, LAYER_TABLES["states"].c
    with release.connection() as connection:
        towns = connection.execute(
            select(municipalities.cvegeo, municipalities.name, municipalities.cve_ent)
        ).all()
        named = connection.execute(select(states.cve_ent, states.name)).all()
    return Gazetteer([(code, name, of) for code, name, of in towns], [(code, name) for code, name in named])
