"""The tiny country's release on a real server, once for each engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from api.app import create_app
from api.settings import Settings
from atlas_client import Atlas
from tests.api.serving import serving
from tests.conftest import EngineKind
from tests.releases import tiny_release


@pytest.fixture(scope="session")
def server_url(engine_kind: EngineKind, new_store_url: Callable[[EngineKind], str]) -> Iterator[str]:
    url = new_store_url(engine_kind)
    tiny_release(url).close()
    with serving(create_app(Settings(_env_prefix="ATLAS_OF_NO_TEST_", database_url=url))) as address:
        yield address


@pytest.fixture(scope="session")
def atlas(server_url: str) -> Iterator[Atlas]:
    with Atlas(server_url, language="en") as opened:
        yield opened
