"""Order and pages of an answer: the parameters that questions share."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement

from geo.declarations import Field, Text, Word
from geo.names.folding import fold
from geo.questions.question import Parameter, ParameterType

MAX_LIMIT = 3000
"""More than there are municipalities, so that one page can hold a whole answer."""


def parameters(
    columns: Sequence[Field], sortable: Collection[str] | None = None, *, default: str | None = None
) -> tuple[Parameter, ...]:
    """``sort``, ``limit`` and ``offset`` of an answer ordered by any of those columns that is ``sortable``.

    Without a ``default`` that of ``sort`` is the first of them.
    """
    chosen = [column for column in columns if sortable is None or column.name in sortable]
    words = [
        word
        for column in chosen
        for word in (
            Word(column.name, column.title),
            Word(
                f"-{column.name}",
                Text(f"{column.title.es}, de mayor a menor", f"{column.title.en}, greatest first"),
            ),
        )
    ]
    return (
        Parameter(
            name="sort",
            type=ParameterType.CHOICE,
            title=Text("Orden", "Order"),
            description=Text(
                "Columna por la que se ordena; lo desconocido va al final.",
                "Column to sort by; what is unknown comes last.",
            ),
            default=default or chosen[0].name,
            choices=tuple(words),
        ),
        Parameter(
            name="limit",
            type=ParameterType.INTEGER,
            title=Text("Filas por página", "Rows a page"),
            description=Text("Cuántas filas da una página.", "How many rows a page gives."),
            default=100,
            minimum=1,
            maximum=MAX_LIMIT,
        ),
        Parameter(
            name="offset",
            type=ParameterType.INTEGER,
            title=Text("Filas antes de la página", "Rows before the page"),
            description=Text("Cuántas filas se saltan.", "How many rows are skipped."),
            default=0,
            minimum=0,
            maximum=1_000_000,
        ),
    )


def ordered(column: ColumnElement[Any], sort: str) -> ColumnElement[Any]:
    """The column in the direction that ``sort`` asks for; what is unknown comes last in both."""
    return (column.desc() if sort.startswith("-") else column.asc()).nulls_last()


def page(rows: Sequence[dict[str, Any]], asked: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """The page of rows that ``sort``, ``limit`` and ``offset`` ask for; equal ones stay in order of ``key``.

    Text is compared as people look it up, without case and accents, but for codes, which have neither.

    >>> rows = [{"code": "b", "n": 2}, {"code": "a", "n": None}, {"code": "c", "n": 5}]
    >>> [row["code"] for row in page(rows, {"sort": "-n", "limit": 2, "offset": 1}, "code")]
    ['b', 'a']
    """
    column, is_falling = asked["sort"].removeprefix("-"), asked["sort"].startswith("-")
    by_key = sorted(rows, key=lambda row: row[key])
    known = [row for row in by_key if row[column] is not None]
    known.sort(key=lambda row: _comparable(row[column]), reverse=is_falling)
    in_order = known + [row for row in by_key if row[column] is None]
    return in_order[asked["offset"] : asked["offset"] + asked["limit"]]


def _comparable(value: Any) -> Any:
    return fold(value) if isinstance(value, str) else value
