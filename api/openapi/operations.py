"""What every operation of the OpenAPI document tells: forms of the answer, problems, style of parameters."""

from __future__ import annotations

from typing import Any

from api.formats import EXPORTS
from geo.cql2.queryable import ANY_TEXT

_PROBLEM = "#/components/schemas/Problem"


def tell_forms(operation: dict[str, Any]) -> None:
    """Where a page to read is offered, it is among the answers, and there may be none that is accepted."""
    names = [
        word
        for parameter in operation.get("parameters", [])
        if parameter["name"] == "f"
        for word in parameter["schema"]["enum"]
    ]
    for each in EXPORTS:
        if each.name in names:
            binary = {"schema": {"type": "string", "format": "binary"}}
            operation["responses"]["200"]["content"][each.media_type] = binary
    if "html" in names:
        operation["responses"]["200"]["content"]["text/html"] = {"schema": {"type": "string"}}
        operation["responses"]["406"] = _problem("The answer is given in no form that `Accept` names.")
        operation["responses"] = dict(sorted(operation["responses"].items()))


def tell_style(parameter: dict[str, Any]) -> None:
    """A query cannot hold null, and only what may be repeated is an exploded array."""
    schema = parameter["schema"]
    if "anyOf" in schema:
        alternatives = [each for each in schema.pop("anyOf") if each.get("type") != "null"]
        schema.update(alternatives[0])
        schema.pop("default", None)
    text = schema.get("items", schema)
    if text.get("type") == "string" and not {"enum", "pattern", "format"} & set(text):
        text["pattern"] = ANY_TEXT
    if parameter["in"] == "query" and "style" not in parameter:
        parameter |= {"style": "form", "explode": schema.get("type") == "array"}


def _problem(description: str) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": _PROBLEM}}}
    return {"description": description, "content": content}


def tell_problems(operation: dict[str, Any]) -> None:
    """Every operation may be refused, and may meet a server that has no data yet."""
    responses = operation["responses"]
    responses.pop("422", None)
    told = {"400": "The request cannot be understood; the answer says why.", "503": "There are no data now."}
    if any(parameter["in"] == "path" for parameter in operation.get("parameters", [])):
        told["404"] = "There is no such thing."
    for status, description in told.items():
        responses.setdefault(status, _problem(description))
    operation["responses"] = dict(sorted(responses.items()))
