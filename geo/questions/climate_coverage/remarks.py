"""What a reader of climate-coverage must bear in mind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from geo.declarations import Text
from geo.questions.climate_coverage.rows import INSTRUMENTS
from geo.questions.optional_indicators import Reading


def caveats(rows: Sequence[Mapping[str, Any]], reading: Reading) -> tuple[Text, ...]:
    """What to load, whose vulnerability is unknown, how little the register tells, what may be of climate."""
    found = [reading.missing] if reading.missing else []
    unknown = sum(row["vulnerability"] == "unknown" for row in rows)
    if unknown and reading.missing is None:
        title = reading.indicator.layer.title
        found.append(
            Text(
                f"De {unknown} de {len(rows)} municipios «{title.es}» no da valor: su vulnerabilidad se"
                f" desconoce, y no es baja por eso.",
                f"Of {unknown} of {len(rows)} municipalities “{title.en}” gives no value: their vulnerability"
                f" is unknown, and not low for that.",
            )
        )
    told = sum(any(row[name] != "unknown" for name in INSTRUMENTS) for row in rows)
    if told < len(rows):
        found.append(
            Text(
                f"El registro dice algo del atlas, el plan o la estrategia de {told} de {len(rows)}"
                f" municipios; de los demás no se sabe, y «nada conocido» no quiere decir que no los tengan.",
                f"The register tells of the atlas, plan or strategy of {told} of {len(rows)} municipalities;"
                f" of the others nobody knows, and “nothing known” does not mean that they have none.",
            )
        )
    themeless = sum(row["has_themeless_agreement"] for row in rows)
    if themeless:
        found.append(
            Text(
                f"{themeless} municipios tienen acuerdos de los que no se conoce el tema: podrían ser de"
                f" clima.",
                f"{themeless} municipalities have agreements of unknown theme: they may be of climate.",
            )
        )
    return tuple(found)
