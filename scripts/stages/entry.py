"""What `make` asks for: one word, and the stages that answer it."""

import fcntl
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from scripts.stages import checks, environment, locks, map, settings, suite
from scripts.stages.places import Places, places
from scripts.stages.speech import Refused, say
from scripts.stages.surroundings import surroundings

ROOT = Path(__file__).resolve().parents[2]


def main(words: Sequence[str]) -> int:
    """The exit code of the stage that the first word names; later words go on to it."""
    # Ends like Ctrl-C, so that the program at work is ended too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    here = places(ROOT)
    given = surroundings(here.tools, {**os.environ, "PYTHONUTF8": "1"})
    stage = STAGES.get(words[0]) if words else None
    try:
        if stage is None:
            known = ", ".join(STAGES)
            raise Refused(f"Las etapas son: {known}.", f"The stages are: {known}.")
        return stage(here, given, words[1:])
    except Refused as refused:
        say(f"✗ {refused.es}", f"✗ {refused.en}")
        return 1
    except KeyboardInterrupt:
        say("\nDetenido; vuelva a ejecutarlo para continuar.", "\nStopped; run it again to go on.")
        return 130


def up(here: Places, given: Mapping[str, str], words: Sequence[str]) -> int:
    """Builds what is not built, then becomes `atlas up`, which loads the data and serves."""
    configured = settings.with_file(here.root, given)
    where = checks.address(configured)
    checks.port_is_free(where)
    with alone(here):
        _build(here, configured)
    return _become(here, ["atlas", "up", *words], configured)


def atlas(here: Places, given: Mapping[str, str], words: Sequence[str]) -> int:
    """Becomes the `atlas` command, in an environment that is complete."""
    configured = settings.with_file(here.root, given)
    if words[:1] == ["serve"]:
        checks.port_is_free(checks.address(configured))
    with alone(here):
        _build(here, configured)
    return _become(here, ["atlas", *words], configured)


def web(here: Places, given: Mapping[str, str], _: Sequence[str]) -> int:
    """Builds the environment and the map."""
    with alone(here):
        _build(here, given)
    return 0


def lock(here: Places, given: Mapping[str, str], words: Sequence[str]) -> int:
    """Makes the lock files again."""
    with alone(here):
        locks.renew(here, given, words)
    return 0


def develop(here: Places, given: Mapping[str, str], words: Sequence[str]) -> int:
    """Completes the environment for development and runs a program of it, if one is named."""
    with alone(here):
        environment.prepare(here, given, environment.DEVELOPMENT)
        map.packages(here, given)
    if not words:
        return 0
    return _become(here, words, map.with_node(here, given))


def test(here: Places, given: Mapping[str, str], words: Sequence[str]) -> int:
    """Completes the environment for development and becomes the proof."""
    with alone(here):
        environment.prepare(here, given, environment.DEVELOPMENT)
        map.packages(here, given)
        given = suite.prepare(here, given)
    return _become(here, ["python", "-m", "scripts.proof.run", *words], given)


def clean(here: Places, _: Mapping[str, str], __: Sequence[str]) -> int:
    """Removes what the stages made; the data of the Atlas stays."""
    made = [
        here.venv,
        here.tools,
        here.build,
        here.root / "dist",
        here.web / "node_modules",
        here.web / "dist",
    ]
    for folder in made:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


STAGES: dict[str, Callable[[Places, Mapping[str, str], Sequence[str]], int]] = {
    "up": up,
    "atlas": atlas,
    "web": web,
    "lock": lock,
    "develop": develop,
    "test": test,
    "clean": clean,
}


def _build(here: Places, given: Mapping[str, str]) -> None:
    environment.prepare(here, given)
    map.prepare(here, given)


@contextmanager
def alone(here: Places) -> Iterator[None]:
    """Two builds in one checkout take turns."""
    checks.is_writable(here.root)
    checks.is_writable(here.build)
    with (here.build / ".lock").open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(
                "Otro make prepara esta carpeta; se espera a que termine.",
                "Another make is at work here; waiting.",
            )
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _become(here: Places, words: Sequence[str], given: Mapping[str, str]) -> int:
    path = f"{here.venv / 'bin'}:{given.get('PATH', '')}"
    program = shutil.which(words[0], path=path)
    if program is None:
        raise Refused(
            f"Falta el programa {words[0]}: ejecute make clean y vuelva a intentarlo.",
            f"The program {words[0]} is missing: run make clean and try again.",
        )
    sys.stdout.flush()
    sys.stderr.flush()
    os.chdir(here.root)
    os.execve(program, [program, *words[1:]], {**given, "PATH": path, "VIRTUAL_ENV": str(here.venv)})
