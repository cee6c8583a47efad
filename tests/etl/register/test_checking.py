"""Each way in which a row does not fit: rejected with its line, the reason and what would mend it."""

import csv
import shutil
from pathlib import Path

import orjson
import pytest

from etl.sources.register.checking import CheckedFile, check
from etl.sources.register.files import FILES
from etl.sources.register.places import Places
from etl.sources.register.reading import read
from tests.geography import NAMES, STATES
from tests.releases import REGISTER

PLACES = Places(frozenset(NAMES), frozenset(STATES), "tiny 2026")


def checked_with(tmp_path: Path, file_name: str, key: str, **edits: str) -> CheckedFile:
    """The file after its checks, with one row of the tiny register edited."""
    folder = Path(shutil.copytree(REGISTER, tmp_path / "register"))
    path = folder / file_name
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        if row["id"] == key:
            assert edits.keys() <= row.keys()
            row.update(edits)
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    files = check([read(folder, file) for file in FILES], PLACES)
    return next(each for each in files if each.raw.file.name == file_name)


BAD_ROWS = [
    ("agreements.csv", "t01", {"mx_cvegeo": "2004"}, "cvegeo «2004» lost a leading zero", "«02004»"),
    ("agreements.csv", "t07", {"mx_cve_ent": "1"}, "cve_ent «1» lost a leading zero", "«01»"),
    ("agreements.csv", "t01", {"mx_cvegeo": "ABCDE"}, "does not have the form", "Correct the value"),
    ("agreements.csv", "t01", {"mx_cvegeo": "02099"}, "02099 is not in this vintage", "Load a Marco"),
    (
        "agreements.csv",
        "t01",
        {"mx_cvegeo": "01001"},
        "cvegeo 01001 is not in cve_ent 02",
        "Correct whichever",
    ),
    ("agreements.csv", "t01", {"mx_cvegeo": ""}, "cvegeo is missing", "Write cvegeo"),
    ("agreements.csv", "t07", {"mx_cvegeo": "01001"}, "A record of a state has no cvegeo", "mend the level"),
    ("agreements.csv", "t01", {"instrument": "twinning"}, "«twinning» is not a word", "hermanamiento"),
    ("agreements.csv", "t03", {"themes": "economy;kultur"}, "«kultur» is not a word", "culture"),
    ("agreements.csv", "t01", {"signed_year": "199x"}, "signed_year «199x» is not a number", "digits"),
    ("agreements.csv", "t01", {"signed_year": "1066"}, "signed_year 1066 is outside 1800 to 2100", "Correct"),
    ("agreements.csv", "t03", {"signed_year": "2015"}, "is not of the year", "date or year"),
    ("agreements.csv", "t01", {"partner_lon": ""}, "one coordinate only", "or neither"),
    ("agreements.csv", "t01", {"partner_lat": "-117.1", "partner_lon": "32.7"}, "outside ±90", "exchanged"),
    ("agreements.csv", "t01", {"partner_geonameid": "0x1"}, "partner_geonameid «0x1» is not", "digits"),
    (
        "agreements.csv",
        "t06",
        {"scope": "international"},
        "disagrees with the partner's country «MX»",
        "scope",
    ),
    ("agreements.csv", "t01", {"scope": "domestic"}, "disagrees with the partner's country «US»", "scope"),
    ("agreements.csv", "t01", {"source_title": ""}, "source_title is missing", "Write source_title"),
    ("agreements.csv", "t01", {"id": "t02"}, "«t02» is on line", "id of its own"),
    (
        "offices.csv",
        "o4",
        {"mx_cvegeo": "02004"},
        "An office in US is not in municipality",
        "Correct the country",
    ),
    ("offices.csv", "o3", {"mx_cve_ent": "01"}, "cvegeo 02001 is not in cve_ent 01", "Correct whichever"),
    ("offices.csv", "o1", {"position_precision": "none"}, "disagrees with the position", "«none»"),
    ("memberships.csv", "m1", {"network_id": "NET-Z"}, "«NET-Z» is not in networks.csv", "Add the network"),
    ("climate_coverage.csv", "k1", {"cvegeo": "2004"}, "cvegeo «2004» lost a leading zero", "«02004»"),
    ("climate_coverage.csv", "k3", {"cvegeo": "31"}, "State 31 is not in the loaded boundaries", "01 to 32"),
    (
        "corridors.csv",
        "c1",
        {"origin_cve_ent": "02"},
        "origin_cvegeo 01001 is not in origin_cve_ent 02",
        "Corr",
    ),
    ("state_claims.csv", "q3", {"cve_ent": "33"}, "State 33 is not in the loaded boundaries", "01 to 32"),
    ("state_claims.csv", "q3", {"value": "12,5"}, "value «12,5» is not a number", "digits"),
]


