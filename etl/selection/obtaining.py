"""From what a person asks for to files in the cache."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO

import httpx

from etl.boundaries.records import Progress, silent
from etl.errors import EtlError, SourceUnavailable
from etl.fetch import TIMEOUT, Fetched, fetch, keep, temporary
from etl.filetypes import Check, check_file, check_json
from etl.own_layers.declaration import own_layer
from etl.own_layers.shapefiles import zipped
from etl.published.opening import STANDARD_INPUT, is_address
from etl.published.records import PublishedFile, Source
from etl.published.review import merged
from etl.published.wfs import Service
from etl.selection.errors import NoAddress, NoSuchSource, SourceTwice
from etl.selection.records import DATA, DECLARATION, WEIGHTS, ChosenSource, KeptFile
from etl.sources import sedatu_hazards, wikidata_twins
from etl.sources.agreement_mapping import mapping_of
from etl.sources.registry import BY_ID, SOURCES

MAPPING_SUFFIX = ".toml"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a person asks for, beside the sources of the release before.

    ``given`` maps the id of a source, or the TOML file of a mapping, to a path, an address, ``-`` or nothing
    (its published address). ``drops`` are left out. ``is_only`` leaves out everything that was not given.
    ``is_all`` takes every source that has a published address. ``is_offline`` asks no publisher.
    ``review`` is the file of names that a person decided,
    ``layers`` the TOML files of a user's own layers.
    """

    given: tuple[tuple[str, str | None], ...] = ()
    drops: frozenset[str] = frozenset()
    is_only: bool = False
    is_all: bool = False
    is_offline: bool = False
    review: str | None = None
    layers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Obtained:
    """The sources of the release to make, the names that a person decided, and those of ``--all`` that gave
    nothing, each with its cause.

    ``may_fail`` are those that nobody named: the run goes on without one, or with what it was before.
    """

    chosen: tuple[ChosenSource, ...] = ()
    unreachable: tuple[tuple[str, EtlError], ...] = ()
    may_fail: Mapping[str, ChosenSource | None] = field(default_factory=dict)
    review: KeptFile | None = None


@dataclass(frozen=True)
class Obtainer:
    """Puts files into a cache; ``today`` is the day that they are taken."""

    cache: Path
    today: date
    is_offline: bool = False
    progress: Progress = silent
    stdin: IO[bytes] | None = None
    fetching: Callable[..., Fetched] = field(default=fetch)

    def kept(self, named: str, check: Check = check_file) -> KeptFile:
        """The file that a path, an address or ``-`` names.

        :raises EtlError: when there is none, or it is not of its kind.
        """
        if named == STANDARD_INPUT:
            with temporary(self.cache) as copy:
                with copy.open("wb") as file:
                    shutil.copyfileobj(self.stdin or sys.stdin.buffer, file)
                if not copy.stat().st_size:
                    raise SourceUnavailable("stdin", "0 bytes")
                check(copy, "stdin")
                return self._file(keep(copy, self.cache, "stdin", "stdin"), "stdin")
        fetched = self.fetching(
            named, self.cache, check=check, progress=self.progress, is_offline=self.is_offline
        )
        # The folders of whoever runs this say nothing of the source.
        return self._file(fetched, named if is_address(named) else Path(named).name)

    def _file(self, fetched: Fetched, address: str) -> KeptFile:
        place = fetched.path.relative_to(self.cache)
        return KeptFile(fetched.sha256, str(place), address, self.today.isoformat())

    def reviewed(self, named: str, before: KeptFile | None) -> KeptFile:
        """The decisions of a review file, together with those made before.

        :raises EtlError: when it is not the file that was written.
        """
        given = self.kept(named)
        text = merged(None if before is None else self._opened(before), self._opened(given))
        with temporary(self.cache) as copy:
            copy.write_text(text, encoding="utf-8")
            return self._file(keep(copy, self.cache, given.address, "review.csv"), given.address)

    def _opened(self, kept: KeptFile) -> PublishedFile:
        return PublishedFile(self.cache / kept.file, kept.address, kept.retrieved)

    def published(self, source: Source, named: str | None) -> ChosenSource:
        """A publication that the Atlas knows, from where it was found or from its published address.

        :raises EtlError: when it gives nothing.
        """
        if named is None and source.id == sedatu_hazards.SOURCE.id:
            return ChosenSource(source.id, "published", {DATA: self._hazards()})
        named = named or source.address
        if named is None:
            raise NoAddress(source.id, source.page)
        check = check_json if source.id == wikidata_twins.SOURCE.id else check_file
        return ChosenSource(source.id, "published", {DATA: self.kept(named, check)})

    def _hazards(self) -> KeptFile:
        address = sedatu_hazards.SERVICE
        if self.is_offline:
            raise SourceUnavailable(address, "--offline")
        with (
            temporary(self.cache) as archive,
            httpx.Client(timeout=TIMEOUT, follow_redirects=True) as client,
        ):
            Service(address, client).archive(sedatu_hazards.FEATURE_TYPES, archive, self.progress)
            return self._file(keep(archive, self.cache, address, "hazards.zip"), address)

    def layer(self, declaration: str) -> ChosenSource:
        """A user's own layer: the TOML file that declares it, and the files that it names beside itself.

        :raises EtlError: when one of them is not there, or the declaration is not one.
        """
        kept = self.kept(declaration)
        own = own_layer(self._opened(kept))
        named = {DATA: own.file}
        if own.raster is not None and own.raster.weights is not None:
            named[WEIGHTS] = own.raster.weights
        files = {DECLARATION: kept}
        for role, name in named.items():
            files[role] = self._beside(declaration, name)
        return ChosenSource(own.layer.id, "layer", files)

    def _beside(self, declaration: str, name: str) -> KeptFile:
        """A file as its declaration names it: an address, or a path from where the declaration lies."""
        if is_address(name):
            return self.kept(name)
        path = Path(declaration).expanduser().parent / Path(name).expanduser()
        if path.suffix.lower() != ".shp" or not path.is_file():
            return self.kept(str(path))
        # A shapefile is several files: they are kept as one.
        with temporary(self.cache) as archive:
            zipped(path, archive)
            return self._file(keep(archive, self.cache, path.name, ".zip"), f"{path.stem}.zip")

    def register(self, mapping: str, named: str | None) -> ChosenSource:
        """A register of agreements and the TOML file that says how to read it.

        :raises EtlError: when either is not there, or the mapping says nothing.
        """
        declaration = self.kept(mapping)
        source_id = mapping_of(self._opened(declaration)).source_id
        if source_id in BY_ID:
            raise SourceTwice(source_id)
        if named is None:
            raise NoAddress(source_id, mapping)
        files = {DECLARATION: declaration, DATA: self.kept(named)}
        return ChosenSource(source_id, "register", files)


