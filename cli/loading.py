"""A run of the ETL as the command shows it: why it is needed, how far it is, what came of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typer

from cli.language import either
from cli.progress import shown
from cli.tables import print_report

if TYPE_CHECKING:
    from etl.report import ReleaseRecord
    from geo.engines.store import Store


State = Literal["absent", "outdated", "ready"]


def state(store: Store) -> State:
    """Whether there are data, and whether this code declares them as it finds them."""
    from etl.releases import declarations_digest

    current = _current(store)
    if current is None:
        return "absent"
    return "ready" if current.declarations_digest == declarations_digest() else "outdated"


def load_if_needed(store: Store, cache: Path) -> None:
    """The store has a release that this code can serve, made from the same boundaries as before."""
    found = state(store)
    if found == "ready":
        return
    why = {
        "absent": either("Aún no hay datos: se cargan ahora.", "There are no data yet: they are loaded now."),
        "outdated": either(
            "Los datos son de otra versión del Atlas: se cargan de nuevo.",
            "The data were made by another version of the Atlas: they are loaded again.",
        ),
    }
    typer.echo(why[found], err=True)
    load(store, *_sources_before(store), cache, is_forced=False, is_dry_run=False)


def _sources_before(store: Store) -> tuple[str | None, Path | None]:
    """Boundaries and register of the release in force, so that loading again does not exchange them."""
    current = _current(store)
    options = {} if current is None else json.loads(current.options)
    register = options.get("register")
    return options.get("boundaries"), Path(register) if register else None


def load(
    store: Store,
    boundaries: str | None,
    register: Path | None,
    cache: Path,
    *,
    is_forced: bool,
    is_dry_run: bool,
) -> None:
    """One run of the ETL, shown while it lasts and summed up at its end; downloads are kept in ``cache``."""
    from etl.choice import chosen
    from etl.run import run

    sources = chosen(boundaries, register, cache)
    with shown() as progress:
        report = run(store, sources, is_forced=is_forced, is_dry_run=is_dry_run, progress=progress)
    print_report(report)


def _current(store: Store) -> ReleaseRecord | None:
    from etl.report import release_record

    current_id = store.current_id()
    if current_id is None:
        return None
    engine = store.connect(current_id)
    try:
        with engine.connect() as connection:
            return release_record(connection)
    finally:
        engine.dispose()
