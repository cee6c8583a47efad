"""``atlas etl …``: loading data, and what is known of the data loaded."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from cli import layers, loading, releases, sources
from cli.language import either
from cli.options import BoundariesSource, DatabaseUrl, DataDir, RegisterFolder
from cli.refusals import told_plainly
from cli.settings import opened_store, store_settings

app = typer.Typer(
    no_args_is_help=True,
    help=either(
        "Carga los datos, dice lo que hay y vuelve a una versión anterior.",
        "Loads the data, tells what there is, and goes back to an earlier release.",
    ),
)


app.command("sources", help=sources.SOURCES_HELP)(told_plainly(sources.sources))
app.command("template", help=sources.TEMPLATE_HELP)(told_plainly(sources.template))
app.command("add", help=layers.ADD_HELP)(told_plainly(layers.add))
app.command("remove", help=layers.REMOVE_HELP)(told_plainly(layers.remove))
app.command("review", help=sources.REVIEW_HELP)(told_plainly(sources.review))


@app.command(
    "run",
    help=either(
        "Lee y comprueba las fuentes y pone en vigor una versión nueva, o deja todo como estaba. Las fuentes"
        " de la versión en vigor se conservan. Una fuente se da como FUENTE=RUTA, FUENTE=URL o FUENTE=-"
        " (entrada estándar); FUENTE sola toma la dirección publicada; un registro propio es"
        " mapa.toml=tabla.csv.",
        "Reads and checks the sources and puts a new release of the data in force, or leaves all as it was."
        " The sources of the release in force are kept. A source is given as SOURCE=PATH, SOURCE=URL or"
        " SOURCE=- (standard input); SOURCE alone takes its published address; a register of your own is"
        " map.toml=table.csv.",
    ),
)
@told_plainly
def run(
    given: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE[=PATH|URL|-]]...")] = None,
    boundaries: BoundariesSource = None,
    register: RegisterFolder = None,
    drop: Annotated[
        list[str] | None,
        typer.Option(
            "--drop",
            metavar="SOURCE",
            help=either(
                "Deja fuera una fuente de la versión en vigor; «boundaries» y «register» vuelven a los del"
                " Atlas.",
                "Leaves out a source of the release in force; “boundaries” and “register” go back to those of"
                " the Atlas.",
            ),
        ),
    ] = None,
    only: Annotated[
        bool,
        typer.Option(
            "--only",
            help=either("Deja fuera toda fuente no dada aquí.", "Leaves out every source not given here."),
        ),
    ] = False,
    every: Annotated[
        bool,
        typer.Option(
            "--all",
            help=either(
                "Toma toda fuente que tenga dirección publicada; dice cuáles no respondieron y sigue.",
                "Takes every source with a published address; tells which did not answer and goes on.",
            ),
        ),
    ] = False,
    offline: Annotated[
        bool,
        typer.Option(
            "--offline",
            help=either(
                "No usa la red: sirve lo ya descargado.", "Does not use the network: what was kept serves."
            ),
        ),
    ] = False,
    accept_shrink: Annotated[
        bool,
        typer.Option(
            "--accept-shrink",
            help=either(
                "Acepta una fuente con menos de la mitad de las filas que tenía.",
                "Accepts a source with less than half of the rows that it had.",
            ),
        ),
    ] = False,
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
    from etl.selection.obtaining import Asked

    asked = Asked(
        given=tuple(_named(each) for each in given or ()),
        drops=frozenset(drop or ()),
        is_only=only,
        is_all=every,
        is_offline=offline,
    )
    settings = store_settings(database_url, data_dir)
    with opened_store(settings) as store:
        loading.load(
            store,
            boundaries,
            register,
            settings.cache,
            asked=asked,
            is_forced=force,
            is_dry_run=dry_run,
            accepts_shrink=accept_shrink,
        )


def _named(word: str) -> tuple[str, str | None]:
    """The source and where it is, from a word such as ``inegi-census-2020=census.csv``."""
    name, equals, where = word.partition("=")
    return (name, where or None) if equals else (word, None)


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
    with opened_store(settings) as store:
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

    with opened_store(store_settings(database_url, data_dir)) as store:
        release_id = roll_back(store, release)
    typer.echo(either(f"En vigor: la versión {release_id}.", f"In force: release {release_id}."))


app.command("diff", help=releases.DIFF_HELP)(told_plainly(releases.diff))
app.command("prune", help=releases.PRUNE_HELP)(told_plainly(releases.prune))


@app.command(
    "report",
    help=either(
        "Dice de qué archivos salió la versión en vigor, qué se rechazó y qué tan buenos son los datos.",
        "Tells which files the release in force came from, what was rejected and how good the data are.",
    ),
)
@told_plainly
def report(
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=either("Todo el informe como JSON.", "The whole report as JSON."))
    ] = False,
) -> None:
    """Inputs, rejections, findings and quality of the release in force."""
    from cli.quality import print_quality
    from cli.tables import print_kept
    from etl.quality import report as quality_of
    from etl.report import kept_release
    from geo.store import Reader

    with opened_store(store_settings(database_url, data_dir)) as store:
        reader = Reader(store)
        try:
            with reader.connection() as connection:
                quality = quality_of(connection)
                release = kept_release(connection)
        finally:
            reader.close()
    if as_json:
        typer.echo(json.dumps(quality, ensure_ascii=False, indent=1))
        return
    print_kept(release)
    print_quality(quality)
