"""The answer to a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    import geopandas as gpd


@dataclass(frozen=True, slots=True)
class Answer:
    """All rows of an answer with what it stands on.

    ``summary`` counts, ``series`` are further tables, ``parameters`` those that were understood, ``caveats``
    what a reader must bear in mind, ``run`` how it was computed, ``release`` the id of the release of the
    data, ``address`` where the same answer is.
    """

    question: str
    dataframe: pd.DataFrame | gpd.GeoDataFrame
    summary: dict[str, Any]
    series: dict[str, pd.DataFrame]
    parameters: dict[str, Any]
    method: str
    caveats: tuple[str, ...]
    sources: dict[str, Any]
    run: dict[str, Any]
    release: str
    address: str

    def __len__(self) -> int:
        return len(self.dataframe)
