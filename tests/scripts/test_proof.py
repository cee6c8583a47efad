"""The proof itself: a step that fails is told, and a skipped test is never silent."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from scripts.proof import server, skips
from scripts.proof.steps import Step, StepFailed, program

WITH_SKIPS = """
import pytest

@pytest.mark.skip(reason="the sea is dry")
def test_fish(): ...

@pytest.mark.xfail(reason="known to leak", strict=True)
def test_boat(): assert False

def test_shore(): ...
"""


def test_skipped_tests_of_pytest_are_read_with_their_reasons(tmp_path: Path) -> None:
    (tmp_path / "test_sea.py").write_text(WITH_SKIPS)
    report = tmp_path / "report.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", "."]
    subprocess.run([*command, "-c", "/dev/null"], cwd=tmp_path, check=True, capture_output=True)
    found = {skip.test.rsplit(".", 1)[-1]: skip.reason for skip in skips.of_pytest(report)}
    assert found == {"test_fish": "the sea is dry", "test_boat": "known to leak"}


def test_skipped_tests_of_vitest_are_read(tmp_path: Path) -> None:
    report = tmp_path / "vitest.json"
    tests = [{"fullName": "map draws", "status": "passed"}, {"fullName": "map sings", "status": "todo"}]
    report.write_text(json.dumps({"testResults": [{"assertionResults": tests}]}))
    assert skips.of_vitest(report) == [skips.Skip("map sings", "todo")]


def test_skipped_tests_of_playwright_are_read_with_their_reasons(tmp_path: Path) -> None:
    report = tmp_path / "playwright.json"
    annotated = {
        "projectName": "phone-es",
        "status": "skipped",
        "annotations": [{"type": "skip", "description": "no keyboard on a phone"}],
    }
    spec = {"title": "tab order", "tests": [annotated, {"projectName": "desktop-es", "status": "expected"}]}
    report.write_text(json.dumps({"suites": [{"suites": [{"specs": [spec]}], "specs": []}]}))
    assert skips.of_playwright(report) == [skips.Skip("phone-es: tab order", "no keyboard on a phone")]


def test_a_step_that_fails_says_which_command_and_how(tmp_path: Path) -> None:
    runs = program(["sh", "-c", "exit 0"], ["sh", "-c", "exit 3"], folder=tmp_path, environment={})
    outcome = Step("name", "what it proves", runs).outcome()
    assert not outcome.is_ok
    assert outcome.reason == "sh -c exit 3 ended with 3"


def test_a_program_that_is_missing_fails_its_step(tmp_path: Path) -> None:
    runs = program(["no-such-program"], folder=tmp_path, environment={"PATH": "/usr/bin"})
    assert "no-such-program" in Step("name", "what it proves", runs).outcome().reason


ATLAS = """#!/bin/sh
if [ "$1" = etl ]; then exit {etl}; fi
exec "{python}" -c '
import http.server, os
class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b"{answer}")
{serve}
'
"""
SERVE = 'http.server.HTTPServer(("127.0.0.1", int(os.environ["ATLAS_PORT"])), Health).serve_forever()'


def atlas(folder: Path, *, etl: int = 0, serve: str = SERVE) -> Path:
    path = folder / "atlas"
    answer = '{\\"ready\\": true}'
    path.write_text(
        ATLAS.replace("{etl}", str(etl))
        .replace("{python}", sys.executable)
        .replace("{answer}", answer)
        .replace("{serve}", serve)
    )
    path.chmod(0o755)
    return path


def test_a_server_is_given_when_it_says_that_it_is_ready_and_ends_with_its_use(tmp_path: Path) -> None:
    with server.running(atlas(tmp_path), tmp_path / "logs", {}) as address:
        assert urllib.request.urlopen(f"{address}/health", timeout=5).status == 200
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"{address}/health", timeout=5)


def test_a_load_that_fails_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(StepFailed, match="atlas etl run ended with 4"),
        server.running(atlas(tmp_path, etl=4), tmp_path / "logs", {}),
    ):
        pytest.fail("there is nothing to serve")


def test_a_server_that_ends_is_told_at_once_with_its_last_words(tmp_path: Path) -> None:
    with (
        pytest.raises(StepFailed, match="no release"),
        server.running(atlas(tmp_path, serve='raise SystemExit("no release")'), tmp_path / "logs", {}),
    ):
        pytest.fail("there is no server")


def test_settings_of_an_atlas_in_use_do_not_reach_the_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATLAS_DATABASE_URL", "postgresql://in-use")
    monkeypatch.setenv("ATLAS_SHARED_DATA", "official")
    environment = server.own_environment()
    assert "ATLAS_DATABASE_URL" not in environment
    assert environment["ATLAS_SHARED_DATA"] == "official"
