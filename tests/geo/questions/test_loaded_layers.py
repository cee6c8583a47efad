"""Questions on a tiny country whose population, migration intensity and vulnerability were loaded."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from geo.statistics.similarity import read as read_profiles
from geo.statistics.similarity import similarities
from tests.geo.questions.asking import answered, column, painted
from tests.geography import NAMES
from tests.releases import tiny_connection, with_tables

# Everybody has a thousand people but the island; degrees fall from north to south, 02001 most intense.
POPULATION = {code: 5_000 if code == "02010" else 1_000 for code in NAMES}
VERY_HIGH, HIGH = ("02001",), ("01001", "01002")
# In the published table an empty value is “not available”, as those of 01003 are; the others are low.
VULNERABLE = ("02003", "02004", "01001")


def _census() -> str:
    rows = [
        f"{code},{code[:2]},{code[2:]},{NAMES[code]},{POPULATION[code]}.0,300.0" for code in sorted(NAMES)
    ]
    return "\n".join(["CVEGEO,CVE_ENT,CVE_MUN,NOMGEO,POB,VIV", *rows, ""])


def _intensity() -> str:
    rows = []
    for place, code in enumerate(sorted(NAMES), start=1):
        degree, index = (
            ("Muy alto", 50) if code in VERY_HIGH else ("Alto", 55) if code in HIGH else ("Bajo", 63)
        )
        remittances = 70 - index
        rows.append(
            f"{int(code[:2])},{int(code)},{NAMES[code]},300,{remittances},1,1,1,{index},{degree},{place}"
        )
    return "\n".join(
        [
            "cve_ent,cve_mun,nom_mun,viv_tot,viv_rem,viv_emig,viv_circ,viv_ret,iim_dp2,gim_dp2,pos_nal",
            *rows,
            "",
        ]
    )


def _vulnerability() -> str:
    subjects = (
        "Producción forrajera en estrés hídrico",
        "Producción ganadera en estrés hídrico",
        "Producción ganadera en inundaciones",
        "Población expuesta al dengue",
        "Asentamientos humanos expuestos a deslaves",
        "Asentamientos humanos expuestos a inundaciones",
    )
    rows = []
    for code in sorted(NAMES):
        for subject in subjects:
            is_high = code in VULNERABLE and "dengue" in subject
            level = "" if code == "01003" else "Muy Alto" if is_high else "Bajo"
            rows.append(f"Estado,{code[:2]},{NAMES[code]},{code},,{subject},{level},")
    header = (
        "nombre_estado,cve_ent,nombre_municipio,cve_geo,nivel_priorizacion,tipo_vul,vulnerabilidad_actual"
    )
    return "\n".join([f"{header},aumento_vulnerabilidad", *rows, ""])


@pytest.fixture(scope="module")
def loaded(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """The tiny country's release with three published tables, on each engine."""
    tables = {
        "inegi-census-2020": _census(),
        "conapo-migration-intensity-2020": _intensity(),
        "inecc-climate-vulnerability": _vulnerability(),
    }
    with tiny_connection(store_url, with_tables(tmp_path_factory.mktemp("published"), tables)) as connection:
        yield connection


def test_population_and_intensity_beyond_a_distance(loaded: Connection) -> None:
    answer = answered(loaded, "migration-coverage", show="all", beyond_km="60")
    assert column(answer, "cvegeo", "population_count") == POPULATION
    assert column(answer, "cvegeo", "intensity")["02001"] == "very_high"
    far = answered(loaded, "migration-coverage", beyond_km="60")
    codes = {row["cvegeo"] for row in far.data}
    assert far.summary["population"] == sum(POPULATION.values()) == 23_000
    assert far.summary["beyond_population"] == sum(POPULATION[code] for code in codes)
    assert far.summary["high_intensity"] == 3
    assert far.summary["high_intensity_beyond"] == len(codes & {*VERY_HIGH, *HIGH}) == 2
    nobody = answered(loaded, "migration-coverage", beyond_km="5000")
    assert (nobody.summary["beyond"], nobody.summary["beyond_population"]) == (0, 0)
    intense = answered(
        loaded, "migration-coverage", show="all", intensity=["high", "very_high"], sort="cvegeo"
    )
    assert [row["cvegeo"] for row in intense.data] == ["01001", "01002", "02001"]
    assert not any("load it" in caveat.en for caveat in answer.caveats)


def test_vulnerable_municipalities_with_nothing_known(loaded: Connection) -> None:
    answer = answered(loaded, "climate-coverage", vulnerability="high", coverage="none_known", sort="cvegeo")
    assert [row["cvegeo"] for row in answer.data] == ["01001", "02003"]  # 02004 has an atlas and a network
    assert (answer.summary["high"], answer.summary["high_and_nothing_known"]) == (3, 2)
    assert answer.summary["high_and_nothing_known_pct"] == 66.67
    assert answer.run["vulnerability_is_loaded"] is True
    told = [caveat.en for caveat in answer.caveats]
    assert "Of 1 of 19 municipalities “Vulnerability to climate change” gives no value" in told[0]
    unknown = answered(loaded, "climate-coverage", vulnerability="unknown")
    assert [row["cvegeo"] for row in unknown.data] == ["01003"]
    classes = painted(loaded, "climate-coverage").classes
    assert (classes["high_some"], classes["high_none_known"]) == (["02004"], ["01001", "02003"])