@pytest.mark.parametrize(("file", "key", "edits", "reason", "remedy"), BAD_ROWS)
def test_a_row_that_does_not_fit_is_rejected_with_its_reason(
    tmp_path: Path, file: str, key: str, edits: dict[str, str], reason: str, remedy: str
) -> None:
    found = checked_with(tmp_path, file, key, **edits)
    assert len(found.raw.rows) == len(found.rows) + len(found.rejections)
    rejection = next(each for each in found.rejections if reason in each.reason.en)
    assert remedy in rejection.remedy.en
    assert rejection.reason.es
    assert rejection.remedy.es
    assert rejection.input_name == file
    raw = orjson.loads(rejection.raw)
    assert raw.items() >= edits.items()
    line = (REGISTER / file).read_text(encoding="utf-8").splitlines()[rejection.line - 1]
    assert line.startswith((key, f"{edits.get('id')}"))


def test_the_tiny_register_fits_but_for_the_one_row() -> None:
    files = check([read(REGISTER, file) for file in FILES], PLACES)
    rejected = [(each.natural_key, each.line) for file in files for each in file.rejections]
    assert rejected == [("t13", 14)]


def test_a_row_of_another_length_is_kept_as_it_was(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(REGISTER, tmp_path / "register"))
    with (folder / "networks.csv").open("a", encoding="utf-8") as lines:
        lines.write("NET-C,Red, con comas\n")
    files = check([read(folder, file) for file in FILES], PLACES)
    found = next(each for each in files if each.raw.file.name == "networks.csv")
    assert [(each.natural_key, each.line) for each in found.rejections] == [("NET-C", 4)]
    assert "3 cells and the header" in found.rejections[0].reason.en
    assert orjson.loads(found.rejections[0].raw) == ["NET-C", "Red", " con comas"]


def test_whoever_belongs_to_a_rejected_network_is_rejected_too(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(REGISTER, tmp_path / "register"))
    path = folder / "networks.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("global_network", "galactic"), encoding="utf-8")
    memberships = folder / "memberships.csv"
    lines = memberships.read_text(encoding="utf-8").splitlines(keepends=True)
    memberships.write_text("".join(line for line in lines if not line.startswith("m2")), encoding="utf-8")
    files = {each.raw.file.name: each for each in check([read(folder, file) for file in FILES], PLACES)}
    assert [each.natural_key for each in files["networks.csv"].rejections] == ["NET-A"]
    assert [each.natural_key for each in files["memberships.csv"].rejections] == ["m1"]


def test_a_state_may_keep_an_office_in_another_state() -> None:
    files = {each.raw.file.name: each for each in check([read(REGISTER, file) for file in FILES], PLACES)}
    office = next(row for row in files["offices.csv"].rows if row["id"] == "o5")
    assert (office["cve_ent"], office["cvegeo"]) == ("01", "02004")


def test_a_code_of_two_digits_is_a_state() -> None:
    files = {each.raw.file.name: each for each in check([read(REGISTER, file) for file in FILES], PLACES)}
    rows = {
        row["id"]: (row["level"], row["cve_ent"], row["cvegeo"]) for row in files["climate_coverage.csv"].rows
    }
    assert rows["k1"] == ("municipal", "02", "02004")
    assert rows["k3"] == ("state", "01", None)


@pytest.mark.parametrize(("file", "key"), [("state_claims.csv", "q3"), ("governance_profiles.csv", "g1")])
def test_what_holds_for_the_country_has_the_code_00(tmp_path: Path, file: str, key: str) -> None:
    found = checked_with(tmp_path, file, key, cve_ent="00")
    assert not found.rejections
