"""The core suite of PyPI's `ogctests`, which no one here wrote, against a real server on each engine.

It needs packages of its own, so that it runs in an environment of its own:
`uv venv ogctests && uv pip install --python ogctests --only-binary :all: ogctests==0.1.15`, and
`ATLAS_OGCTESTS_PYTHON` names the interpreter there.
"""

import os
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from api.app import create_app
from tests.api.conftest import settings
from tests.api.serving import serving

TESTS = {f"test_ast{number}" for number in range(1, 30)}
# Their schema knows no geometry null, which RFC 7946 (3.2) demands of a feature that has no place.
OF_UNLOCATED_FEATURES = {"test_ast22", "test_ast28"}


@pytest.mark.slow
def test_the_core_suite_passes(served_url: str, tmp_path: Path) -> None:
    python = os.environ.get("ATLAS_OGCTESTS_PYTHON")
    if not python:
        pytest.skip("ATLAS_OGCTESTS_PYTHON names no interpreter that has ogctests")
    report = tmp_path / "report.xml"
    run = (
        "import sys; from ogctests.main import run_ogctests;"
        f" run_ogctests('features/core', sys.argv[1], ['--junit-xml={report}', '-p', 'no:cacheprovider'])"
    )
    with serving(create_app(settings(served_url))) as address:
        subprocess.run(
            [python, "-c", run, address], cwd=tmp_path, capture_output=True, check=False, timeout=300
        )
    cases = {case.attrib["name"]: case for case in ET.parse(report).iter("testcase")}
    assert set(cases) == TESTS
    failed = {name for name, case in cases.items() if len(case) and case[0].tag in {"failure", "error"}}
    assert failed <= OF_UNLOCATED_FEATURES
    assert len(cases) - len(failed) >= 27
