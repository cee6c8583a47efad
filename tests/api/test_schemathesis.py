"""Requests that schemathesis draws from the OpenAPI document, with all its checks, on each engine.

Some hundred requests an engine, the same in each run; docs/api.md tells how to draw thousands.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from api.app import create_app
from tests.api.conftest import settings
from tests.api.serving import serving

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_drawn_requests_are_answered_as_described(served_url: str) -> None:
    program = Path(sys.executable).with_name("schemathesis")
    words = ["--checks", "all", "--phases", "examples,fuzzing", "--max-examples", "8", "--no-color"]
    with serving(create_app(settings(served_url))) as address:
        done = subprocess.run(
            [program, "run", f"{address}/openapi.json", *words, "--generation-deterministic"],
            cwd=ROOT,  # schemathesis.toml
            capture_output=True,
            text=True,
            check=False,
            timeout=1200,
        )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert "No issues found" in done.stdout
