"""The map: its packages by npm, its files by Vite, and the shapes of countries that it and the ETL share."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from scripts.stages import checks, node, stamps
from scripts.stages.commands import run
from scripts.stages.places import Places

NEEDED_BYTES = checks.GIB // 2  # measured: 0.25 GB
SHAPES = ("countries-10m.json", "countries-50m.json")
# What is under web/ without being a source of the built map.
NOT_SOURCES = frozenset(
    {"node_modules", "dist", "tests", "e2e", "test-results", "playwright-report", "coverage", "README.md"}
)


def prepare(places: Places, environment: Mapping[str, str]) -> None:
    """`web/dist` is built from the sources as they are, `build/shapes` is filled. Raises `Refused`."""
    packages(places, environment)
    _copy_shapes(places)
    stamp = places.build / "stamps" / "map"
    made_from = stamps.digest(stamps.files_under(places.web, NOT_SOURCES))
    if stamps.is_done(stamp, made_from, places.web / "dist" / "index.html"):
        return
    stamps.begin(stamp)
    building = ("construir el mapa", "build the map")
    run(
        places,
        "web-build",
        ["npm", "run", "build"],
        doing=building,
        environment=with_node(places, environment),
        folder=places.web,
    )
    stamps.finish(stamp, made_from)


def packages(places: Places, environment: Mapping[str, str]) -> None:
    """`web/node_modules` holds what `web/package-lock.json` names. Raises `Refused`."""
    stamp = places.web / "node_modules" / ".atlas-stamp"
    made_from = stamps.digest(places.web / name for name in ("package-lock.json", "package.json", ".npmrc"))
    if stamps.is_done(stamp, made_from):
        return
    checks.has_space(places.web, NEEDED_BYTES)
    stamps.begin(stamp)
    installing = ("instalar los paquetes del mapa", "install the packages of the map")
    run(
        places,
        "web-packages",
        ["npm", "ci", "--no-audit", "--no-fund"],
        doing=installing,
        environment=with_node(places, environment),
        folder=places.web,
    )
    stamps.finish(stamp, made_from)


def with_node(places: Places, environment: Mapping[str, str]) -> dict[str, str]:
    """The environment for npm and what it starts."""
    return {**node.prepare(places, environment), "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1", "CI": "true"}


def _copy_shapes(places: Places) -> None:
    published = places.web / "node_modules" / "world-atlas"
    shapes = places.build / "shapes"
    shapes.mkdir(parents=True, exist_ok=True)
    for name in SHAPES:
        source, target = published / name, shapes / name
        if not (target.exists() and _same(source, target)):
            unfinished = target.with_suffix(".part")
            shutil.copyfile(source, unfinished)
            unfinished.replace(target)


def _same(one: Path, other: Path) -> bool:
    return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()
