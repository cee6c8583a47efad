"""Spoilt files: whatever is done to a table, it is refused by name or every row is loaded or rejected."""

import io
import tempfile
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.errors import EtlError
from etl.published.records import PublishedFile
from etl.sources import (
    banxico_remittances,
    census,
    conagua_drought,
    conapo_intensity_2010,
    conapo_intensity_2020,
    inecc_vulnerability,
    sedatu_hazards,
)
from etl.sources.agreement_mapping import mapping_of, parsed_mapping
from etl.sources.agreement_registers import read as read_agreements
from etl.sources.register.places import Places
from etl.sources.wikidata_twins import read as read_twins
from geo.names.gazetteer import Gazetteer
from geo.names.places import Places as PlacesAbroad
from tests.abroad import city
from tests.etl.sources import (
    test_agreement_registers,
    test_banxico_remittances,
    test_census,
    test_conagua_drought,
    test_conapo,
    test_inecc_vulnerability,
    test_wikidata_twins,
)
from tests.geography import NAMES, STATES

PLACES = Places(frozenset(NAMES), frozenset(STATES), "tiny")
GAZETTEER = Gazetteer(
    [(code, name, code[:2]) for code, name in NAMES.items()], STATES.items(), aliases=(), localities=()
)
ABROAD = PlacesAbroad([city(5391811, "San Diego", "US", "CA", 32.71571, -117.16472, population=1_394_928)])
MAPPING = parsed_mapping(tomllib.loads(test_agreement_registers.TOML), "raii.toml")


def zipped(member: str, content: bytes) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr(member, content)
    return archive.getvalue()


def workbook() -> bytes:
    made = openpyxl.Workbook()
    for line in test_agreement_registers.HEADER.split(","), ["1", "Tijuana", "", "Busan, Corea del Sur"]:
        made.active.append([cell.strip() for cell in line])
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


HAZARDS = b"FID,cve_munc,gp_inundac\nf.1,1001,ALTO\nf.2,01002,\nf.3,01003,Alto\n"
AGREEMENTS = (test_agreement_registers.HEADER + test_agreement_registers.ROWS).encode()
TWINS = test_wikidata_twins.answer(
    {**test_wikidata_twins.TIJUANA, **test_wikidata_twins.SAN_DIEGO, **test_wikidata_twins.YEAR}
)

READERS: dict[str, tuple[bytes, Callable[[PublishedFile], object]]] = {
    "iter": (test_census.ITER.encode(), lambda file: census.read(file, PLACES)),
    "iter zip": (
        zipped("conjunto_de_datos_iter_00CSV20.csv", test_census.ITER.encode()),
        lambda file: census.read(file, PLACES),
    ),
    "census": (test_census.TOTALS.encode(), lambda file: census.read(file, PLACES)),
    "intensity 2010": (
        test_conapo.intensity_2010().encode("latin-1"),
        lambda file: conapo_intensity_2010.read(file, PLACES),
    ),
    "intensity 2020": (
        test_conapo.intensity_2020().encode(),
        lambda file: conapo_intensity_2020.read(file, PLACES),
    ),
    "remittances": (
        test_banxico_remittances.exported(),
        lambda file: banxico_remittances.read(file, PLACES, GAZETTEER),
    ),
    "vulnerability": (
        test_inecc_vulnerability.TEXT.encode(),
        lambda file: inecc_vulnerability.read(file, PLACES),
    ),
    "spells": (test_conagua_drought.SPELLS.encode(), lambda file: conagua_drought.read(file, PLACES)),
    "maps": (
        test_conagua_drought.maps(*test_conagua_drought.MAPS),
        lambda file: conagua_drought.read(file, PLACES),
    ),
    "hazards": (
        zipped("geonode_pel_inund/0000000.csv", HAZARDS),
        lambda file: sedatu_hazards.read(file, PLACES),
    ),
    "agreements": (
        AGREEMENTS,
        lambda file: read_agreements(file, MAPPING, PLACES, GAZETTEER, ABROAD),
    ),
    "agreements workbook": (
        workbook(),
        lambda file: read_agreements(file, MAPPING, PLACES, GAZETTEER, ABROAD),
    ),
    "mapping": (test_agreement_registers.TOML.encode(), mapping_of),
    "twins": (TWINS.encode(), lambda file: read_twins(file, PLACES, GAZETTEER, ABROAD)),
}

TEXTS = (
    "٣",
    "Ã±",
    "🗺",
    "1e999",
    "-0",
    "NaN",
    "9" * 30,
    "0000-00-00",
    "=1+1",
    ";",
    "[",
    "{",
    "null",
    "<html>",
)
BYTES = (b'"', b",", b"\n", b"\r", b"\x00", b"\xef\xbb\xbf", b"\xf1")
PIECES = st.one_of(st.binary(max_size=12), st.sampled_from([*BYTES, *(text.encode() for text in TEXTS)]))
MUTATIONS = st.lists(
    st.tuples(
        st.sampled_from(["insert", "replace", "delete", "double", "cut"]),
        st.floats(min_value=0, max_value=1, allow_nan=False),
        st.integers(min_value=1, max_value=40),
        PIECES,
    ),
    min_size=1,
    max_size=5,
)


def mutated(content: bytes, mutations: list[tuple[str, float, int, bytes]]) -> bytes:
    for kind, place, length, piece in mutations:
        at = int(place * len(content))
        if kind == "insert":
            content = content[:at] + piece + content[at:]
        elif kind == "replace":
            content = content[:at] + piece + content[at + length :]
        elif kind == "delete":
            content = content[:at] + content[at + length :]
        elif kind == "double":
            content = content[: at + length] + content[at:]
        else:
            content = content[:at]
    return content


def refusal(read: Callable[[PublishedFile], object], file: PublishedFile) -> EtlError | None:
    """Why the file was refused, or None when it was read."""
    try:
        read(file)
    except EtlError as refused:
        return refused
    return None


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutations=MUTATIONS)
def test_nothing_but_a_refusal_by_name(name: str, mutations: list[tuple[str, float, int, bytes]]) -> None:
    content, read = READERS[name]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spoilt"
        path.write_bytes(mutated(content, mutations))
        # A reading checks its own counts as it is made.
        refused = refusal(read, PublishedFile(path, "spoilt", "2026-11-20"))
    if refused is not None:
        assert all((refused.es, refused.en, refused.remedy_es, refused.remedy_en))
