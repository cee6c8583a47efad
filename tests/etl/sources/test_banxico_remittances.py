"""Banco de México's remittances: titles above the header, one column a series, names instead of codes."""

import csv

import pytest

from etl.errors import MostRowsRejected
from etl.published.refusals import MissingColumns, NotText, UnexpectedContent
from etl.sources import banxico_remittances
from etl.sources.banxico_series import sheet
from etl.sources.register.places import Places
from etl.sources.series_places import placed
from geo.names.gazetteer import Gazetteer
from tests.etl.sources.conftest import Given, assert_fits

OF = "Ingresos por Remesas, Distribución por Municipio, "
TITLES = (
    "Ingresos por Remesas Familiares, Baja California",
    f"{OF}Baja California, Tijuana",
    f"{OF}Baja California, Playas de Rosarito",
    f"{OF}Baja California, No identificado",
    f"{OF}Aguascalientes, Jesús María",
)
QUARTERS = ("01/01/2024", "01/04/2024", "01/07/2024", "01/10/2024", "01/01/2025")
ROWS = (
    ("10.6000", "10.000000", "0.500000", "0.100000", "1.000000"),
    ("20.6000", "20.000000", "0.500000", "0.100000", "2.000000"),
    ("30.6000", "30.000000", "0.500000", "0.100000", "N/E"),
    ("40.6000", "40.000000", "0.500000", "0.100000", "4.000000"),
    ("50.6000", "50.000000", "0.500000", "0.100000", "5.000000"),
)


def exported(
    titles: tuple[str, ...] = TITLES,
    *,
    unit: str = "Millones de Dólares",
    title: str = "Ingresos por remesas, distribución por municipio",
    quarters: tuple[str, ...] = QUARTERS,
    rows: tuple[tuple[str, ...], ...] = ROWS,
) -> bytes:
    def line(name: str, cells: tuple[str, ...]) -> str:
        return ",".join(f'"{cell}"' for cell in (name, *cells))

    width = len(titles)
    lines = ["", '"Banco de México"', "", '"Balanza de pagos"', f'"{title}"', ""]
    lines += ['"Fecha de consulta: 05/05/2026 08:29:25"', "", '""', ""]
    lines += [line("Título", titles), line("Periodo disponible", ("Ene-Mar 2013 - Ene-Mar 2026",) * width)]
    lines += [line("Periodicidad", ("Trimestral",) * width), line("Cifra", ("Flujos",) * width)]
    lines += [line("Unidad", (unit,) * width), line("Base", ("",) * width), line("Aviso", ("",) * width)]
    lines += [line("Tipo de información", ("Niveles",) * width)]
    lines += [line("Fecha", tuple(f"SE{41187 + at}" for at in range(width)))]
    lines += [",".join((day, *values)) for day, values in zip(quarters, rows, strict=True)]
    return "\n".join([*lines, ""]).encode("cp1252")


def test_series_find_their_municipality(given: Given, places: Places, gazetteer: Gazetteer) -> None:
    reading = banxico_remittances.read(given("ce166.csv", exported()), places, gazetteer)

    assert_fits(reading)
    assert (reading.rows_in, reading.rows_loaded) == (4, 3)
    columns = reading.table("remittances").columns
    assert columns["cvegeo"] == ["01005", "02004", "02005"]
    assert columns["remittances_2024_musd"] == [None, 100.0, 2.0]
    assert columns["latest_four_quarters_musd"] == [None, 140.0, 2.0]
    assert columns["remittances_2025_musd"] == [None, None, None]
    assert set(columns["latest_period"]) == {"2025-Q1"}
    quarterly = reading.table("remittances_quarterly").columns
    assert len(quarterly["id"]) == 14
    assert quarterly["id"][:2] == ["01005:2024-Q1", "01005:2024-Q2"]
    assert "01005:2024-Q3" not in quarterly["id"]
    assert quarterly["remittances_musd"][:2] == [1.0, 2.0]


def test_what_was_assigned_to_no_municipality_is_rejected(
    given: Given, places: Places, gazetteer: Gazetteer
) -> None:
    reading = banxico_remittances.read(given("ce166.csv", exported()), places, gazetteer)

    (rejected,) = reading.rejections
    assert (rejected.natural_key, rejected.line) == ("SE41190", 11)
    assert "no municipality of the state" in rejected.reason.en


def test_the_day_of_export_dates_the_source(given: Given, places: Places, gazetteer: Gazetteer) -> None:
    reading = banxico_remittances.read(given("ce166.csv", exported()), places, gazetteer)

    assert (reading.citation["source_date"], reading.citation["retrieved"]) == ("2026-05-05", "2026-05-05")


