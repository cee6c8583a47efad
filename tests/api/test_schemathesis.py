"""Requests that schemathesis draws from the OpenAPI document, with all its checks, on each engine.

Some hundred requests an engine, the same in each run; then the bounds of parameters, and links followed from
answer to answer, for a quarter of a minute. docs/api.md tells how to draw thousands of each.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from api.app import create_app
from tests.api.conftest import settings
from tests.api.serving import serving

ROOT = Path(__file__).parents[2]
# One of each kind: the others have the same parameters, of other properties and vocabularies.
SOME = r"^/(collections/offices/(items|tiles)|collections/\{collection_id\}/|places|municipalities|tiles)"


def drawn(served_url: str, *words: str) -> str:
    """What schemathesis says of the requests that it drew."""
    program = Path(sys.executable).with_name("schemathesis")
    with serving(create_app(settings(served_url))) as address:
        done = subprocess.run(
            [program, "run", f"{address}/openapi.json", "--checks", "all", "--no-color", *words],
            cwd=ROOT,  # schemathesis.toml
            capture_output=True,
            text=True,
            check=False,
            timeout=1200,
        )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    return done.stdout


@pytest.mark.slow
def test_drawn_requests_are_answered_as_described(served_url: str) -> None:
    said = drawn(
        served_url, "--phases", "examples,fuzzing", "--max-examples", "4", "--generation-deterministic"
    )
    assert "No issues found" in said


@pytest.mark.slow
def test_bounds_of_parameters_and_links_between_answers(served_url: str) -> None:
    words = ["--phases", "coverage,stateful", "--max-time", "15", "--include-path-regex", SOME]
    said = drawn(served_url, *words, "--seed", "20261120")
    assert "✅ Coverage" in said
    assert "✅ Stateful" in said


@pytest.mark.slow
def test_bounds_of_parameters_that_depend_on_others(served_url: str) -> None:
    """Each at its own least and most; of two bounds of one span the first is never the greater one."""
    some = "^/questions/(hotspots|partner-candidates|trend)$"
    words = ["--phases", "coverage", "--include-path-regex", some]
    said = drawn(served_url, *words, "--seed", "20261120")
    assert "✅ Coverage" in said
