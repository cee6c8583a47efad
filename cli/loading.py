"""A run of the ETL as the command shows it: why it is needed, how far it is, what came of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typer

from cli.language import either
from cli.progress import shown
from cli.tables import print_report, tell_change

if TYPE_CHECKING:
    from etl.inputs import Sources
    from etl.report import ReleaseRecord
    from etl.selection.obtaining import Asked
    from geo.engines.store import Store


BUILT_IN = frozenset({"boundaries", "register"})
"""What every release has; leaving one out means going back to what comes with the Atlas."""

State = Literal["absent", "outdated", "ready"]


def state(store: Store) -> State:
    """Whether there are data, and whether this code declares them as it finds them."""
    from etl.releases import declarations_digest

    current = _current(store)
    if current is None:
        return "absent"
    return "ready" if current.declarations_digest == declarations_digest() else "outdated"


def load_if_needed(store: Store, cache: Path) -> None:
    """The store has a release that this code can serve, made from the same sources as before."""
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
    load(store, None, None, cache)


def load(
    store: Store,
    boundaries: str | None,
    register: Path | None,
    cache: Path,
    *,
    asked: Asked | None = None,
    is_forced: bool = False,
    is_dry_run: bool = False,
    accepts_shrink: bool = False,
    scheduler: str | None = None,
) -> None:
    """One run of the ETL, shown while it lasts and summed up at its end; downloads are kept in ``cache``.

    What is not given is taken as the release in force has it, so that a run does not exchange it unasked.
    """
    from etl.readiness import make_ready
    from etl.run import run

    if not is_dry_run:
        # Before the release in force is looked at: a store that cannot be used says so in its own words.
        make_ready(store)
    sources = sources_of(store, boundaries, register, cache, asked, scheduler)
    with shown() as progress:
        report = run(
            store,
            sources,
            is_forced=is_forced,
            is_dry_run=is_dry_run,
            accepts_shrink=accepts_shrink,
            progress=progress,
            tell=tell_change,
        )
    print_report(report)


def sources_of(
    store: Store,
    boundaries: str | None,
    register: Path | None,
    cache: Path,
    asked: Asked | None = None,
    scheduler: str | None = None,
) -> Sources:
    """The sources of a run: those asked for, and those of the release in force."""
    from etl import choice
    from etl.selection.obtaining import Asked

    asked = asked or Asked()
    current = _current(store)
    options = {} if current is None else json.loads(current.options)
    for name in BUILT_IN & asked.drops:
        options.pop(name, None)
    kept = options.get("register")
    sources = choice.chosen(
        boundaries or options.get("boundaries"), register or (Path(kept) if kept else None), cache
    )
    asked = replace(asked, drops=asked.drops - BUILT_IN)
    return choice.with_published(sources, asked, options, cache, scheduler)


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
