"""The sources that records cite: one for each title, address and date."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from etl.frames import Frame

_HEX_DIGITS = 10
# A character that no printed title contains, so that title, address and date cannot run into each other.
_BETWEEN = "\x1f"


def source_id(title: str, url: str | None, date: str | None) -> str:
    """Identifier of a source, the same in every release that cites it.

    >>> source_id("Sister Cities", "https://example.org", None)
    'src-75d3fa022a'
    """
    cited = _BETWEEN.join((title, url or "", date or ""))
    return "src-" + hashlib.sha256(cited.encode()).hexdigest()[:_HEX_DIGITS]


def cite(row: dict[str, Any]) -> None:
    """Puts into a record the identifier of the source that it cites."""
    row["source_id"] = source_id(row["source_title"], row["source_url"], row["source_date"])


def sources_frame(rows: Iterable[Mapping[str, Any]]) -> Frame:
    """The layer ``sources`` of all records; ``retrieved`` is the latest date on which it was read."""
    counts: Counter[str] = Counter()
    first: dict[str, Mapping[str, Any]] = {}
    retrieved: dict[str, str] = {}
    for row in rows:
        cited = row["source_id"]
        counts[cited] += 1
        first.setdefault(cited, row)
        retrieved[cited] = max(retrieved.get(cited, ""), row["retrieved"])
    ids = sorted(counts)
    return {
        "id": ids,
        "title": [first[each]["source_title"] for each in ids],
        "url": [first[each]["source_url"] for each in ids],
        "date": [first[each]["source_date"] for each in ids],
        "retrieved": [retrieved[each] for each in ids],
        "record_count": [counts[each] for each in ids],
    }
