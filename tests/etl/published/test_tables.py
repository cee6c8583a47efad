"""The door through which every published table comes."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from etl.errors import EtlError, RepeatedColumn, SourceIsHtmlPage, SourceUnavailable
from etl.published.records import PublishedFile, RowsLost, SourceReading, described, given_file
from etl.published.refusals import (
    BrokenTable,
    MissingColumns,
    NotATable,
    NotText,
    UnknownColumns,
)
from etl.published.tables import Layout, table
from etl.sources import census

LAYOUT = Layout(columns={"code": ("cve",), "name": ("nombre", "NOMBRE")}, ignored=frozenset({"nota"}))


def file(tmp_path: Path, content: bytes, name: str = "a.csv") -> PublishedFile:
    path = tmp_path / name
    path.write_bytes(content)
    return given_file(path, retrieved="2026-11-20")


def texts(found: PublishedFile, layout: Layout = LAYOUT) -> list[tuple[int, str, str]]:
    published = table(found, layout)
    return [(row.line, published.text(row, "code"), published.text(row, "name")) for row in published.rows]


def test_columns_are_taken_by_name_and_lines_are_kept(tmp_path: Path) -> None:
    content = 'nota,NOMBRE,cve\n\nx," Cosío ",01004\n"dos\nlíneas",León,11020\ny,Ñ,1\n'.encode()
    assert texts(file(tmp_path, content)) == [(3, "01004", "Cosío"), (4, "11020", "León"), (6, "1", "Ñ")]


def test_a_byte_order_mark_is_no_part_of_a_name(tmp_path: Path) -> None:
    assert texts(file(tmp_path, "\ufeffcve,nombre\n1,A\n".encode())) == [(2, "1", "A")]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"<!DOCTYPE html><html></html>", SourceIsHtmlPage),
        (b"cve,otra\n1,2\n", MissingColumns),
        (b"cve,nombre,otra\n1,2,3\n", UnknownColumns),
        (b"cve,nombre,cve\n1,2,3\n", RepeatedColumn),
        (b'cve,nombre\n1,"A\n', BrokenTable),
        ("cve,nombre\n1,Cosío\n".encode("latin-1"), NotText),
        ("cve,nombre\n1,CosÃ\xado\n".encode(), NotText),
        (b"cve,nombre\n1,\x00\n", NotText),
        (b"PK\x03\x04 no archive", NotATable),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 no spreadsheet", NotATable),
        (b"", MissingColumns),
    ],
)
def test_what_is_not_the_table_is_refused_by_name(
    tmp_path: Path, content: bytes, refusal: type[EtlError]
) -> None:
    with pytest.raises(refusal) as refused:
        texts(file(tmp_path, content))
    assert refused.value.es
    assert refused.value.remedy_es


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable):
        texts(given_file(tmp_path / "nowhere.csv"))


def test_the_line_of_a_byte_that_does_not_decode_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotText, match="0xed, línea/line 3"):
        texts(file(tmp_path, "cve,nombre\n1,A\n2,Cosío\n".encode("latin-1")))


def test_the_second_encoding_is_tried(tmp_path: Path) -> None:
    layout = Layout(columns=LAYOUT.columns, encodings=("utf-8-sig", "cp1252"))
    assert texts(file(tmp_path, "cve,nombre\n1,Cosío\n".encode("cp1252")), layout) == [(2, "1", "Cosío")]
    assert texts(file(tmp_path, "cve,nombre\n1,Cosío\n".encode()), layout) == [(2, "1", "Cosío")]


def test_a_spreadsheet_and_a_zip_are_the_same_table(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    for row in (["cve", "nombre", None], ["01004", "Cosío", None], [11020, "León", None]):
        workbook.active.append(row)
    path = tmp_path / "a.xlsx"
    workbook.save(path)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as content:
        content.writestr("datos/a.csv", "cve,nombre\n01004,Cosío\n11020,León\n")

    expected = [(2, "01004", "Cosío"), (3, "11020", "León")]
    assert texts(given_file(path)) == expected
    assert texts(file(tmp_path, archive.getvalue(), "a.zip")) == expected


def test_a_zip_with_two_tables_is_refused(tmp_path: Path) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as content:
        content.writestr("a.csv", "cve,nombre\n")
        content.writestr("b.csv", "cve,nombre\n")
    with pytest.raises(NotATable):
        texts(file(tmp_path, archive.getvalue(), "a.zip"))


def test_a_reading_that_lost_a_row_cannot_be_made(tmp_path: Path) -> None:
    found = file(tmp_path, b"cve,nombre\n1,A\n")
    with pytest.raises(RowsLost, match="2 in, 1 loaded, 0 rejected"):
        SourceReading(
            source=census.SOURCE,
            input=described(census.SOURCE, found, 2),
            citation={},
            rows_loaded=1,
            tables=(),
        )
