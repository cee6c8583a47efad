"""CONAPO's three tables: codes without zeros, degrees in words, indices that run in two directions."""

from itertools import pairwise
from pathlib import Path

import pytest

from etl.published.direction import rank_correlation
from etl.published.refusals import NotText, WrongDirection
from etl.sources import conapo_intensity_2010, conapo_intensity_2020, conapo_marginalization_2020
from etl.sources.register.places import Places
from geo.declarations import Direction
from geo.layers import marginalization_2020, migration_intensity_2010, migration_intensity_2020
from tests.etl.sources.conftest import Given, assert_fits
from tests.geography import NAMES

CODES = sorted(NAMES)[:12]


def intensity_2020(index_at: float = 65.0, step: float = -0.5) -> str:
    """Twelve municipalities where remittances grow from row to row and the index by ``step``."""
    lines = ["cve_ent,cve_mun,nom_mun,viv_tot,viv_rem,viv_emig,viv_circ,viv_ret,iim_dp2,gim_dp2,pos_nal"]
    for at, code in enumerate(CODES):
        values = f"{100 + at},{at}.5,1,0,0,{index_at + step * at},Bajo,{at + 1}.0"
        lines.append(f"{int(code[:2])},{int(code)},{NAMES[code]},{values}")
    return "\n".join(lines)


def test_codes_get_their_zeros_back_and_words_become_ours(given: Given, places: Places) -> None:
    text = intensity_2020().replace(",59.5,Bajo,12.0", ",,Nulo,")
    reading = conapo_intensity_2020.read(given("iim.csv", text), places)

    columns = reading.table("migration_intensity_2020").columns
    assert columns["cvegeo"] == CODES
    assert columns["intensity_degree"] == ["low"] * 11 + ["none"]
    assert columns["intensity_index"][-1] is None
    assert columns["national_rank"] == [*range(1, 12), None]
    restored = next(each for each in reading.findings if each.code == "zeros_restored")
    assert restored.detail == {"rows": 12}


def test_an_index_that_runs_the_other_way_is_refused(given: Given, places: Places) -> None:
    with pytest.raises(WrongDirection, match=r"\+1\.00"):
        conapo_intensity_2020.read(given("iim.csv", intensity_2020(50.0, 0.5)), places)


def test_a_degree_that_contradicts_its_index_is_told(given: Given, places: Places) -> None:
    text = intensity_2020().replace(",59.5,Bajo,", ",59.5,Nulo,")
    reading = conapo_intensity_2020.read(given("iim.csv", text), places)

    found = next(each for each in reading.findings if each.code == "degree_contradicts_index")
    assert (found.severity, found.detail) == ("warning", {"cvegeo": [CODES[-1]]})


@pytest.mark.parametrize(
    ("published", "altered", "reason"),
    [
        (",Bajo,1.0", ",Bajísimo,1.0", "«Bajísimo» is no known word"),
        ("101,1.5,1", "101,\u00bf,1", "is not a number"),
        ("102,2.5,1", "102,250,1", "outside 0 to 100"),
        ("1,1004,", "2,1004,", "is not in state"),
        ("1,1005,", "1,99999,", "is not in state"),
        ("1,1006,", "1,mil,", "is no code"),
        ("1,1009,", "1,1010,", "not in this vintage"),
    ],
)
def test_each_fault_rejects_its_row_and_no_other(
    given: Given, places: Places, published: str, altered: str, reason: str
) -> None:
    text = intensity_2020()
    assert text.count(published) == 1
    reading = conapo_intensity_2020.read(given("iim.csv", text.replace(published, altered)), places)

    assert_fits(reading)
    assert (reading.rows_in, reading.rows_loaded) == (12, 11)
    assert reason in reading.rejections[0].reason.en
    assert reading.rejections[0].reason.es
    assert reading.rejections[0].remedy.es
    assert "cve_mun" in reading.rejections[0].raw


def test_rows_that_contradict_each_other_are_both_rejected(given: Given, places: Places) -> None:
    text = intensity_2020().replace("1,1007,", "1,1008,")
    reading = conapo_intensity_2020.read(given("iim.csv", text), places)

    assert_fits(reading)
    assert (reading.rows_in, reading.rows_loaded) == (12, 10)
    assert [each.line for each in reading.rejections] == [8, 9]
    assert [each.reason.en for each in reading.rejections] == [
        "01008 is on line 9 too.",
        "01008 is on line 8 too.",
    ]


def test_a_row_of_another_length_is_rejected(given: Given, places: Places) -> None:
    text = intensity_2020().replace(",3.0\n", ",3.0,sobra\n")
    reading = conapo_intensity_2020.read(given("iim.csv", text), places)

    assert (reading.rows_loaded, len(reading.rejections)) == (11, 1)
    assert "12 cells" in reading.rejections[0].reason.en


def intensity_2010() -> str:
    lines = [
        "ENT,NOM_ENT,MUN,NOM_MUN,TOT_VIV,VIV_REM,VIV_EMIG,VIV_CIRC,VIV_RET,IIM_2010,IIM0a100,GIM_2010,LUG_EDO,LUG_NAL"
    ]
    for at, code in enumerate(CODES):
        values = f"{100 + at},{at}.25,1,0,0,{-1 + at / 4},{at},2 Bajo,{at + 1},{at + 1}"
        lines.append(f"{int(code[:2])},Aguascalientes,{int(code[2:])},{NAMES[code]},{values}")
    return "\n".join(lines)


