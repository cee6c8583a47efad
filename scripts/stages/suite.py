"""The suite of OGC API tests that others wrote, in an environment of its own: it asks for older packages."""

import shutil
import sys
from collections.abc import Mapping

from scripts.stages import checks, stamps
from scripts.stages.commands import Command, run
from scripts.stages.environment import find_uv
from scripts.stages.places import Places

NEEDED_BYTES = checks.GIB  # measured: 0.36 GB, and downloads pass through a cache
VARIABLE = "ATLAS_OGCTESTS_PYTHON"


def prepare(places: Places, environment: Mapping[str, str]) -> dict[str, str]:
    """The environment that names the Python which has `ogctests`. Raises `Refused`."""
    if VARIABLE in environment:
        return dict(environment)
    folder = places.tools / "ogctests"
    python = folder / "bin" / "python"
    lock = places.locks / "ogctests.txt"
    stamp, made_from = places.stamps / "ogctests", stamps.digest([lock], str(places.tools), sys.executable)
    if not stamps.is_done(stamp, made_from, python):
        checks.has_space(places.tools, NEEDED_BYTES)
        uv = find_uv(places, environment)
        stamps.begin(stamp)
        shutil.rmtree(folder, ignore_errors=True)
        getting = ("obtener las pruebas de OGC API", "get the tests of OGC API")
        making: Command = [uv, "venv", "--python", sys.executable, folder]
        run(places, "ogctests-venv", making, doing=getting, environment=environment)
        sync: Command = [uv, "pip", "sync", "--python", python, "--require-hashes", lock]
        run(places, "ogctests", sync, doing=getting, environment=environment)
        stamps.finish(stamp, made_from)
    return {**environment, VARIABLE: str(python)}
