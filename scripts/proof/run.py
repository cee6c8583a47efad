"""The whole proof: every step in order, whatever the earlier ones said, and a summary that hides nothing.

Runs inside the environment for development: `python -m scripts.proof.run [--only STEP]… [-- PYTEST OPTIONS]`.
"""

import argparse
import signal
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from scripts.proof import server, skips
from scripts.proof.steps import Outcome, Step, StepFailed, program
from scripts.stages import map as web_map
from scripts.stages.entry import alone
from scripts.stages.places import Places, places
from scripts.stages.speech import Refused
from tests.services import chromium, guardian, postgis
from tests.services.machine import PackagesNotInstalled, ThisMachine

ROOT = Path(__file__).resolve().parents[2]
NEEDS_POSTGIS = "tests"
NEEDS_CHROMIUM = "pages"


def main(words: Sequence[str]) -> int:
    """0 when every step holds."""
    parser = argparse.ArgumentParser(prog="make test", description=__doc__)
    parser.add_argument(
        "--only", action="append", metavar="STEP", help="run this step alone; may be repeated"
    )
    parser.add_argument("pytest", nargs="*", help="options and paths for pytest")
    asked = parser.parse_args(words)
    # Ends like Ctrl-C, so that servers and folders are cleared away.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    here = places(ROOT)
    with ExitStack() as until_the_end:
        try:
            environment = _services(asked.only, until_the_end)
            steps = _steps(here, web_map.with_node(here, environment), asked.pytest)
            if unknown := set(asked.only or ()) - {step.name for step in steps}:
                raise Refused(
                    *2 * (f"{', '.join(sorted(unknown))}: {', '.join(step.name for step in steps)}",)
                )
            chosen = [step for step in steps if not asked.only or step.name in asked.only]
            outcomes = [_carry_out(step) for step in chosen]
        except (Refused, postgis.NoPostgis, chromium.NoChromium, guardian.ServiceNotStarted) as refused:
            return _give_up(str(refused))
        except PackagesNotInstalled as refused:
            return _give_up(str(refused))
        except KeyboardInterrupt:
            return _give_up("Stopped before the end: nothing is proved.")
    return _summary(here, outcomes)


def _give_up(sentence: str) -> int:
    print(f"✗ {sentence}", file=sys.stderr)
    return 1


def _services(only: Sequence[str] | None, until_the_end: ExitStack) -> dict[str, str]:
    """The environment that names PostGIS and Chromium, looked for before anything else is done."""
    environment = server.own_environment()
    if not only or NEEDS_CHROMIUM in only:
        environment["ATLAS_CHROMIUM"] = str(chromium.find(ThisMachine()))
    if (not only or NEEDS_POSTGIS in only) and "ATLAS_TEST_DATABASE_URL" not in environment:
        folder = Path(tempfile.mkdtemp(prefix="atlas-tests-"))
        until_the_end.enter_context(guardian.lease(folder))
        guardian.server_url(folder)
        environment["ATLAS_TEST_SERVICES"] = str(folder)
    return environment


def _carry_out(step: Step) -> Outcome:
    print(f"\n── {step.name}: {step.proves}", flush=True)
    return step.outcome()


def _steps(here: Places, environment: Mapping[str, str], pytest_words: Sequence[str]) -> list[Step]:
    python = str(here.python)
    reports = here.build / "reports"
    reports.mkdir(parents=True, exist_ok=True)
    for old in reports.iterdir():
        old.unlink()

    def ours(name: str, proves: str, *commands: Sequence[str]) -> Step:
        return Step(name, proves, program(*commands, folder=here.root, environment=environment))

    def the_map(name: str, proves: str, *commands: Sequence[str]) -> Step:
        return Step(name, proves, program(*commands, folder=here.web, environment=environment))

    def pages() -> None:
        with server.running(here.venv / "bin" / "atlas", here.logs, environment) as address:
            settings = {
                **environment,
                "ATLAS_E2E_URL": address,
                "PLAYWRIGHT_JSON_OUTPUT_FILE": str(reports / "playwright.json"),
            }
            command = ["npx", "--no-install", "playwright", "test", "--reporter=list,json"]
            program(command, folder=here.web, environment=settings)()

    def build_the_map() -> None:
        try:
            with alone(here):
                web_map.prepare(here, environment)
        except Refused as refused:
            raise StepFailed(refused.en) from refused

    pytest = [python, "-m", "pytest", "-n", "2", "--dist", "loadfile", "--durations=10"]
    pytest += [f"--junitxml={reports / 'pytest.xml'}", *pytest_words]
    vitest = ["npx", "--no-install", "vitest", "run", "--reporter=default", "--reporter=json"]
    vitest.append(f"--outputFile.json={reports / 'vitest.json'}")
    return [
        ours("format", "Python is in its one form", [python, "-m", "ruff", "format", "--check", "."]),
        ours("rules", "Python keeps the rules", [python, "-m", "ruff", "check", "."]),
        ours("types", "types hold", [python, "-m", "mypy"]),
        ours("contracts", "imports point one way", [str(here.venv / "bin" / "lint-imports")]),
        Step("map", "the map builds", build_the_map),
        the_map("map-types", "types of the map hold", ["npm", "run", "--silent", "check"]),
        the_map("map-lint", "the map keeps form and rules", ["npm", "run", "--silent", "lint"]),
        the_map("map-tests", "the map's parts work", vitest),
        ours(NEEDS_POSTGIS, "parts and whole work, on DuckDB and on PostGIS", pytest),
        Step(NEEDS_CHROMIUM, "the page works in Chromium on a real server", pages),
    ]


def _summary(here: Places, outcomes: Sequence[Outcome]) -> int:
    reports = here.build / "reports"
    skipped = [
        *skips.of_pytest(reports / "pytest.xml"),
        *skips.of_vitest(reports / "vitest.json"),
        *skips.of_playwright(reports / "playwright.json"),
    ]
    print(f"\n{'step':<12}{'seconds':>9}")
    for outcome in outcomes:
        print(
            f"{outcome.name:<12}{outcome.seconds:>9.1f}  {'ok' if outcome.is_ok else '✗ ' + outcome.reason}"
        )
    print(f"{'together':<12}{sum(outcome.seconds for outcome in outcomes):>9.1f}")
    print(f"\nSkipped tests: {len(skipped) or 'none'}")
    for skip in skipped:
        print(f"  {skip.test}: {skip.reason}")
    return 0 if all(outcome.is_ok for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
