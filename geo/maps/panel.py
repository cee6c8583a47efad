"""What stands beside the map on a page: title, legend, caveats, sources, release, licences."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from typing import Any

from geo.maps.drawn import Shape
from geo.maps.reading import Contents
from geo.maps.words import PAGE, heading, said, value

MOST_ROWS = 12
"""Rows of one feature that a page carries; a state may have hundreds of published figures."""


MANY_LINES = 60
"""More lines than this are drawn thin."""


def word(contents: Contents, name: str) -> str:
    """One of the words of the page."""
    return said(PAGE[name], contents.language)


def title(contents: Contents) -> str:
    """The title of the page."""
    return said(contents.question.title, contents.language)


def panel(contents: Contents, extra: Sequence[tuple[str, str]] = ()) -> str:
    """The panel as HTML; ``extra`` are further lines of the legend, what and what it means."""
    language = contents.language
    parts = [
        f'<aside class="atlas-panel" lang="{language}">',
        f"<h1>{escape(title(contents))}</h1>",
        f"<p>{escape(said(contents.question.description, language))}</p>",
    ]
    if contents.asked_with:
        told = "; ".join(f"{escape(name)}: <b>{escape(given)}</b>" for name, given in contents.asked_with)
        parts.append(f'<p class="atlas-small">{word(contents, "parameters")} {told}</p>')
    parts.append(f'<h2>{word(contents, "legend")}</h2><ul class="atlas-legend">')
    parts += [
        f'<li><span class="atlas-swatch" style="background:{escape(entry.color)}"></span>'
        f'<span>{escape(entry.label)}</span><span class="atlas-count">{entry.count:,}</span></li>'
        for entry in contents.legend
    ]
    parts.append("</ul>")
    parts += [f'<p class="atlas-small">{escape(name)}: {escape(told)}</p>' for name, told in extra]
    if contents.answer.caveats:
        items = "".join(f"<li>{escape(said(each, language))}</li>" for each in contents.answer.caveats)
        parts.append(f"<details><summary>{word(contents, 'caveats')}</summary><ul>{items}</ul></details>")
    parts.append(f"<details><summary>{word(contents, 'method')}</summary>")
    parts.append(f"<p>{escape(said(contents.question.method, language))}</p></details>")
    parts.append(_foot(contents))
    parts.append("</aside>")
    return "".join(parts)


def _foot(contents: Contents) -> str:
    counted = contents.answer.sources
    parts = ['<p class="atlas-small" style="margin-top:10px">']
    if counted.get("count") is not None:
        parts.append(
            f"{word(contents, 'sources')}: {counted['count']:,} {word(contents, 'of_sources')}"
            f" {escape(str(counted.get('latest_retrieved') or '—'))}<br>"
        )
    parts.append(f"{word(contents, 'release')}: {escape(contents.release_id)}</p>")
    for licence in contents.licences:
        name = escape(said(licence.title, contents.language))
        linked = f'<a href="{escape(licence.url)}">{name}</a>' if licence.url else name
        parts.append(
            f'<p class="atlas-small">{escape(said(licence.attribution, contents.language))}. {linked}</p>'
        )
    return "".join(parts)


def properties(shape: Shape, drawn: str) -> dict[str, Any]:
    """What the page's script knows of one thing: ``drawn`` is area, line or point."""
    found: dict[str, Any] = {"class": shape.entry.value, "label": shape.label, "drawn": drawn}
    if shape.key is not None:
        found["key"] = shape.key
    if shape.more:
        found["more"] = shape.more
    return found


def script_contents(contents: Contents) -> str:
    """The texts of the page as JSON within its own element: legend, rows, sources."""
    language = contents.language
    shown = {each.key for each in (*contents.areas, *contents.lines, *contents.points)}
    told = {
        "language": language,
        "has_many_lines": len(contents.lines) > MANY_LINES,
        "legend": {each.value: {"label": each.label, "color": each.color} for each in contents.legend},
        "columns": [heading(column, language) for column in contents.columns],
        "rows": {
            key: [
                [value(row.get(column.name), column, language) for column in contents.columns]
                for row in rows[:MOST_ROWS]
            ]
            for key, rows in contents.rows.items()
            if key in shown
        },
        "citations": contents.citations.of_key,
        "sources": {
            each.id: {"title": each.title, "url": each.url} for each in contents.citations.sources.values()
        },
        "words": {name: said(text, language) for name, text in PAGE.items()},
    }
    return f'<script id="atlas-contents" type="application/json">{in_script(told)}</script>'


def in_script(found: Any) -> str:
    """JSON that may stand inside a script: it holds no mark that could end it.

    >>> in_script({"name": "</script>"})
    '{"name":"\\\\u003c/script>"}'
    """
    return json.dumps(found, ensure_ascii=False, default=dict, separators=(",", ":")).replace("<", "\\u003c")
