"""Every error as one sentence in the reader's language, and an exit code that is not 0; never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import typer

from cli.language import either

_Given = ParamSpec("_Given")

INTERRUPTED = 130
"""Exit code of a command that Ctrl-C ended, as shells have it."""


class Refused(Exception):
    """The command cannot do what was asked; both wordings say what to do instead."""

    def __init__(self, es: str, en: str) -> None:
        super().__init__(en)
        self.es, self.en = es, en


def told_plainly(command: Callable[_Given, None]) -> Callable[_Given, None]:
    """The same command, whose errors are told in one sentence."""

    @wraps(command)
    def told(*args: _Given.args, **kwargs: _Given.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except (typer.Exit, typer.Abort):
            raise
        except KeyboardInterrupt:
            typer.echo(
                either("Detenido; nada quedó a medias.", "Stopped; nothing is left half done."), err=True
            )
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            # Whoever read the output has gone; Python would complain when it closes it at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(1) from None
        except Exception as error:
            if os.environ.get("ATLAS_TRACEBACK"):
                raise
            typer.echo("✗ " + sentence(error), err=True)
            raise typer.Exit(1) from None

    return told


def sentence(error: Exception) -> str:
    """What happened and what would mend it, in the language of the terminal."""
    if isinstance(error, Refused):
        return either(error.es, error.en)
    from etl.errors import EtlError

    if isinstance(error, EtlError):
        return either(f"{error.es} {error.remedy_es}", f"{error.en} {error.remedy_en}")
    return _of_full_disk(error) or _of_store(error) or _of_system(error) or _unexpected(error)


def _of_full_disk(error: Exception) -> str | None:
    # Engines wrap what the system said in errors of their own; PostgreSQL calls it 53100.
    cause = error.__cause__ or error
    is_full = getattr(getattr(cause, "orig", cause), "sqlstate", "") == "53100"
    if not is_full and "no space left" not in f"{error} {cause}".lower():
        return None
    return either(
        "No queda espacio en el disco; la versión en vigor sigue como estaba. Libere espacio, o elija otra"
        " carpeta con ATLAS_DATA_DIR o --data-dir, y repita.",
        "There is no space left on the disk; the release in force is as it was. Free some space, or choose"
        " another folder by ATLAS_DATA_DIR or --data-dir, and run again.",
    )


def _of_store(error: Exception) -> str | None:
    from sqlalchemy.exc import ArgumentError, OperationalError

    from geo.engines.store import NoRelease, StoreBusy, StoreError, StoreNotReady
    from geo.store import UnknownStore

    match error:
        case StoreBusy():
            return either(
                "Otra ejecución está preparando datos en este almacén: espere a que termine.",
                "Another run is preparing data in this store: wait until it has ended.",
            )
        case NoRelease():
            return either(
                "Aún no hay datos cargados: ejecute «atlas etl run».",
                "No data have been loaded yet: run `atlas etl run`.",
            )
        case StoreNotReady():
            return either(
                f"La base de datos no está lista ({error}). Remedio: {error.remedy}",
                f"The database is not ready ({error}). Remedy: {error.remedy}",
            )
        case UnknownStore() | ArgumentError():
            return either(
                "La dirección de la base de datos no se entiende: use postgresql+psycopg://… o duckdb:///CARPETA.",
                "The address of the database is not understood: use postgresql+psycopg://… or duckdb:///FOLDER.",
            )
        case OperationalError():
            cause = str(error.orig).splitlines()[0]
            return either(
                f"La base de datos no responde ({cause}): compruebe que esté en marcha y ATLAS_DATABASE_URL.",
                f"The database does not answer ({cause}): check that it runs, and ATLAS_DATABASE_URL.",
            )
        case StoreError():
            return either(f"El almacén no pudo usarse: {error}.", f"The store could not be used: {error}.")
    return None


def _of_system(error: Exception) -> str | None:
    if not isinstance(error, OSError):
        return None
    place, cause = error.filename or "-", error.strerror or str(error)
    return either(
        f"El sistema no permitió usar {place}: {cause}. Compruebe permisos y espacio.",
        f"The system did not allow the use of {place}: {cause}. Check permissions and space.",
    )


def _unexpected(error: Exception) -> str:
    told = f"{type(error).__name__}: {error}".splitlines()[0]
    return either(
        f"Error inesperado ({told}). Repita con ATLAS_TRACEBACK=1 y dé aviso con lo que salga.",
        f"Unexpected error ({told}). Run again with ATLAS_TRACEBACK=1 and report what it prints.",
    )
