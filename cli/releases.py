"""``atlas etl diff`` and ``atlas etl prune``: kept releases compared, and old ones removed."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cli.language import either
from cli.options import DatabaseUrl, DataDir
from cli.settings import opened_store, store_settings

if TYPE_CHECKING:
    from etl.difference import Difference

DIFF_HELP = either(
    "Dice qué cambió de una versión conservada a otra, capa por capa; de las áreas, si cambiaron o sólo se"
    " volvieron a dibujar.",
    "Tells what changed from one kept release to another, layer by layer; of areas, whether they changed or"
    " were only drawn anew.",
)
PRUNE_HELP = either(
    "Borra las versiones más viejas, nunca la que está en vigor.",
    "Removes the oldest releases, never the one in force.",
)
_SHOWN = 20
"""Features of a layer that are named; the rest is in the JSON."""


def diff(
    before: Annotated[str, typer.Argument(metavar="A", help=either("Versión de antes.", "Release before."))],
    after: Annotated[
        str | None,
        typer.Argument(
            metavar="[B]",
            help=either(
                "Versión de después; si falta, la que está en vigor.",
                "Release after; without it, the one in force.",
            ),
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=either("Todo como JSON.", "All of it as JSON."))
    ] = False,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """Added, changed, removed and re-coded features, and areas that were redrawn."""
    from etl.difference import difference
    from etl.releases import kept_release_id

    with opened_store(store_settings(database_url, data_dir)) as store:
        one = store.connect(kept_release_id(store, before))
        other = store.connect(kept_release_id(store, after))
        try:
            with one.connect() as old, other.connect() as new:
                found = difference(old, new)
        finally:
            one.dispose()
            other.dispose()
    if as_json:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False, indent=1))
        return
    _print(found)


def _print(found: Difference) -> None:
    counts = Counter((each.layer_id, each.change) for each in found.changes)
    words = {
        "added": either("nuevas", "added"),
        "changed": either("cambiadas", "changed"),
        "removed": either("quitadas", "removed"),
    }
    shown: Counter[str] = Counter()
    for layer_id in dict.fromkeys(each.layer_id for each in found.changes):
        told = ", ".join(f"{word} {counts[layer_id, change]}" for change, word in words.items())
        typer.echo(f"{layer_id}: {told}")
        for each in found.changes:
            if each.layer_id == layer_id and shown[layer_id] < _SHOWN:
                shown[layer_id] += 1
                fields = f" ({', '.join(each.fields)})" if each.fields else ""
                typer.echo(f"  {words[each.change]}: {each.feature_id}{fields}")
    for one in found.recoded:
        typer.echo(
            f"{one.layer_id}: " + either("otra clave: ", "re-coded: ") + f"{one.before_id} → {one.after_id}"
        )
    for area in found.redrawn:
        what = either("cambió", "really changed") if area.is_real else either("redibujada", "redrawn")
        typer.echo(
            f"{area.layer_id} {area.feature_id}: {what}, {area.before_km2:,.1f} → {area.after_km2:,.1f} km²,"
            f" {area.differing_km2:,.2f} km² " + either("en otro lugar", "elsewhere")
        )
    if not found.changes and not found.recoded:
        typer.echo(either("No hay diferencia.", "There is no difference."))


def prune(
    keep: Annotated[
        int, typer.Option("--keep", min=1, help=either("Cuántas se conservan.", "How many are kept."))
    ] = 3,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """All but the newest releases removed."""
    from api.bulk.folder import ExportFolder, exports_dir
    from etl.releases import prune as remove_old

    settings = store_settings(database_url, data_dir)
    with opened_store(settings) as store:
        removed = remove_old(store, keep)
        # Files that were made of a release go with it.
        ExportFolder(exports_dir(settings.address, settings.data_dir)).keep_only(store.release_ids())
    typer.echo(either("Borradas: ", "Removed: ") + (", ".join(removed) or "-"))
