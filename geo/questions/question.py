"""What a question is: typed parameters, a method in plain words, and what answers it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from geo.declarations import Field, LegendClass, Text, Word
from geo.graphs.files import Graph
from geo.questions.drawn import NotAPolygon, polygon_wkt


class ParameterType(StrEnum):
    """What a parameter takes.

    A date is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``. A polygon is WKT or GeoJSON, longitude and latitude in
    degrees; it is understood as the WKT of :func:`geo.questions.drawn.polygon_wkt`.
    """

    TEXT = "text"
    INTEGER = "integer"
    REAL = "real"
    DATE = "date"
    CHOICE = "choice"
    POLYGON = "polygon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One typed parameter of a question. ``pattern`` is matched whole; bounds are included.

    ``keys_of`` names the layer whose keys the values are (see :mod:`geo.questions.keys`); several of them may
    be written with commas. ``group`` is a heading under which a form keeps parameters of one kind together.
    """

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
    keys_of: str | None = None
    group: Text | None = None


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


class ChartKind(StrEnum):
    """What a chart shows; one kind for each kind of answer."""

    RANKING = "ranking"
    DISTRIBUTION = "distribution"
    MORAN_SCATTER = "moran_scatter"
    LORENZ = "lorenz"
    TIME_LINE = "time_line"
    NETWORK = "network"
    CROSS_TABLE = "cross_table"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of the rows of one table of an answer: ``table`` is ``data`` or a name in ``Answer.series``.

    ``x`` and ``y`` are columns of that table, ``label`` the column that names a row, ``group`` the one that
    colours it. A column of texts may be written once a language, ``label_es`` and ``label_en``: a chart names
    it ``label``, and the reader's language is shown. Of a network the table holds its links, ``x`` and ``y``
    the keys of their ends, and the series ``nodes`` says of each ``key`` what it is called and its ``group``.
    """

    kind: ChartKind
    title: Text
    table: str
    x: str
    y: str
    label: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class FeatureKey:
    """Which features the rows of an answer speak of: ``column`` holds keys of the layer ``layer_id``."""

    layer_id: str
    column: str


@dataclass(frozen=True, slots=True)
class Painting:
    """What a map draws of an answer, unpaged.

    ``classes`` maps a class to the keys of the features of ``layer_id`` that it colours; ``legend`` has one
    entry a class, its ``value`` the name of the class. ``features`` are GeoJSON features of the answer's own
    (partners, links, groups), their property ``class`` one of the legend's.
    """

    layer_id: str | None
    classes: dict[str, list[str]]
    legend: tuple[LegendClass, ...]
    features: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of an answer.

    ``summary`` counts before paging; ``sources`` says what the answer stands on; ``run`` how it was computed
    (algorithm, version, seed, permutations, tolerance); ``caveats`` what a reader must bear in mind;
    ``series`` holds further tables, for charts and graphs. ``feature_key`` is given where the parameters
    decide which features the rows speak of, and then stands in place of that of the question.
    """

    data: list[dict[str, Any]]
    number_matched: int
    summary: dict[str, Any]
    sources: dict[str, Any]
    run: dict[str, Any] = field(default_factory=dict)
    caveats: tuple[Text, ...] = ()
    series: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    feature_key: FeatureKey | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A named question: ``answer`` gives a page, ``painting`` what a map draws.

    ``columns`` declares each property of a row of the answer. Both functions take understood parameters:
    every name is present, a multiple one is a tuple, an absent one None. A heavy question is answered in a
    process of its own, so that plain reading goes on beside it. A question whose answer is a network has
    ``graph`` too, which gives all of it for the files of :mod:`geo.graphs.files`.
    """

    name: str
    title: Text
    description: Text
    parameters: tuple[Parameter, ...]
    columns: tuple[Field, ...]
    method: Text
    answer: Callable[[Connection, Mapping[str, Any]], Answer]
    painting: Callable[[Connection, Mapping[str, Any]], Painting]
    graph: Callable[[Connection, Mapping[str, Any]], Graph] | None = None
    feature_key: FeatureKey | None = None
    charts: tuple[Chart, ...] = ()
    is_heavy: bool = False

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
        if parameter.keys_of:
            texts = [part.strip() for text in texts for part in text.split(",")]
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
    if parameter.type is ParameterType.POLYGON:
        try:
            return polygon_wkt(text)
        except NotAPolygon as unreadable:
            raise BadParameter(parameter.name, text[:80], unreadable.reason) from None
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
    pattern = r"[+-]?\d{1,15}" if is_integer else r"[+-]?\d{1,400}(\.\d{1,400})?([eE][+-]?\d{1,3})?"
    if not re.fullmatch(pattern, text, re.ASCII) or not math.isfinite(float(text)):
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
