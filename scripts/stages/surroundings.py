"""What uv and npm are told about the machine around them."""

import os
from collections.abc import Mapping
from pathlib import Path

# Behind a proxy that signs for others only the machine's own certificates are good. Two for uv: old, new.
CERTIFICATES = {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1", "NODE_USE_SYSTEM_CA": "1"}


def surroundings(tools: Path, given: Mapping[str, str]) -> dict[str, str]:
    """The environment with the machine's certificates trusted, and caches where they can be written.

    What the environment says already is left as it is.
    """
    told = {**CERTIFICATES, "UV_NO_CONFIG": "1", "UV_PYTHON_DOWNLOADS": "never"}
    if not _is_writable(given.get("HOME", "")):
        told |= {
            "UV_CACHE_DIR": str(tools / "cache" / "uv"),
            "npm_config_cache": str(tools / "cache" / "npm"),
        }
    return {**told, **given}


def _is_writable(home: str) -> bool:
    return bool(home) and os.access(home, os.W_OK, effective_ids=os.access in os.supports_effective_ids)
