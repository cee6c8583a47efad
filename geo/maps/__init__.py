"""Answers as pages that an analyst opens, keeps and shares: Leaflet by folium, deck.gl by pydeck.

Nothing that serves requests imports this package: both libraries are heavy, and the map of the Atlas needs
neither.
"""

from geo.maps.deck import pydeck_page
from geo.maps.leaflet import folium_page
from geo.maps.page import Page

__all__ = ["Page", "folium_page", "pydeck_page"]
