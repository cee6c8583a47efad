"""The drought monitor: its maps as published, and a table of the longest spells."""

import io
from datetime import datetime

import openpyxl
import pytest

from etl.published.refusals import UnexpectedContent, UnknownColumns
from etl.sources import conagua_drought
from etl.sources.register.places import Places
from tests.etl.sources.conftest import Given, assert_fits

HEADER = (
    "nombre_estado,cve_ent,nombre_municipio,cve_geo,org_cuenca,clv_oc,con_cuenca,cve_conc,sequia,"
    "full_date_start_racha,full_date_end_racha,racha_dias"
)
SPELLS = f"""{HEADER}
Baja California,02,Tijuana,02004,X,VIII,Y,16,D0,2025-01-16,2025-04-15,89
Baja California,02,Tijuana,02004,X,VIII,Y,16,D3,2023-06-16,2023-11-30,167
Baja California,02,Tijuana,02004,X,VIII,Y,16,Sin sequia,2003-01-01,2003-01-31,30
Aguascalientes,01,Cosío,01004,X,VIII,Y,16,D4,2011-11-01,2011-11-30,29
"""


def test_a_category_that_never_occurred_lasted_no_day(given: Given, places: Places) -> None:
    reading = conagua_drought.read(given("rachas.csv", SPELLS), places)

    assert_fits(reading)
    assert (reading.rows_in, reading.rows_loaded) == (4, 4)
    columns = reading.table("drought").columns
    assert columns["cvegeo"] == ["01004", "02004"]
    assert columns["longest_d3_days"] == [0, 167]
    assert columns["longest_d4_days"] == [29, 0]
    assert columns["longest_none_days"] == [0, 30]
    assert columns["record_end"] == ["2025-04-15"] * 2
    spells = reading.table("drought_spells").columns
    assert spells["id"] == ["01004:D4", "02004:D0", "02004:D3", "02004:none"]
    assert spells["start_date"][1] == "2025-01-16"
    assert spells["spell_days"] == [29, 89, 167, 30]


@pytest.mark.parametrize(
    ("published", "altered", "reason"),
    [
        (",89\n", ",88\n", "is not 88 days but 89"),
        (",D0,", ",D7,", "«D7» is no known word"),
        ("2025-01-16", "16/01/2025", "is no date"),
        (",89\n", ",mucho\n", "is not a number"),
    ],
)
def test_of_a_municipality_with_a_rejected_row_a_missing_category_is_unknown(
    given: Given, places: Places, published: str, altered: str, reason: str
) -> None:
    assert SPELLS.count(published) == 1
    reading = conagua_drought.read(given("rachas.csv", SPELLS.replace(published, altered)), places)

    assert_fits(reading)
    assert (reading.rows_in, reading.rows_loaded) == (4, 3)
    assert reason in reading.rejections[0].reason.en
    columns = reading.table("drought").columns
    assert columns["longest_d0_days"] == [0, None]
    assert columns["longest_d1_days"] == [0, None]
    assert columns["longest_d3_days"] == [0, 167]


def test_two_spells_that_contradict_each_other_are_both_rejected(given: Given, places: Places) -> None:
    again = "Baja California,02,Tijuana,02004,X,VIII,Y,16,D0,2025-01-16,2025-04-16,90\n"
    reading = conagua_drought.read(given("rachas.csv", SPELLS + again), places)

    assert_fits(reading)
    assert (reading.rows_in, reading.rows_loaded) == (5, 3)
    assert {each.line for each in reading.rejections} == {2, 6}
    assert reading.table("drought").columns["longest_d0_days"] == [0, None]


NAMES = "CVE_CONCATENADA CVE_ENT CVE_MUN NOMBRE_MUN ENTIDAD ORG_CUENCA* CLV_OC CON_CUENCA CVE_CONC"


