"""A plain check of CSV files against their CSVW metadata, written from the W3C recommendations.

Tabular Data Model (2015) 6.4 (cells), Metadata Vocabulary 5 (tables, columns, keys), as far as the metadata
of the Atlas use them: base datatypes, formats, bounds, separators, required, primary and foreign keys.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_LEXICAL = {
    "string": r"(?s).*",
    "integer": r"[+-]?\d+",
    "double": r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|NaN|-?INF",
    "boolean": r"true|false",
}
_NATIVE = {"integer": int, "double": float}


def faults(metadata: Path) -> list[str]:
    """What is wrong with the tables beside the metadata; nothing when all of them are as described."""
    group = json.loads(metadata.read_text(encoding="utf-8"))
    context, names = group["@context"]
    found = [] if context == "http://www.w3.org/ns/csvw" and "@language" in names else ["context"]
    tables = {table["url"]: table for table in group["tables"]}
    rows = {url: _rows(metadata.parent / url) for url in tables}
    for url, table in tables.items():
        found += [f"{url}: {each}" for each in _table_faults(table["tableSchema"], *rows[url])]
        for key in table["tableSchema"]["foreignKeys"]:
            target, column = key["reference"]["resource"], key["reference"]["columnReference"]
            if target not in tables:
                found.append(f"{url}: no table {target}")
                continue
            known = {row[column] for row in rows[target][1]}
            name = key["columnReference"]
            found += [
                f"{url}: {name} {row[name]!r} is not in {target}"
                for row in rows[url][1]
                if row[name] and row[name] not in known
            ]
    return found


def _rows(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        rows = list(reader)
        return list(reader.fieldnames or ()), rows


def _table_faults(schema: dict[str, Any], header: list[str], rows: list[dict[str, str]]) -> Iterator[str]:
    names = [column["name"] for column in schema["columns"]]
    if names != header:
        yield f"columns {header} are not {names}"
        return
    keys = [row[schema["primaryKey"]] for row in rows]
    if len(set(keys)) != len(keys):
        yield "a key is there twice"
    for column in schema["columns"]:
        for row in rows:
            yield from _cell_faults(column, row[column["name"]])


def _cell_faults(column: dict[str, Any], cell: str) -> Iterator[str]:
    name = column["name"]
    if cell == "":
        if column["required"]:
            yield f"{name} is required"
        return
    datatype = column["datatype"]
    datatype = {"base": datatype} if isinstance(datatype, str) else datatype
    members = cell.split(column["separator"]) if "separator" in column else [cell]
    for member in members:
        base = datatype["base"]
        if not re.fullmatch(_LEXICAL[base], member):
            yield f"{name} {member!r} is no {base}"
            continue
        form = datatype.get("format")
        if form and base == "string" and not re.fullmatch(form, member):
            yield f"{name} {member!r} is not of the form {form}"
        if form and base == "boolean" and member not in form.split("|"):
            yield f"{name} {member!r} is not one of {form}"
        if base in _NATIVE:
            value = _NATIVE[base](member)
            if value < datatype.get("minimum", value) or value > datatype.get("maximum", value):
                yield f"{name} {member} is out of bounds"
