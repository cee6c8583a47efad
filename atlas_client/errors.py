"""What can go wrong when an Atlas is asked.

AtlasError
├── Refused           the server says that it cannot be asked so (4xx); ``known`` is what could be asked
├── Busy              the server had no answer in time (503), however long the client waited
├── Unreachable       there is no server at the address, or the connection broke
└── MissingGeoPandas  the answer has geometry, and geopandas is not installed
"""

from __future__ import annotations

from collections.abc import Sequence


class AtlasError(Exception):
    """``code`` is for programs, ``detail`` for readers, in the language of the client."""

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        status: int | None = None,
        parameter: str | None = None,
        known: Sequence[str] = (),
    ) -> None:
        super().__init__(f"{detail} ({code})")
        self.code = code
        self.detail = detail
        self.status = status
        self.parameter = parameter
        self.known = tuple(known)


class Refused(AtlasError):
    """The request cannot be answered as it is."""


class Busy(AtlasError):
    """The server could not answer now."""


class Unreachable(AtlasError):
    """No answer came."""


class MissingGeoPandas(AtlasError, ImportError):
    """Geometry needs the extra ``client``: ``pip install 'atlas-territorial[client]'``."""
