"""The run that everybody makes first, over the real boundaries and the whole register, on both engines."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from etl.choice import chosen
from etl.run import run
from etl.sources.register import own_register
from etl.sources.register.files import FILES
from etl.sources.register.reading import read
from geo.layers import LAYERS
from geo.store import Reader, Store, store_at
from geo.tables import LAYER_TABLES, SHAPES_TABLES, has_own_geometry
from tests import national
from tests.conftest import ENGINE_KINDS, EngineKind
from tests.national import Loaded
from tests.release_contents import feature_texts
from tests.test_equal_answers import assert_equal_answers

pytestmark = pytest.mark.slow

AREA_OF_MEXICO_KM2 = 1_960_000
REJECTED_BY_DEFAULT = {
    ("agreements.csv", "b0064"),  # 04012 Seybaplaya
    ("agreements.csv", "b0066"),  # 04013 Dzitbalché
    ("offices.csv", "ofam-20-bc-san-quintin"),  # 02006 San Quintín
}


NationalRelease = Callable[[EngineKind], Loaded]


@pytest.fixture(scope="module")
def default(national_release: NationalRelease, engine_kind: EngineKind) -> Loaded:
    """The default run on one engine."""
    return national_release(engine_kind)


@pytest.fixture(scope="module")
def store(default: Loaded) -> Iterator[Store]:
    store = store_at(default.address)
    yield store
    store.close()


@pytest.fixture(scope="module")
def reader(default: Loaded) -> Iterator[Reader]:
    reader = Reader(store_at(default.address))
    yield reader
    reader.close()


def test_the_country_is_whole(reader: Reader) -> None:
    table = LAYER_TABLES["municipalities"].c
    with reader.connection() as connection:
        count, area = connection.execute(select(func.count(), func.sum(table.area_km2))).one()
        states = LAYER_TABLES["states"].c
        state_count, state_area, members = connection.execute(
            select(func.count(), func.sum(states.area_km2), func.sum(states.municipality_count))
        ).one()
    assert (count, state_count, members) == (2465, 32, 2465)
    assert area == pytest.approx(AREA_OF_MEXICO_KM2, rel=0.005)
    assert state_area == pytest.approx(area, rel=0.0001)


def test_every_municipality_is_reached_by_its_code(reader: Reader) -> None:
    published = national.boundaries().municipalities
    table = LAYER_TABLES["municipalities"].c
    with reader.connection() as connection:
        for code, name in zip(published["cvegeo"], published["name"], strict=True):
            found = connection.execute(select(table.name).where(table.cvegeo == code)).scalar_one()
            assert found == name


@pytest.mark.parametrize("layer", [each.id for each in LAYERS if has_own_geometry(each)])
def test_every_geometry_is_valid(reader: Reader, layer: str) -> None:
    for table in (LAYER_TABLES[layer], SHAPES_TABLES[layer]):
        invalid = select(func.count()).select_from(table).where(~func.ST_IsValid(table.c.geom))
        with reader.connection() as connection:
            assert connection.execute(invalid).scalar_one() == 0


def test_every_row_of_the_register_is_accounted_for(default: Loaded, reader: Reader) -> None:
    counts = {each.name: each for each in default.report.inputs}
    with reader.connection() as connection:
        for file in FILES:
            rows = len(read(own_register(), file).rows)
            table = LAYER_TABLES[file.layer.id]
            loaded = connection.execute(select(func.count()).select_from(table)).scalar_one()
            assert counts[file.name].rows_in == rows == loaded + counts[file.name].rows_rejected
    rejected = {(each.input_name, each.natural_key) for each in default.report.rejections}
    assert rejected == REJECTED_BY_DEFAULT


def test_every_agreement_leads_to_its_source(reader: Reader) -> None:
    agreements, sources = LAYER_TABLES["agreements"].c, LAYER_TABLES["sources"].c
    joined = LAYER_TABLES["agreements"].join(LAYER_TABLES["sources"], agreements.source_id == sources.id)
    with reader.connection() as connection:
        named = select(func.count()).select_from(joined).where(sources.title == agreements.source_title)
        total = select(func.count()).select_from(LAYER_TABLES["agreements"])
        assert connection.execute(named).scalar_one() == connection.execute(total).scalar_one() == 611


def test_each_border_has_municipalities_that_touch_it(reader: Reader) -> None:
    table = LAYER_TABLES["municipalities"].c
    with reader.connection() as connection:
        for column, states in (
            (table.touches_us, {"02", "05", "08", "19", "26", "28"}),
            (table.touches_guatemala, {"04", "07", "27"}),
            (table.touches_belize, {"04", "23"}),
        ):
            touching = connection.execute(select(table.cve_ent).where(column)).scalars().all()
            assert set(touching) <= states
            assert touching


def test_the_coast_is_that_of_seventeen_states(reader: Reader) -> None:
    table = LAYER_TABLES["municipalities"].c
    with reader.connection() as connection:
        coastal = connection.execute(select(table.cvegeo).where(table.is_coastal)).scalars().all()
    # Counted on the full outlines; of the others none has more than a kilometre of shore.
    assert len(coastal) == 150
    assert {code[:2] for code in coastal} == {
        "02", "03", "04", "06", "07", "12", "14", "16", "18", "20", "23", "25", "26", "27", "28", "30", "31",
    }  # fmt: skip
    assert {"02004", "23005", "30193", "12001"} <= set(coastal)


def test_both_engines_hold_the_same_texts(national_release: NationalRelease) -> None:
    texts = []
    for kind in ENGINE_KINDS:
        store = store_at(national_release(kind).address)
        texts.append(feature_texts(store))
        store.close()
    assert texts[0] == texts[1]


def test_a_second_run_changes_nothing(store: Store, tmp_path: Path) -> None:
    assert run(store, chosen(None, None, tmp_path)).is_unchanged


@pytest.mark.shared_data
def test_the_official_zip_of_2023_has_every_municipality_of_the_register(
    store_url: str, shared_data: Path, tmp_path: Path
) -> None:
    sources = chosen(str(shared_data / "inegi" / "mg_2023_integrado.zip"), None, tmp_path)
    store = store_at(store_url)
    # Measured once for both engines.
    report = run(store, replace(sources, prepare=lambda *_: national.official(shared_data, tmp_path)))
    assert report.rejections == ()
    reader = Reader(store)
    with reader.connection() as connection:
        for layer_id, expected in (("municipalities", 2475), ("states", 32), ("agreements", 613)):
            table = LAYER_TABLES[layer_id]
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() == expected
        table = LAYER_TABLES["municipalities"]
        area = connection.execute(select(func.sum(table.c.area_km2))).scalar_one()
        assert area == pytest.approx(AREA_OF_MEXICO_KM2, rel=0.005)
        invalid = select(func.count()).select_from(table).where(~func.ST_IsValid(table.c.geom))
        assert connection.execute(invalid).scalar_one() == 0
    reader.close()


def test_the_first_question_equals_plain_loops_over_the_register(reader: Reader) -> None:
    with reader.connection() as connection:
        assert_equal_answers(connection, own_register(), seed=2465)
