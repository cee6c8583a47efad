"""A build hook of hatchling: what a wheel carries besides the packages, to work without the repository."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# From the repository to the package that reads it. Each reader looks in its own package after the repository.
CONTENTS = {
    "web/dist": "api/web_dist",
    "data": "etl/data",
    "build/shapes": "etl/data/shapes",
}


class WheelContents(BuildHookInterface[Any]):
    """Adds `CONTENTS` to a wheel; an editable install reads the repository itself and gets nothing."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        missing = [source for source in CONTENTS if not (Path(self.root) / source).is_dir()]
        if missing:
            raise FileNotFoundError(f"A wheel needs {', '.join(missing)}: run `make web` first.")
        build_data["force_include"].update(CONTENTS)
