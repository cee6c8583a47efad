"""``atlas etl add`` and ``atlas etl remove``: a user's own layers."""

from __future__ import annotations

from typing import Annotated

import typer

from cli import loading
from cli.language import either
from cli.options import DatabaseUrl, DataDir
from cli.settings import opened_store, store_settings

ADD_HELP = either(
    "Añade una capa propia, declarada en un archivo TOML, y pone en vigor una versión con ella.",
    "Adds a layer of your own, declared in a TOML file, and puts a release with it in force.",
)
REMOVE_HELP = either(
    "Quita una capa propia o una fuente y pone en vigor una versión sin ella.",
    "Removes a layer of your own or a source and puts a release without it in force.",
)


def add(
    declarations: Annotated[
        list[str],
        typer.Argument(
            metavar="LAYER.toml...",
            help=either("Declaraciones de las capas.", "Declarations of the layers."),
        ),
    ],
    dask: Annotated[
        str | None,
        typer.Option(
            "--dask",
            metavar="tcp://HOST:PORT",
            help=either(
                "Planificador de Dask que reparte las estadísticas de un ráster.",
                "Dask scheduler that spreads the statistics of a raster.",
            ),
        ),
    ] = None,
    accept_shrink: Annotated[
        bool,
        typer.Option(
            "--accept-shrink",
            help=either("Acepta que la capa tenga muchas menos filas.", "Accepts far fewer rows."),
        ),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help=either("Comprueba y no guarda.", "Checks and keeps nothing.")),
    ] = False,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """A run with the layers; one of the same id takes the place of the one before."""
    from etl.selection.obtaining import Asked

    settings = store_settings(database_url, data_dir)
    with opened_store(settings) as store:
        loading.load(
            store,
            None,
            None,
            settings.cache,
            asked=Asked(layers=tuple(declarations)),
            is_dry_run=dry_run,
            accepts_shrink=accept_shrink,
            scheduler=dask,
        )


def remove(
    layers: Annotated[
        list[str],
        typer.Argument(metavar="ID...", help=either("Capas o fuentes.", "Layers or sources.")),
    ],
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """A run without the layers."""
    from etl.selection.obtaining import Asked

    settings = store_settings(database_url, data_dir)
    with opened_store(settings) as store:
        loading.load(store, None, None, settings.cache, asked=Asked(drops=frozenset(layers)))
