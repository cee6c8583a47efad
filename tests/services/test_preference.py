"""The order in which tests look for PostGIS and Chromium, on machines that are written down here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.services import chromium, postgis


@dataclass
class WrittenMachine:
    """A machine of which the test says all that can be asked."""

    environment: dict[str, str] = field(default_factory=dict)
    programs: dict[str, str] = field(default_factory=dict)
    present: set[str] = field(default_factory=set)
    answers: dict[str, str] = field(default_factory=dict)
    is_debian_root: bool = False
    after_install: "WrittenMachine | None" = None
    installed: list[str] = field(default_factory=list)

    def program(self, name: str) -> Path | None:
        return Path(self.programs[name]) if name in self.programs else None

    def files(self, pattern: str) -> list[Path]:
        folders = {str(parent) for path in self.present for parent in Path(path).parents}
        return sorted(Path(path) for path in self.present | folders if fnmatch(path, pattern))

    def answer(self, command: Sequence[str]) -> str | None:
        return self.answers.get(" ".join(command))

    def may_install_debian_packages(self) -> bool:
        return self.is_debian_root

    def install_debian_packages(self, names: Sequence[str]) -> None:
        self.installed += names
        if self.after_install:
            self.programs |= self.after_install.programs
            self.present |= self.after_install.present
            self.answers |= self.after_install.answers


def postgresql(version: int, *, has_postgis: bool = True) -> WrittenMachine:
    programs = f"/usr/lib/postgresql/{version}/bin"
    shared = f"/usr/share/postgresql/{version}"
    return WrittenMachine(
        present={f"{programs}/initdb"} | ({f"{shared}/extension/postgis.control"} if has_postgis else set()),
        answers={
            f"{programs}/postgres --version": f"postgres (PostgreSQL) {version}.4",
            f"{programs}/pg_config --sharedir": f"{shared}\n",
        },
    )


DOCKER = {"docker info --format {{.ServerVersion}}": "28.0\n"}


def test_a_named_server_comes_first() -> None:
    machine = postgresql(15)
    machine.environment["ATLAS_TEST_DATABASE_URL"] = "postgresql://somewhere/db"
    machine.answers |= DOCKER
    assert postgis.find(machine) == postgis.GivenServer("postgresql://somewhere/db")


def test_docker_comes_before_local_programs() -> None:
    machine = postgresql(15)
    machine.answers |= DOCKER
    assert postgis.find(machine) == postgis.DockerImage(postgis.IMAGE)


def test_local_programs_come_before_an_installation() -> None:
    machine = postgresql(15)
    machine.is_debian_root = True
    assert postgis.find(machine) == postgis.LocalPrograms(Path("/usr/lib/postgresql/15/bin"))
    assert machine.installed == []


def test_the_newest_version_that_has_postgis_is_taken() -> None:
    machine = postgresql(16)
    for other in (postgresql(17, has_postgis=False), postgresql(15)):
        machine.present |= other.present
        machine.answers |= other.answers
    assert postgis.find(machine) == postgis.LocalPrograms(Path("/usr/lib/postgresql/16/bin"))


def test_a_server_without_pg_config_is_judged_by_debians_rule() -> None:
    machine = postgresql(15)
    del machine.answers["/usr/lib/postgresql/15/bin/pg_config --sharedir"]
    assert postgis.find(machine) == postgis.LocalPrograms(Path("/usr/lib/postgresql/15/bin"))


def test_an_old_postgresql_is_passed_over() -> None:
    with pytest.raises(postgis.NoPostgis, match="PostgreSQL 15 or newer"):
        postgis.find(postgresql(14))


def test_programs_on_path_and_named_by_pg_config_are_found() -> None:
    elsewhere = "/srv/pg/bin"
    said = {f"{elsewhere}/postgres --version": "postgres (PostgreSQL) 16.1"}
    said[f"{elsewhere}/pg_config --sharedir"] = "/srv/pg/share"
    present = {f"{elsewhere}/initdb", "/srv/pg/share/extension/postgis.control"}
    on_path = WrittenMachine(programs={"initdb": f"{elsewhere}/initdb"}, present=present, answers=said)
    named = WrittenMachine(present=present, answers=said | {"pg_config --bindir": f"{elsewhere}\n"})
    assert postgis.find(on_path) == postgis.find(named) == postgis.LocalPrograms(Path(elsewhere))


def test_debian_installs_postgis_for_itself() -> None:
    machine = WrittenMachine(is_debian_root=True, after_install=postgresql(15))
    assert postgis.find(machine) == postgis.LocalPrograms(Path("/usr/lib/postgresql/15/bin"))
    assert machine.installed == ["postgresql-postgis"]


def test_a_machine_without_any_says_what_to_do_in_one_sentence() -> None:
    with pytest.raises(postgis.NoPostgis) as refused:
        postgis.find(WrittenMachine())
    assert str(refused.value).count(". ") == 0
    assert "ATLAS_TEST_DATABASE_URL" in str(refused.value)


def browser(path: str) -> WrittenMachine:
    return WrittenMachine(
        programs={Path(path).name: path},
        answers={f"{path} --version": "Chromium 140", "fc-list :lang=es family": "Noto Sans\n"},
    )


def test_a_named_chromium_comes_first() -> None:
    machine = browser("/usr/bin/chromium")
    machine.environment["ATLAS_CHROMIUM"] = "/opt/chromium"
    machine.answers["/opt/chromium --version"] = "Chromium 141"
    assert chromium.find(machine) == Path("/opt/chromium")


def test_a_named_chromium_that_does_not_start_is_refused_by_name() -> None:
    machine = browser("/usr/bin/chromium")
    machine.environment["ATLAS_CHROMIUM"] = "/opt/nothing"
    with pytest.raises(chromium.NoChromium, match="/opt/nothing"):
        chromium.find(machine)


def test_chromium_on_path_comes_before_an_installation() -> None:
    machine = browser("/usr/bin/google-chrome")
    machine.is_debian_root = True
    assert chromium.find(machine) == Path("/usr/bin/google-chrome")
    assert machine.installed == []


def test_a_machine_without_fonts_gets_them() -> None:
    machine = browser("/usr/bin/chromium")
    machine.is_debian_root = True
    machine.answers["fc-list :lang=es family"] = ""
    chromium.find(machine)
    assert machine.installed == ["fontconfig", "fonts-noto-core", "fonts-dejavu-core"]


def test_a_stand_in_that_does_not_start_is_passed_over() -> None:
    machine = browser("/usr/bin/google-chrome")
    machine.programs["chromium-browser"] = "/usr/bin/chromium-browser"
    assert chromium.find(machine) == Path("/usr/bin/google-chrome")


def test_debian_installs_chromium_with_fonts() -> None:
    machine = WrittenMachine(is_debian_root=True, after_install=browser("/usr/bin/chromium"))
    assert chromium.find(machine) == Path("/usr/bin/chromium")
    assert machine.installed == ["chromium", "fontconfig", "fonts-noto-core", "fonts-dejavu-core"]


def test_a_machine_without_chromium_says_what_to_do() -> None:
    with pytest.raises(chromium.NoChromium, match="ATLAS_CHROMIUM"):
        chromium.find(WrittenMachine())