def test_an_indicator_of_which_lower_is_more(loaded: Connection) -> None:
    answer = answered(
        loaded,
        "climate-coverage",
        vulnerability_indicator="migration_intensity_2020.intensity_index",
        vulnerability_threshold="55",
        vulnerability="high",
        sort="cvegeo",
    )
    assert [row["cvegeo"] for row in answer.data] == ["01001", "01002", "02001"]
    assert answer.run["lower_is_more"] is True


def test_the_priority_of_what_is_loaded(loaded: Connection) -> None:
    answer = answered(loaded, "without-agreements", sort="cvegeo")
    assert not any("load it" in caveat.en for caveat in answer.caveats)
    # Fifteen without agreement. 02001 and 02004, 02010 have some, so that among those listed 01001 and 01002
    # are the most intense, at 55 against 63, and 01001 and 02003 alone are vulnerable.
    migration = column(answer, "cvegeo", "points_migration")
    assert {code for code, points in migration.items() if points} == {*HIGH}
    assert migration["01001"] == pytest.approx(13 / 14, abs=1e-6)
    vulnerability = column(answer, "cvegeo", "points_vulnerability")
    # Of 01003 there is no value: 12 of the 13 others have less.
    assert vulnerability["01003"] is None
    assert vulnerability["01001"] == vulnerability["02003"] == pytest.approx(12 / 13, abs=1e-6)
    # Everybody listed has a thousand people: nobody exceeds anybody.
    assert set(column(answer, "cvegeo", "points_population").values()) == {0}
    alone = {f"weight_{name}": "0" for name in ("population", "migration", "neighbors", "nearest")}
    first = answered(loaded, "without-agreements", sort="-priority", **alone)
    assert [row["cvegeo"] for row in first.data][:2] == ["01001", "02003"]
    assert first.data[-1]["cvegeo"] == "01003"
    assert first.data[-1]["priority"] is None


def test_regions_of_a_population(loaded: Connection) -> None:
    answer = answered(loaded, "regions", method="max_p", floor_of="population", floor="3000")
    # Eighteen touching thousands, and an island of five thousand.
    assert answer.run["most_regions_possible"] == 7
    assert all(row["population_count"] >= 3_000 for row in answer.series["regions"])
    assert all(row["reaches_floor"] for row in answer.series["regions"])
    assert answer.run["named_by"] == "population"
    lacking = answered(loaded, "regions", indicator="climate_vulnerability.high_vulnerability_count")
    assert [row["cvegeo"] for row in lacking.data if row["region"] is None] == ["01003"]
    assert any("Calvillo (01003)" in caveat.en for caveat in lacking.caveats)
    assert painted(loaded, "regions", indicator="climate_vulnerability.high_vulnerability_count").classes[
        "left_out"
    ] == ["01003"]


def test_similarity_over_all_that_is_loaded(loaded: Connection) -> None:
    profiles = read_profiles(loaded)
    assert [subject.name for subject in profiles.used] == ["population", "migration", "climate", "border"]
    assert [measure.id for measure in profiles.missing] == [
        "marginalization_2020.marginalization_index",
        "drought.longest_d3_days",
    ]
    # The two distances from a border and the coast share what their subject weighs.
    assert profiles.weights.tolist() == pytest.approx([0.25, 0.25, 0.25, *[0.25 / 3] * 3])
    population, migration, climate = profiles.values[:, :3].T
    place = {code: profiles.position(code) for code in NAMES}
    assert (population[place["02010"]], population[place["02001"]]) == (1.0, 0.0)
    # The index is lowest where migration is most intense: 50 of 50 to 63.
    assert migration[place["02001"]] == 1.0
    assert migration[place["01001"]] == pytest.approx(8 / 13)
    assert (climate[place["02003"]], climate[place["02002"]]) == (1.0, 0.0)
    # 02001 and 02002 are as populous and as vulnerable, far apart in migration, and both on the border;
    # only 02001 lies on the sea.
    found = similarities(profiles.values, profiles.weights, place["02001"])
    assert found[place["02002"]] == pytest.approx(0.75 - 0.25 / 3, abs=0.01)


def test_needs_of_a_vulnerable_and_of_an_intense_municipality(loaded: Connection) -> None:
    vulnerable = answered(loaded, "partner-candidates", government="02003").series["needs"]
    assert [(row["theme"], row["layer_id"]) for row in vulnerable] == [
        ("climate", "climate_vulnerability"),
        ("disaster_risk", "climate_vulnerability"),
    ]
    intense = answered(loaded, "partner-candidates", government="01002")
    assert [(row["theme"], row["record_id"]) for row in intense.series["needs"]] == [("migration", "01002")]
    assert all(row["source_id"] for row in intense.series["needs"])
    missing = " ".join(caveat.en for caveat in intense.caveats)
    assert "Marginalization 2020" in missing
    assert "Population and dwellings 2020" not in missing
