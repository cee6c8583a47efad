"""Boundaries that cannot be believed are refused by name, whatever the engine, and nothing changes."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
import shapely
from sqlalchemy import func, select

from etl.boundaries.checks import check
from etl.errors import (
    EtlError,
    LostLeadingZeros,
    MissingProjection,
    NotAnArchive,
    RepeatedCode,
    SourceIsHtmlPage,
    SourceUnavailable,
    TruncatedArchive,
    UnexpectedCount,
    WrongEncoding,
)
from etl.run import Sources, run
from etl.sources import inegi
from geo.store import Reader, Store
from geo.tables import LAYER_TABLES, RELEASE_FINDINGS
from tests.geography import tiny_municipalities, write_tiny_zip
from tests.release_contents import contents
from tests.releases import tiny_release, tiny_sources


def sources_of(path: Path, cache: Path) -> Sources:
    """The tiny sources with boundaries read from a zip."""
    return dataclasses.replace(
        tiny_sources(), boundaries=lambda progress: inegi.read(path, cache, progress=progress)
    )


@pytest.fixture(scope="module")
def store(store_url: str) -> Iterator[Store]:
    store = tiny_release(store_url)
    yield store
    store.close()


def _page(path: Path) -> None:
    path.write_text("<!DOCTYPE html><html><title>404</title></html>", encoding="utf-8")


def _cut(path: Path) -> None:
    whole = write_tiny_zip(path).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def _with_codes(path: Path, change: Callable[[str], str]) -> None:
    rows = dict(tiny_municipalities())
    changed = {name: rows[name].copy() for name in ("cvegeo", "cve_mun")}
    codes = [change(code) for code in rows["cvegeo"]]
    changed["cvegeo"][:] = codes
    changed["cve_mun"][:] = [code[-3:] for code in codes]
    write_tiny_zip(path, municipalities={**rows, **changed})


BAD: dict[str, tuple[Callable[[Path], Any], type[EtlError]]] = {
    "nothing": (lambda _: None, SourceUnavailable),
    "a web page": (_page, SourceIsHtmlPage),
    "half a zip": (_cut, TruncatedArchive),
    "no zip": (lambda path: path.write_bytes(b"%PDF-1.7 " * 100), NotAnArchive),
    "no projection": (lambda path: write_tiny_zip(path, omit=("00mun.prj",)), MissingProjection),
    "another encoding than it says": (lambda path: write_tiny_zip(path, cpg="UTF-8"), WrongEncoding),
    "lost zeros": (lambda path: _with_codes(path, lambda code: str(int(code))), LostLeadingZeros),
    "one code twice": (
        lambda path: _with_codes(path, lambda code: code.replace("01002", "01001")),
        RepeatedCode,
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_it_is_refused_by_name_and_nothing_changes(name: str, store: Store, tmp_path: Path) -> None:
    spoil, error = BAD[name]
    before, kept = contents(store), store.release_ids()
    path = tmp_path / "mg_2026_integrado.zip"
    spoil(path)
    with pytest.raises(error) as refused:
        run(store, sources_of(path, tmp_path / "cache"))
    assert refused.value.es
    assert refused.value.remedy_en
    assert contents(store) == before
    assert store.release_ids() == kept


def test_a_part_of_the_country_is_refused(store: Store, tmp_path: Path) -> None:
    before = contents(store)
    sources = dataclasses.replace(sources_of(write_tiny_zip(tmp_path / "mg_2026.zip"), tmp_path), check=check)
    with pytest.raises(UnexpectedCount):
        run(store, sources)
    assert contents(store) == before


def test_a_bow_tie_is_mended_and_reported(store: Store, tmp_path: Path) -> None:
    rows = dict(tiny_municipalities())
    geometry = rows["geom"].copy()
    index = list(rows["cvegeo"]).index("02010")
    west, south, east, north = geometry[index].bounds
    geometry[index] = shapely.Polygon([(west, south), (east, north), (east, south), (west, north)])
    rows["geom"] = geometry
    path = write_tiny_zip(tmp_path / "mg_2026.zip", municipalities=rows)
    run(store, sources_of(path, tmp_path / "cache"))
    reader = Reader(store)
    with reader.connection() as connection:
        table = LAYER_TABLES["municipalities"]
        invalid = select(func.count()).select_from(table).where(~func.ST_IsValid(table.c.geom))
        assert connection.execute(invalid).scalar_one() == 0
        details = connection.execute(
            select(RELEASE_FINDINGS.c.detail).where(RELEASE_FINDINGS.c.code.like("%mended%"))
        ).scalars()
        assert any("02010" in orjson.dumps(orjson.loads(detail)).decode() for detail in details.all())
    reader.close()
