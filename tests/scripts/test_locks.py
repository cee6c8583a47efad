"""The lock files: complete, equal where they overlap, and silent about where packages come from."""

import re
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.stages import locks

ROOT = Path(__file__).parents[2]
LOCKS = (
    "requirements.lock",
    "requirements-dev.lock",
    "scripts/locks/uv.txt",
    "scripts/locks/node.txt",
    "scripts/locks/ogctests.txt",
)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def pins(name: str) -> dict[str, set[str]]:
    """The locked versions of each package: more than one where Pythons need different ones."""
    found = defaultdict(set)
    for package, version in re.findall(r"^([a-z0-9._-]+)==([^ ]+)", text(name), re.MULTILINE):
        found[canonicalize_name(package)].add(version)
    return dict(found)


def named(group: str) -> list[Requirement]:
    return [Requirement(each) for each in PROJECT["dependency-groups"][group] if isinstance(each, str)]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_registry(name: str) -> None:
    assert locks.ADDRESS.search(text(name)) is None
    assert "/" not in re.sub(r"#.*", "", text(name))


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_digests(name: str) -> None:
    entries = re.split(r"^(?=[a-z0-9])", text(name), flags=re.MULTILINE)[1:]
    assert entries
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_what_runs_is_tested_at_the_same_versions() -> None:
    tested = pins("requirements-dev.lock")
    assert {name: tested.get(name) for name in pins("requirements.lock")} == pins("requirements.lock")


@pytest.mark.parametrize(
    ("name", "required"),
    [
        ("requirements.lock", [Requirement(each) for each in PROJECT["project"]["dependencies"]]),
        ("requirements.lock", named("build")),
        ("requirements-dev.lock", named("dev")),
        ("scripts/locks/uv.txt", named("tools-uv")),
        ("scripts/locks/node.txt", named("tools-node")),
        ("scripts/locks/ogctests.txt", named("tools-ogctests")),
    ],
)
def test_a_lock_fits_the_project(name: str, required: list[Requirement]) -> None:
    locked = pins(name)
    unfit = [
        str(one)
        for one in required
        if not all(
            one.specifier.contains(version) for version in locked.get(canonicalize_name(one.name), {"0"})
        )
    ]
    assert unfit == [], "run `make lock`"


def test_the_build_needs_nothing_that_is_not_locked() -> None:
    assert sorted(PROJECT["build-system"]["requires"]) == sorted(PROJECT["dependency-groups"]["build"])


@pytest.mark.parametrize(
    "line",
    ["--index-url https://example.org/simple", "--find-links wheels", "a @ file:///srv/a.whl", "-i x"],
)
def test_an_address_in_a_lock_is_seen(line: str) -> None:
    assert locks.ADDRESS.search(f"a==1 \\\n{line}\n")