def test_2010_is_latin_1_and_runs_upwards(given: Given, places: Places) -> None:
    reading = conapo_intensity_2010.read(given("iim.csv", intensity_2010(), "latin-1"), places)

    columns = reading.table("migration_intensity_2010").columns
    assert columns["cvegeo"] == CODES
    assert columns["intensity_index"][0] == -1
    assert "direction_checked" in {each.code for each in reading.findings}


def test_utf_8_taken_for_latin_1_is_noticed(given: Given, places: Places) -> None:
    broken = intensity_2010().encode("utf-8").decode("latin-1")
    with pytest.raises(NotText, match="Ã"):
        conapo_intensity_2010.read(given("iim.csv", broken), places)


def test_the_spreadsheet_as_conapo_publishes_it(given: Given, places: Places) -> None:
    # Made by hand: a first sheet with a dictionary, then IMM_2020 with the same twelve municipalities.
    content = (Path(__file__).parent / "tiny_imm.xls").read_bytes()
    reading = conapo_marginalization_2020.read(given("IMM_2020.xls", content), places)

    assert_fits(reading)
    columns = reading.table("marginalization_2020").columns
    assert columns["cvegeo"] == CODES
    assert columns["population_count"][:2] == [1000, 1001]
    assert columns["marginalization_degree"] == ["medium"] * 12
    assert columns["small_localities_pct"][0] == 1.5
    assert columns["marginalization_index"][:2] == [60.0, 59.0]


def test_the_declared_directions() -> None:
    def of(layer: object, name: str) -> Direction | None:
        return layer.LAYER.field(name).direction  # type: ignore[attr-defined, no-any-return]

    assert of(migration_intensity_2010, "intensity_index") is Direction.HIGHER_IS_MORE
    assert of(migration_intensity_2020, "intensity_index") is Direction.LOWER_IS_MORE
    assert of(marginalization_2020, "marginalization_index") is Direction.LOWER_IS_MORE


@pytest.mark.shared_data
def test_the_real_table_of_2010(real_file: Given, real_places: Places) -> None:
    reading = conapo_intensity_2010.read(real_file("conapo/IIM2010_BASEMUN.csv"), real_places)

    assert_fits(reading)
    assert (reading.rows_in, reading.rows_loaded) == (2456, 2456)
    columns = reading.table("migration_intensity_2010").columns
    row = {name: values[columns["cvegeo"].index("01003")] for name, values in columns.items()}
    assert (row["dwelling_count"], row["remittance_dwellings_pct"]) == (12_831, 19.69)
    assert (row["intensity_index"], row["intensity_degree"], row["national_rank"]) == (
        3.1019,
        "very_high",
        20,
    )
    assert columns["intensity_degree"].count("none") == 11
    assert rank_correlation(columns["intensity_index"], columns["remittance_dwellings_pct"]) > 0.9


@pytest.mark.shared_data
def test_the_real_table_of_2020(real_file: Given, real_places: Places) -> None:
    reading = conapo_intensity_2020.read(real_file("conapo/conapo_iim_municipal_2020_raw.csv"), real_places)

    assert_fits(reading)
    assert (reading.rows_in, reading.rows_loaded) == (2469, 2469)
    columns = reading.table("migration_intensity_2020").columns
    row = {name: values[columns["cvegeo"].index("01003")] for name, values in columns.items()}
    assert (row["intensity_index"], row["intensity_degree"], row["national_rank"]) == (
        58.91333,
        "very_high",
        130,
    )
    nulls = [
        code
        for code, degree in zip(columns["cvegeo"], columns["intensity_degree"], strict=True)
        if degree == "none"
    ]
    assert len(nulls) == 12
    assert "31019" in nulls
    measured = next(each for each in reading.findings if each.code == "direction_checked")
    assert measured.detail["rank_correlation"] == -0.9574
    # Each degree of more intensity lies wholly below the one before it.
    order = ("very_high", "high", "medium", "low", "very_low")
    ranges = [
        [
            index
            for index, degree in zip(columns["intensity_index"], columns["intensity_degree"], strict=True)
            if degree == word
        ]
        for word in order
    ]
    assert all(max(lower) < min(upper) for lower, upper in pairwise(ranges))


@pytest.mark.shared_data
def test_the_real_marginalization(real_file: Given, real_places: Places) -> None:
    reading = conapo_marginalization_2020.read(real_file("conapo/conapo_imm_2020.csv"), real_places)

    assert_fits(reading)
    assert (reading.rows_in, reading.rows_loaded) == (2469, 2469)
    columns = reading.table("marginalization_2020").columns
    assert sum(columns["population_count"]) == 126_014_024
    at = columns["cvegeo"].index("01004")
    assert columns["illiterate_pct"][at] == 3.14486733915402
    assert columns["marginalization_index"][at] == 57.1140301001378
    absent = next(each for each in reading.findings if each.code == "municipalities_absent")
    assert absent.detail == {"cvegeo": ["02007", "04013", "12082", "12083", "12084", "12085"]}
