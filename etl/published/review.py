"""Names that a program must not decide: written to a file, decided by a person, read back.

The file is a CSV, one line for each name and state that could not be resolved. A person fills the column
``decision`` with the code of a municipality (five digits) or a state (two), or ``-`` to leave its rows out.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from etl.errors import EtlError
from etl.published.records import PublishedFile
from etl.published.tables import Layout, table
from etl.sources.register.places import Places
from geo.names.folding import fold
from geo.names.resolution import Candidate, Resolution

LEFT_OUT = "-"
"""The decision that a name is none of Mexico's municipalities and states."""

COLUMNS = ("name", "state", "status", "candidates", "rows", "example", "decision")


_DECIDED = ("name", "state", "decision")
_LAYOUT = Layout(
    columns={name: (name,) for name in _DECIDED},
    ignored=frozenset(COLUMNS),
    encodings=("utf-8-sig", "cp1252"),
    letters=None,
)


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A name that some row uses, what was found for it, and where the row is."""

    name: str
    state: str
    resolution: Resolution
    example: str


Decisions = Mapping[tuple[str, str], str]
"""(folded name, folded state) → code, or ``-``."""


class BadDecision(EtlError):
    """A decision that is neither a code of the boundaries loaded nor ``-``."""

    def __init__(self, source: str, line: int, decision: str) -> None:
        super().__init__(
            f"{source}, línea {line}: «{decision}» no es clave de municipio ni de estado.",
            f"{source}, line {line}: «{decision}» is the code of no municipality and no state.",
            remedy_es="Escriba cinco cifras (23005), dos (23), «-» para dejarla fuera, o nada.",
            remedy_en="Write five digits (23005), two (23), “-” to leave it out, or nothing.",
        )


def review_csv(unresolved: Iterable[Unresolved]) -> str:
    """The file to edit: each name once, most used first, with its candidates and an example of a row."""
    counts: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Unresolved] = {}
    for each in unresolved:
        key = fold(each.name), fold(each.state)
        counts[key] += 1
        first.setdefault(key, each)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for key in sorted(first, key=lambda key: (-counts[key], key)):
        one = first[key]
        candidates = " | ".join(told(each) for each in one.resolution.alternatives)
        writer.writerow(
            (one.name, one.state, one.resolution.status, candidates, counts[key], one.example, "")
        )
    return text.getvalue()


def told(candidate: Candidate) -> str:
    """A candidate as people read it.

    >>> told(Candidate("23005", "municipality", "Benito Juárez", "Quintana Roo", "official", 1.0, "Cancún"))
    '23005 Benito Juárez, Quintana Roo'
    """
    place = candidate.name if candidate.kind == "state" else f"{candidate.name}, {candidate.state}"
    return f"{candidate.code} {place}"


def merged(before: PublishedFile | None, after: PublishedFile) -> str:
    """The decisions of two reviews as one file; where both decide a name, the later one counts.

    :raises EtlError: when either is no longer the table that was written.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_DECIDED)
    for file in (before, after):
        if file is None:
            continue
        published = table(file, _LAYOUT)
        for row in published.rows:
            if len(row.cells) < len(published.header):
                raise BadDecision(file.name, row.line, ",".join(row.cells))
            if published.text(row, "decision"):
                writer.writerow(published.text(row, name) for name in _DECIDED)
    return text.getvalue()


def decisions(file: PublishedFile, places: Places) -> Decisions:
    """What a person decided; names without a decision are left as they are.

    :raises BadDecision: when a decision is neither a known code nor ``-``.
    :raises EtlError: when the file is no longer the table that was written.
    """
    published = table(file, _LAYOUT)
    known = places.municipalities | places.states | {LEFT_OUT}
    found: dict[tuple[str, str], str] = {}
    for row in published.rows:
        if len(row.cells) < len(published.header):
            raise BadDecision(file.name, row.line, ",".join(row.cells))
        decision = published.text(row, "decision")
        if not decision:
            continue
        if decision not in known:
            raise BadDecision(file.name, row.line, decision)
        found[fold(published.text(row, "name")), fold(published.text(row, "state"))] = decision
    return found
