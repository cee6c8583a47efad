"""The registry of layers: a list that someone typed, parents before children."""

from __future__ import annotations

from geo.declarations import Layer
from geo.layers import (
    agreements,
    borders,
    claims,
    climate_instruments,
    corridors,
    governance_facts,
    memberships,
    municipalities,
    networks,
    offices,
    partner_places,
    sources,
    states,
)

LAYERS: tuple[Layer, ...] = (
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
