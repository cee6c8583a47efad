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
            "ogcapi-features-3/1.0/conf/filter",
            "ogcapi-features-3/1.0/conf/features-filter",
        )
    )
    + cql2.CONFORMANCE
)