def maps(*columns: tuple[str, tuple[str, str]], serial: bool = False) -> bytes:
    """A workbook as CONAGUA publishes it, of Cosío and Tijuana."""
    workbook = openpyxl.Workbook()
    workbook.active.title = "NOTAS"
    sheet = workbook.create_sheet("MUNICIPIOS")
    days = [datetime.fromisoformat(day) for day, _ in columns]
    start = datetime.fromisoformat("1899-12-30")
    sheet.append([*NAMES.split(), *((day - start).days if serial else day for day in days)])
    sheet.append(
        ["01004", "01", "004", "Cosío*", "X", "X", "V", "Y", "1", *(words[0] for _, words in columns)]
    )
    sheet.append(
        ["02004", "02", "004", "Tijuana", "X", "X", "V", "Y", "1", *(words[1] for _, words in columns)]
    )
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


MAPS = (
    ("2003-06-30", ("D0", "")),
    ("2003-07-31", ("D0", "D1")),
    ("2003-08-31", ("", "")),
    ("2003-09-30", ("D0", "D1")),
    ("2003-10-15", ("D2", "D1")),
    ("2003-10-31", ("D2", "")),
)


@pytest.mark.parametrize("serial", [False, True], ids=["dates", "serial numbers"])
def test_spells_are_made_from_the_maps(given: Given, places: Places, serial: bool) -> None:
    reading = conagua_drought.read(given("MunicipiosSequia.xlsx", maps(*MAPS, serial=serial)), places)

    assert_fits(reading)
    assert (reading.rows_in, reading.rows_loaded) == (2, 2)
    spells = reading.table("drought_spells").columns
    found = dict(zip(spells["id"], zip(spells["start_date"], spells["end_date"], strict=True), strict=True))
    # No map was drawn in August: June and July are one run, September begins another.
    assert found == {
        "01004:D0": ("2003-06-01", "2003-07-31"),
        "01004:D2": ("2003-10-01", "2003-10-31"),
        "02004:D1": ("2003-09-01", "2003-10-15"),
        "02004:none": ("2003-06-01", "2003-06-30"),
    }
    assert reading.table("drought").columns["longest_d0_days"] == [60, 0]
    missing = next(each for each in reading.findings if each.code == "maps_not_drawn")
    assert missing.detail == {"dates": ["2003-08-31"]}
    assert reading.citation["source_date"] == "2003-10-31"


def test_a_word_that_is_no_category_rejects_the_municipality(given: Given, places: Places) -> None:
    content = maps(("2003-06-30", ("D9", "D0")), ("2003-07-31", ("D0", "D0")))
    reading = conagua_drought.read(given("maps.xlsx", content), places)

    assert_fits(reading)
    assert (reading.rows_in, reading.rows_loaded) == (2, 1)
    assert "«D9» is no known word" in reading.rejections[0].reason.en


def test_maps_out_of_order_or_of_another_layout_are_refused(given: Given, places: Places) -> None:
    unordered = maps(("2003-07-31", ("D0", "D0")), ("2003-06-30", ("D0", "D0")))
    with pytest.raises(UnexpectedContent):
        conagua_drought.read(given("maps.xlsx", unordered), places)
    with pytest.raises(UnknownColumns, match="NUEVA"):
        conagua_drought.read(
            given("b.csv", "CVE_CONCATENADA,CVE_ENT,NUEVA,2003-06-30\n01004,01,x,D0\n"), places
        )


@pytest.mark.shared_data
def test_the_real_spells(real_file: Given, real_places: Places) -> None:
    reading = conagua_drought.read(
        real_file("conagua/conagua_msm_max_rachas_sequia_municipios.csv"), real_places
    )

    assert_fits(reading)
    assert (reading.rows_in, reading.rows_loaded) == (12_146, 12_146)
    columns = reading.table("drought").columns
    assert len(columns["cvegeo"]) == 2471
    assert set(columns["record_end"]) == {"2025-08-15"}
    at = columns["cvegeo"].index("01001")
    assert [columns[f"longest_{word}_days"][at] for word in ("d0", "d1", "d2", "d3", "d4")] == [
        89, 150, 105, 167, 29,
    ]  # fmt: skip
    assert sum(days == 0 for days in columns["longest_d4_days"]) == 2471 - 581
    spells = reading.table("drought_spells").columns
    one = spells["id"].index("32058:none")
    assert (spells["start_date"][one], spells["end_date"][one], spells["spell_days"][one]) == (
        "2003-01-01",
        "2005-05-31",
        881,
    )
