"""What a machine has: its environment, programs, files. Tests of the searches pass one of their own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol


class Machine(Protocol):
    """The questions that a search for a service may ask."""

    @property
    def environment(self) -> Mapping[str, str]: ...

    def program(self, name: str) -> Path | None:
        """Where a command on PATH is, links followed; None when it is not there."""
        ...

    def files(self, pattern: str) -> list[Path]:
        """The files or folders that fit an absolute pattern, sorted."""
        ...

    def answer(self, command: Sequence[str]) -> str | None:
        """What a command prints; None when it is missing, fails or takes over 20 seconds."""
        ...

    def may_install_debian_packages(self) -> bool:
        """Whether this is Debian or a child of it, and we are root or may be by sudo without a password."""
        ...

    def install_debian_packages(self, names: Sequence[str]) -> None:
        """The named packages are installed. Raises `PackagesNotInstalled` when apt fails."""
        ...


class PackagesNotInstalled(Exception):
    """apt could not install what was asked; the message ends with its last words."""


@dataclass(frozen=True)
class ThisMachine:
    """The machine that runs us."""

    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))

    def program(self, name: str) -> Path | None:
        found = shutil.which(name, path=self.environment.get("PATH"))
        return Path(found).resolve() if found else None

    def files(self, pattern: str) -> list[Path]:
        return sorted(Path("/").glob(pattern.removeprefix("/")))

    def answer(self, command: Sequence[str]) -> str | None:
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=20, check=False, stdin=subprocess.DEVNULL
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        return done.stdout if done.returncode == 0 else None

    def may_install_debian_packages(self) -> bool:
        if not (sys.platform == "linux" and Path("/etc/debian_version").exists() and self.program("apt-get")):
            return False
        return os.geteuid() == 0 or self.answer(["sudo", "-n", "true"]) is not None

    def install_debian_packages(self, names: Sequence[str]) -> None:
        as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
        for command in ([*apt, "update"], [*apt, "install", "--no-install-recommends", *names]):
            done = subprocess.run(
                command,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
                stdin=subprocess.DEVNULL,
            )
            if done.returncode != 0:
                last_words = " ".join(done.stdout.split())[-300:]
                raise PackagesNotInstalled(f"apt-get could not install {', '.join(names)}: {last_words}")
