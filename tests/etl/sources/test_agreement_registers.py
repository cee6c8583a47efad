"""Registers of agreements with any columns: mapped, resolved, several partners in a cell, reviewed."""

import csv
import io
import tomllib

import openpyxl
import pytest

from etl.faults import fault_in
from etl.published.refusals import MissingColumns, UnknownColumns
from etl.published.review import BadDecision, decisions, review_csv
from etl.sources.agreement_mapping import AgreementMapping, BadMapping, mapping_of, parsed_mapping
from etl.sources.agreement_registers import AgreementsReading, read
from etl.sources.agreement_template import csv_template, mapping_template
from etl.sources.register.places import Places
from geo.layers.agreements import LAYER
from geo.names.gazetteer import Gazetteer
from geo.names.places import Places as PlacesAbroad
from tests.abroad import city
from tests.etl.sources.conftest import Given

TOML = """
[source]
id = "raii"
title = "Registro"
publisher = "SRE"
licence = "Información pública"
url = "https://example.org/raii"
date = "2026-10"
confidence = "high"

[file]
ignored = ["Observaciones"]

[columns]
id = "Folio"
signatory = "Órgano"
state = "Estado"
partner = "Contraparte"
partner_country = "País"
instrument = "Tipo"
signed = "Fecha"
status = "Vigencia"
themes = "Materia"

[lists]
partner = [";"]
themes = [","]

[defaults]
raii_registered = "yes"

[words.instrument]
"Carta de amistad" = "otro"
"""

HEADER = "Folio,Órgano,Estado,Contraparte,País,Tipo,Fecha,Vigencia,Materia,Observaciones\n"
TIJUANA = '1,H. Ayuntamiento de Tijuana,B.C.,"San Diego, California",Estados Unidos,Hermanamiento,'
ROWS = (
    f'{TIJUANA}12 de marzo de 2014,Vigente,"Cultura, Turismo",x\n'
    "2,Gobierno del Estado de Aguascalientes,,Universidad de Sevilla,España,Memorándum de entendimiento,"
    "marzo de 2014,3 años,Magia,\n"
    '3,Tecate,Baja California,"Chula Vista, California;Busan",,Carta de amistad,,,,\n'
)


@pytest.fixture(scope="module")
def abroad() -> PlacesAbroad:
    return PlacesAbroad(
        [
            city(5391811, "San Diego", "US", "CA", 32.71571, -117.16472),
            city(5336899, "Chula Vista", "US", "CA", 32.64005, -117.0842),
            city(1838524, "Busan", "KR", "10", 35.10278, 129.04028),
            city(4726206, "San Antonio", "US", "TX", 29.42412, -98.49363),
            city(3872395, "San Antonio", "CL", "01", -33.59473, -71.60746),
        ]
    )


@pytest.fixture
def mapping() -> AgreementMapping:
    return parsed_mapping(tomllib.loads(TOML), "raii.toml")


@pytest.fixture
def reading(
    given: Given, mapping: AgreementMapping, places: Places, gazetteer: Gazetteer, abroad: PlacesAbroad
) -> AgreementsReading:
    return read(given("raii.csv", HEADER + ROWS, "cp1252"), mapping, places, gazetteer, abroad)


def test_a_row_may_be_several_records(reading: AgreementsReading) -> None:
    assert (reading.input.rows, reading.rows_loaded, len(reading.rows)) == (3, 3, 4)
    assert [row["id"] for row in reading.rows] == ["raii-1", "raii-2", "raii-3", "raii-3-2"]
    assert [row["partner_name"] for row in reading.rows[2:]] == ["Chula Vista", "Busan"]


def test_parties_places_dates_and_words_are_read(reading: AgreementsReading) -> None:
    first, second, third = reading.rows[:3]

    assert (first["level"], first["cvegeo"], first["cve_ent"]) == ("municipal", "02004", "02")
    assert first["name_as_published"] == "H. Ayuntamiento de Tijuana"
    assert (first["partner_geonameid"], first["partner_country"]) == ("5391811", "US")
    assert (first["geom"].x, first["geom"].y) == (-117.16472, 32.71571)
    assert (first["signed_date"], first["signed_year"], first["status"]) == ("2014-03-12", 2014, "in_force")
    assert first["themes"] == ["culture", "tourism"]
    assert (first["raii_registered"], first["confidence"], first["scope"]) == ("yes", "high", "international")

    assert (second["level"], second["cvegeo"], second["cve_ent"]) == ("state", None, "01")
    assert (second["partner_type"], second["instrument"], second["signed_date"]) == (
        "university",
        "memorandum",
        "2014-03",
    )
    assert (third["instrument"], third["signed_year"]) == ("otro", None)


