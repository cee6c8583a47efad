"""The list of sources against the layers that they fill and the manifest of published files."""

import hashlib
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from etl.sources import registry
from geo.layers import BY_ID, THEMATIC_LAYERS

ROOT = Path(__file__).parents[3]
MANIFEST = tomllib.loads((ROOT / "data/shapes/manifest.toml").read_text(encoding="utf-8"))["file"]
BY_MANIFEST = {entry["id"]: entry for entry in MANIFEST}


def test_every_thematic_layer_is_filled_by_one_source() -> None:
    filled = [layer_id for source, _ in registry.THEMATIC for layer_id in source.fills]
    assert sorted(filled) == sorted(layer.id for layer in THEMATIC_LAYERS)
    assert all(layer_id in BY_ID for source, _ in registry.AGREEMENTS for layer_id in source.fills)


def test_every_source_says_whose_it_is_and_where() -> None:
    assert len(registry.BY_ID) == len(registry.SOURCES)
    for source in registry.SOURCES:
        assert source.title.es
        assert source.title.en
        assert source.publisher
        assert source.licence.es
        assert urlsplit(source.page).scheme == "https"
        assert source.address is None or urlsplit(source.address).scheme in {"http", "https"}


def test_the_manifest_says_the_same() -> None:
    assert len(BY_MANIFEST) == len(MANIFEST)
    for source in registry.SOURCES:
        entry = BY_MANIFEST[source.id]
        assert entry["title"] == source.title.es
        assert entry["publisher"] == source.publisher
        assert entry["licence"] == source.licence.es
        assert entry["page"] == source.page
        address = f"{entry['server']}/{entry['path']}" if "server" in entry else None
        assert address == source.address


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["id"])
def test_an_entry_has_a_digest_when_there_was_a_copy(entry: dict[str, object]) -> None:
    assert entry["copy"] in {"as_published", "repackaged", "rebuilt", "unsure", "none"}
    has_copy = {"taken", "name", "bytes", "sha256"} <= entry.keys()
    assert has_copy == (entry["copy"] != "none")


def test_an_unknown_source_is_named() -> None:
    with pytest.raises(registry.UnknownSource) as unknown:
        registry.source_named("conapo")
    assert "conapo-marginalization-2020" in unknown.value.known


@pytest.mark.shared_data
@pytest.mark.parametrize(
    "entry", [each for each in MANIFEST if "sha256" in each], ids=lambda entry: entry["id"]
)
def test_the_digests_are_those_of_the_copies(shared_data: Path, entry: dict[str, str]) -> None:
    (path,) = shared_data.rglob(entry["name"])
    content = path.read_bytes()
    assert (len(content), hashlib.sha256(content).hexdigest()) == (entry["bytes"], entry["sha256"])