def test_municipalities_are_compared_with_the_total_of_their_state(
    given: Given, places: Places, gazetteer: Gazetteer
) -> None:
    right = banxico_remittances.read(given("right.csv", exported()), places, gazetteer)
    altered = (("10.7000", *ROWS[0][1:]), *ROWS[1:])
    wrong = banxico_remittances.read(given("wrong.csv", exported(rows=altered)), places, gazetteer)

    assert "state_totals_differ" not in {each.code for each in right.findings}
    found = next(each for each in wrong.findings if each.code == "state_totals_differ")
    assert found.detail["quarters"] == [
        {"state": "Baja California", "quarter": "2024-Q1", "municipalities_musd": 10.6, "state_musd": 10.7}
    ]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"unit": "Miles de Dólares"}, "Millones de Dólares"),
        ({"title": "Ingresos por remesas"}, "distribución por municipio"),
        ({"quarters": (*QUARTERS[:4], "01/04/2025")}, "one after another"),
        ({"quarters": ("01/02/2024", *QUARTERS[1:])}, "01/01, 01/04"),
        ({"titles": (*TITLES[:4], "Otra serie")}, "Ingresos por Remesas"),
        ({"rows": (*ROWS[:4], ("50.6000", "50,000000,0", "0.5", "0.1"))}, "6 celdas"),
        ({"rows": (*ROWS[:4], ("50.6000", "cincuenta", "0.5", "0.1", "1"))}, "≥ 0"),
        ({"rows": (*ROWS[:4], ("50.6000", "-1", "0.5", "0.1", "1"))}, "≥ 0"),
    ],
)
def test_another_table_or_unit_is_refused(
    given: Given,
    places: Places,
    gazetteer: Gazetteer,
    changed: dict[str, tuple[str, ...]],
    expected: str,
) -> None:
    with pytest.raises(UnexpectedContent) as refused:
        banxico_remittances.read(given("ce166.csv", exported(**changed)), places, gazetteer)  # type: ignore[arg-type]

    assert expected in refused.value.en


def test_a_file_without_the_header_is_refused(given: Given, places: Places, gazetteer: Gazetteer) -> None:
    with pytest.raises(MissingColumns):
        banxico_remittances.read(given("ce166.csv", '"Banco de México"\n', "cp1252"), places, gazetteer)


def test_utf_8_is_noticed(given: Given, places: Places, gazetteer: Gazetteer) -> None:
    content = exported().decode("cp1252").encode("utf-8")
    with pytest.raises(NotText):
        banxico_remittances.read(given("ce166.csv", content), places, gazetteer)


def test_names_that_nobody_has_are_reported(given: Given, places: Places, gazetteer: Gazetteer) -> None:
    titles = (*TITLES[:3], f"{OF}Baja California, Xochimilquillo", TITLES[4])
    reading = banxico_remittances.read(given("ce166.csv", exported(titles)), places, gazetteer)

    (rejected,) = reading.rejections
    assert "No municipality of the state is called so" in rejected.reason.en


def test_two_series_at_one_municipality_are_both_rejected(
    given: Given, places: Places, gazetteer: Gazetteer
) -> None:
    titles = (*TITLES[:3], f"{OF}Baja California, Tijuana", TITLES[4])
    reading = banxico_remittances.read(given("ce166.csv", exported(titles)), places, gazetteer)

    assert {each.natural_key for each in reading.rejections} == {"SE41188", "SE41190"}
    assert "02004" not in reading.table("remittances").columns["cvegeo"]


def test_boundaries_of_another_country_are_noticed(given: Given, gazetteer: Gazetteer) -> None:
    with pytest.raises(MostRowsRejected):
        banxico_remittances.read(
            given("ce166.csv", exported()), Places(frozenset(), frozenset(), "none"), gazetteer
        )


@pytest.mark.shared_data
def test_the_real_table(real_file: Given, real_places: Places, real_gazetteer: Gazetteer) -> None:
    reading = banxico_remittances.read(
        real_file("banxico/banxico_ce166_remesas_municipales_raw.csv"), real_places, real_gazetteer
    )

    assert_fits(reading)
    assert (reading.rows_in, reading.rows_loaded, len(reading.rejections)) == (2488, 2456, 32)
    assert {each.reason.en for each in reading.rejections} == {
        "Banco de México assigned these remittances to no municipality of the state."
    }
    # Municipalities and unidentified add up to the printed total of each of 32 states in each of 53 quarters.
    assert "state_totals_differ" not in {each.code for each in reading.findings}
    columns = reading.table("remittances").columns
    at = columns["cvegeo"].index("01001")
    # 40.690177 + 47.164073 + 44.001068 + 46.419031 by hand from the file.
    assert columns["remittances_2013_musd"][at] == 178.274349
    quarterly = reading.table("remittances_quarterly").columns
    assert len(quarterly["id"]) == 2456 * 53
    assert quarterly["remittances_musd"][quarterly["id"].index("01001:2013-Q1")] == 40.690177


@pytest.mark.shared_data
def test_every_real_series_is_where_the_crosswalk_puts_it(
    real_file: Given, real_places: Places, real_gazetteer: Gazetteer
) -> None:
    series = sheet(real_file("banxico/banxico_ce166_remesas_municipales_raw.csv")).municipal
    found = {each.id: code for code, each in placed(series, real_places, real_gazetteer).by_code.items()}
    with real_file("banxico/ce166_series_crosswalk.csv").path.open(encoding="utf-8", newline="") as lines:
        expected = {row["serie_sie"]: row["CVEGEO"] for row in csv.DictReader(lines) if row["CVEGEO"]}

    differences = {
        series_id: (found.get(series_id), expected.get(series_id))
        for series_id in found.keys() | expected.keys()
        if found.get(series_id) != expected.get(series_id)
    }
    assert (len(expected), differences) == (2456, {})
