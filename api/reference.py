"""The reference of the API as one page to read, made from the OpenAPI document.

It has no script and asks nothing of another host, so that it works offline and under a strict policy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any
from urllib.parse import quote, urlencode

from starlette.responses import HTMLResponse

from api.delivery import caching
from api.messages import MAP_NOT_BUILT, MESSAGES
from api.negotiation import Language

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; color: #1d2429;
  background: #fff; overflow-wrap: anywhere }
code { font-size: 0.9em; background: #f1efe9; padding: 0.1em 0.3em; border-radius: 0.2em }
h2 { border-bottom: 1px solid #b9b4ab; margin-top: 2.5rem } h3 { margin: 2rem 0 0 }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.6rem 0.3rem 0;
  border-bottom: 1px solid #e3dfd6 }
a { color: #08457e }
"""


def _page(title: str, body: str, language: str) -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        # Without an icon of its own a browser asks for /favicon.ico.
        '<link rel="icon" href="data:,">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>{body}</main></body></html>"
    )


def not_built(language: Language) -> HTMLResponse:
    """The page in place of the map when the web app was never built."""
    title, detail = (getattr(text, language) for text in (MAP_NOT_BUILT.title, MAP_NOT_BUILT.detail))
    body = f'<h1>{escape(title)}</h1><p>{escape(detail)} <a href="docs">API</a></p>'
    headers = {
        "Cache-Control": caching.NEVER,
        "Vary": "Accept, Accept-Language",
        "Content-Language": language,
    }
    return HTMLResponse(_page(title, body, language), 404, headers)


def example_address(path: str, parameters: list[dict[str, Any]]) -> str:
    """The address of an operation with the example of each parameter that has one.

    >>> example_address("/a/{b}", [{"name": "b", "in": "path", "example": "x"}, {"name": "c", "in": "query"}])
    '/a/x'
    """
    query: list[tuple[str, Any]] = []
    for parameter in parameters:
        example = _example(parameter)
        if example is None:
            continue
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", quote(str(example)))
        elif parameter["in"] == "query":
            values = example if isinstance(example, list) else [example]
            if parameter.get("explode") is False:
                values = [",".join(map(_written, values))]
            query += [(parameter["name"], _written(value)) for value in values]
    return path + (f"?{urlencode(query)}" if query else "")


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _example(parameter: dict[str, Any]) -> Any:
    if "example" in parameter:
        return parameter["example"]
    examples = parameter.get("schema", {}).get("examples")
    return examples[0] if examples else None


def page(document: dict[str, Any]) -> str:
    """The page of reference."""
    info = document["info"]
    root = document["servers"][0]["url"].rstrip("/")
    paragraphs = "".join(f"<p>{_text(part)}</p>" for part in info["description"].split("\n\n"))
    tags: dict[str, list[str]] = {}
    for path, operations in document["paths"].items():
        for operation in operations.values():
            tags.setdefault(operation["tags"][0], []).append(_operation(root, path, operation))
    sections = "".join(f"<h2>{escape(tag)}</h2>{''.join(parts)}" for tag, parts in tags.items())
    body = (
        f"<h1>{escape(info['title'])}</h1>{paragraphs}"
        f'<p>For programs: <a href="{root}/openapi.json">openapi.json</a></p>{sections}'
        f"<h2>Problems</h2><table><tr><th>Code<th>Title<th>Título</tr>{''.join(_problems())}</table>"
    )
    return _page(info["title"], body, "en")


def _operation(root: str, path: str, operation: dict[str, Any]) -> str:
    parameters = operation.get("parameters", [])
    address = root + example_address(path, parameters)
    rows = "".join(_parameter_row(parameter) for parameter in parameters)
    head = "<tr><th>Parameter<th>Values<th>What it does</tr>"
    return (
        f'<h3 id="{escape(operation["operationId"])}">{escape(operation["summary"])}</h3>'
        f"<p><code>GET {escape(path)}</code></p>"
        + "".join(f"<p>{_text(part)}</p>" for part in operation["description"].split("\n\n"))
        + (f"<table>{head}{rows}</table>" if rows else "")
        + f'<p>Example: <a href="{escape(address)}">{escape(address)}</a></p>'
    )


def _parameter_row(parameter: dict[str, Any]) -> str:
    values = "; ".join(_values(parameter["schema"]))
    return (
        f"<tr><td><code>{escape(parameter['name'])}</code><td>{values}"
        f"<td>{_text(parameter.get('description', ''))}</tr>"
    )


def _values(schema: dict[str, Any]) -> Iterator[str]:
    if "anyOf" in schema:
        schema = {**schema, **schema["anyOf"][0]}
    if schema.get("type") == "array":
        yield from _values(schema["items"])
        yield "may be repeated"
        return
    if "enum" in schema:
        yield ", ".join(f"<code>{escape(str(word))}</code>" for word in schema["enum"])
    else:
        yield escape(str(schema.get("type", "string")))
    for name, words in (("minimum", "at least"), ("maximum", "at most"), ("default", "default")):
        if schema.get(name) is not None:
            yield f"{words} {escape(str(schema[name]))}"


def _problems() -> Iterator[str]:
    for code, message in MESSAGES.items():
        yield (
            f'<tr id="{code}"><td><code>{code}</code><td>{escape(message.title.en)}'
            f"<td>{escape(message.title.es)}</tr>"
        )


def _text(text: str) -> str:
    """A paragraph of the little Markdown that descriptions use: code, emphasis, lists."""
    lines = [line for line in text.strip().split("\n") if line]
    if lines and all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{_inline(line[2:])}</li>" for line in lines) + "</ul>"
    return _inline(" ".join(lines))


def _inline(text: str) -> str:
    marked = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
    return re.sub(r"\*([^*]+)\*", r"<em>\1</em>", marked)
