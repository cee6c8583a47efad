"""The coordinate reference systems of the Atlas, each named once with its reason."""

from functools import cache

from pyproj import CRS, Geod, Transformer

STORE = 4326
"""WGS 84 longitude and latitude: what is stored and exchanged. GeoJSON (RFC 7946) knows no other, and it
differs from INEGI's ITRF2008 by centimetres, far less than the boundaries are accurate."""

DRAW = 3857
"""Web Mercator: what tiles are drawn in. Its metres are no metres on the ground, so that nothing is measured
in it."""

PLANE = 6372
"""Mexico ITRF2008 / LCC, the plane in which INEGI publishes the Marco Geoestadístico. Its scale is off by
less than 2 % within Mexico: good for tolerances of metres and for choosing candidates, not for the figures
that are published."""

ELLIPSOID = Geod(ellps="GRS80")
"""The ellipsoid of ITRF2008, on which every published length, area and distance is measured. WGS 84's own
differs from it by 0.1 mm in the minor axis."""

STORE_DECIMALS = 7
"""Decimals of a stored degree: 1e-7 degree is 11 mm, finer than any boundary was surveyed."""


@cache
def transformer(source: int | str, target: int) -> Transformer:
    """The transformation between two systems, always in the order x (east), y (north).

    >>> x, y = transformer(STORE, PLANE).transform(-102.0, 12.0)
    >>> round(x), round(y)
    (2500000, 0)
    """
    return Transformer.from_crs(CRS.from_user_input(source), CRS.from_epsg(target), always_xy=True)
