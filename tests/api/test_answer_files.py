"""The answer of a question as a file, read back by programs that no one here wrote."""

import csv
import io
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
import shapely
from fastapi.testclient import TestClient

from api.formats import EXPORTS
from tests.api.test_exports import QUESTION, file_of, rows_by_gdal
from tests.geography import cell


@pytest.mark.parametrize("form", ["geojson", *(form.name for form in EXPORTS)])
def test_an_answer_as_a_file_has_all_its_rows_with_their_place(
    client: TestClient, tmp_path: Path, form: str
) -> None:
    rows = client.get(QUESTION, params={"scope": "any", "limit": 3000}).json()["data"]
    path = file_of(client, tmp_path, QUESTION, form, scope="any")
    if form == "csv":
        found = [row["cvegeo"] for row in csv.DictReader(io.StringIO(path.read_text()))]
    elif form == "xlsx":
        sheet = openpyxl.load_workbook(path)["without_agreements"]
        found = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
    elif form == "parquet":
        table = pq.read_table(path)
        found = table["cvegeo"].to_pylist()
        for code, shape in zip(found, shapely.from_wkb(table["geometry"].to_pylist()), strict=True):
            assert shape.equals(cell(code))
    else:
        _, read, shapes = rows_by_gdal(path)
        found = [row["cvegeo"] for row in read]
        for code, shape in zip(found, shapes, strict=True):
            assert shape.equals(cell(code))
    assert found == [row["cvegeo"] for row in rows]
    assert len(file_of(client, tmp_path, QUESTION, form, limit=2).read_bytes()) > 0
