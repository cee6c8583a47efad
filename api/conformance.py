"""Which classes of the OGC standards hold: only those that tests prove."""

from __future__ import annotations

from geo import cql2

_SPECIFICATIONS = "http://www.opengis.net/spec"

CLASSES = (
    tuple(
        f"{_SPECIFICATIONS}/{name}"
        for name in (
            "ogcapi-features-1/1.0/conf/core",
            "ogcapi-features-1/1.0/conf/geojson",
            "ogcapi-features-1/1.0/conf/html",
            "ogcapi-features-1/1.0/conf/oas30",
            "ogcapi-features-2/1.0/conf/crs",
            "ogcapi-features-3/1.0/conf/queryables",
            "ogcapi-features-3/1.0/conf/queryables-query-parameters",
            "ogcapi-features-3/1.0/conf/filter",
            "ogcapi-features-3/1.0/conf/features-filter",
            "ogcapi-tiles-1/1.0/conf/core",
            "ogcapi-tiles-1/1.0/conf/tileset",
            "ogcapi-tiles-1/1.0/conf/tilesets-list",
            "ogcapi-tiles-1/1.0/conf/dataset-tilesets",
            "ogcapi-tiles-1/1.0/conf/geodata-tilesets",
            "ogcapi-tiles-1/1.0/conf/collections-selection",
            "ogcapi-tiles-1/1.0/conf/mvt",
            "tms/2.0/conf/tilematrixset",
            "tms/2.0/conf/json-tilematrixset",
            "tms/2.0/conf/json-tilesetmetadata",
        )
    )
    + cql2.CONFORMANCE
)
