"""Two releases compared on both engines: fields, other keys, areas drawn anew or really changed, lineage."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import shapely
import shapely.affinity

from etl.boundaries.records import Boundaries, column
from etl.difference import Difference, Recoding, difference
from etl.inputs import Sources
from etl.run import run
from etl.sources.lineage import lineage_frame
from geo.items import lineage
from geo.store import Store, store_at
from tests.geography import ISLAND, tiny_boundaries, tiny_municipalities
from tests.releases import REGISTER, tiny_sources


@pytest.fixture
def store(engine_kind: str, new_store_url: object) -> Iterator[Store]:
    store = store_at(new_store_url(engine_kind))  # type: ignore[operator]
    yield store
    store.close()


def _with_island_scaled(sources: Sources, factor: float) -> Sources:
    def boundaries(_: object) -> Boundaries:
        rows = dict(tiny_municipalities())
        shapes = list(rows["geom"])
        at = list(rows["cvegeo"]).index(ISLAND)
        shapes[at] = shapely.affinity.scale(shapes[at], factor, 1.0)
        rows["geom"] = column(shapes)
        return replace(tiny_boundaries(), municipalities=rows)

    return replace(sources, boundaries=boundaries, options={"scaled": str(factor)})


def _compared(store: Store, before: str | None, after: str | None) -> Difference:
    assert before is not None
    assert after is not None
    one, other = store.connect(before), store.connect(after)
    try:
        with one.connect() as old, other.connect() as new:
            return difference(old, new)
    finally:
        one.dispose()
        other.dispose()


def test_an_area_is_told_redrawn_or_really_changed(store: Store) -> None:
    first = run(store, tiny_sources()).release_id
    redrawn = run(store, _with_island_scaled(tiny_sources(), 1.002)).release_id
    changed = run(store, _with_island_scaled(tiny_sources(), 1.5)).release_id

    areas = {each.feature_id: each for each in _compared(store, first, redrawn).redrawn}
    assert not areas[ISLAND].is_real
    assert areas[ISLAND].differing_km2 == pytest.approx(0.002 * areas[ISLAND].before_km2, rel=0.02)
    areas = {each.feature_id: each for each in _compared(store, first, changed).redrawn}
    assert areas[ISLAND].is_real
    assert areas[ISLAND].after_km2 == pytest.approx(1.5 * areas[ISLAND].before_km2, rel=0.001)
    assert set(areas) == {ISLAND}, "no other municipality; the states are drawn apart"


def test_a_record_with_another_key_is_re_coded(store: Store, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(REGISTER, tmp_path / "register"))
    path = folder / "agreements.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("t09,", "t99,"), encoding="utf-8")
    first = run(store, tiny_sources()).release_id
    second = run(store, tiny_sources(folder)).release_id
    found = _compared(store, first, second)
    assert found.recoded == (Recoding("agreements", "t09", "t99"),)
    assert found.changes == ()
    assert _compared(store, first, first) == Difference(())


def test_what_a_parent_signed_before_is_found_for_the_newer_one(store: Store) -> None:
    release_id = run(store, tiny_sources()).release_id
    assert release_id is not None
    engine = store.connect(release_id)
    with engine.connect() as connection:
        parents = connection.execute(lineage.parents("02006")).all()
        assert [row.parent_cvegeo for row in parents] == ["02001", "02002"]
        found = connection.execute(lineage.agreements_with_inherited("02006")).all()
        own = connection.execute(lineage.agreements_with_inherited("02001")).all()
        signed = {row.cvegeo for row in found}
        assert signed == {"02001", "02002"}
        assert {row.relation for row in found} <= {"before", "perhaps_before"}
        assert {row.relation for row in own} == {"own"}
        for row in found:
            sure = row.signed_year is not None and row.signed_year <= 2019
            assert row.relation == ("before" if sure else "perhaps_before")
    engine.dispose()


def test_the_shares_of_a_municipality_make_a_whole() -> None:
    frame = lineage_frame()
    sums: dict[str, float] = {}
    for code, share in zip(frame["cvegeo"], frame["share_of_area"], strict=True):
        sums[code] = sums.get(code, 0.0) + share
    assert len(sums) == 13
    assert all(total == pytest.approx(1.0, abs=0.01) for total in sums.values())
