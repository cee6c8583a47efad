"""All that a page shows of an answer, read once for both libraries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from geo import catalogue
from geo.declarations import Field, Licence
from geo.layers import BY_ID
from geo.layers.provenance import REGISTER_LICENCE
from geo.maps import drawn, shapes
from geo.maps.citations import Citations, cited
from geo.maps.drawn import Entry, Shape
from geo.maps.words import Language, said, value
from geo.questions import keys, question_named
from geo.questions.question import Answer, Painting, Question
from geo.tables import RELEASE

Given = str | int | float | Sequence[str | int | float] | None
"""One value of a parameter, or several; None is as if it were not given."""

_OTHER_KEYS = ("key", "code", "municipality_codes")
"""Columns that say of whom a row speaks where the question declares no key and names no key of the layer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a page shows. ``answer`` has all rows that the question gives, its limit at most.

    ``rows`` are those of each key; ``asked_with`` are the parameters that differ from their defaults or
    name places, title and value; ``ground`` the outlines of the states as GeoJSON geometries in EPSG:4326.
    """

    question: Question
    asked: dict[str, Any]
    language: Language
    release_id: str
    created_at: str
    answer: Answer
    legend: tuple[Entry, ...]
    areas: tuple[Shape, ...]
    lines: tuple[Shape, ...]
    points: tuple[Shape, ...]
    ground: tuple[dict[str, Any], ...]
    rows: dict[str, list[dict[str, Any]]]
    citations: Citations
    licences: tuple[Licence, ...]
    asked_with: tuple[tuple[str, str], ...]

    @property
    def columns(self) -> tuple[Field, ...]:
        """The columns to show: of a text in two languages the reader's alone."""
        other = "_en" if self.language == "es" else "_es"
        return tuple(each for each in self.question.columns if not each.name.endswith(other))


def understood(question: Question, parameters: Mapping[str, Given]) -> dict[str, Any]:
    """The parameters from values as one writes them in Python.

    :raises geo.questions.question.UnknownParameter: for a name that the question does not have.
    :raises geo.questions.question.BadParameter: for a value that its parameter cannot take.
    """
    texts: dict[str, list[str]] = {}
    for name, given in parameters.items():
        if given is None:
            texts[name] = []
        elif isinstance(given, str | int | float):
            texts[name] = [str(given)]
        else:
            texts[name] = [str(each) for each in given]
    return question.understood(texts)


def read(
    connection: Connection, named: Question | str, parameters: Mapping[str, Given], language: Language
) -> Contents:
    """The contents of a page, from the release of the connection.

    :raises geo.questions.UnknownQuestion: when there is no question of that name.
    :raises geo.questions.question.UnknownParameter: for a name that the question does not have.
    :raises geo.questions.question.BadParameter: for a value that cannot be taken, or a key that is not there.
    """
    question = question_named(named) if isinstance(named, str) else named
    asked = understood(question, parameters)
    keys.check(connection, question, asked)
    most = next((each.maximum for each in question.parameters if each.name == "limit"), None)
    whole = asked if most is None or "limit" in parameters else {**asked, "limit": int(most)}
    answer = question.answer(connection, whole)
    painting = question.painting(connection, asked)
    release = connection.execute(select(RELEASE.c.id, RELEASE.c.created_at)).one()
    entries = drawn.legend(painting, language)
    areas = drawn.areas(connection, painting, entries)
    features = drawn.own_features(question, painting, entries, language)
    return Contents(
        question=question,
        asked=asked,
        language=language,
        release_id=release.id,
        created_at=release.created_at,
        answer=answer,
        legend=tuple(entries.values()),
        areas=areas,
        lines=tuple(each for each in features if each.geometry["type"] != "Point"),
        points=tuple(each for each in features if each.geometry["type"] == "Point"),
        ground=shapes.ground(connection),
        rows=_rows(question, answer, painting),
        citations=cited(connection, answer.sources, [each.key or "" for each in (*areas, *features)]),
        licences=_licences(connection, painting, asked),
        asked_with=_asked_with(question, asked, language),
    )


def _rows(question: Question, answer: Answer, painting: Painting) -> dict[str, list[dict[str, Any]]]:
    """The rows of each feature that they speak of; none where they speak of no feature."""
    declared = answer.feature_key or question.feature_key
    names = [each.name for each in question.columns]
    of_layer = [BY_ID[painting.layer_id].key] if painting.layer_id else []
    candidates = (
        [declared.column] if declared else [name for name in (*of_layer, *_OTHER_KEYS) if name in names]
    )
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in answer.data if candidates else ():
        found = row[candidates[0]]
        for key in found if isinstance(found, list | tuple) else [found]:
            if key is not None:
                rows.setdefault(str(key), []).append(row)
    return rows


def _licences(connection: Connection, painting: Painting, asked: Mapping[str, Any]) -> tuple[Licence, ...]:
    """Those of the layer that is painted, of the layers of indicators asked for, and of the register."""
    named = [painting.layer_id or "states"]
    for given in asked.values():
        texts = given if isinstance(given, tuple) else (given,)
        named += [each.partition(".")[0] for each in texts if isinstance(each, str)]
    loaded = catalogue.layers(connection)
    found = [loaded[layer_id].licence for layer_id in named if layer_id in loaded]
    return tuple(dict.fromkeys((*found, REGISTER_LICENCE)))


def _asked_with(
    question: Question, asked: Mapping[str, Any], language: Language
) -> tuple[tuple[str, str], ...]:
    told = []
    for parameter in question.parameters:
        given = asked[parameter.name]
        # Whom an answer is about is told even where it is the default.
        names_places = parameter.keys_of is not None or r"\d{5}" in (parameter.pattern or "")
        is_usual = given == parameter.default and not names_places
        if given in (None, ()) or is_usual or parameter.name in {"limit", "offset", "sort"}:
            continue
        labels = {word.value: said(word.label, language) for word in parameter.choices}
        each = given if isinstance(given, tuple) else (given,)
        written = ", ".join(labels.get(str(one), value(one, None, language)) for one in each)
        told.append((said(parameter.title, language), written))
    return tuple(told)
