"""Which layers a release holds: those declared in the code, and a user's own, which the release declares."""

from __future__ import annotations

from pydantic import TypeAdapter
from sqlalchemy import Connection, select

from geo.declarations import Layer
from geo.layers import BY_ID
from geo.tables import RELEASE_LAYERS

_LAYER = TypeAdapter(Layer)


def declaration_text(layer: Layer) -> str:
    """A declaration as JSON text.

    >>> from geo.layers import LAYERS
    >>> declared_layer(declaration_text(LAYERS[0])) == LAYERS[0]
    True
    """
    return _LAYER.dump_json(layer).decode()


def declared_layer(text: str) -> Layer:
    """The declaration that :func:`declaration_text` wrote."""
    return _LAYER.validate_json(text)


def own_layers(connection: Connection) -> tuple[Layer, ...]:
    """A user's own layers of the release, by id."""
    own = select(RELEASE_LAYERS.c.declaration).where(RELEASE_LAYERS.c.is_built_in.is_(False))
    rows = connection.execute(own.order_by(RELEASE_LAYERS.c.layer_id)).scalars().all()
    return tuple(declared_layer(text) for text in rows)


def layers(connection: Connection) -> dict[str, Layer]:
    """The layers that hold rows in the release, by id, built-in ones first in declared order."""
    rows = connection.execute(select(RELEASE_LAYERS.c.layer_id, RELEASE_LAYERS.c.declaration)).all()
    texts = {row.layer_id: row.declaration for row in rows}
    held = {layer_id: layer for layer_id, layer in BY_ID.items() if layer_id in texts}
    own = {layer_id: declared_layer(texts[layer_id]) for layer_id in sorted(texts) if layer_id not in BY_ID}
    return held | own
