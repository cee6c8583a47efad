"""INEGI's zip, whole and spoilt in the ways in which it arrives."""

import re
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import CRS

from etl.boundaries.prepare import prepare
from etl.boundaries.records import Boundaries, Columns, column
from etl.errors import (
    BadCode,
    EtlError,
    LostLeadingZeros,
    MissingMember,
    MissingProjection,
    MissingShape,
    RepeatedCode,
    SourceIsHtmlPage,
    StatesDisagree,
    TruncatedArchive,
    UnexpectedColumns,
    UnknownProjection,
    WrongEncoding,
)
from etl.sources import inegi
from etl.sources.marco_geoestadistico import projection_differences
from geo.crs import PLANE
from tests.geography import NAMES, STATES, tiny_municipalities, tiny_neighbours, tiny_states, write_tiny_zip


def _read(path: Path) -> Boundaries:
    return inegi.read(path, path.parent / "cache")


def _prepare(path: Path) -> object:
    return prepare(_read(path), tiny_neighbours(), municipality_count=(1, 100))


def _changed(index: int, **values: object) -> Columns:
    rows = {name: given.copy() for name, given in tiny_municipalities().items()}
    for name, value in values.items():
        rows[name][index] = value
    return rows


def test_the_official_layout_is_read_as_published(tmp_path: Path) -> None:
    boundaries = _read(write_tiny_zip(tmp_path / "mg_2023_integrado.zip"))
    assert list(boundaries.municipalities["cvegeo"]) == sorted(NAMES)
    assert (
        dict(zip(boundaries.municipalities["cvegeo"], boundaries.municipalities["name"], strict=True))
        == NAMES
    )
    assert dict(zip(boundaries.states["cve_ent"], boundaries.states["name"], strict=True)) == STATES
    assert boundaries.vintage == "Marco Geoestadístico 2023"
    assert "Fuente: INEGI, Marco Geoestadístico 2023" in boundaries.attribution.es
    assert projection_differences(boundaries.crs) == []
    (described,) = boundaries.inputs
    assert described.rows == 19
    assert len(described.sha256) == 64
    assert boundaries.findings == ()


@pytest.mark.parametrize(
    ("name", "vintage"),
    [("mg_sep2019_integrado.zip", "2019"), ("MG_2025_Integrado.zip", "2025"), ("mg2020.zip", "2020")],
)
def test_the_edition_is_told_by_the_name_of_the_file(tmp_path: Path, name: str, vintage: str) -> None:
    assert _read(write_tiny_zip(tmp_path / name)).vintage == f"Marco Geoestadístico {vintage}"


def test_a_file_of_another_name_is_dated_by_its_table(tmp_path: Path) -> None:
    assert re.fullmatch(
        r"Marco Geoestadístico \(20\d\d\)", _read(write_tiny_zip(tmp_path / "descarga.zip")).vintage
    )


def test_without_states_they_are_dissolved_and_that_is_told(tmp_path: Path) -> None:
    boundaries = _read(write_tiny_zip(tmp_path / "mg_2023.zip", with_states=False))
    assert dict(zip(boundaries.states["cve_ent"], boundaries.states["name"], strict=True)) == STATES
    difference = shapely.symmetric_difference(boundaries.states["geom"], tiny_states()["geom"])
    assert (shapely.area(difference) < 10).all()
    (finding,) = boundaries.findings
    assert (finding.code, finding.detail["missing"]) == ("states_dissolved", "00ent.shp")


@pytest.mark.parametrize(
    ("encoding", "cpg"),
    [("ISO-8859-1", "ISO 88591"), ("ISO-8859-1", None), ("UTF-8", "UTF-8"), ("CP1252", "ANSI 1252")],
)
def test_text_is_decoded_in_the_encoding_that_the_cpg_tells(
    tmp_path: Path, encoding: str, cpg: str | None
) -> None:
    boundaries = _read(write_tiny_zip(tmp_path / "mg_2023.zip", encoding=encoding, cpg=cpg))
    assert set(boundaries.municipalities["name"]) == set(NAMES.values())


