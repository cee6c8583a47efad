"""What a question is: typed parameters, a method in plain words, and what answers it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from geo.declarations import Field, Text, Word


class ParameterType(StrEnum):
    """What a parameter takes. A date is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``."""

    TEXT = "text"
    INTEGER = "integer"
    REAL = "real"
    DATE = "date"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One typed parameter of a question. ``pattern`` is matched whole; bounds are included."""

    name: str
    type: ParameterType
    title: Text
    description: Text
    is_multiple: bool = False
    default: str | int | float | None = None
    choices: tuple[Word, ...] = ()
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    unit: str | None = None


class UnknownParameter(LookupError):
    """The question has no parameter of that name; ``known`` are those it has."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(name)
        self.name = name
        self.known = tuple(known)


class BadParameter(ValueError):
    """A parameter cannot take that value; ``reason`` says why in both languages."""

    def __init__(self, name: str, value: str, reason: Text, allowed: Sequence[str] = ()) -> None:
        super().__init__(f"{name}={value!r}: {reason.en}")
        self.name = name
        self.value = value
        self.reason = reason
        self.allowed = tuple(allowed)


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of an answer. ``sources`` says what the answer stands on; ``summary`` counts before paging."""

    data: list[dict[str, Any]]
    number_matched: int
    summary: dict[str, int]
    sources: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A named question. ``answer`` gives a page, ``ids`` the codes that a map paints, by class, unpaged.

    ``columns`` declares each property of a row of the answer. Both functions take understood parameters:
    every name is present, a multiple one is a tuple, an absent one None.
    """

    name: str
    title: Text
    description: Text
    parameters: tuple[Parameter, ...]
    columns: tuple[Field, ...]
    method: Text
    answer: Callable[[Connection, Mapping[str, Any]], Answer]
    ids: Callable[[Connection, Mapping[str, Any]], dict[str, list[str]]]

    def understood(self, given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        """The parameters of a question from the texts of a query.

        :raises UnknownParameter: for a name that the question does not have.
        :raises BadParameter: for a value that its parameter cannot take.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known:
                raise UnknownParameter(name, tuple(known))
        return {name: _understood(parameter, given.get(name, ())) for name, parameter in known.items()}


def _understood(parameter: Parameter, texts: Sequence[str]) -> Any:
    if parameter.is_multiple:
        return tuple(dict.fromkeys(_value(parameter, text) for text in texts))
    if len(texts) > 1:
        raise BadParameter(
            parameter.name,
            ", ".join(texts),
            Text(
                "se dio más de una vez y solo admite un valor", "was given more than once and takes one value"
            ),
        )
    return _value(parameter, texts[0]) if texts else parameter.default


def _value(parameter: Parameter, text: str) -> str | int | float:
    if parameter.type in {ParameterType.INTEGER, ParameterType.REAL}:
        return _number(parameter, text)
    if parameter.type is ParameterType.DATE:
        return _date(parameter, text)
    allowed = tuple(word.value for word in parameter.choices)
    if allowed and text not in allowed:
        raise BadParameter(
            parameter.name,
            text,
            Text(f"debe ser uno de: {', '.join(allowed)}", f"must be one of: {', '.join(allowed)}"),
            allowed,
        )
    if parameter.pattern is not None and not re.fullmatch(parameter.pattern, text, re.ASCII):
        raise BadParameter(parameter.name, text, parameter.description)
    return text


def _number(parameter: Parameter, text: str) -> int | float:
    is_integer = parameter.type is ParameterType.INTEGER
    pattern = r"[+-]?\d{1,15}" if is_integer else r"[+-]?\d{1,15}(\.\d{1,15})?"
    if not re.fullmatch(pattern, text, re.ASCII):
        raise BadParameter(
            parameter.name,
            text,
            Text("debe ser un número entero", "must be a whole number")
            if is_integer
            else Text("debe ser un número", "must be a number"),
        )
    value = int(text) if is_integer else float(text)
    lowest, highest = parameter.minimum, parameter.maximum
    if (lowest is not None and value < lowest) or (highest is not None and value > highest):
        bounds_es = " y ".join(
            part
            for part in (
                f"mayor o igual que {lowest:g}" if lowest is not None else "",
                f"menor o igual que {highest:g}" if highest is not None else "",
            )
            if part
        )
        bounds_en = " and ".join(
            part
            for part in (
                f"at least {lowest:g}" if lowest is not None else "",
                f"at most {highest:g}" if highest is not None else "",
            )
            if part
        )
        raise BadParameter(parameter.name, text, Text(f"debe ser {bounds_es}", f"must be {bounds_en}"))
    return value


def _date(parameter: Parameter, text: str) -> str:
    try:
        if re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text, re.ASCII):
            date.fromisoformat(text + "-01-01"[: 10 - len(text)] if len(text) < 10 else text)
            return text
    except ValueError:
        pass
    raise BadParameter(
        parameter.name,
        text,
        Text(
            "debe ser una fecha como 2024, 2024-05 o 2024-05-31",
            "must be a date such as 2024, 2024-05 or 2024-05-31",
        ),
    )
