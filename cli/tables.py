"""What a run did and what a release holds, as tables on the standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from cli.language import either, spoken
from cli.progress import stage_name

if TYPE_CHECKING:
    from rich.console import Console

    from etl.input_changes import InputChange
    from etl.report import InputCounts, KeptRelease, Report, ReportedFinding
    from etl.sources.register.checking import Rejection

_WIDTH_OF_A_FILE = 140


def console() -> Console:
    """The standard output; as wide as the terminal, or wide enough for whoever reads a file."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else _WIDTH_OF_A_FILE, highlight=False, emoji=False)


def tell_change(change: InputChange) -> None:
    """Says on the error output that an input is another than in the release in force."""
    import typer

    before, after = change.before, change.after
    if before is None and after is not None:
        told = either(f"nueva: {after.rows_in:,} filas", f"new: {after.rows_in:,} rows")
    elif after is None:
        told = either("ya no forma parte", "no longer part of it")
    else:
        assert before is not None
        told = either(
            f"otro contenido: SHA-256 {before.sha256[:12]} → {after.sha256[:12]}, filas {before.rows_in:,} →"
            f" {after.rows_in:,}",
            f"other content: SHA-256 {before.sha256[:12]} → {after.sha256[:12]}, rows {before.rows_in:,} →"
            f" {after.rows_in:,}",
        )
    typer.echo(f"! {change.name}: {told}", err=True)


def print_report(report: Report) -> None:
    """What a run did: inputs, stages, what was left out, and how it ended."""
    to = console()
    _print_inputs(to, report.inputs)
    for name, error in report.left_out:
        told = either(f"{error.es} {error.remedy_es}", f"{error.en} {error.remedy_en}")
        to.print(
            either(f"✗ {name} quedó como estaba: ", f"✗ {name} was left as it was: ") + told, markup=False
        )
    if report.unresolved:
        to.print(
            either(
                f"{len(report.unresolved)} nombres por decidir: «atlas etl review» escribe la lista.",
                f"{len(report.unresolved)} names to decide: `atlas etl review` writes the list.",
            )
        )
    _print_stages(to, report.stage_seconds)
    if report.rejections:
        to.print(
            either(
                f"{len(report.rejections)} filas rechazadas: «atlas etl report» dice cuáles y por qué.",
                f"{len(report.rejections)} rows rejected: `atlas etl report` tells which and why.",
            )
        )
    if report.changes:
        told = _counted(f"{each.layer_id} {each.change}" for each in report.changes)
        to.print(
            either("Cambios: ", "Changes: ") + told,
            markup=False,
        )
    to.print(_ending(report), markup=False)


def _ending(report: Report) -> str:
    if report.is_unchanged:
        return either(
            f"Nada ha cambiado: sigue en vigor la versión {report.previous_id} (--force hace otra igual).",
            f"Nothing has changed: release {report.previous_id} stays in force (--force makes another).",
        )
    if report.release_id is None:
        return either(
            "Ensayo: no se guardó nada.",
            "Dry run: nothing was kept.",
        )
    return either(
        f"En vigor: la versión {report.release_id} ({report.total_seconds:.1f} s).",
        f"In force: release {report.release_id} ({report.total_seconds:.1f} s).",
    )


def print_kept(release: KeptRelease) -> None:
    """Inputs, rejected rows and findings of a kept release."""
    to = console()
    to.print(
        either("Versión ", "Release ") + f"{release.record.id} · {release.record.created_at}", markup=False
    )
    _print_inputs(to, release.inputs)
    _print_rejections(to, release.rejections)
    _print_findings(to, release.findings)


def _print_inputs(to: Console, inputs: Sequence[InputCounts]) -> None:
    from rich.table import Table

    table = Table(title=either("Entradas", "Inputs"))
    table.add_column(either("archivo", "file"))
    for title in (
        either("filas", "rows"),
        either("cargadas", "loaded"),
        either("rechazadas", "rejected"),
    ):
        table.add_column(title, justify="right")
    table.add_column("SHA-256")
    for each in inputs:
        counts = (each.rows_in, each.rows_loaded, each.rows_rejected)
        table.add_row(each.name, *(f"{count:,}" for count in counts), each.sha256[:12])
    totals = [
        sum(getattr(each, name) for each in inputs) for name in ("rows_in", "rows_loaded", "rows_rejected")
    ]
    table.add_section()
    table.add_row(either("total", "total"), *(f"{count:,}" for count in totals), "")
    to.print(table)


def _print_stages(to: Console, seconds: Mapping[str, float]) -> None:
    from rich.table import Table

    table = Table(title=either("Etapas", "Stages"))
    table.add_column(either("etapa", "stage"))
    table.add_column("s", justify="right")
    for stage, spent in seconds.items():
        table.add_row(stage_name(stage), f"{spent:.1f}")
    table.add_section()
    table.add_row(either("total", "total"), f"{sum(seconds.values()):.1f}")
    to.print(table)


def _print_rejections(to: Console, rejections: Sequence[Rejection]) -> None:
    from rich.table import Table

    if not rejections:
        to.print(either("Ninguna fila rechazada.", "No row was rejected."))
        return
    table = Table(title=either("Filas rechazadas", "Rejected rows"))
    for title in (
        either("archivo", "file"),
        either("línea", "line"),
        either("clave", "key"),
        either("motivo", "reason"),
        either("remedio", "remedy"),
    ):
        table.add_column(title, overflow="fold")
    for each in rejections:
        cells = (
            each.input_name,
            str(each.line),
            each.natural_key or "-",
            spoken(each.reason),
            spoken(each.remedy),
        )
        table.add_row(*cells)
    to.print(table, markup=False)


def _print_findings(to: Console, findings: Sequence[ReportedFinding]) -> None:
    from rich.table import Table

    if not findings:
        to.print(either("Sin hallazgos.", "No findings."))
        return
    table = Table(title=either("Hallazgos", "Findings"))
    for title in (either("sobre", "about"), either("gravedad", "severity"), either("código", "code"), "JSON"):
        table.add_column(title, overflow="fold")
    for each in findings:
        table.add_row(each.subject, each.severity, each.code, each.detail)
    to.print(table, markup=False)


def _counted(words: Iterable[str]) -> str:
    from collections import Counter

    counts = Counter(words)
    return ", ".join(f"{word}: {count}" for word, count in sorted(counts.items()))
