"""``atlas resolve``: from a name as people write it to the code of a municipality or state."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.language import either
from cli.options import DatabaseUrl, DataDir
from cli.settings import store_settings

if TYPE_CHECKING:
    from geo.engines.store import Store
    from geo.names.gazetteer import Gazetteer
    from geo.names.resolution import Candidate

RESOLVE_HELP = either(
    "Da la clave del municipio o estado que nombra un texto; si son varios posibles, los enumera.",
    "Gives the code of the municipality or state that a text names; if several are possible, lists them.",
)
_UNRESOLVED = 1


def resolve(
    text: Annotated[
        str,
        typer.Argument(
            help=either("Nombre como se escribe, por ejemplo «Cancún».", "Name as written, such as «Cancún».")
        ),
    ],
    state: Annotated[
        str | None,
        typer.Option(
            "--state",
            help=either("Estado al que pertenece: nombre o clave.", "State it is in: name or code."),
        ),
    ] = None,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """The code on the standard output; exit code 1 when the text names nothing, or more than one place."""
    from geo.store import store_at

    settings = store_settings(database_url, data_dir)
    store = store_at(settings.address)
    try:
        answer = _gazetteer(store, settings.cache).resolve(text, state=state)
    finally:
        store.close()
    if answer.status == "resolved":
        within = f", {answer.state}" if answer.kind == "municipality" else ""
        typer.echo(f"{answer.code}\t{answer.name}{within}")
        return
    if answer.status == "ambiguous":
        typer.echo(either(f"«{text}» puede ser:", f"«{text}» may be:"), err=True)
    else:
        typer.echo(either(f"Nada se llama «{text}».", f"Nothing is called «{text}»."), err=True)
    for candidate in answer.alternatives:
        typer.echo(_line(candidate), err=answer.status != "ambiguous")
    raise typer.Exit(_UNRESOLVED)


def _line(candidate: Candidate) -> str:
    within = f", {candidate.state}" if candidate.kind == "municipality" else ""
    return f"{candidate.code}\t{candidate.name}{within}"


def _gazetteer(store: Store, cache: Path) -> Gazetteer:
    """Names of the release in force, or of the default boundaries when nothing was loaded yet."""
    from geo.names.gazetteer import Gazetteer

    current_id = store.current_id()
    if current_id is None:
        from etl.boundaries.records import silent
        from etl.choice import chosen

        boundaries = chosen(None, None, cache).boundaries(silent)
        towns, states = boundaries.municipalities, boundaries.states
        return Gazetteer(
            zip(towns["cvegeo"], towns["name"], towns["cve_ent"], strict=True),
            zip(states["cve_ent"], states["name"], strict=True),
        )
    from sqlalchemy import select

    from geo.tables import LAYER_TABLES

    municipalities, states_table = LAYER_TABLES["municipalities"].c, LAYER_TABLES["states"].c
    engine = store.connect(current_id)
    try:
        with engine.connect() as connection:
            rows = connection.execute(
                select(municipalities.cvegeo, municipalities.name, municipalities.cve_ent)
            ).all()
            of_states = connection.execute(select(states_table.cve_ent, states_table.name)).all()
    finally:
        engine.dispose()
    return Gazetteer(
        [(code, name, state) for code, name, state in rows], [(code, name) for code, name in of_states]
    )
