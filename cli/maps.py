"""``atlas map``: the answer of a question as a page that a browser opens."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli.language import either, language
from cli.options import DatabaseUrl, DataDir, DocumentLanguage, QuestionParameters
from cli.questions import asked_question, given_texts, refused, understood
from cli.refusals import Refused
from cli.settings import store_settings

MAP_HELP = either(
    "Escribe la respuesta de una pregunta como página con su mapa. Por ejemplo: atlas map concentration"
    " --param by=state --engine pydeck --offline --out mapa.html",
    "Writes the answer of a question as a page with its map. For example: atlas map concentration --param"
    " by=state --engine pydeck --offline --out map.html",
)


class Engine(StrEnum):
    """Which library draws the page."""

    FOLIUM = "folium"
    PYDECK = "pydeck"


def draw(
    name: Annotated[str, typer.Argument(help=either("Nombre de la pregunta.", "Name of the question."))],
    out: Annotated[
        Path,
        typer.Option(
            "--out", metavar="FILE", help=either("Página que se escribe (HTML).", "Page to write (HTML).")
        ),
    ],
    param: QuestionParameters = None,
    engine: Annotated[
        Engine,
        typer.Option(
            help=either(
                "folium: áreas, puntos y líneas sobre un mapa plano. pydeck: además arcos y columnas, en tres"
                " dimensiones.",
                "folium: areas, points and lines on a flat map. pydeck: arcs and columns too, in three"
                " dimensions.",
            )
        ),
    ] = Engine.FOLIUM,
    offline: Annotated[
        bool,
        typer.Option(
            "--offline",
            help=either(
                "La página lleva todo dentro y se abre sin red.",
                "The page carries everything and opens without a network.",
            ),
        ),
    ] = False,
    lang: DocumentLanguage = None,
    height: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help=either(
                "Con pydeck: columna de la respuesta que da la altura; «none», sin columnas.",
                "With pydeck: column of the answer that gives the height; `none` for no columns.",
            ),
        ),
    ] = None,
    arcs: Annotated[
        str | None,
        typer.Option(
            metavar="auto|answer|agreements|corridors|none",
            help=either("Con pydeck: qué enlazan los arcos.", "With pydeck: what the arcs link."),
        ),
    ] = None,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """A page in a file, and a line that says where; a refusal names what is known instead."""
    question = asked_question(name)
    texts = given_texts(param or ())
    understood(question, texts)
    if engine is Engine.FOLIUM and (height is not None or arcs is not None):
        raise Refused(
            "--height y --arcs son de --engine pydeck.", "--height and --arcs belong to --engine pydeck."
        )
    from geo.maps import folium_page, pydeck_page
    from geo.maps.links import Arcs
    from geo.questions.question import BadParameter
    from geo.store import Reader, store_at

    if arcs is not None and arcs not in set(Arcs):
        known = ", ".join(each.value for each in Arcs)
        raise Refused(
            f"«{arcs}» no son arcos: elija entre {known}.", f"`{arcs}` are no arcs: choose from {known}."
        )
    spoken = lang.value if lang else language()
    reader = Reader(store_at(store_settings(database_url, data_dir).address))
    try:
        with reader.connection() as connection:
            if engine is Engine.FOLIUM:
                page = folium_page(connection, question, texts, spoken, offline=offline)
            else:
                page = pydeck_page(
                    connection, question, texts, spoken, offline=offline, height=height, arcs=arcs or "auto"
                )
    except BadParameter as bad:
        raise refused(bad) from None
    finally:
        reader.close()
    page.save(out)
    typer.echo(either(f"Página escrita: {out}", f"Page written: {out}"))