def test_words_that_nobody_knows_are_told_and_cost_no_row(reading: AgreementsReading) -> None:
    told = next(each for each in reading.findings if each.code == "words_unknown")
    assert told.detail == {"status": {"3 años": 1}, "themes": {"Magia": 1}}
    assert (reading.rows[1]["status"], reading.rows[1]["themes"]) == ("unknown", ["other"])


def test_every_record_fits_its_layer(reading: AgreementsReading) -> None:
    for row in reading.rows:
        for field in LAYER.fields:
            if field.name not in {"partner_id", "source_id"}:
                assert fault_in(field, row[field.name]) is None, (field.name, row)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("9,Ayuntamiento de Nada,B.C.,Busan,Corea del Sur,Convenio,,,,\n", "no known municipality"),
        ("9,Tijuana,B.C.,Busan,Corea del Sur,Brindis,,,,\n", "«Brindis» is no known word"),
        ("9,Tijuana,B.C.,Busan,Corea del Sur,,,,,\n", "instrument is missing"),
        ("9,Tijuana,B.C.,Busan,Corea del Sur,Convenio,12/13/2014,,,\n", "no date that can be read"),
        ("9,Tijuana,B.C.,Busan,Atlántida,Convenio,,,,\n", "«Atlántida» is no known country"),
        ("9,Tijuana,B.C.,Xanadú,,Convenio,,,,\n", "in which country"),
        ("9,Tijuana,B.C.,,Corea del Sur,Convenio,,,,\n", "partner is missing"),
        ("9,Tijuana,B.C.,;,Corea del Sur,Convenio,,,,\n", "partner is missing"),
        ("9,,B.C.,Busan,Corea del Sur,Convenio,,,,\n", "signatory is missing"),
        ("1,Tecate,B.C.,Busan,Corea del Sur,Convenio,,,,\n", "1 is on line 2 too"),
        ("9,Tijuana,B.C.,Busan,Corea del Sur,Convenio\n", "6 cells"),
    ],
)
def test_a_row_that_does_not_fit_is_rejected(
    given: Given,
    mapping: AgreementMapping,
    places: Places,
    gazetteer: Gazetteer,
    abroad: PlacesAbroad,
    row: str,
    reason: str,
) -> None:
    reading = read(given("raii.csv", HEADER + ROWS + row), mapping, places, gazetteer, abroad)

    assert (reading.input.rows, reading.rows_loaded) == (4, 3)
    assert reason in reading.rejections[0].reason.en
    assert reading.rejections[0].line == 5


def test_a_partner_of_whose_name_there_are_several_has_no_point(
    given: Given, mapping: AgreementMapping, places: Places, gazetteer: Gazetteer, abroad: PlacesAbroad
) -> None:
    text = (
        HEADER
        + "1,Tijuana,B.C.,San Antonio,,Hermanamiento,,,,\n2,Tijuana,B.C.,San Antonio,Chile,Convenio,,,,\n"
    )
    reading = read(given("raii.csv", text), mapping, places, gazetteer, abroad)

    assert [row["partner_country"] for row in reading.rows] == ["CL"]
    assert "in which country" in reading.rejections[0].reason.en
    told = next(each for each in reading.findings if each.code == "partners_ambiguous")
    assert sorted(told.detail) == ["San Antonio"]


