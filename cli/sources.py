"""``atlas etl sources``, ``template`` and ``review``: what can be loaded, and what a person has to decide."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import loading
from cli.language import either, spoken
from cli.options import DatabaseUrl, DataDir
from cli.refusals import Refused
from cli.settings import opened_store, store_settings

if TYPE_CHECKING:
    from etl.report import InputCounts

SOURCES_HELP = either(
    "Enumera las fuentes que el Atlas sabe leer: publicador, licencia, dirección y lo cargado de cada una.",
    "Lists the sources that the Atlas can read: publisher, licence, address and what is loaded of each.",
)
TEMPLATE_HELP = either(
    "Escribe una plantilla: «agreements», para leer un registro de acuerdos propio; «layer», para una capa.",
    "Writes a template: “agreements”, to read a register of agreements of your own; “layer”, for a layer.",
)
REVIEW_HELP = either(
    "Escribe la lista de nombres por decidir, o lee la que una persona decidió y carga de nuevo.",
    "Writes the list of names to decide, or reads the one that a person decided and loads again.",
)


def sources(database_url: DatabaseUrl = None, data_dir: DataDir = None) -> None:
    """Each known source with what the release in force has of it."""
    from rich.table import Table

    from cli.tables import console
    from etl.selection.obtaining import has_address
    from etl.sources.registry import SOURCES

    loaded, release_id = _loaded(database_url, data_dir)
    table = Table(title=either("Fuentes", "Sources"))
    for title in (
        either("fuente", "source"),
        either("publicador", "publisher"),
        either("licencia", "licence"),
        either("dirección", "address"),
    ):
        table.add_column(title, overflow="fold")
    table.add_column(either("versión", "release"), no_wrap=True)
    table.add_column(either("filas", "rows"), justify="right")
    for source in SOURCES:
        counts = loaded.pop(source.id, None)
        address = source.address or source.page
        # Wikidata's address is a whole question.
        address = address.partition("?")[0] if len(address) > 120 else address
        if not has_address(source):
            address = either("a mano: ", "by hand: ") + address
        table.add_row(
            source.id,
            source.publisher,
            spoken(source.licence),
            address,
            "-" if counts is None else release_id,
            "-" if counts is None else f"{counts.rows_loaded:,}",
        )
    console().print(table, markup=False)


def _loaded(database_url: str | None, data_dir: Path | None) -> tuple[dict[str, InputCounts], str]:
    from etl.report import kept_release
    from geo.engines.store import NoRelease
    from geo.store import Reader

    with opened_store(store_settings(database_url, data_dir)) as store:
        reader = Reader(store)
        try:
            with reader.connection() as connection:
                release = kept_release(connection)
        except NoRelease:
            return {}, "-"
        finally:
            reader.close()
    return {each.name: each for each in release.inputs}, release.record.id


class Template(StrEnum):
    """What there is a template for."""

    AGREEMENTS = "agreements"
    LAYER = "layer"


def template(
    kind: Annotated[Template, typer.Argument(help=either("Para qué.", "For what."))],
    folder: Annotated[
        Path, typer.Option("--folder", help=either("Carpeta en que se escribe.", "Folder to write into."))
    ] = Path(),
) -> None:
    """A TOML file with every key explained, and the table that it reads; nothing is overwritten."""
    from etl.own_layers.example import LAYER_EXAMPLE, TABLE_EXAMPLE
    from etl.sources.agreement_template import csv_template, mapping_template

    files = {
        Template.AGREEMENTS: {"agreements.toml": mapping_template(), "agreements.csv": csv_template()},
        Template.LAYER: {"clinics.toml": LAYER_EXAMPLE, "clinics.csv": TABLE_EXAMPLE},
    }[kind]
    for name in files:
        if (folder / name).exists():
            raise Refused(
                f"{folder / name} ya existe: elija otra carpeta con --folder.",
                f"{folder / name} is there already: choose another folder by --folder.",
            )
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
        typer.echo(folder / name)


def review(
    decided: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE]",
            help=either(
                "Lista con la columna «decision» llena; sin ella se escribe la lista en la salida estándar.",
                "List with the column “decision” filled in; without it the list goes to the standard output.",
            ),
        ),
    ] = None,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """The names to decide, or a run with the decisions."""
    from etl.inputs import names_to_review
    from etl.published.review import review_csv
    from etl.selection.obtaining import Asked

    settings = store_settings(database_url, data_dir)
    with opened_store(settings) as store:
        if decided is not None:
            loading.load(store, None, None, settings.cache, asked=Asked(review=decided, is_offline=True))
            return
        found = names_to_review(loading.sources_of(store, None, None, settings.cache))
    sys.stdout.write(review_csv(found))
