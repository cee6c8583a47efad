"""CQL2 JSON as CQL2 text: what a person would write for a tree."""

from typing import Any

_INFIX = {"and", "or", "=", "<>", "<", ">", "<=", ">=", "+", "-", "*", "/", "%", "^", "div"}


def text_of(node: Any) -> str:
    """The text of a tree, with brackets wherever they may be needed."""
    match node:
        case bool():
            return "TRUE" if node else "FALSE"
        case int() | float():
            return repr(node)
        case str():
            return quoted(node)
        case {"property": name}:
            return '"' + name.replace('"', '""') + '"'
        case {"date": text}:
            return f"DATE({text_of(text)})"
        case {"timestamp": text}:
            return f"TIMESTAMP({text_of(text)})"
        case {"interval": ends}:
            return f"INTERVAL({', '.join(text_of(end) for end in ends)})"
        case {"bbox": numbers}:
            return f"BBOX({', '.join(repr(number) for number in numbers)})"
        case {"type": str(kind)}:
            return _wkt(kind, node)
        case {"op": name, "args": arguments}:
            return _operation(name, arguments)
        case list():
            return f"({', '.join(text_of(each) for each in node)})"
    raise TypeError(f"{node!r} is no tree of CQL2")


def quoted(text: str) -> str:
    """A character string as a literal; every backslash doubled."""
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def _operation(name: str, arguments: list[Any]) -> str:
    written = [text_of(each) for each in arguments]
    if name in _INFIX:
        return "(" + f" {name.upper()} ".join(written) + ")"
    match name:
        case "not":
            return f"(NOT {written[0]})"
        case "isNull":
            return f"({written[0]} IS NULL)"
        case "between":
            return f"({written[0]} BETWEEN {written[1]} AND {written[2]})"
        case "in" | "like":
            return f"({written[0]} {name.upper()} {written[1]})"
    return f"{name.upper()}({', '.join(written)})"


def _wkt(kind: str, node: Any) -> str:
    if kind == "GeometryCollection":
        return f"GEOMETRYCOLLECTION({', '.join(text_of(each) for each in node['geometries'])})"
    return kind.upper() + _coordinates(node["coordinates"], is_bracketed=True)


def _coordinates(value: Any, *, is_bracketed: bool) -> str:
    if not isinstance(value[0], list):
        position = " ".join(repr(number) for number in value)
        return f"({position})" if is_bracketed else position
    inner = ", ".join(_coordinates(each, is_bracketed=isinstance(each[0], list)) for each in value)
    return f"({inner})"