@pytest.mark.parametrize(
    ("encoding", "cpg"),
    [("UTF-8", "ISO 88591"), ("ISO-8859-1", "UTF-8"), ("CP850", "ISO 88591"), ("ISO-8859-1", "KLINGON")],
)
def test_a_wrong_encoding_is_refused(tmp_path: Path, encoding: str, cpg: str) -> None:
    with pytest.raises(WrongEncoding):
        _read(write_tiny_zip(tmp_path / "mg_2023.zip", encoding=encoding, cpg=cpg))


def test_a_shapefile_without_prj_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingProjection, match=r"00mun\.prj"):
        _read(write_tiny_zip(tmp_path / "mg_2023.zip", omit=("00mun.prj",)))
    with pytest.raises(MissingProjection, match=r"00ent\.prj"):
        _read(write_tiny_zip(tmp_path / "mg_2023.zip", omit=("00ent.prj",)))


@pytest.mark.parametrize("member", ["00mun.shp", "00mun.dbf"])
def test_a_missing_member_is_named_with_what_is_there(tmp_path: Path, member: str) -> None:
    with pytest.raises(MissingMember, match=member.replace(".", r"\.")):
        _read(write_tiny_zip(tmp_path / "mg_2023.zip", omit=(member,)))


def test_an_html_page_and_a_truncated_zip_are_refused(tmp_path: Path) -> None:
    page = tmp_path / "mg_2023.zip"
    page.write_text("<html><body>La página no existe</body></html>", encoding="utf-8")
    with pytest.raises(SourceIsHtmlPage):
        _read(page)
    whole = write_tiny_zip(tmp_path / "whole.zip").read_bytes()
    page.write_bytes(whole[: len(whole) * 2 // 3])
    with pytest.raises(TruncatedArchive):
        _read(page)


def test_a_shape_file_that_is_cut_within_a_whole_zip_is_refused(tmp_path: Path) -> None:
    path = write_tiny_zip(tmp_path / "mg_2023.zip", replaced={"00mun.shp": b"\x00" * 40})
    with pytest.raises(TruncatedArchive):
        _read(path)


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        (_changed(0, cvegeo="1001"), LostLeadingZeros),
        (_changed(0, cve_ent="1"), LostLeadingZeros),
        (_changed(0, cve_mun="1"), LostLeadingZeros),
        (_changed(0, cvegeo="0100A"), BadCode),
        (_changed(0, cve_mun="002"), BadCode),
        (_changed(1, cvegeo="01001", cve_mun="001"), RepeatedCode),
        (_changed(0, cvegeo="31001", cve_ent="31"), StatesDisagree),
        (_changed(0, geom=shapely.Polygon()), MissingShape),
    ],
    ids=["zero", "zero of state", "zero of number", "letter", "contradiction", "repeated", "state", "empty"],
)
def test_codes_that_cannot_be_are_refused_by_name(
    tmp_path: Path, rows: Columns, error: type[EtlError]
) -> None:
    with pytest.raises(error) as refusal:
        _prepare(write_tiny_zip(tmp_path / "mg_2023.zip", municipalities=rows))
    assert refusal.value.remedy["es"]


def test_a_state_without_municipalities_is_refused(tmp_path: Path) -> None:
    rows = {name: values[:9] for name, values in tiny_municipalities().items()}
    assert set(rows["cve_ent"]) == {"01"}
    with pytest.raises(StatesDisagree, match="02"):
        _prepare(write_tiny_zip(tmp_path / "mg_2023.zip", municipalities=rows))


def test_codes_kept_as_numbers_have_lost_their_zeros(tmp_path: Path) -> None:
    rows = dict(tiny_municipalities())
    rows["cvegeo"] = rows["cvegeo"].astype(np.int32)
    with pytest.raises(LostLeadingZeros, match="1001"):
        _prepare(write_tiny_zip(tmp_path / "mg_2023.zip", municipalities=rows))


