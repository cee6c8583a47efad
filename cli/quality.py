"""The quality of the data as tables on the standard output."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cli.language import either
from cli.tables import console

_SHOWN = 12
"""Rows of a list; the rest is in the JSON."""


def print_quality(quality: Mapping[str, Any]) -> None:
    """What is missing, what may be one, what contradicts what; lists are cut, and say of how many."""
    from rich.table import Table

    to = console()
    table = Table(title=either("Campos con valor", "Fields with a value"))
    table.add_column(either("capa", "layer"))
    table.add_column(either("filas", "rows"), justify="right")
    table.add_column(either("campos incompletos", "incomplete fields"), overflow="fold")
    for layer_id, found in quality["completeness"].items():
        rows = found["rows"]
        gaps = {name: filled for name, filled in found["filled"].items() if filled < rows}
        told = ", ".join(f"{name} {100 * filled / rows:.0f} %" for name, filled in gaps.items())
        table.add_row(layer_id, f"{rows:,}", told or "-")
    to.print(table, markup=False)

    dates = sorted(each["date"] for each in quality["freshness"] if each["date"])
    undated = sum(each["date"] is None for each in quality["freshness"])
    span = f"{dates[0]} … {dates[-1]}" if dates else "-"
    retrieved = [each["retrieved"] for each in quality["freshness"]]
    read = f"{min(retrieved)} … {max(retrieved)}" if retrieved else "-"
    to.print(
        either(
            f"Fuentes: {len(retrieved)}, de {span}, {undated} sin fecha; consultadas {read}.",
            f"Sources: {len(retrieved)}, of {span}, {undated} undated; read {read}.",
        ),
        markup=False,
    )
    lacking = sum(each["no_source"] for each in quality["without_source"].values())
    unlinked = sum(each["no_address"] for each in quality["without_source"].values())
    to.print(
        either(
            f"Registros sin fuente: {lacking}; con una fuente sin dirección: {unlinked}.",
            f"Records without a source: {lacking}; with a source that has no address: {unlinked}.",
        )
    )
    _list(
        either("Contrapartes sin punto", "Partners without a point"),
        [
            f"{each['name']} ({each['country']}): {each['agreement_count']}"
            for each in quality["unplaced_partners"]
        ],
    )
    _list(
        either("Registros repetidos", "Repeated records"),
        [
            f"{each['signatory']} {each['partner_id']}: {', '.join(each['records'])}"
            for each in quality["duplicates"]
        ],
    )
    _list(
        either("Quizá el mismo acuerdo", "Perhaps one agreement"),
        [
            f"{each['signatory']}: "
            + " / ".join(f"{one['id']} {one['partner_name']}" for one in each["records"])
            for each in quality["near_duplicates"]
        ],
    )
    _list(
        either("Fuentes que se contradicen", "Sources that contradict each other"),
        [
            f"{each['signatory']} {each['partner_id']}: "
            + "; ".join(
                f"{one['id']} {one['signed_year'] or '-'} ({one['source_title']})" for one in each["records"]
            )
            for each in quality["conflicts"]
        ],
    )
    _list(
        either("Cifras publicadas y las de los registros", "Published figures and those of the records"),
        [
            f"{each['measure']} {each['cve_ent']}: "
            + ", ".join(f"{one['value']:g}" for one in each["claims"])
            + either(" · registros: ", " · records: ")
            + ("-" if each["from_records"] is None else str(each["from_records"]))
            for each in quality["claims"]
        ],
    )


def _list(title: str, lines: list[str]) -> None:
    to = console()
    to.print(f"{title}: {len(lines)}", markup=False)
    for line in lines[:_SHOWN]:
        to.print(f"  {line}", markup=False)
    if len(lines) > _SHOWN:
        more = len(lines) - _SHOWN
        to.print(either(f"  … y {more} más (--json)", f"  … and {more} more (--json)"), markup=False)
