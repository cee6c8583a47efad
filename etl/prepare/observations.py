"""What a reader of a release should know of its register: where it is silent or vague."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from etl.boundaries.records import Finding
from etl.frames import Frame


def observations(frames: Mapping[str, Frame]) -> Iterator[Finding]:
    """Findings: partners and offices without a place, undated agreements, states little or never covered."""
    for layer_id in ("partner_places", "offices"):
        yield _count(layer_id, "without_position", frames[layer_id], "geom")
    yield _count("agreements", "without_year", frames["agreements"], "signed_year")
    states = frames["states"]
    for research in ("not_researched", "thin"):
        codes = [
            code
            for code, found in zip(states["cve_ent"], states["research"], strict=True)
            if found == research
        ]
        yield Finding("states", "info", research, {"cve_ent": codes})


def _count(layer_id: str, code: str, frame: Frame, column: str) -> Finding:
    absent = sum(value is None for value in frame[column])
    return Finding(layer_id, "info", code, {"count": absent, "of": len(frame[column])})
