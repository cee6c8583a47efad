"""What is in the repository may be published."""

from pathlib import Path

import pytest
import yaml

from scripts import publishable

ROOT = Path(__file__).parents[2]


def test_nothing_in_the_repository_offends() -> None:
    files = list(publishable.published(ROOT))
    assert ROOT / "pyproject.toml" in files
    assert [offence for file in files for offence in publishable.offences(file)] == []


@pytest.mark.parametrize(
    "line",
    [
        "see /ho" + "me/ana/atlas/x.csv",
        "open('/" + "root/data')",
        "/Use" + "rs/ana/x",
        '"resolved": "https://registry.' + "npmjs" + '.org/a"',
        "https://files." + "pythonhosted" + ".org/x",
    ],
)
def test_an_offence_is_named_with_its_line(tmp_path: Path, line: str) -> None:
    file = tmp_path / "notes.md"
    file.write_text(f"first\n{line}\n", encoding="utf-8")
    (offence,) = publishable.offences(file)
    assert offence.startswith(f"{file}:2: ")
    assert publishable.main([str(file)]) == 1


@pytest.mark.parametrize(
    "line",
    ["/" + "srv/atlas", "${HOME}/x", "https://example.org/" + "root/x", "a/" + "work/b", "/" + "health"],
)
def test_ordinary_paths_do_not_offend(tmp_path: Path, line: str) -> None:
    file = tmp_path / "notes.md"
    file.write_text(line, encoding="utf-8")
    assert list(publishable.offences(file)) == []


def test_a_giant_offends(tmp_path: Path) -> None:
    file = tmp_path / "picture.png"
    file.write_bytes(b"\xff" * (publishable.LARGEST_BYTES + 1))
    assert len(list(publishable.offences(file))) == 1


def test_hooks_need_no_network() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [repository["repo"] for repository in hooks["repos"]] == ["local"]
    assert {hook["language"] for hook in hooks["repos"][0]["hooks"]} == {"system"}
