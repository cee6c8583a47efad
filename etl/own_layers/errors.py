"""What can be wrong with a user's own layer."""

from __future__ import annotations

from etl.errors import EtlError


class BadLayer(EtlError):
    """The TOML file does not declare a layer, or its file is not what it says."""

    def __init__(self, source: str, es: str, en: str) -> None:
        super().__init__(
            f"{source}: {es}.",
            f"{source}: {en}.",
            remedy_es="Compárelo con el ejemplo: atlas etl template layer.",
            remedy_en="Compare it with the example: atlas etl template layer.",
        )
