"""What hot spots stand on, and what a reader must bear in mind of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from sqlalchemy import Connection, func, select

from geo.declarations import Text
from geo.layers import layer_named
from geo.questions import provenance, significance
from geo.questions.hotspots.rows import Hotspots
from geo.tables import LAYER_TABLES, table_of

COMMON_SHARE = 0.5
"""With more than this share of the municipalities at one value most draws are ties."""


def sources(connection: Connection, found: Hotspots) -> dict[str, Any]:
    """How many sources the indicators cite; one that cites none is a source itself."""
    if found.counts_agreements and found.denominator is None:
        return provenance.of_layer(connection, "agreements")
    cited: set[str] = set()
    for reading in found.readings:
        layer = reading.indicator.layer
        table = table_of(layer)
        if reading.missing is not None:
            continue
        if "source_id" in table.c:
            ids = connection.execute(select(table.c.source_id).distinct().order_by(table.c.source_id))
            cited |= {each for each in ids.scalars() if each is not None}
        else:
            cited.add(layer.id)
    layers = sorted({reading.indicator.layer.id for reading in found.readings})
    return {"layers": layers, "count": len(cited), "latest_retrieved": None}


def attribution(found: Hotspots) -> dict[str, str]:
    """The words that must go with the indicators, in both languages."""
    layers = [reading.indicator.layer for reading in found.readings]
    if found.counts_agreements:
        layers[0] = layer_named("agreements")
    words = [layer.licence.attribution for layer in layers]
    return {
        "attribution_es": "; ".join(dict.fromkeys(each.es for each in words)),
        "attribution_en": "; ".join(dict.fromkeys(each.en for each in words)),
    }


def caveats(
    connection: Connection, asked: Mapping[str, Any], found: Hotspots, islands: Sequence[str]
) -> list[Text]:
    """What to load, how to read the indicator, who is left out, and what significance means here."""
    told = [each.missing for each in found.readings if each.missing is not None]
    if found.reading.is_lower_more:
        told.append(
            Text(
                "En este indicador menos es más: «alto» y «caliente» son números altos, no intensidad alta.",
                "In this indicator lower is more: “high” and “hot” are high numbers, not high intensity.",
            )
        )
    if found.counts_agreements:
        told += _unlooked(connection, {row["cve_ent"] for row in found.rows})
    numbers = [row["number"] for row in found.rows if row["number"] is not None]
    missing = len(found.rows) - len(numbers)
    if missing:
        told.append(
            Text(
                f"{missing} municipios no tienen dato: no se comparan ni cuentan como vecinos.",
                f"{missing} municipalities have no value: they are not compared and are nobody's neighbours.",
            )
        )
    if islands:
        named = ", ".join(islands[:20]) + (" …" if len(islands) > 20 else "")
        told.append(
            Text(
                f"Sin vecinos con dato y por eso sin estadístico: {named}.",
                f"Without neighbours with a value, and so without a statistic: {named}.",
            )
        )
    if numbers:
        told += [*_ties(numbers), *significance.caveats(asked, found.tested)]
    return told


def _unlooked(connection: Connection, states: set[str]) -> list[Text]:
    table = LAYER_TABLES["municipalities"].c
    wanted = (
        select(func.count())
        .select_from(LAYER_TABLES["municipalities"])
        .where(table.research == "not_researched", table.cve_ent.in_(sorted(states)))
    )
    count = connection.execute(wanted).scalar_one()
    if not count:
        return []
    return [
        Text(
            f"En {count} municipios nadie ha investigado: su cero quiere decir que no se buscó.",
            f"In {count} municipalities nobody has looked: their zero means that none was sought.",
        )
    ]


def _ties(numbers: Sequence[float]) -> list[Text]:
    values, counts = np.unique(np.array(numbers), return_counts=True)
    most = int(counts.argmax())
    if len(values) < 2 or counts[most] <= COMMON_SHARE * len(numbers):
        return []
    rest, value = len(numbers) - int(counts[most]), values[most]
    return [
        Text(
            f"Descansa en pocos registros: {rest} de {len(numbers)} municipios tienen un número distinto de"
            f" {value:g}; muchas permutaciones empatan con lo observado y cuentan en su contra.",
            f"It rests on few records: {rest} of {len(numbers)} municipalities have a number other than"
            f" {value:g}; many permutations equal what was observed and count against it.",
        )
    ]
