"""``atlas profile``: everything about one government, to read, to print and to attach."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cli.language import Language, either, language
from cli.options import DatabaseUrl, DataDir, DocumentLanguage, OutputFile, Spoken
from cli.refusals import Refused
from cli.settings import store_settings

if TYPE_CHECKING:
    from geo.store import OpenRelease

PROFILE_HELP = either(
    "Escribe el perfil de un municipio o estado: territorio, acuerdos, redes, servicios, migración, clima,"
    " posibles contrapartes y fuentes. Por ejemplo: atlas profile 02004 --format pdf --out tijuana.pdf",
    "Writes the profile of a municipality or state: ground, agreements, networks, services, migration,"
    " climate, possible partners and sources. For example: atlas profile 02004 --format pdf --out"
    " tijuana.pdf",
)


class ProfileFormat(StrEnum):
    """What a profile is written as."""

    JSON = "json"
    HTML = "html"
    PDF = "pdf"


def write(
    key: Annotated[
        str,
        typer.Argument(
            help=either(
                "CVEGEO de un municipio (02004) o los dos dígitos de un estado (02).",
                "CVEGEO of a municipality (02004) or the two digits of a state (02).",
            )
        ),
    ],
    profile_format: Annotated[
        ProfileFormat,
        typer.Option(
            "--format",
            help=either(
                "json: los datos, en ambos idiomas. html: una página que se imprime en dos hojas. pdf: las"
                " dos hojas.",
                "json: the data, in both languages. html: a page that prints on two sheets. pdf: the two"
                " sheets.",
            ),
        ),
    ] = ProfileFormat.JSON,
    lang: DocumentLanguage = None,
    out: OutputFile = None,
    base_url: Annotated[
        str,
        typer.Option(
            "--base-url",
            metavar="URL",
            envvar="ATLAS_PUBLIC_URL",
            help=either(
                "Servidor del Atlas al que llevan los enlaces del documento.",
                "Server of the Atlas to which the links of the document lead.",
            ),
        ),
    ] = "http://127.0.0.1:8000",
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """The profile on the standard output, or in a file: what `/profiles/{key}` gives, byte for byte."""
    if profile_format is ProfileFormat.PDF and out is None and sys.stdout.isatty():
        raise Refused(
            "Un PDF no se lee en la terminal: diga dónde escribirlo con --out.",
            "A PDF is not read in a terminal: say where to write it by --out.",
        )
    from geo.store import Reader, store_at

    spoken: Language = language() if lang is None else "es" if lang is Spoken.ES else "en"
    reader = Reader(store_at(store_settings(database_url, data_dir).address))
    try:
        content = _document(reader.release(), key, profile_format, spoken, base_url.rstrip("/"))
    finally:
        reader.close()
    if out is None:
        typer.echo(content, nl=False)
    else:
        out.write_bytes(content)


def _document(
    opened: OpenRelease, key: str, profile_format: ProfileFormat, spoken: Language, base_url: str
) -> bytes:
    from sqlalchemy import select

    from api import schemas
    from api.dependencies import AskedAddress
    from api.profiles.documents import FORMS, document
    from geo.profiles import UnknownGovernment, profile
    from geo.tables import RELEASE

    try:
        with opened.engine.connect() as connection:
            found = profile(connection, key)
            created_at = connection.execute(select(RELEASE.c.created_at)).scalar_one()
    except UnknownGovernment:
        raise Refused(
            f"No hay ningún municipio ni estado de clave «{key}»: son cinco dígitos (02004) o dos (02), y"
            f" «atlas resolve» da la de un nombre.",
            f"There is no municipality or state of code `{key}`: they have five digits (02004) or two (02),"
            f" and `atlas resolve` gives that of a name.",
        ) from None
    form = next(each for each in FORMS if each.name == profile_format.value)
    # As data it speaks both languages.
    query = [("f", form.name), *([] if profile_format is ProfileFormat.JSON else [("lang", spoken)])]
    asked = AskedAddress(base_url, f"/profiles/{key}", tuple(query))
    release = schemas.Release(id=opened.id, created_at=created_at)
    return bytes(document(found, form, spoken, release, asked).body)
