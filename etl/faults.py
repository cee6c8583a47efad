"""What is wrong with one value, by the declaration of its field, and what would mend it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from geo.declarations import Field, FieldType, Text

_PLAIN_TYPES: dict[FieldType, tuple[type, ...]] = {
    FieldType.TEXT: (str,),
    FieldType.INTEGER: (int,),
    FieldType.REAL: (float, int),
    FieldType.BOOLEAN: (bool,),
    FieldType.TEXT_LIST: (list, tuple),
}
_FIXED_DIGITS = re.compile(r"\\d\{(\d)\}")
_NUMBER_WORDS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Fault:
    """Why something does not fit, and what would mend it, in both languages."""

    reason: Text
    remedy: Text


def together(faults: Sequence[Fault]) -> Fault:
    """All that is wrong with a row, one after another.

    >>> together([Fault(Text("a", "b"), Text("c", "d")), Fault(Text("e", "f"), Text("g", "h"))]).reason.en
    'b f'
    """
    reasons, remedies = [each.reason for each in faults], [each.remedy for each in faults]
    return Fault(
        Text(" ".join(each.es for each in reasons), " ".join(each.en for each in reasons)),
        Text(" ".join(each.es for each in remedies), " ".join(each.en for each in remedies)),
    )


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def fault_in(field: Field, value: object) -> Fault | None:
    """The first fault of a plain Python value against the declaration of its field, or None.

    >>> from geo.layers import layer_named
    >>> cvegeo = layer_named("agreements").field("cvegeo")
    >>> fault_in(cvegeo, "02004") is None, fault_in(cvegeo, None) is None
    (True, True)
    >>> fault_in(cvegeo, "2004").reason.en
    'cvegeo «2004» lost a leading zero.'
    """
    if value is None:
        return missing(field.name) if field.is_required else None
    if not _is_of_type(field.type, value):
        return Fault(
            Text(
                f"{field.name} «{value}» no es {field.type}.", f"{field.name} «{value}» is not {field.type}."
            ),
            Text("Dé un valor del tipo declarado.", "Give a value of the declared type."),
        )
    if isinstance(value, str):
        return _fault_in_text(field, value)
    if isinstance(value, list | tuple):
        return next((found for each in value if (found := _fault_in_text(field, each))), None)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _fault_in_number(field, value)
    return None


def _is_of_type(kind: FieldType, value: object) -> bool:
    if isinstance(value, bool):
        return kind is FieldType.BOOLEAN
    if isinstance(value, list | tuple):
        return kind is FieldType.TEXT_LIST and all(isinstance(each, str) for each in value)
    if isinstance(value, float) and not math.isfinite(value):
        return False
    return isinstance(value, _PLAIN_TYPES[kind])


def missing(name: str) -> Fault:
    """The fault of a required field without a value."""
    return Fault(
        Text(f"Falta {name}, que es obligatorio.", f"{name} is missing and is required."),
        Text(f"Escriba {name} según la fuente.", f"Write {name} as the source gives it."),
    )


def _fault_in_text(field: Field, value: str) -> Fault | None:
    name = field.name
    if field.pattern is not None and not _pattern(field.pattern).fullmatch(value):
        digits = _FIXED_DIGITS.fullmatch(field.pattern)
        if digits and value.isascii() and value.isdigit() and len(value) == int(digits[1]) - 1:
            return Fault(
                Text(
                    f"{name} «{value}» perdió un cero a la izquierda.",
                    f"{name} «{value}» lost a leading zero.",
                ),
                Text(
                    f"Escriba la clave como texto: «0{value}».",
                    f"Write the code as text: «0{value}».",
                ),
            )
        return Fault(
            Text(
                f"{name} «{value}» no tiene la forma {field.pattern}.",
                f"{name} «{value}» does not have the form {field.pattern}.",
            ),
            Text("Corrija el valor según la fuente.", "Correct the value after the source."),
        )
    if field.vocabulary is not None and value not in field.vocabulary.values:
        return _unknown_word(field.name, value, field.vocabulary.values)
    return None


def _unknown_word(name: str, value: str, words: tuple[str, ...]) -> Fault:
    shown = words if len(words) <= _NUMBER_WORDS_SHOWN else tuple(get_close_matches(value, words)) or words
    listed = ", ".join(shown)
    return Fault(
        Text(
            f"«{value}» no es palabra del vocabulario de {name}.",
            f"«{value}» is not a word of the vocabulary of {name}.",
        ),
        Text(f"Use una de estas: {listed}.", f"Use one of these: {listed}."),
    )


def _fault_in_number(field: Field, value: float) -> Fault | None:
    low, high = field.minimum, field.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        least, most = "-∞" if low is None else f"{low:g}", "∞" if high is None else f"{high:g}"
        return Fault(
            Text(
                f"{field.name} {value} está fuera de {least} a {most}.",
                f"{field.name} {value} is outside {least} to {most}.",
            ),
            Text("Corrija el número según la fuente.", "Correct the number after the source."),
        )
    return None