def test_a_bow_tie_is_mended_and_told(tmp_path: Path) -> None:
    rows = tiny_municipalities()
    island = list(rows["cvegeo"]).index("02010")
    west, south, east, north = rows["geom"][island].bounds
    bow_tie = shapely.Polygon([(west, south), (east, north), (east, south), (west, north)])
    prepared = _prepare(
        write_tiny_zip(tmp_path / "mg_2023.zip", municipalities=_changed(island, geom=bow_tie))
    )
    told = [finding for finding in prepared.findings if finding.code == "mended_geometry"]  # type: ignore[attr-defined]
    assert [finding.detail["cvegeo"] for finding in told] == ["02010"]
    assert "Self-intersection" in told[0].detail["reason"]
    geom = prepared.municipalities["geom"]  # type: ignore[attr-defined]
    assert shapely.is_valid(geom).all()
    assert len(geom[island].geoms) == 2


def test_columns_are_taken_by_name(tmp_path: Path) -> None:
    extra = {**tiny_municipalities(), "AREA": column([1.0] * 19)}
    assert _read(write_tiny_zip(tmp_path / "mg_2023.zip", municipalities=extra)).inputs[0].rows == 19
    odd = {**tiny_municipalities(), "POBLACION": column([1] * 19)}
    path = write_tiny_zip(tmp_path / "mg_2023.zip", municipalities=odd)
    with pytest.raises(UnexpectedColumns, match="POBLACION"):
        _read(path)
    without = {name: values for name, values in tiny_municipalities().items() if name != "name"}
    path = write_tiny_zip(tmp_path / "mg_2023.zip", municipalities=without)
    with pytest.raises(UnexpectedColumns, match="NOMGEO"):
        _read(path)


def test_a_prj_with_a_shift_of_zeros_is_the_same_system() -> None:
    plain = CRS.from_epsg(PLANE).to_wkt("WKT1_GDAL")
    shifted = plain.replace('AUTHORITY["EPSG","1120"]', 'TOWGS84[0,0,0,0,0,0,0],AUTHORITY["EPSG","1120"]')
    assert shifted != plain
    assert CRS.from_wkt(shifted) != CRS.from_epsg(PLANE), "a naive comparison fails"
    assert projection_differences(shifted) == []
    moved = shifted.replace("TOWGS84[0,", "TOWGS84[55,")
    assert projection_differences(moved) == ["TOWGS84 [55.0]"]


@pytest.mark.parametrize(
    ("epsg", "difference"),
    [(4326, "WGS 84"), (32614, "WGS 84 / UTM zone 14N"), (6362, "Mexico ITRF92"), (3857, "WGS 84")],
)
def test_another_projection_is_refused_with_its_difference(
    tmp_path: Path, epsg: int, difference: str
) -> None:
    prj = CRS.from_epsg(epsg).to_wkt("WKT1_ESRI").encode()
    with pytest.raises(UnknownProjection) as refusal:
        _read(write_tiny_zip(tmp_path / "mg_2023.zip", replaced={"00mun.prj": prj}))
    assert difference in refusal.value.en


def test_esri_s_spelling_of_the_projection_is_known() -> None:
    assert projection_differences(CRS.from_epsg(PLANE).to_wkt("WKT1_ESRI")) == []


@pytest.mark.shared_data
def test_the_edition_of_2023_is_read_with_its_traps(shared_data: Path, tmp_path: Path) -> None:
    boundaries = inegi.read(shared_data / "inegi" / "mg_2023_integrado.zip", tmp_path)
    assert len(boundaries.municipalities["cvegeo"]) == 2475
    assert len(boundaries.states["cve_ent"]) == 32
    assert boundaries.vintage == "Marco Geoestadístico 2023"
    assert "Ñ" in "".join(boundaries.municipalities["name"]).upper()
    assert [finding.code for finding in boundaries.findings] == ["states_dissolved"]
