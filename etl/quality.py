"""How good the data of a release are; the API gives the same report."""

from geo.quality import report

__all__ = ["report"]
