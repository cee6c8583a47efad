"""A page that is finished: a text to write into a file, or a picture of itself in a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from geo.maps.reading import Contents

NOTEBOOK_HEIGHT = 560
"""In pixels."""


@dataclass(frozen=True, slots=True)
class Page:
    """``html`` is the whole page; ``map`` the object of folium or pydeck that it was made from."""

    html: str
    contents: Contents
    map: Any

    def _repr_html_(self) -> str:
        """The page in a frame, so that its styles and those of the notebook leave each other alone."""
        return (
            f'<iframe srcdoc="{escape(self.html)}" title="{escape(self.contents.question.name)}" width="100%"'
            f' height="{NOTEBOOK_HEIGHT}" style="border:0"></iframe>'
        )

    def save(self, path: Path | str) -> Path:
        """Write the page; the path comes back."""
        written = Path(path)
        written.write_text(self.html, encoding="utf-8")
        return written
