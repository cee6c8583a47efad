"""A client of the Atlas: collections as GeoDataFrames, questions with their answers, places by name."""

from atlas_client.answers import Answer
from atlas_client.atlas import Atlas
from atlas_client.errors import AtlasError, Busy, MissingGeoPandas, Refused, Unreachable

__all__ = ["Answer", "Atlas", "AtlasError", "Busy", "MissingGeoPandas", "Refused", "Unreachable"]
