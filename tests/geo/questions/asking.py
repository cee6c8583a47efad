"""Questions asked as a query would ask them."""

from typing import Any

from sqlalchemy import Connection

from geo.questions import question_named
from geo.questions.question import Answer, Painting

Given = str | list[str]


def understood(name: str, **given: Given) -> dict[str, Any]:
    """The parameters of a question from texts, one or a list a name."""
    texts = {key: [value] if isinstance(value, str) else value for key, value in given.items()}
    return question_named(name).understood(texts)


def answered(connection: Connection, name: str, **given: Given) -> Answer:
    """The answer, whose rows have exactly the declared columns and whose charts find theirs."""
    question = question_named(name)
    answer = question.answer(connection, understood(name, **given))
    declared = [column.name for column in question.columns]
    assert all(list(row) == declared for row in answer.data)
    for chart in question.charts:
        for row in answer.data if chart.table == "data" else answer.series[chart.table]:
            assert_has(row, chart.x, chart.y, chart.label, chart.group)
    return answer


def assert_has(row: dict[str, Any], *names: str | None) -> None:
    """Every column that a chart names is there, a text in two languages as a pair."""
    for name in names:
        assert name is None or name in row or {f"{name}_es", f"{name}_en"} <= set(row), name


def painted(connection: Connection, name: str, **given: Given) -> Painting:
    """What the map draws, whose legend names exactly its classes."""
    painting = question_named(name).painting(connection, understood(name, **given))
    assert [entry.value for entry in painting.legend] == list(painting.classes)
    return painting


def column(answer: Answer, key: str, value: str) -> dict[Any, Any]:
    """One column of an answer by another."""
    return {row[key]: row[value] for row in answer.data}
