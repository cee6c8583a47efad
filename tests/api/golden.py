"""Answers kept as files of the repository, so that a change of the API is seen in review.

To accept a change: ``ATLAS_WRITE_GOLDEN=1 pytest tests/api``, then read the difference before committing it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "golden"


def assert_golden(name: str, content: Any) -> None:
    """The content is what the file of that name says."""
    path = FOLDER / name
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    if os.environ.get("ATLAS_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8")) == content, (
        f"{name} differs; if it should, run ATLAS_WRITE_GOLDEN=1 pytest tests/api and read the difference"
    )
