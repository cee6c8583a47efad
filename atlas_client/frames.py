"""GeoParquet as GeoDataFrames; rows without geometry as DataFrames."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow.parquet as pq

from atlas_client.errors import MissingGeoPandas

if TYPE_CHECKING:
    import geopandas as gpd

_NEEDED = "geopandas is needed for geometry: pip install 'atlas-territorial[client]'"


def frame_of(body: bytes) -> pd.DataFrame | gpd.GeoDataFrame:
    """A Parquet file as a GeoDataFrame; as a DataFrame without geometry. Raises `MissingGeoPandas`."""
    if b"geo" not in (pq.read_metadata(io.BytesIO(body)).metadata or {}):
        return pd.read_parquet(io.BytesIO(body))
    try:
        import geopandas
    except ImportError as error:
        raise MissingGeoPandas("missing_geopandas", _NEEDED) from error
    return geopandas.read_parquet(io.BytesIO(body))
