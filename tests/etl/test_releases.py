"""Releases follow each other: recorded, compared, kept, gone back to; on both engines."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from sqlalchemy import func, select

from etl import readiness
from etl.errors import EtlError
from etl.readiness import NotEnoughSpace, NotWritable, make_ready
from etl.releases import KEPT, NothingToGoBackTo, created_at, declarations_digest, rollback
from etl.report import kept_release
from etl.run import run
from etl.sources.lineage import own_lineage
from geo.engines.store import NoRelease, StoreBusy
from geo.store import Reader, Store, store_at
from geo.tables import LAYER_TABLES, RELEASE_CHANGES
from tests.release_contents import contents
from tests.releases import REGISTER, tiny_sources


@pytest.fixture
def store(engine_kind: str, new_store_url: object) -> Iterator[Store]:
    store = store_at(new_store_url(engine_kind))  # type: ignore[operator]
    yield store
    store.close()


@pytest.fixture
def changed_register(tmp_path: Path) -> Path:
    """The tiny register with t09 gone, t10 dated anew and t14 added."""
    folder = Path(shutil.copytree(REGISTER, tmp_path / "register"))
    path = folder / "agreements.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines = [
        line.replace("international,2001,", "international,2003,") for line in lines if line[:3] != "t09"
    ]
    new = (
        next(line for line in lines if line.startswith("t10")).replace("t10", "t14").replace("02010", "02003")
    )
    path.write_text("".join([*lines, new]), encoding="utf-8")
    return folder


def test_a_second_run_over_the_same_inputs_makes_no_release(store: Store) -> None:
    first = run(store, tiny_sources())
    second = run(store, tiny_sources())
    assert second.is_unchanged
    assert second.release_id is None
    assert store.release_ids() == (first.release_id,)
    forced = run(store, tiny_sources(), is_forced=True)
    assert forced.release_id is not None
    assert not forced.changes
    assert store.current_id() == forced.release_id > str(first.release_id)


def test_a_release_records_where_it_came_from(store: Store) -> None:
    report = run(store, tiny_sources())
    reader = Reader(store)
    with reader.connection() as connection:
        kept = kept_release(connection)
    reader.close()
    assert kept.record.id == report.release_id
    assert kept.record.declarations_digest == declarations_digest()
    assert kept.record.created_at == created_at(kept.record.id).isoformat()
    assert {each.name: each for each in kept.inputs} == {each.name: each for each in report.inputs}
    assert kept.rejections == report.rejections
    assert sorted(kept.findings, key=str) == sorted(report.findings, key=str)
    told = {(each.subject, each.code): orjson.loads(each.detail) for each in kept.findings}
    assert told["states", "not_researched"] == {"cve_ent": ["01"]}
    assert told["agreements", "without_year"] == {"count": 2, "of": 12}
    assert told["partner_places", "without_position"] == {"count": 4, "of": 9}
    assert told["offices", "without_position"] == {"count": 1, "of": 5}
    for each in kept.inputs:
        assert len(each.sha256) == 64
        place = own_lineage() if each.name == "lineage.csv" else REGISTER / each.name
        assert each.bytes == place.stat().st_size


def test_what_changed_is_recorded_feature_by_feature(store: Store, changed_register: Path) -> None:
    run(store, tiny_sources())
    report = run(store, tiny_sources(changed_register))
    reader = Reader(store)
    with reader.connection() as connection:
        rows = connection.execute(select(RELEASE_CHANGES)).all()
    reader.close()
    assert len(rows) == len(report.changes)
    found = {(row.layer_id, row.feature_id): (row.change, orjson.loads(row.fields)) for row in rows}
    assert found[("agreements", "t09")] == ("removed", [])
    assert found[("agreements", "t14")] == ("added", [])
    assert found[("agreements", "t10")] == ("changed", ["signed_year"])
    assert found[("partner_places", "gn-5386834")] == ("removed", [])
    assert found[("municipalities", "02001")] == ("changed", ["agreement_count", "agreement_record_count"])
    assert found[("municipalities", "02003")] == ("changed", ["agreement_count", "agreement_record_count"])
    assert {key for key in found if key[0] == "municipalities"} == {
        ("municipalities", "02001"),
        ("municipalities", "02003"),
    }


def test_a_dry_run_tells_and_keeps_nothing(store: Store, changed_register: Path) -> None:
    assert run(store, tiny_sources(), is_dry_run=True).release_id is None
    assert store.current_id() is None
    first = run(store, tiny_sources()).release_id
    report = run(store, tiny_sources(changed_register), is_dry_run=True)
    assert report.release_id is None
    assert any(each.feature_id == "t14" for each in report.changes)
    assert store.release_ids() == (first,)


def test_three_releases_are_kept_and_one_can_go_back(store: Store) -> None:
    made = [run(store, tiny_sources(), is_forced=True).release_id for _ in range(KEPT + 1)]
    assert store.release_ids() == tuple(made[1:])
    before = contents(store)
    assert rollback(store) == made[-2] == store.current_id()
    assert rollback(store) == made[-3] == store.current_id()
    with pytest.raises(NothingToGoBackTo, match="No earlier release is kept"):
        rollback(store)
    with pytest.raises(NothingToGoBackTo, match="r20200101000000_00000000 is not kept"):
        rollback(store, "r20200101000000_00000000")
    assert rollback(store, made[-1]) == store.current_id()
    assert contents(store) == before


def test_a_release_that_is_being_read_is_not_pulled_away(store: Store) -> None:
    first = run(store, tiny_sources()).release_id
    assert first is not None
    engine = store.connect(first)
    states = LAYER_TABLES["states"]
    with engine.connect() as connection:
        count = select(func.count()).select_from(states)
        assert connection.execute(count).scalar_one() == 2
        for _ in range(KEPT):
            run(store, tiny_sources(), is_forced=True)
        assert connection.execute(count).scalar_one() == 2
    engine.dispose()
    run(store, tiny_sources(), is_forced=True)
    assert first not in store.release_ids()
    assert len(store.release_ids()) == KEPT


def test_nothing_can_be_gone_back_to_before_the_first_run(store: Store) -> None:
    with pytest.raises(NoRelease):
        rollback(store)


def test_the_second_of_two_runs_at_once_is_told(store: Store) -> None:
    run(store, tiny_sources())
    before = store.current_id()
    told: list[type[Exception]] = []

    def meanwhile(stage: str, done: int, total: int) -> None:
        if (stage, done) == ("load", 0) and not told:
            told.append(Exception)
            other = store_at(_address(store))
            with pytest.raises(StoreBusy):
                run(other, tiny_sources(), is_forced=True)
            other.close()
            told[0] = StoreBusy

    made = run(store, tiny_sources(), is_forced=True, progress=meanwhile).release_id
    assert told == [StoreBusy]
    assert store.release_ids() == (before, made)


def _address(store: Store) -> str:
    return f"duckdb:///{store.directory}" if store.engine_name == "duckdb" else str(store.url)  # type: ignore[attr-defined]


def test_an_error_in_the_middle_leaves_the_release_before(store: Store) -> None:
    run(store, tiny_sources())
    before, kept = contents(store), store.release_ids()

    class Power(Exception):
        """Stands for anything that ends a run."""

    def cut(stage: str, done: int, total: int) -> None:
        if stage == "load" and done > total // 2:
            raise Power

    with pytest.raises(Power):
        run(store, tiny_sources(), is_forced=True, progress=cut)
    assert contents(store) == before
    assert store.release_ids() == kept


def test_a_full_disk_is_told_before_anything_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "NEEDED_BYTES", 10**18)
    with pytest.raises(NotEnoughSpace, match="are needed") as error:
        make_ready(store_at(f"duckdb:///{tmp_path / 'data'}"))
    assert "ATLAS_DATA_DIR" in error.value.remedy_es


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(NotWritable) as error:
        make_ready(store_at(f"duckdb:///{tmp_path / 'file' / 'data'}"))
    assert isinstance(error.value, EtlError)
