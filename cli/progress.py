"""How far a run is: bars on a terminal, plain lines elsewhere; both on the error output."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cli.language import spoken
from geo.declarations import Text

STAGES: dict[str, Text] = {
    "sources": Text("Leer y comprobar las fuentes", "Read and check the sources"),
    "download": Text("Descargar las fuentes", "Download the sources"),
    "read": Text("Leer los límites", "Read the boundaries"),
    "raster": Text("Estadísticas del ráster", "Statistics of the raster"),
    "neighbours": Text("Leer los países vecinos", "Read the neighbouring countries"),
    "prepare": Text("Preparar los límites", "Prepare the boundaries"),
    "features": Text("Derivar cuentas y textos", "Derive counts and texts"),
    "compare": Text("Comparar con la versión anterior", "Compare with the release before"),
    "load": Text("Cargar las tablas", "Load the tables"),
    "write": Text("Escribir los archivos", "Write the files"),
    "tiles": Text("Dibujar las teselas", "Draw the tiles"),
    "commit": Text("Indizar y poner en vigor", "Index and put in force"),
}
"""The stages of a run, and of an export."""

PREPARING: dict[str, Text] = {
    "check": Text("comprobar", "check"),
    "project": Text("coordenadas geográficas", "geographic coordinates"),
    "area": Text("superficies", "areas"),
    "contiguity": Text("vecinos", "neighbours"),
    "borders": Text("fronteras", "borders"),
    "distances": Text("distancias", "distances"),
    "coverage": Text("cobertura", "coverage"),
    "generalise": Text("generalización", "generalisation"),
}
"""The steps of preparing the boundaries, which share one bar."""

Progress = Callable[[str, int, int], None]


def stage_name(stage: str) -> str:
    """How people read a stage."""
    return spoken(STAGES[stage]) if stage in STAGES else stage


@contextmanager
def shown() -> Iterator[Progress]:
    """Tells the progress of a run while it lasts."""
    if not sys.stderr.isatty():
        yield _Lines().tell
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(stage: str, done: int, total: int) -> None:
            described = stage_name(stage)
            if stage in PREPARING:
                stage, described = "prepare", f"{stage_name('prepare')}: {spoken(PREPARING[stage])}"
            if stage not in tasks:
                tasks[stage] = bars.add_task(described, total=max(total, 1))
            known = max(total, 1)
            bars.update(tasks[stage], description=described, completed=done if total else 1, total=known)

        yield tell


class _Lines:
    """One line for each whole percent of a stage, so that a log stays readable."""

    def __init__(self) -> None:
        self._told: tuple[str, int] | None = None

    def tell(self, stage: str, done: int, total: int) -> None:
        percent = 100 * done // total if total else 100
        if self._told != (stage, percent):
            self._told = (stage, percent)
            print(f"{stage} {percent}%", file=sys.stderr, flush=True)
