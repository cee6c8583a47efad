"""The register: facts compiled for the Atlas, one CSV file a layer, every row with its source."""

from __future__ import annotations

from pathlib import Path

PUBLISHER = "Atlas de Internacionalización Territorial"


def own_register() -> Path:
    """The folder of the register that comes with the Atlas: in the repository, else in the package."""
    package = Path(__file__).parents[2]
    in_repository = package.parent / "data" / "register"
    return in_repository if in_repository.is_dir() else package / "data" / "register"
