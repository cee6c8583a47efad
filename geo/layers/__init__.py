"""The registry of layers: a list that someone typed, parents before children."""

from __future__ import annotations

from geo.declarations import Layer
from geo.layers import (
    agreements,
    borders,
    census_2020,
    claims,
    climate_instruments,
    climate_vulnerability,
    corridors,
    drought,
    drought_spells,
    governance_facts,
    hazards,
    marginalization_2020,
    memberships,
    migration_intensity_2010,
    migration_intensity_2020,
    municipalities,
    networks,
    offices,
    partner_places,
    remittances,
    remittances_quarterly,
    sources,
    states,
)

CORE_LAYERS: tuple[Layer, ...] = (
    states.LAYER,
    municipalities.LAYER,
    borders.LAYER,
    sources.LAYER,
    partner_places.LAYER,
    agreements.LAYER,
    offices.LAYER,
    networks.LAYER,
    memberships.LAYER,
    corridors.LAYER,
    climate_instruments.LAYER,
    governance_facts.LAYER,
    claims.LAYER,
)
"""Boundaries and register: every release holds them."""

THEMATIC_LAYERS: tuple[Layer, ...] = (
    census_2020.LAYER,
    migration_intensity_2010.LAYER,
    migration_intensity_2020.LAYER,
    marginalization_2020.LAYER,
    remittances.LAYER,
    remittances_quarterly.LAYER,
    climate_vulnerability.LAYER,
    drought.LAYER,
    drought_spells.LAYER,
    hazards.LAYER,
)
"""What published tables say of municipalities: a release has those whose source was loaded."""

LAYERS: tuple[Layer, ...] = (*CORE_LAYERS, *THEMATIC_LAYERS)

BY_ID: dict[str, Layer] = {layer.id: layer for layer in LAYERS}


class UnknownLayer(LookupError):
    """No layer of that name is declared."""


def layer_named(layer_id: str) -> Layer:
    """The declared layer of that id.

    :raises UnknownLayer: when none is declared.
    """
    try:
        return BY_ID[layer_id]
    except KeyError:
        raise UnknownLayer(layer_id) from None
