"""The core suite of PyPI's `ogctests`, which no one here wrote, against a real server on each engine.

It asks for older packages, so that it runs in an environment of its own, which `make test` prepares from
`scripts/locks/ogctests.txt` and names in `ATLAS_OGCTESTS_PYTHON`. The release is the default one: the suite
looks at the first ten items of each collection.
"""

import os
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from api.app import create_app
from etl.choice import chosen
from etl.run import run
from geo.store import store_at
from scripts.stages.suite import VARIABLE
from tests import national
from tests.api.conftest import settings
from tests.api.serving import serving
from tests.conftest import EngineKind

TESTS = {f"test_ast{number}" for number in range(1, 30)}
RUN = (
    "import sys; from ogctests.main import run_ogctests;"
    " run_ogctests('features/core', sys.argv[1], ['--junit-xml=' + sys.argv[2], '-p', 'no:cacheprovider'])"
)


@pytest.fixture
def default_url(engine_kind: EngineKind, new_store_url: Callable[[EngineKind], str], tmp_path: Path) -> str:
    """The address of a store with the release that a bare machine makes."""
    url = new_store_url(engine_kind)
    store = store_at(url)
    # Measured once for both engines.
    run(store, replace(chosen(None, None, tmp_path), prepare=lambda *_: national.prepared()))
    store.close()
    return url


@pytest.mark.slow
def test_the_core_suite_passes(
    engine_kind: EngineKind, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    python = os.environ.get(VARIABLE)
    if not python:
        pytest.skip(f"{VARIABLE} names no interpreter that has ogctests")
    report = tmp_path / "report.xml"
    with serving(create_app(settings(request.getfixturevalue("default_url")))) as address:
        done = subprocess.run(
            [python, "-c", RUN, address, str(report)],
            cwd=tmp_path,
            capture_output=True,
            check=False,
            timeout=1800,
        )
    assert report.exists(), done.stdout[-2000:] + done.stderr[-2000:]
    cases = {case.attrib["name"]: case for case in ET.parse(report).iter("testcase")}
    assert set(cases) == TESTS
    assert {name: case[0].get("message") for name, case in cases.items() if len(case)} == {}
