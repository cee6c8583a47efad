"""The several files of a shapefile as one."""

from __future__ import annotations

import zipfile
from pathlib import Path

_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def zipped(shapefile: Path, archive: Path) -> None:
    """Writes a zip with the parts of a shapefile, whose bytes depend on theirs alone."""
    beside = {path.suffix.lower(): path for path in shapefile.parent.glob(f"{shapefile.stem}.*")}
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as content:
        for suffix in _PARTS:
            if suffix in beside:
                member = zipfile.ZipInfo(f"{shapefile.stem}{suffix}", _EPOCH)
                content.writestr(member, beside[suffix].read_bytes(), zipfile.ZIP_DEFLATED)
