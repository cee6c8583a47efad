"""The lock files, made again from pyproject.toml: versions and digests, no address of a registry."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts.stages.commands import Command, run
from scripts.stages.environment import DEVELOPMENT, RUNTIME, find_uv
from scripts.stages.places import Places
from scripts.stages.speech import Refused

ADDRESS = re.compile(r"https?://|file:|^--?(?:index|extra-index|find-links|i\b|f\b)", re.MULTILINE)


def renew(places: Places, environment: Mapping[str, str], options: Sequence[str]) -> None:
    """All lock files fit pyproject.toml; with the option `--upgrade` at the newest versions that do."""
    uv = find_uv(places, environment)
    project = places.root / "pyproject.toml"
    development = places.root / DEVELOPMENT
    # The larger first: what runs is then tested at exactly the versions that it runs with.
    sets: list[tuple[Path, Command]] = [
        (development, [project, "--group", "build", "--group", "dev", *options]),
        (places.root / RUNTIME, [project, "--group", "build", "--constraint", development]),
        (places.locks / "uv.txt", ["--group", "tools-uv", *options]),
        (places.locks / "node.txt", ["--group", "tools-node", *options]),
        (
            places.locks / "ogctests.txt",
            ["--group", "tools-ogctests", "--override", places.locks / "ogctests-overrides.txt", *options],
        ),
    ]
    for target, what in sets:
        shown = places.shown(target)
        how = ["--universal", "--generate-hashes", "--python-version", "3.11", "--no-annotate"]
        how += ["--custom-compile-command", "make lock"]
        command: Command = [uv, "pip", "compile", *how, *what, "--output-file", target]
        run(
            places,
            f"lock-{target.stem}",
            command,
            doing=(f"fijar {shown}", f"lock {shown}"),
            environment=environment,
        )
        if ADDRESS.search(target.read_text(encoding="utf-8")):
            raise Refused(
                f"{shown} nombra un registro de paquetes: no debe guardarse así.",
                f"{shown} names a package registry: it must not be kept like that.",
            )
