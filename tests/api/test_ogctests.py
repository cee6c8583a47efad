"""The core suite of PyPI's `ogctests`, which no one here wrote, against a real server on each engine.

It asks for older packages, so that it runs in an environment of its own, which `make test` prepares from
`scripts/locks/ogctests.txt` and names in `ATLAS_OGCTESTS_PYTHON`. The release is the default one: the suite
looks at the first ten items of each collection.
"""

import os
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from api.app import create_app
from scripts.stages.suite import VARIABLE
from tests.api.conftest import settings
from tests.api.serving import serving
from tests.conftest import EngineKind
from tests.national import Loaded

TESTS = {f"test_ast{number}" for number in range(1, 30)}
RUN = (
    "import sys; from ogctests.main import run_ogctests;"
    " run_ogctests('features/core', sys.argv[1], ['--junit-xml=' + sys.argv[2], '-p', 'no:cacheprovider'])"
)


@pytest.mark.slow
def test_the_core_suite_passes(
    engine_kind: EngineKind, national_release: Callable[[EngineKind], Loaded], tmp_path: Path
) -> None:
    python = os.environ.get(VARIABLE)
    if not python:
        pytest.skip(f"{VARIABLE} names no interpreter that has ogctests")
    report = tmp_path / "report.xml"
    with serving(create_app(settings(national_release(engine_kind).address))) as address:
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
