"""What a reader of regional-partners must bear in mind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.declarations import Text
from geo.questions import known_agreements
from geo.questions.partner_candidates.remarks import of_similarity
from geo.questions.regional_partners.records import Groups

_CHOSEN = ("member", "network", "state", "polygon")


def caveats(groups: Groups, asked: Mapping[str, Any]) -> tuple[Text, ...]:
    """Why the group is empty, what nobody researched, what similarity lacks."""
    found = [*_empty(groups, asked)]
    unknown = sum(groups.knowledge(code) == "not_researched" for code in groups.members)
    if unknown:
        found.append(
            Text(
                f"De {unknown} de {len(groups.members)} miembros ninguna fuente cubre los acuerdos: no se"
                f" sabe si tienen.",
                f"Of {unknown} of {len(groups.members)} members no source covers the agreements: it is not"
                f" known whether they have any.",
            )
        )
    themeless = sum(not each.themes for each in groups.known(groups.members))
    if themeless:
        found.append(
            Text(
                f"De {themeless} acuerdos del grupo no se conoce el tema.",
                f"Of {themeless} agreements of the group no theme is known.",
            )
        )
    if groups.members:
        found += known_agreements.caveats(groups.known(groups.members), asked)
        found += of_similarity(groups.profiles)
    return tuple(found)


def _empty(groups: Groups, asked: Mapping[str, Any]) -> list[Text]:
    found = []
    if not any(asked[name] for name in _CHOSEN):
        found.append(
            Text(
                "Elija el grupo: municipios, una asociación, un estado o un polígono.",
                "Choose the group: municipalities, an association, a state or a polygon.",
            )
        )
    elif not groups.members and asked["polygon"]:
        found.append(
            Text(
                "El polígono no toma ningún municipio: está fuera de México o no cabe ninguno en él.",
                "The polygon takes no municipality: it is outside Mexico, or none fits into it.",
            )
        )
    for name in (*asked["network"], *asked["compare_network"]):
        belonging = [each for each in groups.memberships if each.network_id == name]
        if not any(each.cvegeo for each in belonging):
            states = len(belonging)
            known = groups.networks[name]
            found.append(
                Text(
                    f"No se conoce ningún municipio que pertenezca hoy a «{known.name_es}»; estados que"
                    f" pertenecen: {states}.",
                    f"No municipality is known to belong to “{known.name_en}” now; states that belong:"
                    f" {states}.",
                )
            )
    return found
