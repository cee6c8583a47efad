"""The documents that the API answers with, as its OpenAPI document describes them."""

from __future__ import annotations

from api.schemas.collections import (
    Choice,
    Collection,
    CollectionField,
    Collections,
    Extent,
    Legend,
    LegendClass,
    Licence,
    SpatialExtent,
    TemporalExtent,
)
from api.schemas.features import Feature, FeatureCollection, TileJSON, VectorLayer
from api.schemas.filters import Functions
from api.schemas.places import (
    MunicipalityAt,
    Neighbour,
    Neighbours,
    Place,
    Places,
    PlacesAt,
    ReleaseInput,
    Sources,
)
from api.schemas.quality import NameResolution, Quality
from api.schemas.questions import (
    Answer,
    AnswerIds,
    AnswerMap,
    AnswerSources,
    BilingualText,
    Chart,
    FeatureKey,
    Method,
    Question,
    QuestionParameter,
    Questions,
)
from api.schemas.service import Conformance, Health, Landing, Link, Problem, Release
from api.schemas.tiles import TileMatrix, TileMatrixSet, TileMatrixSetItem, TileMatrixSets

__all__ = [
    "Answer",
    "AnswerIds",
    "AnswerMap",
    "AnswerSources",
    "BilingualText",
    "Chart",
    "Choice",
    "Collection",
    "CollectionField",
    "Collections",
    "Conformance",
    "Extent",
    "Feature",
    "FeatureCollection",
    "FeatureKey",
    "Functions",
    "Health",
    "Landing",
    "Legend",
    "LegendClass",
    "Licence",
    "Link",
    "Method",
    "MunicipalityAt",
    "NameResolution",
    "Neighbour",
    "Neighbours",
    "Place",
    "Places",
    "PlacesAt",
    "Problem",
    "Quality",
    "Question",
    "QuestionParameter",
    "Questions",
    "Release",
    "ReleaseInput",
    "Sources",
    "SpatialExtent",
    "TemporalExtent",
    "TileJSON",
    "TileMatrix",
    "TileMatrixSet",
    "TileMatrixSetItem",
    "TileMatrixSets",
    "VectorLayer",
]
