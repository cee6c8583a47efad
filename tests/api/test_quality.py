"""The quality report and the resolver of names over HTTP."""

import pytest
from fastapi.testclient import TestClient


def test_in_is_loaded_and_rejected_with_reasons(client: TestClient) -> None:
    report = client.get("/quality").json()
    agreements = next(each for each in report["inputs"] if each["name"] == "agreements.csv")
    assert agreements["rows_in"] == agreements["rows_loaded"] + agreements["rows_rejected"]
    assert agreements["rows_rejected"] == 1
    assert agreements["reasons"][0]["reason_es"]


def test_sources_that_contradict_each_other_stand_side_by_side(client: TestClient) -> None:
    conflicts = client.get("/quality").json()["conflicts"]
    assert any("02004" in str(conflict) for conflict in conflicts)


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("Tijuana, B.C.", "resolved", "02004"),
        ("Municipio de Tijuana", "resolved", "02004"),
        ("Atlantis", "unmatched", None),
    ],
)
def test_names_are_read_as_the_loaders_read_them(
    client: TestClient, text: str, status: str, code: str | None
) -> None:
    found = client.get("/resolve", params={"q": text}).json()
    assert (found["status"], found["code"]) == (status, code)


def test_both_can_be_read_without_scripts(client: TestClient) -> None:
    for path in ("/quality", "/resolve?q=tijuana"):
        page = client.get(path, headers={"Accept": "text/html"})
        assert page.status_code == 200
        assert page.headers["content-type"].startswith("text/html")
