"""The ``atlas`` command: its groups and what they share. Heavy imports wait until a command needs them."""

from __future__ import annotations

from typing import Annotated

import typer

from cli import data, exports, maps, places, profiles, questions, server
from cli.language import either
from cli.refusals import told_plainly

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help=either(
        "Atlas de Internacionalización Territorial: la acción internacional de los municipios y estados de"
        " México, como mapa, API y datos.",
        "Atlas de Internacionalización Territorial: the international action of Mexican municipalities and"
        " states, as a map, an API and data.",
    ),
)
app.command("up", help=server.UP_HELP)(told_plainly(server.up))
app.command("serve", help=server.SERVE_HELP)(told_plainly(server.serve))
app.command("resolve", help=places.RESOLVE_HELP)(told_plainly(places.resolve))
app.command("ask", help=questions.ASK_HELP)(told_plainly(questions.ask))
app.command("map", help=maps.MAP_HELP)(told_plainly(maps.draw))
app.command("profile", help=profiles.PROFILE_HELP)(told_plainly(profiles.write))
app.command("export", help=exports.EXPORT_HELP)(told_plainly(exports.export))
app.add_typer(data.app, name="etl")


def _version(is_asked: bool) -> None:
    if is_asked:
        from importlib.metadata import PackageNotFoundError, version

        try:
            told = version("atlas-territorial")
        except PackageNotFoundError:
            told = either("sin instalar", "not installed")
        typer.echo(f"atlas {told}")
        raise typer.Exit


@app.callback()
def _atlas(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_version,
            is_eager=True,
            help=either("Dice la versión y termina.", "Tells the version and ends."),
        ),
    ] = False,
) -> None:
    """What the whole command can be told."""
