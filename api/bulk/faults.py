"""Why a file of a release is not there.

- ``BeingMade``: it will be, later.
- ``NoSpace``: the disk has no room for it.
- ``OtherEdition``: another edition of the Atlas made the release, whose tables this one does not read.
"""

from __future__ import annotations


class BeingMade(Exception):
    """The file is being made and will be there later."""


class NoSpace(OSError):
    """The disk has no room for the files; ``needed`` and ``free`` are bytes."""

    def __init__(self, needed: int, free: int) -> None:
        super().__init__(f"{needed} bytes are needed and {free} are free")
        self.needed = needed
        self.free = free


class OtherEdition(LookupError):
    """The release was made by another edition of the Atlas, whose tables this one does not read."""
