"""Where the next page begins: the values by which the last item stands in the order, as one opaque word.

They are values and no position, so that the next page follows on although a new release has come between.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any

import orjson

from geo.declarations import FieldType, Layer, Text
from geo.items.ordering import Order, value_type
from geo.questions.question import BadParameter

_MOST_CHARACTERS = 4000
_REASON = Text(
    "no es de esta colección con este orden; siga el enlace «next» tal como se dio",
    "is not of this collection in this order; follow the link “next” as it was given",
)
_PYTHON_TYPES: dict[FieldType, tuple[type, ...]] = {
    FieldType.TEXT: (str,),
    FieldType.INTEGER: (int,),
    FieldType.REAL: (float, int),
    FieldType.BOOLEAN: (bool,),
}


def cursor(order: Sequence[Order], place: Sequence[Any]) -> str:
    """The word for the values of ``order`` and the key of an item.

    >>> cursor((), ["02004"])
    'W1tdLFsiMDIwMDQiXV0'
    """
    written = orjson.dumps([[_spelled(each) for each in order], list(place)])
    return base64.urlsafe_b64encode(written).decode().rstrip("=")


def place_of(word: str, layer: Layer, order: Sequence[Order]) -> list[Any]:
    """The values and the key that :func:`cursor` was given.

    :raises BadParameter: when the word is none, or one of another order.
    """
    try:
        if len(word) > _MOST_CHARACTERS:
            raise ValueError(word)
        padded = word.encode("ascii") + b"=" * (-len(word) % 4)
        spelled, place = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        kinds = [*(value_type(layer, each) for each in order), FieldType.TEXT]
        if spelled != [_spelled(each) for each in order] or len(place) != len(kinds) or place[-1] is None:
            raise ValueError(word)
        for value, kind in zip(place, kinds, strict=True):
            if value is not None and type(value) not in _PYTHON_TYPES[kind]:
                raise ValueError(word)
            if (isinstance(value, str) and "\0" in value) or (
                isinstance(value, int) and abs(value) >= 1 << 63
            ):
                raise ValueError(word)
    except (ValueError, TypeError, binascii.Error):
        raise BadParameter("cursor", word, _REASON) from None
    return list(place)


def _spelled(order: Order) -> str:
    return f"-{order.name}" if order.is_descending else order.name
