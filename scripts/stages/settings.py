"""The settings of the Atlas from the file `.env`, for those who keep them there."""

from collections.abc import Mapping
from pathlib import Path

from scripts.stages.speech import Refused


def with_file(root: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """The environment and, where it is silent, `.env`. Raises `Refused` for a line that is no setting."""
    file = root / ".env"
    if not file.is_file():
        return dict(environment)
    said: dict[str, str] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        name, equals, value = text.partition("=")
        if not (equals and name.strip().isidentifier()):
            raise Refused(
                f"La línea {number} de .env no tiene la forma NOMBRE=valor.",
                f"Line {number} of .env is not of the form NAME=value.",
            )
        said[name.strip()] = value.strip().strip("\"'")
    return {**said, **environment}
