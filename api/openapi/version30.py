"""The OpenAPI document in version 3.0, which OGC API – Features asks for beside any other."""

from __future__ import annotations

from typing import Any

_VERSION = "3.0.3"


def downgraded(document: dict[str, Any]) -> dict[str, Any]:
    """A document of version 3.1 said in 3.0: nullable instead of a type null, one example instead of several.

    >>> downgraded({"openapi": "3.1.0", "info": {"summary": "x"}, "schema": {"type": ["string", "null"]}})
    {'openapi': '3.0.3', 'info': {}, 'schema': {'type': 'string', 'nullable': True}}
    """
    made: dict[str, Any] = _said(document)
    made["openapi"] = _VERSION
    info = made["info"]
    info.pop("summary", None)
    info.get("license", {}).pop("identifier", None)
    return made


def _said(node: Any) -> Any:
    if isinstance(node, list):
        return [_said(each) for each in node]
    if not isinstance(node, dict):
        return node
    said = {name: _said(value) for name, value in node.items()}
    return _schema(said) if _is_schema(said) else said


def _is_schema(node: dict[str, Any]) -> bool:
    # A property may be called "type" or "const": then its value is a schema of its own.
    return any(
        name in node and not isinstance(node[name], dict) for name in ("type", "anyOf", "oneOf", "const")
    ) or isinstance(node.get("examples"), list)


def _schema(node: dict[str, Any]) -> dict[str, Any]:
    made = dict(node)
    if isinstance(made.get("type"), list):
        kinds = [kind for kind in made.pop("type") if kind != "null"]
        made |= {"type": kinds[0]} if len(kinds) == 1 else {"anyOf": [{"type": kind} for kind in kinds]}
        made["nullable"] = True
    for name in ("anyOf", "oneOf"):
        if name in made:
            made |= _without_null(name, made.pop(name))
    if "const" in made:
        made["enum"] = [made.pop("const")]
    if isinstance(made.get("examples"), list):
        examples = made.pop("examples")
        made.setdefault("example", examples[0])
    if "prefixItems" in made:
        made["items"] = {"anyOf": made.pop("prefixItems")}
    for bound, inclusive in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(made.get(bound), int | float) and not isinstance(made.get(bound), bool):
            made[inclusive] = made[bound]
            made[bound] = True
    return made


def _without_null(name: str, alternatives: list[dict[str, Any]]) -> dict[str, Any]:
    kept = [each for each in alternatives if each.get("type") != "null"]
    nullable = {"nullable": True} if len(kept) < len(alternatives) else {}
    if len(kept) == 1 and "$ref" not in kept[0]:
        return {**kept[0], **nullable}
    return {name: kept, **nullable}
