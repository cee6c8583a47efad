"""Files of the register that cannot be believed as a whole are refused by name, and nothing changes."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from etl.errors import EtlError, MostRowsRejected, RepeatedColumn, SourceUnavailable, UnexpectedColumns
from etl.run import run
from etl.sources.register import own_register
from etl.sources.register.errors import BrokenCsv, NotUtf8, WrongColumns
from etl.sources.register.files import FILES
from etl.sources.register.reading import RawFile, read
from geo.store import Store
from tests.release_contents import contents
from tests.releases import REGISTER, tiny_release, tiny_sources

AGREEMENTS = FILES[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(REGISTER, tmp_path / "register"))


@pytest.fixture(scope="module")
def store(store_url: str) -> Iterator[Store]:
    store = tiny_release(store_url)
    yield store
    store.close()


def _edit(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def apply(folder: Path) -> None:
        path = folder / name
        path.write_bytes(change(path.read_bytes()))

    return apply


BAD_FILES: dict[str, tuple[Callable[[Path], None], type[EtlError], str]] = {
    "another encoding": (
        _edit("networks.csv", lambda content: content.decode().replace("Board", "Jalón").encode("cp1252")),
        NotUtf8,
        "byte 0xf3 on line 3",
    ),
    "a column gone": (
        _edit("offices.csv", lambda content: content.replace(b",rank,", b",rango,", 1)),
        UnexpectedColumns,
        "offices.csv: missing rank; unknown rango",
    ),
    "a column that nobody declared": (
        _edit("memberships.csv", lambda content: content.replace(b",note\n", b",note,fee\n", 1)),
        WrongColumns,
        "missing -; unknown fee",
    ),
    "a column twice": (
        _edit("state_claims.csv", lambda content: content.replace(b",note\n", b",note,note\n", 1)),
        RepeatedColumn,
        "note",
    ),
    "quotes that do not close": (
        _edit("corridors.csv", lambda content: content + b'c9,"transit\n'),
        BrokenCsv,
        "corridors.csv is no whole CSV from line 4",
    ),
    "no file": (lambda folder: (folder / "agreements.csv").unlink(), SourceUnavailable, "agreements.csv"),
    "codes that lost their zeros everywhere": (
        _edit("agreements.csv", lambda content: content.replace(b",02", b",2").replace(b",01", b",1")),
        MostRowsRejected,
        "13 of 13 rows",
    ),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_by_name_and_nothing_changes(name: str, folder: Path, store: Store) -> None:
    spoil, error, told = BAD_FILES[name]
    before, kept = contents(store), store.release_ids()
    spoil(folder)
    with pytest.raises(error, match=told) as refused:
        run(store, tiny_sources(folder))
    assert refused.value.es
    assert refused.value.remedy_es
    assert contents(store) == before
    assert store.release_ids() == kept


def test_lines_are_those_of_an_editor(folder: Path) -> None:
    path = folder / "networks.csv"
    text = path.read_text(encoding="utf-8").replace("Red de Ciudades,", '"Red\nde Ciudades",')
    path.write_text(text + "\n", encoding="utf-8")
    file = next(each for each in FILES if each.name == "networks.csv")
    assert [row.line for row in read(folder, file).rows] == [2, 4]


def test_a_byte_order_mark_is_no_part_of_the_first_column(folder: Path) -> None:
    path = folder / "agreements.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read(folder, AGREEMENTS).header[0] == "id"


def test_the_published_register_is_read_whole() -> None:
    rows = {file.name: len(_read(file.name).rows) for file in FILES}
    assert rows == {
        "agreements.csv": 613,
        "offices.csv": 232,
        "networks.csv": 62,
        "memberships.csv": 217,
        "corridors.csv": 226,
        "climate_coverage.csv": 226,
        "governance_profiles.csv": 77,
        "state_claims.csv": 238,
    }


def test_every_published_row_names_its_source() -> None:
    for file in FILES:
        raw = _read(file.name)
        title, retrieved = raw.header.index("source_title"), raw.header.index("retrieved")
        assert all(row.cells[title] and row.cells[retrieved] for row in raw.rows), file.name


def _read(name: str) -> RawFile:
    return read(own_register(), next(file for file in FILES if file.name == name))