def obtain(
    asked: Asked, before: tuple[ChosenSource, ...], obtainer: Obtainer, review: KeptFile | None = None
) -> Obtained:
    """The sources to make a release of: those of the release before, and what was asked for.

    A file with the bytes that it had stays as it was taken then. ``review`` has the decisions made so far.

    :raises EtlError: when what was given cannot be had; with ``is_all`` that is told instead.
    """
    earlier = {each.id: each for each in before}
    chosen = {} if asked.is_only else dict(earlier)
    for source_id in sorted(asked.drops):
        if source_id not in earlier:
            raise NoSuchSource(source_id, sorted(earlier))
        chosen.pop(source_id, None)
    unreachable: list[tuple[str, EtlError]] = []
    may_fail: dict[str, ChosenSource | None] = {}
    if asked.is_all:
        named = {name for name, _ in asked.given} | asked.drops
        for source in SOURCES:
            if source.id in named or not has_address(source):
                continue
            with _told(source.id, unreachable):
                chosen[source.id] = obtainer.published(source, None)
                may_fail[source.id] = earlier.get(source.id)
    if sum(named == STANDARD_INPUT for _, named in asked.given) > 1:
        raise SourceTwice(STANDARD_INPUT)
    given: set[str] = set()
    for name, where in asked.given:
        one = _given(name, where, obtainer)
        if one.id in given:
            raise SourceTwice(one.id)
        given.add(one.id)
        chosen[one.id] = one
    for declaration in asked.layers:
        one = obtainer.layer(declaration)
        if one.id in given:
            raise SourceTwice(one.id)
        given.add(one.id)
        chosen[one.id] = one
    if asked.review is not None:
        review = obtainer.reviewed(asked.review, review)
    for source_id, each in chosen.items():
        if each.is_like(earlier.get(source_id)):
            chosen[source_id] = earlier[source_id]
    return Obtained(
        tuple(chosen[source_id] for source_id in sorted(chosen)), tuple(unreachable), may_fail, review
    )


def has_address(source: Source) -> bool:
    """Whether the publisher can be asked for it by a program."""
    return source.address is not None or source.id == sedatu_hazards.SOURCE.id


def _given(name: str, where: str | None, obtainer: Obtainer) -> ChosenSource:
    if name.lower().endswith(MAPPING_SUFFIX):
        return obtainer.register(name, where)
    if name not in BY_ID:
        raise NoSuchSource(name, sorted(BY_ID))
    return obtainer.published(BY_ID[name], where)


@contextmanager
def _told(source_id: str, unreachable: list[tuple[str, EtlError]]) -> Iterator[None]:
    try:
        yield
    except EtlError as error:
        unreachable.append((source_id, error))