def test_ambiguous_names_are_decided_by_a_person(
    given: Given, mapping: AgreementMapping, abroad: PlacesAbroad
) -> None:
    places = Places(frozenset({"09014", "23005", "02004"}), frozenset({"02", "09", "23"}), "tiny")
    gazetteer = Gazetteer(
        [("09014", "Benito Juárez", "09"), ("23005", "Benito Juárez", "23"), ("02004", "Tijuana", "02")],
        [("02", "Baja California"), ("09", "Ciudad de México"), ("23", "Quintana Roo")],
        aliases=(),
        localities=(),
    )
    row = ",,Busan,Corea del Sur,Convenio,,,,\n"
    file = given("raii.csv", f"{HEADER}1,Benito Juárez{row}2,Tijuana{row}3,BENITO JUAREZ{row}4,Tijuana{row}")
    reading = read(file, mapping, places, gazetteer, abroad)

    assert (reading.rows_loaded, len(reading.rejections)) == (2, 2)
    review = list(csv.DictReader(io.StringIO(review_csv(reading.unresolved))))
    assert [(line["name"], line["status"], line["rows"]) for line in review] == [
        ("Benito Juárez", "ambiguous", "2")
    ]
    assert "23005 Benito Juárez, Quintana Roo" in review[0]["candidates"]

    decided = review_csv(reading.unresolved).rstrip("\n") + "23005\n"
    again = read(file, mapping, places, gazetteer, abroad, decisions(given("review.csv", decided), places))
    assert again.rows_loaded == 4
    assert [row["cvegeo"] for row in again.rows] == ["23005", "02004", "23005", "02004"]

    left_out = review_csv(reading.unresolved).rstrip("\n") + "-\n"
    without = read(file, mapping, places, gazetteer, abroad, decisions(given("r.csv", left_out), places))
    assert (without.rows_loaded, "left out in the review" in without.rejections[0].reason.en) == (2, True)

    with pytest.raises(BadDecision, match="line 2"):
        decisions(given("bad.csv", decided.replace("23005\n", "99999\n")), places)


def test_a_spreadsheet_with_lines_above_its_header(
    given: Given, places: Places, gazetteer: Gazetteer, abroad: PlacesAbroad
) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.title = "Hoja1"
    lines = list(csv.reader(io.StringIO(HEADER + ROWS)))
    for line in [["Registro de acuerdos"], [], *lines]:
        workbook.active.append(line)
    content = io.BytesIO()
    workbook.save(content)
    text = TOML.replace("[file]", '[file]\nheader_line = 3\nsheet = "Hoja1"')
    mapping = parsed_mapping(tomllib.loads(text), "raii.toml")
    reading = read(given("raii.xlsx", content.getvalue()), mapping, places, gazetteer, abroad)

    assert (reading.rows_loaded, len(reading.rows)) == (3, 4)


def test_columns_that_the_mapping_and_the_table_do_not_share_are_refused(
    given: Given, mapping: AgreementMapping, places: Places, gazetteer: Gazetteer, abroad: PlacesAbroad
) -> None:
    with pytest.raises(MissingColumns, match="Fecha"):
        read(given("a.csv", (HEADER + ROWS).replace("Fecha", "Firma")), mapping, places, gazetteer, abroad)
    with pytest.raises(UnknownColumns, match="Notas"):
        read(
            given("b.csv", (HEADER + ROWS).replace("Observaciones", "Notas")),
            mapping,
            places,
            gazetteer,
            abroad,
        )


@pytest.mark.parametrize(
    ("published", "altered", "told"),
    [
        ('signatory = "Órgano"\n', "", "columns.signatory is missing"),
        ('confidence = "high"', 'confidence = "alta"', "high, medium, low"),
        ('"otro"', '"abrazo"', "«abrazo» is no word"),
        ("[lists]", "[listas]", "unknown key listas"),
        ('themes = "Materia"', 'tema = "Materia"', "unknown key columns.tema"),
        ('raii_registered = "yes"', 'raii_registered = "sí"', "«sí» is no word"),
        ('partner = [";"]', 'partner = ";"', "must be a list"),
        ("[file]", "[file]\nheader_line = 0", "1 or more"),
        ("[file]", '[file]\ndelimiter = "||"', "one character"),
        ("[file]", '[file]\nencoding = "ebcdic"', "utf-8, cp1252"),
        ("[source]", "source", "it is no TOML"),
        ('title = "Registro"', "title = 7", "source.title must be a text"),
    ],
)
def test_a_mapping_that_says_something_else_is_refused(
    given: Given, published: str, altered: str, told: str
) -> None:
    assert published in TOML
    with pytest.raises(BadMapping) as refused:
        mapping_of(given("raii.toml", TOML.replace(published, altered, 1)))
    assert told in refused.value.en
    assert refused.value.es


def test_the_templates_read_each_other(given: Given, places: Places, abroad: PlacesAbroad) -> None:
    jalisco = Gazetteer([("14039", "Guadalajara", "14")], [("14", "Jalisco")], aliases=(), localities=())
    known = Places(places.municipalities | {"14039"}, places.states | {"14"}, "tiny")
    mapping = mapping_of(given("template.toml", mapping_template()))
    reading = read(given("template.csv", csv_template()), mapping, known, jalisco, abroad)

    (row,) = reading.rows
    assert (row["cvegeo"], row["signed_date"], row["themes"]) == (
        "14039",
        "2014-03-12",
        ["culture", "tourism"],
    )
    assert row["id"] == "mi-registro-1"
