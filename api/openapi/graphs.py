"""What the OpenAPI document says of answers as graphs: offered where one is a network, nowhere else."""

from __future__ import annotations

from typing import Any

from api.formats import GRAPHS
from geo.questions.question import Question

_NAMES = frozenset(form.name for form in GRAPHS)


def tell(operation: dict[str, Any], question: Question) -> None:
    """Makes the operation of a question name the forms of a graph if it has one, or leave them out."""
    if question.graph is None:
        for parameter in operation["parameters"]:
            if parameter["name"] == "f":
                schema = parameter["schema"]
                schema["enum"] = [name for name in schema["enum"] if name not in _NAMES]
        return
    content = operation["responses"]["200"]["content"]
    content["application/json"]["schema"]["oneOf"].append({"$ref": "#/components/schemas/AnswerGraph"})
    for form in GRAPHS:
        content.setdefault(form.media_type, {"schema": {"type": "string"}})
