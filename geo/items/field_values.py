"""Values of fields from texts: what a field can hold, and what is said of anything else."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from geo.declarations import Field, FieldType, Text

_NUMBERS = {
    FieldType.INTEGER: re.compile(r"[+-]?\d{1,300}", re.ASCII),
    FieldType.REAL: re.compile(r"[+-]?\d{1,400}(\.\d{1,400})?([eE][+-]?\d{1,3})?", re.ASCII),
}
INTEGERS = (-(2**31), 2**31 - 1)
"""What a column of integers can hold."""


class BadValue(ValueError):
    """The field cannot hold that value; ``allowed`` says what it can, where that is a closed set."""

    def __init__(self, field: str, value: str, expected: Text, allowed: Sequence[str] = ()) -> None:
        super().__init__(f"{field}={value!r} {expected.en}")
        self.field = field
        self.value = value
        self.expected = expected
        self.allowed = tuple(allowed)


def typed_value(field: Field, value: str) -> str | int | float | bool:
    """The value of a field from its text.

    :raises BadValue: when the field cannot hold it.

    >>> from geo.layers import layer_named
    >>> typed_value(layer_named("agreements").field("signed_year"), "1993")
    1993
    """
    if field.vocabulary is not None and value not in field.vocabulary.values:
        raise _not_among(field, value, field.vocabulary.values)
    if field.pattern is not None and not re.fullmatch(field.pattern, value, re.ASCII):
        form = Text(f"debe tener la forma {field.pattern}", f"must have the form {field.pattern}")
        raise BadValue(field.name, value, form)
    if field.type is FieldType.BOOLEAN:
        if value not in {"true", "false"}:
            raise _not_among(field, value, ("true", "false"))
        return value == "true"
    return _number(field, value) if field.type in _NUMBERS else value


def bounds(field: Field) -> tuple[float | None, float | None]:
    """The least and the greatest number that a field can hold, None where there is no bound.

    >>> from geo.layers import layer_named
    >>> bounds(layer_named("agreements").field("signed_year"))
    (1800, 2100)
    """
    lowest, highest = INTEGERS if field.type is FieldType.INTEGER else (None, None)
    return (
        lowest if field.minimum is None else field.minimum,
        highest if field.maximum is None else field.maximum,
    )


def _not_among(field: Field, value: str, words: Sequence[str]) -> BadValue:
    listed = ", ".join(words)
    return BadValue(field.name, value, Text(f"debe ser uno de: {listed}", f"must be one of: {listed}"), words)


def _number(field: Field, value: str) -> int | float:
    is_whole = field.type is FieldType.INTEGER
    # Python itself would read 1_000, other digits, nan and what no column can hold.
    number = (int if is_whole else float)(value) if _NUMBERS[field.type].fullmatch(value) else math.nan
    if not math.isfinite(number):
        kind = (
            Text("debe ser un número entero", "must be a whole number")
            if is_whole
            else Text("debe ser un número", "must be a number")
        )
        raise BadValue(field.name, value, kind)
    lowest, highest = bounds(field)
    if lowest is not None and number < lowest:
        raise BadValue(field.name, value, Text(f"debe ser {lowest} o mayor", f"must be {lowest} or greater"))
    if highest is not None and number > highest:
        raise BadValue(field.name, value, Text(f"debe ser {highest} o menor", f"must be {highest} or less"))
    return number
