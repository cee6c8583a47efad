"""What goes into a file: fields, blocks of rows, and the words that must go with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.declarations import Field, GeometryKind, Text
from geo.questions.terms import Terms, said
from geo.systems import System

Row = tuple[Mapping[str, Any], Any]
"""Values by the names of the fields, and the shape (shapely, x before y) or None."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a collection or of an answer, read once.

    ``name`` names the layer inside a file; ``geometry`` is None where no row has any; ``terms`` are those of
    all that the rows were made from. ``source_url`` is where
    the rows come from, ``sources_url`` where it is told from which files, of whom and under which terms those
    were made.
    """

    name: str
    title: Text
    fields: Sequence[Field]
    geometry: GeometryKind | None
    system: System
    terms: Sequence[Terms]
    release_id: str
    source_url: str
    sources_url: str
    blocks: Iterator[Sequence[Row]]

    @property
    def about(self) -> dict[str, str]:
        """What must be known of the data wherever they go, by name."""
        return {
            "title": self.title.es,
            "title_en": self.title.en,
            "release": self.release_id,
            **said(self.terms),
            "crs": self.system.uri,
            "source": self.source_url,
            "sources": self.sources_url,
        }


def flat(value: object) -> object:
    """A value as one cell holds it: members of a list with semicolons between them, as the register has them.

    >>> flat(["economy", "culture"]), flat(None), flat(3)
    ('economy;culture', None, 3)
    """
    return ";".join(map(str, value)) if isinstance(value, list | tuple) else value
