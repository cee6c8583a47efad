"""What a reader of without-agreements must bear in mind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from geo.declarations import Text
from geo.questions import agreement_filters, provenance
from geo.questions.known_agreements import UNDATED_COUNT
from geo.tables import LAYER_TABLES


def caveats(
    connection: Connection, asked: Mapping[str, Any], by_class: Mapping[str, list[str]]
) -> tuple[Text, ...]:
    """What none known means and until when, where few or none looked, what unknown dates leave open."""
    consulted = provenance.of_layer(connection, "agreements")["latest_retrieved"]
    found = [
        *agreement_filters.strangers(asked["partner_country"]),
        Text(
            f"«Ninguno conocido» quiere decir en las fuentes cargadas, consultadas hasta el {consulted}: no"
            f" dice que no los haya.",
            f"“None known” means in the sources loaded, consulted until {consulted}: it does not say that"
            f" there are none.",
        ),
        *_thinly_covered(connection, {code[:2] for code in by_class["none_known"]}),
    ]
    unlooked = len(by_class["not_researched"])
    if unlooked:
        found.append(
            Text(
                f"De {unlooked} municipios ninguna fuente cubre los acuerdos: no se sabe si tienen.",
                f"Of {unlooked} municipalities no source covers the agreements: it is not known whether they"
                f" have any.",
            )
        )
    if asked["as_of"] is not None and asked["undated"] == "include":
        found.append(UNDATED_COUNT)
    return tuple(found)


def _thinly_covered(connection: Connection, codes: set[str]) -> list[Text]:
    states = LAYER_TABLES["states"].c
    thin = select(states.name).where(states.research == "thin", states.cve_ent.in_(sorted(codes)))
    names = ", ".join(connection.execute(thin.order_by(states.cve_ent)).scalars())
    if not names:
        return []
    return [
        Text(
            f"Pocas fuentes: menos de tres nombran acuerdos municipales de {names}.",
            f"Few sources: fewer than three name municipal agreements of {names}.",
        )
    ]
