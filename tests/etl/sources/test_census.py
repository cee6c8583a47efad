"""The census: the table of localities with its totals, and a table of municipal totals."""

import io
import zipfile

import pytest

from etl.published.refusals import MissingColumns, NotATable, UnknownColumns, WrongTotal
from etl.sources import census
from etl.sources.iter_columns import ITER_IGNORED
from etl.sources.register.places import Places
from tests.etl.sources.conftest import Given, assert_fits

HEADER = (
    "ENTIDAD,NOM_ENT,MUN,NOM_MUN,LOC,NOM_LOC,LONGITUD,LATITUD,ALTITUD,POBTOT,POBFEM,POBMAS,P3YM_HLI,TVIVHAB"
)
ITER = f"""{HEADER}
00,Total nacional,000,Total nacional,0000,Total nacional,,,,1000,520,480,30,300
01,Aguascalientes,000,Total de la entidad,0000,Total de la Entidad,,,,600,310,290,10,180
01,Aguascalientes,001,Aguascalientes,0000,Total del Municipio,,,,400,210,190,10,120
01,Aguascalientes,001,Aguascalientes,0001,X,"102°17'45.7"" W","21°52'47.3"" N",1878,390,205,185,10,118
01,Aguascalientes,001,Aguascalientes,9999,Localidades de dos viviendas,,,,10,5,5,*,2
01,Aguascalientes,002,Asientos,0000,Total del Municipio,,,,200,100,100,N/D,60
02,Baja California,000,Total de la entidad,0000,Total de la Entidad,,,,400,210,190,20,120
02,Baja California,004,Tijuana,0000,Total del Municipio,,,,400,210,190,20,120
"""

TOTALS = """CVEGEO,CVE_ENT,CVE_MUN,NOMGEO,POB,VIV
01001,01,001,Aguascalientes,948990.0,266942.0
01002,01,002,Asientos,51536.0,
02007,02,007,San Felipe,0.0,0.0
03002,03,002,Mulegé,64022.0,19436.0
"""


def test_only_totals_of_municipalities_are_rows(given: Given, places: Places) -> None:
    reading = census.read(given("iter.csv", ITER), places)

    assert_fits(reading)
    assert (reading.rows_in, reading.rows_loaded) == (3, 3)
    columns = reading.table("census_2020").columns
    assert columns["cvegeo"] == ["01001", "01002", "02004"]
    assert columns["population_count"] == [400, 200, 400]
    assert columns["female_population_count"] == [210, 100, 210]
    assert columns["indigenous_language_speaker_count"] == [10, None, 20]
    aside = next(each for each in reading.findings if each.code == "lines_left_aside")
    assert aside.detail == {"localities": 2, "totals": 3}


def test_the_zip_is_read_as_published(given: Given, places: Places) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("conjunto_de_datos/conjunto_de_datos_iter_00CSV20.csv", "\ufeff" + ITER)
        archive.writestr("diccionario_datos/diccionario_datos_iter_00CSV20.csv", "otra,cosa\n")
    reading = census.read(given("iter.zip", content.getvalue()), places)

    assert reading.table("census_2020").columns["population_count"] == [400, 200, 400]


def test_a_zip_without_the_table_is_refused(given: Given, places: Places) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("leeme.txt", "nada")

    with pytest.raises(NotATable):
        census.read(given("iter.zip", content.getvalue()), places)


@pytest.mark.parametrize(
    ("printed", "altered"),
    [
        ("Total nacional,0000,Total nacional,,,,1000", "Total nacional,0000,Total nacional,,,,1001"),
        ("Total de la Entidad,,,,600", "Total de la Entidad,,,,601"),
    ],
)
def test_totals_that_do_not_add_up_are_refused(
    given: Given, places: Places, printed: str, altered: str
) -> None:
    assert printed in ITER
    with pytest.raises(WrongTotal):
        census.read(given("iter.csv", ITER.replace(printed, altered)), places)


def test_the_population_of_a_whole_country_is_that_of_the_census(given: Given) -> None:
    states = [f"{number:02d}" for number in range(1, 33)]
    places = Places(frozenset(f"{state}001" for state in states), frozenset(states), "tiny")
    rows = [f"{state}001,{state},001,X,3937938.0,1" for state in states]
    whole = "CVEGEO,CVE_ENT,CVE_MUN,NOMGEO,POB,VIV\n" + "\n".join(rows)
    right = census.NATIONAL_POPULATION - 31 * 3_937_938

    census.read(
        given("right.csv", whole.replace("32001,32,001,X,3937938", f"32001,32,001,X,{right}")), places
    )
    with pytest.raises(WrongTotal, match="126,014,024"):
        census.read(given("wrong.csv", whole), places)


def test_municipal_totals(given: Given, places: Places) -> None:
    reading = census.read(given("totals.csv", TOTALS), places)

    columns = reading.table("census_2020").columns
    assert columns["cvegeo"] == ["01001", "01002"]
    assert columns["population_count"] == [948_990, 51_536]
    assert columns["inhabited_dwelling_count"] == [266_942, None]
    assert [(each.natural_key, each.line) for each in reading.rejections] == [("03002", 5), ("02007", 4)]
    assert "not in this vintage" in reading.rejections[0].reason.en
    assert "created after the census" in reading.rejections[1].reason.en


def test_every_row_cites_the_census(given: Given, places: Places) -> None:
    reading = census.read(given("totals.csv", TOTALS), places)

    cited = list(reading.cited())
    assert len(cited) == 2
    assert reading.table("census_2020").columns["source_id"] == [cited[0]["source_id"]] * 2
    assert reading.input.address == "https://example.org/totals.csv"
    assert cited[0]["retrieved"] == "2026-11-20"


def test_a_lost_or_a_new_column_is_refused(given: Given, places: Places) -> None:
    with pytest.raises(MissingColumns, match="POBTOT"):
        census.read(given("a.csv", ITER.replace("POBTOT", "POBLACION")), places)
    with pytest.raises(UnknownColumns, match="NUEVA"):
        census.read(given("b.csv", TOTALS.replace("VIV\n", "VIV,NUEVA\n")), places)


def test_the_published_table_has_286_columns() -> None:
    assert len(ITER_IGNORED) + len(census.LOCALITIES.layout.columns) == 286


@pytest.mark.shared_data
def test_the_real_totals(real_file: Given, real_places: Places) -> None:
    reading = census.read(real_file("inegi/censo2020_poblacion_viviendas_2475.csv"), real_places)

    assert_fits(reading)
    assert (reading.rows_in, reading.rows_loaded, len(reading.rejections)) == (2475, 2469, 6)
    columns = reading.table("census_2020").columns
    assert sum(columns["population_count"]) == 126_014_024
    by_code = dict(zip(columns["cvegeo"], columns["population_count"], strict=True))
    assert (by_code["01001"], by_code["02004"], by_code["32058"]) == (948_990, 1_922_523, 2_767)
    dwellings = dict(zip(columns["cvegeo"], columns["inhabited_dwelling_count"], strict=True))
    assert [code for code, count in dwellings.items() if count is None] == ["03002"]
    assert {each.natural_key for each in reading.rejections} == {
        "02007", "04013", "12082", "12083", "12084", "12085",
    }  # fmt: skip
