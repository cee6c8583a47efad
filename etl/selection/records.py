"""A chosen source, as a release remembers it: its files lie in the cache under their digests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Literal
from urllib.parse import urlsplit

from etl.errors import NotKept
from etl.fetch import digest
from etl.published.records import PublishedFile

Kind = Literal["published", "register", "layer"]
"""A publication that the Atlas knows; a register of agreements read by a mapping; a user's own layer."""

DATA, DECLARATION, WEIGHTS = "data", "declaration", "weights"
"""What a file is to its source."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file in the cache: its digest, its place there, how its source calls it, the day it was taken."""

    sha256: str
    file: str
    address: str
    retrieved: str

    @property
    def name(self) -> str:
        """The name without folders."""
        return PurePosixPath(urlsplit(self.address).path).name or self.address


@dataclass(frozen=True, slots=True)
class ChosenSource:
    """One source of a release; ``files`` by what each is to it."""

    id: str
    kind: Kind
    files: Mapping[str, KeptFile]

    def published(self, role: str, cache: Path) -> PublishedFile:
        """One of its files, to be read.

        :raises NotKept: when the cache no longer holds it as it was.
        """
        kept = self.files[role]
        path = cache / kept.file
        if not path.is_file() or digest(path) != kept.sha256:
            raise NotKept(self.id, kept.name)
        return PublishedFile(path, kept.address, kept.retrieved)

    def is_like(self, other: ChosenSource | None) -> bool:
        """Whether it has the same bytes as another."""
        return other is not None and {role: each.sha256 for role, each in self.files.items()} == {
            role: each.sha256 for role, each in other.files.items()
        }


def as_options(chosen: Iterable[ChosenSource]) -> list[dict[str, Any]]:
    """What a release keeps of its sources, as plain data."""
    return [
        {
            "id": each.id,
            "kind": each.kind,
            "files": {role: asdict(file) for role, file in sorted(each.files.items())},
        }
        for each in sorted(chosen, key=lambda source: source.id)
    ]


def from_options(options: Mapping[str, Any]) -> tuple[ChosenSource, ...]:
    """The sources that :func:`as_options` wrote.

    >>> kept = KeptFile("1f", "files/1f/1f.csv", "iim.csv", "2026-11-20")
    >>> one = ChosenSource("conapo", "published", {"data": kept})
    >>> from_options({"sources": as_options([one])}) == (one,), from_options({})
    (True, ())
    """
    listed: Sequence[Mapping[str, Any]] = options.get("sources") or ()
    return tuple(
        ChosenSource(
            each["id"], each["kind"], {role: KeptFile(**file) for role, file in each["files"].items()}
        )
        for each in listed
    )
