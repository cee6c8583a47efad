"""The real country with the whole register, loaded once for each engine and all questions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from etl.sources.register import own_register
from geo.store import Reader, store_at
from geo.tables import LAYER_TABLES, RELEASE_REJECTIONS
from tests.conftest import EngineKind
from tests.geo.questions.register_rows import Register
from tests.national import Loaded


@dataclass(frozen=True)
class National:
    """A connection to the release, and the register as plain rows of text without those rejected."""

    connection: Connection
    register: Register


@pytest.fixture(scope="session")
def national(engine_kind: EngineKind, national_release: Callable[[EngineKind], Loaded]) -> Iterator[National]:
    """The default release: 2,465 municipalities and `data/register`."""
    reader = Reader(store_at(national_release(engine_kind).address))
    with reader.connection() as connection:
        yield National(connection, _register(connection, own_register()))
    reader.close()


def _register(connection: Connection, folder: Path) -> Register:
    rejected = set(connection.execute(select(RELEASE_REJECTIONS.c.natural_key)).scalars())
    agreements = LAYER_TABLES["agreements"].c
    partners = {
        row.id: row.partner_id for row in connection.execute(select(agreements.id, agreements.partner_id))
    }
    return Register(folder, {each for each in rejected if each}, partners)
