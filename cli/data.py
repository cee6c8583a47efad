"""``atlas etl …``: loading data, and what is known of the data loaded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from cli import loading
from cli.language import either
from cli.options import BoundariesSource, DatabaseUrl, DataDir, RegisterFolder
from cli.refusals import told_plainly
from cli.settings import StoreSettings, store_settings

if TYPE_CHECKING:
    from geo.engines.store import Store

app = typer.Typer(
    no_args_is_help=True,
    help=either(
        "Carga los datos, dice lo que hay y vuelve a una versión anterior.",
        "Loads the data, tells what there is, and goes back to an earlier release.",
    ),
)


@contextmanager
def _store(settings: StoreSettings) -> Iterator[Store]:
    from geo.store import store_at

    store = store_at(settings.address)
    try:
        yield store
    finally:
        store.close()


@app.command(
    "run",
    help=either(
        "Lee y comprueba las fuentes y pone en vigor una versión nueva, o deja todo como estaba.",
        "Reads and checks the sources and puts a new release of the data in force, or leaves all as it was.",
    ),
)
@told_plainly
def run(
    boundaries: BoundariesSource = None,
    register: RegisterFolder = None,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help=either(
                "Hace otra versión aunque nada haya cambiado.",
                "Makes another release although nothing has changed.",
            ),
        ),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help=either("Hace todo menos guardar.", "Does everything but keep the result."),
        ),
    ] = False,
) -> None:
    """One run of the ETL."""
    settings = store_settings(database_url, data_dir)
    with _store(settings) as store:
        loading.load(store, boundaries, register, settings.cache, is_forced=force, is_dry_run=dry_run)


@app.command(
    "status",
    help=either(
        "Dice qué versiones se conservan y cuál está en vigor.",
        "Tells which releases are kept and which is in force.",
    ),
)
@told_plainly
def status(database_url: DatabaseUrl = None, data_dir: DataDir = None) -> None:
    """Releases kept, one a line; the one in force is marked."""
    from sqlalchemy import make_url

    from etl.releases import created_at

    settings = store_settings(database_url, data_dir)
    with _store(settings) as store:
        current_id, kept = store.current_id(), store.release_ids()
        state = loading.state(store)
    typer.echo(
        either("Almacén: ", "Store: ") + make_url(settings.address).render_as_string(hide_password=True)
    )
    for release_id in kept:
        mark = "*" if release_id == current_id else " "
        typer.echo(f"{mark} {release_id}  {created_at(release_id).isoformat(sep=' ')}")
    if current_id is not None:
        typer.echo(either("* en vigor", "* in force"))
    match state:
        case "absent":
            typer.echo(
                either(
                    "Aún no hay datos: «atlas up» los carga.", "There are no data yet: `atlas up` loads them."
                )
            )
        case "outdated":
            typer.echo(
                either(
                    "La versión en vigor la hizo otra edición del Atlas: «atlas up» la renueva.",
                    "The release in force was made by another edition of the Atlas: `atlas up` renews it.",
                )
            )


@app.command(
    "rollback",
    help=either(
        "Vuelve a la versión anterior, o a la que se nombre.",
        "Goes back to the release before, or to the one named.",
    ),
)
@told_plainly
def rollback(
    release: Annotated[
        str | None,
        typer.Argument(
            help=either("Versión a la que se vuelve.", "Release to go back to."), metavar="[RELEASE]"
        ),
    ] = None,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """Another kept release in force."""
    from etl.releases import rollback as roll_back

    with _store(store_settings(database_url, data_dir)) as store:
        release_id = roll_back(store, release)
    typer.echo(either(f"En vigor: la versión {release_id}.", f"In force: release {release_id}."))


@app.command(
    "report",
    help=either(
        "Dice de qué archivos salió la versión en vigor, qué filas se rechazaron y qué se halló.",
        "Tells which files the release in force came from, which rows were rejected and what was found.",
    ),
)
@told_plainly
def report(database_url: DatabaseUrl = None, data_dir: DataDir = None) -> None:
    """Inputs, rejections and findings of the release in force."""
    from cli.tables import print_kept
    from etl.report import kept_release
    from geo.store import Reader

    with _store(store_settings(database_url, data_dir)) as store:
        reader = Reader(store)
        try:
            with reader.connection() as connection:
                release = kept_release(connection)
        finally:
            reader.close()
    print_kept(release)
