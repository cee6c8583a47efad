"""What can be wrong with a filter: always the reader's to mend, never a fault of the engine.

::

    FilterError
    ├── BadSyntax          the text or JSON is no CQL2; ``position`` says where, when that is known
    ├── TooComplex         longer, deeper or costlier than is allowed
    ├── UnknownProperty    ``known`` names the queryables
    ├── UnknownFunction    ``known`` names the functions
    ├── WrongArguments     an operator or function with too few or too many arguments
    ├── TypeMismatch       operands that do not go together, or not with that operator
    ├── BadLiteral         a number, date or geometry that is none
    └── UnknownCrs         ``known`` names the reference systems in which a filter may be written
"""

from __future__ import annotations

from collections.abc import Sequence

from geo.declarations import Text

_SHOWN = 60


class FilterError(ValueError):
    """A filter that cannot be answered. ``message`` says why in both languages."""

    code = "bad_filter"

    def __init__(
        self, message: Text, *, position: int | None = None, known: Sequence[str] | None = None
    ) -> None:
        super().__init__(message.en)
        self.message = message
        self.position = position
        self.known = None if known is None else tuple(known)


class BadSyntax(FilterError):
    """Neither CQL2 text nor CQL2 JSON; ``position`` counts characters of the text from 0."""

    code = "bad_filter_syntax"

    def __init__(self, reason: Text, position: int | None = None) -> None:
        es, en = "El filtro no es CQL2", "The filter is not CQL2"
        if position is not None:
            es, en = f"{es} (carácter {position + 1})", f"{en} (character {position + 1})"
        super().__init__(Text(f"{es}: {reason.es}.", f"{en}: {reason.en}."), position=position)


class TooComplex(FilterError):
    """Longer, deeper or costlier than is allowed."""

    code = "filter_too_complex"

    def __init__(self, what: Text, limit: int) -> None:
        super().__init__(
            Text(
                f"El filtro es demasiado grande: {what.es}; el límite es {limit}.",
                f"The filter is too large: {what.en}; the limit is {limit}.",
            )
        )


class UnknownProperty(FilterError):
    """A name that is none of the queryables."""

    code = "unknown_property"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        listed = ", ".join(known)
        super().__init__(
            Text(
                f"No hay una propiedad «{shown(name)}» por la que filtrar. Las que hay: {listed}.",
                f"There is no property “{shown(name)}” to filter by. Those there are: {listed}.",
            ),
            known=known,
        )
        self.name = name


class UnknownFunction(FilterError):
    """A function that is not published."""

    code = "unknown_function"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        listed = ", ".join(known)
        super().__init__(
            Text(
                f"No hay una función «{shown(name)}». Las que hay: {listed}.",
                f"There is no function “{shown(name)}”. Those there are: {listed}.",
            ),
            known=known,
        )
        self.name = name


class WrongArguments(FilterError):
    """An operator or function with too few or too many arguments."""

    code = "wrong_arguments"

    def __init__(self, name: str, expected: str, given: int) -> None:
        super().__init__(
            Text(
                f"«{shown(name)}» se llama con {given} argumentos y lleva {expected}.",
                f"“{shown(name)}” is called with {given} arguments and takes {expected}.",
            )
        )
        self.name = name


class TypeMismatch(FilterError):
    """Operands that do not go together, or not with that operator."""

    code = "type_mismatch"


class BadLiteral(FilterError):
    """A value that is none: a date that does not exist, a ring that is not closed, a number without end."""

    code = "bad_filter_value"

    def __init__(self, value: object, reason: Text, position: int | None = None) -> None:
        text = shown(value)
        super().__init__(
            Text(f"El valor «{text}» no sirve: {reason.es}.", f"The value “{text}”: {reason.en}."),
            position=position,
        )


class UnknownCrs(FilterError):
    """A reference system in which no filter may be written."""

    code = "unknown_filter_crs"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        listed = ", ".join(known)
        super().__init__(
            Text(
                f"Un filtro no se puede escribir en «{shown(name)}». Se puede en: {listed}.",
                f"A filter cannot be written in “{shown(name)}”. It can in: {listed}.",
            ),
            known=known,
        )


def shown(value: object) -> str:
    """The value as a message shows it: short, and without control characters.

    >>> shown("a" * 100)[-3:]
    'aa…'
    """
    text = "".join(letter if letter.isprintable() else "�" for letter in str(value)[: _SHOWN + 1])
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
